//! Where results and messages go: results to standard output, messages to standard error.

use std::io::{self, Write as _};

use serde::Serialize;

use super::{Exit, Failure};
use crate::session::{Fault, Fingerprint, TrustFault};

/// Prints text or JSON, as `--json` says.
///
/// A reader that went away is no failure of ours: what cannot be written is dropped.
#[derive(Debug, Clone, Copy)]
pub(super) struct Printer {
    json: bool,
}

impl Printer {
    pub(super) const fn new(json: bool) -> Self {
        Self { json }
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
                if let Some(hint) = hint(fault) {
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

/// What a command line can do about a fault, beside its remedy.
fn hint(fault: &Fault) -> Option<String> {
    match fault {
        Fault::Trust(TrustFault::Unknown { certificate, .. }) => Some(format!(
            "To trust it: --trust {}, or --trust first-use",
            certificate.fingerprint
        )),
        Fault::ConsentNeeded => {
            Some("Pass them with --consent-code, or - to be asked for them".to_owned())
        }
        _ => None,
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

/// A fault on paper: title, cause, remedy, details.
pub(super) fn fault_text(fault: &Fault) -> String {
    let mut text = format!("{}\n  {}\n", fault.title(), fault.cause());
    let remedy = fault.remedy();
    if !remedy.is_empty() {
        text.push_str("  ");
        text.push_str(remedy);
        text.push('\n');
    }
    for detail in fault.details() {
        text.push_str("  (");
        text.push_str(&detail);
        text.push_str(")\n");
    }
    text.truncate(text.trim_end().len());
    text
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
