//! The console's side of a storage session, message by message.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use outband::limits;
use outband::proto::Machine;
use outband::proto::ider::atapi::{Lba, Medium, Notice};
use outband::proto::ider::messages::{
    Attributes, CommandWritten, ConsoleMessage, DataFromHost, DisableEnableFeaturesReply, Drive,
    EndIderReply, ErrorOccured, Header, Heartbeat, KeepAlivePing, KeepAlivePong, ResetOccured,
    Sense, Sequence, Start, StartIderRedirectionReply,
};
use outband::proto::ider::{Command, Event, IderChannel, IderError, Settings, Span, Ticket};
use outband::proto::redir::messages::FirmwareVersion;
use outband::wire::{Reader, WireError};
use proptest::prelude::*;

use crate::support::transcript::{self, Sender};

const TRANSCRIPT: &str = include_str!("../golden/ider.txt");
const WRITES: &str = include_str!("../golden/ider_write.txt");

const CD: Medium = Medium {
    block_count: 331_776,
    writable: false,
};
const FLOPPY: Medium = Medium {
    block_count: 2880,
    writable: true,
};

/// A channel, a virtual clock, and a device that counts its messages.
struct Console {
    channel: IderChannel,
    now: Instant,
    /// Number of the device's next message.
    device: u32,
    /// Everything put out since it was last looked at.
    out: Vec<u8>,
    /// How many times a drain gave something.
    drains: usize,
    events: VecDeque<Event>,
}

impl Console {
    fn new(settings: Settings) -> Self {
        let now = Instant::now();
        let mut console = Self {
            channel: IderChannel::new(settings),
            now,
            device: 0,
            out: Vec::new(),
            drains: 0,
            events: VecDeque::new(),
        };
        console.channel.open(now);
        console.settle();
        console
    }

    /// Open with these buffers and both media, with the opening taken away.
    fn open_with(settings: Settings, read_buffer: u16, write_buffer: u16) -> Self {
        let mut console = Self::new(settings);
        console.start_reply(read_buffer, write_buffer).unwrap();
        console.features_reply(1).unwrap();
        console.out.clear();
        console.events.clear();
        console
    }

    fn open() -> Self {
        let settings = Settings {
            floppy: Some(FLOPPY),
            cd: Some(CD),
            ..Settings::default()
        };
        Self::open_with(settings, 8192, 8192)
    }

    fn settle(&mut self) {
        let before = self.out.len();
        let mut drained = Vec::new();
        self.channel.drain_output(&mut drained);
        self.out.extend(drained);
        self.drains += usize::from(self.out.len() > before);
        while let Some(event) = self.channel.poll_event() {
            self.events.push_back(event);
        }
    }

    fn feed(&mut self, bytes: &[u8]) -> Result<(), IderError> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let result = self.channel.handle_input(self.now, rest);
            self.settle();
            match result? {
                0 => break,
                used => rest = &rest[used..],
            }
        }
        assert!(rest.is_empty(), "half a message");
        Ok(())
    }

    fn device(&mut self, encode: impl FnOnce(Sequence, &mut Vec<u8>)) -> Result<(), IderError> {
        let mut bytes = Vec::new();
        encode(Sequence(self.device), &mut bytes);
        self.device = self.device.wrapping_add(1);
        self.feed(&bytes)
    }

    fn start_reply(&mut self, read_buffer: u16, write_buffer: u16) -> Result<(), IderError> {
        let reply = StartIderRedirectionReply {
            status: 0,
            firmware: FirmwareVersion {
                major: 16,
                minor: 1,
            },
            read_buffer,
            write_buffer,
            features: 0,
        };
        self.device(|sequence, out| reply.encode(sequence, out))
    }

    fn features_reply(&mut self, value: u32) -> Result<(), IderError> {
        let reply = DisableEnableFeaturesReply { request: 3, value };
        self.device(|sequence, out| reply.encode(sequence, out))
    }

    fn command(&mut self, drive: Drive, dma: bool, cdb: &[u8]) -> Result<(), IderError> {
        let mut padded = [0; 12];
        padded[..cdb.len()].copy_from_slice(cdb);
        let command = CommandWritten {
            features: u8::from(dma),
            byte_count: 0,
            select: drive.select(),
            command: CommandWritten::PACKET,
            cdb: padded,
        };
        self.device(|sequence, out| command.encode(sequence, out))
    }

    fn read(&mut self, drive: Drive, lba: u32, count: u16) -> Result<(), IderError> {
        let [a, b, c, d] = lba.to_be_bytes();
        let [e, f] = count.to_be_bytes();
        self.command(drive, true, &[0x28, 0, a, b, c, d, 0, e, f])
    }

    fn reset(&mut self) -> Result<(), IderError> {
        self.device(|sequence, out| ResetOccured { mask: 3 }.encode(sequence, out))
    }

    fn order(&mut self, command: Command) {
        self.channel.handle_command(self.now, command).unwrap();
        self.settle();
    }

    /// Advances the clock to the channel's own deadlines, one by one, for `time` in all.
    fn wait(&mut self, time: Duration) -> Result<(), IderError> {
        let end = self.now + time;
        while let Some(at) = self.channel.poll_timeout()
            && at <= end
        {
            self.now = at;
            let result = self.channel.handle_timeout(at);
            self.settle();
            result?;
        }
        self.now = end;
        Ok(())
    }

    /// The oldest event, which must be a read.
    fn expect_read(&mut self) -> (Ticket, Drive, u64, u32, u32) {
        match self.events.pop_front() {
            Some(Event::Read {
                ticket,
                drive,
                lba,
                count,
                more,
            }) => (ticket, drive, lba.0, count, more),
            other => panic!("no read but {other:?}"),
        }
    }

    /// Answers the oldest event, which must be a read, in spans of `span` bytes.
    fn serve(&mut self, span: usize) {
        let (ticket, drive, lba, count, _) = self.expect_read();
        let bytes = content(drive, lba, count);
        let spans = bytes.chunks(span).map(|part| part.to_vec().into());
        let blocks = Ok(spans.collect());
        self.order(Command::BlocksReady { ticket, blocks });
    }

    /// What was put out since the last call, as messages.
    fn sent(&mut self) -> Vec<Message> {
        let bytes = std::mem::take(&mut self.out);
        messages(&bytes)
    }
}

/// A console message without its borrowed data.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Message {
    Data {
        attributes: Attributes,
        data: Vec<u8>,
    },
    End(Sense),
    GetData(u16),
    ResetResponse,
    Other(u8),
}

fn messages(bytes: &[u8]) -> Vec<Message> {
    let mut r = Reader::new(bytes);
    let mut list = Vec::new();
    while r.remaining() > 0 {
        let code = r.peek_rest()[0];
        if code == 0x12 {
            assert_eq!(r.array(), Ok([0x12, 0, 0, 0]));
            list.push(Message::Other(code));
            continue;
        }
        let (_, message) = ConsoleMessage::decode(&mut r).unwrap();
        list.push(match message {
            ConsoleMessage::Data(data) => Message::Data {
                attributes: data.attributes,
                data: data.data.to_vec(),
            },
            ConsoleMessage::CommandEnd(end) => Message::End(end.sense),
            ConsoleMessage::GetData(get) => Message::GetData(get.len),
            ConsoleMessage::ResetResponse => Message::ResetResponse,
            _ => Message::Other(code),
        });
    }
    list
}

fn headers(bytes: &[u8]) -> Vec<Header> {
    let mut r = Reader::new(bytes);
    std::iter::from_fn(|| (r.remaining() > 0).then(|| ConsoleMessage::decode(&mut r).unwrap().0))
        .collect()
}

/// Blocks whose every byte tells where it belongs.
fn content(drive: Drive, lba: u64, count: u32) -> Vec<u8> {
    let size = u64::from(drive.block_bytes());
    let from = lba * size;
    let mut bytes = Vec::new();
    for word in (from / 8)..(from / 8 + u64::from(count) * size / 8) {
        bytes.extend(word.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes());
    }
    bytes
}

/// All data of a list of messages, after having checked that only the last one completes and
/// that all but the last one are full.
fn joined(messages: &[Message], chunk: usize) -> Vec<u8> {
    let mut all = Vec::new();
    for (i, message) in messages.iter().enumerate() {
        let Message::Data { attributes, data } = message else {
            panic!("not data: {message:?}");
        };
        let last = i + 1 == messages.len();
        assert_eq!(attributes.contains(Attributes::COMPLETED), last);
        assert!(attributes.contains(Attributes::DMA));
        assert!(data.len() == chunk || last && data.len() < chunk);
        all.extend(data);
    }
    all
}

/// The golden conversation, the device's bytes fed in pieces of `piece`.
fn replay(text: &str, settings: Settings, piece: usize) -> Vec<Event> {
    let mut console = Console::new(settings);
    let mut input = Vec::new();
    let mut log = Vec::new();
    let mut closing = false;
    for (sender, bytes) in transcript::parse(text) {
        match sender {
            Sender::Device => {
                for part in bytes.chunks(piece) {
                    input.extend_from_slice(part);
                    while !input.is_empty() {
                        let used = console.channel.handle_input(console.now, &input).unwrap();
                        console.settle();
                        if used == 0 {
                            break;
                        }
                        input.drain(..used);
                    }
                }
                assert!(input.is_empty());
            }
            Sender::Console => {
                if bytes[0] == 0x42 {
                    console.order(Command::Close);
                    closing = true;
                }
                let rest = console.out.split_off(bytes.len().min(console.out.len()));
                assert_eq!(std::mem::replace(&mut console.out, rest), bytes);
            }
        }
        while let Some(event) = console.events.pop_front() {
            match &event {
                Event::Read { ticket, count, .. } => {
                    let bytes = vec![0xEE; 2048 * usize::try_from(*count).unwrap()];
                    let blocks = Ok(vec![Span::from(bytes)]);
                    console.order(Command::BlocksReady {
                        ticket: *ticket,
                        blocks,
                    });
                }
                Event::Write { ticket, data, .. } => {
                    assert_eq!(data, &[0x77; 512]);
                    let result = Ok(());
                    console.order(Command::Written {
                        ticket: *ticket,
                        result,
                    });
                }
                _ => {}
            }
            log.push(event);
        }
    }
    assert!(console.out.is_empty());
    assert_eq!(console.channel.is_finished(), closing);
    log
}

#[test]
fn the_golden_conversation_comes_out_byte_for_byte_however_it_is_cut() {
    let settings = Settings {
        cd: Some(CD),
        ..Settings::default()
    };
    let whole = replay(TRANSCRIPT, settings, usize::MAX);
    assert!(matches!(
        whole[..],
        [
            Event::Opened {
                firmware: FirmwareVersion {
                    major: 16,
                    minor: 1
                }
            },
            Event::Enabled,
            Event::Reset,
            Event::Read {
                drive: Drive::Cd,
                lba: Lba(16),
                count: 5,
                more: 0,
                ..
            },
        ]
    ));
    for piece in 1..60 {
        assert_eq!(replay(TRANSCRIPT, settings, piece), whole);
    }
}

#[test]
fn a_write_to_a_writable_floppy_follows_the_specification() {
    let settings = Settings {
        floppy: Some(FLOPPY),
        ..Settings::default()
    };
    for piece in [1, 7, 512, usize::MAX] {
        let log = replay(WRITES, settings, piece);
        assert!(matches!(
            &log[2..],
            [Event::Write { drive: Drive::Floppy, lba: Lba(0), data, .. }] if data.len() == 512
        ));
    }
}

#[test]
fn all_messages_of_a_read_come_out_of_one_drain() {
    let mut console = Console::open();
    console.read(Drive::Cd, 16, 64).unwrap(); // 128 KiB
    assert!(console.out.is_empty());
    let drains = console.drains;
    console.serve(65_536);
    assert_eq!(console.drains, drains + 1);
    let numbers: Vec<_> = headers(&console.out).iter().map(|h| h.sequence.0).collect();
    assert_eq!(numbers, (2..18).collect::<Vec<_>>());
    assert_eq!(
        joined(&console.sent(), 8192),
        content(Drive::Cd, 16, 64),
        "every byte in its place"
    );
}

#[test]
fn spans_of_any_size_give_the_same_messages() {
    for span in [1, 100, 511, 2048, 8191, 8192, 8193, 20_480] {
        let mut console = Console::open();
        console.read(Drive::Cd, 7, 10).unwrap();
        console.serve(span);
        assert_eq!(joined(&console.sent(), 8192), content(Drive::Cd, 7, 10));
    }
}

#[test]
fn the_devices_buffer_decides_the_size_of_a_message() {
    let settings = Settings {
        floppy: Some(FLOPPY),
        cd: Some(CD),
        ..Settings::default()
    };
    for (buffer, drive, chunk) in [
        (8192, Drive::Cd, 8192),
        (5000, Drive::Cd, 4096),
        (5000, Drive::Floppy, 4608),
        (1000, Drive::Cd, 512),
        (3, Drive::Floppy, 2),
        (1, Drive::Floppy, 1),
    ] {
        let mut console = Console::open_with(settings, buffer, buffer);
        console.read(drive, 3, 9).unwrap();
        console.serve(usize::MAX);
        assert_eq!(joined(&console.sent(), chunk), content(drive, 3, 9));
    }
    for (read, write) in [(0, 8192), (8192, 0), (8193, 8192), (8192, 65_535)] {
        let mut console = Console::new(settings);
        let error = console.start_reply(read, write).unwrap_err();
        assert_eq!(error, IderError::BufferSize { read, write });
    }
}

#[test]
fn a_long_read_goes_piece_by_piece_and_completes_once() {
    let mut console = Console::open();
    // READ(12), 1300 blocks: two pieces of 1 MiB and a rest.
    console
        .command(
            Drive::Cd,
            true,
            &[0xA8, 0, 0, 0, 1, 0, 0, 0, 0x05, 0x14, 0, 0],
        )
        .unwrap();
    let mut all = Vec::new();
    let mut pieces = Vec::new();
    while let Some(Event::Read {
        lba, count, more, ..
    }) = console.events.front()
    {
        pieces.push((lba.0, *count, *more));
        console.serve(100_000);
        let most = 1_048_576 + 128 * 34;
        assert!(console.out.len() <= most, "no more than a piece is put out");
        all.append(&mut console.sent());
    }
    assert_eq!(pieces, [(256, 512, 788), (768, 512, 276), (1280, 276, 0)]);
    assert_eq!(joined(&all, 8192), content(Drive::Cd, 256, 1300));
}

#[test]
fn a_source_that_fails_gives_sense_data_even_in_mid_read() {
    let mut console = Console::open();
    console.read(Drive::Cd, 0, 4).unwrap();
    let (ticket, ..) = console.expect_read();
    let blocks = Err(Sense::READ_ERROR);
    console.order(Command::BlocksReady { ticket, blocks });
    assert_eq!(console.sent(), [Message::End(Sense::READ_ERROR)]);

    console
        .command(Drive::Cd, true, &[0xA8, 0, 0, 0, 1, 0, 0, 0, 0x05, 0x14])
        .unwrap();
    console.serve(usize::MAX);
    let sent = console.sent();
    assert_eq!(sent.len(), 128);
    assert!(sent.iter().all(|message| matches!(
        message,
        Message::Data { attributes, .. } if !attributes.contains(Attributes::COMPLETED)
    )));
    let (ticket, ..) = console.expect_read();
    let blocks = Err(Sense::BECOMING_READY);
    console.order(Command::BlocksReady { ticket, blocks });
    assert_eq!(console.sent(), [Message::End(Sense::BECOMING_READY)]);
    // The next command is served as if nothing had happened.
    console.read(Drive::Cd, 5, 1).unwrap();
    console.serve(usize::MAX);
    assert_eq!(joined(&console.sent(), 8192), content(Drive::Cd, 5, 1));
}

#[test]
fn blocks_of_the_wrong_size_are_never_passed_on() {
    for len in [0, 2047, 2049, 4096] {
        let mut console = Console::open();
        console.read(Drive::Cd, 0, 1).unwrap();
        let (ticket, ..) = console.expect_read();
        let blocks = Ok(vec![Span::from(vec![0; len])]);
        console.order(Command::BlocksReady { ticket, blocks });
        assert_eq!(console.sent(), [Message::End(Sense::READ_ERROR)]);
    }
}

#[test]
fn commands_that_arrive_during_a_read_wait_their_turn() {
    let mut console = Console::open();
    console.read(Drive::Cd, 100, 8).unwrap();
    console.read(Drive::Floppy, 1, 1).unwrap();
    console.command(Drive::Cd, false, &[0x25]).unwrap();
    console.read(Drive::Cd, 200, 1).unwrap();
    assert!(console.out.is_empty());
    assert_eq!(console.events.len(), 1, "one read at a time");
    console.serve(usize::MAX);
    assert_eq!(joined(&console.sent(), 8192), content(Drive::Cd, 100, 8));
    console.serve(usize::MAX);
    let sent = console.sent();
    assert_eq!(joined(&sent[..1], 8192), content(Drive::Floppy, 1, 1));
    let capacity = vec![0, 5, 0x0F, 0xFF, 0, 0, 8, 0];
    let attributes = Attributes::COMPLETED;
    assert_eq!(
        sent[1..],
        [Message::Data {
            attributes,
            data: capacity
        }]
    );
    console.serve(usize::MAX);
    assert_eq!(joined(&console.sent(), 8192), content(Drive::Cd, 200, 1));
}

#[test]
fn a_flood_of_commands_ends_the_channel() {
    let mut console = Console::open();
    console.read(Drive::Cd, 0, 1).unwrap();
    for _ in 0..limits::IDER_QUEUE {
        console.command(Drive::Cd, false, &[0]).unwrap();
    }
    let error = console.command(Drive::Cd, false, &[0]).unwrap_err();
    assert_eq!(error, IderError::TooManyCommands);
    assert_eq!(console.channel.poll_timeout(), None);
}

#[test]
fn a_reset_in_mid_read_drops_everything_and_late_blocks_go_nowhere() {
    let mut console = Console::open();
    console.command(Drive::Cd, false, &[0]).unwrap();
    console.command(Drive::Cd, false, &[0]).unwrap();
    console.sent();
    console.read(Drive::Cd, 0, 1).unwrap();
    console.read(Drive::Cd, 1, 1).unwrap();
    let (ticket, ..) = console.expect_read();
    console.reset().unwrap();
    assert_eq!(console.sent(), [Message::ResetResponse]);
    assert_eq!(console.events, [Event::Abandoned { ticket }, Event::Reset]);
    console.events.clear();
    let blocks = Ok(vec![Span::from(vec![0; 2048])]);
    console.order(Command::BlocksReady { ticket, blocks });
    assert!(console.sent().is_empty());
    // The medium counts as new again.
    console.command(Drive::Cd, false, &[0]).unwrap();
    assert_eq!(console.sent(), [Message::End(Sense::MEDIUM_CHANGED)]);
    console.read(Drive::Cd, 9, 2).unwrap();
    console.serve(usize::MAX);
    assert_eq!(joined(&console.sent(), 8192), content(Drive::Cd, 9, 2));
}

#[test]
fn late_blocks_of_a_read_before_a_reset_do_not_answer_the_read_after_it() {
    let mut console = Console::open();
    console.read(Drive::Cd, 0, 1).unwrap();
    let (old, ..) = console.expect_read();
    console.reset().unwrap();
    console.read(Drive::Cd, 5, 1).unwrap();
    console.events.retain(|e| matches!(e, Event::Read { .. }));
    console.sent();
    let blocks = Ok(vec![Span::from(vec![0; 2048])]);
    console.order(Command::BlocksReady {
        ticket: old,
        blocks,
    });
    assert!(console.sent().is_empty());
    console.serve(usize::MAX);
    assert_eq!(joined(&console.sent(), 8192), content(Drive::Cd, 5, 1));
}

#[test]
fn an_error_of_the_device_abandons_the_current_command_only() {
    let mut console = Console::open();
    console.read(Drive::Cd, 0, 1).unwrap();
    console.read(Drive::Cd, 1, 1).unwrap();
    let (ticket, ..) = console.expect_read();
    console
        .device(|sequence, out| ErrorOccured { code: 3 }.encode(sequence, out))
        .unwrap();
    assert_eq!(
        console.events.pop_front(),
        Some(Event::DeviceError { code: 3 })
    );
    assert_eq!(
        console.events.pop_front(),
        Some(Event::Abandoned { ticket })
    );
    console.serve(usize::MAX);
    assert_eq!(joined(&console.sent(), 8192), content(Drive::Cd, 1, 1));
}

fn write(console: &mut Console, lba: u8, count: u16) {
    let [high, low] = count.to_be_bytes();
    let cdb = [0x2A, 0, 0, 0, 0, lba, 0, high, low];
    console.command(Drive::Floppy, false, &cdb).unwrap();
}

fn host_data(console: &mut Console, data: &[u8]) -> Result<(), IderError> {
    console.device(|sequence, out| DataFromHost { data }.encode(sequence, out))
}

#[test]
fn a_long_write_is_fetched_in_portions_and_stored_in_pieces() {
    let mut console = Console::open();
    write(&mut console, 0, 2200); // 1 126 400 bytes: a piece of 1 MiB and a rest.
    let data = content(Drive::Floppy, 0, 2200);
    let mut at = 0;
    let mut stored = Vec::new();
    let end = loop {
        match console.sent()[..] {
            [Message::GetData(len)] => {
                let part = &data[at..at + usize::from(len)];
                assert!(len <= 8192);
                at += part.len();
                // The device may send what was asked for in several messages.
                let (a, b) = part.split_at(part.len() / 3);
                host_data(&mut console, a).unwrap();
                assert!(console.out.is_empty());
                host_data(&mut console, b).unwrap();
            }
            [Message::End(sense)] => break sense,
            ref other => panic!("{other:?}"),
        }
        if let Some(Event::Write {
            ticket, lba, data, ..
        }) = console.events.pop_front()
        {
            assert_eq!(lba.0 * 512, stored.len() as u64);
            assert!(data.len() <= 1 << 20);
            stored.extend(data);
            assert!(console.out.is_empty(), "the device waits for the disk");
            let result = Ok(());
            console.order(Command::Written { ticket, result });
        }
    };
    assert_eq!(end, Sense::GOOD);
    assert!(stored == data);
}

#[test]
fn a_write_that_cannot_be_stored_ends_with_its_sense() {
    let mut console = Console::open();
    write(&mut console, 4, 1);
    host_data(&mut console, &[1; 512]).unwrap();
    let Some(Event::Write { ticket, .. }) = console.events.pop_front() else {
        panic!("no write");
    };
    console.sent();
    let result = Err(Sense::WRITE_ERROR);
    console.order(Command::Written { ticket, result });
    assert_eq!(console.sent(), [Message::End(Sense::WRITE_ERROR)]);
}

#[test]
fn a_read_only_floppy_takes_the_data_and_refuses_it() {
    let floppy = Medium {
        writable: false,
        ..FLOPPY
    };
    let settings = Settings {
        floppy: Some(floppy),
        ..Settings::default()
    };
    let mut console = Console::open_with(settings, 8192, 8192);
    write(&mut console, 0, 20);
    assert_eq!(console.sent(), [Message::GetData(8192)]);
    host_data(&mut console, &[1; 8192]).unwrap();
    assert_eq!(console.sent(), [Message::GetData(2048)]);
    host_data(&mut console, &[1; 2048]).unwrap();
    assert_eq!(console.sent(), [Message::End(Sense::WRITE_PROTECTED)]);
    assert!(console.events.is_empty());
}

#[test]
fn more_data_than_asked_for_ends_the_channel_but_late_data_is_dropped() {
    let mut console = Console::open();
    host_data(&mut console, &[1; 512]).unwrap();
    write(&mut console, 0, 1);
    console.reset().unwrap();
    host_data(&mut console, &[1; 512]).unwrap();
    write(&mut console, 0, 1);
    let error = host_data(&mut console, &[1; 513]).unwrap_err();
    let (asked, got) = (512, 513);
    assert_eq!(error, IderError::TooMuchData { asked, got });
}

#[test]
fn a_gap_or_repeat_in_the_numbers_ends_the_channel() {
    for wrong in [1, 3, 0, u32::MAX] {
        let mut console = Console::open();
        console.device = wrong;
        let error = console
            .device(|sequence, out| KeepAlivePing.encode(sequence, out))
            .unwrap_err();
        let (expected, got) = (Sequence(2), Sequence(wrong));
        assert_eq!(error, IderError::Sequence { expected, got });
        let again = console.channel.handle_input(console.now, &[0x44]);
        assert_eq!(again, Err(IderError::Closed));
    }
}

#[test]
fn the_numbers_wrap() {
    assert_eq!(Sequence(u32::MAX).next(), Sequence(0));
}

#[test]
fn pings_are_answered_and_heartbeats_are_not() {
    let mut console = Console::open();
    console
        .device(|sequence, out| KeepAlivePing.encode(sequence, out))
        .unwrap();
    assert_eq!(console.sent(), [Message::Other(0x45)]);
    console
        .device(|sequence, out| Heartbeat.encode(sequence, out))
        .unwrap();
    assert_eq!(console.sent(), []);
}

#[test]
fn an_idle_console_gives_signs_of_life_within_a_third_of_the_devices_patience() {
    let mut console = Console::open();
    for _ in 0..360 {
        // An hour in which the device sends its heartbeats and nothing else.
        console.wait(Duration::from_secs(10)).unwrap();
        console
            .device(|sequence, out| Heartbeat.encode(sequence, out))
            .unwrap();
    }
    let sent = console.sent();
    assert_eq!(sent.len(), 360);
    assert!(sent.iter().all(|m| *m == Message::Other(0x4B)));
}

#[test]
fn what_is_sent_anyway_counts_as_a_sign_of_life() {
    let mut console = Console::open();
    for _ in 0..10 {
        console.wait(Duration::from_secs(9)).unwrap();
        console.command(Drive::Cd, false, &[0x25]).unwrap();
    }
    assert!(!console.sent().contains(&Message::Other(0x4B)));
}

#[test]
fn a_silent_device_is_asked_once_and_then_given_up() {
    let mut console = Console::open();
    console.wait(Duration::from_secs(31)).unwrap();
    let pings = |sent: &[Message]| sent.iter().filter(|m| **m == Message::Other(0x44)).count();
    assert_eq!(pings(&console.sent()), 1);
    // It answers: everything starts again.
    console
        .device(|sequence, out| KeepAlivePong.encode(sequence, out))
        .unwrap();
    console.wait(Duration::from_secs(39)).unwrap();
    assert_eq!(pings(&console.sent()), 1);
    let error = console.wait(Duration::from_secs(2)).unwrap_err();
    assert_eq!(error, IderError::Silent(Duration::from_secs(40)));
    assert_eq!(console.channel.poll_timeout(), None);
}

#[test]
fn a_device_that_was_asked_for_no_heartbeats_may_be_silent() {
    let settings = Settings {
        heartbeat: Duration::ZERO,
        ..Settings::default()
    };
    let mut console = Console::open_with(settings, 8192, 8192);
    console.wait(Duration::from_secs(3600)).unwrap();
    assert_eq!(console.sent().len(), 360);
}

#[test]
fn opening_has_its_time_out_at_every_step() {
    let mut console = Console::new(Settings::default());
    let error = console.wait(Duration::from_secs(21)).unwrap_err();
    assert_eq!(error, IderError::NoReply);
    let mut console = Console::new(Settings::default());
    console.start_reply(8192, 8192).unwrap();
    let error = console.wait(Duration::from_secs(21)).unwrap_err();
    assert_eq!(error, IderError::NoReply);
}

#[test]
fn a_refusal_says_its_status_and_unknown_features_close() {
    let mut console = Console::new(Settings::default());
    let refusal = b"\x41\x05\0\0\0\0\0\0";
    let error = console.feed(refusal).unwrap_err();
    assert_eq!(error, IderError::Refused(5));

    let mut console = Console::new(Settings::default());
    let error = console
        .device(|sequence, out| {
            let reply = StartIderRedirectionReply {
                status: 0,
                firmware: FirmwareVersion::default(),
                read_buffer: 8192,
                write_buffer: 8192,
                features: 2,
            };
            reply.encode(sequence, out);
        })
        .unwrap_err();
    assert_eq!(error, IderError::UnknownFeatures(2));
}

#[test]
fn a_rejected_start_can_be_tried_again_in_another_way() {
    let settings = Settings {
        start: Start::Graceful,
        ..Settings::default()
    };
    let mut console = Console::new(settings);
    console.start_reply(8192, 8192).unwrap();
    assert_eq!(console.out[18..], *b"\x48\0\0\0\x01\0\0\0\x03\x11\0\0\0");
    console.features_reply(0).unwrap();
    assert_eq!(console.events.pop_back(), Some(Event::Rejected));
    console.out.clear();
    console.order(Command::Enable(Start::NextReset));
    assert_eq!(console.out, b"\x48\0\0\0\x02\0\0\0\x03\x09\0\0\0");
    console.features_reply(1).unwrap();
    assert_eq!(console.events.pop_back(), Some(Event::Enabled));
    // Answers to questions that nobody asked.
    console.events.clear();
    console.features_reply(0).unwrap();
    assert_eq!(console.events, []);
}

#[test]
fn a_command_before_the_answer_counts_as_that_answer() {
    let mut console = Console::new(Settings::default());
    console.start_reply(8192, 8192).unwrap();
    console.command(Drive::Cd, false, &[0]).unwrap();
    assert_eq!(console.events.pop_back(), Some(Event::Enabled));
    console.features_reply(1).unwrap();
    assert_eq!(console.events.len(), 1, "not reported twice");
    console.wait(Duration::from_secs(25)).unwrap();
}

#[test]
fn closing_waits_for_the_answer_but_not_for_ever() {
    let mut console = Console::open();
    console.order(Command::Close);
    assert_eq!(console.sent(), [Message::Other(0x42)]);
    // What was on its way is read over.
    console.command(Drive::Cd, false, &[0]).unwrap();
    assert!(console.sent().is_empty());
    console
        .device(|sequence, out| EndIderReply.encode(sequence, out))
        .unwrap();
    assert_eq!(console.sent(), [Message::Other(0x12)]);
    assert!(console.channel.is_finished());

    let mut console = Console::open();
    console.order(Command::Close);
    console.wait(Duration::from_secs(3)).unwrap();
    assert_eq!(console.sent(), [Message::Other(0x42), Message::Other(0x12)]);
    assert!(console.channel.is_finished());

    let mut console = Console::open();
    console.order(Command::Close);
    console.channel.handle_end(console.now).unwrap();
    assert!(console.channel.is_finished());

    let mut console = Console::new(Settings::default());
    console.out.clear();
    console.order(Command::Close);
    assert_eq!(console.sent(), [Message::Other(0x12)]);
}

#[test]
fn an_end_that_nobody_asked_for_is_an_error() {
    let mut console = Console::open();
    let error = console
        .device(|sequence, out| EndIderReply.encode(sequence, out))
        .unwrap_err();
    assert_eq!(error, IderError::EndedByDevice);
    assert_eq!(console.sent(), [Message::Other(0x12)]);
    let mut console = Console::open();
    let error = console.channel.handle_end(console.now).unwrap_err();
    assert_eq!(error, IderError::Disconnected);
    let mut console = Console::open();
    let error = console.feed(&[0x2A]).unwrap_err();
    assert!(matches!(
        error,
        IderError::Wire(WireError::Invalid { got: 0x2A, .. })
    ));
}

#[test]
fn a_medium_can_be_changed_in_mid_read() {
    let mut console = Console::open();
    console.read(Drive::Cd, 0, 1).unwrap();
    let (ticket, ..) = console.expect_read();
    let medium = Medium {
        block_count: 100,
        writable: false,
    };
    let drive = Drive::Cd;
    console.order(Command::Insert { drive, medium });
    assert_eq!(console.sent(), [Message::End(Sense::MEDIUM_CHANGED)]);
    assert_eq!(console.events, [Event::Abandoned { ticket }]);
    console.events.clear();
    let blocks = Ok(vec![Span::from(vec![0; 2048])]);
    console.order(Command::BlocksReady { ticket, blocks });
    assert!(console.sent().is_empty());
    console.read(Drive::Cd, 0, 1).unwrap();
    assert_eq!(console.sent(), [Message::End(Sense::MEDIUM_CHANGED)]);
    console.read(Drive::Cd, 99, 1).unwrap();
    console.order(Command::Eject { drive });
    assert_eq!(console.sent(), [Message::End(Sense::NO_MEDIUM)]);
    // The other drive does not notice.
    console.events.clear();
    console.read(Drive::Floppy, 0, 1).unwrap();
    console.order(Command::Insert { drive, medium });
    console.serve(usize::MAX);
    assert_eq!(joined(&console.sent(), 8192), content(Drive::Floppy, 0, 1));
}

#[test]
fn media_can_be_chosen_while_the_channel_is_being_opened() {
    let mut console = Console::new(Settings::default());
    let (drive, medium) = (Drive::Cd, CD);
    console.order(Command::Insert { drive, medium });
    console.start_reply(8192, 8192).unwrap();
    console.features_reply(1).unwrap();
    console.events.clear();
    console.read(Drive::Cd, 0, 1).unwrap();
    console.serve(usize::MAX);
}

#[test]
fn a_host_that_ejects_is_reported() {
    let mut console = Console::open();
    console
        .command(Drive::Cd, false, &[0x1B, 0, 0, 0, 2])
        .unwrap();
    let (drive, notice) = (Drive::Cd, Notice::Ejected);
    assert_eq!(console.events, [Event::Tray { drive, notice }]);
}

#[test]
fn an_ata_command_that_is_no_packet_is_refused() {
    let mut console = Console::open();
    let command = CommandWritten {
        features: 0,
        byte_count: 0,
        select: 0x10,
        command: 0xEC,
        cdb: [0; 12],
    };
    console
        .device(|sequence, out| command.encode(sequence, out))
        .unwrap();
    assert_eq!(console.sent(), [Message::End(Sense::INVALID_OPCODE)]);
}

/// What a fickle host may do.
#[derive(Debug, Clone)]
enum Act {
    Read {
        drive: bool,
        lba: u16,
        count: u8,
    },
    Ready {
        drive: bool,
    },
    Reset,
    DeviceError,
    /// The owner answers the oldest request.
    Answer {
        good: bool,
    },
    Ping,
    Wait(u8),
    Change {
        drive: bool,
    },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        6 => (any::<bool>(), 0u16..2700, 1u8..40)
            .prop_map(|(drive, lba, count)| Act::Read { drive, lba, count }),
        2 => any::<bool>().prop_map(|drive| Act::Ready { drive }),
        2 => Just(Act::Reset),
        1 => Just(Act::DeviceError),
        8 => prop::bool::weighted(0.9).prop_map(|good| Act::Answer { good }),
        1 => Just(Act::Ping),
        1 => (0u8..9).prop_map(Act::Wait),
        1 => any::<bool>().prop_map(|drive| Act::Change { drive }),
    ];
    prop::collection::vec(act, 1..80)
}

const fn drive(cd: bool) -> Drive {
    if cd { Drive::Cd } else { Drive::Floppy }
}

proptest! {
    /// Reset storms, errors, changes of medium, both drives in turn: every command that was not
    /// dropped by a reset or an error is completed exactly once, in order, with its own bytes.
    #[test]
    fn every_command_is_completed_once_and_in_order(acts in acts()) {
        let mut console = Console::open();
        // What the device waits for: `None` for a command without data.
        let mut waiting: VecDeque<Option<(Drive, u64, u32)>> = VecDeque::new();
        let mut outstanding: VecDeque<(Ticket, Drive, u64, u32)> = VecDeque::new();
        let mut received = Vec::new();
        let mut numbers = 2;
        for act in acts {
            match act {
                Act::Read { .. } | Act::Ready { .. } if waiting.len() > limits::IDER_QUEUE => {}
                Act::Read { drive: cd, lba, count } => {
                    let drive = drive(cd);
                    waiting.push_back(Some((drive, u64::from(lba), u32::from(count))));
                    console.read(drive, u32::from(lba), u16::from(count)).unwrap();
                }
                Act::Ready { drive: cd } => {
                    waiting.push_back(None);
                    console.command(drive(cd), false, &[0]).unwrap();
                }
                Act::Reset => {
                    console.reset().unwrap();
                    waiting.clear();
                    received.clear();
                }
                Act::DeviceError => {
                    console
                        .device(|sequence, out| ErrorOccured { code: 3 }.encode(sequence, out))
                        .unwrap();
                    waiting.pop_front();
                    received.clear();
                }
                Act::Answer { good } => {
                    if let Some((ticket, drive, lba, count)) = outstanding.pop_front() {
                        let blocks = if good {
                            Ok(vec![Span::from(content(drive, lba, count))])
                        } else {
                            Err(Sense::READ_ERROR)
                        };
                        console.order(Command::BlocksReady { ticket, blocks });
                    }
                }
                Act::Ping => console
                    .device(|sequence, out| KeepAlivePing.encode(sequence, out))
                    .unwrap(),
                Act::Wait(secs) => console.wait(Duration::from_secs(u64::from(secs))).unwrap(),
                Act::Change { drive: cd } => {
                    let drive = drive(cd);
                    let medium = Medium { block_count: 5000, writable: false };
                    console.order(Command::Insert { drive, medium });
                }
            }
            while let Some(event) = console.events.pop_front() {
                if let Event::Read { ticket, drive, lba, count, .. } = event {
                    outstanding.push_back((ticket, drive, lba.0, count));
                }
            }
            for header in headers(&console.out) {
                prop_assert_eq!(header.sequence, Sequence(numbers));
                numbers += 1;
            }
            for message in console.sent() {
                match message {
                    Message::Data { attributes, data } => {
                        let Some(Some((drive, lba, count))) = waiting.front().copied() else {
                            return Err(TestCaseError::fail("data that nobody asked for"));
                        };
                        received.extend(data);
                        let wanted = content(drive, lba, count);
                        prop_assert!(wanted.starts_with(&received));
                        if attributes.contains(Attributes::COMPLETED) {
                            prop_assert_eq!(received.len(), wanted.len());
                            received.clear();
                            waiting.pop_front();
                        }
                    }
                    Message::End(_) => {
                        prop_assert!(waiting.pop_front().is_some());
                        received.clear();
                    }
                    Message::ResetResponse | Message::Other(0x45 | 0x4B) => {}
                    other => return Err(TestCaseError::fail(format!("{other:?}"))),
                }
            }
        }
        // Once everything is answered nothing is left over.
        while let Some((ticket, drive, lba, count)) = outstanding.pop_front() {
            let blocks = Ok(vec![Span::from(content(drive, lba, count))]);
            console.order(Command::BlocksReady { ticket, blocks });
            while let Some(event) = console.events.pop_front() {
                if let Event::Read { ticket, drive, lba, count, .. } = event {
                    outstanding.push_back((ticket, drive, lba.0, count));
                }
            }
        }
        let completed = console.sent().iter().filter(|message| match message {
            Message::Data { attributes, .. } => attributes.contains(Attributes::COMPLETED),
            message => matches!(message, Message::End(_)),
        }).count();
        prop_assert_eq!(completed, waiting.len());
    }

    #[test]
    fn any_bytes_of_a_device_end_in_an_error_or_wait_and_never_grow(
        chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..20),
    ) {
        let mut console = Console::open();
        let mut input = Vec::new();
        for chunk in chunks {
            input.extend(chunk);
            match console.channel.handle_input(console.now, &input) {
                Ok(used) => { input.drain(..used); }
                Err(_) => {
                    prop_assert_eq!(console.channel.poll_timeout(), None);
                    break;
                }
            }
            console.settle();
            prop_assert!(console.out.len() < 1 << 16);
        }
    }
}
