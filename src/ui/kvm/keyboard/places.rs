//! Places on a keyboard, and what a PC is told for them.

use eframe::egui::Key;

use crate::proto::kvm::keysym::{Keysym, WindowsKeys};

/// Where a key is on the keyboard.
///
/// With Num Lock off the keypad moves the cursor: its place says a digit, its meaning an arrow.
pub(super) fn place(key: Key, physical_key: Option<Key>) -> Key {
    match physical_key {
        Some(digit) if is_digit(digit) && KEYPAD_NAVIGATION.contains(&key) => key,
        Some(place) => place,
        None => key,
    }
}

/// 1 to 12 for F1 to F12.
pub(super) fn function_key(key: Key) -> Option<u8> {
    let n = key.name().strip_prefix('F')?.parse().ok()?;
    (1..=12).contains(&n).then_some(n)
}

fn is_digit(key: Key) -> bool {
    matches!(*key.name().as_bytes(), [b'0'..=b'9'])
}

/// What a PC that reads the Windows keys so is told for a place on the keyboard; `None` for keys
/// it does not have.
pub(super) fn keysym(place: Key, shift: bool, windows_keys: WindowsKeys) -> Option<Keysym> {
    match place {
        Key::SuperLeft => return Some(windows_keys.left()),
        Key::SuperRight => return Some(windows_keys.right()),
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
pub(super) const KEYS: &[(Key, Keysym)] = &[
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
