//! Why does it not work: the checks of the doctor as they come, each problem with what helps.

use eframe::egui::accesskit::Live;
use eframe::egui::{Align, Color32, CornerRadius, Frame, Label, Layout, Margin, RichText, Ui};
use egui_material_icons::MaterialIcon;

use crate::session::flow::doctor::{Check, CheckResult, Told};
use crate::session::pc::PcCommand;
use crate::ui::language::{t, w};
use crate::ui::notice::{self, Remedy};
use crate::ui::page::Around;
use crate::ui::pane::TabWish;
use crate::ui::parts;
use crate::ui::said::{self, said};
use crate::ui::theme::{self, Palette, font_size, icon, radius, size, space};

/// The latest examination of a PC.
#[derive(Debug)]
pub(crate) struct Examination {
    /// Checks that are done, in their order.
    told: Vec<Told>,
    /// It goes on.
    is_running: bool,
    /// It was given up before its end.
    was_stopped: bool,
    /// When it began, in seconds of egui's clock.
    since: f64,
}

impl Examination {
    pub(crate) const fn begin(since: f64) -> Self {
        Self {
            told: Vec::new(),
            is_running: true,
            was_stopped: false,
            since,
        }
    }

    /// One more check is done.
    pub(crate) fn take(&mut self, told: Told) {
        self.told.retain(|other| other.check != told.check);
        self.told.push(told);
        self.told.sort_by_key(|told| told.check);
    }

    /// All are done.
    pub(crate) fn finish(&mut self, told: Vec<Told>) {
        self.told = told;
        self.is_running = false;
    }

    /// It was given up.
    pub(crate) const fn stop(&mut self) {
        self.is_running = false;
        self.was_stopped = true;
    }

    fn problems(&self) -> usize {
        self.told.iter().filter(|told| told.is_problem()).count()
    }

    /// What it has come to, in a line.
    fn title(&self) -> String {
        let (done, of) = (self.told.len(), Check::ALL.len());
        if self.is_running {
            return t!("doctor-of-checks-done", done = done, of = of);
        }
        let stopped = if self.was_stopped {
            w!("doctor-stopped")
        } else {
            ""
        };
        match self.problems() {
            0 if self.was_stopped => t!("doctor-of-checks-done-stopped", done = done, of = of),
            0 => w!("doctor-nothing-needs-attention").to_owned(),
            1 => t!(
                "doctor-one-of-checks-needs",
                done = done,
                stopped = stopped.to_string()
            ),
            n => t!(
                "doctor-of-checks-need-attention",
                n = n,
                done = done,
                stopped = stopped.to_string()
            ),
        }
    }

    /// For a colleague or a ticket; holds nothing secret.
    fn report(&self, name: &str) -> String {
        let mut text = format!("{name}: {}\n", self.title());
        for told in &self.told {
            let title = told.check.title();
            text.push_str(&match &told.result {
                CheckResult::Fine(None) => format!("ok       {title}\n"),
                CheckResult::Fine(Some(fact)) => format!("ok       {title}, {fact}\n"),
                CheckResult::Unknown(why) => format!("unknown  {title}. {why}\n"),
                CheckResult::Skipped(because) => {
                    format!("skipped  {title}. Waits for “{}”\n", because.title())
                }
                CheckResult::Problem {
                    title: what,
                    cause,
                    remedy,
                    ..
                } => format!("problem  {title}. {what}. {cause}. {remedy}\n"),
            });
        }
        text
    }
}

/// Draws what the bar above the sheet has of it.
pub(super) fn bar_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    examination: Option<&Examination>,
    idle: bool,
) -> Option<TabWish> {
    let examination = examination?;
    let mut wish = None;
    if examination.is_running {
        if parts::button(ui, w!("doctor-stop")).clicked() {
            wish = Some(TabWish::Pc(PcCommand::Stop));
        }
        return wish;
    }
    ui.add_enabled_ui(idle, |ui| {
        if parts::button(ui, w!("doctor-run-again")).clicked() {
            wish = Some(TabWish::Remedy(Remedy::RunDoctor));
        }
    });
    if parts::button(ui, w!("doctor-copy-report")).clicked() {
        ui.ctx().copy_text(examination.report(around.name));
    }
    wish
}

/// Draws the sheet.
pub(super) fn doctor_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    examination: Option<&Examination>,
) -> Vec<TabWish> {
    let Some(examination) = examination else {
        return begin_ui(ui).into_iter().collect();
    };
    let mut wishes = Vec::new();
    parts::column(ui, "doctor", WIDTH_PT, |ui| {
        head_ui(ui, around, examination);
        ui.add_space(space::S);
        ui.spacing_mut().item_spacing.y = space::XXS;
        for told in &examination.told {
            wishes.extend(told_ui(ui, told));
        }
        if examination.is_running {
            next_ui(ui, examination);
        }
    });
    wishes
}

/// Nothing was examined yet: what it does, and the button.
fn begin_ui(ui: &mut Ui) -> Option<TabWish> {
    parts::centred_card(ui, "doctor", size::FAULT, |ui| {
        let palette = Palette::of(ui);
        parts::strip_title(
            ui,
            (icon::DOCTOR, palette.accent),
            w!("doctor-find-out-why-it"),
        );
        let text = w!("doctor-checks-name-ports-encryption");
        ui.label(RichText::new(said(text)).color(palette.t2));
        ui.add_space(space::S);
        let run = parts::primary_button(ui, w!("doctor-run-doctor"), true);
        run.clicked().then_some(TabWish::Remedy(Remedy::RunDoctor))
    })
}

fn head_ui(ui: &mut Ui, around: &Around<'_>, examination: &Examination) {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        let title = RichText::new(examination.title())
            .font(theme::strong(font_size::HEADING))
            .color(palette.t1);
        let label = ui.label(title);
        ui.ctx().accesskit_node_builder(label.id, |node| {
            node.set_live(Live::Polite);
        });
        if examination.is_running {
            let secs = (around.now - examination.since).max(0.0).floor();
            let secs = RichText::new(format!("{secs:.0} s"))
                .font(theme::mono(font_size::NUMBER))
                .color(palette.t3);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(secs));
            let next = std::time::Duration::from_millis(500);
            ui.ctx().request_repaint_after(next);
        }
    });
}

/// The check that is being done.
fn next_ui(ui: &mut Ui, examination: &Examination) {
    let is_done = |check: &Check| examination.told.iter().any(|told| told.check == *check);
    let Some(next) = Check::ALL.into_iter().find(|check| !is_done(check)) else {
        return;
    };
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        ui.set_height(size::row(ui));
        parts::ring(ui, palette.accent);
        ui.label(RichText::new(said(next.title())).color(palette.t3));
    });
}

/// The mark of a result, with a word for it.
fn mark_of(result: &CheckResult, palette: &Palette) -> (MaterialIcon, Color32, &'static str) {
    match result {
        CheckResult::Fine(_) => (icon::GOOD, palette.ok, w!("doctor-fine")),
        CheckResult::Problem { .. } => (icon::WARNING, palette.warn, w!("doctor-needs-attention")),
        CheckResult::Unknown(_) => (icon::UNKNOWN, palette.t3, w!("doctor-unknown")),
        CheckResult::Skipped(_) => (icon::LATER, palette.ctl, w!("doctor-skipped")),
    }
}

/// One check.
fn told_ui(ui: &mut Ui, told: &Told) -> Option<TabWish> {
    let palette = Palette::of(ui);
    let (glyph, color, word) = mark_of(&told.result, palette);
    // A check is called by what is right; where it is not, by what is wrong.
    let title = match &told.result {
        CheckResult::Problem { title, .. } => {
            RichText::new(said(title)).font(theme::strong(font_size::BODY))
        }
        _ => RichText::new(said(told.check.title())),
    };
    let (title_color, value) = match &told.result {
        CheckResult::Fine(fact) => (palette.t1, fact.as_deref().map(said)),
        CheckResult::Problem { .. } => (palette.t1, None),
        CheckResult::Unknown(why) => (palette.t2, Some(said(why))),
        CheckResult::Skipped(because) => {
            let text = t!("doctor-waits-for", check = said(because.title()));
            (palette.t3, Some(text))
        }
    };
    ui.horizontal(|ui| {
        ui.set_min_height(size::row(ui));
        let mark = ui.label(theme::glyph(glyph).color(color));
        mark.on_hover_text(word);
        let is_alone = matches!(told.result, CheckResult::Problem { .. });
        let width = match is_alone {
            true => ui.available_width(),
            false => TITLE_PT.min(ui.available_width() / 2.0),
        };
        ui.scope(|ui| {
            ui.set_width(width);
            ui.add(Label::new(title.color(title_color)).wrap());
        });
        if let Some(value) = value {
            ui.label(RichText::new(value).color(palette.t3));
        }
    });
    let CheckResult::Problem {
        cause,
        remedy,
        action,
        ..
    } = &told.result
    else {
        return None;
    };
    let mut wish = None;
    let frame = Frame::new()
        .fill(palette.warn_bg)
        .corner_radius(CornerRadius::same(radius::CONTROL))
        .inner_margin(Margin::same(12))
        .outer_margin(Margin {
            left: 26,
            right: 0,
            top: 0,
            bottom: 8,
        });
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.set_width(ui.available_width());
        for text in [cause, remedy] {
            if !text.is_empty() {
                ui.label(RichText::new(said(text)).color(palette.t2));
            }
        }
        let remedy = action.and_then(|action| Some((action, notice::remedy_of(action)?)));
        if let Some((action, remedy)) = remedy.filter(|(_, r)| *r != Remedy::RunDoctor) {
            ui.add_space(space::XS);
            if parts::button(ui, said::button(action)).clicked() {
                wish = Some(TabWish::Remedy(remedy));
            }
        }
    });
    wish
}

/// Widest sheet.
const WIDTH_PT: f32 = 640.0;

/// Width of the titles of checks.
const TITLE_PT: f32 = 208.0;
