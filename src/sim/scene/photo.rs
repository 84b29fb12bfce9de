//! A made-up photograph: many colours, soft gradients and noise, as run-length coding hates it.

use super::Picture;

/// Mountains at dawn, 1280 × 800. The same for the same seed.
#[must_use]
pub fn photo(seed: u64) -> Picture {
    let noise = |x: u16, y: u16, salt: u64| {
        // A small integer hash (the finaliser of splitmix64); quality is of no concern.
        let mut h = u64::from(x) << 32 ^ u64::from(y) << 8 ^ salt ^ seed;
        h = (h ^ h >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        h = (h ^ h >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        i32::from((h ^ h >> 31).to_le_bytes()[0])
    };
    // Heights of three ridges: noise at a coarse grid, straight lines in between.
    let ridge = |x: u16, cell: u16, base: i32, rise: i32, salt: u64| {
        let (at, within) = (x / cell, i32::from(x % cell));
        let (left, right) = (noise(at, 0, salt), noise(at + 1, 0, salt));
        let height = left + (right - left) * within / i32::from(cell);
        base - height * rise / 256
    };
    Picture::painted(1280, 800, |x, y| {
        let row = i32::from(y);
        let grain = noise(x, y, 7) % 9 - 4;
        let sun = {
            let (dx, dy) = (i32::from(x) - 900, row - 250);
            (150 - (dx * dx + dy * dy) / 60).max(0)
        };
        let mut colour = [
            70 + row / 5 + sun,
            90 + row / 6 + sun * 3 / 4,
            140 + row / 10 + sun / 4,
        ];
        for (cell, base, rise, salt, shade) in [
            (160, 520, 260, 1, [96, 104, 132]),
            (90, 620, 200, 2, [62, 76, 92]),
            (40, 720, 130, 3, [28, 44, 40]),
        ] {
            let top = ridge(x, cell, base, rise, salt);
            if row > top {
                let haze = (row - top) / 6;
                let rough = noise(x / 2, y / 2, salt) % 17 - 8;
                colour = shade.map(|c| c + haze + rough);
            }
        }
        colour.map(|c| u8::try_from((c + grain).clamp(0, 255)).unwrap_or(u8::MAX))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Instant;

    use super::*;
    use crate::sim::canvas::Canvas;
    use crate::sim::scene::{Input, Scene};

    #[test]
    fn it_has_many_colours_and_is_the_same_for_the_same_seed() {
        let draw = |seed| {
            let mut canvas = Canvas::new(1280, 800);
            photo(seed).handle(Instant::now(), Input::Start, &mut canvas);
            canvas
        };
        let (one, same, other) = (draw(1), draw(1), draw(2));
        let all = one.bounds();
        let colours: BTreeSet<_> = one.rows(all).flatten().collect();
        assert!(colours.len() > 3000, "{}", colours.len());
        assert!(one.rows(all).eq(same.rows(all)));
        assert!(!one.rows(all).eq(other.rows(all)));
    }
}
