//! Is everything switched on, is anybody else connected, has the user to consent?

use super::state::found;
use super::{Check, Finding, Ledger, OpenHere};
use crate::net::knock::{self, KnockError};
use crate::proto::redir::messages::SessionType;
use crate::proto::wsman::class::{KvmSettings, OptInService};
use crate::session::access::{Access, Service};
use crate::session::consent::Purpose;
use crate::session::control::Control;
use crate::session::fault::{DeviceFault, Fault, Feature};
use crate::session::flow::enable::{self, Switch, Switches};
use crate::session::flow::find;
use crate::session::flow::probe::Start;

/// The switches of all features.
pub(super) async fn switches(control: &mut Control, ledger: &mut Ledger<'_>) -> Option<Switches> {
    const FEATURES: [(Check, Feature); 3] = [
        (Check::Screen, Feature::Screen),
        (Check::Serial, Feature::Serial),
        (Check::Media, Feature::Media),
    ];
    let read = match enable::read(control).await {
        Ok(switches) => Ok(switches),
        Err(fault) => Err(fault.title()),
    };
    for (check, feature) in FEATURES {
        let finding = match &read {
            Ok(switches) => judge(feature, switches.of(feature)),
            Err(why) => Finding::Unknown(why.clone()),
        };
        ledger.note(check, finding);
    }
    read.ok()
}

fn judge(feature: Feature, switch: Switch) -> Finding {
    match (feature, switch) {
        (_, Switch::On) => Finding::FINE,
        (_, Switch::InUse) => Finding::fine("in use"),
        (_, Switch::Off) => Finding::problem(DeviceFault::SwitchedOff(feature)),
        (_, Switch::Forbidden) => Finding::problem(DeviceFault::Forbidden(feature)),
        (Feature::Screen, Switch::Absent) => Finding::problem(DeviceFault::NoScreen),
        (_, Switch::Absent) => Finding::problem(Fault::Unsupported(feature)),
    }
}

/// Policy and state of the user's consent.
pub(super) async fn consent(control: &mut Control, ledger: &mut Ledger<'_>) {
    let answers = async {
        let service: Option<OptInService> = find(control, "tell about consent").await?;
        let settings: Option<KvmSettings> = find(control, "tell how its screen is set").await?;
        Ok((service, settings))
    };
    let finding = found(answers.await, |(service, settings)| match service {
        Some(service) if service.state.is_given() => Finding::fine("given"),
        Some(service) if Purpose::Screen.needs_consent(service.required) => {
            Finding::problem(Fault::ConsentNeeded)
        }
        _ if settings.is_some_and(|s| s.opt_in_policy == Some(true)) => {
            Finding::problem(Fault::ConsentNeeded)
        }
        _ => Finding::fine("the policy asks for none"),
    });
    ledger.note(Check::Consent, finding);
}

/// Asks the redirection port whether each session could begin, and leaves before any login.
pub(super) async fn busy(
    access: &Access,
    switches: Option<&Switches>,
    open: OpenHere,
    ledger: &mut Ledger<'_>,
) {
    const SESSIONS: [(Check, Check, Feature, SessionType); 3] = [
        (
            Check::ScreenFree,
            Check::Screen,
            Feature::Screen,
            SessionType::Kvm,
        ),
        (
            Check::SerialFree,
            Check::Serial,
            Feature::Serial,
            SessionType::Sol,
        ),
        (
            Check::MediaFree,
            Check::Media,
            Feature::Media,
            SessionType::Ider,
        ),
    ];
    for (check, switch, feature, kind) in SESSIONS {
        if open.has(feature) {
            ledger.note(check, Finding::fine("it is open in this window"));
            continue;
        }
        if !ledger.is_fine(Check::Redirection) {
            ledger.skip(check, Check::Redirection);
            continue;
        }
        if switches.is_some_and(|s| !s.of(feature).is_on()) {
            ledger.skip(check, switch);
            continue;
        }
        let finding = match start(access, kind).await {
            Ok(Start::Possible) => Finding::FINE,
            Ok(Start::Busy) => Finding::problem(Fault::Busy(feature)),
            Ok(Start::Unsupported) => Finding::problem(Fault::Unsupported(feature)),
            Ok(Start::Unknown) => Finding::problem(Fault::TypeUnknown(feature)),
            // Consent has a check of its own.
            Ok(Start::ConsentNeeded) => {
                Finding::Unknown("The PC tells only after the user has consented".to_owned())
            }
            Ok(Start::Refused(status)) => Finding::problem(Fault::NotStarted { status }),
            Err(fault) => Finding::problem(fault),
        };
        ledger.note(check, finding);
    }
}

async fn start(access: &Access, kind: SessionType) -> Result<Start, Fault> {
    let opened = access.open(Service::Redirection).await?;
    let within = access.patience().handshake;
    let answer = knock::redirection(opened.stream, kind, within).await;
    answer.map(|a| Start::from(a.status)).map_err(|error| {
        let what = match error {
            KnockError::Silent(_) => "no answer to the start of a session",
            KnockError::Ended(_) => "the end of the connection instead of an answer",
            KnockError::Stranger { .. } => "an answer of another kind",
        };
        Fault::unexpected(&what, "the start of the session")
    })
}
