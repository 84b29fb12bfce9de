//! The real picture pipeline: exact colours, and nothing uploaded that did not change.

use image::RgbaImage;
use outband::gpu::{Pictures, Sampling, Shown, Uploads};
use outband::screen::{Damage, Framebuffer, PixelFormat, Rect, Rotation, Scale, View};

use crate::support::gpu::{AROUND, Stage};

/// One to one, nothing dimmed.
const PLAIN: Shown = Shown {
    view: View {
        scale: Scale::Factor(1.0),
        rotation: Rotation::None,
        centre: [0.5, 0.5],
    },
    sampling: Sampling::Automatic,
    brightness: 1.0,
};

fn filled(
    width: u16,
    height: u16,
    format: PixelFormat,
    pixel: impl Fn(u16, u16) -> u32,
) -> Framebuffer {
    let mut framebuffer = Framebuffer::new(width, height, format).unwrap();
    for y in 0..height {
        for x in 0..width {
            framebuffer.set_pixel(x, y, pixel(x, y));
        }
    }
    framebuffer
}

fn rgba([r, g, b]: [u8; 3]) -> [u8; 4] {
    [r, g, b, 255]
}

fn assert_shows_every_pixel(framebuffer: &Framebuffer) {
    let area = [framebuffer.width().into(), framebuffer.height().into()];
    assert_pixels(framebuffer, &Stage::new(framebuffer, area, PLAIN).render());
}

fn assert_pixels(framebuffer: &Framebuffer, image: &RgbaImage) {
    let (width, height) = (framebuffer.width(), framebuffer.height());
    for y in 0..height {
        for x in 0..width {
            let expected = rgba(framebuffer.format().rgb8(framebuffer.pixel(x, y)));
            let shown = image.get_pixel(x.into(), y.into()).0;
            assert_eq!(shown, expected, "{x},{y} of {:?}", framebuffer.format());
        }
    }
}

#[test]
fn all_65536_colours_of_rgb565_are_shown_exactly() {
    assert_shows_every_pixel(&filled(256, 256, PixelFormat::Rgb565, |x, y| {
        u32::from(y) * 256 + u32::from(x)
    }));
}

#[test]
fn a_target_that_encodes_srgb_stores_the_same_colours() {
    let all = filled(256, 256, PixelFormat::Rgb565, |x, y| {
        u32::from(y) * 256 + u32::from(x)
    });
    let mut stage = Stage::on_srgb_target(&all, [256, 256], PLAIN);
    assert_pixels(&all, &stage.render());
}

#[test]
fn all_colours_of_the_8_bit_formats_are_shown_exactly() {
    for format in [PixelFormat::Rgb332, PixelFormat::Gray8, PixelFormat::Gray4] {
        let levels = if format == PixelFormat::Gray4 {
            16
        } else {
            256
        };
        assert_shows_every_pixel(&filled(16, 16, format, |x, y| {
            (u32::from(y) * 16 + u32::from(x)) % levels
        }));
    }
}

#[test]
fn thirty_two_bit_pixels_are_shown_exactly() {
    assert_shows_every_pixel(&filled(64, 48, PixelFormat::Rgbx, |x, y| {
        (u32::from(x) * 4) | (u32::from(y) * 5) << 8 | u32::from(x ^ y) << 16
    }));
}

/// Every size that PCs have, up to the largest that firmware sends.
#[test]
fn screens_from_640_by_400_to_3840_by_2400_are_shown_exactly() {
    for (width, height, format) in [
        (640, 400, PixelFormat::Rgb565),
        (720, 400, PixelFormat::Gray8),
        (1366, 768, PixelFormat::Rgb565),
        (1050, 1680, PixelFormat::Rgb332),
        (1920, 1080, PixelFormat::Rgb565),
        (2560, 1600, PixelFormat::Rgb565),
        (3840, 2160, PixelFormat::Rgbx),
        (3840, 2400, PixelFormat::Rgb332),
    ] {
        let bits = 8 * u32::try_from(format.bytes_per_pixel()).unwrap();
        let most = u32::MAX >> (32 - bits.min(24));
        assert_shows_every_pixel(&filled(width, height, format, |x, y| {
            (u32::from(x).wrapping_mul(2_654_435) ^ (u32::from(y) * 40_503)) & most
        }));
    }
}

#[test]
fn whole_scales_repeat_pixels_exactly_and_the_stage_stays_around() {
    let small = filled(20, 10, PixelFormat::Rgb565, |x, y| {
        u32::from(x) * 3001 + u32::from(y) * 977
    });
    let shown = Shown {
        view: View {
            scale: Scale::Factor(3.0),
            ..PLAIN.view
        },
        ..PLAIN
    };
    let image = Stage::new(&small, [64, 40], shown).render();
    for (x, y, pixel) in image.enumerate_pixels() {
        // Centred: (64 − 60) / 2 columns and (40 − 30) / 2 rows beside the picture.
        let inside = (2..62).contains(&x) && (5..35).contains(&y);
        let expected = if inside {
            let source = small.pixel((x as u16 - 2) / 3, (y as u16 - 5) / 3);
            rgba(PixelFormat::Rgb565.rgb8(source))
        } else {
            AROUND
        };
        assert_eq!(pixel.0, expected, "{x},{y}");
    }
}

#[test]
fn turned_pictures_show_every_pixel_where_the_view_says() {
    let source = filled(24, 16, PixelFormat::Rgb332, |x, y| {
        u32::from(y) * 16 + u32::from(x)
    });
    let turns = [Rotation::Quarter, Rotation::Half, Rotation::ThreeQuarters];
    for rotation in turns {
        let view = View {
            rotation,
            ..PLAIN.view
        };
        let image = Stage::new(&source, [30, 30], Shown { view, ..PLAIN }).render();
        let placed = view.place([24, 16], [30, 30]);
        for (x, y, shown) in image.enumerate_pixels() {
            let expected = placed
                .pixel_at([x as f32 + 0.5, y as f32 + 0.5])
                .map_or(AROUND, |[x, y]| {
                    rgba(PixelFormat::Rgb332.rgb8(source.pixel(x, y)))
                });
            assert_eq!(shown.0, expected, "{rotation:?} {x},{y}");
        }
    }
}

/// 8-bit value of the mean light of two 8-bit values, as the shader defines light.
fn mix(a: u8, b: u8) -> u8 {
    let (a, b) = (f64::from(a) / 255.0, f64::from(b) / 255.0);
    (((a * a + b * b) / 2.0).sqrt() * 255.0).round() as u8
}

#[test]
fn reducing_by_half_mixes_the_light_of_all_pixels() {
    // Columns alternate between black and white: a sampler that skips pixels shows one of them.
    let stripes = filled(40, 20, PixelFormat::Rgb565, |x, _| {
        if x % 2 == 0 { 0xFFFF } else { 0 }
    });
    let shown = Shown {
        view: View::default(),
        ..PLAIN
    };
    let image = Stage::new(&stripes, [20, 10], shown).render();
    let grey = mix(255, 0);
    for (x, y, pixel) in image.enumerate_pixels() {
        let [r, g, b, _] = pixel.0;
        for channel in [r, g, b] {
            assert!(channel.abs_diff(grey) <= 1, "{channel} at {x},{y}");
        }
    }
}

#[test]
fn a_plain_area_keeps_its_exact_colour_at_every_scale() {
    for pixel in [0xFFFF, 0x8410, 0x07E0, 0x1234] {
        let plain = filled(97, 61, PixelFormat::Rgb565, |_, _| pixel);
        let expected = rgba(PixelFormat::Rgb565.rgb8(pixel));
        for (area, sampling) in [
            ([31, 40], Sampling::Automatic),
            ([150, 120], Sampling::Automatic),
            ([5, 4], Sampling::Automatic),
            ([150, 120], Sampling::Bilinear),
            ([131, 90], Sampling::Nearest),
        ] {
            let shown = Shown {
                view: View::default(),
                sampling,
                ..PLAIN
            };
            let placed = shown.view.place([97, 61], area);
            let image = Stage::new(&plain, area, shown).render();
            for (x, y, shown) in image.enumerate_pixels() {
                let inside = placed.pixel_at([x as f32 + 0.5, y as f32 + 0.5]).is_some();
                let expected = if inside { expected } else { AROUND };
                assert_eq!(shown.0, expected, "{x},{y} {sampling:?} in {area:?}");
            }
        }
    }
}

#[test]
fn enlarged_edges_are_one_pixel_wide_and_the_rest_is_sharp() {
    // Ten columns black, ten white, shown 2.5 times as wide.
    let edge = filled(
        20,
        20,
        PixelFormat::Rgb565,
        |x, _| {
            if x < 10 { 0 } else { 0xFFFF }
        },
    );
    let shown = Shown {
        view: View::default(),
        ..PLAIN
    };
    let image = Stage::new(&edge, [50, 50], shown).render();
    let row: Vec<u8> = (0..50).map(|x| image.get_pixel(x, 25).0[0]).collect();
    let mixed = row.iter().filter(|v| **v != 0 && **v != 255).count();
    assert!(mixed <= 1, "{row:?}");
    assert!(row.is_sorted());
}

#[test]
fn a_dead_picture_is_dimmed() {
    let white = filled(8, 8, PixelFormat::Rgb565, |_, _| 0xFFFF);
    let shown = Shown {
        brightness: 0.35,
        ..PLAIN
    };
    let image = Stage::new(&white, [8, 8], shown).render();
    assert_eq!(image.get_pixel(4, 4).0, [89, 89, 89, 255]);
}

#[test]
fn one_changed_tile_uploads_one_tile_and_no_change_uploads_nothing() {
    let mut screen = filled(640, 400, PixelFormat::Rgb565, |x, _| u32::from(x));
    let mut stage = Stage::new(&screen, [640, 400], PLAIN);
    stage.render();
    let first = stage.uploads();
    assert_eq!(first.bytes, 640 * 400 * 2, "the whole screen once");
    assert!(first.calls <= 17);

    stage.render();
    stage.render();
    assert_eq!(
        stage.uploads(),
        first,
        "nothing changed, nothing is uploaded"
    );

    let tile = Rect::new(128, 64, 64, 64);
    for y in 64..128 {
        for x in 128..192 {
            screen.set_pixel(x, y, 0xF800);
        }
    }
    let mut damage = Damage::new();
    damage.add(tile);
    assert!(
        stage.mailbox.publish(&screen, &mut damage),
        "the window is woken"
    );
    let image = stage.render();
    assert_eq!(
        stage.uploads(),
        Uploads {
            calls: first.calls + 1,
            bytes: first.bytes + 64 * 64 * 2,
        }
    );
    for (x, y, shown) in image.enumerate_pixels() {
        let expected = rgba(PixelFormat::Rgb565.rgb8(screen.pixel(x as u16, y as u16)));
        assert_eq!(shown.0, expected, "{x},{y}");
    }
}

#[test]
fn another_size_or_format_replaces_the_texture() {
    let small = filled(32, 20, PixelFormat::Rgb565, |_, _| 0xF800);
    let mut stage = Stage::new(&small, [64, 40], PLAIN);
    stage.render();
    let large = filled(64, 40, PixelFormat::Rgb332, |_, _| 0x1C);
    stage.mailbox.publish(&large, &mut Damage::new());
    let image = stage.render();
    for corner in [(0, 0), (63, 39)] {
        assert_eq!(image.get_pixel(corner.0, corner.1).0, [0, 255, 0, 255]);
    }
}

#[test]
fn a_closed_tab_frees_its_texture() {
    let small = filled(32, 20, PixelFormat::Rgb565, |_, _| 0xF800);
    let mut stage = Stage::new(&small, [32, 20], PLAIN);
    stage.render();
    let count = |stage: &Stage| {
        let renderer = stage.state.renderer.read();
        let pictures = renderer.callback_resources.get::<Pictures>();
        pictures.map(Pictures::count)
    };
    assert_eq!(count(&stage), Some(1));
    Pictures::forget(&stage.state, outband::gpu::PictureId(1));
    assert_eq!(count(&stage), Some(0));
}

#[test]
fn a_screen_too_large_for_the_adapter_is_not_drawn_and_does_no_harm() {
    let wide = filled(16_384, 2, PixelFormat::Rgb332, |_, _| 0xFF);
    let mut stage = Stage::new(&wide, [64, 40], PLAIN);
    let limit = stage.state.device.limits().max_texture_dimension_2d;
    let image = stage.render();
    if limit < 16_384 {
        assert_eq!(image.get_pixel(32, 20).0, AROUND);
        assert_eq!(stage.uploads(), Uploads::default());
    } else {
        assert_eq!(image.get_pixel(32, 20).0, [255; 4]);
    }
}
