//! Notifications of the system: what a person waits for while another program is in front.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use eframe::egui::{Event as Input, Key, Modifiers, ViewportCommand};
use outband::media::progress::Stall;
use outband::session::consent::{ConsentPhase, ConsentView};
use outband::session::flow::boot_image::{BootImageEnd, BootImageEvent};
use outband::session::ider::desk::DeskEvent;
use outband::session::macros::MacroState;
use outband::session::{BootFault, ConsentFault, Ending, Event, Fault, Stage};
use outband::store::macros::{self, SavedMacro};
use outband::store::paths::Folder;
use outband::ui::{Clicked, Notify, RunOptions, SystemNote};

use crate::media::cd;
use crate::support::desk::{Desk, Look, pc, test_screen};
use crate::support::hands::{commands_of_a_step, press, wait_until};
use crate::support::lending::{Lending, lent};

/// What the system was asked to show.
#[derive(Default, Clone)]
struct Desktop(Rc<RefCell<Vec<(SystemNote, Clicked)>>>);

impl Desktop {
    fn notify(&self) -> Option<Notify> {
        let notes = Rc::clone(&self.0);
        Some(Box::new(move |note, clicked| {
            notes.borrow_mut().push((note, clicked));
        }))
    }

    /// Titles and texts since the last time.
    fn said(&self) -> Vec<(String, String)> {
        let notes = self.0.take();
        let words = notes.into_iter().map(|(note, _)| (note.title, note.text));
        words.collect()
    }
}

fn look_away(desk: &mut Desk, away: bool) {
    desk.harness.event(Input::WindowFocused(!away));
    desk.harness.input_mut().focused = !away;
    desk.settle();
}

/// A window on live PCs, with another program in front of it.
fn behind(change: impl FnOnce(&mut RunOptions)) -> (Desk, Desktop) {
    let desktop = Desktop::default();
    let notify = desktop.notify();
    let mut desk = Desk::with(Look::default(), |options| {
        options.notify = notify;
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
        change(options);
    });
    for place in 0..desk.network.count() {
        desk.network.at(place, |pc| pc.show(&test_screen(64, 48)));
    }
    look_away(&mut desk, true);
    (desk, desktop)
}

/// The connection to a PC is lost, and comes back.
fn flicker(desk: &mut Desk, place: usize) {
    let fault = Fault::Lost {
        ending: Ending::Closed,
    };
    let again_in = Duration::from_secs(1);
    let lost = Event::Interrupted {
        fault,
        again_in,
        attempt: 1,
    };
    desk.network.at(place, |pc| pc.tell(lost));
    desk.settle();
    desk.network
        .at(place, |pc| pc.tell(Event::Stage(Stage::Live)));
    desk.settle();
}

fn of(pc: &str, text: &str) -> (String, String) {
    (pc.to_owned(), text.to_owned())
}

#[test]
fn a_screen_that_comes_back_is_said_only_while_no_window_is_in_front() {
    let (mut desk, desktop) = behind(|_| {});
    assert_eq!(desktop.said(), [], "its first picture is no news");
    flicker(&mut desk, 0);
    assert_eq!(desktop.said(), [of("lab-12", "The screen is back")]);
    flicker(&mut desk, 0);
    assert_eq!(desktop.said(), [], "nothing is said twice in a row");
    look_away(&mut desk, false);
    desk.harness.run_steps(300);
    flicker(&mut desk, 0);
    assert_eq!(desktop.said(), [], "the window says it");
}

#[test]
fn a_click_leads_to_the_tab_and_brings_the_window_to_the_front() {
    let (mut desk, desktop) = behind(|options| {
        options.pcs.push(pc("lab-13", "10.0.4.18"));
    });
    flicker(&mut desk, 0);
    press(&mut desk, Modifiers::COMMAND, Key::Comma);
    assert!(desk.shows("Find a setting"));
    let notes = desktop.0.take();
    let [(_, clicked)] = notes.as_slice() else {
        unreachable!("one note");
    };
    assert!(!commands_of_a_step(&mut desk).contains(&ViewportCommand::Focus));
    clicked();
    assert!(commands_of_a_step(&mut desk).contains(&ViewportCommand::Focus));
    desk.settle();
    assert!(!desk.shows("Find a setting") && desk.shows("Close lab-12"));
    // A tab that is gone leads to the window alone.
    press(&mut desk, Modifiers::COMMAND, Key::W);
    clicked();
    assert!(commands_of_a_step(&mut desk).contains(&ViewportCommand::Focus));
}

#[test]
fn no_address_is_said_and_a_flood_is_one_note() {
    let (mut desk, desktop) = behind(|options| {
        options.pcs = (1..=6)
            .map(|n| match n {
                1 => outband::ui::Pc {
                    name: Some("10.0.4.1".to_owned()),
                    ..pc("", "10.0.4.1")
                },
                2 => outband::ui::Pc {
                    name: None,
                    ..pc("", "10.0.4.2")
                },
                n => pc(&format!("lab-{n}"), &format!("10.0.4.{n}")),
            })
            .collect();
    });
    for place in 0..6 {
        flicker(&mut desk, place);
    }
    let notes = desktop.0.take();
    let said: Vec<_> = notes
        .iter()
        .map(|(note, _)| (note.title.as_str(), note.text.as_str()))
        .collect();
    let back = "The screen is back";
    let many = |text| ("Outband", text);
    assert_eq!(
        said,
        [
            ("A PC", back),
            ("A PC", back),
            ("lab-3", back),
            many("News of 4 PCs"),
            many("News of 5 PCs"),
            many("News of 6 PCs"),
        ]
    );
    let about: Vec<_> = notes.iter().map(|(note, _)| note.about).collect();
    assert!(about[3] == about[4] && about[4] == about[5], "in its place");
    assert!(about[0] != about[1] && about[2] != about[3]);
}

#[test]
fn who_wants_no_notifications_gets_none() {
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::new(keep.path().to_owned());
    let (mut desk, desktop) = behind(|options| options.folder = Some(folder));
    press(&mut desk, Modifiers::COMMAND, Key::Comma);
    let switch = "Notifications of the system while no window is in front";
    desk.click(switch);
    flicker(&mut desk, 0);
    assert_eq!(desktop.said(), []);
    desk.click(switch);
    flicker(&mut desk, 0);
    assert_eq!(desktop.said().len(), 1);
}

/// The media view of a PC that begins to start from an image, behind another program.
fn starting(desktop: &Desktop) -> Lending {
    let notify = desktop.notify();
    let mut page = Lending::new(
        Look::default(),
        |options| options.notify = notify,
        |desk| {
            desk.network.last(|pc| pc.show(&test_screen(64, 48)));
            desk.settle();
            desk.click("Media");
        },
    );
    page.tell(DeskEvent::Opened(cd()));
    page.desk.click("Boot from this image");
    look_away(&mut page.desk, true);
    page
}

#[test]
fn a_start_from_an_image_is_said_when_it_is_done_stalls_or_fails() {
    let desktop = Desktop::default();
    let mut page = starting(&desktop);
    let consent = |phase| {
        DeskEvent::Boot(BootImageEvent::Consent(ConsentView {
            phase,
            until: None,
            tries_left: 3,
        }))
    };
    page.tell(consent(ConsentPhase::CodeWanted { was_wrong: false }));
    assert_eq!(desktop.said(), []);
    page.tell(consent(ConsentPhase::Given));
    assert_eq!(desktop.said(), [of("lab-12", "Consent was given")]);
    page.begin_to_load();
    for (secs, said) in [(8, 0), (30, 1), (40, 0), (0, 0), (31, 1)] {
        let idle = Duration::from_secs(secs);
        let stall = (secs > 0).then_some(Stall::HostIdle(idle));
        page.tell(DeskEvent::Lending(lent(&cd(), idle, stall)));
        assert_eq!(desktop.said().len(), said, "{secs} s");
        // What was said long ago may be said again.
        page.desk.harness.run_steps(260);
        desktop.said();
    }
    page.boot(BootImageEvent::Started {
        after: Duration::from_secs(70),
    });
    assert_eq!(
        desktop.said(),
        [of("lab-12", "It has started from the image")]
    );
    let gone = Fault::Lost {
        ending: Ending::Closed,
    };
    page.tell(DeskEvent::Ended(Err(gone)));
    let text = "The image that it was lent is gone";
    assert_eq!(desktop.said(), [of("lab-12", text)]);

    let mut page = starting(&desktop);
    page.begin_to_load();
    page.tell(DeskEvent::Ended(Err(BootFault::NotRead {
        within: Duration::from_secs(90),
    }
    .into())));
    let text = "It did not start from the image";
    assert_eq!(desktop.said(), [of("lab-12", text)]);

    // Who ends it knows.
    let mut page = starting(&desktop);
    page.begin_to_load();
    page.tell(DeskEvent::Ended(Ok(BootImageEnd::Stopped)));
    assert_eq!(desktop.said(), []);
}

#[test]
fn a_text_that_a_macro_waits_for_is_said_without_the_text() {
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::new(keep.path().to_owned());
    let saved = SavedMacro {
        name: "Setup".to_owned(),
        script: "press f2\nwait for text top secret within 9 s\npress f10".to_owned(),
        key: None,
    };
    macros::change(&folder, |macros| macros.push(saved)).unwrap();
    let (mut desk, desktop) = behind(|options| options.folder = Some(folder));
    look_away(&mut desk, false);
    desk.click("Macros");
    wait_until(&mut desk, |desk| desk.shows("Run Setup"));
    desk.click("Run Setup");
    look_away(&mut desk, true);
    let mut tell = |state, said: &[(String, String)]| {
        desk.network.at(0, |pc| pc.tell(Event::Macro(state)));
        desk.settle();
        assert_eq!(desktop.said(), said, "{state:?}");
    };
    tell(MacroState::At { step: 1, of: 3 }, &[]);
    tell(MacroState::At { step: 2, of: 3 }, &[]);
    let seen = of("lab-12", "The text that its macro waited for is there");
    tell(MacroState::At { step: 3, of: 3 }, &[seen]);
    tell(MacroState::Done, &[]);
}

#[test]
fn consent_that_is_refused_is_said() {
    let desktop = Desktop::default();
    let notify = desktop.notify();
    let tasks = crate::support::desk::Tasks::default();
    let manage = tasks.manage();
    let mut desk = Desk::with(Look::default(), |options| {
        options.notify = notify;
        options.manage = Some(manage);
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
    });
    desk.tasks = tasks;
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    look_away(&mut desk, true);
    desk.pc_tells(crate::questions::consent(ConsentPhase::Asking, 3));
    assert_eq!(desktop.said(), []);
    let declined = ConsentPhase::Failed(ConsentFault::Withdrawn);
    desk.pc_tells(crate::questions::consent(declined, 0));
    assert_eq!(desktop.said(), [of("lab-12", "Consent was not given")]);
}
