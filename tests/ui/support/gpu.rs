//! Pictures drawn by the real pipeline on a software adapter.

use std::sync::Arc;

use eframe::egui::mutex::RwLock;
use eframe::egui::{self, CentralPanel, Color32, Frame, vec2};
use eframe::egui_wgpu::wgpu::TextureFormat;
use eframe::egui_wgpu::{RenderState, Renderer, RendererOptions};
use egui_kittest::wgpu::{WgpuTestRenderer, create_render_state, default_wgpu_setup};
use egui_kittest::{Harness, HarnessBuilder};
use image::RgbaImage;
use outband::gpu::{PictureCallback, PictureId, Pictures, Shown, Uploads};
use outband::screen::{Damage, Framebuffer, Mailbox};

/// A mailbox and a window that shows it, edge to edge, one point to the pixel.
pub(crate) struct Stage {
    pub(crate) mailbox: Arc<Mailbox>,
    pub(crate) state: RenderState,
    harness: Harness<'static, Bare>,
}

/// An application that is nothing but a picture.
struct Bare {
    mailbox: Arc<Mailbox>,
    shown: Shown,
}

impl eframe::App for Bare {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let [r, g, b, a] = AROUND;
        let around = Color32::from_rgba_premultiplied(r, g, b, a);
        let frame = Frame::new().fill(around);
        CentralPanel::no_frame().frame(frame).show(ui, |ui| {
            let shape = PictureCallback::shape(
                PictureId(1),
                Arc::clone(&self.mailbox),
                ui.max_rect(),
                ui.pixels_per_point(),
                self.shown,
            );
            ui.painter().add(shape);
        });
    }
}

/// The colour around pictures in these tests; no device sends it by accident.
pub(crate) const AROUND: [u8; 4] = [1, 2, 3, 255];

pub(crate) fn render_state() -> RenderState {
    let state = create_render_state(default_wgpu_setup(), RendererOptions::PREDICTABLE);
    Pictures::install(&state);
    state
}

/// A window whose surface encodes sRGB by itself, as some drivers force it.
fn srgb_render_state() -> RenderState {
    let state = create_render_state(default_wgpu_setup(), RendererOptions::PREDICTABLE);
    let target_format = TextureFormat::Rgba8UnormSrgb;
    let renderer = Renderer::new(&state.device, target_format, RendererOptions::PREDICTABLE);
    let state = RenderState {
        target_format,
        renderer: Arc::new(RwLock::new(renderer)),
        ..state
    };
    Pictures::install(&state);
    state
}

impl Stage {
    pub(crate) fn new(framebuffer: &Framebuffer, area: [u32; 2], shown: Shown) -> Self {
        Self::with(render_state(), framebuffer, area, shown)
    }

    pub(crate) fn on_srgb_target(framebuffer: &Framebuffer, area: [u32; 2], shown: Shown) -> Self {
        Self::with(srgb_render_state(), framebuffer, area, shown)
    }

    fn with(state: RenderState, framebuffer: &Framebuffer, area: [u32; 2], shown: Shown) -> Self {
        let mailbox = Arc::new(Mailbox::new());
        mailbox.publish(framebuffer, &mut Damage::new());
        let app = Bare {
            mailbox: Arc::clone(&mailbox),
            shown,
        };
        let harness = HarnessBuilder::default()
            .with_size(vec2(area[0] as f32, area[1] as f32))
            .renderer(WgpuTestRenderer::from_render_state(state.clone()))
            .build_eframe(|_| app);
        Self {
            mailbox,
            state,
            harness,
        }
    }

    /// What is on the screen now.
    pub(crate) fn render(&mut self) -> RgbaImage {
        self.harness.step();
        self.harness.render().unwrap()
    }

    pub(crate) fn uploads(&self) -> Uploads {
        Pictures::uploads(&self.state)
    }
}
