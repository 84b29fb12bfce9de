//! The bell: what a serial console's BEL and a screen's `Bell` message sound like.

use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use cpal::traits::{DeviceTrait as _, HostTrait as _, StreamTrait as _};
use cpal::{Device, FromSample, SampleFormat, SizedSample, StreamConfig};

use super::tone::{LENGTH, Tone};

/// A bell on a thread of its own, which is started by the first ring.
///
/// A PC may ring as fast as its line carries: rings that come while one sounds are that one.
#[derive(Debug, Default)]
pub struct Bell {
    rings: OnceLock<Option<SyncSender<()>>>,
}

impl Bell {
    /// A bell that has not rung yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Rings and returns at once. Where there is no sound nothing is heard.
    pub fn ring(&self) {
        let rings = self.rings.get_or_init(|| {
            let (rings, asked) = sync_channel(1);
            let toll = move || toll(&asked, sound, Instant::now);
            let thread = thread::Builder::new().name("bell".to_owned()).spawn(toll);
            thread.ok().map(|_| rings)
        });
        if let Some(rings) = rings {
            // Full: it is about to ring anyway.
            rings.try_send(()).ok();
        }
    }
}

/// There was nothing to hear.
#[derive(Debug, thiserror::Error)]
enum Silence {
    #[error("the system has no device for sound")]
    NoDevice,
    #[error("the device wants samples as {0}")]
    Format(SampleFormat),
    #[error(transparent)]
    Device(#[from] cpal::Error),
}

/// Rings as often as it is asked to until nobody is left to ask.
///
/// A device that fails is left alone for [`PAUSE`]: opening one may take long and make the
/// system's libraries complain.
fn toll(
    asked: &Receiver<()>,
    mut sound: impl FnMut() -> Result<(), Silence>,
    now: impl Fn() -> Instant,
) {
    let mut quiet_until: Option<Instant> = None;
    while asked.recv().is_ok() {
        if quiet_until.is_some_and(|until| now() < until) {
            continue;
        }
        quiet_until = match sound() {
            Ok(()) => None,
            Err(error) => {
                tracing::debug!(%error, "no bell is heard");
                Some(now() + PAUSE)
            }
        };
    }
}

/// Opens the usual device, sounds once, and closes it again: the person may have plugged in a
/// headset since the last time, and an open device keeps a notebook awake.
fn sound() -> Result<(), Silence> {
    let device = cpal::default_host().default_output_device();
    let device = device.ok_or(Silence::NoDevice)?;
    let wanted = device.default_output_config()?;
    let config = wanted.config();
    match wanted.sample_format() {
        SampleFormat::F32 => play::<f32>(&device, config),
        SampleFormat::F64 => play::<f64>(&device, config),
        SampleFormat::I8 => play::<i8>(&device, config),
        SampleFormat::I16 => play::<i16>(&device, config),
        SampleFormat::I32 => play::<i32>(&device, config),
        SampleFormat::U8 => play::<u8>(&device, config),
        SampleFormat::U16 => play::<u16>(&device, config),
        SampleFormat::U32 => play::<u32>(&device, config),
        format => Err(Silence::Format(format)),
    }
}

fn play<T: SizedSample + FromSample<f32>>(
    device: &Device,
    config: StreamConfig,
) -> Result<(), Silence> {
    let channels = usize::from(config.channels.max(1));
    let mut tone = Tone::new(config.sample_rate);
    let stream = device.build_output_stream(
        config,
        move |samples: &mut [T], _: &cpal::OutputCallbackInfo| {
            for frame in samples.chunks_mut(channels) {
                frame.fill(T::from_sample(tone.next_sample()));
            }
        },
        |error| tracing::debug!(%error, "the bell broke off"),
        Some(OPENING),
    )?;
    stream.play()?;
    thread::sleep(LENGTH + TAIL);
    Ok(())
}

/// How long a device that failed is left alone.
const PAUSE: Duration = Duration::from_secs(30);

/// How long a device may take to open.
const OPENING: Duration = Duration::from_secs(2);

/// What devices may have buffered when the tone is over.
const TAIL: Duration = Duration::from_millis(200);

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use super::*;

    #[test]
    fn a_flood_of_rings_sounds_once_and_once_more() {
        let (rings, asked) = sync_channel(1);
        let tries = Cell::new(0);
        let sender = RefCell::new(Some(rings));
        sender.borrow().as_ref().unwrap().send(()).unwrap();
        let sound = || {
            tries.set(tries.get() + 1);
            if tries.get() == 1 {
                for _ in 0..100_000 {
                    sender.borrow().as_ref().unwrap().try_send(()).ok();
                }
            } else {
                sender.take();
            }
            Ok(())
        };
        toll(&asked, sound, Instant::now);
        assert_eq!(tries.get(), 2);
    }

    #[test]
    fn a_device_that_fails_is_left_alone_for_half_a_minute() {
        let (rings, asked) = sync_channel(8);
        for _ in 0..7 {
            rings.send(()).unwrap();
        }
        drop(rings);
        let start = Instant::now();
        let looks = Cell::new(0);
        // Each look at the clock is eight seconds after the last.
        let now = || {
            looks.set(looks.get() + 1);
            start + Duration::from_secs(8) * looks.get()
        };
        let mut tries = Vec::new();
        let sound = || {
            tries.push(looks.get());
            Err(Silence::NoDevice)
        };
        toll(&asked, sound, now);
        // Fails at 8 s, is left alone at 16, 24 and 32 s, is tried at 40 s.
        assert_eq!(tries, [0, 5]);
    }
}
