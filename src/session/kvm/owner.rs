//! What the driver tells the owner of a screen: events, pictures, bytes.

use std::io;
use std::time::{Duration, Instant};

use tracing::debug;

use super::{STATS_INTERVAL, ScreenOwner, now};
use crate::net::pump::Owner;
use crate::proto::Machine;
use crate::proto::kvm::{FIRMWARE_DESKTOP_NAME, KvmChannel, KvmCommand, KvmEvent};
use crate::proto::redir::{RedirEvent, RedirSession};
use crate::screen::PixelFormat;
use crate::session::input::Repertoire;
use crate::session::recording::MarkKind;
use crate::session::{Event, Stage};

impl ScreenOwner<'_> {
    /// Takes one report of the channel; what says that the picture is there has to wait until
    /// it is.
    fn take(&mut self, event: KvmEvent, news: &mut News) {
        match event {
            KvmEvent::Ready {
                width,
                height,
                format,
                name,
            } => {
                if name == FIRMWARE_DESKTOP_NAME {
                    self.is_firmware = true;
                    self.input.set_repertoire(Repertoire::UsKeyboard);
                }
                self.name = name;
                self.ready = true;
                if self.firmware.is_none() {
                    self.reports.report(Event::LoggedIn { firmware: None });
                }
                self.describe(width, height, format);
                self.enter(Stage::AwaitingPicture);
            }
            KvmEvent::Resized {
                width,
                height,
                format,
            } => self.describe(width, height, format),
            KvmEvent::UpdateEnd => news.updated = true,
            KvmEvent::PictureComplete => news.complete = true,
            KvmEvent::Bell => {
                self.studio.mark(now(), MarkKind::Bell, "");
                self.reports.mention(Event::Bell);
                self.reports.wake();
            }
            KvmEvent::LockKeys(keys) => {
                self.reports.report(Event::LockKeys(keys));
                self.reports.wake();
            }
            KvmEvent::StartTls => self.wants_tls = true,
            KvmEvent::PointerShape => news.pointer_shape = true,
            KvmEvent::Zlib(on) => self.reports.report(Event::Deflated(on)),
            KvmEvent::Decimation { mode, is_halved } => {
                self.reports.report(Event::Halving { mode, is_halved });
            }
            KvmEvent::CutText(text) => debug!(len = text.len(), "clipboard of the PC"),
        }
    }

    fn describe(&mut self, width: u16, height: u16, format: PixelFormat) {
        debug!(width, height, ?format, "screen");
        self.blank = true;
        self.reports.report(Event::Screen {
            width,
            height,
            format,
            name: self.name.clone(),
        });
    }

    /// Publishes what the channel has decoded, then says so.
    fn publish(&mut self, now: Instant, channel: &mut KvmChannel, news: News) {
        let counters = channel.counters();
        if counters.tiles > self.tiles {
            self.tiles = counters.tiles;
            self.blank = false;
        }
        if !self.blank
            && let Some((framebuffer, damage)) = channel.picture_mut()
            && !damage.is_empty()
        {
            self.studio.picture(now, framebuffer, damage);
            let changed: u64 = damage.rects().iter().map(|rect| rect.area()).sum();
            if changed.saturating_mul(CHANGE_SHARE) >= framebuffer.bounds().area() {
                self.input.screen_changed(now);
            }
            if self.picture.publish(framebuffer, damage) {
                self.reports.wake();
            }
        }
        if news.pointer_shape
            && let Some(shape) = channel.cursor()
        {
            self.reports.report(Event::PointerShape(shape.clone()));
        }
        if news.complete {
            self.mode.worked();
            self.live_at.get_or_insert(now);
            self.studio.mark(now, MarkKind::Back, "");
            self.enter(Stage::Live);
        }
        if news.updated {
            self.line_rate.update_ended();
            self.reports.mention(Event::Updated);
            (self.updates, self.rects) = (counters.updates, counters.rects);
            self.stats.updates = self.updates_before + self.updates;
            self.stats.rects = self.rects_before + self.rects;
            self.stats.round_trip = channel.round_trip();
            if self.stats_at.is_none_or(|at| at + STATS_INTERVAL <= now) {
                self.stats_at = Some(now);
                self.reports.mention(Event::Stats(self.stats));
                if let Some(state) = self.studio.figures(now) {
                    self.reports.mention(Event::Recording(state));
                }
            }
        }
    }

    fn heard(&mut self, bytes: usize, took: Duration) {
        self.heard_at = now();
        self.stats.bytes_received += bytes as u64;
        if self.ready {
            self.stats.decoding += took;
            let line = self.line_rate.heard(self.heard_at, bytes, took);
            if let Some(line) = line.filter(|_| self.is_firmware) {
                self.switches.extend(self.mode.suit(line, self.firmware));
            }
        }
    }
}

/// A macro that waits for the screen to change is not interested in cursors and clocks: a change
/// is at least one part in so many of the screen, which is two lines of a text screen.
const CHANGE_SHARE: u64 = 16;

/// What a step of the machine brought.
#[derive(Default)]
struct News {
    /// An update is decoded.
    updated: bool,
    /// Every pixel has arrived once.
    complete: bool,
    /// The pointer looks different.
    pointer_shape: bool,
}

/// AMT: the channel lives inside a redirection session.
impl Owner<RedirSession<KvmChannel>> for ScreenOwner<'_> {
    async fn next_command(&mut self) -> Option<KvmCommand> {
        self.next().await
    }

    fn observe(&mut self, now: Instant, session: &mut RedirSession<KvmChannel>) {
        let mut news = News::default();
        while let Some(event) = session.poll_event() {
            match event {
                RedirEvent::Started(firmware) => {
                    debug!(?firmware, "started");
                    self.firmware = Some(firmware);
                    self.enter(Stage::LoggingIn);
                }
                RedirEvent::LoggedIn => {
                    self.has_channel = true;
                    let firmware = self.firmware;
                    self.reports.report(Event::LoggedIn { firmware });
                    self.enter(Stage::OpeningScreen);
                }
                RedirEvent::Channel(event) => self.take(event, &mut news),
            }
        }
        if let Some(channel) = session.channel_mut() {
            self.publish(now, channel, news);
        }
    }

    fn used_input(&mut self, bytes: usize, took: Duration) {
        self.heard(bytes, took);
    }

    fn torn_off(&mut self, error: &io::Error) {
        debug!(%error, "torn off");
        self.reset = true;
    }
}

/// An ordinary VNC server: the channel is all there is.
impl Owner<KvmChannel> for ScreenOwner<'_> {
    async fn next_command(&mut self) -> Option<KvmCommand> {
        self.next().await
    }

    fn observe(&mut self, now: Instant, channel: &mut KvmChannel) {
        let mut news = News::default();
        while let Some(event) = channel.poll_event() {
            self.take(event, &mut news);
        }
        self.publish(now, channel, news);
    }

    fn wants_connection(&self) -> bool {
        self.wants_tls
    }

    fn used_input(&mut self, bytes: usize, took: Duration) {
        self.heard(bytes, took);
    }

    fn torn_off(&mut self, error: &io::Error) {
        debug!(%error, "torn off");
        self.reset = true;
    }
}
