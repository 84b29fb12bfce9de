//! What is in front, in a sentence or two, and every key that works there.

use eframe::egui::{Align2, Context, Id, RichText, ScrollArea, TextEdit, Ui};

use super::action::{Action, Row};
use super::language::t;
use super::page::Page;
use super::parts;
use super::release_key;
use super::said;
use super::shortcuts::fixed;
use super::theme::{self, Palette, font_size, size, space};

/// The sheet.
#[derive(Debug)]
pub(crate) struct Help {
    /// The view in front; `None`: another tab of the window.
    page: Option<Page>,
    filter: String,
    focused: bool,
}

impl Help {
    /// About what is in front.
    pub(crate) const fn about(page: Option<Page>) -> Self {
        Self {
            page,
            filter: String::new(),
            focused: false,
        }
    }

    /// Draws it; true when it is done with.
    pub(crate) fn ui(&mut self, ui: &Ui) -> bool {
        parts::sheet(ui, Id::unique("help"), size::FIRST_RUN, |ui| {
            let palette = Palette::of(ui);
            let page = self.page.map_or_else(|| t!("help-window"), Page::label);
            let title = RichText::new(t!("help-title", page = page))
                .font(theme::strong(font_size::HEADING))
                .color(palette.t1);
            ui.label(title);
            ui.label(RichText::new(about(self.page)).color(palette.t2));
            let name = t!("help-find");
            let field = TextEdit::singleline(&mut self.filter)
                .hint_text(RichText::new(&name).color(palette.t3))
                .char_limit(100)
                .align(Align2::LEFT_CENTER)
                .desired_width(f32::INFINITY);
            let field = ui.add(field).accessible_name(name);
            if !std::mem::replace(&mut self.focused, true) {
                field.request_focus();
            }
            let list = ScrollArea::vertical().id_salt("keys").max_height(LIST_PT);
            list.auto_shrink([false, true])
                .show(ui, |ui| self.keys_ui(ui));
        })
    }

    fn keys_ui(&self, ui: &mut Ui) {
        let filter = self.filter.trim().to_lowercase();
        let passes = |line: &(String, String)| {
            let (what, keys) = line;
            what.to_lowercase().contains(&filter) || keys.to_lowercase().contains(&filter)
        };
        let mut is_empty = true;
        let types = matches!(self.page, Some(Page::Screen | Page::Serial));
        let groups = [
            (t!("help-keys-pc"), types.then(chords).unwrap_or_default()),
            (t!("help-keys-window"), keys(ui.ctx())),
        ];
        for (title, lines) in groups {
            let lines: Vec<_> = lines.into_iter().filter(passes).collect();
            if lines.is_empty() {
                continue;
            }
            is_empty = false;
            ui.add_space(space::S);
            let title = RichText::new(title).font(theme::strong(font_size::BODY));
            ui.label(title.color(Palette::of(ui).t1));
            for (what, keys) in lines {
                line_ui(ui, &what, &keys);
            }
        }
        if is_empty {
            ui.label(t!("help-nothing"));
        }
    }
}

fn about(page: Option<Page>) -> String {
    match page {
        Some(Page::Screen) => t!("help-about-screen", release = release_key::name()),
        Some(Page::Serial) => t!("help-about-serial"),
        Some(Page::Media) => t!("help-about-media"),
        Some(Page::Device) => t!("help-about-device"),
        None => t!("help-about-window"),
    }
}

/// What begins with the release key, and that key itself.
fn chords() -> Vec<(String, String)> {
    let release = [
        (t!("help-release"), release_key::name()),
        (t!("help-release-other"), said::keys("Ctrl+Alt+Shift")),
    ];
    let rows = Action::all().filter_map(|row| Some((row.label(), row.chord_text()?)));
    release.into_iter().chain(rows).collect()
}

/// What works everywhere else.
fn keys(ctx: &Context) -> Vec<(String, String)> {
    let line = |row: &Row| {
        let keys = Some(row.shortcut_text(ctx)).filter(|keys| !keys.is_empty());
        Some((row.label(), keys?))
    };
    let rows = Action::all().filter_map(line);
    rows.chain(fixed()).collect()
}

fn line_ui(ui: &mut Ui, what: &str, keys: &str) {
    ui.horizontal(|ui| {
        let width = ui.available_width();
        ui.scope(|ui| {
            ui.set_width(width / 2.0);
            ui.label(what);
        });
        let keys = RichText::new(keys).font(theme::mono(font_size::NUMBER));
        ui.label(keys.color(Palette::of(ui).t3));
    });
}

/// Height of the list.
const LIST_PT: f32 = 360.0;
