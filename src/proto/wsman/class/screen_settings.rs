//! `IPS_ScreenSettingData`: which displays are connected.
//!
//! Source: `docs/protocol/wsman.md` § 2.9.

use super::Class;
use crate::proto::wsman::instance::{Instance, PropertyError};

/// One physical pipe with a display on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// 0-based position among the pipes: the number that selects it for a session.
    pub index: u8,
    /// It shows something.
    pub is_active: bool,
    /// Left edge on the desktop; may be negative.
    pub x: i32,
    /// Upper edge on the desktop; may be negative.
    pub y: i32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

/// `IPS_ScreenSettingData`, from AMT 8 on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenSettings {
    /// Up to four pipes in their order.
    pub screens: Vec<Screen>,
    /// 0-based position of the primary display.
    pub primary: Option<u8>,
}

impl ScreenSettings {
    /// The displays that show something.
    pub fn active(&self) -> impl Iterator<Item = &Screen> {
        self.screens.iter().filter(|s| s.is_active)
    }
}

impl Class for ScreenSettings {
    const NAME: &'static str = "IPS_ScreenSettingData";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        let active: Vec<bool> = i.array("IsActive")?;
        let xs: Vec<i32> = i.array("UpperLeftX")?;
        let ys: Vec<i32> = i.array("UpperLeftY")?;
        let widths: Vec<u32> = i.array("ResolutionX")?;
        let heights: Vec<u32> = i.array("ResolutionY")?;
        let screens = (0u8..=MAX_PIPE).zip(active).map(|(index, is_active)| {
            let at = usize::from(index);
            Screen {
                index,
                is_active,
                x: xs.get(at).copied().unwrap_or_default(),
                y: ys.get(at).copied().unwrap_or_default(),
                width: widths.get(at).copied().unwrap_or_default(),
                height: heights.get(at).copied().unwrap_or_default(),
            }
        });
        // Roles are 1-based positions in the arrays.
        let primary: Option<u8> = i.optional("PrimaryIndex")?;
        Ok(Self {
            screens: screens.collect(),
            primary: primary.and_then(|p| p.checked_sub(1)),
        })
    }
}

/// Arrays have up to four entries.
const MAX_PIPE: u8 = 3;

#[cfg(test)]
mod tests {
    use super::super::test_support::instance;
    use super::*;

    #[test]
    fn unused_pipes_are_kept_apart_and_short_arrays_do_no_harm() {
        let i = instance(
            ScreenSettings::NAME,
            "IsActive=true\nIsActive=true\nIsActive=false\nPrimaryIndex=2\nResolutionX=1920\n\
             ResolutionX=1280\nResolutionY=1080\nResolutionY=1024\nUpperLeftX=0\nUpperLeftX=-1280",
        );
        let settings = ScreenSettings::from_instance(&i).unwrap();
        assert_eq!(settings.primary, Some(1));
        let active: Vec<_> = settings
            .active()
            .map(|s| (s.index, s.x, s.width, s.height))
            .collect();
        assert_eq!(active, [(0, 0, 1920, 1080), (1, -1280, 1280, 1024)]);
    }
}
