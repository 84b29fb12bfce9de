//! Work that would make the window wait: on threads of their own, their results in one queue.

use std::collections::{HashMap, VecDeque};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::book::BookDone;
use super::language;
use super::start::{Pc, Simulate, Wake};
use super::tabs::TabId;
use crate::screen::Framebuffer;
use crate::session::Fault;
use crate::store::journal::History;
use crate::store::macros::SavedMacro;
use crate::store::recent::Recent;
use crate::store::settings::Settings;

/// Something that is done, or could not be.
#[derive(Debug)]
pub(crate) enum Done {
    /// A screenshot is on disk.
    Saved(PathBuf),
    /// A log is on disk.
    Exported(PathBuf),
    /// A simulated PC runs.
    Simulated(Pc),
    /// A simulated PC could not be started.
    NotSimulated(Fault),
    /// Something with the address book.
    Book(BookDone),
    /// Preferences were read or written.
    Settings(Box<Settings>),
    /// PCs that were reached lately, with those of other windows.
    Recent(Vec<Recent>),
    /// The journal was read.
    Journal(Result<History, Fault>),
    /// A part of the recording in a tab is on disk, or not; nothing, if that was stopped.
    Played(TabId, Result<Option<PathBuf>, Fault>),
    /// The macros as they are kept now.
    Macros(Result<Vec<SavedMacro>, Fault>),
    /// The folder of a tab's recording exists, or why not; the file that was wanted.
    RecordingFolder(TabId, PathBuf, Option<Fault>),
    /// Something was written down, and nothing is to be said about it.
    Nothing,
    /// Something else did not work.
    Failed(Fault),
}

/// The queue of results.
pub(crate) struct Background {
    sender: SyncSender<Done>,
    receiver: Receiver<Done>,
    wake: Wake,
    /// What is done one after the other, by its name.
    lines: Mutex<HashMap<&'static str, Arc<Line>>>,
}

/// Work that is done one after the other.
#[derive(Default)]
struct Line {
    waiting: Mutex<VecDeque<Box<dyn FnOnce() -> Done + Send>>>,
    turn: Mutex<()>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Results that wait for the window; whoever comes later waits on its own thread.
const RESULTS: usize = 16;

impl Background {
    pub(crate) fn new(wake: Wake) -> Self {
        let (sender, receiver) = sync_channel(RESULTS);
        Self {
            sender,
            receiver,
            wake,
            lines: Mutex::default(),
        }
    }

    /// The next result, if there is one.
    pub(crate) fn poll(&self) -> Option<Done> {
        self.receiver.try_recv().ok()
    }

    /// Writes a picture of a screen as `folder/name.png`.
    pub(crate) fn save(&self, screen: Framebuffer, folder: PathBuf, name: &str) {
        let path = folder.join(file_name(name)).with_extension("png");
        self.run("screenshot", move || {
            match save_png(&screen, &folder, &path) {
                Ok(()) => Done::Saved(path),
                Err(cause) => Done::Failed(Fault::FileUnwritable { path, cause }),
            }
        });
    }

    /// Writes text as `folder/name.csv`.
    pub(crate) fn write(&self, text: String, folder: PathBuf, name: &str) {
        let path = folder.join(file_name(name)).with_extension("csv");
        self.run("export", move || {
            let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&path, text));
            match written {
                Ok(()) => Done::Exported(path),
                Err(cause) => Done::Failed(Fault::FileUnwritable { path, cause }),
            }
        });
    }

    /// Starts a simulated PC.
    pub(crate) fn simulate(&self, simulate: &Simulate) {
        let simulate = Arc::clone(simulate);
        self.run("simulator", move || match simulate() {
            Ok(pc) => Done::Simulated(pc),
            Err(fault) => Done::NotSimulated(fault),
        });
    }

    /// Does something on a thread of its own.
    pub(super) fn run(&self, name: &'static str, work: impl FnOnce() -> Done + Send + 'static) {
        self.start(name, move |tell| tell(work()));
    }

    /// The same, after everything of this name that was asked for before: whoever writes a file twice
    /// finds in it what was written last.
    pub(super) fn run_in_turn(
        &self,
        name: &'static str,
        work: impl FnOnce() -> Done + Send + 'static,
    ) {
        let line = Arc::clone(locked(&self.lines).entry(name).or_default());
        locked(&line.waiting).push_back(Box::new(work));
        self.start(name, move |tell| {
            let _turn = locked(&line.turn);
            // Not under the lock of the queue, which the window takes.
            let next = || locked(&line.waiting).pop_front();
            while let Some(work) = next() {
                tell(work());
            }
        });
    }

    fn start(&self, name: &'static str, work: impl FnOnce(&dyn Fn(Done)) + Send + 'static) {
        let (sender, wake) = (self.sender.clone(), Arc::clone(&self.wake));
        // What it says, it says in the language of the window.
        let language = language::spoken();
        let task = move || {
            language::speak(language);
            work(&|done| {
                // A window that is closed meanwhile has nobody to tell.
                if sender.send(done).is_ok() {
                    wake();
                }
            });
        };
        let started = thread::Builder::new().name(name.to_owned()).spawn(task);
        if let Err(cause) = started {
            let fault = Fault::System {
                what: "start a thread",
                cause,
            };
            // A full queue already has enough to tell.
            drop(self.sender.try_send(Done::Failed(fault)));
        }
    }
}

pub(super) fn save_png(screen: &Framebuffer, folder: &Path, path: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let (width, height) = (screen.width().into(), screen.height().into());
    let color = image::ExtendedColorType::Rgb8;
    image::save_buffer(path, &screen.to_rgb8(), width, height, color).map_err(|error| match error {
        image::ImageError::IoError(error) => error,
        other => io::Error::other(other),
    })
}

/// A name that every file system takes: letters, digits, space, dot, dash and underscore.
pub(super) fn file_name(name: &str) -> String {
    let allowed = |c: char| c.is_alphanumeric() || " .-_".contains(c);
    let safe: String = name
        .chars()
        .map(|c| if allowed(c) { c } else { '-' })
        .take(120)
        .collect();
    // The extension is set afterwards; a trailing name part after a dot must survive that.
    format!("{}.", safe.trim_start_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::PixelFormat;

    fn background() -> Background {
        Background::new(Arc::new(|| {}))
    }

    #[test]
    fn a_screenshot_is_saved_with_the_colours_of_the_screen() {
        let folder = tempfile::tempdir().unwrap();
        let mut screen = Framebuffer::new(3, 2, PixelFormat::Rgb565).unwrap();
        screen.set_pixel(1, 0, 0xF800);
        let background = background();
        background.save(screen, folder.path().join("new"), "lab/12 10.42.07");
        let done = background.receiver.recv().unwrap();
        let Done::Saved(path) = done else {
            panic!("{done:?}");
        };
        assert_eq!(path.file_name().unwrap(), "lab-12 10.42.07.png");
        let image = image::open(path).unwrap().to_rgb8();
        assert_eq!(image.dimensions(), (3, 2));
        assert_eq!(image.get_pixel(1, 0).0, [255, 0, 0]);
        assert_eq!(image.get_pixel(2, 1).0, [0, 0, 0]);
    }

    #[test]
    fn a_screenshot_that_cannot_be_written_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "no folder").unwrap();
        let background = background();
        let screen = Framebuffer::new(1, 1, PixelFormat::Gray8).unwrap();
        background.save(screen, file, "x");
        let done = background.receiver.recv().unwrap();
        assert!(
            matches!(done, Done::Failed(Fault::FileUnwritable { .. })),
            "{done:?}"
        );
    }

    #[test]
    fn what_is_done_in_turn_keeps_its_order() {
        let background = background();
        let done: Arc<Mutex<Vec<usize>>> = Arc::default();
        for number in 0..RESULTS {
            let done = Arc::clone(&done);
            background.run_in_turn("test", move || {
                // The first ones take the longest.
                thread::sleep(std::time::Duration::from_millis(if number < 3 {
                    8
                } else {
                    0
                }));
                locked(&done).push(number);
                Done::Nothing
            });
        }
        for _ in 0..RESULTS {
            background.receiver.recv().unwrap();
        }
        assert!(locked(&done).is_sorted(), "{done:?}");
    }

    #[test]
    fn names_cannot_leave_their_folder() {
        assert_eq!(file_name("../../etc/passwd"), "-..-etc-passwd.");
        assert_eq!(file_name("PC\u{0}:*?"), "PC----.");
    }
}
