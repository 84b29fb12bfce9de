//! Images that were lent before: remembered in a file, looked for on a thread of their own.

use std::fs;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::session::ider::Drive;
use crate::store::paths::Folder;
use crate::store::recent_images::{self, RecentDrive, RecentImage, put_first};
use crate::ui::start::Wake;

/// One image, and whether it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remembered {
    pub(super) image: RecentImage,
    /// It was looked for and not found. What lies on a web server is not looked for.
    pub(super) is_missing: bool,
}

/// What is remembered.
#[derive(Debug)]
pub(super) struct Recent {
    /// Where the file is; without it nothing outlasts the tab.
    folder: Option<Folder>,
    /// The latest first.
    images: Vec<Remembered>,
    /// What is to be done to the list when the thread is back.
    waiting: Vec<Change>,
    /// A thread is at it. There is one at most: a dead network drive may hold it for ever.
    is_looking: bool,
    looks_again: bool,
    sender: SyncSender<Vec<Remembered>>,
    receiver: Receiver<Vec<Remembered>>,
    wake: WakeUp,
}

/// What changes the list.
#[derive(Debug, Clone)]
enum Change {
    Remember(RecentImage),
    Forget(RecentImage),
}

/// Calls the window.
struct WakeUp(Wake);

impl std::fmt::Debug for WakeUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WakeUp")
    }
}

impl Recent {
    /// Begins to read what is remembered.
    pub(super) fn new(folder: Option<Folder>, wake: &Wake) -> Self {
        let (sender, receiver) = sync_channel(1);
        let mut recent = Self {
            folder,
            images: Vec::new(),
            waiting: Vec::new(),
            is_looking: false,
            looks_again: false,
            sender,
            receiver,
            wake: WakeUp(Arc::clone(wake)),
        };
        recent.look();
        recent
    }

    /// Images of a drive, the latest first.
    pub(super) fn of(&self, drive: Drive) -> impl Iterator<Item = &Remembered> {
        let drive = kept(drive);
        let of_drive = move |known: &&Remembered| known.image.drive == drive;
        self.images.iter().filter(of_drive)
    }

    /// An image was opened.
    pub(super) fn remember(&mut self, drive: Drive, name: &str) {
        if let Some(image) = RecentImage::new(kept(drive), name) {
            // Seen at once; the file follows.
            self.images.retain(|known| known.image != image);
            let known = Remembered {
                image: image.clone(),
                is_missing: false,
            };
            self.images.insert(0, known);
            self.waiting.push(Change::Remember(image));
            self.look();
        }
    }

    /// Leaves an image out from now on.
    pub(super) fn forget(&mut self, image: &RecentImage) {
        self.images.retain(|known| known.image != *image);
        self.waiting.push(Change::Forget(image.clone()));
        self.look();
    }

    /// Looks anew what is remembered, also by other windows, and what of it is there.
    pub(super) fn look(&mut self) {
        if self.is_looking {
            self.looks_again = true;
            return;
        }
        let changes = std::mem::take(&mut self.waiting);
        let known = self.images.iter().map(|known| known.image.clone());
        let known: Vec<_> = known.collect();
        let folder = self.folder.clone();
        let (sender, wake) = (self.sender.clone(), Arc::clone(&self.wake.0));
        let task = move || {
            let images = listed(folder.as_ref(), known, &changes);
            // A view that is gone needs no list.
            if sender.send(images).is_ok() {
                wake();
            }
        };
        let started = thread::Builder::new()
            .name("recent images".to_owned())
            .spawn(task);
        match started {
            Ok(_) => self.is_looking = true,
            Err(error) => tracing::debug!(%error, "recent images are not looked for"),
        }
    }

    /// Takes what the thread has found.
    pub(super) fn hear(&mut self) {
        let Ok(images) = self.receiver.try_recv() else {
            return;
        };
        self.is_looking = false;
        if std::mem::take(&mut self.looks_again) {
            // Something has changed since: what comes then is right.
            self.look();
        } else {
            self.images = images;
        }
    }
}

/// The list after these changes. Waits for disks.
fn listed(folder: Option<&Folder>, known: Vec<RecentImage>, changes: &[Change]) -> Vec<Remembered> {
    let carry_out = |images: &mut Vec<RecentImage>| {
        for change in changes {
            match change {
                Change::Remember(image) => put_first(images, image.clone()),
                Change::Forget(image) => images.retain(|known| known != image),
            }
        }
    };
    let from_file = folder.map(|folder| match changes {
        [] => recent_images::read(folder),
        _ => recent_images::edit(folder, carry_out),
    });
    let images = match from_file {
        Some(Ok(images)) => images,
        Some(Err(error)) => {
            tracing::debug!(%error, "recent images");
            known
        }
        None => {
            let mut images = known;
            carry_out(&mut images);
            images
        }
    };
    let look = |image: RecentImage| {
        let is_missing = !image.is_remote() && fs::metadata(&image.image).is_err();
        Remembered { image, is_missing }
    };
    images.into_iter().map(look).collect()
}

const fn kept(drive: Drive) -> RecentDrive {
    match drive {
        Drive::Cd => RecentDrive::Cd,
        Drive::Floppy => RecentDrive::Floppy,
    }
}
