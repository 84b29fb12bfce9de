//! `outband devices` and saved PCs as TARGET, with the real binary.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::process::Sim;
use crate::support::program::{Ended, command, run, run_with_input, start};

/// An address book of its own.
pub(crate) struct Desk(tempfile::TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn file(&self) -> std::path::PathBuf {
        self.path().join("devices.toml")
    }

    fn with<'a>(&'a self, args: &[&'a str]) -> Vec<&'a str> {
        let dir = self.path().to_str().unwrap();
        [args, &["--config-dir", dir]].concat()
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        run(&self.with(args))
    }

    /// Runs a command that must succeed.
    pub(crate) fn ok(&self, args: &[&str]) -> Ended {
        let ended = self.run(args);
        assert_eq!(ended.code, Some(0), "{args:?}: {}", ended.stderr);
        ended
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let list = self.ok(&["devices", "list", "--json"]).json();
        let devices = list["devices"].as_array().unwrap();
        let name = |pc: &Value| pc["name"].as_str().unwrap().to_owned();
        devices.iter().map(name).collect()
    }
}

#[test]
fn pcs_are_added_listed_changed_and_removed() {
    let desk = Desk::new();
    assert!(desk.names().is_empty());
    assert!(!desk.file().exists(), "looking writes nothing");
    desk.ok(&[
        "devices",
        "add",
        "Front desk",
        "admin@10.0.4.17:16993",
        "--group",
        "Reception",
        "--tag",
        "win",
        "--tag",
        "old",
        "--tls",
        "require",
        "--layout",
        "de",
        "--terminal",
        "vt100+",
        "--picture",
        "gray8",
        "--notes",
        "under the counter",
        "--favourite",
        "--uuid",
        "4C4C4544004235108052B4C04F564A31",
    ]);
    desk.ok(&["devices", "add", "lab-10", "lab10", "--group", "Lab/North"]);
    desk.ok(&[
        "devices",
        "add",
        "lab-9",
        "vnc://lab9",
        "--group",
        "Lab/North",
    ]);

    let list = desk.ok(&["devices", "list", "front", "--json"]).json();
    let expected = json!({"devices": [{
        "name": "Front desk", "address": "10.0.4.17:16993", "user": "admin",
        "uuid": "4c4c4544-0042-3510-8052-b4c04f564a31", "group": "Reception",
        "tags": ["win", "old"], "notes": "under the counter", "favourite": true,
        "tls": "require", "layout": "de", "terminal": "vt100+", "picture": "gray8",
        "console": null, "beside": null, "window": null,
    }]});
    assert_eq!(list, expected);
    let text = desk.ok(&["devices", "list", "--group", "Lab"]).stdout;
    assert_eq!(
        text,
        "lab-9   vnc://lab9:5900  Lab/North\nlab-10  lab10            Lab/North\n"
    );

    desk.ok(&[
        "devices",
        "edit",
        "FRONT DESK",
        "--name",
        "Desk",
        "--untag",
        "old",
        "--tls",
        "",
        "--group",
        "",
        "--favourite",
        "false",
    ]);
    let pc = &desk.ok(&["devices", "list", "desk", "--json"]).json()["devices"][0];
    assert_eq!(
        [
            &pc["name"],
            &pc["tags"],
            &pc["tls"],
            &pc["group"],
            &pc["favourite"]
        ],
        [
            &json!("Desk"),
            &json!(["win"]),
            &Value::Null,
            &Value::Null,
            &json!(false)
        ]
    );
    let edited = desk.ok(&["devices", "edit", "--matching", "lab", "--tag", "moved"]);
    assert_eq!(edited.stdout, "2 PCs changed\n");
    desk.ok(&["devices", "remove", "lab-9", "Desk"]);
    assert_eq!(desk.names(), ["lab-10"]);
}

#[test]
fn a_change_that_cannot_be_made_changes_nothing_and_says_why() {
    let desk = Desk::new();
    desk.ok(&["devices", "add", "one", "10.0.0.1"]);
    desk.ok(&["devices", "add", "two", "10.0.0.2"]);
    let before = fs::read_to_string(desk.file()).unwrap();
    for (args, why) in [
        (&["add", "ONE", "10.0.0.9"][..], "another PC is called ONE"),
        (
            &["add", "three", "10.0.0.1:16992"],
            "one has the same address; use --twice",
        ),
        (&["add", "-x", "10.0.0.9"], "unexpected argument"),
        (&["add", "x ", "10.0.0.9"], "a name is not empty"),
        (
            &["add", "x", "10.0.0.9 oder so"],
            "a host name cannot contain",
        ),
        (
            &["add", "x", "10.0.0.9", "--tls", "perhaps"],
            "none of those known",
        ),
        (
            &["edit", "one", "--name", "Two"],
            "another PC is called Two",
        ),
        (
            &["edit", "one", "nobody", "--tag", "x"],
            "no PC is called nobody",
        ),
        (&["edit", "one", "two", "--name", "x"], "one PC at a time"),
        (&["remove", "one", "nobody"], "no PC is called nobody"),
        (&["remove"], "required"),
    ] {
        let ended = desk.run(&[&["devices"], args].concat());
        assert_eq!(ended.code, Some(2), "{args:?}");
        assert!(ended.stderr.contains(why), "{args:?}: {}", ended.stderr);
        assert_eq!(fs::read_to_string(desk.file()).unwrap(), before, "{args:?}");
    }
    desk.ok(&["devices", "add", "three", "10.0.0.1", "--twice"]);
    let found = desk
        .ok(&["devices", "list", "--duplicates", "--json"])
        .json();
    let expected = json!({"duplicates": [
        {"by": "address", "value": "10.0.0.1", "names": ["one", "three"]}
    ]});
    assert_eq!(found, expected);
}

#[test]
fn the_name_of_a_saved_pc_is_a_target_of_every_command() {
    let sim = Sim::pc(&[]);
    let address = sim.target();
    let desk = Desk::new();
    desk.ok(&[
        "devices",
        "add",
        "Front desk 4",
        &address,
        "--picture",
        "rgb332",
    ]);

    let power = desk.ok(&["power", "front DESK 4", "--json"]).json();
    assert_eq!(power["target"], "front DESK 4");
    let png = desk.path().join("a.png");
    let png = png.to_str().unwrap();
    let screen = desk
        .ok(&["screen", "Front desk 4", "--png", png, "--json"])
        .json();
    assert_eq!(screen["pixel"], "rgb332", "as the address book says");
    let said = ["screen", "Front desk 4", "--png", png, "--pixel", "rgb565"];
    let text = desk.ok(&said).stdout;
    assert!(text.ends_with("rgb565, from Front desk 4\n"), "{text}");

    // Another user at the same PC, whom it does not know.
    let ended = desk.run(&["power", "nobody@Front desk 4"]);
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    // The user of the entry counts like one in the address, and an option more than both.
    desk.ok(&["devices", "edit", "Front desk 4", "--user", "nobody"]);
    assert_eq!(desk.run(&["power", "Front desk 4"]).code, Some(4));
    desk.ok(&["power", "admin@Front desk 4"]);
    desk.ok(&["power", "Front desk 4", "--user", "admin"]);
}

#[test]
fn encryption_that_an_entry_requires_is_not_left_out() {
    let sim = Sim::pc(&[]);
    let address = sim.target();
    let desk = Desk::new();
    desk.ok(&["devices", "add", "safe", &address, "--tls", "require"]);
    let ended = desk.run(&["power", "safe"]);
    assert_ne!(
        ended.code,
        Some(0),
        "the PC speaks no TLS: {}",
        ended.stdout
    );
    // A person may say otherwise for once.
    desk.ok(&["power", "safe", "--tls", "off"]);
    // The settings count for PCs that say nothing themselves.
    desk.ok(&["power", &address]);
    let settings = desk.path().join("settings.toml");
    fs::write(&settings, "version = 1\n[safety]\ntls = \"require\"\n").unwrap();
    assert_ne!(desk.run(&["power", &address]).code, Some(0));
    fs::write(&settings, "version = 1\n[safety]\ntls = \"perhaps\"\n").unwrap();
    let ended = desk.run(&["power", &address, "--json"]);
    assert_eq!(ended.code, Some(9));
    assert_eq!(ended.json()["error"]["kind"], "settings-damaged");
}

#[test]
fn what_is_neither_a_name_nor_an_address_is_said_to_be_neither() {
    let desk = Desk::new();
    let ended = desk.run(&["power", "no such pc"]);
    assert_eq!(ended.code, Some(2));
    let why = "no saved PC is called “no such pc”, and it is no address";
    assert!(ended.stderr.contains(why), "{}", ended.stderr);
}

#[test]
fn lists_are_imported_once_and_exported_whole() {
    let desk = Desk::new();
    let csv = "Name;IP;Password\nfront;10.0.0.1;P@ssw0rd\nback;10.0.0.2;\nfront;10.0.0.3;\n\
               bad;10.0.0.4:99999;\nsame;10.0.0.1;\n";
    let file = desk.path().join("list.csv");
    fs::write(&file, csv).unwrap();
    let file = file.to_str().unwrap();

    let dry = desk.ok(&["devices", "import", file, "--dry-run"]);
    assert!(
        dry.stdout.contains("3 PCs would be added"),
        "{}",
        dry.stdout
    );
    assert!(!desk.file().exists());
    let report = desk.ok(&["devices", "import", file, "--group", "New", "--json"]);
    assert_eq!(
        report.json()["added"],
        json!(["front", "back", "front (2)"])
    );
    assert_eq!(report.json()["skipped"], json!(["front"]));
    assert_eq!(report.json()["passwords_left_out"], 1);
    assert!(
        report.json()["refused"][0]
            .as_str()
            .unwrap()
            .starts_with("bad: 99999 is no")
    );
    assert!(report.stderr.contains("key store"), "{}", report.stderr);
    let book = fs::read_to_string(desk.file()).unwrap();
    assert!(!book.contains("ssw0rd") && book.contains("group = \"New\""));

    let again = desk.ok(&["devices", "import", file, "--json"]).json();
    assert_eq!(again["added"], json!([]));
    let update = r#"{"computers":[{"name":"x","host":"10.0.0.2","user":"op","tls":1}]}"#;
    let dir = desk.path().to_str().unwrap();
    let args = [
        "devices",
        "import",
        "-",
        "--known",
        "update",
        "--config-dir",
        dir,
    ];
    let ended = run_with_input(&mut command(&args), update);
    assert_eq!(
        ended.stdout, "0 PCs added\n1 PC updated\n",
        "{}",
        ended.stderr
    );

    for name in ["out.csv", "out.json", "mesh"] {
        let out = desk.path().join(name);
        let out = out.to_str().unwrap();
        let format: &[&str] = match name {
            "mesh" => &["--format", "meshcommander"],
            _ => &[],
        };
        desk.ok(&[&["devices", "export", out], format].concat());
        let other = Desk::new();
        other.ok(&["devices", "import", out]);
        assert_eq!(other.names(), desk.names(), "{name}");
        let pc = &other.ok(&["devices", "list", "back", "--json"]).json()["devices"][0];
        assert_eq!(
            (&pc["user"], &pc["tls"]),
            (&json!("op"), &json!("require")),
            "{name}"
        );
    }
}

#[test]
fn a_file_that_is_no_list_ends_with_code_9() {
    let desk = Desk::new();
    let file = desk.path().join("list");
    let file = file.to_str().unwrap();
    assert_eq!(desk.run(&["devices", "import", file]).code, Some(9));
    fs::write(file, "colour,size\n").unwrap();
    let ended = desk.run(&["devices", "import", file, "--json"]);
    assert_eq!(ended.code, Some(9));
    assert_eq!(ended.json()["error"]["kind"], "file-unusable");
}

#[test]
fn a_scan_finds_what_answers_and_saves_it_once() {
    let first = Sim::pc(&["--bind", "127.0.97.2"]);
    let port = first.port("wsman").to_string();
    let second = Sim::pc(&["--bind", "127.0.97.4", "--wsman-port", &port]);
    assert_eq!(second.port("wsman").to_string(), port);
    // Something else on the port is told, not saved.
    let other = TcpListener::bind(("127.0.97.5", first.port("wsman"))).unwrap();
    std::thread::spawn(move || {
        for stream in other.incoming() {
            drop(stream.unwrap().write_all(b"SSH-2.0-OpenSSH_9.6\r\n"));
        }
    });
    let desk = Desk::new();
    let args = [
        "devices",
        "scan",
        "127.0.97.1-6",
        "--port",
        &port,
        "--tls-port",
        "1",
        "--add",
        "--group",
        "Found",
        "--timeout",
        "5",
        "--json",
    ];
    let lines = |ended: Ended| -> Vec<Value> {
        let lines = ended.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let mut found = lines(desk.ok(&args));
    let done = found.pop().unwrap();
    assert_eq!(
        done["done"],
        json!({"addresses": 6, "found": 3, "added": 2, "interrupted": false})
    );
    let server = found.iter().find(|f| f["address"] == "127.0.97.2").unwrap();
    let name = server["server"].as_str().unwrap();
    assert!(
        name.starts_with("Intel(R) Active Management Technology"),
        "{name}"
    );
    assert_eq!(
        (&server["plain"], &server["tls"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(desk.names(), ["127.0.97.2", "127.0.97.4"]);
    // Found by name now, reached by it, and not saved again.
    desk.ok(&["devices", "edit", "127.0.97.2", "--name", "first"]);
    desk.ok(&["power", "first"]);
    let again = lines(desk.ok(&args));
    assert_eq!(again.last().unwrap()["done"]["added"], 0);
    assert!(again.iter().any(|f| f["name"] == "first"));
}

#[cfg(unix)]
#[test]
fn a_scan_that_is_interrupted_ends_at_once_with_what_it_has() {
    let desk = Desk::new();
    let dir = desk.path().to_str().unwrap();
    let args = [
        "devices",
        "scan",
        "127.0.96.0/22",
        "--rate",
        "1",
        "--json",
        "--config-dir",
        dir,
    ];
    let program = start(&mut command(&args));
    std::thread::sleep(Duration::from_millis(1500));
    program.interrupt();
    let ended = program.wait();
    assert_eq!(ended.code, Some(130), "{}", ended.stderr);
    assert!(
        ended.stdout.contains("\"interrupted\":true"),
        "{}",
        ended.stdout
    );
    assert_eq!(desk.run(&["devices", "scan", "10.0.0.0/8"]).code, Some(2));
}
