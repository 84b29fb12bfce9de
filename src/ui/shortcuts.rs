//! The part of the settings page where keys are looked up and changed.

use std::collections::BTreeMap;

use eframe::egui::{Button, Event, Key, KeyboardShortcut, Modifiers, RichText, Ui, vec2};

use super::action::{self, Action, Row};
use super::keymap::{self, Keymap};
use super::language::t;
use super::parts;
use super::release_key;
use super::said;
use super::theme::{self, Palette, font_size, icon, space};

/// What is being changed.
#[derive(Debug, Default)]
pub(crate) struct ShortcutForm {
    /// The action whose new keys are waited for.
    listens: Option<Action>,
    /// Keys that were pressed for it and belong to another action.
    conflict: Option<(KeyboardShortcut, Action)>,
    /// Keys were pressed that cannot be a shortcut.
    is_wrong: bool,
}

impl ShortcutForm {
    /// Some action is called by this, in lower case, or by something longer.
    pub(crate) fn has(query: &str) -> bool {
        Action::all().any(|row| is_called(row, query))
    }

    /// Draws every action with its keys whose name contains `query`, in lower case; `changed`
    /// takes what is changed.
    pub(crate) fn ui(&mut self, ui: &mut Ui, changed: &mut BTreeMap<String, String>, query: &str) {
        let hint = t!("keys-hint", release = release_key::name());
        ui.label(RichText::new(hint).color(Palette::of(ui).t3));
        if self.listens.is_some() {
            Keymap::listen(ui.ctx());
            ui.ctx().request_repaint();
            self.hear(ui, changed);
        }
        for row in Action::all().filter(|row| is_called(row, query)) {
            self.row_ui(ui, row, changed);
        }
        ui.add_space(space::S);
        for (what, keys) in fixed() {
            if what.to_lowercase().contains(query) {
                fixed_ui(ui, &what, &keys);
            }
        }
        if !changed.is_empty() {
            ui.add_space(space::S);
            if parts::button(ui, &t!("keys-reset-all")).clicked() {
                changed.clear();
            }
        }
    }

    fn row_ui(&mut self, ui: &mut Ui, row: &'static Row, changed: &mut BTreeMap<String, String>) {
        let palette = Palette::of(ui);
        let listens = self.listens == Some(row.action);
        ui.horizontal(|ui| {
            name_ui(ui, &row.label());
            let keys = row.shortcut_text(ui.ctx());
            let text = match (listens, keys.is_empty()) {
                (true, _) => t!("keys-press"),
                (_, true) => t!("keys-none"),
                _ => keys,
            };
            let text = RichText::new(text).font(theme::mono(font_size::NUMBER));
            let button = Button::new(text)
                .frame_when_inactive(listens)
                .selected(listens)
                // Keeps the keys at the left.
                .right_text("")
                .min_size(vec2(KEYS_PT, 0.0));
            let button = ui.add(button).on_hover_text(t!("keys-change"));
            if button
                .accessible_name(t!("keys-of", action = row.label()))
                .clicked()
            {
                *self = Self {
                    listens: (!listens).then_some(row.action),
                    ..Self::default()
                };
            }
            if let Some(chord) = row.chord_text() {
                let chord = RichText::new(chord).font(theme::mono(font_size::NUMBER));
                ui.label(chord.color(palette.t3));
            }
            if changed.contains_key(&row.action.name()) {
                let reset = parts::link(ui, &t!("keys-reset"));
                let reset = reset.accessible_name(t!("keys-reset-of", action = row.label()));
                if reset.clicked() {
                    changed.remove(&row.action.name());
                }
            }
        });
        if listens {
            self.listening_ui(ui, row.action, changed);
        }
    }

    /// What is wrong with the keys that were pressed, or what may be pressed.
    fn listening_ui(
        &mut self,
        ui: &mut Ui,
        action: Action,
        changed: &mut BTreeMap<String, String>,
    ) {
        let palette = Palette::of(ui);
        if let Some((keys, other)) = self.conflict {
            let keys_text = said::keys(&ui.ctx().format_shortcut(&keys));
            let text = t!("keys-taken", keys = keys_text, action = other.row().label());
            parts::state_line(ui, icon::WARNING, palette.warn, text);
            ui.horizontal(|ui| {
                if parts::button(ui, &t!("keys-use-here")).clicked() {
                    changed.insert(other.name(), String::new());
                    changed.insert(action.name(), keymap::write_keys(keys));
                    *self = Self::default();
                }
                if parts::button(ui, &t!("keys-leave-there")).clicked() {
                    *self = Self::default();
                }
            });
            return;
        }
        let text = match self.is_wrong {
            true => t!("keys-wrong"),
            false => t!("keys-listening"),
        };
        let color = if self.is_wrong {
            palette.danger
        } else {
            palette.t3
        };
        ui.label(RichText::new(text).color(color));
    }

    /// Takes the keys that are pressed.
    fn hear(&mut self, ui: &Ui, changed: &mut BTreeMap<String, String>) {
        let (Some(action), None) = (self.listens, self.conflict) else {
            return;
        };
        let pressed = ui.input_mut(|input| {
            let pressed = input.events.iter().find_map(|event| match event {
                Event::Key {
                    key,
                    pressed: true,
                    modifiers,
                    ..
                } if !is_modifier(*key) => Some((*modifiers, *key)),
                _ => None,
            });
            input
                .events
                .retain(|event| !matches!(event, Event::Key { .. } | Event::Text(_)));
            pressed
        });
        match pressed {
            None => {}
            Some((Modifiers::NONE, Key::Escape)) => *self = Self::default(),
            Some((Modifiers::NONE, Key::Delete | Key::Backspace)) => {
                changed.insert(action.name(), String::new());
                *self = Self::default();
            }
            Some((held, key)) => match keymap::shortcut(held, key) {
                None => self.is_wrong = true,
                Some(keys) => {
                    match action::owner(ui.ctx(), keys).filter(|other| *other != action) {
                        Some(other) => self.conflict = Some((keys, other)),
                        None => {
                            changed.insert(action.name(), keymap::write_keys(keys));
                            *self = Self::default();
                        }
                    }
                }
            },
        }
    }
}

const fn is_modifier(key: Key) -> bool {
    matches!(
        key,
        Key::ShiftLeft
            | Key::ShiftRight
            | Key::ControlLeft
            | Key::ControlRight
            | Key::AltLeft
            | Key::AltRight
    )
}

fn is_called(row: &Row, query: &str) -> bool {
    row.label().to_lowercase().contains(query)
}

fn name_ui(ui: &mut Ui, name: &str) {
    let text = RichText::new(name).color(Palette::of(ui).t2);
    ui.scope(|ui| {
        ui.set_width((ui.available_width() / 2.0).min(NAME_PT));
        ui.label(text);
    });
}

fn fixed_ui(ui: &mut Ui, what: &str, keys: &str) {
    ui.horizontal(|ui| {
        name_ui(ui, what);
        ui.add_space(space::S);
        let keys = RichText::new(keys).font(theme::mono(font_size::NUMBER));
        ui.label(keys.color(Palette::of(ui).t3));
    });
}

/// Keys of single places, which stay as they are.
pub(crate) fn fixed() -> [(String, String); 7] {
    [
        (t!("keys-list-connect"), "Enter"),
        (t!("keys-list-menu"), "Shift+F10"),
        (t!("keys-list-edit"), "F2"),
        (t!("keys-list-remove"), "Del"),
        (t!("keys-list-mark"), "Ctrl+Click"),
        (t!("keys-list-mark-range"), "Shift+Click"),
        (t!("keys-list-mark-all"), "Ctrl+A"),
    ]
    .map(|(what, names)| (what, said::keys(names)))
}

/// Width of a button with keys.
const KEYS_PT: f32 = 168.0;
/// Widest column of names.
const NAME_PT: f32 = 220.0;
