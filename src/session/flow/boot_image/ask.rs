//! The consent of the user, as a step.

use std::sync::atomic::AtomicBool;

use tokio::sync::mpsc;

use super::attempt::{Attempt, Halt, is_end};
use super::{BootImageCommand, BootImageEvent, StepState};
use crate::limits;
use crate::session::consent::{ConsentPhase, ConsentView, Purpose};
use crate::session::control::Control;
use crate::session::flow::consent;

impl Attempt {
    /// Asks for the user's consent, as long as it takes.
    pub(super) async fn consent(&mut self, control: &mut Control) -> Result<(), Halt> {
        let (wishes, mut wanted) = mpsc::channel(limits::COMMANDS);
        let mut wishes = Some(wishes);
        let (views, mut seen) = mpsc::channel(limits::EVENTS);
        let leave = AtomicBool::new(false);
        let tell = |view: &ConsentView| {
            // A view that finds no room is followed by another.
            drop(views.try_send(view.clone()));
        };
        let run = consent::run(control, Purpose::Everything, &mut wanted, &leave, tell);
        let mut run = std::pin::pin!(run);
        let phase = loop {
            tokio::select! {
                phase = &mut run => break phase?,
                Some(view) = seen.recv() => self.reports.report(BootImageEvent::Consent(view)),
                command = self.commands.recv(), if wishes.is_some() => match command {
                    Some(BootImageCommand::Consent(wish)) => {
                        if let Some(wishes) = &wishes {
                            drop(wishes.try_send(wish));
                        }
                    }
                    Some(BootImageCommand::Media(command)) if !is_end(&command) => {}
                    _ => {
                        self.is_stopped = true;
                        wishes = None; // Takes the code away from the display.
                    }
                },
                () = self.reports.catch_up() => {}
            }
        };
        while let Ok(view) = seen.try_recv() {
            self.reports.report(BootImageEvent::Consent(view));
        }
        if self.is_stopped {
            return Err(Halt::Stopped);
        }
        match phase {
            ConsentPhase::NotNeeded => self.end(StepState::NotNeeded),
            ConsentPhase::Given => self.done(),
            phase => {
                // "Cancelled" is what somebody wanted who cancelled consent alone.
                let fault = consent::failure(&phase).map_or(Halt::Stopped, Halt::Failed);
                return Err(fault);
            }
        }
        Ok(())
    }
}
