//! The form of one macro: its name, its steps, and what is wrong with them.

use eframe::egui::{ComboBox, FontId, Id, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::book::MacroBook;
use super::recorder::{Recorder, Step, chord};
use crate::proto::kvm::keysym::Keysym;
use crate::session::Command;
use crate::session::macros::{Macro, MacroStep};
use crate::store::macros::SavedMacro;
use crate::ui::kvm::paste::looks_like_a_secret;
use crate::ui::language::{t, w};
use crate::ui::parts::{self, Field};
use crate::ui::release_key;
use crate::ui::said::said;
use crate::ui::theme::{Palette, font_size, icon, space};

/// What is typed into the form.
#[derive(Debug)]
pub(super) struct MacroForm {
    /// What is changed; `None`: a new one.
    before: Option<SavedMacro>,
    name: String,
    script: String,
    /// The key that runs it, after the release key.
    key: Option<String>,
    /// A text in it looks like a password, and is none.
    is_no_secret: bool,
    /// Writes down what is pressed on the PC.
    recorder: Option<Recorder>,
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
        Self::with(None, SavedMacro::default())
    }

    /// To change a macro.
    pub(super) fn about(saved: &SavedMacro) -> Self {
        Self::with(Some(saved.clone()), saved.clone())
    }

    /// To make one's own of an example.
    pub(super) fn like(name: &str, script: &str) -> Self {
        let saved = SavedMacro {
            name: name.to_owned(),
            script: script.to_owned(),
            key: None,
        };
        Self::with(None, saved)
    }

    fn with(before: Option<SavedMacro>, saved: SavedMacro) -> Self {
        let SavedMacro { name, key, script } = saved;
        Self {
            // Whoever has kept it has said so before.
            is_no_secret: before.is_some(),
            before,
            name,
            script,
            key,
            recorder: None,
            is_new: true,
        }
    }

    /// Takes what goes to the PC at `now`, in seconds of egui's clock.
    pub(super) fn note(&mut self, now: f64, command: &Command) {
        if let Some(step) = self.recorder.as_mut().and_then(|r| r.note(now, command)) {
            self.add_pressed(step);
        }
    }

    /// Takes keys that a menu sends to the PC together.
    pub(super) fn note_chord(&mut self, keys: &[Keysym]) {
        if self.recorder.is_some()
            && let Some(keys) = chord(keys)
        {
            self.add_pressed(Step { pause: None, keys });
        }
    }

    fn add_pressed(&mut self, step: Step) {
        if let Some(pause) = step.pause {
            self.add(&format!("wait {pause:.1} s"));
        }
        let step = format!("press {}", step.keys);
        match self
            .script
            .lines()
            .last()
            .and_then(|last| again(last, &step))
        {
            Some(several) => {
                let before = self.script.trim_end().rfind('\n').unwrap_or(0);
                self.script.truncate(before);
                self.add(&several);
            }
            None => self.add(&step),
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
        let key = self.key.clone();
        if key.is_some() && book.has_key(key.as_deref(), self.before.as_ref()) {
            return Err(w!("macros-another-macro-has-this-key").to_owned());
        }
        let all = self.steps()?;
        if !self.is_no_secret && has_secret(&all) {
            return Err(w!("macros-macros-are-stored-as").to_owned());
        }
        let script = self.script.trim_end().to_owned();
        Ok((SavedMacro { name, key, script }, all))
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
                why = said(&error.why)
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
        self.record_ui(ui, can_run);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::M, 0.0);
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
        if self.steps().is_ok_and(|all| has_secret(&all)) {
            ui.checkbox(&mut self.is_no_secret, w!("macros-this-is-no-password"));
        }
        self.key_ui(ui, id);
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

impl MacroForm {
    /// The button that writes down what is pressed.
    fn record_ui(&mut self, ui: &mut Ui, can_run: bool) {
        let records = self.recorder.is_some();
        let label = match records {
            true => w!("macros-stop-recording-keys"),
            false => w!("macros-record-keys"),
        };
        ui.add_enabled_ui(can_run || records, |ui| {
            let button = parts::button(ui, label);
            let why = w!("kvm-there-is-no-picture-to");
            if button.on_disabled_hover_text(why).clicked() {
                self.recorder = (!records).then(Recorder::default);
            }
        });
        if records {
            let text = RichText::new(w!("macros-click-on-the-picture"));
            ui.label(text.color(Palette::of(ui).rec));
        }
    }

    /// The key that runs it.
    fn key_ui(&mut self, ui: &mut Ui, id: Id) {
        ui.horizontal(|ui| {
            let label = ui.label(w!("macros-key"));
            let words = |key: Option<&str>| match key {
                Some(key) => t!(
                    "macros-release-key-and",
                    release = release_key::name(),
                    key = key.to_owned()
                ),
                None => w!("macros-no-key").to_owned(),
            };
            let chosen = ComboBox::from_id_salt(id.with("key"))
                .selected_text(words(self.key.as_deref()))
                .show_ui(ui, |ui| {
                    ui.selectable_value(&mut self.key, None, words(None));
                    for key in (1..=12).map(|n| format!("F{n}")) {
                        let text = words(Some(&key));
                        ui.selectable_value(&mut self.key, Some(key), text);
                    }
                });
            chosen.response.labelled_by(label.id);
        });
    }
}

/// The step `last` and once more the same; `None` if `step` is another.
fn again(last: &str, step: &str) -> Option<String> {
    if last == step {
        return Some(format!("{step} 2 times every 200 ms"));
    }
    let rest = last.strip_prefix(step)?.strip_prefix(' ')?;
    let count: u32 = rest.strip_suffix(" times every 200 ms")?.parse().ok()?;
    Some(format!("{step} {} times every 200 ms", count + 1))
}

/// A text that is typed looks like a password.
fn has_secret(all: &Macro) -> bool {
    let is_secret = |step: &MacroStep| match step {
        MacroStep::Type(text) => looks_like_a_secret(text),
        _ => false,
    };
    all.steps.iter().any(is_secret)
}

fn caption(ui: &Ui, text: &str) -> RichText {
    RichText::new(text)
        .size(font_size::CAPTION)
        .color(Palette::of(ui).t3)
}

/// How much there is to do, in words.
fn steps_words(all: &Macro) -> String {
    let steps = t!("macros-steps", count = all.steps.len());
    match all.times {
        1 => steps,
        times => t!("macros-times", steps = steps, times = times),
    }
}

/// Steps that a click appends, as a beginning.
fn offered_steps() -> [(&'static str, &'static str); 6] {
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
        (
            w!("macros-wait-for-text"),
            "wait for text Boot Menu within 30 s",
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
        assert_eq!(steps_words(&all), "6 steps");
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
        let refused = says("a", "type Tr0ub4dor&3");
        assert!(refused.starts_with("Macros are stored as plain text"));
        assert_eq!(says("a", "type setup"), "");
        let saved = SavedMacro {
            name: "a".to_owned(),
            script: "type Tr0ub4dor&3".to_owned(),
            key: None,
        };
        let form = MacroForm::about(&saved);
        assert!(form.read(&book).is_ok(), "it was allowed before");
    }

    #[test]
    fn what_is_pressed_becomes_steps() {
        let mut form = MacroForm::like("a", "wait 1 s");
        let press = |name: &str, down| Command::Key {
            keysym: Keysym::named(name).unwrap(),
            down,
        };
        form.note(0.0, &press("x", true));
        assert_eq!(form.script, "wait 1 s", "nobody asked for it");
        form.recorder = Some(Recorder::default());
        for (now, name, down) in [
            (10.0, "down", true),
            (10.1, "down", false),
            (10.2, "down", true),
            (10.3, "down", false),
            (10.4, "down", true),
            (10.5, "down", false),
            (12.5, "ctrl", true),
            (12.6, "enter", true),
        ] {
            form.note(now, &press(name, down));
        }
        let script = "wait 1 s\npress down 3 times every 200 ms\nwait 2.2 s\npress ctrl+enter";
        assert_eq!(form.script, script);
        assert!(form.steps().is_ok());
        let mut first = MacroForm::empty();
        first.recorder = Some(Recorder::default());
        first.note(0.0, &press("f2", true));
        first.note(0.1, &press("f2", false));
        first.note(0.2, &press("f2", true));
        assert_eq!(first.script, "press f2 2 times every 200 ms");
    }
}
