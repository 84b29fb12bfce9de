//! A serial session that can be played back: asciicast 2, the format of `asciinema` and its
//! players.
//!
//! The first line is a JSON object with the size, each further one `[seconds, kind, text]`. We
//! write `o` (output, decoded to UTF-8), `r` (the terminal has another size) and `m` (a mark:
//! power, port); other kinds are skipped when reading. Typed text is never recorded.
//!
//! Source: `asciinema` manual, asciicast v2 (spec).

use std::time::Duration;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Charset, Decoder, Escapes, Size};

/// Writes the lines of a recording.
#[derive(Debug)]
pub struct Recorder {
    started: OffsetDateTime,
    decoder: Decoder,
    text: String,
}

impl Recorder {
    /// Starts a recording and appends its first line to `out`.
    #[must_use]
    pub fn new(
        started: OffsetDateTime,
        charset: Charset,
        size: Size,
        title: &str,
        out: &mut String,
    ) -> Self {
        let header = Header {
            version: 2,
            width: size.columns,
            height: size.rows,
            timestamp: Some(started.unix_timestamp()),
            title: Some(title.to_owned()),
        };
        push_json(&header, out);
        Self {
            started,
            decoder: Decoder::new(charset, Escapes::Emulator),
            text: String::new(),
        }
    }

    /// Decodes what follows with another character set.
    pub const fn set_charset(&mut self, charset: Charset) {
        self.decoder.set_charset(charset);
    }

    /// Appends what the host wrote at `now`.
    pub fn output(&mut self, now: OffsetDateTime, bytes: &[u8], out: &mut String) {
        self.text.clear();
        self.decoder.decode(bytes, &mut self.text);
        if !self.text.is_empty() {
            push_json(&(self.seconds(now), "o", &self.text), out);
        }
    }

    /// Appends that the terminal has another size.
    pub fn resized(&self, now: OffsetDateTime, size: Size, out: &mut String) {
        let text = format!("{}x{}", size.columns, size.rows);
        push_json(&(self.seconds(now), "r", text), out);
    }

    /// Appends a mark.
    pub fn mark(&self, now: OffsetDateTime, text: &str, out: &mut String) {
        push_json(&(self.seconds(now), "m", text), out);
    }

    /// Seconds since the start; clocks that go backwards do not.
    fn seconds(&self, now: OffsetDateTime) -> f64 {
        (now - self.started).as_seconds_f64().max(0.0)
    }
}

/// First line of a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    version: u32,
    width: usize,
    height: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timestamp: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
}

/// Why a line is no part of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordingError {
    /// The first line is not a header of version 2.
    #[error("this is no recording of a terminal (asciicast 2)")]
    Header,
    /// A later line cannot be read.
    #[error("a line of the recording cannot be read")]
    Line,
}

impl Header {
    /// Parses the first line.
    ///
    /// # Errors
    /// [`RecordingError::Header`].
    pub fn parse(line: &str) -> Result<Self, RecordingError> {
        let header: Self = serde_json::from_str(line).map_err(|_| RecordingError::Header)?;
        Some(header)
            .filter(|header| header.version == 2)
            .ok_or(RecordingError::Header)
    }

    /// Size of the terminal at the beginning, within what ours can have.
    #[must_use]
    pub fn size(&self) -> Size {
        Size {
            columns: self.width,
            rows: self.height,
        }
        .clamped()
    }

    /// What was recorded.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }
}

/// One moment of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// Since the start.
    pub at: Duration,
    /// What happened.
    pub what: What,
}

/// What happened at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The host wrote this; UTF-8, to be fed as such.
    Output(String),
    /// The terminal got another size.
    Resized(Size),
    /// A mark.
    Mark(String),
    /// Something that other programs record.
    Other,
}

impl Moment {
    /// Parses a line after the first.
    ///
    /// # Errors
    /// [`RecordingError::Line`].
    pub fn parse(line: &str) -> Result<Self, RecordingError> {
        let (seconds, kind, text): (f64, String, String) =
            serde_json::from_str(line).map_err(|_| RecordingError::Line)?;
        let at = Duration::try_from_secs_f64(seconds).map_err(|_| RecordingError::Line)?;
        let what = match kind.as_str() {
            "o" => What::Output(text),
            "m" => What::Mark(text),
            "r" => {
                let (columns, rows) = text.split_once('x').ok_or(RecordingError::Line)?;
                let number = |text: &str| text.parse().map_err(|_| RecordingError::Line);
                let size = Size {
                    columns: number(columns)?,
                    rows: number(rows)?,
                };
                What::Resized(size.clamped())
            }
            _ => What::Other,
        };
        Ok(Self { at, what })
    }
}

fn push_json(value: &impl Serialize, out: &mut String) {
    // INVARIANT: numbers, strings and these structs always serialise.
    if let Ok(line) = serde_json::to_string(value) {
        out.push_str(&line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::{Emulator, SizeMode};
    use proptest::prelude::*;
    use time::macros::datetime;

    const NOON: OffsetDateTime = datetime!(2026-11-22 12:00:00 UTC);

    #[test]
    fn a_recording_has_the_lines_of_the_format() {
        let mut out = String::new();
        let mut recorder = Recorder::new(NOON, Charset::Cp437, Size::C80R25, "lab-12", &mut out);
        recorder.output(NOON, b"\x1B[1;1H\xC9\"", &mut out);
        let later = NOON + time::Duration::milliseconds(2500);
        recorder.output(later, b"\0", &mut out); // nothing to see
        recorder.resized(later, Size::C100R31, &mut out);
        recorder.mark(later, "power off", &mut out);
        assert_eq!(
            out,
            "{\"version\":2,\"width\":80,\"height\":25,\"timestamp\":1795348800,\"title\":\"lab-12\"}\n\
             [0.0,\"o\",\"\\u001b[1;1H╔\\\"\"]\n\
             [2.5,\"r\",\"100x31\"]\n\
             [2.5,\"m\",\"power off\"]\n"
        );
    }

    #[test]
    fn a_recording_played_back_ends_in_the_same_screen() {
        let bytes = include_bytes!("../../tests/golden/terminal/edk2-setup.raw");
        let mut out = String::new();
        let mut recorder = Recorder::new(NOON, Charset::Cp437, Size::C80R25, "pc", &mut out);
        let mut live = Emulator::new(SizeMode::Fixed(Size::C80R25), Charset::Cp437);
        for piece in bytes.chunks(77) {
            recorder.output(NOON, piece, &mut out);
            live.feed(piece);
        }
        let mut lines = out.lines();
        let header = Header::parse(lines.next().unwrap()).unwrap();
        assert_eq!(header.title(), Some("pc"));
        let mut played = Emulator::new(SizeMode::Fixed(header.size()), Charset::Utf8);
        for line in lines {
            let Moment {
                what: What::Output(text),
                ..
            } = Moment::parse(line).unwrap()
            else {
                panic!("{line}");
            };
            played.feed(text.as_bytes());
        }
        assert!(live.screen_text().contains("Device Manager"));
        assert_eq!(played.all_text(), live.all_text());
    }

    #[test]
    fn other_files_and_other_versions_are_refused() {
        for line in [
            "",
            "{}",
            "not json",
            r#"{"version":3,"width":1,"height":1}"#,
        ] {
            assert_eq!(Header::parse(line), Err(RecordingError::Header), "{line}");
        }
        for line in [
            "",
            "[1,2]",
            r#"[-1,"o","x"]"#,
            r#"[1,"r","80"]"#,
            r#"[1e999,"o","x"]"#,
        ] {
            assert_eq!(Moment::parse(line), Err(RecordingError::Line), "{line}");
        }
        assert_eq!(
            Moment::parse(r#"[1.5,"i","typed"]"#).map(|moment| moment.what),
            Ok(What::Other)
        );
        let huge = Header::parse(r#"{"version":2,"width":999999,"height":0}"#).unwrap();
        assert_eq!((huge.size().columns, huge.size().rows), (256, 5));
    }

    proptest! {
        #[test]
        fn what_was_decoded_once_decodes_to_itself(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            charset in proptest::sample::select(Charset::ALL.to_vec()),
        ) {
            let mut once = String::new();
            Decoder::new(charset, Escapes::Emulator).decode(&bytes, &mut once);
            let mut twice = String::new();
            Decoder::new(Charset::Utf8, Escapes::Emulator).decode(once.as_bytes(), &mut twice);
            prop_assert_eq!(twice, once);
        }
    }
}
