//! How the user of a PC has agreed to a session that is open: for the journal.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::timeout;
use tracing::debug;

use crate::session::consent::Purpose;
use crate::session::control::Control;
use crate::session::flow::OptInState;
use crate::session::flow::consent::read;
use crate::session::{Access, Credentials, Fault};

/// A question beside a session, which waits for no answer. To be asked once the PC has accepted
/// the login: a wrong password counts once.
#[derive(Debug)]
pub(super) struct Agreed(JoinHandle<Option<&'static str>>);

impl Agreed {
    /// Asks. To be called in a runtime.
    pub(super) fn ask(access: Access, login: Credentials) -> Self {
        Self(tokio::spawn(async move {
            match word(access, login).await {
                Ok(word) => Some(word),
                // The session is open: whatever the PC does not say here stops nobody.
                Err(fault) => {
                    debug!(error = fault.kind(), "consent is not known");
                    None
                }
            }
        }))
    }

    /// What was answered. A session that is over as soon as it began waits a moment for it.
    pub(super) async fn word(mut self) -> Option<&'static str> {
        match timeout(ANSWER_WITHIN, &mut self.0).await {
            Ok(answered) => answered.ok().flatten(),
            Err(_) => {
                self.0.abort();
                None
            }
        }
    }
}

/// `not-needed` or `given-before`; `unknown` where the PC needs consent and does not say that it
/// has it.
async fn word(access: Access, login: Credentials) -> Result<&'static str, Fault> {
    let mut control = Control::connect(access, login).await?;
    let service = read(&mut control).await?;
    Ok(if !Purpose::Everything.needs_consent(service.required) {
        "not-needed"
    } else if [OptInState::RECEIVED, OptInState::IN_SESSION].contains(&service.state) {
        "given-before"
    } else {
        "unknown"
    })
}

/// How long the end of a session may wait for the answer: two round trips of a slow line.
const ANSWER_WITHIN: Duration = Duration::from_secs(1);
