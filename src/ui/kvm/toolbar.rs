//! The bar above the picture.

use eframe::egui::containers::menu::MenuButton;
use eframe::egui::{Align, Button, Layout, Response, RichText, Ui, vec2};

use crate::ui::action::Action;
use crate::ui::kvm::{displays, keys_menu, paste, picture_menu, scale_menu, text};
use crate::ui::language::w;
use crate::ui::pane::Scene;
use crate::ui::parts::{action_button, action_row, icon_face, menu_column, menu_config};
use crate::ui::session::Session;
use crate::ui::theme::{self, Palette, icon, size, space};

/// What there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Room {
    /// What a session cannot do without; the rest stands in the menu at the end.
    Little,
    /// Every button as an icon.
    Icons,
    /// The first ones with their labels.
    Some,
    /// Every button with its label, unless everybody knows its icon.
    Plenty,
}

impl Room {
    const fn of(width: f32) -> Self {
        match width {
            LABELS_PT.. => Self::Plenty,
            FIRST_LABELS_PT.. => Self::Some,
            ICONS_PT.. => Self::Icons,
            _ => Self::Little,
        }
    }
}

/// Room for every button with its label.
const LABELS_PT: f32 = 1120.0;
/// Room for every button, the first ones with their labels.
const FIRST_LABELS_PT: f32 = 940.0;
/// Room for every button as an icon.
const ICONS_PT: f32 = 800.0;

/// Draws the bar; returns what was asked for. Chords go to the PC at once.
///
/// Where there is little room labels go first, then buttons into the menu at the end; what a
/// session cannot do without never goes.
pub(crate) fn toolbar_ui(ui: &mut Ui, session: &mut Session, scene: Scene<'_>) -> Vec<Action> {
    let mut actions = Vec::new();
    let room = Room::of(ui.available_width());
    let (first, all) = (room >= Room::Some, room >= Room::Plenty);
    let touches = session.takes_input();

    ui.spacing_mut().item_spacing.x = space::XS;
    ui.add_enabled_ui(touches, |ui| {
        let row = Action::CtrlAltDel.row();
        let button = Button::new(row.label());
        let tip = row.tooltip(ui.ctx());
        let button = ui.add(button).on_hover_text(tip);
        press(&mut actions, button, Action::CtrlAltDel);
        keys_menu::menu_ui(ui, session, first);
        keys_menu::held_ui(ui, session);
        let button = action_button(ui, Action::PasteAsTyping, icon::PASTE, first);
        if button.clicked() {
            session.paste.toggle();
        }
        paste::popover_ui(&button, session);
    });
    ui.add_enabled_ui(session.picture.is_some(), |ui| {
        let button = action_button(ui, Action::ScreenText, icon::FIND, first);
        if button.clicked() {
            text::toggle(session);
        }
        text::popover_ui(&button, session);
    });
    if room > Room::Little {
        let button = action_button(ui, Action::Macros, icon::MACROS, all);
        press(&mut actions, button, Action::Macros);
    }
    separator(ui);
    scale_menu::menu_ui(ui, session);
    if room > Room::Little {
        picture_ui(ui, session, scene, all, &mut actions);
        displays::menu_ui(ui, session, first);
    }
    separator(ui);
    ui.add_enabled_ui(session.is_live(), |ui| {
        let release = action_button(ui, Action::ReleaseKeys, icon::RELEASE, all);
        press(&mut actions, release, Action::ReleaseKeys);
    });
    if room > Room::Little {
        keys_ui(ui, session, scene, &mut actions);
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let full = action_button(ui, Action::FullScreen, icon::FULL_SCREEN, false);
        press(&mut actions, full, Action::FullScreen);
        let more = MenuButton::from_button(icon_face(icon::MORE)).config(menu_config());
        let (button, _) = more.ui(ui, |ui| {
            menu_column(ui, |ui| {
                more_ui(ui, session, scene, room, &mut actions);
            });
        });
        button
            .on_hover_text(w!("kvm-more"))
            .accessible_name(w!("kvm-more"));
    });
    actions
}

/// What is done with the picture.
fn picture_ui(
    ui: &mut Ui,
    session: &Session,
    scene: Scene<'_>,
    labelled: bool,
    actions: &mut Vec<Action>,
) {
    ui.add_enabled_ui(session.picture.is_some(), |ui| {
        let rotate = action_button(ui, Action::Rotate, icon::ROTATE, labelled);
        press(actions, rotate, Action::Rotate);
        if scene.can_save {
            let shot = action_button(ui, Action::Screenshot, icon::SCREENSHOT, labelled);
            press(actions, shot, Action::Screenshot);
        }
    });
    if scene.can_record {
        let is_on = session.recording.is_on();
        ui.add_enabled_ui(session.is_live() || is_on, |ui| {
            let glyph = if is_on { icon::STOP } else { icon::RECORD };
            let glyph = theme::glyph(glyph).color(Palette::of(ui).rec);
            let button = toggle(ui, Action::Record, glyph, is_on);
            press(actions, button, Action::Record);
        });
    }
}

/// Where keys and pointer go.
fn keys_ui(ui: &mut Ui, session: &Session, scene: Scene<'_>, actions: &mut Vec<Action>) {
    let (view_only, grabs) = (session.view_only, session.grabs);
    ui.add_enabled_ui(session.is_live() || view_only, |ui| {
        let button = toggle(
            ui,
            Action::ViewOnly,
            theme::glyph(icon::VIEW_ONLY),
            view_only,
        );
        press(actions, button, Action::ViewOnly);
    });
    let can_grab = session.takes_input() && scene.grab.is_ok();
    ui.add_enabled_ui(can_grab, |ui| {
        let button = toggle(ui, Action::Grab, theme::glyph(icon::GRAB), grabs);
        let why = scene.grab.err().unwrap_or(w!("kvm-there-is-no-picture-to"));
        press(actions, button.on_disabled_hover_text(why), Action::Grab);
    });
}

/// The menu of everything else, and of what found no room.
fn more_ui(
    ui: &mut Ui,
    session: &mut Session,
    scene: Scene<'_>,
    room: Room,
    actions: &mut Vec<Action>,
) {
    let (live, has_picture) = (session.is_live(), session.picture.is_some());
    ui.add_enabled_ui(live, |ui| picture_menu::menu_ui(ui, session));
    ui.separator();
    let mut row = |ui: &mut Ui, action, is_on, enabled| {
        let row = ui.add_enabled_ui(enabled, |ui| action_row(ui, action, is_on));
        press(actions, row.inner.clone(), action);
        row.inner
    };
    if room == Room::Little {
        row(ui, Action::Macros, false, true);
        row(ui, Action::Rotate, false, has_picture);
        if scene.can_save {
            row(ui, Action::Screenshot, false, has_picture);
        }
        if scene.can_record {
            let is_on = session.recording.is_on();
            row(ui, Action::Record, is_on, live || is_on);
        }
        let view_only = session.view_only;
        row(ui, Action::ViewOnly, view_only, live || view_only);
        let can_grab = session.takes_input() && scene.grab.is_ok();
        let grab = row(ui, Action::Grab, session.grabs, can_grab);
        grab.on_disabled_hover_text(scene.grab.err().unwrap_or_default());
    }
    let (can_switch, why) = displays::can_switch(session);
    let next = row(ui, Action::NextDisplay, false, can_switch);
    next.on_disabled_hover_text(why);
    ui.separator();
    row(ui, Action::CopyScreen, false, has_picture);
    row(ui, Action::Figures, session.shows_figures, has_picture);
    row(ui, Action::OwnWindow, false, true);
    row(ui, Action::PlayRecording, false, true);
    ui.separator();
    row(ui, Action::Refresh, false, live);
    row(ui, Action::Disconnect, false, live);
    if !live {
        row(ui, Action::Reconnect, false, true);
    }
}

/// Takes an action if its button was clicked.
fn press(actions: &mut Vec<Action>, response: Response, action: Action) {
    if response.clicked() {
        actions.push(action);
    }
}

/// A button that stays pressed while what it stands for is so.
fn toggle(ui: &mut Ui, action: Action, glyph: RichText, is_on: bool) -> Response {
    let row = action.row();
    let button = Button::selectable(is_on, glyph)
        .frame_when_inactive(is_on)
        .min_size(vec2(size::ICON_BUTTON, 0.0));
    let tip = row.tooltip(ui.ctx());
    ui.add(button)
        .on_hover_text(tip)
        .accessible_name(row.label())
}

/// A gap between groups of buttons.
fn separator(ui: &mut Ui) {
    ui.add_space(space::XS);
    ui.add(
        eframe::egui::Separator::default()
            .vertical()
            .spacing(1.0)
            .shrink(6.0),
    );
    ui.add_space(space::XS);
}
