//! What a window does when a PC rings: it says so, flashes the edge of the view, asks for attention
//! when it lies behind others, and sounds.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{Context, Id, Rect, Stroke, StrokeKind, Ui, UserAttentionType, ViewportCommand};

use super::theme::DARK;
use crate::ui::language::w;

/// What sounds a bell and returns at once.
#[derive(Clone)]
pub struct Sound(Arc<dyn Fn() + Send + Sync>);

impl Sound {
    /// A bell that is sounded like this.
    #[must_use]
    pub fn new(sound: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(sound))
    }
}

impl fmt::Debug for Sound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sound")
    }
}

/// Makes `sound` the bell of all views; none is silence.
pub(crate) fn install(ctx: &Context, sound: Option<Sound>) {
    ctx.data_mut(|data| data.insert_temp(Id::NULL, Installed(sound)));
}

/// The bell of all views.
#[derive(Clone)]
struct Installed(Option<Sound>);

/// The bell of one view.
#[derive(Debug, Default)]
pub(crate) struct BellMark {
    /// Until when it is said that it rang.
    until: f64,
    /// When it rang, until the view is drawn.
    rang_at: Option<f64>,
}

impl BellMark {
    /// The PC rings.
    pub(crate) const fn hear(&mut self, now: f64) {
        self.until = now + SAID_SECS;
        self.rang_at = Some(now);
    }

    /// What the status bar says.
    pub(crate) fn figure(&self) -> Option<String> {
        (self.until > 0.0).then(|| w!("player-bell").to_owned())
    }

    /// Sounds, asks for attention and flashes the edge of the view, once for all rings since the
    /// last frame.
    pub(crate) fn show(&mut self, ui: &Ui, view: Rect, now: f64) {
        // What rang long before in a tab that was hidden is only said.
        let rang_at = self.rang_at.take();
        if rang_at.is_some_and(|at| now - at < FRESH_SECS) {
            let installed = ui.ctx().data(|data| data.get_temp::<Installed>(Id::NULL));
            if let Some(Installed(Some(Sound(sound)))) = installed {
                sound();
            }
            if !ui.input(|input| input.focused) {
                let attention = UserAttentionType::Informational;
                let attention = ViewportCommand::RequestUserAttention(attention);
                ui.ctx().send_viewport_cmd(attention);
            }
        }
        let rest = self.until - now;
        if rest <= 0.0 {
            self.until = 0.0;
            return;
        }
        let flash = rest - (SAID_SECS - FLASH_SECS);
        if flash > 0.0 {
            let ring = Stroke::new(FLASH_PT, DARK.t1);
            ui.painter()
                .rect_stroke(view, 0.0, ring, StrokeKind::Inside);
        }
        let next = if flash > 0.0 { flash } else { rest };
        ui.ctx()
            .request_repaint_after(Duration::from_secs_f64(next));
    }
}

/// How long it is said that the bell rang.
const SAID_SECS: f64 = 3.0;

/// How long the edge is bright. It does not blink: a PC that rings without pause must not flicker.
const FLASH_SECS: f64 = 0.25;

const FLASH_PT: f32 = 3.0;

/// How old a ring may be that still sounds.
const FRESH_SECS: f64 = 1.0;
