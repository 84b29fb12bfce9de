//! What lies over the tab in front: while something does, neither clicks nor keys reach the PC,
//! and afterwards the focus returns to where it was.

use eframe::egui::{Context, Id, Popup, Response, Ui};

/// Notes that a popover of ours is open in this frame; egui counts only those it remembers itself.
pub(crate) fn note_popover(ctx: &Context) {
    let now = ctx.cumulative_pass_nr();
    ctx.data_mut(|data| data.insert_temp(place(), now));
}

/// A menu, a popover or a sheet is open, or was until the frame before: the click that closes it
/// is its own.
pub(crate) fn is_any_open(ctx: &Context) -> bool {
    let popover = ctx.data(|data| data.get_temp::<u64>(place()));
    Popup::is_any_open(ctx)
        || ctx.memory(|memory| memory.top_modal_layer().is_some())
        || popover.is_some_and(|noted| ctx.cumulative_pass_nr() <= noted + 1)
}

fn place() -> Id {
    Id::unique("popover")
}

/// The focus of a picture or terminal, which comes back to it after a menu, a question or a click
/// on one of its bars.
#[derive(Debug, Default)]
pub(crate) struct Focus {
    /// It had the focus when nothing lay over it last.
    had: bool,
    /// Frames until what lay over it is gone for egui, too.
    waits: u8,
}

impl Focus {
    /// It has the focus, or gets it back.
    pub(crate) const fn is_here(&self) -> bool {
        self.had
    }

    /// The focus is let go of for good.
    pub(crate) const fn leave(&mut self) {
        (self.had, self.waits) = (false, 0);
    }

    /// Takes what this frame knows; true if `response` has the focus.
    ///
    /// * `may`: keys could go to the PC at all;
    /// * `is_covered`: something of ours lies over it.
    pub(crate) fn follow(
        &mut self,
        ui: &Ui,
        response: &Response,
        may: bool,
        is_covered: bool,
    ) -> bool {
        if is_covered {
            self.had |= response.has_focus();
            self.waits = if self.had { FRAMES } else { 0 };
            return response.has_focus();
        }
        let focused = ui.memory(|memory| memory.focused());
        let is_elsewhere = focused.is_some_and(|id| id != response.id);
        if self.waits > 0 && is_elsewhere {
            // Perhaps only at a button that is gone by now, from which egui takes it.
            self.waits -= 1;
            ui.ctx().request_repaint();
            return false;
        }
        self.waits = 0;
        // egui takes the focus away at every click elsewhere. A click on a bar or in a menu is
        // part of working on the PC, so it comes back unless something else has got it.
        if self.had && may && focused.is_none() {
            response.request_focus();
        }
        self.had = response.has_focus();
        self.had
    }
}

/// Within as many frames egui notices that what had the focus is no longer drawn.
const FRAMES: u8 = 3;
