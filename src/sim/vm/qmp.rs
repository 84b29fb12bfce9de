//! QEMU's machine protocol: one JSON object per line in each direction.
//!
//! Source: QEMU `docs/interop/qmp-spec.rst` and the commands of its QAPI reference. Only what the
//! simulated PC needs is typed; other answers and events pass as they are.

use std::collections::VecDeque;

use serde_json::{Value, json};

/// One line of an answer. `query-*` answers of a small machine have a few KiB.
const LINE_BYTES: usize = 1 << 20;

/// What QEMU tells unasked, as far as the simulated PC cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VmEvent {
    /// The guest switched itself off, or was told to.
    Shutdown {
        /// The guest did it by itself.
        by_guest: bool,
    },
    /// The machine was reset.
    Reset {
        /// The guest did it by itself.
        by_guest: bool,
    },
    /// The guest went to sleep.
    Suspended,
    /// The guest woke up.
    WokeUp,
    /// A tray was opened or closed by the guest or by us.
    TrayMoved,
}

/// What the machine reports.
#[derive(Debug, Clone, PartialEq)]
pub enum QmpEvent {
    /// Negotiation is done; commands are accepted.
    Ready,
    /// The answer to the command of this number.
    Answer {
        /// What [`QmpMachine::execute`] returned.
        id: u64,
        /// The `return` value, or the `desc` of the error.
        result: Result<Value, String>,
    },
    /// Something happened in the virtual machine.
    Vm(VmEvent),
}

/// Why a connection is given up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QmpError {
    /// A line is longer than any answer can be.
    #[error("a line of QMP is longer than {LINE_BYTES} bytes")]
    LineTooLong,
    /// A line is not JSON.
    #[error("QMP sent something that is not JSON")]
    NotJson,
    /// The first line is no greeting.
    #[error("this is not QMP")]
    NoGreeting,
}

/// The client's machine for one QMP connection.
#[derive(Debug, Default)]
pub struct QmpMachine {
    state: State,
    next_id: u64,
    out: Vec<u8>,
    events: VecDeque<QmpEvent>,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    AwaitGreeting,
    AwaitCapabilities,
    Ready,
}

/// Number of the capability negotiation; commands count from 1.
const CAPABILITIES_ID: u64 = 0;

impl QmpMachine {
    /// A connection that waits for QEMU's greeting.
    #[must_use]
    pub fn new() -> Self {
        Self {
            next_id: CAPABILITIES_ID + 1,
            ..Self::default()
        }
    }

    /// Uses whole lines from the front of `input` and returns their length.
    ///
    /// # Errors
    /// [`QmpError`]; nothing after a bad line can be trusted.
    pub fn handle_input(&mut self, input: &[u8]) -> Result<usize, QmpError> {
        let mut used = 0;
        let mut rest = input;
        while let Some(end) = rest.iter().position(|b| *b == b'\n') {
            let (line, after) = rest.split_at_checked(end + 1).unwrap_or((rest, &[]));
            used += line.len();
            rest = after;
            self.line(line)?;
        }
        if rest.len() > LINE_BYTES {
            return Err(QmpError::LineTooLong);
        }
        Ok(used)
    }

    fn line(&mut self, line: &[u8]) -> Result<(), QmpError> {
        let line = line.trim_ascii();
        if line.is_empty() {
            return Ok(());
        }
        let value: Value = serde_json::from_slice(line).map_err(|_| QmpError::NotJson)?;
        if self.state == State::AwaitGreeting {
            if value.get("QMP").is_none() {
                return Err(QmpError::NoGreeting);
            }
            self.send("qmp_capabilities", &json!({}), CAPABILITIES_ID);
            self.state = State::AwaitCapabilities;
            return Ok(());
        }
        if let Some(name) = value.get("event").and_then(Value::as_str) {
            self.events
                .extend(vm_event(name, value.get("data")).map(QmpEvent::Vm));
            return Ok(());
        }
        let Some(id) = value.get("id").and_then(Value::as_u64) else {
            return Ok(());
        };
        if id == CAPABILITIES_ID {
            self.state = State::Ready;
            self.events.push_back(QmpEvent::Ready);
            return Ok(());
        }
        let result = match (value.get("return"), value.pointer("/error/desc")) {
            (Some(answer), _) => Ok(answer.clone()),
            (None, desc) => Err(desc.and_then(Value::as_str).unwrap_or("refused").to_owned()),
        };
        self.events.push_back(QmpEvent::Answer { id, result });
        Ok(())
    }

    fn send(&mut self, command: &str, arguments: &Value, id: u64) {
        let line = json!({ "execute": command, "arguments": arguments, "id": id });
        self.out.extend(line.to_string().into_bytes());
        self.out.push(b'\n');
    }

    /// Sends a command and returns the number that its [`QmpEvent::Answer`] will carry.
    ///
    /// Only after [`QmpEvent::Ready`]; QEMU refuses commands before.
    pub fn execute(&mut self, command: &str, arguments: &Value) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        self.send(command, arguments, id);
        id
    }

    /// Moves everything to be sent to the end of `out`.
    pub fn drain_output(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
    }

    /// The next thing to report, oldest first.
    pub fn poll_event(&mut self) -> Option<QmpEvent> {
        self.events.pop_front()
    }
}

/// The events of QEMU that move the simulated PC.
fn vm_event(name: &str, data: Option<&Value>) -> Option<VmEvent> {
    let by_guest = data
        .and_then(|d| d.get("guest"))
        .and_then(Value::as_bool)
        .unwrap_or(false);
    match name {
        "SHUTDOWN" => Some(VmEvent::Shutdown { by_guest }),
        "RESET" => Some(VmEvent::Reset { by_guest }),
        "SUSPEND" | "SUSPEND_DISK" => Some(VmEvent::Suspended),
        "WAKEUP" => Some(VmEvent::WokeUp),
        "DEVICE_TRAY_MOVED" => Some(VmEvent::TrayMoved),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GREETING: &[u8] = b"{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 22, \"minor\": 2, \
        \"major\": 7}, \"package\": \"Debian\"}, \"capabilities\": [\"oob\"]}}\r\n";

    fn ready() -> QmpMachine {
        let mut qmp = QmpMachine::new();
        qmp.handle_input(GREETING).unwrap();
        qmp.handle_input(b"{\"return\": {}, \"id\": 0}\r\n")
            .unwrap();
        assert_eq!(qmp.poll_event(), Some(QmpEvent::Ready));
        qmp.drain_output(&mut Vec::new());
        qmp
    }

    #[test]
    fn the_greeting_is_answered_with_capabilities_however_it_is_cut() {
        for cut in 0..GREETING.len() {
            let mut qmp = QmpMachine::new();
            assert_eq!(qmp.handle_input(&GREETING[..cut]), Ok(0));
            assert_eq!(qmp.handle_input(GREETING), Ok(GREETING.len()));
            let mut out = Vec::new();
            qmp.drain_output(&mut out);
            let sent: Value = serde_json::from_slice(&out).unwrap();
            assert_eq!(sent["execute"], "qmp_capabilities");
        }
    }

    #[test]
    fn answers_find_their_commands_and_events_pass_between_them() {
        let mut qmp = ready();
        let first = qmp.execute("system_reset", &json!({}));
        let second = qmp.execute("eject", &json!({ "id": "idecd", "force": true }));
        let input = b"{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"RESET\", \
            \"data\": {\"guest\": false, \"reason\": \"host-qmp-system-reset\"}}\r\n\
            {\"return\": {}, \"id\": 1}\r\n\
            {\"id\": 2, \"error\": {\"class\": \"GenericError\", \"desc\": \"Tray is locked\"}}\r\n";
        qmp.handle_input(input).unwrap();
        assert_eq!(
            qmp.poll_event(),
            Some(QmpEvent::Vm(VmEvent::Reset { by_guest: false }))
        );
        let result = Ok(json!({}));
        assert_eq!(
            qmp.poll_event(),
            Some(QmpEvent::Answer { id: first, result })
        );
        let result = Err("Tray is locked".to_owned());
        assert_eq!(
            qmp.poll_event(),
            Some(QmpEvent::Answer { id: second, result })
        );
        assert_eq!(qmp.poll_event(), None);
    }

    #[test]
    fn something_else_on_the_socket_is_refused() {
        assert_eq!(
            QmpMachine::new().handle_input(b"SSH-2.0-x\n"),
            Err(QmpError::NotJson)
        );
        assert_eq!(
            QmpMachine::new().handle_input(b"{}\n"),
            Err(QmpError::NoGreeting)
        );
        let flood = vec![b' '; LINE_BYTES + 1];
        assert_eq!(
            QmpMachine::new().handle_input(&flood),
            Err(QmpError::LineTooLong)
        );
    }
}
