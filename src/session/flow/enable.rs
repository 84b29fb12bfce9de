//! Switching screen, serial and media on and off in Intel AMT.
//!
//! The consent policy is never touched. What the firmware setup forbids cannot be switched on by
//! anybody over the network, and is said so.
//!
//! Source: `docs/protocol/wsman.md` § 5.1, § 2.6–2.8.

use super::find;
use crate::proto::wsman::class::{
    KvmRedirectionSap, KvmSapState, KvmSettings, RedirectionService, RedirectionState,
};
use crate::proto::wsman::status::Returns;
use crate::session::control::Control;
use crate::session::fault::{DeviceFault, Fault, Feature};

/// Whether a feature can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Switch {
    /// It is on.
    On,
    /// It is on and somebody uses it; known of the screen only.
    InUse,
    /// It is off and can be switched on.
    Off,
    /// The firmware setup forbids it.
    Forbidden,
    /// The PC does not have it.
    Absent,
}

impl Switch {
    /// May a session be opened, as far as the switch is concerned?
    #[must_use]
    pub const fn is_on(self) -> bool {
        matches!(self, Self::On | Self::InUse)
    }
}

/// All switches of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Switches {
    /// KVM.
    pub screen: Switch,
    /// Serial over LAN.
    pub serial: Switch,
    /// Storage redirection.
    pub media: Switch,
    /// The redirection ports answer: without them nothing of it works.
    pub listener: bool,
}

impl Switches {
    /// The switch of one feature.
    #[must_use]
    pub const fn of(&self, feature: Feature) -> Switch {
        match feature {
            Feature::Screen => self.screen,
            Feature::Serial => self.serial,
            Feature::Media => self.media,
        }
    }

    /// May a session be opened, as far as switches are concerned?
    #[must_use]
    pub const fn is_usable(&self, feature: Feature) -> bool {
        self.listener && self.of(feature).is_on()
    }
}

/// Reads all switches.
///
/// # Errors
/// [`Fault`].
pub async fn read(control: &mut Control) -> Result<Switches, Fault> {
    const WHAT: &str = "tell what is switched on";
    let service: Option<RedirectionService> = control.find(WHAT).await?;
    let sap: Option<KvmRedirectionSap> = control.find(WHAT).await?;
    let settings: Option<KvmSettings> = match sap {
        Some(_) => find(control, WHAT).await?,
        None => None,
    };
    let screen = match (sap.map(|sap| sap.state), settings) {
        (None, _) => Switch::Absent,
        // The access point may say "on" while the setup has it off: both count (§ 8.2, inferred).
        (Some(_), Some(settings)) if settings.enabled_by_mebx == Some(false) => Switch::Forbidden,
        (Some(KvmSapState::IN_SESSION), _) => Switch::InUse,
        (Some(state), _) if state.is_enabled() => Switch::On,
        (Some(_), _) => Switch::Off,
    };
    let switch = |is_on: fn(RedirectionState) -> bool| match &service {
        None => Switch::Absent,
        Some(service) if is_on(service.state) => Switch::On,
        Some(_) => Switch::Off,
    };
    Ok(Switches {
        screen,
        serial: switch(RedirectionState::sol),
        media: switch(RedirectionState::ider),
        listener: service.as_ref().is_some_and(|s| s.listener_enabled),
    })
}

/// What happens on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnableStep {
    /// The switches are read.
    Reading,
    /// Serial and storage are switched.
    SwitchingRedirection,
    /// The screen is switched.
    SwitchingScreen,
    /// The redirection ports are opened or closed.
    SwitchingListener,
    /// The result is read.
    Checking,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switched {
    /// Before.
    pub before: Switches,
    /// After, as the device says.
    pub after: Switches,
    /// Something was written; nothing is where everything was as wanted.
    pub was_changed: bool,
}

/// Switches features, and reads the truth afterwards. Features that are not named stay as they
/// are. Switching the screen off ends a running session.
///
/// # Errors
/// [`DeviceFault::NoScreen`], [`DeviceFault::Forbidden`], [`DeviceFault::NotAllowed`],
/// [`Fault::ConsentNeeded`] where the device asks for it; what any call can end with. What could
/// be switched before the failure stays switched.
pub async fn switch(
    control: &mut Control,
    features: &[Feature],
    on: bool,
    mut progress: impl FnMut(EnableStep) + Send,
) -> Result<Switched, Fault> {
    const WHAT: &str = "switch its features";
    progress(EnableStep::Reading);
    let before = read(control).await?;
    for &feature in features {
        possible(feature, before.of(feature), on)?;
    }
    let wanted = |feature| match features.contains(&feature) {
        true => on,
        false => before.of(feature).is_on(),
    };
    let (screen, serial, media) = (
        wanted(Feature::Screen),
        wanted(Feature::Serial),
        wanted(Feature::Media),
    );
    let listener = screen || serial || media;
    let is_done = (screen, serial, media) == now_on(&before) && listener == before.listener;
    if is_done {
        return Ok(Switched {
            before,
            after: before,
            was_changed: false,
        });
    }
    let state = RedirectionState::new(media, serial);
    if (serial, media) != (before.serial.is_on(), before.media.is_on()) {
        progress(EnableStep::SwitchingRedirection);
        let call = RedirectionService::request_state(state);
        let value = control.invoke_for_result(call, WHAT).await?;
        // A release answers "not supported" to what its setup forbids: the reading will tell.
        if value != SUCCESS && value != NOT_SUPPORTED {
            let call = RedirectionService::request_state(state);
            control.invoke(call, Returns::Cim, WHAT).await?;
        }
    }
    if screen != before.screen.is_on() {
        progress(EnableStep::SwitchingScreen);
        let call = KvmRedirectionSap::request_state(screen);
        let value = control.invoke_for_result(call, WHAT).await?;
        if value != SUCCESS && value != NOT_SUPPORTED {
            let call = KvmRedirectionSap::request_state(screen);
            control.invoke(call, Returns::Cim, WHAT).await?;
        }
    }
    progress(EnableStep::SwitchingListener);
    let service: RedirectionService = control.get(WHAT).await?;
    // The state goes back as it is now, so that what was refused is not asked for again.
    let put = service.put(service.state, listener);
    control.put(put, WHAT).await?;
    progress(EnableStep::Checking);
    let after = read(control).await?;
    for &feature in features {
        if after.of(feature).is_on() != on {
            return Err(DeviceFault::Forbidden(feature).into());
        }
    }
    Ok(Switched {
        before,
        after,
        was_changed: true,
    })
}

const fn now_on(switches: &Switches) -> (bool, bool, bool) {
    (
        switches.screen.is_on(),
        switches.serial.is_on(),
        switches.media.is_on(),
    )
}

/// Can this be switched at all?
fn possible(feature: Feature, switch: Switch, on: bool) -> Result<(), Fault> {
    match (feature, switch) {
        (Feature::Screen, Switch::Absent) if on => Err(DeviceFault::NoScreen.into()),
        (_, Switch::Absent) if on => Err(DeviceFault::Unknown {
            what: "redirect serial or storage",
        }
        .into()),
        (feature, Switch::Forbidden) if on => Err(DeviceFault::Forbidden(feature).into()),
        _ => Ok(()),
    }
}

/// Results of `RequestStateChange`. Source: § 2.6 (spec).
const SUCCESS: u32 = 0;
const NOT_SUPPORTED: u32 = 1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_switched_on_is_said_before_anything_is_written() {
        let refused = |feature, switch| possible(feature, switch, true).unwrap_err().kind();
        assert_eq!(refused(Feature::Screen, Switch::Absent), "no-screen");
        assert_eq!(refused(Feature::Screen, Switch::Forbidden), "forbidden");
        assert_eq!(refused(Feature::Serial, Switch::Absent), "not-known");
        for switch in [Switch::Absent, Switch::Forbidden, Switch::Off, Switch::On] {
            possible(Feature::Screen, switch, false).unwrap();
        }
    }

    #[test]
    fn nothing_is_usable_behind_closed_ports() {
        let mut switches = Switches {
            screen: Switch::InUse,
            serial: Switch::On,
            media: Switch::Off,
            listener: true,
        };
        assert!(switches.is_usable(Feature::Screen) && switches.is_usable(Feature::Serial));
        assert!(!switches.is_usable(Feature::Media));
        switches.listener = false;
        assert!(!switches.is_usable(Feature::Screen));
    }
}
