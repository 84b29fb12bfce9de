//! The displays of a PC: listed, shown, switched by button and key.

use eframe::egui::Key;
use egui_kittest::kittest::{NodeT as _, Queryable};
use outband::session::flow::Screen;
use outband::session::flow::displays::Displays;
use outband::session::pc::{Deed, Outcome, PcCommand, PcEvent};

use crate::support::desk::{Desk, Look, test_screen};

fn displays(sizes: &[(u32, u32)], shown: u8) -> PcEvent {
    let screen = |(index, (width, height)): (usize, &(u32, u32))| Screen {
        index: u8::try_from(index).unwrap(),
        is_active: true,
        x: 0,
        y: 0,
        width: *width,
        height: *height,
    };
    PcEvent::Done(Outcome::Displays(Displays {
        active: sizes.iter().enumerate().map(screen).collect(),
        primary: Some(0),
        shown: Some(shown),
        back_to_back: false,
    }))
}

const TWO: [(u32, u32); 2] = [(1920, 1080), (1280, 1024)];

/// A window on a live PC.
fn desk() -> Desk {
    let mut desk = Desk::served(Look::default(), true);
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    desk
}

fn deeds(desk: &Desk) -> Vec<Deed> {
    let asked = desk.tasks.last(|task| task.asked());
    let deeds = asked.iter().filter_map(|command| match command {
        PcCommand::Do(deed) => Some(*deed),
        _ => None,
    });
    deeds.collect()
}

#[test]
fn displays_are_asked_for_with_the_first_picture_and_with_every_new_size() {
    let mut desk = desk();
    assert_eq!(deeds(&desk), [Deed::ReadDisplays]);
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    assert_eq!(deeds(&desk), [], "the same size");
    desk.network.last(|pc| pc.show(&test_screen(80, 60)));
    desk.settle();
    assert_eq!(deeds(&desk), [Deed::ReadDisplays]);
}

#[test]
fn another_display_is_chosen_from_the_menu_and_the_button_says_which_is_shown() {
    let mut desk = desk();
    deeds(&desk);
    desk.pc_tells(displays(&TWO, 0));
    desk.click("Display 1");
    assert!(desk.shows("Display 1, the first of its system"));
    desk.click("Display 2");
    assert_eq!(deeds(&desk), [Deed::ShowDisplay(1)]);
    desk.pc_tells(displays(&TWO, 1));
    desk.click("Display 2");
    desk.click("Next display");
    assert_eq!(deeds(&desk), [Deed::ShowDisplay(0)]);
}

#[test]
fn the_chord_goes_round() {
    let mut desk = desk();
    deeds(&desk);
    desk.pc_tells(displays(&TWO, 1));
    desk.harness.key_down(Key::ControlRight);
    desk.harness.step();
    desk.harness.key_press(Key::A);
    desk.harness.key_up(Key::ControlRight);
    desk.settle();
    assert_eq!(deeds(&desk), [Deed::ShowDisplay(0)]);
    assert!(desk.shows("Keys go to the PC"));
}

#[test]
fn one_display_needs_no_button_and_the_menu_says_so() {
    let mut desk = desk();
    desk.pc_tells(displays(&TWO[..1], 0));
    assert!(!desk.shows("Display 1"));
    desk.click("More");
    let row = desk.harness.get_by_label("Next display");
    assert!(row.accesskit_node().is_disabled());
    deeds(&desk);
    desk.harness.key_press(Key::Escape);
    desk.settle();
    desk.harness.key_down(Key::ControlRight);
    desk.harness.step();
    desk.harness.key_press(Key::A);
    desk.harness.key_up(Key::ControlRight);
    desk.settle();
    assert!(desk.shows("This PC has one display"));
    assert_eq!(deeds(&desk), []);
}

#[test]
fn pictures_without_asking_are_switched_on_and_off_where_the_pc_tells_of_it() {
    let mut desk = desk();
    desk.click("More");
    assert!(!desk.shows("Pictures without asking"));
    desk.harness.key_press(Key::Escape);
    desk.settle();
    deeds(&desk);
    for is_on in [false, true] {
        let mut told = displays(&TWO, 0);
        if let PcEvent::Done(Outcome::Displays(known)) = &mut told {
            known.back_to_back = is_on;
        }
        desk.pc_tells(told);
        desk.click("More");
        desk.click("Pictures without asking");
        assert_eq!(deeds(&desk), [Deed::BackToBack(!is_on)]);
    }
}
