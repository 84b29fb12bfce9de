//! Lent disks: their own small session, beside the screen's or without it.
//!
//! A front end opens the images with [`open_image`], calls [`open_media`], keeps the
//! [`MediaHandle`], sends [`MediaCommand`]s and reads [`MediaEvent`]s. What is being read does
//! not travel as events: it lies in the handle's [`status`](MediaHandle::status).

pub mod desk;
mod disk;
mod fetch;
mod handle;
mod image;
mod owner;
mod reads;
mod status;
mod task;
mod until;
pub mod words;

use std::path::PathBuf;
use std::time::Duration;

pub use handle::{MediaHandle, MediaView};
pub use image::{ImageLocation, open_image};
#[cfg(test)]
pub(in crate::session) use status::tests::disk as drive_for_tests;
pub use status::{DriveStatus, FileStatus, MediaStatus};
pub use task::{EMPTY_FLOPPY, open_media};
pub use until::{Pauses, Reached, Until};

use super::access::Access;
use super::control::Credentials;
use super::{Fault, FirmwareVersion};
pub use crate::media::progress::{Snapshot, Stall};
pub use crate::media::{DiskImage, StartEstimate};
use crate::net::trust::Safety;
pub use crate::proto::ider::messages::{Drive, Start};

/// A disk image in its drive.
#[derive(Debug, Clone)]
pub struct Disk {
    /// The image.
    pub image: DiskImage,
    /// The PC may write; what it writes is kept apart from the file. Only for floppies.
    pub writable: bool,
}

impl Disk {
    /// The image, not to be written to.
    #[must_use]
    pub const fn read_only(image: DiskImage) -> Self {
        Self {
            image,
            writable: false,
        }
    }
}

/// Everything that lending disks needs.
#[derive(Debug, Clone)]
pub struct MediaOptions {
    /// How the device is reached and trusted.
    pub access: Access,
    /// Who logs in.
    pub login: Credentials,
    /// Longest wait for each answer until the drives are lent.
    pub reply_timeout: Duration,
    /// When the PC sees the drives.
    pub start: Start,
    /// What lies in the CD drive.
    pub cd: Option<Disk>,
    /// What lies in the floppy drive. With nothing it gets an empty floppy, because systems hang
    /// on a floppy drive that cannot make up its mind.
    pub floppy: Option<Disk>,
    /// Connects again by itself when the connection is lost while the drives are lent.
    pub reconnect: bool,
}

impl MediaOptions {
    /// Options with everything as most devices want it and both drives empty.
    #[must_use]
    pub const fn new(access: Access, login: Credentials) -> Self {
        Self {
            access,
            login,
            reply_timeout: Duration::from_secs(15),
            start: Start::NextReset,
            cd: None,
            floppy: None,
            reconnect: true,
        }
    }
}

/// One request to a media session. Requests that do not fit its state are ignored.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum MediaCommand {
    /// Puts a disk into its drive, in place of what was there.
    Insert(Box<Disk>),
    /// Takes the disk out of a drive. What was written to it and not saved is lost.
    Eject(Drive),
    /// Asks once more to show the drives, in this way.
    Enable(Start),
    /// Writes the floppy with all changes to a file.
    SaveFloppy(PathBuf),
    /// Ends the session in order.
    Close,
}

/// How far opening has come; each is the name of a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MediaStage {
    /// Opening the connection: address, TCP, encryption.
    Connecting,
    /// Waiting for the device to accept the session.
    Starting,
    /// Exchanging the login.
    LoggingIn,
    /// Waiting for the device to take the drives.
    Lending,
    /// The drives are lent.
    Lent,
    /// The connection was lost and is being made again.
    Reconnecting,
}

/// One report of a media session.
#[derive(Debug)]
#[non_exhaustive]
pub enum MediaEvent {
    /// The session entered a stage.
    Stage(MediaStage),
    /// The connection is open.
    Connected(Safety),
    /// The device accepted the login.
    LoggedIn {
        /// Release in the start reply.
        firmware: Option<FirmwareVersion>,
    },
    /// The device refused to show the drives now, because the PC was using them. They stay lent;
    /// [`MediaCommand::Enable`] asks again.
    NotShown,
    /// The PC was reset, or reset its drives.
    HostReset,
    /// The PC opened the tray of a drive: it has done with the disk.
    EjectedByHost(Drive),
    /// The PC closed the tray again.
    LoadedByHost(Drive),
    /// An image does not deliver; the PC gets errors until it does.
    ImageTrouble {
        /// Which.
        drive: Drive,
        /// Why.
        fault: Fault,
    },
    /// An image that did not deliver does so again.
    ImageRecovered(Drive),
    /// The floppy was written to this file.
    FloppySaved(PathBuf),
    /// The floppy could not be saved.
    FloppyNotSaved(Fault),
    /// The connection was lost for this reason and is made again.
    ConnectionLost(Fault),
    /// The session is over; the last event. `None`: closed as asked.
    Closed(Option<Fault>),
}
