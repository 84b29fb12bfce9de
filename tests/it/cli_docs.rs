//! `docs/cli.md` is a contract: what the program can say stands in it.

use std::collections::BTreeSet;
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

/// The commands below one, as its help lists them; "help" itself is none.
fn below(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        // Descriptions that are wrapped stand further in.
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .map(str::to_owned)
        .collect()
}

/// Words as options are made of, so that `--to` is not found in `--tolerant`.
fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .collect()
}

#[test]
fn every_command_and_its_options_are_documented() {
    let (cli, simulator) = (read("docs/cli.md"), read("docs/simulator.md"));
    let mut missing = Vec::new();
    let mut seen = Vec::new();
    let mut to_visit = vec![Vec::<String>::new()];
    while let Some(command) = to_visit.pop() {
        let asked: Vec<_> = command
            .iter()
            .map(String::as_str)
            .chain(["--help"])
            .collect();
        let help = run(&asked).stdout;
        let mut documented = words(&cli);
        if command.first().is_some_and(|first| first == "sim") {
            documented.extend(words(&simulator));
        }
        let name = command.join(" ");
        if let [top] = command.as_slice() {
            let heading = format!("outband {top}");
            if !cli.contains(&heading) {
                missing.push(heading);
            }
        }
        for word in words(&help) {
            if word.starts_with("--") && word.len() > 2 && !documented.contains(word) {
                missing.push(format!("{word} of {name}"));
            }
        }
        for next in below(&help) {
            if !documented.contains(next.as_str()) {
                missing.push(format!("{name} {next}"));
            }
            to_visit.push([&command[..], &[next]].concat());
        }
        seen.push(name);
    }
    assert!(missing.is_empty(), "not documented: {missing:?}");
    for known in ["power", "sim", "devices scan"] {
        assert!(seen.iter().any(|name| name == known), "{known} of {seen:?}");
    }
}
