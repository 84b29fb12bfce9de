//! Every command of both drives against bytes written by hand from the specification.

use super::*;
use crate::proto::ider::messages::Drive;
use crate::wire::hexdump::parse_hex;

/// Either drive, to run the same test on both.
enum Unit {
    Floppy(Floppy),
    Cd(Cdrom),
}

impl Unit {
    fn new(drive: Drive, medium: Option<Medium>) -> Self {
        match drive {
            Drive::Floppy => Self::Floppy(Floppy::new(medium)),
            Drive::Cd => Self::Cd(Cdrom::new(medium)),
        }
    }

    fn run(&mut self, cdb: &str) -> Answer {
        self.run_within(cdb, 0)
    }

    fn run_within(&mut self, cdb: &str, byte_count: u16) -> Answer {
        let mut bytes = parse_hex(cdb).unwrap();
        bytes.resize(12, 0);
        let cdb = Cdb(bytes.try_into().unwrap());
        match self {
            Self::Floppy(drive) => drive.execute(cdb, byte_count),
            Self::Cd(drive) => drive.execute(cdb, byte_count),
        }
    }

    fn insert(&mut self, medium: Medium) {
        match self {
            Self::Floppy(drive) => drive.insert(medium),
            Self::Cd(drive) => drive.insert(medium),
        }
    }

    fn eject(&mut self) {
        match self {
            Self::Floppy(drive) => drive.eject(),
            Self::Cd(drive) => drive.eject(),
        }
    }

    fn reset(&mut self) {
        match self {
            Self::Floppy(drive) => drive.reset(),
            Self::Cd(drive) => drive.reset(),
        }
    }

    fn take_notice(&mut self) -> Option<Notice> {
        match self {
            Self::Floppy(drive) => drive.take_notice(),
            Self::Cd(drive) => drive.take_notice(),
        }
    }
}

const READ_ONLY: Medium = Medium {
    block_count: 331_776,
    writable: false,
};
const FLOPPY_144: Medium = Medium {
    block_count: 2880,
    writable: false,
};
const WRITABLE: Medium = Medium {
    block_count: 2880,
    writable: true,
};

fn cd() -> Unit {
    Unit::new(Drive::Cd, Some(READ_ONLY))
}

fn floppy() -> Unit {
    Unit::new(Drive::Floppy, Some(FLOPPY_144))
}

fn data(hex: &str) -> Answer {
    Answer::Data(parse_hex(hex).unwrap())
}

fn check(key: u8, asc: u8, ascq: u8) -> Answer {
    Answer::Check(Sense::new(key, asc, ascq))
}

fn read(lba: u64, count: u32) -> Answer {
    let lba = Lba(lba);
    Answer::Read { lba, count }
}

#[test]
fn a_drive_without_medium_says_so_to_every_command_that_needs_one() {
    for drive in Drive::ALL {
        let mut unit = Unit::new(drive, None);
        for cdb in [
            "00", // TEST UNIT READY
            "08 00 00 00 01",
            "0A 00 00 00 01",
            "1A 00 3F 00 FF",
            "1E 00 00 00 01",
            "25",
            "28 00 00 00 00 00 00 00 01",
            "A8 00 00 00 00 00 00 00 00 01",
            "2A 00 00 00 00 00 00 00 01",
            "2E 00 00 00 00 00 00 00 01",
            "2B",
            "2F 00 00 00 00 00 00 00 01",
            "5A 00 3F 00 00 00 00 00 FF",
            "9E 10",
        ] {
            assert_eq!(unit.run(cdb), check(0x02, 0x3A, 0x00), "{drive:?} {cdb}");
        }
        for cdb in ["12 00 00 00 24", "4C", "51", "52", "55"] {
            assert_eq!(unit.run(cdb), check(0x05, 0x20, 0x00), "{drive:?} {cdb}");
        }
        assert_eq!(unit.run("1B 00 00 00 01"), Answer::Good);
        assert_eq!(
            unit.run("23 00 00 00 00 00 00 00 FF"),
            check(0x05, 0x24, 0x00)
        );
    }
    let mut cd = Unit::new(Drive::Cd, None);
    let event = "4A 01 00 00 10 00 00 00 08";
    assert_eq!(cd.run(event), data("00 00 80 00"));
    let toc = "43 02 00 00 00 00 00 03 24";
    assert_eq!(cd.run(toc), check(0x02, 0x3A, 0x00));
    let mut floppy = Unit::new(Drive::Floppy, None);
    assert_eq!(floppy.run(toc), check(0x05, 0x20, 0x00));
}

#[test]
fn the_first_test_unit_ready_reports_the_medium_once_but_reads_are_served_before_it() {
    for (mut unit, block) in [(cd(), 16), (floppy(), 0)] {
        let cdb = format!("28 00 00 00 00 {block:02X} 00 00 01");
        assert_eq!(unit.run(&cdb), read(block, 1));
        assert_eq!(unit.run("00"), check(0x06, 0x28, 0x00));
        assert_eq!(unit.run("00"), Answer::Good);
        unit.reset();
        assert_eq!(unit.run("00"), check(0x06, 0x28, 0x00));
        assert_eq!(unit.run("00"), Answer::Good);
    }
}

#[test]
fn capacity_is_the_last_block_and_the_block_size() {
    assert_eq!(cd().run("25"), data("00 05 0F FF 00 00 08 00"));
    assert_eq!(floppy().run("25"), data("00 00 0B 3F 00 00 02 00"));
    let sixteen = "00 00 00 00 00 05 0F FF 00 00 08 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 \
                   00 00 00 00 00 00";
    assert_eq!(cd().run("9E 10"), data(sixteen));
    assert_eq!(cd().run_within("9E 10", 12), data(&sixteen[..36]));
    // Another service action of the same code.
    assert_eq!(cd().run("9E 12"), check(0x05, 0x20, 0x00));
}

#[test]
fn capacities_beyond_32_bits_are_not_wrapped() {
    let huge = Medium {
        block_count: 1 << 33,
        writable: false,
    };
    let mut unit = Unit::new(Drive::Cd, Some(huge));
    assert_eq!(unit.run("25"), data("FF FF FF FF 00 00 08 00"));
    let Answer::Data(bytes) = unit.run("9E 10") else {
        panic!("no data");
    };
    assert_eq!(bytes[..8], [0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF]);
}

#[test]
fn blocks_beyond_4_gib_and_beyond_31_bits_are_reached() {
    // 3 × 2³¹ bytes of 2048-byte blocks, and the last block that ten-byte commands can name.
    for last in [0x0030_0000_u64, 0x8000_0000, 0xFFFF_FFFF] {
        let medium = Medium {
            block_count: last + 1,
            writable: false,
        };
        let mut unit = Unit::new(Drive::Cd, Some(medium));
        let at = format!("{last:08X}");
        assert_eq!(unit.run(&format!("28 00 {at} 00 00 01")), read(last, 1));
        assert_eq!(
            unit.run(&format!("28 00 {at} 00 00 02")),
            check(0x05, 0x21, 0x00)
        );
        assert_eq!(unit.run(&format!("A8 00 {at} 00 00 00 01")), read(last, 1));
    }
}

#[test]
fn reads_of_six_ten_and_twelve_bytes_name_their_blocks() {
    let mut cd = cd();
    assert_eq!(cd.run("28 00 00 00 00 10 00 00 05"), read(16, 5));
    assert_eq!(cd.run("A8 00 00 00 00 10 00 01 00 00"), read(16, 65_536));
    assert_eq!(cd.run("08 05 0F FE 02"), read(331_774, 2));
    // Upper bits of byte 1 are a unit number of old, 0 blocks mean 256.
    assert_eq!(cd.run("08 E0 00 10 00"), read(16, 256));
    assert_eq!(cd.run("28 00 00 00 00 10 00 00 00"), Answer::Good);
    assert_eq!(cd.run("A8 00 00 00 00 10"), Answer::Good);
    for beyond in [
        "28 00 00 05 0F FF 00 00 02",
        "28 00 00 05 10 00 00 00 01",
        "28 00 FF FF FF FF 00 FF FF",
        "A8 00 FF FF FF FF FF FF FF FF",
        "08 05 0F FF 02",
    ] {
        assert_eq!(cd.run(beyond), check(0x05, 0x21, 0x00), "{beyond}");
    }
}

#[test]
fn a_read_only_medium_refuses_writes_the_way_intels_library_does() {
    let mut cd = cd();
    for write in ["2A", "2E"] {
        let cdb = format!("{write} 00 00 00 00 00 00 00 01");
        assert_eq!(cd.run(&cdb), check(0x07, 0x27, 0x00));
        let refuse = Some(Sense::WRITE_PROTECTED);
        let expected = Answer::Write {
            lba: Lba(0),
            count: 1,
            refuse,
        };
        assert_eq!(floppy().run(&cdb), expected);
    }
    assert_eq!(cd.run("0A 00 00 00 01"), check(0x07, 0x27, 0x00));
    assert_eq!(floppy().run("0A 00 00 00 01"), check(0x07, 0x27, 0x00));
    assert_eq!(
        floppy().run("2A 00 00 00 00 00 00 00 00"),
        check(0x07, 0x27, 0x00)
    );
    assert_eq!(
        floppy().run("2A 00 00 00 0B 40 00 00 01"),
        check(0x05, 0x21, 0x00)
    );
}

#[test]
fn a_writable_floppy_takes_writes_and_says_that_it_is_not_protected() {
    let mut unit = Unit::new(Drive::Floppy, Some(WRITABLE));
    let expected = Answer::Write {
        lba: Lba(2879),
        count: 1,
        refuse: None,
    };
    assert_eq!(unit.run("2A 00 00 00 0B 3F 00 00 01"), expected);
    assert_eq!(unit.run("0A 00 0B 3F 01"), expected);
    assert_eq!(unit.run("2A"), Answer::Good);
    assert_eq!(unit.run("1A 00 3F 00 FF"), data("00 00 00 00"));
    assert_eq!(
        unit.run("5A 00 01 00 00 00 00 00 FF"),
        data("00 12 24 00 00 00 00 00 01 0A 00 01 00 00 00 00 02 00 00 00")
    );
}

#[test]
fn mode_sense_6_knows_all_pages_together_only() {
    assert_eq!(cd().run("1A 00 3F 00 FF"), data("00 05 80 00"));
    assert_eq!(floppy().run("1A 00 3F 00 FF"), data("00 00 80 00"));
    assert_eq!(cd().run("1A 00 3F 00 02"), data("00 05"));
    for cdb in ["1A 00 2A 00 FF", "1A 00 3F 01 FF"] {
        assert_eq!(cd().run(cdb), check(0x05, 0x24, 0x00));
        assert_eq!(floppy().run(cdb), check(0x05, 0x24, 0x00));
    }
}

/// One row per drive and page of § 6.12.
const MODE_PAGES: &[(u64, u8, &str)] = &[
    (
        2880,
        0x01,
        "00 12 24 80 00 00 00 00 01 0A 00 01 00 00 00 00 02 00 00 00",
    ),
    (
        2881,
        0x01,
        "00 12 31 80 00 00 00 00 01 0A 00 01 00 00 00 00 02 00 00 00",
    ),
    (
        2880,
        0x05,
        "00 26 24 80 00 00 00 00 05 1E 04 B0 02 12 02 00 00 50 00 00 00 00 00 00 00 00 00 00 28 00 \
         00 00 00 00 00 00 02 D0 00 00",
    ),
    (
        246_528,
        0x05,
        "00 26 31 80 00 00 00 00 05 1E 10 A9 08 20 02 00 03 C3 00 00 00 00 00 00 00 00 00 00 28 00 \
         00 00 00 00 00 00 02 D0 00 00",
    ),
    (
        2880,
        0x3F,
        "00 5C 24 80 00 00 00 00 \
         01 0A 00 01 00 00 00 00 02 00 00 00 \
         03 16 00 A0 00 00 00 00 00 12 02 00 00 00 00 00 00 00 A0 00 00 00 \
         05 1E 04 B0 02 12 02 00 00 50 00 00 00 00 00 00 00 00 00 00 28 00 00 00 00 00 00 00 02 D0 \
         00 00 \
         08 0A 00 00 00 00 00 00 00 00 00 00 \
         0B 06 00 00 00 11 24 31",
    ),
    (
        246_528,
        0x3F,
        "00 5C 24 80 00 00 00 00 \
         01 0A 00 01 00 00 00 00 02 00 00 00 \
         03 16 00 A0 00 00 00 00 00 12 02 00 00 00 00 00 00 00 A0 00 00 00 \
         05 1E 10 A9 08 20 02 00 03 C3 00 00 00 00 00 00 00 00 00 00 28 00 00 00 00 00 00 00 02 D0 \
         00 00 \
         08 0A 00 00 00 00 00 00 00 00 00 00 \
         0B 06 00 00 00 11 24 31",
    ),
    (0, 0x01, "00 0E 01 80 00 00 00 00 01 06 00 FF 00 00 00 00"),
    (
        0,
        0x1A,
        "00 12 01 80 00 00 00 00 1A 0A 00 00 00 00 00 00 00 00 00 00",
    ),
    (
        0,
        0x1D,
        "00 12 01 80 00 00 00 00 1D 0A 00 00 00 00 00 00 00 00 00 00",
    ),
    (
        0,
        0x2A,
        "00 20 01 80 00 00 00 00 2A 18 00 00 00 00 20 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 \
         00 00 00 00",
    ),
    (
        0,
        0x3F,
        "00 28 01 80 00 00 00 00 01 06 00 FF 00 00 00 00 2A 18 00 00 00 00 02 00 00 00 00 00 00 80 \
         00 00 00 00 00 00 00 00 00 00 00 00",
    ),
];

#[test]
fn mode_sense_10_returns_each_page_byte_for_byte() {
    for (floppy_blocks, page, bytes) in MODE_PAGES {
        let mut unit = match floppy_blocks {
            0 => cd(),
            block_count => Unit::new(
                Drive::Floppy,
                Some(Medium {
                    block_count: *block_count,
                    writable: false,
                }),
            ),
        };
        let cdb = format!("5A 00 {page:02X} 00 00 00 00 00 C0");
        assert_eq!(unit.run(&cdb), data(bytes), "page {page:02X}");
        // Page control bits ask for default or saved values; there is only one set.
        let cdb = format!("5A 00 {:02X} 00 00 00 00 00 08", page | 0x80);
        assert_eq!(unit.run(&cdb), data(&bytes[..23]), "page {page:02X}");
    }
    assert_eq!(
        cd().run("5A 00 05 00 00 00 00 00 C0"),
        check(0x05, 0x24, 0x00)
    );
    assert_eq!(
        floppy().run("5A 00 2A 00 00 00 00 00 C0"),
        check(0x05, 0x24, 0x00)
    );
    assert_eq!(cd().run("5A 00 3F"), Answer::Good, "allocation length 0");
}

#[test]
fn read_toc_has_one_data_track_and_the_real_size() {
    let mut cd = cd();
    // Lead-out at block 331 776 = 00051000h; as time 331 926 frames = 73:45:51.
    assert_eq!(
        cd.run("43 00 00 00 00 00 00 03 24"),
        data("00 12 01 01 00 14 01 00 00 00 00 00 00 14 AA 00 00 05 10 00")
    );
    assert_eq!(
        cd.run("43 02 00 00 00 00 00 03 24 00 00 00"),
        data("00 12 01 01 00 14 01 00 00 00 02 00 00 14 AA 00 00 49 2D 33")
    );
    assert_eq!(
        cd.run("43 00 00 00 00 00 AA 03 24"),
        data("00 0A 01 01 00 14 AA 00 00 05 10 00")
    );
    let session = "00 0A 01 01 00 14 01 00 00 00 00 00";
    assert_eq!(cd.run("43 00 01 00 00 00 00 03 24"), data(session));
    assert_eq!(cd.run("43 00 00 00 00 00 00 03 24 40"), data(session));
    assert_eq!(cd.run("43 00 00 00 00 00 00 00 04"), data("00 12 01 01"));
    for cdb in [
        "43 00 02 00 00 00 00 03 24",
        "43 00 04 00 00 00 00 03 24",
        "43 00 00 00 00 00 00 03 24 80",
        "43 00 00 00 00 00 02 03 24",
    ] {
        assert_eq!(cd.run(cdb), check(0x05, 0x24, 0x00), "{cdb}");
    }
    let dvd = Medium {
        block_count: 4_000_000,
        writable: false,
    };
    let Answer::Data(bytes) = Unit::new(Drive::Cd, Some(dvd)).run("43 02 00 00 00 00 AA 00 FF")
    else {
        panic!("no data");
    };
    assert_eq!(bytes[8..], [0, 255, 59, 74], "no time for that many blocks");
}

#[test]
fn get_configuration_lists_features_from_the_first_wanted_one() {
    let mut cd = cd();
    let all = "00 00 00 3C 00 00 00 08 \
               00 00 03 04 00 08 01 00 \
               00 01 03 04 00 00 00 02 \
               00 02 03 04 00 00 00 00 \
               00 03 03 04 29 00 00 02 \
               00 10 01 08 00 00 08 00 00 01 00 00 \
               00 1E 03 00 \
               01 00 03 00 \
               01 05 03 00";
    assert_eq!(cd.run("46 00 00 00 00 00 00 00 FF"), data(all));
    assert_eq!(
        cd.run("46 00 00 00 00 00 00 00 08"),
        data("00 00 00 3C 00 00 00 08")
    );
    assert_eq!(
        cd.run("46 01 00 1E 00 00 00 00 FF"),
        data("00 00 00 10 00 00 00 08 00 1E 03 00 01 00 03 00 01 05 03 00")
    );
    assert_eq!(
        cd.run("46 02 00 03 00 00 00 00 FF"),
        data("00 00 00 0C 00 00 00 08 00 03 03 04 29 00 00 02")
    );
    // A feature that the drive does not have; seen from hosts.
    assert_eq!(
        cd.run("46 02 00 2E 00 00 00 00 28"),
        data("00 00 00 04 00 00 00 08")
    );
    assert_eq!(cd.run("46 02 00 03 00 00 00 00 00"), Answer::Good);
}

#[test]
fn event_status_is_quiet_until_the_medium_changes() {
    let mut cd = cd();
    let poll = "4A 01 00 00 10 00 00 00 08";
    assert_eq!(cd.run(poll), data("00 02 80 00"));
    assert_eq!(cd.run("4A 00 00 00 10 00 00 00 08"), data("00 02 80 00"));
    assert_eq!(
        cd.run("4A 00 00 00 7E 00 00 00 08"),
        check(0x05, 0x26, 0x01)
    );
    cd.eject();
    assert_eq!(cd.run(poll), data("00 06 04 10 03 00 00 00"));
    assert_eq!(cd.run(poll), data("00 00 80 00"));
    assert_eq!(cd.run("00"), check(0x02, 0x3A, 0x00));
    cd.insert(READ_ONLY);
    // Asked for another class the event waits.
    assert_eq!(cd.run("4A 01 00 00 02 00 00 00 08"), data("00 02 80 00"));
    assert_eq!(cd.run(poll), data("00 06 04 10 02 02 00 00"));
    assert_eq!(cd.run(poll), data("00 02 80 00"));
}

#[test]
fn a_changed_medium_stops_the_next_command_once_whatever_it_is() {
    for cdb in [
        "00",
        "25",
        "28 00 00 00 00 10 00 00 01",
        "43 00 00 00 00 00 00 00 FF",
    ] {
        let mut cd = cd();
        cd.run("00");
        cd.run("00");
        cd.insert(Medium {
            block_count: 1000,
            writable: false,
        });
        assert_eq!(cd.run(cdb), check(0x06, 0x28, 0x00), "{cdb}");
        assert_ne!(cd.run(cdb), check(0x06, 0x28, 0x00), "{cdb}");
        assert_eq!(cd.run("25"), data("00 00 03 E7 00 00 08 00"));
    }
}

#[test]
fn the_host_ejects_and_loads_unless_it_has_locked_the_tray() {
    for mut unit in [cd(), floppy()] {
        unit.run("00");
        assert_eq!(unit.run("1E 00 00 00 01"), Answer::Good);
        assert_eq!(unit.run("1B 00 00 00 02"), check(0x05, 0x53, 0x02));
        assert_eq!(unit.take_notice(), None);
        assert_eq!(unit.run("1E 00 00 00 00"), Answer::Good);
        assert_eq!(unit.run("1B 00 00 00 02"), Answer::Good);
        assert_eq!(unit.take_notice(), Some(Notice::Ejected));
        assert_eq!(unit.take_notice(), None);
        assert_eq!(unit.run("00"), check(0x02, 0x3A, 0x00));
        assert_eq!(unit.run("1B 00 00 00 03"), Answer::Good);
        assert_eq!(unit.take_notice(), Some(Notice::Loaded));
        assert_eq!(unit.run("00"), check(0x06, 0x28, 0x00));
        assert_eq!(unit.run("00"), Answer::Good);
        // Stopping and starting the motor, and loading what is loaded, changes nothing.
        for cdb in ["1B 00 00 00 00", "1B 00 00 00 01", "1B 00 00 00 03"] {
            assert_eq!(unit.run(cdb), Answer::Good);
        }
        assert_eq!((unit.take_notice(), unit.run("00")), (None, Answer::Good));
    }
}

#[test]
fn the_technician_ejects_even_a_locked_medium_and_the_tray_stays_empty() {
    let mut cd = cd();
    cd.run("1E 00 00 00 01");
    cd.eject();
    assert_eq!(cd.run("1B 00 00 00 03"), Answer::Good);
    assert_eq!(cd.run("00"), check(0x02, 0x3A, 0x00));
}

#[test]
fn a_bus_reset_unlocks_the_tray() {
    let mut cd = cd();
    cd.run("1E 00 00 00 01");
    cd.reset();
    assert_eq!(cd.run("1B 00 00 00 02"), Answer::Good);
}

#[test]
fn format_capacities_are_real_where_other_consoles_repeat_a_constant() {
    let cdb = "23 00 00 00 00 00 00 00 FF";
    assert_eq!(
        floppy().run(cdb),
        data("00 00 00 08 00 00 0B 40 02 00 02 00")
    );
    assert_eq!(cd().run(cdb), data("00 00 00 08 00 05 10 00 02 00 08 00"));
    assert_eq!(cd().run("23 00 00 00 00 00 00 00 04"), data("00 00 00 08"));
}

#[test]
fn request_sense_returns_what_the_last_command_complained_about() {
    let mut cd = cd();
    cd.run("28 00 FF FF FF FF 00 00 01");
    assert_eq!(
        cd.run("03 00 00 00 12"),
        data("70 00 05 00 00 00 00 0A 00 00 00 00 21 00 00 00 00 00")
    );
    assert_eq!(
        cd.run("03 00 00 00 FF"),
        data("70 00 00 00 00 00 00 0A 00 00 00 00 00 00 00 00 00 00")
    );
    assert_eq!(cd.run("03 00 00 00 04"), data("70 00 00 00"));
    assert_eq!(cd.run("03 00 00 00 00"), Answer::Good);
}

#[test]
fn seek_and_verify_check_their_range_and_do_nothing() {
    let mut cd = cd();
    assert_eq!(cd.run("2B 00 00 05 0F FF"), Answer::Good);
    assert_eq!(cd.run("2B 00 00 05 10 00"), check(0x05, 0x21, 0x00));
    assert_eq!(cd.run("2F 00 00 05 0F FF 00 00 01"), Answer::Good);
    assert_eq!(
        cd.run("2F 00 00 05 0F FF 00 00 02"),
        check(0x05, 0x21, 0x00)
    );
    assert_eq!(
        cd.run("2F 02 00 00 00 00 00 00 01"),
        check(0x05, 0x24, 0x00)
    );
}

#[test]
fn constant_answers_and_unknown_commands() {
    let mut cd = cd();
    assert_eq!(
        cd.run("AC 10 00 00 00 00 00 00 01 00 03"),
        data("00 00 00 04 02 00 00 00")
    );
    for cdb in [
        "12 00 00 00 24",
        "4C",
        "51 00 00 00 00 00 00 00 22",
        "52 01 00 00 00 01 00 00 08",
        "55",
        "BD",
        "AD",
        "A4",
        "FF",
    ] {
        assert_eq!(cd.run(cdb), check(0x05, 0x20, 0x00), "{cdb}");
    }
    let mut floppy = floppy();
    for cdb in ["43", "46", "4A 01 00 00 10", "51", "AC", "04"] {
        assert_eq!(floppy.run(cdb), check(0x05, 0x20, 0x00), "{cdb}");
    }
}

/// The allocation length of a command, where the standards say it lies.
fn allocation(cdb: Cdb, byte_count: u16) -> Option<usize> {
    match cdb.opcode() {
        Opcode::REQUEST_SENSE | Opcode::MODE_SENSE_6 => Some(usize::from(cdb.byte4())),
        Opcode::READ_FORMAT_CAPACITIES
        | Opcode::READ_TOC
        | Opcode::GET_CONFIGURATION
        | Opcode::GET_EVENT_STATUS
        | Opcode::MODE_SENSE_10 => Some(usize::from(cdb.word7())),
        Opcode::READ_CAPACITY_10 | Opcode::GET_PERFORMANCE => Some(8),
        Opcode::SERVICE_ACTION_IN_16 if byte_count == 0 => Some(32),
        Opcode::SERVICE_ACTION_IN_16 => Some(usize::from(byte_count)),
        _ => None,
    }
}

proptest::proptest! {
    #[test]
    fn no_answer_exceeds_what_was_asked_and_no_range_leaves_the_medium(
        block_count in 1u64..0x1_0000_0010,
        writable: bool,
        commands in proptest::collection::vec((0usize..Opcode::ALL.len() + 3, proptest::array::uniform11(0u8..), 0u16..), 1..40),
    ) {
        let medium = Some(Medium { block_count, writable });
        let mut units = [Unit::new(Drive::Floppy, medium), Unit::new(Drive::Cd, medium)];
        for (index, rest, byte_count) in commands {
            let code = Opcode::ALL.get(index).map_or(rest[10], |code| code.0);
            let mut bytes = [0; 12];
            bytes[0] = code;
            bytes[1..].copy_from_slice(&rest);
            let cdb = Cdb(bytes);
            for unit in &mut units {
                let answer = match unit {
                    Unit::Floppy(drive) => drive.execute(cdb, byte_count),
                    Unit::Cd(drive) => drive.execute(cdb, byte_count),
                };
                match answer {
                    Answer::Data(bytes) => {
                        let most = allocation(cdb, byte_count);
                        proptest::prop_assert!(!bytes.is_empty());
                        proptest::prop_assert!(Some(bytes.len()) <= most, "{cdb:?}: {bytes:?}");
                    }
                    Answer::Read { lba, count } | Answer::Write { lba, count, .. } => {
                        proptest::prop_assert!(count > 0);
                        proptest::prop_assert!(lba.0 + u64::from(count) <= block_count);
                    }
                    Answer::Check(sense) => proptest::prop_assert!(sense != Sense::GOOD),
                    Answer::Good => {}
                }
            }
        }
    }
}
