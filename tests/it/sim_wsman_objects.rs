//! Objects, enumerations, Puts and faults of the simulated firmware.

use outband::proto::wsman::namespace::resource_uri;
use outband::sim::wsman::{Oddities, ServiceOddities};
use outband::sim::{DeviceOptions, Profile};

use crate::support::web::{
    CREATE, Console, DELETE, ENUMERATE, GET, PULL, PUT, class_of, envelope, selector,
};

const REDIRECTION: &str = "http://intel.com/wbem/wscim/1/amt-schema/1/AMT_RedirectionService";

/// § 7.2 with the header of § 7.1, on one line as devices send it.
const GET_REDIRECTION: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?>"#,
    r#"<a:Envelope xmlns:a="http://www.w3.org/2003/05/soap-envelope" "#,
    r#"xmlns:b="http://schemas.xmlsoap.org/ws/2004/08/addressing" "#,
    r#"xmlns:c="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" "#,
    r#"xmlns:d="http://schemas.xmlsoap.org/ws/2005/02/trust" "#,
    r#"xmlns:e="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" "#,
    r#"xmlns:f="http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd" "#,
    r#"xmlns:g="http://intel.com/wbem/wscim/1/amt-schema/1/AMT_RedirectionService" "#,
    r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><a:Header>"#,
    r#"<b:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</b:To>"#,
    r#"<b:RelatesTo>3</b:RelatesTo>"#,
    r#"<b:Action a:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/09/transfer/GetResponse</b:Action>"#,
    r#"<b:MessageID>uuid:00000000-8086-8086-8086-XXXXXXXXXXXX</b:MessageID>"#,
    r#"<c:ResourceURI>http://intel.com/wbem/wscim/1/amt-schema/1/AMT_RedirectionService</c:ResourceURI>"#,
    r#"</a:Header><a:Body><g:AMT_RedirectionService>"#,
    r#"<g:CreationClassName>AMT_RedirectionService</g:CreationClassName>"#,
    r#"<g:ElementName>Intel(r) AMT Redirection Service</g:ElementName>"#,
    r#"<g:EnabledState>32771</g:EnabledState><g:ListenerEnabled>true</g:ListenerEnabled>"#,
    r#"<g:Name>Intel(r) AMT Redirection Service</g:Name>"#,
    r#"<g:SystemCreationClassName>CIM_ComputerSystem</g:SystemCreationClassName>"#,
    r#"<g:SystemName>Intel(r) AMT</g:SystemName></g:AMT_RedirectionService></a:Body></a:Envelope>"#
);

/// § 7.10 on one line.
const UNREACHABLE: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?><a:Envelope "#,
    r#"xmlns:g="http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd" "#,
    r#"xmlns:f="http://schemas.xmlsoap.org/ws/2004/08/eventing" "#,
    r#"xmlns:e="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" "#,
    r#"xmlns:d="http://schemas.xmlsoap.org/ws/2004/09/transfer" "#,
    r#"xmlns:c="http://schemas.xmlsoap.org/ws/2004/09/enumeration" "#,
    r#"xmlns:b="http://schemas.xmlsoap.org/ws/2004/08/addressing" "#,
    r#"xmlns:a="http://www.w3.org/2003/05/soap-envelope" "#,
    r#"xmlns:h="http://schemas.xmlsoap.org/ws/2005/02/trust" "#,
    r#"xmlns:i="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" "#,
    r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><a:Header>"#,
    r#"<b:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</b:To>"#,
    r#"<b:RelatesTo>3</b:RelatesTo>"#,
    r#"<b:Action a:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/08/addressing/fault</b:Action>"#,
    r#"<b:MessageID>uuid:00000000-8086-8086-8086-XXXXXXXXXXXX</b:MessageID></a:Header>"#,
    r#"<a:Body><a:Fault><a:Code><a:Value>a:Sender</a:Value>"#,
    r#"<a:Subcode><a:Value>b:DestinationUnreachable</a:Value></a:Subcode></a:Code>"#,
    r#"<a:Reason><a:Text xml:lang="en-US">No route can be determined to reach the "#,
    r#"destination role defined by the WSAddressing To.</a:Text></a:Reason>"#,
    r#"<a:Detail></a:Detail></a:Fault></a:Body></a:Envelope>"#
);

/// The twelve digits of the message number, and the document without them.
fn masked(document: &str) -> (u64, String) {
    let (before, rest) = document.split_once("8086-8086-8086-").unwrap();
    let (digits, after) = rest.split_at(12);
    let number = u64::from_str_radix(digits, 16).unwrap();
    assert_eq!(digits, format!("{number:012X}"));
    (
        number,
        format!("{before}8086-8086-8086-XXXXXXXXXXXX{after}"),
    )
}

#[test]
fn an_answer_and_a_fault_have_every_byte_of_the_specification_and_count_messages() {
    let mut console = Console::of(Profile::Ism);
    let reply = console.request("POST", "/wsman", &envelope(GET, REDIRECTION, "", ""));
    let (first, document) = masked(&reply.body);
    assert_eq!(document, GET_REDIRECTION);
    let uri = resource_uri("CIM_KVMRedirectionSAP");
    let reply = console.request("POST", "/wsman", &envelope(GET, &uri, "", ""));
    assert_eq!(reply.status, 400);
    let (second, document) = masked(&reply.body);
    assert_eq!(document, UNREACHABLE);
    assert_eq!(second, first + 1);
}

#[test]
fn enumerate_and_pull_have_the_form_of_the_specification() {
    let mut console = Console::of(Profile::Amt12);
    let uri = resource_uri("CIM_SoftwareIdentity");
    let enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
    let begin = format!("<n:Enumerate xmlns:n=\"{enumeration}\"/>");
    let reply = console.request("POST", "/wsman", &envelope(ENUMERATE, &uri, "", &begin));
    let (_, rest) = reply.body.split_once("<g:EnumerationContext>").unwrap();
    let context = rest.split_once('<').unwrap().0;
    // Four bytes of a counter, little-endian, in capitals.
    assert!(
        context.ends_with("0000-0000-0000-0000-000000000000"),
        "{context}"
    );
    assert!(!context.contains(|c: char| c.is_ascii_lowercase()));
    let pull = format!(
        "<n:Pull xmlns:n=\"{enumeration}\"><n:EnumerationContext>{context}</n:EnumerationContext>\
         <n:MaxElements>2</n:MaxElements></n:Pull>"
    );
    let reply = console.request("POST", "/wsman", &envelope(PULL, &uri, "", &pull));
    let body = reply.body.split_once("<a:Body>").unwrap().1;
    assert_eq!(
        body,
        format!(
            "<g:PullResponse><g:EnumerationContext>{context}</g:EnumerationContext><g:Items>\
             <h:CIM_SoftwareIdentity><h:InstanceID>Flash</h:InstanceID>\
             <h:IsEntity>true</h:IsEntity><h:VersionString>12.0.67</h:VersionString>\
             </h:CIM_SoftwareIdentity><h:CIM_SoftwareIdentity>\
             <h:InstanceID>Netstack</h:InstanceID><h:IsEntity>true</h:IsEntity>\
             <h:VersionString>12.0.67</h:VersionString></h:CIM_SoftwareIdentity></g:Items>\
             </g:PullResponse></a:Body></a:Envelope>"
        )
    );
    assert!(
        reply
            .body
            .contains(&format!("xmlns:h=\"{uri}\" xmlns:xsi="))
    );
}

#[test]
fn a_context_is_good_until_its_end_and_no_longer() {
    let mut console = Console::of(Profile::Amt16);
    let uri = resource_uri("CIM_BIOSElement");
    let enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
    let begin = envelope(
        ENUMERATE,
        &uri,
        "",
        &format!("<n:Enumerate xmlns:n=\"{enumeration}\"/>"),
    );
    let pull = |context: &str| {
        let body = format!(
            "<n:Pull xmlns:n=\"{enumeration}\"><n:EnumerationContext>{context}\
             </n:EnumerationContext></n:Pull>"
        );
        envelope(PULL, &uri, "", &body)
    };
    let start = |console: &mut Console| {
        let begun = console.ask(&begin).unwrap().unwrap();
        begun
            .child_text(enumeration, "EnumerationContext")
            .unwrap()
            .to_owned()
    };
    let context = start(&mut console);
    assert!(console.ask(&pull(&context)).is_ok());
    let again = console.ask(&pull(&context));
    assert_eq!(Console::subcode(again), "InvalidEnumerationContext");
    let unknown = console.ask(&pull("FFFFFFFF-0000-0000-0000-000000000000"));
    assert_eq!(Console::subcode(unknown), "InvalidEnumerationContext");
    let late = start(&mut console);
    console.wait_secs(61);
    assert_eq!(
        Console::subcode(console.ask(&pull(&late))),
        "InvalidEnumerationContext"
    );
    // Few contexts: the ninth pushes out the first.
    let first = start(&mut console);
    for _ in 0..8 {
        start(&mut console);
    }
    assert_eq!(
        Console::subcode(console.ask(&pull(&first))),
        "InvalidEnumerationContext"
    );
}

#[test]
fn pages_of_one_item_add_up_to_the_same() {
    let mut usual = Console::of(Profile::Amt16);
    let mut odd = Console::new(DeviceOptions {
        oddities: ServiceOddities {
            responder: Oddities {
                one_item_pages: true,
                ..Oddities::default()
            },
            ..ServiceOddities::default()
        },
        ..DeviceOptions::default()
    });
    for class in ["CIM_SoftwareIdentity", "CIM_BIOSElement", "CIM_Battery"] {
        let (expected, _) = usual.list(class).unwrap();
        let (items, pulls) = odd.list(class).unwrap();
        assert_eq!(items, expected, "{class}");
        assert_eq!(pulls, expected.len() + 1, "the end comes alone");
    }
}

#[test]
fn a_superclass_lists_what_is_below_it() {
    let mut console = Console::of(Profile::Amt18);
    let classes = |console: &mut Console, class| {
        let all = console.all(class);
        all.iter()
            .map(|i| class_of(i).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        classes(&mut console, "CIM_ServiceAvailableToElement"),
        ["CIM_AssociatedPowerManagementService"]
    );
    assert_eq!(
        classes(&mut console, "CIM_PhysicalPackage"),
        [
            "CIM_Chassis",
            "CIM_Card",
            "CIM_PhysicalPackage",
            "CIM_PhysicalPackage"
        ]
    );
    let battery = console.all("CIM_PhysicalPackage").pop().unwrap();
    assert_eq!(battery.required("PackageType"), Ok(11_u32));
}

#[test]
fn absent_classes_and_objects_are_told_apart() {
    let mut console = Console::of(Profile::Amt16);
    for class in ["CIM_Nothing", "AMT_Nothing", "IPS_Nothing"] {
        assert_eq!(
            Console::subcode(console.try_get(class)),
            "DestinationUnreachable"
        );
        assert_eq!(
            Console::subcode(console.list(class)),
            "DestinationUnreachable"
        );
    }
    // A desktop PC has no battery: an empty set, but a fault on Get.
    assert_eq!(console.all("CIM_Battery"), []);
    assert_eq!(
        Console::subcode(console.try_get("CIM_Battery")),
        "DestinationUnreachable"
    );
    // The class in another schema is another class.
    let foreign = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/AMT_RedirectionService";
    let answer = console.ask(&envelope(GET, foreign, "", ""));
    assert_eq!(Console::subcode(answer), "DestinationUnreachable");
}

#[test]
fn releases_have_the_classes_that_came_with_them() {
    for (class, since) in [
        ("IPS_OptInService", 6),
        ("CIM_KVMRedirectionSAP", 6),
        ("IPS_HostBasedSetupService", 7),
        ("IPS_ScreenSettingData", 8),
        ("IPS_SecIOService", 8),
        ("IPS_HostBootReason", 8),
        ("AMT_AlarmClockService", 8),
        ("IPS_PowerManagementService", 10),
        ("IPS_ScreenConfigurationService", 10),
    ] {
        for profile in Profile::ALL {
            let kvm = [
                "CIM_KVMRedirectionSAP",
                "IPS_ScreenSettingData",
                "IPS_SecIOService",
            ]
            .contains(&class)
                || class == "IPS_ScreenConfigurationService";
            let expected = profile.firmware().major >= since && (profile.has_kvm() || !kvm);
            let got = Console::of(profile).try_get(class);
            assert_eq!(got.is_ok(), expected, "{class} on {profile}");
        }
    }
}

#[test]
fn releases_have_the_fields_that_came_with_them() {
    for (class, field, since) in [
        ("AMT_BootSettingData", "UseIDER", 6),
        ("AMT_BootSettingData", "SecureErase", 11),
        ("AMT_BootSettingData", "UEFIHTTPSBootEnabled", 15),
        ("AMT_BootSettingData", "PlatformErase", 16),
        ("AMT_BootCapabilities", "ForceUEFIHTTPSBoot", 15),
        ("AMT_BootCapabilities", "PlatformErase", 16),
        ("IPS_KVMRedirectionSettingData", "SessionTimeout", 6),
        ("IPS_KVMRedirectionSettingData", "ZlibControlSupported", 16),
        ("AMT_GeneralSettings", "ThunderboltDockEnabled", 12),
    ] {
        for profile in Profile::ALL {
            let Ok(object) = Console::of(profile).try_get(class) else {
                assert_eq!(profile, Profile::Ism);
                continue;
            };
            let expected = profile.firmware().major >= since;
            assert_eq!(
                object.text(field).is_some(),
                expected,
                "{field} on {profile}"
            );
        }
    }
    let sources = |profile| {
        let all = Console::of(profile).all("CIM_BootSourceSetting");
        all.iter()
            .map(|i| i.text("InstanceID").unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(sources(Profile::Amt6).contains(&"Intel(r) AMT: Force Diagnostic Boot".into()));
    assert_eq!(
        sources(Profile::Amt12),
        [
            "Intel(r) AMT: Force Hard-drive Boot",
            "Intel(r) AMT: Force PXE Boot",
            "Intel(r) AMT: Force CD/DVD Boot"
        ]
    );
    assert!(sources(Profile::Amt18).contains(&"Intel(r) AMT: Force OCR UEFI HTTPS Boot".into()));
}

#[test]
fn selectors_single_out_one_object_or_are_refused() {
    let mut console = Console::of(Profile::Amt16);
    let uri = resource_uri("AMT_EthernetPortSettings");
    let mut get = |extra: &str| console.ask(&envelope(GET, &uri, extra, ""));
    let one = get(&selector(
        "InstanceID",
        "Intel(r) AMT Ethernet Port Settings 1",
    ));
    let one = one.unwrap().unwrap();
    assert_eq!(
        one.child_text(&uri, "MACAddress"),
        Some("00-00-00-00-00-00")
    );
    assert_eq!(Console::subcode(get("")), "InvalidSelectors");
    assert_eq!(
        Console::subcode(get(&selector("Colour", "blue"))),
        "InvalidSelectors"
    );
    let other = get(&selector(
        "InstanceID",
        "Intel(r) AMT Ethernet Port Settings 9",
    ));
    assert_eq!(Console::subcode(other), "DestinationUnreachable");
}

#[test]
fn associations_are_selected_by_the_objects_at_their_ends() {
    let mut console = Console::of(Profile::Amt16);
    let uri = resource_uri("CIM_AssociatedPowerManagementService");
    let by = |name: &str| {
        format!(
            "<w:SelectorSet><w:Selector Name=\"UserOfService\"><a:EndpointReference>\
             <a:Address>x</a:Address><a:ReferenceParameters><w:ResourceURI>{}</w:ResourceURI>\
             <w:SelectorSet><w:Selector w:Name=\"Name\">{name}</w:Selector></w:SelectorSet>\
             </a:ReferenceParameters></a:EndpointReference></w:Selector></w:SelectorSet>",
            resource_uri("CIM_ComputerSystem")
        )
    };
    assert!(
        console
            .ask(&envelope(GET, &uri, &by("ManagedSystem"), ""))
            .is_ok()
    );
    let other = console.ask(&envelope(GET, &uri, &by("Somebody"), ""));
    assert_eq!(Console::subcode(other), "DestinationUnreachable");
}

#[test]
fn operations_and_methods_that_do_not_exist_are_refused() {
    let mut console = Console::of(Profile::Amt12);
    let uri = resource_uri("AMT_RedirectionService");
    for action in [
        CREATE,
        DELETE,
        "http://schemas.xmlsoap.org/ws/2004/08/eventing/Subscribe",
    ] {
        let refused = console.ask(&envelope(action, &uri, "", ""));
        assert_eq!(Console::subcode(refused), "ActionNotSupported", "{action}");
    }
    let unknown = console.invoke("AMT_RedirectionService", "SelfDestruct", "");
    assert_eq!(Console::subcode(unknown), "ActionNotSupported");
    let put = console.put("CIM_BIOSElement", "");
    assert_eq!(Console::subcode(put), "ActionNotSupported");
    // Recovery boots came later; before, the boot service has no states.
    let early = console.invoke(
        "CIM_BootService",
        "RequestStateChange",
        "<r:RequestedState>32769</r:RequestedState>",
    );
    assert_eq!(Console::subcode(early), "ActionNotSupported");
}

#[test]
fn headers_that_must_be_understood_and_envelopes_that_must_be_small_are_refused() {
    let mut console = Console::of(Profile::Amt16);
    let option =
        "<w:OptionSet s:mustUnderstand=\"true\"><w:Option Name=\"x\">1</w:Option></w:OptionSet>";
    let refused = console
        .ask(&envelope(GET, REDIRECTION, option, ""))
        .unwrap_err();
    assert_eq!(refused.subcode.name(), "");
    assert_eq!(format!("{:?}", refused.code), "MustUnderstand");
    let size = |bytes: u32| {
        format!("<w:MaxEnvelopeSize s:mustUnderstand=\"true\">{bytes}</w:MaxEnvelopeSize>")
    };
    assert!(
        console
            .ask(&envelope(GET, REDIRECTION, &size(50_000), ""))
            .is_ok()
    );
    let small = console.ask(&envelope(GET, REDIRECTION, &size(49_999), ""));
    assert_eq!(Console::subcode(small), "EncodingLimit");
}

#[test]
fn puts_are_checked_against_the_object() {
    let mut console = Console::of(Profile::Amt12);
    let class = "AMT_RedirectionService";
    for bad in [
        "<r:EnabledState>5</r:EnabledState>",
        "<r:ListenerEnabled>perhaps</r:ListenerEnabled>",
        "<r:ListenerEnabled>true</r:ListenerEnabled><r:ListenerEnabled>true</r:ListenerEnabled>",
        "<r:Unknown>1</r:Unknown>",
    ] {
        let refused = console.put(class, bad);
        assert_eq!(Console::subcode(refused), "InvalidRepresentation", "{bad}");
    }
    // Read-only fields that come back are tolerated, left-out ones kept.
    let stored = console
        .put(
            class,
            "<r:Name>Intel(r) AMT Redirection Service</r:Name>\
             <r:EnabledState>32769</r:EnabledState>",
        )
        .unwrap();
    assert_eq!(stored.text("EnabledState"), Some("32769"));
    assert_eq!(stored.text("ListenerEnabled"), Some("true"));
    // Another class in the body.
    let uri = resource_uri(class);
    let body = format!("<r:AMT_GeneralSettings xmlns:r=\"{uri}\"/>");
    let refused = console.ask(&envelope(PUT, &uri, "", &body));
    assert_eq!(Console::subcode(refused), "InvalidRepresentation");
}

#[test]
fn a_strict_device_wants_the_order_of_the_get() {
    let mut strict = Console::new(DeviceOptions {
        profile: Profile::Amt14,
        oddities: ServiceOddities {
            responder: Oddities {
                strict_put_order: true,
                ..Oddities::default()
            },
            ..ServiceOddities::default()
        },
        ..DeviceOptions::default()
    });
    let turned = "<r:UseSOL>true</r:UseSOL><r:BIOSSetup>true</r:BIOSSetup>";
    let refused = strict.put("AMT_BootSettingData", turned);
    assert_eq!(Console::subcode(refused), "InvalidRepresentation");
    let sorted = "<r:BIOSSetup>true</r:BIOSSetup><r:UseSOL>true</r:UseSOL>";
    assert!(strict.put("AMT_BootSettingData", sorted).is_ok());
    let mut usual = Console::of(Profile::Amt14);
    assert!(usual.put("AMT_BootSettingData", turned).is_ok());
}

#[test]
fn settings_that_nobody_obeys_are_kept_and_read_back() {
    let mut console = Console::of(Profile::Amt16);
    let stored = console
        .put("AMT_GeneralSettings", "<r:HostName>pc-42</r:HostName>")
        .unwrap();
    assert_eq!(stored.text("HostName"), Some("pc-42"));
    assert_eq!(console.text("AMT_GeneralSettings", "HostName"), "pc-42");
    let other = console.put("IPS_SecIOService", "<r:DefaultScreen>2</r:DefaultScreen>");
    assert_eq!(other.unwrap().text("DefaultScreen"), Some("2"));
}

#[test]
fn uuid_and_realm_agree_wherever_they_are_told() {
    let mut console = Console::of(Profile::Amt16);
    let uuid = console.device.lock().uuid();
    let packages = console.all("CIM_ComputerSystemPackage");
    let guid = packages[0].text("PlatformGUID").unwrap();
    let hex = uuid.replace('-', "").to_uppercase();
    // The first three groups are turned round.
    let turned = |from: usize, bytes: usize| -> String {
        (0..bytes)
            .rev()
            .map(|i| &hex[from + 2 * i..from + 2 * i + 2])
            .collect()
    };
    let expected = [
        turned(0, 4),
        turned(8, 2),
        turned(12, 2),
        hex[16..].to_owned(),
    ]
    .concat();
    assert_eq!(guid, expected);
    let realm = console.device.lock().realm().to_owned();
    assert_eq!(console.text("AMT_GeneralSettings", "DigestRealm"), realm);
}

/// Consoles list these when they connect, and give up on a fault where an empty list would do.
#[test]
fn what_nobody_has_set_up_is_an_empty_list() {
    let mut console = Console::of(Profile::Amt16);
    for class in [
        "AMT_ManagementPresenceRemoteSAP",
        "AMT_PublicKeyCertificate",
        "AMT_PublicPrivateKeyPair",
        "AMT_RemoteAccessPolicyAppliesToMPS",
        "AMT_RemoteAccessPolicyRule",
        "AMT_TLSCredentialContext",
    ] {
        assert!(console.all(class).is_empty(), "{class}");
        assert!(console.try_get(class).is_err(), "{class}");
    }
    let class = "AMT_UserInitiatedConnectionService";
    assert_eq!(console.text(class, "EnabledState"), "32768");
    let class = "AMT_EnvironmentDetectionSettingData";
    assert_eq!(console.text(class, "DetectionAlgorithm"), "0");
}
