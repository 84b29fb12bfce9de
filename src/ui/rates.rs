//! Figures of a running screen, from cumulative to "now".

use crate::session::Stats;

/// Figures for the status bar.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    last: Option<(f64, Stats)>,
    /// Two reports have come: a rate takes two.
    is_known: bool,
    pub(crate) frames_per_sec: f32,
    pub(crate) bytes_per_sec: f32,
    pub(crate) rects_per_sec: f32,
    /// Time for one frame, as long as there are frames.
    pub(crate) decoding_ms: Option<f32>,
    pub(crate) round_trip_ms: Option<f32>,
}

/// After this long without figures nothing moves.
pub(crate) const FIGURES_AGE_SECS: f64 = 2.5;

impl Rates {
    /// Takes cumulative figures that were reported at `now`.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "differences of one second, shown with two digits"
    )]
    pub(crate) fn take(&mut self, now: f64, stats: Stats) {
        if let Some((then, last)) = self.last {
            let secs = (now - then).max(0.1) as f32;
            let updates = stats.updates.saturating_sub(last.updates);
            let bytes = stats.bytes_received.saturating_sub(last.bytes_received);
            self.is_known = true;
            self.frames_per_sec = updates as f32 / secs;
            self.bytes_per_sec = bytes as f32 / secs;
            let rects = stats.rects.saturating_sub(last.rects);
            self.rects_per_sec = rects as f32 / secs;
            let decoding = stats.decoding.saturating_sub(last.decoding).as_secs_f32();
            self.decoding_ms = (updates > 0).then(|| decoding * 1000.0 / updates as f32);
        }
        self.round_trip_ms = stats.round_trip.map(|t| t.as_secs_f32() * 1000.0);
        self.last = Some((now, stats));
    }

    /// Figures that are too old say nothing about now: still, but known.
    pub(crate) fn age(&mut self, now: f64) {
        if self
            .last
            .is_some_and(|(then, _)| now - then >= FIGURES_AGE_SECS)
        {
            self.frames_per_sec = 0.0;
            self.bytes_per_sec = 0.0;
            self.rects_per_sec = 0.0;
            self.decoding_ms = None;
        }
    }

    /// There are any.
    pub(crate) const fn is_known(&self) -> bool {
        self.is_known
    }
}
