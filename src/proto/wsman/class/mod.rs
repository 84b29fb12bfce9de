//! The classes a console needs, as typed values.
//!
//! Each type is read from an [`Instance`] and takes what the device sends: properties that some
//! releases lack are `Option`, numbers from open sets keep values that nobody published, and
//! where an object is written back the whole instance is kept beside the typed reading.

mod associated_power;
mod audit_log;
mod audit_text;
mod authorization;
mod bios;
mod boot_capabilities;
mod boot_service;
mod boot_setting_data;
mod boot_source;
mod card;
mod chassis;
mod computer_system;
mod ethernet_port;
mod event_text;
mod general_settings;
mod host_based_setup;
mod host_boot_reason;
mod ipv6_port;
mod kvm_redirection_sap;
mod kvm_settings;
mod media_device;
mod memory;
mod message_log;
mod network_port;
mod opt_in_service;
mod os_power;
mod power_service;
mod processor;
mod redirection_service;
mod screen_configuration;
mod screen_settings;
mod sec_io;
mod session_port;
mod setup_service;
mod software_identity;
mod time_service;
mod tls_settings;

pub use associated_power::AssociatedPower;
pub use audit_log::{AuditInitiator, AuditLog, AuditPage, AuditRecord};
pub use authorization::{AccessPermission, AclEntry, AclHandles, Realms};
pub use bios::Bios;
pub use boot_capabilities::{BootCapabilities, EraseMeans};
pub use boot_service::{BootRole, BootService};
pub use boot_setting_data::{BootFlags, BootSettingData, IderDevice};
pub use boot_source::BootSource;
pub use card::Card;
pub use chassis::{Chassis, ChassisType};
pub use computer_system::{ComputerSystemPackage, Uuid};
pub use ethernet_port::EthernetPort;
pub use general_settings::{GeneralSettings, PrivacyLevel};
pub use host_based_setup::{ControlMode, HostBasedSetup};
pub use host_boot_reason::HostBootReason;
pub use ipv6_port::Ipv6Port;
pub use kvm_redirection_sap::{KvmRedirectionSap, KvmSapState};
pub use kvm_settings::KvmSettings;
pub use media_device::{MediaDevice, PhysicalPackage};
pub use memory::{FormFactor, Memory, MemoryType};
pub use message_log::{EventRecord, EventSeverity, LogPage, MessageLog};
pub use network_port::NetworkPort;
pub use opt_in_service::{OptInRequired, OptInService, OptInState};
pub use os_power::{OsPower, OsPowerSaving};
pub use power_service::{PowerCapabilities, PowerState};
pub use processor::{Chip, CpuStatus, Processor};
pub use redirection_service::{RedirectionService, RedirectionState};
pub use screen_configuration::ScreenConfiguration;
pub use screen_settings::{Screen, ScreenSettings};
pub use sec_io::SecIo;
pub use session_port::SessionPort;
pub use setup_service::SetupService;
pub use software_identity::{AmtVersion, Software};
pub use time_service::TimeService;
pub use tls_settings::TlsSettings;

use super::instance::{Instance, PropertyError};

/// A class as a typed value.
pub trait Class: Sized {
    /// Name of the class on the wire.
    const NAME: &'static str;

    /// Reads one object.
    ///
    /// # Errors
    /// [`PropertyError`] if something that every release sends is missing or is no such value.
    fn from_instance(instance: &Instance) -> Result<Self, PropertyError>;
}

/// A number from an open set: known values have constants and names, others survive.
macro_rules! open_set {
    (
        $(#[$meta:meta])*
        $name:ident: $repr:ty {
            $($(#[$doc:meta])* $constant:ident = $value:literal, $text:literal;)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub $repr);

        impl $name {
            $($(#[$doc])* pub const $constant: Self = Self($value);)*

            /// Its name; `None` for a value nobody published.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($value => Some($text),)*
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.name() {
                    Some(name) => f.write_str(name),
                    None => write!(f, "unknown ({})", self.0),
                }
            }
        }

        impl $crate::proto::wsman::instance::Value for $name {
            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok().map(Self)
            }
        }
    };
}
use open_set;

#[cfg(test)]
mod test_support {
    use super::super::xml::Element;
    use super::*;

    /// An instance of `class` with these properties, given as `Name=value` per line.
    pub(super) fn instance(class: &str, properties: &str) -> Instance {
        let uri = super::super::namespace::resource_uri(class);
        let properties = properties.lines().map(str::trim).filter(|l| !l.is_empty());
        let children = properties
            .map(|line| {
                let (name, value) = line.split_once('=').expect("Name=value");
                Element::with_text(&uri, name, value)
            })
            .collect();
        Instance::from_element(Element::with_children(&uri, class, children))
    }
}
