//! One picture on the GPU: a texture in the device's pixel format, kept equal to a framebuffer.

use eframe::egui_wgpu::wgpu;

use super::pipeline::ViewUniform;
use super::upload::{Uploads, plan_uploads};
use crate::screen::{Framebuffer, Picture, PixelFormat, Rect};

/// Names a picture on the GPU. The window makes it from its session's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PictureId(pub u64);

/// The texture of one picture with what is needed to draw it.
#[derive(Debug)]
pub(super) struct PictureTexture {
    texture: wgpu::Texture,
    screen: [u16; 2],
    format: PixelFormat,
    pub(super) bind_group: wgpu::BindGroup,
    uniform: wgpu::Buffer,
    /// What `uniform` holds.
    written: Option<ViewUniform>,
}

impl PictureTexture {
    /// A texture for a framebuffer of this shape; its content is undefined until the first
    /// [`upload`](Self::upload) of everything.
    pub(super) fn new(
        device: &wgpu::Device,
        layout: &wgpu::BindGroupLayout,
        framebuffer: &Framebuffer,
    ) -> Self {
        let format = framebuffer.format();
        let texture = device.create_texture(&wgpu::TextureDescriptor {
            label: Some("picture"),
            size: wgpu::Extent3d {
                width: u32::from(framebuffer.width()),
                height: u32::from(framebuffer.height()),
                depth_or_array_layers: 1,
            },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: texture_format(format),
            usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
            view_formats: &[],
        });
        let uniform = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("picture view"),
            size: size_of::<ViewUniform>() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("picture"),
            layout,
            entries: &[
                wgpu::BindGroupEntry {
                    binding: 0,
                    resource: uniform.as_entire_binding(),
                },
                wgpu::BindGroupEntry {
                    binding: 1,
                    resource: wgpu::BindingResource::TextureView(&view),
                },
            ],
        });
        Self {
            texture,
            screen: [framebuffer.width(), framebuffer.height()],
            format,
            bind_group,
            uniform,
            written: None,
        }
    }

    /// It can hold this framebuffer as it is.
    pub(super) fn fits(&self, framebuffer: &Framebuffer) -> bool {
        self.format == framebuffer.format()
            && self.screen == [framebuffer.width(), framebuffer.height()]
    }

    /// Columns and rows.
    pub(super) const fn screen(&self) -> [u16; 2] {
        self.screen
    }

    /// How its pixels are stored.
    pub(super) const fn format(&self) -> PixelFormat {
        self.format
    }

    /// Copies what changed and marks it as seen.
    ///
    /// `plan` is scratch memory. The caller holds the mailbox's lock: nothing here waits for the
    /// GPU, each call only copies into wgpu's staging memory.
    pub(super) fn upload(
        &self,
        queue: &wgpu::Queue,
        picture: &mut Picture,
        plan: &mut Vec<Rect>,
        uploads: &mut Uploads,
    ) {
        let Picture {
            framebuffer,
            damage,
            ..
        } = picture;
        let bytes_per_pixel = framebuffer.format().bytes_per_pixel();
        plan_uploads(damage.rects(), bytes_per_pixel, plan);
        damage.clear();

        let stride = usize::from(framebuffer.width()) * bytes_per_pixel;
        let bytes = framebuffer.pixels().as_bytes();
        for rect in plan.iter().map(|r| r.intersection(framebuffer.bounds())) {
            let start = usize::from(rect.y) * stride + usize::from(rect.x) * bytes_per_pixel;
            let row_bytes = usize::from(rect.width) * bytes_per_pixel;
            let rows_before_last = usize::from(rect.height).saturating_sub(1);
            let end = start + rows_before_last * stride + row_bytes;
            let Some(rows) = bytes.get(start..end).filter(|_| !rect.is_empty()) else {
                continue;
            };
            queue.write_texture(
                wgpu::TexelCopyTextureInfo {
                    texture: &self.texture,
                    mip_level: 0,
                    origin: wgpu::Origin3d {
                        x: u32::from(rect.x),
                        y: u32::from(rect.y),
                        z: 0,
                    },
                    aspect: wgpu::TextureAspect::All,
                },
                rows,
                wgpu::TexelCopyBufferLayout {
                    offset: 0,
                    bytes_per_row: u32::try_from(stride).ok(),
                    rows_per_image: None,
                },
                wgpu::Extent3d {
                    width: u32::from(rect.width),
                    height: u32::from(rect.height),
                    depth_or_array_layers: 1,
                },
            );
            uploads.calls += 1;
            uploads.bytes += rect.area() * bytes_per_pixel as u64;
        }
    }

    /// Tells the shader how to show the picture, if it does not know yet.
    pub(super) fn set_view(&mut self, queue: &wgpu::Queue, uniform: ViewUniform) {
        if self.written != Some(uniform) {
            queue.write_buffer(&self.uniform, 0, bytemuck::bytes_of(&uniform));
            self.written = Some(uniform);
        }
    }
}

/// The texture format with one texel for one pixel, bit by bit.
const fn texture_format(format: PixelFormat) -> wgpu::TextureFormat {
    match format {
        PixelFormat::Rgb565 => wgpu::TextureFormat::R16Uint,
        PixelFormat::Rgb332 | PixelFormat::Gray8 | PixelFormat::Gray4 => {
            wgpu::TextureFormat::R8Uint
        }
        PixelFormat::Rgbx => wgpu::TextureFormat::Rgba8Uint,
    }
}
