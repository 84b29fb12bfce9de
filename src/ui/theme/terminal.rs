//! Colours of a terminal that a person may choose from.

use eframe::egui::Color32;

use super::palette::{DARK, TERMINAL, TERMINAL_PAPER, hex, terminal_color};
use crate::ui::language::w;

/// A choice of colours for everything that a host draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TerminalColors {
    /// Ours: every ink can be read on every paper of firmware.
    #[default]
    Outband,
    /// White on black, with the strongest inks.
    Contrast,
    /// As the text screen of a PC has them, dark blue on black included.
    Vga,
    /// One colour, as amber tubes had.
    Amber,
    /// One colour, as green tubes had.
    Green,
}

impl TerminalColors {
    /// All of them, in the order of a menu.
    pub const ALL: [Self; 5] = [
        Self::Outband,
        Self::Contrast,
        Self::Vga,
        Self::Amber,
        Self::Green,
    ];

    /// Name in the address book.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outband => "outband",
            Self::Contrast => "contrast",
            Self::Vga => "vga",
            Self::Amber => "amber",
            Self::Green => "green",
        }
    }

    /// The choice of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colors| colors.name() == name)
    }

    /// What menus call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Outband => "Outband",
            Self::Contrast => w!("serial-high-contrast"),
            Self::Vga => w!("serial-vga-text-screen"),
            Self::Amber => w!("serial-amber"),
            Self::Green => w!("serial-green"),
        }
    }

    const fn table(self) -> &'static Table {
        match self {
            Self::Outband => &OUTBAND,
            Self::Contrast => &CONTRAST,
            Self::Vga => &VGA,
            Self::Amber => &AMBER,
            Self::Green => &GREEN,
        }
    }

    /// What the terminal stands on.
    #[must_use]
    pub const fn ground(self) -> Color32 {
        self.table().ground
    }

    /// What a host writes with unless it says otherwise.
    #[must_use]
    pub const fn ink(self) -> Color32 {
        let [.., ink, _, _, _, _, _, _, _, _] = self.table().inks;
        ink
    }

    /// An ink by its number, 0–15 from the choice, the rest as xterm has them.
    #[must_use]
    pub fn numbered(self, index: u8) -> Color32 {
        let own = self.table().inks.get(usize::from(index)).copied();
        own.unwrap_or_else(|| terminal_color(index))
    }

    /// One of the eight papers; darker than the ink of the same number, so that text can be read.
    #[must_use]
    pub fn paper(self, index: u8) -> Option<Color32> {
        self.table().papers.get(usize::from(index)).copied()
    }
}

/// The colours of one choice.
struct Table {
    ground: Color32,
    /// Black, red, green, yellow, blue, magenta, cyan, white, then the bright ones.
    inks: [Color32; 16],
    papers: [Color32; 8],
}

const OUTBAND: Table = Table {
    ground: DARK.stage,
    inks: TERMINAL,
    papers: TERMINAL_PAPER,
};

const CONTRAST: Table = Table {
    ground: hex(0),
    inks: [
        hex(0),
        hex(0xFF_8A8A),
        hex(0x6E_F58C),
        hex(0xFF_D75F),
        hex(0x8A_BFFF),
        hex(0xE3_A8FF),
        hex(0x5F_F0F5),
        hex(0xFF_FFFF),
        hex(0xA8_B0B8),
        hex(0xFF_B0B0),
        hex(0xA6_FFB8),
        hex(0xFF_E89A),
        hex(0xB5_D8FF),
        hex(0xEF_CCFF),
        hex(0xA0_FBFF),
        hex(0xFF_FFFF),
    ],
    papers: [
        hex(0),
        hex(0x70_1418),
        hex(0x0E_4D26),
        hex(0x57_3B00),
        hex(0x0C_3378),
        hex(0x4E_2478),
        hex(0x06_4A50),
        hex(0xFF_FFFF),
    ],
};

const VGA: Table = Table {
    ground: hex(0),
    inks: [
        hex(0),
        hex(0xAA_0000),
        hex(0x00_AA00),
        hex(0xAA_5500),
        hex(0x00_00AA),
        hex(0xAA_00AA),
        hex(0x00_AAAA),
        hex(0xAA_AAAA),
        hex(0x55_5555),
        hex(0xFF_5555),
        hex(0x55_FF55),
        hex(0xFF_FF55),
        hex(0x55_55FF),
        hex(0xFF_55FF),
        hex(0x55_FFFF),
        hex(0xFF_FFFF),
    ],
    papers: [
        hex(0),
        hex(0xAA_0000),
        hex(0x00_AA00),
        hex(0xAA_5500),
        hex(0x00_00AA),
        hex(0xAA_00AA),
        hex(0x00_AAAA),
        hex(0xAA_AAAA),
    ],
};

const AMBER: Table = one_colour(
    hex(0x12_0C02),
    hex(0xFF_B84D),
    hex(0xFF_DCA3),
    hex(0x4A_3008),
);
const GREEN: Table = one_colour(
    hex(0x04_1008),
    hex(0x5F_F58C),
    hex(0xC8_FFD8),
    hex(0x0F_4420),
);

/// Bright inks are lighter, papers dimmer, and what stands on white is dark on the ink.
const fn one_colour(ground: Color32, ink: Color32, bright: Color32, dim: Color32) -> Table {
    Table {
        ground,
        inks: [
            ground, ink, ink, ink, ink, ink, ink, ink, ink, bright, bright, bright, bright, bright,
            bright, bright,
        ],
        papers: [ground, dim, dim, dim, dim, dim, dim, ink],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_has_a_name_that_leads_back_to_it_and_an_ink_that_differs_from_its_ground() {
        for colors in TerminalColors::ALL {
            assert_eq!(TerminalColors::from_name(colors.name()), Some(colors));
            assert_eq!(colors.ink(), colors.numbered(7));
            let (ink, ground) = (colors.ink(), colors.ground());
            assert!(ink.intensity() - ground.intensity() > 0.5, "{colors:?}");
            assert_eq!(colors.numbered(231), terminal_color(231));
        }
        assert_eq!(TerminalColors::from_name("pink"), None);
    }
}
