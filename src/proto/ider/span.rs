//! A range of shared bytes: how blocks travel from a cache to the wire without a copy between.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Part of a buffer that a cache keeps. Cheap to clone.
#[derive(Clone)]
pub struct Span {
    buffer: Arc<[u8]>,
    range: Range<usize>,
}

impl Span {
    /// The bytes `range` of `buffer`; `None` if the buffer is shorter.
    #[must_use]
    pub fn new(buffer: Arc<[u8]>, range: Range<usize>) -> Option<Self> {
        buffer
            .get(range.clone())
            .is_some()
            .then_some(Self { buffer, range })
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        // INVARIANT: the range was checked when the span was made.
        self.buffer.get(self.range.clone()).unwrap_or_default()
    }

    /// Number of bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.range.len()
    }

    /// No byte at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.range.is_empty()
    }
}

impl From<Vec<u8>> for Span {
    fn from(bytes: Vec<u8>) -> Self {
        let range = 0..bytes.len();
        Self {
            buffer: bytes.into(),
            range,
        }
    }
}

/// The content of a disk is nobody's business: only the length is printed.
impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Span({} bytes)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_part_of_its_buffer_or_does_not_exist() {
        let buffer: Arc<[u8]> = Arc::from(&b"abcdef"[..]);
        let span = Span::new(buffer.clone(), 2..4).unwrap();
        assert_eq!((span.as_bytes(), span.len()), (&b"cd"[..], 2));
        assert!(Span::new(buffer.clone(), 5..7).is_none());
        assert!(Span::new(buffer, 6..6).unwrap().is_empty());
        assert_eq!(format!("{span:?}"), "Span(2 bytes)");
    }
}
