//! Which parts of a screen have arrived at least once.

use crate::screen::Rect;

/// Side of a cell in pixels: the grid that AMT's tiles are aligned to.
const CELL: u16 = 64;

/// A screen as a grid of 64 × 64 cells, each seen or not.
///
/// A cell counts as seen when one rectangle covers it whole. AMT sends tiles on this very grid,
/// but may spread the first picture over several updates
/// (`docs/protocol/redirection.md` § 5.5, observed).
#[derive(Debug)]
pub(super) struct Coverage {
    screen: Rect,
    columns: u16,
    /// Row by row.
    missing: Vec<bool>,
    missing_count: usize,
}

impl Coverage {
    /// Nothing of `screen` was seen.
    pub(super) fn new(screen: Rect) -> Self {
        let columns = screen.width.div_ceil(CELL);
        let rows = screen.height.div_ceil(CELL);
        let count = usize::from(columns) * usize::from(rows);
        Self {
            screen,
            columns,
            missing: vec![true; count],
            missing_count: count,
        }
    }

    /// Everything was seen.
    pub(super) const fn is_complete(&self) -> bool {
        self.missing_count == 0
    }

    /// Notes that `rect` was painted.
    pub(super) fn add(&mut self, rect: Rect) {
        if self.is_complete() {
            return;
        }
        // Cells at the right and lower edge are covered by what reaches the edge.
        let end = |edge: u32, side: u16| {
            let whole = edge / u32::from(CELL);
            let at_edge = edge >= u32::from(side);
            u16::try_from(if at_edge { whole + 1 } else { whole }).unwrap_or(u16::MAX)
        };
        let columns = rect.x.div_ceil(CELL)..end(rect.right(), self.screen.width).min(self.columns);
        for row in rect.y.div_ceil(CELL)..end(rect.bottom(), self.screen.height) {
            for column in columns.clone() {
                let index = usize::from(row) * usize::from(self.columns) + usize::from(column);
                if let Some(missing @ true) = self.missing.get_mut(index) {
                    *missing = false;
                    self.missing_count -= 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_is_complete_with_its_last_tile_whatever_the_order() {
        let mut coverage = Coverage::new(Rect::of_size(720, 400));
        let mut tiles: Vec<Rect> = (0..7)
            .flat_map(|row| (0..12).map(move |column| (column * 64, row * 64)))
            .map(|(x, y)| Rect::new(x, y, 64.min(720 - x), 64.min(400 - y)))
            .collect();
        tiles.rotate_left(17);
        let last = tiles.pop().unwrap();
        for tile in &tiles {
            coverage.add(*tile);
            coverage.add(*tile);
        }
        assert!(!coverage.is_complete());
        coverage.add(last);
        assert!(coverage.is_complete());
    }

    #[test]
    fn parts_of_cells_do_not_count_but_wholes_at_once_do() {
        let mut coverage = Coverage::new(Rect::of_size(100, 100));
        coverage.add(Rect::new(0, 0, 100, 63));
        coverage.add(Rect::new(1, 0, 99, 100));
        assert!(!coverage.is_complete());
        coverage.add(Rect::new(0, 0, 100, 100));
        assert!(coverage.is_complete());
    }

    #[test]
    fn a_screen_whose_size_is_a_multiple_of_the_cell_has_no_cells_beyond() {
        let mut coverage = Coverage::new(Rect::of_size(128, 64));
        coverage.add(Rect::new(0, 0, 64, 64));
        assert!(!coverage.is_complete());
        coverage.add(Rect::new(64, 0, 64, 64));
        assert!(coverage.is_complete());
    }
}
