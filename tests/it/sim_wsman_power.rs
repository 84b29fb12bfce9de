//! Power, boot, switches and sessions of the simulated device through WS-Man.

use base64::Engine as _;
use outband::proto::redir::messages::{SessionType, Status};
use outband::sim::device::Start;
use outband::sim::firmware::audit_log::Origin;
use outband::sim::{DeviceOptions, Event, PowerState, Profile};

use crate::support::web::{Console, reference};

fn boot(source: &str) -> Event {
    Event::Boot {
        source: source.into(),
    }
}

fn order(console: &mut Console, source: &str) -> u32 {
    let source = reference("Source", "CIM_BootSourceSetting", "InstanceID", source);
    console.call("CIM_BootConfigSetting", "ChangeBootOrder", &source)
}

fn clear_order(console: &mut Console) -> u32 {
    console.call("CIM_BootConfigSetting", "ChangeBootOrder", "")
}

fn role(console: &mut Console, role: u32) -> u32 {
    let config = reference(
        "BootConfigSetting",
        "CIM_BootConfigSetting",
        "InstanceID",
        "Intel(r) AMT: Boot Configuration 0",
    );
    let parameters = format!("{config}<r:Role>{role}</r:Role>");
    console.call("CIM_BootService", "SetBootConfigRole", &parameters)
}

fn open(console: &Console, kind: SessionType) -> outband::sim::sessions::SessionId {
    let admin = Origin::account("admin", Some("192.0.2.77".parse().unwrap()));
    let mut device = console.device.lock();
    device.open_session(console.now, kind, &admin).unwrap()
}

#[test]
fn power_takes_its_time_and_tells_what_it_accepts_now() {
    let mut console = Console::of(Profile::Amt12);
    // The recorded list.
    assert_eq!(console.power_state(), (2, vec![10, 8, 5, 11, 4, 7, 14, 12]));
    assert_eq!(console.power(8), 0);
    assert_eq!(console.power(2), 4099, "one change at a time");
    assert_eq!(console.power_state().0, 2);
    console.wait_secs(1);
    assert_eq!(console.power_state(), (8, vec![2]));
    assert_eq!(console.power(8), 4097);
    assert_eq!(console.power(10), 4097);
    assert_eq!(console.power(2), 0);
    console.wait_secs(1);
    assert_eq!(console.power_state().0, 2);
    assert_eq!(
        console.events(),
        [
            Event::Power {
                state: PowerState::Off
            },
            Event::Power {
                state: PowerState::On
            }
        ]
    );
    console.wait_secs(5);
    assert_eq!(console.events(), [boot("disk")]);
    let reason = console.get("IPS_HostBootReason");
    assert_eq!(reason.text("Reason"), Some("1"));
    assert_eq!(reason.text("ReasonDetails"), Some("Power Up"));
}

#[test]
fn numbers_that_a_release_does_not_know_are_told_apart() {
    let mut console = Console::of(Profile::Amt6);
    assert_eq!(console.power_state().1, [10, 8, 5]);
    for unsupported in [3, 4, 6, 7, 9, 11, 12, 13, 14, 15, 16] {
        assert_eq!(console.power(unsupported), 1, "{unsupported}");
    }
    for unknown in [0, 1, 17, 200] {
        assert_eq!(console.power(unknown), 5, "{unknown}");
    }
    let missing = console.invoke(
        "CIM_PowerManagementService",
        "RequestPowerStateChange",
        "<r:PowerState>10</r:PowerState>",
    );
    assert_eq!(Console::subcode(missing), "InvalidRepresentation");
}

#[test]
fn sessions_keep_power_off_away_but_not_reset_and_survive_it() {
    let mut console = Console::of(Profile::Amt16);
    let sol = open(&console, SessionType::Sol);
    assert_eq!(console.power_state().1, [10, 11, 4, 7, 14, 12]);
    assert_eq!((console.power(8), console.power(5)), (4097, 4097));
    assert_eq!(console.power(10), 0);
    console.wait_secs(6);
    assert!(console.device.lock().sessions().is_open(sol));
    let now = console.now;
    console.device.lock().close_session(now, sol, "done");
    assert_eq!(console.power(5), 0);
    console.wait_secs(1);
    assert_eq!(console.power_state().0, 8, "off in the middle of a cycle");
    console.wait_secs(3);
    assert_eq!(console.power_state().0, 2);
    assert_eq!(
        console.text("IPS_HostBootReason", "ReasonDetails"),
        "Power Cycle"
    );
}

#[test]
fn graceful_actions_need_an_operating_system() {
    let mut console = Console::of(Profile::Amt16);
    assert_eq!(console.power(12), 0);
    console.wait_secs(3);
    assert_eq!(console.power_state().0, 8);
    assert_eq!(console.power(2), 0);
    console.wait_secs(2);
    assert_eq!(
        console.power(12),
        0,
        "taken, but nobody hears it in the self-test"
    );
    console.wait_secs(1);
    console.events();
    console.wait_secs(10);
    assert_eq!(console.events(), [boot("disk")]);
    assert_eq!(console.power_state().0, 2);
    for (action, state) in [(4, 4), (2, 2), (7, 7), (2, 2)] {
        assert_eq!(console.power(action), 0, "{action}");
        console.wait_secs(10);
        assert_eq!(console.power_state().0, state);
    }
}

#[test]
fn a_notebook_in_modern_standby_is_on_and_saving() {
    let mut console = Console::new(DeviceOptions {
        profile: Profile::Amt18,
        power: PowerState::Sleep,
        ..DeviceOptions::default()
    });
    assert_eq!(console.power_state().0, 2);
    let saving =
        |console: &mut Console| console.text("IPS_PowerManagementService", "OSPowerSavingState");
    assert_eq!(saving(&mut console), "3");
    assert_eq!(console.power(4), 1, "no S3 there");
    let change = |console: &mut Console, state: u32| {
        let system = reference(
            "ManagedElement",
            "CIM_ComputerSystem",
            "Name",
            "ManagedSystem",
        );
        let parameters = format!("<r:OSPowerSavingState>{state}</r:OSPowerSavingState>{system}");
        console.call(
            "IPS_PowerManagementService",
            "RequestOSPowerSavingStateChange",
            &parameters,
        )
    };
    assert_eq!(change(&mut console, 2), 0);
    assert_eq!(saving(&mut console), "2");
    assert_eq!(change(&mut console, 3), 0);
    console.wait_secs(3);
    assert_eq!(saving(&mut console), "3");
    assert_eq!(change(&mut Console::of(Profile::Amt16), 3), 1);
}

#[test]
fn the_usual_sequence_leads_into_the_setup_once() {
    let mut console = Console::of(Profile::Amt16);
    assert_eq!(clear_order(&mut console), 0);
    let stored = console
        .put(
            "AMT_BootSettingData",
            "<r:BIOSSetup>true</r:BIOSSetup><r:UseSOL>true</r:UseSOL>",
        )
        .unwrap();
    assert_eq!(stored.text("OptionsCleared"), Some("false"));
    assert_eq!(role(&mut console, 1), 0);
    assert_eq!(clear_order(&mut console), 0);
    assert_eq!(console.power(10), 0);
    console.wait_secs(1);
    let settings = console.get("AMT_BootSettingData");
    assert_eq!(settings.text("OptionsCleared"), Some("true"));
    assert_eq!(
        settings.array("BIOSLastStatus"),
        Ok(vec![1_u16, 0]),
        "in progress"
    );
    assert_eq!(settings.text("BIOSSetup"), Some("false"));
    console.wait_secs(5);
    assert_eq!(console.events(), [boot("setup")]);
    let settings = console.get("AMT_BootSettingData");
    assert_eq!(settings.array("BIOSLastStatus"), Ok(vec![0_u16, 0]));
    {
        let device = console.device.lock();
        let setup = device.display().scene().text().unwrap().line(0);
        assert!(setup.contains("setup"), "{setup}");
    }
    assert_eq!(console.power(10), 0);
    console.wait_secs(6);
    assert_eq!(console.events(), [boot("disk")], "once means once");
}

#[test]
fn options_and_sources_exclude_each_other() {
    let mut console = Console::of(Profile::Amt16);
    let pxe = "Intel(r) AMT: Force PXE Boot";
    assert_eq!(order(&mut console, pxe), 0);
    for option in ["UseSOL", "UseIDER", "BIOSSetup"] {
        let put = format!("<r:{option}>true</r:{option}>");
        let refused = console.put("AMT_BootSettingData", &put);
        assert_eq!(
            Console::subcode(refused),
            "InvalidRepresentation",
            "{option}"
        );
    }
    assert_eq!(clear_order(&mut console), 0);
    console
        .put("AMT_BootSettingData", "<r:UseSOL>true</r:UseSOL>")
        .unwrap();
    assert_eq!(order(&mut console, pxe), 5);
    assert_eq!(order(&mut console, "Intel(r) AMT: Force Coffee Boot"), 4);
    assert_eq!(role(&mut console, 2), 1);
    // AMT 6 finds it when the role is set, and has no way back.
    let mut old = Console::of(Profile::Amt6);
    assert_eq!(order(&mut old, pxe), 0);
    old.put("AMT_BootSettingData", "<r:UseSOL>true</r:UseSOL>")
        .unwrap();
    assert_eq!(role(&mut old, 1), 5);
    assert_eq!(role(&mut old, 32_768), 1);
}

#[test]
fn an_old_release_keeps_the_last_source_to_stumble_over() {
    for (profile, keeps) in [(Profile::Amt9, true), (Profile::Amt16, false)] {
        let mut console = Console::of(profile);
        assert_eq!(
            order(&mut console, "Intel(r) AMT: Force Hard-drive Boot"),
            0
        );
        assert_eq!(role(&mut console, 1), 0);
        assert_eq!(console.power(10), 0);
        console.wait_secs(6);
        assert_eq!(console.events(), [boot("disk")]);
        let put = console.put("AMT_BootSettingData", "<r:UseSOL>true</r:UseSOL>");
        assert_eq!(put.is_err(), keeps, "{profile}");
        assert_eq!(clear_order(&mut console), 0);
        assert!(
            console
                .put("AMT_BootSettingData", "<r:UseSOL>true</r:UseSOL>")
                .is_ok()
        );
    }
}

#[test]
fn what_is_not_there_does_not_boot_and_is_logged() {
    let mut console = Console::of(Profile::Amt16);
    for (put, source, told) in [
        ("", "Intel(r) AMT: Force PXE Boot", "pxe"),
        ("", "Intel(r) AMT: Force CD/DVD Boot", "cd"),
        (
            "<r:IDERBootDevice>1</r:IDERBootDevice><r:UseIDER>true</r:UseIDER>",
            "",
            "ider-cd",
        ),
    ] {
        clear_order(&mut console);
        console.put("AMT_BootSettingData", put).unwrap();
        assert_eq!(role(&mut console, 1), 0);
        if !source.is_empty() {
            assert_eq!(order(&mut console, source), 0);
        }
        assert_eq!(console.power(10), 0);
        console.wait_secs(6);
        assert_eq!(console.events().first(), Some(&boot(told)));
        // Sensor 30: no bootable media.
        let log = console
            .invoke(
                "AMT_MessageLog",
                "GetRecords",
                "<r:IterationIdentifier>1</r:IterationIdentifier>\
                 <r:MaxReadRecords>1</r:MaxReadRecords>",
            )
            .unwrap();
        let newest = log.text("RecordArray").unwrap();
        let newest = base64::engine::general_purpose::STANDARD.decode(newest);
        assert_eq!(newest.unwrap()[5..8], [30, 0x6F, 0], "{told}");
        let device = console.device.lock();
        let screen = device.display().scene().text().unwrap();
        let lines: String = (0..25).map(|row| screen.line(row)).collect();
        assert!(lines.to_lowercase().contains("boot"), "{lines}");
    }
}

#[test]
fn newer_firmware_refuses_read_only_boot_fields_and_older_tolerates_them() {
    let refused = "<r:WinREBootEnabled>true</r:WinREBootEnabled>";
    let tolerated = "<r:BIOSLastStatus>2</r:BIOSLastStatus><r:BIOSLastStatus>0</r:BIOSLastStatus>\
                     <r:BootguardStatus>127</r:BootguardStatus>\
                     <r:OptionsCleared>true</r:OptionsCleared>";
    let mut new = Console::of(Profile::Amt16);
    let put = new.put("AMT_BootSettingData", refused);
    assert_eq!(Console::subcode(put), "InvalidRepresentation");
    let put = new.put("AMT_BootSettingData", tolerated);
    assert!(put.is_ok(), "{put:?}");
    let old = Console::of(Profile::Amt12).put("AMT_BootSettingData", tolerated);
    assert!(old.is_ok(), "{old:?}");
}

#[test]
fn switches_listener_and_sessions_belong_together() {
    let mut console = Console::of(Profile::Amt16);
    let class = "AMT_RedirectionService";
    let request = |console: &mut Console, state: u32| {
        let parameters = format!("<r:RequestedState>{state}</r:RequestedState>");
        console.call(class, "RequestStateChange", &parameters)
    };
    assert_eq!(
        (request(&mut console, 32_768), request(&mut console, 5)),
        (0, 5)
    );
    let may = |console: &Console, kind| console.device.lock().firmware().may_start(kind);
    assert_eq!(may(&console, SessionType::Sol), Err(Status::UNSUPPORTED));
    assert_eq!(request(&mut console, 32_771), 0);
    assert_eq!(may(&console, SessionType::Sol), Ok(()));

    let kvm = open(&console, SessionType::Kvm);
    assert_eq!(may(&console, SessionType::Kvm), Err(Status::BUSY));
    assert_eq!(console.text("CIM_KVMRedirectionSAP", "EnabledState"), "2");
    let using = console.all("IPS_KvmSessionUsingPort");
    let port = using[0].reference("Antecedent").unwrap();
    assert_eq!(
        port.selector("InstanceID"),
        Some("Intel(r) AMT Ethernet Port Settings 0")
    );
    assert_eq!(console.all("IPS_SolSessionUsingPort"), []);
    assert!(console.text(class, "AccessLog").ends_with("KVM 192.0.2.77"));
    let sap = "<r:RequestedState>3</r:RequestedState>";
    assert_eq!(
        console.call("CIM_KVMRedirectionSAP", "RequestStateChange", sap),
        0
    );
    assert!(
        !console.device.lock().sessions().is_open(kvm),
        "switching off ends it"
    );
    assert_eq!(console.text("CIM_KVMRedirectionSAP", "EnabledState"), "3");
    assert_eq!(console.all("IPS_KvmSessionUsingPort"), []);

    let sol = open(&console, SessionType::Sol);
    let terminate = |console: &mut Console, kind: u32| {
        let parameters = format!("<r:SessionType>{kind}</r:SessionType>");
        console.call(class, "TerminateSession", &parameters)
    };
    assert_eq!(
        (terminate(&mut console, 1), terminate(&mut console, 1)),
        (0, 4)
    );
    assert!(!console.device.lock().sessions().is_open(sol));
    let sol = open(&console, SessionType::Sol);
    console
        .put(class, "<r:ListenerEnabled>false</r:ListenerEnabled>")
        .unwrap();
    assert!(
        !console.device.lock().sessions().is_open(sol),
        "closed with its port"
    );
    assert_eq!(may(&console, SessionType::Sol), Err(Status::UNSUPPORTED));
    let local = console.invoke("IPS_KVMRedirectionSettingData", "TerminateSession", "");
    assert_eq!(Console::subcode(local), "AccessDenied");
}

#[test]
fn kvm_settings_are_checked_and_the_password_is_never_read_back() {
    let mut console = Console::of(Profile::Amt12);
    let class = "IPS_KVMRedirectionSettingData";
    let stored = console
        .put(
            class,
            "<r:DefaultScreen>1</r:DefaultScreen><r:Is5900PortEnabled>true</r:Is5900PortEnabled>\
             <r:RFBPassword>Abcd12!x</r:RFBPassword><r:SessionTimeout>10</r:SessionTimeout>",
        )
        .unwrap();
    assert_eq!(stored.text("RFBPassword"), Some(""));
    assert_eq!(stored.text("SessionTimeout"), Some("10"));
    assert_eq!(stored.text("DefaultScreen"), Some("1"));
    for bad in [
        "<r:RFBPassword>short</r:RFBPassword>",
        "<r:RFBPassword>alllower</r:RFBPassword>",
        "<r:SessionTimeout>256</r:SessionTimeout>",
        "<r:DefaultScreen>4</r:DefaultScreen>",
    ] {
        assert_eq!(
            Console::subcode(console.put(class, bad)),
            "InvalidRepresentation",
            "{bad}"
        );
    }
    // Where the port is gone, neither it nor its password can be set.
    let mut new = Console::of(Profile::Amt18);
    let refused = new.put(class, "<r:Is5900PortEnabled>true</r:Is5900PortEnabled>");
    assert_eq!(Console::subcode(refused), "InvalidRepresentation");
}

#[test]
fn screens_show_what_the_pc_shows_and_blanking_wants_no_consent() {
    let mut console = Console::new(DeviceOptions {
        start: Start::Setup,
        ..DeviceOptions::default()
    });
    let screens = console.get("IPS_ScreenSettingData");
    assert_eq!(screens.array("ResolutionX"), Ok(vec![720_u16, 0, 0, 0]));
    assert_eq!(screens.array("UpperLeftX"), Ok(vec![0_i32, -1, -1, -1]));
    assert_eq!(
        screens.array("IsActive"),
        Ok(vec![true, false, false, false])
    );
    let blank =
        "<r:SessionState>1</r:SessionState><r:ConsecutiveRebootsNum>1</r:ConsecutiveRebootsNum>";
    let class = "IPS_ScreenConfigurationService";
    assert_eq!(console.call(class, "SetSessionState", blank), 0);
    assert_eq!(console.text(class, "CurrentState"), "1");
    console
        .put("IPS_OptInService", "<r:OptInRequired>1</r:OptInRequired>")
        .unwrap();
    assert_eq!(console.call(class, "SetSessionState", blank), 0x10);
}

#[test]
fn alarms_wake_the_pc_and_five_is_all_there_are() {
    let mut console = Console::new(DeviceOptions {
        power: PowerState::Off,
        // 2031-05-04 02:29:00 UTC.
        utc_secs: 1_935_628_140,
        ..DeviceOptions::default()
    });
    // § 7.11.
    let alarm = |id: &str, time: &str| {
        format!(
            "<r:AlarmTemplate xmlns:t=\"http://intel.com/wbem/wscim/1/ips-schema/1/IPS_AlarmClockOccurrence\" \
             xmlns:k=\"http://schemas.dmtf.org/wbem/wscim/1/common\"><t:InstanceID>{id}</t:InstanceID>\
             <t:StartTime><k:Datetime>{time}</k:Datetime></t:StartTime>\
             <t:Interval><k:Interval>P7DT0H0M</k:Interval></t:Interval>\
             <t:DeleteOnCompletion>false</t:DeleteOnCompletion></r:AlarmTemplate>"
        )
    };
    let class = "AMT_AlarmClockService";
    let night = alarm("patch-night", "2031-05-04T02:30:00Z");
    let made = console.invoke(class, "AddAlarm", &night).unwrap();
    let made = made.reference("AlarmClock").unwrap();
    assert_eq!(made.selector("InstanceID"), Some("patch-night"));
    let twice = console.invoke(class, "AddAlarm", &night);
    assert_eq!(Console::subcode(twice), "InvalidRepresentation");
    let past = console.invoke(class, "AddAlarm", &alarm("past", "2031-05-04T02:00:00Z"));
    assert_eq!(Console::subcode(past), "InvalidRepresentation");
    for i in 2..=5 {
        let later = alarm(&i.to_string(), "2031-06-04T02:30:00Z");
        console.invoke(class, "AddAlarm", &later).unwrap();
    }
    let sixth = console.invoke(class, "AddAlarm", &alarm("6", "2031-06-04T02:30:00Z"));
    assert_eq!(Console::subcode(sixth), "QuotaLimit");

    console.wait_secs(59);
    assert_eq!(console.power_state().0, 8);
    console.wait_secs(3);
    assert_eq!(console.power_state().0, 2);
    let reason = console.get("IPS_HostBootReason");
    assert_eq!(reason.text("Reason"), Some("2"));
    assert_eq!(reason.text("ReasonDetails"), Some("patch-night"));
    let next = console.all("IPS_AlarmClockOccurrence");
    let next = next[0].time("StartTime").unwrap();
    assert_eq!(next.unix_timestamp(), 1_935_628_200 + 7 * 86_400);

    let uri = outband::proto::wsman::namespace::resource_uri("IPS_AlarmClockOccurrence");
    let delete = crate::support::web::envelope(
        crate::support::web::DELETE,
        &uri,
        &crate::support::web::selector("InstanceID", "patch-night"),
        "",
    );
    assert_eq!(console.ask(&delete).unwrap(), None);
    assert_eq!(console.all("IPS_AlarmClockOccurrence").len(), 4);
}

#[test]
fn recovery_boots_are_switched_on_first_and_carry_their_address() {
    let mut console = Console::of(Profile::Amt16);
    let state = |console: &mut Console, state: u32| {
        let parameters = format!("<r:RequestedState>{state}</r:RequestedState>");
        console.call("CIM_BootService", "RequestStateChange", &parameters)
    };
    let https = "Intel(r) AMT: Force OCR UEFI HTTPS Boot";
    assert_eq!(state(&mut console, 32_768), 0);
    assert_eq!(order(&mut console, https), 1);
    assert_eq!(
        (state(&mut console, 32_769), state(&mut console, 32_780)),
        (0, 5)
    );
    let params = b"\x86\x80\x01\0\x0B\0\0\0https://x/y\x86\x80\x14\0\x01\0\0\0\x01";
    let params = base64::engine::general_purpose::STANDARD.encode(params);
    let put = format!(
        "<r:UefiBootNumberOfParams>2</r:UefiBootNumberOfParams>\
         <r:UefiBootParametersArray>{params}</r:UefiBootParametersArray>"
    );
    let wrong = put.replace(">2<", ">3<");
    let refused = console.put("AMT_BootSettingData", &wrong);
    assert_eq!(Console::subcode(refused), "InvalidRepresentation");
    console.put("AMT_BootSettingData", &put).unwrap();
    assert_eq!(order(&mut console, https), 0);
    assert_eq!(role(&mut console, 1), 0);
    assert_eq!(console.power(10), 0);
    console.wait_secs(6);
    assert_eq!(console.events(), [boot("https")]);
}
