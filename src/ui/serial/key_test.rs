//! Which bytes a key becomes, for each kind of PC: pressed here, sent nowhere.

use eframe::egui::{Align2, Grid, RichText, Ui};

use super::menus::{dialect_label, key_label};
use crate::terminal::{Dialect, Key, KeyModes, Keyboard, Modifiers};
use crate::ui::language::{t, w};
use crate::ui::page::Around;
use crate::ui::parts;
use crate::ui::theme::{self, Palette, font_size, icon, space};

/// The panel, as long as it is open.
#[derive(Debug, Default)]
pub(super) struct KeyTest {
    pressed: Option<(Key, Modifiers)>,
}

/// What the person did in the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Nothing,
    /// From now on keys are sent like this.
    Use(Dialect),
    Close,
}

impl KeyTest {
    /// A key was pressed.
    pub(super) const fn press(&mut self, key: Key, modifiers: Modifiers) {
        self.pressed = Some((key, modifiers));
    }

    pub(super) fn ui(
        &self,
        ui: &Ui,
        around: &Around<'_>,
        keyboard: Keyboard,
        modes: KeyModes,
    ) -> Answer {
        let mut answer = Answer::Nothing;
        parts::floating(
            ui,
            around.part("serial key test"),
            Align2::RIGHT_TOP,
            |ui| {
                ui.set_width(WIDTH_PT.min(ui.available_width()));
                let palette = Palette::of(ui);
                let close = (w!("serial-close-key-test"), w!("serial-keys-go-to-the"));
                if parts::panel_head(
                    ui,
                    (icon::KEYS, palette.accent),
                    w!("serial-test-keys"),
                    close,
                ) {
                    answer = Answer::Close;
                }
                let text = match self.pressed {
                    None => w!("serial-press-a-key-nothing").to_owned(),
                    Some((key, held)) => t!("serial-is-sent-as", key = key_label(key, held)),
                };
                ui.label(RichText::new(text).color(palette.t2));
                if let Some(pressed) = self.pressed {
                    ui.add_space(space::XS);
                    rows_ui(ui, around, (keyboard, modes), pressed, &mut answer);
                }
            },
        );
        answer
    }
}

fn rows_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    (keyboard, modes): (Keyboard, KeyModes),
    (key, modifiers): (Key, Modifiers),
    answer: &mut Answer,
) {
    let palette = Palette::of(ui);
    Grid::new(around.part("key test rows"))
        .num_columns(3)
        .spacing([space::M, space::XS])
        .show(ui, |ui| {
            for dialect in Dialect::ALL {
                let mut bytes = Vec::new();
                let keyboard_there = Keyboard {
                    dialect,
                    ..keyboard
                };
                keyboard_there.encode(key, modifiers, modes, &mut bytes);
                let is_current = dialect == keyboard.dialect;
                let color = if is_current { palette.t1 } else { palette.t2 };
                ui.label(RichText::new(dialect_label(dialect)).color(color));
                let text = spelled(&bytes);
                let text = RichText::new(text).font(theme::mono(font_size::NUMBER));
                ui.label(text.color(color));
                if is_current {
                    ui.label(RichText::new(w!("serial-in-use")).color(palette.t3));
                } else if parts::link(ui, w!("serial-use"))
                    .accessible_name(t!("serial-use-dialect", dialect = dialect_label(dialect)))
                    .clicked()
                {
                    *answer = Answer::Use(dialect);
                }
                ui.end_row();
            }
        });
}

/// `1B 5B 48  ESC [ H`, or that the dialect has no such key.
fn spelled(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return w!("serial-sends-nothing").to_owned();
    }
    let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    let names: Vec<String> = bytes.iter().map(|byte| name(*byte)).collect();
    format!("{:<14} {}", hex.join(" "), names.join(" "))
}

fn name(byte: u8) -> String {
    match byte {
        0x08 => "BS".to_owned(),
        b'\t' => "TAB".to_owned(),
        b'\n' => "LF".to_owned(),
        b'\r' => "CR".to_owned(),
        0x1B => "ESC".to_owned(),
        b' ' => "SPACE".to_owned(),
        0x7F => "DEL".to_owned(),
        control @ 0..0x20 => format!("^{}", char::from(control + 0x40)),
        printable @ 0x21..0x7F => char::from(printable).to_string(),
        other => format!("{other:02X}"),
    }
}

/// Width of the panel.
const WIDTH_PT: f32 = 400.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_spelled_in_hex_and_by_name() {
        assert_eq!(spelled(b"\x1B[O\x0DP"), "1B 5B 4F 0D 50 ESC [ O CR P");
        assert_eq!(spelled(b"\x1B0"), "1B 30          ESC 0");
        assert_eq!(spelled(&[0x03, 0x7F, 0x81]), "03 7F 81       ^C DEL 81");
        assert_eq!(spelled(b""), "nothing");
    }
}
