//! `outband media`: the real program lends disks to the simulator over real sockets.

use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use outband::session::ider::Drive;
use outband::sim::Simulator;
use outband::sim::ider::Outcome;
use outband::sim::ider::command::Command as HostCommand;
use serde_json::Value;
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};

use crate::support::images::{self, have};
use crate::support::lent::{PATIENCE, disc_bytes, load, script, sha256, simulator};
use crate::support::program::{Ended, Program, command, run, start};
use crate::support::range_server::Web;

/// `outband media` on a simulator, with a memory of its own.
struct Media {
    program: Program,
    _config: tempfile::TempDir,
}

impl Media {
    fn start(simulator: &Simulator, arguments: &[&str]) -> Self {
        let ports = simulator.ports();
        let target = format!(
            "{}:{}:{}",
            ports.host,
            ports.wsman.unwrap(),
            ports.redir.unwrap()
        );
        let config = tempfile::tempdir().unwrap();
        let mut all = vec!["media", &target, "--tls", "off", "--json", "--config-dir"];
        all.push(config.path().to_str().unwrap());
        all.extend(arguments);
        Self {
            program: start(&mut command(&all)),
            _config: config,
        }
    }

    /// Lends at once, and waits until the PC sees the drives.
    async fn lent(simulator: &Simulator, arguments: &[&str]) -> Self {
        let mut all = vec!["--start", "now"];
        all.extend(arguments);
        let mut media = Self::start(simulator, &all);
        let device = simulator.device();
        let visible = async {
            while !device.lock().storage().is_visible() {
                assert!(media.program.is_running(), "{:?}", media.program.said());
                sleep(std::time::Duration::from_millis(5)).await;
            }
        };
        timeout(PATIENCE, visible).await.expect("the drives appear");
        media
    }

    async fn interrupt(self) -> Ended {
        self.program.interrupt();
        self.end().await
    }

    async fn end(self) -> Ended {
        spawn_blocking(|| self.program.wait()).await.unwrap()
    }
}

fn lines(ended: &Ended) -> Vec<Value> {
    let parse = |line| serde_json::from_str(line).unwrap();
    ended.stdout.lines().map(parse).collect()
}

fn line<'a>(lines: &'a [Value], event: &str, drive: Option<&str>) -> &'a Value {
    lines
        .iter()
        .find(|line| line["event"] == event && drive.is_none_or(|drive| line["drive"] == drive))
        .unwrap_or_else(|| panic!("no {event} in {lines:#?}"))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The drives are gone when the program is.
async fn gone(simulator: &Simulator) {
    let device = simulator.device();
    let gone = async {
        while device.lock().storage().is_visible() {
            sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, gone).await.expect("the drives are gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hybrid_iso_arrives_byte_for_byte_and_an_interruption_ends_in_order() {
    if !have(&["grub-mkrescue", "xorriso", "mformat"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let iso = images::grub_iso(folder.path());
    let simulator = simulator("").await;
    let media = Media::lent(&simulator, &["--cd", text(&iso)]).await;
    let report = load(&simulator, 32).await;
    assert_eq!(report.fault, None);
    assert_eq!(report.sha256, sha256(&fs::read(&iso).unwrap()));
    let ended = media.interrupt().await;
    assert_eq!(ended.code, Some(130), "{}", ended.stderr);
    gone(&simulator).await;
    let lines = lines(&ended);
    let image = line(&lines, "image", Some("cd"));
    assert_eq!(image["kind"], "hybrid-iso");
    assert_eq!(image["label"], "GRUB_TEST");
    assert_eq!(
        (&image["bios"], &image["uefi"]),
        (&true.into(), &true.into())
    );
    let stages: Vec<_> = lines
        .iter()
        .filter(|line| line["event"] == "stage")
        .map(|line| line["stage"].as_str().unwrap())
        .collect();
    assert_eq!(
        stages,
        ["connecting", "starting", "logging-in", "lending", "lent"]
    );
    let len = fs::metadata(&iso).unwrap().len();
    let totals = line(&lines, "totals", Some("cd"));
    assert_eq!(totals["different_bytes"], len.next_multiple_of(2048));
    assert_eq!(line(&lines, "end", None)["end"], "interrupted");
    // The empty floppy keeps it company.
    assert_eq!(
        line(&lines, "totals", Some("floppy"))["total_bytes"],
        1_474_560
    );
}

/// An ISO of more than 4 GiB that takes no room on the disk: a real one, with a file that lies
/// near the end.
fn sparse_iso(folder: &Path) -> (PathBuf, u64, Vec<u8>) {
    const GIB: u64 = 1 << 30;
    let path = folder.join("large.iso");
    let mut file = fs::File::create(&path).unwrap();
    let blocks = u32::try_from(5 * GIB / 2048).unwrap();
    let mut head = disc_bytes(64);
    let descriptor = &mut head[16 * 2048..17 * 2048];
    descriptor[80..84].copy_from_slice(&blocks.to_le_bytes());
    descriptor[84..88].copy_from_slice(&blocks.to_be_bytes());
    file.write_all(&head).unwrap();
    file.set_len(5 * GIB).unwrap();
    let data = images::noise(11, 64 * 2048);
    let at = 5 * GIB - data.len() as u64;
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(&data).unwrap();
    (path, at / 2048, data)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_an_image_beyond_four_gibibytes_is_what_stands_there() {
    let folder = tempfile::tempdir().unwrap();
    let (iso, first, data) = sparse_iso(folder.path());
    let simulator = simulator("").await;
    let media = Media::lent(&simulator, &["--cd", text(&iso)]).await;
    let first = u32::try_from(first).unwrap();
    assert!(u64::from(first) * 2048 > 1 << 32);
    let outcomes = script(
        &simulator,
        vec![
            HostCommand::test_unit_ready(Drive::Cd),
            HostCommand::read_capacity(Drive::Cd),
            HostCommand::read_10(Drive::Cd, first, 64),
            // Across 4 GiB: nothing but zeros, and not the beginning of the image.
            HostCommand::read_12(Drive::Cd, (1 << 21) - 1, 2),
            HostCommand::read_10(Drive::Cd, first + 63, 2),
        ],
    )
    .await;
    let last = (first + 63).to_be_bytes();
    let mut capacity = last.to_vec();
    capacity.extend(2048u32.to_be_bytes());
    assert!(outcomes.contains(&Outcome::Good(capacity)), "{outcomes:?}");
    let [.., end, middle, beyond] = &outcomes[..] else {
        panic!("{outcomes:?}");
    };
    assert!(*end == Outcome::Good(data));
    assert!(*middle == Outcome::Good(vec![0; 2 * 2048]));
    assert!(matches!(beyond, Outcome::Check(sense) if sense.key == 5));
    assert_eq!(media.interrupt().await.code, Some(130));
}

#[test]
fn a_folder_that_is_not_there_is_said_before_anything_is_lent() {
    let arguments = ["media", "127.0.72.99", "--floppy", "a.img", "--writable"];
    let save = ["--save", "/nowhere/changed.img"];
    let ended = start(&mut command(&[&arguments[..], &save].concat())).wait();
    assert_eq!(ended.code, Some(9), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("/nowhere/changed.img"),
        "{}",
        ended.stderr
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_floppy_is_written_to_and_saved_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("disk.img");
    let saved = folder.path().join("saved.img");
    let bytes = images::noise(5, 1_474_560);
    fs::write(&path, &bytes).unwrap();
    let simulator = simulator("").await;
    let arguments = [
        "--floppy",
        text(&path),
        "--writable",
        "--save",
        text(&saved),
    ];
    let media = Media::lent(&simulator, &arguments).await;
    let data = images::noise(6, 4 * 512);
    let outcomes = script(
        &simulator,
        vec![
            HostCommand::test_unit_ready(Drive::Floppy),
            HostCommand::write_10(Drive::Floppy, 100, data.clone()),
            HostCommand::read_10(Drive::Floppy, 99, 6),
        ],
    )
    .await;
    let mut changed = bytes.clone();
    changed[100 * 512..104 * 512].copy_from_slice(&data);
    assert!(outcomes.last() == Some(&Outcome::Good(changed[99 * 512..105 * 512].to_vec())));
    let ended = media.interrupt().await;
    assert_eq!(ended.code, Some(130), "{}", ended.stderr);
    let lines = lines(&ended);
    assert_eq!(line(&lines, "saved", None)["file"], text(&saved));
    assert_eq!(line(&lines, "totals", Some("floppy"))["changed_blocks"], 4);
    assert!(fs::read(&path).unwrap() == bytes, "the file is as it was");
    assert!(fs::read(&saved).unwrap() == changed);
}

#[tokio::test(flavor = "multi_thread")]
async fn floppy_and_cd_are_read_in_turns_and_neither_gets_the_others_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (cd, floppy) = (folder.path().join("a.iso"), folder.path().join("a.img"));
    let (cd_bytes, floppy_bytes) = (disc_bytes(700), images::noise(7, 2880 * 512));
    fs::write(&cd, &cd_bytes).unwrap();
    fs::write(&floppy, &floppy_bytes).unwrap();
    let simulator = simulator("").await;
    let media = Media::lent(&simulator, &["--cd", text(&cd), "--floppy", text(&floppy)]).await;
    let ready = [Drive::Cd, Drive::Floppy].map(HostCommand::test_unit_ready);
    let reads = (0..60u32).map(|turn| match turn % 2 {
        0 => HostCommand::read_10(Drive::Cd, turn * 11, 10),
        _ => HostCommand::read_10(Drive::Floppy, turn * 40, 40),
    });
    let outcomes = script(&simulator, ready.into_iter().chain(reads).collect()).await;
    for (turn, outcome) in outcomes[2..].iter().enumerate() {
        let expected = match turn % 2 {
            0 => &cd_bytes[turn * 11 * 2048..][..10 * 2048],
            _ => &floppy_bytes[turn * 40 * 512..][..40 * 512],
        };
        assert!(*outcome == Outcome::Good(expected.to_vec()), "read {turn}");
    }
    assert_eq!(media.interrupt().await.code, Some(130));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_and_a_web_server_are_lent_like_a_file() {
    let folder = tempfile::tempdir().unwrap();
    images::write_sample(folder.path());
    let simulator = simulator("").await;
    let media = Media::lent(&simulator, &["--cd", text(folder.path())]).await;
    let from_folder = load(&simulator, 64).await;
    let ended = media.interrupt().await;
    assert_eq!(from_folder.fault, None);
    assert_eq!(line(&lines(&ended), "image", Some("cd"))["kind"], "iso");

    gone(&simulator).await;
    let web = Web::start(disc_bytes(1500), None).await;
    let media = Media::lent(&simulator, &["--cd", &web.url()]).await;
    let from_web = load(&simulator, 64).await;
    assert_eq!(from_web.sha256, sha256(&disc_bytes(1500)));
    assert_eq!(media.interrupt().await.code, Some(130));
}

#[tokio::test(flavor = "multi_thread")]
async fn until_boot_ends_by_itself_when_the_pc_has_started_from_the_disk() {
    if !have(&["grub-mkrescue", "xorriso", "mformat"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let iso = images::grub_iso(folder.path());
    let simulator = simulator("").await;
    let media = Media::lent(&simulator, &["--cd", text(&iso), "--until", "boot"]).await;
    let now = std::time::Instant::now();
    simulator.device().lock().restart_from(now, Drive::Cd);
    let ended = media.end().await;
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let lines = lines(&ended);
    assert_eq!(line(&lines, "end", None)["end"], "reached");
    assert_eq!(line(&lines, "totals", Some("cd"))["starting"], true);
    line(&lines, "host-reset", None);
    gone(&simulator).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_vanishes_is_told_once_and_the_drives_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("disk.iso");
    fs::write(&path, disc_bytes(2000)).unwrap();
    let simulator = simulator("").await;
    let media = Media::lent(&simulator, &["--cd", text(&path)]).await;
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_len(100_000).unwrap();
    let outcomes = script(
        &simulator,
        vec![
            HostCommand::test_unit_ready(Drive::Cd),
            HostCommand::read_10(Drive::Cd, 1500, 4),
            HostCommand::read_10(Drive::Cd, 1500, 4),
            HostCommand::read_10(Drive::Floppy, 0, 1),
        ],
    )
    .await;
    assert!(
        matches!(outcomes.last(), Some(Outcome::Good(_))),
        "{outcomes:?}"
    );
    let ended = media.interrupt().await;
    let lines = lines(&ended);
    let trouble = line(&lines, "trouble", Some("cd"));
    assert_eq!(trouble["kind"], "image-unreadable");
    let count = lines
        .iter()
        .filter(|line| line["event"] == "trouble")
        .count();
    assert_eq!(count, 1);
    assert!(
        ended.stderr.contains("It ends before byte"),
        "{}",
        ended.stderr
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn images_with_a_flaw_that_can_be_lent_are_lent_with_a_word_and_byte_for_byte() {
    if !have(&["grub-mkrescue", "xorriso", "mformat"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let whole = fs::read(images::grub_iso(folder.path())).unwrap();
    // El Torito: the boot record in block 17 names the block of the catalogue.
    let pointer = 17 * 2048 + 0x47;
    let catalogue = u32::from_le_bytes(whole[pointer..pointer + 4].try_into().unwrap());
    let mut damaged = whole.clone();
    damaged[catalogue as usize * 2048 + 5] ^= 0xFF;
    let mut lost = whole.clone();
    lost[pointer..pointer + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut odd = whole.clone();
    odd.extend([7; 100]);
    for (name, bytes, warning, text_of_it) in [
        (
            "damaged.iso",
            damaged,
            "boot-catalogue-damaged",
            "Its boot catalogue is damaged, no PC starts from it",
        ),
        (
            "lost.iso",
            lost,
            "boot-catalogue-damaged",
            "Its boot catalogue is damaged, no PC starts from it",
        ),
        (
            "odd.iso",
            odd,
            "padded",
            "It ends in the middle of a block, the rest is read as zeros",
        ),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, &bytes).unwrap();
        let simulator = simulator("").await;
        let media = Media::lent(&simulator, &["--cd", text(&path)]).await;
        let report = load(&simulator, 32).await;
        assert_eq!(report.fault, None, "{name}");
        let mut served = bytes;
        served.resize(served.len().next_multiple_of(2048), 0);
        assert_eq!(report.sha256, sha256(&served), "{name}");
        let lines = lines(&media.interrupt().await);
        let warnings = &line(&lines, "image", Some("cd"))["warnings"];
        let has = warnings
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one == warning);
        assert!(has, "{name}: {warnings}");
        if warning == "boot-catalogue-damaged" {
            // Nobody is restarted for it, and the reason is named.
            let ended = refused(&["--cd", text(&path), "--boot"]);
            assert_eq!(ended.code, Some(9), "{}", ended.stderr);
            assert!(ended.stderr.contains("boot catalogue"), "{}", ended.stderr);
        }
        let shown = refused(&["--cd", text(&path)]);
        assert!(
            shown.stdout.contains(text_of_it),
            "{name}: {}",
            shown.stdout
        );
    }
}

/// Refused before anything is sent: at port 9 nobody answers.
fn refused(arguments: &[&str]) -> Ended {
    let mut all = vec!["media", "127.0.0.1:9:9", "--tls", "off"];
    all.extend(arguments);
    run(&all)
}

#[test]
fn images_that_cannot_be_lent_are_refused_in_words_before_the_pc_is_called() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let mut cut = disc_bytes(2000);
    cut.truncate(500_000);
    let cases = [
        ("--cd", file("empty.iso", b""), "The image is empty"),
        (
            "--cd",
            file("cut.iso", &cut),
            "The image is cut off: 500000 of 4096000 bytes are there",
        ),
        (
            "--cd",
            file(
                "page.iso",
                b"<!DOCTYPE html><html><body>Not found</body></html>",
            ),
            "This is not a CD image but a text, perhaps a web page",
        ),
        (
            "--cd",
            file("disk.iso.gz", b"\x1F\x8B\x08\0rest"),
            "This is not a disk image but a compressed file (gzip)",
        ),
        (
            "--floppy",
            file("odd.img", &[1; 1_474_561]),
            "The image has 1474561 bytes, which is not a whole number of 512-byte blocks",
        ),
        (
            "--floppy",
            folder.path().to_owned(),
            "A folder can be lent as a CD only",
        ),
        (
            "--cd",
            folder.path().join("nowhere.iso"),
            "No such file or directory (os error 2)",
        ),
    ];
    for (drive, path, cause) in cases {
        let ended = refused(&[drive, text(&path)]);
        assert_eq!(ended.code, Some(9), "{}", ended.stderr);
        assert!(
            ended.title().ends_with(" cannot be used"),
            "{}",
            ended.stderr
        );
        let said = ended.stderr.lines().nth(1).unwrap().trim();
        assert!(
            said.eq_ignore_ascii_case(cause),
            "{said:?} instead of {cause:?}"
        );
        assert!(
            ended.stderr.lines().count() >= 3,
            "no remedy: {}",
            ended.stderr
        );
    }
    assert_eq!(refused(&[]).code, Some(2), "nothing to lend");
    assert_eq!(refused(&["--cd", "x", "--writable"]).code, Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_of_the_pc_has_its_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("disk.iso");
    fs::write(&path, disc_bytes(100)).unwrap();
    let cd = ["--cd", text(&path)];
    let refused = spawn_blocking(move || refused(&["--floppy", "/dev/null"]));
    assert_eq!(refused.await.unwrap().code, Some(9), "no floppy either");

    let one = simulator("").await;
    let first = Media::lent(&one, &cd).await;
    let second = Media::start(&one, &cd).end().await;
    assert_eq!(second.code, Some(7), "{}", second.stderr);
    assert_eq!(second.title(), "Another console is connected");
    assert_eq!(first.interrupt().await.code, Some(130));

    let wrong = folder.path().join("password");
    fs::write(&wrong, "wrong\n").unwrap();
    let wrong = Media::start(&one, &[cd[0], cd[1], "--password-file", text(&wrong)]);
    let wrong = wrong.end().await;
    assert_eq!(wrong.code, Some(4), "{}", wrong.stderr);

    let consent = simulator("redir:refuse=consent").await;
    let consent = Media::start(&consent, &cd).end().await;
    assert_eq!(consent.code, Some(6), "{}", consent.stderr);
    let error = &lines(&consent).pop().unwrap()["error"];
    assert_eq!(error["kind"], "consent-needed");
}
