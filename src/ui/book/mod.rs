//! The address book in the window: the list at the left, and the sheets that change it.

mod bulk;
mod drag;
mod edit;
mod lists;
mod panel;
mod row;
mod scan;
mod shelf;
mod twins;
mod work;

pub(crate) use bulk::BulkChange;
pub(crate) use edit::EditForm;
pub(crate) use lists::ImportForm;
pub(crate) use panel::{BookWish, OpenPc, Place, panel_ui};
pub(crate) use shelf::{Sheet, SheetWish, Shelf, count, has_room_beside, sheet_ui};
pub(crate) use work::BookDone;
