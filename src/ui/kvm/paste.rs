//! Paste as typing: the text, the layout on the PC, the speed; then how far it is, and a stop.

use std::ops::Range;
use std::time::Duration;

use eframe::egui::epaint::text::{ByteIndex, LayoutJob, LayoutSection};
use eframe::egui::{
    Align2, ComboBox, Context, FontId, Id, Response, RichText, ScrollArea, Stroke, TextBuffer,
    TextEdit, TextFormat, Ui,
};

use super::popover;
use crate::limits;
use crate::session::{Command, Layout, Target, TypedText};
use crate::ui::language::{t, w};
use crate::ui::layouts;
use crate::ui::parts::{self, SecretText};
use crate::ui::session::Session;
use crate::ui::tabs::TabId;
use crate::ui::theme::{Palette, font_size, space};

/// What is to be typed, and how it goes.
#[derive(Debug, Default)]
pub(crate) struct Paste {
    text: SecretText,
    layout: Layout,
    speed: Speed,
    ends_with_enter: bool,
    /// A text that looks like a secret is shown all the same.
    shows_secret: bool,
    is_open: bool,
    /// Characters typed, of how many.
    progress: Option<(usize, usize)>,
    /// Nobody looks, so it waits.
    is_paused: bool,
    /// Its screen was drawn in this frame, in a window that has the focus.
    is_seen: bool,
    /// The layout that was chosen and used last, to be kept.
    chosen: Option<Layout>,
    /// It has just been opened: the field takes the focus.
    is_new: bool,
}

/// How fast keys follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Speed {
    /// For firmware menus and systems that start.
    Safe,
    /// What other consoles use.
    #[default]
    Normal,
    /// As fast as a keyboard reports.
    Fast,
}

impl Speed {
    const ALL: [Self; 3] = [Self::Safe, Self::Normal, Self::Fast];

    fn label(self) -> &'static str {
        match self {
            Self::Safe => w!("kvm-safe"),
            Self::Normal => w!("kvm-normal"),
            Self::Fast => w!("kvm-fast"),
        }
    }

    const fn pace(self) -> Duration {
        match self {
            Self::Safe => Duration::from_millis(40),
            Self::Normal => TypedText::PACE,
            Self::Fast => Duration::from_millis(4),
        }
    }
}

impl Paste {
    /// Nothing is typed yet; the PC has this layout until somebody chooses another.
    pub(crate) fn new(layout: Layout) -> Self {
        Self {
            layout,
            ..Self::default()
        }
    }

    /// Takes a report about typing.
    pub(crate) fn hear(&mut self, done: usize, total: usize) {
        self.progress = (done < total).then_some((done, total));
        self.is_paused &= self.progress.is_some();
    }

    /// The screen is gone, and with it what was on its way.
    pub(crate) fn forget(&mut self) {
        self.progress = None;
        self.is_paused = false;
    }

    /// Something is being typed.
    pub(crate) const fn is_typing(&self) -> bool {
        self.progress.is_some()
    }

    /// Its screen is drawn, in a window that has the focus.
    fn see(&mut self, ctx: &Context) {
        self.is_seen |= ctx.input(|input| input.focused);
    }

    /// What is to be told at the end of a frame if somebody began to look at what is typed, or no
    /// longer does.
    pub(crate) fn attend(&mut self) -> Option<Command> {
        let is_seen = std::mem::take(&mut self.is_seen);
        if self.progress.is_none() || self.is_paused != is_seen {
            return None;
        }
        self.is_paused = !is_seen;
        Some(Command::PauseTyping(self.is_paused))
    }

    /// The layout that was chosen for this PC, if that is news.
    pub(crate) const fn take_chosen(&mut self) -> Option<Layout> {
        self.chosen.take()
    }

    /// Opens the popover, or closes it.
    pub(crate) const fn toggle(&mut self) {
        self.is_open = !self.is_open;
        self.is_new = self.is_open;
        self.shows_secret = false;
    }

    /// How long it takes to type.
    fn takes(&self) -> Duration {
        let count = self.text.chars() + usize::from(self.ends_with_enter);
        let pace = self.speed.pace();
        pace.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// What is typed.
    fn command(&self) -> TypedText {
        let mut text = self.text.to_secret();
        if self.ends_with_enter {
            let mut with_enter = String::with_capacity(text.expose().len() + 1);
            with_enter.push_str(text.expose());
            with_enter.push('\n');
            text = crate::wire::Secret::new(with_enter);
        }
        TypedText {
            text,
            pace: self.speed.pace(),
        }
    }
}

/// The popover under its button.
pub(super) fn popover_ui(button: &Response, session: &mut Session) {
    if !session.paste.is_open {
        return;
    }
    let id = button.id.with("text");
    if popover::popover_ui(button, POPOVER_PT, |ui| form_ui(ui, id, session)) {
        session.paste.is_open = false;
        session.paste.text.wipe();
        // The picture has the keys again.
        session.took_focus = false;
    }
}

/// Draws the form; returns whether it is done with.
fn form_ui(ui: &mut Ui, id: Id, session: &mut Session) -> bool {
    let is_amt = matches!(session.target(), Target::Amt { .. });
    let is_live = session.is_live();
    let form = &mut session.paste;
    let count = form.text.chars();
    let limit = limits::TYPED_CHARS;
    let is_secret = looks_like_a_secret(form.text.to_secret().expose());
    ui.spacing_mut().item_spacing.y = space::S;
    ui.horizontal(|ui| {
        ui.label(RichText::new(t!("kvm-type-characters", count = count)).strong());
        if is_amt {
            layout_ui(ui, id, &mut form.layout);
        }
    });
    ScrollArea::vertical()
        .id_salt(id.with("scroll"))
        .max_height(PREVIEW_PT)
        .show(ui, |ui| {
            let is_masked = is_secret && !form.shows_secret;
            let layout = Some(form.layout).filter(|_| is_amt);
            let mut mark = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
                let job = marked(ui, text.as_str(), width, layout);
                ui.fonts_mut(|fonts| fonts.layout_job(job))
            };
            let text = TextEdit::multiline(&mut form.text)
                .id(id)
                .font(FontId::monospace(font_size::BODY))
                .hint_text(w!("kvm-text-to-be-typed"))
                .char_limit(limit)
                .password(is_masked)
                .desired_rows(6)
                .desired_width(f32::INFINITY);
            // Whoever lays text out by himself has to mask it, too.
            let text = match is_masked {
                true => text,
                false => text.layouter(&mut mark),
            };
            let field = ui.add(text).accessible_name(w!("kvm-text-to-type"));
            // A popover is measured before it is shown, and nothing keeps the focus then.
            if form.is_new && field.has_focus() {
                form.is_new = false;
            } else if form.is_new {
                field.request_focus();
            }
            // Undoing would keep copies of what may be a password.
            if let Some(mut state) = TextEdit::load_state(ui.ctx(), id) {
                state.clear_undoer();
                TextEdit::store_state(ui.ctx(), id, state);
            }
        });
    if is_secret {
        ui.checkbox(&mut form.shows_secret, w!("kvm-show-secret"));
    }
    let unknown = match is_amt {
        true => unknown(form),
        false => 0,
    };
    if unknown > 0 {
        let words = t!("kvm-of-them-cannot-be", unknown = unknown);
        ui.label(RichText::new(words).color(Palette::of(ui).warn));
    }
    ui.horizontal(|ui| {
        ui.label(w!("kvm-speed"));
        for speed in Speed::ALL {
            let is_chosen = form.speed == speed;
            if ui.selectable_label(is_chosen, speed.label()).clicked() {
                form.speed = speed;
            }
        }
    });
    ui.checkbox(&mut form.ends_with_enter, w!("kvm-end-with-enter"));
    let can_type = is_live && (count > 0 || form.ends_with_enter);
    let (mut typed, mut is_done) = (None, false);
    ui.horizontal(|ui| {
        if parts::primary_button(ui, w!("kvm-type"), can_type).clicked() {
            typed = Some((form.layout, form.command()));
        }
        is_done = parts::button(ui, w!("kvm-cancel")).clicked();
        let takes = form.takes().as_secs_f64();
        if takes >= 1.0 {
            let words = t!("kvm-about-seconds", secs = format!("{takes:.0}"));
            ui.label(RichText::new(words).color(Palette::of(ui).t3));
        }
    });
    if let Some((layout, text)) = typed {
        if is_amt && session.layout() != Some(layout) {
            session.paste.chosen = Some(layout);
        }
        session.send(Command::SetLayout(layout));
        session.send(Command::Type(text));
        is_done = true;
    }
    is_done
}

fn layout_ui(ui: &mut Ui, id: Id, layout: &mut Layout) {
    let label = ui.label(w!("kvm-layout-on-the-pc"));
    let chosen = ComboBox::from_id_salt(id.with("layout"))
        .selected_text(layouts::name(*layout))
        .show_ui(ui, |ui| {
            for choice in Layout::ALL {
                ui.selectable_value(layout, choice, layouts::name(choice));
            }
        });
    chosen.response.labelled_by(label.id);
}

/// One line of 8 to 64 characters without blanks, of at least two kinds: probably a password, which
/// is not for everybody who looks at the screen.
pub(crate) fn looks_like_a_secret(text: &str) -> bool {
    let kinds: [fn(char) -> bool; 4] = [
        char::is_lowercase,
        char::is_uppercase,
        char::is_numeric,
        |c| !c.is_alphanumeric(),
    ];
    let found = kinds.iter().filter(|kind| text.contains(**kind)).count();
    (8..=64).contains(&text.chars().count()) && !text.contains(char::is_whitespace) && found >= 2
}

/// Characters of the text that the layout cannot type.
fn unknown(form: &Paste) -> usize {
    let text = form.text.to_secret();
    let chars = text.expose().chars();
    chars.filter(|c| !has_key(form.layout, *c)).count()
}

fn has_key(layout: Layout, c: char) -> bool {
    c.is_control() || layout.strokes(c).is_some()
}

/// The text as it is shown: what a layout cannot type is underlined, in the colour of warnings.
fn marked(ui: &Ui, text: &str, width: f32, layout: Option<Layout>) -> LayoutJob {
    let palette = Palette::of(ui);
    let font = FontId::monospace(font_size::BODY);
    let plain = TextFormat::simple(font.clone(), palette.t1);
    let mut wrong = TextFormat::simple(font, palette.warn);
    wrong.underline = Stroke::new(1.0, palette.warn);
    let mut job = LayoutJob {
        text: text.to_owned(),
        ..LayoutJob::default()
    };
    job.wrap.max_width = width;
    let is_wrong = |c| layout.is_some_and(|layout| !has_key(layout, c));
    for run in runs(text, is_wrong) {
        let format = if run.1 { &wrong } else { &plain };
        job.sections.push(LayoutSection {
            leading_space: 0.0,
            byte_range: ByteIndex(run.0.start)..ByteIndex(run.0.end),
            format: format.clone(),
        });
    }
    job
}

/// Parts of a text in which `is` is the same for all characters, from its beginning to its end.
fn runs(text: &str, is: impl Fn(char) -> bool) -> Vec<(Range<usize>, bool)> {
    let mut runs: Vec<(Range<usize>, bool)> = Vec::new();
    for (at, c) in text.char_indices() {
        let (end, kind) = (at + c.len_utf8(), is(c));
        match runs.last_mut() {
            Some((run, last)) if *last == kind => run.end = end,
            _ => runs.push((at..end, kind)),
        }
    }
    runs
}

/// How far typing is, over the stage, with a button that stops it.
pub(crate) fn progress_ui(ui: &Ui, id: TabId, session: &mut Session) {
    session.paste.see(ui.ctx());
    let Some((done, total)) = session.paste.progress else {
        return;
    };
    parts::floating(ui, id.part("typing"), Align2::RIGHT_BOTTOM, |ui| {
        ui.set_width(PROGRESS_PT.min(ui.available_width()));
        ui.label(t!(
            "kvm-typing-of",
            done = done.to_string(),
            total = total.to_string()
        ));
        #[expect(clippy::cast_precision_loss, reason = "for a bar of 200 points")]
        let part = done as f32 / total.max(1) as f32;
        parts::progress_bar(ui, part, w!("kvm-typed"));
        if session.paste.is_paused {
            ui.label(RichText::new(w!("kvm-typing-waits")).color(Palette::of(ui).t3));
        }
        if parts::button(ui, w!("kvm-stop-typing")).clicked() {
            session.send(Command::StopTyping);
        }
    });
}

/// Width of the popover.
const POPOVER_PT: f32 = 420.0;

/// Height of six lines.
const PREVIEW_PT: f32 = 120.0;

/// Width of the card that tells how far typing is.
const PROGRESS_PT: f32 = 200.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_look_like_secrets_and_commands_do_not() {
        for secret in ["P@ssw0rd", "correct-horse", "Tr0ub4dor", "8f14e45fceea167a"] {
            assert!(looks_like_a_secret(secret), "{secret}");
        }
        for text in [
            "",
            "reboot",
            "ls -la /etc",
            "shutdown",
            "one\ntwo lines",
            "1234567",
        ] {
            assert!(!looks_like_a_secret(text), "{text}");
        }
        assert!(!looks_like_a_secret(&"a1".repeat(40)));
    }

    #[test]
    fn a_text_is_cut_where_keys_begin_to_be_missing_and_nowhere_else() {
        let wrong = |c| !has_key(Layout::Us, c);
        let text = "aé€b\nñ";
        let parts = runs(text, wrong).into_iter();
        let parts: Vec<_> = parts.map(|(run, wrong)| (&text[run], wrong)).collect();
        assert_eq!(
            parts,
            [("a", false), ("é€", true), ("b\n", false), ("ñ", true)]
        );
        assert!(runs("", wrong).is_empty());
    }

    #[test]
    fn typing_waits_while_nobody_looks() {
        let mut paste = Paste::default();
        assert!(paste.attend().is_none(), "nothing is typed");
        paste.hear(3, 10);
        paste.is_seen = true;
        assert!(paste.attend().is_none());
        assert!(matches!(paste.attend(), Some(Command::PauseTyping(true))));
        assert!(paste.attend().is_none(), "said once");
        paste.is_seen = true;
        assert!(matches!(paste.attend(), Some(Command::PauseTyping(false))));
        paste.hear(10, 10);
        assert!(paste.attend().is_none(), "it is done");
    }
}
