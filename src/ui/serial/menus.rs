//! The menus of the bar: what keys send, the characters, size and colours.

use eframe::egui::containers::menu::MenuButton;
use eframe::egui::{Button, Ui};

use super::key_test::KeyTest;
use super::view::{Panel, SerialView};
use crate::session::sol::SerialCommand;
use crate::terminal::{
    BackspaceSends, Charset, Dialect, EnterSends, Key, Keyboard, Modifiers, SizeMode,
};
use crate::ui::language::{t, w};
use crate::ui::parts::{menu_caption, menu_column, menu_config, menu_row};
use crate::ui::said::{keys, said};
use crate::ui::theme::{self, TerminalColors, icon};

/// What keys send, and the characters.
pub(super) fn keys_menu(ui: &mut Ui, view: &mut SerialView, words: bool) {
    let mut keyboard = view.keyboard;
    let label = dialect_label(keyboard.dialect);
    let glyph = theme::glyph(icon::KEYS);
    let button = if words {
        Button::new((glyph, label, theme::glyph(icon::MENU)))
    } else {
        Button::new((glyph, theme::glyph(icon::MENU)))
    };
    let (button, _) = menu(button).ui(ui, |ui| {
        menu_column(ui, |ui| {
            menu_caption(ui, w!("serial-keys-as-the-bios"));
            for dialect in Dialect::ALL {
                let selected = dialect == keyboard.dialect;
                if menu_row(ui, dialect_label(dialect), "", selected).clicked() {
                    keyboard.dialect = dialect;
                    keyboard.charset = dialect.usual_charset();
                }
            }
            ui.separator();
            menu_caption(ui, w!("serial-characters"));
            for charset in Charset::ALL {
                let selected = charset == keyboard.charset;
                if menu_row(ui, charset_label(charset), "", selected).clicked() {
                    keyboard.charset = charset;
                }
            }
            ui.separator();
            menu_caption(ui, w!("serial-backspace-sends"));
            for (code, label) in [
                (BackspaceSends::Backspace, w!("serial-08-for-firmware")),
                (BackspaceSends::Delete, w!("serial-7f-for-some-systems")),
            ] {
                if menu_row(ui, label, "", code == keyboard.backspace).clicked() {
                    keyboard.backspace = code;
                }
            }
            ui.separator();
            if menu_row(ui, w!("serial-test-keys"), "", false).clicked() {
                view.show_panel(Panel::KeyTest(KeyTest::default()));
            }
        });
    });
    button
        .on_hover_text(w!("serial-what-keys-send"))
        .accessible_name(w!("kvm-keys"));
    adopt(view, keyboard);
}

/// What Enter sends.
pub(super) fn enter_menu(ui: &mut Ui, view: &mut SerialView, words: bool) {
    let mut keyboard = view.keyboard;
    let label = |sends| match sends {
        EnterSends::Cr => "CR",
        EnterSends::Lf => "LF",
        EnterSends::CrLf => "CR LF",
    };
    let text = match words {
        true => t!("serial-enter", ending = label(keyboard.enter)),
        false => label(keyboard.enter).to_owned(),
    };
    let (button, _) = menu(Button::new((text, theme::glyph(icon::MENU)))).ui(ui, |ui| {
        for sends in EnterSends::ALL {
            if menu_row(ui, label(sends), "", sends == keyboard.enter).clicked() {
                keyboard.enter = sends;
            }
        }
    });
    button
        .on_hover_text(w!("serial-what-enter-sends"))
        .accessible_name(w!("serial-enter-sends"));
    adopt(view, keyboard);
}

/// Keys and characters are like this from now on.
pub(super) fn adopt(view: &mut SerialView, keyboard: Keyboard) {
    if view.keyboard != keyboard {
        view.keyboard = keyboard;
        view.send(SerialCommand::SetKeyboard(keyboard));
        view.remember();
    }
}

/// Columns and rows, and colours.
pub(super) fn size_menu(ui: &mut Ui, view: &mut SerialView) {
    let label = |mode| match mode {
        SizeMode::Automatic => w!("kvm-automatic").to_owned(),
        SizeMode::Fixed(size) => format!("{}×{}", size.columns, size.rows),
    };
    let text = label(view.size);
    let (button, _) = menu(Button::new((text, theme::glyph(icon::MENU)))).ui(ui, |ui| {
        menu_column(ui, |ui| {
            for mode in SizeMode::ALL {
                if menu_row(ui, &label(mode), "", mode == view.size).clicked() {
                    view.size = mode;
                    view.send(SerialCommand::SetSize(mode));
                    view.remember();
                }
            }
            ui.separator();
            menu_caption(ui, w!("kvm-colours"));
            for colors in TerminalColors::ALL {
                if menu_row(ui, colors.label(), "", colors == view.colors).clicked() {
                    view.colors = colors;
                    view.remember();
                }
            }
        });
    });
    button
        .on_hover_text(w!("serial-columns-rows-and-colours"))
        .accessible_name(w!("serial-size"));
}

/// A button that opens a menu.
fn menu(button: Button<'_>) -> MenuButton<'_> {
    let button = button.frame_when_inactive(false);
    MenuButton::from_button(button).config(menu_config())
}

/// What menus call a dialect.
pub(super) fn dialect_label(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::PcAnsi => "PC-ANSI",
        Dialect::Vt100 => "VT100",
        Dialect::Vt100Plus => "VT100+",
        Dialect::VtUtf8 => "VT-UTF8",
        Dialect::Intel => "Intel",
        Dialect::IntelAlternate => w!("serial-intel-alternate"),
        Dialect::IntelVt100Plus => "Intel, VT100+",
        Dialect::Xterm => "Linux, xterm",
    }
}

/// What menus call a character set.
pub(super) fn charset_label(charset: Charset) -> &'static str {
    match charset {
        Charset::Utf8 => "UTF-8",
        Charset::Cp437 => w!("serial-code-page-437"),
        Charset::IntelAscii => "Intel ASCII",
    }
}

/// What a person calls a key, with what is held.
pub(super) fn key_label(key: Key, held: Modifiers) -> String {
    let name = match key {
        Key::Char(' ') => w!("serial-space").to_owned(),
        Key::Char(c) => c.to_string(),
        key => {
            let named = Key::NAMED.iter().find(|(_, known)| *known == key);
            named.map_or_else(String::new, |(name, _)| said(name))
        }
    };
    let mut label = String::new();
    for (is_held, modifier) in [
        (held.ctrl, "Ctrl+"),
        (held.alt, "Alt+"),
        (held.shift, "Shift+"),
    ] {
        if is_held {
            label.push_str(&keys(modifier));
        }
    }
    label + &name
}
