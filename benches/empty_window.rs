//! A window with nothing in it, on the same graphics as ours: what start-up costs before any of
//! our code runs. `benches/startup.sh` starts it beside the program and compares.

use eframe::egui::{CentralPanel, Ui, ViewportBuilder};

struct Empty;

impl eframe::App for Empty {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        CentralPanel::default().show(ui, |_| ());
    }
}

fn main() -> eframe::Result {
    // `cargo bench` runs everything that is here; a window is opened only when it is asked for.
    if std::env::args().nth(1).as_deref() != Some("--show") {
        return Ok(());
    }
    let viewport = ViewportBuilder::default()
        .with_title("Empty")
        .with_inner_size([1280.0, 800.0]);
    let options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Wgpu,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native("Empty", options, Box::new(|_| Ok(Box::new(Empty))))
}
