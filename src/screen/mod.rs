//! Pictures: pixels in the device's own format, what changed in them, and how they reach a view.
//!
//! Nothing here decodes or draws. A framebuffer keeps the bytes the device sent (a 565 screen
//! stays 16 bits per pixel); the shader, or [`Framebuffer::to_rgb8`] for files, expands them.

mod cursor;
mod damage;
mod framebuffer;
mod mailbox;
mod pixel;
mod plane;
pub mod recording;
mod rect;
mod text;
mod view;

pub use cursor::Cursor;
pub use damage::Damage;
pub use framebuffer::{Framebuffer, FramebufferError, Pixels};
pub use mailbox::{Mailbox, Picture};
pub use pixel::PixelFormat;
pub use plane::{Plane, PlaneMut};
pub use rect::Rect;
pub use text::ScreenText;
pub use view::{Affine, Placement, Rotation, Scale, View};
