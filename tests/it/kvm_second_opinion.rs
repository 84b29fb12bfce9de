//! vnc-rs and our decoders draw the same picture from the same bytes.

use outband::screen::{Framebuffer, PixelFormat};

use crate::support::kvm::Driven;
use crate::support::peer::{self, PeerScreen};
use crate::support::recording::{PRELUDE, Recording};

/// The bytes of a screen as the wire has them.
fn wire_bytes(screen: &Framebuffer) -> Vec<u8> {
    let count = usize::from(screen.width()) * usize::from(screen.height());
    let len = screen.format().bytes_per_pixel();
    (0..count)
        .flat_map(|i| screen.pixels().at(i).to_le_bytes().into_iter().take(len))
        .collect()
}

#[test]
fn vnc_rs_agrees_on_every_lossless_stream_that_it_can_decode() {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.unwrap();
    for recording in Recording::load_all(&["amt16", "amt8", "amt16z", "raw", "zrle", "tight"]) {
        let mut driven = Driven::for_recording(&recording);
        driven.feed(&recording.bytes).unwrap();
        let mut screen = PeerScreen {
            width: 0,
            pixels: Vec::new(),
        };
        let bytes = [PRELUDE, &recording.bytes].concat();
        runtime.block_on(peer::decode(bytes, recording.format, &mut screen));
        if recording.format == PixelFormat::Rgbx {
            // The fourth byte means nothing; the peer fills it with ones.
            screen.pixels.chunks_mut(4).for_each(|pixel| pixel[3] = 0);
        }
        let ours = wire_bytes(driven.screen());
        assert!(screen.pixels == ours, "{} differs", recording.name);
    }
}
