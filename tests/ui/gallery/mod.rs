//! Every screen of the window in every state, drawn for people to judge: nothing is compared.
//!
//! ```text
//! OUTBAND_GALLERY=FOLDER cargo test --test ui gallery -- --ignored
//! ```
//!
//! draws each state in both themes, at 1280 × 800 and 960 × 600, at 100 and 200 %, into FOLDER
//! (`target/gallery` if it is not said). `OUTBAND_GALLERY_LOOK=dark-1280x800-100` draws only the
//! looks whose name contains that, `OUTBAND_GALLERY_DENSITY=roomy` draws them with more room. What was seen and found stands in `docs/ux.md`.

mod book;
mod device;
mod media;
mod pages;
mod questions;
mod screen;
mod serial;
mod start;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::Duration;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Event as UiEvent, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Theme, TouchPhase, vec2,
};
use egui_kittest::kittest::{NodeT as _, Queryable};
use outband::session::flow::{OptInRequired, OptInState, PowerState};
use outband::session::pc::PcEvent;
use outband::session::{Event, FirmwareVersion, Safety, Stats};

use crate::support::desk::{Desk, Look, test_screen};
use crate::support::facts;

/// One way to look at the window, and where its pictures go.
struct Canvas {
    look: Look,
    name: String,
    folder: PathBuf,
}

impl Canvas {
    /// The window as it is now, as a picture of this state.
    fn shot(&self, desk: &mut Desk, state: &str) {
        desk.settle();
        let image = desk.harness.render().unwrap();
        let file = format!("{state}.{}.png", self.name);
        image.save(self.folder.join(file)).unwrap();
    }
}

/// Draws states in every look. One that does not come about in some look does not stop the others.
fn on_each(draw: impl Fn(&Canvas)) {
    let folder = std::env::var_os("OUTBAND_GALLERY").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/gallery"),
        PathBuf::from,
    );
    std::fs::create_dir_all(&folder).unwrap();
    let wanted = std::env::var("OUTBAND_GALLERY_LOOK").unwrap_or_default();
    let roomy = std::env::var("OUTBAND_GALLERY_DENSITY").is_ok_and(|density| density == "roomy");
    let mut failed = Vec::new();
    for (theme, shade) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        for (width, height) in [(1280_u16, 800_u16), (960, 600)] {
            for (zoom, percent) in [(1.0, 100), (2.0, 200)] {
                let room = if roomy { "-roomy" } else { "" };
                let name = format!("{shade}-{width}x{height}-{percent}{room}");
                if !name.contains(&wanted) {
                    continue;
                }
                let size = vec2(width.into(), height.into());
                let look = Look {
                    theme,
                    size,
                    zoom,
                    roomy,
                    gpu: true,
                };
                let folder = folder.clone();
                let canvas = Canvas { look, name, folder };
                if catch_unwind(AssertUnwindSafe(|| draw(&canvas))).is_err() {
                    failed.push(canvas.name);
                }
            }
        }
    }
    assert!(failed.is_empty(), "not drawn: {failed:?}");
}

/// Presses what is called so; in a small window it may stand in the menu behind "More", or further
/// down on the page.
fn press(desk: &mut Desk, label: &str) {
    let place = |desk: &Desk| {
        let found = desk.harness.query_all_by_label(label);
        found.last().map(|node| node.rect().center())
    };
    if place(desk).is_none() && desk.harness.query_all_by_label("More").next().is_some() {
        desk.click("More");
    }
    for _ in 0..20 {
        let room = desk.harness.ctx.content_rect();
        if place(desk).is_some_and(|at| at.y < room.bottom() - 12.0) {
            break;
        }
        scroll(desk, 40.0);
    }
    let found: Vec<_> = desk.harness.query_all_by_label(label).collect();
    found.last().expect(label).click();
    drop(found);
    desk.settle();
}

/// Turns the wheel over the middle of the window, or right of it where pages stand beside a picture.
fn scroll(desk: &mut Desk, by: f32) {
    let size = desk.harness.ctx.content_rect().size();
    let at = (size * vec2(0.6, 0.6)).to_pos2();
    desk.harness.event(UiEvent::PointerMoved(at));
    desk.harness.step();
    desk.harness.event(UiEvent::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, -by),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    desk.harness.run_steps(20);
}

fn key(desk: &mut Desk, key: Key) {
    desk.harness.key_press(key);
    desk.settle();
}

/// Presses a key with Ctrl, or Cmd on macOS.
fn command(desk: &mut Desk, key: Key) {
    desk.harness.key_press_modifiers(Modifiers::COMMAND, key);
    desk.settle();
}

fn type_into(desk: &mut Desk, label: &str, text: &str) {
    let field = |desk: &Desk| {
        let inputs = [
            Role::TextInput,
            Role::MultilineTextInput,
            Role::PasswordInput,
        ];
        let found = desk.harness.query_all_by_label(label);
        let mut found = found.filter(|node| inputs.contains(&node.accesskit_node().role()));
        found.next().map(|node| node.rect())
    };
    for _ in 0..20 {
        let room = desk.harness.ctx.content_rect();
        let rect = field(desk);
        if rect.is_some_and(|rect| rect.max.y < room.bottom() - 24.0) {
            break;
        }
        scroll(desk, 40.0);
    }
    let at = field(desk).expect(label).center();
    crate::support::hands::click_at(desk, at);
    desk.harness.event(UiEvent::Text(text.to_owned()));
    desk.settle();
}

/// The session of a window goes live with a picture and figures.
fn go_live(desk: &mut Desk) {
    desk.network.last(|pc| {
        let firmware = Some(FirmwareVersion {
            major: 16,
            minor: 1,
        });
        pc.tell(Event::LoggedIn { firmware });
        pc.show(&test_screen(1024, 768));
        let stats = |n: u64| Stats {
            bytes_received: n * 1_240_000,
            updates: n * 24,
            rects: n * 100,
            decoding: Duration::from_millis(n * 10),
            round_trip: Some(Duration::from_millis(18)),
        };
        pc.tell(Event::Stats(stats(0)));
        pc.tell(Event::Stats(stats(1)));
    });
    desk.settle();
}

/// A live PC that is on, encrypted, and whose user has consented.
fn live(canvas: &Canvas) -> Desk {
    let mut desk = Desk::served(canvas.look.clone(), true);
    let safety = Safety::Pinned(facts::certificate(0x4B));
    desk.network.last(|pc| pc.tell(Event::Connected(safety)));
    go_live(&mut desk);
    desk.pc_tells(PcEvent::LoggedIn { version: None });
    desk.pc_tells(PcEvent::Power(facts::power(PowerState::ON)));
    let policy = facts::policy(OptInRequired::KVM, OptInState::IN_SESSION);
    desk.pc_tells(PcEvent::Policy(Some(policy)));
    desk
}
