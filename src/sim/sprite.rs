//! The box with the consent code that the graphics hardware lays over the PC's picture.
//!
//! Only the user in front of the PC sees it: the code is what a console has to learn from him.
//! Source: `docs/protocol/wsman.md` § 3.3.

use super::canvas::{Area, Canvas, Rgb};
use super::font::{GLYPH_HEIGHT, GLYPH_WIDTH};

/// Draws the box in the middle of `canvas`. `code` is 0..=999999.
pub fn draw(canvas: &mut Canvas, code: u32) {
    let (width, height) = canvas.size();
    let area = Area::new(
        (i32::from(width) - BOX_WIDTH) / 2,
        (i32::from(height) - BOX_HEIGHT) / 2,
        BOX_WIDTH,
        BOX_HEIGHT,
    );
    canvas.fill(area, BORDER);
    canvas.fill(area.inset(4), PAPER);
    let mut line = |row: i32, text: &str| {
        let columns = i32::try_from(text.chars().count()).unwrap_or(0);
        let left = area.x + (BOX_WIDTH - columns * GLYPH_WIDTH) / 2;
        canvas.text(left, area.y + row, text, INK, None);
    };
    line(16, "A technician asks for access to this computer.");
    line(36, "To allow it, tell him this code:");
    line(132, "It is valid for one session.");
    let left = area.x + (BOX_WIDTH - 6 * DIGIT_STEP) / 2;
    for (x, digit) in (0..).zip(format!("{code:06}").chars()) {
        large(canvas, left + x * DIGIT_STEP, area.y + 62, digit);
    }
}

/// A character in four times its size.
fn large(canvas: &mut Canvas, left: i32, top: i32, c: char) {
    let mut small = Canvas::new(8, 16);
    small.text(0, 0, c.encode_utf8(&mut [0; 4]), INK, Some(PAPER));
    let area = Area::new(left, top, GLYPH_WIDTH * ZOOM, GLYPH_HEIGHT * ZOOM);
    canvas.paint(area, |x, y| {
        let at = |v: i32| u16::try_from(v / ZOOM).unwrap_or(u16::MAX);
        small.pixel(at(x - left), at(y - top))
    });
}

const ZOOM: i32 = 4;
const DIGIT_STEP: i32 = 44;
const BOX_WIDTH: i32 = 400;
const BOX_HEIGHT: i32 = 160;
const BORDER: Rgb = [0xE8, 0xA0, 0x00];
const PAPER: Rgb = [0xFF, 0xFF, 0xFF];
const INK: Rgb = [0x10, 0x10, 0x10];

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the digit whose picture starts here, by comparing it with all ten.
    fn digit_at(canvas: &Canvas, left: i32, top: i32) -> Option<char> {
        ('0'..='9').find(|digit| {
            let mut expected = Canvas::new(32, 64);
            large(&mut expected, 0, 0, *digit);
            (0..32).all(|x| {
                (0..64).all(|y| {
                    let at = |v: i32| u16::try_from(v).unwrap();
                    canvas.pixel(at(left + x), at(top + y)) == expected.pixel(at(x), at(y))
                })
            })
        })
    }

    #[test]
    fn six_digits_can_be_read_off_the_screen_leading_zeros_too() {
        let mut canvas = Canvas::new(1024, 768);
        draw(&mut canvas, 48_213);
        let left = (1024 - BOX_WIDTH) / 2 + (BOX_WIDTH - 6 * DIGIT_STEP) / 2;
        let top = (768 - BOX_HEIGHT) / 2 + 62;
        let read: Option<String> = (0..6)
            .map(|n| digit_at(&canvas, left + n * DIGIT_STEP, top))
            .collect();
        assert_eq!(read.as_deref(), Some("048213"));
    }

    #[test]
    fn a_small_screen_gets_what_fits() {
        let mut canvas = Canvas::new(320, 200);
        draw(&mut canvas, 0);
        assert_eq!(canvas.pixel(160, 21), BORDER);
        assert_eq!(canvas.pixel(160, 19), [0; 3]);
    }
}
