//! Every picture mode of the device, through the simulator and the command line: exact pixels.

use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use crate::support::process::{Sim, finish, folder, outband};

const LIMIT: Duration = Duration::from_secs(120);

/// A picture with every level of grey, every level of each channel, and noise: solid, packed,
/// run-length coded and raw tiles, with edges that are no whole tile.
pub(crate) fn colourful(file: &Path) -> image::RgbImage {
    let picture = image::RgbImage::from_fn(330, 210, |x, y| {
        let [x, y] = [x, y].map(|v| u8::try_from(v % 256).unwrap());
        image::Rgb(match (x / 64, y / 64) {
            (0, 0) => [17, 34, 51],
            (1, 0) => [x & 0xF0, x & 0xF0, x & 0xF0],
            (2, 0) => [y, 0, 0],
            (_, 0) => [0, y, x],
            (_, 1) => [x, x, x],
            _ => [
                x.wrapping_mul(y),
                x.wrapping_mul(31) ^ y,
                y.wrapping_mul(57).wrapping_add(x),
            ],
        })
    });
    picture.save(file).unwrap();
    picture
}

/// `outband screen` on a simulated PC that shows `colourful`.
struct Setup {
    sim: Sim,
    path: PathBuf,
    picture: image::RgbImage,
    _folder: tempfile::TempDir,
}

impl Setup {
    fn new(profile: &str) -> Self {
        let (folder, path) = folder();
        let scene = path.join("scene.png");
        let picture = colourful(&scene);
        let sim = Sim::start(&[
            "--redir-port",
            "0",
            "--rfb-port",
            "off",
            "--profile",
            profile,
            "--scene",
            scene.to_str().unwrap(),
        ]);
        Self {
            sim,
            path,
            picture,
            _folder: folder,
        }
    }

    fn run(&self, options: &[&str]) -> Output {
        let target = format!("127.0.0.1:16992:{}", self.sim.port("redir"));
        let mut command = outband(&["screen", &target, "--json", "--png"]);
        command
            .arg(self.path.join("out.png"))
            .args(options)
            .env("OUTBAND_PASSWORD", "P@ssw0rd");
        finish(command, LIMIT)
    }

    fn saved(&self, options: &[&str]) -> image::RgbImage {
        let output = self.run(options);
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{options:?}: {said}");
        image::open(self.path.join("out.png")).unwrap().into_rgb8()
    }
}

/// A level reduced to `bits` by cutting off, and spread over 0 to 255 again, rounded.
pub(crate) fn through(level: u8, bits: u32) -> u8 {
    let max = (1 << bits) - 1;
    let kept = u32::from(level) >> (8 - bits);
    u8::try_from((kept * 255 * 2 + max) / (max * 2)).unwrap()
}

#[test]
fn colours_arrive_exactly_in_every_format_and_encoding() {
    let setup = Setup::new("amt16");
    for (pixel, bits) in [("rgb565", [5, 6, 5]), ("rgb332", [3, 3, 2])] {
        let mut expected = setup.picture.clone();
        for image::Rgb(colour) in expected.pixels_mut() {
            for (level, bits) in colour.iter_mut().zip(bits) {
                *level = through(*level, bits);
            }
        }
        for encoding in ["auto", "rle", "zlib", "raw"] {
            let saved = setup.saved(&["--pixel", pixel, "--encoding", encoding]);
            assert!(saved == expected, "{pixel} {encoding}");
        }
    }
}

/// How firmware weighs colours is not known, so only greys are compared by their level; every
/// other pixel must be grey and the same in every encoding.
#[test]
fn greys_arrive_exactly_in_every_encoding() {
    let setup = Setup::new("amt16");
    for (pixel, bits) in [("gray8", 8), ("gray4", 4)] {
        let mut first = None;
        for encoding in ["auto", "rle", "zlib", "raw"] {
            let saved = setup.saved(&["--pixel", pixel, "--encoding", encoding]);
            for (from, to) in setup.picture.pixels().zip(saved.pixels()) {
                let [r, g, b] = from.0;
                let is_grey = r == g && g == b;
                assert!(
                    !is_grey || to.0 == [through(r, bits); 3],
                    "{pixel} {from:?} {to:?}"
                );
                assert!(to.0 == [to.0[0]; 3], "{pixel} {to:?}");
            }
            let first = first.get_or_insert_with(|| saved.clone());
            assert!(saved == *first, "{pixel} {encoding}");
        }
    }
}

#[test]
fn older_firmware_says_that_it_knows_no_greys() {
    let setup = Setup::new("amt14");
    let output = setup.run(&["--pixel", "gray8"]);
    assert_eq!(output.status.code(), Some(8));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["error"]["kind"], "not-known");
    let title = answer["error"]["title"].as_str().unwrap();
    assert!(title.contains("greys"), "{title}");
    setup.saved(&["--pixel", "rgb332"]);
}
