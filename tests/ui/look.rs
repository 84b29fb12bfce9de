//! Pictures of the window for people to judge. Not compared with anything: run
//! `cargo test --test ui look -- --ignored` and look into `target/look`.

use std::time::Duration;

use eframe::egui::{Key, Theme, vec2};
use egui_kittest::kittest::Queryable;
use outband::session::{Ending, Event, Fault, FirmwareVersion, Stage, Stats};
use outband::ui::Pc;

use crate::support::desk::{Desk, Look, test_screen};

fn save(desk: &mut Desk, name: &str) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/look");
    std::fs::create_dir_all(&folder).unwrap();
    let image = desk.harness.render().unwrap();
    image.save(folder.join(name).with_extension("png")).unwrap();
}

fn pc(name: &str, target: &str, password: bool, connect: bool) -> Pc {
    Pc {
        name: Some(name.to_owned()),
        target: target.parse().unwrap(),
        user: None,
        password: password.then(|| "P@ssw0rd".to_owned().into()),
        connect,
    }
}

fn desk(look: Look, password: bool, connect: bool) -> Desk {
    let look = Look { gpu: true, ..look };
    Desk::with(look, |options| {
        options.pictures = Some("/tmp".into());
        options.pcs = vec![pc("FRONT-DESK-04", "10.0.4.17", password, connect)];
        options.simulate = Some(std::sync::Arc::new(|| Err(Fault::NoDisplay)));
    })
}

fn live(desk: &mut Desk) {
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

fn each(name: &str, draw: impl Fn(Look, &str)) {
    for (theme, suffix) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        let look = Look {
            theme,
            ..Look::default()
        };
        draw(look, &format!("{name}-{suffix}"));
    }
    let small = Look {
        size: vec2(960.0, 600.0),
        ..Look::default()
    };
    draw(small, &format!("{name}-small"));
    let zoomed = Look {
        theme: Theme::Light,
        size: vec2(960.0, 600.0),
        zoom: 2.0,
        ..Look::default()
    };
    draw(zoomed, &format!("{name}-zoomed"));
}

#[test]
#[ignore = "draws for people"]
fn look_first_run() {
    each("first", |look, name| {
        let mut desk = desk(look, false, false);
        save(&mut desk, name);
        desk.harness
            .get_by_label("Name or address")
            .type_text("pc:99999");
        desk.harness.key_press(Key::Enter);
        desk.settle();
        save(&mut desk, &format!("{name}-wrong"));
    });
}

#[test]
#[ignore = "draws for people"]
fn look_login() {
    each("login", |look, name| {
        let mut ask = desk(look.clone(), false, true);
        ask.settle();
        save(&mut ask, name);
        let mut refused = desk(look, true, true);
        refused
            .network
            .last(|pc| pc.tell(Event::Closed(Some(Fault::LoginRefused))));
        refused.settle();
        save(&mut refused, &format!("{name}-refused"));
    });
}

#[test]
#[ignore = "draws for people"]
fn look_connecting() {
    each("connecting", |look, name| {
        let mut desk = desk(look, true, true);
        desk.network
            .last(|pc| pc.tell(Event::Stage(Stage::LoggingIn)));
        desk.harness.run_steps(130);
        save(&mut desk, name);
    });
}

#[test]
#[ignore = "draws for people"]
fn look_live() {
    each("live", |look, name| {
        let mut desk = desk(look, true, true);
        live(&mut desk);
        save(&mut desk, name);
        desk.harness.get_by_label("More").click();
        desk.settle();
        save(&mut desk, &format!("{name}-more"));
        desk.harness.key_press(Key::Escape);
        desk.settle();
        desk.harness.get_by_label("Keys").click();
        desk.settle();
        save(&mut desk, &format!("{name}-keys"));
        desk.harness.key_press(Key::Escape);
        desk.settle();
        desk.harness.get_by_label_contains("Safety").click();
        desk.settle();
        save(&mut desk, &format!("{name}-safety"));
    });
}

#[test]
#[ignore = "draws for people"]
fn look_fault() {
    each("fault", |look, name| {
        let mut desk = desk(look, true, true);
        live(&mut desk);
        let ending = Ending::Silent(Duration::from_secs(12));
        desk.network
            .last(|pc| pc.tell(Event::Closed(Some(Fault::Lost { ending }))));
        desk.settle();
        save(&mut desk, name);
    });
}
