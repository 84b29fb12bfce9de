//! The consent of the PC's user: asked for, given, and taken back.

use super::Next;
use crate::session::consent::{ConsentPhase, Purpose};
use crate::session::flow::OptInState;
use crate::session::pc::{Deed, PcCommand};
use crate::session::recording::MarkKind;
use crate::session::{Command, Fault};
use crate::ui::alerts::Alert;
use crate::ui::consent::ConsentForm;
use crate::ui::session::Session;

impl Session {
    /// Asks the PC's user for consent, to the screen or to what is done then.
    pub(crate) fn ask_consent(&mut self, then: Option<Deed>) {
        let Some(pc) = &mut self.pc else {
            return;
        };
        pc.consent = None;
        pc.send(PcCommand::AskConsent(match then {
            Some(_) => Purpose::Everything,
            None => Purpose::Screen,
        }));
        self.asked_consent |= then.is_none();
        self.after_consent = then;
        self.consent = Some(ConsentForm::default());
    }

    /// Firmware opens the screen without consent, shows its code, and sends the real picture only
    /// once the code has come (`docs/protocol/redirection.md` § 5.13).
    pub(super) fn ask_what_the_screen_waits_for(&mut self) {
        let policy = self.pc.as_ref().and_then(|pc| pc.policy.as_ref());
        let has_picture = self.is_live();
        let is_needed = policy.is_some_and(|policy| match policy.state {
            state if state.is_given() => false,
            // Firmware shows its code, and a picture that says so.
            OptInState::REQUESTED | OptInState::DISPLAYED => true,
            _ => !has_picture && Purpose::Screen.needs_consent(policy.required),
        });
        let is_free = self.consent.is_none() && !self.asked_consent;
        if is_needed && is_free && self.handle().is_some() {
            self.ask_consent(None);
        }
    }

    pub(super) fn consent_moved(&mut self, stamp: &impl Fn() -> String) -> Next {
        let phase = self
            .pc
            .as_ref()
            .and_then(|pc| Some(&pc.consent.as_ref()?.phase));
        let alert = phase.and_then(Alert::of_consent);
        // Consent that was there already is no news.
        let is_news = |alert: &Alert| *alert != Alert::ConsentGiven || self.consent.is_some();
        self.alerts.extend(alert.filter(is_news));
        match (phase, &mut self.consent) {
            (Some(phase @ (ConsentPhase::Given | ConsentPhase::NotNeeded)), Some(_)) => {
                let is_given = matches!(phase, ConsentPhase::Given);
                self.consent = None;
                if is_given {
                    self.mark(MarkKind::Consent, "given");
                }
                // The picture has the keys again, as it had before the question.
                self.took_focus = false;
                if let Some(deed) = self.after_consent.take() {
                    self.tell_pc(PcCommand::Do(deed));
                }
                if self.is_over_because(|fault| matches!(fault, Fault::ConsentNeeded)) {
                    return Next::Open;
                }
            }
            (Some(ConsentPhase::Cancelled), _) => {
                self.consent = None;
                if self.after_consent.take().is_none() {
                    self.stop_without_consent(stamp);
                }
            }
            (Some(ConsentPhase::CodeWanted { was_wrong: true }), Some(form)) => form.begin_again(),
            _ => {}
        }
        Next::Nothing
    }

    /// Ends the screen for want of consent. Firmware takes it away without one, and one that came
    /// back by itself would show the PC's user a new code that nobody asked for
    /// (`docs/protocol/redirection.md` § 5.13).
    pub(super) fn stop_without_consent(&mut self, stamp: &impl Fn() -> String) {
        if self.handle().is_some() {
            self.release_all();
            self.send(Command::Close);
            self.end(Some(Fault::ConsentNeeded), stamp());
        }
    }
}
