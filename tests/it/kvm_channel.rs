//! The KVM channel against devices that refuse, keep silent, change their mind or break the rules.

use std::time::Duration;

use outband::proto::Machine;
use outband::proto::kvm::keysym::Keysym;
use outband::proto::kvm::messages::{Buttons, Encoding, ServerInit};
use outband::proto::kvm::{
    DecodeError, EncodingChoice, HandshakeStep, KvmCommand, KvmError, KvmEvent, KvmOptions,
};
use outband::screen::{PixelFormat, Rect};
use outband::wire::WireError;
use outband::wire::hexdump::parse_hex;

use crate::support::kvm::Driven;
use crate::support::recording::PRELUDE;

/// What was sent, when nothing was.
const NOTHING: [u8; 0] = [];

/// The device starts the KVM stream.
const START: &[u8] = &[0x41, 0, 0, 0, 0, 0, 0, 0];

fn server_init(width: u16, height: u16) -> Vec<u8> {
    let mut out = Vec::new();
    ServerInit {
        width,
        height,
        format: PixelFormat::Rgb565.into(),
        name: b"PC\n\x07one",
    }
    .encode(&mut out);
    out
}

/// A channel open on a screen, with everything said so far taken away.
fn open_with(options: KvmOptions, width: u16, height: u16) -> Driven {
    // Signs of life have tests of their own; here a still screen has no deadline.
    let keep_alive = None;
    let mut driven = Driven::new(KvmOptions {
        keep_alive,
        ..options
    });
    let hello = [START, PRELUDE, &server_init(width, height)].concat();
    driven.feed(&hello).unwrap();
    driven.take_sent();
    driven.events.clear();
    driven.channel.damage_mut().clear();
    driven
}

fn open(width: u16, height: u16) -> Driven {
    open_with(KvmOptions::redirection(), width, height)
}

fn hex(text: &str) -> Vec<u8> {
    parse_hex(text).unwrap()
}

/// A full-screen update request.
fn request(incremental: bool, width: u16, height: u16) -> Vec<u8> {
    let mut out = vec![3, u8::from(incremental), 0, 0, 0, 0];
    out.extend(width.to_be_bytes());
    out.extend(height.to_be_bytes());
    out
}

/// An update of one Raw rectangle in one colour, 16 bits per pixel.
fn raw_update(rect: Rect, pixel: u16) -> Vec<u8> {
    let mut out = vec![0, 0, 0, 1];
    for side in [rect.x, rect.y, rect.width, rect.height] {
        out.extend(side.to_be_bytes());
    }
    out.extend([0; 4]);
    out.extend((0..rect.area()).flat_map(|_| pixel.to_le_bytes()));
    out
}

fn desktop_size(width: u16, height: u16) -> Vec<u8> {
    let mut out = vec![0, 0, 0, 1, 0, 0, 0, 0];
    out.extend(width.to_be_bytes());
    out.extend(height.to_be_bytes());
    out.extend(Encoding::DESKTOP_SIZE.0.to_be_bytes());
    out
}

#[test]
fn a_refused_start_says_its_status() {
    let mut driven = Driven::new(KvmOptions::redirection());
    let result = driven.feed(&hex("41 03 00 00 00 00 00 00"));
    assert_eq!(result, Err(KvmError::StartRefused { status: 3 }));
    assert_eq!(driven.feed(&[0]), Err(KvmError::AlreadyClosed));
    assert_eq!(driven.channel.poll_timeout(), None);
}

#[test]
fn a_web_server_is_no_screen() {
    let mut driven = Driven::new(KvmOptions::plain());
    assert_eq!(driven.feed(b"H"), Err(KvmError::NotRfb { got: 0x48 }));
    let mut driven = Driven::new(KvmOptions::redirection());
    assert_eq!(driven.feed(b"HTTP"), Err(KvmError::UnknownMessage(b'H')));
}

#[test]
fn a_refusal_is_passed_on_in_the_servers_words() {
    for (security, expected) in [
        (
            &b"\0\0\0\0\x05no\ngo"[..],
            KvmError::Refused {
                reason: "nogo".into(),
            },
        ),
        (
            b"\x01\x01\0\0\0\x01\0\0\0\x04busy",
            KvmError::LoginRefused {
                reason: "busy".into(),
            },
        ),
        (
            b"\x02\x05\x80",
            KvmError::NoSecurityType {
                offered: vec![5, 0x80],
            },
        ),
    ] {
        for cut in 0..security.len() {
            let mut driven = Driven::new(KvmOptions::plain());
            driven.feed(b"RFB 003.008\n").unwrap();
            let result = driven.feed(&security[..cut]);
            // A list without anything of ours is known once it is whole, never before.
            assert_eq!(result, Ok(()), "cut after {cut}");
            assert_eq!(driven.feed(&security[cut..]), Err(expected.clone()));
        }
    }
}

#[test]
fn the_security_type_is_chosen_only_when_the_list_is_whole() {
    let mut driven = Driven::new(KvmOptions::plain());
    driven.feed(b"RFB 004.000\n\x03\x01\x80").unwrap();
    assert_eq!(driven.take_sent(), b"RFB 003.008\n");
    driven.feed(&[5]).unwrap();
    assert_eq!(driven.take_sent(), [1]);
}

#[test]
fn silence_in_any_step_of_the_handshake_is_named() {
    let hello = [START, PRELUDE].concat();
    for (heard, step) in [
        (0, HandshakeStep::Start),
        (8, HandshakeStep::Version),
        (20, HandshakeStep::Security),
        (22, HandshakeStep::SecurityResult),
        (26, HandshakeStep::ServerInit),
    ] {
        let mut driven = Driven::new(KvmOptions::redirection());
        driven.feed(&hello[..heard]).unwrap();
        let asked = driven.now;
        let result = driven.wait();
        assert_eq!(result, Some(Err(KvmError::HandshakeTimeout { step })));
        assert_eq!(driven.now - asked, Duration::from_secs(10));
        assert_eq!(driven.channel.poll_timeout(), None);
    }
}

#[test]
fn an_end_in_any_step_of_the_handshake_is_named() {
    let hello = [START, PRELUDE].concat();
    for (heard, step) in [
        (0, HandshakeStep::Start),
        (8, HandshakeStep::Version),
        (20, HandshakeStep::Security),
        (26, HandshakeStep::ServerInit),
    ] {
        let mut driven = Driven::new(KvmOptions::redirection());
        driven.feed(&hello[..heard]).unwrap();
        let result = driven.channel.handle_end(driven.now);
        assert_eq!(result, Err(KvmError::ClosedInHandshake { step }));
    }
}

#[test]
fn an_end_before_the_first_picture_tells_whether_the_screen_was_too_large() {
    for (width, height, over_firmware_limit) in [(1920, 1080, false), (3840, 2160, true)] {
        let options = KvmOptions {
            reduce_to_fit: false,
            ..KvmOptions::redirection()
        };
        let mut driven = open_with(options, width, height);
        let result = driven.channel.handle_end(driven.now);
        let expected = KvmError::ClosedBeforePicture {
            width,
            height,
            format: PixelFormat::Rgb565,
            over_firmware_limit,
        };
        assert_eq!(result, Err(expected));
    }
    let mut driven = open(64, 64);
    driven.feed(&raw_update(Rect::of_size(1, 1), 7)).unwrap();
    let result = driven.channel.handle_end(driven.now);
    assert_eq!(result, Err(KvmError::Closed));
}

#[test]
fn no_first_picture_in_time_ends_the_channel() {
    let mut driven = open(64, 64);
    let asked = driven.now;
    assert_eq!(driven.wait(), Some(Err(KvmError::NoPicture)));
    assert_eq!(driven.now - asked, Duration::from_secs(15));
    let mut driven = open(64, 64);
    driven.feed(&raw_update(Rect::of_size(1, 1), 7)).unwrap();
    assert_eq!(driven.wait(), None, "a still screen may stay still");
}

#[test]
fn a_screen_too_large_for_16_bits_is_asked_for_in_8() {
    let mut driven = Driven::new(KvmOptions::redirection());
    driven.feed(&[START, PRELUDE].concat()).unwrap();
    driven.take_sent();
    driven.feed(&server_init(3840, 2160)).unwrap();
    let sent = driven.take_sent();
    let format = hex("00 00 00 00 08 08 00 01 00 07 00 07 00 03 05 02 00 00 00 00");
    assert!(sent.windows(20).any(|w| w == format));
    let ready = KvmEvent::Ready {
        width: 3840,
        height: 2160,
        format: PixelFormat::Rgb332,
        name: "PCone".into(),
    };
    assert_eq!(driven.events, [ready]);
}

#[test]
fn the_wish_for_raw_names_raw_first_and_tiles_all_the_same() {
    let mut driven = Driven::new(KvmOptions {
        encoding: EncodingChoice::Raw,
        ..KvmOptions::redirection()
    });
    driven.feed(&[START, PRELUDE].concat()).unwrap();
    driven.take_sent();
    driven.feed(&server_init(64, 64)).unwrap();
    let list = hex("02 00 00 04 00 00 00 00 00 00 00 10 00 00 04 44 FF FF FF 21");
    assert!(driven.take_sent().starts_with(&list));
}

#[test]
fn the_next_update_is_asked_for_once_and_while_the_current_one_arrives() {
    let mut driven = open(64, 64);
    let update = raw_update(Rect::of_size(64, 64), 0x1234);
    driven.feed(&update[..15]).unwrap();
    assert_eq!(driven.take_sent(), NOTHING, "no rectangle yet");
    driven.feed(&update[15..16]).unwrap();
    assert_eq!(driven.take_sent(), request(true, 64, 64));
    driven.feed(&update[16..]).unwrap();
    assert_eq!(driven.take_sent(), NOTHING);
    // With back-to-back mode on, updates come unasked; each is still answered by one request.
    driven.feed(&[update.as_slice(), &update].concat()).unwrap();
    assert_eq!(driven.take_sent(), request(true, 64, 64).repeat(2));
}

#[test]
fn requests_keep_their_distance_when_a_low_rate_is_wanted() {
    let options = KvmOptions {
        update_interval: Duration::from_secs(2),
        ..KvmOptions::redirection()
    };
    let mut driven = open_with(options, 64, 64);
    let opened = driven.now;
    driven.now += Duration::from_millis(300);
    driven.feed(&raw_update(Rect::of_size(1, 1), 7)).unwrap();
    assert_eq!(driven.take_sent(), NOTHING);
    assert_eq!(driven.wait(), Some(Ok(())));
    assert_eq!(driven.now - opened, Duration::from_secs(2));
    assert_eq!(driven.take_sent(), request(true, 64, 64));
    assert_eq!(driven.wait(), None);
}

#[test]
fn a_new_size_behind_pixels_is_asked_for_once_more_in_full() {
    let mut driven = open(64, 64);
    let mut update = raw_update(Rect::of_size(64, 64), 1);
    update[3] = 2;
    update.extend(&desktop_size(128, 96)[4..]);
    driven.feed(&update).unwrap();
    let expected = [request(true, 64, 64), request(false, 128, 96)].concat();
    assert_eq!(driven.take_sent(), expected);
    assert_eq!(driven.screen().bounds(), Rect::of_size(128, 96));
}

#[test]
fn sizes_may_change_in_every_update() {
    let mut driven = open(64, 64);
    for side in (1..2000).step_by(7) {
        driven.feed(&desktop_size(side, side)).unwrap();
        let screen = Rect::of_size(side, side);
        assert_eq!(driven.screen().bounds(), screen);
        assert_eq!(driven.channel.damage_mut().rects(), [screen]);
        let sent = driven.take_sent();
        assert!(sent.starts_with(&request(false, side, side)));
    }
    let result = driven.feed(&desktop_size(0, 5));
    assert!(matches!(result, Err(KvmError::ScreenSize(_))), "{result:?}");
}

#[test]
fn a_size_too_large_for_16_bits_changes_the_format_and_a_smaller_one_changes_it_back() {
    let mut driven = open(1920, 1080);
    driven.feed(&raw_update(Rect::of_size(1, 1), 7)).unwrap();
    assert_eq!(driven.take_sent(), request(true, 1920, 1080));
    driven.feed(&desktop_size(3840, 2160)).unwrap();
    assert_eq!(
        driven.take_sent(),
        NOTHING,
        "no update of that size in 16 bits is asked for"
    );
    let asked = driven.now;
    assert_eq!(driven.wait(), Some(Ok(())));
    assert_eq!(driven.now - asked, Duration::from_millis(300));
    let format = hex("00 00 00 00 08 08 00 01 00 07 00 07 00 03 05 02 00 00 00 00");
    assert_eq!(
        driven.take_sent(),
        [format, request(false, 3840, 2160)].concat()
    );
    assert_eq!(driven.screen().format(), PixelFormat::Rgb332);

    driven.feed(&desktop_size(1280, 1024)).unwrap();
    driven.wait().unwrap().unwrap();
    assert_eq!(driven.screen().format(), PixelFormat::Rgb565);
    assert_eq!(driven.screen().bounds(), Rect::of_size(1280, 1024));
}

const fn set_format(format: PixelFormat) -> KvmCommand {
    KvmCommand::SetFormat {
        format,
        reduce_to_fit: true,
    }
}

/// No update in the old format may be read in the new one, nor the other way round.
#[test]
fn another_format_waits_until_nothing_can_be_under_way() {
    let mut driven = open(64, 64);
    driven
        .feed(&raw_update(Rect::of_size(64, 64), 0xF800))
        .unwrap();
    driven.take_sent();
    driven.command(set_format(PixelFormat::Rgb332));
    // The pending request would wait for a change; one pixel brings its answer.
    assert_eq!(driven.take_sent(), hex("03 00 00 00 00 00 00 01 00 01"));
    driven.now += Duration::from_millis(50);
    driven
        .feed(&raw_update(Rect::of_size(1, 1), 0xF800))
        .unwrap();
    driven.now += Duration::from_millis(200);
    // A second one was under way.
    driven
        .feed(&raw_update(Rect::of_size(1, 1), 0x07E0))
        .unwrap();
    assert_eq!(
        driven.take_sent(),
        NOTHING,
        "nothing is asked for meanwhile"
    );
    assert_eq!(driven.screen().format(), PixelFormat::Rgb565);
    driven.events.clear();

    driven.wait().unwrap().unwrap();
    let format = hex("00 00 00 00 08 08 00 01 00 07 00 07 00 03 05 02 00 00 00 00");
    assert_eq!(
        driven.take_sent(),
        [format, request(false, 64, 64)].concat()
    );
    let resized = KvmEvent::Resized {
        width: 64,
        height: 64,
        format: PixelFormat::Rgb332,
    };
    assert_eq!(driven.events, [resized]);
    assert_eq!(driven.screen().pixel(0, 0), 0x1C, "the picture is kept");
    assert_eq!(driven.screen().pixel(1, 0), 0xE0);
    let update = hex("00 00 00 01 00 00 00 00 00 01 00 01 00 00 00 00 03");
    driven.feed(&update).unwrap();
    assert_eq!(driven.screen().pixel(0, 0), 3);
}

#[test]
fn a_format_wanted_and_taken_back_goes_on_as_before() {
    let mut driven = open(64, 64);
    driven.feed(&raw_update(Rect::of_size(64, 64), 1)).unwrap();
    driven.command(set_format(PixelFormat::Rgb332));
    driven.command(set_format(PixelFormat::Rgb565));
    driven.take_sent();
    driven.feed(&raw_update(Rect::of_size(1, 1), 2)).unwrap();
    assert_eq!(driven.take_sent(), request(true, 64, 64));
    assert_eq!(driven.wait(), None);
}

#[test]
fn input_is_sent_at_once_and_pointers_stay_on_the_screen() {
    let mut driven = open(640, 480);
    let down = true;
    let keysym = Keysym::RETURN;
    driven.command(KvmCommand::Key { keysym, down });
    assert_eq!(driven.take_sent(), hex("04 01 00 00 00 00 FF 0D"));
    let buttons = Buttons::LEFT | Buttons::RIGHT;
    let (x, y) = (9999, 479);
    driven.command(KvmCommand::Pointer { x, y, buttons });
    assert_eq!(driven.take_sent(), hex("05 05 02 7F 01 DF"));
    driven.command(KvmCommand::Refresh);
    assert_eq!(driven.take_sent(), request(false, 640, 480));
}

#[test]
fn commands_before_the_screen_is_open_are_ignored_except_close() {
    let mut driven = Driven::new(KvmOptions::plain());
    let keysym = Keysym::RETURN;
    driven.command(KvmCommand::Key { keysym, down: true });
    driven.command(KvmCommand::Refresh);
    assert_eq!(driven.take_sent(), NOTHING);
    driven.command(KvmCommand::Close);
    assert!(driven.channel.is_finished());
    assert_eq!(driven.channel.poll_timeout(), None);
    assert_eq!(driven.channel.handle_end(driven.now), Ok(()));
}

#[test]
fn bells_and_clipboards_are_reported_and_extension_messages_are_not() {
    let mut driven = open(64, 64);
    driven.feed(&[2, 2, 2]).unwrap();
    driven.feed(b"\x03\0\0\0\0\0\0\x03na\xEF").unwrap();
    let announcement = b"\x03\0\0\0\0\0\0\x10\0KvmDataChannel\0";
    driven.feed(announcement).unwrap();
    let text = KvmEvent::CutText("naï".into());
    assert_eq!(driven.events, [KvmEvent::Bell, text]);
}

#[test]
fn a_stream_out_of_step_is_recognised() {
    for (bytes, expected) in [
        (hex("01"), KvmError::UnknownMessage(1)),
        (hex("FF"), KvmError::UnknownMessage(0xFF)),
        (
            hex("00 00 00 01 00 00 00 00 00 01 00 01 00 00 00 63"),
            KvmError::UnknownEncoding(Encoding(0x63)),
        ),
        (
            hex("00 00 00 01 00 3F 00 00 00 02 00 01 00 00 00 00"),
            KvmError::RectOutside {
                rect: Rect::new(63, 0, 2, 1),
                width: 64,
                height: 64,
            },
        ),
        (
            hex("00 00 00 01 00 00 FF FF 00 01 FF FF 00 00 00 10"),
            KvmError::RectOutside {
                rect: Rect::new(0, 0xFFFF, 1, 0xFFFF),
                width: 64,
                height: 64,
            },
        ),
        (
            hex(
                "00 00 00 01 00 00 00 00 00 02 00 02 00 00 00 10 00 00 00 08 00 03 00 FC FF 80 E0 05",
            ),
            KvmError::Decode(DecodeError::Truncated),
        ),
        (
            hex(
                "00 00 00 01 00 00 00 00 00 02 00 02 00 00 00 10 00 00 00 09 00 04 00 FB FF 80 E0 00 04",
            ),
            KvmError::Decode(DecodeError::RunTooLong { run: 5, left: 4 }),
        ),
        (
            hex("00 00 00 01 00 00 00 00 00 40 00 40 00 00 00 10 00 00 00 04 78 9C FF FF"),
            KvmError::Decode(DecodeError::Inflate),
        ),
    ] {
        let mut driven = open(64, 64);
        let result = driven.feed(&bytes);
        assert_eq!(result, Err(expected), "{bytes:02X?}");
        assert_eq!(driven.feed(&[2]), Err(KvmError::AlreadyClosed));
        assert_eq!(driven.channel.poll_timeout(), None);
    }
}

#[test]
fn lengths_of_4_gib_are_refused_before_anything_is_waited_for() {
    for bytes in [
        "03 00 00 00 FF FF FF FF",
        "00 00 00 01 00 00 00 00 00 40 00 40 00 00 00 10 FF FF FF FF",
    ] {
        let mut driven = open(64, 64);
        let result = driven.feed(&hex(bytes));
        let too_long = matches!(result, Err(KvmError::Wire(WireError::TooLong { .. })));
        assert!(too_long, "{result:?}");
    }
}

#[test]
fn a_flood_of_empty_updates_is_reported_once() {
    let mut driven = open(64, 64);
    let flood = [0, 0, 0, 0].repeat(100_000);
    driven.feed(&flood).unwrap();
    assert_eq!(driven.events, [KvmEvent::UpdateEnd]);
    assert_eq!(driven.channel.counters().updates, 100_000);
}

#[test]
fn empty_rectangles_have_no_pixels_and_do_no_harm() {
    let mut driven = open(64, 64);
    let update = hex("00 00 00 02 | 00 40 00 40 00 00 00 00 00 00 00 00 \
         | 00 00 00 00 00 00 00 40 00 00 00 10 00 00 00 05 00 00 00 FF FF");
    driven.feed(&update).unwrap();
    assert_eq!(driven.unused(), 0);
    assert_eq!(driven.events, [KvmEvent::UpdateEnd]);
    assert!(driven.channel.damage_mut().is_empty());
}

/// `docs/protocol/redirection.md` § 5.4: number of encodings, then each, most wanted first.
#[test]
fn other_encodings_are_asked_for_in_the_middle_of_a_session() {
    let mut driven = open(64, 64);
    driven.feed(&raw_update(Rect::of_size(64, 64), 1)).unwrap();
    driven.take_sent();
    driven.command(KvmCommand::SetEncoding(EncodingChoice::Raw));
    assert_eq!(
        driven.take_sent(),
        hex("02 00 00 04 00 00 00 00 00 00 00 10 00 00 04 44 FF FF FF 21")
    );
    driven.command(KvmCommand::SetEncoding(EncodingChoice::Zlib));
    assert_eq!(
        driven.take_sent(),
        hex("02 00 00 04 00 00 00 10 00 00 00 00 00 00 04 44 FF FF FF 21")
    );
}
