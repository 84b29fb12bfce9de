//! The book as the window holds it, what of it is shown, and the sheet that is open over it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use eframe::egui::{Context, Id, Ui};

use super::bulk::{BulkChange, BulkForm};
use super::edit::EditForm;
use super::lists::{ExportForm, ImportForm};
use super::scan::ScanForm;
use super::twins;
use super::work::{self, BookDone, Change, Content};
use crate::session::flow::scan::ScanHandle;
use crate::session::presence::{Asked, Presence, PresenceHandle};
use crate::session::{Fault, Target};
use crate::store::profile::{AddressBook, Book, Profile, Uuid};
use crate::ui::background::{Background, Done};
use crate::ui::files::{Choose, Chosen, FileQuestion, Pending};
use crate::ui::language::{t, w};
use crate::ui::said::Told as _;
use crate::ui::session::Kept;
use crate::ui::start::Wake;

/// In which order PCs stand while nothing is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Sort {
    /// In their groups, favourites first.
    #[default]
    Group,
    /// By name.
    Name,
    /// By address.
    Address,
    /// Those that answer first.
    Presence,
}

impl Sort {
    pub(crate) const ALL: [Self; 4] = [Self::Group, Self::Name, Self::Address, Self::Presence];

    pub(crate) fn label(self) -> String {
        match self {
            Self::Group => t!("book-by-group"),
            Self::Name => t!("book-by-name"),
            Self::Address => t!("book-by-address"),
            Self::Presence => t!("book-by-presence"),
        }
    }
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    /// A heading, with how many PCs it has.
    Group(String, usize),
    /// A PC, by its place in the book.
    Pc(usize),
}

/// What is open over the window.
#[derive(Debug, Default)]
pub(crate) enum Sheet {
    #[default]
    None,
    Edit(EditForm),
    Bulk(BulkForm),
    Twins,
    Import(ImportForm),
    Export(ExportForm),
    Scan(ScanForm),
}

/// What a sheet asks for.
pub(crate) enum SheetWish {
    Close,
    /// Change all these PCs.
    Change(Vec<String>, Box<BulkChange>),
    /// Take this PC out of the book.
    Remove(String),
    /// Save this PC; in place of the one of this name, if there is one.
    Save(Option<String>, Box<Profile>),
    /// Read this file as a list.
    ReadList(std::path::PathBuf),
    /// Ask the system for a file; seconds of egui's clock.
    Choose(f64),
    /// Take the list over.
    Merge(
        Box<crate::store::profile::Imported>,
        crate::store::profile::Known,
    ),
    /// Write the book as a list.
    /// The book as a list; `true`: in place of the file of this name.
    Export(crate::store::profile::Format, std::path::PathBuf, bool),
    /// Look at these addresses.
    Scan(Vec<std::net::IpAddr>),
    /// Save what was found.
    AddFound(Vec<Profile>),
}

/// The book in the window.
pub(crate) struct Shelf {
    store: AddressBook,
    pub(super) content: Arc<Content>,
    /// It was read at least once.
    pub(super) is_read: bool,
    /// Why it could not be read.
    pub(super) trouble: Option<Fault>,
    pub(super) query: String,
    pub(super) sort: Sort,
    /// Groups whose PCs are not listed.
    pub(super) folded: BTreeSet<String>,
    pub(super) rows: Vec<Row>,
    /// The rows are those of another search, book or order.
    is_stale: bool,
    /// The PC that keys act on, by name.
    pub(super) selected: Option<String>,
    /// PCs that are marked, by name: what is done to one of them is done to all.
    pub(super) marked: BTreeSet<String>,
    /// Keys act on it.
    pub(super) has_keys: bool,
    /// The row that had the focus last.
    pub(super) focused_row: Option<Id>,
    pub(super) presence: HashMap<String, Presence>,
    watcher: Option<PresenceHandle>,
    /// Whose presence was asked for last.
    wanted: Vec<String>,
    pub(crate) sheet: Sheet,
    /// Somebody has shown or hidden the list; otherwise the window's width decides.
    is_open: Option<bool>,
    /// The menu of the selected PC was asked for by its key.
    pub(super) menu_by_key: bool,
    /// The PC whose menu was opened so, and stands at its row.
    pub(super) menu_of: Option<String>,
    /// The list lies over the tab, where there is no room beside it.
    is_drawn: bool,
    /// The search field is to get the cursor.
    pub(super) wants_focus: bool,
    /// A read is under way.
    is_reading: bool,
    /// When the file was looked at last, in seconds of egui's clock.
    looked: f64,
    had_focus: bool,
    /// What was removed or changed last, as it was, for those who did not mean it.
    undo: Undo,
    /// PCs whose board was written down by this window.
    learnt: BTreeSet<String>,
    /// How the system is asked for files, where it can be.
    dialog: Option<(Choose, Wake)>,
    /// A dialog that is open.
    pending: Option<Pending<()>>,
}

/// The way back from what was done last.
#[derive(Debug, Default)]
enum Undo {
    #[default]
    Nothing,
    /// These were taken out.
    Removed(Vec<Profile>),
    /// These were changed; how they were.
    Changed(Vec<Profile>),
}

impl Shelf {
    pub(crate) fn new(
        store: AddressBook,
        watcher: Option<PresenceHandle>,
        dialog: Option<(Choose, Wake)>,
    ) -> Self {
        Self {
            store,
            content: Arc::default(),
            is_read: false,
            trouble: None,
            query: String::new(),
            sort: Sort::default(),
            folded: BTreeSet::new(),
            rows: Vec::new(),
            is_stale: true,
            selected: None,
            marked: BTreeSet::new(),
            has_keys: false,
            focused_row: None,
            presence: HashMap::new(),
            watcher,
            wanted: Vec::new(),
            sheet: Sheet::None,
            is_open: None,
            menu_by_key: false,
            menu_of: None,
            is_drawn: false,
            wants_focus: false,
            is_reading: false,
            looked: f64::NEG_INFINITY,
            had_focus: false,
            undo: Undo::Nothing,
            learnt: BTreeSet::new(),
            dialog,
            pending: None,
        }
    }

    /// The PCs as they are known.
    pub(crate) fn book(&self) -> &Book {
        &self.content.book
    }

    /// Looks whether somebody else has changed the file: at the start, when the window comes to
    /// the front, and now and then while it is used. An idle window looks at nothing.
    pub(crate) fn look(&mut self, background: &Background, now: f64, has_focus: bool) {
        let came = has_focus && !std::mem::replace(&mut self.had_focus, has_focus);
        self.had_focus = has_focus;
        self.hear_dialog(now);
        if self.is_reading || (!came && now - self.looked < LOOK_SECS) {
            return;
        }
        self.is_reading = true;
        self.looked = now;
        let (store, known) = (self.store.clone(), self.content.stamp);
        background.run("address book", move || {
            Done::Book(work::read(&store, known))
        });
    }

    /// Takes what a thread has done; a fault is to be told.
    pub(crate) fn take(&mut self, done: BookDone) -> Result<Option<String>, Fault> {
        let mut note = None;
        match done {
            BookDone::Read(result) => {
                self.is_reading = false;
                self.is_read = true;
                match result {
                    Ok(Some(content)) => self.set(content),
                    Ok(None) => {}
                    Err(fault) => self.trouble = Some(fault),
                }
            }
            BookDone::Changed(content) => {
                self.set(content);
                if matches!(self.sheet, Sheet::Edit(_) | Sheet::Scan(_) | Sheet::Bulk(_)) {
                    self.sheet = Sheet::None;
                }
            }
            BookDone::Noted(content) => self.set(content),
            BookDone::Recovered(recovered, content) => {
                note = recovered.map(|recovered| {
                    t!(
                        "book-recovered",
                        pcs = count(recovered.pcs),
                        path = recovered.aside.display().to_string()
                    )
                });
                self.set(content);
            }
            BookDone::Refused(why) => match &mut self.sheet {
                Sheet::Edit(form) => form.refuse(why),
                Sheet::Import(form) => form.refuse(why),
                Sheet::Bulk(form) => form.refuse(why),
                _ => note = Some(why),
            },
            BookDone::ExportExists(path) => {
                if let Sheet::Export(form) = &mut self.sheet {
                    form.exists(path);
                }
            }
            BookDone::NoExport(why) => {
                if let Sheet::Export(form) = &mut self.sheet {
                    form.refuse(why);
                }
            }
            BookDone::Failed(fault) => match &mut self.sheet {
                Sheet::Export(form) => {
                    form.refuse(format!("{}. {}.", fault.told_title(), fault.told_cause()));
                }
                _ => return Err(fault),
            },
            BookDone::List(list) => {
                if let Sheet::Import(form) = &mut self.sheet {
                    let twins = self.content.book.twins();
                    let known = list.pcs.iter().filter(|pc| twins.of(pc).is_some()).count();
                    form.take(list, known);
                }
            }
            BookDone::NoList(why) => {
                if let Sheet::Import(form) = &mut self.sheet {
                    form.refuse(why);
                }
            }
            BookDone::Merged(merged, content) => {
                self.set(content);
                self.sheet = Sheet::None;
                let (added, updated) = (merged.added.len(), merged.updated.len());
                note = Some(match (added, updated) {
                    (added, 0) => t!("book-added", pcs = count(added)),
                    (added, updated) => {
                        t!("book-added-changed", pcs = count(added), changed = updated)
                    }
                });
            }
            BookDone::Exported(path, pcs) => {
                self.sheet = Sheet::None;
                note = Some({
                    let path = path.display().to_string();
                    t!("book-saved-in", pcs = count(pcs), path = path)
                });
            }
        }
        Ok(note)
    }

    fn set(&mut self, content: Content) {
        self.trouble = None;
        self.is_read = true;
        self.content = Arc::new(content);
        self.is_stale = true;
    }

    /// Changes the newest version of the book, on a thread.
    fn change(&self, background: &Background, change: Change) {
        let store = self.store.clone();
        background.run("address book", move || {
            Done::Book(work::change(&store, change))
        });
    }

    /// Notes something in the book that no sheet asked for, on a thread.
    fn note(&self, background: &Background, change: Change) {
        let store = self.store.clone();
        background.run("address book", move || {
            Done::Book(work::note(&store, change))
        });
    }

    /// Goes back to the version before the damaged one, on a thread.
    pub(super) fn recover(&self, background: &Background) {
        let store = self.store.clone();
        background.run("address book", move || Done::Book(work::recover(&store)));
    }

    /// Carries out what the sheet asked for; a scan, and what can be taken back, are the window's.
    pub(crate) fn grant(&mut self, background: &Background, wish: SheetWish) {
        match wish {
            SheetWish::Close => self.sheet = Sheet::None,
            SheetWish::Save(None, pc) => {
                self.selected = Some(pc.name.clone());
                self.change(background, Box::new(move |book| book.add(*pc)));
            }
            SheetWish::Save(Some(name), pc) => {
                self.selected = Some(pc.name.clone());
                let change = move |book: &mut Book| {
                    book.update(&name, |old| {
                        // What is not in the form stays as it is.
                        let (uuid, extra) = (old.uuid.take(), std::mem::take(&mut old.extra));
                        let console = std::mem::take(&mut old.console);
                        let (beside, window) = (old.beside.take(), old.window);
                        *old = Profile {
                            uuid,
                            extra,
                            console,
                            beside,
                            window,
                            ..*pc
                        };
                    })
                };
                self.change(background, Box::new(change));
            }
            SheetWish::ReadList(path) => {
                background.run("import", move || Done::Book(work::read_list(&path)));
            }
            SheetWish::Choose(now) => self.ask_for_list(now),
            SheetWish::Merge(list, known) => {
                let store = self.store.clone();
                background.run("import", move || {
                    Done::Book(work::merge(&store, &list, known))
                });
            }
            SheetWish::Export(format, path, replaces) => {
                let content = Arc::clone(&self.content);
                background.run("export", move || {
                    Done::Book(work::export(&content, format, path, replaces))
                });
            }
            SheetWish::AddFound(pcs) => self.change(
                background,
                Box::new(move |book| {
                    book.merge(&pcs, crate::store::profile::Known::Skip)
                        .map(drop)
                }),
            ),
            SheetWish::Scan(_) | SheetWish::Change(..) | SheetWish::Remove(_) => {}
        }
    }

    /// Puts a star at a PC, or takes it away.
    pub(super) fn toggle_favourite(&self, background: &Background, name: String) {
        let change = move |book: &mut Book| book.update(&name, |pc| pc.favourite = !pc.favourite);
        self.change(background, Box::new(change));
    }

    /// Takes PCs out of the book; [`Shelf::undo`] brings them back.
    pub(crate) fn remove(&mut self, background: &Background, names: Vec<String>) {
        self.undo = Undo::Removed(self.found(&names));
        self.selected = self.selected.take().filter(|name| !names.contains(name));
        self.marked.clear();
        self.change(background, Box::new(move |book| book.remove(&names)));
    }

    /// Changes several PCs in the same way; [`Shelf::undo`] makes them as they were.
    pub(crate) fn change_all(
        &mut self,
        background: &Background,
        names: Vec<String>,
        bulk: BulkChange,
    ) {
        self.undo = Undo::Changed(self.found(&names));
        let change = move |book: &mut Book| {
            let mut names = names.iter();
            names.try_for_each(|name| book.update(name, |pc| bulk.apply(pc)))
        };
        self.change(background, Box::new(change));
    }

    fn found(&self, names: &[String]) -> Vec<Profile> {
        let found = names.iter().filter_map(|name| self.content.book.find(name));
        found.cloned().collect()
    }

    /// Takes back what was done last.
    pub(crate) fn undo(&mut self, background: &Background) {
        match std::mem::take(&mut self.undo) {
            Undo::Nothing => {}
            Undo::Removed(pcs) => {
                let change = move |book: &mut Book| {
                    pcs.into_iter().try_for_each(|mut pc| {
                        pc.name = book.free_name(&pc.name);
                        book.add(pc)
                    })
                };
                self.change(background, Box::new(change));
            }
            Undo::Changed(pcs) => {
                let change = move |book: &mut Book| {
                    pcs.into_iter().try_for_each(|pc| {
                        let name = pc.name.clone();
                        book.update(&name, move |now| *now = pc)
                    })
                };
                self.change(background, Box::new(change));
            }
        }
    }

    /// Writes down the board of a saved PC that had none. Another board stays unsaid: the book
    /// is the person's.
    pub(crate) fn learn(&mut self, background: &Background, name: String, uuid: Uuid) {
        let is_new = |pc: &Profile| pc.uuid.is_none();
        if !self.content.book.find(&name).is_some_and(is_new) || !self.learnt.insert(name.clone()) {
            return;
        }
        let change = move |book: &mut Book| {
            book.update(&name, |pc| {
                pc.uuid.get_or_insert(uuid);
            })
        };
        self.note(background, Box::new(change));
    }

    /// Writes down what was chosen for a saved PC while it was open.
    pub(crate) fn keep(&self, background: &Background, name: String, kept: Kept) {
        if self.content.book.find(&name).is_none() {
            return;
        }
        let change = move |book: &mut Book| book.update(&name, |pc| kept.apply(pc));
        self.note(background, Box::new(change));
    }

    /// Asks the system for a list of PCs.
    fn ask_for_list(&mut self, now: f64) {
        match &self.dialog {
            Some((choose, wake)) => {
                let question = FileQuestion {
                    title: t!("import-title"),
                    save_as: None,
                    kind: (w!("other-lists-of-pcs"), &["csv", "json", "txt"]),
                };
                self.pending = Some(Pending::open(choose, question, (), now, wake));
            }
            None => self.chosen(Chosen::NoDialog),
        }
    }

    fn hear_dialog(&mut self, now: f64) {
        if let Some(((), chosen)) = self.pending.as_ref().and_then(|dialog| dialog.poll(now)) {
            self.pending = None;
            self.chosen(chosen);
        }
    }

    fn chosen(&mut self, chosen: Chosen) {
        if let Sheet::Import(form) = &mut self.sheet {
            form.chosen(chosen);
        }
    }

    /// What is done to the selected PC is done to these.
    pub(super) fn chosen_names(&self) -> Vec<String> {
        match &self.selected {
            Some(name) if self.marked.contains(name) => self.marked.iter().cloned().collect(),
            Some(name) => vec![name.clone()],
            None => self.marked.iter().cloned().collect(),
        }
    }

    /// Marks one more PC, or one less.
    pub(super) fn toggle_mark(&mut self, name: &str) {
        if self.marked.is_empty() {
            self.marked.extend(self.selected.clone());
        }
        if !self.marked.remove(name) {
            self.marked.insert(name.to_owned());
        }
    }

    /// Marks all PCs from the selected one to this.
    pub(super) fn mark_to(&mut self, name: &str) {
        let is_it = |row: &usize| self.pc_at(*row).is_some_and(|pc| pc.name == name);
        let Some(to) = (0..self.rows.len()).find(is_it) else {
            return;
        };
        let from = self.selected_row().unwrap_or(to);
        let range = from.min(to)..=from.max(to);
        let names: Vec<_> = range
            .filter_map(|row| Some(self.pc_at(row)?.name.clone()))
            .collect();
        self.marked.extend(names);
    }

    /// Marks everything that is listed.
    pub(super) fn mark_all(&mut self) {
        let rows = 0..self.rows.len();
        let names: Vec<_> = rows
            .filter_map(|row| Some(self.pc_at(row)?.name.clone()))
            .collect();
        self.marked.extend(names);
    }

    /// The keys are the list's, or its search field's.
    pub(crate) fn has_focus(&self, ctx: &Context) -> bool {
        let focused = ctx.memory(|memory| memory.focused());
        let on_row = focused.is_some() && focused == self.focused_row;
        self.has_keys || on_row || focused == Some(search_id())
    }

    /// The keys go elsewhere.
    pub(crate) const fn leave(&mut self) {
        self.has_keys = false;
    }

    /// Takes what is known of the presence of PCs, and says whose is wanted: those in sight.
    pub(super) fn watch(&mut self, in_sight: &[usize]) {
        let Some(watcher) = &mut self.watcher else {
            return;
        };
        while let Some((name, presence)) = watcher.poll() {
            self.is_stale |= self.sort == Sort::Presence;
            self.presence.insert(name, presence);
        }
        let pcs = in_sight
            .iter()
            .filter_map(|place| self.content.book.pcs().get(*place));
        let names: Vec<_> = pcs.clone().map(|pc| pc.name.clone()).collect();
        if names != self.wanted {
            let asked = pcs.filter_map(|pc| {
                let target = pc.address.parse::<Target>().ok()?;
                let name = pc.name.clone();
                Some(Asked { name, target })
            });
            watcher.want(asked.collect());
            self.wanted = names;
        }
    }

    /// What is listed is to be worked out anew.
    pub(crate) const fn touch(&mut self) {
        self.is_stale = true;
    }

    /// Works out the rows, if something has changed.
    pub(super) fn arrange(&mut self) {
        if !std::mem::take(&mut self.is_stale) {
            return;
        }
        let found = self.content.index.search(&self.query);
        let pcs = self.content.book.pcs();
        if !self.query.trim().is_empty() {
            self.rows = found.into_iter().map(Row::Pc).collect();
            return;
        }
        let rank = |place: &usize| {
            let name = pcs.get(*place).map(|pc| &pc.name);
            match name.and_then(|name| self.presence.get(name)) {
                Some(Presence::Answers) => 0,
                None => 1,
                Some(Presence::Silent) => 2,
            }
        };
        let mut places = found;
        match self.sort {
            Sort::Group => {
                self.rows = grouped(&places, pcs, &self.folded);
                return;
            }
            Sort::Name => {}
            Sort::Address => places
                .sort_by_cached_key(|place| pcs.get(*place).map(|pc| address_order(&pc.address))),
            Sort::Presence => places.sort_by_key(rank),
        }
        self.rows = places.into_iter().map(Row::Pc).collect();
    }

    /// The PC of a row.
    pub(super) fn pc_at(&self, row: usize) -> Option<&Profile> {
        match self.rows.get(row)? {
            Row::Pc(place) => self.content.book.pcs().get(*place),
            Row::Group(..) => None,
        }
    }

    /// The row of the PC that keys act on.
    pub(super) fn selected_row(&self) -> Option<usize> {
        let name = self.selected.as_ref()?;
        let is_it = |row: &usize| self.pc_at(*row).is_some_and(|pc| pc.name == *name);
        (0..self.rows.len()).find(is_it)
    }

    /// Moves the selection by so many PCs, over headings.
    pub(super) fn step(&mut self, down: bool) -> Option<usize> {
        let from = self.selected_row();
        let count = self.rows.len();
        let next = match (from, down) {
            (None, _) => (0..count).find(|row| self.pc_at(*row).is_some()),
            (Some(from), true) => (from + 1..count).find(|row| self.pc_at(*row).is_some()),
            (Some(from), false) => (0..from).rev().find(|row| self.pc_at(*row).is_some()),
        }?;
        self.selected = self.pc_at(next).map(|pc| pc.name.clone());
        Some(next)
    }

    /// The scan of the open sheet has begun.
    pub(crate) fn began_scan(&mut self, scan: ScanHandle) {
        if let Sheet::Scan(form) = &mut self.sheet {
            form.began(scan, &self.content.book);
        }
    }

    /// The list is shown in a window of this width.
    pub(crate) fn is_shown(&self, room: f32) -> bool {
        match has_room_beside(room) {
            true => self.is_open.unwrap_or(room >= ROOMY_PT),
            false => self.is_drawn,
        }
    }

    /// Shows the list, or hides it.
    pub(crate) fn toggle(&mut self, room: f32) {
        let shows = !self.is_shown(room);
        if has_room_beside(room) {
            self.is_open = Some(shows);
        } else {
            self.is_drawn = shows;
            // Over a tab it takes the keys.
            self.wants_focus = shows;
        }
    }

    /// Lists what is searched for, with the cursor in the field.
    pub(crate) const fn focus(&mut self, room: f32) {
        match has_room_beside(room) {
            true => self.is_open = Some(true),
            false => self.is_drawn = true,
        }
        self.wants_focus = true;
    }

    /// The list no longer lies over the tab.
    pub(crate) const fn close_drawer(&mut self) {
        self.is_drawn = false;
        self.has_keys = false;
    }
}

/// A window of this width shows the list beside the tab in front, a narrower one over it.
pub(crate) const fn has_room_beside(room: f32) -> bool {
    room >= BESIDE_PT
}

/// Narrowest window with list and tab side by side.
const BESIDE_PT: f32 = 720.0;

/// IPv4 addresses by their numbers, everything else by its letters.
fn address_order(address: &str) -> (bool, u32, String) {
    let host = address.split(':').next().unwrap_or(address);
    match host.parse::<std::net::Ipv4Addr>() {
        Ok(v4) => (false, u32::from(v4), address.to_owned()),
        Err(_) => (true, 0, address.to_lowercase()),
    }
}

/// Favourites, then each group in alphabetical order, then PCs of none; folded ones without PCs.
fn grouped(places: &[usize], pcs: &[Profile], folded: &BTreeSet<String>) -> Vec<Row> {
    let no_group = t!("book-no-group");
    let mut favourites = Vec::new();
    let mut groups: BTreeMap<(bool, String), (String, Vec<usize>)> = BTreeMap::new();
    for place in places {
        let Some(pc) = pcs.get(*place) else { continue };
        if pc.favourite {
            favourites.push(*place);
        }
        let group = pc.group.as_deref().unwrap_or(&no_group);
        let key = (pc.group.is_none(), group.to_lowercase());
        let entry = groups.entry(key);
        let (_, members) = entry.or_insert_with(|| (group.to_owned(), Vec::new()));
        members.push(*place);
    }
    let alone = groups.len() == 1 && favourites.is_empty() && groups.keys().all(|(none, _)| *none);
    let mut rows = Vec::new();
    let lists = std::iter::once((t!("start-favourites"), favourites)).chain(groups.into_values());
    for (name, members) in lists.filter(|(_, members)| !members.is_empty()) {
        let is_folded = folded.contains(&name);
        if !alone {
            rows.push(Row::Group(name, members.len()));
        }
        if !is_folded || alone {
            rows.extend(members.into_iter().map(Row::Pc));
        }
    }
    rows
}

/// Narrowest window in which the list is shown by itself.
const ROOMY_PT: f32 = 1100.0;

/// How often the file of a window in use is looked at.
const LOOK_SECS: f64 = 3.0;

/// The field that searches the list.
pub(super) fn search_id() -> Id {
    Id::unique("book search")
}

/// "1 PC", "3 PCs".
pub(crate) fn count(number: usize) -> String {
    t!("book-count", count = number)
}

/// Draws the sheet that is open, if one is.
pub(crate) fn sheet_ui(ui: &mut Ui, shelf: &mut Shelf) -> Option<SheetWish> {
    let groups = || -> Vec<String> {
        let groups = shelf.content.book.pcs().iter();
        let names: BTreeSet<_> = groups.filter_map(|pc| pc.group.clone()).collect();
        names.into_iter().collect()
    };
    match &mut shelf.sheet {
        Sheet::None => None,
        Sheet::Edit(form) => {
            let groups = form.needs_groups().then(groups);
            form.ui(ui, groups)
        }
        Sheet::Bulk(form) => form.ui(ui),
        Sheet::Twins => twins::ui(ui, &shelf.content.book, &shelf.content.twins),
        Sheet::Import(form) => form.ui(ui),
        Sheet::Export(form) => form.ui(ui, shelf.content.book.pcs().len()),
        Sheet::Scan(form) => form.ui(ui),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pc(name: &str, group: Option<&str>, favourite: bool) -> Profile {
        Profile {
            group: group.map(str::to_owned),
            favourite,
            ..Profile::new(name, "10.0.4.17")
        }
    }

    fn words(rows: &[Row], pcs: &[Profile]) -> Vec<String> {
        let word = |row: &Row| match row {
            Row::Group(name, count) => format!("{name} {count}"),
            Row::Pc(place) => pcs[*place].name.clone(),
        };
        rows.iter().map(word).collect()
    }

    #[test]
    fn favourites_stand_first_and_pcs_without_a_group_last() {
        let pcs = [
            pc("c", None, false),
            pc("b", Some("Lab"), true),
            pc("a", Some("front"), false),
        ];
        let rows = grouped(&[0, 1, 2], &pcs, &BTreeSet::new());
        let expected = [
            "Favourites 1",
            "b",
            "front 1",
            "a",
            "Lab 1",
            "b",
            "No group 1",
            "c",
        ];
        assert_eq!(words(&rows, &pcs), expected);

        let folded = BTreeSet::from(["Lab".to_owned(), "No group".to_owned()]);
        let rows = grouped(&[0, 1, 2], &pcs, &folded);
        let expected = ["Favourites 1", "b", "front 1", "a", "Lab 1", "No group 1"];
        assert_eq!(words(&rows, &pcs), expected);
    }

    #[test]
    fn a_book_without_groups_has_no_headings() {
        let pcs = [pc("a", None, false), pc("b", None, false)];
        let rows = grouped(&[0, 1], &pcs, &BTreeSet::new());
        assert_eq!(words(&rows, &pcs), ["a", "b"]);
    }

    #[test]
    fn addresses_count_as_numbers() {
        let mut list = ["pc-7", "10.0.4.17", "10.0.4.9:16993"];
        list.sort_by_cached_key(|address| address_order(address));
        assert_eq!(list, ["10.0.4.9:16993", "10.0.4.17", "pc-7"]);
    }
}
