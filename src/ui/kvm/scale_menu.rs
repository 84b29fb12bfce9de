//! How large the picture is, and how its pixels are mixed.

use eframe::egui::containers::menu::{MenuButton, SubMenuButton};
use eframe::egui::{Button, Color32, RichText, Ui};

use crate::gpu::Sampling;
use crate::screen::Scale;
use crate::ui::action::Action;
use crate::ui::language::{t, w};
use crate::ui::parts::{menu_config, menu_row};
use crate::ui::session::Session;
use crate::ui::theme::{self, font_size, icon};

/// The button that says how large the picture is, with its menu.
pub(super) fn menu_ui(ui: &mut Ui, session: &mut Session) {
    let label = name(session.view.scale);
    // Longer words of other languages give way before a button does.
    let font = theme::text(font_size::BODY);
    let words = ui
        .painter()
        .layout_no_wrap(label.clone(), font, Color32::WHITE);
    let button = if ui.available_width() - words.size().x >= REST_PT {
        Button::new((
            theme::glyph(icon::FIT),
            RichText::new(&label),
            theme::glyph(icon::MENU),
        ))
    } else {
        Button::new((theme::glyph(icon::FIT), theme::glyph(icon::MENU)))
    };
    let button = button.frame_when_inactive(false);
    let menu = MenuButton::from_button(button).config(menu_config());
    let (button, _) = menu.ui(ui, |ui| {
        for scale in SCALES {
            let selected = session.view.scale == scale;
            if menu_row(ui, &long_name(scale), "", selected).clicked() {
                session.view.scale = scale;
            }
        }
        ui.separator();
        SubMenuButton::new(w!("kvm-filter")).ui(ui, |ui| {
            for (sampling, label, hint) in filters() {
                let selected = session.sampling == sampling;
                let row = menu_row(ui, label, "", selected).on_hover_text(hint);
                if row.clicked() {
                    session.sampling = sampling;
                }
            }
        });
    });
    button
        .on_hover_text(w!("kvm-scale-or-ctrl-with"))
        .accessible_name(t!("kvm-scale-5", label = label.to_string()));
}

/// Room for what stands right of the button at least, and the button without words.
const REST_PT: f32 = 190.0;

/// What the button calls a scale: short, because labels come and go with the room there is.
pub(super) fn name(scale: Scale) -> String {
    match scale {
        Scale::Fit => Action::Fit.row().label(),
        Scale::Width => w!("kvm-width").to_owned(),
        Scale::Whole => w!("kvm-whole").to_owned(),
        Scale::Factor(factor) => format!("{:.0} %", factor * 100.0),
    }
}

/// What the menu calls it.
fn long_name(scale: Scale) -> String {
    match scale {
        Scale::Width => Action::FitWidth.row().label(),
        Scale::Whole => Action::WholeSteps.row().label(),
        Scale::Fit | Scale::Factor(_) => name(scale),
    }
}

/// What the menu offers.
const SCALES: [Scale; 6] = [
    Scale::Fit,
    Scale::Factor(1.0),
    Scale::Factor(2.0),
    Scale::Factor(3.0),
    Scale::Whole,
    Scale::Width,
];

/// The filters, and when they are of use.
pub(super) fn filters() -> [(Sampling, &'static str, &'static str); 4] {
    [
        (
            Sampling::Automatic,
            w!("kvm-automatic"),
            w!("kvm-exact-at-whole-scales"),
        ),
        (
            Sampling::Nearest,
            w!("kvm-exact-pixels"),
            w!("kvm-the-nearest-pixel-never"),
        ),
        (
            Sampling::Area,
            w!("kvm-sharp"),
            w!("kvm-every-pixel-by-the"),
        ),
        (
            Sampling::Bilinear,
            w!("kvm-smooth"),
            w!("kvm-between-the-four-nearest"),
        ),
    ]
}
