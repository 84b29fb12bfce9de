//! The cells of a terminal on the stage.

use eframe::egui::{Align2, Color32, FontId, Pos2, Rect, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use super::boxes;
use crate::terminal::{Cell, Ink, Screen, Style};
use crate::ui::theme::{self, DARK, TerminalColors};

/// Where cells are on the stage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Layout {
    /// Of the first cell.
    corner: Pos2,
    /// Size of a cell.
    cell: Vec2,
    points: f32,
}

/// Smallest and largest size of the type.
const TYPE_PT: [f32; 2] = [8.0, 28.0];

impl Layout {
    /// The largest type with which the screen fits into `area`, in the middle of it.
    pub(super) fn fit(ui: &Ui, area: Rect, [columns, rows]: [usize; 2]) -> Self {
        // Cells measure in whole device pixels, so that boxes join and nothing is blurred.
        let pixels = ui.pixels_per_point();
        let unit = ui.fonts_mut(|fonts| {
            let font = theme::mono(100.0);
            vec2(fonts.glyph_width(&font, '0'), fonts.row_height(&font)) / 100.0
        });
        let (columns, rows) = (count(columns), count(rows));
        let fitting = (area.width() / (columns * unit.x)).min(area.height() / (rows * unit.y));
        let points = (fitting * 2.0).floor() / 2.0;
        let points = points.clamp(TYPE_PT[0], TYPE_PT[1]);
        let cell = (unit * points * pixels).floor().max(vec2(1.0, 1.0)) / pixels;
        let size = vec2(cell.x * columns, cell.y * rows);
        let spare = (area.size() - size).max(vec2(0.0, 0.0)) / 2.0;
        let corner = area.min + spare;
        let corner = pos2(
            (corner.x * pixels).round() / pixels,
            (corner.y * pixels).round() / pixels,
        );
        Self {
            corner,
            cell,
            points,
        }
    }

    /// Height of a cell.
    pub(super) const fn row_height(&self) -> f32 {
        self.cell.y
    }

    /// The cell at a place, the nearest if it lies outside, and whether it is in its right half.
    pub(super) fn cell_at(&self, at: Pos2) -> (usize, usize, bool) {
        let at = (at - self.corner) / self.cell;
        let column = at.x.max(0.0);
        (index(column), index(at.y.max(0.0)), column.fract() >= 0.5)
    }

    fn at(&self, column: usize, row: usize) -> Pos2 {
        self.corner + vec2(count(column), count(row)) * self.cell
    }

    /// The place of cells beside each other.
    pub(super) fn rect(&self, column: usize, row: usize, columns: usize) -> Rect {
        let size = vec2(self.cell.x * count(columns), self.cell.y);
        Rect::from_min_size(self.at(column, row), size)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "columns and rows are a few hundred"
)]
const fn count(cells: usize) -> f32 {
    cells as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not negative, and the terminal takes the nearest cell inside"
)]
const fn index(cells: f32) -> usize {
    cells as usize
}

/// How a screen is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) colors: TerminalColors,
    /// Scales text and colours; below 1 for a session that is over.
    pub(super) light: f32,
    /// The keys go there.
    pub(super) focused: bool,
}

/// Draws the screen.
pub(super) fn paint(ui: &Ui, screen: &Screen, layout: Layout, look: Look) {
    for row in 0..screen.rows {
        let cells = screen.row(row);
        let mut column = 0;
        while let Some(first) = cells.get(column) {
            // Cells that look alike are drawn in one go.
            let same = |cell: &&Cell| {
                (cell.ink, cell.paper, cell.style) == (first.ink, first.paper, first.style)
            };
            let run = cells.get(column..).unwrap_or_default();
            let len = run.iter().take_while(same).count().max(1);
            let run = run.get(..len).unwrap_or_default();
            paint_run(ui, run, (column, row), layout, look);
            column += len;
        }
    }
    if let Some((column, row)) = screen.cursor.filter(|_| look.light >= 1.0) {
        let rect = layout.rect(column, row, 1);
        let painter = ui.painter();
        if look.focused {
            painter.rect_filled(rect, 0.0, DARK.t1);
            if let Some(cell) = screen.row(row).get(column) {
                let font = font(layout, cell.style);
                let ground = look.colors.ground();
                painter.text(rect.left_top(), Align2::LEFT_TOP, cell.ch, font, ground);
            }
        } else {
            let stroke = Stroke::new(1.0, DARK.t2);
            painter.rect_stroke(rect, 0.0, stroke, StrokeKind::Inside);
        }
    }
}

/// Draws a screen as large as it fits, in our own colours: for benches, which see no more of the
/// view than this.
#[doc(hidden)]
pub fn paint_screen(ui: &Ui, screen: &Screen) {
    let area = ui.max_rect();
    let look = Look {
        colors: TerminalColors::default(),
        light: 1.0,
        focused: true,
    };
    paint(
        ui,
        screen,
        Layout::fit(ui, area, [screen.columns, screen.rows]),
        look,
    );
}

fn font(layout: Layout, style: Style) -> FontId {
    if style.contains(Style::BOLD) {
        theme::mono_bold(layout.points)
    } else {
        theme::mono(layout.points)
    }
}

/// Draws cells that look alike.
fn paint_run(ui: &Ui, run: &[Cell], (column, row): (usize, usize), layout: Layout, look: Look) {
    let Some(first) = run.first() else {
        return;
    };
    let style = first.style;
    let (ink, paper) = if style.contains(Style::SELECTED) {
        (DARK.t1, Some(DARK.accent_fill))
    } else {
        look.pair(first.ink, first.paper)
    };
    let by = if style.contains(Style::DIM) { 0.6 } else { 1.0 };
    let ink = look.dimmed(ink, by);
    let painter = ui.painter();
    let whole = layout.rect(column, row, run.len());
    if let Some(paper) = paper {
        painter.rect_filled(whole, 0.0, look.dimmed(paper, 1.0));
    }
    let font = font(layout, style);
    for (place, cell) in run.iter().enumerate() {
        let rect = layout.rect(column + place, row, 1);
        if cell.ch == ' ' || style.contains(Style::SPACER) || boxes::draw(ui, cell.ch, rect, ink) {
            continue;
        }
        // One by one: cells are whole pixels wide, and not every character is in our type.
        painter.text(
            rect.left_top(),
            Align2::LEFT_TOP,
            cell.ch,
            font.clone(),
            ink,
        );
    }
    let stroke = Stroke::new(1.0, ink);
    if style.contains(Style::UNDERLINE) {
        painter.hline(whole.x_range(), whole.bottom() - 1.0, stroke);
    }
    if style.contains(Style::STRIKE) {
        painter.hline(whole.x_range(), whole.center().y, stroke);
    }
}

impl Look {
    /// A colour nearer to the ground. Opaque, so that what overlaps does not show.
    fn dimmed(self, color: Color32, by: f32) -> Color32 {
        self.colors.ground().lerp_to_gamma(color, self.light * by)
    }

    /// What the choice makes of a pair of colours of the host; no paper is the ground.
    ///
    /// Its inks are made for a dark ground. Firmware draws on coloured paper, which is darker than
    /// the ink of the same name, and on light grey, where the inks are the dark ones.
    fn pair(self, ink: Ink, paper: Ink) -> (Color32, Option<Color32>) {
        let ground = match paper {
            Ink::Background => None,
            Ink::Palette(index @ 0..8) => self.colors.paper(index),
            other => Some(self.color(other)),
        };
        let is_light = ground.is_some_and(|ground| ground.intensity() > LIGHT_PAPER);
        let ink = match ink {
            Ink::Palette(index @ 0..16) if is_light => {
                let dark = self.colors.paper(index % 8);
                dark.filter(|dark| dark.intensity() < LIGHT_PAPER)
                    .unwrap_or(self.colors.ground())
            }
            Ink::Foreground if is_light => self.colors.ground(),
            Ink::Palette(0) if ground.is_none() => self.colors.numbered(BRIGHT_BLACK),
            other => self.color(other),
        };
        (ink, ground)
    }

    /// What the choice makes of a colour of the host.
    fn color(self, ink: Ink) -> Color32 {
        match ink {
            Ink::Foreground => self.colors.ink(),
            Ink::Background => self.colors.ground(),
            Ink::Rgb(red, green, blue) => theme::terminal_rgb(red, green, blue),
            Ink::Palette(index) => self.colors.numbered(index),
        }
    }
}

/// Paper that is brighter wants dark inks.
const LIGHT_PAPER: f32 = 0.5;

/// The number of black where it has to be seen on the ground.
const BRIGHT_BLACK: u8 = 8;
