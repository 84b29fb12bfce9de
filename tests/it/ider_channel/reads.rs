//! Reads, as the host asks for them and as the source answers.

use super::*;

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
