//! What must hold for the simulator's web server and responder whatever arrives.

use std::time::Instant;

use outband::limits;
use outband::proto::wsman::envelope::Envelope;
use outband::proto::wsman::namespace::resource_uri;
use outband::sim::Profile;
use outband::sim::wsman::Connection;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::driver::Driver;
use crate::support::firmware::device;
use crate::support::web::{Console, envelope, selector};

/// Pieces of which requests are made, so that random ones get past their first line.
fn http_piece() -> impl Strategy<Value = Vec<u8>> {
    let text = prop_oneof![
        Just("POST /wsman HTTP/1.1\r\n"),
        Just("GET / HTTP/1.1\r\n"),
        Just("GET /index.htm HTTP/1.0\r\n"),
        Just("Host: x\r\n"),
        Just("Content-Length: 5\r\n"),
        Just("Content-Length: 99999999999999999999\r\n"),
        Just("Content-Length: -1\r\n"),
        Just("Transfer-Encoding: chunked\r\n"),
        Just("Expect: 100-continue\r\n"),
        Just("Connection: close\r\n"),
        Just(
            "Authorization: Digest username=\"admin\", realm=\"x\", nonce=\"y\", uri=\"/wsman\"\r\n"
        ),
        Just("Authorization: Basic YTpi\r\n"),
        Just("Authorization: \r\n"),
        Just("\r\n"),
        Just("5\r\nhello\r\n"),
        Just("FFFFFFFFFFFFFFFF\r\n"),
        Just("0\r\n\r\n"),
        Just("<a/>"),
        Just(": :\r\n"),
    ];
    prop_oneof![
        6 => text.prop_map(|t| t.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..40),
        1 => (0_usize..30_000).prop_map(|len| vec![b'x'; len]),
    ]
}

fn http_stream() -> impl Strategy<Value = Vec<u8>> {
    vec(http_piece(), 0..24).prop_map(|pieces| pieces.concat())
}

/// Feeds `bytes` in pieces of `size`; everything that came back.
fn play(bytes: &[u8], size: usize, now: Instant) -> Vec<u8> {
    let device = device(Profile::Amt16);
    let mut connection = Driver::new(Connection::new(&device, now, None), now);
    for piece in bytes.chunks(size) {
        connection.feed(piece);
    }
    if connection.error.is_some() {
        let out = String::from_utf8_lossy(&connection.out);
        assert!(out.contains("HTTP/1.1 400 "), "no last word: {out}");
    } else {
        connection.end();
    }
    connection.out
}

/// Lines that carry a nonce or the time differ from device to device; who sends his body in
/// pieces is told to go on, who sends it at once is not.
fn comparable(answers: &[u8]) -> Vec<String> {
    const DIFFERENT: [&str; 4] = ["WWW-Authenticate", "Date", "Expires", "HTTP/1.1 100"];
    let text = String::from_utf8_lossy(answers);
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !DIFFERENT.iter().any(|d| line.starts_with(d)));
    lines.map(str::to_owned).collect()
}

/// Classes that exist, exist in part, and do not.
fn class() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("AMT_GeneralSettings"),
        Just("AMT_BootSettingData"),
        Just("AMT_RedirectionService"),
        Just("AMT_EthernetPortSettings"),
        Just("AMT_AuthorizationService"),
        Just("AMT_MessageLog"),
        Just("AMT_AuditLog"),
        Just("AMT_AlarmClockService"),
        Just("CIM_PowerManagementService"),
        Just("CIM_KVMRedirectionSAP"),
        Just("CIM_BootConfigSetting"),
        Just("CIM_BootService"),
        Just("IPS_OptInService"),
        Just("IPS_KVMRedirectionSettingData"),
        Just("IPS_AlarmClockOccurrence"),
        Just("CIM_NoSuchThing"),
    ]
}

fn method() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("RequestStateChange"),
        Just("RequestPowerStateChange"),
        Just("ChangeBootOrder"),
        Just("SetBootConfigRole"),
        Just("StartOptIn"),
        Just("SendOptInCode"),
        Just("CancelOptIn"),
        Just("GetRecords"),
        Just("PositionToFirstRecord"),
        Just("ReadRecords"),
        Just("AddAlarm"),
        Just("EnumerateUserAclEntries"),
        Just("AddUserAclEntryEx"),
        Just("NoSuchMethod"),
    ]
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|n| n.to_string()),
        (0_u32..40).prop_map(|n| n.to_string()),
        Just(String::new()),
        Just("true".to_owned()),
        Just("4294967295".to_owned()),
        "[ -%'-;=?-~]{0,20}",
        Just("<g:x xmlns:g=\"u\"><g:y/></g:x>".to_owned()),
    ]
}

fn property() -> impl Strategy<Value = (&'static str, String)> {
    let name = prop_oneof![
        Just("RequestedState"),
        Just("PowerState"),
        Just("ManagedElement"),
        Just("Source"),
        Just("Role"),
        Just("OptInCode"),
        Just("IterationIdentifier"),
        Just("MaxReadRecords"),
        Just("StartIndex"),
        Just("EnabledState"),
        Just("ListenerEnabled"),
        Just("UseIDER"),
        Just("IDERBootDevice"),
        Just("DefaultScreen"),
        Just("OptInRequired"),
        Just("DigestUsername"),
        Just("Realms"),
        Just("InstanceID"),
    ];
    (name, value())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_in_any_pieces_get_the_same_answers_within_bounds(
        bytes in http_stream(),
        size in 1_usize..700,
    ) {
        let now = Instant::now();
        let whole = play(&bytes, bytes.len().max(1), now);
        let pieces = play(&bytes, size, now);
        prop_assert_eq!(comparable(&whole), comparable(&pieces));
        // A request is at least a line; an answer without a login is a small page.
        let requests = bytes.iter().filter(|b| **b == b'\n').count() + 1;
        prop_assert!(whole.len() <= requests * 4096, "{} for {requests}", whole.len());
    }

    #[test]
    fn pure_noise_never_makes_it_hold_more_than_one_request(noise in vec(any::<u8>(), 0..3000)) {
        let now = Instant::now();
        let device = device(Profile::Amt12);
        let mut connection = Driver::new(Connection::new(&device, now, None), now);
        for piece in noise.chunks(97) {
            connection.feed(piece);
            prop_assert!(connection.out.len() <= limits::SIM_HTTP_BODY_BYTES);
        }
    }

    #[test]
    fn every_call_with_any_parameters_gets_an_answer_or_a_fault(
        calls in vec((class(), method(), vec(property(), 0..5), 0_u8..6, value()), 1..6),
        profile in prop_oneof![Just(Profile::Amt6), Just(Profile::Amt16), Just(Profile::Ism)],
    ) {
        let mut console = Console::of(profile);
        for (class, method, properties, kind, key) in calls {
            let uri = resource_uri(class);
            let fields: String = properties
                .iter()
                .map(|(name, value)| format!("<g:{name}>{value}</g:{name}>"))
                .collect();
            let object = |name: &str| format!("<g:{name} xmlns:g=\"{uri}\">{fields}</g:{name}>");
            let keys = if kind % 2 == 0 { String::new() } else { selector("InstanceID", &key) };
            let transfer = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
            let enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
            let (action, body) = match kind {
                0 => (format!("{transfer}/Get"), String::new()),
                1 => (format!("{transfer}/Put"), object(class)),
                2 => (format!("{transfer}/Create"), object(class)),
                3 => (format!("{transfer}/Delete"), String::new()),
                4 => (
                    format!("{enumeration}/Pull"),
                    format!(
                        "<n:Pull xmlns:n=\"{enumeration}\"><n:EnumerationContext>{key}\
                         </n:EnumerationContext></n:Pull>"
                    ),
                ),
                _ => (format!("{uri}/{method}"), object(&format!("{method}_INPUT"))),
            };
            let request = envelope(&action, &uri, &keys, &body);
            let reply = console.request("POST", "/wsman", &request);
            prop_assert!(matches!(reply.status, 200 | 400), "{} {}", reply.status, reply.head);
            let is_soap = reply.field("Content-Type").is_some_and(|t| t.contains("soap"));
            prop_assert!(is_soap || reply.status == 400, "{}", reply.head);
            if is_soap {
                let answer = Envelope::decode(reply.body.as_bytes());
                prop_assert!(answer.is_ok(), "{:?} in {}", answer.err(), reply.body);
            }
            prop_assert!(reply.body.len() <= limits::XML_BYTES);
        }
    }

    #[test]
    fn a_broken_envelope_is_refused_and_the_next_request_is_served(
        cut in 0_usize..600,
        flip in 0_usize..600,
        bit in 0_u8..7,
    ) {
        let mut console = Console::of(Profile::Amt16);
        let uri = resource_uri("AMT_GeneralSettings");
        let get = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
        let whole = envelope(get, &uri, "", "");
        let mut broken = whole.clone().into_bytes();
        broken.truncate(cut.min(whole.len()));
        if let Some(byte) = broken.get_mut(flip) {
            *byte ^= 1 << bit;
        }
        if let Ok(broken) = String::from_utf8(broken) {
            let reply = console.request("POST", "/wsman", &broken);
            prop_assert!(matches!(reply.status, 200 | 400 | 401), "{}", reply.head);
        }
        let reply = console.request("POST", "/wsman", &whole);
        prop_assert_eq!(reply.status, 200);
    }
}
