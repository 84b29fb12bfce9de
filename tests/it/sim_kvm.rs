//! The simulator's RFB server, byte for byte.

use std::time::{Duration, Instant};

use outband::proto::Machine;
use outband::proto::kvm::keysym::Keysym;
use outband::proto::redir::messages::SessionType;
use outband::sim::device::SharedDevice;
use outband::sim::event::Method;
use outband::sim::kvm::{Rfb, RfbError};
use outband::sim::redir::{RedirError, Redirection};
use outband::sim::{DeviceOptions, Event, Nudge, PowerState, Profile, vnc_auth};

use crate::support::driver::Driver;
use crate::support::firmware::{
    bytes, device, device_with, events, heard, log_in, nudge, say, showing,
};

const V3_8: &str = "52 46 42 20 30 30 33 2E 30 30 38 0A";
const SET_ENCODINGS: &str = "02 00 00 04 00 00 00 10 00 00 00 00 00 00 04 44 FF FF FF 21";
const RLE_ONLY: &str = "02 00 00 01 00 00 00 10";
const RGB565: &str = "00 00 00 00 10 10 00 01 00 1F 00 3F 00 1F 0B 05 00 00 00 00";
const RGB332: &str = "00 00 00 00 08 08 00 01 00 07 00 07 00 03 05 02 00 00 00 00";
const ANNOUNCEMENT: &str =
    "03 00 00 00 00 00 00 10 00 4B 76 6D 44 61 74 61 43 68 61 6E 6E 65 6C 00";

const RED: [u8; 3] = [0xFF, 0, 0];
const BLUE: [u8; 3] = [0, 0, 0xFF];

/// Two tiles, red and blue, as in § 5.8.
fn two_tiles(profile: Profile) -> SharedDevice {
    showing(profile, (128, 64), |x, _| if x < 64 { RED } else { BLUE })
}

/// A KVM session up to and including `ServerInit`, which is returned.
fn open(device: &SharedDevice) -> (Driver<Redirection>, String) {
    let mut connection = log_in(device, SessionType::Kvm);
    let greeting = say(&mut connection, "40 00 00 00 00 00 00 00");
    assert!(greeting.starts_with("41 00 00 00 00 00 00 00 52 46 42 20"));
    say(&mut connection, V3_8);
    assert_eq!(say(&mut connection, "01"), "00 00 00 00");
    let init = say(&mut connection, "01");
    (connection, init)
}

fn screen_error(connection: &Driver<Redirection>) -> &RfbError {
    match &connection.error {
        Some(RedirError::Screen(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// An incremental or whole request for 128 × 64.
fn request(incremental: bool) -> &'static str {
    if incremental {
        "03 01 00 00 00 00 00 80 00 40"
    } else {
        "03 00 00 00 00 00 00 80 00 40"
    }
}

#[test]
fn greeting_and_security_list_are_those_of_the_release() {
    for (profile, version, list) in [
        (
            Profile::Amt11,
            "52 46 42 20 30 30 34 2E 30 30 30 0A",
            "01 01",
        ),
        (
            Profile::Amt12,
            "52 46 42 20 30 30 33 2E 30 30 38 0A",
            "01 01",
        ),
        (
            Profile::Amt14,
            "52 46 42 20 30 30 34 2E 30 30 30 0A",
            "02 01 80",
        ),
    ] {
        let mut connection = log_in(&device(profile), SessionType::Kvm);
        let greeting = say(&mut connection, "40 00 00 00 00 00 00 00");
        assert_eq!(greeting, format!("41 00 00 00 00 00 00 00 {version}"));
        assert_eq!(say(&mut connection, V3_8), list);
    }
}

#[test]
fn server_init_is_that_of_the_capture() {
    let (_, init) = open(&device(Profile::Amt14));
    assert_eq!(
        init,
        "02 D0 01 90 10 10 00 01 00 1F 00 3F 00 1F 0B 05 00 00 00 00 00 00 00 10 \
         49 6E 74 65 6C 28 72 29 20 41 4D 54 20 4B 56 4D"
    );
}

#[test]
fn an_echo_of_version_4_is_refused() {
    for version in [
        "52 46 42 20 30 30 34 2E 30 30 30 0A",
        "52 46 42 20 30 30 33 2E 38 38 39 0A",
    ] {
        let mut connection = log_in(&device(Profile::Amt14), SessionType::Kvm);
        say(&mut connection, "40 00 00 00 00 00 00 00");
        assert_eq!(say(&mut connection, version), "");
        assert!(matches!(screen_error(&connection), RfbError::Version(_)));
    }
}

#[test]
fn a_ninth_byte_of_the_start_is_taken_for_the_version() {
    let mut connection = log_in(&device(Profile::Amt14), SessionType::Kvm);
    say(&mut connection, "40 00 00 00 00 00 00 00 00");
    assert!(matches!(screen_error(&connection), RfbError::Wire(_)));
}

#[test]
fn security_types_that_are_not_offered_or_not_ours_are_refused() {
    for chosen in ["02", "80", "00"] {
        let mut connection = log_in(&device(Profile::Amt14), SessionType::Kvm);
        say(&mut connection, "40 00 00 00 00 00 00 00");
        say(&mut connection, V3_8);
        assert_eq!(say(&mut connection, chosen), "");
        assert!(matches!(screen_error(&connection), RfbError::Security(_)));
    }
}

#[test]
fn two_tiles_come_zlib_packed_as_in_the_specification() {
    let (mut connection, _) = open(&two_tiles(Profile::Amt14));
    assert_eq!(say(&mut connection, RLE_ONLY), "");
    // The first request is incremental, as MeshCommander's is, and gets everything.
    assert_eq!(
        say(&mut connection, request(true)),
        "00 00 00 02 00 00 00 00 00 40 00 40 00 00 00 10 00 00 00 0B \
         78 9C 62 64 F8 01 00 00 00 FF FF \
         00 40 00 00 00 40 00 40 00 00 00 10 00 00 00 09 62 94 67 00 00 00 00 FF FF"
    );
}

#[test]
fn with_zlib_off_tiles_come_in_stored_blocks_as_captured() {
    let (mut connection, _) = open(&two_tiles(Profile::Amt16));
    say(&mut connection, RLE_ONLY);
    let off = "06 00 00 00 00 00 00 0D 00 4B 76 6D 45 78 74 43 6D 64 00 04 00";
    assert_eq!(
        say(&mut connection, off),
        "03 00 00 00 00 00 00 0D 00 4B 76 6D 45 78 74 43 6D 64 00 04 00"
    );
    assert_eq!(
        say(&mut connection, request(true)),
        "00 00 00 02 00 00 00 00 00 40 00 40 00 00 00 10 00 00 00 08 00 03 00 FC FF 01 00 F8 \
         00 40 00 00 00 40 00 40 00 00 00 10 00 00 00 08 00 03 00 FC FF 01 1F 00"
    );
}

#[test]
fn eight_bit_tiles_have_one_byte_per_pixel() {
    let (mut connection, _) = open(&two_tiles(Profile::Amt16));
    say(&mut connection, RLE_ONLY);
    say(&mut connection, RGB332);
    say(
        &mut connection,
        "06 00 00 00 00 00 00 0D 00 4B 76 6D 45 78 74 43 6D 64 00 04 00",
    );
    assert_eq!(
        say(&mut connection, request(false)),
        "00 00 00 02 00 00 00 00 00 40 00 40 00 00 00 10 00 00 00 07 00 02 00 FD FF 01 E0 \
         00 40 00 00 00 40 00 40 00 00 00 10 00 00 00 07 00 02 00 FD FF 01 03"
    );
}

#[test]
fn raw_comes_where_it_is_listed_first_and_only_where_it_is_listed() {
    let colours = [RED, [0, 0xFF, 0], BLUE, [0xFF; 3]];
    let device = showing(Profile::Amt14, (2, 2), |x, y| {
        colours[usize::from(y * 2 + x)]
    });
    let (mut connection, _) = open(&device);
    say(&mut connection, "02 00 00 02 00 00 00 00 00 00 00 10");
    assert_eq!(
        say(&mut connection, "03 01 00 00 00 00 00 02 00 02"),
        "00 00 00 01 00 00 00 00 00 02 00 02 00 00 00 00 00 F8 E0 07 1F 00 FF FF"
    );

    let device = two_tiles(Profile::Amt14);
    let (mut connection, _) = open(&device);
    // Tight, Hextile, DesktopSize: nothing that exists here.
    say(
        &mut connection,
        "02 00 00 03 00 00 00 07 00 00 00 05 FF FF FF 21",
    );
    say(&mut connection, request(true));
    assert_eq!(screen_error(&connection), &RfbError::NoEncoding);
}

#[test]
fn a_request_waits_until_something_changes_and_is_answered_once() {
    let device = device(Profile::Amt14);
    let (mut connection, _) = open(&device);
    say(&mut connection, RLE_ONLY);
    let all = "03 01 00 00 00 00 02 D0 01 90";
    // 12 × 7 tiles of 720 × 400.
    assert!(say(&mut connection, all).starts_with("00 00 00 54"));
    assert_eq!(nudge(&mut connection), "", "nothing was asked for");
    assert_eq!(say(&mut connection, all), "", "nothing has changed");
    assert_eq!(nudge(&mut connection), "");

    let now = connection.now;
    device.lock().key(now, Keysym(0x61), true);
    let update = nudge(&mut connection);
    assert!(
        update.starts_with("00 00 00 02"),
        "letter and cursor: {update}"
    );
    device.lock().key(now, Keysym(0x62), true);
    assert_eq!(nudge(&mut connection), "", "one update for one request");
    assert!(say(&mut connection, all).starts_with("00 00 00 01"));
}

#[test]
fn a_whole_request_gets_everything_in_its_region_again() {
    let (mut connection, _) = open(&two_tiles(Profile::Amt14));
    say(&mut connection, RLE_ONLY);
    say(&mut connection, request(true));
    assert!(say(&mut connection, request(false)).starts_with("00 00 00 02"));
    // A square around the pointer, as in focus mode: only the tile it touches.
    let focus = say(&mut connection, "03 00 00 46 00 05 00 0A 00 0A");
    assert!(focus.starts_with("00 00 00 01 00 40 00 00 00 40 00 40"));
}

#[test]
fn only_the_latest_of_several_requests_counts() {
    let device = device(Profile::Amt14);
    let (mut connection, _) = open(&device);
    say(&mut connection, RLE_ONLY);
    let all = "03 01 00 00 00 00 02 D0 01 90";
    say(&mut connection, all);
    // Twice everything, then only a corner at the bottom.
    say(&mut connection, all);
    say(&mut connection, all);
    say(&mut connection, "03 01 02 80 01 40 00 10 00 10");
    let now = connection.now;
    device.lock().key(now, Keysym(0x61), true);
    assert_eq!(
        nudge(&mut connection),
        "",
        "the prompt is not in that corner"
    );
}

#[test]
fn a_new_size_is_announced_alone_and_the_picture_follows_on_request() {
    let device = device(Profile::Amt14);
    let (mut connection, _) = open(&device);
    say(&mut connection, SET_ENCODINGS);
    say(&mut connection, "03 01 00 00 00 00 02 D0 01 90");
    say(&mut connection, "03 01 00 00 00 00 02 D0 01 90");
    let now = connection.now;
    device.lock().set_power(now, PowerState::Off);
    assert_eq!(
        nudge(&mut connection),
        "00 00 00 01 00 00 00 00 03 20 02 58 FF FF FF 21"
    );
    assert_eq!(nudge(&mut connection), "");
    // 13 × 10 tiles of 800 × 600.
    let whole = say(&mut connection, "03 00 00 00 00 00 03 20 02 58");
    assert!(whole.starts_with("00 00 00 82"));
}

#[test]
fn without_desktop_size_a_new_size_ends_the_session() {
    let device = device(Profile::Amt14);
    let (mut connection, _) = open(&device);
    say(&mut connection, RLE_ONLY);
    say(&mut connection, "03 01 00 00 00 00 02 D0 01 90");
    say(&mut connection, "03 01 00 00 00 00 02 D0 01 90");
    let now = connection.now;
    device.lock().set_power(now, PowerState::Off);
    connection.command(Nudge);
    assert_eq!(screen_error(&connection), &RfbError::Resized);
    assert!(!device.lock().sessions().is_busy(SessionType::Kvm));
}

#[test]
fn deep_and_odd_pixel_formats_drop_the_connection() {
    for format in [
        // 32 bits, 15 bits, big-endian 565, a colour map.
        "00 00 00 00 20 18 00 01 00 FF 00 FF 00 FF 10 08 00 00 00 00",
        "00 00 00 00 10 0F 00 01 00 1F 00 1F 00 1F 0A 05 00 00 00 00",
        "00 00 00 00 10 10 01 01 00 1F 00 3F 00 1F 0B 05 00 00 00 00",
        "00 00 00 00 08 08 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
    ] {
        let (mut connection, _) = open(&two_tiles(Profile::Amt14));
        assert_eq!(say(&mut connection, format), "");
        assert!(matches!(
            screen_error(&connection),
            RfbError::PixelFormat(_)
        ));
    }
}

#[test]
fn grey_is_taken_from_amt_16_on() {
    let gray8 = "00 00 00 00 08 08 00 01 00 FF 00 00 00 00 00 00 00 00 00 00";
    let (mut old, _) = open(&two_tiles(Profile::Amt14));
    say(&mut old, gray8);
    assert_eq!(screen_error(&old), &RfbError::PixelFormat(8));
    let (mut new, _) = open(&two_tiles(Profile::Amt16));
    say(&mut new, gray8);
    assert_eq!(new.error, None);
}

#[test]
fn a_screen_too_large_for_16_bits_is_refused_with_the_format_and_shown_in_8_bits() {
    let device = showing(Profile::Amt16, (2560, 1920), |_, _| BLUE);
    let (mut connection, init) = open(&device);
    assert!(init.starts_with("0A 00 07 80"));
    say(&mut connection, RGB565);
    let too_large = RfbError::TooLarge {
        needed: 9_830_400,
        limit: 9_216_000,
    };
    assert_eq!(screen_error(&connection), &too_large);

    // Who never asks for a format gets 16 bits, and is closed when it wants a picture.
    let (mut connection, _) = open(&device);
    say(&mut connection, RLE_ONLY);
    say(&mut connection, "03 01 00 00 00 00 0A 00 07 80");
    assert_eq!(screen_error(&connection), &too_large);

    let (mut connection, _) = open(&device);
    say(&mut connection, RLE_ONLY);
    say(&mut connection, RGB332);
    // 40 × 30 tiles are more than one update holds: the rest comes with the next request.
    let first = say(&mut connection, "03 01 00 00 00 00 0A 00 07 80");
    assert!(first.starts_with("00 00 04 00"));
    let second = say(&mut connection, "03 01 00 00 00 00 0A 00 07 80");
    assert!(second.starts_with("00 00 00 B0"));
    assert_eq!(say(&mut connection, "03 01 00 00 00 00 0A 00 07 80"), "");
}

#[test]
fn what_cannot_be_captured_ends_right_after_client_init() {
    let no_display = device_with(DeviceOptions {
        has_display: false,
        ..DeviceOptions::default()
    });
    // One row more than AMT 6 has memory for, even in 8 bits.
    let huge = showing(Profile::Amt6, (2048, 2026), |_, _| BLUE);
    for (device, expected) in [
        (no_display, RfbError::NoDisplay),
        (
            huge,
            RfbError::TooLarge {
                needed: 2048 * 2026,
                limit: 1920 * 1080 * 2,
            },
        ),
    ] {
        let (connection, init) = open(&device);
        assert_eq!(init, "");
        assert_eq!(screen_error(&connection), &expected);
    }
}

#[test]
fn the_data_channel_is_announced_once_and_only_where_it_exists() {
    let (mut connection, _) = open(&two_tiles(Profile::Amt12));
    assert_eq!(say(&mut connection, RLE_ONLY), "");
    assert_eq!(say(&mut connection, SET_ENCODINGS), ANNOUNCEMENT);
    assert_eq!(say(&mut connection, SET_ENCODINGS), "");
    let keep_alive = "06 00 00 00 00 00 00 10 00 4B 76 6D 44 61 74 61 43 68 61 6E 6E 65 6C 00";
    let acknowledged = "03 00 00 00 00 00 00 10 00 4B 76 6D 44 61 74 61 43 68 61 6E 6E 65 6C 01";
    assert_eq!(say(&mut connection, keep_alive), acknowledged);

    let (mut old, _) = open(&two_tiles(Profile::Amt11));
    assert_eq!(say(&mut old, SET_ENCODINGS), "");
}

#[test]
fn cut_text_means_nothing_to_old_firmware_and_4_gib_of_it_is_refused() {
    let (mut connection, _) = open(&two_tiles(Profile::Amt11));
    let zlib_off = "06 00 00 00 00 00 00 0D 00 4B 76 6D 45 78 74 43 6D 64 00 04 00";
    assert_eq!(say(&mut connection, zlib_off), "");
    assert_eq!(say(&mut connection, "06 00 00 00 00 00 00 02 68 69"), "");
    assert_eq!(connection.error, None);
    say(&mut connection, "06 00 00 00 FF FF FF FF");
    assert!(matches!(screen_error(&connection), RfbError::Wire(_)));
}

#[test]
fn a_message_that_no_client_sends_ends_the_session() {
    let (mut connection, _) = open(&two_tiles(Profile::Amt14));
    say(&mut connection, "96");
    assert_eq!(screen_error(&connection), &RfbError::Unexpected(0x96));
}

#[test]
fn keys_and_pointer_reach_the_pc_and_the_event_line() {
    let device = device(Profile::Amt14);
    let (mut connection, _) = open(&device);
    events(&device);
    for message in [
        "04 01 00 00 00 00 00 6C",
        "04 00 00 00 00 00 00 6C",
        "05 01 01 2C 00 C8",
    ] {
        say(&mut connection, message);
    }
    let heard: Vec<_> = std::iter::from_fn(|| device.lock().poll_event()).collect();
    let key = |down| Event::Key { keysym: 0x6C, down };
    let pointer = Event::Pointer {
        x: 300,
        y: 200,
        buttons: 1,
    };
    assert_eq!(heard, [key(true), key(false), pointer]);
    let line = device.lock().display().scene().text().unwrap().line(5);
    assert_eq!(line, "sim-1> l");
}

#[test]
fn the_bell_rings_without_being_asked_for() {
    let device = device(Profile::Amt14);
    let (mut connection, _) = open(&device);
    let now = connection.now;
    // Backspace on an empty line.
    device.lock().key(now, Keysym::BACKSPACE, true);
    assert_eq!(nudge(&mut connection), "02");
    assert_eq!(nudge(&mut connection), "");
}

#[test]
fn a_session_that_the_device_ends_is_closed() {
    let device = device(Profile::Amt14);
    let (mut connection, _) = open(&device);
    let now = connection.now;
    let id = device.lock().sessions().all()[0].id;
    device.lock().close_session(now, id, "KVM was disabled");
    connection.command(Nudge);
    assert_eq!(screen_error(&connection), &RfbError::Ended);
}

#[test]
fn messages_in_pieces_of_any_size_are_answered_alike() {
    let messages = [
        V3_8,
        "01",
        "01",
        SET_ENCODINGS,
        RGB332,
        request(true),
        request(false),
    ];
    let whole = bytes(&messages.join(" "));
    let answers = |piece: usize| {
        let mut connection = log_in(&two_tiles(Profile::Amt16), SessionType::Kvm);
        say(&mut connection, "40 00 00 00 00 00 00 00");
        whole.chunks(piece).for_each(|chunk| connection.feed(chunk));
        assert_eq!(connection.error, None);
        heard(&mut connection)
    };
    let expected = answers(usize::MAX);
    for piece in [1, 2, 3, 5, 11] {
        assert_eq!(answers(piece), expected, "pieces of {piece}");
    }
}

/// A connection to port 5900, after the greeting.
fn on_port(device: &SharedDevice) -> Driver<Rfb> {
    let now = Instant::now();
    let rfb = Rfb::on_port(device, now + Duration::from_secs(60));
    let mut connection = Driver::new(rfb, now);
    assert_eq!(
        heard(&mut connection),
        "52 46 42 20 30 30 34 2E 30 30 30 0A"
    );
    connection
}

/// Answers the challenge of 16 bytes that was just heard.
fn answer(connection: &mut Driver<Rfb>, challenge: &str, password: &str) -> String {
    let challenge = bytes(challenge).try_into().unwrap();
    connection.feed(&vnc_auth::response(password, &challenge));
    heard(connection)
}

#[test]
fn port_5900_asks_for_its_password() {
    let device = device(Profile::Amt11);
    let mut connection = on_port(&device);
    assert_eq!(say(&mut connection, V3_8), "01 02");
    let challenge = say(&mut connection, "02");
    assert_eq!(bytes(&challenge).len(), 16);
    assert_eq!(
        answer(&mut connection, &challenge, "P@ssw0rd"),
        "00 00 00 00"
    );
    assert!(say(&mut connection, "01").starts_with("02 D0 01 90 10 10"));
    let login = Event::Login {
        user: String::new(),
        method: Method::Vnc,
        ok: true,
    };
    let open = Event::SessionOpen {
        kind: SessionType::Kvm,
        user: String::new(),
    };
    assert_eq!(events(&device), [login, open]);
}

#[test]
fn port_5900_refuses_a_wrong_password_with_a_reason_and_none_at_all() {
    let device = device(Profile::Amt11);
    let mut connection = on_port(&device);
    say(&mut connection, V3_8);
    let challenge = say(&mut connection, "02");
    let refused = answer(&mut connection, &challenge, "P@ssw0rt");
    assert!(
        refused.starts_with("00 00 00 01 00 00 00 16 41 75 74 68"),
        "{refused}"
    );
    assert_eq!(connection.error, Some(RfbError::Password));
    assert!(!device.lock().sessions().is_busy(SessionType::Kvm));

    let mut connection = on_port(&device);
    say(&mut connection, V3_8);
    say(&mut connection, "01");
    assert_eq!(connection.error, Some(RfbError::Security(1)));
}

#[test]
fn port_5900_and_redirection_share_one_screen_session() {
    let device = device(Profile::Amt11);
    let first = log_in(&device, SessionType::Kvm);
    let mut second = on_port(&device);
    let refused = say(&mut second, V3_8);
    assert!(
        refused.starts_with("00 00 00 00 1D 61 20 73 65 73"),
        "{refused}"
    );
    assert_eq!(second.error, Some(RfbError::Busy));
    drop(first);
    assert_eq!(say(&mut on_port(&device), V3_8), "01 02");
}

#[test]
fn old_versions_of_rfb_have_their_own_handshake() {
    // 3.3: the server decides; the result of the password comes without a reason.
    let device = device(Profile::Amt11);
    let mut connection = on_port(&device);
    let decided = say(&mut connection, "52 46 42 20 30 30 33 2E 30 30 33 0A");
    let (security, challenge) = decided.split_at(4 * 3);
    assert_eq!(security, "00 00 00 02 ");
    assert_eq!(
        answer(&mut connection, challenge, "wrong!!!"),
        "00 00 00 01"
    );

    let mut connection = log_in(&device, SessionType::Kvm);
    say(&mut connection, "40 00 00 00 00 00 00 00");
    let decided = say(&mut connection, "52 46 42 20 30 30 33 2E 30 30 33 0A");
    assert_eq!(decided, "00 00 00 01");
    assert!(
        say(&mut connection, "01").starts_with("02 D0"),
        "no result after None"
    );

    // 3.7: a list, but no result after None.
    let device = crate::support::firmware::device(Profile::Amt11);
    let mut connection = log_in(&device, SessionType::Kvm);
    say(&mut connection, "40 00 00 00 00 00 00 00");
    let list = say(&mut connection, "52 46 42 20 30 30 33 2E 30 30 37 0A");
    assert_eq!(list, "01 01");
    assert_eq!(say(&mut connection, "01"), "");
    assert!(say(&mut connection, "01").starts_with("02 D0"));
}

#[test]
fn a_handshake_that_is_never_finished_is_closed() {
    let device = device(Profile::Amt11);
    let mut connection = on_port(&device);
    connection.advance(Duration::from_secs(60));
    assert_eq!(connection.error, Some(RfbError::Slow));
    assert!(connection.machine.is_finished());
}
