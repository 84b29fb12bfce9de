//! A network block device as QEMU's drives open it: the server's side of one connection.
//!
//! Source: the NBD project's `doc/proto.md`, "fixed newstyle" negotiation and simple replies.
//! Integers are big-endian. Everything the protocol lets a server refuse is refused: structured
//! replies, TLS and metadata contexts are answered with "unsupported", which every client takes.

use std::collections::VecDeque;

use crate::wire::{Reader, WireError, Writer};

/// Start of every greeting: `NBDMAGIC`.
const GREETING: u64 = 0x4E42_444D_4147_4943;
/// Second half of the greeting and start of every option: `IHAVEOPT`.
const OPTION_MAGIC: u64 = 0x4948_4156_454F_5054;
/// Start of every answer to an option.
const OPTION_REPLY_MAGIC: u64 = 0x0003_E889_0455_65A9;
/// Start of every request in transmission.
const REQUEST_MAGIC: u32 = 0x2560_9513;
/// Start of every simple reply.
const REPLY_MAGIC: u32 = 0x6744_6698;

/// Handshake flags: fixed newstyle, and no 124 zeros after an export.
const HANDSHAKE_FLAGS: u16 = 0b11;
/// The client's bit for leaving out the zeros.
const NO_ZEROES: u32 = 0b10;

const OPT_EXPORT_NAME: u32 = 1;
const OPT_ABORT: u32 = 2;
const OPT_LIST: u32 = 3;
const OPT_INFO: u32 = 6;
const OPT_GO: u32 = 7;

const REP_ACK: u32 = 1;
const REP_SERVER: u32 = 2;
const REP_INFO: u32 = 3;
const REP_ERR_UNSUPPORTED: u32 = 1 << 31 | 1;
const REP_ERR_INVALID: u32 = 1 << 31 | 3;
const REP_ERR_UNKNOWN: u32 = 1 << 31 | 6;

const INFO_EXPORT: u16 = 0;
const INFO_BLOCK_SIZE: u16 = 3;

const CMD_READ: u16 = 0;
const CMD_WRITE: u16 = 1;
const CMD_DISCONNECT: u16 = 2;
const CMD_FLUSH: u16 = 3;

/// Option data: a name of at most 4096 bytes and a few numbers.
const OPTION_BYTES: usize = 8 << 10;
/// One read or write; what we announce as the largest block and QEMU keeps to.
pub(crate) const TRANSFER_BYTES: u32 = 1 << 20;
/// Requests in flight; QEMU sends at most 16 on one connection.
const IN_FLIGHT: usize = 64;

/// One drive under its export name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Name in the URL, for example `cd`.
    pub name: String,
    /// Size in bytes; what QEMU takes as the size of the medium.
    pub size: u64,
    /// Block size of the medium in bytes, a power of two.
    pub block_bytes: u32,
    /// Writes are refused.
    pub read_only: bool,
}

impl Export {
    /// Has flags, may flush; and read-only if it is.
    fn flags(&self) -> u16 {
        1 | 4 | if self.read_only { 2 } else { 0 }
    }

    /// `offset..offset + len` lies on it.
    fn contains(&self, offset: u64, len: u32) -> bool {
        offset
            .checked_add(u64::from(len))
            .is_some_and(|end| end <= self.size)
    }
}

/// Why a request failed, as the number on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum NbdErrno {
    /// Not permitted: the export is read-only.
    NotPermitted = 1,
    /// The console or its file failed.
    Io = 5,
    /// Beyond the end, or too long.
    Invalid = 22,
    /// No such command.
    NotSupported = 95,
    /// The medium is gone.
    Shutdown = 108,
}

/// What the owner has to carry out; each is answered with [`NbdServer::complete`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NbdRequest {
    /// Read `len` bytes at `offset`.
    Read {
        /// Names the request.
        cookie: u64,
        /// First byte.
        offset: u64,
        /// Number of bytes, 1..=`TRANSFER_BYTES`.
        len: u32,
    },
    /// Write `data` at `offset`.
    Write {
        /// Names the request.
        cookie: u64,
        /// First byte.
        offset: u64,
        /// The bytes.
        data: Vec<u8>,
    },
    /// Make earlier writes durable.
    Flush {
        /// Names the request.
        cookie: u64,
    },
}

/// Why a connection is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NbdError {
    /// A field was malformed.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// More requests at once than announced.
    #[error("the client has more than {IN_FLIGHT} requests open")]
    TooManyRequests,
    /// Input after the end.
    #[error("the connection has ended")]
    Closed,
}

/// Where a connection is.
#[derive(Debug)]
enum State {
    AwaitFlags,
    Options { no_zeroes: bool },
    Transmission(Export),
    Finished,
}

/// The server's machine for one connection of a drive.
#[derive(Debug)]
pub struct NbdServer {
    exports: Vec<Export>,
    state: State,
    out: Vec<u8>,
    requests: VecDeque<NbdRequest>,
    /// Cookies handed to the owner and not answered yet, with the length a read must have.
    open: Vec<(u64, Option<u32>)>,
}

impl NbdServer {
    /// A connection on which `exports` can be opened; the greeting can be drained at once.
    #[must_use]
    pub fn new(exports: Vec<Export>) -> Self {
        let mut out = Vec::new();
        Writer::new(&mut out)
            .u64_be(GREETING)
            .u64_be(OPTION_MAGIC)
            .u16_be(HANDSHAKE_FLAGS);
        Self {
            exports,
            state: State::AwaitFlags,
            out,
            requests: VecDeque::new(),
            open: Vec::new(),
        }
    }

    /// Uses whole units from the front of `input` and returns their length.
    ///
    /// # Errors
    /// [`NbdError`]; the connection is over then.
    pub fn handle_input(&mut self, input: &[u8]) -> Result<usize, NbdError> {
        let mut r = Reader::new(input);
        let mut used = 0;
        while r.remaining() > 0 {
            match self.step(&mut r) {
                Ok(()) => used = input.len() - r.remaining(),
                Err(NbdError::Wire(WireError::Incomplete)) => break,
                Err(error) => {
                    self.state = State::Finished;
                    return Err(error);
                }
            }
        }
        Ok(used)
    }

    fn step(&mut self, r: &mut Reader<'_>) -> Result<(), NbdError> {
        match &self.state {
            State::AwaitFlags => {
                let flags = r.u32_be()?;
                self.state = State::Options {
                    no_zeroes: flags & NO_ZEROES != 0,
                };
                Ok(())
            }
            State::Options { no_zeroes } => {
                let no_zeroes = *no_zeroes;
                self.option(r, no_zeroes)
            }
            State::Transmission(export) => {
                let export = export.clone();
                self.request(r, &export)
            }
            State::Finished => Err(NbdError::Closed),
        }
    }

    fn option(&mut self, r: &mut Reader<'_>, no_zeroes: bool) -> Result<(), NbdError> {
        magic("option magic", r.u64_be()?, OPTION_MAGIC)?;
        let option = r.u32_be()?;
        let len = usize::try_from(r.u32_be()?).unwrap_or(usize::MAX);
        let data = r.bounded("option length", len, OPTION_BYTES)?;
        match option {
            OPT_EXPORT_NAME => {
                // This option has no way to say no: the protocol asks the server to hang up.
                let Some(export) = self.find(data) else {
                    self.state = State::Finished;
                    return Ok(());
                };
                let mut w = Writer::new(&mut self.out);
                w.u64_be(export.size).u16_be(export.flags());
                if !no_zeroes {
                    w.zeros(124);
                }
                self.state = State::Transmission(export);
            }
            OPT_ABORT => {
                self.reply(option, REP_ACK, &[]);
                self.state = State::Finished;
            }
            OPT_LIST => {
                for export in self.exports.clone() {
                    let mut data = Vec::new();
                    Writer::new(&mut data).with_u32_be_length(|w| {
                        w.bytes(export.name.as_bytes());
                    });
                    self.reply(option, REP_SERVER, &data);
                }
                self.reply(option, REP_ACK, &[]);
            }
            OPT_INFO | OPT_GO => match parse_info(data) {
                Err(_) => self.reply(option, REP_ERR_INVALID, &[]),
                Ok(name) => match self.find(name) {
                    None => self.reply(option, REP_ERR_UNKNOWN, &[]),
                    Some(export) => {
                        self.describe(option, &export);
                        if option == OPT_GO {
                            self.state = State::Transmission(export);
                        }
                    }
                },
            },
            _ => self.reply(option, REP_ERR_UNSUPPORTED, &[]),
        }
        Ok(())
    }

    /// The export of that name; the empty name means the first one.
    fn find(&self, name: &[u8]) -> Option<Export> {
        let found = |e: &&Export| name.is_empty() || e.name.as_bytes() == name;
        self.exports.iter().find(found).cloned()
    }

    /// Size, flags and block sizes, then the acknowledgement.
    fn describe(&mut self, option: u32, export: &Export) {
        let mut info = Vec::new();
        Writer::new(&mut info)
            .u16_be(INFO_EXPORT)
            .u64_be(export.size)
            .u16_be(export.flags());
        self.reply(option, REP_INFO, &info);
        info.clear();
        // Only whole blocks may be asked for: QEMU rounds where its guest does not.
        Writer::new(&mut info)
            .u16_be(INFO_BLOCK_SIZE)
            .u32_be(export.block_bytes)
            .u32_be(export.block_bytes)
            .u32_be(TRANSFER_BYTES);
        self.reply(option, REP_INFO, &info);
        self.reply(option, REP_ACK, &[]);
    }

    fn reply(&mut self, option: u32, kind: u32, data: &[u8]) {
        Writer::new(&mut self.out)
            .u64_be(OPTION_REPLY_MAGIC)
            .u32_be(option)
            .u32_be(kind)
            .with_u32_be_length(|w| {
                w.bytes(data);
            });
    }

    fn request(&mut self, r: &mut Reader<'_>, export: &Export) -> Result<(), NbdError> {
        magic(
            "request magic",
            u64::from(r.u32_be()?),
            u64::from(REQUEST_MAGIC),
        )?;
        let _flags = r.u16_be()?;
        let command = r.u16_be()?;
        let cookie = r.u64_be()?;
        let offset = r.u64_be()?;
        let len = r.u32_be()?;
        let data = if command == CMD_WRITE {
            // The data of a write that is too long would have to be skipped: end instead.
            let bytes = usize::try_from(len).unwrap_or(usize::MAX);
            r.bounded("write length", bytes, TRANSFER_BYTES as usize)?
        } else {
            &[]
        };
        let in_range = export.contains(offset, len) && (1..=TRANSFER_BYTES).contains(&len);
        let request = match command {
            CMD_DISCONNECT => {
                self.state = State::Finished;
                return Ok(());
            }
            CMD_READ if in_range => NbdRequest::Read {
                cookie,
                offset,
                len,
            },
            CMD_WRITE if export.read_only => return self.refuse(cookie, NbdErrno::NotPermitted),
            CMD_WRITE if in_range => NbdRequest::Write {
                cookie,
                offset,
                data: data.to_vec(),
            },
            CMD_FLUSH => NbdRequest::Flush { cookie },
            CMD_READ | CMD_WRITE => return self.refuse(cookie, NbdErrno::Invalid),
            _ => return self.refuse(cookie, NbdErrno::NotSupported),
        };
        if self.open.len() >= IN_FLIGHT {
            return Err(NbdError::TooManyRequests);
        }
        self.open
            .push((cookie, (command == CMD_READ).then_some(len)));
        self.requests.push_back(request);
        Ok(())
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "the last word of a request that is refused"
    )]
    fn refuse(&mut self, cookie: u64, errno: NbdErrno) -> Result<(), NbdError> {
        self.answer(cookie, errno as u32, &[]);
        Ok(())
    }

    fn answer(&mut self, cookie: u64, errno: u32, data: &[u8]) {
        Writer::new(&mut self.out)
            .u32_be(REPLY_MAGIC)
            .u32_be(errno)
            .u64_be(cookie)
            .bytes(data);
    }

    /// The next request to carry out, oldest first.
    pub fn poll_request(&mut self) -> Option<NbdRequest> {
        self.requests.pop_front()
    }

    /// What the client has opened.
    #[must_use]
    pub const fn opened(&self) -> Option<&Export> {
        match &self.state {
            State::Transmission(export) => Some(export),
            State::AwaitFlags | State::Options { .. } | State::Finished => None,
        }
    }

    /// Answers a request: with the bytes read (empty for writes and flushes) or a reason.
    ///
    /// A cookie that is not open is ignored; a read of another length than asked for becomes an
    /// input/output error, because the client would take the next reply for data.
    pub fn complete(&mut self, cookie: u64, result: Result<&[u8], NbdErrno>) {
        let Some(at) = self.open.iter().position(|(open, _)| *open == cookie) else {
            return;
        };
        let (_, wanted) = self.open.swap_remove(at);
        let wanted = wanted.map_or(0, |len| len as usize);
        match result {
            Ok(data) if data.len() == wanted => self.answer(cookie, 0, data),
            Ok(_) => self.answer(cookie, NbdErrno::Io as u32, &[]),
            Err(errno) => self.answer(cookie, errno as u32, &[]),
        }
    }

    /// Moves everything to be sent to the end of `out`.
    pub fn drain_output(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
    }

    /// The client said goodbye, or was refused for good.
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        matches!(self.state, State::Finished)
    }
}

/// Checks a magic number.
const fn magic(field: &'static str, got: u64, wanted: u64) -> Result<(), WireError> {
    if got == wanted {
        Ok(())
    } else {
        Err(WireError::Invalid { field, got })
    }
}

/// Data of INFO and GO: `u32 length, name, u16 n, n × u16`. What is asked for does not matter:
/// we always tell everything we know.
fn parse_info(data: &[u8]) -> Result<&[u8], WireError> {
    let mut r = Reader::new(data);
    let len = usize::try_from(r.u32_be()?).unwrap_or(usize::MAX);
    let name = r.bytes(len)?;
    let count = r.u16_be()?;
    r.bytes(usize::from(count) * 2)?;
    Ok(name)
}

#[cfg(test)]
mod tests;
