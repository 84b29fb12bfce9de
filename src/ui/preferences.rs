//! The settings page: what is preferred, and where it is kept. Changes act at once.

use std::path::PathBuf;

use eframe::egui::{ComboBox, Context, Id, RichText, Slider, ThemePreference, Ui};

use super::keymap::Keymap;
use super::parts::{self, Field};
use super::serial::links;
use super::shortcuts::ShortcutForm;
use super::theme::{self, Palette, font_size, icon, space};
use crate::store::paths::Folder;
use crate::store::profile::TlsPolicy;
use crate::store::settings::{Settings, Theme};

/// The page of a tab.
#[derive(Debug)]
pub(crate) struct SettingsPage {
    /// As they were last known, with what was changed since.
    settings: Settings,
    pictures: String,
    images: String,
    layout: String,
    percent: f32,
    shortcuts: ShortcutForm,
}

impl SettingsPage {
    pub(crate) fn new(settings: &Settings) -> Self {
        let path = |path: &Option<PathBuf>| {
            let path = path.as_ref();
            path.map_or_else(String::new, |path| path.display().to_string())
        };
        Self {
            pictures: path(&settings.folders.pictures),
            images: path(&settings.folders.images),
            layout: settings.keyboard.layout.clone().unwrap_or_default(),
            percent: settings.font_scale * 100.0,
            shortcuts: ShortcutForm::default(),
            settings: settings.clone(),
        }
    }

    /// Draws the page; gives the settings when one was changed.
    ///
    /// * `folder`: where they are kept; without one they last as long as the window.
    pub(crate) fn ui(&mut self, ui: &mut Ui, folder: Option<&Folder>) -> Option<Settings> {
        let palette = Palette::of(ui);
        ui.painter().rect_filled(ui.max_rect(), 0.0, palette.bg2);
        let before = self.settings.clone();
        parts::column(ui, "settings", WIDTH_PT, |ui| {
            let title = RichText::new("Settings")
                .font(theme::strong(font_size::TITLE))
                .color(palette.t1);
            ui.label(title);
            let text = match folder {
                Some(folder) => format!("Kept in {}", folder.settings().display()),
                None => "They last until the window is closed".to_owned(),
            };
            ui.label(RichText::new(text).color(palette.t3));
            self.look_ui(ui);
            self.keyboard_ui(ui);
            self.safety_ui(ui);
            self.console_ui(ui);
            self.folders_ui(ui);
            group_ui(ui, "Shortcuts");
            self.shortcuts.ui(ui, &mut self.settings.shortcuts);
        });
        (self.settings != before).then(|| self.settings.clone())
    }

    fn look_ui(&mut self, ui: &mut Ui) {
        group_ui(ui, "General");
        ui.horizontal(|ui| {
            parts::fact_name(ui, "Theme");
            for (theme, label) in [
                (Theme::System, "As the system"),
                (Theme::Light, "Light"),
                (Theme::Dark, "Dark"),
            ] {
                ui.selectable_value(&mut self.settings.theme, theme, label);
            }
        });
        ui.horizontal(|ui| {
            parts::fact_name(ui, "Size");
            let slider = Slider::new(&mut self.percent, 80.0..=200.0)
                .step_by(10.0)
                .suffix(" %")
                .update_while_editing(false);
            let response = ui.add(slider).accessible_name("Size of the interface");
            // While it is dragged, the page must not move below the pointer.
            if response.drag_stopped() || (response.changed() && !response.dragged()) {
                self.settings.font_scale = self.percent / 100.0;
            }
        });
    }

    fn keyboard_ui(&mut self, ui: &mut Ui) {
        group_ui(ui, "Keyboard");
        let field = Field {
            name: "Keyboard layout of PCs whose entry names none",
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
        group_ui(ui, "Safety");
        ui.horizontal(|ui| {
            parts::fact_name(ui, "Encryption");
            let all = [
                (None, "Where the PC offers it"),
                (Some(TlsPolicy::Require), "Always"),
                (Some(TlsPolicy::Off), "Never"),
            ];
            let now = self.settings.safety.tls;
            let is_now = |policy: Option<TlsPolicy>| {
                policy == now || (policy.is_none() && now == Some(TlsPolicy::Auto))
            };
            let shown = all.iter().find(|(policy, _)| is_now(*policy));
            let chosen = ComboBox::from_id_salt("tls")
                .selected_text(shown.map_or("", |(_, label)| label))
                .width(220.0)
                .show_ui(ui, |ui| {
                    for (policy, label) in all {
                        if ui.selectable_label(is_now(policy), label).clicked() {
                            self.settings.safety.tls = policy;
                        }
                    }
                });
            chosen.response.accessible_name("Encryption");
        });
        let text = "For PCs whose entry in the address book says nothing else. A PC that once \
                    spoke TLS is never talked to without it unless you say so there and then.";
        ui.label(RichText::new(text).color(Palette::of(ui).t3));
        if self.settings.safety.tls == Some(TlsPolicy::Off) {
            let warn = Palette::of(ui).warn;
            let text = "Passwords and pictures can be read by anyone on the way";
            parts::state_line(ui, icon::WARNING, warn, RichText::new(text).color(warn));
        }
    }

    fn console_ui(&mut self, ui: &mut Ui) {
        group_ui(ui, "Consoles");
        let sound = &mut self.settings.sound.bell;
        ui.checkbox(sound, "Sound a bell when a PC rings");
        let links = &mut self.settings.terminal.links;
        ui.checkbox(
            links,
            "Open web addresses on serial consoles with Ctrl and a click",
        );
    }

    fn folders_ui(&mut self, ui: &mut Ui) {
        group_ui(ui, "Folders");
        let Self {
            settings,
            pictures,
            images,
            ..
        } = self;
        for (name, text, folder) in [
            ("Screenshots", pictures, &mut settings.folders.pictures),
            ("Disk images", images, &mut settings.folders.images),
        ] {
            let path = PathBuf::from(text.trim());
            let wrong = !text.trim().is_empty() && !path.is_absolute();
            let field = Field {
                name,
                hint: "The one of your system",
                width: FIELD_PT,
                wrong,
                id: Id::unique(("settings folder", name)),
            };
            if field.show(ui, text).lost_focus() && !wrong {
                *folder = Some(path).filter(|path| path.is_absolute());
            }
            if wrong {
                let danger = Palette::of(ui).danger;
                let text = RichText::new("The path of a folder begins at its root");
                parts::state_line(ui, icon::FAILED, danger, text.color(danger));
            }
        }
    }
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
    ctx.set_zoom_factor(settings.font_scale.clamp(0.8, 2.0));
    Keymap::install(ctx, &settings.shortcuts);
    links::allow(ctx, settings.terminal.links);
}

/// Widest column.
const WIDTH_PT: f32 = 560.0;

/// Width of a field.
const FIELD_PT: f32 = 400.0;
