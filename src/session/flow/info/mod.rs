//! Everything that `outband info` and the device page show.
//!
//! It is read part by part, so that a page can show what is there already. A class that a release
//! lacks, refuses or garbles costs its own part and nothing else.
//!
//! Source: `docs/protocol/wsman.md` § 2, § 6.3–6.7.

mod inventory;
mod network;

pub use inventory::{Drive, Inventory, NamedProcessor};
pub use network::Network;

use time::OffsetDateTime;

use super::enable::{self, Switches};
use super::power::{self, PowerStatus};
use super::{is_local, logs};
use crate::proto::wsman::class::{
    AmtVersion, BootCapabilities, ComputerSystemPackage, ControlMode, GeneralSettings,
    HostBasedSetup, HostBootReason, KvmSettings, OptInService, ScreenSettings, SessionPort,
    SetupService, Software, TimeService, TlsSettings, Uuid,
};
use crate::proto::wsman::status::Returns;
use crate::session::Fault;
use crate::session::control::Control;

/// One part of what is to be known, in the order in which people ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Release, edition, names.
    Version,
    /// Power state, and what may be asked now.
    Power,
    /// Screen, serial, media: on, off, forbidden.
    Features,
    /// Admin or client control, provisioning.
    Mode,
    /// Policy and state of the user's consent.
    Consent,
    /// Who is connected.
    Sessions,
    /// UUID, chassis, board, BIOS, processors, memory, drives.
    Inventory,
    /// Interfaces, addresses, encryption.
    Network,
    /// The device's clock.
    Clock,
    /// Boots that it can do, and why it started last.
    Boot,
    /// Displays.
    Screens,
    /// How full the logs are.
    Logs,
}

impl Part {
    /// All of them, in their order.
    pub const ALL: [Self; 12] = [
        Self::Version,
        Self::Power,
        Self::Features,
        Self::Mode,
        Self::Consent,
        Self::Sessions,
        Self::Inventory,
        Self::Network,
        Self::Clock,
        Self::Boot,
        Self::Screens,
        Self::Logs,
    ];

    /// What a person calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Version => "version",
            Self::Power => "power",
            Self::Features => "features",
            Self::Mode => "mode",
            Self::Consent => "consent",
            Self::Sessions => "sessions",
            Self::Inventory => "inventory",
            Self::Network => "network",
            Self::Clock => "clock",
            Self::Boot => "boot",
            Self::Screens => "screens",
            Self::Logs => "logs",
        }
    }
}

/// The device's clock beside ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockReading {
    /// What it says; whole seconds.
    pub device: OffsetDateTime,
    /// Ours, in the middle of the exchange.
    pub ours: OffsetDateTime,
}

impl ClockReading {
    /// Seconds by which it is fast; negative: slow.
    #[must_use]
    pub fn fast_by_secs(&self) -> i64 {
        (self.device - self.ours).whole_seconds()
    }
}

/// Somebody who is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Connected {
    /// To what.
    pub kind: SessionPort,
    /// Over the wireless interface.
    pub is_wireless: bool,
}

/// A part that could not be read.
#[derive(Debug)]
pub struct Missing {
    /// Which.
    pub part: Part,
    /// Why.
    pub fault: Fault,
}

/// What is known about a device. What a release does not tell stays empty.
#[derive(Debug, Default)]
pub struct Info {
    /// Parts that were asked for, read or not.
    pub read: Vec<Part>,
    /// Release by the answers' `Server` header; often with a build.
    pub hint: Option<AmtVersion>,
    /// Release, edition and every item of the firmware's list.
    pub software: Software,
    /// Names, realm, privacy level.
    pub settings: Option<GeneralSettings>,
    /// Power state, and what may be asked now.
    pub power: Option<PowerStatus>,
    /// Screen, serial, media.
    pub features: Option<Switches>,
    /// How a screen session behaves.
    pub kvm_settings: Option<KvmSettings>,
    /// Admin or client control.
    pub control_mode: Option<ControlMode>,
    /// How it was set up.
    pub setup: Option<SetupService>,
    /// Policy and state of the user's consent; `None` where there is no consent at all.
    pub consent: Option<OptInService>,
    /// Who is connected; `None` where the release does not tell.
    pub sessions: Option<Vec<Connected>>,
    /// Past sessions in the firmware's own words, oldest first.
    pub access_log: Vec<String>,
    /// UUID of the PC.
    pub uuid: Option<Uuid>,
    /// The hardware, as found at the last start.
    pub inventory: Inventory,
    /// Interfaces and addresses.
    pub network: Network,
    /// Encryption of network and local interface.
    pub tls: Vec<TlsSettings>,
    /// The clock.
    pub clock: Option<ClockReading>,
    /// Boots that it can do.
    pub boot: Option<BootCapabilities>,
    /// Why it started last.
    pub boot_reason: Option<HostBootReason>,
    /// Displays.
    pub screens: Option<ScreenSettings>,
    /// How full the logs are.
    pub logs: logs::LogStates,
    /// What could not be read.
    pub missing: Vec<Missing>,
}

impl Info {
    /// The release, with its build where anything tells it.
    #[must_use]
    pub fn version(&self) -> Option<AmtVersion> {
        match (self.software.version, self.hint) {
            (Some(version), Some(hint)) if version.build.is_none() => Some(AmtVersion {
                build: hint.build,
                ..version
            }),
            (version, hint) => version.or(hint),
        }
    }

    /// Does the user have to consent to a screen session?
    #[must_use]
    pub fn needs_consent_for_screen(&self) -> bool {
        let by_service = self.consent.as_ref().is_some_and(|c| c.required.0 != 0);
        let by_kvm = self.kvm_settings.as_ref().and_then(|k| k.opt_in_policy);
        by_service || by_kvm == Some(true)
    }
}

/// Reads everything. `progress` hears of each part when it is there.
///
/// # Errors
/// [`Fault`] of a lost connection, a refused login, an untrusted device; or if nothing at all
/// could be read.
pub async fn read(
    control: &mut Control,
    progress: impl FnMut(Part, &Info) + Send,
) -> Result<Info, Fault> {
    let mut info = Info::default();
    read_parts(control, &mut info, &Part::ALL, progress).await?;
    if info.is_empty() && !info.missing.is_empty() {
        return Err(info.missing.swap_remove(0).fault);
    }
    Ok(info)
}

/// Reads some parts, or reads them again.
///
/// # Errors
/// [`Fault`] of a lost connection, a refused login, an untrusted device. What was read before
/// stays in `info`.
pub async fn read_parts(
    control: &mut Control,
    info: &mut Info,
    parts: &[Part],
    mut progress: impl FnMut(Part, &Info) + Send,
) -> Result<(), Fault> {
    for &part in parts {
        info.missing.retain(|missing| missing.part != part);
        match info.read_part(control, part).await {
            Ok(()) => {}
            Err(fault) if is_local(&fault) => info.missing.push(Missing { part, fault }),
            Err(fault) => return Err(fault),
        }
        if !info.read.contains(&part) {
            info.read.push(part);
        }
        progress(part, info);
    }
    Ok(())
}

impl Info {
    fn is_empty(&self) -> bool {
        self.software.items.is_empty() && self.settings.is_none() && self.power.is_none()
    }

    async fn read_part(&mut self, control: &mut Control, part: Part) -> Result<(), Fault> {
        match part {
            Part::Version => {
                let items = control.instances(Software::CLASS, "tell its version");
                self.software = Software::from_items(&items.await?);
                self.hint = control.version_hint();
                self.settings = control.find("tell its name").await?;
            }
            Part::Power => self.power = Some(power::status(control).await?),
            Part::Features => {
                self.features = Some(enable::read(control).await?);
                self.kvm_settings = super::find(control, "tell how its screen is set").await?;
            }
            Part::Mode => {
                self.setup = control.find("tell how it was set up").await?;
                let setup: Option<HostBasedSetup> = control.find("tell its control mode").await?;
                let mode = setup.map(|setup| setup.current);
                self.control_mode = mode.or(self.setup.and_then(|s| s.control_mode()));
            }
            Part::Consent => self.consent = control.find("tell about consent").await?,
            Part::Sessions => self.sessions = sessions(control).await?,
            Part::Inventory => {
                let packages: Vec<ComputerSystemPackage> = control.list("tell its UUID").await?;
                self.uuid = packages.iter().find_map(|package| package.uuid);
                self.inventory = Inventory::read(control).await?;
            }
            Part::Network => {
                self.network = Network::read(control).await?;
                self.tls = control.list("tell about its encryption").await?;
            }
            Part::Clock => self.clock = Some(clock(control).await?),
            Part::Boot => {
                self.boot = control.find("tell what it can start from").await?;
                self.boot_reason = super::find(control, "tell why it started").await?;
            }
            Part::Screens => self.screens = control.find("tell about its displays").await?,
            Part::Logs => self.logs = logs::states(control).await?,
        }
        Ok(())
    }
}

/// Who is connected; `None` where no class tells.
///
/// # Errors
/// [`Fault`].
pub async fn sessions(control: &mut Control) -> Result<Option<Vec<Connected>>, Fault> {
    let mut found = None;
    for kind in SessionPort::ALL {
        let read = control.find_instances(kind.class(), "tell who is connected");
        if let Some(items) = read.await? {
            let connected = items.iter().map(|item| Connected {
                kind,
                is_wireless: SessionPort::is_wireless(item),
            });
            found.get_or_insert_with(Vec::new).extend(connected);
        }
    }
    Ok(found)
}

/// Reads the device's clock.
///
/// # Errors
/// [`Fault`].
pub async fn clock(control: &mut Control) -> Result<ClockReading, Fault> {
    const WHAT: &str = "tell the time";
    let before = OffsetDateTime::now_utc();
    let output = control
        .invoke(TimeService::read(), Returns::Amt, WHAT)
        .await?;
    let after = OffsetDateTime::now_utc();
    let device = TimeService::from_output(&output)
        .map_err(|error| Fault::unexpected(&error, "WS-Management"))?
        .ok_or_else(|| Fault::unexpected(&"a time out of range", "WS-Management"))?;
    Ok(ClockReading {
        device,
        ours: before + (after - before) / 2,
    })
}
