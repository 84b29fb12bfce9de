//! Disk images made by other people's programs, for tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The programs are installed. Where a platform has none of them the test says so and passes.
pub(crate) fn have(programs: &[&str]) -> bool {
    let missing: Vec<_> = programs
        .iter()
        .filter(|program| {
            !std::env::var_os("PATH").is_some_and(|path| {
                let sbin = ["/usr/sbin", "/sbin"].map(PathBuf::from);
                std::env::split_paths(&path)
                    .chain(sbin)
                    .any(|folder| folder.join(program).is_file())
            })
        })
        .collect();
    if !missing.is_empty() {
        eprintln!("skipped: {missing:?} not installed, see ./dev setup");
    }
    missing.is_empty()
}

/// Runs a program to its successful end and returns what it printed.
pub(crate) fn run(program: &str, arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> String {
    let mut command = Command::new(program);
    let path = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{path}:/usr/sbin:/sbin"));
    for argument in arguments {
        command.arg(argument.as_ref());
    }
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {text}{errors}");
    text
}

/// Bytes that differ from place to place, the same in every run.
pub(crate) fn noise(seed: u64, len: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let words = std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    });
    let mut bytes: Vec<u8> = words
        .take(len.div_ceil(8))
        .flat_map(u64::to_le_bytes)
        .collect();
    bytes.truncate(len);
    bytes
}

/// A folder with files of many kinds: `(path, content)` of each.
pub(crate) fn sample_files() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("README.TXT", b"hello\n".to_vec()),
        ("empty", Vec::new()),
        ("boot/vmlinuz-6.1.0-long-name", noise(1, 300_001)),
        ("boot/initrd.img", noise(2, 1_500_000)),
        ("Ordner mit Umlauten äöü/Datei.bin", noise(3, 2048)),
        ("a/b/c/d/e/f/g/h/i/deep.dat", noise(4, 4097)),
    ]
}

/// Writes the sample files below `folder`.
pub(crate) fn write_sample(folder: &Path) {
    for (path, content) in sample_files() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

/// An ISO with the sample files, Rock Ridge and Joliet names, that starts nothing.
pub(crate) fn plain_iso(folder: &Path) -> PathBuf {
    let tree = folder.join("tree");
    write_sample(&tree);
    let iso = folder.join("plain.iso");
    run(
        "xorriso",
        &[
            &"-as",
            &"mkisofs",
            &"-V",
            &"SAMPLE_1",
            &"-R",
            &"-J",
            &"-o",
            &iso,
            &tree,
        ],
    );
    iso
}

/// A small rescue ISO of GRUB: starts with BIOS and UEFI, as a CD and as a stick.
pub(crate) fn grub_iso(folder: &Path) -> PathBuf {
    labelled_grub_iso(folder, "GRUB_TEST")
}

/// The same with another label, which the simulated PC shows once it has started from it.
pub(crate) fn labelled_grub_iso(folder: &Path, label: &str) -> PathBuf {
    let tree = folder.join("grub-tree");
    fs::create_dir_all(tree.join("boot/grub")).unwrap();
    fs::write(tree.join("boot/grub/grub.cfg"), "echo hello from grub\n").unwrap();
    fs::write(tree.join("boot/payload.bin"), noise(9, 700_000)).unwrap();
    let iso = folder.join("grub.iso");
    run(
        "grub-mkrescue",
        &[
            &"--locales=",
            &"--themes=",
            &"--fonts=",
            &"--install-modules=normal linux iso9660 part_msdos part_gpt echo",
            &"-o",
            &iso,
            &tree,
            &"--",
            &"-volid",
            &label,
        ],
    );
    iso
}

/// A 1.44 MB floppy with one file.
pub(crate) fn floppy(folder: &Path) -> PathBuf {
    let image = folder.join("floppy.img");
    let file = folder.join("HELLO.TXT");
    fs::write(&file, b"hello from a floppy\n").unwrap();
    run(
        "mformat",
        &[
            &"-C",
            &"-f",
            &"1440",
            &"-v",
            &"TESTDISK",
            &"-i",
            &image,
            &"::",
        ],
    );
    run("mcopy", &[&"-i", &image, &file, &"::/HELLO.TXT"]);
    image
}
