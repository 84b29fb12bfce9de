//! From a framebuffer to the window: `cargo bench --bench upload`.
//!
//! * `upload/…`: what a frame costs the thread of the window, in its processor time: everything
//!   changed, one tile changed, nothing changed; beside it the same picture handed to egui as an
//!   ordinary image (`egui-image`: converted to 32 bit, texture written by egui's renderer).
//! * `frame/…`: changed picture to finished frame, on the clock, the work of the GPU included. On a
//!   machine without one this is a software renderer, and the first line printed says so.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a bench that cannot run stops, and its colours are a PC's"
)]

#[path = "support/cpu_time.rs"]
mod cpu_time;

use std::sync::Arc;
use std::time::{Duration, Instant};

use cpu_time::CpuTime;
use criterion::{Criterion, criterion_group, criterion_main};
use eframe::egui::epaint::{ClippedPrimitive, ImageDelta, Primitive};
use eframe::egui::{Color32, ColorImage, Pos2, Rect as Points, TextureId, TextureOptions, vec2};
use eframe::egui_wgpu::{RenderState, RendererOptions, ScreenDescriptor, wgpu};
use egui_kittest::wgpu::{create_render_state, default_wgpu_setup};
use outband::gpu::{PictureCallback, PictureId, Pictures, Sampling, Shown};
use outband::screen::{Damage, Framebuffer, Mailbox, PixelFormat, Rect, Rotation, Scale, View};

const SIZES: [(&str, u16, u16); 2] = [("1080p", 1920, 1080), ("2160p", 3840, 2160)];

criterion_group! {
    name = uploads;
    config = Criterion::default().with_measurement(CpuTime);
    targets = upload
}
criterion_group!(frames, frame);
criterion_main!(uploads, frames);

fn upload(criterion: &mut Criterion<CpuTime>) {
    for (name, width, height) in SIZES {
        let mut stage = Stage::new(width, height);
        let whole = stage.framebuffer.bounds();
        let tile = Rect::new(640, 320, 64, 64);
        let mut group = criterion.benchmark_group(format!("upload/{name}"));
        for (case, damage) in [
            ("everything", Some(whole)),
            ("one-tile", Some(tile)),
            ("nothing", None),
        ] {
            group.bench_function(case, |bencher| {
                bencher.iter_custom(|times| {
                    (0..times)
                        .map(|_| {
                            stage.change(damage);
                            let started = CpuTime::now();
                            let encoder = stage.prepare();
                            let took = CpuTime::now() - started;
                            stage.finish(encoder);
                            took
                        })
                        .sum()
                });
            });
        }
        group.bench_function("egui-image", |bencher| {
            bencher.iter_custom(|times| {
                (0..times)
                    .map(|_| {
                        let started = CpuTime::now();
                        stage.hand_to_egui();
                        let took = CpuTime::now() - started;
                        let encoder = stage.encoder();
                        stage.finish(encoder);
                        took
                    })
                    .sum()
            });
        });
        group.finish();
    }
}

fn frame(criterion: &mut Criterion) {
    for (name, width, height) in SIZES {
        let mut stage = Stage::new(width, height);
        let whole = stage.framebuffer.bounds();
        let mut group = criterion.benchmark_group(format!("frame/{name}"));
        group.sample_size(20);
        for (case, damage) in [("everything", Some(whole)), ("nothing", None)] {
            group.bench_function(case, |bencher| {
                bencher.iter_custom(|times| {
                    let mut took = Duration::ZERO;
                    for _ in 0..times {
                        stage.change(damage);
                        let started = Instant::now();
                        let mut encoder = stage.prepare();
                        stage.draw(&mut encoder);
                        stage.finish(encoder);
                        took += started.elapsed();
                    }
                    took
                });
            });
        }
        group.finish();
    }
}

/// A picture in a mailbox, shown one to one on a target of its size.
struct Stage {
    state: RenderState,
    framebuffer: Framebuffer,
    mailbox: Arc<Mailbox>,
    primitives: Vec<ClippedPrimitive>,
    descriptor: ScreenDescriptor,
    target: wgpu::TextureView,
    /// Makes every change another one.
    round: u32,
}

impl Stage {
    fn new(width: u16, height: u16) -> Self {
        let state = create_render_state(default_wgpu_setup(), RendererOptions::PREDICTABLE);
        let info = state.adapter.get_info();
        eprintln!("{} ({:?}, {:?})", info.name, info.device_type, info.backend);
        Pictures::install(&state);
        let framebuffer = Framebuffer::new(width, height, PixelFormat::Rgb565).unwrap();
        let mailbox = Arc::new(Mailbox::new());
        mailbox.publish(&framebuffer, &mut Damage::new());
        let area = Points::from_min_size(Pos2::ZERO, vec2(width.into(), height.into()));
        let shown = Shown {
            view: View {
                scale: Scale::Factor(1.0),
                rotation: Rotation::None,
                centre: [0.5, 0.5],
            },
            sampling: Sampling::Automatic,
            brightness: 1.0,
        };
        let callback = PictureCallback::shape(PictureId(1), Arc::clone(&mailbox), area, 1.0, shown);
        let size = wgpu::Extent3d {
            width: width.into(),
            height: height.into(),
            depth_or_array_layers: 1,
        };
        let target = state.device.create_texture(&wgpu::TextureDescriptor {
            label: Some("target"),
            size,
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: state.target_format,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT,
            view_formats: &[],
        });
        let stage = Self {
            target: target.create_view(&wgpu::TextureViewDescriptor::default()),
            descriptor: ScreenDescriptor {
                size_in_pixels: [width.into(), height.into()],
                pixels_per_point: 1.0,
            },
            primitives: vec![ClippedPrimitive {
                clip_rect: area,
                primitive: Primitive::Callback(callback),
            }],
            state,
            framebuffer,
            mailbox,
            round: 0,
        };
        // Textures and pipelines exist after the first frame.
        let mut encoder = stage.prepare();
        stage.draw(&mut encoder);
        stage.finish(encoder);
        stage.hand_to_egui();
        stage
    }

    /// The device sends pixels.
    fn change(&mut self, rect: Option<Rect>) {
        let Some(rect) = rect else { return };
        self.round += 1;
        for y in rect.y..rect.y + rect.height {
            self.framebuffer.set_pixel(rect.x, y, self.round & 0xFFFF);
        }
        let mut damage = Damage::new();
        damage.add(rect);
        self.mailbox.publish(&self.framebuffer, &mut damage);
    }

    fn encoder(&self) -> wgpu::CommandEncoder {
        let label = wgpu::CommandEncoderDescriptor::default();
        self.state.device.create_command_encoder(&label)
    }

    /// What the window's thread does before it draws.
    fn prepare(&self) -> wgpu::CommandEncoder {
        let RenderState { device, queue, .. } = &self.state;
        let mut encoder = self.encoder();
        let mut renderer = self.state.renderer.write();
        renderer.update_buffers(
            device,
            queue,
            &mut encoder,
            &self.primitives,
            &self.descriptor,
        );
        encoder
    }

    fn draw(&self, encoder: &mut wgpu::CommandEncoder) {
        let attachment = wgpu::RenderPassColorAttachment {
            view: &self.target,
            depth_slice: None,
            resolve_target: None,
            ops: wgpu::Operations {
                load: wgpu::LoadOp::Clear(wgpu::Color::BLACK),
                store: wgpu::StoreOp::Store,
            },
        };
        let pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            color_attachments: &[Some(attachment)],
            ..wgpu::RenderPassDescriptor::default()
        });
        let renderer = self.state.renderer.read();
        renderer.render(
            &mut pass.forget_lifetime(),
            &self.primitives,
            &self.descriptor,
        );
    }

    /// Hands over what was recorded and waits until the GPU is done.
    fn finish(&self, encoder: wgpu::CommandEncoder) {
        self.state.queue.submit([encoder.finish()]);
        self.state
            .device
            .poll(wgpu::PollType::wait_indefinitely())
            .unwrap();
    }

    /// The ordinary way to show a picture in egui.
    fn hand_to_egui(&self) {
        let size = [
            self.framebuffer.width().into(),
            self.framebuffer.height().into(),
        ];
        let pixels = self.framebuffer.to_rgb8();
        let pixels = pixels.chunks_exact(3).map(|rgb| {
            let &[r, g, b] = rgb.first_chunk().unwrap();
            Color32::from_rgb(r, g, b)
        });
        let image = ColorImage::new(size, pixels.collect());
        let delta = ImageDelta::full(image, TextureOptions::NEAREST);
        let RenderState { device, queue, .. } = &self.state;
        let mut renderer = self.state.renderer.write();
        renderer.update_texture(device, queue, TextureId::User(7), &delta);
    }
}
