//! What was chosen for the serial console of a PC, beside the keys it takes.

use toml::{Table, Value};

use crate::terminal::{BackspaceSends, Charset, EnterSends, SizeMode};

/// What was chosen for the serial console of a PC; `None` where nothing was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Console {
    /// Characters of the PC, where they are not the usual ones of its keys.
    pub charset: Option<Charset>,
    /// What Enter sends.
    pub enter: Option<EnterSends>,
    /// What Backspace sends.
    pub backspace: Option<BackspaceSends>,
    /// Size of the terminal.
    pub size: Option<SizeMode>,
    /// Name of the colours in the window.
    pub colors: Option<String>,
}

impl Console {
    /// From the table of a PC, `{ charset = "cp437", enter = "cr", backspace = "08", size =
    /// "80x25", colors = "vga" }`. What a newer version has added is left out: it is a matter of
    /// comfort.
    pub(super) fn read(value: Option<Value>) -> Result<Self, String> {
        let table = match value {
            None => return Ok(Self::default()),
            Some(Value::Table(table)) => table,
            Some(_) => return Err("console is no table".to_owned()),
        };
        Ok(Self {
            charset: choice(&table, "charset", Charset::from_name)?,
            enter: choice(&table, "enter", EnterSends::from_name)?,
            backspace: choice(&table, "backspace", BackspaceSends::from_name)?,
            size: choice(&table, "size", SizeMode::from_name)?,
            colors: choice(&table, "colors", |name| Some(name.to_owned()))?,
        })
    }

    /// The table of a PC; `None` if there is nothing in it.
    pub(super) fn print(&self) -> Option<Value> {
        let mut table = Table::new();
        let mut put = |key: &str, word: Option<&str>| {
            if let Some(word) = word {
                table.insert(key.to_owned(), Value::String(word.to_owned()));
            }
        };
        put("charset", self.charset.map(Charset::name));
        put("enter", self.enter.map(EnterSends::name));
        put("backspace", self.backspace.map(BackspaceSends::name));
        put("size", self.size.and_then(SizeMode::name));
        put("colors", self.colors.as_deref());
        (!table.is_empty()).then_some(Value::Table(table))
    }
}

fn choice<T>(
    table: &Table,
    field: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, String> {
    match table.get(field) {
        None => Ok(None),
        Some(Value::String(word)) => {
            let value = read(word).ok_or_else(|| format!("console.{field} cannot be {word:?}"));
            value.map(Some)
        }
        Some(_) => Err(format!("console.{field} is no text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Size;

    #[test]
    fn every_choice_survives_writing_and_reading() {
        let console = Console {
            charset: Some(Charset::Cp437),
            enter: Some(EnterSends::CrLf),
            backspace: Some(BackspaceSends::Delete),
            size: Some(SizeMode::Fixed(Size::C100R31)),
            colors: Some("amber".to_owned()),
        };
        assert_eq!(Console::read(console.print()), Ok(console));
        assert_eq!(Console::default().print(), None);
        assert_eq!(Console::read(None), Ok(Console::default()));
    }

    #[test]
    fn a_word_without_a_meaning_is_told_with_its_field() {
        let table: Table = "enter = \"both\"".parse().unwrap();
        let error = Console::read(Some(Value::Table(table))).unwrap_err();
        assert_eq!(error, "console.enter cannot be \"both\"");
        assert!(Console::read(Some(Value::Boolean(true))).is_err());
    }
}
