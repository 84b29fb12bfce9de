//! Foreign programs on the simulated device: `curl --digest` with envelopes written by hand, and
//! `openssl s_client`.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use outband::proto::wsman::namespace::resource_uri;

use crate::support::process::{Sim, finish, folder, program};
use crate::support::web::{GET, envelope, reference};

const LIMIT: Duration = Duration::from_secs(30);
const WEB: [&str; 8] = [
    "--wsman-port",
    "0",
    "--wsman-tls-port",
    "0",
    "--redir-port",
    "0",
    "--redir-tls-port",
    "0",
];

fn sim(more: &[&str]) -> Sim {
    Sim::start(&[&WEB[..], &["--rfb-port", "off"], more].concat())
}

/// What curl gets for this envelope: status line and headers of all answers, then the last body.
fn curl(url: &str, more: &[&str], body: &str) -> String {
    let (_keep, folder) = folder();
    let file = folder.join("envelope.xml");
    fs::write(&file, body).unwrap();
    let mut command = program("curl");
    command
        .args([
            "-s",
            "-i",
            "-k",
            "--max-time",
            "20",
            "--digest",
            "-u",
            "admin:P@ssw0rd",
        ])
        .args(["-H", "Content-Type: application/soap+xml;charset=UTF-8"])
        .arg("--data-binary")
        .arg(format!("@{}", file.display()))
        .args(more)
        .arg(url);
    let output = finish(command, LIMIT);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn curl_logs_in_reads_and_commands_over_plain_and_tls() {
    let mut sim = sim(&[]);
    let service = resource_uri("AMT_RedirectionService");
    let get = envelope(GET, &service, "", "");
    for (scheme, port) in [("http", "wsman"), ("https", "wsman_tls")] {
        let url = format!("{scheme}://127.0.0.1:{}/wsman", sim.port(port));
        let answer = curl(&url, &[], &get);
        assert!(
            answer.starts_with("HTTP/1.1 401 Unauthorized\r\n"),
            "{answer}"
        );
        assert!(answer.contains("\r\n\r\nHTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("<g:EnabledState>32771</g:EnabledState>"));
        assert!(answer.ends_with("</a:Envelope>"), "every chunk arrived");
    }
    let power = resource_uri("CIM_PowerManagementService");
    let body = format!(
        "<r:RequestPowerStateChange_INPUT xmlns:r=\"{power}\"><r:PowerState>8</r:PowerState>{}\
         </r:RequestPowerStateChange_INPUT>",
        reference(
            "ManagedElement",
            "CIM_ComputerSystem",
            "Name",
            "ManagedSystem"
        )
    );
    let command = envelope(
        &format!("{power}/RequestPowerStateChange"),
        &power,
        "",
        &body,
    );
    let url = format!("http://127.0.0.1:{}/wsman", sim.port("wsman"));
    let answer = curl(&url, &[], &command);
    assert!(
        answer.contains("<g:ReturnValue>0</g:ReturnValue>"),
        "{answer}"
    );
    assert_eq!(sim.wait_for("power")["state"], "off");

    let absent = envelope(GET, &resource_uri("CIM_Nothing"), "", "");
    let answer = curl(&url, &[], &absent);
    assert!(answer.contains("HTTP/1.1 400 Bad Request\r\n"), "{answer}");
    assert!(answer.contains("b:DestinationUnreachable"));
}

#[test]
fn curl_with_a_wrong_password_gets_the_401_again() {
    let mut sim = sim(&[]);
    let url = format!("http://127.0.0.1:{}/wsman", sim.port("wsman"));
    let get = envelope(GET, &resource_uri("AMT_RedirectionService"), "", "");
    let answer = curl(&url, &["-u", "admin:wrong"], &get);
    assert_eq!(
        answer.matches("HTTP/1.1 401 Unauthorized").count(),
        2,
        "{answer}"
    );
    assert!(answer.contains("Log on failed"));
    let login = sim.wait_for("login");
    assert_eq!(
        (&login["method"], &login["ok"]),
        (&"http-digest".into(), &false.into())
    );
}

#[test]
fn closing_the_listener_refuses_connections_until_it_is_opened_again() {
    let sim = sim(&[]);
    let url = format!("http://127.0.0.1:{}/wsman", sim.port("wsman"));
    let service = resource_uri("AMT_RedirectionService");
    let put = |enabled: bool| {
        let body = format!(
            "<r:AMT_RedirectionService xmlns:r=\"{service}\"><r:ListenerEnabled>{enabled}\
             </r:ListenerEnabled></r:AMT_RedirectionService>"
        );
        let action = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Put";
        let answer = curl(&url, &[], &envelope(action, &service, "", &body));
        assert!(
            answer.contains(&format!("<g:ListenerEnabled>{enabled}<")),
            "{answer}"
        );
    };
    let ports = [sim.port("redir"), sim.port("redir_tls")];
    let is_open = |port| std::net::TcpStream::connect(("127.0.0.1", port)).is_ok();
    let eventually = |wanted: bool| {
        let arrived = || {
            ports
                .iter()
                .all(|port| is_open(*port) == wanted)
                .then_some(())
        };
        crate::support::process::eventually(LIMIT, "the ports", arrived);
    };
    eventually(true);
    put(false);
    eventually(false);
    put(true);
    eventually(true);
}

fn s_client(port: u16, more: &[&str]) -> Output {
    let mut command = program("openssl");
    command
        .args([
            "s_client",
            "-connect",
            &format!("127.0.0.1:{port}"),
            "-showcerts",
        ])
        .args(more);
    finish(command, LIMIT)
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// SHA-256 of the first certificate that `s_client` printed, by openssl as well.
fn fingerprint_seen(output: &Output) -> String {
    let mut x509: Command = program("openssl");
    x509.args(["x509", "-noout", "-fingerprint", "-sha256"]);
    x509.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = x509.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&output.stdout).unwrap();
    drop(stdin);
    let said = child.wait_with_output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    let hex = said
        .trim()
        .rsplit_once('=')
        .unwrap()
        .1
        .replace(':', "")
        .to_lowercase();
    format!("sha256:{hex}")
}

#[test]
fn openssl_sees_one_certificate_on_both_ports_and_the_fingerprint_of_the_ready_line() {
    for (profile, newest) in [("amt12", "TLSv1.2"), ("amt16-tls-only", "TLSv1.3")] {
        let sim = sim(&["--profile", profile]);
        for port in ["wsman_tls", "redir_tls"] {
            let seen = s_client(sim.port(port), &[]);
            let said = text(&seen);
            assert!(said.contains(newest), "{profile} {port}: {said}");
            assert_eq!(fingerprint_seen(&seen), sim.ready["fingerprint"]);
        }
        let old = s_client(
            sim.port("wsman_tls"),
            &["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
        );
        assert!(
            !old.status.success(),
            "1.1 is not there, and not claimed to be"
        );
        let tls = sim.ready["tls"].as_array().unwrap().len();
        assert_eq!(tls, if newest == "TLSv1.3" { 2 } else { 1 });
        assert_eq!(sim.ready["wsman"].is_null(), profile == "amt16-tls-only");
    }
}

#[test]
fn redirection_starts_inside_tls() {
    let sim = sim(&["--profile", "amt18"]);
    let mut command = program("openssl");
    command.args([
        "s_client",
        "-quiet",
        "-connect",
        &format!("127.0.0.1:{}", sim.port("redir_tls")),
    ]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"\x10\0\0\0SOL ").unwrap();
    stdin.flush().unwrap();
    let mut reply = [0; 13];
    std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut reply).unwrap();
    assert_eq!(reply, *b"\x11\0\0\0\x01\0\x12\0\x57\x01\0\0\0");
    drop(stdin);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn consoles_need_the_certificate_of_the_right_authority() {
    let (_keep, folder) = folder();
    let path = |name: &str| folder.join(name).display().to_string();
    let openssl = |arguments: &[&str]| {
        let mut command = program("openssl");
        command.args(arguments);
        let output = finish(command, LIMIT);
        assert!(output.status.success(), "{}", text(&output));
    };
    for name in ["ca", "other"] {
        openssl(&[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "30",
            "-subj",
            &format!("/CN={name}"),
            "-keyout",
            &path(&format!("{name}.key")),
            "-out",
            &path(&format!("{name}.pem")),
        ]);
        openssl(&[
            "req",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-subj",
            "/CN=console",
            "-keyout",
            &path(&format!("{name}-console.key")),
            "-out",
            &path("console.csr"),
        ]);
        fs::write(
            folder.join("ext"),
            "basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth\n",
        )
        .unwrap();
        openssl(&[
            "x509",
            "-req",
            "-in",
            &path("console.csr"),
            "-CA",
            &path(&format!("{name}.pem")),
            "-CAkey",
            &path(&format!("{name}.key")),
            "-CAcreateserial",
            "-days",
            "30",
            "-extfile",
            &path("ext"),
            "-out",
            &path(&format!("{name}-console.pem")),
        ]);
    }
    let sim = sim(&["--client-ca", &path("ca.pem")]);
    let url = format!("https://127.0.0.1:{}/wsman", sim.port("wsman_tls"));
    let get = envelope(
        GET,
        &resource_uri("AMT_TLSSettingData"),
        &crate::support::web::selector("InstanceID", "Intel(r) AMT 802.3 TLS Settings"),
        "",
    );
    let with = |name: &str| {
        [
            "--cert".to_owned(),
            path(&format!("{name}-console.pem")),
            "--key".to_owned(),
            path(&format!("{name}-console.key")),
        ]
    };
    let good = with("ca");
    let good: Vec<_> = good.iter().map(String::as_str).collect();
    let answer = curl(&url, &good, &get);
    assert!(answer.contains("<g:MutualAuthentication>true<"), "{answer}");
    for arguments in [Vec::new(), with("other").to_vec()] {
        let mut command = program("curl");
        command
            .args(["-s", "-k", "--max-time", "20", "-d", "x"])
            .args(arguments)
            .arg(&url);
        assert!(!finish(command, LIMIT).status.success());
    }
}

#[test]
fn an_expired_certificate_is_seen_as_expired() {
    let sim = sim(&["--trouble", "expired-certificate"]);
    let seen = s_client(sim.port("wsman_tls"), &[]);
    assert!(
        text(&seen).contains("certificate has expired"),
        "{}",
        text(&seen)
    );
}
