//! Pictures of the window for people to judge. Not compared with anything: run
//! `cargo test --test ui look -- --ignored` and look into `target/look`.

use std::time::Duration;

use eframe::egui::{Key, Theme, vec2};
use egui_kittest::kittest::Queryable;
use outband::session::consent::ConsentPhase;
use outband::session::flow::power::{PowerAction, PowerStep};
use outband::session::flow::{OptInRequired, OptInState, PowerState};
use outband::session::pc::{ConsentNow, Deed, LogKind, Outcome, PcEvent, Step};
use outband::session::{Ending, Event, Fault, FirmwareVersion, Safety, Stage, Stats, TrustFault};
use outband::ui::Pc;

use crate::support::desk::{Desk, Look, test_screen};
use crate::support::facts;

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
        view: outband::ui::Page::Screen,
        settings: outband::ui::PcSettings::default(),
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

/// A live PC that is served, in a window of this look.
fn served(look: Look) -> Desk {
    let look = Look { gpu: true, ..look };
    let mut desk = Desk::served(look, true);
    desk.network
        .last(|pc| pc.tell(Event::Connected(Safety::Pinned(facts::certificate(0x4B)))));
    live(&mut desk);
    desk.pc_tells(PcEvent::LoggedIn { version: None });
    desk.pc_tells(PcEvent::Power(facts::power(PowerState::ON)));
    let policy = facts::policy(OptInRequired::KVM, OptInState::IN_SESSION);
    desk.pc_tells(PcEvent::Policy(Some(policy)));
    desk
}

#[test]
#[ignore = "draws for people"]
fn look_trust() {
    each("trust", |look, name| {
        let look = Look { gpu: true, ..look };
        let mut new = Desk::served(look.clone(), true);
        let fault = TrustFault::Unknown {
            device: "10.0.4.17".to_owned(),
            certificate: facts::certificate(0x4B),
        };
        new.network
            .last(|pc| pc.tell(Event::Closed(Some(fault.into()))));
        new.settle();
        save(&mut new, &format!("{name}-new"));
        let mut changed = Desk::served(look, true);
        let fault = TrustFault::Changed {
            device: "10.0.4.17".to_owned(),
            known: outband::session::Fingerprint([0x9F; 32]),
            since: Some(time::macros::datetime!(2025-11-03 12:00 UTC)),
            offered: facts::certificate(0x4B),
        };
        changed
            .network
            .last(|pc| pc.tell(Event::Closed(Some(fault.into()))));
        changed.settle();
        save(&mut changed, &format!("{name}-changed"));
        changed.click("Trust the new one…");
        save(&mut changed, &format!("{name}-reason"));
    });
}

#[test]
#[ignore = "draws for people"]
fn look_consent() {
    each("consent", |look, name| {
        let look = Look { gpu: true, ..look };
        let mut desk = Desk::served(look, true);
        desk.network
            .last(|pc| pc.tell(Event::Closed(Some(Fault::ConsentNeeded))));
        desk.settle();
        save(&mut desk, &format!("{name}-asking"));
        let now = |phase| {
            PcEvent::Consent(ConsentNow {
                phase,
                left: Some(Duration::from_secs(277)),
                tries_left: 2,
            })
        };
        desk.pc_tells(now(ConsentPhase::CodeWanted { was_wrong: false }));
        desk.harness
            .event(eframe::egui::Event::Text("481".to_owned()));
        desk.settle();
        save(&mut desk, &format!("{name}-code"));
        desk.pc_tells(now(ConsentPhase::CodeWanted { was_wrong: true }));
        save(&mut desk, &format!("{name}-wrong"));
        desk.pc_tells(now(ConsentPhase::Failed(
            outband::session::ConsentFault::Blocked,
        )));
        save(&mut desk, &format!("{name}-blocked"));
    });
}

#[test]
#[ignore = "draws for people"]
fn look_served() {
    each("served", |look, name| {
        let mut desk = served(look);
        save(&mut desk, name);
        desk.click("Power");
        save(&mut desk, &format!("{name}-power"));
        desk.click("Restart now…");
        save(&mut desk, &format!("{name}-confirm"));
        desk.click("Cancel");
        desk.harness.key_press(Key::Escape);
        desk.settle();
        desk.click("Safety, TLS, pinned");
        save(&mut desk, &format!("{name}-safety"));
        desk.harness.key_press(Key::Escape);
        desk.settle();
        let off = Deed::Power {
            action: PowerAction::Off,
            has_sessions: true,
        };
        desk.pc_tells(PcEvent::Began(off));
        desk.pc_tells(PcEvent::Step(Step::Power(PowerStep::ClosingSessions)));
        desk.pc_tells(PcEvent::CloseSessions);
        desk.network.last(|pc| pc.tell(Event::Closed(None)));
        desk.pc_tells(PcEvent::Step(Step::Power(PowerStep::Requesting(
            PowerAction::Off,
        ))));
        save(&mut desk, &format!("{name}-steps"));
        desk.pc_tells(PcEvent::ReopenSessions { is_on: false });
        save(&mut desk, &format!("{name}-off"));
    });
}

#[test]
#[ignore = "draws for people"]
fn look_device() {
    each("device", |look, name| {
        let mut desk = served(look);
        desk.click("Device");
        desk.pc_tells(PcEvent::Began(Deed::ReadFacts));
        save(&mut desk, &format!("{name}-reading"));
        desk.pc_tells(PcEvent::Done(Outcome::Facts(facts::info())));
        save(&mut desk, &format!("{name}-facts"));
        desk.click("Event log");
        let read = Outcome::Log(LogKind::Events, facts::log(200));
        desk.pc_tells(PcEvent::Done(read));
        save(&mut desk, &format!("{name}-log"));
    });
}
