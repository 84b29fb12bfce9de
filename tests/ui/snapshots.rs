//! A few pictures of panels, in both themes, compared with what was once found good.
//! `UPDATE_SNAPSHOTS=1 cargo test --test ui looks_as_designed` writes them anew: look at them then.
//! Every screen in every state is drawn by [`crate::gallery`], for people and without comparison.

use eframe::egui::{Theme, Vec2, vec2};
use egui_kittest::SnapshotResults;
use outband::session::{Ending, Event, Fault};

use crate::support::desk::{Desk, Look, pc, test_screen};

/// Compares a small window in both themes.
fn each_theme(name: &str, draw: impl Fn(Look) -> Desk) {
    compare(name, vec2(640.0, 400.0), &[1.0], draw);
}

/// Compares a window of this size in both themes at each of these scales.
pub(crate) fn compare(name: &str, size: Vec2, zooms: &[f32], draw: impl Fn(Look) -> Desk) {
    let mut results = SnapshotResults::new();
    for (theme, suffix) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        for zoom in zooms {
            let look = Look {
                theme,
                size,
                zoom: *zoom,
                gpu: true,
                roomy: false,
            };
            let mut desk = draw(look);
            desk.settle();
            let scale = if *zoom > 1.0 { "-200" } else { "" };
            desk.harness.snapshot(format!("{name}{scale}-{suffix}"));
            results.extend(desk.harness.take_snapshot_results());
        }
    }
}

#[test]
fn first_run_looks_as_designed() {
    each_theme("first-run", |look| Desk::with(look, |_| {}));
}

#[test]
fn a_refused_login_looks_as_designed() {
    each_theme("login-refused", |look| {
        let desk = Desk::with(look, |options| options.pcs = vec![pc("lab-12", "lab-12")]);
        desk.network
            .last(|pc| pc.tell(Event::Closed(Some(Fault::LoginRefused))));
        desk
    });
}

#[test]
fn a_lost_connection_looks_as_designed() {
    each_theme("lost", |look| {
        let desk = Desk::with(look, |options| options.pcs = vec![pc("lab-12", "lab-12")]);
        desk.network.last(|pc| {
            pc.show(&test_screen(640, 400));
            let ending = Ending::Reset;
            pc.tell(Event::Closed(Some(Fault::Lost { ending })));
        });
        desk
    });
}
