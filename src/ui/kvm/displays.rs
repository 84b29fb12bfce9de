//! The displays of a PC: which there are, which is shown, and another one.

use eframe::egui::containers::menu::MenuButton;
use eframe::egui::{Button, Ui};

use crate::session::flow::Screen;
use crate::session::flow::displays::Displays;
use crate::session::pc::{Deed, PcCommand};
use crate::ui::action::Action;
use crate::ui::language::{t, w};
use crate::ui::parts::{action_row, icon_face, menu_config, menu_row};
use crate::ui::session::Session;
use crate::ui::theme::{self, icon};

/// The menu, where the PC has something to choose from.
pub(super) fn menu_ui(ui: &mut Ui, session: &Session, labelled: bool) {
    let Some(displays) = displays(session).filter(|displays| displays.active.len() > 1) else {
        return;
    };
    let shown = shown(displays);
    let label = t!("kvm-display", number = number(shown).to_string());
    let button = if labelled {
        let menu = theme::glyph(icon::MENU);
        Button::new((theme::glyph(icon::DISPLAYS), label.as_str(), menu)).frame_when_inactive(false)
    } else {
        icon_face(icon::DISPLAYS)
    };
    ui.add_enabled_ui(session.is_live(), |ui| {
        let menu = MenuButton::from_button(button).config(menu_config());
        let (button, _) = menu.ui(ui, |ui| rows_ui(ui, session, displays, shown));
        button
            .on_hover_text(w!("kvm-the-display-of-the"))
            .accessible_name(&label);
    });
}

fn rows_ui(ui: &mut Ui, session: &Session, displays: &Displays, shown: u8) {
    for screen in &displays.active {
        let (label, size) = words(displays, screen);
        let row = menu_row(ui, &label, &size, screen.index == shown);
        if row.clicked() && screen.index != shown {
            session.tell_pc(PcCommand::Do(Deed::ShowDisplay(screen.index)));
        }
    }
    ui.separator();
    if action_row(ui, Action::NextDisplay, false).clicked()
        && let Some(next) = displays.next()
    {
        session.tell_pc(PcCommand::Do(Deed::ShowDisplay(next)));
    }
    if menu_row(ui, w!("kvm-look-for-displays"), "", false).clicked() {
        session.tell_pc(PcCommand::Do(Deed::ReadDisplays));
    }
}

/// What a row says: which display, and its columns and rows.
fn words(displays: &Displays, screen: &Screen) -> (String, String) {
    let mut label = t!("kvm-display", number = number(screen.index).to_string());
    if displays.primary == Some(screen.index) {
        label.push_str(w!("kvm-the-first-of-its"));
    }
    (label, format!("{} × {}", screen.width, screen.height))
}

/// Another display can be shown, or why not.
pub(super) fn can_switch(session: &Session) -> (bool, &'static str) {
    match displays(session) {
        _ if !session.is_live() => (false, w!("kvm-there-is-no-picture")),
        None => (false, w!("kvm-this-pc-does-not")),
        Some(displays) => match displays.next() {
            Some(_) => (true, ""),
            None => (false, w!("kvm-this-pc-has-one")),
        },
    }
}

fn displays(session: &Session) -> Option<&Displays> {
    session.pc.as_ref()?.displays_now.as_ref()
}

/// The number of the display that is shown, as the PC counts.
fn shown(displays: &Displays) -> u8 {
    displays.shown.or(displays.primary).unwrap_or(0)
}

/// As people count.
fn number(index: u8) -> u16 {
    u16::from(index) + 1
}
