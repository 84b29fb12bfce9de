//! Keys while they are the window's: the tap that gives them to the PC, and the clipboard.

use eframe::egui::{Context, Event, Key, Modifiers, RawInput, ViewportCommand};

use super::release_key;

/// Notices when the release key, or Ctrl, Alt and Shift together, ask to give the keys to the PC.
#[derive(Debug, Default)]
pub(crate) struct ReleaseTap {
    /// The release key went down, and nothing else since.
    armed: bool,
    /// Modifiers that are down.
    held: Vec<Key>,
}

impl ReleaseTap {
    /// Takes the events of one frame; true if the keys are to go to the PC.
    pub(crate) fn take(&mut self, events: &[Event]) -> bool {
        let mut asked = false;
        for event in events {
            let Event::Key {
                key,
                physical_key,
                pressed,
                ..
            } = event
            else {
                continue;
            };
            let place = physical_key.unwrap_or(*key);
            let is_release_key = place == release_key::place();
            asked |= is_release_key && !pressed && self.armed;
            self.armed = is_release_key && *pressed;
            self.held.retain(|held| *held != place);
            if *pressed {
                self.held.push(place);
                asked |= self.holds_all_modifiers();
            }
        }
        asked
    }

    /// The keys are the PC's: what is down now is not for us.
    pub(crate) fn forget(&mut self) {
        self.armed = false;
        self.held.clear();
    }

    fn holds_all_modifiers(&self) -> bool {
        let holds = |either: [Key; 2]| either.iter().any(|key| self.held.contains(key));
        self.held.len() == 3
            && holds([Key::ControlLeft, Key::ControlLeft])
            && holds([Key::AltLeft, Key::AltRight])
            && holds([Key::ShiftLeft, Key::ShiftRight])
    }
}

/// The same for a window of its own, whose input arrives without asking the application first.
pub(crate) fn translate_clipboard(ctx: &Context) {
    let mut raw = RawInput {
        events: ctx.input_mut(|input| std::mem::take(&mut input.events)),
        ..RawInput::default()
    };
    clipboard_shortcuts(ctx, &mut raw);
    ctx.input_mut(|input| input.events = raw.events);
}

/// Clipboard keys are ours only while the keys are: the window system is told not to take them,
/// so that Ctrl+C reaches the PC.
pub(crate) fn clipboard_shortcuts(ctx: &Context, raw_input: &mut RawInput) {
    raw_input.events.retain_mut(|event| {
        let Event::Key {
            key,
            pressed: true,
            modifiers,
            ..
        } = event
        else {
            return true;
        };
        let command = modifiers.matches_logically(Modifiers::COMMAND);
        let shift = modifiers.matches_logically(Modifiers::SHIFT);
        match key {
            Key::C | Key::Insert if command => *event = Event::Copy,
            Key::X if command => *event = Event::Cut,
            Key::Delete if shift => *event = Event::Cut,
            Key::V if command => {
                ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
                return false;
            }
            Key::Insert if shift => {
                ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
                return false;
            }
            _ => {}
        }
        true
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: Key, pressed: bool) -> Event {
        key_with(key, pressed, Modifiers::NONE)
    }

    fn key_with(key: Key, pressed: bool, modifiers: Modifiers) -> Event {
        Event::Key {
            key,
            physical_key: Some(key),
            pressed,
            repeat: false,
            modifiers,
        }
    }

    #[test]
    fn only_the_release_key_alone_asks() {
        let mut tap = ReleaseTap::default();
        assert!(!tap.take(&[key(Key::ControlRight, true)]));
        assert!(tap.take(&[key(Key::ControlRight, false)]));
        let chord = [
            key(Key::ControlRight, true),
            key(Key::C, true),
            key(Key::C, false),
            key(Key::ControlRight, false),
        ];
        assert!(!tap.take(&chord), "a copy is no tap");
    }

    #[test]
    fn ctrl_alt_and_shift_together_ask_and_a_fourth_key_does_not() {
        let mut tap = ReleaseTap::default();
        let three = [Key::ControlLeft, Key::ShiftLeft, Key::AltRight];
        assert!(tap.take(&three.map(|place| key(place, true))));
        tap.forget();
        let four = [Key::A, Key::ControlLeft, Key::ShiftLeft, Key::AltLeft];
        assert!(!tap.take(&four.map(|place| key(place, true))));
    }

    fn translated(key: Key, modifiers: Modifiers) -> Vec<Event> {
        let mut input = RawInput {
            events: vec![key_with(key, true, modifiers)],
            ..RawInput::default()
        };
        clipboard_shortcuts(&Context::default(), &mut input);
        input.events
    }

    #[test]
    fn clipboard_keys_become_clipboard_events() {
        for (key, modifiers, event) in [
            (Key::C, Modifiers::COMMAND, Event::Copy),
            (Key::Insert, Modifiers::COMMAND, Event::Copy),
            (Key::X, Modifiers::COMMAND, Event::Cut),
            (Key::Delete, Modifiers::SHIFT, Event::Cut),
        ] {
            assert_eq!(translated(key, modifiers), [event]);
        }
        for (key, modifiers) in [
            (Key::V, Modifiers::COMMAND),
            (Key::Insert, Modifiers::SHIFT),
        ] {
            assert_eq!(
                translated(key, modifiers),
                [],
                "the window system is asked for it"
            );
        }
        let plain = translated(Key::C, Modifiers::NONE);
        assert!(matches!(plain.as_slice(), [Event::Key { key: Key::C, .. }]));
    }
}
