//! A virtual machine whose screen is a VNC server with a password, and a program in it that
//! takes the keyboard: a boot sector.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Stdio};
use std::time::Duration;

use super::process::{Running, eventually, program};
use super::xvnc::Rgb;

const LIMIT: Duration = Duration::from_secs(60);

/// Hides the blinking cursor, says `ready` on the debug port, then copies every key to the debug
/// port and to the screen, for ever.
const BOOT_CODE: &[u8] = &[
    0xB4, 0x01, 0xB9, 0x00, 0x20, 0xCD, 0x10, // mov ah,1; mov cx,2000h; int 10h
    0xB0, 0x21, 0xE6, 0xE9, // mov al,'!'; out 0E9h,al
    0xB4, 0x00, 0xCD, 0x16, // next: mov ah,0; int 16h
    0xE6, 0xE9, // out 0E9h,al
    0xB4, 0x0E, 0xBB, 0x07, 0x00, 0xCD, 0x10, // mov ah,0Eh; mov bx,7; int 10h
    0xEB, 0xF1, // jmp next
];

pub(crate) struct Qemu {
    process: Running,
    monitor: ChildStdin,
    folder: PathBuf,
    pub(crate) address: &'static str,
}

impl Qemu {
    /// Starts it and waits until its program runs.
    pub(crate) fn start(address: &'static str, folder: &Path, password: &str) -> Self {
        let mut floppy = BOOT_CODE.to_vec();
        floppy.resize(510, 0);
        floppy.extend([0x55, 0xAA]);
        floppy.resize(1440 << 10, 0);
        std::fs::write(folder.join("boot.img"), floppy).unwrap();
        let mut command = program("qemu-system-x86_64");
        command
            .current_dir(folder)
            .args(["-accel", "tcg", "-m", "16", "-nodefaults", "-vga", "std"])
            .args(["-drive", "if=floppy,format=raw,file=boot.img,read-only=on"])
            .args(["-boot", "a", "-debugcon", "file:typed"])
            .args(["-display", "none", "-monitor", "stdio"])
            .args(["-vnc", &format!("{address}:0,password=on")])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut process = Running::start(&mut command);
        let mut qemu = Self {
            monitor: process.0.stdin.take().unwrap(),
            process,
            folder: folder.to_owned(),
            address,
        };
        qemu.say(&format!("set_password vnc {password}"));
        eventually(LIMIT, "the boot sector", || {
            qemu.typed().contains('!').then_some(())
        });
        assert!(qemu.process.0.try_wait().unwrap().is_none(), "QEMU ended");
        qemu
    }

    pub(crate) fn url(&self) -> String {
        format!("vnc://{}:5900", self.address)
    }

    /// What the program has read from its keyboard, behind the firmware's own words.
    pub(crate) fn typed(&self) -> String {
        let bytes = std::fs::read(self.folder.join("typed")).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The machine's own picture of its screen.
    pub(crate) fn snapshot(&mut self) -> Rgb {
        let file = self.folder.join("screen.ppm");
        drop(std::fs::remove_file(&file));
        self.say(&format!("screendump {}", file.display()));
        eventually(LIMIT, "a screen dump", || {
            parse_ppm(&std::fs::read(&file).unwrap_or_default())
        })
    }

    fn say(&mut self, line: &str) {
        writeln!(self.monitor, "{line}").unwrap();
        self.monitor.flush().unwrap();
    }
}

/// Reads a binary PPM; `None` while it is not whole.
fn parse_ppm(file: &[u8]) -> Option<Rgb> {
    let head_len = file
        .iter()
        .enumerate()
        .filter(|(_, b)| **b == b'\n')
        .nth(2)?
        .0
        + 1;
    let (head, pixels) = file.split_at(head_len);
    let head = String::from_utf8_lossy(head);
    let mut words = head.split_whitespace();
    assert_eq!(words.next(), Some("P6"));
    let width: usize = words.next()?.parse().unwrap();
    let height: usize = words.next()?.parse().unwrap();
    let (pixels, _) = pixels.as_chunks();
    (pixels.len() == width * height).then(|| Rgb {
        width,
        height,
        pixels: pixels.to_vec(),
    })
}
