//! The screen beside another view of the PC, kept for each PC of the address book.

use eframe::egui::{Key, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable};
use outband::store::profile::AddressBook;

use crate::support::books::saved_pc;
use crate::support::desk::{Desk, Look, Tasks, pc, test_screen};
use crate::support::hands::{key, wait_until};

/// A window on a saved PC that is open with its screen.
fn desk(width: f32) -> (Desk, AddressBook, tempfile::TempDir) {
    let (_, book, folder) = saved_pc("lab-12", "10.0.4.17");
    let look = Look {
        size: vec2(width, 800.0),
        ..Look::default()
    };
    let (tasks, kept) = (Tasks::default(), book.clone());
    let manage = tasks.manage();
    let mut desk = Desk::with(look, move |options| {
        options.manage = Some(manage);
        options.book = Some(kept);
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
    });
    desk.tasks = tasks;
    desk.network.last(|pc| pc.show(&test_screen(640, 400)));
    desk.settle();
    (desk, book, folder)
}

fn screen_is_there(desk: &Desk) -> bool {
    desk.shows("Screen of lab-12")
}

#[test]
fn the_screen_stands_beside_a_view_where_that_is_wanted_and_it_is_kept() {
    let (mut desk, book, _folder) = desk(1600.0);
    desk.click("Device");
    assert!(!screen_is_there(&desk), "not unless it is wanted");
    desk.click("Screen beside this view");
    assert!(screen_is_there(&desk));
    let kept = || {
        let book = book.read().unwrap();
        let pc = book.find("lab-12").unwrap();
        pc.beside
            .clone()
            .map(|b| format!("{b:?}"))
            .unwrap_or_default()
    };
    wait_until(&mut desk, |_| kept().contains("Device"));
    // The keys go to the PC through it as ever.
    desk.harness.get_by_label_contains("Screen of").focus();
    desk.settle();
    desk.heard();
    key(&mut desk, Key::A, true);
    assert!(desk.heard().contains("+61"));
    // The chord takes it away, and nothing stays down.
    key(&mut desk, Key::ControlRight, true);
    key(&mut desk, Key::B, true);
    key(&mut desk, Key::B, false);
    key(&mut desk, Key::ControlRight, false);
    desk.settle();
    assert!(!screen_is_there(&desk));
    assert!(desk.heard().contains("ReleaseAll"));
    wait_until(&mut desk, |_| !kept().contains("Device"));
}

#[test]
fn a_window_too_narrow_for_both_says_so_and_the_screen_alone_has_no_such_button() {
    let (mut desk, ..) = desk(980.0);
    let buttons = |desk: &Desk| {
        let all = desk.harness.query_all_by_label("Screen beside this view");
        all.map(|node| node.accesskit_node().is_disabled())
            .collect::<Vec<_>>()
    };
    assert!(buttons(&desk).is_empty());
    desk.click("Device");
    assert_eq!(buttons(&desk), [true]);
    assert!(!screen_is_there(&desk));
}
