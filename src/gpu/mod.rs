//! The screen of a device on the GPU: pixels stay in the device's format, only what changed is
//! uploaded, and the shader does the rest.
//!
//! [`Pictures`] lives in the renderer's callback resources: one pipeline for each window, one
//! texture for each shown picture. [`PictureCallback`] is what a panel paints.

mod callback;
mod pipeline;
mod texture;
mod upload;

pub(crate) use callback::area_px;
pub use callback::{PictureCallback, Shown};
pub use pipeline::{Pictures, Sampling};
pub use texture::PictureId;
pub use upload::Uploads;
