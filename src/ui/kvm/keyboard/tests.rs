//! Events of a keyboard to what is done with them.

use eframe::egui::Modifiers;

use super::places::KEYS;
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
        key(Key::ControlRight, true),
        key(Key::ControlRight, false),
        key(Key::A, true),
    ];
    assert_eq!(take(&mut keyboard, &alone), "free", "the A is ours again");

    let chord = [
        key(Key::ControlRight, true),
        key(Key::ControlRight, true),
        key(Key::D, true),
        text("d"),
        key(Key::D, false),
        key(Key::Z, true),
        key(Key::ControlRight, false),
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
        key(Key::ControlRight, true),
        key(Key::F5, true),
        key(Key::F5, false),
        key(Key::ControlRight, false),
        key(Key::F12, true),
    ];
    assert_eq!(take(&mut keyboard, &chord), "macro 5 +FFC9");
}

#[test]
fn a_key_held_before_the_release_key_still_goes_up() {
    let mut keyboard = Keyboard::default();
    let events = [
        key(Key::X, true),
        key(Key::ControlRight, true),
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
