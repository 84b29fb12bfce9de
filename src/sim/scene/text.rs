//! An 80 × 25 text console with a command prompt.

use std::time::Instant;

use super::{Input, Request, Scene, Shell};
use crate::sim::canvas::Canvas;
use crate::sim::grid::{Attribute, COLUMNS, Colour, Grid, ROWS, SCREEN_PX};
use crate::sim::keyboard::Key;

/// The operating system's text console.
#[derive(Debug)]
pub struct Text {
    shell: Shell,
    grid: Grid,
    /// Where the next character goes.
    at: (usize, usize),
}

impl Text {
    /// A console on a PC called `name`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let shell = Shell::new(name);
        let mut console = Self {
            grid: Grid::default(),
            at: (0, 0),
            shell,
        };
        let title = Attribute::new(Colour::White, Colour::Blue);
        console.grid.fill(0, 0, COLUMNS, ' ', title);
        console.grid.write(1, 0, "SimOS console", title);
        console.at = (0, 2);
        console.print(&console.shell.greeting());
        console
    }

    /// Prints like a terminal: wraps at the right edge, scrolls at the bottom.
    fn print(&mut self, text: &str) {
        for c in text.chars() {
            let (column, row) = self.at;
            self.at = match c {
                '\n' => (0, row + 1),
                '\u{8}' if column == 0 && row > 0 => (COLUMNS - 1, row - 1),
                '\u{8}' => (column.saturating_sub(1), row),
                c => {
                    self.grid.set(column, row, c, Attribute::NORMAL);
                    if column + 1 < COLUMNS {
                        (column + 1, row)
                    } else {
                        (0, row + 1)
                    }
                }
            };
            if c == '\u{8}' {
                self.grid.set(self.at.0, self.at.1, ' ', Attribute::NORMAL);
            }
            if self.at.1 >= ROWS {
                self.grid.scroll();
                self.at.1 = ROWS - 1;
            }
        }
        self.grid.cursor = Some(self.at);
    }

    fn key(&mut self, key: Key) -> Option<Request> {
        let reply = match key {
            Key::Char(c) => self.shell.type_char(c),
            Key::Backspace => self.shell.backspace(),
            Key::Enter => self.shell.enter(),
            Key::Control('c') => self.shell.cancel(),
            Key::CtrlAltDelete => return Some(Request::Reset),
            _ => return None,
        };
        if reply.clear {
            self.grid.clear(Attribute::NORMAL);
            self.at = (0, 0);
        }
        self.print(&reply.text);
        reply.request
    }
}

impl Scene for Text {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn type_keys(console: &mut Text, text: &str) -> Option<Request> {
        let mut canvas = Canvas::new(SCREEN_PX.0, SCREEN_PX.1);
        let now = Instant::now();
        let mut request = None;
        for c in text.chars() {
            let key = if c == '\n' { Key::Enter } else { Key::Char(c) };
            request = console.handle(now, Input::Key(key), &mut canvas);
        }
        request
    }

    #[test]
    fn typed_commands_and_their_answers_stand_on_the_screen() {
        let mut console = Text::new("pc-1");
        assert_eq!(console.grid.line(2), "SimOS 4.2 on pc-1");
        type_keys(&mut console, "echo hello\n");
        assert_eq!(console.grid.line(5), "pc-1> echo hello");
        assert_eq!(console.grid.line(6), "hello");
        assert_eq!(console.grid.line(7), "pc-1>");
        assert_eq!(console.grid.cursor, Some((6, 7)));
        assert_eq!(
            type_keys(&mut console, "poweroff\n"),
            Some(Request::PowerOff)
        );
    }

    #[test]
    fn long_lines_wrap_and_backspace_goes_back_over_the_edge() {
        let mut console = Text::new("pc-1");
        type_keys(&mut console, &"x".repeat(80));
        assert_eq!(console.grid.line(6), "xxxxxx");
        let mut canvas = Canvas::new(SCREEN_PX.0, SCREEN_PX.1);
        for _ in 0..7 {
            console.handle(Instant::now(), Input::Key(Key::Backspace), &mut canvas);
        }
        assert_eq!(console.grid.line(6), "");
        assert_eq!(console.grid.line(5).len(), "pc-1> ".len() + 73);
    }

    #[test]
    fn the_screen_scrolls_when_it_is_full() {
        let mut console = Text::new("pc-1");
        type_keys(&mut console, &"help\n".repeat(4));
        assert_eq!(console.grid.cursor, Some((6, ROWS - 1)));
        assert_eq!(console.grid.line(ROWS - 1), "pc-1>");
        assert!(console.grid.line(ROWS - 2).contains("version"));
    }
}
