//! Which rectangles to copy to the GPU for a given damage.

use crate::screen::Rect;

/// What went to the GPU since the window opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Uploads {
    /// Calls of `write_texture`.
    pub calls: u64,
    /// Bytes of pixels handed over.
    pub bytes: u64,
}

/// Most calls for one picture and frame.
pub(super) const CALLS: usize = 17;

/// A call costs about as much as copying this many bytes (`docs/performance.md`), so two
/// rectangles become one when their common box adds no more.
const CALL_COST_BYTES: u64 = 48 << 10;

/// Large rectangles go in bands of about this size, which is where a byte is cheapest.
const BAND_BYTES: u64 = 384 << 10;

/// Turns damage into few rectangles that cover it, each one call.
///
/// * `damage`: changed rectangles, inside the screen; may overlap.
/// * `bytes_per_pixel`: 1, 2 or 4.
/// * `plan`: overwritten; at most [`CALLS`] rectangles, together covering every damaged pixel,
///   none reaching outside the box around the damage.
///
/// Cost grows with the cube of the number of rectangles, of which there are at most
/// [`limits::DAMAGE_RECTS`](crate::limits::DAMAGE_RECTS).
pub(super) fn plan_uploads(damage: &[Rect], bytes_per_pixel: usize, plan: &mut Vec<Rect>) {
    plan.clear();
    plan.extend(damage.iter().filter(|rect| !rect.is_empty()));
    let bytes = |rect: Rect| rect.area() * bytes_per_pixel as u64;

    while let Some((first, second, waste)) = cheapest_pair(plan, bytes) {
        if waste > CALL_COST_BYTES && plan.len() <= CALLS {
            break;
        }
        let gone = plan.swap_remove(second);
        if let Some(kept) = plan.get_mut(first) {
            *kept = kept.union(gone);
        }
    }
    split_into_bands(plan, bytes);
}

/// The two rectangles whose common box wastes the fewest bytes: their places, the first lower.
fn cheapest_pair(plan: &[Rect], bytes: impl Fn(Rect) -> u64) -> Option<(usize, usize, u64)> {
    let mut best: Option<(usize, usize, u64)> = None;
    for (i, a) in plan.iter().enumerate() {
        for (j, b) in plan.iter().enumerate().skip(i + 1) {
            let covered = bytes(*a) + bytes(*b) - bytes(a.intersection(*b));
            let waste = bytes(a.union(*b)).saturating_sub(covered);
            if best.is_none_or(|(_, _, least)| waste < least) {
                best = Some((i, j, waste));
            }
        }
    }
    best
}

/// Cuts large rectangles into bands of rows, as far as calls are left.
fn split_into_bands(plan: &mut Vec<Rect>, bytes: impl Fn(Rect) -> u64) {
    let spare = CALLS.saturating_sub(plan.len()) as u64;
    let total: u64 = plan.iter().map(|rect| bytes(*rect)).sum();
    if spare == 0 {
        return;
    }
    let band_bytes = BAND_BYTES.max(total.div_ceil(spare));
    for i in 0..plan.len() {
        let Some(rect) = plan.get(i).copied() else {
            break;
        };
        let bands = bytes(rect).div_ceil(band_bytes).max(1);
        let rows = u16::try_from(u64::from(rect.height).div_ceil(bands)).unwrap_or(u16::MAX);
        let mut rest = rect;
        while rest.height > rows {
            plan.push(Rect::new(rest.x, rest.y, rest.width, rows));
            rest.y += rows;
            rest.height -= rows;
        }
        if let Some(slot) = plan.get_mut(i) {
            *slot = rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::limits;

    fn plan(damage: &[Rect], bytes_per_pixel: usize) -> Vec<Rect> {
        let mut plan = Vec::new();
        plan_uploads(damage, bytes_per_pixel, &mut plan);
        plan
    }

    fn area(rects: &[Rect]) -> u64 {
        rects.iter().map(|r| r.area()).sum()
    }

    #[test]
    fn one_tile_is_one_tile_and_nothing_is_nothing() {
        let tile = Rect::new(64, 128, 64, 64);
        assert_eq!(plan(&[tile], 2), [tile]);
        assert_eq!(plan(&[], 2), []);
        assert_eq!(plan(&[Rect::default()], 2), []);
    }

    #[test]
    fn a_full_screen_is_at_most_seventeen_calls_without_waste() {
        for (width, height, bytes_per_pixel) in [
            (1920, 1080, 2),
            (3840, 2400, 2),
            (8192, 4320, 4),
            (640, 400, 1),
        ] {
            let screen = Rect::of_size(width, height);
            let plan = plan(&[screen], bytes_per_pixel);
            assert!(plan.len() <= CALLS, "{} calls", plan.len());
            assert_eq!(area(&plan), screen.area());
        }
        let bands = plan(&[Rect::of_size(1920, 1080)], 2);
        assert_eq!(bands.len(), 11, "bands of about 384 KiB");
    }

    #[test]
    fn neighbours_in_a_row_become_one_span_and_far_ones_stay_apart() {
        let row = [0_u16, 2, 3].map(|i| Rect::new(i * 64, 0, 64, 64));
        assert_eq!(plan(&row, 2), [Rect::new(0, 0, 256, 64)]);
        let far = [Rect::new(0, 0, 64, 64), Rect::new(1800, 1000, 64, 64)];
        assert_eq!(plan(&far, 2), far);
    }

    prop_compose! {
        fn any_rect()(x in 0_u16..1800, y in 0_u16..1000, w in 1_u16..120, h in 1_u16..80) -> Rect {
            Rect::new(x, y, w, h)
        }
    }

    proptest! {
        #[test]
        fn every_damaged_pixel_is_covered_with_few_calls_or_little_waste(
            damage in prop::collection::vec(any_rect(), 0..=limits::DAMAGE_RECTS),
            bytes_per_pixel in prop::sample::select(vec![1_usize, 2, 4]),
        ) {
            let plan = plan(&damage, bytes_per_pixel);
            prop_assert!(plan.len() <= CALLS);
            let bounds = damage.iter().fold(Rect::default(), |all, r| all.union(*r));
            for rect in &plan {
                prop_assert!(!rect.is_empty() && rect.is_inside(bounds));
            }
            for rect in &damage {
                let right = u16::try_from(rect.right() - 1).unwrap();
                let bottom = u16::try_from(rect.bottom() - 1).unwrap();
                for (x, y) in [(rect.x, rect.y), (right, rect.y), (rect.x, bottom), (right, bottom)] {
                    let pixel = Rect::new(x, y, 1, 1);
                    prop_assert!(plan.iter().any(|r| pixel.is_inside(*r)), "{x},{y}");
                }
            }
        }
    }
}
