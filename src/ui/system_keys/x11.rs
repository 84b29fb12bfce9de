//! The keyboard of an X11 display, grabbed by a connection of its own.
//!
//! The window's own connection hears no key while another one has the keyboard, so this one
//! reports them: key codes by their place, as the kernel numbers them.

use std::error::Error;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use eframe::egui::{Event, Key, Modifiers};
use x11rb::connection::Connection as _;
use x11rb::errors::ConnectionError;
use x11rb::protocol::Event as XEvent;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, GrabMode,
    GrabStatus, KeyPressEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::{COPY_DEPTH_FROM_PARENT, COPY_FROM_PARENT, CURRENT_TIME};

use super::{Refused, SystemKeys};
use crate::ui::start::Wake;

/// The keyboard of one display for one window.
#[derive(Debug)]
pub(super) struct X11Keys {
    connection: Arc<RustConnection>,
    /// Never shown: requests to the thread are sent to it.
    own: Window,
    heard: Receiver<Heard>,
    wanted: bool,
}

/// What the thread reports.
#[derive(Debug)]
enum Heard {
    /// A key by its place, with the modifiers before it, as X11 has them.
    Key {
        code: u8,
        pressed: bool,
        state: u16,
    },
    Refused,
}

/// What the thread is asked.
const RELEASE: u32 = 0;
const GRAB: u32 = 1;
const END: u32 = 2;

/// Keys that wait for the window; the thread waits with the next one, none is lost.
const KEYS: usize = 64;

impl X11Keys {
    /// A connection for the keyboard beside that of `window`.
    pub(super) fn new(window: Window, wake: &Wake) -> Result<Self, Box<dyn Error>> {
        let (connection, screen) = x11rb::connect(None)?;
        let root = connection
            .setup()
            .roots
            .get(screen)
            .ok_or("the display has no screen")?
            .root;
        let own = connection.generate_id()?;
        connection.create_window(
            COPY_DEPTH_FROM_PARENT,
            own,
            root,
            0,
            0,
            1,
            1,
            0,
            WindowClass::INPUT_ONLY,
            COPY_FROM_PARENT,
            &CreateWindowAux::new(),
        )?;
        connection.flush()?;
        let connection = Arc::new(connection);
        let (sender, heard) = sync_channel(KEYS);
        let line = Line {
            connection: Arc::clone(&connection),
            own,
            window,
            sender,
            wake: Arc::clone(wake),
        };
        thread::Builder::new()
            .name("keyboard".to_owned())
            .spawn(move || {
                if let Err(error) = line.run() {
                    tracing::debug!(%error, "the keyboard of the display is gone");
                }
            })?;
        Ok(Self {
            connection,
            own,
            heard,
            wanted: false,
        })
    }

    /// Asks the thread, which alone waits for the display.
    fn ask(&self, what: u32) {
        let data = [what, 0, 0, 0, 0];
        let message = ClientMessageEvent::new(32, self.own, AtomEnum::CARDINAL, data);
        let sent = self
            .connection
            .send_event(false, self.own, EventMask::NO_EVENT, message)
            .map(drop)
            .and_then(|()| self.connection.flush());
        if let Err(error) = sent {
            tracing::debug!(%error, "the display does not listen");
        }
    }
}

impl SystemKeys for X11Keys {
    fn want(&mut self, on: bool) {
        if self.wanted != on {
            self.wanted = on;
            self.ask(if on { GRAB } else { RELEASE });
        }
    }

    fn poll(&mut self, events: &mut Vec<Event>) -> Result<(), Refused> {
        for heard in self.heard.try_iter() {
            match heard {
                Heard::Key {
                    code,
                    pressed,
                    state,
                } => events.extend(event(code, pressed, state)),
                Heard::Refused => {
                    self.wanted = false;
                    return Err(Refused);
                }
            }
        }
        Ok(())
    }
}

impl Drop for X11Keys {
    fn drop(&mut self) {
        self.ask(END);
    }
}

/// The thread's side.
struct Line {
    connection: Arc<RustConnection>,
    own: Window,
    window: Window,
    sender: SyncSender<Heard>,
    wake: Wake,
}

impl Line {
    /// Until the window is gone or the display is.
    fn run(&self) -> Result<(), Box<dyn Error>> {
        let mut next = None;
        loop {
            let event = match next.take() {
                Some(event) => event,
                None => self.connection.wait_for_event()?,
            };
            let is_heard = match event {
                XEvent::ClientMessage(message) if message.window == self.own => {
                    match message.data.as_data32() {
                        [GRAB, ..] => self.grab()?,
                        [END, ..] => return Ok(()),
                        _ => {
                            self.connection.ungrab_keyboard(CURRENT_TIME)?;
                            self.connection.flush()?;
                            true
                        }
                    }
                }
                XEvent::KeyPress(key) => self.tell(&key, true),
                XEvent::KeyRelease(key) => {
                    // A key that is held is let go of and pressed again at the same moment.
                    next = self.connection.poll_for_event()?;
                    match &next {
                        Some(XEvent::KeyPress(again))
                            if (again.detail, again.time) == (key.detail, key.time) =>
                        {
                            true
                        }
                        _ => self.tell(&key, false),
                    }
                }
                _ => true,
            };
            if !is_heard {
                return Ok(());
            }
        }
    }

    /// Takes the keyboard, if nobody else has it; false if nobody listens any more.
    fn grab(&self) -> Result<bool, ConnectionError> {
        let mode = GrabMode::ASYNC;
        let asked = self
            .connection
            .grab_keyboard(false, self.window, CURRENT_TIME, mode, mode)?;
        let is_taken = match asked.reply() {
            Ok(reply) => reply.status == GrabStatus::SUCCESS,
            Err(error) => {
                tracing::debug!(%error, "the keyboard was not lent");
                false
            }
        };
        Ok(is_taken || self.report(Heard::Refused))
    }

    fn tell(&self, key: &KeyPressEvent, pressed: bool) -> bool {
        self.report(Heard::Key {
            code: key.detail,
            pressed,
            state: u16::from(key.state),
        })
    }

    fn report(&self, heard: Heard) -> bool {
        let is_heard = self.sender.send(heard).is_ok();
        (self.wake)();
        is_heard
    }
}

/// A key as the window knows keys; `None` for those it has no name for.
///
/// * `code`: the kernel's number plus 8, as X11 counts since it runs on Linux.
/// * `state`: modifier bits of the core protocol, as they were before this key.
fn event(code: u8, pressed: bool, state: u16) -> Option<Event> {
    let place = code.checked_sub(8)?;
    let [shift, ctrl, alt, num_lock] = [0, 2, 3, 4].map(|bit| state >> bit & 1 == 1);
    if place == KEYPAD_TIMES {
        return pressed.then(|| Event::Text("*".to_owned()));
    }
    let row = PLACES
        .binary_search_by_key(&place, |(place, _)| *place)
        .ok();
    let key = PLACES.get(row?)?.1;
    let keypad = KEYPAD.iter().find(|(keypad, _)| *keypad == place);
    let (meaning, place) = match keypad {
        // Without Num Lock the keypad moves the cursor: its meaning counts, not its place.
        Some((_, arrow)) if !num_lock => (*arrow, *arrow),
        _ => (key, key),
    };
    Some(Event::Key {
        key: meaning,
        physical_key: Some(place),
        pressed,
        repeat: false,
        modifiers: Modifiers {
            alt,
            ctrl,
            shift,
            mac_cmd: false,
            command: ctrl,
        },
    })
}

/// The one key of the keypad that has no name here.
const KEYPAD_TIMES: u8 = 55;

/// What the keypad is without Num Lock.
const KEYPAD: [(u8, Key); 10] = [
    (71, Key::Home),
    (72, Key::ArrowUp),
    (73, Key::PageUp),
    (75, Key::ArrowLeft),
    (77, Key::ArrowRight),
    (79, Key::End),
    (80, Key::ArrowDown),
    (81, Key::PageDown),
    (82, Key::Insert),
    (83, Key::Delete),
];

/// Places by the kernel's numbers, sorted (`linux/input-event-codes.h`).
const PLACES: &[(u8, Key)] = &[
    (1, Key::Escape),
    (2, Key::Num1),
    (3, Key::Num2),
    (4, Key::Num3),
    (5, Key::Num4),
    (6, Key::Num5),
    (7, Key::Num6),
    (8, Key::Num7),
    (9, Key::Num8),
    (10, Key::Num9),
    (11, Key::Num0),
    (12, Key::Minus),
    (13, Key::Equals),
    (14, Key::Backspace),
    (15, Key::Tab),
    (16, Key::Q),
    (17, Key::W),
    (18, Key::E),
    (19, Key::R),
    (20, Key::T),
    (21, Key::Y),
    (22, Key::U),
    (23, Key::I),
    (24, Key::O),
    (25, Key::P),
    (26, Key::OpenBracket),
    (27, Key::CloseBracket),
    (28, Key::Enter),
    (29, Key::ControlLeft),
    (30, Key::A),
    (31, Key::S),
    (32, Key::D),
    (33, Key::F),
    (34, Key::G),
    (35, Key::H),
    (36, Key::J),
    (37, Key::K),
    (38, Key::L),
    (39, Key::Semicolon),
    (40, Key::Quote),
    (41, Key::Backtick),
    (42, Key::ShiftLeft),
    (43, Key::Backslash),
    (44, Key::Z),
    (45, Key::X),
    (46, Key::C),
    (47, Key::V),
    (48, Key::B),
    (49, Key::N),
    (50, Key::M),
    (51, Key::Comma),
    (52, Key::Period),
    (53, Key::Slash),
    (54, Key::ShiftRight),
    (56, Key::AltLeft),
    (57, Key::Space),
    (58, Key::CapsLock),
    (59, Key::F1),
    (60, Key::F2),
    (61, Key::F3),
    (62, Key::F4),
    (63, Key::F5),
    (64, Key::F6),
    (65, Key::F7),
    (66, Key::F8),
    (67, Key::F9),
    (68, Key::F10),
    (69, Key::NumLock),
    (70, Key::ScrollLock),
    (71, Key::Num7),
    (72, Key::Num8),
    (73, Key::Num9),
    (74, Key::Minus),
    (75, Key::Num4),
    (76, Key::Num5),
    (77, Key::Num6),
    (78, Key::Plus),
    (79, Key::Num1),
    (80, Key::Num2),
    (81, Key::Num3),
    (82, Key::Num0),
    (83, Key::Period),
    (86, Key::IntlBackslash),
    (87, Key::F11),
    (88, Key::F12),
    (96, Key::Enter),
    (97, Key::ControlRight),
    (98, Key::Slash),
    (99, Key::PrintScreen),
    (100, Key::AltRight),
    (102, Key::Home),
    (103, Key::ArrowUp),
    (104, Key::PageUp),
    (105, Key::ArrowLeft),
    (106, Key::ArrowRight),
    (107, Key::End),
    (108, Key::ArrowDown),
    (109, Key::PageDown),
    (110, Key::Insert),
    (111, Key::Delete),
    (119, Key::Pause),
    (125, Key::SuperLeft),
    (126, Key::SuperRight),
    (127, Key::Menu),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn key(place: u8, state: u16) -> Option<(Key, bool)> {
        match event(place + 8, true, state)? {
            Event::Key { key, modifiers, .. } => Some((key, modifiers.shift)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_table_is_sorted_and_unique() {
        assert!(PLACES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(KEYPAD.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn keys_have_the_names_of_their_places() {
        assert_eq!(key(30, 0), Some((Key::A, false)));
        assert_eq!(key(30, 1), Some((Key::A, true)));
        assert_eq!(key(125, 0), Some((Key::SuperLeft, false)));
        assert_eq!(key(99, 0), Some((Key::PrintScreen, false)));
        assert_eq!(key(200, 0), None);
        assert_eq!(event(3, true, 0), None, "below the first key");
    }

    #[test]
    fn the_keypad_moves_the_cursor_without_num_lock() {
        assert_eq!(key(72, 0), Some((Key::ArrowUp, false)));
        assert_eq!(key(72, 16), Some((Key::Num8, false)));
        assert_eq!(event(55 + 8, true, 0), Some(Event::Text("*".to_owned())));
        assert_eq!(event(55 + 8, false, 0), None);
    }
}
