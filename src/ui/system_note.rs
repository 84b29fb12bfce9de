//! Notifications through the system: a thread of their own shows them, so that a slow desktop
//! never holds up the window. Where the system has no place for them (no message bus, as on a
//! bare X server), nothing happens.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use notify_rust::{Notification, NotificationHandle};

use super::alerts::{Clicked, Notify, SystemNote};

/// What shows notifications of this system. Its thread ends with it.
#[must_use]
pub fn system_notes() -> Notify {
    let (sender, notes) = sync_channel(WAITING);
    let thread = thread::Builder::new().name("notifications".to_owned());
    if let Err(error) = thread.spawn(move || show_all(&notes)) {
        tracing::warn!(%error, "no notifications");
    }
    Box::new(move |note, clicked| {
        // A desktop that does not keep up has something better to do.
        drop(sender.try_send((note, clicked)));
    })
}

fn show_all(notes: &Receiver<(SystemNote, Clicked)>) {
    let mut shown = Shown::default();
    while let Ok((note, clicked)) = notes.recv() {
        let mut notification = Notification::new();
        notification
            .appname("Outband")
            .summary(&note.title)
            .body(&note.text);
        shown.replace(&mut notification, note.about);
        match notification.show() {
            Ok(handle) => shown.keep(note.about, handle, clicked),
            Err(error) => tracing::debug!(%error, "no notification"),
        }
    }
}

/// Notifications that stand on the desktop, or did.
#[cfg(all(unix, not(target_os = "macos")))]
#[derive(Default)]
struct Shown {
    /// What the desktop calls the latest one about something.
    ids: HashMap<u64, u32>,
    /// Those whose clicks are waited for, each on a thread of its own.
    heard: std::sync::Arc<std::sync::Mutex<std::collections::HashSet<u32>>>,
}

#[cfg(all(unix, not(target_os = "macos")))]
impl Shown {
    /// The notification takes the place of the one before, and can be clicked.
    fn replace(&self, notification: &mut Notification, about: u64) {
        notification
            .icon("outband")
            .hint(notify_rust::Hint::DesktopEntry("outband".to_owned()))
            .action("default", "");
        if let Some(id) = self.ids.get(&about) {
            notification.id(*id);
        }
    }

    fn keep(&mut self, about: u64, handle: NotificationHandle, clicked: Clicked) {
        let id = handle.id();
        if self.ids.len() >= REMEMBERED {
            self.ids.clear();
        }
        self.ids.insert(about, id);
        let heard = std::sync::Arc::clone(&self.heard);
        let is_free = {
            let mut heard = lock(&heard);
            // Whoever waits for the one before hears about this one: it is called the same.
            heard.len() < HEARD && heard.insert(id)
        };
        if !is_free {
            return;
        }
        let thread = thread::Builder::new().name("notification".to_owned());
        let waits = thread.spawn(move || {
            let _done = Done { heard, id };
            let waited =
                handle.wait_for_response(|response: &notify_rust::NotificationResponse| {
                    if !matches!(response, notify_rust::NotificationResponse::Closed(_)) {
                        clicked();
                    }
                });
            if let Err(error) = waited {
                tracing::debug!(%error, "a notification is not heard");
            }
        });
        if let Err(error) = waits {
            tracing::warn!(%error, "a notification is not heard");
            lock(&self.heard).remove(&id);
        }
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Whatever ends the wait for a notification, its place is free then.
#[cfg(all(unix, not(target_os = "macos")))]
struct Done {
    heard: std::sync::Arc<std::sync::Mutex<std::collections::HashSet<u32>>>,
    id: u32,
}

#[cfg(all(unix, not(target_os = "macos")))]
impl Drop for Done {
    fn drop(&mut self) {
        lock(&self.heard).remove(&self.id);
    }
}

/// Elsewhere clicks come only through the main loop of the program, which is the window's.
#[cfg(not(all(unix, not(target_os = "macos"))))]
#[derive(Default)]
struct Shown;

#[cfg(not(all(unix, not(target_os = "macos"))))]
impl Shown {
    fn replace(&self, _notification: &mut Notification, _about: u64) {}

    fn keep(&mut self, _about: u64, _handle: NotificationHandle, _clicked: Clicked) {}
}

/// Notifications that may wait for the desktop.
const WAITING: usize = 8;

/// PCs whose notifications can be replaced; beyond them all are forgotten.
const REMEMBERED: usize = 1000;

/// Most notifications whose clicks are waited for.
const HEARD: usize = 8;
