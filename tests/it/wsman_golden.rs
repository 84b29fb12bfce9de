//! Requests and answers of `docs/protocol/wsman.md` § 7, written there by hand.

use std::fs;
use std::path::Path;

use outband::proto::wsman::call::Call;
use outband::proto::wsman::class::{
    BootFlags, BootRole, BootService, BootSettingData, BootSource, Class, IderDevice,
    KvmRedirectionSap, OptInService, OptInState, PowerState, RedirectionService, RedirectionState,
    Software,
};
use outband::proto::wsman::envelope::{Envelope, Selector};
use outband::proto::wsman::exchange::{Answer, Exchange, ExchangeError};
use outband::proto::wsman::fault::Subcode;
use outband::proto::wsman::instance::Instance;
use outband::proto::wsman::namespace as ns;
use outband::proto::wsman::status::Returns;
use outband::proto::wsman::xml::Element;
use outband::wire::Secret;

fn golden(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/wsman");
    fs::read(folder.join(name).with_extension("xml")).unwrap()
}

/// The golden body compared with the body of a call, as trees: prefixes and line breaks are free.
fn assert_body(call: &Call, name: &str) {
    let document = call.to_envelope("1").encode_request();
    let sent = Envelope::decode(document.as_bytes()).unwrap();
    assert_eq!(
        sent.body,
        Some(Element::parse(&golden(name)).unwrap()),
        "{name}"
    );
}

/// The whole golden request compared with ours, header order included.
fn assert_request(call: Call, message_id: u32, name: &str) {
    let ours = Exchange::new(call).request(message_id);
    let golden = Element::parse(&golden(name)).unwrap();
    assert_eq!(Element::parse(ours.as_bytes()).unwrap(), golden, "{name}");
}

#[test]
fn whole_requests_equal_the_examples() {
    let enumerate = Call::enumerate("CIM_SoftwareIdentity");
    assert_request(enumerate, 1, "enumerate-request");
    assert_request(Call::get("AMT_RedirectionService"), 3, "get-request");
    assert_request(OptInService::start(), 4, "start-opt-in-request");
}

#[test]
fn a_request_is_these_very_bytes() {
    let ours = Exchange::new(OptInService::cancel()).request(12);
    assert_eq!(
        ours,
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?>"#,
            r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" "#,
            r#"xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" "#,
            r#"xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" "#,
            r#"xmlns:r="http://intel.com/wbem/wscim/1/ips-schema/1/IPS_OptInService">"#,
            r#"<s:Header>"#,
            r#"<a:Action>http://intel.com/wbem/wscim/1/ips-schema/1/IPS_OptInService/CancelOptIn</a:Action>"#,
            r#"<a:To>/wsman</a:To>"#,
            r#"<w:ResourceURI>http://intel.com/wbem/wscim/1/ips-schema/1/IPS_OptInService</w:ResourceURI>"#,
            r#"<a:MessageID>12</a:MessageID>"#,
            r#"<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>"#,
            r#"<w:OperationTimeout>PT60S</w:OperationTimeout>"#,
            r#"</s:Header>"#,
            r#"<s:Body><r:CancelOptIn_INPUT></r:CancelOptIn_INPUT></s:Body>"#,
            r#"</s:Envelope>"#
        )
    );
}

#[test]
fn bodies_equal_the_examples() {
    let pull = Call::enumerate("CIM_SoftwareIdentity")
        .to_pull("1A000000-0000-0000-0000-000000000000", "2");
    assert_eq!(
        pull.body,
        Some(Element::parse(&golden("pull-body")).unwrap())
    );

    let code = Secret::new("048213".to_owned());
    assert_body(&OptInService::send_code(&code), "send-code-body");
    assert_body(&PowerState::RESET.request(), "power-body");
    assert_body(
        &BootSource::change_order(Some(BootSource::PXE)),
        "boot-order-body",
    );
    assert_body(
        &BootService::set_role(BootRole::IS_NEXT_SINGLE_USE),
        "boot-role-body",
    );
    assert_body(&KvmRedirectionSap::request_state(true), "kvm-state-body");
    let both = RedirectionService::request_state(RedirectionState::BOTH);
    assert_body(&both, "redirection-state-body");
}

/// § 7.6 shows what goes back after a `Get` of an AMT 16-like device (§ 4.2 names what it drops).
#[test]
fn boot_settings_are_put_as_in_the_example() {
    let put = Element::parse(&golden("boot-put-body")).unwrap();
    let mut stored = Instance::from_element(put.clone());
    for (property, value) in [
        ("UseIDER", "false"),
        ("IDERBootDevice", "0"),
        ("BIOSSetup", "true"),
        ("BIOSLastStatus", "0"),
        ("BootguardStatus", "127"),
        ("OptionsCleared", "true"),
        ("RPEEnabled", "true"),
        ("SecureBootControlEnabled", "true"),
        ("UEFIHTTPSBootEnabled", "true"),
        ("UEFILocalPBABootEnabled", "true"),
        ("UefiBootNumberOfParams", "0"),
        ("WinREBootEnabled", "true"),
    ] {
        stored.set(property, value);
    }
    let settings = BootSettingData::from_instance(&stored).unwrap();
    let flags = BootFlags {
        ider: Some(IderDevice::Cd),
        ..BootFlags::default()
    };
    assert_body(&settings.put(flags), "boot-put-body");
}

#[test]
fn selectors_read_plain_keys_and_references_and_write_back() {
    for name in ["selector", "selector-reference"] {
        let set = Element::parse(&golden(name)).unwrap();
        let envelope = Element::with_children(
            ns::ENVELOPE,
            "Envelope",
            vec![
                Element::with_children(ns::ENVELOPE, "Header", vec![set.clone()]),
                Element::new(ns::ENVELOPE, "Body"),
            ],
        );
        let read = Envelope::decode(envelope.to_document(&[]).as_bytes()).unwrap();
        assert_eq!(read.header.selectors.len(), 1);
        let written = Element::parse(read.encode_request().as_bytes()).unwrap();
        let header = written.child(ns::ENVELOPE, "Header").unwrap();
        assert_eq!(header.child(ns::WSMAN, "SelectorSet"), Some(&set), "{name}");
    }
    let call = Call::get("AMT_EthernetPortSettings")
        .select("InstanceID", "Intel(r) AMT Ethernet Port Settings 1");
    let header = call.to_envelope("1").header;
    let id = "Intel(r) AMT Ethernet Port Settings 1";
    assert_eq!(header.selectors, [Selector::text("InstanceID", id)]);
}

#[test]
fn answers_give_their_values() {
    let mut exchange = Exchange::new(Call::enumerate("CIM_SoftwareIdentity"));
    exchange.request(1);
    assert_eq!(
        exchange
            .handle_answer(200, &golden("enumerate-answer"))
            .unwrap(),
        None
    );
    let pull = exchange.request(2);
    assert!(pull.contains(">1A000000-0000-0000-0000-000000000000<"));
    // The first page: there is more to come.
    assert_eq!(
        exchange.handle_answer(200, &golden("pull-answer")).unwrap(),
        None
    );
    exchange.request(2);
    let last = String::from_utf8(golden("pull-answer")).unwrap().replace(
        "</g:Items>",
        "</g:Items><g:EndOfSequence></g:EndOfSequence>",
    );
    let answer = exchange.handle_answer(200, last.as_bytes()).unwrap();
    let Some(Answer::Items(items)) = answer else {
        panic!("{answer:?}");
    };
    let version = Software::from_items(&items).version.unwrap();
    assert_eq!(
        (items.len(), version.to_string()),
        (4, "16.1.30".to_owned())
    );

    let service = Element::parse(&golden("redirection-service-body")).unwrap();
    let service = RedirectionService::from_instance(&Instance::from_element(service)).unwrap();
    assert_eq!(service.state, RedirectionState::SOL);
    assert!(service.listener_enabled && service.access_log.is_empty());

    let mut exchange = Exchange::new(OptInService::start());
    exchange.request(4);
    let answer = exchange
        .handle_answer(200, &golden("start-opt-in-answer"))
        .unwrap();
    let Some(Answer::Output(output)) = answer else {
        panic!("{answer:?}");
    };
    assert!(output.success(Returns::OptIn).is_ok());
    assert!(!OptInState::DISPLAYED.is_given() && OptInState::RECEIVED.is_given());
}

#[test]
fn a_fault_is_recognised_whatever_the_status_and_whichever_its_action() {
    let document = String::from_utf8(golden("fault-answer")).unwrap();
    let other = document.replace(ns::ADDRESSING_FAULT, ns::WSMAN_FAULT);
    for document in [&document, &other] {
        for status in [200, 400, 500] {
            let mut exchange = Exchange::new(Call::get("CIM_KVMRedirectionSAP"));
            exchange.request(9);
            match exchange.handle_answer(status, document.as_bytes()) {
                Err(ExchangeError::Fault(fault)) => {
                    assert_eq!(fault.subcode, Subcode::DestinationUnreachable);
                    assert!(fault.is_absent());
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

/// What the examples' device would have sent: one line, its letters, its order of headers.
#[test]
fn answers_are_written_as_devices_write_them() {
    for name in ["enumerate-answer", "fault-answer", "pull-answer"] {
        let golden = String::from_utf8(golden(name)).unwrap();
        let one_line: String = golden.lines().map(str::trim_start).collect();
        let read = Envelope::decode(golden.as_bytes()).unwrap();
        // The example of a pull declares CIM common, which this answer does not use.
        let one_line = one_line.replace(
            " xmlns:i=\"http://schemas.dmtf.org/wbem/wscim/1/common\" xmlns:xsi",
            " xmlns:xsi",
        );
        let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        let action = read.header.action.clone().unwrap();
        assert!(action.ends_with("Response") || action.ends_with("fault"));
        assert_eq!(
            read.encode_answer(),
            format!("{declaration}{one_line}"),
            "{name}"
        );
    }
}
