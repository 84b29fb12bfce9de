//! What is said about disks, in the language of the window.

use std::time::Duration;

use crate::media::ImageFacts;
use crate::media::image_facts::ImageWarning;
use crate::session::flow::boot_image::PcWarning;
use crate::session::ider::{Stall, words};
use crate::ui::language::{t, w};
use crate::ui::said::{measure, said};

/// Bytes, with three digits.
pub(super) fn size_text(bytes: u64) -> String {
    measure(&words::size_text(bytes))
}

/// Bytes for each second.
pub(super) fn rate_text(bytes_per_second: f64) -> String {
    measure(&words::rate_text(bytes_per_second))
}

/// A time that is only roughly known.
pub(super) fn about_text(time: Duration) -> String {
    said(&words::about_text(time))
}

/// How long the way to the PC and back is.
pub(super) fn way_text(round_trip: Duration) -> String {
    said(&words::way_text(round_trip))
}

/// What an image is: size, label, and what starts from it.
pub(super) fn facts_text(facts: &ImageFacts) -> String {
    let mut words = vec![size_text(facts.bytes)];
    if let Some(label) = &facts.label {
        words.push(t!("media-label", label = label.as_str()));
    }
    words.push(
        match (facts.boot.bios, facts.boot.uefi) {
            (true, true) => w!("media-starts-both"),
            (true, false) => w!("media-starts-bios"),
            (false, true) => w!("media-starts-uefi"),
            (false, false) => w!("media-starts-none"),
        }
        .to_owned(),
    );
    words.join(" · ")
}

/// What a person should know of an image.
pub(super) fn warning_text(warning: ImageWarning) -> String {
    said(words::warning_text(warning))
}

/// What a person should know of the PC.
pub(super) fn pc_warning_text(warning: PcWarning) -> String {
    said(&words::pc_warning_text(warning))
}

/// Why nothing moves.
pub(super) fn stall_text(stall: Stall) -> String {
    said(&words::stall_text(stall))
}
