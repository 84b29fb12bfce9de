//! What is said about disks: the same in the window and on the command line.

use std::time::Duration;

use crate::media::ImageFacts;
use crate::media::image_facts::{ImageKind, ImageWarning};
use crate::media::progress::Stall;
use crate::proto::ider::messages::Drive;
use crate::session::flow::boot_image::PcWarning;

/// Bytes as people read them: three digits, decimal units.
#[must_use]
pub fn size_text(bytes: u64) -> String {
    const UNITS: [(u64, &str); 4] = [
        (1_000_000_000_000, "TB"),
        (1_000_000_000, "GB"),
        (1_000_000, "MB"),
        (1000, "KB"),
    ];
    for (unit, name) in UNITS {
        // From here on it would be rounded to a thousand of the smaller unit.
        if bytes >= unit - unit / 2000 {
            let tenths = (u128::from(bytes) * 10 + u128::from(unit) / 2) / u128::from(unit);
            return if tenths < 100 {
                format!("{}.{} {name}", tenths / 10, tenths % 10)
            } else {
                let whole = (u128::from(bytes) + u128::from(unit) / 2) / u128::from(unit);
                format!("{whole} {name}")
            };
        }
    }
    match bytes {
        1 => "1 byte".to_owned(),
        bytes => format!("{bytes} bytes"),
    }
}

/// Bytes per second as people read them.
#[must_use]
pub fn rate_text(bytes_per_second: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates, and a rate is never negative"
    )]
    let whole = bytes_per_second.max(0.0) as u64;
    format!("{}/s", size_text(whole))
}

/// A time that is only roughly known.
#[must_use]
pub fn about_text(time: Duration) -> String {
    let secs = time.as_secs();
    match secs {
        0..=4 => "a few seconds".to_owned(),
        5..=90 => format!("about {} s", secs.div_ceil(5) * 5),
        91..=5399 => format!("about {} min", (secs + 30) / 60),
        _ => format!("about {} h", (secs + 1800) / 3600),
    }
}

/// How long the way to the PC and back is: `18 ms`.
#[must_use]
pub fn way_text(round_trip: Duration) -> String {
    match round_trip.as_millis() {
        0 => "less than 1 ms".to_owned(),
        ms => format!("{ms} ms"),
    }
}

/// What an image is, in a few words: `6.1 GB · label "Ubuntu 24.04" · starts with BIOS and UEFI`.
#[must_use]
pub fn facts_text(facts: &ImageFacts) -> String {
    let mut text = size_text(facts.bytes);
    if let Some(label) = &facts.label {
        text.push_str(&format!(" · label \"{label}\""));
    }
    text.push_str(match (facts.boot.bios, facts.boot.uefi) {
        (true, true) => " · starts with BIOS and UEFI",
        (true, false) => " · starts with BIOS only",
        (false, true) => " · starts with UEFI only",
        (false, false) => " · starts no PC",
    });
    text
}

/// A stable name of the kind, for scripts.
#[must_use]
pub const fn kind_name(kind: ImageKind) -> &'static str {
    match kind {
        ImageKind::Iso => "iso",
        ImageKind::HybridIso => "hybrid-iso",
        ImageKind::UdfBridge => "iso-udf",
        ImageKind::Udf => "udf",
        ImageKind::Fat => "fat",
        ImageKind::Disk => "disk",
        ImageKind::Raw => "raw",
    }
}

/// The drive's name for scripts.
#[must_use]
pub const fn drive_name(drive: Drive) -> &'static str {
    match drive {
        Drive::Cd => "cd",
        Drive::Floppy => "floppy",
    }
}

/// A stable name of a warning, for scripts.
#[must_use]
pub const fn warning_name(warning: ImageWarning) -> &'static str {
    match warning {
        ImageWarning::NotBootable => "not-bootable",
        ImageWarning::NotOnUefi => "not-on-uefi",
        ImageWarning::NotOnBios => "not-on-bios",
        ImageWarning::BootCatalogueDamaged => "boot-catalogue-damaged",
        ImageWarning::Padded => "padded",
        ImageWarning::TailMissing => "tail-missing",
    }
}

/// A warning in a sentence.
#[must_use]
pub const fn warning_text(warning: ImageWarning) -> &'static str {
    match warning {
        ImageWarning::NotBootable => {
            "No PC starts from it, it has neither a BIOS nor a UEFI boot entry"
        }
        ImageWarning::NotOnUefi => "It starts PCs with a BIOS only, not with UEFI",
        ImageWarning::NotOnBios => "It starts PCs with UEFI only, not with a BIOS",
        ImageWarning::BootCatalogueDamaged => "Its boot catalogue is damaged, no PC starts from it",
        ImageWarning::Padded => "It ends in the middle of a block, the rest is read as zeros",
        ImageWarning::TailMissing => {
            "Empty blocks at its end were left out, they are read as zeros"
        }
    }
}

/// A stable name of a warning about the PC, for scripts.
#[must_use]
pub const fn pc_warning_name(warning: PcWarning) -> &'static str {
    match warning {
        PcWarning::Wireless => "wireless",
        PcWarning::SlowLink(_) => "slow-link",
    }
}

/// A warning about the PC in a sentence.
#[must_use]
pub fn pc_warning_text(warning: PcWarning) -> String {
    match warning {
        PcWarning::Wireless => "The PC is reached by Wi-Fi: Intel AMT takes the adapter over, its \
                                system is offline while the image is lent"
            .to_owned(),
        PcWarning::SlowLink(mbit) => format!(
            "The PC's network link carries {mbit} Mbit/s, as is usual while it sleeps; the start \
             is slow until it has negotiated more"
        ),
    }
}

/// A stable name of the reason why nothing moves, for scripts.
#[must_use]
pub const fn stall_name(stall: Stall) -> &'static str {
    match stall {
        Stall::HostIdle(_) => "host-idle",
        Stall::DeviceSilent(_) => "device-silent",
        Stall::SourceSlow(_) => "source-slow",
        Stall::LinkSlow(_) => "link-slow",
    }
}

/// Why nothing moves, in a sentence.
#[must_use]
pub fn stall_text(stall: Stall) -> String {
    match stall {
        Stall::HostIdle(time) => format!(
            "No read for {} s, the PC may wait for a key",
            time.as_secs()
        ),
        Stall::DeviceSilent(time) => {
            format!("The PC has said nothing for {} s", time.as_secs())
        }
        Stall::SourceSlow(time) => format!(
            "The image has not delivered for {} s, its disk or server is slow",
            time.as_secs()
        ),
        Stall::LinkSlow(time) => format!(
            "The PC has taken nothing for {} s, the network is slow",
            time.as_secs()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_three_digits_at_most() {
        for (bytes, text) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (1000, "1.0 KB"),
            (1_474_560, "1.5 MB"),
            (9_960_000, "10 MB"),
            (412_300_000, "412 MB"),
            (999_600_000, "1.0 GB"),
            (6_114_656_256, "6.1 GB"),
            (u64::MAX, "18446744 TB"),
        ] {
            assert_eq!(size_text(bytes), text, "{bytes}");
        }
        assert_eq!(rate_text(3_100_000.0), "3.1 MB/s");
        assert_eq!(rate_text(f64::NAN), "0 bytes/s");
    }

    #[test]
    fn times_are_as_rough_as_they_are_known() {
        for (secs, text) in [
            (0, "a few seconds"),
            (7, "about 10 s"),
            (90, "about 90 s"),
            (91, "about 2 min"),
            (240, "about 4 min"),
            (5400, "about 2 h"),
        ] {
            assert_eq!(about_text(Duration::from_secs(secs)), text, "{secs}");
        }
    }
}
