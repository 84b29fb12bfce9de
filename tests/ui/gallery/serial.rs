//! The serial console in its states.

use std::time::Instant;

use eframe::egui::Key;
use outband::session::flow::PowerState;
use outband::session::pc::PcEvent;
use outband::session::sol::SerialEvent;
use outband::session::{Ending, Fault};
use outband::sim::DeviceOptions;
use outband::sim::bios::{Redirection, TerminalType};
use outband::sim::device::{Device, SharedDevice, Start};
use outband::sim::scene::Settings;
use outband::sim::serial_port::SerialPort;

use super::{Canvas, on_each, press};
use crate::support::consoles::{Consoles, console_with, go_live};
use crate::support::desk::{Desk, Tasks};
use crate::support::facts;

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

/// An open console of a PC that is on.
fn console(canvas: &Canvas) -> (Desk, Consoles) {
    let tasks = Tasks::default();
    let manage = tasks.manage();
    let (mut desk, consoles) = console_with(canvas.look.clone(), |options| {
        options.manage = Some(manage);
        options.documents = Some("/home/sam/Documents/Outband".into());
    });
    desk.tasks = tasks;
    desk.pc_tells(PcEvent::LoggedIn { version: None });
    desk.pc_tells(PcEvent::Power(facts::power(PowerState::ON)));
    (desk, consoles)
}

#[test]
#[ignore = "draws for people"]
fn gallery_serial() {
    on_each(|canvas| {
        let (mut desk, consoles) = console(canvas);
        canvas.shot(&mut desk, "serial-connecting");
        go_live(&mut desk, &consoles);
        consoles.tell(SerialEvent::Quiet);
        canvas.shot(&mut desk, "serial-silent");
        consoles.write(&bios());
        canvas.shot(&mut desk, "serial-setup");
        consoles.write(
            "\x1B[0m\x1B[2J\x1B[H╔════════╦══════╗\r\n║ double ║ ░▒▓█ ║\r\n╚════════╩══════╝\r\n\
             \x1B[31mred \x1B[32mgreen \x1B[33myellow \x1B[34mblue \x1B[35mmagenta \x1B[36mcyan \
             \x1B[37mwhite \x1B[0m\x1B[1mbold \x1B[0m\x1B[4munderlined\x1B[0m\r\nlab-12 login: "
                .as_bytes(),
        );
        canvas.shot(&mut desk, "serial-text");
        press(&mut desk, "Find");
        desk.harness
            .event(eframe::egui::Event::Text("login".to_owned()));
        canvas.shot(&mut desk, "serial-find");
        super::key(&mut desk, Key::Escape);
        consoles.tell(SerialEvent::Pasting {
            sent: 2880,
            total: 10_000,
            waiting: false,
        });
        canvas.shot(&mut desk, "serial-pasting");
        let ending = Ending::Closed;
        consoles.tell(SerialEvent::Closed(Some(Fault::Lost { ending })));
        canvas.shot(&mut desk, "serial-closed");
    });
}

#[test]
#[ignore = "draws for people"]
fn gallery_serial_panels() {
    on_each(|canvas| {
        for (button, state) in [
            ("Keys", "serial-keys-menu"),
            ("Enter sends", "serial-enter-menu"),
            ("Size", "serial-size-menu"),
            ("Log", "serial-log"),
            ("Restart into BIOS setup", "serial-setup-asks"),
        ] {
            let (mut desk, consoles) = console(canvas);
            go_live(&mut desk, &consoles);
            consoles.write(b"lab-12 login: ");
            desk.settle();
            press(&mut desk, button);
            canvas.shot(&mut desk, state);
        }
        let (mut desk, consoles) = console(canvas);
        go_live(&mut desk, &consoles);
        press(&mut desk, "Keys");
        press(&mut desk, "Test keys");
        canvas.shot(&mut desk, "serial-key-test");
        super::key(&mut desk, Key::F10);
        canvas.shot(&mut desk, "serial-key-tested");

        let (mut desk, consoles) = console(canvas);
        consoles.tell(SerialEvent::Closed(Some(
            outband::session::DeviceFault::SwitchedOff(outband::session::Feature::Serial).into(),
        )));
        canvas.shot(&mut desk, "serial-switched-off");
    });
}
