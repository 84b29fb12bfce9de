//! Every recorded stream ends in its recorded picture, however it is cut.

use outband::proto::kvm::KvmEvent;
use outband::screen::Rect;

use crate::support::kvm::Driven;
use crate::support::recording::{Recording, picture_hash};

/// Pieces that divide nothing, and those of Ethernet and of a large read.
const PIECES: [usize; 4] = [usize::MAX, 65_536, 1460, 997];

/// Feeds a recording in pieces and compares updates and picture.
fn replay(recording: &Recording, piece: usize) -> Driven {
    let name = &recording.name;
    let mut driven = Driven::for_recording(recording);
    driven.feed_in_pieces(&recording.bytes, piece).unwrap();
    assert_eq!(driven.unused(), 0, "{name} in pieces of {piece}");
    let counters = driven.channel.counters();
    assert_eq!(counters.updates, recording.updates, "{name}");
    if !recording.lossy {
        let hash = picture_hash(driven.screen());
        assert_eq!(hash, recording.last_picture, "{name} in pieces of {piece}");
    }
    driven
}

#[test]
fn every_amt_stream_ends_in_its_recorded_picture_whole_and_in_pieces() {
    for recording in Recording::load_all(&["amt16", "amt8", "amt16z"]) {
        for piece in PIECES {
            let name = &recording.name;
            let driven = replay(&recording, piece);
            let counters = driven.channel.counters();
            assert_eq!(counters.rects, counters.tiles, "AMT sends single tiles");
            let complete = driven.events.iter();
            let complete = complete.filter(|e| **e == KvmEvent::PictureComplete);
            assert_eq!(complete.count(), 1, "{name}: {:?}", driven.events);
        }
    }
}

#[test]
fn every_lossless_stream_of_an_ordinary_server_ends_in_its_recorded_picture() {
    for recording in Recording::load_all(&["raw", "hextile", "zrle", "tight"]) {
        for piece in [usize::MAX, 1460] {
            replay(&recording, piece);
        }
    }
}

/// JPEG decoders differ by a few levels in a few pixels; ours must agree with itself however the
/// bytes are cut, and the rest of the picture is compared with the lossless recording.
#[test]
fn lossy_streams_are_decoded_alike_however_they_are_cut() {
    for recording in Recording::load_all(&["tightjpeg", "mixed"]) {
        assert!(recording.lossy);
        let whole = replay(&recording, usize::MAX);
        let pieces = replay(&recording, 997);
        assert!(whole.screen() == pieces.screen(), "{}", recording.name);
        assert_eq!(whole.events, pieces.events);
    }
}

#[test]
fn jpeg_rectangles_come_close_to_the_lossless_recording_of_the_same_scene() {
    let lossless = Recording::load_all(&["tight"]);
    for lossy in Recording::load_all(&["tightjpeg"]) {
        let scene = lossy.name.split('.').next().unwrap();
        let lossless = lossless.iter().find(|r| r.name.starts_with(scene)).unwrap();
        let lossy = replay(&lossy, usize::MAX).screen().to_rgb8();
        let lossless = replay(lossless, usize::MAX).screen().to_rgb8();
        let pairs = lossy.iter().zip(&lossless);
        let difference: u64 = pairs.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        let mean = difference as f64 / lossless.len() as f64;
        assert!(mean < 2.0, "{scene}: {mean} levels on average");
    }
}

#[test]
fn the_mixed_session_shows_its_pointers_and_its_new_size() {
    let [session] = &Recording::load_all(&["mixed"])[..] else {
        panic!("one recording has it all");
    };
    let driven = replay(session, 1460);
    assert_eq!(driven.screen().bounds(), Rect::of_size(1280, 1024));
    let shapes = driven
        .events
        .iter()
        .filter(|e| **e == KvmEvent::PointerShape);
    assert!(shapes.count() >= 5, "{:?}", driven.events);
    let cursor = driven.channel.cursor().unwrap();
    let pixels = usize::from(cursor.width) * usize::from(cursor.height);
    assert_eq!(cursor.rgba.len(), pixels * 4);
}
