//! Hosts that do anything in any order, and bytes that are none of theirs.

use super::*;

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
