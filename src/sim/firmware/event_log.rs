//! The event log: 21-byte records of what sensors, BIOS and firmware reported, newest first.
//!
//! Source: `docs/protocol/wsman.md` § 6.1.

use std::collections::VecDeque;

/// Records the log holds; older ones make room (observed).
pub const CAPACITY: usize = 390;

/// Length of a record (observed).
pub const RECORD_BYTES: usize = 21;

/// `EventType` of a sensor-specific event (observed).
const SENSOR_SPECIFIC: u8 = 0x6F;
/// `EventSourceType` of what the firmware itself reports (observed).
const SOURCE_FIRMWARE: u8 = 0x68;
/// Marks the bytes after it as OEM data (observed).
const OEM: u8 = 0xAA;

/// `EventSeverity` values of ASF.
const MONITOR: u8 = 1;
const INFORMATION: u8 = 2;
const CRITICAL: u8 = 16;

/// Entity codes.
const BIOS: u8 = 34;
const MANAGEMENT_ENGINE: u8 = 38;
const DISK: u8 = 4;

/// What happened. Each becomes one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// This many logons in a row had wrong credentials.
    LogonsFailed(u16),
    /// The BIOS reached this step of its self-test.
    Progress(Progress),
    /// Nothing that could be booted from was found.
    NoBootableMedia,
    /// A serial console was opened.
    SolOpened,
    /// A serial console was closed.
    SolClosed,
    /// Storage redirection was opened.
    IderOpened,
    /// Storage redirection was closed.
    IderClosed,
}

/// Steps of the self-test, by the numbers of the firmware progress table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Memory is initialised.
    Memory = 1,
    /// Disks are initialised and tested.
    Disks = 2,
    /// The BIOS setup is entered.
    EnterSetup = 5,
    /// USB resources are configured.
    Usb = 6,
    /// PCI resources are configured.
    Pci = 7,
    /// Option ROMs are initialised.
    OptionRoms = 8,
    /// Video is initialised.
    Video = 9,
    /// The keyboard controller is initialised.
    Keyboard = 12,
    /// The operating system starts.
    StartBoot = 19,
}

impl Event {
    /// The record for this event at `utc_secs`.
    #[must_use]
    pub fn record(self, utc_secs: u32) -> [u8; RECORD_BYTES] {
        let redirection = |what: u8| {
            (
                192,
                0,
                INFORMATION,
                MANAGEMENT_ENGINE,
                0x61,
                [OEM, 0x30, what, 0, 0, 0, 0, 0],
            )
        };
        let (sensor, offset, severity, entity, instance, data) = match self {
            Self::LogonsFailed(times) => {
                let [low, high] = times.to_le_bytes();
                (
                    6,
                    5,
                    CRITICAL,
                    MANAGEMENT_ENGINE,
                    0x61,
                    [OEM, low, high, 0, 0, 0, 0, 0],
                )
            }
            Self::Progress(step) => (
                15,
                2,
                MONITOR,
                BIOS,
                0,
                [0x40, step as u8, 0, 0, 0, 0, 0, 0],
            ),
            Self::NoBootableMedia => (30, 0, CRITICAL, DISK, 0, [0; 8]),
            Self::SolOpened => redirection(0),
            Self::SolClosed => redirection(1),
            Self::IderOpened => redirection(2),
            Self::IderClosed => redirection(3),
        };
        let [t0, t1, t2, t3] = utc_secs.to_le_bytes();
        let [d0, d1, d2, d3, d4, d5, d6, d7] = data;
        [
            t0,
            t1,
            t2,
            t3,
            0xFF, // DeviceAddress
            sensor,
            SENSOR_SPECIFIC,
            offset,
            SOURCE_FIRMWARE,
            severity,
            0xFF, // SensorNumber
            entity,
            instance,
            d0,
            d1,
            d2,
            d3,
            d4,
            d5,
            d6,
            d7,
        ]
    }
}

/// The log itself.
#[derive(Debug, Clone, Default)]
pub struct EventLog {
    /// Oldest first; at most [`CAPACITY`].
    records: VecDeque<[u8; RECORD_BYTES]>,
    /// While frozen nothing is added.
    pub is_frozen: bool,
}

impl EventLog {
    /// Adds one event, in place of the oldest when the log is full.
    pub fn add(&mut self, utc_secs: u32, event: Event) {
        if self.is_frozen {
            return;
        }
        if self.records.len() >= CAPACITY {
            self.records.pop_front();
        }
        self.records.push_back(event.record(utc_secs));
    }

    /// All records, newest first.
    pub fn newest_first(&self) -> impl ExactSizeIterator<Item = &[u8; RECORD_BYTES]> {
        self.records.iter().rev()
    }

    /// How many records there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.records.len()
    }

    /// Forgets every record; refused while frozen.
    pub fn clear(&mut self) -> bool {
        if !self.is_frozen {
            self.records.clear();
        }
        !self.is_frozen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two recorded examples of `docs/protocol/wsman.md` § 6.1, decoded from base64 by hand.
    const FAILED: [u8; 21] = [
        0x63, 0xC8, 0x98, 0x65, 0xFF, 6, 0x6F, 5, 0x68, 16, 0xFF, 38, 0x61, 0xAA, 10, 0, 0, 0, 0,
        0, 0,
    ];
    const PCI: [u8; 21] = [
        0x22, 0x06, 0x01, 0x65, 0xFF, 15, 0x6F, 2, 0x68, 1, 0xFF, 34, 0, 0x40, 7, 0, 0, 0, 0, 0, 0,
    ];
    /// By hand from the table of sensor 192: storage redirection opened.
    const STORAGE: [u8; 21] = [
        1, 0, 0, 0, 0xFF, 192, 0x6F, 0, 0x68, 2, 0xFF, 38, 0x61, 0xAA, 0x30, 2, 0, 0, 0, 0, 0,
    ];

    #[test]
    fn records_have_the_bytes_that_devices_recorded() {
        assert_eq!(Event::LogonsFailed(10).record(0x6598_C863), FAILED);
        assert_eq!(Event::Progress(Progress::Pci).record(0x6501_0622), PCI);
        assert_eq!(Event::IderOpened.record(1), STORAGE);
        let times = Event::LogonsFailed(0x1234).record(0);
        assert_eq!(times[13..16], [0xAA, 0x34, 0x12]);
    }

    #[test]
    fn the_newest_comes_first_and_pushes_out_the_oldest() {
        let mut log = EventLog::default();
        for second in 1..=400 {
            log.add(second, Event::SolOpened);
        }
        assert_eq!(log.count(), CAPACITY);
        let times: Vec<u8> = log.newest_first().map(|r| r[0]).take(2).collect();
        assert_eq!(times, [400u32.to_le_bytes()[0], 399u32.to_le_bytes()[0]]);
        assert_eq!(log.newest_first().last().unwrap()[0], 11);
    }

    #[test]
    fn a_frozen_log_neither_grows_nor_clears() {
        let mut log = EventLog::default();
        log.add(1, Event::SolOpened);
        log.is_frozen = true;
        log.add(2, Event::SolClosed);
        assert!(!log.clear());
        assert_eq!(log.count(), 1);
        log.is_frozen = false;
        assert!(log.clear());
        assert_eq!(log.count(), 0);
    }
}
