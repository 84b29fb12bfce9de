//! The sheet that changes several PCs at once.

use eframe::egui::{ComboBox, Id, RichText, Ui, vec2};

use super::shelf::{SheetWish, count};
use crate::store::profile::{Profile, TlsPolicy};
use crate::ui::language::t;
use crate::ui::parts::{self, Field};
use crate::ui::theme::{self, Palette, font_size, icon, size, space};

/// What stands in the fields; what is left empty stays as it is at each PC.
#[derive(Debug, Default)]
pub(crate) struct BulkForm {
    names: Vec<String>,
    group: String,
    /// They shall have no group.
    no_group: bool,
    user: String,
    no_user: bool,
    add_tags: String,
    remove_tags: String,
    /// `Some(None)`: as in the settings.
    tls: Option<Option<TlsPolicy>>,
    wrong: Option<String>,
    focused: bool,
}

/// What becomes of each of several PCs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct BulkChange {
    /// `Some(None)` takes it away, here and below.
    group: Option<Option<String>>,
    user: Option<Option<String>>,
    add_tags: Vec<String>,
    remove_tags: Vec<String>,
    tls: Option<Option<TlsPolicy>>,
}

impl BulkChange {
    /// A change of the group alone.
    pub(crate) fn to_group(group: Option<String>) -> Self {
        Self {
            group: Some(group),
            ..Self::default()
        }
    }

    /// Changes one PC.
    pub(super) fn apply(&self, pc: &mut Profile) {
        if let Some(group) = &self.group {
            pc.group.clone_from(group);
        }
        if let Some(user) = &self.user {
            pc.user.clone_from(user);
        }
        if let Some(tls) = self.tls {
            pc.tls = tls;
        }
        pc.tags.retain(|tag| !self.remove_tags.contains(tag));
        for tag in &self.add_tags {
            if !pc.tags.contains(tag) {
                pc.tags.push(tag.clone());
            }
        }
    }
}

impl BulkForm {
    /// A form about PCs of the book.
    pub(super) fn new(names: Vec<String>) -> Self {
        Self {
            names,
            ..Self::default()
        }
    }

    pub(super) fn refuse(&mut self, why: String) {
        self.wrong = Some(why);
    }

    fn change(&self) -> BulkChange {
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let words = |text: &str| text.split(',').filter_map(filled).collect();
        let set = |none: bool, text: &str| match none {
            true => Some(None),
            false => filled(text).map(Some),
        };
        BulkChange {
            group: set(self.no_group, &self.group),
            user: set(self.no_user, &self.user),
            add_tags: words(&self.add_tags),
            remove_tags: words(&self.remove_tags),
            tls: self.tls,
        }
    }

    /// Draws the sheet.
    pub(super) fn ui(&mut self, ui: &mut Ui) -> Option<SheetWish> {
        let mut wish = None;
        let closes = parts::sheet(ui, Id::unique("bulk"), size::FAULT, |ui| {
            let palette = Palette::of(ui);
            let title = t!("bulk-title", pcs = count(self.names.len()));
            let title = RichText::new(title)
                .font(theme::strong(font_size::HEADING))
                .color(palette.t1);
            ui.label(title);
            ui.label(RichText::new(t!("bulk-hint")).color(palette.t3));
            self.fields_ui(ui);
            if let Some(wrong) = &self.wrong {
                let text = RichText::new(wrong).color(palette.danger);
                parts::state_line(ui, icon::FAILED, palette.danger, text);
            }
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                let change = self.change();
                let can_save = change != BulkChange::default();
                if parts::primary_button(ui, &t!("save"), can_save).clicked() {
                    wish = Some(SheetWish::Change(self.names.clone(), Box::new(change)));
                }
                if parts::button(ui, &t!("cancel")).clicked() {
                    wish = Some(SheetWish::Close);
                }
            });
        });
        if closes {
            wish = Some(SheetWish::Close);
        }
        wish
    }

    fn fields_ui(&mut self, ui: &mut Ui) {
        let half = (ui.available_width() - space::S) / 2.0;
        let id = Id::unique("bulk fields");
        let as_it_is = t!("bulk-as-it-is");
        let show = |ui: &mut Ui, part: &str, name: String, text: &mut String| {
            let field = Field {
                name: &name,
                hint: &as_it_is,
                width: half,
                wrong: false,
                id: id.with(part),
            };
            field.show(ui, text);
        };
        parts::focus_once(ui, &mut self.focused, id.with("group"), 0);
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        ui.horizontal_top(|ui| {
            let groups = [t!("edit-group"), t!("book-no-group")];
            let users = [t!("start-user"), t!("bulk-no-user")];
            for (part, [name, none], text, is_none) in [
                ("group", groups, &mut self.group, &mut self.no_group),
                ("user", users, &mut self.user, &mut self.no_user),
            ] {
                ui.vertical(|ui| {
                    ui.add_enabled_ui(!*is_none, |ui| show(ui, part, name, text));
                    ui.checkbox(is_none, none);
                });
            }
        });
        ui.horizontal_top(|ui| {
            show(ui, "add", t!("bulk-add-tags"), &mut self.add_tags);
            show(ui, "remove", t!("bulk-remove-tags"), &mut self.remove_tags);
        });
        ui.horizontal(|ui| {
            parts::fact_name(ui, &t!("settings-tls"));
            let all = [
                (None, as_it_is.clone()),
                (Some(None), t!("edit-tls-settings")),
                (Some(Some(TlsPolicy::Auto)), t!("settings-tls-auto")),
                (Some(Some(TlsPolicy::Require)), t!("settings-tls-require")),
                (Some(Some(TlsPolicy::Off)), t!("settings-tls-off")),
            ];
            let shown = all.iter().find(|(policy, _)| *policy == self.tls);
            let chosen = ComboBox::from_id_salt("bulk tls")
                .selected_text(shown.map_or("", |(_, label)| label.as_str()))
                .width(220.0)
                .show_ui(ui, |ui| {
                    for (policy, label) in &all {
                        ui.selectable_value(&mut self.tls, *policy, label.as_str());
                    }
                });
            chosen.response.accessible_name(t!("settings-tls"));
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_empty_stays_and_the_rest_is_set_added_or_taken_away() {
        let mut pc = Profile {
            group: Some("Lab".into()),
            user: Some("admin".into()),
            tags: vec!["old".into(), "windows".into()],
            tls: Some(TlsPolicy::Off),
            ..Profile::new("lab-12", "10.0.4.17")
        };
        let before = pc.clone();
        BulkForm::default().change().apply(&mut pc);
        assert_eq!(pc, before);

        let form = BulkForm {
            group: "Lab/North".into(),
            no_user: true,
            user: "ignored".into(),
            add_tags: "2026, windows".into(),
            remove_tags: "old".into(),
            tls: Some(Some(TlsPolicy::Require)),
            ..BulkForm::default()
        };
        form.change().apply(&mut pc);
        assert_eq!(pc.group.as_deref(), Some("Lab/North"));
        assert_eq!(pc.user, None);
        assert_eq!(pc.tags, ["windows", "2026"]);
        assert_eq!(pc.tls, Some(TlsPolicy::Require));
    }
}
