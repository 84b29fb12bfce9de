//! The strip of tabs: how it looks, how tabs are dragged, and their menu.

use std::collections::BTreeMap;

use eframe::egui::{
    Color32, CursorIcon, Id, Key, Modifiers, PointerButton, Popup, Response, Sense, Stroke, Ui,
    Visuals, WidgetText, style, vec2,
};
use egui_tiles::{Behavior, SimplificationOptions, TabState, TileId, Tiles, UiResponse};

use super::label::tab_ui;
use super::{StripWishes, Tab, TabId};
use crate::ui::action::Action;
use crate::ui::language::t;
use crate::ui::parts;
use crate::ui::theme::{Palette, icon, size, space};

/// How the tree of tabs looks and behaves.
pub(super) struct Strip<'a> {
    pub(super) tabs: &'a mut BTreeMap<TabId, Tab>,
    pub(super) is_visible: bool,
    /// Another tab is in front than before, or the strip has another width: it scrolls there.
    pub(super) brings_in_sight: bool,
    pub(super) wishes: StripWishes,
    pub(super) pane: &'a mut dyn FnMut(&mut Ui, TabId, &mut Tab),
}

impl Behavior<TabId> for Strip<'_> {
    fn pane_ui(&mut self, ui: &mut Ui, _tile: TileId, id: &mut TabId) -> UiResponse {
        if let Some(tab) = self.tabs.get_mut(id) {
            (self.pane)(ui, *id, tab);
        }
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, id: &TabId) -> WidgetText {
        let tab = self.tabs.get(id);
        let title = tab.map(Tab::title).unwrap_or_default();
        title.into_owned().into()
    }

    fn tab_ui(
        &mut self,
        tiles: &mut Tiles<TabId>,
        ui: &mut Ui,
        id: Id,
        tile: TileId,
        state: &TabState,
    ) -> Response {
        let tab_id = tiles.get_pane(&tile).copied();
        let Some((tab_id, tab)) = tab_id.and_then(|id| Some((id, self.tabs.get(&id)?))) else {
            return ui.interact(ui.max_rect(), id, Sense::hover());
        };
        let (response, drag, close) = tab_ui(ui, id, tab, state.active);
        if self.brings_in_sight && state.active {
            // With the button for another one, where it is the last.
            let rect = response
                .rect
                .expand2(vec2(size::ICON_BUTTON + space::S, 0.0));
            ui.scroll_to_rect_animation(rect, None, style::ScrollAnimation::none());
        }
        match drag_ui(ui, &drag, tab) {
            Some(Drag::Out) => self.wishes.own_window = Some(tab_id),
            Some(Drag::Along(steps)) => self.wishes.moved = Some((tab_id, steps)),
            None => {}
        }
        if let Some(chosen) = menu_ui(ui, &response, tab, state.active) {
            match chosen {
                Action::OwnWindow => self.wishes.own_window = Some(tab_id),
                _ => self.wishes.close.push(tab_id),
            }
        }
        if close || response.clicked_by(PointerButton::Middle) {
            self.wishes.close.push(tab_id);
        }
        response
    }

    fn tab_bar_trailing_ui(
        &mut self,
        _tiles: &Tiles<TabId>,
        ui: &mut Ui,
        _tile: TileId,
        _strip: &egui_tiles::Tabs,
    ) {
        ui.add_space(space::XS);
        if parts::action_button(ui, Action::NewTab, icon::ADD, false).clicked() {
            self.wishes.action = Some(Action::NewTab);
        }
    }

    fn top_bar_right_ui(
        &mut self,
        _tiles: &Tiles<TabId>,
        ui: &mut Ui,
        _tile: TileId,
        _strip: &egui_tiles::Tabs,
        _scroll_offset: &mut f32,
    ) {
        if ui.available_width() >= TRAILING_PT {
            for (action, glyph) in TRAILING {
                if parts::action_button(ui, action, glyph, false).clicked() {
                    self.wishes.action = Some(action);
                }
            }
            return;
        }
        let (name, tip) = (t!("tab-menu"), t!("tab-menu-tip"));
        let button = parts::icon_button(ui, icon::MORE, &name, &tip);
        Popup::menu(&button).style(parts::menu_rows()).show(|ui| {
            for (action, _) in TRAILING.into_iter().rev() {
                if parts::action_row(ui, action, false).clicked() {
                    self.wishes.action = Some(action);
                }
            }
        });
    }

    fn tab_bar_height(&self, style: &eframe::egui::Style) -> f32 {
        size::tabs_of(style)
    }

    fn tab_bar_color(&self, visuals: &Visuals) -> Color32 {
        Palette::of_visuals(visuals).bg1
    }

    fn tab_bar_hline_stroke(&self, _visuals: &Visuals) -> Stroke {
        Stroke::NONE
    }

    fn is_tab_bar_visible(&self, _tile: TileId, _strip: &egui_tiles::Tabs) -> bool {
        self.is_visible
    }

    fn is_tile_draggable(&self, _tiles: &Tiles<TabId>, _tile: TileId) -> bool {
        false
    }

    fn simplification_options(&self) -> SimplificationOptions {
        SimplificationOptions::OFF
    }
}

/// What dragging does to a tab.
enum Drag {
    /// A window of its own.
    Out,
    /// So many places to the right.
    Along(isize),
}

/// A tab that is dragged along the strip changes places with its neighbours; one that is let go
/// below it gets a window of its own, where it can have one.
fn drag_ui(ui: &Ui, response: &Response, tab: &Tab) -> Option<Drag> {
    let at = response.interact_pointer_pos()?;
    let (rect, widths) = (response.rect, response.id.with("neighbours"));
    let is_out = at.y > rect.bottom() + OUT_PT && matches!(tab, Tab::Session(_));
    if response.drag_stopped() {
        return is_out.then_some(Drag::Out);
    }
    if !response.dragged() {
        return None;
    }
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    if is_out {
        response.show_tooltip_text(t!("tab-let-go"));
        return None;
    }
    // Once over its own middle again after a change of places, so that it does not go back at once.
    let waits = ui.data(|data| data.get_temp(widths).unwrap_or(false));
    let is_inside = rect.x_range().contains(at.x);
    ui.data_mut(|data| data.insert_temp(widths, waits && !is_inside));
    let steps = match at.x {
        x if x > rect.right() => 1,
        x if x < rect.left() => -1,
        _ => return None,
    };
    if waits {
        return None;
    }
    ui.data_mut(|data| data.insert_temp(widths, true));
    Some(Drag::Along(steps))
}

/// The menu of a tab: by the right button, or by key for the tab that has the keys, and for the one
/// in front while nothing has them.
fn menu_ui(ui: &mut Ui, response: &Response, tab: &Tab, is_active: bool) -> Option<Action> {
    let by_key = response.id.with("menu by key");
    let nothing_else = || ui.memory(|memory| memory.focused().is_none());
    let asked = (response.has_focus() || (is_active && nothing_else()))
        && ui.input_mut(|input| {
            input.consume_key(Modifiers::SHIFT, Key::F10)
                || input.consume_key(Modifiers::NONE, Key::Menu)
        });
    if asked || response.secondary_clicked() {
        ui.data_mut(|data| data.insert_temp(by_key, asked));
    }
    let mut menu = Popup::context_menu(response).style(parts::menu_rows());
    if asked {
        Popup::open_id(ui.ctx(), menu.get_id());
    }
    if ui.data(|data| data.get_temp(by_key).unwrap_or(false)) {
        // At the tab, for the pointer may be anywhere.
        menu = menu.at_position(response.rect.left_bottom());
    }
    let mut chosen = None;
    menu.show(|ui| {
        let own_window = matches!(tab, Tab::Session(_)).then_some(Action::OwnWindow);
        let actions = own_window.into_iter().chain([Action::CloseTab]);
        for (place, action) in actions.enumerate() {
            let row = parts::action_row(ui, action, false);
            if asked && place == 0 {
                row.request_focus();
            }
            if row.clicked() {
                chosen = Some(action);
            }
        }
    });
    chosen
}

/// What the strip offers at its right end, from there.
const TRAILING: [(Action, egui_material_icons::MaterialIcon); 5] = [
    (Action::Theme, icon::THEME),
    (Action::Settings, icon::SETTINGS),
    (Action::Journal, icon::JOURNAL),
    (Action::Wall, icon::WALL),
    (Action::Palette, icon::FIND),
];

/// Narrowest strip that shows these as buttons; a narrower one needs the room for its tabs.
const TRAILING_PT: f32 = 560.0;

/// How far below the strip a tab is let go to get a window of its own.
const OUT_PT: f32 = 24.0;
