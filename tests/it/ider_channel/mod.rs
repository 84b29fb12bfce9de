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

mod life;
mod property;
mod reads;
mod writes;

const TRANSCRIPT: &str = include_str!("../../golden/ider.txt");
const WRITES: &str = include_str!("../../golden/ider_write.txt");

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
