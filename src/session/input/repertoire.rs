//! Which characters a device can type, and with which keys.

use crate::proto::kvm::keysym::Keysym;
use crate::proto::kvm::layout::{Layout, Stroke};

/// Which characters a device can type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::session) enum Repertoire {
    /// Those of a US keyboard: firmware.
    UsKeyboard,
    /// All that have a keysym: ordinary VNC servers.
    Everything,
}

impl Repertoire {
    /// Keys down and up that type `c`; none if the device cannot.
    pub(super) fn keys(self, layout: Layout, c: char) -> Vec<(Keysym, bool)> {
        let Some(keysym) = Keysym::from_char(c) else {
            return Vec::new();
        };
        let is_character = !(0xFF00..=0xFFFF).contains(&keysym.0);
        if self == Self::UsKeyboard && layout != Layout::Us && is_character {
            let strokes = layout.strokes(c).into_iter().flatten();
            return strokes.flat_map(Stroke::events).collect();
        }
        let Some(keysym) = self.keysym(c) else {
            return Vec::new();
        };
        let shift = self.shift(keysym);
        let press = shift.into_iter().chain([keysym]).map(|key| (key, true));
        let release = [keysym].into_iter().chain(shift).map(|key| (key, false));
        press.chain(release).collect()
    }

    /// The keysym that types `c`, if the device has it.
    fn keysym(self, c: char) -> Option<Keysym> {
        let keysym = Keysym::from_char(c)?;
        // Function keys and the like live from FF00 to FFFF.
        let is_key = keysym.is_ascii() || (0xFF00..=0xFFFF).contains(&keysym.0);
        (self == Self::Everything || is_key).then_some(keysym)
    }

    /// What has to be held down for it. Firmware presses Shift by itself; of ordinary servers some
    /// do and some do not (QEMU), and all of them expect it from a person's keyboard.
    fn shift(self, keysym: Keysym) -> Option<Keysym> {
        (self == Self::Everything && keysym.is_shifted()).then_some(Keysym::SHIFT_L)
    }
}
