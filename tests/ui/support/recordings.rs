//! A recording of a screen, to be played.

use std::fs;
use std::path::Path;
use std::time::Duration;

use outband::screen::recording::{Header, Mark, MarkKind, Recorder, SEALED_AT};
use outband::screen::{Framebuffer, Rect};

const SECOND: Duration = Duration::from_secs(1);

/// A recording of 20 s: the pictures of the seconds 0 to 10, and `marks` with their seconds.
pub(crate) fn record(
    path: &Path,
    picture: impl Fn(u16) -> Framebuffer,
    marks: &[(u32, MarkKind, &str)],
) {
    let mut out = Vec::new();
    let header = Header {
        started_ms: 1_794_000_000_000,
        salt: [7; 16],
        sealed: 0,
    };
    let mut recorder = Recorder::new(header, "lab-12", &mut out);
    for second in 0..=10 {
        let picture = picture(second);
        let all = [Rect::of_size(picture.width(), picture.height())];
        recorder.picture(SECOND * u32::from(second), &picture, &all, &mut out);
    }
    for &(at, kind, text) in marks {
        let mark = Mark {
            at: SECOND * at,
            kind,
            text: text.to_owned(),
        };
        recorder.mark(&mark, &mut out);
    }
    let _seal = recorder.end(SECOND * 20, &mut out);
    let length = u64::try_from(out.len()).unwrap();
    let sealed = usize::try_from(SEALED_AT).unwrap();
    let place = out.get_mut(sealed..sealed + 8).unwrap();
    place.copy_from_slice(&length.to_le_bytes());
    fs::write(path, out).unwrap();
}
