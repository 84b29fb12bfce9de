//! The sheet that saves a PC, or changes one.

use eframe::egui::{ComboBox, Id, Key, RichText, Ui, vec2};

use super::shelf::SheetWish;
use super::work::set_address;
use crate::session::Target;
use crate::store::profile::{PictureMode, Profile, TlsPolicy};
use crate::terminal::Dialect;
use crate::ui::connect::upper_first;
use crate::ui::language::t;
use crate::ui::layouts;
use crate::ui::parts::{self, Field};
use crate::ui::said::said;
use crate::ui::theme::{self, Palette, font_size, icon, size, space};

/// What stands in the fields.
#[derive(Debug, Default)]
pub(crate) struct EditForm {
    /// The name of the PC that is changed; `None`: a new one.
    old: Option<String>,
    name: String,
    address: String,
    user: String,
    group: String,
    tags: String,
    notes: String,
    layout: Option<String>,
    favourite: bool,
    tls: Option<TlsPolicy>,
    terminal: Option<Dialect>,
    picture: Option<PictureMode>,
    wrong: Option<String>,
    /// It is being saved.
    is_busy: bool,
    focused: bool,
    /// Groups that there are.
    groups: Option<Vec<String>>,
}

impl EditForm {
    /// A form about a saved PC.
    pub(crate) fn of(pc: &Profile) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            old: Some(pc.name.clone()),
            name: pc.name.clone(),
            address: pc.address.clone(),
            user: text(&pc.user),
            group: text(&pc.group),
            tags: pc.tags.join(", "),
            notes: pc.notes.clone(),
            layout: pc.layout.clone(),
            favourite: pc.favourite,
            tls: pc.tls,
            terminal: pc.terminal,
            picture: pc.picture,
            ..Self::default()
        }
    }

    /// A form about a PC that is not saved yet.
    pub(crate) fn new(name: &str, address: &str, user: Option<&str>) -> Self {
        Self {
            name: name.to_owned(),
            address: address.to_owned(),
            user: user.unwrap_or_default().to_owned(),
            ..Self::default()
        }
    }

    pub(super) const fn needs_groups(&self) -> bool {
        self.groups.is_none()
    }

    /// It was not saved; why, as a sentence.
    pub(super) fn refuse(&mut self, why: String) {
        self.wrong = Some(why);
        self.is_busy = false;
    }

    /// The PC that the fields name.
    fn profile(&self) -> Result<Profile, String> {
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let target: Target = self
            .address
            .trim()
            .parse()
            .map_err(|error: crate::session::TargetError| said(&upper_first(&error.to_string())))?;
        let name = filled(&self.name).unwrap_or_else(|| target.host().to_owned());
        let mut pc = Profile {
            name,
            user: filled(&self.user),
            group: filled(&self.group),
            tags: self.tags.split(',').filter_map(filled).collect(),
            notes: self.notes.trim().to_owned(),
            layout: self.layout.clone(),
            favourite: self.favourite,
            tls: self.tls,
            terminal: self.terminal,
            picture: self.picture,
            ..Profile::default()
        };
        set_address(&mut pc, target);
        pc.check()
            .map_err(|error| said(&upper_first(&error.to_string())))?;
        Ok(pc)
    }

    /// Draws the sheet.
    pub(super) fn ui(&mut self, ui: &mut Ui, groups: Option<Vec<String>>) -> Option<SheetWish> {
        self.groups = self.groups.take().or(groups);
        let mut wish = None;
        let closes = parts::sheet(ui, Id::unique("edit pc"), size::FAULT, |ui| {
            let title = match &self.old {
                Some(name) => t!("edit-change", name = name.as_str()),
                None => t!("edit-add"),
            };
            let title = RichText::new(title)
                .font(theme::strong(font_size::HEADING))
                .color(Palette::of(ui).t1);
            ui.label(title);
            let saved = self.fields_ui(ui);
            self.choices_ui(ui);
            ui.checkbox(&mut self.favourite, t!("edit-favourite"));
            if let Some(wrong) = &self.wrong {
                let danger = Palette::of(ui).danger;
                let text = RichText::new(wrong).color(danger);
                parts::state_line(ui, icon::FAILED, danger, text);
            }
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                let pressed = parts::primary_button(ui, &t!("save"), !self.is_busy).clicked();
                if pressed || saved {
                    match self.profile() {
                        Ok(pc) => {
                            self.is_busy = true;
                            let pc = Box::new(pc);
                            wish = Some(SheetWish::Save(self.old.clone(), pc));
                        }
                        Err(why) => self.refuse(why),
                    }
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

    /// The fields; true when Enter was pressed in one.
    fn fields_ui(&mut self, ui: &mut Ui) -> bool {
        let width = ui.available_width();
        let half = (width - space::S) / 2.0;
        let id = Id::unique("edit pc fields");
        let show =
            |ui: &mut Ui, (part, name): (&str, String), hint: &str, width, text: &mut String| {
                let field = Field {
                    name: &name,
                    hint,
                    width,
                    wrong: false,
                    id: id.with(part),
                };
                field.show(ui, text)
            };
        let mut fields = Vec::new();
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        ui.horizontal_top(|ui| {
            let name = ("name", t!("edit-name"));
            let hint = t!("edit-name-hint");
            fields.push(show(ui, name, &hint, half, &mut self.name));
            let address = ("address", t!("edit-address"));
            let hint = t!("edit-address-hint");
            fields.push(show(ui, address, &hint, half, &mut self.address));
        });
        ui.horizontal_top(|ui| {
            let user = ("user", t!("start-user"));
            fields.push(show(ui, user, "admin", half, &mut self.user));
            let hint = match self.groups.as_deref() {
                Some([first, ..]) => first.clone(),
                _ => t!("edit-group-hint"),
            };
            let group = ("group", t!("edit-group"));
            fields.push(show(ui, group, &hint, half, &mut self.group));
        });
        let tags = ("tags", t!("edit-tags"));
        fields.push(show(ui, tags, "windows, 2019", width, &mut self.tags));
        let notes = ("notes", t!("edit-notes"));
        fields.push(show(ui, notes, "", width, &mut self.notes));
        let (name, text) = match self.address.is_empty() {
            true => ("address", &self.address),
            false => ("name", &self.name),
        };
        let chars = text.chars().count();
        parts::focus_once(ui, &mut self.focused, id.with(name), chars);
        ui.input(|input| input.key_pressed(Key::Enter))
            && fields.iter().any(|f| f.lost_focus() || f.has_focus())
    }

    fn choices_ui(&mut self, ui: &mut Ui) {
        let tls = [
            (None, t!("edit-tls-settings")),
            (Some(TlsPolicy::Auto), t!("settings-tls-auto")),
            (Some(TlsPolicy::Require), t!("settings-tls-require")),
            (Some(TlsPolicy::Off), t!("settings-tls-off")),
        ];
        choice_ui(ui, &t!("settings-tls"), &mut self.tls, &tls);
        layouts::line_ui(ui, &mut self.layout, t!("edit-tls-settings"));
        let picture = [
            (None, t!("edit-picture-auto")),
            (Some(PictureMode::Rgb565), t!("edit-picture-65536")),
            (Some(PictureMode::Rgb332), t!("edit-picture-256")),
            (Some(PictureMode::Gray8), t!("edit-picture-256-greys")),
            (Some(PictureMode::Gray4), t!("edit-picture-16-greys")),
        ];
        choice_ui(ui, &t!("edit-picture"), &mut self.picture, &picture);
        let mut terminal = vec![(None, t!("edit-terminal-auto"))];
        let named = Dialect::ALL.into_iter();
        terminal.extend(named.map(|dialect| (Some(dialect), dialect.name().to_owned())));
        choice_ui(ui, &t!("edit-terminal"), &mut self.terminal, &terminal);
    }
}

/// One of several values, by its name.
fn choice_ui<T: PartialEq + Copy>(ui: &mut Ui, name: &str, value: &mut T, all: &[(T, String)]) {
    ui.horizontal(|ui| {
        parts::fact_name(ui, name);
        let shown = all.iter().find(|(one, _)| one == value);
        let shown = shown.map_or("", |(_, label)| label.as_str());
        let chosen = ComboBox::from_id_salt(name)
            .selected_text(shown)
            .width(220.0)
            .show_ui(ui, |ui| {
                for (one, label) in all {
                    ui.selectable_value(value, *one, label.as_str());
                }
            });
        chosen.response.accessible_name(name);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_alone_is_enough_and_its_user_goes_to_the_field() {
        let form = EditForm {
            address: " helpdesk@lab-12:16993 ".to_owned(),
            ..EditForm::default()
        };
        let pc = form.profile().unwrap();
        assert_eq!(
            (pc.name.as_str(), pc.address.as_str()),
            ("lab-12", "lab-12:16993")
        );
        assert_eq!(pc.user.as_deref(), Some("helpdesk"));
    }

    #[test]
    fn what_cannot_be_saved_is_said_as_a_sentence() {
        let form = EditForm {
            address: "fe80::1".to_owned(),
            ..EditForm::default()
        };
        let why = form.profile().unwrap_err();
        assert!(
            why.starts_with("An IPv6 address stands in brackets"),
            "{why}"
        );
        let form = EditForm {
            name: "-x".to_owned(),
            address: "lab".to_owned(),
            ..EditForm::default()
        };
        assert!(
            form.profile()
                .unwrap_err()
                .starts_with("A name is not empty")
        );
    }

    #[test]
    fn a_form_about_a_pc_holds_everything_that_can_be_changed() {
        let pc = Profile {
            user: Some("admin".into()),
            group: Some("Lab".into()),
            tags: vec!["a".into(), "b c".into()],
            notes: "Under the counter".into(),
            favourite: true,
            layout: Some("de".into()),
            tls: Some(TlsPolicy::Require),
            picture: Some(PictureMode::Gray8),
            terminal: Some(Dialect::Xterm),
            ..Profile::new("lab-12", "10.0.4.17")
        };
        assert_eq!(EditForm::of(&pc).profile().unwrap(), pc);
    }
}
