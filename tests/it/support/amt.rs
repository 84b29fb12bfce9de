//! What an AMT device says, written by hand from the protocol notes, and sessions to hear it.

use std::time::Duration;

use outband::session::access::Patience;
use outband::session::{
    Access, Credentials, Event, Fault, Handle, OpenOptions, Security, Target, TlsMode, open,
};
use outband::store::trusted::TrustStore;
use outband::wire::Secret;

use super::device::{Act, say};

// docs/protocol/redirection.md § 8.1, § 3.4.
pub(crate) const ACCEPTED: &[u8] = b"\x11\0\0\0\x01\0\x0F\0\x57\x01\0\0\0";
pub(crate) const DIGEST_ONLY: &[u8] = b"\x14\0\0\0\0\x01\0\0\0\x04";
pub(crate) const CHALLENGE: &[u8] = b"\x14\x01\0\0\x04\x4E\0\0\0\
    \x27Digest:A4070000000000000000000000000000\
    \x20QqkLCwcAAAAAAAAAxlmI4kzPyQ2vHs7T\x04auth";
pub(crate) const GRANTED: &[u8] = b"\x14\0\0\0\x04\0\0\0\0";
// § 8.3, with a screen of one tile.
pub(crate) const KVM_STARTED: &[u8] = b"\x41\0\0\0\0\0\0\0RFB 004.000\n";
pub(crate) const SECURITY: &[u8] = b"\x02\x01\x80";
pub(crate) const SECURITY_OK: &[u8] = b"\0\0\0\0";
pub(crate) const ONE_TILE_SCREEN: &[u8] = b"\0\x40\0\x40\
    \x10\x10\0\x01\0\x1F\0\x3F\0\x1F\x0B\x05\0\0\0\0\0\0\0\x10Intel(r) AMT KVM";
/// One update, one tile, solid red (F800).
pub(crate) const RED_TILE: &[u8] = b"\0\0\0\x01\
    \0\0\0\0\0\x40\0\x40\0\0\0\x10\0\0\0\x0B\x78\x9C\x62\x64\xF8\x01\0\0\0\xFF\xFF";
/// The same as a stored block, which may come again and again.
pub(crate) const RED_TILE_STORED: &[u8] = b"\0\0\0\x01\
    \0\0\0\0\0\x40\0\x40\0\0\0\x10\0\0\0\x08\0\x03\0\xFC\xFF\x01\0\xF8";
/// The same pixel in RGB332 (E0): one stored block with one solid tile.
pub(crate) const RED_TILE_8: &[u8] = b"\0\0\0\x01\
    \0\0\0\0\0\x40\0\x40\0\0\0\x10\0\0\0\x07\0\x02\0\xFD\xFF\x01\xE0";

/// What the console says until it answers each of these: start, query, challenge request, answer
/// (user of five letters), KVM start, version, security type, `ClientInit`.
const CONSOLE: [usize; 8] = [8, 9, 41, 188, 8, 12, 1, 1];

/// Bytes the console has said when it has said its first `messages`.
pub(crate) fn console_bytes(messages: usize) -> usize {
    CONSOLE[..messages].iter().sum()
}

/// The device's side up to the described screen, in step with the console.
pub(crate) fn opening() -> Vec<Act> {
    let answers: [&[u8]; 8] = [
        ACCEPTED,
        DIGEST_ONLY,
        CHALLENGE,
        GRANTED,
        KVM_STARTED,
        SECURITY,
        SECURITY_OK,
        ONE_TILE_SCREEN,
    ];
    let mut script = Vec::new();
    for (index, answer) in answers.into_iter().enumerate() {
        script.push(Act::Hear(console_bytes(index + 1)));
        script.push(say(answer));
    }
    script
}

/// Options for `target` with times that make tests short. A device with a script is not asked
/// whether it speaks TLS: it would take that for its first connection.
pub(crate) fn options(target: &str) -> OpenOptions {
    let target: Target = target.parse().unwrap();
    let login = Credentials::new(&target, None, Secret::new("P@ssw0rd".to_owned()));
    let security = Security {
        tls: TlsMode::Off,
        ..Security::new(TrustStore::in_memory())
    };
    let access = Access::new(target, security).with_patience(Patience {
        connect: Duration::from_secs(2),
        handshake: Duration::from_secs(2),
    });
    OpenOptions {
        reply_timeout: Duration::from_millis(800),
        picture_timeout: Duration::from_millis(800),
        ..OpenOptions::new(access, login)
    }
}

/// A test that waits longer than this has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Opens a session in the running runtime.
pub(crate) fn open_here(options: OpenOptions) -> Handle {
    open(&tokio::runtime::Handle::current(), options, || {})
}

/// The next event; every session that is alive says something in time.
pub(crate) async fn next(handle: &mut Handle) -> Option<Event> {
    tokio::time::timeout(PATIENCE, handle.next_event())
        .await
        .expect("an event in time")
}

/// Waits for an event; returns it.
pub(crate) async fn until(handle: &mut Handle, mut wanted: impl FnMut(&Event) -> bool) -> Event {
    loop {
        match next(handle).await {
            Some(event) if wanted(&event) => return event,
            Some(Event::Closed(fault)) => panic!("closed: {fault:?}"),
            Some(_) => {}
            None => panic!("no more events"),
        }
    }
}

/// Waits for the end and returns its reason; nothing may come after it.
pub(crate) async fn closed(handle: &mut Handle) -> Option<Fault> {
    loop {
        if let Event::Closed(fault) = next(handle).await.expect("an end") {
            assert!(next(handle).await.is_none(), "something after the end");
            return fault;
        }
    }
}
