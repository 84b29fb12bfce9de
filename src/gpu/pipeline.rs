//! The pipeline of one window and the pictures it can draw.

use std::collections::BTreeMap;

use eframe::egui_wgpu::{RenderState, wgpu};

use super::texture::{PictureId, PictureTexture};
use super::upload::Uploads;
use crate::screen::{Affine, Picture, PixelFormat, Placement, Rect};

/// How pixels are mixed when the scale is not one to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sampling {
    /// The pixels as they are at whole scales, else [`Area`](Self::Area).
    #[default]
    Automatic,
    /// One pixel, the nearest.
    Nearest,
    /// Between four pixels, smooth. Reducing, it would leave pixels out: by area then.
    Bilinear,
    /// By covered area. Enlarging, edges are one display pixel wide (sharp-bilinear); reducing,
    /// every pixel counts.
    Area,
}

/// What the shader needs to know about a view; twin of `ViewUniform` in `shaders/kvm.wgsl`.
///
/// WGSL aligns a `vec2` to 8 bytes and a uniform struct's size to 16; both hold without padding
/// in between. A test compares the two layouts.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
pub(super) struct ViewUniform {
    /// Offset 0. Screen point at the left top corner of the shown picture.
    pub(super) origin: [f32; 2],
    /// Offset 8. Screen distance of one target pixel to the right.
    pub(super) across: [f32; 2],
    /// Offset 16. Screen distance of one target pixel down.
    pub(super) down: [f32; 2],
    /// Offset 24. Left top corner of the shown picture, in target pixels.
    pub(super) position: [f32; 2],
    /// Offset 32. Size of the shown picture, in target pixels.
    pub(super) shown: [f32; 2],
    /// Offset 40. Columns and rows.
    pub(super) screen: [u32; 2],
    /// Offset 48. A `FORMAT` constant of the shader.
    pub(super) pixel_format: u32,
    /// Offset 52. A `SAMPLE` constant of the shader.
    pub(super) sampling: u32,
    /// Offset 56. 1 or less.
    pub(super) brightness: f32,
    /// Offset 60.
    pub(super) padding: u32,
}

impl ViewUniform {
    /// * `placed`: where the picture lies in its area.
    /// * `area`: left top corner of that area in the target.
    /// * `brightness`: 0 to 1.
    pub(super) fn new(
        placed: &Placement,
        area: [f32; 2],
        format: PixelFormat,
        sampling: Sampling,
        brightness: f32,
    ) -> Self {
        let Affine {
            origin,
            across,
            down,
        } = placed.affine();
        let [x, y] = placed.position();
        let screen = placed.screen();
        Self {
            origin,
            across,
            down,
            position: [area[0] + x, area[1] + y],
            shown: placed.size(),
            screen: [u32::from(screen.width), u32::from(screen.height)],
            pixel_format: match format {
                PixelFormat::Rgb565 => 0,
                PixelFormat::Rgb332 => 1,
                PixelFormat::Gray8 => 2,
                PixelFormat::Gray4 => 3,
                PixelFormat::Rgbx => 4,
            },
            sampling: match sampling {
                Sampling::Nearest => 0,
                Sampling::Bilinear if placed.factor() >= 1.0 => 1,
                Sampling::Automatic if is_whole_scale(placed) => 0,
                Sampling::Bilinear | Sampling::Automatic | Sampling::Area => 2,
            },
            brightness,
            padding: 0,
        }
    }
}

/// Every screen pixel covers the same whole number of target pixels.
fn is_whole_scale(placed: &Placement) -> bool {
    let screen = placed.screen();
    let [width, height] = placed.size();
    let sides = [f32::from(screen.width), f32::from(screen.height)];
    let factor = placed.factor().round();
    let turned = [
        [sides[0] * factor, sides[1] * factor],
        [sides[1] * factor, sides[0] * factor],
    ];
    factor >= 1.0 && turned.contains(&[width, height])
}

/// The pictures of one window: its pipeline, and a texture for each picture it shows.
#[derive(Debug)]
pub struct Pictures {
    layout: wgpu::BindGroupLayout,
    pipeline: wgpu::RenderPipeline,
    largest_side: u32,
    textures: BTreeMap<PictureId, PictureTexture>,
    uploads: Uploads,
    /// Scratch memory of upload plans, kept between frames.
    plan: Vec<Rect>,
}

impl Pictures {
    /// Makes the pipeline for a target of this format.
    #[must_use]
    pub fn new(device: &wgpu::Device, target: wgpu::TextureFormat) -> Self {
        let shader = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("kvm.wgsl"),
            source: wgpu::ShaderSource::Wgsl(include_str!("../../shaders/kvm.wgsl").into()),
        });
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("picture"),
            entries: &[
                wgpu::BindGroupLayoutEntry {
                    binding: 0,
                    visibility: wgpu::ShaderStages::FRAGMENT,
                    ty: wgpu::BindingType::Buffer {
                        ty: wgpu::BufferBindingType::Uniform,
                        has_dynamic_offset: false,
                        min_binding_size: wgpu::BufferSize::new(size_of::<ViewUniform>() as u64),
                    },
                    count: None,
                },
                wgpu::BindGroupLayoutEntry {
                    binding: 1,
                    visibility: wgpu::ShaderStages::FRAGMENT,
                    ty: wgpu::BindingType::Texture {
                        sample_type: wgpu::TextureSampleType::Uint,
                        view_dimension: wgpu::TextureViewDimension::D2,
                        multisampled: false,
                    },
                    count: None,
                },
            ],
        });
        let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("picture"),
            bind_group_layouts: &[Some(&layout)],
            immediate_size: 0,
        });
        let encodes_srgb = f64::from(u8::from(target.is_srgb()));
        let pipeline = device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some("picture"),
            layout: Some(&pipeline_layout),
            vertex: wgpu::VertexState {
                module: &shader,
                entry_point: Some("picture_vertex"),
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                buffers: &[],
            },
            primitive: wgpu::PrimitiveState::default(),
            depth_stencil: None,
            multisample: wgpu::MultisampleState::default(),
            fragment: Some(wgpu::FragmentState {
                module: &shader,
                entry_point: Some("picture_fragment"),
                compilation_options: wgpu::PipelineCompilationOptions {
                    constants: &[("encodes_srgb", encodes_srgb)],
                    ..wgpu::PipelineCompilationOptions::default()
                },
                targets: &[Some(target.into())],
            }),
            multiview_mask: None,
            cache: None,
        });
        Self {
            layout,
            pipeline,
            largest_side: device.limits().max_texture_dimension_2d,
            textures: BTreeMap::new(),
            uploads: Uploads::default(),
            plan: Vec::new(),
        }
    }

    /// Puts the pipeline for this window where its paint callbacks find it. Once per window.
    pub fn install(state: &RenderState) {
        let pictures = Self::new(&state.device, state.target_format);
        let mut renderer = state.renderer.write();
        renderer.callback_resources.insert(pictures);
    }

    /// Frees the texture of a picture that is not shown any more.
    pub fn forget(state: &RenderState, id: PictureId) {
        let mut renderer = state.renderer.write();
        if let Some(pictures) = renderer.callback_resources.get_mut::<Self>() {
            pictures.textures.remove(&id);
        }
    }

    /// What this window uploaded so far.
    #[must_use]
    pub fn uploads(state: &RenderState) -> Uploads {
        let renderer = state.renderer.read();
        let pictures = renderer.callback_resources.get::<Self>();
        pictures.map_or_else(Uploads::default, |pictures| pictures.uploads)
    }

    /// Pictures that have a texture now.
    #[must_use]
    pub fn count(&self) -> usize {
        self.textures.len()
    }

    /// Brings the texture of `id` up to date with `picture` and clears its damage.
    ///
    /// A picture of a new shape gets a new texture. One that is larger than the GPU takes keeps
    /// its damage and is not drawn; the window has refused it before, with words.
    pub(super) fn update(
        &mut self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        id: PictureId,
        picture: &mut Picture,
    ) {
        let framebuffer = &picture.framebuffer;
        let side = framebuffer.width().max(framebuffer.height());
        if u32::from(side) > self.largest_side {
            self.textures.remove(&id);
            return;
        }
        if !self.textures.get(&id).is_some_and(|t| t.fits(framebuffer)) {
            picture.damage.clear();
            picture.damage.add(framebuffer.bounds());
            let texture = PictureTexture::new(device, &self.layout, framebuffer);
            self.textures.insert(id, texture);
        }
        if let Some(texture) = self
            .textures
            .get(&id)
            .filter(|_| !picture.damage.is_empty())
        {
            texture.upload(queue, picture, &mut self.plan, &mut self.uploads);
        }
    }

    /// The texture of `id`, if it has one.
    pub(super) fn texture(&mut self, id: PictureId) -> Option<&mut PictureTexture> {
        self.textures.get_mut(&id)
    }

    /// Draws `id` into the current viewport of `pass`; nothing if it has no texture.
    pub(super) fn draw(&self, pass: &mut wgpu::RenderPass<'_>, id: PictureId) {
        if let Some(texture) = self.textures.get(&id) {
            pass.set_pipeline(&self.pipeline);
            pass.set_bind_group(0, &texture.bind_group, &[]);
            pass.draw(0..3, 0..1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::{Rotation, Scale, View};

    /// Name and offset of every member of a struct in the shader, and the struct's size.
    fn layout_in_shader(name: &str) -> (Vec<(String, usize)>, usize) {
        let source = include_str!("../../shaders/kvm.wgsl");
        let module = naga::front::wgsl::parse_str(source).unwrap();
        let found = module.types.iter().find_map(|(_, ty)| match &ty.inner {
            naga::TypeInner::Struct { members, span } if ty.name.as_deref() == Some(name) => {
                let members = members
                    .iter()
                    .map(|m| (m.name.clone().unwrap(), m.offset as usize))
                    .collect();
                Some((members, *span as usize))
            }
            _ => None,
        });
        found.expect("the struct is in the shader")
    }

    #[test]
    fn the_uniform_has_the_layout_of_its_twin_in_the_shader() {
        macro_rules! offsets {
            ($($field:ident),*) => {
                vec![$((stringify!($field).to_owned(), std::mem::offset_of!(ViewUniform, $field))),*]
            };
        }
        let ours = offsets!(
            origin,
            across,
            down,
            position,
            shown,
            screen,
            pixel_format,
            sampling,
            brightness,
            padding
        );
        assert_eq!(
            layout_in_shader("ViewUniform"),
            (ours, size_of::<ViewUniform>())
        );
    }

    #[test]
    fn a_filter_chosen_by_hand_is_the_one_unless_it_would_lose_pixels() {
        let chosen = |sampling, factor| {
            let view = View {
                scale: Scale::Factor(factor),
                ..View::default()
            };
            let placed = view.place([640, 400], [2000, 2000]);
            ViewUniform::new(&placed, [0.0; 2], PixelFormat::Rgb565, sampling, 1.0).sampling
        };
        assert_eq!(chosen(Sampling::Nearest, 0.5), 0);
        assert_eq!(chosen(Sampling::Nearest, 1.5), 0);
        assert_eq!(chosen(Sampling::Bilinear, 1.5), 1);
        assert_eq!(chosen(Sampling::Bilinear, 2.0), 1);
        assert_eq!(chosen(Sampling::Bilinear, 0.5), 2, "it would skip pixels");
        assert_eq!(chosen(Sampling::Area, 1.5), 2);
        assert_eq!(chosen(Sampling::Area, 0.5), 2);
    }

    #[test]
    fn whole_scales_copy_pixels_and_all_others_cover_areas() {
        let sampling = |scale, rotation, area| {
            let view = View {
                scale,
                rotation,
                ..View::default()
            };
            let placed = view.place([640, 400], area);
            let uniform = ViewUniform::new(
                &placed,
                [0.0, 0.0],
                PixelFormat::Rgb565,
                Sampling::Automatic,
                1.0,
            );
            uniform.sampling
        };
        let area = [1000, 1000];
        assert_eq!(sampling(Scale::Factor(1.0), Rotation::None, area), 0);
        assert_eq!(sampling(Scale::Factor(1.0), Rotation::Quarter, area), 0);
        assert_eq!(sampling(Scale::Factor(2.0), Rotation::Half, area), 0);
        assert_eq!(sampling(Scale::Factor(1.5), Rotation::None, area), 2);
        assert_eq!(sampling(Scale::Factor(0.5), Rotation::None, area), 2);
        assert_eq!(sampling(Scale::Fit, Rotation::None, [1280, 900]), 0);
        assert_eq!(sampling(Scale::Fit, Rotation::None, [1281, 801]), 2);
        assert_eq!(sampling(Scale::Whole, Rotation::None, [1999, 1999]), 0);
        assert_eq!(sampling(Scale::Whole, Rotation::None, [330, 330]), 2);
    }
}
