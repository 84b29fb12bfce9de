//! How a device is made.

use std::time::Duration;

use crate::sim::firmware::ControlMode;
use crate::sim::firmware::consent::ConsentPolicy;
use crate::sim::firmware::power::PowerState;
use crate::sim::firmware::settings::TlsSettings;
use crate::sim::profile::Profile;
use crate::sim::scene::{Settings, System};
use crate::sim::wsman::ServiceOddities;
use crate::wire::Secret;

/// What a PC that is on shows first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// It was just switched on.
    Post,
    /// Somebody left it in the setup.
    Setup,
    /// Its system has been running for a while.
    Running,
}

/// How a device is made.
#[derive(Debug, Clone)]
pub struct DeviceOptions {
    /// Name of the PC.
    pub name: String,
    /// Release of its firmware.
    pub profile: Profile,
    /// The administrator.
    pub user: String,
    /// His password.
    pub password: Secret<String>,
    /// Password of port 5900.
    pub rfb_password: Secret<String>,
    /// How it was provisioned.
    pub mode: ControlMode,
    /// What needs the user's consent; in client control mode everything does.
    pub consent: ConsentPolicy,
    /// The consent code to show every time, 0..=999999; random ones otherwise.
    pub consent_code: Option<u32>,
    /// Power state at the beginning.
    pub power: PowerState,
    /// What it shows first if it is on.
    pub start: Start,
    /// Settings of its BIOS.
    pub settings: Settings,
    /// Bytes that its programs read from the serial port each second; `None`: as they come.
    pub serial_reads: Option<u32>,
    /// Its operating system.
    pub system: System,
    /// A display is attached, so that firmware has a picture to capture.
    pub has_display: bool,
    /// Sizes of further displays beside it, at most three; each shows a still picture.
    pub more_displays: Vec<(u16, u16)>,
    /// Which of its ports are served.
    pub tls: TlsSettings,
    /// Port 5900 is served.
    pub serves_5900: bool,
    /// What its clock shows at the beginning, seconds since 1970.
    pub utc_secs: u32,
    /// What its web server does differently.
    pub oddities: ServiceOddities,
    /// After this time mains power is lost, and back at once.
    pub unplug_after: Option<Duration>,
    /// Decides all randomness.
    pub seed: u64,
}

impl Default for DeviceOptions {
    /// What the command line says without options; the seed is 0.
    fn default() -> Self {
        Self {
            name: "sim-1".into(),
            profile: Profile::Amt16,
            user: "admin".into(),
            password: Secret::new("P@ssw0rd".into()),
            rfb_password: Secret::new("P@ssw0rd".into()),
            mode: ControlMode::Admin,
            consent: ConsentPolicy::None,
            consent_code: None,
            power: PowerState::On,
            start: Start::Running,
            settings: Settings::default(),
            serial_reads: None,
            system: System::Desktop,
            has_display: true,
            more_displays: Vec::new(),
            tls: TlsSettings {
                is_enabled: true,
                accepts_plain: true,
                is_mutual: false,
            },
            serves_5900: true,
            // 2026-01-01.
            utc_secs: 1_767_225_600,
            oddities: ServiceOddities::default(),
            unplug_after: None,
            seed: 0,
        }
    }
}
