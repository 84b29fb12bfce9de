//! What is said about a recording: when it was made, whether it is all there, what happened.

use eframe::egui::Color32;
use egui_material_icons::MaterialIcon;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use crate::session::recording::{Condition, Contents, Mark, MarkKind};
use crate::store::settings::Language;
use crate::ui::kvm::recording::clock;
use crate::ui::language::{spoken, t, w};
use crate::ui::said::said;
use crate::ui::theme::{Palette, icon};

/// The day on which a recording was made, as its tab says it.
pub(super) fn day(contents: &Contents) -> Option<String> {
    const DAY: &[BorrowedFormatItem<'_>] =
        format_description!("[day padding:none] [month repr:short]");
    let time = started(contents)?;
    if spoken() == Language::English {
        return time.format(DAY).ok();
    }
    let month = u8::from(time.month());
    Some(t!("player-day", day = time.day(), month = month))
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
pub(super) fn state(
    condition: Condition,
    palette: &Palette,
) -> (&'static str, MaterialIcon, Color32) {
    match condition {
        Condition::Whole => (w!("player-intact"), icon::TRUSTED, palette.ok),
        Condition::Unfinished => (w!("player-no-end"), icon::WARNING, palette.warn),
        Condition::CutShort { .. } => (w!("player-cut-short"), icon::DOUBTFUL, palette.warn),
        Condition::Altered { .. } => (w!("player-altered"), icon::DOUBTFUL, palette.danger),
    }
}

/// The same in sentences.
pub(super) fn explained(contents: &Contents) -> String {
    let until = clock(contents.duration);
    match contents.condition {
        Condition::Whole => w!("player-nothing-in-this-file").to_owned(),
        Condition::Unfinished => t!("player-has-no-end", until = until.to_string()),
        Condition::CutShort { missing_bytes } => t!(
            "player-is-cut",
            bytes = missing_bytes,
            until = until.to_string()
        ),
        Condition::Altered { offset } => t!(
            "player-is-altered",
            offset = offset.to_string(),
            until = until.to_string()
        ),
    }
}

/// What a mark says.
pub(super) fn mark(mark: &Mark) -> String {
    let kind = match mark.kind {
        MarkKind::Lost => w!("player-connection-lost"),
        MarkKind::Back => w!("player-picture-back"),
        MarkKind::Consent => w!("player-consent"),
        MarkKind::Power => w!("player-power"),
        MarkKind::Media => w!("player-media"),
        MarkKind::Bell => w!("player-bell"),
        MarkKind::Note => w!("player-note"),
    };
    match mark.text.as_str() {
        "" => kind.to_owned(),
        // A note is somebody's own text, unless it tells of marks that were lost.
        text if mark.kind == MarkKind::Note && !text.ends_with(" marks are missing here") => {
            format!("{kind}, {text}")
        }
        text => format!("{kind}, {}", said(text)),
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
