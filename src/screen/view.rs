//! Where a screen lies in a view: scale, rotation, panning, and which pixel the pointer is on.
//!
//! *Screen* coordinates count framebuffer pixels from the left top of the picture as the device
//! sends it. *View* coordinates count pixels of the display from the left top of the area the
//! picture may use. Both are continuous: pixel `n` covers `n..n + 1`.

use super::Rect;

/// A quarter turn clockwise, none to three times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Rotation {
    /// As the device sends it.
    #[default]
    None,
    /// 90° clockwise.
    Quarter,
    /// Upside down.
    Half,
    /// 90° counter-clockwise.
    ThreeQuarters,
}

impl Rotation {
    /// One more quarter turn clockwise.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::None => Self::Quarter,
            Self::Quarter => Self::Half,
            Self::Half => Self::ThreeQuarters,
            Self::ThreeQuarters => Self::None,
        }
    }

    /// Columns and rows change places.
    #[must_use]
    pub const fn is_sideways(self) -> bool {
        matches!(self, Self::Quarter | Self::ThreeQuarters)
    }
}

/// How large the picture is shown.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Scale {
    /// As large as the view allows, all of it visible, proportions kept.
    #[default]
    Fit,
    /// Display pixels for each screen pixel; 1.0 is one to one. Kept within 1/16 to 16.
    Factor(f32),
}

/// How a person looks at a screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Size.
    pub scale: Scale,
    /// Turn.
    pub rotation: Rotation,
    /// Which point of the turned picture is in the middle of the view, as fractions of its width
    /// and height; matters only along a side on which the picture is larger than the view.
    pub centre: [f32; 2],
}

impl Default for View {
    fn default() -> Self {
        Self {
            scale: Scale::Fit,
            rotation: Rotation::None,
            centre: [0.5, 0.5],
        }
    }
}

impl View {
    /// Lays a screen of `screen` columns and rows into an area of `area` display pixels.
    #[must_use]
    pub fn place(&self, screen: [u16; 2], area: [u32; 2]) -> Placement {
        let [columns, rows] = screen.map(|side| f32::from(side.max(1)));
        let turned = if self.rotation.is_sideways() {
            [rows, columns]
        } else {
            [columns, rows]
        };
        let area = area.map(float);
        let factor = match self.scale {
            Scale::Fit => (area[0] / turned[0]).min(area[1] / turned[1]),
            Scale::Factor(factor) => factor.clamp(1.0 / MAX_FACTOR, MAX_FACTOR),
        };
        let size = turned.map(|side| (side * factor).round().max(1.0));
        let position = [
            edge(size[0], area[0], self.centre[0]),
            edge(size[1], area[1], self.centre[1]),
        ];
        Placement {
            screen: [columns, rows],
            rotation: self.rotation,
            position,
            size,
        }
    }
}

/// A screen laid into a view: the map between their coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// Columns and rows of the screen, each at least 1.
    screen: [f32; 2],
    rotation: Rotation,
    /// Left top corner of the turned picture in the view; whole numbers, perhaps negative.
    position: [f32; 2],
    /// Size of the turned picture in the view; whole numbers, each at least 1.
    size: [f32; 2],
}

/// Screen coordinates as a linear function of display pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Affine {
    /// Screen point at the left top corner of the shown picture.
    pub origin: [f32; 2],
    /// How far one display pixel to the right moves on the screen.
    pub across: [f32; 2],
    /// How far one display pixel down moves on the screen.
    pub down: [f32; 2],
}

impl Placement {
    /// Left top corner of the shown picture in view pixels; negative where it is panned out.
    #[must_use]
    pub const fn position(&self) -> [f32; 2] {
        self.position
    }

    /// Size of the shown picture in view pixels.
    #[must_use]
    pub const fn size(&self) -> [f32; 2] {
        self.size
    }

    /// Display pixels for each screen pixel.
    #[must_use]
    pub fn factor(&self) -> f32 {
        let columns = match self.rotation.is_sideways() {
            true => self.screen[1],
            false => self.screen[0],
        };
        self.size[0] / columns
    }

    /// The map as the shader wants it, relative to [`position`](Self::position).
    #[must_use]
    pub fn affine(&self) -> Affine {
        let [columns, rows] = self.screen;
        let [width, height] = self.size;
        let (origin, across, down) = match self.rotation {
            Rotation::None => ([0.0, 0.0], [columns / width, 0.0], [0.0, rows / height]),
            Rotation::Quarter => ([0.0, rows], [0.0, -rows / width], [columns / height, 0.0]),
            Rotation::Half => (
                [columns, rows],
                [-columns / width, 0.0],
                [0.0, -rows / height],
            ),
            Rotation::ThreeQuarters => (
                [columns, 0.0],
                [0.0, rows / width],
                [-columns / height, 0.0],
            ),
        };
        Affine {
            origin,
            across,
            down,
        }
    }

    /// The screen point under a view point, perhaps outside the screen.
    #[must_use]
    pub fn screen_from_view(&self, view: [f32; 2]) -> [f32; 2] {
        let Affine {
            origin,
            across,
            down,
        } = self.affine();
        let x = view[0] - self.position[0];
        let y = view[1] - self.position[1];
        [
            origin[0] + across[0] * x + down[0] * y,
            origin[1] + across[1] * x + down[1] * y,
        ]
    }

    /// The view point over a screen point, perhaps outside the view.
    #[must_use]
    pub fn view_from_screen(&self, screen: [f32; 2]) -> [f32; 2] {
        let [u, v] = [screen[0] / self.screen[0], screen[1] / self.screen[1]];
        let [u, v] = match self.rotation {
            Rotation::None => [u, v],
            Rotation::Quarter => [1.0 - v, u],
            Rotation::Half => [1.0 - u, 1.0 - v],
            Rotation::ThreeQuarters => [v, 1.0 - u],
        };
        [
            self.position[0] + u * self.size[0],
            self.position[1] + v * self.size[1],
        ]
    }

    /// The screen pixel under a view point; `None` beside the picture.
    #[must_use]
    pub fn pixel_at(&self, view: [f32; 2]) -> Option<[u16; 2]> {
        let [x, y] = [view[0] - self.position[0], view[1] - self.position[1]];
        let inside = x >= 0.0 && y >= 0.0 && x < self.size[0] && y < self.size[1];
        inside.then(|| self.nearest_pixel(view))
    }

    /// The screen pixel nearest to a view point, for drags that leave the picture.
    #[must_use]
    pub fn nearest_pixel(&self, view: [f32; 2]) -> [u16; 2] {
        let [x, y] = self.screen_from_view(view);
        [
            whole(x.clamp(0.0, self.screen[0] - 1.0)),
            whole(y.clamp(0.0, self.screen[1] - 1.0)),
        ]
    }

    /// All pixels of the screen.
    #[must_use]
    pub fn screen(&self) -> Rect {
        Rect::of_size(whole(self.screen[0]), whole(self.screen[1]))
    }
}

/// Where one side of a picture begins: in the middle of a view with room to spare, else panned.
fn edge(size: f32, area: f32, centre: f32) -> f32 {
    if size <= area {
        ((area - size) / 2.0).floor()
    } else {
        (area / 2.0 - centre * size).clamp(area - size, 0.0).round()
    }
}

/// Largest and, inverted, smallest free scale.
const MAX_FACTOR: f32 = 16.0;

/// The whole part of a number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "callers clamp to a screen; beyond that a float cast saturates"
)]
const fn whole(value: f32) -> u16 {
    value as u16
}

/// A side of an area. Displays have far fewer than 2²⁴ pixels, so nothing is lost.
#[expect(clippy::cast_precision_loss, reason = "areas are smaller than 2^24")]
const fn float(side: u32) -> f32 {
    side as f32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROTATIONS: [Rotation; 4] = [
        Rotation::None,
        Rotation::Quarter,
        Rotation::Half,
        Rotation::ThreeQuarters,
    ];

    #[test]
    fn fit_keeps_proportions_and_centres_on_whole_pixels() {
        let placed = View::default().place([1920, 1080], [1280, 801]);
        assert_eq!(placed.size(), [1280.0, 720.0]);
        assert_eq!(placed.position(), [0.0, 40.0]);
        let sideways = View {
            rotation: Rotation::Quarter,
            ..View::default()
        };
        let placed = sideways.place([1920, 1080], [1080, 1920]);
        assert_eq!(
            (placed.position(), placed.size()),
            ([0.0, 0.0], [1080.0, 1920.0])
        );
    }

    #[test]
    fn one_to_one_larger_than_the_view_pans_but_never_shows_a_gap() {
        let view = |centre| {
            let view = View {
                scale: Scale::Factor(1.0),
                centre,
                ..View::default()
            };
            view.place([1000, 500], [400, 600])
        };
        assert_eq!(view([0.0, 0.0]).position(), [0.0, 50.0]);
        assert_eq!(view([0.5, 0.5]).position(), [-300.0, 50.0]);
        assert_eq!(view([1.0, 1.0]).position(), [-600.0, 50.0]);
        assert_eq!(view([0.5, 0.5]).pixel_at([0.0, 50.0]), Some([300, 0]));
    }

    #[test]
    fn corners_turn_clockwise() {
        // The left top pixel of the screen, and where it is seen after each turn.
        let expected = [[0.5, 0.5], [2.5, 0.5], [3.5, 2.5], [0.5, 3.5]];
        for (rotation, expected) in ROTATIONS.into_iter().zip(expected) {
            let view = View {
                scale: Scale::Factor(1.0),
                rotation,
                ..View::default()
            };
            let area = if rotation.is_sideways() {
                [3, 4]
            } else {
                [4, 3]
            };
            let placed = view.place([4, 3], area);
            assert_eq!(
                placed.view_from_screen([0.5, 0.5]),
                expected,
                "{rotation:?}"
            );
            assert_eq!(placed.pixel_at(expected), Some([0, 0]), "{rotation:?}");
        }
    }

    #[test]
    fn points_beside_the_picture_have_no_pixel_but_a_nearest_one() {
        let placed = View::default().place([100, 100], [300, 100]);
        assert_eq!(placed.pixel_at([99.0, 50.0]), None);
        assert_eq!(placed.pixel_at([100.0, 50.0]), Some([0, 50]));
        assert_eq!(placed.pixel_at([200.0, 50.0]), None);
        assert_eq!(placed.nearest_pixel([1e9, -5.0]), [99, 0]);
    }

    #[test]
    fn nothing_is_too_small_to_be_laid_out() {
        let placed = View::default().place([1, 1], [0, 0]);
        assert_eq!(placed.size(), [1.0, 1.0]);
        assert_eq!(placed.nearest_pixel([0.0, 0.0]), [0, 0]);
        let far = View {
            scale: Scale::Factor(f32::INFINITY),
            ..View::default()
        };
        assert_eq!(far.place([2, 2], [10, 10]).size(), [32.0, 32.0]);
    }

    prop_compose! {
        fn any_placement()(
            columns in 1_u16..=8192, rows in 1_u16..=4320,
            width in 1_u32..4000, height in 1_u32..4000,
            turn in 0_usize..4, fit: bool, factor in 0.1_f32..4.0,
            centre in (0.0_f32..=1.0, 0.0_f32..=1.0),
        ) -> Placement {
            let view = View {
                scale: if fit { Scale::Fit } else { Scale::Factor(factor) },
                rotation: ROTATIONS[turn],
                centre: [centre.0, centre.1],
            };
            view.place([columns, rows], [width, height])
        }
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_point(
            placed in any_placement(), u in 0.0_f32..=1.0, v in 0.0_f32..=1.0,
        ) {
            let [columns, rows] = [placed.screen().width, placed.screen().height].map(f32::from);
            let point = [u * columns, v * rows];
            let back = placed.screen_from_view(placed.view_from_screen(point));
            // A view pixel may be many screen pixels wide: f32 keeps seven digits of either.
            let slack = 0.01 + 0.001 / placed.factor();
            prop_assert!((back[0] - point[0]).abs() <= slack, "{back:?} {point:?}");
            prop_assert!((back[1] - point[1]).abs() <= slack, "{back:?} {point:?}");
        }

        #[test]
        fn the_middle_of_every_pixel_is_that_pixel(
            placed in any_placement(), u in 0.0_f32..1.0, v in 0.0_f32..1.0,
        ) {
            let screen = placed.screen();
            let pixel = [
                whole(u * f32::from(screen.width)).min(screen.width - 1),
                whole(v * f32::from(screen.height)).min(screen.height - 1),
            ];
            let middle = placed.view_from_screen(pixel.map(|p| f32::from(p) + 0.5));
            prop_assert_eq!(placed.nearest_pixel(middle), pixel);
        }

        #[test]
        fn every_view_point_has_a_pixel_of_the_screen(
            placed in any_placement(), x in -1e6_f32..1e6, y in -1e6_f32..1e6,
        ) {
            let [x, y] = placed.nearest_pixel([x, y]);
            prop_assert!(x < placed.screen().width && y < placed.screen().height);
        }
    }
}
