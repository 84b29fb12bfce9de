//! User consent on the simulated device, over WS-Man and inside a KVM session, on a clock of
//! the test's own.

use std::time::Duration;

use outband::proto::Machine as _;
use outband::proto::redir::messages::SessionType;
use outband::sim::firmware::ControlMode;
use outband::sim::firmware::audit_log::Origin;
use outband::sim::firmware::consent::{ConsentEnd, ConsentPolicy};
use outband::sim::kvm::RfbError;
use outband::sim::redir::{RedirError, Redirection};
use outband::sim::scene::System;
use outband::sim::sprite;
use outband::sim::{DeviceOptions, Event, Nudge, PowerState, Profile};

use crate::support::driver::Driver;
use crate::support::firmware::{answer, challenge, heard, say, start};
use crate::support::web::{Console, reference};

const SERVICE: &str = "IPS_OptInService";

fn console(policy: ConsentPolicy) -> Console {
    Console::new(DeviceOptions {
        consent: policy,
        consent_code: Some(48_213),
        ..DeviceOptions::default()
    })
}

fn state(console: &mut Console) -> u32 {
    console.get(SERVICE).required("OptInState").unwrap()
}

fn send(console: &mut Console, code: &str) -> u32 {
    let parameters = format!("<r:OptInCode>{code}</r:OptInCode>");
    console.call(SERVICE, "SendOptInCode", &parameters)
}

/// Starts an attempt and waits until the code is on the screen.
fn ask_user(console: &mut Console) {
    assert_eq!(console.call(SERVICE, "StartOptIn", ""), 0);
    assert_eq!(state(console), 1);
    console.wait_secs(1);
    assert_eq!(state(console), 2);
}

fn granted(policy: ConsentPolicy) -> Console {
    let mut console = console(policy);
    ask_user(&mut console);
    assert_eq!(send(&mut console, "048213"), 0);
    console.events();
    console
}

fn ended(reason: ConsentEnd) -> Event {
    Event::ConsentEnded { reason }
}

/// The boot options of a boot into the setup.
fn put_boot(console: &mut Console) -> Result<(), String> {
    let put = console.put("AMT_BootSettingData", "<r:BIOSSetup>true</r:BIOSSetup>");
    put.map(drop)
        .map_err(|fault| fault.subcode.name().to_owned())
}

#[test]
fn the_code_is_told_by_the_screen_and_the_event_and_by_nothing_else() {
    let mut console = console(ConsentPolicy::Kvm);
    ask_user(&mut console);
    let code = "048213".to_owned();
    assert_eq!(console.events(), [Event::ConsentRequested { code }]);
    {
        let device = console.device.lock();
        let mut expected = device.display().canvas().clone();
        sprite::draw(&mut expected, 48_213);
        let shown = device.local_picture();
        let all = shown.bounds();
        assert!(
            shown.rows(all).eq(expected.rows(all)),
            "the code stands over the picture"
        );
        let remote = device.display().canvas();
        assert!(
            !remote.rows(all).eq(expected.rows(all)),
            "but not in what is captured"
        );
    }
    let reply = console.request(
        "POST",
        "/wsman",
        &crate::support::web::envelope(
            crate::support::web::GET,
            &outband::proto::wsman::namespace::resource_uri(SERVICE),
            "",
            "",
        ),
    );
    assert!(!reply.body.contains("48213"));

    assert_eq!(send(&mut console, "048213"), 0);
    assert_eq!(state(&mut console), 3);
    assert_eq!(console.events(), [Event::ConsentAccepted]);
    assert!(
        console
            .device
            .lock()
            .firmware()
            .consent
            .code_on_screen()
            .is_none()
    );
}

#[test]
fn without_a_fixed_code_each_attempt_has_its_own() {
    let mut console = Console::new(DeviceOptions {
        consent: ConsentPolicy::All,
        ..DeviceOptions::default()
    });
    let mut codes = Vec::new();
    for _ in 0..3 {
        ask_user(&mut console);
        let [Event::ConsentRequested { code }] = &console.events()[..] else {
            panic!("no code");
        };
        assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()));
        codes.push(code.clone());
        assert_eq!(console.call(SERVICE, "CancelOptIn", ""), 0);
        assert_eq!(console.events(), [ended(ConsentEnd::Cancelled)]);
    }
    codes.dedup();
    assert_eq!(codes.len(), 3);
    assert_eq!(send(&mut console, &codes[2]), 2, "it has been cancelled");
}

#[test]
fn digits_are_compared_as_a_number_and_nonsense_is_refused() {
    let mut console = console(ConsentPolicy::All);
    ask_user(&mut console);
    for nonsense in ["", "abc", "1000000", "-1"] {
        let parameters = format!("<r:OptInCode>{nonsense}</r:OptInCode>");
        let refused = console.invoke(SERVICE, "SendOptInCode", &parameters);
        assert_eq!(
            Console::subcode(refused),
            "InvalidRepresentation",
            "{nonsense}"
        );
    }
    assert_eq!(send(&mut console, "48213"), 0);
}

#[test]
fn three_wrong_codes_end_the_attempt_and_three_such_attempts_block() {
    let mut console = console(ConsentPolicy::All);
    for attempt in 1..=3 {
        ask_user(&mut console);
        for _ in 0..2 {
            assert_eq!(send(&mut console, "000000"), 2);
            assert_eq!(state(&mut console), 2, "it may be tried again");
        }
        assert_eq!(send(&mut console, "000000"), 2);
        assert_eq!(state(&mut console), 0);
        let end = console.events().pop();
        assert_eq!(
            end,
            Some(ended(ConsentEnd::WrongCodes)),
            "attempt {attempt}"
        );
    }
    assert_eq!(console.call(SERVICE, "StartOptIn", ""), 3, "blocked");
    console.wait_secs(61);
    ask_user(&mut console);
    assert_eq!(send(&mut console, "48213"), 0);
}

#[test]
fn the_code_leaves_the_screen_after_its_time_and_the_time_can_be_set() {
    let mut console = console(ConsentPolicy::All);
    ask_user(&mut console);
    console.wait_secs(298);
    assert_eq!(state(&mut console), 2);
    console.wait_secs(2);
    assert_eq!(state(&mut console), 0);
    assert_eq!(console.events().pop(), Some(ended(ConsentEnd::TimedOut)));

    let stored = console.put(SERVICE, "<r:OptInDisplayTimeout>10</r:OptInDisplayTimeout>");
    assert_eq!(stored.unwrap().text("OptInDisplayTimeout"), Some("10"));
    ask_user(&mut console);
    console.wait_secs(10);
    assert_eq!(state(&mut console), 0);
    for bad in ["9", "4096"] {
        let put = format!("<r:OptInDisplayTimeout>{bad}</r:OptInDisplayTimeout>");
        let refused = console.put(SERVICE, &put);
        assert_eq!(Console::subcode(refused), "InvalidRepresentation");
    }
}

#[test]
fn consent_lapses_without_sessions_and_takes_the_boot_options_with_it() {
    // A screen that does not move: nothing happens in the long time of this test.
    let mut console = Console::new(DeviceOptions {
        consent: ConsentPolicy::All,
        consent_code: Some(48_213),
        system: System::Text,
        ..DeviceOptions::default()
    });
    ask_user(&mut console);
    assert_eq!(send(&mut console, "048213"), 0);
    put_boot(&mut console).unwrap();
    console.wait_secs(119);
    let admin = Origin::account("admin", None);
    let now = console.now;
    let sol = console
        .device
        .lock()
        .open_session(now, SessionType::Sol, &admin)
        .unwrap();
    console.wait_secs(1000);
    assert_eq!(state(&mut console), 3, "a session keeps it alive");
    let now = console.now;
    console.device.lock().close_session(now, sol, "done");
    console.wait_secs(119);
    assert_eq!(state(&mut console), 3);
    console.wait_secs(1);
    assert_eq!(state(&mut console), 0);
    let boot = console.get("AMT_BootSettingData");
    assert_eq!(boot.text("BIOSSetup"), Some("false"));
    assert_eq!(boot.text("OptionsCleared"), Some("true"));
    assert_eq!(put_boot(&mut console), Err("AccessDenied".into()));
}

#[test]
fn a_screen_session_uses_consent_and_cancelling_ends_it() {
    let mut console = granted(ConsentPolicy::Kvm);
    let now = console.now;
    let admin = Origin::account("admin", None);
    let kvm = console
        .device
        .lock()
        .open_session(now, SessionType::Kvm, &admin)
        .unwrap();
    assert_eq!(state(&mut console), 4);
    console.device.lock().cancel_consent(now);
    assert!(!console.device.lock().sessions().is_open(kvm));
    assert_eq!(state(&mut console), 0);
    let close = Event::SessionClose {
        kind: SessionType::Kvm,
        reason: "no consent".into(),
    };
    assert!(console.events().contains(&close));
}

#[test]
fn a_pc_that_is_off_shows_the_code_once_it_is_on() {
    let mut console = Console::new(DeviceOptions {
        consent: ConsentPolicy::All,
        consent_code: Some(7),
        power: PowerState::Off,
        ..DeviceOptions::default()
    });
    assert_eq!(console.call(SERVICE, "StartOptIn", ""), 0);
    console.wait_secs(30);
    assert_eq!(state(&mut console), 1);
    assert_eq!(console.events(), []);
    assert_eq!(console.power(2), 0);
    console.wait_secs(2);
    assert_eq!(state(&mut console), 2);
    let code = "000007".to_owned();
    assert!(console.events().contains(&Event::ConsentRequested { code }));
    // Switched off again, it has nowhere to stand.
    assert_eq!(console.power(8), 0);
    console.wait_secs(1);
    assert_eq!(state(&mut console), 0);
    assert_eq!(console.events().last(), Some(&ended(ConsentEnd::HostOff)));
}

#[test]
fn losing_mains_power_withdraws_consent_and_ends_every_session() {
    let mut console = granted(ConsentPolicy::All);
    put_boot(&mut console).unwrap();
    let now = console.now;
    let admin = Origin::account("admin", None);
    console
        .device
        .lock()
        .open_session(now, SessionType::Kvm, &admin)
        .unwrap();
    console.device.lock().lose_power(now);
    assert_eq!(state(&mut console), 0);
    assert_eq!(console.power_state().0, 8);
    assert!(console.device.lock().sessions().all().is_empty());
    let events = console.events();
    assert!(events.contains(&ended(ConsentEnd::PowerLost)), "{events:?}");
    assert_eq!(console.text("AMT_BootSettingData", "BIOSSetup"), "false");
}

#[test]
fn what_needs_consent_is_what_the_table_says() {
    for (policy, boot, storage) in [
        (ConsentPolicy::None, Ok(()), 3),
        (ConsentPolicy::Kvm, Ok(()), 3),
        (ConsentPolicy::All, Err("AccessDenied".to_owned()), 5),
    ] {
        let mut console = console(policy);
        assert_eq!(put_boot(&mut console), boot, "{policy:?}");
        let config = reference(
            "BootConfigSetting",
            "CIM_BootConfigSetting",
            "InstanceID",
            "Intel(r) AMT: Boot Configuration 0",
        );
        let role = console.invoke(
            "CIM_BootService",
            "SetBootConfigRole",
            &format!("{config}<r:Role>1</r:Role>"),
        );
        assert_eq!(role.is_ok(), boot.is_ok(), "{policy:?}");
        // Clearing the order is exempt, power without options too.
        assert_eq!(
            console.call("CIM_BootConfigSetting", "ChangeBootOrder", ""),
            0
        );
        assert_eq!(console.power(10), 0);
        // SOL opens, storage is refused with its own status (3 where it is not simulated yet).
        let mut sol = connect(&console);
        assert!(say(&mut sol, start(SessionType::Sol)).starts_with("11 00"));
        let mut ider = connect(&console);
        let reply = say(&mut ider, start(SessionType::Ider));
        assert!(
            reply.starts_with("11 05") == (storage == 5),
            "{policy:?}: {reply}"
        );
    }
}

#[test]
fn client_control_mode_asks_always_and_nobody_can_change_that() {
    let mut console = Console::new(DeviceOptions {
        mode: ControlMode::Client,
        consent: ConsentPolicy::None,
        ..DeviceOptions::default()
    });
    let service = console.get(SERVICE);
    assert_eq!(service.text("OptInRequired"), Some("4294967295"));
    assert_eq!(service.text("CanModifyOptInPolicy"), Some("0"));
    assert_eq!(
        console.text("AMT_SetupAndConfigurationService", "ProvisioningMode"),
        "4"
    );
    assert_eq!(
        console.text("IPS_HostBasedSetupService", "CurrentControlMode"),
        "1"
    );
    let refused = console.put(SERVICE, "<r:OptInRequired>0</r:OptInRequired>");
    assert_eq!(Console::subcode(refused), "AccessDenied");
    let refused = console.put(
        "IPS_KVMRedirectionSettingData",
        "<r:OptInPolicy>false</r:OptInPolicy>",
    );
    assert_eq!(Console::subcode(refused), "AccessDenied");
    // The unchanged object, and the one time-out that may change.
    let same =
        "<r:OptInRequired>4294967295</r:OptInRequired><r:OptInCodeTimeout>60</r:OptInCodeTimeout>";
    assert_eq!(
        console.put(SERVICE, same).unwrap().text("OptInCodeTimeout"),
        Some("60")
    );
    assert_eq!(put_boot(&mut console), Err("AccessDenied".into()));
}

#[test]
fn in_admin_control_mode_the_policy_is_written_and_audited() {
    let mut console = console(ConsentPolicy::None);
    assert_eq!(
        console.call(SERVICE, "StartOptIn", ""),
        2,
        "nothing needs it"
    );
    let stored = console
        .put(SERVICE, "<r:OptInRequired>4294967295</r:OptInRequired>")
        .unwrap();
    assert_eq!(stored.text("OptInRequired"), Some("4294967295"));
    assert_eq!(
        console.text("IPS_KVMRedirectionSettingData", "OptInPolicy"),
        "true"
    );
    let refused = console.put(SERVICE, "<r:OptInRequired>2</r:OptInRequired>");
    assert_eq!(Console::subcode(refused), "InvalidRepresentation");
    // AMT 6 knows consent for KVM only.
    let mut old = Console::of(Profile::Amt6);
    let refused = old.put(SERVICE, "<r:OptInRequired>4294967295</r:OptInRequired>");
    assert_eq!(Console::subcode(refused), "InvalidRepresentation");
    assert!(
        old.put(SERVICE, "<r:OptInRequired>1</r:OptInRequired>")
            .is_ok()
    );
}

/// A redirection connection at the console's time.
fn connect(console: &Console) -> Driver<Redirection> {
    Driver::new(
        Redirection::new(&console.device, console.now, None),
        console.now,
    )
}

/// A KVM session up to `ServerInit`, which is returned.
fn open_screen(console: &Console) -> (Driver<Redirection>, String) {
    let mut connection = connect(console);
    assert!(say(&mut connection, start(SessionType::Kvm)).starts_with("11 00"));
    let challenge = challenge(&mut connection, 4, b"admin");
    connection.feed(&answer(&challenge, "admin", "P@ssw0rd", "00000002"));
    assert_eq!(heard(&mut connection), "14 00 00 00 04 00 00 00 00");
    say(&mut connection, "40 00 00 00 00 00 00 00");
    say(&mut connection, "52 46 42 20 30 30 33 2E 30 30 38 0A");
    say(&mut connection, "01");
    let init = say(&mut connection, "01");
    (connection, init)
}

/// `KeyEvent`, pressed and released.
fn press(connection: &mut Driver<Redirection>, keysym: u32) -> String {
    say(connection, &format!("04 01 00 00 {}", spaced(keysym)))
        + &say(connection, &format!("04 00 00 00 {}", spaced(keysym)))
}

fn spaced(value: u32) -> String {
    value.to_be_bytes().map(|b| format!("{b:02X}")).join(" ")
}

fn type_code(connection: &mut Driver<Redirection>, digits: &str) -> String {
    let mut heard = String::new();
    for digit in digits.chars() {
        heard += &press(connection, digit.into());
    }
    heard + &press(connection, 0xFF0D)
}

const RLE_AND_SIZE: &str = "02 00 00 02 00 00 00 10 FF FF FF 21";
const WHOLE_REQUEST: &str = "03 00 00 00 00 00 04 00 03 00";
const CHANGES: &str = "03 01 00 00 00 00 04 00 03 00";

#[test]
fn a_viewer_without_consent_is_asked_inside_the_session_and_types_the_code() {
    let mut console = console(ConsentPolicy::Kvm);
    let (mut viewer, init) = open_screen(&console);
    // The question is 640 × 400; the PC's desktop 1024 × 768.
    assert!(init.starts_with("02 80 01 90"), "{init}");
    say(&mut viewer, RLE_AND_SIZE);
    assert!(
        say(&mut viewer, WHOLE_REQUEST).starts_with("00 00"),
        "the question is a picture"
    );
    console.wait_secs(1);
    assert_eq!(state(&mut console), 2);
    assert_eq!(
        console.get("CIM_KVMRedirectionSAP").text("EnabledState"),
        Some("2")
    );

    say(&mut viewer, CHANGES);
    assert!(
        !press(&mut viewer, 0x31).is_empty(),
        "typed digits are shown"
    );
    press(&mut viewer, 0xFF08);
    type_code(&mut viewer, "111111");
    assert_eq!(state(&mut console), 2, "wrong, and may be tried again");
    say(&mut viewer, CHANGES);
    let heard = type_code(&mut viewer, "048213");
    assert_eq!(state(&mut console), 4);
    // DesktopSize: one rectangle, 1024 × 768, encoding -223.
    let size = "00 00 00 01 00 00 00 00 04 00 03 00 FF FF FF 21";
    let after = heard + &say(&mut viewer, CHANGES) + &say(&mut viewer, WHOLE_REQUEST);
    assert!(after.contains(size), "{after}");
    let keys: Vec<_> = console
        .events()
        .into_iter()
        .filter(|e| matches!(e, Event::Key { .. }))
        .collect();
    assert_eq!(keys, [], "the digits did not reach the PC");
    press(&mut viewer, 0x61);
    assert!(
        console
            .events()
            .iter()
            .any(|e| matches!(e, Event::Key { keysym: 0x61, .. }))
    );
}

#[test]
fn three_wrong_codes_typed_or_no_code_in_time_end_the_session() {
    let mut console = console(ConsentPolicy::All);
    let (mut viewer, _) = open_screen(&console);
    console.wait_secs(1);
    for _ in 0..3 {
        type_code(&mut viewer, "999999");
    }
    viewer.command(Nudge);
    let Some(RedirError::Screen(RfbError::Ended)) = viewer.error else {
        panic!("{:?}", viewer.error);
    };
    assert!(console.device.lock().sessions().all().is_empty());

    console
        .put(
            "IPS_KVMRedirectionSettingData",
            "<r:OptInPolicyTimeout>30</r:OptInPolicyTimeout>",
        )
        .unwrap();
    let (mut viewer, _) = open_screen(&console);
    console.wait_secs(29);
    viewer.command(Nudge);
    assert!(!viewer.machine.is_finished());
    console.wait(Duration::from_secs(2));
    viewer.command(Nudge);
    assert!(viewer.error.is_some());
}

#[test]
fn consent_over_ws_man_opens_the_eyes_of_a_waiting_viewer() {
    let mut console = console(ConsentPolicy::All);
    let (mut viewer, _) = open_screen(&console);
    console.wait_secs(1);
    say(&mut viewer, RLE_AND_SIZE);
    say(&mut viewer, WHOLE_REQUEST);
    say(&mut viewer, CHANGES);
    assert_eq!(send(&mut console, "048213"), 0);
    viewer.command(Nudge);
    assert!(heard(&mut viewer).starts_with("00 00 00 01 00 00 00 00 04 00 03 00 FF FF FF 21"));
}
