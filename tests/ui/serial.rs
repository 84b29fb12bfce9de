//! The serial view: text in, keys out, and what is said where nothing is to be seen.

use std::time::{Duration, Instant};

use eframe::egui::accesskit::Role;
use eframe::egui::{Key as Place, Modifiers as Held};
use egui_kittest::kittest::Queryable;
use outband::session::flow::PowerState;
use outband::session::flow::boot::BootTarget;
use outband::session::pc::{Deed, PcCommand, PcEvent};
use outband::session::sol::{
    Control, LogFormat, PasteEnd, PortStatus, SerialCommand, SerialEvent, SerialStage,
};
use outband::session::{Ending, Event, Fault, Safety};
use outband::store::profile::{AddressBook, Profile};
use outband::terminal::{Charset, Dialect, EnterSends, Key, Keyboard};
use outband::ui::ConsoleMemory;

use crate::support::consoles::{Consoles, console, console_with, go_live, open};
use crate::support::desk::{Desk, Look, pc, test_screen};
use crate::support::facts;

/// Draws until something that other threads bring is there.
fn until(desk: &mut Desk, what: &str, mut is_so: impl FnMut(&mut Desk) -> bool) {
    let began = Instant::now();
    while !is_so(desk) {
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "{what} never came"
        );
        std::thread::sleep(Duration::from_millis(5));
        desk.settle();
    }
}

#[test]
fn what_the_pc_writes_can_be_read_and_what_is_typed_reaches_it() {
    let (mut desk, consoles) = open(Look::default());
    assert!(desk.shows("Serial console of lab-12, live"));
    consoles.write(b"\x1B[2J\x1B[01;01HPress F2 for setup");
    desk.settle();
    let node = desk.harness.get_by_label("Serial console of lab-12, live");
    assert!(node.value().unwrap().contains("Press F2 for setup"));
    consoles.asked();

    desk.harness.key_press(Place::F2);
    desk.harness.key_press_modifiers(Held::CTRL, Place::C);
    desk.harness.key_press(Place::ArrowDown);
    desk.harness.key_press(Place::Escape);
    desk.settle();
    assert_eq!(
        consoles.keys(),
        ["F(2)", "Ctrl Char('c')", "Down", "Escape"]
    );
    for status in ["PC on", "RTS on", "DTR on", "80×25"] {
        assert!(desk.shows(status), "{status}");
    }
}

#[test]
fn the_release_key_gives_the_keys_back() {
    let (mut desk, consoles) = open(Look::default());
    desk.harness.key_press(Place::ControlRight);
    desk.settle();
    consoles.asked();
    desk.harness.key_press(Place::F2);
    desk.settle();
    assert_eq!(consoles.keys(), Vec::<String>::new());
}

#[test]
fn the_escape_that_closes_a_menu_is_not_for_the_pc() {
    let (mut desk, consoles) = open(Look::default());
    desk.click("Keys");
    assert!(desk.shows("Test keys"));
    consoles.asked();
    desk.harness.key_press(Place::Escape);
    desk.settle();
    assert!(!desk.shows("Test keys"));
    assert_eq!(consoles.keys(), Vec::<String>::new());
    desk.harness.key_press(Place::Escape);
    desk.settle();
    assert_eq!(consoles.keys(), ["Escape"]);
}

#[test]
fn silence_is_explained_and_ends_with_the_first_text() {
    let (mut desk, consoles) = open(Look::default());
    consoles.tell(SerialEvent::Quiet);
    desk.settle();
    let title = "Connected, the PC writes nothing to its serial port";
    assert!(desk.shows(title));
    consoles.asked();
    desk.click("Send Enter");
    assert_eq!(consoles.keys(), ["Enter"]);
    assert!(!desk.shows(title));

    consoles.tell(SerialEvent::Quiet);
    desk.settle();
    assert!(desk.shows(title));
    consoles.write(b"login: ");
    desk.settle();
    assert!(!desk.shows(title));
}

#[test]
fn a_console_that_ends_keeps_its_text_says_why_and_opens_again() {
    let (mut desk, consoles) = open(Look::default());
    consoles.write(b"last words");
    let ending = Ending::Closed;
    consoles.tell(SerialEvent::Closed(Some(Fault::Lost { ending })));
    desk.settle();
    assert!(desk.shows("Connection lost"));
    let node = desk
        .harness
        .get_by_label("Serial console of lab-12, closed");
    assert!(node.value().unwrap().contains("last words"));
    desk.click("Connect again");
    assert_eq!(consoles.count(), 2);
    assert!(desk.shows("Serial console of lab-12, connecting"));
}

#[test]
fn keys_characters_and_size_are_chosen_in_the_bar() {
    let (mut desk, consoles) = open(Look::default());
    consoles.asked();
    desk.click("Keys");
    desk.click("VT100+");
    let asked = consoles.asked();
    let keyboard = asked.iter().find_map(|command| match command {
        SerialCommand::SetKeyboard(keyboard) => Some(*keyboard),
        _ => None,
    });
    let keyboard = keyboard.expect("the keyboard was set");
    assert_eq!(keyboard.dialect, Dialect::Vt100Plus);
    assert_eq!(
        keyboard.charset,
        Charset::Utf8,
        "what such a BIOS draws with"
    );
    desk.click("Size");
    desk.click("100×31");
    assert!(matches!(
        consoles.asked().as_slice(),
        [SerialCommand::SetSize(_)]
    ));
}

#[test]
fn a_paste_shows_how_far_it_is_and_can_be_stopped() {
    let (mut desk, consoles) = open(Look::default());
    consoles.tell(SerialEvent::Pasting {
        sent: 2880,
        total: 10_000,
        waiting: false,
    });
    desk.settle();
    assert!(desk.shows("Pasting, 2880 of 10000"));
    consoles.asked();
    desk.click("Stop pasting");
    assert!(matches!(
        consoles.asked().as_slice(),
        [SerialCommand::StopPaste]
    ));
    consoles.tell(SerialEvent::PasteEnded {
        sent: 2880,
        total: 10_000,
        end: PasteEnd::Stopped,
    });
    desk.settle();
    assert!(!desk.shows("Pasting, "));
}

#[test]
fn text_in_history_is_found() {
    let (mut desk, consoles) = open(Look::default());
    consoles.write(b"needle\r\n");
    for _ in 0..100 {
        consoles.write(b"hay\r\n");
    }
    desk.settle();
    desk.click("Find");
    desk.harness
        .get_by_label("Find in the console")
        .type_text("needle");
    desk.settle();
    desk.click("Find before");
    let selected = consoles.last(|served| served.terminal.lock().selected_text());
    assert_eq!(selected.as_deref(), Some("needle"));
    assert!(desk.shows("Serial console of lab-12"));
}

#[test]
fn restarting_into_the_setup_asks_and_puts_the_bios_on_the_console() {
    let consoles = Consoles::default();
    let serial = consoles.open();
    let tasks = crate::support::desk::Tasks::default();
    let manage = tasks.manage();
    let mut desk = Desk::with(Look::default(), |options| {
        options.manage = Some(manage);
        options.serial = Some(serial);
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
    });
    desk.tasks = tasks;
    desk.network
        .last(|pc| pc.tell(Event::Connected(Safety::Plain)));
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.pc_tells(PcEvent::Power(facts::power(PowerState::ON)));
    desk.click("Serial");
    consoles.tell(SerialEvent::Stage(SerialStage::Open));
    desk.settle();
    desk.pc_heard();
    desk.click("Restart into BIOS setup");
    assert!(desk.shows("Restart lab-12 into BIOS setup?"));
    desk.settle();
    let cancel = desk.harness.get_by_label("Cancel");
    assert!(cancel.is_focused(), "so that Enter does no harm");
    assert_eq!(desk.pc_heard(), "", "asked first");
    desk.click("Restart");
    let asked = desk.tasks.last(|task| task.asked());
    let [PcCommand::Do(Deed::Boot { plan, .. })] = asked.as_slice() else {
        panic!("{asked:?}");
    };
    assert_eq!((plan.target, plan.use_sol), (BootTarget::BiosSetup, true));
}

#[test]
fn a_character_of_another_layout_is_typed_as_it_is() {
    let (mut desk, consoles) = open(Look::default());
    consoles.asked();
    desk.harness
        .event(eframe::egui::Event::Text("ß".to_owned()));
    desk.settle();
    let asked = consoles.asked();
    assert!(
        matches!(asked.as_slice(), [SerialCommand::Key(Key::Char('ß'), _)]),
        "{asked:?}"
    );
}

#[test]
fn keys_can_be_tested_and_nothing_is_sent_meanwhile() {
    let (mut desk, consoles) = open(Look::default());
    desk.click("Keys");
    desk.click("Test keys");
    consoles.asked();
    assert!(desk.shows("Keys are only looked at"));
    desk.harness.key_press(Place::F10);
    desk.settle();
    assert!(desk.shows("F10 is sent as"));
    // Of PC-ANSI, VT100, VT100+ and VT-UTF8, Intel, its alternate, its VT100+, xterm.
    for bytes in [
        "1B 5B 56       ESC [ V",
        "1B 4F 4D       ESC O M",
        "1B 30          ESC 0",
        "1B 5B 4F 4D    ESC [ O M",
        "1B 4F 59       ESC O Y",
        "1B 5B 32 31 7E ESC [ 2 1 ~",
    ] {
        assert!(desk.shows(bytes), "{bytes}");
    }
    desk.harness.key_press_modifiers(Held::CTRL, Place::C);
    desk.settle();
    assert!(desk.shows("Ctrl+c is sent as") && desk.shows("^C"));
    assert_eq!(consoles.keys(), Vec::<String>::new());

    desk.click("Use VT100+");
    let keyboards = keyboards(&consoles.asked());
    assert_eq!(keyboards.last().unwrap().dialect, Dialect::Vt100Plus);
    desk.click("Close key test");
    desk.harness.key_press(Place::F10);
    desk.settle();
    assert_eq!(consoles.keys(), ["F(10)"]);
}

/// Clicks into a field and types.
fn type_into(desk: &mut Desk, label: &str, text: &str) {
    let at = desk.harness.get_by_label(label).rect().center();
    for pressed in [true, false] {
        desk.harness.event(eframe::egui::Event::PointerMoved(at));
        desk.harness.event(eframe::egui::Event::PointerButton {
            pos: at,
            button: eframe::egui::PointerButton::Primary,
            pressed,
            modifiers: Held::NONE,
        });
        desk.harness.step();
    }
    desk.settle();
    desk.harness
        .event(eframe::egui::Event::Text(text.to_owned()));
    desk.settle();
}

fn keyboards(asked: &[SerialCommand]) -> Vec<Keyboard> {
    let keyboards = asked.iter().filter_map(|command| match command {
        SerialCommand::SetKeyboard(keyboard) => Some(*keyboard),
        _ => None,
    });
    keyboards.collect()
}

#[test]
fn a_log_goes_where_the_person_says_in_the_form_that_was_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let documents = folder.path().to_owned();
    let (mut desk, consoles) = console_with(Look::default(), |options| {
        options.documents = Some(documents);
    });
    go_live(&mut desk, &consoles);
    consoles.asked();
    desk.click("Log");
    desk.click("Recording, to be played back as it was");
    desk.click("Begin log");
    let asked = consoles.asked();
    let [SerialCommand::StartLog(options)] = asked.as_slice() else {
        panic!("{asked:?}");
    };
    let path = folder.path().join("lab-12 serial 2026-11-22 10.42.07.cast");
    assert_eq!((&options.path, options.format), (&path, LogFormat::Cast));
    consoles.tell(SerialEvent::LogStarted(path));
    desk.settle();
    desk.click("Log");
    assert!(desk.shows("What the PC writes goes to "));
    desk.click("End log");
    assert!(matches!(
        consoles.asked().as_slice(),
        [SerialCommand::StopLog]
    ));
}

#[test]
fn the_text_so_far_is_saved_with_its_history() {
    let folder = tempfile::tempdir().unwrap();
    let documents = folder.path().join("new");
    let (mut desk, consoles) = console_with(Look::default(), |options| {
        options.documents = Some(documents.clone());
    });
    go_live(&mut desk, &consoles);
    for line in 0..100 {
        consoles.write(format!("line {line}\r\n").as_bytes());
    }
    desk.settle();
    desk.click("Log");
    desk.click("Save text so far");
    until(&mut desk, "the file", |desk| desk.shows("Saved as "));
    let path = folder
        .path()
        .join("new/lab-12 serial 2026-11-22 10.42.07.txt");
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.starts_with("line 0\nline 1\n") && text.ends_with("line 99\n"));
}

#[test]
fn a_log_is_played_in_the_window_and_the_pc_goes_on_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("boot.cast");
    let recording = "{\"version\":2,\"width\":80,\"height\":25}\n\
        [0.0,\"o\",\"self test\\r\\n\"]\n[1.0,\"m\",\"power off\"]\n\
        [60.0,\"o\",\"login: \"]\n";
    std::fs::write(&path, recording).unwrap();
    let (mut desk, consoles) = open(Look::default());
    consoles.write(b"the living PC");
    desk.click("Log");
    type_into(&mut desk, "Play a log", path.to_str().unwrap());
    desk.click("Play");
    until(&mut desk, "the replay", |desk| {
        desk.shows("Replay of boot.cast")
    });
    consoles.asked();
    let value = |desk: &Desk| {
        let node = desk
            .harness
            .get_by_role_and_label(Role::Terminal, "Replay of boot.cast");
        node.value().unwrap()
    };
    assert!(value(&desk).contains("self test"));
    // Keys do not reach the PC that is not to be seen.
    desk.harness.key_press(Place::Enter);
    desk.settle();
    assert_eq!(consoles.keys(), Vec::<String>::new());
    until(&mut desk, "the mark", |desk| desk.shows("power off"));
    desk.click("Speed");
    desk.click("Speed");
    desk.click("Speed");
    until(&mut desk, "the end", |desk| value(desk).contains("login:"));
    assert!(desk.shows("1:00 / 1:00") && desk.shows("Play on"));

    consoles.write(b", still living");
    desk.click("Back to the PC");
    let node = desk.harness.get_by_label("Serial console of lab-12, live");
    assert!(
        node.value()
            .unwrap()
            .contains("the living PC, still living")
    );
    desk.harness.key_press(Place::Enter);
    desk.settle();
    assert_eq!(consoles.keys(), ["Enter"]);
}

#[test]
fn a_file_that_is_no_log_is_told_and_the_panel_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("odd.cast");
    std::fs::write(&path, "{}\n").unwrap();
    let (mut desk, _consoles) = open(Look::default());
    desk.click("Log");
    type_into(&mut desk, "Play a log", path.to_str().unwrap());
    desk.click("Play");
    until(&mut desk, "the reason", |desk| {
        desk.shows("The file cannot be used")
    });
    assert!(desk.shows("Play a log"));
}

#[test]
fn what_was_chosen_for_a_pc_is_chosen_again_the_next_time() {
    let book = AddressBook::in_memory();
    let saved = Profile::new("lab-12", "10.0.4.17");
    book.edit(|book| book.add(saved)).unwrap();
    let memory = || Some(ConsoleMemory::new(book.clone()));

    let (mut desk, consoles) = console_with(Look::default(), |options| {
        options.consoles = memory();
    });
    go_live(&mut desk, &consoles);
    desk.click("Keys");
    desk.click("PC-ANSI");
    desk.click("Enter sends");
    desk.click("CR LF");
    desk.click("Size");
    desk.click("Amber");
    let chosen = |book: &AddressBook| {
        let book = book.read().unwrap();
        let pc = book.find("lab-12").unwrap().clone();
        (pc.terminal, pc.console.enter, pc.console.colors)
    };
    let wanted = (
        Some(Dialect::PcAnsi),
        Some(EnterSends::CrLf),
        Some("amber".to_owned()),
    );
    until(&mut desk, "the choice in the book", |_| {
        chosen(&book) == wanted
    });
    drop((desk, consoles));

    // Another window, perhaps on another day.
    let (mut desk, consoles) = console_with(Look::default(), |options| {
        options.consoles = memory();
    });
    let mut last = Keyboard::default();
    until(&mut desk, "the choice in the window", |_| {
        last = keyboards(&consoles.asked()).last().copied().unwrap_or(last);
        last.enter == EnterSends::CrLf
    });
    assert_eq!(
        (last.dialect, last.charset),
        (Dialect::PcAnsi, Charset::Cp437)
    );
}

#[test]
fn the_view_asks_for_the_login_and_opens_once_it_is_given() {
    let consoles = Consoles::default();
    let serial = consoles.open();
    let tasks = crate::support::desk::Tasks::default();
    let manage = tasks.manage();
    let mut desk = Desk::with(Look::default(), |options| {
        options.manage = Some(manage);
        options.serial = Some(serial);
        let mut pc = pc("lab-12", "10.0.4.17");
        pc.password = None;
        options.pcs = vec![pc];
    });
    desk.tasks = tasks;
    desk.click("Serial");
    assert_eq!(consoles.count(), 0, "nobody has logged in");
    assert!(desk.shows("Serial console of lab-12, not connected"));
    desk.pc_tells(PcEvent::Reached(Safety::Plain));
    desk.pc_tells(PcEvent::LoginWanted(None));
    assert!(desk.shows("Password"), "asked over this view too");
    desk.harness.get_by_label("Password").type_text("P@ssw0rd");
    desk.settle();
    desk.click("Log in");
    assert_eq!(consoles.count(), 1);
    assert!(desk.shows("Serial console of lab-12, connecting"));
}

#[test]
fn a_login_that_the_port_refuses_can_be_given_again() {
    let (mut desk, consoles) = console(Look::default());
    consoles.tell(SerialEvent::Closed(Some(Fault::LoginRefused)));
    desk.settle();
    assert!(desk.shows("Login refused"));
    desk.click("Enter again");
    type_into(&mut desk, "Password", "P@ssw0rd2");
    desk.click("Log in");
    assert_eq!(consoles.count(), 2);
}

#[test]
fn the_bell_and_the_state_of_the_port_are_said_in_the_status_bar() {
    let (mut desk, consoles) = open(Look::default());
    consoles.tell(SerialEvent::Bell);
    consoles.tell(SerialEvent::Controls {
        control: Control::RTS | Control::BREAK,
        status: PortStatus::LOOPBACK,
    });
    desk.settle();
    for status in ["Bell", "PC off", "RTS on", "DTR off", "Break", "Loopback"] {
        assert!(desk.shows(status), "{status}");
    }
    desk.harness.run_steps(100); // four seconds
    assert!(!desk.shows("Bell"));
}

#[test]
fn what_is_selected_with_the_pointer_is_copied() {
    let (mut desk, consoles) = open(Look::default());
    consoles.write(b"\x1B[2J\x1B[1;1Hfirst word here");
    desk.settle();
    let stage = desk
        .harness
        .get_by_label("Serial console of lab-12, live")
        .rect();
    // Somewhere in the first row, wherever the cells begin.
    let at = eframe::egui::pos2(stage.center().x - stage.width() * 0.4, stage.top() + 24.0);
    for _ in 0..2 {
        for pressed in [true, false] {
            desk.harness.event(eframe::egui::Event::PointerButton {
                pos: at,
                button: eframe::egui::PointerButton::Primary,
                pressed,
                modifiers: Held::NONE,
            });
        }
        desk.harness.step();
    }
    desk.settle();
    let selected = consoles.last(|served| served.terminal.lock().selected_text());
    assert!(
        selected.is_some_and(|word| ["first", "word", "here"].contains(&word.as_str())),
        "a double click takes a word"
    );
    consoles.asked();
    desk.harness
        .key_press_modifiers(Held::CTRL | Held::SHIFT, Place::C);
    desk.settle();
    assert_eq!(
        consoles.keys(),
        Vec::<String>::new(),
        "it is not for the PC"
    );
}

/// What this process holds in memory, in kB.
fn resident_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.unwrap()
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .unwrap()
}

/// 100 MB as fast as the terminal takes them, from another thread as in a real session. Time says
/// nothing on a busy machine, so what counts is that frames go on being drawn all the while, that
/// each shows something newer, and that nothing is kept but the history.
#[cfg(target_os = "linux")]
#[test]
fn a_flood_of_100_megabytes_neither_grows_memory_nor_freezes_the_window() {
    const PIECES: u32 = 1600;
    const NAME: &str =
        "serial::a_flood_of_100_megabytes_neither_grows_memory_nor_freezes_the_window";
    if !crate::support::is_alone(NAME) {
        return;
    }
    let (mut desk, consoles) = open(Look::default());
    let line = b"0123456789 the quick brown fox jumps over the lazy dog 9876543210\r\n";
    let piece: Vec<u8> = line.iter().copied().cycle().take(64 * 1024).collect();
    // The history fills up first: that much is meant to be kept.
    for _ in 0..16 {
        consoles.write(&piece);
    }
    desk.settle();
    let before = resident_kb();
    let terminal = consoles.last(|served| served.terminal.clone());
    let flood = std::thread::spawn(move || {
        for _ in 0..PIECES {
            let mut rest = piece.as_slice();
            while !rest.is_empty() {
                let used = terminal.lock().feed(rest);
                rest = rest.get(used..).unwrap();
            }
        }
        terminal.lock().feed(b"\r\nthe end of the flood");
    });
    let generation =
        |consoles: &Consoles| consoles.last(|served| served.terminal.lock().generation());
    let mut seen = Vec::new();
    while !flood.is_finished() {
        desk.harness.step();
        seen.push(generation(&consoles));
    }
    flood.join().unwrap();
    desk.settle();
    assert!(seen.len() > 10, "{} frames in all that time", seen.len());
    let longest = seen.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap();
    let whole = seen.last().unwrap() - seen.first().unwrap();
    assert!(
        longest < whole / 2,
        "one frame waited for {longest} of {whole} pieces"
    );
    let node = desk.harness.get_by_label("Serial console of lab-12, live");
    assert!(node.value().unwrap().contains("the end of the flood"));
    let grown = resident_kb().saturating_sub(before);
    assert!(grown < 64 * 1024, "it grew by {grown} kB");
}
