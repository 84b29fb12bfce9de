//! The console without a person: pipes, `--send`, `--expect` and scripts.

use std::pin::pin;
use std::time::{Duration, Instant};

use tokio::time::sleep_until;

use super::port::{Form, Line, News, Port};
use super::streams::{Gone, Input, Output};
use crate::cli::Failure;
use crate::session::SerialFault;
use crate::session::sol::{SerialCommand, SerialEvent};
use crate::terminal::Modifiers;
use crate::terminal::expect::{self, Action, Progress, Runner};
use crate::wire::Secret;

/// What is to be typed and waited for.
pub(super) struct Task {
    pub(super) runner: Runner,
    /// It has lines that can be named.
    pub(super) is_file: bool,
}

/// Serves the console until `task` is through, or for as long as there is somebody at either
/// end: with neither, `linger` after the end of `input`.
pub(super) async fn serve(
    port: &mut Port,
    input: Option<Input>,
    output: &Output,
    task: Option<Task>,
    linger: Option<Duration>,
) -> Result<(), Failure> {
    port.announce(output).await;
    let mut work = Work {
        port,
        output,
        task,
        typing: false,
        reader: true,
    };
    work.go(input, linger).await
}

/// What is going on.
struct Work<'a> {
    port: &'a mut Port,
    output: &'a Output,
    task: Option<Task>,
    /// A text is on its way at the pace of the line.
    typing: bool,
    /// Somebody reads our output.
    reader: bool,
}

/// What the loop waits for.
enum Happening {
    Output(Option<Vec<u8>>),
    Event(SerialEvent),
    Input(Option<Vec<u8>>),
    Due,
}

impl Work<'_> {
    async fn go(
        &mut self,
        mut input: Option<Input>,
        linger: Option<Duration>,
    ) -> Result<(), Failure> {
        let mut until = None;
        loop {
            // A script looks again once what it types has been typed.
            let mut due = until;
            if let Some(task) = self.task.as_mut().filter(|_| !self.typing) {
                let terminal = &self.port.handle.terminal;
                match task.runner.poll(now(), || terminal.lock().screen_text()) {
                    Progress::Do(action) => {
                        self.act(action).await;
                        continue;
                    }
                    Progress::Wait(at) => due = Some(at),
                    Progress::Done => return Ok(()),
                    Progress::Failed(failure) => return Err(self.failed(failure)),
                }
            }
            let happening = {
                let tap = std::sync::Arc::clone(&self.port.tap);
                let typed = async {
                    match &mut input {
                        Some(input) if !self.typing => input.next().await,
                        _ => std::future::pending().await,
                    }
                };
                let sleep = async {
                    match due {
                        Some(at) => sleep_until(at.into()).await,
                        None => std::future::pending().await,
                    }
                };
                let (typed, sleep) = (pin!(typed), pin!(sleep));
                tokio::select! {
                    bytes = tap.take() => Happening::Output(bytes),
                    event = self.port.next_event() => Happening::Event(event),
                    bytes = typed => Happening::Input(bytes),
                    () = sleep => Happening::Due,
                }
            };
            match happening {
                Happening::Output(Some(bytes)) => self.heard(bytes).await,
                // The end; why is told when it is closed.
                Happening::Output(None) => return self.port.cut_off().await,
                Happening::Event(event) => self.take(event).await?,
                Happening::Input(Some(bytes)) => {
                    self.typing = true;
                    let command = SerialCommand::Stream(Secret::new(bytes));
                    self.port.send(command).await;
                }
                Happening::Input(None) => {
                    input = None;
                    until = linger.map(|linger| now() + linger);
                }
                // What is due besides the end of a wait, the script finds out.
                Happening::Due if self.task.is_none() => return Ok(()),
                Happening::Due => {}
            }
            if !self.reader && self.task.is_none() {
                return Ok(());
            }
        }
    }

    /// The PC wrote this.
    async fn heard(&mut self, bytes: Vec<u8>) {
        if let Some(task) = &mut self.task {
            task.runner.output(&bytes);
        }
        if self.reader {
            self.reader = !matches!(self.port.show(bytes, self.output).await, Err(Gone));
        }
    }

    async fn take(&mut self, event: SerialEvent) -> Result<(), Failure> {
        match self.port.take(event) {
            News::Note(text) => self.port.note(&text, self.output).await,
            News::Typed(result) => {
                self.typing = false;
                result.map_err(|fault| Failure::Fault(fault.into()))?;
            }
            News::LogFailed => return self.port.outcome(),
            News::Nothing => {}
        }
        Ok(())
    }

    async fn act(&mut self, action: Action) {
        match action {
            Action::Send(bytes) if bytes.expose().len() <= SEND_BYTES => {
                self.port.send(SerialCommand::Send(bytes)).await;
            }
            Action::Send(bytes) => {
                self.typing = true;
                self.port.send(SerialCommand::Stream(bytes)).await;
            }
            Action::Press(key) => {
                let command = SerialCommand::Key(key, Modifiers::default());
                self.port.send(command).await;
            }
            Action::Print(text) if self.port.form == Form::Json => {
                let line = Line::Print { text: &text };
                drop(self.output.document(&line).await);
            }
            Action::Print(text) => self.port.print.note(&text),
            Action::Met { line, text } if self.port.form == Form::Json => {
                let line = Line::Met { line, text: &text };
                drop(self.output.document(&line).await);
            }
            Action::Met { .. } => {}
        }
    }

    /// The script failed.
    fn failed(&self, failure: expect::Failure) -> Failure {
        let fault = match failure {
            expect::Failure::Timeout {
                line,
                pattern,
                after,
            } => SerialFault::NotSeen {
                line: self
                    .task
                    .as_ref()
                    .is_some_and(|task| task.is_file)
                    .then_some(line),
                pattern,
                after,
            },
            expect::Failure::Forbidden { line, pattern } => {
                SerialFault::Forbidden { line, pattern }
            }
        };
        Failure::Fault(fault.into())
    }
}

fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// Longer texts go out at the pace of a serial line. Less than the FIFO of any UART would be too
/// careful: firmware buffers typed bytes itself.
const SEND_BYTES: usize = 256;
