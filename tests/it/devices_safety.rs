//! The address book in trouble: killed in mid-write, no space, damaged, several at once, large.

use std::fs;
use std::process::Stdio;

use serde_json::json;

use crate::devices::Desk;
use crate::support::program::{command, names, start};

/// A list of `number` PCs, as an export of another program has it.
fn large_list(number: usize) -> String {
    let mut text = "name,address,group,tags,notes\n".to_owned();
    for i in 0..number {
        let (a, b) = (i / 250, i % 250 + 1);
        text.push_str(&format!(
            "pc-{i:05},10.9.{a}.{b},Floor {}/Room {a},windows;{},Bought in {}\n",
            a % 7,
            i % 13,
            2015 + i % 10
        ));
    }
    text
}

#[test]
fn a_writer_killed_at_any_moment_leaves_the_old_book_or_the_new_one() {
    let desk = Desk::new();
    desk.ok(&["devices", "add", "kept", "10.0.0.1"]);
    let list = desk.path().join("list.csv");
    fs::write(&list, large_list(600)).unwrap();
    let [list, dir] = [&list, desk.path()].map(|path| path.to_str().unwrap());
    let mut ends = [0, 0];
    for round in 0..24 {
        let args = ["devices", "import", list, "--config-dir", dir];
        let mut child = command(&args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // The moments spread over the whole run, the writing at its end included: the last rounds
        // wait until the file beside is there.
        if round < 12 {
            std::thread::sleep(std::time::Duration::from_millis(round * 8));
        } else {
            let beside = || {
                let names = names(desk.path());
                names.iter().any(|name| name.starts_with(".devices."))
            };
            while !beside() && child.try_wait().unwrap().is_none() {
                std::thread::yield_now();
            }
        }
        drop(child.kill());
        child.wait().unwrap();
        let found = desk.names();
        assert!(found.contains(&"kept".to_owned()), "round {round}");
        assert!(found.len() == 1 || found.len() == 601, "{}", found.len());
        ends[usize::from(found.len() > 1)] += 1;
        if found.len() > 1 {
            desk.ok(&["devices", "remove", "--matching", "pc-"]);
        }
    }
    assert!(ends[0] > 0, "no writer was killed before its end: {ends:?}");
    // Whatever the killed ones left behind is gone after the next change.
    desk.ok(&["devices", "add", "last", "10.0.0.2"]);
    let expected = [
        "devices.lock",
        "devices.previous.toml",
        "devices.toml",
        "list.csv",
    ];
    assert_eq!(names(desk.path()), expected);
}

#[cfg(unix)]
#[test]
fn without_space_the_book_stays_as_it_was_and_the_cause_is_told() {
    let desk = Desk::new();
    desk.ok(&["devices", "add", "kept", "10.0.0.1"]);
    let before = fs::read_to_string(desk.file()).unwrap();
    let list = desk.path().join("list.csv");
    fs::write(&list, large_list(2000)).unwrap();
    // A shell that lets nobody write more than 16 KiB into one file, and hands the refusal on as
    // an error instead of a signal: what a full disk does.
    let program = command(&[
        "devices",
        "import",
        list.to_str().unwrap(),
        "--json",
        "--config-dir",
        desk.path().to_str().unwrap(),
    ]);
    let mut shell = std::process::Command::new("bash");
    shell
        .args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$@\"", "bash"])
        .arg(program.get_program())
        .args(program.get_args())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let ended = start(&mut shell).wait();
    assert_eq!(ended.code, Some(9), "{}", ended.stderr);
    assert_eq!(ended.json()["error"]["kind"], "file-unwritable");
    assert!(ended.stderr.contains("has space"), "{}", ended.stderr);
    assert_eq!(fs::read_to_string(desk.file()).unwrap(), before);
    assert_eq!(
        names(desk.path()),
        [
            "devices.lock",
            "devices.previous.toml",
            "devices.toml",
            "list.csv"
        ]
    );
}

#[test]
fn a_damaged_book_stops_names_with_clear_words_and_can_be_recovered() {
    let desk = Desk::new();
    desk.ok(&["devices", "add", "one", "10.0.0.1"]);
    desk.ok(&["devices", "add", "two", "10.0.0.2"]);
    let damaged = fs::read_to_string(desk.file()).unwrap() + "[[pc\n";
    fs::write(desk.file(), &damaged).unwrap();

    for args in [
        &["devices", "list"][..],
        &["devices", "add", "x", "h"],
        &["power", "one"],
    ] {
        let ended = desk.run(&[args, &["--json"]].concat());
        assert_eq!(ended.code, Some(9), "{args:?}");
        let error = &ended.json()["error"];
        assert_eq!(error["kind"], "store-damaged", "{args:?}");
        let cause = error["cause"].as_str().unwrap();
        assert!(
            cause.starts_with("Line ") && cause.contains("devices.toml"),
            "{cause}"
        );
        assert!(
            error["remedy"]
                .as_str()
                .unwrap()
                .contains("devices recover")
        );
        assert_eq!(fs::read_to_string(desk.file()).unwrap(), damaged);
    }
    // A plain address needs no address book: emergencies do not wait for an editor.
    let ended = desk.run(&["power", "127.0.97.99:1", "--timeout", "5"]);
    assert_eq!(ended.code, Some(3), "{}", ended.stderr);

    let recovered = desk.ok(&["devices", "recover", "--json"]).json();
    assert_eq!(
        (&recovered["recovered"], &recovered["devices"]),
        (&json!(true), &json!(1))
    );
    let aside = recovered["aside"].as_str().unwrap();
    assert_eq!(fs::read_to_string(aside).unwrap(), damaged);
    assert_eq!(desk.names(), ["one"]);
    let again = desk.ok(&["devices", "recover"]).stdout;
    assert_eq!(again, "The address book is whole, nothing was done\n");
}

#[cfg(unix)]
#[test]
fn a_book_that_cannot_be_read_is_a_fault_of_its_own() {
    let desk = Desk::new();
    // A folder in its place cannot be read by anybody, root included.
    fs::create_dir(desk.file()).unwrap();
    let ended = desk.run(&["devices", "list", "--json"]);
    assert_eq!(ended.code, Some(9), "{}", ended.stderr);
    assert_eq!(ended.json()["error"]["kind"], "file-unreadable");
}

#[test]
fn several_processes_at_once_lose_nothing() {
    let desk = Desk::new();
    let dir = desk.path().to_str().unwrap().to_owned();
    let mut wanted = Vec::new();
    for round in 0..3 {
        let programs: Vec<_> = (0..6)
            .map(|i| {
                let name = format!("pc-{round}-{i}");
                let address = format!("10.1.{round}.{i}");
                let args = ["devices", "add", &name, &address, "--config-dir", &dir];
                let program = start(&mut command(&args));
                wanted.push(name);
                program
            })
            .collect();
        for program in programs {
            let ended = program.wait();
            assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        }
    }
    assert_eq!(desk.names(), wanted);
}

#[test]
fn ten_thousand_pcs_are_imported_found_and_exported() {
    let desk = Desk::new();
    let list = desk.path().join("list.csv");
    fs::write(&list, large_list(10_000)).unwrap();
    let report = desk.ok(&["devices", "import", list.to_str().unwrap()]);
    assert_eq!(report.stdout, "10000 PCs added\n");
    let one = desk
        .ok(&["devices", "list", "pc-09876", "floor", "--json"])
        .json();
    assert_eq!(one["devices"][0]["address"], "10.9.39.127");
    assert_eq!(one["devices"].as_array().unwrap().len(), 1);
    let out = desk.path().join("out.json");
    let report = desk.ok(&["devices", "export", out.to_str().unwrap()]);
    assert!(report.stdout.ends_with("10000 PCs\n"), "{}", report.stdout);
}
