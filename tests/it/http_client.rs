//! WS-Management over sockets: logins, framings, losses and what must never be repeated.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use outband::net::http::{Endpoint, Http, HttpError, Lost};
use outband::net::secure::{OpenError, Patience, Transport};
use outband::proto::wsman::call::Call;
use outband::proto::wsman::class::{BootSource, Class, GeneralSettings, PowerState, Software};
use outband::proto::wsman::envelope::Envelope;
use outband::proto::wsman::exchange::{Answer, ExchangeError};
use outband::proto::wsman::fault::Subcode;
use outband::proto::wsman::login::{HttpLogin, LoginError};
use outband::proto::wsman::namespace as ns;
use outband::proto::wsman::xml::Element;
use outband::wire::Secret;

use crate::support::http_device::{
    Framing, HttpDevice, Options, PASSWORD, REALM, Reply, SERVER, Trouble, USER, answer, fault,
    field,
};

fn login(password: &str) -> HttpLogin {
    HttpLogin::new(USER.to_owned(), Secret::new(password.to_owned()), None)
}

fn client(device: &HttpDevice, login: HttpLogin) -> Http {
    let endpoint = Endpoint {
        host: device.address.ip().to_string(),
        port: device.address.port(),
        transport: Transport::Plain,
    };
    Http::new(endpoint, login, Patience::default()).with_answer_within(Duration::from_millis(800))
}

/// A device that knows general settings, software in two pages, power and a fault.
fn handler(request: &Envelope) -> Reply {
    let uri = request.header.resource_uri.clone().unwrap();
    let action = request.header.action.clone().unwrap();
    let text = |name: &str, text: &str| Element::with_text(&uri, name, text);
    let in_enumeration =
        |name: &str, children| Element::with_children(ns::ENUMERATION, name, children);
    let context = |text| Element::with_text(ns::ENUMERATION, "EnumerationContext", text);
    let class = ns::class_name(&uri);
    match (class, action.rsplit('/').next().unwrap()) {
        ("AMT_GeneralSettings", "Get") => {
            let properties = vec![text("DigestRealm", REALM), text("HostName", "pc-1")];
            answer(request, Element::with_children(&uri, class, properties))
        }
        (_, "Enumerate") => {
            let body = in_enumeration("EnumerateResponse", vec![context("D3000000-0A")]);
            answer(request, body)
        }
        (_, "Pull") => {
            let pull = request.body.clone().unwrap();
            let at = pull
                .child_text(ns::ENUMERATION, "EnumerationContext")
                .unwrap();
            let item = |id: &str| {
                let properties = vec![text("InstanceID", id), text("VersionString", "16.1.30")];
                Element::with_children(&uri, class, properties)
            };
            let parts = if at == "D3000000-0A" {
                let items = in_enumeration("Items", vec![item("Flash")]);
                vec![context("D3000000-0B"), items]
            } else {
                let items = in_enumeration("Items", vec![item("AMT")]);
                vec![items, in_enumeration("EndOfSequence", vec![])]
            };
            answer(request, in_enumeration("PullResponse", parts))
        }
        (_, method @ ("RequestPowerStateChange" | "ChangeBootOrder")) => {
            let name = format!("{method}_OUTPUT");
            answer(
                request,
                Element::with_children(&uri, &name, vec![text("ReturnValue", "0")]),
            )
        }
        _ => fault(request, Subcode::DestinationUnreachable, None),
    }
}

fn general() -> Call {
    Call::get(GeneralSettings::NAME)
}

fn host_name(answer: Answer) -> Option<String> {
    let Answer::Object(object) = answer else {
        panic!("{answer:?}");
    };
    GeneralSettings::from_instance(&object).unwrap().host_name
}

#[tokio::test]
async fn the_first_call_logs_in_and_the_next_ones_reuse_connection_and_nonce() {
    let device = HttpDevice::start(Options::on("127.0.61.1"), handler).await;
    let mut http = client(&device, login(PASSWORD));
    for _ in 0..3 {
        let answer = http.perform(general()).await.unwrap();
        assert_eq!(host_name(answer).as_deref(), Some("pc-1"));
    }
    let seen = device.seen();
    let authorized: Vec<_> = seen.iter().map(|s| (s.connection, s.authorized)).collect();
    assert_eq!(authorized, [(1, false), (2, true), (2, true), (2, true)]);
    assert!(seen[3].head.contains("nc=00000003"));
    assert_eq!(
        field(&seen[0].head, "host").unwrap(),
        device.address.to_string()
    );
    assert_eq!(field(&seen[0].head, "authorization"), None);
    assert!(seen[0].head.starts_with("POST /wsman HTTP/1.1\r\n"));
    assert_eq!(http.server(), Some(SERVER));
    assert_eq!(http.realm(), Some(REALM));
    assert_eq!(http.trips(), 4);
}

#[tokio::test]
async fn every_framing_and_every_quality_of_protection_works() {
    let qops = [
        ",qop=\"auth\"",
        ",qop=\"auth-int, auth\"",
        ", qop=auth-int",
        "",
    ];
    for framing in [Framing::Chunked, Framing::Length, Framing::UntilClose] {
        for qop in qops {
            let options = Options {
                framing,
                qop,
                ..Options::on("127.0.61.2")
            };
            let device = HttpDevice::start(options, handler).await;
            let mut http = client(&device, login(PASSWORD));
            let answer = http.perform(Call::enumerate(Software::CLASS)).await;
            let Ok(Answer::Items(items)) = answer else {
                panic!("{framing:?} {qop}: {answer:?}");
            };
            let version = Software::from_items(&items).version.unwrap();
            assert_eq!(version.major, 16, "{framing:?} {qop}");
        }
    }
}

#[tokio::test]
async fn a_wrong_password_is_sent_once_however_often_it_is_tried() {
    let device = HttpDevice::start(Options::on("127.0.61.3"), handler).await;
    let mut http = client(&device, login("wrong"));
    for _ in 0..5 {
        let error = http.perform(general()).await.unwrap_err();
        assert!(
            matches!(error, HttpError::Login(LoginError::Refused)),
            "{error}"
        );
    }
    let tries = device
        .seen()
        .iter()
        .filter(|s| s.head.contains("response="))
        .count();
    assert_eq!(tries, 1);
}

#[tokio::test]
async fn a_nonce_that_went_stale_or_was_forgotten_is_no_refusal() {
    for stale in [true, false] {
        let device = HttpDevice::start(Options::on("127.0.61.4"), handler).await;
        let mut http = client(&device, login(PASSWORD));
        http.perform(general()).await.unwrap();
        device.trouble([Trouble::Unauthorized { stale }]);
        http.perform(general()).await.unwrap();
        let last = device.seen().pop().unwrap();
        assert!(
            last.authorized && last.head.contains("nc=00000001"),
            "{}",
            last.head
        );
    }
}

#[tokio::test]
async fn a_device_that_calls_everything_stale_is_given_up() {
    let device = HttpDevice::start(Options::on("127.0.61.5"), handler).await;
    device.trouble(std::iter::repeat_n(
        Trouble::Unauthorized { stale: true },
        50,
    ));
    let mut http = client(&device, login(PASSWORD));
    let error = http.perform(general()).await.unwrap_err();
    assert!(
        matches!(error, HttpError::Login(LoginError::Endless)),
        "{error}"
    );
    assert!(device.seen().len() < 10);
}

#[tokio::test]
async fn another_realm_in_mid_session_gets_no_login() {
    let device = HttpDevice::start(Options::on("127.0.61.6"), handler).await;
    let mut http = client(&device, login(PASSWORD));
    http.perform(general()).await.unwrap();
    device.trouble([Trouble::Realm("Digest:FFFF")]);
    let error = http.perform(general()).await.unwrap_err();
    assert!(
        matches!(&error, HttpError::Login(LoginError::RealmChanged { known, .. }) if known == REALM),
        "{error}"
    );
    assert_eq!(device.seen().len(), 3);
}

#[tokio::test]
async fn reading_is_repeated_when_the_answer_is_lost_in_any_way() {
    let cut: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<a";
    for trouble in [
        Trouble::ActAndClose,
        Trouble::ActAndCut,
        Trouble::ActAndHang,
        Trouble::Bytes(b"nonsense\r\n\r\n"),
        Trouble::Bytes(cut),
    ] {
        let device = HttpDevice::start(Options::on("127.0.61.7"), handler).await;
        let mut http = client(&device, login(PASSWORD));
        http.perform(general()).await.unwrap();
        device.trouble([trouble.clone(), trouble.clone()]);
        let answer = http.perform(general()).await;
        assert!(answer.is_ok(), "{trouble:?}: {answer:?}");
        assert_eq!(device.seen().len(), 5, "{trouble:?}");
    }
}

#[tokio::test]
async fn an_enumeration_starts_over_when_a_page_is_lost() {
    let device = HttpDevice::start(Options::on("127.0.61.8"), handler).await;
    let mut http = client(&device, login(PASSWORD));
    http.perform(general()).await.unwrap();
    // Enumerate fine, first page fine, second page lost.
    device.trouble([Trouble::Fine, Trouble::Fine, Trouble::ActAndCut]);
    let answer = http
        .perform(Call::enumerate(Software::CLASS))
        .await
        .unwrap();
    let Answer::Items(items) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(items.len(), 2, "no item twice");
    let actions = device.seen();
    let actions: Vec<_> = actions[2..]
        .iter()
        .map(|s| s.action.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(
        actions,
        ["Enumerate", "Pull", "Pull", "Enumerate", "Pull", "Pull"]
    );
}

#[tokio::test]
async fn power_and_boot_are_never_sent_twice() {
    for trouble in [
        Trouble::ActAndClose,
        Trouble::ActAndCut,
        Trouble::ActAndHang,
    ] {
        for call in [PowerState::RESET.request(), BootSource::change_order(None)] {
            let acted = Arc::new(AtomicU32::new(0));
            let counter = acted.clone();
            let device = HttpDevice::start(Options::on("127.0.61.9"), move |request| {
                if request.header.action.as_ref().unwrap().contains("/CIM_") {
                    counter.fetch_add(1, Ordering::Relaxed);
                }
                handler(request)
            })
            .await;
            let mut http = client(&device, login(PASSWORD));
            http.perform(general()).await.unwrap();
            device.trouble([trouble.clone()]);
            let error = http.perform(call).await.unwrap_err();
            assert!(
                matches!(error, HttpError::Unanswered { .. }),
                "{trouble:?}: {error}"
            );
            assert_eq!(acted.load(Ordering::Relaxed), 1, "{trouble:?}");
            // Looking afterwards works.
            http.perform(general()).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_kept_connection_that_has_died_costs_nothing_but_another_one() {
    let device = HttpDevice::start(Options::on("127.0.61.10"), handler).await;
    let mut http = client(&device, login(PASSWORD));
    device.trouble([Trouble::Fine, Trouble::AnswerAndClose]);
    http.perform(general()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    // Even a request that acts goes out: the dead connection was noticed before.
    http.perform(PowerState::RESET.request()).await.unwrap();
    assert_eq!(device.connections(), 3);
    let acting = device.seen().pop().unwrap();
    assert!(acting.authorized && acting.head.contains("nc=00000002"));
}

#[tokio::test]
async fn an_idle_connection_is_not_trusted_with_a_request_that_acts() {
    let device = HttpDevice::start(Options::on("127.0.61.11"), handler).await;
    let mut http = client(&device, login(PASSWORD));
    http.perform(general()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1100)).await;
    http.perform(PowerState::RESET.request()).await.unwrap();
    assert_eq!(device.seen().pop().unwrap().connection, 3);
}

#[tokio::test]
async fn a_fault_is_typed_and_the_connection_goes_on() {
    let device = HttpDevice::start(Options::on("127.0.61.12"), handler).await;
    let mut http = client(&device, login(PASSWORD));
    let error = http
        .perform(Call::get("CIM_KVMRedirectionSAP"))
        .await
        .unwrap_err();
    assert!(error.is_absent(), "{error}");
    http.perform(general()).await.unwrap();
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let device = HttpDevice::start(Options::on("127.0.61.13"), |_| {
        "x".repeat(outband::limits::XML_BYTES + 1).into()
    })
    .await;
    let mut http = client(&device, login(PASSWORD));
    let error = http.perform(general()).await.unwrap_err();
    assert!(
        matches!(
            error,
            HttpError::Unanswered {
                cause: Lost::Body(_),
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn a_web_server_that_is_no_device_is_recognised() {
    let device = HttpDevice::start(Options::on("127.0.61.14"), handler).await;
    device.trouble([Trouble::Bytes(
        b"HTTP/1.1 404 Not Found\r\nServer: nginx\r\nContent-Length: 2\r\n\r\nno",
    )]);
    let mut http = client(&device, login(PASSWORD));
    let error = http.perform(general()).await.unwrap_err();
    assert!(
        matches!(
            error,
            HttpError::Exchange(ExchangeError::Http { status: 404 })
        ),
        "{error}"
    );
    assert_eq!(http.server(), Some("nginx"));
}

#[tokio::test]
async fn a_closed_port_is_named() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.61.15:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let endpoint = Endpoint {
        host: "127.0.61.15".to_owned(),
        port,
        transport: Transport::Plain,
    };
    let mut http = Http::new(endpoint, login(PASSWORD), Patience::default());
    let error = http.perform(general()).await.unwrap_err();
    assert!(
        matches!(error, HttpError::Open(OpenError::Connect(_))),
        "{error}"
    );
}

#[tokio::test]
async fn a_call_that_is_dropped_takes_its_connection_along() {
    let device = HttpDevice::start(Options::on("127.0.61.16"), handler).await;
    let mut http = client(&device, login(PASSWORD));
    http.perform(general()).await.unwrap();
    device.trouble([Trouble::ActAndHang]);
    let waiting = http.perform(general());
    assert!(
        tokio::time::timeout(Duration::from_millis(100), waiting)
            .await
            .is_err()
    );
    // The late answer must not be taken for the next one's.
    let answer = http.perform(general()).await.unwrap();
    assert_eq!(host_name(answer).as_deref(), Some("pc-1"));
    assert_eq!(device.seen().pop().unwrap().connection, 3);
}

#[tokio::test]
async fn ipv6_addresses_stand_in_brackets() {
    let Ok(probe) = std::net::TcpListener::bind("[::1]:0") else {
        eprintln!("skipped: this system has no IPv6");
        return;
    };
    drop(probe);
    let device = HttpDevice::start(Options::on("::1"), handler).await;
    let mut http = client(&device, login(PASSWORD));
    http.perform(general()).await.unwrap();
    let host = format!("[::1]:{}", device.address.port());
    assert_eq!(field(&device.seen()[0].head, "host"), Some(host.as_str()));
}
