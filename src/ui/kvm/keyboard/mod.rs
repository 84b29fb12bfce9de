//! Keys of the person's keyboard to keysyms of the PC.
//!
//! Keys are mapped by their place, not by what is printed on them: the PC's own layout turns
//! places into characters. What the window cannot place (a few keypad and Asian keys) arrives as
//! text only and is typed as a character. Source: `docs/protocol/redirection.md` § 5.11.
//!
//! Who wants that is understood by the characters instead: what the own layout writes is written on
//! the PC, with the keys that the PC's layout has for it. Shift and AltGr, which make a character
//! here, are kept back then until a key that writes nothing goes with them.

mod places;

use eframe::egui::{Event, ImeEvent, Key};

use places::{function_key, keysym, place};

use crate::proto::kvm::keysym::{Keysym, WindowsKeys};
use crate::session::{Command, Layout};
use crate::ui::action::Action;
use crate::ui::release_key::{self, ReleaseKey};

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
        if place == release_key::place() || !self.release_key.is_up() {
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
        let printed = keysym(place, false, self.windows_keys).filter(writes);
        if printed.is_some() && !is_chord {
            return true;
        }
        for modifier in std::mem::take(&mut self.kept_back) {
            self.press(modifier, false, typed);
        }
        let said = keysym(key, false, self.windows_keys)
            .filter(writes)
            .or(printed);
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
        if place == release_key::place() {
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
                let Some(keysym) = keysym(place, shift || self.holds_shift(), self.windows_keys)
                else {
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
        if place == release_key::place() {
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

#[cfg(test)]
mod tests;
