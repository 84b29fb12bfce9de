//! What WS-Management knows of a screen that was lost: whether the PC has power, and whether its
//! user still consents.

use std::time::Duration;

use tokio::time::timeout;
use tracing::debug;

use super::{ScreenOwner, is_amt, unwanted};
use crate::session::control::Control;
use crate::session::flow::consent::{self, OptInRequired};
use crate::session::flow::power;
use crate::session::{DeviceFault, Fault, OpenOptions};

/// How long a question may keep a lost screen from being looked for again.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

impl ScreenOwner<'_> {
    /// A PC without power explains why the screen that was there has no picture. WS-Management
    /// knows, at once or not at all.
    pub(super) async fn explained(&mut self, options: &OpenOptions, fault: Fault) -> Fault {
        let is_pictureless = matches!(fault, Fault::NoPicture { .. } | Fault::NotStarted { .. });
        if !is_pictureless || !is_amt(options) {
            return fault;
        }
        let asking = async |control: &mut Control| power::status(control).await;
        match self.ask(options, asking).await {
            Some(power) if power.is_asleep() => DeviceFault::Asleep.into(),
            Some(power) if power.is_off() => DeviceFault::Off.into(),
            _ => fault,
        }
    }

    /// Why the screen must not be opened again: its user had consented to it and does not any
    /// more. Firmware would show a new code, for which nobody here has asked. A PC that does not
    /// answer is looked for as before.
    pub(super) async fn unasked(&mut self, options: &OpenOptions) -> Option<Fault> {
        if !self.consented || !is_amt(options) {
            return None;
        }
        let asking = async |control: &mut Control| consent::read(control).await;
        let service = self.ask(options, asking).await?;
        let stands = service.state.is_given() || service.required == OptInRequired::NONE;
        debug!(stands, "consent for the screen that was lost");
        (!stands).then_some(Fault::ConsentNeeded)
    }

    /// What WS-Management says; `None` if it does not, or if nobody wants the session any more.
    async fn ask<T>(
        &mut self,
        options: &OpenOptions,
        what: impl AsyncFnOnce(&mut Control) -> Result<T, Fault>,
    ) -> Option<T> {
        let (access, login) = (options.access.clone(), options.login.clone());
        let asking = async {
            let mut control = Control::connect(access, login).await?;
            what(&mut control).await
        };
        let Self {
            commands,
            overrun,
            mode,
            firmware,
            studio,
            ..
        } = self;
        tokio::select! {
            answer = timeout(ANSWER_WITHIN, asking) => answer.ok()?.ok(),
            () = unwanted(commands, overrun, mode, *firmware, studio) => {
                self.closing = true;
                None
            }
        }
    }
}
