//! The strip that asks about a certificate: one that was never seen before, one that has changed,
//! and encryption that has gone.

use eframe::egui::{Grid, Id, Key, RichText, Ui, vec2};
use time::OffsetDateTime;
use time::macros::format_description;

use super::language::t;
use super::parts::{self, Field};
use super::theme::{self, Palette, font_size, icon, space};
use crate::session::{Certificate, Fingerprint, TrustFault};

/// What is asked, and what was entered so far.
#[derive(Debug)]
pub(crate) struct TrustForm {
    question: Question,
    /// Everything about the certificates is shown.
    unfolded: bool,
    /// Why the new certificate may replace the known one; there once that is being asked.
    reason: Option<String>,
    focused: bool,
}

#[derive(Debug)]
enum Question {
    New {
        device: String,
        offered: Box<Certificate>,
    },
    Changed {
        device: String,
        known: Fingerprint,
        since: Option<OffsetDateTime>,
        offered: Box<Certificate>,
    },
}

/// What came of the strip.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// Trust it from now on; the reason, where it replaces another.
    Trust(Box<Certificate>, Option<String>),
    /// Trust it while the tab is open.
    Once(Box<Certificate>),
    /// Do not connect.
    Refuse,
}

impl TrustForm {
    /// The question that a fault is; the fault again if a person cannot decide it.
    pub(crate) fn about(fault: TrustFault) -> Result<Self, TrustFault> {
        let question = match fault {
            TrustFault::Unknown {
                device,
                certificate,
            } => Question::New {
                device,
                offered: certificate,
            },
            TrustFault::Changed {
                device,
                known,
                since,
                offered,
            } => Question::Changed {
                device,
                known,
                since,
                offered,
            },
            fault => return Err(fault),
        };
        Ok(Self {
            question,
            unfolded: false,
            reason: None,
            focused: false,
        })
    }

    /// The fault that the question came from.
    pub(crate) fn into_fault(self) -> TrustFault {
        match self.question {
            Question::New { device, offered } => TrustFault::Unknown {
                device,
                certificate: offered,
            },
            Question::Changed {
                device,
                known,
                since,
                offered,
            } => TrustFault::Changed {
                device,
                known,
                since,
                offered,
            },
        }
    }

    /// Something may be wrong: the strip is red.
    pub(crate) const fn is_alarm(&self) -> bool {
        matches!(self.question, Question::Changed { .. })
    }
}

/// Draws the strip's content. `name` is what the tab calls the PC.
pub(crate) fn trust_ui(ui: &mut Ui, salt: Id, name: &str, form: &mut TrustForm) -> Option<Verdict> {
    let verdict = match &form.question {
        Question::New { .. } => new_ui(ui, name, form),
        Question::Changed { .. } => changed_ui(ui, salt, name, form),
    };
    let escaped = ui.input(|input| input.key_pressed(Key::Escape));
    if escaped {
        return Some(Verdict::Refuse);
    }
    verdict
}

fn new_ui(ui: &mut Ui, name: &str, form: &mut TrustForm) -> Option<Verdict> {
    let palette = Palette::of(ui);
    let Question::New { offered, .. } = &form.question else {
        return None;
    };
    parts::strip_title(
        ui,
        (icon::TRUSTED, palette.accent),
        &t!("trust-new", name = name),
    );
    ui.label(t!("trust-new-about"));
    ui.add_space(space::XS);
    summary_ui(ui, offered);
    if form.unfolded {
        details_ui(ui, offered);
    }
    ui.add_space(space::S);
    let mut verdict = None;
    ui.horizontal_wrapped(|ui| {
        if parts::primary_button(ui, &t!("trust-accept"), true).clicked() {
            verdict = Some(Verdict::Trust(offered.clone(), None));
        }
        if parts::button(ui, &t!("trust-once")).clicked() {
            verdict = Some(Verdict::Once(offered.clone()));
        }
        let cancel = parts::button(ui, &t!("cancel"));
        if cancel.clicked() {
            verdict = Some(Verdict::Refuse);
        }
        if !std::mem::replace(&mut form.focused, true) {
            cancel.request_focus();
        }
        let label = if form.unfolded {
            t!("trust-hide")
        } else {
            t!("trust-details")
        };
        if parts::button(ui, &label).clicked() {
            form.unfolded = !form.unfolded;
        }
        if parts::button(ui, &t!("copy")).clicked() {
            ui.ctx().copy_text(as_text(name, offered));
        }
    });
    verdict
}

fn changed_ui(ui: &mut Ui, salt: Id, name: &str, form: &mut TrustForm) -> Option<Verdict> {
    let palette = Palette::of(ui);
    let Question::Changed {
        known,
        since,
        offered,
        ..
    } = &form.question
    else {
        return None;
    };
    parts::strip_title(
        ui,
        (icon::DOUBTFUL, palette.danger),
        &t!("trust-changed", name = name),
    );
    ui.label(t!("trust-changed-about"));
    ui.add_space(space::XS);
    let groups = groups_in(ui);
    let since = since.map_or_else(
        || t!("trust-known-before"),
        |at| t!("trust-known-since", date = date(at)),
    );
    // Whole where they are compared, one right above the other.
    Grid::new(salt.with("fingerprints"))
        .spacing(vec2(ui.spacing().item_spacing.x, space::XS))
        .min_col_width(parts::fact_width(ui))
        .min_row_height(0.0)
        .show(ui, |ui| {
            for (what, fingerprint) in [(since, *known), (t!("trust-offered"), offered.fingerprint)]
            {
                ui.label(RichText::new(what).color(palette.t3));
                let text = match form.unfolded {
                    true => in_lines(fingerprint, groups),
                    false => format!("SHA-256 {} …", first_groups(fingerprint)),
                };
                ui.label(mono(text, palette));
                ui.end_row();
            }
        });
    if form.unfolded {
        ui.add_space(space::XS);
        parts::fact_line(ui, &t!("trust-subject"), &or_unknown(&offered.subject));
        parts::fact_line(ui, &t!("trust-issuer"), &issuer(offered));
        parts::fact_line(ui, &t!("trust-valid"), &dates(offered));
        details_ui(ui, offered);
    }
    ui.add_space(space::S);
    let mut verdict = None;
    if let Some(reason) = &mut form.reason {
        let field = Field {
            name: &t!("trust-reason"),
            hint: &t!("trust-reason-hint"),
            width: ui.available_width(),
            wrong: false,
            id: salt.with("reason"),
        };
        let response = field.show(ui, reason);
        if !std::mem::replace(&mut form.focused, true) {
            response.request_focus();
            response.scroll_to_me(None);
        }
        ui.add_space(space::XS);
        ui.horizontal_wrapped(|ui| {
            let given = !reason.trim().is_empty();
            if parts::danger_button(ui, &t!("trust-accept-new"), given).clicked() {
                let reason = reason.trim().to_owned();
                verdict = Some(Verdict::Trust(offered.clone(), Some(reason)));
            }
            if parts::button(ui, &t!("trust-refuse")).clicked() {
                verdict = Some(Verdict::Refuse);
            }
        });
        return verdict;
    }
    ui.horizontal_wrapped(|ui| {
        let refuse = parts::primary_button(ui, &t!("trust-refuse"), true);
        if refuse.clicked() {
            verdict = Some(Verdict::Refuse);
        }
        if !std::mem::replace(&mut form.focused, true) {
            refuse.request_focus();
        }
        let label = if form.unfolded {
            t!("trust-hide")
        } else {
            t!("trust-compare")
        };
        if parts::button(ui, &label).clicked() {
            form.unfolded = !form.unfolded;
        }
        if parts::button(ui, &t!("trust-accept-new-ask")).clicked() {
            form.reason = Some(String::new());
            form.focused = false;
        }
    });
    verdict
}

/// Whom it is for, who vouches for it, until when, and how it begins.
fn summary_ui(ui: &mut Ui, certificate: &Certificate) {
    let facts = [
        (t!("edit-name"), or_unknown(&certificate.subject)),
        (t!("trust-issuer"), issuer(certificate)),
        (t!("trust-valid"), dates(certificate)),
    ];
    for (what, value) in facts {
        parts::fact_line(ui, &what, &value);
    }
    let (palette, groups) = (Palette::of(ui), groups_in(ui));
    ui.horizontal_top(|ui| {
        parts::fact_name(ui, "SHA-256");
        ui.label(mono(in_lines(certificate.fingerprint, groups), palette));
    });
}

/// What the summary leaves out.
fn details_ui(ui: &mut Ui, certificate: &Certificate) {
    let names = certificate.names.join(", ");
    parts::fact_line(ui, &t!("trust-names"), &or_unknown(&names));
    parts::fact_line(ui, &t!("trust-key"), &certificate.key);
}

fn issuer(certificate: &Certificate) -> String {
    match certificate.is_self_issued {
        true => t!("trust-itself"),
        false => or_unknown(&certificate.issuer),
    }
}

fn mono(text: String, palette: &Palette) -> RichText {
    let font = theme::mono(font_size::NUMBER);
    RichText::new(text).font(font).color(palette.t1)
}

fn as_text(name: &str, certificate: &Certificate) -> String {
    format!(
        "{name}\nSubject {}\nIssuer {}\nValid {}\n{}",
        certificate.subject,
        certificate.issuer,
        dates(certificate),
        certificate.fingerprint
    )
}

/// All sixteen groups, so many to a line.
fn in_lines(fingerprint: Fingerprint, each: usize) -> String {
    let groups = fingerprint.grouped();
    let groups: Vec<_> = groups.split(' ').collect();
    let lines: Vec<_> = groups.chunks(each).map(|line| line.join(" ")).collect();
    lines.join("\n")
}

/// Groups of a fingerprint for which a line has room beside its name.
fn groups_in(ui: &Ui) -> usize {
    match ui.available_width() {
        EIGHT_GROUPS_PT.. => 8,
        _ => 4,
    }
}

/// Room for a name, which may be a long one, and eight groups.
const EIGHT_GROUPS_PT: f32 = 500.0;

/// The first four groups.
pub(crate) fn first_groups(fingerprint: Fingerprint) -> String {
    let groups = fingerprint.grouped();
    groups.split(' ').take(4).collect::<Vec<_>>().join(" ")
}

fn dates(certificate: &Certificate) -> String {
    let (from, to) = (date(certificate.not_before), date(certificate.not_after));
    t!("trust-dates", from = from, to = to)
}

/// `2031-04-02`.
pub(crate) fn date(time: OffsetDateTime) -> String {
    time.format(format_description!("[year]-[month]-[day]"))
        .unwrap_or_default()
}

fn or_unknown(text: &str) -> String {
    match text.is_empty() {
        true => t!("trust-unknown"),
        false => text.to_owned(),
    }
}
