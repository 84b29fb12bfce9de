//! The page about encryption, and about what is kept.

use eframe::egui::{ComboBox, RichText, Ui};

use super::SettingsPage;
use crate::store::paths::Folder;
use crate::store::profile::TlsPolicy;
use crate::ui::action::Action;
use crate::ui::language::t;
use crate::ui::parts;
use crate::ui::theme::{Palette, icon, space};

impl SettingsPage {
    pub(super) fn safety_ui(&mut self, ui: &mut Ui, folder: Option<&Folder>) -> Option<Action> {
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
        ui.add_space(space::M);
        let line = |ui: &mut Ui, name: String, value: &str| parts::fact_line(ui, &name, value);
        if let Some(folder) = folder {
            let path = folder.trusted().display().to_string();
            line(ui, t!("settings-trusted"), &path);
        }
        line(
            ui,
            t!("settings-passwords"),
            &t!("settings-passwords-about"),
        );
        let folder = folder?;
        let path = folder.journal().display().to_string();
        line(ui, Action::Journal.row().label(), &path);
        ui.add_space(space::S);
        parts::button(ui, &t!("settings-open-journal"))
            .clicked()
            .then_some(Action::Journal)
    }
}
