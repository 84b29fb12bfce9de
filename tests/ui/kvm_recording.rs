//! Recording the screen: begun, seen, ended, and what is said when it does not work.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use eframe::egui::{Key, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable};
use outband::session::consent::ConsentPhase;
use outband::session::flow::boot_image::BootImageEnd;
use outband::session::flow::power::PowerAction;
use outband::session::flow::{OptInRequired, OptInState, PowerState};
use outband::session::ider::desk::{DeskEvent, DeskHandle, DeskServed};
use outband::session::ider::{MediaEvent, MediaStage};
use outband::session::pc::{ConsentNow, Deed, PcEvent};
use outband::session::recording::{MarkKind, RecordingEnd, RecordingState};
use outband::session::{Command, Event, Fault, Feature};
use outband::store::paths::Folder;
use outband::ui::RunOptions;

use crate::support::desk::{Desk, Look, Tasks, pc, test_screen};
use crate::support::facts;

/// A window on a live PC, whose recordings go to a folder that does not exist yet.
fn desk(look: Look) -> (Desk, tempfile::TempDir) {
    desk_with(look, |_| {})
}

fn desk_with(look: Look, more: impl FnOnce(&mut RunOptions)) -> (Desk, tempfile::TempDir) {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().to_owned();
    let mut desk = Desk::with(look, |options| {
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
        options.recordings = Some(folder.join("new"));
        options.folder = Some(Folder::new(folder.join("config")));
        more(options);
    });
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    desk.heard();
    (desk, temporary)
}

/// Waits until the session is told to record, and gives the file.
fn asked(desk: &mut Desk) -> PathBuf {
    let mut asked = None;
    for _ in 0..1000 {
        desk.settle();
        match desk.network.last(|pc| pc.served.commands.try_recv().ok()) {
            Some(Command::StartRecording(to)) => {
                asked = Some(to);
                break;
            }
            _ => std::thread::sleep(Duration::from_millis(5)),
        }
    }
    let to = asked.expect("somebody asked for a recording");
    assert_eq!(to.about, "lab-12");
    to.path
}

fn tell(desk: &mut Desk, state: RecordingState) {
    desk.network.last(|pc| pc.tell(Event::Recording(state)));
    desk.settle();
}

fn begin(desk: &mut Desk) -> PathBuf {
    desk.click("Record");
    let path = asked(desk);
    tell(desk, RecordingState::Started { path: path.clone() });
    path
}

fn end(path: &Path, bytes: u64, fault: Option<Fault>) -> RecordingState {
    RecordingState::Ended(RecordingEnd {
        path: path.to_owned(),
        bytes,
        time: Duration::from_secs(72),
        seal: None,
        fault,
    })
}

#[test]
fn a_recording_is_seen_while_it_goes_on_and_its_file_is_named_at_the_end() {
    let (mut desk, temporary) = desk(Look::default());
    let path = begin(&mut desk);
    let name = "lab-12 2026-11-22 10.42.07.obrec";
    assert_eq!(path, temporary.path().join("new").join(name));
    assert!(path.parent().unwrap().is_dir(), "made for it");
    assert!(desk.shows("Recording 0:00, 0 B"));
    assert!(desk.shows("lab-12, recording"), "the tab says so too");
    let (bytes, time) = (1_240_000, Duration::from_secs(70));
    tell(&mut desk, RecordingState::Going { bytes, time });
    assert!(desk.shows("Recording 1:10, 1.2 MB"));
    // A screen that stands still sends no figures; the clock goes on by itself.
    desk.harness.run_steps(30);
    assert!(desk.shows("Recording 1:11, 1.2 MB"));

    desk.heard();
    desk.click("Recording 1:11, 1.2 MB");
    assert!(desk.shows("The screen is recorded") && desk.shows(name));
    desk.click("End recording");
    assert!(
        desk.heard().ends_with("StopRecording"),
        "after the keys are up"
    );
    assert!(desk.shows("Recording ends"));
    tell(&mut desk, end(&path, 1_300_000, None));
    assert!(desk.shows("Recording saved") && desk.shows("1:12, 1.3 MB"));
    assert!(!desk.shows("Recording ends") && !desk.shows("recording"));

    drop(desk.harness);
    let journal = fs::read_to_string(temporary.path().join("config/journal.jsonl")).unwrap();
    assert!(journal.contains("\"recorded\"") && journal.contains(name));
}

#[test]
fn the_chord_begins_and_ends_it_and_the_keys_stay_with_the_pc() {
    let (mut desk, _temporary) = desk(Look::default());
    let chord = |desk: &mut Desk| {
        desk.harness.key_down(Key::ControlRight);
        desk.harness.step();
        desk.harness.key_press(Key::R);
        desk.harness.key_up(Key::ControlRight);
        desk.settle();
    };
    chord(&mut desk);
    let path = asked(&mut desk);
    tell(&mut desk, RecordingState::Started { path });
    assert!(desk.shows("Keys go to the PC"));
    desk.heard();
    chord(&mut desk);
    assert_eq!(desk.heard(), "StopRecording");
}

#[test]
fn a_disk_that_is_full_is_said_and_what_is_left_can_be_played() {
    let (mut desk, _temporary) = desk(Look::default());
    let path = begin(&mut desk);
    let fault = Fault::FileUnwritable {
        path: path.clone(),
        cause: std::io::ErrorKind::StorageFull.into(),
    };
    tell(&mut desk, end(&path, 64_000, Some(fault)));
    assert!(desk.shows("The recording has ended early"));
    assert!(desk.shows("can be played") && desk.shows("1:12, 64 kB"));
    assert!(!desk.shows("Recording 0:"));
}

#[test]
fn a_folder_that_cannot_be_made_is_said_and_nothing_is_recorded() {
    let (mut desk, temporary) = desk(Look::default());
    fs::write(temporary.path().join("new"), "in the way").unwrap();
    desk.click("Record");
    for _ in 0..1000 {
        if desk.shows("Check that the folder exists") {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
        desk.settle();
    }
    assert!(desk.shows("Check that the folder exists"));
    assert_eq!(desk.heard(), "");
    assert!(!desk.shows("Recording begins"), "it can be tried again");
}

#[test]
fn closing_the_tab_or_the_screen_ends_it_in_order_and_says_where_it_is() {
    for how in ["Close lab-12", "Disconnect"] {
        let (mut desk, _temporary) = desk(Look::default());
        let path = begin(&mut desk);
        desk.heard();
        if how == "Disconnect" {
            desk.click("More");
        }
        desk.click(how);
        assert!(desk.heard().contains("Close"), "{how}");
        assert!(!desk.network.last(|pc| pc.is_closed()), "heard to its end");
        tell(&mut desk, end(&path, 64_000, None));
        assert!(desk.shows("Recording saved"), "{how}");
        if how == "Disconnect" {
            desk.network.last(|pc| pc.tell(Event::Closed(None)));
            desk.settle();
        }
        assert!(desk.network.last(|pc| pc.is_closed()), "{how}");
    }
}

#[test]
fn an_interruption_goes_on_with_the_same_recording() {
    let (mut desk, _temporary) = desk(Look::default());
    begin(&mut desk);
    let lost = Event::Interrupted {
        fault: Fault::Busy(Feature::Screen),
        attempt: 1,
        again_in: Duration::from_secs(4),
    };
    desk.network.last(|pc| pc.tell(lost));
    desk.settle();
    assert!(desk.shows("Recording 0:0"));
    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
    desk.settle();
    desk.heard();
    desk.click("Record");
    assert_eq!(desk.heard(), "StopRecording");
}

/// Every mark that the session was told to make since the last time.
fn marks(desk: &mut Desk) -> Vec<(MarkKind, String)> {
    let mut marks = Vec::new();
    desk.network.last(|pc| {
        while let Ok(command) = pc.served.commands.try_recv() {
            if let Command::Mark { kind, text } = command {
                marks.push((kind, text));
            }
        }
    });
    marks
}

#[test]
fn consent_and_power_are_marked_and_keys_never_are() {
    let tasks = Tasks::default();
    let manage = tasks.manage();
    let (mut desk, _temporary) =
        desk_with(Look::default(), |options| options.manage = Some(manage));
    desk.tasks = tasks;
    desk.pc_tells(PcEvent::Power(facts::power(PowerState::ON)));
    begin(&mut desk);
    desk.harness.key_press(Key::A);
    desk.settle();
    assert_eq!(marks(&mut desk), []);

    let policy = facts::policy(OptInRequired::KVM, OptInState::DISPLAYED);
    desk.pc_tells(PcEvent::Policy(Some(policy)));
    for (phase, expected) in [
        (ConsentPhase::CodeWanted { was_wrong: false }, None),
        (
            ConsentPhase::Given,
            Some((MarkKind::Consent, "given".to_owned())),
        ),
    ] {
        desk.pc_tells(PcEvent::Consent(ConsentNow {
            phase,
            left: None,
            tries_left: 3,
        }));
        assert_eq!(marks(&mut desk), Vec::from_iter(expected));
    }

    desk.pc_tells(PcEvent::Began(Deed::Power {
        action: PowerAction::Reset,
        has_sessions: false,
    }));
    let marks = marks(&mut desk);
    assert_eq!(marks, [(MarkKind::Power, "reset".to_owned())]);
}

#[test]
fn what_is_lent_to_the_pc_and_taken_back_is_marked() {
    let served: Arc<Mutex<Option<DeskServed>>> = Arc::default();
    let kept = Arc::clone(&served);
    let (mut desk, _temporary) = desk_with(Look::default(), |options| {
        options.lend = Some(Box::new(move |_, _| {
            let (handle, served) = DeskHandle::new();
            *kept.lock().unwrap() = Some(served);
            handle
        }));
    });
    begin(&mut desk);
    desk.click("Media");
    marks(&mut desk);
    for (event, expected) in [
        (
            DeskEvent::Media(MediaEvent::Stage(MediaStage::Lent)),
            "lent",
        ),
        (DeskEvent::Ended(Ok(BootImageEnd::Stopped)), "taken back"),
    ] {
        let events = served.lock().unwrap().as_ref().unwrap().events.clone();
        events.try_send(event).unwrap();
        desk.settle();
        assert_eq!(marks(&mut desk), [(MarkKind::Media, expected.to_owned())]);
    }
}

#[test]
fn where_there_is_no_room_it_stands_in_the_menu_and_the_mark_stays() {
    let look = Look {
        size: vec2(960.0, 600.0),
        zoom: 2.0,
        ..Look::default()
    };
    let (mut desk, _temporary) = desk(look);
    desk.click("More");
    desk.click("Record");
    let path = asked(&mut desk);
    tell(&mut desk, RecordingState::Started { path });
    let mark = desk.harness.get_by_label("Recording 0:00, 0 B").rect();
    assert!(mark.left() >= 0.0 && mark.right() <= 480.0, "{mark:?}");
    desk.click("More");
    assert!(
        desk.harness
            .get_by_label("Record")
            .accesskit_node()
            .toggled()
            .is_some()
    );
}
