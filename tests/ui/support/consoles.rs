//! Serial consoles of a window in a test, with the far ends of their queues.

use std::sync::{Arc, Mutex};

use eframe::egui::Key as Place;
use egui_kittest::kittest::Queryable;
use outband::session::sol::{
    Control, PortStatus, SerialCommand, SerialEvent, SerialHandle, SerialServed, SerialStage,
};
use outband::terminal::{Charset, SizeMode};
use outband::ui::{RunOptions, SerialConsole};

use super::desk::{Desk, Look, pc, test_screen};

/// Consoles that were opened, in order.
#[derive(Clone, Default)]
pub(crate) struct Consoles(Arc<Mutex<Vec<(SerialServed, outband::ui::Wake)>>>);

impl Consoles {
    pub(crate) fn open(&self) -> SerialConsole {
        let opened = Arc::clone(&self.0);
        Arc::new(move |_, wake| {
            let (handle, served) = SerialHandle::new(SizeMode::Automatic, Charset::Utf8, false);
            opened.lock().unwrap().push((served, wake));
            handle
        })
    }

    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    pub(crate) fn last<R>(&self, with: impl FnOnce(&mut SerialServed) -> R) -> R {
        let mut all = self.0.lock().unwrap();
        let (served, wake) = all.last_mut().expect("a console was opened");
        let result = with(served);
        wake();
        result
    }

    pub(crate) fn tell(&self, event: SerialEvent) {
        self.last(|served| served.events.try_send(event).unwrap());
    }

    /// The PC writes this.
    pub(crate) fn write(&self, bytes: &[u8]) {
        self.last(|served| {
            let mut rest = bytes;
            while !rest.is_empty() {
                let used = served.terminal.lock().feed(rest);
                rest = rest.get(used..).unwrap();
            }
        });
    }

    pub(crate) fn asked(&self) -> Vec<SerialCommand> {
        self.last(|served| std::iter::from_fn(|| served.commands.try_recv().ok()).collect())
    }

    /// Keys that were sent, in words.
    pub(crate) fn keys(&self) -> Vec<String> {
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
pub(crate) fn console(look: Look) -> (Desk, Consoles) {
    console_with(look, |_| {})
}

pub(crate) fn console_with(look: Look, change: impl FnOnce(&mut RunOptions)) -> (Desk, Consoles) {
    let consoles = Consoles::default();
    let serial = consoles.open();
    let mut desk = Desk::with(look, |options| {
        options.serial = Some(serial);
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
        change(options);
    });
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    desk.harness.key_press(Place::ControlRight);
    desk.settle();
    desk.harness.get_by_label("Serial").click();
    desk.settle();
    (desk, consoles)
}

pub(crate) fn open(look: Look) -> (Desk, Consoles) {
    let (mut desk, consoles) = console(look);
    go_live(&mut desk, &consoles);
    (desk, consoles)
}

/// The port is open.
pub(crate) fn go_live(desk: &mut Desk, consoles: &Consoles) {
    consoles.tell(SerialEvent::Stage(SerialStage::Open));
    consoles.tell(SerialEvent::Controls {
        control: Control::RTS | Control::DTR,
        status: PortStatus::POWER_ON,
    });
    desk.settle();
}
