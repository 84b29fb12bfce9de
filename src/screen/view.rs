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
    /// As wide as the view, however high.
    Width,
    /// The largest whole number of display pixels for each screen pixel with all of it visible;
    /// where not even one fits, a whole number of screen pixels for each display pixel.
    Whole,
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
        let fit = (area[0] / turned[0]).min(area[1] / turned[1]);
        let factor = match self.scale {
            Scale::Fit => fit,
            Scale::Width => area[0] / turned[0],
            Scale::Whole if fit >= 1.0 => fit.floor(),
            Scale::Whole => 1.0 / (1.0 / fit.max(1.0 / f32::from(u16::MAX))).ceil(),
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

    /// This view `times` as large, with what lies under the view point `at` staying there as far
    /// as the picture reaches.
    ///
    /// On its way it stops at every whole scale and where the picture just fits, so that a wheel
    /// finds them again.
    #[must_use]
    pub fn zoomed(&self, screen: [u16; 2], area: [u32; 2], at: [f32; 2], times: f32) -> Self {
        let before = self.place(screen, area);
        let fit = Self {
            scale: Scale::Fit,
            ..*self
        };
        let fit = fit.place(screen, area).factor();
        let from = before.factor();
        let scale = match stop(from, from * times, fit) {
            factor if is_near(factor, fit) => Scale::Fit,
            factor => Scale::Factor(factor.clamp(1.0 / MAX_FACTOR, MAX_FACTOR)),
        };
        let mut view = Self { scale, ..*self };
        let size = view.place(screen, area).size();
        let area = area.map(float);
        let centre = |at: f32, position: f32, before: f32, size: f32, area: f32| {
            let part = (at - position) / before;
            held(part + (area / 2.0 - at) / size, size, area)
        };
        let ([x, y], [left, top], [wide, high]) = (at, before.position(), before.size());
        view.centre = [
            centre(x, left, wide, size[0], area[0]),
            centre(y, top, high, size[1], area[1]),
        ];
        view
    }

    /// This view with the picture moved under it by display pixels, as far as there is picture.
    #[must_use]
    pub fn panned(&self, screen: [u16; 2], area: [u32; 2], by: [f32; 2]) -> Self {
        let size = self.place(screen, area).size();
        let area = area.map(float);
        let moved =
            |centre: f32, by: f32, size: f32, area: f32| held(centre - by / size, size, area);
        Self {
            centre: [
                moved(self.centre[0], by[0], size[0], area[0]),
                moved(self.centre[1], by[1], size[1], area[1]),
            ],
            ..*self
        }
    }
}

/// A centre of which no side of the view lies beyond the picture.
fn held(centre: f32, size: f32, area: f32) -> f32 {
    let edge = (area / size / 2.0).min(0.5);
    centre.clamp(edge, 1.0 - edge)
}

/// Where a zoom from one scale to another comes to rest: at the first whole scale, or the one at
/// which the picture fits, that lies strictly between or just at the end.
fn stop(from: f32, to: f32, fit: f32) -> f32 {
    let is_larger = to > from;
    let whole = match is_larger {
        true => (from * (1.0 + NEAR)).floor() + 1.0,
        false => (from * (1.0 - NEAR)).ceil() - 1.0,
    };
    let is_between = |stop: f32| match is_larger {
        true => stop > from * (1.0 + NEAR) && stop <= to * (1.0 + NEAR),
        false => stop < from * (1.0 - NEAR) && stop >= to * (1.0 - NEAR) && stop > 0.0,
    };
    let stops = [whole, fit].into_iter().filter(|stop| is_between(*stop));
    let first = stops.reduce(|a, b| match is_larger {
        true => a.min(b),
        false => a.max(b),
    });
    first.unwrap_or(to)
}

/// Two scales that nobody could tell apart.
fn is_near(a: f32, b: f32) -> bool {
    (a / b - 1.0).abs() < NEAR
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

/// Scales that differ by less are the same. Sizes are rounded to whole pixels, so the scale of a
/// placement is known no better than this.
const NEAR: f32 = 0.002;

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

    #[test]
    fn a_picture_as_wide_as_the_view_may_be_higher() {
        let view = View {
            scale: Scale::Width,
            ..View::default()
        };
        assert_eq!(view.place([640, 480], [1280, 700]).size(), [1280.0, 960.0]);
        let turned = View {
            rotation: Rotation::Quarter,
            ..view
        };
        assert_eq!(turned.place([640, 480], [960, 700]).size(), [960.0, 1280.0]);
    }

    #[test]
    fn whole_steps_are_whole_in_one_direction_or_the_other() {
        let size = |screen, area| {
            let view = View {
                scale: Scale::Whole,
                ..View::default()
            };
            view.place(screen, area).size()
        };
        assert_eq!(size([640, 400], [1300, 1300]), [1280.0, 800.0]);
        assert_eq!(size([640, 400], [1279, 1300]), [640.0, 400.0]);
        assert_eq!(size([1920, 1080], [1276, 670]), [960.0, 540.0]);
        assert_eq!(size([3840, 2400], [1276, 670]), [960.0, 600.0]);
        assert_eq!(size([640, 400], [0, 0]), [1.0, 1.0]);
    }

    #[test]
    fn zooming_stops_where_the_picture_fits_and_at_whole_scales() {
        let (screen, area) = ([640, 400], [1000, 700]);
        let mut view = View::default();
        let mut scales = Vec::new();
        for _ in 0..6 {
            view = view.zoomed(screen, area, [500.0, 350.0], 1.25);
            scales.push(view.place(screen, area).factor());
        }
        let expected = [1.953, 2.0, 2.5, 3.0, 3.75, 4.0];
        for (scale, expected) in scales.iter().zip(expected) {
            assert!((scale - expected).abs() < 0.005, "{scales:?}");
        }
        let mut down = Vec::new();
        for _ in 0..8 {
            view = view.zoomed(screen, area, [500.0, 350.0], 0.8);
            down.push(view.place(screen, area).factor());
        }
        assert_eq!(view.scale, Scale::Factor(1.0), "{down:?}");
        assert!(
            down.iter().any(|scale| (scale - 1.5625).abs() < 0.001),
            "{down:?}"
        );
        let fit = View {
            scale: Scale::Factor(1.5),
            ..View::default()
        };
        let fit = fit.zoomed(screen, area, [0.0, 0.0], 1.25);
        assert_eq!(fit.scale, Scale::Fit, "it follows the window from there on");
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
        fn what_lies_under_the_pointer_stays_there_while_zooming_in(
            columns in 200_u16..4000, rows in 200_u16..2400,
            turn in 0_usize..4, from in 1.0_f32..3.0, times in 1.05_f32..1.5,
            at in (0.3_f32..0.7, 0.3_f32..0.7),
        ) {
            // Larger than the view on both sides from the start, so that nothing is centred.
            let view = View {
                scale: Scale::Factor(from),
                rotation: ROTATIONS[turn],
                ..View::default()
            };
            let screen = [columns, rows];
            let area = [150, 150];
            let at = [at.0 * 150.0, at.1 * 150.0];
            let before = view.place(screen, area).screen_from_view(at);
            let placed = view.zoomed(screen, area, at, times).place(screen, area);
            let after = placed.view_from_screen(before);
            // The picture lies on whole display pixels.
            prop_assert!((after[0] - at[0]).abs() <= 1.0, "{at:?} {after:?}");
            prop_assert!((after[1] - at[1]).abs() <= 1.0, "{at:?} {after:?}");
        }

        #[test]
        fn panning_never_shows_a_gap_and_there_and_back_is_the_same(
            columns in 300_u16..4000, rows in 300_u16..2400,
            by in (-60.0_f32..60.0, -60.0_f32..60.0),
        ) {
            let view = View { scale: Scale::Factor(1.0), ..View::default() };
            let (screen, area) = ([columns, rows], [150, 150]);
            let by = [by.0, by.1];
            let moved = view.panned(screen, area, by);
            let [left, top] = moved.place(screen, area).position();
            let [width, height] = moved.place(screen, area).size();
            prop_assert!(left <= 0.0 && top <= 0.0);
            prop_assert!(left + width >= 150.0 && top + height >= 150.0);
            let back = moved.panned(screen, area, by.map(|side| -side));
            let (before, after) = (view.place(screen, area), back.place(screen, area));
            for side in 0..2 {
                let off = before.position()[side] - after.position()[side];
                prop_assert!(off.abs() <= 1.0);
            }
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
