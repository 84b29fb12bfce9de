//! Every recorded stream ends in its recorded picture, however it is cut.

use outband::proto::kvm::KvmEvent;

use crate::support::kvm::Driven;
use crate::support::recording::{Recording, picture_hash};

/// Pieces that divide nothing, and those of Ethernet and of a large read.
const PIECES: [usize; 4] = [usize::MAX, 65_536, 1460, 997];

#[test]
fn every_amt_stream_ends_in_its_recorded_picture_whole_and_in_pieces() {
    for recording in Recording::load_all(&["amt16", "amt8", "amt16z"]) {
        for piece in PIECES {
            let name = &recording.name;
            let mut driven = Driven::for_recording(&recording);
            driven.feed_in_pieces(&recording.bytes, piece).unwrap();
            assert_eq!(driven.unused(), 0, "{name} in pieces of {piece}");
            let hash = picture_hash(driven.screen());
            assert_eq!(hash, recording.last_picture, "{name} in pieces of {piece}");
            let counters = driven.channel.counters();
            assert_eq!(counters.updates, recording.updates, "{name}");
            assert_eq!(counters.rects, counters.tiles, "AMT sends single tiles");
            let complete = driven.events.iter();
            let complete = complete.filter(|e| **e == KvmEvent::PictureComplete);
            assert_eq!(complete.count(), 1, "{name}: {:?}", driven.events);
        }
    }
}
