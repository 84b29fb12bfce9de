//! Screens from the text mode of a VGA adapter to 3840 × 2400, through the simulator and the command
//! line: every pixel, in full colour where the device can send so much and in fewer colours where
//! it cannot.

use std::time::Duration;

use crate::screen_modes::through;
use crate::support::process::{Sim, finish, folder, outband};

/// Width and height; `true`: more than firmware sends in 16 bits per pixel (amt16, spec § 5.4).
const SIZES: [(u32, u32, bool); 14] = [
    (640, 400, false),
    (640, 480, false),
    (720, 400, false),
    (800, 600, false),
    (1024, 768, false),
    // No whole tiles, no even width.
    (1366, 768, false),
    (1280, 1024, false),
    (1600, 900, false),
    (1050, 1680, false),
    (1920, 1080, false),
    (1920, 1200, false),
    (2560, 1600, false),
    (3840, 2160, true),
    (3840, 2400, true),
];

#[test]
fn every_pixel_of_every_size_arrives() {
    let (_folder, path) = folder();
    for (width, height, is_reduced) in SIZES {
        let scene = path.join("scene.png");
        let picture = image::RgbImage::from_fn(width, height, |x, y| {
            let [x, y] = [x, y].map(|v| u8::try_from(v / 8 % 256).unwrap());
            image::Rgb([x, y, x ^ y])
        });
        picture.save(&scene).unwrap();
        let sim = Sim::start(&[
            "--redir-port",
            "0",
            "--rfb-port",
            "off",
            "--profile",
            "amt16",
            "--scene",
            scene.to_str().unwrap(),
        ]);
        let target = format!("127.0.0.1:16992:{}", sim.port("redir"));
        let out = path.join("out.png");
        let mut command = outband(&["screen", &target, "--json", "--png"]);
        command.arg(&out).env("OUTBAND_PASSWORD", "P@ssw0rd");
        let output = finish(command, Duration::from_secs(120));
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{width} × {height}: {said}");
        let answer: serde_json::Value = serde_json::from_str(&said).unwrap();
        let (pixel, bits) = match is_reduced {
            true => ("rgb332", [3, 3, 2]),
            false => ("rgb565", [5, 6, 5]),
        };
        assert_eq!(answer["pixel"], pixel, "{width} × {height}");
        let saved = image::open(&out).unwrap().into_rgb8();
        let mut expected = picture;
        for image::Rgb(colour) in expected.pixels_mut() {
            for (level, bits) in colour.iter_mut().zip(bits) {
                *level = through(*level, bits);
            }
        }
        assert!(saved == expected, "{width} × {height}");
    }
}
