//! What a person may be waiting for while another program is in front: said by the system, and
//! never a code, an address or what stands on a screen.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use eframe::egui::Context;

use super::app::App;
use super::language::t;
use super::start::Wake;
use super::tabs::{Tab, TabId};
use crate::session::consent::ConsentPhase;

/// Something that has happened to a PC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alert {
    ConsentGiven,
    ConsentRefused,
    /// It has started from the image.
    Started,
    /// It no longer reads the image, or does not get what it reads.
    Stalled,
    NotStarted,
    /// It had started, and the image is gone.
    ImageLost,
    /// The screen is back after its connection was lost.
    Back,
    /// The text that a macro waited for.
    TextSeen,
}

impl Alert {
    /// What consent has come to, once that is settled.
    pub(crate) const fn of_consent(phase: &ConsentPhase) -> Option<Self> {
        match phase {
            ConsentPhase::Given => Some(Self::ConsentGiven),
            ConsentPhase::Failed(_) | ConsentPhase::Refused { .. } => Some(Self::ConsentRefused),
            ConsentPhase::Asking
            | ConsentPhase::PcOff
            | ConsentPhase::CodeWanted { .. }
            | ConsentPhase::NotNeeded
            | ConsentPhase::Cancelled => None,
        }
    }

    fn words(self) -> String {
        match self {
            Self::ConsentGiven => t!("alert-consent-given"),
            Self::ConsentRefused => t!("alert-consent-refused"),
            Self::Started => t!("alert-started"),
            Self::Stalled => t!("alert-stalled"),
            Self::NotStarted => t!("alert-not-started"),
            Self::ImageLost => t!("alert-image-lost"),
            Self::Back => t!("alert-back"),
            Self::TextSeen => t!("alert-text-seen"),
        }
    }
}

/// A notification of the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemNote {
    /// What it is about; it takes the place of an earlier one about the same.
    pub about: u64,
    /// The name of a PC, or of this program.
    pub title: String,
    /// One sentence.
    pub text: String,
}

/// Called when somebody clicks on a notification; may be called on any thread, and more than once.
pub type Clicked = Box<dyn Fn() + Send>;

/// Shows a notification of the system. Must return at once; without a system that shows any,
/// nothing happens.
pub type Notify = Box<dyn Fn(SystemNote, Clicked)>;

/// What was said lately, and what was clicked.
#[derive(Debug)]
pub(crate) struct Alerts {
    /// When, in seconds of egui's clock, and about which tab.
    said: Vec<(f64, TabId, Alert)>,
    clicks: Receiver<Option<TabId>>,
    clicked: SyncSender<Option<TabId>>,
}

impl Default for Alerts {
    fn default() -> Self {
        let (clicked, clicks) = sync_channel(CLICKS);
        Self {
            said: Vec::new(),
            clicks,
            clicked,
        }
    }
}

impl Alerts {
    /// Says it, unless it was just said; what comes in a flood is said in one sentence.
    ///
    /// * `name`: what the person calls the PC.
    pub(crate) fn say(
        &mut self,
        notify: &Notify,
        wake: &Wake,
        now: f64,
        (id, name, alert): (TabId, Option<&str>, Alert),
    ) {
        self.said.retain(|(at, ..)| now - at < FLOOD_SECS);
        let is_news = !self
            .said
            .iter()
            .any(|(_, of, what)| (*of, *what) == (id, alert));
        if !is_news || self.said.len() >= REMEMBERED {
            return;
        }
        self.said.push((now, id, alert));
        let mut tabs: Vec<_> = self.said.iter().map(|(_, tab, _)| *tab).collect();
        tabs.sort_unstable();
        tabs.dedup();
        let (about, title, text, leads_to) = if tabs.len() > AT_ONCE {
            let title = "Outband".to_owned();
            (ALL, title, t!("alert-many", pcs = tabs.len()), None)
        } else {
            let name = name.filter(|name| name.parse::<IpAddr>().is_err());
            let title = name.map_or_else(|| t!("alert-a-pc"), str::to_owned);
            (id.number(), title, alert.words(), Some(id))
        };
        let (clicked, wake) = (self.clicked.clone(), Arc::clone(wake));
        let click = Box::new(move || {
            // Who clicks so often that the window does not keep up gets there all the same.
            clicked.try_send(leads_to).ok();
            wake();
        });
        notify(SystemNote { about, title, text }, click);
    }
}

impl App {
    /// Says what sessions have come to, if no window is in front.
    pub(super) fn hear_alerts(&mut self, ctx: &Context, now: f64, alerts: Vec<(TabId, Alert)>) {
        while let Ok(tab) = self.alerts.clicks.try_recv() {
            let tab = tab.filter(|id| self.tabs.get(*id).is_some());
            if let Some(id) = tab {
                self.tabs.activate(id);
            }
            self.come_forward(ctx, tab);
        }
        let Some(notify) = &self.options.notify else {
            return;
        };
        if !self.settings.notifications || is_in_front(ctx) {
            return;
        }
        if self
            .tabs
            .sessions_mut()
            .any(|(_, session)| session.is_watched())
        {
            // Also while the window is hidden and nothing moves in it.
            ctx.request_repaint_after(WATCH);
        }
        for (id, alert) in alerts {
            let session = self.tabs.get(id).and_then(Tab::session);
            let name = session.and_then(|session| session.opening().name.as_deref());
            self.alerts.say(notify, &self.wake, now, (id, name, alert));
        }
    }
}

/// Somebody works with a window of this program.
fn is_in_front(ctx: &Context) -> bool {
    ctx.input(|input| {
        let mut windows = input.raw.viewports.values();
        input.focused || windows.any(|window| window.focused == Some(true))
    })
}

/// How often it is looked for what no task reports.
const WATCH: Duration = Duration::from_secs(5);

/// The notification about everything.
const ALL: u64 = u64::MAX;

/// PCs that are told one by one within [`FLOOD_SECS`]; more are a flood.
const AT_ONCE: usize = 3;

const FLOOD_SECS: f64 = 10.0;

/// Most that is remembered of a flood, and told of it.
const REMEMBERED: usize = 200;

/// Clicks that may wait for the window.
const CLICKS: usize = 8;
