//! Tabs in windows of their own: the session stays in its tab, another window shows it.

use eframe::egui::{
    CentralPanel, Context, Frame, ViewportBuilder, ViewportCommand, ViewportId, ViewportInfo, pos2,
};

use super::action::{self, Action};
use super::app::{App, is_full_screen};
use super::connect::ConnectForm;
use super::header;
use super::page::Page;
use super::pane::{self, Scene, TabWish};
use super::tabs::{Tab, TabId};
use super::theme::{Palette, size};
use super::window_keys::translate_clipboard;
use crate::store::profile::Geometry;
use crate::ui::language::w;

impl App {
    /// Shows a tab in a window of its own, or back among the tabs.
    pub(super) fn toggle_own_window(&mut self, id: TabId) {
        if self.tabs.get_mut(id).and_then(Tab::session_mut).is_none() {
            return;
        }
        let is_out = self.tabs.set_out(id, !self.tabs.is_out(id));
        if is_out && self.tabs.order().is_empty() {
            self.tabs.add(Tab::Empty(ConnectForm::default()));
        }
        if let Some(session) = self.tabs.get_mut(id).and_then(Tab::session_mut) {
            // The focus of one window is none in another: nothing stays down in between.
            session.release_all();
            session.grabs = false;
            if !is_out {
                session.keep_window();
            }
            (session.has_keys, session.took_focus) = (false, false);
            session.focus.leave();
        }
    }

    /// Draws the windows that are out; their wishes are returned, their shortcuts carried out.
    pub(super) fn own_windows_ui(&mut self, ctx: &Context) -> Vec<(TabId, TabWish)> {
        let mut wishes = Vec::new();
        for id in self.tabs.out() {
            let Some(Tab::Session(session)) = self.tabs.get(id) else {
                continue;
            };
            let pages = header::pages_of(&self.options, session.target());
            let title = format!("{}, {}, Outband", session.name(), session.page.label());
            let scene = self.scene(ctx, &pages);
            let scene = Scene {
                grab: Err(main_window_only()),
                ..scene
            };
            let kept = session.window();
            let builder = ViewportBuilder::default()
                .with_title(title)
                .with_app_id("outband")
                .with_inner_size(kept.map_or(size::WINDOW, |kept| size_of(&kept)))
                .with_min_inner_size(size::WINDOW_MIN);
            let builder = match kept.and_then(|kept| kept.at) {
                Some([x, y]) => builder.with_position(pos2(x.into(), y.into())),
                None => builder,
            };
            let Some(session) = self.tabs.get_mut(id).and_then(Tab::session_mut) else {
                continue;
            };
            let draw = |ui: &mut eframe::egui::Ui, _class| {
                let ctx = ui.ctx().clone();
                let mut actions = Vec::new();
                if !session.takes_keys() {
                    translate_clipboard(&ctx);
                    let events = ctx.input(|input| input.events.clone());
                    let is_asked = session.own_tap.take(&events) && !ctx.text_edit_focused();
                    if is_asked && session.page == Page::Screen {
                        ctx.memory_mut(|memory| memory.request_focus(id.part("screen")));
                    }
                    actions = action::pressed(&ctx);
                } else {
                    session.own_tap.forget();
                }
                let scene = Scene {
                    full_screen: is_full_screen(&ctx),
                    ..scene
                };
                let ground = Frame::new().fill(Palette::of(ui).bg1);
                let (asked, _) = CentralPanel::no_frame()
                    .frame(ground)
                    .show(ui, |ui| pane::session_ui(ui, id, session, scene))
                    .inner;
                let is_closed = ctx.input(|input| input.viewport().close_requested());
                session.saw_window(ctx.input(|input| geometry_of(input.viewport())));
                (asked, actions, is_closed)
            };
            let (asked, actions, is_closed) =
                ctx.show_viewport_immediate(viewport(id), builder, draw);
            wishes.extend(asked.into_iter().map(|wish| (id, wish)));
            let does = actions.into_iter().map(|action| (id, TabWish::Do(action)));
            wishes.extend(does);
            if is_closed {
                wishes.push((id, TabWish::Do(Action::OwnWindow)));
            }
        }
        wishes
    }

    /// Full screen for the window that shows this tab.
    pub(super) fn full_screen_of(&self, ctx: &Context, id: Option<TabId>) -> (ViewportId, bool) {
        match id.filter(|id| self.tabs.is_out(*id)) {
            Some(id) => {
                let viewport = viewport(id);
                let is_full = ctx.input(|input| {
                    let info = input.raw.viewports.get(&viewport);
                    info.and_then(|info| info.fullscreen).unwrap_or(false)
                });
                (viewport, is_full)
            }
            None => (ViewportId::ROOT, is_full_screen(ctx)),
        }
    }

    /// Brings the window of a tab to the front.
    pub(super) fn focus_own_window(&self, ctx: &Context, id: TabId) {
        if self.tabs.is_out(id) {
            ctx.send_viewport_cmd_to(viewport(id), ViewportCommand::Focus);
        }
    }
}

/// Why a window of its own has no keys of the system: the display lends them to one window.
pub(super) fn main_window_only() -> &'static str {
    w!("other-the-keys-of-the")
}

/// The size of its inside in points.
pub(super) fn size_of(kept: &Geometry) -> [f32; 2] {
    kept.size.map(f32::from)
}

/// How a window is, as far as the system tells.
pub(super) fn geometry_of(window: &ViewportInfo) -> Option<Geometry> {
    // Saturates at what no desktop has.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole points; sizes are not negative"
    )]
    let size = |side: f32| side.round() as u16;
    #[expect(clippy::cast_possible_truncation, reason = "whole points")]
    let place = |at: f32| at.round() as i16;
    let inside = window.inner_rect?;
    let whole = window.fullscreen == Some(true) || window.maximized == Some(true);
    let at = window.outer_rect.map(|outer| outer.min);
    (!whole).then_some(Geometry {
        size: [size(inside.width()), size(inside.height())],
        at: at.map(|at| [place(at.x), place(at.y)]),
    })
}

/// The window of a tab that is out.
fn viewport(id: TabId) -> ViewportId {
    ViewportId::from_hash_of(("own window", id))
}
