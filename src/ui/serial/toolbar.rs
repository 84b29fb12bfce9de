//! The bar above the terminal.

use eframe::egui::containers::menu::MenuButton;
use eframe::egui::{
    Button, Id, Key as Place, Modifiers as Held, Popup, PopupCloseBehavior, RichText, TextEdit, Ui,
    vec2,
};

use super::keyboard::Own;
use super::view::{SerialView, charset_label};
use crate::session::flow::boot::{BootPlan, BootTarget};
use crate::session::pc::{Deed, PcCommand};
use crate::session::sol::SerialCommand;
use crate::terminal::{BackspaceSends, Charset, Dialect, EnterSends, Keyboard, Size, SizeMode};
use crate::ui::page::Around;
use crate::ui::pane::TabWish;
use crate::ui::parts::{self, menu_config, menu_row};
use crate::ui::power::{self, Asking, Choice};
use crate::ui::theme::{self, Palette, icon, size, space};

/// What the bar was used for, besides what it does itself.
pub(super) enum Asked {
    Nothing,
    Wish(TabWish),
}

/// A search.
#[derive(Debug, Default)]
pub(super) struct Find {
    pub(super) text: String,
    /// It is nowhere.
    pub(super) missed: bool,
    /// The field has had the focus.
    took_focus: bool,
}

/// What the bar remembers.
#[derive(Debug, Default)]
pub(super) struct Bar {
    asking: Option<Asking>,
}

impl Bar {
    /// Asks whether the PC is to restart.
    pub(super) fn ask(&mut self) {
        self.asking = Some(Asking::about(Choice::Boot(BootTarget::BiosSetup)));
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, view: &mut SerialView, around: &Around<'_>) -> Asked {
        let words = ui.available_width() >= WORDS_PT;
        ui.spacing_mut().item_spacing.x = space::XS;
        let asked = self.restart_ui(ui, view, around);
        keys_menu(ui, view, words);
        enter_menu(ui, view);
        size_menu(ui, view);
        if view.can_log() {
            let on = view.log.is_some();
            let (name, tip) = if on {
                ("End log", "End the log")
            } else {
                ("Log", "Write what the PC writes to a file")
            };
            let glyph = theme::glyph(icon::LOG);
            let button = Button::selectable(on, (glyph, name)).min_size(vec2(0.0, size::CONTROL));
            let log = ui.add_enabled(view.is_open(), button);
            if log.on_hover_text(tip).accessible_name(name).clicked() {
                view.toggle_log(around);
            }
        }
        let paste = parts::icon_button(ui, icon::PASTE, "Paste", "Paste as typing (Ctrl+Shift+V)");
        if paste.clicked() {
            view.do_own(ui, Own::Paste);
        }
        let copy = parts::icon_button(
            ui,
            icon::COPY,
            "Copy",
            "Copy what is selected (Ctrl+Shift+C)",
        );
        if copy.clicked() {
            view.do_own(ui, Own::Copy);
        }
        find_ui(ui, view, around);
        asked
    }

    /// The button that restarts into the BIOS setup, and its question.
    fn restart_ui(&mut self, ui: &mut Ui, view: &SerialView, around: &Around<'_>) -> Asked {
        let label = "Restart into BIOS setup";
        let possible = view.can_restart(around);
        let button = Button::new((theme::glyph(icon::POWER), label));
        let button = ui
            .add_enabled(possible, button.min_size(vec2(0.0, size::CONTROL)))
            .on_hover_text("With the text of the BIOS on this console")
            .on_disabled_hover_text("The power state of this PC is not known yet")
            .accessible_name(label);
        let power = around.pc.and_then(|pc| pc.power.as_ref());
        if button.clicked() {
            if power.is_some_and(|power| power.is_off()) {
                return Asked::Wish(boot());
            }
            self.ask();
        }
        let mut asked = Asked::Nothing;
        let Some(asking) = self.asking else {
            return asked;
        };
        let shown = Popup::from_response(&button)
            .open(true)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| {
                ui.set_width(QUESTION_PT);
                power::question_ui(ui, asking, around.name)
            });
        if let Some(shown) = shown {
            let (next, chosen) = shown.inner;
            self.asking = matches!(next, Asking::Confirm { .. }).then_some(next);
            if chosen.is_some() {
                self.asking = None;
                asked = Asked::Wish(boot());
            } else if shown.response.should_close() {
                self.asking = None;
            }
        }
        asked
    }
}

/// Restarts the PC into its setup, with the BIOS on serial.
fn boot() -> TabWish {
    TabWish::Pc(PcCommand::Do(Deed::Boot {
        plan: BootPlan::new(BootTarget::BiosSetup).with_sol(true),
        has_sessions: true,
    }))
}

/// What keys send, and the characters.
fn keys_menu(ui: &mut Ui, view: &mut SerialView, words: bool) {
    let mut keyboard = view.keyboard;
    let label = dialect_label(keyboard.dialect);
    let glyph = theme::glyph(icon::KEYS);
    let button = if words {
        Button::new((glyph, label, theme::glyph(icon::MENU)))
    } else {
        Button::new((glyph, theme::glyph(icon::MENU)))
    };
    let (button, _) = menu(button).ui(ui, |ui| {
        caption(ui, "Keys, as the BIOS is set to");
        for dialect in Dialect::ALL {
            let selected = dialect == keyboard.dialect;
            if menu_row(ui, dialect_label(dialect), "", selected).clicked() {
                keyboard.dialect = dialect;
                keyboard.charset = dialect.usual_charset();
            }
        }
        ui.separator();
        caption(ui, "Characters");
        for charset in Charset::ALL {
            let selected = charset == keyboard.charset;
            if menu_row(ui, charset_label(charset), "", selected).clicked() {
                keyboard.charset = charset;
            }
        }
        ui.separator();
        caption(ui, "Backspace sends");
        for (code, label) in [
            (BackspaceSends::Backspace, "08, for firmware"),
            (BackspaceSends::Delete, "7F, for some systems"),
        ] {
            if menu_row(ui, label, "", code == keyboard.backspace).clicked() {
                keyboard.backspace = code;
            }
        }
    });
    button
        .on_hover_text("What keys send")
        .accessible_name("Keys");
    adopt(view, keyboard);
}

fn enter_menu(ui: &mut Ui, view: &mut SerialView) {
    let mut keyboard = view.keyboard;
    let label = |sends| match sends {
        EnterSends::Cr => "CR",
        EnterSends::Lf => "LF",
        EnterSends::CrLf => "CR LF",
    };
    let text = format!("Enter {}", label(keyboard.enter));
    let (button, _) = menu(Button::new((text, theme::glyph(icon::MENU)))).ui(ui, |ui| {
        for sends in EnterSends::ALL {
            if menu_row(ui, label(sends), "", sends == keyboard.enter).clicked() {
                keyboard.enter = sends;
            }
        }
    });
    button
        .on_hover_text("What Enter sends")
        .accessible_name("Enter sends");
    adopt(view, keyboard);
}

fn adopt(view: &mut SerialView, keyboard: Keyboard) {
    if view.keyboard != keyboard {
        view.keyboard = keyboard;
        view.send(SerialCommand::SetKeyboard(keyboard));
    }
}

fn size_menu(ui: &mut Ui, view: &mut SerialView) {
    let label = |mode| match mode {
        SizeMode::Automatic => "Automatic".to_owned(),
        SizeMode::Fixed(size) => format!("{}×{}", size.columns, size.rows),
    };
    let text = label(view.size);
    let (button, _) = menu(Button::new((text, theme::glyph(icon::MENU)))).ui(ui, |ui| {
        for mode in [
            SizeMode::Automatic,
            SizeMode::Fixed(Size::C80R25),
            SizeMode::Fixed(Size::C80R50),
            SizeMode::Fixed(Size::C100R31),
        ] {
            if menu_row(ui, &label(mode), "", mode == view.size).clicked() {
                view.size = mode;
                view.send(SerialCommand::SetSize(mode));
            }
        }
    });
    button
        .on_hover_text("Columns and rows")
        .accessible_name("Size");
}

/// The search: a button, and once it is used a field.
fn find_ui(ui: &mut Ui, view: &mut SerialView, around: &Around<'_>) {
    if view.find.is_none() {
        let tip = "Find in text and history (Ctrl+Shift+F)";
        if parts::icon_button(ui, icon::FIND, "Find", tip).clicked() {
            view.do_own(ui, Own::Find);
        }
        return;
    }
    let id: Id = around.part("serial find");
    let mut close = false;
    let mut again = None;
    if let Some(find) = &mut view.find {
        let palette = Palette::of(ui);
        let color = if find.missed {
            palette.danger
        } else {
            palette.t1
        };
        let field = TextEdit::singleline(&mut find.text)
            .id(id)
            .hint_text("Find")
            .text_color(color)
            .desired_width(FIND_PT)
            .char_limit(120);
        let response = ui.add(field);
        if !find.took_focus {
            find.took_focus = true;
            response.request_focus();
        }
        response.widget_info(|| {
            let role = eframe::egui::accesskit::Role::SearchInput;
            eframe::egui::WidgetInfo::labeled(role, true, "Find in the console")
        });
        if response.changed() {
            find.missed = false;
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(Place::Enter)) {
            again = Some(ui.input(|input| input.modifiers.contains(Held::SHIFT)));
            response.request_focus();
        }
        close |= response.lost_focus() && ui.input(|input| input.key_pressed(Place::Escape));
        if find.missed {
            ui.label(RichText::new("not found").color(palette.t3));
        }
    }
    if parts::icon_button(ui, icon::UP, "Find before", "Find before (Enter)").clicked() {
        again = Some(false);
    }
    let tip = "Find after (Shift+Enter)";
    if parts::icon_button(ui, icon::DOWN, "Find after", tip).clicked() {
        again = Some(true);
    }
    close |= parts::icon_button(ui, icon::CLOSE, "Close search", "Close search").clicked();
    if let Some(forwards) = again {
        view.search(forwards);
    }
    if close {
        view.find = None;
    }
}

fn menu(button: Button<'_>) -> MenuButton<'_> {
    let button = button
        .frame_when_inactive(false)
        .min_size(vec2(0.0, size::CONTROL));
    MenuButton::from_button(button).config(menu_config())
}

fn caption(ui: &mut Ui, text: &str) {
    let color = Palette::of(ui).t3;
    let size = theme::font_size::CAPTION;
    ui.label(RichText::new(text).size(size).color(color));
}

/// What menus call a dialect.
const fn dialect_label(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::PcAnsi => "PC-ANSI",
        Dialect::Vt100 => "VT100",
        Dialect::Vt100Plus => "VT100+",
        Dialect::VtUtf8 => "VT-UTF8",
        Dialect::Intel => "Intel",
        Dialect::IntelAlternate => "Intel, alternate",
        Dialect::IntelVt100Plus => "Intel, VT100+",
        Dialect::Xterm => "Linux, xterm",
    }
}

/// Room for the words of every button.
const WORDS_PT: f32 = 760.0;
/// Width of the search field.
const FIND_PT: f32 = 160.0;
/// Width of the question.
const QUESTION_PT: f32 = 256.0;
