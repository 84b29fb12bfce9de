//! Lines, boxes and blocks drawn as lines, boxes and blocks: those of a font leave gaps between
//! cells, and menus of firmware are made of them.

use eframe::egui::{Color32, Rect, Ui, pos2};

/// Draws `c` into a cell if it is one of those; false if it is not.
pub(super) fn draw(ui: &Ui, c: char, cell: Rect, ink: Color32) -> bool {
    if let Some(part) = block(c, cell) {
        let (rect, strength) = part;
        ui.painter()
            .rect_filled(rect, 0.0, ink.linear_multiply(strength));
        return true;
    }
    let Some((_, arms, double)) = LINES.iter().find(|(known, ..)| *known == c) else {
        return false;
    };
    let pixel = 1.0 / ui.pixels_per_point();
    let thick = ((cell.width() / 8.0 / pixel).round().max(1.0)) * pixel;
    let snap = |value: f32| (value / pixel).round() * pixel;
    let (x, y) = (
        snap(cell.center().x - thick / 2.0),
        snap(cell.center().y - thick / 2.0),
    );
    let gap = if *double {
        snap(thick * 1.5).max(pixel)
    } else {
        0.0
    };
    let fill = |left: f32, top: f32, right: f32, bottom: f32| {
        let rect = Rect::from_min_max(pos2(left, top), pos2(right, bottom));
        ui.painter().rect_filled(rect, 0.0, ink);
    };
    let has = |arm: u8| arms & arm != 0;
    // A double line is two lines; where another arm leaves on its side it stops at that one's
    // nearer line, else it runs through to the farther one.
    for side in [-gap, gap] {
        let (vertical, horizontal) = match side < 0.0 {
            true => (UP, LEFT),
            false => (DOWN, RIGHT),
        };
        let reach = |arm: u8| if has(arm) { gap } else { -gap };
        let at = y + side;
        if has(RIGHT) {
            fill(x + reach(vertical), at, cell.right(), at + thick);
        }
        if has(LEFT) {
            fill(cell.left(), at, x - reach(vertical) + thick, at + thick);
        }
        let at = x + side;
        if has(DOWN) {
            fill(at, y + reach(horizontal), at + thick, cell.bottom());
        }
        if has(UP) {
            fill(at, cell.top(), at + thick, y - reach(horizontal) + thick);
        }
        if !*double {
            break;
        }
    }
    true
}

/// The part of the cell that a block fills, and how much of its colour it has.
fn block(c: char, cell: Rect) -> Option<(Rect, f32)> {
    let centre = cell.center();
    Some(match c {
        '█' => (cell, 1.0),
        '▓' => (cell, 0.75),
        '▒' => (cell, 0.5),
        '░' => (cell, 0.25),
        '▀' => (
            Rect::from_min_max(cell.min, pos2(cell.right(), centre.y)),
            1.0,
        ),
        '▄' => (
            Rect::from_min_max(pos2(cell.left(), centre.y), cell.max),
            1.0,
        ),
        '▌' => (
            Rect::from_min_max(cell.min, pos2(centre.x, cell.bottom())),
            1.0,
        ),
        '▐' => (
            Rect::from_min_max(pos2(centre.x, cell.top()), cell.max),
            1.0,
        ),
        _ => return None,
    })
}

const LEFT: u8 = 1;
const RIGHT: u8 = 2;
const UP: u8 = 4;
const DOWN: u8 = 8;

/// Characters of lines, the arms they have, and whether they are double.
const LINES: [(char, u8, bool); 22] = [
    ('─', LEFT | RIGHT, false),
    ('│', UP | DOWN, false),
    ('┌', RIGHT | DOWN, false),
    ('┐', LEFT | DOWN, false),
    ('└', RIGHT | UP, false),
    ('┘', LEFT | UP, false),
    ('├', UP | DOWN | RIGHT, false),
    ('┤', UP | DOWN | LEFT, false),
    ('┬', LEFT | RIGHT | DOWN, false),
    ('┴', LEFT | RIGHT | UP, false),
    ('┼', LEFT | RIGHT | UP | DOWN, false),
    ('═', LEFT | RIGHT, true),
    ('║', UP | DOWN, true),
    ('╔', RIGHT | DOWN, true),
    ('╗', LEFT | DOWN, true),
    ('╚', RIGHT | UP, true),
    ('╝', LEFT | UP, true),
    ('╠', UP | DOWN | RIGHT, true),
    ('╣', UP | DOWN | LEFT, true),
    ('╦', LEFT | RIGHT | DOWN, true),
    ('╩', LEFT | RIGHT | UP, true),
    ('╬', LEFT | RIGHT | UP | DOWN, true),
];
