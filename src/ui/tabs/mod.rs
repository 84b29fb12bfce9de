//! Sessions side by side.

mod label;
mod strip;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use eframe::egui::{Color32, Id, Ui};
use egui_tiles::{Container, Tile, Tree};

use self::label::state_of;
use self::strip::Strip;
use super::action::Action;
use super::connect::ConnectForm;
use super::journal::JournalPage;
use super::language::t;
use super::player::PlayerPage;
use super::preferences::SettingsPage;
use super::session::Session;
use super::theme::Palette;
use super::wall::{self, WallPage};

/// Names a tab; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TabId(u64);

impl TabId {
    /// For what is outside of the window.
    pub(crate) const fn number(self) -> u64 {
        self.0
    }

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
