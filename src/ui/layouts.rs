//! Keyboard layouts as a list to choose from.

use eframe::egui::{ComboBox, Ui};

use super::language::t;
use super::parts;
use crate::session::Layout;

/// What a person calls a layout.
pub(crate) fn name(layout: Layout) -> String {
    match layout {
        Layout::Us => t!("layout-us"),
        Layout::Uk => t!("layout-uk"),
        Layout::De => t!("layout-de"),
        Layout::Fr => t!("layout-fr"),
        Layout::Es => t!("layout-es"),
        Layout::It => t!("layout-it"),
        Layout::Pt => t!("layout-pt"),
        Layout::Jp => t!("layout-jp"),
    }
}

/// A line with the layout of a file's code, and all that may be chosen instead.
///
/// * `code`: one that this version does not know stays what it is until another is chosen.
/// * `none`: what it means that no layout is said.
pub(crate) fn line_ui(ui: &mut Ui, code: &mut Option<String>, none: String) {
    ui.horizontal(|ui| {
        let title = t!("edit-layout");
        parts::fact_name(ui, &title);
        let shown = match code.as_deref() {
            None => none.clone(),
            Some(code) => Layout::from_code(code).map_or_else(|| code.to_owned(), name),
        };
        let list = ComboBox::from_id_salt("layout")
            .selected_text(shown)
            .width(220.0)
            .show_ui(ui, |ui| {
                ui.selectable_value(code, None, none);
                for layout in Layout::ALL {
                    let of_this = Some(layout.code().to_owned());
                    ui.selectable_value(code, of_this, name(layout));
                }
            });
        list.response.accessible_name(title);
    });
}
