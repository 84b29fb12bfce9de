//! The two logs: a table that stays fast with thousands of lines, a filter, and a way out.

use eframe::egui::{
    Align, Align2, Button, Label, Layout, Rect, RichText, ScrollArea, Sense, TextEdit, Ui,
    UiBuilder, pos2, vec2,
};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::export;
use crate::session::flow::EventSeverity;
use crate::session::flow::logs::{LogEntry, LogReading};
use crate::session::pc::LogKind;
use crate::ui::language::t;
use crate::ui::page::Around;
use crate::ui::pane::TabWish;
use crate::ui::said::said;
use crate::ui::theme::{self, Palette, font_size, size, space};

/// Filter, copy and export, from right to left.
pub(super) fn bar_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    kind: LogKind,
    log: &LogReading,
    filter: &mut String,
) -> Option<TabWish> {
    let mut wish = None;
    let passing = || log.entries.iter().filter(|entry| passes(entry, filter));
    ui.spacing_mut().item_spacing.x = space::S;
    if ui
        .add(Button::new(t!("journal-export")))
        .on_hover_text(t!("journal-export-tip"))
        .clicked()
    {
        let name = match kind {
            LogKind::Events => "event log",
            LogKind::Audit => "audit log",
        };
        wish = Some(TabWish::Export {
            name: format!("{} {name}", around.name),
            text: export::csv(passing()),
        });
    }
    if ui
        .add(Button::new(t!("copy")))
        .on_hover_text(t!("journal-copy-tip"))
        .clicked()
    {
        ui.ctx().copy_text(export::csv(passing()));
    }
    let hint = RichText::new(t!("journal-filter")).color(Palette::of(ui).t3);
    let field = TextEdit::singleline(filter)
        .id(around.part("filter"))
        .hint_text(hint)
        .char_limit(FILTER_CHARS)
        .align(Align2::LEFT_CENTER)
        .desired_width(ui.available_width().min(220.0));
    ui.add(field).accessible_name(t!("journal-filter"));
    wish
}

/// Does a line contain what is looked for?
fn passes(entry: &LogEntry, filter: &str) -> bool {
    let filter = filter.trim();
    filter.is_empty()
        || entry.contains(filter)
        || shown(entry).to_lowercase().contains(&filter.to_lowercase())
}

/// What happened, in the language of the window; files have it in English.
fn shown(entry: &LogEntry) -> String {
    said(&entry.text)
}

/// Draws the table, newest first.
pub(super) fn log_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    kind: LogKind,
    log: &LogReading,
    filter: &str,
) {
    let palette = Palette::of(ui);
    let entries: Vec<_> = log.entries.iter().filter(|e| passes(e, filter)).collect();
    let area = ui.max_rect().shrink2(vec2(space::M, space::S));
    let mut ui = ui.new_child(UiBuilder::new().max_rect(area));
    let ui = &mut ui;
    ui.spacing_mut().item_spacing.y = 0.0;
    let count = match (entries.len(), log.entries.len()) {
        (shown, all) if shown == all => t!("logs-count", count = all),
        (shown, all) => t!("logs-count-of", shown = shown, count = all),
    };
    let unreadable = match log.unreadable {
        0 => String::new(),
        n => format!(", {}", t!("logs-unreadable", count = n)),
    };
    let caption = RichText::new(format!("{count}{unreadable}, {}", t!("logs-newest")))
        .size(font_size::CAPTION)
        .color(palette.t3);
    if !log.entries.is_empty() || log.unreadable > 0 {
        ui.label(caption);
    }
    ui.add_space(space::S);
    if entries.is_empty() {
        let text = match log.entries.is_empty() {
            true => t!("logs-empty"),
            false => t!("logs-no-match"),
        };
        ui.label(RichText::new(text).color(palette.t2));
        return;
    }
    let columns = Columns::for_width(kind, ui.available_width());
    row_ui(
        ui,
        columns
            .names()
            .map(|(name, width)| (RichText::new(name).color(palette.t3), width)),
        None,
    );
    ui.separator();
    ScrollArea::vertical()
        .id_salt(around.part("log").with(kind))
        .auto_shrink([false, false])
        .show_rows(ui, size::row(ui), entries.len(), |ui, rows| {
            for place in rows {
                if let Some(entry) = entries.get(place) {
                    entry_ui(ui, &columns, kind, entry, place);
                }
            }
        });
}

/// Widths of the four columns, in points.
struct Columns {
    kind: LogKind,
    is_narrow: bool,
    widths: [f32; 4],
}

impl Columns {
    fn for_width(kind: LogKind, width: f32) -> Self {
        let (second, third) = match kind {
            LogKind::Events => (104.0, 150.0),
            LogKind::Audit => (150.0, 170.0),
        };
        // Where there is little room the part goes into the line's tooltip, and so does the year.
        let is_narrow = width < NARROW_PT;
        let (time, third) = if is_narrow {
            (SHORT_TIME_PT, 0.0)
        } else {
            (TIME_PT, third)
        };
        let text = (width - time - second - third).max(0.0);
        Self {
            kind,
            is_narrow,
            widths: [time, second, third, text],
        }
    }

    fn names(&self) -> [(String, f32); 4] {
        let [time, second, third, text] = self.widths;
        match self.kind {
            LogKind::Events => [
                (t!("logs-time"), time),
                (t!("logs-severity"), second),
                (t!("logs-source"), third),
                (t!("logs-text"), text),
            ],
            LogKind::Audit => [
                (t!("logs-time"), time),
                (t!("logs-who"), second),
                (t!("logs-part"), third),
                (t!("logs-text"), text),
            ],
        }
    }
}

fn entry_ui(ui: &mut Ui, columns: &Columns, kind: LogKind, entry: &LogEntry, place: usize) {
    const TIME: &[BorrowedFormatItem<'_>] =
        format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    const SHORT: &[BorrowedFormatItem<'_>] = format_description!("[month]-[day] [hour]:[minute]");
    let palette = Palette::of(ui);
    let format = |form| entry.time.and_then(|time| time.format(form).ok());
    let (long, short) = (format(TIME), format(SHORT));
    let time = if columns.is_narrow {
        short
    } else {
        long.clone()
    };
    let time = RichText::new(time.unwrap_or_else(|| t!("trust-unknown")))
        .font(theme::mono(font_size::NUMBER))
        .color(palette.t2);
    let second = match (kind, entry.severity) {
        (LogKind::Events, Some(severity)) => {
            let color = match severity {
                EventSeverity::Critical => palette.danger,
                EventSeverity::Warning => palette.warn,
                EventSeverity::Information => palette.t3,
            };
            RichText::new(severity_word(severity)).color(color)
        }
        (LogKind::Events, None) => RichText::new(t!("trust-unknown")).color(palette.t3),
        (LogKind::Audit, _) => {
            // Accounts keep their names.
            let who = match entry.who.as_deref() {
                Some("local") => said("local"),
                Some(name) => name.to_owned(),
                None => t!("trust-unknown"),
            };
            RichText::new(who).color(palette.t2)
        }
    };
    let third =
        RichText::new(entry.source.map_or_else(|| t!("trust-unknown"), said)).color(palette.t2);
    let text = RichText::new(text_of(entry)).color(palette.t1);
    let [a, b, c, d] = columns.widths;
    let ground = (place % 2 == 1).then_some(palette.bg1);
    let cells = [(time, a), (second, b), (third, c), (text, d)];
    let row = row_ui(ui, cells, ground);
    let mut tip = vec![text_of(entry), entry.code.clone()];
    if columns.is_narrow {
        tip.extend(long);
        tip.extend(entry.source.map(said));
    }
    row.on_hover_text(tip.join("\n"));
}

/// What happened, and from where.
fn text_of(entry: &LogEntry) -> String {
    match &entry.address {
        Some(address) => t!(
            "logs-from",
            text = shown(entry),
            address = address.to_string()
        ),
        None => shown(entry),
    }
}

/// One line of cells; every cell ends with an ellipsis where it is too long.
fn row_ui(
    ui: &mut Ui,
    cells: [(RichText, f32); 4],
    ground: Option<eframe::egui::Color32>,
) -> eframe::egui::Response {
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), size::row(ui)));
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, 0.0, ground);
    }
    let mut left = rect.left();
    for (text, width) in cells.into_iter().filter(|(_, width)| *width > 0.0) {
        let cell = Rect::from_min_max(
            pos2(left + space::XS, rect.top()),
            pos2(left + width - space::XS, rect.bottom()),
        );
        left += width;
        let layout = Layout::left_to_right(Align::Center);
        let mut cell = ui.new_child(UiBuilder::new().max_rect(cell).layout(layout));
        cell.add(Label::new(text).truncate());
    }
    ui.interact(rect, ui.next_auto_id().with(left.to_bits()), Sense::hover())
}

/// A severity in a word of the window.
fn severity_word(severity: EventSeverity) -> String {
    match severity {
        EventSeverity::Critical => t!("logs-critical"),
        EventSeverity::Warning => t!("logs-warning"),
        EventSeverity::Information => t!("logs-information"),
    }
}

/// A severity in a word, for files.
pub(super) const fn severity_name(severity: EventSeverity) -> &'static str {
    match severity {
        EventSeverity::Critical => "critical",
        EventSeverity::Warning => "warning",
        EventSeverity::Information => "information",
    }
}

/// Room for `2026-11-22 10:42:07`.
const TIME_PT: f32 = 160.0;

/// Room for `11-22 10:42`.
const SHORT_TIME_PT: f32 = 104.0;

/// Below this width there are three columns.
const NARROW_PT: f32 = 640.0;

/// Longest filter.
const FILTER_CHARS: usize = 100;
