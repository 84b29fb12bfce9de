//! What power and switches of the PC mean for what is open on it.

use super::Next;
use crate::session::flow::enable::Switch;
use crate::session::pc::PcCommand;
use crate::session::{Command, DeviceFault, Event, Fault, Feature};
use crate::ui::session::{Phase, Session};

impl Session {
    /// A PC without power explains why there is no picture, and one that has it opens its screen.
    pub(super) fn power_was_read(&mut self) -> Next {
        let Some(power) = self.pc.as_ref().and_then(|pc| pc.power.as_ref()) else {
            return Next::Nothing;
        };
        let (is_on, is_asleep) = (power.is_on(), power.is_asleep());
        let Phase::Over {
            fault: Some(fault), ..
        } = &mut self.phase
        else {
            return Next::Nothing;
        };
        match fault {
            Fault::Device(DeviceFault::Off | DeviceFault::Asleep) if is_on => return Next::Open,
            Fault::NoPicture { .. }
            | Fault::NotStarted { .. }
            | Fault::ScreenRefused { .. }
            | Fault::Lost { .. }
            | Fault::Device(DeviceFault::Off | DeviceFault::Asleep)
                if !is_on =>
            {
                *fault = match is_asleep {
                    true => DeviceFault::Asleep.into(),
                    false => DeviceFault::Off.into(),
                };
            }
            _ => {}
        }
        Next::Nothing
    }

    /// Says whether the screen is switched off, forbidden or missing; opens one that is now on.
    pub(super) fn switches_were_read(&mut self) -> Next {
        let switches = self.pc.as_ref().and_then(|pc| pc.switches);
        let Some(screen) = switches.map(|switches| switches.screen) else {
            return Next::Nothing;
        };
        let Phase::Over {
            fault: Some(fault), ..
        } = &mut self.phase
        else {
            return Next::Nothing;
        };
        let is_about_it = matches!(
            fault,
            Fault::Unsupported(Feature::Screen)
                | Fault::Device(DeviceFault::SwitchedOff(Feature::Screen))
        );
        match screen {
            _ if !is_about_it => {}
            Switch::On | Switch::InUse => return Next::Open,
            Switch::Off => *fault = DeviceFault::SwitchedOff(Feature::Screen).into(),
            Switch::Forbidden => *fault = DeviceFault::Forbidden(Feature::Screen).into(),
            Switch::Absent => *fault = DeviceFault::NoScreen.into(),
        }
        Next::Nothing
    }

    /// Firmware switches nothing off while sessions are open: everything closes.
    pub(super) fn close_for_power(&mut self) {
        self.release_all();
        self.send(Command::Close);
        for view in self.views.values_mut() {
            view.disconnect();
        }
        self.screen_ended("done");
        self.leaving = match std::mem::replace(&mut self.phase, Phase::Away) {
            Phase::Opening { handle, .. }
            | Phase::Live(handle)
            | Phase::Interrupted { handle, .. } => Some(handle),
            other => {
                self.phase = other;
                None
            }
        };
        self.owes_closed = true;
        self.answer_closed();
    }

    /// Listens to a screen that was told to close until it has.
    pub(crate) fn hear_leaving(&mut self, now: f64) {
        while let Some(handle) = &mut self.leaving
            && let Some(event) = handle.poll_event()
        {
            let id = handle.id;
            match event {
                Event::Recording(state) => self.hear_recorded(state, now),
                Event::Closed(_) => {
                    self.recording.session_ended(id, now);
                    self.leaving = None;
                }
                _ => {}
            }
        }
        self.answer_closed();
    }

    /// Answers once everything is closed.
    pub(super) fn answer_closed(&mut self) {
        let is_open = self.leaving.is_some() || self.views.values().any(|v| v.is_connected());
        if self.owes_closed && !is_open {
            self.owes_closed = false;
            self.tell_pc(PcCommand::SessionsClosed);
        }
    }

    pub(super) fn reopen_after_power(&mut self, is_on: bool, stamp: &impl Fn() -> String) -> Next {
        (self.leaving, self.owes_closed) = (None, false);
        for view in self.views.values_mut() {
            view.reconnect();
        }
        match self.phase {
            Phase::Away if is_on => Next::Open,
            Phase::Away => {
                self.end(Some(DeviceFault::Off.into()), stamp());
                Next::Nothing
            }
            _ => Next::Nothing,
        }
    }
}
