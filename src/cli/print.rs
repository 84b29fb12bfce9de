//! Where results and messages go: results to standard output, messages to standard error.

use std::io::{self, Write as _};

use serde::Serialize;

use super::hint::hint;
use super::{Exit, Failure};
use crate::session::{Fault, Fingerprint};

/// Prints text or JSON, as `--json` says.
///
/// A reader that went away is no failure of ours: what cannot be written is dropped.
#[derive(Debug, Clone, Copy)]
pub(super) struct Printer {
    json: bool,
    /// The command takes a consent code.
    takes_code: bool,
}

impl Printer {
    pub(super) const fn new(json: bool) -> Self {
        Self {
            json,
            takes_code: false,
        }
    }

    /// The same for a command that takes a consent code, which its hints then name.
    pub(super) const fn taking_code(self, takes_code: bool) -> Self {
        Self { takes_code, ..self }
    }

    /// JSON is wanted.
    pub(super) const fn is_json(self) -> bool {
        self.json
    }

    /// One line of a result in words; nothing with `--json`.
    pub(super) fn line(self, text: &str) {
        if !self.json {
            drop(writeln!(io::stdout(), "{text}"));
        }
    }

    /// One line of a result as JSON; nothing without `--json`.
    pub(super) fn document(self, value: &impl Serialize) {
        if self.json {
            write_json(value);
        }
    }

    /// One line of JSON, whatever `--json` says: for programs that speak only JSON.
    pub(super) fn event(self, value: &impl Serialize) {
        write_json(value);
    }

    /// A message that is no result.
    pub(super) fn note(self, text: &str) {
        drop(writeln!(io::stderr(), "{text}"));
    }

    /// Why the command ended early: sentence, cause and remedy as the window shows them, then
    /// the chain of causes. With `--json` also as a document `{"error": {…}}`.
    pub(super) fn failure(self, failure: &Failure) {
        match failure {
            Failure::Usage(text) => self.note(&format!("outband: {text}")),
            Failure::Interrupted => self.note("Interrupted"),
            Failure::Fault(fault) => {
                self.note(&fault_text(fault));
                if let Some(hint) = hint(fault, self.takes_code) {
                    self.note(&format!("  {hint}"));
                }
            }
        }
        if self.json {
            write_json(&ErrorDocument {
                error: ErrorFields::new(failure),
            });
        }
    }
}

/// The certificate that the PC showed, where that is what went wrong.
fn offered(fault: &Fault) -> Option<Fingerprint> {
    let Fault::Trust(fault) = fault else {
        return None;
    };
    fault.offered().map(|certificate| certificate.fingerprint)
}

fn write_json(value: &impl Serialize) {
    let mut out = io::stdout().lock();
    if let Ok(text) = serde_json::to_string(value) {
        drop(writeln!(out, "{text}").and_then(|()| out.flush()));
    }
}

/// The error of a command line that makes no sense, from what the parser says on paper: its first
/// paragraph on one line.
pub(super) fn usage_document(said: &str) -> impl Serialize {
    let first = said.split("\n\n").next().unwrap_or_default();
    let first = first.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = first.strip_prefix("error: ").unwrap_or(&first).to_owned();
    ErrorDocument {
        error: ErrorFields::new(&Failure::Usage(text)),
    }
}

/// A fault on paper: title, cause, remedy, details.
pub(super) fn fault_text(fault: &Fault) -> String {
    let mut text = format!("{}\n  {}\n", fault.title(), fault.cause());
    let remedy = fault.remedy();
    if !remedy.is_empty() {
        text.push_str("  ");
        text.push_str(remedy);
        text.push('\n');
    }
    for detail in details(fault) {
        text.push_str("  (");
        text.push_str(&detail);
        text.push_str(")\n");
    }
    text.truncate(text.trim_end().len());
    text
}

/// What the fault has to add for a report, without what its cause has said already.
pub(super) fn details(fault: &Fault) -> Vec<String> {
    let cause = fault.cause().to_lowercase();
    let mut details = fault.details();
    details.retain(|detail| !cause.contains(&detail.to_lowercase()));
    details
}

#[derive(Serialize)]
struct ErrorDocument {
    error: ErrorFields,
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct ErrorFields {
    kind: &'static str,
    exit: u8,
    title: String,
    cause: String,
    remedy: String,
    details: Vec<String>,
    /// Of the certificate that the PC showed, where that is what went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
}

impl ErrorFields {
    fn new(failure: &Failure) -> Self {
        let exit = Exit::from(failure).code();
        let plain = |kind, title: &str| Self {
            kind,
            exit,
            title: title.to_owned(),
            cause: String::new(),
            remedy: String::new(),
            details: Vec::new(),
            fingerprint: None,
        };
        match failure {
            Failure::Usage(text) => plain("usage", text),
            Failure::Interrupted => plain("interrupted", "Interrupted"),
            Failure::Fault(fault) => Self {
                kind: fault.kind(),
                exit,
                title: fault.title(),
                cause: fault.cause(),
                remedy: fault.remedy().to_owned(),
                details: fault.details(),
                fingerprint: offered(fault).map(|fingerprint| fingerprint.to_string()),
            },
        }
    }
}
