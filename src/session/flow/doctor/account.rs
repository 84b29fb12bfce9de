//! Is the login right, and is Intel AMT set up?

use super::{Check, Finding, Ledger};
use crate::proto::wsman::class::{ControlMode, GeneralSettings, HostBasedSetup, SetupService};
use crate::session::access::Access;
use crate::session::control::{Control, Credentials};
use crate::session::fault::{DeviceFault, Fault};
use crate::session::flow::is_local;

/// Logs in, once. `None`: nothing further makes sense.
pub(super) async fn log_in(
    access: &Access,
    login: Credentials,
    ledger: &mut Ledger<'_>,
) -> Option<Control> {
    let user = login.user.clone();
    let logged_in = async {
        let mut control = Control::connect(access.clone(), login).await?;
        // Any answer but a refused login proves it.
        match control.find::<GeneralSettings>("tell its name").await {
            Err(fault) if !is_local(&fault) => Err(fault),
            _ => Ok((control, Finding::fine(format!("as {user}")))),
        }
    };
    let control = ledger.take(Check::Login, logged_in.await);
    let Some(mut control) = control else {
        ledger.skip_rest(Check::Login);
        return None;
    };
    let finding = match set_up(&mut control).await {
        Ok(finding) => finding,
        Err(fault) if is_local(&fault) => Finding::Unknown(fault.title()),
        Err(fault) => Finding::problem(fault),
    };
    ledger.note(Check::SetUp, finding);
    Some(control)
}

async fn set_up(control: &mut Control) -> Result<Finding, Fault> {
    const WHAT: &str = "tell how it was set up";
    let setup: Option<SetupService> = control.find(WHAT).await?;
    let host: Option<HostBasedSetup> = control.find(WHAT).await?;
    let state = setup.and_then(|s| s.provisioning_state);
    let mode = host
        .map(|host| host.current)
        .or(setup.and_then(|s| s.control_mode()));
    Ok(match (state, mode) {
        (Some(0 | 1), _) | (_, Some(ControlMode::NOT_PROVISIONED)) => {
            Finding::problem(DeviceFault::NotConfigured)
        }
        (_, Some(ControlMode::CLIENT)) => {
            Finding::fine("in client control mode: the user always has to consent")
        }
        (_, Some(ControlMode::ADMIN)) => Finding::fine("in admin control mode"),
        _ => Finding::FINE,
    })
}
