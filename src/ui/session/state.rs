//! What a session is and has.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Kept;
use crate::gpu::{PictureId, Sampling, Shown};
use crate::proto::kvm::keysym::{Keysym, WindowsKeys};
use crate::screen::{Mailbox, PixelFormat, View};
use crate::session::flow::boot_image::LoaderKey;
use crate::session::pc::Deed;
use crate::session::{
    Command, Fault, FirmwareVersion, Handle, Layout, LockKeys, PictureMode, PixelChoice, Safety,
    Stage, Target,
};
use crate::store::journal::{Begin, Kind};
use crate::store::profile::{Geometry, Uuid};
use crate::store::recent::Recent;
use crate::ui::alerts::Alert;
use crate::ui::bell::BellMark;
use crate::ui::book::OpenPc;
use crate::ui::consent::ConsentForm;
use crate::ui::kvm::keyboard::Keyboard;
use crate::ui::kvm::paste::Paste;
use crate::ui::kvm::pointer::Pointer;
use crate::ui::kvm::recording::ScreenRecording;
use crate::ui::kvm::shape::Shape;
use crate::ui::kvm::text::TextPanel;
use crate::ui::layers::Focus;
use crate::ui::login::LoginForm;
use crate::ui::macros::MacroPanel;
use crate::ui::page::{self, Page};
use crate::ui::pc::PcState;
use crate::ui::rates::Rates;
use crate::ui::record::Record;
use crate::ui::start::{Opening, RunOptions, Wake};
use crate::ui::theme::DEAD_PICTURE;
use crate::ui::trust::TrustForm;
use crate::ui::window_keys::ReleaseTap;

/// A tab's session, before, while and after it is open.
#[derive(Debug)]
pub(crate) struct Session {
    /// What it is opened with; holds the password for another try.
    pub(super) opening: Opening,
    pub(crate) phase: Phase,
    /// The view in front.
    pub(crate) page: Page,
    /// Views with a life of their own, from when they were first shown.
    pub(crate) views: BTreeMap<Page, Box<dyn page::View>>,
    /// How its pictures are wanted.
    pub(crate) mode: PictureMode,
    /// What is being typed on it.
    pub(crate) paste: Paste,
    /// The text on its screen.
    pub(crate) text: TextPanel,
    /// The macros, and the one that runs.
    pub(crate) macros: MacroPanel,
    /// Its recording, if there is one.
    pub(crate) recording: ScreenRecording,
    /// An image was lent when that was last looked at.
    pub(super) was_lent: bool,
    /// The PC beside its screen; `None` for VNC servers.
    pub(crate) pc: Option<PcState>,
    /// The PC's user is being asked for consent.
    pub(crate) consent: Option<ConsentForm>,
    /// The user was asked for this screen already; who gave up is not asked again by itself.
    pub(super) asked_consent: bool,
    /// What is done once the user has consented.
    pub(super) after_consent: Option<Deed>,
    /// A screen that was told to close, until it has.
    pub(super) leaving: Option<Handle>,
    /// Somebody waits until everything that is open on the PC is closed.
    pub(super) owes_closed: bool,
    /// The power menu is to open.
    pub(crate) wants_power: bool,
    /// Whether to close the tab, and take an image from the PC with it, is being asked.
    pub(crate) asks_to_close: bool,
    /// The picture on the stage; the last one if the session has ended.
    pub(crate) picture: Option<ShownPicture>,
    pub(crate) view: View,
    /// Steps by which the picture is to be made larger, around the middle of the stage.
    pub(crate) zoom_steps: f32,
    /// How its pixels are mixed.
    pub(crate) sampling: Sampling,
    /// Nothing that is typed or pointed at reaches the PC.
    pub(crate) view_only: bool,
    /// Which lock keys are on at the PC; `None`: it does not tell.
    pub(crate) lock_keys: Option<LockKeys>,
    /// The tap that gives the keys to the PC, while it has a window of its own.
    pub(crate) own_tap: ReleaseTap,
    /// The keys of the system go to the PC too, while its picture has the focus.
    pub(crate) grabs: bool,
    /// The figures of the screen lie over it.
    pub(crate) shows_figures: bool,
    /// What the PC's pointer looks like, if it is known.
    pub(crate) shape: Option<Shape>,
    pub(crate) facts: Facts,
    pub(crate) rates: Rates,
    /// The bell of its screen.
    pub(crate) bell: BellMark,
    pub(crate) keyboard: Keyboard,
    pub(crate) pointer: Pointer,
    /// The keys go to the PC, as of the last frame.
    pub(crate) has_keys: bool,
    /// The picture has the focus; a menu may have the keys for a moment.
    pub(crate) focus: Focus,
    /// When the keys were last taken back, in seconds of egui's clock.
    pub(crate) freed: Option<f64>,
    /// The picture has had the focus that its first frame gives it.
    pub(crate) took_focus: bool,
    /// The picture was left for another view: the keys do not stay with it where both show.
    pub(crate) lets_go: bool,
    /// Logins that were refused in a row.
    pub(super) refusals: u32,
    /// The person wants the password kept once the PC has accepted it.
    pub(super) remember: bool,
    /// Faults that belong to no card of this tab: for notices.
    pub(crate) complaints: Vec<Fault>,
    /// What the person may have been waiting for.
    pub(crate) alerts: Vec<Alert>,
    /// Whether a loader asks for a key on the screen.
    pub(super) loader_key: LoaderKey,
    /// What was done, for the journal.
    pub(crate) records: Vec<Record>,
    /// What was chosen for the PC, to be kept.
    pub(super) kept: Kept,
    /// How its own window is.
    pub(super) own_window: Option<Geometry>,
    /// Textures to be freed.
    pub(crate) forgotten: Vec<PictureId>,
    /// It is one of last time and waits to be opened, with this view.
    pub(super) rests: Option<Page>,
    /// It was told that the PC was reached.
    is_noted: bool,
}

/// How far a session is.
#[derive(Debug)]
pub(crate) enum Phase {
    /// Finding out whether the PC is there, trusted, and its password known.
    Looking {
        /// When it began, in seconds of egui's clock.
        since: f64,
    },
    /// A person has to decide about the PC's certificate.
    AskTrust(TrustForm),
    /// User name and password are missing or were refused.
    AskLogin(LoginForm),
    /// On its way to a picture.
    Opening {
        handle: Handle,
        stage: Stage,
        /// When it began, in seconds of egui's clock.
        since: f64,
    },
    /// The picture lives.
    Live(Handle),
    /// The screen was lost and is looked for again by itself; its last picture stays.
    Interrupted {
        handle: Handle,
        /// Why it is gone.
        fault: Fault,
        /// When the next attempt begins, in seconds of egui's clock.
        again: f64,
        /// Time of day of the last picture.
        stamp: String,
    },
    /// Closed for a while by an act of ours, such as switching the PC off.
    Away,
    /// Over; `None`: as asked.
    Over {
        fault: Option<Fault>,
        /// Time of day of the last picture.
        stamp: String,
    },
}

/// A picture that may be on the stage.
#[derive(Debug, Clone)]
pub(crate) struct ShownPicture {
    pub(crate) id: PictureId,
    pub(crate) mailbox: Arc<Mailbox>,
}

/// What the device has told about itself.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) firmware: Option<FirmwareVersion>,
    pub(crate) format: Option<PixelFormat>,
    /// Columns and rows.
    pub(super) size: Option<[u16; 2]>,
    pub(crate) desktop: String,
    /// How safe the screen's connection is.
    pub(crate) safety: Option<Safety>,
}

impl Session {
    /// A session to be opened at once, or as soon as trust and login are settled.
    pub(crate) fn new(opening: Opening, options: &RunOptions, wake: &Wake, now: f64) -> Self {
        let mut session = Self::closed(opening);
        session.open(options, wake, now);
        session
    }

    /// A session of last time, which is opened when somebody asks for it; with the view that was
    /// in front.
    pub(crate) fn resting(opening: Opening, page: Page) -> Self {
        let mut session = Self::closed(opening);
        session.rests = Some(page);
        session
    }

    /// One that nothing has happened with.
    fn closed(opening: Opening) -> Self {
        let windows_keys = match &opening.target {
            Target::Amt { .. } => WindowsKeys::Meta,
            Target::Vnc { .. } => WindowsKeys::Super,
        };
        let layout = layout_of(&opening);
        let paste = Paste::new(layout.unwrap_or_default());
        Self {
            opening,
            phase: Phase::Over {
                fault: None,
                stamp: String::new(),
            },
            page: Page::Screen,
            views: BTreeMap::new(),
            mode: PictureMode::default(),
            paste,
            text: TextPanel::default(),
            macros: MacroPanel::default(),
            recording: ScreenRecording::default(),
            was_lent: false,
            pc: None,
            consent: None,
            asked_consent: false,
            loader_key: LoaderKey::default(),
            after_consent: None,
            leaving: None,
            owes_closed: false,
            wants_power: false,
            asks_to_close: false,
            picture: None,
            view: View::default(),
            zoom_steps: 0.0,
            sampling: Sampling::default(),
            view_only: false,
            lock_keys: None,
            grabs: false,
            own_tap: ReleaseTap::default(),
            shows_figures: false,
            shape: None,
            facts: Facts::default(),
            rates: Rates::default(),
            bell: BellMark::default(),
            keyboard: Keyboard::new(windows_keys),
            pointer: Pointer::default(),
            has_keys: false,
            focus: Focus::default(),
            freed: None,
            took_focus: false,
            lets_go: false,
            refusals: 0,
            remember: false,
            complaints: Vec::new(),
            alerts: Vec::new(),
            records: Vec::new(),
            kept: Kept::default(),
            own_window: None,
            forgotten: Vec::new(),
            is_noted: false,
            rests: None,
        }
    }

    /// It is one of last time, and waits to be opened.
    pub(crate) const fn is_resting(&self) -> bool {
        self.rests.is_some()
    }

    /// The view in front, or that will be.
    pub(crate) fn shown_page(&self) -> Page {
        self.rests.unwrap_or(self.page)
    }

    /// It is opened now; the view that was in front.
    pub(crate) const fn wake_up(&mut self) -> Option<Page> {
        self.rests.take()
    }

    /// What the journal says about everything that is done here.
    pub(crate) fn about(&self) -> Begin {
        Begin {
            pc: self.opening.name.clone(),
            login: Some(self.user().to_owned()),
            ..Begin::new(Kind::Screen, self.target().to_string())
        }
    }

    /// What it was opened with.
    pub(crate) const fn opening(&self) -> &Opening {
        &self.opening
    }

    /// The PC, once: as soon as it has let us in.
    pub(crate) fn newly_reached(&mut self) -> Option<Recent> {
        let is_in = self.is_live() || self.pc.as_ref().is_some_and(|pc| pc.is_logged_in);
        if !is_in || std::mem::replace(&mut self.is_noted, true) {
            return None;
        }
        Some(Recent {
            name: self.opening.name.clone(),
            address: self.target().to_string(),
        })
    }

    /// What the PC is called, and the identity of its board, once that was read.
    pub(crate) fn board(&self) -> Option<(String, Uuid)> {
        let name = self.opening.name.clone()?;
        let (info, _) = self.pc.as_ref()?.info.as_ref()?;
        Some((name, Uuid::parse(&info.uuid.as_ref()?.to_string())?))
    }

    /// What the PC is called.
    pub(crate) fn name(&self) -> &str {
        let host = self.opening.target.host();
        self.opening.name.as_deref().unwrap_or(host)
    }

    /// What the list of PCs knows of it.
    pub(crate) fn in_list(&self) -> OpenPc {
        let power = self.pc.as_ref().and_then(|pc| pc.power.as_ref());
        OpenPc {
            name: self.name().to_owned(),
            is_down: power.is_some_and(|power| power.is_off() || power.is_asleep()),
        }
    }

    /// Something may happen that no task reports.
    pub(crate) fn is_watched(&self) -> bool {
        self.views.values().any(|view| view.is_watched())
    }

    /// Where it is.
    pub(crate) const fn target(&self) -> &Target {
        &self.opening.target
    }

    /// The keyboard layout of the PC, where that is known and matters: other servers are told
    /// characters, not keys.
    pub(crate) fn layout(&self) -> Option<Layout> {
        layout_of(&self.opening)
    }

    /// Who logs in.
    pub(crate) fn user(&self) -> &str {
        self.opening.user()
    }

    /// How safe the connection is, as far as it is known.
    pub(crate) fn safety(&self) -> Option<&Safety> {
        let of_pc = self.pc.as_ref().and_then(|pc| pc.safety.as_ref());
        self.facts.safety.as_ref().or(of_pc)
    }

    /// Brings a view to the front, making it if it is shown for the first time.
    pub(crate) fn show(&mut self, page: Page, options: &RunOptions, wake: &Wake) {
        if page == self.page || !page.is_offered(options, self.target()) {
            return;
        }
        if let Some(view) = self.views.get_mut(&self.page) {
            view.leave();
        }
        if self.page == Page::Screen {
            self.leave_screen();
        }
        if !self.views.contains_key(&page)
            && let Some(view) = page::make(page, options, &self.opening, wake)
        {
            self.views.insert(page, view);
        }
        self.page = page;
    }

    /// The picture is no longer in front: it has no focus, and nothing stays down on the PC.
    pub(super) fn leave_screen(&mut self) {
        self.has_keys = false;
        self.focus.leave();
        self.lets_go = true;
        self.release_all();
    }

    /// From now on 8-bit colour is asked for.
    pub(crate) const fn use_fewer_colours(&mut self) {
        self.mode.pixel = PixelChoice::Rgb332;
        self.opening.fewer_colours = true;
    }

    /// Wants pictures in another mode, on this screen and on every one to come.
    pub(crate) fn set_mode(&mut self, mode: PictureMode) {
        self.mode = mode;
        self.send(Command::SetPicture(mode));
    }

    /// The open screen.
    pub(crate) const fn handle(&self) -> Option<&Handle> {
        match &self.phase {
            Phase::Opening { handle, .. }
            | Phase::Live(handle)
            | Phase::Interrupted { handle, .. } => Some(handle),
            _ => None,
        }
    }

    /// A picture lives: keys and pointer have somewhere to go.
    pub(crate) const fn is_live(&self) -> bool {
        matches!(self.phase, Phase::Live(_))
    }

    /// A question of ours lies over the stage.
    pub(crate) fn asks(&self) -> bool {
        matches!(self.phase, Phase::AskTrust(_) | Phase::AskLogin(_)) || self.consent.is_some()
    }

    /// The PC's user has consented, and sees a frame while somebody is connected.
    pub(crate) fn has_consent(&self) -> bool {
        let policy = self.pc.as_ref().and_then(|pc| pc.policy.as_ref());
        policy.is_some_and(|policy| policy.state.is_given())
    }

    /// An image is lent to the PC, which closing the tab would take away.
    pub(crate) fn lends(&self) -> bool {
        self.views.values().any(|view| view.lends())
    }

    /// Something of ours is open on the PC, which firmware counts.
    pub(crate) fn has_sessions(&self) -> bool {
        self.handle().is_some() || self.views.values().any(|view| view.is_connected())
    }

    /// Nothing of it is open, is being opened or asks for anything.
    pub(crate) fn is_idle(&self) -> bool {
        matches!(self.phase, Phase::Over { .. }) && !self.has_sessions()
    }

    /// The next time it is opened as this says, as far as it says anything.
    pub(crate) fn use_login_of(&mut self, opening: Opening) {
        if opening.password.is_some() {
            (self.opening.user, self.opening.password) = (opening.user, opening.password);
        }
        self.opening.settings.tls = opening.settings.tls.or(self.opening.settings.tls);
    }

    /// Keys go to the PC through the view in front.
    pub(crate) fn takes_keys(&self) -> bool {
        let view = self.views.get(&self.page);
        self.has_keys || view.is_some_and(|view| view.has_keys())
    }

    /// A picture lives, and the person may do something on it.
    pub(crate) const fn takes_input(&self) -> bool {
        self.is_live() && !self.view_only
    }

    /// Sends characters from now on, or places of keys.
    pub(crate) fn set_writes(&mut self, writes: bool) {
        self.release_all();
        let layout = self.layout().unwrap_or_default();
        if writes {
            self.send(Command::SetLayout(layout));
        }
        self.keyboard.set_writes(writes.then_some(layout));
    }

    /// Looks on without touching, or takes part again; nothing stays down on the PC.
    pub(crate) fn set_view_only(&mut self, view_only: bool) {
        self.release_all();
        self.send(Command::StopTyping);
        self.view_only = view_only;
    }

    /// Hands a command over, unless it would touch a PC that is only looked at. A session that
    /// does not take it says so by itself.
    pub(crate) fn send(&self, command: Command) {
        let touches = matches!(
            command,
            Command::Key { .. }
                | Command::Pointer { .. }
                | Command::Character(_)
                | Command::Type(_)
                | Command::RunMacro(_)
        );
        if touches && self.view_only {
            return;
        }
        if let Some(handle) = self.handle()
            && let Err(error) = handle.send(command)
        {
            tracing::debug!(%error, "a command was not taken");
        }
    }

    /// Presses these keys one after the other and lets go of them in reverse.
    pub(crate) fn send_chord(&mut self, keysyms: &[Keysym]) {
        if self.takes_input() {
            self.macros.note_chord(keysyms);
        }
        for keysym in keysyms {
            self.send(Command::Key {
                keysym: *keysym,
                down: true,
            });
        }
        for keysym in keysyms.iter().rev() {
            self.send(Command::Key {
                keysym: *keysym,
                down: false,
            });
        }
    }

    /// Lets go of everything that is down on the PC.
    pub(crate) fn release_all(&mut self) {
        self.keyboard.forget();
        self.pointer.forget();
        self.send(Command::ReleaseAll);
    }

    /// The area the GPU shows, how and how bright.
    pub(crate) fn shown(&self) -> Shown {
        Shown {
            view: self.view,
            sampling: self.sampling,
            brightness: if self.is_live() { 1.0 } else { DEAD_PICTURE },
        }
    }
}

/// What the address book or the preferences say about the keyboard of a PC.
fn layout_of(opening: &Opening) -> Option<Layout> {
    let is_amt = matches!(opening.target, Target::Amt { .. });
    let code = opening.settings.layout.as_deref().filter(|_| is_amt)?;
    Layout::from_code(code)
}
