//! The pages of the settings: what each is about, and what it sets.

use egui_material_icons::MaterialIcon;

use crate::store::settings::Settings;
use crate::ui::action::Action;
use crate::ui::language::t;
use crate::ui::page::Page;
use crate::ui::theme::icon;

/// A page of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Subject {
    #[default]
    General,
    Screen,
    Keyboard,
    Serial,
    Media,
    Safety,
    Recording,
    About,
}

impl Subject {
    /// From top to bottom.
    pub(super) const ALL: [Self; 8] = [
        Self::General,
        Self::Screen,
        Self::Keyboard,
        Self::Serial,
        Self::Media,
        Self::Safety,
        Self::Recording,
        Self::About,
    ];

    /// What it is called.
    pub(crate) fn title(self) -> String {
        match self {
            Self::General => t!("settings-general"),
            Self::Screen => Page::Screen.label(),
            Self::Keyboard => t!("settings-keyboard"),
            Self::Serial => Page::Serial.label(),
            Self::Media => Page::Media.label(),
            Self::Safety => t!("settings-safety"),
            Self::Recording => t!("settings-recordings"),
            Self::About => t!("settings-about"),
        }
    }

    /// Its mark.
    pub(super) const fn icon(self) -> MaterialIcon {
        match self {
            Self::General => icon::SETTINGS,
            Self::Screen => icon::SCREEN,
            Self::Keyboard => icon::KEYS,
            Self::Serial => icon::SERIAL,
            Self::Media => icon::MEDIA,
            Self::Safety => icon::TRUSTED,
            Self::Recording => icon::FILM,
            Self::About => icon::DEVICE,
        }
    }

    /// The names of what is on it; the shortcuts look through theirs themselves.
    pub(super) fn words(self) -> Vec<String> {
        match self {
            Self::General => vec![
                Action::Theme.row().label(),
                t!("settings-size"),
                t!("settings-density"),
                t!("settings-language"),
                t!("settings-restore"),
                t!("settings-still"),
                t!("settings-notifications"),
            ],
            Self::Screen => vec![t!("settings-screenshots")],
            Self::Keyboard => vec![
                t!("edit-layout"),
                t!("settings-release"),
                t!("settings-grab"),
                t!("settings-shortcuts"),
            ],
            Self::Serial => vec![t!("settings-bell"), t!("settings-links")],
            Self::Media => vec![t!("settings-images")],
            Self::Safety => vec![
                t!("settings-tls"),
                t!("settings-trusted"),
                t!("settings-passwords"),
                Action::Journal.row().label(),
            ],
            Self::Recording => vec![t!("settings-films")],
            Self::About => vec![
                t!("settings-version"),
                t!("settings-licence"),
                t!("settings-licences"),
            ],
        }
    }

    /// Makes what this page sets in `to` what it is in `from`.
    pub(super) fn take(self, from: &Settings, to: &mut Settings) {
        match self {
            Self::General => {
                to.theme = from.theme;
                to.font_scale = from.font_scale;
                to.density = from.density;
                to.language = from.language;
                to.restore_tabs = from.restore_tabs;
                to.reduce_motion = from.reduce_motion;
                to.notifications = from.notifications;
            }
            Self::Screen => to.folders.pictures.clone_from(&from.folders.pictures),
            Self::Keyboard => {
                to.keyboard.clone_from(&from.keyboard);
                to.shortcuts.clone_from(&from.shortcuts);
            }
            Self::Serial => {
                to.sound = from.sound;
                to.terminal = from.terminal;
            }
            Self::Media => to.folders.images.clone_from(&from.folders.images),
            Self::Safety => to.safety.clone_from(&from.safety),
            Self::Recording => to.folders.recordings.clone_from(&from.folders.recordings),
            Self::About => {}
        }
    }

    /// The page sets these alike.
    pub(super) fn is_alike(self, one: &Settings, other: &Settings) -> bool {
        let mut taken = one.clone();
        self.take(other, &mut taken);
        taken == *one
    }
}

/// A setting, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The page.
    pub(crate) subject: Subject,
    /// What it is called there.
    pub(crate) name: String,
}

/// All settings that have a name.
pub(crate) fn places() -> Vec<Place> {
    let places_of = |subject: Subject| {
        let names = subject.words().into_iter();
        names.map(move |name| Place { subject, name })
    };
    Subject::ALL.into_iter().flat_map(places_of).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::store::profile::TlsPolicy;
    use crate::store::settings::{Density, Language, Release, Theme};

    #[test]
    fn each_setting_is_on_one_page_and_goes_back_with_it() {
        let mut other = Settings::default();
        other.theme = Theme::Dark;
        other.font_scale = 1.5;
        other.density = Density::Roomy;
        other.language = Some(Language::German);
        other.reduce_motion = true;
        other.notifications = false;
        other.restore_tabs = false;
        other.shortcuts = BTreeMap::from([("power".to_owned(), "Ctrl+J".to_owned())]);
        other.keyboard.layout = Some("de".to_owned());
        other.keyboard.release = Release::Pause;
        other.keyboard.grab = true;
        other.safety.tls = Some(TlsPolicy::Require);
        other.sound.bell = false;
        other.terminal.links = true;
        for folder in [
            &mut other.folders.pictures,
            &mut other.folders.recordings,
            &mut other.folders.images,
        ] {
            *folder = Some("/srv".into());
        }
        let usual = Settings::default();
        let mut settings = usual.clone();
        for subject in Subject::ALL {
            let before = settings.clone();
            assert!(subject == Subject::About || !subject.is_alike(&other, &settings));
            subject.take(&other, &mut settings);
            assert!(subject.is_alike(&other, &settings), "{subject:?}");
            let mut back = settings.clone();
            subject.take(&usual, &mut back);
            assert_eq!(back, before, "{subject:?} touches another page");
        }
        assert_eq!(settings, other, "a setting is on no page");
    }
}
