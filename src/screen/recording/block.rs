//! The parts of a recording on disk, and the chain that holds them together.
//!
//! All integers are little-endian. Source: `docs/recording.md`.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::RecordingError;
use crate::limits;
use crate::wire::{Reader, WireError};

/// Bytes before the first block.
pub const HEADER_BYTES: usize = 64;

/// Bytes before the contents of a block.
pub const HEAD_BYTES: usize = 16;

/// Bytes of the chain's value behind the contents of a block.
pub const VALUE_BYTES: usize = 32;

/// Where in the header the length of a recording is written once it has ended in order.
pub const SEALED_AT: u64 = 40;

/// First bytes: not text, and damaged by whatever takes it for text.
const MAGIC: [u8; 8] = *b"\x89OBR\r\n\x1a\n";

/// The form described in `docs/recording.md`.
const VERSION: u16 = 1;

/// What a recording begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// When it began: milliseconds since 1970, UTC.
    pub started_ms: i64,
    /// Random bytes, so that no two recordings have the same chain.
    pub salt: [u8; 16],
    /// Bytes of the whole file, once it has ended in order; 0 before.
    pub sealed: u64,
}

impl Header {
    /// The bytes of the header.
    #[must_use]
    pub fn encode(&self) -> [u8; HEADER_BYTES] {
        let mut bytes = Vec::with_capacity(HEADER_BYTES);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend([0; 6]);
        bytes.extend(self.started_ms.to_le_bytes());
        bytes.extend(self.salt);
        bytes.extend(self.sealed.to_le_bytes());
        bytes.resize(HEADER_BYTES, 0);
        bytes.try_into().unwrap_or([0; HEADER_BYTES])
    }

    /// Reads the header.
    ///
    /// # Errors
    /// [`RecordingError::NotOne`], [`RecordingError::Version`].
    pub fn decode(bytes: &[u8; HEADER_BYTES]) -> Result<Self, RecordingError> {
        let mut r = Reader::new(bytes);
        let mut read = || -> Result<(u16, Self), WireError> {
            if r.array()? != MAGIC {
                return Err(WireError::Incomplete);
            }
            let version = u16::from_le_bytes(r.array()?);
            let [_, _, _, _, _, _] = r.array()?; // reserved
            let started_ms = i64::from_le_bytes(r.array()?);
            let salt = r.array()?;
            let sealed = u64::from_le_bytes(r.array()?);
            let header = Self {
                started_ms,
                salt,
                sealed,
            };
            Ok((version, header))
        };
        match read() {
            Ok((VERSION, header)) => Ok(header),
            Ok((version, _)) => Err(RecordingError::Version(version)),
            Err(_) => Err(RecordingError::NotOne),
        }
    }

    /// These bytes may be the beginning of a recording.
    #[must_use]
    pub fn may_begin(bytes: &[u8]) -> bool {
        bytes.iter().zip(MAGIC).all(|(byte, magic)| *byte == magic)
    }

    /// The value of the chain before the first block: that of these bytes of a header as they were
    /// while the recording went on.
    pub(super) fn chain(mut bytes: [u8; HEADER_BYTES]) -> Seal {
        if let Some(sealed) = bytes.get_mut(40..48) {
            sealed.fill(0);
        }
        Seal(Sha256::digest(bytes).into())
    }
}

/// What a block holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// What is recorded, as text.
    About,
    /// A whole picture.
    Picture,
    /// Some rectangles of one.
    Change,
    /// A [`Mark`](super::Mark).
    Mark,
    /// The end in order.
    End,
    /// Something of a later version, to be skipped.
    Other(u8),
}

impl BlockKind {
    const fn number(self) -> u8 {
        match self {
            Self::About => 1,
            Self::Picture => 2,
            Self::Change => 3,
            Self::Mark => 4,
            Self::End => 5,
            Self::Other(number) => number,
        }
    }

    /// `None` for 0, which is what a disk has where nothing was written.
    const fn from_number(number: u8) -> Option<Self> {
        Some(match number {
            0 => return None,
            1 => Self::About,
            2 => Self::Picture,
            3 => Self::Change,
            4 => Self::Mark,
            5 => Self::End,
            other => Self::Other(other),
        })
    }

    /// Most bytes of contents.
    const fn limit(self) -> usize {
        match self {
            Self::About | Self::Mark | Self::End => limits::MARK_BYTES + 1,
            Self::Picture | Self::Change | Self::Other(_) => limits::RECORDING_BLOCK_BYTES,
        }
    }
}

/// What stands before the contents of a block: `kind, 3 × 0, u32 length, u64 microseconds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockHead {
    /// What it holds.
    pub kind: BlockKind,
    /// Bytes of its contents.
    pub len: u32,
    /// Microseconds since the recording began.
    pub micros: u64,
}

impl BlockHead {
    pub(super) fn encode(&self) -> [u8; HEAD_BYTES] {
        let [l0, l1, l2, l3] = self.len.to_le_bytes();
        let [t0, t1, t2, t3, t4, t5, t6, t7] = self.micros.to_le_bytes();
        let kind = self.kind.number();
        [
            kind, 0, 0, 0, l0, l1, l2, l3, t0, t1, t2, t3, t4, t5, t6, t7,
        ]
    }

    /// Reads a head; `None` if nothing like it is written by any version.
    #[must_use]
    pub fn decode(bytes: &[u8; HEAD_BYTES]) -> Option<Self> {
        let mut r = Reader::new(bytes);
        let [kind, _, _, _] = r.array().ok()?;
        let kind = BlockKind::from_number(kind)?;
        let len = u32::from_le_bytes(r.array().ok()?);
        let micros = u64::from_le_bytes(r.array().ok()?);
        let fits = usize::try_from(len).is_ok_and(|len| len <= kind.limit());
        fits.then_some(Self { kind, len, micros })
    }
}

/// A value of the chain: SHA-256 over the value before and the block. That of the last block
/// stands for the whole recording.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Seal(pub [u8; VALUE_BYTES]);

impl Seal {
    /// Starts the value of the next block.
    pub(super) fn next(&self, head: &[u8; HEAD_BYTES]) -> Sha256 {
        Sha256::new().chain_update(self.0).chain_update(head)
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sha256:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Seal({self})")
    }
}

/// Appends a block and returns the new value of the chain. Contents are bounded by the caller.
pub(super) fn append(
    chain: Seal,
    kind: BlockKind,
    micros: u64,
    contents: &[u8],
    out: &mut Vec<u8>,
) -> Seal {
    let len = u32::try_from(contents.len()).unwrap_or(u32::MAX);
    let head = BlockHead { kind, len, micros }.encode();
    let value = chain.next(&head).chain_update(contents).finalize();
    let value = Seal(value.into());
    out.extend(head);
    out.extend_from_slice(contents);
    out.extend(value.0);
    value
}
