//! What a panel paints to show a screen.

use std::sync::Arc;

use eframe::egui::{PaintCallback, PaintCallbackInfo, Rect};
use eframe::egui_wgpu::{self, CallbackResources, CallbackTrait, ScreenDescriptor, wgpu};

use super::pipeline::{Pictures, Sampling, ViewUniform};
use super::texture::PictureId;
use crate::screen::{Mailbox, View};

/// How a picture is to be shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    /// Scale, rotation and panning.
    pub view: View,
    /// How pixels are mixed.
    pub sampling: Sampling,
    /// 1, or less to dim a picture that no longer lives.
    pub brightness: f32,
}

/// Shows the newest picture of a mailbox in an area of the window.
///
/// Uploads what changed since it was last painted, and nothing if nothing did. Only the pixels
/// of the picture are touched: paint the stage first.
#[derive(Debug)]
pub struct PictureCallback {
    id: PictureId,
    mailbox: Arc<Mailbox>,
    /// Left top corner of the area, in pixels of the target.
    corner: [f32; 2],
    /// Size of the area in pixels.
    area: [u32; 2],
    shown: Shown,
    /// Changes are uploaded; else the texture is shown as it is, if there is one.
    is_fresh: bool,
}

impl PictureCallback {
    /// A shape for `painter.add`.
    ///
    /// * `area`: where the picture may be, in points; shrunk to whole pixels.
    #[must_use]
    pub fn shape(
        id: PictureId,
        mailbox: Arc<Mailbox>,
        area: Rect,
        pixels_per_point: f32,
        shown: Shown,
    ) -> PaintCallback {
        Self::shape_at_rate(id, mailbox, area, pixels_per_point, shown, true)
    }

    /// The same for pictures that are not brought up to date in every frame: what changed waits in
    /// the mailbox, and its session is not told that somebody looked.
    ///
    /// * `is_fresh`: upload what changed, this time.
    #[must_use]
    pub fn shape_at_rate(
        id: PictureId,
        mailbox: Arc<Mailbox>,
        area: Rect,
        pixels_per_point: f32,
        shown: Shown,
        is_fresh: bool,
    ) -> PaintCallback {
        let (corner, size) = area_px(area, pixels_per_point);
        let callback = Self {
            id,
            mailbox,
            corner,
            area: size,
            shown,
            is_fresh,
        };
        egui_wgpu::Callback::new_paint_callback(area, callback)
    }
}

/// An area in whole pixels: its left top corner, its width and height.
///
/// Rounds as egui rounds the viewport of a callback, so that the two cannot differ by a pixel.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates, and a window is smaller than 2^24 pixels"
)]
pub(crate) fn area_px(area: Rect, pixels_per_point: f32) -> ([f32; 2], [u32; 2]) {
    let px = |points: f32| (points * pixels_per_point).round();
    let corner = [px(area.min.x), px(area.min.y)];
    let size = [
        (px(area.max.x) - corner[0]) as u32,
        (px(area.max.y) - corner[1]) as u32,
    ];
    (corner, size)
}

impl CallbackTrait for PictureCallback {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        _screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let Some(pictures) = resources.get_mut::<Pictures>() else {
            return Vec::new();
        };
        if self.is_fresh || pictures.texture(self.id).is_none() {
            self.mailbox
                .look(|picture| pictures.update(device, queue, self.id, picture));
        }
        if let Some(texture) = pictures.texture(self.id) {
            // Placed by the texture's own size: the screen may have changed since the layout.
            let placed = self.shown.view.place(texture.screen(), self.area);
            let uniform = ViewUniform::new(
                &placed,
                self.corner,
                texture.format(),
                self.shown.sampling,
                self.shown.brightness,
            );
            texture.set_view(queue, uniform);
        }
        Vec::new()
    }

    fn paint(
        &self,
        _info: PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        resources: &CallbackResources,
    ) {
        if let Some(pictures) = resources.get::<Pictures>() {
            pictures.draw(pass, self.id);
        }
    }
}
