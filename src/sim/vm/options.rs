//! What machine there is to be, and why there is none.

use std::io;
use std::path::PathBuf;

/// Firmware of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VmFirmware {
    /// SeaBIOS.
    #[default]
    Bios,
    /// OVMF.
    Uefi,
}

/// A real machine in place of the simulated PC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VmOptions {
    /// Memory in MiB, 64..=65536.
    pub memory_mib: u32,
    /// Its disk, raw or qcow2; made with [`DISK_BYTES`] if there is no such file. Without one it
    /// has an empty disk that is gone when the simulator ends.
    pub disk: Option<PathBuf>,
    /// Its firmware.
    pub firmware: VmFirmware,
    /// Hardware virtualisation is not even tried.
    pub is_emulated: bool,
}

impl Default for VmOptions {
    fn default() -> Self {
        Self {
            memory_mib: 1024,
            disk: None,
            firmware: VmFirmware::Bios,
            is_emulated: false,
        }
    }
}

/// Size of a disk that is made: room for an installed system, and nothing of it is taken before
/// it is written to.
pub const DISK_BYTES: u64 = 16 << 30;

/// Why there is no machine.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VmError {
    /// A program or file of it is not installed.
    #[error("{what} is not installed")]
    Missing {
        /// Program or file.
        what: &'static str,
        /// How to get it, as a sentence.
        package: &'static str,
    },
    /// This operating system has no Unix sockets, over which the machine is worked.
    #[error("a virtual machine needs Linux, macOS or BSD")]
    Unsupported,
    /// The disk cannot be opened or made.
    #[error("cannot use the disk {}", .path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        cause: io::Error,
    },
    /// The operating system does not let us run it.
    #[error("cannot {what}")]
    System {
        /// What we wanted, as a verb phrase.
        what: &'static str,
        /// What it said.
        #[source]
        cause: io::Error,
    },
    /// QEMU ended, or did not start.
    #[error("QEMU: {0}")]
    Qemu(String),
    /// QEMU refused something.
    #[error("QEMU refused: {0}")]
    Refused(String),
}
