//! What a recording keeps, and what is told of one that was damaged.

use proptest::prelude::*;

use super::block::append;
use super::*;
use crate::screen::{Framebuffer, PixelFormat, Rect};

const HEADER: Header = Header {
    started_ms: 1_700_000_000_123,
    salt: [7; 16],
    sealed: 0,
};

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn scan(bytes: &[u8]) -> Result<Contents, RecordingError> {
    let mut scanner = Scanner::new();
    scanner.take(bytes)?;
    scanner.finish()
}

/// With the length in its header, as a file that was closed in order.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let length = (bytes.len() as u64).to_le_bytes();
    bytes[40..48].copy_from_slice(&length);
    bytes
}

/// A screen of 40 × 30 that changes in its corners, with two marks.
fn example() -> (Vec<u8>, Vec<(Duration, Framebuffer)>, Seal) {
    let mut out = Vec::new();
    let mut seen = Vec::new();
    let mut recorder = Recorder::new(HEADER, "front-desk", &mut out);
    let mut screen = Framebuffer::new(40, 30, PixelFormat::Rgb565).unwrap();
    recorder.picture(ms(5), &screen, &[screen.bounds()], &mut out);
    seen.push((ms(5), screen.clone()));
    for step in 1..=4_u16 {
        let rect = Rect::new(step * 3, step * 5, 7, 2);
        let other = Rect::new(30, 0, 10, 1);
        for y in rect.y..rect.y + 2 {
            for x in rect.x..rect.x + 7 {
                screen.set_pixel(x, y, u32::from(step * 1000 + x * 7 + y));
            }
        }
        screen.set_pixel(35, 0, u32::from(step));
        let at = ms(u64::from(step) * 100);
        recorder.picture(at, &screen, &[rect, other], &mut out);
        seen.push((at, screen.clone()));
    }
    let mark = |at, kind, text: &str| Mark {
        at,
        kind,
        text: text.to_owned(),
    };
    recorder.mark(&mark(ms(500), MarkKind::Lost, "cable\n"), &mut out);
    recorder.mark(&mark(ms(900), MarkKind::Back, ""), &mut out);
    recorder.picture(ms(900), &screen, &[Rect::new(0, 0, 1, 1)], &mut out);
    seen.push((ms(900), screen));
    let seal = recorder.end(ms(1000), &mut out);
    (out, seen, seal)
}

/// The blocks of a recording: kind, microseconds, contents.
fn blocks(bytes: &[u8]) -> Vec<(BlockKind, u64, &[u8])> {
    let mut blocks = Vec::new();
    let mut rest = &bytes[HEADER_BYTES..];
    while let Some((head, after)) = rest.split_first_chunk::<HEAD_BYTES>() {
        let Some(head) = BlockHead::decode(head) else {
            break;
        };
        let len = head.len as usize;
        if after.len() < len + VALUE_BYTES {
            break;
        }
        blocks.push((head.kind, head.micros, &after[..len]));
        rest = &after[len + VALUE_BYTES..];
    }
    blocks
}

/// Written by hand from `docs/recording.md`; the sums are those of `sha256sum`.
#[test]
fn the_first_bytes_are_those_of_the_description() {
    let mut out = Vec::new();
    let recorder = Recorder::new(HEADER, "pc", &mut out);
    let mut header = b"\x89OBR\r\n\x1a\n\x01\0\0\0\0\0\0\0".to_vec();
    header.extend(1_700_000_000_123_i64.to_le_bytes());
    header.extend([7; 16]);
    header.extend([0; 24]);
    assert_eq!(out[..64], header);
    assert_eq!(out[64..82], *b"\x01\0\0\0\x02\0\0\0\0\0\0\0\0\0\0\0pc");
    assert_eq!(out.len(), 64 + 16 + 2 + 32);
    let before = out.len();
    let seal = recorder.end(ms(1), &mut out);
    assert_eq!(
        out[before..before + 16],
        *b"\x05\0\0\0\0\0\0\0\xE8\x03\0\0\0\0\0\0"
    );
    assert_eq!(out[before + 16..], seal.0);
}

#[test]
fn every_pixel_of_every_moment_comes_back() {
    let (bytes, seen, seal) = example();
    let contents = scan(&sealed(bytes.clone())).unwrap();
    assert_eq!(contents.condition, Condition::Whole);
    assert_eq!(
        (contents.seal, contents.about.as_str()),
        (seal, "front-desk")
    );
    assert_eq!((contents.duration, contents.pictures), (ms(1000), 6));
    assert_eq!(contents.started_ms, HEADER.started_ms);
    let marks: Vec<_> = contents
        .marks
        .iter()
        .map(|m| (m.kind, m.text.as_str()))
        .collect();
    assert_eq!(marks, [(MarkKind::Lost, "cable "), (MarkKind::Back, "")]);
    let keys: Vec<_> = contents.keys.iter().map(|key| key.at).collect();
    assert_eq!(keys, [ms(5), ms(900)], "a whole picture follows a loss");

    let mut canvas = Canvas::new();
    let mut shown = Vec::new();
    for (kind, micros, contents) in blocks(&bytes) {
        let changed = canvas.apply(kind, contents).unwrap();
        if !changed.is_empty() {
            let picture = canvas.framebuffer().unwrap().clone();
            shown.push((Duration::from_micros(micros), picture));
        }
    }
    assert!(shown == seen, "another picture");
}

#[test]
fn every_format_keeps_its_pixels() {
    for format in PixelFormat::ALL {
        let mut out = Vec::new();
        let mut recorder = Recorder::new(HEADER, "", &mut out);
        let mut screen = Framebuffer::new(17, 3, format).unwrap();
        for i in 0..17 * 3_u16 {
            let mask = [0xFF, 0xFFFF, 0, u32::MAX][format.bytes_per_pixel() - 1];
            let pixel = (u32::from(i) * 0x0103_0507) & mask;
            screen.set_pixel(i % 17, i / 17, pixel);
        }
        recorder.picture(ms(0), &screen, &[screen.bounds()], &mut out);
        screen.set_pixel(16, 2, 1);
        recorder.picture(ms(1), &screen, &[Rect::new(16, 2, 1, 1)], &mut out);
        let mut canvas = Canvas::new();
        for (kind, _, contents) in blocks(&out) {
            canvas.apply(kind, contents).unwrap();
        }
        assert!(canvas.framebuffer() == Some(&screen), "{format:?}");
    }
}

#[test]
fn whole_pictures_are_never_far_away() {
    let mut out = Vec::new();
    let mut recorder = Recorder::new(HEADER, "", &mut out);
    let mut screen = Framebuffer::new(64, 64, PixelFormat::Rgb332).unwrap();
    for second in 0..200_u32 {
        screen.set_pixel(1, 1, second % 256);
        let at = Duration::from_secs(second.into());
        recorder.picture(at, &screen, &[Rect::new(1, 1, 1, 1)], &mut out);
    }
    let keys = scan(&out).unwrap().keys;
    assert_eq!(keys.len(), 7);
    for pair in keys.windows(2) {
        assert_eq!(pair[1].at - pair[0].at, Duration::from_secs(30));
    }
}

/// The three ends that a file can come to are told apart at every byte.
#[test]
fn a_file_cut_at_any_byte_is_told_for_what_it_is() {
    let (bytes, ..) = example();
    let whole = sealed(bytes.clone());
    for cut in 0..bytes.len() {
        let written = scan(&bytes[..cut]);
        let copied = scan(&whole[..cut]);
        if cut == 0 {
            assert_eq!(written, Err(RecordingError::NotOne));
            continue;
        }
        let written = written.unwrap();
        assert_eq!(written.condition, Condition::Unfinished, "{cut}");
        assert!(written.intact_bytes <= cut as u64);
        let expected = match cut {
            // The length is not there yet.
            ..HEADER_BYTES => Condition::Unfinished,
            _ => Condition::CutShort {
                missing_bytes: (whole.len() - cut) as u64,
            },
        };
        assert_eq!(copied.unwrap().condition, expected, "{cut}");
    }
    // What was written by a computer that lost its power: zeros up to the length it had reserved.
    for cut in [
        HEADER_BYTES,
        HEADER_BYTES + 5,
        bytes.len() / 2,
        bytes.len() - 3,
    ] {
        let mut blank = bytes.clone();
        blank[cut..].fill(0);
        let condition = scan(&blank).unwrap().condition;
        let in_contents = matches!(condition, Condition::Altered { .. });
        assert!(
            condition == Condition::Unfinished || in_contents,
            "{cut}: {condition:?}"
        );
    }
}

#[test]
fn a_file_that_somebody_changed_is_told_at_every_byte() {
    let (bytes, ..) = example();
    let whole = sealed(bytes);
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        match scan(&changed) {
            Err(RecordingError::NotOne) => assert!(at < 8, "{at}"),
            Err(RecordingError::Version(_)) => assert!((8..10).contains(&at), "{at}"),
            Err(error) => panic!("{at}: {error}"),
            Ok(contents) => {
                assert_ne!(contents.condition, Condition::Whole, "{at}");
                assert_ne!(contents.condition, Condition::Unfinished, "{at}");
                assert!(contents.intact_bytes <= (at as u64).max(64) || (40..48).contains(&at));
            }
        }
    }
    let mut longer = whole.clone();
    longer.push(0);
    let offset = whole.len() as u64;
    assert_eq!(
        scan(&longer).unwrap().condition,
        Condition::Altered { offset }
    );
}

#[test]
fn a_picture_that_makes_no_sense_changes_nothing() {
    let (bytes, seen, _) = example();
    let mut canvas = Canvas::new();
    let change = blocks(&bytes)
        .into_iter()
        .find(|b| b.0 == BlockKind::Change);
    let (_, _, change) = change.unwrap();
    assert!(
        canvas.apply(BlockKind::Change, change).is_err(),
        "before any picture"
    );
    let (kind, _, picture) = blocks(&bytes)[1];
    canvas.apply(kind, picture).unwrap();
    let outside = [
        &1_u16.to_le_bytes()[..],
        &[39, 0, 0, 0, 2, 0, 1, 0],
        &change[18..],
    ]
    .concat();
    let many = [&65_535_u16.to_le_bytes()[..], change].concat();
    let huge = [&[0xFF, 0x3F, 0xFF, 0x3F, 5, 0, 0, 0][..], &picture[8..]].concat();
    assert!(canvas.apply(BlockKind::Change, &outside).is_err());
    assert!(canvas.apply(BlockKind::Change, &many).is_err());
    assert!(
        canvas
            .apply(BlockKind::Change, &change[..change.len() - 1])
            .is_err()
    );
    assert!(canvas.apply(BlockKind::Picture, &huge).is_err());
    assert!(canvas.framebuffer() == Some(&seen[0].1));
}

proptest! {
    /// In whatever pieces a file is read, the same is found.
    #[test]
    fn pieces_make_no_difference(cuts in proptest::collection::vec(0..2000_usize, 0..20)) {
        let (bytes, ..) = example();
        let whole = scan(&bytes).unwrap();
        let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let mut scanner = Scanner::new();
        for pair in cuts.windows(2) {
            scanner.take(&bytes[pair[0]..pair[1]]).unwrap();
        }
        prop_assert_eq!(scanner.finish().unwrap(), whole);
    }

    /// Bytes whose chain is right and whose contents are anybody's: no panic, and no more memory
    /// than a screen has.
    #[test]
    fn hostile_blocks_are_refused(
        blocks in proptest::collection::vec(
            (1..8_u8, any::<u64>(), proptest::collection::vec(any::<u8>(), 0..80)), 0..12),
    ) {
        let mut bytes = HEADER.encode().to_vec();
        let mut chain = Header::chain(HEADER.encode());
        let mut canvas = Canvas::new();
        for (number, micros, contents) in blocks {
            let kind = [
                BlockKind::About, BlockKind::Picture, BlockKind::Change, BlockKind::Mark,
                BlockKind::End, BlockKind::Other(200), BlockKind::Other(0xFF),
            ][usize::from(number - 1)];
            chain = append(chain, kind, micros, &contents, &mut bytes);
            drop(canvas.apply(kind, &contents));
        }
        let contents = scan(&bytes).unwrap();
        prop_assert!(contents.intact_bytes <= bytes.len() as u64);
    }
}
