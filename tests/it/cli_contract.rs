//! What scripts rely on: options and their values, where results and failures go, the exit code of
//! each kind of end.

use std::fs;
use std::net::TcpListener;

use serde_json::{Value, json};

use crate::support::process::{Sim, eventually, text_of};
use crate::support::program::{Ended, PASSWORD, command, names, run, start};

/// Each command with everything that its help has to name.
const COMMANDS: [(&str, &str); 22] = [
    ("open", "<TARGET> --user --tls --trust"),
    ("demo", "--headless --out"),
    ("probe", "<TARGET> --timeout"),
    ("info", "<TARGET>"),
    (
        "power",
        "<TARGET> status on off cycle reset off-graceful reset-graceful sleep hibernate nmi --to disk \
         pxe cd bios image",
    ),
    ("consent", "<TARGET> status request submit cancel [CODE]"),
    ("enable", "<TARGET> kvm sol media"),
    ("disable", "<TARGET> kvm sol media"),
    (
        "screen",
        "<TARGET> --png --pixel auto rgb565 rgb332 gray8 gray4 --encoding rle zlib raw --wait \
         first stable --type --keys --consent-code --stats",
    ),
    (
        "serial",
        "<TARGET> --log --script --send --expect --timeout --no-tty",
    ),
    (
        "media",
        "<TARGET> --cd --floppy --writable --start next-reset graceful now --boot --until boot \
         idle forever --consent-code",
    ),
    ("log", "<TARGET> events audit"),
    ("doctor", "<TARGET>"),
    ("devices list", "--group --tag"),
    ("devices add", "<NAME> <ADDRESS>"),
    ("devices edit", "--name --address"),
    ("devices remove", "--matching"),
    ("devices import", "<FILE>"),
    ("devices export", "<FILE>"),
    ("devices scan", "<RANGE>"),
    ("journal", "--since --until --export"),
    (
        "sim",
        "--bind --wsman-port --wsman-tls-port --redir-port --redir-tls-port --rfb-port --user \
         --password --rfb-password --profile amt6 amt9 amt11 amt12 amt14 amt16 amt16-tls-only \
         amt18 ism --mode acm ccm --consent none kvm all --consent-code --power on off sleep \
         --seed --fleet --latency --rate --trouble --scene post setup text desktop motion photo \
         --vm --vm-memory --vm-disk --vm-firmware bios uefi --until-eof",
    ),
];

/// On every command that logs in to a PC.
const REACH: &str = "--user --password-file --password-stdin --tls auto require off --trust ask \
                     first-use sha256 --ca-file --cert-file --key-file --timeout";

#[test]
fn every_command_takes_what_scripts_rely_on() {
    for (name, wanted) in COMMANDS {
        let words = name.split(' ').chain(["--help"]).collect::<Vec<_>>();
        let ended = run(&words);
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{name}");
        let is_word = |c: char| c.is_ascii_alphanumeric() || "-<>[]".contains(c);
        let help: Vec<_> = ended.stdout.split(|c: char| !is_word(c)).collect();
        let has = |word: &str| {
            let bare = |text: &str| text.trim_matches(|c| "[]".contains(c)).to_owned();
            help.iter().any(|h| *h == word || bare(h) == bare(word))
        };
        let calls = wanted.starts_with("<TARGET>");
        let reach = if calls { REACH } else { "" };
        let all = "--json --verbose --log-file --config-dir --help";
        for word in [wanted, reach, all].join(" ").split_whitespace() {
            assert!(has(word), "{word} of {name}:\n{}", ended.stdout);
        }
    }
}

/// The failure in JSON, which is the last line of what the command has said.
fn error(ended: &Ended) -> Value {
    let last = ended.stdout.lines().last().unwrap_or_default();
    let document: Value = serde_json::from_str(last).unwrap_or_else(|e| panic!("{e}: {ended:?}"));
    document["error"].clone()
}

#[test]
fn a_command_line_that_makes_no_sense_ends_with_2_in_words_and_in_json() {
    let cases: [(&[&str], &str); 12] = [
        (&["frobnicate"], "unrecognized subcommand 'frobnicate'"),
        (&["info"], "<TARGET>"),
        (&["screen", "pc"], "--png <FILE>"),
        (&["media", "pc"], "--cd <IMAGE>"),
        (&["power", "pc", "fly"], "'fly'"),
        (&["power", "pc", "off", "--to", "pxe"], "--to goes with on"),
        (&["enable", "pc"], "<FEATURE>"),
        (&["info", "a b"], "“a b”"),
        (&["info", "127.0.0.1:99999"], "99999 is not a port number"),
        (&["info", "vnc://127.0.0.1"], "not a VNC server"),
        (
            &["info", "pc", "--trust", "perhaps"],
            "neither ask nor first-use",
        ),
        (&["info", "pc", "--key-file", "k.pem"], "--cert-file <FILE>"),
    ];
    for (words, said) in cases {
        let ended = run(words);
        assert_eq!(
            (ended.code, ended.stdout.as_str()),
            (Some(2), ""),
            "{words:?}"
        );
        assert!(ended.stderr.contains(said), "{words:?}: {}", ended.stderr);
        let ended = run(&[words, &["--json"]].concat());
        assert_eq!(ended.code, Some(2), "{words:?}");
        let error = error(&ended);
        assert_eq!(
            (&error["kind"], &error["exit"]),
            (&json!("usage"), &json!(2))
        );
        let title = error["title"].as_str().unwrap();
        assert!(title.contains(said) && !title.contains('\n'), "{title}");
    }
    // What stands behind -- is no option.
    let ended = run(&["info", "--", "--json", "more"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
}

#[test]
fn without_a_password_and_without_anybody_to_ask_it_says_where_one_may_come_from() {
    for words in [
        &["info", "127.0.0.1"][..],
        &["screen", "127.0.0.1", "--png", "/tmp/x.png"],
    ] {
        let mut command = command(&[words, &["--json"]].concat());
        let ended = start(command.env_remove("OUTBAND_PASSWORD")).wait();
        assert_eq!(
            (ended.code, &error(&ended)["kind"]),
            (Some(2), &json!("usage"))
        );
        for way in ["OUTBAND_PASSWORD", "--password-file", "--password-stdin"] {
            assert!(ended.stderr.contains(way), "{}", ended.stderr);
        }
    }
}

/// Every exit code once, with the failure in JSON on standard output and the same in words on
/// standard error.
#[cfg(unix)]
#[test]
fn every_exit_code_is_reached_and_told_twice() {
    let folder = tempfile::tempdir().unwrap();
    let png = folder.path().join("a.png");
    let (png, ip) = (png.to_str().unwrap(), "127.0.226.1");
    let usual = [
        "--wsman-port",
        "16992",
        "--redir-port",
        "16994",
        "--rfb-port",
        "5900",
    ];
    let pc = |more: &[&str]| Sim::start(&[&["--bind", ip], &usual[..], more].concat());
    let outband = |words: &[&str]| {
        let mut command = command(words);
        command.args(["--json", "--config-dir"]).arg(folder.path());
        command
    };
    let told = |ended: &Ended, exit: i32, kind: &str| {
        let error = error(ended);
        assert_eq!(ended.code, Some(exit), "{ended:?}");
        assert_eq!(
            (&error["kind"], &error["exit"]),
            (&json!(kind), &json!(exit))
        );
        for field in ["title", "cause", "remedy"] {
            let text = error[field].as_str().unwrap();
            assert!(
                !text.is_empty() && ended.stderr.contains(text),
                "{field}: {ended:?}"
            );
        }
        assert!(error["details"].is_array());
    };
    let ends = |words: &[&str], exit: i32, kind: &str| {
        told(&start(&mut outband(words)).wait(), exit, kind);
    };
    {
        let _sim = pc(&["--consent", "kvm"]);
        let ended = start(&mut outband(&["power", ip])).wait();
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
        ends(&["power", ip, "reset", "--to", "image"], 1, "nothing-lent");
        ends(&["power", "127.0.226.9"], 3, "refused");
        ends(&["power", "no-such-host.invalid"], 3, "unknown-name");
        let mut wrong = outband(&["power", ip]);
        told(
            &start(wrong.env("OUTBAND_PASSWORD", "Wr0ng!")).wait(),
            4,
            "login-refused",
        );
        ends(&["power", ip, "--tls", "require"], 5, "not-encrypted");
        ends(&["screen", ip, "--png", png], 6, "consent-needed");
        ends(&["consent", ip, "submit", "123456"], 6, "consent-not-asked");
        ends(
            &["screen", ip, "--png", "/no/such/folder/a.png"],
            9,
            "file-unwritable",
        );
        ends(
            &["media", ip, "--cd", "/no/such/file.iso"],
            9,
            "image-unreadable",
        );
        let text = folder.path().join("letter.txt");
        fs::write(&text, "Dear customer,\n".repeat(200)).unwrap();
        let text = text.to_str().unwrap();
        ends(&["media", ip, "--cd", text], 9, "not-an-image");
        let missing = folder.path().join("no-password");
        ends(
            &["info", ip, "--password-file", missing.to_str().unwrap()],
            9,
            "file-unreadable",
        );
    }
    {
        let mut sim = pc(&[]);
        let words = ["screen", ip, "--png", png, "--wait", "3600"];
        let holding = start(&mut outband(&words));
        assert_eq!(sim.wait_for("session.open")["kind"], "kvm");
        ends(&["screen", ip, "--png", "/tmp/other.png"], 7, "busy");
        // The PC does not turn off while somebody else is connected.
        ends(&["power", ip, "off"], 1, "other-session");
        holding.interrupt();
        let ended = holding.wait();
        assert_eq!(
            (ended.code, &error(&ended)["kind"]),
            (Some(130), &json!("interrupted"))
        );
        assert_eq!(ended.stderr, "Interrupted\n");
        assert_eq!(sim.wait_for("session.close")["kind"], "kvm");
        // … and does once they have left, and comes back with a picture.
        for action in ["off", "on"] {
            let ended = start(&mut outband(&["power", ip, action])).wait();
            assert_eq!(ended.code, Some(0), "{ended:?}");
        }
        let ended = start(&mut outband(&["screen", ip, "--png", png])).wait();
        assert_eq!(ended.code, Some(0), "{ended:?}");
    }
    let _sim = pc(&["--profile", "ism"]);
    ends(&["screen", ip, "--png", png], 8, "unsupported");
    let taken = TcpListener::bind("127.0.226.2:16992").unwrap();
    ends(&["sim", "--bind", "127.0.226.2"], 1, "port-taken");
    drop(taken);
}

#[test]
fn a_log_file_says_what_minus_v_says_and_the_terminal_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("outband.log");
    let sim = Sim::pc(&["--redir-port", "off"]);
    let target = sim.target();
    let dir = folder.path().join("settings");
    let words = ["power", &target, "--log-file", log.to_str().unwrap()];
    let words = [&words[..], &["--config-dir", dir.to_str().unwrap()]].concat();
    fs::write(&log, "of another time").unwrap();
    let ended = run(&words);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), "on\n"));
    assert_eq!(ended.stderr, "");
    let quiet = text_of(&log);
    assert!(
        quiet.contains("DEBUG") && !quiet.contains("of another time"),
        "{quiet}"
    );
    assert!(!quiet.contains("TRACE"), "{quiet}");
    let ended = run(&[&words[..], &["-vv"]].concat());
    assert!(ended.stderr.contains("TRACE") && text_of(&log).contains("TRACE"));
    assert!(!ended.stderr.contains(PASSWORD));
    // Everything that is stored lies below the folder.
    let names = names(&dir);
    assert!(names.contains(&"journal.jsonl".to_owned()), "{names:?}");
    let ended = run(&["power", &target, "--log-file", "/no/such/folder/x.log"]);
    assert_eq!(ended.code, Some(9), "{}", ended.stderr);
}

#[test]
fn the_simulator_tells_each_kind_of_event_with_its_fields() {
    let mut sim = Sim::pc(&["--consent", "kvm", "--consent-code", "739164"]);
    for port in [
        "host",
        "wsman",
        "wsman_tls",
        "redir",
        "redir_tls",
        "rfb",
        "fingerprint",
        "uuid",
    ] {
        assert!(sim.ready.get(port).is_some(), "{port}: {}", sim.ready);
    }
    let folder = tempfile::tempdir().unwrap();
    let png = folder.path().join("a.png");
    let target = sim.target();
    let words = [
        "screen",
        &target,
        "--png",
        png.to_str().unwrap(),
        "--type",
        "a",
    ];
    let ended = run(&[&words[..], &["--consent-code", "739164"]].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(run(&["power", &target, "reset"]).code, Some(0));
    let mut events = Vec::new();
    eventually(
        std::time::Duration::from_secs(60),
        "the start of the PC",
        || {
            let event = sim.event().unwrap();
            events.push(event);
            (events.last().unwrap()["event"] == "boot").then_some(())
        },
    );
    for (name, field, value) in [
        ("login", "user", json!("admin")),
        ("login", "ok", json!(true)),
        ("session.open", "kind", json!("kvm")),
        ("consent.requested", "code", json!("739164")),
        ("consent.accepted", "event", json!("consent.accepted")),
        ("key", "keysym", json!(97)),
        ("key", "down", json!(false)),
        ("session.close", "kind", json!("kvm")),
        ("boot", "source", json!("disk")),
    ] {
        let found = events
            .iter()
            .any(|e| e["event"] == name && e[field] == value);
        assert!(found, "{name} with {field}: {events:#?}");
    }
}
