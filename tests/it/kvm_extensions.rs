//! Intel's extensions of RFB, byte by byte: switches of the picture, the data channel, signs of
//! life; and AMT on a port of its own.

use std::time::Duration;

use outband::proto::Machine;
use outband::proto::kvm::keysym::Keysym;
use outband::proto::kvm::messages::{Buttons, ServerInit};
use outband::proto::kvm::{
    Decimation, KvmCommand, KvmEvent, KvmOptions, LockKeys, PictureSwitches,
};
use outband::screen::PixelFormat;
use outband::wire::hexdump::parse_hex;

use crate::support::kvm::Driven;
use crate::support::recording::PRELUDE;

const SECOND: Duration = Duration::from_secs(1);

/// An empty message on the data channel, `docs/protocol/redirection.md` § 5.10; behind its first
/// byte the same in both directions.
const DATA: &str = "00 00 00 00 00 00 10 00 4B 76 6D 44 61 74 61 43 68 61 6E 6E 65 6C";

fn hex(text: &str) -> Vec<u8> {
    parse_hex(text).unwrap()
}

fn server_init(width: u16, height: u16, name: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    ServerInit {
        width,
        height,
        format: PixelFormat::Rgb565.into(),
        name,
    }
    .encode(&mut out);
    out
}

/// A screen on a redirection connection with a picture of one tile; nothing said since.
fn open(options: KvmOptions) -> Driven {
    let mut driven = Driven::new(options);
    let init = server_init(64, 64, b"Intel(r) AMT KVM");
    driven.feed(&[0x41, 0, 0, 0, 0, 0, 0, 0]).unwrap();
    driven.feed(&[PRELUDE, &init].concat()).unwrap();
    driven
}

/// The same with its first update, one solid tile (§ 5.8 "stored").
fn pictured(options: KvmOptions) -> Driven {
    let mut driven = open(options);
    let update = "00 00 00 01 | 00 00 00 00 00 40 00 40 00 00 00 10 \
                  00 00 00 08 00 03 00 FC FF 01 00 F8";
    driven.feed(&hex(update)).unwrap();
    driven.take_sent();
    driven.events.clear();
    driven
}

#[test]
fn switches_are_sent_between_the_format_and_the_first_request() {
    let options = KvmOptions {
        switches: PictureSwitches {
            zlib: Some(true),
            decimation: Some(Decimation::Automatic),
        },
        ..KvmOptions::redirection()
    };
    let sent = open(options).take_sent();
    let format = "00 00 00 00 10 10 00 01 00 1F 00 3F 00 1F 0B 05 00 00 00 00";
    let expected = [
        format,
        "06 00 00 00 00 00 00 0D 00 4B 76 6D 45 78 74 43 6D 64 00 02 02",
        "06 00 00 00 00 00 00 0D 00 4B 76 6D 45 78 74 43 6D 64 00 04 01",
        "03 01 00 00 00 00 00 40 00 40",
    ];
    assert!(sent.ends_with(&hex(&expected.join(" "))), "{sent:02X?}");

    let sent = open(KvmOptions::redirection()).take_sent();
    let expected = [format, "03 01 00 00 00 00 00 40 00 40"].join(" ");
    assert!(
        sent.ends_with(&hex(&expected)),
        "nothing that was not asked for"
    );
}

#[test]
fn a_switched_device_is_asked_what_holds_now() {
    let mut driven = pictured(KvmOptions::redirection());
    let command = "00 4B 76 6D 45 78 74 43 6D 64 00";
    driven.command(KvmCommand::SetZlib(false));
    assert_eq!(
        driven.take_sent(),
        hex(&format!("06 00 00 00 00 00 00 0D {command} 04 00"))
    );
    driven
        .feed(&hex(&format!("03 00 00 00 00 00 00 0D {command} 04 00")))
        .unwrap();
    assert_eq!(
        driven.take_sent(),
        hex(&format!("06 00 00 00 00 00 00 0C {command} 03"))
    );
    driven
        .feed(&hex(&format!("03 00 00 00 00 00 00 0D {command} 03 00")))
        .unwrap();
    driven.command(KvmCommand::SetDecimation(Decimation::Always));
    assert_eq!(
        driven.take_sent(),
        hex(&format!("06 00 00 00 00 00 00 0D {command} 02 03"))
    );
    driven
        .feed(&hex(&format!(
            "03 00 00 00 00 00 00 0D {command} 02 03 | 03 00 00 00 00 00 00 0E {command} 01 03 01"
        )))
        .unwrap();
    let halved = KvmEvent::Decimation {
        mode: Decimation::Always,
        is_halved: true,
    };
    assert_eq!(driven.events, [KvmEvent::Zlib(false), halved]);
}

/// § 5.10: one message at a time, the next one only after a receipt; § 5.18: at least five
/// seconds apart.
#[test]
fn an_idle_session_is_kept_alive_on_the_data_channel() {
    let options = KvmOptions {
        keep_alive: Some(SECOND),
        ..KvmOptions::redirection()
    };
    let mut driven = pictured(options);
    driven.feed(&hex(&format!("03 {DATA} 00"))).unwrap();
    let start = driven.now;
    assert_eq!(driven.wait(), Some(Ok(())));
    assert_eq!(
        driven.now - start,
        5 * SECOND,
        "however often it is wished for"
    );
    assert_eq!(driven.take_sent(), hex(&format!("06 {DATA} 00")));

    // Without a receipt nothing more goes there.
    driven.wait().unwrap().unwrap();
    assert_eq!(driven.take_sent(), hex(""));
    driven.feed(&hex(&format!("03 {DATA} 01"))).unwrap();
    driven.wait().unwrap().unwrap();
    assert_eq!(driven.take_sent(), hex(&format!("06 {DATA} 00")));
}

#[test]
fn keys_and_pointer_are_signs_of_life_enough() {
    let options = KvmOptions {
        keep_alive: Some(60 * SECOND),
        ..KvmOptions::redirection()
    };
    let mut driven = pictured(options);
    let keysym = Keysym(0x61);
    let is_there = b"\x02";
    driven.now += 50 * SECOND;
    driven.command(KvmCommand::Key { keysym, down: true });
    driven.feed(is_there).unwrap();
    assert_eq!(
        driven.channel.poll_timeout(),
        Some(driven.now + 60 * SECOND)
    );
    driven.now += 50 * SECOND;
    let buttons = Buttons::empty();
    let (x, y) = (7, 9);
    driven.command(KvmCommand::Pointer { x, y, buttons });
    driven.feed(is_there).unwrap();
    assert_eq!(
        driven.channel.poll_timeout(),
        Some(driven.now + 60 * SECOND)
    );
    driven.take_sent();
    // A device without a data channel is shown the pointer where it is.
    driven.wait().unwrap().unwrap();
    assert_eq!(driven.take_sent(), hex("05 00 00 07 00 09"));
}

#[test]
fn a_pointer_that_nobody_has_moved_stays_where_it_is() {
    let mut driven = pictured(KvmOptions::redirection());
    for _ in 0..5 {
        driven.wait().unwrap().unwrap();
    }
    assert_eq!(driven.take_sent(), hex(""));
    let mut driven = pictured(KvmOptions {
        keep_alive: None,
        ..KvmOptions::redirection()
    });
    assert_eq!(driven.wait(), None, "nothing is awaited on a still screen");
}

/// § 5.4, § 5.15: 32 bits per pixel end the connection. Other servers get what they always got.
#[test]
fn firmware_on_a_port_of_its_own_is_known_by_its_name() {
    let hello = |width, height, name| {
        let mut driven = Driven::new(KvmOptions::plain());
        driven
            .feed(&[PRELUDE, &server_init(width, height, name)].concat())
            .unwrap();
        driven.take_sent()
    };
    let sent = hello(64, 64, b"Intel(r) AMT KVM");
    let expected = "02 00 00 04 00 00 00 10 00 00 00 00 00 00 04 44 FF FF FF 21 \
                    00 00 00 00 10 10 00 01 00 1F 00 3F 00 1F 0B 05 00 00 00 00 \
                    03 01 00 00 00 00 00 40 00 40";
    assert!(sent.ends_with(&hex(expected)), "{sent:02X?}");

    // A picture that does not fit is asked for in 8 bits there too.
    let sent = hello(3840, 2160, b"Intel(r) AMT KVM");
    let narrow = "00 00 00 00 08 08 00 01 00 07 00 07 00 03 05 02 00 00 00 00";
    assert!(sent.windows(20).any(|w| w == hex(narrow)), "{sent:02X?}");

    let sent = hello(64, 64, b"somebody else");
    let wide = "00 00 00 00 20 18 00 01 00 FF 00 FF 00 FF 00 08 10 00 00 00 \
                03 00 00 00 00 00 00 40 00 40";
    assert!(sent.ends_with(&hex(wide)), "{sent:02X?}");
}

#[test]
fn an_ordinary_server_is_never_asked_for_greys() {
    let options = KvmOptions {
        format: PixelFormat::Gray8,
        ..KvmOptions::plain()
    };
    assert_eq!(options.format_for(64, 64), PixelFormat::Rgbx);
}

#[test]
fn lock_keys_are_asked_for_on_ordinary_servers_only_and_read_in_pieces() {
    let asked = |options| {
        let mut driven = open(options);
        let sent = driven.take_sent();
        sent.windows(4).any(|bytes| bytes == hex("FF FF FE FB"))
    };
    assert!(!asked(KvmOptions::redirection()));
    let mut driven = Driven::new(KvmOptions::plain());
    driven.feed(PRELUDE).unwrap();
    driven.feed(&server_init(64, 64, b"lab")).unwrap();
    let sent = driven.take_sent();
    assert!(sent.windows(4).any(|bytes| bytes == hex("FF FF FE FB")));
    driven.events.clear();
    // Two updates with a rectangle of no size and a byte each: Caps and Scroll, then Num.
    let lights = |bits| {
        hex(&format!(
            "00 00 00 01 | 00 00 00 00 00 00 00 00 FF FF FE FB {bits}"
        ))
    };
    driven
        .feed_in_pieces(&[lights("05"), lights("02")].concat(), 1)
        .unwrap();
    let told: Vec<_> = driven
        .events
        .iter()
        .filter_map(|event| match event {
            KvmEvent::LockKeys(LockKeys { caps, num, scroll }) => Some([*caps, *num, *scroll]),
            _ => None,
        })
        .collect();
    assert_eq!(told, [[true, false, true], [false, true, false]]);
}
