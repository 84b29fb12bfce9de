//! Redirection: the login, the serial console, the drives.

use std::time::{Duration, Instant};

use crate::proto::Machine;
use crate::proto::ider::atapi::Medium;
use crate::proto::ider::messages::{Drive, Sense};
use crate::proto::ider::{self, IderChannel, Span};
use crate::proto::redir::messages::SessionType;
use crate::proto::redir::{HandshakeOptions, RedirSession};
use crate::proto::sol::messages::Settings;
use crate::proto::sol::{self, Pace, SolChannel};
use crate::wire::{Reader, Secret};

/// A login ends or waits, sends little, and does the same however the bytes are cut.
pub fn redir_login(data: &[u8]) {
    let mut r = Reader::new(data);
    let (Ok(options), Ok(piece)) = (r.u8(), r.u8()) else {
        return;
    };
    let make = || {
        let handshake = HandshakeOptions {
            session_type: SessionType::Sol,
            user: "admin".to_owned(),
            password: Secret::new("P@ssw0rd".to_owned()),
            cnonce: *b"0123456789abcdef0123456789abcdef",
            encrypted: options & 1 != 0,
            clear_text: options & 2 != 0,
            reply_timeout: Duration::from_secs(10),
        };
        RedirSession::new(Instant::now(), handshake, |now, _| opened_console(now))
    };
    let said = r.rest();
    let whole = sent_by(make(), said, usize::MAX, |_, _| {});
    let pieces = sent_by(make(), said, usize::from(piece).max(1), |_, _| {});
    assert_eq!(whole, pieces);
}

/// A serial console shows the same bytes and answers the same however they are cut.
pub fn sol_channel(data: &[u8]) {
    let mut r = Reader::new(data);
    let Ok(piece) = r.u8() else { return };
    let said = [SOL_STARTED, r.rest()].concat();
    let shown = |piece| {
        let mut text = Vec::new();
        let console = opened_console(Instant::now());
        let ended = sent_by(console, &said, piece, |_, event| {
            if let sol::Event::Data(data) = event {
                text.extend(data);
            }
        });
        (text, ended)
    };
    assert_eq!(shown(usize::MAX), shown(usize::from(piece).max(1)));
}

/// Drives answer every command of a host once or end the session, and send no more than was asked
/// for.
pub fn ider_channel(data: &[u8]) {
    let mut r = Reader::new(data);
    let (Ok(options), Ok(piece)) = (r.u8(), r.u8()) else {
        return;
    };
    let make = || {
        let mut channel = IderChannel::new(ider::Settings {
            cd: (options & 1 != 0).then_some(Medium {
                block_count: 5000,
                writable: false,
            }),
            floppy: (options & 2 != 0).then_some(Medium {
                block_count: 2880,
                writable: true,
            }),
            ..ider::Settings::default()
        });
        channel.open(Instant::now());
        channel
    };
    let started: &[u8] = if options & 4 == 0 { IDER_STARTED } else { &[] };
    let said = [started, r.rest()].concat();
    let answer = |channel: &mut IderChannel, event| {
        let now = Instant::now();
        // What it says to an answer shows in what it sends.
        drop(match event {
            ider::Event::Read {
                ticket,
                drive,
                count,
                ..
            } => {
                let blocks = match options & 8 {
                    0 => Ok(vec![zeros(drive, count)]),
                    _ => Err(Sense::READ_ERROR),
                };
                channel.handle_command(now, ider::Command::BlocksReady { ticket, blocks })
            }
            ider::Event::Write { ticket, .. } => {
                let result = Ok(());
                channel.handle_command(now, ider::Command::Written { ticket, result })
            }
            _ => Ok(()),
        });
    };
    let whole = sent_by(make(), &said, usize::MAX, answer);
    let pieces = sent_by(make(), &said, usize::from(piece).max(1), answer);
    assert_eq!(whole, pieces);
}

fn zeros(drive: Drive, count: u32) -> Span {
    let bytes = u64::from(count) * u64::from(drive.block_bytes());
    Span::from(vec![0; usize::try_from(bytes).unwrap_or(0)])
}

fn opened_console(now: Instant) -> SolChannel {
    let mut channel = SolChannel::new(Settings::default(), Pace::NORMAL);
    channel.open(now);
    channel
}

/// Feeds `said` in pieces as a driver does and hands each event on. Everything it sent, and why it
/// closed, if it did.
fn sent_by<M: Machine>(
    mut machine: M,
    said: &[u8],
    piece: usize,
    mut hear: impl FnMut(&mut M, M::Event),
) -> (Vec<u8>, Option<String>) {
    let now = Instant::now();
    let mut sent = Vec::new();
    let mut waiting = Vec::new();
    for new in said.chunks(piece) {
        waiting.extend(new);
        loop {
            let used = machine.handle_input(now, &waiting);
            machine.drain_output(&mut sent);
            while let Some(event) = machine.poll_event() {
                hear(&mut machine, event);
                machine.drain_output(&mut sent);
            }
            match used {
                Ok(0) => break,
                Ok(used) => drop(waiting.drain(..used)),
                Err(error) => {
                    assert!(machine.handle_input(now, &waiting).is_err());
                    assert!(machine.poll_timeout().is_none());
                    return (sent, Some(error.to_string()));
                }
            }
        }
    }
    (sent, None)
}

/// The device accepts a serial console (`docs/protocol/redirection.md` § 4.1, observed).
const SOL_STARTED: &[u8] = b"\x21\0\0\0\0\0\0\0\x01\0\x0F\0\0\0\0\0\0\0\x57\x01\0\0\0";

/// The device accepts drives, with buffers of 8 KiB (`docs/protocol/redirection.md` § 6.3).
const IDER_STARTED: &[u8] = b"\x41\0\0\0\0\0\0\0\x01\0\x10\x01\x02\x01\0\0\
    \0\x20\0\x20\x0C\0\0\0\0\x57\x01\0\0\0";
