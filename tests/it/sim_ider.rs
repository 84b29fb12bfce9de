//! The simulator's side of lent disks, byte for byte: what it refuses and what it lets pass.

use std::time::Duration;

use outband::proto::ider::messages::{Drive, Sense, Sequence};
use outband::proto::redir::messages::SessionType;
use outband::sim::Profile;
use outband::sim::device::SharedDevice;
use outband::sim::ider::bus::Breach;
use outband::sim::ider::load::{Load, LoadOptions, Pattern};
use outband::sim::ider::{IderError, Report};
use outband::sim::redir::{RedirError, Redirection};

use crate::support::driver::Driver;
use crate::support::firmware::{bytes, device, heard, log_in, nudge, say};

/// A console in the field opens like this.
const OPEN: &str = "40 00 00 00 00 00 00 00 30 75 00 00 20 4E 01 00 00 00";
const NOW: &str = "48 00 00 00 01 00 00 00 03 19 00 00 00";
const SECOND: Duration = Duration::from_secs(1);

/// A console by hand, which counts its messages.
struct Console {
    connection: Driver<Redirection>,
    device: SharedDevice,
    sequence: u32,
}

impl Console {
    fn open() -> Self {
        let device = device(Profile::Amt16);
        let mut connection = log_in(&device, SessionType::Ider);
        assert_eq!(
            say(&mut connection, OPEN),
            "41 00 00 00 00 00 00 00 01 00 10 01 02 01 00 00 00 20 00 20 0C 00 00 00 00 57 01 00 \
             00 00"
        );
        Self {
            connection,
            device,
            sequence: 1,
        }
    }

    /// Open, and the PC asks for the capacity of the CD: `Load` begins so.
    fn asked_for_capacity() -> Self {
        let mut console = Self::open();
        console
            .device
            .lock()
            .storage_mut()
            .run(Box::new(Load::new(LoadOptions {
                drive: Drive::Cd,
                pattern: Pattern::Sequential,
                blocks: 8,
                bytes: None,
            })));
        assert_eq!(
            say(&mut console.connection, NOW),
            "49 00 00 00 01 00 00 00 03 01 00 00 00 \
             50 00 00 00 02 00 00 00 00 00 00 00 08 00 10 A0 25 00 00 00 00 00 00 00 00 00 00 00"
        );
        console.sequence = 2;
        console
    }

    /// … and then reads 8 blocks by DMA: 16 384 bytes.
    fn asked_for_blocks() -> Self {
        let mut console = Self::asked_for_capacity();
        let capacity = bytes("00 00 00 63 00 00 08 00");
        assert_eq!(
            console.data(0x02, "B5 00 02 00 08 00 B0 58", LAST, &capacity),
            "50 00 00 00 03 00 00 00 00 01 00 00 00 40 10 A0 28 00 00 00 00 00 00 00 08 00 00 00"
        );
        console
    }

    /// One message with the right number.
    fn send(&mut self, code: &str, attributes: u8, rest: &[u8]) -> String {
        let mut message = bytes(code);
        message.extend([0, 0, attributes]);
        message.extend(self.sequence.to_le_bytes());
        message.extend(rest);
        self.sequence += 1;
        self.connection.feed(&message);
        heard(&mut self.connection)
    }

    fn data(&mut self, attributes: u8, input: &str, output: &str, data: &[u8]) -> String {
        let [low, high] = u16::try_from(data.len()).unwrap().to_le_bytes();
        let mut rest = vec![0, low, high, 0];
        rest.extend(bytes(input));
        rest.extend(bytes(output));
        rest.extend([0; 6]);
        rest.extend(data);
        self.send("54", attributes, &rest)
    }

    fn end(&mut self, output_and_sense: &str) -> String {
        let mut rest = vec![0; 12];
        rest.extend(bytes(output_and_sense));
        self.send("51", 0x02, &rest)
    }

    fn error(&self) -> Option<&IderError> {
        match &self.connection.error {
            Some(RedirError::Storage(error)) => Some(error),
            Some(other) => panic!("{other:?}"),
            None => None,
        }
    }

    fn breach(&self) -> Breach {
        match self.error() {
            Some(IderError::Answer(breach)) => *breach,
            other => panic!("{other:?}"),
        }
    }

    fn report(&self) -> Option<Report> {
        self.device.lock().storage_mut().take_report()
    }
}

const DMA: &str = "B4 00 02 00 00 00 B0 58";
const MORE: &str = "00 00 00 00 00 00 00 00";
const LAST: &str = "85 00 03 00 00 00 B0 50";
const GOOD: &str = "C5 00 03 00 00 00 B0 50 00 00 00";

#[test]
fn a_read_in_two_messages_is_taken() {
    let mut console = Console::asked_for_blocks();
    assert_eq!(console.data(0x01, DMA, MORE, &[1; 8192]), "");
    let next = console.data(0x03, DMA, LAST, &[2; 8192]);
    assert!(next.starts_with("50 00 00 00 04"), "{next}");
    assert!(
        next.contains("28 00 00 00 00 08"),
        "the next blocks: {next}"
    );
    assert_eq!(console.error(), None);
}

#[test]
fn what_consoles_in_the_field_do_differently_is_let_pass() {
    // No DMA attribute, byte count given by DMA, raw drive byte, full output registers.
    let mut console = Console::asked_for_blocks();
    console.data(0x00, "B5 00 02 00 00 20 10 58", MORE, &[1; 8192]);
    console.data(
        0x02,
        "B5 00 02 00 00 20 10 58",
        "85 00 03 00 00 00 10 50",
        &[1; 8192],
    );
    assert_eq!(console.error(), None);
    // Smaller messages than the buffer.
    let mut console = Console::asked_for_blocks();
    for _ in 0..7 {
        console.data(0x01, DMA, MORE, &[1; 2048]);
    }
    console.data(0x03, DMA, LAST, &[1; 2048]);
    assert_eq!(console.error(), None);
    // amtterm's mask, and "good" where an error was meant.
    let mut console = Console::asked_for_blocks();
    console.end("85 00 03 00 00 00 B0 50 00 00 00");
    assert_eq!(console.error(), None);
    // A question of thirteen bytes that needs only nine.
    let mut console = Console::open();
    let reply = console.send("48", 0, &bytes("02 00 00 00 00"));
    assert_eq!(reply, "49 00 00 00 01 00 00 00 02 02 00 00 00");
    let reply = console.send("44", 0, &[]);
    assert_eq!(reply, "45 00 00 00 02 00 00 00");
    assert_eq!(console.error(), None);
}

#[test]
fn sense_data_ends_a_command_even_after_some_of_its_data() {
    let mut console = Console::asked_for_blocks();
    console.data(0x01, DMA, MORE, &[1; 8192]);
    console.end("87 30 03 00 00 00 B0 51 03 11 00");
    assert_eq!(console.error(), None);
    let Some(Report::Loaded(report)) = console.report() else {
        panic!("no report");
    };
    assert_eq!(report.fault, Some(Sense::READ_ERROR));
}

/// MeshCommander and MeshCentral send whole pages, however short the buffer of the host is
/// (`docs/protocol/redirection.md` § 6.11, observed).
#[test]
fn an_answer_longer_than_its_allocation_is_cut_and_one_that_goes_on_ends_the_session() {
    let input = "B5 00 02 00 0C 00 B0 58";
    let capacity = bytes("00 00 00 63 00 00 08 00 DE AD BE EF");
    let mut console = Console::asked_for_capacity();
    assert_eq!(
        console.data(0x02, input, LAST, &capacity),
        "50 00 00 00 03 00 00 00 00 01 00 00 00 40 10 A0 28 00 00 00 00 00 00 00 08 00 00 00"
    );
    assert_eq!(console.error(), None);

    let mut console = Console::asked_for_capacity();
    console.data(0x00, input, MORE, &capacity);
    console.data(0x02, input, LAST, &capacity);
    let (asked, got) = (8, 20);
    assert_eq!(console.breach(), Breach::TooMuch { asked, got });
}

#[test]
fn an_answer_that_does_not_fit_its_command_ends_the_session() {
    let mut console = Console::asked_for_blocks();
    console.data(0x03, DMA, LAST, &[1; 8192]);
    let (asked, got) = (16_384, 8192);
    assert_eq!(console.breach(), Breach::TooLittle { asked, got });

    let mut console = Console::asked_for_blocks();
    console.data(0x01, DMA, MORE, &[1; 8192]);
    console.data(0x01, DMA, MORE, &[1; 8192]);
    assert_eq!(console.breach(), Breach::NotCompleted(16_384));

    let mut console = Console::asked_for_blocks();
    for _ in 0..3 {
        console.data(0x01, DMA, MORE, &[1; 6000]);
    }
    let (asked, got) = (16_384, 18_000);
    assert_eq!(console.breach(), Breach::TooMuch { asked, got });

    let mut console = Console::asked_for_blocks();
    console.data(0x01, DMA, MORE, &[1; 8192]);
    console.end(GOOD);
    let (asked, got) = (16_384, 8192);
    assert_eq!(console.breach(), Breach::Interrupted { asked, got });

    let mut console = Console::asked_for_blocks();
    console.data(0x03, "B4 00 02 00 00 00 A0 58", LAST, &[1; 8192]);
    assert_eq!(console.breach(), Breach::WrongDrive);

    let mut console = Console::asked_for_blocks();
    console.data(0x03, DMA, LAST, &[]);
    assert_eq!(console.breach(), Breach::MessageSize(0));

    let mut console = Console::asked_for_blocks();
    console.end("C5 00 03 00 00 00 B0 50 02 3A 00");
    let (status, sense) = (0x50, Sense::NO_MEDIUM);
    assert_eq!(console.breach(), Breach::Status { status, sense });

    let mut console = Console::asked_for_blocks();
    let mut rest = vec![0; 12];
    rest.extend(bytes(GOOD));
    console.send("51", 0x00, &rest);
    assert_eq!(console.breach(), Breach::NoAttribute);

    let mut console = Console::asked_for_blocks();
    let get = bytes("00 00 02 00 B5 00 00 00 00 02 B0 58 00 00 00 00 00 00 00 00 00 00 00");
    console.send("52", 0, &get);
    assert_eq!(console.breach(), Breach::NothingToWrite(512));
}

#[test]
fn a_completion_that_nobody_waits_for_ends_the_session() {
    let mut console = Console::open();
    console.end(GOOD);
    assert_eq!(console.breach(), Breach::NoCommand);
    // Twice the same.
    let mut console = Console::asked_for_blocks();
    console.end("87 30 03 00 00 00 B0 51 03 11 00");
    let next = console.end(GOOD);
    assert_eq!(
        console.error(),
        None,
        "the PC looked at the drives meanwhile"
    );
    assert!(next.starts_with("50"), "{next}");
}

#[test]
fn a_message_longer_than_the_buffer_is_refused_at_its_header() {
    let mut console = Console::asked_for_blocks();
    let header = "54 00 00 01 03 00 00 00 00 01 20";
    say(&mut console.connection, header);
    assert!(matches!(console.error(), Some(IderError::Wire(_))));
}

#[test]
fn numbers_and_order_are_checked() {
    let mut console = Console::open();
    console.sequence = 5;
    console.send("44", 0, &[]);
    let (expected, got) = (Sequence(1), Sequence(5));
    assert_eq!(
        console.error(),
        Some(&IderError::Sequence { expected, got })
    );

    let mut console = Console::open();
    console.send("47", 0, &[]);
    let (got, place) = (0x47, "without a reset");
    assert_eq!(console.error(), Some(&IderError::Order { got, place }));

    let mut console = Console::open();
    console.send("40", 0, &bytes("30 75 00 00 20 4E 01 00 00 00"));
    let (got, place) = (0x40, "a second time");
    assert_eq!(console.error(), Some(&IderError::Order { got, place }));

    let mut connection = log_in(&device(Profile::Amt16), SessionType::Ider);
    say(&mut connection, "48 00 00 00 00 00 00 00 03 09 00 00 00");
    assert!(matches!(
        connection.error,
        Some(RedirError::Storage(IderError::Order { got: 0x48, .. }))
    ));
}

#[test]
fn a_reset_is_told_once_and_commands_wait_for_its_answer() {
    let mut console = Console::asked_for_blocks();
    let now = console.connection.now;
    console.device.lock().reset(now);
    assert_eq!(nudge(&mut console.connection), "46 00 00 00 04 00 00 00 03");
    // What was on its way is dropped without complaint.
    assert_eq!(console.data(0x01, DMA, MORE, &[1; 8192]), "");
    assert_eq!(console.data(0x03, DMA, LAST, &[1; 8192]), "");
    let next = console.send("47", 0, &[]);
    assert!(next.starts_with("50 00 00 00 05"), "{next}");
    assert_eq!(console.error(), None);
}

#[test]
fn silence_is_punished_and_signs_of_life_are_given() {
    let mut console = Console::open();
    console.connection.advance(20 * SECOND);
    assert_eq!(heard(&mut console.connection), "4B 00 00 00 01 00 00 00");
    console.send("4B", 0, &[]);
    console.connection.advance(29 * SECOND);
    assert_eq!(console.error(), None);
    console.connection.advance(2 * SECOND);
    let silent = Duration::from_secs(30);
    assert_eq!(console.error(), Some(&IderError::Silent(silent)));

    // With no heartbeats wanted the console is pinged.
    let mut connection = log_in(&device(Profile::Amt16), SessionType::Ider);
    say(
        &mut connection,
        "40 00 00 00 00 00 00 00 30 75 00 00 00 00 01 00 00 00",
    );
    connection.advance(20 * SECOND);
    assert_eq!(heard(&mut connection), "44 00 00 00 01 00 00 00");
}

#[test]
fn the_end_is_answered_and_the_session_is_free_again() {
    let mut console = Console::open();
    assert_eq!(console.send("42", 0, &[]), "43 00 00 00 01 00 00 00");
    say(&mut console.connection, "12 00 00 00");
    assert_eq!(console.error(), None);
    assert!(!console.device.lock().sessions().is_busy(SessionType::Ider));
}

#[test]
fn a_session_ended_by_the_device_says_so() {
    let mut console = Console::open();
    let id = console.device.lock().sessions().all()[0].id;
    let now = console.connection.now;
    console.device.lock().close_session(now, id, "taken over");
    assert_eq!(nudge(&mut console.connection), "43 00 00 00 01 00 00 00");
    assert_eq!(console.error(), Some(&IderError::Ended));
}
