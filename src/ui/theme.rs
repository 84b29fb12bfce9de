//! Colours, sizes, type and icons of the window. Panels name roles, never values.
//!
//! Both themes are set at start and the system's preference is followed. On the stage, behind
//! picture and terminal, the dark roles apply in both themes: take them from [`DARK`].

use std::sync::Arc;

use eframe::egui::style::{ScrollAnimation, Selection, WidgetVisuals, Widgets};
use eframe::egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin,
    RichText, Shadow, Stroke, Style, TextStyle, Theme, Ui, Vec2, Visuals, vec2,
};
use egui_material_icons::MaterialIcon;

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
const fn hex(rgb: u32) -> Color32 {
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

/// Gaps, in points.
pub mod space {
    /// Inside a tight group.
    pub const XXS: f32 = 2.0;
    /// Between things that belong together.
    pub const XS: f32 = 4.0;
    /// Between controls.
    pub const S: f32 = 8.0;
    /// Between lines of a card.
    pub const M: f32 = 12.0;
    /// Inside a card.
    pub const L: f32 = 16.0;
    /// Between groups.
    pub const XL: f32 = 24.0;
    /// Around a page.
    pub const XXL: f32 = 32.0;
}

/// Sizes of things, in points.
pub mod size {
    /// A row of a list.
    pub const ROW: f32 = 26.0;
    /// A control.
    pub const CONTROL: f32 = 28.0;
    /// The primary button.
    pub const PRIMARY: f32 = 32.0;
    /// An icon in a toolbar.
    pub const ICON: f32 = 18.0;
    /// A toolbar button with only an icon: wide, then [`CONTROL`] high.
    pub const ICON_BUTTON: f32 = 32.0;
    /// Height of the tab strip.
    pub const TABS: f32 = 32.0;
    /// Height of the session header.
    pub const HEADER: f32 = 36.0;
    /// Height of the screen toolbar.
    pub const TOOLBAR: f32 = 36.0;
    /// Height of the status bar.
    pub const STATUS: f32 = 22.0;
    /// Narrowest tab.
    pub const TAB_MIN: f32 = 120.0;
    /// Widest tab.
    pub const TAB_MAX: f32 = 220.0;
    /// Widest strip over the stage.
    pub const STRIP: f32 = 720.0;
    /// Width of the first-run card.
    pub const FIRST_RUN: f32 = 560.0;
    /// Width of a fault card, and of the connecting card.
    pub const FAULT: f32 = 480.0;
    /// Width of a notice.
    pub const NOTICE: f32 = 360.0;
    /// Smallest window.
    pub const WINDOW_MIN: [f32; 2] = [960.0, 600.0];
    /// First window.
    pub const WINDOW: [f32; 2] = [1280.0, 800.0];
}

/// Corner radii, in points. Pictures and panels have none.
pub mod radius {
    /// Buttons, inputs.
    pub const CONTROL: u8 = 4;
    /// Cards, strips.
    pub const CARD: u8 = 8;
    /// Sheets.
    pub const SHEET: u8 = 12;
}

/// How bright a picture is that no longer moves.
pub const DEAD_PICTURE: f32 = 0.35;

/// Opening, closing and hover; nothing else moves.
pub const ANIMATION_SECS: f32 = 0.12;

/// Meaning to glyph (Material Symbols Rounded, outlined).
pub mod icon {
    use egui_material_icons::MaterialIcon;
    use egui_material_icons::icons as material;

    /// The screen of a PC.
    pub const SCREEN: MaterialIcon = material::ICON_DESKTOP_WINDOWS;
    /// Its serial console.
    pub const SERIAL: MaterialIcon = material::ICON_TERMINAL;
    /// Lent disk images.
    pub const MEDIA: MaterialIcon = material::ICON_ALBUM;
    /// Facts about it.
    pub const DEVICE: MaterialIcon = material::ICON_INFO;
    /// Power and boot.
    pub const POWER: MaterialIcon = material::ICON_POWER_SETTINGS_NEW;
    /// Keys to send.
    pub const KEYS: MaterialIcon = material::ICON_KEYBOARD;
    /// Grab of system keys.
    pub const GRAB: MaterialIcon = material::ICON_KEYBOARD_LOCK;
    /// Let go of every key.
    pub const RELEASE: MaterialIcon = material::ICON_KEYBOARD_OFF;
    /// Paste as typing.
    pub const PASTE: MaterialIcon = material::ICON_CONTENT_PASTE;
    /// Text of the screen.
    pub const SCREEN_TEXT: MaterialIcon = material::ICON_DOCUMENT_SCANNER;
    /// Scale.
    pub const FIT: MaterialIcon = material::ICON_FIT_SCREEN;
    /// Rotate.
    pub const ROTATE: MaterialIcon = material::ICON_ROTATE_RIGHT;
    /// Save a picture of the screen.
    pub const SCREENSHOT: MaterialIcon = material::ICON_SCREENSHOT_MONITOR;
    /// Ask for the whole picture again.
    pub const REFRESH: MaterialIcon = material::ICON_REFRESH;
    /// Record.
    pub const RECORD: MaterialIcon = material::ICON_FIBER_MANUAL_RECORD;
    /// Full screen.
    pub const FULL_SCREEN: MaterialIcon = material::ICON_FULLSCREEN;
    /// Many screens at once.
    pub const WALL: MaterialIcon = material::ICON_GRID_VIEW;
    /// Find out what is wrong.
    pub const DOCTOR: MaterialIcon = material::ICON_STETHOSCOPE;
    /// A connection to be trusted.
    pub const TRUSTED: MaterialIcon = material::ICON_SHIELD;
    /// A connection to be doubted.
    pub const DOUBTFUL: MaterialIcon = material::ICON_GPP_MAYBE;
    /// The user's consent.
    pub const CONSENT: MaterialIcon = material::ICON_PIN;
    /// Look, do not touch.
    pub const VIEW_ONLY: MaterialIcon = material::ICON_VISIBILITY;
    /// Close.
    pub const CLOSE: MaterialIcon = material::ICON_CLOSE;
    /// Add, open another.
    pub const ADD: MaterialIcon = material::ICON_ADD;
    /// Opens a menu.
    pub const MENU: MaterialIcon = material::ICON_ARROW_DROP_DOWN;
    /// What did not fit.
    pub const MORE: MaterialIcon = material::ICON_MORE_HORIZ;
    /// Done, good.
    pub const GOOD: MaterialIcon = material::ICON_CHECK;
    /// Still waited for.
    pub const WAITING: MaterialIcon = material::ICON_PENDING;
    /// Not begun.
    pub const LATER: MaterialIcon = material::ICON_RADIO_BUTTON_UNCHECKED;
    /// Failed.
    pub const FAILED: MaterialIcon = material::ICON_ERROR;
    /// Wants a look.
    pub const WARNING: MaterialIcon = material::ICON_WARNING;
    /// Copy to the clipboard.
    pub const COPY: MaterialIcon = material::ICON_CONTENT_COPY;
}

/// Family of body text.
const TEXT: &str = "text";
/// Family of titles and everything that is bold.
const STRONG: &str = "strong";

/// Body text of `points`.
#[must_use]
pub fn text(points: f32) -> FontId {
    FontId::new(points, FontFamily::Name(TEXT.into()))
}

/// Bold text of `points`.
#[must_use]
pub fn strong(points: f32) -> FontId {
    FontId::new(points, FontFamily::Name(STRONG.into()))
}

/// Text of fixed width, for numbers that change and for what a machine wrote.
#[must_use]
pub fn mono(points: f32) -> FontId {
    FontId::new(points, FontFamily::Monospace)
}

/// The type scale, in points.
pub mod font_size {
    /// Captions, status.
    pub const CAPTION: f32 = 11.0;
    /// Changing numbers.
    pub const NUMBER: f32 = 12.0;
    /// Body, buttons, strong text.
    pub const BODY: f32 = 13.0;
    /// Headings.
    pub const HEADING: f32 = 16.0;
    /// Page titles.
    pub const TITLE: f32 = 20.0;
}

/// An icon as text, as large as toolbars want it.
#[must_use]
pub fn glyph(icon: MaterialIcon) -> RichText {
    RichText::new(icon.codepoint).font(FontId::new(size::ICON, icon.font_family()))
}

/// Sets both themes, the fonts and the behaviour that egui leaves to us.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    for (theme, palette) in [(Theme::Dark, &DARK), (Theme::Light, &LIGHT)] {
        ctx.style_mut_of(theme, |style| style_for(style, palette, theme));
    }
    ctx.options_mut(|options| {
        // Ctrl with + and − are rows of the action table, and belong to the PC while it has the
        // keys; egui would take them in any case.
        options.zoom_with_keyboard = false;
        options.quit_shortcuts.clear();
    });
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let files: [(&str, &'static [u8]); 4] = [
        (
            "Inter",
            include_bytes!("../../assets/fonts/Inter-Regular.otf"),
        ),
        (
            "Inter SemiBold",
            include_bytes!("../../assets/fonts/Inter-SemiBold.otf"),
        ),
        (
            "JetBrains Mono",
            include_bytes!("../../assets/fonts/JetBrainsMono-Regular.ttf"),
        ),
        (
            "JetBrains Mono Bold",
            include_bytes!("../../assets/fonts/JetBrainsMono-Bold.ttf"),
        ),
    ];
    for (name, data) in files {
        let data = Arc::new(FontData::from_static(data));
        fonts.font_data.insert(name.to_owned(), data);
    }
    let icons = egui_material_icons::font_insert();
    let icon_name = icons.name.clone();
    fonts
        .font_data
        .insert(icon_name.clone(), Arc::new(icons.data));

    let families = [
        (FontFamily::Proportional, "Inter"),
        (FontFamily::Name(TEXT.into()), "Inter"),
        (FontFamily::Name(STRONG.into()), "Inter SemiBold"),
        (FontFamily::Monospace, "JetBrains Mono"),
        (
            FontFamily::Name("mono strong".into()),
            "JetBrains Mono Bold",
        ),
    ];
    for (family, name) in families {
        let fallbacks = vec![
            name.to_owned(),
            icon_name.clone(),
            // Inter lacks box drawing, JetBrains Mono lacks some arrows.
            "JetBrains Mono".to_owned(),
            "Inter".to_owned(),
        ];
        fonts.families.insert(family, fallbacks);
    }
    fonts
        .families
        .insert(icon::SCREEN.font_family(), vec![icon_name]);
    fonts
}

fn style_for(style: &mut Style, palette: &Palette, theme: Theme) {
    style.text_styles = [
        (TextStyle::Small, text(font_size::CAPTION)),
        (TextStyle::Body, text(font_size::BODY)),
        (TextStyle::Button, text(font_size::BODY)),
        (TextStyle::Heading, strong(font_size::HEADING)),
        (TextStyle::Monospace, mono(font_size::NUMBER)),
    ]
    .into();
    style.animation_time = ANIMATION_SECS;
    style.scroll_animation = ScrollAnimation::duration(ANIMATION_SECS);

    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::splat(space::S);
    spacing.button_padding = vec2(space::S, space::XS);
    spacing.interact_size = vec2(24.0, size::CONTROL);
    spacing.menu_margin = Margin::same(4);
    spacing.window_margin = Margin::same(16);
    spacing.menu_width = 240.0;
    spacing.tooltip_width = 360.0;
    spacing.icon_width = 16.0;
    spacing.icon_spacing = 6.0;

    style.interaction.tooltip_delay = 0.4;
    style.interaction.selectable_labels = false;
    style.visuals = visuals_for(palette, theme);
}

fn visuals_for(palette: &Palette, theme: Theme) -> Visuals {
    let mut visuals = theme.default_visuals();
    visuals.widgets = widgets_for(palette);
    visuals.selection = Selection {
        bg_fill: palette.sel,
        stroke: Stroke::new(1.0, palette.accent),
    };
    visuals.weak_text_color = Some(palette.t3);
    visuals.hyperlink_color = palette.accent;
    visuals.faint_bg_color = palette.bg2;
    visuals.extreme_bg_color = palette.bg3;
    visuals.text_edit_bg_color = Some(palette.bg3);
    visuals.code_bg_color = palette.bg4;
    visuals.warn_fg_color = palette.warn;
    visuals.error_fg_color = palette.danger;
    visuals.window_fill = palette.bg3;
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.window_corner_radius = CornerRadius::same(radius::SHEET);
    visuals.menu_corner_radius = CornerRadius::same(radius::CARD);
    visuals.panel_fill = palette.bg2;
    let shadow = Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: Color32::from_black_alpha(match theme {
            Theme::Dark => 110,
            Theme::Light => 44,
        }),
    };
    visuals.window_shadow = shadow;
    visuals.popup_shadow = shadow;
    visuals.text_cursor.stroke = Stroke::new(2.0, palette.accent);
    // Nothing blinks, and an idle window paints nothing.
    visuals.text_cursor.blink = false;
    // What fades body text to the role for disabled text on cards.
    visuals.disabled_alpha = match theme {
        Theme::Dark => 0.44,
        Theme::Light => 0.58,
    };
    visuals
}

fn widgets_for(palette: &Palette) -> Widgets {
    let state = |fill, border, text| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, border),
        fg_stroke: Stroke::new(1.0, text),
        corner_radius: CornerRadius::same(radius::CONTROL),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: state(palette.bg2, palette.line, palette.t2),
        inactive: state(palette.bg3, palette.ctl, palette.t2),
        hovered: state(palette.bg4, palette.ctl, palette.t1),
        active: state(palette.bg5, palette.ctl, palette.t1),
        open: state(palette.bg4, palette.ctl, palette.t1),
    }
}

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
