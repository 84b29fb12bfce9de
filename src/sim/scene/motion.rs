//! A moving picture: what a video in the middle of a screen asks of the link.

use std::f64::consts::TAU;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use super::{Input, Request, Scene};
use crate::sim::canvas::{Area, Canvas, Rgb};

/// 1280 × 720 with a moving 640 × 360 part and a running line of text.
#[derive(Debug, Default)]
pub struct Motion {
    frame: usize,
    next_frame: Option<Instant>,
}

impl Motion {
    /// 25 frames a second.
    const STEP: Duration = Duration::from_millis(40);

    fn paint_frame(&self, canvas: &mut Canvas) {
        let n = self.frame;
        canvas.paint(VIDEO, |x, y| {
            let (x, y) = (offset(x, VIDEO.x), offset(y, VIDEO.y));
            let a = sine(x + n * 3) + sine(y * 2 + n);
            let b = sine((x + y) / 2 + n * 2);
            [
                level(a / 2 + b / 4),
                level(b),
                level(a / 4 + sine(x * 2 + n * 5) / 2),
            ]
        });
        canvas.fill(TICKER, [0x10; 3]);
        let shift = i32::try_from(n * 4 % 1800).unwrap_or(0);
        canvas.text(1280 - shift, TICKER.y + 8, TEXT, [0xFF, 0xE0, 0x60], None);
        let label = format!("frame {n:6}");
        canvas.text(16, 16, &label, [0xFF; 3], Some(BACKGROUND));
    }
}

impl Scene for Motion {
    fn size(&self) -> (u16, u16) {
        (1280, 720)
    }

    fn handle(&mut self, now: Instant, input: Input, canvas: &mut Canvas) -> Option<Request> {
        match input {
            Input::Start => canvas.fill(Area::new(0, 0, 1280, 720), BACKGROUND),
            Input::Tick => self.frame += 1,
            Input::Keysym { .. } | Input::Key(_) | Input::Pointer(_) => return None,
        }
        self.paint_frame(canvas);
        self.next_frame = Some(now + Self::STEP);
        None
    }

    fn next_tick(&self, watched: bool) -> Option<Instant> {
        self.next_frame.filter(|_| watched)
    }
}

fn offset(at: i32, from: i32) -> usize {
    usize::try_from(at - from).unwrap_or(0)
}

fn level(v: usize) -> u8 {
    u8::try_from(v).unwrap_or(u8::MAX)
}

/// A sine of 256 steps, 0..=255.
fn sine(step: usize) -> usize {
    SINE.get(step & 255).copied().map_or(0, usize::from)
}

static SINE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    (0..256)
        .map(|i| {
            let v = (f64::from(i) * TAU / 256.0).sin() * 127.0 + 128.0;
            // Between 1 and 255 by construction; counting up finds it without a cast.
            (0..=u8::MAX).rfind(|b| f64::from(*b) <= v).unwrap_or(0)
        })
        .collect()
});

const VIDEO: Area = Area::new(320, 160, 640, 360);
const TICKER: Area = Area::new(0, 640, 1280, 32);
const BACKGROUND: Rgb = [0x28, 0x30, 0x3C];
const TEXT: &str = "Outband simulator: this line moves so that a link has something to carry";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_frame_differs_in_the_video_and_nowhere_around_it() {
        let mut motion = Motion::default();
        let mut canvas = Canvas::new(1280, 720);
        let now = Instant::now();
        motion.handle(now, Input::Start, &mut canvas);
        let (inside, outside) = (canvas.pixel(640, 320), canvas.pixel(100, 320));
        assert_eq!(motion.next_tick(true), Some(now + Motion::STEP));
        assert_eq!(motion.next_tick(false), None);
        motion.handle(now, Input::Tick, &mut canvas);
        assert_ne!(canvas.pixel(640, 320), inside);
        assert_eq!(canvas.pixel(100, 320), outside);
    }
}
