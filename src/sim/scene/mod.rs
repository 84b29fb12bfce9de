//! What the simulated PC's screen shows.
//!
//! A scene is a program that runs on the PC: it draws into the [`Canvas`] at a size of its own,
//! reacts to keys, pointer and time, and may ask for things a program can ask of a PC.

mod choice;
mod desktop;
mod lent;
mod motion;
mod no_medium;
mod notes;
mod photo;
mod picture;
mod post;
pub mod remote;
mod setup;
mod setup_pages;
mod shell;
mod text;

use std::time::Instant;

pub use choice::{SceneChoice, SceneError};
pub use desktop::Desktop;
pub use lent::Lent;
pub use motion::Motion;
pub use no_medium::NoMedium;
pub use photo::photo;
pub use picture::Picture;
pub use post::{Post, PostFacts};
pub use setup::Setup;
pub use setup_pages::Settings;
pub use shell::{Reply, Shell};
pub use text::Text;

use super::canvas::Canvas;
use super::grid::Grid;
use super::keyboard::Key;
use super::vm::{Drives, Line};
use crate::proto::kvm::keysym::Keysym;

/// One thing that happens to a running scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// It begins: the canvas has its [`size`](Scene::size), is black, and wants a picture.
    Start,
    /// The time of [`next_tick`](Scene::next_tick) has come.
    Tick,
    /// A key went down or up, as the console sent it.
    Keysym {
        /// Which key.
        keysym: Keysym,
        /// Pressed, else released.
        down: bool,
    },
    /// A key was pressed, as a program sees it; follows its [`Keysym`](Self::Keysym).
    Key(Key),
    /// The pointer is here now with these buttons down.
    Pointer(Pointer),
}

/// Where the pointer is, in pixels of the scene, and its buttons as RFB counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pointer {
    /// Column.
    pub x: u16,
    /// Row.
    pub y: u16,
    /// Bit 0 left, 1 middle, 2 right, 3 wheel up, 4 wheel down.
    pub buttons: u8,
}

/// What a program may ask of its PC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// The self-test is over: start the operating system.
    Boot,
    /// Go into the BIOS setup.
    EnterSetup,
    /// Keep these settings and start again.
    SaveSettings(Settings),
    /// Start again.
    Reset,
    /// Switch off.
    PowerOff,
    /// Beep.
    Bell,
    /// The screen has another size now: start the scene again.
    Resize,
}

/// A program with a screen.
pub trait Scene: Send {
    /// The size it draws at. May change only together with [`Request::Resize`].
    fn size(&self) -> (u16, u16);

    /// Takes one input at the time `now`, and draws what follows from it.
    fn handle(&mut self, now: Instant, input: Input, canvas: &mut Canvas) -> Option<Request>;

    /// When it wants [`Input::Tick`]. What only moves pixels may wait while nobody watches.
    fn next_tick(&self, watched: bool) -> Option<Instant>;

    /// Its text, if it is a text screen: a serial console can show the same.
    fn text(&self) -> Option<&Grid> {
        None
    }
}

/// The operating system of the simulated PC, to be started as often as the PC is.
#[derive(Debug, Clone)]
pub enum System {
    /// A text console.
    Text,
    /// A graphical desktop.
    Desktop,
    /// A moving picture.
    Motion,
    /// A picture that stands still.
    Picture(Picture),
    /// The screen of a real computer.
    Remote(remote::RemoteScreen),
    /// None: a real machine stands in place of the simulated PC.
    Machine(Hardware),
}

/// What a real machine has in common with the device it stands in for.
#[derive(Debug, Clone)]
pub struct Hardware {
    /// Its screen.
    pub screen: remote::RemoteScreen,
    /// Its serial port.
    pub line: Line,
    /// Its removable drives.
    pub drives: Drives,
}

impl System {
    /// Starts it on a PC called `name`.
    #[must_use]
    pub fn start(&self, name: &str) -> Box<dyn Scene> {
        match self {
            Self::Text => Box::new(Text::new(name)),
            Self::Desktop => Box::new(Desktop::new(name)),
            Self::Motion => Box::new(Motion::default()),
            Self::Picture(picture) => Box::new(picture.clone()),
            Self::Remote(screen) | Self::Machine(Hardware { screen, .. }) => {
                Box::new(screen.scene())
            }
        }
    }
}

/// A black screen that reacts to nothing: a PC without power, or asleep.
///
/// Its size is what firmware delivers when the PC gives no picture
/// (`docs/protocol/redirection.md` § 5.13, observed).
#[derive(Debug)]
pub struct Dark;

impl Scene for Dark {
    fn size(&self) -> (u16, u16) {
        (800, 600)
    }

    fn handle(&mut self, _: Instant, _: Input, _: &mut Canvas) -> Option<Request> {
        None
    }

    fn next_tick(&self, _: bool) -> Option<Instant> {
        None
    }
}
