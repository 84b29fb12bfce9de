//! Bytes as text: trace logs and golden transcripts.

use std::fmt;

/// Displays bytes as `13 00 FF`, cut after `limit` bytes with the number left out.
#[derive(Debug, Clone, Copy)]
pub struct Hex<'a> {
    bytes: &'a [u8],
    limit: usize,
}

/// Formats `bytes` as upper-case hexadecimal pairs, at most `limit` of them.
#[must_use]
pub const fn hex(bytes: &[u8], limit: usize) -> Hex<'_> {
    Hex { bytes, limit }
}

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, byte) in self.bytes.iter().take(self.limit).enumerate() {
            let space = if i == 0 { "" } else { " " };
            write!(f, "{space}{byte:02X}")?;
        }
        match self.bytes.len().checked_sub(self.limit) {
            Some(more @ 1..) => write!(f, " … {more} more"),
            _ => Ok(()),
        }
    }
}

/// Reads hexadecimal pairs, ignoring white space, `|` and anything after `#`.
///
/// Returns `None` if something else is found or a digit is left over. Written for golden
/// transcripts, hence no error detail.
#[must_use]
pub fn parse_hex(text: &str) -> Option<Vec<u8>> {
    let text = text.split('#').next()?;
    let digits: Option<Vec<u8>> = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '|')
        .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect();
    let digits = digits?;
    let (pairs, []) = digits.as_chunks::<2>() else {
        return None;
    };
    Some(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_input_is_cut_and_counted() {
        assert_eq!(hex(&[0x13, 0, 0xFF], 8).to_string(), "13 00 FF");
        assert_eq!(hex(&[1, 2, 3, 4], 2).to_string(), "01 02 … 2 more");
        assert_eq!(hex(&[], 2).to_string(), "");
    }

    #[test]
    fn golden_lines_parse_with_separators_and_comments() {
        assert_eq!(parse_hex("13 00 | FF # status"), Some(vec![0x13, 0, 0xFF]));
        assert_eq!(parse_hex("1"), None);
        assert_eq!(parse_hex("1g"), None);
    }
}
