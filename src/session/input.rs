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

use super::macros::{Macro, MacroState, Runner, Turn};
use super::{Buttons, Command, Event, Layout, TypedText};
use crate::limits;
use crate::proto::kvm::KvmCommand;
use crate::proto::kvm::keysym::Keysym;
use crate::proto::kvm::layout::Stroke;
use crate::wire::Secret;

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
    /// A macro that runs; it waits while text is typed.
    runner: Option<Runner>,
    events: VecDeque<Event>,
}

/// Which characters a device can type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repertoire {
    /// Those of a US keyboard: firmware.
    UsKeyboard,
    /// All that have a keysym: ordinary VNC servers.
    Everything,
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
            Command::StopTyping => self.stop_typing(),
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

    /// The last report of a text that is stopped says that nothing is left to do.
    fn stop_typing(&mut self) {
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
        if self
            .typing
            .as_ref()
            .is_some_and(|typing| typing.next <= now)
        {
            self.type_next(now);
        }
        self.go_on(now);
    }

    /// When [`handle_timeout`](Self::handle_timeout) wants to be called.
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        let moved = self.moved.and(self.next_move);
        let typing = self.typing.as_ref().map(|typing| typing.next);
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

impl Repertoire {
    /// Keys down and up that type `c`; none if the device cannot.
    fn keys(self, layout: Layout, c: char) -> Vec<(Keysym, bool)> {
        let Some(keysym) = Keysym::from_char(c) else {
            return Vec::new();
        };
        let is_character = !(0xFF00..=0xFFFF).contains(&keysym.0);
        if self == Self::UsKeyboard && layout != Layout::Us && is_character {
            let strokes = layout.strokes(c).into_iter().flatten();
            return strokes.flat_map(Stroke::events).collect();
        }
        let Some(keysym) = self.keysym(c) else {
            return Vec::new();
        };
        let shift = self.shift(keysym);
        let press = shift.into_iter().chain([keysym]).map(|key| (key, true));
        let release = [keysym].into_iter().chain(shift).map(|key| (key, false));
        press.chain(release).collect()
    }

    /// The keysym that types `c`, if the device has it.
    fn keysym(self, c: char) -> Option<Keysym> {
        let keysym = Keysym::from_char(c)?;
        // Function keys and the like live from FF00 to FFFF.
        let is_key = keysym.is_ascii() || (0xFF00..=0xFFFF).contains(&keysym.0);
        (self == Self::Everything || is_key).then_some(keysym)
    }

    /// What has to be held down for it. Firmware presses Shift by itself; of ordinary servers some
    /// do and some do not (QEMU), and all of them expect it from a person's keyboard.
    fn shift(self, keysym: Keysym) -> Option<Keysym> {
        (self == Self::Everything && keysym.is_shifted()).then_some(Keysym::SHIFT_L)
    }
}

/// Most keys held down at once; a person has ten fingers.
const MAX_KEYS_DOWN: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const A: Keysym = Keysym(0x61);

    fn input() -> Input {
        Input::new(Repertoire::UsKeyboard)
    }

    fn key(keysym: Keysym, down: bool) -> Command {
        Command::Key { keysym, down }
    }

    fn at(x: u16, y: u16, buttons: Buttons) -> Command {
        Command::Pointer { x, y, buttons }
    }

    fn typed(text: &str, pace: Duration) -> Command {
        Command::Type(TypedText {
            text: Secret::new(text.to_owned()),
            pace,
        })
    }

    /// What goes to the channel, in a form that can be compared and printed.
    fn sent(input: &mut Input) -> Vec<String> {
        std::iter::from_fn(|| input.poll_command())
            .map(|command| match command {
                KvmCommand::Key { keysym, down } => {
                    format!("{}{:x}", if down { '+' } else { '-' }, keysym.0)
                }
                KvmCommand::Pointer { x, y, buttons } => format!("{x},{y},{}", buttons.bits()),
                other => format!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn moves_are_coalesced_to_one_in_8_ms_and_the_last_one_arrives() {
        let mut input = input();
        let start = Instant::now();
        let mut all = Vec::new();
        for ms in 0..100_u16 {
            let now = start + Duration::from_millis(ms.into());
            if input.poll_timeout().is_some_and(|at| at <= now) {
                input.handle_timeout(now);
            }
            input.handle(now, at(ms, 5, Buttons::empty()));
            all.extend(sent(&mut input));
        }
        input.handle_timeout(input.poll_timeout().unwrap());
        all.extend(sent(&mut input));
        assert_eq!(all.len(), 14, "{all:?}");
        assert_eq!(all.last().unwrap(), "99,5,0");
        assert_eq!(input.poll_timeout(), None);
    }

    #[test]
    fn a_button_or_key_never_overtakes_the_move_before_it() {
        let mut input = input();
        let now = Instant::now();
        input.handle(now, at(1, 1, Buttons::empty()));
        input.handle(now, at(2, 2, Buttons::empty()));
        input.handle(now, at(3, 3, Buttons::LEFT));
        input.handle(now, at(4, 4, Buttons::LEFT));
        input.handle(now, key(A, true));
        input.handle(now, at(5, 5, Buttons::LEFT));
        input.handle(now, at(6, 6, Buttons::empty()));
        assert_eq!(
            sent(&mut input),
            ["1,1,0", "2,2,0", "3,3,1", "4,4,1", "+61", "5,5,1", "6,6,0"]
        );
    }

    #[test]
    fn releasing_all_lets_go_of_buttons_and_keys_the_last_first_and_once() {
        let mut input = input();
        let now = Instant::now();
        for keysym in [Keysym::CONTROL_L, Keysym::ALT_L, A, A] {
            input.handle(now, key(keysym, true));
        }
        input.handle(now, at(9, 9, Buttons::LEFT | Buttons::RIGHT));
        sent(&mut input);
        input.handle(now, Command::ReleaseAll);
        let released = sent(&mut input);
        assert_eq!(released, ["9,9,0", "-61", "-ffe9", "-ffe3"]);
        input.handle(now, Command::ReleaseAll);
        input.handle(now, key(A, false));
        assert!(sent(&mut input).is_empty(), "the device has nothing down");
    }

    #[test]
    fn closing_releases_first() {
        let mut input = input();
        let now = Instant::now();
        input.handle(now, key(A, true));
        input.handle(now, typed("long text", Duration::from_secs(1)));
        sent(&mut input);
        input.handle(now, Command::Close);
        assert_eq!(sent(&mut input), ["-61", "Close"]);
        assert_eq!(input.poll_timeout(), None, "and stops typing");
    }

    #[test]
    fn text_is_typed_at_its_pace_and_what_has_no_key_is_counted() {
        let mut input = input();
        let start = Instant::now();
        input.handle(start, typed("a€\r\nB\n", Duration::from_millis(10)));
        let mut log = sent(&mut input);
        let mut times = 0;
        while let Some(at) = input.poll_timeout() {
            times += 1;
            assert_eq!(at, start + Duration::from_millis(10) * times);
            input.handle_timeout(at);
            log.extend(sent(&mut input));
        }
        let expected = [
            "+61", "-61", "+ff0d", "-ff0d", "+42", "-42", "+ff0d", "-ff0d",
        ];
        assert_eq!(log, expected);
        let last = std::iter::from_fn(|| input.poll_event()).last();
        assert!(
            matches!(
                last,
                Some(Event::Typing {
                    done: 6,
                    total: 6,
                    skipped: 1
                })
            ),
            "{last:?}"
        );
    }

    /// On a German keyboard @ is AltGr+Q, z is where Y is, and ê the dead circumflex and E.
    #[test]
    fn text_for_another_layout_is_typed_with_the_keys_of_that_layout() {
        let mut input = input();
        let start = Instant::now();
        input.handle(start, Command::SetLayout(Layout::De));
        input.handle(start, typed("@zê?ñ\n", Duration::from_millis(10)));
        let mut log = sent(&mut input);
        while let Some(at) = input.poll_timeout() {
            input.handle_timeout(at);
            log.extend(sent(&mut input));
        }
        let expected = [
            "+ffea", "+71", "-71", "-ffea", "+79", "-79", "+60", "-60", "+65", "-65", "+ffe1",
            "+2d", "-2d", "-ffe1", "+ff0d", "-ff0d",
        ];
        assert_eq!(log, expected);
        let last = std::iter::from_fn(|| input.poll_event()).last();
        assert!(
            matches!(last, Some(Event::Typing { skipped: 1, .. })),
            "{last:?}"
        );
    }

    /// Text waits for its turn, and what comes after it waits for the text.
    #[test]
    fn a_macro_types_and_presses_in_order_and_can_be_stopped() {
        let mut input = input();
        let start = Instant::now();
        let all: Macro = "press ctrl+a\ntype hi\npress f12 every 1 s until screen changes"
            .parse()
            .unwrap();
        input.handle(start, Command::RunMacro(all));
        let mut now = start;
        let mut log = sent(&mut input);
        for _ in 0..5 {
            now = input.poll_timeout().unwrap();
            input.handle_timeout(now);
            log.extend(sent(&mut input));
        }
        let expected = [
            "+ffe3", "+61", "-61", "-ffe3", "+68", "-68", "+69", "-69", "+ffc9", "-ffc9", "+ffc9",
            "-ffc9",
        ];
        assert_eq!(log[..expected.len()], expected);
        let states = |input: &mut Input| -> Vec<MacroState> {
            let events = std::iter::from_fn(|| input.poll_event());
            let states = events.filter_map(|event| match event {
                Event::Macro(state) => Some(state),
                _ => None,
            });
            states.collect()
        };
        let at = |step| MacroState::At { step, of: 3 };
        assert_eq!(states(&mut input), [at(1), at(2), at(3)]);
        input.handle(now, Command::StopMacro);
        assert_eq!(states(&mut input), [MacroState::Stopped]);
        assert_eq!(input.poll_timeout(), None);

        let all: Macro = "press f12 every 1 s until screen changes".parse().unwrap();
        input.handle(now, Command::RunMacro(all));
        input.screen_changed(now);
        input.handle_timeout(now);
        assert_eq!(states(&mut input).last(), Some(&MacroState::Done));
        assert!(input.keys.is_empty(), "nothing stays down");
    }

    /// A server that is told characters needs no layout.
    #[test]
    fn a_layout_changes_nothing_for_servers_that_take_characters() {
        let mut input = Input::new(Repertoire::Everything);
        let start = Instant::now();
        input.handle(start, Command::SetLayout(Layout::De));
        input.handle(start, typed("z", Duration::ZERO));
        assert_eq!(sent(&mut input), ["+7a", "-7a"]);
    }

    #[test]
    fn text_that_ends_in_nothing_typable_ends_too() {
        for text in ["", "€", "a€€"] {
            let mut input = input();
            input.handle(Instant::now(), typed(text, Duration::ZERO));
            while let Some(at) = input.poll_timeout() {
                input.handle_timeout(at);
            }
            let last = std::iter::from_fn(|| input.poll_event()).last();
            let Some(Event::Typing { done, total, .. }) = last else {
                panic!("{last:?}");
            };
            assert_eq!((done, total), (text.chars().count(), text.chars().count()));
        }
    }

    #[test]
    fn stopped_text_says_that_nothing_is_left() {
        let mut input = input();
        let now = Instant::now();
        input.handle(now, typed("abc", Duration::from_secs(1)));
        input.handle(now, Command::StopTyping);
        input.handle(now, Command::StopTyping);
        let last = std::iter::from_fn(|| input.poll_event()).last();
        assert!(matches!(
            last,
            Some(Event::Typing {
                done: 1,
                total: 1,
                ..
            })
        ));
        assert_eq!(input.poll_timeout(), None);
    }

    #[test]
    fn an_ordinary_server_is_sent_every_character_that_has_a_keysym() {
        let mut input = Input::new(Repertoire::Everything);
        input.handle(Instant::now(), typed("€", Duration::ZERO));
        assert_eq!(sent(&mut input), ["+10020ac", "-10020ac"]);
        input.handle(Instant::now(), typed("A", Duration::ZERO));
        assert_eq!(sent(&mut input), ["+ffe1", "+41", "-41", "-ffe1"]);
        input.handle(Instant::now(), typed("a", Duration::ZERO));
        assert_eq!(sent(&mut input), ["+61", "-61"]);
    }

    proptest! {
        /// Whatever happens: nothing is down at the end that was not let go, and keys keep their
        /// order.
        #[test]
        fn the_ledger_is_what_the_device_has(
            actions in proptest::collection::vec((0..6_u8, 0..4_u16, any::<bool>(), 0..20_u64), 0..60),
        ) {
            let mut input = input();
            let mut now = Instant::now();
            let mut commands = Vec::new();
            let mut presses = Vec::new();
            for (kind, n, down, wait) in actions {
                now += Duration::from_millis(wait);
                input.handle_timeout(now);
                let keysym = Keysym(0x61 + u32::from(n));
                match kind {
                    0 | 1 => {
                        if down {
                            presses.push(keysym);
                        }
                        input.handle(now, key(keysym, down));
                    }
                    2 | 3 => input.handle(now, at(n, n, Buttons::empty())),
                    4 => input.handle(now, at(n, 0, Buttons::from_bits_retain(u8::from(down)))),
                    _ => input.handle(now, Command::ReleaseAll),
                }
                commands.extend(std::iter::from_fn(|| input.poll_command()));
            }
            input.handle(now, Command::ReleaseAll);
            commands.extend(std::iter::from_fn(|| input.poll_command()));

            let mut device_keys = Vec::new();
            let mut device_buttons = Buttons::empty();
            let mut device_presses = Vec::new();
            for command in commands {
                match command {
                    KvmCommand::Key { keysym, down: true } => {
                        device_presses.push(keysym);
                        if !device_keys.contains(&keysym) {
                            device_keys.push(keysym);
                        }
                    }
                    KvmCommand::Key { keysym, down: false } => {
                        prop_assert!(device_keys.contains(&keysym));
                        device_keys.retain(|key| *key != keysym);
                    }
                    KvmCommand::Pointer { buttons, .. } => device_buttons = buttons,
                    other => prop_assert!(false, "{:?}", other),
                }
            }
            prop_assert_eq!(device_presses, presses);
            prop_assert!(device_keys.is_empty());
            prop_assert!(device_buttons.is_empty());
        }
    }
}
