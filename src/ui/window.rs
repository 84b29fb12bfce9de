//! The native window around the application.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eframe::egui::{IconData, ViewportBuilder};
use eframe::egui_wgpu::{WgpuConfiguration, WgpuSetup, WgpuSetupCreateNew, wgpu};

use super::app::App;
use super::own_window::size_of;
use super::start::RunOptions;
use super::theme::size;
use crate::limits;
use crate::session::Fault;
use crate::store;
use crate::store::profile::Geometry;

/// Shows the window until it is closed; sessions end in order then.
///
/// # Errors
/// [`Fault::System`] if no window could be opened, or its graphics device was lost.
pub fn run(options: RunOptions) -> Result<(), Fault> {
    let lost: Arc<AtomicBool> = Arc::default();
    let told = Arc::clone(&lost);
    let last = options.folder.as_ref().and_then(store::window::read);
    let result = eframe::run_native(
        "Outband",
        native_options(last),
        Box::new(move |cc| {
            let app = App::new(cc, options, told);
            Ok(Box::new(app))
        }),
    );
    let failed = |what, cause| Err(Fault::System { what, cause });
    match result {
        Err(error) => failed("open its window", io::Error::other(error.to_string())),
        Ok(()) if lost.load(Ordering::Relaxed) => failed(
            "go on drawing",
            io::Error::other("the graphics driver has stopped"),
        ),
        Ok(()) => Ok(()),
    }
}

/// * `last`: how the window was when it was closed.
fn native_options(last: Option<Geometry>) -> eframe::NativeOptions {
    let viewport = ViewportBuilder::default()
        .with_title("Outband")
        .with_app_id("outband")
        .with_inner_size(last.map_or(size::WINDOW, |last| size_of(&last)))
        .with_min_inner_size(size::WINDOW_MIN)
        .with_icon(icon());
    eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Wgpu,
        wgpu_options: WgpuConfiguration {
            wgpu_setup: WgpuSetup::CreateNew(wgpu_setup()),
            ..eframe::NativeOptions::default().wgpu_options
        },
        // While the keys go to the PC, so do Ctrl+C and Ctrl+V.
        clipboard_shortcuts: false,
        ..eframe::NativeOptions::default()
    }
}

/// Asks for the largest textures there are: screens may be wider than egui's default of 8192.
fn wgpu_setup() -> WgpuSetupCreateNew {
    let mut setup = WgpuSetupCreateNew::without_display_handle();
    let usual = Arc::clone(&setup.device_descriptor);
    setup.device_descriptor = Arc::new(move |adapter: &wgpu::Adapter| {
        let mut descriptor = usual(adapter);
        let largest = adapter.limits().max_texture_dimension_2d;
        descriptor.required_limits.max_texture_dimension_2d =
            largest.min(u32::from(limits::SCREEN_SIDE_PX));
        descriptor
    });
    setup
}

/// The application's icon for the window list.
fn icon() -> IconData {
    let png = include_bytes!("../../assets/icon-128.png");
    eframe::icon_data::from_png_bytes(png).unwrap_or_default()
}
