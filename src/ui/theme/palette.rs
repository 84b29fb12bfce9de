//! The colours: roles, and their values in both themes.

use eframe::egui::{Color32, Context, Theme, Ui, Visuals};

/// Every colour role of one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Behind picture and terminal; the same in both themes.
    pub stage: Color32,
    /// Window, tab strip.
    pub bg1: Color32,
    /// Session header, toolbar, page.
    pub bg2: Color32,
    /// Cards, sheets, menus, inputs.
    pub bg3: Color32,
    /// Hovered.
    pub bg4: Color32,
    /// Pressed; only [`t1`](Self::t1) and [`t2`](Self::t2) stand on it.
    pub bg5: Color32,
    /// Selected row, current tab.
    pub sel: Color32,
    /// Hairlines, decoration only.
    pub line: Color32,
    /// The one primary button; its text is white.
    pub accent_fill: Color32,
    /// The same, hovered.
    pub accent_fill_hovered: Color32,
    /// A button that can lose data; its text is white.
    pub danger_fill: Color32,
    /// Titles, values.
    pub t1: Color32,
    /// Body, buttons.
    pub t2: Color32,
    /// Labels, hints.
    pub t3: Color32,
    /// Disabled text.
    pub tdis: Color32,
    /// Links, focus ring, progress.
    pub accent: Color32,
    /// Good.
    pub ok: Color32,
    /// Wants a look.
    pub warn: Color32,
    /// Something is lost or can be.
    pub danger: Color32,
    /// Recording.
    pub rec: Color32,
    /// The part of the PC's user.
    pub consent: Color32,
    /// Borders of inputs, icons.
    pub ctl: Color32,
    /// Strip that informs.
    pub info_bg: Color32,
    /// Strip of success.
    pub ok_bg: Color32,
    /// Strip that warns.
    pub warn_bg: Color32,
    /// Strip of danger.
    pub danger_bg: Color32,
    /// Strip while recording.
    pub rec_bg: Color32,
    /// Strip that asks for the user's consent.
    pub consent_bg: Color32,
}

impl Palette {
    /// The roles of the theme that `ui` is drawn in.
    #[must_use]
    pub fn of(ui: &Ui) -> &'static Self {
        Self::of_visuals(ui.visuals())
    }

    /// The roles of the theme that `ctx` draws now.
    #[must_use]
    pub fn of_context(ctx: &Context) -> &'static Self {
        match ctx.theme() {
            Theme::Dark => &DARK,
            Theme::Light => &LIGHT,
        }
    }

    pub(crate) fn of_visuals(visuals: &Visuals) -> &'static Self {
        if visuals.dark_mode { &DARK } else { &LIGHT }
    }
}

/// A colour written as the table of the design writes it: `#RRGGBB`.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where colours are made"
)]
pub(super) const fn hex(rgb: u32) -> Color32 {
    let [b, g, r, _] = rgb.to_le_bytes();
    Color32::from_rgb(r, g, b)
}

/// The dark theme; also everything that stands on the stage.
pub const DARK: Palette = Palette {
    stage: hex(0x0B_0D10),
    bg1: hex(0x14_171B),
    bg2: hex(0x1A_1E23),
    bg3: hex(0x22_272E),
    bg4: hex(0x2C_323A),
    bg5: hex(0x38_4049),
    sel: hex(0x17_324F),
    line: hex(0x2A_3038),
    accent_fill: hex(0x24_73C8),
    accent_fill_hovered: hex(0x28_77CE),
    danger_fill: hex(0xCC_3D33),
    t1: hex(0xF1_F3F5),
    t2: hex(0xC9_CFD6),
    t3: hex(0x98_A2AD),
    tdis: hex(0x6B_7580),
    accent: hex(0x5B_A7F7),
    ok: hex(0x5C_C48B),
    warn: hex(0xE8_B04A),
    danger: hex(0xFF_8A80),
    rec: hex(0xFF_7088),
    consent: hex(0xC3_A6FF),
    ctl: hex(0x80_8A96),
    info_bg: hex(0x14_263A),
    ok_bg: hex(0x14_291F),
    warn_bg: hex(0x2E_2612),
    danger_bg: hex(0x36_1C1B),
    rec_bg: hex(0x36_1A23),
    consent_bg: hex(0x25_1F3A),
};

/// The light theme.
pub const LIGHT: Palette = Palette {
    stage: hex(0x0B_0D10),
    bg1: hex(0xEE_F0F3),
    bg2: hex(0xF7_F8FA),
    bg3: hex(0xFF_FFFF),
    bg4: hex(0xE6_E9ED),
    bg5: hex(0xD9_DEE4),
    sel: hex(0xD6_E7FA),
    line: hex(0xD5_DAE0),
    accent_fill: hex(0x1A_66B8),
    accent_fill_hovered: hex(0x15_5797),
    danger_fill: hex(0xB3_261E),
    t1: hex(0x14_181D),
    t2: hex(0x34_3B44),
    t3: hex(0x57_616C),
    tdis: hex(0x8A_949F),
    accent: hex(0x15_60B0),
    ok: hex(0x17_6B42),
    warn: hex(0x7F_5200),
    danger: hex(0xB3_261E),
    rec: hex(0xAD_1F45),
    consent: hex(0x62_36B5),
    ctl: hex(0x6F_7984),
    info_bg: hex(0xE3_EFFC),
    ok_bg: hex(0xE0_F3E8),
    warn_bg: hex(0xFC_F1D8),
    danger_bg: hex(0xFC_E6E4),
    rec_bg: hex(0xFB_E4EA),
    consent_bg: hex(0xEF_E8FC),
};

/// Text on [`Palette::accent_fill`] and [`Palette::danger_fill`].
pub const ON_FILL: Color32 = Color32::WHITE;

/// A colour that a host names by its red, green and blue.
#[must_use]
pub const fn terminal_rgb(red: u8, green: u8, blue: u8) -> Color32 {
    hex(u32::from_le_bytes([blue, green, red, 0]))
}

/// A colour that a host names by its number: [`TERMINAL`], then as xterm has them a cube of
/// 6 × 6 × 6 and 24 greys.
#[must_use]
pub fn terminal_color(index: u8) -> Color32 {
    if let Some(color) = TERMINAL.get(usize::from(index)) {
        return *color;
    }
    if index >= 232 {
        let grey = (index - 232) * 10 + 8;
        return terminal_rgb(grey, grey, grey);
    }
    let index = index.saturating_sub(16);
    let level = |step: u8| if step == 0 { 0 } else { step * 40 + 55 };
    terminal_rgb(level(index / 36), level(index / 6 % 6), level(index % 6))
}

/// Colours of a terminal on [`Palette::stage`]: black, red, green, yellow, blue, magenta, cyan,
/// white, then the bright ones.
pub const TERMINAL: [Color32; 16] = [
    hex(0x0B_0D10),
    hex(0xF2_777A),
    hex(0x7C_C98F),
    hex(0xE2_B65A),
    hex(0x6F_A8F5),
    hex(0xC7_9BF2),
    hex(0x5E_C4C9),
    hex(0xC9_CFD6),
    hex(0x7B_8591),
    hex(0xFF_9B9D),
    hex(0x9E_E0AE),
    hex(0xF2_CF85),
    hex(0x96_C1FF),
    hex(0xDB_B9FF),
    hex(0x86_DCE0),
    hex(0xF4_F7FA),
];

/// The first eight as paper under text: dark enough for white ink, but for the last, which is for
/// dark ones.
pub const TERMINAL_PAPER: [Color32; 8] = [
    hex(0x0B_0D10),
    hex(0x8A_2B2F),
    hex(0x1F_5F38),
    hex(0x6E_4F12),
    hex(0x1D_458C),
    hex(0x5F_358A),
    hex(0x17_5B61),
    hex(0xB4_BBC3),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.1 relative luminance.
    fn luminance(color: Color32) -> f64 {
        let linear = |byte: u8| {
            let v = f64::from(byte) / 255.0;
            if v <= 0.040_45 {
                v / 12.92
            } else {
                ((v + 0.055) / 1.055).powf(2.4)
            }
        };
        let [r, g, b, _] = color.to_array();
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    /// WCAG 2.1 contrast ratio.
    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn assert_contrast(what: &str, front: Color32, back: Color32, least: f64) {
        let ratio = contrast(front, back);
        assert!(ratio >= least, "{what}: {ratio:.2} is below {least}");
    }

    #[test]
    fn contrast_of_black_on_white_is_21() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn every_text_role_is_readable_on_every_ground_in_both_themes() {
        for (theme, p) in [("dark", &DARK), ("light", &LIGHT)] {
            let grounds = [p.bg1, p.bg2, p.bg3, p.bg4, p.sel];
            let roles = [
                ("t1", p.t1),
                ("t2", p.t2),
                ("t3", p.t3),
                ("accent", p.accent),
                ("ok", p.ok),
                ("warn", p.warn),
                ("danger", p.danger),
                ("rec", p.rec),
                ("consent", p.consent),
            ];
            for (i, ground) in grounds.into_iter().enumerate() {
                for (name, role) in roles {
                    assert_contrast(&format!("{theme} {name} on ground {i}"), role, ground, 4.5);
                }
                assert_contrast(&format!("{theme} ctl on ground {i}"), p.ctl, ground, 3.0);
            }
            for (name, role) in [("t1", p.t1), ("t2", p.t2)] {
                assert_contrast(&format!("{theme} {name} on bg5"), role, p.bg5, 4.5);
            }
        }
    }

    #[test]
    fn strips_carry_their_own_role_and_body_text() {
        for (theme, p) in [("dark", &DARK), ("light", &LIGHT)] {
            let strips = [
                ("info", p.info_bg, p.accent),
                ("ok", p.ok_bg, p.ok),
                ("warn", p.warn_bg, p.warn),
                ("danger", p.danger_bg, p.danger),
                ("rec", p.rec_bg, p.rec),
                ("consent", p.consent_bg, p.consent),
            ];
            for (name, ground, role) in strips {
                assert_contrast(&format!("{theme} {name} strip"), role, ground, 4.5);
                assert_contrast(&format!("{theme} t2 on {name}"), p.t2, ground, 4.5);
                assert_contrast(&format!("{theme} t1 on {name}"), p.t1, ground, 4.5);
            }
        }
    }

    #[test]
    fn filled_buttons_stand_out_and_their_white_text_is_readable() {
        for (theme, p) in [("dark", &DARK), ("light", &LIGHT)] {
            let fills = [
                ("accent_fill", p.accent_fill),
                ("accent_fill_hovered", p.accent_fill_hovered),
                ("danger_fill", p.danger_fill),
            ];
            for (name, fill) in fills {
                assert_contrast(&format!("{theme} white on {name}"), ON_FILL, fill, 4.5);
                for ground in [p.bg2, p.bg3] {
                    assert_contrast(&format!("{theme} {name}"), fill, ground, 3.0);
                }
            }
        }
    }

    #[test]
    fn the_dark_roles_are_readable_on_the_stage() {
        assert_eq!(DARK.stage, LIGHT.stage);
        for role in [
            DARK.t1,
            DARK.t2,
            DARK.t3,
            DARK.accent,
            DARK.warn,
            DARK.danger,
        ] {
            assert_contrast("on the stage", role, DARK.stage, 4.5);
        }
    }
}
