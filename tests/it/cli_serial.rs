//! `outband serial` with the real binary: scripts, pipes, and a person at a terminal.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::amt::{ACCEPTED, CHALLENGE, DIGEST_ONLY, GRANTED, console_bytes};
use crate::support::device::{Act, Device, say};
use crate::support::process::{Running, Sim, eventually, program, text_of};
use crate::support::program::{Ended, command, run, run_with_input};

const LIMIT: Duration = Duration::from_secs(60);

fn sim(scene: &str) -> Sim {
    let arguments = ["--redir-port", "0", "--rfb-port", "off", "--scene", scene];
    Sim::start(&arguments)
}

fn target(sim: &Sim) -> String {
    format!("127.0.0.1:16992:{}", sim.port("redir"))
}

/// `outband serial TARGET --tls off ARGS`.
fn arguments<'a>(target: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["serial", target, "--tls", "off"], more].concat()
}

fn serial(sim: &Sim, more: &[&str]) -> Ended {
    run(&arguments(&target(sim), more))
}

const LOG_IN: [&str; 12] = [
    "--send",
    "\\r",
    "--expect",
    "login: $",
    "--send",
    "root\\r",
    "--expect",
    "Password: $",
    "--send",
    "sim\\r",
    "--expect",
    "sim-1> $",
];

#[test]
fn texts_and_expectations_take_turns_in_the_order_given() {
    let mut sim = sim("text");
    let more = [
        &LOG_IN[..],
        &["--send", "echo \\x41\\x42\\r", "--expect", "^AB$"],
    ]
    .concat();
    let ended = serial(&sim, &more);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(
        ended.stdout.contains("sim-1> echo AB\r\nAB\r\n"),
        "{}",
        ended.stdout
    );
    assert_eq!(ended.stderr, "", "quiet in pipes");
    assert_eq!(
        sim.wait_for("session.close")["reason"],
        "closed by the console"
    );
}

#[test]
fn what_does_not_come_is_a_time_out_that_names_it() {
    let sim = sim("text");
    let ended = serial(&sim, &["--expect", "never[0-9]", "--timeout", "0.5"]);
    assert_eq!(ended.code, Some(3));
    assert_eq!(ended.title(), "The PC did not write what was expected");
    assert!(
        ended
            .stderr
            .contains("/never[0-9]/ did not appear within 0.5 s"),
        "{}",
        ended.stderr
    );
    assert!(
        ended.stdout.contains("sim-1 login: "),
        "what did come is shown"
    );
}

#[test]
fn with_json_everything_is_a_line_of_its_own() {
    let sim = sim("text");
    let more = [
        &LOG_IN[..],
        &[
            "--send",
            "echo ok\\r",
            "--expect",
            "^ok$",
            "--json",
            "--charset",
            "utf-8",
        ],
    ];
    let ended = serial(&sim, &more.concat());
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let lines: Vec<Value> = ended
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        lines[0],
        json!({"event": "open", "target": target(&sim), "tls": {"trust": "none", "fingerprint": null}})
    );
    let met: Vec<_> = lines.iter().filter(|line| line["event"] == "met").collect();
    assert_eq!(
        met[0],
        &json!({"event": "met", "line": 2, "text": "login: "})
    );
    let text: String = lines
        .iter()
        .filter(|line| line["event"] == "output")
        .map(|line| line["text"].as_str().unwrap())
        .collect();
    assert!(text.contains("\r\nsim-1 login: "), "{text:?}");

    let ended = serial(&sim, &["--json", "--expect", "never", "--timeout", "0.3"]);
    let last: Value = serde_json::from_str(ended.stdout.lines().last().unwrap()).unwrap();
    assert_eq!(last["error"]["kind"], "serial-not-seen");
    assert_eq!(last["error"]["exit"], 3);
}

#[test]
fn a_pipe_is_typed_and_the_bytes_of_the_pc_come_out() {
    let sim = sim("text");
    let target = target(&sim);
    let mut command = command(&arguments(&target, &["--expect", "\nalive\n"]));
    let ended = run_with_input(&mut command, "root\rsim\recho alive\r");
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(
        ended.stdout.starts_with("\x1B[0m\x1B[2J\x1B[H\r\nSimOS"),
        "{:?}",
        ended.stdout
    );
    assert!(ended.stdout.contains("\r\nalive\r\n"));
}

#[test]
fn a_large_pipe_arrives_complete_and_in_order() {
    let sim = sim("text");
    let target = target(&sim);
    let text = "0123456789abcdef".repeat(12_500);
    let mut sum = flate2::Crc::new();
    sum.update(text.as_bytes());
    let seen = format!("\n{:08x} 200000\n", sum.sum());
    let more = ["--expect", seen.as_str(), "--pace", "1000000"];
    let mut command = command(&arguments(&target, &more));
    // The command has to be at work before its input comes: what comes too early is its own line.
    let input = format!("root\rsim\rcksum\r{text}\x04");
    let ended = run_with_input(&mut command, &input);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
}

#[test]
fn after_the_end_of_a_pipe_the_session_stays_open_for_the_time_out() {
    let sim = sim("text");
    let ended = serial(&sim, &["--timeout", "1"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(ended.took >= Duration::from_secs(1));
    assert!(
        ended.stdout.ends_with("sim-1 login: "),
        "{:?}",
        ended.stdout
    );
}

/// Writes a script and runs it.
fn script(sim: &Sim, folder: &Path, text: &str) -> Ended {
    let path = folder.join("script");
    fs::write(&path, text).unwrap();
    let target = target(sim);
    let path = path.to_str().unwrap();
    let mut command = command(&arguments(&target, &["--script", path]));
    command.env("SHELL_PASSWORD", "sim");
    crate::support::program::start(&mut command).wait()
}

#[test]
fn a_script_logs_in_with_a_secret_and_walks_through_a_menu() {
    let sim = sim("text");
    let folder = tempfile::tempdir().unwrap();
    let ended = script(
        &sim,
        folder.path(),
        "# in\nline \"\"\nexpect \"login: \"\nline \"root\"\nexpect \"Password: \"\n\
         secret SHELL_PASSWORD\nexpect /> $/\nprint \"logged in\"\nline \"cls\"\n\
         expect screen /^sim-1>$/ timeout 20s\n",
    );
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert_eq!(ended.stderr, "logged in\n");
}

#[test]
fn a_script_tells_which_line_went_wrong() {
    let sim = sim("text");
    let folder = tempfile::tempdir().unwrap();
    let run = |text: &str| script(&sim, folder.path(), text);

    let wrong = run("timeout 1s\nexpcet \"login\"\n");
    assert_eq!(wrong.code, Some(9));
    assert!(
        wrong
            .stderr
            .contains("Line 2: unknown statement \"expcet\""),
        "{}",
        wrong.stderr
    );
    assert_eq!(wrong.stdout, "", "the PC was not called");

    let late = run("timeout 300ms\n\nexpect \"never\"\n");
    assert_eq!(late.code, Some(3));
    assert!(
        late.stderr.contains("Line 3: \"never\" did not appear"),
        "{}",
        late.stderr
    );

    let forbidden = run("fail /[Ll]ogin/\nline \"\"\nexpect \"never\"\n");
    assert_eq!(forbidden.code, Some(1), "{}", forbidden.stderr);
    assert!(
        forbidden.stderr.contains("Line 1: /[Ll]ogin/ appeared"),
        "{}",
        forbidden.stderr
    );
}

#[test]
fn a_log_has_dated_lines_and_is_complete_when_the_program_ends() {
    let sim = sim("text");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("console.log");
    let more = ["--log", path.to_str().unwrap(), "--send", "seq 3\\r"];
    let ended = serial(
        &sim,
        &[&LOG_IN[..], &more[..], &["--expect", "3\nsim-1>"]].concat(),
    );
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split_once("Z "))
        .map(|l| l.1)
        .collect();
    assert!(
        lines.windows(3).any(|lines| lines == ["1", "2", "3"]),
        "{text}"
    );
    assert!(!text.contains("Password: sim"), "{text}");
}

#[test]
fn a_log_that_cannot_be_written_keeps_the_pc_from_being_called() {
    let device = Device::start("127.0.88.1", vec![vec![Act::Wait]]);
    let target = device.target();
    let ended = run(&arguments(
        &target,
        &["--log", "/nonexistent/x.log", "--send", "x"],
    ));
    assert_eq!(ended.code, Some(9));
    assert_eq!(ended.title(), "The file cannot be written");
    assert_eq!(device.connections(), 0);
}

#[test]
fn mistakes_on_the_command_line_are_told_before_anything_is_called() {
    for (more, words) in [
        (
            &["--expect", "("][..],
            "the regular expression cannot be used",
        ),
        (&["--send", "\\q"], "unknown escape \\q"),
        (&["--dialect", "vt52"], "possible values: pc-ansi"),
        (&["--escape", "ctrl+m"], "the PC needs that key"),
        (&["--script", "a", "--send", "b"], "cannot be used with"),
    ] {
        let ended = run(&arguments("127.0.88.2", more));
        assert_eq!(ended.code, Some(2), "{more:?}: {}", ended.stderr);
        assert!(ended.stderr.contains(words), "{}", ended.stderr);
    }
    let missing = run(&arguments(
        "127.0.88.2",
        &["--script", "/nonexistent/script"],
    ));
    assert_eq!(missing.code, Some(9), "{}", missing.stderr);
}

#[test]
fn refusals_of_the_pc_have_their_exit_codes() {
    let device = |ip, status| {
        let refusal = [&b"\x11"[..], &[status, 0, 0]].concat();
        Device::start(ip, vec![vec![Act::Hear(8), say(&refusal), Act::Close]])
    };
    for (ip, status, code, title) in [
        ("127.0.88.3", 2, 7, "Another console is connected"),
        ("127.0.88.4", 3, 8, "Serial is switched off in Intel AMT"),
    ] {
        let device = device(ip, status);
        let ended = run(&arguments(&device.target(), &["--expect", "x"]));
        assert_eq!((ended.code, ended.title()), (Some(code), title));
    }
    let sim = sim("text");
    let target = target(&sim);
    let mut command = command(&arguments(&target, &["--expect", "x"]));
    command.env("OUTBAND_PASSWORD", "wrong");
    let ended = crate::support::program::start(&mut command).wait();
    assert_eq!((ended.code, ended.title()), (Some(4), "Login refused"));
    let vnc = run(&arguments("vnc://127.0.88.5", &["--expect", "x"]));
    assert_eq!(vnc.code, Some(8), "{}", vnc.stderr);
}

#[test]
fn the_setup_of_the_bios_comes_to_the_console_in_one_step() {
    for power in ["on", "off"] {
        let mut sim = Sim::pc(&["--scene", "text", "--power", power]);
        let target = sim.target();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("script");
        let text = "expect screen \"BIOS setup\" timeout 50s\nkey Right\n\
                    expect screen \"Terminal type\"\nprint \"in the setup\"\n";
        fs::write(&path, text).unwrap();
        let script = path.to_str().unwrap();
        let ended = run(&arguments(&target, &["--bios", "--script", script]));
        assert_eq!(ended.code, Some(0), "{power}: {}", ended.stderr);
        assert!(ended.stderr.ends_with("in the setup\n"), "{}", ended.stderr);
        assert_eq!(
            sim.wait_for("session.close")["reason"],
            "closed by the console"
        );
    }
}

#[test]
fn a_restart_that_cannot_be_asked_for_is_told_and_the_port_is_free_again() {
    let mut sim = sim("text");
    // No WS-Management there.
    let ended = serial(&sim, &["--bios", "--timeout", "2"]);
    assert_eq!(ended.code, Some(3), "{}", ended.stderr);
    assert_eq!(
        sim.wait_for("session.close")["reason"],
        "closed by the console"
    );
}

#[test]
fn a_pc_that_is_switched_off_in_the_middle_is_told_and_the_session_lives() {
    let sim = sim("text");
    let more = [
        "--send",
        "poweroff\\r",
        "--expect",
        "never",
        "--timeout",
        "3",
    ];
    let ended = serial(&sim, &[&LOG_IN[..], &more[..]].concat());
    assert_eq!(ended.code, Some(3), "{}", ended.stderr);
    assert!(
        ended.stderr.starts_with("The PC is off\n"),
        "{}",
        ended.stderr
    );
}

#[test]
fn a_device_that_goes_away_ends_the_session_with_its_reason() {
    let sim = sim("text");
    let target = target(&sim);
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let more = ["--send", "\\r", "--expect", "never", "--log"];
    let mut command = command(&arguments(&target, &more));
    let running = crate::support::program::start(command.arg(&log));
    // The PC has said something: the session is open on both sides.
    eventually(Duration::from_secs(60), "a word of the PC", || {
        text_of(&log).contains("SimOS").then_some(())
    });
    sim.stop();
    let ended = running.wait();
    assert_eq!((ended.code, ended.title()), (Some(1), "Connection lost"));
}

/// `outband serial` in a terminal of its own, that of Debian's `script`; the shell around it
/// notes what the terminal is like before and after.
struct Terminal {
    script: Running,
    keyboard: ChildStdin,
    folder: tempfile::TempDir,
}

impl Terminal {
    fn start(sim: &Sim, more: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let binary = env!("CARGO_BIN_EXE_outband");
        let line = format!(
            "stty -a > before; sh -c 'echo $$ > pid; exec {binary} --config-dir config serial \
             {} --tls off {more}'; echo $? > code; stty -a > after",
            target(sim)
        );
        let mut command = program("script");
        command
            .args(["-qfec", &line, "/dev/null"])
            .current_dir(folder.path())
            .env("OUTBAND_PASSWORD", "P@ssw0rd")
            .env("SHELL", "/bin/sh")
            .env("TERM", "xterm")
            .stdin(Stdio::piped())
            .stdout(fs::File::create(folder.path().join("seen")).unwrap());
        let mut script = Running::start(&mut command);
        let keyboard = script.0.stdin.take().unwrap();
        Self {
            script,
            keyboard,
            folder,
        }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn sees(&self, text: &str) {
        let seen = || String::from_utf8_lossy(&fs::read(self.path("seen")).unwrap()).into_owned();
        let look = || seen().contains(text).then_some(());
        eventually(LIMIT, &format!("{text:?} on the terminal"), look);
    }

    fn types(&mut self, keys: &[u8]) {
        self.keyboard.write_all(keys).unwrap();
    }

    /// Waits for the end; its exit code. The terminal has to be what it was.
    fn ends(mut self) -> String {
        eventually(LIMIT, "the end", || {
            self.script.0.try_wait().unwrap().map(drop)
        });
        assert_eq!(text_of(&self.path("before")), text_of(&self.path("after")));
        text_of(&self.path("code")).trim().to_owned()
    }
}

#[test]
fn a_person_types_at_a_terminal_and_leaves_with_the_escape_key() {
    let mut sim = sim("text");
    let mut terminal = Terminal::start(&sim, "");
    terminal.sees("Ctrl+] . ends");
    terminal.sees("sim-1 login: ");
    terminal.types(b"root\r");
    terminal.sees("Password: ");
    terminal.types(b"sim\r");
    terminal.sees("sim-1> ");
    // Ctrl+C is the PC's.
    terminal.types(b"nonsense\x03");
    terminal.sees("^C");
    terminal.types(b"echo by hand\r");
    terminal.sees("\nby hand\r\n");
    terminal.types(b"\x1Ds");
    terminal.sees("[PC on, RTS on, DTR on, keys intel");
    terminal.types(b"\x1D?");
    terminal.sees("end the session");
    terminal.types(b"\x1D.");
    assert_eq!(terminal.ends(), "0");
    assert_eq!(
        sim.wait_for("session.close")["reason"],
        "closed by the console"
    );
}

#[test]
fn keys_of_the_terminal_become_keys_of_the_pc() {
    let sim = sim("setup");
    let mut terminal = Terminal::start(&sim, "--dialect intel");
    // Boxes of code page 437, as text that any terminal of today shows.
    terminal.sees("│");
    terminal.types(b"\x1B[C\x1BOC");
    terminal.sees("First boot device");
    // F10 as the Linux console and xterm send it is F10 as Intel's consoles send it.
    terminal.types(b"\x1B[21~");
    terminal.sees("Save changes and restart?");
    terminal.types(b"n");
    // The same by the escape key, for terminals that keep F10 to themselves.
    terminal.types(b"\x1D0");
    terminal.sees("Save changes and restart?");
    terminal.types(b"\x1Dq");
    assert_eq!(terminal.ends(), "0");
}

#[test]
fn a_signal_ends_the_session_and_gives_the_terminal_back() {
    for signal in ["-TERM", "-QUIT", "-HUP"] {
        let sim = sim("text");
        let terminal = Terminal::start(&sim, "");
        terminal.sees("sim-1 login: ");
        let pid = text_of(&terminal.path("pid"));
        let sent = Command::new("kill").args([signal, pid.trim()]).status();
        assert!(sent.unwrap().success());
        assert_eq!(terminal.ends(), "130", "{signal}");
    }
}

#[test]
fn a_device_that_goes_away_gives_the_terminal_back() {
    let sim = sim("text");
    let terminal = Terminal::start(&sim, "");
    terminal.sees("sim-1 login: ");
    sim.stop();
    terminal.sees("Connection lost");
    assert_eq!(terminal.ends(), "1");
}

/// 100 MB as fast as the line takes them, counted at the other end of a pipe.
#[test]
fn a_flood_of_100_megabytes_passes_whole_without_growing_the_program() {
    const MESSAGES: usize = 1600;
    let line = b"0123456789 the quick brown fox jumps over the lazy dog 9876543210\r\n";
    let data: Vec<u8> = line.iter().copied().cycle().take(62_900).collect();
    let mut message = b"\x2A\0\0\0\0\0\0\0".to_vec();
    message.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
    message.extend(&data);
    let started = b"\x21\0\0\0\0\0\0\0\x01\0\x0F\0\0\0\0\0\0\0\x57\x01\0\0\0";
    let mut script = Vec::new();
    for (index, answer) in [ACCEPTED, DIGEST_ONLY, CHALLENGE, GRANTED]
        .into_iter()
        .enumerate()
    {
        script.extend([Act::Hear(console_bytes(index + 1)), say(answer)]);
    }
    script.extend([Act::Hear(console_bytes(4) + 24), say(started)]);
    script.extend(std::iter::repeat_n(say(&message), MESSAGES));
    script.push(Act::Wait);
    let device = Device::start("127.0.88.6", vec![script]);

    let target = device.target();
    let mut command = command(&arguments(&target, &["--no-tty"]));
    command.stdin(Stdio::piped()).stderr(Stdio::inherit());
    let mut running = Running::start(&mut command);
    let mut out = running.0.stdout.take().unwrap();
    let mut left = MESSAGES * data.len();
    let mut buffer = vec![0; 1 << 20];
    let mut at = 0;
    while left > 0 {
        let len = out.read(&mut buffer).unwrap();
        assert!(len > 0, "{left} bytes are missing");
        for byte in &buffer[..len] {
            assert_eq!(*byte, data[at]);
            at = (at + 1) % data.len();
        }
        left -= len;
    }
    let status = text_of(Path::new(&format!("/proc/{}/status", running.0.id())));
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(peak < 250_000, "it took {peak} kB");
}
