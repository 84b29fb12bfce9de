//! The menu of keys that are sent to the PC.

use std::time::Duration;

use eframe::egui::containers::menu::{MenuButton, SubMenuButton};
use eframe::egui::{Button, RichText, Ui};

use crate::proto::kvm::keysym::{Keysym, WindowsKeys};
use crate::session::LockKeys;
use crate::ui::action::Action;
use crate::ui::language::{t, w};
use crate::ui::parts::{action_row, icon_face, menu_column, menu_config, menu_row};
use crate::ui::said::keys;
use crate::ui::session::Session;
use crate::ui::theme::{self, icon};

/// Keys that the own computer keeps for itself or does not have.
pub(super) fn menu_ui(ui: &mut Ui, session: &mut Session, labelled: bool) {
    let button = if labelled {
        Button::new((
            theme::glyph(icon::KEYS),
            w!("kvm-keys"),
            theme::glyph(icon::MENU),
        ))
        .frame_when_inactive(false)
    } else {
        icon_face(icon::KEYS)
    };
    let (button, _) = MenuButton::from_button(button)
        .config(menu_config())
        .ui(ui, |ui| {
            menu_column(ui, |ui| {
                let row = action_row(ui, Action::TypeCharacters, session.keyboard.writes());
                if row.clicked() {
                    session.set_writes(!session.keyboard.writes());
                }
                ui.separator();
                for (name, keysyms) in CHORDS {
                    if menu_row(ui, &keys(name), "", false).clicked() {
                        let windows = session.keyboard.windows_keys().left();
                        let of_this_pc = |keysym: &Keysym| match *keysym {
                            WINDOWS => windows,
                            other => other,
                        };
                        session.send_chord(&keysyms.iter().map(of_this_pc).collect::<Vec<_>>());
                    }
                }
                ui.separator();
                SubMenuButton::new(w!("kvm-function-keys")).ui(ui, |ui| {
                    menu_column(ui, |ui| {
                        for n in 1..=12 {
                            if let Some(keysym) = Keysym::function(n)
                                && menu_row(ui, &format!("F{n}"), "", false).clicked()
                            {
                                session.send_chord(&[keysym]);
                            }
                        }
                    });
                });
                SubMenuButton::new(w!("kvm-other-keys")).ui(ui, |ui| {
                    menu_column(ui, |ui| {
                        for (name, keysym) in OTHER_KEYS {
                            let state = session.lock_keys.and_then(|locks| light(locks, *keysym));
                            let is_on = state == Some(true);
                            let state =
                                state.map(|on| if on { t!("lock-on") } else { t!("lock-off") });
                            if menu_row(ui, &keys(name), &state.unwrap_or_default(), is_on)
                                .clicked()
                            {
                                session.send_chord(&[*keysym]);
                            }
                        }
                    });
                });
            });
        });
    button
        .on_hover_text(w!("kvm-keys-to-send-to"))
        .accessible_name(w!("kvm-keys"));
}

/// Modifiers that are down on the PC, each with a click that lets it go.
pub(super) fn held_ui(ui: &mut Ui, session: &mut Session) {
    let now = ui.input(|input| input.time);
    let held = match session.keyboard.modifiers(now) {
        Ok(held) => held,
        Err(None) => return,
        Err(Some(left)) => {
            let left = Duration::from_secs_f64(left);
            return ui.ctx().request_repaint_after(left);
        }
    };
    for keysym in held {
        let name = modifier(keysym);
        let text = (RichText::new(name), theme::glyph(icon::CLOSE));
        let tip = t!("kvm-let-go-of", key = name.to_owned());
        let chip = Button::new(text);
        let chip = ui.add(chip).on_hover_text(&tip);
        if chip.accessible_name(&tip).clicked() {
            let command = session.keyboard.let_go(keysym);
            session.send(command);
            // The picture has the keys again.
            session.took_focus = false;
        }
    }
}

/// What is printed on a modifier.
fn modifier(keysym: Keysym) -> &'static str {
    match keysym {
        Keysym::SHIFT_L | Keysym::SHIFT_R => w!("kvm-key-shift"),
        Keysym::CONTROL_L | Keysym::CONTROL_R => w!("kvm-key-ctrl"),
        Keysym::ALT_L => w!("kvm-key-alt"),
        Keysym::ALT_R => w!("kvm-key-altgr"),
        _ => w!("kvm-key-windows"),
    }
}

/// Whether a lock key is on.
const fn light(keys: LockKeys, keysym: Keysym) -> Option<bool> {
    match keysym {
        Keysym::CAPS_LOCK => Some(keys.caps),
        Keysym::NUM_LOCK => Some(keys.num),
        Keysym::SCROLL_LOCK => Some(keys.scroll),
        _ => None,
    }
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
    ("Right Alt", &[Keysym::ALT_R]),
];
