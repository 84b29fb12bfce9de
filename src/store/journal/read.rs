//! Reading, and the export as a table.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::Path;

use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Journal, JournalError, Kind, Line, Phase, VERSION};
use crate::limits;
use crate::store::file::FileError;

/// One deed, from its two lines. Field names are a contract: `docs/cli.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deed {
    /// When it began.
    #[serde(with = "time::serde::rfc3339")]
    pub began: OffsetDateTime,
    /// When it ended; `None` while it goes on, and if the program was killed.
    #[serde(with = "time::serde::rfc3339::option")]
    pub ended: Option<OffsetDateTime>,
    /// Who was at this computer.
    pub by: String,
    /// The name of the PC in the address book.
    pub pc: Option<String>,
    /// Where it was.
    pub address: String,
    /// Who logged in to the PC.
    pub login: Option<String>,
    /// What was done.
    #[serde(rename = "deed")]
    pub kind: Kind,
    /// More about it.
    pub detail: Option<String>,
    /// Files that took part.
    pub files: Vec<String>,
    /// `done`, `interrupted`, or the stable name of a fault; `None` without an end.
    pub outcome: Option<String>,
    /// How the user of the PC agreed.
    pub consent: Option<String>,
    /// How the connection was protected.
    pub encryption: Option<String>,
}

/// The journal as far as it can be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// Every deed, in the order of their beginnings.
    pub deeds: Vec<Deed>,
    /// Lines that nobody can read.
    pub damaged: usize,
}

impl Journal {
    /// Everything that the files hold.
    ///
    /// # Errors
    /// [`JournalError::File`] if the system refuses; damaged lines are counted instead.
    pub fn read(&self) -> Result<History, JournalError> {
        let mut reading = Reading::default();
        for path in self.files() {
            read(&path, &mut reading).map_err(|cause| FileError {
                what: "read",
                path,
                cause,
            })?;
        }
        Ok(reading.history)
    }
}

#[derive(Default)]
struct Reading {
    history: History,
    /// Places of deeds that have not ended.
    open: HashMap<String, usize>,
}

fn read(path: &Path, reading: &mut Reading) -> io::Result<()> {
    let mut file = BufReader::new(File::open(path)?);
    let mut line = Vec::new();
    loop {
        line.clear();
        let limit = limits::JOURNAL_LINE_BYTES as u64;
        let mut one = file.by_ref().take(limit);
        if one.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        match serde_json::from_slice::<Line>(&line) {
            Ok(line) if line.v <= VERSION => reading.take(line),
            _ if line.iter().all(u8::is_ascii_whitespace) => {}
            _ => reading.history.damaged += 1,
        }
    }
}

impl Reading {
    fn take(&mut self, line: Line) {
        match line.what {
            Phase::Begin {
                by,
                pc,
                address,
                login,
                deed,
                detail,
                files,
            } => {
                self.open.insert(line.id, self.history.deeds.len());
                self.history.deeds.push(Deed {
                    began: line.at,
                    ended: None,
                    by,
                    pc,
                    address,
                    login,
                    kind: deed,
                    detail,
                    files,
                    outcome: None,
                    consent: None,
                    encryption: None,
                });
            }
            Phase::End {
                outcome,
                consent,
                encryption,
                detail,
            } => {
                let place = self.open.remove(&line.id);
                // The beginning may have been in a file that is gone.
                let Some(deed) = place.and_then(|place| self.history.deeds.get_mut(place)) else {
                    return;
                };
                deed.ended = Some(line.at);
                deed.outcome = Some(outcome);
                deed.consent = consent;
                deed.encryption = encryption;
                if let Some(more) = detail {
                    deed.detail = Some(match deed.detail.take() {
                        Some(detail) => format!("{detail}, {more}"),
                        None => more,
                    });
                }
            }
        }
    }
}

/// Deeds as a table with a line of headings, for spreadsheets.
#[must_use]
pub fn to_csv(deeds: &[Deed]) -> String {
    let mut out =
        "began,ended,by,pc,address,login,deed,detail,files,outcome,consent,encryption\r\n"
            .to_owned();
    let time = |at: OffsetDateTime| at.format(&Rfc3339).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    for deed in deeds {
        let cells = [
            time(deed.began),
            deed.ended.map(time).unwrap_or_default(),
            deed.by.clone(),
            text(&deed.pc),
            deed.address.clone(),
            text(&deed.login),
            deed.kind.name().to_owned(),
            text(&deed.detail),
            deed.files.join("; "),
            text(&deed.outcome),
            text(&deed.consent),
            text(&deed.encryption),
        ];
        let cells: Vec<_> = cells
            .iter()
            .map(|cell| crate::store::csv_cell(cell))
            .collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}
