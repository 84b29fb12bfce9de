//! The simulator's redirection port: start and login, byte for byte.

use std::time::Duration;

use outband::proto::Machine;
use outband::proto::redir::messages::SessionType;
use outband::sim::event::Method;
use outband::sim::redir::{RedirError, SETUP_TIMEOUT};
use outband::sim::{Event, Nudge, Profile};

use crate::support::firmware::{
    answer, authenticate, bytes, challenge, connect, device, events, heard, log_in,
    parse_challenge, say, start,
};

const QUERY: &str = "13 00 00 00 00 00 00 00 00";
const GRANTED: &str = "14 00 00 00 04 00 00 00 00";

#[test]
fn the_start_is_answered_with_thirteen_bytes_and_the_release() {
    for (profile, release) in [
        (Profile::Amt6, "06 02"),
        (Profile::Amt11, "0B 08"),
        (Profile::Amt12, "0C 00"),
        (Profile::Amt14, "0E 01"),
        (Profile::Amt16, "10 01"),
    ] {
        let mut connection = connect(&device(profile));
        let reply = say(&mut connection, start(SessionType::Kvm));
        let expected = format!("11 00 00 00 01 00 {release} 57 01 00 00 00");
        assert_eq!(reply, expected);
        assert!(!connection.machine.is_finished());
    }
}

#[test]
fn refused_starts_have_their_status_and_end_the_connection() {
    for (profile, message, status) in [
        (Profile::Amt16, "10 00 00 00 41 42 43 44", "01"),
        (Profile::Ism, start(SessionType::Kvm), "03"),
    ] {
        let mut connection = connect(&device(profile));
        let reply = say(&mut connection, message);
        assert!(reply.starts_with(&format!("11 {status} 00 00 01 00")));
        assert_eq!(reply.len(), 13 * 3 - 1);
        assert!(connection.machine.is_finished());
        assert_eq!(connection.error, None);
    }
}

#[test]
fn standard_manageability_without_screen_still_has_its_serial_port() {
    log_in(&device(Profile::Ism), SessionType::Sol);
}

#[test]
fn the_option_byte_of_the_start_means_nothing() {
    // amtredir sends 01 for SOL.
    let mut connection = connect(&device(Profile::Amt14));
    assert!(say(&mut connection, "10 01 00 00 53 4F 4C 20").starts_with("11 00"));
}

#[test]
fn the_query_lists_what_the_release_offers() {
    for (profile, reply) in [
        (Profile::Amt6, "14 00 00 00 00 03 00 00 00 01 03 04"),
        (Profile::Amt9, "14 00 00 00 00 03 00 00 00 01 03 04"),
        (Profile::Amt11, "14 00 00 00 00 02 00 00 00 03 04"),
        (Profile::Amt12, "14 00 00 00 00 01 00 00 00 04"),
        (Profile::Amt16, "14 00 00 00 00 01 00 00 00 04"),
    ] {
        let mut connection = connect(&device(profile));
        say(&mut connection, start(SessionType::Sol));
        assert_eq!(say(&mut connection, QUERY), reply, "{profile}");
        // amtredir sets a reserved byte; asking twice does no harm.
        let odd = "13 00 00 01 00 00 00 00 00";
        assert_eq!(say(&mut connection, odd), reply, "{profile}");
    }
}

#[test]
fn digest_with_qop_lets_in_with_any_nonce_count() {
    for nc in ["00000002", "00000001", "0000002a"] {
        let device = device(Profile::Amt16);
        let mut connection = connect(&device);
        say(&mut connection, start(SessionType::Kvm));
        let challenge = challenge(&mut connection, 4, b"admin");
        assert_eq!(challenge.realm, device.lock().realm().as_bytes());
        assert_eq!((challenge.realm.len(), challenge.nonce.len()), (39, 32));
        assert_eq!(challenge.qop.as_deref(), Some(&b"auth"[..]));
        connection.feed(&answer(&challenge, "admin", "P@ssw0rd", nc));
        assert_eq!(heard(&mut connection), GRANTED);
        let login = Event::Login {
            user: "admin".into(),
            method: Method::DigestQop,
            ok: true,
        };
        assert_eq!(events(&device)[0], login);
    }
}

#[test]
fn digest_without_qop_works_where_it_is_offered() {
    let mut connection = connect(&device(Profile::Amt9));
    say(&mut connection, start(SessionType::Kvm));
    let challenge = challenge(&mut connection, 3, b"admin");
    connection.feed(&answer(&challenge, "admin", "P@ssw0rd", "00000002"));
    assert_eq!(heard(&mut connection), "14 00 00 00 03 00 00 00 00");
}

#[test]
fn clear_text_works_at_once_on_old_firmware_and_is_not_offered_on_new() {
    // The type 1 example of the specification; amtterm sends it without a query.
    let login = "13 00 00 00 01 0F 00 00 00 05 61 64 6D 69 6E 08 50 40 73 73 77 30 72 64";
    let mut old = connect(&device(Profile::Amt6));
    say(&mut old, start(SessionType::Sol));
    assert_eq!(say(&mut old, login), "14 00 00 00 01 00 00 00 00");

    let mut new = connect(&device(Profile::Amt12));
    say(&mut new, start(SessionType::Sol));
    assert_eq!(say(&mut new, login), "14 02 00 00 01 00 00 00 00");
    // That was no failed login: the console may go on with what is offered.
    let challenge = challenge(&mut new, 4, b"admin");
    new.feed(&answer(&challenge, "admin", "P@ssw0rd", "00000002"));
    assert_eq!(heard(&mut new), GRANTED);
}

#[test]
fn a_wrong_password_in_clear_is_refused_and_the_connection_closed() {
    let login = "13 00 00 00 01 0D 00 00 00 05 61 64 6D 69 6E 06 77 72 6F 6E 67 21";
    let device = device(Profile::Amt6);
    let mut connection = connect(&device);
    say(&mut connection, start(SessionType::Sol));
    assert_eq!(say(&mut connection, login), "14 01 00 00 01 00 00 00 00");
    assert_eq!(connection.error, Some(RedirError::Login));
}

#[test]
fn a_wrong_password_gets_a_second_challenge_and_the_connection_closed() {
    for (user, password) in [
        ("admin", "wrong"),
        ("nobody", "P@ssw0rd"),
        ("Admin", "P@ssw0rd"),
    ] {
        let device = device(Profile::Amt16);
        let mut connection = connect(&device);
        say(&mut connection, start(SessionType::Kvm));
        // An unknown user gets a challenge like everybody else.
        let first = challenge(&mut connection, 4, user.as_bytes());
        connection.feed(&answer(&first, user, password, "00000002"));
        let second = parse_challenge(&std::mem::take(&mut connection.out), 4);
        assert_eq!(second.realm, first.realm);
        assert_ne!(second.nonce, first.nonce);
        assert_eq!(connection.error, Some(RedirError::Login));
        assert!(connection.machine.is_finished());
        let login = Event::Login {
            user: user.into(),
            method: Method::DigestQop,
            ok: false,
        };
        assert_eq!(events(&device), [login], "no session was opened");
    }
}

#[test]
fn an_answer_counts_for_the_challenge_of_its_own_connection_only() {
    let device = device(Profile::Amt16);
    let mut elsewhere = connect(&device);
    say(&mut elsewhere, start(SessionType::Sol));
    let other = challenge(&mut elsewhere, 4, b"admin");

    let mut connection = connect(&device);
    say(&mut connection, start(SessionType::Kvm));
    challenge(&mut connection, 4, b"admin");
    connection.feed(&answer(&other, "admin", "P@ssw0rd", "00000002"));
    assert_eq!(connection.error, Some(RedirError::Login));

    let mut unasked = connect(&device);
    say(&mut unasked, start(SessionType::Kvm));
    unasked.feed(&answer(&other, "admin", "P@ssw0rd", "00000002"));
    assert_eq!(unasked.error, Some(RedirError::Login));
}

#[test]
fn the_path_in_a_challenge_request_is_not_looked_at() {
    let mut connection = connect(&device(Profile::Amt16));
    say(&mut connection, start(SessionType::Sol));
    // amtredir prefixes the length twice.
    let uri = b"\x13/RedirectionService";
    connection.feed(&authenticate(
        4,
        &[b"admin", b"", b"", uri, b"", b"", b"", b""],
    ));
    let challenge = parse_challenge(&std::mem::take(&mut connection.out), 4);
    connection.feed(&answer(&challenge, "admin", "P@ssw0rd", "00000002"));
    assert_eq!(heard(&mut connection), GRANTED);
}

#[test]
fn whatever_is_out_of_order_ends_the_connection() {
    let before_start = [
        QUERY,
        "40 00 00 00 00 00 00 00",
        "2B 00 00 00 00 00 00 00",
        "55",
    ];
    for message in before_start {
        let mut connection = connect(&device(Profile::Amt16));
        assert_eq!(say(&mut connection, message), "");
        assert!(
            matches!(connection.error, Some(RedirError::Order { .. })),
            "{message}"
        );
    }
    let before_login = [start(SessionType::Kvm), "40 00 00 00 00 00 00 00", "20 00"];
    for message in before_login {
        let mut connection = connect(&device(Profile::Amt16));
        say(&mut connection, start(SessionType::Kvm));
        assert_eq!(say(&mut connection, message), "");
        assert!(
            matches!(connection.error, Some(RedirError::Order { .. })),
            "{message}"
        );
    }
    // SOL's start on a KVM session, and a second login.
    for message in ["20 00 00 00", QUERY] {
        let device = device(Profile::Amt16);
        let mut connection = log_in(&device, SessionType::Kvm);
        assert_eq!(say(&mut connection, message), "");
        assert!(
            matches!(connection.error, Some(RedirError::Order { .. })),
            "{message}"
        );
        assert!(!device.lock().sessions().is_busy(SessionType::Kvm));
    }
}

#[test]
fn a_second_session_of_a_kind_is_busy_and_the_first_goes_on() {
    let device = device(Profile::Amt16);
    let mut first = log_in(&device, SessionType::Kvm);
    let mut second = connect(&device);
    let reply = say(&mut second, start(SessionType::Kvm));
    assert_eq!(reply, "11 02 00 00 01 00 10 01 57 01 00 00 00");
    assert!(second.machine.is_finished());
    log_in(&device, SessionType::Sol);

    assert!(say(&mut first, "40 00 00 00 00 00 00 00").starts_with("41 00"));
    first.end();
    assert!(!device.lock().sessions().is_busy(SessionType::Kvm));
    log_in(&device, SessionType::Kvm);
}

#[test]
fn of_two_that_log_in_at_once_the_later_is_closed() {
    let device = device(Profile::Amt16);
    let mut connections = [connect(&device), connect(&device)];
    let challenges = connections.each_mut().map(|connection| {
        assert!(say(connection, start(SessionType::Kvm)).starts_with("11 00"));
        challenge(connection, 4, b"admin")
    });
    let [first, second] = &mut connections;
    first.feed(&answer(&challenges[0], "admin", "P@ssw0rd", "00000002"));
    second.feed(&answer(&challenges[1], "admin", "P@ssw0rd", "00000002"));
    assert_eq!(heard(first), GRANTED);
    assert_eq!(heard(second), "");
    assert_eq!(second.error, Some(RedirError::Busy));
}

#[test]
fn the_end_message_ends_in_every_state() {
    let device = device(Profile::Amt16);
    let mut connection = connect(&device);
    say(&mut connection, "12 00 00 00");
    assert!(connection.machine.is_finished() && connection.error.is_none());

    let mut connection = connect(&device);
    say(&mut connection, start(SessionType::Kvm));
    say(&mut connection, "12 00 00 00");
    assert!(connection.machine.is_finished() && connection.error.is_none());

    let mut connection = log_in(&device, SessionType::Kvm);
    say(&mut connection, "12 00 00 00");
    assert!(connection.machine.is_finished() && connection.error.is_none());
    assert!(!device.lock().sessions().is_busy(SessionType::Kvm));
}

#[test]
fn a_session_that_the_device_ends_closes_its_connection() {
    let device = device(Profile::Amt16);
    let mut connection = log_in(&device, SessionType::Kvm);
    let now = connection.now;
    let id = device.lock().sessions().all()[0].id;
    device.lock().close_session(now, id, "KVM was disabled");
    connection.command(Nudge);
    assert_eq!(connection.error, Some(RedirError::Ended));
}

#[test]
fn who_does_not_open_a_channel_in_time_is_closed() {
    let device = device(Profile::Amt16);
    let mut connection = log_in(&device, SessionType::Kvm);
    connection.advance(SETUP_TIMEOUT - Duration::from_millis(1));
    assert_eq!(connection.error, None);
    connection.advance(Duration::from_millis(1));
    assert_eq!(connection.error, Some(RedirError::Slow));
    assert!(!device.lock().sessions().is_busy(SessionType::Kvm));
}

#[test]
fn login_data_of_4_gib_is_refused_before_it_arrives() {
    let mut connection = connect(&device(Profile::Amt16));
    say(&mut connection, start(SessionType::Kvm));
    say(&mut connection, "13 00 00 00 04 FF FF FF FF");
    assert!(matches!(connection.error, Some(RedirError::Wire(_))));
}

#[test]
fn login_fields_that_end_early_are_refused_and_not_waited_for() {
    let mut connection = connect(&device(Profile::Amt16));
    say(&mut connection, start(SessionType::Kvm));
    say(&mut connection, "13 00 00 00 04 02 00 00 00 05 61");
    assert!(matches!(connection.error, Some(RedirError::Wire(_))));
}

#[test]
fn a_login_in_pieces_of_any_size_is_answered_alike() {
    let whole = |piece: usize| {
        let device = device(Profile::Amt14);
        let mut connection = connect(&device);
        let feed = |connection: &mut crate::support::driver::Driver<_>, bytes: &[u8]| {
            bytes.chunks(piece).for_each(|chunk| connection.feed(chunk));
            std::mem::take(&mut connection.out)
        };
        let mut said = feed(&mut connection, &bytes(start(SessionType::Kvm)));
        said.extend(feed(&mut connection, &bytes(QUERY)));
        let uri = b"/RedirectionService";
        let request = authenticate(4, &[b"admin", b"", b"", uri, b"", b"", b"", b""]);
        let reply = feed(&mut connection, &request);
        let challenge = parse_challenge(&reply, 4);
        said.extend(reply);
        let answer = answer(&challenge, "admin", "P@ssw0rd", "00000002");
        said.extend(feed(&mut connection, &answer));
        // The start of the screen and the client's version in one piece.
        let opening = bytes("40 00 00 00 00 00 00 00 52 46 42 20 30 30 33 2E 30 30 38 0A");
        said.extend(feed(&mut connection, &opening));
        assert_eq!(connection.error, None);
        said
    };
    let expected = whole(usize::MAX);
    assert!(expected.ends_with(b"RFB 004.000\n\x02\x01\x80"));
    for piece in [1, 2, 3, 7, 40] {
        assert_eq!(whole(piece), expected, "pieces of {piece}");
    }
}
