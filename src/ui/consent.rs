//! The strip that gets the consent of the PC's user: what to say, six digits, time and tries.

use eframe::egui::{
    Align, Align2, Event, EventFilter, Id, Key, Label, Layout, Rect, RichText, Role, Sense, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use zeroize::Zeroizing;

use super::language::t;
use super::parts;
use super::pc::PcState;
use super::theme::{self, Palette, font_size, icon, radius, size, space};
use crate::session::ConsentFault;
use crate::session::consent::{ConsentCode, ConsentCommand, ConsentPhase};
use crate::ui::said::{Told as _, said};

/// The digits so far.
#[derive(Default)]
pub(crate) struct ConsentForm {
    digits: Zeroizing<String>,
    /// The latest code was wrong and nothing was typed since.
    is_wrong: bool,
    /// They are being checked.
    is_sent: bool,
    focused: bool,
    /// The display the code is drawn on, if one was chosen.
    display: Option<u8>,
}

impl std::fmt::Debug for ConsentForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ConsentForm(•••)")
    }
}

impl ConsentForm {
    /// The code was wrong: empty boxes, the cursor in the first.
    pub(crate) fn begin_again(&mut self) {
        self.digits = Zeroizing::default();
        self.is_wrong = true;
        self.is_sent = false;
        self.focused = false;
    }

    /// Takes what was typed or pasted: digits, with anything between them left out.
    fn take(&mut self, text: &str) {
        for digit in text.chars().filter(char::is_ascii_digit) {
            if self.digits.len() < DIGITS {
                self.digits.push(digit);
                self.is_wrong = false;
            }
        }
    }

    /// The code, once it is complete; handed out once.
    fn complete(&mut self) -> Option<ConsentCode> {
        if self.is_sent {
            return None;
        }
        let code = ConsentCode::parse(&self.digits)?;
        self.is_sent = true;
        Some(code)
    }
}

/// Draws the strip's content.
///
/// * `name`: what the tab calls the PC; `now`: seconds of egui's clock.
pub(crate) fn consent_ui(
    ui: &mut Ui,
    salt: Id,
    name: &str,
    form: &mut ConsentForm,
    pc: &PcState,
    now: f64,
) -> Option<ConsentCommand> {
    let phase = pc.consent.as_ref().map(|consent| consent.phase.clone());
    let mut command = match phase.unwrap_or(ConsentPhase::Asking) {
        ConsentPhase::CodeWanted { .. } => code_ui(ui, salt, name, form, pc, now),
        ConsentPhase::Asking => waiting_ui(ui, &t!("consent-asking")),
        ConsentPhase::PcOff => offer_ui(
            ui,
            &t!("consent-pc-off"),
            "",
            (&t!("consent-turn-on"), ConsentCommand::TurnOn),
        ),
        ConsentPhase::Failed(fault) => failed_ui(ui, &fault),
        ConsentPhase::Refused { method, result } => {
            // The number is for the report, not for the person.
            tracing::debug!(method, result, "consent refused");
            offer_ui(
                ui,
                &t!("consent-refused"),
                &t!("consent-refused-about"),
                (&t!("try-again"), ConsentCommand::NewCode),
            )
        }
        ConsentPhase::Given | ConsentPhase::NotNeeded => {
            let palette = Palette::of(ui);
            parts::strip_title(ui, (icon::GOOD, palette.ok), &t!("consent-given"));
            None
        }
        ConsentPhase::Cancelled => None,
    };
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        command = Some(ConsentCommand::Cancel);
    }
    command
}

/// A wait with its stage.
fn waiting_ui(ui: &mut Ui, text: &str) -> Option<ConsentCommand> {
    let palette = Palette::of(ui);
    let mut command = None;
    ui.horizontal(|ui| {
        ui.set_min_height(size::primary(ui));
        parts::ring(ui, palette.consent);
        ui.label(RichText::new(text).color(palette.t1));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if parts::button(ui, &t!("cancel")).clicked() {
                command = Some(ConsentCommand::Cancel);
            }
        });
    });
    command
}

/// Something to be decided, with the button that goes on.
fn offer_ui(
    ui: &mut Ui,
    title: &str,
    text: &str,
    (label, goes_on): (&str, ConsentCommand),
) -> Option<ConsentCommand> {
    let palette = Palette::of(ui);
    let mut command = None;
    parts::strip_title(ui, (icon::CONSENT, palette.consent), title);
    if !text.is_empty() {
        ui.label(text);
    }
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        if parts::primary_button(ui, label, true).clicked() {
            command = Some(goes_on);
        }
        if parts::button(ui, &t!("cancel")).clicked() {
            command = Some(ConsentCommand::Cancel);
        }
    });
    command
}

fn failed_ui(ui: &mut Ui, fault: &ConsentFault) -> Option<ConsentCommand> {
    let label = match fault {
        ConsentFault::Blocked => t!("try-again"),
        ConsentFault::Declined => t!("consent-ask-again"),
        ConsentFault::PcOff => {
            let label = t!("consent-turn-on");
            let turn_on = (label.as_str(), ConsentCommand::TurnOn);
            return offer_ui(ui, &said(&fault.to_string()), "", turn_on);
        }
        _ => t!("consent-new-code"),
    };
    let text = crate::session::Fault::from(fault.clone());
    let text = format!("{}. {}", text.told_cause(), text.told_remedy());
    offer_ui(
        ui,
        &said(&fault.to_string()),
        &text,
        (&label, ConsentCommand::NewCode),
    )
}

/// The digits are wanted: the sentence for the phone, six boxes, time, tries, other ways.
fn code_ui(
    ui: &mut Ui,
    salt: Id,
    name: &str,
    form: &mut ConsentForm,
    pc: &PcState,
    now: f64,
) -> Option<ConsentCommand> {
    let palette = Palette::of(ui);
    let tries = pc.consent.as_ref().map_or(0, |consent| consent.tries_left);
    let left = pc.code_until.map(|until| (until - now).max(0.0));
    let mut command = None;
    let title = if form.is_wrong {
        t!("consent-wrong", tries = tries_text(tries))
    } else {
        t!("consent-script")
    };
    ui.horizontal(|ui| {
        let (glyph, color) = if form.is_wrong {
            (icon::FAILED, palette.danger)
        } else {
            (icon::CONSENT, palette.consent)
        };
        ui.label(theme::glyph(glyph).color(color));
        let title = RichText::new(title)
            .font(theme::strong(font_size::BODY))
            .color(palette.t1);
        let label = ui.add(Label::new(title).truncate());
        ui.ctx().accesskit_node_builder(label.id, |node| {
            node.set_live(eframe::egui::accesskit::Live::Assertive);
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            time_ui(ui, left);
        });
    });
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        if let Some(code) = boxes_ui(ui, salt, form) {
            command = Some(ConsentCommand::Submit(code));
        }
        if form.is_sent {
            parts::ring(ui, palette.consent);
            ui.label(t!("consent-checking"));
        } else if form.is_wrong {
            ui.label(RichText::new(t!("consent-read-again")).color(palette.t2));
        } else {
            ui.label(
                RichText::new(t!("consent-tries-left", tries = tries_text(tries)))
                    .color(palette.t2),
            );
        }
    });
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        if parts::button(ui, &t!("consent-new-code-short")).clicked() {
            form.digits = Zeroizing::default();
            (form.is_wrong, form.is_sent, form.focused) = (false, false, false);
            command = Some(ConsentCommand::NewCode);
        }
        if parts::button(ui, &t!("consent-copy")).clicked() {
            ui.ctx()
                .copy_text(format!("{name}: {}", t!("consent-script")));
        }
        if let Some(display) = displays_ui(ui, form, pc) {
            command = Some(ConsentCommand::Display(display));
        }
        if parts::button(ui, &t!("cancel")).clicked() {
            command = Some(ConsentCommand::Cancel);
        }
    });
    command
}

/// The time that is left; asks for one repaint a second.
fn time_ui(ui: &mut Ui, left: Option<f64>) {
    let Some(left) = left else {
        return;
    };
    let palette = Palette::of(ui);
    ui.ctx()
        .request_repaint_after(std::time::Duration::from_millis(500));
    let secs = left.ceil();
    let time = format!("{:.0}:{:02.0}", (secs / 60.0).floor(), secs % 60.0);
    let text = t!("consent-time", time = time);
    let color = if left < HURRY_SECS {
        palette.warn
    } else {
        palette.t2
    };
    ui.label(
        RichText::new(text)
            .font(theme::mono(font_size::NUMBER))
            .color(color),
    );
    let said = [10, 30].into_iter().find(|secs| left <= f64::from(*secs));
    if let Some(secs) = said {
        let text = t!("consent-secs-left", secs = secs);
        parts::announce(ui, Id::unique(("consent time", ui.scope_id())), &text);
    }
    if left < HURRY_SECS {
        ui.label(RichText::new(t!("consent-hurry")).color(palette.warn));
    }
}

/// Six boxes that are one field: keys and paste go to it while it has the focus.
fn boxes_ui(ui: &mut Ui, salt: Id, form: &mut ConsentForm) -> Option<ConsentCode> {
    let palette = Palette::of(ui);
    let width = DIGITS as f32 * BOX_PT[0] + (DIGITS - 1) as f32 * space::XS + GROUP_PT;
    let (_, rect) = ui.allocate_space(vec2(width, BOX_PT[1]));
    let response = ui.interact(rect, salt.with("code"), Sense::click());
    let typed = form.digits.len();
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::TextInput, !form.is_sent, t!("consent-code"));
        info.current_text_value = Some(t!("consent-digits", typed = typed, all = DIGITS));
        info
    });
    if response.clicked() || !std::mem::replace(&mut form.focused, true) {
        response.request_focus();
    }
    if response.has_focus() && !form.is_sent {
        let filter = EventFilter {
            horizontal_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        for event in ui.input(|input| input.events.clone()) {
            match event {
                Event::Text(text) | Event::Paste(text) => form.take(&text),
                Event::Key {
                    key: Key::Backspace,
                    pressed: true,
                    ..
                } => drop(form.digits.pop()),
                _ => {}
            }
        }
    }
    for (place, corner) in box_corners(rect).enumerate() {
        let area = Rect::from_min_size(corner, vec2(BOX_PT[0], BOX_PT[1]));
        let is_next = place == form.digits.len() && response.has_focus();
        let stroke = match (form.is_wrong, is_next) {
            (true, _) => Stroke::new(1.0, palette.danger),
            (false, true) => Stroke::new(2.0, palette.accent),
            (false, false) => Stroke::new(1.0, palette.ctl),
        };
        let painter = ui.painter();
        painter.rect(
            area,
            f32::from(radius::CONTROL),
            palette.bg3,
            stroke,
            StrokeKind::Inside,
        );
        if let Some(digit) = form.digits.chars().nth(place) {
            let font = theme::mono(font_size::DIGITS);
            painter.text(
                area.center(),
                Align2::CENTER_CENTER,
                digit,
                font,
                palette.t1,
            );
        }
    }
    form.complete()
}

/// Left top corners of the boxes, with a gap in the middle as people read six digits.
fn box_corners(rect: Rect) -> impl Iterator<Item = eframe::egui::Pos2> {
    (0..DIGITS).map(move |place| {
        let gap = if place < DIGITS / 2 { 0.0 } else { GROUP_PT };
        let x = rect.left() + place as f32 * (BOX_PT[0] + space::XS) + gap;
        pos2(x, rect.top())
    })
}

/// Which display shows the code, where there are several.
fn displays_ui(ui: &mut Ui, form: &mut ConsentForm, pc: &PcState) -> Option<u8> {
    let displays: Vec<_> = pc.displays.iter().flat_map(|d| d.active()).collect();
    if displays.len() < 2 {
        return None;
    }
    let primary = pc.displays.as_ref().and_then(|d| d.primary);
    let shown = form.display.or(primary).unwrap_or_default();
    let mut chosen = None;
    let label = ui.label(t!("consent-display"));
    eframe::egui::ComboBox::from_id_salt("display")
        .width(56.0)
        .selected_text((u16::from(shown) + 1).to_string())
        .show_ui(ui, |ui| {
            for display in displays {
                let text = format!(
                    "{}, {} × {}",
                    u16::from(display.index) + 1,
                    display.width,
                    display.height
                );
                if parts::menu_row(ui, &text, "", display.index == shown).clicked() {
                    form.display = Some(display.index);
                    chosen = Some(display.index);
                }
            }
        })
        .response
        .labelled_by(label.id);
    chosen
}

fn tries_text(tries: u8) -> String {
    t!("consent-tries", count = tries)
}

/// Digits of a code.
const DIGITS: usize = 6;

/// Width and height of a box.
const BOX_PT: [f32; 2] = [36.0, 44.0];

/// More room between the third and the fourth.
const GROUP_PT: f32 = 8.0;

/// From here on the time is short.
const HURRY_SECS: f64 = 30.0;
