//! What changed in a framebuffer since somebody looked.

use super::Rect;
use crate::limits;

/// A bounded set of changed rectangles.
///
/// Covers every pixel that was added, possibly more. Tiles that continue each other in a row, and
/// rows that continue each other downwards, are joined as they come; [`compact`](Self::compact)
/// makes few rectangles of many where that costs little. Memory is bounded, an addition costs
/// next to nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Damage {
    /// INVARIANT: none is empty; at most [`limits::DAMAGE_RECTS`].
    rects: Vec<Rect>,
}

impl Damage {
    /// Most rectangles after [`compact`](Self::compact): one per row of tiles of a 1080-line
    /// screen, which is what an upload to the GPU may cost in calls.
    pub const COMPACT_RECTS: usize = 17;

    /// Nothing changed.
    #[must_use]
    pub const fn new() -> Self {
        Self { rects: Vec::new() }
    }

    /// Adds a changed rectangle.
    ///
    /// Tiles mostly arrive left to right and top to bottom, so the last rectangle is the one to
    /// extend.
    pub fn add(&mut self, rect: Rect) {
        if rect.is_empty() || self.rects.iter().any(|known| rect.is_inside(*known)) {
            return;
        }
        match self.rects.last_mut() {
            Some(last)
                if (last.y, last.height) == (rect.y, rect.height)
                    && last.right() == u32::from(rect.x) =>
            {
                *last = last.union(rect);
            }
            _ => self.rects.push(rect),
        }
        self.join_upwards();
        if self.rects.len() > limits::DAMAGE_RECTS {
            self.compact();
        }
    }

    /// Joins the last rectangle to the one before it when they form one column.
    fn join_upwards(&mut self) {
        if let [.., above, last] = self.rects.as_mut_slice()
            && (above.x, above.width) == (last.x, last.width)
            && above.bottom() == u32::from(last.y)
        {
            *above = above.union(*last);
            self.rects.pop();
        }
    }

    /// Adds everything of `other`.
    pub fn add_all(&mut self, other: &Self) {
        for rect in &other.rects {
            self.add(*rect);
        }
    }

    /// Joins rectangles whose common bounds hold little more than themselves, and as many others
    /// as it takes to have [`COMPACT_RECTS`](Self::COMPACT_RECTS), cheapest first.
    ///
    /// Looks for neighbours along rows, then along columns; that is where tiles and spans of
    /// tiles have theirs.
    pub fn compact(&mut self) {
        let mut waste = CHEAP_WASTE_PX;
        loop {
            self.rects.sort_unstable_by_key(|r| (r.y, r.x));
            self.join_neighbours(waste);
            self.rects.sort_unstable_by_key(|r| (r.x, r.y));
            self.join_neighbours(waste);
            if self.rects.len() <= Self::COMPACT_RECTS {
                return;
            }
            // Ends: with the largest number, all rectangles are one.
            waste = waste.saturating_mul(2);
        }
    }

    /// Joins each rectangle to the one before it if that adds at most `waste` pixels.
    fn join_neighbours(&mut self, waste: u64) {
        self.rects.dedup_by(|next, kept| {
            let joined = kept.union(*next);
            let added = joined.area().saturating_sub(kept.area() + next.area());
            let is_cheap = added <= waste;
            if is_cheap {
                *kept = joined;
            }
            is_cheap
        });
    }

    /// Nothing changed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rects.is_empty()
    }

    /// The changed rectangles, in no particular order; they may overlap.
    #[must_use]
    pub fn rects(&self) -> &[Rect] {
        &self.rects
    }

    /// The smallest rectangle around all of them.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        self.rects
            .iter()
            .fold(Rect::default(), |all, r| all.union(*r))
    }

    /// Forgets everything, keeping the allocation.
    pub fn clear(&mut self) {
        self.rects.clear();
    }
}

/// Pixels that are cheaper to copy once too often than to make a call of their own for: 32 KiB
/// at 16 bits. A texture upload call costs about as much as copying 20 to 100 KB (measured).
const CHEAP_WASTE_PX: u64 = 16 << 10;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every pixel of `rect` lies in one of the damaged rectangles.
    fn covers(damage: &Damage, rect: Rect) -> bool {
        let (x, y) = (u32::from(rect.x), u32::from(rect.y));
        (y..rect.bottom()).all(|y| {
            let mut at = x;
            // From left to right, always to the furthest right edge that continues the row.
            while at < rect.right() {
                let reach = damage.rects().iter().filter(|r| {
                    (u32::from(r.y)..r.bottom()).contains(&y)
                        && (u32::from(r.x)..r.right()).contains(&at)
                });
                match reach.map(|r| r.right()).max() {
                    Some(right) => at = right,
                    None => return false,
                }
            }
            true
        })
    }

    #[test]
    fn tiles_of_a_full_screen_become_one_rect() {
        let mut damage = Damage::new();
        for y in 0..3 {
            for x in 0..4 {
                damage.add(Rect::new(x * 64, y * 64, 64, 64));
            }
        }
        assert_eq!(damage.rects(), [Rect::new(0, 0, 256, 192)]);
    }

    #[test]
    fn tiles_of_a_full_screen_in_any_order_become_few_rects_with_little_overlap() {
        let mut damage = Damage::new();
        for i in 0..510_u32 {
            let i = u16::try_from(i * 347 % 510).unwrap(); // 347 and 510 have no common divisor
            damage.add(Rect::new(i % 30 * 64, i / 30 * 64, 64, 64));
        }
        damage.compact();
        let screen = Rect::new(0, 0, 1920, 1088);
        assert_eq!(damage.bounds(), screen);
        assert!(damage.rects().len() <= Damage::COMPACT_RECTS);
        let area: u64 = damage.rects().iter().map(|r| r.area()).sum();
        assert!(area * 10 <= screen.area() * 11, "{:?}", damage.rects());
    }

    #[test]
    fn distant_changes_stay_apart_and_near_ones_are_joined() {
        let mut damage = Damage::new();
        let clock = Rect::new(1700, 1040, 128, 32);
        let line = Rect::new(0, 64, 640, 16);
        let next_line = Rect::new(0, 96, 600, 16);
        for rect in [line, clock, next_line] {
            damage.add(rect);
        }
        damage.compact();
        assert_eq!(damage.rects(), [Rect::new(0, 64, 640, 48), clock]);
    }

    #[test]
    fn two_windows_that_change_line_by_line_become_two_rects() {
        let mut damage = Damage::new();
        for y in 0..8 {
            damage.add(Rect::new(0, y * 64, 128, 64));
            damage.add(Rect::new(1024, y * 64, 256, 64));
        }
        damage.compact();
        let windows = [Rect::new(0, 0, 128, 512), Rect::new(1024, 0, 256, 512)];
        assert_eq!(damage.rects(), windows);
    }

    #[test]
    fn a_chessboard_of_tiles_costs_no_more_calls_than_rows() {
        let mut damage = Damage::new();
        for i in (0..510).filter(|i| (i / 30 + i % 30) % 2 == 0) {
            damage.add(Rect::new(i % 30 * 64, i / 30 * 64, 64, 64));
        }
        assert!(damage.rects().len() <= limits::DAMAGE_RECTS);
        damage.compact();
        assert!(damage.rects().len() <= Damage::COMPACT_RECTS);
        assert_eq!(damage.bounds(), Rect::new(0, 0, 1920, 1088));
    }

    #[test]
    fn what_is_known_is_not_added_again() {
        let mut damage = Damage::new();
        damage.add(Rect::new(0, 0, 64, 64));
        damage.add(Rect::new(640, 0, 64, 64));
        let before = damage.clone();
        damage.add(Rect::new(10, 10, 20, 20));
        damage.add(Rect::new(5, 5, 0, 9));
        assert_eq!(damage, before);
    }

    fn any_rect() -> impl Strategy<Value = Rect> {
        let tile = (0..30_u16, 0..17_u16).prop_map(|(x, y)| Rect::new(x * 64, y * 64, 64, 64));
        let free = (0..2000_u16, 0..1100_u16, 0..300_u16, 0..60_u16)
            .prop_map(|(x, y, width, height)| Rect::new(x, y, width, height));
        let extreme = (u16::MAX - 99..=u16::MAX, 0..9_u16, 0..=u16::MAX, 0..9_u16)
            .prop_map(|(x, y, width, height)| Rect::new(x, y, width.min(u16::MAX - x), height));
        prop_oneof![4 => tile, 3 => free, 1 => extreme]
    }

    proptest! {
        #[test]
        fn no_changed_pixel_is_ever_lost_and_the_number_is_bounded(
            rects in prop::collection::vec(any_rect(), 0..200),
            compact_after in 0..200_usize,
        ) {
            let mut damage = Damage::new();
            for (i, rect) in rects.iter().enumerate() {
                damage.add(*rect);
                prop_assert!(damage.rects().len() <= limits::DAMAGE_RECTS);
                if i == compact_after {
                    damage.compact();
                }
            }
            for rect in &rects {
                prop_assert!(covers(&damage, *rect), "{rect:?} in {:?}", damage.rects());
            }
            damage.compact();
            prop_assert!(damage.rects().len() <= Damage::COMPACT_RECTS);
            for rect in &rects {
                prop_assert!(covers(&damage, *rect), "{rect:?} in {:?}", damage.rects());
            }
        }
    }
}
