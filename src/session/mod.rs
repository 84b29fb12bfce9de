//! One open device: the tasks that serve it, what may be asked of it, what it reports.
//!
//! A front end calls [`open`], keeps the [`Handle`], sends [`Command`]s and reads [`Event`]s. The
//! picture does not travel as events: it lies in the handle's [`Mailbox`](crate::screen::Mailbox).

pub mod access;
mod command;
pub mod consent;
pub mod control;
mod event;
mod fault;
pub mod flow;
mod handle;
pub mod ider;
mod input;
mod kvm;
pub mod macros;
mod options;
pub mod pc;
pub mod presence;
mod reconnect;
pub mod recording;
mod redirection;
mod reports;
pub mod sol;
mod supervisor;
mod target;

pub use crate::net::trust::Safety;
pub use crate::proto::certificate::{Certificate, Fingerprint};
pub use crate::proto::kvm::{Decimation, EncodingChoice, LockKeys};
pub use crate::proto::redir::messages::FirmwareVersion;
pub use access::{Access, Security, TlsMode, TrustMode};
pub use command::{Buttons, Command, Layout, TypedText};
pub use control::Credentials;
pub use event::{Event, Stage, Stats};
pub use fault::{
    BootFault, ConsentFault, DeviceFault, Ending, Fault, FaultAction, Feature, SerialFault,
    Stranger, TrustFault, VmFault, VncFault,
};
pub use handle::{Handle, SendError, Served, SessionId};
pub use options::{DEFAULT_USER, OpenOptions, PictureMode, PixelChoice};
pub use supervisor::open;
pub use target::{Target, TargetError};
