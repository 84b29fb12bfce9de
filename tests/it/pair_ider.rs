//! Lent disks, from our client to a simulated PC, over a line that is slow, cut or reset.

use std::sync::Arc;
use std::time::{Duration, Instant};

use outband::media::source::{MemorySource, read_padded};
use outband::media::{DiskImage, Source, blank};
use outband::proto::Machine;
use outband::proto::ider::atapi::Medium;
use outband::proto::ider::messages::{Drive, Sense, Start};
use outband::proto::ider::{Command, Event, IderChannel, IderError, Settings, Span, Ticket};
use outband::proto::redir::messages::SessionType;
use outband::proto::redir::{HandshakeOptions, RedirError, RedirEvent, RedirSession};
use outband::sim::device::SharedDevice;
use outband::sim::ider::command::Command as HostCommand;
use outband::sim::ider::load::{Load, LoadOptions, LoadReport, Pattern};
use outband::sim::ider::probe::{Capacity, Found, Probe, Who};
use outband::sim::ider::{Bus, Outcome, Program, Progress, Report};
use outband::sim::link::LinkSpeed;
use outband::sim::redir::Redirection;
use outband::sim::scene::System;
use outband::sim::{DeviceOptions, Event as SimEvent, Profile};
use outband::wire::Secret;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use crate::support::firmware::{device_with, events};
use crate::support::images::{self, have};
use crate::support::pair::Pair;

type Lent = Pair<RedirSession<IderChannel>, Redirection>;

const MS: Duration = Duration::from_millis(1);
const LONG: Duration = Duration::from_secs(600);

/// A pair, the disks, and how reads are answered.
struct Stand {
    pair: Lent,
    cd: Arc<dyn Source>,
    floppy: Vec<u8>,
    /// Reads are not answered at all.
    is_stuck: bool,
    /// Every read is answered with this.
    fault: Option<Sense>,
    pending: Vec<(Ticket, Drive, u64, u32)>,
    log: Vec<Event>,
}

impl Stand {
    fn new(cd: Arc<dyn Source>, start: Start, speed: LinkSpeed, trouble: &str) -> Self {
        let device = device_with(DeviceOptions {
            profile: Profile::Amt16,
            system: System::Text,
            ..DeviceOptions::default()
        });
        Self::on(&device, cd, start, speed, trouble)
    }

    fn on(
        device: &SharedDevice,
        cd: Arc<dyn Source>,
        start: Start,
        speed: LinkSpeed,
        trouble: &str,
    ) -> Self {
        let now = Instant::now();
        let login = HandshakeOptions {
            session_type: SessionType::Ider,
            user: "admin".into(),
            password: Secret::new("P@ssw0rd".into()),
            cnonce: *b"0123456789abcdef0123456789abcdef",
            encrypted: false,
            clear_text: false,
            reply_timeout: Duration::from_secs(10),
        };
        let mut floppy = vec![0; blank::FLOPPY_BYTES];
        blank::floppy().read_at(0, &mut floppy).unwrap();
        let settings = Settings {
            start,
            cd: Some(Medium {
                block_count: cd.len().div_ceil(2048),
                writable: false,
            }),
            floppy: Some(Medium {
                block_count: 2880,
                writable: true,
            }),
            ..Settings::default()
        };
        let session = RedirSession::new(now, login, move |now, _| {
            let mut channel = IderChannel::new(settings);
            channel.open(now);
            channel
        });
        let firmware = Redirection::new(device, now, None);
        Self {
            pair: Pair::new(now, device, session, firmware, speed, trouble),
            cd,
            floppy,
            is_stuck: false,
            fault: None,
            pending: Vec::new(),
            log: Vec::new(),
        }
    }

    fn plain(cd: Arc<dyn Source>) -> Self {
        Self::new(cd, Start::Now, LinkSpeed::default(), "")
    }

    /// Answers what the channel asks for; true if there was anything.
    fn serve(&mut self) {
        for event in std::mem::take(&mut self.pair.console.events) {
            let RedirEvent::Channel(event) = event else {
                continue;
            };
            match &event {
                Event::Read {
                    ticket,
                    drive,
                    lba,
                    count,
                    ..
                } => self.pending.push((*ticket, *drive, lba.0, *count)),
                Event::Write {
                    ticket, lba, data, ..
                } => {
                    let at = usize::try_from(lba.0).unwrap() * 512;
                    self.floppy[at..at + data.len()].copy_from_slice(data);
                    let result = Ok(());
                    let ticket = *ticket;
                    self.pair.command(Command::Written { ticket, result });
                }
                _ => {}
            }
            self.log.push(event);
        }
        if self.is_stuck {
            return;
        }
        for (ticket, drive, lba, count) in std::mem::take(&mut self.pending) {
            let blocks = match self.fault {
                Some(sense) => Err(sense),
                None => Ok(self.blocks(drive, lba, count)),
            };
            self.pair.command(Command::BlocksReady { ticket, blocks });
        }
    }

    fn blocks(&self, drive: Drive, lba: u64, count: u32) -> Vec<Span> {
        let block = u64::from(drive.block_bytes());
        let mut bytes = vec![0; usize::try_from(u64::from(count) * block).unwrap()];
        match drive {
            Drive::Cd => read_padded(self.cd.as_ref(), lba * block, &mut bytes).unwrap(),
            Drive::Floppy => {
                let at = usize::try_from(lba * block).unwrap();
                let len = bytes.len();
                bytes.copy_from_slice(&self.floppy[at..at + len]);
            }
        }
        // In spans of odd sizes, as a cache may give them.
        bytes
            .chunks(5000)
            .map(|part| part.to_vec().into())
            .collect()
    }

    /// Lets time pass until `done`.
    fn run(&mut self, limit: Duration, done: impl Fn(&mut Self) -> bool) -> bool {
        let end = self.pair.now + limit;
        loop {
            self.serve();
            if done(self) {
                return true;
            }
            let left = end.saturating_duration_since(self.pair.now);
            let woke = self.pair.run(left, |pair| !pair.console.events.is_empty());
            if !woke {
                self.serve();
                return done(self);
            }
        }
    }

    /// Runs a program on the simulated PC to its end.
    fn host(&mut self, program: impl Program + 'static) -> Report {
        self.pair
            .on_device(|device, _| device.storage_mut().run(Box::new(program)));
        let ended = self.run(LONG, |stand| {
            stand.pair.device.lock().storage().has_report()
        });
        assert!(ended, "the program did not end: {:?}", self.error());
        let report = self.pair.device.lock().storage_mut().take_report();
        report.unwrap()
    }

    /// The PC looks at its drives by itself first; those reports are not wanted.
    fn skip_probes(&mut self) {
        let looked = |stand: &mut Self| stand.pair.device.lock().storage().has_report();
        assert!(self.run(LONG, looked), "{:?}", self.error());
        self.drop_reports();
    }

    fn drop_reports(&mut self) {
        while self.pair.device.lock().storage().has_report() {
            self.pair.device.lock().storage_mut().take_report();
        }
    }

    fn load(&mut self, options: LoadOptions) -> LoadReport {
        let mut report = self.host(Load::new(options));
        loop {
            match report {
                Report::Loaded(report) => return report,
                // The PC looked at its drives before.
                Report::Probed(_) => {}
                other => panic!("{other:?}"),
            }
            self.run(LONG, |stand| {
                stand.pair.device.lock().storage().has_report()
            });
            let next = self.pair.device.lock().storage_mut().take_report();
            report = next.expect("a report of the load");
        }
    }

    fn error(&self) -> Option<&RedirError<IderError>> {
        self.pair.console.error.as_ref()
    }

    /// Restarts the PC and lets it start from a drive.
    fn boot(&mut self, drive: Drive) -> SimEvent {
        self.pair
            .on_device(|device, now| device.restart_from(now, drive));
        let device = self.pair.device.clone();
        let mut found = None;
        for _ in 0..100 {
            self.run(Duration::from_secs(1), |_| false);
            found = events(&device)
                .into_iter()
                .find(|event| matches!(event, SimEvent::IderBoot { .. }));
            if found.is_some() {
                break;
            }
        }
        found.expect("the PC says how it went")
    }
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn noise_disc(blocks: usize) -> (Vec<u8>, Arc<dyn Source>) {
    let bytes = images::noise(77, blocks * 2048);
    let source = Arc::new(MemorySource::new(bytes.clone()));
    (bytes, source)
}

const fn latency(time: Duration) -> LinkSpeed {
    LinkSpeed {
        latency: time,
        rate: None,
    }
}

const fn sequential(blocks: u16) -> LoadOptions {
    LoadOptions {
        drive: Drive::Cd,
        pattern: Pattern::Sequential,
        blocks,
        bytes: None,
    }
}

#[test]
fn every_block_of_a_disc_arrives_unchanged_whatever_the_size_of_a_read() {
    let (bytes, source) = noise_disc(700);
    for blocks in [1, 3, 4, 5, 64, 600, 700] {
        let mut stand = Stand::plain(source.clone());
        stand.skip_probes();
        let report = stand.load(sequential(blocks));
        assert_eq!(report.fault, None);
        assert_eq!(report.bytes, bytes.len() as u64);
        assert_eq!(report.sha256, sha256(&bytes), "{blocks} blocks");
    }
}

#[test]
fn random_reads_bring_the_blocks_that_were_asked_for() {
    let (bytes, source) = noise_disc(700);
    let mut stand = Stand::new(source, Start::Graceful, latency(5 * MS), "");
    stand.skip_probes();
    let report = stand.load(LoadOptions {
        pattern: Pattern::Random { seed: 9 },
        blocks: 16,
        bytes: Some(200 * 16 * 2048),
        ..sequential(1)
    });
    let mut hash = Sha256::new();
    for lba in Load::random_lbas(9, 700, 16).take(200) {
        let at = usize::try_from(lba).unwrap() * 2048;
        hash.update(&bytes[at..at + 16 * 2048]);
    }
    assert_eq!(report.reads, 200);
    assert_eq!(report.sha256, <[u8; 32]>::from(hash.finalize()));
}

#[test]
fn a_read_of_any_size_costs_one_round_trip() {
    let (_, source) = noise_disc(2000);
    for (blocks, one_way) in [(1, 10 * MS), (4, 10 * MS), (64, 10 * MS), (64, 50 * MS)] {
        let mut stand = Stand::new(source.clone(), Start::Now, latency(one_way), "");
        stand.skip_probes();
        let report = stand.load(LoadOptions {
            bytes: Some(20 * u64::from(blocks) * 2048),
            ..sequential(blocks)
        });
        assert_eq!(report.latencies.len(), 20);
        assert_eq!(report.percentile(100), 2 * one_way, "{blocks} blocks");
    }
}

#[test]
fn bios_linux_and_windows_find_both_drives_in_their_own_order() {
    let (_, source) = noise_disc(1000);
    let expected = Found {
        floppy: Some(Capacity {
            block_count: 2880,
            block_bytes: 512,
        }),
        cd: Some(Capacity {
            block_count: 1000,
            block_bytes: 2048,
        }),
    };
    for who in [Who::Bios, Who::Linux, Who::Windows] {
        let mut stand = Stand::plain(source.clone());
        stand.skip_probes();
        assert_eq!(
            stand.host(Probe::new(who)),
            Report::Probed(expected),
            "{who:?}"
        );
    }
}

#[test]
fn drives_started_at_the_next_reset_appear_only_then() {
    let (_, source) = noise_disc(1000);
    let mut stand = Stand::new(source, Start::NextReset, LinkSpeed::default(), "");
    assert!(stand.run(LONG, |s| s.log.contains(&Event::Enabled)));
    stand.run(Duration::from_secs(60), |_| false);
    assert!(!stand.log.iter().any(|e| matches!(e, Event::Read { .. })));
    stand.pair.on_device(|device, now| device.reset(now));
    assert!(stand.run(LONG, |s| s.log.contains(&Event::Reset)));
    assert!(stand.run(LONG, |s| {
        s.log.iter().any(|e| matches!(e, Event::Read { .. }))
    }));
}

#[test]
fn a_pc_boots_from_a_bootable_iso_and_every_byte_of_its_loader_is_right() {
    if !have(&["grub-mkrescue", "xorriso", "mformat"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = images::grub_iso(folder.path());
    let image = DiskImage::open(&path, Drive::Cd).unwrap();
    let mut stand = Stand::new(image.source, Start::NextReset, latency(MS), "");
    assert!(stand.run(LONG, |s| s.log.contains(&Event::Enabled)));
    let SimEvent::IderBoot {
        ok,
        label,
        names,
        image_bytes,
        image_sha256,
        fault,
        ..
    } = stand.boot(Drive::Cd)
    else {
        panic!("no boot");
    };
    assert!(ok, "{fault}");
    assert_eq!(label, "GRUB_TEST");
    assert!(
        names.iter().any(|name| name.eq_ignore_ascii_case("boot")),
        "{names:?}"
    );
    // The loader is what xorriso reports as the image of the first entry.
    let report = images::run(
        "xorriso",
        &[&"-indev", &path, &"-report_el_torito", &"plain"],
    );
    let lba = report
        .lines()
        .find(|line| line.starts_with("El Torito boot img :   1"))
        .and_then(|line| line.split_whitespace().last())
        .unwrap()
        .parse::<usize>()
        .unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let loader = &bytes[lba * 2048..][..image_bytes];
    let digest: String = sha256(loader).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(image_sha256, digest);
    assert!(
        image_bytes > 2048,
        "the whole loader, not its first sectors"
    );
    let device = stand.pair.device.lock();
    let line = device.display().scene().text().unwrap().line(1);
    assert_eq!(line.trim(), "Started from GRUB_TEST");
}

#[test]
fn an_image_without_a_loader_leaves_the_pc_without_a_system() {
    let (_, source) = noise_disc(1000);
    let mut stand = Stand::plain(source);
    stand.skip_probes();
    let SimEvent::IderBoot { ok, fault, .. } = stand.boot(Drive::Cd) else {
        panic!("no boot");
    };
    assert!(!ok);
    assert_eq!(fault, "not a bootable medium");
    assert_eq!(stand.error(), None);
}

#[test]
fn a_pc_boots_from_a_floppy() {
    let (_, source) = noise_disc(1000);
    let mut stand = Stand::plain(source);
    stand.skip_probes();
    let SimEvent::IderBoot {
        ok,
        label,
        image_bytes,
        ..
    } = stand.boot(Drive::Floppy)
    else {
        panic!("no boot");
    };
    assert!(ok);
    assert_eq!((label.as_str(), image_bytes), ("EMPTY", 512));
}

#[test]
fn a_boot_whose_console_goes_away_ends() {
    if !have(&["grub-mkrescue", "xorriso", "mformat"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let image = DiskImage::open(&images::grub_iso(folder.path()), Drive::Cd).unwrap();
    let mut stand = Stand::new(image.source, Start::Now, latency(MS), "");
    stand.skip_probes();
    stand
        .pair
        .on_device(|device, now| device.restart_from(now, Drive::Cd));
    // In the middle of the loader.
    assert!(stand.run(LONG, |s| {
        s.log
            .iter()
            .filter(|e| matches!(e, Event::Read { .. }))
            .count()
            > 20
    }));
    stand.pair.command(Command::Close);
    assert!(stand.run(LONG, |s| s.pair.console.machine.is_finished()));
    stand.run(Duration::from_secs(5), |_| false);
    let events = events(&stand.pair.device);
    assert!(
        events
            .iter()
            .any(|e| matches!(e, SimEvent::IderBoot { ok: false, .. }))
    );
    assert!(
        events
            .iter()
            .any(|e| matches!(e, SimEvent::IderRead { reads, .. } if *reads > 10))
    );
}

/// Runs commands one after the other and keeps their outcomes.
#[derive(Debug)]
struct Script {
    commands: std::collections::VecDeque<HostCommand>,
    outcomes: Arc<std::sync::Mutex<Vec<Outcome>>>,
    waiting: bool,
}

impl Program for Script {
    fn advance(&mut self, _: Instant, bus: &mut Bus) -> Progress {
        while let Some((_, outcome)) = bus.take_outcome() {
            self.outcomes.lock().unwrap().push(outcome);
            self.waiting = false;
        }
        if self.waiting {
            return Progress::Running;
        }
        match self.commands.pop_front() {
            Some(command) => {
                bus.submit(command);
                self.waiting = true;
                Progress::Running
            }
            None => Progress::Done(Report::Probed(Found::default())),
        }
    }

    fn poll_timeout(&self) -> Option<Instant> {
        None
    }
}

fn script(stand: &mut Stand, commands: Vec<HostCommand>) -> Vec<Outcome> {
    let outcomes = Arc::new(std::sync::Mutex::new(Vec::new()));
    stand.host(Script {
        commands: commands.into(),
        outcomes: outcomes.clone(),
        waiting: false,
    });
    outcomes.lock().unwrap().clone()
}

#[test]
fn what_a_pc_writes_to_a_floppy_is_there_when_it_reads_it_again() {
    let (_, source) = noise_disc(100);
    let mut stand = Stand::new(source, Start::Now, latency(2 * MS), "");
    stand.skip_probes();
    let data = images::noise(5, 100 * 512);
    let outcomes = script(
        &mut stand,
        vec![
            HostCommand::test_unit_ready(Drive::Floppy),
            HostCommand::write_10(Drive::Floppy, 1000, data.clone()),
            HostCommand::read_10(Drive::Floppy, 999, 102),
            HostCommand::write_10(Drive::Cd, 0, vec![0; 512]),
            HostCommand::write_10(Drive::Floppy, 2879, vec![0; 1024]),
        ],
    );
    let [_, written, Outcome::Good(read), cd, beyond] = &outcomes[..] else {
        panic!("{outcomes:?}");
    };
    assert_eq!(*written, Outcome::Good(Vec::new()));
    assert_eq!(read[512..101 * 512], data);
    assert_eq!(*cd, Outcome::Check(Sense::WRITE_PROTECTED));
    assert_eq!(*beyond, Outcome::Check(Sense::OUT_OF_RANGE));
    assert_eq!(stand.floppy[1000 * 512..1100 * 512], data);
}

#[test]
fn a_change_of_medium_is_noticed_before_anything_is_read_of_the_new_one() {
    let (_, source) = noise_disc(100);
    let mut stand = Stand::plain(source);
    stand.skip_probes();
    let read = HostCommand::read_10(Drive::Cd, 0, 1);
    assert!(matches!(
        script(&mut stand, vec![read.clone()])[0],
        Outcome::Good(_)
    ));
    let medium = Medium {
        block_count: 50,
        writable: false,
    };
    let drive = Drive::Cd;
    stand.pair.command(Command::Eject { drive });
    let outcomes = script(
        &mut stand,
        vec![read.clone(), HostCommand::get_event_status()],
    );
    assert_eq!(outcomes[0], Outcome::Check(Sense::NO_MEDIUM));
    stand.pair.command(Command::Insert { drive, medium });
    let outcomes = script(
        &mut stand,
        vec![
            HostCommand::get_event_status(),
            read.clone(),
            read,
            HostCommand::read_capacity(drive),
        ],
    );
    assert_eq!(outcomes[0], Outcome::Good(vec![0, 6, 4, 0x10, 2, 2, 0, 0]));
    assert_eq!(outcomes[1], Outcome::Check(Sense::MEDIUM_CHANGED));
    assert!(matches!(&outcomes[2], Outcome::Good(bytes) if bytes.len() == 2048));
    assert_eq!(outcomes[3], Outcome::Good(vec![0, 0, 0, 49, 0, 0, 8, 0]));
}

#[test]
fn a_source_in_trouble_gives_the_pc_an_error_and_the_session_lives_on() {
    let (bytes, source) = noise_disc(100);
    let mut stand = Stand::plain(source);
    stand.skip_probes();
    stand.fault = Some(Sense::READ_ERROR);
    assert_eq!(stand.load(sequential(4)).fault, Some(Sense::READ_ERROR));
    stand.fault = None;
    assert_eq!(stand.load(sequential(4)).sha256, sha256(&bytes));
}

#[test]
fn a_pc_that_waits_too_long_resets_its_bus_and_goes_on_afterwards() {
    let (bytes, source) = noise_disc(100);
    let mut stand = Stand::plain(source);
    stand.skip_probes();
    stand.is_stuck = true;
    stand
        .pair
        .on_device(|device, _| device.storage_mut().run(Box::new(Load::new(sequential(4)))));
    stand.run(Duration::from_secs(100), |_| false);
    let resets = stand.log.iter().filter(|e| **e == Event::Reset).count();
    assert!(resets >= 1, "{resets}");
    assert_eq!(stand.error(), None);
    stand.is_stuck = false;
    stand.run(Duration::from_secs(5), |_| false);
    while stand
        .pair
        .device
        .lock()
        .storage_mut()
        .take_report()
        .is_some()
    {}
    assert_eq!(stand.load(sequential(4)).sha256, sha256(&bytes));
}

#[test]
fn an_idle_session_stays_open_for_an_hour() {
    let (bytes, source) = noise_disc(100);
    let mut stand = Stand::new(source, Start::NextReset, latency(20 * MS), "");
    stand.run(Duration::from_secs(3600), |_| false);
    assert_eq!(stand.error(), None);
    stand.pair.on_device(|device, now| device.reset(now));
    stand.skip_probes();
    assert_eq!(stand.load(sequential(8)).sha256, sha256(&bytes));
}

#[test]
fn a_second_console_is_told_that_the_first_one_is_there() {
    let (_, source) = noise_disc(10);
    let mut stand = Stand::plain(source.clone());
    stand.skip_probes();
    let device = stand.pair.device.clone();
    let mut second = Stand::on(&device, source, Start::Now, LinkSpeed::default(), "");
    assert!(second.run(LONG, |s| s.error().is_some()));
    assert!(matches!(second.error(), Some(RedirError::Handshake(_))));
    assert_eq!(stand.error(), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Resets at any moment, also several at once, never confuse who answers what: the strict
    /// device accepts everything, and afterwards every byte is right.
    #[test]
    fn reset_storms_leave_the_session_in_order(
        waits in prop::collection::vec(0u64..40, 1..12),
        one_way in 0u64..20,
        blocks in 1u16..600,
    ) {
        let (bytes, source) = noise_disc(600);
        let speed = latency(Duration::from_millis(one_way));
        let mut stand = Stand::new(source, Start::Now, speed, "");
        stand.skip_probes();
        for wait in waits {
            stand.pair.on_device(|device, _| {
                device.storage_mut().run(Box::new(Load::new(sequential(blocks))));
            });
            stand.run(Duration::from_millis(wait), |_| false);
            stand.pair.on_device(|device, now| device.reset(now));
        }
        stand.run(Duration::from_secs(60), |_| false);
        prop_assert_eq!(stand.error(), None);
        prop_assert!(stand.pair.firmware.error.is_none());
        stand.drop_reports();
        prop_assert_eq!(stand.load(sequential(blocks)).sha256, sha256(&bytes));
    }

    /// The line is cut after any number of bytes: both sides end, neither hangs nor panics.
    #[test]
    fn a_line_cut_anywhere_ends_both_sides(after in 0u64..5000) {
        let (_, source) = noise_disc(600);
        let trouble = format!("redir:cut={after}");
        let mut stand = Stand::new(source, Start::Now, latency(MS), &trouble);
        stand.pair.on_device(|device, _| {
            device.storage_mut().run(Box::new(Load::new(sequential(7))));
        });
        stand.run(Duration::from_secs(120), |s| s.pair.console_ended);
        let device = stand.pair.device.lock();
        prop_assert!(!stand.pair.console_ended || !device.sessions().is_busy(SessionType::Ider));
    }
}
