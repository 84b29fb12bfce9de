//! The power-on self-test: a text screen that counts memory and offers the setup.

use std::time::{Duration, Instant};

use super::{Input, Request, Scene, Settings};
use crate::sim::canvas::Canvas;
use crate::sim::grid::{Attribute, COLUMNS, Colour, Grid, SCREEN_PX};
use crate::sim::keyboard::Key;

/// Facts that the self-test prints.
#[derive(Debug, Clone)]
pub struct PostFacts {
    /// Name of the PC.
    pub name: String,
    /// Release of its management firmware, for example `16.1`.
    pub firmware: String,
    /// UUID as text.
    pub uuid: String,
}

/// The self-test. Ends after [`Self::DURATION`], or stops for the boot menu.
#[derive(Debug)]
pub struct Post {
    facts: PostFacts,
    settings: Settings,
    /// What a console wants booted this once.
    once_from: Option<String>,
    grid: Grid,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not begun.
    Idle,
    /// Counting.
    Testing {
        /// When the PC was switched on.
        since: Instant,
        /// When the picture was last composed.
        shown: Instant,
    },
    /// F12: waits for a choice; the index of the marked line.
    Menu(usize),
}

impl Post {
    /// From power-on to the start of the operating system.
    pub const DURATION: Duration = Duration::from_secs(4);
    const STEP: Duration = Duration::from_millis(100);

    /// The self-test of a PC with these facts and settings.
    #[must_use]
    pub fn new(facts: PostFacts, settings: Settings) -> Self {
        Self {
            facts,
            settings,
            once_from: None,
            grid: Grid::default(),
            state: State::Idle,
        }
    }

    /// The same, but it announces that a console wants `source` booted this once.
    #[must_use]
    pub fn once_from(mut self, source: &str) -> Self {
        self.once_from = Some(source.to_owned());
        self
    }

    /// Draws the screen as it is `elapsed` after power-on.
    fn compose(&mut self, elapsed: Duration) {
        let grid = &mut self.grid;
        let (normal, bright) = (
            Attribute::NORMAL,
            Attribute::new(Colour::White, Colour::Black),
        );
        grid.clear(normal);
        grid.write(2, 0, "Outband simulated PC", bright);
        grid.write(
            2,
            1,
            "BIOS 2.14  Copyright (C) nobody, this is a simulation",
            normal,
        );
        grid.write(
            2,
            3,
            &format!("Management Engine firmware {}", self.facts.firmware),
            normal,
        );
        grid.write(2, 4, &format!("Asset {}", self.facts.name), normal);
        grid.write(2, 5, &format!("UUID  {}", self.facts.uuid), normal);
        grid.write(2, 7, "Processor : Simulated CPU, 4 cores, 2.40 GHz", normal);

        let total = MEMORY_MB;
        let tested = elapsed.as_millis() * u128::from(total) / MEMORY_TEST.as_millis();
        let tested = u64::try_from(tested).unwrap_or(total).min(total);
        let verdict = if tested == total { "OK" } else { "" };
        grid.write(
            2,
            8,
            &format!("Memory    : {tested:5} MB {verdict}"),
            normal,
        );
        let found = [
            (1600, "SATA port 0: SIM SSD 256 GB"),
            (1900, "SATA port 1: none"),
            (2200, "USB        : keyboard, mouse"),
            (2500, "Network    : 00-50-56-00-00-01, link up 1 Gb/s"),
        ];
        for (row, (after, line)) in (10..).zip(found) {
            if elapsed >= Duration::from_millis(after) {
                grid.write(2, row, line, normal);
            }
        }
        let order = self.settings.boot_order();
        if let Some(source) = &self.once_from {
            grid.write(2, 16, &format!("One-time boot: {source}"), bright);
        } else if elapsed >= Duration::from_secs(3) {
            grid.write(2, 16, &format!("Booting from {order} ..."), bright);
            if order != DISK {
                grid.write(
                    2,
                    17,
                    "No bootable medium found, trying the next device",
                    normal,
                );
                grid.write(2, 18, &format!("Booting from {DISK} ..."), bright);
            }
        }
        let hint = "F2 or Del: Setup   F12: Boot menu";
        grid.fill(
            0,
            24,
            COLUMNS,
            ' ',
            Attribute::new(Colour::Black, Colour::Cyan),
        );
        grid.write(2, 24, hint, Attribute::new(Colour::Black, Colour::Cyan));
        if let State::Menu(marked) = self.state {
            let box_attribute = Attribute::new(Colour::White, Colour::Blue);
            grid.frame((24, 8), (32, MENU.len() + 4), box_attribute);
            grid.write(33, 8, " Boot menu ", box_attribute);
            for (i, line) in MENU.iter().enumerate() {
                let attribute = if i == marked {
                    Attribute::new(Colour::Blue, Colour::LightGrey)
                } else {
                    box_attribute
                };
                grid.fill(26, 10 + i, 28, ' ', attribute);
                grid.write(27, 10 + i, line, attribute);
            }
        }
    }

    fn elapsed(&self, now: Instant) -> Duration {
        match self.state {
            State::Testing { since, .. } => now.saturating_duration_since(since),
            State::Idle => Duration::ZERO,
            State::Menu(_) => Self::DURATION,
        }
    }

    fn key(&mut self, key: Key) -> Option<Request> {
        match (self.state, key) {
            (_, Key::CtrlAltDelete) => return Some(Request::Reset),
            (State::Testing { .. }, Key::F(2) | Key::Delete) => return Some(Request::EnterSetup),
            (State::Testing { .. }, Key::F(12)) => self.state = State::Menu(0),
            (State::Menu(i), Key::Up) => self.state = State::Menu(i.saturating_sub(1)),
            (State::Menu(i), Key::Down) => self.state = State::Menu((i + 1).min(MENU.len() - 1)),
            (State::Menu(0), Key::Enter) | (State::Menu(_), Key::Escape) => {
                return Some(Request::Boot);
            }
            (State::Menu(_), Key::Enter) => return Some(Request::EnterSetup),
            _ => {}
        }
        None
    }
}

impl Scene for Post {
    fn size(&self) -> (u16, u16) {
        SCREEN_PX
    }

    fn handle(&mut self, now: Instant, input: Input, canvas: &mut Canvas) -> Option<Request> {
        let shown = match input {
            Input::Start => {
                self.state = State::Testing {
                    since: now,
                    shown: now,
                };
                None
            }
            _ => Some(self.grid.clone()),
        };
        if let State::Testing { shown, .. } = &mut self.state {
            *shown = now;
        }
        let request = match input {
            Input::Key(key) => self.key(key),
            Input::Tick if matches!(self.state, State::Testing { .. }) => {
                (self.elapsed(now) >= Self::DURATION).then_some(Request::Boot)
            }
            _ => None,
        };
        self.compose(self.elapsed(now));
        self.grid.draw(canvas, shown.as_ref());
        request
    }

    fn next_tick(&self, watched: bool) -> Option<Instant> {
        let State::Testing { since, shown } = self.state else {
            return None;
        };
        let end = since + Self::DURATION;
        Some(if watched {
            end.min(shown + Self::STEP)
        } else {
            end
        })
    }

    fn text(&self) -> Option<&Grid> {
        Some(&self.grid)
    }
}

const MEMORY_MB: u64 = 16_384;
const MEMORY_TEST: Duration = Duration::from_millis(1500);
const DISK: &str = "SIM SSD 256 GB";
const MENU: [&str; 2] = [DISK, "Enter setup"];

#[cfg(test)]
mod tests {
    use super::*;

    fn started() -> (Post, Canvas, Instant) {
        let facts = PostFacts {
            name: "pc-1".into(),
            firmware: "16.1".into(),
            uuid: "00000000-0000-0000-0000-000000000001".into(),
        };
        let mut post = Post::new(facts, Settings::default());
        let mut canvas = Canvas::new(SCREEN_PX.0, SCREEN_PX.1);
        let now = Instant::now();
        assert_eq!(post.handle(now, Input::Start, &mut canvas), None);
        (post, canvas, now)
    }

    #[test]
    fn memory_is_counted_and_then_the_system_is_started() {
        let (mut post, mut canvas, start) = started();
        assert_eq!(post.grid.line(8).trim(), "Memory    :     0 MB");
        let mut request = None;
        let mut now = start;
        while request.is_none() {
            now = post.next_tick(true).unwrap();
            assert!(now <= start + Post::DURATION);
            request = post.handle(now, Input::Tick, &mut canvas);
        }
        assert_eq!(request, Some(Request::Boot));
        assert_eq!(now, start + Post::DURATION);
        assert_eq!(post.grid.line(8).trim(), "Memory    : 16384 MB OK");
    }

    #[test]
    fn unwatched_it_wakes_only_at_its_end() {
        let (post, _, start) = started();
        assert_eq!(post.next_tick(false), Some(start + Post::DURATION));
    }

    #[test]
    fn its_keys_lead_to_setup_and_boot_menu() {
        let (mut post, mut canvas, now) = started();
        let mut press = |key| post.handle(now, Input::Key(key), &mut canvas);
        assert_eq!(press(Key::F(2)), Some(Request::EnterSetup));
        assert_eq!(press(Key::Char('x')), None);
        assert_eq!(press(Key::F(12)), None);
        assert_eq!(press(Key::F(2)), None, "the menu has other keys");
        assert_eq!(press(Key::Down), None);
        assert_eq!(press(Key::Enter), Some(Request::EnterSetup));
        assert_eq!(press(Key::Up), None);
        assert_eq!(press(Key::Enter), Some(Request::Boot));
        assert_eq!(press(Key::CtrlAltDelete), Some(Request::Reset));
        assert_eq!(post.next_tick(true), None, "the menu waits");
        assert!(post.grid.line(8).contains("Boot menu"));
    }
}
