//! What the window is started with, and how it opens sessions.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::alerts::Notify;
use super::bell::Sound;
use super::files::Choose;
use super::page::Page;
use super::serial::ConsoleMemory;
use super::system_keys;
use crate::session::flow::scan::ScanHandle;
use crate::session::ider::desk::DeskHandle;
use crate::session::pc::PcHandle;
use crate::session::presence::PresenceHandle;
use crate::session::sol::SerialHandle;
use crate::session::{DEFAULT_USER, Fault, Fingerprint, Handle, Target};
use crate::store::paths::Folder;
use crate::store::profile::{
    AddressBook, Beside, Book, Geometry, PictureMode, Profile, TlsPolicy, address_key,
};
use crate::store::settings::Language;
use crate::terminal::Dialect;
use crate::wire::Secret;

/// A PC that the window knows from the start.
#[derive(Debug, Clone)]
pub struct Pc {
    /// What lists and tabs call it; its host if `None`.
    pub name: Option<String>,
    /// Where it is.
    pub target: Target,
    /// Login name, if known.
    pub user: Option<String>,
    /// Its password, if known; otherwise the window asks.
    pub password: Option<Secret<String>>,
    /// Connect at once instead of waiting for a click.
    pub connect: bool,
    /// The view in front at first; the screen where the PC or this build has none such.
    pub view: Page,
    /// What is particular about it.
    pub settings: PcSettings,
}

impl Pc {
    pub(crate) fn shown_name(&self) -> String {
        let host = || self.target.host().to_owned();
        self.name.clone().unwrap_or_else(host)
    }

    pub(crate) fn opening(&self) -> Opening {
        Opening {
            name: self.name.clone(),
            target: self.target.clone(),
            user: self.user.clone(),
            password: self.password.clone(),
            fewer_colours: false,
            once: None,
            plain: false,
            settings: self.settings.clone(),
        }
    }
}

/// One session to be opened.
#[derive(Debug, Clone)]
pub struct Opening {
    /// What the tab calls the PC; its host if `None`.
    pub name: Option<String>,
    /// Where it is.
    pub target: Target,
    /// Login name; the one in the target or the usual one if `None`.
    pub user: Option<String>,
    /// Password; `None` only where none is needed.
    pub password: Option<Secret<String>>,
    /// Ask for 8-bit colour, because full colour did not work.
    pub fewer_colours: bool,
    /// Take this certificate without remembering it, on the person's word.
    pub once: Option<Fingerprint>,
    /// Connect without encryption, on the person's word.
    pub plain: bool,
    /// What the address book says is particular about it.
    pub settings: PcSettings,
}

/// What is particular about a PC.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PcSettings {
    /// Whether connections must be encrypted.
    pub tls: Option<TlsPolicy>,
    /// Colours of its screen.
    pub picture: Option<PictureMode>,
    /// What its serial console takes keys as.
    pub terminal: Option<Dialect>,
    /// Its keyboard layout.
    pub layout: Option<String>,
    /// Which of its views have the screen beside them.
    pub beside: Option<Beside>,
    /// A window of its own, as it was last.
    pub window: Option<Geometry>,
}

impl From<&Profile> for PcSettings {
    fn from(pc: &Profile) -> Self {
        Self {
            tls: pc.tls,
            picture: pc.picture,
            terminal: pc.terminal,
            layout: pc.layout.clone(),
            beside: pc.beside.clone(),
            window: pc.window,
        }
    }
}

impl PcSettings {
    /// These, and where they say nothing what is usual.
    #[must_use]
    pub(crate) fn or(self, usual: Self) -> Self {
        Self {
            tls: self.tls.or(usual.tls),
            picture: self.picture.or(usual.picture),
            terminal: self.terminal.or(usual.terminal),
            layout: self.layout.or(usual.layout),
            beside: self.beside.or(usual.beside),
            window: self.window.or(usual.window),
        }
    }
}

impl Opening {
    /// Who logs in: what was given, what the address says, or the account every PC has.
    #[must_use]
    pub fn user(&self) -> &str {
        let in_target = match &self.target {
            Target::Amt { user, .. } => user.as_deref(),
            Target::Vnc { .. } => None,
        };
        let given = self.user.as_deref();
        given.or(in_target).unwrap_or(DEFAULT_USER)
    }

    /// The name of the PC in the book: the one the tab has, or one at the same address.
    pub(crate) fn name_in(&self, book: &Book) -> Option<String> {
        let key = address_key(&self.target.to_string());
        let is_it = |address: &str| address_key(address) == key;
        let named = self.name.as_deref().and_then(|name| book.find(name));
        let same = || book.pcs().iter().find(|pc| is_it(&pc.address));
        let pc = named.filter(|pc| is_it(&pc.address)).or_else(same)?;
        Some(pc.name.clone())
    }
}

/// Called by a session whenever there is something to be seen; may be called from any thread.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Opens a session. Must return at once: the session connects on threads of its own.
pub type Connect = Box<dyn Fn(Opening, Wake) -> Handle>;

/// Serves a PC with WS-Management beside its screen. Must return at once.
pub type Manage = Box<dyn Fn(Opening, Wake) -> PcHandle>;

/// Opens a serial console beside the screen. Must return at once.
pub type SerialConsole = Arc<dyn Fn(Opening, Wake) -> SerialHandle>;

/// Serves the media view of a PC. Must return at once: nothing is opened or lent by itself.
pub type Lend = Box<dyn Fn(Opening, Wake) -> DeskHandle>;

/// Starts a simulated PC and says how to reach it. Called on a thread of its own; what it starts
/// lives as long as the program.
pub type Simulate = Arc<dyn Fn() -> Result<Pc, Fault> + Send + Sync>;

/// Looks which of the saved PCs answer. Must return at once.
pub type Watch = Box<dyn Fn(Wake) -> PresenceHandle>;

/// Looks for PCs at these addresses. Must return at once.
pub type Scan = Box<dyn Fn(Vec<IpAddr>, Wake) -> ScanHandle>;

/// What another start of the program was to show; the window itself if neither.
#[derive(Debug)]
pub struct Arrival {
    /// A PC.
    pub pc: Option<Pc>,
    /// A recording.
    pub recording: Option<PathBuf>,
}

/// Hears what later starts of the program were to show: gives what has come since it was last
/// asked, and never waits.
pub type Hear = Box<dyn FnMut() -> Option<Arrival>>;

/// Begins to hear them.
pub type Arrivals = Box<dyn FnOnce(Wake) -> Hear>;

/// How the window starts.
pub struct RunOptions {
    /// PCs to list, and perhaps to connect at once.
    pub pcs: Vec<Pc>,
    /// A recording to be played at once.
    pub recording: Option<PathBuf>,
    /// How sessions are opened.
    pub connect: Connect,
    /// How PCs are served with WS-Management; without it the window has screens and nothing else.
    pub manage: Option<Manage>,
    /// How serial consoles are opened; without it there is no such view.
    pub serial: Option<SerialConsole>,
    /// What was chosen for serial consoles; without it nothing is remembered.
    pub consoles: Option<ConsoleMemory>,
    /// How disks are lent; without it there is no media view.
    pub lend: Option<Lend>,
    /// How a simulated PC is started, if one can be.
    pub simulate: Option<Simulate>,
    /// How a bell sounds when a PC rings; without it the bell is only seen.
    pub sound: Option<Sound>,
    /// How the system's notifications are shown; without it there are none.
    pub notify: Option<Notify>,
    /// How the system's dialogs for files are opened; without it files are typed or dropped.
    pub choose: Option<Choose>,
    /// The saved PCs; without it there is no list of them.
    pub book: Option<AddressBook>,
    /// How it is found out which of them answer.
    pub watch: Option<Watch>,
    /// How PCs are looked for.
    pub scan: Option<Scan>,
    /// What later starts of the program hand over; without it each has a window of its own.
    pub arrivals: Option<Arrivals>,
    /// Where preferences and journal lie; without it neither is kept.
    pub folder: Option<Folder>,
    /// Where screenshots go; without it there are none.
    pub pictures: Option<PathBuf>,
    /// Where recordings of screens go; without it there are none.
    pub recordings: Option<PathBuf>,
    /// Where logs are exported to; without it they are only copied.
    pub documents: Option<PathBuf>,
    /// Language where the preferences name none.
    pub language: Language,
    /// The keyboard of the system, for tests; without it the window asks its own system.
    pub system_keys: Option<system_keys::Offer>,
    /// The wall clock, for time stamps.
    pub clock: fn() -> OffsetDateTime,
}

impl RunOptions {
    /// Nothing but a way to open sessions: no PCs, no simulator, screenshots into the person's
    /// own folder for pictures.
    #[must_use]
    pub fn new(connect: Connect) -> Self {
        // Where the system names no folder for pictures, they go below the home folder.
        let dirs = directories::UserDirs::new();
        let pictures = dirs.as_ref().map(|dirs| {
            let folder = dirs.picture_dir().unwrap_or_else(|| dirs.home_dir());
            folder.join("Outband")
        });
        let documents = dirs.as_ref().map(|dirs| {
            let folder = dirs.document_dir().unwrap_or_else(|| dirs.home_dir());
            folder.join("Outband")
        });
        let recordings = dirs.as_ref().map(|dirs| {
            let folder = dirs.video_dir().unwrap_or_else(|| dirs.home_dir());
            folder.join("Outband")
        });
        Self {
            pcs: Vec::new(),
            recording: None,
            connect,
            manage: None,
            serial: None,
            consoles: None,
            lend: None,
            simulate: None,
            sound: None,
            notify: None,
            choose: None,
            book: None,
            watch: None,
            scan: None,
            arrivals: None,
            folder: None,
            pictures,
            recordings,
            documents,
            language: Language::English,
            system_keys: None,
            clock: local_time,
        }
    }
}

impl fmt::Debug for RunOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunOptions")
            .field("pcs", &self.pcs)
            .field("simulate", &self.simulate.is_some())
            .field("pictures", &self.pictures)
            .field("recordings", &self.recordings)
            .field("documents", &self.documents)
            .finish_non_exhaustive()
    }
}

/// A time of day as stamps show it, such as `10:42:07`.
pub(crate) fn time_of_day(at: OffsetDateTime) -> String {
    const TIME: &[BorrowedFormatItem<'_>] = format_description!("[hour]:[minute]:[second]");
    at.format(TIME).unwrap_or_default()
}

/// The time on the person's wall; UTC where the system does not tell its zone.
#[must_use]
pub fn local_time() -> OffsetDateTime {
    OffsetDateTime::now_local().unwrap_or_else(|_| OffsetDateTime::now_utc())
}
