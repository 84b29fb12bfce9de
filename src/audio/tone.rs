//! What the bell sounds like, as samples.

use std::f32::consts::TAU;
use std::time::Duration;

/// How long it sounds.
pub(super) const LENGTH: Duration = Duration::from_millis(160);

/// The samples of one channel, −0.2 to 0.2; they end with silence.
#[derive(Debug, Clone)]
pub(super) struct Tone {
    /// Samples in a second.
    rate: f32,
    /// Seconds since the beginning.
    at: f32,
    /// Of the wave, in turns, 0 to 1.
    phase: f32,
}

impl Tone {
    /// * `rate`: samples in a second, more than twice [`PITCH_HZ`]
    pub(super) fn new(rate: u32) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "rates are below 2^24")]
        let rate = rate as f32;
        Self {
            rate,
            at: 0.0,
            phase: 0.0,
        }
    }

    /// The next sample; 0 once it is over.
    pub(super) fn next_sample(&mut self) -> f32 {
        let length = LENGTH.as_secs_f32();
        if self.at >= length {
            return 0.0;
        }
        // It swells and fades, because a wave that is cut clicks.
        let swell = (self.at / SWELL_SECS).min(1.0);
        let fade = 1.0 - self.at / length;
        let sample = (self.phase * TAU).sin() * swell * fade * fade * LOUDNESS;
        self.at += 1.0 / self.rate;
        self.phase = (self.phase + PITCH_HZ / self.rate).fract();
        sample
    }
}

/// An a″, which small loudspeakers can do.
const PITCH_HZ: f32 = 880.0;

/// Of full scale: heard beside other sounds, and no fright in a headset.
const LOUDNESS: f32 = 0.2;

const SWELL_SECS: f32 = 0.005;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_begins_and_ends_softly_at_its_pitch_and_stays_within_its_loudness() {
        for rate in [8_000, 44_100, 48_000, 192_000] {
            let mut tone = Tone::new(rate);
            let sounding = usize::try_from(rate).unwrap() * 160 / 1000;
            let samples: Vec<f32> = (0..sounding + 200).map(|_| tone.next_sample()).collect();
            let (wave, rest) = samples.split_at(sounding);
            assert!(wave[0].abs() < 1e-6);
            assert!(wave[sounding - 1].abs() < 0.001);
            assert!(wave.iter().all(|sample| sample.abs() <= LOUDNESS));
            assert!(wave.iter().any(|sample| sample.abs() > LOUDNESS / 2.0));
            assert!(rest.iter().skip(2).all(|sample| *sample == 0.0));
            let rises = wave.windows(2).filter(|w| w[0] <= 0.0 && w[1] > 0.0);
            // 880 Hz for 0.16 s are 140.8 periods.
            assert!((139..=142).contains(&rises.count()), "{rate}");
        }
    }
}
