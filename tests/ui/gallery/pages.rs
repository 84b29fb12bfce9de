//! What stands beside PCs: wall, settings, palette, help, journal, player, notices.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::accesskit::Role;
use eframe::egui::{DroppedFileHandle, Event as Input, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use outband::screen::recording::MarkKind;
use outband::session::{Ending, Event, Fault};
use outband::store::journal::{Begin, End, Journal, Kind};
use outband::store::paths::Folder;
use outband::store::profile::{AddressBook, Profile};

use super::{Canvas, command, key, live, on_each, press};
use crate::support::desk::{Desk, Tasks, pc, test_screen};
use crate::support::hands::{Dropped, wait_until};
use crate::support::recordings;

#[test]
#[ignore = "draws for people"]
fn gallery_wall() {
    on_each(|canvas| {
        let wall = |desk: &mut Desk| {
            key(desk, Key::ControlRight);
            desk.harness
                .key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::G);
            desk.settle();
        };
        let mut desk = Desk::with(canvas.look.clone(), |_| {});
        wall(&mut desk);
        canvas.shot(&mut desk, "wall-empty");

        let names = [
            "FRONT-DESK-04",
            "lab-12",
            "Empfangsarbeitsplatzrechner-Nord-04",
            "lab-13",
            "lab-14",
            "lab-15",
        ];
        let manage = Tasks::default().manage();
        let mut desk = Desk::with(canvas.look.clone(), |options| {
            options.manage = Some(manage);
            options.pcs = names.map(|name| pc(name, "10.0.0.1")).into();
        });
        let number = std::cell::Cell::new(0);
        desk.network.each(|pc| {
            number.set(number.get() + 1);
            match number.get() {
                1 | 3 => pc.show(&test_screen(1024, 768)),
                2 => {
                    pc.show(&test_screen(800, 600));
                    let ending = Ending::Closed;
                    pc.tell(Event::Closed(Some(Fault::Lost { ending })));
                }
                4 => pc.tell(Event::Closed(Some(Fault::ConsentNeeded))),
                5 => pc.tell(Event::Closed(Some(Fault::NoAnswer {
                    address: "10.0.0.1:16994".into(),
                    after: Duration::from_secs(5),
                }))),
                _ => {}
            }
        });
        desk.settle();
        wall(&mut desk);
        canvas.shot(&mut desk, "wall");
    });
}

#[test]
#[ignore = "draws for people"]
fn gallery_settings() {
    on_each(|canvas| {
        let keep = tempfile::tempdir().unwrap();
        let folder = Folder::new(keep.path().to_owned());
        let mut desk = Desk::with(canvas.look.clone(), |options| {
            options.folder = Some(folder);
            options.pictures = Some("/home/sam/Pictures/Outband".into());
        });
        command(&mut desk, Key::Comma);
        canvas.shot(&mut desk, "settings");
        for page in [
            "Screen",
            "Keyboard",
            "Serial",
            "Media",
            "Safety",
            "Recordings",
            "About",
        ] {
            let names = desk.harness.get_all_by_role_and_label(Role::Tab, page);
            names.last().unwrap().click();
            desk.settle();
            canvas.shot(&mut desk, &format!("settings-{}", page.to_lowercase()));
        }
        command(&mut desk, Key::F);
        desk.harness.event(Input::Text("encryp".to_owned()));
        canvas.shot(&mut desk, "settings-search");
        desk.harness.event(Input::Text("qq".to_owned()));
        canvas.shot(&mut desk, "settings-search-nothing");
    });
}

#[test]
#[ignore = "draws for people"]
fn gallery_palette_and_help() {
    on_each(|canvas| {
        let book = AddressBook::in_memory();
        book.edit(|book| book.add(Profile::new("lab-9", "vnc://10.0.5.9")))
            .unwrap();
        let mut desk = Desk::with(canvas.look.clone(), |options| options.book = Some(book));
        command(&mut desk, Key::K);
        canvas.shot(&mut desk, "palette-empty");
        desk.harness.event(Input::Text("scr".to_owned()));
        canvas.shot(&mut desk, "palette-query");
        desk.harness.event(Input::Text("qqq".to_owned()));
        canvas.shot(&mut desk, "palette-nothing");
        key(&mut desk, Key::Escape);
        key(&mut desk, Key::F1);
        canvas.shot(&mut desk, "help-window");
        key(&mut desk, Key::Escape);

        let mut desk = live(canvas);
        key(&mut desk, Key::ControlRight);
        key(&mut desk, Key::F1);
        canvas.shot(&mut desk, "help-screen");
    });
}

#[test]
#[ignore = "draws for people"]
fn gallery_journal() {
    on_each(|canvas| {
        for is_empty in [true, false] {
            let keep = tempfile::tempdir().unwrap();
            let folder = Folder::new(keep.path().to_owned());
            fs::create_dir_all(folder.path()).unwrap();
            if !is_empty {
                let journal = Journal::new(&folder);
                for (kind, detail) in [
                    (Kind::Screen, "screen"),
                    (Kind::Power, "restart"),
                    (Kind::Screen, "screen"),
                ] {
                    let mut begin = Begin::new(kind, "10.0.4.17");
                    begin.pc = Some("FRONT-DESK-04".to_owned());
                    begin.login = Some("admin".to_owned());
                    begin.detail = Some(detail.to_owned());
                    let id = journal.begin(begin).unwrap();
                    let end = End {
                        outcome: "done".to_owned(),
                        consent: Some("given".to_owned()),
                        encryption: Some("TLS, pinned".to_owned()),
                        detail: None,
                    };
                    journal.end(&id, end).unwrap();
                }
            }
            let mut desk = Desk::with(canvas.look.clone(), |options| {
                options.folder = Some(folder);
            });
            command(&mut desk, Key::H);
            wait_until(&mut desk, |desk| !desk.shows("Reading the journal"));
            let state = if is_empty { "journal-empty" } else { "journal" };
            canvas.shot(&mut desk, state);
        }
    });
}

/// A recording of 20 s with marks.
fn record(path: &Path) {
    let marks = [
        (3, MarkKind::Consent, "given"),
        (11, MarkKind::Media, "lent"),
        (12, MarkKind::Power, "reset"),
    ];
    recordings::record(path, |_| test_screen(1024, 768), &marks);
}

#[test]
#[ignore = "draws for people"]
fn gallery_player() {
    on_each(|canvas| {
        let keep = tempfile::tempdir().unwrap();
        let playing = |canvas: &Canvas, change: &dyn Fn(&mut Vec<u8>)| {
            let path: PathBuf = keep.path().join("lab-12 2026-11-22 10.42.07.obrec");
            record(&path);
            let mut bytes = fs::read(&path).unwrap();
            change(&mut bytes);
            fs::write(&path, bytes).unwrap();
            let pictures = keep.path().join("pictures");
            let mut desk = Desk::with(canvas.look.clone(), |options| {
                options.pictures = Some(pictures);
            });
            let file: DroppedFileHandle = Arc::new(Dropped(path));
            desk.harness.input_mut().dropped_files = vec![file];
            wait_until(&mut desk, |desk| desk.shows("Recorded picture"));
            desk
        };
        let mut desk = playing(canvas, &|_| {});
        key(&mut desk, Key::ArrowRight);
        wait_until(&mut desk, |desk| desk.shows("0:05"));
        canvas.shot(&mut desk, "player");
        press(&mut desk, "State, Intact");
        canvas.shot(&mut desk, "player-seal");
        key(&mut desk, Key::Escape);
        press(&mut desk, "Events 3");
        canvas.shot(&mut desk, "player-events");
        key(&mut desk, Key::Escape);
        press(&mut desk, "Export");
        canvas.shot(&mut desk, "player-export-menu");
        press(&mut desk, "Animation of all");
        desk.harness.run_steps(1);
        canvas.shot(&mut desk, "player-exporting");

        let mut desk = playing(canvas, &|bytes| {
            let middle = bytes.len() / 2;
            *bytes.get_mut(middle).unwrap() ^= 1;
        });
        press(&mut desk, "State, Altered");
        canvas.shot(&mut desk, "player-altered");

        let mut desk = Desk::with(canvas.look.clone(), |_| {});
        command(&mut desk, Key::K);
        desk.harness.event(Input::Text("play a rec".to_owned()));
        desk.settle();
        key(&mut desk, Key::Enter);
        canvas.shot(&mut desk, "player-empty");
    });
}
