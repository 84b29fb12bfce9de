//! The facts: cards in two columns, one fact a line, each copied with a click.

use eframe::egui::{
    Align, Button, CursorIcon, Label, Layout, RichText, ScrollArea, Sense, Ui, vec2,
};

use crate::session::Feature;
use crate::session::flow::enable::{Switch, Switches};
use crate::session::flow::info::Info;
use crate::session::flow::{OptInRequired, OptInService};
use crate::session::pc::{Deed, PcCommand};
use crate::ui::page::Around;
use crate::ui::pane::TabWish;
use crate::ui::parts;
use crate::ui::pc::PcState;
use crate::ui::theme::{self, Palette, font_size, icon, size, space};

/// From this width on there are two columns.
const TWO_COLUMNS_PT: f32 = 900.0;

/// A card: its title and its facts.
struct Card {
    title: &'static str,
    facts: Vec<(&'static str, String)>,
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
    frame_ui(ui, card.title, width, |ui| {
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
            .on_hover_text("Click to copy");
        if label.clicked() {
            ui.ctx().copy_text(value.to_owned());
        }
    });
}

/// What is switched on, and the button that switches on what is not.
fn features_ui(ui: &mut Ui, pc: &PcState, width: f32) -> Option<TabWish> {
    let switches = pc.switches.as_ref()?;
    let mut wish = None;
    frame_ui(ui, "Allowed", width, |ui| {
        for (feature, name) in FEATURES {
            if feature_ui(ui, pc, switches, feature, name) {
                let deed = Deed::Switch { feature, on: true };
                wish = Some(TabWish::Pc(PcCommand::Do(deed)));
            }
        }
        if !switches.listener {
            let text = "The redirection ports are closed, so nothing of it can be used. Enabling \
                        one of them opens them.";
            ui.label(RichText::new(text).color(Palette::of(ui).t2));
        }
        let hint = "Enabling changes a setting of Intel AMT and is written to its log";
        let hint = RichText::new(hint)
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
        Switch::On if !switches.listener => ("On, ports closed", icon::WARNING, palette.warn),
        Switch::On => ("On", icon::GOOD, palette.ok),
        Switch::InUse => ("On, in use", icon::GOOD, palette.ok),
        Switch::Off => ("Off", icon::LATER, palette.t3),
        Switch::Forbidden => (
            "Forbidden in the firmware setup",
            icon::WARNING,
            palette.warn,
        ),
        Switch::Absent => ("Not in this PC", icon::LATER, palette.t3),
    };
    let can_enable = switch == Switch::Off || (!switches.listener && switch == Switch::On);
    let mut enable = false;
    ui.horizontal(|ui| {
        ui.set_min_height(size::CONTROL);
        parts::fact_name(ui, name);
        ui.label(theme::glyph(glyph).color(color));
        ui.label(RichText::new(text).color(palette.t1));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if can_enable {
                let button = Button::new("Enable").min_size(vec2(72.0, size::CONTROL));
                enable = ui
                    .add_enabled(!pc.is_acting(), button)
                    .accessible_name(format!("Enable {}", name.to_lowercase()))
                    .clicked();
            }
        });
    });
    enable
}

fn missing_ui(ui: &mut Ui, info: &Info, width: f32) {
    frame_ui(ui, "Not known", width, |ui| {
        for missing in &info.missing {
            let text = format!("{}. {}", missing.fault.title(), missing.fault.cause());
            parts::fact_line(ui, missing.part.name(), &text);
        }
    });
}

/// Collects facts; what is not known is left out.
#[derive(Default)]
struct Facts(Vec<(&'static str, String)>);

impl Facts {
    fn add(&mut self, name: &'static str, value: Option<impl ToString>) -> &mut Self {
        let value = value.map(|value| value.to_string());
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            self.0.push((name, value));
        }
        self
    }

    fn card(&mut self, title: &'static str) -> Card {
        Card {
            title,
            facts: std::mem::take(&mut self.0),
        }
    }
}

/// A value as the beginning of a sentence.
fn sentence(value: impl ToString) -> String {
    crate::ui::connect::upper_first(&value.to_string())
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
        .add("Called", Some(name))
        .add("Name in Intel AMT", settings.and_then(|s| s.full_name()))
        .add(
            "Name in its system",
            settings.and_then(|s| s.os_host_name.as_ref()),
        )
        .add("Model", model)
        .add(
            "Serial number",
            chassis.and_then(|c| c.serial_number.as_ref()),
        )
        .add("UUID", info.uuid)
        .add("Power", info.power.as_ref().map(sentence));
    facts.card("Identity")
}

fn amt(pc: &PcState, info: &Info) -> Card {
    let mode = info
        .control_mode
        .map(|mode| sentence(format!("{mode} control")));
    let certificate = pc.safety.as_ref().and_then(|safety| safety.certificate());
    let clock = info.clock.map(|clock| {
        let text = clock.device.date().to_string();
        match clock.fast_by_secs() {
            -2..=2 => format!("{text}, right"),
            secs if secs > 0 => format!("{text}, {} fast", duration(secs)),
            secs => format!("{text}, {} slow", duration(-secs)),
        }
    });
    let mut facts = Facts::default();
    facts
        .add("Version", info.version())
        .add("Mode", mode)
        .add(
            "Certificate",
            certificate.map(|c| {
                format!(
                    "{}, until {}",
                    c.subject,
                    crate::ui::trust::date(c.not_after)
                )
            }),
        )
        .add("Clock", clock)
        .add(
            "Event log",
            info.logs.events.map(|log| records(log.records)),
        )
        .add("Audit log", info.logs.audit.map(|log| records(log.records)));
    facts.card("Intel AMT")
}

/// How full a log is.
fn records(count: u32) -> String {
    match count {
        1 => "One record".to_owned(),
        count => format!("{count} records"),
    }
}

fn consent(service: Option<&OptInService>) -> Card {
    let mut facts = Facts::default();
    let Some(service) = service else {
        return facts.card("Consent");
    };
    let policy = match service.required {
        OptInRequired::NONE => "Never asked for".to_owned(),
        OptInRequired::KVM => "Asked for the screen".to_owned(),
        OptInRequired::ALL => "Asked for screen, media and boot".to_owned(),
        other => other.to_string(),
    };
    let who = service.can_modify_policy.map(|can| match can {
        true => "A console may change it",
        false => "Only at the PC",
    });
    let secs = |time: Option<std::time::Duration>| time.map(|t| format!("{} s", t.as_secs()));
    facts
        .add("Policy", Some(policy))
        .add("Changed by", who)
        .add("Now", Some(sentence(service.state)))
        .add("Code shown for", secs(service.display_timeout))
        .add("Lapses after", secs(service.code_timeout));
    facts.card("Consent")
}

fn connected(info: &Info) -> Card {
    let mut facts = Facts::default();
    if let Some(sessions) = &info.sessions {
        let names: Vec<_> = sessions
            .iter()
            .map(|session| match session.is_wireless {
                true => format!("{}, wireless", session.kind.name()),
                false => session.kind.name().to_owned(),
            })
            .collect();
        let now = match names.is_empty() {
            true => "Nobody".to_owned(),
            false => sentence(names.join(", ")),
        };
        facts.add("Now", Some(now));
    }
    facts.add("Before", info.access_log.last());
    facts.card("Connected now")
}

fn network(info: &Info) -> Card {
    let mut facts = Facts::default();
    let ports = [
        (
            info.network.wired(),
            "Wired",
            "Its hardware address",
            "Its gateway",
        ),
        (
            info.network.wireless(),
            "Wireless",
            "Hardware address",
            "Gateway",
        ),
    ];
    for (port, name, mac, gateway) in ports {
        let Some(port) = port else {
            continue;
        };
        let link = match port.link_is_up {
            Some(true) => "connected",
            Some(false) => "no link",
            None => "link unknown",
        };
        let address = match port.ip_address {
            Some(address) => format!("{address}, {link}"),
            None => link.to_owned(),
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
    facts.add("IPv6", Some(ipv6.join(", ")));
    facts.card("Network")
}

fn hardware(info: &Info) -> Card {
    let inventory = &info.inventory;
    let bios = inventory.bios.as_ref().map(|bios| {
        let words = [bios.manufacturer.as_deref(), bios.version.as_deref()];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    let modules = inventory.memory.len();
    let memory = (modules > 0).then(|| {
        format!(
            "{} in {modules} modules",
            size_text(inventory.memory_bytes())
        )
    });
    let drives: Vec<_> = inventory
        .drives
        .iter()
        .map(|drive| {
            let model = drive.model.as_deref().unwrap_or("Drive");
            match drive.size_bytes {
                Some(bytes) => format!("{model}, {}", size_text(bytes)),
                None => model.to_owned(),
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
        .add("Processor", Some(processors.join(", ")))
        .add("Memory", memory)
        .add("Drives", Some(drives.join(", ")))
        .add(
            "Board",
            inventory.board.as_ref().and_then(|b| b.model.as_ref()),
        )
        .add("BIOS", bios)
        .add("Displays", screens)
        .add(
            "Started by",
            info.boot_reason.as_ref().and_then(|b| b.details.as_ref()),
        );
    facts.card("Hardware")
}

/// `16 GB`, `512 MB`; powers of 1024 as memory and drives' makers disagree about them.
fn size_text(bytes: u64) -> String {
    const MB: u64 = 1 << 20;
    match bytes / MB {
        mb if mb >= 10 * 1024 => format!("{} GB", mb / 1024),
        mb => format!("{mb} MB"),
    }
}

fn duration(secs: i64) -> String {
    match secs {
        secs if secs >= 172_800 => format!("{} days", secs / 86_400),
        secs if secs >= 7_200 => format!("{} h", secs / 3_600),
        secs if secs >= 120 => format!("{} min", secs / 60),
        secs => format!("{secs} s"),
    }
}

const FEATURES: [(Feature, &str); 3] = [
    (Feature::Screen, "Screen"),
    (Feature::Serial, "Serial"),
    (Feature::Media, "Media"),
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
            [("Called", "lab-12".to_owned())]
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
