//! What the screen shows while the PC starts from a lent disk, and after it has.

use std::time::Instant;

use super::{Input, Request, Scene};
use crate::sim::canvas::Canvas;
use crate::sim::grid::{Attribute, Colour, Grid, SCREEN_PX};

/// A few lines of text.
#[derive(Debug)]
pub struct Lent {
    grid: Grid,
}

impl Lent {
    /// The screen with `title` above `lines`; what does not fit is left out.
    #[must_use]
    pub fn new<'a>(title: &str, lines: impl IntoIterator<Item = &'a str>) -> Self {
        const LAST_ROW: usize = 24;
        let mut grid = Grid::default();
        let bright = Attribute::new(Colour::White, Colour::Black);
        grid.write(2, 1, title, bright);
        for (row, line) in (3..LAST_ROW).zip(lines) {
            grid.write(4, row, line, Attribute::NORMAL);
        }
        Self { grid }
    }
}

impl Scene for Lent {
    fn size(&self) -> (u16, u16) {
        SCREEN_PX
    }

    fn handle(&mut self, _: Instant, input: Input, canvas: &mut Canvas) -> Option<Request> {
        if input == Input::Start {
            self.grid.draw(canvas, None);
        }
        None
    }

    fn next_tick(&self, _: bool) -> Option<Instant> {
        None
    }

    fn text(&self) -> Option<&Grid> {
        Some(&self.grid)
    }
}
