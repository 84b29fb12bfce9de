//! The published KVM conversation and single messages, from both sides of the wire.

use outband::proto::kvm::messages::{
    ClientInit, FramebufferUpdate, FramebufferUpdateRequest, KeyEvent, PointerEvent,
    ProtocolVersion, RectHeader, SecurityResult, SecurityTypes, ServerInit, SetEncodings,
    SetPixelFormat, StartKvm, StartKvmReply,
};
use outband::proto::kvm::{KvmCommand, KvmEvent, KvmOptions};
use outband::screen::{PixelFormat, Rect};
use outband::wire::Reader;
use outband::wire::hexdump::parse_hex;

use crate::support::kvm::Driven;
use crate::support::recording::PRELUDE;
use crate::support::transcript::{self, Sender};

const GOLDEN: &str = include_str!("../golden/kvm.txt");

/// The owner's command that makes the console say `line`, if it does not say so by itself.
fn command_for(line: &[u8]) -> Option<KvmCommand> {
    let mut r = Reader::new(line.get(1..)?);
    match (line[0], line.len()) {
        (KeyEvent::TYPE, 8) => {
            let KeyEvent { keysym, down } = KeyEvent::decode(&mut r).unwrap();
            Some(KvmCommand::Key { keysym, down })
        }
        (PointerEvent::TYPE, 6) => {
            let PointerEvent { x, y, buttons } = PointerEvent::decode(&mut r).unwrap();
            Some(KvmCommand::Pointer { x, y, buttons })
        }
        _ => None,
    }
}

/// Replays the transcript with everything the device says cut into pieces.
fn replay(piece: usize) -> Driven {
    let mut driven = Driven::new(KvmOptions::redirection());
    for (sender, line) in transcript::parse(GOLDEN) {
        match sender {
            Sender::Device => driven.feed_in_pieces(&line, piece).unwrap(),
            Sender::Console => {
                if let Some(command) = command_for(&line) {
                    assert!(driven.sent.is_empty(), "said without being asked");
                    driven.command(command);
                }
                let said: Vec<u8> = driven.sent.drain(..line.len()).collect();
                assert_eq!(said, line, "in pieces of {piece}");
            }
        }
    }
    assert!(driven.sent.is_empty(), "said too much");
    assert_eq!(driven.unused(), 0);
    driven
}

#[test]
fn the_channel_says_what_the_console_of_the_transcript_says() {
    let whole = replay(usize::MAX);
    let ready = KvmEvent::Ready {
        width: 720,
        height: 400,
        format: PixelFormat::Rgb565,
        name: "Intel(r) AMT KVM".into(),
    };
    let resized = KvmEvent::Resized {
        width: 640,
        height: 480,
        format: PixelFormat::Rgb565,
    };
    let expected = [ready, KvmEvent::UpdateEnd, resized, KvmEvent::UpdateEnd];
    assert_eq!(whole.events, expected);
    for piece in 1..70 {
        assert_eq!(replay(piece).events, expected, "in pieces of {piece}");
    }
}

#[test]
fn the_tiles_of_the_transcript_are_on_the_screen_until_its_size_changes() {
    let mut driven = Driven::new(KvmOptions::redirection());
    let device: Vec<u8> = transcript::parse(GOLDEN)
        .into_iter()
        .filter(|(sender, _)| *sender == Sender::Device)
        .flat_map(|(_, line)| line)
        .collect();
    let (before, resize) = device.split_at(device.len() - 16);
    driven.feed(before).unwrap();
    let screen = driven.screen();
    assert_eq!(screen.bounds(), Rect::of_size(720, 400));
    for (x, y, pixel) in [
        (0, 0, 0xF800),
        (63, 63, 0xF800),
        (64, 0, 0x001F),
        (127, 63, 0x001F),
    ] {
        assert_eq!(screen.pixel(x, y), pixel, "{x},{y}");
    }
    assert_eq!((screen.pixel(128, 0), screen.pixel(0, 64)), (0, 0));
    driven.channel.damage_mut().clear();
    driven.feed(resize).unwrap();
    let new = Rect::of_size(640, 480);
    assert_eq!(driven.screen().bounds(), new);
    assert_eq!(driven.channel.damage_mut().rects(), [new]);
    assert_eq!(driven.screen().pixel(0, 0), 0);
}

/// What a device reads of the console's lines, and writes of its own, with the same codecs.
#[test]
fn a_device_reads_and_writes_every_line_of_the_transcript() {
    let lines = transcript::parse(GOLDEN);
    let mut at = lines.iter().map(|(_, line)| line.as_slice());
    let mut next = || at.next().unwrap();
    let mut out = Vec::new();
    let mut same = |line: &[u8], encode: &dyn Fn(&mut Vec<u8>)| {
        out.clear();
        encode(&mut out);
        assert_eq!(out, line);
    };

    let line = next();
    let start = StartKvm::decode(&mut Reader::new(&line[1..])).unwrap();
    same(line, &|out| start.encode(out));
    let line = next();
    let mut r = Reader::new(&line[1..]);
    let reply = StartKvmReply::decode(&mut r).unwrap();
    let version = ProtocolVersion::decode(&mut r).unwrap();
    same(line, &|out| {
        reply.encode(out);
        version.encode(out);
    });
    let line = next();
    let version = ProtocolVersion::decode(&mut Reader::new(line)).unwrap();
    assert_eq!(version, ProtocolVersion::V3_8);
    let line = next();
    let types = SecurityTypes::decode(&mut Reader::new(line)).unwrap();
    same(line, &|out| types.encode(out));
    assert_eq!(next(), [1]);
    let line = next();
    let result = SecurityResult::decode(&mut Reader::new(line)).unwrap();
    same(line, &|out| result.encode(out));
    let line = next();
    let init = ClientInit::decode(&mut Reader::new(line)).unwrap();
    assert!(init.shared);
    same(line, &|out| init.encode(out));
    let line = next();
    let init = ServerInit::decode(&mut Reader::new(line)).unwrap();
    same(line, &|out| init.encode(out));
    let line = next();
    let encodings = SetEncodings::decode(&mut Reader::new(&line[1..])).unwrap();
    same(line, &|out| encodings.encode(out));
    let line = next();
    let format = SetPixelFormat::decode(&mut Reader::new(&line[1..])).unwrap();
    assert_eq!(format.format.known(), Some(PixelFormat::Rgb565));
    same(line, &|out| format.encode(out));
    let line = next();
    let request = FramebufferUpdateRequest::decode(&mut Reader::new(&line[1..])).unwrap();
    same(line, &|out| request.encode(out));
    let line = next();
    let update = FramebufferUpdate::decode(&mut Reader::new(&line[1..])).unwrap();
    assert_eq!(update.rect_count, 2);
    same(line, &|out| update.encode(out));
    let line = next();
    let header = RectHeader::decode(&mut Reader::new(line)).unwrap();
    same(&line[..RectHeader::LEN], &|out| header.encode(out));
}

/// § 5.8: complete updates of 128 × 64, a red and a blue tile.
const UPDATES: [&str; 2] = [
    "00 00 00 02 \
     | 00 00 00 00 00 40 00 40 00 00 00 10 00 00 00 08 00 03 00 FC FF 01 00 F8 \
     | 00 40 00 00 00 40 00 40 00 00 00 10 00 00 00 08 00 03 00 FC FF 01 1F 00",
    "00 00 00 02 \
     | 00 00 00 00 00 40 00 40 00 00 00 10 00 00 00 0B 78 9C 62 64 F8 01 00 00 00 FF FF \
     | 00 40 00 00 00 40 00 40 00 00 00 10 00 00 00 09 62 94 67 00 00 00 00 FF FF",
];

/// A channel that is open on a screen of AMT.
fn open(width: u16, height: u16, format: PixelFormat) -> Driven {
    let mut driven = Driven::new(KvmOptions {
        format,
        ..KvmOptions::redirection()
    });
    let mut hello = vec![0x41, 0, 0, 0, 0, 0, 0, 0];
    hello.extend(PRELUDE);
    ServerInit {
        width,
        height,
        format: format.into(),
        name: b"Intel(r) AMT KVM",
    }
    .encode(&mut hello);
    driven.feed(&hello).unwrap();
    driven.take_sent();
    driven
}

#[test]
fn both_complete_updates_of_the_specification_give_the_same_picture() {
    for (update, length) in UPDATES.iter().zip([52, 56]) {
        let update = parse_hex(update).unwrap();
        assert_eq!(update.len(), length);
        for cut in 0..=update.len() {
            let mut driven = open(128, 64, PixelFormat::Rgb565);
            driven.feed(&update[..cut]).unwrap();
            driven.feed(&update[cut..]).unwrap();
            for x in 0..128 {
                let expected = if x < 64 { 0xF800 } else { 0x001F };
                assert_eq!(driven.screen().pixel(x, 31), expected);
            }
            let ends = [KvmEvent::PictureComplete, KvmEvent::UpdateEnd];
            assert_eq!(driven.events[1..], ends, "cut after {cut}");
            let next = parse_hex("03 01 00 00 00 00 00 80 00 40").unwrap();
            assert_eq!(driven.take_sent(), next, "one request per update");
        }
    }
}

/// AMT 16 with zlib off: the solid tile of § 8.3 as captured.
#[test]
fn the_captured_stored_rectangle_is_black() {
    let rect = "00 00 00 01 00 40 01 80 00 40 00 40 00 00 00 10 00 00 00 07 00 02 00 FD FF 01 00";
    let mut driven = open(720, 480, PixelFormat::Rgb332);
    let white = parse_hex("00 00 00 01 00 40 01 80 00 01 00 01 00 00 00 00 FF").unwrap();
    driven.feed(&white).unwrap();
    assert_eq!(driven.screen().pixel(64, 384), 0xFF);
    driven.feed(&parse_hex(rect).unwrap()).unwrap();
    assert_eq!(driven.screen().pixel(64, 384), 0);
    assert_eq!(driven.unused(), 0);
}
