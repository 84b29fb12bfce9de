//! Faults of the login to a VNC server, the one of Intel AMT on port 5900 included.

use super::FaultAction;
use super::words::upper_first;
use crate::proto::kvm::messages::vencrypt::Subtype;

/// Why a VNC server did not let us in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VncFault {
    /// It refused the password.
    #[error("The VNC password is wrong")]
    WrongPassword {
        /// The server's words, without control characters; may be empty.
        reason: String,
    },
    /// It wants a password and none was given.
    #[error("The VNC server asks for a password")]
    PasswordNeeded,
    /// It refused the connection before or instead of a login.
    #[error("The VNC server refuses the connection")]
    Refused {
        /// The server's words, without control characters; may be empty.
        reason: String,
    },
    /// It wants encryption of a kind that we do not do.
    #[error("No encryption in common")]
    Encryption {
        /// The VeNCrypt sub-types it offers; empty if it speaks no known version.
        offered: Vec<Subtype>,
        /// It would let us in without encryption too.
        could_be_plain: bool,
    },
}

impl VncFault {
    /// As [`super::Fault::kind`].
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::WrongPassword { .. } => "vnc-password-wrong",
            Self::PasswordNeeded => "vnc-password-needed",
            Self::Refused { .. } => "vnc-refused",
            Self::Encryption { .. } => "vnc-encryption",
        }
    }

    /// As [`super::Fault::cause`].
    pub(super) fn cause(&self) -> String {
        match self {
            Self::WrongPassword { reason } | Self::Refused { reason } if reason.is_empty() => {
                "The server gives no reason".into()
            }
            Self::WrongPassword { reason } | Self::Refused { reason } => {
                format!("It says “{}”", upper_first(reason))
            }
            Self::PasswordNeeded => "None was given".into(),
            Self::Encryption { offered, .. } => {
                let anonymous = offered.iter().filter(|kind| is_anonymous(**kind));
                let names: Vec<&str> = anonymous.filter_map(|kind| kind.name()).collect();
                if names.is_empty() {
                    "The server encrypts only in ways that we do not use".into()
                } else {
                    // Said by its name, because that is what stands in the server's options.
                    format!(
                        "The server encrypts without a certificate ({}), so that anybody between \
                         could read along",
                        names.join(", ")
                    )
                }
            }
        }
    }

    /// As [`super::Fault::remedy`].
    pub(super) const fn remedy(&self) -> &'static str {
        match self {
            Self::WrongPassword { .. } => {
                "Enter it again. Of most VNC passwords only the first eight characters count; the \
                 one of Intel AMT has exactly eight."
            }
            Self::PasswordNeeded => "Enter the VNC password; it is not the one of Intel AMT.",
            Self::Refused { .. } => {
                "Try again in a minute: many servers pause after wrong passwords, and Intel AMT \
                 has one screen session at a time."
            }
            Self::Encryption { .. } => {
                "Give the server a certificate and a security type whose name begins with X509, \
                 or let it accept VNC passwords without encryption in a protected network."
            }
        }
    }

    /// As [`super::Fault::action`].
    pub(super) const fn action(&self) -> Option<FaultAction> {
        match self {
            Self::WrongPassword { .. } | Self::PasswordNeeded => Some(FaultAction::EnterLogin),
            Self::Refused { .. } => Some(FaultAction::Retry),
            Self::Encryption { .. } => None,
        }
    }

    /// As `Fault::facts`.
    pub(super) fn facts(&self) -> Vec<String> {
        match self {
            Self::Encryption { offered, .. } => {
                let numbers: Vec<u32> = offered.iter().map(|kind| kind.0).collect();
                vec![format!("VeNCrypt sub-types offered: {numbers:?}")]
            }
            _ => Vec::new(),
        }
    }
}

/// TLS with an anonymous key exchange.
const fn is_anonymous(kind: Subtype) -> bool {
    matches!(
        kind,
        Subtype::TLS_NONE | Subtype::TLS_VNC | Subtype::TLS_PLAIN
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Fault;

    #[test]
    fn encryption_without_a_certificate_is_refused_by_its_name() {
        let offered = vec![Subtype::TLS_VNC, Subtype::TLS_NONE, Subtype(999)];
        let could_be_plain = false;
        let fault = Fault::from(VncFault::Encryption {
            offered,
            could_be_plain,
        });
        assert_eq!(
            fault.cause(),
            "The server encrypts without a certificate (TLSVnc, TLSNone), so that anybody between \
             could read along"
        );
        assert!(fault.remedy().contains("X509"));
        assert_eq!(
            fault.details(),
            ["VeNCrypt sub-types offered: [258, 257, 999]"]
        );
        let unknown = VncFault::Encryption {
            offered: vec![],
            could_be_plain,
        };
        assert!(unknown.cause().contains("ways that we do not use"));
    }

    #[test]
    fn a_refused_password_has_the_servers_words_and_asks_again() {
        let reason = "authentication failure".to_owned();
        let fault = Fault::from(VncFault::WrongPassword { reason });
        assert_eq!(fault.title(), "The VNC password is wrong");
        assert_eq!(fault.cause(), "It says “Authentication failure”");
        assert_eq!(fault.action(), Some(FaultAction::EnterLogin));
        let reason = String::new();
        let silent = VncFault::WrongPassword { reason };
        assert_eq!(silent.cause(), "The server gives no reason");
    }
}
