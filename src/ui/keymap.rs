//! Which keys do what, where a person has changed it; and how files write keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui::{Context, Id, Key, KeyboardShortcut, Modifiers};

use super::action::Action;

/// What was changed: names of actions, each with its keys or none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Keymap(BTreeMap<String, Option<KeyboardShortcut>>);

impl Keymap {
    /// The one in force.
    pub(crate) fn of(ctx: &Context) -> Arc<Self> {
        ctx.data(|data| data.get_temp(place())).unwrap_or_default()
    }

    /// Puts what the preferences say in force. Keys that are none count as not changed.
    pub(crate) fn install(ctx: &Context, changed: &BTreeMap<String, String>) {
        let keys = changed.iter().filter_map(|(action, text)| {
            let keys = match text.is_empty() {
                true => None,
                false => Some(read_keys(text)?),
            };
            Some((action.clone(), keys))
        });
        let keymap = Arc::new(Self(keys.collect()));
        ctx.data_mut(|data| data.insert_temp(place(), keymap));
    }

    /// What was said about an action, if anything was.
    pub(crate) fn changed(&self, action: Action) -> Option<Option<KeyboardShortcut>> {
        self.0.get(&action.name()).copied()
    }

    /// From now until the next frame keys are a shortcut to be, and do nothing.
    pub(crate) fn listen(ctx: &Context) {
        let now = ctx.cumulative_pass_nr();
        ctx.data_mut(|data| data.insert_temp(place().with("listens"), now));
    }

    /// Keys are a shortcut to be.
    pub(crate) fn is_listening(ctx: &Context) -> bool {
        let since = ctx.data(|data| data.get_temp::<u64>(place().with("listens")));
        since.is_some_and(|since| ctx.cumulative_pass_nr() <= since + 1)
    }
}

fn place() -> Id {
    Id::unique("keymap")
}

/// Keys as files write them: `Ctrl+Shift+P`.
pub(crate) fn write_keys(keys: KeyboardShortcut) -> String {
    let held = keys.modifiers;
    let mut text = String::new();
    for (is_held, name) in [
        (held.command || held.ctrl, "Ctrl+"),
        (held.alt, "Alt+"),
        (held.shift, "Shift+"),
    ] {
        if is_held {
            text.push_str(name);
        }
    }
    text.push_str(keys.logical_key.name());
    text
}

/// The keys of such a text; `None` if it names none that can be a shortcut.
pub(crate) fn read_keys(text: &str) -> Option<KeyboardShortcut> {
    let mut held = Modifiers::NONE;
    let mut parts: Vec<_> = text.split('+').map(str::trim).collect();
    let key = Key::from_name(parts.pop()?)?;
    for part in parts {
        held = held.plus(match part.to_ascii_lowercase().as_str() {
            "ctrl" | "cmd" => Modifiers::COMMAND,
            "alt" => Modifiers::ALT,
            "shift" => Modifiers::SHIFT,
            _ => return None,
        });
    }
    shortcut(held, key)
}

/// Keys that can be a shortcut: with Ctrl or Alt, or a function key. Everything else is typed.
pub(crate) fn shortcut(held: Modifiers, key: Key) -> Option<KeyboardShortcut> {
    let name = key.name();
    let is_function_key = name
        .strip_prefix('F')
        .is_some_and(|n| n.parse::<u8>().is_ok());
    let is_held = held.command || held.ctrl || held.alt;
    let mut plain = Modifiers::NONE;
    if held.command || held.ctrl {
        plain = plain.plus(Modifiers::COMMAND);
    }
    if held.alt {
        plain = plain.plus(Modifiers::ALT);
    }
    if held.shift {
        plain = plain.plus(Modifiers::SHIFT);
    }
    (is_held || is_function_key).then_some(KeyboardShortcut::new(plain, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_and_read_back() {
        for text in [
            "Ctrl+K",
            "Ctrl+Shift+P",
            "Alt+1",
            "F5",
            "Ctrl+Alt+Shift+F12",
        ] {
            assert_eq!(write_keys(read_keys(text).unwrap()), text);
        }
        for row in Action::all() {
            for keys in [row.shortcut, row.also].into_iter().flatten() {
                assert_eq!(read_keys(&write_keys(keys)), Some(keys), "{:?}", row.action);
            }
        }
    }

    #[test]
    fn what_is_typed_is_no_shortcut() {
        for text in ["A", "Shift+A", "", "Ctrl+", "Hyper+K", "Space", "Fn"] {
            assert_eq!(read_keys(text), None, "{text}");
        }
    }

    #[test]
    fn what_was_changed_is_in_force_and_what_makes_no_sense_is_not() {
        let ctx = Context::default();
        let changed = BTreeMap::from([
            ("power".to_owned(), "Ctrl+J".to_owned()),
            ("quit".to_owned(), String::new()),
            ("settings".to_owned(), "Whatever".to_owned()),
        ]);
        Keymap::install(&ctx, &changed);
        let keymap = Keymap::of(&ctx);
        assert_eq!(keymap.changed(Action::Power), Some(read_keys("Ctrl+J")));
        assert_eq!(keymap.changed(Action::Quit), Some(None));
        assert_eq!(keymap.changed(Action::Settings), None);
    }
}
