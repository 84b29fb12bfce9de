//! What changed in a framebuffer since somebody looked.

use super::Rect;
use crate::limits;

/// A bounded set of changed rectangles.
///
/// Covers every pixel that was added, possibly more: rectangles that touch in a row or column are
/// joined, and beyond [`limits::DAMAGE_RECTS`] everything becomes one bounding box. Memory and
/// cost per call are constant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Damage {
    rects: Vec<Rect>,
}

impl Damage {
    /// Nothing changed.
    #[must_use]
    pub const fn new() -> Self {
        Self { rects: Vec::new() }
    }

    /// Adds a changed rectangle.
    ///
    /// Tiles arrive left to right, so the last rectangle is the one to extend.
    pub fn add(&mut self, rect: Rect) {
        if rect.is_empty() {
            return;
        }
        if let Some(last) = self.rects.last_mut() {
            if rect.is_inside(*last) {
                return;
            }
            let same_rows = (last.y, last.height) == (rect.y, rect.height);
            if same_rows && last.right() == u32::from(rect.x) {
                *last = last.union(rect);
                self.join_upwards();
                return;
            }
        }
        self.rects.push(rect);
        self.join_upwards();
        if self.rects.len() > limits::DAMAGE_RECTS {
            let all = self.bounds();
            self.rects.clear();
            self.rects.push(all);
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

    /// Nothing changed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rects.is_empty()
    }

    /// The changed rectangles, oldest first; they may overlap.
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn scattered_tiles_stay_apart_until_there_are_too_many() {
        let mut damage = Damage::new();
        for i in 0..64 {
            damage.add(Rect::new((i % 8) * 128, (i / 8) * 128, 64, 64));
        }
        assert_eq!(damage.rects().len(), 64);
        damage.add(Rect::new(1, 2000, 1, 1));
        assert_eq!(damage.rects(), [Rect::new(0, 0, 960, 2001)]);
    }
}
