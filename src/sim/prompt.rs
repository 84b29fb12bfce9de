//! The picture that firmware makes up for a viewer who came without consent: it asks for the six
//! digits that stand on the PC's own screen, and the viewer types them.
//!
//! Source: `docs/protocol/redirection.md` § 5.13 b.

use super::canvas::{Area, Canvas, Rgb};
use super::font::{GLYPH_HEIGHT, GLYPH_WIDTH};
use super::keyboard::{Key, Keyboard};
use crate::proto::kvm::keysym::Keysym;

/// The question, and what was typed so far.
#[derive(Debug)]
pub struct ConsentPrompt {
    canvas: Canvas,
    keyboard: Keyboard,
    /// At most six digits.
    typed: String,
    was_wrong: bool,
}

impl Default for ConsentPrompt {
    fn default() -> Self {
        let mut prompt = Self {
            canvas: Canvas::new(WIDTH, HEIGHT),
            keyboard: Keyboard::default(),
            typed: String::new(),
            was_wrong: false,
        };
        prompt.compose();
        prompt
    }
}

impl ConsentPrompt {
    /// What the viewer sees instead of the PC's screen.
    #[must_use]
    pub const fn canvas(&self) -> &Canvas {
        &self.canvas
    }

    /// The viewer pressed or released a key. Returns the code once six digits are typed and
    /// Enter is pressed.
    pub fn key(&mut self, keysym: Keysym, down: bool) -> Option<u32> {
        match self.keyboard.press(keysym, down)? {
            Key::Char(digit @ '0'..='9') if self.typed.len() < DIGITS => self.typed.push(digit),
            Key::Backspace => drop(self.typed.pop()),
            Key::Enter if self.typed.len() == DIGITS => {
                let code = self.typed.parse().ok();
                self.typed.clear();
                return code;
            }
            _ => return None,
        }
        self.compose();
        None
    }

    /// The code was not the right one; the viewer may try again.
    pub fn refuse(&mut self) {
        self.was_wrong = true;
        self.compose();
    }

    fn compose(&mut self) {
        self.canvas.fill(self.canvas.bounds().into(), PAPER);
        let mut line = |row: i32, text: &str, ink: Rgb| {
            let columns = i32::try_from(text.chars().count()).unwrap_or(0);
            let left = (i32::from(WIDTH) - columns * GLYPH_WIDTH) / 2;
            self.canvas.text(left, row, text, ink, None);
        };
        line(96, "Intel(R) Active Management Technology", INK);
        line(136, "The user of this computer has to consent.", INK);
        line(156, "Ask for the six digits on the screen, type them,", INK);
        line(176, "then press Enter.", INK);
        if self.was_wrong {
            line(280, "This code is wrong. Try again.", WARNING);
        }
        let left = (i32::from(WIDTH) - 6 * CELL) / 2;
        let typed = self.typed.chars().map(Some).chain(std::iter::repeat(None));
        for (n, digit) in (0..6).zip(typed) {
            let cell = Area::new(left + n * CELL, 220, CELL - 4, 32);
            self.canvas.frame(cell, INK);
            if let Some(digit) = digit {
                let x = cell.x + (cell.width - GLYPH_WIDTH) / 2;
                let y = cell.y + (cell.height - GLYPH_HEIGHT) / 2;
                self.canvas
                    .text(x, y, digit.encode_utf8(&mut [0; 4]), INK, None);
            }
        }
    }
}

const DIGITS: usize = 6;
const CELL: i32 = 28;
const WIDTH: u16 = 640;
const HEIGHT: u16 = 400;
const PAPER: Rgb = [0x00, 0x30, 0x60];
const INK: Rgb = [0xF0, 0xF0, 0xF0];
const WARNING: Rgb = [0xFF, 0xC0, 0x40];

#[cfg(test)]
mod tests {
    use super::*;

    fn press(prompt: &mut ConsentPrompt, keysym: u32) -> Option<u32> {
        let code = prompt.key(Keysym(keysym), true);
        assert_eq!(prompt.key(Keysym(keysym), false), None);
        code
    }

    #[test]
    fn six_digits_and_enter_are_a_code_and_backspace_takes_one_back() {
        let mut prompt = ConsentPrompt::default();
        let before = prompt.canvas().versions().to_vec();
        // 0 4 8, a letter, 9 taken back, 2 on the keypad, 1 3, one too many.
        for keysym in [
            0x30, 0x34, 0x38, 0x61, 0x39, 0xFF08, 0xFFB2, 0x31, 0x33, 0x37,
        ] {
            assert_eq!(press(&mut prompt, keysym), None);
        }
        assert_ne!(prompt.canvas().versions(), before, "the digits are shown");
        assert_eq!(press(&mut prompt, 0xFF0D), Some(48_213));
        assert_eq!(press(&mut prompt, 0xFF0D), None, "nothing is left");
    }

    #[test]
    fn too_few_digits_are_no_code() {
        let mut prompt = ConsentPrompt::default();
        for _ in 0..5 {
            press(&mut prompt, 0x31);
        }
        assert_eq!(press(&mut prompt, 0xFF8D), None);
        press(&mut prompt, 0x31);
        assert_eq!(press(&mut prompt, 0xFF8D), Some(111_111));
    }
}
