//! The power and boot menu: what can be done now, and a question before what loses data.

use eframe::egui::{
    Align, Button, Color32, Frame, Id, Key, Layout, Margin, Modifiers, Popup, PopupCloseBehavior,
    Rect, RichText, Spinner, Ui, vec2,
};

use super::action::Action;
use super::language::t;
use super::pane::TabWish;
use super::parts;
use super::pc::PcState;
use super::theme::{self, Palette, font_size, icon, size, space};
use crate::session::flow::boot::{BootPlan, BootTarget};
use crate::session::flow::power::{PowerAction, PowerStatus};
use crate::session::pc::{Deed, PcCommand};
use crate::ui::said::Told as _;

/// What is being asked in the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Asking {
    /// Nothing: the rows are shown.
    #[default]
    Nothing,
    /// Where the next start leads.
    Start,
    /// Whether unsaved work may be lost.
    Confirm {
        choice: Choice,
        /// The question has just appeared: its safe button takes the focus.
        is_new: bool,
    },
}

impl Asking {
    pub(crate) const fn about(choice: Choice) -> Self {
        Self::Confirm {
            choice,
            is_new: true,
        }
    }
}

/// Something that the menu offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    Power(PowerAction),
    Boot(BootTarget),
}

/// What the tab around the menu knows.
#[derive(Clone, Copy)]
pub(crate) struct Surroundings<'a> {
    /// What the PC is called.
    pub(crate) name: &'a str,
    /// Sessions of ours are open on it.
    pub(crate) has_sessions: bool,
    /// The BIOS is to write to serial too.
    pub(crate) use_sol: bool,
    /// The menu was asked for by its key.
    pub(crate) open: bool,
}

/// Draws the button and, where it is open, the menu.
pub(crate) fn power_ui(
    ui: &mut Ui,
    id: Id,
    pc: &PcState,
    around: Surroundings<'_>,
    words: bool,
) -> Option<TabWish> {
    let acting = pc.is_acting();
    let mut glyph = theme::glyph(icon::POWER);
    if acting && theme::moves(ui) {
        glyph = glyph.color(Color32::TRANSPARENT);
    } else if acting {
        glyph = theme::glyph(icon::WAITING);
    }
    let label = Action::Power.row().label();
    let button = if words {
        Button::new((glyph, label.as_str(), theme::glyph(icon::MENU)))
    } else {
        Button::new((glyph, theme::glyph(icon::MENU)))
    };
    let tip = Action::Power.row().tooltip(ui.ctx());
    let response = ui.add(button).on_hover_text(tip).accessible_name(&label);
    if acting && theme::moves(ui) {
        // In place of the mark, so that nothing moves.
        let at = response.rect.left_center() + vec2(space::S + size::ICON / 2.0, 0.0);
        let place = Rect::from_center_size(at, vec2(size::ICON, size::ICON));
        Spinner::new().paint_at(ui, place);
    }
    if around.open {
        Popup::open_id(ui.ctx(), Popup::default_response_id(&response));
    }
    let mut wish = None;
    let shown = Popup::menu(&response)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(WIDTH_PT)
        .show(|ui| {
            ui.set_width(WIDTH_PT);
            let asking: Asking = ui.data(|data| data.get_temp(id)).unwrap_or_default();
            let (next, asked) = menu_ui(ui, pc, around, asking);
            if next != asking {
                ui.data_mut(|data| data.insert_temp(id, next));
                ui.ctx().request_repaint();
            }
            if let Some(choice) = asked {
                wish = Some(TabWish::Pc(PcCommand::Do(deed_of(choice, around))));
                ui.close();
            }
        });
    if shown.is_none() || wish.is_some() {
        ui.data_mut(|data| data.insert_temp(id, Asking::Nothing));
    }
    wish
}

fn deed_of(choice: Choice, around: Surroundings<'_>) -> Deed {
    let has_sessions = around.has_sessions;
    match choice {
        Choice::Power(action) => Deed::Power {
            action,
            has_sessions,
        },
        Choice::Boot(target) => Deed::Boot {
            plan: BootPlan::new(target).with_sol(around.use_sol),
            has_sessions,
        },
    }
}

/// The menu's content: what it shows next, and what was chosen for good.
fn menu_ui(
    ui: &mut Ui,
    pc: &PcState,
    around: Surroundings<'_>,
    asking: Asking,
) -> (Asking, Option<Choice>) {
    let Some(power) = &pc.power else {
        unknown_ui(ui, pc);
        return (asking, None);
    };
    if let Some(steps) = pc.steps.as_ref().filter(|steps| steps.changes_the_pc()) {
        ui.label(RichText::new(steps.title()).color(Palette::of(ui).t1));
        if let Some(line) = steps.latest() {
            ui.label(line);
        }
        return (asking, None);
    }
    match asking {
        Asking::Nothing => rows_ui(ui, power),
        Asking::Start => start_ui(ui, pc, power),
        Asking::Confirm { .. } => question_ui(ui, asking, around.name),
    }
}

fn unknown_ui(ui: &mut Ui, pc: &PcState) {
    let palette = Palette::of(ui);
    let title = RichText::new(t!("power-unknown")).color(palette.t1);
    ui.label(title);
    if let Some(fault) = &pc.trouble {
        ui.label(format!("{}. {}.", fault.told_title(), fault.told_cause()));
    }
}

/// What can be done in this state, with a gap between what asks the system, what does not, and
/// where to start from.
fn rows_ui(ui: &mut Ui, power: &PowerStatus) -> (Asking, Option<Choice>) {
    ui.spacing_mut().item_spacing.y = space::XXS;
    let mut chosen = None;
    let mut next = Asking::Nothing;
    let groups: [&[PowerAction]; 3] = [
        &[
            PowerAction::On,
            PowerAction::OffGraceful,
            PowerAction::ResetGraceful,
        ],
        &[
            PowerAction::Reset,
            PowerAction::Off,
            PowerAction::Cycle,
            PowerAction::Nmi,
        ],
        &[PowerAction::Sleep, PowerAction::Hibernate],
    ];
    let mut is_first = true;
    for (place, group) in groups.into_iter().enumerate() {
        let offered: Vec<_> = group
            .iter()
            .copied()
            .filter(|action| is_offered(*action, power))
            .collect();
        if !is_first && !offered.is_empty() {
            ui.separator();
        }
        is_first &= offered.is_empty();
        for action in offered {
            if parts::menu_row(ui, &label(action, power), "", false).clicked() {
                match loses_data(action, power) {
                    true => next = Asking::about(Choice::Power(action)),
                    false => chosen = Some(Choice::Power(action)),
                }
            }
        }
        if place == 1 {
            if !std::mem::take(&mut is_first) {
                ui.separator();
            }
            if parts::menu_row(ui, &t!("power-start-from"), icon::FOLDED.codepoint, false).clicked()
            {
                next = Asking::Start;
            }
        }
    }
    (next, chosen)
}

/// Where the next start may lead.
fn start_ui(ui: &mut Ui, pc: &PcState, power: &PowerStatus) -> (Asking, Option<Choice>) {
    ui.spacing_mut().item_spacing.y = space::XXS;
    let abilities = pc.info.as_ref().and_then(|(info, _)| info.boot.as_ref());
    let mut next = Asking::Start;
    let mut chosen = None;
    if parts::menu_row(ui, &t!("power-back"), icon::BACK.codepoint, false).clicked() {
        next = Asking::Nothing;
    }
    ui.separator();
    for (target, label) in starts() {
        let possible = abilities.is_none_or(|can| match target {
            BootTarget::Disk => can.hard_drive,
            BootTarget::Pxe => can.pxe,
            BootTarget::Cd => can.cd,
            BootTarget::BiosSetup => can.bios_setup,
            _ => true,
        });
        ui.add_enabled_ui(possible, |ui| {
            let row = parts::menu_row(ui, &label, "", false)
                .on_disabled_hover_text(t!("power-not-possible"));
            if row.clicked() {
                match power.is_off() {
                    true => chosen = Some(Choice::Boot(target)),
                    false => next = Asking::about(Choice::Boot(target)),
                }
            }
        });
    }
    ui.separator();
    parts::menu_caption(ui, &t!("power-once"));
    (next, chosen)
}

/// The question that is being asked, for a place of its own: what it becomes, and what was
/// answered.
pub(crate) fn question_ui(ui: &mut Ui, asking: Asking, name: &str) -> (Asking, Option<Choice>) {
    match asking {
        Asking::Confirm { choice, is_new } => {
            let frame = Frame::new().inner_margin(Margin::same(8));
            let shown = frame.show(ui, |ui| confirm_ui(ui, choice, is_new, name));
            shown.inner
        }
        Asking::Nothing | Asking::Start => (Asking::Nothing, None),
    }
}

/// The question before data is lost. Cancel has the focus, so that Enter does no harm.
fn confirm_ui(ui: &mut Ui, choice: Choice, is_new: bool, name: &str) -> (Asking, Option<Choice>) {
    let palette = Palette::of(ui);
    let (question, does) = question(choice, name);
    let title = RichText::new(question)
        .font(theme::strong(font_size::BODY))
        .color(palette.t1);
    // Rows of a menu are justified, and so would be its words.
    ui.vertical(|ui| {
        ui.label(title);
        ui.label(t!("power-lost"));
    });
    ui.add_space(space::S);
    // A popup that is only measured has nothing that could take the focus.
    let stay = Asking::Confirm {
        choice,
        is_new: is_new && !ui.is_enabled(),
    };
    let mut answer = (stay, None);
    ui.horizontal(|ui| {
        if parts::danger_button(ui, &does, true).clicked() {
            answer = (Asking::Nothing, Some(choice));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let cancel = parts::button(ui, &t!("cancel"));
            if cancel.clicked() {
                answer = (Asking::Nothing, None);
            }
            if is_new {
                cancel.request_focus();
            }
        });
    });
    let confirmed = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    if confirmed {
        answer = (Asking::Nothing, Some(choice));
    }
    answer
}

fn is_offered(action: PowerAction, power: &PowerStatus) -> bool {
    let fits = match action {
        PowerAction::On => !power.is_on(),
        PowerAction::Off | PowerAction::Cycle => !power.is_off(),
        _ => power.is_on(),
    };
    // Firmware leaves out what ends sessions while one is open; ours are closed for it, and about
    // those of others the fault says who has to.
    fits && (action.ends_sessions() || power.allows(action))
}

/// Nothing is lost by turning on, and nothing without the system's consent.
fn loses_data(action: PowerAction, power: &PowerStatus) -> bool {
    let at_once = matches!(
        action,
        PowerAction::Off | PowerAction::Cycle | PowerAction::Reset | PowerAction::Nmi
    );
    at_once && !power.is_off()
}

fn label(action: PowerAction, power: &PowerStatus) -> String {
    match action {
        PowerAction::On if power.is_asleep() => t!("power-wake"),
        PowerAction::On => t!("power-on"),
        PowerAction::OffGraceful => t!("power-shut-down"),
        PowerAction::ResetGraceful => t!("power-ask-restart"),
        PowerAction::Reset => t!("power-restart-now"),
        PowerAction::Off => t!("power-off-now"),
        PowerAction::Cycle => t!("power-cycle-now"),
        PowerAction::Nmi => t!("power-nmi-now"),
        PowerAction::Sleep => t!("power-sleep"),
        PowerAction::Hibernate => t!("power-hibernate"),
    }
}

/// The question about the PC of this name, and the verb of its button.
fn question(choice: Choice, name: &str) -> (String, String) {
    let restart = || t!("power-do-restart");
    match choice {
        Choice::Power(PowerAction::Off) => (t!("power-ask-off", name = name), t!("power-do-off")),
        Choice::Power(PowerAction::Cycle) => {
            (t!("power-ask-cycle", name = name), t!("power-do-cycle"))
        }
        Choice::Power(PowerAction::Nmi) => (t!("power-ask-nmi", name = name), t!("power-do-nmi")),
        Choice::Power(_) => (t!("power-ask-restart-now", name = name), restart()),
        Choice::Boot(BootTarget::BiosSetup) => (t!("power-ask-setup", name = name), restart()),
        Choice::Boot(BootTarget::Pxe) => (t!("power-ask-network", name = name), restart()),
        Choice::Boot(BootTarget::Cd) => (t!("power-ask-cd", name = name), restart()),
        Choice::Boot(_) => (t!("power-ask-disk", name = name), restart()),
    }
}

/// Places to start from, without the lent image, which has a sheet of its own.
fn starts() -> [(BootTarget, String); 4] {
    [
        (BootTarget::BiosSetup, t!("power-to-setup")),
        (BootTarget::Disk, t!("power-to-disk")),
        (BootTarget::Pxe, t!("power-to-network")),
        (BootTarget::Cd, t!("power-to-cd")),
    ]
}

/// Width of the menu.
const WIDTH_PT: f32 = 256.0;
