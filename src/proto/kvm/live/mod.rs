//! An open screen: server messages in, pixels into the framebuffer, update requests out.

mod alive;
mod extras;
mod format;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use alive::{Answer, DataChannel, keep_alive};
use format::{FormatChange, LEAST_QUIET};

use super::coverage::Coverage;
use super::encoding::{Decoders, Step};
use super::error::KvmError;
use super::event::{Counters, KvmEvent, LockKeys};
use super::messages::extension::ServerExtension;
use super::messages::{
    Bell, Encoding, FramebufferUpdate, FramebufferUpdateRequest, PointerEvent, RectHeader,
    ServerCutText,
};
use super::options::{KvmOptions, Server, exceeds_firmware};
use crate::screen::{Cursor, Damage, Framebuffer, Rect};
use crate::wire::Reader;

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
        self.check_alive(now, outbox)?;
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

    /// Asks for the whole picture again.
    pub(super) fn refresh(&mut self, now: Instant, outbox: &mut Outbox) {
        if self.format_change.is_none() {
            self.ask(now, false, outbox);
        }
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
                    Encoding::LED_STATE => outbox.report(KvmEvent::LockKeys(LockKeys::decode(r)?)),
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
            Encoding::CURSOR | Encoding::EXTENDED_DESKTOP_SIZE | Encoding::LED_STATE => {
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
