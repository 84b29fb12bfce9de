//! Disks lent to the simulator over real sockets: from files, folders, web servers and memory.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use outband::media::image_facts::ImageKind;
use outband::media::source::MemorySource;
use outband::media::{ImageError, Source, SourceError};
use outband::net::range::RangeOptions;
use outband::proto::ider::messages::Sense;
use outband::session::access::{Access, Security, TlsMode, TrustMode};
use outband::session::control::Credentials;
use outband::session::ider::{
    Disk, DiskImage, Drive, ImageLocation, MediaCommand, MediaEvent, MediaHandle, MediaOptions,
    MediaStage, Stall, Start, open_image, open_media,
};
use outband::session::{Fault, Feature, Target};
use outband::sim::ider::Outcome;
use outband::sim::ider::command::Command as HostCommand;
use outband::sim::{Event as SimEvent, Simulator};
use outband::store::trusted::TrustStore;
use outband::wire::Secret;
use tokio::runtime::Handle;
use tokio::time::{sleep, timeout};

use crate::support::images::{self, have};
use crate::support::lent::{PATIENCE, disc_bytes, load, script, sha256, simulator};
use crate::support::range_server::Web;

fn options(simulator: &Simulator, tls: TlsMode) -> MediaOptions {
    let ports = simulator.ports();
    let target = Target::Amt {
        user: None,
        host: ports.host.to_string(),
        wsman_port: None,
        redirection_port: match tls {
            TlsMode::Off => ports.redir,
            _ => ports.redir_tls,
        },
    };
    let security = Security {
        tls,
        trust: TrustMode::FirstUse,
        ..Security::new(TrustStore::in_memory())
    };
    let login = Credentials {
        user: "admin".into(),
        password: Secret::new("P@ssw0rd".into()),
    };
    MediaOptions {
        start: Start::Now,
        ..MediaOptions::new(Access::new(target, security), login)
    }
}

/// An image of noise that passes for a disc: whoever reads it has to get just these bytes.
fn disc(blocks: usize) -> (Vec<u8>, DiskImage) {
    let bytes = disc_bytes(blocks);
    let source: Arc<dyn Source> = Arc::new(MemorySource::new(bytes.clone()));
    let image = DiskImage::from_source("noise.iso".into(), source, Drive::Cd).unwrap();
    (bytes, image)
}

async fn next(handle: &mut MediaHandle) -> MediaEvent {
    let event = timeout(PATIENCE, handle.next_event()).await;
    event.expect("an event in time").expect("one more event")
}

/// Events until one of them is what `wanted` says.
async fn until<T>(handle: &mut MediaHandle, mut wanted: impl FnMut(&MediaEvent) -> Option<T>) -> T {
    loop {
        let event = next(handle).await;
        if let Some(found) = wanted(&event) {
            return found;
        }
        assert!(
            !matches!(event, MediaEvent::Closed(_)),
            "it ended: {event:?}"
        );
    }
}

async fn lent(handle: &mut MediaHandle) {
    until(handle, |event| {
        matches!(event, MediaEvent::Stage(MediaStage::Lent)).then_some(())
    })
    .await;
}

async fn closed(handle: &mut MediaHandle) -> Option<Fault> {
    loop {
        if let MediaEvent::Closed(fault) = next(handle).await {
            assert!(handle.next_event().await.is_none());
            return fault;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disc_arrives_byte_for_byte_plain_and_encrypted_and_its_progress_is_told() {
    for tls in [TlsMode::Off, TlsMode::Require] {
        let simulator = simulator("").await;
        let (bytes, image) = disc(3000);
        let mut handle = open_media(
            &Handle::current(),
            MediaOptions {
                cd: Some(Disk::read_only(image)),
                ..options(&simulator, tls)
            },
            || {},
        );
        lent(&mut handle).await;
        for blocks in [4, 64, 1000] {
            let report = load(&simulator, blocks).await;
            assert_eq!(report.fault, None);
            assert_eq!(report.sha256, sha256(&bytes), "{blocks} blocks, {tls:?}");
        }
        let status = handle.status(Instant::now());
        let cd = status.cd.unwrap();
        assert_eq!(cd.name, "noise.iso");
        assert_eq!(cd.reading.different_bytes, bytes.len() as u64);
        assert!(cd.reading.bytes >= 3 * bytes.len() as u64);
        assert!(cd.reading.rate > 0.0);
        assert_eq!(handle.block_map(Drive::Cd, 3), [1.0, 1.0, 1.0]);
        assert_eq!(status.floppy.unwrap().facts.kind, ImageKind::Fat);
        handle.send(MediaCommand::Close).unwrap();
        assert!(closed(&mut handle).await.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_read_of_everything_at_once_is_served_in_bounded_pieces() {
    let simulator = simulator("").await;
    // More than may wait to be sent, and all of it in the cache.
    let (bytes, image) = disc(5000);
    let mut handle = open_media(
        &Handle::current(),
        MediaOptions {
            cd: Some(Disk::read_only(image)),
            ..options(&simulator, TlsMode::Off)
        },
        || {},
    );
    lent(&mut handle).await;
    for blocks in [500, 5000] {
        let report = load(&simulator, blocks).await;
        assert_eq!(report.fault, None);
        assert_eq!(report.sha256, sha256(&bytes), "{blocks} blocks");
    }
    handle.send(MediaCommand::Close).unwrap();
    assert!(closed(&mut handle).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_iso_boots_and_its_files_are_named_while_they_are_read() {
    if !have(&["grub-mkrescue", "xorriso", "mformat"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = images::grub_iso(folder.path());
    let mut simulator = simulator("").await;
    let location = ImageLocation::Path(path.clone());
    let image = open_image(&location, Drive::Cd, RangeOptions::default())
        .await
        .unwrap();
    let mut handle = open_media(
        &Handle::current(),
        MediaOptions {
            cd: Some(Disk::read_only(image)),
            start: Start::NextReset,
            ..options(&simulator, TlsMode::Off)
        },
        || {},
    );
    lent(&mut handle).await;
    simulator
        .device()
        .lock()
        .restart_from(Instant::now(), Drive::Cd);
    until(&mut handle, |event| {
        matches!(event, MediaEvent::HostReset).then_some(())
    })
    .await;
    let boot = async {
        loop {
            if let SimEvent::IderBoot {
                ok, label, fault, ..
            } = simulator.next_event().await
            {
                assert!(ok, "{fault}");
                return label;
            }
        }
    };
    assert_eq!(timeout(PATIENCE, boot).await.unwrap(), "GRUB_TEST");
    let status = handle.status(Instant::now()).cd.unwrap();
    assert!(
        status.starting_since.is_some(),
        "the loader was seen to be read"
    );
    // The payload is read whole: the status names it.
    let report = load(&simulator, 16).await;
    assert_eq!(report.sha256, sha256(&fs::read(&path).unwrap()));
    let status = handle.status(Instant::now()).cd.unwrap();
    assert_eq!(status.facts.label.as_deref(), Some("GRUB_TEST"));
    let payload = 0..status.facts.block_count;
    let named = payload.filter_map(|lba| handle.file_at(Drive::Cd, lba));
    assert!(named.into_iter().any(|name| name == "boot/payload.bin"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_lent_without_being_copied() {
    let folder = tempfile::tempdir().unwrap();
    images::write_sample(folder.path());
    let simulator = simulator("").await;
    let location = ImageLocation::Path(folder.path().to_owned());
    let image = open_image(&location, Drive::Cd, RangeOptions::default())
        .await
        .unwrap();
    let mut expected = vec![0; usize::try_from(image.source.len()).unwrap()];
    image.source.read_at(0, &mut expected).unwrap();
    let mut handle = open_media(
        &Handle::current(),
        MediaOptions {
            cd: Some(Disk::read_only(image)),
            ..options(&simulator, TlsMode::Off)
        },
        || {},
    );
    lent(&mut handle).await;
    assert_eq!(load(&simulator, 32).await.sha256, sha256(&expected));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_on_a_web_server_is_read_in_long_ranges() {
    let web = Web::start(disc_bytes(4000), None).await;
    let simulator = simulator("").await;
    let location: ImageLocation = format!("http://{}/old", web.address).parse().unwrap();
    let image = open_image(&location, Drive::Cd, RangeOptions::default())
        .await
        .unwrap();
    assert_eq!(image.facts.label.as_deref(), Some("NOISE"));
    web.behaviour.closes.store(true, Ordering::Relaxed);
    let mut handle = open_media(
        &Handle::current(),
        MediaOptions {
            cd: Some(Disk::read_only(image)),
            ..options(&simulator, TlsMode::Off)
        },
        || {},
    );
    lent(&mut handle).await;
    let before = web.behaviour.requests.load(Ordering::Relaxed);
    let report = load(&simulator, 4).await;
    assert_eq!(report.sha256, sha256(&disc_bytes(4000)));
    let requests = web.behaviour.requests.load(Ordering::Relaxed) - before;
    assert!(requests < 60, "{requests} requests for 8 MB");
}

#[tokio::test(flavor = "multi_thread")]
async fn web_servers_that_cannot_serve_a_disk_are_refused_in_words() {
    let web = Web::start(disc_bytes(100), None).await;
    let open = async |url: String| {
        let location: ImageLocation = url.parse().unwrap();
        let opened = open_image(
            &location,
            Drive::Cd,
            RangeOptions {
                answer: Duration::from_millis(300),
                ..RangeOptions::default()
            },
        );
        opened.await.unwrap_err()
    };
    let missing = open(format!("http://{}/none", web.address)).await;
    assert_eq!(missing.cause(), "The server answers 404 Not Found");
    assert_eq!(missing.kind(), "image-unreadable");
    let circle = open(format!("http://{}/circle", web.address)).await;
    assert_eq!(
        circle.cause(),
        "The server redirects too often or to nowhere"
    );
    let secret = open(format!("http://me:pw@{}/disk.iso", web.address)).await;
    assert_eq!(
        secret.cause(),
        "The address contains a user name or password"
    );
    web.behaviour.has_no_ranges.store(true, Ordering::Relaxed);
    assert_eq!(
        open(web.url()).await.cause(),
        "The server does not send parts of files"
    );
    web.behaviour.is_stuck.store(true, Ordering::Relaxed);
    let silent = open(web.url()).await;
    assert!(
        silent.cause().starts_with("The server sent nothing for"),
        "{silent:?}"
    );
    let closed = open("http://127.0.0.1:9/a.iso".into()).await;
    assert_eq!(closed.cause(), "127.0.0.1:9 refuses the connection");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_https_server_is_trusted_by_its_issuer_only() {
    let certified = rcgen::generate_simple_self_signed(vec!["localhost".into()]).unwrap();
    let certificate = certified.cert.der().clone();
    let key = rustls_pki_types::PrivateKeyDer::Pkcs8(certified.signing_key.serialize_der().into());
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(
        rustls::crypto::ring::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .unwrap()
    .with_no_client_auth()
    .with_single_cert(vec![certificate.clone()], key)
    .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let web = Web::start(disc_bytes(100), Some(acceptor)).await;
    let location: ImageLocation = format!("https://localhost:{}/disk.iso", web.address.port())
        .parse()
        .unwrap();
    let error = open_image(&location, Drive::Cd, RangeOptions::default())
        .await
        .unwrap_err();
    assert!(
        error.cause().starts_with("No safe connection to localhost"),
        "{error:?}"
    );
    let options = RangeOptions {
        roots: vec![certificate],
        ..RangeOptions::default()
    };
    let image = open_image(&location, Drive::Cd, options).await.unwrap();
    assert_eq!(image.facts.block_count, 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_pc_writes_is_kept_apart_and_saved_when_asked() {
    if !have(&["mformat", "mcopy", "mtype"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = images::floppy(folder.path());
    let original = fs::read(&path).unwrap();
    let simulator = simulator("").await;
    let image = DiskImage::open(&path, Drive::Floppy).unwrap();
    let mut handle = open_media(
        &Handle::current(),
        MediaOptions {
            floppy: Some(Disk {
                image,
                writable: true,
            }),
            ..options(&simulator, TlsMode::Off)
        },
        || {},
    );
    lent(&mut handle).await;
    // The second FAT of the floppy is overwritten, and a block beside what was read before.
    let data = images::noise(1, 9 * 512);
    let outcomes = script(
        &simulator,
        vec![
            HostCommand::test_unit_ready(Drive::Floppy),
            HostCommand::read_10(Drive::Floppy, 0, 40),
            HostCommand::write_10(Drive::Floppy, 10, data.clone()),
            HostCommand::read_10(Drive::Floppy, 0, 40),
        ],
    )
    .await;
    let Outcome::Good(read) = outcomes.last().unwrap() else {
        panic!("{outcomes:?}");
    };
    let mut expected = original[..40 * 512].to_vec();
    expected[10 * 512..19 * 512].copy_from_slice(&data);
    assert!(*read == expected);
    assert_eq!(
        handle.status(Instant::now()).floppy.unwrap().changed_blocks,
        9
    );
    let saved = folder.path().join("saved.img");
    handle
        .send(MediaCommand::SaveFloppy(saved.clone()))
        .unwrap();
    until(&mut handle, |event| {
        matches!(event, MediaEvent::FloppySaved(_)).then_some(())
    })
    .await;
    assert_eq!(
        fs::read(&path).unwrap(),
        original,
        "the file itself is untouched"
    );
    let saved_bytes = fs::read(&saved).unwrap();
    assert_eq!(saved_bytes.len(), original.len());
    assert_eq!(saved_bytes[10 * 512..19 * 512], data);
    assert_eq!(
        images::run("mtype", &[&"-i", &saved, &"::/HELLO.TXT"]),
        "hello from a floppy\n"
    );
    let nowhere = folder.path().join("no such folder/x.img");
    handle.send(MediaCommand::SaveFloppy(nowhere)).unwrap();
    let fault = until(&mut handle, |event| match event {
        MediaEvent::FloppyNotSaved(fault) => Some(fault.kind()),
        _ => None,
    });
    assert_eq!(fault.await, "file-unwritable");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_that_shrinks_gives_the_pc_errors_and_the_person_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("disc.iso");
    fs::write(&path, disc_bytes(3000)).unwrap();
    let simulator = simulator("").await;
    let image = DiskImage::open(&path, Drive::Cd).unwrap();
    let mut handle = open_media(
        &Handle::current(),
        MediaOptions {
            cd: Some(Disk::read_only(image)),
            ..options(&simulator, TlsMode::Off)
        },
        || {},
    );
    lent(&mut handle).await;
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_len(100_000).unwrap();
    assert_eq!(load(&simulator, 16).await.fault, Some(Sense::READ_ERROR));
    let (drive, kind, cause) = until(&mut handle, |event| match event {
        MediaEvent::ImageTrouble { drive, fault } => Some((*drive, fault.kind(), fault.cause())),
        _ => None,
    })
    .await;
    assert_eq!((drive, kind), (Drive::Cd, "image-unreadable"));
    assert!(cause.contains("ends before byte"), "{cause}");
    // The session lives on, and so does the other drive.
    let outcomes = script(&simulator, vec![HostCommand::read_10(Drive::Floppy, 0, 1)]).await;
    assert!(matches!(&outcomes[0], Outcome::Good(bytes) if bytes.len() == 512));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_that_stalls_is_asked_for_again_until_it_delivers() {
    let web = Web::start(disc_bytes(3000), None).await;
    let simulator = simulator("").await;
    let location: ImageLocation = web.url().parse().unwrap();
    let image = open_image(
        &location,
        Drive::Cd,
        RangeOptions {
            answer: Duration::from_secs(30),
            ..RangeOptions::default()
        },
    )
    .await
    .unwrap();
    let mut handle = open_media(
        &Handle::current(),
        MediaOptions {
            cd: Some(Disk::read_only(image)),
            ..options(&simulator, TlsMode::Off)
        },
        || {},
    );
    lent(&mut handle).await;
    web.behaviour.is_stuck.store(true, Ordering::Relaxed);
    let read = HostCommand::read_10(Drive::Cd, 2000, 4);
    let first = script(&simulator, vec![read.clone()]);
    let look = async {
        loop {
            let stall = handle.status(Instant::now()).cd.unwrap().reading.stall;
            if let Some(Stall::SourceSlow(_)) = stall {
                return;
            }
            sleep(Duration::from_millis(50)).await;
        }
    };
    let (outcomes, ()) = tokio::join!(first, async { timeout(PATIENCE, look).await.unwrap() });
    assert_eq!(outcomes, [Outcome::Check(Sense::BECOMING_READY)]);
    until(&mut handle, |event| {
        matches!(event, MediaEvent::ImageTrouble { .. }).then_some(())
    })
    .await;
    web.behaviour.is_stuck.store(false, Ordering::Relaxed);
    let outcomes = script(&simulator, vec![read]).await;
    assert_eq!(
        outcomes,
        [Outcome::Good(
            disc_bytes(3000)[2000 * 2048..2004 * 2048].to_vec()
        )]
    );
    until(&mut handle, |event| {
        matches!(event, MediaEvent::ImageRecovered(_)).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_changes_on_its_server_is_not_mixed_with_the_old_one() {
    let web = Web::start(disc_bytes(3000), None).await;
    let location: ImageLocation = web.url().parse().unwrap();
    let image = open_image(&location, Drive::Cd, RangeOptions::default())
        .await
        .unwrap();
    let source = Arc::clone(&image.source);
    let mut bytes = [0; 10];
    let read = move || source.read_at(1_000_000, &mut bytes).map(|()| bytes);
    let read = Arc::new(std::sync::Mutex::new(read));
    let ask = || {
        let read = Arc::clone(&read);
        async move {
            let work = move || (read.lock().unwrap())();
            tokio::task::spawn_blocking(work).await.unwrap()
        }
    };
    ask().await.unwrap();
    web.behaviour.version.fetch_add(1, Ordering::Relaxed);
    assert!(matches!(ask().await, Err(SourceError::Changed)));
    web.behaviour.status.store(503, Ordering::Relaxed);
    assert!(matches!(ask().await, Err(SourceError::Remote(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn disks_can_be_taken_out_and_put_in_while_they_are_lent() {
    let simulator = simulator("").await;
    let mut handle = open_media(&Handle::current(), options(&simulator, TlsMode::Off), || {});
    lent(&mut handle).await;
    let capacity = HostCommand::read_capacity(Drive::Cd);
    let outcomes = script(&simulator, vec![capacity.clone()]).await;
    assert_eq!(outcomes, [Outcome::Check(Sense::NO_MEDIUM)]);
    assert!(handle.status(Instant::now()).cd.is_none());
    let (bytes, image) = disc(500);
    handle
        .send(MediaCommand::Insert(Box::new(Disk::read_only(image))))
        .unwrap();
    until_found(&simulator, true).await;
    assert!(handle.status(Instant::now()).cd.is_some());
    assert_eq!(load(&simulator, 16).await.sha256, sha256(&bytes));
    // The PC ejects it and takes it back.
    let outcomes = script(
        &simulator,
        vec![
            HostCommand::eject(Drive::Cd, false),
            capacity.clone(),
            HostCommand::eject(Drive::Cd, true),
        ],
    )
    .await;
    assert_eq!(outcomes[1], Outcome::Check(Sense::NO_MEDIUM));
    until(&mut handle, |event| {
        matches!(event, MediaEvent::EjectedByHost(Drive::Cd)).then_some(())
    })
    .await;
    until(&mut handle, |event| {
        matches!(event, MediaEvent::LoadedByHost(Drive::Cd)).then_some(())
    })
    .await;
    handle.send(MediaCommand::Eject(Drive::Cd)).unwrap();
    until_found(&simulator, false).await;
    assert!(handle.status(Instant::now()).cd.is_none());
}

/// Asks until the PC finds a disk in the CD drive, or none.
async fn until_found(simulator: &Simulator, wanted: bool) {
    let asked = async {
        loop {
            let capacity = HostCommand::read_capacity(Drive::Cd);
            let outcomes = script(simulator, vec![capacity]).await;
            if (outcomes != [Outcome::Check(Sense::NO_MEDIUM)]) == wanted {
                return;
            }
        }
    };
    timeout(PATIENCE, asked).await.expect("the disk is changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_is_made_again_and_the_boot_goes_on() {
    // The first connection is reset after some commands.
    let simulator = simulator("redir:reset=6000*1").await;
    let (bytes, image) = disc(2000);
    let mut handle = open_media(
        &Handle::current(),
        MediaOptions {
            cd: Some(Disk::read_only(image)),
            ..options(&simulator, TlsMode::Off)
        },
        || {},
    );
    lent(&mut handle).await;
    let first = load(&simulator, 4);
    let lost = until(&mut handle, |event| match event {
        MediaEvent::ConnectionLost(fault) => Some(fault.kind()),
        _ => None,
    });
    tokio::select! {
        kind = lost => assert_eq!(kind, "lost"),
        report = first => panic!("the line was not cut: {report:?}"),
    }
    lent(&mut handle).await;
    assert_eq!(load(&simulator, 4).await.sha256, sha256(&bytes));
    handle.send(MediaCommand::Close).unwrap();
    assert!(closed(&mut handle).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_have_their_own_words() {
    let simulator = simulator("").await;
    let mut wrong = options(&simulator, TlsMode::Off);
    wrong.login.password = Secret::new("wrong".into());
    let mut handle = open_media(&Handle::current(), wrong, || {});
    assert!(matches!(
        closed(&mut handle).await,
        Some(Fault::LoginRefused)
    ));

    let mut first = open_media(&Handle::current(), options(&simulator, TlsMode::Off), || {});
    lent(&mut first).await;
    let mut second = open_media(&Handle::current(), options(&simulator, TlsMode::Off), || {});
    assert!(matches!(
        closed(&mut second).await,
        Some(Fault::Busy(Feature::Media))
    ));
    drop(first);

    let mut vnc = options(&simulator, TlsMode::Off);
    vnc.access = Access::new(
        "vnc://127.0.0.1:1".parse().unwrap(),
        Security::new(TrustStore::in_memory()),
    );
    let mut handle = open_media(&Handle::current(), vnc, || {});
    let fault = closed(&mut handle).await;
    assert!(matches!(fault, Some(Fault::Unsupported(Feature::Media))));

    let refusing = crate::support::lent::simulator("redir:refuse=consent").await;
    let mut handle = open_media(&Handle::current(), options(&refusing, TlsMode::Off), || {});
    assert!(matches!(
        closed(&mut handle).await,
        Some(Fault::ConsentNeeded)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_handle_gives_the_drives_back() {
    let simulator = simulator("").await;
    let mut handle = open_media(&Handle::current(), options(&simulator, TlsMode::Off), || {});
    lent(&mut handle).await;
    drop(handle);
    let device = simulator.device();
    let gone = async {
        while device.lock().storage().is_visible() {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, gone).await.expect("the drives are gone");
}

#[tokio::test]
async fn what_is_no_image_is_refused_before_anything_is_lent() {
    let folder = tempfile::tempdir().unwrap();
    let open = async |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let location = ImageLocation::Path(path);
        open_image(&location, Drive::Cd, RangeOptions::default())
            .await
            .unwrap_err()
    };
    let empty = open("empty.iso", b"").await;
    assert_eq!(empty.cause(), "The image is empty");
    let Fault::Image { error, .. } = empty else {
        panic!("{empty:?}");
    };
    assert!(matches!(*error, ImageError::Empty));
    let zip = open("a.zip", b"PK\x03\x04rest").await;
    assert_eq!(zip.remedy(), "Unpack it first.");
    let missing = ImageLocation::Path(Path::new("/no/such/file.iso").to_owned());
    let missing = open_image(&missing, Drive::Cd, RangeOptions::default())
        .await
        .unwrap_err();
    assert_eq!(missing.kind(), "image-unreadable");
}
