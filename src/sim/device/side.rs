//! Displays beside the first: each shows a still picture, by which they can be told apart.

use crate::sim::canvas::{Area, Canvas, Rgb};
use crate::sim::firmware::settings::Screen;

/// Most displays that firmware counts.
const DISPLAYS: usize = 4;

/// The displays beside the first.
#[derive(Debug, Default)]
pub(super) struct SideDisplays(Vec<Canvas>);

impl SideDisplays {
    pub(super) fn new(sizes: &[(u16, u16)]) -> Self {
        let colours = COLOURS.iter().cycle();
        let draw = |((width, height), colour): (&(u16, u16), &Rgb)| {
            let mut canvas = Canvas::new(*width, *height);
            let all = Area::from(canvas.bounds());
            canvas.fill(all, *colour);
            canvas.frame(all.inset(8), WHITE);
            canvas
        };
        Self(
            sizes
                .iter()
                .take(DISPLAYS - 1)
                .zip(colours)
                .map(draw)
                .collect(),
        )
    }

    /// The picture of display `number`, if it is one of these; the first display is 0.
    pub(super) fn canvas(&self, number: u8) -> Option<&Canvas> {
        self.0.get(usize::from(number).checked_sub(1)?)
    }

    /// Where all displays are, side by side from the left.
    pub(super) fn screens(&self, first: Screen) -> [Option<Screen>; DISPLAYS] {
        let mut screens = [Some(first), None, None, None];
        let mut x = i32::from(first.width);
        for (place, canvas) in screens.iter_mut().skip(1).zip(&self.0) {
            let (width, height) = canvas.size();
            *place = Some(Screen {
                x,
                y: 0,
                width,
                height,
            });
            x += i32::from(width);
        }
        screens
    }
}

const WHITE: Rgb = [0xFF, 0xFF, 0xFF];

/// One for each.
const COLOURS: [Rgb; DISPLAYS - 1] = [[0x20, 0x60, 0x20], [0x60, 0x20, 0x20], [0x20, 0x20, 0x60]];
