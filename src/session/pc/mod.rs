//! What serves a tab with WS-Management: trust, login, power, consent, facts and logs of one PC,
//! beside its screen and never in the way of it.
//!
//! A front end calls [`open_pc`], keeps the [`PcHandle`], sends [`PcCommand`]s and reads
//! [`PcEvent`]s. One exchange at a time; a connection that is lost is made again for the next
//! one.
//!
//! **No account is locked out by us.** The screen logs in first, for it is what the person waits
//! for; WS-Management follows once that login was accepted, or cannot be tried
//! ([`ScreenLogin`]). A password that was refused is never sent again by itself.

mod command;
mod consent;
mod deed;
mod event;
mod handle;
mod line;
mod task;
mod watched;

use std::sync::Arc;

pub use command::{Deed, LogKind, PcCommand, ScreenLogin};
pub use event::{ConsentNow, Doing, Outcome, PasswordSource, PcEvent, Step};
pub use handle::{PcHandle, PcServed};
pub use task::open_pc;

use super::access::Access;
use crate::store::secrets::SecretStore;
use crate::wire::Secret;

/// Everything that serving a PC needs.
#[derive(Debug, Clone)]
pub struct PcOptions {
    /// How it is reached and trusted.
    pub access: Access,
    /// Who logs in.
    pub user: String,
    /// The password, if somebody knows it; otherwise the key store is asked.
    pub password: Option<Secret<String>>,
    /// Where passwords are kept.
    pub secrets: Arc<SecretStore>,
}
