//! From nothing to a picture: first run, probing, faults before anything is seen.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use outband::session::pc::PcEvent;
use outband::session::{DeviceFault, Ending, Event, Fault, Feature, Safety, Stage, Stranger};
use outband::store::paths::Folder;
use outband::store::profile::{AddressBook, Profile};
use outband::store::recent::{self, Recent};

use super::{Canvas, go_live, live, on_each, press, type_into};
use crate::support::desk::{Desk, pc};
use crate::support::facts;
use crate::support::hands::wait_until;

/// A window with nothing in it but the way to a first PC.
fn bare(canvas: &Canvas) -> Desk {
    Desk::with(canvas.look.clone(), |options| {
        options.simulate = Some(Arc::new(|| Err(Fault::NoDisplay)));
        options.book = Some(AddressBook::in_memory());
    })
}

#[test]
#[ignore = "draws for people"]
fn gallery_first_run() {
    on_each(|canvas| {
        let mut desk = bare(canvas);
        wait_until(&mut desk, |_| true);
        canvas.shot(&mut desk, "first-run");
        type_into(&mut desk, "Name or address", "pc:99999");
        press(&mut desk, "Connect");
        canvas.shot(&mut desk, "first-run-wrong-address");

        let keep = tempfile::tempdir().unwrap();
        let place = Folder::new(keep.path().to_owned());
        for (name, address) in [("lab-9", "10.0.5.9"), ("front-desk-04", "10.0.4.17")] {
            let (name, address) = (Some(name.to_owned()), address.to_owned());
            recent::note(&place, Recent { name, address }).unwrap();
        }
        let book = AddressBook::in_memory();
        let pc = |name: &str, address: &str, favourite| Profile {
            favourite,
            ..Profile::new(name, address)
        };
        book.edit(|book| {
            book.add(pc("lab-9", "10.0.5.9", true))?;
            book.add(pc("Empfangsarbeitsplatzrechner-Nord-04", "10.0.5.10", true))?;
            book.add(pc("front-desk-04", "10.0.4.17", false))
        })
        .unwrap();
        let mut desk = Desk::with(canvas.look.clone(), |options| {
            options.folder = Some(place);
            options.book = Some(book);
        });
        wait_until(&mut desk, |desk| desk.shows("Favourites"));
        canvas.shot(&mut desk, "first-run-recents");
    });
}

#[test]
#[ignore = "draws for people"]
fn gallery_probing() {
    on_each(|canvas| {
        for (stage, state) in [
            (Stage::Resolving, "probing-name"),
            (Stage::Securing, "probing-encrypting"),
            (Stage::LoggingIn, "probing-login"),
            (Stage::AwaitingPicture, "probing-picture"),
        ] {
            let mut desk = Desk::served(canvas.look.clone(), true);
            desk.network.last(|pc| pc.tell(Event::Stage(stage)));
            desk.harness.run_steps(20);
            if stage == Stage::AwaitingPicture {
                // Long enough that the seconds show.
                desk.harness.run_steps(150);
            }
            canvas.shot(&mut desk, state);
        }

        let mut desk = Desk::served(canvas.look.clone(), false);
        canvas.shot(&mut desk, "probing-looking");
        desk.pc_tells(PcEvent::Reached(Safety::Plain));
        desk.pc_tells(PcEvent::LoginWanted(None));
        desk.pc_tells(PcEvent::Probed(facts::old_tls()));
        canvas.shot(&mut desk, "probing-old-tls");
    });
}

/// Faults that end before or after a picture, with the name of their picture.
fn faults() -> Vec<(&'static str, Fault)> {
    let address = || "10.0.4.17:16994".to_owned();
    vec![
        (
            "fault-no-answer",
            Fault::NoAnswer {
                address: address(),
                after: Duration::from_secs(5),
            },
        ),
        (
            "fault-unknown-name",
            Fault::UnknownName {
                name: "lab-12".into(),
                cause: io::Error::other("failed to lookup address information"),
            },
        ),
        ("fault-refused", Fault::Refused { address: address() }),
        (
            "fault-stranger",
            Fault::NotAmt {
                address: address(),
                who: Stranger::Ssh,
                heard: "53 53 48 2d 32 2e 30".into(),
            },
        ),
        ("fault-busy", Fault::Busy(Feature::Screen)),
        ("fault-no-screen", DeviceFault::NoScreen.into()),
        (
            "fault-switched-off",
            DeviceFault::SwitchedOff(Feature::Screen).into(),
        ),
        ("fault-off", DeviceFault::Off.into()),
        ("fault-asleep", DeviceFault::Asleep.into()),
        ("fault-no-display", Fault::NoDisplay),
        (
            "fault-too-large",
            Fault::TooLarge {
                width: 3840,
                height: 2160,
            },
        ),
        (
            "fault-unexpected",
            Fault::Unexpected {
                what: "a run past the tile".into(),
                place: "the screen",
            },
        ),
        (
            "fault-internal",
            Fault::Internal {
                task: "screen".into(),
            },
        ),
    ]
}

#[test]
#[ignore = "draws for people"]
fn gallery_faults() {
    on_each(|canvas| {
        for (name, fault) in faults() {
            let mut desk = Desk::served(canvas.look.clone(), true);
            desk.network.last(|pc| pc.tell(Event::Closed(Some(fault))));
            canvas.shot(&mut desk, name);
            if name == "fault-unknown-name" {
                press(&mut desk, "Details");
                canvas.shot(&mut desk, "fault-details");
            }
        }
        let mut desk = live(canvas);
        let ending = Ending::Silent(Duration::from_secs(12));
        desk.network
            .last(|pc| pc.tell(Event::Closed(Some(Fault::Lost { ending }))));
        canvas.shot(&mut desk, "fault-lost");

        let mut desk = live(canvas);
        let fault = Fault::Lost { ending };
        desk.network.last(|pc| {
            pc.tell(Event::Interrupted {
                fault,
                attempt: 4,
                again_in: Duration::from_secs(8),
            });
        });
        canvas.shot(&mut desk, "fault-reconnecting");

        let mut desk = live(canvas);
        desk.network.last(|pc| pc.tell(Event::Closed(None)));
        canvas.shot(&mut desk, "disconnected");
    });
}

#[test]
#[ignore = "draws for people"]
fn gallery_tabs() {
    on_each(|canvas| {
        let mut desk = Desk::with(canvas.look.clone(), |options| {
            options.pcs = [
                ("FRONT-DESK-04", "10.0.4.17"),
                (
                    "Empfangsarbeitsplatzrechner-Erdgeschoss-Nord-04",
                    "10.0.4.18",
                ),
                ("lab-12", "10.0.5.12"),
            ]
            .map(|(name, address)| pc(name, address))
            .into();
        });
        desk.network.last(|pc| {
            pc.tell(Event::Connected(Safety::Pinned(facts::certificate(1))));
        });
        go_live(&mut desk);
        super::key(&mut desk, eframe::egui::Key::ControlRight);
        canvas.shot(&mut desk, "tabs");
        super::command(&mut desk, eframe::egui::Key::Num2);
        canvas.shot(&mut desk, "tabs-long-name");
        super::command(&mut desk, eframe::egui::Key::T);
        canvas.shot(&mut desk, "tabs-new");
        desk.harness
            .key_press_modifiers(eframe::egui::Modifiers::SHIFT, eframe::egui::Key::F10);
        canvas.shot(&mut desk, "tabs-menu");
    });
}
