//! The screen.

use std::time::Instant;

use crate::proto::Machine;
use crate::proto::kvm::{Counters, KvmChannel, KvmError, KvmEvent, KvmOptions};
use crate::screen::{Framebuffer, PixelFormat, Rect};
use crate::wire::Reader;

/// The KVM channel takes any bytes of a device: it never panics, what it does never depends on
/// how they are cut, and its damage covers every pixel that changes.
pub fn kvm_channel(data: &[u8]) {
    let mut r = Reader::new(data);
    let (Ok(options), Ok(piece)) = (r.u8(), r.u8()) else {
        return;
    };
    let format = PixelFormat::ALL
        .into_iter()
        .cycle()
        .nth(usize::from(options));
    let options = KvmOptions {
        format: format.unwrap_or(PixelFormat::Rgb565),
        ..KvmOptions::plain()
    };
    let mut said = b"RFB 003.008\n\x01\x01\0\0\0\0".to_vec();
    // A small screen, so that rectangles of few bytes lie inside it.
    said.extend([0, 100, 0, 80]);
    said.extend([0; 20]);
    said.extend(r.rest());
    let whole = Outcome::of(&options, &said, usize::MAX);
    let pieces = Outcome::of(&options, &said, usize::from(piece).max(1));
    assert!(whole == pieces, "{whole:?} whole, {pieces:?} in pieces");
}

/// Everything a channel did, apart from what is reported per call.
#[derive(PartialEq)]
struct Outcome {
    result: Result<(), KvmError>,
    sent: Vec<u8>,
    events: Vec<KvmEvent>,
    counters: Counters,
    screen: Option<Framebuffer>,
}

impl Outcome {
    /// Feeds `said` in pieces, as a driver does.
    fn of(options: &KvmOptions, said: &[u8], piece: usize) -> Self {
        let now = Instant::now();
        let mut channel = KvmChannel::new(now, options.clone());
        let mut outcome = Self {
            result: Ok(()),
            sent: Vec::new(),
            events: Vec::new(),
            counters: Counters::default(),
            screen: None,
        };
        let mut waiting: Vec<u8> = Vec::new();
        let mut before = None;
        'input: for (i, new) in said.chunks(piece).enumerate() {
            waiting.extend(new);
            if i % PIECES_PER_CHECK == 0 {
                check_damage(before.as_ref(), &mut channel);
                before = channel.framebuffer().cloned();
                channel.damage_mut().clear();
            }
            loop {
                let used = channel.handle_input(now, &waiting);
                channel.drain_output(&mut outcome.sent);
                while let Some(event) = channel.poll_event() {
                    // The same twice in a row is reported once if both come in one call.
                    if outcome.events.last() != Some(&event) {
                        outcome.events.push(event);
                    }
                }
                match used {
                    Ok(0) => break,
                    Ok(used) => drop(waiting.drain(..used)),
                    Err(error) => {
                        outcome.result = Err(error);
                        break 'input;
                    }
                }
            }
        }
        check_damage(before.as_ref(), &mut channel);
        outcome.counters = channel.counters();
        outcome.screen = channel.framebuffer().cloned();
        if outcome.result.is_err() {
            // How much of the message that failed had been taken before is a matter of the cut.
            outcome.counters.bytes = 0;
            assert!(channel.poll_timeout().is_none() && !channel.is_finished());
            let again = channel.handle_input(now, &waiting);
            assert_eq!(again, Err(KvmError::AlreadyClosed));
        }
        outcome
    }
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outcome")
            .field("result", &self.result)
            .field("events", &self.events)
            .field("counters", &self.counters)
            .finish_non_exhaustive()
    }
}

/// Every pixel that differs lies in the damage. Screens that take long to compare are left out.
fn check_damage(before: Option<&Framebuffer>, channel: &mut KvmChannel) {
    let Some((after, damage)) = channel.picture_mut() else {
        return;
    };
    assert!(damage.rects().iter().all(|r| r.is_inside(after.bounds())));
    if after.bounds().area() > 1 << 16 || before == Some(after) {
        return;
    }
    let same_shape =
        |b: &&Framebuffer| (b.bounds(), b.format()) == (after.bounds(), after.format());
    let Some(before) = before.filter(same_shape) else {
        assert_eq!(damage.bounds(), after.bounds(), "a new screen is damage");
        return;
    };
    for y in 0..after.height() {
        for x in 0..after.width() {
            if before.pixel(x, y) != after.pixel(x, y) {
                let pixel = Rect::new(x, y, 1, 1);
                let covered = damage.rects().iter().any(|r| pixel.is_inside(*r));
                assert!(covered, "{x},{y} changed outside {:?}", damage.rects());
            }
        }
    }
}

/// Damage is compared with the picture after so many pieces of input: each time costs a copy.
const PIECES_PER_CHECK: usize = 16;
