//! The tabs of last time, and tabs that are dragged.

use eframe::egui::vec2;
use egui_kittest::kittest::Queryable;
use outband::store::paths::Folder;
use outband::store::profile::AddressBook;
use outband::store::settings::Settings;
use outband::store::tabs::{self, LastTab};

use crate::support::books::saved_pc;
use crate::support::desk::{Desk, Look, pc};
use crate::support::hands::{drag, wait_until};

fn place() -> (Folder, AddressBook, tempfile::TempDir) {
    saved_pc("lab-12", "10.0.4.17")
}

fn desk(folder: &Folder, book: &AddressBook) -> Desk {
    let (folder, book) = (folder.clone(), book.clone());
    Desk::with(Look::default(), |options| {
        options.folder = Some(folder);
        options.book = Some(book);
    })
}

fn last(name: Option<&str>, address: &str, front: bool) -> LastTab {
    LastTab {
        name: name.map(str::to_owned),
        address: address.to_owned(),
        view: None,
        front,
    }
}

#[test]
fn tabs_of_last_time_come_back_without_connecting_and_connect_with_a_click() {
    let (folder, book, _keep) = place();
    let before = vec![
        last(Some("lab-12"), "10.0.4.17", true),
        last(None, "10.0.4.99", false),
    ];
    tabs::write(&folder, before.clone()).unwrap();
    let mut desk = desk(&folder, &book);
    wait_until(&mut desk, |desk| desk.shows("Not connected to lab-12"));
    assert!(desk.shows("10.0.4.99"), "the second tab");
    assert_eq!(desk.network.count(), 0, "nothing connects by itself");
    assert_eq!(tabs::read(&folder), before);
    // The log-in comes first: no password is known.
    desk.click("Connect");
    assert!(!desk.shows("Not connected to") && desk.shows("Password"));
}

#[test]
fn what_is_opened_and_closed_is_written_down() {
    let (folder, book, _keep) = place();
    let kept = folder.clone();
    let mut desk = Desk::with(Look::default(), |options| {
        options.folder = Some(kept);
        options.book = Some(book);
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
    });
    wait_until(&mut desk, |_| {
        tabs::read(&folder) == [last(Some("lab-12"), "10.0.4.17", true)]
    });
    desk.click("Close lab-12");
    wait_until(&mut desk, |_| tabs::read(&folder).is_empty());
}

#[test]
fn who_does_not_want_them_begins_with_an_empty_tab() {
    let (folder, book, _keep) = place();
    tabs::write(&folder, vec![last(Some("lab-12"), "10.0.4.17", true)]).unwrap();
    Settings::edit(&folder, |settings| settings.restore_tabs = false).unwrap();
    let mut desk = desk(&folder, &book);
    wait_until(&mut desk, |desk| desk.shows("lab-12, presence unknown"));
    assert!(!desk.shows("Not connected to"));
}

#[test]
fn a_tab_is_dragged_along_the_strip_and_out_of_it() {
    let mut desk = Desk::with(Look::default(), |options| {
        options.pcs = vec![pc("one", "10.0.0.1"), pc("two", "10.0.0.2")];
    });
    desk.settle();
    let place = |desk: &Desk, name: &str| {
        let close = format!("Close {name}");
        let found = desk.harness.query_all_by_label(&close).next();
        // Left of its button.
        found.map(|node| node.rect().translate(vec2(-40.0, 0.0)))
    };
    let (one, two) = (place(&desk, "one").unwrap(), place(&desk, "two").unwrap());
    assert!(one.left() < two.left());
    drag(&mut desk, one.center(), two.center() + vec2(20.0, 0.0));
    let (one, two) = (place(&desk, "one").unwrap(), place(&desk, "two").unwrap());
    assert!(one.left() > two.left(), "they have changed places");
    drag(&mut desk, one.center(), one.center() + vec2(0.0, 300.0));
    assert!(place(&desk, "one").is_none(), "it has a window of its own");
    assert!(place(&desk, "two").is_some());
}
