//! The media view of a window, and what it lends.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use outband::media::progress::{Snapshot, Stall};
use outband::media::source::MemorySource;
use outband::session::flow::boot_image::{BootImageEvent, ImageStep, StepState};
use outband::session::ider::desk::{DeskEvent, DeskHandle, DeskServed};
use outband::session::ider::{DiskImage, Drive, DriveStatus, FileStatus, MediaStatus, MediaView};
use outband::ui::RunOptions;

use super::desk::{Desk, Look, pc};

/// A window on the media view of a live PC, and the far end of its desk.
pub(crate) struct Lending {
    pub(crate) desk: Desk,
    served: Arc<Mutex<Option<DeskServed>>>,
}

impl Lending {
    /// `show`: how the PC comes alive, and the view is shown.
    pub(crate) fn new(
        look: Look,
        change: impl FnOnce(&mut RunOptions),
        show: impl FnOnce(&mut Desk),
    ) -> Self {
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
            change(options);
        });
        show(&mut desk);
        Self { desk, served }
    }

    pub(crate) fn tell(&mut self, event: DeskEvent) {
        let served = self.served.lock().unwrap();
        served.as_ref().unwrap().events.try_send(event).unwrap();
        drop(served);
        self.desk.settle();
    }

    pub(crate) fn boot(&mut self, event: BootImageEvent) {
        self.tell(DeskEvent::Boot(event));
    }

    pub(crate) fn step(&mut self, step: ImageStep, state: StepState) {
        self.boot(BootImageEvent::Step(step, state));
    }

    /// Starting the PC from the image goes well, up to its loader.
    pub(crate) fn begin_to_load(&mut self) {
        for step in [
            ImageStep::Check,
            ImageStep::Connect,
            ImageStep::Consent,
            ImageStep::Enable,
            ImageStep::Lend,
            ImageStep::Prepare,
            ImageStep::Restart,
        ] {
            self.step(step, StepState::Done);
        }
        self.step(ImageStep::Load, StepState::Begun);
    }

    /// What was asked of the desk since the last time.
    pub(crate) fn heard(&self) -> String {
        let mut served = self.served.lock().unwrap();
        let commands = &mut served.as_mut().unwrap().commands;
        let heard = std::iter::from_fn(|| commands.try_recv().ok());
        let words: Vec<_> = heard.map(|command| format!("{command:?}")).collect();
        words.join(" ")
    }

    /// The window has let go of the desk.
    pub(crate) fn is_given_up(&self) -> bool {
        let served = self.served.lock().unwrap();
        served.as_ref().unwrap().events.is_closed()
    }
}

/// A floppy image that starts a PC with a BIOS, or does not.
pub(crate) fn image(name: &str, starts: bool) -> Box<DiskImage> {
    let mut bytes = vec![0xAA; 1_474_560];
    bytes.get_mut(11..13).unwrap().fill(0);
    if starts {
        let mark = bytes.get_mut(510..512).unwrap();
        mark.copy_from_slice(&[0x55, 0xAA]);
    }
    let source = Arc::new(MemorySource::new(bytes));
    Box::new(DiskImage::from_source(name.into(), source, Drive::Floppy).unwrap())
}

/// A floppy image that starts a PC with a BIOS.
pub(crate) fn floppy() -> Box<DiskImage> {
    image("rescue.img", true)
}

/// An image while the PC reads it, or has stopped to, at a moment that stands still.
pub(crate) fn lent(image: &DiskImage, idle: Duration, stall: Option<Stall>) -> MediaView {
    MediaView::still(status(image, idle, stall))
}

/// How far the reading of an image is.
pub(crate) fn status(image: &DiskImage, idle: Duration, stall: Option<Stall>) -> MediaStatus {
    let now = Instant::now();
    let reading = Snapshot {
        reads: 5400,
        bytes: 1_130_000_000,
        different_bytes: 1_100_000_000,
        total_bytes: 6_100_000_000,
        rate: if stall.is_some() { 0.0 } else { 3_100_000.0 },
        long_rate: 3_000_000.0,
        idle: Some(idle),
        stall,
    };
    MediaStatus {
        cd: Some(DriveStatus {
            name: image.name.clone(),
            facts: image.facts.clone(),
            writable: false,
            changed_blocks: 0,
            is_ejected: false,
            starting_since: Some(now),
            resets: 1,
            reading,
            file: Some(FileStatus {
                path: "casper/filesystem.squashfs".to_owned(),
                len: 2_400_000_000,
                read: 900_000_000,
            }),
            start_bytes: Some(1_800_000_000),
            estimate: None,
        }),
        floppy: None,
        round_trip: Some(Duration::from_millis(3)),
    }
}
