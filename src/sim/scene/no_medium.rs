//! The end of an attempt to boot: nothing was there.

use std::time::Instant;

use super::{Input, Request, Scene};
use crate::sim::canvas::Canvas;
use crate::sim::grid::{Attribute, Grid, SCREEN_PX};
use crate::sim::keyboard::Key;

/// Waits for a key, then starts the PC again.
#[derive(Debug)]
pub struct NoMedium {
    grid: Grid,
}

impl NoMedium {
    /// The message about this source.
    #[must_use]
    pub fn new(source: &str) -> Self {
        let mut grid = Grid::default();
        let normal = Attribute::NORMAL;
        grid.clear(normal);
        grid.write(
            2,
            2,
            &format!("One-time boot from {source}: failed"),
            normal,
        );
        grid.write(2, 4, "No bootable device.", normal);
        grid.write(2, 5, "Press Enter to restart.", normal);
        Self { grid }
    }
}

impl Scene for NoMedium {
    fn size(&self) -> (u16, u16) {
        SCREEN_PX
    }

    fn handle(&mut self, _: Instant, input: Input, canvas: &mut Canvas) -> Option<Request> {
        match input {
            Input::Start => {
                self.grid.draw(canvas, None);
                None
            }
            Input::Key(Key::Enter | Key::CtrlAltDelete) => Some(Request::Reset),
            _ => None,
        }
    }

    fn next_tick(&self, _: bool) -> Option<Instant> {
        None
    }

    fn text(&self) -> Option<&Grid> {
        Some(&self.grid)
    }
}
