//! Command descriptor blocks: operation codes and where their fields lie.

/// Operation codes of the commands that hosts were seen to send. An open set.
///
/// Source: `docs/protocol/redirection.md` § 6.11.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Opcode(pub u8);

/// One constant per code.
macro_rules! opcodes {
    ($($name:ident = $code:literal;)*) => {
        impl Opcode {
            $(
                #[doc = concat!("Operation code `", stringify!($code), "`.")]
                pub const $name: Self = Self($code);
            )*

            /// All of them, ascending.
            #[cfg(test)]
            pub(super) const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

opcodes! {
    TEST_UNIT_READY = 0x00;
    REQUEST_SENSE = 0x03;
    READ_6 = 0x08;
    WRITE_6 = 0x0A;
    INQUIRY = 0x12;
    MODE_SENSE_6 = 0x1A;
    START_STOP_UNIT = 0x1B;
    PREVENT_ALLOW_MEDIUM_REMOVAL = 0x1E;
    READ_FORMAT_CAPACITIES = 0x23;
    READ_CAPACITY_10 = 0x25;
    READ_10 = 0x28;
    WRITE_10 = 0x2A;
    SEEK_10 = 0x2B;
    WRITE_AND_VERIFY_10 = 0x2E;
    VERIFY_10 = 0x2F;
    READ_TOC = 0x43;
    GET_CONFIGURATION = 0x46;
    GET_EVENT_STATUS = 0x4A;
    LOG_SELECT = 0x4C;
    READ_DISC_INFORMATION = 0x51;
    READ_TRACK_INFORMATION = 0x52;
    MODE_SELECT_10 = 0x55;
    MODE_SENSE_10 = 0x5A;
    SERVICE_ACTION_IN_16 = 0x9E;
    READ_12 = 0xA8;
    GET_PERFORMANCE = 0xAC;
    MECHANISM_STATUS = 0xBD;
}

/// Twelve bytes of a command, padded with zeros; multi-byte fields are big-endian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cdb(pub [u8; 12]);

impl Cdb {
    /// Service action of READ CAPACITY(16).
    pub(super) const READ_CAPACITY_16: u8 = 0x10;

    /// Byte 0.
    #[must_use]
    pub const fn opcode(self) -> Opcode {
        let [code, ..] = self.0;
        Opcode(code)
    }

    /// Byte 1: flags of the command.
    pub(super) const fn flags(self) -> u8 {
        let [_, flags, ..] = self.0;
        flags
    }

    /// Byte 2: page code, format, or the like.
    pub(super) const fn byte2(self) -> u8 {
        let [_, _, b, ..] = self.0;
        b
    }

    /// Byte 3.
    pub(super) const fn byte3(self) -> u8 {
        let [_, _, _, b, ..] = self.0;
        b
    }

    /// Byte 4: length of a six-byte command, or its flags.
    pub(super) const fn byte4(self) -> u8 {
        let [_, _, _, _, b, ..] = self.0;
        b
    }

    /// Byte 6.
    pub(super) const fn byte6(self) -> u8 {
        let [_, _, _, _, _, _, b, ..] = self.0;
        b
    }

    /// Byte 9: control, which old CD commands use for the format.
    pub(super) const fn byte9(self) -> u8 {
        let [_, _, _, _, _, _, _, _, _, b, ..] = self.0;
        b
    }

    /// Bytes 2–3.
    pub(super) const fn word2(self) -> u16 {
        let [_, _, a, b, ..] = self.0;
        u16::from_be_bytes([a, b])
    }

    /// Bytes 7–8: allocation length, or number of blocks, of a ten-byte command.
    pub(super) const fn word7(self) -> u16 {
        let [_, _, _, _, _, _, _, a, b, ..] = self.0;
        u16::from_be_bytes([a, b])
    }

    /// Bytes 2–5: block address of ten- and twelve-byte commands.
    pub(super) const fn long2(self) -> u32 {
        let [_, _, a, b, c, d, ..] = self.0;
        u32::from_be_bytes([a, b, c, d])
    }

    /// Bytes 6–9: number of blocks of twelve-byte commands.
    pub(super) const fn long6(self) -> u32 {
        let [_, _, _, _, _, _, a, b, c, d, ..] = self.0;
        u32::from_be_bytes([a, b, c, d])
    }

    /// Block address and number of blocks of READ(6) and WRITE(6): 21 bits; 0 means 256.
    pub(super) const fn short_range(self) -> (u32, u32) {
        let [_, a, b, c, count, ..] = self.0;
        let lba = u32::from_be_bytes([0, a & 0x1F, b, c]);
        (lba, if count == 0 { 256 } else { count as u32 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opcodes_are_ascending_and_unique() {
        assert!(Opcode::ALL.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn fields_lie_where_the_standards_put_them() {
        let cdb = Cdb([0x28, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        assert_eq!(cdb.opcode(), Opcode::READ_10);
        assert_eq!((cdb.flags(), cdb.byte2(), cdb.byte3()), (1, 2, 3));
        assert_eq!((cdb.byte4(), cdb.byte6(), cdb.byte9()), (4, 6, 9));
        assert_eq!((cdb.word2(), cdb.word7()), (0x0203, 0x0708));
        assert_eq!((cdb.long2(), cdb.long6()), (0x0203_0405, 0x0607_0809));
        let short = Cdb([0x08, 0xFF, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(short.short_range(), (0x1F_0203, 256));
    }
}
