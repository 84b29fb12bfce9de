//! The simulator's serial port, byte for byte.

use std::time::Duration;

use outband::proto::redir::messages::SessionType;
use outband::sim::device::SharedDevice;
use outband::sim::redir::{RedirError, Redirection};
use outband::sim::sol::SolError;
use outband::sim::{PowerState, Profile};

use crate::support::driver::Driver;
use crate::support::firmware::{device, heard, log_in, nudge, say};

/// MeshCommander's start and amtterm's.
const START: &str = "20 00 00 00 01 00 00 00 10 27 64 00 00 00 10 27 64 00 00 00 00 00 00 00";
const START_AMTTERM: &str =
    "20 00 00 00 00 00 00 00 E8 03 64 00 00 00 10 27 00 00 88 13 00 00 00 00";
const MS: Duration = Duration::from_millis(1);

fn open(device: &SharedDevice, start: &str) -> Driver<Redirection> {
    let mut connection = log_in(device, SessionType::Sol);
    assert_eq!(
        say(&mut connection, start),
        "21 00 00 00 00 00 00 00 01 00 10 01 00 00 00 00 00 00 57 01 00 00 00 \
         29 00 00 00 01 00 00 00 03 04"
    );
    connection
}

/// The text of the data messages that were heard; anything else is a mistake.
fn text(connection: &mut Driver<Redirection>) -> String {
    let mut out = std::mem::take(&mut connection.out);
    let mut text = String::new();
    while !out.is_empty() {
        assert_eq!(out[0], 0x2A, "{out:02X?}");
        let length = usize::from(u16::from_le_bytes([out[8], out[9]]));
        text.push_str(std::str::from_utf8(&out[10..10 + length]).unwrap());
        out.drain(..10 + length);
    }
    text
}

fn serial_error(connection: &Driver<Redirection>) -> &SolError {
    match &connection.error {
        Some(RedirError::Serial(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_greeting_is_collected_and_comes_apart_from_the_reply() {
    let mut connection = open(&device(Profile::Amt16), START);
    connection.advance(99 * MS);
    assert_eq!(heard(&mut connection), "");
    connection.advance(MS);
    let text = text(&mut connection);
    assert!(
        text.contains("SimOS") && text.ends_with("\r\nsim-1 login: "),
        "{text}"
    );
}

#[test]
fn what_is_typed_is_answered() {
    let mut connection = open(&device(Profile::Amt16), START);
    connection.advance(100 * MS);
    text(&mut connection);
    // The unnamed message of MeshCommander, then "sim" and Enter as CR LF.
    say(&mut connection, "27 00 00 00 02 00 00 00 00 00 1B 00 00 00");
    say(
        &mut connection,
        "28 00 00 00 03 00 00 00 05 00 73 69 6D 0D 0A",
    );
    connection.advance(100 * MS);
    assert_eq!(text(&mut connection), "sim\r\nPassword: ");
}

#[test]
fn host_text_is_cut_to_the_buffer_the_console_offered() {
    let start = "20 00 00 00 00 00 00 00 10 00 64 00 00 00 00 00 00 00 00 00 00 00 00 00";
    let mut connection = open(&device(Profile::Amt16), start);
    // The greeting is longer than 16 bytes, so that it need not be waited for.
    connection.advance(Duration::ZERO);
    assert_eq!(connection.out[8..10], [16, 0]);
    // Full buffers follow each other by 1 ms; what does not fill one waits for its time.
    connection.advance(200 * MS);
    assert!(text(&mut connection).ends_with("sim-1 login: "));
}

#[test]
fn any_sequence_number_is_taken_and_heartbeats_keep_the_session() {
    let mut connection = open(&device(Profile::Amt16), START);
    for _ in 0..10 {
        connection.advance(9_999 * MS);
        say(&mut connection, "2B 00 00 00 00 00 00 00");
    }
    assert_eq!(connection.error, None);
    connection.advance(10_000 * MS);
    assert_eq!(serial_error(&connection), &SolError::Silent(10_000 * MS));
}

#[test]
fn the_device_sends_heartbeats_as_often_as_it_was_asked_to() {
    let mut connection = open(&device(Profile::Amt16), START_AMTTERM);
    connection.advance(4_999 * MS);
    text(&mut connection);
    connection.advance(MS);
    assert_eq!(heard(&mut connection), "2B 00 00 00 03 00 00 00");
    // amtterm echoes it; pings are answered with their own number.
    assert_eq!(say(&mut connection, "2B 00 00 00 03 00 00 00"), "");
    assert_eq!(
        say(&mut connection, "24 00 00 00 07 00 00 00"),
        "25 00 00 00 07 00 00 00"
    );
}

#[test]
fn power_shows_in_the_controls_and_nothing_can_be_typed_without_it() {
    let device = device(Profile::Amt16);
    let mut connection = open(&device, START);
    connection.advance(100 * MS);
    text(&mut connection);
    let now = connection.now;
    device.lock().set_power(now, PowerState::Off);
    assert_eq!(nudge(&mut connection), "29 00 00 00 03 00 00 00 00 00");
    say(&mut connection, "28 00 00 00 00 00 00 00 01 00 78");
    connection.advance(100 * MS);
    assert_eq!(heard(&mut connection), "");
}

#[test]
fn data_before_the_start_and_a_second_start_end_the_connection() {
    let data = "28 00 00 00 00 00 00 00 01 00 78";
    let mut connection = log_in(&device(Profile::Amt16), SessionType::Sol);
    say(&mut connection, data);
    assert_eq!(serial_error(&connection), &SolError::Order(0x28));
    let mut connection = open(&device(Profile::Amt16), START);
    say(&mut connection, START);
    assert_eq!(serial_error(&connection), &SolError::Order(0x20));
}

#[test]
fn a_session_is_closed_in_order_and_can_be_opened_again() {
    let device = device(Profile::Amt16);
    let mut connection = open(&device, START);
    assert_eq!(
        say(&mut connection, "22 00 00 00 05 00 00 00"),
        "23 00 00 00 02 00 00 00"
    );
    say(&mut connection, "12 00 00 00");
    assert!(connection.error.is_none());
    open(&device, START_AMTTERM);
}
