//! The form of one macro: its name, its steps, and what is wrong with them.

use eframe::egui::{FontId, Id, RichText, ScrollArea, TextEdit, Ui};

use super::book::MacroBook;
use crate::session::macros::Macro;
use crate::store::macros::SavedMacro;
use crate::ui::language::{t, w};
use crate::ui::parts::{self, Field};
use crate::ui::theme::{Palette, font_size, icon, space};

/// What is typed into the form.
#[derive(Debug)]
pub(super) struct MacroForm {
    /// What is changed; `None`: a new one.
    before: Option<SavedMacro>,
    name: String,
    script: String,
    /// It has just been opened: the field takes the focus.
    is_new: bool,
}

/// What the person asks for.
#[derive(Debug)]
pub(super) enum Answer {
    /// Keep this in place of that.
    Save(Option<SavedMacro>, SavedMacro),
    /// Run it as it is typed, without keeping it.
    Test(String, Macro),
    Cancel,
}

impl MacroForm {
    /// An empty form.
    pub(super) fn empty() -> Self {
        Self::with(None, String::new(), String::new())
    }

    /// To change a macro.
    pub(super) fn about(saved: &SavedMacro) -> Self {
        Self::with(
            Some(saved.clone()),
            saved.name.clone(),
            saved.script.clone(),
        )
    }

    /// To make one's own of an example.
    pub(super) fn like(name: &str, script: &str) -> Self {
        Self::with(None, name.to_owned(), script.to_owned())
    }

    const fn with(before: Option<SavedMacro>, name: String, script: String) -> Self {
        Self {
            before,
            name,
            script,
            is_new: true,
        }
    }

    /// What it says, or a sentence about what is wrong.
    fn read(&self, book: &MacroBook) -> Result<(SavedMacro, Macro), String> {
        let name = self.name.trim().to_owned();
        if name.is_empty() {
            return Err(w!("macros-the-macro-needs-a").to_owned());
        }
        if book.has_name(&name, self.before.as_ref()) {
            return Err(w!("macros-another-macro-has-this").to_owned());
        }
        let all = self.steps()?;
        let script = self.script.trim_end().to_owned();
        Ok((SavedMacro { name, script }, all))
    }

    fn steps(&self) -> Result<Macro, String> {
        if self.script.trim().is_empty() {
            return Err(w!("macros-the-macro-needs-a-step").to_owned());
        }
        let read = self.script.parse::<Macro>();
        read.map_err(|error| {
            t!(
                "macros-line",
                line = error.line.to_string(),
                why = error.why.to_string()
            )
        })
    }

    /// Appends a step.
    fn add(&mut self, step: &str) {
        let end = self.script.trim_end().len();
        self.script.truncate(end);
        if end > 0 {
            self.script.push('\n');
        }
        self.script.push_str(step);
    }

    /// Draws the form; `can_run`: there is a screen to run it on.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        id: Id,
        book: &MacroBook,
        can_run: bool,
    ) -> Option<Answer> {
        let palette = Palette::of(ui);
        let read = self.read(book);
        let field = Field {
            name: w!("macros-name"),
            hint: w!("macros-boot-menu"),
            width: f32::INFINITY,
            wrong: false,
            id: id.with("name"),
        };
        let name = field.show(ui, &mut self.name);
        if std::mem::take(&mut self.is_new) {
            name.request_focus();
        }
        let label = ui.label(caption(ui, w!("macros-steps-one-to-a")));
        ScrollArea::vertical()
            .id_salt(id.with("scroll"))
            .max_height(STEPS_PT)
            .show(ui, |ui| {
                let text = TextEdit::multiline(&mut self.script)
                    .id(id.with("steps"))
                    .font(FontId::monospace(font_size::BODY))
                    .hint_text("press f12 every 200 ms")
                    .char_limit(SCRIPT_CHARS)
                    .desired_rows(5)
                    .desired_width(f32::INFINITY);
                ui.add(text).labelled_by(label.id);
            });
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            for (label, step) in offered_steps() {
                if parts::link(ui, label).on_hover_text(step).clicked() {
                    self.add(step);
                }
            }
        });
        match &read {
            Ok((_, all)) => {
                let (glyph, color) = (icon::GOOD, palette.ok);
                parts::state_line(ui, glyph, color, steps_words(all));
            }
            // Nobody has done anything wrong before the first letter.
            Err(_) if self.name.is_empty() && self.script.is_empty() => {
                let text = w!("macros-macros-are-stored-as");
                ui.label(caption(ui, text));
            }
            Err(why) => {
                let text = RichText::new(why).color(palette.danger);
                parts::state_line(ui, icon::FAILED, palette.danger, text);
            }
        }
        let mut answer = None;
        ui.horizontal_wrapped(|ui| {
            if parts::primary_button(ui, w!("media-save"), read.is_ok()).clicked()
                && let Ok((now, _)) = &read
            {
                answer = Some(Answer::Save(self.before.clone(), now.clone()));
            }
            let steps = self.steps();
            ui.add_enabled_ui(can_run && steps.is_ok(), |ui| {
                if parts::button(ui, w!("macros-test-on-this-pc")).clicked()
                    && let Ok(all) = steps
                {
                    let name = Some(self.name.trim()).filter(|name| !name.is_empty());
                    answer = Some(Answer::Test(
                        name.unwrap_or(w!("macros-the-test")).to_owned(),
                        all,
                    ));
                }
            });
            if parts::button(ui, w!("kvm-cancel")).clicked() {
                answer = Some(Answer::Cancel);
            }
        });
        answer
    }
}

fn caption(ui: &Ui, text: &str) -> RichText {
    RichText::new(text)
        .size(font_size::CAPTION)
        .color(Palette::of(ui).t3)
}

/// How much there is to do, in words.
fn steps_words(all: &Macro) -> String {
    let steps = match all.steps.len() {
        1 => w!("macros-1-step").to_owned(),
        count => t!("macros-steps", count = count.to_string()),
    };
    match all.times {
        1 => steps,
        times => t!(
            "macros-times",
            steps = steps.to_string(),
            times = times.to_string()
        ),
    }
}

/// Steps that a click appends, as a beginning.
fn offered_steps() -> [(&'static str, &'static str); 5] {
    [
        (w!("macros-press"), "press ctrl+alt+f2"),
        (
            w!("macros-press-several-times"),
            "press down 3 times every 200 ms",
        ),
        (
            w!("macros-press-until-the-screen"),
            "press f12 every 200 ms until screen changes within 30 s",
        ),
        (w!("macros-wait"), "wait 500 ms"),
        (w!("kvm-type"), "type text"),
    ]
}

/// Height of eight lines.
const STEPS_PT: f32 = 160.0;

/// Longest script that can be typed: the most steps, each as long as a step ever is.
const SCRIPT_CHARS: usize = 16_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_that_is_offered_is_one() {
        let mut form = MacroForm::like("all", "");
        for (_, step) in offered_steps() {
            form.add(step);
        }
        let all = form.steps().unwrap();
        assert_eq!(all.steps.len(), offered_steps().len());
        assert_eq!(steps_words(&all), "5 steps");
    }

    #[test]
    fn what_is_wrong_is_said_as_a_sentence() {
        let book = MacroBook::default();
        let says = |name: &str, script: &str| {
            let read = MacroForm::like(name, script).read(&book);
            read.err().unwrap_or_default()
        };
        assert_eq!(says(" ", "press f12"), "The macro needs a name");
        assert!(says("a", " \n").starts_with("The macro needs a step"));
        assert_eq!(says("a", "wait 1 s\npress f99"), "Line 2, “f99” is no key");
        assert_eq!(says("a", "repeat 3\npress f12"), "");
    }
}
