//! A small Linux for virtual machines: a kernel of Debian, busybox, and a shell at the serial
//! port. Made into a disc that starts with BIOS and UEFI.

use std::fs;
use std::path::{Path, PathBuf};

use super::images::{have, run};

/// Modules in the order in which they need each other.
const MODULES: [&str; 20] = [
    "scsi_common",
    "scsi_mod",
    "libata",
    "ata_piix",
    "cdrom",
    "sr_mod",
    "floppy",
    "nls_cp437",
    "nls_ascii",
    "fat",
    "vfat",
    // Its disk.
    "crct10dif_common",
    "crct10dif_generic",
    "crc-t10dif",
    "crc64",
    "crc64-rocksoft",
    "t10-pi",
    "sd_mod",
    // Its power button.
    "button",
    "evdev",
];

const INIT: &str = r#"#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc none /proc
mount -t sysfs none /sys
mount -t devtmpfs none /dev
for module in MODULES; do
    [ -e /$module.ko ] && insmod /$module.ko
done
mkdir -p /etc/acpi/PWRF /var/run /var/log
printf '#!/bin/sh\necho the button was pressed >/dev/ttyS0\npoweroff -f\n' >/etc/acpi/PWRF/00000080
chmod +x /etc/acpi/PWRF/00000080
n=0
while [ ! -b /dev/sr0 ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
printf '\033[44m\033[2J\033[HThe guest runs\n' >/dev/tty0
export PS1='guest# '
exec setsid sh -c 'exec sh </dev/ttyS0 >/dev/ttyS0 2>&1'
"#;

const GRUB_LINUX: &str = "\
serial --unit=0 --speed=115200
terminal_output console
insmod all_video
set gfxpayload=keep
linux /vmlinuz console=tty0 console=ttyS0,115200 quiet
initrd /initrd
boot
";

// At the serial port alone: UEFI shows its console there too, and each letter would come twice.
const GRUB_DISK: &str = "\
serial --unit=0 --speed=115200
terminal_output serial
echo STARTED FROM THE DISK
sleep 3600
";

/// What `./dev setup` unpacked: the kernel and its modules.
fn kernel() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/guest")
}

/// Everything is there that a guest is made of. Says what is missing.
pub(crate) fn is_available() -> bool {
    let programs = [
        "qemu-system-x86_64",
        "grub-mkrescue",
        "xorriso",
        "busybox",
        "cpio",
    ];
    if !have(&programs) {
        return false;
    }
    let has_kernel = kernel().join("vmlinuz").is_file();
    if !has_kernel {
        eprintln!("skipped: no kernel in target/guest; ./dev setup gets it where Debian's are");
    }
    has_kernel
}

/// The guest has a disk and a power button. Says so if what was fetched has not got them.
pub(crate) fn has_button_and_disk() -> bool {
    let has = ["button.ko", "evdev.ko", "sd_mod.ko"]
        .iter()
        .all(|name| kernel().join(name).is_file());
    if !has {
        eprintln!("skipped: target/guest is an old one; remove it and run ./dev setup");
    }
    has
}

/// A disc with the system; returns its path.
pub(crate) fn linux_disc(folder: &Path) -> PathBuf {
    let root = folder.join("root");
    for name in ["bin", "proc", "sys", "dev", "mnt"] {
        fs::create_dir_all(root.join(name)).unwrap();
    }
    let busybox = run("sh", &[&"-c", &"command -v busybox"]);
    fs::copy(busybox.trim(), root.join("bin/busybox")).unwrap();
    std::os::unix::fs::symlink("busybox", root.join("bin/sh")).unwrap();
    for module in MODULES {
        let name = format!("{module}.ko");
        // What is built into a kernel is no file.
        drop(fs::copy(kernel().join(&name), root.join(&name)));
    }
    let init = INIT.replace("MODULES", &MODULES.join(" "));
    fs::write(root.join("init"), init).unwrap();
    run("chmod", &[&"+x", &root.join("init")]);
    let tree = folder.join("tree");
    fs::create_dir_all(tree.join("boot/grub")).unwrap();
    let pack = "cd \"$1\" && find . | cpio -o -H newc --quiet | gzip -1 > \"$2\"";
    run("sh", &[&"-c", &pack, &"pack", &root, &tree.join("initrd")]);
    fs::copy(kernel().join("vmlinuz"), tree.join("vmlinuz")).unwrap();
    rescue(folder, "guest.iso", GRUB_LINUX)
}

/// A disk that says on screen and serial port that it was started.
pub(crate) fn speaking_disk(folder: &Path) -> PathBuf {
    let folder = folder.join("disk");
    fs::create_dir_all(folder.join("tree/boot/grub")).unwrap();
    rescue(&folder, "disk.img", GRUB_DISK)
}

/// GRUB with that configuration around what lies in `tree`.
fn rescue(folder: &Path, name: &str, configuration: &str) -> PathBuf {
    let tree = folder.join("tree");
    fs::write(tree.join("boot/grub/grub.cfg"), configuration).unwrap();
    let path = folder.join(name);
    // Few modules: firmware reads them block by block.
    let modules =
        "linux normal iso9660 serial echo sleep terminal configfile search part_msdos all_video";
    let modules = format!("--install-modules={modules}");
    run(
        "grub-mkrescue",
        &[
            &"--fonts=",
            &"--locales=",
            &"--themes=",
            &modules,
            &"-o",
            &path,
            &tree,
        ],
    );
    path
}
