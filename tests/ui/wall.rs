//! Many screens at once, and a screen in a window of its own.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use outband::screen::{Damage, Rect};

use crate::support::desk::{Desk, Look, pc, test_screen};

/// Two PCs with pictures of 64 × 48, drawn by the real pipeline; the keys are the window's.
fn two() -> Desk {
    let look = Look {
        gpu: true,
        ..Look::default()
    };
    let mut desk = Desk::with(look, |options| {
        options.pcs = vec![pc("one", "10.0.0.1"), pc("two", "10.0.0.2")];
    });
    desk.network.each(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    desk.harness.key_press(Key::ControlRight);
    desk.settle();
    desk
}

fn open_wall(desk: &mut Desk) {
    let modifiers = Modifiers::COMMAND | Modifiers::SHIFT;
    desk.harness.key_press_modifiers(modifiers, Key::G);
    desk.settle();
}

#[test]
fn the_wall_shows_every_open_pc_with_its_state_and_opens_one() {
    let mut desk = two();
    open_wall(&mut desk);
    let tile = |desk: &Desk, name: &str| {
        let named = desk.harness.query_all_by_label(name);
        named
            .map(|node| node.rect())
            .max_by(|a, b| a.height().total_cmp(&b.height()))
    };
    for name in ["one, live", "two, live"] {
        let rect = tile(&desk, name).unwrap();
        assert!(rect.width() >= 240.0 && rect.width() <= 480.0, "{rect:?}");
        let stage = rect.height() - 24.0;
        assert!(
            (stage - rect.width() * 10.0 / 16.0).abs() <= 1.0,
            "{rect:?}"
        );
    }
    let image = desk.harness.render().unwrap();
    let middle = tile(&desk, "one, live").unwrap().center();
    let shown = image.get_pixel(middle.x as u32, middle.y as u32).0;
    let [r, g, b, _] = shown;
    assert!(
        b > 90 && r < 140 && g < 140,
        "the middle of the picture: {shown:?}"
    );

    let all = desk.harness.query_all_by_label("one, live");
    let node = all
        .max_by(|a, b| a.rect().height().total_cmp(&b.rect().height()))
        .unwrap();
    node.click();
    desk.settle();
    desk.harness.key_press(Key::Enter);
    desk.settle();
    assert!(desk.shows("Screen of one, 64 by 48, live"));
}

#[test]
fn pictures_on_the_wall_are_brought_up_to_date_once_a_second() {
    let mut desk = two();
    open_wall(&mut desk);
    desk.harness.run_steps(3);
    desk.harness.render().unwrap();
    let before = desk.uploads();
    let change = |desk: &Desk| {
        desk.network.each(|pc| {
            let mut damage = Damage::new();
            damage.add(Rect::new(0, 0, 8, 8));
            pc.served.picture.publish(&test_screen(64, 48), &mut damage);
        });
    };
    // A quarter of a second in frames of 40 ms, each with another change: at most one of them is
    // seen, for two PCs.
    for _ in 0..6 {
        change(&desk);
        desk.harness.step();
        desk.harness.render().unwrap();
    }
    let soon = desk.uploads().calls - before.calls;
    assert!(soon <= 2, "{soon} uploads");
    for _ in 0..30 {
        change(&desk);
        desk.harness.step();
        desk.harness.render().unwrap();
    }
    let later = desk.uploads().calls - before.calls;
    assert!((2..=4).contains(&later), "{later} uploads in 1.4 s");
}

#[test]
fn a_wall_without_pcs_says_what_to_do() {
    let mut desk = Desk::new(|_| {});
    open_wall(&mut desk);
    assert!(desk.shows("Wall"));
}

#[test]
fn a_tab_leaves_for_a_window_of_its_own_and_comes_back() {
    let mut desk = Desk::live(Look::default(), 640, 400);
    desk.heard();
    desk.click("More");
    desk.click("Own window");
    assert!(!desk.shows("Close lab-12"), "no tab in the strip");
    assert!(desk.shows("Name or address"), "a strip is never empty");
    assert!(desk.shows("Screen of lab-12, 640 by 400, live"));
    assert!(
        !desk.network.last(|pc| pc.is_closed()),
        "its session goes on"
    );

    desk.click("More");
    desk.click("Own window");
    assert!(desk.shows("Close lab-12"));
    assert!(desk.shows("Screen of lab-12, 640 by 400, live"));
    assert_eq!(desk.network.count(), 1, "it was never opened again");
}

#[test]
fn a_wall_of_live_lost_and_consent_bound_pcs_looks_as_designed() {
    use outband::session::{Ending, Event, Fault};

    let size = eframe::egui::vec2(960.0, 600.0);
    crate::snapshots::compare("wall", size, &[1.0], |look| {
        let mut desk = Desk::with(look, |options| {
            let names = ["front-desk-04", "lab-12", "lab-13", "lab-14"];
            options.pcs = names.map(|name| pc(name, "10.0.0.1")).into();
        });
        let number = std::cell::Cell::new(0);
        desk.network.each(|pc| {
            number.set(number.get() + 1);
            let ending = Ending::Closed;
            match number.get() {
                1 => pc.show(&test_screen(640, 400)),
                2 => {
                    pc.show(&test_screen(640, 480));
                    pc.tell(Event::Closed(Some(Fault::Lost { ending })));
                }
                3 => pc.tell(Event::Closed(Some(Fault::ConsentNeeded))),
                _ => pc.tell(Event::Closed(Some(Fault::NoAnswer {
                    address: "10.0.0.1:16994".into(),
                    after: std::time::Duration::from_secs(5),
                }))),
            }
        });
        desk.settle();
        desk.harness.key_press(Key::ControlRight);
        desk.settle();
        open_wall(&mut desk);
        desk
    });
}
