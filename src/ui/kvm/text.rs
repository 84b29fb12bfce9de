//! The text of the screen: read, selected, searched, copied.

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{Align2, FontId, Id, Key, Response, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::popover;
use crate::screen::ScreenText;
use crate::ui::language::{t, w};
use crate::ui::parts;
use crate::ui::session::Session;
use crate::ui::theme::{Palette, font_size, size, space};

/// The popover with the text.
#[derive(Default)]
pub(crate) struct TextPanel {
    is_open: bool,
    /// What was read when it was opened; `None`: the screen shows no text.
    text: Option<String>,
    wanted: String,
    /// Where the latest match begins, in characters.
    found_at: Option<usize>,
}

/// Text of a screen may be anybody's business: it is not printed.
impl std::fmt::Debug for TextPanel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TextPanel(•••)")
    }
}

impl TextPanel {
    /// Places of what is looked for, in characters, whatever its case.
    fn matches(&self) -> Vec<usize> {
        let lowered = |text: &str| -> Vec<char> {
            let plain = |c: char| c.to_lowercase().next().unwrap_or(c);
            text.chars().map(plain).collect()
        };
        let wanted = lowered(&self.wanted);
        let text = lowered(self.text.as_deref().unwrap_or_default());
        if wanted.is_empty() {
            return Vec::new();
        }
        let windows = text.windows(wanted.len()).enumerate();
        let same = windows.filter(|(_, part)| *part == wanted.as_slice());
        same.map(|(at, _)| at).collect()
    }

    /// Goes to the next match, from the last to the first.
    fn next_match(&mut self) -> Option<usize> {
        let matches = self.matches();
        let behind = |at: &&usize| self.found_at.is_none_or(|found| **at > found);
        let next = matches.iter().find(behind).or(matches.first()).copied();
        self.found_at = next;
        next
    }
}

/// Opens the popover with the text that is on the screen now, or closes it.
pub(crate) fn toggle(session: &mut Session) {
    session.text.is_open = !session.text.is_open;
    if session.text.is_open {
        read(session);
    }
}

/// Opens it, unless it is open.
pub(crate) fn open(session: &mut Session) {
    if !session.text.is_open {
        toggle(session);
    }
}

fn read(session: &mut Session) {
    let picture = session.picture.as_ref();
    let screen = picture.and_then(|picture| picture.mailbox.snapshot());
    let text = screen.and_then(|screen| ScreenText::read(&screen));
    session.text.text = text.map(|text| text.lines().join("\n"));
    session.text.found_at = None;
}

/// The popover under its button.
pub(super) fn popover_ui(button: &Response, session: &mut Session) {
    if !session.text.is_open {
        return;
    }
    let id = button.id.with("text");
    if popover::popover_ui(button, POPOVER_PT, |ui| panel_ui(ui, id, session)) {
        session.text = TextPanel::default();
        // The picture has the keys again.
        session.took_focus = false;
    }
}

/// Draws the popover; returns whether it is done with.
fn panel_ui(ui: &mut Ui, id: Id, session: &mut Session) -> bool {
    let palette = Palette::of(ui);
    let panel = &mut session.text;
    ui.spacing_mut().item_spacing.y = space::S;
    let Some(text) = panel.text.clone() else {
        ui.label(RichText::new(w!("kvm-no-text-on-this")).strong());
        let why = w!("kvm-text-is-read-where");
        ui.label(RichText::new(why).color(palette.t3));
        return bar_ui(ui, session, false);
    };
    let mut next = None;
    ui.horizontal(|ui| {
        let find = TextEdit::singleline(&mut panel.wanted)
            .id(id.with("find"))
            .hint_text(w!("kvm-find"))
            .align(Align2::LEFT_CENTER)
            .min_size(vec2(0.0, size::primary(ui)))
            .desired_width(FIND_PT);
        let field = ui.add(find).accessible_name(w!("kvm-find-in-the-text"));
        if field.changed() {
            panel.found_at = None;
        }
        let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if parts::button(ui, w!("kvm-next")).clicked() || enter {
            next = panel.next_match();
        }
        if !panel.wanted.is_empty() {
            ui.label(t!("kvm-found", count = panel.matches().len()));
        }
    });
    if let Some(at) = next {
        let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        let end = at + panel.wanted.chars().count();
        let range = CCursorRange::two(CCursor::new(at), CCursor::new(end));
        state.cursor.set_char_range(Some(range));
        TextEdit::store_state(ui.ctx(), id, state);
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    ScrollArea::both()
        .id_salt(id.with("scroll"))
        .max_height(TEXT_PT)
        .show(ui, |ui| {
            let mut shown = text.as_str();
            let lines = TextEdit::multiline(&mut shown)
                .id(id)
                .font(FontId::monospace(font_size::BODY))
                .desired_width(f32::INFINITY);
            ui.add(lines).accessible_name(w!("kvm-text-of-the-screen"));
        });
    bar_ui(ui, session, true)
}

fn bar_ui(ui: &mut Ui, session: &mut Session, has_text: bool) -> bool {
    let mut is_done = false;
    ui.horizontal(|ui| {
        if has_text && parts::primary_button(ui, w!("kvm-copy-all"), true).clicked() {
            ui.copy_text(session.text.text.clone().unwrap_or_default());
        }
        if parts::button(ui, w!("kvm-read-again")).clicked() {
            read(session);
        }
        is_done = parts::button(ui, w!("kvm-close")).clicked();
    });
    is_done
}

/// Width of the popover: 80 columns.
const POPOVER_PT: f32 = 680.0;

/// Height of 25 lines.
const TEXT_PT: f32 = 420.0;

/// Width of the field to find something with.
const FIND_PT: f32 = 200.0;
