//! The book as the window holds it, what of it is shown, and the sheet that is open over it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use eframe::egui::{Context, Id};

use super::work::{self, BookDone, Content};
use crate::session::flow::scan::ScanHandle;
use crate::session::presence::{Asked, Presence, PresenceHandle};
use crate::session::{Fault, Target};
use crate::store::profile::{AddressBook, Book};
use crate::ui::background::{Background, Done};
use crate::ui::files::{Choose, Pending};
use crate::ui::language::t;
use crate::ui::said::Told as _;
use crate::ui::start::Wake;

mod changes;
mod order;
mod selection;
mod sheet;

use changes::Undo;
pub(crate) use order::Sort;
pub(super) use order::{Home, Row};
pub(crate) use sheet::{Sheet, SheetWish, sheet_ui};

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

    /// The book was read, or cannot be.
    pub(crate) const fn is_settled(&self) -> bool {
        self.is_read || self.trouble.is_some()
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
        background.run_in_turn("address book", move || {
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
