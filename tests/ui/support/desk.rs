//! The whole application in front of PCs that are not there.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use eframe::egui::{Theme, Vec2, vec2};
use eframe::egui_wgpu::{RenderState, RendererOptions};
use egui_kittest::kittest::Queryable;
use egui_kittest::wgpu::{WgpuTestRenderer, create_render_state, default_wgpu_setup};
use egui_kittest::{Harness, HarnessBuilder};
use outband::gpu::{Pictures, Uploads};
use outband::proto::kvm::keysym::Keysym;
use outband::screen::{Damage, Framebuffer, PixelFormat};
use outband::session::pc::{PcCommand, PcEvent, PcHandle, PcServed};
use outband::session::{Command, Event, Handle, Served, Stage};
use outband::ui::{App, Connect, Manage, Opening, RunOptions, Wake};
use time::macros::datetime;

/// Sessions that were opened, in order, each with the far ends of its queues.
#[derive(Clone, Default)]
pub(crate) struct Network(Arc<Mutex<Vec<Pc>>>);

/// A PC that does what a test says.
pub(crate) struct Pc {
    pub(crate) opening: Opening,
    pub(crate) wake: Wake,
    pub(crate) served: Served,
}

impl Network {
    fn connect(&self) -> Connect {
        let opened = Arc::clone(&self.0);
        Box::new(move |opening, wake| {
            let (handle, served) = Handle::new();
            opened.lock().unwrap().push(Pc {
                opening,
                wake,
                served,
            });
            handle
        })
    }

    /// How many sessions were opened so far.
    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// Does something with every session that was opened.
    pub(crate) fn each(&self, with: impl Fn(&mut Pc)) {
        self.0.lock().unwrap().iter_mut().for_each(with);
    }

    /// Does something with the session opened last.
    pub(crate) fn last<R>(&self, with: impl FnOnce(&mut Pc) -> R) -> R {
        let mut opened = self.0.lock().unwrap();
        with(opened.last_mut().expect("a session was opened"))
    }

    /// Does something with one, counted from 0.
    pub(crate) fn at<R>(&self, place: usize, with: impl FnOnce(&mut Pc) -> R) -> R {
        let mut opened = self.0.lock().unwrap();
        with(opened.get_mut(place).expect("it was opened"))
    }
}

impl Pc {
    /// The session reports something.
    pub(crate) fn tell(&self, event: Event) {
        self.served.events.try_send(event).unwrap();
        (self.wake)();
    }

    /// The PC shows this picture and the session is live.
    pub(crate) fn show(&self, screen: &Framebuffer) {
        self.served.picture.publish(screen, &mut Damage::new());
        self.tell(Event::Screen {
            width: screen.width(),
            height: screen.height(),
            format: screen.format(),
            name: "desktop".to_owned(),
        });
        self.tell(Event::Stage(Stage::Live));
    }

    /// Everything that was asked of the session, in words: `+61` a key down, `-61` up,
    /// `10,20:1` the pointer with its buttons, else the command's name.
    pub(crate) fn heard(&mut self) -> String {
        let mut words = Vec::new();
        while let Ok(command) = self.served.commands.try_recv() {
            words.push(match command {
                Command::Key {
                    keysym: Keysym(keysym),
                    down,
                } => format!("{}{keysym:X}", if down { '+' } else { '-' }),
                Command::Pointer { x, y, buttons } => format!("{x},{y}:{}", buttons.bits()),
                Command::Character(c) => format!("{c:?}"),
                other => format!("{other:?}"),
            });
        }
        words.join(" ")
    }

    /// The window has let go of the session.
    pub(crate) fn is_closed(&mut self) -> bool {
        while self.served.commands.try_recv().is_ok() {}
        self.served.commands.is_closed()
    }
}

/// The tasks that serve PCs, in order, each with the far ends of its queues.
#[derive(Clone, Default)]
pub(crate) struct Tasks(Arc<Mutex<Vec<Task>>>);

/// One of them.
pub(crate) struct Task {
    pub(crate) opening: Opening,
    wake: Wake,
    served: PcServed,
}

impl Tasks {
    pub(crate) fn manage(&self) -> Manage {
        let begun = Arc::clone(&self.0);
        Box::new(move |opening, wake| {
            let (handle, served) = PcHandle::new();
            begun.lock().unwrap().push(Task {
                opening,
                wake,
                served,
            });
            handle
        })
    }

    /// How many were begun so far.
    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// Does something with the latest.
    pub(crate) fn last<R>(&self, with: impl FnOnce(&mut Task) -> R) -> R {
        let mut begun = self.0.lock().unwrap();
        with(begun.last_mut().expect("a task was begun"))
    }
}

impl Task {
    /// The task reports something.
    pub(crate) fn tell(&self, event: PcEvent) {
        self.served.events.try_send(event).unwrap();
        (self.wake)();
    }

    /// Everything that was asked of it since the last time.
    pub(crate) fn asked(&mut self) -> Vec<PcCommand> {
        std::iter::from_fn(|| self.served.commands.try_recv().ok()).collect()
    }

    /// The same in words.
    pub(crate) fn heard(&mut self) -> String {
        let words: Vec<_> = self.asked().iter().map(|c| format!("{c:?}")).collect();
        words.join(" ")
    }
}

/// A window in a test.
pub(crate) struct Desk {
    pub(crate) network: Network,
    pub(crate) tasks: Tasks,
    pub(crate) harness: Harness<'static, App>,
    state: Option<RenderState>,
}

/// Time from one frame to the next.
pub(crate) const STEP_SECS: f32 = 0.04;

/// How the window of a test is.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    pub(crate) theme: Theme,
    pub(crate) size: Vec2,
    pub(crate) zoom: f32,
    /// Rows and controls have more room, as the setting makes it (`tests/ui/settings.rs`).
    pub(crate) roomy: bool,
    /// Draw with the real pipeline.
    pub(crate) gpu: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            theme: Theme::Dark,
            size: vec2(1280.0, 800.0),
            zoom: 1.0,
            roomy: false,
            gpu: false,
        }
    }
}

impl Desk {
    /// An ordinary window that is never drawn.
    pub(crate) fn new(change: impl FnOnce(&mut RunOptions)) -> Self {
        Self::with(Look::default(), change)
    }

    pub(crate) fn with(look: Look, change: impl FnOnce(&mut RunOptions)) -> Self {
        let (network, tasks) = (Network::default(), Tasks::default());
        let mut options = RunOptions::new(network.connect());
        (options.pictures, options.documents) = (None, None);
        options.recordings = None;
        options.clock = || datetime!(2026-11-22 10:42:07 +1);
        change(&mut options);
        let mut builder = HarnessBuilder::default()
            .with_size(look.size)
            .with_theme(look.theme)
            .with_step_dt(STEP_SECS);
        let state = look
            .gpu
            .then(|| create_render_state(default_wgpu_setup(), RendererOptions::PREDICTABLE));
        if let Some(state) = &state {
            builder = builder.renderer(WgpuTestRenderer::from_render_state(state.clone()));
        }
        let lost = Arc::new(AtomicBool::new(false));
        let mut harness = builder.build_eframe(move |cc| App::new(cc, options, lost));
        harness.ctx.set_zoom_factor(look.zoom);
        if look.roomy {
            harness
                .ctx
                .all_styles_mut(|style| style.spacing.interact_size.y = 34.0);
        }
        harness.run_steps(2);
        Self {
            network,
            tasks,
            harness,
            state,
        }
    }

    /// A window on one PC that is served beside its screen. Without a password nothing connects
    /// before it is known.
    pub(crate) fn served(look: Look, password: bool) -> Self {
        let tasks = Tasks::default();
        let manage = tasks.manage();
        let mut desk = Self::with(look, |options| {
            options.manage = Some(manage);
            let mut pc = pc("lab-12", "10.0.4.17");
            if !password {
                pc.password = None;
            }
            options.pcs = vec![pc];
        });
        desk.tasks = tasks;
        desk
    }

    /// The task that serves the PC reports something, and the window draws it.
    pub(crate) fn pc_tells(&mut self, event: PcEvent) {
        self.tasks.last(|task| task.tell(event));
        self.settle();
    }

    /// What the task that serves the PC was asked since the last time.
    pub(crate) fn pc_heard(&self) -> String {
        self.tasks.last(Task::heard)
    }

    /// Presses what is called so.
    pub(crate) fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.settle();
    }

    /// A window on one PC that shows a picture of `width` × `height`.
    pub(crate) fn live(look: Look, width: u16, height: u16) -> Self {
        let mut desk = Self::with(look, |options| {
            options.pcs = vec![pc("lab-12", "10.0.4.17")]
        });
        desk.network.last(|pc| pc.show(&test_screen(width, height)));
        desk.settle();
        desk
    }

    /// What went to the GPU.
    pub(crate) fn uploads(&self) -> Uploads {
        Pictures::uploads(self.state.as_ref().expect("drawn by the real pipeline"))
    }

    /// Longest side of a picture that the adapter takes.
    pub(crate) fn largest_side(&self) -> u32 {
        let state = self.state.as_ref().expect("drawn by the real pipeline");
        state.device.limits().max_texture_dimension_2d
    }

    /// What the session opened last was asked since the last time.
    pub(crate) fn heard(&self) -> String {
        self.network.last(Pc::heard)
    }

    /// A label, name or value contains this text.
    pub(crate) fn shows(&self, text: &str) -> bool {
        let mut found = self.harness.query_all_by_label_contains(text);
        found.next().is_some()
    }

    /// Runs until nothing moves any more; spinners move for ever, so a few frames are enough.
    pub(crate) fn settle(&mut self) {
        self.harness.run_steps(4);
    }
}

/// A PC that is connected to at once, with its password known.
pub(crate) fn pc(name: &str, target: &str) -> outband::ui::Pc {
    outband::ui::Pc {
        name: Some(name.to_owned()),
        target: target.parse().unwrap(),
        user: None,
        password: Some("P@ssw0rd".to_owned().into()),
        connect: true,
        view: outband::ui::Page::Screen,
        settings: outband::ui::PcSettings::default(),
    }
}

/// A picture of a screen: a gradient with a frame of one pixel, so that a lost edge shows.
pub(crate) fn test_screen(width: u16, height: u16) -> Framebuffer {
    let mut screen = Framebuffer::new(width, height, PixelFormat::Rgb565).unwrap();
    for y in 0..height {
        for x in 0..width {
            let edge = x == 0 || y == 0 || x + 1 == width || y + 1 == height;
            let grid = x % 64 == 0 || y % 64 == 0;
            let [r, g] = [(x, width), (y, height)]
                .map(|(at, side)| u8::try_from(u32::from(at) * 160 / u32::from(side)).unwrap());
            let rgb = match (edge, grid) {
                (true, _) => [255, 255, 255],
                (_, true) => [r + 40, g + 40, 160],
                _ => [r, g, 120],
            };
            screen.set_pixel(x, y, PixelFormat::Rgb565.from_rgb8(rgb));
        }
    }
    screen
}
