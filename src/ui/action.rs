//! Everything a person can do, one row each; menus, buttons and keys all read this table.

use eframe::egui::{Context, Event, Key, KeyboardShortcut, Modifiers};

use super::keymap::Keymap;
use super::page::Page;

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
    /// Lets go of every key and button on the PC.
    ReleaseKeys,
    /// Saves the screen as a PNG file.
    Screenshot,
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
    /// Saves a PC in the address book.
    AddPc,
    /// Finds any action or PC by its name.
    Palette,
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
    /// On buttons and in menus.
    pub(crate) label: &'static str,
    /// What it does, if the label does not say it all.
    pub(crate) hint: Option<&'static str>,
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
    /// Label, or hint where there is one, with every way to reach it: for tooltips.
    pub(crate) fn tooltip(&self, ctx: &Context) -> String {
        let mut text = self.hint.unwrap_or(self.label).to_owned();
        let keys = self.keys(ctx);
        if !keys.is_empty() {
            text = format!("{text} ({keys})");
        }
        text
    }

    /// How to reach it from the keyboard, perhaps not at all.
    pub(crate) fn keys(&self, ctx: &Context) -> String {
        let shortcut = Some(self.shortcut_text(ctx)).filter(|text| !text.is_empty());
        [shortcut, self.chord_text()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" or ")
    }

    /// Its keys while they are the window's, perhaps none.
    pub(crate) fn shortcut_text(&self, ctx: &Context) -> String {
        let keymap = Keymap::of(ctx);
        let keys = self.shortcuts(&keymap);
        let keys: Vec<_> = keys.map(|keys| ctx.format_shortcut(&keys)).collect();
        keys.join(" or ")
    }

    /// Its keys while they are the PC's.
    pub(crate) fn chord_text(&self) -> Option<String> {
        let key = self.chord?;
        // By name: fonts have no symbols for arrows, and "Ctrl++" reads badly.
        Some(format!("Right Ctrl+{}", key.name()))
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
const fn row(action: Action, label: &'static str) -> Row {
    Row {
        action,
        label,
        hint: None,
        shortcut: None,
        also: None,
        chord: None,
    }
}

/// The row of a tab by its number.
const fn tab(number: u8, label: &'static str, key: Key) -> Row {
    Row {
        shortcut: ctrl(key),
        ..row(Action::Tab(number), label)
    }
}

/// The row of a view; the release key with its number reaches it from the PC.
const fn show(page: Page, hint: &'static str, key: Key) -> Row {
    Row {
        hint: Some(hint),
        shortcut: Some(KeyboardShortcut::new(Modifiers::ALT, key)),
        chord: Some(key),
        ..row(Action::Show(page), page.label())
    }
}

const FIRST: Row = Row {
    shortcut: ctrl(Key::T),
    ..row(Action::NewTab, "New tab")
};

/// All actions.
const ROWS: &[Row] = &[
    FIRST,
    Row {
        shortcut: ctrl(Key::W),
        chord: Some(Key::W),
        ..row(Action::CloseTab, "Close tab")
    },
    Row {
        hint: Some("Open the PC of the tab that was closed last"),
        shortcut: ctrl_shift(Key::T),
        ..row(Action::ReopenTab, "Reopen closed tab")
    },
    Row {
        shortcut: ctrl(Key::Tab),
        chord: Some(Key::ArrowRight),
        ..row(Action::NextTab, "Next tab")
    },
    Row {
        shortcut: ctrl_shift(Key::Tab),
        chord: Some(Key::ArrowLeft),
        ..row(Action::PreviousTab, "Previous tab")
    },
    tab(1, "First tab", Key::Num1),
    tab(2, "Second tab", Key::Num2),
    tab(3, "Third tab", Key::Num3),
    tab(4, "Fourth tab", Key::Num4),
    tab(5, "Fifth tab", Key::Num5),
    tab(6, "Sixth tab", Key::Num6),
    tab(7, "Seventh tab", Key::Num7),
    tab(8, "Eighth tab", Key::Num8),
    tab(9, "Ninth tab", Key::Num9),
    show(Page::Screen, "Screen of the PC", Key::Num1),
    show(Page::Serial, "Serial console of the PC", Key::Num2),
    show(Page::Media, "Disks lent to the PC", Key::Num3),
    show(Page::Device, "Facts and logs of the PC", Key::Num4),
    Row {
        hint: Some("Lend the PC an image, or start it from one"),
        shortcut: ctrl(Key::O),
        ..row(Action::OpenImage, "Image…")
    },
    Row {
        hint: Some("Power and boot"),
        shortcut: ctrl_shift(Key::P),
        chord: Some(Key::P),
        ..row(Action::Power, "Power")
    },
    Row {
        shortcut: ctrl(Key::L),
        ..row(Action::FocusAddress, "Address field")
    },
    Row {
        hint: Some("From the list of PCs to the tab, and back"),
        shortcut: Some(KeyboardShortcut::new(Modifiers::NONE, Key::F6)),
        ..row(Action::NextRegion, "Next region")
    },
    Row {
        shortcut: ctrl(Key::Plus),
        also: ctrl(Key::Equals),
        ..row(Action::ZoomIn, "Larger interface")
    },
    Row {
        shortcut: ctrl(Key::Minus),
        ..row(Action::ZoomOut, "Smaller interface")
    },
    Row {
        shortcut: ctrl(Key::Num0),
        ..row(Action::ZoomReset, "Normal interface")
    },
    Row {
        hint: Some("Light, dark or as the system"),
        shortcut: ctrl_shift(Key::L),
        ..row(Action::Theme, "Theme")
    },
    Row {
        shortcut: Some(KeyboardShortcut::new(Modifiers::NONE, Key::F11)),
        chord: Some(Key::F),
        ..row(Action::FullScreen, "Full screen")
    },
    Row {
        hint: Some("Send Ctrl+Alt+Del to the PC"),
        chord: Some(Key::D),
        ..row(Action::CtrlAltDel, "Ctrl+Alt+Del")
    },
    Row {
        hint: Some("Type a text on the PC"),
        chord: Some(Key::V),
        ..row(Action::PasteAsTyping, "Paste")
    },
    Row {
        hint: Some("Read, search and copy the text on the screen"),
        chord: Some(Key::T),
        ..row(Action::ScreenText, "Text")
    },
    Row {
        hint: Some("Let go of every key and button on the PC"),
        chord: Some(Key::Num0),
        ..row(Action::ReleaseKeys, "Release all keys")
    },
    Row {
        hint: Some("Save the screen as a picture"),
        chord: Some(Key::S),
        ..row(Action::Screenshot, "Screenshot")
    },
    Row {
        hint: Some("Put the screen on the clipboard as a picture"),
        chord: Some(Key::C),
        ..row(Action::CopyScreen, "Copy screen")
    },
    Row {
        hint: Some("Scale the screen to the window"),
        ..row(Action::Fit, "Fit")
    },
    Row {
        hint: Some("One screen pixel for each display pixel"),
        ..row(Action::OneToOne, "100 %")
    },
    Row {
        hint: Some("The largest whole scale at which the screen fits"),
        ..row(Action::WholeSteps, "Sharp whole steps")
    },
    Row {
        hint: Some("Scale the screen to the width of the window"),
        ..row(Action::FitWidth, "Zoom to window width")
    },
    Row {
        hint: Some("Make the picture larger, as Ctrl with the wheel does"),
        chord: Some(Key::Plus),
        ..row(Action::PictureLarger, "Larger picture")
    },
    Row {
        hint: Some("Make the picture smaller"),
        chord: Some(Key::Minus),
        ..row(Action::PictureSmaller, "Smaller picture")
    },
    Row {
        hint: Some("Turn the screen clockwise"),
        ..row(Action::Rotate, "Rotate")
    },
    Row {
        hint: Some("Look on while keys and pointer stay here"),
        chord: Some(Key::O),
        ..row(Action::ViewOnly, "View only")
    },
    Row {
        hint: Some("Alt+Tab, Super and Print go to the PC too"),
        chord: Some(Key::G),
        ..row(Action::Grab, "Grab system keys")
    },
    Row {
        hint: Some("Show how fast the screen comes"),
        chord: Some(Key::I),
        ..row(Action::Figures, "Figures")
    },
    Row {
        hint: Some("Ask the PC for its whole picture again"),
        ..row(Action::Refresh, "Refresh picture")
    },
    Row {
        hint: Some("End the session and keep the tab"),
        ..row(Action::Disconnect, "Disconnect")
    },
    row(Action::Reconnect, "Reconnect"),
    Row {
        hint: Some("Look again whether the PC answers, connect where nothing is open"),
        shortcut: Some(KeyboardShortcut::new(Modifiers::NONE, Key::F5)),
        ..row(Action::LookAgain, "Look again")
    },
    Row {
        hint: Some("Find out why it does not work"),
        ..row(Action::Doctor, "Run doctor")
    },
    Row {
        hint: Some("Show or hide the list of PCs"),
        shortcut: ctrl(Key::B),
        ..row(Action::Book, "List of PCs")
    },
    Row {
        hint: Some("Go to the search field of the list"),
        shortcut: ctrl_shift(Key::F),
        ..row(Action::Search, "Search PCs")
    },
    Row {
        hint: Some("Save a PC in the address book"),
        shortcut: ctrl(Key::N),
        ..row(Action::AddPc, "Add a PC…")
    },
    Row {
        hint: Some("Find any action or PC by its name"),
        shortcut: ctrl(Key::K),
        chord: Some(Key::K),
        ..row(Action::Palette, "Command palette")
    },
    Row {
        shortcut: ctrl(Key::Comma),
        ..row(Action::Settings, "Settings")
    },
    Row {
        hint: Some("What was done to which PC, and what is stored"),
        shortcut: ctrl(Key::H),
        ..row(Action::Journal, "Journal")
    },
    Row {
        hint: Some("The screens of all open PCs, once a second"),
        shortcut: ctrl_shift(Key::G),
        ..row(Action::Wall, "Wall")
    },
    Row {
        hint: Some("Show the PC in a window of its own, or back among the tabs"),
        chord: Some(Key::N),
        ..row(Action::OwnWindow, "Own window")
    },
    Row {
        shortcut: ctrl(Key::Q),
        chord: Some(Key::Q),
        ..row(Action::Quit, "Quit")
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
            assert_eq!(row.action.row().label, row.label);
            for shortcut in [row.shortcut, row.also].into_iter().flatten() {
                assert!(shortcuts.insert(format!("{shortcut:?}")), "{}", row.label);
            }
            if let Some(key) = row.chord {
                assert!(chords.insert(key), "{}", row.label);
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
            for text in [Some(row.label), row.hint].into_iter().flatten() {
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
