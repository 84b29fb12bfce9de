//! What went wrong, or was done: the card over a dead picture, and the notes at the corner.

use eframe::egui::accesskit::{Live, Role};
use eframe::egui::{
    Align2, Area, CollapsingHeader, Color32, CornerRadius, Frame, Id, Margin, Order, Rect,
    RichText, Stroke, Ui, vec2,
};
use egui_material_icons::MaterialIcon;
use time::OffsetDateTime;

use super::action::Action;
use super::language::{t, w};
use super::parts;
use super::past_notes::PastNotes;
use super::tabs::TabId;
use super::theme::{self, Palette, font_size, icon, radius, size, space};
use crate::session::flow::power::PowerAction;
use crate::session::pc::Deed;
use crate::session::{DeviceFault, Fault, FaultAction};
use crate::ui::said::{self, Told as _};

/// What the button of a fault card asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Connect once more.
    Retry,
    /// The same in 8-bit colour.
    RetryInFewerColours,
    /// Back to the address field.
    EditAddress,
    /// Ask for the login.
    EnterLogin,
    /// Ask the PC's user for consent.
    AskConsent,
    /// Connect without encryption.
    AllowPlain,
    /// Find out what is wrong.
    RunDoctor,
    /// The serial view instead.
    OpenSerial,
    /// Do this to the PC.
    Do(Deed),
}

/// Draws the card of a fault: title, cause, remedy, one button, details.
///
/// * `stamp`: from when the picture behind it is, if there is one.
/// * `has_doctor`: what is wrong can be found out.
pub(crate) fn fault_ui(
    ui: &mut Ui,
    fault: &Fault,
    stamp: Option<&str>,
    has_doctor: bool,
) -> Option<Remedy> {
    let mut remedy = None;
    parts::centred_card(ui, "fault", size::FAULT, |ui| {
        let palette = Palette::of(ui);
        title_ui(ui, mark_of(fault, palette), &fault.told_title());
        ui.label(RichText::new(fault.told_cause()).color(palette.t2));
        if !fault.remedy().is_empty() {
            ui.label(RichText::new(fault.told_remedy()).color(palette.t2));
        }
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            let action = fault.action();
            let action = action.filter(|a| has_doctor || *a != FaultAction::RunDoctor);
            let (primary, other) = buttons_of(action);
            for (place, (label, does)) in [primary, other].into_iter().enumerate() {
                let pressed = match place {
                    0 => parts::primary_button(ui, label, true),
                    _ => parts::button(ui, label),
                };
                match does {
                    _ if !pressed.clicked() => {}
                    Press::Ask(asked) => remedy = Some(asked),
                    Press::Copy => ui.ctx().copy_text(report(fault)),
                }
            }
            if has_doctor
                && action != Some(FaultAction::RunDoctor)
                && parts::button(ui, said::button(FaultAction::RunDoctor)).clicked()
            {
                remedy = Some(Remedy::RunDoctor);
            }
        });
        let details = fault.details();
        if !details.is_empty() {
            CollapsingHeader::new(RichText::new(t!("fault-details")).color(palette.t3))
                .id_salt("details")
                .show(ui, |ui| {
                    for detail in details {
                        let text = RichText::new(detail)
                            .font(theme::mono(font_size::NUMBER))
                            .color(palette.t3);
                        ui.label(text);
                    }
                });
        }
        stamp_ui(ui, stamp);
    });
    remedy
}

/// The title of a card: a mark in its colour, then what has happened.
fn title_ui(ui: &mut Ui, (glyph, color): (MaterialIcon, Color32), title: &str) {
    ui.horizontal(|ui| {
        ui.label(theme::glyph(glyph).color(color));
        let title = RichText::new(title)
            .font(theme::strong(font_size::HEADING))
            .color(Palette::of(ui).t1);
        let label = ui.label(title);
        ui.ctx().accesskit_node_builder(label.id, |node| {
            node.set_live(Live::Assertive);
        });
    });
}

/// Draws the card of a screen that is looked for again by itself.
///
/// * `secs`: time until the next attempt; it is under way where that is over.
pub(crate) fn interrupted_ui(
    ui: &mut Ui,
    fault: &Fault,
    secs: f64,
    stamp: Option<&str>,
) -> Option<Remedy> {
    parts::centred_card(ui, "interrupted", size::FAULT, |ui| {
        let palette = Palette::of(ui);
        title_ui(ui, (icon::WARNING, palette.warn), &fault.told_title());
        ui.label(RichText::new(fault.told_cause()).color(palette.t2));
        let text = match secs {
            secs if secs > 0.0 => t!("lost-again-in", secs = secs.ceil()),
            _ => t!("lost-again"),
        };
        if secs > 0.0 {
            let next = std::time::Duration::from_millis(500);
            ui.ctx().request_repaint_after(next);
        }
        ui.label(RichText::new(text).color(palette.t2));
        ui.add_space(space::S);
        let now = parts::primary_button(ui, &t!("lost-reconnect-now"), true);
        stamp_ui(ui, stamp);
        now.clicked().then_some(Remedy::Retry)
    })
}

/// The mark of a fault: red only where something went wrong, not where somebody has to act.
pub(crate) const fn mark_of(fault: &Fault, palette: &Palette) -> (MaterialIcon, Color32) {
    match fault {
        Fault::Device(DeviceFault::Off | DeviceFault::Asleep) => (icon::POWER, palette.t3),
        Fault::ConsentNeeded | Fault::Consent(_) => (icon::CONSENT, palette.consent),
        Fault::Device(DeviceFault::SwitchedOff(_)) => (icon::WARNING, palette.warn),
        _ => (icon::FAILED, palette.danger),
    }
}

/// Draws the card of a session that was ended here: how to open it again.
pub(crate) fn closed_ui(
    ui: &mut Ui,
    name: &str,
    stamp: Option<&str>,
    is_resting: bool,
) -> Option<Remedy> {
    parts::centred_card(ui, "closed", size::FAULT, |ui| {
        let palette = Palette::of(ui);
        let (title, label) = match is_resting {
            true => (t!("resting-title", name = name), t!("resting-connect")),
            false => (
                t!("closed-title", name = name),
                Action::Reconnect.row().label(),
            ),
        };
        let title = RichText::new(title)
            .font(theme::strong(font_size::HEADING))
            .color(palette.t1);
        ui.label(title);
        if is_resting {
            ui.label(RichText::new(t!("resting-about")).color(palette.t2));
        }
        stamp_ui(ui, stamp);
        ui.add_space(space::S);
        let again = parts::primary_button(ui, &label, true);
        again.clicked().then_some(Remedy::Retry)
    })
}

/// From when the picture behind a card is.
fn stamp_ui(ui: &mut Ui, stamp: Option<&str>) {
    if let Some(stamp) = stamp {
        let text = RichText::new(t!("last-picture", time = stamp))
            .size(font_size::CAPTION)
            .color(Palette::of(ui).t3);
        ui.label(text);
    }
}

/// What a button of the card does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Press {
    Ask(Remedy),
    /// Puts the report on the clipboard.
    Copy,
}

/// The primary button and the one beside it. Of the actions a fault may name, the window offers
/// those that it has; trying again is always possible.
fn buttons_of(action: Option<FaultAction>) -> ((&'static str, Press), (&'static str, Press)) {
    if matches!(action, Some(FaultAction::CopyReport)) {
        let retry = (said::button(FaultAction::Retry), Press::Ask(Remedy::Retry));
        return ((said::button(FaultAction::CopyReport), Press::Copy), retry);
    }
    let (action, asked) = match action {
        Some(action) => match remedy_of(action) {
            Some(remedy) => (action, remedy),
            None => (FaultAction::Retry, Remedy::Retry),
        },
        None => (FaultAction::Retry, Remedy::Retry),
    };
    (
        (said::button(action), Press::Ask(asked)),
        (w!("serial-copy"), Press::Copy),
    )
}

/// What the window does at a fault's button; `None` where it has no such thing.
pub(crate) const fn remedy_of(action: FaultAction) -> Option<Remedy> {
    const fn power(action: PowerAction) -> Remedy {
        Remedy::Do(Deed::Power {
            action,
            has_sessions: false,
        })
    }
    Some(match action {
        FaultAction::Retry | FaultAction::OpenAgain => Remedy::Retry,
        FaultAction::EditAddress | FaultAction::DoNotConnect => Remedy::EditAddress,
        FaultAction::EnterLogin | FaultAction::OtherAccount | FaultAction::TypePassword => {
            Remedy::EnterLogin
        }
        FaultAction::RunDoctor => Remedy::RunDoctor,
        FaultAction::OpenSerial => Remedy::OpenSerial,
        FaultAction::UseFewerColours => Remedy::RetryInFewerColours,
        FaultAction::AllowForThisPc => Remedy::AllowPlain,
        FaultAction::AskForConsent | FaultAction::ShowNewCode => Remedy::AskConsent,
        FaultAction::Enable(feature) => Remedy::Do(Deed::Switch { feature, on: true }),
        FaultAction::TurnOn | FaultAction::Wake => power(PowerAction::On),
        FaultAction::CloseAndTurnOff => Remedy::Do(Deed::Power {
            action: PowerAction::Off,
            has_sessions: true,
        }),
        _ => return None,
    })
}

/// A fault as text, for a colleague or for us.
pub(crate) fn report(fault: &Fault) -> String {
    let mut lines = vec![fault.title(), fault.cause(), fault.remedy().to_owned()];
    lines.extend(fault.details());
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// What the button of a note asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoteButton {
    /// Something about the session of a tab.
    Remedy(TabId, Remedy),
    /// Play the recording that was made, by its number.
    Play(usize),
    /// Bring back what was removed from the address book.
    Undo,
}

/// How a note is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Leaves by itself.
    Information,
    /// Stays until closed.
    Warning,
}

/// Notes at the corner of the window, the newest last.
#[derive(Debug)]
pub(crate) struct Notices {
    notes: Vec<Note>,
    /// Those of before, too.
    pub(super) past: PastNotes,
    clock: fn() -> OffsetDateTime,
    count: u64,
}

#[derive(Debug)]
struct Note {
    number: u64,
    weight: Weight,
    title: String,
    text: String,
    /// Its button.
    button: Option<(String, NoteButton)>,
    /// How long it stays, in seconds, if it leaves by itself.
    stays: f64,
    /// When it leaves, in seconds of egui's clock, once it was seen.
    leaves: Option<f64>,
}

/// Most notes at a time.
const NOTES: usize = 3;

/// How long information stays.
const INFORMATION_SECS: f64 = 6.0;

/// How long something can be taken back.
const UNDO_SECS: f64 = 10.0;

impl Notices {
    /// None yet; `clock` tells the time of day.
    pub(crate) fn new(clock: fn() -> OffsetDateTime) -> Self {
        Self {
            notes: Vec::new(),
            past: PastNotes::default(),
            clock,
            count: 0,
        }
    }

    /// Adds a note; the oldest leaves if there are too many.
    pub(crate) fn add(&mut self, weight: Weight, title: String, text: String) {
        self.count += 1;
        self.past.add((self.clock)(), weight, &title, &text);
        self.notes.push(Note {
            number: self.count,
            weight,
            title,
            text,
            button: None,
            stays: INFORMATION_SECS,
            leaves: None,
        });
        if self.notes.len() > NOTES {
            self.notes.remove(0);
        }
    }

    /// Adds a note about something that can be taken back.
    pub(crate) fn add_undo(&mut self, title: String) {
        self.add(Weight::Information, title, String::new());
        if let Some(note) = self.notes.last_mut() {
            note.button = Some((t!("note-undo"), NoteButton::Undo));
            note.stays = UNDO_SECS;
        }
    }

    /// Adds a note about a recording that was made.
    pub(crate) fn add_recording(&mut self, title: String, text: String, number: usize) {
        self.add(Weight::Information, title, text);
        if let Some(note) = self.notes.last_mut() {
            note.button = Some((t!("note-play"), NoteButton::Play(number)));
        }
    }

    /// Adds what is to be said of a fault that concerns no session.
    pub(crate) fn add_fault(&mut self, fault: &Fault) {
        let text = [fault.told_cause(), fault.told_remedy()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(". ");
        self.add(Weight::Warning, fault.told_title(), text);
    }

    /// Adds what is to be said of a fault in a tab, with the button that helps.
    pub(crate) fn add_fault_of(&mut self, tab: TabId, fault: &Fault) {
        self.add_fault(fault);
        if let Some(action) = fault.action()
            && let Some(remedy) = remedy_of(action)
            && let Some(note) = self.notes.last_mut()
        {
            note.button = Some((
                said::button(action).to_owned(),
                NoteButton::Remedy(tab, remedy),
            ));
        }
    }

    /// Draws them at the right bottom of `area`; returns the button that was pressed.
    pub(crate) fn ui(&mut self, ui: &Ui, area: Rect) -> Option<NoteButton> {
        let mut asked = None;
        let now = ui.input(|input| input.time);
        let mut bottom = area.right_bottom() - vec2(space::L, space::L);
        let mut closed = Vec::new();
        for note in self.notes.iter_mut().rev() {
            let shown = Area::new(Id::unique(("notice", note.number)))
                .order(Order::Foreground)
                .pivot(Align2::RIGHT_BOTTOM)
                .fixed_pos(bottom)
                .accessible_name(note.title.clone())
                .role(Role::Alert)
                .show(ui.ctx(), |ui| note_ui(ui, note));
            bottom.y = shown.response.rect.top() - space::S;
            match shown.inner {
                Some(Pressed::Close) => closed.push(note.number),
                Some(Pressed::Button(button)) => {
                    closed.push(note.number);
                    asked = Some(button);
                }
                None => {}
            }
            if note.weight == Weight::Information {
                let hovered = shown.response.contains_pointer();
                let leaves = match note.leaves {
                    Some(leaves) if !hovered => leaves,
                    _ => now + note.stays,
                };
                note.leaves = Some(leaves);
                if leaves <= now {
                    closed.push(note.number);
                } else if !hovered {
                    let rest = std::time::Duration::from_secs_f64(leaves - now);
                    ui.ctx().request_repaint_after(rest);
                }
            }
        }
        self.notes.retain(|note| !closed.contains(&note.number));
        asked
    }
}

/// What was pressed on a note.
#[derive(Debug, Clone, Copy)]
enum Pressed {
    Close,
    Button(NoteButton),
}

/// Draws one note.
fn note_ui(ui: &mut Ui, note: &Note) -> Option<Pressed> {
    let palette = Palette::of(ui);
    let (glyph, color, ground): (_, Color32, Color32) = match note.weight {
        Weight::Information => (icon::GOOD, palette.ok, palette.bg3),
        Weight::Warning => (icon::WARNING, palette.warn, palette.warn_bg),
    };
    let frame = Frame::new()
        .fill(ground)
        .stroke(Stroke::new(1.0, palette.line))
        .shadow(ui.visuals().popup_shadow)
        .corner_radius(CornerRadius::same(radius::CARD))
        .inner_margin(Margin::same(12));
    frame
        .show(ui, |ui| {
            ui.set_width(size::NOTICE - 24.0);
            ui.spacing_mut().item_spacing.y = space::XXS;
            let mut pressed = None;
            if parts::panel_head(
                ui,
                (glyph, color),
                &note.title,
                (&t!("note-close"), &t!("close")),
            ) {
                pressed = Some(Pressed::Close);
            }
            if !note.text.is_empty() {
                ui.label(RichText::new(&note.text).color(palette.t2));
            }
            if let Some((label, button)) = &note.button {
                ui.add_space(space::XS);
                if parts::button(ui, label).clicked() {
                    pressed = Some(Pressed::Button(*button));
                }
            }
            pressed
        })
        .inner
}
