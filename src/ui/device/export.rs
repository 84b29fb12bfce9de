//! A log as a file that spreadsheets read.

use time::format_description::well_known::Rfc3339;

use crate::session::flow::logs::LogEntry;

/// Comma-separated values (RFC 4180), with a line of names first.
pub(super) fn csv<'a>(entries: impl Iterator<Item = &'a LogEntry>) -> String {
    let mut text = "time,severity,source,text,who,address,code\r\n".to_owned();
    for entry in entries {
        let time = entry.time.and_then(|time| time.format(&Rfc3339).ok());
        let severity = entry.severity.map(super::logs::severity_name);
        let fields = [
            time.as_deref(),
            severity,
            entry.source,
            Some(entry.text.as_str()),
            entry.who.as_deref(),
            entry.address.as_deref(),
            Some(entry.code.as_str()),
        ];
        let fields = fields.map(|field| quoted(field.unwrap_or_default()));
        text.push_str(&fields.join(","));
        text.push_str("\r\n");
    }
    text
}

/// Quoted where it has to be. Text that a spreadsheet would take for a formula gets an apostrophe:
/// part of it comes from whoever has used the PC.
fn quoted(field: &str) -> String {
    let field = match field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{field}"),
        false => field.to_owned(),
    };
    if field.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::session::flow::EventSeverity;

    #[test]
    fn fields_are_quoted_as_spreadsheets_want_it_and_are_never_formulas() {
        let entry = LogEntry {
            time: Some(datetime!(2026-11-22 10:42:07 UTC)),
            severity: Some(EventSeverity::Critical),
            source: Some("Processor"),
            text: "Too hot, \"very\"".to_owned(),
            who: Some("=cmd()".to_owned()),
            address: None,
            code: "1.2".to_owned(),
        };
        let text = csv(std::iter::once(&entry));
        let line = text.lines().nth(1).unwrap();
        assert_eq!(
            line,
            "2026-11-22T10:42:07Z,critical,Processor,\"Too hot, \"\"very\"\"\",'=cmd(),,1.2"
        );
    }
}
