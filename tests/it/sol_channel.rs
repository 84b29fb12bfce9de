//! The console's side of a serial session, message by message.

use std::time::{Duration, Instant};

use outband::limits;
use outband::proto::Machine;
use outband::proto::sol::messages::{Control, FromConsole, PortStatus, Settings, StartStatus};
use outband::proto::sol::{Command, Event, Pace, PasteEnd, SolChannel, SolError};
use outband::wire::{Reader, Secret, WireError};
use proptest::prelude::*;

use crate::support::transcript::{self, Sender};

const TRANSCRIPT: &str = include_str!("../golden/sol.txt");
const START_REPLY: &[u8] = b"\x21\0\0\0\0\0\0\0\x01\0\x0F\0\0\0\0\0\0\0\x57\x01\0\0\0";
const RTS_DTR_ON: &[u8] = b"\x29\0\0\0\x01\0\0\0\x03\x04";
const DTR_ON: &[u8] = b"\x29\0\0\0\x02\0\0\0\x02\x04";
const RX_FLUSHED: &[u8] = b"\x29\0\0\0\x03\0\0\0\x03\x0C";
const OVERFLOW: &[u8] = b"\x29\0\0\0\x03\0\0\0\x03\x05";
const POWER_OFF: &[u8] = b"\x29\0\0\0\x04\0\0\0\0\0";
const HEARTBEAT: &[u8] = b"\x2B\0\0\0\x09\0\0\0";

/// A channel, a virtual clock and what came out.
struct Console {
    channel: SolChannel,
    start: Instant,
    now: Instant,
    out: Vec<u8>,
    events: Vec<Event>,
}

impl Console {
    fn new(settings: Settings, pace: Pace) -> Self {
        let now = Instant::now();
        let mut console = Self {
            channel: SolChannel::new(settings, pace),
            start: now,
            now,
            out: Vec::new(),
            events: Vec::new(),
        };
        console.channel.open(now);
        console.settle();
        console
    }

    /// Open, with the opening messages and events taken away.
    fn open() -> Self {
        let mut console = Self::new(Settings::default(), Pace::NORMAL);
        console.feed(START_REPLY).unwrap();
        console.feed(RTS_DTR_ON).unwrap();
        console.out.clear();
        console.events.clear();
        console
    }

    fn settle(&mut self) {
        self.channel.drain_output(&mut self.out);
        while let Some(event) = self.channel.poll_event() {
            self.events.push(event);
        }
    }

    /// Gives whole messages and expects all of them to be used.
    fn feed(&mut self, bytes: &[u8]) -> Result<(), SolError> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let used = self.channel.handle_input(self.now, rest)?;
            self.settle();
            assert!(used > 0, "{} bytes left over", rest.len());
            rest = &rest[used..];
        }
        Ok(())
    }

    fn command(&mut self, command: Command) {
        self.channel.handle_command(self.now, command).unwrap();
        self.settle();
    }

    /// Lets time pass, serving every deadline on the way.
    fn advance(&mut self, time: Duration) -> Result<(), SolError> {
        let until = self.now + time;
        while let Some(at) = self.channel.poll_timeout().filter(|at| *at <= until) {
            self.now = self.now.max(at);
            let result = self.channel.handle_timeout(self.now);
            self.settle();
            result?;
        }
        self.now = until;
        Ok(())
    }

    /// Everything sent since the last call, decoded.
    fn take_sent(&mut self) -> Vec<Sent> {
        let bytes = std::mem::take(&mut self.out);
        let mut r = Reader::new(&bytes);
        let mut sent = Vec::new();
        while r.remaining() > 0 {
            sent.push(match FromConsole::decode(&mut r).unwrap() {
                FromConsole::Data(data) => {
                    assert!(data.data.len() <= 1000);
                    Sent::Data(data.data.to_vec())
                }
                FromConsole::Heartbeat(_) => Sent::Heartbeat,
                FromConsole::Ping(_) => Sent::Ping,
                other => panic!("unexpected {other:?}"),
            });
        }
        sent
    }

    fn data_sent(&mut self) -> Vec<u8> {
        let data = self.take_sent().into_iter().filter_map(|sent| match sent {
            Sent::Data(data) => Some(data),
            Sent::Heartbeat | Sent::Ping => None,
        });
        data.flatten().collect()
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Sent {
    Data(Vec<u8>),
    Heartbeat,
    Ping,
}

fn text(len: usize) -> Vec<u8> {
    (0..len)
        .map(|i| b'a' + u8::try_from(i % 26).unwrap())
        .collect()
}

fn controls(control: Control, status: PortStatus) -> Event {
    Event::Controls { control, status }
}

/// Plays the transcript with the device's bytes in pieces of `piece`.
fn play(piece: usize) {
    let mut console = Console::new(Settings::MESH_COMMANDER, Pace::NORMAL);
    let mut buffer = Vec::new();
    for (sender, bytes) in transcript::parse(TRANSCRIPT) {
        match sender {
            Sender::Console => {
                match bytes[0] {
                    0x2B => console.advance(Duration::from_secs(2)).unwrap(),
                    0x28 => console.command(Command::Send(Secret::new(b"ls\r".to_vec()))),
                    0x22 => console.command(Command::Close),
                    _ => {} // sent without being asked
                }
                let sent: Vec<u8> = console.out.drain(..bytes.len()).collect();
                assert_eq!(sent, bytes);
            }
            Sender::Device => {
                for piece in bytes.chunks(piece) {
                    buffer.extend_from_slice(piece);
                    let used = console.channel.handle_input(console.now, &buffer).unwrap();
                    console.settle();
                    buffer.drain(..used);
                }
                assert!(buffer.is_empty());
            }
        }
    }
    assert!(console.out.is_empty());
    assert!(console.channel.is_finished());
    assert_eq!(
        console.events,
        [
            Event::Opened,
            controls(Control::RTS | Control::DTR, PortStatus::POWER_ON),
            Event::Data(b"\x1b[2J\x1b[1;1HBIOS".to_vec()),
            Event::Data(b"ls\r\n".to_vec()),
        ]
    );
}

#[test]
fn the_transcript_of_the_specification_plays_whole_and_in_pieces_of_any_size() {
    for piece in 1..=24 {
        play(piece);
    }
}

#[test]
fn a_refused_start_closes_the_channel_with_its_status() {
    let mut console = Console::new(Settings::default(), Pace::NORMAL);
    let mut refused = START_REPLY.to_vec();
    refused[1] = 2;
    assert_eq!(
        console.feed(&refused),
        Err(SolError::Refused(StartStatus(2)))
    );
    assert_eq!(console.feed(HEARTBEAT), Err(SolError::Closed));
    assert_eq!(console.channel.poll_timeout(), None);
}

#[test]
fn a_device_that_does_not_answer_the_start_is_given_up_after_20_s() {
    let mut console = Console::new(Settings::default(), Pace::NORMAL);
    console.advance(Duration::from_millis(19_999)).unwrap();
    assert_eq!(
        console.advance(Duration::from_millis(1)),
        Err(SolError::NoReply)
    );
}

#[test]
fn data_before_the_port_is_open_is_an_error_that_names_it() {
    let mut console = Console::new(Settings::default(), Pace::NORMAL);
    let error = console.feed(RTS_DTR_ON).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unexpected message 0x29 before the port is open"
    );
}

#[test]
fn an_idle_console_sends_a_heartbeat_every_two_seconds() {
    let mut console = Console::open();
    console.advance(Duration::from_secs(60)).unwrap();
    assert_eq!(
        console.take_sent(),
        (0..30).map(|_| Sent::Heartbeat).collect::<Vec<_>>()
    );
}

#[test]
fn an_impatient_device_gets_three_heartbeats_within_its_patience() {
    let settings = Settings {
        rx_timeout: Duration::from_millis(900),
        ..Settings::default()
    };
    let mut console = Console::new(settings, Pace::NORMAL);
    console.feed(START_REPLY).unwrap();
    console.out.clear();
    console.advance(Duration::from_millis(900)).unwrap();
    assert_eq!(console.take_sent().len(), 3);
}

#[test]
fn typing_replaces_heartbeats() {
    let mut console = Console::open();
    for _ in 0..10 {
        console.advance(Duration::from_millis(1900)).unwrap();
        console.command(Command::Send(Secret::new(b"x".to_vec())));
    }
    assert!(!console.take_sent().contains(&Sent::Heartbeat));
}

#[test]
fn pings_and_heartbeats_are_sent_back_unchanged_but_never_in_a_storm() {
    let mut console = Console::open();
    console.feed(b"\x24\0\0\0\x11\x22\x33\x44").unwrap();
    assert_eq!(console.out, b"\x24\0\0\0\x11\x22\x33\x44");
    console.out.clear();
    console.feed(HEARTBEAT).unwrap();
    assert_eq!(console.out, HEARTBEAT);
    for _ in 0..1000 {
        console.feed(HEARTBEAT).unwrap();
    }
    assert!(console.take_sent().len() <= 8);
    console.advance(Duration::from_secs(1)).unwrap();
    console.feed(HEARTBEAT).unwrap();
    assert_eq!(console.take_sent(), [Sent::Heartbeat]);
}

#[test]
fn a_device_that_stops_its_heartbeats_is_given_up_after_two_of_them() {
    let mut console = Console::open();
    for _ in 0..3 {
        console.advance(Duration::from_secs(5)).unwrap();
        console.feed(HEARTBEAT).unwrap();
    }
    console.advance(Duration::from_millis(9_999)).unwrap();
    assert_eq!(
        console.advance(Duration::from_millis(1)),
        Err(SolError::Silent(Duration::from_secs(10)))
    );
}

#[test]
fn a_device_that_never_sent_a_heartbeat_may_be_silent_for_hours() {
    let mut console = Console::open();
    console.advance(Duration::from_secs(3 * 3600)).unwrap();
    assert_eq!(console.events, [Event::Quiet]);
}

#[test]
fn silence_after_opening_is_reported_once_and_only_if_nothing_was_written() {
    let mut console = Console::open();
    console.advance(Duration::from_millis(4_999)).unwrap();
    assert_eq!(console.events, []);
    console.advance(Duration::from_secs(60)).unwrap();
    assert_eq!(console.events, [Event::Quiet]);

    let mut console = Console::open();
    console.feed(b"\x2A\0\0\0\0\0\0\0\x01\0.").unwrap();
    console.advance(Duration::from_secs(60)).unwrap();
    assert_eq!(console.events, [Event::Data(b".".to_vec())]);
}

#[test]
fn controls_are_reported_when_they_change_and_losses_when_they_happen() {
    let mut console = Console::open();
    console.feed(RTS_DTR_ON).unwrap();
    assert_eq!(console.events, []);

    let lines = Control::RTS | Control::DTR;
    let on = PortStatus::POWER_ON;
    console.feed(OVERFLOW).unwrap();
    console.feed(OVERFLOW).unwrap(); // told again: happened again
    console.feed(RX_FLUSHED).unwrap();
    console.feed(POWER_OFF).unwrap();
    assert_eq!(
        console.events,
        [
            controls(lines, on | PortStatus::TRANSMIT_OVERFLOW),
            Event::OutputLost,
            Event::OutputLost,
            controls(lines, on | PortStatus::RX_FLUSHED),
            Event::InputLost,
            controls(Control::empty(), PortStatus::empty()),
        ]
    );
}

#[test]
fn one_megabyte_is_pasted_complete_in_order_and_at_the_pace() {
    let mut console = Console::open();
    let text = text(1 << 20);
    console.command(Command::Paste(Secret::new(text.clone())));
    let mut received = console.data_sent();
    while received.len() < text.len() {
        console.advance(Duration::from_secs(1)).unwrap();
        received.extend(console.data_sent());
        let time = (console.now - console.start).as_secs() + 1;
        let line = usize::try_from(5760 * time).unwrap() + 2 * 288;
        assert!(received.len() <= line, "faster than the line");
    }
    assert_eq!(received, text);
    let expected = Duration::from_secs((1 << 20) / 5760 + 2);
    assert!(
        console.now - console.start <= expected,
        "slower than the line"
    );
    assert_eq!(
        console.events.last(),
        Some(&Event::PasteEnded {
            sent: 1 << 20,
            total: 1 << 20,
            end: PasteEnd::Done
        })
    );
}

#[test]
fn keys_go_ahead_of_a_paste_and_stopping_drops_the_rest() {
    let mut console = Console::open();
    console.command(Command::Paste(Secret::new(text(10_000))));
    console.out.clear();
    console.command(Command::Send(Secret::new(vec![3])));
    assert_eq!(console.data_sent(), [3]);
    console.command(Command::StopPaste);
    assert_eq!(
        console.events.last(),
        Some(&Event::PasteEnded {
            sent: 288,
            total: 10_000,
            end: PasteEnd::Stopped
        })
    );
    console.advance(Duration::from_secs(10)).unwrap();
    assert!(console.data_sent().is_empty());
}

#[test]
fn a_paste_waits_while_the_host_keeps_rts_down() {
    let mut console = Console::open();
    console.command(Command::Paste(Secret::new(text(1000))));
    console.feed(DTR_ON).unwrap();
    console.out.clear();
    console.advance(Duration::from_secs(60)).unwrap();
    assert!(console.data_sent().is_empty());
    assert!(console.events.contains(&Event::Pasting {
        sent: 288,
        total: 1000,
        waiting: true
    }));
    console.feed(RTS_DTR_ON).unwrap();
    console.advance(Duration::from_secs(1)).unwrap();
    assert_eq!(console.data_sent(), text(1000)[288..]);
}

#[test]
fn a_host_that_never_raises_rts_is_pasted_to_all_the_same() {
    let mut console = Console::new(Settings::default(), Pace::NORMAL);
    console.feed(START_REPLY).unwrap();
    console.feed(DTR_ON).unwrap();
    console.out.clear();
    console.command(Command::Paste(Secret::new(text(100))));
    assert_eq!(console.data_sent(), text(100));
}

#[test]
fn a_paste_ends_when_the_device_drops_input_or_the_pc_goes_off() {
    for (message, end) in [
        (RX_FLUSHED, PasteEnd::InputLost),
        (POWER_OFF, PasteEnd::PowerOff),
    ] {
        let mut console = Console::open();
        console.command(Command::Paste(Secret::new(text(1000))));
        console.feed(message).unwrap();
        assert_eq!(
            console.events.last(),
            Some(&Event::PasteEnded {
                sent: 288,
                total: 1000,
                end
            })
        );
    }
}

#[test]
fn a_paste_beyond_the_limit_is_refused_whole() {
    let mut console = Console::open();
    let len = limits::PASTE_BYTES + 1;
    console.command(Command::Paste(Secret::new(text(len))));
    assert_eq!(console.events, [Event::PasteRefused { len }]);
    assert!(console.data_sent().is_empty());
}

#[test]
fn a_break_is_said_to_be_unsupported() {
    let mut console = Console::open();
    console.command(Command::Break);
    assert_eq!(console.events, [Event::BreakUnsupported]);
    assert!(console.out.is_empty());
}

#[test]
fn closing_says_so_waits_for_the_answer_and_ends_the_redirection_session() {
    let mut console = Console::open();
    console.command(Command::Close);
    assert_eq!(console.out, b"\x22\0\0\0\x03\0\0\0");
    console.out.clear();
    // What was on its way still arrives.
    console.feed(b"\x2A\0\0\0\0\0\0\0\x01\0.").unwrap();
    console.feed(HEARTBEAT).unwrap();
    assert_eq!(console.events, [Event::Data(b".".to_vec())]);
    console.feed(b"\x23\0\0\0\0\0\0\0").unwrap();
    assert_eq!(console.out, [0x12, 0, 0, 0]);
    assert!(console.channel.is_finished());
    assert_eq!(console.channel.handle_end(console.now), Ok(()));
}

#[test]
fn closing_does_not_wait_for_a_dead_device() {
    let mut console = Console::open();
    console.command(Command::Close);
    console.out.clear();
    console.advance(Duration::from_secs(2)).unwrap();
    assert_eq!(console.out, [0x12, 0, 0, 0]);
    assert!(console.channel.is_finished());
}

#[test]
fn an_end_of_the_device_is_told_from_a_lost_connection() {
    let mut console = Console::open();
    assert_eq!(
        console.feed(b"\x23\0\0\0\0\0\0\0"),
        Err(SolError::EndedByDevice)
    );
    let mut console = Console::open();
    assert_eq!(
        console.channel.handle_end(console.now),
        Err(SolError::Disconnected)
    );
}

#[test]
fn an_unknown_message_closes_the_channel() {
    let mut console = Console::open();
    let error = console.feed(b"\x41\0\0\0\0\0\0\0").unwrap_err();
    assert!(matches!(
        error,
        SolError::Wire(WireError::Invalid { got: 0x41, .. })
    ));
}

#[test]
fn a_flood_becomes_few_events_of_bounded_size() {
    let mut console = Console::open();
    let mut message = b"\x2A\0\0\0\0\0\0\0\x10\x27".to_vec();
    message.extend(text(10_000));
    let flood = message.repeat(100);
    console.feed(&flood).unwrap();
    let sizes: Vec<usize> = console
        .events
        .iter()
        .map(|event| match event {
            Event::Data(data) => data.len(),
            other => panic!("unexpected {other:?}"),
        })
        .collect();
    assert_eq!(sizes.iter().sum::<usize>(), 1_000_000);
    assert!(sizes.len() < 30, "{} events", sizes.len());
    assert!(sizes.iter().all(|len| *len <= limits::SERIAL_DATA_BYTES));
}

proptest! {
    #[test]
    fn chunking_never_changes_what_is_reported(
        datas in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..12),
        cuts in proptest::collection::vec(1usize..30, 1..40),
    ) {
        let mut bytes = START_REPLY.to_vec();
        for data in &datas {
            bytes.extend(b"\x2A\0\0\0\0\0\0\0");
            bytes.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
            bytes.extend(data);
            bytes.extend(HEARTBEAT);
        }
        let mut console = Console::new(Settings::default(), Pace::NORMAL);
        let (mut buffer, mut rest, mut cuts) = (Vec::new(), &bytes[..], cuts.iter().cycle());
        while !rest.is_empty() {
            let (piece, more) = rest.split_at(rest.len().min(*cuts.next().unwrap()));
            buffer.extend_from_slice(piece);
            let used = console.channel.handle_input(console.now, &buffer).unwrap();
            console.settle();
            buffer.drain(..used);
            rest = more;
        }
        let received: Vec<u8> = console.events.iter().flat_map(|event| match event {
            Event::Data(data) => data.clone(),
            _ => Vec::new(),
        }).collect();
        prop_assert_eq!(received, datas.concat());
    }

    #[test]
    fn any_bytes_at_any_time_never_panic(
        steps in proptest::collection::vec(
            (proptest::collection::vec(any::<u8>(), 0..30), 0u64..30_000), 0..20),
    ) {
        let mut console = Console::open();
        for (bytes, millis) in steps {
            console.channel.handle_input(console.now, &bytes).ok();
            console.settle();
            console.advance(Duration::from_millis(millis)).ok();
        }
    }
}
