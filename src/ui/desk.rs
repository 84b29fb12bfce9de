//! What the window does beside its sessions: address book, preferences, journal, palette.

use std::path::Path;

use eframe::egui::{Context, Ui};

use super::action::Action;
use super::app::App;
use super::background::Done;
use super::bell;
use super::book::{
    self, BookDone, BookWish, BulkChange, EditForm, ImportForm, Place, Sheet, SheetWish, Shelf,
};
use super::command_palette::{self, Choice, CommandPalette, Scene};
use super::connect::{ConnectForm, Shortlisted};
use super::help::Help;
use super::journal::{JournalPage, JournalWish};
use super::language;
use super::language::{t, w};
use super::notice::Weight;
use super::page::Page;
use super::player::is_recording;
use super::preferences::{self, SettingsPage, Subject};
use super::start::{Opening, Pc, PcSettings};
use super::tabs::{Tab, TabId};
use super::unspoken::Unspoken;
use crate::session::{Fault, Target};
use crate::store::file::FileError;
use crate::store::journal::{History, Journal, JournalError};
use crate::store::profile::Profile;
use crate::store::recent::{self, Recent};
use crate::store::settings::{Settings, SettingsError};

impl App {
    /// Reads the preferences, which decide how the first frame looks, and opens the book.
    pub(super) fn begin(&mut self, ctx: &Context) {
        ctx.add_plugin(Unspoken);
        if let Some(book) = &self.options.book {
            let watcher = self.options.watch.as_ref();
            let watcher = watcher.map(|watch| watch(self.wake.clone()));
            let dialog = self.options.choose.clone();
            let dialog = dialog.map(|choose| (choose, self.wake.clone()));
            self.shelf = Some(Shelf::new(book.clone(), watcher, dialog));
        }
        match self.options.folder.as_ref().map(Settings::read) {
            Some(Ok(settings)) => {
                preferences::apply(ctx, &settings);
                self.settings = settings;
            }
            // The window goes on with the usual ones and says so.
            Some(Err(error)) => self.notices.add_fault(&settings_fault(error)),
            None => {}
        }
        if let Some(folder) = &self.options.folder {
            self.recents = recent::read(folder);
        }
        self.use_settings(ctx);
    }

    fn use_settings(&mut self, ctx: &Context) {
        let language = self.settings.language;
        language::speak(language.unwrap_or(self.options.language));
        if let Some(shelf) = &mut self.shelf {
            // Its headings have words, too.
            shelf.touch();
        }
        let sound = self.options.sound.clone();
        bell::install(ctx, sound.filter(|_| self.settings.sound.bell));
        if let Some(pictures) = &self.settings.folders.pictures {
            self.options.pictures = Some(pictures.clone());
        }
        if let Some(recordings) = &self.settings.folders.recordings {
            self.options.recordings = Some(recordings.clone());
        }
    }

    /// Makes the window as preferred, and keeps it.
    pub(super) fn prefer(&mut self, ctx: &Context, settings: Settings) {
        preferences::apply(ctx, &settings);
        let before = std::mem::replace(&mut self.settings, settings.clone());
        self.use_settings(ctx);
        let Some(folder) = self.options.folder.clone() else {
            return;
        };
        self.background.run_in_turn("settings", move || {
            // Another window may have changed something else meanwhile.
            let edited = Settings::edit(&folder, |kept| {
                if settings.theme != before.theme {
                    kept.theme = settings.theme;
                }
                if settings.font_scale.to_bits() != before.font_scale.to_bits() {
                    kept.font_scale = settings.font_scale;
                }
                if settings.density != before.density {
                    kept.density = settings.density;
                }
                if settings.restore_tabs != before.restore_tabs {
                    kept.restore_tabs = settings.restore_tabs;
                }
                if settings.reduce_motion != before.reduce_motion {
                    kept.reduce_motion = settings.reduce_motion;
                }
                if settings.notifications != before.notifications {
                    kept.notifications = settings.notifications;
                }
                if settings.language != before.language {
                    kept.language = settings.language;
                }
                if settings.keyboard != before.keyboard {
                    kept.keyboard = settings.keyboard;
                }
                if settings.safety != before.safety {
                    kept.safety = settings.safety;
                }
                if settings.shortcuts != before.shortcuts {
                    kept.shortcuts = settings.shortcuts;
                }
                if settings.sound != before.sound {
                    kept.sound = settings.sound;
                }
                if settings.terminal != before.terminal {
                    kept.terminal = settings.terminal;
                }
                if settings.folders != before.folders {
                    kept.folders = settings.folders;
                }
            });
            match edited {
                Ok(kept) => Done::Settings(Box::new(kept)),
                Err(error) => Done::Failed(settings_fault(error)),
            }
        });
    }

    pub(super) fn hear_book(&mut self, done: BookDone) {
        match self.shelf.as_mut().map(|shelf| shelf.take(done)) {
            Some(Ok(Some(note))) => self.notices.add(Weight::Information, note, String::new()),
            Some(Err(fault)) => self.notices.add_fault(&fault),
            Some(Ok(None)) | None => {}
        }
    }

    pub(super) fn hear_journal(&mut self, history: Result<History, Fault>) {
        let page = self.tabs.all_mut().find_map(|tab| match tab {
            Tab::Journal(page) => Some(page),
            _ => None,
        });
        if let Some(page) = page {
            page.take(history);
        }
    }

    pub(super) fn grant_journal(&self, wish: JournalWish) {
        match wish {
            JournalWish::Read => {
                let Some(folder) = self.options.folder.clone() else {
                    return;
                };
                self.background.run("journal", move || {
                    Done::Journal(Journal::new(&folder).read().map_err(journal_fault))
                });
            }
            JournalWish::Export(text) => self.export("journal", text),
        }
    }

    /// What lies over everything: the sheet of the book, the palette.
    pub(super) fn over_ui(&mut self, ui: &mut Ui, in_front: Option<TabId>) {
        self.take_drops(ui.ctx());
        let sheet = self.shelf.as_mut();
        match sheet.and_then(|shelf| book::sheet_ui(ui, shelf)) {
            Some(SheetWish::Scan(addresses)) => self.scan(addresses),
            Some(SheetWish::Remove(name)) => {
                if let Some(shelf) = &mut self.shelf {
                    shelf.remove(&self.background, vec![name.clone()]);
                }
                self.notices
                    .add_undo(t!("book-removed", pcs = name.as_str()));
            }
            Some(SheetWish::Change(names, change)) => {
                let title = t!("book-changed", pcs = book::count(names.len()));
                if let Some(shelf) = &mut self.shelf {
                    shelf.change_all(&self.background, names, *change);
                }
                self.notices.add_undo(title);
            }
            Some(wish) => {
                if let Some(shelf) = &mut self.shelf {
                    shelf.grant(&self.background, wish);
                }
            }
            None => {}
        }
        self.quit_ui(ui);
        self.notices.past.ui(ui);
        if self.help.as_mut().is_some_and(|help| help.ui(ui)) {
            self.help = None;
        }
        let Some(mut palette) = self.palette.take() else {
            return;
        };
        let tab = in_front.and_then(|id| self.tabs.get(id));
        let page = tab.and_then(Tab::session).map(|session| session.page);
        let has_book = self.shelf.is_some();
        let reached = self.recents.iter().filter_map(|pc| pc.name.clone());
        let reached = reached.map(Choice::Pc).take(SHORTLIST);
        let mut latest = self.chosen.clone();
        latest.extend(reached.filter(|pc| !self.chosen.contains(pc)));
        let scene = Scene {
            pcs: self.shelf.as_ref().map_or(&[], |shelf| shelf.book().pcs()),
            latest: &latest,
            unavailable: &|action| unavailable(action, page, has_book),
        };
        let choice = palette.ui(ui, &scene);
        if let Some(choice) = choice.as_ref().filter(|choice| **choice != Choice::Close) {
            command_palette::note(&mut self.chosen, choice.clone());
        }
        match choice {
            Some(Choice::Do(action)) => self.act(ui.ctx(), action, in_front),
            Some(Choice::Pc(name)) => {
                let page = Page::Screen;
                let place = Place::Front;
                self.grant_book(ui.ctx(), BookWish::Open { name, page, place });
            }
            Some(Choice::Setting(place)) => self.show_setting(place.subject),
            Some(Choice::Close) => {}
            None => self.palette = Some(palette),
        }
    }

    /// Lists and recordings that are dropped on the window; images belong to the view of media.
    fn take_drops(&mut self, ctx: &Context) {
        let is_list = |path: &Path| {
            let end = path.extension().unwrap_or_default();
            end.eq_ignore_ascii_case("csv") || end.eq_ignore_ascii_case("json")
        };
        let dropped = ctx.input(|input| {
            let files = input.raw.dropped_files.iter();
            let mut paths = files.map(|file| file.path().to_owned());
            paths.find(|path| is_list(path))
        });
        let recording = ctx.input(|input| {
            let files = input.raw.dropped_files.iter();
            let mut paths = files.map(|file| file.path().to_owned());
            paths.find(|path| is_recording(path))
        });
        if let Some(path) = recording {
            self.show_player(Some(&path));
        }
        if let (Some(shelf), Some(path)) = (&mut self.shelf, dropped) {
            let (form, wish) = ImportForm::dropped(path);
            shelf.sheet = Sheet::Import(form);
            shelf.grant(&self.background, wish);
        }
    }

    fn scan(&mut self, addresses: Vec<std::net::IpAddr>) {
        if let (Some(scan), Some(shelf)) = (&self.options.scan, &mut self.shelf) {
            shelf.began_scan(scan(addresses, self.wake.clone()));
        }
    }

    /// Carries out what the list of PCs asked for.
    pub(super) fn grant_book(&mut self, ctx: &Context, wish: BookWish) {
        let now = ctx.input(|input| input.time);
        match wish {
            BookWish::Open { name, page, place } => {
                let before = self.tabs.active();
                if let Some(id) = self.open_saved(&name, now) {
                    self.show(id, page);
                    match place {
                        Place::OwnWindow if self.tabs.is_out(id) => self.focus_own_window(ctx, id),
                        Place::OwnWindow => self.toggle_own_window(id),
                        Place::Front | Place::Behind => {}
                    }
                    let stays = before.filter(|tab| place != Place::Front && *tab != id);
                    stays.into_iter().for_each(|id| self.tabs.activate(id));
                }
            }
            BookWish::Move(names, group) => {
                let title = t!("book-changed", pcs = book::count(names.len()));
                if let Some(shelf) = &mut self.shelf {
                    let change = BulkChange::to_group(group);
                    shelf.change_all(&self.background, names, change);
                }
                self.notices.add_undo(title);
            }
            BookWish::Doctor(name) => {
                if let Some(id) = self.open_saved(&name, now) {
                    self.act(ctx, Action::Doctor, Some(id));
                }
            }
            BookWish::Address(text) => self.open_address(&text, now),
            BookWish::Simulate => self.simulate(),
            BookWish::Removed(names) => {
                let title = match names.as_slice() {
                    [name] => t!("book-removed", pcs = name.as_str()),
                    names => t!("book-removed", pcs = book::count(names.len())),
                };
                self.notices.add_undo(title);
            }
            BookWish::Copy(text) => ctx.copy_text(text),
        }
        ctx.request_repaint();
    }

    /// Remembers a PC that was reached.
    pub(super) fn note_recent(&mut self, pc: Recent) {
        recent::add(&mut self.recents, pc.clone());
        if let Some(folder) = self.options.folder.clone() {
            self.background.run_in_turn("recent", move || {
                let noted = recent::note(&folder, pc);
                noted.map_or_else(|error| Done::Failed(error.into()), Done::Recent)
            });
        }
    }

    /// PCs that the page of an empty tab offers: favourites, then those reached lately.
    pub(super) fn shortlist(&self) -> Vec<Shortlisted> {
        let pcs = self
            .shelf
            .as_ref()
            .map_or(&[][..], |shelf| shelf.book().pcs());
        let favourites = pcs.iter().filter(|pc| pc.favourite).take(SHORTLIST);
        let mut list: Vec<_> = favourites
            .map(|pc| Shortlisted {
                name: pc.name.clone(),
                address: pc.address.clone(),
                is_favourite: true,
            })
            .collect();
        let given = |pc: &Recent| {
            let listed = self.options.pcs.iter();
            listed
                .map(|pc| pc.target.to_string())
                .any(|address| address == pc.address)
        };
        let lately = self
            .recents
            .iter()
            .filter(|pc| !given(pc))
            .map(|pc| Shortlisted {
                name: pc.name.clone().unwrap_or_else(|| pc.address.clone()),
                address: pc.address.clone(),
                is_favourite: false,
            });
        let lately: Vec<_> = lately
            .filter(|pc| list.iter().all(|other| other.name != pc.name))
            .take(SHORTLIST)
            .collect();
        list.extend(lately);
        list
    }

    /// Opens a PC of the shortlist: the saved one of its name, or its address.
    pub(super) fn open_shortlisted(&mut self, pc: &Shortlisted, now: f64) {
        let shelf = self.shelf.as_ref();
        match shelf.and_then(|shelf| shelf.book().find(&pc.name)) {
            Some(_) => drop(self.open_saved(&pc.name, now)),
            None => self.open_address(&pc.address, now),
        }
    }

    /// Connects to an address that was typed; one that is wrong is said where it can be mended.
    fn open_address(&mut self, text: &str, now: f64) {
        let tab = self.empty_tab_in_front();
        let id = tab.unwrap_or_else(|| self.tabs.add(Tab::Empty(ConnectForm::default())));
        let opening = match self.tabs.get_mut(id) {
            Some(Tab::Empty(form)) => form.submit_text(text),
            _ => None,
        };
        if let Some(mut opening) = opening {
            opening.settings = self.usual_settings();
            self.open(opening, Some(id), now);
        }
    }

    /// The tab of a saved PC: the one that is open, or a new one.
    pub(super) fn open_saved(&mut self, name: &str, now: f64) -> Option<TabId> {
        let is_it = |tab: &Tab| matches!(tab, Tab::Session(session) if session.name() == name);
        if let Some(id) = self.tabs.find(is_it) {
            self.tabs.activate(id);
            return Some(id);
        }
        let opening = self.opening_of_saved(name)?;
        let tab = self.empty_tab_in_front();
        Some(self.open(opening, tab, now))
    }

    /// A saved PC by its name; a notice says why it cannot be opened.
    pub(super) fn opening_of_saved(&mut self, name: &str) -> Option<Opening> {
        let pc = self.shelf.as_ref()?.book().find(name)?;
        self.opening_of(pc)
            .map_err(|fault| self.notices.add_fault(&fault))
            .ok()
    }

    /// What the preferences say about every PC.
    pub(super) fn usual_settings(&self) -> PcSettings {
        PcSettings {
            tls: self.settings.safety.tls,
            layout: self.settings.keyboard.layout.clone(),
            ..PcSettings::default()
        }
    }

    /// A PC that was given at the start as a session wants it.
    pub(super) fn opening_of_given(&self, pc: &Pc) -> Opening {
        let opening = pc.opening();
        Opening {
            settings: opening.settings.or(self.usual_settings()),
            ..opening
        }
    }

    /// A saved PC as a session wants it.
    fn opening_of(&self, pc: &Profile) -> Result<Opening, Fault> {
        let target = pc.address.parse::<Target>();
        let target = target.map_err(|error| Fault::UnknownName {
            name: pc.address.clone(),
            cause: std::io::Error::other(error),
        })?;
        // A PC of the command line brings its password along.
        let given = self.options.pcs.iter().find(|pc| pc.target == target);
        let usual = self.usual_settings();
        Ok(Opening {
            name: Some(pc.name.clone()),
            user: pc.user.clone().or_else(|| given?.user.clone()),
            password: given.and_then(|pc| pc.password.clone()),
            target,
            fewer_colours: false,
            once: None,
            plain: false,
            settings: PcSettings::from(pc).or(usual),
        })
    }

    /// Brings a page of the window itself to the front, making it if there is none.
    pub(super) fn show_own(&mut self, action: Action) {
        let found = self.tabs.find(|tab| match tab {
            Tab::Settings(_) => action == Action::Settings,
            Tab::Journal(_) => action == Action::Journal,
            Tab::Wall(_) => action == Action::Wall,
            _ => false,
        });
        if let Some(id) = found {
            self.tabs.activate(id);
            return;
        }
        let tab = match action {
            Action::Settings => Tab::Settings(Box::new(SettingsPage::new(&self.settings))),
            Action::Wall => Tab::Wall(Box::default()),
            _ => Tab::Journal(Box::<JournalPage>::default()),
        };
        match self.empty_tab_in_front() {
            Some(id) => drop(self.tabs.replace(id, tab)),
            None => drop(self.tabs.add(tab)),
        }
    }

    /// Brings a page of the settings to the front.
    fn show_setting(&mut self, subject: Subject) {
        self.show_own(Action::Settings);
        let active = self.tabs.active();
        if let Some(Tab::Settings(page)) = active.and_then(|id| self.tabs.get_mut(id)) {
            page.show(subject);
        }
    }

    /// A form for a PC; about the one in front, if that is not saved yet.
    pub(super) fn add_pc(&mut self, id: Option<TabId>) {
        let Some(shelf) = &mut self.shelf else {
            return;
        };
        let tab = id.and_then(|id| self.tabs.get(id));
        let form = match tab {
            Some(Tab::Session(session)) if shelf.book().find(session.name()).is_none() => {
                let address = session.target().to_string();
                EditForm::new(session.name(), &address, Some(session.user()))
            }
            _ => EditForm::default(),
        };
        shelf.sheet = Sheet::Edit(form);
    }

    /// Opens the help about the tab in front; closes it if it is open.
    pub(super) fn toggle_help(&mut self, id: Option<TabId>) {
        let page = match id.and_then(|id| self.tabs.get(id)) {
            Some(Tab::Session(session)) => Some(session.page),
            _ => None,
        };
        self.help = match self.help.take() {
            None => Some(Help::about(page)),
            Some(_) => None,
        };
    }

    /// Opens the palette; closes it if it is open.
    pub(super) fn toggle_palette(&mut self) {
        self.palette = match self.palette.take() {
            None => Some(CommandPalette::default()),
            Some(_) => None,
        };
    }
}

/// PCs of each kind on the page of an empty tab.
const SHORTLIST: usize = 6;

/// Why an action cannot be done now. `page`: the view in front, if there is a PC.
fn unavailable(action: Action, page: Option<Page>, has_book: bool) -> Option<&'static str> {
    match action {
        Action::Show(_)
        | Action::OpenImage
        | Action::Power
        | Action::CtrlAltDel
        | Action::ReleaseKeys
        | Action::Macros
        | Action::Screenshot
        | Action::Record
        | Action::NextDisplay
        | Action::Fit
        | Action::OneToOne
        | Action::WholeSteps
        | Action::FitWidth
        | Action::PictureLarger
        | Action::PictureSmaller
        | Action::ViewOnly
        | Action::TypeCharacters
        | Action::Grab
        | Action::Figures
        | Action::Beside
        | Action::CopyScreen
        | Action::OwnWindow
        | Action::Rotate
        | Action::Refresh
        | Action::Disconnect
        | Action::Reconnect
        | Action::LookAgain
        | Action::Doctor
            if page.is_none() =>
        {
            Some(w!("other-no-pc-is-in"))
        }
        Action::Beside if page == Some(Page::Screen) => Some(w!("other-screen-is-in-front")),
        Action::Book | Action::Search | Action::AddPc if !has_book => {
            Some(w!("other-this-window-has-no"))
        }
        _ => None,
    }
}

fn settings_fault(error: SettingsError) -> Fault {
    let why = error.to_string();
    match error {
        SettingsError::File(error) => error.into(),
        SettingsError::Newer { path } => Fault::StoreNewer { path },
        SettingsError::Damaged { path, .. } | SettingsError::NoText(FileError { path, .. }) => {
            Fault::SettingsDamaged { path, why }
        }
    }
}

fn journal_fault(error: JournalError) -> Fault {
    let why = error.to_string();
    match error {
        JournalError::File(error) => error.into(),
        JournalError::Long => Fault::System {
            what: "read the journal",
            cause: std::io::Error::other(why),
        },
    }
}
