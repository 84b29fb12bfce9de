//! What a viewer has been sent: which tiles of the screen it still needs.

use super::canvas::{Canvas, Rgb, tile_rect};
use super::client_format::ClientFormat;
use crate::screen::Rect;

/// The picture as one viewer knows it.
#[derive(Debug, Default)]
pub struct Tiles {
    size: (u16, u16),
    tiles: Vec<Tile>,
}

#[derive(Debug, Clone, Default)]
struct Tile {
    /// Version of the canvas' tile that was sent; 0 for none.
    seen: u64,
    /// The pixels that were sent; empty for none.
    pixels: Vec<u16>,
}

impl Tiles {
    /// The size of the screen that the viewer knows.
    #[must_use]
    pub const fn size(&self) -> (u16, u16) {
        self.size
    }

    /// The viewer learns of a new size, and knows nothing of the picture any more.
    pub fn resize(&mut self, size: (u16, u16)) {
        let count = (0..)
            .take_while(|i| !tile_rect(size, *i).is_empty())
            .count();
        self.size = size;
        self.tiles.clear();
        self.tiles.resize(count, Tile::default());
    }

    /// The viewer wants these tiles again, whatever it has.
    pub fn forget(&mut self, region: Rect) {
        for (index, tile) in self.tiles.iter_mut().enumerate() {
            if !tile_rect(self.size, index).intersection(region).is_empty() {
                *tile = Tile::default();
            }
        }
    }

    /// The first tile from `from` on that lies in `region` and may differ from what was sent.
    #[must_use]
    pub fn next(&self, canvas: &Canvas, region: Rect, from: usize) -> Option<usize> {
        let all = self.tiles.iter().zip(canvas.versions()).enumerate();
        all.skip(from)
            .filter(|(_, (tile, version))| tile.seen != **version)
            .map(|(index, _)| index)
            .find(|index| !tile_rect(self.size, *index).intersection(region).is_empty())
    }

    /// Takes the current pixels of a tile. `Some` if the viewer has to be sent them: its
    /// rectangle and the pixels in the viewer's format, row by row.
    pub fn take(
        &mut self,
        canvas: &Canvas,
        index: usize,
        format: &ClientFormat,
    ) -> Option<(Rect, &[u16])> {
        let rect = canvas.tile(index);
        let tile = self.tiles.get_mut(index)?;
        let reduce = |pixel: &Rgb| format.pixel(*pixel);
        let pixels = canvas.rows(rect).flatten().map(reduce);
        tile.seen = canvas.versions().get(index).copied()?;
        if tile.pixels.iter().copied().eq(pixels.clone()) {
            return None;
        }
        tile.pixels.clear();
        tile.pixels.extend(pixels);
        Some((rect, &tile.pixels))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::canvas::Area;

    fn sent(tiles: &mut Tiles, canvas: &Canvas, region: Rect) -> Vec<usize> {
        let mut sent = Vec::new();
        let mut from = 0;
        while let Some(index) = tiles.next(canvas, region, from) {
            if tiles
                .take(canvas, index, &ClientFormat::initial())
                .is_some()
            {
                sent.push(index);
            }
            from = index + 1;
        }
        sent
    }

    fn rig() -> (Canvas, Tiles) {
        let canvas = Canvas::new(200, 100);
        let mut tiles = Tiles::default();
        tiles.resize(canvas.size());
        (canvas, tiles)
    }

    #[test]
    fn everything_is_sent_once_and_then_only_what_changes() {
        let (mut canvas, mut tiles) = rig();
        let all = canvas.bounds();
        assert_eq!(sent(&mut tiles, &canvas, all).len(), 4 * 2);
        assert!(sent(&mut tiles, &canvas, all).is_empty());
        canvas.fill(Area::new(70, 70, 1, 1), [255; 3]);
        assert_eq!(sent(&mut tiles, &canvas, all), [5]);
    }

    #[test]
    fn drawing_the_same_again_sends_nothing() {
        let (mut canvas, mut tiles) = rig();
        let all = canvas.bounds();
        sent(&mut tiles, &canvas, all);
        canvas.fill(Area::new(0, 0, 10, 10), [0; 3]);
        assert!(sent(&mut tiles, &canvas, all).is_empty());
        // A change that the viewer's format cannot show is none either.
        canvas.fill(Area::new(0, 0, 10, 10), [7, 3, 7]);
        assert!(sent(&mut tiles, &canvas, all).is_empty());
    }

    #[test]
    fn a_region_takes_the_tiles_it_touches_and_the_rest_waits() {
        let (canvas, mut tiles) = rig();
        let corner = Rect::new(63, 0, 2, 10);
        assert_eq!(sent(&mut tiles, &canvas, corner), [0, 1]);
        assert_eq!(sent(&mut tiles, &canvas, canvas.bounds()).len(), 6);
        tiles.forget(corner);
        assert_eq!(sent(&mut tiles, &canvas, canvas.bounds()), [0, 1]);
    }

    #[test]
    fn a_new_size_forgets_everything() {
        let (mut canvas, mut tiles) = rig();
        sent(&mut tiles, &canvas, canvas.bounds());
        canvas.resize(64, 65);
        tiles.resize(canvas.size());
        assert_eq!(sent(&mut tiles, &canvas, canvas.bounds()), [0, 1]);
    }
}
