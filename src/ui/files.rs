//! The system's dialogs for files: asked for from the window, answered whenever the person is done.
//!
//! They never run on the window's thread. Where the system has none (no desktop portal, as on a
//! bare X server), the answer comes at once and is "nothing"; every choice of a file also has a
//! field and a place to drop it on.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

use super::start::Wake;
use crate::ui::language::w;

/// What the dialog is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileQuestion {
    /// Its title.
    pub title: String,
    /// A file is to be written, with this name proposed; else one is to be opened.
    pub save_as: Option<String>,
    /// What the files are called, and the ends of their names.
    pub kind: (&'static str, &'static [&'static str]),
}

/// Called once with the file, or with nothing if none was chosen; may be called on any thread.
pub type FileAnswer = Box<dyn FnOnce(Option<PathBuf>) + Send>;

/// Opens a dialog. Must return at once.
pub type Choose = Arc<dyn Fn(FileQuestion, FileAnswer) + Send + Sync>;

/// Opens the dialog of the system and waits for the person. Needs no runtime of its own.
pub async fn choose_file(question: FileQuestion) -> Option<PathBuf> {
    let (kind, extensions) = question.kind;
    let dialog = rfd::AsyncFileDialog::new()
        .set_title(question.title)
        .add_filter(kind, extensions)
        .add_filter(w!("other-all-files"), &["*"]);
    let file = match question.save_as {
        Some(name) => dialog.set_file_name(name).save_file().await,
        None => dialog.pick_file().await,
    };
    file.map(|file| file.path().to_owned())
}

/// A dialog that is open, and what it is about.
pub(crate) struct Pending<T> {
    about: T,
    /// When it was opened, in seconds of egui's clock.
    since: f64,
    answer: Receiver<Option<PathBuf>>,
}

/// How a dialog ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// With this file.
    File(PathBuf),
    /// With none.
    Nothing,
    /// Too soon for a person: the system has no dialog.
    NoDialog,
}

impl<T: Copy> Pending<T> {
    /// Opens a dialog.
    pub(crate) fn open(
        choose: &Choose,
        question: FileQuestion,
        about: T,
        now: f64,
        wake: &Wake,
    ) -> Self {
        let (sender, answer) = sync_channel(1);
        let wake = Arc::clone(wake);
        choose(
            question,
            Box::new(move |path| {
                // A view that is gone needs no file.
                drop(sender.try_send(path));
                wake();
            }),
        );
        Self {
            about,
            since: now,
            answer,
        }
    }

    /// The answer, once there is one.
    pub(crate) fn poll(&self, now: f64) -> Option<(T, Chosen)> {
        let chosen = match self.answer.try_recv() {
            Ok(Some(path)) => Chosen::File(path),
            Ok(None) if now - self.since < PERSON_SECS => Chosen::NoDialog,
            Ok(None) => Chosen::Nothing,
            Err(TryRecvError::Empty) => return None,
            // Whoever was to answer is gone, by a panic or because there is no runtime any more.
            Err(TryRecvError::Disconnected) => Chosen::NoDialog,
        };
        Some((self.about, chosen))
    }
}

impl<T: fmt::Debug> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending")
            .field("about", &self.about)
            .finish_non_exhaustive()
    }
}

/// Nobody closes a dialog faster than this after asking for it.
const PERSON_SECS: f64 = 0.8;

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(choose: &Choose) -> Pending<u8> {
        let question = FileQuestion {
            title: "Choose".to_owned(),
            save_as: None,
            kind: ("Images", &["iso"]),
        };
        let wake: Wake = Arc::new(|| {});
        Pending::open(choose, question, 7, 10.0, &wake)
    }

    #[test]
    fn an_answer_arrives_when_it_is_there_and_one_without_a_person_is_told_apart() {
        let later: Choose = Arc::new(|_, answer| {
            std::thread::spawn(move || answer(Some("/a.iso".into())));
        });
        let dialog = pending(&later);
        let answer = loop {
            match dialog.poll(12.0) {
                Some(answer) => break answer,
                None => std::thread::yield_now(),
            }
        };
        assert_eq!(answer, (7, Chosen::File("/a.iso".into())));
        let none: Choose = Arc::new(|_, answer| answer(None));
        assert_eq!(pending(&none).poll(10.1), Some((7, Chosen::NoDialog)));
        assert_eq!(pending(&none).poll(14.0), Some((7, Chosen::Nothing)));
        let gone: Choose = Arc::new(|_, answer| drop(answer));
        assert_eq!(pending(&gone).poll(14.0), Some((7, Chosen::NoDialog)));
        let open: Choose = Arc::new(|_, answer| std::mem::forget(answer));
        assert_eq!(pending(&open).poll(99.0), None);
    }
}
