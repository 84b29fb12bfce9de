//! Everything at once: a real VNC server, the simulator that shows its screen, and our program
//! that saves the picture and types.

use std::path::Path;
use std::time::Duration;

use crate::support::process::{Sim, eventually, finish, folder, outband, text_of};
use crate::support::xvnc::{Rgb, Xvnc};

const LIMIT: Duration = Duration::from_secs(60);

/// Runs `outband screen` on the simulated PC and reads the picture it saves.
fn screen(sim: &Sim, png: &Path, options: &[&str]) -> Rgb {
    let target = format!("127.0.0.1:16992:{}", sim.port("redir"));
    let mut command = outband(&["screen", &target, "--png"]);
    command
        .arg(png)
        .args(options)
        .env("OUTBAND_PASSWORD", "P@ssw0rd");
    let output = finish(command, LIMIT);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let image = image::open(png).unwrap().into_rgb8();
    Rgb {
        width: usize::try_from(image.width()).unwrap(),
        height: usize::try_from(image.height()).unwrap(),
        pixels: image.pixels().map(|p| p.0).collect(),
    }
}

/// What 16 bits leave of a picture: the device cuts off low bits, the client expands the rest to
/// r/31, g/63, b/31, rounded.
fn through_565(picture: &Rgb) -> Rgb {
    let expand = |value: u8, bits: u32| {
        let max = f64::from((1_u32 << bits) - 1);
        let kept = f64::from(value >> (8 - bits));
        format!("{:.0}", kept * 255.0 / max).parse().unwrap()
    };
    let reduce = |[r, g, b]: &[u8; 3]| [expand(*r, 5), expand(*g, 6), expand(*b, 5)];
    Rgb {
        width: picture.width,
        height: picture.height,
        pixels: picture.pixels.iter().map(reduce).collect(),
    }
}

#[test]
fn the_picture_of_a_real_server_is_saved_exactly_and_text_arrives_in_its_program() {
    let (_folder, path) = folder();
    let (typed, png) = (path.join("typed"), path.join("screen.png"));
    let mut server = Xvnc::start("127.0.84.1", "640x400");
    server.type_into(&typed);
    let sim = Sim::start(&[
        "--redir-port",
        "0",
        "--rfb-port",
        "off",
        "--scene",
        &server.url(),
    ]);
    // The program may still be drawing its first lines.
    eventually(LIMIT, "the same picture", || {
        (screen(&sim, &png, &[]) == through_565(&server.snapshot())).then_some(())
    });

    let text = "The quick brown fox, 42 + 1 = 43!";
    let with_text = screen(&sim, &png, &["--type", text, "--keys", "enter"]);
    assert_eq!(text_of(&typed), format!("ready\n{text}\n"));
    assert!(
        with_text == through_565(&server.snapshot()),
        "with the text"
    );
}
