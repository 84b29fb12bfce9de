//! The doctor tells causes apart: each trouble has a check of its own, and hides only what it must.

use std::time::Duration;

use outband::session::access::{Access, TlsMode, TrustMode};
use outband::session::flow::doctor::{Check, Diagnosis, DoctorOptions, Finding, diagnose};
use outband::session::flow::enable;
use outband::session::flow::probe::ProbeOptions;
use outband::session::{Credentials, Event, Feature, Stage};
use outband::sim::firmware::ControlMode;
use outband::sim::firmware::power::PowerState;
use outband::sim::listen::Presence;
use outband::sim::scene::SceneChoice;
use outband::sim::{Profile, SimOptions, Simulator};
use outband::wire::Secret;

use crate::support::amt::{open_here, until};
use crate::support::pc::{PASSWORD, access, access_with, control, pc};
use crate::support::program::run;

fn credentials(password: &str) -> Option<Credentials> {
    Some(Credentials {
        user: "admin".to_owned(),
        password: Secret::new(password.to_owned()),
    })
}

async fn examine(access: &Access, login: Option<Credentials>) -> Diagnosis {
    let options = DoctorOptions {
        probe: ProbeOptions {
            within: Duration::from_secs(3),
            presence_port: 1,
        },
        ..DoctorOptions::default()
    };
    let mut told = 0;
    let diagnosis = diagnose(access, login, options, &mut |_| told += 1).await;
    let checks: Vec<_> = diagnosis.checks.iter().map(|c| c.check).collect();
    assert_eq!(checks, Check::ALL, "each once and in order");
    assert_eq!(told, checks.len());
    diagnosis
}

/// Kinds of all problems, with their checks.
fn problems(diagnosis: &Diagnosis) -> Vec<(Check, &'static str)> {
    let problems = diagnosis.problems();
    problems
        .map(|(check, fault)| (check, fault.kind()))
        .collect()
}

/// One trouble: what the doctor says of a PC made so.
async fn of(
    ip: &str,
    profile: Profile,
    change: impl FnOnce(&mut SimOptions),
) -> (Simulator, Diagnosis) {
    let sim = pc(ip, profile, change).await;
    let diagnosis = examine(&access(ip), credentials(PASSWORD)).await;
    (sim, diagnosis)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_release_that_is_well_is_found_well() {
    for (n, profile) in Profile::ALL.into_iter().enumerate() {
        let ip = format!("127.0.77.{}", n + 1);
        let (sim, diagnosis) = of(&ip, profile, |_| {}).await;
        if profile.has_kvm() {
            assert_eq!(problems(&diagnosis), [], "{profile}");
            let all_fine = diagnosis
                .checks
                .iter()
                .all(|c| matches!(c.finding, Finding::Fine(_)));
            assert!(all_fine, "{profile}: {diagnosis:?}");
        } else {
            // Standard Manageability: no screen, and everything else works.
            assert_eq!(problems(&diagnosis), [(Check::Screen, "no-screen")]);
            for skipped in [Check::ScreenFree, Check::Picture] {
                assert!(matches!(
                    diagnosis.finding(skipped),
                    Some(Finding::Skipped {
                        because: Check::Screen
                    })
                ));
            }
            assert!(matches!(
                diagnosis.finding(Check::SerialFree),
                Some(Finding::Fine(_))
            ));
        }
        sim.stop().await;
    }
}

#[tokio::test]
async fn a_wrong_name_a_closed_port_and_a_stranger_are_three_things() {
    let unknown = examine(&access("no-such-host.invalid"), credentials(PASSWORD)).await;
    assert_eq!(problems(&unknown), [(Check::Name, "unknown-name")]);

    let closed = examine(&access("127.0.77.21"), credentials(PASSWORD)).await;
    assert_eq!(problems(&closed), [(Check::Ports, "refused")]);

    let listener = std::net::TcpListener::bind("127.0.77.22:16992").unwrap();
    std::thread::spawn(move || {
        use std::io::{Read as _, Write as _};
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            drop(stream.read(&mut [0; 1024]));
            drop(
                stream.write_all(b"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 0\r\n\r\n"),
            );
        }
    });
    let stranger = examine(&access("127.0.77.22"), credentials(PASSWORD)).await;
    assert_eq!(problems(&stranger), [(Check::Ports, "not-amt")]);
}

#[tokio::test]
async fn an_address_where_nobody_is_says_so_within_its_time() {
    // A full backlog swallows connections, as a firewall does.
    let mut full = Vec::new();
    let mut ports = vec![623, 5900];
    ports.extend(16992..=16995);
    for port in ports {
        let socket =
            socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
        let address: std::net::SocketAddr = format!("127.0.77.23:{port}").parse().unwrap();
        socket.bind(&address.into()).unwrap();
        socket.listen(0).unwrap();
        for _ in 0..4 {
            let filler =
                socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
            filler.set_nonblocking(true).unwrap();
            drop(filler.connect(&address.into()));
            full.push(filler);
        }
        full.push(socket);
    }
    let silent = examine(&access("127.0.77.23"), credentials(PASSWORD)).await;
    assert_eq!(problems(&silent), [(Check::Host, "no-answer")]);
}

#[tokio::test]
async fn tls_only_is_fine_unless_tls_is_off_here() {
    let ip = "127.0.77.24";
    let _sim = pc(ip, Profile::Amt18, |_| {}).await;
    let well = examine(&access(ip), credentials(PASSWORD)).await;
    let Some(Finding::Fine(Some(fact))) = well.finding(Check::Trust) else {
        panic!("{well:?}");
    };
    assert!(fact.contains("takes nothing else"), "{fact}");
    let off = access_with(ip, |s| s.tls = TlsMode::Off);
    let off = examine(&off, credentials(PASSWORD)).await;
    assert_eq!(problems(&off), [(Check::Trust, "only-encrypted")]);
}

#[tokio::test]
async fn a_certificate_that_is_new_or_has_changed_stops_before_the_login() {
    let ip = "127.0.77.25";
    let asking = access_with(ip, |s| s.trust = TrustMode::Ask);
    let sim = pc(ip, Profile::Amt16, |o| o.device.seed = 1).await;
    let new = examine(&asking, credentials(PASSWORD)).await;
    assert_eq!(problems(&new), [(Check::Trust, "certificate-unknown")]);
    let first_use = access(ip);
    examine(&first_use, credentials(PASSWORD)).await;
    sim.stop().await;
    let sim = pc(ip, Profile::Amt16, |o| o.device.seed = 2).await;
    let changed = examine(&first_use, credentials(PASSWORD)).await;
    assert_eq!(problems(&changed), [(Check::Trust, "certificate-changed")]);
    let logins = std::iter::from_fn(|| sim.device().lock().poll_event());
    let logins: Vec<_> = logins.map(|e| format!("{e:?}")).collect();
    assert!(logins.iter().all(|e| !e.contains("Login")), "{logins:?}");
}

#[tokio::test]
async fn a_wrong_password_is_tried_once() {
    let ip = "127.0.77.26";
    let sim = pc(ip, Profile::Amt14, |_| {}).await;
    let wrong = examine(&access(ip), credentials("Wr0ng!pass")).await;
    assert_eq!(problems(&wrong), [(Check::Login, "login-refused")]);
    let events = std::iter::from_fn(|| sim.device().lock().poll_event());
    let refused = events.filter(|e| format!("{e:?}").contains("ok: false"));
    assert_eq!(refused.count(), 1);
    let nobody = examine(&access(ip), None).await;
    assert_eq!(problems(&nobody), []);
    assert!(matches!(
        nobody.finding(Check::Login),
        Some(Finding::Unknown(_))
    ));
    assert!(matches!(
        nobody.finding(Check::Redirection),
        Some(Finding::Fine(_))
    ));
}

#[tokio::test]
async fn switched_off_features_are_named_one_by_one() {
    for (ip, feature, check) in [
        ("127.0.77.27", Feature::Screen, Check::Screen),
        ("127.0.77.28", Feature::Serial, Check::Serial),
        ("127.0.77.29", Feature::Media, Check::Media),
    ] {
        let sim = pc(ip, Profile::Amt12, |_| {}).await;
        let off = enable::switch(&mut control(ip).await, &[feature], false, |_| {}).await;
        off.unwrap();
        let diagnosis = examine(&access(ip), credentials(PASSWORD)).await;
        assert_eq!(problems(&diagnosis), [(check, "switched-off")]);
        sim.stop().await;
    }
}

#[tokio::test]
async fn with_everything_off_the_ports_are_closed_for_that_reason() {
    let ip = "127.0.77.30";
    let _sim = pc(ip, Profile::Amt16, |_| {}).await;
    let all = [Feature::Screen, Feature::Serial, Feature::Media];
    let off = enable::switch(&mut control(ip).await, &all, false, |_| {}).await;
    off.unwrap();
    let diagnosis = examine(&access(ip), credentials(PASSWORD)).await;
    let found = problems(&diagnosis);
    assert!(
        found.iter().all(|(_, kind)| *kind == "switched-off"),
        "{found:?}"
    );
    assert!(found.iter().any(|(check, _)| *check == Check::Redirection));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_display_and_too_large_a_picture_are_told_apart() {
    let (_sim, dark) = of("127.0.77.31", Profile::Amt12, |o| {
        o.trouble = "no-display".parse().unwrap();
    })
    .await;
    assert_eq!(problems(&dark), [(Check::Picture, "no-picture")]);

    // 2560 × 1920 in 16 bit exceeds what AMT 11 to 14 send (4096 × 2160 bytes); 8 bit fits.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wide.png");
    image::RgbImage::from_pixel(2560, 1920, image::Rgb([200, 30, 30]))
        .save(&file)
        .unwrap();
    let (_sim, large) = of("127.0.77.32", Profile::Amt12, |o| {
        o.scene = SceneChoice::File(file);
    })
    .await;
    assert_eq!(problems(&large), [(Check::Picture, "too-large")]);
    let (_, fault) = large.problems().next().unwrap();
    assert!(fault.cause().contains("2560 × 1920"), "{}", fault.cause());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_that_somebody_else_has_is_busy() {
    let ip = "127.0.77.33";
    let _sim = pc(ip, Profile::Amt16, |_| {}).await;
    let mut other = open_here(outband::session::OpenOptions::new(
        access(ip),
        credentials(PASSWORD).unwrap(),
    ));
    until(&mut other, |e| matches!(e, Event::Stage(Stage::Live))).await;
    let diagnosis = examine(&access(ip), credentials(PASSWORD)).await;
    assert_eq!(problems(&diagnosis), [(Check::ScreenFree, "busy")]);
    assert!(matches!(
        diagnosis.finding(Check::Picture),
        Some(Finding::Skipped {
            because: Check::ScreenFree
        })
    ));
}

#[tokio::test]
async fn consent_that_is_missing_is_said_and_no_code_is_put_on_the_display() {
    let (sim, diagnosis) = of("127.0.77.34", Profile::Amt16, |o| {
        o.device.mode = ControlMode::Client;
    })
    .await;
    assert_eq!(problems(&diagnosis), [(Check::Consent, "consent-needed")]);
    let events = std::iter::from_fn(|| sim.device().lock().poll_event());
    let asked = events.filter(|e| format!("{e:?}").contains("ConsentRequested"));
    assert_eq!(asked.count(), 0);
}

#[tokio::test]
async fn a_pc_that_is_off_or_asleep_is_said_as_such() {
    for (ip, profile, power, kind) in [
        ("127.0.77.35", Profile::Amt12, PowerState::Off, "pc-off"),
        (
            "127.0.77.36",
            Profile::Amt12,
            PowerState::Sleep,
            "pc-asleep",
        ),
        (
            "127.0.77.37",
            Profile::Amt18,
            PowerState::Sleep,
            "pc-asleep",
        ),
    ] {
        let (sim, diagnosis) = of(ip, profile, |o| o.device.power = power).await;
        assert_eq!(problems(&diagnosis), [(Check::Power, kind)], "{profile}");
        sim.stop().await;
    }
}

#[tokio::test]
async fn encryption_of_the_last_century_is_told_in_plain_words() {
    let ip = "127.0.77.38";
    let folder = tempfile::tempdir().unwrap();
    let (key, certificate) = (
        folder.path().join("key.pem"),
        folder.path().join("cert.pem"),
    );
    let made = std::process::Command::new("openssl")
        .args([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=amt",
        ])
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let mut server = std::process::Command::new("openssl")
        .args([
            "s_server",
            "-accept",
            &format!("{ip}:16993"),
            "-tls1",
            "-quiet",
        ])
        .args(["-cipher", "ALL:@SECLEVEL=0", "-key"])
        .arg(&key)
        .arg("-cert")
        .arg(&certificate)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let deadline = std::time::Instant::now() + Duration::from_secs(30);
    while std::net::TcpStream::connect((ip, 16993)).is_err() {
        assert!(
            std::time::Instant::now() < deadline,
            "the server did not start"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let old = examine(&access(ip), credentials(PASSWORD)).await;
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!(
        problems(&old),
        [(Check::Trust, "encryption-outdated")],
        "{old:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_prints_results_and_ends_with_the_code_of_the_first_problem() {
    let ip = "127.0.77.39";
    let _sim = pc(ip, Profile::Ism, |o| o.presence = Presence::Off).await;
    let ask = |more: &'static [&'static str]| async move {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_str().unwrap().to_owned();
        let ended = tokio::task::spawn_blocking(move || {
            let words = [
                &["doctor", ip, "--trust", "first-use", "--timeout", "5"],
                more,
            ]
            .concat();
            let mut words: Vec<_> = words.into_iter().map(str::to_owned).collect();
            words.extend(["--config-dir".to_owned(), path]);
            run(&words)
        });
        ended.await.unwrap()
    };
    let ended = ask(&["--json"]).await;
    assert_eq!(ended.code, Some(8), "{}", ended.stderr);
    let found = ended.json();
    assert_eq!(found["problems"], 1);
    let checks = found["checks"].as_array().unwrap();
    let screen = checks.iter().find(|c| c["check"] == "screen").unwrap();
    assert_eq!(screen["result"], "problem");
    assert_eq!(screen["problem"]["kind"], "no-screen");
    let picture = checks.iter().find(|c| c["check"] == "picture").unwrap();
    assert_eq!(
        (&picture["result"], &picture["because"]),
        (&"skipped".into(), &"screen".into())
    );
    let ended = ask(&[]).await;
    assert!(
        ended
            .stdout
            .contains("PROBLEM  The screen is switched on: This PC has no remote screen")
    );
    assert!(
        ended.stdout.ends_with("1 problem was found\n"),
        "{}",
        ended.stdout
    );
}
