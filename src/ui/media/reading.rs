//! What is read of the lent disks: totals, rate, the file, why nothing moves, and the map of blocks.

use eframe::egui::{
    CornerRadius, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::words::{about_text, rate_text, size_text, stall_text};
use super::{line_ui, title_ui};
use crate::session::ider::{Drive, DriveStatus, MediaStatus, MediaView, Stall};
use crate::ui::language::{t, w};
use crate::ui::theme::{Palette, icon, radius, space};

/// Cells of the map.
const CELLS: usize = 240;

/// Draws what is being read. `own_floppy`: the floppy is not the empty one in memory.
pub(super) fn reading_ui(ui: &mut Ui, status: &MediaStatus, view: &MediaView, own_floppy: bool) {
    let palette = Palette::of(ui);
    let drives = [
        (w!("media-cd"), Drive::Cd, &status.cd),
        (w!("media-floppy"), Drive::Floppy, &status.floppy),
    ];
    for (title, drive, disk) in drives {
        let Some(disk) = disk.as_ref().filter(|_| drive == Drive::Cd || own_floppy) else {
            continue;
        };
        title_ui(ui, &t!("media-read-of-drive", title = title));
        ui.label(RichText::new(progress_line(disk)).color(palette.t1));
        let left = disk.reading.time_for_whole();
        if let Some(time) = left.filter(|time| disk.reading.stall.is_none() && !time.is_zero()) {
            let text = t!("media-all-at-this-rate", time = about_text(time));
            ui.label(RichText::new(text).color(palette.t2));
        }
        if let Some(file) = &disk.file {
            let (read, whole) = (size_text(file.read), size_text(file.len));
            let share = t!("media-read-of", read = read, whole = whole);
            let text = format!("{} · {share}", file.path);
            ui.label(RichText::new(text).color(palette.t2));
        }
        // That the PC asks for nothing is told by the line above, and by a start that goes on.
        let stall = disk
            .reading
            .stall
            .filter(|stall| !matches!(stall, Stall::HostIdle(_)));
        if let Some(stall) = stall {
            line_ui(ui, icon::WARNING, palette.warn, stall_text(stall));
        }
        if disk.is_ejected {
            let text = w!("media-the-pc-has-opened");
            ui.label(RichText::new(text).color(palette.t2));
        }
        if disk.changed_blocks > 0 {
            let text = t!("media-changed-blocks", count = disk.changed_blocks);
            ui.label(RichText::new(text).color(palette.t2));
        }
        ui.add_space(space::XS);
        map_ui(ui, view, drive, disk);
    }
}

/// The map of blocks: what was read, from the first block to the last. Hovering names the file.
fn map_ui(ui: &mut Ui, view: &MediaView, drive: Drive, disk: &DriveStatus) {
    const HEIGHT: f32 = 20.0;
    let palette = Palette::of(ui);
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    let corners = CornerRadius::same(radius::CONTROL);
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, corners, palette.bg1);
    let cells = view.block_map(drive, CELLS);
    let each = width / cells.len().max(1) as f32;
    for (place, share) in cells.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let left = rect.left() + place as f32 * each;
        let cell = Rect::from_min_max(
            pos2(left, rect.top()),
            pos2(left + each.max(1.0), rect.bottom()),
        );
        let color = palette.accent.gamma_multiply(0.35 + 0.65 * share);
        painter.rect_filled(cell, 0.0, color);
    }
    painter.rect_stroke(
        rect,
        corners,
        Stroke::new(1.0, palette.line),
        StrokeKind::Inside,
    );
    let percent = percent_text(disk);
    response.widget_info(|| {
        WidgetInfo::labeled(
            Role::ProgressIndicator,
            true,
            t!("media-map-of-blocks-read", percent = percent.to_string()),
        )
    });
    if let Some(at) = response.hover_pos() {
        let share = f64::from((at.x - rect.left()) / width.max(1.0)).clamp(0.0, 1.0);
        let lba = share * disk.facts.block_count as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a place on the map between 0 and the number of blocks"
        )]
        let file = view.file_at(drive, lba as u64);
        response.on_hover_text(file.unwrap_or_else(|| w!("media-no-file").to_owned()));
    }
}

/// `412 MB of 6.1 GB · 3.1 MB/s · last read 2 s ago`.
pub(super) fn progress_line(disk: &DriveStatus) -> String {
    let reading = &disk.reading;
    let read = size_text(reading.different_bytes);
    let mut text = t!(
        "media-read-of",
        read = read,
        whole = size_text(reading.total_bytes)
    );
    text.push_str(&format!(" · {}", rate_text(reading.rate)));
    match reading.idle {
        Some(idle) => text.push_str(&format!(
            " · {}",
            t!("media-last-read", secs = idle.as_secs())
        )),
        None => text.push_str(&format!(" · {}", w!("media-nothing-read"))),
    }
    text
}

pub(super) fn percent_text(disk: &DriveStatus) -> String {
    let reading = &disk.reading;
    let percent =
        u128::from(reading.different_bytes) * 100 / u128::from(reading.total_bytes.max(1));
    format!("{percent} %")
}
