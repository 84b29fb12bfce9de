//! Disk images as other programs make them: recognised, listed, read, or refused in words.

use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use outband::media::directory::Directory;
use outband::media::folder::{Folder, FolderError};
use outband::media::image_facts::{Boot, ImageKind, ImageWarning};
use outband::media::source::FileSource;
use outband::media::{DiskImage, ImageError, Source, SourceError};
use outband::proto::ider::messages::Drive;

use crate::support::images::{self, have, run};

fn list(source: &dyn Source) -> Directory {
    let directory = Directory::read(source, &AtomicBool::new(false));
    assert!(!directory.is_truncated());
    directory
}

/// Checks that every file of the sample lies where the directory says, byte for byte, and that
/// each of its blocks leads back to its name.
fn check_sample(source: &dyn Source, directory: &Directory) {
    for (path, content) in images::sample_files() {
        let index = directory.files().iter().position(|file| file.path == path);
        let index = index.unwrap_or_else(|| panic!("{path} in {:?}", directory.files()));
        assert_eq!(directory.files()[index].len, content.len() as u64);
        let mut read = Vec::new();
        for range in directory.extents_of(index) {
            let mut bytes = vec![0; usize::try_from((range.end - range.start) * 2048).unwrap()];
            source.read_at(range.start * 2048, &mut bytes).unwrap();
            read.extend(bytes);
            for lba in [range.start, range.end - 1] {
                assert_eq!(directory.file_at(lba).unwrap().path, path);
            }
        }
        read.truncate(content.len());
        assert!(read == content, "{path}");
    }
}

#[test]
fn a_plain_iso_is_listed_with_the_names_people_know() {
    if !have(&["xorriso"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = images::plain_iso(folder.path());
    let image = DiskImage::open(&path, Drive::Cd).unwrap();
    assert_eq!(image.facts.kind, ImageKind::Iso);
    assert_eq!(image.facts.label.as_deref(), Some("SAMPLE_1"));
    assert_eq!(image.facts.boot, Boot::default());
    assert_eq!(image.facts.warnings, [ImageWarning::NotBootable]);
    assert_eq!(
        image.facts.block_count * 2048,
        fs::metadata(&path).unwrap().len()
    );
    check_sample(image.source.as_ref(), &list(image.source.as_ref()));
}

#[test]
fn joliet_names_and_udf_trees_are_read_where_there_is_nothing_better() {
    if !have(&["genisoimage", "xorriso"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    images::write_sample(&tree);
    let joliet = folder.path().join("joliet.iso");
    run(
        "genisoimage",
        &[
            &"-quiet",
            &"-J",
            &"-joliet-long",
            &"-iso-level",
            &"1",
            &"-D",
            &"-o",
            &joliet,
            &tree,
        ],
    );
    let source = FileSource::open(&joliet).unwrap();
    check_sample(&source, &list(&source));

    let bridge = folder.path().join("bridge.iso");
    run(
        "genisoimage",
        &[&"-quiet", &"-udf", &"-R", &"-D", &"-o", &bridge, &tree],
    );
    let image = DiskImage::open(&bridge, Drive::Cd).unwrap();
    assert_eq!(image.facts.kind, ImageKind::UdfBridge);
    check_sample(image.source.as_ref(), &list(image.source.as_ref()));
}

#[test]
fn a_udf_tree_behind_an_almost_empty_iso_tree_is_found() {
    if !have(&["genisoimage"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    images::write_sample(&tree);
    let path = folder.path().join("udf.iso");
    // The ISO tree hides everything, as discs for UDF systems do.
    run(
        "genisoimage",
        &[
            &"-quiet", &"-udf", &"-D", &"-hide", &"*", &"-o", &path, &tree,
        ],
    );
    let source = FileSource::open(&path).unwrap();
    let directory = list(&source);
    assert!(
        directory
            .files()
            .iter()
            .any(|file| file.path == "boot/initrd.img")
    );
}

#[test]
fn a_bootable_hybrid_iso_says_how_it_starts() {
    if !have(&["grub-mkrescue", "xorriso", "mformat"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = images::grub_iso(folder.path());
    let image = DiskImage::open(&path, Drive::Cd).unwrap();
    assert_eq!(image.facts.kind, ImageKind::HybridIso);
    assert_eq!(image.facts.label.as_deref(), Some("GRUB_TEST"));
    assert!(image.facts.boot.bios, "{:?}", image.facts);
    let has_uefi = Path::new("/usr/lib/grub/x86_64-efi/moddep.lst").exists();
    assert_eq!(image.facts.boot.uefi, has_uefi);
    let directory = list(image.source.as_ref());
    assert!(
        directory
            .files()
            .iter()
            .any(|file| file.path == "boot/grub/grub.cfg")
    );

    // The same file as a stick in the other drive.
    let stick = DiskImage::open(&path, Drive::Floppy).unwrap();
    assert_eq!(stick.facts.kind, ImageKind::HybridIso);
    assert!(stick.facts.boot.bios);
    assert_eq!(stick.facts.block_count, image.facts.block_count * 4);
}

#[test]
fn an_iso_that_starts_with_a_bios_only_warns_about_uefi() {
    if !have(&["xorriso"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    images::write_sample(&tree);
    fs::write(tree.join("boot.img"), images::noise(5, 2048)).unwrap();
    let path = folder.path().join("bios.iso");
    run(
        "xorriso",
        &[
            &"-as",
            &"mkisofs",
            &"-R",
            &"-b",
            &"boot.img",
            &"-no-emul-boot",
            &"-boot-load-size",
            &"4",
            &"-c",
            &"boot.cat",
            &"-o",
            &path,
            &tree,
        ],
    );
    let image = DiskImage::open(&path, Drive::Cd).unwrap();
    assert!(image.facts.boot.bios && !image.facts.boot.uefi);
    assert_eq!(image.facts.warnings, [ImageWarning::NotOnUefi]);
    // One wrong byte in its boot catalogue.
    let catalogue = list(image.source.as_ref())
        .files()
        .iter()
        .position(|file| file.path == "boot.cat")
        .unwrap();
    let block = list(image.source.as_ref())
        .extents_of(catalogue)
        .next()
        .unwrap()
        .start;
    let mut file = File::options().write(true).open(&path).unwrap();
    file.seek(SeekFrom::Start(block * 2048 + 4)).unwrap();
    file.write_all(b"!").unwrap();
    let image = DiskImage::open(&path, Drive::Cd).unwrap();
    assert_eq!(
        image.facts.warnings,
        [
            ImageWarning::BootCatalogueDamaged,
            ImageWarning::NotBootable
        ]
    );
}

#[test]
fn an_iso_beyond_4_gib_is_read_near_its_end() {
    if !have(&["xorriso"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("tree");
    fs::create_dir_all(&tree).unwrap();
    // A hole of 5 GiB and data behind it. The volume is put together by hand: writing five
    // gigabytes of zeros is no test of anything.
    let path = images::plain_iso(folder.path());
    let mut file = File::options().read(true).write(true).open(&path).unwrap();
    let bytes: u64 = (5 << 30) + 2048;
    file.set_len(bytes).unwrap();
    let tail = images::noise(6, 4096);
    file.seek(SeekFrom::Start(bytes - 4096)).unwrap();
    file.write_all(&tail).unwrap();
    let blocks = u32::try_from(bytes / 2048).unwrap();
    file.seek(SeekFrom::Start(16 * 2048 + 80)).unwrap();
    file.write_all(&blocks.to_le_bytes()).unwrap();
    file.write_all(&blocks.to_be_bytes()).unwrap();
    drop(file);
    let image = DiskImage::open(&path, Drive::Cd).unwrap();
    assert_eq!(image.facts.block_count, u64::from(blocks));
    let mut read = vec![0; 4096];
    image.source.read_at(bytes - 4096, &mut read).unwrap();
    assert_eq!(read, tail);
    check_sample(image.source.as_ref(), &list(image.source.as_ref()));
}

#[test]
fn a_download_that_was_cut_off_is_refused_and_missing_padding_is_not() {
    if !have(&["xorriso"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = images::plain_iso(folder.path());
    let whole = fs::metadata(&path).unwrap().len();
    let file = File::options().write(true).open(&path).unwrap();
    file.set_len(whole - 100 * 2048).unwrap();
    let image = DiskImage::open(&path, Drive::Cd).unwrap();
    assert!(image.facts.warnings.contains(&ImageWarning::TailMissing));
    assert_eq!(image.facts.block_count * 2048, whole);
    file.set_len(whole / 2).unwrap();
    let error = DiskImage::open(&path, Drive::Cd).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "the image is cut off: {} of {whole} bytes are there",
            whole / 2
        )
    );
    file.set_len(40_000).unwrap();
    assert!(matches!(
        DiskImage::open(&path, Drive::Cd),
        Err(ImageError::Truncated { .. })
    ));
}

#[test]
fn a_file_of_odd_length_is_padded_on_a_cd() {
    if !have(&["xorriso"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = images::plain_iso(folder.path());
    let mut file = File::options().append(true).open(&path).unwrap();
    file.write_all(b"odd").unwrap();
    let bytes = fs::metadata(&path).unwrap().len();
    let image = DiskImage::open(&path, Drive::Cd).unwrap();
    assert_eq!(image.facts.block_count, bytes.div_ceil(2048));
    assert!(image.facts.warnings.contains(&ImageWarning::Padded));
}

#[test]
fn a_damaged_directory_gives_what_can_be_read() {
    if !have(&["xorriso"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = images::plain_iso(folder.path());
    let source = FileSource::open(&path).unwrap();
    let mut bytes = vec![0; usize::try_from(source.len()).unwrap()];
    source.read_at(0, &mut bytes).unwrap();
    for seed in 0..200 {
        // Some bytes of the directories are replaced by noise; whatever that makes of them, the
        // listing ends, and says so if something is missing.
        let mut damaged = bytes[..200 * 2048].to_vec();
        for hit in images::noise(seed, 64).chunks(8) {
            let at = 18 * 2048 + usize::from(u16::from_le_bytes([hit[0], hit[1]])) % 40_000;
            damaged[at] = hit[2];
        }
        let damaged = outband::media::source::MemorySource::new(damaged);
        let directory = Directory::read(&damaged, &AtomicBool::new(false));
        assert!(directory.files().len() < 100);
    }
}

#[test]
fn a_listing_that_is_stopped_stops() {
    if !have(&["xorriso"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let source = FileSource::open(&images::plain_iso(folder.path())).unwrap();
    let directory = Directory::read(&source, &AtomicBool::new(true));
    assert!(directory.is_truncated() && directory.files().is_empty());
}

#[test]
fn a_floppy_image_is_recognised() {
    if !have(&["mformat", "mcopy"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = images::floppy(folder.path());
    let image = DiskImage::open(&path, Drive::Floppy).unwrap();
    assert_eq!(
        (image.facts.kind, image.facts.block_count),
        (ImageKind::Fat, 2880)
    );
    assert_eq!(image.facts.label.as_deref(), Some("TESTDISK"));
    let error = DiskImage::open(&path, Drive::Cd).unwrap_err();
    assert!(error.to_string().contains("floppy"));
}

#[test]
fn the_blank_floppy_pleases_the_tools_that_check_floppies() {
    if !have(&["fsck.vfat", "mdir"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("blank.img");
    let source = outband::media::blank::floppy();
    let mut bytes = vec![0; usize::try_from(source.len()).unwrap()];
    source.read_at(0, &mut bytes).unwrap();
    fs::write(&path, bytes).unwrap();
    run("fsck.vfat", &[&"-n", &path]);
    let listing = run("mdir", &[&"-i", &path, &"::"]);
    assert!(
        listing.contains("No files") && listing.contains("1 457 664 bytes free"),
        "{listing}"
    );
}

#[test]
fn what_cannot_be_opened_is_refused_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.iso");
    let error = DiskImage::open(&missing, Drive::Cd).unwrap_err();
    assert!(matches!(error, ImageError::Unreadable(_)));
    let error = DiskImage::open(folder.path(), Drive::Floppy).unwrap_err();
    assert!(matches!(error, ImageError::FolderAsFloppy));
    let empty = folder.path().join("empty.iso");
    File::create(&empty).unwrap();
    let error = DiskImage::open(&empty, Drive::Cd).unwrap_err();
    assert_eq!(error.to_string(), "the image is empty");
}

/// Copies a source into a file, hole by hole.
fn write_out(source: &dyn Source, path: &Path) {
    let mut file = File::create(path).unwrap();
    let mut at = 0;
    while at < source.len() {
        let len = usize::try_from((source.len() - at).min(1 << 20)).unwrap();
        let mut bytes = vec![0; len];
        source.read_at(at, &mut bytes).unwrap();
        file.write_all(&bytes).unwrap();
        at += len as u64;
    }
}

#[test]
fn a_folder_becomes_a_cd_that_other_programs_read() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("My tools");
    images::write_sample(&tree);
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", tree.join("link")).unwrap();
    let cd = Folder::open(&tree).unwrap();
    assert_eq!(cd.left_out(), usize::from(cfg!(unix)));
    check_sample(&cd, &list(&cd));
    let known = cd.files().map(|(path, at, len)| (path.to_owned(), at, len));
    let known = Directory::from_files(known);
    assert_eq!(
        known.file_at(512).map(|f| f.len),
        list(&cd).file_at(512).map(|f| f.len)
    );

    let iso = folder.path().join("folder.iso");
    write_out(&cd, &iso);
    let image = DiskImage::open(&iso, Drive::Cd).unwrap();
    assert_eq!(image.facts.label.as_deref(), Some("MY_TOOLS"));
    assert_eq!(image.facts.bytes, cd.len());
    if have(&["xorriso", "diff"]) {
        let out = folder.path().join("out");
        run(
            "xorriso",
            &[&"-osirrox", &"on", &"-indev", &iso, &"-extract", &"/", &out],
        );
        #[cfg(unix)]
        fs::remove_file(tree.join("link")).unwrap();
        run("diff", &[&"-r", &"-x", &".rr_moved", &tree, &out]);
    }
    if have(&["isoinfo"]) {
        // isoinfo shows relocated folders where they lie, not where they belong.
        for (options, deep) in [
            ("-R", "/.rr_moved/h/i/deep.dat"),
            ("-J", "/a/b/c/d/e/f/g/h/i/deep.dat"),
        ] {
            let listing = run("isoinfo", &[&options, &"-f", &"-i", &iso]);
            assert!(
                listing.contains("/boot/vmlinuz-6.1.0-long-name"),
                "{listing}"
            );
            assert!(listing.contains(deep), "{listing}");
        }
        let listing = run("isoinfo", &[&"-l", &"-i", &iso]);
        assert!(listing.contains("README.TXT"), "{listing}");
    }
}

#[test]
fn a_folder_with_a_file_beyond_4_gib_has_all_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("big");
    fs::create_dir_all(&tree).unwrap();
    let len: u64 = (4 << 30) + 12_345;
    let mut big = File::create(tree.join("image.wim")).unwrap();
    big.set_len(len).unwrap();
    big.seek(SeekFrom::Start(len - 5)).unwrap();
    big.write_all(b"hello").unwrap();
    fs::write(tree.join("small"), b"small").unwrap();
    let cd = Folder::open(&tree).unwrap();
    let (_, at, got) = cd.files().find(|(path, ..)| *path == "image.wim").unwrap();
    assert_eq!(got, len);
    let mut tail = [0; 8];
    cd.read_at(at + len - 5, &mut tail).unwrap();
    assert_eq!(&tail, b"hello\0\0\0");
    let directory = list(&cd);
    let file = directory
        .files()
        .iter()
        .position(|file| file.path == "image.wim")
        .unwrap();
    assert_eq!(directory.files()[file].len, len);
    let blocks: u64 = directory
        .extents_of(file)
        .map(|range| range.end - range.start)
        .sum();
    assert_eq!(blocks, len.div_ceil(2048));
    assert_eq!(directory.extents_of(file).count(), 2);
}

#[test]
fn a_file_that_changes_in_a_lent_folder_gives_an_error_not_other_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.bin");
    fs::write(&file, [1; 5000]).unwrap();
    let cd = Folder::open(folder.path()).unwrap();
    fs::write(&file, [2; 4000]).unwrap();
    let (_, at, _) = cd.files().next().unwrap();
    let mut bytes = [0; 2048];
    assert!(matches!(
        cd.read_at(at, &mut bytes),
        Err(SourceError::Changed)
    ));
    fs::remove_file(&file).unwrap();
    assert!(matches!(
        cd.read_at(at, &mut bytes),
        Err(SourceError::Io(_))
    ));
    assert!(matches!(
        cd.read_at(cd.len() - 1, &mut bytes),
        Err(SourceError::Shrunk { .. })
    ));
}

#[test]
fn an_empty_folder_is_an_empty_cd() {
    let folder = tempfile::tempdir().unwrap();
    let cd = Folder::open(folder.path()).unwrap();
    assert!(list(&cd).files().is_empty());
    assert!(matches!(
        Folder::open(&folder.path().join("none")),
        Err(FolderError::Unreadable { .. })
    ));
}
