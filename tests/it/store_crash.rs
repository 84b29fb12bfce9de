//! Everything that is kept, in trouble: writers killed again and again, two at once, a disk that is
//! full, one that cannot be written, files of a newer version.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use outband::store::journal::{Begin, Journal, Kind};
use outband::store::macros::{self, SavedMacro};
use outband::store::paths::Folder;
use outband::store::profile::{AddressBook, Profile};
use outband::store::recent::{self, Recent};
use outband::store::recent_images::{self, RecentDrive, RecentImage};
use outband::store::settings::Settings;
use outband::store::trusted::{DeviceKey, TrustStore};

use crate::support::program::{command, names, run};

/// What is kept, and the file that each of them lives in.
const STORES: [(&str, &str); 7] = [
    ("book", "devices.toml"),
    ("settings", "settings.toml"),
    ("trusted", "trusted.toml"),
    ("recent", "recent.toml"),
    ("images", "recent-images.toml"),
    ("macros", "macros.toml"),
    ("journal", "journal.jsonl"),
];

/// Saves a number in the name of `by`.
fn save(folder: &Folder, store: &str, by: &str, number: u32) -> Result<(), Box<dyn Error>> {
    let name = format!("{by}-{number}");
    match store {
        "book" => {
            AddressBook::new(folder).edit(|book| book.add(Profile::new(name, "10.0.0.1")))?;
        }
        "settings" => {
            Settings::edit(folder, |settings| {
                let shortcuts = &mut settings.shortcuts;
                shortcuts.insert(by.to_owned(), number.to_string());
            })?;
        }
        "trusted" => {
            let key = DeviceKey::new(&name, &[]);
            TrustStore::new(folder).update(&key, |known| known.realm = Some(name))?;
        }
        "recent" => {
            let (name, address) = (None, name);
            recent::note(folder, Recent { name, address })?;
        }
        "images" => {
            let image = RecentImage::new(RecentDrive::Cd, &format!("http://pc/{name}")).unwrap();
            recent_images::edit(folder, |images| recent_images::put_first(images, image))?;
        }
        "macros" => {
            let name = by.to_owned();
            let script = number.to_string();
            macros::change(folder, |macros| {
                macros.retain(|known| known.name != by);
                macros.push(SavedMacro {
                    name,
                    key: None,
                    script,
                });
            })?;
        }
        "journal" => {
            Journal::new(folder).begin(Begin::new(Kind::Info, name))?;
        }
        _ => panic!("{store}"),
    }
    Ok(())
}

/// The numbers that were saved in the name of `by` and are there, in their order. Whatever is not
/// whole fails the test.
fn kept(folder: &Folder, store: &str, by: &str) -> Vec<u32> {
    let mine = |text: &str| -> Option<u32> {
        let number = text.strip_prefix(by)?.strip_prefix('-')?;
        Some(number.parse().unwrap())
    };
    let mut numbers: Vec<u32> = match store {
        "book" => {
            let book = AddressBook::new(folder).read().unwrap();
            book.pcs().iter().filter_map(|pc| mine(&pc.name)).collect()
        }
        "settings" => {
            let shortcuts = Settings::read(folder).unwrap().shortcuts;
            let number = shortcuts.get(by).map(|number| number.parse().unwrap());
            number.into_iter().collect()
        }
        "trusted" => {
            let path = folder.trusted();
            let text = fs::read_to_string(&path).unwrap_or_default();
            let store = TrustStore::new(folder);
            let keys = text.lines().filter_map(|line| {
                let key = line.strip_prefix("[pc.")?.strip_suffix(']')?;
                let known = store.known(&DeviceKey::new(key, &[])).unwrap();
                assert_eq!(known.realm.as_deref(), Some(key));
                mine(key)
            });
            keys.collect()
        }
        "recent" => {
            let list = recent::read(folder);
            list.iter().filter_map(|pc| mine(&pc.address)).collect()
        }
        "images" => {
            let list = recent_images::read(folder).unwrap();
            let name = |image: &RecentImage| mine(image.image.strip_prefix("http://pc/").unwrap());
            list.iter().filter_map(name).collect()
        }
        "macros" => {
            let list = macros::read(folder).unwrap();
            let mine = list.iter().filter(|known| known.name == by);
            mine.map(|known| known.script.parse().unwrap()).collect()
        }
        "journal" => {
            let history = Journal::new(folder).read().unwrap();
            assert_eq!(history.damaged, 0);
            let deeds = history.deeds.iter();
            deeds.filter_map(|deed| mine(&deed.address)).collect()
        }
        _ => panic!("{store}"),
    };
    numbers.sort_unstable();
    numbers
}

/// The store keeps every number, and not only the last ones.
fn keeps_all(store: &str) -> bool {
    ["book", "trusted", "journal"].contains(&store)
}

const ORDER: &str = "OUTBAND_TEST_SAVER";

/// Another process: saves numbers from `start` on, `count` of them, and reports each on standard
/// error once it is saved.
fn saver(folder: &Folder, store: &str, by: &str, start: u32, count: u32) -> Child {
    let order = [store, by, &start.to_string(), &count.to_string()].join(" ");
    child("store_crash::child_saves")
        .env(ORDER, order)
        .env("OUTBAND_TEST_FOLDER", folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// A test of this binary, in a process of its own.
fn child(test: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--ignored", "--nocapture"]);
    command.stdin(Stdio::null());
    command
}

fn ordered_folder() -> Folder {
    let path = std::env::var_os("OUTBAND_TEST_FOLDER").expect("only as a child of another test");
    Folder::new(path.into())
}

#[test]
#[ignore = "the other process of tests in this file"]
fn child_saves() {
    let folder = ordered_folder();
    let order = std::env::var(ORDER).unwrap();
    let [store, by, start, count] = order.split(' ').collect::<Vec<_>>()[..] else {
        panic!("{order}");
    };
    let start: u32 = start.parse().unwrap();
    let count: u32 = count.parse().unwrap();
    for number in start..start + count {
        save(&folder, store, by, number).unwrap();
        eprintln!("saved {number}");
    }
}

fn reported(line: &str) -> Option<u32> {
    line.strip_prefix("saved ")?.trim().parse().ok()
}

fn beside(folder: &Folder) -> Vec<String> {
    let mut names = names(folder.path());
    names.retain(|name| name.starts_with('.'));
    names
}

#[test]
fn what_was_reported_as_saved_outlives_a_kill_at_any_moment() {
    const ROUNDS: u32 = 16;
    for (store, _) in STORES {
        let keep = tempfile::tempdir().unwrap();
        let folder = Folder::new(keep.path().to_owned());
        let mut next = 0;
        let mut in_between = 0;
        for round in 0..ROUNDS {
            let mut child = saver(&folder, store, "a", next, 100_000);
            let mut lines = BufReader::new(child.stderr.take().unwrap());
            let mut line = String::new();
            let mut last = None;
            while last.is_none() {
                line.clear();
                assert_ne!(lines.read_line(&mut line).unwrap(), 0, "{store} has ended");
                last = reported(&line);
            }
            // No condition to wait for: any moment of the saving is as good as another.
            let moment = u64::from(round) * 1_370 % 11_000;
            std::thread::sleep(Duration::from_micros(moment));
            child.kill().unwrap();
            child.wait().unwrap();
            line.clear();
            lines.read_to_string(&mut line).unwrap();
            let last = line
                .lines()
                .filter_map(reported)
                .next_back()
                .or(last)
                .unwrap();

            let kept = kept(&folder, store, "a");
            let newest = *kept.last().unwrap();
            // The one after it may have been saved, but not reported any more.
            assert!(
                newest == last || newest == last + 1,
                "{store}: {newest}, {last}"
            );
            if keeps_all(store) {
                assert!(kept.iter().copied().eq(0..=newest), "{store}: {kept:?}");
            }
            let beside = beside(&folder);
            assert!(beside.len() <= 1, "{store} piles up {beside:?}");
            in_between += beside.len();
            next = newest + 1;
        }
        eprintln!("{store}: {in_between} of {ROUNDS} kills left half a file beside the whole one");
        save(&folder, store, "a", next).unwrap();
        assert_eq!(beside(&folder), [""; 0], "{store}");
        let damaged = names(folder.path())
            .into_iter()
            .find(|name| name.contains("damaged"));
        assert_eq!(damaged, None, "{store}");
    }
}

#[test]
fn two_instances_that_save_at_the_same_time_lose_nothing_of_each_other() {
    const EACH: u32 = 40;
    for (store, _) in STORES {
        let keep = tempfile::tempdir().unwrap();
        let folder = Folder::new(keep.path().to_owned());
        let children = ["a", "b"].map(|by| saver(&folder, store, by, 0, EACH));
        for child in children {
            let ended = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&ended.stderr);
            assert!(ended.status.success(), "{store}: {said}");
        }
        let lists = ["a", "b"].map(|by| kept(&folder, store, by));
        if keeps_all(store) {
            for list in &lists {
                assert!(list.iter().copied().eq(0..EACH), "{store}: {list:?}");
            }
        }
        // Of a short list the last one at least is there.
        let newest = lists.iter().filter_map(|list| list.last()).max();
        assert_eq!(newest, Some(&(EACH - 1)), "{store}");
        if ["settings", "macros"].contains(&store) {
            assert_eq!(lists, [[EACH - 1], [EACH - 1]], "{store}");
        }
    }
}

/// All files of the folder and what they hold; locks hold nothing.
fn contents(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let files = names(folder.path()).into_iter();
    let read = |name: String| (name.clone(), fs::read(folder.path().join(name)).unwrap());
    files.map(read).collect()
}

/// What the system said, of an error of any store.
fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a std::io::Error> {
    error.downcast_ref().or_else(|| cause(error.source()?))
}

/// Nothing can be saved now, and nothing is lost by trying.
fn all_refuse(folder: &Folder, kind: std::io::ErrorKind, words: &str) {
    for (store, file) in STORES {
        let before = contents(folder);
        let entries = kept(folder, store, "b").len();
        let mut saved = 0;
        // The block that holds the end of the journal has room for some lines more.
        let error = loop {
            match save(folder, store, "b", saved) {
                Err(error) => break error,
                Ok(()) => saved += 1,
            }
            assert!(store == "journal" && saved < 100, "{store} was saved");
        };
        let system = cause(error.as_ref());
        assert_eq!(system.unwrap().kind(), kind, "{store}: {error}");
        let mut after = contents(folder);
        if store == "journal" {
            assert_eq!(kept(folder, store, "b").len(), entries + saved as usize);
            after.insert(file.to_owned(), before[file].clone());
        }
        assert!(before == after, "{store}: {:?}", after.keys());
        assert!(!kept(folder, store, "a").is_empty(), "{store}");
    }
    let dir = folder.path().to_str().unwrap();
    let before = contents(folder);
    let args = ["devices", "add", "c", "10.0.0.3", "--config-dir", dir];
    let ended = run(&[&args[..], &["--json"]].concat());
    assert_eq!(ended.code, Some(9), "{}", ended.stderr);
    let error = &ended.json()["error"];
    assert_eq!(error["kind"], "file-unwritable");
    let said = error["cause"].as_str().unwrap();
    assert!(said.contains(words), "{said}");
    let remedy = error["remedy"].as_str().unwrap();
    assert!(
        remedy.contains("has space") && remedy.contains("may write"),
        "{remedy}"
    );
    let list = run(&["devices", "list", "--config-dir", dir]);
    assert!(
        list.stdout.contains("a-0"),
        "{}{}",
        list.stdout,
        list.stderr
    );
    assert!(contents(folder) == before);
}

#[test]
#[ignore = "the other process of tests in this file"]
fn child_fills_its_disk() {
    let folder = ordered_folder();
    for (store, _) in STORES {
        save(&folder, store, "a", 0).unwrap();
    }
    let filler = folder.path().join("filler");
    let mut file = fs::File::create(&filler).unwrap();
    let block = [0; 4096];
    let error = std::iter::repeat_with(|| file.write_all(&block).err())
        .flatten()
        .next();
    assert_eq!(error.unwrap().kind(), std::io::ErrorKind::StorageFull);
    all_refuse(&folder, std::io::ErrorKind::StorageFull, "No space left");

    // A damaged file is put aside by the next change, if that can be written.
    let whole = fs::read(folder.settings()).unwrap();
    let damaged = b"theme = \"pink\"\n";
    fs::write(folder.settings(), damaged).unwrap();
    save(&folder, "settings", "b", 0).unwrap_err();
    assert_eq!(fs::read(folder.settings()).unwrap(), damaged);
    let aside = folder.path().join("settings.damaged-1.toml");
    assert!(!aside.exists(), "it is still in its place");

    // The system frees a file that nobody has open.
    drop(file);
    fs::remove_file(filler).unwrap();
    fs::write(folder.settings(), whole).unwrap();
    for (store, _) in STORES {
        save(&folder, store, "d", 0).unwrap();
        assert_eq!(kept(&folder, store, "d"), [0], "{store}");
        assert!(!kept(&folder, store, "a").is_empty(), "{store}");
    }
}

#[test]
#[ignore = "the other process of tests in this file"]
fn child_writes_where_nothing_can_be_written() {
    let kind = std::io::ErrorKind::ReadOnlyFilesystem;
    all_refuse(&ordered_folder(), kind, "Read-only");
}

/// A disk of 256 KiB in a namespace of its own: nobody else sees it, and nothing of it stays.
/// First it is full, then it cannot be written at all.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_or_cannot_be_written_costs_nothing_and_is_named() {
    let disk = tempfile::tempdir().unwrap();
    // Whoever is not root is root in a namespace of users, where the system allows that.
    let ways = [&["--mount"][..], &["--mount", "--map-root-user"]];
    let unshare = |way: &[&str], script: &str| {
        let mut command = Command::new("unshare");
        command.args(way).args(["sh", "-ec", script, "sh"]);
        command.arg(disk.path()).stdin(Stdio::null());
        command
    };
    const MOUNT: &str = "mount -t tmpfs -o size=256k none \"$1\"";
    let can = |way: &&&[&str]| {
        let mut probe = unshare(way, MOUNT);
        let output = probe.output();
        output.is_ok_and(|output| output.status.success())
    };
    let Some(way) = ways.iter().find(can) else {
        eprintln!("skipped: this system lets nobody but root mount a small disk");
        return;
    };
    let script = format!(
        "{MOUNT}; run() {{ \"$OUTBAND_TEST_BINARY\" \"$1\" --exact --ignored --nocapture; }}; \
         run store_crash::child_fills_its_disk; mount -o remount,ro \"$1\"; \
         run store_crash::child_writes_where_nothing_can_be_written"
    );
    let mut command = unshare(way, &script);
    command.env("OUTBAND_TEST_BINARY", std::env::current_exe().unwrap());
    command.env("OUTBAND_TEST_FOLDER", disk.path());
    let ended = command.output().unwrap();
    let said = String::from_utf8_lossy(&ended.stdout) + String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{said}");
    assert_eq!(said.matches("1 passed").count(), 2, "{said}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_read_all_the_same() {
    use std::os::unix::fs::PermissionsExt as _;
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::new(keep.path().to_owned());
    for (store, _) in STORES {
        save(&folder, store, "a", 0).unwrap();
    }
    let rights = |mode| {
        fs::set_permissions(keep.path(), fs::Permissions::from_mode(mode)).unwrap();
    };
    rights(0o500);
    let is_root = fs::write(keep.path().join("x"), "").is_ok();
    if is_root {
        eprintln!("skipped: root may write everywhere; a read-only disk is another test");
    } else {
        let kind = std::io::ErrorKind::PermissionDenied;
        for (store, _) in STORES.iter().filter(|(store, _)| *store != "journal") {
            let error = save(&folder, store, "b", 0).unwrap_err();
            assert_eq!(cause(error.as_ref()).unwrap().kind(), kind, "{store}");
            assert_eq!(kept(&folder, store, "a"), [0], "{store}");
        }
    }
    rights(0o700);
}

#[test]
fn files_of_a_newer_version_stop_a_command_with_words_and_stay_as_they_are() {
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::new(keep.path().to_owned());
    let dir = keep.path().to_str().unwrap();
    // In a shape that this version knows, and in one that it does not.
    for newer in ["version = 99\n", "version = 99\npc = 3\ntheme = [1]\n"] {
        for (file, args) in [
            (folder.devices(), &["devices", "add", "a", "10.0.0.1"][..]),
            (folder.devices(), &["devices", "recover"]),
            (folder.settings(), &["power", "127.0.97.98:1"]),
        ] {
            fs::write(&file, newer).unwrap();
            let mut program = command(&[args, &["--json", "--config-dir", dir]].concat());
            let output = program.output().unwrap();
            let said = String::from_utf8_lossy(&output.stdout);
            assert_eq!(output.status.code(), Some(9), "{args:?}: {said}");
            let document: serde_json::Value = serde_json::from_str(&said).unwrap();
            assert_eq!(document["error"]["kind"], "store-newer", "{args:?}");
            let path = file.to_str().unwrap();
            assert!(document["error"]["cause"].as_str().unwrap().ends_with(path));
            assert_eq!(fs::read_to_string(&file).unwrap(), newer, "{args:?}");
            fs::remove_file(&file).unwrap();
        }
    }
    let left = names(keep.path());
    assert!(left.iter().all(|name| name.ends_with(".lock")), "{left:?}");
}
