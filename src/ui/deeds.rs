//! What the window does when somebody asks for it: every action, every wish of a panel.

use eframe::egui::{ColorImage, Context, Theme, ThemePreference, ViewportCommand};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::action::Action;
use super::app::App;
use super::connect::{ConnectForm, Wish};
use super::kvm::{text, view};
use super::language::{t, w};
use super::login::Answer;
use super::notice::{Remedy, Weight};
use super::own_window::main_window_only;
use super::page::Page;
use super::pane::TabWish;
use super::session::Session;
use super::start::Opening;
use super::tabs::{Tab, TabId};
use super::trust::Verdict;
use crate::screen::{Rotation, Scale};
use crate::session::Command;
use crate::session::pc::{Deed, PcCommand};
use crate::store::settings;

impl App {
    /// Carries out an action; `id` is the tab it is for.
    pub(super) fn act(&mut self, ctx: &Context, action: Action, id: Option<TabId>) {
        let now = ctx.input(|input| input.time);
        match action {
            Action::NewTab => drop(self.tabs.add(Tab::Empty(ConnectForm::default()))),
            Action::ReopenTab => {
                if let Some(opening) = self.closed.pop() {
                    let tab = self.empty_tab_in_front();
                    self.open(opening, tab, now);
                }
            }
            Action::CloseTab => id.into_iter().for_each(|id| self.ask_to_close(id)),
            Action::NextTab => self.tabs.step(1),
            Action::PreviousTab => self.tabs.step(-1),
            Action::Show(page) => id.into_iter().for_each(|id| self.show(id, page)),
            Action::OpenImage => id.into_iter().for_each(|id| {
                self.show(id, Page::Media);
                self.with_session(id, Session::ask_for_image);
            }),
            Action::Power => {
                let session = id
                    .and_then(|id| self.tabs.get_mut(id))
                    .and_then(Tab::session_mut);
                session
                    .into_iter()
                    .for_each(|session| session.wants_power = true);
            }
            Action::Tab(number) => self.tabs.activate_at(usize::from(number.saturating_sub(1))),
            Action::FocusAddress => self.focus_address(),
            Action::NextRegion => self.next_region(ctx, id),
            Action::LookAgain => {
                let session = id.and_then(|id| self.tabs.get_mut(id));
                match session.and_then(Tab::session_mut) {
                    Some(session) if session.handle().is_some() => {
                        session.tell_pc(PcCommand::Look);
                    }
                    Some(_) => id.into_iter().for_each(|id| self.reopen(id, now)),
                    None => {}
                }
            }
            Action::ZoomIn => self.zoom(ctx, ctx.zoom_factor() * 1.1),
            Action::ZoomOut => self.zoom(ctx, ctx.zoom_factor() / 1.1),
            Action::ZoomReset => self.zoom(ctx, 1.0),
            Action::Theme => self.next_theme(ctx),
            Action::FullScreen => self.toggle_full_screen(ctx, id, now),
            Action::Doctor => {
                if let Some(id) = id {
                    self.grant(ctx, id, TabWish::Remedy(Remedy::RunDoctor));
                }
            }
            Action::Book => {
                let room = ctx.content_rect().width();
                if let Some(shelf) = &mut self.shelf {
                    shelf.toggle(room);
                }
            }
            Action::Search => {
                let room = ctx.content_rect().width();
                if let Some(shelf) = &mut self.shelf {
                    shelf.focus(room);
                }
            }
            Action::Find => self.find(ctx, id),
            Action::Help => self.toggle_help(id),
            Action::AddPc => self.add_pc(id),
            Action::Palette => self.toggle_palette(),
            Action::Notices => self.notices.past.toggle(),
            Action::Settings | Action::Journal | Action::Wall => self.show_own(action),
            Action::OwnWindow => id.into_iter().for_each(|id| self.toggle_own_window(id)),
            Action::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Action::Reconnect => id.into_iter().for_each(|id| self.reopen(id, now)),
            Action::Grab => id.into_iter().for_each(|id| self.toggle_grab(id)),
            Action::Screenshot => id.into_iter().for_each(|id| self.screenshot(id)),
            Action::Record => id.into_iter().for_each(|id| self.toggle_recording(id)),
            Action::PlayRecording => self.show_player(None),
            Action::NextDisplay => id.into_iter().for_each(|id| self.show_next_display(id)),
            Action::CopyScreen => id.into_iter().for_each(|id| self.copy_screen(ctx, id)),
            Action::CtrlAltDel
            | Action::PasteAsTyping
            | Action::ScreenText
            | Action::Macros
            | Action::ReleaseKeys
            | Action::Fit
            | Action::OneToOne
            | Action::WholeSteps
            | Action::FitWidth
            | Action::PictureLarger
            | Action::PictureSmaller
            | Action::Rotate
            | Action::ViewOnly
            | Action::TypeCharacters
            | Action::Figures
            | Action::Beside
            | Action::Refresh
            | Action::Disconnect => {
                let stamp = self.stamp();
                if let Some(session) = id
                    .and_then(|id| self.tabs.get_mut(id))
                    .and_then(Tab::session_mut)
                {
                    act_on_session(session, action, stamp);
                }
            }
        }
    }

    /// Goes to where text is looked for in the tab in front, or in the list where it has none.
    fn find(&mut self, ctx: &Context, id: Option<TabId>) {
        let in_tab = match id.and_then(|id| self.tabs.get_mut(id)) {
            Some(Tab::Journal(page)) => page.find(),
            Some(Tab::Settings(page)) => {
                page.find();
                true
            }
            Some(Tab::Session(session)) if session.page == Page::Screen => {
                let is_live = session.is_live();
                if is_live {
                    text::open(session);
                }
                is_live
            }
            Some(Tab::Session(session)) => {
                let page = session.page;
                let view = session.views.get_mut(&page);
                view.is_some_and(|view| view.find())
            }
            _ => false,
        };
        let room = ctx.content_rect().width();
        if let Some(shelf) = self.shelf.as_mut().filter(|_| !in_tab) {
            shelf.focus(room);
        }
    }

    /// The address field of the tab in front, or of a new one.
    fn focus_address(&mut self) {
        let id = self
            .empty_tab_in_front()
            .unwrap_or_else(|| self.tabs.add(Tab::Empty(ConnectForm::default())));
        if let Some(Tab::Empty(form)) = self.tabs.get_mut(id) {
            form.focus();
        }
    }

    /// From the list of PCs to what is in front, and from there to the list.
    fn next_region(&mut self, ctx: &Context, id: Option<TabId>) {
        let room = ctx.content_rect().width();
        let is_in_list = self
            .shelf
            .as_ref()
            .is_some_and(|shelf| shelf.has_focus(ctx));
        if let Some(shelf) = self.shelf.as_mut().filter(|shelf| shelf.is_shown(room))
            && !is_in_list
        {
            shelf.focus(room);
            return;
        }
        if let Some(shelf) = &mut self.shelf {
            shelf.leave();
        }
        match id.and_then(|id| Some((id, self.tabs.get_mut(id)?))) {
            Some((_, Tab::Empty(form))) => form.focus(),
            Some((id, Tab::Session(session))) => {
                let part = match session.page {
                    Page::Serial => "serial",
                    _ => "screen",
                };
                ctx.memory_mut(|memory| memory.request_focus(id.part(part)));
            }
            _ => ctx.memory_mut(|memory| memory.stop_text_input()),
        }
    }

    /// The other theme first, for that is what whoever presses it wants to see; then the system's.
    fn next_theme(&mut self, ctx: &Context) {
        let (of_system, shown) = (ctx.system_theme().unwrap_or(Theme::Dark), ctx.theme());
        let preference = ctx.options(|options| options.theme_preference);
        let (preference, title) = match (preference, shown) {
            (ThemePreference::System, Theme::Dark) => (ThemePreference::Light, t!("note-light")),
            (ThemePreference::System, Theme::Light) => (ThemePreference::Dark, t!("note-dark")),
            (_, shown) if shown == of_system => (ThemePreference::System, t!("note-system-theme")),
            (_, Theme::Dark) => (ThemePreference::Light, t!("note-light")),
            (_, Theme::Light) => (ThemePreference::Dark, t!("note-dark")),
        };
        let theme = match preference {
            ThemePreference::System => settings::Theme::System,
            ThemePreference::Light => settings::Theme::Light,
            ThemePreference::Dark => settings::Theme::Dark,
        };
        let mut settings = self.settings.clone();
        settings.theme = theme;
        self.prefer(ctx, settings);
        self.notices.add(Weight::Information, title, String::new());
    }

    fn toggle_full_screen(&mut self, ctx: &Context, id: Option<TabId>, now: f64) {
        let (window, is_full) = self.full_screen_of(ctx, id);
        ctx.send_viewport_cmd_to(window, ViewportCommand::Fullscreen(!is_full));
        self.full_screen_hint = (!is_full).then_some(now + HINT_SECS);
    }

    fn screenshot(&mut self, id: TabId) {
        let time = (self.options.clock)().format(FILE_TIME).unwrap_or_default();
        let Some(Tab::Session(session)) = self.tabs.get(id) else {
            return;
        };
        let screen = session.picture.as_ref().and_then(|p| p.mailbox.snapshot());
        if let (Some(folder), Some(screen)) = (&self.options.pictures, screen) {
            let name = format!("{} {time}", session.name());
            self.background.save(screen, folder.clone(), &name);
        }
    }

    /// Keys of the system go to the PC too, where the system lends them.
    fn toggle_grab(&mut self, id: TabId) {
        let why = match self.system_keys {
            Err(why) => Some(why),
            Ok(_) if self.tabs.is_out(id) => Some(main_window_only()),
            Ok(_) => None,
        };
        if let Some(why) = why {
            let title = t!("note-keys-stay");
            self.notices
                .add(Weight::Information, title, format!("{why}."));
            return;
        }
        self.with_session(id, |session| {
            session.grabs = !session.grabs && !session.view_only;
        });
    }

    /// Shows the display behind the one that is shown.
    fn show_next_display(&mut self, id: TabId) {
        let Some(session) = self.tabs.get(id).and_then(Tab::session) else {
            return;
        };
        let displays = session.pc.as_ref().and_then(|pc| pc.displays_now.as_ref());
        let Some(displays) = displays else {
            let title = w!("kvm-this-pc-does-not").to_owned();
            self.notices.add(Weight::Information, title, String::new());
            return;
        };
        match displays.next() {
            Some(display) => session.tell_pc(PcCommand::Do(Deed::ShowDisplay(display))),
            None => {
                let title = w!("kvm-this-pc-has-one").to_owned();
                self.notices.add(Weight::Information, title, String::new());
            }
        }
    }

    fn copy_screen(&mut self, ctx: &Context, id: TabId) {
        let Some(Tab::Session(session)) = self.tabs.get(id) else {
            return;
        };
        let screen = session.picture.as_ref().and_then(|p| p.mailbox.snapshot());
        if let Some(screen) = screen {
            let size = [screen.width(), screen.height()].map(usize::from);
            ctx.copy_image(ColorImage::from_rgb(size, &screen.to_rgb8()));
            let title = t!("note-clipboard");
            self.notices.add(Weight::Information, title, String::new());
        }
    }

    /// Starts a simulated PC, unless one is being started.
    pub(super) fn simulate(&mut self) {
        if let Some(simulate) = self.options.simulate.as_ref().filter(|_| !self.simulating) {
            self.simulating = true;
            self.background.simulate(simulate);
        }
    }

    /// Makes the interface larger or smaller, in steps, 80 to 200 %; kept for the next start.
    fn zoom(&mut self, ctx: &Context, factor: f32) {
        let font_scale = ((factor * 10.0).round() / 10.0).clamp(0.8, 2.0);
        let mut settings = self.settings.clone();
        settings.font_scale = font_scale;
        self.prefer(ctx, settings);
    }

    pub(super) fn export(&self, name: &str, text: String) {
        let time = (self.options.clock)().format(FILE_TIME).unwrap_or_default();
        if let Some(folder) = &self.options.documents {
            let name = format!("{name} {time}");
            self.background.write(text, folder.clone(), &name);
        }
    }

    /// Carries out what a tab asked for.
    pub(super) fn grant(&mut self, ctx: &Context, id: TabId, wish: TabWish) {
        let now = ctx.input(|input| input.time);
        match wish {
            TabWish::Connect(Wish::Connect(mut opening)) => {
                opening.settings = self.usual_settings();
                self.open(*opening, Some(id), now);
            }
            TabWish::Connect(Wish::Saved {
                name,
                user: None,
                password: None,
            }) => {
                // As from the list: to see its screen is what is meant.
                if let Some(id) = self.open_saved(&name, now) {
                    self.show(id, Page::Screen);
                }
            }
            TabWish::Connect(Wish::Saved {
                name,
                user,
                password,
            }) => {
                if let Some(opening) = self.opening_of_saved(&name) {
                    let opening = Opening {
                        user: user.or(opening.user),
                        password: password.or(opening.password),
                        ..opening
                    };
                    self.open(opening, Some(id), now);
                }
            }
            TabWish::Connect(Wish::Listed(place)) => {
                let listed = self.options.pcs.get(place);
                let listed = listed.map(|pc| self.opening_of_given(pc));
                if let Some(opening) = listed {
                    self.open(opening, Some(id), now);
                }
            }
            TabWish::Connect(Wish::Shortlisted(pc)) => self.open_shortlisted(&pc, now),
            TabWish::Connect(Wish::Simulate) => {
                self.simulate();
            }
            TabWish::Trust(Verdict::Trust(certificate, reason)) => {
                self.with_session(id, |session| session.trust(certificate, reason));
            }
            TabWish::Trust(Verdict::Once(certificate)) => {
                self.with_session(id, |session| session.trust_once(&certificate));
                self.reopen(id, now);
            }
            TabWish::Login(Answer::LogIn(login)) => {
                self.with_session(id, |session| session.set_login(login));
                self.reopen(id, now);
            }
            TabWish::Consent(command) => {
                self.with_session(id, |session| session.tell_pc(PcCommand::Consent(command)));
            }
            TabWish::Pc(command) => self.with_session(id, |session| session.tell_pc(command)),
            TabWish::Macros(wish) => self.grant_macros(ctx, wish),
            TabWish::Export { name, text } => self.export(&name, text),
            TabWish::Show(page) => self.show(id, page),
            TabWish::Close(true) => self.close(id),
            TabWish::Close(false) => {
                self.with_session(id, |session| session.asks_to_close = false);
            }
            TabWish::Lend(files) => {
                self.show(id, Page::Media);
                self.with_session(id, |session| session.take_files(&files));
            }
            TabWish::Trust(Verdict::Refuse)
            | TabWish::Login(Answer::Cancel)
            | TabWish::GiveUp
            | TabWish::Remedy(Remedy::EditAddress) => {
                self.edit_address(id);
            }
            TabWish::Remedy(Remedy::Retry) => self.reopen(id, now),
            TabWish::Remedy(Remedy::RetryInFewerColours) => {
                self.with_session(id, Session::use_fewer_colours);
                self.reopen(id, now);
            }
            TabWish::Remedy(Remedy::EnterLogin) => {
                self.with_session(id, |session| session.ask_login(None));
            }
            TabWish::Remedy(Remedy::AskConsent) => {
                self.with_session(id, |session| session.ask_consent(None));
            }
            TabWish::Remedy(Remedy::Do(deed)) => {
                self.with_session(id, |session| session.tell_pc(PcCommand::Do(deed)));
            }
            TabWish::Remedy(Remedy::OpenSerial) => self.show(id, Page::Serial),
            TabWish::Remedy(Remedy::RunDoctor) => {
                self.show(id, Page::Device);
                self.with_session(id, |session| session.run_doctor(now));
            }
            TabWish::Remedy(Remedy::AllowPlain) => {
                self.with_session(id, Session::allow_plain);
                self.reopen(id, now);
            }
            TabWish::Do(action) => self.act(ctx, action, Some(id)),
        }
    }

    /// Does something with the session of a tab, if it has one.
    fn with_session(&mut self, id: TabId, with: impl FnOnce(&mut Session)) {
        if let Some(session) = self.tabs.get_mut(id).and_then(Tab::session_mut) {
            with(session);
        }
    }

    pub(super) fn show(&mut self, id: TabId, page: Page) {
        if let Some(session) = self.tabs.get_mut(id).and_then(Tab::session_mut) {
            session.show(page, &self.options, &self.wake);
        }
    }

    /// Back to the fields, with what was in them.
    fn edit_address(&mut self, id: TabId) {
        let Some(Tab::Session(session)) = self.tabs.get(id) else {
            return;
        };
        let form = ConnectForm::with_address(session.target(), session.user());
        if let Some(Tab::Session(mut session)) = self.tabs.replace(id, Tab::Empty(form)) {
            session
                .forgotten
                .extend(session.picture.take().map(|p| p.id));
            self.forget_textures(&mut session);
            self.see_off(id, session);
        }
    }
}

/// Actions that concern one session and nothing else.
fn act_on_session(session: &mut Session, action: Action, stamp: String) {
    match action {
        Action::CtrlAltDel => view::send_ctrl_alt_del(session),
        Action::PasteAsTyping => session.paste.toggle(),
        Action::ScreenText => text::toggle(session),
        Action::Macros => session.macros.toggle(),
        Action::ReleaseKeys => session.release_all(),
        Action::Fit => session.view.scale = Scale::Fit,
        Action::OneToOne => session.view.scale = Scale::Factor(1.0),
        Action::WholeSteps => session.view.scale = Scale::Whole,
        Action::FitWidth => session.view.scale = Scale::Width,
        Action::PictureLarger => session.zoom_steps += 1.0,
        Action::PictureSmaller => session.zoom_steps -= 1.0,
        Action::ViewOnly => session.set_view_only(!session.view_only),
        Action::TypeCharacters => session.set_writes(!session.keyboard.writes()),
        Action::Beside => session.toggle_beside(),
        Action::Figures => session.shows_figures = !session.shows_figures,
        Action::Rotate => session.view.rotation = Rotation::next(session.view.rotation),
        Action::Refresh => session.send(Command::Refresh),
        Action::Disconnect => session.close(stamp),
        _ => {}
    }
}

/// Times in the names of files.
pub(super) const FILE_TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour].[minute].[second]");

/// How long full screen says how to leave it.
const HINT_SECS: f64 = 3.0;
