//! Everything a person can do, one row each; menus, buttons and keys all read this table.

use eframe::egui::{Context, Event, Key, KeyboardShortcut, Modifiers};

use super::keymap::Keymap;
use super::language::{self, t};
use super::page::Page;
use super::release_key;
use super::said::{self, said};

/// Something a person can ask of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    /// Opens an empty tab.
    NewTab,
    /// Closes the tab in front; its session ends.
    CloseTab,
    /// Opens the PC of the tab that was closed last.
    ReopenTab,
    /// Brings the tab to the right to the front.
    NextTab,
    /// Brings the tab to the left to the front.
    PreviousTab,
    /// Brings the tab with this number, from 1, to the front.
    Tab(u8),
    /// Brings a view of the PC to the front.
    Show(Page),
    /// Shows the screen beside the view in front, and takes it away.
    Beside,
    /// Names an image to lend, or to start the PC from.
    OpenImage,
    /// Opens the power menu.
    Power,
    /// Goes to the address field.
    FocusAddress,
    /// Goes from the list of PCs to the tab in front, and back.
    NextRegion,
    /// Makes everything of ours larger; the picture keeps its scale.
    ZoomIn,
    /// Makes everything of ours smaller.
    ZoomOut,
    /// Makes everything of ours its normal size.
    ZoomReset,
    /// Light, dark, and as the system has it, in turn.
    Theme,
    /// Nothing but the screen, and back.
    FullScreen,
    /// Sends the chord of three.
    CtrlAltDel,
    /// Types a text on the PC.
    PasteAsTyping,
    /// Shows the text that is on the screen.
    ScreenText,
    /// Shows the macros, and hides them.
    Macros,
    /// Lets go of every key and button on the PC.
    ReleaseKeys,
    /// Saves the screen as a PNG file.
    Screenshot,
    /// Records the screen to a file, and ends that.
    Record,
    /// Plays a recording of a screen.
    PlayRecording,
    /// Shows the next display of the PC.
    NextDisplay,
    /// Puts the screen on the clipboard as a picture.
    CopyScreen,
    /// Scales the screen to the window.
    Fit,
    /// Shows the screen one to one.
    OneToOne,
    /// The largest whole scale at which the screen fits.
    WholeSteps,
    /// Scales the screen to the width of the window.
    FitWidth,
    /// Makes the picture larger, around its middle.
    PictureLarger,
    /// Makes the picture smaller.
    PictureSmaller,
    /// Turns the screen by a quarter.
    Rotate,
    /// Looks on without touching, and back.
    ViewOnly,
    /// Sends characters instead of the places of keys, and back.
    TypeCharacters,
    /// Takes the keys of the system for the PC, and gives them back.
    Grab,
    /// Shows how the screen goes in figures, and hides them.
    Figures,
    /// Asks the PC for its whole picture.
    Refresh,
    /// Ends the session, keeps the tab.
    Disconnect,
    /// Connects once more.
    Reconnect,
    /// Looks again whether the PC answers, and connects where nothing is open.
    LookAgain,
    /// Finds out why it does not work.
    Doctor,
    /// Shows the list of PCs, or hides it.
    Book,
    /// Goes to the search field of the list of PCs.
    Search,
    /// Looks for a text in what is in front.
    Find,
    /// Saves a PC in the address book.
    AddPc,
    /// Finds any action or PC by its name.
    Palette,
    /// Says what is in front, and which keys it has.
    Help,
    /// Shows the notices of before.
    Notices,
    /// Opens the preferences.
    Settings,
    /// Opens the record of what was done.
    Journal,
    /// Many screens at once.
    Wall,
    /// Shows the tab in a window of its own, and back.
    OwnWindow,
    /// Closes the window; sessions end.
    Quit,
}

/// How an action is called and reached.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) action: Action,
    /// Works while the keys are the window's.
    pub(crate) shortcut: Option<KeyboardShortcut>,
    /// A second one for the same.
    pub(crate) also: Option<KeyboardShortcut>,
    /// Works with the release key held down while the keys go to the PC.
    pub(crate) chord: Option<Key>,
}

impl Action {
    /// Every action, in the order of the table.
    pub(crate) fn all() -> impl Iterator<Item = &'static Row> {
        ROWS.iter()
    }

    /// Its row of the table.
    pub(crate) fn row(self) -> &'static Row {
        // Every action has a row; a test looks. The first one stands in, so that nothing panics.
        ROWS.iter().find(|row| row.action == self).unwrap_or(&FIRST)
    }

    /// What the preferences call it, for example `close-tab`; never changes.
    pub(crate) fn name(self) -> String {
        let mut name = String::new();
        for c in format!("{self:?}").chars().filter(|c| *c != ')') {
            let begins = c.is_uppercase() || c == '(' || c.is_ascii_digit();
            if begins && !name.is_empty() && !name.ends_with('-') {
                name.push('-');
            }
            name.extend(c.to_lowercase().filter(|c| *c != '('));
        }
        name
    }

    /// The action of a chord that began with the release key.
    pub(crate) fn of_chord(key: Key) -> Option<Self> {
        ROWS.iter()
            .find(|row| row.chord == Some(key))
            .map(|row| row.action)
    }
}

impl Row {
    /// On buttons and in menus.
    pub(crate) fn label(&self) -> String {
        language::message(&self.message(), &[])
    }

    /// What it does, if the label does not say it all.
    pub(crate) fn hint(&self) -> Option<String> {
        language::find(&format!("{}.hint", self.message()), &[])
    }

    /// Its message among the words of the window.
    fn message(&self) -> String {
        format!("action-{}", self.action.name())
    }

    /// Label, or hint where there is one, with every way to reach it: for tooltips.
    pub(crate) fn tooltip(&self, ctx: &Context) -> String {
        let text = self.hint().unwrap_or_else(|| self.label());
        let keys = self.keys(ctx);
        match keys.is_empty() {
            true => text,
            false => format!("{text} ({keys})"),
        }
    }

    /// How to reach it from the keyboard, perhaps not at all.
    pub(crate) fn keys(&self, ctx: &Context) -> String {
        let shortcut = Some(self.shortcut_text(ctx)).filter(|text| !text.is_empty());
        [shortcut, self.chord_text()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(&t!("keys-or"))
    }

    /// Its keys while they are the window's, perhaps none.
    pub(crate) fn shortcut_text(&self, ctx: &Context) -> String {
        let keymap = Keymap::of(ctx);
        let keys = self.shortcuts(&keymap);
        let keys: Vec<_> = keys
            .map(|keys| said::keys(&ctx.format_shortcut(&keys)))
            .collect();
        keys.join(&t!("keys-or"))
    }

    /// Its keys while they are the PC's.
    pub(crate) fn chord_text(&self) -> Option<String> {
        let key = self.chord?;
        // By name: fonts have no symbols for arrows, and "Ctrl++" reads badly.
        Some(format!("{}+{}", release_key::name(), said(key.name())))
    }

    /// Everything that reaches it while the keys are the window's.
    fn shortcuts(&self, keymap: &Keymap) -> impl Iterator<Item = KeyboardShortcut> {
        let both = match keymap.changed(self.action) {
            Some(changed) => [changed, None],
            None => [self.shortcut, self.also],
        };
        both.into_iter().flatten()
    }
}

/// The actions whose shortcuts were pressed since the last frame, and their keys used up.
///
/// To be called while the keys are the window's.
pub(crate) fn pressed(ctx: &Context) -> Vec<Action> {
    let had_keys = ctx.input(|input| input.events.iter().any(|e| matches!(e, Event::Key { .. })));
    if !had_keys || Keymap::is_listening(ctx) {
        return Vec::new();
    }
    let keymap = Keymap::of(ctx);
    let mut keys: Vec<(Action, KeyboardShortcut)> = ROWS
        .iter()
        .flat_map(|row| row.shortcuts(&keymap).map(|keys| (row.action, keys)))
        .collect();
    // More modifiers first: egui ignores Shift that a shortcut does not name.
    keys.sort_by_key(|(_, keys)| !keys.modifiers.shift);
    ctx.input_mut(|input| keys.retain(|(_, keys)| input.consume_shortcut(keys)));
    keys.into_iter().map(|(action, _)| action).collect()
}

/// The action that these keys belong to.
pub(crate) fn owner(ctx: &Context, keys: KeyboardShortcut) -> Option<Action> {
    let keymap = Keymap::of(ctx);
    let has = |row: &&Row| row.shortcuts(&keymap).any(|other| other == keys);
    ROWS.iter().find(has).map(|row| row.action)
}

const fn ctrl(key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(Modifiers::COMMAND, key))
}

const fn ctrl_shift(key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(
        Modifiers::COMMAND.plus(Modifiers::SHIFT),
        key,
    ))
}

/// A row without keys.
const fn row(action: Action) -> Row {
    Row {
        action,
        shortcut: None,
        also: None,
        chord: None,
    }
}

/// The row of a tab by its number.
const fn tab(number: u8, key: Key) -> Row {
    Row {
        shortcut: ctrl(key),
        ..row(Action::Tab(number))
    }
}

/// The row of a view; the release key with its number reaches it from the PC.
const fn show(page: Page, key: Key) -> Row {
    Row {
        shortcut: Some(KeyboardShortcut::new(Modifiers::ALT, key)),
        chord: Some(key),
        ..row(Action::Show(page))
    }
}

const FIRST: Row = Row {
    shortcut: ctrl(Key::T),
    ..row(Action::NewTab)
};

/// All actions.
const ROWS: &[Row] = &[
    FIRST,
    Row {
        shortcut: ctrl(Key::W),
        chord: Some(Key::W),
        ..row(Action::CloseTab)
    },
    Row {
        shortcut: ctrl_shift(Key::T),
        ..row(Action::ReopenTab)
    },
    Row {
        shortcut: ctrl(Key::Tab),
        chord: Some(Key::ArrowRight),
        ..row(Action::NextTab)
    },
    Row {
        shortcut: ctrl_shift(Key::Tab),
        chord: Some(Key::ArrowLeft),
        ..row(Action::PreviousTab)
    },
    tab(1, Key::Num1),
    tab(2, Key::Num2),
    tab(3, Key::Num3),
    tab(4, Key::Num4),
    tab(5, Key::Num5),
    tab(6, Key::Num6),
    tab(7, Key::Num7),
    tab(8, Key::Num8),
    tab(9, Key::Num9),
    show(Page::Screen, Key::Num1),
    show(Page::Serial, Key::Num2),
    show(Page::Media, Key::Num3),
    show(Page::Device, Key::Num4),
    Row {
        shortcut: ctrl(Key::O),
        ..row(Action::OpenImage)
    },
    Row {
        shortcut: ctrl_shift(Key::P),
        chord: Some(Key::P),
        ..row(Action::Power)
    },
    Row {
        shortcut: ctrl(Key::L),
        ..row(Action::FocusAddress)
    },
    Row {
        shortcut: Some(KeyboardShortcut::new(Modifiers::NONE, Key::F6)),
        ..row(Action::NextRegion)
    },
    Row {
        shortcut: ctrl(Key::Plus),
        also: ctrl(Key::Equals),
        ..row(Action::ZoomIn)
    },
    Row {
        shortcut: ctrl(Key::Minus),
        ..row(Action::ZoomOut)
    },
    Row {
        shortcut: ctrl(Key::Num0),
        ..row(Action::ZoomReset)
    },
    Row {
        shortcut: ctrl_shift(Key::L),
        ..row(Action::Theme)
    },
    Row {
        shortcut: Some(KeyboardShortcut::new(Modifiers::NONE, Key::F11)),
        chord: Some(Key::F),
        ..row(Action::FullScreen)
    },
    Row {
        chord: Some(Key::D),
        ..row(Action::CtrlAltDel)
    },
    Row {
        chord: Some(Key::V),
        ..row(Action::PasteAsTyping)
    },
    Row {
        chord: Some(Key::T),
        ..row(Action::ScreenText)
    },
    Row {
        chord: Some(Key::M),
        ..row(Action::Macros)
    },
    Row {
        chord: Some(Key::Num0),
        ..row(Action::ReleaseKeys)
    },
    Row {
        chord: Some(Key::S),
        ..row(Action::Screenshot)
    },
    Row {
        chord: Some(Key::R),
        ..row(Action::Record)
    },
    row(Action::PlayRecording),
    Row {
        chord: Some(Key::A),
        ..row(Action::NextDisplay)
    },
    Row {
        chord: Some(Key::C),
        ..row(Action::CopyScreen)
    },
    row(Action::Fit),
    row(Action::OneToOne),
    row(Action::WholeSteps),
    row(Action::FitWidth),
    Row {
        chord: Some(Key::Plus),
        ..row(Action::PictureLarger)
    },
    Row {
        chord: Some(Key::Minus),
        ..row(Action::PictureSmaller)
    },
    row(Action::Rotate),
    Row {
        chord: Some(Key::O),
        ..row(Action::ViewOnly)
    },
    Row {
        chord: Some(Key::L),
        ..row(Action::TypeCharacters)
    },
    Row {
        chord: Some(Key::G),
        ..row(Action::Grab)
    },
    Row {
        shortcut: Some(KeyboardShortcut::new(Modifiers::ALT, Key::B)),
        chord: Some(Key::B),
        ..row(Action::Beside)
    },
    Row {
        chord: Some(Key::I),
        ..row(Action::Figures)
    },
    row(Action::Refresh),
    row(Action::Disconnect),
    row(Action::Reconnect),
    Row {
        shortcut: Some(KeyboardShortcut::new(Modifiers::NONE, Key::F5)),
        ..row(Action::LookAgain)
    },
    row(Action::Doctor),
    Row {
        shortcut: ctrl(Key::B),
        ..row(Action::Book)
    },
    Row {
        shortcut: ctrl_shift(Key::F),
        ..row(Action::Search)
    },
    Row {
        shortcut: ctrl(Key::F),
        ..row(Action::Find)
    },
    Row {
        shortcut: ctrl(Key::N),
        ..row(Action::AddPc)
    },
    Row {
        shortcut: ctrl(Key::K),
        chord: Some(Key::K),
        ..row(Action::Palette)
    },
    Row {
        shortcut: Some(KeyboardShortcut::new(Modifiers::NONE, Key::F1)),
        chord: Some(Key::H),
        ..row(Action::Help)
    },
    Row {
        shortcut: ctrl_shift(Key::N),
        ..row(Action::Notices)
    },
    Row {
        shortcut: ctrl(Key::Comma),
        ..row(Action::Settings)
    },
    Row {
        shortcut: ctrl(Key::H),
        ..row(Action::Journal)
    },
    Row {
        shortcut: ctrl_shift(Key::G),
        ..row(Action::Wall)
    },
    Row {
        chord: Some(Key::N),
        ..row(Action::OwnWindow)
    },
    Row {
        shortcut: ctrl(Key::Q),
        chord: Some(Key::Q),
        ..row(Action::Quit)
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_action_has_one_row_and_no_two_share_a_key() {
        let mut actions = BTreeSet::new();
        let mut shortcuts = BTreeSet::new();
        let mut chords = BTreeSet::new();
        for row in ROWS {
            assert!(actions.insert(format!("{:?}", row.action)));
            assert_eq!(row.action.row().action, row.action);
            for shortcut in [row.shortcut, row.also].into_iter().flatten() {
                assert!(
                    shortcuts.insert(format!("{shortcut:?}")),
                    "{:?}",
                    row.action
                );
            }
            if let Some(key) = row.chord {
                assert!(chords.insert(key), "{:?}", row.action);
                assert_eq!(Action::of_chord(key), Some(row.action));
            }
        }
        for action in [Action::Reconnect, Action::Tab(9), Action::Disconnect] {
            assert_eq!(action.row().action, action);
        }
    }

    #[test]
    fn names_for_the_preferences_are_plain_and_unique() {
        for (action, name) in [
            (Action::CloseTab, "close-tab"),
            (Action::Tab(1), "tab-1"),
            (Action::Show(Page::Media), "show-media"),
            (Action::CtrlAltDel, "ctrl-alt-del"),
        ] {
            assert_eq!(action.name(), name);
        }
        let names: BTreeSet<_> = ROWS.iter().map(|row| row.action.name()).collect();
        assert_eq!(names.len(), ROWS.len());
    }

    #[test]
    fn labels_are_in_sentence_case_without_marks() {
        for row in ROWS {
            for text in [Some(row.label()), row.hint()].into_iter().flatten() {
                assert!(!text.starts_with("action-"), "{text} has no words");
                assert!(!text.ends_with('.') && !text.contains(':'), "{text}");
                let first = text.chars().next().unwrap();
                assert!(!first.is_lowercase(), "{text}");
            }
        }
    }

    #[test]
    fn the_release_key_is_no_part_of_any_shortcut() {
        assert_eq!(Action::of_chord(Key::ControlRight), None);
        assert_eq!(Action::of_chord(Key::Z), None);
    }
}
