//! Any action, PC or setting by a few letters of its name; what was chosen lately without any.

use eframe::egui::{
    Align2, Area, Id, Key, Modal, Modifiers, RichText, ScrollArea, TextEdit, Ui, vec2,
};

use super::action::{Action, Row};
use super::language::t;
use super::parts;
use super::preferences::{self, Place};
use super::theme::{Palette, size, space};
use crate::store::profile::Profile;

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Choice {
    Do(Action),
    /// A saved PC, by its name.
    Pc(String),
    /// A setting.
    Setting(Place),
    /// Nothing: it is to be closed.
    Close,
}

/// The open palette.
#[derive(Debug, Default)]
pub(crate) struct CommandPalette {
    query: String,
    /// The marked line, from 0.
    place: usize,
    focused: bool,
    /// What is listed for `listed_for`; the book may be long.
    lines: Vec<Line>,
    listed_for: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    choice: Choice,
    label: String,
    right: String,
    /// Why it cannot be done now.
    unavailable: Option<&'static str>,
}

/// What the palette needs to know of the window.
pub(crate) struct Scene<'a> {
    pub(crate) pcs: &'a [Profile],
    /// What was chosen lately, the newest first.
    pub(crate) latest: &'a [Choice],
    /// Why an action cannot be done now; `None` where it can.
    pub(crate) unavailable: &'a dyn Fn(Action) -> Option<&'static str>,
}

impl CommandPalette {
    /// Draws it; gives what was chosen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Option<Choice> {
        let mut choice = None;
        let id = Id::unique("palette");
        let third = ui.ctx().content_rect().height() / 6.0;
        let area = Area::new(id).anchor(Align2::CENTER_TOP, vec2(0.0, third.min(120.0)));
        let modal = Modal::new(id).area(area).frame(parts::card(ui));
        let shown = modal.show(ui.ctx(), |ui| {
            ui.set_width(size::FIRST_RUN.min(ui.ctx().content_rect().width() - 64.0));
            let steps = ui.input_mut(|input| {
                let down = input.consume_key(Modifiers::NONE, Key::ArrowDown);
                let up = input.consume_key(Modifiers::NONE, Key::ArrowUp);
                (down, up)
            });
            let field_id = id.with("query");
            let hint = RichText::new(t!("palette-hint")).color(Palette::of(ui).t3);
            let field = TextEdit::singleline(&mut self.query)
                .id(field_id)
                .hint_text(hint)
                .char_limit(300)
                .desired_width(f32::INFINITY)
                .align(Align2::LEFT_CENTER)
                .min_size(vec2(0.0, size::primary(ui)));
            let response = ui.add(field).accessible_name(t!("palette-name"));
            if !std::mem::replace(&mut self.focused, true) {
                response.request_focus();
            }
            if self.listed_for.as_ref() != Some(&self.query) {
                self.lines = lines(&self.query, scene, |row| row.keys(ui.ctx()));
                self.listed_for = Some(self.query.clone());
                self.place = 0;
            }
            let last = self.lines.len().saturating_sub(1);
            match steps {
                (true, _) => self.place = (self.place + 1).min(last),
                (_, true) => self.place = self.place.saturating_sub(1),
                _ => {}
            }
            let moved = steps.0 || steps.1;
            ui.add_space(space::XS);
            if self.lines.is_empty() {
                let text = RichText::new(t!("palette-nothing"));
                ui.label(text.color(Palette::of(ui).t2));
            }
            let clicked = self.lines_ui(ui, moved);
            let entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            let chosen = clicked.or(entered.then_some(self.place));
            if entered {
                // What cannot be done leaves the cursor where it was.
                response.request_focus();
            }
            let line = chosen.and_then(|place| self.lines.get(place));
            let line = line.filter(|line| line.unavailable.is_none());
            choice = line.map(|line| line.choice.clone());
        });
        if choice.is_none() && shown.should_close() {
            choice = Some(Choice::Close);
        }
        choice
    }

    /// The list; the line that was clicked.
    fn lines_ui(&self, ui: &mut Ui, moved: bool) -> Option<usize> {
        let mut clicked = None;
        let room = ui.ctx().content_rect().bottom() - ui.cursor().top() - space::XL;
        let list = ScrollArea::vertical()
            .id_salt("lines")
            .max_height(room.clamp(2.0 * size::row(ui), LIST_PT));
        list.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.spacing_mut().button_padding.x = space::S;
            ui.set_width(ui.available_width());
            for (place, line) in self.lines.iter().enumerate() {
                let right = line.unavailable.unwrap_or(&line.right);
                let marked = place == self.place;
                let response = ui
                    .add_enabled_ui(line.unavailable.is_none(), |ui| {
                        let width = ui.available_width();
                        parts::wide_row(ui, &line.label, right, marked, width)
                    })
                    .inner;
                if marked && moved {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    clicked = Some(place);
                }
            }
        });
        clicked
    }
}

/// Puts what was chosen at the top of what was chosen lately.
pub(crate) fn note(latest: &mut Vec<Choice>, choice: Choice) {
    latest.retain(|other| *other != choice);
    latest.insert(0, choice);
    latest.truncate(LATEST);
}

/// Lines that fit the query, the best first: beginnings, then parts, then letters in their order.
/// Without a query what was chosen lately stands first.
fn lines(query: &str, scene: &Scene<'_>, keys: impl Fn(&Row) -> String) -> Vec<Line> {
    let query = query.trim().to_lowercase();
    let mut found: Vec<(u8, Line)> = Vec::new();
    // Tabs by number are for fingers, not for reading.
    let rows = Action::all().filter(|row| !matches!(row.action, Action::Tab(_) | Action::Palette));
    for row in rows {
        let by_label = rank(&query, &row.label());
        // Nearly any letters stand in some order in a sentence.
        let by_hint = row.hint().and_then(|hint| rank(&query, &hint));
        let by_hint = by_hint.filter(|rank| *rank < LETTERS).map(|n| n + 1);
        let Some(rank) = by_label.into_iter().chain(by_hint).min() else {
            continue;
        };
        found.push((rank, action_line(row, scene, &keys)));
    }
    if query.is_empty() {
        let mut first: Vec<Line> = scene
            .latest
            .iter()
            .filter_map(|choice| {
                let line = match choice {
                    Choice::Do(action) => action_line(action.row(), scene, &keys),
                    Choice::Pc(name) => pc_line(scene.pcs.iter().find(|pc| pc.name == *name)?),
                    Choice::Setting(place) => setting_line(place.clone()),
                    Choice::Close => return None,
                };
                line.unavailable.is_none().then_some(line)
            })
            .collect();
        found.retain(|(_, line)| first.iter().all(|other| other.choice != line.choice));
        found.sort_by_key(|(_, line)| line.unavailable.is_some());
        first.extend(found.into_iter().map(|(_, line)| line));
        return first;
    }
    let pcs = scene.pcs.iter();
    let named = pcs.filter_map(|pc| Some((rank(&query, &pc.name)?, pc)));
    let named = named.filter(|(rank, _)| *rank < LETTERS).take(PCS);
    found.extend(named.map(|(rank, pc)| (rank, pc_line(pc))));
    let places = preferences::places().into_iter();
    let set = places.filter_map(|place| Some((rank(&query, &place.name)?, place)));
    let set = set.filter(|(rank, _)| *rank < LETTERS);
    found.extend(set.map(|(rank, place)| (rank, setting_line(place))));
    // What cannot be done is passed by, unless it is what the query names; to set something is
    // seldom meant where there is something to do.
    let class = |rank: u8, line: &Line| match (&line.choice, line.unavailable) {
        (Choice::Setting(_), _) => 2,
        (_, None) => 0,
        (_, Some(_)) if rank < LETTERS => 1,
        (_, Some(_)) => 3,
    };
    found.sort_by_key(|(rank, line)| (class(*rank, line), *rank));
    found.into_iter().map(|(_, line)| line).collect()
}

fn action_line(row: &Row, scene: &Scene<'_>, keys: impl Fn(&Row) -> String) -> Line {
    Line {
        choice: Choice::Do(row.action),
        label: row.label(),
        right: keys(row),
        unavailable: (scene.unavailable)(row.action),
    }
}

fn pc_line(pc: &Profile) -> Line {
    Line {
        choice: Choice::Pc(pc.name.clone()),
        label: t!("palette-connect", name = pc.name.as_str()),
        right: pc.address.clone(),
        unavailable: None,
    }
}

fn setting_line(place: Place) -> Line {
    Line {
        label: t!("palette-setting", name = place.name.as_str()),
        right: place.subject.title(),
        choice: Choice::Setting(place),
        unavailable: None,
    }
}

/// How well a name fits: 0 is best; `None` if it does not.
fn rank(query: &str, name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if query.is_empty() || name.starts_with(query) {
        return Some(0);
    }
    if name.contains(query) {
        return Some(1);
    }
    let mut letters = name.chars();
    let in_order = query.chars().all(|c| letters.any(|letter| letter == c));
    in_order.then_some(LETTERS)
}

/// The rank of a name that only has the letters.
const LETTERS: u8 = 3;

/// Most PCs that are listed; the list at the left has them all.
const PCS: usize = 20;

/// Most of what was chosen lately.
const LATEST: usize = 6;

/// Height of the list.
const LIST_PT: f32 = 340.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(query: &str) -> Vec<String> {
        labels_after(query, &[])
    }

    fn labels_after(query: &str, latest: &[Choice]) -> Vec<String> {
        let pcs = [Profile::new("Lab-12", "10.0.4.17")];
        let unavailable = |action| (action == Action::Screenshot).then_some("No picture yet");
        let scene = Scene {
            pcs: &pcs,
            latest,
            unavailable: &unavailable,
        };
        let lines = lines(query, &scene, |_| String::new());
        lines.into_iter().map(|line| line.label).collect()
    }

    #[test]
    fn beginnings_come_before_parts_and_letters() {
        assert_eq!(labels("full")[0], "Full screen");
        assert_eq!(labels("doctor")[0], "Run doctor");
        assert_eq!(labels("cad"), ["Ctrl+Alt+Del"]);
        assert!(labels("xyzzy").is_empty());
    }

    #[test]
    fn saved_pcs_are_found_by_name_and_only_when_something_is_typed() {
        assert_eq!(labels("lab-1"), ["Connect to Lab-12"]);
        assert!(
            labels("")
                .iter()
                .all(|label| !label.starts_with("Connect to"))
        );
    }

    #[test]
    fn settings_are_found_by_name_after_what_can_be_done() {
        assert_eq!(labels("reduce"), ["Setting: Reduce motion"]);
        let theme = labels("theme");
        let place = |name: &str| theme.iter().position(|label| label == name);
        assert!(place("Theme") < place("Setting: Theme"), "{theme:?}");
    }

    #[test]
    fn without_a_query_what_was_chosen_lately_stands_first() {
        let mut latest = Vec::new();
        let setting = preferences::places().swap_remove(1);
        let name = format!("Setting: {}", setting.name);
        for choice in [
            Choice::Do(Action::Wall),
            Choice::Do(Action::Screenshot),
            Choice::Pc("gone".to_owned()),
            Choice::Setting(setting),
            Choice::Pc("Lab-12".to_owned()),
            Choice::Do(Action::Wall),
        ] {
            note(&mut latest, choice);
        }
        let found = labels_after("", &latest);
        assert_eq!(found[..3], ["Wall", "Connect to Lab-12", name.as_str()]);
        assert_eq!(found.iter().filter(|label| *label == "Wall").count(), 1);
        assert_eq!(found.last().unwrap(), "Screenshot", "it cannot be done");
        for n in 0..2 * LATEST {
            note(&mut latest, Choice::Pc(n.to_string()));
        }
        assert_eq!(latest.len(), LATEST);
    }

    #[test]
    fn what_cannot_be_done_stands_last() {
        assert_eq!(labels("").last().unwrap(), "Screenshot");
        let found = labels("screen");
        let place = |name: &str| found.iter().position(|label| label == name).unwrap();
        assert!(place("Full screen") < place("Screenshot"));
        // It is what was asked for, more than where its pictures go.
        assert!(place("Screenshot") < place("Setting: Folder of screenshots"));
    }
}
