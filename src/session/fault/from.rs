//! From what the machines report to what it means for a person.

use std::io;
use std::time::Duration;

use rustls::pki_types::pem;

use super::{Ending, Fault, Feature, Stranger, TrustFault, VncFault};
use crate::net::connect::ConnectError;
use crate::net::pump::PumpError;
use crate::net::tls;
use crate::net::trust::PemFileError;
use crate::proto::ider::IderError;
use crate::proto::kvm::{DecodeError, HandshakeStep, KvmError};
use crate::proto::redir::messages::Status;
use crate::proto::redir::{HandshakeError, Heard, RedirError, Step};
use crate::proto::sol::SolError;
use crate::screen::PixelFormat;
use crate::store::file::FileError;
use crate::wire::hexdump::hex;

/// What an error alone does not know.
#[derive(Debug, Clone, Copy)]
pub(in crate::session) struct Place<'a> {
    /// Host and port, as a person would write them.
    pub(in crate::session) address: &'a str,
    /// What the session is for.
    pub(in crate::session) feature: Feature,
    /// It is an ordinary VNC server.
    pub(in crate::session) plain: bool,
    /// One byte per pixel was asked for, so size is not the reason if nothing came.
    pub(in crate::session) narrow: bool,
    /// The connection was torn off rather than closed.
    pub(in crate::session) reset: bool,
    /// The screen had been described.
    pub(in crate::session) ready: bool,
    /// Since the last byte came.
    pub(in crate::session) silent_for: Duration,
    /// How long each answer may take.
    pub(in crate::session) reply_timeout: Duration,
}

impl Place<'_> {
    const fn closed(&self) -> Ending {
        if self.reset {
            Ending::Reset
        } else {
            Ending::Closed
        }
    }

    fn hung_up(&self, ending: Ending, waiting_for: impl ToString) -> Fault {
        Fault::HungUp {
            address: self.address.to_owned(),
            ending,
            waiting_for: waiting_for.to_string(),
        }
    }

    fn stranger(&self, heard: &[u8]) -> Fault {
        let address = self.address.to_owned();
        let who = Stranger::from_first_bytes(heard);
        let heard = hex(heard, Heard::MAX).to_string();
        if self.plain {
            Fault::NotVnc {
                address,
                who,
                heard,
            }
        } else {
            Fault::NotAmt {
                address,
                who,
                heard,
            }
        }
    }
}

/// A breach of the protocol.
fn unexpected(what: impl ToString, place: &'static str) -> Fault {
    Fault::Unexpected {
        what: what.to_string(),
        place,
    }
}

impl From<ConnectError> for Fault {
    fn from(error: ConnectError) -> Self {
        match error {
            ConnectError::Resolve { name, cause } => Self::UnknownName { name, cause },
            ConnectError::TimedOut { address, after } => Self::NoAnswer { address, after },
            ConnectError::Refused { address } => Self::Refused { address },
            ConnectError::Unreachable { address, cause } => Self::NoRoute { address, cause },
        }
    }
}

impl From<FileError> for Fault {
    fn from(error: FileError) -> Self {
        let FileError { what, path, cause } = error;
        match what {
            "read" => Self::FileUnreadable { path, cause },
            _ => Self::FileUnwritable { path, cause },
        }
    }
}

impl From<PemFileError> for Fault {
    fn from(error: PemFileError) -> Self {
        match error {
            PemFileError::Unreadable {
                path,
                cause: pem::Error::Io(cause),
            } => Self::FileUnreadable { path, cause },
            PemFileError::Unreadable { path, .. } => Self::FileUnusable {
                path,
                why: "no PEM text".to_owned(),
            },
            PemFileError::Empty { path, what } => Self::FileUnusable {
                path,
                why: format!("no {what}"),
            },
        }
    }
}

impl Fault {
    /// What a broken connection means; errors of the machine have meanings of their own.
    pub(in crate::session) fn from_connection<E: std::error::Error>(
        error: &PumpError<E>,
        place: Place<'_>,
    ) -> Self {
        let ending = match error {
            PumpError::Io(error) if tls::is_about_identity(error) => {
                return TrustFault::WantsIdentity.into();
            }
            PumpError::Stalled => Ending::Stuck,
            // What keep-alive probes find out.
            PumpError::Io(error) if error.kind() == io::ErrorKind::TimedOut => {
                Ending::Silent(place.silent_for)
            }
            PumpError::Io(_) => Ending::Reset,
            error @ (PumpError::TooLarge | PumpError::Premature | PumpError::Machine(_)) => {
                return unexpected(error, "the screen session");
            }
        };
        if place.ready {
            Self::Lost { ending }
        } else {
            place.hung_up(ending, "the beginning of the session")
        }
    }

    /// What a failed redirection session means.
    pub(in crate::session) fn from_redirection(
        error: RedirError<KvmError>,
        place: Place<'_>,
    ) -> Self {
        match error {
            RedirError::Handshake(error) => Self::from_handshake(error, place),
            RedirError::Channel(error) => Self::from_kvm(error, place),
        }
    }

    /// What a failed serial console means.
    pub(in crate::session) fn from_serial(error: RedirError<SolError>, place: Place<'_>) -> Self {
        let error = match error {
            RedirError::Handshake(error) => return Self::from_handshake(error, place),
            RedirError::Channel(error) => error,
        };
        let waiting_for = "the start of the serial port";
        match error {
            SolError::Refused(status) => Self::NotStarted { status: status.0 },
            SolError::NoReply => place.hung_up(Ending::Silent(place.reply_timeout), waiting_for),
            SolError::Silent(time) => Self::Lost {
                ending: Ending::Silent(time),
            },
            SolError::Disconnected if !place.ready => place.hung_up(place.closed(), waiting_for),
            SolError::Disconnected | SolError::EndedByDevice => Self::Lost {
                ending: place.closed(),
            },
            error @ (SolError::Wire(_) | SolError::Unexpected { .. } | SolError::Closed) => {
                unexpected(error, "the serial console")
            }
        }
    }

    /// What a failed media session means.
    pub(in crate::session) fn from_media(error: RedirError<IderError>, place: Place<'_>) -> Self {
        let error = match error {
            RedirError::Handshake(error) => return Self::from_handshake(error, place),
            RedirError::Channel(error) => error,
        };
        let waiting_for = "the drives to be taken";
        match error {
            IderError::Refused(status) => Self::NotStarted { status },
            IderError::NoReply => place.hung_up(Ending::Silent(place.reply_timeout), waiting_for),
            IderError::Silent(time) => Self::Lost {
                ending: Ending::Silent(time),
            },
            IderError::Disconnected if !place.ready => place.hung_up(place.closed(), waiting_for),
            IderError::Disconnected | IderError::EndedByDevice => Self::Lost {
                ending: place.closed(),
            },
            error @ (IderError::Wire(_)
            | IderError::Unexpected { .. }
            | IderError::Sequence { .. }
            | IderError::UnknownFeatures(_)
            | IderError::BufferSize { .. }
            | IderError::TooManyCommands
            | IderError::TooMuchData { .. }
            | IderError::Closed) => unexpected(error, "the lent disks"),
        }
    }

    /// What a failed start or login means.
    pub(in crate::session) fn from_handshake(error: HandshakeError, place: Place<'_>) -> Self {
        match error {
            HandshakeError::TypeUnknown => Self::TypeUnknown(place.feature),
            HandshakeError::Busy => Self::Busy(place.feature),
            HandshakeError::Unsupported => Self::Unsupported(place.feature),
            HandshakeError::ConsentRequired => Self::ConsentNeeded,
            HandshakeError::Refused(Status(status)) => Self::NotStarted { status },
            HandshakeError::NotRedirection { heard } => place.stranger(heard.as_bytes()),
            HandshakeError::NoCommonMethod { offered } => Self::NoLoginMethod {
                offered: offered.into_iter().map(|method| method.0).collect(),
            },
            HandshakeError::MethodNotSupported(_) | HandshakeError::QopNotOffered => {
                Self::NoLoginMethod {
                    offered: Vec::new(),
                }
            }
            HandshakeError::WrongCredentials => Self::LoginRefused,
            HandshakeError::TooLong(error) => Self::LoginTooLong { field: error.field },
            HandshakeError::Closed(step) => place.hung_up(place.closed(), step),
            HandshakeError::Silent { step, after } => place.hung_up(Ending::Silent(after), step),
            error @ HandshakeError::Unexpected {
                step: Step::Start, ..
            } => unexpected(error, "the start of the session"),
            error @ (HandshakeError::MethodsRefused(_)
            | HandshakeError::MalformedChallenge
            | HandshakeError::GrantedWithoutProof
            | HandshakeError::LoginFailed(_)
            | HandshakeError::Unexpected { .. }
            | HandshakeError::MethodMismatch { .. }
            | HandshakeError::Wire(_)
            | HandshakeError::Over) => unexpected(error, "the login"),
        }
    }

    /// What a failed screen means. What the device might show in fewer colours is
    /// [`NoPicture`](Self::NoPicture) or [`TooLarge`](Self::TooLarge).
    pub(in crate::session) fn from_kvm(error: KvmError, place: Place<'_>) -> Self {
        match error {
            KvmError::StartRefused { status } => Self::NotStarted { status },
            KvmError::NotRfb { got } if place.plain => {
                let byte = u8::try_from(got).unwrap_or_default();
                place.stranger(&[byte])
            }
            KvmError::Refused { reason } | KvmError::LoginRefused { reason } if place.plain => {
                VncFault::Refused { reason }.into()
            }
            KvmError::Refused { reason } | KvmError::LoginRefused { reason } => {
                Self::ScreenRefused { reason }
            }
            KvmError::PasswordNeeded => VncFault::PasswordNeeded.into(),
            KvmError::WrongPassword { reason } => VncFault::WrongPassword { reason }.into(),
            KvmError::NoSecuritySubtype {
                offered,
                could_be_plain,
            } => VncFault::Encryption {
                offered,
                could_be_plain,
            }
            .into(),
            KvmError::NotEncrypted => TrustFault::NotEncrypted.into(),
            KvmError::NoSecurityType { offered } => Self::NoSecurityType { offered },
            KvmError::ClosedInHandshake {
                step: HandshakeStep::ServerInit,
            } => Self::NoPicture {
                tried_fewer_colours: place.narrow,
            },
            KvmError::ClosedInHandshake { step } => place.hung_up(place.closed(), step),
            KvmError::ClosedBeforePicture {
                width,
                height,
                format,
                over_firmware_limit,
            } => {
                if over_firmware_limit && format == PixelFormat::Rgb565 {
                    Self::TooLarge { width, height }
                } else {
                    Self::NoPicture {
                        tried_fewer_colours: place.narrow,
                    }
                }
            }
            KvmError::NoPicture => Self::NoPicture {
                tried_fewer_colours: place.narrow,
            },
            KvmError::Silent(time) => Self::Lost {
                ending: Ending::Silent(time),
            },
            KvmError::Closed => Self::Lost {
                ending: place.closed(),
            },
            KvmError::HandshakeTimeout { step } => {
                place.hung_up(Ending::Silent(place.reply_timeout), step)
            }
            KvmError::ScreenSize(error) => unexpected(error, "the description of the screen"),
            KvmError::Decode(error) => Self::from_decode(error),
            error @ (KvmError::NotRfb { .. }
            | KvmError::UnknownMessage(_)
            | KvmError::UnknownEncoding(_)
            | KvmError::RectOutside { .. }
            | KvmError::Wire(_)
            | KvmError::AlreadyClosed) => unexpected(error, "the screen session"),
        }
    }

    fn from_decode(error: DecodeError) -> Self {
        unexpected(error, "the picture")
    }
}

impl Stranger {
    /// Who says `heard` first, or answers so to eight bytes that it does not understand.
    pub(in crate::session) fn from_first_bytes(heard: &[u8]) -> Self {
        match heard {
            [b'H', b'T', b'T', b'P', ..] | [b'<', b'h' | b'H' | b'!', ..] => Self::Http,
            [b'S', b'S', b'H', b'-', ..] => Self::Ssh,
            [b'R', b'F', b'B', b' ', ..] => Self::Vnc,
            // A TLS alert record, or a handshake record of a server that speaks first.
            [0x15 | 0x16, 0x03, ..] => Self::Tls,
            [first, ..] if heard.iter().all(|b| is_text(*b)) && first.is_ascii_graphic() => {
                Self::Text
            }
            _ => Self::Unknown,
        }
    }
}

/// A byte of readable ASCII text.
const fn is_text(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\r' | b'\n' | b' '..=b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_are_told_apart_by_their_first_bytes() {
        for (heard, who) in [
            (&b"HTTP"[..], Stranger::Http),
            (b"<htm", Stranger::Http),
            (b"<!DO", Stranger::Http),
            (b"SSH-", Stranger::Ssh),
            (b"RFB ", Stranger::Vnc),
            (b"\x15\x03\x03\0", Stranger::Tls),
            (b"220 ", Stranger::Text),
            (b"* OK", Stranger::Text),
            (b"-", Stranger::Text),
            (b"\0\0\0\0", Stranger::Unknown),
            (b"\xFF\xFB\x01\xFF", Stranger::Unknown),
            (b"", Stranger::Unknown),
        ] {
            assert_eq!(Stranger::from_first_bytes(heard), who, "{heard:02X?}");
        }
    }
}
