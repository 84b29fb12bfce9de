//! The connection to QEMU's machine protocol.

use std::collections::VecDeque;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::time::{sleep, timeout};

use super::options::VmError;
use super::qmp::{QmpEvent, QmpMachine, VmEvent};

/// A monitor that has been greeted. Commands one after the other; what the machine tells in
/// between waits.
#[derive(Debug)]
pub(super) struct Monitor {
    stream: UnixStream,
    machine: QmpMachine,
    input: Vec<u8>,
    told: VecDeque<VmEvent>,
    answers: VecDeque<(u64, Result<Value, String>)>,
    is_ready: bool,
}

impl Monitor {
    /// Connects, as soon as QEMU listens; forever if it never does.
    pub(super) async fn connect(path: &Path) -> Result<Self, VmError> {
        let stream = loop {
            match UnixStream::connect(path).await {
                Ok(stream) => break stream,
                Err(_) => sleep(CONNECT_PAUSE).await,
            }
        };
        let mut monitor = Self {
            stream,
            machine: QmpMachine::new(),
            input: Vec::new(),
            told: VecDeque::new(),
            answers: VecDeque::new(),
            is_ready: false,
        };
        while !monitor.is_ready {
            monitor.exchange().await?;
        }
        Ok(monitor)
    }

    /// Has a command carried out.
    ///
    /// # Errors
    /// [`VmError::Refused`] with QEMU's words, or [`VmError::Qemu`] at the end of the connection.
    pub(super) async fn execute(
        &mut self,
        name: &str,
        arguments: &Value,
    ) -> Result<Value, VmError> {
        let id = self.machine.execute(name, arguments);
        let answer = async {
            loop {
                self.exchange().await?;
                while let Some((done, result)) = self.answers.pop_front() {
                    if done == id {
                        return result.map_err(VmError::Refused);
                    }
                }
            }
        };
        let silent = |_| VmError::Qemu(format!("no answer to {name}"));
        timeout(PATIENCE, answer).await.map_err(silent)?
    }

    /// The next thing the machine tells. Cancel-safe.
    pub(super) async fn next_event(&mut self) -> Result<VmEvent, VmError> {
        loop {
            if let Some(event) = self.told.pop_front() {
                return Ok(event);
            }
            self.exchange().await?;
        }
    }

    /// Sends what is to be sent, and reads once. Cancel-safe: what was read is kept.
    async fn exchange(&mut self) -> Result<(), VmError> {
        let mut out = Vec::new();
        self.machine.drain_output(&mut out);
        // A few hundred bytes into an empty socket: this does not wait.
        let written = self.stream.write_all(&out).await;
        let read = match written {
            Ok(()) => self.stream.read_buf(&mut self.input).await,
            Err(error) => Err(error),
        };
        if !matches!(read, Ok(1..)) {
            return Err(VmError::Qemu("it ended".into()));
        }
        let used = self.machine.handle_input(&self.input);
        let used = used.map_err(|error| VmError::Qemu(error.to_string()))?;
        self.input.drain(..used);
        while let Some(event) = self.machine.poll_event() {
            match event {
                QmpEvent::Ready => self.is_ready = true,
                QmpEvent::Answer { id, result } => self.answers.push_back((id, result)),
                QmpEvent::Vm(event) if self.told.len() < EVENTS => self.told.push_back(event),
                QmpEvent::Vm(_) => {}
            }
        }
        Ok(())
    }
}

const CONNECT_PAUSE: Duration = Duration::from_millis(20);
/// Longest time a command may take: a change of medium waits for what is on its way.
const PATIENCE: Duration = Duration::from_secs(60);
/// Events that wait; a machine that resets itself in a loop makes more.
const EVENTS: usize = 256;
