//! What the numbers of an event record mean, in words.
//!
//! Source: `docs/protocol/wsman.md` § 6.1 (observed).

use super::EventRecord;

/// Name of the part of the PC that an event is about.
pub(super) fn entity(number: u8) -> Option<&'static str> {
    ENTITIES.get(usize::from(number)).copied()
}

/// One sentence about what happened; `None` for an event nobody described.
pub(super) fn describe(e: &EventRecord) -> Option<String> {
    let [d0, d1, d2, d3, d4, d5, d6, d7] = e.data;
    let is_oem = d0 == OEM_DATA;
    Some(match e.sensor_type {
        5 if e.offset == 0 => "The case was opened".to_owned(),
        6 => {
            let times = u16::from_le_bytes([d1, d2]);
            format!("Login failed {times} times, possibly an attack")
        }
        15 if d0 == 235 => "Invalid data".to_owned(),
        15 => firmware(e)?,
        18 if is_oem => {
            let state = match d7 {
                1 => "not started",
                2 => "stopped",
                4 => "running",
                8 => "expired",
                16 => "suspended",
                _ => "in an unknown state",
            };
            format!("Agent {d4:02x}{d3:02x}{d2:02x}{d1:02x}-{d6:02x}{d5:02x}-… is {state}")
        }
        30 => "No bootable media".to_owned(),
        32 => "The operating system locked up, or power was interrupted".to_owned(),
        35 if d0 == 64 => "The BIOS did not finish starting in time".to_owned(),
        35 => "The system failed to boot".to_owned(),
        36 => {
            let filter = u32::from_be_bytes([d1, d2, d3, d4]);
            let what = match filter {
                0xFFFF_FFFD => "everything received".to_owned(),
                0xFFFF_FFFC => "everything sent".to_owned(),
                0xFFFF_FFFA => "a forged sender".to_owned(),
                _ => format!("filter {filter:#x}"),
            };
            let interface = if is_oem { "wired" } else { "wireless" };
            format!("System Defense matched {what} on the {interface} interface")
        }
        37 => "The system firmware started".to_owned(),
        192 if e.offset == 0 && is_oem && d1 == 0x30 => match d2 {
            0 => "A serial session was opened",
            1 => "A serial session ended",
            2 => "A storage session was opened",
            3 => "A storage session ended",
            _ => return None,
        }
        .to_owned(),
        192 => match d2 {
            0 => "A security policy stopped sending",
            2 => "A security policy stopped receiving",
            _ => "A security policy was invoked",
        }
        .to_owned(),
        193 if is_oem => match (d1, d2, d3) {
            (0x30, 0, 0) => "The user asked for a remote connection",
            (0x20, 3, 1) => "Endpoint access control failed",
            (0x20, 4, 0) => "The hardware inventory failed",
            _ => return None,
        }
        .to_owned(),
        _ => return None,
    })
}

/// Sensor type 15: errors and progress of BIOS and firmware.
fn firmware(e: &EventRecord) -> Option<String> {
    let [d0, d1, d2, d3, ..] = e.data;
    let of = |table: &[&'static str], at: u8| table.get(usize::from(at)).copied();
    Some(match (e.offset, d0, d1) {
        (0, ..) => format!("Firmware error: {}", of(FIRMWARE_ERRORS, d1)?),
        (3, OEM_DATA, 0x30) => {
            let error = d2.checked_sub(1).and_then(|d| of(RECOVERY_ERRORS, d));
            format!("One-Click Recovery failed: {}", error?)
        }
        (3, OEM_DATA, 0x40) => {
            let error = d2.checked_sub(1).and_then(|d| of(ERASE_ERRORS, d));
            format!("Platform erase failed: {}", error?)
        }
        (3, ..) => "Firmware error of the maker of this PC".to_owned(),
        (5, OEM_DATA, 0x30) => {
            let kind = match (d2, d3) {
                (1, 2) => " for HTTPS",
                (1, 4) => " for a local application",
                (1, 8) => " for Windows recovery",
                _ => "",
            };
            format!("One-Click Recovery: {}{kind}", of(RECOVERY_PROGRESS, d2)?)
        }
        (5, OEM_DATA, 0x40) => {
            let device = match d3 {
                2 => "SSD",
                3 => "TPM",
                5 => "BIOS golden configuration",
                _ => "a device",
            };
            match d2 {
                1 => format!("Platform erase: {device} started"),
                2 => format!("Platform erase: {device} done"),
                3 => "Platform erase: beginning".to_owned(),
                4 => "Platform erase: reserved parameters cleared".to_owned(),
                5 => "Platform erase: all done".to_owned(),
                _ => return None,
            }
        }
        _ => {
            let text = of(FIRMWARE_PROGRESS, d1).filter(|text| !text.is_empty());
            format!("Firmware progress: {}", text?)
        }
    })
}

/// First data byte that says "the maker defined what follows".
const OEM_DATA: u8 = 0xAA;

const FIRMWARE_ERRORS: &[&str] = &[
    "unspecified",
    "no memory is installed",
    "no usable memory",
    "hard disk failure",
    "system board failure",
    "diskette failure",
    "disk controller failure",
    "keyboard failure",
    "removable boot media missing",
    "video controller failure",
    "no video device",
    "BIOS ROM corrupt",
    "processor voltage mismatch",
    "processor speed mismatch",
];

/// 21 has no meaning.
const FIRMWARE_PROGRESS: &[&str] = &[
    "unspecified",
    "memory initialisation",
    "disk initialisation and test",
    "secondary processors",
    "user authentication",
    "entering BIOS setup",
    "USB resources",
    "PCI resources",
    "option ROMs",
    "video initialisation",
    "cache initialisation",
    "SM bus",
    "keyboard controller",
    "management controller",
    "docking station attached",
    "docking station enabled",
    "docking station ejected",
    "docking station disabled",
    "calling the system's wake vector",
    "starting the operating system",
    "board initialisation",
    "",
    "floppy initialisation",
    "keyboard test",
    "pointing device test",
    "primary processor initialisation",
];

/// From 1 on.
const RECOVERY_ERRORS: &[&str] = &[
    "no network",
    "the address was not resolved",
    "no connection to the server",
    "the maker's application was not found",
    "TLS authentication failed",
    "digest authentication failed",
    "verified boot failed",
    "the boot file was not found",
];

const RECOVERY_PROGRESS: &[&str] = &[
    "parameters received",
    "boot option added",
    "address resolved",
    "connected to the server",
    "download done",
    "attempting to boot",
    "leaving the firmware",
];

/// From 1 on.
const ERASE_ERRORS: &[&str] = &[
    "SSD error",
    "TPM erase is not supported",
    "the number of attempts is used up",
];

const ENTITIES: &[&str] = &[
    "unspecified",
    "other",
    "unknown",
    "processor",
    "disk",
    "peripheral",
    "system management module",
    "system board",
    "memory module",
    "processor module",
    "power supply",
    "add-in card",
    "front panel board",
    "back panel board",
    "power system board",
    "drive backplane",
    "internal expansion board",
    "other system board",
    "processor board",
    "power unit",
    "power module",
    "power management board",
    "chassis back panel board",
    "system chassis",
    "sub-chassis",
    "other chassis board",
    "disk bay",
    "peripheral bay",
    "device bay",
    "fan",
    "cooling unit",
    "cable",
    "memory device",
    "system management software",
    "BIOS",
    "Intel ME",
    "system bus",
    "group",
    "Intel ME",
    "external environment",
    "battery",
    "processing blade",
    "connectivity switch",
    "processor and memory module",
    "I/O module",
    "processor I/O module",
    "management controller firmware",
    "IPMI channel",
    "PCI bus",
    "PCI Express bus",
    "SCSI bus",
    "SATA or SAS bus",
    "front side bus",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn text(sensor_type: u8, offset: u8, data: [u8; 4]) -> Option<String> {
        let [d0, d1, d2, d3] = data;
        describe(&EventRecord {
            seconds: 1,
            device_address: 0,
            sensor_type,
            event_type: 0x6F,
            offset,
            source_type: 0x68,
            severity: 1,
            sensor_number: 0,
            entity: 0,
            entity_instance: 0,
            data: [d0, d1, d2, d3, 0, 0, 0, 4],
        })
    }

    #[test]
    fn every_row_of_the_specification_has_its_words() {
        for (sensor, offset, data, expected) in [
            (5, 0, [0; 4], "The case was opened"),
            (
                15,
                0,
                [0x40, 9, 0, 0],
                "Firmware error: video controller failure",
            ),
            (
                15,
                2,
                [0x40, 19, 0, 0],
                "Firmware progress: starting the operating system",
            ),
            (15, 2, [235, 19, 0, 0], "Invalid data"),
            (
                15,
                3,
                [0xAA, 0x30, 8, 0],
                "One-Click Recovery failed: the boot file was not found",
            ),
            (
                15,
                3,
                [0xAA, 0x40, 2, 0],
                "Platform erase failed: TPM erase is not supported",
            ),
            (
                15,
                3,
                [1, 0, 0, 0],
                "Firmware error of the maker of this PC",
            ),
            (
                15,
                5,
                [0xAA, 0x30, 1, 8],
                "One-Click Recovery: boot option added for Windows recovery",
            ),
            (15, 5, [0xAA, 0x40, 2, 3], "Platform erase: TPM done"),
            (18, 0, [0xAA, 1, 2, 3], "Agent 00030201-0000-… is running"),
            (30, 0, [0; 4], "No bootable media"),
            (
                35,
                0,
                [64, 0, 0, 0],
                "The BIOS did not finish starting in time",
            ),
            (35, 0, [0; 4], "The system failed to boot"),
            (
                36,
                0,
                [0xAA, 0xFF, 0xFF, 0xFF],
                "System Defense matched filter 0xffffff00 on the wired interface",
            ),
            (37, 0, [0; 4], "The system firmware started"),
            (192, 0, [0xAA, 0x30, 0, 0], "A serial session was opened"),
            (192, 0, [0xAA, 0x30, 3, 0], "A storage session ended"),
            (192, 1, [0, 0, 2, 0], "A security policy stopped receiving"),
            (
                193,
                0,
                [0xAA, 0x30, 0, 0],
                "The user asked for a remote connection",
            ),
        ] {
            assert_eq!(text(sensor, offset, data).as_deref(), Some(expected));
        }
        assert!(text(32, 0, [0; 4]).unwrap().contains("locked up"));
    }

    #[test]
    fn what_nobody_described_has_no_invented_words() {
        assert_eq!(text(200, 0, [0; 4]), None);
        assert_eq!(text(15, 0, [0x40, 99, 0, 0]), None);
        assert_eq!(text(15, 2, [0x40, 21, 0, 0]), None);
        assert_eq!(text(15, 3, [0xAA, 0x30, 0, 0]), None);
        assert_eq!(entity(34), Some("BIOS"));
        assert_eq!(entity(52), Some("front side bus"));
        assert_eq!(entity(53), None);
    }
}
