//! Gaps, sizes, radii, the type scale, and the little that moves.

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
    use eframe::egui::{Style, Ui};

    /// A control, where nobody wants more room.
    pub const CONTROL: f32 = 28.0;
    /// How much higher rows, controls and the bars that hold them are where somebody does.
    pub const ROOMY: f32 = 6.0;

    /// Height of a control.
    #[must_use]
    pub fn control(ui: &Ui) -> f32 {
        ui.spacing().interact_size.y
    }

    /// Height of a row of a list.
    #[must_use]
    pub fn row(ui: &Ui) -> f32 {
        control(ui) - 2.0
    }

    /// Height of the primary button, and of a field.
    #[must_use]
    pub fn primary(ui: &Ui) -> f32 {
        control(ui) + 4.0
    }

    /// Height of the tab strip.
    #[must_use]
    pub fn tabs(ui: &Ui) -> f32 {
        tabs_of(ui.style())
    }

    /// Height of the tab strip in this style.
    #[must_use]
    pub fn tabs_of(style: &Style) -> f32 {
        style.spacing.interact_size.y + 4.0
    }

    /// Height of the session header.
    #[must_use]
    pub fn header(ui: &Ui) -> f32 {
        control(ui) + 8.0
    }

    /// Height of the toolbar of a view.
    #[must_use]
    pub fn toolbar(ui: &Ui) -> f32 {
        control(ui) + 8.0
    }

    /// The lists have room for two lines in a row.
    #[must_use]
    pub fn is_roomy(ui: &Ui) -> bool {
        control(ui) > CONTROL
    }

    /// An icon in a toolbar.
    pub const ICON: f32 = 18.0;
    /// A toolbar button with only an icon: wide, then [`control`] high.
    pub const ICON_BUTTON: f32 = 32.0;
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
    /// Digits of a consent code.
    pub const DIGITS: f32 = 32.0;
}
