//! The client's side of a KVM stream: greeting, security, initialisation, updates and input.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::error::{HandshakeStep, KvmError};
use super::keysym::Keysym;
use super::messages::{
    Buttons, ClientInit, Encoding, FramebufferUpdateRequest, KeyEvent, PointerEvent,
    ProtocolVersion, SecurityResult, SecurityType, SecurityTypes, ServerInit, SetEncodings,
    SetPixelFormat, StartKvm, StartKvmReply,
};
use crate::proto::Machine;
use crate::screen::{Damage, Framebuffer, PixelFormat};
use crate::wire::{Reader, WireError};

/// Most bytes of picture (width × height × bytes per pixel) that firmware is known to send; it
/// closes without a word above. Newer releases send more, older ones less, so this chooses a
/// format but refuses nothing.
///
/// Source: `docs/protocol/redirection.md` § 5.4 (inferred from two clients).
pub const FIRMWARE_FRAMEBUFFER_BYTES: usize = 9_216_000;

/// What carries the RFB stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transport {
    /// A redirection connection (16994/16995) that has been authenticated.
    Redirection,
    /// A connection of its own (5900).
    Plain,
}

/// Which encodings are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum EncodingChoice {
    /// Everything we decode, best first.
    #[default]
    Auto,
    /// Run-length coded tiles, then Raw. Where the firmware can be told (AMT ≥ 16), without zlib.
    Rle,
    /// As [`Rle`](Self::Rle), where the firmware can be told with zlib.
    Zlib,
    /// Raw only. Some firmware delivers nothing then (observed on hybrid graphics).
    Raw,
}

/// How a channel behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KvmOptions {
    /// What carries the stream.
    pub transport: Transport,
    /// Pixel format asked for.
    pub format: PixelFormat,
    /// Falls back from 16 to 8 bits per pixel while the screen is larger than
    /// [`FIRMWARE_FRAMEBUFFER_BYTES`].
    pub reduce_to_fit: bool,
    /// Encodings asked for.
    pub encoding: EncodingChoice,
    /// Least time from one update request to the next; zero for as fast as the device can.
    pub update_interval: Duration,
    /// Longest wait in each step of the handshake.
    pub step_timeout: Duration,
    /// Longest wait from the first update request to the first rectangle.
    pub picture_timeout: Duration,
}

impl KvmOptions {
    /// For AMT on a redirection connection: RGB565, everything automatic.
    #[must_use]
    pub const fn redirection() -> Self {
        Self {
            transport: Transport::Redirection,
            format: PixelFormat::Rgb565,
            reduce_to_fit: true,
            encoding: EncodingChoice::Auto,
            update_interval: Duration::ZERO,
            step_timeout: STEP_TIMEOUT,
            picture_timeout: PICTURE_TIMEOUT,
        }
    }

    /// For a VNC server on a connection of its own: 32 bits per pixel, everything automatic.
    #[must_use]
    pub const fn plain() -> Self {
        Self {
            transport: Transport::Plain,
            format: PixelFormat::Rgbx,
            reduce_to_fit: false,
            ..Self::redirection()
        }
    }
}

/// What the owner may ask of the channel. Commands before [`KvmEvent::Ready`] are ignored,
/// except [`Close`](Self::Close) and [`SetFormat`](Self::SetFormat).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KvmCommand {
    /// Presses or releases a key.
    Key {
        /// Which key.
        keysym: Keysym,
        /// Pressed, else released.
        down: bool,
    },
    /// Moves the pointer or changes its buttons. Places beyond the screen are moved to its edge.
    Pointer {
        /// Column in framebuffer pixels.
        x: u16,
        /// Row in framebuffer pixels.
        y: u16,
        /// All buttons that are down now.
        buttons: Buttons,
    },
    /// Asks for the whole picture again.
    Refresh,
    /// Changes the pixel format; the picture starts again in black.
    SetFormat(PixelFormat),
    /// Ends the stream; the driver closes the connection. RFB has no word for goodbye.
    Close,
}

/// Keys may spell a password: only the kind of command is printed.
impl std::fmt::Debug for KvmCommand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Key { .. } => "Key",
            Self::Pointer { .. } => "Pointer",
            Self::Refresh => "Refresh",
            Self::SetFormat(_) => "SetFormat",
            Self::Close => "Close",
        })
    }
}

/// What the channel reports. Pixels do not travel as events: they are in
/// [`KvmChannel::framebuffer`], what changed in [`KvmChannel::damage_mut`].
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KvmEvent {
    /// The screen is described and asked for; input is accepted from now on.
    Ready {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
        /// How pixels will arrive.
        format: PixelFormat,
        /// Desktop name, control characters removed.
        name: String,
    },
    /// The framebuffer is a new one, black, with this size and format; all of it is damage.
    Resized {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
        /// How pixels arrive from now on.
        format: PixelFormat,
    },
    /// One update has been decoded completely.
    UpdateEnd,
    /// Every pixel has arrived once since [`Ready`](Self::Ready) or [`Resized`](Self::Resized).
    /// Precedes the [`UpdateEnd`](Self::UpdateEnd) of the same update.
    PictureComplete,
    /// The PC rang its bell.
    Bell,
    /// The server's clipboard: ISO 8859-1 on the wire.
    CutText(String),
}

/// Clipboards hold passwords: of a text, only its length is printed.
impl std::fmt::Debug for KvmEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ready {
                width,
                height,
                format,
                name,
            } => write!(f, "Ready({width} × {height}, {format:?}, {name:?})"),
            Self::Resized {
                width,
                height,
                format,
            } => write!(f, "Resized({width} × {height}, {format:?})"),
            Self::UpdateEnd => f.write_str("UpdateEnd"),
            Self::PictureComplete => f.write_str("PictureComplete"),
            Self::Bell => f.write_str("Bell"),
            Self::CutText(text) => write!(f, "CutText({} characters)", text.chars().count()),
        }
    }
}

/// Figures since the channel was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// Bytes of input used.
    pub bytes: u64,
    /// Updates decoded completely.
    pub updates: u64,
    /// Rectangles decoded, pseudo-rectangles included.
    pub rects: u64,
    /// Tiles decoded; a rectangle of AMT is one tile.
    pub tiles: u64,
}

/// Where the channel is.
#[derive(Debug)]
enum State {
    AwaitStart,
    AwaitVersion,
    AwaitSecurity,
    AwaitSecurityResult,
    AwaitServerInit,
    Open(Framebuffer),
    /// Closed as asked.
    Finished,
    /// Closed by an error.
    Failed,
}

/// The client's machine for one KVM stream.
///
/// Owns the framebuffer it decodes into. See [`Machine`] for how it is driven.
#[derive(Debug)]
pub struct KvmChannel {
    options: KvmOptions,
    state: State,
    deadline: Option<Instant>,
    out: Vec<u8>,
    events: VecDeque<KvmEvent>,
    damage: Damage,
    counters: Counters,
}

impl KvmChannel {
    /// A channel at the start of its stream; what it has to say first can be drained at once.
    #[must_use]
    pub fn new(now: Instant, options: KvmOptions) -> Self {
        let mut out = Vec::new();
        let state = match options.transport {
            Transport::Redirection => {
                StartKvm.encode(&mut out);
                State::AwaitStart
            }
            Transport::Plain => State::AwaitVersion,
        };
        Self {
            deadline: Some(now + options.step_timeout),
            options,
            state,
            out,
            events: VecDeque::new(),
            damage: Damage::new(),
            counters: Counters::default(),
        }
    }

    /// The picture, once the screen is described. Rectangles appear in it as they are decoded.
    #[must_use]
    pub const fn framebuffer(&self) -> Option<&Framebuffer> {
        match &self.state {
            State::Open(framebuffer) => Some(framebuffer),
            _ => None,
        }
    }

    /// What changed in the picture since the owner last cleared it.
    pub const fn damage_mut(&mut self) -> &mut Damage {
        &mut self.damage
    }

    /// Picture and damage together, for handing over to a mailbox.
    pub const fn picture_mut(&mut self) -> Option<(&Framebuffer, &mut Damage)> {
        match &self.state {
            State::Open(framebuffer) => Some((framebuffer, &mut self.damage)),
            _ => None,
        }
    }

    /// Figures since the channel was made.
    #[must_use]
    pub const fn counters(&self) -> Counters {
        self.counters
    }

    /// What the handshake is waiting for, if it is not over.
    const fn step(&self) -> Option<HandshakeStep> {
        match self.state {
            State::AwaitStart => Some(HandshakeStep::Start),
            State::AwaitVersion => Some(HandshakeStep::Version),
            State::AwaitSecurity => Some(HandshakeStep::Security),
            State::AwaitSecurityResult => Some(HandshakeStep::SecurityResult),
            State::AwaitServerInit => Some(HandshakeStep::ServerInit),
            State::Open(_) | State::Finished | State::Failed => None,
        }
    }

    /// Reads one message and acts on it.
    fn message(&mut self, now: Instant, r: &mut Reader<'_>) -> Result<(), KvmError> {
        let next = match &mut self.state {
            State::AwaitStart => match r.u8()? {
                StartKvmReply::TYPE => match StartKvmReply::decode(r)?.status {
                    0 => State::AwaitVersion,
                    status => return Err(KvmError::StartRefused { status }),
                },
                other => return Err(KvmError::UnknownMessage(other)),
            },
            State::AwaitVersion => {
                ProtocolVersion::decode(r)?;
                // Never an echo: 004.000 is RealVNC's dialect, which nobody else speaks.
                ProtocolVersion::V3_8.encode(&mut self.out);
                State::AwaitSecurity
            }
            State::AwaitSecurity => {
                let types = SecurityTypes::decode(r)?;
                match types {
                    SecurityTypes::Refused(reason) => {
                        let reason = printable(reason);
                        return Err(KvmError::Refused { reason });
                    }
                    SecurityTypes::Offered(_) if types.offers(SecurityType::NONE) => {
                        self.out.push(SecurityType::NONE.0);
                    }
                    SecurityTypes::Offered(types) => {
                        let offered = types.to_vec();
                        return Err(KvmError::NoSecurityType { offered });
                    }
                }
                State::AwaitSecurityResult
            }
            State::AwaitSecurityResult => match SecurityResult::decode(r)? {
                SecurityResult::Ok => {
                    ClientInit { shared: true }.encode(&mut self.out);
                    State::AwaitServerInit
                }
                SecurityResult::Failed(reason) => {
                    let reason = printable(reason);
                    return Err(KvmError::LoginRefused { reason });
                }
            },
            State::AwaitServerInit => {
                let init = ServerInit::decode(r)?;
                let format = self.options.format;
                let framebuffer = Framebuffer::new(init.width, init.height, format)?;
                SetEncodings::encode_list(AMT_ENCODINGS, &mut self.out);
                let wire_format = format.into();
                SetPixelFormat {
                    format: wire_format,
                }
                .encode(&mut self.out);
                FramebufferUpdateRequest {
                    incremental: true,
                    rect: framebuffer.bounds(),
                }
                .encode(&mut self.out);
                self.events.push_back(KvmEvent::Ready {
                    width: init.width,
                    height: init.height,
                    format,
                    name: printable(init.name),
                });
                State::Open(framebuffer)
            }
            State::Open(_) => return Err(KvmError::UnknownMessage(r.u8()?)),
            State::Finished | State::Failed => return Err(KvmError::AlreadyClosed),
        };
        self.state = next;
        self.deadline = self.step().map(|_| now + self.options.step_timeout);
        Ok(())
    }

    /// Closes and passes the reason on.
    fn fail<T>(&mut self, error: KvmError) -> Result<T, KvmError> {
        self.state = State::Failed;
        self.deadline = None;
        Err(error)
    }
}

impl Machine for KvmChannel {
    type Command = KvmCommand;
    type Event = KvmEvent;
    type Error = KvmError;

    fn handle_input(&mut self, now: Instant, input: &[u8]) -> Result<usize, KvmError> {
        let mut used = 0;
        let mut r = Reader::new(input);
        while r.remaining() > 0 {
            match self.message(now, &mut r) {
                Ok(()) => used = input.len() - r.remaining(),
                Err(KvmError::Wire(WireError::Incomplete)) => break,
                Err(error) => return self.fail(error),
            }
        }
        self.counters.bytes += used as u64;
        Ok(used)
    }

    fn handle_end(&mut self, _now: Instant) -> Result<(), KvmError> {
        match (&self.state, self.step()) {
            (State::Finished, _) => Ok(()),
            (_, Some(step)) => self.fail(KvmError::ClosedInHandshake { step }),
            _ => self.fail(KvmError::Closed),
        }
    }

    fn handle_command(&mut self, _now: Instant, command: KvmCommand) -> Result<(), KvmError> {
        match (&self.state, command) {
            (_, KvmCommand::Close) => {
                self.state = State::Finished;
                self.deadline = None;
            }
            (State::Open(_), KvmCommand::Key { keysym, down }) => {
                KeyEvent { down, keysym }.encode(&mut self.out);
            }
            (State::Open(screen), KvmCommand::Pointer { x, y, buttons }) => {
                let x = x.min(screen.width() - 1);
                let y = y.min(screen.height() - 1);
                PointerEvent { buttons, x, y }.encode(&mut self.out);
            }
            (State::Open(screen), KvmCommand::Refresh) => FramebufferUpdateRequest {
                incremental: false,
                rect: screen.bounds(),
            }
            .encode(&mut self.out),
            _ => {}
        }
        Ok(())
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), KvmError> {
        match (self.deadline, self.step()) {
            (Some(deadline), Some(step)) if deadline <= now => {
                self.fail(KvmError::HandshakeTimeout { step })
            }
            _ => Ok(()),
        }
    }

    fn drain_output(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
    }

    fn poll_event(&mut self) -> Option<KvmEvent> {
        self.events.pop_front()
    }

    fn poll_timeout(&self) -> Option<Instant> {
        self.deadline
    }

    fn is_finished(&self) -> bool {
        matches!(self.state, State::Finished)
    }
}

/// Text of a peer for people: UTF-8 where it is, without control characters.
fn printable(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    text.chars().filter(|c| !c.is_control()).collect()
}

/// What AMT is asked for, in the order every working client uses: Raw has to be named too.
///
/// Source: `docs/protocol/redirection.md` § 5.4 (observed).
const AMT_ENCODINGS: &[Encoding] = &[
    Encoding::ZRLE,
    Encoding::RAW,
    Encoding::KVM_DATA_CHANNEL,
    Encoding::DESKTOP_SIZE,
];

/// Longest wait in each step of the handshake: a loaded device over a slow link answers each
/// within a second or two.
const STEP_TIMEOUT: Duration = Duration::from_secs(10);

/// Longest wait for the first rectangle: firmware may first wake its capture engine.
const PICTURE_TIMEOUT: Duration = Duration::from_secs(15);
