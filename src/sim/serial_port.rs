//! The serial port of the simulated PC, seen from its firmware: what the PC writes to it, and what
//! it reads from it and when.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::bios::{ConsoleIn, ConsoleOut, TerminalType, Typed};
use super::device::{AtSerialPort, SharedDevice};
use super::getty::{Action, Getty};
use super::vm::Line;
use crate::proto::sol::messages::Control;

/// A serial port while a console is connected to it. The line coming up and going down is seen by
/// the PC: the BIOS draws its screen anew, a login prompt greets, and hangs up at the end.
pub struct SerialPort {
    device: SharedDevice,
    end: End,
    /// Written by the PC, not yet taken by its firmware.
    written: Vec<u8>,
    counting: Option<Counting>,
    /// Typed bytes that the PC has not read.
    unread: VecDeque<u8>,
    /// When the PC last read, or when the oldest unread byte came after a pause.
    read_at: Instant,
    deaf_until: Option<(Instant, bool)>,
    break_until: Option<Instant>,
    /// Bytes that the PC reads each second.
    reads: Option<u32>,
    /// Bytes that a real machine had not read when the last ones were typed.
    left_unread: usize,
}

impl Drop for SerialPort {
    /// The line goes down.
    fn drop(&mut self) {
        self.replace(End::Nothing);
    }
}

/// What works the port.
enum End {
    Nothing,
    Bios(TerminalType, ConsoleOut, ConsoleIn),
    System(Getty),
    /// A real machine.
    Machine(Line),
}

struct Counting {
    next: u64,
    last: u64,
}

impl SerialPort {
    /// A port whose line has just come up.
    #[must_use]
    pub fn new(now: Instant, device: &SharedDevice) -> Self {
        let reads = device.lock().options().serial_reads;
        let mut port = Self {
            device: device.clone(),
            end: End::Nothing,
            written: Vec::new(),
            counting: None,
            unread: VecDeque::new(),
            read_at: now,
            deaf_until: None,
            break_until: None,
            reads,
            left_unread: 0,
        };
        port.refresh();
        port
    }

    /// Looks what works the port now, and lets the BIOS draw what has changed on its screen.
    pub fn refresh(&mut self) {
        let device = self.device.lock();
        match (device.at_serial_port(), &mut self.end) {
            (AtSerialPort::Nothing, _) => {
                drop(device);
                self.replace(End::Nothing);
            }
            (AtSerialPort::Bios(kind), End::Bios(known, out, _)) if *known == kind => {
                if let Some(grid) = device.display().scene().text() {
                    out.draw(grid, &mut self.written);
                }
            }
            (AtSerialPort::Bios(kind), _) => {
                let mut out = ConsoleOut::new(kind);
                if let Some(grid) = device.display().scene().text() {
                    out.draw(grid, &mut self.written);
                }
                drop(device);
                self.replace(End::Bios(kind, out, ConsoleIn::new(kind)));
            }
            (AtSerialPort::System, End::System(_)) | (AtSerialPort::Machine, End::Machine(_)) => {}
            (AtSerialPort::Machine, _) => {
                let line = device.line();
                drop(device);
                if let Some(line) = line {
                    line.listen(true);
                    self.replace(End::Machine(line));
                }
            }
            (AtSerialPort::System, _) => {
                let getty = Getty::new(&device.options().name);
                drop(device);
                // Systems leave the colours of firmware behind.
                self.write("\x1B[0m\x1B[2J\x1B[H");
                self.write(&getty.greeting());
                self.replace(End::System(getty));
            }
        }
    }

    fn replace(&mut self, end: End) {
        if let End::Machine(line) = std::mem::replace(&mut self.end, end) {
            line.listen(false);
        }
        self.counting = None;
        self.deaf_until = None;
        self.break_until = None;
        if matches!(self.end, End::Nothing) {
            self.unread.clear();
        }
    }

    /// The console typed these bytes. False, and none of them, while too many wait to be read.
    pub fn type_bytes(&mut self, now: Instant, bytes: &[u8]) -> bool {
        match &self.end {
            End::Nothing => return true, // Nobody is there to read them.
            End::Machine(line) => {
                // The machine has read some since: what waits now has not waited long.
                if line.unread() < self.left_unread || line.unread() == 0 {
                    self.read_at = now;
                }
                let taken = line.type_bytes(bytes);
                self.left_unread = line.unread();
                return taken;
            }
            End::Bios(..) | End::System(_) => {}
        }
        if self.unread.len() >= UNREAD_BYTES {
            return false;
        }
        if self.unread.is_empty() {
            self.read_at = now;
        }
        self.unread.extend(bytes);
        self.read(now);
        true
    }

    /// Since when typed bytes have been waiting without any being read.
    #[must_use]
    pub fn waiting_since(&self) -> Option<Instant> {
        let waits = match &self.end {
            End::Machine(line) => line.unread() > 0,
            End::Nothing | End::Bios(..) | End::System(_) => !self.unread.is_empty(),
        };
        waits.then_some(self.read_at)
    }

    /// Throws away what the PC has not read.
    pub fn drop_unread(&mut self) {
        if let End::Machine(line) = &self.end {
            line.drop_unread();
        }
        self.unread.clear();
    }

    /// Takes at most `most` bytes that the PC has written.
    pub fn take_written(&mut self, most: usize) -> Vec<u8> {
        self.count(most);
        if let End::Machine(line) = &self.end {
            line.take_written(most.saturating_sub(self.written.len()), &mut self.written);
        }
        let most = most.min(self.written.len());
        self.written.drain(..most).collect()
    }

    /// The PC waits to have bytes taken.
    #[must_use]
    pub const fn has_written(&self) -> bool {
        !self.written.is_empty() || self.counting.is_some()
    }

    /// Throws away what the PC has written so far; returns whether there was any.
    pub fn drop_written(&mut self) -> bool {
        if let End::Machine(line) = &self.end {
            line.take_written(usize::MAX, &mut self.written);
        }
        let any = !self.written.is_empty();
        self.written.clear();
        any
    }

    /// The control lines as the PC sets them.
    #[must_use]
    pub fn control(&self) -> Control {
        if matches!(self.end, End::Nothing) {
            return Control::empty();
        }
        let mut control = Control::RTS | Control::DTR;
        control.set(
            Control::RTS,
            !matches!(self.deaf_until, Some((_, lowers_rts)) if lowers_rts),
        );
        control.set(Control::BREAK, self.break_until.is_some());
        control
    }

    /// When [`handle_timeout`](Self::handle_timeout) wants to be called.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        let deaf = self.deaf_until.map(|(until, _)| until);
        let escape = match &self.end {
            End::Bios(_, _, input) => input.poll_timeout(),
            End::Nothing | End::System(_) | End::Machine(_) => None,
        };
        let reading = (!self.unread.is_empty() && deaf.is_none()).then(|| {
            let burst = self.unread.len().min(READ_BURST);
            let burst = u32::try_from(burst).unwrap_or(1);
            self.read_at + self.reads.map_or(Duration::ZERO, byte_time) * burst
        });
        [deaf, self.break_until, escape, reading]
            .into_iter()
            .flatten()
            .min()
    }

    /// Lets everything happen whose time has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        if self.deaf_until.is_some_and(|(until, _)| until <= now) {
            self.deaf_until = None;
            self.read_at = now;
        }
        if self.break_until.is_some_and(|until| until <= now) {
            self.break_until = None;
        }
        if let End::Bios(_, _, input) = &mut self.end {
            let mut typed = Vec::new();
            input.handle_timeout(now, &mut typed);
            self.press(now, &typed);
        }
        self.read(now);
    }

    /// The PC reads what it can by now.
    fn read(&mut self, now: Instant) {
        while self.deaf_until.is_none() && !self.unread.is_empty() {
            if let Some(reads) = self.reads {
                let next = self.read_at + byte_time(reads);
                if next > now {
                    return;
                }
                self.read_at = next;
            } else {
                self.read_at = now;
            }
            if let Some(byte) = self.unread.pop_front() {
                self.byte(now, byte);
            }
        }
    }

    fn byte(&mut self, now: Instant, byte: u8) {
        match &mut self.end {
            End::Nothing | End::Machine(_) => {}
            End::Bios(_, _, input) => {
                let mut typed = Vec::new();
                input.byte(now, byte, &mut typed);
                self.press(now, &typed);
            }
            End::System(getty) => {
                let utc_secs = self.device.lock().firmware().utc_secs(now);
                if byte == CTRL_C && self.counting.take().is_some() {
                    let prompt = getty.prompt();
                    self.write(&format!("^C\n{prompt}"));
                    return;
                }
                if self.counting.is_some() {
                    return; // The shell reads when its command is through; what comes is lost.
                }
                let heard = getty.byte(byte, utc_secs);
                if heard.clear {
                    self.write("\x1B[2J\x1B[H");
                }
                self.write(&heard.text);
                if let Some(action) = heard.action {
                    self.act(now, action);
                }
            }
        }
    }

    /// The BIOS has read keys.
    fn press(&mut self, now: Instant, typed: &[Typed]) {
        for typed in typed {
            let mut device = self.device.lock();
            match typed {
                Typed::Key(key) => device.serial_key(now, *key),
                Typed::Reset => device.reset(now),
            }
            drop(device);
            self.refresh();
        }
    }

    fn act(&mut self, now: Instant, action: Action) {
        match action {
            Action::Request(super::scene::Request::Bell) => self.write("\x07"),
            Action::Request(request) => {
                self.device.lock().serial_request(now, request);
                self.refresh();
            }
            Action::Count(last) => self.counting = Some(Counting { next: 1, last }),
            Action::Deaf { time, lowers_rts } => {
                self.deaf_until = Some((now + time, lowers_rts));
                self.read_at = now;
            }
            Action::Break => self.break_until = Some(now + BREAK_TIME),
        }
    }

    /// Writes the next numbers, no more than are wanted.
    fn count(&mut self, wanted: usize) {
        while self.written.len() < wanted
            && let Some(Counting { next, last }) = &mut self.counting
        {
            if next <= last {
                let line = format!("{next}\n");
                *next += 1;
                self.write(&line);
                continue;
            }
            self.counting = None;
            if let End::System(getty) = &self.end {
                let prompt = getty.prompt();
                self.write(&prompt);
            }
        }
    }

    fn write(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' => self.written.extend(b"\r\n"),
                '\u{8}' => self.written.extend(b"\x08 \x08"),
                c => self.written.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
    }
}

fn byte_time(bytes_per_second: u32) -> Duration {
    Duration::from_secs(1) / bytes_per_second.max(1)
}

/// Typed bytes that wait to be read before more are refused. One message may go beyond it.
const UNREAD_BYTES: usize = 4096;
/// Bytes that wait before the PC looks: the trigger level of a 16550.
const READ_BURST: usize = 14;
/// How long a break lasts.
const BREAK_TIME: Duration = Duration::from_millis(250);
const CTRL_C: u8 = 3;
