//! The address book: the list in its states, its forms, lists taken in, scans.

use std::fs;
use std::net::TcpListener;

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use outband::session::flow::PowerState;
use outband::session::flow::scan::{ScanOptions, start_scan};
use outband::session::pc::PcEvent;
use outband::session::presence::{PresenceOptions, watch_presence};
use outband::store::paths::Folder;
use outband::store::profile::{AddressBook, Profile};

use super::{Canvas, command, key, on_each, press, type_into};
use crate::support::books::add_twins;
use crate::support::desk::{Desk, Tasks, pc};
use crate::support::facts;
use crate::support::hands::wait_until;

/// PCs in groups, some with long names.
fn fill(book: &AddressBook) {
    let pc = |name: &str, address: &str, group: Option<&str>, favourite| Profile {
        group: group.map(str::to_owned),
        favourite,
        ..Profile::new(name, address)
    };
    book.edit(|book| {
        book.add(pc("FRONT-DESK-04", "127.0.99.4", Some("Reception"), true))?;
        book.add(pc("FRONT-DESK-05", "127.0.99.5", Some("Reception"), false))?;
        book.add(pc("lab-9", "127.0.99.9", Some("Lab"), false))?;
        book.add(pc(
            "Empfangsarbeitsplatzrechner-Erdgeschoss-Nord-04",
            "127.0.99.10",
            Some("Lab"),
            false,
        ))?;
        book.add(pc("printer-server", "127.0.99.11", None, false))
    })
    .unwrap();
}

/// A window with this book, and its list in sight.
fn window(canvas: &Canvas, book: &AddressBook) -> Desk {
    let runtime = runtime();
    let scans = runtime.clone();
    let watches = runtime;
    let book = book.clone();
    let mut desk = Desk::with(canvas.look.clone(), |options| {
        options.book = Some(book);
        options.scan = Some(Box::new(move |addresses, wake| {
            start_scan(&scans, addresses, ScanOptions::default(), move || wake())
        }));
        options.watch = Some(Box::new(move |wake| {
            watch_presence(&watches, PresenceOptions::default(), move || wake())
        }));
    });
    wait_until(&mut desk, |desk| !desk.shows("Reading the address"));
    let hidden = |desk: &Desk| desk.harness.query_by_label("Search or address").is_none();
    if hidden(&desk) {
        command(&mut desk, Key::B);
    }
    desk
}

/// Where scans and looking run; it lives as long as the process.
fn runtime() -> tokio::runtime::Handle {
    static RUNTIME: std::sync::OnceLock<tokio::runtime::Runtime> = std::sync::OnceLock::new();
    let build = || {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(1).enable_all().build().unwrap()
    };
    RUNTIME.get_or_init(build).handle().clone()
}

#[test]
#[ignore = "draws for people"]
fn gallery_book() {
    let listens = TcpListener::bind("127.0.99.4:16992").unwrap();
    on_each(|canvas| {
        let book = AddressBook::in_memory();
        let mut desk = window(canvas, &book);
        canvas.shot(&mut desk, "book-empty");
        fill(&book);
        let mut desk = window(canvas, &book);
        wait_until(&mut desk, |desk| desk.shows("FRONT-DESK-04, answers"));
        canvas.shot(&mut desk, "book-list");
        type_into(&mut desk, "Search or address", "lab");
        canvas.shot(&mut desk, "book-search");
        type_into(&mut desk, "Search or address", "-77");
        canvas.shot(&mut desk, "book-no-match");

        let mut desk = window(canvas, &book);
        press(&mut desk, "Add…");
        canvas.shot(&mut desk, "book-add");
        key(&mut desk, Key::Escape);

        let mut desk = window(canvas, &book);
        wait_until(&mut desk, |desk| desk.shows("lab-9, "));
        let rows = [
            "lab-9, ",
            "Empfangsarbeitsplatzrechner-Erdgeschoss-Nord-04, ",
        ];
        for (place, row) in rows.into_iter().enumerate() {
            let node = desk.harness.get_by_label_contains(row);
            match place {
                0 => node.click(),
                _ => node.click_modifiers(Modifiers::COMMAND),
            }
            desk.settle();
        }
        canvas.shot(&mut desk, "book-marked");
        key(&mut desk, Key::F2);
        canvas.shot(&mut desk, "book-bulk");
        key(&mut desk, Key::Escape);
        let row = desk.harness.get_by_label_contains("lab-9, ");
        row.click();
        desk.settle();
        desk.harness.key_press_modifiers(Modifiers::SHIFT, Key::F10);
        canvas.shot(&mut desk, "book-row-menu");
        key(&mut desk, Key::Escape);
        key(&mut desk, Key::Delete);
        canvas.shot(&mut desk, "book-removed-undo");
    });
    drop(listens);
}

#[test]
#[ignore = "draws for people"]
fn gallery_book_lists() {
    let listens = ["127.0.98.3:16992", "127.0.98.7:16993"].map(|at| TcpListener::bind(at).unwrap());
    on_each(|canvas| {
        let book = AddressBook::in_memory();
        fill(&book);
        let keep = tempfile::tempdir().unwrap();
        let path = keep.path().join("list.csv");
        let text =
            "name,address,password,colour\nlab-9,127.0.99.9,x,\nnew-1,10.0.7.1,,\nbad,a b,,\n";
        fs::write(&path, text).unwrap();
        let mut desk = window(canvas, &book);
        press(&mut desk, "Import…");
        canvas.shot(&mut desk, "import-asks");
        type_into(&mut desk, "File", path.to_str().unwrap());
        press(&mut desk, "Read");
        wait_until(&mut desk, |desk| desk.shows("in the list"));
        canvas.shot(&mut desk, "import-preview");

        let mut desk = window(canvas, &book);
        press(&mut desk, "Export…");
        canvas.shot(&mut desk, "export-asks");

        let mut desk = window(canvas, &book);
        press(&mut desk, "Scan…");
        canvas.shot(&mut desk, "scan-asks");
        type_into(&mut desk, "Addresses", "127.0.98.1-99");
        press(&mut desk, "Scan");
        wait_until(&mut desk, |desk| desk.shows("127.0.98.7"));
        canvas.shot(&mut desk, "scan-running");
        wait_until(&mut desk, |desk| desk.shows("addresses done"));
        canvas.shot(&mut desk, "scan-done");

        add_twins(&book);
        let mut desk = window(canvas, &book);
        press(&mut desk, "1 PC twice");
        canvas.shot(&mut desk, "book-twins");

        let place = Folder::new(keep.path().to_owned());
        fs::write(place.devices(), "version = 1\n[[pc]]\nname = 3\n").unwrap();
        let damaged = AddressBook::new(&place);
        let mut desk = Desk::with(canvas.look.clone(), |options| options.book = Some(damaged));
        if desk.harness.query_by_label("Search or address").is_none() {
            command(&mut desk, Key::B);
        }
        wait_until(&mut desk, |desk| desk.shows("damaged"));
        canvas.shot(&mut desk, "book-damaged");
    });
    drop(listens);
}

#[test]
#[ignore = "draws for people"]
fn gallery_book_marks() {
    on_each(|canvas| {
        let book = AddressBook::in_memory();
        fill(&book);
        book.edit(|book| book.add(Profile::new("lab-12", "10.0.4.17")))
            .unwrap();
        let tasks = Tasks::default();
        let manage = tasks.manage();
        let mut desk = Desk::with(canvas.look.clone(), |options| {
            options.book = Some(book);
            options.manage = Some(manage);
            options.pcs = vec![pc("lab-12", "10.0.4.17")];
        });
        desk.tasks = tasks;
        wait_until(&mut desk, |desk| !desk.shows("Reading the address"));
        desk.pc_tells(PcEvent::LoggedIn { version: None });
        desk.pc_tells(PcEvent::Power(facts::power(PowerState::SLEEP)));
        if desk.harness.query_by_label("Search or address").is_none() {
            command(&mut desk, Key::B);
        }
        canvas.shot(&mut desk, "book-open-asleep");
    });
}
