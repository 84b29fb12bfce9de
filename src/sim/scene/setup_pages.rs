//! The pages of the BIOS setup: what can be set, and to what.

use crate::sim::bios::{Redirection, TerminalType};

/// One line of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// A fact that cannot be changed.
    Fact(&'static str, &'static str),
    /// A choice; the index is its place in [`Settings`].
    Choice(&'static str, usize),
    /// Something that Enter does.
    Action(&'static str, Action),
}

/// What a line of the last page does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Save,
    Discard,
    Defaults,
}

/// One page: its title and lines.
pub(super) struct Page {
    pub(super) title: &'static str,
    pub(super) items: &'static [Item],
}

/// What each choice may be; the first is the default.
pub(super) const CHOICES: [&[&str]; 10] = [
    &["Disabled", "Enabled"],
    &["Enabled", "Disabled"],
    &["Enabled", "Disabled"],
    &["AHCI", "RAID", "Disabled"],
    &["UEFI", "Legacy"],
    &["SIM SSD 256 GB", "Network (PXE)", "Removable media"],
    &["Network (PXE)", "Removable media", "SIM SSD 256 GB"],
    &["1 s", "3 s", "5 s", "10 s"],
    &["Always", "When asked (AMT)", "Never"],
    &["Intel", "PC-ANSI", "VT100", "VT100+", "VT-UTF8"],
];

const BOOT_FIRST: usize = 5;
const REDIRECTION: usize = 8;
const TERMINAL: usize = 9;

pub(super) const PAGES: [Page; 4] = [
    Page {
        title: "Main",
        items: &[
            Item::Fact("BIOS version", "2.14"),
            Item::Fact("Processor", "Simulated CPU, 4 cores"),
            Item::Fact("Memory", "16384 MB"),
            Item::Fact("SATA port 0", "SIM SSD 256 GB"),
            Item::Choice("Quiet boot", 0),
        ],
    },
    Page {
        title: "Advanced",
        items: &[
            Item::Choice("Virtualisation", 1),
            Item::Choice("USB legacy support", 2),
            Item::Choice("SATA mode", 3),
            Item::Choice("Serial console", REDIRECTION),
            Item::Choice("Terminal type", TERMINAL),
        ],
    },
    Page {
        title: "Boot",
        items: &[
            Item::Choice("Boot mode", 4),
            Item::Choice("First boot device", BOOT_FIRST),
            Item::Choice("Second boot device", 6),
            Item::Choice("Prompt timeout", 7),
        ],
    },
    Page {
        title: "Exit",
        items: &[
            Item::Action("Save changes and restart", Action::Save),
            Item::Action("Discard changes and restart", Action::Discard),
            Item::Action("Load defaults", Action::Defaults),
        ],
    },
];

/// What the setup remembers: for each choice the index of its value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings([usize; CHOICES.len()]);

impl Settings {
    /// The index of the value that a choice has.
    pub(super) fn selected(&self, choice: usize) -> usize {
        self.0.get(choice).copied().unwrap_or(0)
    }

    /// The value that a choice has.
    pub(super) fn value(&self, choice: usize) -> &'static str {
        let values = CHOICES.get(choice).copied().unwrap_or_default();
        values.get(self.selected(choice)).copied().unwrap_or("")
    }

    /// Gives a choice another of its values; anything else changes nothing.
    pub(super) fn select(&mut self, choice: usize, value: usize) {
        let known = CHOICES.get(choice).is_some_and(|v| value < v.len());
        if let Some(slot) = self.0.get_mut(choice).filter(|_| known) {
            *slot = value;
        }
    }

    /// When the BIOS works the serial port.
    #[must_use]
    pub fn redirection(&self) -> Redirection {
        let index = self.selected(REDIRECTION);
        Redirection::ALL.get(index).copied().unwrap_or_default()
    }

    /// What kind of terminal it works with there.
    #[must_use]
    pub fn terminal(&self) -> TerminalType {
        let index = self.selected(TERMINAL);
        TerminalType::ALL.get(index).copied().unwrap_or_default()
    }

    /// The same settings with the serial port worked so.
    #[must_use]
    pub fn with_serial(mut self, redirection: Redirection, terminal: TerminalType) -> Self {
        let place = |name: &str, choice: usize| {
            let values = CHOICES.get(choice).copied().unwrap_or_default();
            values.iter().position(|value| *value == name).unwrap_or(0)
        };
        self.select(REDIRECTION, place(redirection.name(), REDIRECTION));
        self.select(TERMINAL, place(terminal.name(), TERMINAL));
        self
    }

    /// What the PC boots from, as the setup calls it.
    #[must_use]
    pub fn boot_order(&self) -> &'static str {
        self.value(BOOT_FIRST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_stands_on_exactly_one_page() {
        let mut seen: Vec<usize> = PAGES
            .iter()
            .flat_map(|page| page.items)
            .filter_map(|item| match item {
                Item::Choice(_, index) => Some(*index),
                _ => None,
            })
            .collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..CHOICES.len()).collect::<Vec<_>>());
    }

    #[test]
    fn the_serial_choices_are_the_known_ones_in_their_order() {
        assert_eq!(
            CHOICES[REDIRECTION],
            Redirection::ALL.map(Redirection::name)
        );
        assert_eq!(CHOICES[TERMINAL], TerminalType::ALL.map(TerminalType::name));
        for terminal in TerminalType::ALL {
            let settings = Settings::default().with_serial(Redirection::WhenAsked, terminal);
            assert_eq!(settings.redirection(), Redirection::WhenAsked);
            assert_eq!(settings.terminal(), terminal);
        }
    }

    #[test]
    fn settings_take_known_values_only() {
        let mut settings = Settings::default();
        assert_eq!(settings.boot_order(), "SIM SSD 256 GB");
        settings.select(BOOT_FIRST, 2);
        settings.select(BOOT_FIRST, 3);
        settings.select(99, 0);
        assert_eq!(settings.boot_order(), "Removable media");
    }
}
