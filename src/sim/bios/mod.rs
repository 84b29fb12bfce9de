//! How the simulated BIOS works a serial port: it draws its text screens with the escape
//! sequences of a terminal type, and takes keys as that type sends them.
//!
//! Written after the serial console of EDK II, which most BIOSes of today contain: [`ConsoleOut`]
//! draws as its `TerminalConOut` does, [`ConsoleIn`] understands keys as its `TerminalConIn` does.
//!
//! Source: `docs/protocol/redirection.md` § 4.10.

mod draw;
mod keys;

pub use draw::ConsoleOut;
pub use keys::{ConsoleIn, Typed};

/// What kind of terminal the BIOS believes to be connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TerminalType {
    /// What AMT consoles send without being told otherwise, in any of their three modes; drawn
    /// in code page 437.
    #[default]
    Intel,
    /// Code page 437, keys of PC-ANSI.
    PcAnsi,
    /// ASCII, keys of VT100.
    Vt100,
    /// ASCII, keys of VT100+.
    Vt100Plus,
    /// UTF-8, keys of VT100+.
    VtUtf8,
}

impl TerminalType {
    /// All of them, in the order of the BIOS setup.
    pub const ALL: [Self; 5] = [
        Self::Intel,
        Self::PcAnsi,
        Self::Vt100,
        Self::Vt100Plus,
        Self::VtUtf8,
    ];

    /// Name in the BIOS setup.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intel => "Intel",
            Self::PcAnsi => "PC-ANSI",
            Self::Vt100 => "VT100",
            Self::Vt100Plus => "VT100+",
            Self::VtUtf8 => "VT-UTF8",
        }
    }
}

/// When the BIOS works the serial port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Redirection {
    /// At every start.
    #[default]
    Always,
    /// At starts for which a console asked through AMT (`UseSOL`).
    WhenAsked,
    /// Never.
    Never,
}

impl Redirection {
    /// All of them, in the order of the BIOS setup.
    pub const ALL: [Self; 3] = [Self::Always, Self::WhenAsked, Self::Never];

    /// Name in the BIOS setup.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::WhenAsked => "When asked (AMT)",
            Self::Never => "Never",
        }
    }
}
