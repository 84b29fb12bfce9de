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
