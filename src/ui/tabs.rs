//! Sessions side by side.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use eframe::egui::{
    Align, Button, Color32, CornerRadius, CursorIcon, Id, Key, Label, Layout, Modifiers,
    PointerButton, Popup, Response, RichText, Role, Sense, Spinner, Stroke, Ui, UiBuilder, Visuals,
    WidgetInfo, WidgetText, style, vec2,
};
use egui_tiles::{
    Behavior, Container, SimplificationOptions, TabState, Tile, TileId, Tiles, Tree, UiResponse,
};

use super::action::Action;
use super::connect::ConnectForm;
use super::journal::JournalPage;
use super::language::t;
use super::notice;
use super::parts;
use super::player::PlayerPage;
use super::preferences::SettingsPage;
use super::session::{Phase, Session};
use super::theme::{self, Palette, font_size, icon, radius, size, space};
use super::wall::{self, WallPage};

/// Names a tab; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TabId(u64);

impl TabId {
    /// The id of something in this tab.
    pub(crate) fn part(self, name: &str) -> Id {
        Id::unique(("tab", self, name))
    }
}

/// What a tab is.
#[derive(Debug)]
pub(crate) enum Tab {
    /// Not connected to anything yet.
    Empty(ConnectForm),
    /// A PC.
    Session(Box<Session>),
    /// The preferences.
    Settings(Box<SettingsPage>),
    /// The record of what was done.
    Journal(Box<JournalPage>),
    /// Many screens at once.
    Wall(Box<WallPage>),
    /// A recording of a screen.
    Player(Box<PlayerPage>),
}

impl Tab {
    /// What it is called.
    pub(crate) fn title(&self) -> Cow<'_, str> {
        match self {
            Self::Empty(_) => t!("tab-new").into(),
            Self::Session(session) => session.name().into(),
            Self::Settings(_) => t!("tab-settings").into(),
            Self::Journal(_) => t!("tab-journal").into(),
            Self::Wall(_) => t!("tab-wall").into(),
            Self::Player(page) => match page.day() {
                Some(day) => format!("{}, {day}", t!("tab-player")).into(),
                None => t!("tab-player").into(),
            },
        }
    }

    /// Its session.
    pub(crate) const fn session(&self) -> Option<&Session> {
        match self {
            Self::Session(session) => Some(session),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub(crate) fn session_mut(&mut self) -> Option<&mut Session> {
        match self {
            Self::Session(session) => Some(session),
            _ => None,
        }
    }
}

/// All tabs and their order.
pub(crate) struct Tabs {
    tree: Tree<TabId>,
    tabs: BTreeMap<TabId, Tab>,
    /// Tabs that have a window of their own, and none in the strip.
    out: BTreeSet<TabId>,
    count: u64,
    /// The tab that was in front when the strip was drawn last, and how wide that was.
    seen: (Option<TabId>, f32),
}

/// What was done to the strip.
#[derive(Debug, Default)]
pub(crate) struct StripWishes {
    pub(crate) close: Vec<TabId>,
    /// The tab that is to have a window of its own.
    pub(crate) own_window: Option<TabId>,
    /// A tab that was dragged, and how many places to the right.
    pub(crate) moved: Option<(TabId, isize)>,
    /// A button of the strip that was pressed.
    pub(crate) action: Option<Action>,
}

impl Tabs {
    pub(crate) fn new() -> Self {
        Self {
            tree: Tree::new_tabs(Id::unique("tabs"), Vec::new()),
            tabs: BTreeMap::new(),
            out: BTreeSet::new(),
            count: 0,
            seen: (None, 0.0),
        }
    }

    /// Adds a tab at the end and brings it to the front.
    pub(crate) fn add(&mut self, tab: Tab) -> TabId {
        self.count += 1;
        let id = TabId(self.count);
        self.tabs.insert(id, tab);
        let tile = self.tree.tiles.insert_pane(id);
        match self.strip_mut() {
            Some(strip) => {
                strip.add_child(tile);
                strip.set_active(tile);
            }
            None => {
                let root = self.tree.tiles.insert_tab_tile(vec![tile]);
                self.tree.root = Some(root);
            }
        }
        id
    }

    /// Takes a tab out of the strip, or puts it back and in front; returns whether it is out.
    pub(crate) fn set_out(&mut self, id: TabId, is_out: bool) -> bool {
        let Some(tile) = self.tree.tiles.find_pane(&id) else {
            return false;
        };
        if is_out {
            self.leave(id);
            self.out.insert(id);
        } else {
            self.out.remove(&id);
        }
        self.tree.tiles.set_visible(tile, !is_out);
        if !is_out {
            self.activate(id);
        }
        is_out
    }

    /// A tab has a window of its own.
    pub(crate) fn is_out(&self, id: TabId) -> bool {
        self.out.contains(&id)
    }

    /// All of those.
    pub(crate) fn out(&self) -> Vec<TabId> {
        self.out.iter().copied().collect()
    }

    /// If this tab is in front, its neighbour comes there.
    fn leave(&mut self, id: TabId) {
        let order = self.order();
        if self.active() == Some(id)
            && let Some(place) = order.iter().position(|other| *other == id)
        {
            let neighbour = order
                .get(place + 1)
                .or_else(|| order.get(place.wrapping_sub(1)));
            if let Some(neighbour) = neighbour {
                self.activate(*neighbour);
            }
        }
    }

    /// Takes a tab out; its neighbour comes to the front.
    pub(crate) fn remove(&mut self, id: TabId) -> Option<Tab> {
        let tile = self.tree.tiles.find_pane(&id)?;
        self.leave(id);
        self.out.remove(&id);
        if let Some(strip) = self.strip_mut() {
            strip.children.retain(|child| *child != tile);
        }
        self.tree.tiles.remove(tile);
        self.tabs.remove(&id)
    }

    /// Puts another content into a tab, in place.
    pub(crate) fn replace(&mut self, id: TabId, tab: Tab) -> Option<Tab> {
        let slot = self.tabs.get_mut(&id)?;
        Some(std::mem::replace(slot, tab))
    }

    /// Brings a tab to the front.
    pub(crate) fn activate(&mut self, id: TabId) {
        if let Some(tile) = self.tree.tiles.find_pane(&id)
            && let Some(strip) = self.strip_mut()
        {
            strip.set_active(tile);
        }
    }

    /// Brings the tab `steps` to the right of the one in front to the front, round and round.
    pub(crate) fn step(&mut self, steps: isize) {
        let order = self.order();
        let active = self.active();
        if let Some(place) = order.iter().position(|id| Some(*id) == active) {
            let count = order.len();
            let next = place.checked_add_signed(steps).unwrap_or(count - 1) % count;
            if let Some(id) = order.get(next) {
                self.activate(*id);
            }
        }
    }

    /// Brings the tab at `place`, from 0, to the front.
    pub(crate) fn activate_at(&mut self, place: usize) {
        if let Some(id) = self.order().get(place) {
            self.activate(*id);
        }
    }

    /// The tab in front.
    pub(crate) fn active(&self) -> Option<TabId> {
        let root = self.tree.root()?;
        match self.tree.tiles.get_container(root)? {
            Container::Tabs(strip) => self.tree.tiles.get_pane(&strip.active?).copied(),
            _ => None,
        }
    }

    /// What a wall shows: every session, those of the strip first, and how it is.
    pub(crate) fn tiles(
        &self,
        palette: &Palette,
    ) -> Vec<(wall::Tile, (egui_material_icons::MaterialIcon, Color32))> {
        let ids = self.order().into_iter().chain(self.out());
        let tile = |id| {
            let tab = self.tabs.get(&id)?;
            let Tab::Session(session) = tab else {
                return None;
            };
            let (state, glyph, color) = state_of(tab, palette);
            Some((wall::Tile::new(id, session, &state), (glyph, color)))
        };
        ids.filter_map(tile).collect()
    }

    /// All tabs of the strip from left to right.
    pub(crate) fn order(&self) -> Vec<TabId> {
        let strip = self
            .tree
            .root()
            .and_then(|root| self.tree.tiles.get_container(root));
        let children = strip.map(Container::children_vec).unwrap_or_default();
        children
            .iter()
            .filter_map(|tile| self.tree.tiles.get_pane(tile).copied())
            .filter(|id| !self.out.contains(id))
            .collect()
    }

    /// One tab.
    pub(crate) fn get(&self, id: TabId) -> Option<&Tab> {
        self.tabs.get(&id)
    }

    /// One tab, to be changed.
    pub(crate) fn get_mut(&mut self, id: TabId) -> Option<&mut Tab> {
        self.tabs.get_mut(&id)
    }

    /// Every session.
    pub(crate) fn sessions_mut(&mut self) -> impl Iterator<Item = (TabId, &mut Session)> {
        self.tabs
            .iter_mut()
            .filter_map(|(id, tab)| Some((*id, tab.session_mut()?)))
    }

    /// The tab that is so, if there is one.
    pub(crate) fn find(&self, is_it: impl Fn(&Tab) -> bool) -> Option<TabId> {
        self.order()
            .into_iter()
            .find(|id| self.get(*id).is_some_and(&is_it))
    }

    /// Every tab, to be changed.
    pub(crate) fn all_mut(&mut self) -> impl Iterator<Item = &mut Tab> {
        self.tabs.values_mut()
    }

    /// The strip has no tab.
    pub(crate) fn is_empty(&self) -> bool {
        self.order().is_empty()
    }

    /// Draws the strip and the tab in front, the latter with `pane`.
    ///
    /// * `strip`: show the strip at all.
    pub(crate) fn ui(
        &mut self,
        ui: &mut Ui,
        strip: bool,
        pane: &mut dyn FnMut(&mut Ui, TabId, &mut Tab),
    ) -> StripWishes {
        let seen = (self.active(), ui.available_width());
        let brings_in_sight = std::mem::replace(&mut self.seen, seen) != seen;
        let mut behavior = Strip {
            tabs: &mut self.tabs,
            is_visible: strip,
            brings_in_sight,
            wishes: StripWishes::default(),
            pane,
        };
        self.tree.ui(&mut behavior, ui);
        let wishes = behavior.wishes;
        if let Some((id, steps)) = wishes.moved {
            self.shift(id, steps);
        }
        wishes
    }

    /// Moves a tab to the right of its neighbours, or to the left.
    fn shift(&mut self, id: TabId, steps: isize) {
        let order = self.order();
        let place = order.iter().position(|other| *other == id);
        let other = place
            .and_then(|place| place.checked_add_signed(steps))
            .and_then(|place| order.get(place));
        let find = |id: &TabId| self.tree.tiles.find_pane(id);
        let (Some(tile), Some(other)) = (find(&id), other.and_then(find)) else {
            return;
        };
        if let Some(strip) = self.strip_mut() {
            let at = |tile| strip.children.iter().position(|child| *child == tile);
            if let (Some(a), Some(b)) = (at(tile), at(other)) {
                strip.children.swap(a, b);
            }
        }
    }

    fn strip_mut(&mut self) -> Option<&mut egui_tiles::Tabs> {
        let root = self.tree.root()?;
        match self.tree.tiles.get_mut(root)? {
            Tile::Container(Container::Tabs(strip)) => Some(strip),
            _ => None,
        }
    }
}

/// How the tree of tabs looks and behaves.
struct Strip<'a> {
    tabs: &'a mut BTreeMap<TabId, Tab>,
    is_visible: bool,
    /// Another tab is in front than before, or the strip has another width: it scrolls there.
    brings_in_sight: bool,
    wishes: StripWishes,
    pane: &'a mut dyn FnMut(&mut Ui, TabId, &mut Tab),
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

    fn tab_bar_height(&self, _style: &eframe::egui::Style) -> f32 {
        size::TABS
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

/// One tab of the strip: its state, its name, its close button. Clicked, dragged; true: it is to be
/// closed.
fn tab_ui(ui: &mut Ui, id: Id, tab: &Tab, is_active: bool) -> (Response, Response, bool) {
    let palette = Palette::of(ui);
    let font = theme::text(font_size::BODY);
    let title = tab.title();
    let galley = ui
        .painter()
        .layout_no_wrap(title.clone().into_owned(), font, palette.t2);
    let around = 2.0 * space::S + size::ICON + space::S + space::S + CLOSE_PT;
    let wanted = (galley.size().x + around).ceil() + 1.0;
    let width = wanted.clamp(size::TAB_MIN, size::TAB_MAX);
    let (_, rect) = ui.allocate_space(vec2(width, size::TABS));
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

/// Side of the close button: the smallest that may be clicked.
const CLOSE_PT: f32 = 24.0;

/// The state of a tab: in a word, as an icon, in a colour.
fn state_of(tab: &Tab, palette: &Palette) -> (String, egui_material_icons::MaterialIcon, Color32) {
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
