//! Meaning to glyph (Material Symbols Rounded, outlined).

use egui_material_icons::MaterialIcon;
use egui_material_icons::icons as material;

/// The screen of a PC.
pub const SCREEN: MaterialIcon = material::ICON_DESKTOP_WINDOWS;
/// Its serial console.
pub const SERIAL: MaterialIcon = material::ICON_TERMINAL;
/// Lent disk images.
pub const MEDIA: MaterialIcon = material::ICON_ALBUM;
/// Facts about it.
pub const DEVICE: MaterialIcon = material::ICON_INFO;
/// Power and boot.
pub const POWER: MaterialIcon = material::ICON_POWER_SETTINGS_NEW;
/// Keys to send.
pub const KEYS: MaterialIcon = material::ICON_KEYBOARD;
/// Grab of system keys.
pub const GRAB: MaterialIcon = material::ICON_KEYBOARD_LOCK;
/// Let go of every key.
pub const RELEASE: MaterialIcon = material::ICON_KEYBOARD_OFF;
/// Paste as typing.
pub const PASTE: MaterialIcon = material::ICON_CONTENT_PASTE;
/// Text of the screen.
pub const SCREEN_TEXT: MaterialIcon = material::ICON_DOCUMENT_SCANNER;
/// Scale.
pub const FIT: MaterialIcon = material::ICON_FIT_SCREEN;
/// Rotate.
pub const ROTATE: MaterialIcon = material::ICON_ROTATE_RIGHT;
/// Save a picture of the screen.
pub const SCREENSHOT: MaterialIcon = material::ICON_SCREENSHOT_MONITOR;
/// Ask for the whole picture again.
pub const REFRESH: MaterialIcon = material::ICON_REFRESH;
/// Record.
pub const RECORD: MaterialIcon = material::ICON_FIBER_MANUAL_RECORD;
/// Displays of a PC.
pub const DISPLAYS: MaterialIcon = material::ICON_MONITOR;
/// Keys that are pressed by themselves.
pub const MACROS: MaterialIcon = material::ICON_PLAYLIST_PLAY;
/// Change something.
pub const EDIT: MaterialIcon = material::ICON_EDIT;
/// Forget something.
pub const DELETE: MaterialIcon = material::ICON_DELETE;
/// A recording.
pub const FILM: MaterialIcon = material::ICON_MOVIE;
/// To the next change of a recording.
pub const STEP: MaterialIcon = material::ICON_SKIP_NEXT;
/// Over what does not change.
pub const SKIP: MaterialIcon = material::ICON_FAST_FORWARD;
/// What happened in a recording.
pub const EVENTS: MaterialIcon = material::ICON_FORMAT_LIST_BULLETED;
/// End a recording.
pub const STOP: MaterialIcon = material::ICON_STOP;
/// Full screen.
pub const FULL_SCREEN: MaterialIcon = material::ICON_FULLSCREEN;
/// The screen beside another view.
pub const BESIDE: MaterialIcon = material::ICON_VERTICAL_SPLIT;
/// Many screens at once.
pub const WALL: MaterialIcon = material::ICON_GRID_VIEW;
/// Find out what is wrong.
pub const DOCTOR: MaterialIcon = material::ICON_STETHOSCOPE;
/// A connection to be trusted.
pub const TRUSTED: MaterialIcon = material::ICON_SHIELD;
/// A connection to be doubted.
pub const DOUBTFUL: MaterialIcon = material::ICON_GPP_MAYBE;
/// The user's consent.
pub const CONSENT: MaterialIcon = material::ICON_PIN;
/// Look, do not touch.
pub const VIEW_ONLY: MaterialIcon = material::ICON_VISIBILITY;
/// Close.
pub const CLOSE: MaterialIcon = material::ICON_CLOSE;
/// Add, open another.
pub const ADD: MaterialIcon = material::ICON_ADD;
/// Opens a menu.
pub const MENU: MaterialIcon = material::ICON_ARROW_DROP_DOWN;
/// What did not fit.
pub const MORE: MaterialIcon = material::ICON_MORE_HORIZ;
/// Done, good.
pub const GOOD: MaterialIcon = material::ICON_CHECK;
/// Still waited for.
pub const WAITING: MaterialIcon = material::ICON_PENDING;
/// Not begun.
pub const LATER: MaterialIcon = material::ICON_RADIO_BUTTON_UNCHECKED;
/// Stands first.
pub const FAVOURITE: MaterialIcon = material::ICON_STAR;
/// A heading whose rows are hidden.
pub const FOLDED: MaterialIcon = material::ICON_CHEVRON_RIGHT;
/// Back to the menu before.
pub const BACK: MaterialIcon = material::ICON_CHEVRON_LEFT;
/// A heading whose rows are shown.
pub const UNFOLDED: MaterialIcon = material::ICON_EXPAND_MORE;
/// The order of a list.
pub const SORT: MaterialIcon = material::ICON_SORT;
/// What was said before.
pub const NOTES: MaterialIcon = material::ICON_NOTIFICATIONS;
/// Preferences.
pub const SETTINGS: MaterialIcon = material::ICON_SETTINGS;
/// What was done.
pub const JOURNAL: MaterialIcon = material::ICON_HISTORY;
/// Nobody knows.
pub const UNKNOWN: MaterialIcon = material::ICON_HELP;
/// Failed.
pub const FAILED: MaterialIcon = material::ICON_ERROR;
/// Wants a look.
pub const WARNING: MaterialIcon = material::ICON_WARNING;
/// Copy to the clipboard.
pub const COPY: MaterialIcon = material::ICON_CONTENT_COPY;
/// Light or dark.
pub const THEME: MaterialIcon = material::ICON_CONTRAST;
/// Write what a console says to a file.
pub const LOG: MaterialIcon = material::ICON_DESCRIPTION;
/// Find.
pub const FIND: MaterialIcon = material::ICON_SEARCH;
/// The one before.
pub const UP: MaterialIcon = material::ICON_KEYBOARD_ARROW_UP;
/// The one after.
pub const DOWN: MaterialIcon = material::ICON_KEYBOARD_ARROW_DOWN;
/// Go on with a replay.
pub const PLAY: MaterialIcon = material::ICON_PLAY_ARROW;
/// Hold a replay.
pub const PAUSE: MaterialIcon = material::ICON_PAUSE;
