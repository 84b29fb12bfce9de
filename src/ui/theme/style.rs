//! Fonts, and what egui is told about the look of its own widgets.

use std::sync::Arc;

use eframe::egui::style::{ScrollAnimation, Selection, WidgetVisuals, Widgets};
use eframe::egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin,
    RichText, Shadow, Stroke, Style, TextStyle, Theme, Ui, Vec2, Visuals, vec2,
};
use egui_material_icons::MaterialIcon;

use super::icon;
use super::measure::{ANIMATION_SECS, font_size, radius, size, space};
use super::palette::{DARK, LIGHT, Palette};

/// Family of body text.
const TEXT: &str = "text";
/// Family of titles and everything that is bold.
const STRONG: &str = "strong";
const MONO_BOLD: &str = "mono strong";

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

/// Bold text of fixed width.
#[must_use]
pub fn mono_bold(points: f32) -> FontId {
    FontId::new(points, FontFamily::Name(MONO_BOLD.into()))
}

/// An icon as text, as large as toolbars want it.
#[must_use]
pub fn glyph(icon: MaterialIcon) -> RichText {
    RichText::new(icon.codepoint).font(FontId::new(size::ICON, icon.font_family()))
}

/// The font of an icon, for what is painted.
#[must_use]
pub fn glyph_font(icon: MaterialIcon, points: f32) -> FontId {
    FontId::new(points, icon.font_family())
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

/// From now on things open, close and turn, or do so at once and stand still.
pub fn move_less(ctx: &Context, less: bool) {
    ctx.all_styles_mut(|style| {
        style.animation_time = if less { 0.0 } else { ANIMATION_SECS };
    });
}

/// From now on rows and controls have more room, or no more than they need.
pub fn give_room(ctx: &Context, roomy: bool) {
    ctx.all_styles_mut(|style| {
        let more = if roomy { size::ROOMY } else { 0.0 };
        style.spacing.interact_size.y = size::CONTROL + more;
    });
}

/// Things may move.
#[must_use]
pub fn moves(ui: &Ui) -> bool {
    ui.style().animation_time > 0.0
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let files: [(&str, &'static [u8]); 5] = [
        (
            "Inter",
            include_bytes!("../../../assets/fonts/Inter-Regular.otf"),
        ),
        (
            "Inter SemiBold",
            include_bytes!("../../../assets/fonts/Inter-SemiBold.otf"),
        ),
        (
            "JetBrains Mono",
            include_bytes!("../../../assets/fonts/JetBrainsMono-Regular.ttf"),
        ),
        (
            "JetBrains Mono Bold",
            include_bytes!("../../../assets/fonts/JetBrainsMono-Bold.ttf"),
        ),
        (
            "Noto Sans JP",
            include_bytes!("../../../assets/fonts/NotoSansJP-Regular.otf"),
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
        (FontFamily::Name(MONO_BOLD.into()), "JetBrains Mono Bold"),
    ];
    for (family, name) in families {
        let fallbacks = vec![
            name.to_owned(),
            icon_name.clone(),
            // Inter lacks box drawing, JetBrains Mono lacks some arrows.
            "JetBrains Mono".to_owned(),
            "Inter".to_owned(),
            // Japanese, for its own words and for names of PCs and files.
            "Noto Sans JP".to_owned(),
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

    #[test]
    fn who_wants_less_to_move_has_nothing_that_moves() {
        let ctx = Context::default();
        install(&ctx);
        for (less, secs) in [(true, 0.0), (false, ANIMATION_SECS)] {
            move_less(&ctx, less);
            for theme in [Theme::Dark, Theme::Light] {
                assert_eq!(ctx.style_of(theme).animation_time.to_bits(), secs.to_bits());
            }
        }
    }

    #[test]
    fn every_letter_of_every_language_is_in_a_font_that_is_shipped() {
        let ctx = Context::default();
        install(&ctx);
        let mut missing = Vec::new();
        let mut output = ctx.run_ui(eframe::egui::RawInput::default(), |ui| {
            let font = FontId::new(14.0, FontFamily::Name(TEXT.into()));
            for words in [
                include_str!("../../../assets/i18n/en.ftl"),
                include_str!("../../../assets/i18n/de.ftl"),
                include_str!("../../../assets/i18n/fr.ftl"),
                include_str!("../../../assets/i18n/es.ftl"),
                include_str!("../../../assets/i18n/ja.ftl"),
                include_str!("../../../assets/i18n/said/en.ftl"),
                include_str!("../../../assets/i18n/said/de.ftl"),
                include_str!("../../../assets/i18n/said/fr.ftl"),
                include_str!("../../../assets/i18n/said/es.ftl"),
                include_str!("../../../assets/i18n/said/ja.ftl"),
                "日本語",
            ] {
                let letters = words.chars().filter(|c| !c.is_control());
                ui.ctx().fonts_mut(|fonts| {
                    missing.extend(letters.filter(|c| !fonts.has_glyph(&font, *c)));
                });
            }
        });
        output.textures_delta.clear();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
