//! The view: what its session reports, what it shows, and what is asked of it.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Align2, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};
use time::OffsetDateTime;

use super::files::Files;
use super::find::Find;
use super::grid::{self, Layout};
use super::key_test::KeyTest;
use super::keyboard::Keyboard as Keys;
use super::logging::LogForm;
use super::memory::{Choice, ConsoleMemory};
use super::menus::charset_label;
use super::replay::Replay;
use super::toolbar::{self, Asked};
use crate::session::sol::{
    Control, PasteEnd, PortStatus, SerialCommand, SerialEvent, SerialHandle, SerialStage,
    SharedTerminal,
};
use crate::session::{Fault, SendError};
use crate::terminal::{Emulator, Keyboard, Screen, SizeMode};
use crate::ui::bell::BellMark;
use crate::ui::files::{Choose, Pending};
use crate::ui::language::{t, w};
use crate::ui::layers::{self, Focus};
use crate::ui::page::{Around, View};
use crate::ui::pane::TabWish;
use crate::ui::release_key;
use crate::ui::said::Told as _;
use crate::ui::start::{Opening, RunOptions, SerialConsole, Wake};
use crate::ui::theme::{self, DARK, TerminalColors, font_size, space};

/// The serial console of one PC.
pub(crate) struct SerialView {
    open: SerialConsole,
    pub(super) opening: Opening,
    pub(super) wake: Wake,
    pub(super) clock: fn() -> OffsetDateTime,
    /// Where logs go, if there is a place.
    pub(super) folder: Option<PathBuf>,
    memory: Option<ConsoleMemory>,
    handle: Option<SerialHandle>,
    /// Of the session, or of the last one.
    terminal: Option<SharedTerminal>,
    pub(super) phase: Phase,
    /// The window has ended the session for a while.
    is_suspended: bool,
    pub(super) keyboard: Keyboard,
    pub(super) size: SizeMode,
    pub(super) colors: TerminalColors,
    pub(super) controls: Option<(Control, PortStatus)>,
    /// The PC has written nothing since the port was opened.
    pub(super) is_quiet: bool,
    pub(super) paste: Option<Pasting>,
    pub(super) log: Option<PathBuf>,
    pub(super) files: Files,
    /// How the system's dialogs are opened, and the one that is.
    pub(super) choose: Option<Choose>,
    pub(super) dialog: Option<Pending<Purpose>>,
    pub(super) replay: Option<Replay>,
    pub(super) panel: Option<Panel>,
    /// Something worth knowing, and until when it is said.
    pub(super) note: Option<(String, f64)>,
    bell: BellMark,
    pub(super) find: Option<Find>,
    pub(super) keys: Keys,
    pub(super) has_keys: bool,
    pub(super) focus: Focus,
    pub(super) took_focus: bool,
    /// What is pressed now was pressed while a menu was open: it closes that, and does nothing.
    pub(super) press_is_of_menu: bool,
    /// A menu was open when the last frame was drawn.
    pub(super) menu_is_open: bool,
    /// The cells as last read, and the generation they are of.
    screen: Screen,
    pub(super) generation: Option<u64>,
    pub(super) bar: toolbar::Bar,
}

/// What may be open beside the terminal; one at a time.
#[derive(Debug)]
pub(super) enum Panel {
    Log(LogForm),
    KeyTest(KeyTest),
}

/// What a file is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A log is written to it.
    Log,
    /// It is played back.
    Play,
}

/// How far the session is.
#[derive(Debug)]
pub(super) enum Phase {
    /// Nobody has logged in to the PC yet.
    NoLogin,
    Opening(SerialStage),
    Open,
    Over(Option<Fault>),
}

/// A paste under way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pasting {
    pub(super) sent: usize,
    pub(super) total: usize,
    pub(super) waiting: bool,
}

impl SerialView {
    /// Opens the console of a PC, now or as soon as its password is known.
    pub(crate) fn new(
        open: SerialConsole,
        options: &RunOptions,
        opening: &Opening,
        wake: &Wake,
    ) -> Self {
        let keyboard = Keyboard::default();
        let charset = keyboard.dialect.usual_charset();
        let mut view = Self {
            open,
            opening: opening.clone(),
            wake: Arc::clone(wake),
            clock: options.clock,
            folder: options.documents.clone(),
            memory: options.consoles.clone(),
            handle: None,
            terminal: None,
            phase: Phase::NoLogin,
            is_suspended: false,
            keyboard: Keyboard {
                charset,
                ..keyboard
            },
            size: SizeMode::Automatic,
            colors: TerminalColors::default(),
            controls: None,
            is_quiet: false,
            paste: None,
            log: None,
            files: Files::new(Arc::clone(wake)),
            choose: options.choose.clone(),
            dialog: None,
            replay: None,
            panel: None,
            note: None,
            bell: BellMark::default(),
            find: None,
            keys: Keys::default(),
            has_keys: false,
            focus: Focus::default(),
            took_focus: false,
            press_is_of_menu: false,
            menu_is_open: false,
            screen: Screen::default(),
            generation: None,
            bar: toolbar::Bar::default(),
        };
        if let Some(memory) = &view.memory {
            view.files.recall(memory.clone(), opening);
        }
        if view.opening.password.is_some() {
            view.connect();
        }
        view
    }

    /// Opens a new session; the text of the one before is gone.
    pub(super) fn connect(&mut self) {
        let handle = (self.open)(self.opening.clone(), Arc::clone(&self.wake));
        self.terminal = Some(handle.terminal.clone());
        self.handle = Some(handle);
        self.phase = Phase::Opening(SerialStage::Connecting);
        self.is_suspended = false;
        self.is_quiet = false;
        self.generation = None;
        self.controls = None;
        self.send(SerialCommand::SetKeyboard(self.keyboard));
        self.send(SerialCommand::SetSize(self.size));
    }

    pub(super) const fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Open)
    }

    /// Keys have somewhere to go.
    pub(super) const fn takes_typing(&self) -> bool {
        self.is_open() && self.replay.is_none()
    }

    /// The panel in which keys are only looked at.
    pub(super) const fn key_test(&mut self) -> Option<&mut KeyTest> {
        match &mut self.panel {
            Some(Panel::KeyTest(test)) => Some(test),
            _ => None,
        }
    }

    pub(super) fn send(&self, command: SerialCommand) {
        let sent = match &self.handle {
            Some(handle) => handle.send(command),
            None => Err(SendError::Closed),
        };
        if let Err(error) = sent {
            tracing::debug!(%error, "a command was not taken");
        }
    }

    /// Does something with the terminal on the stage.
    pub(super) fn with_terminal<T>(&mut self, act: impl FnOnce(&mut Emulator) -> T) -> Option<T> {
        if let Some(replay) = &mut self.replay {
            return Some(act(replay.player.emulator()));
        }
        self.terminal
            .as_ref()
            .map(|terminal| act(&mut terminal.lock()))
    }

    fn take(&mut self, event: SerialEvent, now: f64) {
        match event {
            SerialEvent::Stage(SerialStage::Open) => self.phase = Phase::Open,
            SerialEvent::Stage(stage) => self.phase = Phase::Opening(stage),
            SerialEvent::Controls { control, status } => self.controls = Some((control, status)),
            SerialEvent::OutputLost => {
                self.say(w!("serial-text-of-the-pc"), now);
            }
            SerialEvent::InputLost => {
                self.say(w!("serial-the-pc-did-not"), now);
            }
            SerialEvent::Quiet => self.is_quiet = true,
            SerialEvent::Pasting {
                sent,
                total,
                waiting,
            } => {
                self.paste = Some(Pasting {
                    sent,
                    total,
                    waiting,
                });
            }
            SerialEvent::PasteEnded { sent, total, end } => {
                self.paste = None;
                match end {
                    PasteEnd::Done | PasteEnd::Stopped => {}
                    PasteEnd::InputLost | PasteEnd::PowerOff => self.say(
                        &t!(
                            "serial-pasting-stopped-after-of",
                            sent = sent,
                            total = total
                        ),
                        now,
                    ),
                }
            }
            SerialEvent::PasteRefused { .. } => self.say(w!("serial-that-is-too-much"), now),
            SerialEvent::PasteSkipped { characters } => {
                self.say(
                    &t!("serial-characters-were-left-out", characters = characters),
                    now,
                );
            }
            SerialEvent::Bell => self.bell.hear(now),
            SerialEvent::BreakUnsupported => {
                self.say(w!("serial-the-protocol-of-intel"), now);
            }
            SerialEvent::LogStarted(path) => {
                self.say(
                    &t!("serial-log-goes-to", path = path.display().to_string()),
                    now,
                );
                self.log = Some(path);
            }
            SerialEvent::LogFailed(fault) => {
                self.log = None;
                self.say_fault(&fault, now);
            }
            SerialEvent::Closed(fault) => {
                self.phase = Phase::Over(fault);
                self.paste = None;
                self.log = None;
                self.handle = None;
            }
            _ => {}
        }
    }

    pub(super) fn say(&mut self, text: &str, now: f64) {
        self.note = Some((text.to_owned(), now + NOTE_SECS));
    }

    pub(super) fn say_fault(&mut self, fault: &Fault, now: f64) {
        let text = format!("{}. {}.", fault.told_title(), fault.told_cause());
        self.say(&text, now);
    }

    /// Opens a panel in place of the one that is open.
    pub(super) fn show_panel(&mut self, panel: Panel) {
        self.panel = Some(panel);
        self.took_focus = false;
    }

    /// The PC is on the stage again.
    pub(super) fn end_replay(&mut self) {
        self.replay = None;
        self.generation = None;
        self.took_focus = false;
    }

    /// What was chosen for this PC at another time.
    pub(super) fn adopt_choice(&mut self, choice: Choice) {
        self.keyboard = choice.keyboard;
        self.size = choice.size;
        self.colors = choice.colors;
        self.send(SerialCommand::SetKeyboard(self.keyboard));
        self.send(SerialCommand::SetSize(self.size));
    }

    /// What is chosen now is chosen the next time as well.
    pub(super) fn remember(&self) {
        if let Some(memory) = &self.memory {
            let choice = Choice {
                keyboard: self.keyboard,
                size: self.size,
                colors: self.colors,
            };
            self.files.keep(memory.clone(), &self.opening, choice);
        }
    }

    /// Reads the cells if they have changed.
    fn read(&mut self) {
        let (generation, mut screen) = (self.generation, std::mem::take(&mut self.screen));
        let now = self.with_terminal(|terminal| {
            if generation != Some(terminal.generation()) {
                terminal.read(&mut screen);
            }
            terminal.generation()
        });
        self.screen = screen;
        self.generation = now;
    }

    /// Tells screen readers what this is, and what stands on it.
    fn describe(&self, ui: &Ui, response: &Response, name: &str) {
        let state = match self.phase {
            Phase::NoLogin => w!("serial-not-connected"),
            Phase::Opening(_) => "connecting",
            Phase::Open => w!("kvm-live"),
            Phase::Over(_) => "closed",
        };
        let label = match &self.replay {
            Some(replay) => t!("serial-replay-of", name = replay.name()),
            None => t!(
                "serial-serial-console-of",
                name = name.to_string(),
                state = state.to_string()
            ),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Terminal, true, &label));
        let text = self.screen.text();
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_value(text);
        });
    }
}

impl View for SerialView {
    fn hear(&mut self, now: f64) {
        while let Some(event) = self.handle.as_mut().and_then(SerialHandle::poll_event) {
            self.take(event, now);
        }
        let has_text = |terminal: &mut Emulator| terminal.generation() > 0;
        if self.is_quiet && self.replay.is_none() && self.with_terminal(has_text) == Some(true) {
            // It writes after all.
            let text = self.with_terminal(|terminal| terminal.screen_text());
            self.is_quiet = text.is_some_and(|text| text.is_empty());
        }
        self.hear_files(now);
    }

    fn find(&mut self) -> bool {
        self.find.get_or_insert_with(Find::default).take_focus();
        true
    }

    fn toolbar_ui(&mut self, ui: &mut Ui, around: &Around<'_>) -> Vec<TabWish> {
        let mut bar = std::mem::take(&mut self.bar);
        let asked = bar.ui(ui, self, around);
        self.bar = bar;
        match asked {
            Asked::Nothing => Vec::new(),
            Asked::Wish(wish) => vec![wish],
        }
    }

    fn stage_ui(&mut self, ui: &mut Ui, around: &Around<'_>) -> Vec<TabWish> {
        let area = ui.max_rect();
        ui.painter().rect_filled(area, 0.0, self.colors.ground());
        if let Some(replay) = &mut self.replay {
            replay.step(ui, around.now);
        }
        self.read();
        let inner = area.shrink(space::S);
        let cells = [self.screen.columns.max(20), self.screen.rows.max(5)];
        let layout = Layout::fit(ui, inner, cells);
        let response = ui.interact(area, around.part("serial"), Sense::click_and_drag());
        self.describe(ui, &response, around.name);
        let is_alive = self.is_open() || self.replay.is_some();
        let look = grid::Look {
            colors: self.colors,
            light: if is_alive { 1.0 } else { DEAD_TEXT },
            focused: self.has_keys,
        };
        grid::paint(ui, &self.screen, layout, look);
        if self.screen.scrolled_by > 0 {
            let text = t!("serial-lines-back", count = self.screen.scrolled_by);
            let at = area.right_top() + vec2(-space::M, space::S);
            let font = theme::mono(font_size::NUMBER);
            ui.painter()
                .text(at, Align2::RIGHT_TOP, text, font, DARK.accent);
        }
        let mut wishes = self.type_keys(ui, &response, around);
        if ui.input(|input| input.pointer.any_pressed()) {
            self.press_is_of_menu = layers::is_any_open(ui.ctx());
        }
        if !self.press_is_of_menu {
            self.link_ui(ui, &response, layout);
            self.point(ui, &response, layout);
        }
        if self.has_keys {
            let ring = Stroke::new(2.0, DARK.accent);
            ui.painter()
                .rect_stroke(area, 0.0, ring, StrokeKind::Inside);
        }
        self.bell.show(ui, area, around.now);
        wishes.extend(self.over_ui(ui, around));
        wishes
    }

    fn figures(&self) -> Vec<String> {
        let mut figures = Vec::from_iter(self.bell.figure());
        if let Some((control, status)) = self.controls {
            let power = status.contains(PortStatus::POWER_ON);
            figures.push(
                if power {
                    w!("serial-pc-on")
                } else {
                    w!("serial-pc-off")
                }
                .to_owned(),
            );
            for (name, line) in [("RTS", Control::RTS), ("DTR", Control::DTR)] {
                figures.push(match control.contains(line) {
                    true => t!("serial-line-on", line = name),
                    false => t!("serial-line-off", line = name),
                });
            }
            for (is_so, text) in [
                (control.contains(Control::BREAK), w!("serial-break")),
                (status.contains(PortStatus::LOOPBACK), w!("serial-loopback")),
                (
                    status.contains(PortStatus::TEST_MODE),
                    w!("serial-test-mode"),
                ),
            ] {
                figures.extend(is_so.then(|| text.to_owned()));
            }
        }
        if self.screen.columns > 0 {
            figures.push(format!("{}×{}", self.screen.columns, self.screen.rows));
        }
        figures.push(charset_label(self.keyboard.charset).to_owned());
        figures
    }

    fn chip(&self) -> Option<String> {
        match (&self.paste, &self.phase) {
            (Some(paste), _) => {
                let percent = paste.sent.saturating_mul(100) / paste.total.max(1);
                Some(t!("serial-pasting", percent = percent.to_string()))
            }
            (None, Phase::Over(Some(_))) => Some(w!("serial-serial-closed").to_owned()),
            (None, _) => None,
        }
    }

    fn has_keys(&self) -> bool {
        self.has_keys
    }

    fn is_connected(&self) -> bool {
        self.handle.is_some()
    }

    fn disconnect(&mut self) {
        self.is_suspended = self.handle.is_some();
        self.send(SerialCommand::Close);
    }

    fn reconnect(&mut self) {
        if self.is_suspended {
            self.connect();
        }
    }

    fn wants_sol(&self) -> bool {
        !matches!(self.phase, Phase::Over(_)) || self.is_suspended
    }

    fn log_in(&mut self, opening: &Opening) {
        self.opening = opening.clone();
        let waits = match &self.phase {
            Phase::NoLogin => true,
            Phase::Over(Some(fault)) => matches!(fault, Fault::LoginRefused | Fault::Trust(_)),
            _ => false,
        };
        if waits {
            self.connect();
        }
    }

    fn keys_note(&self) -> Option<String> {
        if !self.has_keys {
            let waits = self.takes_typing() && !self.focus.is_here();
            return waits.then(|| {
                t!(
                    "serial-click-the-terminal-or",
                    release = release_key::name()
                )
            });
        }
        let is_test = matches!(self.panel, Some(Panel::KeyTest(_)));
        is_test.then(|| t!("serial-keys-are-only-looked", release = release_key::name()))
    }

    fn leave(&mut self) {
        self.focus.leave();
        self.has_keys = false;
        self.keys.forget();
    }
}

/// What is on the screen may be confidential.
impl fmt::Debug for SerialView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SerialView")
            .field("phase", &self.phase)
            .finish_non_exhaustive()
    }
}

/// How bright the text of a closed console is.
const DEAD_TEXT: f32 = 0.6;
/// How long something is said.
const NOTE_SECS: f64 = 6.0;
