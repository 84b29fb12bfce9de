//! The bar below a recording: play, place, speed, events.

use std::time::Duration;

use eframe::egui::containers::menu::MenuButton;
use eframe::egui::{Button, Id, Key, Modifiers, RichText, Ui, vec2};

use super::page::PlayerPage;
use super::{track, words};
use crate::session::recording::PlayCommand;
use crate::ui::kvm::recording::clock;
use crate::ui::language::{t, w};
use crate::ui::parts::{self, menu_config, menu_row};
use crate::ui::theme::{self, Palette, font_size, icon, size, space};

impl PlayerPage {
    /// The keys that steer, while nothing else has them.
    pub(super) fn keys(&mut self, ui: &Ui, stage: Id, track: Id) {
        let focused = ui.memory(|memory| memory.focused());
        let is_ours = focused.is_none_or(|id| id == stage || id == track);
        if !is_ours || crate::ui::layers::is_any_open(ui.ctx()) {
            return;
        }
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        let plain = |key| pressed(Modifiers::NONE, key);
        if plain(Key::Space) {
            self.toggle();
        }
        if pressed(Modifiers::SHIFT, Key::ArrowLeft) {
            self.seek(self.at().saturating_sub(FAR));
        } else if plain(Key::ArrowLeft) {
            self.seek(self.at().saturating_sub(NEAR));
        }
        if pressed(Modifiers::SHIFT, Key::ArrowRight) {
            self.seek(self.at() + FAR);
        } else if plain(Key::ArrowRight) {
            self.seek(self.at() + NEAR);
        }
        if plain(Key::Home) {
            self.seek(Duration::ZERO);
        }
        if plain(Key::End) {
            self.seek(self.duration());
        }
        if plain(Key::Period) {
            self.send(PlayCommand::Step);
        }
        if plain(Key::ArrowUp) {
            self.set_speed(SPEEDS.into_iter().find(|speed| *speed > self.speed()));
        }
        if plain(Key::ArrowDown) {
            self.set_speed(SPEEDS.into_iter().rev().find(|speed| *speed < self.speed()));
        }
    }

    /// The bar; to be drawn while a recording is open.
    pub(super) fn steer_ui(&mut self, ui: &mut Ui, track: Id) {
        let Some(contents) = self.contents() else {
            return;
        };
        ui.spacing_mut().item_spacing.x = space::S;
        let (glyph, name) = match self.is_playing() {
            true => (icon::PAUSE, w!("serial-pause")),
            false => (icon::PLAY, w!("serial-play")),
        };
        if parts::icon_button(ui, glyph, name, &format!("{name} ({})", w!("serial-space")))
            .clicked()
        {
            self.toggle();
        }
        let tip = w!("player-next-change-of-the");
        if parts::icon_button(ui, icon::STEP, w!("player-next-change"), tip).clicked() {
            self.send(PlayCommand::Step);
        }
        let text = format!("{} / {}", clock(self.at()), clock(contents.duration));
        let text = RichText::new(text).font(theme::mono(font_size::NUMBER));
        ui.label(text.color(Palette::of(ui).t1));
        let room = ui.available_width() - RIGHT_PT;
        let (_, wanted) = ui
            .allocate_ui(vec2(room, size::control(ui)), |ui| {
                track::track_ui(ui, track, &contents, self.at())
            })
            .inner;
        if let Some(to) = wanted {
            self.seek(to);
        }
        let still = self.skips_still();
        let label = theme::glyph(icon::SKIP);
        let button = Button::selectable(still, label)
            .frame_when_inactive(still)
            .min_size(vec2(size::ICON_BUTTON, 0.0));
        let button = ui.add(button).on_hover_text(w!("player-skip-still-parts"));
        if button
            .accessible_name(w!("player-skip-still-parts"))
            .clicked()
        {
            self.set_skips_still(!still);
        }
        let now = speed_words(self.speed());
        let face = Button::new(now.as_str()).min_size(vec2(SPEED_PT, 0.0));
        let menu = MenuButton::from_button(face).config(menu_config());
        let (button, _) = menu.ui(ui, |ui| {
            for speed in SPEEDS {
                let is_now = speed == self.speed();
                if menu_row(ui, &speed_words(speed), "", is_now).clicked() {
                    self.set_speed(Some(speed));
                }
            }
        });
        let tip = w!("player-speed-arrows-up-and");
        button
            .on_hover_text(tip)
            .accessible_name(t!("player-speed", now = now.to_string()));
        self.events_ui(ui);
    }

    /// What happened, as a list: each a click away.
    fn events_ui(&mut self, ui: &mut Ui) {
        let Some(contents) = self.contents() else {
            return;
        };
        let name = t!("player-events", count = contents.marks.len());
        ui.add_enabled_ui(!contents.marks.is_empty(), |ui| {
            let menu = MenuButton::from_button(parts::icon_face(icon::EVENTS));
            let (button, _) = menu.config(menu_config()).ui(ui, |ui| {
                eframe::egui::ScrollArea::vertical()
                    .max_height(EVENTS_PT)
                    .show(ui, |ui| {
                        for mark in &contents.marks {
                            let text = format!("{} {}", clock(mark.at), words::mark(mark));
                            if menu_row(ui, &text, "", false).clicked() {
                                self.seek(mark.at);
                            }
                        }
                        if contents.more_marks > 0 {
                            ui.label(t!("player-more", count = contents.more_marks));
                        }
                    });
            });
            let tip = w!("player-what-happened");
            let button = button.on_hover_text(tip).accessible_name(name);
            button.on_disabled_hover_text(w!("player-nothing-was-marked-in"));
        });
    }
}

/// `0.5×`, `16×`.
fn speed_words(percent: u32) -> String {
    match percent {
        50 => "0.5×".to_owned(),
        percent => format!("{}×", percent / 100),
    }
}

/// How fast it can go, in percent.
const SPEEDS: [u32; 6] = [50, 100, 200, 400, 800, 1600];
/// How far an arrow goes.
const NEAR: Duration = Duration::from_secs(5);
/// How far it goes with Shift.
const FAR: Duration = Duration::from_secs(60);
/// Room for everything right of the track.
const RIGHT_PT: f32 = 150.0;
/// Width of the speed.
const SPEED_PT: f32 = 48.0;
/// Height of the list of events.
const EVENTS_PT: f32 = 320.0;
