//! The page about the window itself.

use eframe::egui::{ComboBox, RichText, Slider, Ui};

use super::SettingsPage;
use crate::store::settings::{Density, Language, Theme};
use crate::ui::action::Action;
use crate::ui::language::{self, t};
use crate::ui::parts;
use crate::ui::theme::{self, Palette, font_size, icon};

impl SettingsPage {
    pub(super) fn general_ui(&mut self, ui: &mut Ui) {
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
        ui.horizontal(|ui| {
            parts::fact_name(ui, &t!("settings-density"));
            for (density, label) in [
                (Density::Compact, t!("settings-compact")),
                (Density::Roomy, t!("settings-roomy")),
            ] {
                ui.selectable_value(&mut self.settings.density, density, label);
            }
        });
        self.language_ui(ui);
        let restore = &mut self.settings.restore_tabs;
        ui.checkbox(restore, t!("settings-restore"));
        let still = &mut self.settings.reduce_motion;
        ui.checkbox(still, t!("settings-still"));
        let said = &mut self.settings.notifications;
        ui.checkbox(said, t!("settings-notifications"));
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
}

/// Some font has a glyph for each of these.
fn has_letters(ui: &Ui, letters: &str) -> bool {
    let font = theme::text(font_size::BODY);
    ui.ctx().fonts_mut(|fonts| fonts.has_glyphs(&font, letters))
}
