//! The page with its three sheets, and what is read when.

use eframe::egui::{Align, Button, Layout, RichText, Ui};

use super::{doctor, facts, logs};
use crate::session::Fault;
use crate::session::pc::{Deed, LogKind, PcCommand};
use crate::ui::language::t;
use crate::ui::page::{Around, View};
use crate::ui::pane::TabWish;
use crate::ui::parts;
use crate::ui::pc::PcState;
use crate::ui::said::Told as _;
use crate::ui::steps::Steps;
use crate::ui::theme::{self, Palette, font_size, icon, size, space};

/// What of the page is in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Sheet {
    #[default]
    Facts,
    Log(LogKind),
    Doctor,
}

impl Sheet {
    const ALL: [Self; 4] = [
        Self::Facts,
        Self::Log(LogKind::Events),
        Self::Log(LogKind::Audit),
        Self::Doctor,
    ];

    fn label(self) -> String {
        match self {
            Self::Facts => t!("facts-sheet"),
            Self::Log(LogKind::Events) => t!("facts-event-log"),
            Self::Log(LogKind::Audit) => t!("facts-audit-log"),
            Self::Doctor => t!("facts-doctor"),
        }
    }

    /// What reads it; the doctor is run instead.
    const fn deed(self) -> Option<Deed> {
        match self {
            Self::Facts => Some(Deed::ReadFacts),
            Self::Log(kind) => Some(Deed::ReadLog(kind)),
            Self::Doctor => None,
        }
    }

    fn is_read(self, pc: &PcState) -> bool {
        match self {
            Self::Facts => pc.info.is_some(),
            Self::Log(kind) => pc.logs.contains_key(&kind),
            Self::Doctor => true,
        }
    }
}

/// The page's own state.
#[derive(Debug, Default)]
pub(crate) struct DeviceView {
    sheet: Sheet,
    /// What log lines must contain.
    filter: String,
    /// What was asked for and has not begun yet.
    asked: Option<Deed>,
    /// The filter is to take the focus.
    wants_focus: bool,
    /// Examinations that were begun so far: a new one comes to the front.
    examinations: u32,
}

impl View for DeviceView {
    fn hear(&mut self, _now: f64) {}

    fn find(&mut self) -> bool {
        let has_filter = matches!(self.sheet, Sheet::Log(_));
        self.wants_focus = has_filter;
        has_filter
    }

    fn toolbar_ui(&mut self, ui: &mut Ui, around: &Around<'_>) -> Vec<TabWish> {
        let mut wishes = Vec::new();
        if let Some(pc) = around.pc
            && pc.examinations != self.examinations
        {
            self.examinations = pc.examinations;
            self.sheet = Sheet::Doctor;
        }
        ui.spacing_mut().item_spacing.x = space::XS;
        for sheet in Sheet::ALL {
            let button = Button::selectable(sheet == self.sheet, sheet.label());
            if ui.add(button).clicked() {
                self.sheet = sheet;
                self.asked = None;
            }
        }
        let Some(pc) = around.pc else {
            return wishes;
        };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let Some(deed) = self.sheet.deed() else {
                let idle = pc.steps.is_none();
                wishes.extend(doctor::bar_ui(ui, around, pc.examination.as_ref(), idle));
                return;
            };
            let idle = pc.is_logged_in && pc.steps.is_none();
            ui.add_enabled_ui(idle, |ui| {
                let (name, tip) = (t!("facts-read-again"), t!("facts-read-again-tip"));
                if parts::icon_button(ui, icon::REFRESH, &name, &tip).clicked() {
                    wishes.push(TabWish::Pc(PcCommand::Do(deed)));
                }
            });
            if let Sheet::Log(kind) = self.sheet
                && let Some(log) = pc.logs.get(&kind)
            {
                wishes.extend(logs::bar_ui(ui, around, kind, log, &mut self.filter));
                if std::mem::take(&mut self.wants_focus) {
                    ui.memory_mut(|memory| memory.request_focus(around.part("filter")));
                }
            } else if let Some((_, at)) = pc.info.as_ref().filter(|_| self.sheet == Sheet::Facts) {
                age_ui(ui, around.now - at);
            }
        });
        wishes
    }

    fn stage_ui(&mut self, ui: &mut Ui, around: &Around<'_>) -> Vec<TabWish> {
        let palette = Palette::of(ui);
        ui.painter().rect_filled(ui.max_rect(), 0.0, palette.bg2);
        if around.covered {
            ui.disable();
        }
        let Some(pc) = around.pc else {
            return Vec::new();
        };
        let Some(deed) = self.sheet.deed() else {
            return doctor::doctor_ui(ui, around, pc.examination.as_ref());
        };
        let failure = pc.failures.iter().find(|(failed, _)| *failed == deed);
        if !self.sheet.is_read(pc) {
            let wish = match (failure, &pc.steps) {
                (Some((_, fault)), _) => {
                    self.asked = None;
                    failed_ui(ui, fault, deed)
                }
                (None, Some(steps)) => {
                    waiting_ui(ui, steps);
                    None
                }
                (None, None) if !pc.is_logged_in => not_yet_ui(ui, pc),
                (None, None) if self.asked == Some(deed) => None,
                (None, None) => {
                    self.asked = Some(deed);
                    Some(TabWish::Pc(PcCommand::Do(deed)))
                }
            };
            return wish.into_iter().collect();
        }
        match (self.sheet, &pc.info) {
            (Sheet::Facts, Some((info, _))) => facts::facts_ui(ui, around, pc, info),
            (Sheet::Log(kind), _) => {
                if let Some(log) = pc.logs.get(&kind) {
                    logs::log_ui(ui, around, kind, log, &self.filter);
                }
                Vec::new()
            }
            (Sheet::Facts, None) | (Sheet::Doctor, _) => Vec::new(),
        }
    }
}

/// How old what is shown is.
fn age_ui(ui: &mut Ui, secs: f64) {
    let text = match secs.max(0.0) {
        secs if secs < 60.0 => t!("facts-age-new"),
        secs => t!("facts-age", minutes = (secs / 60.0).floor()),
    };
    let font = theme::text(font_size::CAPTION);
    let words = ui.painter().layout_no_wrap(text, font, Palette::of(ui).t3);
    // Where there is no room beside the sheets it is left out.
    if words.size().x <= ui.available_width() {
        ui.label(words);
    }
    ui.ctx()
        .request_repaint_after(std::time::Duration::from_secs(30));
}

fn waiting_ui(ui: &mut Ui, steps: &Steps) {
    parts::centred_card(ui, "reading", size::FAULT, |ui| {
        let palette = Palette::of(ui);
        ui.horizontal(|ui| {
            parts::ring(ui, palette.accent);
            ui.label(RichText::new(steps.title()).color(palette.t1));
        });
        let asking = t!("facts-asking");
        ui.label(RichText::new(steps.latest().unwrap_or(&asking)).color(palette.t3));
    });
}

/// WS-Management has not logged in: why, and what to do.
fn not_yet_ui(ui: &mut Ui, pc: &PcState) -> Option<TabWish> {
    match &pc.trouble {
        Some(fault) => {
            let pressed = card_ui(ui, fault, &t!("try-again"));
            pressed.then_some(TabWish::Pc(PcCommand::Refresh))
        }
        None => {
            parts::centred_card(ui, "not yet", size::FAULT, |ui| {
                ui.label(t!("facts-not-yet"));
            });
            None
        }
    }
}

fn failed_ui(ui: &mut Ui, fault: &Fault, deed: Deed) -> Option<TabWish> {
    card_ui(ui, fault, &t!("try-again")).then_some(TabWish::Pc(PcCommand::Do(deed)))
}

/// A fault in the middle of the page; true when its button was pressed.
fn card_ui(ui: &mut Ui, fault: &Fault, label: &str) -> bool {
    parts::centred_card(ui, "page fault", size::FAULT, |ui| {
        let palette = Palette::of(ui);
        ui.horizontal(|ui| {
            ui.label(theme::glyph(icon::FAILED).color(palette.danger));
            let title = RichText::new(fault.told_title())
                .font(theme::strong(font_size::HEADING))
                .color(palette.t1);
            ui.label(title);
        });
        ui.label(fault.told_cause());
        if !fault.remedy().is_empty() {
            ui.label(fault.told_remedy());
        }
        ui.add_space(space::S);
        parts::primary_button(ui, label, true).clicked()
    })
}
