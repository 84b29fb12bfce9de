//! The simulated device beside recorded answers of real ones: same names, same order, same kinds
//! of values. The recordings are not part of this project: where their folder does not lie beside
//! it, this says so and proves nothing.

use std::fs;
use std::path::{Path, PathBuf};

use outband::proto::wsman::envelope::Envelope;
use outband::proto::wsman::instance::Instance;
use outband::proto::wsman::namespace as ns;
use outband::proto::wsman::xml::Element;
use outband::sim::Profile;

use crate::support::web::{Console, GET, envelope};

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/wsman");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no recorded answers in {}", folder.display());
    None
}

fn recorded(folder: &Path, class: &str, operation: &str) -> Option<Envelope> {
    let text = fs::read(folder.join(class).join(operation).with_extension("xml")).ok()?;
    Some(Envelope::decode(&text).unwrap())
}

/// What kind of text a value is.
fn kind(text: &str) -> &'static str {
    let text = text.trim();
    match text {
        "" => "empty",
        "true" | "false" => "flag",
        _ if text.parse::<i64>().is_ok() => "number",
        _ => "text",
    }
}

/// Names with the kinds of their values, in order; an array once; structure below.
fn shape(element: &Element) -> Vec<String> {
    let mut shape: Vec<String> = Vec::new();
    for child in &element.children {
        let inner = if child.children.is_empty() {
            kind(&child.text).to_owned()
        } else {
            format!("{:?}", shape_of_reference(child))
        };
        let line = format!("{}: {inner}", child.name);
        if shape.last() != Some(&line) {
            shape.push(line);
        }
    }
    shape
}

/// Names below a reference or a date.
fn shape_of_reference(element: &Element) -> Vec<String> {
    let mut names = Vec::new();
    for child in &element.children {
        let key = child.attribute_value("Name").unwrap_or_default();
        names.push(format!("{}{key}", child.name));
        names.extend(shape_of_reference(child));
    }
    names
}

/// Differences that have a reason.
fn excused(class: &str, line: &str) -> bool {
    let excuses: &[(&str, &[&str])] = &[
        // No lease of an address was recorded.
        ("AMT_EthernetPortSettings", &["IPAddress: text"]),
        // Appended out of order upstream (README of the recordings).
        (
            "IPS_PowerManagementService",
            &["OSPowerSavingState: number"],
        ),
        // The recorded device was never asked for a fingerprint of its CPU.
        ("CIM_Processor", &["Stepping: number", "Stepping: text"]),
        // The recording says "test".
        ("IPS_ScreenSettingData", &["ElementName: text"]),
        // Serial numbers may or may not be all digits.
        (
            "CIM_PhysicalMemory",
            &["SerialNumber: number", "SerialNumber: text"],
        ),
    ];
    excuses
        .iter()
        .any(|(name, lines)| *name == class && lines.contains(&line))
}

fn sensible(class: &str, shape: Vec<String>) -> Vec<String> {
    shape
        .into_iter()
        .filter(|line| !excused(class, line))
        .collect()
}

/// A device of each release.
fn devices() -> Vec<Console> {
    Profile::ALL.into_iter().map(Console::of).collect()
}

/// The objects of a class on every device that has it.
fn of_all(devices: &mut [Console], class: &str) -> impl Iterator<Item = Instance> {
    let lists = devices
        .iter_mut()
        .filter_map(|device| device.list(class).ok());
    let all: Vec<_> = lists.flat_map(|(items, _)| items).collect();
    all.into_iter()
}

/// The classes that we serve and that were recorded.
const CLASSES: &[&str] = &[
    "AMT_AlarmClockService",
    "AMT_AuditLog",
    "AMT_AuthorizationService",
    "AMT_BootCapabilities",
    "AMT_BootSettingData",
    "AMT_EthernetPortSettings",
    "AMT_GeneralSettings",
    "AMT_MessageLog",
    "AMT_RedirectionService",
    "AMT_SetupAndConfigurationService",
    "AMT_TLSSettingData",
    "AMT_TimeSynchronizationService",
    "CIM_AssociatedPowerManagementService",
    "CIM_BIOSElement",
    "CIM_BootConfigSetting",
    "CIM_BootService",
    "CIM_BootSourceSetting",
    "CIM_Chassis",
    "CIM_ComputerSystemPackage",
    "CIM_KVMRedirectionSAP",
    "CIM_MediaAccessDevice",
    "CIM_PhysicalMemory",
    "CIM_PowerManagementCapabilities",
    "CIM_PowerManagementService",
    "CIM_Processor",
    "CIM_RedirectionService",
    "CIM_Sensor",
    "CIM_ServiceAvailableToElement",
    "CIM_SoftwareIdentity",
    "IPS_HostBasedSetupService",
    "IPS_IPv6PortSettings",
    "IPS_KVMRedirectionSettingData",
    "IPS_OptInService",
    "IPS_PowerManagementService",
    "IPS_ScreenSettingData",
    "IPS_SecIOService",
];

#[test]
fn objects_have_the_properties_of_recorded_ones_in_their_order() {
    let Some(folder) = folder() else { return };
    let mut devices = devices();
    let mut compared = 0;
    for class in CLASSES {
        let from_get = recorded(&folder, class, "get").and_then(|e| e.body);
        let from_pull = recorded(&folder, class, "pull").and_then(|e| {
            let items = e
                .body?
                .child(ns::ENUMERATION, "Items")?
                .children
                .first()?
                .clone();
            Some(items)
        });
        let recordings: Vec<_> = from_get.into_iter().chain(from_pull).collect();
        assert!(!recordings.is_empty(), "{class} was not recorded");
        for recording in recordings {
            let expected = sensible(class, shape(&recording));
            // The recordings come from several releases: one of ours has to be like it.
            let ours: Vec<_> = of_all(&mut devices, class)
                .map(|item| sensible(class, shape(item.as_element())))
                .collect();
            assert!(
                ours.contains(&expected),
                "{class}\nrecorded {expected:#?}\nours {ours:#?}"
            );
            compared += 1;
        }
    }
    assert!(compared > 50, "{compared}");
}

#[test]
fn fixed_texts_are_those_of_recorded_objects() {
    let Some(folder) = folder() else { return };
    let mut devices = devices();
    for class in CLASSES {
        let Some(recording) = recorded(&folder, class, "get").and_then(|e| e.body) else {
            continue;
        };
        let ours: Vec<_> = of_all(&mut devices, class).collect();
        for name in [
            "CreationClassName",
            "ElementName",
            "Name",
            "InstanceID",
            "SystemCreationClassName",
            "SystemName",
            "OwningEntity",
        ] {
            let Some(expected) = recording.child_text(&recording.namespace, name) else {
                continue;
            };
            if expected == "test" {
                continue; // Edited upstream.
            }
            let found = ours
                .iter()
                .any(|object| object.text(name) == Some(expected));
            assert!(found, "{class}.{name} = {expected:?}");
        }
    }
}

#[test]
fn the_recorded_amt_12_and_ours_name_the_same_software() {
    let Some(folder) = folder() else { return };
    let recording = recorded(&folder, "CIM_SoftwareIdentity", "pull")
        .unwrap()
        .body
        .unwrap();
    let items = recording.child(ns::ENUMERATION, "Items").unwrap();
    let ours = Console::of(Profile::Amt12).all("CIM_SoftwareIdentity");
    let ours: Vec<_> = ours.iter().map(|i| i.as_element().clone()).collect();
    assert_eq!(ours, items.children);
}

#[test]
fn prefixes_are_dealt_as_in_recorded_answers() {
    let Some(folder) = folder() else { return };
    let declared = |text: &str| -> Vec<(String, String)> {
        let root = text
            .split_once("Envelope")
            .unwrap()
            .1
            .split_once('>')
            .unwrap()
            .0;
        let mut declared: Vec<_> = root
            .split("xmlns:")
            .skip(1)
            .map(|part| {
                let (prefix, rest) = part.split_once('=').unwrap();
                let uri = rest.split('"').nth(1).unwrap();
                (prefix.to_owned(), uri.to_owned())
            })
            // Devices declare this one wherever a class could have a date, we where it has.
            .filter(|(_, uri)| uri != ns::CIM_COMMON)
            .collect();
        declared.sort();
        declared
    };
    for class in [
        "AMT_RedirectionService",
        "AMT_AuditLog",
        "IPS_OptInService",
        "CIM_Chassis",
    ] {
        let text = fs::read_to_string(folder.join(class).join("get.xml")).unwrap();
        let mut console = Console::of(Profile::Amt16);
        let ours = console.request(
            "POST",
            "/wsman",
            &envelope(GET, &ns::resource_uri(class), "", ""),
        );
        assert_eq!(declared(&ours.body), declared(&text), "{class}");
    }
}

#[test]
fn methods_answer_with_the_parameters_of_recorded_answers() {
    let Some(folder) = folder() else { return };
    let mut console = Console::of(Profile::Amt16);
    let handle = "<r:Handle>1</r:Handle>";
    for (class, file, method, parameters) in [
        (
            "AMT_AuditLog",
            "readrecords",
            "ReadRecords",
            "<r:StartIndex>1</r:StartIndex>",
        ),
        (
            "AMT_AuthorizationService",
            "enumerateuseraclentries",
            "EnumerateUserAclEntries",
            "<r:StartIndex>1</r:StartIndex>",
        ),
        (
            "AMT_AuthorizationService",
            "getaclenabledstate",
            "GetAclEnabledState",
            handle,
        ),
        (
            "AMT_AuthorizationService",
            "getadminaclentry",
            "GetAdminAclEntry",
            "",
        ),
        (
            "AMT_AuthorizationService",
            "getadminaclentrystatus",
            "GetAdminAclEntryStatus",
            "",
        ),
        (
            "AMT_AuthorizationService",
            "getadminnetaclentrystatus",
            "GetAdminNetAclEntryStatus",
            "",
        ),
        (
            "AMT_AuthorizationService",
            "getuseraclentryex",
            "GetUserAclEntryEx",
            handle,
        ),
        (
            "AMT_MessageLog",
            "getrecords",
            "GetRecords",
            "<r:IterationIdentifier>1</r:IterationIdentifier><r:MaxReadRecords>390</r:MaxReadRecords>",
        ),
        (
            "AMT_MessageLog",
            "positiontofirstrecord",
            "PositionToFirstRecord",
            "",
        ),
        (
            "AMT_RedirectionService",
            "requeststatechange",
            "RequestStateChange",
            "<r:RequestedState>32771</r:RequestedState>",
        ),
        (
            "AMT_SetupAndConfigurationService",
            "commitchanges",
            "CommitChanges",
            "",
        ),
        (
            "AMT_TimeSynchronizationService",
            "getlowaccuracytimesynch",
            "GetLowAccuracyTimeSynch",
            "",
        ),
        (
            "CIM_BootConfigSetting",
            "changebootorder",
            "ChangeBootOrder",
            "",
        ),
        ("IPS_OptInService", "canceloptin", "CancelOptIn", ""),
        ("IPS_OptInService", "startoptin", "StartOptIn", ""),
        (
            "IPS_OptInService",
            "sendoptincode",
            "SendOptInCode",
            "<r:OptInCode>1</r:OptInCode>",
        ),
    ] {
        // Something for the logs to return.
        let enabled = "<r:RequestedState>3</r:RequestedState>";
        console.call("CIM_KVMRedirectionSAP", "RequestStateChange", enabled);
        console.call(
            "CIM_KVMRedirectionSAP",
            "RequestStateChange",
            &enabled.replace('3', "2"),
        );
        let now = console.now;
        let admin = outband::sim::firmware::audit_log::Origin::account("admin", None);
        {
            let mut device = console.device.lock();
            let kind = outband::proto::redir::messages::SessionType::Sol;
            let id = device.open_session(now, kind, &admin).unwrap();
            device.close_session(now, id, "done");
        }
        let recording = recorded(&folder, class, file).unwrap().body.unwrap();
        let ours = console.invoke(class, method, parameters).unwrap();
        assert_eq!(
            shape(ours.as_element()),
            shape(&recording),
            "{class}.{method}"
        );
    }
    // The three methods of consent, with nothing needed or pending, return what was recorded.
    let recording = recorded(&folder, "IPS_OptInService", "startoptin")
        .unwrap()
        .body
        .unwrap();
    let recorded_value = recording
        .child_text(&recording.namespace, "ReturnValue")
        .unwrap();
    let ours = console.call("IPS_OptInService", "StartOptIn", "");
    assert_eq!(ours.to_string(), recorded_value);
}
