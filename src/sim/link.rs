//! One direction of a slow line: latency and rate, on whatever clock the caller has.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// How slow a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LinkSpeed {
    /// From sending to arrival, one way.
    pub latency: Duration,
    /// Bytes per second; `None`: as fast as can be.
    pub rate: Option<u64>,
}

/// Bytes on their way.
#[derive(Debug)]
pub struct Link {
    speed: LinkSpeed,
    /// When the line is free for the next byte.
    free_at: Option<Instant>,
    /// Pieces with the time of their arrival, in order.
    pieces: VecDeque<(Instant, Vec<u8>)>,
    queued: usize,
}

impl Link {
    /// An idle line.
    #[must_use]
    pub const fn new(speed: LinkSpeed) -> Self {
        Self {
            speed,
            free_at: None,
            pieces: VecDeque::new(),
            queued: 0,
        }
    }

    /// Sends bytes, after those that were sent before.
    pub fn push(&mut self, now: Instant, bytes: &[u8]) {
        self.queued += bytes.len();
        let Some(rate) = self.speed.rate else {
            if !bytes.is_empty() {
                self.pieces
                    .push_back((now + self.speed.latency, bytes.to_vec()));
            }
            return;
        };
        for piece in bytes.chunks(PIECE_BYTES) {
            let start = self.free_at.map_or(now, |free| free.max(now));
            let nanos = piece.len() as u64 * 1_000_000_000 / rate.max(1);
            let end = start + Duration::from_nanos(nanos);
            self.free_at = Some(end);
            let arrival = end + self.speed.latency;
            self.pieces.push_back((arrival, piece.to_vec()));
        }
    }

    /// Holds everything that is sent from now on back by `time`.
    pub fn pause(&mut self, now: Instant, time: Duration) {
        let free = self.free_at.map_or(now, |free| free.max(now));
        self.free_at = Some(free + time);
        if self.speed.rate.is_none() {
            // Without a rate only the clock of the line keeps the order.
            self.speed.rate = Some(u64::MAX);
        }
    }

    /// The next piece that has arrived.
    pub fn pop(&mut self, now: Instant) -> Option<Vec<u8>> {
        if self.next_arrival()? > now {
            return None;
        }
        let (_, piece) = self.pieces.pop_front()?;
        self.queued -= piece.len();
        Some(piece)
    }

    /// When the next piece arrives.
    #[must_use]
    pub fn next_arrival(&self) -> Option<Instant> {
        self.pieces.front().map(|(at, _)| *at)
    }

    /// Bytes on their way.
    #[must_use]
    pub const fn queued_bytes(&self) -> usize {
        self.queued
    }
}

/// What a slow line delivers at once: about a TCP segment.
const PIECE_BYTES: usize = 1460;

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// When each byte arrives, in milliseconds after `start`.
    fn arrivals(link: &mut Link, start: Instant) -> Vec<(u128, usize)> {
        let mut arrivals = Vec::new();
        while let Some(at) = link.next_arrival() {
            let piece = link.pop(at).unwrap();
            arrivals.push(((at - start).as_millis(), piece.len()));
        }
        arrivals
    }

    #[test]
    fn latency_delays_everything_by_the_same_time() {
        let now = Instant::now();
        let mut link = Link::new(LinkSpeed {
            latency: 20 * MS,
            rate: None,
        });
        link.push(now, b"abc");
        link.push(now + 5 * MS, b"d");
        link.push(now + 5 * MS, b"");
        assert_eq!(link.pop(now + 19 * MS), None);
        assert_eq!(link.queued_bytes(), 4);
        assert_eq!(arrivals(&mut link, now), [(20, 3), (25, 1)]);
        assert_eq!(link.queued_bytes(), 0);
    }

    #[test]
    fn a_rate_spreads_bytes_over_time() {
        let now = Instant::now();
        let mut link = Link::new(LinkSpeed {
            latency: 10 * MS,
            rate: Some(146_000),
        });
        link.push(now, &[0; 2920]);
        assert_eq!(arrivals(&mut link, now), [(20, 1460), (30, 1460)]);
        link.push(now + 100 * MS, &[0; 146]);
        assert_eq!(arrivals(&mut link, now), [(111, 146)]);
    }

    #[test]
    fn a_pause_holds_back_what_comes_after_it() {
        let now = Instant::now();
        let mut link = Link::new(LinkSpeed::default());
        link.push(now, b"before");
        link.pause(now, 50 * MS);
        link.push(now, b"after");
        assert_eq!(arrivals(&mut link, now), [(0, 6), (50, 5)]);
    }
}
