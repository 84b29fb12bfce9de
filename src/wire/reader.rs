//! A bounds-checked cursor that borrows from the receive buffer.

/// Why bytes did not become a message.
///
/// [`Incomplete`](Self::Incomplete) is no failure: the caller keeps its state and waits for more.
/// Everything else is final for the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// The message is not whole yet.
    #[error("more bytes are needed")]
    Incomplete,
    /// A length field asks for more than [`limits`](crate::limits) allows.
    #[error("{field} is {got}, more than the limit of {limit}")]
    TooLong {
        /// Name of the field as the specification spells it.
        field: &'static str,
        /// Value on the wire.
        got: u64,
        /// Largest value we accept.
        limit: u64,
    },
    /// A field holds a value that the specification does not know.
    #[error("{field} has the unexpected value {got:#x}")]
    Invalid {
        /// Name of the field as the specification spells it.
        field: &'static str,
        /// Value on the wire.
        got: u64,
    },
}

/// Reads fields from the front of a borrowed slice.
///
/// Every method either takes exactly its field or fails with [`WireError::Incomplete`] and takes
/// nothing. A copy is a bookmark: the type is `Copy`.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Starts at the front of `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Number of bytes not read yet.
    #[must_use]
    pub const fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// Everything not read yet, without taking it.
    #[must_use]
    pub const fn peek_rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Takes everything that is left.
    pub const fn rest(&mut self) -> &'a [u8] {
        let rest = self.rest;
        self.rest = &[];
        rest
    }

    /// Takes the next `len` bytes.
    ///
    /// # Errors
    /// [`WireError::Incomplete`] if fewer are left.
    #[inline]
    pub fn bytes(&mut self, len: usize) -> Result<&'a [u8], WireError> {
        let (taken, rest) = self
            .rest
            .split_at_checked(len)
            .ok_or(WireError::Incomplete)?;
        self.rest = rest;
        Ok(taken)
    }

    /// Takes the next `N` bytes as an array.
    ///
    /// # Errors
    /// [`WireError::Incomplete`] if fewer are left.
    #[inline]
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], WireError> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(WireError::Incomplete)?;
        self.rest = rest;
        Ok(*taken)
    }

    /// Takes the next `len` bytes after checking `len` against a limit, so that a peer cannot
    /// make us wait for (and buffer) more than we would ever use.
    ///
    /// # Errors
    /// [`WireError::TooLong`] at once if `len > limit`, [`WireError::Incomplete`] as usual.
    pub fn bounded(
        &mut self,
        field: &'static str,
        len: usize,
        limit: usize,
    ) -> Result<&'a [u8], WireError> {
        if len > limit {
            return Err(WireError::TooLong {
                field,
                got: len as u64,
                limit: limit as u64,
            });
        }
        self.bytes(len)
    }
}

/// One method per integer; all fail with [`WireError::Incomplete`].
macro_rules! integers {
    ($($name:ident: $type:ty = $from:ident, $doc:literal;)*) => {
        impl Reader<'_> {
            $(
                #[doc = $doc]
                ///
                /// # Errors
                /// [`WireError::Incomplete`] if too few bytes are left.
                #[inline]
                pub fn $name(&mut self) -> Result<$type, WireError> {
                    Ok(<$type>::$from(self.array()?))
                }
            )*
        }
    };
}

integers! {
    u8: u8 = from_be_bytes, "Takes one byte.";
    u16_le: u16 = from_le_bytes, "Takes a little-endian 16-bit integer.";
    u16_be: u16 = from_be_bytes, "Takes a big-endian 16-bit integer.";
    u32_le: u32 = from_le_bytes, "Takes a little-endian 32-bit integer.";
    u32_be: u32 = from_be_bytes, "Takes a big-endian 32-bit integer.";
    i32_be: i32 = from_be_bytes, "Takes a big-endian signed 32-bit integer.";
    u64_be: u64 = from_be_bytes, "Takes a big-endian 64-bit integer.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_width_in_its_byte_order() {
        let mut r = Reader::new(&[
            1, 2, 1, 1, 2, 4, 3, 2, 1, 1, 2, 3, 4, 0xFF, 0xFF, 0xFF, 0x21,
        ]);
        assert_eq!(r.u8(), Ok(1));
        assert_eq!(r.u16_le(), Ok(0x0102));
        assert_eq!(r.u16_be(), Ok(0x0102));
        assert_eq!(r.u32_le(), Ok(0x0102_0304));
        assert_eq!(r.u32_be(), Ok(0x0102_0304));
        assert_eq!(r.i32_be(), Ok(-223));
        assert_eq!(r.remaining(), 0);
    }

    #[test]
    fn a_short_read_takes_nothing() {
        let mut r = Reader::new(&[1, 2, 3]);
        assert_eq!(r.u32_le(), Err(WireError::Incomplete));
        assert_eq!(r.bytes(4), Err(WireError::Incomplete));
        assert_eq!(r.rest(), [1, 2, 3]);
    }

    #[test]
    fn a_length_over_the_limit_is_refused_before_its_bytes_arrive() {
        let mut r = Reader::new(&[]);
        assert_eq!(
            r.bounded("text length", 0xFFFF_FFFF, 10),
            Err(WireError::TooLong {
                field: "text length",
                got: 0xFFFF_FFFF,
                limit: 10
            })
        );
    }
}
