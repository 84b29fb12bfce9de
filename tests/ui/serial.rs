//! The serial view: text in, keys out, and what is said where nothing is to be seen.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use eframe::egui::{Key as Place, Modifiers as Held, Theme, vec2};
use egui_kittest::kittest::Queryable;
use outband::session::flow::PowerState;
use outband::session::flow::boot::BootTarget;
use outband::session::pc::{Deed, PcCommand, PcEvent};
use outband::session::sol::{
    Control, PasteEnd, PortStatus, SerialCommand, SerialEvent, SerialHandle, SerialServed,
    SerialStage,
};
use outband::session::{Ending, Event, Fault, Safety};
use outband::sim::DeviceOptions;
use outband::sim::bios::{Redirection, TerminalType};
use outband::sim::device::{Device, SharedDevice, Start};
use outband::sim::scene::Settings;
use outband::sim::serial_port::SerialPort;
use outband::terminal::{Charset, Dialect, Key, SizeMode};

use crate::support::desk::{Desk, Look, pc, test_screen};
use crate::support::facts;

/// Consoles that were opened, in order.
#[derive(Clone, Default)]
struct Consoles(Arc<Mutex<Vec<(SerialServed, outband::ui::Wake)>>>);

impl Consoles {
    fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    fn last<R>(&self, with: impl FnOnce(&mut SerialServed) -> R) -> R {
        let mut all = self.0.lock().unwrap();
        let (served, wake) = all.last_mut().expect("a console was opened");
        let result = with(served);
        wake();
        result
    }

    fn tell(&self, event: SerialEvent) {
        self.last(|served| served.events.try_send(event).unwrap());
    }

    /// The PC writes this.
    fn write(&self, bytes: &[u8]) {
        self.last(|served| {
            let mut rest = bytes;
            while !rest.is_empty() {
                let used = served.terminal.lock().feed(rest);
                rest = rest.get(used..).unwrap();
            }
        });
    }

    fn asked(&self) -> Vec<SerialCommand> {
        self.last(|served| std::iter::from_fn(|| served.commands.try_recv().ok()).collect())
    }

    /// Keys that were sent, in words.
    fn keys(&self) -> Vec<String> {
        let asked = self.asked();
        let keys = asked.iter().filter_map(|command| match command {
            SerialCommand::Key(key, modifiers) if modifiers.ctrl => Some(format!("Ctrl {key:?}")),
            SerialCommand::Key(key, _) => Some(format!("{key:?}")),
            _ => None,
        });
        keys.collect()
    }
}

/// A window whose PC is shown on its serial console.
fn console(look: Look) -> (Desk, Consoles) {
    let consoles = Consoles::default();
    let opened = Arc::clone(&consoles.0);
    let mut desk = Desk::with(look, |options| {
        options.serial = Some(Arc::new(move |_, wake| {
            let (handle, served) = SerialHandle::new(SizeMode::Automatic, Charset::Utf8, false);
            opened.lock().unwrap().push((served, wake));
            handle
        }));
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
    });
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    desk.harness.key_press(Place::ControlRight);
    desk.settle();
    desk.harness.get_by_label("Serial").click();
    desk.settle();
    (desk, consoles)
}

fn open(look: Look) -> (Desk, Consoles) {
    let (mut desk, consoles) = console(look);
    consoles.tell(SerialEvent::Stage(SerialStage::Open));
    consoles.tell(SerialEvent::Controls {
        control: Control::RTS | Control::DTR,
        status: PortStatus::POWER_ON,
    });
    desk.settle();
    (desk, consoles)
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
    let opened = Arc::clone(&consoles.0);
    let tasks = crate::support::desk::Tasks::default();
    let manage = tasks.manage();
    let mut desk = Desk::with(Look::default(), |options| {
        options.manage = Some(manage);
        options.serial = Some(Arc::new(move |_, wake| {
            let (handle, served) = SerialHandle::new(SizeMode::Automatic, Charset::Utf8, false);
            opened.lock().unwrap().push((served, wake));
            handle
        }));
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
    assert_eq!(desk.pc_heard(), "", "asked first");
    desk.click("Restart");
    let asked = desk.tasks.last(|task| task.asked());
    let [PcCommand::Do(Deed::Boot { plan, .. })] = asked.as_slice() else {
        panic!("{asked:?}");
    };
    assert_eq!((plan.target, plan.use_sol), (BootTarget::BiosSetup, true));
}

/// What the simulated BIOS writes to a terminal.
fn bios() -> Vec<u8> {
    let now = Instant::now();
    let device = SharedDevice::new(Device::new(
        now,
        DeviceOptions {
            start: Start::Setup,
            settings: Settings::default().with_serial(Redirection::Always, TerminalType::VtUtf8),
            ..DeviceOptions::default()
        },
    ));
    SerialPort::new(now, &device).take_written(1 << 20)
}

fn save(desk: &mut Desk, name: &str) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/look");
    std::fs::create_dir_all(&folder).unwrap();
    let image = desk.harness.render().unwrap();
    image.save(folder.join(name).with_extension("png")).unwrap();
}

/// Pictures for people to judge: `cargo test --test ui serial -- --ignored`.
#[test]
#[ignore = "for people: look into target/look"]
fn look_at_the_serial_view() {
    for (theme, name) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        let look = Look {
            theme,
            gpu: true,
            size: vec2(1280.0, 800.0),
            ..Look::default()
        };
        let (mut desk, consoles) = open(look);
        consoles.tell(SerialEvent::Quiet);
        desk.settle();
        save(&mut desk, &format!("serial-silent-{name}"));
        consoles.write(&bios());
        desk.settle();
        save(&mut desk, &format!("serial-setup-{name}"));
        consoles.write(
            "\x1B[0m\x1B[2J\x1B[H╔══════╦═════╗\r\n║ double ║ ░▒▓█ ║\r\n╚══════╩═════╝\r\n\
             \x1B[31mred \x1B[32mgreen \x1B[33myellow \x1B[34mblue \x1B[35mmagenta \x1B[36mcyan \
             \x1B[37mwhite \x1B[0m\x1B[1mbold \x1B[0m\x1B[4munderlined\x1B[0m\r\n\
             \x1B[37;44m white on blue \x1B[30;47m black on grey \x1B[34;47m blue on grey \
             \x1B[33;44m yellow on blue \x1B[0m\r\nsim-1 login: "
                .as_bytes(),
        );
        consoles.tell(SerialEvent::Pasting {
            sent: 2880,
            total: 10_000,
            waiting: false,
        });
        desk.settle();
        save(&mut desk, &format!("serial-colours-{name}"));
        let ending = Ending::Closed;
        consoles.tell(SerialEvent::Closed(Some(Fault::Lost { ending })));
        desk.settle();
        save(&mut desk, &format!("serial-closed-{name}"));
    }
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
