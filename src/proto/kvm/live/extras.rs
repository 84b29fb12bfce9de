//! Rectangles without pixels of the screen: the pointer's shape, and sizes with monitors.

use std::time::Instant;

use super::super::error::KvmError;
use super::super::event::KvmEvent;
use super::super::options::KvmOptions;
use super::{Live, Outbox};
use crate::limits;
use crate::screen::{Cursor, Rect};
use crate::wire::{Reader, WireError};

impl Live {
    /// Reads the shape of the remote pointer: pixels, then one bit for each. `place` is its size
    /// and, as x and y, its hotspot.
    ///
    /// Source: RFC 6143 §7.8.1.
    pub(super) fn pointer_shape(
        &mut self,
        place: Rect,
        outbox: &mut Outbox,
        r: &mut Reader<'_>,
    ) -> Result<(), KvmError> {
        let side = place.width.max(place.height);
        if side > limits::CURSOR_SIDE_PX {
            return Err(KvmError::Wire(WireError::TooLong {
                field: "side of the pointer's shape",
                got: side.into(),
                limit: limits::CURSOR_SIDE_PX.into(),
            }));
        }
        let (width, height) = (usize::from(place.width), usize::from(place.height));
        let format = self.framebuffer.format();
        let pixel_len = format.bytes_per_pixel();
        let pixels = r.bytes(width * height * pixel_len)?;
        let mask = r.bytes(width.div_ceil(8) * height)?;
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |n, b| n << 8 | u32::from(*b));
        let pixels = pixels.chunks_exact(pixel_len).map(number);
        let hotspot = (place.x, place.y);
        let size = (place.width, place.height);
        self.cursor = Some(Cursor::new(size, hotspot, format, pixels, mask));
        outbox.report(KvmEvent::PointerShape);
        Ok(())
    }

    /// Reads a size with the monitors that make it up: `u8 count, 3 × 0, count × 16 bytes`.
    ///
    /// `place` is the size, with the reason as x and an error as y. An error answers a wish of a
    /// client and changes nothing. Source: the rfbproto community's "ExtendedDesktopSize" (spec).
    pub(super) fn extended_size(
        &mut self,
        now: Instant,
        options: &KvmOptions,
        place: Rect,
        outbox: &mut Outbox,
        r: &mut Reader<'_>,
    ) -> Result<(), KvmError> {
        let [count, _, _, _] = r.array()?;
        r.bytes(usize::from(count) * 16)?;
        let size = Rect::of_size(place.width, place.height);
        // Servers announce the present size too, for example at the start.
        if place.y != 0 || size == self.framebuffer.bounds() {
            return Ok(());
        }
        self.resize(now, options, size, outbox)
    }
}
