//! The displays of a PC: which there are, which of them a screen session shows, and how eagerly
//! their pictures are sent.
//!
//! Source: `docs/protocol/redirection.md` § 5.6, § 5.13; `docs/protocol/wsman.md` § 2.8, § 2.9.

use super::{KvmSettings, Screen, ScreenSettings, find};
use crate::session::control::Control;
use crate::session::fault::{DeviceFault, Fault};

/// The displays of a PC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Displays {
    /// Those that show something, in their order. Empty on releases that do not tell (before
    /// AMT 8).
    pub active: Vec<Screen>,
    /// The number of the one that the system calls its first.
    pub primary: Option<u8>,
    /// The number of the one that a session shows; `None`: the device has not been told.
    pub shown: Option<u8>,
    /// Pictures come without being asked for.
    pub back_to_back: bool,
}

impl Displays {
    /// The display behind the one that is shown, in a circle; `None` where there is no other.
    #[must_use]
    pub fn next(&self) -> Option<u8> {
        let shown = self.shown.or(self.primary).unwrap_or(0);
        let numbers = || self.active.iter().map(|screen| screen.index);
        let after = numbers().find(|index| *index > shown);
        after.or(numbers().next()).filter(|next| *next != shown)
    }
}

/// Reads them. Cheap enough to be asked every five seconds while a screen is open, which is how a
/// display that comes or goes, and a restart, are noticed.
///
/// # Errors
/// [`Fault`].
pub async fn read(control: &mut Control) -> Result<Displays, Fault> {
    let settings = settings(control).await?;
    let screens: Option<ScreenSettings> = find(control, "list its displays").await?;
    let (active, primary) = screens.map_or((Vec::new(), None), |screens| {
        (screens.active().copied().collect(), screens.primary)
    });
    Ok(Displays {
        active,
        primary,
        shown: settings.default_screen.filter(|screen| *screen != UNSET),
        back_to_back: settings.back_to_back.unwrap_or(false),
    })
}

/// Has this display shown, in the session that is open too: its picture may have another size.
/// The choice stays after the session.
///
/// # Errors
/// [`Fault`]; of a display that shows nothing, without asking the device to show it.
pub async fn show(control: &mut Control, display: u8) -> Result<Displays, Fault> {
    let before = read(control).await?;
    let is_there = before.active.iter().any(|screen| screen.index == display);
    if !is_there && !before.active.is_empty() {
        let what = "show a display that is off or not connected";
        return Err(DeviceFault::Unknown { what }.into());
    }
    let settings = settings(control).await?;
    let call = settings.put_default_screen(display);
    control.put(call, "show another display").await?;
    read(control).await
}

/// Has pictures sent without being asked for, or not. The device takes it during a session only,
/// and forgets it at its end.
///
/// # Errors
/// [`Fault`].
pub async fn back_to_back(control: &mut Control, on: bool) -> Result<Displays, Fault> {
    let what = "send pictures without being asked";
    let settings = settings(control).await?;
    if settings.back_to_back.is_none() {
        return Err(DeviceFault::Unknown { what }.into());
    }
    control.put(settings.put_back_to_back(on), what).await?;
    read(control).await
}

async fn settings(control: &mut Control) -> Result<KvmSettings, Fault> {
    let what = "tell how it shows its screen";
    match control.find(what).await? {
        Some(settings) => Ok(settings),
        None => Err(DeviceFault::Unknown { what }.into()),
    }
}

/// The display of a device that was never told one.
const UNSET: u8 = 255;

#[cfg(test)]
mod tests {
    use super::*;

    fn displays(active: &[u8], shown: Option<u8>) -> Displays {
        let screen = |index: &u8| Screen {
            index: *index,
            is_active: true,
            x: 0,
            y: 0,
            width: 800,
            height: 600,
        };
        Displays {
            active: active.iter().map(screen).collect(),
            primary: Some(0),
            shown,
            back_to_back: false,
        }
    }

    #[test]
    fn the_next_display_goes_round_and_leaves_out_those_that_are_off() {
        assert_eq!(displays(&[0, 2], Some(0)).next(), Some(2));
        assert_eq!(displays(&[0, 2], Some(2)).next(), Some(0));
        assert_eq!(displays(&[0, 2], None).next(), Some(2));
        assert_eq!(displays(&[0], Some(0)).next(), None);
        assert_eq!(displays(&[1], Some(0)).next(), Some(1), "it was unplugged");
        assert_eq!(displays(&[], None).next(), None);
    }
}
