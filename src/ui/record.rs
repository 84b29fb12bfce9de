//! Writes into the journal what is done to PCs: on a thread of its own, in order, and finished
//! before the window is gone.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::tabs::TabId;
use crate::session::Feature;
use crate::session::flow::boot::BootTarget;
use crate::session::flow::power::PowerAction;
use crate::session::pc::{Deed, LogKind};
use crate::store::journal::{Begin, End, Journal, Kind};
use crate::store::paths::Folder;

/// What of a tab goes on at a time: at most one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Slot {
    /// Its screen.
    Screen,
    /// Something that takes a while.
    Deed,
    /// The recording of its screen; it may outlive the tab for a moment.
    Recording,
}

/// Something that a session did, to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Record {
    Begin {
        slot: Slot,
        kind: Kind,
        detail: Option<String>,
        /// What is written meanwhile.
        files: Vec<String>,
    },
    End {
        slot: Slot,
        end: End,
    },
}

impl Record {
    /// A deed begins; `None` for what is no deed to a PC.
    pub(crate) fn of(deed: Deed) -> Option<Self> {
        let feature = |feature| match feature {
            Feature::Screen => "kvm",
            Feature::Serial => "sol",
            Feature::Media => "media",
        };
        let (kind, detail) = match deed {
            Deed::Diagnose(_)
            | Deed::ReadSwitches
            | Deed::ReadDisplays
            | Deed::ShowDisplay(_)
            | Deed::BackToBack(_) => return None,
            Deed::ReadFacts => (Kind::Info, None),
            Deed::ReadLog(LogKind::Events) => (Kind::Log, Some("events".to_owned())),
            Deed::ReadLog(LogKind::Audit) => (Kind::Log, Some("audit".to_owned())),
            Deed::Switch { feature: which, on } => {
                let kind = if on { Kind::Enable } else { Kind::Disable };
                (kind, Some(feature(which).to_owned()))
            }
            Deed::Power { action, .. } => (Kind::Power, Some(power_name(action).to_owned())),
            Deed::Boot { plan, .. } => (Kind::Power, Some(boot_name(plan.target).to_owned())),
        };
        let slot = Slot::Deed;
        let files = Vec::new();
        Some(Self::Begin {
            slot,
            kind,
            detail,
            files,
        })
    }

    /// What is done to the power of the PC, if that is what it is about.
    pub(crate) fn of_power(&self) -> Option<&str> {
        match self {
            Self::Begin {
                kind: Kind::Power,
                detail,
                ..
            } => Some(detail.as_deref().unwrap_or_default()),
            _ => None,
        }
    }

    /// Something has ended; `outcome` is `done` or the stable name of a fault.
    pub(crate) fn end(slot: Slot, outcome: &str) -> Self {
        let end = End {
            outcome: outcome.to_owned(),
            ..End::default()
        };
        Self::End { slot, end }
    }
}

/// As the command line writes it.
const fn power_name(action: PowerAction) -> &'static str {
    match action {
        PowerAction::On => "on",
        PowerAction::Off => "off",
        PowerAction::Cycle => "cycle",
        PowerAction::Reset => "reset",
        PowerAction::OffGraceful => "off-graceful",
        PowerAction::ResetGraceful => "reset-graceful",
        PowerAction::Sleep => "sleep",
        PowerAction::Hibernate => "hibernate",
        PowerAction::Nmi => "nmi",
    }
}

/// As the command line writes it.
const fn boot_name(target: BootTarget) -> &'static str {
    match target {
        BootTarget::Normal => "reset",
        BootTarget::Disk => "to disk",
        BootTarget::Pxe => "to pxe",
        BootTarget::Cd => "to cd",
        BootTarget::BiosSetup => "to bios",
        BootTarget::Lent(_) => "to image",
    }
}

/// Lines that may wait for a slow disk: two for each click of a person.
const WAITING: usize = 1024;

/// The way to the journal. Dropping it waits until everything is written.
#[derive(Debug)]
pub(crate) struct Recorder {
    sender: Option<SyncSender<Entry>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
enum Entry {
    Begin(TabId, Slot, Box<Begin>),
    End(TabId, Slot, End),
    /// The tab is closed: whatever still goes on there ends.
    Closed(TabId),
}

impl Recorder {
    /// A recorder for the journal of this folder; without one nothing is written.
    pub(crate) fn new(folder: Option<&Folder>) -> Self {
        let Some(folder) = folder else {
            return Self {
                sender: None,
                thread: None,
            };
        };
        let journal = Journal::new(folder);
        let (sender, entries) = sync_channel(WAITING);
        let work = move || write(&journal, &entries);
        let thread = thread::Builder::new().name("journal".into()).spawn(work);
        let thread = thread.inspect_err(|error| tracing::warn!(%error, "no journal"));
        Self {
            sender: Some(sender),
            thread: thread.ok(),
        }
    }

    /// Writes down what a tab did. `about` has the PC and who logs in.
    pub(crate) fn take(&self, tab: TabId, record: Record, about: &Begin) {
        self.send(match record {
            Record::Begin {
                slot,
                kind,
                detail,
                files,
            } => {
                let begin = Begin {
                    kind,
                    detail,
                    files,
                    ..about.clone()
                };
                Entry::Begin(tab, slot, Box::new(begin))
            }
            Record::End { slot, end } => Entry::End(tab, slot, end),
        });
    }

    /// A tab is closed.
    pub(crate) fn close(&self, tab: TabId) {
        self.send(Entry::Closed(tab));
    }

    fn send(&self, entry: Entry) {
        if let Some(sender) = &self.sender
            && let Err(error) = sender.try_send(entry)
        {
            // The window never waits for a disk.
            tracing::warn!(%error, "a line of the journal is lost");
        }
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        drop(self.sender.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has told so by itself.
            drop(thread.join());
        }
    }
}

/// Writes until nobody sends any more. A journal that cannot be written stops nobody.
fn write(journal: &Journal, entries: &Receiver<Entry>) {
    let mut open: HashMap<(TabId, Slot), String> = HashMap::new();
    let end = |id: Option<String>, end: End| {
        let Some(id) = id else { return };
        if let Err(error) = journal.end(&id, end) {
            tracing::warn!(%error, "the journal cannot be written");
        }
    };
    let done = || End {
        outcome: "done".to_owned(),
        ..End::default()
    };
    while let Ok(entry) = entries.recv() {
        match entry {
            Entry::Begin(tab, slot, begin) => match journal.begin(*begin) {
                Ok(id) => end(open.insert((tab, slot), id), done()),
                Err(error) => tracing::warn!(%error, "the journal cannot be written"),
            },
            Entry::End(tab, slot, how) => end(open.remove(&(tab, slot)), how),
            Entry::Closed(tab) => {
                for slot in [Slot::Screen, Slot::Deed] {
                    end(open.remove(&(tab, slot)), done());
                }
            }
        }
    }
    let mut left: Vec<_> = open.into_values().collect();
    left.sort_unstable();
    for id in left {
        end(Some(id), done());
    }
}
