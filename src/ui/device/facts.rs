//! The facts: cards in two columns, one fact a line, each copied with a click.

use eframe::egui::{
    Align, Button, CursorIcon, Label, Layout, RichText, ScrollArea, Sense, Ui, vec2,
};

use crate::session::Feature;
use crate::session::flow::ControlMode;
use crate::session::flow::enable::{Switch, Switches};
use crate::session::flow::info::Info;
use crate::session::flow::{OptInRequired, OptInService};
use crate::session::pc::{Deed, PcCommand};
use crate::ui::language::t;
use crate::ui::page::{Around, Page};
use crate::ui::pane::TabWish;
use crate::ui::parts;
use crate::ui::pc::PcState;
use crate::ui::said::{Told as _, measure, said};
use crate::ui::theme::{self, Palette, font_size, icon, size, space};

/// From this width on there are two columns.
const TWO_COLUMNS_PT: f32 = 900.0;

/// A card: its title and its facts.
struct Card {
    title: String,
    facts: Vec<(String, String)>,
}

/// Draws the cards; returns what was asked for.
pub(super) fn facts_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    pc: &PcState,
    info: &Info,
) -> Vec<TabWish> {
    let mut wishes = Vec::new();
    let cards = [
        identity(around.name, info),
        amt(pc, info),
        consent(info.consent.as_ref()),
        connected(info),
        network(info),
        hardware(info),
    ];
    ScrollArea::vertical()
        .id_salt(around.part("facts"))
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.add_space(space::M);
            let room = ui.available_width() - 2.0 * space::M;
            let columns = if room >= TWO_COLUMNS_PT { 2 } else { 1 };
            let width = (room - space::M * (columns as f32 - 1.0)) / columns as f32;
            ui.horizontal_top(|ui| {
                ui.add_space(space::M);
                ui.spacing_mut().item_spacing.x = space::M;
                for column in 0..columns {
                    ui.vertical(|ui| {
                        ui.set_width(width);
                        ui.spacing_mut().item_spacing.y = space::M;
                        // What can be changed stands first, at the top of the last column.
                        if column == columns - 1 {
                            wishes.extend(features_ui(ui, pc, width));
                        }
                        for (place, card) in cards.iter().enumerate() {
                            if place % columns == column && !card.facts.is_empty() {
                                card_ui(ui, card, width);
                            }
                        }
                        if column == 0 && !info.missing.is_empty() {
                            missing_ui(ui, info, width);
                        }
                    });
                }
            });
            ui.add_space(space::M);
        });
    wishes
}

fn frame_ui(ui: &mut Ui, title: &str, width: f32, add: impl FnOnce(&mut Ui)) {
    let palette = Palette::of(ui);
    let frame = parts::card(ui);
    let inside = width - frame.total_margin().sum().x;
    frame.show(ui, |ui| {
        ui.set_width(inside);
        ui.spacing_mut().item_spacing.y = space::XS;
        let title = RichText::new(title)
            .font(theme::strong(font_size::BODY))
            .color(palette.t1);
        ui.label(title);
        ui.add_space(space::XS);
        add(ui);
    });
}

fn card_ui(ui: &mut Ui, card: &Card, width: f32) {
    frame_ui(ui, &card.title, width, |ui| {
        for (name, value) in &card.facts {
            fact_ui(ui, name, value);
        }
    });
}

/// A fact; a click copies its value.
fn fact_ui(ui: &mut Ui, name: &str, value: &str) {
    ui.horizontal_top(|ui| {
        parts::fact_name(ui, name);
        let text = RichText::new(value).color(Palette::of(ui).t1);
        let label = ui.add(Label::new(text).wrap().sense(Sense::click()));
        let label = label
            .on_hover_cursor(CursorIcon::Copy)
            .on_hover_text(t!("facts-copy"));
        if label.clicked() {
            ui.ctx().copy_text(value.to_owned());
        }
    });
}

/// What is switched on, and the button that switches on what is not.
fn features_ui(ui: &mut Ui, pc: &PcState, width: f32) -> Option<TabWish> {
    let switches = pc.switches.as_ref()?;
    let mut wish = None;
    frame_ui(ui, &t!("facts-allowed"), width, |ui| {
        for (feature, page) in FEATURES {
            let name = page.label();
            if feature_ui(ui, pc, switches, feature, &name) {
                let deed = Deed::Switch { feature, on: true };
                wish = Some(TabWish::Pc(PcCommand::Do(deed)));
            }
        }
        if !switches.listener {
            ui.label(RichText::new(t!("facts-ports-closed")).color(Palette::of(ui).t2));
        }
        let hint = RichText::new(t!("facts-enabling"))
            .size(font_size::CAPTION)
            .color(Palette::of(ui).t3);
        ui.label(hint);
    });
    wish
}

/// One feature; true when it is to be switched on.
fn feature_ui(
    ui: &mut Ui,
    pc: &PcState,
    switches: &Switches,
    feature: Feature,
    name: &str,
) -> bool {
    let palette = Palette::of(ui);
    let switch = switches.of(feature);
    let (text, glyph, color) = match switch {
        Switch::On if !switches.listener => (t!("facts-on-closed"), icon::WARNING, palette.warn),
        Switch::On => (t!("facts-on"), icon::GOOD, palette.ok),
        Switch::InUse => (t!("facts-in-use"), icon::GOOD, palette.ok),
        Switch::Off => (t!("facts-off"), icon::LATER, palette.t3),
        Switch::Forbidden => (t!("facts-forbidden"), icon::WARNING, palette.warn),
        Switch::Absent => (t!("facts-absent"), icon::LATER, palette.t3),
    };
    let can_enable = switch == Switch::Off || (!switches.listener && switch == Switch::On);
    let mut enable = false;
    ui.horizontal(|ui| {
        ui.set_min_height(size::control(ui));
        parts::fact_name(ui, name);
        ui.label(theme::glyph(glyph).color(color));
        ui.label(RichText::new(text).color(palette.t1));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if can_enable {
                let button = Button::new(t!("facts-enable")).min_size(vec2(72.0, 0.0));
                enable = ui
                    .add_enabled(!pc.is_acting(), button)
                    .accessible_name(t!("facts-enable-one", feature = name.to_lowercase()))
                    .clicked();
            }
        });
    });
    enable
}

fn missing_ui(ui: &mut Ui, info: &Info, width: f32) {
    frame_ui(ui, &t!("facts-unknown"), width, |ui| {
        for missing in &info.missing {
            let text = format!(
                "{}. {}",
                missing.fault.told_title(),
                missing.fault.told_cause()
            );
            parts::fact_line(ui, &said(missing.part.name()), &text);
        }
    });
}

/// Collects facts; what is not known is left out.
#[derive(Default)]
struct Facts(Vec<(String, String)>);

impl Facts {
    fn add(&mut self, name: String, value: Option<impl ToString>) -> &mut Self {
        let value = value.map(|value| value.to_string());
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            self.0.push((name, value));
        }
        self
    }

    fn card(&mut self, title: String) -> Card {
        Card {
            title,
            facts: std::mem::take(&mut self.0),
        }
    }
}

/// A value as the beginning of a sentence.
fn sentence(value: impl ToString) -> String {
    crate::ui::connect::upper_first(&said(&value.to_string()))
}

fn identity(name: &str, info: &Info) -> Card {
    let chassis = info.inventory.chassis.as_ref();
    let settings = info.settings.as_ref();
    let model = chassis.map(|c| {
        let words = [c.manufacturer.as_deref(), c.model.as_deref()];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    let mut facts = Facts::default();
    facts
        .add(t!("facts-called"), Some(name))
        .add(t!("facts-amt-name"), settings.and_then(|s| s.full_name()))
        .add(
            t!("facts-os-name"),
            settings.and_then(|s| s.os_host_name.as_ref()),
        )
        .add(t!("facts-model"), model)
        .add(
            t!("facts-serial-number"),
            chassis.and_then(|c| c.serial_number.as_ref()),
        )
        .add("UUID".to_owned(), info.uuid)
        .add(t!("facts-power"), info.power.as_ref().map(sentence));
    facts.card(t!("facts-identity"))
}

fn amt(pc: &PcState, info: &Info) -> Card {
    let mode = info.control_mode.map(|mode| match mode {
        ControlMode::ADMIN => t!("facts-mode-admin"),
        ControlMode::CLIENT => t!("facts-mode-client"),
        ControlMode::NOT_PROVISIONED => t!("facts-mode-none"),
        other => sentence(other),
    });
    let certificate = pc.safety.as_ref().and_then(|safety| safety.certificate());
    let clock = info.clock.map(|clock| {
        let text = clock.device.date().to_string();
        match clock.fast_by_secs() {
            -2..=2 => t!("facts-clock-right", date = text),
            secs if secs > 0 => t!("facts-clock-fast", date = text, by = duration(secs)),
            secs => t!("facts-clock-slow", date = text, by = duration(-secs)),
        }
    });
    let mut facts = Facts::default();
    facts
        .add(t!("facts-version"), info.version())
        .add(t!("facts-mode"), mode)
        .add(
            t!("facts-certificate"),
            certificate.map(|c| {
                let date = crate::ui::trust::date(c.not_after);
                t!("facts-until", subject = c.subject.as_str(), date = date)
            }),
        )
        .add(t!("facts-clock"), clock)
        .add(
            t!("facts-event-log"),
            info.logs.events.map(|log| records(log.records)),
        )
        .add(
            t!("facts-audit-log"),
            info.logs.audit.map(|log| records(log.records)),
        );
    facts.card("Intel AMT".to_owned())
}

/// How full a log is.
fn records(count: u32) -> String {
    t!("facts-records", count = count)
}

fn consent(service: Option<&OptInService>) -> Card {
    let mut facts = Facts::default();
    let Some(service) = service else {
        return facts.card(t!("facts-consent"));
    };
    let policy = match service.required {
        OptInRequired::NONE => t!("facts-consent-none"),
        OptInRequired::KVM => t!("facts-consent-screen"),
        OptInRequired::ALL => t!("facts-consent-all"),
        other => sentence(other),
    };
    let who = service.can_modify_policy.map(|can| match can {
        true => t!("facts-changed-console"),
        false => t!("facts-changed-pc"),
    });
    let secs = |time: Option<std::time::Duration>| time.map(|t| format!("{} s", t.as_secs()));
    facts
        .add(t!("facts-policy"), Some(policy))
        .add(t!("facts-changed-by"), who)
        .add(t!("facts-now"), Some(sentence(service.state)))
        .add(t!("facts-code-shown"), secs(service.display_timeout))
        .add(t!("facts-lapses"), secs(service.code_timeout));
    facts.card(t!("facts-consent"))
}

fn connected(info: &Info) -> Card {
    let mut facts = Facts::default();
    if let Some(sessions) = &info.sessions {
        let names: Vec<_> = sessions
            .iter()
            .map(|session| match session.is_wireless {
                true => t!("facts-by-radio", what = said(session.kind.name())),
                false => said(session.kind.name()),
            })
            .collect();
        let now = match names.is_empty() {
            true => t!("facts-nobody"),
            false => crate::ui::connect::upper_first(&names.join(", ")),
        };
        facts.add(t!("facts-now"), Some(now));
    }
    facts.add(t!("facts-before"), info.access_log.last());
    facts.card(t!("facts-connected"))
}

fn network(info: &Info) -> Card {
    let mut facts = Facts::default();
    let ports = [
        (
            info.network.wired(),
            t!("facts-wired"),
            t!("facts-wired-mac"),
            t!("facts-wired-gateway"),
        ),
        (
            info.network.wireless(),
            t!("facts-wireless"),
            t!("facts-wireless-mac"),
            t!("facts-wireless-gateway"),
        ),
    ];
    for (port, name, mac, gateway) in ports {
        let Some(port) = port else {
            continue;
        };
        let link = match port.link_is_up {
            Some(true) => t!("facts-link-up"),
            Some(false) => t!("facts-link-down"),
            None => t!("facts-link-unknown"),
        };
        let address = match port.ip_address {
            Some(address) => format!("{address}, {link}"),
            None => link,
        };
        facts
            .add(name, Some(address))
            .add(mac, port.mac_address.as_ref())
            .add(gateway, port.gateway);
    }
    let ipv6: Vec<_> = info
        .network
        .ipv6
        .iter()
        .flat_map(|port| &port.addresses)
        .map(ToString::to_string)
        .collect();
    facts.add("IPv6".to_owned(), Some(ipv6.join(", ")));
    facts.card(t!("facts-network"))
}

fn hardware(info: &Info) -> Card {
    let inventory = &info.inventory;
    let bios = inventory.bios.as_ref().map(|bios| {
        let words = [bios.manufacturer.as_deref(), bios.version.as_deref()];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    let modules = inventory.memory.len();
    let memory = (modules > 0).then(|| {
        let size = size_text(inventory.memory_bytes());
        t!("facts-modules", size = size, count = modules)
    });
    let drives: Vec<_> = inventory
        .drives
        .iter()
        .map(|drive| {
            let model = drive.model.clone().unwrap_or_else(|| t!("facts-drive"));
            match drive.size_bytes {
                Some(bytes) => format!("{model}, {}", size_text(bytes)),
                None => model,
            }
        })
        .collect();
    let processors: Vec<_> = inventory
        .processors
        .iter()
        .filter_map(|p| p.name.clone())
        .collect();
    let screens = info.screens.as_ref().map(|screens| {
        let sizes: Vec<_> = screens
            .active()
            .map(|s| format!("{} × {}", s.width, s.height))
            .collect();
        sizes.join(", ")
    });
    let mut facts = Facts::default();
    facts
        .add(t!("facts-processor"), Some(processors.join(", ")))
        .add(t!("facts-memory"), memory)
        .add(t!("facts-drives"), Some(drives.join(", ")))
        .add(
            t!("facts-board"),
            inventory.board.as_ref().and_then(|b| b.model.as_ref()),
        )
        .add("BIOS".to_owned(), bios)
        .add(t!("facts-displays"), screens)
        .add(
            t!("facts-started-by"),
            info.boot_reason.as_ref().and_then(|b| b.details.as_ref()),
        );
    facts.card(t!("facts-hardware"))
}

/// `16 GB`, `512 MB`; powers of 1024 as memory and drives' makers disagree about them.
fn size_text(bytes: u64) -> String {
    const MB: u64 = 1 << 20;
    match bytes / MB {
        mb if mb >= 10 * 1024 => measure(&format!("{} GB", mb / 1024)),
        mb => measure(&format!("{mb} MB")),
    }
}

fn duration(secs: i64) -> String {
    match secs {
        secs if secs >= 172_800 => t!("facts-days", count = secs / 86_400),
        secs if secs >= 7_200 => format!("{} h", secs / 3_600),
        secs if secs >= 120 => format!("{} min", secs / 60),
        secs => format!("{secs} s"),
    }
}

const FEATURES: [(Feature, Page); 3] = [
    (Feature::Screen, Page::Screen),
    (Feature::Serial, Page::Serial),
    (Feature::Media, Page::Media),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_are_rounded_to_what_a_person_compares() {
        assert_eq!(size_text(17_179_869_184), "16 GB");
        assert_eq!(size_text(536_870_912), "512 MB");
        assert_eq!(duration(90), "90 s");
        assert_eq!(duration(300), "5 min");
        assert_eq!(duration(400_000), "4 days");
    }

    #[test]
    fn what_is_not_known_has_no_line_and_empty_cards_do_not_show() {
        let info = Info::default();
        assert_eq!(
            identity("lab-12", &info).facts,
            [("Called".to_owned(), "lab-12".to_owned())]
        );
        for card in [
            consent(None),
            connected(&info),
            network(&info),
            hardware(&info),
        ] {
            assert!(card.facts.is_empty(), "{}", card.title);
        }
    }
}
