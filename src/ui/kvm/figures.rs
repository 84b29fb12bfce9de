//! How the screen goes, in figures, over its left lower corner.

use eframe::egui::{Align, Align2, Layout, RichText, Ui};

use super::scale_menu::{self, filters};
use crate::ui::language::{t, w};
use crate::ui::parts;
use crate::ui::rates::Rates;
use crate::ui::said::decimal;
use crate::ui::session::Session;
use crate::ui::tabs::TabId;
use crate::ui::theme::{self, Palette, font_size, icon, space};

/// Draws the card, if it is wanted. Figures that are not known stay out.
pub(crate) fn figures_ui(ui: &Ui, id: TabId, session: &mut Session) {
    if !session.shows_figures || session.picture.is_none() {
        return;
    }
    let rows = rows(session);
    let is_closed = parts::floating(ui, id.part("figures"), Align2::LEFT_BOTTOM, |ui| {
        ui.set_width(WIDTH_PT.min(ui.available_width()));
        ui.spacing_mut().item_spacing.y = space::XS;
        let mark = (icon::DEVICE, Palette::of(ui).accent);
        let is_closed = parts::panel_head(
            ui,
            mark,
            w!("kvm-figures"),
            (w!("kvm-hide-figures"), w!("kvm-hide")),
        );
        for (name, value) in rows {
            row_ui(ui, name, &value);
        }
        is_closed
    });
    if is_closed {
        session.shows_figures = false;
    }
}

fn row_ui(ui: &mut Ui, name: &str, value: &str) {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        ui.label(RichText::new(name).color(palette.t3));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let font = theme::mono(font_size::NUMBER);
            ui.label(RichText::new(value).font(font).color(palette.t1));
        });
    });
}

/// Names and values from top to bottom.
fn rows(session: &Session) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    let size = session.picture.as_ref().and_then(|picture| {
        let mailbox = &picture.mailbox;
        mailbox.look(|p| (p.framebuffer.width(), p.framebuffer.height()))
    });
    if let Some((width, height)) = size {
        rows.push((w!("kvm-picture"), format!("{width} × {height}")));
    }
    rows.push((w!("kvm-scale"), scale_menu::name(session.view.scale)));
    let filter = filters()
        .into_iter()
        .find(|(sampling, ..)| *sampling == session.sampling);
    if let Some((_, label, _)) = filter {
        rows.push((w!("kvm-filter"), (*label).to_owned()));
    }
    rows.extend(of_rates(&session.rates));
    rows
}

/// The figures of the line and the decoder.
fn of_rates(rates: &Rates) -> Vec<(&'static str, String)> {
    if !rates.is_known() {
        return Vec::new();
    }
    let mut rows = vec![
        (
            w!("kvm-frames"),
            decimal(&format!("{:.1} /s", rates.frames_per_sec)),
        ),
        (
            w!("kvm-received"),
            format!("{:.0} kbit/s", rates.bytes_per_sec * 8.0 / 1000.0),
        ),
        (
            w!("kvm-changed"),
            t!(
                "kvm-areas",
                rate = decimal(&format!("{:.1}", rates.rects_per_sec)),
                n = rates.rects_per_sec
            ),
        ),
    ];
    if let Some(ms) = rates.decoding_ms {
        rows.push((
            w!("kvm-decoding"),
            t!("kvm-per-frame", ms = decimal(&format!("{ms:.2}"))),
        ));
    }
    if let Some(ms) = rates.round_trip_ms {
        rows.push((w!("kvm-round-trip"), format!("{ms:.0} ms")));
    }
    rows
}

/// Width of the card's inside.
const WIDTH_PT: f32 = 204.0;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::session::Stats;

    #[test]
    fn figures_are_those_of_the_last_second() {
        let mut rates = Rates::default();
        assert_eq!(of_rates(&rates), []);
        let stats = |n: u64| Stats {
            bytes_received: n * 125_000,
            updates: n * 24,
            rects: n * 60,
            decoding: Duration::from_millis(n * 12),
            round_trip: Some(Duration::from_millis(18)),
        };
        rates.take(10.0, stats(1));
        rates.take(11.0, stats(2));
        let rows = of_rates(&rates);
        let values: Vec<&str> = rows.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(
            values,
            [
                "24.0 /s",
                "1000 kbit/s",
                "60.0 areas/s",
                "0.50 ms/frame",
                "18 ms"
            ]
        );
        rates.age(20.0);
        let still = of_rates(&rates);
        assert_eq!(still[0].1, "0.0 /s", "a still screen has no frames");
        assert!(still.iter().all(|(name, _)| *name != "Decoding"));
    }
}
