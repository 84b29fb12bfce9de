//! A log on the stage in place of the PC: what plays it, and the bar that steers it.

use std::path::PathBuf;
use std::time::Duration;

use eframe::egui::{Align, Align2, Button, Label, Layout, RichText, Slider, Ui, WidgetInfo, vec2};

use crate::limits;
use crate::terminal::Player;
use crate::ui::language::{t, w};
use crate::ui::page::Around;
use crate::ui::parts;
use crate::ui::theme::{self, Palette, font_size, icon};

/// A log being shown.
#[derive(Debug)]
pub(super) struct Replay {
    path: PathBuf,
    pub(super) player: Player,
    is_running: bool,
    /// How many times faster than it was.
    speed: u32,
    /// When the last frame was drawn, in seconds of egui's clock.
    drawn: Option<f64>,
}

impl Replay {
    /// Begins to play.
    pub(super) const fn new(path: PathBuf, player: Player) -> Self {
        Self {
            path,
            player,
            is_running: true,
            speed: 1,
            drawn: None,
        }
    }

    /// What is played, for people who cannot see it.
    pub(super) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        name.to_string_lossy().into_owned()
    }

    /// Goes on to the moment of this frame; draws as much of the way as one frame may.
    pub(super) fn step(&mut self, ui: &Ui, now: f64) {
        let passed = self.drawn.replace(now).map_or(0.0, |drawn| now - drawn);
        if self.is_running {
            let passed = Duration::try_from_secs_f64(passed).unwrap_or_default();
            let passed = passed.min(LONGEST_FRAME).saturating_mul(self.speed);
            self.player.seek(self.player.position() + passed);
            if self.player.is_at_end() {
                self.is_running = false;
            }
        }
        let is_behind = self.player.catch_up(limits::PLAYBACK_FRAME_BYTES);
        if self.is_running || is_behind {
            ui.ctx().request_repaint();
        }
    }

    /// The bar at the foot of the stage; true to leave.
    pub(super) fn ui(&mut self, ui: &Ui, around: &Around<'_>) -> bool {
        let mut leave = false;
        let id = around.part("serial replay");
        parts::floating(ui, id, Align2::CENTER_BOTTOM, |ui| {
            ui.set_width(WIDTH_PT.min(ui.available_width()));
            ui.horizontal(|ui| {
                self.title_ui(ui);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    leave = parts::button(ui, w!("serial-back-to-the-pc")).clicked();
                });
            });
            ui.horizontal(|ui| self.steer_ui(ui));
        });
        leave
    }

    fn title_ui(&self, ui: &mut Ui) {
        let palette = Palette::of(ui);
        ui.label(theme::glyph(icon::LOG).color(palette.accent));
        let mut text = t!("serial-replay-of", name = self.name());
        for more in [self.player.title(), self.player.mark()]
            .into_iter()
            .flatten()
        {
            text.push_str(" · ");
            text.push_str(more);
        }
        let room = (ui.available_width() - BACK_PT).max(0.0);
        ui.scope(|ui| {
            ui.set_max_width(room);
            let text = RichText::new(text).color(palette.t1);
            ui.add(Label::new(text).truncate());
        });
    }

    fn steer_ui(&mut self, ui: &mut Ui) {
        let (glyph, name) = match self.is_running {
            true => (icon::PAUSE, w!("serial-pause")),
            false => (icon::PLAY, w!("serial-play-on")),
        };
        if parts::icon_button(ui, glyph, name, name).clicked() {
            self.is_running = !self.is_running;
            if self.is_running && self.player.is_at_end() {
                self.player.seek(Duration::ZERO);
            }
        }
        let length = self.player.length().as_secs_f64();
        let mut at = self.player.position().as_secs_f64();
        let text = format!("{} / {}", clock(at), clock(length));
        let text = RichText::new(text).font(theme::mono(font_size::NUMBER));
        ui.label(text);
        ui.spacing_mut().slider_width = (ui.available_width() - SPEED_PT).max(40.0);
        let slider = Slider::new(&mut at, 0.0..=length.max(0.001)).show_value(false);
        let slider = ui.add(slider);
        let moved = slider.changed();
        slider.widget_info(|| WidgetInfo::slider(true, at, w!("serial-place-in-the-log")));
        if moved {
            self.player
                .seek(Duration::try_from_secs_f64(at).unwrap_or_default());
        }
        let name = format!("{}×", self.speed);
        let button = Button::new(name).min_size(vec2(48.0, 0.0));
        let button = ui.add(button).on_hover_text(w!("kvm-speed"));
        if button.accessible_name(w!("kvm-speed")).clicked() {
            let next = SPEEDS.iter().find(|speed| **speed > self.speed);
            self.speed = next.copied().unwrap_or(1);
        }
    }
}

/// `1:02:03`, `2:03`.
fn clock(secs: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a length of time, rounded down"
    )]
    let secs = secs.max(0.0) as u64;
    let (hours, minutes, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
    match hours {
        0 => format!("{minutes}:{secs:02}"),
        _ => format!("{hours}:{minutes:02}:{secs:02}"),
    }
}

/// How fast it can go.
const SPEEDS: [u32; 4] = [1, 4, 16, 64];
/// A window that was hidden does not jump on.
const LONGEST_FRAME: Duration = Duration::from_millis(250);
/// Width of the bar.
const WIDTH_PT: f32 = 640.0;
/// Room for the button that leaves.
const BACK_PT: f32 = 140.0;
/// Room for the speed.
const SPEED_PT: f32 = 64.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_clocks_do() {
        for (secs, text) in [(0.0, "0:00"), (62.9, "1:02"), (3723.0, "1:02:03")] {
            assert_eq!(clock(secs), text);
        }
    }
}
