//! What a firmware is made from, what it is told and what it wants done.

use crate::proto::redir::messages::SessionType;
use crate::sim::firmware::boot::BootPlan;
use crate::sim::firmware::consent::{ConsentEnd, ConsentPolicy};
use crate::sim::firmware::power::{AgentRequest, PowerState};
use crate::sim::firmware::settings::TlsSettings;
use crate::sim::profile::Profile;
use crate::wire::Secret;

/// How the device was provisioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlMode {
    /// Client control mode: consent always.
    Client,
    /// Admin control mode.
    Admin,
}

/// How a firmware is made.
#[derive(Debug, Clone)]
pub struct FirmwareOptions {
    /// Which release.
    pub profile: Profile,
    /// Name of the administrator.
    pub user: String,
    /// His password.
    pub password: Secret<String>,
    /// Password of port 5900.
    pub rfb_password: Secret<String>,
    /// Realm of digest logins: `Digest:` and 32 hexadecimal digits.
    pub realm: String,
    /// UUID of the PC, in the order in which it is written.
    pub uuid: [u8; 16],
    /// Name of the PC.
    pub name: String,
    /// How it was provisioned.
    pub mode: ControlMode,
    /// What needs consent; in client control mode everything does.
    pub consent: ConsentPolicy,
    /// The code to draw every time, 0..=999999; random otherwise.
    pub consent_code: Option<u32>,
    /// Power state at the beginning.
    pub power: PowerState,
    /// The PC can be put to sleep; a virtual machine cannot.
    pub sleeps: bool,
    /// Which ports are served.
    pub tls: TlsSettings,
    /// Port 5900 is served.
    pub serves_5900: bool,
    /// Seconds since 1970 at the beginning.
    pub utc_secs: u32,
    /// Decides all randomness.
    pub seed: u64,
}

/// What the firmware wants done, or what should be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FirmwareEvent {
    /// The power state is this now.
    Power(PowerState),
    /// The PC starts from the beginning, with this plan.
    Start(BootPlan),
    /// The PC was reset and starts from the beginning, with this plan.
    Reset(BootPlan),
    /// The PC goes on where it fell asleep.
    Wake,
    /// The PC is without power.
    Stop,
    /// A non-maskable interrupt.
    Nmi,
    /// The agent in the operating system is asked for something.
    Ask(AgentRequest),
    /// The PC's screen shows this consent code.
    ConsentDisplayed(u32),
    /// The user has consented.
    ConsentAccepted,
    /// An attempt or granted consent is over.
    ConsentEnded(ConsentEnd),
    /// The firmware ends this session.
    EndSession {
        /// Which one.
        kind: SessionType,
        /// Why, in a few words.
        reason: &'static str,
    },
    /// The redirection ports open or close.
    Listening(bool),
    /// Port 5900 opens or closes.
    Listening5900(bool),
}

/// How far the PC has come since it started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostStage {
    /// The BIOS setup is on its screen.
    Setup,
    /// An operating system starts.
    System,
    /// The BIOS found nothing to boot from.
    NoMedium,
}

/// Who started the PC; the numbers stand on the wire (inferred from the order of the text).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BootCause {
    /// Its button, or its own system.
    Other = 0,
    /// A console.
    Remote = 1,
    /// An alarm.
    Alarm = 2,
}

/// Why the PC started last; `IPS_HostBootReason`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootReason {
    /// Who started it.
    pub cause: BootCause,
    /// `Reset`, `Power Up`, `Power Cycle`, the name of the alarm, or empty.
    pub details: String,
    /// ACPI sleep state it came from.
    pub previous: PowerState,
}

/// What a KVM session is told when it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KvmConsent {
    /// The picture may be shown.
    Granted,
    /// The viewer has to type the code first.
    Prompt,
    /// Too many wrong codes: the session ends.
    Blocked,
}
