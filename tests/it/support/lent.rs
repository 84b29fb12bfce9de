//! A simulated PC that uses the disks that are lent to it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use outband::session::ider::Drive;
use outband::sim::ider::command::Command as HostCommand;
use outband::sim::ider::load::{Load, LoadOptions, LoadReport, Pattern};
use outband::sim::ider::{Bus, Outcome, Program, Progress, Report};
use outband::sim::{SceneChoice, SimOptions, Simulator};
use sha2::{Digest, Sha256};
use tokio::time::{sleep, timeout};

use super::images;

/// Long enough for any machine; no test waits that long when all is well.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A simulated PC that runs, with trouble on its lines.
pub(crate) async fn simulator(trouble: &str) -> Simulator {
    let options = SimOptions {
        scene: SceneChoice::Text,
        trouble: match trouble {
            "" => Default::default(),
            spec => spec.parse().unwrap(),
        },
        ..SimOptions::default()
    };
    Simulator::start(options).await.unwrap()
}

/// Noise that passes for a disc: whoever reads it has to get just these bytes.
pub(crate) fn disc_bytes(blocks: usize) -> Vec<u8> {
    let mut bytes = images::noise(3, blocks * 2048);
    let descriptor = &mut bytes[16 * 2048..18 * 2048];
    descriptor.fill(0);
    descriptor[..7].copy_from_slice(b"\x01CD001\x01");
    descriptor[40..72].copy_from_slice(b"NOISE                           ");
    let count = u32::try_from(blocks).unwrap();
    descriptor[80..84].copy_from_slice(&count.to_le_bytes());
    descriptor[84..88].copy_from_slice(&count.to_be_bytes());
    descriptor[128..130].copy_from_slice(&2048u16.to_le_bytes());
    descriptor[2048..2055].copy_from_slice(b"\xFFCD001\x01");
    bytes
}

/// Runs a program on the simulated PC to its end.
pub(crate) async fn host(simulator: &Simulator, program: impl Program + 'static) -> Report {
    let device = simulator.device();
    device.lock().storage_mut().run(Box::new(program));
    let report = async {
        loop {
            if device.lock().storage().has_report() {
                match device.lock().storage_mut().take_report() {
                    // The PC looks at its drives by itself, too.
                    Some(Report::Probed(_) | Report::Booted(_)) | None => {}
                    Some(report) => return report,
                }
            }
            sleep(Duration::from_millis(2)).await;
        }
    };
    timeout(PATIENCE, report).await.expect("the program ends")
}

pub(crate) async fn load(simulator: &Simulator, blocks: u16) -> LoadReport {
    let options = LoadOptions {
        drive: Drive::Cd,
        pattern: Pattern::Sequential,
        blocks,
        bytes: None,
    };
    match host(simulator, Load::new(options)).await {
        Report::Loaded(report) => report,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Runs single commands one after the other and keeps their outcomes.
#[derive(Debug)]
pub(crate) struct Script {
    commands: VecDeque<HostCommand>,
    outcomes: Arc<Mutex<Vec<Outcome>>>,
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
            // A report that no program of the PC itself makes tells that it is over.
            None => Progress::Done(Report::Loaded(LoadReport {
                reads: 0,
                bytes: 0,
                time: Duration::ZERO,
                latencies: Vec::new(),
                sha256: [0; 32],
                fault: None,
            })),
        }
    }

    fn poll_timeout(&self) -> Option<Instant> {
        None
    }
}

pub(crate) async fn script(simulator: &Simulator, commands: Vec<HostCommand>) -> Vec<Outcome> {
    let outcomes = Arc::new(Mutex::new(Vec::new()));
    let script = Script {
        commands: commands.into(),
        outcomes: Arc::clone(&outcomes),
        waiting: false,
    };
    host(simulator, script).await;
    let outcomes = outcomes.lock().unwrap();
    outcomes.clone()
}
