//! The machine in place of the simulated PC: does what the firmware orders, and tells the device
//! what it did by itself.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tracing::{debug, warn};

use super::drives::{self, Drives, Medium};
use super::exports;
use super::line::Line;
use super::options::{VmError, VmOptions};
use super::order::{BootFrom, Order};
use super::process::{Folder, Plan, Process, find_qemu, obituary};
use super::qmp::VmEvent;
use crate::proto::ider::messages::Drive;
use crate::sim::device::SharedDevice;
use crate::sim::scene::Hardware;
use crate::sim::scene::remote::RemoteScreen;

/// A machine. Dropping it ends it.
#[derive(Debug)]
pub(crate) struct VirtualMachine {
    // Dropped in this order: QEMU before the folder its files are in.
    process: Option<Process>,
    plan: Plan,
    hardware: Hardware,
    /// What lies in QEMU's drives.
    inserted: [Option<Medium>; 2],
    start: Start,
    /// Its drives and its screen, which end with it.
    _tasks: JoinSet<()>,
    folder: Folder,
}

/// The last start that we caused.
#[derive(Debug, Clone, Copy)]
struct Start {
    at: Instant,
    from: BootFrom,
    /// Blocks that had been read from the source before.
    reads: u64,
}

impl VirtualMachine {
    /// Starts QEMU with a machine that waits for its first order.
    ///
    /// `wake` is called when its screen, serial port or drives have something new.
    ///
    /// # Errors
    /// [`VmError`]; nothing is left behind then.
    pub(crate) async fn new(
        options: VmOptions,
        wake: impl Fn() + Clone + Send + Sync + 'static,
    ) -> Result<Self, VmError> {
        let program = find_qemu()?;
        let folder = Folder::new()?;
        let plan = Plan::new(program, options, &folder)?;
        let hardware = Hardware {
            screen: RemoteScreen::at_socket(&folder.join("vnc")),
            line: Line::new(wake.clone()),
            drives: Drives::new(wake.clone()),
        };
        let listener = exports::listen(&folder.join("nbd")).map_err(|cause| VmError::System {
            what: "listen on a private socket",
            cause,
        })?;
        let process = Process::start(&plan, &folder).await?;
        let mut tasks = JoinSet::new();
        tasks.spawn(exports::serve(listener, hardware.drives.clone()));
        tasks.spawn(hardware.screen.clone().run(wake));
        Ok(Self {
            process: Some(process),
            plan,
            hardware,
            inserted: [None; 2],
            start: Start {
                at: Instant::now(),
                from: BootFrom::Disk,
                reads: 0,
            },
            _tasks: tasks,
            folder,
        })
    }

    /// What the device has of it.
    pub(crate) fn hardware(&self) -> Hardware {
        self.hardware.clone()
    }

    /// Works for the device until the end of time. A machine that is lost is started anew when
    /// the firmware switches it on.
    pub(crate) async fn run(mut self, device: SharedDevice, mut changed: watch::Receiver<()>) {
        loop {
            let error = match self.serve(&device, &mut changed).await {
                Ok(never) => match never {},
                Err(error) => error,
            };
            let reason = match (&mut self.process, error) {
                // The end of QEMU says more than the end of the connection to it.
                (Some(process), VmError::Qemu(said)) => {
                    let ended = timeout(END_TIME, process.ended()).await;
                    format!("QEMU: {}", ended.unwrap_or(said))
                }
                (_, error) => error.to_string(),
            };
            warn!(reason, "the virtual machine is lost");
            self.process = None;
            self.inserted = [None; 2];
            device.lock().machine_lost(Instant::now(), &reason);
            while !device.lock().has_order() {
                if changed.changed().await.is_err() {
                    return;
                }
            }
        }
    }

    /// Works until something is wrong.
    async fn serve(
        &mut self,
        device: &SharedDevice,
        changed: &mut watch::Receiver<()>,
    ) -> Result<Infallible, VmError> {
        if self.process.is_none() {
            self.process = Some(Process::start(&self.plan, &self.folder).await?);
        }
        let path = self.folder.join("serial");
        let serial = UnixStream::connect(&path).await;
        let serial = serial.map_err(|cause| VmError::System {
            what: "connect to the serial port",
            cause,
        })?;
        let mut wire = JoinSet::new();
        wire.spawn(carry(serial, self.hardware.line.clone()));
        loop {
            while let Some(order) = take_order(device) {
                debug!(?order, "virtual machine");
                self.carry_out(device, changed, order).await?;
            }
            self.sync_media().await?;
            let drives = self.hardware.drives.clone();
            let inserted = self.inserted;
            let Some(process) = &mut self.process else {
                return Err(VmError::Qemu("it ended".into()));
            };
            let (monitor, child, log) = process.parts();
            tokio::select! {
                event = monitor.next_event() => {
                    let event = event?;
                    self.happened(device, event).await?;
                }
                status = child.wait() => return Err(VmError::Qemu(obituary(status, log))),
                () = drives.wait_until(|drives| media(drives) != inserted) => {}
                result = changed.changed() => if result.is_err() {
                    std::future::pending::<()>().await;
                },
            }
        }
    }

    async fn execute(&mut self, name: &str, arguments: &Value) -> Result<Value, VmError> {
        match &mut self.process {
            Some(process) => process.monitor.execute(name, arguments).await,
            None => Err(VmError::Qemu("it ended".into())),
        }
    }

    async fn carry_out(
        &mut self,
        device: &SharedDevice,
        changed: &watch::Receiver<()>,
        order: Order,
    ) -> Result<(), VmError> {
        match order {
            Order::Start(from) => {
                self.execute("stop", &json!({})).await?;
                if let BootFrom::Cd | BootFrom::Floppy = from {
                    self.wait_for_medium(device, changed.clone(), from).await;
                }
                self.sync_media().await?;
                self.restart(from).await?;
                self.execute("cont", &json!({})).await?;
            }
            Order::Cut => {
                self.execute("stop", &json!({})).await?;
            }
            Order::Wake => {
                self.execute("system_wakeup", &json!({})).await?;
            }
            Order::Nmi => {
                self.execute("inject-nmi", &json!({})).await?;
            }
            Order::PressButton => {
                self.execute("system_powerdown", &json!({})).await?;
            }
        }
        Ok(())
    }

    /// Resets the machine, so that it looks for its system there and nowhere else.
    async fn restart(&mut self, from: BootFrom) -> Result<(), VmError> {
        self.order(from).await?;
        self.execute("system_reset", &json!({})).await?;
        // The command only asks for it; "cont" before it is done would be refused.
        if let Some(process) = &mut self.process {
            let done = async {
                loop {
                    match process.monitor.next_event().await {
                        Ok(VmEvent::Reset { .. }) => return Ok(()),
                        Ok(_) => {}
                        Err(error) => return Err(error),
                    }
                }
            };
            timeout(RESET_TIME, done).await.unwrap_or(Ok(()))?;
        }
        self.start = Start {
            at: Instant::now(),
            from,
            reads: drive_of(from).map_or(0, |drive| self.hardware.drives.reads(drive)),
        };
        Ok(())
    }

    /// Sets the order in which firmware tries devices from the next reset on: only this one.
    async fn order(&mut self, from: BootFrom) -> Result<(), VmError> {
        let floppies = self.floppy_controller().await?;
        let places = [
            (BootFrom::Disk, "/machine/peripheral/idehd", "bootindex"),
            (BootFrom::Cd, "/machine/peripheral/idecd", "bootindex"),
            (BootFrom::Network, "/machine/peripheral/nic", "bootindex"),
            (BootFrom::Floppy, &*floppies, "bootindexA"),
        ];
        // The others first: no two devices may have the same place.
        let (this, others): (Vec<_>, Vec<_>) =
            places.into_iter().partition(|(place, ..)| *place == from);
        for (place, path, property) in others.into_iter().chain(this) {
            let index = if place == from { 0 } else { -1 };
            let arguments = json!({ "path": path, "property": property, "value": index });
            self.execute("qom-set", &arguments).await?;
        }
        Ok(())
    }

    /// Where the floppy controller, which is part of the board, is found.
    async fn floppy_controller(&mut self) -> Result<String, VmError> {
        let folder = "/machine/unattached";
        let list = self.execute("qom-list", &json!({ "path": folder })).await?;
        let is_it = |item: &&Value| item.get("type") == Some(&json!("child<isa-fdc>"));
        let item = list.as_array().and_then(|list| list.iter().find(is_it));
        let name = item
            .and_then(|item| item.get("name"))
            .and_then(Value::as_str);
        let missing = || VmError::Refused("it has no floppy controller".into());
        Ok(format!("{folder}/{}", name.ok_or_else(missing)?))
    }

    /// The console's disk appears with the reset that has just happened; the machine, which would
    /// be through its self-test sooner than that, is held back until then.
    /// Another order ends the wait.
    async fn wait_for_medium(
        &self,
        device: &SharedDevice,
        mut changed: watch::Receiver<()>,
        from: BootFrom,
    ) {
        let Some(drive) = drive_of(from) else {
            return;
        };
        let drives = &self.hardware.drives;
        let there = drives.wait_until(|drives| drives.medium(drive).is_some());
        let ordered =
            async { while !device.lock().has_order() && changed.changed().await.is_ok() {} };
        tokio::select! {
            () = there => {}
            () = ordered => {}
            () = sleep(MEDIUM_TIME) => debug!("no medium to start from"),
        }
    }

    /// Puts into QEMU's drives what the console lends.
    async fn sync_media(&mut self) -> Result<(), VmError> {
        let wanted = media(&self.hardware.drives);
        let mut inserted = self.inserted;
        for ((drive, wanted), inserted) in Drive::ALL.into_iter().zip(wanted).zip(&mut inserted) {
            if wanted == *inserted {
                continue;
            }
            *inserted = wanted;
            match self.change_medium(drive, wanted).await {
                // A medium that is gone again, most likely; the next change is another try.
                Err(VmError::Refused(said)) => debug!(?drive, said, "medium not inserted"),
                other => other?,
            }
        }
        self.inserted = inserted;
        Ok(())
    }

    async fn change_medium(&mut self, drive: Drive, medium: Option<Medium>) -> Result<(), VmError> {
        let id = match drive {
            Drive::Cd => "idecd",
            Drive::Floppy => "flop",
        };
        // By force: a guest may have locked the tray, and the console does not ask.
        self.execute("eject", &json!({ "id": id, "force": true }))
            .await?;
        let Some(medium) = medium else {
            return Ok(());
        };
        let socket = self.folder.join("nbd");
        let url = format!(
            "nbd+unix:///{}?socket={}",
            drives::name(drive),
            socket.display()
        );
        let mode = if medium.read_only {
            "read-only"
        } else {
            "read-write"
        };
        let arguments =
            json!({ "id": id, "filename": url, "format": "raw", "read-only-mode": mode });
        self.execute("blockdev-change-medium", &arguments).await?;
        Ok(())
    }

    /// The machine did something.
    async fn happened(&mut self, device: &SharedDevice, event: VmEvent) -> Result<(), VmError> {
        debug!(?event, "virtual machine");
        let now = Instant::now();
        match event {
            VmEvent::Shutdown { by_guest: true } => device.lock().machine_shut_down(now),
            VmEvent::Reset { by_guest: true } if !self.is_same_start(now) => {
                if self.start.from != BootFrom::Disk {
                    // It has begun to start from the console's disk again: once was enough.
                    self.restart(BootFrom::Disk).await?;
                }
                device.lock().machine_restarted(now);
            }
            VmEvent::Suspended => device.lock().machine_slept(now, true),
            VmEvent::WokeUp => device.lock().machine_slept(now, false),
            VmEvent::Shutdown { .. } | VmEvent::Reset { .. } | VmEvent::TrayMoved => {}
        }
        Ok(())
    }

    /// A reset by the guest belongs to the start that we caused: SeaBIOS finds itself used and
    /// resets the machine once more to get a clean copy.
    fn is_same_start(&self, now: Instant) -> bool {
        let since = now.saturating_duration_since(self.start.at);
        match drive_of(self.start.from) {
            Some(drive) if self.hardware.drives.reads(drive) == self.start.reads => {
                since < UNREAD_TIME
            }
            _ => since < TWIN_TIME,
        }
    }
}

/// Carries bytes between QEMU's serial port and the wire.
async fn carry(serial: UnixStream, line: Line) {
    let (mut from, mut to) = serial.into_split();
    let reading = async {
        let mut buffer = vec![0; SERIAL_BYTES];
        loop {
            line.has_room().await;
            match from.read(&mut buffer).await {
                Ok(count @ 1..) => line.write(buffer.get(..count).unwrap_or_default()),
                Ok(0) | Err(_) => return,
            }
        }
    };
    let writing = async {
        loop {
            let typed = line.typed().await;
            match to.write(&typed).await {
                Ok(count @ 1..) => line.typed_was_read(count),
                Ok(0) | Err(_) => return,
            }
        }
    };
    tokio::select! {
        () = reading => {}
        () = writing => {}
    }
}

fn take_order(device: &SharedDevice) -> Option<Order> {
    // Looked at before it is taken: taking counts as a change and would wake us again.
    let waits = device.lock().has_order();
    waits.then(|| device.lock().take_order()).flatten()
}

fn media(drives: &Drives) -> [Option<Medium>; 2] {
    Drive::ALL.map(|drive| drives.medium(drive))
}

const fn drive_of(from: BootFrom) -> Option<Drive> {
    match from {
        BootFrom::Cd => Some(Drive::Cd),
        BootFrom::Floppy => Some(Drive::Floppy),
        BootFrom::Disk | BootFrom::Network => None,
    }
}

/// How long a console may take to show its disk after a reset that is to start from it.
const MEDIUM_TIME: Duration = Duration::from_secs(10);
/// Longest time of a reset: requests on their way are waited for.
const RESET_TIME: Duration = Duration::from_secs(30);
/// A reset by the guest this soon after ours belongs to it.
const TWIN_TIME: Duration = Duration::from_secs(3);
/// The same, as long as nothing was read from the disk to start from.
const UNREAD_TIME: Duration = Duration::from_secs(30);
/// How long the process may take to end after its connection did.
const END_TIME: Duration = Duration::from_secs(5);
const SERIAL_BYTES: usize = 4096;
