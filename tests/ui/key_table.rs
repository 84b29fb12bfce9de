//! Every key of every layout, with modifiers: from the event of the window to the bytes on the
//! wire.
//!
//! The table is that of `docs/protocol/redirection.md` § 5.11, written down a second time. A key
//! counts by its place, whatever the layout of the person's keyboard prints on it.

use eframe::egui::{Event, Key, Modifiers};
use outband::proto::kvm::keysym::Keysym;
use outband::proto::kvm::messages::KeyEvent;

use crate::support::desk::{Desk, Look};

/// Place, keysym, keysym with Shift held.
const PLACES: &[(Key, u32, u32)] = &[
    (Key::Backtick, 0x60, 0x60),
    (Key::Num1, 0x31, 0x31),
    (Key::Num2, 0x32, 0x32),
    (Key::Num3, 0x33, 0x33),
    (Key::Num4, 0x34, 0x34),
    (Key::Num5, 0x35, 0x35),
    (Key::Num6, 0x36, 0x36),
    (Key::Num7, 0x37, 0x37),
    (Key::Num8, 0x38, 0x38),
    (Key::Num9, 0x39, 0x39),
    (Key::Num0, 0x30, 0x30),
    (Key::Minus, 0x2D, 0x2D),
    (Key::Equals, 0x3D, 0x3D),
    (Key::Q, 0x71, 0x51),
    (Key::W, 0x77, 0x57),
    (Key::E, 0x65, 0x45),
    (Key::R, 0x72, 0x52),
    (Key::T, 0x74, 0x54),
    (Key::Y, 0x79, 0x59),
    (Key::U, 0x75, 0x55),
    (Key::I, 0x69, 0x49),
    (Key::O, 0x6F, 0x4F),
    (Key::P, 0x70, 0x50),
    (Key::OpenBracket, 0x5B, 0x5B),
    (Key::CloseBracket, 0x5D, 0x5D),
    (Key::Backslash, 0x5C, 0x5C),
    (Key::A, 0x61, 0x41),
    (Key::S, 0x73, 0x53),
    (Key::D, 0x64, 0x44),
    (Key::F, 0x66, 0x46),
    (Key::G, 0x67, 0x47),
    (Key::H, 0x68, 0x48),
    (Key::J, 0x6A, 0x4A),
    (Key::K, 0x6B, 0x4B),
    (Key::L, 0x6C, 0x4C),
    (Key::Semicolon, 0x3B, 0x3B),
    (Key::Quote, 0x27, 0x27),
    (Key::IntlBackslash, 0x1717_0056, 0x1717_0056),
    (Key::Z, 0x7A, 0x5A),
    (Key::X, 0x78, 0x58),
    (Key::C, 0x63, 0x43),
    (Key::V, 0x76, 0x56),
    (Key::B, 0x62, 0x42),
    (Key::N, 0x6E, 0x4E),
    (Key::M, 0x6D, 0x4D),
    (Key::Comma, 0x2C, 0x2C),
    (Key::Period, 0x2E, 0x2E),
    (Key::Slash, 0x2F, 0x2F),
];

/// Keys that no layout moves.
const FIXED: &[(Key, u32)] = &[
    (Key::Space, 0x20),
    (Key::Backspace, 0xFF08),
    (Key::Tab, 0xFF09),
    (Key::Enter, 0xFF0D),
    (Key::Escape, 0xFF1B),
    (Key::Delete, 0xFFFF),
    (Key::Home, 0xFF50),
    (Key::ArrowLeft, 0xFF51),
    (Key::ArrowUp, 0xFF52),
    (Key::ArrowRight, 0xFF53),
    (Key::ArrowDown, 0xFF54),
    (Key::PageUp, 0xFF55),
    (Key::PageDown, 0xFF56),
    (Key::End, 0xFF57),
    (Key::Insert, 0xFF63),
    (Key::F1, 0xFFBE),
    (Key::F2, 0xFFBF),
    (Key::F3, 0xFFC0),
    (Key::F4, 0xFFC1),
    (Key::F5, 0xFFC2),
    (Key::F6, 0xFFC3),
    (Key::F7, 0xFFC4),
    (Key::F8, 0xFFC5),
    (Key::F9, 0xFFC6),
    (Key::F10, 0xFFC7),
    (Key::F11, 0xFFC8),
    (Key::F12, 0xFFC9),
    (Key::CapsLock, 0xFFE5),
    (Key::NumLock, 0xFF7F),
    (Key::ScrollLock, 0xFF14),
    (Key::PrintScreen, 0xFF61),
    (Key::Pause, 0xFF13),
    (Key::Menu, 0xFF67),
];

/// What is held meanwhile: keys with their keysyms, as the person presses them.
const HELD: &[&[(Key, u32)]] = &[
    &[],
    &[(Key::ShiftLeft, 0xFFE1)],
    &[(Key::ShiftRight, 0xFFE2)],
    &[(Key::ControlLeft, 0xFFE3)],
    &[(Key::AltLeft, 0xFFE9)],
    &[(Key::AltRight, 0xFFEA)],
    &[(Key::ControlLeft, 0xFFE3), (Key::AltRight, 0xFFEA)],
    &[(Key::SuperLeft, 0xFFE7)],
    &[(Key::ControlLeft, 0xFFE3), (Key::ShiftLeft, 0xFFE1)],
];

/// What layouts print on keys that a US keyboard prints something else on: place, what the window
/// is told of it.
const LAYOUTS: &[(&str, &[(Key, Key)])] = &[
    ("us", &[]),
    ("uk", &[(Key::Backslash, Key::Backtick)]),
    (
        "de",
        &[
            (Key::Y, Key::Z),
            (Key::Z, Key::Y),
            (Key::Slash, Key::Minus),
            (Key::CloseBracket, Key::Plus),
        ],
    ),
    (
        "fr",
        &[
            (Key::Q, Key::A),
            (Key::A, Key::Q),
            (Key::W, Key::Z),
            (Key::Z, Key::W),
            (Key::Semicolon, Key::M),
            (Key::M, Key::Comma),
            (Key::Comma, Key::Semicolon),
            (Key::Period, Key::Colon),
            (Key::Slash, Key::Exclamationmark),
        ],
    ),
    (
        "es",
        &[(Key::Minus, Key::Quote), (Key::CloseBracket, Key::Plus)],
    ),
    (
        "it",
        &[(Key::Backtick, Key::Backslash), (Key::Minus, Key::Quote)],
    ),
    (
        "pt",
        &[
            (Key::Backtick, Key::Backslash),
            (Key::OpenBracket, Key::Plus),
        ],
    ),
    (
        "jp",
        &[
            (Key::OpenBracket, Key::Backtick),
            (Key::CloseBracket, Key::OpenBracket),
            (Key::Quote, Key::Colon),
            (Key::Backslash, Key::CloseBracket),
        ],
    ),
];

/// `04, down, 00 00, keysym` (§ 5.11).
fn bytes(keysym: u32, down: bool) -> Vec<u8> {
    let [a, b, c, d] = keysym.to_be_bytes();
    vec![4, down.into(), 0, 0, a, b, c, d]
}

/// Presses `held` and then a key, lets go of all in reverse; gives what goes over the wire.
fn press(desk: &mut Desk, place: Key, printed: Key, held: &[(Key, u32)]) -> Vec<u8> {
    let shift = held
        .iter()
        .any(|(key, _)| matches!(key, Key::ShiftLeft | Key::ShiftRight));
    let modifiers = Modifiers {
        shift,
        ..Modifiers::NONE
    };
    let event = |key, place, pressed| Event::Key {
        key,
        physical_key: Some(place),
        pressed,
        repeat: false,
        modifiers,
    };
    let keys = held.iter().map(|(key, _)| (*key, *key));
    let keys: Vec<_> = keys.chain([(printed, place)]).collect();
    let down = keys.iter().map(|(key, place)| event(*key, *place, true));
    let up = keys
        .iter()
        .rev()
        .map(|(key, place)| event(*key, *place, false));
    desk.harness.input_mut().events.extend(down.chain(up));
    desk.harness.step();
    let mut wire = Vec::new();
    for word in desk.heard().split_whitespace() {
        let (sign, keysym) = word.split_at(1);
        assert!(["+", "-"].contains(&sign), "{word}");
        let down = sign == "+";
        let keysym = Keysym(u32::from_str_radix(keysym, 16).unwrap());
        KeyEvent { down, keysym }.encode(&mut wire);
    }
    wire
}

/// What has to go over the wire.
fn expected(keysym: u32, held: &[(Key, u32)]) -> Vec<u8> {
    let keys: Vec<u32> = held.iter().map(|(_, held)| *held).chain([keysym]).collect();
    let down = keys.iter().map(|key| bytes(*key, true));
    let up = keys.iter().rev().map(|key| bytes(*key, false));
    down.chain(up).flatten().collect()
}

fn desk() -> Desk {
    let mut desk = Desk::live(Look::default(), 640, 400);
    desk.heard();
    desk.settle();
    desk
}

#[test]
fn every_key_of_every_layout_reaches_the_wire_by_its_place_with_every_modifier() {
    let mut desk = desk();
    for (layout, printed) in LAYOUTS {
        for (place, plain, shifted) in PLACES {
            let printed = printed.iter().find(|(key, _)| key == place);
            let printed = printed.map_or(*place, |(_, printed)| *printed);
            for held in HELD {
                let shift = [Key::ShiftLeft, Key::ShiftRight];
                let is_shifted = held.iter().any(|(key, _)| shift.contains(key));
                let keysym = if is_shifted { *shifted } else { *plain };
                let wire = press(&mut desk, *place, printed, held);
                assert_eq!(wire, expected(keysym, held), "{layout} {place:?} {held:?}");
            }
        }
    }
}

#[test]
fn keys_that_no_layout_moves_reach_the_wire_with_every_modifier() {
    let mut desk = desk();
    for (place, keysym) in FIXED {
        for held in HELD {
            let wire = press(&mut desk, *place, *place, held);
            assert_eq!(wire, expected(*keysym, held), "{place:?} {held:?}");
        }
    }
}
