//! What stands between a person's keyboard and pointer and the device's.
//!
//! * A ledger of everything that is down on the device, so that it can all be let go.
//! * Pointer moves are coalesced, and sent at most every [`MOVE_INTERVAL`]; keys and buttons are
//!   never dropped and never change places with each other or with the moves around them.
//! * Text is typed at its own pace.
//!
//! Pure: commands and the time go in, channel commands, events and the next deadline come out.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

mod repertoire;

use super::macros::{Macro, MacroState, Runner, Turn};
use super::{Buttons, Command, Event, Layout, TypedText};
use crate::limits;
use crate::proto::kvm::KvmCommand;
use crate::proto::kvm::keysym::Keysym;
use crate::screen::ScreenText;
use crate::wire::Secret;

pub(super) use repertoire::Repertoire;

/// Least time from one pointer move to the next: 125 a second, as a USB mouse reports.
pub(super) const MOVE_INTERVAL: Duration = Duration::from_millis(8);

/// Keys and pointer of one session.
#[derive(Debug)]
pub(super) struct Input {
    /// Which characters the device can type.
    repertoire: Repertoire,
    /// What the device's system makes of its keys.
    layout: Layout,
    /// What waits for the channel, oldest first.
    queue: VecDeque<KvmCommand>,
    /// Keys that are down on the device, in the order they were pressed.
    keys: Vec<Keysym>,
    /// Buttons that are down on the device.
    buttons: Buttons,
    /// Where the device's pointer is.
    place: (u16, u16),
    /// Where it should be; not sent yet.
    moved: Option<(u16, u16)>,
    /// When the next move may be sent.
    next_move: Option<Instant>,
    typing: Option<Typing>,
    /// Nobody looks: what is typed waits.
    is_paused: bool,
    /// A macro that runs; it waits while text is typed.
    runner: Option<Runner>,
    events: VecDeque<Event>,
}

/// A text on its way.
#[derive(Debug)]
struct Typing {
    text: TypedText,
    /// Bytes of `text` that are done.
    at: usize,
    done: usize,
    total: usize,
    skipped: usize,
    next: Instant,
}

impl Input {
    pub(super) const fn new(repertoire: Repertoire) -> Self {
        Self {
            repertoire,
            layout: Layout::Us,
            queue: VecDeque::new(),
            keys: Vec::new(),
            buttons: Buttons::empty(),
            place: (0, 0),
            moved: None,
            next_move: None,
            typing: None,
            is_paused: false,
            runner: None,
            events: VecDeque::new(),
        }
    }

    /// The connection is gone, and with it everything that was down or on its way.
    pub(super) fn forget(&mut self) {
        self.end_macro(MacroState::Stopped);
        self.stop_typing();
        self.queue.clear();
        self.keys.clear();
        self.buttons = Buttons::empty();
        (self.moved, self.next_move) = (None, None);
    }

    /// The device turned out to be of another kind.
    pub(super) const fn set_repertoire(&mut self, repertoire: Repertoire) {
        self.repertoire = repertoire;
    }

    /// Takes one command. [`Command::Close`] lets go of everything and then closes.
    pub(super) fn handle(&mut self, now: Instant, command: Command) {
        match command {
            Command::Key { keysym, down } => self.key(keysym, down),
            Command::Pointer { x, y, buttons } => self.pointer(now, (x, y), buttons),
            Command::ReleaseAll => self.release_all(),
            Command::Type(text) => self.start_typing(now, text),
            Command::SetLayout(layout) => self.layout = layout,
            Command::Character(c) => self.write(c),
            Command::StopTyping => self.stop_typing(),
            Command::PauseTyping(pauses) => self.pause(now, pauses),
            Command::RunMacro(all) => self.run_macro(now, all),
            Command::StopMacro => self.end_macro(MacroState::Stopped),
            Command::Refresh => self.queue.push_back(KvmCommand::Refresh),
            // The screen's own business, not that of keys.
            Command::SetPicture(_)
            | Command::StartRecording(_)
            | Command::StopRecording
            | Command::Mark { .. }
            | Command::Consented => {}
            // There is nothing to retry while there is a channel.
            Command::Retry => {}
            Command::Close => {
                self.runner = None;
                self.typing = None;
                self.release_all();
                self.queue.push_back(KvmCommand::Close);
            }
        }
    }

    fn key(&mut self, keysym: Keysym, down: bool) {
        self.flush_move();
        let held = self.keys.iter().position(|key| *key == keysym);
        match (down, held) {
            // A key that is down already repeats.
            (true, Some(_)) => {}
            (true, None) => self.keys.push(keysym),
            (false, Some(index)) => drop(self.keys.remove(index)),
            // The device does not have it down: it was released with all others before.
            (false, None) => return,
        }
        self.queue.push_back(KvmCommand::Key { keysym, down });
        // A front end that presses ever new keys and releases none is broken, not in a hurry.
        if self.keys.len() > MAX_KEYS_DOWN {
            self.release_all();
        }
    }

    fn pointer(&mut self, now: Instant, place: (u16, u16), buttons: Buttons) {
        if buttons != self.buttons {
            // What was hovered or dragged over counts with the buttons it had.
            self.flush_move();
            self.buttons = buttons;
            self.send_pointer(place);
        } else if place != self.place || self.moved.is_some() {
            self.moved = Some(place);
            if self.next_move.is_none_or(|at| at <= now) {
                self.send_move(now);
            }
        }
    }

    /// Sends the waiting move if its time has come.
    fn send_move(&mut self, now: Instant) {
        self.flush_move();
        self.next_move = Some(now + MOVE_INTERVAL);
    }

    /// Sends the waiting move now, because something follows that must not overtake it.
    fn flush_move(&mut self) {
        if let Some(place) = self.moved.take()
            && place != self.place
        {
            self.send_pointer(place);
        }
    }

    fn send_pointer(&mut self, place: (u16, u16)) {
        self.place = place;
        let ((x, y), buttons) = (place, self.buttons);
        self.queue.push_back(KvmCommand::Pointer { x, y, buttons });
    }

    /// Lets go of buttons and keys, the last pressed first.
    fn release_all(&mut self) {
        self.flush_move();
        if !self.buttons.is_empty() {
            self.buttons = Buttons::empty();
            self.send_pointer(self.place);
        }
        for keysym in self.keys.drain(..).rev() {
            let down = false;
            self.queue.push_back(KvmCommand::Key { keysym, down });
        }
    }

    fn write(&mut self, c: char) {
        let keys = self.repertoire.keys(self.layout, c);
        if keys.is_empty() {
            self.events.push_back(Event::NoKey);
            return;
        }
        self.flush_move();
        for (keysym, down) in keys {
            self.queue.push_back(KvmCommand::Key { keysym, down });
        }
    }

    fn start_typing(&mut self, now: Instant, text: TypedText) {
        self.stop_typing();
        let total = text.text.expose().chars().count().min(limits::TYPED_CHARS);
        self.typing = Some(Typing {
            text,
            at: 0,
            done: 0,
            total,
            skipped: 0,
            next: now,
        });
        self.type_next(now);
    }

    /// Keeps back what is left of a text, or goes on with it.
    fn pause(&mut self, now: Instant, pauses: bool) {
        self.is_paused = pauses;
        if let Some(typing) = &mut self.typing {
            typing.next = now + typing.text.pace;
        }
    }

    /// When the next character is due.
    fn next_character(&self) -> Option<Instant> {
        let typing = self.typing.as_ref().filter(|_| !self.is_paused);
        typing.map(|typing| typing.next)
    }

    fn run_macro(&mut self, now: Instant, all: Macro) {
        self.end_macro(MacroState::Stopped);
        let runner = Runner::new(now, all);
        self.events.push_back(Event::Macro(runner.state()));
        self.runner = Some(runner);
        self.go_on(now);
    }

    /// Ends the macro that runs. A text of its own that is being typed ends with it.
    fn end_macro(&mut self, how: MacroState) {
        if self.runner.take().is_some() {
            if how == MacroState::Stopped {
                self.stop_typing();
            }
            self.events.push_back(Event::Macro(how));
        }
    }

    /// Does what the macro that runs wants now.
    fn go_on(&mut self, now: Instant) {
        while self.typing.is_none()
            && let Some(runner) = &mut self.runner
        {
            let before = runner.state();
            let turn = runner.turn(now);
            let state = runner.state();
            if state != before && !matches!(turn, Turn::Ended(_)) {
                self.events.push_back(Event::Macro(state));
            }
            match turn {
                Turn::Nothing => return,
                Turn::Ended(how) => self.end_macro(how),
                Turn::Press(keys) => {
                    for keysym in &keys {
                        self.key(*keysym, true);
                    }
                    for keysym in keys.iter().rev() {
                        self.key(*keysym, false);
                    }
                }
                Turn::Type(text) => {
                    let (text, pace) = (Secret::new(text), TypedText::PACE);
                    self.start_typing(now, TypedText { text, pace });
                }
            }
        }
    }

    /// The screen shows something else: more than a cursor that blinks.
    pub(super) fn screen_changed(&mut self, now: Instant) {
        if let Some(runner) = &mut self.runner {
            runner.screen_changed(now);
        }
    }

    /// A macro waits for a text on the screen.
    pub(super) fn waits_for_text(&self) -> bool {
        self.typing.is_none() && self.runner.as_ref().is_some_and(Runner::waits_for_text)
    }

    /// The text that was on the screen at `seen`.
    pub(super) fn screen_says(&mut self, now: Instant, seen: Instant, screen: &ScreenText) {
        if let Some(runner) = &mut self.runner {
            runner.screen_says(now, seen, screen);
        }
    }

    /// The last report of a text that is stopped says that nothing is left to do.
    fn stop_typing(&mut self) {
        self.is_paused = false;
        if let Some(Typing { done, skipped, .. }) = self.typing.take() {
            self.report(done, done, skipped);
        }
    }

    /// Types the next character, and reports. A character without a key takes no time.
    fn type_next(&mut self, now: Instant) {
        let Some(typing) = &mut self.typing else {
            return;
        };
        let mut keys = Vec::new();
        while keys.is_empty() && typing.done < typing.total {
            let rest = typing.text.text.expose().get(typing.at..);
            let Some(c) = rest.and_then(|rest| rest.chars().next()) else {
                break;
            };
            typing.at += c.len_utf8();
            typing.done += 1;
            // CR LF is one end of line.
            if c == '\r' && rest.is_some_and(|rest| rest.starts_with("\r\n")) {
                continue;
            }
            keys = self.repertoire.keys(self.layout, c);
            typing.skipped += usize::from(keys.is_empty());
        }
        typing.next = now + typing.text.pace;
        let Typing {
            done,
            total,
            skipped,
            ..
        } = *typing;
        if done >= total {
            self.typing = None;
        }
        if !keys.is_empty() {
            self.flush_move();
        }
        for (keysym, down) in keys {
            self.queue.push_back(KvmCommand::Key { keysym, down });
        }
        self.report(done, total, skipped);
    }

    fn report(&mut self, done: usize, total: usize, skipped: usize) {
        self.events.push_back(Event::Typing {
            done,
            total,
            skipped,
        });
    }

    /// Sends what has become due.
    pub(super) fn handle_timeout(&mut self, now: Instant) {
        if self.moved.is_some() && self.next_move.is_none_or(|at| at <= now) {
            self.send_move(now);
        }
        if self.next_character().is_some_and(|next| next <= now) {
            self.type_next(now);
        }
        self.go_on(now);
    }

    /// When [`handle_timeout`](Self::handle_timeout) wants to be called.
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        let moved = self.moved.and(self.next_move);
        let typing = self.next_character();
        let runner = self.runner.as_ref().filter(|_| self.typing.is_none());
        let runner = runner.map(Runner::deadline);
        moved.into_iter().chain(typing).chain(runner).min()
    }

    /// The next command for the channel.
    pub(super) fn poll_command(&mut self) -> Option<KvmCommand> {
        self.queue.pop_front()
    }

    /// The next report about typing.
    pub(super) fn poll_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }
}

/// Most keys held down at once; a person has ten fingers.
const MAX_KEYS_DOWN: usize = 64;

#[cfg(test)]
mod tests;
