//! Plays back what was logged: recordings, lines of text with their times, and bare bytes.

use std::time::Duration;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::recording::{Header, Moment, RecordingError, What};
use super::{Charset, Decoder, Emulator, Escapes, SizeMode};

/// A log on a terminal of its own, at any moment of it.
///
/// Moving in time costs nothing by itself: [`catch_up`](Self::catch_up) draws what has become due
/// with a bound on its work, so that a window can play a log of any length.
#[derive(Debug)]
pub struct Player {
    /// In the order of time.
    moments: Vec<Moment>,
    size: SizeMode,
    emulator: Emulator,
    /// The first moment that is not drawn whole, and how many of its bytes are.
    next: (usize, usize),
    position: Duration,
    /// What stood in the log about itself.
    title: Option<String>,
    /// The last mark that was passed: the PC's power, the port.
    mark: Option<usize>,
}

/// A log cannot be played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlayError {
    /// It begins like a recording and cannot be read as one.
    #[error("line {line}: {cause}")]
    Recording {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        #[source]
        cause: RecordingError,
    },
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
}

impl Player {
    /// A player at the beginning of a log of any of the kinds we write.
    ///
    /// * `charset`: of logs that are bare bytes; the others are UTF-8.
    ///
    /// # Errors
    /// [`PlayError`]. Every file that is neither a recording nor text is taken as bytes.
    pub fn new(log: &[u8], charset: Charset) -> Result<Self, PlayError> {
        if log.is_empty() {
            return Err(PlayError::Empty);
        }
        if let Ok(text) = std::str::from_utf8(log) {
            if text.starts_with('{') {
                return Self::of_recording(text);
            }
            if text.lines().next().and_then(dated).is_some() {
                return Ok(Self::of_text(text));
            }
        }
        Ok(Self::of_bytes(log, charset))
    }

    fn of_recording(text: &str) -> Result<Self, PlayError> {
        let wrong = |index: usize| {
            move |cause| PlayError::Recording {
                line: index + 1,
                cause,
            }
        };
        let mut lines = text.lines();
        let header = Header::parse(lines.next().unwrap_or_default()).map_err(wrong(0))?;
        let mut moments: Vec<Moment> = Vec::new();
        for (index, line) in lines.enumerate().filter(|(_, line)| !line.is_empty()) {
            let mut moment = Moment::parse(line).map_err(wrong(index + 1))?;
            // Whoever cut a recording together may have gone back in time; its order counts.
            let before = moments.last().map_or(Duration::ZERO, |moment| moment.at);
            moment.at = moment.at.max(before);
            moments.push(moment);
        }
        let title = header.title().map(str::to_owned);
        Ok(Self::of_moments(
            moments,
            SizeMode::Fixed(header.size()),
            title,
        ))
    }

    fn of_text(text: &str) -> Self {
        let mut moments: Vec<Moment> = Vec::new();
        let mut began = None;
        for line in text.lines() {
            let before = moments.last().map_or(Duration::ZERO, |moment| moment.at);
            let (at, rest) = match dated(line) {
                Some((at, rest)) => {
                    let began = *began.get_or_insert(at);
                    let at = Duration::try_from(at - began).unwrap_or(before);
                    (at.max(before), rest)
                }
                None => (before, line),
            };
            let what = match rest.strip_prefix("-- ") {
                Some(note) => What::Mark(note.to_owned()),
                None => What::Output(format!("{rest}\r\n")),
            };
            moments.push(Moment { at, what });
        }
        Self::of_moments(moments, SizeMode::Automatic, None)
    }

    /// Bytes have no times: they come as fast as a serial line of 115 200 baud brings them.
    fn of_bytes(log: &[u8], charset: Charset) -> Self {
        let mut decoder = Decoder::new(charset, Escapes::Emulator);
        let mut moments = Vec::new();
        let mut done = 0_u32;
        for piece in log.chunks(PIECE) {
            let mut text = String::new();
            decoder.decode(piece, &mut text);
            moments.push(Moment {
                at: PIECE_TIME.saturating_mul(done),
                what: What::Output(text),
            });
            done = done.saturating_add(1);
        }
        Self::of_moments(moments, SizeMode::Automatic, None)
    }

    fn of_moments(moments: Vec<Moment>, size: SizeMode, title: Option<String>) -> Self {
        Self {
            moments,
            size,
            emulator: Emulator::new(size, Charset::Utf8),
            next: (0, 0),
            position: Duration::ZERO,
            title,
            mark: None,
        }
    }

    /// How long the log is.
    #[must_use]
    pub fn length(&self) -> Duration {
        self.moments.last().map_or(Duration::ZERO, |last| last.at)
    }

    /// The moment that is shown, or that is being caught up with; 0..=[`length`](Self::length).
    #[must_use]
    pub const fn position(&self) -> Duration {
        self.position
    }

    /// Nothing comes after what is shown.
    #[must_use]
    pub fn is_at_end(&self) -> bool {
        self.position >= self.length()
    }

    /// What was logged, where the log says so.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The last thing before this moment that was noted beside the text: power, port.
    #[must_use]
    pub fn mark(&self) -> Option<&str> {
        match &self.moments.get(self.mark?)?.what {
            What::Mark(text) => Some(text),
            _ => None,
        }
    }

    /// Goes to a moment; beyond the end is the end. [`catch_up`](Self::catch_up) draws it.
    pub fn seek(&mut self, to: Duration) {
        if to < self.position {
            let generation = self.emulator.generation();
            self.emulator = Emulator::new(self.size, Charset::Utf8);
            self.emulator.generation = generation + 1;
            self.next = (0, 0);
            self.mark = None;
        }
        self.position = to.min(self.length());
    }

    /// Draws what is due, about `budget` bytes of it at most; true if there is more.
    pub fn catch_up(&mut self, budget: usize) -> bool {
        let mut left = budget;
        loop {
            let (index, done) = self.next;
            let Some(moment) = self.moments.get(index) else {
                return false;
            };
            if moment.at > self.position {
                return false;
            }
            match &moment.what {
                What::Output(text) => {
                    let rest = text.as_bytes().get(done..).unwrap_or_default();
                    if left == 0 && !rest.is_empty() {
                        return true;
                    }
                    let used = self.emulator.feed(rest.get(..left).unwrap_or(rest));
                    left -= used.min(left);
                    if used < rest.len() {
                        self.next = (index, done + used);
                        continue;
                    }
                }
                What::Resized(size) => self.emulator.set_size_mode(SizeMode::Fixed(*size)),
                What::Mark(_) => self.mark = Some(index),
                What::Other => {}
            }
            self.next = (index + 1, 0);
        }
    }

    /// The terminal; to be read, scrolled and searched.
    pub const fn emulator(&mut self) -> &mut Emulator {
        &mut self.emulator
    }
}

/// The time that a line of text begins with, and the rest of it.
fn dated(line: &str) -> Option<(OffsetDateTime, &str)> {
    let (time, rest) = line.split_once(' ').unwrap_or((line, ""));
    Some((OffsetDateTime::parse(time, &Rfc3339).ok()?, rest))
}

/// Bytes that come at once where a log has no times.
const PIECE: usize = 1152;
/// How long a line of 115 200 baud takes for them, with start and stop bits.
const PIECE_TIME: Duration = Duration::from_millis(100);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Size;
    use proptest::prelude::*;

    fn player(log: &str) -> Player {
        Player::new(log.as_bytes(), Charset::Utf8).unwrap()
    }

    fn shown(player: &mut Player) -> String {
        while player.catch_up(1 << 20) {}
        player.emulator().screen_text()
    }

    const CAST: &str = "{\"version\":2,\"width\":100,\"height\":31,\"title\":\"lab-12\"}\n\
        [0.0,\"o\",\"one\\r\\n\"]\n[2.0,\"m\",\"power off\"]\n[5.0,\"o\",\"two\\r\\n\"]\n";

    #[test]
    fn a_recording_is_shown_as_it_was_at_any_moment_in_any_order() {
        let mut player = player(CAST);
        assert_eq!(player.title(), Some("lab-12"));
        assert_eq!(player.length(), Duration::from_secs(5));
        assert_eq!(shown(&mut player), "one\n");
        assert_eq!(player.emulator().size(), Size::C100R31);
        player.seek(Duration::from_secs(60));
        assert!(player.is_at_end());
        assert_eq!(shown(&mut player), "one\ntwo\n");
        assert_eq!(player.mark(), Some("power off"));
        player.seek(Duration::from_millis(1900));
        assert_eq!(shown(&mut player), "one\n");
        assert_eq!(player.mark(), None);
        assert_eq!(
            player.emulator().all_text(),
            "one\n",
            "nothing is left of later"
        );
        player.seek(Duration::from_secs(2));
        assert_eq!(
            (shown(&mut player), player.mark()),
            ("one\n".into(), Some("power off"))
        );
    }

    #[test]
    fn a_text_log_plays_at_its_own_times_with_its_notes_beside_it() {
        let mut player = player(
            "2026-11-22T12:00:00.000Z -- serial console of lab-12\n\
             2026-11-22T12:00:01.500Z booting\n2026-11-22T12:00:04.000Z ok\n",
        );
        assert_eq!(player.length(), Duration::from_secs(4));
        assert_eq!(shown(&mut player), "");
        assert_eq!(player.mark(), Some("serial console of lab-12"));
        player.seek(Duration::from_secs(2));
        assert_eq!(shown(&mut player), "booting\n");
    }

    #[test]
    fn bare_bytes_come_at_the_speed_of_a_line_in_the_character_set_of_the_pc() {
        let log = [&b"\x1B[2J\x1B[1;1H\xC9\xCD\xBB"[..], &[b'x'; 2 * PIECE]].concat();
        let mut player = Player::new(&log, Charset::Cp437).unwrap();
        assert_eq!(player.length(), PIECE_TIME * 2);
        assert!(shown(&mut player).starts_with("╔═╗xxx"));
    }

    #[test]
    fn a_long_log_is_drawn_within_a_bound_on_each_step() {
        let mut player = Player::new(&[b'x'; 100_000], Charset::Utf8).unwrap();
        player.seek(Duration::MAX);
        let mut steps = 1;
        while player.catch_up(10_000) {
            steps += 1;
        }
        assert!((10..=12).contains(&steps), "{steps} steps of 10 000 bytes");
    }

    #[test]
    fn what_cannot_be_played_is_told_with_its_line() {
        let error = |log: &str| Player::new(log.as_bytes(), Charset::Utf8).unwrap_err();
        assert_eq!(error(""), PlayError::Empty);
        assert!(matches!(error("{}"), PlayError::Recording { line: 1, .. }));
        let cut = &CAST[..CAST.len() - 8];
        assert!(matches!(error(cut), PlayError::Recording { line: 4, .. }));
    }

    proptest! {
        #[test]
        fn any_file_plays_or_is_refused(
            log in proptest::collection::vec(any::<u8>(), 0..300),
            budget in 1usize..100,
        ) {
            if let Ok(mut player) = Player::new(&log, Charset::Cp437) {
                player.seek(Duration::MAX);
                let steps = (0..2000).take_while(|_| player.catch_up(budget)).count();
                prop_assert!(steps < 2000);
            }
        }
    }
}
