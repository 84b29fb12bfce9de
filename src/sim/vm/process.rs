//! QEMU as a process, with a private folder for its sockets. Neither survives the simulator.
//!
//! QEMU's parent is a small shell script that holds the reading end of a pipe of ours. However we
//! end, also by `kill -9`, the operating system closes the writing end, and the script ends QEMU.
//! A second one removes the folder in the same way.

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirBuilder, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use serde_json::json;
use tokio::process::{Child, ChildStdin, Command};
use tokio::time::timeout;
use tracing::{debug, info};

use super::monitor::Monitor;
use super::options::{DISK_BYTES, VmError, VmFirmware, VmOptions};

/// A folder that only we can look into, removed when dropped or when the simulator ends.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Its end tells the script to remove the folder.
    _alive: Option<ChildStdin>,
}

impl Folder {
    /// Makes it among the temporary files.
    pub(super) fn new() -> Result<Self, VmError> {
        let failed = |cause| VmError::System {
            what: "make a private folder",
            cause,
        };
        let name = format!(
            "outband-vm-{}-{:08x}",
            std::process::id(),
            rand::random::<u32>()
        );
        let mut path = std::env::temp_dir().join(&name);
        if path.as_os_str().len() > FOLDER_PATH_BYTES {
            path = Path::new("/tmp").join(&name);
        }
        DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .map_err(failed)?;
        let mut folder = Self { path, _alive: None };
        let mut sweeper = script(SWEEP, &folder.path).spawn().map_err(failed)?;
        folder._alive = sweeper.stdin.take();
        Ok(folder)
    }

    pub(super) fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The script does it if we cannot.
        drop(fs::remove_dir_all(&self.path));
    }
}

/// Waits for the end of its standard input, then removes the folder named first.
const SWEEP: &str = "while read -r _; do :; done; rm -rf -- \"$1\"";

/// Runs the command named by its arguments until that ends or its own standard input does.
/// SIGTERM lets QEMU write what is in its caches; it does not get long for it.
const GUARD: &str = "\
exec 3<&0 </dev/null
\"$@\" 3<&- &
vm=$!
(
    while read -r _; do :; done <&3
    kill -TERM $vm 2>/dev/null
    n=0
    while [ $n -lt 30 ] && kill -0 $vm 2>/dev/null; do sleep 0.1; n=$((n + 1)); done
    kill -KILL $vm 2>/dev/null
) &
guard=$!
wait $vm
status=$?
kill $guard 2>/dev/null
exit $status";

/// A shell script with our lifeline as its standard input, out of reach of a terminal's signals.
fn script(text: &str, argument: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", text, "outband-vm"])
        .arg(argument)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    command
}

/// What of the system and the options the machine is made of.
#[derive(Debug)]
pub(super) struct Plan {
    program: PathBuf,
    options: VmOptions,
    disk: PathBuf,
    disk_format: &'static str,
    /// Code and variables of the UEFI firmware.
    flash: Option<[PathBuf; 2]>,
}

impl Plan {
    /// Finds files and makes the disk, for a machine that `program` runs.
    pub(super) fn new(
        program: PathBuf,
        options: VmOptions,
        folder: &Folder,
    ) -> Result<Self, VmError> {
        let disk = match &options.disk {
            Some(path) => path.clone(),
            None => folder.join("disk"),
        };
        let disk_format = prepare_disk(&disk).map_err(|cause| VmError::Disk {
            path: disk.clone(),
            cause,
        })?;
        let flash = match options.firmware {
            VmFirmware::Bios => None,
            VmFirmware::Uefi => Some(prepare_flash(&options, folder)?),
        };
        Ok(Self {
            program,
            options,
            disk,
            disk_format,
            flash,
        })
    }

    /// QEMU's arguments: a PC as it was common when AMT was young, whose devices every firmware
    /// and system knows. It waits to be started.
    fn arguments(&self, folder: &Folder, accelerator: &str) -> Vec<OsString> {
        let with = |before: &str, path: &Path, after: &str| {
            let mut text = OsString::from(before);
            text.push(escape(path));
            text.push(after);
            text
        };
        let socket =
            |before: &str, name: &str| with(before, &folder.join(name), ",server=on,wait=off");
        let memory = self.options.memory_mib.to_string();
        let mut list: Vec<OsString> = Vec::new();
        list.extend(
            [
                "-name",
                "outband",
                "-no-user-config",
                "-nodefaults",
                "-no-shutdown",
                "-S",
                "-machine",
                "pc",
                "-cpu",
                "max",
                "-m",
                &memory,
                "-accel",
                accelerator,
                "-display",
                "none",
                "-device",
                "VGA",
                "-boot",
                "strict=on",
                // Absolute positions, as the console sends them.
                "-device",
                "piix3-usb-uhci",
                "-device",
                "usb-tablet",
                "-drive",
                "if=none,id=cd0,media=cdrom",
                "-device",
                "ide-cd,bus=ide.1,drive=cd0,id=idecd",
                "-drive",
                "if=none,id=fd0",
                "-device",
                "floppy,unit=0,drive=fd0,id=flop,drive-type=144",
                // A network that leads nowhere: nothing that runs in there gets out.
                "-netdev",
                "user,id=net0,restrict=on",
                "-device",
                "e1000,netdev=net0,id=nic",
                "-device",
                "ide-hd,bus=ide.0,drive=disk0,id=idehd",
            ]
            .map(OsString::from),
        );
        let format = format!(",if=none,id=disk0,format={}", self.disk_format);
        list.extend(["-drive".into(), with("file=", &self.disk, &format)]);
        if let Some([code, variables]) = &self.flash {
            let code = with("file=", code, ",if=pflash,format=raw,readonly=on");
            let variables = with("file=", variables, ",if=pflash,format=raw");
            list.extend(["-drive".into(), code, "-drive".into(), variables]);
        }
        list.extend(["-vnc".into(), with("unix:", &folder.join("vnc"), "")]);
        list.extend(["-qmp".into(), socket("unix:", "qmp")]);
        list.extend(["-serial".into(), socket("unix:", "serial")]);
        list
    }
}

/// A running QEMU. Dropping it ends QEMU.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    _alive: Option<ChildStdin>,
    log: PathBuf,
    pub(super) monitor: Monitor,
}

impl Process {
    /// Starts QEMU: with hardware virtualisation if that works, else without.
    pub(super) async fn start(plan: &Plan, folder: &Folder) -> Result<Self, VmError> {
        let has_kvm = !plan.options.is_emulated
            && File::options()
                .read(true)
                .write(true)
                .open("/dev/kvm")
                .is_ok();
        if has_kvm {
            match Self::start_with(plan, folder, "kvm").await {
                Ok(process) => return Ok(process),
                Err(error) => info!(%error, "no hardware virtualisation"),
            }
        }
        // One thread for all guest code keeps the order of memory accesses cheap.
        Self::start_with(plan, folder, "tcg,tb-size=256").await
    }

    async fn start_with(plan: &Plan, folder: &Folder, accelerator: &str) -> Result<Self, VmError> {
        let failed = |cause| VmError::System {
            what: "start QEMU",
            cause,
        };
        let log = folder.join("log");
        let mut child = script(GUARD, &plan.program)
            .args(plan.arguments(folder, accelerator))
            .stderr(File::create(&log).map_err(failed)?)
            .spawn()
            .map_err(failed)?;
        let alive = child.stdin.take();
        let path = folder.join("qmp");
        // Of an earlier QEMU: it would refuse us.
        drop(fs::remove_file(&path));
        let greet = async {
            let mut monitor = Monitor::connect(&path).await?;
            monitor.execute("query-status", &json!({})).await?;
            Ok::<_, VmError>(monitor)
        };
        let greeted = tokio::select! {
            greeted = timeout(START_TIME, greet) => greeted,
            ended = child.wait() => return Err(VmError::Qemu(obituary(ended, &log))),
        };
        let monitor = match greeted {
            Ok(Ok(monitor)) => monitor,
            Ok(Err(_)) => {
                let ended = child.wait().await;
                return Err(VmError::Qemu(obituary(ended, &log)));
            }
            Err(_) => return Err(VmError::Qemu("it does not answer".into())),
        };
        debug!(accelerator, "QEMU started");
        Ok(Self {
            child,
            _alive: alive,
            log,
            monitor,
        })
    }

    /// Waits until QEMU has ended; says how. Cancel-safe.
    pub(super) async fn ended(&mut self) -> String {
        let status = self.child.wait().await;
        obituary(status, &self.log)
    }

    /// The monitor works, and may be waited for beside the end.
    pub(super) const fn parts(&mut self) -> (&mut Monitor, &mut Child, &PathBuf) {
        (&mut self.monitor, &mut self.child, &self.log)
    }
}

/// How QEMU ended, with its own last words.
pub(super) fn obituary(status: io::Result<ExitStatus>, log: &Path) -> String {
    let code = status.ok().and_then(|status| status.code());
    let how = match code {
        // A shell's way of saying it.
        Some(code @ 129..) => format!("it was killed by signal {}", code - 128),
        Some(code) => format!("it ended with status {code}"),
        None => "it ended".to_owned(),
    };
    match last_line(log) {
        Some(line) => format!("{how}: {line}"),
        None => how,
    }
}

/// The last line of a log, in case there is one.
fn last_line(path: &Path) -> Option<String> {
    let mut file = File::open(path).ok()?;
    let len = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(len.saturating_sub(LOG_BYTES)))
        .ok()?;
    let mut bytes = Vec::new();
    file.take(LOG_BYTES).read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let line = text.lines().rev().find(|line| !line.trim().is_empty())?;
    // The program's name stands before every message.
    let line = line.trim();
    Some(
        line.strip_prefix("qemu-system-x86_64: ")
            .unwrap_or(line)
            .to_owned(),
    )
}

/// Makes the disk if there is none; says which format it has.
fn prepare_disk(path: &Path) -> io::Result<&'static str> {
    match File::options().write(true).create_new(true).open(path) {
        Ok(file) => {
            file.set_len(DISK_BYTES)?;
            return Ok("raw");
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    let mut file = File::options().read(true).write(true).open(path)?;
    let mut magic = [0; 4];
    let is_qcow2 = file.read_exact(&mut magic).is_ok() && &magic == b"QFI\xFB";
    Ok(if is_qcow2 { "qcow2" } else { "raw" })
}

/// Firmware and its variables. The variables of a disk that stays lie beside it.
fn prepare_flash(options: &VmOptions, folder: &Folder) -> Result<[PathBuf; 2], VmError> {
    let found = FLASH
        .iter()
        .find(|[code, variables]| Path::new(code).is_file() && Path::new(variables).is_file());
    let [code, template] = found.ok_or(VmError::Missing {
        what: "the UEFI firmware of virtual machines (OVMF)",
        package: "Install the package ovmf (Debian, Ubuntu) or edk2-ovmf (Fedora, Arch).",
    })?;
    let variables = match &options.disk {
        Some(disk) => {
            let mut name = disk.clone().into_os_string();
            name.push(".nvram");
            PathBuf::from(name)
        }
        None => folder.join("nvram"),
    };
    if !variables.exists() {
        let copied = fs::copy(template, &variables).and_then(|_| {
            // The template may be read-only, and so would be its copy.
            fs::set_permissions(&variables, fs::Permissions::from_mode(0o600))
        });
        copied.map_err(|cause| VmError::Disk {
            path: variables.clone(),
            cause,
        })?;
    }
    Ok([code.into(), variables])
}

/// QEMU: the first program of its name in the search path. Empty and relative places in there
/// would mean the folder that we happen to be in, and are left out.
pub(super) fn find_qemu() -> Result<PathBuf, VmError> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_program = |file: &PathBuf| {
        fs::metadata(file).is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
    };
    std::env::split_paths(&path)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join("qemu-system-x86_64"))
        .find(is_program)
        .ok_or(VmError::Missing {
            what: "QEMU (qemu-system-x86_64)",
            package: "Install the package qemu-system-x86.",
        })
}

/// A path inside one of QEMU's comma-separated options: commas are doubled.
fn escape(path: &Path) -> OsString {
    use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
    let bytes = path.as_os_str().as_bytes();
    let doubled = bytes.iter().flat_map(|byte| {
        let twice = usize::from(*byte == b',');
        std::iter::repeat_n(*byte, 1 + twice)
    });
    OsString::from_vec(doubled.collect())
}

/// OVMF as Debian and Ubuntu, Fedora and Arch have it: code and variables.
const FLASH: [[&str; 2]; 4] = [
    [
        "/usr/share/OVMF/OVMF_CODE_4M.fd",
        "/usr/share/OVMF/OVMF_VARS_4M.fd",
    ],
    [
        "/usr/share/OVMF/OVMF_CODE.fd",
        "/usr/share/OVMF/OVMF_VARS.fd",
    ],
    [
        "/usr/share/edk2/ovmf/OVMF_CODE.fd",
        "/usr/share/edk2/ovmf/OVMF_VARS.fd",
    ],
    [
        "/usr/share/edk2/x64/OVMF_CODE.4m.fd",
        "/usr/share/edk2/x64/OVMF_VARS.4m.fd",
    ],
];
/// Socket addresses have 108 bytes (104 on BSD), of which the name of a socket takes some.
const FOLDER_PATH_BYTES: usize = 80;
/// QEMU answers within a second, on an overloaded computer within several.
const START_TIME: Duration = Duration::from_secs(60);
const LOG_BYTES: u64 = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_is_made_once_and_its_format_is_recognised() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("disk");
        assert_eq!(prepare_disk(&path).unwrap(), "raw");
        assert_eq!(fs::metadata(&path).unwrap().len(), DISK_BYTES);
        fs::write(&path, b"QFI\xFB and so on").unwrap();
        assert_eq!(prepare_disk(&path).unwrap(), "qcow2");
        assert_eq!(fs::read(&path).unwrap(), b"QFI\xFB and so on", "kept");
        assert!(prepare_disk(folder.path()).is_err(), "a folder is no disk");
    }

    #[test]
    fn commas_in_paths_do_not_end_an_option() {
        assert_eq!(escape(Path::new("/a,b/c")), "/a,,b/c");
    }

    #[test]
    fn the_log_gives_its_last_words() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        assert_eq!(last_line(&log), None);
        fs::write(&log, "x\nqemu-system-x86_64: no such disk\n\n").unwrap();
        assert_eq!(last_line(&log).unwrap(), "no such disk");
    }
}
