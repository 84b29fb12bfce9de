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

/// One message of a golden transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Written after `<`: sent by the device; else by the console.
    pub from_device: bool,
    /// The whole message.
    pub bytes: Vec<u8>,
}

/// Reads a golden transcript: one message per line, `<` from the device, `>` from the console,
/// then hexadecimal pairs as [`parse_hex`] takes them. `EE*8192` stands for 8192 times EE. A line
/// that starts with white space continues the message above it; empty lines and lines that start
/// with `#` are comments.
///
/// # Errors
/// The number of the first line that is none of these, counted from 1.
pub fn transcript(text: &str) -> Result<Vec<Line>, usize> {
    let mut lines: Vec<Line> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.split('#').next().unwrap_or_default();
        if line.trim().is_empty() {
            continue;
        }
        let (side, rest) = line.split_at_checked(1).ok_or(number)?;
        match side {
            "<" | ">" => lines.push(Line {
                from_device: side == "<",
                bytes: Vec::new(),
            }),
            " " | "\t" => {}
            _ => return Err(number),
        }
        let message = lines.last_mut().ok_or(number)?;
        for token in rest.split_whitespace() {
            let (hex, count) = match token.split_once('*') {
                Some((hex, count)) => (hex, count.parse().map_err(|_| number)?),
                None => (token, 1),
            };
            let bytes = parse_hex(hex).ok_or(number)?;
            message.bytes.extend(bytes.repeat(count));
        }
    }
    Ok(lines)
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

    #[test]
    fn a_transcript_has_sides_repeats_comments_and_continued_lines() {
        let text = "# login\n> 13 00\n  01*3  # three\n\n< 14|FF\n";
        let expected = [(false, vec![0x13, 0, 1, 1, 1]), (true, vec![0x14, 0xFF])];
        let lines = transcript(text).unwrap();
        let got: Vec<_> = lines
            .into_iter()
            .map(|l| (l.from_device, l.bytes))
            .collect();
        assert_eq!(got, expected);
        assert_eq!(transcript("> 13\n? 14"), Err(2));
        assert_eq!(transcript(" 13"), Err(1));
        assert_eq!(transcript("> 1"), Err(1));
    }
}
