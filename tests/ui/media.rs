//! The media view: images for both drives, and "Boot from this image" step by step.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use eframe::egui::{Key, vec2};
use egui_kittest::kittest::Queryable;
use outband::media::source::MemorySource;
use outband::session::consent::{ConsentPhase, ConsentView};
use outband::session::flow::boot_image::{BootImageEnd, BootImageEvent, ImageStep, StepState};
use outband::session::ider::desk::{DeskEvent, DeskHandle, DeskServed};
use outband::session::ider::{DiskImage, Drive};
use outband::session::{BootFault, Fault};

use crate::support::desk::{Desk, Look, pc, test_screen};

/// A window on the media view of a live PC, and the far end of its desk.
struct View {
    desk: Desk,
    served: Arc<Mutex<Option<DeskServed>>>,
}

impl View {
    fn new(look: Look) -> Self {
        let served = Arc::new(Mutex::new(None));
        let kept = Arc::clone(&served);
        let mut desk = Desk::with(look, |options| {
            options.pcs = vec![pc("lab-12", "10.0.4.17")];
            options.lend = Some(Box::new(move |opening, _| {
                assert!(opening.password.is_some(), "nobody is asked twice");
                let (handle, served) = DeskHandle::new();
                *kept.lock().unwrap() = Some(served);
                handle
            }));
        });
        desk.network.last(|pc| pc.show(&test_screen(64, 48)));
        desk.settle();
        desk.click("Media");
        Self { desk, served }
    }

    fn tell(&mut self, event: DeskEvent) {
        let served = self.served.lock().unwrap();
        served.as_ref().unwrap().events.try_send(event).unwrap();
        drop(served);
        self.desk.settle();
    }

    fn step(&mut self, step: ImageStep, state: StepState) {
        self.tell(DeskEvent::Boot(BootImageEvent::Step(step, state)));
    }

    /// What was asked of the desk since the last time.
    fn heard(&self) -> String {
        let mut served = self.served.lock().unwrap();
        let commands = &mut served.as_mut().unwrap().commands;
        let heard = std::iter::from_fn(|| commands.try_recv().ok());
        let words: Vec<_> = heard.map(|command| format!("{command:?}")).collect();
        words.join(" ")
    }

    fn shows(&self, text: &str) {
        assert!(self.desk.shows(text), "{text:?} is not shown");
    }

    fn type_into(&mut self, label: &str, text: &str) {
        let field = self.desk.harness.get_by_label(label);
        field.focus();
        self.desk.settle();
        self.desk.harness.get_by_label(label).type_text(text);
        self.desk.settle();
    }
}

/// A floppy image that starts a PC with a BIOS.
fn floppy() -> Box<DiskImage> {
    let mut bytes = vec![0xAA; 1_474_560];
    bytes.get_mut(11..13).unwrap().fill(0);
    bytes
        .get_mut(510..512)
        .unwrap()
        .copy_from_slice(&[0x55, 0xAA]);
    let source = Arc::new(MemorySource::new(bytes));
    Box::new(DiskImage::from_source("rescue.img".into(), source, Drive::Floppy).unwrap())
}

#[test]
fn an_image_is_opened_by_name_and_refused_in_words() {
    let mut view = View::new(Look::default());
    view.shows("Drop an image here to lend it to lab-12");
    view.shows("Choose an image first");
    view.type_into("Image for the CD drive", "/images/setup.iso");
    view.desk.harness.key_press(Key::Enter);
    view.desk.settle();
    assert_eq!(view.heard(), "Open(Path(\"/images/setup.iso\"), Cd)");
    view.shows("Looking at the image");
    let error = Box::new(outband::media::ImageError::Empty);
    let name = "setup.iso".to_owned();
    view.tell(DeskEvent::NotOpened(
        Drive::Cd,
        Fault::Image { name, error },
    ));
    view.shows("The image setup.iso cannot be used");
    view.shows("Download or copy it again.");
    // What was opened before is a click away, for either drive.
    view.shows("Recent");

    view.type_into("Image for the floppy drive", "https://files/rescue.img");
    view.desk.click("Open floppy");
    assert_eq!(
        view.heard(),
        "Open(Url(\"https://files/rescue.img\"), Floppy)"
    );
    view.tell(DeskEvent::Opened(floppy()));
    view.shows("1.5 MB · starts with BIOS only");
    view.shows("It starts PCs with a BIOS only, not with UEFI");
    view.desk.click("The PC may write to it");
    assert_eq!(view.heard(), "SetWritable(true)");
    view.desk.click("Remove floppy");
    assert_eq!(view.heard(), "Remove(Floppy)");
}

#[test]
fn booting_shows_each_step_asks_for_the_code_and_puts_everything_back() {
    let mut view = View::new(Look::default());
    view.tell(DeskEvent::Opened(floppy()));
    view.shows("The PC restarts at once, or is turned on; unsaved work on it is lost");
    view.desk.click("Boot from this image");
    assert_eq!(view.heard(), "Boot");
    view.step(ImageStep::Check, StepState::Done);
    view.step(ImageStep::Connect, StepState::Done);
    view.step(ImageStep::Consent, StepState::Begun);
    view.shows("Asking for consent");
    let consent = |was_wrong, tries_left| {
        DeskEvent::Boot(BootImageEvent::Consent(ConsentView {
            phase: ConsentPhase::CodeWanted { was_wrong },
            until: None,
            tries_left,
        }))
    };
    view.tell(consent(false, 3));
    let field = "Read me the six digits in the box on your screen";
    view.type_into(field, "11111");
    assert_eq!(view.heard(), "", "five digits are not enough");
    view.type_into(field, "1");
    // The digits themselves are in no log.
    assert_eq!(view.heard(), "Consent(Submit(ConsentCode(•••)))");
    view.tell(consent(true, 2));
    view.shows("Wrong code, 2 tries left");
    view.type_into(field, "481302");
    assert_eq!(view.heard(), "Consent(Submit(ConsentCode(•••)))");
    view.step(ImageStep::Consent, StepState::Done);
    view.shows("Consent given");
    for step in [
        ImageStep::Enable,
        ImageStep::Lend,
        ImageStep::Prepare,
        ImageStep::Restart,
    ] {
        view.step(step, StepState::Done);
    }
    view.step(ImageStep::Load, StepState::Begun);
    view.shows("Restarted");
    view.shows("Loading");
    let after = Duration::from_secs(372);
    view.tell(DeskEvent::Boot(BootImageEvent::Started { after }));
    view.shows("Started from the image in 372 s, it stays until you end it");
    view.desk.click("Stop and put everything back");
    assert_eq!(view.heard(), "Stop");
    view.step(ImageStep::PutBack, StepState::Done);
    view.tell(DeskEvent::Ended(Ok(BootImageEnd::Stopped)));
    view.shows("Started from the image in 372 s");
    view.shows("Boot settings are back as they were, the image is taken back.");
}

#[test]
fn a_failed_start_says_why_and_can_be_tried_again() {
    let mut view = View::new(Look {
        size: vec2(960.0, 600.0),
        ..Look::default()
    });
    view.tell(DeskEvent::Opened(floppy()));
    view.desk.click("Boot from this image");
    view.heard();
    let within = Duration::from_secs(300);
    let fault = Fault::from(BootFault::NotRead { within });
    view.tell(DeskEvent::Ended(Err(fault)));
    view.shows("The PC started from its disk instead");
    view.shows("It did not read the image within 300 s");
    view.desk.click("Try again");
    assert_eq!(view.heard(), "Boot");
}
