//! The view: what its session reports, what it shows, and what is asked of it.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align2, Area, Event, EventFilter, Margin, Order, PointerButton, Popup, ProgressBar, Response,
    RichText, Sense, Stroke, StrokeKind, Ui, ViewportCommand, WidgetInfo, vec2,
};

use super::grid::{self, Layout};
use super::keyboard::{Keyboard as Keys, Own, Typed};
use super::toolbar::{self, Asked, Find};
use crate::session::sol::{
    Control, LogFormat, LogOptions, PasteEnd, PortStatus, SerialCommand, SerialEvent, SerialHandle,
    SerialStage, SharedTerminal,
};
use crate::session::{Fault, SendError};
use crate::terminal::{
    Charset, Emulator, Key, Keyboard, Modifiers, Screen, Scroll, SelectBy, SizeMode,
};
use crate::ui::page::{Around, View};
use crate::ui::pane::TabWish;
use crate::ui::parts;
use crate::ui::start::{Opening, SerialConsole, Wake};
use crate::ui::theme;
use crate::ui::theme::{DARK, Palette, font_size, icon, size, space};
use crate::wire::Secret;

/// The serial console of one PC.
pub(crate) struct SerialView {
    open: SerialConsole,
    opening: Opening,
    wake: Wake,
    /// Where logs go, if there is a place.
    logs: Option<PathBuf>,
    handle: Option<SerialHandle>,
    /// Of the session, or of the last one.
    terminal: Option<SharedTerminal>,
    phase: Phase,
    /// The window has ended the session for a while.
    is_suspended: bool,
    pub(super) keyboard: Keyboard,
    pub(super) size: SizeMode,
    controls: Option<(Control, PortStatus)>,
    /// The PC has written nothing since the port was opened.
    is_quiet: bool,
    paste: Option<Pasting>,
    pub(super) log: Option<PathBuf>,
    /// Something worth knowing, and until when it is said.
    note: Option<(String, f64)>,
    pub(super) find: Option<Find>,
    keys: Keys,
    has_keys: bool,
    is_focused: bool,
    took_focus: bool,
    /// The cells as last read, and the generation they are of.
    screen: Screen,
    generation: Option<u64>,
    bar: toolbar::Bar,
}

/// How far the session is.
#[derive(Debug)]
enum Phase {
    Opening(SerialStage),
    Open,
    Over(Option<Fault>),
}

/// A paste under way.
#[derive(Debug, Clone, Copy)]
struct Pasting {
    sent: usize,
    total: usize,
    waiting: bool,
}

impl SerialView {
    /// Opens the console of a PC.
    pub(crate) fn new(
        open: SerialConsole,
        opening: &Opening,
        wake: &Wake,
        logs: Option<PathBuf>,
    ) -> Self {
        let keyboard = Keyboard::default();
        let charset = keyboard.dialect.usual_charset();
        let mut view = Self {
            open,
            opening: opening.clone(),
            wake: Arc::clone(wake),
            logs,
            handle: None,
            terminal: None,
            phase: Phase::Over(None),
            is_suspended: false,
            keyboard: Keyboard {
                charset,
                ..keyboard
            },
            size: SizeMode::Automatic,
            controls: None,
            is_quiet: false,
            paste: None,
            log: None,
            note: None,
            find: None,
            keys: Keys::default(),
            has_keys: false,
            is_focused: false,
            took_focus: false,
            screen: Screen::default(),
            generation: None,
            bar: toolbar::Bar::default(),
        };
        view.connect();
        view
    }

    /// Opens a new session; the text of the one before is gone.
    fn connect(&mut self) {
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

    pub(super) const fn can_log(&self) -> bool {
        self.logs.is_some()
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

    /// Does something with the terminal.
    pub(super) fn with_terminal<T>(&self, act: impl FnOnce(&mut Emulator) -> T) -> Option<T> {
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
                self.say(
                    "Text of the PC was lost on the way, the screen may be wrong",
                    now,
                );
            }
            SerialEvent::InputLost => {
                self.say("The PC did not take everything that was typed", now);
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
                        &format!("Pasting stopped after {sent} of {total} characters"),
                        now,
                    ),
                }
            }
            SerialEvent::PasteRefused { .. } => self.say("That is too much to paste at once", now),
            SerialEvent::PasteSkipped { characters } => {
                self.say(&format!("{characters} characters were left out"), now);
            }
            SerialEvent::BreakUnsupported => {
                self.say("The protocol of Intel AMT has no break", now);
            }
            SerialEvent::LogStarted(path) => {
                self.say(&format!("Log goes to {}", path.display()), now);
                self.log = Some(path);
            }
            SerialEvent::LogFailed(fault) => {
                self.log = None;
                self.say(&format!("{}. {}.", fault.title(), fault.cause()), now);
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

    fn say(&mut self, text: &str, now: f64) {
        self.note = Some((text.to_owned(), now + NOTE_SECS));
    }

    /// Begins or ends a log beside the person's documents.
    pub(super) fn toggle_log(&mut self, around: &Around<'_>) {
        if self.log.take().is_some() {
            self.send(SerialCommand::StopLog);
            self.say("The log has ended", around.now);
            return;
        }
        let Some(folder) = &self.logs else {
            return;
        };
        let name: String = around
            .name
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || "-_.".contains(c) {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        self.send(SerialCommand::StartLog(LogOptions {
            path: folder.join(format!("{name} serial.log")),
            format: LogFormat::Text,
            create_folder: true,
        }));
    }

    /// Copies what is selected; false if nothing is.
    pub(super) fn copy(&self, ui: &Ui) -> bool {
        let text = self
            .with_terminal(|terminal| terminal.selected_text())
            .flatten();
        let any = text.is_some();
        text.into_iter().for_each(|text| ui.ctx().copy_text(text));
        any
    }

    /// Looks for the text of the search field.
    pub(super) fn search(&mut self, forwards: bool) {
        let Some(find) = &self.find else {
            return;
        };
        let text = find.text.clone();
        let found = self.with_terminal(|terminal| terminal.find(&text, forwards));
        if let Some(find) = &mut self.find {
            find.missed = found == Some(false) && !text.is_empty();
        }
    }

    /// Reads the cells if they have changed.
    fn read(&mut self) {
        let Some(terminal) = &self.terminal else {
            return;
        };
        let terminal = terminal.lock();
        if self.generation != Some(terminal.generation()) {
            self.generation = Some(terminal.generation());
            terminal.read(&mut self.screen);
        }
    }

    /// Decides who has the keys, and sends them to the PC if it has.
    fn type_keys(&mut self, ui: &Ui, response: &Response, around: &Around<'_>) -> Vec<TabWish> {
        if !self.took_focus && self.is_open() && !around.covered {
            self.took_focus = true;
            if !ui.ctx().text_edit_focused() {
                response.request_focus();
            }
        }
        // A click on the bar is part of working on the PC, so the focus comes back.
        let nobody = ui.memory(|memory| memory.focused().is_none());
        if self.is_focused && nobody && self.is_open() {
            response.request_focus();
        }
        self.is_focused = response.has_focus();
        let had_keys = self.has_keys;
        self.has_keys = self.is_focused
            && self.is_open()
            && !around.covered
            && !Popup::is_any_open(ui.ctx())
            && ui.input(|input| input.focused);
        if !self.has_keys {
            if had_keys {
                self.keys.forget();
            }
            return Vec::new();
        }
        let filter = EventFilter {
            tab: true,
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: true,
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let events = ui.input(|input| input.events.clone());
        for event in &events {
            if let Event::Paste(text) = event {
                self.send(SerialCommand::Paste(Secret::new(text.clone())));
            }
        }
        let mut wishes = Vec::new();
        for typed in self.keys.take(&events) {
            match typed {
                Typed::Key(key, modifiers) => {
                    // Who types wants to see it.
                    self.with_terminal(|terminal| terminal.scroll(Scroll::Bottom));
                    self.is_quiet = false;
                    self.send(SerialCommand::Key(key, modifiers));
                }
                Typed::Own(own) => self.do_own(ui, own),
                Typed::Run(action) => wishes.push(TabWish::Do(action)),
                Typed::Free => {
                    response.surrender_focus();
                    self.leave();
                }
            }
        }
        wishes
    }

    pub(super) fn do_own(&mut self, ui: &Ui, own: Own) {
        let scroll = match own {
            Own::Copy => {
                self.copy(ui);
                return;
            }
            Own::Paste => {
                ui.ctx().send_viewport_cmd(ViewportCommand::RequestPaste);
                return;
            }
            Own::Find => {
                self.find = Some(Find::default());
                return;
            }
            Own::PageUp => Scroll::PageUp,
            Own::PageDown => Scroll::PageDown,
            Own::Top => Scroll::Top,
            Own::Bottom => Scroll::Bottom,
        };
        self.with_terminal(|terminal| terminal.scroll(scroll));
    }

    /// Selects with the pointer, and scrolls with its wheel.
    fn point(&self, ui: &Ui, response: &Response, layout: Layout) {
        let at = response.interact_pointer_pos();
        if response.drag_started_by(PointerButton::Primary)
            && let Some(at) = ui.input(|input| input.pointer.press_origin())
        {
            let (column, row, right) = layout.cell_at(at);
            let by = if ui.input(|input| input.modifiers.alt) {
                SelectBy::Block
            } else {
                SelectBy::Character
            };
            self.with_terminal(|terminal| terminal.start_selection(by, column, row, right));
        }
        if let Some(at) = at.filter(|_| response.dragged_by(PointerButton::Primary)) {
            let (column, row, right) = layout.cell_at(at);
            self.with_terminal(|terminal| terminal.extend_selection(column, row, right));
        }
        let several = match () {
            () if response.triple_clicked() => Some(SelectBy::Line),
            () if response.double_clicked() => Some(SelectBy::Word),
            () => None,
        };
        match (several, at) {
            (Some(by), Some(at)) => {
                let (column, row, right) = layout.cell_at(at);
                self.with_terminal(|terminal| terminal.start_selection(by, column, row, right));
            }
            (None, _) if response.clicked() => {
                self.with_terminal(Emulator::clear_selection);
            }
            _ => {}
        }
        if response.clicked() || response.drag_started() {
            response.request_focus();
        }
        if response.contains_pointer() {
            let lines = ui.input(|input| input.smooth_scroll_delta().y) / layout.row_height();
            let lines = if lines.abs() < 1.0 && lines != 0.0 {
                lines.signum()
            } else {
                lines.round()
            };
            if lines != 0.0 {
                #[expect(clippy::cast_possible_truncation, reason = "a few lines")]
                let lines = lines as i32;
                self.with_terminal(|terminal| terminal.scroll(Scroll::Lines(lines)));
            }
        }
    }

    /// Tells screen readers what this is, and what stands on it.
    fn describe(&self, ui: &Ui, response: &Response, name: &str) {
        let state = match self.phase {
            Phase::Opening(_) => "connecting",
            Phase::Open => "live",
            Phase::Over(_) => "closed",
        };
        let label = format!("Serial console of {name}, {state}");
        response.widget_info(|| WidgetInfo::labeled(Role::Terminal, true, &label));
        let text = self.screen.text();
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_value(text);
        });
    }

    /// What lies over the terminal: why nothing is to be seen, how the paste goes, what happened.
    fn over_ui(&mut self, ui: &mut Ui, around: &Around<'_>) {
        if self.is_quiet && self.is_open() {
            self.silence_ui(ui, around);
        }
        let centre = ui.max_rect().center();
        match &self.phase {
            Phase::Opening(stage) => {
                let text = format!("{}…", words(*stage));
                let font = theme::text(font_size::BODY);
                ui.painter()
                    .text(centre, Align2::CENTER_CENTER, text, font, DARK.t3);
            }
            Phase::Over(_) => {
                if self.over_card_ui(ui, around) {
                    self.connect();
                }
            }
            Phase::Open => {}
        }
        if let Some(paste) = self.paste {
            self.paste_ui(ui, around, paste);
        }
        self.note_ui(ui, around);
    }

    /// Why nothing is to be seen, and what can be done.
    fn silence_ui(&mut self, ui: &mut Ui, around: &Around<'_>) {
        let rect = ui.max_rect();
        Area::new(around.part("serial silence"))
            .order(Order::Middle)
            .pivot(Align2::CENTER_CENTER)
            .fixed_pos(rect.center())
            .constrain_to(rect)
            .show(ui.ctx(), |ui| {
                parts::card(ui).show(ui, |ui| {
                    ui.set_width(SILENCE_PT);
                    let palette = Palette::of(ui);
                    let title = "Connected, the PC writes nothing to its serial port";
                    let title = RichText::new(title)
                        .font(theme::strong(font_size::BODY))
                        .color(palette.t1);
                    ui.label(title);
                    let off = self
                        .controls
                        .is_some_and(|(_, status)| !status.contains(PortStatus::POWER_ON));
                    let why = if off {
                        "It is off. Turn it on, with the BIOS on serial."
                    } else {
                        "Its BIOS does so when it is told to at a start, its system when a \
                         console is set up there. A login prompt may wait for Enter."
                    };
                    ui.label(RichText::new(why).color(palette.t2));
                    ui.add_space(space::S);
                    ui.horizontal_wrapped(|ui| {
                        if self.can_restart(around) {
                            let restart = parts::button(ui, "Restart into BIOS setup…");
                            if restart.clicked() {
                                self.bar.ask();
                            }
                        }
                        if parts::button(ui, "Send Enter").clicked() {
                            let enter = SerialCommand::Key(Key::Enter, Modifiers::default());
                            self.send(enter);
                            self.is_quiet = false;
                        }
                        if parts::button(ui, "Hide").clicked() {
                            self.is_quiet = false;
                        }
                    });
                });
            });
    }

    /// The PC can be asked to restart.
    pub(super) fn can_restart(&self, around: &Around<'_>) -> bool {
        around.pc.is_some_and(|pc| pc.power.is_some())
    }

    /// How the session ended; true: open it again.
    fn over_card_ui(&self, ui: &mut Ui, around: &Around<'_>) -> bool {
        let Phase::Over(fault) = &self.phase else {
            return false;
        };
        let rect = ui.max_rect().shrink(space::M);
        let mut again = false;
        Area::new(around.part("serial over"))
            .order(Order::Middle)
            .pivot(Align2::CENTER_TOP)
            .fixed_pos(rect.center_top())
            .constrain_to(rect)
            .show(ui.ctx(), |ui| {
                parts::card(ui)
                    .inner_margin(Margin::same(12))
                    .show(ui, |ui| {
                        ui.set_width(size::FAULT.min(rect.width()));
                        let palette = Palette::of(ui);
                        let (mark, title) = match fault {
                            Some(fault) => ((icon::FAILED, palette.danger), fault.title()),
                            None => (
                                (icon::SERIAL, palette.ctl),
                                "The console is closed".to_owned(),
                            ),
                        };
                        parts::strip_title(ui, mark, &title);
                        if let Some(fault) = fault {
                            let cause = format!("{}. {}", fault.cause(), fault.remedy());
                            ui.label(RichText::new(cause).color(palette.t2));
                        }
                        ui.add_space(space::XS);
                        again = parts::primary_button(ui, "Connect again", true).clicked();
                    });
            });
        again
    }

    fn paste_ui(&self, ui: &Ui, around: &Around<'_>, paste: Pasting) {
        let rect = ui.max_rect().shrink(space::M);
        Area::new(around.part("serial paste"))
            .order(Order::Middle)
            .pivot(Align2::RIGHT_BOTTOM)
            .fixed_pos(rect.right_bottom())
            .show(ui.ctx(), |ui| {
                parts::card(ui)
                    .inner_margin(Margin::same(12))
                    .show(ui, |ui| {
                        ui.set_width(PASTE_PT);
                        let text = if paste.waiting {
                            "Pasting waits until the PC reads".to_owned()
                        } else {
                            format!("Pasting, {} of {}", paste.sent, paste.total)
                        };
                        ui.label(text);
                        #[expect(clippy::cast_precision_loss, reason = "for a bar of 200 points")]
                        let part = paste.sent as f32 / paste.total.max(1) as f32;
                        let fill = Palette::of(ui).accent_fill;
                        ui.add(ProgressBar::new(part).desired_height(6.0).fill(fill));
                        if parts::button(ui, "Stop pasting").clicked() {
                            self.send(SerialCommand::StopPaste);
                        }
                    });
            });
    }

    fn note_ui(&mut self, ui: &Ui, around: &Around<'_>) {
        let Some((text, until)) = &self.note else {
            return;
        };
        let rest = until - around.now;
        if rest <= 0.0 {
            self.note = None;
            return;
        }
        let after = std::time::Duration::from_secs_f64(rest);
        ui.ctx().request_repaint_after(after);
        let rect = ui.max_rect().shrink(space::M);
        Area::new(around.part("serial note"))
            .order(Order::Middle)
            .pivot(Align2::LEFT_BOTTOM)
            .fixed_pos(rect.left_bottom())
            .constrain_to(rect)
            .show(ui.ctx(), |ui| {
                let frame = parts::card(ui).inner_margin(Margin::symmetric(12, 8));
                frame.show(ui, |ui| {
                    ui.set_max_width(size::STRIP.min(rect.width()) - space::XL);
                    let label = ui.label(RichText::new(text).color(Palette::of(ui).t1));
                    ui.ctx().accesskit_node_builder(label.id, |node| {
                        node.set_live(eframe::egui::accesskit::Live::Polite);
                    });
                });
            });
    }
}

impl View for SerialView {
    fn hear(&mut self, now: f64) {
        while let Some(event) = self.handle.as_mut().and_then(SerialHandle::poll_event) {
            self.take(event, now);
        }
        let has_text = |terminal: &mut Emulator| terminal.generation() > 0;
        if self.is_quiet && self.with_terminal(has_text) == Some(true) {
            // It writes after all.
            let text = self.with_terminal(|terminal| terminal.screen_text());
            self.is_quiet = text.is_some_and(|text| text.is_empty());
        }
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
        ui.painter().rect_filled(area, 0.0, DARK.stage);
        self.read();
        let inner = area.shrink(space::S);
        let cells = [self.screen.columns.max(20), self.screen.rows.max(5)];
        let layout = Layout::fit(ui, inner, cells);
        let response = ui.interact(area, around.part("serial"), Sense::click_and_drag());
        self.describe(ui, &response, around.name);
        let light = if self.is_open() { 1.0 } else { DEAD_TEXT };
        grid::paint(ui, &self.screen, layout, light, self.has_keys);
        if self.screen.scrolled_by > 0 {
            let text = format!("{} lines back", self.screen.scrolled_by);
            let at = area.right_top() + vec2(-space::M, space::S);
            let font = theme::mono(font_size::NUMBER);
            ui.painter()
                .text(at, Align2::RIGHT_TOP, text, font, DARK.accent);
        }
        let wishes = self.type_keys(ui, &response, around);
        self.point(ui, &response, layout);
        if self.has_keys {
            let ring = Stroke::new(2.0, DARK.accent);
            ui.painter()
                .rect_stroke(area, 0.0, ring, StrokeKind::Inside);
        }
        self.over_ui(ui, around);
        wishes
    }

    fn figures(&self) -> Vec<String> {
        let mut figures = Vec::new();
        if let Some((control, status)) = self.controls {
            let power = status.contains(PortStatus::POWER_ON);
            figures.push(if power { "PC on" } else { "PC off" }.to_owned());
            let state = |line| if control.contains(line) { "on" } else { "off" };
            figures.push(format!("RTS {}", state(Control::RTS)));
            figures.push(format!("DTR {}", state(Control::DTR)));
        }
        if self.screen.columns > 0 {
            figures.push(format!("{}×{}", self.screen.columns, self.screen.rows));
        }
        figures.push(self.keyboard.charset.name().to_owned());
        figures
    }

    fn chip(&self) -> Option<String> {
        match (&self.paste, &self.phase) {
            (Some(paste), _) => {
                let percent = paste.sent.saturating_mul(100) / paste.total.max(1);
                Some(format!("Pasting {percent} %"))
            }
            (None, Phase::Over(Some(_))) => Some("Serial closed".to_owned()),
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

    fn leave(&mut self) {
        self.is_focused = false;
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

/// What is being waited for.
const fn words(stage: SerialStage) -> &'static str {
    match stage {
        SerialStage::Connecting => "Connecting",
        SerialStage::Starting => "Waiting for Intel AMT to answer",
        SerialStage::LoggingIn => "Logging in",
        SerialStage::Opening | SerialStage::Open => "Opening the serial port",
    }
}

/// What menus call a character set.
pub(super) const fn charset_label(charset: Charset) -> &'static str {
    match charset {
        Charset::Utf8 => "UTF-8",
        Charset::Cp437 => "Code page 437",
        Charset::IntelAscii => "Intel ASCII",
    }
}

/// How bright the text of a closed console is.
const DEAD_TEXT: f32 = 0.6;
/// How long something is said.
const NOTE_SECS: f64 = 6.0;
/// Width of the explanation of silence.
const SILENCE_PT: f32 = 420.0;
/// Width of the paste card.
const PASTE_PT: f32 = 220.0;
