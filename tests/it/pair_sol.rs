//! Our serial console and the simulated device, whole stories on a virtual clock.

use std::time::{Duration, Instant};

use flate2::Crc;
use outband::proto::redir::messages::SessionType;
use outband::proto::redir::{HandshakeOptions, RedirEvent, RedirSession};
use outband::proto::sol::messages::{Control, PortStatus, Settings};
use outband::proto::sol::{Command, Event, Pace, PasteEnd, SolChannel};
use outband::sim::bios::{ConsoleIn, Redirection as BiosSerial, TerminalType, Typed};
use outband::sim::device::Start;
use outband::sim::keyboard;
use outband::sim::link::LinkSpeed;
use outband::sim::redir::Redirection;
use outband::sim::scene::{Settings as BiosSettings, System};
use outband::sim::{DeviceOptions, PowerState};
use outband::terminal::{
    Charset, Dialect, Emulator, Key, KeyModes, Keyboard, Modifiers, Size, SizeMode,
};
use outband::wire::Secret;

use crate::support::firmware::device_with;
use crate::support::pair::Pair;

const SECOND: Duration = Duration::from_secs(1);

/// A console with a terminal, and the device at the other end of the line.
struct Console {
    pair: Pair<RedirSession<SolChannel>, Redirection>,
    emulator: Emulator,
    keyboard: Keyboard,
    /// Everything reported but text, and how often the PC was asked to answer for it.
    events: Vec<Event>,
}

impl Console {
    fn new(options: DeviceOptions, settings: Settings, pace: Pace) -> Self {
        let device = device_with(options);
        let now = Instant::now();
        let login = HandshakeOptions {
            session_type: SessionType::Sol,
            user: "admin".into(),
            password: Secret::new("P@ssw0rd".into()),
            cnonce: *b"0123456789abcdef0123456789abcdef",
            encrypted: false,
            clear_text: false,
            reply_timeout: Duration::from_secs(10),
        };
        let session = RedirSession::new(now, login, move |now, _| {
            let mut channel = SolChannel::new(settings, pace);
            channel.open(now);
            channel
        });
        let firmware = Redirection::new(&device, now, None);
        let pair = Pair::new(now, &device, session, firmware, LinkSpeed::default(), "");
        let mut console = Self {
            pair,
            emulator: Emulator::new(SizeMode::Fixed(Size::C80R25), Charset::Utf8),
            keyboard: Keyboard::default(),
            events: Vec::new(),
        };
        console.pass(SECOND / 2);
        assert_eq!(console.events.first(), Some(&Event::Opened));
        console
    }

    fn open(options: DeviceOptions) -> Self {
        Self::new(options, Settings::default(), Pace::NORMAL)
    }

    /// Logged in at the prompt of the running system.
    fn at_the_prompt(options: DeviceOptions, settings: Settings, pace: Pace) -> Self {
        let mut console = Self::new(options, settings, pace);
        console.see("login:");
        console.line("root");
        console.see("Password:");
        console.line("sim");
        console.see("sim-1>");
        console.events.clear();
        console
    }

    /// Lets time pass.
    fn pass(&mut self, time: Duration) {
        self.pair.run(time, |_| false);
        for event in std::mem::take(&mut self.pair.console.events) {
            let RedirEvent::Channel(event) = event else {
                continue;
            };
            let Event::Data(bytes) = event else {
                self.events.push(event);
                continue;
            };
            let mut rest = &bytes[..];
            while !rest.is_empty() {
                let used = self.emulator.feed(rest);
                rest = &rest[used..];
            }
        }
    }

    fn screen(&self) -> String {
        self.emulator.screen_text()
    }

    /// Waits for a text on the screen.
    #[track_caller]
    fn see(&mut self, text: &str) {
        for _ in 0..200 {
            if self.screen().contains(text) {
                return;
            }
            self.pass(SECOND / 10);
        }
        panic!("no {text:?} on\n{}", self.screen());
    }

    fn send(&mut self, bytes: &[u8]) {
        self.pair
            .command(Command::Send(Secret::new(bytes.to_vec())));
    }

    fn press(&mut self, key: Key) {
        let mut bytes = Vec::new();
        let (modifiers, modes) = (Modifiers::default(), KeyModes::default());
        assert!(self.keyboard.encode(key, modifiers, modes, &mut bytes));
        self.send(&bytes);
        self.pass(SECOND / 5);
    }

    fn line(&mut self, text: &str) {
        self.send(format!("{text}\r").as_bytes());
    }

    fn paste(&mut self, text: &[u8]) {
        self.pair
            .command(Command::Paste(Secret::new(text.to_vec())));
    }

    fn has(&self, wanted: impl Fn(&Event) -> bool) -> bool {
        self.events.iter().any(wanted)
    }

    fn is_open(&self) -> bool {
        self.pair.console.error.is_none() && self.pair.firmware.error.is_none()
    }
}

fn with_terminal(terminal: TerminalType, start: Start) -> DeviceOptions {
    DeviceOptions {
        start,
        settings: BiosSettings::default().with_serial(BiosSerial::Always, terminal),
        ..DeviceOptions::default()
    }
}

/// Each type of host with the settings of ours that belong to it.
const PAIRS: [(TerminalType, Dialect, Charset); 8] = [
    (TerminalType::Intel, Dialect::Intel, Charset::IntelAscii),
    (TerminalType::Intel, Dialect::IntelAlternate, Charset::Cp437),
    (TerminalType::Intel, Dialect::IntelVt100Plus, Charset::Cp437),
    (TerminalType::PcAnsi, Dialect::PcAnsi, Charset::Cp437),
    (TerminalType::Vt100, Dialect::Vt100, Charset::Utf8),
    (TerminalType::Vt100Plus, Dialect::Vt100Plus, Charset::Utf8),
    (
        TerminalType::Vt100Plus,
        Dialect::IntelVt100Plus,
        Charset::Utf8,
    ),
    (TerminalType::VtUtf8, Dialect::VtUtf8, Charset::Utf8),
];

#[test]
fn the_bios_setup_can_be_walked_through_in_every_terminal_type() {
    for (terminal, dialect, charset) in PAIRS {
        let mut console = Console::open(with_terminal(terminal, Start::Setup));
        console.keyboard = Keyboard {
            dialect,
            charset,
            ..Keyboard::default()
        };
        // What was drawn so far was read in UTF-8; pages that are turned are drawn anew.
        console.emulator.set_charset(charset);
        console.press(Key::Right);
        console.press(Key::Left);
        let name = format!("{terminal:?} with {dialect:?}");

        console.press(Key::Right);
        console.press(Key::Right);
        console.see("First boot device              [SIM SSD 256 GB]");
        console.press(Key::Down);
        console.press(Key::Enter);
        let corner = match terminal {
            TerminalType::Vt100 | TerminalType::Vt100Plus => "/----------------------\\",
            _ => "┌──────────────────────┐",
        };
        assert!(
            console.screen().contains(corner),
            "{name}\n{}",
            console.screen()
        );
        console.press(Key::Down);
        console.press(Key::Enter);
        console.see("First boot device              [Network (PXE)]");
        console.press(Key::F(10));
        console.see("Save changes and restart?");
        console.press(Key::Char('y'));
        console.see("Booting from Network (PXE)");
        console.see("sim-1 login:");
    }
}

#[test]
fn every_key_of_every_dialect_is_understood_by_the_host_it_is_for() {
    for (terminal, dialect, _) in PAIRS {
        let keyboard = Keyboard {
            dialect,
            ..Keyboard::default()
        };
        for (name, key) in Key::NAMED {
            let mut bytes = Vec::new();
            if !keyboard.encode(key, Modifiers::default(), KeyModes::default(), &mut bytes) {
                assert!(matches!(key, Key::F(11 | 12)), "{name} in {dialect:?}");
                continue;
            }
            // The navigation keys of AMT consoles are not those of an EDK2 host.
            let foreign = terminal != TerminalType::Intel && dialect == Dialect::IntelVt100Plus;
            let navigation = matches!(
                key,
                Key::Home | Key::End | Key::Insert | Key::Delete | Key::PageUp | Key::PageDown
            );
            if foreign && navigation {
                continue;
            }
            let now = Instant::now();
            let mut input = ConsoleIn::new(terminal);
            let mut typed = Vec::new();
            for byte in bytes {
                input.byte(now, byte, &mut typed);
            }
            input.handle_timeout(now + 3 * SECOND, &mut typed);
            let expected = match key {
                Key::Escape => keyboard::Key::Escape,
                Key::F(n) => keyboard::Key::F(n),
                Key::Tab => keyboard::Key::Tab,
                Key::Enter => keyboard::Key::Enter,
                Key::Backspace => keyboard::Key::Backspace,
                Key::Insert => keyboard::Key::Insert,
                Key::Delete => keyboard::Key::Delete,
                Key::Home => keyboard::Key::Home,
                Key::End => keyboard::Key::End,
                Key::PageUp => keyboard::Key::PageUp,
                Key::PageDown => keyboard::Key::PageDown,
                Key::Up => keyboard::Key::Up,
                Key::Down => keyboard::Key::Down,
                Key::Left => keyboard::Key::Left,
                Key::Right => keyboard::Key::Right,
                Key::Char(_) => panic!("characters have no names"),
            };
            assert_eq!(
                typed,
                [Typed::Key(expected)],
                "{name} of {dialect:?} at {terminal:?}"
            );
        }
    }
}

#[test]
fn a_lone_escape_takes_two_seconds_to_be_one() {
    let mut console = Console::open(with_terminal(TerminalType::VtUtf8, Start::Setup));
    console.see("Outband simulated BIOS setup");
    console.send(b"\x1B");
    console.pass(Duration::from_millis(1900));
    assert!(!console.screen().contains("Discard changes"));
    console.see("Discard changes and restart?");
}

#[test]
fn pasting_the_reset_sequence_would_reset_an_edk2_host() {
    let mut console = Console::open(with_terminal(TerminalType::VtUtf8, Start::Setup));
    console.see("Outband simulated BIOS setup");
    console.send(b"\x1BR\x1Br\x1BR");
    console.see("Memory    :");
}

#[test]
fn a_boot_is_seen_from_the_self_test_to_the_login_and_a_command_is_answered() {
    let mut console = Console::open(with_terminal(TerminalType::VtUtf8, Start::Post));
    console.see("Memory    :");
    console.see("Booting from SIM SSD 256 GB");
    console.see("sim-1 login:");
    console.line("root");
    console.see("Password:");
    console.line("sim");
    console.see("Type help");
    console.line("echo hello");
    console.see("\nhello\n");
    console.line("date");
    console.see("2026-01-01 00:00:");
    console.line("reboot");
    console.see("Memory    :");
    console.see("sim-1 login:");
}

#[test]
fn a_bios_that_keeps_away_from_the_port_leaves_it_silent() {
    let settings = BiosSettings::default().with_serial(BiosSerial::WhenAsked, TerminalType::VtUtf8);
    let mut console = Console::open(DeviceOptions {
        start: Start::Setup,
        settings,
        ..DeviceOptions::default()
    });
    console.pass(10 * SECOND);
    assert_eq!(console.screen(), "");
    assert!(console.events.contains(&Event::Quiet));
    assert!(console.has(|event| matches!(
        event,
        Event::Controls { control, status }
            if control.is_empty() && status.contains(PortStatus::POWER_ON)
    )));
}

#[test]
fn idle_for_an_hour_the_session_stays_open_whatever_the_settings() {
    for settings in [
        Settings::default(),
        Settings::AMTTERM,
        Settings::MESH_COMMANDER,
        Settings {
            rx_timeout: Duration::from_millis(500),
            heartbeat_interval: Duration::from_millis(100),
            ..Settings::default()
        },
    ] {
        // A screen on which nothing moves, so that an hour costs little.
        let options = DeviceOptions {
            system: System::Text,
            ..DeviceOptions::default()
        };
        let mut console = Console::new(options, settings, Pace::NORMAL);
        console.see("login:");
        console.pass(Duration::from_secs(3600));
        assert!(console.is_open(), "{settings:?}");
        console.line("root");
        console.see("Password:");
    }
}

#[test]
fn one_megabyte_pasted_to_a_slow_host_arrives_complete_and_in_order() {
    // The host reads less than half of what is pasted each second, so most of it has to wait on
    // the way; the default settings never let the device drop it.
    let options = DeviceOptions {
        serial_reads: Some(20_000),
        ..DeviceOptions::default()
    };
    let pace = Pace {
        bytes_per_second: 50_000,
    };
    let mut console = Console::at_the_prompt(options, Settings::default(), pace);
    let text: Vec<u8> = (0..1_u32 << 20)
        .map(|i| b' ' + u8::try_from(i.wrapping_mul(2_654_435_761) >> 26).unwrap())
        .collect();
    let mut sum = Crc::new();
    sum.update(&text);
    console.line("cksum");
    console.pass(SECOND);
    console.paste(&text);
    console.pass(30 * SECOND);
    assert!(console.has(|event| matches!(
        event,
        Event::PasteEnded {
            sent: 1_048_576,
            end: PasteEnd::Done,
            ..
        }
    )));
    console.pass(40 * SECOND);
    console.send(&[4]);
    console.see(&format!("\n{:08x} 1048576\n", sum.sum()));
    assert!(console.is_open());
}

#[test]
fn a_paste_that_the_device_drops_is_ended_and_said_so() {
    let mut console = Console::at_the_prompt(
        DeviceOptions::default(),
        Settings::MESH_COMMANDER,
        Pace::NORMAL,
    );
    console.line("hang 5");
    console.pass(SECOND);
    console.paste(&[b'x'; 10_000]);
    console.pass(SECOND);
    assert!(console.events.contains(&Event::InputLost));
    assert!(console.has(|event| matches!(
        event,
        Event::PasteEnded {
            end: PasteEnd::InputLost,
            ..
        }
    )));
    // The host comes back and can be talked to.
    console.pass(5 * SECOND);
    console.line("\x03echo alive");
    console.see("\nalive\n");
}

#[test]
fn a_paste_waits_for_a_host_that_takes_its_rts_line_down() {
    let mut console = Console::at_the_prompt(
        DeviceOptions::default(),
        Settings::MESH_COMMANDER,
        Pace::NORMAL,
    );
    console.line("pause 3");
    console.pass(SECOND);
    console.paste(b"echo pasted\r");
    console.pass(SECOND);
    assert!(console.has(|event| matches!(event, Event::Pasting { waiting: true, .. })));
    assert!(!console.screen().contains("echo pasted"));
    console.see("\npasted\n");
    assert!(!console.events.contains(&Event::InputLost));
}

#[test]
fn a_break_and_the_loss_of_power_show_in_the_controls() {
    let mut console =
        Console::at_the_prompt(DeviceOptions::default(), Settings::default(), Pace::NORMAL);
    console.line("break");
    console.pass(SECOND);
    let controls: Vec<Control> = console
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Controls { control, .. } => Some(*control),
            _ => None,
        })
        .collect();
    let idle = Control::RTS | Control::DTR;
    assert_eq!(controls, [idle | Control::BREAK, idle]);
    console
        .pair
        .on_device(|device, now| device.set_power(now, PowerState::Off));
    console.pass(SECOND);
    assert_eq!(
        console.events.last(),
        Some(&Event::Controls {
            control: Control::empty(),
            status: PortStatus::empty()
        })
    );
    console
        .pair
        .on_device(|device, now| device.set_power(now, PowerState::On));
    console.see("Memory    :");
}

#[test]
fn a_long_listing_comes_complete_through_buffers_of_any_size() {
    for max_transmit_buffer in [1, 16, 1000, 10_000, 65_535] {
        let settings = Settings {
            max_transmit_buffer,
            ..Settings::default()
        };
        let mut console = Console::at_the_prompt(DeviceOptions::default(), settings, Pace::NORMAL);
        console.line("seq 2000");
        console.see("\n2000\nsim-1>");
        let text = console.emulator.all_text();
        let (_, listing) = text.split_once("seq 2000\n").unwrap();
        for (i, line) in (1..=2000).zip(listing.lines()) {
            assert_eq!(line, i.to_string());
        }
    }
}

#[test]
fn control_c_ends_a_listing_without_end() {
    let mut console =
        Console::at_the_prompt(DeviceOptions::default(), Settings::default(), Pace::NORMAL);
    console.line("seq 400000000000");
    // It comes as fast as the line takes it; a moment of the virtual clock is enough.
    console.pair.run(Duration::from_millis(100), |pair| {
        pair.delivered > 1_000_000
    });
    console.send(&[3]);
    console.see("^C\nsim-1>");
    console.line("echo alive");
    console.see("\nalive\n");
}

#[test]
fn ending_hangs_up_and_the_next_console_has_to_log_in_again() {
    let mut console =
        Console::at_the_prompt(DeviceOptions::default(), Settings::default(), Pace::NORMAL);
    console.pair.command(Command::Close);
    console.pass(SECOND);
    assert!(console.is_open(), "{:?}", console.pair.firmware.error);
    assert!(
        console
            .pair
            .device
            .lock()
            .sessions()
            .of_kind(SessionType::Sol)
            .is_none()
    );
}
