//! The person's pointer to the PC's pointer.

use eframe::egui::{Event, MouseWheelUnit, PointerButton, Pos2, pos2};

use crate::screen::Placement;
use crate::session::{Buttons, Command};

/// The pointer as long as it is over, or was pressed on, one screen.
#[derive(Debug, Default)]
pub(crate) struct Pointer {
    buttons: Buttons,
    /// Where the PC was last told it is.
    at: [u16; 2],
    /// Part of a notch that the wheel has turned, positive away from the person.
    wheel: f32,
}

/// Where a screen is in the window.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot {
    /// Left top corner of the area of the screen, in display pixels of the window.
    pub(crate) corner: [f32; 2],
    /// The screen within that area.
    pub(crate) placed: Placement,
    /// Display pixels for a point.
    pub(crate) pixels_per_point: f32,
}

impl Spot {
    /// A place in the window as a place in the area of the screen.
    fn view(&self, pos: Pos2) -> [f32; 2] {
        [
            pos.x * self.pixels_per_point - self.corner[0],
            pos.y * self.pixels_per_point - self.corner[1],
        ]
    }

    /// The point of the screen under a place in the window, perhaps outside of it.
    pub(super) fn screen_at(&self, pos: Pos2) -> [f32; 2] {
        self.placed.screen_from_view(self.view(pos))
    }

    /// The place in the window over a point of the screen.
    pub(super) fn window_from_screen(&self, point: [f32; 2]) -> Pos2 {
        let [x, y] = self.placed.view_from_screen(point);
        pos2(
            (x + self.corner[0]) / self.pixels_per_point,
            (y + self.corner[1]) / self.pixels_per_point,
        )
    }

    /// The screen's pixel at a place in the window, if it is on the picture.
    pub(crate) fn pixel_at(&self, pos: Pos2) -> Option<[u16; 2]> {
        self.placed.pixel_at(self.view(pos))
    }
}

impl Pointer {
    /// Turns the events of one frame into commands, in their order.
    ///
    /// * `over`: the pointer is on this screen and nothing of ours lies between.
    pub(crate) fn take(&mut self, events: &[Event], spot: &Spot, over: bool) -> Vec<Command> {
        let mut commands = Vec::new();
        for event in events {
            match event {
                Event::PointerMoved(pos) if over || !self.buttons.is_empty() => {
                    self.move_to(*pos, spot);
                    commands.push(self.report());
                }
                Event::PointerButton {
                    pos,
                    button,
                    pressed,
                    ..
                } => {
                    let Some(button) = button_of(*button) else {
                        continue;
                    };
                    let begins = *pressed && over && spot.pixel_at(*pos).is_some();
                    let ends = !*pressed && self.buttons.contains(button);
                    if begins || ends {
                        self.buttons.set(button, *pressed);
                        self.move_to(*pos, spot);
                        commands.push(self.report());
                    }
                }
                Event::MouseWheel { unit, delta, .. } if over => {
                    self.turn_wheel(*unit, delta.y, &mut commands);
                }
                _ => {}
            }
        }
        commands
    }

    /// Everything is let go of on the PC, by somebody else.
    pub(crate) fn forget(&mut self) {
        self.buttons = Buttons::empty();
        self.wheel = 0.0;
    }

    fn move_to(&mut self, pos: Pos2, spot: &Spot) {
        self.at = spot.placed.nearest_pixel(spot.view(pos));
    }

    fn report(&self) -> Command {
        self.report_with(Buttons::empty())
    }

    fn report_with(&self, more: Buttons) -> Command {
        let [x, y] = self.at;
        Command::Pointer {
            x,
            y,
            buttons: self.buttons | more,
        }
    }

    fn turn_wheel(&mut self, unit: MouseWheelUnit, turned: f32, commands: &mut Vec<Command>) {
        self.wheel += notches(unit, turned);
        self.wheel = self.wheel.clamp(-NOTCHES_AT_ONCE, NOTCHES_AT_ONCE);
        while self.wheel.abs() >= 1.0 {
            let button = if self.wheel > 0.0 {
                Buttons::WHEEL_UP
            } else {
                Buttons::WHEEL_DOWN
            };
            self.wheel -= self.wheel.signum();
            commands.extend([self.report_with(button), self.report()]);
        }
    }
}

/// How far a wheel was turned, in notches, positive away from the person.
pub(super) fn notches(unit: MouseWheelUnit, turned: f32) -> f32 {
    match unit {
        MouseWheelUnit::Line => turned,
        MouseWheelUnit::Point => turned / NOTCH_PT,
        MouseWheelUnit::Page => turned * NOTCHES_PER_PAGE,
    }
}

const fn button_of(button: PointerButton) -> Option<Buttons> {
    match button {
        PointerButton::Primary => Some(Buttons::LEFT),
        PointerButton::Middle => Some(Buttons::MIDDLE),
        PointerButton::Secondary => Some(Buttons::RIGHT),
        // RFB has no numbers for these.
        PointerButton::Extra1 | PointerButton::Extra2 => None,
    }
}

/// How far a touchpad scrolls for one notch of a wheel.
const NOTCH_PT: f32 = 40.0;

/// Notches for a whole page, which hardly any device reports.
const NOTCHES_PER_PAGE: f32 = 8.0;

/// A flick of a touchpad turns no further, so that the PC does not scroll for seconds.
const NOTCHES_AT_ONCE: f32 = 10.0;

#[cfg(test)]
mod tests {
    use eframe::egui::{Modifiers, MouseWheelSource, TouchPhase, vec2};

    use super::*;
    use crate::screen::View;

    /// A screen of 100 × 50 pixels shown twice as large at 10,20 of a window with 2 pixels to
    /// the point.
    fn spot() -> Spot {
        Spot {
            corner: [20.0, 40.0],
            placed: View::default().place([100, 50], [200, 100]),
            pixels_per_point: 2.0,
        }
    }

    fn button(x: f32, y: f32, button: PointerButton, pressed: bool) -> Event {
        Event::PointerButton {
            pos: pos2(x, y),
            button,
            pressed,
            modifiers: Modifiers::NONE,
        }
    }

    fn wheel(unit: MouseWheelUnit, y: f32) -> Event {
        Event::MouseWheel {
            unit,
            delta: vec2(0.0, y),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        }
    }

    fn take(pointer: &mut Pointer, events: &[Event], over: bool) -> Vec<(u16, u16, u8)> {
        let commands = pointer.take(events, &spot(), over);
        let report = |command| match command {
            Command::Pointer { x, y, buttons } => (x, y, buttons.bits()),
            other => panic!("{other:?}"),
        };
        commands.into_iter().map(report).collect()
    }

    #[test]
    fn moves_and_clicks_arrive_in_screen_pixels_and_in_order() {
        let events = [
            Event::PointerMoved(pos2(10.0, 20.0)),
            Event::PointerMoved(pos2(20.5, 30.5)),
            button(20.5, 30.5, PointerButton::Primary, true),
            button(20.5, 30.5, PointerButton::Secondary, true),
            button(21.5, 30.5, PointerButton::Primary, false),
        ];
        let reports = take(&mut Pointer::default(), &events, true);
        assert_eq!(
            reports,
            [
                (0, 0, 0),
                (10, 10, 0),
                (10, 10, 1),
                (10, 10, 5),
                (11, 10, 4)
            ]
        );
    }

    #[test]
    fn a_drag_goes_on_outside_and_ends_wherever_the_button_goes_up() {
        let mut pointer = Pointer::default();
        let down = [button(30.0, 30.0, PointerButton::Primary, true)];
        assert_eq!(take(&mut pointer, &down, true), [(20, 10, 1)]);
        let out = [
            Event::PointerMoved(pos2(500.0, -3.0)),
            button(500.0, -3.0, PointerButton::Primary, false),
            Event::PointerMoved(pos2(501.0, -3.0)),
        ];
        assert_eq!(take(&mut pointer, &out, false), [(99, 0, 1), (99, 0, 0)]);
    }

    #[test]
    fn nothing_begins_beside_the_picture_or_under_a_panel() {
        let mut pointer = Pointer::default();
        let beside = [button(5.0, 30.0, PointerButton::Primary, true)];
        assert_eq!(take(&mut pointer, &beside, true), []);
        let under = [
            Event::PointerMoved(pos2(30.0, 30.0)),
            button(30.0, 30.0, PointerButton::Primary, true),
            wheel(MouseWheelUnit::Line, 1.0),
        ];
        assert_eq!(take(&mut pointer, &under, false), []);
        let extra = [button(30.0, 30.0, PointerButton::Extra1, true)];
        assert_eq!(take(&mut pointer, &extra, true), []);
    }

    #[test]
    fn each_notch_of_the_wheel_is_a_press_and_a_release() {
        let mut pointer = Pointer::default();
        let events = [
            Event::PointerMoved(pos2(20.0, 30.0)),
            wheel(MouseWheelUnit::Line, 2.0),
            wheel(MouseWheelUnit::Line, -1.0),
        ];
        assert_eq!(
            take(&mut pointer, &events, true),
            [
                (10, 10, 0),
                (10, 10, 8),
                (10, 10, 0),
                (10, 10, 8),
                (10, 10, 0),
                (10, 10, 16),
                (10, 10, 0)
            ]
        );
    }

    #[test]
    fn a_touchpad_adds_up_to_notches_and_a_flick_is_bounded() {
        let mut pointer = Pointer::default();
        let bit = [wheel(MouseWheelUnit::Point, 15.0)];
        assert_eq!(take(&mut pointer, &bit, true).len(), 0);
        assert_eq!(take(&mut pointer, &bit, true).len(), 0);
        assert_eq!(take(&mut pointer, &bit, true).len(), 2);
        let flick = [wheel(MouseWheelUnit::Page, -1000.0)];
        assert_eq!(take(&mut pointer, &flick, true).len(), 20);
    }
}
