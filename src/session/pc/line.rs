//! The WS-Management connection of one PC: made when it is needed, and made again after a loss.

use super::ScreenLogin;
use crate::session::access::Access;
use crate::session::control::Control;
use crate::session::{Credentials, Fault};

/// Who logs in, whether that may be tried now, and the connection if there is one.
#[derive(Debug)]
pub(super) struct Line {
    access: Access,
    login: Option<Credentials>,
    /// The PC has refused this account, whoever tried it.
    is_refused: bool,
    screen: ScreenLogin,
    control: Option<Control>,
}

impl Line {
    pub(super) const fn new(access: Access, login: Option<Credentials>) -> Self {
        Self {
            access,
            login,
            is_refused: false,
            screen: ScreenLogin::Pending,
            control: None,
        }
    }

    pub(super) const fn access(&self) -> &Access {
        &self.access
    }

    pub(super) const fn login(&self) -> Option<&Credentials> {
        self.login.as_ref()
    }

    /// Another account, or another password: whatever was refused before was not this one.
    pub(super) fn set_login(&mut self, login: Credentials) {
        self.login = Some(login);
        self.is_refused = false;
        self.screen = ScreenLogin::Pending;
        self.control = None;
    }

    /// What the screen's login has shown. A refusal counts until there is another account.
    pub(super) const fn set_screen(&mut self, screen: ScreenLogin) {
        self.is_refused |= matches!(screen, ScreenLogin::Refused);
        self.screen = screen;
    }

    /// An account is known, and nothing says that the PC would refuse it.
    pub(super) const fn may_log_in(&self) -> bool {
        let screen_agrees = matches!(self.screen, ScreenLogin::Accepted | ScreenLogin::Untested);
        self.login.is_some() && !self.is_refused && screen_agrees
    }

    /// The connection, made if there is none.
    ///
    /// # Errors
    /// [`Fault`]; [`Fault::LoginRefused`] without asking the PC where it is known to refuse.
    pub(super) async fn control(&mut self) -> Result<&mut Control, Fault> {
        let login = match &self.login {
            Some(login) if self.may_log_in() => login.clone(),
            _ => return Err(Fault::LoginRefused),
        };
        let control = match self.control.take() {
            Some(control) => control,
            None => Control::connect(self.access.clone(), login).await?,
        };
        Ok(self.control.insert(control))
    }

    /// The PC has refused this account: it is not sent again before somebody gives another.
    pub(super) const fn is_refused(&self) -> bool {
        self.is_refused
    }

    /// Ends the connection; the next exchange makes a new one.
    pub(super) fn hang_up(&mut self) {
        self.control = None;
    }

    /// What an exchange has shown: an account that was refused is not tried again, and after
    /// anything but an answer the way is looked for anew.
    pub(super) fn learn(&mut self, fault: &Fault) {
        self.is_refused |= matches!(fault, Fault::LoginRefused);
        if !matches!(
            fault,
            Fault::Device(_) | Fault::Consent(_) | Fault::ConsentNeeded
        ) {
            self.control = None;
        }
    }
}
