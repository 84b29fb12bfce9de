//! Keys of the person's keyboard to keysyms of the PC.
//!
//! Keys are mapped by their place, not by what is printed on them: the PC's own layout turns
//! places into characters. What the window cannot place (a few keypad and Asian keys) arrives as
//! text only and is typed as a character. Source: `docs/protocol/redirection.md` § 5.11.
//!
//! Who wants that is understood by the characters instead: what the own layout writes is written on
//! the PC, with the keys that the PC's layout has for it. Shift and AltGr, which make a character
//! here, are kept back then until a key that writes nothing goes with them.

use eframe::egui::{Event, ImeEvent, Key};

use crate::proto::kvm::keysym::{Keysym, WindowsKeys};
use crate::session::{Command, Layout};
use crate::ui::action::Action;
use crate::ui::release_key::{RELEASE_KEY, ReleaseKey};

/// What came of a keyboard event.
#[derive(Debug)]
pub(crate) enum Typed {
    /// For the PC.
    Send(Command),
    /// A shortcut of ours: the release key, then another.
    Run(Action),
    /// The macro of a function key: the release key, then that.
    Macro(u8),
    /// The keys belong to the window again.
    Free,
}

/// The keyboard as long as its keys go to one PC.
#[derive(Debug, Default)]
pub(crate) struct Keyboard {
    /// Which reading of the Windows keys this PC wants.
    windows_keys: WindowsKeys,
    /// Keys that are down on the PC: their place and what was sent for it, which is what has to
    /// go up again even if Shift has changed since.
    held: Vec<(Key, Keysym)>,
    release_key: ReleaseKey,
    /// The last event was a key that was sent, so that its text is no key of its own.
    text_is_sent: bool,
    /// Characters are sent, not places; the layout of the PC.
    writes: Option<Layout>,
    /// Events come from the keyboard of the system, which tells keys and no text.
    has_no_text: bool,
    /// Shift and AltGr while they are down here and not on the PC.
    kept_back: Vec<Key>,
    /// Since when a modifier has been down on the PC, in seconds of egui's clock.
    modified: Option<f64>,
}

impl Keyboard {
    /// A keyboard for a PC that reads the Windows keys this way.
    pub(crate) fn new(windows_keys: WindowsKeys) -> Self {
        Self {
            windows_keys,
            ..Self::default()
        }
    }

    /// Turns the events of one frame into what is to be done, in their order.
    pub(crate) fn take(&mut self, events: &[Event]) -> Vec<Typed> {
        let mut typed = Vec::new();
        for event in events {
            let was_sent = std::mem::take(&mut self.text_is_sent);
            match event {
                Event::Key {
                    key,
                    physical_key,
                    pressed,
                    modifiers,
                    ..
                } => {
                    let place = place(*key, *physical_key);
                    if *pressed && self.keeps_back(*key, place, &mut typed) {
                        // Its text follows, if it writes any.
                    } else if *pressed {
                        self.press(place, modifiers.shift, &mut typed);
                    } else {
                        self.release(place, &mut typed);
                    }
                }
                Event::Text(text) if !was_sent && self.release_key.is_up() => {
                    self.write(text, &mut typed);
                }
                Event::Ime(ImeEvent::Commit(text)) => self.write(text, &mut typed),
                _ => {}
            }
            if matches!(typed.last(), Some(Typed::Free)) {
                // What follows is not meant for the PC any more.
                break;
            }
        }
        typed
    }

    /// Modifiers that have been down on the PC for a while at `now`, in seconds of egui's clock; or
    /// after how many seconds there will be some.
    pub(crate) fn modifiers(&mut self, now: f64) -> Result<Vec<Keysym>, Option<f64>> {
        let keys = self.held.iter().map(|(_, keysym)| *keysym);
        let modifiers: Vec<_> = keys.filter(|key| key.is_modifier()).collect();
        if modifiers.is_empty() {
            self.modified = None;
            return Err(None);
        }
        let left = *self.modified.get_or_insert(now) + MODIFIER_SECS - now;
        if left > 0.0 {
            Err(Some(left))
        } else {
            Ok(modifiers)
        }
    }

    /// Lets one key go on the PC, although it may be down here.
    pub(crate) fn let_go(&mut self, keysym: Keysym) -> Command {
        self.held.retain(|(_, held)| *held != keysym);
        let down = false;
        Command::Key { keysym, down }
    }

    /// The keys go elsewhere from now on; forgets what is down, the caller releases it.
    pub(crate) fn forget(&mut self) {
        self.held.clear();
        self.kept_back.clear();
        self.release_key = ReleaseKey::default();
        self.text_is_sent = false;
    }

    /// The release key is down: what is turned or pressed meanwhile is for the window.
    pub(crate) fn holds_release_key(&self) -> bool {
        !self.release_key.is_up()
    }

    /// The release key was used together with the wheel: letting go of it frees nothing.
    pub(crate) fn chord_with_wheel(&mut self) {
        self.release_key.chord();
    }

    /// From now on characters are sent to a PC with this layout, or places of keys.
    pub(crate) fn set_writes(&mut self, layout: Option<Layout>) {
        self.writes = layout;
        self.kept_back.clear();
    }

    /// Whether the keyboard of the system is listened to: without text all keys go by place.
    pub(crate) fn set_grabbed(&mut self, grabbed: bool) {
        if self.has_no_text != grabbed {
            self.has_no_text = grabbed;
            self.kept_back.clear();
        }
    }

    /// Characters are sent, not places of keys.
    pub(crate) const fn writes(&self) -> bool {
        self.writes.is_some()
    }

    /// What the Windows keys are for this PC.
    pub(crate) const fn windows_keys(&self) -> WindowsKeys {
        self.windows_keys
    }

    /// Where characters are sent: keeps back what writes a character, or helps to. Whatever else is
    /// pressed goes with the modifiers that were kept back, and chords such as Ctrl+Z go by what
    /// the key says.
    fn keeps_back(&mut self, key: Key, place: Key, typed: &mut Vec<Typed>) -> bool {
        let Some(layout) = self.writes.filter(|_| !self.has_no_text) else {
            return false;
        };
        if place == RELEASE_KEY || !self.release_key.is_up() {
            return false;
        }
        let is_chord = CHORD_KEYS.iter().any(|key| self.holds(*key));
        let is_level = matches!(place, Key::ShiftLeft | Key::ShiftRight | Key::AltRight);
        if is_level && !is_chord {
            if !self.kept_back.contains(&place) {
                self.kept_back.push(place);
            }
            return true;
        }
        // Here it has had its effect on what is written.
        if place == Key::CapsLock {
            return true;
        }
        let writes = |keysym: &Keysym| keysym.is_ascii();
        let printed = self.keysym(place, false).filter(writes);
        if printed.is_some() && !is_chord {
            return true;
        }
        for modifier in std::mem::take(&mut self.kept_back) {
            self.press(modifier, false, typed);
        }
        let said = self.keysym(key, false).filter(writes).or(printed);
        let of_layout = said.and_then(|keysym| layout.strokes(char::from_u32(keysym.0)?));
        let Some(stroke) = of_layout.and_then(|strokes| strokes.into_iter().next()) else {
            return false;
        };
        if !self.holds(place) {
            self.held.push((place, stroke.key));
        }
        let (keysym, down) = (stroke.key, true);
        typed.push(Typed::Send(Command::Key { keysym, down }));
        self.text_is_sent = true;
        true
    }

    /// What text becomes that is no text of a key which was sent.
    fn write(&self, text: &str, typed: &mut Vec<Typed>) {
        if self.writes.is_none() {
            return type_text(text, typed);
        }
        let characters = text.chars().map(Command::Character);
        typed.extend(characters.map(Typed::Send));
    }

    fn press(&mut self, place: Key, shift: bool, typed: &mut Vec<Typed>) {
        if place == RELEASE_KEY {
            self.release_key.press();
            return;
        }
        if self.release_key.chord() {
            // A chord that means nothing to us means nothing at all: it was not for the PC.
            let chord = Action::of_chord(place).map(Typed::Run);
            typed.extend(chord.or_else(|| function_key(place).map(Typed::Macro)));
            self.text_is_sent = true;
            return;
        }
        let again = self.held.iter().find(|(held, _)| *held == place);
        let keysym = match again {
            Some((_, keysym)) => *keysym,
            None => {
                let Some(keysym) = self.keysym(place, shift || self.holds_shift()) else {
                    return;
                };
                self.held.push((place, keysym));
                keysym
            }
        };
        self.text_is_sent = true;
        typed.push(Typed::Send(Command::Key { keysym, down: true }));
        if self.holds_all_modifiers() {
            self.forget();
            typed.push(Typed::Free);
        }
    }

    fn release(&mut self, place: Key, typed: &mut Vec<Typed>) {
        if place == RELEASE_KEY {
            if self.release_key.release() {
                self.forget();
                typed.push(Typed::Free);
            }
            return;
        }
        self.kept_back.retain(|kept| *kept != place);
        if let Some(index) = self.held.iter().position(|(held, _)| *held == place) {
            let (_, keysym) = self.held.remove(index);
            typed.push(Typed::Send(Command::Key {
                keysym,
                down: false,
            }));
        }
    }

    fn holds(&self, place: Key) -> bool {
        self.held.iter().any(|(held, _)| *held == place)
    }

    fn holds_shift(&self) -> bool {
        self.holds(Key::ShiftLeft) || self.holds(Key::ShiftRight)
    }

    /// Ctrl, Alt and Shift and nothing else: frees the keys on keyboards without a right Ctrl.
    fn holds_all_modifiers(&self) -> bool {
        self.held.len() == 3
            && self.holds(Key::ControlLeft)
            && self.holds_shift()
            && (self.holds(Key::AltLeft) || self.holds(Key::AltRight))
    }

    /// What the PC is told for a place on the keyboard; `None` for keys it does not have.
    fn keysym(&self, place: Key, shift: bool) -> Option<Keysym> {
        match place {
            Key::SuperLeft => return Some(self.windows_keys.left()),
            Key::SuperRight => return Some(self.windows_keys.right()),
            _ => {}
        }
        match *place.name().as_bytes() {
            // Letters are the only keys whose keysym depends on Shift.
            [letter @ b'A'..=b'Z'] if shift => Some(Keysym(letter.into())),
            [letter @ b'A'..=b'Z'] => Some(Keysym(letter.to_ascii_lowercase().into())),
            [digit @ b'0'..=b'9'] => Some(Keysym(digit.into())),
            _ if function_key(place).is_some() => function_key(place).and_then(Keysym::function),
            _ => KEYS
                .binary_search_by_key(&place, |(key, _)| *key)
                .ok()
                .and_then(|row| KEYS.get(row))
                .map(|(_, keysym)| *keysym),
        }
    }
}

/// Where a key is on the keyboard.
///
/// With Num Lock off the keypad moves the cursor: its place says a digit, its meaning an arrow.
fn place(key: Key, physical_key: Option<Key>) -> Key {
    match physical_key {
        Some(digit) if is_digit(digit) && KEYPAD_NAVIGATION.contains(&key) => key,
        Some(place) => place,
        None => key,
    }
}

/// 1 to 12 for F1 to F12.
fn function_key(key: Key) -> Option<u8> {
    let n = key.name().strip_prefix('F')?.parse().ok()?;
    (1..=12).contains(&n).then_some(n)
}

fn is_digit(key: Key) -> bool {
    matches!(*key.name().as_bytes(), [b'0'..=b'9'])
}

/// Characters as keys without modifiers; firmware presses Shift by itself.
fn type_text(text: &str, typed: &mut Vec<Typed>) {
    for keysym in text.chars().filter_map(Keysym::from_char) {
        for down in [true, false] {
            typed.push(Typed::Send(Command::Key { keysym, down }));
        }
    }
}

/// Seconds after which a modifier that is down is shown: what is only typed with Shift moves
/// nothing in the window.
const MODIFIER_SECS: f64 = 0.5;

/// Modifiers with which no character is written.
const CHORD_KEYS: [Key; 5] = [
    Key::ControlLeft,
    Key::ControlRight,
    Key::AltLeft,
    Key::SuperLeft,
    Key::SuperRight,
];

/// What the keypad does without Num Lock.
const KEYPAD_NAVIGATION: [Key; 10] = [
    Key::ArrowDown,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::ArrowUp,
    Key::Insert,
    Key::Delete,
    Key::Home,
    Key::End,
    Key::PageUp,
    Key::PageDown,
];

/// Keys that are no letter, digit, function or Windows key; sorted as egui sorts keys.
const KEYS: &[(Key, Keysym)] = &[
    (Key::ArrowDown, Keysym::DOWN),
    (Key::ArrowLeft, Keysym::LEFT),
    (Key::ArrowRight, Keysym::RIGHT),
    (Key::ArrowUp, Keysym::UP),
    (Key::Escape, Keysym::ESCAPE),
    (Key::Tab, Keysym::TAB),
    (Key::Backspace, Keysym::BACKSPACE),
    (Key::Enter, Keysym::RETURN),
    (Key::Space, Keysym::SPACE),
    (Key::Insert, Keysym::INSERT),
    (Key::Delete, Keysym::DELETE),
    (Key::Home, Keysym::HOME),
    (Key::End, Keysym::END),
    (Key::PageUp, Keysym::PAGE_UP),
    (Key::PageDown, Keysym::PAGE_DOWN),
    // Colon, Pipe, Questionmark and their like have no place; they come from keypads and odd
    // layouts, and say themselves.
    (Key::Colon, Keysym(0x3A)),
    (Key::Comma, Keysym(0x2C)),
    (Key::Backslash, Keysym(0x5C)),
    (Key::Slash, Keysym(0x2F)),
    (Key::Pipe, Keysym(0x7C)),
    (Key::Questionmark, Keysym(0x3F)),
    (Key::Exclamationmark, Keysym(0x21)),
    (Key::OpenBracket, Keysym(0x5B)),
    (Key::CloseBracket, Keysym(0x5D)),
    (Key::OpenCurlyBracket, Keysym(0x7B)),
    (Key::CloseCurlyBracket, Keysym(0x7D)),
    (Key::Backtick, Keysym(0x60)),
    (Key::Minus, Keysym(0x2D)),
    (Key::Period, Keysym(0x2E)),
    (Key::Plus, Keysym(0x2B)),
    (Key::Equals, Keysym(0x3D)),
    (Key::Semicolon, Keysym(0x3B)),
    (Key::Quote, Keysym(0x27)),
    (Key::ShiftLeft, Keysym::SHIFT_L),
    (Key::ShiftRight, Keysym::SHIFT_R),
    (Key::ControlLeft, Keysym::CONTROL_L),
    (Key::ControlRight, Keysym::CONTROL_R),
    (Key::AltLeft, Keysym::ALT_L),
    (Key::AltRight, Keysym::ALT_R),
    (Key::IntlBackslash, Keysym::INTL_BACKSLASH),
    (Key::CapsLock, Keysym::CAPS_LOCK),
    (Key::NumLock, Keysym::NUM_LOCK),
    (Key::ScrollLock, Keysym::SCROLL_LOCK),
    (Key::PrintScreen, Keysym::PRINT),
    (Key::Pause, Keysym::PAUSE),
    (Key::Menu, Keysym::MENU),
];

#[cfg(test)]
mod tests {
    use eframe::egui::Modifiers;

    use super::*;

    fn key(place: Key, pressed: bool) -> Event {
        key_as(place, place, pressed)
    }

    /// `place` is where it is, `key` what the person's layout makes of it.
    fn key_as(key: Key, place: Key, pressed: bool) -> Event {
        Event::Key {
            key,
            physical_key: Some(place),
            pressed,
            repeat: false,
            modifiers: Modifiers::NONE,
        }
    }

    fn text(text: &str) -> Event {
        Event::Text(text.to_owned())
    }

    /// `+41` down, `-41` up, `!` an action, `free`.
    fn take(keyboard: &mut Keyboard, events: &[Event]) -> String {
        let words = keyboard.take(events).into_iter().map(|typed| match typed {
            Typed::Send(Command::Key { keysym, down }) => {
                format!("{}{:X}", if down { '+' } else { '-' }, keysym.0)
            }
            Typed::Send(Command::Character(c)) => format!("{c:?}"),
            Typed::Send(command) => format!("{command:?}"),
            Typed::Run(action) => format!("!{action:?}"),
            Typed::Macro(n) => format!("macro {n}"),
            Typed::Free => "free".to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    fn press(place: Key) -> String {
        take(
            &mut Keyboard::default(),
            &[key(place, true), key(place, false)],
        )
    }

    #[test]
    fn the_table_is_sorted_and_unique() {
        assert!(KEYS.is_sorted_by(|a, b| a.0 < b.0));
    }

    /// The table of § 5.11, written down a second time.
    #[test]
    fn every_place_sends_the_keysym_of_the_specification() {
        for (places, first) in [
            (vec![Key::A, Key::B, Key::C], 0x61),
            (vec![Key::Num0, Key::Num1, Key::Num2], 0x30),
            (vec![Key::F1, Key::F2, Key::F3], 0xFFBE),
            (vec![Key::F10, Key::F11, Key::F12], 0xFFC7),
            (vec![Key::Home, Key::ArrowLeft, Key::ArrowUp], 0xFF50),
            (vec![Key::ArrowRight, Key::ArrowDown, Key::PageUp], 0xFF53),
            (vec![Key::PageDown, Key::End], 0xFF56),
            (
                vec![Key::ShiftLeft, Key::ShiftRight, Key::ControlLeft],
                0xFFE1,
            ),
            (vec![Key::SuperLeft, Key::SuperRight, Key::AltLeft], 0xFFE7),
        ] {
            for (place, keysym) in places.into_iter().zip(first..) {
                assert_eq!(
                    press(place),
                    format!("+{keysym:X} -{keysym:X}"),
                    "{place:?}"
                );
            }
        }
        for (place, keysym) in [
            (Key::Z, 0x7A),
            (Key::Num9, 0x39),
            (Key::Backtick, 0x60),
            (Key::Minus, 0x2D),
            (Key::Equals, 0x3D),
            (Key::OpenBracket, 0x5B),
            (Key::CloseBracket, 0x5D),
            (Key::Backslash, 0x5C),
            (Key::Semicolon, 0x3B),
            (Key::Quote, 0x27),
            (Key::Comma, 0x2C),
            (Key::Period, 0x2E),
            (Key::Slash, 0x2F),
            (Key::Space, 0x20),
            (Key::Backspace, 0xFF08),
            (Key::Tab, 0xFF09),
            (Key::Enter, 0xFF0D),
            (Key::Escape, 0xFF1B),
            (Key::Delete, 0xFFFF),
            (Key::Insert, 0xFF63),
            (Key::AltRight, 0xFFEA),
            (Key::IntlBackslash, 0x1717_0056),
            (Key::Menu, 0xFF67),
            (Key::CapsLock, 0xFFE5),
            (Key::NumLock, 0xFF7F),
            (Key::ScrollLock, 0xFF14),
            (Key::Pause, 0xFF13),
            (Key::PrintScreen, 0xFF61),
        ] {
            assert_eq!(
                press(place),
                format!("+{keysym:X} -{keysym:X}"),
                "{place:?}"
            );
        }
        // Firmware knows twelve function keys and no multimedia keys.
        for place in [Key::F13, Key::F35, Key::MediaStop, Key::Copy] {
            assert_eq!(press(place), "", "{place:?}");
        }
    }

    #[test]
    fn windows_keys_follow_the_choice_for_the_pc() {
        let mut keyboard = Keyboard::new(WindowsKeys::Super);
        let events = [key(Key::SuperLeft, true), key(Key::SuperLeft, false)];
        assert_eq!(take(&mut keyboard, &events), "+FFEB -FFEB");
    }

    #[test]
    fn shift_changes_letters_only_and_a_key_goes_up_as_it_went_down() {
        let mut keyboard = Keyboard::default();
        let events = [
            key(Key::ShiftLeft, true),
            key(Key::A, true),
            key(Key::Num1, true),
            key(Key::ShiftLeft, false),
            key(Key::A, false),
            key(Key::Num1, false),
        ];
        assert_eq!(
            take(&mut keyboard, &events),
            "+FFE1 +41 +31 -FFE1 -41 -31",
            "A goes up as 41 although Shift is gone"
        );
    }

    #[test]
    fn the_place_counts_and_not_the_layout_of_the_person() {
        let mut keyboard = Keyboard::default();
        // The key right of T: Y on a US keyboard, Z on a German one.
        let events = [
            key_as(Key::Z, Key::Y, true),
            text("z"),
            key_as(Key::Z, Key::Y, false),
        ];
        assert_eq!(take(&mut keyboard, &events), "+79 -79");
    }

    #[test]
    fn the_keypad_sends_digits_or_moves_the_cursor_as_num_lock_says() {
        let mut keyboard = Keyboard::default();
        let on = [key(Key::Num7, true), text("7"), key(Key::Num7, false)];
        assert_eq!(take(&mut keyboard, &on), "+37 -37");
        let off = [
            key_as(Key::Home, Key::Num7, true),
            key_as(Key::Home, Key::Num7, false),
        ];
        assert_eq!(take(&mut keyboard, &off), "+FF50 -FF50");
    }

    #[test]
    fn text_without_a_key_is_typed_and_text_of_a_key_is_not() {
        let mut keyboard = Keyboard::default();
        assert_eq!(take(&mut keyboard, &[text("*")]), "+2A -2A");
        assert_eq!(
            take(&mut keyboard, &[key(Key::Q, true), text("@"), text("é")]),
            "+71 +E9 -E9",
            "AltGr+Q is the PC's business; the é came from nowhere else"
        );
        let commit = Event::Ime(ImeEvent::Commit("ab".to_owned()));
        assert_eq!(take(&mut keyboard, &[commit]), "+61 -61 +62 -62");
    }

    fn writing(layout: Layout) -> Keyboard {
        let mut keyboard = Keyboard::default();
        keyboard.set_writes(Some(layout));
        keyboard
    }

    #[test]
    fn who_wants_characters_gets_what_the_own_layout_writes() {
        let mut keyboard = writing(Layout::De);
        // An own keyboard with Z where a US one has Y.
        let shifted = [
            key(Key::ShiftLeft, true),
            key_as(Key::Z, Key::Y, true),
            text("Z"),
            key_as(Key::Z, Key::Y, false),
            key(Key::ShiftLeft, false),
        ];
        assert_eq!(take(&mut keyboard, &shifted), "'Z'");
        let at = [key(Key::AltRight, true), key(Key::Q, true), text("@")];
        assert_eq!(take(&mut keyboard, &at), "'@'");
        let up = [key(Key::Q, false), key(Key::AltRight, false)];
        assert_eq!(take(&mut keyboard, &up), "");
        // A dead key writes nothing until the next one does.
        let dead = [key(Key::Equals, true), key(Key::E, true), text("é")];
        assert_eq!(take(&mut keyboard, &dead), "'é'");
        let space = [key(Key::Space, true), text(" "), key(Key::Space, false)];
        assert_eq!(take(&mut keyboard, &space), "' '");
        assert_eq!(take(&mut keyboard, &[key(Key::CapsLock, true)]), "");
    }

    #[test]
    fn what_writes_nothing_goes_by_its_place_with_all_that_is_held() {
        let mut keyboard = writing(Layout::Us);
        let enter = [key(Key::Enter, true), key(Key::Enter, false)];
        assert_eq!(take(&mut keyboard, &enter), "+FF0D -FF0D");
        let back = [
            key(Key::ShiftLeft, true),
            key(Key::Tab, true),
            key(Key::Tab, false),
            key(Key::ShiftLeft, false),
        ];
        assert_eq!(take(&mut keyboard, &back), "+FFE1 +FF09 -FF09 -FFE1");
        // Nothing of a Shift that is up again is sent with a later key.
        let shift = [key(Key::ShiftLeft, true), key(Key::ShiftLeft, false)];
        assert_eq!(take(&mut keyboard, &shift), "");
        assert_eq!(take(&mut keyboard, &enter), "+FF0D -FF0D");
    }

    #[test]
    fn chords_go_by_what_the_key_says_at_the_place_where_the_pc_has_it() {
        // French keyboards have A where a US one has Q, German ones Z where it has Y.
        let chord = [
            key(Key::ControlLeft, true),
            key_as(Key::A, Key::Q, true),
            key_as(Key::A, Key::Q, true),
            key_as(Key::A, Key::Q, false),
            key(Key::ControlLeft, false),
        ];
        for (layout, keysym) in [(Layout::Us, "61"), (Layout::De, "61"), (Layout::Fr, "71")] {
            let sent = format!("+FFE3 +{keysym} +{keysym} -{keysym} -FFE3");
            assert_eq!(take(&mut writing(layout), &chord), sent, "{layout:?}");
        }
        assert_eq!(
            take(&mut Keyboard::default(), &chord),
            "+FFE3 +71 +71 -71 -FFE3"
        );
    }

    #[test]
    fn a_keyboard_that_tells_no_text_goes_by_place() {
        let mut keyboard = writing(Layout::De);
        keyboard.set_grabbed(true);
        let z = [key_as(Key::Z, Key::Y, true), key_as(Key::Z, Key::Y, false)];
        assert_eq!(take(&mut keyboard, &z), "+79 -79");
        keyboard.set_grabbed(false);
        assert_eq!(take(&mut keyboard, &z), "");
    }

    #[test]
    fn the_release_key_alone_frees_and_with_another_runs_its_action() {
        let mut keyboard = Keyboard::default();
        let alone = [
            key(RELEASE_KEY, true),
            key(RELEASE_KEY, false),
            key(Key::A, true),
        ];
        assert_eq!(take(&mut keyboard, &alone), "free", "the A is ours again");

        let chord = [
            key(RELEASE_KEY, true),
            key(RELEASE_KEY, true),
            key(Key::D, true),
            text("d"),
            key(Key::D, false),
            key(Key::Z, true),
            key(RELEASE_KEY, false),
        ];
        assert_eq!(
            take(&mut keyboard, &chord),
            "!CtrlAltDel",
            "nothing is sent"
        );
        assert_eq!(take(&mut keyboard, &[key(Key::D, true)]), "+64");
    }

    #[test]
    fn the_release_key_with_a_function_key_runs_the_macro_that_has_it() {
        let mut keyboard = Keyboard::default();
        let chord = [
            key(RELEASE_KEY, true),
            key(Key::F5, true),
            key(Key::F5, false),
            key(RELEASE_KEY, false),
            key(Key::F12, true),
        ];
        assert_eq!(take(&mut keyboard, &chord), "macro 5 +FFC9");
    }

    #[test]
    fn a_key_held_before_the_release_key_still_goes_up() {
        let mut keyboard = Keyboard::default();
        let events = [
            key(Key::X, true),
            key(RELEASE_KEY, true),
            key(Key::X, false),
            key(Key::F, true),
        ];
        assert_eq!(take(&mut keyboard, &events), "+78 -78 !FullScreen");
    }

    #[test]
    fn ctrl_alt_shift_together_free_the_keys_but_not_with_a_fourth() {
        let mut keyboard = Keyboard::default();
        let three = [Key::ControlLeft, Key::AltLeft, Key::ShiftLeft];
        let events = three.map(|place| key(place, true));
        assert_eq!(take(&mut keyboard, &events), "+FFE3 +FFE9 +FFE1 free");

        let mut keyboard = Keyboard::default();
        let events = [
            key(Key::ControlLeft, true),
            key(Key::AltLeft, true),
            key(Key::A, true),
            key(Key::ShiftLeft, true),
        ];
        assert_eq!(take(&mut keyboard, &events), "+FFE3 +FFE9 +61 +FFE1");
    }

    #[test]
    fn modifiers_that_stay_down_are_told_and_can_be_let_go() {
        let mut keyboard = Keyboard::default();
        assert_eq!(keyboard.modifiers(1.0), Err(None));
        take(
            &mut keyboard,
            &[key(Key::ControlLeft, true), key(Key::A, true)],
        );
        assert_eq!(keyboard.modifiers(1.0), Err(Some(0.5)));
        assert_eq!(keyboard.modifiers(1.25), Err(Some(0.25)));
        assert_eq!(keyboard.modifiers(1.5), Ok(vec![Keysym::CONTROL_L]));
        let up = keyboard.let_go(Keysym::CONTROL_L);
        assert!(matches!(
            up,
            Command::Key {
                keysym: Keysym::CONTROL_L,
                down: false
            }
        ));
        assert_eq!(keyboard.modifiers(2.0), Err(None));
        assert_eq!(take(&mut keyboard, &[key(Key::ControlLeft, false)]), "");
    }

    #[test]
    fn repeats_are_passed_on_and_unknown_releases_are_not() {
        let mut keyboard = Keyboard::default();
        let events = [key(Key::A, true), key(Key::A, true), key(Key::A, false)];
        assert_eq!(take(&mut keyboard, &events), "+61 +61 -61");
        assert_eq!(take(&mut keyboard, &[key(Key::B, false)]), "");
        take(&mut keyboard, &[key(Key::C, true)]);
        keyboard.forget();
        assert_eq!(
            take(&mut keyboard, &[key(Key::C, false)]),
            "",
            "released before"
        );
    }
}
