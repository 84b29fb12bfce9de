//! An open serial console, and what is said about it in passing.

use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use super::streams::{Gone, Output};
use crate::cli::Failure;
use crate::cli::print::Printer;
use crate::cli::progress::Progress;
use crate::cli::safety::Encryption;
use crate::session::sol::{
    Control, PasteEnd, PortStatus, SerialCommand, SerialEvent, SerialHandle, SerialOptions,
    SerialStage, Tap, open_serial,
};
use crate::session::{Fault, Safety, SerialFault, Stage};
use crate::terminal::{Charset, Decoder, Escapes};

/// The console and what is known of it.
pub(super) struct Port {
    target: String,
    pub(super) handle: SerialHandle,
    pub(super) tap: Arc<Tap>,
    pub(super) print: Printer,
    /// How safe the connection is.
    pub(super) safety: Option<Safety>,
    /// Control lines and status as last told.
    pub(super) controls: Option<(Control, PortStatus)>,
    /// What is written of the PC's bytes.
    pub(super) form: Form,
    decoder: Decoder,
    /// How the session ended, once it has.
    ended: Option<Result<(), Failure>>,
}

/// What is written of the PC's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// They themselves.
    Bytes,
    /// Text that a terminal may get.
    Text,
    /// The same as lines of JSON.
    Json,
}

/// Something that happened on the way, for whoever works the console.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum News {
    /// A sentence worth telling.
    Note(String),
    /// A piece of typing is through, or was given up.
    Typed(Result<(), SerialFault>),
    /// The log cannot be continued.
    LogFailed,
    /// Nothing that anybody needs to know.
    Nothing,
}

impl Port {
    /// Opens the port of a PC and waits until it is open.
    pub(super) async fn open(
        options: SerialOptions,
        print: Printer,
        progress: Progress,
    ) -> Result<Self, Failure> {
        let charset = options.keyboard.charset;
        let target = options.access.target().to_string();
        let runtime = tokio::runtime::Handle::current();
        let mut handle = open_serial(&runtime, options, || {});
        let tap = handle.tap().unwrap_or_default();
        let mut safety = None;
        loop {
            match handle.next_event().await {
                Some(SerialEvent::Stage(SerialStage::Open)) => break,
                Some(SerialEvent::Stage(stage)) => progress.stage(as_screen_stage(stage)),
                Some(SerialEvent::Connected(told)) => safety = Some(told),
                Some(SerialEvent::Closed(Some(fault))) => return Err(fault.into()),
                Some(SerialEvent::Closed(None)) | None => return Err(unexpected_end()),
                Some(_) => {}
            }
        }
        progress.done();
        Ok(Self {
            target,
            handle,
            tap,
            print,
            safety,
            controls: None,
            form: if print.is_json() {
                Form::Json
            } else if io::stdout().is_terminal() {
                Form::Text
            } else {
                Form::Bytes
            },
            decoder: Decoder::new(charset, Escapes::Tty),
            ended: None,
        })
    }

    /// Hands over a command.
    pub(super) async fn send(&self, command: SerialCommand) {
        if self.handle.send_when_ready(command).await.is_err() {
            tracing::debug!("the session has ended"); // It says so itself.
        }
    }

    /// The session's next event. Waits for ever after the last. Cancel-safe.
    pub(super) async fn next_event(&mut self) -> SerialEvent {
        if self.ended.is_some() {
            return std::future::pending().await;
        }
        let event = self.handle.next_event().await;
        event.unwrap_or(SerialEvent::Closed(None))
    }

    /// Writes what the PC wrote. On a terminal that is text without sequences that could do harm
    /// there, in a pipe the bytes as they came.
    pub(super) async fn show(&mut self, bytes: Vec<u8>, output: &Output) -> Result<(), Gone> {
        if self.form == Form::Bytes {
            return output.write(bytes).await;
        }
        let mut text = String::with_capacity(bytes.len());
        self.decoder.decode(&bytes, &mut text);
        match self.form {
            Form::Json => output.document(&Line::Output { text: &text }).await,
            Form::Bytes | Form::Text => output.write(text.into_bytes()).await,
        }
    }

    /// The first line of JSON.
    pub(super) async fn announce(&self, output: &Output) {
        if self.form == Form::Json {
            let open = Line::Open {
                target: &self.target,
                tls: Encryption::of(self.safety.as_ref()),
            };
            drop(output.document(&open).await);
        }
    }

    /// Tells a sentence: on standard error, or as a line of JSON.
    pub(super) async fn note(&self, text: &str, output: &Output) {
        if self.form == Form::Json {
            drop(output.document(&Line::Note { text }).await);
        } else {
            self.print.note(text);
        }
    }

    /// What the PC writes from now on is in this character set.
    pub(super) const fn set_charset(&mut self, charset: Charset) {
        self.decoder.set_charset(charset);
    }

    /// Takes an event into account and tells what it means.
    pub(super) fn take(&mut self, event: SerialEvent) -> News {
        match event {
            SerialEvent::Controls { control, status } => {
                let power = |status: PortStatus| status.contains(PortStatus::POWER_ON);
                let before = self.controls.replace((control, status));
                match (before.map(|(_, status)| power(status)), power(status)) {
                    (Some(true) | None, false) => News::Note("The PC is off".into()),
                    (Some(false), true) => News::Note("The PC is on".into()),
                    _ => News::Nothing,
                }
            }
            SerialEvent::OutputLost => {
                News::Note("Text of the PC was lost on the way, the screen may be wrong".into())
            }
            SerialEvent::InputLost => {
                News::Note("The PC did not take everything that was typed".into())
            }
            SerialEvent::Quiet => {
                News::Note("Connected, the PC writes nothing to its serial port".into())
            }
            SerialEvent::BreakUnsupported => {
                News::Note("The protocol of Intel AMT has no break".into())
            }
            SerialEvent::PasteEnded { sent, total, end } => match end {
                PasteEnd::Done | PasteEnd::Stopped => News::Typed(Ok(())),
                PasteEnd::InputLost => News::Typed(Err(SerialFault::InputLost { sent, total })),
                PasteEnd::PowerOff => News::Typed(Err(SerialFault::PowerOff)),
            },
            SerialEvent::PasteRefused { len } => News::Note(format!(
                "Too much to type at once: {len} bytes were left out"
            )),
            SerialEvent::PasteSkipped { characters } => News::Note(format!(
                "{characters} characters were left out: they would reset the PC, or it has none \
                 such"
            )),
            SerialEvent::LogFailed(fault) => {
                self.ended.get_or_insert(Err(fault.into()));
                News::LogFailed
            }
            SerialEvent::Closed(fault) => {
                let result = fault.map_or(Ok(()), |fault| Err(fault.into()));
                self.ended.get_or_insert(result);
                News::Nothing
            }
            _ => News::Nothing,
        }
    }

    /// The PC writes no more: waits until it is known why.
    pub(super) async fn cut_off(&mut self) -> Result<(), Failure> {
        while self.ended.is_none() {
            let event = self.next_event().await;
            self.take(event);
        }
        self.outcome()
    }

    /// How the session ended; to be asked once.
    pub(super) fn outcome(&mut self) -> Result<(), Failure> {
        self.ended.replace(Ok(())).unwrap_or(Ok(()))
    }

    /// Ends the session in order; what the PC still says is dropped.
    pub(super) async fn close_unread(mut self) {
        self.send(SerialCommand::Close).await;
        let end = async {
            while self.tap.take().await.is_some() {}
            drop(self.cut_off().await);
        };
        drop(tokio::time::timeout(GOODBYE, end).await);
    }

    /// Ends the session in order, and writes what the PC still says meanwhile. Returns how the
    /// session ended.
    pub(super) async fn close(mut self, output: &Output) -> Result<(), Failure> {
        self.send(SerialCommand::Close).await;
        let last_words = async {
            while let Some(bytes) = self.tap.take().await {
                drop(self.show(bytes, output).await);
            }
            while self.ended.is_none() {
                let event = self.next_event().await;
                self.take(event);
            }
        };
        drop(tokio::time::timeout(GOODBYE, last_words).await);
        self.ended.unwrap_or(Ok(()))
    }
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub(super) enum Line<'a> {
    /// The port is open.
    Open { target: &'a str, tls: Encryption },
    /// The PC wrote this.
    Output { text: &'a str },
    /// An expectation was met.
    Met { line: usize, text: &'a str },
    /// A script says this.
    Print { text: &'a str },
    /// Something worth knowing.
    Note { text: &'a str },
}

/// Which wait of a screen session says the same.
const fn as_screen_stage(stage: SerialStage) -> Stage {
    match stage {
        SerialStage::Connecting => Stage::Connecting,
        SerialStage::Starting => Stage::Starting,
        SerialStage::LoggingIn => Stage::LoggingIn,
        SerialStage::Opening | SerialStage::Open => Stage::Live,
    }
}

fn unexpected_end() -> Failure {
    Fault::Internal {
        task: "serial: ended without a word".into(),
    }
    .into()
}

/// How long the session may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(3);
