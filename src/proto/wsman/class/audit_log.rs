//! `AMT_AuditLog`: who did what to the device.
//!
//! Source: `docs/protocol/wsman.md` § 6.2.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use time::OffsetDateTime;

use super::{Class, audit_text};
use crate::proto::wsman::call::Call;
use crate::proto::wsman::instance::{Instance, PropertyError};
use crate::wire::{Reader, WireError};

/// `AMT_AuditLog`: how full the log is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditLog {
    /// Records in it.
    pub records: u32,
    /// Free space.
    pub percentage_free: Option<u32>,
    /// Bits: 1 disabled, 2 locked, 4 almost full, 8 full, 16 no signing key.
    pub state: Option<u32>,
}

impl AuditLog {
    /// A full or locked log makes the firmware refuse redirection and boot options (AMT 12 on).
    #[must_use]
    pub fn blocks_actions(&self) -> bool {
        self.state.is_some_and(|state| state & (2 | 8) != 0)
    }

    /// Reads up to ten records; the first has index 1.
    #[must_use]
    pub fn read_records(start_index: u32) -> Call {
        Call::invoke(Self::NAME, "ReadRecords").with("StartIndex", &start_index.to_string())
    }
}

impl Class for AuditLog {
    const NAME: &'static str = "AMT_AuditLog";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            records: i.required("CurrentNumberOfRecords")?,
            percentage_free: i.optional("PercentageFree")?,
            state: i.optional("AuditState")?,
        })
    }
}

/// Output of `ReadRecords`, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// Records in the whole log.
    pub total: u32,
    /// Records in this page, readable or not.
    pub returned: u32,
    /// What was read.
    pub records: Vec<AuditRecord>,
}

impl AuditPage {
    /// Reads the output of the method.
    ///
    /// # Errors
    /// [`PropertyError`].
    pub fn from_output(i: &Instance) -> Result<Self, PropertyError> {
        let records = i.texts("EventRecords").filter_map(|text| {
            let bytes = STANDARD.decode(text.trim()).ok()?;
            AuditRecord::decode(&mut Reader::new(&bytes)).ok()
        });
        Ok(Self {
            total: i.required("TotalRecordCount")?,
            returned: i.required("RecordsReturned")?,
            records: records.collect(),
        })
    }
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditInitiator {
    /// A digest account.
    Digest(String),
    /// A Kerberos account: its security identifier as bytes.
    Kerberos(Vec<u8>),
    /// Somebody on the PC itself, or the firmware.
    Local,
    /// The plain VNC port, which knows no accounts.
    VncPort,
}

/// One record: `u16 application, u16 event, u8 initiator type, initiator, u32 time,
/// u8 location type, u8 n, n × address, u8 m, m × data`; big-endian.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// Part of the firmware.
    pub application: u16,
    /// What happened, within the part.
    pub event: u16,
    /// Who did it.
    pub initiator: AuditInitiator,
    /// Seconds since 1970 UTC.
    pub seconds: u32,
    /// Where from, if over the network.
    pub address: Option<String>,
    /// Details that depend on the event.
    pub data: Vec<u8>,
}

impl AuditRecord {
    /// Decodes one record.
    ///
    /// # Errors
    /// [`WireError::Incomplete`]; [`WireError::Invalid`] for an initiator whose length nobody
    /// knows.
    pub fn decode(r: &mut Reader<'_>) -> Result<Self, WireError> {
        let application = r.u16_be()?;
        let event = r.u16_be()?;
        let initiator = match r.u8()? {
            0 => AuditInitiator::Digest(short_text(r)?),
            1 => {
                let _is_domain = r.u32_be()?;
                AuditInitiator::Kerberos(short_bytes(r)?.to_vec())
            }
            2 => AuditInitiator::Local,
            3 => AuditInitiator::VncPort,
            got => {
                return Err(WireError::Invalid {
                    field: "InitiatorType",
                    got: got.into(),
                });
            }
        };
        let seconds = r.u32_be()?;
        let _location_type = r.u8()?;
        let address = short_text(r)?;
        Ok(Self {
            application,
            event,
            initiator,
            seconds,
            address: Some(address).filter(|a| !a.is_empty()),
            data: short_bytes(r)?.to_vec(),
        })
    }

    /// Appends the record. Texts and data longer than 255 bytes are cut.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.extend(self.application.to_be_bytes());
        out.extend(self.event.to_be_bytes());
        match &self.initiator {
            AuditInitiator::Digest(name) => {
                out.push(0);
                push_short(out, name.as_bytes());
            }
            AuditInitiator::Kerberos(sid) => {
                out.extend([1, 0, 0, 0, 0]);
                push_short(out, sid);
            }
            AuditInitiator::Local => out.push(2),
            AuditInitiator::VncPort => out.push(3),
        }
        out.extend(self.seconds.to_be_bytes());
        let address = self.address.as_deref().unwrap_or_default();
        out.push(match address {
            "" => 2,
            address if address.contains(':') => 1,
            _ => 0,
        });
        push_short(out, address.as_bytes());
        push_short(out, &self.data);
    }

    /// When it happened.
    #[must_use]
    pub fn time(&self) -> Option<OffsetDateTime> {
        OffsetDateTime::from_unix_timestamp(self.seconds.into()).ok()
    }

    /// Name of the part of the firmware.
    #[must_use]
    pub fn application_name(&self) -> Option<&'static str> {
        audit_text::application(self.application)
    }

    /// What happened; `None` for events nobody described.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        audit_text::describe(self)
    }
}

fn short_bytes<'a>(r: &mut Reader<'a>) -> Result<&'a [u8], WireError> {
    let len = r.u8()?;
    r.bytes(usize::from(len))
}

/// Text with its length in a byte. AMT 4 ends addresses with NUL.
fn short_text(r: &mut Reader<'_>) -> Result<String, WireError> {
    let text = String::from_utf8_lossy(short_bytes(r)?);
    Ok(text.trim_end_matches('\0').to_owned())
}

fn push_short(out: &mut Vec<u8>, bytes: &[u8]) {
    let bytes = bytes.get(..usize::from(u8::MAX)).unwrap_or(bytes);
    out.push(u8::try_from(bytes.len()).unwrap_or(u8::MAX));
    out.extend(bytes);
}

#[cfg(test)]
mod tests {
    use super::super::test_support::instance;
    use super::*;

    /// `docs/protocol/wsman.md` § 6.2, worked example (observed).
    const UPDATED: &str = "ABMAAAI/9M1uAgAQAAwAAAAoBZkADAAAACQFlA==";

    #[test]
    fn the_recorded_example_decodes_and_encodes_back() {
        let bytes = STANDARD.decode(UPDATED).unwrap();
        let record = AuditRecord::decode(&mut Reader::new(&bytes)).unwrap();
        assert_eq!((record.application, record.event), (19, 0));
        assert_eq!(record.initiator, AuditInitiator::Local);
        assert_eq!((record.seconds, &record.address), (0x3FF4_CD6E, &None));
        assert_eq!(record.application_name(), Some("Firmware update"));
        assert_eq!(
            record.text().as_deref(),
            Some("Firmware updated from 12.0.40.1433 to 12.0.36.1428")
        );
        let mut again = Vec::new();
        record.encode(&mut again);
        assert_eq!(again, bytes);
    }

    #[test]
    fn an_account_and_its_address_are_read_even_with_a_trailing_nul() {
        // Hand-made: KVM started by "admin" from 10.0.0.7.
        let bytes = b"\x00\x12\x00\x08\x00\x05admin\x65\x00\x00\x00\x00\x0910.0.0.7\0\x00";
        let record = AuditRecord::decode(&mut Reader::new(bytes)).unwrap();
        assert_eq!(record.initiator, AuditInitiator::Digest("admin".into()));
        assert_eq!(record.address.as_deref(), Some("10.0.0.7"));
        assert_eq!(record.text().as_deref(), Some("Screen session started"));
    }

    #[test]
    fn a_record_cut_anywhere_is_refused() {
        let bytes = STANDARD.decode(UPDATED).unwrap();
        for cut in 0..bytes.len() {
            let result = AuditRecord::decode(&mut Reader::new(&bytes[..cut]));
            assert_eq!(result, Err(WireError::Incomplete), "cut after {cut}");
        }
        let text = format!(
            "TotalRecordCount=3\nRecordsReturned=2\nEventRecords={UPDATED}\nEventRecords=AAAA"
        );
        let page = AuditPage::from_output(&instance("AMT_AuditLog", &text)).unwrap();
        assert_eq!((page.total, page.returned, page.records.len()), (3, 2, 1));
    }

    #[test]
    fn a_locked_or_full_log_is_told_from_one_without_a_key() {
        let log = |state: u32| {
            let text = format!("CurrentNumberOfRecords=1\nAuditState={state}");
            AuditLog::from_instance(&instance(AuditLog::NAME, &text)).unwrap()
        };
        assert!(!log(16).blocks_actions());
        assert!(log(2).blocks_actions() && log(8).blocks_actions());
    }
}
