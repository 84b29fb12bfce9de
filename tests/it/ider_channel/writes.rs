//! Writes, and data that the host sends too much of.

use super::*;

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
