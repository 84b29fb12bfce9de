//! `outband consent`: the consent of the person in front of the PC.

use std::time::Duration;

use clap::ValueEnum;
use serde::Serialize;
use tokio::time::timeout;

use super::consent_code::{CodeArg, CodeSource};
use super::reach::{Reach, with_trust};
use super::record::Doing;
use super::run::interruptible;
use super::target::TargetArg;
use super::{Context, Exit, Failure, Outcome};
use crate::session::consent::{ConsentPhase, Purpose};
use crate::session::control::Control;
use crate::session::flow::consent::{ConsentHandle, begin, cancel, failure, read, submit};
use crate::session::flow::{OptInRequired, OptInService, OptInState};
use crate::session::{Access, ConsentFault, Credentials, Fault};
use crate::store::journal::Kind;

/// Options of `outband consent`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A name from the address book, or [user@]host[:wsman-port[:redirection-port]]
    target: TargetArg,
    /// What to do
    action: Action,
    /// With submit: the six digits on the PC's display, or - to be asked
    #[arg(required_if_eq("action", "submit"))]
    code: Option<CodeArg>,
    #[command(flatten)]
    reach: Reach,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Action {
    /// Say what needs consent and where it stands
    Status,
    /// Have the PC show a code
    Request,
    /// Hand over the code that the user has read out
    Submit,
    /// Take the code away, or end consent that was given
    Cancel,
}

/// Carries out the action.
pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    if args.code.is_some() && args.action != Action::Submit {
        return Err(Failure::Usage("only submit takes a code".to_owned()));
    }
    let access = args.reach.access(&args.target, context)?;
    let login = args.reach.credentials(&access)?;
    let ask = || {
        context.runtime.block_on(async {
            let (access, login) = (access.clone(), login.clone());
            match args.action {
                Action::Request => request(access, login).await,
                action => interruptible(other(args, action, access, login)).await,
            }
        })
    };
    let kind = match args.action {
        Action::Status => Kind::Info,
        Action::Request | Action::Submit | Action::Cancel => Kind::Consent,
    };
    let doing = Doing::new(kind, &args.target, &login.user).detail(match args.action {
        Action::Status => "consent status",
        Action::Request => "request",
        Action::Submit => "submit",
        Action::Cancel => "cancel",
    });
    let report = doing.run(context, |found| {
        let report = with_trust(&access, ask)?;
        found.consent(report.word());
        Ok(report)
    })?;
    args.reach.accepted(&access, &login, context);
    context.print.line(&report.words(&args.target));
    context.print.document(&report.document(&args.target));
    Ok(Outcome::Exit(Exit::Done))
}

/// What there is to say afterwards.
enum Report {
    Status(OptInService),
    NotNeeded,
    Shown(Option<Duration>),
    Given,
    Ended,
    NothingToEnd,
}

async fn other(
    args: &Args,
    action: Action,
    access: Access,
    login: Credentials,
) -> Result<Report, Failure> {
    let mut control = Control::connect(access, login).await?;
    match action {
        Action::Status => Ok(Report::Status(read(&mut control).await?)),
        Action::Cancel if cancel(&mut control).await? => Ok(Report::Ended),
        Action::Cancel => Ok(Report::NothingToEnd),
        Action::Submit | Action::Request => {
            let mut source = CodeSource::from(args.code.clone());
            let code = source
                .next()
                .await?
                .ok_or(Fault::from(ConsentFault::NoCode))?;
            submit(&mut control, &code).await?;
            Ok(Report::Given)
        }
    }
}

/// Asks for a code and waits until it is on the display. An interruption takes it away again.
async fn request(access: Access, login: Credentials) -> Result<Report, Failure> {
    let control = interruptible(async { Ok(Control::connect(access, login).await?) }).await?;
    let runtime = tokio::runtime::Handle::current();
    let mut asked = begin(&runtime, control, Purpose::Screen, || {});
    let shown = interruptible(until_shown(&mut asked)).await;
    match shown {
        Ok(Some(report)) => {
            asked.leave().await?;
            Ok(report)
        }
        // It has ended by itself: without consent being needed, or because the line broke.
        Ok(None) => match asked.finish().await? {
            ConsentPhase::Given => Ok(Report::Given),
            _ => Ok(Report::NotNeeded),
        },
        Err(failure) => {
            // A PC that does not answer keeps its code until its time is over.
            drop(timeout(GOODBYE, asked.close()).await);
            Err(failure)
        }
    }
}

async fn until_shown(asked: &mut ConsentHandle) -> Result<Option<Report>, Failure> {
    while let Some(view) = asked.changed().await {
        if let ConsentPhase::CodeWanted { .. } = view.phase {
            let now = tokio::time::Instant::now().into_std();
            let left = view.until.map(|until| until.saturating_duration_since(now));
            return Ok(Some(Report::Shown(left)));
        }
        if let Some(fault) = failure(&view.phase) {
            return Err(fault.into());
        }
    }
    Ok(None)
}

/// How long the PC may take to hear that nobody waits any more.
pub(super) const GOODBYE: Duration = Duration::from_secs(3);

impl Report {
    /// For the journal.
    fn word(&self) -> &'static str {
        match self {
            Self::Status(service) => state_name(service.state),
            Self::NotNeeded => "not-needed",
            Self::Shown(_) => "shown",
            Self::Given => "code",
            Self::Ended | Self::NothingToEnd => "none",
        }
    }

    fn words(&self, target: &TargetArg) -> String {
        let host = target.label();
        match self {
            Self::Status(service) => {
                let needed = match service.required {
                    OptInRequired::NONE => "Consent is never needed".to_owned(),
                    OptInRequired::KVM => "Consent is needed for the screen".to_owned(),
                    OptInRequired::ALL => {
                        "Consent is needed for screen, media and boot options".to_owned()
                    }
                    other => format!("Consent is needed by a policy of its own ({})", other.0),
                };
                let may = match service.can_modify_policy {
                    Some(true) => "; consoles may change that",
                    Some(false) => "; only the PC's setup can change that",
                    None => "",
                };
                format!("{needed}{may}\nIt is {} now", service.state)
            }
            Self::NotNeeded => format!("{host} needs no consent"),
            Self::Shown(left) => {
                let time =
                    left.map_or(String::new(), |left| format!(" for {} s", whole_secs(left)));
                format!(
                    "{host} shows a code{time}. Ask its user for the six digits, then run\n  \
                     outband consent {target} submit CODE"
                )
            }
            Self::Given => "Consent given".to_owned(),
            Self::Ended => "Consent ended, no code is shown any more".to_owned(),
            Self::NothingToEnd => "There was no code and no consent".to_owned(),
        }
    }

    fn document(&self, target: &TargetArg) -> Document {
        let mut document = Document {
            target: target.to_string(),
            ..Document::default()
        };
        match self {
            Self::Status(service) => {
                document.state = state_name(service.state);
                document.required = Some(match service.required {
                    OptInRequired::NONE => "none",
                    OptInRequired::KVM => "kvm",
                    OptInRequired::ALL => "all",
                    _ => "other",
                });
                document.can_modify_policy = service.can_modify_policy;
                document.lapses_after_secs = service.code_timeout.map(|t| t.as_secs());
                document.shown_secs = service.display_timeout.map(|t| t.as_secs());
            }
            Self::NotNeeded => document.state = "not-needed",
            Self::Shown(left) => {
                document.state = "shown";
                document.shown_secs = left.map(whole_secs);
            }
            Self::Given => document.state = "given",
            Self::Ended | Self::NothingToEnd => document.state = "not-asked",
        }
        document
    }
}

/// Names in JSON.
const fn state_name(state: OptInState) -> &'static str {
    match state {
        OptInState::NOT_STARTED => "not-asked",
        OptInState::REQUESTED => "requested",
        OptInState::DISPLAYED => "shown",
        OptInState::RECEIVED => "given",
        OptInState::IN_SESSION => "in-session",
        _ => "other",
    }
}

/// Rounded up: a code that is shown for 299.7 s is shown for 300 s to a person.
fn whole_secs(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Debug, Default, Serialize)]
struct Document {
    target: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    can_modify_policy: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lapses_after_secs: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shown_secs: Option<u64>,
}
