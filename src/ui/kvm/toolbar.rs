//! The bar above the picture.

use eframe::egui::containers::menu::{MenuButton, SubMenuButton};
use eframe::egui::{Align, Button, Layout, Ui, vec2};

use crate::proto::kvm::keysym::{Keysym, WindowsKeys};
use crate::ui::action::Action;
use crate::ui::kvm::{paste, picture_menu, scale_menu, text};
use crate::ui::pane::Scene;
use crate::ui::parts::{action_button, action_row, menu_config, menu_row};
use crate::ui::session::Session;
use crate::ui::theme::{self, icon, size, space};

/// Room for every button with its label.
const LABELS_PT: f32 = 970.0;
/// Room for every button as an icon.
const ICONS_PT: f32 = 700.0;

/// Draws the bar; returns what was asked for. Chords go to the PC at once.
///
/// Where there is little room labels go first, then buttons into the menu at the end; what a
/// session cannot do without never goes.
pub(crate) fn toolbar_ui(ui: &mut Ui, session: &mut Session, scene: Scene<'_>) -> Vec<Action> {
    let can_save = scene.can_save;
    let mut actions = Vec::new();
    let room = ui.available_width();
    let labelled = room >= LABELS_PT;
    let complete = room >= ICONS_PT;
    let live = session.is_live();
    let touches = session.takes_input();
    let mut press = |response: eframe::egui::Response, action| {
        if response.clicked() {
            actions.push(action);
        }
    };

    ui.spacing_mut().item_spacing.x = space::XS;
    ui.add_enabled_ui(touches, |ui| {
        let row = Action::CtrlAltDel.row();
        let button = Button::new(row.label()).min_size(vec2(0.0, size::CONTROL));
        let tip = row.tooltip(ui.ctx());
        press(ui.add(button).on_hover_text(tip), Action::CtrlAltDel);
        keys_menu(ui, session, labelled);
        let button = action_button(ui, Action::PasteAsTyping, icon::PASTE, labelled);
        if button.clicked() {
            session.paste.toggle();
        }
        paste::popover_ui(&button, session);
    });
    ui.add_enabled_ui(session.picture.is_some(), |ui| {
        let button = action_button(ui, Action::ScreenText, icon::FIND, labelled);
        if button.clicked() {
            text::toggle(session);
        }
        text::popover_ui(&button, session);
    });
    separator(ui);
    scale_menu::menu_ui(ui, session);
    let has_picture = session.picture.is_some();
    ui.add_enabled_ui(has_picture, |ui| {
        if complete {
            let rotate = action_button(ui, Action::Rotate, icon::ROTATE, labelled);
            press(rotate, Action::Rotate);
            if can_save {
                let shot = action_button(ui, Action::Screenshot, icon::SCREENSHOT, labelled);
                press(shot, Action::Screenshot);
            }
        }
    });
    separator(ui);
    ui.add_enabled_ui(live, |ui| {
        let release = action_button(ui, Action::ReleaseKeys, icon::RELEASE, labelled);
        press(release, Action::ReleaseKeys);
    });
    let view_only = session.view_only;
    let (grabs, offer) = (session.grabs, scene.grab);
    if complete {
        ui.add_enabled_ui(live || view_only, |ui| {
            let button = toggle(ui, Action::ViewOnly, icon::VIEW_ONLY, view_only);
            press(button, Action::ViewOnly);
        });
        ui.add_enabled_ui(touches && offer.is_ok(), |ui| {
            let button = toggle(ui, Action::Grab, icon::GRAB, grabs);
            let why = offer.err().unwrap_or("There is no picture to type on");
            press(button.on_disabled_hover_text(why), Action::Grab);
        });
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let full = action_button(ui, Action::FullScreen, icon::FULL_SCREEN, false);
        press(full, Action::FullScreen);
        let more = MenuButton::from_button(icon_only(icon::MORE)).config(menu_config());
        let (button, _) = more.ui(ui, |ui| {
            ui.add_enabled_ui(live, |ui| picture_menu::menu_ui(ui, session));
            ui.separator();
            if !complete {
                ui.add_enabled_ui(has_picture, |ui| {
                    press(action_row(ui, Action::Rotate, false), Action::Rotate);
                    if can_save {
                        press(
                            action_row(ui, Action::Screenshot, false),
                            Action::Screenshot,
                        );
                    }
                });
                ui.add_enabled_ui(live || view_only, |ui| {
                    let row = action_row(ui, Action::ViewOnly, view_only);
                    press(row, Action::ViewOnly);
                });
                ui.add_enabled_ui(touches && offer.is_ok(), |ui| {
                    let row = action_row(ui, Action::Grab, grabs);
                    let why = offer.err().unwrap_or_default();
                    press(row.on_disabled_hover_text(why), Action::Grab);
                });
                ui.separator();
            }
            ui.add_enabled_ui(has_picture, |ui| {
                let copy = action_row(ui, Action::CopyScreen, false);
                press(copy, Action::CopyScreen);
                let figures = action_row(ui, Action::Figures, session.shows_figures);
                press(figures, Action::Figures);
            });
            press(action_row(ui, Action::OwnWindow, false), Action::OwnWindow);
            ui.separator();
            ui.add_enabled_ui(live, |ui| {
                press(action_row(ui, Action::Refresh, false), Action::Refresh);
                press(
                    action_row(ui, Action::Disconnect, false),
                    Action::Disconnect,
                );
            });
            if !live {
                press(action_row(ui, Action::Reconnect, false), Action::Reconnect);
            }
        });
        button.on_hover_text("More").accessible_name("More");
    });
    actions
}

/// Keys that the own computer keeps for itself or does not have.
fn keys_menu(ui: &mut Ui, session: &Session, labelled: bool) {
    let button = if labelled {
        Button::new((theme::glyph(icon::KEYS), "Keys", theme::glyph(icon::MENU)))
            .frame_when_inactive(false)
            .min_size(vec2(0.0, size::CONTROL))
    } else {
        icon_only(icon::KEYS)
    };
    let (button, _) = MenuButton::from_button(button)
        .config(menu_config())
        .ui(ui, |ui| {
            for (name, keysyms) in CHORDS {
                if menu_row(ui, name, "", false).clicked() {
                    let windows = session.keyboard.windows_keys().left();
                    let of_this_pc = |keysym: &Keysym| match *keysym {
                        WINDOWS => windows,
                        other => other,
                    };
                    session.send_chord(&keysyms.iter().map(of_this_pc).collect::<Vec<_>>());
                }
            }
            ui.separator();
            SubMenuButton::new("Function keys").ui(ui, |ui| {
                for n in 1..=12 {
                    if let Some(keysym) = Keysym::function(n)
                        && menu_row(ui, &format!("F{n}"), "", false).clicked()
                    {
                        session.send_chord(&[keysym]);
                    }
                }
            });
            SubMenuButton::new("Other keys").ui(ui, |ui| {
                for (name, keysym) in OTHER_KEYS {
                    if menu_row(ui, name, "", false).clicked() {
                        session.send_chord(&[*keysym]);
                    }
                }
            });
        });
    button
        .on_hover_text("Keys to send to the PC")
        .accessible_name("Keys");
}

/// A button that stays pressed while what it stands for is so.
fn toggle(
    ui: &mut Ui,
    action: Action,
    glyph: egui_material_icons::MaterialIcon,
    is_on: bool,
) -> eframe::egui::Response {
    let row = action.row();
    let button = Button::selectable(is_on, theme::glyph(glyph))
        .frame_when_inactive(is_on)
        .min_size(vec2(size::ICON_BUTTON, size::CONTROL));
    let tip = row.tooltip(ui.ctx());
    ui.add(button)
        .on_hover_text(tip)
        .accessible_name(row.label())
}

fn icon_only<'a>(glyph: egui_material_icons::MaterialIcon) -> Button<'a> {
    Button::new(theme::glyph(glyph))
        .frame_when_inactive(false)
        .min_size(vec2(size::ICON_BUTTON, size::CONTROL))
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

/// Stands for whatever the PC takes for its Windows key.
const WINDOWS: Keysym = WindowsKeys::Meta.left();

/// Keys that few keyboards have, or that act on the own computer too.
const OTHER_KEYS: &[(&str, Keysym)] = &[
    ("Caps Lock", Keysym::CAPS_LOCK),
    ("Num Lock", Keysym::NUM_LOCK),
    ("Scroll Lock", Keysym::SCROLL_LOCK),
    ("Key left of Z", Keysym::INTL_BACKSLASH),
    ("Japanese yen key", Keysym::JP_YEN),
    ("Japanese backslash key", Keysym::JP_RO),
    ("Convert", Keysym::JP_CONVERT),
    ("No convert", Keysym::JP_NO_CONVERT),
    ("Hiragana and Katakana", Keysym::JP_KANA),
];

/// Chords of the keys menu.
const CHORDS: &[(&str, &[Keysym])] = &[
    ("Windows", &[WINDOWS]),
    ("Windows+L", &[WINDOWS, Keysym(0x6C)]),
    ("Windows+R", &[WINDOWS, Keysym(0x72)]),
    ("Alt+Tab", &[Keysym::ALT_L, Keysym::TAB]),
    ("Alt+F4", &[Keysym::ALT_L, Keysym(0xFFC1)]),
    ("Ctrl+Esc", &[Keysym::CONTROL_L, Keysym::ESCAPE]),
    (
        "Ctrl+Shift+Esc",
        &[Keysym::CONTROL_L, Keysym::SHIFT_L, Keysym::ESCAPE],
    ),
    ("Print Screen", &[Keysym::PRINT]),
    ("Pause", &[Keysym::PAUSE]),
    ("Menu", &[Keysym::MENU]),
    ("Right Ctrl", &[Keysym::CONTROL_R]),
];
