//! Stable names for JSON, and the same things in words.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

use crate::session::Feature;
use crate::session::flow::boot::BootStep;
use crate::session::flow::enable::Switch;
use crate::session::flow::power::{PowerAction, PowerStatus, PowerStep};
use crate::session::flow::{ControlMode, OptInRequired, OptInState, PowerState};

/// A power state or request; what nobody published is `unknown-N`.
pub(super) fn power_state(state: PowerState) -> String {
    let name = match state {
        PowerState::ON => "on",
        PowerState::SLEEP_LIGHT => "sleep-light",
        PowerState::SLEEP => "sleep",
        PowerState::CYCLE => "cycle",
        PowerState::OFF_HARD => "off-hard",
        PowerState::HIBERNATE => "hibernate",
        PowerState::OFF => "off",
        PowerState::CYCLE_HARD => "cycle-hard",
        PowerState::RESET => "reset",
        PowerState::NMI => "nmi",
        PowerState::OFF_GRACEFUL => "off-graceful",
        PowerState::OFF_HARD_GRACEFUL => "off-hard-graceful",
        PowerState::RESET_GRACEFUL => "reset-graceful",
        PowerState::CYCLE_GRACEFUL => "cycle-graceful",
        PowerState::CYCLE_HARD_GRACEFUL => "cycle-hard-graceful",
        PowerState(other) => return format!("unknown-{other}"),
    };
    name.to_owned()
}

/// As a sentence without its subject: "on", "off", "standby (connected)".
pub(super) fn power_status(status: &PowerStatus) -> String {
    status.to_string()
}

/// What is being done for a start, as a progress line.
pub(super) fn boot_step(step: &BootStep) -> String {
    match step {
        BootStep::Checking => "Looking at the PC".to_owned(),
        BootStep::Clearing => "Clearing the next start".to_owned(),
        BootStep::SettingOptions | BootStep::SettingSource => "Setting the next start".to_owned(),
        BootStep::PuttingBack => "Putting everything back".to_owned(),
        BootStep::Power(step) => power_step(step),
    }
}

/// What is being done, as a progress line.
pub(super) fn power_step(step: &PowerStep) -> String {
    match step {
        PowerStep::Found(status) => format!("The PC is {status}"),
        PowerStep::ClosingSessions => "Closing sessions".to_owned(),
        PowerStep::Requesting(action) => format!("Asking for: {}", power_state(action.request())),
        PowerStep::WaitingForDevice => "Waiting until the PC has settled".to_owned(),
        PowerStep::Accepted => "Accepted, watching the PC".to_owned(),
        PowerStep::AnswerLost => "No answer came, watching the PC".to_owned(),
        PowerStep::Changed(status) => format!("The PC is {status}, watching it"),
        PowerStep::ReopeningSessions => "Opening sessions again".to_owned(),
    }
}

/// As in "The PC was …".
pub(super) const fn power_done(action: PowerAction) -> &'static str {
    match action {
        PowerAction::On => "turned on",
        PowerAction::Off => "turned off",
        PowerAction::Cycle => "turned off and on",
        PowerAction::Reset => "reset",
        PowerAction::OffGraceful => "shut down",
        PowerAction::ResetGraceful => "asked to restart",
        PowerAction::Sleep => "put to sleep",
        PowerAction::Hibernate => "hibernated",
        PowerAction::Nmi => "sent a diagnostic interrupt",
    }
}

/// As scripts know a feature.
pub(super) const fn feature(feature: Feature) -> &'static str {
    match feature {
        Feature::Screen => "kvm",
        Feature::Serial => "sol",
        Feature::Media => "media",
    }
}

/// Of a switch.
pub(super) const fn switch(switch: Switch) -> &'static str {
    match switch {
        Switch::On => "on",
        Switch::InUse => "in-use",
        Switch::Off => "off",
        Switch::Forbidden => "forbidden",
        Switch::Absent => "absent",
    }
}

/// The same for people.
pub(super) const fn switch_text(switch: Switch) -> &'static str {
    match switch {
        Switch::On => "on",
        Switch::InUse => "on, in use",
        Switch::Off => "off",
        Switch::Forbidden => "forbidden in the firmware setup",
        Switch::Absent => "not there",
    }
}

/// `admin`, `client`, `none`.
pub(super) fn control_mode(mode: ControlMode) -> String {
    match mode {
        ControlMode::ADMIN => "admin".to_owned(),
        ControlMode::CLIENT => "client".to_owned(),
        ControlMode::NOT_PROVISIONED => "none".to_owned(),
        ControlMode(other) => format!("unknown-{other}"),
    }
}

/// `none`, `kvm`, `all`.
pub(super) fn consent_policy(policy: OptInRequired) -> String {
    match policy {
        OptInRequired::NONE => "none".to_owned(),
        OptInRequired::KVM => "kvm".to_owned(),
        OptInRequired::ALL => "all".to_owned(),
        OptInRequired(other) => format!("unknown-{other}"),
    }
}

/// `not-started`, `requested`, `displayed`, `received`, `in-session`.
pub(super) fn consent_state(state: OptInState) -> String {
    match state {
        OptInState::NOT_STARTED => "not-started".to_owned(),
        OptInState::REQUESTED => "requested".to_owned(),
        OptInState::DISPLAYED => "displayed".to_owned(),
        OptInState::RECEIVED => "received".to_owned(),
        OptInState::IN_SESSION => "in-session".to_owned(),
        OptInState(other) => format!("unknown-{other}"),
    }
}

/// A time for machines, RFC 3339 in UTC.
pub(super) fn rfc3339(time: OffsetDateTime) -> Option<String> {
    time.format(&Rfc3339).ok()
}

/// A time for people, UTC.
pub(super) fn time_text(time: OffsetDateTime) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC");
    time.format(format)
        .unwrap_or_else(|_| time.unix_timestamp().to_string())
}

/// A size for people: `16 GiB`, with one digit after the point where it is needed. Drives are
/// sold in powers of ten, memory in powers of two.
pub(super) fn size_text(bytes: u64, binary: bool) -> String {
    let (step, units) = if binary {
        (1024, ["B", "KiB", "MiB", "GiB", "TiB"])
    } else {
        (1000, ["B", "kB", "MB", "GB", "TB"])
    };
    let (mut whole, mut rest, mut unit) = (bytes, 0, "B");
    for next in units.into_iter().skip(1) {
        if whole < step {
            break;
        }
        (whole, rest, unit) = (whole / step, whole % step, next);
    }
    match rest * 10 / step {
        0 => format!("{whole} {unit}"),
        tenths => format!("{whole}.{tenths} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_as_on_the_label() {
        assert_eq!(size_text(17_179_869_184, true), "16 GiB");
        assert_eq!(size_text(960_197_124_000, false), "960.1 GB");
        assert_eq!(size_text(256_000_000_000, false), "256 GB");
        assert_eq!(size_text(0, true), "0 B");
        assert_eq!(size_text(1023, true), "1023 B");
        assert_eq!(size_text(1536, true), "1.5 KiB");
        assert!(size_text(u64::MAX, false).ends_with(" TB"));
    }

    #[test]
    fn times_are_in_utc_in_both_forms() {
        let time = OffsetDateTime::from_unix_timestamp(1_597_017_600).unwrap();
        assert_eq!(time_text(time), "2020-08-10 00:00:00 UTC");
        assert_eq!(rfc3339(time).as_deref(), Some("2020-08-10T00:00:00Z"));
    }

    #[test]
    fn every_action_is_named_as_it_is_asked_for() {
        let names = PowerAction::ALL.map(|action| power_state(action.request()));
        assert_eq!(
            names,
            [
                "on",
                "off",
                "cycle",
                "reset",
                "off-graceful",
                "reset-graceful",
                "sleep",
                "hibernate",
                "nmi"
            ]
        );
    }
}
