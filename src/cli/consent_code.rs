//! Where a consent code comes from, and the consent that a screen needs beside its picture.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::pin::pin;
use std::str::FromStr;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;
use tracing::debug;

use super::Failure;
use super::consent::GOODBYE;
use super::progress::Progress;
use crate::session::consent::{ConsentCode, ConsentCommand, ConsentPhase, ConsentView, Purpose};
use crate::session::control::Control;
use crate::session::flow::consent::{ConsentHandle, begin, failure};
use crate::session::{Access, ConsentFault, Credentials, Fault, TrustFault};

/// A code on the command line: six digits, or `-` to be asked. It is shown on the PC's display for
/// minutes, so it may be an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CodeArg {
    /// These digits.
    Code(ConsentCode),
    /// Asked for on the terminal, or read from standard input.
    Ask,
}

impl FromStr for CodeArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "-" => Ok(Self::Ask),
            _ => ConsentCode::parse(text)
                .map(Self::Code)
                .ok_or_else(|| "a consent code has six digits".to_owned()),
        }
    }
}

/// Where codes come from, one after another.
#[derive(Debug)]
pub(super) enum CodeSource {
    /// There is this one, and no other.
    Once(Option<ConsentCode>),
    /// Somebody types them, or a program writes them: one per line.
    Lines,
    /// From nowhere.
    Nobody,
}

impl From<Option<CodeArg>> for CodeSource {
    /// Without an argument people are asked, and programs are not.
    fn from(argument: Option<CodeArg>) -> Self {
        match argument {
            Some(CodeArg::Code(code)) => Self::Once(Some(code)),
            Some(CodeArg::Ask) => Self::Lines,
            None if super::question::may_ask() => Self::Lines,
            None => Self::Nobody,
        }
    }
}

impl CodeSource {
    /// The next code; `None` if there is none.
    pub(super) async fn next(&mut self) -> Result<Option<ConsentCode>, Failure> {
        match self {
            Self::Once(code) => Ok(code.take()),
            Self::Nobody => Ok(None),
            Self::Lines => loop {
                let Some(line) = next_line().await? else {
                    return Ok(None);
                };
                if let Some(code) = ConsentCode::parse(line.trim()) {
                    return Ok(Some(code));
                }
                if !io::stdin().is_terminal() {
                    return Err(Fault::from(ConsentFault::NoCode).into());
                }
                note("A consent code has six digits");
            },
        }
    }

    /// Can it give another code after a wrong one?
    pub(super) const fn is_lasting(&self) -> bool {
        matches!(self, Self::Lines)
    }
}

/// A line of standard input; `None` at its end. Waits in a thread of its own, which an
/// interruption leaves behind: no runtime has to wait for a person.
async fn next_line() -> Result<Option<String>, Failure> {
    if io::stdin().is_terminal() {
        note("Ask the user: “Read me the six digits in the box on your screen.”");
        drop(write!(io::stderr(), "Code: ").and_then(|()| io::stderr().flush()));
    }
    let (send, line) = oneshot::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        drop(send.send(read.map(|count| (count > 0).then_some(line))));
    });
    let what = "read the code";
    match line.await {
        Ok(Ok(line)) => Ok(line),
        Ok(Err(cause)) => Err(Fault::System { what, cause }.into()),
        Err(_) => Err(Fault::System {
            what,
            cause: io::ErrorKind::BrokenPipe.into(),
        }
        .into()),
    }
}

fn note(text: &str) {
    drop(writeln!(io::stderr(), "{text}"));
}

/// Where consent stands for a screen that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// None is needed.
    NotNeeded,
    /// The user has consented before.
    GivenBefore,
    /// The user has consented now: what was shown until then was the question.
    GivenNow,
    /// WS-Management does not tell.
    Unknown,
}

impl Standing {
    /// In the journal.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::NotNeeded => "not-needed",
            Self::GivenBefore => "given-before",
            Self::GivenNow => "code",
            Self::Unknown => "unknown",
        }
    }

    /// In JSON: `not-needed`, `given` or `unknown`.
    pub(super) const fn given(self) -> &'static str {
        match self {
            Self::NotNeeded => "not-needed",
            Self::GivenBefore | Self::GivenNow => "given",
            Self::Unknown => "unknown",
        }
    }
}

/// What WS-Management says about consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Nothing is left to be done.
    Settled(Standing),
    /// A code is on the PC's display.
    CodeWanted,
}

/// The consent that a screen needs, asked for beside it, so that no picture waits for it.
pub(super) struct Gate {
    access: Access,
    login: Credentials,
    source: CodeSource,
    progress: Progress,
    asked: Option<ConsentHandle>,
    /// The code may be tried again by another command.
    leave: bool,
}

impl Gate {
    pub(super) const fn new(
        access: Access,
        login: Credentials,
        source: CodeSource,
        progress: Progress,
    ) -> Self {
        Self {
            access,
            login,
            source,
            progress,
            asked: None,
            leave: false,
        }
    }

    /// Finds out whether consent is needed. `Unknown` where the PC does not tell: no screen is
    /// refused for that.
    pub(super) async fn ask(&mut self) -> Result<Answer, Failure> {
        let control = Control::connect(self.access.clone(), self.login.clone());
        let control = match control.await {
            Ok(control) => control,
            Err(fault) => return unknown(fault).map(Answer::Settled),
        };
        let runtime = tokio::runtime::Handle::current();
        let asked = begin(&runtime, control, Purpose::Screen, || {});
        let asked = self.asked.insert(asked);
        while let Some(view) = asked.changed().await {
            if let Some(fault) = failure(&view.phase) {
                return Err(fault.into());
            }
            if let ConsentPhase::CodeWanted { .. } = view.phase {
                return Ok(Answer::CodeWanted);
            }
        }
        match self.end().await {
            Ok(ConsentPhase::Given) => Ok(Answer::Settled(Standing::GivenBefore)),
            Ok(ConsentPhase::NotNeeded) => Ok(Answer::Settled(Standing::NotNeeded)),
            Ok(_) => Ok(Answer::Settled(Standing::Unknown)),
            Err(fault) => unknown(fault).map(Answer::Settled),
        }
    }

    /// Hands over codes until the user has consented, or there are no more.
    pub(super) async fn get(&mut self) -> Result<Standing, Failure> {
        self.progress.done();
        while self.code_wanted().await? {
            let wrong = ConsentFault::Wrong {
                left: self.source.is_lasting().then(|| self.tries_left()),
            };
            let wrong = Fault::from(wrong);
            if !self.source.is_lasting() {
                // Another command may try again with the same code on the display.
                self.leave = true;
                return Err(wrong.into());
            }
            note(&wrong.title());
        }
        match self.end().await {
            Ok(ConsentPhase::Given) => Ok(Standing::GivenNow),
            Ok(_) => Ok(Standing::Unknown),
            Err(fault) => Err(fault.into()),
        }
    }

    /// Gets one code and hands it over. True: it was wrong; false: it is all over.
    async fn code_wanted(&mut self) -> Result<bool, Failure> {
        let Some(asked) = &mut self.asked else {
            return Ok(false);
        };
        let missing = match self.source {
            CodeSource::Lines => Fault::from(ConsentFault::NoCode),
            CodeSource::Once(_) | CodeSource::Nobody => Fault::ConsentNeeded,
        };
        let code = {
            let mut code = pin!(self.source.next());
            loop {
                tokio::select! {
                    code = &mut code => break code?.ok_or(missing)?,
                    // The code has expired, the user has declined, or consented otherwise.
                    view = asked.changed() => match view {
                        Some(view) => refuse(&view)?,
                        None => return Ok(false),
                    },
                }
            }
        };
        if asked.send(ConsentCommand::Submit(code)).is_err() {
            // A task that has ended says why by itself.
            return Ok(false);
        }
        while let Some(view) = asked.changed().await {
            refuse(&view)?;
            if let ConsentPhase::CodeWanted { was_wrong: true } = view.phase {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn tries_left(&self) -> u8 {
        self.asked
            .as_ref()
            .map_or(0, |asked| asked.view().tries_left)
    }

    /// How it ended by itself.
    async fn end(&mut self) -> Result<ConsentPhase, Fault> {
        match self.asked.take() {
            Some(asked) => asked.finish().await,
            None => Ok(ConsentPhase::Cancelled),
        }
    }

    /// Takes a code away that nobody waits for any more.
    pub(super) async fn close(self) {
        let Some(asked) = self.asked else {
            return;
        };
        let end = async {
            match self.leave {
                true => asked.leave().await,
                false => asked.close().await,
            }
        };
        // A PC that does not answer keeps its code until its time is over.
        drop(timeout(GOODBYE, end).await);
    }
}

/// Passes on why there will be no consent.
fn refuse(view: &ConsentView) -> Result<(), Fault> {
    failure(&view.phase).map_or(Ok(()), Err)
}

/// A PC that tells nothing about consent may still show its screen; but not one that turns out to
/// be another PC.
fn unknown(fault: Fault) -> Result<Standing, Failure> {
    match fault {
        Fault::Trust(TrustFault::Changed { .. } | TrustFault::RealmChanged { .. }) => {
            Err(fault.into())
        }
        fault => {
            debug!(error = fault.kind(), details = ?fault.details(), "consent is not known");
            Ok(Standing::Unknown)
        }
    }
}

/// What is shown while WS-Management has not answered yet is waited for so long before it is saved.
/// The picture itself is there already.
pub(super) const ANSWER_WITHIN: Duration = Duration::from_secs(3);
