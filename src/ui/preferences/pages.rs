//! The pages about what is done with PCs.

use std::path::PathBuf;

use eframe::egui::{ComboBox, Id, RichText, Ui};

use super::{FIELD_PT, SettingsPage};
use crate::store::settings::Release;
use crate::ui::language::t;
use crate::ui::layouts;
use crate::ui::parts::{self, Field};
use crate::ui::release_key;
use crate::ui::theme::{Palette, icon};

impl SettingsPage {
    pub(super) fn layout_ui(&mut self, ui: &mut Ui) {
        let layout = &mut self.settings.keyboard.layout;
        layouts::line_ui(ui, layout, t!("settings-layout-none"));
        about(ui, t!("settings-layout-about"));
        let release = &mut self.settings.keyboard.release;
        ui.horizontal(|ui| {
            let name = t!("settings-release");
            parts::fact_name(ui, &name);
            let list = ComboBox::from_id_salt("release")
                .selected_text(release_key::name_of(*release))
                .width(220.0)
                .show_ui(ui, |ui| {
                    for key in Release::ALL {
                        ui.selectable_value(release, key, release_key::name_of(key));
                    }
                });
            list.response.accessible_name(name);
        });
        about(ui, t!("settings-release-about"));
        let grab = &mut self.settings.keyboard.grab;
        ui.checkbox(grab, t!("settings-grab"));
    }

    pub(super) fn serial_ui(&mut self, ui: &mut Ui) {
        let sound = &mut self.settings.sound.bell;
        ui.checkbox(sound, t!("settings-bell"));
        let links = &mut self.settings.terminal.links;
        ui.checkbox(links, t!("settings-links"));
        about(ui, t!("settings-serial-about"));
    }

    pub(super) fn screen_ui(&mut self, ui: &mut Ui) {
        let kept = &mut self.settings.folders.pictures;
        folder_ui(ui, &t!("settings-screenshots"), &mut self.pictures, kept);
        about(ui, t!("settings-screen-about"));
    }

    pub(super) fn media_ui(&mut self, ui: &mut Ui) {
        let kept = &mut self.settings.folders.images;
        folder_ui(ui, &t!("settings-images"), &mut self.images, kept);
        about(ui, t!("settings-media-about"));
    }

    pub(super) fn recording_ui(&mut self, ui: &mut Ui) {
        let kept = &mut self.settings.folders.recordings;
        folder_ui(ui, &t!("settings-films"), &mut self.recordings, kept);
        about(ui, t!("settings-recording-about"));
    }
}

/// The path of a folder of this name, as it is written and as it counts.
fn folder_ui(ui: &mut Ui, name: &str, text: &mut String, folder: &mut Option<PathBuf>) {
    let path = PathBuf::from(text.trim());
    let wrong = !text.trim().is_empty() && !path.is_absolute();
    let field = Field {
        name,
        hint: &t!("settings-folder-hint"),
        width: FIELD_PT,
        wrong,
        id: Id::unique(("settings folder", name)),
    };
    field.show(ui, text);
    // At once, because a click beside the field may lead away from it.
    let path = PathBuf::from(text.trim());
    let wrong = !text.trim().is_empty() && !path.is_absolute();
    if !wrong {
        *folder = Some(path).filter(|path| path.is_absolute());
    }
    if wrong {
        let danger = Palette::of(ui).danger;
        let text = RichText::new(t!("settings-folder-wrong"));
        parts::state_line(ui, icon::FAILED, danger, text.color(danger));
    }
}

/// What else there is to know about a page.
fn about(ui: &mut Ui, text: String) {
    ui.label(RichText::new(text).color(Palette::of(ui).t3));
}
