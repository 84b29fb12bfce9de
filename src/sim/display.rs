//! Screen, keyboard and pointer of the simulated PC: a running scene and what it drew.

use std::fmt;
use std::time::Instant;

use super::canvas::Canvas;
use super::keyboard::{Key, Keyboard};
use super::scene::{Input, Pointer, Request, Scene};
use crate::proto::kvm::keysym::Keysym;

/// A scene, the canvas it draws into, and the keys that are down.
pub struct Display {
    canvas: Canvas,
    scene: Box<dyn Scene>,
    keyboard: Keyboard,
    /// Keys that a console pressed and has not let go; at most [`HELD_KEYS`].
    held: Vec<Keysym>,
    bells: u64,
}

impl Display {
    /// A display that shows `scene`.
    #[must_use]
    pub fn new(now: Instant, scene: Box<dyn Scene>) -> Self {
        let mut display = Self {
            canvas: Canvas::new(1, 1),
            scene,
            keyboard: Keyboard::default(),
            held: Vec::new(),
            bells: 0,
        };
        display.start(now);
        display
    }

    /// Shows another scene from its beginning.
    pub fn show(&mut self, now: Instant, scene: Box<dyn Scene>) {
        self.scene = scene;
        self.start(now);
    }

    fn start(&mut self, now: Instant) {
        let (width, height) = self.scene.size();
        self.canvas.resize(width, height);
        self.input(now, Input::Start);
    }

    /// The picture.
    #[must_use]
    pub const fn canvas(&self) -> &Canvas {
        &self.canvas
    }

    /// What the PC runs.
    #[must_use]
    pub fn scene(&self) -> &dyn Scene {
        &*self.scene
    }

    /// How often the PC has beeped so far.
    #[must_use]
    pub const fn bells(&self) -> u64 {
        self.bells
    }

    /// Passes on a key; returns what the program then asks of the PC.
    pub fn key(&mut self, now: Instant, keysym: Keysym, down: bool) -> Option<Request> {
        self.held.retain(|held| *held != keysym);
        if down && self.held.len() < HELD_KEYS {
            self.held.push(keysym);
        }
        let request = self.input(now, Input::Keysym { keysym, down });
        let pressed = self.keyboard.press(keysym, down);
        let typed = pressed.and_then(|key| self.input(now, Input::Key(key)));
        request.or(typed)
    }

    /// Passes on a key that was typed without a keyboard: on the serial port. Returns what the
    /// program then asks of the PC.
    pub fn type_key(&mut self, now: Instant, key: Key) -> Option<Request> {
        self.input(now, Input::Key(key))
    }

    /// Lets go of every key: the console is gone, and with it the keyboard it emulated.
    pub fn release_all(&mut self, now: Instant) {
        for keysym in std::mem::take(&mut self.held) {
            let down = false;
            self.input(now, Input::Keysym { keysym, down });
        }
        self.keyboard.release_all();
    }

    /// Passes on the pointer, held within the picture; returns what the program then asks.
    pub fn pointer(&mut self, now: Instant, pointer: Pointer) -> Option<Request> {
        let (width, height) = self.canvas.size();
        let pointer = Pointer {
            x: pointer.x.min(width - 1),
            y: pointer.y.min(height - 1),
            buttons: pointer.buttons,
        };
        self.input(now, Input::Pointer(pointer))
    }

    /// Lets the scene go on if its time has come.
    pub fn tick(&mut self, now: Instant, watched: bool) -> Option<Request> {
        let due = self.next_tick(watched)? <= now;
        due.then(|| self.input(now, Input::Tick)).flatten()
    }

    /// When the scene wants to go on.
    #[must_use]
    pub fn next_tick(&self, watched: bool) -> Option<Instant> {
        self.scene.next_tick(watched)
    }

    /// Passes on one input and carries out what concerns the display itself.
    fn input(&mut self, now: Instant, input: Input) -> Option<Request> {
        match self.scene.handle(now, input, &mut self.canvas) {
            Some(Request::Bell) => {
                self.bells += 1;
                None
            }
            Some(Request::Resize) => {
                self.start(now);
                None
            }
            request => request,
        }
    }
}

impl fmt::Debug for Display {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (width, height) = self.canvas.size();
        write!(f, "Display({width} × {height})")
    }
}

/// More keys than a person has fingers; a console that presses more has them not tracked.
const HELD_KEYS: usize = 32;
