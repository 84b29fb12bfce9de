//! Checks, states, disks, and what is wrong in a field.

use std::time::Duration;

use super::told_everywhere;
use crate::media::image_facts::ImageWarning;
use crate::media::progress::Stall;
use crate::proto::wsman::class::{
    ControlMode, OptInRequired, OptInState, OsPowerSaving, PowerState, SessionPort,
};
use crate::session::Target;
use crate::session::flow::boot_image::PcWarning;
use crate::session::flow::doctor::Check;
use crate::session::flow::info::Part;
use crate::session::flow::scan::parse_range;
use crate::session::ider::words as media_words;
use crate::session::macros::Macro;
use crate::store::profile;
use crate::store::profile::Profile;

#[test]
fn checks_parts_and_states_are_told_in_every_language() {
    let mut all: Vec<String> = Check::ALL
        .iter()
        .map(|check| check.title().to_owned())
        .collect();
    all.extend(Part::ALL.iter().map(|part| part.name().to_owned()));
    for number in 0..20 {
        all.push(PowerState(number).to_string());
        all.push(OsPowerSaving(number).to_string());
        all.push(OptInState(number).to_string());
        all.push(ControlMode(number).to_string());
    }
    for required in [0, 1, u32::MAX, 77] {
        all.push(OptInRequired(required).to_string());
    }
    for port in [
        SessionPort::Kvm,
        SessionPort::Sol,
        SessionPort::Ider,
        SessionPort::RemoteAccess,
    ] {
        all.push(port.name().to_owned());
    }
    told_everywhere(&all);
}

#[test]
fn everything_about_disks_is_told_in_every_language() {
    let time = Duration::from_secs(12);
    let mut all: Vec<String> = [
        ImageWarning::NotBootable,
        ImageWarning::NotOnUefi,
        ImageWarning::NotOnBios,
        ImageWarning::BootCatalogueDamaged,
        ImageWarning::Padded,
        ImageWarning::TailMissing,
    ]
    .into_iter()
    .map(|warning| {
        match warning {
            ImageWarning::NotBootable
            | ImageWarning::NotOnUefi
            | ImageWarning::NotOnBios
            | ImageWarning::BootCatalogueDamaged
            | ImageWarning::Padded
            | ImageWarning::TailMissing => {}
        }
        media_words::warning_text(warning).to_owned()
    })
    .collect();
    for warning in [PcWarning::Wireless, PcWarning::SlowLink(10)] {
        match warning {
            PcWarning::Wireless | PcWarning::SlowLink(_) => {}
        }
        all.push(media_words::pc_warning_text(warning));
    }
    for stall in [
        Stall::HostIdle(time),
        Stall::DeviceSilent(time),
        Stall::SourceSlow(time),
        Stall::LinkSlow(time),
    ] {
        match stall {
            Stall::HostIdle(_)
            | Stall::DeviceSilent(_)
            | Stall::SourceSlow(_)
            | Stall::LinkSlow(_) => {}
        }
        all.push(media_words::stall_text(stall));
    }
    for secs in [0, 7, 240, 7200] {
        all.push(media_words::about_text(Duration::from_secs(secs)));
    }
    all.push(media_words::way_text(Duration::ZERO));
    told_everywhere(&all);
}

/// What is wrong with a text; it has to be wrong.
fn wrong<T, E: std::fmt::Display>(result: Result<T, E>) -> String {
    result.err().map_or_else(
        || "nothing is wrong with it".to_owned(),
        |error| error.to_string(),
    )
}

#[test]
fn everything_that_is_wrong_in_a_field_is_told_in_every_language() {
    let mut all = Vec::new();
    for text in ["", ":16992", "lab-12:70000", "fe80::1", "a b"] {
        all.push(wrong(text.parse::<Target>()));
    }
    for text in ["x", "fe80::/64", "10.0.4.9-10.0.4.1", "10.0.0.0/8"] {
        all.push(wrong(parse_range(text)));
    }
    for script in [
        "",
        "press f12\nrepeat 2",
        "repeat x\npress f1",
        "type",
        "wait long",
        "jump",
        "press",
        "press f99",
        "press f1 every 0 ms",
        "press f1 twice",
        "press f1 3 times until screen changes",
        "press f1 within 3 s",
        &"press f1\n".repeat(9999),
    ] {
        all.push(script.parse::<Macro>().err().unwrap().why);
    }
    for text in ["{", "{}", "a,b\n1,2", "address\n\"x"] {
        all.push(wrong(profile::import(text, None)));
    }
    let ok = || Profile::new("lab-12", "10.0.4.17");
    let long = "x".repeat(99_999);
    for pc in [
        Profile::new("-a", "10.0.4.17"),
        Profile::new("a\nb", "10.0.4.17"),
        Profile::new("lab-12", ""),
        Profile::new(long.clone(), "10.0.4.17"),
        Profile {
            notes: long.clone(),
            ..ok()
        },
        Profile {
            tags: vec![long],
            ..ok()
        },
    ] {
        all.push(wrong(pc.check()));
    }
    told_everywhere(&all);
}
