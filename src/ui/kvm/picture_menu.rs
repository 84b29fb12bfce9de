//! How the picture is sent: colours, compression, halving.

use eframe::egui::Ui;
use eframe::egui::containers::menu::SubMenuButton;

use crate::screen::PixelFormat;
use crate::session::pc::{Deed, PcCommand};
use crate::session::{Decimation, EncodingChoice, PictureMode, PixelChoice, Target};
use crate::ui::language::t;
use crate::ui::parts::menu_row;
use crate::ui::session::Session;

/// First release that sends greys and halves its picture when told to.
///
/// Source: `docs/protocol/redirection.md` § 5.4, § 5.10 (spec).
const FIRST_WITH_SWITCHES: u8 = 16;

/// The two submenus about the picture. A choice acts at once and holds until the tab is closed.
pub(super) fn menu_ui(ui: &mut Ui, session: &mut Session) {
    let mode = session.mode;
    let mut wanted = mode;
    SubMenuButton::new("Colours").ui(ui, |ui| {
        colours_ui(ui, session, &mut wanted);
    });
    SubMenuButton::new("Compression").ui(ui, |ui| {
        compression_ui(ui, session, &mut wanted);
    });
    if wanted != mode {
        session.set_mode(wanted);
    }
    unasked_ui(ui, session);
}

/// Back-to-back mode, where WS-Management tells of it. The PC forgets it when the session ends.
fn unasked_ui(ui: &mut Ui, session: &Session) {
    let pc = session.pc.as_ref();
    let Some(displays) = pc.and_then(|pc| pc.displays_now.as_ref()) else {
        return;
    };
    let is_on = displays.back_to_back;
    let row = menu_row(ui, &t!("picture-unasked"), "", is_on);
    if row.on_hover_text(t!("picture-unasked-about")).clicked() {
        session.tell_pc(PcCommand::Do(Deed::BackToBack(!is_on)));
    }
}

fn colours_ui(ui: &mut Ui, session: &Session, wanted: &mut PictureMode) {
    let automatic = match (wanted.pixel, session.facts.format) {
        (PixelChoice::Auto, Some(format)) => format!("Automatic, now {}", name(format)),
        _ => "Automatic".to_owned(),
    };
    if menu_row(ui, &automatic, "", wanted.pixel == PixelChoice::Auto).clicked() {
        wanted.pixel = PixelChoice::Auto;
    }
    ui.separator();
    for choice in [
        PixelChoice::Rgb565,
        PixelChoice::Rgb332,
        PixelChoice::Gray8,
        PixelChoice::Gray4,
    ] {
        let enabled = !choice.is_grey() || knows_switches(session);
        let label = choice.format().map_or("", name);
        ui.add_enabled_ui(enabled, |ui| {
            let row = menu_row(ui, label, "", wanted.pixel == choice);
            if row.on_disabled_hover_text(NEWER_ONLY).clicked() {
                wanted.pixel = choice;
            }
        });
    }
}

fn compression_ui(ui: &mut Ui, session: &Session, wanted: &mut PictureMode) {
    for (choice, label) in [
        (EncodingChoice::Auto, "Automatic"),
        (EncodingChoice::Zlib, "Run lengths and zlib"),
        (EncodingChoice::Rle, "Run lengths"),
        (EncodingChoice::Raw, "None"),
    ] {
        if menu_row(ui, label, "", wanted.encoding == choice).clicked() {
            wanted.encoding = choice;
        }
    }
    if matches!(session.target(), Target::Vnc { .. }) {
        return;
    }
    ui.separator();
    ui.add_enabled_ui(knows_switches(session), |ui| {
        for (choice, label) in [
            (Decimation::Automatic, "Halve large screens"),
            (Decimation::Always, "Always halve the picture"),
            (Decimation::Never, "Never halve the picture"),
        ] {
            let row = menu_row(ui, label, "", wanted.decimation == Some(choice));
            if row.on_disabled_hover_text(NEWER_ONLY).clicked() {
                wanted.decimation = Some(choice);
            }
        }
    });
}

fn knows_switches(session: &Session) -> bool {
    let release = session.facts.firmware;
    release.is_some_and(|release| release.major >= FIRST_WITH_SWITCHES)
}

/// What a person calls a format.
const fn name(format: PixelFormat) -> &'static str {
    match format {
        PixelFormat::Rgb565 => "65 536 colours",
        PixelFormat::Rgb332 => "256 colours",
        PixelFormat::Gray8 => "256 greys",
        PixelFormat::Gray4 => "16 greys",
        PixelFormat::Rgbx => "all colours",
    }
}

/// Why a row cannot be chosen.
const NEWER_ONLY: &str = "Only with Intel AMT 16 and later";
