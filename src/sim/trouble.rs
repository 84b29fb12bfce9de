//! Faults on request: a device or a line that cuts, stalls, refuses and lies, by seed.
//!
//! ```text
//! SPEC   = item { "," item }
//! item   = [ port ":" ] fault [ "*" count ] [ "%" chance ] | oddity
//! port   = "redir" | "rfb" | "wsman"  only connections of these ports; all unless said
//! count  = the first so many connections only
//! chance = percentage of connections, drawn from the seed
//! fault  = "cut=" BYTES               closes after so many bytes to the console
//!        | "reset=" BYTES             resets the connection there
//!        | "stall=" BYTES             sends nothing more, and keeps the connection open
//!        | "delay=" TIME [ "@" BYTES ] waits once before that byte (0 unless said)
//!        | "flip=" BYTES              has one bit of that byte wrong
//!        | "garble=" BYTES            sends random bytes from there on
//!        | "chunk=" BYTES             writes in pieces of this size
//!        | "refuse=" ( "busy" | "unsupported" | "consent" | "type" | "error" )
//! oddity = "no-display"               nothing to capture: closes where the picture would begin
//!        | "stale-nonces" [ "=" number ]  a WS-Man login is good for so many requests (1)
//!        | "one-item-pages"           pulls return one object each
//!        | "strict-put"               a Put has to keep the order of the Get
//!        | "no-power-answers"         power actions are done and never answered
//!        | "expired-certificate"      the TLS certificate is out of date
//!        | "unplug=" TIME             mains power is lost for a moment after this time
//! BYTES  = number | number ".." number    drawn from the seed for each connection
//! TIME   = number ( "us" | "ms" | "s" )
//! ```

use std::str::FromStr;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::units::{UnitError, parse_duration};
use super::wsman::ServiceOddities;
use crate::proto::redir::messages::Status;

/// Which port a connection came in by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// 16994 or 16995.
    Redirection,
    /// 5900.
    Rfb,
    /// 16992 or 16993.
    Wsman,
}

/// What shall go wrong. The default is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trouble {
    items: Vec<Item>,
    /// What the web server does differently.
    pub service: ServiceOddities,
    /// The device has no display attached.
    pub hides_display: bool,
    /// The TLS certificate is out of date.
    pub expired_certificate: bool,
    /// After this time mains power is lost for a moment.
    pub unplug_after: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Item {
    port: Option<Port>,
    fault: Fault,
    count: Option<u64>,
    chance: u8,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    At(Kind, Position),
    Chunk(usize),
    Refuse(Status),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Cut,
    Reset,
    Stall,
    Delay(Duration),
    Flip,
    Garble,
}

/// A place in the bytes to the console: somewhere in `from..=to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    from: u64,
    to: u64,
}

/// A specification of trouble that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TroubleError {
    /// The fault is none that we know.
    #[error(
        "{0} is no trouble: use cut, reset, stall, delay, flip, garble, chunk, refuse, \
         no-display, stale-nonces, one-item-pages, strict-put, no-power-answers, expired-certificate or \
         unplug, for example cut=4096 or rfb:delay=200ms@100"
    )]
    Unknown(String),
    /// A number is missing or not one.
    #[error("{0} needs a number of bytes, for example 4096 or 100..5000")]
    Number(String),
    /// A time is missing or not one.
    #[error(transparent)]
    Time(#[from] UnitError),
    /// Refusals have names.
    #[error("{0} is no refusal: use busy, unsupported, consent, type or error")]
    Refusal(String),
    /// Only these ports can have trouble of their own.
    #[error("{0} is no port: use redir, rfb or wsman")]
    Port(String),
}

impl FromStr for Trouble {
    type Err = TroubleError;

    fn from_str(text: &str) -> Result<Self, TroubleError> {
        let mut trouble = Self::default();
        for item in text.split(',') {
            if !trouble.parse_oddity(item)? {
                trouble.items.push(parse_item(item)?);
            }
        }
        Ok(trouble)
    }
}

impl Trouble {
    /// Reads an item that concerns the whole device. Returns whether it is one.
    fn parse_oddity(&mut self, text: &str) -> Result<bool, TroubleError> {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        match (name, value) {
            ("no-display", "") => self.hides_display = true,
            ("stale-nonces", "") => self.service.nonce_uses = Some(1),
            ("stale-nonces", uses) => {
                let uses = uses.parse().ok().filter(|uses| *uses > 0);
                let uses = uses.ok_or_else(|| TroubleError::Number(text.to_owned()))?;
                self.service.nonce_uses = Some(uses);
            }
            ("one-item-pages", "") => self.service.responder.one_item_pages = true,
            ("strict-put", "") => self.service.responder.strict_put_order = true,
            ("no-power-answers", "") => self.service.silent_power_actions = true,
            ("expired-certificate", "") => self.expired_certificate = true,
            ("unplug", time) => self.unplug_after = Some(parse_duration(time)?),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

fn parse_item(text: &str) -> Result<Item, TroubleError> {
    let number = |t: &str| t.parse().map_err(|_| TroubleError::Number(text.to_owned()));
    let (port, rest) = match text.split_once(':') {
        None => (None, text),
        Some(("redir", rest)) => (Some(Port::Redirection), rest),
        Some(("rfb", rest)) => (Some(Port::Rfb), rest),
        Some(("wsman", rest)) => (Some(Port::Wsman), rest),
        Some((port, _)) => return Err(TroubleError::Port(port.to_owned())),
    };
    let (rest, chance) = match rest.split_once('%') {
        None => (rest, 100),
        Some((rest, chance)) => {
            let chance = chance.parse().ok().filter(|c| *c <= 100);
            (
                rest,
                chance.ok_or_else(|| TroubleError::Number(text.to_owned()))?,
            )
        }
    };
    let (rest, count) = match rest.split_once('*') {
        None => (rest, None),
        Some((rest, count)) => (rest, Some(number(count)?)),
    };
    let (name, value) = rest.split_once('=').unwrap_or((rest, ""));
    let position = |value: &str| -> Result<Position, TroubleError> {
        let (from, to) = value.split_once("..").unwrap_or((value, value));
        let (from, to) = (number(from)?, number(to)?);
        if from > to {
            return Err(TroubleError::Number(text.to_owned()));
        }
        Ok(Position { from, to })
    };
    let fault = match name {
        "cut" => Fault::At(Kind::Cut, position(value)?),
        "reset" => Fault::At(Kind::Reset, position(value)?),
        "stall" => Fault::At(Kind::Stall, position(value)?),
        "flip" => Fault::At(Kind::Flip, position(value)?),
        "garble" => Fault::At(Kind::Garble, position(value)?),
        "delay" => {
            let (time, at) = value.split_once('@').unwrap_or((value, "0"));
            Fault::At(Kind::Delay(parse_duration(time)?), position(at)?)
        }
        "chunk" => {
            let bytes = usize::try_from(number(value)?).unwrap_or(usize::MAX);
            Fault::Chunk(bytes.max(1))
        }
        "refuse" => Fault::Refuse(match value {
            "busy" => Status::BUSY,
            "unsupported" => Status::UNSUPPORTED,
            "consent" => Status::CONSENT_REQUIRED,
            "type" => Status::TYPE_UNKNOWN,
            "error" => Status::ERROR,
            other => return Err(TroubleError::Refusal(other.to_owned())),
        }),
        other => return Err(TroubleError::Unknown(other.to_owned())),
    };
    Ok(Item {
        port,
        fault,
        count,
        chance,
    })
}

impl Trouble {
    /// What happens to connection number `nth` (from 0) of `port`.
    #[must_use]
    pub fn for_connection(&self, seed: u64, port: Port, nth: u64) -> Mischief {
        let salt = match port {
            Port::Redirection => 0,
            Port::Rfb => 1 << 63,
            Port::Wsman => 1 << 62,
        };
        let mut rng = StdRng::seed_from_u64(seed ^ salt ^ nth.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut mischief = Mischief {
            refusal: None,
            chunk: None,
            faults: Vec::new(),
            sent: 0,
            garbling: false,
            over: false,
            rng: StdRng::seed_from_u64(rng.random()),
        };
        for item in &self.items {
            // Drawn for every item, so that one item does not change the luck of another.
            let unlucky = rng.random_range(0..100) >= item.chance;
            let place = match &item.fault {
                Fault::At(_, Position { from, to }) => rng.random_range(*from..=*to),
                _ => 0,
            };
            let other_port = item.port.is_some_and(|p| p != port);
            if other_port || unlucky || item.count.is_some_and(|count| nth >= count) {
                continue;
            }
            match &item.fault {
                Fault::At(kind, _) => mischief.faults.push((place, *kind)),
                Fault::Chunk(bytes) => mischief.chunk = Some(*bytes),
                Fault::Refuse(status) => mischief.refusal = Some(*status),
            }
        }
        mischief.faults.sort_by_key(|(place, _)| *place);
        mischief
    }
}

/// The faults of one connection, met as bytes are sent to the console.
#[derive(Debug)]
pub struct Mischief {
    refusal: Option<Status>,
    chunk: Option<usize>,
    /// Sorted by place; those that have happened are taken out.
    faults: Vec<(u64, Kind)>,
    sent: u64,
    garbling: bool,
    over: bool,
    rng: StdRng,
}

/// What to do with the connection, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Send these bytes, in one piece if possible.
    Send(Vec<u8>),
    /// Hold back what follows.
    Pause(Duration),
    /// Close in order; the last step.
    Close,
    /// Reset; the last step.
    Reset,
}

impl Mischief {
    /// Answer the start of a session with this.
    #[must_use]
    pub const fn refusal(&self) -> Option<Status> {
        self.refusal
    }

    /// The bytes that a device wants to send become what is really done.
    pub fn send(&mut self, mut bytes: &[u8]) -> Vec<Step> {
        let mut steps = Vec::new();
        while !self.over && !bytes.is_empty() {
            let next = self.faults.first().copied();
            let until = next.map_or(u64::MAX, |(place, _)| place.saturating_sub(self.sent));
            let len = usize::try_from(until)
                .unwrap_or(usize::MAX)
                .min(bytes.len());
            let (now, rest) = bytes.split_at(len);
            self.pass(now, &mut steps);
            bytes = rest;
            let Some((_, kind)) = next.filter(|_| !bytes.is_empty()) else {
                continue;
            };
            self.faults.remove(0);
            match kind {
                Kind::Cut => steps.push(Step::Close),
                Kind::Reset => steps.push(Step::Reset),
                Kind::Stall => {}
                Kind::Delay(time) => {
                    steps.push(Step::Pause(time));
                    continue;
                }
                Kind::Flip => {
                    let Some((first, rest)) = bytes.split_first() else {
                        continue;
                    };
                    let bit = 1 << self.rng.random_range(0..8_u32);
                    self.pass(&[first ^ bit], &mut steps);
                    bytes = rest;
                    continue;
                }
                Kind::Garble => {
                    self.garbling = true;
                    continue;
                }
            }
            self.over = true;
        }
        steps
    }

    /// Sends bytes between two faults.
    fn pass(&mut self, bytes: &[u8], steps: &mut Vec<Step>) {
        if bytes.is_empty() {
            return;
        }
        self.sent += bytes.len() as u64;
        let mut bytes = bytes.to_vec();
        if self.garbling {
            self.rng.fill(bytes.as_mut_slice());
        }
        match self.chunk {
            Some(size) => steps.extend(bytes.chunks(size).map(|c| Step::Send(c.to_vec()))),
            None => steps.push(Step::Send(bytes)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mischief(spec: &str) -> Mischief {
        let trouble: Trouble = spec.parse().unwrap();
        trouble.for_connection(1, Port::Redirection, 0)
    }

    fn send(text: &[u8]) -> Step {
        Step::Send(text.to_vec())
    }

    #[test]
    fn each_fault_strikes_at_its_byte() {
        assert_eq!(
            mischief("cut=3").send(b"abcdef"),
            [send(b"abc"), Step::Close]
        );
        assert_eq!(mischief("reset=0").send(b"abc"), [Step::Reset]);
        assert_eq!(mischief("stall=2").send(b"abc"), [send(b"ab")]);
        assert_eq!(
            mischief("delay=5ms@1").send(b"abc"),
            [
                send(b"a"),
                Step::Pause(Duration::from_millis(5)),
                send(b"bc")
            ]
        );
        assert_eq!(mischief("chunk=2").send(b"abc"), [send(b"ab"), send(b"c")]);
        let steps = mischief("flip=1").send(b"abc");
        let [Step::Send(a), Step::Send(b), Step::Send(c)] = steps.as_slice() else {
            panic!("{steps:?}");
        };
        assert_eq!((a.as_slice(), c.as_slice()), (&b"a"[..], &b"c"[..]));
        assert_eq!((b[0] ^ b'b').count_ones(), 1);
        let steps = mischief("garble=1").send(b"aaaaaaaaaaaaaaaa");
        assert_eq!(steps[0], send(b"a"));
        assert_ne!(steps[1], send(b"aaaaaaaaaaaaaaa"));
    }

    #[test]
    fn a_place_is_counted_over_all_sends_and_strikes_once() {
        let mut mischief = mischief("delay=1s@4,cut=6");
        assert_eq!(mischief.send(b"abc"), [send(b"abc")]);
        let pause = Step::Pause(Duration::from_secs(1));
        assert_eq!(
            mischief.send(b"defghi"),
            [send(b"d"), pause, send(b"ef"), Step::Close]
        );
        assert!(mischief.send(b"more").is_empty());
    }

    #[test]
    fn conditions_choose_the_connection() {
        let trouble: Trouble = "rfb:cut=0*2".parse().unwrap();
        let hits = |port, nth| !trouble.for_connection(7, port, nth).faults.is_empty();
        assert!(hits(Port::Rfb, 0) && hits(Port::Rfb, 1));
        assert!(!hits(Port::Rfb, 2) && !hits(Port::Redirection, 0));
        let trouble: Trouble = "cut=10..90%50".parse().unwrap();
        let all = |seed| -> Vec<_> {
            let connection = |nth| trouble.for_connection(seed, Port::Redirection, nth).faults;
            (0..200).map(connection).collect()
        };
        let struck: Vec<_> = all(1).into_iter().flatten().collect();
        assert!((60..140).contains(&struck.len()), "{}", struck.len());
        assert!(struck.iter().all(|(place, _)| (10..=90).contains(place)));
        assert_eq!(all(1), all(1));
        assert_ne!(all(1), all(2));
    }

    #[test]
    fn oddities_of_the_whole_device_stand_beside_faults() {
        let spec = "stale-nonces=3,wsman:cut=1,one-item-pages,strict-put,no-power-answers,\
                    expired-certificate,unplug=2s";
        let trouble: Trouble = spec.parse().unwrap();
        assert_eq!(trouble.service.nonce_uses, Some(3));
        assert!(trouble.service.responder.one_item_pages);
        assert!(trouble.service.responder.strict_put_order);
        assert!(trouble.service.silent_power_actions && trouble.expired_certificate);
        assert_eq!(trouble.unplug_after, Some(Duration::from_secs(2)));
        let hits = |port| !trouble.for_connection(7, port, 0).faults.is_empty();
        assert!(hits(Port::Wsman) && !hits(Port::Rfb));
        let once: Trouble = "stale-nonces".parse().unwrap();
        assert_eq!(once.service.nonce_uses, Some(1));
    }

    #[test]
    fn refusals_have_their_status() {
        assert_eq!(mischief("refuse=busy").refusal(), Some(Status::BUSY));
        assert_eq!(mischief("cut=1").refusal(), None);
    }

    #[test]
    fn nonsense_is_refused_with_what_would_do() {
        for (spec, hint) in [
            ("explode=3", "cut"),
            ("cut", "4096"),
            ("cut=", "4096"),
            ("cut=9..3", "4096"),
            ("cut=1%101", "4096"),
            ("delay=5", "ms"),
            ("refuse=maybe", "busy"),
            ("http:cut=1", "redir"),
            ("stale-nonces=0", "number"),
            ("one-item-pages=2", "no trouble"),
            ("unplug=5", "ms"),
        ] {
            let error = spec.parse::<Trouble>().unwrap_err().to_string();
            assert!(error.contains(hint), "{spec}: {error}");
        }
    }
}
