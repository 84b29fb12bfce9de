//! An appending encoder: fields in wire order, lengths patched in afterwards.

/// Appends fields to a caller-owned buffer, so that one allocation serves many messages.
#[derive(Debug)]
pub struct Writer<'a> {
    out: &'a mut Vec<u8>,
}

impl<'a> Writer<'a> {
    /// Appends to `out`; what it already holds stays.
    pub const fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out }
    }

    /// Appends raw bytes.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.out.extend_from_slice(bytes);
        self
    }

    /// Appends `count` zero bytes (reserved fields).
    pub fn zeros(&mut self, count: usize) -> &mut Self {
        self.out.resize(self.out.len() + count, 0);
        self
    }

    /// Appends what `body` writes, preceded by its length as a big-endian `u32`.
    ///
    /// The length is saturated at `u32::MAX`; callers bound their bodies far below.
    pub fn with_u32_be_length(&mut self, body: impl FnOnce(&mut Writer<'_>)) -> &mut Self {
        let at = self.out.len();
        self.zeros(4);
        body(&mut Writer::new(self.out));
        let length = u32::try_from(self.out.len() - at - 4).unwrap_or(u32::MAX);
        if let Some(field) = self.out.get_mut(at..at + 4) {
            field.copy_from_slice(&length.to_be_bytes());
        }
        self
    }
}

/// One method per integer.
macro_rules! integers {
    ($($name:ident: $type:ty = $to:ident, $doc:literal;)*) => {
        impl Writer<'_> {
            $(
                #[doc = $doc]
                pub fn $name(&mut self, value: $type) -> &mut Self {
                    self.bytes(&value.$to())
                }
            )*
        }
    };
}

integers! {
    u8: u8 = to_be_bytes, "Appends one byte.";
    u16_le: u16 = to_le_bytes, "Appends a little-endian 16-bit integer.";
    u16_be: u16 = to_be_bytes, "Appends a big-endian 16-bit integer.";
    u32_le: u32 = to_le_bytes, "Appends a little-endian 32-bit integer.";
    u32_be: u32 = to_be_bytes, "Appends a big-endian 32-bit integer.";
    i32_be: i32 = to_be_bytes, "Appends a big-endian signed 32-bit integer.";
    u64_be: u64 = to_be_bytes, "Appends a big-endian 64-bit integer.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_patched_in_after_its_body() {
        let mut out = vec![9];
        Writer::new(&mut out)
            .u8(3)
            .zeros(1)
            .with_u32_be_length(|w| {
                w.u16_le(0x0102).bytes(b"abc");
            });
        assert_eq!(out, [9, 3, 0, 0, 0, 0, 5, 2, 1, b'a', b'b', b'c']);
    }
}
