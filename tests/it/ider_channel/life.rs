//! Numbers, signs of life, opening, closing, and media that change.

use super::*;

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
