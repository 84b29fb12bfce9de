//! How the picture is sent: colours, compression, halving.

use eframe::egui::Ui;
use eframe::egui::containers::menu::SubMenuButton;

use crate::screen::PixelFormat;
use crate::session::pc::{Deed, PcCommand};
use crate::session::{Decimation, EncodingChoice, PictureMode, PixelChoice, Target};
use crate::ui::language::{t, w};
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
    SubMenuButton::new(w!("kvm-colours")).ui(ui, |ui| {
        colours_ui(ui, session, &mut wanted);
    });
    SubMenuButton::new(w!("kvm-compression")).ui(ui, |ui| {
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
        (PixelChoice::Auto, Some(format)) => {
            t!("kvm-automatic-now", format = name(format).to_string())
        }
        _ => w!("kvm-automatic").to_owned(),
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
            if row
                .on_disabled_hover_text(w!("kvm-only-with-intel-amt"))
                .clicked()
            {
                wanted.pixel = choice;
            }
        });
    }
}

fn compression_ui(ui: &mut Ui, session: &Session, wanted: &mut PictureMode) {
    for (choice, label) in [
        (EncodingChoice::Auto, w!("kvm-automatic")),
        (EncodingChoice::Zlib, w!("kvm-run-lengths-and-zlib")),
        (EncodingChoice::Rle, w!("kvm-run-lengths")),
        (EncodingChoice::Raw, w!("kvm-none")),
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
            (Decimation::Automatic, w!("kvm-halve-large-screens")),
            (Decimation::Always, w!("kvm-always-halve-the-picture")),
            (Decimation::Never, w!("kvm-never-halve-the-picture")),
        ] {
            let row = menu_row(ui, label, "", wanted.decimation == Some(choice));
            if row
                .on_disabled_hover_text(w!("kvm-only-with-intel-amt"))
                .clicked()
            {
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
fn name(format: PixelFormat) -> &'static str {
    match format {
        PixelFormat::Rgb565 => w!("kvm-65-536-colours"),
        PixelFormat::Rgb332 => w!("kvm-256-colours"),
        PixelFormat::Gray8 => w!("kvm-256-greys"),
        PixelFormat::Gray4 => w!("kvm-16-greys"),
        PixelFormat::Rgbx => w!("kvm-all-colours"),
    }
}
