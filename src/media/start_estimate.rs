//! How much of an image a start reads, and how long that takes: guessed, for people.
//!
//! Pure: everything known comes as an argument.

use std::time::Duration;

use super::directory::{Directory, FileEntry};

/// What the names of the files on a disk tell about a start from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StartEstimate {
    /// Bytes that the loader reads: kernels, initial ram disks, Windows images.
    pub loader_bytes: u64,
    /// Bytes that a live system reads of its compressed file system before its desktop stands.
    pub system_bytes: u64,
    /// Its loader asks for a key and starts the disk of the PC if nobody presses one.
    pub asks_for_key: bool,
}

impl StartEstimate {
    /// Everything that a boot loader loads whole, and a part of what a live system reads as it
    /// goes; `None` if nothing is recognised.
    ///
    /// Kernels, initial ram disks and Windows images are loaded whole; a live system reads 20–40 %
    /// of its compressed file system (inferred).
    #[must_use]
    pub fn of(directory: &Directory) -> Option<Self> {
        const LIVE_SHARE_PERCENT: u64 = 30;
        let mut estimate = Self::default();
        let mut live = 0;
        for file in directory.files() {
            match role(file) {
                Role::LoadedWhole => {
                    estimate.loader_bytes = estimate.loader_bytes.saturating_add(file.len);
                }
                Role::LiveSystem => live = file.len.max(live),
                Role::KeyPrompt => estimate.asks_for_key = true,
                Role::Other => {}
            }
        }
        estimate.system_bytes = live / 100 * LIVE_SHARE_PERCENT;
        (estimate.bytes() > 0).then_some(estimate)
    }

    /// Bytes that a start reads.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.loader_bytes.saturating_add(self.system_bytes)
    }

    /// How long reading them takes on a way of `round_trip` to the PC and back.
    ///
    /// Every READ costs a round trip, and loaders read little at a time: 2 KiB as measured with
    /// two BIOSes and a UEFI, systems 64 KiB and more. What remains is the firmware's own time,
    /// which lets 1.5 MB/s through on a fast network (`docs/protocol/redirection.md` § 6.13,
    /// observed).
    #[must_use]
    pub fn time(&self, round_trip: Duration) -> Duration {
        const FIRMWARE_BYTES_PER_SEC: u64 = 1_500_000;
        const LOADER_READ: u64 = 2 << 10;
        const SYSTEM_READ: u64 = 64 << 10;
        let reads =
            self.loader_bytes.div_ceil(LOADER_READ) + self.system_bytes.div_ceil(SYSTEM_READ);
        let waiting = round_trip.saturating_mul(u32::try_from(reads).unwrap_or(u32::MAX));
        let carrying = Duration::from_millis(self.bytes() / (FIRMWARE_BYTES_PER_SEC / 1000));
        waiting.saturating_add(carrying)
    }
}

enum Role {
    LoadedWhole,
    LiveSystem,
    KeyPrompt,
    Other,
}

fn role(file: &FileEntry) -> Role {
    let path = file.path.to_ascii_lowercase();
    let name = path.rsplit('/').next().unwrap_or_default();
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| name.ends_with(suffix));
    if name == "bootfix.bin" {
        // The part of the Windows loader that asks; without it nothing is asked.
        Role::KeyPrompt
    } else if ends(&[".squashfs", ".sfs", ".erofs", ".squash", "squashfs.img"]) {
        Role::LiveSystem
    } else if starts(&[
        "vmlinuz", "initrd", "bzimage", "linux26", "memtest", "boot.wim", "bootmgr",
    ]) || matches!(
        name,
        "linux" | "isolinux.bin" | "core.img" | "efi.img" | "boot.sdi"
    ) || path.starts_with("efi/boot/")
    {
        Role::LoadedWhole
    } else {
        Role::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(files: &[(&str, u64)]) -> Option<StartEstimate> {
        let files = files
            .iter()
            .map(|(path, len)| ((*path).to_owned(), 0, *len));
        StartEstimate::of(&Directory::from_files(files))
    }

    #[test]
    fn the_size_of_a_start_is_guessed_from_what_loaders_load() {
        let found = estimate(&[
            ("boot/vmlinuz-6.1", 10),
            ("boot/initrd.img", 90),
            ("casper/filesystem.squashfs", 1000),
            ("casper/minimal.squashfs", 500),
            ("pool/main/a.deb", 5000),
        ]);
        let expected = StartEstimate {
            loader_bytes: 100,
            system_bytes: 300,
            asks_for_key: false,
        };
        assert_eq!(found, Some(expected));
        assert_eq!(expected.bytes(), 400);
        assert_eq!(estimate(&[]), None);
    }

    #[test]
    fn installation_media_of_windows_ask_for_a_key() {
        let windows = estimate(&[
            ("boot/BOOTFIX.BIN", 1024),
            ("sources/boot.wim", 500_000_000),
        ]);
        let windows = windows.unwrap();
        assert!(windows.asks_for_key);
        assert_eq!(windows.bytes(), 500_000_000);
    }

    #[test]
    fn small_reads_pay_for_the_way_and_large_ones_hardly_do() {
        let loader = StartEstimate {
            loader_bytes: 30_000_000,
            ..StartEstimate::default()
        };
        let ms = Duration::from_millis;
        assert_eq!(loader.time(Duration::ZERO), ms(20_000));
        // 14 649 reads of 2 KiB.
        assert_eq!(loader.time(ms(10)), ms(20_000 + 146_490));
        let system = StartEstimate {
            system_bytes: 30_000_000,
            ..StartEstimate::default()
        };
        assert_eq!(system.time(ms(10)), ms(20_000 + 4_580));
    }
}
