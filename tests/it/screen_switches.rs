//! The mode of the picture, switched while a session runs, against the simulator.

use std::path::Path;
use std::time::Duration;

use outband::screen::{Framebuffer, PixelFormat};
use outband::session::{
    Command, Decimation, DeviceFault, EncodingChoice, Event, Fault, Handle, OpenOptions,
    PictureMode, PixelChoice, Stage,
};

use crate::screen_modes::{colourful, through};
use crate::support::amt::{closed, open_here, options, until};
use crate::support::process::{Sim, folder};

const AUTO: PictureMode = PictureMode {
    pixel: PixelChoice::Auto,
    encoding: EncodingChoice::Auto,
    decimation: None,
};

fn start(profile: &str, scene: &Path, more: &[&str]) -> Sim {
    let scene = scene.to_str().unwrap();
    let mut arguments = vec!["--redir-port", "0", "--rfb-port", "off"];
    arguments.extend(["--profile", profile, "--scene", scene]);
    arguments.extend(more);
    Sim::start(&arguments)
}

async fn open(sim: &Sim, picture: PictureMode) -> Handle {
    let target = format!("127.0.0.1:16992:{}", sim.port("redir"));
    let patient = Duration::from_secs(15);
    let mut handle = open_here(OpenOptions {
        picture,
        reply_timeout: patient,
        picture_timeout: patient,
        ..options(&target)
    });
    until(&mut handle, |e| matches!(e, Event::Stage(Stage::Live))).await;
    handle
}

async fn switch(handle: &mut Handle, mode: PictureMode) {
    handle.send(Command::SetPicture(mode)).unwrap();
    until(handle, |e| matches!(e, Event::Screen { .. })).await;
}

/// Waits for a picture that is as it should be.
async fn shows(handle: &mut Handle, right: impl Fn(&Framebuffer) -> bool) {
    loop {
        if handle
            .picture
            .snapshot()
            .is_some_and(|picture| right(&picture))
        {
            return;
        }
        until(handle, |e| matches!(e, Event::Updated)).await;
    }
}

/// `picture` is `scene` in this format. Greys are compared where the scene has them.
fn is_scene(picture: &Framebuffer, scene: &image::RgbImage, format: PixelFormat) -> bool {
    let bits = match format {
        PixelFormat::Rgb565 => [5, 6, 5],
        PixelFormat::Rgb332 => [3, 3, 2],
        PixelFormat::Gray4 => [4; 3],
        PixelFormat::Gray8 | PixelFormat::Rgbx => [8; 3],
    };
    let grey = matches!(format, PixelFormat::Gray4 | PixelFormat::Gray8);
    picture.format() == format
        && scene.enumerate_pixels().all(|(x, y, from)| {
            let [x, y] = [x, y].map(|v| u16::try_from(v).unwrap());
            let shown = format.rgb8(picture.pixel(x, y));
            let [r, g, b] = from.0;
            let is_grey = r == g && g == b;
            let [i, j, k] = [0, 1, 2].map(|i: usize| through(from.0[i], bits[i]));
            (grey && !is_grey) || shown == [i, j, k]
        })
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_and_encoding_can_be_switched_to_and_shows_exact_pixels() {
    let (_folder, path) = folder();
    let scene = colourful(&path.join("scene.png"));
    let sim = start("amt16", &path.join("scene.png"), &[]);
    let mut handle = open(&sim, AUTO).await;
    shows(&mut handle, |p| is_scene(p, &scene, PixelFormat::Rgb565)).await;
    let mut mode = AUTO;
    for (pixel, format) in [
        (PixelChoice::Gray4, PixelFormat::Gray4),
        (PixelChoice::Rgb332, PixelFormat::Rgb332),
        (PixelChoice::Gray8, PixelFormat::Gray8),
        (PixelChoice::Rgb565, PixelFormat::Rgb565),
    ] {
        mode.pixel = pixel;
        switch(&mut handle, mode).await;
        shows(&mut handle, |p| is_scene(p, &scene, format)).await;
        for (encoding, deflated) in [
            (EncodingChoice::Raw, None),
            (EncodingChoice::Rle, Some(false)),
            (EncodingChoice::Zlib, Some(true)),
        ] {
            mode.encoding = encoding;
            handle.send(Command::SetPicture(mode)).unwrap();
            if let Some(deflated) = deflated {
                until(
                    &mut handle,
                    |e| matches!(e, Event::Deflated(on) if *on == deflated),
                )
                .await;
            }
            handle.send(Command::Refresh).unwrap();
            until(&mut handle, |e| matches!(e, Event::Updated)).await;
            shows(&mut handle, |p| is_scene(p, &scene, format)).await;
        }
    }
    mode.decimation = Some(Decimation::Never);
    handle.send(Command::SetPicture(mode)).unwrap();
    until(&mut handle, |e| {
        let never = Decimation::Never;
        matches!(e, Event::Halving { mode, is_halved: false } if *mode == never)
    })
    .await;
    handle.send(Command::Close).unwrap();
    assert!(closed(&mut handle).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_older_firmware_does_not_know_is_refused_and_the_screen_goes_on() {
    let (_folder, path) = folder();
    let scene = colourful(&path.join("scene.png"));
    let sim = start("amt14", &path.join("scene.png"), &[]);
    let mut handle = open(&sim, AUTO).await;
    let grey = PictureMode {
        pixel: PixelChoice::Gray8,
        ..AUTO
    };
    handle.send(Command::SetPicture(grey)).unwrap();
    let refused = until(&mut handle, |e| matches!(e, Event::PictureRefused(_))).await;
    let Event::PictureRefused(Fault::Device(DeviceFault::Unknown { what })) = refused else {
        panic!("{refused:?}");
    };
    assert!(what.contains("greys"), "{what}");
    let narrow = PictureMode {
        pixel: PixelChoice::Rgb332,
        ..AUTO
    };
    switch(&mut handle, narrow).await;
    shows(&mut handle, |p| is_scene(p, &scene, PixelFormat::Rgb332)).await;
}

/// 2600 × 1800 × 2 bytes are more than firmware holds; it hangs up when asked for them.
#[tokio::test(flavor = "multi_thread")]
async fn a_mode_that_costs_the_screen_is_taken_back_and_the_screen_comes_back_by_itself() {
    let (_folder, path) = folder();
    let file = path.join("scene.png");
    image::RgbImage::from_pixel(2600, 1800, image::Rgb([0, 255, 0]))
        .save(&file)
        .unwrap();
    let sim = start("amt16", &file, &[]);
    let mut handle = open(&sim, AUTO).await;
    shows(&mut handle, |p| p.format() == PixelFormat::Rgb332).await;
    let full = PictureMode {
        pixel: PixelChoice::Rgb565,
        ..AUTO
    };
    handle.send(Command::SetPicture(full)).unwrap();
    until(&mut handle, |e| matches!(e, Event::PictureRefused(_))).await;
    until(&mut handle, |e| matches!(e, Event::Interrupted { .. })).await;
    until(&mut handle, |e| matches!(e, Event::Stage(Stage::Live))).await;
    shows(&mut handle, |p| {
        p.format() == PixelFormat::Rgb332 && p.pixel(2599, 1799) == 0x1C
    })
    .await;
}

/// Noise, which nothing compresses: two bytes for each pixel in full colour.
fn noise(side: u32) -> image::RgbImage {
    let mut state = 1_u32;
    image::RgbImage::from_fn(side, side, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, r, g, b] = state.to_le_bytes();
        image::Rgb([r, g, b])
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_crawls_gets_greys_from_a_pc_that_has_them() {
    let (_folder, path) = folder();
    let file = path.join("scene.png");
    noise(300).save(&file).unwrap();
    for (profile, format) in [
        ("amt16", PixelFormat::Gray4),
        ("amt14", PixelFormat::Rgb332),
    ] {
        let sim = start(profile, &file, &["--rate", "256kbit"]);
        let mut handle = open(&sim, AUTO).await;
        let wanted = |e: &Event| matches!(e, Event::Screen { format: now, .. } if *now == format);
        until(&mut handle, wanted).await;
        shows(&mut handle, |picture| picture.format() == format).await;
        handle.send(Command::Close).unwrap();
        assert!(closed(&mut handle).await.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_line_gets_fewer_colours_by_itself_unless_somebody_chose_them() {
    let (_folder, path) = folder();
    let file = path.join("scene.png");
    noise(600).save(&file).unwrap();
    let mut sim = start("amt16", &file, &["--rate", "1mbit"]);
    let mut handle = open(&sim, AUTO).await;
    until(
        &mut handle,
        |e| matches!(e, Event::Screen { format, .. } if *format == PixelFormat::Rgb332),
    )
    .await;
    handle.send(Command::Close).unwrap();
    assert!(closed(&mut handle).await.is_none());
    // What was on the slow line comes before the end, and until then the PC is busy.
    sim.wait_for("session.close");

    let chosen = PictureMode {
        pixel: PixelChoice::Rgb565,
        ..AUTO
    };
    let mut handle = open(&sim, chosen).await;
    handle.send(Command::Refresh).unwrap();
    until(&mut handle, |e| matches!(e, Event::Updated)).await;
    let picture = handle.picture.snapshot().unwrap();
    assert_eq!(picture.format(), PixelFormat::Rgb565);
}
