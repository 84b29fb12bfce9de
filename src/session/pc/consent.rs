//! Carries out what the consent machine wants of the firmware.

use std::time::Instant;

use super::line::Line;
use crate::proto::wsman::class::{
    AssociatedPower, KvmSettings, OptInService, PowerState, ScreenSettings,
};
use crate::session::Fault;
use crate::session::consent::{Consent, ConsentAction};

/// Asks the firmware what `consent` wants to know, and tells it the answer.
///
/// # Errors
/// [`Fault`] if the firmware could not be asked; `consent` knows that too then.
pub(super) async fn perform(
    line: &mut Line,
    consent: &mut Consent,
    action: ConsentAction,
) -> Result<(), Fault> {
    let result = ask(line, consent, action).await;
    if let Err(fault) = &result {
        line.learn(fault);
        consent.handle_failure();
    }
    result
}

async fn ask(line: &mut Line, consent: &mut Consent, action: ConsentAction) -> Result<(), Fault> {
    let control = line.control().await?;
    match action {
        ConsentAction::Read => {
            let service: OptInService = control.get("tell whether consent is needed").await?;
            let power: AssociatedPower = control.get("tell its power state").await?;
            consent.handle_reading(Instant::now(), &service, power.state);
        }
        ConsentAction::Start => {
            let start = OptInService::start();
            let result = control
                .invoke_for_result(start, "show a consent code")
                .await?;
            consent.handle_started(Instant::now(), result);
        }
        ConsentAction::Send(code) => {
            let send = OptInService::send_code(code.secret());
            let result = control.invoke_for_result(send, "check the code").await?;
            consent.handle_sent(result);
        }
        ConsentAction::Cancel => {
            let cancel = OptInService::cancel();
            let what = "take the consent code away";
            control.invoke_for_result(cancel, what).await?;
            consent.handle_cancelled();
        }
        ConsentAction::TurnOn => {
            let on = PowerState::ON.request();
            control.invoke_for_result(on, "turn on").await?;
            consent.handle_turned_on(Instant::now());
        }
        ConsentAction::Display(display) => {
            let settings: KvmSettings = control.get("tell its displays").await?;
            let put = settings.put_default_screen(display);
            control.put(put, "draw its code on another display").await?;
        }
    }
    Ok(())
}

/// Displays that the code can be drawn on, where the release tells.
///
/// # Errors
/// [`Fault`].
pub(super) async fn displays(line: &mut Line) -> Result<Option<ScreenSettings>, Fault> {
    let control = line.control().await?;
    let displays = control.find("tell its displays").await;
    if let Err(fault) = &displays {
        line.learn(fault);
    }
    displays
}
