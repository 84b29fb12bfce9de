//! Our program with real VNC servers: TigerVNC, x11vnc and QEMU, with passwords and with TLS, in
//! every encoding. What it saves is compared with the server's own picture of its screen, and what
//! it types arrives in a program there.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use outband::proto::kvm::keysym::Keysym;
use outband::session::{Command, Event, Stage};
use outband::wire::Secret;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::amt::{open_here, options, until};
use crate::support::process::{Running, eventually, finish, folder, outband, program, text_of};
use crate::support::qemu::Qemu;
use crate::support::xvnc::{Rgb, Xvnc, password_file};

const LIMIT: Duration = Duration::from_secs(120);

/// Eight characters: all that VNC authentication looks at.
const PASSWORD: &str = "Vn#p4ss!";

/// Tight, ZRLE, Hextile, Raw: servers use the first that they know.
const ENCODINGS: [&str; 4] = ["auto", "rle", "hextile", "raw"];

/// `outband screen` on one server, with a memory of certificates of its own.
struct Client {
    target: String,
    password: Option<&'static str>,
    path: PathBuf,
    _folder: TempDir,
}

impl Client {
    fn new(target: String, password: Option<&'static str>) -> Self {
        let (folder, path) = folder();
        Self {
            target,
            password,
            path,
            _folder: folder,
        }
    }

    fn run(&self, options: &[&str]) -> Output {
        let mut command = outband(&["screen", &self.target, "--json", "--png"]);
        command
            .arg(self.png())
            .args(options)
            .env_remove("OUTBAND_PASSWORD")
            .env("XDG_CONFIG_HOME", &self.path);
        if let Some(password) = self.password {
            command.env("OUTBAND_PASSWORD", password);
        }
        finish(command, LIMIT)
    }

    fn picture(&self, options: &[&str]) -> Rgb {
        let output = self.run(options);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        let image = image::open(self.png()).unwrap().into_rgb8();
        Rgb {
            width: usize::try_from(image.width()).unwrap(),
            height: usize::try_from(image.height()).unwrap(),
            pixels: image.pixels().map(|p| p.0).collect(),
        }
    }

    /// Exit code and error of a run that fails.
    fn failure(&self, options: &[&str]) -> (i32, Value) {
        let output = self.run(options);
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
            panic!("{}", String::from_utf8_lossy(&output.stderr));
        });
        (output.status.code().unwrap(), answer["error"].clone())
    }

    fn png(&self) -> PathBuf {
        self.path.join("screen.png")
    }
}

/// The saved picture is the server's, in every encoding. The program behind the server may still
/// be drawing its first lines.
fn expect_same(client: &Client, options: &[&str], mut snapshot: impl FnMut() -> Rgb) {
    for encoding in ENCODINGS {
        eventually(LIMIT, encoding, || {
            let options = [options, &["--encoding", encoding]].concat();
            (client.picture(&options) == snapshot()).then_some(())
        });
    }
}

fn tiger(address: &'static str, folder: &Path, security: &[&str]) -> Xvnc {
    let file = folder.join("passwd");
    password_file(&file, PASSWORD);
    let file = file.to_str().unwrap();
    let mut server = Xvnc::start_with(
        address,
        "640x400",
        &[&["-PasswordFile", file], security].concat(),
    );
    server.type_into(&folder.join("typed"));
    server
}

/// A certificate and its key as files.
fn certificate(folder: &Path, name: &str) -> [String; 2] {
    let certified = rcgen::generate_simple_self_signed(vec!["vnc.test".into()]).unwrap();
    let files = ["crt", "key"].map(|kind| folder.join(format!("{name}.{kind}")));
    std::fs::write(&files[0], certified.cert.pem()).unwrap();
    std::fs::write(&files[1], certified.signing_key.serialize_pem()).unwrap();
    files.map(|file| file.to_str().unwrap().to_owned())
}

#[test]
fn tigervnc_with_a_password_shows_its_picture_and_takes_keys() {
    let (_folder, path) = folder();
    // As it comes: passwords, and encryption without certificates, which is of no use.
    let security = ["-SecurityTypes", "VncAuth,TLSVnc"];
    let server = tiger("127.0.85.1", &path, &security);
    let client = Client::new(server.url(), Some(PASSWORD));
    expect_same(&client, &[], || server.snapshot());

    let text = "VNC: 42 € + ä = ?";
    let with_text = client.picture(&["--type", text, "--keys", "enter"]);
    assert_eq!(text_of(&path.join("typed")), format!("ready\n{text}\n"));
    assert!(with_text == server.snapshot(), "with the text");

    let wrong = Client::new(server.url(), Some("wrong"));
    let (code, error) = wrong.failure(&[]);
    assert_eq!((code, &error["kind"]), (4, &"vnc-password-wrong".into()));
    assert_eq!(error["title"], "The VNC password is wrong");
    let none = Client::new(server.url(), None);
    let (code, error) = none.failure(&[]);
    assert_eq!((code, &error["kind"]), (4, &"vnc-password-needed".into()));
    // Its encryption proves nothing, so it does not count.
    let (code, error) = client.failure(&["--tls", "require"]);
    assert_eq!((code, &error["kind"]), (4, &"vnc-encryption".into()));
}

#[test]
fn tigervnc_with_a_certificate_is_trusted_like_a_pc() {
    let (_folder, path) = folder();
    let secure = |certificate: &[String; 2]| {
        let [cert, key] = certificate;
        let security = [
            "-SecurityTypes",
            "X509Vnc",
            "-X509Cert",
            cert,
            "-X509Key",
            key,
        ];
        tiger("127.0.85.2", &path, &security)
    };
    let server = secure(&certificate(&path, "first"));
    let client = Client::new(server.url(), Some(PASSWORD));
    let (code, error) = client.failure(&[]);
    assert_eq!(code, 5, "nobody was asked: {error}");
    expect_same(&client, &["--trust", "first-use"], || server.snapshot());
    expect_same(&client, &["--tls", "require"], || server.snapshot());
    client.picture(&["--type", "inside TLS", "--keys", "enter"]);
    assert_eq!(text_of(&path.join("typed")), "ready\ninside TLS\n");

    let wrong = Client {
        target: server.url(),
        password: Some("wrong"),
        ..Client::new(server.url(), None)
    };
    let (code, error) = wrong.failure(&["--trust", "first-use"]);
    assert_eq!((code, &error["kind"]), (4, &"vnc-password-wrong".into()));
    drop(server);

    let server = secure(&certificate(&path, "second"));
    let (code, error) = client.failure(&["--trust", "first-use"]);
    assert_eq!(
        (code, &error["kind"]),
        (5, &"certificate-changed".into()),
        "{error}"
    );
    drop(server);

    // Nor is it reached without encryption, now that it is known with it.
    let server = tiger("127.0.85.2", &path, &["-SecurityTypes", "VncAuth"]);
    let (code, error) = client.failure(&[]);
    assert_eq!(code, 5, "{error}");
    drop(server);
}

#[test]
fn encryption_without_certificates_is_refused_by_its_name() {
    let (_folder, path) = folder();
    let server = tiger("127.0.85.3", &path, &["-SecurityTypes", "TLSVnc"]);
    let client = Client::new(server.url(), Some(PASSWORD));
    let (code, error) = client.failure(&[]);
    assert_eq!((code, &error["kind"]), (4, &"vnc-encryption".into()));
    let cause = error["cause"].as_str().unwrap();
    assert!(cause.contains("TLSVnc"), "{cause}");
}

#[test]
fn x11vnc_shows_its_picture_and_takes_keys() {
    let (_folder, path) = folder();
    let behind = tiger("127.0.85.4", &path, &["-SecurityTypes", "None"]);
    let mut command = program("x11vnc");
    command
        .args(["-display", &behind.display, "-listen", "127.0.85.5"])
        .args(["-rfbport", "5900", "-rfbauth"])
        .arg(path.join("passwd"))
        .args(["-forever", "-shared", "-nocursor", "-nowf", "-q"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let _server = Running::start(&mut command);
    let client = Client::new("vnc://127.0.85.5".into(), Some(PASSWORD));
    eventually(LIMIT, "x11vnc", || {
        client.run(&[]).status.success().then_some(())
    });
    expect_same(&client, &[], || behind.snapshot());
    client.picture(&["--type", "through x11vnc", "--keys", "enter"]);
    eventually(LIMIT, "typing", || {
        (text_of(&path.join("typed")) == "ready\nthrough x11vnc\n").then_some(())
    });
    let wrong = Client::new("vnc://127.0.85.5".into(), Some("wrong"));
    assert_eq!(wrong.failure(&[]).0, 4);
}

#[test]
fn qemu_shows_its_picture_and_takes_keys() {
    let (_folder, path) = folder();
    let mut machine = Qemu::start("127.0.85.6", &path, PASSWORD);
    let client = Client::new(machine.url(), Some(PASSWORD));
    expect_same(&client, &[], || machine.snapshot());
    let before = client.picture(&[]);
    let text = "Typed into a BIOS: {42}";
    let after = client.picture(&["--type", text]);
    assert!(machine.typed().ends_with(text), "{}", machine.typed());
    assert!(
        before != after && after == machine.snapshot(),
        "with the text"
    );
    let wrong = Client::new(machine.url(), Some("wrong"));
    let (code, error) = wrong.failure(&[]);
    assert_eq!((code, &error["kind"]), (4, &"vnc-password-wrong".into()));
}

/// The lights of its keyboard, as the machine sets them.
#[tokio::test(flavor = "multi_thread")]
async fn qemu_tells_which_lock_keys_are_on() {
    let (_folder, path) = folder();
    let machine = Qemu::start("127.0.85.7", &path, PASSWORD);
    let mut options = options(&machine.url());
    options.login.password = Secret::new(PASSWORD.to_owned());
    let mut handle = open_here(options);
    until(&mut handle, |e| matches!(e, Event::Stage(Stage::Live))).await;
    for caps in [true, false] {
        // Its BIOS sets the lights when its program asks for the next key.
        for keysym in [Keysym::CAPS_LOCK, Keysym(0x78)] {
            for down in [true, false] {
                handle.send(Command::Key { keysym, down }).unwrap();
            }
        }
        let told = |e: &Event| matches!(e, Event::LockKeys(keys) if keys.caps == caps);
        until(&mut handle, told).await;
    }
}
