//! A real machine behind the simulator starts from what our own program lends it, with one action:
//! seen and typed at on its serial port and its screen, read to its last byte, written to, and
//! started from its disk again.

use std::fs;
use std::path::Path;

use outband::session::sol::SerialHandle;
use outband::sim::vm::VmFirmware;
use sha2::{Digest as _, Sha256};

use crate::support::guest;
use crate::support::images::{have, run};
use crate::support::machine::{Stand, end, see, text, type_line};

#[tokio::test(flavor = "multi_thread")]
async fn a_bios_machine_boots_reads_and_writes_what_we_lend_and_its_disk_is_next() {
    if !guest::is_available() || !have(&["mkfs.vfat", "mcopy", "mtype"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let disc = guest::linux_disc(folder.path());
    let disk = guest::speaking_disk(folder.path());
    let floppy = floppy(folder.path());
    let untouched = fs::read(&floppy).unwrap();
    let saved = folder.path().join("saved.img");

    let mut stand = Stand::with_disk(VmFirmware::Bios, folder, disk).await;
    stand.until_boot("disk").await;
    let serial = stand.serial().await;
    see(&serial, "STARTED FROM THE DISK").await;

    let arguments = ["--boot", "--cd", text(&disc), "--floppy", text(&floppy)];
    let writes = ["--writable", "--save", text(&saved)];
    let media = stand.program("media", &[&arguments[..], &writes].concat());
    stand.until_boot("ider-cd").await;
    see(&serial, "guest#").await;
    its_screen_shows_the_guest(&stand, None).await;
    its_keyboard_is_ours(&stand, &serial).await;
    it_reads_all_of(&serial, &disc).await;

    // Short lines: what is typed comes back, and must not be taken for what it causes.
    type_line(&serial, "clear; mount -t vfat /dev/fd0 /mnt");
    type_line(&serial, "cat /mnt/report.txt; cp /proc/version /mnt");
    type_line(&serial, "echo from the guest >/mnt/answer.txt");
    type_line(&serial, "umount /mnt && echo writ'ten'");
    let screen = see(&serial, "written").await;
    assert!(screen.contains("from the console"), "{screen}");

    media.interrupt();
    let ended = end(media).await;
    assert_eq!(ended.code, Some(130), "{}", ended.stderr);
    assert_eq!(fs::read(&floppy).unwrap(), untouched, "the image stays");
    assert_eq!(fs::metadata(&saved).unwrap().len(), 1440 << 10);
    assert_eq!(file_of(&saved, "::answer.txt"), "from the guest\n");
    assert!(file_of(&saved, "::version").starts_with("Linux version"));

    stand.drives_are_empty().await;
    type_line(&serial, "clear; head -c 1 /dev/sr0 || echo no' disc'");
    see(&serial, "no disc").await;
    stand.run("power", &["reset"]).await;
    stand.until_boot("disk").await;
    see(&serial, "STARTED FROM THE DISK").await;
    stand.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_uefi_machine_boots_from_what_we_lend_once_and_then_from_its_disk() {
    if !guest::is_available() || !has_uefi() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let disc = guest::linux_disc(folder.path());
    let disk = guest::speaking_disk(folder.path());
    let mut stand = Stand::with_disk(VmFirmware::Uefi, folder, disk).await;
    stand.until_boot("disk").await;
    let serial = stand.serial().await;
    let media = stand.program("media", &["--boot", "--cd", text(&disc)]);
    stand.until_boot("ider-cd").await;
    see(&serial, "guest#").await;
    its_screen_shows_the_guest(&stand, Some((640, 480))).await;
    it_reads_all_of(&serial, &disc).await;

    // The disc is still lent, but was to be started from once.
    type_line(&serial, "clear; reboot -f");
    stand.until_boot("disk").await;
    see(&serial, "STARTED FROM THE DISK").await;
    media.interrupt();
    let ended = end(media).await;
    assert_eq!(ended.code, Some(130), "{}", ended.stderr);
    stand.drives_are_empty().await;
    stand.stop().await;
}

fn has_uefi() -> bool {
    let has = ["/usr/share/OVMF", "/usr/share/edk2"]
        .iter()
        .any(|folder| Path::new(folder).is_dir());
    if !has {
        eprintln!("skipped: OVMF is not installed, see ./dev setup");
    }
    has
}

/// A floppy with a file on it, made by others.
fn floppy(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("floppy.img");
    let report = folder.join("report.txt");
    fs::write(&path, vec![0; 1440 << 10]).unwrap();
    fs::write(&report, "from the console\n").unwrap();
    run("mkfs.vfat", &[&path]);
    run("mcopy", &[&"-i", &path, &report, &"::report.txt"]);
    path
}

/// A file of a floppy, as others read it.
fn file_of(floppy: &Path, name: &str) -> String {
    run("mtype", &[&"-i", &floppy, &name])
}

/// The guest fills its screen with blue; our screen command sees that.
async fn its_screen_shows_the_guest(stand: &Stand, at_least: Option<(u32, u32)>) {
    let path = stand.folder.path().join("screen.png");
    let blue = |p: &image::Rgb<u8>| p.0[0] < 16 && p.0[1] < 16 && p.0[2] > 150;
    let mut tries = 0;
    // Its console may be drawn a while after its serial port has answered.
    let (count, all, width, height) = loop {
        stand.run("screen", &["--png", text(&path)]).await;
        let picture = image::open(&path).unwrap().to_rgb8();
        let count = picture.pixels().filter(|p| blue(p)).count();
        let (width, height) = picture.dimensions();
        let all = usize::try_from(width * height).unwrap();
        tries += 1;
        if count * 2 > all || tries == 20 {
            break (count, all, width, height);
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    };
    assert!(count * 2 > all, "{count} of {all} pixels are blue");
    assert!(count < all, "and there are words on it");
    let (w, h) = at_least.unwrap_or_default();
    assert!(width >= w && height >= h, "{width} × {height}");
}

/// Keys of our screen command arrive at the guest's keyboard.
async fn its_keyboard_is_ours(stand: &Stand, serial: &SerialHandle) {
    type_line(
        serial,
        "clear; echo li'stens'; read x </dev/tty1; echo he'ard' $x",
    );
    see(serial, "listens").await;
    let path = stand.folder.path().join("typed.png");
    let typed = [
        "--type",
        "Hello, PC",
        "--keys",
        "enter",
        "--png",
        text(&path),
    ];
    stand.run("screen", &typed).await;
    see(serial, "heard Hello, PC").await;
}

/// A checksum made by the guest over its whole CD is that of the file; a command answers.
async fn it_reads_all_of(serial: &SerialHandle, disc: &Path) {
    let sum = Sha256::digest(fs::read(disc).unwrap());
    let sum: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    type_line(
        serial,
        "clear; echo $((6 * 7)); sha256sum /dev/sr0; echo all re'ad'",
    );
    let screen = see(serial, "all read").await;
    assert!(screen.contains("42"), "{screen}");
    assert!(
        screen.replace(['\n', '\r'], "").contains(&sum),
        "{sum} in\n{screen}"
    );
}
