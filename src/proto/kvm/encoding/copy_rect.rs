//! Encoding 1: `u16 x, u16 y` of pixels that are on the screen already.
//!
//! Source: RFC 6143 §7.7.2.

use super::Step;
use crate::proto::kvm::error::KvmError;
use crate::screen::{PlaneMut, Rect};
use crate::wire::Reader;

/// Copies a rectangle inside `screen` from elsewhere on it.
///
/// # Errors
/// [`WireError::Incomplete`](crate::wire::WireError::Incomplete), and [`KvmError::RectOutside`]
/// if the source reaches beyond the screen.
pub(super) fn decode(
    rect: Rect,
    screen: Rect,
    plane: PlaneMut<'_>,
    r: &mut Reader<'_>,
) -> Result<Step, KvmError> {
    let [x0, x1, y0, y1] = r.array()?;
    let from = (u16::from_be_bytes([x0, x1]), u16::from_be_bytes([y0, y1]));
    let source = Rect::new(from.0, from.1, rect.width, rect.height);
    if !source.is_inside(screen) {
        return Err(KvmError::RectOutside {
            rect: source,
            width: screen.width,
            height: screen.height,
        });
    }
    match plane {
        PlaneMut::U8(mut plane) => plane.copy_within(from, rect),
        PlaneMut::U16(mut plane) => plane.copy_within(from, rect),
        PlaneMut::U32(mut plane) => plane.copy_within(from, rect),
    }
    Ok(Step::Done(rect))
}
