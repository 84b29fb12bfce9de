//! The line below a session: how it goes, and where the keys go.

use std::time::Duration;

use eframe::egui::{Align, Button, Label, Layout, RichText, Sense, Ui, vec2};

use super::action::Action;
use super::language::{t, w};
use super::page::Page;
use super::pane::Scene;
use super::release_key;
use super::said::{decimal, said};
use super::session::Session;
use super::theme::{self, Palette, font_size, icon, size, space};
use crate::screen::PixelFormat;

/// Draws the status bar: figures, where the keys go, and the way to what was said before.
pub(crate) fn status_ui(ui: &mut Ui, session: &Session, scene: Scene<'_>) -> Option<Action> {
    let mut asked = None;
    let palette = Palette::of(ui);
    ui.spacing_mut().item_spacing.x = space::L;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if scene.has_notes {
            asked = notes_ui(ui);
        }
        let rest = session
            .freed
            .map_or(0.0, |freed| freed + FREED_SECS - scene.now);
        let freed = !session.has_keys && rest > 0.0;
        if freed {
            ui.ctx()
                .request_repaint_after(Duration::from_secs_f64(rest));
        }
        // Where the screen stands beside the view and has the keys, the view's note is not true.
        let view = session
            .views
            .get(&session.page)
            .filter(|_| !session.has_keys);
        let (text, color) = if session.asks() {
            (String::new(), palette.t3)
        } else if let Some(note) = view.and_then(|view| view.keys_note()) {
            (note, palette.t3)
        } else if session.has_keys && session.grabs {
            (
                t!("status-all-keys", release = release_key::name()),
                palette.accent,
            )
        } else if session.takes_keys() {
            (
                t!("status-keys", release = release_key::name()),
                palette.accent,
            )
        } else if session.page == Page::Screen && session.is_live() && session.view_only {
            (t!("status-view-only"), palette.t2)
        } else if freed {
            (t!("status-freed"), palette.t2)
        } else if session.page == Page::Screen && session.is_live() && !session.focus.is_here() {
            (
                t!("status-click", release = release_key::name()),
                palette.t3,
            )
        } else {
            (String::new(), palette.t3)
        };
        if !text.is_empty() {
            let text = RichText::new(text).size(font_size::CAPTION).color(color);
            let label = ui.add(Label::new(text).sense(Sense::hover()));
            ui.ctx().accesskit_node_builder(label.id, |node| {
                node.set_live(eframe::egui::accesskit::Live::Assertive);
            });
        }
        if session.is_live() && session.has_consent() {
            let text = RichText::new(t!("status-seen")).size(font_size::CAPTION);
            ui.label(text.color(palette.consent));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            figures_ui(ui, session)
        });
    });
    asked
}

/// The bell behind which the notices of before are.
fn notes_ui(ui: &mut Ui) -> Option<Action> {
    let row = Action::Notices.row();
    let glyph = theme::glyph(icon::NOTES).size(font_size::BODY);
    let glyph = glyph.color(Palette::of(ui).t3);
    let button = Button::new(glyph)
        .frame_when_inactive(false)
        .min_size(vec2(size::ICON_BUTTON, size::STATUS));
    let tip = row.tooltip(ui.ctx());
    let button = ui.add(button).on_hover_text(tip);
    let button = button.accessible_name(row.label());
    button.clicked().then_some(Action::Notices)
}

fn figures_ui(ui: &mut Ui, session: &Session) {
    let palette = Palette::of(ui);
    let rates = &session.rates;
    let mut figures = Vec::new();
    if let Some(view) = session.views.get(&session.page) {
        figures = view.figures();
    } else if session.page != Page::Screen || !session.is_live() {
        return;
    } else {
        figures.extend(session.bell.figure());
    }
    if session.page == Page::Screen && rates.is_known() {
        if let Some(ms) = rates.round_trip_ms {
            figures.push(format!("{ms:>4.0} ms"));
        }
        let count = format!("{:>3.0}", rates.frames_per_sec);
        let n = rates.frames_per_sec.round();
        figures.push(t!("status-frames", count = count, n = n));
        figures.push(rate(rates.bytes_per_sec));
    }
    if session.page == Page::Screen
        && let Some(format) = session.facts.format
    {
        figures.push(depth(format).to_owned());
    }
    for figure in figures {
        let font = theme::mono(font_size::CAPTION);
        let galley = ui.painter().layout_no_wrap(figure, font, palette.t3);
        // Where there is little room the last figures go, not the word on the keys.
        if galley.size().x > ui.available_width() {
            break;
        }
        ui.label(galley);
    }
}

/// Bytes for each second, always as wide.
fn rate(bytes_per_sec: f32) -> String {
    if bytes_per_sec >= 1e6 {
        let number = format!("{:>5.1}", bytes_per_sec / 1e6);
        format!("{} {}/s", decimal(&number), said("MB"))
    } else {
        format!("{:>5.0} {}/s", bytes_per_sec / 1e3, said("kB"))
    }
}

fn depth(format: PixelFormat) -> &'static str {
    match format {
        PixelFormat::Rgb565 => w!("kvm-16-bit"),
        PixelFormat::Rgb332 => w!("kvm-8-bit"),
        PixelFormat::Gray8 => w!("kvm-8-bit-grey"),
        PixelFormat::Gray4 => w!("kvm-4-bit-grey"),
        PixelFormat::Rgbx => w!("kvm-32-bit"),
    }
}

/// A bar of its own height with its content in the middle.
pub(crate) fn bar_ui<R>(ui: &mut Ui, height: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        add(ui)
    })
    .inner
}

/// How long the status bar says that the keys came back.
const FREED_SECS: f64 = 4.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_keep_their_width_and_their_unit_apart() {
        assert_eq!(rate(0.0), "    0 kB/s");
        assert_eq!(rate(18_400.0), "   18 kB/s");
        assert_eq!(rate(1_240_000.0), "  1.2 MB/s");
        assert_eq!(rate(112_000_000.0), "112.0 MB/s");
    }
}
