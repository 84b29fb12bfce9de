use super::*;
use crate::screen::PixelFormat;

const FORMATS: [(PixelFormat, [(u32, u32); 4]); 4] = [
    // Ground and ink: grey on black, white on blue, black on grey, yellow on red.
    (
        PixelFormat::Rgb565,
        [(0, 0xAD55), (0x0015, 0xFFFF), (0xAD55, 0), (0xA800, 0xFFEA)],
    ),
    (
        PixelFormat::Rgb332,
        [(0, 0xB6), (0x02, 0xFF), (0xB6, 0), (0xA0, 0xFD)],
    ),
    (
        PixelFormat::Gray8,
        [(0, 0xAA), (0x13, 0xFF), (0xAA, 0), (0x32, 0xE2)],
    ),
    (PixelFormat::Gray4, [(0, 10), (1, 15), (10, 0), (3, 14)]),
];

/// A screen with this text in cells, the first one at `origin`; lines of boxes go through a ninth
/// column as VGA adapters draw them.
fn drawn(
    font: &Font,
    lines: &[String],
    format: PixelFormat,
    (ground, ink): (u32, u32),
    grid: Grid,
) -> Framebuffer {
    let width = grid.origin.0 * 2 + grid.columns * grid.cell.0;
    let height = grid.origin.1 * 2 + grid.rows * grid.cell.1;
    let mut screen = Framebuffer::new(width, height, format).unwrap();
    for y in 0..height {
        for x in 0..width {
            screen.set_pixel(x, y, ground);
        }
    }
    for (row, line) in (0..).zip(lines) {
        for (column, c) in (0..).zip(line.chars()) {
            let shape = font.shape(c).unwrap();
            let (left, top) = corner(grid, (column, row));
            for (y, bits) in (top..).zip(shape.rows()) {
                for x in 0..grid.cell.0 {
                    let is_line = ('\u{2500}'..='\u{257F}').contains(&c);
                    let is_ink = match x {
                        0..8 => bits >> (7 - x) & 1 == 1,
                        _ => is_line && bits & 1 == 1,
                    };
                    if is_ink {
                        screen.set_pixel(left + x, y, ink);
                    }
                }
            }
        }
    }
    screen
}

/// Every character of a font that is the plainest of its shape, forty on a line with blanks
/// between them, so that the ground is never in doubt.
fn all_characters(font: &Font) -> Vec<String> {
    let known: Vec<char> = font
        .shapes()
        .filter(|(c, shape)| font.character(shape) == Some(*c))
        // Of one colour: these are blanks to everybody who looks.
        .filter(|(_, shape)| {
            !shape.rows().all(|row| row == 0) && !shape.rows().all(|row| row == 255)
        })
        .map(|(c, _)| c)
        .collect();
    let line = |part: &[char]| part.iter().flat_map(|c| [' ', *c]).collect();
    known.chunks(39).map(line).collect()
}

const TEXT_MODE: Grid = Grid {
    origin: (0, 0),
    cell: (8, 16),
    columns: 80,
    rows: 25,
};

fn assert_reads(screen: &Framebuffer, lines: &[String], what: &str) {
    let text = ScreenText::read(screen).unwrap_or_else(|| panic!("{what}: no text"));
    for (read, written) in text.lines().iter().zip(lines) {
        assert_eq!(read, written.trim_end(), "{what}");
    }
    assert_eq!(text.lines().len(), lines.len(), "{what}");
}

#[test]
fn every_character_of_every_font_is_read_in_every_format_and_colour() {
    for (number, font) in FONTS.iter().enumerate() {
        let lines = all_characters(font);
        let count: usize = lines.iter().map(|line| line.chars().count() / 2).sum();
        assert!(count > 230, "font {number} has only {count}");
        for page in lines.chunks(25) {
            for (format, colours) in FORMATS {
                for pair in colours {
                    let grid = Grid {
                        cell: (8, font.height),
                        ..TEXT_MODE
                    };
                    let screen = drawn(font, page, format, pair, grid);
                    assert_reads(
                        &screen,
                        page,
                        &format!("font {number}, {format:?}, {pair:?}"),
                    );
                }
            }
        }
    }
}

fn page() -> Vec<String> {
    [
        "┌──────────────────────── Aptio Setup Utility ───────────────────────┐",
        "│  Main   Advanced   Boot   Security   Save & Exit                   │",
        "├──────────────────────────────────────────────┬─────────────────────┤",
        "│ BIOS Version            1.23.4 (2021-06-30)  │ Il1| O0 5S 8B ,;.: '│",
        "│ System Time             [10:42:07]           │ rn m vv w `´ \"\" -_~ │",
        "└──────────────────────────────────────────────┴─────────────────────┘",
        "",
        "root@lab-12:~# echo $((6*7)) && ls -l /dev/sd? | grep '^b' > /tmp/x{1,2}",
    ]
    .map(str::to_owned)
    .to_vec()
}

#[test]
fn a_setup_screen_is_read_in_text_modes_of_both_widths_and_in_the_middle_of_a_picture() {
    let [vga, ..] = &*FONTS;
    let nine = Grid {
        cell: (9, 16),
        ..TEXT_MODE
    };
    let middle = Grid {
        origin: (80, 100),
        ..TEXT_MODE
    };
    for grid in [TEXT_MODE, nine, middle] {
        for (format, [pair, ..]) in FORMATS {
            let screen = drawn(vga, &page(), format, pair, grid);
            assert_reads(&screen, &page(), &format!("{grid:?} {format:?}"));
            let text = ScreenText::read(&screen).unwrap();
            let (x, y) = corner(grid, (24, 4));
            assert_eq!(text.cell_at(x + 3, y + 9), Some((24, 4)));
        }
    }
}

#[test]
fn a_highlighted_line_and_a_cursor_are_read_as_what_stands_there() {
    let [vga, ..] = &*FONTS;
    let lines = page();
    let colours = (0, 0xAD55);
    let mut screen = drawn(vga, &lines, PixelFormat::Rgb565, colours, TEXT_MODE);
    // The fifth line the other way round, as menus show what is chosen.
    for y in 4 * 16..5 * 16 {
        for x in 0..640 {
            let reversed = if screen.pixel(x, y) == 0 { 0xAD55 } else { 0 };
            screen.set_pixel(x, y, reversed);
        }
    }
    // A cursor below the g of "grep" and one behind the end of the line.
    for column in [45, 76] {
        for y in 7 * 16 + 14..8 * 16 {
            for x in column * 8..(column + 1) * 8 {
                screen.set_pixel(x, y, 0xAD55);
            }
        }
    }
    assert_reads(&screen, &lines, "highlighted");
}

/// Screens of the firmware that QEMU starts UEFI machines with, as QEMU took them (`screendump`).
#[test]
fn the_console_of_uefi_firmware_is_read_in_its_modes_with_its_colours_boxes_and_cursor() {
    for what in ["setup", "menu", "shell", "characters"] {
        let data = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/text");
        let file = |end| format!("{data}/edk2-{what}.{end}");
        let picture = image::open(file("png")).unwrap().to_rgb8();
        let text = std::fs::read_to_string(file("txt")).unwrap();
        let lines: Vec<_> = text.lines().map(str::to_owned).collect();
        let [width, height] = [picture.width(), picture.height()].map(|n| n.try_into().unwrap());
        for format in PixelFormat::ALL {
            let mut screen = Framebuffer::new(width, height, format).unwrap();
            for (y, row) in (0..).zip(picture.rows()) {
                for (x, pixel) in (0..).zip(row) {
                    screen.set_pixel(x, y, format.from_rgb8(pixel.0));
                }
            }
            assert_reads(&screen, &lines, &format!("{what} {format:?}"));
        }
    }
}

#[test]
fn pictures_have_no_text() {
    let mut state = 1_u32;
    let mut noise = |_: u16, _: u16| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 16
    };
    let gradient = |x: u16, y: u16| u32::from(x / 3) << 5 | u32::from(y / 20);
    let stripes = |x: u16, y: u16| u32::from((x / 5 + y / 7) % 2) * 0xFFFF;
    let flat = |_: u16, _: u16| 0x1234;
    let pictures: [&mut dyn FnMut(u16, u16) -> u32; 4] =
        [&mut noise, &mut { gradient }, &mut { stripes }, &mut {
            flat
        }];
    for pixel in pictures {
        let mut screen = Framebuffer::new(640, 400, PixelFormat::Rgb565).unwrap();
        for y in 0..400 {
            for x in 0..640 {
                screen.set_pixel(x, y, pixel(x, y));
            }
        }
        assert_eq!(ScreenText::read(&screen), None);
    }
}
