//! The character shapes of the simulated PC: Spleen 8×16, a font with the whole code page 437.
//!
//! The file is a PSF1 console font (`assets/fonts/spleen-8x16.psfu`, BSD-2-Clause, see
//! `assets/licences/spleen.txt`).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::wire::Reader;

/// Columns of one character.
pub const GLYPH_WIDTH: i32 = 8;
/// Rows of one character.
pub const GLYPH_HEIGHT: i32 = 16;

/// One character: sixteen rows from the top, the leftmost column in the highest bit.
pub type Glyph = [u8; 16];

/// The shape of `c`; a hollow box if the font has none.
#[must_use]
pub fn glyph(c: char) -> &'static Glyph {
    FONT.get(&lookalike(c)).unwrap_or(&MISSING)
}

/// Characters of code page 437 that Spleen lacks but has a twin for.
const fn lookalike(c: char) -> char {
    match c {
        '►' => '▶',
        '◄' => '◀',
        'Σ' => 'E',
        'α' => 'a',
        'δ' => 'd',
        'ε' => 'e',
        'σ' => 'o',
        'τ' => 't',
        'φ' | 'Θ' => 'Φ',
        '∟' => '└',
        c => c,
    }
}

static FONT: LazyLock<HashMap<char, Glyph>> =
    LazyLock::new(|| parse_psf1(include_bytes!("../../assets/fonts/spleen-8x16.psfu")));

const MISSING: Glyph = [
    0, 0, 0x7E, 0x42, 0x42, 0x42, 0x42, 0x42, 0x42, 0x42, 0x42, 0x42, 0x7E, 0, 0, 0,
];

/// Reads a PSF1 font of height 16 with a Unicode table: `36 04, mode, 10`, glyphs, and for every
/// glyph its characters as `u16le` up to `FFFF`. Anything else gives an empty font.
fn parse_psf1(bytes: &[u8]) -> HashMap<char, Glyph> {
    let mut font = HashMap::new();
    let mut r = Reader::new(bytes);
    let Ok([0x36, 0x04, mode, 16]) = r.array() else {
        return font;
    };
    let count = if mode & 1 == 0 { 256 } else { 512 };
    let Ok(shapes) = r.bytes(count * 16) else {
        return font;
    };
    let (shapes, _) = shapes.as_chunks::<16>();
    for shape in shapes {
        while let Ok(code @ ..0xFFFE) = r.u16_le() {
            if let Some(c) = char::from_u32(u32::from(code)) {
                font.insert(c, *shape);
            }
        }
    }
    font
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_printable_character_of_code_page_437_has_a_shape() {
        let ascii = (' '..='~').collect::<String>();
        let upper = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪\
                     ┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼";
        for c in ascii.chars().chain(upper.chars()) {
            assert_ne!(glyph(c), &MISSING, "{c}");
        }
    }

    #[test]
    fn shapes_are_the_right_way_round() {
        // The letter L: a stroke at the left, a bar at the bottom.
        let l = glyph('L');
        let top = l.iter().find(|row| **row != 0).unwrap();
        let bottom = l.iter().rfind(|row| **row != 0).unwrap();
        assert!(*top >= 0x40, "{l:02X?}");
        assert!(bottom.count_ones() > top.count_ones(), "{l:02X?}");
        assert_eq!(glyph('█'), &[0xFF; 16]);
        assert_eq!(glyph(' '), &[0; 16]);
    }
}
