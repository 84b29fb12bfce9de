//! A BIOS setup one can walk through with arrow keys, Enter and Esc.

use std::time::Instant;

use super::setup_pages::{Action, CHOICES, Item, PAGES, Settings};
use super::{Input, Request, Scene};
use crate::sim::canvas::Canvas;
use crate::sim::grid::{Attribute, COLUMNS, Colour, Grid, ROWS, SCREEN_PX};
use crate::sim::keyboard::Key;

/// The BIOS setup.
#[derive(Debug)]
pub struct Setup {
    settings: Settings,
    grid: Grid,
    page: usize,
    line: usize,
    dialog: Option<Dialog>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialog {
    /// The values of a choice, one of them marked.
    Values { choice: usize, marked: usize },
    /// A question; what Yes does.
    Ask(Action),
}

impl Setup {
    /// The setup with these settings.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let mut setup = Self {
            settings,
            grid: Grid::default(),
            page: 0,
            line: 0,
            dialog: None,
        };
        setup.line = setup.selectable(0, 1).unwrap_or(0);
        setup.compose();
        setup
    }

    fn items(&self) -> &'static [Item] {
        PAGES.get(self.page).map_or(&[], |page| page.items)
    }

    /// The nearest line from `from` in steps of `by` that can be selected.
    fn selectable(&self, from: usize, by: isize) -> Option<usize> {
        let items = self.items();
        let mut at = Some(from);
        loop {
            let item = items.get(at?)?;
            if !matches!(item, Item::Fact(..)) {
                return at;
            }
            at = at?.checked_add_signed(by);
        }
    }

    fn key(&mut self, key: Key) -> Option<Request> {
        if key == Key::CtrlAltDelete {
            return Some(Request::Reset);
        }
        match self.dialog {
            Some(Dialog::Values { choice, marked }) => {
                self.values_key(choice, marked, key);
                None
            }
            Some(Dialog::Ask(action)) => match key {
                Key::Char('y' | 'Y') | Key::Enter => self.act(action),
                Key::Char('n' | 'N') | Key::Escape => {
                    self.dialog = None;
                    None
                }
                _ => None,
            },
            None => {
                self.page_key(key);
                None
            }
        }
    }

    fn page_key(&mut self, key: Key) {
        match key {
            Key::Left | Key::Right => {
                let by = if key == Key::Left { PAGES.len() - 1 } else { 1 };
                self.page = (self.page + by) % PAGES.len();
                self.line = self.selectable(0, 1).unwrap_or(0);
            }
            Key::Up => {
                let above = self.line.checked_sub(1);
                self.line = above
                    .and_then(|line| self.selectable(line, -1))
                    .unwrap_or(self.line);
            }
            Key::Down => self.line = self.selectable(self.line + 1, 1).unwrap_or(self.line),
            Key::Enter => match self.items().get(self.line) {
                Some(Item::Choice(_, choice)) => {
                    self.dialog = Some(Dialog::Values {
                        choice: *choice,
                        marked: self.settings.selected(*choice),
                    });
                }
                Some(Item::Action(_, action)) => self.dialog = Some(Dialog::Ask(*action)),
                Some(Item::Fact(..)) | None => {}
            },
            Key::Escape => self.dialog = Some(Dialog::Ask(Action::Discard)),
            Key::F(9) => self.dialog = Some(Dialog::Ask(Action::Defaults)),
            Key::F(10) => self.dialog = Some(Dialog::Ask(Action::Save)),
            _ => {}
        }
    }

    fn values_key(&mut self, choice: usize, marked: usize, key: Key) {
        let count = CHOICES.get(choice).map_or(0, |values| values.len());
        let marked = match key {
            Key::Up => marked.saturating_sub(1),
            Key::Down => (marked + 1).min(count.saturating_sub(1)),
            Key::Enter => {
                self.settings.select(choice, marked);
                self.dialog = None;
                return;
            }
            Key::Escape => {
                self.dialog = None;
                return;
            }
            _ => marked,
        };
        self.dialog = Some(Dialog::Values { choice, marked });
    }

    fn act(&mut self, action: Action) -> Option<Request> {
        self.dialog = None;
        match action {
            Action::Save => Some(Request::SaveSettings(self.settings.clone())),
            Action::Discard => Some(Request::Reset),
            Action::Defaults => {
                self.settings = Settings::default();
                None
            }
        }
    }

    fn compose(&mut self) {
        let grid = &mut self.grid;
        grid.clear(BODY);
        grid.cursor = None;
        grid.fill(0, 0, COLUMNS, ' ', TITLE);
        grid.write(25, 0, "Outband simulated BIOS setup", TITLE);
        grid.fill(0, 1, COLUMNS, ' ', TITLE);
        let mut column = 2;
        for (i, page) in PAGES.iter().enumerate() {
            let attribute = if i == self.page { TAB } else { TITLE };
            let label = format!(" {} ", page.title);
            grid.write(column, 1, &label, attribute);
            column += label.len() + 1;
        }
        grid.frame((0, 2), (COLUMNS, ROWS - 4), BODY);
        let items = PAGES.get(self.page).map_or(&[][..], |page| page.items);
        for (i, item) in items.iter().enumerate() {
            let row = 4 + i;
            let marked = i == self.line;
            let attribute = if marked { MARKED } else { BODY };
            let label = match item {
                Item::Fact(label, _) | Item::Choice(label, _) | Item::Action(label, _) => label,
            };
            let fact = matches!(item, Item::Fact(..));
            if marked {
                grid.fill(2, row, COLUMNS - 4, ' ', MARKED);
            }
            grid.write(3, row, label, if fact { FACT } else { attribute });
            match item {
                Item::Fact(_, value) => grid.write(34, row, value, FACT),
                Item::Choice(_, choice) => {
                    let value = format!("[{}]", self.settings.value(*choice));
                    grid.write(34, row, &value, attribute);
                }
                Item::Action(..) => {}
            }
        }
        for (row, help) in (ROWS - 2..).zip(HELP) {
            grid.fill(0, row, COLUMNS, ' ', TITLE);
            grid.write(2, row, help, TITLE);
        }
        match self.dialog {
            Some(Dialog::Values { choice, marked }) => {
                let values = CHOICES.get(choice).copied().unwrap_or_default();
                grid.frame((28, 8), (24, values.len() + 2), DIALOG);
                for (i, value) in values.iter().enumerate() {
                    let attribute = if i == marked { MARKED } else { DIALOG };
                    grid.fill(29, 9 + i, 22, ' ', attribute);
                    grid.write(30, 9 + i, value, attribute);
                }
            }
            Some(Dialog::Ask(action)) => {
                let question = match action {
                    Action::Save => "Save changes and restart?",
                    Action::Discard => "Discard changes and restart?",
                    Action::Defaults => "Load defaults?",
                };
                grid.frame((22, 9), (36, 5), DIALOG);
                grid.write(25, 10, question, DIALOG);
                grid.write(25, 12, "Enter or Y: yes   Esc or N: no", DIALOG);
            }
            None => {}
        }
    }
}

impl Scene for Setup {
    fn size(&self) -> (u16, u16) {
        SCREEN_PX
    }

    fn handle(&mut self, _: Instant, input: Input, canvas: &mut Canvas) -> Option<Request> {
        match input {
            Input::Start => {
                self.grid.draw(canvas, None);
                None
            }
            Input::Key(key) => {
                let shown = self.grid.clone();
                let request = self.key(key);
                self.compose();
                self.grid.draw(canvas, Some(&shown));
                request
            }
            Input::Tick | Input::Keysym { .. } | Input::Pointer(_) => None,
        }
    }

    fn next_tick(&self, _: bool) -> Option<Instant> {
        None
    }

    fn text(&self) -> Option<&Grid> {
        Some(&self.grid)
    }
}

const TITLE: Attribute = Attribute::new(Colour::White, Colour::Blue);
const TAB: Attribute = Attribute::new(Colour::Blue, Colour::LightGrey);
const BODY: Attribute = Attribute::new(Colour::Blue, Colour::LightGrey);
const FACT: Attribute = Attribute::new(Colour::DarkGrey, Colour::LightGrey);
const MARKED: Attribute = Attribute::new(Colour::White, Colour::Black);
const DIALOG: Attribute = Attribute::new(Colour::White, Colour::Cyan);
const HELP: [&str; 2] = [
    "←→ Page   ↑↓ Line   Enter Change   F9 Defaults   F10 Save and restart",
    "Esc Leave without saving",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn press(setup: &mut Setup, keys: &[Key]) -> Option<Request> {
        let mut canvas = Canvas::new(SCREEN_PX.0, SCREEN_PX.1);
        let mut request = None;
        for key in keys {
            request = setup.handle(Instant::now(), Input::Key(*key), &mut canvas);
        }
        request
    }

    #[test]
    fn the_first_boot_device_can_be_changed_and_saved() {
        let mut setup = Setup::new(Settings::default());
        press(&mut setup, &[Key::Right, Key::Right]);
        assert_eq!(
            setup.grid.line(4).trim_matches(['│', ' ']),
            "Boot mode                      [UEFI]"
        );
        press(&mut setup, &[Key::Down, Key::Enter, Key::Down, Key::Enter]);
        assert!(setup.grid.line(5).contains("[Network (PXE)]"));
        let request = press(&mut setup, &[Key::F(10), Key::Char('y')]);
        let Some(Request::SaveSettings(settings)) = request else {
            panic!("{request:?}");
        };
        assert_eq!(settings.boot_order(), "Network (PXE)");
    }

    #[test]
    fn facts_are_stepped_over_and_the_ends_hold() {
        let mut setup = Setup::new(Settings::default());
        assert_eq!(
            setup.line, 4,
            "the only line of the first page that can be changed"
        );
        press(&mut setup, &[Key::Up, Key::Down]);
        assert_eq!(setup.line, 4);
        press(&mut setup, &[Key::Left, Key::Down, Key::Down, Key::Down]);
        assert_eq!((setup.page, setup.line), (3, 2));
    }

    #[test]
    fn escape_asks_before_it_leaves() {
        let mut setup = Setup::new(Settings::default());
        assert_eq!(press(&mut setup, &[Key::Escape]), None);
        assert!(setup.grid.line(10).contains("Discard changes"));
        assert_eq!(press(&mut setup, &[Key::Char('n')]), None);
        assert!(!setup.grid.line(10).contains("Discard"));
        assert_eq!(
            press(&mut setup, &[Key::Escape, Key::Enter]),
            Some(Request::Reset)
        );
    }

    #[test]
    fn defaults_bring_every_choice_back() {
        let mut setup = Setup::new(Settings::default());
        press(&mut setup, &[Key::Enter, Key::Down, Key::Enter]);
        assert_ne!(setup.settings, Settings::default());
        press(&mut setup, &[Key::F(9), Key::Enter]);
        assert_eq!(setup.settings, Settings::default());
    }
}
