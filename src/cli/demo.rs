//! `outband demo`: the product on simulated PCs.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use tokio::time::timeout;

use super::print::Printer;
use super::window::has_display;
use super::{
    Context, Exit, Failure, Guard, Outcome, WindowPc, WindowRequest, WindowView, png, sim,
};
use crate::session::{
    self, Access, Command, Credentials, Event, Fault, Handle, OpenOptions, Security, Stage, Target,
    TrustMode, TypedText,
};
use crate::sim::link::LinkSpeed;
use crate::sim::vm::VmOptions;
use crate::sim::{DeviceOptions, Profile, SceneChoice, SimOptions, Simulator};
use crate::store::trusted::TrustStore;
use crate::wire::Secret;

/// Options of `outband demo`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Do without a window: log in, save a picture, type, save the picture again
    #[arg(long)]
    headless: bool,
    /// One more PC: a real virtual machine (QEMU), to start an image of your own on
    #[arg(long, conflicts_with = "headless")]
    vm: bool,
    /// Folder for the pictures of --headless [default: a new one among the temporary files]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Opens the window on simulated PCs, or tells what a session does without one.
pub(super) fn run(args: &Args, context: Context) -> Result<Outcome, Failure> {
    if !args.headless && has_display() {
        return open_window(args.vm, context);
    }
    if args.vm {
        return Err(Fault::NoDisplay.into());
    }
    if !args.headless {
        let text = "There is no display here, so this is the demo without a window.";
        context.print.note(text);
    }
    let folder = args.out.clone().unwrap_or_else(|| {
        let name = format!("outband-demo-{}", std::process::id());
        std::env::temp_dir().join(name)
    });
    std::fs::create_dir_all(&folder).map_err(|cause| {
        let path = folder.clone();
        Fault::FileUnwritable { path, cause }
    })?;
    let print = context.print;
    let runtime = context.runtime.handle().clone();
    context.block_on(async {
        let simulator = start(&PCS[0], 0).await?;
        let story = Story {
            print,
            folder: &folder,
        };
        let result = story.tell(&runtime, &simulator).await;
        simulator.stop().await;
        result
    })?;
    Ok(Outcome::Exit(Exit::Done))
}

/// One PC of the demo.
struct Pc {
    name: &'static str,
    profile: Profile,
    scene: SceneChoice,
    /// Added to every round trip: as near as the next room, or as far as another town.
    round_trip: Duration,
}

/// What the window shows: a modern PC, one that starts, an old one, and one far away.
const PCS: [Pc; 4] = [
    Pc {
        name: "reception",
        profile: Profile::Amt16,
        scene: SceneChoice::Desktop,
        round_trip: Duration::from_millis(2),
    },
    Pc {
        name: "workshop",
        profile: Profile::Amt12,
        scene: SceneChoice::Setup,
        round_trip: Duration::from_millis(2),
    },
    Pc {
        name: "archive",
        profile: Profile::Amt9,
        scene: SceneChoice::Text,
        round_trip: Duration::from_millis(5),
    },
    Pc {
        name: "branch-office",
        profile: Profile::Amt14,
        scene: SceneChoice::Motion,
        round_trip: Duration::from_millis(40),
    },
];

/// With `--vm`: a PC that is a virtual machine. It has an empty disk.
const MACHINE: Pc = Pc {
    name: "virtual-machine",
    profile: Profile::Amt16,
    scene: SceneChoice::Desktop,
    round_trip: Duration::from_millis(2),
};

const PASSWORD: &str = "P@ssw0rd";
const TYPED: &str = "Hello from Outband!";

/// Starts one PC on a free port of loopback.
async fn start(pc: &Pc, nth: u64) -> Result<Simulator, Failure> {
    let options = SimOptions {
        device: DeviceOptions {
            name: pc.name.to_owned(),
            profile: pc.profile,
            password: Secret::new(PASSWORD.to_owned()),
            // The same PCs every time.
            seed: nth + 1,
            ..DeviceOptions::default()
        },
        scene: pc.scene.clone(),
        vm: (pc.name == MACHINE.name).then(VmOptions::default),
        rfb_port: None,
        speed: LinkSpeed {
            latency: pc.round_trip / 2,
            rate: None,
        },
        ..SimOptions::default()
    };
    Simulator::start(options).await.map_err(sim::failure)
}

/// Simulated PCs are trusted as they come, and nothing is kept of that.
fn security() -> Security {
    Security {
        trust: TrustMode::FirstUse,
        ..Security::new(TrustStore::in_memory())
    }
}

fn target(simulator: &Simulator) -> Target {
    let ports = simulator.ports();
    Target::Amt {
        user: None,
        host: ports.host.to_string(),
        wsman_port: ports.wsman,
        redirection_port: ports.redir,
    }
}

/// Starts one simulated PC for whoever wants to try the window, and waits until it is ready.
///
/// It ends when the guard is dropped. Not to be called from a task of `runtime`.
///
/// # Errors
/// The [`Fault`] that kept it from starting.
pub fn simulate(runtime: &tokio::runtime::Handle) -> Result<(WindowPc, Guard), Fault> {
    let [pc, ..] = &PCS;
    let started = runtime.block_on(start(pc, 0));
    let simulator = started.map_err(|failure| match failure {
        Failure::Fault(fault) => fault,
        other => Fault::Internal {
            task: format!("{other:?}"),
        },
    })?;
    let pc = shown(pc, &simulator);
    Ok((pc, Guard::new(simulator)))
}

/// A PC as the window wants it.
fn shown(pc: &Pc, simulator: &Simulator) -> WindowPc {
    WindowPc {
        name: Some(pc.name.to_owned()),
        target: target(simulator),
        profile: None,
        user: Some(session::DEFAULT_USER.to_owned()),
        password: Some(Secret::new(PASSWORD.to_owned())),
        connect: pc.name == "reception",
        view: WindowView::Screen,
    }
}

fn open_window(with_machine: bool, context: Context) -> Result<Outcome, Failure> {
    // Not interruptible: whoever has once listened for Ctrl+C takes it from the window for good.
    let simulators = context.runtime.block_on(async {
        let mut simulators = Vec::new();
        for (nth, pc) in (0..).zip(&PCS) {
            simulators.push(start(pc, nth).await?);
        }
        if with_machine {
            simulators.push(start(&MACHINE, 4).await?);
        }
        Ok::<_, Failure>(simulators)
    })?;
    let pcs = PCS.iter().chain([&MACHINE]).zip(&simulators);
    let pcs = pcs.map(|(pc, simulator)| shown(pc, simulator));
    Ok(Outcome::Window(Box::new(WindowRequest {
        pcs: pcs.collect(),
        demo: true,
        // The PCs before the runtime they run on.
        guard: Guard::new((simulators, context.runtime)),
        ..WindowRequest::new(security())
    })))
}

/// The demo without a window: what is done, told step by step.
struct Story<'a> {
    print: Printer,
    folder: &'a Path,
}

/// One step as JSON.
#[derive(Serialize)]
struct Step<'a> {
    step: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a Path>,
    text: &'a str,
}

impl Story<'_> {
    async fn tell(
        &self,
        runtime: &tokio::runtime::Handle,
        simulator: &Simulator,
    ) -> Result<(), Failure> {
        let target = target(simulator);
        self.step("started", &format!("Started a simulated PC at {target}"));
        let password = Secret::new(PASSWORD.to_owned());
        let login = Credentials::new(&target, None, password);
        let access = Access::new(target, security());
        let options = OpenOptions::new(access, login);
        let mut handle = session::open(runtime, options, || {});

        self.wait_until_live(&mut handle).await?;
        self.save(&handle, "picture", "1-screen.png")?;

        let typed = TypedText {
            text: Secret::new(TYPED.to_owned()),
            pace: TypedText::PACE,
        };
        handle
            .send(Command::Type(typed))
            .map_err(|_| Fault::Overrun)?;
        self.wait_until_typed(&mut handle).await?;
        self.step("typed", &format!("Typed “{TYPED}” into the PC"));
        self.save(&handle, "picture", "2-typed.png")?;

        // A session that is over already has said so.
        if handle.send(Command::Close).is_ok() {
            self.wait(&mut handle, |event| matches!(event, Event::Closed(None)))
                .await?;
        }
        self.step(
            "done",
            "Closed the session; nothing is left behind but the pictures",
        );
        Ok(())
    }

    async fn wait_until_live(&self, handle: &mut Handle) -> Result<(), Failure> {
        let print_progress = |event: &Event| {
            match event {
                Event::LoggedIn { firmware } => {
                    let release = firmware.map_or(String::new(), |f| {
                        format!(" to Intel AMT {}.{}", f.major, f.minor)
                    });
                    self.step("login", &format!("Logged in{release}"));
                }
                Event::Screen { width, height, .. } => {
                    self.step(
                        "screen",
                        &format!("Its screen has {width} × {height} pixels"),
                    );
                }
                _ => {}
            }
            matches!(event, Event::Stage(Stage::Live))
        };
        self.wait(handle, print_progress).await
    }

    async fn wait_until_typed(&self, handle: &mut Handle) -> Result<(), Failure> {
        let all_typed =
            |event: &Event| matches!(event, Event::Typing { done, total, .. } if done == total);
        self.wait(handle, all_typed).await?;
        // Of the updates that are still to come, some were asked for before the last key was
        // sent; the desktop moves, so that more follow by themselves.
        for _ in 0..UPDATES_IN_FLIGHT {
            self.wait(handle, |event| matches!(event, Event::Updated))
                .await?;
        }
        Ok(())
    }

    /// Waits for the event that `is_it`; the end of the session is a failure unless it is that.
    async fn wait(
        &self,
        handle: &mut Handle,
        is_it: impl Fn(&Event) -> bool,
    ) -> Result<(), Failure> {
        loop {
            let next = timeout(PATIENCE, handle.next_event()).await;
            let silent = || Fault::Internal {
                task: "demo: no event".into(),
            };
            let event = next.ok().flatten().ok_or_else(silent)?;
            if is_it(&event) {
                return Ok(());
            }
            if let Event::Closed(fault) = event {
                return Err(fault.unwrap_or_else(silent).into());
            }
        }
    }

    fn save(&self, handle: &Handle, step: &'static str, name: &str) -> Result<(), Failure> {
        let path = self.folder.join(name);
        let picture = handle.picture.snapshot().ok_or_else(|| Fault::Internal {
            task: "demo: no picture".into(),
        })?;
        png::save(&picture, &path)?;
        let text = format!("Saved its picture as {}", path.display());
        self.print.line(&text);
        self.print.document(&Step {
            step,
            file: Some(&path),
            text: &text,
        });
        Ok(())
    }

    fn step(&self, step: &'static str, text: &str) {
        self.print.line(text);
        self.print.document(&Step {
            step,
            file: None,
            text,
        });
    }
}

/// Longest silence of a session on this machine before the demo gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Updates that may have been asked for before the last key went out: one being received and
/// one asked for ahead; one more shows the key.
const UPDATES_IN_FLIGHT: usize = 3;
