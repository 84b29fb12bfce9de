//! Whether a loader's question stands on the PC's screen.
//!
//! That a loader waits is only guessed from what it reads; its question is text, and text screens
//! can be read exactly. Where they can, the key goes if and only if the question is there.

use crate::screen::{Framebuffer, Mailbox, ScreenText};

/// Decides, for whoever has the PC's keyboard, whether to press a key at each
/// [`KeyWanted`](super::BootImageEvent::KeyWanted) of one start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LoaderKey {
    /// Keys pressed at screens that cannot be read.
    blind: u32,
}

/// What a screen says about the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    Stands,
    StandsNot,
    /// No text screen, in no font we know, or with too little text to be sure.
    Unreadable,
}

impl LoaderKey {
    /// Is a key to be pressed now? A screen that cannot be read gets one for each second that
    /// loaders wait, and none once the PC has `read_on`.
    pub fn is_due(&mut self, screen: &Mailbox, read_on: bool) -> bool {
        let question = screen
            .snapshot()
            .map_or(Question::Unreadable, |screen| question(&screen));
        match question {
            Question::Stands => true,
            Question::StandsNot => false,
            Question::Unreadable => {
                let is_due = !read_on && self.blind < BLIND_KEYS;
                self.blind += u32::from(is_due);
                is_due
            }
        }
    }
}

fn question(screen: &Framebuffer) -> Question {
    match ScreenText::read(screen) {
        None => Question::Unreadable,
        Some(text) if text.lines().iter().any(|line| is_question(line)) => Question::Stands,
        Some(_) => Question::StandsNot,
    }
}

/// `Press any key to boot from CD or DVD.....`, in the languages of Windows that a text screen has
/// letters for. A request for any key that does not lead to the disc is another one.
fn is_question(line: &str) -> bool {
    let line = line.to_lowercase();
    ANY_KEY.iter().any(|words| line.contains(words)) && FROM.iter().any(|word| line.contains(word))
}

/// "Any key". Without letters that an accent may make unreadable.
const ANY_KEY: [&str; 8] = [
    "any key",
    "beliebige taste",
    "importe quelle touche",
    "cualquier tecla",
    "un tasto qualsiasi",
    "qualquer tecla",
    "willekeurige toets",
    "dowolny klawisz",
];
/// From where the loader would start then.
const FROM: [&str; 4] = ["cd", "dvd", "usb", "boot from"];
/// Keys at a screen that cannot be read: one for each second that the loaders of Windows wait.
const BLIND_KEYS: u32 = 5;
