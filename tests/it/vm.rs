//! A real machine behind the simulator, worked by our own program: it boots from a disc that we
//! lend, over the wire, and everything says so when a part of the chain dies.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use outband::session::Target;
use outband::session::access::{Access, Security, TlsMode};
use outband::session::control::Credentials;
use outband::session::sol::{
    SerialCommand, SerialEvent, SerialHandle, SerialOptions, SerialStage, open_serial,
};
use outband::sim::vm::{VmFirmware, VmOptions};
use outband::sim::{Event, PowerState, SimOptions, Simulator};
use outband::store::trusted::TrustStore;
use outband::terminal::{Key, Modifiers};
use outband::wire::Secret;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};

use crate::support::guest;
use crate::support::images::have;
use crate::support::lent::sha256;
use crate::support::program::{Ended, PASSWORD, Program, command, start};

/// A machine without hardware virtualisation takes half a minute to boot when nothing else runs.
const PATIENCE: Duration = Duration::from_secs(300);

/// A simulator with a machine, and a folder for what belongs to it.
struct Stand {
    simulator: Simulator,
    events: Vec<Event>,
    disk: PathBuf,
    folder: tempfile::TempDir,
}

impl Stand {
    async fn new(firmware: VmFirmware) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let disk = folder.path().join("machine.img");
        Self::with_disk(firmware, folder, disk).await
    }

    async fn with_disk(firmware: VmFirmware, folder: tempfile::TempDir, disk: PathBuf) -> Self {
        let vm = VmOptions {
            memory_mib: 192,
            disk: Some(disk.clone()),
            firmware,
            // The same everywhere.
            is_emulated: true,
        };
        let options = SimOptions {
            vm: Some(vm),
            ..SimOptions::default()
        };
        Self {
            simulator: Simulator::start(options).await.unwrap(),
            events: Vec::new(),
            disk,
            folder,
        }
    }

    fn target(&self) -> String {
        let ports = self.simulator.ports();
        let (wsman, redir) = (ports.wsman.unwrap(), ports.redir.unwrap());
        format!("{}:{wsman}:{redir}", ports.host)
    }

    /// Starts `outband COMMAND` on it.
    fn program(&self, name: &str, arguments: &[&str]) -> Program {
        let config = self.folder.path().join("config");
        let target = self.target();
        let mut all = vec![name, &target, "--tls", "off", "--config-dir"];
        all.push(config.to_str().unwrap());
        all.extend(arguments);
        start(&mut command(&all))
    }

    /// Runs it to its successful end.
    async fn run(&self, name: &str, arguments: &[&str]) -> Ended {
        let program = self.program(name, arguments);
        let ended = end(program).await;
        assert_eq!(
            ended.code,
            Some(0),
            "{name} {arguments:?}: {}",
            ended.stderr
        );
        ended
    }

    /// Waits for an event.
    async fn until(&mut self, wanted: impl Fn(&Event) -> bool) {
        let seen = async {
            loop {
                let event = self.simulator.next_event().await;
                let is_it = wanted(&event);
                self.events.push(event);
                if is_it {
                    return;
                }
            }
        };
        let seen = timeout(PATIENCE, seen).await;
        assert!(seen.is_ok(), "{:#?}", self.events);
    }

    async fn until_boot(&mut self, from: &str) {
        self.until(|event| matches!(event, Event::Boot { source } if source == from))
            .await;
    }

    /// Opens its serial port.
    async fn serial(&self) -> SerialHandle {
        let ports = self.simulator.ports();
        let target = Target::Amt {
            user: None,
            host: ports.host.to_string(),
            wsman_port: None,
            redirection_port: ports.redir,
        };
        let security = Security {
            tls: TlsMode::Off,
            ..Security::new(TrustStore::in_memory())
        };
        let login = Credentials {
            user: "admin".into(),
            password: Secret::new(PASSWORD.into()),
        };
        let options = SerialOptions::new(Access::new(target, security), login);
        let mut handle = open_serial(&Handle::current(), options, || {});
        let opened = async {
            loop {
                match handle.next_event().await {
                    Some(SerialEvent::Stage(SerialStage::Open)) => return,
                    Some(SerialEvent::Closed(fault)) => panic!("{fault:?}"),
                    _ => {}
                }
            }
        };
        timeout(PATIENCE, opened).await.unwrap();
        handle
    }

    /// QEMU's process.
    fn qemu(&self) -> Option<u32> {
        let disk = self.disk.to_str().unwrap();
        processes(|arguments| arguments.contains(disk) && arguments.starts_with("/"))
            .first()
            .copied()
    }

    /// The console's disks are gone from the machine, and from the storage session.
    async fn drives_are_empty(&self) {
        let drives = self.simulator.device().lock().drives().unwrap();
        let empty = drives.wait_until(|drives| {
            let all = outband::session::ider::Drive::ALL;
            all.iter().all(|drive| drives.medium(*drive).is_none())
        });
        timeout(PATIENCE, empty)
            .await
            .expect("the drives are empty");
    }
}

async fn end(program: Program) -> Ended {
    spawn_blocking(|| program.wait()).await.unwrap()
}

/// Ids of the processes whose arguments, separated by NUL, are such.
fn processes(are_such: impl Fn(&str) -> bool) -> Vec<u32> {
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter(|id: &u32| {
        let arguments = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
        are_such(&String::from_utf8_lossy(&arguments))
    })
    .collect()
}

fn kill(id: u32) {
    let killed = std::process::Command::new("kill")
        .args(["-KILL", &id.to_string()])
        .status();
    assert!(killed.unwrap().success());
}

/// Waits until something is so, however slow this computer is.
async fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let so = async {
        while !is_so() {
            sleep(Duration::from_millis(50)).await;
        }
    };
    assert!(timeout(PATIENCE, so).await.is_ok(), "{what}");
}

/// Waits for a text on the serial console.
async fn see(serial: &SerialHandle, text: &str) -> String {
    let screen = || serial.terminal.lock().screen_text();
    let look = async {
        while !screen().contains(text) {
            sleep(Duration::from_millis(50)).await;
        }
    };
    let seen = timeout(PATIENCE, look).await;
    assert!(seen.is_ok(), "no {text:?} on\n{}", screen());
    screen()
}

fn type_line(serial: &SerialHandle, text: &str) {
    for c in text.chars() {
        let key = SerialCommand::Key(Key::Char(c), Modifiers::default());
        serial.send(key).unwrap();
    }
    let enter = SerialCommand::Key(Key::Enter, Modifiers::default());
    serial.send(enter).unwrap();
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Number of colours in a picture, to tell a screen with something on it from an empty one.
fn colours(path: &Path) -> usize {
    let picture = image::open(path).unwrap().to_rgb8();
    let colours: std::collections::HashSet<_> = picture.pixels().map(|p| p.0).collect();
    colours.len()
}

/// The whole chain: lend, start from it, talk to the system, read every byte.
async fn boots_from_a_lent_disc(firmware: VmFirmware) {
    let folder = tempfile::tempdir().unwrap();
    let disc = guest::linux_disc(folder.path());
    let disk = guest::speaking_disk(folder.path());
    let sum = sha256(&fs::read(&disc).unwrap());
    let sum: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();

    let mut stand = Stand::with_disk(firmware, folder, disk).await;
    stand.until_boot("disk").await;
    let serial = stand.serial().await;
    see(&serial, "STARTED FROM THE DISK").await;

    let arguments = ["--cd", text(&disc)];
    let media = stand.program("media", &arguments);
    stand
        .until(|event| matches!(event, Event::SessionOpen { kind, .. } if format!("{kind:?}") == "Ider"))
        .await;
    let device = stand.simulator.device().clone();
    eventually("the drives are lent", || device.lock().storage().is_lent()).await;
    stand.run("power", &["reset", "--to", "image"]).await;
    stand.until_boot("ider-cd").await;

    see(&serial, "guest#").await;
    let picture = stand.folder.path().join("screen.png");
    stand.run("screen", &["--png", text(&picture)]).await;
    assert!(colours(&picture) > 1, "the screen shows the boot");

    type_line(
        &serial,
        "echo $((6 * 7)); sha256sum /dev/sr0; echo all read",
    );
    let screen = see(&serial, "\nall read").await;
    assert!(screen.contains("\n42"), "{screen}");
    assert!(
        screen.replace(['\n', '\r'], "").contains(&sum),
        "{sum} in\n{screen}"
    );

    media.interrupt();
    let ended = end(media).await;
    assert!(matches!(ended.code, Some(0 | 130)), "{}", ended.stderr);
    stand.simulator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bios_machine_boots_and_reads_all_of_what_we_lend() {
    if guest::is_available() {
        boots_from_a_lent_disc(VmFirmware::Bios).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_console_that_dies_in_mid_boot_takes_its_disk_with_it_and_nothing_else() {
    if !have(&["qemu-system-x86_64"]) {
        return;
    }
    let mut stand = Stand::new(VmFirmware::Bios).await;
    let disc = stand.folder.path().join("disc.iso");
    fs::write(&disc, endless_disc()).unwrap();
    let media = stand.program("media", &["--cd", text(&disc)]);
    let device = stand.simulator.device().clone();
    eventually("the drives are lent", || device.lock().storage().is_lent()).await;
    stand.run("power", &["reset", "--to", "image"]).await;
    let drives = device.lock().drives().unwrap();
    eventually("it reads", || {
        drives.reads(outband::session::ider::Drive::Cd) > 20
    })
    .await;

    drop(media); // Killed.
    stand
        .until(|event| matches!(event, Event::SessionClose { reason, .. } if reason.contains("console")))
        .await;
    stand.drives_are_empty().await;
    assert_eq!(device.lock().power(), PowerState::On);
    assert!(stand.qemu().is_some(), "the machine runs on");
    let id = stand.qemu().unwrap();
    stand.simulator.stop().await;
    eventually("QEMU ends", || !Path::new(&format!("/proc/{id}")).exists()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_dies_is_a_pc_without_power_and_can_be_switched_on_again() {
    if !have(&["qemu-system-x86_64"]) {
        return;
    }
    let mut stand = Stand::new(VmFirmware::Bios).await;
    stand.until_boot("disk").await;
    let mut serial = stand.serial().await;
    kill(stand.qemu().unwrap());
    stand
        .until(|event| matches!(event, Event::VmLost { reason } if reason.contains("signal 9")))
        .await;
    let closed = async {
        while let Some(event) = serial.next_event().await {
            if matches!(event, SerialEvent::Closed(_)) {
                return;
            }
        }
    };
    timeout(PATIENCE, closed)
        .await
        .expect("the console is told");
    assert_eq!(stand.simulator.device().lock().power(), PowerState::Off);
    assert_eq!(stand.qemu(), None);

    stand.run("power", &["on"]).await;
    stand.until_boot("disk").await;
    eventually("it runs again", || stand.qemu().is_some()).await;
    stand.run("power", &["off"]).await;
    assert_eq!(stand.simulator.device().lock().power(), PowerState::Off);
    stand.simulator.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_simulator_that_is_killed_leaves_no_machine_and_no_folder_behind() {
    if !have(&["qemu-system-x86_64"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut words = vec!["sim", "--bind", "127.0.89.1", "--vm", "--vm-memory", "64"];
    for port in [
        "--wsman-port",
        "--wsman-tls-port",
        "--redir-port",
        "--redir-tls-port",
        "--rfb-port",
    ] {
        words.extend([port, "0"]);
    }
    let mut command = command(&words);
    command.env("TMPDIR", folder.path());
    let program = start(&mut command);
    let ours = text(folder.path()).to_owned();
    let machines = || processes(|arguments| arguments.contains(&ours));
    let is_qemu = |arguments: &str| arguments.starts_with('/') && arguments.contains(&ours);
    eventually("QEMU runs", || !processes(is_qemu).is_empty()).await;
    let private = || fs::read_dir(folder.path()).unwrap().flatten().count();
    assert_eq!(private(), 1);

    drop(program); // Killed.
    eventually("nothing runs any more", || machines().is_empty()).await;
    eventually("the folder is gone", || private() == 0).await;
}

#[test]
fn without_qemu_the_package_is_named() {
    let folder = tempfile::tempdir().unwrap();
    // The shell has to be found: everything but QEMU is there.
    let shell = Path::new("/bin/sh");
    std::os::unix::fs::symlink(shell, folder.path().join("sh")).unwrap();
    let mut command = command(&["sim", "--bind", "127.0.89.2", "--vm"]);
    command.env("PATH", folder.path());
    let ended = start(&mut command).wait();
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("qemu-system-x86_64"),
        "{}",
        ended.stderr
    );
    assert!(
        ended
            .stderr
            .contains("Install the package qemu-system-x86."),
        "{}",
        ended.stderr
    );
}

/// A disc whose boot program reads the same blocks for ever, made by hand.
fn endless_disc() -> Vec<u8> {
    // El Torito loads it to 7C00h and says in DL which drive it is.
    const CODE: &[u8] = &[
        0x31, 0xC0, 0x8E, 0xD8, // xor ax,ax; mov ds,ax
        0xBE, 0x10, 0x7C, // next: mov si,7C10h
        0xB4, 0x42, // mov ah,42h
        0xCD, 0x13, // int 13h
        0xEB, 0xF7, // jmp next
        0x90, 0x90, 0x90, // nop, up to 7C10h
        // Packet: size, 0, blocks, address, first block.
        0x10, 0, 1, 0, 0x00, 0x80, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0,
    ];
    let mut disc = vec![0; 64 * 2048];
    // Primary descriptor, boot record, terminator.
    disc[16 * 2048..][..7].copy_from_slice(b"\x01CD001\x01");
    disc[16 * 2048 + 80..][..8].copy_from_slice(&[64, 0, 0, 0, 0, 0, 0, 64]);
    disc[16 * 2048 + 128..][..4].copy_from_slice(&[0, 8, 8, 0]);
    disc[17 * 2048..][..7].copy_from_slice(b"\x00CD001\x01");
    disc[17 * 2048 + 7..][..23].copy_from_slice(b"EL TORITO SPECIFICATION");
    disc[17 * 2048 + 71..][..4].copy_from_slice(&[19, 0, 0, 0]);
    disc[18 * 2048..][..7].copy_from_slice(b"\xFFCD001\x01");
    // Validation entry: its 16-bit words add up to nothing. Default entry: bootable, no
    // emulation, four sectors at block 21.
    disc[19 * 2048..][..4].copy_from_slice(&[1, 0, 0, 0]);
    disc[19 * 2048 + 28..][..4].copy_from_slice(&[0xAA, 0x55, 0x55, 0xAA]);
    disc[19 * 2048 + 32..][..12].copy_from_slice(&[0x88, 0, 0, 0, 0, 0, 4, 0, 21, 0, 0, 0]);
    disc[21 * 2048..][..CODE.len()].copy_from_slice(CODE);
    disc
}
