//! Why something did not work, in terms a person can act on.
//!
//! Window, command line and doctor print the same [`Fault`]: title, cause, remedy, and perhaps
//! one thing we can do about it. What they say stands in `words.rs`.

mod boot;
mod consent;
mod device;
mod from;
mod from_wsman;
mod image;
mod serial;
mod trust;
mod vm;
mod vnc;
mod words;

pub use boot::BootFault;
pub use consent::ConsentFault;
pub use device::DeviceFault;
pub(super) use from::Place;
pub use serial::SerialFault;
pub use trust::TrustFault;
pub use vm::VmFault;
pub use vnc::VncFault;

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use crate::media::ImageError;
use crate::store::secrets::KeyStoreError;

/// What a button under a fault does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaultAction {
    /// Connect once more.
    Retry,
    /// Go back to the address field.
    EditAddress,
    /// Ask for user name and password again.
    EnterLogin,
    /// Find out what is wrong.
    RunDoctor,
    /// Put the report on the clipboard.
    CopyReport,
    /// Open the tab's session once more after a mistake of ours.
    OpenAgain,
    /// Connect once more with 8-bit colour.
    UseFewerColours,
    /// Trust this certificate and connect.
    TrustCertificate,
    /// See the old and the new certificate side by side.
    Compare,
    /// Leave it.
    DoNotConnect,
    /// Allow less safety for this PC, on the person's word.
    AllowForThisPc,
    /// Switch a feature on in Intel AMT.
    Enable(Feature),
    /// Open the serial view instead.
    OpenSerial,
    /// Log in as somebody else.
    OtherAccount,
    /// Close our sessions, turn the PC off, open them again.
    CloseAndTurnOff,
    /// Turn the PC on.
    TurnOn,
    /// Wake the PC.
    Wake,
    /// Ask the user for consent.
    AskForConsent,
    /// Show another consent code.
    ShowNewCode,
    /// Ask for the password, which the key store does not give.
    TypePassword,
}

/// What a session is for, where the words depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Feature {
    /// KVM: screen, keyboard and pointer.
    Screen,
    /// Serial over LAN.
    Serial,
    /// Storage redirection.
    Media,
}

/// Who answers instead of Intel AMT, as far as its first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stranger {
    /// A web server.
    Http,
    /// An SSH server.
    Ssh,
    /// A VNC server.
    Vnc,
    /// Something that wants TLS.
    Tls,
    /// Something that greets in plain text: mail, file transfer.
    Text,
    /// Something else.
    Unknown,
}

/// How a connection ended without a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    /// Its peer closed it.
    Closed,
    /// It was reset, by the peer or by something on the way.
    Reset,
    /// Nothing came for this long.
    Silent(Duration),
    /// The peer took nothing of what we sent for this long, or fell too far behind.
    Stuck,
}

/// Why a session stopped or never started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing answered within the time-out.
    #[error("No answer from {address}")]
    NoAnswer {
        /// Host and port.
        address: String,
        /// How long we waited.
        after: Duration,
    },
    /// The name could not be resolved.
    #[error("The name {name} is not known")]
    UnknownName {
        /// The name as typed.
        name: String,
        /// What the operating system said.
        #[source]
        cause: io::Error,
    },
    /// Our own network does not lead there.
    #[error("No way to {address}")]
    NoRoute {
        /// Host and port.
        address: String,
        /// What the operating system said.
        #[source]
        cause: io::Error,
    },
    /// The host answers, but the port is closed.
    #[error("The PC answers, Intel AMT does not")]
    Refused {
        /// Host and port.
        address: String,
    },
    /// The host answers on other ports, and these stay silent.
    #[error("The PC answers, Intel AMT stays silent")]
    Filtered {
        /// Host and port.
        address: String,
    },
    /// Something answers that does not speak our protocol.
    #[error("This is not Intel AMT")]
    NotAmt {
        /// Host and port.
        address: String,
        /// Who it is, if its first bytes tell.
        who: Stranger,
        /// Those bytes, in hexadecimal, cut.
        heard: String,
    },
    /// Something answers that is no VNC server, where one was asked for.
    #[error("This is not a VNC server")]
    NotVnc {
        /// Host and port.
        address: String,
        /// Who it is, if its first bytes tell.
        who: Stranger,
        /// Those bytes, in hexadecimal, cut.
        heard: String,
    },
    /// The connection ended before the device accepted or refused the login.
    #[error("The PC ends the connection at once")]
    HungUp {
        /// Host and port.
        address: String,
        /// How.
        ending: Ending,
        /// What we were waiting for.
        waiting_for: String,
    },
    /// Another console holds the one session there is.
    #[error("Another console is connected")]
    Busy(Feature),
    /// The device has the feature switched off, or does not have it.
    #[error("{}", words::unsupported(*.0))]
    Unsupported(Feature),
    /// The firmware is older than the feature.
    #[error("{}", words::type_unknown(*.0))]
    TypeUnknown(Feature),
    /// The user in front of the PC has to agree first.
    #[error("The user's consent is needed")]
    ConsentNeeded,
    /// The device refused to start the session without a reason we know.
    #[error("The PC cannot start the session")]
    NotStarted {
        /// Status of its answer.
        status: u8,
    },
    /// User name or password was refused.
    #[error("Login refused")]
    LoginRefused,
    /// No login method that we may use is offered.
    #[error("No login method in common")]
    NoLoginMethod {
        /// Method numbers that the device listed; empty if it refused the one we chose.
        offered: Vec<u8>,
    },
    /// No security type of a VNC server that we know is offered.
    #[error("No login method in common")]
    NoSecurityType {
        /// RFB security types that the server listed.
        offered: Vec<u8>,
    },
    /// The user name or password is too long for the protocol.
    #[error("The {field} is too long")]
    LoginTooLong {
        /// Which of them.
        field: &'static str,
    },
    /// The device closed the connection where the picture should have begun.
    #[error("The PC shows no picture")]
    NoPicture {
        /// It happened with 8-bit colour too, so size is not the reason.
        tried_fewer_colours: bool,
    },
    /// The device refused the screen and said why.
    #[error("The PC refuses its screen")]
    ScreenRefused {
        /// Its own words, without control characters.
        reason: String,
    },
    /// The picture exceeds what the firmware sends in the chosen colour depth.
    #[error("The picture is too large for full colour")]
    TooLarge {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// The connection broke after the login.
    #[error("Connection lost")]
    Lost {
        /// How.
        ending: Ending,
    },
    /// The device broke the protocol.
    #[error("The PC sent something unexpected")]
    Unexpected {
        /// What it sent.
        what: String,
        /// During which part of the conversation.
        place: &'static str,
    },
    /// Commands came faster than the connection carries them.
    #[error("Too much input at once")]
    Overrun,
    /// A local file cannot be read.
    #[error("The file cannot be read")]
    FileUnreadable {
        /// Which.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        cause: io::Error,
    },
    /// A local file can be read, and does not hold what is needed.
    #[error("The file cannot be used")]
    FileUnusable {
        /// Which.
        path: PathBuf,
        /// What is wrong with it, as a fragment.
        why: String,
    },
    /// The address book cannot be read as one.
    #[error("The address book is damaged")]
    StoreDamaged {
        /// Its file.
        path: PathBuf,
        /// What is wrong with it, as a fragment.
        why: String,
    },
    /// A newer version of this program wrote a file of ours: it is not touched.
    #[error("A newer version of Outband wrote this file")]
    StoreNewer {
        /// Which.
        path: PathBuf,
    },
    /// The file of preferences cannot be read as one.
    #[error("The settings are damaged")]
    SettingsDamaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, as a fragment.
        why: String,
    },
    /// A local file cannot be written.
    #[error("The file cannot be written")]
    FileUnwritable {
        /// Which.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        cause: io::Error,
    },
    /// A disk image cannot be used, or stopped being readable.
    #[error("The image {name} cannot be used")]
    Image {
        /// Its name or address.
        name: String,
        /// Why.
        #[source]
        error: Box<ImageError>,
    },
    /// A port of ours cannot be opened (simulator).
    #[error("Cannot listen on {address}")]
    PortTaken {
        /// Address and port.
        address: String,
        /// What the operating system said.
        #[source]
        cause: io::Error,
    },
    /// The operating system refused something of its own.
    #[error("Outband cannot {what}")]
    System {
        /// What we wanted, as a verb phrase.
        what: &'static str,
        /// What it said.
        #[source]
        cause: io::Error,
    },
    /// A window was asked for where there is no display.
    #[error("There is no display to open a window on")]
    NoDisplay,
    /// A window was asked for from a program built without one.
    #[error("This build of Outband has no window")]
    NoWindow,
    /// The key store of the system gives or takes no password.
    #[error("{}", words::key_store(.0))]
    KeyStore(#[source] KeyStoreError),
    /// The PC is not trusted, or cannot be reached safely.
    #[error(transparent)]
    Trust(#[from] TrustFault),
    /// There is no consent.
    #[error(transparent)]
    Consent(#[from] ConsentFault),
    /// Typing into a serial console, or waiting for its text, failed.
    #[error(transparent)]
    Serial(#[from] SerialFault),
    /// Intel AMT refuses, lacks or has switched off what was asked for.
    #[error(transparent)]
    Device(#[from] DeviceFault),
    /// The PC did not start from a lent image, or is not as it was before.
    #[error(transparent)]
    Boot(#[from] BootFault),
    /// Of the virtual machine in a simulated PC.
    #[error(transparent)]
    Vm(#[from] VmFault),
    /// A VNC server did not let us in.
    #[error(transparent)]
    Vnc(#[from] VncFault),
    /// A task of ours ended unexpectedly: a bug.
    #[error("Outband made a mistake")]
    Internal {
        /// Which task, and its last words if it had any.
        task: String,
    },
}

impl Fault {
    /// The chain of causes below this fault, and other facts that a report needs, nearest first.
    #[must_use]
    pub fn details(&self) -> Vec<String> {
        let mut details = self.facts();
        let mut source = std::error::Error::source(self);
        while let Some(error) = source {
            details.push(error.to_string());
            source = error.source();
        }
        details
    }
}
