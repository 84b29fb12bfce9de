//! Selecting and searching text of screen and history.

use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::{Boundary, Column, Direction, Point, Side};
use alacritty_terminal::selection::{Selection, SelectionType};
use alacritty_terminal::term::search::RegexSearch;

use super::Emulator;

/// How a selection grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelectBy {
    /// Character by character.
    Character,
    /// Word by word.
    Word,
    /// Line by line.
    Line,
    /// A rectangle.
    Block,
}

impl Emulator {
    /// Starts a selection at a cell of the view; `right` if in its right half. Cells outside are
    /// taken as the nearest inside.
    pub fn start_selection(&mut self, by: SelectBy, column: usize, row: usize, right: bool) {
        let kind = match by {
            SelectBy::Character => SelectionType::Simple,
            SelectBy::Word => SelectionType::Semantic,
            SelectBy::Line => SelectionType::Lines,
            SelectBy::Block => SelectionType::Block,
        };
        let point = self.point_from_view(column, row);
        self.term.selection = Some(Selection::new(kind, point, side(right)));
        self.generation += 1;
    }

    /// Moves the end of the selection.
    pub fn extend_selection(&mut self, column: usize, row: usize, right: bool) {
        let point = self.point_from_view(column, row);
        if let Some(selection) = &mut self.term.selection {
            selection.update(point, side(right));
            self.generation += 1;
        }
    }

    /// Selects history and screen.
    pub fn select_all(&mut self) {
        let start = Point::new(self.term.topmost_line(), Column(0));
        let end = Point::new(self.term.bottommost_line(), self.term.last_column());
        let mut selection = Selection::new(SelectionType::Simple, start, Side::Left);
        selection.update(end, Side::Right);
        self.term.selection = Some(selection);
        self.generation += 1;
    }

    /// Selects nothing.
    pub fn clear_selection(&mut self) {
        if self.term.selection.take().is_some() {
            self.generation += 1;
        }
    }

    /// The selected text; `None` if nothing is.
    #[must_use]
    pub fn selected_text(&self) -> Option<String> {
        self.term
            .selection_to_string()
            .filter(|text| !text.is_empty())
    }

    /// Looks for a text in screen and history, from the selection (or the end) on, wrapping
    /// around. Capital letters count only if `text` has some. What is found becomes the selection
    /// and the view moves there. False if there is none.
    pub fn find(&mut self, text: &str, forwards: bool) -> bool {
        self.generation += 1;
        let pattern = Some(text).filter(|text| !text.is_empty() && text.len() <= FIND_BYTES);
        let Some(mut search) = pattern.and_then(|text| RegexSearch::new(&regex::escape(text)).ok())
        else {
            return false;
        };
        let (direction, side) = match forwards {
            true => (Direction::Right, Side::Left),
            false => (Direction::Left, Side::Right),
        };
        let selection = self.term.selection.as_ref();
        let selected = selection.and_then(|selection| selection.to_range(&self.term));
        let origin = match (selected, forwards) {
            (Some(range), true) => range.start.add(&self.term, Boundary::None, 1),
            (Some(range), false) => range.end.sub(&self.term, Boundary::None, 1),
            (None, true) => Point::new(self.term.topmost_line(), Column(0)),
            (None, false) => Point::new(self.term.bottommost_line(), self.term.last_column()),
        };
        let found = self
            .term
            .search_next(&mut search, origin, direction, side, None);
        if let Some(found) = &found {
            let mut selection = Selection::new(SelectionType::Simple, *found.start(), Side::Left);
            selection.update(*found.end(), Side::Right);
            self.term.selection = Some(selection);
            self.term.scroll_to_point(*found.start());
        }
        found.is_some()
    }

    fn point_from_view(&self, column: usize, row: usize) -> Point {
        let row = row.min(self.term.screen_lines().saturating_sub(1));
        let column = Column(column).min(self.term.last_column());
        Point::new(self.line_from_row(row), column)
    }
}

const fn side(right: bool) -> Side {
    if right { Side::Right } else { Side::Left }
}

/// Longest text that is searched for.
const FIND_BYTES: usize = 256;
