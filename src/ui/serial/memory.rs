//! What was chosen for the consoles of PCs, for the next time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::store::profile::{AddressBook, BookError, Console, address_key};
use crate::terminal::{Keyboard, SizeMode};
use crate::ui::start::Opening;
use crate::ui::theme::TerminalColors;

/// Remembers what was chosen for each console: in the address book for PCs that are in it, for
/// others as long as the window is open.
#[derive(Debug, Clone)]
pub struct ConsoleMemory {
    book: AddressBook,
    /// By the key of the address.
    seen: Arc<Mutex<HashMap<String, Choice>>>,
}

/// What can be chosen for a console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) keyboard: Keyboard,
    pub(super) size: SizeMode,
    pub(super) colors: TerminalColors,
}

impl ConsoleMemory {
    /// A memory in this address book.
    #[must_use]
    pub fn new(book: AddressBook) -> Self {
        Self {
            book,
            seen: Arc::default(),
        }
    }

    /// What was chosen; `None` if nothing ever was. Reads the disk.
    pub(super) fn recall(&self, opening: &Opening) -> Option<Choice> {
        let key = address_key(&opening.target.to_string());
        if let Some(choice) = self.seen().get(&key) {
            return Some(*choice);
        }
        let book = self.book.read().ok()?;
        let name = opening.name_in(&book)?;
        let pc = book.find(&name)?;
        if pc.terminal.is_none() && pc.console == Console::default() {
            return None;
        }
        let dialect = pc.terminal.unwrap_or_default();
        let console = &pc.console;
        Some(Choice {
            keyboard: Keyboard {
                dialect,
                enter: console.enter.unwrap_or_default(),
                backspace: console.backspace.unwrap_or_default(),
                charset: console.charset.unwrap_or(dialect.usual_charset()),
            },
            size: console.size.unwrap_or_default(),
            colors: console
                .colors
                .as_deref()
                .and_then(TerminalColors::from_name)
                .unwrap_or_default(),
        })
    }

    /// Remembers a choice; [`write`](Self::write) then writes it down.
    pub(super) fn keep(&self, opening: &Opening, choice: Choice) {
        let key = address_key(&opening.target.to_string());
        self.seen().insert(key, choice);
    }

    /// Writes what was chosen last into the address book, if the PC is in it. Several of these at
    /// a time, in whatever order, end with the last choice.
    pub(super) fn write(&self, opening: &Opening) -> Result<(), BookError> {
        self.book.edit(|book| {
            let key = address_key(&opening.target.to_string());
            let choice = self.seen().get(&key).copied();
            let (Some(name), Some(choice)) = (opening.name_in(book), choice) else {
                return Ok(());
            };
            book.update(&name, |pc| {
                let keyboard = choice.keyboard;
                let is_usual = keyboard.charset == keyboard.dialect.usual_charset();
                pc.terminal = Some(keyboard.dialect);
                pc.console.charset = (!is_usual).then_some(keyboard.charset);
                pc.console.enter = Some(keyboard.enter);
                pc.console.backspace = Some(keyboard.backspace);
                pc.console.size = Some(choice.size);
                pc.console.colors = Some(choice.colors.name().to_owned());
            })
        })
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<String, Choice>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
