//! Keys that the own computer keeps for itself (Alt+Tab, Super, Print), taken for the PC while a
//! person wants that and its picture has the focus.
//!
//! What is possible is the system's choice: X11 lends a window the whole keyboard. Elsewhere the
//! button says why not, and the menu of keys sends the same chords.

use eframe::CreationContext;
use eframe::egui::Event;

use super::start::Wake;
use crate::ui::language::w;

#[cfg(all(unix, not(target_os = "macos")))]
mod x11;

/// The keyboard of the system, to be had whole.
pub trait SystemKeys {
    /// Takes the keyboard, or gives it back; called as often as one likes. Must return at once.
    fn want(&mut self, on: bool);

    /// Appends what was typed since the last call.
    ///
    /// # Errors
    /// [`Refused`] if the keyboard was wanted and somebody else has it; it is not wanted then.
    fn poll(&mut self, events: &mut Vec<Event>) -> Result<(), Refused>;
}

/// The keyboard is somebody else's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

/// The keyboard of the system, or why it cannot be had: a sentence without a full stop.
pub type Offer = Result<Box<dyn SystemKeys>, &'static str>;

/// What the system of this window offers.
pub(super) fn offer(cc: &CreationContext<'_>, wake: &Wake) -> Offer {
    use eframe::wgpu::rwh::{HasWindowHandle, RawWindowHandle};

    let handle = cc.window_handle().map(|handle| handle.as_raw());
    #[cfg(all(unix, not(target_os = "macos")))]
    let window = match handle {
        Ok(RawWindowHandle::Xlib(handle)) => u32::try_from(handle.window).ok(),
        Ok(RawWindowHandle::Xcb(handle)) => Some(handle.window.get()),
        _ => None,
    };
    #[cfg(all(unix, not(target_os = "macos")))]
    if let Some(window) = window {
        return match x11::X11Keys::new(window, wake) {
            Ok(keys) => Ok(Box::new(keys)),
            Err(error) => {
                tracing::debug!(%error, "no keyboard of the system");
                Err(w!("other-the-display-server-does"))
            }
        };
    }
    Err(match handle {
        Ok(RawWindowHandle::Wayland(_)) => w!("other-wayland-keeps-the-keys"),
        _ => w!("other-this-system-keeps-its"),
    })
}
