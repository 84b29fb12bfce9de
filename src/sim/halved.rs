//! The screen in half its size, as firmware sends it with decimation switched on: of each block of
//! two by two pixels the upper left one. A last odd column or row is kept.
//!
//! Which pixel real firmware keeps is not known (inferred); `docs/protocol/redirection.md` § 5.10
//! says only that the picture is halved and that pointer coordinates are in that space.

use super::canvas::{Area, Canvas};

/// A smaller copy of a canvas.
#[derive(Debug)]
pub(super) struct Halved {
    canvas: Canvas,
    /// The original as it was when it was copied.
    size: (u16, u16),
    versions: Vec<u64>,
}

impl Halved {
    pub(super) fn new(original: &Canvas) -> Self {
        let mut halved = Self {
            canvas: Canvas::new(1, 1),
            size: (0, 0),
            versions: Vec::new(),
        };
        halved.update(original);
        halved
    }

    pub(super) const fn canvas(&self) -> &Canvas {
        &self.canvas
    }

    /// Copies the original again if it has changed.
    pub(super) fn update(&mut self, original: &Canvas) {
        let size = original.size();
        if size == self.size && original.versions() == self.versions {
            return;
        }
        let (width, height) = (size.0.div_ceil(2), size.1.div_ceil(2));
        if self.canvas.size() != (width, height) {
            self.canvas.resize(width, height);
        }
        let place = |half: i32| u16::try_from(half * 2).unwrap_or(u16::MAX);
        let all = Area::from(self.canvas.bounds());
        self.canvas
            .paint(all, |x, y| original.pixel(place(x), place(y)));
        self.size = size;
        self.versions = original.versions().to_vec();
    }
}
