//! The media view: images for both drives, and "Boot from this image" step by step.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use eframe::egui::{DroppedFileHandle, Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use outband::media::progress::Progress;
use outband::screen::{Framebuffer, PixelFormat};
use outband::session::consent::{ConsentPhase, ConsentView};
use outband::session::flow::boot_image::{
    BootImageEnd, BootImageEvent, ImageStep, PcWarning, StepState,
};
use outband::session::ider::desk::DeskEvent;
use outband::session::ider::{
    DiskImage, Drive, DriveStatus, MediaEvent, MediaStage, MediaStatus, MediaView, StartEstimate,
};
use outband::session::{BootFault, Fault};
use outband::store::paths::Folder;
use outband::ui::{Choose, RunOptions};

use crate::support::desk::{Look, test_screen};
use crate::support::hands::{Dropped, announced, type_into};
use crate::support::lending::{Lending, floppy, lent, status};

/// A window on the media view of a live PC.
fn lending(look: Look) -> Lending {
    lending_with(look, |_| {})
}

fn lending_with(look: Look, change: impl FnOnce(&mut RunOptions)) -> Lending {
    Lending::new(look, change, |desk| {
        desk.network.last(|pc| pc.show(&test_screen(64, 48)));
        desk.settle();
        desk.click("Media");
    })
}

/// Fails unless the window shows this text.
fn shows(view: &Lending, text: &str) {
    assert!(view.desk.shows(text), "{text:?} is not shown");
}

/// Lets go of files over the window.
fn drop_files(view: &mut Lending, paths: &[&str]) {
    let files = paths.iter().map(|path| {
        let file: DroppedFileHandle = Arc::new(Dropped(PathBuf::from(path)));
        file
    });
    view.desk.harness.input_mut().dropped_files = files.collect();
    view.desk.settle();
}

/// High enough that nothing has to be scrolled to.
fn tall() -> Look {
    Look {
        size: vec2(1280.0, 1400.0),
        ..Look::default()
    }
}

#[test]
fn an_image_is_opened_by_name_and_refused_in_words() {
    let mut view = lending(tall());
    shows(&view, "Drop an image here to lend it to lab-12");
    shows(&view, "Choose an image first");
    type_into(
        &mut view.desk,
        "Image for the CD drive",
        "/images/setup.iso",
    );
    view.desk.harness.key_press(Key::Enter);
    view.desk.settle();
    assert_eq!(view.heard(), "Open(Path(\"/images/setup.iso\"), Cd)");
    shows(&view, "Looking at the image");
    let error = Box::new(outband::media::ImageError::Empty);
    let name = "setup.iso".to_owned();
    view.tell(DeskEvent::NotOpened(
        Drive::Cd,
        Fault::Image { name, error },
    ));
    shows(&view, "The image setup.iso cannot be used");
    shows(&view, "Download or copy it again.");
    assert!(!view.desk.shows("Recent"), "it was not opened");

    type_into(
        &mut view.desk,
        "Image for the floppy drive",
        "https://files/rescue.img",
    );
    view.desk.click("Open floppy");
    assert_eq!(
        view.heard(),
        "Open(Url(\"https://files/rescue.img\"), Floppy)"
    );
    view.tell(DeskEvent::Opened(floppy()));
    shows(&view, "1.5 MB · starts with BIOS only");
    shows(&view, "It starts PCs with a BIOS only, not with UEFI");
    view.desk.click("The PC may write to it");
    assert_eq!(view.heard(), "SetWritable(true)");
    view.desk.click("Remove Floppy");
    assert_eq!(view.heard(), "Remove(Floppy)");
}

#[test]
fn booting_shows_each_step_asks_for_the_code_and_puts_everything_back() {
    let mut view = lending(Look::default());
    view.tell(DeskEvent::Opened(floppy()));
    shows(
        &view,
        "The PC restarts at once, or is turned on; unsaved work on it is lost",
    );
    view.desk.click("Boot from this image");
    assert_eq!(
        view.heard(),
        "Boot(BootWishes { start: Whatever, press_key: false, until: Forever, use_sol: false })"
    );
    view.step(ImageStep::Check, StepState::Done);
    view.step(ImageStep::Connect, StepState::Done);
    view.step(ImageStep::Consent, StepState::Begun);
    shows(&view, "Asking for consent");
    let consent = |was_wrong, tries_left| {
        DeskEvent::Boot(BootImageEvent::Consent(ConsentView {
            phase: ConsentPhase::CodeWanted { was_wrong },
            until: None,
            tries_left,
        }))
    };
    view.tell(consent(false, 3));
    let field = "Read me the six digits in the box on your screen";
    type_into(&mut view.desk, field, "11111");
    assert_eq!(view.heard(), "", "five digits are not enough");
    type_into(&mut view.desk, field, "1");
    // The digits themselves are in no log.
    assert_eq!(view.heard(), "Consent(Submit(ConsentCode(•••)))");
    view.tell(consent(true, 2));
    shows(&view, "Wrong code, 2 tries left");
    type_into(&mut view.desk, field, "481302");
    assert_eq!(view.heard(), "Consent(Submit(ConsentCode(•••)))");
    view.step(ImageStep::Consent, StepState::Done);
    shows(&view, "Consent given");
    for step in [
        ImageStep::Enable,
        ImageStep::Lend,
        ImageStep::Prepare,
        ImageStep::Restart,
    ] {
        view.step(step, StepState::Done);
    }
    view.step(ImageStep::Load, StepState::Begun);
    shows(&view, "Restarted");
    shows(&view, "Loading");
    let after = Duration::from_secs(372);
    view.tell(DeskEvent::Boot(BootImageEvent::Started { after }));
    shows(
        &view,
        "Started from the image in 6 min 12 s, it stays until you end it",
    );
    // The PC may still need its disk: one question, and the safe answer first.
    view.desk.click("Eject…");
    assert_eq!(view.heard(), "");
    shows(
        &view,
        "The PC loses the disk it is starting from, and goes on without it",
    );
    view.desk.click("Go on");
    view.desk.click("Eject…");
    view.desk.click("Stop and put everything back");
    assert_eq!(view.heard(), "Stop");
    view.step(ImageStep::PutBack, StepState::Done);
    view.tell(DeskEvent::Ended(Ok(BootImageEnd::Stopped)));
    shows(&view, "Started from the image in 6 min 12 s");
    shows(
        &view,
        "Boot settings are back as they were, the image is taken back.",
    );
}

#[test]
fn a_failed_start_says_why_and_can_be_tried_again() {
    let mut view = lending(Look {
        size: vec2(960.0, 600.0),
        ..Look::default()
    });
    view.tell(DeskEvent::Opened(floppy()));
    view.desk.click("Boot from this image");
    view.heard();
    let within = Duration::from_secs(300);
    let fault = Fault::from(BootFault::NotRead { within });
    view.tell(DeskEvent::Ended(Err(fault)));
    shows(&view, "The PC started from its disk instead");
    shows(&view, "It did not read the image within 300 s");
    view.desk.click("Try again");
    assert!(view.heard().starts_with("Boot("));
}

/// A CD that starts a PC with a BIOS.
pub(crate) fn cd() -> Box<DiskImage> {
    let mut image = floppy();
    image.name = "setup.iso".to_owned();
    image.drive = Drive::Cd;
    image
}

#[test]
fn a_start_is_predicted_and_made_as_it_was_chosen() {
    let mut view = lending(Look::default());
    view.tell(DeskEvent::Opened(cd()));
    let estimate = StartEstimate {
        loader_bytes: 600_000_000,
        system_bytes: 0,
        asks_for_key: true,
    };
    view.tell(DeskEvent::Estimated(Drive::Cd, Some(estimate)));
    shows(&view, "A start reads about 600 MB of it");
    view.desk.click("Ask its system first");
    shows(
        &view,
        "Its system saves what is open and restarts; one that hangs does not follow",
    );
    view.desk
        .click("Take the image back once nothing was read for a minute");
    view.desk.click("Boot from this image");
    // Its loader asks for a key, so that is ticked already.
    assert_eq!(
        view.heard(),
        "Boot(BootWishes { start: AskSystem, press_key: true, until: Idle, use_sol: false })"
    );
}

#[test]
fn a_loader_that_waits_gets_enter_on_the_pcs_screen() {
    let mut view = lending(Look::default());
    view.tell(DeskEvent::Opened(cd()));
    view.desk.click("Boot from this image");
    view.step(ImageStep::Load, StepState::Begun);
    let heard = view.desk.network.last(|pc| pc.heard());
    assert!(!heard.contains("FF0D"), "{heard}");
    view.tell(DeskEvent::Boot(BootImageEvent::KeyWanted {
        read_on: false,
    }));
    let heard = view.desk.network.last(|pc| pc.heard());
    assert_eq!(heard, "+FF0D -FF0D");
    // Also while another view is in front.
    view.desk.click("Screen");
    view.desk.network.last(|pc| pc.heard());
    view.tell(DeskEvent::Boot(BootImageEvent::KeyWanted {
        read_on: false,
    }));
    let heard = view.desk.network.last(|pc| pc.heard());
    assert!(heard.contains("+FF0D -FF0D"), "{heard}");
}

#[test]
fn what_makes_a_start_slow_is_said() {
    let mut view = lending(Look::default());
    view.tell(DeskEvent::Opened(cd()));
    view.desk.click("Boot from this image");
    for warning in [PcWarning::SlowLink(10), PcWarning::Wireless] {
        view.tell(DeskEvent::Boot(BootImageEvent::Warning(warning)));
    }
    view.step(ImageStep::Connect, StepState::Done);
    shows(
        &view,
        "The PC's network link carries 10 Mbit/s, as is usual while it sleeps; the start is slow \
         until it has negotiated more",
    );
    shows(
        &view,
        "The PC is reached by Wi-Fi: Intel AMT takes the adapter over, its system is offline \
         while the image is lent",
    );
}

/// A dialog that answers at once.
fn answers(path: Option<&'static str>) -> Choose {
    Arc::new(move |_, answer| answer(path.map(PathBuf::from)))
}

#[test]
fn an_image_is_chosen_in_the_systems_dialog_which_holds_nothing_up() {
    let choose = answers(Some("/images/rescue.img"));
    let mut view = lending_with(Look::default(), |options| options.choose = Some(choose));
    view.desk.click("Choose floppy image");
    view.desk.settle();
    assert_eq!(view.heard(), "Open(Path(\"/images/rescue.img\"), Floppy)");

    // Open for ever: the window goes on, and no second dialog opens.
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&asked);
    let choose: Choose = Arc::new(move |question, answer| {
        kept.lock().unwrap().push((question, answer));
    });
    let mut view = lending_with(Look::default(), |options| options.choose = Some(choose));
    view.desk.click("Choose CD image");
    view.desk.click("Choose CD image");
    shows(&view, "Choose an image first");
    let (question, answer) = asked.lock().unwrap().pop().unwrap();
    assert!(asked.lock().unwrap().is_empty());
    assert_eq!(question.title, "Choose an image for the CD drive");
    answer(Some("/images/setup.iso".into()));
    view.desk.settle();
    assert_eq!(view.heard(), "Open(Path(\"/images/setup.iso\"), Cd)");
}

#[test]
fn a_system_without_dialogs_says_what_to_do_instead() {
    let mut view = lending_with(Look::default(), |options| {
        options.choose = Some(answers(None))
    });
    view.desk.click("Choose CD image");
    view.desk.settle();
    shows(
        &view,
        "This system has no dialog for files: type a path, or drop a file here",
    );
    assert!(!view.desk.shows("Choose…"), "it would only fail again");
    assert_eq!(view.heard(), "");
}

#[test]
fn an_image_that_is_dropped_on_the_screen_opens_the_media_view() {
    let mut view = lending(Look::default());
    view.desk.click("Screen");
    drop_files(&mut view, &["/images/setup.iso"]);
    shows(&view, "Boot lab-12 from this image");
    assert_eq!(view.heard(), "Open(Path(\"/images/setup.iso\"), Cd)");
    drop_files(&mut view, &["/images/rescue.IMG"]);
    assert_eq!(view.heard(), "Open(Path(\"/images/rescue.IMG\"), Floppy)");
    drop_files(&mut view, &["/a.iso", "/b.iso"]);
    assert_eq!(view.heard(), "");
    shows(&view, "2 files were dropped, drop one image");
}

#[test]
fn a_tab_whose_image_is_lent_asks_before_it_closes() {
    let mut view = lending(Look::default());
    view.tell(DeskEvent::Opened(floppy()));
    view.tell(DeskEvent::Lending(with_changes(0)));
    view.desk.click("Screen");
    view.desk
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::W);
    view.desk.settle();
    shows(&view, "An image is still lent to lab-12");
    view.desk.click("Keep open");
    assert!(!view.desk.shows("An image is still lent to lab-12"));
    view.desk
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::W);
    view.desk.settle();
    view.desk.click("Eject and close");
    assert!(view.is_given_up(), "the desk takes everything back");
}

/// A lent floppy of which the PC has changed so many blocks.
fn with_changes(changed_blocks: usize) -> MediaView {
    let image = floppy();
    let now = Instant::now();
    let reading = Progress::new(now, image.facts.block_count, 512).snapshot(now);
    MediaView::still(MediaStatus {
        cd: None,
        floppy: Some(DriveStatus {
            name: image.name,
            facts: image.facts,
            writable: true,
            changed_blocks,
            is_ejected: false,
            starting_since: None,
            resets: 0,
            reading,
            file: None,
            start_bytes: None,
            estimate: None,
        }),
        round_trip: None,
    })
}

#[test]
fn what_the_pc_wrote_to_a_floppy_is_saved_or_asked_about() {
    let mut view = lending(tall());
    view.tell(DeskEvent::Opened(floppy()));
    view.desk.click("Lend now");
    view.tell(DeskEvent::Lending(with_changes(0)));
    view.tell(DeskEvent::Media(MediaEvent::Stage(MediaStage::Lent)));
    view.heard();
    assert!(!view.desk.shows("Changes to the floppy"));
    view.tell(DeskEvent::Lending(with_changes(3)));
    view.tell(DeskEvent::Media(MediaEvent::Stage(MediaStage::Lent)));
    shows(
        &view,
        "The PC has changed 1.5 KB of rescue.img, kept in memory",
    );
    view.desk.click("Eject and end");
    assert_eq!(view.heard(), "", "nothing is lost without a word");
    shows(&view, "These changes are not saved and would be lost");
    view.desk.click("Keep them");
    view.desk.click("Save");
    assert_eq!(view.heard(), "SaveFloppy(\"rescue-changed.img\")");
    let path = PathBuf::from("rescue-changed.img");
    view.tell(DeskEvent::Media(MediaEvent::FloppySaved(path)));
    shows(&view, "The floppy is saved as rescue-changed.img");
    view.desk.click("Eject and end");
    assert_eq!(view.heard(), "Stop");
}

#[test]
fn screen_readers_hear_of_each_step_and_of_each_quarter() {
    let mut view = lending(Look::default());
    view.tell(DeskEvent::Opened(cd()));
    view.desk.click("Boot from this image");
    view.step(ImageStep::Check, StepState::Begun);
    assert_eq!(announced(&view.desk), ["Checking the image"]);
    view.begin_to_load();
    for (read, said) in [
        (0_u64, "Loading"),
        (449_000_000, "Loading"),
        (451_000_000, "Loading, 25 %"),
        (899_000_000, "Loading, 25 %"),
        (1_799_000_000, "Loading, 75 %"),
        (1_801_000_000, "Loading, 100 %"),
    ] {
        let mut status = status(&cd(), Duration::ZERO, None);
        status.cd.as_mut().unwrap().reading.different_bytes = read;
        view.tell(DeskEvent::Lending(MediaView::still(status)));
        assert_eq!(announced(&view.desk), [said], "{read}");
    }
}

#[test]
fn a_start_that_loads_looks_as_designed() {
    let size = vec2(960.0, 600.0);
    crate::snapshots::compare("boot-running", size, &[1.0, 2.0], |look| {
        let mut view = lending(look);
        view.tell(DeskEvent::Opened(cd()));
        view.desk.click("Boot from this image");
        view.begin_to_load();
        view.tell(DeskEvent::Lending(lent(
            &cd(),
            Duration::from_millis(200),
            None,
        )));
        view.desk
    });
}

/// Waits until something is shown that a thread has to find out first.
fn until_shown(view: &mut Lending, text: &str) {
    let is_shown = (0..3000).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        view.desk.settle();
        view.desk.shows(text)
    });
    assert!(is_shown, "{text:?} is not shown");
}

#[test]
fn what_was_opened_is_remembered_in_the_next_window_and_what_is_gone_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let iso = folder.path().join("setup.iso");
    std::fs::write(&iso, b"there").unwrap();
    let name = iso.to_str().unwrap();
    let remembers = |options: &mut RunOptions| {
        options.folder = Some(Folder::new(folder.path().join("config")));
    };
    let mut view = lending_with(tall(), remembers);
    drop_files(&mut view, &[name]);
    view.tell(DeskEvent::Opened(cd()));
    view.desk.click("Remove CD");
    until_shown(&mut view, name);
    drop(view);

    let mut view = lending_with(tall(), remembers);
    until_shown(&mut view, name);
    view.desk.click(name);
    assert!(view.heard().contains("setup.iso"), "a click opens it");
    std::fs::remove_file(&iso).unwrap();
    drop(view);

    let mut view = lending_with(tall(), remembers);
    until_shown(&mut view, "not there now");
    shows(&view, name);
    view.desk.click(&format!("Forget {name}"));
    assert!(!view.desk.shows(name));
    assert_eq!(view.heard(), "");
}

#[test]
fn ctrl_o_leads_from_the_picture_to_the_field_for_an_image() {
    let mut view = lending(tall());
    view.desk.click("Screen");
    view.desk
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::B);
    view.desk.settle();
    view.desk
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::O);
    view.desk.settle();
    let field = view.desk.harness.get_by_label("Image for the CD drive");
    assert!(field.is_focused());
}

#[test]
fn a_loader_that_asks_nothing_on_a_screen_that_can_be_read_gets_no_key() {
    let mut view = lending(Look::default());
    view.tell(DeskEvent::Opened(cd()));
    view.desk.click("Boot from this image");
    view.step(ImageStep::Load, StepState::Begun);
    let wait = || DeskEvent::Boot(BootImageEvent::KeyWanted { read_on: true });
    let press = |view: &mut Lending, line: &str, height| {
        let screen = text_screen(line, height);
        view.desk.network.last(|pc| pc.show(&screen));
        view.desk.settle();
        view.desk.network.last(|pc| pc.heard());
        view.tell(wait());
        view.desk.network.last(|pc| pc.heard())
    };
    assert_eq!(press(&mut view, "GNU GRUB version 2.06", 400), "");
    let asks = "Press any key to boot from CD or DVD.....";
    // Another mode, so that the whole picture is another.
    assert_eq!(press(&mut view, asks, 480), "+FF0D -FF0D");
}

/// A text screen with one line.
fn text_screen(line: &str, height: u16) -> Framebuffer {
    let mut screen = Framebuffer::new(640, height, PixelFormat::Rgb565).unwrap();
    for (column, c) in (0..).zip(line.chars()) {
        for (y, bits) in (0..).zip(outband::sim::font::glyph(c)) {
            for x in (0..8).filter(|x| bits >> (7 - x) & 1 == 1) {
                screen.set_pixel(column * 8 + x, y, 0xFFFF);
            }
        }
    }
    screen
}
