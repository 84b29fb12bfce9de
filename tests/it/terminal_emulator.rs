//! The terminal: bounded, searchable, harmless.

use outband::limits;
use outband::terminal::{
    Charset, Emulator, Ink, KeyModes, Screen, Scroll, SelectBy, Size, SizeMode, Style,
};
use proptest::prelude::*;

fn feed(emulator: &mut Emulator, bytes: &[u8]) {
    let mut rest = bytes;
    while !rest.is_empty() {
        let used = emulator.feed(rest);
        assert!((1..=limits::TERMINAL_FEED_BYTES).contains(&used));
        rest = &rest[used..];
    }
}

fn emulator(bytes: &[u8]) -> Emulator {
    let mut emulator = Emulator::new(SizeMode::Fixed(Size::C80R25), Charset::Utf8);
    feed(&mut emulator, bytes);
    emulator
}

fn read(emulator: &Emulator) -> Screen {
    let mut screen = Screen::default();
    emulator.read(&mut screen);
    screen
}

#[test]
fn bold_makes_dark_colours_bright_and_reverse_swaps_ink_and_paper() {
    let screen = read(&emulator(
        b"\x1B[1;34;40mA\x1B[0;7mB\x1B[0;31mC\x1B[8mD\x1B[0;38;5;200mE\x1B[0;38;2;1;2;3;4mF\x1B[0mG",
    ));
    let cells: Vec<(char, Ink, Ink)> = screen.row(0)[..7]
        .iter()
        .map(|cell| (cell.ch, cell.ink, cell.paper))
        .collect();
    let (fore, back) = (Ink::Foreground, Ink::Background);
    assert_eq!(
        cells,
        [
            ('A', Ink::Palette(12), Ink::Palette(0)),
            ('B', back, fore),
            ('C', Ink::Palette(1), back),
            ('D', back, back), // hidden
            ('E', Ink::Palette(200), back),
            ('F', Ink::Rgb(1, 2, 3), back),
            ('G', fore, back),
        ]
    );
    assert!(screen.row(0)[0].style.contains(Style::BOLD));
    assert!(screen.row(0)[5].style.contains(Style::UNDERLINE));
    assert_eq!(screen.cursor, Some((7, 0)));
}

#[test]
fn a_wide_character_has_a_spacer_and_copies_as_one() {
    let mut emulator = emulator("日本x".as_bytes());
    let screen = read(&emulator);
    assert!(screen.row(0)[1].style.contains(Style::SPACER));
    assert_eq!(screen.row_text(0), "日本x");
    emulator.select_all();
    assert!(emulator.selected_text().unwrap().starts_with("日本x"));
}

#[test]
fn lines_that_leave_the_screen_can_be_scrolled_back_to() {
    let mut emulator = emulator(b"");
    for i in 0..100 {
        feed(&mut emulator, format!("line {i}\r\n").as_bytes());
    }
    assert_eq!(read(&emulator).row_text(0), "line 76");
    emulator.scroll(Scroll::PageUp);
    let screen = read(&emulator);
    assert_eq!(screen.row_text(0), "line 51");
    assert_eq!((screen.scrolled_by, screen.history), (25, 76));
    assert_eq!(screen.cursor, None);
    // What arrives while somebody reads does not move what he reads.
    feed(&mut emulator, b"more\r\n");
    assert_eq!(read(&emulator).row_text(0), "line 51");
    emulator.scroll(Scroll::Top);
    assert_eq!(read(&emulator).row_text(0), "line 0");
    emulator.scroll(Scroll::Lines(-1));
    assert_eq!(read(&emulator).row_text(0), "line 1");
    emulator.scroll(Scroll::Bottom);
    assert_eq!(read(&emulator).scrolled_by, 0);
}

#[test]
fn a_cleared_screen_stays_in_the_history() {
    let emulator = emulator(b"first page\x1B[2J\x1B[1;1Hsecond page");
    assert_eq!(emulator.screen_text(), "second page\n");
    assert!(emulator.all_text().starts_with("first page\n"));
}

#[test]
fn selections_by_character_word_line_and_block_copy_what_they_cover() {
    let mut emulator = emulator(b"alpha beta\r\ngamma delta\r\nepsilon");
    for (by, from, to, text) in [
        (SelectBy::Character, (6, 0), (4, 1), "beta\ngamma"),
        (SelectBy::Word, (7, 0), (7, 0), "beta"),
        (SelectBy::Line, (3, 1), (3, 1), "gamma delta\n"),
        (SelectBy::Block, (0, 0), (2, 2), "alp\ngam\neps"),
    ] {
        emulator.start_selection(by, from.0, from.1, false);
        emulator.extend_selection(to.0, to.1, true);
        assert_eq!(emulator.selected_text().as_deref(), Some(text), "{by:?}");
        let screen = read(&emulator);
        assert!(screen.row(from.1)[from.0].style.contains(Style::SELECTED));
    }
    emulator.clear_selection();
    assert_eq!(emulator.selected_text(), None);
    // Far outside means the nearest cell.
    emulator.start_selection(SelectBy::Character, 0, 0, false);
    emulator.extend_selection(usize::MAX, usize::MAX, true);
    let text = emulator.selected_text().unwrap();
    assert_eq!(text.trim_end(), "alpha beta\ngamma delta\nepsilon");
}

#[test]
fn searching_finds_each_place_in_turn_and_moves_the_view() {
    let mut emulator = emulator(b"");
    for i in 0..200 {
        let word = if i % 50 == 0 { "Needle (x)" } else { "hay" };
        feed(&mut emulator, format!("{i} {word}\r\n").as_bytes());
    }
    let rows_of = |emulator: &Emulator| {
        let screen = read(emulator);
        let row = (0..screen.rows)
            .find(|row| {
                let cells = screen.row(*row).iter();
                cells.map(|c| c.style).any(|s| s.contains(Style::SELECTED))
            })
            .unwrap();
        screen.row_text(row)
    };
    for line in ["150", "100", "50", "0", "150"] {
        assert!(emulator.find("needle (", false));
        assert_eq!(rows_of(&emulator), format!("{line} Needle (x)"));
    }
    assert!(emulator.find("needle", true));
    assert_eq!(rows_of(&emulator), "0 Needle (x)");
    assert_eq!(emulator.selected_text().as_deref(), Some("Needle"));
    assert!(!emulator.find("NEEDLE", true), "capital letters count");
    assert!(!emulator.find("", true));
}

#[test]
fn questions_about_the_cursor_are_answered_and_nothing_else_is() {
    let mut emulator =
        emulator(b"\x1B[3;7H\x1B[6n\x1B[5n\x1B[c\x1B[>c\x1B[21t\x1B]4;1;?\x07\x1B[?2026$p");
    assert_eq!(emulator.take_replies(), "\x1B[3;7R\x1B[0n\x1B[?6c");
    assert_eq!(emulator.take_replies(), "");
    for _ in 0..10_000 {
        feed(&mut emulator, b"\x1B[6n");
    }
    assert!(emulator.take_replies().len() < 1100);
}

#[test]
fn the_bell_rings_once_for_each_look_at_it() {
    let mut emulator = emulator(b"\x07\x07\x07");
    assert!(emulator.take_bell());
    assert!(!emulator.take_bell());
}

#[test]
fn key_modes_follow_the_host() {
    let mut emulator = emulator(b"\x1B[?1h\x1B=");
    assert_eq!(
        emulator.key_modes(),
        KeyModes {
            application_cursor: true,
            application_keypad: true
        }
    );
    feed(&mut emulator, b"\x1B[?1l\x1B>");
    assert_eq!(emulator.key_modes(), KeyModes::default());
}

#[test]
fn the_automatic_size_follows_firmware_but_not_programs_that_probe_for_the_size() {
    let mut emulator = Emulator::new(SizeMode::Automatic, Charset::Utf8);
    feed(&mut emulator, b"top\x1B[999;999H\x1B[6n");
    assert_eq!(emulator.size(), Size::C80R25);
    assert_eq!(emulator.take_replies(), "\x1B[25;80R");
    feed(&mut emulator, b"\x1B[31;1Hbottom");
    assert_eq!(emulator.size(), Size::C100R31);
    assert_eq!(read(&emulator).row_text(0), "top");
    assert_eq!(read(&emulator).row_text(30), "bottom");
    feed(&mut emulator, b"\x1B[50;100Hx");
    let size = emulator.size();
    assert_eq!((size.columns, size.rows), (100, 50));

    let mut emulator = Emulator::new(SizeMode::Automatic, Charset::Utf8);
    feed(&mut emulator, b"\x1B[50;80Hx");
    assert_eq!(emulator.size(), Size::C80R50);
}

#[test]
fn growing_draws_the_page_anew_and_repeats_nothing() {
    let mut emulator = Emulator::new(SizeMode::Automatic, Charset::Utf8);
    feed(&mut emulator, b"before\x1B[2J\x1B[1;1H");
    for i in 0..60 {
        feed(&mut emulator, format!("line {i}\r\n").as_bytes());
    }
    feed(&mut emulator, b"\x07\x1B[6n");
    emulator.take_replies();
    emulator.take_bell();
    feed(&mut emulator, b"\x1B[31;1Hbottom\x07");
    let screen = read(&emulator);
    assert_eq!(screen.row_text(0), "line 30");
    assert_eq!(screen.row_text(30), "bottom");
    let all = emulator.all_text();
    assert_eq!(all.matches("line ").count(), 60);
    assert_eq!(all.matches("before").count(), 1);
    assert_eq!(emulator.take_replies(), "");
}

#[test]
fn growing_without_a_page_keeps_the_top_row_in_place_with_history_above_it() {
    let mut emulator = Emulator::new(SizeMode::Automatic, Charset::Utf8);
    for i in 0..2000 {
        feed(
            &mut emulator,
            format!("line {i} {}\r\n", "x".repeat(90)).as_bytes(),
        );
    }
    let before = read(&emulator).row_text(0);
    feed(&mut emulator, b"\x1B[31;1Hbottom");
    let screen = read(&emulator);
    assert_eq!(screen.row_text(0), before);
    assert_eq!(screen.row_text(30), "bottom");
    assert_eq!(emulator.all_text().matches("line ").count(), 2000);
}

#[test]
fn changing_the_size_by_hand_keeps_the_text() {
    let mut emulator = emulator(b"one\r\ntwo\r\nthree");
    for size in [Size::C100R31, Size::C80R50, Size::C80R25] {
        emulator.set_size_mode(SizeMode::Fixed(size));
        assert_eq!(emulator.size(), size);
        assert_eq!(emulator.screen_text(), "one\ntwo\nthree\n");
    }
    emulator.set_size_mode(SizeMode::Fixed(Size {
        columns: 0,
        rows: 9999,
    }));
    let size = emulator.size();
    assert_eq!((size.columns, size.rows), (20, 128));
}

#[test]
fn clearing_forgets_everything_but_the_settings() {
    let mut emulator = Emulator::new(SizeMode::Automatic, Charset::Cp437);
    feed(&mut emulator, b"\x1B[31;1H\x1B[?1h\x1B[31mtext");
    let generation = emulator.generation();
    emulator.clear();
    assert_eq!(emulator.all_text(), "");
    assert_eq!(emulator.size(), Size::C100R31);
    assert_eq!(emulator.size_mode(), SizeMode::Automatic);
    assert_eq!(emulator.charset(), Charset::Cp437);
    assert_eq!(emulator.key_modes(), KeyModes::default());
    assert!(emulator.generation() > generation);
}

#[test]
fn the_generation_stands_still_while_nothing_happens() {
    let emulator = emulator(b"x");
    let generation = emulator.generation();
    read(&emulator);
    assert_eq!(emulator.generation(), generation);
}

#[test]
fn no_text_of_the_host_reaches_debug_output() {
    let emulator = emulator(b"confidential");
    assert!(!format!("{emulator:?}").contains("confidential"));
}

/// Ten megabytes are many times what is kept; `benches/terminal.rs` floods with a hundred.
#[test]
fn a_flood_keeps_memory_bounded() {
    let mut emulator = emulator(b"");
    let mut flood = Vec::new();
    for i in 0..2000 {
        flood.extend(
            format!("[{i:12}] \x1B[1;31mkernel\x1B[0m: some text of a usual length\r\n").bytes(),
        );
    }
    let mut fed = 0;
    while fed < 10_000_000 {
        feed(&mut emulator, &flood);
        fed += flood.len();
    }
    assert_eq!(read(&emulator).history, limits::SCROLLBACK_LINES);
    assert!(emulator.all_text().len() < (limits::SCROLLBACK_LINES + 25) * 81);
}

#[test]
fn hostile_output_is_bounded_in_work_and_memory() {
    let mut marks = "a".to_owned();
    marks.extend(std::iter::repeat_n('\u{301}', 100_000));
    for bytes in [
        b"x\x1B[65535b".repeat(5_000),
        b"\x1B[65535I\x1B[65535Z\t".repeat(5_000),
        b"\x1B[65535L\x1B[65535M\x1B[65535S\x1B[65535T".repeat(2_000),
        b"\x1B]0;"
            .iter()
            .copied()
            .chain(vec![b'x'; 200_000])
            .collect(),
        b"\x1B[22t".repeat(10_000),
        b"\x1B[>1u".repeat(10_000),
        b"\x1B[?2026h"
            .iter()
            .copied()
            .chain(vec![b'x'; 200_000])
            .collect(),
        marks.into_bytes(),
        "\u{301}\x1B[D".repeat(20_000).into_bytes(),
    ] {
        let emulator = emulator(&bytes);
        assert!(emulator.all_text().len() < 3_000_000);
    }
    let one = emulator("a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}".as_bytes());
    assert_eq!(one.screen_text().chars().count(), 1 + 4 + 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_in_any_pieces_give_the_same_screen_and_never_panic(
        words in proptest::collection::vec(
            prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..12),
                proptest::sample::select(vec![
                    &b"\x1B[2J"[..], b"\x1B[1;1H", b"\x1B[31;1H", b"\x1B[50;100H", b"\x1B[25;80H",
                    b"\x1B[5;10r", b"\x1B[r", b"\x1B[?6h", b"\x1B[?7l", b"\x1B[4h", b"\x1B[4l",
                    b"\x1B[?1049h", b"\x1B[?1049l", b"\x1B[99L", b"\x1B[99M", b"\x1B[99P",
                    b"\x1B[99@", b"\x1B[99X", b"\x1B[3S", b"\x1B[3T", b"\x1BM", b"\x1B7",
                    b"\x1B8", b"\x1Bc", b"\x1B#8", b"\x1B[3J", b"\x1B[J", b"\x1B[1J", b"\x1B[K",
                    b"\x1B[1K", b"\x1B[999b", b"\x1B[999I", b"\x1B[44m", b"\r\n\n\n\n\n\n\n",
                    "日\u{301}".as_bytes(), b"\x1B(0qqq\x0E", b"\x1B[999C", b"\t\x1BH",
                ]).prop_map(<[u8]>::to_vec),
            ],
            0..60,
        ),
        cuts in proptest::collection::vec(1usize..40, 1..20),
        charset in proptest::sample::select(Charset::ALL.to_vec()),
        automatic in any::<bool>(),
        small in any::<bool>(),
    ) {
        let size = if small { Size { columns: 20, rows: 5 } } else { Size::C80R25 };
        let mode = if automatic { SizeMode::Automatic } else { SizeMode::Fixed(size) };
        let bytes = words.concat();
        let mut whole = Emulator::new(mode, charset);
        feed(&mut whole, &bytes);
        let mut pieces = Emulator::new(mode, charset);
        let (mut rest, mut cuts) = (&bytes[..], cuts.iter().cycle());
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.len().min(*cuts.next().unwrap()));
            feed(&mut pieces, piece);
            rest = after;
        }
        if !automatic {
            prop_assert!(read(&whole) == read(&pieces), "{}", pieces.screen_text());
        }
        for emulator in [&mut whole, &mut pieces] {
            emulator.find("a", false);
            emulator.scroll(Scroll::PageUp);
            emulator.start_selection(SelectBy::Word, 3, 3, false);
            emulator.extend_selection(70, 20, true);
            prop_assert!(emulator.selected_text().is_none_or(|text| !text.is_empty()));
            emulator.set_size_mode(SizeMode::Fixed(Size::C100R31));
            emulator.set_size_mode(SizeMode::Fixed(Size { columns: 20, rows: 5 }));
            prop_assert_eq!(read(emulator).cells.len(), 100);
        }
    }
}
