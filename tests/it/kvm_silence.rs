//! Devices that fall silent, on a virtual clock: in the middle of a message, or after input.

use std::time::Duration;

use outband::proto::Machine;
use outband::proto::kvm::keysym::Keysym;
use outband::proto::kvm::messages::ServerInit;
use outband::proto::kvm::{KvmCommand, KvmError, KvmOptions};
use outband::screen::PixelFormat;

use crate::support::kvm::Driven;
use crate::support::recording::PRELUDE;

/// An update of one tile, stored (`docs/protocol/redirection.md` § 5.8).
const UPDATE: &[u8] = b"\0\0\0\x01\
    \0\0\0\0\0\x40\0\x40\0\0\0\x10\0\0\0\x08\0\x03\0\xFC\xFF\x01\0\xF8";

const SECONDS: fn(u64) -> Duration = Duration::from_secs;

fn open() -> Driven {
    let mut driven = Driven::new(KvmOptions {
        keep_alive: None,
        ..KvmOptions::redirection()
    });
    let mut init = Vec::new();
    ServerInit {
        width: 64,
        height: 64,
        format: PixelFormat::Rgb565.into(),
        name: b"Intel(r) AMT KVM",
    }
    .encode(&mut init);
    driven.feed(&[0x41, 0, 0, 0, 0, 0, 0, 0]).unwrap();
    driven.feed(&[PRELUDE, &init].concat()).unwrap();
    driven.take_sent();
    driven
}

/// Time until the channel gives up, in whichever steps.
fn gives_up_after(driven: &mut Driven) -> (Duration, KvmError) {
    let start = driven.now;
    loop {
        match driven.wait().expect("something is awaited") {
            Ok(()) => assert!(driven.now - start < SECONDS(60), "never"),
            Err(error) => return (driven.now - start, error),
        }
    }
}

#[test]
fn silence_anywhere_in_the_first_update_is_noticed_within_seconds() {
    for cut in 1..UPDATE.len() {
        let mut driven = open();
        driven.feed(&UPDATE[..cut]).unwrap();
        let (after, error) = gives_up_after(&mut driven);
        assert_eq!(after, SECONDS(8), "cut after {cut}");
        assert_eq!(error, KvmError::Silent(SECONDS(8)), "cut after {cut}");
        assert_eq!(driven.channel.poll_timeout(), None);
    }
}

#[test]
fn silence_in_a_later_update_and_in_a_clipboard_is_noticed_too() {
    for begun in [&UPDATE[..5], &UPDATE[..20], b"\x03\0\0\0\0\0\xFF\xFFpart"] {
        let mut driven = open();
        driven.feed(UPDATE).unwrap();
        assert_eq!(
            driven.channel.poll_timeout(),
            None,
            "a still screen may stay still"
        );
        driven.feed(begun).unwrap();
        assert_eq!(gives_up_after(&mut driven).0, SECONDS(8));
    }
}

#[test]
fn a_slow_device_that_goes_on_is_not_given_up() {
    let mut driven = open();
    let (head, data) = UPDATE.split_at(16);
    driven.feed(head).unwrap();
    for byte in data {
        driven.now += SECONDS(7);
        assert!(
            driven
                .channel
                .poll_timeout()
                .is_none_or(|at| at > driven.now)
        );
        driven.feed(&[*byte]).unwrap();
    }
    assert_eq!(driven.channel.poll_timeout(), None);
    assert_eq!(driven.screen().pixel(0, 0), 0xF800);
}

#[test]
fn after_input_a_silent_device_is_asked_whether_it_is_there() {
    let mut driven = open();
    driven.feed(UPDATE).unwrap();
    driven.take_sent();
    let keysym = Keysym(0x61);
    driven.command(KvmCommand::Key { keysym, down: true });
    driven.take_sent();
    let pressed = driven.now;
    assert_eq!(driven.wait(), Some(Ok(())));
    assert_eq!(driven.now - pressed, SECONDS(3));
    // One pixel, whether it has changed or not.
    assert_eq!(driven.take_sent(), [3, 0, 0, 0, 0, 0, 0, 1, 0, 1]);
    driven.feed(UPDATE).unwrap();
    assert_eq!(driven.channel.poll_timeout(), None, "it is there");

    driven.command(KvmCommand::Key {
        keysym,
        down: false,
    });
    let (after, error) = gives_up_after(&mut driven);
    assert_eq!((after, error), (SECONDS(8), KvmError::Silent(SECONDS(8))));
}

#[test]
fn a_device_that_reacts_to_input_is_never_asked() {
    let mut driven = open();
    driven.feed(UPDATE).unwrap();
    let keysym = Keysym(0x61);
    for down in [true, false, true, false] {
        driven.command(KvmCommand::Key { keysym, down });
        driven.now += SECONDS(2);
        driven.feed(UPDATE).unwrap();
        assert_eq!(driven.channel.poll_timeout(), None);
    }
}
