//! An open screen: server messages in, pixels into the framebuffer, update requests out.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::coverage::Coverage;
use super::encoding::{Decoders, Step};
use super::error::KvmError;
use super::event::{Counters, KvmEvent};
use super::messages::extension::{ClientExtension, ServerExtension};
use super::messages::{
    Bell, Encoding, FramebufferUpdate, FramebufferUpdateRequest, PointerEvent, RectHeader,
    ServerCutText, SetPixelFormat,
};
use super::options::{KvmOptions, Server, exceeds_firmware};
use crate::limits;
use crate::screen::{Cursor, Damage, Framebuffer, PixelFormat, Rect};
use crate::wire::{Reader, WireError};

/// What the channel hands to its owner.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    /// Bytes to send.
    pub(super) out: Vec<u8>,
    /// Things to report, oldest first.
    pub(super) events: VecDeque<KvmEvent>,
    /// What changed in the framebuffer.
    pub(super) damage: Damage,
    /// Figures.
    pub(super) counters: Counters,
}

impl Outbox {
    /// Reports something; the same thing twice in a row only once, so that a flood of empty
    /// updates or bells costs nothing.
    pub(super) fn report(&mut self, event: KvmEvent) {
        if self.events.back() != Some(&event) {
            self.events.push_back(event);
        }
    }
}

/// Where the stream is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Between messages.
    Idle,
    /// In an update, before the header of a rectangle.
    Update {
        /// Rectangles to come.
        left: u16,
    },
    /// In the data of a rectangle.
    Rect {
        /// Rectangles to come after this one.
        left: u16,
        /// Its header.
        header: RectHeader,
    },
}

/// A change of the pixel format on its way.
///
/// Nothing on the wire tells in which format an update is. So no request is sent any more, one
/// last update is provoked, and when the device has then been quiet for longer than anything
/// could be under way, the format is changed.
/// Source: `docs/protocol/redirection.md` § 5.4 "finish the outstanding update first" (spec).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FormatChange {
    to: PixelFormat,
    /// When the device counts as quiet.
    at: Instant,
}

/// The machine between `ServerInit` and the end.
#[derive(Debug)]
pub(super) struct Live {
    framebuffer: Framebuffer,
    decoders: Decoders,
    phase: Phase,
    /// What has arrived, until that is everything.
    coverage: Option<Coverage>,
    /// One update answers a request for the whole screen; so on ordinary servers. AMT may spread
    /// it over several.
    whole_in_one_update: bool,
    /// A request was sent whose answer has not begun. The device answers each request with one
    /// update and keeps one request pending.
    waiting: bool,
    /// When the latest request was sent.
    asked_at: Instant,
    /// When the next request may be sent, if it had to be put off.
    ask_at: Option<Instant>,
    /// Until when the first rectangle must come.
    picture_deadline: Option<Instant>,
    /// A rectangle of the present screen size has been painted.
    pictured: bool,
    format_change: Option<FormatChange>,
    cursor: Option<Cursor>,
    /// Longest time for which an answer can be under way.
    quiet: Duration,
    /// When the device is next shown that somebody is looking.
    keep_alive_at: Option<Instant>,
    /// The data channel, once the device has announced it.
    data_channel: Option<DataChannel>,
    /// The latest place and buttons of the pointer.
    pointer: Option<PointerEvent>,
    /// When the rest of a message that has begun must have come.
    rest_at: Option<Instant>,
    /// Whether the device still answers.
    answer: Answer,
}

/// Whether the device still answers. While nothing is sent, TCP finds out by itself; what is sent
/// to a dead peer it repeats for many minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// Nothing was sent since something last came.
    NotDue,
    /// Something was sent, which need not have an answer; then the device is asked.
    AskAt(Instant),
    /// It was asked, and must answer.
    Due(Instant),
}

/// The pipe to an agent in the PC's system. We send nothing but signs of life on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DataChannel {
    /// A message may be sent.
    Ready,
    /// The device has not acknowledged the last one.
    Waiting,
}

impl Live {
    /// Starts with a black framebuffer and asks for the picture.
    ///
    /// `round_trip` is what the handshake has shown of the way to the device and back.
    pub(super) fn new(
        now: Instant,
        framebuffer: Framebuffer,
        round_trip: Option<Duration>,
        options: &KvmOptions,
        outbox: &mut Outbox,
    ) -> Self {
        let quiet = round_trip.map_or(LEAST_QUIET, |r| LEAST_QUIET.max(r.saturating_mul(2)));
        let mut live = Self {
            coverage: Some(Coverage::new(framebuffer.bounds())),
            whole_in_one_update: options.server == Server::Ordinary,
            framebuffer,
            decoders: Decoders::default(),
            phase: Phase::Idle,
            waiting: false,
            asked_at: now,
            ask_at: None,
            picture_deadline: Some(now + options.picture_timeout),
            pictured: false,
            format_change: None,
            cursor: None,
            quiet,
            keep_alive_at: keep_alive(now, options),
            data_channel: None,
            pointer: None,
            rest_at: None,
            answer: Answer::NotDue,
        };
        // Firmware sends the whole picture even to an incremental first request, and that is
        // what every client asks (observed); RFC 6143 §7.5.3 promises it for the other only.
        live.ask(now, options.server == Server::Firmware, outbox);
        live
    }

    /// The picture.
    pub(super) const fn framebuffer(&self) -> &Framebuffer {
        &self.framebuffer
    }

    /// Shape of the remote pointer, if the server has told one.
    pub(super) const fn cursor(&self) -> Option<&Cursor> {
        self.cursor.as_ref()
    }

    /// What an end of the stream means here.
    pub(super) fn end(&self) -> KvmError {
        if self.pictured {
            return KvmError::Closed;
        }
        let (width, height) = (self.framebuffer.width(), self.framebuffer.height());
        let format = self.framebuffer.format();
        KvmError::ClosedBeforePicture {
            width,
            height,
            format,
            over_firmware_limit: exceeds_firmware(width, height, format),
        }
    }

    /// When [`handle_timeout`](Self::handle_timeout) is due.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let change = self.format_change.filter(|_| self.phase == Phase::Idle);
        let change_at = change.map(|c| c.at);
        let deadlines = [
            self.picture_deadline,
            self.ask_at,
            change_at,
            self.keep_alive_at,
            self.rest_at,
            self.answer.at(),
        ];
        deadlines.into_iter().flatten().min()
    }

    /// Does what is due.
    pub(super) fn handle_timeout(
        &mut self,
        now: Instant,
        options: &KvmOptions,
        outbox: &mut Outbox,
    ) -> Result<(), KvmError> {
        if self.picture_deadline.is_some_and(|at| at <= now) {
            return Err(KvmError::NoPicture);
        }
        if self.rest_at.is_some_and(|at| at <= now) {
            return Err(KvmError::Silent(REST_TIMEOUT));
        }
        match self.answer {
            Answer::Due(at) if at <= now => {
                return Err(KvmError::Silent(ASK_AFTER + ALIVE_TIMEOUT));
            }
            // Asked for pixels, it would have to send them in a format that is about to change.
            Answer::AskAt(at) if at <= now && self.format_change.is_some() => {
                self.answer = Answer::AskAt(now + ASK_AFTER);
            }
            Answer::AskAt(at) if at <= now => {
                // A part that the device must send, whether it has changed or not.
                request(false, Rect::of_size(1, 1), outbox);
                self.answer = Answer::Due(now + ALIVE_TIMEOUT);
            }
            Answer::NotDue | Answer::AskAt(_) | Answer::Due(_) => {}
        }
        if self.ask_at.is_some_and(|at| at <= now) {
            self.ask(now, true, outbox);
        }
        if self.keep_alive_at.is_some_and(|at| at <= now) {
            self.show_life(outbox);
            self.keep_alive_at = keep_alive(now, options);
        }
        let is_due = |change: &FormatChange| change.at <= now;
        if self.phase == Phase::Idle
            && let Some(change) = self.format_change.take_if(|change| is_due(change))
        {
            self.change_format(now, change.to, options, outbox)?;
        }
        Ok(())
    }

    /// Key or pointer have been used.
    pub(super) fn used(
        &mut self,
        now: Instant,
        options: &KvmOptions,
        pointer: Option<PointerEvent>,
    ) {
        self.pointer = pointer.or(self.pointer);
        self.keep_alive_at = keep_alive(now, options);
        if self.answer == Answer::NotDue {
            self.answer = Answer::AskAt(now + ASK_AFTER);
        }
    }

    /// Something has come; `is_cut`: and a message is not complete.
    pub(super) fn heard(&mut self, now: Instant, is_cut: bool) {
        self.answer = Answer::NotDue;
        let is_cut = is_cut || self.phase != Phase::Idle;
        self.rest_at = is_cut.then(|| now + REST_TIMEOUT);
    }

    /// Shows the device that somebody is looking: a message on the data channel, as other
    /// consoles do, else the pointer once more where it is. A PC whose pointer nobody has touched
    /// is left alone.
    fn show_life(&mut self, outbox: &mut Outbox) {
        match (self.data_channel, self.pointer) {
            (Some(DataChannel::Ready), _) => {
                ClientExtension::KeepAlive.encode(&mut outbox.out);
                self.data_channel = Some(DataChannel::Waiting);
            }
            (_, Some(pointer)) => pointer.encode(&mut outbox.out),
            (_, None) => {}
        }
    }

    /// Acts on a message of Intel's own.
    fn extension(&mut self, message: ServerExtension, outbox: &mut Outbox) {
        match message {
            ServerExtension::Decimation { mode, is_halved } => {
                let is_halved = is_halved.unwrap_or(false);
                outbox.report(KvmEvent::Decimation { mode, is_halved });
            }
            ServerExtension::Zlib(on) => outbox.report(KvmEvent::Zlib(on)),
            // A receipt does not tell what holds now.
            ServerExtension::DecimationSet => {
                ClientExtension::GetDecimation.encode(&mut outbox.out);
            }
            ServerExtension::ZlibSet => ClientExtension::GetZlib.encode(&mut outbox.out),
            ServerExtension::Data => {
                self.data_channel.get_or_insert(DataChannel::Ready);
            }
            ServerExtension::DataReceipt => self.data_channel = Some(DataChannel::Ready),
        }
    }

    /// Asks for the whole picture again.
    pub(super) fn refresh(&mut self, now: Instant, outbox: &mut Outbox) {
        if self.format_change.is_none() {
            self.ask(now, false, outbox);
        }
    }

    /// Begins to change the pixel format, or drops a change back to the present one.
    pub(super) fn set_format(&mut self, now: Instant, to: PixelFormat, outbox: &mut Outbox) {
        if to == self.framebuffer.format() {
            if self.format_change.take().is_some() && !self.waiting {
                self.ask(now, true, outbox);
            }
            return;
        }
        self.ask_at = None;
        let mut at = now + self.quiet;
        if self.waiting {
            // On a still screen the pending request would never be answered.
            let corner = Rect::of_size(1, 1);
            request(false, corner, outbox);
            at = now + ANSWER_TIMEOUT;
        }
        self.format_change = Some(FormatChange { to, at });
    }

    /// Reads one message, header of a rectangle, or part of its data.
    pub(super) fn step(
        &mut self,
        now: Instant,
        options: &KvmOptions,
        outbox: &mut Outbox,
        r: &mut Reader<'_>,
    ) -> Result<(), KvmError> {
        match self.phase {
            Phase::Idle => self.message(outbox, r),
            Phase::Update { left: 0 } => {
                self.update_end(now, options, outbox);
                Ok(())
            }
            Phase::Update { left } => {
                let header = RectHeader::decode(r)?;
                self.rect(now, options, outbox, header, left - 1)
            }
            Phase::Rect { left, header } => {
                match header.encoding {
                    Encoding::CURSOR => self.pointer_shape(header.rect, outbox, r)?,
                    Encoding::EXTENDED_DESKTOP_SIZE => {
                        self.extended_size(now, options, header.rect, outbox, r)?;
                    }
                    _ => match self.decoders.decode(header, &mut self.framebuffer, r)? {
                        Step::Partial(painted) => {
                            outbox.damage.add(painted);
                            return Ok(());
                        }
                        Step::Done(painted) => self.painted(header, painted, outbox),
                    },
                }
                self.phase = Phase::Update { left };
                outbox.counters.rects += 1;
                Ok(())
            }
        }
    }

    /// A rectangle is complete; `painted` is its last part.
    fn painted(&mut self, header: RectHeader, painted: Rect, outbox: &mut Outbox) {
        outbox.damage.add(painted);
        outbox.counters.tiles += tile_count(header);
        self.pictured = true;
        if let Some(coverage) = &mut self.coverage {
            coverage.add(header.rect);
        }
    }

    /// Reads one message, of an update its head.
    fn message(&mut self, outbox: &mut Outbox, r: &mut Reader<'_>) -> Result<(), KvmError> {
        match r.u8()? {
            FramebufferUpdate::TYPE => {
                let left = FramebufferUpdate::decode(r)?.rect_count;
                self.waiting = false;
                self.phase = Phase::Update { left };
            }
            Bell::TYPE => outbox.report(KvmEvent::Bell),
            ServerCutText::TYPE => {
                let text = ServerCutText::decode(r)?.text;
                // Messages of AMT's extensions begin with a zero byte, clipboards never do.
                if let Some(message) = ServerExtension::decode(text) {
                    self.extension(message, outbox);
                } else if !text.starts_with(&[0]) {
                    let text = text.iter().copied().map(char::from).collect();
                    outbox.report(KvmEvent::CutText(text));
                }
            }
            other => return Err(KvmError::UnknownMessage(other)),
        }
        Ok(())
    }

    /// Acts on the header of a rectangle with `left` more to come.
    fn rect(
        &mut self,
        now: Instant,
        options: &KvmOptions,
        outbox: &mut Outbox,
        header: RectHeader,
        left: u16,
    ) -> Result<(), KvmError> {
        self.phase = Phase::Update { left };
        match header.encoding {
            Encoding::DESKTOP_SIZE => {
                outbox.counters.rects += 1;
                self.resize(now, options, header.rect, outbox)
            }
            Encoding::LAST_RECT => {
                outbox.counters.rects += 1;
                self.phase = Phase::Update { left: 0 };
                Ok(())
            }
            Encoding::CURSOR | Encoding::EXTENDED_DESKTOP_SIZE => {
                self.phase = Phase::Rect { left, header };
                Ok(())
            }
            _ if !header.rect.is_inside(self.framebuffer.bounds()) => Err(KvmError::RectOutside {
                rect: header.rect,
                width: self.framebuffer.width(),
                height: self.framebuffer.height(),
            }),
            _ => {
                self.phase = Phase::Rect { left, header };
                self.picture_deadline = None;
                // The earliest moment to ask for the next update: this one is being sent, and
                // the device keeps one request meanwhile. Not before a rectangle with pixels has
                // been announced, because a new size would make the request wrong.
                self.ask_next(now, options, outbox);
                Ok(())
            }
        }
    }

    /// The last rectangle of an update is painted.
    fn update_end(&mut self, now: Instant, options: &KvmOptions, outbox: &mut Outbox) {
        self.phase = Phase::Idle;
        outbox.counters.updates += 1;
        let whole = self.whole_in_one_update && self.pictured;
        let is_complete = |coverage: &mut Coverage| whole || coverage.is_complete();
        if self.coverage.take_if(is_complete).is_some() {
            outbox.report(KvmEvent::PictureComplete);
        }
        outbox.report(KvmEvent::UpdateEnd);
        match &mut self.format_change {
            Some(change) => change.at = now + self.quiet,
            None => self.ask_next(now, options, outbox),
        }
    }

    /// Reads the shape of the remote pointer: pixels, then one bit for each. `place` is its size
    /// and, as x and y, its hotspot.
    ///
    /// Source: RFC 6143 §7.8.1.
    fn pointer_shape(
        &mut self,
        place: Rect,
        outbox: &mut Outbox,
        r: &mut Reader<'_>,
    ) -> Result<(), KvmError> {
        let side = place.width.max(place.height);
        if side > limits::CURSOR_SIDE_PX {
            return Err(KvmError::Wire(WireError::TooLong {
                field: "side of the pointer's shape",
                got: side.into(),
                limit: limits::CURSOR_SIDE_PX.into(),
            }));
        }
        let (width, height) = (usize::from(place.width), usize::from(place.height));
        let format = self.framebuffer.format();
        let pixel_len = format.bytes_per_pixel();
        let pixels = r.bytes(width * height * pixel_len)?;
        let mask = r.bytes(width.div_ceil(8) * height)?;
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |n, b| n << 8 | u32::from(*b));
        let pixels = pixels.chunks_exact(pixel_len).map(number);
        let hotspot = (place.x, place.y);
        let size = (place.width, place.height);
        self.cursor = Some(Cursor::new(size, hotspot, format, pixels, mask));
        outbox.report(KvmEvent::PointerShape);
        Ok(())
    }

    /// Reads a size with the monitors that make it up: `u8 count, 3 × 0, count × 16 bytes`.
    ///
    /// `place` is the size, with the reason as x and an error as y. An error answers a wish of a
    /// client and changes nothing. Source: the rfbproto community's "ExtendedDesktopSize" (spec).
    fn extended_size(
        &mut self,
        now: Instant,
        options: &KvmOptions,
        place: Rect,
        outbox: &mut Outbox,
        r: &mut Reader<'_>,
    ) -> Result<(), KvmError> {
        let [count, _, _, _] = r.array()?;
        r.bytes(usize::from(count) * 16)?;
        let size = Rect::of_size(place.width, place.height);
        // Servers announce the present size too, for example at the start.
        if place.y != 0 || size == self.framebuffer.bounds() {
            return Ok(());
        }
        self.resize(now, options, size, outbox)
    }

    /// The screen has a new size.
    fn resize(
        &mut self,
        now: Instant,
        options: &KvmOptions,
        size: Rect,
        outbox: &mut Outbox,
    ) -> Result<(), KvmError> {
        let format = self.framebuffer.format();
        let framebuffer = Framebuffer::new(size.width, size.height, format)?;
        self.replace(framebuffer, outbox);
        let wanted = options.format_for(size.width, size.height);
        self.set_format(now, wanted, outbox);
        if self.format_change.is_none() {
            // In addition to the ordinary request at the end of the update, as clients do that
            // are known to work (§ 5.5, observed).
            request(false, self.framebuffer.bounds(), outbox);
        }
        Ok(())
    }

    /// No update in the old format can be under way any more.
    fn change_format(
        &mut self,
        now: Instant,
        to: PixelFormat,
        options: &KvmOptions,
        outbox: &mut Outbox,
    ) -> Result<(), KvmError> {
        let format = to.into();
        SetPixelFormat { format }.encode(&mut outbox.out);
        let framebuffer = self.framebuffer.converted(to)?;
        self.replace(framebuffer, outbox);
        self.picture_deadline = Some(now + options.picture_timeout);
        self.ask(now, false, outbox);
        Ok(())
    }

    /// Goes on with another framebuffer.
    fn replace(&mut self, framebuffer: Framebuffer, outbox: &mut Outbox) {
        outbox.damage.clear();
        outbox.damage.add(framebuffer.bounds());
        outbox.report(KvmEvent::Resized {
            width: framebuffer.width(),
            height: framebuffer.height(),
            format: framebuffer.format(),
        });
        self.coverage = Some(Coverage::new(framebuffer.bounds()));
        self.framebuffer = framebuffer;
        self.pictured = false;
    }

    /// Asks for the next update unless one is on order, at most as often as wanted.
    fn ask_next(&mut self, now: Instant, options: &KvmOptions, outbox: &mut Outbox) {
        if self.waiting || self.format_change.is_some() {
            return;
        }
        let at = self.asked_at + options.update_interval;
        if at <= now {
            self.ask(now, true, outbox);
        } else {
            self.ask_at = Some(at);
        }
    }

    /// Asks for the whole screen, or for what changed in it.
    fn ask(&mut self, now: Instant, incremental: bool, outbox: &mut Outbox) {
        request(incremental, self.framebuffer.bounds(), outbox);
        self.waiting = true;
        self.asked_at = now;
        self.ask_at = None;
    }
}

impl Answer {
    const fn at(self) -> Option<Instant> {
        match self {
            Self::NotDue => None,
            Self::AskAt(at) | Self::Due(at) => Some(at),
        }
    }
}

/// When firmware is next shown that somebody is looking.
fn keep_alive(now: Instant, options: &KvmOptions) -> Option<Instant> {
    let interval = options
        .keep_alive
        .filter(|_| options.server == Server::Firmware)?;
    Some(now + interval.max(LEAST_KEEP_ALIVE))
}

/// Sends one update request.
fn request(incremental: bool, rect: Rect, outbox: &mut Outbox) {
    FramebufferUpdateRequest { incremental, rect }.encode(&mut outbox.out);
}

/// Tiles of a rectangle, for [`Counters::tiles`].
fn tile_count(header: RectHeader) -> u64 {
    if header.encoding != Encoding::ZRLE {
        return 1;
    }
    let tiles = |side: u16| u64::from(side.div_ceil(64));
    tiles(header.rect.width) * tiles(header.rect.height)
}

/// Least time from one sign of life to the next.
///
/// Source: `docs/protocol/redirection.md` § 5.18 (observed).
const LEAST_KEEP_ALIVE: Duration = Duration::from_secs(5);

/// Longest silence in the middle of a message: a device that has begun one has it at hand.
const REST_TIMEOUT: Duration = Duration::from_secs(8);

/// Silence after key or pointer before the device is asked whether it is there.
const ASK_AFTER: Duration = Duration::from_secs(3);

/// Longest wait for the answer to that, over the slowest of lines.
const ALIVE_TIMEOUT: Duration = Duration::from_secs(5);

/// Shortest time without a byte after which nothing is taken to be under way.
const LEAST_QUIET: Duration = Duration::from_millis(300);

/// Longest wait for the answer to a request that the device must answer at once.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(3);
