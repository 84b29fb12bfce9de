//! Secrets stay inside: passwords, consent codes and login digests in nothing that leaves the
//! program, in whatever spelling.
//!
//! The digests are learnt on the line, by a wire tap between console and simulated PC.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use outband::session::consent::{ConsentCode, ConsentCommand, ConsentPhase, Purpose};
use outband::session::control::Control;
use outband::session::flow::consent::begin;
use outband::session::ider::{MediaOptions, open_media};
use outband::session::sol::{SerialCommand, SerialEvent, SerialOptions, open_serial};
use outband::session::{
    self, Access, Command, Credentials, Event, OpenOptions, Security, Stage, Target, TypedText,
};
use outband::store::trusted::TrustStore;
use outband::wire::Secret;
use tracing::Level;

use crate::support::process::{Sim, eventually, text_of};
use crate::support::program::{Ended, command, run_with_input, start};
use crate::support::tap::Tap;

const PASSWORD: &str = "Kanarienvogel-7f3Q!";
const WRONG_PASSWORD: &str = "Wellensittich-2b9X?";
const CODE: &str = "739164";
const WRONG_CODE: &str = "285937";
const TYPED: &str = "Nachtigall-5c8W";

/// What must not come out.
struct Canaries(Vec<(&'static str, String)>);

impl Canaries {
    fn new() -> Self {
        Self(vec![
            ("password", PASSWORD.to_owned()),
            ("wrong password", WRONG_PASSWORD.to_owned()),
            ("typed text", TYPED.to_owned()),
        ])
    }

    /// Adds the digests that the console sent, and what they were made from.
    fn learn(&mut self, tap: &Taps) {
        let said = tap.said();
        let http = between(&said, b"response=\"", 32);
        let redirection = between(&said, b"\x0800000002\x20", 32);
        let realms = between(&said, b"realm=\"", 39);
        assert!(!http.is_empty(), "the tap heard no HTTP login");
        assert!(
            !redirection.is_empty(),
            "the tap heard no redirection login"
        );
        for realm in &realms {
            for password in [PASSWORD, WRONG_PASSWORD] {
                let sum = Md5::digest(format!("admin:{realm}:{password}"));
                let sum = sum.iter().fold(String::new(), |mut text, byte| {
                    write!(text, "{byte:02x}").unwrap();
                    text
                });
                self.0.push(("what a password is worth", sum));
            }
        }
        self.0.extend(http.into_iter().map(|d| ("HTTP digest", d)));
        let digests = redirection.into_iter();
        self.0.extend(digests.map(|d| ("redirection digest", d)));
    }

    /// The name of the first secret in `text`, if there is one.
    fn find(&self, text: &str) -> Option<String> {
        let dense: String = text
            .chars()
            .filter(|c| c.is_ascii_alphanumeric())
            .map(|c| c.to_ascii_lowercase())
            .collect();
        for (name, secret) in &self.0 {
            if text.contains(secret.as_str()) {
                return Some((*name).to_owned());
            }
            if dense.contains(&hex(secret)) {
                return Some(format!("{name} in hexadecimal"));
            }
            if base64s(secret)
                .iter()
                .any(|text_64| text.contains(text_64.as_str()))
            {
                return Some(format!("{name} in base64"));
            }
        }
        // Six digits stand in other numbers by chance: alone they do not.
        for code in [CODE, WRONG_CODE] {
            let is_alone = text.match_indices(code).any(|(at, _)| {
                let before = text[..at].chars().next_back();
                let after = text[at + code.len()..].chars().next();
                let joins =
                    |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.');
                !joins(before) && !joins(after)
            });
            if is_alone || dense.contains(&hex(code)) {
                return Some("consent code".to_owned());
            }
        }
        None
    }

    fn must_not_be_in(&self, text: &str, place: &str) {
        if let Some(name) = self.find(text) {
            panic!("{name} in {place}:\n{text}");
        }
    }
}

/// The text's bytes as digits.
fn hex(text: &str) -> String {
    text.bytes().fold(String::new(), |mut digits, byte| {
        write!(digits, "{byte:02x}").unwrap();
        digits
    })
}

/// How a text looks inside a longer one in base64: the middle that does not depend on what
/// surrounds it, for each of the three places where it may begin.
fn base64s(text: &str) -> [String; 3] {
    [0, 1, 2].map(|before| {
        let padded = [&vec![0; before], text.as_bytes()].concat();
        let whole = padded.len() / 3 * 3;
        let encoded = STANDARD.encode(&padded[..whole]);
        encoded[if before == 0 { 0 } else { 4 }..].to_owned()
    })
}

/// What stands `len` bytes long behind each `mark`.
fn between(said: &[u8], mark: &[u8], len: usize) -> Vec<String> {
    let places = said.windows(mark.len()).enumerate();
    let places = places.filter(|(_, window)| *window == mark);
    let found = places.filter_map(|(at, _)| said.get(at + mark.len()..at + mark.len() + len));
    found
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .collect()
}

/// Both ports of a PC, tapped.
struct Taps([Tap; 2]);

impl Taps {
    fn on(sim: &Sim) -> Self {
        Self(["wsman", "redir"].map(|name| {
            let to = ("127.0.0.1", sim.port(name));
            Tap::start("127.0.0.1", 0, to)
        }))
    }

    fn target(&self) -> String {
        let [wsman, redir] = &self.0;
        format!("127.0.0.1:{}:{}", wsman.port, redir.port)
    }

    fn said(&self) -> Vec<u8> {
        self.0.iter().flat_map(Tap::said).collect()
    }
}

fn pc() -> Sim {
    Sim::pc(&[
        "--password",
        PASSWORD,
        "--consent",
        "all",
        "--consent-code",
        CODE,
        "--scene",
        "text",
    ])
}

/// One command line in a folder of its own, as loud as `level` says.
fn say_all(
    folder: &Path,
    name: &str,
    args: &[String],
    (level, password): (&[&str], &str),
) -> Ended {
    let log = folder.join(format!("{name}.log"));
    let settings = folder.join("settings");
    let mut command = command(args);
    command
        .args(level)
        .args(["--log-file", log.to_str().unwrap()])
        .args(["--config-dir", settings.to_str().unwrap()])
        .env("OUTBAND_PASSWORD", password)
        .env("CANARY", TYPED)
        .env("RUST_BACKTRACE", "full")
        .env("RUST_LOG", "trace");
    let input = match args.iter().any(|word| word == "--password-stdin") {
        true => format!("{password}\n{CODE}\n"),
        false => format!("{CODE}\n"),
    };
    run_with_input(&mut command, &input)
}

/// All text files below a folder.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            found.push((path.display().to_string(), text));
        }
    }
    found
}

/// What the commands work with. None of it is theirs, so none of it is searched for secrets.
struct Things {
    folder: tempfile::TempDir,
}

impl Things {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("password", &format!("{PASSWORD}\n"));
        write(
            "login",
            "expect \"login: \"\nline \"root\"\nexpect \"Password: \"\nsecret CANARY\n\
             expect \"login: \"\n",
        );
        write(
            "list.csv",
            &format!("name,address,password\nlisted,10.0.9.9,{PASSWORD}\n"),
        );
        fs::create_dir(folder.path().join("disk")).unwrap();
        write("disk/readme.txt", "nothing");
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }
}

/// Every command that calls a PC or is given secrets. A new one belongs into this list.
///
/// The order matters: consent is asked for, missed, given and taken back.
fn commands(target: &str, things: &Things) -> Vec<Vec<String>> {
    let reach = ["--tls", "off", "--timeout", "20"];
    let call = |words: &[&str]| -> Vec<String> {
        let (command, more) = words.split_first().unwrap();
        let head = [*command, target];
        let words = head.iter().chain(more).chain(&reach);
        words.map(ToString::to_string).collect()
    };
    let local = |words: &[&str]| -> Vec<String> { words.iter().map(ToString::to_string).collect() };
    let picture = things.path("screen.png");
    let screen = |more: &[&str]| call(&[&["screen", "--png", &picture], more].concat());
    let disk = things.path("disk");
    let media = |more: &[&str]| call(&[&["media", "--cd", &disk], more].concat());
    vec![
        call(&["probe"]),
        call(&["info"]),
        call(&["info", "--password-file", &things.path("password")]),
        call(&["info", "--password-stdin"]),
        call(&["doctor"]),
        call(&["consent", "status"]),
        screen(&[]),
        screen(&["--consent-code", WRONG_CODE]),
        call(&["consent", "cancel"]),
        // What needs consent and has none.
        media(&[]),
        media(&["--boot", "--consent-code", WRONG_CODE]),
        call(&["power", "reset", "--to", "bios"]),
        call(&["serial", "--bios", "--expect", "x"]),
        call(&["consent", "request"]),
        call(&["consent", "submit", WRONG_CODE]),
        call(&["consent", "submit", "-"]),
        screen(&["--type", TYPED, "--stats"]),
        call(&["consent", "status", "--user", "admin"]),
        media(&["--until", "idle", "--start", "now", "--password-stdin"]),
        call(&["serial", "--script", &things.path("login")]),
        call(&["serial", "--send", TYPED]),
        call(&["consent", "cancel"]),
        screen(&["--consent-code", "-", "--password-stdin"]),
        call(&["consent", "cancel"]),
        call(&["log", "audit"]),
        call(&["log", "events"]),
        call(&["disable", "sol"]),
        call(&["enable", "sol"]),
        call(&["power"]),
        call(&["power", "off"]),
        call(&["power", "on"]),
        local(&["devices", "add", "canary", target]),
        local(&["devices", "import", &things.path("list.csv")]),
        local(&["devices", "list"]),
        local(&["journal"]),
        local(&["journal", "--export", "-"]),
    ]
}

#[test]
fn the_search_finds_a_secret_in_every_spelling() {
    let canaries = Canaries::new();
    let hidden = format!("user=admin:{PASSWORD};");
    let digits = hex(PASSWORD).to_uppercase();
    let groups: Vec<_> = (0..digits.len())
        .step_by(2)
        .map(|at| &digits[at..at + 2])
        .collect();
    for text in [
        hidden.clone(),
        STANDARD.encode(&hidden),
        STANDARD.encode(&hidden[1..]),
        STANDARD.encode(&hidden[2..]),
        groups.join(" "),
        format!("code={CODE}"),
        format!("<OptInCode>{CODE}</OptInCode>"),
        groups.join(", "),
    ] {
        assert!(canaries.find(&text).is_some(), "{text}");
    }
    for text in [
        "17:04:18.739164Z a line",
        "nonce 0f739164a",
        "nothing at all",
    ] {
        assert_eq!(canaries.find(text), None, "{text}");
    }
}

/// Runs every command as loud as `level` says and looks through everything that came out.
fn no_command_lets_a_secret_out(level: &[&str]) {
    let sim = pc();
    let tap = Taps::on(&sim);
    let things = Things::new();
    let folder = tempfile::tempdir().unwrap();
    let mut ends = Vec::new();
    let all = commands(&tap.target(), &things);
    for (number, args) in all.iter().enumerate() {
        let name = format!("{number}-{}", args[0]);
        let ended = if args[0] == "media" && args.iter().any(|word| word == "idle") {
            let log = folder.path().join(format!("{name}.log"));
            lent_for_a_moment(folder.path(), &name, args, level, &log)
        } else {
            say_all(folder.path(), &name, args, (level, PASSWORD))
        };
        assert_ne!(ended.code, Some(2), "{args:?}: {}", ended.stderr);
        assert_ne!(ended.code, Some(4), "{args:?}: {}", ended.stderr);
        ends.push((args.join(" "), ended));
    }
    // Beside the right ones a wrong password on each port.
    for args in &all {
        let is_one_of = ["info", "screen", "serial", "doctor"].contains(&args[0].as_str());
        if !is_one_of || args.len() > 8 || args.iter().any(|word| word.contains("password")) {
            continue;
        }
        let name = format!("refused-{}", args[0]);
        let ended = say_all(folder.path(), &name, args, (level, WRONG_PASSWORD));
        assert_eq!(ended.code, Some(4), "{args:?}: {}", ended.stderr);
        ends.push((args.join(" "), ended));
    }

    let mut canaries = Canaries::new();
    canaries.learn(&tap);
    let codes = |name: &str| -> Vec<_> {
        let ends = ends.iter().filter(|(args, _)| args.starts_with(name));
        ends.map(|(_, ended)| ended.code).collect()
    };
    // All of it has happened: what was asked for was done, what was missing was refused.
    assert!(codes("screen").contains(&Some(0)) && codes("screen").contains(&Some(6)));
    assert!(codes("serial").contains(&Some(0)) && codes("serial").contains(&Some(6)));
    assert!(codes("media").contains(&Some(130)) && codes("media").contains(&Some(6)));
    for name in [
        "probe", "info", "log", "enable", "power", "devices", "journal",
    ] {
        assert!(codes(name).contains(&Some(0)), "{name}: {ends:?}");
    }
    for (args, ended) in &ends {
        canaries.must_not_be_in(&ended.stdout, &format!("standard output of {args}"));
        canaries.must_not_be_in(&ended.stderr, &format!("standard error of {args}"));
    }
    let files = files(folder.path());
    assert!(
        files.len() >= all.len(),
        "every command has written its log"
    );
    let journal = files
        .iter()
        .find(|(path, _)| path.ends_with("journal.jsonl"));
    assert!(journal.is_some_and(|(_, text)| text.lines().count() > all.len()));
    for (path, text) in &files {
        canaries.must_not_be_in(text, path);
    }
}

/// Lends until the PC has taken the drives, as its log says, and is interrupted then.
fn lent_for_a_moment(
    folder: &Path,
    name: &str,
    args: &[String],
    level: &[&str],
    log: &Path,
) -> Ended {
    let settings = folder.join("settings");
    let mut command = command(args);
    command
        .args(level)
        .args(["--log-file", log.to_str().unwrap()])
        .args(["--config-dir", settings.to_str().unwrap()])
        .env("RUST_LOG", "trace")
        .stdin(std::process::Stdio::piped());
    let mut program = start(&mut command);
    program.tell(&format!("{PASSWORD}\n"));
    eventually(
        Duration::from_secs(60),
        &format!("lending of {name}"),
        || text_of(log).contains("stage=Lent").then_some(()),
    );
    program.interrupt();
    program.wait()
}

#[test]
fn no_command_lets_a_secret_out_as_it_is() {
    no_command_lets_a_secret_out(&[]);
}

#[test]
fn no_command_lets_a_secret_out_with_its_events_in_json() {
    no_command_lets_a_secret_out(&["-v", "--json"]);
}

#[test]
fn no_command_lets_a_secret_out_with_every_detail() {
    no_command_lets_a_secret_out(&["-vv"]);
}

/// Collects what is logged in this thread.
#[derive(Clone, Default)]
struct Journal(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Journal {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Runs sessions of the library in this thread with every crate's log, and returns the log and
/// everything that the sessions reported.
fn overheard(work: impl AsyncFnOnce(&mut String)) -> String {
    let journal = Journal::default();
    let writer = journal.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let mut told = String::new();
    tracing::subscriber::with_default(subscriber, || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(work(&mut told));
    });
    let log = journal.0.lock().unwrap();
    assert!(!log.is_empty());
    format!("{told}\n{}", String::from_utf8_lossy(&log))
}

fn access(tap: &Taps, password: &str) -> (Access, Credentials) {
    let target: Target = tap.target().parse().unwrap();
    let login = Credentials::new(&target, None, Secret::new(password.to_owned()));
    let access = Access::new(target, Security::new(TrustStore::in_memory()));
    (access, login)
}

#[test]
fn no_session_of_the_library_lets_a_secret_out() {
    let sim = pc();
    let tap = Taps::on(&sim);
    let text = overheard(async |told| {
        let runtime = tokio::runtime::Handle::current();
        for password in [WRONG_PASSWORD, PASSWORD] {
            let (access, login) = access(&tap, password);
            // Consent, with a wrong code and the right one.
            if let Ok(control) = Control::connect(access.clone(), login.clone()).await {
                let mut consent = begin(&runtime, control, Purpose::Everything, || {});
                let mut codes = [WRONG_CODE, CODE].into_iter();
                while let Some(view) = consent.changed().await {
                    writeln!(told, "{view:?} {consent:?}").unwrap();
                    if let ConsentPhase::CodeWanted { .. } = view.phase
                        && let Some(code) = codes.next()
                    {
                        let submit = ConsentCommand::Submit(ConsentCode::parse(code).unwrap());
                        writeln!(told, "{submit:?}").unwrap();
                        consent.send(submit).unwrap();
                    }
                }
                match consent.close().await {
                    Ok(phase) => writeln!(told, "{phase:?}").unwrap(),
                    Err(fault) => writeln!(told, "{fault:?} {:?}", fault.details()).unwrap(),
                }
            }
            // The screen.
            let options = OpenOptions::new(access.clone(), login.clone());
            writeln!(told, "{options:?}").unwrap();
            let mut screen = session::open(&runtime, options, || {});
            while let Some(event) = screen.next_event().await {
                writeln!(told, "{event:?}").unwrap();
                match event {
                    Event::Stage(Stage::Live) => {
                        let text = TypedText {
                            text: Secret::new(TYPED.to_owned()),
                            pace: TypedText::PACE,
                        };
                        writeln!(told, "{text:?}").unwrap();
                        screen.send(Command::Type(text)).unwrap();
                    }
                    Event::Typing { done, total, .. } if done == total => {
                        screen.send(Command::Close).unwrap();
                    }
                    Event::Closed(Some(fault)) => {
                        writeln!(told, "{fault} {:?}", fault.details()).unwrap();
                    }
                    _ => {}
                }
            }
            // The serial port.
            let options = SerialOptions::new(access, login);
            writeln!(told, "{options:?}").unwrap();
            let mut serial = open_serial(&runtime, options, || {});
            while let Some(event) = serial.next_event().await {
                writeln!(told, "{event:?}").unwrap();
                if let SerialEvent::LoggedIn { .. } = event {
                    let typed = Secret::new(TYPED.as_bytes().to_vec());
                    let send = SerialCommand::Send(typed);
                    writeln!(told, "{send:?}").unwrap();
                    serial.send(send).unwrap();
                    serial.send(SerialCommand::Close).unwrap();
                }
            }
        }
    });
    let mut canaries = Canaries::new();
    canaries.learn(&tap);
    assert!(text.contains("LoginRefused") && text.contains("LoggedIn"));
    canaries.must_not_be_in(&text, "the log, the events and the views");
}

/// Whoever is woken once too often makes a mistake, inside the task that holds the password, and
/// its panic says everything about the session.
fn blunder(fatal: usize, options: String) -> impl Fn() + Send + Sync + 'static {
    let woken = std::sync::atomic::AtomicUsize::new(0);
    move || {
        let times = woken.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        assert_ne!(times, fatal, "woken once too often: {options}");
    }
}

#[test]
fn a_mistake_of_ours_in_mid_login_lets_no_secret_out() {
    let sim = pc();
    let tap = Taps::on(&sim);
    let text = overheard(async |told| {
        let runtime = tokio::runtime::Handle::current();
        let (access, login) = access(&tap, PASSWORD);
        let options = OpenOptions::new(access.clone(), login.clone());
        let mut screen = session::open(
            &runtime,
            options.clone(),
            blunder(5, format!("{options:?}")),
        );
        while let Some(event) = screen.next_event().await {
            writeln!(told, "screen {event:?}").unwrap();
        }
        let options = SerialOptions::new(access.clone(), login.clone());
        let mut serial = open_serial(
            &runtime,
            options.clone(),
            blunder(4, format!("{options:?}")),
        );
        while let Some(event) = serial.next_event().await {
            writeln!(told, "serial {event:?}").unwrap();
        }
        let options = MediaOptions::new(access.clone(), login.clone());
        let mut media = open_media(
            &runtime,
            options.clone(),
            blunder(2, format!("{options:?}")),
        );
        while let Some(event) = media.next_event().await {
            writeln!(told, "media {event:?}").unwrap();
        }
        let control = Control::connect(access, login.clone()).await.unwrap();
        let said = blunder(2, format!("{login:?} {control:?}"));
        let mut consent = begin(&runtime, control, Purpose::Everything, said);
        while let Some(view) = consent.changed().await {
            writeln!(told, "{view:?}").unwrap();
            if let ConsentPhase::CodeWanted { .. } = view.phase {
                let submit = ConsentCommand::Submit(ConsentCode::parse(WRONG_CODE).unwrap());
                // Refused once the task has made its mistake.
                writeln!(told, "{:?}", consent.send(submit)).unwrap();
            }
        }
        writeln!(told, "consent {:?}", consent.finish().await).unwrap();
    });
    for task in ["screen", "serial", "media", "consent"] {
        let panicked = text.lines().any(|line| {
            line.starts_with(task) && line.contains("Internal") && line.contains("once too often")
        });
        assert!(panicked, "{task}: {text}");
    }
    let mut canaries = Canaries::new();
    canaries.learn(&tap);
    canaries.must_not_be_in(&text, "the log, the events and the last words");
}
