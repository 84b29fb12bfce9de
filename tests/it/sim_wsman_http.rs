//! The simulated firmware's web server, byte for byte: heads, login, refusals.

use std::time::Duration;

use outband::sim::event::Method;
use outband::sim::wsman::ServiceOddities;
use outband::sim::{DeviceOptions, Event, Profile};

use crate::support::web::{Console, GET, authorization, envelope};

const REDIRECTION: &str = "http://intel.com/wbem/wscim/1/amt-schema/1/AMT_RedirectionService";

fn get_redirection() -> String {
    envelope(GET, REDIRECTION, "", "")
}

/// The device with the answers of `docs/protocol/wsman.md` § 1.2.
fn ism() -> Console {
    Console::of(Profile::Ism)
}

#[test]
fn without_login_the_answer_is_a_401_of_the_captured_form_and_closes() {
    let mut console = ism();
    let reply = console.anonymous("POST", "/wsman", &get_redirection());
    let mut lines = reply.head.split("\r\n");
    assert_eq!(lines.next(), Some("HTTP/1.1 401 Unauthorized"));
    let challenge = reply.field("WWW-Authenticate").unwrap();
    // Digest realm="Digest:7277…E462", nonce="B9AX…3uA",stale="false",qop="auth": a space behind
    // the first comma, none behind the others; 32 capital hexadecimal digits, 32 of base64.
    let rest = challenge.strip_prefix("Digest realm=\"Digest:").unwrap();
    let (realm, rest) = rest.split_at(32);
    assert!(
        realm
            .bytes()
            .all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'))
    );
    let rest = rest.strip_prefix("\", nonce=\"").unwrap();
    let (nonce, rest) = rest.split_at(32);
    assert!(
        nonce
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+/".contains(&b))
    );
    assert_eq!(rest, "\",stale=\"false\",qop=\"auth-int, auth\"");
    assert_eq!(
        reply.field("Server"),
        Some("Intel(R) Active Management Technology 15.0.23.1706")
    );
    assert_eq!(reply.field("Connection"), Some("close"));
    assert_eq!(reply.field("Content-Type"), Some("text/html"));
    assert!(reply.closed && reply.body.contains("Log on failed"));
}

#[test]
fn only_newer_releases_offer_auth_int() {
    let challenge = |profile| {
        let reply = Console::of(profile).anonymous("POST", "/wsman", "");
        reply.field("WWW-Authenticate").unwrap().to_owned()
    };
    assert!(challenge(Profile::Amt12).ends_with(",qop=\"auth\""));
    assert!(challenge(Profile::Amt14).ends_with(",qop=\"auth-int, auth\""));
}

#[test]
fn a_good_login_is_answered_in_chunks_and_keeps_the_connection() {
    let mut console = ism();
    let reply = console.request("POST", "/wsman", &get_redirection());
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.field("Content-Type"),
        Some("application/soap+xml; charset=UTF-8")
    );
    assert_eq!(reply.field("Connection"), None);
    assert!(!reply.closed);
    // One line, no white space between tags.
    assert!(!reply.body.contains('\n') && !reply.body.contains("> <"));
}

#[test]
fn nc_and_qop_are_taken_bare_and_quoted_and_the_count_is_not_looked_at() {
    let mut console = ism();
    let who = ("admin", "P@ssw0rd");
    let challenge = console.anonymous("POST", "/wsman", "");
    let challenge = challenge.field("WWW-Authenticate").unwrap().to_owned();
    let body = get_redirection();
    for (nc, quoted, int) in [
        (1, false, false),
        (7, true, false),
        (7, false, false),
        (3, true, true),
    ] {
        let int = int.then_some(body.as_str());
        let login = authorization(who, &challenge, ("POST", "/wsman"), nc, int, quoted);
        let line = format!("Authorization: {login}\r\n");
        let reply = console.send("POST", "/wsman", &line, &body);
        assert_eq!(reply.status, 200, "nc {nc}, quoted {quoted}");
    }
    // auth-int protects the body.
    let login = authorization(who, &challenge, ("POST", "/wsman"), 4, Some("other"), false);
    let line = format!("Authorization: {login}\r\n");
    assert_eq!(console.send("POST", "/wsman", &line, &body).status, 401);
}

#[test]
fn a_nonce_that_is_not_ours_is_stale_and_one_that_is_worn_out_too() {
    let mut console = Console::new(DeviceOptions {
        oddities: ServiceOddities {
            nonce_uses: Some(2),
            ..ServiceOddities::default()
        },
        ..DeviceOptions::default()
    });
    let reply = console.anonymous("POST", "/wsman", "");
    let good = reply.field("WWW-Authenticate").unwrap().to_owned();
    let nonce = good.split_once("nonce=\"").unwrap().1.split_at(32).0;
    let foreign = good.replace(nonce, "QqkLCwcAAAAAAAAAxlmI4kzPyQ2vHs7T");
    let mut with = |challenge: &str, password: &str, nc| {
        let who = ("admin", password);
        let login = authorization(who, challenge, ("POST", "/wsman"), nc, None, false);
        let line = format!("Authorization: {login}\r\n");
        let reply = console.send("POST", "/wsman", &line, &get_redirection());
        let again = reply.field("WWW-Authenticate").unwrap_or_default();
        (reply.status, again.contains("stale=\"true\""))
    };
    assert_eq!(with(&foreign, "P@ssw0rd", 1), (401, true));
    assert_eq!(with(&foreign, "wrong", 1), (401, false));
    assert_eq!(with(&good, "P@ssw0rd", 1), (200, false));
    assert_eq!(with(&good, "P@ssw0rd", 2), (200, false));
    assert_eq!(with(&good, "P@ssw0rd", 3), (401, true));
}

#[test]
fn a_nonce_is_forgotten_after_a_while_and_when_accounts_change() {
    let mut console = ism();
    assert_eq!(
        console.request("POST", "/wsman", &get_redirection()).status,
        200
    );
    let reply = console.anonymous("POST", "/wsman", "");
    let challenge = reply.field("WWW-Authenticate").unwrap().to_owned();
    let who = ("admin", "P@ssw0rd");
    let login = authorization(who, &challenge, ("POST", "/wsman"), 1, None, false);
    let line = format!("Authorization: {login}\r\n");
    let ok = console.send("POST", "/wsman", &line, &get_redirection());
    assert_eq!(ok.status, 200);
    console.wait_secs(301);
    let late = console.send("POST", "/wsman", &line, &get_redirection());
    assert_eq!(late.status, 401);
    assert!(
        late.field("WWW-Authenticate")
            .unwrap()
            .contains("stale=\"true\"")
    );
}

#[test]
fn ten_wrong_passwords_pause_every_login_and_leave_a_record() {
    let mut console = ism();
    let mut thief = console.beside("admin", "guess");
    for _ in 0..10 {
        let reply = thief.request("POST", "/wsman", &get_redirection());
        assert_eq!(reply.status, 401);
    }
    let refused = Event::Login {
        user: "admin".into(),
        method: Method::HttpDigest,
        ok: false,
    };
    assert_eq!(console.device.lock().poll_event(), Some(refused));
    assert_eq!(
        console.request("POST", "/wsman", &get_redirection()).status,
        401
    );
    console.wait(Duration::from_millis(5001));
    assert_eq!(
        console.request("POST", "/wsman", &get_redirection()).status,
        200
    );
    let records = console
        .invoke(
            "AMT_MessageLog",
            "GetRecords",
            "<r:IterationIdentifier>1</r:IterationIdentifier>\
             <r:MaxReadRecords>390</r:MaxReadRecords>",
        )
        .unwrap();
    // Sensor 6, severity 16, ten times: …06 6F 05 68 10 FF 26 61 AA 0A 00….
    let newest = records.text("RecordArray").unwrap();
    assert_eq!(
        &decode(newest)[4..],
        b"\xFF\x06\x6F\x05\x68\x10\xFF\x26\x61\xAA\x0A\0\0\0\0\0\0"
    );
}

fn decode(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD
        .decode(text)
        .unwrap()
}

#[test]
fn pages_are_where_they_are_and_say_who_they_are() {
    let mut console = ism();
    for path in ["/", "/logon.htm"] {
        let reply = console.anonymous("GET", path, "");
        assert_eq!((reply.status, reply.closed), (200, true), "{path}");
        assert!(reply.field("Server").unwrap().ends_with(" 15.0.23.1706"));
    }
    assert_eq!(console.anonymous("GET", "/index.htm", "").status, 401);
    assert_eq!(console.request("GET", "/index.htm", "").status, 200);
    let missing = console.anonymous("GET", "/wp-admin", "");
    assert_eq!((missing.status, missing.closed), (404, true));
    assert_eq!(console.anonymous("GET", "/wsman", "").status, 400);
}

#[test]
fn web_storage_tells_who_asks_from_11_6_on() {
    let reply = Console::of(Profile::Amt12).request("GET", "/amt-storage/", "");
    let json: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(json["information"]["user"], "admin");
    assert_eq!(json["information"]["version"], "12.0.67");
    assert_eq!(json["information"]["realms"], 0x013F_FFFC);
    let old = Console::of(Profile::Amt9).anonymous("GET", "/amt-storage/", "");
    assert_eq!(old.status, 404);
}

#[test]
fn what_is_no_request_gets_a_page_and_the_door() {
    let mut console = ism();
    for garbage in [
        &b"\x10\x01\0\0KVMR"[..],
        b"POST /wsman HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
        b"POST /wsman SPDY/9\r\n\r\n",
    ] {
        let (answer, closed) = console.raw(garbage);
        let text = String::from_utf8(answer).unwrap();
        assert!(text.starts_with("HTTP/1.1 400 Bad Request\r\n") && closed);
        assert!(text.contains("Server: Intel(R) Active Management Technology 15.0.23.1706"));
    }
    let reply = console.request("POST", "/wsman", "<html>no envelope</html>");
    assert_eq!((reply.status, reply.closed), (400, true));
    assert_eq!(reply.field("Content-Type"), Some("text/html"));
}

#[test]
fn old_clients_and_polite_ones_are_closed_as_they_wish() {
    let mut console = ism();
    let (answer, closed) = console.raw(b"GET / HTTP/1.0\r\n\r\n");
    assert!(answer.starts_with(b"HTTP/1.1 200 OK") && closed);
    let waiting = b"POST /wsman HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
    let (answer, closed) = console.raw(waiting);
    assert_eq!(
        (answer.as_slice(), closed),
        (&b"HTTP/1.1 100 Continue\r\n\r\n"[..], false)
    );
}

#[test]
fn identify_needs_no_addressing() {
    let mut console = ism();
    let body = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:i=\"\
                http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\"><s:Header/>\
                <s:Body><i:Identify/></s:Body></s:Envelope>";
    let answer = console.ask(body).unwrap().unwrap();
    let identity = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd";
    assert!(answer.is(identity, "IdentifyResponse"));
    assert_eq!(
        answer.child_text(identity, "ProtocolVersion"),
        Some("http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd")
    );
    assert_eq!(
        answer.child_text(identity, "ProductVersion"),
        Some("AMT 15.0.23.1706")
    );
}

#[test]
fn a_power_action_can_be_done_without_an_answer() {
    let mut console = Console::new(DeviceOptions {
        oddities: ServiceOddities {
            silent_power_actions: true,
            ..ServiceOddities::default()
        },
        ..DeviceOptions::default()
    });
    let challenge = console.anonymous("POST", "/wsman", "");
    let challenge = challenge.field("WWW-Authenticate").unwrap().to_owned();
    let service = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_PowerManagementService";
    let body = format!(
        "<r:RequestPowerStateChange_INPUT xmlns:r=\"{service}\"><r:PowerState>8</r:PowerState>\
         {}</r:RequestPowerStateChange_INPUT>",
        crate::support::web::reference(
            "ManagedElement",
            "CIM_ComputerSystem",
            "Name",
            "ManagedSystem"
        )
    );
    let body = envelope(
        &format!("{service}/RequestPowerStateChange"),
        service,
        "",
        &body,
    );
    let who = ("admin", "P@ssw0rd");
    let login = authorization(who, &challenge, ("POST", "/wsman"), 1, None, false);
    let length = body.len();
    let request = format!(
        "POST /wsman HTTP/1.1\r\nAuthorization: {login}\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    assert_eq!(console.raw(request.as_bytes()), (Vec::new(), false));
    console.wait_secs(1);
    assert_eq!(console.power_state().0, 8);
}
