//! Reads a recording from its beginning to its end: what is in it, and whether it is all there.

use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::block::{BlockHead, BlockKind, HEAD_BYTES, HEADER_BYTES, Header, Seal, VALUE_BYTES};
use super::{Mark, MarkKind, RecordingError};
use crate::limits;

/// How a recording was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// From its beginning to its end as it was written.
    Whole,
    /// Whole as far as it goes, and without an end: the program that wrote it, or its computer,
    /// was stopped in the middle.
    Unfinished,
    /// It had ended in order, and its last bytes are missing: the file was cut off later.
    CutShort {
        /// How many are missing.
        missing_bytes: u64,
    },
    /// A part of it is not what was written. Nothing from there on can be trusted.
    Altered {
        /// Where the first such part begins.
        offset: u64,
    },
}

impl Condition {
    /// A stable name, for scripts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Unfinished => "unfinished",
            Self::CutShort { .. } => "cut-short",
            Self::Altered { .. } => "altered",
        }
    }
}

/// A whole picture from which playing can begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyPicture {
    /// When, since the recording began.
    pub at: Duration,
    /// Where its block begins.
    pub offset: u64,
}

/// What was found in a recording, up to where it is intact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// When it began: milliseconds since 1970, UTC.
    pub started_ms: i64,
    /// Of what it is.
    pub about: String,
    /// Until its last intact block.
    pub duration: Duration,
    /// Whole pictures in order of time; with very many, some of them.
    pub keys: Vec<KeyPicture>,
    /// What happened, in order of time; at most [`limits::RECORDING_MARKS`].
    pub marks: Vec<Mark>,
    /// Marks beyond those.
    pub more_marks: u64,
    /// Whole pictures and changes.
    pub pictures: u64,
    /// Bytes of it that are intact, from the beginning.
    pub intact_bytes: u64,
    /// Value of the chain behind the last intact block: of a whole recording, what stands for it.
    pub seal: Seal,
    /// Whether it is all there.
    pub condition: Condition,
}

/// Takes a recording in pieces of any length.
#[derive(Debug)]
pub struct Scanner {
    state: State,
    header: Header,
    contents: Contents,
    /// Bytes taken.
    taken: u64,
    micros: u64,
}

#[derive(Debug)]
enum State {
    Header(Filling<HEADER_BYTES>),
    Head(Filling<HEAD_BYTES>),
    Contents {
        head: BlockHead,
        sum: Sha256,
        left: u64,
        /// Its first bytes, for what is not a picture.
        front: Vec<u8>,
    },
    Value {
        head: BlockHead,
        sum: Sha256,
        front: Vec<u8>,
        value: Filling<VALUE_BYTES>,
    },
    /// Behind the end.
    Ended,
    /// Behind something that was not written so.
    Broken {
        /// Nothing but zeros since, as on a disk whose computer lost its power.
        is_blank: bool,
    },
}

/// A part of fixed length that comes in pieces.
#[derive(Debug)]
struct Filling<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Filling<N> {
    const fn new() -> Self {
        Self {
            bytes: [0; N],
            len: 0,
        }
    }

    /// Takes what is missing from the front of `piece`; whether it is complete now.
    fn take(&mut self, piece: &mut &[u8]) -> bool {
        let free = self.bytes.get_mut(self.len..).unwrap_or_default();
        let count = free.len().min(piece.len());
        if let (Some(free), Some((taken, rest))) =
            (free.get_mut(..count), piece.split_at_checked(count))
        {
            free.copy_from_slice(taken);
            *piece = rest;
        }
        self.len += count;
        self.len == N
    }
}

impl Default for Scanner {
    fn default() -> Self {
        Self::new()
    }
}

impl Scanner {
    /// At the beginning.
    #[must_use]
    pub const fn new() -> Self {
        let seal = Seal([0; VALUE_BYTES]);
        Self {
            state: State::Header(Filling::new()),
            header: Header {
                started_ms: 0,
                salt: [0; 16],
                sealed: 0,
            },
            contents: Contents {
                started_ms: 0,
                about: String::new(),
                duration: Duration::ZERO,
                keys: Vec::new(),
                marks: Vec::new(),
                more_marks: 0,
                pictures: 0,
                intact_bytes: 0,
                seal,
                condition: Condition::Unfinished,
            },
            taken: 0,
            micros: 0,
        }
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`RecordingError::NotOne`], [`RecordingError::Version`].
    pub fn take(&mut self, piece: &[u8]) -> Result<(), RecordingError> {
        let mut rest = piece;
        while !rest.is_empty() {
            let before = rest.len();
            self.step(&mut rest)?;
            let used = before - rest.len();
            self.taken = self.taken.saturating_add(used as u64);
        }
        Ok(())
    }

    /// Uses some bytes of `piece`, at least one unless a part without contents ends.
    fn step(&mut self, piece: &mut &[u8]) -> Result<(), RecordingError> {
        match &mut self.state {
            State::Header(filling) => {
                let is_complete = filling.take(piece);
                if !Header::may_begin(filling.bytes.get(..filling.len).unwrap_or_default()) {
                    return Err(RecordingError::NotOne);
                }
                if is_complete {
                    self.header = Header::decode(&filling.bytes)?;
                    self.contents.started_ms = self.header.started_ms;
                    self.contents.seal = Header::chain(filling.bytes);
                    self.contents.intact_bytes = HEADER_BYTES as u64;
                    self.state = State::Head(Filling::new());
                }
            }
            State::Head(filling) => {
                if filling.take(piece) {
                    self.state = match BlockHead::decode(&filling.bytes) {
                        Some(head) if head.micros >= self.micros => {
                            let sum = self.contents.seal.next(&filling.bytes);
                            contents(head, sum)
                        }
                        _ => State::Broken {
                            is_blank: is_blank(&filling.bytes),
                        },
                    };
                }
            }
            State::Contents {
                head,
                sum,
                left,
                front,
            } => {
                let count = usize::try_from(*left)
                    .unwrap_or(usize::MAX)
                    .min(piece.len());
                let (now, rest) = piece.split_at_checked(count).unwrap_or((piece, &[]));
                sum.update(now);
                let room = (limits::MARK_BYTES + 1).saturating_sub(front.len());
                if !matches!(head.kind, BlockKind::Picture | BlockKind::Change) {
                    front.extend(now.iter().take(room));
                }
                *piece = rest;
                *left -= now.len() as u64;
                if *left == 0 {
                    let (head, sum, front) = (*head, sum.clone(), std::mem::take(front));
                    self.state = value(head, sum, front);
                }
            }
            State::Value {
                head,
                sum,
                front,
                value,
            } => {
                if value.take(piece) {
                    let made: [u8; VALUE_BYTES] = sum.clone().finalize().into();
                    if made == value.bytes {
                        let (head, front) = (*head, std::mem::take(front));
                        self.block(head, &front, Seal(made));
                    } else {
                        let is_blank = is_blank(&value.bytes);
                        self.state = State::Broken { is_blank };
                    }
                }
            }
            State::Ended => {
                *piece = &[];
                self.state = State::Broken { is_blank: false };
            }
            State::Broken { is_blank: blank } => {
                *blank = *blank && is_blank(piece);
                *piece = &[];
            }
        }
        Ok(())
    }

    /// A block is intact.
    fn block(&mut self, head: BlockHead, front: &[u8], seal: Seal) {
        let at = Duration::from_micros(head.micros);
        let offset = self.contents.intact_bytes;
        match head.kind {
            BlockKind::About => self.contents.about = words(front),
            BlockKind::Picture => {
                self.contents.pictures += 1;
                let keys = &mut self.contents.keys;
                if keys.len() < limits::RECORDING_KEYS {
                    keys.push(KeyPicture { at, offset });
                }
            }
            BlockKind::Change => self.contents.pictures += 1,
            BlockKind::Mark if self.contents.marks.len() >= limits::RECORDING_MARKS => {
                self.contents.more_marks += 1;
            }
            BlockKind::Mark => {
                if let Some((number, text)) = front.split_first() {
                    let kind = MarkKind::from_number(*number);
                    let text = words(text);
                    self.contents.marks.push(Mark { at, kind, text });
                }
            }
            BlockKind::End | BlockKind::Other(_) => {}
        }
        self.micros = head.micros;
        self.contents.duration = at;
        self.contents.seal = seal;
        self.contents.intact_bytes = offset
            .saturating_add((HEAD_BYTES + VALUE_BYTES) as u64)
            .saturating_add(u64::from(head.len));
        self.state = match head.kind {
            BlockKind::End => State::Ended,
            _ => State::Head(Filling::new()),
        };
    }

    /// There are no more bytes.
    ///
    /// # Errors
    /// [`RecordingError::NotOne`] if there were none that begin a recording.
    pub fn finish(self) -> Result<Contents, RecordingError> {
        let sealed = self.header.sealed;
        let intact = self.contents.intact_bytes;
        let altered = Condition::Altered { offset: intact };
        let condition = match self.state {
            State::Header(filling) if filling.len == 0 => return Err(RecordingError::NotOne),
            State::Header(_) => Condition::Unfinished,
            State::Ended if sealed == 0 || sealed == intact => Condition::Whole,
            State::Broken { is_blank: true } if sealed == 0 => Condition::Unfinished,
            State::Ended | State::Broken { .. } => altered,
            State::Head(_) | State::Contents { .. } | State::Value { .. } => {
                match sealed.checked_sub(self.taken) {
                    _ if sealed == 0 => Condition::Unfinished,
                    Some(missing_bytes @ 1..) => Condition::CutShort { missing_bytes },
                    _ => altered,
                }
            }
        };
        Ok(Contents {
            condition,
            ..self.contents
        })
    }
}

/// The state in a block of which only the head has come.
fn contents(head: BlockHead, sum: Sha256) -> State {
    match head.len {
        0 => value(head, sum, Vec::new()),
        len => State::Contents {
            head,
            sum,
            left: u64::from(len),
            front: Vec::new(),
        },
    }
}

const fn value(head: BlockHead, sum: Sha256, front: Vec<u8>) -> State {
    State::Value {
        head,
        sum,
        front,
        value: Filling::new(),
    }
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

/// Text of a file that somebody else may have written: for a terminal and a window, in one line.
fn words(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(plain).collect()
}
