//! Intel's messages inside cut text, as firmware answers them.
//!
//! Source: `docs/protocol/redirection.md` § 5.10.

use super::encode::Packing;

/// The switches of one session that extension commands change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switches {
    /// 1 disabled, 2 automatic, 3 enabled. By itself this device never halves its picture: what
    /// real firmware goes by is not known.
    decimation: u8,
}

impl Default for Switches {
    fn default() -> Self {
        Self { decimation: 2 }
    }
}

/// What a client's cut text turned out to be, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Ordinary text, or a command this firmware does not know: dropped.
    Ignored,
    /// Answer with this cut text.
    Reply(Vec<u8>),
    /// Pack tiles so from now on, and answer with this cut text.
    Repack(Packing, Vec<u8>),
}

impl Switches {
    /// The picture is sent in half its size.
    #[must_use]
    pub const fn is_halved(&self) -> bool {
        self.decimation == 3
    }

    /// Reads the text of one `ClientCutText`. `channel`: the data channel was agreed on;
    /// `commands`: this release knows `KvmExtCmd`.
    pub fn handle(
        &mut self,
        text: &[u8],
        packing: Packing,
        channel: bool,
        commands: bool,
    ) -> Outcome {
        if let Some([_flag, _payload @ ..]) = text.strip_prefix(DATA_CHANNEL)
            && channel
        {
            // There is no agent in the simulated system: the message is taken, nothing comes
            // of it.
            return Outcome::Reply(data_channel(ACKNOWLEDGED));
        }
        let Some(command) = text.strip_prefix(EXTENDED_COMMAND).filter(|_| commands) else {
            return Outcome::Ignored;
        };
        match *command {
            [GET_DECIMATION] => {
                reply(&[GET_DECIMATION, self.decimation, u8::from(self.is_halved())])
            }
            [SET_DECIMATION, mode @ 1..=3] => {
                self.decimation = mode;
                reply(&[SET_DECIMATION, mode])
            }
            [GET_ZLIB] => reply(&[GET_ZLIB, u8::from(packing == Packing::Zlib)]),
            [SET_ZLIB, on @ 0..=1] => {
                let packing = if on == 1 {
                    Packing::Zlib
                } else {
                    Packing::Stored
                };
                let text = [EXTENDED_COMMAND, &[SET_ZLIB, on]].concat();
                Outcome::Repack(packing, text)
            }
            _ => Outcome::Ignored,
        }
    }
}

/// The empty message with which the device says that the data channel may be used.
#[must_use]
pub fn data_channel_announcement() -> Vec<u8> {
    data_channel(0)
}

fn data_channel(flag: u8) -> Vec<u8> {
    [DATA_CHANNEL, &[flag]].concat()
}

fn reply(command: &[u8]) -> Outcome {
    Outcome::Reply([EXTENDED_COMMAND, command].concat())
}

const DATA_CHANNEL: &[u8] = b"\0KvmDataChannel";
const ACKNOWLEDGED: u8 = 1;
const EXTENDED_COMMAND: &[u8] = b"\0KvmExtCmd\0";
const GET_DECIMATION: u8 = 1;
const SET_DECIMATION: u8 = 2;
const GET_ZLIB: u8 = 3;
const SET_ZLIB: u8 = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::hexdump::parse_hex;

    fn handle(switches: &mut Switches, text: &str) -> Outcome {
        let text = parse_hex(text).unwrap();
        switches.handle(&text, Packing::Zlib, true, true)
    }

    #[test]
    fn zlib_is_switched_off_as_captured() {
        let mut switches = Switches::default();
        let off = "00 4B 76 6D 45 78 74 43 6D 64 00 04 00";
        assert_eq!(
            handle(&mut switches, off),
            Outcome::Repack(Packing::Stored, parse_hex(off).unwrap())
        );
        let get = handle(&mut switches, "00 4B 76 6D 45 78 74 43 6D 64 00 03");
        let expected = "00 4B 76 6D 45 78 74 43 6D 64 00 03 01";
        assert_eq!(get, Outcome::Reply(parse_hex(expected).unwrap()));
    }

    #[test]
    fn decimation_is_kept_and_reported() {
        let mut switches = Switches::default();
        let set = "00 4B 76 6D 45 78 74 43 6D 64 00 02 01";
        assert_eq!(
            handle(&mut switches, set),
            Outcome::Reply(parse_hex(set).unwrap())
        );
        let get = handle(&mut switches, "00 4B 76 6D 45 78 74 43 6D 64 00 01");
        let expected = "00 4B 76 6D 45 78 74 43 6D 64 00 01 01 00";
        assert_eq!(get, Outcome::Reply(parse_hex(expected).unwrap()));
        let wrong = handle(&mut switches, "00 4B 76 6D 45 78 74 43 6D 64 00 02 04");
        assert_eq!(wrong, Outcome::Ignored);
    }

    #[test]
    fn the_data_channel_acknowledges_what_it_is_sent() {
        let keep_alive = "00 4B 76 6D 44 61 74 61 43 68 61 6E 6E 65 6C 00";
        let expected = "00 4B 76 6D 44 61 74 61 43 68 61 6E 6E 65 6C 01";
        assert_eq!(
            handle(&mut Switches::default(), keep_alive),
            Outcome::Reply(parse_hex(expected).unwrap())
        );
        assert_eq!(data_channel_announcement(), parse_hex(keep_alive).unwrap());
    }

    #[test]
    fn old_releases_and_clipboards_are_not_answered() {
        let mut switches = Switches::default();
        let text = b"\0KvmExtCmd\0\x04\0";
        let old = switches.handle(text, Packing::Zlib, false, false);
        assert_eq!(old, Outcome::Ignored);
        let channel = switches.handle(b"\0KvmDataChannel\0", Packing::Zlib, false, true);
        assert_eq!(channel, Outcome::Ignored);
        let clipboard = switches.handle(b"hello", Packing::Zlib, true, true);
        assert_eq!(clipboard, Outcome::Ignored);
    }
}
