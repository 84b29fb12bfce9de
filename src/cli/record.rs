//! Writes into the journal what a command does to a PC.

use super::safety::Encryption;
use super::target::{Pc, TargetArg};
use super::{Context, Failure};
use crate::session::{Access, Security};
use crate::store::journal::{Begin, End, Journal, JournalError, Kind};
use crate::store::trusted::{Pin, TrustStore, TrustedHow};

/// What is about to be done to a PC.
#[derive(Debug)]
pub(super) struct Doing<'a> {
    kind: Kind,
    target: &'a TargetArg,
    login: String,
    detail: Option<String>,
    files: Vec<String>,
}

/// What turns out while it is done.
#[derive(Debug, Default)]
pub(super) struct Found {
    consent: Option<String>,
    encryption: Option<String>,
    detail: Option<String>,
}

impl<'a> Doing<'a> {
    /// A deed of `kind`, logged in as `login`.
    pub(super) fn new(kind: Kind, target: &'a TargetArg, login: &str) -> Self {
        Self {
            kind,
            target,
            login: login.to_owned(),
            detail: None,
            files: Vec::new(),
        }
    }

    /// More about it in a few words.
    pub(super) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// A file that takes part.
    pub(super) fn file(mut self, file: impl ToString) -> Self {
        self.files.push(file.to_string());
        self
    }

    /// Does it, between two lines in the journal. A certificate that comes to be trusted meanwhile
    /// is a deed of its own.
    ///
    /// A journal that cannot be written is told about and stops nobody: a PC in trouble matters
    /// more than the record of it.
    pub(super) fn run<T>(
        self,
        context: &Context,
        work: impl FnOnce(&mut Found) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let journal = Journal::new(&context.folder()?);
        let pc = self.target.pc(context)?;
        let trusted = || trusted(pc, context);
        let before = trusted();
        let name = pc.profile.as_ref().map(|profile| profile.name.clone());
        let begun = journal.begin(Begin {
            pc: name.clone(),
            login: Some(self.login).filter(|login| !login.is_empty()),
            detail: self.detail,
            files: self.files,
            ..Begin::new(self.kind, address(pc))
        });
        let mut found = Found::default();
        let result = work(&mut found);
        let outcome = match &result {
            Ok(_) => "done",
            Err(Failure::Fault(fault)) => fault.kind(),
            Err(Failure::Usage(_)) => "usage",
            Err(Failure::Interrupted) => "interrupted",
        };
        let written = begun.and_then(|id| {
            let Found {
                consent,
                encryption,
                detail,
            } = found;
            journal.end(
                &id,
                End {
                    outcome: outcome.to_owned(),
                    consent,
                    encryption,
                    detail,
                },
            )
        });
        let now =
            trusted().filter(|pin| before.is_none_or(|old| old.fingerprint != pin.fingerprint));
        let written = written.and_then(|()| match now {
            Some(pin) => {
                let begin = Begin {
                    pc: name,
                    ..Begin::new(Kind::Trust, address(pc))
                };
                tell_trust(&journal, begin, &pin)
            }
            None => Ok(()),
        });
        if let Err(error) = written {
            context
                .print
                .note(&format!("This was not written into the journal: {error}"));
        }
        result
    }
}

/// The certificate that is trusted for the PC; none where that cannot be read, which whoever calls
/// the PC is told anyway.
fn trusted(pc: &Pc, context: &Context) -> Option<Pin> {
    let security = Security::new(TrustStore::new(&context.folder().ok()?));
    let access = Access::new(pc.target.clone(), security);
    access.known().ok()?.certificate
}

/// Writes that a certificate was trusted, which one, and how that was decided.
fn tell_trust(journal: &Journal, begin: Begin, pin: &Pin) -> Result<(), JournalError> {
    let how = match pin.how {
        TrustedHow::Asked => "asked",
        TrustedHow::FirstUse => "first use",
        TrustedHow::Fingerprint => "fingerprint given",
        TrustedHow::Replaced => "replaced",
    };
    let id = journal.begin(Begin {
        detail: Some(format!("{how} {}", pin.fingerprint)),
        ..begin
    })?;
    let done = End {
        outcome: "done".to_owned(),
        ..End::default()
    };
    journal.end(&id, done)
}

/// Where the PC is; the user stands in a field of its own.
fn address(pc: &Pc) -> String {
    let text = pc.target.to_string();
    match text.rsplit_once('@') {
        Some((_, address)) => address.to_owned(),
        None => text,
    }
}

impl Found {
    /// How the user of the PC agreed, in a word.
    pub(super) fn consent(&mut self, how: impl Into<String>) {
        self.consent = Some(how.into());
    }

    /// More about it in a few words.
    pub(super) fn detail(&mut self, detail: impl Into<String>) {
        self.detail = Some(detail.into());
    }

    /// How the connection was protected.
    pub(super) fn encryption(&mut self, encryption: &Encryption) {
        self.encryption = Some(encryption.word().to_owned());
    }
}
