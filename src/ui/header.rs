//! The line above a session: which PC, how it is, how safe, and which view of it.

use eframe::egui::{
    Align, Button, Color32, CornerRadius, FontId, Frame, Label, Layout, Margin, Popup, Response,
    RichText, Stroke, Ui, vec2,
};
use egui_material_icons::MaterialIcon;
use time::OffsetDateTime;

use super::action::Action;
use super::language::t;
use super::page::Page;
use super::pane::{TabWish, has_room_for_both};
use super::parts;
use super::power::{self, Surroundings};
use super::said::said;
use super::session::Session;
use super::tabs::TabId;
use super::theme::{self, Palette, font_size, icon, radius, size, space};
use super::trust::{date, first_groups};
use crate::session::consent::ConsentCommand;
use crate::session::flow::power::PowerStatus;
use crate::session::pc::PcCommand;
use crate::session::{Safety, Target};

/// A name longer than this is cut off before the words of chips and switch go.
const NAME_PT: f32 = 320.0;
/// Width of the card of a chip.
const CARD_PT: f32 = 320.0;

/// Draws the session header; returns what was asked for.
///
/// * `pages`: the views that can be shown; `now`: the time of day.
pub(crate) fn header_ui(
    ui: &mut Ui,
    id: TabId,
    session: &mut Session,
    pages: &[Page],
    now: OffsetDateTime,
) -> Vec<TabWish> {
    let open = std::mem::take(&mut session.wants_power);
    let session = &*session;
    let palette = Palette::of(ui);
    let mut wishes = Vec::new();
    let mut chips = chips_of(session, now, palette);
    chips.extend(recording_chip(ui, session));
    let words = ui.available_width() >= width_with_words(ui, session, &chips, pages);
    // The stage has no margin.
    let has_room = has_room_for_both(ui.available_width() + 2.0 * space::M);
    ui.spacing_mut().item_spacing.x = space::S;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if let Some(pc) = &session.pc {
            let around = Surroundings {
                name: session.name(),
                has_sessions: session.has_sessions(),
                use_sol: session.views.values().any(|view| view.wants_sol()),
                open,
            };
            wishes.extend(power::power_ui(ui, id.part("power"), pc, around, words));
        }
        if pages.len() > 1 {
            wishes.extend(switch_ui(ui, session.page, pages, words).map(TabWish::Show));
            wishes.extend(beside_ui(ui, session, has_room));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            // The name gives way before any chip does.
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                for chip in chips.into_iter().rev() {
                    wishes.extend(chip_ui(ui, &chip, words));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    name_ui(ui, session);
                });
            });
        });
    });
    wishes
}

/// How wide the header is when chips, switch and buttons say in words what they are.
fn width_with_words(ui: &Ui, session: &Session, chips: &[Chip], pages: &[Page]) -> f32 {
    let width = |text: &str, font: FontId| {
        let text = text.to_owned();
        ui.painter()
            .layout_no_wrap(text, font, Color32::WHITE)
            .size()
            .x
    };
    let mark = size::ICON + 4.0 * space::S;
    let word = |text: &str| width(text, theme::text(font_size::BODY)) + mark;
    let name = width(session.name(), theme::strong(font_size::HEADING)).min(NAME_PT);
    let chips: f32 = chips.iter().map(|chip| word(&chip.text)).sum();
    let pages: f32 = pages.iter().map(|page| word(&page.label())).sum();
    let beside = size::ICON_BUTTON + space::S;
    name + chips + pages + beside + word(&Action::Power.row().label()) + mark
}

fn name_ui(ui: &mut Ui, session: &Session) {
    let palette = Palette::of(ui);
    let name = RichText::new(session.name())
        .font(theme::strong(font_size::HEADING))
        .color(palette.t1);
    ui.add(Label::new(name).truncate());
    let address = session.target().to_string();
    if address != session.name() {
        let font = theme::text(font_size::BODY);
        let galley = ui.painter().layout_no_wrap(address, font, palette.t3);
        // Its beginning alone would lead nowhere; the chip about safety has it in full.
        if galley.size().x <= ui.available_width() {
            ui.label(galley);
        }
    }
}

/// One chip: what it says, and the card that explains it.
struct Chip {
    icon: MaterialIcon,
    color: Color32,
    text: String,
    /// What screen readers call it.
    name: String,
    title: String,
    lines: Vec<String>,
    /// It says what it says in words even where there is little room.
    is_loud: bool,
    /// What can be done about it.
    action: Option<(String, ChipAction)>,
}

/// What the card of a chip offers.
#[derive(Debug, Clone, Copy)]
enum ChipAction {
    EndConsent,
    EndRecording,
}

impl From<ChipAction> for TabWish {
    fn from(action: ChipAction) -> Self {
        match action {
            ChipAction::EndConsent => Self::Pc(PcCommand::Consent(ConsentCommand::Cancel)),
            ChipAction::EndRecording => Self::Do(Action::Record),
        }
    }
}

fn chips_of(session: &Session, now: OffsetDateTime, palette: &'static Palette) -> Vec<Chip> {
    let mut chips = Vec::new();
    chips.extend(power_chip(session, palette));
    chips.extend(safety_chip(session, now, palette));
    chips.extend(consent_chip(session, palette));
    for (page, view) in &session.views {
        if let Some(text) = view.chip() {
            chips.push(Chip {
                icon: page.icon(),
                color: palette.t2,
                name: format!("{}, {text}", page.label()),
                title: page.label(),
                lines: vec![text.clone()],
                text,
                is_loud: false,
                action: None,
            });
        }
    }
    chips
}

fn power_chip(session: &Session, palette: &Palette) -> Option<Chip> {
    let power = session.pc.as_ref()?.power.as_ref()?;
    let text = power_word(power);
    let color = if power.is_on() {
        palette.ok
    } else {
        palette.t3
    };
    Some(Chip {
        icon: icon::POWER,
        color,
        name: t!("header-power-name", state = text.as_str()),
        title: t!("header-power-title", state = text.to_lowercase()),
        lines: vec![t!("header-power-about")],
        text,
        is_loud: false,
        action: None,
    })
}

/// The state in a word.
fn power_word(power: &PowerStatus) -> String {
    match power.to_string().as_str() {
        "on" => t!("header-power-on"),
        "off" => t!("header-power-off"),
        "asleep" => t!("header-power-asleep"),
        // Rare ones, by their names in the standard.
        other => super::connect::upper_first(&said(other)),
    }
}

fn safety_chip(session: &Session, now: OffsetDateTime, palette: &Palette) -> Option<Chip> {
    let safety = session.safety()?;
    let mut text = match safety {
        Safety::Plain => t!("header-plain"),
        Safety::Pinned(_) => t!("header-pinned"),
        Safety::KnownIssuer(_) => t!("header-known-issuer"),
    };
    let (mut glyph, mut color) = (icon::TRUSTED, palette.t2);
    let mut lines = Vec::new();
    let title = match safety {
        Safety::Plain => {
            (glyph, color) = (icon::DOUBTFUL, palette.warn);
            lines.push(t!("header-plain-about"));
            t!("header-plain-title")
        }
        Safety::Pinned(_) => {
            lines.push(t!("header-pinned-about"));
            t!("header-encrypted-title")
        }
        Safety::KnownIssuer(certificate) => {
            lines.push(t!(
                "header-issuer-about",
                issuer = certificate.issuer.as_str()
            ));
            t!("header-encrypted-title")
        }
    };
    if let Some(certificate) = safety.certificate() {
        let (from, to) = (date(certificate.not_before), date(certificate.not_after));
        lines.push(t!("header-valid", from = from, to = to));
        lines.push(format!(
            "SHA-256 {} …",
            first_groups(certificate.fingerprint)
        ));
        if safety.is_out_of_date(now) {
            (glyph, color) = (icon::DOUBTFUL, palette.warn);
            text = t!("header-old");
            lines.push(t!("header-old-about"));
        }
    }
    Some(Chip {
        icon: glyph,
        color,
        name: t!("header-safety-name", state = text.as_str()),
        title,
        lines,
        text,
        is_loud: false,
        action: None,
    })
}

fn consent_chip(session: &Session, palette: &Palette) -> Option<Chip> {
    session.has_consent().then(|| Chip {
        icon: icon::CONSENT,
        color: palette.consent,
        text: t!("consent-given"),
        name: t!("consent-given"),
        title: t!("header-consent-title"),
        lines: vec![t!("header-consent-about")],
        is_loud: false,
        action: Some((t!("header-consent-end"), ChipAction::EndConsent)),
    })
}

/// The screen is recorded: for how long, and how large that is.
fn recording_chip(ui: &Ui, session: &Session) -> Option<Chip> {
    let now = ui.input(|input| input.time);
    let text = session.recording.words(now)?;
    let path = session.recording.path()?;
    if let Some(rest) = session.recording.changes_in(now) {
        ui.ctx().request_repaint_after(rest);
    }
    Some(Chip {
        icon: icon::RECORD,
        color: Palette::of(ui).rec,
        name: text.clone(),
        title: t!("header-recording-title"),
        lines: vec![
            t!("header-recording-to", path = path.display().to_string()),
            t!("header-recording-about"),
        ],
        text,
        is_loud: true,
        action: Some((t!("header-recording-end"), ChipAction::EndRecording)),
    })
}

/// Draws a chip; a click opens its card.
fn chip_ui(ui: &mut Ui, chip: &Chip, words: bool) -> Option<TabWish> {
    let glyph = theme::glyph(chip.icon).color(chip.color);
    let text = RichText::new(&chip.text).color(chip.color);
    let button = if words || chip.is_loud {
        Button::new((glyph, text))
    } else {
        Button::new(glyph)
    };
    let button = button.frame_when_inactive(false);
    let response = ui.add(button).accessible_name(&chip.name);
    let mut wish = None;
    Popup::menu(&response).width(CARD_PT).show(|ui| {
        let width = CARD_PT.min(ui.ctx().content_rect().width() - 2.0 * space::XL);
        let clicked = parts::padded(ui, |ui| {
            ui.set_width(width);
            card_ui(ui, chip)
        });
        if let Some(action) = clicked {
            wish = Some(action.into());
            ui.close();
        }
    });
    wish
}

/// The button that shows the screen beside another view of the PC.
fn beside_ui(ui: &mut Ui, session: &Session, has_room: bool) -> Option<TabWish> {
    if session.page == Page::Screen || session.picture.is_none() {
        return None;
    }
    let (is_on, row) = (session.is_beside() && has_room, Action::Beside.row());
    let button = Button::selectable(is_on, theme::glyph(icon::BESIDE))
        .frame_when_inactive(is_on)
        .min_size(vec2(size::ICON_BUTTON, 0.0));
    let tip = row.tooltip(ui.ctx());
    let shown = ui.add_enabled(has_room, button);
    let shown = shown
        .on_hover_text(tip)
        .on_disabled_hover_text(t!("header-no-room-beside"))
        .accessible_name(row.label());
    shown.clicked().then_some(TabWish::Do(Action::Beside))
}

/// The content of its card; what was pressed there.
fn card_ui(ui: &mut Ui, chip: &Chip) -> Option<ChipAction> {
    let palette = Palette::of(ui);
    let title = RichText::new(&chip.title)
        .font(theme::strong(font_size::BODY))
        .color(palette.t1);
    // Rows of a menu are justified, and so would be its words.
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.label(title);
        for line in &chip.lines {
            ui.label(RichText::new(line).color(palette.t2));
        }
    });
    let (label, action) = chip.action.as_ref()?;
    ui.add_space(space::S);
    parts::button(ui, label).clicked().then_some(*action)
}

/// The switch between views; the chosen one.
fn switch_ui(ui: &mut Ui, current: Page, pages: &[Page], words: bool) -> Option<Page> {
    let palette = Palette::of(ui);
    let frame = Frame::new()
        .fill(palette.bg1)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(radius::CONTROL + 2))
        .inner_margin(Margin::same(1));
    let mut chosen = None;
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.spacing_mut().button_padding.y = 1.0;
        // The bar is laid out from its right end.
        for page in pages.iter().rev() {
            let response = segment_ui(ui, *page, *page == current, words);
            if response.clicked() {
                chosen = Some(*page);
            }
        }
    });
    chosen
}

fn segment_ui(ui: &mut Ui, page: Page, is_current: bool, words: bool) -> Response {
    let palette = Palette::of(ui);
    let color = if is_current { palette.t1 } else { palette.t2 };
    let glyph = theme::glyph(page.icon()).color(color);
    let text = RichText::new(page.label()).color(color);
    let button = if words {
        Button::selectable(is_current, (glyph, text))
    } else {
        Button::selectable(is_current, glyph)
    };
    let button = button.min_size(vec2(size::ICON_BUTTON, 0.0));
    let tip = page.action().row().tooltip(ui.ctx());
    ui.add(button)
        .on_hover_text(tip)
        .accessible_name(page.label())
}

/// The views of a PC that this window can show.
pub(crate) fn pages_of(options: &super::start::RunOptions, target: &Target) -> Vec<Page> {
    let mut pages = Page::ALL.to_vec();
    pages.retain(|page| page.is_offered(options, target));
    pages
}
