//! The login of RFB, byte by byte: versions, security types, VNC authentication, VeNCrypt.

use outband::proto::Machine;
use outband::proto::kvm::messages::vencrypt::Subtype;
use outband::proto::kvm::messages::{SecurityType, ServerInit};
use outband::proto::kvm::{Encryption, HandshakeStep, KvmCommand, KvmError, KvmEvent, KvmOptions};
use outband::screen::PixelFormat;
use outband::wire::Secret;
use outband::wire::hexdump::parse_hex;

use crate::support::kvm::Driven;

/// The password and challenge of `docs/protocol/redirection.md` § 5.15, and the answer.
const PASSWORD: &str = "P@ssw0rd";
const CHALLENGE: &[u8] = &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const ANSWER: &str = "04 5E 36 9D 4A D4 F9 34 23 62 6D ED AD 97 DE 14";

const OK: &[u8] = &[0, 0, 0, 0];

/// `ClientInit`, the last thing a client says before it knows the screen.
const SHARED: &[u8] = &[1];

fn plain(password: Option<&str>) -> KvmOptions {
    KvmOptions {
        password: password.map(|p| Secret::new(p.to_owned())),
        ..KvmOptions::plain()
    }
}

fn encrypted(user: Option<&str>, password: Option<&str>) -> KvmOptions {
    KvmOptions {
        user: user.map(str::to_owned),
        encryption: Encryption::WhereOffered,
        ..plain(password)
    }
}

fn answer() -> Vec<u8> {
    parse_hex(ANSWER).unwrap()
}

fn server_init() -> Vec<u8> {
    let mut out = Vec::new();
    ServerInit {
        width: 640,
        height: 480,
        format: PixelFormat::Rgbx.into(),
        name: b"desk",
    }
    .encode(&mut out);
    out
}

/// Alternately what the server says and what must be said to it, each part of the server's fed
/// a byte at a time: nothing may be said before the part is complete.
fn talk(driven: &mut Driven, parts: &[(&[u8], &[u8])]) {
    for (i, (heard, said)) in parts.iter().enumerate() {
        for (at, byte) in heard.iter().enumerate() {
            assert_eq!(driven.take_sent(), b"", "part {i} before byte {at}");
            driven.feed(&[*byte]).unwrap();
        }
        assert_eq!(driven.take_sent(), *said, "part {i}");
    }
}

/// The screen is described: the login is over.
fn expect_screen(driven: &mut Driven) {
    driven.feed(&server_init()).unwrap();
    assert!(
        matches!(
            driven.events.last(),
            Some(KvmEvent::Ready { width: 640, .. })
        ),
        "{:?}",
        driven.events
    );
}

#[test]
fn the_challenge_is_answered_as_the_specification_shows() {
    let mut driven = Driven::new(plain(Some(PASSWORD)));
    talk(
        &mut driven,
        &[
            (b"RFB 003.008\n", b"RFB 003.008\n"),
            (&[1, 2], &[2]),
            (CHALLENGE, &answer()),
            (OK, SHARED),
        ],
    );
    expect_screen(&mut driven);
}

#[test]
fn a_password_is_shown_although_none_would_do() {
    for offered in [&[2, 1, 2][..], &[3, 16, 2, 1]] {
        let mut driven = Driven::new(plain(Some(PASSWORD)));
        driven.feed(b"RFB 003.008\n").unwrap();
        driven.take_sent();
        talk(&mut driven, &[(offered, &[2]), (CHALLENGE, &answer())]);
    }
    let mut driven = Driven::new(plain(None));
    driven.feed(b"RFB 003.008\n").unwrap();
    driven.take_sent();
    talk(&mut driven, &[(&[2, 2, 1], &[1]), (OK, SHARED)]);
    expect_screen(&mut driven);
}

#[test]
fn a_wrong_password_is_told_apart_in_every_version() {
    let with_reason = b"\0\0\0\x01\0\0\0\x16Authentication failure";
    for (version, security, result, reason) in [
        (
            b"RFB 003.008\n",
            &[1, 2][..],
            &with_reason[..],
            "Authentication failure",
        ),
        // Too many tries, in the words of RealVNC.
        (b"RFB 003.008\n", &[1, 2], b"\0\0\0\x02\0\0\0\x03no!", "no!"),
        (b"RFB 003.007\n", &[1, 2], &[0, 0, 0, 1], ""),
        (b"RFB 003.003\n", &[0, 0, 0, 2], &[0, 0, 0, 1], ""),
    ] {
        let mut driven = Driven::new(plain(Some("wrong")));
        driven
            .feed(&[&version[..], security, CHALLENGE].concat())
            .unwrap();
        assert_ne!(driven.take_sent(), b"");
        let reason = reason.to_owned();
        assert_eq!(driven.feed(result), Err(KvmError::WrongPassword { reason }));
    }
}

#[test]
fn without_a_password_nothing_is_answered_to_a_server_that_wants_one() {
    for hello in [
        &b"RFB 003.008\n\x01\x02"[..],
        b"RFB 003.007\n\x01\x02",
        b"RFB 003.003\n\0\0\0\x02",
    ] {
        let mut driven = Driven::new(plain(None));
        assert_eq!(driven.feed(hello), Err(KvmError::PasswordNeeded));
        assert_eq!(driven.take_sent(), hello[..12], "only the version");
        assert_eq!(driven.channel.poll_timeout(), None);
    }
}

/// § 5.2: the login of a redirection connection was its own; its RFB server gets no password,
/// and no other type than None exists for us.
#[test]
fn a_redirection_connection_takes_none_only() {
    let options = || KvmOptions {
        password: Some(Secret::new(PASSWORD.to_owned())),
        encryption: Encryption::Always,
        ..KvmOptions::redirection()
    };
    const START: &[u8] = &[0x41, 0, 0, 0, 0, 0, 0, 0];
    for (offered, answer) in [
        (&[2, 1, 128][..], Some(1)),
        (&[3, 2, 19, 1], Some(1)),
        (&[2, 2, 19], None),
    ] {
        let mut driven = Driven::new(options());
        driven.feed(&[START, b"RFB 004.000\n"].concat()).unwrap();
        driven.take_sent();
        match answer {
            Some(answer) => talk(&mut driven, &[(offered, &[answer]), (OK, SHARED)]),
            None => {
                let offered_types = offered[1..].to_vec();
                let error = KvmError::NoSecurityType {
                    offered: offered_types,
                };
                assert_eq!(driven.feed(offered), Err(error));
            }
        }
    }
}

#[test]
fn version_3_3_leaves_the_choice_to_the_server() {
    const VERSION: (&[u8], &[u8]) = (b"RFB 003.003\n", b"RFB 003.003\n");
    // None: no result follows.
    let mut driven = Driven::new(plain(None));
    talk(&mut driven, &[VERSION, (&[0, 0, 0, 1], SHARED)]);
    expect_screen(&mut driven);

    let mut driven = Driven::new(plain(Some(PASSWORD)));
    let login = [
        VERSION,
        (&[0, 0, 0, 2], b""),
        (CHALLENGE, &answer()),
        (OK, SHARED),
    ];
    talk(&mut driven, &login);
    expect_screen(&mut driven);

    let mut driven = Driven::new(plain(None));
    driven.feed(b"RFB 003.003\n\0\0\0\0\0\0\0\x04fu").unwrap();
    let reason = "full".to_owned();
    assert_eq!(driven.feed(b"ll"), Err(KvmError::Refused { reason }));

    let mut driven = Driven::new(plain(Some(PASSWORD)));
    let offered = vec![19];
    let result = driven.feed(b"RFB 003.003\n\0\0\0\x13");
    assert_eq!(result, Err(KvmError::NoSecurityType { offered }));
}

#[test]
fn version_3_7_has_no_result_without_a_login() {
    const VERSION: (&[u8], &[u8]) = (b"RFB 003.007\n", b"RFB 003.007\n");
    let mut driven = Driven::new(plain(None));
    // The choice, and at once `ClientInit`.
    talk(&mut driven, &[VERSION, (&[1, 1], &[1, 1])]);
    expect_screen(&mut driven);

    let mut driven = Driven::new(plain(Some(PASSWORD)));
    let login = [
        VERSION,
        (&[1, 2], &[2]),
        (CHALLENGE, &answer()),
        (OK, SHARED),
    ];
    talk(&mut driven, &login);
    expect_screen(&mut driven);
}

/// RFC 6143 §7.1.1: only 3.3, 3.7 and 3.8 exist; 3.5 means 3.3. Apple announces 3.889, RealVNC
/// and AMT 4.x and 5.0; all of them speak 3.8.
#[test]
fn versions_that_nobody_published_are_answered_with_one_that_was() {
    for (heard, said) in [
        (b"RFB 003.005\n", b"RFB 003.003\n"),
        (b"RFB 003.006\n", b"RFB 003.003\n"),
        (b"RFB 002.000\n", b"RFB 003.003\n"),
        (b"RFB 003.889\n", b"RFB 003.008\n"),
        (b"RFB 004.000\n", b"RFB 003.008\n"),
        (b"RFB 004.001\n", b"RFB 003.008\n"),
        (b"RFB 005.000\n", b"RFB 003.008\n"),
        (b"RFB whatever", b"RFB 003.008\n"),
    ] {
        let mut driven = Driven::new(plain(None));
        talk(&mut driven, &[(heard, said)]);
        // Firmware gets 3.8 whatever it announces (§ 5.2).
        let mut driven = Driven::new(KvmOptions::redirection());
        driven.feed(&[0x41, 0, 0, 0, 0, 0, 0, 0]).unwrap();
        driven.take_sent();
        talk(&mut driven, &[(heard, b"RFB 003.008\n")]);
    }
}

/// Up to the server's go-ahead for TLS; leaves the channel waiting for its owner.
fn up_to_tls(options: KvmOptions, offered: &[u32], chosen: u32) -> Driven {
    let mut driven = Driven::new(options);
    let count = u8::try_from(offered.len()).unwrap();
    let list: Vec<u8> = offered.iter().flat_map(|n| n.to_be_bytes()).collect();
    talk(
        &mut driven,
        &[
            (b"RFB 003.008\n", b"RFB 003.008\n"),
            (&[2, 2, 19], &[19]),
            (&[0, 2], &[0, 2]),
            (&[0], b""),
            (&[&[count][..], &list].concat(), &chosen.to_be_bytes()),
        ],
    );
    assert_eq!(driven.events, []);
    driven.feed(&[1]).unwrap();
    assert_eq!(driven.events, [KvmEvent::StartTls]);
    driven
}

#[test]
fn vencrypt_without_a_login_goes_inside_tls_and_on() {
    let mut driven = up_to_tls(encrypted(None, None), &[260], 260);
    driven.command(KvmCommand::TlsStarted);
    talk(&mut driven, &[(OK, SHARED)]);
    expect_screen(&mut driven);
}

#[test]
fn vencrypt_with_a_vnc_password_answers_inside_tls() {
    let offered = [258, 260, 261];
    let mut driven = up_to_tls(encrypted(None, Some(PASSWORD)), &offered, 261);
    driven.command(KvmCommand::TlsStarted);
    talk(&mut driven, &[(CHALLENGE, &answer()), (OK, SHARED)]);
    expect_screen(&mut driven);
}

#[test]
fn vencrypt_with_a_user_says_user_and_password_inside_tls() {
    let offered = [261, 262];
    let options = encrypted(Some("me"), Some("secret"));
    let mut driven = up_to_tls(options, &offered, 262);
    assert_eq!(driven.take_sent(), b"", "nothing in the clear");
    driven.command(KvmCommand::TlsStarted);
    let login = b"\0\0\0\x02\0\0\0\x06mesecret";
    assert_eq!(driven.take_sent(), login);
    let refused = b"\0\0\0\x01\0\0\0\x04nope";
    let reason = "nope".to_owned();
    assert_eq!(
        driven.feed(refused),
        Err(KvmError::WrongPassword { reason })
    );
}

#[test]
fn a_user_name_is_no_reason_to_prefer_it_where_none_was_given() {
    let offered = [262, 261, 260];
    up_to_tls(encrypted(None, Some(PASSWORD)), &offered, 261);
    up_to_tls(encrypted(None, None), &offered, 260);
}

/// What a third party injects between the go-ahead and TLS must never be taken for something
/// said inside.
#[test]
fn nothing_is_read_between_the_go_ahead_and_tls() {
    let mut driven = up_to_tls(encrypted(None, None), &[260], 260);
    let injected = [OK, &server_init()].concat();
    driven.feed(&injected).unwrap();
    assert_eq!(driven.unused(), injected.len(), "left to the owner");
    assert_eq!(driven.events, [KvmEvent::StartTls]);
    assert_eq!(driven.take_sent(), b"");
    // An owner that never manages ends in its own time-out.
    assert_eq!(
        driven.wait(),
        Some(Err(KvmError::HandshakeTimeout {
            step: HandshakeStep::Tls
        }))
    );
}

#[test]
fn a_word_about_tls_that_nobody_waits_for_changes_nothing() {
    let mut driven = Driven::new(plain(None));
    driven.command(KvmCommand::TlsStarted);
    driven.feed(b"RFB 003.008\n\x01\x01").unwrap();
    driven.take_sent();
    driven.command(KvmCommand::TlsStarted);
    talk(&mut driven, &[(OK, SHARED)]);
}

/// Anonymous key exchange: rustls has none, and it would prove nothing.
#[test]
fn encryption_without_certificates_is_refused_and_says_what_was_offered() {
    for (types, could_be_plain) in [(&[1, 19][..], false), (&[2, 2, 19], true)] {
        let mut driven = Driven::new(encrypted(None, Some(PASSWORD)));
        let hello = [b"RFB 003.008\n", types, &[0, 2, 0]].concat();
        driven.feed(&hello).unwrap();
        driven.take_sent();
        let offered = vec![Subtype::TLS_NONE, Subtype::TLS_VNC];
        let result = driven.feed(&[2, 0, 0, 1, 1, 0, 0, 1, 2]);
        assert_eq!(
            result,
            Err(KvmError::NoSecuritySubtype {
                offered,
                could_be_plain
            })
        );
        assert_eq!(driven.take_sent(), b"", "no sub-type was chosen");
    }
}

#[test]
fn a_certificate_without_our_password_asks_for_it() {
    let mut driven = Driven::new(encrypted(None, None));
    driven.feed(b"RFB 003.008\n\x01\x13\0\x02\0").unwrap();
    let result = driven.feed(&[1, 0, 0, 1, 5]);
    assert_eq!(result, Err(KvmError::PasswordNeeded));
}

#[test]
fn obsolete_or_unwilling_vencrypt_ends_the_login() {
    for heard in [&b"\0\x01"[..], b"\0\x02\xFF"] {
        let mut driven = Driven::new(encrypted(None, None));
        driven.feed(b"RFB 003.008\n\x01\x13").unwrap();
        let (offered, could_be_plain) = (vec![], false);
        assert_eq!(
            driven.feed(heard),
            Err(KvmError::NoSecuritySubtype {
                offered,
                could_be_plain
            })
        );
    }
    let mut driven = Driven::new(encrypted(None, None));
    driven
        .feed(b"RFB 003.008\n\x01\x13\0\x02\0\x01\0\0\x01\x04")
        .unwrap();
    let reason = String::new();
    assert_eq!(driven.feed(&[0]), Err(KvmError::Refused { reason }));
}

/// Encryption is never weakened by what a server leaves out.
#[test]
fn where_encryption_is_required_a_server_without_it_gets_no_answer() {
    let options = || KvmOptions {
        encryption: Encryption::Always,
        ..plain(Some(PASSWORD))
    };
    for hello in [
        &b"RFB 003.008\n\x02\x01\x02"[..],
        b"RFB 003.007\n\x01\x01",
        b"RFB 003.003\n\0\0\0\x01",
        b"RFB 003.003\n\0\0\0\x02",
    ] {
        let mut driven = Driven::new(options());
        assert_eq!(driven.feed(hello), Err(KvmError::NotEncrypted));
        assert_eq!(driven.take_sent(), hello[..12], "only the version");
    }
    let mut driven = Driven::new(options());
    driven.feed(b"RFB 003.008\n").unwrap();
    let reason = "busy".to_owned();
    let refusal = driven.feed(b"\0\0\0\0\x04busy");
    assert_eq!(refusal, Err(KvmError::Refused { reason }));
}

#[test]
fn encryption_that_is_forbidden_is_not_chosen() {
    let mut driven = Driven::new(plain(Some(PASSWORD)));
    driven.feed(b"RFB 003.008\n").unwrap();
    driven.take_sent();
    let vencrypt = SecurityType::VENCRYPT.0;
    talk(
        &mut driven,
        &[(&[2, vencrypt, 2], &[2]), (CHALLENGE, &answer())],
    );
    let mut driven = Driven::new(plain(None));
    driven.feed(b"RFB 003.008\n").unwrap();
    let offered = vec![vencrypt];
    let result = driven.feed(&[1, vencrypt]);
    assert_eq!(result, Err(KvmError::NoSecurityType { offered }));
}
