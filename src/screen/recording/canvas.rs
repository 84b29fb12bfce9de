//! Blocks of a recording in, the picture out.

use zstd::bulk::Decompressor;

use super::RecordingError;
use super::block::BlockKind;
use super::recorder::format_number;
use crate::limits;
use crate::screen::{Damage, Framebuffer, PixelFormat, Plane, PlaneMut, Rect};
use crate::wire::Reader;

/// The picture at one moment of a recording.
#[derive(Debug, Clone, Default)]
pub struct Canvas {
    framebuffer: Option<Framebuffer>,
}

impl Canvas {
    /// No picture yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { framebuffer: None }
    }

    /// The picture so far.
    #[must_use]
    pub const fn framebuffer(&self) -> Option<&Framebuffer> {
        self.framebuffer.as_ref()
    }

    /// Forgets the picture, before another place of the recording is played.
    pub fn clear(&mut self) {
        self.framebuffer = None;
    }

    /// Takes the contents of the next block; what is no picture changes nothing. Returns what has
    /// changed.
    ///
    /// # Errors
    /// [`RecordingError::Picture`]: the picture is as it was.
    pub fn apply(&mut self, kind: BlockKind, contents: &[u8]) -> Result<Damage, RecordingError> {
        let changed = match kind {
            BlockKind::Picture => self.picture(contents),
            BlockKind::Change => self.change(contents),
            BlockKind::About | BlockKind::Mark | BlockKind::End | BlockKind::Other(_) => {
                Some(Damage::new())
            }
        };
        changed.ok_or(RecordingError::Picture)
    }

    fn picture(&mut self, contents: &[u8]) -> Option<Damage> {
        let mut r = Reader::new(contents);
        let width = u16::from_le_bytes(r.array().ok()?);
        let height = u16::from_le_bytes(r.array().ok()?);
        let [number, _, _, _] = r.array().ok()?;
        let mut formats = PixelFormat::ALL.into_iter();
        let format = formats.find(|format| format_number(*format) == number)?;
        let mut framebuffer = Framebuffer::new(width, height, format).ok()?;
        let bounds = framebuffer.bounds();
        let raw = unpack(r.rest(), bounds.area(), format)?;
        paint(&mut framebuffer, bounds, &raw);
        self.framebuffer = Some(framebuffer);
        let mut damage = Damage::new();
        damage.add(bounds);
        Some(damage)
    }

    fn change(&mut self, contents: &[u8]) -> Option<Damage> {
        let framebuffer = self.framebuffer.as_mut()?;
        let bounds = framebuffer.bounds();
        let mut r = Reader::new(contents);
        let count = usize::from(u16::from_le_bytes(r.array().ok()?));
        if count > limits::RECORDING_RECTS {
            return None;
        }
        let mut rects = Vec::with_capacity(count);
        for _ in 0..count {
            let mut side = || r.array().ok().map(u16::from_le_bytes);
            let rect = Rect::new(side()?, side()?, side()?, side()?);
            if rect.is_empty() || !rect.is_inside(bounds) {
                return None;
            }
            rects.push(rect);
        }
        let area: u64 = rects.iter().map(|rect| rect.area()).sum();
        if area > bounds.area() {
            return None;
        }
        let raw = unpack(r.rest(), area, framebuffer.format())?;
        let mut rest = raw.as_slice();
        let mut damage = Damage::new();
        for rect in rects {
            let len = usize::try_from(rect.area()).ok()? * framebuffer.format().bytes_per_pixel();
            let (pixels, after) = rest.split_at_checked(len)?;
            paint(framebuffer, rect, pixels);
            damage.add(rect);
            rest = after;
        }
        Some(damage)
    }
}

/// Inflates exactly the bytes of `area` pixels.
fn unpack(packed: &[u8], area: u64, format: PixelFormat) -> Option<Vec<u8>> {
    let len = usize::try_from(area)
        .ok()?
        .checked_mul(format.bytes_per_pixel())?;
    // Says so itself, or was not written by us: nothing is allocated for a false promise.
    let promised = zstd::zstd_safe::get_frame_content_size(packed).ok()??;
    if u64::try_from(len) != Ok(promised) {
        return None;
    }
    let raw = Decompressor::new().ok()?.decompress(packed, len).ok()?;
    (raw.len() == len).then_some(raw)
}

/// Paints `rect` with its pixels, row by row, little-endian.
fn paint(framebuffer: &mut Framebuffer, rect: Rect, raw: &[u8]) {
    fn rows<T: Copy, const N: usize>(
        plane: &mut Plane<'_, T>,
        rect: Rect,
        raw: &[u8],
        pixel: impl Fn([u8; N]) -> T,
    ) {
        let (pixels, _) = raw.as_chunks::<N>();
        let pixels = pixels.chunks(usize::from(rect.width).max(1));
        for (row, pixels) in plane.rows(rect).zip(pixels) {
            for (to, from) in row.iter_mut().zip(pixels) {
                *to = pixel(*from);
            }
        }
    }
    match framebuffer.plane_mut() {
        PlaneMut::U8(mut plane) => rows(&mut plane, rect, raw, |[byte]| byte),
        PlaneMut::U16(mut plane) => rows(&mut plane, rect, raw, u16::from_le_bytes),
        PlaneMut::U32(mut plane) => rows(&mut plane, rect, raw, u32::from_le_bytes),
    }
}
