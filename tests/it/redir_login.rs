//! Start and login of a redirection session, message by message.

use std::time::{Duration, Instant};

use outband::limits;
use outband::proto::Machine;
use outband::proto::redir::messages::{AuthStatus, AuthType, FirmwareVersion, SessionType, Status};
use outband::proto::redir::{
    HandshakeError, HandshakeOptions, RedirError, RedirEvent, RedirSession, Step,
};
use outband::wire::{Secret, WireError};
use proptest::prelude::*;

use crate::support::driver::Driver;
use crate::support::transcript;

const LOGIN: &str = include_str!("../golden/redir_login.txt");
const LOGIN_OLD: &str = include_str!("../golden/redir_login_old.txt");
const TIMEOUT: Duration = Duration::from_secs(10);

const ACCEPTED: &[u8] = b"\x11\0\0\0\x01\0\x0F\0\x57\x01\0\0\0";
const DIGEST_ONLY: &[u8] = b"\x14\0\0\0\0\x01\0\0\0\x04";
const CHALLENGE: &[u8] = b"\x14\x01\0\0\x04\x4E\0\0\0\
    \x27Digest:A4070000000000000000000000000000\
    \x20QqkLCwcAAAAAAAAAxlmI4kzPyQ2vHs7T\x04auth";
const GRANTED: &[u8] = b"\x14\0\0\0\x04\0\0\0\0";

/// A channel that says one byte and gives back what it hears, byte by byte, until a dot.
#[derive(Debug)]
struct Echo {
    out: Vec<u8>,
    heard: Vec<u8>,
    finished: bool,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the echo ended")]
struct EchoEnded;

impl Machine for Echo {
    type Command = u8;
    type Event = u8;
    type Error = EchoEnded;

    fn handle_input(&mut self, _: Instant, input: &[u8]) -> Result<usize, EchoEnded> {
        self.heard.push(input[0]);
        self.finished = input[0] == b'.';
        Ok(1)
    }
    fn handle_end(&mut self, _: Instant) -> Result<(), EchoEnded> {
        Err(EchoEnded)
    }
    fn handle_command(&mut self, _: Instant, command: u8) -> Result<(), EchoEnded> {
        self.out.push(command);
        Ok(())
    }
    fn handle_timeout(&mut self, _: Instant) -> Result<(), EchoEnded> {
        Ok(())
    }
    fn drain_output(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
    }
    fn poll_event(&mut self) -> Option<u8> {
        (!self.heard.is_empty()).then(|| self.heard.remove(0))
    }
    fn poll_timeout(&self) -> Option<Instant> {
        None
    }
    fn is_finished(&self) -> bool {
        self.finished
    }
}

type Console = Driver<RedirSession<Echo>>;

fn options(session_type: SessionType) -> HandshakeOptions {
    HandshakeOptions {
        session_type,
        user: "admin".into(),
        password: Secret::new("P@ssw0rd".into()),
        cnonce: *b"0123456789abcdef0123456789abcdef",
        encrypted: false,
        clear_text: false,
        reply_timeout: TIMEOUT,
    }
}

fn console_with(options: HandshakeOptions) -> Console {
    let now = Instant::now();
    let session = RedirSession::new(now, options, |_, firmware| Echo {
        out: vec![firmware.major],
        heard: Vec::new(),
        finished: false,
    });
    Driver::new(session, now)
}

fn console() -> Console {
    console_with(options(SessionType::Kvm))
}

/// The handshake's error after `said`, which must not be all of a good login.
fn error_after(said: &[&[u8]]) -> HandshakeError {
    error_with(options(SessionType::Kvm), said)
}

fn error_with(options: HandshakeOptions, said: &[&[u8]]) -> HandshakeError {
    let mut console = console_with(options);
    for bytes in said {
        console.feed(bytes);
    }
    handshake_error(&mut console)
}

fn handshake_error(console: &mut Console) -> HandshakeError {
    let RedirError::Handshake(error) = console.error.take().expect("an error") else {
        panic!("an error of the channel");
    };
    // Whatever the reason: nothing is accepted afterwards, nothing is waited for.
    assert_eq!(
        console.machine.handle_input(console.now, GRANTED),
        Err(HandshakeError::Over.into())
    );
    assert_eq!(console.machine.poll_timeout(), None);
    assert!(!console.machine.is_finished());
    error
}

#[test]
fn the_golden_login_plays_whole_and_in_pieces_of_any_size() {
    let transcript = transcript::parse(LOGIN);
    for piece in [usize::MAX, 1, 2, 3, 7, 64] {
        let mut console = console();
        console.play(&transcript[..transcript.len() - 1], piece);
        console.feed(&transcript.last().unwrap().1);
        assert_eq!(console.error, None);
        let firmware = FirmwareVersion {
            major: 15,
            minor: 0,
        };
        let expected = [RedirEvent::Started(firmware), RedirEvent::LoggedIn];
        assert_eq!(console.events, expected);
        assert_eq!(
            console.out,
            [15],
            "the channel begins, and knows the firmware"
        );
    }
}

#[test]
fn old_firmware_is_logged_in_to_without_qop() {
    let transcript = transcript::parse(LOGIN_OLD);
    for piece in [usize::MAX, 1] {
        let mut console = console_with(options(SessionType::Sol));
        console.play(&transcript[..transcript.len() - 1], piece);
        console.feed(&transcript.last().unwrap().1);
        assert_eq!(console.error, None);
        assert!(console.events.contains(&RedirEvent::LoggedIn));
    }
}

#[test]
fn after_the_login_everything_belongs_to_the_channel() {
    let mut console = console();
    console.command(b'x');
    let together = [ACCEPTED, DIGEST_ONLY, CHALLENGE, GRANTED, b"hi"].concat();
    console.feed(&together);
    assert_eq!(console.events.len(), 4);
    assert_eq!(
        console.events[2..],
        [RedirEvent::Channel(b'h'), RedirEvent::Channel(b'i')]
    );
    console.out.clear();
    console.command(b'y');
    assert_eq!(
        console.out, b"y",
        "and commands before the login were ignored"
    );
    assert!(!console.machine.is_finished());
    console.feed(b".");
    assert!(console.machine.is_finished());

    console.end();
    assert_eq!(console.error, Some(RedirError::Channel(EchoEnded)));
}

#[test]
fn every_status_of_the_start_has_its_own_error_after_four_bytes() {
    for (status, error) in [
        (1, HandshakeError::TypeUnknown),
        (2, HandshakeError::Busy),
        (3, HandshakeError::Unsupported),
        (5, HandshakeError::ConsentRequired),
        (0xFF, HandshakeError::Refused(Status::ERROR)),
        (4, HandshakeError::Refused(Status(4))),
    ] {
        assert_eq!(error_after(&[&[0x11, status, 0, 0]]), error);
        // Firmware that sends all thirteen is refused no differently.
        let long = [&[0x11, status, 0, 0], &ACCEPTED[4..]].concat();
        assert_eq!(error_after(&[&long]), error);
    }
}

#[test]
fn a_wrong_password_is_recognised_whether_a_new_challenge_follows_or_not() {
    let refused_with = |reply: &[u8]| error_after(&[ACCEPTED, DIGEST_ONLY, CHALLENGE, reply]);
    assert_eq!(refused_with(CHALLENGE), HandshakeError::WrongCredentials);
    let empty = b"\x14\x01\0\0\x04\0\0\0\0";
    assert_eq!(refused_with(empty), HandshakeError::WrongCredentials);
}

#[test]
fn a_second_challenge_is_never_answered() {
    let mut console = console();
    for bytes in [ACCEPTED, DIGEST_ONLY, CHALLENGE] {
        console.feed(bytes);
    }
    console.out.clear();
    for _ in 0..100 {
        console.feed(CHALLENGE);
    }
    assert!(console.out.is_empty());
    assert_eq!(
        handshake_error(&mut console),
        HandshakeError::WrongCredentials
    );
}

#[test]
fn every_status_of_the_login_has_its_own_error() {
    let refused = b"\x14\x02\0\0\x04\0\0\0\0";
    let odd = b"\x14\x07\0\0\x04\0\0\0\0";
    let method = AuthType::DIGEST_QOP;
    for before in [&[][..], &[CHALLENGE]] {
        let after = |reply: &[u8]| {
            let mut said = vec![ACCEPTED, DIGEST_ONLY];
            said.extend(before);
            said.push(reply);
            error_after(&said)
        };
        assert_eq!(after(refused), HandshakeError::MethodNotSupported(method));
        assert_eq!(after(odd), HandshakeError::LoginFailed(AuthStatus(7)));
    }
    assert_eq!(
        error_after(&[ACCEPTED, DIGEST_ONLY, GRANTED]),
        HandshakeError::GrantedWithoutProof
    );
    for status in [1, 2, 7] {
        assert_eq!(
            error_after(&[ACCEPTED, &[0x14, status, 0, 0, 0, 0, 0, 0, 0]]),
            HandshakeError::MethodsRefused(AuthStatus(status))
        );
    }
}

#[test]
fn the_best_method_is_taken_in_whatever_order_they_are_listed() {
    for (list, chosen) in [
        (&[1, 2, 3, 4][..], 4),
        (&[4, 3], 4),
        (&[3, 1], 3),
        (&[2, 3], 3),
        (&[200, 3, 200], 3),
    ] {
        let mut console = console();
        console.feed(ACCEPTED);
        console.out.clear();
        console.feed(
            &[
                &[0x14, 0, 0, 0, 0, u8::try_from(list.len()).unwrap(), 0, 0, 0],
                list,
            ]
            .concat(),
        );
        assert_eq!(console.error, None);
        assert_eq!(console.out[..5], [0x13, 0, 0, 0, chosen]);
    }
}

#[test]
fn the_password_goes_in_clear_only_if_encrypted_and_allowed() {
    let clear_only = b"\x14\0\0\0\0\x02\0\0\0\x01\x02";
    for (encrypted, clear_text) in [(false, false), (false, true), (true, false)] {
        let options = HandshakeOptions {
            encrypted,
            clear_text,
            ..options(SessionType::Sol)
        };
        let offered = vec![AuthType::PASSWORD, AuthType::KERBEROS];
        assert_eq!(
            error_with(options, &[ACCEPTED, clear_only]),
            HandshakeError::NoCommonMethod { offered }
        );
    }

    let options = HandshakeOptions {
        encrypted: true,
        clear_text: true,
        ..options(SessionType::Sol)
    };
    let mut console = console_with(options.clone());
    console.feed(ACCEPTED);
    console.out.clear();
    console.feed(clear_only);
    // docs/protocol/redirection.md § 3.4, type 1 example.
    assert_eq!(
        console.out,
        b"\x13\0\0\0\x01\x0F\0\0\0\x05admin\x08P@ssw0rd"
    );
    console.feed(b"\x14\0\0\0\x01\0\0\0\0");
    assert!(console.events.contains(&RedirEvent::LoggedIn));

    let wrong = b"\x14\x01\0\0\x01\0\0\0\0";
    assert_eq!(
        error_with(options.clone(), &[ACCEPTED, clear_only, wrong]),
        HandshakeError::WrongCredentials
    );
    // Digest is preferred even where clear text is allowed.
    let mut console = console_with(options);
    console.feed(ACCEPTED);
    console.out.clear();
    console.feed(b"\x14\0\0\0\0\x02\0\0\0\x01\x03");
    assert_eq!(console.out[4], 3);
}

#[test]
fn a_challenge_that_cannot_be_answered_is_refused() {
    let challenge = |data: &[u8]| {
        let frame = [0x14, 1, 0, 0, 4, u8::try_from(data.len()).unwrap(), 0, 0, 0];
        error_after(&[ACCEPTED, DIGEST_ONLY, &[&frame[..], data].concat()])
    };
    assert_eq!(challenge(b""), HandshakeError::MalformedChallenge);
    assert_eq!(challenge(b"\x05real"), HandshakeError::MalformedChallenge);
    assert_eq!(challenge(b"\x01r\x01n"), HandshakeError::MalformedChallenge);
    assert_eq!(
        challenge(b"\x01r\x01n\x08auth-int"),
        HandshakeError::QopNotOffered
    );
}

#[test]
fn a_message_that_does_not_belong_here_is_refused_with_the_step() {
    let unexpected = |step, got| HandshakeError::Unexpected { step, got };
    assert_eq!(
        error_after(&[ACCEPTED, ACCEPTED]),
        unexpected(Step::Methods, 0x11)
    );
    assert_eq!(
        error_after(&[ACCEPTED, DIGEST_ONLY, b"\x41"]),
        unexpected(Step::Challenge, 0x41)
    );
    assert_eq!(
        error_after(&[ACCEPTED, DIGEST_ONLY, CHALLENGE, b"RFB "]),
        unexpected(Step::Result, b'R')
    );
    assert_eq!(
        error_after(&[ACCEPTED, DIGEST_ONLY, b"\x14\x01\0\0\x03\0\0\0\0"]),
        HandshakeError::MethodMismatch {
            step: Step::Challenge,
            sent: AuthType::DIGEST_QOP,
            got: AuthType::DIGEST
        }
    );
}

#[test]
fn a_length_of_4_gib_is_refused_before_its_bytes_come() {
    assert_eq!(
        error_after(&[ACCEPTED, b"\x14\0\0\0\0\xFF\xFF\xFF\xFF"]),
        HandshakeError::Wire(WireError::TooLong {
            field: "authentication data length",
            got: 0xFFFF_FFFF,
            limit: limits::AUTH_DATA_BYTES as u64,
        })
    );
}

#[test]
fn somebody_else_is_recognised_by_four_bytes_however_they_come() {
    for greeting in [
        &b"HTTP/1.1 400 Bad Request\r\n"[..],
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"RFB 003.008\n",
        b"\x15\x03\x01\0\x02\x02\x46",
    ] {
        for piece in [1, 3, 4, 100] {
            let mut console = console();
            greeting.chunks(piece).for_each(|bytes| console.feed(bytes));
            let HandshakeError::NotRedirection { heard } = handshake_error(&mut console) else {
                panic!("not recognised");
            };
            assert_eq!(heard.as_bytes(), &greeting[..4]);
        }
    }
}

#[test]
fn a_stranger_of_few_words_is_judged_when_no_more_can_come() {
    let mut closes = console();
    closes.feed(b"-");
    assert_eq!(closes.error, None);
    closes.end();
    let mut stays = console();
    stays.feed(b"-");
    stays.advance(TIMEOUT);
    for mut console in [closes, stays] {
        let HandshakeError::NotRedirection { heard } = handshake_error(&mut console) else {
            panic!("not recognised");
        };
        assert_eq!(heard.as_bytes(), b"-");
    }
}

/// How far each message of a good login leads.
const STEPS: [(&[u8], Step); 4] = [
    (ACCEPTED, Step::Start),
    (DIGEST_ONLY, Step::Methods),
    (CHALLENGE, Step::Challenge),
    (GRANTED, Step::Result),
];

#[test]
fn a_close_or_a_silence_at_any_byte_names_what_was_due() {
    let mut before: Vec<u8> = Vec::new();
    for (message, step) in STEPS {
        for cut in 0..message.len() {
            let mut console = console();
            console.feed(&before);
            console.feed(&message[..cut]);
            assert_eq!(console.error, None, "{step}, cut after {cut}");
            console.end();
            assert_eq!(handshake_error(&mut console), HandshakeError::Closed(step));

            let mut console = self::console();
            console.feed(&before);
            console.feed(&message[..cut]);
            console.advance(TIMEOUT - Duration::from_millis(1));
            assert_eq!(console.error, None);
            console.advance(Duration::from_millis(1));
            assert_eq!(
                handshake_error(&mut console),
                HandshakeError::Silent {
                    step,
                    after: TIMEOUT
                }
            );
        }
        before.extend(message);
    }
}

#[test]
fn each_reply_gives_the_next_one_its_whole_time() {
    let mut console = console();
    for (message, _) in STEPS {
        console.advance(TIMEOUT - Duration::from_millis(1));
        console.feed(message);
    }
    console.advance(TIMEOUT * 100);
    assert_eq!(console.error, None, "and after the login there is no limit");
}

#[test]
fn names_that_do_not_fit_are_refused_before_anything_secret_is_sent() {
    let options = HandshakeOptions {
        user: "u".repeat(256),
        ..options(SessionType::Kvm)
    };
    let error = error_with(options, &[ACCEPTED, DIGEST_ONLY]);
    assert!(matches!(error, HandshakeError::TooLong(e) if e.field == "user name"));
}

#[test]
fn nothing_secret_is_printed() {
    let options = options(SessionType::Kvm);
    assert!(!format!("{options:?}").contains("ssw0rd"));
}

proptest! {
    #[test]
    fn any_bytes_end_in_an_error_or_a_wait_and_chunks_make_no_difference(
        good in 0..=STEPS.len(),
        noise in proptest::collection::vec(any::<u8>(), 0..200),
        piece in 1..40_usize,
    ) {
        let mut said: Vec<u8> = STEPS[..good].iter().flat_map(|(m, _)| m.to_vec()).collect();
        said.extend(noise);
        let mut whole = console();
        whole.feed(&said);
        let mut pieces = console();
        for bytes in said.chunks(piece) {
            if pieces.error.is_none() {
                pieces.feed(bytes);
            }
        }
        prop_assert_eq!(&whole.error, &pieces.error);
        prop_assert_eq!(&whole.events, &pieces.events);
        prop_assert_eq!(&whole.out, &pieces.out);
        prop_assert!(whole.out.len() < 1024);
    }

    #[test]
    fn a_mutated_login_never_panics_and_never_sends_much(
        at in 0..200_usize,
        to in any::<u8>(),
    ) {
        let mut said: Vec<u8> = STEPS.iter().flat_map(|(m, _)| m.to_vec()).collect();
        let at = at % said.len();
        said[at] = to;
        let mut console = console();
        console.feed(&said);
        console.end();
        prop_assert!(console.error.is_some());
        prop_assert!(console.out.len() < 1024);
    }
}
