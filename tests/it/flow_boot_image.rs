//! "Boot from this image" as one action: what happens in which order, and what is left behind.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use outband::media::source::MemorySource;
use outband::session::consent::{ConsentCode, ConsentCommand, ConsentPhase};
use outband::session::control::Credentials;
use outband::session::flow::boot;
use outband::session::flow::boot_image::{
    BootImageCommand, BootImageEnd, BootImageEvent, BootImageHandle, BootImageOptions, ImageStep,
    StepState, boot_image,
};
use outband::session::flow::enable;
use outband::session::ider::{
    Disk, DiskImage, Drive, MediaCommand, MediaOptions, MediaView, Pauses, Until,
};
use outband::session::{Fault, Feature};
use outband::sim::firmware::ControlMode;
use outband::sim::firmware::consent::ConsentPolicy;
use outband::sim::firmware::power::PowerState;
use outband::sim::ider::Outcome;
use outband::sim::ider::command::Command as HostCommand;
use outband::sim::{Event as SimEvent, Profile, SceneChoice, Simulator};
use outband::wire::Secret;
use tokio::runtime::Handle;
use tokio::time::{sleep, timeout};

use crate::support::images::{self, have};
use crate::support::lent::{PATIENCE, disc_bytes, script};
use crate::support::pc::{PASSWORD, access, control, pc};

fn grub() -> Option<(tempfile::TempDir, PathBuf)> {
    if !have(&["grub-mkrescue", "xorriso", "mformat"]) {
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let iso = images::grub_iso(folder.path());
    Some((folder, iso))
}

fn options(ip: &str, image: DiskImage) -> BootImageOptions {
    let login = Credentials {
        user: "admin".into(),
        password: Secret::new(PASSWORD.to_owned()),
    };
    let mut media = MediaOptions::new(access(ip), login);
    match image.drive {
        Drive::Cd => media.cd = Some(Disk::read_only(image)),
        Drive::Floppy => media.floppy = Some(Disk::read_only(image)),
    }
    BootImageOptions {
        pauses: Pauses {
            started: Duration::from_secs(1),
            idle: Duration::from_secs(3),
        },
        ..BootImageOptions::new(media)
    }
}

fn cd(path: &Path) -> DiskImage {
    DiskImage::open(path, Drive::Cd).unwrap()
}

/// One attempt and what it has said.
struct Attempt {
    handle: BootImageHandle,
    steps: Vec<(ImageStep, StepState)>,
    view: Option<MediaView>,
}

/// What a test waits for.
#[derive(Debug)]
enum Said {
    Step(ImageStep, StepState),
    Consent(ConsentPhase, u8),
    Started,
    KeyWanted,
    Finished(Result<BootImageEnd, Fault>),
}

impl Attempt {
    fn begin(options: BootImageOptions) -> Self {
        Self {
            handle: boot_image(&Handle::current(), options, || {}),
            steps: Vec::new(),
            view: None,
        }
    }

    async fn next(&mut self) -> Said {
        loop {
            let event = timeout(PATIENCE, self.handle.next_event()).await;
            match event.expect("an event in time").expect("one more event") {
                BootImageEvent::Step(step, state) => {
                    self.steps.push((step, state));
                    return Said::Step(step, state);
                }
                BootImageEvent::Consent(view) => return Said::Consent(view.phase, view.tries_left),
                BootImageEvent::Lending(view) => self.view = Some(view),
                BootImageEvent::Started { .. } => return Said::Started,
                BootImageEvent::KeyWanted { .. } => return Said::KeyWanted,
                BootImageEvent::Finished(end) => {
                    assert!(self.handle.next_event().await.is_none(), "it is the last");
                    return Said::Finished(end);
                }
                _ => {}
            }
        }
    }

    async fn until(&mut self, wanted: impl Fn(&Said) -> bool) {
        loop {
            let said = self.next().await;
            if wanted(&said) {
                return;
            }
            assert!(!matches!(said, Said::Finished(_)), "it ended: {said:?}");
        }
    }

    async fn end(&mut self) -> Result<BootImageEnd, Fault> {
        loop {
            if let Said::Finished(end) = self.next().await {
                return end;
            }
        }
    }

    fn send(&self, command: BootImageCommand) {
        self.handle.send(command).unwrap();
    }

    fn code(&self, code: &str) {
        let code = ConsentCode::parse(code).unwrap();
        self.send(BootImageCommand::Consent(ConsentCommand::Submit(code)));
    }

    /// The steps that were done or not needed, in their order.
    fn ended(&self) -> Vec<(ImageStep, StepState)> {
        let ended = |(_, state): &&(ImageStep, StepState)| *state != StepState::Begun;
        self.steps.iter().filter(ended).copied().collect()
    }
}

/// Nothing is set for the next start, nothing is lent, no session is open.
async fn everything_is_back(ip: &str, sim: &Simulator) {
    let result = boot::result(&mut control(ip).await).await.unwrap();
    assert!(!result.is_set, "{result:?}");
    let device = sim.device();
    let gone = async {
        loop {
            let (is_visible, sessions) = {
                let device = device.lock();
                let count = device.sessions().all().len();
                (device.storage().is_visible(), count)
            };
            if !is_visible && sessions == 0 {
                return;
            }
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, gone)
        .await
        .expect("the session is closed");
}

async fn booted(sim: &mut Simulator) -> (bool, String, String) {
    let wait = async {
        loop {
            if let SimEvent::IderBoot {
                ok, label, fault, ..
            } = sim.next_event().await
            {
                return (ok, label, fault);
            }
        }
    };
    timeout(PATIENCE, wait)
        .await
        .expect("the PC tries to start")
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_with_one_wrong_code_then_enable_lend_set_restart_watch_and_put_back() {
    use ImageStep as Step;
    let Some((_folder, iso)) = grub() else {
        return;
    };
    let ip = "127.0.74.1";
    let mut sim = pc(ip, Profile::Amt16, |o| {
        o.scene = SceneChoice::Text;
        o.device.mode = ControlMode::Client;
        o.device.consent = ConsentPolicy::All;
        o.device.consent_code = Some(481_302);
    })
    .await;
    let mut console = control(ip).await;
    let off = enable::switch(&mut console, &[Feature::Media], false, |_| {});
    off.await.unwrap();

    let mut attempt = Attempt::begin(options(ip, cd(&iso)));
    let wanted = |said: &Said| {
        matches!(
            said,
            Said::Consent(ConsentPhase::CodeWanted { was_wrong: false }, 3)
        )
    };
    attempt.until(wanted).await;
    attempt.code("111111");
    let wrong = |said: &Said| {
        matches!(
            said,
            Said::Consent(ConsentPhase::CodeWanted { was_wrong: true }, 2)
        )
    };
    attempt.until(wrong).await;
    attempt.code("481302");
    attempt.until(|said| matches!(said, Said::Started)).await;
    assert_eq!(
        booted(&mut sim).await,
        (true, "GRUB_TEST".into(), String::new())
    );
    // While the PC goes on with the disk, the setting for one start is gone already: a crash of
    // ours would leave nothing behind.
    let result = boot::result(&mut control(ip).await).await.unwrap();
    assert!(!result.is_set, "{result:?}");
    let view = attempt.view.clone().unwrap();
    let disk = view.status(Instant::now()).cd.unwrap();
    assert!(disk.starting_since.is_some() && disk.resets > 0);
    // What the system reads next has a name.
    let payload = (0..disk.facts.block_count)
        .find(|lba| view.file_at(Drive::Cd, *lba).as_deref() == Some("boot/payload.bin"))
        .unwrap();
    let read = HostCommand::read_10(Drive::Cd, u32::try_from(payload).unwrap(), 8);
    let outcomes = script(&sim, vec![read]).await;
    let at = usize::try_from(payload * 2048).unwrap();
    let expected = fs::read(&iso).unwrap()[at..at + 8 * 2048].to_vec();
    assert!(outcomes == [Outcome::Good(expected)]);
    let file = view.status(Instant::now()).cd.unwrap().file.unwrap();
    assert_eq!(
        (file.path.as_str(), file.len),
        ("boot/payload.bin", 700_000)
    );
    assert!(file.read >= 8 * 2048);

    attempt.send(BootImageCommand::Stop);
    assert_eq!(attempt.end().await.unwrap(), BootImageEnd::Stopped);
    let done = StepState::Done;
    assert_eq!(
        attempt.ended(),
        [
            (Step::Check, done),
            (Step::Connect, done),
            (Step::Consent, done),
            (Step::Enable, done),
            (Step::Lend, done),
            (Step::Prepare, done),
            (Step::Restart, done),
            (Step::PutBack, done),
        ]
    );
    everything_is_back(ip, &sim).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pc_that_is_off_is_turned_on_and_the_image_goes_when_it_is_not_read_any_more() {
    let Some((_folder, iso)) = grub() else {
        return;
    };
    let ip = "127.0.74.2";
    let mut sim = pc(ip, Profile::Amt12, |o| o.device.power = PowerState::Off).await;
    let mut attempt = Attempt::begin(BootImageOptions {
        until: Until::Idle,
        ..options(ip, cd(&iso))
    });
    assert_eq!(attempt.end().await.unwrap(), BootImageEnd::Reached);
    let ended = attempt.ended();
    assert!(ended.contains(&(ImageStep::Consent, StepState::NotNeeded)));
    assert!(ended.contains(&(ImageStep::Enable, StepState::NotNeeded)));
    assert!(ended.contains(&(ImageStep::Load, StepState::Done)));
    assert!(booted(&mut sim).await.0);
    everything_is_back(ip, &sim).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_floppy_starts_a_pc_like_a_cd() {
    let ip = "127.0.74.3";
    let mut sim = pc(ip, Profile::Amt16, |_| {}).await;
    let mut bytes = images::noise(1, 1_474_560);
    bytes[..3].copy_from_slice(&[0xEB, 0x3C, 0x90]);
    bytes[11..13].copy_from_slice(&[0, 0]);
    bytes[510..512].copy_from_slice(&[0x55, 0xAA]);
    let source = Arc::new(MemorySource::new(bytes));
    let image = DiskImage::from_source("a.img".into(), source, Drive::Floppy).unwrap();
    let mut attempt = Attempt::begin(options(ip, image));
    attempt.until(|said| matches!(said, Said::Started)).await;
    assert!(booted(&mut sim).await.0);
    drop(attempt);
    everything_is_back(ip, &sim).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_starts_nothing_is_refused_before_the_pc_is_called() {
    let source = Arc::new(MemorySource::new(disc_bytes(100)));
    let image = DiskImage::from_source("a.iso".into(), source, Drive::Cd).unwrap();
    // Nobody answers there.
    let mut attempt = Attempt::begin(options("127.0.74.99", image));
    let fault = attempt.end().await.unwrap_err();
    assert_eq!(fault.kind(), "not-bootable");
    assert_eq!(fault.title(), "This image cannot start a PC");
    assert_eq!(
        attempt.steps,
        [
            (ImageStep::Check, StepState::Begun),
            (ImageStep::Check, StepState::Failed)
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_or_a_drop_at_any_step_leaves_nothing_behind() {
    let Some((_folder, iso)) = grub() else {
        return;
    };
    let ip = "127.0.74.4";
    let sim = pc(ip, Profile::Amt16, |_| {}).await;
    let steps = [
        (ImageStep::Connect, StepState::Begun),
        (ImageStep::Lend, StepState::Begun),
        (ImageStep::Prepare, StepState::Begun),
        (ImageStep::Prepare, StepState::Done),
        (ImageStep::Restart, StepState::Done),
    ];
    for (step, state) in steps {
        for is_dropped in [false, true] {
            let mut attempt = Attempt::begin(options(ip, cd(&iso)));
            let there = |said: &Said| matches!(said, Said::Step(a, b) if (*a, *b) == (step, state));
            attempt.until(there).await;
            if is_dropped {
                drop(attempt);
                // Everything is put back by a task that nobody watches any more.
                sleep(Duration::from_millis(100)).await;
            } else {
                attempt.send(BootImageCommand::Stop);
                let end = attempt.end().await;
                assert_eq!(end.unwrap(), BootImageEnd::Stopped, "{step:?} {state:?}");
                let last = attempt.steps.last().copied();
                let put_back = (ImageStep::PutBack, StepState::Done);
                assert!(
                    step == ImageStep::Connect || last == Some(put_back),
                    "{last:?}"
                );
            }
            let wait = async {
                while boot::result(&mut control(ip).await).await.unwrap().is_set {
                    sleep(Duration::from_millis(50)).await;
                }
            };
            timeout(PATIENCE, wait)
                .await
                .expect("the setting is cleared");
            everything_is_back(ip, &sim).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_that_is_declined_or_given_up_changes_nothing() {
    let Some((_folder, iso)) = grub() else {
        return;
    };
    let ip = "127.0.74.5";
    let sim = pc(ip, Profile::Amt16, |o| {
        o.device.mode = ControlMode::Client;
        o.device.consent = ConsentPolicy::All;
    })
    .await;
    let mut attempt = Attempt::begin(options(ip, cd(&iso)));
    let wanted = |said: &Said| matches!(said, Said::Consent(ConsentPhase::CodeWanted { .. }, _));
    attempt.until(wanted).await;
    attempt.send(BootImageCommand::Media(MediaCommand::Close));
    assert_eq!(attempt.end().await.unwrap(), BootImageEnd::Stopped);
    assert!(attempt.view.is_none(), "nothing was lent");
    everything_is_back(ip, &sim).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pc_that_starts_from_its_disk_instead_is_told_so_and_everything_put_back() {
    let Some((_folder, iso)) = grub() else {
        return;
    };
    let ip = "127.0.74.6";
    let sim = pc(ip, Profile::Amt16, |_| {}).await;
    // Of another disc the loader is read, and its first blocks are not where this one has them.
    let mut image = cd(&iso);
    image.facts.boot_blocks = vec![image.facts.block_count - 1];
    let mut attempt = Attempt::begin(BootImageOptions {
        within: Duration::from_secs(3),
        ..options(ip, image)
    });
    let fault = attempt.end().await.unwrap_err();
    assert_eq!(fault.kind(), "boot-missed");
    assert_eq!(fault.title(), "The PC started from its disk instead");
    assert_eq!(
        attempt.ended().last_chunk(),
        Some(&[
            (ImageStep::Load, StepState::Failed),
            (ImageStep::PutBack, StepState::Done)
        ])
    );
    everything_is_back(ip, &sim).await;
    // And again, with the right one.
    let mut attempt = Attempt::begin(options(ip, cd(&iso)));
    attempt.until(|said| matches!(said, Said::Started)).await;
    attempt.send(BootImageCommand::Stop);
    assert_eq!(attempt.end().await.unwrap(), BootImageEnd::Stopped);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_that_vanishes_in_mid_boot_is_told_and_the_rest_goes_on() {
    let Some((_folder, iso)) = grub() else {
        return;
    };
    let ip = "127.0.74.7";
    let sim = pc(ip, Profile::Amt16, |_| {}).await;
    let mut attempt = Attempt::begin(options(ip, cd(&iso)));
    let lent = |said: &Said| matches!(said, Said::Step(ImageStep::Lend, StepState::Done));
    attempt.until(lent).await;
    let file = fs::File::options().write(true).open(&iso).unwrap();
    file.set_len(40_000).unwrap();
    let trouble = async {
        loop {
            if let Some(BootImageEvent::Media(event)) = attempt.handle.next_event().await
                && let outband::session::ider::MediaEvent::ImageTrouble { fault, .. } = event
            {
                return fault.kind();
            }
        }
    };
    let kind = timeout(PATIENCE, trouble)
        .await
        .expect("the person is told");
    assert_eq!(kind, "image-unreadable");
    attempt.send(BootImageCommand::Stop);
    assert_eq!(attempt.end().await.unwrap(), BootImageEnd::Stopped);
    everything_is_back(ip, &sim).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_system_that_is_asked_restarts_by_itself_and_starts_from_the_image() {
    let Some((_folder, iso)) = grub() else {
        return;
    };
    let ip = "127.0.74.10";
    let mut sim = pc(ip, Profile::Amt16, |_| {}).await;
    let asking = BootImageOptions {
        start: boot::BootStart::AskSystem,
        ..options(ip, cd(&iso))
    };
    let mut attempt = Attempt::begin(asking);
    attempt.until(|said| matches!(said, Said::Started)).await;
    assert!(booted(&mut sim).await.0);
    attempt.send(BootImageCommand::Stop);
    assert_eq!(attempt.end().await.unwrap(), BootImageEnd::Stopped);
    everything_is_back(ip, &sim).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loader_that_reads_nothing_more_gets_a_key_a_second() {
    let Some((_folder, iso)) = grub() else {
        return;
    };
    let ip = "127.0.74.11";
    let sim = pc(ip, Profile::Amt16, |_| {}).await;
    let mut attempt = Attempt::begin(BootImageOptions {
        press_key: true,
        pauses: Pauses::default(),
        ..options(ip, cd(&iso))
    });
    attempt.until(|said| matches!(said, Said::KeyWanted)).await;
    attempt.until(|said| matches!(said, Said::KeyWanted)).await;
    attempt.send(BootImageCommand::Stop);
    assert_eq!(attempt.end().await.unwrap(), BootImageEnd::Stopped);
    everything_is_back(ip, &sim).await;
}
