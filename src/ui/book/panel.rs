//! The list of PCs at the left of the window.

use eframe::egui::{
    Align, Align2, Button, Key, Layout, Modifiers, Popup, RichText, ScrollArea, TextEdit, Ui, vec2,
};

use super::bulk::BulkForm;
use super::drag;
use super::edit::EditForm;
use super::lists::{ExportForm, ImportForm};
use super::row::{self, State};
use super::scan::ScanForm;
use super::shelf::{Row, Sheet, Shelf, Sort, count, search_id};
use crate::session::{Fault, Target};
use crate::ui::action::Action;
use crate::ui::background::Background;
use crate::ui::language::{t, w};
use crate::ui::page::Page;
use crate::ui::parts;
use crate::ui::said::Told as _;
use crate::ui::theme::{self, Palette, font_size, icon, size, space};

/// What the list asks of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BookWish {
    /// Connect to this PC, with a view in front.
    Open {
        name: String,
        page: Page,
        place: Place,
    },
    /// These become members of a group, or of none.
    Move(Vec<String>, Option<String>),
    /// Open its tab and find out what is wrong.
    Doctor(String),
    /// Connect to what was typed.
    Address(String),
    /// A simulated PC.
    Simulate,
    /// These were taken out of the book: say so, with a way back.
    Removed(Vec<String>),
    /// This text goes to the clipboard.
    Copy(String),
}

/// A PC that has a tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenPc {
    /// What the list calls it.
    pub(crate) name: String,
    /// It is known to be off or asleep, while its Intel AMT answers.
    pub(crate) is_down: bool,
}

/// Where a PC is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Place {
    /// In a tab in front.
    #[default]
    Front,
    /// In a tab behind the one in front.
    Behind,
    /// In a window of its own.
    OwnWindow,
}

impl Place {
    /// Where somebody wants it who holds these keys.
    const fn of(held: Modifiers) -> Self {
        match (held.command, held.shift) {
            (true, _) => Self::Behind,
            (_, true) => Self::OwnWindow,
            _ => Self::Front,
        }
    }
}

/// Draws the list.
///
/// * `open`: PCs that have a tab.
pub(crate) fn panel_ui(
    ui: &mut Ui,
    shelf: &mut Shelf,
    background: &Background,
    open: &[OpenPc],
    can_simulate: bool,
) -> Option<BookWish> {
    shelf.arrange();
    let mut wish = None;
    ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
    wish = wish.or(head_ui(ui, shelf));
    let bar = size::control(ui) + space::S;
    let room = ui.available_height() - bar;
    ui.allocate_ui(vec2(ui.available_width(), room), |ui| {
        ui.set_min_height(room);
        let asked = list_ui(ui, shelf, background, open, can_simulate);
        wish = wish.take().or(asked);
    });
    bar_ui(ui, shelf);
    wish
}

/// Search field and order.
fn head_ui(ui: &mut Ui, shelf: &mut Shelf) -> Option<BookWish> {
    let mut wish = None;
    let palette = Palette::of(ui);
    let hint = RichText::new(t!("book-search")).color(palette.t3);
    let id = search_id();
    let before = shelf.query.clone();
    // From the right, so that the field has exactly the room that is left.
    let row = vec2(ui.available_width(), size::control(ui));
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        order_ui(ui, shelf);
        let field = TextEdit::singleline(&mut shelf.query)
            .id(id)
            .hint_text(hint)
            .char_limit(300)
            .align(Align2::LEFT_CENTER);
        let room = vec2(ui.available_width(), size::control(ui));
        let response = ui.add_sized(room, field);
        let response = response.accessible_name(t!("book-search"));
        if response.has_focus() {
            let steps = ui.input_mut(|input| {
                let down = input.consume_key(Modifiers::NONE, Key::ArrowDown);
                let up = input.consume_key(Modifiers::NONE, Key::ArrowUp);
                (down, up)
            });
            if steps.0 || steps.1 {
                shelf.step(steps.0);
            }
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            wish = chosen(shelf, ui.input(|input| input.modifiers));
        }
    });
    if std::mem::take(&mut shelf.wants_focus) {
        let chars = shelf.query.chars().count();
        parts::focus_and_select(ui, id, chars);
    }
    if shelf.query != before {
        shelf.selected = None;
        shelf.touch();
        shelf.arrange();
    }
    let (shown, all) = (
        shelf
            .rows
            .iter()
            .filter(|row| matches!(row, Row::Pc(_)))
            .count(),
        shelf.content.book.pcs().len(),
    );
    let text = match (shelf.marked.len(), shelf.query.trim().is_empty()) {
        (0 | 1, true) => count(all),
        (0 | 1, false) => t!("book-count-of", shown = shown, all = count(all)),
        (marked, _) => t!("book-count-marked", marked = marked, all = count(all)),
    };
    ui.scope(|ui| {
        // As high as its words, not as a control.
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal(|ui| count_ui(ui, shelf, text));
    });
    wish
}

/// How many PCs there are, and how many of them twice.
fn count_ui(ui: &mut Ui, shelf: &mut Shelf, text: String) {
    let palette = Palette::of(ui);
    let text = RichText::new(text).size(font_size::CAPTION);
    ui.label(text.color(palette.t3));
    let twins = shelf.content.twins.len();
    if twins > 0 {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = RichText::new(t!("book-twice", pcs = count(twins)));
            let text = text.size(font_size::CAPTION).color(palette.warn);
            let button = Button::new((theme::glyph(icon::WARNING).color(palette.warn), text));
            let button = ui.add(button.frame_when_inactive(false));
            let button = button.accessible_name(t!("book-twice", pcs = count(twins)));
            if button.on_hover_text(t!("book-twice-tip")).clicked() {
                shelf.sheet = Sheet::Twins;
            }
        });
    }
}

/// What Enter means: the PC that is marked, the first that is found, or the address that was typed.
fn chosen(shelf: &Shelf, held: Modifiers) -> Option<BookWish> {
    let marked = shelf.selected.clone();
    let first = || {
        let is_search = !shelf.query.trim().is_empty();
        let pc = shelf.pc_at(0).filter(|_| is_search)?;
        Some(pc.name.clone())
    };
    if let Some(name) = marked.or_else(first) {
        let (page, place) = (Page::Screen, Place::of(held));
        return Some(BookWish::Open { name, page, place });
    }
    let text = shelf.query.trim();
    (!text.is_empty()).then(|| BookWish::Address(text.to_owned()))
}

fn order_ui(ui: &mut Ui, shelf: &mut Shelf) {
    let tip = t!("book-order-tip", order = shelf.sort.label().to_lowercase());
    let button = parts::icon_button(ui, icon::SORT, &t!("book-order"), &tip);
    Popup::menu(&button).style(parts::menu_rows()).show(|ui| {
        for sort in Sort::ALL {
            if parts::menu_row(ui, &sort.label(), "", shelf.sort == sort).clicked() {
                shelf.sort = sort;
                shelf.touch();
            }
        }
    });
}

fn list_ui(
    ui: &mut Ui,
    shelf: &mut Shelf,
    background: &Background,
    open: &[OpenPc],
    can_simulate: bool,
) -> Option<BookWish> {
    if let Some(fault) = &shelf.trouble {
        let palette = Palette::of(ui);
        parts::state_line(ui, icon::FAILED, palette.danger, fault.told_title());
        ui.label(RichText::new(fault.told_cause()).color(palette.t2));
        ui.label(RichText::new(fault.told_remedy()).color(palette.t2));
        let can_recover = matches!(fault, Fault::StoreDamaged { .. });
        if can_recover && parts::button(ui, w!("book-recover")).clicked() {
            shelf.recover(background);
        }
        return None;
    }
    if !shelf.is_read {
        ui.horizontal(|ui| {
            parts::ring(ui, Palette::of(ui).accent);
            ui.label(t!("book-reading"));
        });
        return None;
    }
    if shelf.rows.is_empty() {
        return empty_ui(ui, shelf, can_simulate);
    }
    let mut wish = None;
    let mut in_sight = Vec::new();
    let rows = shelf.rows.len();
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut list = ScrollArea::vertical()
        .id_salt("pcs")
        .auto_shrink([false, false]);
    let ground = ui.available_rect_before_wrap();
    let pressed_elsewhere = ui.input(|input| {
        let at = input.pointer.press_origin();
        input.pointer.any_pressed() && at.is_some_and(|at| !ground.contains(at))
    });
    if pressed_elsewhere {
        shelf.has_keys = false;
    }
    if let Some(row) = keys_ui(ui, shelf, background, &mut wish) {
        // Keeps what the keys have reached in sight.
        let top = row_top(row, size::row(ui)) - ui.available_height() / 2.0;
        list = list.vertical_scroll_offset(top.max(0.0));
    }
    list.show_rows(ui, size::row(ui), rows, |ui, range| {
        for place in range {
            match shelf.rows.get(place).cloned() {
                Some(Row::Group(name, count, home)) => {
                    let is_folded = shelf.folded.contains(&name);
                    let heading = row::group_ui(ui, &name, count, is_folded);
                    wish = wish.take().or(drag::take(ui, &heading, &home));
                    if heading.clicked() {
                        if !shelf.folded.remove(&name) {
                            shelf.folded.insert(name);
                        }
                        shelf.touch();
                    }
                }
                Some(Row::Pc(pc)) => {
                    in_sight.push(pc);
                    let asked = pc_ui(ui, shelf, background, pc, open);
                    wish = wish.take().or(asked);
                }
                None => {}
            }
        }
    });
    drag::preview(ui);
    shelf.watch(&in_sight);
    wish
}

/// Where a row begins, in points from the top of the list.
fn row_top(row: usize, height: f32) -> f32 {
    // Lists are far shorter than what a whole number of points can say exactly.
    u16::try_from(row).map_or(f32::from(u16::MAX), f32::from) * height
}

/// Keys while the list has them; the row to be scrolled to.
fn keys_ui(
    ui: &mut Ui,
    shelf: &mut Shelf,
    background: &Background,
    wish: &mut Option<BookWish>,
) -> Option<usize> {
    let focused = ui.memory(|memory| memory.focused());
    let on_row = focused.is_some() && focused == shelf.focused_row;
    let is_covered = !matches!(shelf.sheet, Sheet::None);
    let in_list = shelf.has_keys && focused.is_none() && !is_covered;
    if !(on_row || in_list) || Popup::is_any_open(ui.ctx()) {
        return None;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let names = shelf.chosen_names();
    if pressed(Key::Delete) && !names.is_empty() {
        shelf.remove(background, names.clone());
        *wish = Some(BookWish::Removed(names));
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
        shelf.mark_all();
    }
    if !shelf.marked.is_empty() && pressed(Key::Escape) {
        shelf.marked.clear();
    }
    let by_shift = ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::F10));
    if (by_shift || pressed(Key::Menu)) && shelf.selected.is_some() {
        shelf.menu_by_key = true;
    }
    if pressed(Key::F2) {
        edit_selected(shelf);
    }
    // Without any comes last: it takes what else is held for nothing.
    for held in [Modifiers::COMMAND, Modifiers::SHIFT, Modifiers::NONE] {
        if ui.input_mut(|input| input.consume_key(held, Key::Enter)) {
            *wish = chosen(shelf, held);
        }
    }
    // Between rows that have the focus themselves the arrows move it.
    if on_row {
        return None;
    }
    if pressed(Key::ArrowDown) {
        return shelf.step(true);
    }
    if pressed(Key::ArrowUp) {
        return shelf.step(false);
    }
    None
}

fn edit_selected(shelf: &mut Shelf) {
    let names = shelf.chosen_names();
    if names.len() > 1 {
        shelf.sheet = Sheet::Bulk(BulkForm::new(names));
        return;
    }
    let pc = shelf
        .selected
        .as_ref()
        .and_then(|name| shelf.content.book.find(name));
    if let Some(pc) = pc {
        shelf.sheet = Sheet::Edit(EditForm::of(pc));
    }
}

fn pc_ui(
    ui: &mut Ui,
    shelf: &mut Shelf,
    background: &Background,
    place: usize,
    open: &[OpenPc],
) -> Option<BookWish> {
    let content = std::sync::Arc::clone(&shelf.content);
    let pc = content.book.pcs().get(place)?;
    let state = State {
        presence: shelf.presence.get(&pc.name).copied(),
        open: open
            .iter()
            .find(|other| other.name == pc.name)
            .map(|other| other.is_down),
        is_selected: shelf.selected.as_ref() == Some(&pc.name) || shelf.marked.contains(&pc.name),
        has_keys: shelf.has_keys,
    };
    let response = row::pc_ui(ui, pc, state);
    let mut wish = None;
    let name = || pc.name.clone();
    let open = |page, place| BookWish::Open {
        name: name(),
        page,
        place,
    };
    if response.clicked() {
        let held = ui.input(|input| input.modifiers);
        match (held.command, held.shift) {
            (true, _) => shelf.toggle_mark(&pc.name),
            (_, true) => shelf.mark_to(&pc.name),
            _ => shelf.marked.clear(),
        }
        shelf.selected = Some(name());
        // Not the row's, which goes when it is scrolled out of sight.
        shelf.has_keys = true;
    }
    if response.has_focus() {
        shelf.selected = Some(name());
        shelf.focused_row = Some(response.id);
    }
    if response.double_clicked() {
        wish = Some(open(
            Page::Screen,
            Place::of(ui.input(|input| input.modifiers)),
        ));
        // Keys that mark rows were held for another reason.
        shelf.marked.clear();
    }
    drag::begin(ui, &response, shelf, &pc.name);
    if response.secondary_clicked() && !shelf.marked.contains(&pc.name) {
        shelf.marked.clear();
        shelf.selected = Some(name());
    }
    let mut menu = Popup::context_menu(&response).style(parts::menu_rows());
    let is_new = shelf.menu_by_key && shelf.selected.as_ref() == Some(&pc.name);
    if is_new {
        shelf.menu_by_key = false;
        shelf.menu_of = Some(pc.name.clone());
        Popup::open_id(ui.ctx(), menu.get_id());
    } else if response.secondary_clicked() {
        shelf.menu_of = None;
    }
    if shelf.menu_of.as_ref() == Some(&pc.name) {
        // At the row, for the pointer may be anywhere.
        menu = menu.at_position(response.rect.left_bottom());
    }
    menu.show(|ui| {
        if shelf.marked.len() > 1 && shelf.marked.contains(&pc.name) {
            wish = marked_ui(ui, shelf, background);
            return;
        }
        let connect = parts::menu_row(ui, &t!("book-connect"), &t!("book-key-enter"), false);
        if is_new {
            connect.request_focus();
        }
        if connect.clicked() {
            wish = Some(open(Page::Screen, Place::Front));
        }
        let is_amt = pc
            .address
            .parse::<Target>()
            .is_ok_and(|t| matches!(t, Target::Amt { .. }));
        if is_amt {
            if parts::menu_row(ui, &t!("book-serial"), "", false).clicked() {
                wish = Some(open(Page::Serial, Place::Front));
            }
            if parts::menu_row(ui, &t!("book-lend"), "", false).clicked() {
                wish = Some(open(Page::Media, Place::Front));
            }
            if parts::menu_row(ui, &t!("book-facts"), "", false).clicked() {
                wish = Some(open(Page::Device, Place::Front));
            }
            if parts::menu_row(ui, &Action::Doctor.row().label(), "", false).clicked() {
                wish = Some(BookWish::Doctor(name()));
            }
        }
        ui.separator();
        let star = if pc.favourite {
            t!("book-unstar")
        } else {
            t!("book-star")
        };
        if parts::menu_row(ui, &star, "", false).clicked() {
            shelf.toggle_favourite(background, name());
        }
        if parts::menu_row(ui, &t!("book-edit"), "F2", false).clicked() {
            shelf.sheet = Sheet::Edit(EditForm::of(pc));
        }
        if parts::menu_row(ui, &t!("book-copy-address"), "", false).clicked() {
            wish = Some(BookWish::Copy(pc.address.clone()));
        }
        if parts::menu_row(ui, &t!("book-remove"), &t!("book-key-delete"), false).clicked() {
            shelf.remove(background, vec![name()]);
            wish = Some(BookWish::Removed(vec![name()]));
        }
    });
    wish
}

/// What can be done to all PCs that are marked.
fn marked_ui(ui: &mut Ui, shelf: &mut Shelf, background: &Background) -> Option<BookWish> {
    let names: Vec<_> = shelf.marked.iter().cloned().collect();
    let pcs = count(names.len());
    if parts::menu_row(ui, &t!("book-change-pcs", pcs = pcs.as_str()), "F2", false).clicked() {
        shelf.sheet = Sheet::Bulk(BulkForm::new(names));
        return None;
    }
    if parts::menu_row(
        ui,
        &t!("book-remove-pcs", pcs = pcs),
        &t!("book-key-delete"),
        false,
    )
    .clicked()
    {
        shelf.remove(background, names.clone());
        return Some(BookWish::Removed(names));
    }
    None
}

/// Nothing is listed: what to do about it.
fn empty_ui(ui: &mut Ui, shelf: &mut Shelf, can_simulate: bool) -> Option<BookWish> {
    let palette = Palette::of(ui);
    ui.add_space(space::S);
    let text = shelf.query.trim().to_owned();
    if !text.is_empty() {
        let words = match text.parse::<Target>() {
            Ok(_) => t!("book-enter-connects", address = text.as_str()),
            Err(_) => t!("book-no-match"),
        };
        ui.label(RichText::new(words).color(palette.t2));
        return None;
    }
    ui.label(RichText::new(t!("book-empty")).color(palette.t1));
    ui.label(RichText::new(t!("book-empty-hint")).color(palette.t3));
    let simulate = can_simulate && parts::link(ui, &t!("start-simulate")).clicked();
    simulate.then_some(BookWish::Simulate)
}

/// Ways to more PCs.
fn bar_ui(ui: &mut Ui, shelf: &mut Shelf) {
    ui.horizontal(|ui| {
        let button = |ui: &mut Ui, label: String, tip: String| {
            let button = Button::new(label).frame_when_inactive(false);
            ui.add(button).on_hover_text(tip).clicked()
        };
        if button(ui, t!("book-add"), t!("book-add-tip")) {
            shelf.sheet = Sheet::Edit(EditForm::default());
        }
        if button(ui, t!("book-import"), t!("book-import-tip")) {
            shelf.sheet = Sheet::Import(ImportForm::default());
        }
        if button(ui, t!("book-scan"), t!("book-scan-tip")) {
            shelf.sheet = Sheet::Scan(ScanForm::default());
        }
        if button(ui, t!("book-export"), t!("book-export-tip")) {
            shelf.sheet = Sheet::Export(ExportForm::default());
        }
    });
}
