//! The page about the PC: what it is, what it allows, and what its logs say.

use eframe::egui::{RichText, ScrollArea, Ui};

use super::page::{Around, View};
use super::pane::TabWish;
use super::parts;
use super::theme::{self, Palette, font_size, icon, space};
use crate::session::pc::PcCommand;

/// The page's own state.
#[derive(Debug, Default)]
pub(crate) struct DeviceView {}

impl View for DeviceView {
    fn hear(&mut self, _now: f64) {}

    fn toolbar_ui(&mut self, ui: &mut Ui, _around: &Around<'_>) -> Vec<TabWish> {
        let refresh = parts::icon_button(ui, icon::REFRESH, "Read again", "Read again from the PC");
        let wish = refresh.clicked().then_some(TabWish::Pc(PcCommand::Refresh));
        wish.into_iter().collect()
    }

    fn stage_ui(&mut self, ui: &mut Ui, around: &Around<'_>) -> Vec<TabWish> {
        let palette = Palette::of(ui);
        ui.painter().rect_filled(ui.max_rect(), 0.0, palette.bg2);
        ScrollArea::vertical()
            .id_salt(around.part("device"))
            .show(ui, |ui| {
                if around.covered {
                    ui.disable();
                }
                parts::card(ui).show(ui, |ui| {
                    ui.set_width(ui.available_width() - space::XL);
                    let title = RichText::new(format!("Intel AMT of {}", around.name))
                        .font(theme::strong(font_size::BODY))
                        .color(palette.t1);
                    ui.label(title);
                    let Some(pc) = around.pc else {
                        return;
                    };
                    let unknown = || "unknown".to_owned();
                    let version = pc.version.map_or_else(unknown, |v| v.to_string());
                    parts::fact_line(ui, "Version", &version);
                    let power = pc.power.as_ref();
                    let power = power.map_or_else(unknown, |p| p.state.to_string());
                    parts::fact_line(ui, "Power", &power);
                    let age = (around.now - pc.power_at).max(0.0);
                    parts::fact_line(ui, "Read", &format!("{age:.0} s ago"));
                });
            });
        Vec::new()
    }
}
