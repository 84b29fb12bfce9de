//! Ports by their names, and what answers there.

use super::question::management;
use super::*;
use crate::net::knock::WebAnswer;

#[test]
fn named_ports_take_the_place_of_the_usual_ones() {
    let of = |target: &str| {
        let mut ports = ports(&target.parse().unwrap());
        ports.sort_by_key(|p| p.0);
        ports.into_iter().map(|p| p.0).collect::<Vec<_>>()
    };
    assert_eq!(of("pc"), [623, 5900, 16992, 16993, 16994, 16995]);
    assert_eq!(of("pc:1024"), [623, 1024, 5900, 16994, 16995]);
    assert_eq!(of("pc:16993:2048"), [623, 2048, 5900, 16993]);
    assert_eq!(of("vnc://pc:5901"), [5901]);
    let named = ports(&"pc:16993".parse().unwrap());
    assert!(named.contains(&(16993, PortRole::WsmanTls)));
}

#[test]
fn logins_are_read_from_challenges_and_foreign_servers_told() {
    let answer = |server: &str, challenges: &[&str]| WebAnswer {
        status: 401,
        server: Some(server.to_owned()),
        challenges: challenges.iter().map(|c| (*c).to_owned()).collect(),
    };
    let speech = management(&answer(
        "Intel(R) Active Management Technology 16.1.30.2307",
        &[
            "Negotiate",
            "Digest realm=\"Digest:72\", nonce=\"B9\",stale=\"false\",qop=\"auth-int, auth\"",
        ],
    ));
    let Speech::Management {
        version,
        realm,
        logins,
    } = speech
    else {
        panic!("{speech:?}");
    };
    assert_eq!(version.map(|v| v.major), Some(16));
    assert_eq!(realm.as_deref(), Some("Digest:72"));
    assert_eq!(logins, [LoginMethod::Kerberos, LoginMethod::DigestQop]);
    let stranger = management(&answer("nginx", &["Basic realm=x"]));
    assert_eq!(stranger, Speech::Stranger(Stranger::Http));
}
