//! What later starts of the program were to show comes to the window that is open.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::rc::Rc;

use eframe::egui::ViewportCommand;
use outband::session::{Ending, Event, Fault};
use outband::ui::{Arrival, Pc, RunOptions};

use crate::support::desk::{Desk, Look, pc, test_screen};
use crate::support::hands::{commands_of_a_step, wait_until};

/// What has arrived, and is not shown yet.
#[derive(Default, Clone)]
struct Arrived(Rc<RefCell<VecDeque<Arrival>>>);

impl Arrived {
    fn hear(&self) -> impl FnOnce(&mut RunOptions) + use<> {
        let arrived = self.clone();
        move |options| {
            options.arrivals = Some(Box::new(move |_wake| {
                Box::new(move || arrived.0.borrow_mut().pop_front())
            }));
        }
    }

    fn push(&self, pc: Option<Pc>, recording: Option<PathBuf>) {
        self.0.borrow_mut().push_back(Arrival { pc, recording });
    }
}

#[test]
fn a_pc_that_arrives_is_opened_with_its_password_and_the_window_comes_to_the_front() {
    let arrived = Arrived::default();
    let mut desk = Desk::with(Look::default(), arrived.hear());
    assert!(!commands_of_a_step(&mut desk).contains(&ViewportCommand::Focus));
    arrived.push(Some(pc("lab-12", "10.0.4.17")), None);
    assert!(commands_of_a_step(&mut desk).contains(&ViewportCommand::Focus));
    assert_eq!(desk.network.count(), 1);
    let opening = desk.network.last(|pc| pc.opening.clone());
    assert_eq!(opening.target.to_string(), "10.0.4.17");
    assert!(opening.password.is_some());
    desk.settle();
    assert!(desk.shows("Close lab-12"), "in the empty tab");
    assert!(!desk.shows("Close New tab"));
    assert!(
        !commands_of_a_step(&mut desk).contains(&ViewportCommand::Focus),
        "once"
    );
}

#[test]
fn a_pc_that_is_open_is_shown_and_not_opened_twice() {
    let arrived = Arrived::default();
    let mut desk = Desk::with(Look::default(), |options| {
        arrived.hear()(options);
        options.pcs = vec![pc("lab-12", "10.0.4.17"), pc("lab-13", "10.0.4.18")];
    });
    desk.network.each(|pc| pc.show(&test_screen(64, 64)));
    desk.settle();
    assert!(desk.shows("Screen of lab-13"));
    arrived.push(Some(pc("lab-12", "10.0.4.17")), None);
    desk.settle();
    assert!(desk.shows("Screen of lab-12"));
    assert_eq!(desk.network.count(), 2);
}

#[test]
fn a_pc_whose_session_is_over_is_connected_again_with_the_password_that_came() {
    let arrived = Arrived::default();
    let mut desk = Desk::with(Look::default(), |options| {
        arrived.hear()(options);
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
    });
    let ending = Ending::Closed;
    let lost = Fault::Lost { ending };
    desk.network.last(|pc| pc.tell(Event::Closed(Some(lost))));
    desk.settle();
    let mut again = pc("lab-12", "10.0.4.17");
    again.password = Some("changed".to_owned().into());
    arrived.push(Some(again), None);
    desk.settle();
    assert_eq!(desk.network.count(), 2);
    let password = desk.network.last(|pc| pc.opening.password.clone());
    assert_eq!(password.unwrap().expose(), "changed");
}

#[test]
fn a_recording_that_arrives_is_played_and_nothing_brings_the_window_to_the_front() {
    let arrived = Arrived::default();
    let mut desk = Desk::with(Look::default(), arrived.hear());
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/corpus/recording/short.obr"
    );
    arrived.push(None, Some(file.into()));
    wait_until(&mut desk, |desk| desk.shows("Play"));
    arrived.push(None, None);
    assert!(commands_of_a_step(&mut desk).contains(&ViewportCommand::Focus));
    assert!(desk.shows("Play"), "what was in front is");
}
