//! The way of every channel (screen, serial, storage) into a device: a connection that is as safe
//! as it has to be, and the login on it.
//!
//! Source: `docs/protocol/redirection.md` § 1.1 – § 1.3.

use std::time::Duration;

use super::access::{Access, AccessStep, Service};
use super::control::Credentials;
use super::fault::{Place, TrustFault};
use super::options::cnonce;
use super::{Ending, Fault, Feature, Safety};
use crate::net::pump::PumpError;
use crate::net::secure::{Opened, Stream};
use crate::proto::redir::HandshakeOptions;
use crate::proto::redir::messages::SessionType;

/// An open connection to the redirection service of a device, trusted, nothing said yet.
#[derive(Debug)]
pub(super) struct Line {
    /// The bytes.
    pub(super) stream: Stream,
    /// What a person must know about it.
    pub(super) facts: LineFacts,
}

/// What is known about a connection, also after it has ended.
#[derive(Debug, Clone)]
pub(super) struct LineFacts {
    /// Host and port as a person writes them.
    pub(super) address: String,
    /// How safe it is.
    pub(super) safety: Safety,
    /// The device asked for a certificate of ours and got none.
    wants_identity: bool,
}

/// Opens a connection to the redirection service. `tell` hears what is being waited for.
///
/// # Errors
/// [`Fault`]; nothing was sent to a device that is not trusted.
pub(super) async fn dial(access: &Access, tell: impl FnMut(AccessStep)) -> Result<Line, Fault> {
    let opened = access.open_telling(Service::Redirection, tell).await?;
    let Opened {
        stream,
        address,
        safety,
        wants_identity,
        ..
    } = opened;
    let facts = LineFacts {
        address,
        safety,
        wants_identity,
    };
    Ok(Line { stream, facts })
}

impl LineFacts {
    /// The login for a session of this type over this connection.
    pub(super) fn handshake(
        &self,
        session_type: SessionType,
        login: &Credentials,
        reply_timeout: Duration,
    ) -> HandshakeOptions {
        HandshakeOptions {
            session_type,
            user: login.user.clone(),
            password: login.password.clone(),
            cnonce: cnonce(),
            encrypted: !matches!(self.safety, Safety::Plain),
            clear_text: false,
            reply_timeout,
        }
    }

    /// Where a conversation over this connection stands that has hardly begun.
    pub(super) fn place(&self, feature: Feature, reply_timeout: Duration) -> Place<'_> {
        Place {
            address: &self.address,
            feature,
            plain: false,
            narrow: false,
            reset: false,
            ready: false,
            silent_for: Duration::ZERO,
            reply_timeout,
        }
    }

    /// What the end of a conversation over this connection means; `meaning` knows the errors of
    /// its machine.
    pub(super) fn fault<E: std::error::Error>(
        &self,
        error: PumpError<E>,
        place: Place<'_>,
        meaning: impl FnOnce(E, Place<'_>) -> Fault,
    ) -> Fault {
        self.explain(match error {
            PumpError::Machine(error) => meaning(error, place),
            error => Fault::from_connection(&error, place),
        })
    }

    /// Says the likelier reason where a device that wanted a certificate of ours hangs up before
    /// it has said a word: in TLS 1.3 its refusal comes after the handshake.
    fn explain(&self, fault: Fault) -> Fault {
        match fault {
            Fault::HungUp {
                ending: Ending::Closed | Ending::Reset,
                ..
            } if self.wants_identity => TrustFault::WantsIdentity.into(),
            fault => fault,
        }
    }
}
