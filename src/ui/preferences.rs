//! The settings page: what is preferred, and where it is kept. Changes act at once.

use std::path::PathBuf;

use eframe::egui::{ComboBox, Context, Id, RichText, Slider, ThemePreference, Ui};

use super::action::Action;
use super::keymap::Keymap;
use super::language::{self, t};
use super::parts::{self, Field};
use super::serial::links;
use super::shortcuts::ShortcutForm;
use super::theme::{self, Palette, font_size, icon, space};
use crate::store::paths::Folder;
use crate::store::profile::TlsPolicy;
use crate::store::settings::{Language, Settings, Theme};

/// The page of a tab.
#[derive(Debug)]
pub(crate) struct SettingsPage {
    /// As they were last known, with what was changed since.
    settings: Settings,
    pictures: String,
    recordings: String,
    images: String,
    layout: String,
    percent: f32,
    shortcuts: ShortcutForm,
    /// What is looked for on the page.
    query: String,
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
            layout: settings.keyboard.layout.clone().unwrap_or_default(),
            percent: settings.font_scale * 100.0,
            shortcuts: ShortcutForm::default(),
            query: String::new(),
            wants_focus: false,
            settings: settings.clone(),
        }
    }

    /// Somebody looks for a setting.
    pub(crate) const fn find(&mut self) {
        self.wants_focus = true;
    }

    /// Draws the page; gives the settings when one was changed.
    ///
    /// * `folder`: where they are kept; without one they last as long as the window.
    pub(crate) fn ui(&mut self, ui: &mut Ui, folder: Option<&Folder>) -> Option<Settings> {
        let palette = Palette::of(ui);
        ui.painter().rect_filled(ui.max_rect(), 0.0, palette.bg2);
        let before = self.settings.clone();
        parts::column(ui, "settings", WIDTH_PT, |ui| {
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
            self.groups_ui(ui);
        });
        (self.settings != before).then(|| self.settings.clone())
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

    /// The groups, or those of them in which something is called as what is looked for.
    fn groups_ui(&mut self, ui: &mut Ui) {
        let query = self.query.trim().to_lowercase();
        let found = |words: &[String]| {
            let mut words = words.iter().map(|word| word.to_lowercase());
            words.any(|word| word.contains(&query))
        };
        let mut any = false;
        let groups: [(&[String], Group); 5] = [
            (
                &[
                    t!("settings-general"),
                    Action::Theme.row().label(),
                    t!("settings-size"),
                    t!("settings-language"),
                    t!("settings-restore"),
                    t!("settings-still"),
                ],
                Self::look_ui,
            ),
            (
                &[t!("settings-keyboard"), t!("settings-layout")],
                Self::keyboard_ui,
            ),
            (
                &[t!("settings-safety"), t!("settings-tls")],
                Self::safety_ui,
            ),
            (
                &[
                    t!("settings-consoles"),
                    t!("settings-bell"),
                    t!("settings-links"),
                ],
                Self::console_ui,
            ),
            (
                &[
                    t!("settings-folders"),
                    t!("settings-screenshots"),
                    t!("settings-recordings"),
                    t!("settings-images"),
                ],
                Self::folders_ui,
            ),
        ];
        for (words, draw) in groups {
            if found(words) {
                any = true;
                draw(self, ui);
            }
        }
        // All keys belong to what is looked for, if their group does.
        let title = t!("settings-shortcuts");
        let query = match title.to_lowercase().contains(&query) {
            true => "",
            false => query.as_str(),
        };
        if ShortcutForm::has(query) {
            any = true;
            group_ui(ui, &title);
            let changed = &mut self.settings.shortcuts;
            self.shortcuts.ui(ui, changed, query);
        }
        if !any {
            ui.add_space(space::L);
            ui.label(RichText::new(t!("settings-none")).color(Palette::of(ui).t2));
        }
    }

    fn look_ui(&mut self, ui: &mut Ui) {
        group_ui(ui, &t!("settings-general"));
        ui.horizontal(|ui| {
            parts::fact_name(ui, &Action::Theme.row().label());
            for (theme, label) in [
                (Theme::System, t!("settings-theme-system")),
                (Theme::Light, t!("settings-theme-light")),
                (Theme::Dark, t!("settings-theme-dark")),
            ] {
                ui.selectable_value(&mut self.settings.theme, theme, label);
            }
        });
        ui.horizontal(|ui| {
            parts::fact_name(ui, &t!("settings-size"));
            let slider = Slider::new(&mut self.percent, 80.0..=200.0)
                .step_by(10.0)
                .suffix(" %")
                .update_while_editing(false);
            // Its rail is seen on every ground.
            ui.visuals_mut().widgets.inactive.bg_fill = Palette::of(ui).bg5;
            let response = ui.add(slider).accessible_name(t!("settings-size-name"));
            // While it is dragged, the page must not move below the pointer.
            if response.drag_stopped() || (response.changed() && !response.dragged()) {
                self.settings.font_scale = self.percent / 100.0;
            }
        });
        self.language_ui(ui);
        let restore = &mut self.settings.restore_tabs;
        ui.checkbox(restore, t!("settings-restore"));
        let still = &mut self.settings.reduce_motion;
        ui.checkbox(still, t!("settings-still"));
    }

    fn language_ui(&mut self, ui: &mut Ui) {
        let palette = Palette::of(ui);
        let of_system = || t!("settings-language-system");
        let chosen = self.settings.language;
        let has_japanese = has_letters(ui, "日本語");
        // Nothing is shown that no font has.
        let name_of = |(language, name): (Language, &'static str)| match language {
            Language::Japanese if !has_japanese => "Nihongo",
            _ => name,
        };
        let mut all = language::ALL.into_iter();
        let named = all.find(|(one, _)| Some(*one) == chosen);
        let shown = named.map_or_else(of_system, |one| name_of(one).to_owned());
        ui.horizontal(|ui| {
            let name = t!("settings-language");
            parts::fact_name(ui, &name);
            let list = ComboBox::from_id_salt("language")
                .selected_text(shown)
                .width(220.0);
            let list = list.show_ui(ui, |ui| {
                ui.selectable_value(&mut self.settings.language, None, of_system());
                for one in language::ALL {
                    let language = Some(one.0);
                    ui.selectable_value(&mut self.settings.language, language, name_of(one));
                }
            });
            list.response.accessible_name(name);
        });
        if language::spoken() != Language::English {
            ui.label(RichText::new(t!("settings-language-note")).color(palette.t3));
        }
        if chosen == Some(Language::Japanese) && !has_japanese {
            let text = t!("settings-language-no-font");
            parts::state_line(ui, icon::WARNING, palette.warn, text);
        }
    }

    fn keyboard_ui(&mut self, ui: &mut Ui) {
        group_ui(ui, &t!("settings-keyboard"));
        let field = Field {
            name: &t!("settings-layout"),
            hint: "us, uk, de, fr, es, it, pt, jp",
            width: FIELD_PT,
            wrong: false,
            id: Id::unique("settings layout"),
        };
        if field.show(ui, &mut self.layout).lost_focus() {
            let layout = Some(self.layout.trim().to_owned());
            self.settings.keyboard.layout = layout.filter(|layout| !layout.is_empty());
        }
    }

    fn safety_ui(&mut self, ui: &mut Ui) {
        group_ui(ui, &t!("settings-safety"));
        ui.horizontal(|ui| {
            parts::fact_name(ui, &t!("settings-tls"));
            let all = [
                (None, t!("settings-tls-auto")),
                (Some(TlsPolicy::Require), t!("settings-tls-require")),
                (Some(TlsPolicy::Off), t!("settings-tls-off")),
            ];
            let now = self.settings.safety.tls;
            let is_now = |policy: Option<TlsPolicy>| {
                policy == now || (policy.is_none() && now == Some(TlsPolicy::Auto))
            };
            let shown = all.iter().find(|(policy, _)| is_now(*policy));
            let chosen = ComboBox::from_id_salt("tls")
                .selected_text(shown.map_or("", |(_, label)| label.as_str()))
                .width(220.0)
                .show_ui(ui, |ui| {
                    for (policy, label) in &all {
                        let policy = *policy;
                        if ui.selectable_label(is_now(policy), label).clicked() {
                            self.settings.safety.tls = policy;
                        }
                    }
                });
            chosen.response.accessible_name(t!("settings-tls"));
        });
        ui.label(RichText::new(t!("settings-tls-about")).color(Palette::of(ui).t3));
        if self.settings.safety.tls == Some(TlsPolicy::Off) {
            let warn = Palette::of(ui).warn;
            let text = t!("settings-tls-warning");
            parts::state_line(ui, icon::WARNING, warn, RichText::new(text).color(warn));
        }
    }

    fn console_ui(&mut self, ui: &mut Ui) {
        group_ui(ui, &t!("settings-consoles"));
        let sound = &mut self.settings.sound.bell;
        ui.checkbox(sound, t!("settings-bell"));
        let links = &mut self.settings.terminal.links;
        ui.checkbox(links, t!("settings-links"));
    }

    fn folders_ui(&mut self, ui: &mut Ui) {
        group_ui(ui, &t!("settings-folders"));
        let Self {
            settings,
            pictures,
            recordings,
            images,
            ..
        } = self;
        for (name, text, folder) in [
            (
                t!("settings-screenshots"),
                pictures,
                &mut settings.folders.pictures,
            ),
            (
                t!("settings-recordings"),
                recordings,
                &mut settings.folders.recordings,
            ),
            (t!("settings-images"), images, &mut settings.folders.images),
        ] {
            let path = PathBuf::from(text.trim());
            let wrong = !text.trim().is_empty() && !path.is_absolute();
            let field = Field {
                name: &name,
                hint: &t!("settings-folder-hint"),
                width: FIELD_PT,
                wrong,
                id: Id::unique(("settings folder", &name)),
            };
            if field.show(ui, text).lost_focus() && !wrong {
                *folder = Some(path).filter(|path| path.is_absolute());
            }
            if wrong {
                let danger = Palette::of(ui).danger;
                let text = RichText::new(t!("settings-folder-wrong"));
                parts::state_line(ui, icon::FAILED, danger, text.color(danger));
            }
        }
    }
}

/// Draws some settings of the page.
type Group = fn(&mut SettingsPage, &mut Ui);

/// Some font has a glyph for each of these.
fn has_letters(ui: &Ui, letters: &str) -> bool {
    let font = theme::text(font_size::BODY);
    ui.ctx().fonts_mut(|fonts| fonts.has_glyphs(&font, letters))
}

fn group_ui(ui: &mut Ui, title: &str) {
    ui.add_space(space::L);
    let title = RichText::new(title)
        .font(theme::strong(font_size::HEADING))
        .color(Palette::of(ui).t1);
    ui.label(title);
}

/// Makes the window look as preferred.
pub(crate) fn apply(ctx: &Context, settings: &Settings) {
    ctx.set_theme(match settings.theme {
        Theme::System => ThemePreference::System,
        Theme::Light => ThemePreference::Light,
        Theme::Dark => ThemePreference::Dark,
    });
    theme::move_less(ctx, settings.reduce_motion);
    ctx.set_zoom_factor(settings.font_scale.clamp(0.8, 2.0));
    Keymap::install(ctx, &settings.shortcuts);
    links::allow(ctx, settings.terminal.links);
}

/// Widest column.
const WIDTH_PT: f32 = 560.0;

/// Width of a field.
const FIELD_PT: f32 = 400.0;
