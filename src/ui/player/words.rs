//! What is said about a recording: when it was made, whether it is all there, what happened.

use eframe::egui::Color32;
use egui_material_icons::MaterialIcon;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use crate::session::recording::{Condition, Contents, Mark, MarkKind};
use crate::ui::kvm::recording::clock;
use crate::ui::theme::{Palette, icon};

/// The day on which a recording was made, as its tab says it.
pub(super) fn day(contents: &Contents) -> Option<String> {
    const DAY: &[BorrowedFormatItem<'_>] =
        format_description!("[day padding:none] [month repr:short]");
    started(contents)?.format(DAY).ok()
}

/// Date and time at which it was made.
pub(super) fn moment(contents: &Contents) -> Option<String> {
    const MOMENT: &[BorrowedFormatItem<'_>] =
        format_description!("[year]-[month]-[day] [hour]:[minute] UTC");
    started(contents)?.format(MOMENT).ok()
}

fn started(contents: &Contents) -> Option<OffsetDateTime> {
    let nanos = i128::from(contents.started_ms) * 1_000_000;
    OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()
}

/// Whether it is all there: in two or three words, as an icon, in a colour.
pub(super) const fn state(
    condition: Condition,
    palette: &Palette,
) -> (&'static str, MaterialIcon, Color32) {
    match condition {
        Condition::Whole => ("Intact", icon::TRUSTED, palette.ok),
        Condition::Unfinished => ("No end", icon::WARNING, palette.warn),
        Condition::CutShort { .. } => ("Cut short", icon::DOUBTFUL, palette.warn),
        Condition::Altered { .. } => ("Altered", icon::DOUBTFUL, palette.danger),
    }
}

/// The same in sentences.
pub(super) fn explained(contents: &Contents) -> String {
    let until = clock(contents.duration);
    match contents.condition {
        Condition::Whole => "Nothing in this file was changed since it was recorded. Compare its \
                             seal with the one in the journal."
            .to_owned(),
        Condition::Unfinished => format!(
            "It has no end, because the program that wrote it was stopped. Everything up to \
             {until} is as it was recorded."
        ),
        Condition::CutShort { missing_bytes } => format!(
            "Its last {missing_bytes} bytes are missing. Everything up to {until} is as it was \
             recorded."
        ),
        Condition::Altered { offset } => format!(
            "It was changed after it was recorded, from byte {offset} on. Everything up to {until} \
             is as it was recorded, nothing after that is shown."
        ),
    }
}

/// What a mark says.
pub(super) fn mark(mark: &Mark) -> String {
    let kind = match mark.kind {
        MarkKind::Lost => "Connection lost",
        MarkKind::Back => "Picture back",
        MarkKind::Consent => "Consent",
        MarkKind::Power => "Power",
        MarkKind::Media => "Media",
        MarkKind::Bell => "Bell",
        MarkKind::Note => "Note",
    };
    match mark.text.as_str() {
        "" => kind.to_owned(),
        text => format!("{kind}, {text}"),
    }
}

/// Its colour on the track.
pub(super) const fn color(kind: MarkKind, palette: &Palette) -> Color32 {
    match kind {
        MarkKind::Lost | MarkKind::Back => palette.danger,
        MarkKind::Consent => palette.consent,
        MarkKind::Power => palette.warn,
        MarkKind::Media => palette.ok,
        MarkKind::Bell | MarkKind::Note => palette.t3,
    }
}
