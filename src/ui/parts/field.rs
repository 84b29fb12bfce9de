//! Fields of text, and of text that may not be seen.

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{
    Align, Align2, CornerRadius, Id, Layout, Response, RichText, Stroke, StrokeKind, TextBuffer,
    TextEdit, Ui, vec2,
};
use zeroize::Zeroizing;

use crate::ui::theme::{Palette, font_size, radius, size, space};

/// A field with its name above. `wrong` marks it.
pub(crate) struct Field<'a> {
    pub(crate) name: &'a str,
    pub(crate) hint: &'a str,
    pub(crate) width: f32,
    pub(crate) wrong: bool,
    pub(crate) id: Id,
}

impl Field<'_> {
    /// For text that may be seen.
    pub(crate) fn show(&self, ui: &mut Ui, text: &mut String) -> Response {
        self.show_with(ui, text, false)
    }

    /// For text that may not.
    pub(crate) fn show_secret(&self, ui: &mut Ui, text: &mut SecretText) -> Response {
        let response = self.show_with(ui, text, true);
        // Undoing would keep copies of what was typed.
        if let Some(mut state) = TextEdit::load_state(ui.ctx(), self.id) {
            state.clear_undoer();
            TextEdit::store_state(ui.ctx(), self.id, state);
        }
        response
    }

    fn show_with(&self, ui: &mut Ui, text: &mut dyn TextBuffer, secret: bool) -> Response {
        let palette = Palette::of(ui);
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            let name = RichText::new(self.name)
                .size(font_size::CAPTION)
                .color(if self.wrong {
                    palette.danger
                } else {
                    palette.t3
                });
            let label = ui.label(name);
            let hint = RichText::new(self.hint).color(palette.t3);
            let field = TextEdit::singleline(text)
                .id(self.id)
                .password(secret)
                .hint_text(hint)
                .char_limit(FIELD_CHARS)
                .align(Align2::LEFT_CENTER)
                .min_size(vec2(0.0, size::primary(ui)))
                .desired_width(self.width);
            let response = ui.add(field).labelled_by(label.id);
            if self.wrong {
                let stroke = Stroke::new(1.0, palette.danger);
                let corners = CornerRadius::same(radius::CONTROL);
                let painter = ui.painter();
                painter.rect_stroke(response.rect, corners, stroke, StrokeKind::Inside);
            }
            response
        })
        .inner
    }
}

/// Selects all text of a field and puts the cursor there.
pub(crate) fn focus_and_select(ui: &Ui, id: Id, chars: usize) {
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(chars));
    state.cursor.set_char_range(Some(all));
    TextEdit::store_state(ui.ctx(), id, state);
    ui.memory_mut(|memory| memory.request_focus(id));
}

/// Gives the field of a new sheet the focus, all its text selected, and remembers that in `focused`.
/// A sheet is measured before it is shown, and nothing keeps the focus then: so it is asked for
/// until the field has it.
pub(crate) fn focus_once(ui: &Ui, focused: &mut bool, id: Id, chars: usize) {
    if *focused {
        return;
    }
    *focused = ui.memory(|memory| memory.has_focus(id));
    if !*focused {
        focus_and_select(ui, id, chars);
    }
}

/// Longest name, address or password that a field takes. Intel AMT takes 32 characters for a
/// password, host names have at most 253.
const FIELD_CHARS: usize = 300;

/// What is typed into a password field: wiped when it goes, and never moved while it grows.
#[derive(Default)]
pub(crate) struct SecretText(Zeroizing<String>);

impl SecretText {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn chars(&self) -> usize {
        self.0.chars().count()
    }

    /// A copy in the custody of whoever logs in with it.
    pub(crate) fn to_secret(&self) -> crate::wire::Secret<String> {
        crate::wire::Secret::new(self.0.as_str().to_owned())
    }

    /// Wipes it.
    pub(crate) fn wipe(&mut self) {
        *self = Self::default();
    }
}

impl std::fmt::Debug for SecretText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("•••")
    }
}

impl TextBuffer for SecretText {
    fn is_mutable(&self) -> bool {
        true
    }

    fn as_str(&self) -> &str {
        &self.0
    }

    fn insert_text(&mut self, text: &str, char_index: eframe::egui::text::CharIndex) -> usize {
        // Room for everything the field takes, so that growing leaves no copy in freed memory.
        let most = FIELD_CHARS * 4;
        if self.0.capacity() < most {
            let mut roomy = Zeroizing::new(String::with_capacity(most));
            roomy.push_str(&self.0);
            self.0 = roomy;
        }
        self.0.insert_text(text, char_index)
    }

    fn delete_char_range(&mut self, char_range: std::ops::Range<eframe::egui::text::CharIndex>) {
        self.0.delete_char_range(char_range);
    }

    fn type_id(&self) -> std::any::TypeId {
        std::any::TypeId::of::<Self>()
    }
}
