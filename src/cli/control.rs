//! Commands that ask Intel AMT over WS-Management: one login, some questions, one result.

use super::progress::Progress;
use super::reach::{Reach, with_trust};
use super::record::Doing;
use super::safety::Encryption;
use super::target::TargetArg;
use super::{Context, Failure};
use crate::session::control::Control;
use crate::session::{Fault, Target};
use crate::store::journal::Kind;

/// Heading of a command's own options that stand behind those of [`Device`]: none, as of those
/// before.
pub(super) const OWN: Option<&str> = None;

/// Which PC, and how it is reached.
#[derive(Debug, clap::Args)]
pub(super) struct Device {
    /// A name from the address book, or [user@]host[:wsman-port[:redirection-port]]
    pub(super) target: TargetArg,
    #[command(flatten)]
    pub(super) reach: Reach,
}

/// What a command has learnt, and over what kind of connection.
pub(super) struct Learnt<T> {
    pub(super) result: T,
    pub(super) encryption: Encryption,
}

impl Device {
    /// Logs in and does `work`, which may be begun again after a question about the certificate:
    /// the PC has heard nothing until then.
    ///
    /// The journal hears of it as a deed of `kind`, with `detail` in a few words.
    pub(super) fn ask<T>(
        &self,
        context: &Context,
        (kind, detail): (Kind, Option<&str>),
        mut work: impl AsyncFnMut(&mut Control, &Progress) -> Result<T, Fault>,
    ) -> Result<Learnt<T>, Failure> {
        self.require_amt(context)?;
        let access = self.reach.access(&self.target, context)?;
        let credentials = self.reach.credentials(&access)?;
        let mut doing = Doing::new(kind, &self.target, &credentials.user);
        if let Some(detail) = detail {
            doing = doing.detail(detail);
        }
        let ask = || {
            context.block_on(async {
                let progress = Progress::for_printer(context.print);
                progress.say("Connecting");
                let result = async {
                    let mut control = Control::connect(access.clone(), credentials.clone()).await?;
                    if let Some(within) = self.reach.timeout() {
                        control = control.with_answer_within(within);
                    }
                    let result = work(&mut control, &progress).await?;
                    Ok(Learnt {
                        result,
                        encryption: Encryption::of(control.safety()),
                    })
                }
                .await;
                progress.done();
                result.map_err(Failure::Fault)
            })
        };
        let learnt = doing.run(context, |found| {
            let learnt = with_trust(&access, ask)?;
            found.encryption(&learnt.encryption);
            Ok(learnt)
        })?;
        self.reach.accepted(&access, &credentials, context);
        Ok(learnt)
    }

    /// A VNC server knows nothing of all this.
    pub(super) fn require_amt(&self, context: &Context) -> Result<(), Failure> {
        match self.target.target(context)? {
            Target::Amt { .. } => Ok(()),
            Target::Vnc { .. } => Err(Failure::Usage(
                "this command needs a PC with Intel AMT, not a VNC server".to_owned(),
            )),
        }
    }
}
