//! What the simulated device writes into its logs, and who may read them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use outband::proto::redir::messages::SessionType;
use outband::sim::firmware::audit_log::Origin;
use outband::sim::firmware::consent::ConsentPolicy;
use outband::sim::{DeviceOptions, Profile};

use crate::support::web::{Console, reference};

/// 2024-01-06 03:26:27 UTC, 0x6598C863: the time of a recorded record.
const NOW: u32 = 0x6598_C863;

fn console(consent: ConsentPolicy) -> Console {
    Console::new(DeviceOptions {
        utc_secs: NOW,
        consent,
        consent_code: Some(1),
        ..DeviceOptions::default()
    })
}

/// The records of the event log, newest first.
fn events(console: &mut Console) -> Vec<Vec<u8>> {
    console.call("AMT_MessageLog", "PositionToFirstRecord", "");
    let page = console
        .invoke(
            "AMT_MessageLog",
            "GetRecords",
            "<r:IterationIdentifier>1</r:IterationIdentifier>\
             <r:MaxReadRecords>390</r:MaxReadRecords>",
        )
        .unwrap();
    assert_eq!(page.text("NoMoreRecords"), Some("true"));
    page.texts("RecordArray")
        .map(|record| STANDARD.decode(record).unwrap())
        .collect()
}

/// The records of the audit log, oldest first.
fn audit(console: &mut Console) -> Vec<Vec<u8>> {
    let mut records = Vec::new();
    loop {
        let start = records.len() + 1;
        let parameters = format!("<r:StartIndex>{start}</r:StartIndex>");
        let page = console
            .invoke("AMT_AuditLog", "ReadRecords", &parameters)
            .unwrap();
        let before = records.len();
        let new = page
            .texts("EventRecords")
            .map(|r| STANDARD.decode(r).unwrap());
        records.extend(new);
        assert!(records.len() - before <= 10);
        let total: usize = page.required::<u32>("TotalRecordCount").unwrap() as usize;
        if records.len() >= total {
            return records;
        }
    }
}

/// `application, event` of a record.
fn event_of(record: &[u8]) -> (u8, u8) {
    assert_eq!((record[0], record[2]), (0, 0));
    (record[1], record[3])
}

#[test]
fn sessions_leave_the_records_of_the_tables() {
    let mut console = console(ConsentPolicy::None);
    let admin = Origin::account("admin", Some("10.0.0.7".parse().unwrap()));
    let now = console.now;
    for kind in [SessionType::Sol, SessionType::Kvm] {
        let mut device = console.device.lock();
        let id = device.open_session(now, kind, &admin).unwrap();
        device.close_session(now, id, "done");
    }
    // Sensor 192, AA 30 and 1 (SOL ended), 0 (SOL opened); KVM has none.
    let sol = |what: u8| {
        [
            b"\x63\xC8\x98\x65\xFF\xC0\x6F\x00\x68\x02\xFF\x26\x61\xAA\x30".as_slice(),
            &[what],
            &[0; 5],
        ]
        .concat()
    };
    assert_eq!(events(&mut console), [sol(1), sol(0)]);
    // 1804 by admin from 10.0.0.7, 1805 by nobody; 1808 and 1809 likewise.
    let opened = |event: u8| {
        [
            &[0, 0x12, 0, event][..],
            b"\x00\x05admin\x65\x98\xC8\x63\x00\x0810.0.0.7\x00",
        ]
        .concat()
    };
    let closed = |event: u8| {
        [
            &[0, 0x12, 0, event][..],
            b"\x02\x65\x98\xC8\x63\x02\x00\x00",
        ]
        .concat()
    };
    assert_eq!(
        audit(&mut console),
        [opened(4), closed(5), opened(8), closed(9)]
    );
    let log = console.get("AMT_AuditLog");
    assert_eq!(log.text("CurrentNumberOfRecords"), Some("4"));
    assert_eq!(
        log.time("TimeOfLastRecord").unwrap().unix_timestamp(),
        i64::from(NOW)
    );
}

#[test]
fn power_boot_and_consent_are_audited_with_who_and_from_where() {
    let mut console = console(ConsentPolicy::All);
    assert_eq!(console.call("IPS_OptInService", "StartOptIn", ""), 0);
    console.wait_secs(1);
    let code = |code: &str| format!("<r:OptInCode>{code}</r:OptInCode>");
    for _ in 0..3 {
        console.call("IPS_OptInService", "SendOptInCode", &code("9"));
    }
    console.call("IPS_OptInService", "StartOptIn", "");
    console.wait_secs(1);
    assert_eq!(
        console.call("IPS_OptInService", "SendOptInCode", &code("1")),
        0
    );
    console
        .put("AMT_BootSettingData", "<r:BIOSSetup>true</r:BIOSSetup>")
        .unwrap();
    let config = reference(
        "BootConfigSetting",
        "CIM_BootConfigSetting",
        "InstanceID",
        "Intel(r) AMT: Boot Configuration 0",
    );
    let role = format!("{config}<r:Role>1</r:Role>");
    assert_eq!(
        console.call("CIM_BootService", "SetBootConfigRole", &role),
        0
    );
    assert_eq!(console.power(10), 0);
    let records = audit(&mut console);
    let kinds: Vec<_> = records.iter().map(|r| event_of(r)).collect();
    assert_eq!(kinds, [(30, 1), (30, 1), (17, 4), (17, 3)]);
    assert!(
        records[0].ends_with(b"\x0A192.0.2.77\x01\x01"),
        "failed three times"
    );
    assert!(records[1].ends_with(b"\x0A192.0.2.77\x01\x00"), "right");
    assert!(records[3].starts_with(b"\0\x11\0\x03\0\x05admin"));

    console.wait_secs(10);
    // Progress 5, entering the setup, over progress 7, PCI resources, as recorded.
    let log = events(&mut console);
    assert_eq!(
        log[0][4..],
        *b"\xFF\x0F\x6F\x02\x68\x01\xFF\x22\x00\x40\x05\0\0\0\0\0\0"
    );
    assert_eq!(
        log[1][4..],
        *b"\xFF\x0F\x6F\x02\x68\x01\xFF\x22\x00\x40\x07\0\0\0\0\0\0"
    );
}

#[test]
fn forced_progress_events_log_every_step() {
    let mut console = console(ConsentPolicy::None);
    let put = "<r:ForcedProgressEvents>true</r:ForcedProgressEvents>";
    console.put("AMT_BootSettingData", put).unwrap();
    let config = reference(
        "BootConfigSetting",
        "CIM_BootConfigSetting",
        "InstanceID",
        "Intel(r) AMT: Boot Configuration 0",
    );
    let role = format!("{config}<r:Role>1</r:Role>");
    assert_eq!(
        console.call("CIM_BootService", "SetBootConfigRole", &role),
        0
    );
    assert_eq!(console.power(10), 0);
    console.wait_secs(10);
    let steps: Vec<u8> = events(&mut console).iter().rev().map(|r| r[14]).collect();
    assert_eq!(steps, [1, 2, 6, 7, 8, 9, 12, 19]);
}

#[test]
fn the_event_log_pages_freezes_and_clears() {
    let mut console = console(ConsentPolicy::None);
    let admin = Origin::account("admin", None);
    for _ in 0..5 {
        let now = console.now;
        let mut device = console.device.lock();
        let id = device.open_session(now, SessionType::Sol, &admin).unwrap();
        device.close_session(now, id, "done");
    }
    let mut page = |start: u32| {
        let parameters = format!(
            "<r:IterationIdentifier>{start}</r:IterationIdentifier>\
             <r:MaxReadRecords>4</r:MaxReadRecords>"
        );
        let page = console
            .invoke("AMT_MessageLog", "GetRecords", &parameters)
            .unwrap();
        (
            page.texts("RecordArray").count(),
            page.text("IterationIdentifier").map(str::to_owned),
            page.text("NoMoreRecords").map(str::to_owned),
        )
    };
    let said =
        |count, next: &str, last: &str| (count, Some(next.to_owned()), Some(last.to_owned()));
    assert_eq!(page(1), said(4, "5", "false"));
    assert_eq!(page(5), said(4, "9", "false"));
    assert_eq!(page(9), said(2, "10", "true"));
    assert_eq!(page(11), (0, None, None), "beyond the end");

    let freeze = |console: &mut Console, freeze: bool| {
        let parameters = format!("<r:Freeze>{freeze}</r:Freeze>");
        assert_eq!(console.call("AMT_MessageLog", "FreezeLog", &parameters), 0);
    };
    freeze(&mut console, true);
    assert_eq!(console.text("AMT_MessageLog", "IsFrozen"), "true");
    assert_eq!(console.call("AMT_MessageLog", "ClearLog", ""), 0x80B);
    freeze(&mut console, false);
    assert_eq!(console.call("AMT_MessageLog", "ClearLog", ""), 0);
    assert_eq!(events(&mut console), Vec::<Vec<u8>>::new());
}

#[test]
fn the_audit_log_is_cleared_under_lock_only() {
    let mut console = console(ConsentPolicy::None);
    assert_eq!(console.call("AMT_AuditLog", "ClearLog", ""), 0x13);
    let lock = "<r:LockTimeoutInSeconds>10</r:LockTimeoutInSeconds><r:Flag>0</r:Flag>";
    let locked = console
        .invoke("AMT_AuditLog", "SetAuditLock", lock)
        .unwrap();
    let handle = locked.text("Handle").unwrap().to_owned();
    assert_eq!(console.call("AMT_AuditLog", "SetAuditLock", lock), 0x12);
    assert_eq!(console.call("AMT_AuditLog", "ClearLog", ""), 0);
    let unlock = format!("<r:Flag>2</r:Flag><r:Handle>{handle}</r:Handle>");
    assert_eq!(console.call("AMT_AuditLog", "SetAuditLock", &unlock), 0);
    assert_eq!(console.call("AMT_AuditLog", "SetAuditLock", &unlock), 0x11);
    // The clearing itself is the first record of the empty log.
    let records = audit(&mut console);
    assert_eq!(
        records.iter().map(|r| event_of(r)).collect::<Vec<_>>(),
        [(20, 0)]
    );
}

/// Adds a technician who may redirect and switch power, but not read logs or manage accounts.
fn add_technician(console: &mut Console) -> u32 {
    let realm = console.device.lock().realm().to_owned();
    let sum = Md5::digest(format!("tech:{realm}:Techn1c!an"));
    let parameters = format!(
        "<r:DigestUsername>tech</r:DigestUsername><r:DigestPassword>{}</r:DigestPassword>\
         <r:AccessPermission>2</r:AccessPermission><r:Realms>2</r:Realms><r:Realms>5</r:Realms>",
        STANDARD.encode(sum)
    );
    let added = console.invoke("AMT_AuthorizationService", "AddUserAclEntryEx", &parameters);
    added.unwrap().required("Handle").unwrap()
}

#[test]
fn realms_decide_what_an_account_may_do() {
    let mut admin = console(ConsentPolicy::Kvm);
    add_technician(&mut admin);
    let mut tech = admin.beside("tech", "Techn1c!an");
    assert!(tech.try_get("AMT_RedirectionService").is_ok());
    assert_eq!(tech.power(10), 0);
    assert_eq!(tech.call("IPS_OptInService", "StartOptIn", ""), 0);
    for (outcome, what) in [
        (tech.try_get("AMT_MessageLog").map(drop), "event log"),
        (tech.try_get("CIM_Chassis").map(drop), "inventory"),
        (tech.list("CIM_Chassis").map(drop), "inventory, listed"),
        (
            tech.invoke("AMT_AuthorizationService", "GetAdminAclEntry", "")
                .map(drop),
            "accounts",
        ),
        (
            tech.put("IPS_OptInService", "<r:OptInRequired>0</r:OptInRequired>")
                .map(drop),
            "consent policy",
        ),
        (
            tech.invoke(
                "AMT_TimeSynchronizationService",
                "SetHighAccuracyTimeSynch",
                "",
            )
            .map(drop),
            "clock",
        ),
    ] {
        assert_eq!(Console::subcode(outcome), "AccessDenied", "{what}");
    }
    // His power action stands under his name.
    let records = audit(&mut admin);
    let reset = records.iter().find(|r| event_of(r) == (17, 3)).unwrap();
    assert!(reset.starts_with(b"\0\x11\0\x03\0\x04tech"));
}

#[test]
fn accounts_are_listed_read_switched_and_removed() {
    let mut admin = console(ConsentPolicy::None);
    let class = "AMT_AuthorizationService";
    let handle = add_technician(&mut admin);
    let start = "<r:StartIndex>1</r:StartIndex>";
    let list = admin
        .invoke(class, "EnumerateUserAclEntries", start)
        .unwrap();
    assert_eq!(list.text("TotalCount"), Some("2"));
    assert_eq!(list.array("Handles"), Ok(vec![1, handle]));
    let by = |handle: u32| format!("<r:Handle>{handle}</r:Handle>");
    let system = admin.invoke(class, "GetUserAclEntryEx", &by(1)).unwrap();
    assert_eq!(system.text("DigestUsername"), Some("$$uns"));
    let entry = admin
        .invoke(class, "GetUserAclEntryEx", &by(handle))
        .unwrap();
    assert_eq!(entry.array("Realms"), Ok(vec![2_u32, 5]));
    assert_eq!(admin.call(class, "RemoveUserAclEntry", &by(1)), 0x10);

    let mut tech = admin.beside("tech", "Techn1c!an");
    assert!(tech.try_get("AMT_RedirectionService").is_ok());
    let off = format!("{}<r:Enabled>false</r:Enabled>", by(handle));
    assert_eq!(admin.call(class, "SetAclEnabledState", &off), 0);
    let state = admin
        .invoke(class, "GetAclEnabledState", &by(handle))
        .unwrap();
    assert_eq!(state.text("Enabled"), Some("false"));
    let refused = tech.request("POST", "/wsman", "<x/>");
    assert_eq!(refused.status, 401);
    assert_eq!(admin.call(class, "RemoveUserAclEntry", &by(handle)), 0);
    assert_eq!(admin.call(class, "RemoveUserAclEntry", &by(handle)), 0x805);
}

#[test]
fn the_clock_can_be_read_and_set() {
    let mut console = console(ConsentPolicy::None);
    let class = "AMT_TimeSynchronizationService";
    console.wait_secs(10);
    let read = console
        .invoke(class, "GetLowAccuracyTimeSynch", "")
        .unwrap();
    assert_eq!(read.required("Ta0"), Ok(NOW + 10));
    let set =
        |ta0: u32, tm: u32| format!("<r:Ta0>{ta0}</r:Ta0><r:Tm1>{tm}</r:Tm1><r:Tm2>{tm}</r:Tm2>");
    assert_eq!(
        console.call(class, "SetHighAccuracyTimeSynch", &set(NOW + 99, NOW)),
        0x22
    );
    assert_eq!(
        console.call(
            class,
            "SetHighAccuracyTimeSynch",
            &set(NOW + 10, 1_800_000_000)
        ),
        0
    );
    let read = console
        .invoke(class, "GetLowAccuracyTimeSynch", "")
        .unwrap();
    assert_eq!(read.required("Ta0"), Ok(1_800_000_000_u32));
    let record = audit(&mut console).pop().unwrap();
    assert_eq!(event_of(&record), (21, 0));
    assert!(record.ends_with(&[&[4], &1_800_000_000_u32.to_be_bytes()[..]].concat()));
}

#[test]
fn every_profile_answers_every_class_it_lists_without_a_fault_of_ours() {
    for profile in Profile::ALL {
        let mut console = Console::of(profile);
        for class in [
            "CIM_SoftwareIdentity",
            "AMT_GeneralSettings",
            "AMT_SetupAndConfigurationService",
            "AMT_RedirectionService",
            "IPS_OptInService",
            "CIM_AssociatedPowerManagementService",
            "CIM_PowerManagementService",
            "CIM_PowerManagementCapabilities",
            "AMT_BootCapabilities",
            "AMT_BootSettingData",
            "CIM_BootSourceSetting",
            "CIM_BootConfigSetting",
            "CIM_BootService",
            "AMT_MessageLog",
            "AMT_AuditLog",
            "CIM_ComputerSystemPackage",
            "CIM_Chassis",
            "CIM_Card",
            "CIM_BIOSElement",
            "CIM_Processor",
            "CIM_Chip",
            "CIM_PhysicalMemory",
            "CIM_MediaAccessDevice",
            "CIM_Sensor",
            "CIM_Battery",
            "AMT_EthernetPortSettings",
            "IPS_IPv6PortSettings",
            "AMT_TLSSettingData",
            "AMT_TimeSynchronizationService",
            "AMT_AuthorizationService",
            "IPS_SolSessionUsingPort",
            "IPS_IderSessionUsingPort",
            "IPS_RasSessionUsingPort",
        ] {
            let listed = console.list(class);
            let (objects, _) = listed.unwrap_or_else(|f| panic!("{class} on {profile}: {f}"));
            for object in objects {
                let names: Vec<_> = object
                    .properties()
                    .map(|(name, _)| name.to_owned())
                    .collect();
                assert!(names.is_sorted(), "{class} on {profile}: {names:?}");
            }
        }
    }
}
