//! A graphical desktop: a text field, moving parts, a button, and a pointer with a trail.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::notes::Notes;
use super::{Input, Pointer, Request, Scene};
use crate::sim::canvas::{Area, Canvas, Rgb};
use crate::sim::keyboard::Key;

/// The desktop of the simulated operating system.
#[derive(Debug)]
pub struct Desktop {
    name: String,
    notes: Notes,
    /// Animation steps since it began.
    step: i32,
    next_step: Option<Instant>,
    pointer: Pointer,
    trail: VecDeque<(i32, i32)>,
    clicks: u32,
    /// Ctrl+Alt+Del asks what to do.
    asking: bool,
}

impl Desktop {
    const STEP: Duration = Duration::from_millis(100);

    /// The desktop of a PC called `name`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            notes: Notes::new(NOTES),
            step: 0,
            next_step: None,
            pointer: Pointer {
                x: 512,
                y: 600,
                buttons: 0,
            },
            trail: VecDeque::new(),
            clicks: 0,
            asking: false,
        }
    }

    fn key(&mut self, key: Key) -> (Vec<Area>, Option<Request>) {
        if self.asking {
            let request = match key {
                Key::Char('r' | 'R') => Some(Request::Reset),
                Key::Char('o' | 'O') => Some(Request::PowerOff),
                Key::Escape => {
                    self.asking = false;
                    None
                }
                _ => return (Vec::new(), None),
            };
            return (vec![QUESTION], request);
        }
        if key == Key::CtrlAltDelete {
            self.asking = true;
            return (vec![QUESTION], None);
        }
        (self.notes.key(key).into_iter().collect(), None)
    }

    fn pointer(&mut self, pointer: Pointer) -> Vec<Area> {
        let mut damage = vec![pointer_area(self.pointer), pointer_area(pointer)];
        let (x, y) = (i32::from(pointer.x), i32::from(pointer.y));
        if (pointer.x, pointer.y) != (self.pointer.x, self.pointer.y) {
            self.trail.push_back((x, y));
            damage.push(dot_area((x, y)));
            if self.trail.len() > TRAIL {
                damage.extend(self.trail.pop_front().map(dot_area));
            }
        }
        let pressed = pointer.buttons & !self.pointer.buttons;
        if pressed & 1 == 1 && BUTTON.contains(x, y) {
            self.clicks += 1;
        }
        if (pointer.buttons ^ self.pointer.buttons) & 7 != 0 {
            damage.push(CLICKER);
        }
        self.pointer = pointer;
        damage
    }

    /// Draws everything; the clip of the canvas decides what of it is seen.
    fn paint(&self, canvas: &mut Canvas) {
        canvas.paint(Area::new(0, 0, WIDTH, HEIGHT), wallpaper);
        window(canvas, NOTES_WINDOW, "Notes");
        self.notes.paint(canvas);
        window(canvas, ACTIVITY_WINDOW, "Activity");
        self.paint_activity(canvas);
        window(canvas, CLICKER_WINDOW, "Clicks");
        self.paint_clicker(canvas);
        canvas.fill(TASKBAR, [0x20, 0x2A, 0x38]);
        canvas.fill(Area::new(4, TASKBAR.y + 4, 64, 24), ACCENT);
        canvas.text(16, TASKBAR.y + 8, "Start", WHITE, None);
        canvas.text(84, TASKBAR.y + 8, &self.name, WHITE, None);
        if self.asking {
            window(canvas, QUESTION, "Ctrl+Alt+Del");
            for (y, line) in (0..)
                .step_by(20)
                .zip(["R  Restart", "O  Switch off", "Esc  Back"])
            {
                canvas.text(QUESTION.x + 24, QUESTION.y + 44 + y, line, INK, None);
            }
        }
        for at in &self.trail {
            canvas.fill(dot_area(*at), [0xFF, 0x60, 0x20]);
        }
        let area = pointer_area(self.pointer);
        canvas.paint_some(area, |x, y| {
            let row = usize::try_from(y - area.y).ok()?;
            let column = usize::try_from(x - area.x).ok()?;
            match ARROW.get(row)?.as_bytes().get(column)? {
                b'#' => Some([0; 3]),
                b'.' => Some(WHITE),
                _ => None,
            }
        });
    }

    fn paint_activity(&self, canvas: &mut Canvas) {
        canvas.fill(ACTIVITY, [0x10, 0x14, 0x1A]);
        let baseline = ACTIVITY.y + ACTIVITY.height;
        for bar in 0..BARS {
            let level = wave(self.step * 3 + bar * 17, 60) + 6;
            let x = ACTIVITY.x + 6 + bar * 16;
            canvas.fill(
                Area::new(x, baseline - level, 12, level),
                [0x30, 0xA0, 0x60],
            );
        }
        let ball = self.ball();
        let (cx, cy) = (ball.x + BALL_PX / 2, ball.y + BALL_PX / 2);
        canvas.paint_some(ball, |x, y| {
            let (dx, dy) = (x - cx, y - cy);
            (dx * dx + dy * dy <= BALL_PX * BALL_PX / 4).then_some([0xE0, 0x50, 0x40])
        });
    }

    /// Where the ball is now.
    fn ball(&self) -> Area {
        let x = ACTIVITY.x + wave(self.step * 7, ACTIVITY.width - BALL_PX);
        let y = ACTIVITY.y + wave(self.step * 5, ACTIVITY.height - 80 - BALL_PX);
        Area::new(x, y, BALL_PX, BALL_PX)
    }

    fn paint_clicker(&self, canvas: &mut Canvas) {
        canvas.fill(CLICKER, [0xF0; 3]);
        let down = self.pointer.buttons & 1 == 1
            && BUTTON.contains(self.pointer.x.into(), self.pointer.y.into());
        let face = if down { [0x18, 0x48, 0x90] } else { ACCENT };
        canvas.fill(BUTTON, face);
        canvas.text(BUTTON.x + 28, BUTTON.y + 8, "Click", WHITE, None);
        let count = format!("{} clicks", self.clicks);
        canvas.text(
            BUTTON.x + BUTTON.width + 20,
            BUTTON.y + 8,
            &count,
            INK,
            None,
        );
        let buttons = self.pointer.buttons;
        for (bit, x) in [0, 24, 48].into_iter().enumerate() {
            let held = buttons >> bit & 1 == 1;
            let colour = if held { ACCENT } else { [0xC0; 3] };
            canvas.fill(Area::new(BUTTON.x + x, BUTTON.y + 44, 20, 12), colour);
        }
    }
}

impl Scene for Desktop {
    fn size(&self) -> (u16, u16) {
        (1024, 768)
    }

    fn handle(&mut self, now: Instant, input: Input, canvas: &mut Canvas) -> Option<Request> {
        let (damage, request) = match input {
            Input::Start => {
                self.next_step = Some(now + Self::STEP);
                (vec![Area::new(0, 0, WIDTH, HEIGHT)], None)
            }
            Input::Tick => {
                // From now, not from the last deadline: nobody wants to see steps made up for.
                self.next_step = Some(now + Self::STEP);
                self.step = self.step.wrapping_add(1) & 0xFFFF;
                (vec![ACTIVITY], None)
            }
            Input::Key(key) => self.key(key),
            Input::Pointer(pointer) => (self.pointer(pointer), None),
            Input::Keysym { .. } => (Vec::new(), None),
        };
        for area in damage {
            canvas.clipped(area, |canvas| self.paint(canvas));
        }
        request
    }

    fn next_tick(&self, watched: bool) -> Option<Instant> {
        self.next_step.filter(|_| watched)
    }
}

/// A window: frame, title, grey inside.
fn window(canvas: &mut Canvas, area: Area, title: &str) {
    canvas.fill(area, [0xD8, 0xDC, 0xE2]);
    canvas.fill(Area::new(area.x, area.y, area.width, TITLE_PX), ACCENT);
    canvas.frame(area, [0x30, 0x38, 0x44]);
    canvas.text(area.x + 8, area.y + 4, title, WHITE, None);
}

/// Dusk over hills, in bands that are neither flat nor noisy.
fn wallpaper(x: i32, y: i32) -> Rgb {
    let hill = 560 + wave(x / 2, 90) - wave(x / 3 + 40, 60);
    if y > hill {
        let depth = u8::try_from(((y - hill) / 8).clamp(0, 60)).unwrap_or(60);
        return [0x20, 0x50 - depth / 2, 0x40 - depth / 2];
    }
    let fade = u8::try_from((y / 5).clamp(0, 140)).unwrap_or(140);
    [0x30 + fade / 2, 0x50 + fade / 2, 0x90 + fade / 3]
}

/// A triangle wave: 0 to `height` and back, one unit per step.
fn wave(step: i32, height: i32) -> i32 {
    let period = (2 * height).max(1);
    let phase = step.rem_euclid(period);
    phase.min(period - phase)
}

fn pointer_area(pointer: Pointer) -> Area {
    Area::new(pointer.x.into(), pointer.y.into(), 12, 19)
}

fn dot_area((x, y): (i32, i32)) -> Area {
    Area::new(x - 1, y - 1, 3, 3)
}

const WIDTH: i32 = 1024;
const HEIGHT: i32 = 768;
const TITLE_PX: i32 = 24;
const TASKBAR: Area = Area::new(0, HEIGHT - 32, WIDTH, 32);
const NOTES_WINDOW: Area = Area::new(48, 48, 560, 360);
const NOTES: Area = Area::new(56, 80, 544, 320);
const ACTIVITY_WINDOW: Area = Area::new(656, 48, 320, 248);
const ACTIVITY: Area = Area::new(664, 80, 304, 208);
const CLICKER_WINDOW: Area = Area::new(656, 328, 320, 128);
const CLICKER: Area = Area::new(664, 360, 304, 88);
const BUTTON: Area = Area::new(680, 368, 96, 32);
const QUESTION: Area = Area::new(384, 300, 256, 120);
const BARS: i32 = 18;
const BALL_PX: i32 = 24;
const TRAIL: usize = 32;
const WHITE: Rgb = [0xFF; 3];
const INK: Rgb = [0x20; 3];
const ACCENT: Rgb = [0x28, 0x60, 0xB0];

/// The pointer: `#` black, `.` white.
const ARROW: [&str; 19] = [
    "#",
    "##",
    "#.#",
    "#..#",
    "#...#",
    "#....#",
    "#.....#",
    "#......#",
    "#.......#",
    "#........#",
    "#.........#",
    "#......#####",
    "#...#..#",
    "#..##..#",
    "#.#  #..#",
    "##   #..#",
    "#     #..#",
    "      #..#",
    "       ##",
];

#[cfg(test)]
mod tests {
    use super::*;

    struct Rig {
        desktop: Desktop,
        canvas: Canvas,
        now: Instant,
    }

    impl Rig {
        fn new() -> Self {
            let mut rig = Self {
                desktop: Desktop::new("pc-1"),
                canvas: Canvas::new(1024, 768),
                now: Instant::now(),
            };
            assert_eq!(rig.input(Input::Start), None);
            rig
        }

        fn input(&mut self, input: Input) -> Option<Request> {
            self.desktop.handle(self.now, input, &mut self.canvas)
        }

        fn point(&mut self, x: u16, y: u16, buttons: u8) {
            self.input(Input::Pointer(Pointer { x, y, buttons }));
        }

        /// What was drawn piece by piece is what a whole new picture would be.
        fn assert_whole(&self) {
            let mut whole = Canvas::new(1024, 768);
            self.desktop.paint(&mut whole);
            let same = self
                .canvas
                .rows(self.canvas.bounds())
                .eq(whole.rows(whole.bounds()));
            assert!(same, "something was not drawn again");
        }
    }

    #[test]
    fn pieces_drawn_after_each_input_add_up_to_the_whole_picture() {
        let mut rig = Rig::new();
        for c in "Hello".chars() {
            rig.input(Input::Key(Key::Char(c)));
        }
        for i in 0..60 {
            rig.point(600 + i * 3, 300 + i * 2, u8::from(i % 7 == 0));
        }
        for _ in 0..20 {
            rig.input(Input::Tick);
        }
        rig.input(Input::Key(Key::CtrlAltDelete));
        rig.point(500, 350, 0);
        rig.assert_whole();
        rig.input(Input::Key(Key::Escape));
        rig.assert_whole();
        assert_eq!(rig.desktop.notes.text(), "Hello");
    }

    #[test]
    fn the_button_counts_clicks_that_hit_it() {
        let mut rig = Rig::new();
        for (x, y) in [(700, 380), (10, 10), (700, 380)] {
            rig.point(x, y, 1);
            rig.point(x, y, 1);
            rig.point(x, y, 0);
        }
        assert_eq!(rig.desktop.clicks, 2);
    }

    #[test]
    fn its_parts_move_only_while_somebody_watches() {
        let mut rig = Rig::new();
        assert_eq!(rig.desktop.next_tick(false), None);
        assert_eq!(rig.desktop.next_tick(true), Some(rig.now + Desktop::STEP));
        let before = rig.canvas.versions().to_vec();
        rig.input(Input::Tick);
        let changed = rig.canvas.versions().iter().zip(&before);
        let changed = changed.filter(|(a, b)| a != b).count();
        assert!((1..40).contains(&changed), "{changed} tiles");
    }

    #[test]
    fn three_fingers_ask_before_they_restart() {
        let mut rig = Rig::new();
        assert_eq!(rig.input(Input::Key(Key::CtrlAltDelete)), None);
        assert_eq!(rig.input(Input::Key(Key::Char('x'))), None);
        assert_eq!(rig.desktop.notes.text(), "");
        assert_eq!(rig.input(Input::Key(Key::Char('r'))), Some(Request::Reset));
    }
}
