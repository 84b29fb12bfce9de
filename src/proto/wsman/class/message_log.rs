//! `AMT_MessageLog`: the event log, record by record.
//!
//! Source: `docs/protocol/wsman.md` § 6.1.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use time::OffsetDateTime;

use super::{Class, event_text};
use crate::proto::wsman::call::Call;
use crate::proto::wsman::instance::{Instance, PropertyError};
use crate::wire::{Reader, WireError};

/// `AMT_MessageLog`: how full the log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageLog {
    /// Records in it.
    pub records: u32,
    /// Records it can hold.
    pub capacity: Option<u32>,
    /// Nothing is added while it is frozen.
    pub is_frozen: Option<bool>,
}

impl MessageLog {
    /// Begins to read.
    #[must_use]
    pub fn position_to_first() -> Call {
        Call::invoke(Self::NAME, "PositionToFirstRecord")
    }

    /// Reads on from an iteration.
    #[must_use]
    pub fn records(iteration: u32) -> Call {
        Call::invoke(Self::NAME, "GetRecords")
            .with("IterationIdentifier", &iteration.to_string())
            .with("MaxReadRecords", "390")
    }
}

impl Class for MessageLog {
    const NAME: &'static str = "AMT_MessageLog";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            records: i.required("CurrentNumberOfRecords")?,
            capacity: i.optional("MaxNumberOfRecords")?,
            is_frozen: i.optional("IsFrozen")?,
        })
    }
}

/// Output of `GetRecords`, or of `PositionToFirstRecord`, which has no records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPage {
    /// Where to read on.
    pub iteration: u32,
    /// Nothing follows.
    pub is_last: bool,
    /// What was read; records that cannot be read are counted in `unreadable`.
    pub records: Vec<EventRecord>,
    /// Records of another length or encoding.
    pub unreadable: usize,
}

impl LogPage {
    /// Reads the output of the method.
    ///
    /// # Errors
    /// [`PropertyError`].
    pub fn from_output(i: &Instance) -> Result<Self, PropertyError> {
        let decoded: Vec<_> = i
            .texts("RecordArray")
            .map(EventRecord::from_base64)
            .collect();
        let records: Vec<_> = decoded.iter().flatten().copied().collect();
        Ok(Self {
            iteration: i.optional("IterationIdentifier")?.unwrap_or_default(),
            is_last: i.optional("NoMoreRecords")?.unwrap_or(false),
            unreadable: decoded.len() - records.len(),
            records,
        })
    }
}

/// How bad an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventSeverity {
    /// Below 8.
    Information,
    /// 8 to 15.
    Warning,
    /// 16 and above.
    Critical,
}

/// One record: `u32 time, address, sensor type, event type, offset, source type, severity,
/// sensor number, entity, entity instance, 8 × data`; 21 bytes, little-endian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventRecord {
    /// Seconds since 1970 UTC as sent; 0 and `u32::MAX` are no time.
    pub seconds: u32,
    /// Device address.
    pub device_address: u8,
    /// What kind of sensor.
    pub sensor_type: u8,
    /// 0x6F: the offset is specific to the sensor.
    pub event_type: u8,
    /// What happened, within the sensor type.
    pub offset: u8,
    /// 0x68: the management engine.
    pub source_type: u8,
    /// ASF severity.
    pub severity: u8,
    /// Which sensor.
    pub sensor_number: u8,
    /// Which part of the PC.
    pub entity: u8,
    /// Which of these parts.
    pub entity_instance: u8,
    /// Details; `AA` first means that the maker defined the rest.
    pub data: [u8; 8],
}

impl EventRecord {
    /// Length of a record.
    pub const LEN: usize = 21;

    /// Decodes one record.
    ///
    /// # Errors
    /// [`WireError::Incomplete`].
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let seconds = r.u32_le()?;
        let [device_address, sensor_type, event_type, offset, source_type] = r.array()?;
        let [severity, sensor_number, entity, entity_instance] = r.array()?;
        Ok(Self {
            seconds,
            device_address,
            sensor_type,
            event_type,
            offset,
            source_type,
            severity,
            sensor_number,
            entity,
            entity_instance,
            data: r.array()?,
        })
    }

    /// Appends the record.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.extend(self.seconds.to_le_bytes());
        out.extend([
            self.device_address,
            self.sensor_type,
            self.event_type,
            self.offset,
            self.source_type,
            self.severity,
            self.sensor_number,
            self.entity,
            self.entity_instance,
        ]);
        out.extend(self.data);
    }

    fn from_base64(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text.trim()).ok()?;
        let mut r = Reader::new(&bytes);
        let record = Self::decode(&mut r).ok()?;
        (r.remaining() == 0).then_some(record)
    }

    /// When it happened, if the record knows.
    #[must_use]
    pub fn time(&self) -> Option<OffsetDateTime> {
        match self.seconds {
            0 | u32::MAX => None,
            seconds => OffsetDateTime::from_unix_timestamp(seconds.into()).ok(),
        }
    }

    /// How bad it is.
    #[must_use]
    pub const fn rank(&self) -> EventSeverity {
        match self.severity {
            16.. => EventSeverity::Critical,
            8.. => EventSeverity::Warning,
            _ => EventSeverity::Information,
        }
    }

    /// Which part of the PC it is about.
    #[must_use]
    pub fn entity_name(&self) -> Option<&'static str> {
        event_text::entity(self.entity)
    }

    /// What happened; `None` for events nobody described.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        event_text::describe(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `docs/protocol/wsman.md` § 6.1, worked examples (observed).
    const FAILED_LOGINS: &str = "Y8iYZf8GbwVoEP8mYaoKAAAAAAAA";
    const PCI: &str = "IgYBZf8PbwJoAf8iAEAHAAAAAAAA";

    #[test]
    fn the_recorded_examples_decode_field_by_field() {
        let record = EventRecord::from_base64(FAILED_LOGINS).unwrap();
        assert_eq!(
            record,
            EventRecord {
                seconds: 0x6598_C863,
                device_address: 0xFF,
                sensor_type: 6,
                event_type: 0x6F,
                offset: 5,
                source_type: 0x68,
                severity: 16,
                sensor_number: 0xFF,
                entity: 38,
                entity_instance: 0x61,
                data: [0xAA, 10, 0, 0, 0, 0, 0, 0],
            }
        );
        assert_eq!(record.rank(), EventSeverity::Critical);
        assert_eq!(record.time().unwrap().year(), 2024);
        assert_eq!(record.entity_name(), Some("Intel ME"));
        assert_eq!(
            record.text().as_deref(),
            Some("Login failed 10 times, possibly an attack")
        );
        let record = EventRecord::from_base64(PCI).unwrap();
        assert_eq!(record.rank(), EventSeverity::Information);
        assert_eq!(record.entity_name(), Some("BIOS"));
        assert_eq!(
            record.text().as_deref(),
            Some("Firmware progress: PCI resources")
        );
        let mut bytes = Vec::new();
        record.encode(&mut bytes);
        assert_eq!(STANDARD.encode(bytes), PCI);
    }

    #[test]
    fn a_record_cut_anywhere_is_not_read_and_counted() {
        let whole = STANDARD.decode(PCI).unwrap();
        for cut in 0..whole.len() {
            assert_eq!(
                EventRecord::decode(&mut Reader::new(&whole[..cut])),
                Err(WireError::Incomplete)
            );
        }
        let text = format!(
            "IterationIdentifier=3\nNoMoreRecords=true\nRecordArray={PCI}\nRecordArray=AAAA\n\
             RecordArray=!!\nReturnValue=0"
        );
        let i = super::super::test_support::instance("AMT_MessageLog", &text);
        let page = LogPage::from_output(&i).unwrap();
        assert_eq!((page.records.len(), page.unreadable), (1, 2));
        assert!(page.is_last);
    }
}
