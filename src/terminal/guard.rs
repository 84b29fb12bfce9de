//! What a host may do to our terminal.
//!
//! Between the parser and the terminal of `alacritty_terminal`: cells and the cursor pass, work
//! and memory are bounded, answers are ours, and everything about windows, titles, clipboards,
//! palettes, links and mice stops here (the trait's own empty methods).

use alacritty_terminal::Term;
use alacritty_terminal::event::VoidListener;
use alacritty_terminal::index::Column;
use alacritty_terminal::vte::ansi::{
    Attr, CharsetIndex, ClearMode, Handler, LineClearMode, Mode, PrivateMode, StandardCharset,
    TabulationClearMode, Timeout,
};
use std::fmt::Write as _;
use std::time::Duration;
use unicode_width::UnicodeWidthChar as _;

/// Applies what the parser reads to a terminal, for one piece of output.
pub(super) struct Guard<'a> {
    pub(super) term: &'a mut Term<VoidListener>,
    /// Characters that may still be drawn.
    pub(super) credit: &'a mut usize,
    /// Answers to the host's questions.
    pub(super) replies: &'a mut String,
    /// BEL was among the output.
    pub(super) bell: &'a mut bool,
}

impl Guard<'_> {
    fn reply(&mut self, write: impl FnOnce(&mut String) -> std::fmt::Result) {
        // A host that only asks and never reads the answers must not fill our memory.
        if self.replies.len() < REPLY_BYTES {
            // INVARIANT: writing to a string cannot fail.
            write(self.replies).ok();
        }
    }
}

/// Methods that reach the terminal as they are.
macro_rules! pass {
    ($($name:ident($($arg:ident: $type:ty),*);)*) => {
        $(
            #[inline]
            fn $name(&mut self, $($arg: $type),*) {
                Handler::$name(self.term, $($arg),*);
            }
        )*
    };
}

impl Handler for Guard<'_> {
    pass! {
        goto(line: i32, column: usize);
        goto_line(line: i32);
        goto_col(column: usize);
        insert_blank(count: usize);
        move_up(rows: usize);
        move_down(rows: usize);
        move_forward(columns: usize);
        move_backward(columns: usize);
        move_down_and_cr(rows: usize);
        move_up_and_cr(rows: usize);
        backspace();
        carriage_return();
        linefeed();
        newline();
        set_horizontal_tabstop();
        scroll_up(rows: usize);
        scroll_down(rows: usize);
        insert_blank_lines(count: usize);
        delete_lines(count: usize);
        erase_chars(count: usize);
        delete_chars(count: usize);
        save_cursor_position();
        restore_cursor_position();
        clear_line(mode: LineClearMode);
        clear_screen(mode: ClearMode);
        clear_tabs(mode: TabulationClearMode);
        set_tabs(interval: u16);
        reset_state();
        reverse_index();
        terminal_attribute(attribute: Attr);
        set_mode(mode: Mode);
        unset_mode(mode: Mode);
        set_private_mode(mode: PrivateMode);
        unset_private_mode(mode: PrivateMode);
        set_scrolling_region(top: usize, bottom: Option<usize>);
        set_keypad_application_mode();
        unset_keypad_application_mode();
        set_active_charset(index: CharsetIndex);
        configure_charset(index: CharsetIndex, charset: StandardCharset);
        decaln();
    }

    #[inline]
    fn input(&mut self, c: char) {
        let Some(credit) = self.credit.checked_sub(1) else {
            return;
        };
        *self.credit = credit;
        if !c.is_ascii() && c.width() == Some(0) && !self.room_for_mark() {
            return;
        }
        Handler::input(self.term, c);
    }

    fn put_tab(&mut self, count: u16) {
        Handler::put_tab(self.term, count.min(TABS));
    }

    fn move_backward_tabs(&mut self, count: u16) {
        Handler::move_backward_tabs(self.term, count.min(TABS));
    }

    fn move_forward_tabs(&mut self, count: u16) {
        Handler::move_forward_tabs(self.term, count.min(TABS));
    }

    fn bell(&mut self) {
        *self.bell = true;
    }

    /// Says that we are a VT102, as the terminal's own answer would.
    fn identify_terminal(&mut self, intermediate: Option<char>) {
        if intermediate.is_none() {
            self.reply(|out| out.write_str("\x1B[?6c"));
        }
    }

    fn device_status(&mut self, which: usize) {
        let point = self.term.grid().cursor.point;
        let (line, column) = (point.line.0 + 1, point.column.0 + 1);
        match which {
            5 => self.reply(|out| out.write_str("\x1B[0n")),
            6 => self.reply(|out| write!(out, "\x1B[{line};{column}R")),
            _ => {}
        }
    }
}

impl Guard<'_> {
    /// Whether the character before the cursor can take another combining mark.
    fn room_for_mark(&self) -> bool {
        let grid = self.term.grid();
        let cursor = &grid.cursor;
        let before = match cursor.input_needs_wrap {
            true => cursor.point.column,
            false => Column(cursor.point.column.0.saturating_sub(1)),
        };
        // The mark may move one cell further left, to the first half of a wide character.
        [before, Column(before.0.saturating_sub(1))]
            .into_iter()
            .all(|column| {
                let row = &grid[cursor.point.line];
                let marks = row[column].zerowidth().map_or(0, <[char]>::len);
                marks < MARKS
            })
    }
}

/// Synchronized updates hold output back until the host says go on. A serial console shows what
/// it gets.
#[derive(Debug, Default)]
pub(super) struct NoSynchronizedUpdates;

impl Timeout for NoSynchronizedUpdates {
    fn set_timeout(&mut self, _: Duration) {}

    fn clear_timeout(&mut self) {}

    fn pending_timeout(&self) -> bool {
        false
    }
}

/// Answers kept for sending.
const REPLY_BYTES: usize = 1024;
/// Tab stops moved over at once; no screen has more.
const TABS: u16 = 256;
/// Combining marks on one character; real text has one or two.
const MARKS: usize = 4;
