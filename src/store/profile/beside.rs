//! Which views of a PC have its screen beside them.

use std::collections::BTreeSet;

use toml::Value;

/// A view of a PC that its screen can stand beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ViewBeside {
    /// Its serial console.
    Serial,
    /// Disks that are lent to it.
    Media,
    /// What is known about it.
    Device,
}

impl ViewBeside {
    /// All of them.
    const ALL: [Self; 3] = [Self::Serial, Self::Media, Self::Device];

    /// The word for it in files.
    const fn name(self) -> &'static str {
        match self {
            Self::Serial => "serial",
            Self::Media => "media",
            Self::Device => "device",
        }
    }
}

/// The views that have the screen beside them, where there is room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside(BTreeSet<ViewBeside>);

/// Screen and media belong together while a PC starts.
impl Default for Beside {
    fn default() -> Self {
        Self(BTreeSet::from([ViewBeside::Media]))
    }
}

impl Beside {
    /// This view has it.
    #[must_use]
    pub fn has(&self, view: ViewBeside) -> bool {
        self.0.contains(&view)
    }

    /// Gives the view the screen, or takes it away.
    pub fn toggle(&mut self, view: ViewBeside) {
        if !self.0.remove(&view) {
            self.0.insert(view);
        }
    }

    /// From a list of words, `["media", "serial"]`. A word of a newer version is left out: it is a
    /// matter of comfort.
    pub(super) fn read(value: Option<Value>) -> Result<Option<Self>, String> {
        let words = match value {
            None => return Ok(None),
            Some(Value::Array(words)) => words,
            Some(_) => return Err("beside is no list".to_owned()),
        };
        let mut views = BTreeSet::new();
        for word in words {
            let word = word.as_str().ok_or("a word of beside is no text")?;
            views.extend(ViewBeside::ALL.into_iter().find(|view| view.name() == word));
        }
        Ok(Some(Self(views)))
    }

    /// The list of words.
    pub(super) fn print(&self) -> Value {
        let words = self
            .0
            .iter()
            .map(|view| Value::String(view.name().to_owned()));
        Value::Array(words.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_survives_writing_and_reading() {
        let mut beside = Beside::default();
        assert!(beside.has(ViewBeside::Media) && !beside.has(ViewBeside::Serial));
        for view in ViewBeside::ALL {
            beside.toggle(view);
            assert_eq!(Beside::read(Some(beside.print())), Ok(Some(beside.clone())));
        }
        assert!(!beside.has(ViewBeside::Media) && beside.has(ViewBeside::Device));
        assert_eq!(Beside::read(None), Ok(None));
    }

    #[test]
    fn words_of_a_newer_version_are_left_out_and_other_things_refused() {
        let list = |text: &str| text.parse::<toml::Table>().unwrap().remove("beside");
        let read = Beside::read(list("beside = [\"journal\", \"serial\"]"));
        assert!(read.unwrap().unwrap().has(ViewBeside::Serial));
        assert!(Beside::read(list("beside = true")).is_err());
        assert!(Beside::read(list("beside = [3]")).is_err());
    }
}
