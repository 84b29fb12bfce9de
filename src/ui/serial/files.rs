//! Files of consoles: written and read on threads of their own, told in one queue.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::memory::{Choice, ConsoleMemory};
use crate::limits;
use crate::session::Fault;
use crate::terminal::{Charset, Player};
use crate::ui::start::{Opening, Wake};

/// What became of a file.
#[derive(Debug)]
pub(super) enum News {
    Saved(PathBuf),
    Loaded(PathBuf, Box<Player>),
    /// What was chosen for this console before.
    Recalled(Choice),
    Failed(Fault),
}

/// The queue of news.
pub(super) struct Files {
    sender: SyncSender<News>,
    receiver: Receiver<News>,
    wake: Wake,
}

impl Files {
    pub(super) fn new(wake: Wake) -> Self {
        let (sender, receiver) = sync_channel(NEWS);
        Self {
            sender,
            receiver,
            wake,
        }
    }

    /// The next news, if there is some.
    pub(super) fn poll(&self) -> Option<News> {
        self.receiver.try_recv().ok()
    }

    /// Writes a text; a file that is there already is left alone.
    pub(super) fn save(&self, text: String, path: PathBuf) {
        self.run(move || {
            Some(match save(&text, &path) {
                Ok(()) => News::Saved(path),
                Err(cause) => News::Failed(Fault::FileUnwritable { path, cause }),
            })
        });
    }

    /// Reads a log to be played. `charset`: of logs that are bare bytes.
    pub(super) fn load(&self, path: PathBuf, charset: Charset) {
        self.run(move || {
            Some(match load(&path, charset) {
                Ok(player) => News::Loaded(path, Box::new(player)),
                Err(fault) => News::Failed(fault),
            })
        });
    }

    /// Looks up what was chosen for a console before.
    pub(super) fn recall(&self, memory: ConsoleMemory, opening: &Opening) {
        let opening = opening.clone();
        self.run(move || memory.recall(&opening).map(News::Recalled));
    }

    /// Writes down what is chosen for a console.
    pub(super) fn keep(&self, memory: ConsoleMemory, opening: &Opening, choice: Choice) {
        memory.keep(opening, choice);
        let opening = opening.clone();
        self.run(move || {
            if let Err(error) = memory.write(&opening) {
                // The choice counts all the same, as long as the window is open.
                tracing::warn!(%error, "a choice could not be saved");
            }
            None
        });
    }

    fn run(&self, work: impl FnOnce() -> Option<News> + Send + 'static) {
        let (sender, wake) = (self.sender.clone(), Arc::clone(&self.wake));
        let task = move || {
            // A tab that is closed meanwhile has nobody to tell.
            if let Some(news) = work()
                && sender.send(news).is_ok()
            {
                wake();
            }
        };
        let started = thread::Builder::new()
            .name("console file".to_owned())
            .spawn(task);
        if let Err(cause) = started {
            let what = "start a thread";
            let failed = News::Failed(Fault::System { what, cause });
            // A full queue already has enough to tell.
            drop(self.sender.try_send(failed));
        }
    }
}

fn save(text: &str, path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::options().write(true).create_new(true).open(path)?;
    io::Write::write_all(&mut file, text.as_bytes())
}

fn load(path: &Path, charset: Charset) -> Result<Player, Fault> {
    let unreadable = |cause| Fault::FileUnreadable {
        path: path.to_owned(),
        cause,
    };
    let unusable = |why| Fault::FileUnusable {
        path: path.to_owned(),
        why,
    };
    let file = File::open(path).map_err(unreadable)?;
    let mut log = Vec::new();
    file.take(limits::PLAYBACK_BYTES + 1)
        .read_to_end(&mut log)
        .map_err(unreadable)?;
    if u64::try_from(log.len()).unwrap_or(u64::MAX) > limits::PLAYBACK_BYTES {
        let limit = limits::PLAYBACK_BYTES >> 20;
        return Err(unusable(format!("it is longer than {limit} MiB")));
    }
    Player::new(&log, charset).map_err(|error| unusable(error.to_string()))
}

/// News that wait for the window; whoever comes later waits on its own thread.
const NEWS: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        Files::new(Arc::new(|| {}))
    }

    #[test]
    fn a_text_is_saved_once_and_played_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("console.log");
        let files = files();
        files.save("2026-11-22T12:00:00Z booting\n".to_owned(), path.clone());
        assert!(matches!(files.receiver.recv(), Ok(News::Saved(saved)) if saved == path));
        files.save("other".to_owned(), path.clone());
        let refused = files.receiver.recv().unwrap();
        assert!(
            matches!(refused, News::Failed(Fault::FileUnwritable { .. })),
            "{refused:?}"
        );
        files.load(path, Charset::Utf8);
        let Ok(News::Loaded(_, mut player)) = files.receiver.recv() else {
            panic!("it was not loaded");
        };
        while player.catch_up(1000) {}
        assert_eq!(player.emulator().screen_text(), "booting\n");
    }

    #[test]
    fn files_that_cannot_be_played_say_why() {
        let folder = tempfile::tempdir().unwrap();
        let files = files();
        files.load(folder.path().join("missing"), Charset::Utf8);
        let missing = files.receiver.recv().unwrap();
        assert!(
            matches!(missing, News::Failed(Fault::FileUnreadable { .. })),
            "{missing:?}"
        );
        let long = folder.path().join("long.raw");
        File::create(&long)
            .unwrap()
            .set_len(limits::PLAYBACK_BYTES + 1)
            .unwrap();
        files.load(long, Charset::Utf8);
        let long = files.receiver.recv().unwrap();
        let News::Failed(fault) = long else {
            panic!("{long:?}");
        };
        assert!(fault.cause().contains("64 MiB"), "{}", fault.cause());
    }
}
