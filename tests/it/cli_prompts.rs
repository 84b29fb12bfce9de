//! Questions to a person at a terminal: the certificate, the password, the six digits.

use std::fs;

use crate::support::images;
use crate::support::process::{Sim, text_of};
use crate::support::program::PASSWORD;
use crate::support::terminal::Terminal;

const CODE: &str = "048213";

/// A simulated PC with plain ports; its target.
fn pc(more: &[&str]) -> (Sim, String) {
    let common = ["--rfb-port", "0", "--consent-code", CODE];
    let sim = Sim::pc(&[&common[..], more].concat());
    let target = sim.target();
    (sim, target)
}

/// One that speaks TLS only, on the usual port of an address of its own.
fn tls_pc(ip: &str) -> Sim {
    let ports = ["--wsman-tls-port", "16993", "--redir-port", "off"];
    Sim::start(&[&["--bind", ip, "--rfb-port", "off"][..], &ports].concat())
}

fn logins(sim: Sim) -> usize {
    let (events, _) = sim.stop();
    events.iter().filter(|e| e["event"] == "login").count()
}

#[test]
fn a_new_certificate_is_shown_and_asked_about_and_only_a_yes_goes_on() {
    let ip = "127.0.223.1";
    for answer in ["n\r", "\r", "perhaps\r"] {
        let sim = tls_pc(ip);
        let fingerprint = sim.ready["fingerprint"].as_str().unwrap().to_owned();
        let mut terminal = Terminal::start(&["power", ip], Some(PASSWORD));
        terminal.sees("Trust it from now on? [y/N] ");
        let seen = terminal.seen();
        assert!(
            seen.contains(&format!("New certificate from {ip}")),
            "{seen}"
        );
        assert!(seen.contains(&fingerprint), "{seen}");
        assert!(seen.contains("(subject CN=sim-1"), "{seen}");
        terminal.types(answer);
        let trusted = terminal.path("config/trusted.toml");
        let journal = terminal.path("config/journal.jsonl");
        terminal.sees("To trust it: --trust sha256:");
        assert!(!text_of(&trusted).contains(&fingerprint));
        assert!(!text_of(&journal).contains("\"trust\""));
        assert_eq!(terminal.ends().0, "5", "{answer:?}");
        assert_eq!(logins(sim), 0, "nothing was sent");
    }
    let sim = tls_pc(ip);
    let mut terminal = Terminal::start(&["power", ip], Some(PASSWORD));
    terminal.sees("[y/N] ");
    terminal.types("yes\r");
    terminal.sees("on\r\n");
    let (trusted, journal) = (
        terminal.path("config/trusted.toml"),
        terminal.path("config/journal.jsonl"),
    );
    assert!(text_of(&trusted).contains("trusted_how = \"asked\""));
    terminal.finishes(|| {
        let journal = text_of(&journal);
        journal.contains("\"deed\":\"trust\"").then(|| {
            assert!(journal.contains("\"detail\":\"asked sha256:"), "{journal}");
        })
    });
    assert_eq!(terminal.ends().0, "0");
    assert!(logins(sim) > 0);
}

#[test]
fn the_question_about_a_certificate_is_left_by_ctrl_c() {
    let ip = "127.0.223.2";
    let sim = tls_pc(ip);
    let mut terminal = Terminal::start(&["info", ip], Some(PASSWORD));
    terminal.sees("[y/N] ");
    terminal.types("y\u{3}");
    let (code, seen) = terminal.ends();
    assert_eq!(code, "130", "{seen}");
    assert!(seen.ends_with("\r\nInterrupted\r\n"), "{seen}");
    assert_eq!(logins(sim), 0, "nothing was sent");
}

#[test]
fn a_password_is_asked_for_and_never_shown() {
    let (sim, target) = pc(&[]);
    let mut terminal = Terminal::start(&["power", &target, "--tls", "off"], None);
    terminal.sees("Password of admin at 127.0.0.1: ");
    terminal.hides_typing();
    terminal.types(&format!("{PASSWORD}\r"));
    let (code, seen) = terminal.ends();
    assert_eq!(code, "0", "{seen}");
    assert!(
        seen.ends_with("on\r\n") && !seen.contains(PASSWORD),
        "{seen}"
    );

    // A wrong one is tried once and not asked for again by itself.
    let mut terminal = Terminal::start(&["info", &format!("sam@{target}"), "--tls", "off"], None);
    terminal.sees("Password of sam at 127.0.0.1: ");
    terminal.hides_typing();
    terminal.types("Wr0ng!one\r");
    let (code, seen) = terminal.ends();
    assert_eq!(code, "4", "{seen}");
    assert!(
        seen.contains("Login refused") && !seen.contains("Wr0ng"),
        "{seen}"
    );
    assert_eq!(seen.matches("Password of").count(), 1, "{seen}");
    let (events, _) = sim.stop();
    let refused = events.iter().filter(|e| e["ok"] == false);
    assert_eq!(refused.count(), 1);
}

#[test]
fn a_password_prompt_is_left_by_ctrl_c_with_the_terminal_as_it_was() {
    let (_sim, target) = pc(&[]);
    let args = ["screen", &target, "--tls", "off", "--png", "a.png"];
    let mut terminal = Terminal::start(&args, None);
    terminal.sees("Password of admin at");
    terminal.hides_typing();
    terminal.types("half a pass\u{3}");
    let png = terminal.path("a.png");
    assert!(!png.exists());
    let (code, seen) = terminal.ends();
    assert_eq!(code, "130", "{seen}");
    assert!(!seen.contains("half a pass"), "{seen}");
}

#[test]
fn a_vnc_server_that_wants_a_password_has_it_asked_for() {
    let (sim, _) = pc(&[]);
    let target = format!("vnc://127.0.0.1:{}", sim.port("rfb"));
    let mut terminal = Terminal::start(&["screen", &target, "--png", "a.png"], None);
    terminal.sees("Password at 127.0.0.1: ");
    terminal.hides_typing();
    terminal.types(&format!("{PASSWORD}\r"));
    terminal.sees("a.png: 1024 × 768");
    let (code, seen) = terminal.ends();
    assert_eq!(code, "0", "{seen}");
    assert!(!seen.contains(PASSWORD), "{seen}");
}

#[test]
fn the_six_digits_are_asked_for_until_they_are_right() {
    let (mut sim, target) = pc(&["--consent", "kvm"]);
    let args = ["screen", &target, "--tls", "off", "--png", "a.png"];
    let mut terminal = Terminal::start(&args, Some(PASSWORD));
    terminal.sees("Ask the user: “Read me the six digits in the box on your screen.”");
    terminal.sees("Code: ");
    sim.wait_for("consent.requested");
    terminal.types("12345\r");
    terminal.sees("A consent code has six digits");
    terminal.types("111111\r");
    terminal.sees("Wrong code, 2 tries left");
    terminal.types("048-213\r");
    sim.wait_for("consent.accepted");
    terminal.sees("a.png: 1024 × 768");
    let (code, seen) = terminal.ends();
    assert_eq!(code, "0", "{seen}");
    assert_eq!(seen.matches("Code: ").count(), 3, "{seen}");
}

#[test]
fn leaving_the_question_for_the_digits_takes_them_from_the_display() {
    for (leave, code) in [("\u{3}", "130"), ("\u{4}", "6")] {
        let (mut sim, target) = pc(&["--consent", "kvm"]);
        let args = ["screen", &target, "--tls", "off", "--png", "a.png"];
        let mut terminal = Terminal::start(&args, Some(PASSWORD));
        terminal.sees("Code: ");
        sim.wait_for("consent.requested");
        terminal.types(leave);
        assert_eq!(sim.wait_for("consent.ended")["reason"], "cancelled");
        let (ended, seen) = terminal.ends();
        assert_eq!(ended, code, "{seen}");
    }
    // The same where the digits are all that a command is about.
    let (_sim, target) = pc(&["--consent", "all"]);
    let request = ["consent", &target, "request", "--tls", "off"];
    assert_eq!(Terminal::start(&request, Some(PASSWORD)).ends().0, "0");
    let submit = ["consent", &target, "submit", "-", "--tls", "off"];
    let mut terminal = Terminal::start(&submit, Some(PASSWORD));
    terminal.sees("Code: ");
    terminal.types("048 213\r");
    terminal.sees("Consent given");
    assert_eq!(terminal.ends().0, "0");
}

#[test]
fn a_start_from_an_image_asks_for_the_digits_between_its_steps() {
    if !images::have(&["grub-mkrescue", "xorriso", "mformat"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let iso = images::grub_iso(folder.path());
    let link = folder.path().join("cd.iso");
    fs::rename(&iso, &link).unwrap();
    let (mut sim, target) = pc(&["--mode", "ccm", "--scene", "text"]);
    let cd = link.to_str().unwrap();
    let args = [
        "media", &target, "--tls", "off", "--cd", cd, "--boot", "--until", "boot",
    ];
    let mut terminal = Terminal::start(&args, Some(PASSWORD));
    terminal.sees("Code: ");
    terminal.types("111111\r");
    terminal.sees("Wrong code, 2 tries left");
    terminal.types("048213\r");
    sim.wait_for("consent.accepted");
    let journal = terminal.path("config/journal.jsonl");
    terminal.finishes(|| {
        let journal = text_of(&journal);
        journal.contains("\"consent\":\"code\"").then_some(())
    });
    let (code, seen) = terminal.ends();
    assert_eq!(code, "0", "{seen}");
}
