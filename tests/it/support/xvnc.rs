//! A real VNC server with a real program in it: TigerVNC's Xvnc and an xterm.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use super::process::{Running, eventually, finish, program, text_of};

const LIMIT: Duration = Duration::from_secs(30);

/// A picture as rows of red, green and blue.
#[derive(PartialEq, Eq)]
pub(crate) struct Rgb {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<[u8; 3]>,
}

/// An X server with VNC on its own loopback address.
pub(crate) struct Xvnc {
    _server: Running,
    pub(crate) address: &'static str,
    pub(crate) port: u16,
    pub(crate) display: String,
    programs: Vec<Running>,
}

impl Xvnc {
    /// Without a password.
    pub(crate) fn start(address: &'static str, geometry: &str) -> Self {
        Self::start_with(address, geometry, &["-SecurityTypes", "None"])
    }

    /// With options about security.
    pub(crate) fn start_with(address: &'static str, geometry: &str, security: &[&str]) -> Self {
        let port = 5900;
        let mut command = program("Xvnc");
        command
            .args(["-geometry", geometry, "-depth", "24"])
            .args(security)
            .args(["-interface", address, "-rfbport", &port.to_string()])
            // The server picks a free display and says which.
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = Running::start(&mut command);
        let mut display = String::new();
        BufReader::new(server.0.stdout.take().unwrap())
            .read_line(&mut display)
            .unwrap();
        let display = display.trim();
        assert!(!display.is_empty(), "Xvnc did not start");
        Self {
            _server: server,
            address,
            port,
            display: format!(":{display}"),
            programs: Vec::new(),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("vnc://{}:{}", self.address, self.port)
    }

    /// Starts an xterm that copies what is typed into `file`, and gives it the keyboard. The
    /// pointer stays on the background, where it is invisible.
    pub(crate) fn type_into(&mut self, file: &Path) {
        // Perhaps from another program before.
        drop(std::fs::remove_file(file));
        let script = format!("echo ready >{0}; exec cat >>{0}", file.display());
        let mut command = program("xterm");
        command
            .args([
                "-geometry",
                "60x10+10+10",
                "-title",
                "typing",
                "-e",
                "sh",
                "-c",
                &script,
            ])
            .env("DISPLAY", &self.display)
            .stderr(Stdio::null());
        self.programs.push(Running::start(&mut command));
        eventually(LIMIT, "xterm", || {
            text_of(file).starts_with("ready").then_some(())
        });
        let search = self.xdotool(&["search", "--onlyvisible", "--name", "typing"]);
        let window = search.split_whitespace().next().unwrap().to_owned();
        self.xdotool(&["windowfocus", "--sync", &window]);
    }

    fn xdotool(&self, arguments: &[&str]) -> String {
        let mut command = program("xdotool");
        command.args(arguments).env("DISPLAY", &self.display);
        let output = finish(command, LIMIT);
        assert!(output.status.success(), "xdotool {arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Where the server has its pointer.
    pub(crate) fn pointer(&self) -> (u16, u16) {
        let text = self.xdotool(&["getmouselocation", "--shell"]);
        let value = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap().parse().unwrap()
        };
        (value("X="), value("Y="))
    }

    /// The server's own picture of its screen.
    pub(crate) fn snapshot(&self) -> Rgb {
        let mut command = program("xwd");
        command.args(["-root", "-silent", "-display", &self.display]);
        let output = finish(command, LIMIT);
        assert!(output.status.success(), "xwd");
        parse_xwd(&output.stdout)
    }
}

/// Makes a file with a VNC password, as TigerVNC and x11vnc read it.
pub(crate) fn password_file(file: &Path, password: &str) {
    let mut command = program("vncpasswd");
    command
        .arg("-f")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(password.as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "vncpasswd");
    std::fs::write(file, output.stdout).unwrap();
}

impl Drop for Xvnc {
    fn drop(&mut self) {
        // Programs before their server, so that they can end in peace.
        self.programs.clear();
    }
}

/// Reads a ZPixmap of 32 bits per pixel, as a screen of depth 24 has.
pub(crate) fn parse_xwd(file: &[u8]) -> Rgb {
    let field = |i: usize| {
        let bytes = file[i * 4..i * 4 + 4].try_into().unwrap();
        usize::try_from(u32::from_be_bytes(bytes)).unwrap()
    };
    let (header, version, format) = (field(0), field(1), field(2));
    assert_eq!((version, format), (7, 2), "a ZPixmap of XWD 7");
    let (width, height) = (field(4), field(5));
    let (byte_order, bits_per_pixel, bytes_per_line) = (field(7), field(11), field(12));
    assert_eq!(
        (byte_order, bits_per_pixel),
        (0, 32),
        "little-endian, 32 bits"
    );
    assert_eq!((field(14), field(15), field(16)), (0xFF_0000, 0xFF00, 0xFF));
    let colours = field(19);
    let rows = file[header + colours * 12..].chunks_exact(bytes_per_line);
    let pixels = rows.take(height).flat_map(|row| {
        let pixels = row[..width * 4].chunks_exact(4);
        pixels.map(|p| [p[2], p[1], p[0]])
    });
    Rgb {
        width,
        height,
        pixels: pixels.collect(),
    }
}
