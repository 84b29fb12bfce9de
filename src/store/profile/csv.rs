//! Comma-separated values, as RFC 4180 describes and spreadsheets write them: also with
//! semicolons or tabs, with a byte order mark, and with any line ends.

use super::exchange::{address, name_of};
use super::{Format, ImportError, Imported, PictureMode, Profile, TlsPolicy, Uuid};
use crate::terminal::Dialect;

/// Our headings, in the order they are written.
const COLUMNS: [Column; 12] = [
    Column::Name,
    Column::Address,
    Column::Uuid,
    Column::Group,
    Column::Tags,
    Column::Notes,
    Column::Favourite,
    Column::User,
    Column::Tls,
    Column::Layout,
    Column::Terminal,
    Column::Picture,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Address,
    Uuid,
    Group,
    Tags,
    Notes,
    Favourite,
    User,
    Tls,
    Layout,
    Terminal,
    Picture,
    Password,
    Ignored,
}

impl Column {
    const fn heading(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Address => "address",
            Self::Uuid => "uuid",
            Self::Group => "group",
            Self::Tags => "tags",
            Self::Notes => "notes",
            Self::Favourite => "favourite",
            Self::User => "user",
            Self::Tls => "tls",
            Self::Layout => "layout",
            Self::Terminal => "terminal",
            Self::Picture => "picture",
            Self::Password => "password",
            Self::Ignored => "",
        }
    }

    /// What a heading means; other programs have other words. "Intel AMT FQDN" and "Intel AMT
    /// IPv4" are those of Intel's setup service, which `MeshCommander` reads too (observed: its
    /// published source, `index.html`, reading of lists that end in `.csv`).
    fn of(heading: &str) -> Self {
        let heading = heading.trim().to_lowercase();
        if let Some(ours) = COLUMNS.iter().find(|column| column.heading() == heading) {
            return *ours;
        }
        match heading.as_str() {
            "computer" | "computer name" | "device" | "device name" | "pc" | "fqdn"
            | "intel amt fqdn" => Self::Name,
            "host" | "hostname" | "host name" | "ip" | "ip address" | "ipv4" | "ip-address"
            | "intel amt ipv4" => Self::Address,
            "guid" | "amt uuid" | "system uuid" => Self::Uuid,
            "folder" | "location" | "site" => Self::Group,
            "tag" | "labels" => Self::Tags,
            "note" | "comment" | "comments" | "description" => Self::Notes,
            "favorite" => Self::Favourite,
            "username" | "user name" | "login" => Self::User,
            "keyboard" => Self::Layout,
            "password" | "pass" | "amt password" => Self::Password,
            _ => Self::Ignored,
        }
    }
}

pub(super) fn import(text: &str) -> Result<Imported, ImportError> {
    let mut imported = Imported::new(Format::Csv);
    let mut rows = rows(text)?.into_iter();
    let headings = rows.next().unwrap_or_default();
    let columns: Vec<_> = headings.iter().map(|heading| Column::of(heading)).collect();
    if !columns.contains(&Column::Address) && !columns.contains(&Column::Name) {
        return Err(ImportError::NoAddresses);
    }
    imported.ignored = headings
        .iter()
        .zip(&columns)
        .filter(|(_, column)| **column == Column::Ignored)
        .map(|(heading, _)| heading.trim().to_owned())
        .collect();
    for row in rows {
        // A line that is empty, or has nothing but separators, is no PC.
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cells = || columns.iter().zip(&row);
        let has_password =
            cells().any(|(column, cell)| *column == Column::Password && !cell.trim().is_empty());
        imported.passwords += usize::from(has_password);
        imported.take(profile(cells()));
    }
    Ok(imported)
}

fn profile<'a>(cells: impl Iterator<Item = (&'a Column, &'a String)>) -> Result<Profile, String> {
    let mut pc = Profile::default();
    for (column, cell) in cells {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        let word = || Some(cell.to_owned());
        let unknown = || format!("{} cannot be {cell:?}", column.heading());
        match column {
            Column::Name => cell.clone_into(&mut pc.name),
            Column::Address => pc.address = address(cell),
            Column::Uuid => pc.uuid = Some(Uuid::parse(cell).ok_or_else(unknown)?),
            Column::Group => pc.group = word(),
            Column::Tags => {
                let tags = cell.split([';', ',']).map(str::trim);
                pc.tags = tags.filter(|t| !t.is_empty()).map(str::to_owned).collect();
            }
            Column::Notes => cell.clone_into(&mut pc.notes),
            Column::Favourite => {
                pc.favourite = match cell.to_lowercase().as_str() {
                    "true" | "yes" | "1" | "x" => true,
                    "false" | "no" | "0" => false,
                    _ => return Err(unknown()),
                };
            }
            Column::User => pc.user = word(),
            Column::Tls => pc.tls = Some(TlsPolicy::from_name(cell).ok_or_else(unknown)?),
            Column::Layout => pc.layout = word(),
            Column::Terminal => {
                pc.terminal = Some(Dialect::from_name(cell).ok_or_else(unknown)?);
            }
            Column::Picture => {
                pc.picture = Some(PictureMode::from_name(cell).ok_or_else(unknown)?);
            }
            Column::Password | Column::Ignored => {}
        }
    }
    if pc.address.is_empty() {
        pc.address = address(&pc.name);
    }
    if pc.name.is_empty() {
        pc.name = name_of(&pc.address);
    }
    Ok(pc)
}

/// Cells of every line. The separator is the one that the first line has most of.
fn rows(text: &str) -> Result<Vec<Vec<String>>, ImportError> {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: &char| first.matches(*separator).count();
    let separator = [',', ';', '\t']
        .into_iter()
        .rev()
        .max_by_key(count)
        .unwrap_or(',');
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut chars = text.chars().peekable();
    let mut line = 1;
    // Where the quotation began that is open.
    let mut quoted: Option<usize> = None;
    while let Some(c) = chars.next() {
        line += usize::from(c == '\n');
        match (quoted, c) {
            (Some(_), '"') if chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            (Some(_), '"') => quoted = None,
            (Some(_), c) => cell.push(c),
            // Only at the start of a cell; elsewhere it is a character like others.
            (None, '"') if cell.trim().is_empty() => {
                cell.clear();
                quoted = Some(line);
            }
            (None, c) if c == separator => row.push(std::mem::take(&mut cell)),
            (None, '\r') if chars.peek() == Some(&'\n') => {}
            (None, '\n' | '\r') => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (None, c) => cell.push(c),
        }
    }
    if let Some(line) = quoted {
        return Err(ImportError::Quotation { line });
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    Ok(rows)
}

pub(super) fn export<'a>(pcs: impl IntoIterator<Item = &'a Profile>) -> String {
    let mut out = String::new();
    put_row(&mut out, COLUMNS.iter().map(|c| c.heading().to_owned()));
    for pc in pcs {
        let cells = COLUMNS.iter().map(|column| match column {
            Column::Name => pc.name.clone(),
            Column::Address => pc.address.clone(),
            Column::Uuid => pc.uuid.as_ref().map(Uuid::to_string).unwrap_or_default(),
            Column::Group => pc.group.clone().unwrap_or_default(),
            Column::Tags => pc.tags.join(";"),
            Column::Notes => pc.notes.clone(),
            Column::Favourite => if pc.favourite { "true" } else { "" }.to_owned(),
            Column::User => pc.user.clone().unwrap_or_default(),
            Column::Tls => pc.tls.map_or("", TlsPolicy::name).to_owned(),
            Column::Layout => pc.layout.clone().unwrap_or_default(),
            Column::Terminal => pc.terminal.map_or("", Dialect::name).to_owned(),
            Column::Picture => pc.picture.map_or("", PictureMode::name).to_owned(),
            Column::Password | Column::Ignored => String::new(),
        });
        put_row(&mut out, cells);
    }
    out
}

/// One line, with the line end that RFC 4180 asks for.
fn put_row(out: &mut String, cells: impl Iterator<Item = String>) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push_str(&crate::store::csv_cell(&cell));
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_is_read_whatever_its_separator_quotes_and_line_ends() {
        let comma = "Name,Address,Tags,Comment\r\n\"Desk, left\",10.0.0.1,\"a; b\",\"two\r\nlines, \"\"said\"\" so\"\r\n\r\nlab,[fe80::1]:16993,,\r\n";
        let imported = import(comma).unwrap();
        assert_eq!(imported.pcs.len(), 2);
        let pc = &imported.pcs[0];
        assert_eq!(
            (pc.name.as_str(), pc.address.as_str()),
            ("Desk, left", "10.0.0.1")
        );
        assert_eq!(pc.tags, ["a", "b"]);
        assert_eq!(pc.notes, "two\r\nlines, \"said\" so");
        let semicolons = "\u{feff}name;ip;weight\nfront;fe80::2;12\n";
        let imported = super::super::import(semicolons, None).unwrap();
        assert_eq!(imported.pcs[0].address, "[fe80::2]");
        assert_eq!(imported.ignored, ["weight"]);
    }

    #[test]
    fn the_list_of_intels_setup_service_is_read() {
        let text = "Intel AMT FQDN,Intel AMT IPv4,Intel AMT Version\npc7.example.com,10.1.2.3,16.1.25\npc8.example.com,,12.0\n";
        let imported = import(text).unwrap();
        let places: Vec<_> = imported
            .pcs
            .iter()
            .map(|pc| (pc.name.as_str(), pc.address.as_str()))
            .collect();
        let expected = [
            ("pc7.example.com", "10.1.2.3"),
            ("pc8.example.com", "pc8.example.com"),
        ];
        assert_eq!(places, expected);
    }

    #[test]
    fn passwords_are_counted_and_left_out_and_bad_lines_are_named() {
        let text = "address,tls,password\n10.0.0.1,require,P@ssw0rd\n10.0.0.2,maybe,\n";
        let imported = import(text).unwrap();
        assert_eq!(imported.passwords, 1);
        assert_eq!(imported.pcs[0].tls, Some(TlsPolicy::Require));
        assert_eq!(
            imported.refused,
            [(2, "tls cannot be \"maybe\"".to_owned())]
        );
        assert!(!format!("{imported:?}").contains("P@ss"));
    }

    #[test]
    fn what_is_no_table_of_pcs_is_refused() {
        assert_eq!(
            import("colour,size\nred,3\n"),
            Err(ImportError::NoAddresses)
        );
        assert_eq!(import(""), Err(ImportError::NoAddresses));
        let open = import("name,address\n\"a,10.0.0.1\n");
        assert_eq!(open, Err(ImportError::Quotation { line: 2 }));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let pc = Profile {
            uuid: Uuid::parse("4c4c4544-0042-3510-8052-b4c04f564a31"),
            group: Some("A/B".into()),
            tags: vec!["x".into(), "y z".into()],
            notes: "say \"hi\",\nthen leave".into(),
            favourite: true,
            user: Some("admin".into()),
            tls: Some(TlsPolicy::Off),
            layout: Some("de".into()),
            terminal: Some(Dialect::Vt100Plus),
            picture: Some(PictureMode::Gray4),
            ..Profile::new("Desk; left", "10.0.0.1:16993")
        };
        let text = export([&pc, &Profile::new("b", "c")]);
        let imported = import(&text).unwrap();
        assert_eq!(imported.pcs, [pc, Profile::new("b", "c")], "{text}");
        assert!(imported.ignored.is_empty());
    }
}
