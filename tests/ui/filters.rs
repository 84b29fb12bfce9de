//! Every filter, scale and turn: what the shader draws is what a plain calculation says.
//!
//! The reference knows nothing of the shader: it asks the view which part of the screen a display
//! pixel covers, and adds up in 64 bits.

use outband::gpu::{Sampling, Shown};
use outband::screen::{Framebuffer, PixelFormat, Placement, Rotation, Scale, View};

use crate::support::gpu::{AROUND, Stage};

/// A picture in which every pixel differs from its neighbours, from a small generator.
fn noise(width: u16, height: u16, format: PixelFormat) -> Framebuffer {
    let mut framebuffer = Framebuffer::new(width, height, format).unwrap();
    let mut state = 0x2545_F491_u32;
    let mask = match format {
        PixelFormat::Rgb565 => 0xFFFF,
        PixelFormat::Rgb332 | PixelFormat::Gray8 => 0xFF,
        PixelFormat::Gray4 => 0xF,
        PixelFormat::Rgbx => 0x00FF_FFFF,
    };
    for y in 0..height {
        for x in 0..width {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            framebuffer.set_pixel(x, y, state & mask);
        }
    }
    framebuffer
}

/// Light of a pixel of the screen, the nearest one beyond its edge.
fn light(screen: &Framebuffer, x: f64, y: f64) -> [f64; 3] {
    let inside = |at: f64, side: u16| at.clamp(0.0, f64::from(side) - 1.0) as u16;
    let (x, y) = (inside(x, screen.width()), inside(y, screen.height()));
    let rgb = screen.format().rgb8(screen.pixel(x, y));
    rgb.map(|value| (f64::from(value) / 255.0).powi(2))
}

fn levels(light: [f64; 3]) -> [f64; 3] {
    light.map(|value| value.sqrt() * 255.0)
}

fn add(sum: &mut [f64; 3], light: [f64; 3], weight: f64) {
    for (sum, light) in sum.iter_mut().zip(light) {
        *sum += light * weight;
    }
}

/// The part of the screen under a display pixel: left, top, right, bottom.
fn covered(placed: &Placement, x: u32, y: u32) -> [f64; 4] {
    let corner = |x: f32, y: f32| placed.screen_from_view([x, y]).map(f64::from);
    let (x, y) = (x as f32, y as f32);
    let ([ax, ay], [bx, by]) = (corner(x, y), corner(x + 1.0, y + 1.0));
    [ax.min(bx), ay.min(by), ax.max(bx), ay.max(by)]
}

fn by_area(screen: &Framebuffer, [left, top, right, bottom]: [f64; 4]) -> [f64; 3] {
    let (left, top) = (left.max(0.0), top.max(0.0));
    let right = right.min(screen.width().into());
    let bottom = bottom.min(screen.height().into());
    let (mut sum, mut area) = ([0.0; 3], 0.0);
    let mut y = top.floor();
    while y < bottom {
        let mut x = left.floor();
        while x < right {
            let part = ((y + 1.0).min(bottom) - y.max(top)) * ((x + 1.0).min(right) - x.max(left));
            add(&mut sum, light(screen, x, y), part);
            area += part;
            x += 1.0;
        }
        y += 1.0;
    }
    levels(sum.map(|value| value / area))
}

fn bilinear(screen: &Framebuffer, [x, y]: [f64; 2]) -> [f64; 3] {
    let (x, y) = (x - 0.5, y - 0.5);
    let mut sum = [0.0; 3];
    for (dx, dy) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
        let (at_x, at_y) = (x.floor() + dx, y.floor() + dy);
        let near = (1.0 - (x - at_x).abs()) * (1.0 - (y - at_y).abs());
        add(&mut sum, light(screen, at_x, at_y), near);
    }
    levels(sum)
}

/// Draws `screen` and compares every pixel of the area with the reference.
fn compare(screen: &Framebuffer, area: [u32; 2], view: View, sampling: Sampling) {
    let shown = Shown {
        view,
        sampling,
        brightness: 1.0,
    };
    let placed = view.place([screen.width(), screen.height()], area);
    let image = Stage::new(screen, area, shown).render();
    let what = format!("{sampling:?} {view:?} {:?}", screen.format());
    let mut inside = 0;
    for (x, y, pixel) in image.enumerate_pixels() {
        let middle = [x as f32 + 0.5, y as f32 + 0.5];
        if placed.pixel_at(middle).is_none() {
            assert_eq!(pixel.0, AROUND, "{x},{y} {what}");
            continue;
        }
        inside += 1;
        let point = placed.screen_from_view(middle).map(f64::from);
        let expected = match sampling {
            Sampling::Nearest => levels(light(screen, point[0].floor(), point[1].floor())),
            Sampling::Bilinear if placed.factor() >= 1.0 => bilinear(screen, point),
            _ => by_area(screen, covered(&placed, x, y)),
        };
        for (shown, expected) in pixel.0.iter().zip(expected) {
            let off = (f64::from(*shown) - expected).abs();
            // Half a step of rounding, and the 24 bits of the shader's numbers.
            assert!(off <= 1.0, "{x},{y}: {pixel:?}, not {expected}, {what}");
        }
    }
    assert!(inside > 100, "{what}");
}

const TURNS: [Rotation; 4] = [
    Rotation::None,
    Rotation::Quarter,
    Rotation::Half,
    Rotation::ThreeQuarters,
];

#[test]
fn filters_agree_with_the_reference_at_every_scale_and_turn() {
    let screen = noise(61, 43, PixelFormat::Rgb565);
    for sampling in [Sampling::Area, Sampling::Bilinear, Sampling::Automatic] {
        for rotation in TURNS {
            for factor in [0.31, 0.5, 0.83, 1.37, 2.6] {
                let view = View {
                    scale: Scale::Factor(factor),
                    rotation,
                    ..View::default()
                };
                compare(&screen, [120, 110], view, sampling);
            }
        }
    }
}

#[test]
fn filters_agree_with_the_reference_in_every_format() {
    for format in [
        PixelFormat::Rgb565,
        PixelFormat::Rgb332,
        PixelFormat::Gray8,
        PixelFormat::Gray4,
        PixelFormat::Rgbx,
    ] {
        let screen = noise(40, 30, format);
        for (sampling, area) in [
            (Sampling::Nearest, [80, 60]),
            (Sampling::Bilinear, [93, 70]),
            (Sampling::Area, [93, 70]),
            (Sampling::Area, [17, 13]),
        ] {
            compare(&screen, area, View::default(), sampling);
        }
    }
}

#[test]
fn a_panned_picture_is_filtered_as_if_it_were_not() {
    let screen = noise(64, 48, PixelFormat::Rgb565);
    for scale in [Scale::Factor(2.3), Scale::Width] {
        let view = View {
            scale,
            centre: [0.3, 0.8],
            ..View::default()
        };
        compare(&screen, [90, 40], view, Sampling::Area);
    }
}

#[test]
fn large_screens_reduced_lose_no_line() {
    // One bright line on each 17th column and row of a large screen: at an eighth of its size a
    // filter that skips pixels would lose most of them.
    let mut screen = Framebuffer::new(1920, 1200, PixelFormat::Rgb565).unwrap();
    for y in 0..1200 {
        for x in 0..1920 {
            if x % 17 == 0 || y % 17 == 0 {
                screen.set_pixel(x, y, 0xFFFF);
            }
        }
    }
    compare(&screen, [240, 150], View::default(), Sampling::Automatic);
    compare(&screen, [333, 200], View::default(), Sampling::Bilinear);
}
