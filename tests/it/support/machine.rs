//! A simulator with a real machine behind it, worked by our own program.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use outband::session::ider::Drive;
use outband::session::sol::{SerialCommand, SerialEvent, SerialHandle, SerialStage, open_serial};
use outband::sim::vm::{VmFirmware, VmOptions};
use outband::sim::{Event, SimOptions, Simulator};
use outband::terminal::{Key, Modifiers};
use tokio::runtime::Handle;
use tokio::sync::{Mutex, MutexGuard};
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};

use super::pc::serial_options;
use super::program::{Ended, PASSWORD, Program, command, start};

/// A machine without hardware virtualisation takes half a minute to boot when nothing else runs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(300);

/// One machine at a time: two of them would only wait for each other's processor.
static TURN: Mutex<()> = Mutex::const_new(());

/// Waits until no other test has a machine.
pub(crate) async fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().await
}

/// A simulator with a machine, and a folder for what belongs to it.
pub(crate) struct Stand {
    pub(crate) simulator: Simulator,
    pub(crate) events: Vec<Event>,
    pub(crate) folder: tempfile::TempDir,
    disk: PathBuf,
    _turn: MutexGuard<'static, ()>,
}

impl Stand {
    /// With an empty disk.
    pub(crate) async fn new(firmware: VmFirmware) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let disk = folder.path().join("machine.img");
        Self::with_disk(firmware, folder, disk).await
    }

    /// With a disk that may be there already.
    pub(crate) async fn with_disk(
        firmware: VmFirmware,
        folder: tempfile::TempDir,
        disk: PathBuf,
    ) -> Self {
        let turn = turn().await;
        let vm = VmOptions {
            memory_mib: match firmware {
                VmFirmware::Bios => 192,
                // Its own firmware leaves GRUB too little of less.
                VmFirmware::Uefi => 512,
            },
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
            _turn: turn,
        }
    }

    fn target(&self) -> String {
        let ports = self.simulator.ports();
        let (wsman, redir) = (ports.wsman.unwrap(), ports.redir.unwrap());
        format!("{}:{wsman}:{redir}", ports.host)
    }

    /// Starts `outband COMMAND` on it.
    pub(crate) fn program(&self, name: &str, arguments: &[&str]) -> Program {
        let config = self.folder.path().join("config");
        let target = self.target();
        let mut all = vec![name, &target, "--tls", "off", "--config-dir"];
        all.push(config.to_str().unwrap());
        all.extend(arguments);
        start(&mut command(&all))
    }

    /// Runs it to its successful end.
    pub(crate) async fn run(&self, name: &str, arguments: &[&str]) -> Ended {
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
    pub(crate) async fn until(&mut self, wanted: impl Fn(&Event) -> bool) {
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

    /// Waits until the firmware goes on to that device.
    pub(crate) async fn until_boot(&mut self, from: &str) {
        self.until(|event| matches!(event, Event::Boot { source } if source == from))
            .await;
    }

    /// Waits until the machine has read something of what a console lends it as a CD.
    pub(crate) async fn until_it_reads(&self) {
        let drives = self.simulator.device().lock().drives().unwrap();
        eventually("it reads", || drives.reads(Drive::Cd) > 20).await;
    }

    /// Opens its serial port.
    pub(crate) async fn serial(&self) -> SerialHandle {
        let options = serial_options(&self.simulator, PASSWORD);
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
    pub(crate) fn qemu(&self) -> Option<u32> {
        let disk = self.disk.to_str().unwrap();
        qemus(disk).first().copied()
    }

    /// The console's disks are gone from the machine, and from the storage session.
    pub(crate) async fn drives_are_empty(&self) {
        let drives = self.simulator.device().lock().drives().unwrap();
        let empty = drives.wait_until(|drives| {
            let all = Drive::ALL;
            all.iter().all(|drive| drives.medium(*drive).is_none())
        });
        timeout(PATIENCE, empty)
            .await
            .expect("the drives are empty");
    }

    /// Stops the simulator; the machine ends with it. Gives the folder back.
    pub(crate) async fn stop(self) -> tempfile::TempDir {
        let id = self.qemu();
        self.simulator.stop().await;
        if let Some(id) = id {
            let process = PathBuf::from(format!("/proc/{id}"));
            eventually("QEMU ends", || !process.exists()).await;
        }
        self.folder
    }
}

/// Waits for the end of a program.
pub(crate) async fn end(program: Program) -> Ended {
    spawn_blocking(|| program.wait()).await.unwrap()
}

/// Ids of the processes whose arguments, separated by NUL, are such.
pub(crate) fn processes(are_such: impl Fn(&str) -> bool) -> Vec<u32> {
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter(|id: &u32| {
        let arguments = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
        are_such(&String::from_utf8_lossy(&arguments))
    })
    .collect()
}

/// Ids of the QEMUs that have something to do with a file or folder.
pub(crate) fn qemus(path: &str) -> Vec<u32> {
    processes(|arguments| {
        let program = arguments.split('\0').next().unwrap_or_default();
        program.ends_with("/qemu-system-x86_64") && arguments.contains(path)
    })
}

/// Kills a process, as a crash or the system would.
pub(crate) fn kill(id: u32) {
    let killed = std::process::Command::new("kill")
        .args(["-KILL", &id.to_string()])
        .status();
    assert!(killed.unwrap().success());
}

/// Waits until something is so, however slow this computer is.
pub(crate) async fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let so = async {
        while !is_so() {
            sleep(Duration::from_millis(50)).await;
        }
    };
    assert!(timeout(PATIENCE, so).await.is_ok(), "{what}");
}

/// Waits for a text on the serial console.
pub(crate) async fn see(serial: &SerialHandle, text: &str) -> String {
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

/// Types a line at the serial console.
pub(crate) fn type_line(serial: &SerialHandle, text: &str) {
    for c in text.chars() {
        let key = SerialCommand::Key(Key::Char(c), Modifiers::default());
        serial.send(key).unwrap();
    }
    let enter = SerialCommand::Key(Key::Enter, Modifiers::default());
    serial.send(enter).unwrap();
}

/// Waits until the console has lost its serial port.
pub(crate) async fn until_closed(serial: &mut SerialHandle) {
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
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
