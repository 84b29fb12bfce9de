//! The walls between the folders of `src/`, as `docs/ARCHITECTURE.md` draws them.

use std::fs;
use std::path::{Path, PathBuf};

/// One wall: no file below `folder` (except `but`) may contain one of `words`.
struct Wall {
    folder: &'static str,
    but: &'static [&'static str],
    words: &'static [&'static str],
}

const IO: &[&str] = &[
    "tokio",
    "std::net",
    "std::fs",
    "Instant::now",
    "SystemTime::now",
    "rand::",
    "hyper::",
];
const WINDOW: &[&str] = &["egui", "eframe", "wgpu"];
const OURS: &[&str] = &[
    "crate::cli",
    "crate::gpu",
    "crate::media",
    "crate::net",
    "crate::proto",
    "crate::screen",
    "crate::session",
    "crate::sim",
    "crate::store",
    "crate::terminal",
    "crate::ui",
];
const ABOVE_PROTO: &[&str] = &[
    "crate::cli",
    "crate::gpu",
    "crate::media",
    "crate::net",
    "crate::session",
    "crate::sim",
    "crate::store",
    "crate::ui",
];

const WALLS: &[Wall] = &[
    Wall {
        folder: "wire",
        but: &[],
        words: OURS,
    },
    Wall {
        folder: "limits.rs",
        but: &[],
        words: OURS,
    },
    Wall {
        folder: "proto",
        but: &[],
        words: IO,
    },
    Wall {
        folder: "proto",
        but: &[],
        words: WINDOW,
    },
    Wall {
        folder: "proto",
        but: &[],
        words: ABOVE_PROTO,
    },
    Wall {
        folder: "proto",
        but: &["proto/kvm"],
        words: &["crate::screen"],
    },
    Wall {
        folder: "screen",
        but: &[],
        words: IO,
    },
    Wall {
        folder: "screen",
        but: &[],
        words: WINDOW,
    },
    Wall {
        folder: "screen",
        but: &[],
        words: ABOVE_PROTO,
    },
    Wall {
        folder: "screen",
        but: &[],
        words: &["crate::proto"],
    },
    Wall {
        folder: "terminal",
        but: &[],
        words: IO,
    },
    Wall {
        folder: "terminal",
        but: &[],
        words: WINDOW,
    },
    Wall {
        folder: "terminal",
        but: &[],
        words: ABOVE_PROTO,
    },
    Wall {
        folder: "media",
        but: &[],
        words: &["crate::session", "crate::ui", "crate::sim", "egui"],
    },
    Wall {
        folder: "store",
        but: &[],
        words: &[
            "crate::net",
            "crate::session",
            "crate::ui",
            "crate::sim",
            "egui",
        ],
    },
    Wall {
        folder: "net",
        but: &[],
        words: &[
            "crate::session",
            "crate::ui",
            "crate::cli",
            "crate::sim",
            "egui",
        ],
    },
    Wall {
        folder: "session",
        but: &[],
        words: WINDOW,
    },
    Wall {
        folder: "session",
        but: &[],
        words: &["crate::ui", "crate::gpu", "crate::cli", "crate::sim"],
    },
    Wall {
        folder: "gpu",
        but: &[],
        words: &["crate::session", "crate::proto", "crate::ui", "crate::net"],
    },
    Wall {
        folder: "ui",
        but: &[],
        words: &["crate::net", "crate::cli", "crate::sim"],
    },
    Wall {
        folder: "cli",
        but: &[],
        words: WINDOW,
    },
    Wall {
        folder: "cli",
        but: &[],
        words: &["crate::gpu"],
    },
    Wall {
        folder: "sim",
        but: &["sim/listen", "sim/vm", "sim/scene/remote"],
        words: &["tokio", "std::net", "Instant::now", "SystemTime::now"],
    },
    Wall {
        folder: "sim",
        but: &[],
        words: &["crate::session", "crate::net", "crate::ui", "crate::cli"],
    },
    // The simulator shares message layouts with the client, never its state machines.
    Wall {
        folder: "sim",
        but: &[],
        words: &[
            "KvmChannel",
            "SolChannel",
            "IderChannel",
            "RedirSession",
            "redir::handshake",
            "redir::session",
            "kvm::channel",
            "sol::channel",
            "ider::channel",
            "kvm::encoding",
        ],
    },
];

fn sources(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let Ok(entries) = fs::read_dir(path) else {
        return Vec::new();
    };
    entries
        .flat_map(|entry| sources(&entry.unwrap().path()))
        .collect()
}

/// The lines of a file that are program, with their numbers: no comments, and nothing from the
/// tests at its foot on, which may use private items and real clocks.
fn program(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .take_while(|line| *line != "mod tests {")
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(i, line)| (i + 1, line))
}

#[test]
fn every_folder_uses_only_what_lies_below_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut breaches = Vec::new();
    for wall in WALLS {
        for file in sources(&src.join(wall.folder)) {
            let name = file
                .strip_prefix(&src)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            // A file of tests is what stands at the foot of the others.
            let is_test = name.ends_with("/tests.rs");
            if is_test || wall.but.iter().any(|but| name.starts_with(but)) {
                continue;
            }
            let text = fs::read_to_string(&file).unwrap();
            for (number, line) in program(&text) {
                if let Some(word) = wall.words.iter().find(|word| line.contains(**word)) {
                    breaches.push(format!(
                        "src/{name}:{number}: {word} is beyond {}",
                        wall.folder
                    ));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn the_wall_test_sees_program_lines_and_only_those() {
    let text = "use tokio;\n// tokio\nfn f() {}\nmod tests {\nuse tokio;\n";
    let lines: Vec<_> = program(text).collect();
    assert_eq!(lines, [(1, "use tokio;"), (3, "fn f() {}")]);
}

/// Whether one of the files that can declare a module of `folder` declares this one.
fn is_declared(folder: &Path, module: &str) -> bool {
    let line = format!("mod {module};");
    let parents = ["main.rs", "lib.rs", "mod.rs"].map(|name| folder.join(name));
    parents
        .iter()
        .chain([&folder.with_extension("rs")])
        .any(|file| {
            let text = fs::read_to_string(file).unwrap_or_default();
            text.lines()
                .any(|l| l == line || (l.ends_with(&line) && l.starts_with("pub")))
        })
}

#[test]
fn every_file_of_the_program_and_of_its_tests_is_compiled() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut orphans = Vec::new();
    let mut count = 0;
    for top in ["src", "tests/it", "tests/ui"].map(|top| root.join(top)) {
        for file in sources(&top) {
            if file.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            count += 1;
            let folder = file.parent().unwrap();
            let (folder, module) = match file.file_stem().unwrap().to_str().unwrap() {
                "main" | "lib" if folder == top => continue,
                // A folder is declared where its neighbours are.
                "mod" => (
                    folder.parent().unwrap(),
                    folder.file_name().unwrap().to_str(),
                ),
                stem => (folder, Some(stem)),
            };
            if !is_declared(folder, module.unwrap()) {
                orphans.push(file.strip_prefix(root).unwrap().display().to_string());
            }
        }
    }
    assert!(count > 200, "{count} files");
    assert!(orphans.is_empty(), "no `mod` names {orphans:?}");
    assert!(
        !is_declared(&root.join("tests/it"), "main"),
        "nothing declares the root"
    );
}

#[test]
fn nothing_points_at_the_machine_it_was_written_on() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let words = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("index.crates", ".io"),
    ];
    for folder in [
        "src",
        "tests",
        "docs",
        "benches",
        ".ci",
        "shaders",
        "packaging",
    ] {
        for file in sources(&root.join(folder)) {
            let Ok(text) = fs::read_to_string(&file) else {
                continue;
            };
            for word in words {
                assert!(!text.contains(word), "{} contains {word}", file.display());
            }
        }
    }
}
