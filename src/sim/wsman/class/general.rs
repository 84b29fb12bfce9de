//! Versions, general settings, clock.
//!
//! Source: `docs/protocol/wsman.md` § 2.2, § 2.3, § 6.5.

use super::{Apply, Call, Class, Method, View, parameter, returns};
use crate::proto::wsman::fault::SoapFault;
use crate::proto::wsman::instance::Instance;
use crate::sim::firmware::users::Realms;
use crate::sim::wsman::object::Object;
use crate::sim::wsman::put::Field;

/// The classes of this subject.
pub(super) const CLASSES: &[Class] = &[
    Class::new("CIM_SoftwareIdentity", INFO, software),
    Class::new("AMT_GeneralSettings", INFO, general).with_put(
        Realms::GENERAL_INFO,
        GENERAL_FIELDS,
        Apply::Store,
    ),
    Class::new(TIME, TIME_REALMS, time)
        .with_put(
            Realms::NETWORK_TIME,
            &[Field::number("LocalTimeSyncEnabled", 2)],
            Apply::Store,
        )
        .with_methods(&[
            Method::new("GetLowAccuracyTimeSynch", TIME_REALMS, low_accuracy),
            Method::new(
                "SetHighAccuracyTimeSynch",
                Realms::NETWORK_TIME,
                high_accuracy,
            ),
        ]),
];

/// Whoever may do anything useful may ask what he is talking to.
const INFO: Realms = Realms::GENERAL_INFO
    .or(Realms::REDIRECTION)
    .or(Realms::REMOTE_CONTROL);

const TIME: &str = "AMT_TimeSynchronizationService";
const TIME_REALMS: Realms = Realms::NETWORK_TIME.or(Realms::GENERAL_INFO);

fn software(view: &View<'_>) -> Vec<Object> {
    let version = view.features().version();
    let short = version.short();
    let build = version.build.to_string();
    let sku = view.features().sku().to_string();
    // The order of a recorded device.
    let mut items = vec![
        ("Flash", short.as_str()),
        ("Netstack", &short),
        ("AMTApps", &short),
        ("AMT", &short),
        ("Sku", &sku),
        ("VendorID", "8086"),
        ("Build Number", &build),
        ("Recovery Version", &short),
        ("Recovery Build Num", &build),
        ("Legacy Mode", "False"),
    ];
    if version.major >= 12 {
        items.push(("AMT FW Core Version", &short));
    }
    let identity = |(id, version): (&str, &str)| {
        Object::new("CIM_SoftwareIdentity")
            .text("InstanceID", id)
            .flag("IsEntity", true)
            .text("VersionString", version)
    };
    items.into_iter().map(identity).collect()
}

fn general(view: &View<'_>) -> Vec<Object> {
    let options = view.firmware.options();
    let major = view.features().major();
    let settings = Object::new("AMT_GeneralSettings")
        .number("AMTNetworkEnabled", 1)
        .number("DDNSPeriodicUpdateInterval", 1440)
        .number("DDNSTTL", 900)
        .flag("DDNSUpdateByDHCPServerEnabled", true)
        .flag("DDNSUpdateEnabled", false)
        .text("DigestRealm", &options.realm)
        .text("DomainName", DOMAIN)
        .text("ElementName", "Intel(r) AMT: General Settings")
        .text("HostName", &options.name)
        .number("IdleWakeTimeout", 1)
        .text("InstanceID", "Intel(r) AMT: General Settings")
        .flag("NetworkInterfaceEnabled", true)
        .flag("PingResponseEnabled", true)
        .number("PowerSource", 0)
        .number("PreferredAddressFamily", 0)
        .number("PresenceNotificationInterval", 0)
        .number("PrivacyLevel", 0)
        .flag("RmcpPingResponseEnabled", true)
        .flag("SharedFQDN", true)
        .flag("WsmanOnlyMode", false)
        // Which release brought which of the later ones is inferred.
        .when(major >= 7, |o| {
            o.number("DHCPv6ConfigurationTimeout", 0)
                .text("HostOSFQDN", &format!("{}.{DOMAIN}", options.name))
        })
        .when(major >= 12, |o| {
            o.number("DHCPSyncRequiresHostname", 1)
                .number("ThunderboltDockEnabled", 0)
        });
    vec![view.stored.over(settings)]
}

const GENERAL_FIELDS: &[Field] = &[
    Field::number("DDNSPeriodicUpdateInterval", 0xFFFF),
    Field::number("DDNSTTL", u32::MAX),
    Field::flag("DDNSUpdateByDHCPServerEnabled"),
    Field::flag("DDNSUpdateEnabled"),
    Field::number("DHCPSyncRequiresHostname", 1),
    Field::number("DHCPv6ConfigurationTimeout", u32::MAX),
    Field::text("DomainName", 192),
    Field::text("HostName", 63),
    Field::text("HostOSFQDN", 256),
    Field::range("IdleWakeTimeout", 1, 0xFFFF),
    Field::flag("PingResponseEnabled"),
    Field::number("PreferredAddressFamily", 1),
    Field::number("PresenceNotificationInterval", 0xFFFF),
    Field::flag("RmcpPingResponseEnabled"),
    Field::flag("SharedFQDN"),
    Field::number("ThunderboltDockEnabled", 1),
    Field::flag("WsmanOnlyMode"),
];

/// Domain of every simulated PC (RFC 2606).
const DOMAIN: &str = "example.com";

fn time(view: &View<'_>) -> Vec<Object> {
    let service = Object::service(TIME, "Intel(r) AMT Time Synchronization Service")
        .number("EnabledState", 5)
        .number("LocalTimeSyncEnabled", 0)
        .number("RequestedState", 12)
        .number("TimeSource", 0);
    vec![view.stored.over(service)]
}

fn low_accuracy(call: &mut Call<'_>, _: &Object, _: &Instance) -> Result<Object, SoapFault> {
    let utc_secs = call.firmware.utc_secs(call.now);
    Ok(Object::output(TIME, "GetLowAccuracyTimeSynch")
        .number("Ta0", utc_secs)
        .number("ReturnValue", 0))
}

/// Sets the clock to the console's at the moment it asked (`Tm2`). The other two times let real
/// firmware correct for the way of the messages; here they are only checked.
fn high_accuracy(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let ta0: u32 = parameter(input, "Ta0")?;
    let tm1: u32 = parameter(input, "Tm1")?;
    let tm2: u32 = parameter(input, "Tm2")?;
    let name = "SetHighAccuracyTimeSynch";
    // 0x22: invalid time. The reading must not lie in the device's future.
    if tm2 < tm1 || ta0 > call.firmware.utc_secs(call.now) {
        return Ok(returns(TIME, name, 0x22));
    }
    call.firmware.set_time(call.now, tm2, call.origin);
    Ok(returns(TIME, name, 0))
}
