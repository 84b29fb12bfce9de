//! One attempt: a connection, and the conversation on it to its end.

use tracing::debug;

use super::automatic::LineRate;
use super::mode::{self, Mode};
use super::{Ended, ScreenOwner, enter, is_amt, now, unwanted};
use crate::net::pump::{self, End, Owner, PumpError};
use crate::net::secure::Stream;
use crate::proto::Machine;
use crate::proto::kvm::{Encryption, KvmChannel, KvmCommand, KvmError, KvmOptions};
use crate::proto::redir::RedirSession;
use crate::proto::redir::messages::{FirmwareVersion, SessionType};
use crate::session::access::AccessStep;
use crate::session::control::Credentials;
use crate::session::fault::Place;
use crate::session::redirection::{Line, LineFacts, dial};
use crate::session::{Event, Fault, Feature, OpenOptions, Stage, Target};

impl ScreenOwner<'_> {
    /// Connects and drives the conversation to its end.
    pub(super) async fn attempt(&mut self, options: &OpenOptions) -> Ended {
        self.switches.clear();
        self.line_rate = LineRate::default();
        (self.has_channel, self.ready, self.reset) = (false, false, false);
        self.wants_tls = false;
        (self.blank, self.tiles) = (true, 0);
        self.narrow = self
            .mode
            .format()
            .is_some_and(|format| format.bytes_per_pixel() == 1);
        let Some(Line { stream, facts }) = self.connect(options).await? else {
            return Ok(());
        };
        match options.access.target() {
            Target::Amt { .. } => {
                self.enter(Stage::Starting);
                let kvm = kvm_options(KvmOptions::redirection(), options, &self.mode);
                let wanted = self.mode.wanted();
                let make = move |now, release: FirmwareVersion| {
                    let switches = mode::switches(wanted, Some(release));
                    KvmChannel::new(now, KvmOptions { switches, ..kvm })
                };
                let (login, patience) = (&options.login, options.reply_timeout);
                let handshake = facts.handshake(SessionType::Kvm, login, patience);
                let machine = RedirSession::new(now(), handshake, make);
                let result = self.drive(machine, stream).await;
                self.judge(result, Fault::from_redirection, &facts, options)
            }
            Target::Vnc { .. } => {
                self.enter(Stage::OpeningScreen);
                self.has_channel = true;
                let result = self.vnc(options, stream).await?;
                self.judge(result, Fault::from_kvm, &facts, options)
            }
        }
    }

    /// Drives the conversation with an ordinary VNC server, which may move inside TLS on the way.
    async fn vnc(
        &mut self,
        options: &OpenOptions,
        stream: Stream,
    ) -> Result<Result<End, PumpError<KvmError>>, Fault> {
        let access = &options.access;
        let Credentials { user, password } = &options.login;
        let plain = KvmOptions {
            user: Some(user).filter(|user| !user.is_empty()).cloned(),
            password: Some(password)
                .filter(|password| !password.expose().is_empty())
                .cloned(),
            encryption: match self.plain_only {
                true => Encryption::Never,
                false => access.vnc_encryption()?,
            },
            ..KvmOptions::plain()
        };
        let mut channel = KvmChannel::new(now(), kvm_options(plain, options, &self.mode));
        let Stream::Plain(mut tcp) = stream else {
            return Ok(self.drive(channel, stream).await);
        };
        match pump::run(&mut channel, &mut tcp, self).await {
            Ok(End::Paused) => {}
            Err(PumpError::Machine(KvmError::NotEncrypted)) => return Err(access.not_encrypted()),
            result => return Ok(result),
        }
        self.wants_tls = false;
        self.enter(Stage::Securing);
        let opened = tokio::select! {
            opened = access.secure_midway(tcp) => opened?,
            () = unwanted(self.commands, self.overrun, &mut self.mode, self.firmware, &mut self.studio) => {
                self.closing = true;
                return Ok(Ok(End::Abandoned));
            }
        };
        debug!(safety = %opened.safety, "inside TLS");
        self.reports.report(Event::Connected(opened.safety));
        self.enter(Stage::OpeningScreen);
        let started = channel.handle_command(now(), KvmCommand::TlsStarted);
        if let Err(error) = started {
            return Ok(Err(PumpError::Machine(error)));
        }
        Ok(self.drive(channel, opened.stream).await)
    }

    /// A connection, or `None` if nobody wants one any more.
    async fn connect(&mut self, options: &OpenOptions) -> Result<Option<Line>, Fault> {
        let Self {
            commands,
            overrun,
            reports,
            stage,
            mode,
            firmware,
            studio,
            ..
        } = self;
        let tell = |step| enter(stage, reports, Stage::from(step));
        let line = tokio::select! {
            line = dial(&options.access, tell) => line?,
            () = unwanted(commands, overrun, mode, *firmware, studio) => {
                self.closing = true;
                return Ok(None);
            }
        };
        debug!(address = line.facts.address, safety = %line.facts.safety, "connected");
        self.heard_at = now();
        let safety = line.facts.safety.clone();
        self.reports.report(Event::Connected(safety));
        Ok(Some(line))
    }

    async fn drive<M>(&mut self, mut machine: M, stream: Stream) -> Result<End, PumpError<M::Error>>
    where
        M: Machine,
        Self: Owner<M>,
    {
        pump::run(&mut machine, stream, self).await
    }

    /// What the end of a conversation means; `meaning` knows the machine's errors.
    fn judge<E: std::error::Error>(
        &mut self,
        result: Result<End, PumpError<E>>,
        meaning: impl FnOnce(E, Place<'_>) -> Fault,
        line: &LineFacts,
        options: &OpenOptions,
    ) -> Ended {
        let error = match result {
            Ok(End::Finished | End::Abandoned | End::Paused) => return Ok(()),
            Err(error) => error,
        };
        let place = Place {
            plain: !is_amt(options),
            narrow: self.narrow,
            reset: self.reset,
            ready: self.ready,
            silent_for: now() - self.heard_at,
            ..line.place(Feature::Screen, options.reply_timeout)
        };
        Err(line.fault(error, place, meaning))
    }
}

/// `base` with what the options say.
fn kvm_options(base: KvmOptions, options: &OpenOptions, mode: &Mode) -> KvmOptions {
    let format = mode.format();
    KvmOptions {
        format: format.unwrap_or(base.format),
        reduce_to_fit: base.reduce_to_fit && format.is_none(),
        encoding: mode.wanted().encoding,
        step_timeout: options.reply_timeout,
        picture_timeout: options.picture_timeout,
        pointer_shape: options.pointer_shape,
        ..base
    }
}

impl From<AccessStep> for Stage {
    fn from(step: AccessStep) -> Self {
        match step {
            AccessStep::Resolving => Self::Resolving,
            AccessStep::Connecting => Self::Connecting,
            AccessStep::Securing => Self::Securing,
        }
    }
}
