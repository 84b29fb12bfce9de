//! The console worked by a person at a terminal.

use std::pin::pin;
use std::time::Instant;

use tokio::time::sleep_until;

use super::local_keys::{EscapeKey, LocalKeys, Pressed};
use super::port::{News, Port};
use super::raw_mode::RawMode;
use super::streams::{Input, Output};
use crate::cli::Failure;
use crate::session::Fault;
use crate::session::sol::{Control, PortStatus, SerialCommand, SerialEvent};
use crate::terminal::{Charset, Dialect, Key, Keyboard};
use crate::wire::Secret;

/// Serves the console until the person or the PC ends it. The terminal is ours meanwhile.
pub(super) async fn serve(
    port: &mut Port,
    input: Input,
    output: &Output,
    keyboard: Keyboard,
    escape: EscapeKey,
) -> Result<(), Failure> {
    let safety = match &port.safety {
        Some(safety) if safety.certificate().is_some() => "encrypted",
        _ => "not encrypted",
    };
    let help = if escape.exists() {
        format!("; {escape} . ends, {escape} ? helps")
    } else {
        String::new()
    };
    port.print.note(&format!("Connected, {safety}{help}"));
    let raw = RawMode::enter().map_err(|cause| Fault::System {
        what: "take the terminal over",
        cause,
    })?;
    let mut hand = Hand {
        port,
        output,
        keys: LocalKeys::default(),
        keyboard,
        escape,
        escaped: false,
        pasting: false,
    };
    let result = hand.work(input).await;
    drop(raw);
    result
}

struct Hand<'a> {
    port: &'a mut Port,
    output: &'a Output,
    keys: LocalKeys,
    keyboard: Keyboard,
    escape: EscapeKey,
    /// The escape key was pressed: the next one is for us.
    escaped: bool,
    /// A long text is on its way.
    pasting: bool,
}

/// What the loop waits for.
enum Happening {
    Output(Option<Vec<u8>>),
    Event(SerialEvent),
    Input(Option<Vec<u8>>),
    Due,
}

impl Hand<'_> {
    async fn work(&mut self, mut input: Input) -> Result<(), Failure> {
        loop {
            let happening = {
                let due = self.keys.deadline();
                let sleep = pin!(async {
                    match due {
                        Some(at) => sleep_until(at.into()).await,
                        None => std::future::pending().await,
                    }
                });
                let tap = std::sync::Arc::clone(&self.port.tap);
                tokio::select! {
                    bytes = tap.take() => Happening::Output(bytes),
                    event = self.port.next_event() => Happening::Event(event),
                    bytes = input.next() => Happening::Input(bytes),
                    () = sleep => Happening::Due,
                }
            };
            let mut pressed = Vec::new();
            match happening {
                Happening::Output(Some(bytes)) => {
                    if self.port.show(bytes, self.output).await.is_err() {
                        return Ok(());
                    }
                }
                Happening::Output(None) => return self.port.cut_off().await,
                Happening::Event(event) => self.take(event),
                Happening::Input(Some(bytes)) => self.keys.push(now(), &bytes, &mut pressed),
                // The terminal is gone.
                Happening::Input(None) => return Ok(()),
                Happening::Due => self.keys.handle_timeout(now(), &mut pressed),
            }
            if self.press(&pressed).await {
                return Ok(());
            }
        }
    }

    fn take(&mut self, event: SerialEvent) {
        match self.port.take(event) {
            News::Note(text) => self.say(&text),
            News::Typed(result) => {
                self.pasting = false;
                if let Err(fault) = result {
                    self.say(&fault.to_string());
                }
            }
            // The console goes on; how the log ended is told at the end.
            News::LogFailed => self.say("The log has ended: its file cannot be written"),
            News::Nothing => {}
        }
    }

    /// Passes keys on; true if the person wants to leave.
    async fn press(&mut self, pressed: &[Pressed]) -> bool {
        let modes = self.port.handle.terminal.lock().key_modes();
        let mut bytes = Vec::new();
        for pressed in pressed {
            if self.escaped {
                self.escaped = false;
                match self.command(*pressed).await {
                    Ordered::Leave => return true,
                    Ordered::Type(key) => {
                        let modifiers = key.modifiers;
                        self.keyboard.encode(key.key, modifiers, modes, &mut bytes);
                    }
                    Ordered::Done => {}
                }
            } else if self.escape.is(*pressed) {
                self.escaped = true;
            } else {
                let modifiers = pressed.modifiers;
                self.keyboard
                    .encode(pressed.key, modifiers, modes, &mut bytes);
            }
        }
        if bytes.is_empty() {
            return false;
        }
        // What no hand types that fast was pasted, and goes out at the pace of the line. What
        // comes behind it must not overtake it.
        self.pasting |= bytes.len() > TYPED_BYTES;
        let bytes = Secret::new(bytes);
        let command = if self.pasting {
            SerialCommand::Stream(bytes)
        } else {
            SerialCommand::Send(bytes)
        };
        self.port.send(command).await;
        false
    }

    /// Carries out the key after the escape key.
    async fn command(&mut self, pressed: Pressed) -> Ordered {
        if self.escape.is(pressed) {
            return Ordered::Type(pressed);
        }
        let Key::Char(c) = pressed.key else {
            self.help();
            return Ordered::Done;
        };
        match c {
            '.' | 'q' => return Ordered::Leave,
            '1'..='9' | '0' | '-' | '=' => {
                let number = FUNCTION_KEYS.chars().position(|known| known == c);
                let number = number.and_then(|n| u8::try_from(n + 1).ok()).unwrap_or(1);
                return Ordered::Type(Pressed::plain(Key::F(number)));
            }
            'c' => self.port.send(SerialCommand::StopPaste).await,
            'k' => {
                let next = after(&Dialect::ALL, self.keyboard.dialect);
                self.keyboard.dialect = next;
                self.say(&format!("Keys are sent as {}", next.name()));
                self.adopt_keyboard().await;
            }
            'u' => {
                let next = after(&Charset::ALL, self.keyboard.charset);
                self.keyboard.charset = next;
                self.say(&format!("Characters are {}", next.name()));
                self.adopt_keyboard().await;
            }
            's' => self.status(),
            _ => self.help(),
        }
        Ordered::Done
    }

    async fn adopt_keyboard(&mut self) {
        self.port.set_charset(self.keyboard.charset);
        let command = SerialCommand::SetKeyboard(self.keyboard);
        self.port.send(command).await;
    }

    fn status(&self) {
        let text = match self.port.controls {
            Some((control, status)) => {
                let on = |flag, yes: &'static str, no: &'static str| if flag { yes } else { no };
                format!(
                    "PC {}, RTS {}, DTR {}, keys {}, characters {}",
                    on(status.contains(PortStatus::POWER_ON), "on", "off"),
                    on(control.contains(Control::RTS), "on", "off"),
                    on(control.contains(Control::DTR), "on", "off"),
                    self.keyboard.dialect.name(),
                    self.keyboard.charset.name(),
                )
            }
            None => "The PC has told nothing about its port".to_owned(),
        };
        self.say(&text);
    }

    fn help(&self) {
        let escape = self.escape;
        self.say(&format!(
            "After {escape}\r\n  \
             .              end the session\r\n  \
             1 to 9, 0, -, = F1 to F12\r\n  \
             k              next kind of keys\r\n  \
             u              next character set\r\n  \
             c              drop what is left to paste\r\n  \
             s              state of the port\r\n  \
             {escape}         sends it to the PC"
        ));
    }

    /// Tells something on a line of its own. The terminal is raw: CR has to be said.
    fn say(&self, text: &str) {
        self.port.print.note(&format!("\r\n[{text}]\r"));
    }
}

/// What the key after the escape key was for.
enum Ordered {
    Leave,
    Type(Pressed),
    Done,
}

/// The one after `now`, and the first after the last.
fn after<T: Copy + PartialEq>(all: &[T], now: T) -> T {
    let mut rest = all.iter().skip_while(|one| **one != now).skip(1);
    rest.next().or(all.first()).copied().unwrap_or(now)
}

fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// Keys after the escape key that are F1 to F12, in their order on the keyboard.
const FUNCTION_KEYS: &str = "1234567890-=";
/// More than that at once is a paste.
const TYPED_BYTES: usize = 64;
