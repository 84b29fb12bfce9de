//! The page about the program itself.

use eframe::egui::{RichText, Ui};

use crate::store::paths::Folder;
use crate::ui::language::t;
use crate::ui::parts;
use crate::ui::theme::{self, Palette, font_size, space};

/// What is shipped beside the program's own code, with its licence (`assets/licences`).
const SHIPPED: [(&str, &str); 7] = [
    ("Inter", "OFL-1.1"),
    ("JetBrains Mono", "OFL-1.1"),
    ("Noto Sans CJK JP", "OFL-1.1"),
    ("Material Symbols", "Apache-2.0"),
    ("u_vga16", "MIT"),
    ("Terminus Font", "OFL-1.1"),
    ("EDK II", "BSD-2-Clause"),
];

pub(super) fn about_ui(ui: &mut Ui, folder: Option<&Folder>) {
    let palette = Palette::of(ui);
    parts::fact_line(ui, &t!("settings-version"), env!("CARGO_PKG_VERSION"));
    let licence = env!("CARGO_PKG_LICENSE");
    parts::fact_line(ui, &t!("settings-licence"), licence);
    if let Some(folder) = folder {
        let path = folder.path().display().to_string();
        parts::fact_line(ui, &t!("settings-kept-in"), &path);
    }
    ui.add_space(space::S);
    ui.label(RichText::new(t!("settings-report")).color(palette.t2));
    ui.add_space(space::M);
    let title = RichText::new(t!("settings-licences")).font(theme::strong(font_size::BODY));
    ui.label(title.color(palette.t1));
    for (name, licence) in SHIPPED {
        parts::fact_line(ui, name, licence);
    }
}
