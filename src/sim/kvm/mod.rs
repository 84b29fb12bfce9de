//! The firmware's RFB server: greeting, security, updates, keys and pointer.
//!
//! The same server speaks on a redirection connection after `StartKvm` and on port 5900.
//! Source: `docs/protocol/redirection.md` § 5.

use core::net::IpAddr;
use std::time::Instant;

use crate::limits;
use crate::proto::Machine;
use crate::proto::kvm::keysym::Keysym;
use crate::proto::kvm::messages::{
    Bell, ClientCutText, ClientInit, Encoding, FramebufferUpdate, FramebufferUpdateRequest,
    KeyEvent, PointerEvent, ProtocolVersion, RectHeader, SecurityType, ServerCutText, SetEncodings,
    SetPixelFormat,
};
use crate::screen::Rect;
use crate::sim::Nudge;
use crate::sim::canvas::Canvas;
use crate::sim::client_format::ClientFormat;
use crate::sim::device::{Device, SharedDevice};
use crate::sim::encode::{Packing, TileEncoder, TilePixels};
use crate::sim::extension::{Outcome, Switches, data_channel_announcement};
use crate::sim::halved::Halved;
use crate::sim::lease::Lease;
use crate::sim::prompt::ConsentPrompt;
use crate::sim::scene::Pointer;
use crate::sim::tiles::Tiles;
use crate::wire::{Reader, WireError};

mod handshake;

/// Why the RFB server closes. The peer sees only that it does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RfbError {
    /// Bytes that are no message.
    #[error("protocol violation: {0}")]
    Wire(#[from] WireError),
    /// The client answered with a version that we do not speak, for example our own 4.0.
    #[error("the client wants RFB version {0:?}")]
    Version(String),
    /// The client chose a security type that was not offered or is RealVNC's.
    #[error("the client wants security type {0}")]
    Security(u8),
    /// The answer to the challenge is wrong.
    #[error("wrong password")]
    Password,
    /// Another console is connected.
    #[error("another session is open")]
    Busy,
    /// Nothing can be captured.
    #[error("no display is attached")]
    NoDisplay,
    /// KVM is switched off.
    #[error("KVM is switched off")]
    Disabled,
    /// Consent was refused too often.
    #[error("consent is blocked")]
    NoConsent,
    /// The screen does not fit the firmware's framebuffer.
    #[error("the framebuffer would need {needed} bytes, {limit} exist")]
    TooLarge {
        /// Bytes for this size in this format.
        needed: usize,
        /// Bytes that this release has.
        limit: usize,
    },
    /// A pixel format that firmware does not know.
    #[error("the client wants a pixel format of {0} bits")]
    PixelFormat(u8),
    /// The client lists neither RLE nor Raw.
    #[error("the client lists no encoding that exists here")]
    NoEncoding,
    /// The screen changed its size and the client cannot be told.
    #[error("the screen has a new size and the client does not know DesktopSize")]
    Resized,
    /// A message that no client sends.
    #[error("the client sent message {0:#04x}")]
    Unexpected(u8),
    /// The handshake took too long.
    #[error("the handshake was not finished in time")]
    Slow,
    /// The device ended the session.
    #[error("ended by the device")]
    Ended,
    /// The client closed the connection.
    #[error("the client closed the connection")]
    Gone,
}

/// The RFB server of one connection.
pub struct Rfb {
    device: SharedDevice,
    /// Where the viewer is.
    address: Option<IpAddr>,
    lease: Option<Lease>,
    state: State,
    /// The user has not consented yet: the viewer sees this instead of the PC's screen.
    prompt: Option<Box<ConsentPrompt>>,
    /// The key that answered the question: letting go of it is not the PC's business.
    answered_with: Option<Keysym>,
    format: ClientFormat,
    encodings: Vec<Encoding>,
    encoder: TileEncoder,
    switches: Switches,
    tiles: Tiles,
    /// The screen in half its size, while that is what the client wants.
    halved: Option<Box<Halved>>,
    /// The region of the one request that waits for an answer.
    pending: Option<Rect>,
    /// The region of the latest request: what is sent unasked in back-to-back mode.
    asked: Option<Rect>,
    /// Beeps the client has heard.
    bells: u64,
    channel_announced: bool,
    /// Until when the handshake has to be over.
    deadline: Instant,
    out: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Waiting for the client's version.
    Version,
    /// Waiting for its choice of security type.
    Security(Minor),
    /// Waiting for its answer to this challenge.
    Answer(Minor, [u8; 16]),
    /// Waiting for `ClientInit`.
    Init,
    /// Messages in any order.
    Running,
    /// Over.
    Closed,
}

/// The minor version agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Minor {
    /// 3.3: the server decides the security type.
    Three,
    /// 3.7: no result after None, no reason after a failure.
    Seven,
    /// 3.8.
    Eight,
}

impl Rfb {
    /// The server on a redirection connection that has opened a session: greets at once. The
    /// handshake has to be over by the deadline.
    #[must_use]
    pub fn on_session(device: &SharedDevice, deadline: Instant, lease: Lease) -> Self {
        Self::new(device, deadline, Some(lease))
    }

    /// The server on port 5900, where the password comes inside RFB: greets at once. The
    /// handshake has to be over by the deadline.
    #[must_use]
    pub fn on_port(device: &SharedDevice, deadline: Instant) -> Self {
        Self::new(device, deadline, None)
    }

    fn new(device: &SharedDevice, deadline: Instant, lease: Option<Lease>) -> Self {
        let (version, bells) = {
            let device = device.lock();
            (device.profile().rfb_version(), device.display().bells())
        };
        let mut out = Vec::new();
        version.encode(&mut out);
        Self {
            device: device.clone(),
            address: None,
            lease,
            state: State::Version,
            prompt: None,
            answered_with: None,
            format: ClientFormat::initial(),
            encodings: Vec::new(),
            encoder: TileEncoder::new(Packing::Zlib),
            switches: Switches::default(),
            tiles: Tiles::default(),
            halved: None,
            pending: None,
            asked: None,
            bells,
            channel_announced: false,
            deadline,
            out,
        }
    }

    /// The same, for a viewer at this address; the logs of the device name it.
    #[must_use]
    pub const fn from_address(mut self, address: IpAddr) -> Self {
        self.address = Some(address);
        self
    }

    /// Reads one message and acts on it.
    fn step(&mut self, now: Instant, r: &mut Reader<'_>) -> Result<State, RfbError> {
        match self.state {
            State::Version => self.offer_security(ProtocolVersion::decode(r)?),
            State::Security(minor) => {
                let chosen = SecurityType(r.u8()?);
                let offered = self.security_types().contains(&chosen.0);
                match chosen {
                    SecurityType::NONE if offered => Ok(self.let_in(minor)),
                    SecurityType::VNC_AUTHENTICATION if offered => Ok(self.challenge(minor)),
                    SecurityType(other) => Err(RfbError::Security(other)),
                }
            }
            State::Answer(minor, challenge) => {
                let answer = r.array()?;
                self.check_answer(now, minor, &challenge, answer)
            }
            State::Init => {
                ClientInit::decode(r)?;
                self.initialise(now)
            }
            State::Running => self.message(now, r),
            State::Closed => Err(RfbError::Ended),
        }
    }

    fn message(&mut self, now: Instant, r: &mut Reader<'_>) -> Result<State, RfbError> {
        match r.u8()? {
            SetPixelFormat::TYPE => {
                let wire = SetPixelFormat::decode(r)?.format;
                let profile = self.device.lock().profile();
                let refused = RfbError::PixelFormat(wire.bits_per_pixel);
                let format = ClientFormat::accept(wire, profile).ok_or(refused)?;
                self.check_framebuffer(self.tiles.size(), format.bytes_per_pixel())?;
                self.format = format;
                let (width, height) = self.tiles.size();
                self.tiles.forget(Rect::of_size(width, height));
            }
            SetEncodings::TYPE => {
                self.encodings = SetEncodings::decode(r)?.encodings;
                self.announce_channel();
            }
            FramebufferUpdateRequest::TYPE => {
                let request = FramebufferUpdateRequest::decode(r)?;
                if !request.incremental {
                    self.tiles.forget(request.rect);
                }
                let bytes = self.format.bytes_per_pixel();
                self.check_framebuffer(self.tiles.size(), bytes)?;
                self.pending = Some(request.rect);
                self.asked = Some(request.rect);
            }
            KeyEvent::TYPE => {
                let KeyEvent { down, keysym } = KeyEvent::decode(r)?;
                self.key(now, keysym, down);
            }
            PointerEvent::TYPE => {
                let PointerEvent { buttons, x, y } = PointerEvent::decode(r)?;
                let buttons = buttons.bits();
                // Places are told in the picture that is sent.
                let scale = if self.halved.is_some() { 2 } else { 1 };
                let (x, y) = (x.saturating_mul(scale), y.saturating_mul(scale));
                let pointer = Pointer { x, y, buttons };
                if self.prompt.is_none() {
                    self.device.lock().pointer(now, pointer);
                }
            }
            ClientCutText::TYPE => {
                let text = ClientCutText::decode(r)?.text;
                self.cut_text(text);
            }
            other => return Err(RfbError::Unexpected(other)),
        }
        self.update()?;
        Ok(State::Running)
    }

    /// Passes a key on to the PC, or to the question that stands before it.
    fn key(&mut self, now: Instant, keysym: Keysym, down: bool) {
        let Some(prompt) = &mut self.prompt else {
            let is_answer = self.answered_with.take_if(|key| *key == keysym);
            if down || is_answer.is_none() {
                self.device.lock().key(now, keysym, down);
            }
            return;
        };
        if let Some(code) = prompt.key(keysym, down) {
            self.answered_with = Some(keysym);
            self.device.lock().submit_in_band(now, code);
            prompt.refuse();
            self.look_at_consent();
        }
    }

    /// Takes the question away once the user has consented.
    fn look_at_consent(&mut self) {
        let device = self.device.lock();
        if self.prompt.is_some() && !device.firmware().consent.is_missing_for_kvm() {
            self.prompt = None;
            let (width, height) = self.tiles.size();
            self.tiles.forget(Rect::of_size(width, height));
        }
    }

    /// Says once that the data channel may be used, if the client knows it.
    fn announce_channel(&mut self) {
        let known = self.encodings.contains(&Encoding::KVM_DATA_CHANNEL)
            && self.device.lock().profile().has_data_channel();
        if known && !self.channel_announced {
            self.channel_announced = true;
            let text = &data_channel_announcement();
            ServerCutText { text }.encode(&mut self.out);
        }
    }

    fn cut_text(&mut self, text: &[u8]) {
        let commands = self.device.lock().profile().has_picture_commands();
        let packing = self.encoder.packing();
        let channel = self.channel_announced;
        let reply = match self.switches.handle(text, packing, channel, commands) {
            Outcome::Ignored => return,
            Outcome::Reply(text) => text,
            Outcome::Repack(packing, text) => {
                self.encoder.set_packing(packing);
                text
            }
        };
        ServerCutText { text: &reply }.encode(&mut self.out);
    }

    /// Answers the pending request if there is something to say, and passes on beeps.
    fn update(&mut self) -> Result<(), RfbError> {
        self.halve();
        let (bells, size, is_eager) = {
            let device = self.device.lock();
            let size = shown(&device, self.prompt.as_deref(), self.halved.as_deref()).size();
            let is_eager = device.firmware().kvm.back_to_back;
            (device.display().bells(), size, is_eager)
        };
        if self.bells != bells {
            self.bells = bells;
            Bell.encode(&mut self.out);
        }
        // What a client asks for changes size with the screen; unasked comes all of it.
        let unasked = self.asked.filter(|_| is_eager);
        let unasked = unasked.map(|_| Rect::of_size(size.0, size.1));
        let Some(region) = self.pending.or(unasked) else {
            return Ok(());
        };
        if size != self.tiles.size() {
            return self.announce_size(size);
        }
        let known = [Encoding::ZRLE, Encoding::RAW];
        let chosen = self.encodings.iter().find(|e| known.contains(e));
        let encoding = *chosen.ok_or(RfbError::NoEncoding)?;

        let start = self.out.len();
        FramebufferUpdate { rect_count: 0 }.encode(&mut self.out);
        let (mut rect_count, mut from) = (0_u16, 0);
        while usize::from(rect_count) < limits::SIM_UPDATE_TILES {
            // Locked tile by tile: a full screen takes its time, and the PC goes on meanwhile.
            let device = self.device.lock();
            let canvas = shown(&device, self.prompt.as_deref(), self.halved.as_deref());
            if canvas.size() != size {
                break;
            }
            let Some(index) = self.tiles.next(canvas, region, from) else {
                break;
            };
            from = index + 1;
            let taken = self.tiles.take(canvas, index, &self.format);
            drop(device);
            let Some((rect, pixels)) = taken else {
                continue;
            };
            RectHeader { rect, encoding }.encode(&mut self.out);
            let tile = TilePixels {
                pixels,
                width: rect.width.into(),
                bytes_per_pixel: self.format.bytes_per_pixel(),
            };
            if encoding == Encoding::RAW {
                tile.raw(&mut self.out);
            } else {
                self.encoder.rle(tile, &mut self.out);
            }
            rect_count += 1;
        }
        if rect_count == 0 {
            self.out.truncate(start);
            return Ok(());
        }
        let mut head = Vec::new();
        FramebufferUpdate { rect_count }.encode(&mut head);
        if let Some(place) = self.out.get_mut(start..start + head.len()) {
            place.copy_from_slice(&head);
        }
        self.pending = None;
        Ok(())
    }

    /// Brings the picture in half its size up to date, if one is wanted.
    fn halve(&mut self) {
        if !self.switches.is_halved() {
            self.halved = None;
            return;
        }
        let device = self.device.lock();
        let original = device.captured();
        match &mut self.halved {
            Some(halved) => halved.update(original),
            None => self.halved = Some(Box::new(Halved::new(original))),
        }
    }

    /// Tells the client a new size in an update of its own.
    fn announce_size(&mut self, size: (u16, u16)) -> Result<(), RfbError> {
        if !self.encodings.contains(&Encoding::DESKTOP_SIZE) {
            return Err(RfbError::Resized);
        }
        self.check_framebuffer(size, self.format.bytes_per_pixel())?;
        self.tiles.resize(size);
        FramebufferUpdate { rect_count: 1 }.encode(&mut self.out);
        let header = RectHeader {
            rect: Rect::of_size(size.0, size.1),
            encoding: Encoding::DESKTOP_SIZE,
        };
        header.encode(&mut self.out);
        self.pending = None;
        Ok(())
    }

    fn close(&mut self, now: Instant, error: &RfbError) {
        self.state = State::Closed;
        if let Some(mut lease) = self.lease.take() {
            lease.close(now, &error.to_string());
        }
    }
}

/// What the viewer sees: the PC's screen, perhaps halved, or the question that stands before it.
fn shown<'a>(
    device: &'a Device,
    prompt: Option<&'a ConsentPrompt>,
    halved: Option<&'a Halved>,
) -> &'a Canvas {
    match (prompt, halved) {
        (Some(prompt), _) => prompt.canvas(),
        (None, Some(halved)) => halved.canvas(),
        (None, None) => device.captured(),
    }
}

impl Machine for Rfb {
    type Command = Nudge;
    type Event = std::convert::Infallible;
    type Error = RfbError;

    fn handle_input(&mut self, now: Instant, input: &[u8]) -> Result<usize, RfbError> {
        let mut r = Reader::new(input);
        match self.step(now, &mut r) {
            Ok(next) => self.state = next,
            Err(RfbError::Wire(WireError::Incomplete)) => return Ok(0),
            Err(error) => {
                self.close(now, &error);
                return Err(error);
            }
        }
        if let Some(lease) = &mut self.lease {
            lease.seen(now);
        }
        Ok(input.len() - r.remaining())
    }

    fn handle_end(&mut self, now: Instant) -> Result<(), RfbError> {
        self.close(now, &RfbError::Gone);
        Ok(())
    }

    fn handle_command(&mut self, now: Instant, _: Nudge) -> Result<(), RfbError> {
        let ended = self.lease.as_ref().is_some_and(|lease| !lease.is_open());
        let result = match self.state {
            _ if ended => Err(RfbError::Ended),
            State::Running => {
                self.look_at_consent();
                self.update()
            }
            _ => Ok(()),
        };
        if let Err(error) = &result {
            self.close(now, error);
        }
        result
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), RfbError> {
        if self.poll_timeout().is_some_and(|at| at <= now) {
            self.close(now, &RfbError::Slow);
            return Err(RfbError::Slow);
        }
        Ok(())
    }

    fn drain_output(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
    }

    fn poll_event(&mut self) -> Option<std::convert::Infallible> {
        None
    }

    fn poll_timeout(&self) -> Option<Instant> {
        let waiting = !matches!(self.state, State::Running | State::Closed);
        waiting.then_some(self.deadline)
    }

    fn is_finished(&self) -> bool {
        self.state == State::Closed
    }
}
