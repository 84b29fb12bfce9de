//! The application: events in, layout out, wishes carried out. Nothing else changes anything.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eframe::egui::{
    Align2, CentralPanel, Context, CornerRadius, Frame, Id, Margin, Modal, Panel, RawInput, Stroke,
    StrokeKind, Ui, Vec2, ViewportCommand,
};
use eframe::egui_wgpu::RenderState;

use super::alerts::Alerts;
use super::background::{Background, Done};
use super::book::{self, Shelf};
use super::command_palette::{Choice, CommandPalette};
use super::connect::{self, ConnectForm, Offer, Simulator};
use super::header;
use super::help::Help;
use super::kvm::view;
use super::language::t;
use super::last_tabs::LastTabs;
use super::notice::{NoteButton, Notices, Weight};
use super::own_window;
use super::page::Page;
use super::pane::{self, Scene, TabWish};
use super::player;
use super::quit::Quit;
use super::record::Recorder;
use super::recordings::{Farewells, write_down};
use super::session::Session;
use super::start::{Hear, Opening, RunOptions, Wake, time_of_day};
use super::system_keys;
use super::tabs::{Tab, TabId, Tabs};
use super::theme::{self, DARK, Palette, radius};
use super::window_keys::{ReleaseTap, clipboard_shortcuts};
use crate::gpu::Pictures;
use crate::store::profile::Geometry;
use crate::store::recent::Recent;
use crate::store::settings::Settings;
use crate::store::window;

/// The window's state.
pub struct App {
    pub(super) options: RunOptions,
    pub(super) wake: Wake,
    pub(super) tabs: Tabs,
    pub(super) notices: Notices,
    pub(super) background: Background,
    /// A simulated PC is on its way.
    pub(super) simulating: bool,
    pub(super) render_state: Option<RenderState>,
    /// Longest side of a picture that the GPU takes.
    largest_side: u32,
    /// The graphics device is gone and nothing can be drawn any more.
    device_lost: Arc<AtomicBool>,
    pub(super) release_tap: ReleaseTap,
    /// Sessions whose picture was refused as too large; said once each.
    oversized: Vec<TabId>,
    title: String,
    /// Until when full screen says how to leave it.
    pub(super) full_screen_hint: Option<f64>,
    /// The saved PCs, where there are some to be had.
    pub(super) shelf: Option<Shelf>,
    pub(super) settings: Settings,
    /// PCs that were reached lately.
    pub(super) recents: Vec<Recent>,
    /// What the system was asked to say.
    pub(super) alerts: Alerts,
    /// What the tabs that were closed last had open.
    pub(super) closed: Vec<Opening>,
    /// Writes down what is done to PCs.
    pub(super) recorder: Recorder,
    /// How the window is.
    geometry: Option<Geometry>,
    /// Tabs of last time.
    pub(super) last_tabs: LastTabs,
    /// Recordings that were made.
    pub(super) recorded: Vec<PathBuf>,
    /// Closed tabs whose recordings have still to end.
    pub(super) farewells: Farewells,
    /// Actions by their names, while they are looked for.
    pub(super) palette: Option<CommandPalette>,
    /// What was chosen from it lately, the newest first.
    pub(super) chosen: Vec<Choice>,
    /// The window was asked to close while PCs are open.
    pub(super) quit: Option<Quit>,
    /// It may close.
    pub(super) quits: bool,
    /// What is in front, and its keys, while that is looked up.
    pub(super) help: Option<Help>,
    /// The keyboard of the system, or why it cannot be had.
    pub(super) system_keys: system_keys::Offer,
    /// What later starts of the program were to show.
    pub(super) arrivals: Option<Hear>,
}

impl App {
    /// An application in a window that exists; opens what `options` say.
    ///
    /// * `device_lost`: set when the graphics device is gone and the window therefore closes.
    #[must_use]
    pub fn new(
        cc: &eframe::CreationContext<'_>,
        options: RunOptions,
        device_lost: Arc<AtomicBool>,
    ) -> Self {
        let ctx = cc.egui_ctx.clone();
        theme::install(&ctx);
        let largest_side = match &cc.wgpu_render_state {
            Some(state) => {
                Pictures::install(state);
                watch_device(state, &device_lost, &ctx);
                state.device.limits().max_texture_dimension_2d
            }
            None => u32::from(crate::limits::SCREEN_SIDE_PX),
        };
        let wake: Wake = Arc::new(move || ctx.request_repaint());
        let folder = options.folder.clone();
        let mut options = options;
        let clock = options.clock;
        let system_keys = options.system_keys.take();
        let system_keys = system_keys.unwrap_or_else(|| system_keys::offer(cc, &wake));
        let arrivals = options.arrivals.take();
        let arrivals = arrivals.map(|hear| hear(Arc::clone(&wake)));
        let mut app = Self {
            background: Background::new(Arc::clone(&wake)),
            options,
            wake,
            tabs: Tabs::new(),
            notices: Notices::new(clock),
            simulating: false,
            render_state: cc.wgpu_render_state.clone(),
            largest_side,
            device_lost,
            release_tap: ReleaseTap::default(),
            oversized: Vec::new(),
            title: String::new(),
            full_screen_hint: None,
            shelf: None,
            settings: Settings::default(),
            recents: Vec::new(),
            alerts: Alerts::default(),
            closed: Vec::new(),
            recorder: Recorder::new(folder.as_ref()),
            geometry: None,
            last_tabs: LastTabs::default(),
            recorded: Vec::new(),
            farewells: Farewells::default(),
            palette: None,
            chosen: Vec::new(),
            quit: None,
            quits: false,
            help: None,
            system_keys,
            arrivals,
        };
        app.begin(&cc.egui_ctx);
        app.recall_tabs();
        let at_once = app.options.pcs.iter().filter(|pc| pc.connect);
        let opening = |pc| (app.opening_of_given(pc), pc.view);
        let at_once: Vec<_> = at_once.map(opening).collect();
        for (opening, view) in at_once {
            let id = app.open(opening, None, 0.0);
            app.show(id, view);
        }
        if let Some(path) = app.options.recording.take() {
            app.show_player(Some(&path));
        }
        if app.tabs.is_empty() {
            app.tabs.add(Tab::Empty(ConnectForm::default()));
        }
        app
    }

    /// The time of day, as time stamps show it.
    pub(super) fn stamp(&self) -> String {
        time_of_day((self.options.clock)())
    }

    /// Takes everything that sessions and background work have reported.
    fn hear(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let stamp = self.stamp();
        let (mut forgotten, mut reached, mut boards) = (Vec::new(), Vec::new(), Vec::new());
        let (mut recorded, mut kept, mut alerts) = (Vec::new(), Vec::new(), Vec::new());
        for (id, session) in self.tabs.sessions_mut() {
            session.hear(&self.options, &self.wake, now, || stamp.clone());
            forgotten.append(&mut session.forgotten);
            reached.extend(session.newly_reached());
            boards.extend(session.board());
            kept.extend(session.take_kept());
            write_down(&self.recorder, id, session);
            recorded.push((id, session.recording.take_ended()));
            alerts.extend(session.alerts.drain(..).map(|alert| (id, alert)));
            for fault in session.complaints.drain(..) {
                self.notices.add_fault_of(id, &fault);
            }
        }
        for (id, ended) in recorded {
            self.tell_recordings(id, ended);
        }
        self.hear_farewells(now);
        self.forget_pictures(forgotten);
        self.hear_players(now);
        for pc in reached {
            self.note_recent(pc);
        }
        self.hear_arrivals(ctx, now);
        self.hear_alerts(ctx, now, alerts);
        let has_focus = ctx.input(|input| input.focused);
        if let Some(shelf) = &mut self.shelf {
            for (name, uuid) in boards {
                shelf.learn(&self.background, name, uuid);
            }
            for (opening, chosen) in kept {
                shelf.keep(&self.background, &opening, chosen);
            }
            shelf.look(&self.background, now, has_focus);
        }
        while let Some(done) = self.background.poll() {
            match done {
                Done::Saved(path) => {
                    let text = path.display().to_string();
                    self.notices
                        .add(Weight::Information, t!("note-screenshot"), text);
                }
                Done::Exported(path) => {
                    let text = path.display().to_string();
                    self.notices.add(Weight::Information, t!("note-file"), text);
                }
                Done::Simulated(pc) => {
                    self.simulating = false;
                    let tab = self.empty_tab_in_front();
                    self.open(pc.opening(), tab, now);
                }
                Done::NotSimulated(fault) => {
                    self.simulating = false;
                    self.notices.add_fault(&fault);
                }
                Done::Book(done) => self.hear_book(done),
                Done::Settings(settings) => self.settings = *settings,
                Done::Recent(recents) => self.recents = recents,
                Done::Journal(history) => self.hear_journal(history),
                Done::Played(id, made) => self.hear_export(id, made),
                Done::Macros(macros) => self.hear_macros(ctx, macros),
                Done::RecordingFolder(id, path, fault) => self.hear_folder(id, path, fault),
                Done::Nothing => {}
                Done::Failed(fault) => self.notices.add_fault(&fault),
            }
        }
    }

    pub(super) fn empty_tab_in_front(&self) -> Option<TabId> {
        let id = self.tabs.active()?;
        matches!(self.tabs.get(id), Some(Tab::Empty(_))).then_some(id)
    }

    pub(super) fn active_session(&mut self) -> Option<(TabId, &mut Session)> {
        let id = self.tabs.active()?;
        Some((id, self.tabs.get_mut(id)?.session_mut()?))
    }

    /// The list of PCs at the left, where there is one and it is not hidden.
    fn book_ui(&mut self, ui: &mut Ui) -> Option<book::BookWish> {
        let can_simulate = self.options.simulate.is_some() && !self.simulating;
        let sessions = self.tabs.sessions_mut();
        let open: Vec<_> = sessions.map(|(_, session)| session.in_list()).collect();
        // Where there is little room the picture needs it more; Ctrl+B brings the list back.
        let room = ui.available_width();
        let shelf = self.shelf.as_mut().filter(|shelf| shelf.is_shown(room))?;
        let ground = Palette::of(ui).bg1;
        let frame = Frame::new().fill(ground).inner_margin(Margin::same(8));
        let mut draw =
            |ui: &mut Ui| book::panel_ui(ui, shelf, &self.background, &open, can_simulate);
        if book::has_room_beside(room) {
            return Panel::left("book")
                .frame(frame)
                .resizable(true)
                .default_size(LIST_PT)
                .size_range(200.0..=400.0)
                .show(ui, draw)
                .inner;
        }
        // Over the tab, for there is no room beside it.
        let id = Id::unique("book drawer");
        let area = Modal::default_area(id).anchor(Align2::LEFT_TOP, Vec2::ZERO);
        let window = ui.ctx().content_rect().size();
        let inside = window - frame.total_margin().sum();
        let modal = Modal::new(id).area(area).frame(frame);
        let shown = modal.show(ui.ctx(), |ui| {
            ui.set_width(inside.x.min(DRAWER_PT));
            ui.set_min_height(inside.y);
            ui.set_max_height(inside.y);
            draw(ui)
        });
        let leads_away = !matches!(
            shown.inner,
            None | Some(
                book::BookWish::Removed(_) | book::BookWish::Copy(_) | book::BookWish::Move(..)
            )
        );
        if (leads_away || shown.should_close())
            && let Some(shelf) = &mut self.shelf
        {
            shelf.close_drawer();
        }
        shown.inner
    }

    /// What a tab needs to know of the window; `pages`: the views of its PC.
    pub(super) fn scene<'a>(&self, ctx: &Context, pages: &'a [Page]) -> Scene<'a> {
        Scene {
            pages,
            can_remember: self.options.manage.is_some(),
            time: (self.options.clock)(),
            full_screen: is_full_screen(ctx),
            largest_side: self.largest_side,
            can_save: self.options.pictures.is_some(),
            can_record: self.options.recordings.is_some(),
            grab: match &self.system_keys {
                Ok(_) => Ok(()),
                Err(why) => Err(why),
            },
            now: ctx.input(|input| input.time),
            has_notes: !self.notices.past.is_empty(),
            hint_until: self.full_screen_hint,
        }
    }

    /// Says once that a picture is too large for the graphics of this computer.
    fn check_sizes(&mut self) {
        let largest_side = self.largest_side;
        let mut refused = Vec::new();
        for (id, session) in self.tabs.sessions_mut() {
            if let Some(size) = view::oversize(session, largest_side) {
                refused.push((id, size));
            }
        }
        for (id, [width, height]) in refused {
            if !self.oversized.contains(&id) {
                self.oversized.push(id);
                let text = t!("note-oversized-about", width = width, height = height);
                let title = t!("note-oversized");
                self.notices.add(Weight::Warning, title, text);
            }
        }
    }

    /// The window is called as the PC in front of it.
    fn set_title(&mut self, ctx: &Context) {
        let title = match self.active_session() {
            Some((_, session)) => format!("{}, Outband", session.name()),
            None => "Outband".to_owned(),
        };
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        if self.device_lost.load(Ordering::Relaxed) {
            self.quits = true;
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        self.hear_close(ctx);
        self.hear(ctx);
        let window = ctx.input(|input| own_window::geometry_of(input.viewport()));
        self.geometry = window.or(self.geometry);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.hear_system_keys(&ctx);
        let in_front = self.tabs.active();
        for action in self.keyboard(&ctx) {
            self.act(&ctx, action, in_front);
        }
        self.check_sizes();
        self.set_title(&ctx);

        let mut book_wish = None;
        if !is_full_screen(&ctx) {
            book_wish = self.book_ui(ui);
        }
        let pages = match self.active_session() {
            Some((_, session)) => {
                let target = session.target().clone();
                header::pages_of(&self.options, &target)
            }
            None => Vec::new(),
        };
        let scene = self.scene(&ctx, &pages);
        let shortlist = match in_front.and_then(|id| self.tabs.get(id)) {
            Some(Tab::Empty(_)) => self.shortlist(),
            _ => Vec::new(),
        };
        let offer = Offer {
            pcs: &self.options.pcs,
            book: self.shelf.as_ref().map(Shelf::book),
            shortlist: &shortlist,
            has_key_store: self.options.manage.is_some(),
            simulator: match &self.options.simulate {
                None => Simulator::Absent,
                Some(_) if self.simulating => Simulator::Starting,
                Some(_) => Simulator::Offered,
            },
        };
        let mut wishes = Vec::new();
        let mut stage = ui.max_rect();
        let (mut changed, mut led, mut asked_of_journal) = (None, None, None);
        let (mut from_wall, mut from_player) = (None, None);
        let tiles = match in_front.and_then(|id| self.tabs.get(id)) {
            Some(Tab::Wall(_)) => self.tabs.tiles(Palette::of(ui)),
            _ => Vec::new(),
        };
        let folder = self.options.folder.as_ref();
        let mut pane = |ui: &mut Ui, id: TabId, tab: &mut Tab| match tab {
            Tab::Empty(form) => {
                let wish = connect::connect_ui(ui, id.part("connect"), form, offer);
                wishes.extend(wish.map(|wish| (id, TabWish::Connect(wish))));
                stage = ui.max_rect();
            }
            Tab::Settings(page) => {
                let wish = page.ui(ui, folder);
                changed = wish.settings.or(changed.take());
                led = wish.action.or(led);
                stage = ui.max_rect();
            }
            Tab::Journal(page) => {
                asked_of_journal = page.ui(ui, folder).or(asked_of_journal.take());
                stage = ui.max_rect();
            }
            Tab::Wall(page) => {
                from_wall = page.ui(ui, &tiles, scene.now).or(from_wall);
                stage = ui.max_rect();
            }
            Tab::Player(page) => {
                let around = player::Around {
                    id,
                    can_choose: self.options.choose.is_some(),
                    can_export: scene.can_save,
                    largest_side: scene.largest_side,
                };
                let asked;
                (asked, stage) = page.ui(ui, around);
                from_player = asked.map(|wish| (id, wish)).or(from_player.take());
            }
            Tab::Session(session) => {
                let asked;
                (asked, stage) = pane::session_ui(ui, id, session, scene);
                wishes.extend(asked.into_iter().map(|wish| (id, wish)));
            }
        };
        let ground = Frame::new().fill(Palette::of(ui).bg1);
        let strip = CentralPanel::no_frame()
            .frame(ground)
            .show(ui, |ui| self.tabs.ui(ui, !scene.full_screen, &mut pane))
            .inner;
        match self.notices.ui(ui, stage) {
            Some(NoteButton::Remedy(id, remedy)) => wishes.push((id, TabWish::Remedy(remedy))),
            Some(NoteButton::Play(number)) => {
                if let Some(path) = self.recorded.get(number).cloned() {
                    self.show_player(Some(&path));
                }
            }
            Some(NoteButton::Undo) => {
                if let Some(shelf) = &mut self.shelf {
                    shelf.undo(&self.background);
                }
            }
            None => {}
        }
        self.over_ui(ui, in_front);
        focus_ring(&ctx, in_front);

        wishes.extend(self.own_windows_ui(&ctx));
        if let Some(id) = strip.own_window {
            self.toggle_own_window(id);
        }
        if let Some((id, wish)) = from_player {
            self.grant_player(id, wish, scene.now);
        }
        if let Some(id) = from_wall {
            self.tabs.activate(id);
            self.focus_own_window(&ctx, id);
        }
        for id in strip.close {
            self.ask_to_close(id);
        }
        if let Some(action) = strip.action {
            self.act(&ctx, action, None);
        }
        if let Some(action) = led {
            self.show_own(action);
        }
        if let Some(settings) = changed {
            self.prefer(&ctx, settings);
        }
        if let Some(wish) = asked_of_journal {
            self.grant_journal(wish);
        }
        if let Some(wish) = book_wish {
            self.grant_book(&ctx, wish);
        }
        let asked_for_more = !wishes.is_empty();
        for (id, wish) in wishes {
            self.grant(&ctx, id, wish);
        }
        self.release_behind();
        self.attend_typing();
        self.restore_tabs();
        self.note_tabs();
        self.take_system_keys();
        if asked_for_more {
            // What was granted is seen at once.
            ctx.request_repaint();
        }
    }

    fn raw_input_hook(&mut self, ctx: &Context, raw_input: &mut RawInput) {
        let has_keys = self.active_session().is_some_and(|(_, s)| s.takes_keys());
        if !has_keys {
            clipboard_shortcuts(ctx, raw_input);
        }
    }

    fn on_exit(&mut self) {
        // Nothing stays down on a PC because its window was closed.
        for (_, session) in self.tabs.sessions_mut() {
            session.release_all();
        }
        self.end_recordings();
        // The window is gone: nobody could be told of a fault.
        if let (Some(folder), Some(window)) = (&self.options.folder, self.geometry)
            && let Err(error) = window::write(folder, window)
        {
            tracing::warn!(%error, "the size of the window");
        }
    }

    fn clear_color(&self, _visuals: &eframe::egui::Visuals) -> [f32; 4] {
        DARK.stage.to_normalized_gamma_f32()
    }
}

/// Draws the ring around whatever has the focus; picture and terminal draw their own.
fn focus_ring(ctx: &Context, in_front: Option<TabId>) {
    let Some(id) = ctx.memory(|memory| memory.focused()) else {
        return;
    };
    if in_front.is_some_and(|tab| {
        [tab.part("screen"), tab.part("serial"), tab.part("player")].contains(&id)
    }) {
        return;
    }
    // What is only measured yet is not shown, and disabled meanwhile.
    if let Some(response) = ctx.read_response(id).filter(|response| response.enabled()) {
        let ring = Stroke::new(2.0, Palette::of_context(ctx).accent);
        let corners = CornerRadius::same(radius::CONTROL + 3);
        ctx.layer_painter(response.layer_id).rect_stroke(
            response.rect.expand(2.0),
            corners,
            ring,
            StrokeKind::Outside,
        );
    }
}

/// Width of the list of PCs at first.
const LIST_PT: f32 = 260.0;

/// Width of that list where it lies over the tab.
const DRAWER_PT: f32 = 320.0;

pub(super) fn is_full_screen(ctx: &Context) -> bool {
    ctx.input(|input| input.viewport().fullscreen.unwrap_or(false))
}

/// Says when the device is gone. The window cannot say it itself: it has nothing to draw with.
fn watch_device(state: &RenderState, lost: &Arc<AtomicBool>, ctx: &Context) {
    let (lost, ctx) = (Arc::clone(lost), ctx.clone());
    state
        .device
        .set_device_lost_callback(move |reason, message| {
            tracing::error!(?reason, message, "the graphics device was lost");
            lost.store(true, Ordering::Relaxed);
            ctx.request_repaint();
        });
}
