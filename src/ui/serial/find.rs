//! The search: a button, and once it is used a field.

use eframe::egui::{Id, Key as Place, Modifiers as Held, RichText, TextEdit, Ui};

use super::keyboard::Own;
use super::view::SerialView;
use crate::ui::language::w;
use crate::ui::page::Around;
use crate::ui::parts;
use crate::ui::theme::{Palette, icon};

/// A search.
#[derive(Debug, Default)]
pub(super) struct Find {
    text: String,
    /// It is nowhere.
    missed: bool,
    /// The field has had the focus.
    took_focus: bool,
}

impl Find {
    /// The field gets the focus once more.
    pub(super) const fn take_focus(&mut self) {
        self.took_focus = false;
    }
}

/// The search: a button, and once it is used a field.
pub(super) fn find_ui(ui: &mut Ui, view: &mut SerialView, around: &Around<'_>) {
    if view.find.is_none() {
        let tip = w!("serial-find-in-text-and");
        if parts::icon_button(ui, icon::FIND, w!("kvm-find"), tip).clicked() {
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
            .hint_text(w!("kvm-find"))
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
            eframe::egui::WidgetInfo::labeled(role, true, w!("serial-find-in-the-console"))
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
            ui.label(RichText::new(w!("serial-not-found")).color(palette.t3));
        }
    }
    if parts::icon_button(
        ui,
        icon::UP,
        w!("serial-find-before"),
        w!("serial-find-before-enter"),
    )
    .clicked()
    {
        again = Some(false);
    }
    let tip = w!("serial-find-after-shift-enter");
    if parts::icon_button(ui, icon::DOWN, w!("serial-find-after"), tip).clicked() {
        again = Some(true);
    }
    close |= parts::icon_button(
        ui,
        icon::CLOSE,
        w!("serial-close-search"),
        w!("serial-close-search"),
    )
    .clicked();
    if let Some(forwards) = again {
        search(view, forwards);
    }
    if close {
        view.find = None;
        // The terminal has the keys again.
        view.took_focus = false;
    }
}

/// Looks for the text of the field.
fn search(view: &mut SerialView, forwards: bool) {
    let Some(text) = view.find.as_ref().map(|find| find.text.clone()) else {
        return;
    };
    let found = view.with_terminal(|terminal| terminal.find(&text, forwards));
    if let Some(find) = &mut view.find {
        find.missed = found == Some(false) && !text.is_empty();
    }
}

/// Width of the field.
const FIND_PT: f32 = 160.0;
