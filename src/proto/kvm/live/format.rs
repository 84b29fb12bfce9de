//! Changing the pixel format while a screen is open.

use std::time::{Duration, Instant};

use super::super::error::KvmError;
use super::super::messages::SetPixelFormat;
use super::super::options::KvmOptions;
use super::{Live, Outbox, request};
use crate::screen::{PixelFormat, Rect};

/// A change of the pixel format on its way.
///
/// Nothing on the wire tells in which format an update is. So no request is sent any more, one
/// last update is provoked, and when the device has then been quiet for longer than anything
/// could be under way, the format is changed.
/// Source: `docs/protocol/redirection.md` § 5.4 "finish the outstanding update first" (spec).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FormatChange {
    pub(super) to: PixelFormat,
    /// When the device counts as quiet.
    pub(super) at: Instant,
}

impl Live {
    /// Begins to change the pixel format, or drops a change back to the present one.
    pub(in crate::proto::kvm) fn set_format(
        &mut self,
        now: Instant,
        to: PixelFormat,
        outbox: &mut Outbox,
    ) {
        if to == self.framebuffer.format() {
            if self.format_change.take().is_some() && !self.waiting {
                self.ask(now, true, outbox);
            }
            return;
        }
        self.ask_at = None;
        let mut at = now + self.quiet;
        if self.waiting {
            // On a still screen the pending request would never be answered.
            let corner = Rect::of_size(1, 1);
            request(false, corner, outbox);
            at = now + ANSWER_TIMEOUT;
        }
        self.format_change = Some(FormatChange { to, at });
    }

    /// No update in the old format can be under way any more.
    pub(super) fn change_format(
        &mut self,
        now: Instant,
        to: PixelFormat,
        options: &KvmOptions,
        outbox: &mut Outbox,
    ) -> Result<(), KvmError> {
        let format = to.into();
        SetPixelFormat { format }.encode(&mut outbox.out);
        let framebuffer = self.framebuffer.converted(to)?;
        self.replace(framebuffer, outbox);
        self.picture_deadline = Some(now + options.picture_timeout);
        self.ask(now, false, outbox);
        Ok(())
    }
}

/// Shortest time without a byte after which nothing is taken to be under way.
pub(super) const LEAST_QUIET: Duration = Duration::from_millis(300);

/// Longest wait for the answer to a request that the device must answer at once.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(3);
