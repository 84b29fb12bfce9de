//! Both logs, and the reasons of the firmware.

use std::collections::BTreeSet;

use super::told_everywhere;
use crate::proto::wsman::class::{AuditInitiator, AuditRecord, EventRecord};
use crate::proto::wsman::status::{ReturnValue, Returns};

#[test]
fn every_record_of_both_logs_is_told_in_every_language() {
    let mut all = BTreeSet::new();
    let record = |sensor_type, offset, data| EventRecord {
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
        data,
    };
    for entity in 0..=u8::MAX {
        let about = EventRecord {
            entity,
            ..record(30, 0, [0; 8])
        };
        all.extend(about.entity_name().map(str::to_owned));
    }
    // Only BIOS and firmware tell their events apart by the offset.
    let others = [5, 6, 18, 30, 32, 35, 36, 37, 192, 193].map(|sensor| (sensor, 0));
    let firmware = [0, 2, 3, 5].map(|offset| (15, offset));
    for (sensor, offset) in others.into_iter().chain(firmware) {
        for first in [0, 0x40, 235, 0xAA] {
            for second in (0..=30).chain([0x30, 0x40, 0xFF]) {
                for third in [0, 1, 2, 3, 4, 5, 6, 7, 8, 0xFF] {
                    for last in [0, 1, 2, 3, 4, 5, 8, 16, 0xFC] {
                        let data = [first, second, third, last, last, 0, 0, last];
                        all.extend(record(sensor, offset, data).text());
                    }
                }
            }
        }
    }
    for (application, event) in (0..64).flat_map(|a| (0..64).map(move |e| (a, e))) {
        for data in [vec![], vec![0; 16], vec![1; 16], vec![2; 16], vec![4, 0, 9]] {
            let record = AuditRecord {
                application,
                event,
                initiator: AuditInitiator::Local,
                seconds: 1,
                address: None,
                data,
            };
            all.extend(record.text());
            all.extend(record.application_name().map(str::to_owned));
        }
    }
    assert!(all.len() > 200, "{} texts", all.len());
    told_everywhere(&all.into_iter().collect::<Vec<_>>());
}

#[test]
fn every_reason_of_the_firmware_is_told_in_every_language() {
    let mut all = BTreeSet::new();
    for value in (0..0x900).chain(4090..4100) {
        for table in [Returns::Cim, Returns::Boot, Returns::OptIn, Returns::Amt] {
            all.insert(ReturnValue { value, table }.to_string());
        }
    }
    told_everywhere(&all.into_iter().collect::<Vec<_>>());
}
