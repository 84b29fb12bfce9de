//! Network interfaces.
//!
//! Source: `docs/protocol/wsman.md` § 6.4.

use core::net::Ipv4Addr;

use super::{Apply, Class, View};
use crate::sim::firmware::users::Realms;
use crate::sim::wsman::object::Object;
use crate::sim::wsman::put::Field;

/// The classes of this subject.
pub(super) const CLASSES: &[Class] = &[
    Class::new("AMT_EthernetPortSettings", READ, ports).with_put(
        Realms::GENERAL_INFO,
        &[
            Field::text("DefaultGateway", 15),
            Field::flag("DHCPEnabled"),
            Field::text("IPAddress", 15),
            Field::flag("IpSyncEnabled"),
            Field::numbers("LinkPolicy", 255),
            Field::text("PrimaryDNS", 15),
            Field::text("SecondaryDNS", 15),
            Field::flag("SharedStaticIp"),
            Field::text("SubnetMask", 15),
        ],
        Apply::Store,
    ),
    Class::new("CIM_EthernetPort", READ, speeds),
    Class::new("IPS_IPv6PortSettings", READ, ipv6),
];

const READ: Realms = Realms::GENERAL_INFO.or(Realms::REDIRECTION);

/// Wired, then wireless. A desktop PC has no wireless adapter, which shows as an address of
/// zeros; real devices keep the object.
fn ports(view: &View<'_>) -> Vec<Object> {
    let [.., a, b, c] = view.firmware.options().uuid;
    let settings = |n: u8| {
        Object::new("AMT_EthernetPortSettings")
            .text("ElementName", "Intel(r) AMT Ethernet Port Settings")
            .text(
                "InstanceID",
                &format!("Intel(r) AMT Ethernet Port Settings {n}"),
            )
            .flag("SharedMAC", true)
    };
    let address = Ipv4Addr::new(192, 0, 2, c).to_string();
    let wired = settings(0)
        .flag("DHCPEnabled", true)
        .text("DefaultGateway", "192.0.2.1")
        .text("IPAddress", &address)
        .flag("IpSyncEnabled", true)
        .flag("LinkIsUp", true)
        .numbers("LinkPolicy", [1, 14])
        // Locally administered, so that it can be nobody else's.
        .text("MACAddress", &format!("02-51-30-{a:02x}-{b:02x}-{c:02x}"))
        .number("PhysicalConnectionType", 0)
        .text("PrimaryDNS", "192.0.2.2")
        .text("SecondaryDNS", "192.0.2.3")
        .flag("SharedDynamicIP", true)
        .flag("SharedStaticIp", false)
        .text("SubnetMask", "255.255.255.0");
    let has_wifi = view.firmware.power.abilities().modern_standby;
    let mac = if has_wifi {
        format!("06-51-30-{a:02x}-{b:02x}-{c:02x}")
    } else {
        "00-00-00-00-00-00".to_owned()
    };
    let wireless = settings(1)
        .flag("DHCPEnabled", true)
        .flag("LinkIsUp", false)
        .number("LinkControl", 2)
        .numbers("LinkPolicy", [1, 14])
        .number("LinkPreference", 2)
        .text("MACAddress", &mac)
        .number("PhysicalConnectionType", 3)
        .number("WLANLinkProtectionLevel", 1);
    let all = [wired, wireless];
    all.map(|object| view.stored.over(object)).into()
}

/// The cable: a network adapter whose PC is off or asleep saves power on a slow link.
fn speeds(view: &View<'_>) -> Vec<Object> {
    let is_on = view.firmware.power.is_on();
    let speed = if is_on { 1_000_000_000 } else { 10_000_000 };
    let port = Object::new("CIM_EthernetPort")
        .text("CreationClassName", "CIM_EthernetPort")
        .text("DeviceID", "Intel(r) AMT Ethernet Port 0")
        .text("ElementName", "Ethernet Port")
        .number("EnabledState", 5)
        .number("LinkTechnology", 2)
        .number("Speed", speed)
        .text("SystemCreationClassName", "CIM_ComputerSystem")
        .text("SystemName", "ManagedSystem");
    vec![port]
}

/// Present, but without an address, as recorded.
fn ipv6(_: &View<'_>) -> Vec<Object> {
    let none = "::";
    let name = "Intel(r) IPS IPv6 Settings 0";
    let settings = Object::new("IPS_IPv6PortSettings")
        .text("CurrentDefaultRouter", none)
        .text("CurrentPrimaryDNS", none)
        .text("CurrentSecondaryDNS", none)
        .text("DefaultRouter", none)
        .text("ElementName", name)
        .text("IPv6Address", none)
        .text("InstanceID", name)
        .number("InterfaceIDType", 0)
        .text("ManualInterfaceID", "0000000000000000")
        .text("PrimaryDNS", none)
        .text("SecondaryDNS", none);
    vec![settings]
}
