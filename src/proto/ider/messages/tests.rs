//! Golden bytes, cuts and lies for every message.

use super::*;
use crate::limits;
use crate::proto::redir::messages::FirmwareVersion;
use crate::wire::hexdump::{parse_hex, transcript};

const GOLDEN: &str = include_str!("../../../../tests/golden/ider.txt");

/// Writes any device message again, to compare it with its bytes.
fn encode_device(sequence: Sequence, message: DeviceMessage<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    match message {
        DeviceMessage::StartReply(m) => m.encode(sequence, &mut out),
        DeviceMessage::EndReply => EndIderReply.encode(sequence, &mut out),
        DeviceMessage::Ping => KeepAlivePing.encode(sequence, &mut out),
        DeviceMessage::Pong => KeepAlivePong.encode(sequence, &mut out),
        DeviceMessage::Reset(m) => m.encode(sequence, &mut out),
        DeviceMessage::FeaturesReply(m) => m.encode(sequence, &mut out),
        DeviceMessage::Error(m) => m.encode(sequence, &mut out),
        DeviceMessage::Heartbeat => Heartbeat.encode(sequence, &mut out),
        DeviceMessage::Command(m) => m.encode(sequence, &mut out),
        DeviceMessage::Data(m) => m.encode(sequence, &mut out),
    }
    out
}

/// Writes any console message again.
fn encode_console(sequence: Sequence, message: ConsoleMessage<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    match message {
        ConsoleMessage::Start(m) => m.encode(sequence, &mut out),
        ConsoleMessage::End => EndIder.encode(sequence, &mut out),
        ConsoleMessage::Ping => KeepAlivePing.encode(sequence, &mut out),
        ConsoleMessage::Pong => KeepAlivePong.encode(sequence, &mut out),
        ConsoleMessage::ResetResponse => ResetOccuredResponse.encode(sequence, &mut out),
        ConsoleMessage::Features(m) => m.encode(sequence, &mut out),
        ConsoleMessage::Heartbeat => Heartbeat.encode(sequence, &mut out),
        ConsoleMessage::CommandEnd(m) => m.encode(sequence, &mut out),
        ConsoleMessage::GetData(m) => m.encode(sequence, &mut out),
        ConsoleMessage::Data(m) => m.encode(sequence, &mut out),
    }
    out
}

/// Decodes a whole message after having tried every cut of it.
fn device(bytes: &[u8]) -> (Header, DeviceMessage<'_>) {
    for cut in 0..bytes.len() {
        let result = DeviceMessage::decode(&mut Reader::new(&bytes[..cut]));
        assert_eq!(result, Err(WireError::Incomplete), "cut after {cut} bytes");
    }
    let mut r = Reader::new(bytes);
    let decoded = DeviceMessage::decode(&mut r).unwrap();
    assert_eq!(r.remaining(), 0);
    decoded
}

/// The same for the other direction.
fn console(bytes: &[u8]) -> (Header, ConsoleMessage<'_>) {
    for cut in 0..bytes.len() {
        let result = ConsoleMessage::decode(&mut Reader::new(&bytes[..cut]));
        assert_eq!(result, Err(WireError::Incomplete), "cut after {cut} bytes");
    }
    let mut r = Reader::new(bytes);
    let decoded = ConsoleMessage::decode(&mut r).unwrap();
    assert_eq!(r.remaining(), 0);
    decoded
}

#[test]
fn the_golden_transcript_decodes_whole_and_cut_and_encodes_again() {
    let mut expected = [Sequence(0); 2];
    let mut lines = transcript(GOLDEN).unwrap();
    let end = lines.pop().unwrap(); // Belongs to the session layer.
    assert_eq!(end.bytes, [0x12, 0, 0, 0]);
    for line in lines {
        let (header, again) = if line.from_device {
            let (header, message) = device(&line.bytes);
            (header, encode_device(header.sequence, message))
        } else {
            let (header, message) = console(&line.bytes);
            (header, encode_console(header.sequence, message))
        };
        assert_eq!(again, line.bytes);
        let next = &mut expected[usize::from(line.from_device)];
        assert_eq!(header.sequence, *next, "numbers have no gap");
        *next = next.next();
    }
    assert_eq!(expected, [Sequence(11), Sequence(11)]);
}

#[test]
fn start_and_its_reply_have_the_captured_fields() {
    let lines = transcript(GOLDEN).unwrap();
    let (_, start) = console(&lines[0].bytes);
    let expected = StartIderRedirection {
        rx_timeout_ms: 30_000,
        tx_timeout_ms: 0,
        heartbeat_ms: 20_000,
        version: 1,
    };
    assert_eq!(start, ConsoleMessage::Start(expected));
    let (_, reply) = device(&lines[1].bytes);
    let expected = StartIderRedirectionReply {
        status: 0,
        firmware: FirmwareVersion {
            major: 16,
            minor: 1,
        },
        read_buffer: 8192,
        write_buffer: 8192,
        features: 0,
    };
    assert_eq!(reply, DeviceMessage::StartReply(expected));
}

#[test]
fn a_start_reply_may_carry_oem_data_and_a_refusal_ends_with_its_header() {
    let text = "41 00 00 00 00 00 00 00 01 00 0B 08 02 01 00 00 00 10 00 08 0C 00 00 00 00 \
                57 01 00 00 03 AA BB CC";
    let bytes = parse_hex(text).unwrap();
    let (_, DeviceMessage::StartReply(reply)) = device(&bytes) else {
        panic!("not a start reply");
    };
    assert_eq!((reply.read_buffer, reply.write_buffer), (4096, 2048));
    let refusal = parse_hex("41 01 00 00 00 00 00 00").unwrap();
    let (_, DeviceMessage::StartReply(reply)) = device(&refusal) else {
        panic!("not a start reply");
    };
    assert_eq!(reply.status, 1);
}

#[test]
fn each_way_to_start_the_drives_has_its_flags() {
    for (start, flags) in [
        (Start::NextReset, "09"),
        (Start::Graceful, "11"),
        (Start::Now, "19"),
    ] {
        let golden = parse_hex(&format!("48 00 00 00 01 00 00 00 03 {flags} 00 00 00")).unwrap();
        let (_, message) = console(&golden);
        let request = FeatureRequest::SetRegisterState {
            enabled: true,
            start: Some(start),
        };
        let expected = DisableEnableFeatures { request };
        assert_eq!(message, ConsoleMessage::Features(expected));
        assert_eq!(encode_console(Sequence(1), message), golden);
    }
    for request in [
        FeatureRequest::GetSupported,
        FeatureRequest::GetRegisterState,
    ] {
        let bytes = encode_console(
            Sequence(1),
            ConsoleMessage::Features(DisableEnableFeatures { request }),
        );
        assert_eq!(bytes.len(), 9);
        let expected = DisableEnableFeatures { request };
        assert_eq!(console(&bytes).1, ConsoleMessage::Features(expected));
    }
}

#[test]
fn the_captured_mode_sense_for_the_floppy_decodes() {
    let text = "50 00 00 00 11 00 00 00 | 00 00 00 00 C0 00 00 A0 | 5A 00 05 00 00 00 00 00 C0 00 \
                00 00";
    let bytes = parse_hex(text).unwrap();
    let (header, DeviceMessage::Command(command)) = device(&bytes) else {
        panic!("not a command");
    };
    assert_eq!(header.sequence, Sequence(0x11));
    assert_eq!(command.drive(), Drive::Floppy);
    assert!(!command.is_dma());
    assert_eq!((command.byte_count, command.command), (0xC0, 0xA0));
    assert_eq!(command.cdb, [0x5A, 0, 5, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0]);
}

#[test]
fn both_drives_are_known_by_bit_4_alone() {
    for (select, drive) in [
        (0x00, Drive::Floppy),
        (0xA0, Drive::Floppy),
        (0x10, Drive::Cd),
        (0xB0, Drive::Cd),
    ] {
        assert_eq!(Drive::from_select(select), drive);
    }
}

/// Constants of Intel's own library, captured: 3072 bytes for the floppy, by DMA and by PIO.
#[test]
fn captured_data_headers_of_intels_library_are_reproduced() {
    let dma = "54 00 00 03 71 00 00 00 00 00 0C 00 B4 00 02 00 00 00 A0 58 85 00 03 00 00 00 A0 50 \
               00 00 00 00 00 00";
    let pio = "54 00 00 02 26 00 00 00 00 00 0C 00 B5 00 02 00 00 0C A0 58 85 00 03 00 00 00 A0 50 \
               00 00 00 00 00 00";
    let data = [0x5A; 3072];
    for (head, dma, sequence) in [(dma, true, 0x71), (pio, false, 0x26)] {
        let mut golden = parse_hex(head).unwrap();
        golden.extend(data);
        let mut out = Vec::new();
        DataToHost::new(Drive::Floppy, dma, true, &data).encode(Sequence(sequence), &mut out);
        assert_eq!(out, golden);
    }
}

#[test]
fn write_messages_have_the_layout_of_the_specification() {
    let ask = parse_hex(
        "52 00 00 00 05 00 00 00 | 00 00 02 00 | B5 00 00 00 00 02 A0 58 | 00 00 00 00 00 00 00 00 \
         | 00 00 00",
    )
    .unwrap();
    let (_, message) = console(&ask);
    let expected = GetDataFromHost::new(Drive::Floppy, 512);
    assert_eq!(message, ConsoleMessage::GetData(expected));
    assert_eq!(encode_console(Sequence(5), message), ask);

    let mut data = parse_hex("53 00 00 00 09 00 00 00 | 00 00 02 00 00 00").unwrap();
    data.extend([0x77; 512]);
    let (_, message) = device(&data);
    let expected = DataFromHost { data: &[0x77; 512] };
    assert_eq!(message, DeviceMessage::Data(expected));
    assert_eq!(encode_device(Sequence(9), message), data);

    let refused = parse_hex(
        "51 00 00 02 07 00 00 00 | 00 00 00 00 00 00 00 00 00 00 00 00 | 87 70 03 00 00 00 A0 51 | \
         07 27 00",
    )
    .unwrap();
    let (_, message) = console(&refused);
    let expected = CommandEndResponse::new(Drive::Floppy, Sense::new(7, 0x27, 0));
    assert_eq!(message, ConsoleMessage::CommandEnd(expected));
}

#[test]
fn a_captured_error_decodes_and_amtterms_completion_mask_survives() {
    let error = parse_hex("4A 00 00 00 0F 00 00 00 03 00 00").unwrap();
    let expected = DeviceMessage::Error(ErrorOccured { code: 3 });
    assert_eq!(device(&error), (device(&error).0, expected));
    let amtterm = parse_hex(
        "51 00 00 02 05 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 85 00 03 00 00 00 B0 50 00 00 \
         00",
    )
    .unwrap();
    let (_, ConsoleMessage::CommandEnd(end)) = console(&amtterm) else {
        panic!("not an end");
    };
    assert_eq!((end.registers.mask, end.sense), (0x85, Sense::GOOD));
}

#[test]
fn an_unknown_code_is_refused_at_its_first_byte() {
    for code in [0x00, 0x2A, 0x40, 0x51, 0x54, 0xF0] {
        let bytes = [code];
        let result = DeviceMessage::decode(&mut Reader::new(&bytes));
        assert_eq!(result, Err(unknown_code(code)));
    }
    for code in [0x00, 0x41, 0x50, 0x53, 0x4A] {
        let bytes = [code];
        let result = ConsoleMessage::decode(&mut Reader::new(&bytes));
        assert_eq!(result, Err(unknown_code(code)));
    }
}

#[test]
fn more_data_than_a_buffer_holds_is_refused_before_it_arrives() {
    let head = parse_hex("53 00 00 00 00 00 00 00 00 01 20 00 00 00").unwrap();
    assert!(matches!(
        DeviceMessage::decode(&mut Reader::new(&head)),
        Err(WireError::TooLong {
            got: 8193,
            limit: 8192,
            ..
        })
    ));
    let head = parse_hex("54 00 00 00 00 00 00 00 00 FF FF").unwrap();
    assert!(matches!(
        ConsoleMessage::decode(&mut Reader::new(&head)),
        Err(WireError::TooLong { got: 0xFFFF, .. })
    ));
    let data = vec![1; limits::IDER_DATA_BYTES + 1];
    let mut out = Vec::new();
    DataToHost::new(Drive::Cd, true, true, &data).encode(Sequence(0), &mut out);
    assert_eq!(
        out.len(),
        DataToHost::HEADER_BYTES + limits::IDER_DATA_BYTES
    );
}

proptest::proptest! {
    #[test]
    fn decoding_any_bytes_never_panics_and_takes_no_more_than_a_message(bytes: Vec<u8>) {
        let mut r = Reader::new(&bytes);
        if DeviceMessage::decode(&mut r).is_ok() {
            proptest::prop_assert!(bytes.len() - r.remaining() <= 14 + limits::IDER_DATA_BYTES);
        }
        let mut r = Reader::new(&bytes);
        if ConsoleMessage::decode(&mut r).is_ok() {
            let most = DataToHost::HEADER_BYTES + limits::IDER_DATA_BYTES;
            proptest::prop_assert!(bytes.len() - r.remaining() <= most);
        }
    }

    #[test]
    fn commands_and_data_round_trip(
        sequence: u32,
        features: u8,
        byte_count: u16,
        select: u8,
        cdb: [u8; 12],
        data in proptest::collection::vec(0u8.., 1..600),
        dma: bool,
        last: bool,
    ) {
        let command = CommandWritten { features, byte_count, select, command: 0xA0, cdb };
        let message = DeviceMessage::Command(command);
        let bytes = encode_device(Sequence(sequence), message);
        proptest::prop_assert_eq!(device(&bytes).1, message);
        let message = ConsoleMessage::Data(DataToHost::new(command.drive(), dma, last, &data));
        let bytes = encode_console(Sequence(sequence), message);
        proptest::prop_assert_eq!(console(&bytes).1, message);
    }
}
