//! Recorded and hand-written serial consoles end in the screens they must look like.
//!
//! The files are described in `tests/golden/terminal/README.md`.

use std::fmt::Write as _;
use std::path::Path;

use outband::terminal::{Charset, Emulator, Ink, Screen, Size, SizeMode, Style};

/// One file of expectations.
#[derive(Debug, Default)]
struct Expected {
    size: (usize, usize),
    charset: Charset,
    /// Written in the file itself, or read from the recording beside it.
    stream: Vec<u8>,
    screens: Vec<ExpectedScreen>,
}

#[derive(Debug, Default)]
struct ExpectedScreen {
    /// After so many bytes of the stream.
    at: usize,
    cursor: (usize, usize),
    rows: Vec<String>,
    inks: Vec<String>,
}

fn load(name: &str) -> Expected {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/terminal");
    let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
    let mut expected = Expected {
        stream: std::fs::read(folder.join(format!("{name}.raw"))).unwrap_or_default(),
        ..Expected::default()
    };
    let two = |words: &str| {
        let (a, b) = words.split_once(' ').unwrap();
        (a.parse().unwrap(), b.parse().unwrap())
    };
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let screen = expected.screens.last_mut();
        match (line.chars().next(), word) {
            (None | Some('#'), _) => {}
            (Some('|'), _) => screen.unwrap().rows.push(line[1..].to_owned()),
            (_, "~") => screen.unwrap().inks.push(rest.to_owned()),
            (_, "size") => expected.size = two(rest),
            (_, "charset") => expected.charset = Charset::from_name(rest).unwrap(),
            (_, "cursor") => screen.unwrap().cursor = two(rest),
            (_, "at") => expected.screens.push(ExpectedScreen {
                at: rest.parse().unwrap_or(expected.stream.len()),
                ..ExpectedScreen::default()
            }),
            (_, "stream") => {
                for line in lines.by_ref().take_while(|line| !line.is_empty()) {
                    expected.stream.extend(unescape(line));
                }
            }
            _ => panic!("{name}: {line}"),
        }
    }
    assert!(!expected.stream.is_empty() && !expected.screens.is_empty());
    expected
}

/// `\e`, `\r`, `\n`, `\\`, `\xHH`.
fn unescape(line: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut bytes = line.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        out.push(match bytes.next().unwrap() {
            b'e' => 0x1B,
            b'r' => b'\r',
            b'n' => b'\n',
            b'\\' => b'\\',
            b'x' => {
                let digits = [bytes.next().unwrap(), bytes.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            other => panic!("unknown escape {}", char::from(other)),
        });
    }
    out
}

/// Ink and paper of a row as the files spell them.
fn inks(screen: &Screen, row: usize) -> String {
    let letter = |ink: Ink, plain: Ink| match ink {
        Ink::Palette(i) => char::from_digit(u32::from(i), 16).unwrap(),
        ink if ink == plain => '.',
        Ink::Foreground | Ink::Background => '_',
        Ink::Rgb(..) => panic!("no such colour in the recordings"),
    };
    let mut runs: Vec<(usize, String)> = Vec::new();
    for cell in screen.row(row) {
        let ink = if cell.ch == ' ' {
            Ink::Foreground
        } else {
            cell.ink
        };
        let pair = String::from_iter([
            letter(ink, Ink::Foreground),
            letter(cell.paper, Ink::Background),
        ]);
        match runs.last_mut() {
            Some((count, last)) if *last == pair => *count += 1,
            _ => runs.push((1, pair)),
        }
    }
    let mut text = String::new();
    for (count, pair) in runs {
        write!(text, " {count}*{pair}").unwrap();
    }
    text.trim_start().to_owned()
}

/// Plays a stream in pieces of `piece` bytes and compares each screen.
fn play(name: &str, size_mode: SizeMode, piece: usize) {
    let expected = load(name);
    let mut emulator = Emulator::new(size_mode, expected.charset);
    let mut done = 0;
    let mut screen = Screen::default();
    for want in &expected.screens {
        for piece in expected.stream[done..want.at].chunks(piece) {
            let mut rest = piece;
            while !rest.is_empty() {
                let used = emulator.feed(rest);
                rest = &rest[used..];
            }
        }
        done = want.at;
        emulator.read(&mut screen);
        let at = format!("{name} after {done} bytes, in pieces of {piece}");
        assert_eq!((screen.columns, screen.rows), expected.size, "{at}");
        for row in 0..screen.rows {
            assert_eq!(screen.row_text(row), want.rows[row], "{at}: row {row}");
            assert_eq!(
                inks(&screen, row),
                want.inks[row],
                "{at}: inks of row {row}"
            );
        }
        if let Some(cursor) = screen.cursor {
            assert_eq!(cursor, want.cursor, "{at}: cursor");
        }
    }
}

fn fixed(name: &str) -> SizeMode {
    let (columns, rows) = load(name).size;
    SizeMode::Fixed(Size { columns, rows })
}

#[test]
fn a_recorded_edk2_setup_looks_as_another_emulator_shows_it() {
    for piece in [1, 7, 1000, 100_000] {
        play("edk2-setup", SizeMode::Automatic, piece);
    }
}

#[test]
fn a_recorded_edk2_editor_looks_as_another_emulator_shows_it() {
    play("edk2-edit", fixed("edk2-edit"), 100_000);
}

#[test]
fn a_recorded_grub_menu_looks_as_another_emulator_shows_it() {
    play("seabios-grub", SizeMode::Automatic, 100_000);
    play("seabios-grub", fixed("seabios-grub"), 1);
}

#[test]
fn a_recorded_linux_boot_login_and_editor_look_as_another_emulator_shows_them() {
    play("linux", fixed("linux"), 100_000);
    play("linux", fixed("linux"), 1);
}

#[test]
fn menus_of_each_terminal_type_and_a_self_test_look_as_drawn_by_hand() {
    for name in ["menu-pc-ansi", "menu-vt100", "menu-vt-utf8", "post"] {
        // Sizes below the smallest are for the files' sake only.
        play(name, fixed(name), 1);
        play(name, fixed(name), 100_000);
    }
}

#[test]
fn the_automatic_size_ends_in_the_same_picture_as_the_right_size_from_the_start() {
    let expected = load("edk2-edit");
    let page = &expected.screens[1];
    for piece in [1, 64, 100_000] {
        let mut emulator = Emulator::new(SizeMode::Automatic, expected.charset);
        let mut screen = Screen::default();
        for piece in expected.stream.chunks(piece) {
            assert_eq!(emulator.feed(piece), piece.len());
        }
        emulator.read(&mut screen);
        assert_eq!((screen.columns, screen.rows), (100, 31));
        for row in 0..31 {
            assert_eq!(screen.row_text(row), page.rows[row], "row {row}");
            assert_eq!(inks(&screen, row), page.inks[row], "inks of row {row}");
        }
        assert!(
            screen
                .cells
                .iter()
                .all(|cell| !cell.style.contains(Style::SPACER))
        );
        // The pages before are still there, once.
        let all = emulator.all_text();
        assert_eq!(all.matches("UEFI Interactive Shell v2.2").count(), 1);
    }
}
