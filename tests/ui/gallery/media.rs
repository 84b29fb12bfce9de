//! Images lent to a PC, and starting it from one.

use std::time::Duration;

use eframe::egui::Key;
use egui_kittest::kittest::Queryable;
use outband::media::ImageError;
use outband::media::progress::Stall;
use outband::session::consent::{ConsentPhase, ConsentView};
use outband::session::flow::PowerState;
use outband::session::flow::boot_image::{
    BootImageEnd, BootImageEvent, ImageStep, PcWarning, StepState,
};
use outband::session::ider::desk::DeskEvent;
use outband::session::ider::{DiskImage, Drive, MediaEvent, MediaStage, StartEstimate};
use outband::session::pc::PcEvent;
use outband::session::{BootFault, Fault};
use outband::ui::RunOptions;

use super::{Canvas, command, go_live, on_each, press};
use crate::support::desk::Tasks;
use crate::support::facts;
use crate::support::lending::{Lending, image, lent};

/// A window on the media view of a live PC.
fn page(canvas: &Canvas) -> Lending {
    let tasks = Tasks::default();
    let manage = tasks.manage();
    let change = |options: &mut RunOptions| options.manage = Some(manage);
    Lending::new(canvas.look.clone(), change, |desk| {
        desk.tasks = tasks;
        go_live(desk);
        desk.pc_tells(PcEvent::LoggedIn { version: None });
        desk.pc_tells(PcEvent::Power(facts::power(PowerState::ON)));
        press(desk, "Media");
    })
}

/// The same with an image in the CD drive.
fn chosen(canvas: &Canvas) -> Lending {
    let mut page = page(canvas);
    page.tell(DeskEvent::Opened(cd("ubuntu-24.04.iso", true)));
    let estimate = StartEstimate {
        loader_bytes: 600_000_000,
        system_bytes: 1_200_000_000,
        asks_for_key: true,
    };
    page.tell(DeskEvent::Estimated(Drive::Cd, Some(estimate)));
    page
}

/// The same that has begun to start the PC, up to the loader.
fn loading(canvas: &Canvas) -> Lending {
    let mut page = chosen(canvas);
    press(&mut page.desk, "Boot from this image");
    page.begin_to_load();
    page
}

/// An image that starts a PC with a BIOS, or does not, in the CD drive.
fn cd(name: &str, starts: bool) -> Box<DiskImage> {
    let mut image = image(name, starts);
    image.drive = Drive::Cd;
    image
}

#[test]
#[ignore = "draws for people"]
fn gallery_media() {
    on_each(|canvas| {
        let mut page = page(canvas);
        canvas.shot(&mut page.desk, "media-nothing");
        let error = Box::new(ImageError::Empty);
        let name = "setup.iso".to_owned();
        let fault = Fault::Image { name, error };
        page.tell(DeskEvent::NotOpened(Drive::Cd, fault));
        canvas.shot(&mut page.desk, "media-unreadable");
        page.tell(DeskEvent::Opened(cd("notes.iso", false)));
        canvas.shot(&mut page.desk, "media-not-bootable");

        let mut page = chosen(canvas);
        canvas.shot(&mut page.desk, "media-chosen");
        page.desk.click("Lend now");
        page.tell(DeskEvent::Lending(lent(
            &cd("ubuntu-24.04.iso", true),
            Duration::from_millis(200),
            None,
        )));
        page.tell(DeskEvent::Media(MediaEvent::Stage(MediaStage::Lent)));
        canvas.shot(&mut page.desk, "media-reading");
        command(&mut page.desk, Key::W);
        canvas.shot(&mut page.desk, "media-close-asks");
    });
}

#[test]
#[ignore = "draws for people"]
fn gallery_boot() {
    on_each(|canvas| {
        let reading = || {
            lent(
                &cd("ubuntu-24.04.iso", true),
                Duration::from_millis(200),
                None,
            )
        };
        let mut page = chosen(canvas);
        press(&mut page.desk, "Boot from this image");
        page.step(ImageStep::Check, StepState::Done);
        page.step(ImageStep::Connect, StepState::Done);
        page.step(ImageStep::Consent, StepState::Begun);
        page.boot(BootImageEvent::Consent(ConsentView {
            phase: ConsentPhase::CodeWanted { was_wrong: false },
            until: None,
            tries_left: 3,
        }));
        canvas.shot(&mut page.desk, "boot-consent");

        let mut page = loading(canvas);
        page.boot(BootImageEvent::Warning(PcWarning::SlowLink(10)));
        page.boot(BootImageEvent::Lending(reading()));
        page.tell(DeskEvent::Lending(reading()));
        canvas.shot(&mut page.desk, "boot-running");
        press(&mut page.desk, "Screen");
        canvas.shot(&mut page.desk, "boot-running-screen");
        press(&mut page.desk, "Media");
        page.boot(BootImageEvent::KeyWanted { read_on: false });
        canvas.shot(&mut page.desk, "boot-key-wanted");

        let mut page = loading(canvas);
        let secs = Duration::from_secs(12);
        let stalled = lent(
            &cd("ubuntu-24.04.iso", true),
            secs,
            Some(Stall::HostIdle(secs)),
        );
        page.tell(DeskEvent::Lending(stalled));
        canvas.shot(&mut page.desk, "boot-stalled");
        press(&mut page.desk, "Stop…");
        canvas.shot(&mut page.desk, "boot-stop-asks");

        let mut page = loading(canvas);
        page.tell(DeskEvent::Lending(reading()));
        let after = Duration::from_secs(372);
        page.boot(BootImageEvent::Started { after });
        canvas.shot(&mut page.desk, "boot-started");
        press(&mut page.desk, "Eject…");
        canvas.shot(&mut page.desk, "boot-eject-asks");
        press(&mut page.desk, "Stop and put everything back");
        page.step(ImageStep::PutBack, StepState::Done);
        page.tell(DeskEvent::Ended(Ok(BootImageEnd::Stopped)));
        canvas.shot(&mut page.desk, "boot-ended");

        for (fault, state) in [
            (
                Fault::from(BootFault::NotRead {
                    within: Duration::from_secs(300),
                }),
                "boot-failed",
            ),
            (
                Fault::from(BootFault::NotPutBack {
                    cause: Box::new(Fault::Refused {
                        address: "10.0.4.17:16993".into(),
                    }),
                }),
                "boot-not-put-back",
            ),
        ] {
            let mut page = loading(canvas);
            page.tell(DeskEvent::Ended(Err(fault)));
            canvas.shot(&mut page.desk, state);
            assert!(page.desk.harness.query_by_label("Media").is_some());
        }
    });
}
