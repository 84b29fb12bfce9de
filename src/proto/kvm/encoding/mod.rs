//! Picture encodings: from the data of a rectangle to pixels in a framebuffer.
//!
//! Every decoder reads from the front of what has arrived, paints what it can, and keeps its
//! place inside a rectangle, so that no byte is looked at twice however it is cut.

mod copy_rect;
mod hextile;
mod inflate;
mod jpeg;
mod raw;
mod rre;
mod tight;
mod tile;
mod wire_pixel;
mod zrle;

use hextile::Hextile;
use raw::Raw;
use rre::Rre;
use tight::Tight;
use zrle::Zrle;

use super::error::KvmError;
use super::messages::{Encoding, RectHeader};
use crate::screen::{Framebuffer, Rect};
use crate::wire::Reader;

/// How far one call came in a rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Bytes were used and this part was painted (perhaps nothing); more has to arrive.
    Partial(Rect),
    /// The rectangle is complete; this part was painted last.
    Done(Rect),
}

/// All decoders, with what they keep from rectangle to rectangle.
#[derive(Debug, Default)]
pub(super) struct Decoders {
    raw: Raw,
    rre: Rre,
    hextile: Hextile,
    tight: Tight,
    zrle: Zrle,
}

impl Decoders {
    /// Reads what there is of the data of a rectangle, which must lie inside `framebuffer`; called
    /// with the same header until it is done.
    ///
    /// # Errors
    /// [`WireError::Incomplete`](crate::wire::WireError::Incomplete) if nothing could be used.
    /// Everything else is final: the stream is out of step.
    pub(super) fn decode(
        &mut self,
        header: RectHeader,
        framebuffer: &mut Framebuffer,
        r: &mut Reader<'_>,
    ) -> Result<Step, KvmError> {
        let RectHeader { rect, encoding } = header;
        let screen = framebuffer.bounds();
        let format = framebuffer.format();
        let plane = framebuffer.plane_mut();
        match encoding {
            Encoding::RAW if rect.is_empty() => Ok(Step::Done(rect)),
            Encoding::RAW => self.raw.decode(rect, plane, r),
            Encoding::COPY_RECT => copy_rect::decode(rect, screen, plane, r),
            Encoding::RRE => self.rre.decode(rect, plane, r),
            Encoding::HEXTILE => self.hextile.decode(rect, plane, r),
            Encoding::TIGHT => self.tight.decode(rect, format, plane, r),
            Encoding::ZRLE => self.zrle.decode(rect, plane, r),
            other => Err(KvmError::UnknownEncoding(other)),
        }
    }
}
