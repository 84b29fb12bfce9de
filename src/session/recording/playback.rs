//! Plays a recording to a window, on a thread of its own: disk and zstd keep no frame waiting.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::{Contents, Player, Recording};
use crate::limits;
use crate::screen::{Damage, Mailbox};
use crate::session::Fault;

/// Slowest and fastest, in percent.
const SPEEDS: std::ops::RangeInclusive<u32> = 10..=6400;

/// How often the place is told while nothing changes.
const TELL_INTERVAL: Duration = Duration::from_millis(100);

/// A picture that stays longer than this is still.
const STILL: Duration = Duration::from_secs(2);

/// How much of a still part is shown before the next change.
const BEFORE_CHANGE: Duration = Duration::from_millis(500);

/// Most work at a time before commands are looked at.
const TURN: Duration = Duration::from_millis(20);

/// What a window asks of a recording that it plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlayCommand {
    /// Goes on; at the end from the beginning.
    Play,
    /// Stays where it is.
    Pause,
    /// Goes to a moment.
    Seek(Duration),
    /// Goes to the next change of the picture, and stays there.
    Step,
    /// How fast, in percent of what it was; from 10 to 6400.
    Speed(u32),
    /// Leaves out, from now on, most of what shows no change for longer than two seconds.
    SkipStill(bool),
}

/// What a window is told.
#[derive(Debug)]
pub enum PlayEvent {
    /// It is being checked: bytes read, and in all.
    Checking {
        /// Read so far.
        done: u64,
        /// In all.
        total: u64,
    },
    /// It can be played; this is in it.
    Opened(Box<Contents>),
    /// Where it is.
    At {
        /// The moment, since the recording began.
        at: Duration,
        /// It goes on by itself.
        is_playing: bool,
    },
    /// It cannot be played, or not from here. Other places still can.
    Failed(Fault),
}

/// A recording being played. Dropping it ends that.
#[derive(Debug)]
pub struct Playback {
    /// Where the picture lies, as that of a session does.
    pub picture: Arc<Mailbox>,
    commands: SyncSender<PlayCommand>,
    events: Receiver<PlayEvent>,
}

impl Playback {
    /// Opens a recording; it is checked first and then waits at its first picture. `wake` is
    /// called, from a thread, when there is something new.
    #[must_use]
    pub fn open(path: &Path, wake: impl Fn() + Send + 'static) -> Self {
        let picture = Arc::new(Mailbox::new());
        let (commands, asked) = sync_channel(limits::PC_COMMANDS);
        let (told, events) = sync_channel(limits::PC_EVENTS);
        let mut projector = Projector {
            path: path.to_owned(),
            picture: Arc::clone(&picture),
            told: told.clone(),
            wake,
            speed: 100,
            skips_still: false,
            playing: None,
        };
        let started = thread::Builder::new()
            .name("playback".into())
            .spawn(move || projector.run(&asked));
        if let Err(cause) = started {
            let what = "start a thread";
            drop(told.try_send(PlayEvent::Failed(Fault::System { what, cause })));
        }
        Self {
            picture,
            commands,
            events,
        }
    }

    /// Asks for something; never waits. What finds no room is lost: the next will do.
    pub fn send(&self, command: PlayCommand) {
        self.commands.try_send(command).ok();
    }

    /// The next event, if there is one.
    pub fn poll_event(&self) -> Option<PlayEvent> {
        self.events.try_recv().ok()
    }
}

/// The thread's side.
struct Projector<Wake> {
    path: PathBuf,
    picture: Arc<Mailbox>,
    told: SyncSender<PlayEvent>,
    wake: Wake,
    /// Percent.
    speed: u32,
    skips_still: bool,
    /// While it goes on: from which moment of the recording, at which time.
    playing: Option<(Duration, Instant)>,
}

impl<Wake: Fn()> Projector<Wake> {
    fn run(&mut self, asked: &Receiver<PlayCommand>) {
        let opened = Recording::open_with(&self.path, |done, total| {
            // Told or not: the next one is as good. False once nobody listens any more.
            self.mention(PlayEvent::Checking { done, total });
            !matches!(asked.try_recv(), Err(TryRecvError::Disconnected))
        });
        let recording = match opened {
            Ok(Some(recording)) => recording,
            Ok(None) => return,
            Err(fault) => return self.tell(PlayEvent::Failed(fault)),
        };
        let contents = recording.contents().clone();
        let first = contents.keys.first().map_or(Duration::ZERO, |key| key.at);
        self.tell(PlayEvent::Opened(Box::new(contents)));
        let mut player = Player::new(recording);
        self.show(&mut player, |player| player.seek(first));
        loop {
            let command = match self.pause(&mut player) {
                Some(pause) => asked.recv_timeout(pause),
                None => asked.recv().map_err(RecvTimeoutError::from),
            };
            match command {
                Ok(command) => self.obey(command, &mut player),
                Err(RecvTimeoutError::Timeout) => self.go_on(&mut player),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn obey(&mut self, command: PlayCommand, player: &mut Player) {
        let duration = player.recording().contents().duration;
        match command {
            PlayCommand::Play => {
                if player.at() >= duration {
                    self.show(player, |player| player.seek(Duration::ZERO));
                }
                self.playing = Some((player.at(), Instant::now()));
            }
            PlayCommand::Pause => self.playing = None,
            PlayCommand::Seek(to) => {
                self.show(player, |player| player.seek(to));
                self.playing = self.playing.map(|_| (player.at(), Instant::now()));
            }
            PlayCommand::Step => {
                self.playing = None;
                self.show(player, Player::step);
            }
            PlayCommand::Speed(percent) => {
                self.playing = self.playing.map(|_| (player.at(), Instant::now()));
                self.speed = percent.clamp(*SPEEDS.start(), *SPEEDS.end());
            }
            PlayCommand::SkipStill(skips) => self.skips_still = skips,
        }
        self.tell_place(player);
    }

    /// The moment that is to be shown now.
    fn wanted(&self) -> Option<Duration> {
        let (from, since) = self.playing?;
        let passed = since.elapsed().saturating_mul(self.speed) / 100;
        Some(from.saturating_add(passed))
    }

    /// How long nothing is to be done; `None`: until somebody asks for something.
    fn pause(&mut self, player: &mut Player) -> Option<Duration> {
        let wanted = self.wanted()?;
        let next = match player.next_at() {
            Ok(next) => next.unwrap_or(player.recording().contents().duration),
            Err(_) => wanted,
        };
        let pause = next.saturating_sub(wanted).saturating_mul(100) / self.speed.max(1);
        Some(pause.min(TELL_INTERVAL))
    }

    /// Shows what is due.
    fn go_on(&mut self, player: &mut Player) {
        let Some(wanted) = self.wanted() else { return };
        let duration = player.recording().contents().duration;
        let began = Instant::now();
        while self.playing.is_some()
            && began.elapsed() < TURN
            && matches!(player.next_at(), Ok(Some(next)) if next <= wanted)
        {
            self.show(player, Player::step);
        }
        let wanted = self.skip_still(player, wanted);
        let is_behind = matches!(player.next_at(), Ok(Some(next)) if next <= wanted);
        if is_behind && self.playing.is_some() {
            // Faster than this computer: it goes on from where it has come.
            self.playing = Some((player.at(), Instant::now()));
        } else if self.playing.is_some() {
            self.show(player, |player| player.seek(wanted));
        }
        if player.at() >= duration {
            self.playing = None;
        }
        self.tell_place(player);
    }

    /// Where to go on: here, or shortly before the next change if that is far away and not wanted.
    fn skip_still(&mut self, player: &mut Player, wanted: Duration) -> Duration {
        if !self.skips_still || self.playing.is_none() {
            return wanted;
        }
        let duration = player.recording().contents().duration;
        let next = player.next_at().map(|next| next.unwrap_or(duration));
        match next {
            Ok(next) if next.saturating_sub(wanted) > STILL => {
                let to = next.saturating_sub(BEFORE_CHANGE);
                self.playing = Some((to, Instant::now()));
                to
            }
            _ => wanted,
        }
    }

    /// Moves the player and shows what it has come to. What cannot be read stops it.
    fn show(&mut self, player: &mut Player, go: impl FnOnce(&mut Player) -> Result<Damage, Fault>) {
        match go(player) {
            Ok(mut damage) => {
                if let Some(framebuffer) = player.picture()
                    && !damage.is_empty()
                {
                    self.picture.publish(framebuffer, &mut damage);
                    (self.wake)();
                }
            }
            Err(fault) => {
                self.playing = None;
                self.tell(PlayEvent::Failed(fault));
            }
        }
    }

    fn tell_place(&self, player: &Player) {
        self.mention(PlayEvent::At {
            at: player.at(),
            is_playing: self.playing.is_some(),
        });
    }

    /// Tells something that must arrive.
    fn tell(&self, event: PlayEvent) {
        // Nobody listens: nobody minds.
        drop(self.told.send(event));
        (self.wake)();
    }

    /// Tells something that the next of its kind supersedes.
    fn mention(&self, event: PlayEvent) {
        if self.told.try_send(event).is_ok() {
            (self.wake)();
        }
    }
}
