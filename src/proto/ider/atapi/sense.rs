//! The sense data our drives use: key, additional code, qualifier.
//!
//! Source: `docs/protocol/redirection.md` § 6.11 "Sense summary" for those marked (observed),
//! SPC-4 annex D for the others (spec).

use crate::proto::ider::messages::Sense;

impl Sense {
    /// NOT READY, medium not present (observed).
    pub const NO_MEDIUM: Self = Self::new(0x02, 0x3A, 0x00);
    /// NOT READY, becoming ready: the host asks again later (spec).
    pub const BECOMING_READY: Self = Self::new(0x02, 0x04, 0x01);
    /// MEDIUM ERROR, unrecovered read error (spec).
    pub const READ_ERROR: Self = Self::new(0x03, 0x11, 0x00);
    /// MEDIUM ERROR, write error (spec).
    pub const WRITE_ERROR: Self = Self::new(0x03, 0x0C, 0x00);
    /// ILLEGAL REQUEST, invalid operation code (observed).
    pub const INVALID_OPCODE: Self = Self::new(0x05, 0x20, 0x00);
    /// ILLEGAL REQUEST, block address out of range (observed).
    pub const OUT_OF_RANGE: Self = Self::new(0x05, 0x21, 0x00);
    /// ILLEGAL REQUEST, invalid field in the command (observed).
    pub const INVALID_FIELD: Self = Self::new(0x05, 0x24, 0x00);
    /// ILLEGAL REQUEST, parameter not supported (observed).
    pub const INVALID_PARAMETER: Self = Self::new(0x05, 0x26, 0x01);
    /// ILLEGAL REQUEST, medium removal prevented (spec).
    pub const REMOVAL_PREVENTED: Self = Self::new(0x05, 0x53, 0x02);
    /// UNIT ATTENTION, medium may have changed (observed).
    pub const MEDIUM_CHANGED: Self = Self::new(0x06, 0x28, 0x00);
    /// DATA PROTECT, write protected (observed).
    pub const WRITE_PROTECTED: Self = Self::new(0x07, 0x27, 0x00);

    /// Fixed-format sense data, 18 bytes: what REQUEST SENSE returns.
    pub(super) fn fixed_format(self) -> Vec<u8> {
        let Self { key, asc, ascq } = self;
        let mut bytes = vec![0x70, 0, key & 0x0F, 0, 0, 0, 0, 10, 0, 0, 0, 0, asc, ascq];
        bytes.resize(18, 0);
        bytes
    }
}
