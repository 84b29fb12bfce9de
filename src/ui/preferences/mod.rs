//! The settings: pages of what is preferred, and where it is kept. Changes act at once.

mod about;
mod general;
mod pages;
mod safety;
mod subject;

use std::path::PathBuf;

use eframe::egui::{Button, Context, Id, RichText, Role, ThemePreference, Ui, WidgetInfo, vec2};

pub(crate) use self::subject::{Place, Subject, places};
use super::action::Action;
use super::keymap::Keymap;
use super::language::t;
use super::parts::{self, Field};
use super::release_key;
use super::serial::links;
use super::shortcuts::ShortcutForm;
use super::theme::{self, Palette, font_size, space};
use crate::store::paths::Folder;
use crate::store::settings::{Density, Settings, Theme};

/// What somebody wants on the page.
#[derive(Debug, Default)]
pub(crate) struct SettingsWish {
    /// All settings, where one was changed.
    pub(crate) settings: Option<Settings>,
    /// A page of the window that it leads to.
    pub(crate) action: Option<Action>,
}

/// The page of a tab.
#[derive(Debug)]
pub(crate) struct SettingsPage {
    /// As they were last known, with what was changed since.
    settings: Settings,
    pictures: String,
    recordings: String,
    images: String,
    percent: f32,
    shortcuts: ShortcutForm,
    /// The page in front.
    subject: Subject,
    /// What is looked for on all pages.
    query: String,
    /// A page that was made as it was at first, and everything before that.
    before: Option<(Subject, Settings)>,
    wants_focus: bool,
}

impl SettingsPage {
    pub(crate) fn new(settings: &Settings) -> Self {
        let path = |path: &Option<PathBuf>| {
            let path = path.as_ref();
            path.map_or_else(String::new, |path| path.display().to_string())
        };
        Self {
            pictures: path(&settings.folders.pictures),
            recordings: path(&settings.folders.recordings),
            images: path(&settings.folders.images),
            percent: settings.font_scale * 100.0,
            shortcuts: ShortcutForm::default(),
            subject: Subject::default(),
            query: String::new(),
            before: None,
            wants_focus: false,
            settings: settings.clone(),
        }
    }

    /// Somebody looks for a setting.
    pub(crate) const fn find(&mut self) {
        self.wants_focus = true;
    }

    /// Brings a page of them to the front.
    pub(crate) fn show(&mut self, subject: Subject) {
        self.subject = subject;
        self.query.clear();
    }

    /// Draws the page; gives what somebody wants.
    ///
    /// * `folder`: where they are kept; without one they last as long as the window.
    pub(crate) fn ui(&mut self, ui: &mut Ui, folder: Option<&Folder>) -> SettingsWish {
        let palette = Palette::of(ui);
        ui.painter().rect_filled(ui.max_rect(), 0.0, palette.bg2);
        let before = self.settings.clone();
        let has_room = ui.available_width() >= BESIDE_PT;
        let width = if has_room { BESIDE_PT } else { CONTENT_PT };
        let action = parts::column(ui, "settings", width, |ui| {
            let title = RichText::new(t!("tab-settings"))
                .font(theme::strong(font_size::TITLE))
                .color(palette.t1);
            ui.label(title);
            let text = match folder {
                Some(folder) => {
                    let path = folder.settings().display().to_string();
                    t!("settings-kept", path = path)
                }
                None => t!("settings-not-kept"),
            };
            ui.label(RichText::new(text).color(palette.t3));
            self.search_ui(ui);
            ui.add_space(space::L);
            if !has_room {
                ui.horizontal_wrapped(|ui| self.subjects_ui(ui, 0.0));
                ui.add_space(space::L);
                return self.pages_ui(ui, folder);
            }
            ui.horizontal_top(|ui| {
                ui.vertical(|ui| {
                    ui.set_width(SUBJECTS_PT);
                    ui.spacing_mut().item_spacing.y = space::XXS;
                    self.subjects_ui(ui, SUBJECTS_PT);
                });
                ui.add_space(space::L);
                ui.vertical(|ui| {
                    ui.set_width(ui.available_width());
                    self.pages_ui(ui, folder)
                })
                .inner
            })
            .inner
        });
        SettingsWish {
            settings: (self.settings != before).then(|| self.settings.clone()),
            action,
        }
    }

    /// The names of all pages; a click shows one.
    ///
    /// * `width`: of each.
    fn subjects_ui(&mut self, ui: &mut Ui, width: f32) {
        let searches = !self.query.trim().is_empty();
        for subject in Subject::ALL {
            let is_shown = !searches && self.subject == subject;
            let title = subject.title();
            let face = (theme::glyph(subject.icon()), title.as_str());
            let mut button = Button::selectable(is_shown, face);
            if width > 0.0 {
                // Keeps the words at the left.
                button = button.right_text("");
            }
            let button = ui.add(button.min_size(vec2(width, 0.0)));
            button.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_shown, &title));
            if button.clicked() {
                self.show(subject);
            }
        }
    }

    /// The page that was chosen, or everything that is called as what is looked for.
    fn pages_ui(&mut self, ui: &mut Ui, folder: Option<&Folder>) -> Option<Action> {
        let query = self.query.trim().to_lowercase();
        if query.is_empty() {
            return self.page_ui(ui, self.subject, "", folder);
        }
        let is_called = |word: &String| word.to_lowercase().contains(&query);
        let (mut any, mut action) = (false, None);
        for subject in Subject::ALL {
            let whole = is_called(&subject.title());
            let shortcuts = subject == Subject::Keyboard && ShortcutForm::has(&query);
            if whole || shortcuts || subject.words().iter().any(is_called) {
                any = true;
                let within = if whole { "" } else { &query };
                action = action.or(self.page_ui(ui, subject, within, folder));
                ui.add_space(space::L);
            }
        }
        if !any {
            ui.label(RichText::new(t!("settings-none")).color(Palette::of(ui).t2));
        }
        action
    }

    /// One page with its title; of the shortcuts those that `query`, in lower case, names.
    fn page_ui(
        &mut self,
        ui: &mut Ui,
        subject: Subject,
        query: &str,
        folder: Option<&Folder>,
    ) -> Option<Action> {
        heading_ui(ui, &subject.title());
        let mut action = None;
        match subject {
            Subject::General => self.general_ui(ui),
            Subject::Screen => self.screen_ui(ui),
            Subject::Keyboard => {
                self.layout_ui(ui);
                let title = t!("settings-shortcuts");
                let query = match title.to_lowercase().contains(query) {
                    true => "",
                    false => query,
                };
                ui.add_space(space::L);
                heading_ui(ui, &title);
                self.shortcuts.ui(ui, &mut self.settings.shortcuts, query);
            }
            Subject::Serial => self.serial_ui(ui),
            Subject::Media => self.media_ui(ui),
            Subject::Safety => action = self.safety_ui(ui, folder),
            Subject::Recording => self.recording_ui(ui),
            Subject::About => about::about_ui(ui, folder),
        }
        if subject != Subject::About {
            self.reset_ui(ui, subject);
        }
        action
    }

    /// Makes everything of a page as it was at first, and takes that back.
    fn reset_ui(&mut self, ui: &mut Ui, subject: Subject) {
        ui.add_space(space::L);
        let usual = Settings::default();
        let is_usual = subject.is_alike(&self.settings, &usual);
        let mut wanted = None;
        ui.horizontal(|ui| {
            let label = t!("settings-reset");
            let name = t!("settings-reset-of", page = subject.title());
            let button = ui.add_enabled_ui(!is_usual, |ui| parts::button(ui, &label));
            if button.inner.accessible_name(name).clicked() {
                wanted = Some(usual);
            } else if let Some((_, before)) = self.before.take_if(|(of, _)| *of == subject) {
                // As long as nothing else was changed on the page.
                if is_usual {
                    match parts::link(ui, &t!("note-undo")).clicked() {
                        true => wanted = Some(before),
                        false => self.before = Some((subject, before)),
                    }
                }
            }
        });
        if let Some(wanted) = wanted {
            let before = self.settings.clone();
            let mut settings = before.clone();
            subject.take(&wanted, &mut settings);
            *self = Self {
                subject: self.subject,
                query: std::mem::take(&mut self.query),
                before: (!is_usual).then_some((subject, before)),
                ..Self::new(&settings)
            };
        }
    }

    fn search_ui(&mut self, ui: &mut Ui) {
        ui.add_space(space::S);
        let name = t!("settings-search");
        let field = Field {
            name: &name,
            hint: "",
            width: FIELD_PT,
            wrong: false,
            id: Id::unique("settings search"),
        };
        field.show(ui, &mut self.query);
        if std::mem::take(&mut self.wants_focus) {
            parts::focus_and_select(ui, field.id, self.query.chars().count());
        }
    }
}

fn heading_ui(ui: &mut Ui, title: &str) {
    let title = RichText::new(title)
        .font(theme::strong(font_size::HEADING))
        .color(Palette::of(ui).t1);
    ui.label(title);
    ui.add_space(space::XS);
}

/// Makes the window look as preferred.
pub(crate) fn apply(ctx: &Context, settings: &Settings) {
    ctx.set_theme(match settings.theme {
        Theme::System => ThemePreference::System,
        Theme::Light => ThemePreference::Light,
        Theme::Dark => ThemePreference::Dark,
    });
    theme::move_less(ctx, settings.reduce_motion);
    theme::give_room(ctx, settings.density == Density::Roomy);
    ctx.set_zoom_factor(settings.font_scale.clamp(0.8, 2.0));
    release_key::install(settings.keyboard.release);
    Keymap::install(ctx, &settings.shortcuts);
    links::allow(ctx, settings.terminal.links);
}

/// Width of the names of the pages.
const SUBJECTS_PT: f32 = 160.0;

/// Widest page.
const CONTENT_PT: f32 = 560.0;

/// Width of both with the gap between them; where there is less, the names stand above the page.
const BESIDE_PT: f32 = SUBJECTS_PT + space::L + CONTENT_PT;

/// Width of a field.
const FIELD_PT: f32 = 400.0;
