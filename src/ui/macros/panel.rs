//! The panel of macros beside the picture: run one, see how far it is, change the list.

use eframe::egui::{Align, Align2, Context, Id, Label, Layout, RichText, ScrollArea, Ui, vec2};

use super::book::{MacroBook, MacroWish};
use super::form::{Answer, MacroForm};
use super::running::{self, Running};
use crate::proto::kvm::keysym::Keysym;
use crate::session::Command;
use crate::session::macros::Macro;
use crate::store::macros::SavedMacro;
use crate::ui::language::{t, w};
use crate::ui::parts;
use crate::ui::release_key;
use crate::ui::session::Session;
use crate::ui::tabs::TabId;
use crate::ui::theme::{self, Palette, font_size, icon, size, space};

/// The panel of one session.
#[derive(Debug, Default)]
pub(crate) struct MacroPanel {
    is_open: bool,
    /// The list is what it was when it was last looked at.
    is_read: bool,
    form: Option<MacroForm>,
    /// One that is to be deleted, if that is meant.
    doomed: Option<SavedMacro>,
    pub(crate) running: Running,
}

impl MacroPanel {
    pub(super) const fn is_open(&self) -> bool {
        self.is_open
    }

    /// Shows what is wrong with a macro.
    fn open_form(&mut self, saved: &SavedMacro) {
        self.is_open = true;
        self.form = Some(MacroForm::about(saved));
    }

    /// Opens the panel, or closes it.
    pub(crate) fn toggle(&mut self) {
        self.is_open = !self.is_open;
        self.is_read &= !self.is_open;
        (self.form, self.doomed) = (None, None);
        self.running.forget_outcome();
    }

    /// Takes what goes to the PC at `now`, in seconds of egui's clock: a form may record it.
    pub(crate) fn note(&mut self, now: f64, command: &Command) {
        if let Some(form) = &mut self.form {
            form.note(now, command);
        }
    }

    /// The same for keys that a menu sends together.
    pub(crate) fn note_chord(&mut self, keys: &[Keysym]) {
        if let Some(form) = &mut self.form {
            form.note_chord(keys);
        }
    }
}

/// Runs the macro of a function key, if one has it.
pub(crate) fn run_key(ctx: &Context, session: &mut Session, n: u8) {
    let book = MacroBook::of(ctx);
    let Some(saved) = book.of_key(&format!("F{n}")) else {
        return;
    };
    match saved.script.parse::<Macro>() {
        Ok(all) => running::run(session, &saved.name, all),
        Err(_) => session.macros.open_form(saved),
    }
}

/// What was pressed in the list.
enum Press {
    Run(SavedMacro),
    Edit(MacroForm),
    Doom(SavedMacro),
    Spare,
    Delete(SavedMacro),
}

/// Draws the panel if it is open; returns what it wants.
pub(crate) fn panel_ui(ui: &Ui, id: TabId, session: &mut Session) -> Vec<MacroWish> {
    let mut wishes = Vec::new();
    // Its keys work without the panel.
    if !std::mem::replace(&mut session.macros.is_read, true) {
        wishes.push(MacroWish::Read);
    }
    if !session.macros.is_open {
        return wishes;
    }
    let book = MacroBook::of(ui.ctx());
    let room = ui.max_rect().height() - AROUND_PT;
    parts::floating(ui, id.part("macros"), Align2::RIGHT_TOP, |ui| {
        ui.set_width(WIDTH_PT.min(ui.available_width()));
        // An area is as high as it was; one that becomes higher has to be given the room.
        ui.set_max_height(room.max(LEAST_PT));
        ui.spacing_mut().item_spacing.y = space::S;
        let title = match &session.macros.form {
            Some(_) => w!("macros-macro"),
            None => w!("macros-macros"),
        };
        let accent = Palette::of(ui).accent;
        let close = (w!("macros-close-macros"), w!("kvm-close"));
        if parts::panel_head(ui, (icon::MACROS, accent), title, close) {
            session.macros.toggle();
            session.took_focus = false;
        }
        running::bar_ui(ui, session);
        outcome_ui(ui, session);
        ScrollArea::vertical()
            .id_salt("macros")
            .max_height(ui.available_height().max(LEAST_PT))
            .show(ui, |ui| {
                // The scroll bar lies beside fields, and their ring of focus inside.
                ui.set_max_width(ui.available_width() - space::M);
                let part = id.part("macro form");
                wishes.extend(match session.macros.form {
                    Some(_) => form_ui(ui, part, session, &book),
                    None => list_ui(ui, session, &book),
                });
            });
    });
    wishes
}

/// How the last one ended.
fn outcome_ui(ui: &mut Ui, session: &Session) {
    let palette = Palette::of(ui);
    if let Some(outcome) = session.macros.running.outcome() {
        let (glyph, color) = match outcome.is_good {
            true => (icon::GOOD, palette.ok),
            false => (icon::WARNING, palette.warn),
        };
        ui.horizontal(|ui| {
            ui.label(theme::glyph(glyph).color(color));
            let text = RichText::new(&outcome.text).color(palette.t2);
            ui.add(Label::new(text).wrap());
        });
    }
}

fn form_ui(ui: &mut Ui, id: Id, session: &mut Session, book: &MacroBook) -> Option<MacroWish> {
    let can_run = session.takes_input();
    match session.macros.form.as_mut()?.ui(ui, id, book, can_run)? {
        Answer::Save(before, now) => {
            session.macros.form = None;
            return Some(MacroWish::Save { before, now });
        }
        Answer::Test(name, all) => running::run(session, &name, all),
        Answer::Cancel => session.macros.form = None,
    }
    None
}

fn list_ui(ui: &mut Ui, session: &mut Session, book: &MacroBook) -> Option<MacroWish> {
    let palette = Palette::of(ui);
    let can_run = session.takes_input();
    let mut press = None;
    if book.iter().next().is_none() {
        let text = RichText::new(w!("macros-no-macros-of-your")).color(palette.t3);
        ui.label(text);
    }
    for saved in book.iter() {
        if session.macros.doomed.as_ref() == Some(saved) {
            press = doomed_ui(ui, saved).or(press);
        } else {
            press = row_ui(ui, saved, can_run).or(press);
        }
    }
    if parts::button(ui, w!("macros-new-macro")).clicked() {
        press = Some(Press::Edit(MacroForm::empty()));
    }
    ui.add_space(space::XS);
    let title = RichText::new(w!("macros-examples")).font(theme::strong(font_size::BODY));
    ui.label(title.color(palette.t1));
    for (name, script) in examples() {
        press = example_ui(ui, name, script, can_run).or(press);
    }
    match press? {
        Press::Run(saved) => match saved.script.parse::<Macro>() {
            Ok(all) => running::run(session, &saved.name, all),
            // Somebody has changed the file by hand: the form says what is wrong.
            Err(_) => session.macros.open_form(&saved),
        },
        Press::Edit(form) => session.macros.form = Some(form),
        Press::Doom(saved) => session.macros.doomed = Some(saved),
        Press::Spare => session.macros.doomed = None,
        Press::Delete(saved) => {
            session.macros.doomed = None;
            return Some(MacroWish::Delete(saved));
        }
    }
    None
}

/// A row: the name, its script on hover, and what can be done with it.
fn row_ui(ui: &mut Ui, saved: &SavedMacro, can_run: bool) -> Option<Press> {
    let name = &saved.name;
    let mut press = None;
    let key = saved.key.as_deref();
    line_ui(ui, (name, key), &saved.script, |ui| {
        let delete = t!("macros-delete-5", name = name.to_string());
        if parts::icon_button(ui, icon::DELETE, &delete, w!("macros-delete")).clicked() {
            press = Some(Press::Doom(saved.clone()));
        }
        let edit = t!("macros-edit-5", name = name.to_string());
        if parts::icon_button(ui, icon::EDIT, &edit, w!("macros-edit")).clicked() {
            press = Some(Press::Edit(MacroForm::about(saved)));
        }
        if run_ui(ui, name, can_run) {
            press = Some(Press::Run(saved.clone()));
        }
    });
    press
}

/// The row of an example.
fn example_ui(ui: &mut Ui, name: &str, script: &str, can_run: bool) -> Option<Press> {
    let mut press = None;
    line_ui(ui, (name, None), script, |ui| {
        let copy = t!("macros-make-my-own-of-named", name = name.to_string());
        if parts::icon_button(ui, icon::COPY, &copy, w!("macros-make-my-own-of")).clicked() {
            press = Some(Press::Edit(MacroForm::like(name, script)));
        }
        if run_ui(ui, name, can_run) {
            press = Some(Press::Run(SavedMacro {
                name: name.to_owned(),
                script: script.to_owned(),
                key: None,
            }));
        }
    });
    press
}

fn run_ui(ui: &mut Ui, name: &str, can_run: bool) -> bool {
    let why = w!("kvm-there-is-no-picture-to");
    let run = t!("macros-run-5", name = name.to_string());
    let shown = ui.add_enabled_ui(can_run, |ui| {
        let button = parts::icon_button(ui, icon::PLAY, &run, w!("macros-run"));
        button.on_disabled_hover_text(why).clicked()
    });
    shown.inner
}

/// A name at the left, its key and buttons at the right.
fn line_ui(
    ui: &mut Ui,
    (name, key): (&str, Option<&str>),
    script: &str,
    buttons: impl FnOnce(&mut Ui),
) {
    let width = ui.available_width();
    let layout = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(vec2(width, size::control(ui)), layout, |ui| {
        ui.spacing_mut().item_spacing.x = space::XXS;
        buttons(ui);
        if let Some(key) = key {
            let text = RichText::new(key).font(theme::mono(font_size::NUMBER));
            let text = text.color(Palette::of(ui).t3);
            let chord = t!(
                "macros-release-key-and",
                release = release_key::name(),
                key = key.to_owned()
            );
            ui.add(Label::new(text)).on_hover_text(chord);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let text = RichText::new(name).color(Palette::of(ui).t1);
            ui.add(Label::new(text).truncate()).on_hover_text(script);
        });
    });
}

/// Asks whether it is meant.
fn doomed_ui(ui: &mut Ui, saved: &SavedMacro) -> Option<Press> {
    let mut press = None;
    ui.label(t!("macros-delete-ask", name = saved.name.clone()));
    ui.horizontal(|ui| {
        let keep = parts::button(ui, w!("macros-keep"));
        if keep.clicked() {
            press = Some(Press::Spare);
        }
        parts::focus_at_first(ui, &keep);
        if parts::danger_button(ui, w!("macros-delete"), true).clicked() {
            press = Some(Press::Delete(saved.clone()));
        }
    });
    press
}

/// Macros that come with the program.
fn examples() -> [(&'static str, &'static str); 4] {
    [
        (
            w!("macros-example-f12"),
            "press f12 every 200 ms until screen changes within 30 s",
        ),
        (
            w!("macros-example-del"),
            "press del every 200 ms until screen changes within 60 s",
        ),
        (
            w!("macros-example-second"),
            "press down\nwait 300 ms\npress enter",
        ),
        (
            w!("macros-example-awake"),
            "repeat 60\npress shift\nwait 60 s",
        ),
    ]
}

/// Width of the panel.
const WIDTH_PT: f32 = 340.0;
/// Height of the margins around the panel and inside of it.
const AROUND_PT: f32 = 52.0;
/// Least height of the list.
const LEAST_PT: f32 = 80.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_a_macro() {
        for (name, script) in examples() {
            assert!(script.parse::<Macro>().is_ok(), "{name}");
        }
    }
}
