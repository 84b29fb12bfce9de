//! `docs/cli.md` is a contract: what the program can say stands in it.

use std::fs;
use std::path::Path;

use crate::support::program::run;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn every_kind_of_failure_is_documented() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/session/fault");
    let mut kinds = vec!["usage".to_owned(), "interrupted".to_owned()];
    for file in fs::read_dir(folder).unwrap() {
        let words = fs::read_to_string(file.unwrap().path()).unwrap();
        if let Some(start) = words.find("fn kind(") {
            let end = start + words[start..].find("\n    }\n").unwrap();
            let quoted = words[start..end].split('"').skip(1).step_by(2);
            kinds.extend(quoted.map(str::to_owned));
        }
    }
    assert!(kinds.len() > 60, "{kinds:?}");
    let docs = read("docs/cli.md");
    kinds.retain(|kind| !docs.contains(&format!("`{kind}`")));
    assert!(kinds.is_empty(), "not documented: {kinds:?}");
}

#[test]
fn every_exit_code_is_documented_and_listed_by_help() {
    let docs = read("docs/cli.md");
    let help = run(&["--help"]).stdout;
    // Lines are wrapped anywhere.
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for code in (0..=9).chain([130]) {
        assert!(docs.contains(&format!("\n| {code} |")), "{code}");
        assert!(help.contains(&format!("{code} ")), "{code} in help");
    }
}

#[test]
fn every_command_and_its_options_are_documented() {
    let docs = read("docs/cli.md");
    let help = run(&["--help"]).stdout;
    let commands = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help");
    let mut count = 0;
    for command in commands {
        assert!(docs.contains(&format!("outband {command}")), "{command}");
        count += 1;
    }
    assert!(count >= 4);
    for command in [
        "open",
        "screen",
        "consent",
        "media",
        "demo",
        "info",
        "power",
        "enable",
        "log",
        "serial",
        "probe",
        "doctor",
        "open",
        "screen",
        "consent",
        "media",
        "demo",
        "info",
        "power",
        "enable",
        "log",
        "serial",
        "open",
        "screen",
        "consent",
        "media",
        "demo",
        "info",
        "power",
        "enable",
        "log",
        "devices list",
        "devices add",
        "devices edit",
        "devices remove",
        "devices import",
        "devices export",
        "devices scan",
        "journal",
    ] {
        let words = command.split(' ').chain(["--help"]).collect::<Vec<_>>();
        let help = run(&words).stdout;
        for word in help.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
            if word.starts_with("--") && word.len() > 2 {
                assert!(docs.contains(word), "{word} of {command}");
            }
        }
    }
}
