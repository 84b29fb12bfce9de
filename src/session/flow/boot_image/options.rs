//! What is to be started, and for how long.

use std::path::PathBuf;
use std::time::Duration;

use super::super::boot::BootStart;
use crate::media::image_facts::ImageWarning;
use crate::session::BootFault;
use crate::session::ider::{Drive, MediaOptions, Pauses, Until};

/// What is to be started, and for how long the image stays.
#[derive(Debug, Clone)]
pub struct BootImageOptions {
    /// The device, the login and the images. The PC starts from the CD if there is one, else from
    /// the floppy.
    pub media: MediaOptions,
    /// How the PC is made to start.
    pub start: BootStart,
    /// The BIOS also writes to serial; set while a serial view is open.
    pub use_sol: bool,
    /// Press a key when the loader seems to ask for one, as those of Windows do ("Press any key to
    /// boot from CD or DVD"); see [`BootImageEvent::KeyWanted`](super::BootImageEvent::KeyWanted).
    pub press_key: bool,
    /// How long the image stays.
    pub until: Until,
    /// Pauses that mean something.
    pub pauses: Pauses,
    /// Where the floppy is saved with what the PC wrote to it, before the disks are taken back.
    pub save_floppy: Option<PathBuf>,
    /// How long the PC may take to its reset, and from there to the first read of the loader.
    /// Servers with much memory test it for minutes, and systems that are asked to restart install
    /// updates first.
    pub within: Duration,
}

impl BootImageOptions {
    /// A start from what `media` lends, which stays until somebody stops it.
    #[must_use]
    pub fn new(media: MediaOptions) -> Self {
        Self {
            media,
            start: BootStart::Whatever,
            use_sol: false,
            press_key: false,
            until: Until::Forever,
            pauses: Pauses::default(),
            save_floppy: None,
            within: Duration::from_secs(300),
        }
    }

    pub(super) const fn drive(&self) -> Drive {
        match self.media.cd {
            Some(_) => Drive::Cd,
            None => Drive::Floppy,
        }
    }

    /// Can any PC start from it?
    pub(super) fn check(&self) -> Result<(), BootFault> {
        let disk = match self.drive() {
            Drive::Cd => &self.media.cd,
            Drive::Floppy => &self.media.floppy,
        };
        let facts = disk.as_ref().map(|disk| &disk.image.facts);
        let is_damaged =
            facts.is_some_and(|facts| facts.warnings.contains(&ImageWarning::BootCatalogueDamaged));
        match facts {
            Some(facts) if facts.boot.is_possible() => Ok(()),
            _ => Err(BootFault::CannotStart { is_damaged }),
        }
    }
}
