//! One tab of the strip: its state, its name, its close button.

use eframe::egui::{
    Align, Button, Color32, CornerRadius, Id, Label, Layout, Response, RichText, Role, Sense,
    Spinner, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::Tab;
use crate::ui::action::Action;
use crate::ui::language::t;
use crate::ui::notice;
use crate::ui::session::{Phase, Session};
use crate::ui::theme::{self, Palette, font_size, icon, radius, size, space};

/// One tab of the strip: its state, its name, its close button. Clicked, dragged; true: it is to be
/// closed.
pub(super) fn tab_ui(
    ui: &mut Ui,
    id: Id,
    tab: &Tab,
    is_active: bool,
) -> (Response, Response, bool) {
    let palette = Palette::of(ui);
    let font = theme::text(font_size::BODY);
    let title = tab.title();
    let galley = ui
        .painter()
        .layout_no_wrap(title.clone().into_owned(), font, palette.t2);
    let around = 2.0 * space::S + size::ICON + space::S + space::S + CLOSE_PT;
    let wanted = (galley.size().x + around).ceil() + 1.0;
    let width = wanted.clamp(size::TAB_MIN, size::TAB_MAX);
    let (_, rect) = ui.allocate_space(vec2(width, size::tabs(ui)));
    // Not by the id of its tile, which the tree would drag by itself, to wherever it likes.
    let drag = ui.interact(rect, id.with("drag"), Sense::drag());
    let response = ui.interact(rect, id, Sense::click());
    let (state, _, _) = state_of(tab, palette);
    let name = if state.is_empty() {
        title.clone().into_owned()
    } else {
        format!("{title}, {state}")
    };
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_active, &name));

    let fill = match (is_active, response.hovered()) {
        (true, _) => palette.sel,
        (false, true) => palette.bg4,
        (false, false) => Color32::TRANSPARENT,
    };
    let corners = CornerRadius {
        nw: radius::CONTROL,
        ne: radius::CONTROL,
        sw: 0,
        se: 0,
    };
    ui.painter().rect_filled(rect, corners, fill);
    let inside = rect.shrink2(vec2(space::S, 0.0));
    let layout = Layout::left_to_right(Align::Center);
    let mut row = ui.new_child(UiBuilder::new().max_rect(inside).layout(layout).id_salt(id));
    row.spacing_mut().item_spacing.x = space::S;
    mark_ui(&mut row, tab);
    let mut close = false;
    row.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let size = vec2(CLOSE_PT, CLOSE_PT);
        let glyph = theme::glyph(icon::CLOSE).size(font_size::HEADING);
        let button = Button::new(glyph).frame_when_inactive(false).min_size(size);
        let tip = Action::CloseTab.row().tooltip(ui.ctx());
        ui.spacing_mut().button_padding = vec2(0.0, 0.0);
        let button = ui.add(button).on_hover_text(tip);
        close = button
            .accessible_name(t!("tab-close", name = title.as_ref()))
            .clicked();
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let color = if is_active { palette.t1 } else { palette.t2 };
            let label = Label::new(RichText::new(title.as_ref()).color(color));
            ui.add(label.truncate().sense(Sense::hover()));
        });
    });
    (response, drag, close)
}

/// The state of a tab: in a word, as an icon, in a colour.
pub(super) fn state_of(
    tab: &Tab,
    palette: &Palette,
) -> (String, egui_material_icons::MaterialIcon, Color32) {
    match tab {
        Tab::Empty(_) => (String::new(), icon::ADD, palette.ctl),
        Tab::Settings(_) => (String::new(), icon::SETTINGS, palette.ctl),
        Tab::Journal(_) => (String::new(), icon::JOURNAL, palette.ctl),
        Tab::Wall(_) => (String::new(), icon::WALL, palette.ctl),
        Tab::Player(_) => (String::new(), icon::FILM, palette.rec),
        Tab::Session(session) if session.consent.is_some() => {
            (t!("tab-is-consent"), icon::CONSENT, palette.consent)
        }
        Tab::Session(session) => match &session.phase {
            Phase::Interrupted { .. } => (t!("tab-is-reconnecting"), icon::WARNING, palette.warn),
            Phase::Away => (t!("tab-is-switching"), icon::POWER, palette.accent),
            Phase::AskTrust(form) if form.is_alarm() => {
                (t!("tab-is-changed"), icon::DOUBTFUL, palette.danger)
            }
            Phase::AskTrust(_) => (t!("tab-is-certificate"), icon::TRUSTED, palette.accent),
            Phase::AskLogin(_) => (t!("tab-is-login"), icon::TRUSTED, palette.accent),
            Phase::Looking { .. } | Phase::Opening { .. } => {
                (t!("tab-is-connecting"), icon::WAITING, palette.accent)
            }
            Phase::Live(_) if session.recording.is_on() => {
                (t!("tab-is-recording"), icon::RECORD, palette.rec)
            }
            Phase::Live(_) => (t!("tab-is-live"), icon::SCREEN, palette.ok),
            Phase::Over { fault: None, .. } => (t!("tab-is-closed"), icon::SCREEN, palette.ctl),
            Phase::Over {
                fault: Some(fault), ..
            } => {
                let (glyph, color) = notice::mark_of(fault, palette);
                (t!("tab-is-fault"), glyph, color)
            }
        },
    }
}

fn mark_ui(ui: &mut Ui, tab: &Tab) {
    let (_, glyph, color) = state_of(tab, Palette::of(ui));
    let waits =
        |session: &Session| matches!(session.phase, Phase::Opening { .. } | Phase::Looking { .. });
    if theme::moves(ui) && matches!(tab, Tab::Session(session) if waits(session)) {
        ui.add(Spinner::new().size(size::ICON - 2.0).color(color));
    } else {
        let glyph = theme::glyph(glyph).size(font_size::HEADING).color(color);
        ui.add(Label::new(glyph).sense(Sense::hover()));
    }
}

/// Side of the close button: the smallest that may be clicked.
const CLOSE_PT: f32 = 24.0;
