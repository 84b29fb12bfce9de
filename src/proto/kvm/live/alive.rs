//! Whether the device is there, and showing it that we are.

use std::time::{Duration, Instant};

use super::super::error::KvmError;
use super::super::event::KvmEvent;
use super::super::messages::PointerEvent;
use super::super::messages::extension::{ClientExtension, ServerExtension};
use super::super::options::{KvmOptions, Server};
use super::{Live, Outbox, Phase, request};
use crate::screen::Rect;

/// Whether the device still answers. While nothing is sent, TCP finds out by itself; what is sent
/// to a dead peer it repeats for many minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Nothing was sent since something last came.
    NotDue,
    /// Something was sent, which need not have an answer; then the device is asked.
    AskAt(Instant),
    /// It was asked, and must answer.
    Due(Instant),
}

/// The pipe to an agent in the PC's system. We send nothing but signs of life on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DataChannel {
    /// A message may be sent.
    Ready,
    /// The device has not acknowledged the last one.
    Waiting,
}

impl Live {
    /// Gives up a device that is silent where it must not be, and asks one that may be dead.
    pub(super) fn check_alive(
        &mut self,
        now: Instant,
        outbox: &mut Outbox,
    ) -> Result<(), KvmError> {
        if self.rest_at.is_some_and(|at| at <= now) {
            return Err(KvmError::Silent(REST_TIMEOUT));
        }
        match self.answer {
            Answer::Due(at) if at <= now => {
                return Err(KvmError::Silent(ASK_AFTER + ALIVE_TIMEOUT));
            }
            // Asked for pixels, it would have to send them in a format that is about to change.
            Answer::AskAt(at) if at <= now && self.format_change.is_some() => {
                self.answer = Answer::AskAt(now + ASK_AFTER);
            }
            Answer::AskAt(at) if at <= now => {
                // A part that the device must send, whether it has changed or not.
                request(false, Rect::of_size(1, 1), outbox);
                self.answer = Answer::Due(now + ALIVE_TIMEOUT);
            }
            Answer::NotDue | Answer::AskAt(_) | Answer::Due(_) => {}
        }
        Ok(())
    }

    /// Key or pointer have been used.
    pub(in crate::proto::kvm) fn used(
        &mut self,
        now: Instant,
        options: &KvmOptions,
        pointer: Option<PointerEvent>,
    ) {
        self.pointer = pointer.or(self.pointer);
        self.keep_alive_at = keep_alive(now, options);
        if self.answer == Answer::NotDue {
            self.answer = Answer::AskAt(now + ASK_AFTER);
        }
    }

    /// Something has come; `is_cut`: and a message is not complete.
    pub(in crate::proto::kvm) fn heard(&mut self, now: Instant, is_cut: bool) {
        self.answer = Answer::NotDue;
        let is_cut = is_cut || self.phase != Phase::Idle;
        self.rest_at = is_cut.then(|| now + REST_TIMEOUT);
    }

    /// Shows the device that somebody is looking: a message on the data channel, as other
    /// consoles do, else the pointer once more where it is. A PC whose pointer nobody has touched
    /// is left alone.
    pub(super) fn show_life(&mut self, outbox: &mut Outbox) {
        match (self.data_channel, self.pointer) {
            (Some(DataChannel::Ready), _) => {
                ClientExtension::KeepAlive.encode(&mut outbox.out);
                self.data_channel = Some(DataChannel::Waiting);
            }
            (_, Some(pointer)) => pointer.encode(&mut outbox.out),
            (_, None) => {}
        }
    }

    /// Acts on a message of Intel's own.
    pub(super) fn extension(&mut self, message: ServerExtension, outbox: &mut Outbox) {
        match message {
            ServerExtension::Decimation { mode, is_halved } => {
                let is_halved = is_halved.unwrap_or(false);
                outbox.report(KvmEvent::Decimation { mode, is_halved });
            }
            ServerExtension::Zlib(on) => outbox.report(KvmEvent::Zlib(on)),
            // A receipt does not tell what holds now.
            ServerExtension::DecimationSet => {
                ClientExtension::GetDecimation.encode(&mut outbox.out);
            }
            ServerExtension::ZlibSet => ClientExtension::GetZlib.encode(&mut outbox.out),
            ServerExtension::Data => {
                self.data_channel.get_or_insert(DataChannel::Ready);
            }
            ServerExtension::DataReceipt => self.data_channel = Some(DataChannel::Ready),
        }
    }
}

impl Answer {
    pub(super) const fn at(self) -> Option<Instant> {
        match self {
            Self::NotDue => None,
            Self::AskAt(at) | Self::Due(at) => Some(at),
        }
    }
}

/// When firmware is next shown that somebody is looking.
pub(super) fn keep_alive(now: Instant, options: &KvmOptions) -> Option<Instant> {
    let interval = options
        .keep_alive
        .filter(|_| options.server == Server::Firmware)?;
    Some(now + interval.max(LEAST_KEEP_ALIVE))
}

/// Least time from one sign of life to the next.
///
/// Source: `docs/protocol/redirection.md` § 5.18 (observed).
const LEAST_KEEP_ALIVE: Duration = Duration::from_secs(5);

/// Longest silence in the middle of a message: a device that has begun one has it at hand.
const REST_TIMEOUT: Duration = Duration::from_secs(8);

/// Silence after key or pointer before the device is asked whether it is there.
const ASK_AFTER: Duration = Duration::from_secs(3);

/// Longest wait for the answer to that, over the slowest of lines.
const ALIVE_TIMEOUT: Duration = Duration::from_secs(5);
