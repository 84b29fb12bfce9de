//! A text screen as the bytes of a terminal.

use super::TerminalType;
use crate::sim::grid::{Attribute, COLUMNS, Cell, Colour, Grid, ROWS};

/// Draws text screens for one type of terminal, each time what has changed.
#[derive(Debug)]
pub struct ConsoleOut {
    kind: TerminalType,
    shown: Option<Grid>,
    attribute: Option<Attribute>,
}

impl ConsoleOut {
    /// A console that has drawn nothing yet.
    #[must_use]
    pub const fn new(kind: TerminalType) -> Self {
        Self {
            kind,
            shown: None,
            attribute: None,
        }
    }

    /// Appends what makes the terminal show `grid`.
    ///
    /// The last cell of the last row is left alone, because writing there would scroll terminals
    /// that wrap at once.
    pub fn draw(&mut self, grid: &Grid, out: &mut Vec<u8>) {
        if self.shown.is_none() {
            // SetMode: clear, say the mode, clear.
            out.extend(b"\x1B[2J\x1B[01;01H\x1B[=3h\x1B[2J\x1B[01;01H");
            self.attribute = None;
        }
        let blank = Grid::default();
        let shown = self.shown.take();
        let before = shown.as_ref().unwrap_or(&blank);
        let mut drawn = false;
        for (row, (cells, old)) in grid.rows().zip(before.rows()).enumerate() {
            let last = if row + 1 == ROWS {
                COLUMNS - 1
            } else {
                COLUMNS
            };
            let mut column = 0;
            while column < last {
                let changed = |at: usize| cells.get(at) != old.get(at);
                if !changed(column) {
                    column += 1;
                    continue;
                }
                // A short stretch in between costs less than moving the cursor over it.
                let mut end = column + 1;
                while end < last && (end..last.min(end + GAP)).any(changed) {
                    end += 1;
                }
                self.position(column, row, out);
                for cell in cells.get(column..end).unwrap_or_default() {
                    self.cell(*cell, out);
                }
                drawn = true;
                column = end;
            }
        }
        if let Some((column, row)) = grid.cursor
            && (drawn || before.cursor != grid.cursor)
        {
            self.position(column, row, out);
        }
        self.shown = Some(grid.clone());
    }

    fn position(&self, column: usize, row: usize, out: &mut Vec<u8>) {
        out.extend(format!("\x1B[{:02};{:02}H", row + 1, column + 1).bytes());
    }

    fn cell(&mut self, cell: Cell, out: &mut Vec<u8>) {
        if self.attribute != Some(cell.attribute) {
            self.attribute = Some(cell.attribute);
            let (ink, bright) = ansi(cell.attribute.ink);
            let (paper, _) = ansi(cell.attribute.paper);
            out.extend(format!("\x1B[{}m\x1B[3{ink}m\x1B[4{paper}m", u8::from(bright)).bytes());
        }
        let c = cell.character;
        match (self.kind, GRAPHICS.iter().find(|(known, ..)| *known == c)) {
            (TerminalType::VtUtf8, _) => out.extend(c.encode_utf8(&mut [0; 4]).bytes()),
            (TerminalType::Intel | TerminalType::PcAnsi, Some((_, byte, _))) => out.push(*byte),
            (TerminalType::Vt100 | TerminalType::Vt100Plus, Some((.., ascii))) => out.push(*ascii),
            (_, None) if c.is_ascii() => out.extend(c.encode_utf8(&mut [0; 4]).bytes()),
            (_, None) => out.push(b'?'),
        }
    }
}

/// Colour number of a terminal, and whether it is one of the bright ones.
const fn ansi(colour: Colour) -> (u8, bool) {
    match colour {
        Colour::Black => (0, false),
        Colour::Blue => (4, false),
        Colour::Green => (2, false),
        Colour::Cyan => (6, false),
        Colour::Red => (1, false),
        Colour::Magenta => (5, false),
        Colour::Brown => (3, false),
        Colour::LightGrey => (7, false),
        Colour::DarkGrey => (0, true),
        Colour::LightBlue => (4, true),
        Colour::LightGreen => (2, true),
        Colour::LightCyan => (6, true),
        Colour::LightRed => (1, true),
        Colour::LightMagenta => (5, true),
        Colour::Yellow => (3, true),
        Colour::White => (7, true),
    }
}

/// Unchanged cells that are drawn again rather than stepped over: as long as the sequence.
const GAP: usize = 8;

/// Drawing characters: in code page 437, and in ASCII.
const GRAPHICS: [(char, u8, u8); 34] = [
    ('─', 0xC4, b'-'),
    ('│', 0xB3, b'|'),
    ('┌', 0xDA, b'/'),
    ('┐', 0xBF, b'\\'),
    ('└', 0xC0, b'\\'),
    ('┘', 0xD9, b'/'),
    ('├', 0xC3, b'|'),
    ('┤', 0xB4, b'|'),
    ('┬', 0xC2, b'+'),
    ('┴', 0xC1, b'+'),
    ('┼', 0xC5, b'+'),
    ('═', 0xCD, b'-'),
    ('║', 0xBA, b'|'),
    ('╔', 0xC9, b'/'),
    ('╗', 0xBB, b'\\'),
    ('╚', 0xC8, b'\\'),
    ('╝', 0xBC, b'/'),
    ('╠', 0xCC, b'|'),
    ('╣', 0xB9, b'|'),
    ('╦', 0xCB, b'+'),
    ('╩', 0xCA, b'+'),
    ('╬', 0xCE, b'+'),
    ('█', 0xDB, b'*'),
    ('░', 0xB0, b'+'),
    ('▲', 0x1E, b'^'),
    ('►', 0x10, b'>'),
    ('▼', 0x1F, b'v'),
    ('◄', 0x11, b'<'),
    ('←', b'<', b'<'),
    ('↑', 0x18, b'^'),
    ('→', b'>', b'>'),
    ('↓', 0x19, b'v'),
    ('·', 0xFA, b'.'),
    ('…', b'.', b'.'),
];

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: Attribute = Attribute::new(Colour::White, Colour::Blue);

    fn framed() -> Grid {
        let mut grid = Grid::default();
        grid.frame((0, 0), (4, 3), TITLE);
        grid
    }

    fn drawn(kind: TerminalType, grid: &Grid) -> Vec<u8> {
        let mut out = Vec::new();
        ConsoleOut::new(kind).draw(grid, &mut out);
        out
    }

    #[test]
    fn each_type_draws_boxes_with_its_own_characters() {
        let start =
            "\x1B[2J\x1B[01;01H\x1B[=3h\x1B[2J\x1B[01;01H\x1B[01;01H\x1B[1m\x1B[37m\x1B[44m";
        for (kind, top, side, bottom) in [
            (
                TerminalType::PcAnsi,
                &b"\xDA\xC4\xC4\xBF"[..],
                &b"\xB3"[..],
                &b"\xC0\xC4\xC4\xD9"[..],
            ),
            (
                TerminalType::Intel,
                b"\xDA\xC4\xC4\xBF",
                b"\xB3",
                b"\xC0\xC4\xC4\xD9",
            ),
            (TerminalType::Vt100, b"/--\\", b"|", b"\\--/"),
            (TerminalType::Vt100Plus, b"/--\\", b"|", b"\\--/"),
            (
                TerminalType::VtUtf8,
                "┌──┐".as_bytes(),
                "│".as_bytes(),
                "└──┘".as_bytes(),
            ),
        ] {
            let expected = [
                start.as_bytes(),
                top,
                b"\x1B[02;01H",
                side,
                b"  ",
                side,
                b"\x1B[03;01H",
                bottom,
            ]
            .concat();
            assert_eq!(drawn(kind, &framed()), expected, "{kind:?}");
        }
    }

    #[test]
    fn only_what_changes_is_drawn_again() {
        let mut console = ConsoleOut::new(TerminalType::Vt100);
        let mut out = Vec::new();
        let mut grid = framed();
        console.draw(&grid, &mut out);
        out.clear();
        console.draw(&grid, &mut out);
        assert_eq!(out, b"");
        grid.write(10, 4, "ab", TITLE);
        grid.write(14, 4, "c", Attribute::NORMAL);
        grid.cursor = Some((3, 5));
        console.draw(&grid, &mut out);
        assert_eq!(out, b"\x1B[05;11Hab\x1B[0m\x1B[37m\x1B[40m  c\x1B[06;04H");
    }

    #[test]
    fn the_last_cell_is_never_written() {
        let mut grid = Grid::default();
        grid.fill(0, ROWS - 1, COLUMNS, 'x', TITLE);
        let out = drawn(TerminalType::Vt100, &grid);
        assert_eq!(out.iter().filter(|b| **b == b'x').count(), COLUMNS - 1);
    }

    #[test]
    fn what_a_terminal_lacks_is_a_question_mark() {
        let mut grid = Grid::default();
        grid.write(0, 0, "é↑", Attribute::NORMAL);
        assert!(drawn(TerminalType::PcAnsi, &grid).ends_with(b"?\x18"));
        assert!(drawn(TerminalType::VtUtf8, &grid).ends_with("é↑".as_bytes()));
    }
}
