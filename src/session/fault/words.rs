//! What a fault says. Rules for these words: titles and causes are one sentence without a full
//! stop; remedies are whole sentences; no codes, no jargon, nobody is blamed.

use std::io::ErrorKind;

use super::{Ending, Fault, FaultAction, Feature, Stranger, image};
use crate::store::secrets::KeyStoreError;

impl Fault {
    /// A stable name for scripts, in the JSON of the command line. Never changed once published.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::NoAnswer { .. } => "no-answer",
            Self::UnknownName { .. } => "unknown-name",
            Self::NoRoute { .. } => "no-route",
            Self::Refused { .. } => "refused",
            Self::Filtered { .. } => "filtered",
            Self::NotAmt { .. } => "not-amt",
            Self::NotVnc { .. } => "not-vnc",
            Self::HungUp { .. } => "hung-up",
            Self::Busy(_) => "busy",
            Self::Unsupported(_) => "unsupported",
            Self::TypeUnknown(_) => "type-unknown",
            Self::ConsentNeeded => "consent-needed",
            Self::NotStarted { .. } => "not-started",
            Self::LoginRefused => "login-refused",
            Self::NoLoginMethod { .. } | Self::NoSecurityType { .. } => "no-login-method",
            Self::LoginTooLong { .. } => "login-too-long",
            Self::NoPicture { .. } => "no-picture",
            Self::ScreenRefused { .. } => "screen-refused",
            Self::TooLarge { .. } => "too-large",
            Self::Lost { .. } => "lost",
            Self::Unexpected { .. } => "unexpected",
            Self::Overrun => "overrun",
            Self::FileUnreadable { .. } => "file-unreadable",
            Self::FileUnusable { .. } => "file-unusable",
            Self::FileUnwritable { .. } => "file-unwritable",
            Self::StoreDamaged { .. } => "store-damaged",
            Self::StoreNewer { .. } => "store-newer",
            Self::SettingsDamaged { .. } => "settings-damaged",
            Self::Image { error, .. } => image::kind(error),
            Self::PortTaken { .. } => "port-taken",
            Self::System { .. } => "system",
            Self::NoDisplay => "no-display",
            Self::NoWindow => "no-window",
            Self::KeyStore(_) => "key-store",
            Self::Trust(fault) => fault.kind(),
            Self::Consent(fault) => fault.kind(),
            Self::Serial(fault) => fault.kind(),
            Self::Device(fault) => fault.kind(),
            Self::Boot(fault) => fault.kind(),
            Self::Vm(fault) => fault.kind(),
            Self::Vnc(fault) => fault.kind(),
            Self::Internal { .. } => "internal",
        }
    }

    /// What happened: one sentence without a full stop.
    #[must_use]
    pub fn title(&self) -> String {
        self.to_string()
    }

    /// Why, as far as we know: one sentence without a full stop.
    #[must_use]
    pub fn cause(&self) -> String {
        match self {
            Self::NoAnswer { after, .. } => {
                format!("Nothing answered within {} s", whole_secs(*after))
            }
            Self::UnknownName { .. } => "Your name server does not know it".into(),
            Self::NoRoute { cause, .. } => match cause.kind() {
                ErrorKind::HostUnreachable => "Nothing at this address answers in its network",
                _ => "No network of this computer leads there",
            }
            .into(),
            Self::Refused { address } => format!("The port is closed at {address}"),
            Self::Filtered { address } => format!("Nothing comes back from {address}"),
            Self::NotAmt { address, who, .. } | Self::NotVnc { address, who, .. } => {
                format!("{} at {address}", who.answers())
            }
            Self::HungUp {
                address, ending, ..
            } => match ending {
                Ending::Closed => format!("The connection was closed without a word at {address}"),
                Ending::Reset => format!("The connection was reset at {address}"),
                Ending::Silent(after) => format!(
                    "The port is open but silent for {} s at {address}",
                    whole_secs(*after)
                ),
                Ending::Stuck => format!("Nothing that we sent was taken at {address}"),
            },
            Self::Busy(feature) => format!(
                "Only one {} session is possible at a time",
                feature.as_adjective()
            ),
            Self::Unsupported(feature) => match feature {
                Feature::Screen => {
                    "KVM is switched off in Intel AMT, or this edition has none".into()
                }
                Feature::Serial | Feature::Media => {
                    "Its redirection is disabled in Intel AMT".into()
                }
            },
            Self::TypeUnknown(_) => "Its firmware is older than this feature".into(),
            Self::ConsentNeeded => "The policy of this PC asks for it".into(),
            Self::NotStarted { .. } => "Intel AMT does not say why".into(),
            Self::LoginRefused => "User name or password is wrong".into(),
            Self::NoLoginMethod { offered } => match offered.as_slice() {
                [] => "The PC does not accept this way to log in".into(),
                [1] => "The PC takes only passwords in clear text".into(),
                [2] => "The PC takes only Kerberos tickets".into(),
                _ => "The PC offers only ways to log in that we do not use".into(),
            },
            Self::NoSecurityType { .. } => {
                "The server offers only ways to log in that we do not use".into()
            }
            Self::LoginTooLong { .. } => "Intel AMT takes at most 255 bytes".into(),
            Self::NoPicture {
                tried_fewer_colours,
            } => if *tried_fewer_colours {
                "No display is connected, or the picture comes from another graphics card"
            } else {
                "No display is connected, the picture comes from another graphics card, or it \
                     is too large for this colour depth"
            }
            .into(),
            Self::ScreenRefused { reason } => format!("Its firmware says “{reason}”"),
            Self::TooLarge { width, height } => {
                format!("{width} × {height} exceeds what this firmware sends in 16-bit")
            }
            Self::Lost { ending } => match ending {
                Ending::Closed => "The PC closed the connection".into(),
                Ending::Reset => "The connection was reset".into(),
                Ending::Silent(after) => {
                    format!("The PC stopped answering {} s ago", whole_secs(*after))
                }
                Ending::Stuck => "The PC stopped taking what we send".into(),
            },
            Self::Unexpected { what, place } => format!("{}, at {place}", upper_first(what)),
            Self::Overrun => "The connection does not keep up with keyboard and pointer".into(),
            Self::FileUnreadable { path, cause } | Self::FileUnwritable { path, cause } => {
                format!("{} at {}", upper_first(&cause.to_string()), path.display())
            }
            Self::StoreNewer { path } => {
                format!("This version cannot read all of {}", path.display())
            }
            Self::FileUnusable { path, why }
            | Self::StoreDamaged { path, why }
            | Self::SettingsDamaged { path, why } => {
                format!("{} at {}", upper_first(why), path.display())
            }
            Self::Image { error, .. } => image::cause(error),
            Self::PortTaken { cause, .. } | Self::System { cause, .. } => {
                upper_first(&cause.to_string())
            }
            Self::NoDisplay => "Neither Wayland nor X11 is named in the environment".into(),
            Self::NoWindow => "It was built for the command line only".into(),
            Self::KeyStore(error) => match error {
                KeyStoreError::Absent => "None is running for this account".into(),
                KeyStoreError::Locked => "Your system did not hand out the password".into(),
                KeyStoreError::Failed(_) => "Your system has one that does not work".into(),
            },
            Self::Trust(fault) => fault.cause(),
            Self::Consent(fault) => fault.cause(),
            Self::Serial(fault) => fault.cause(),
            Self::Device(fault) => fault.cause(),
            Self::Boot(fault) => fault.cause(),
            Self::Vm(fault) => fault.cause(),
            Self::Vnc(fault) => fault.cause(),
            Self::Internal { .. } => "This session stopped, others go on".into(),
        }
    }

    /// What to do about it: whole sentences, perhaps none.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::NoAnswer { .. } => {
                "Check that the PC has power and a network cable. Laptops often answer only by \
                 cable when off."
            }
            Self::UnknownName { .. } => "Check the spelling or use the IP address.",
            Self::NoRoute { .. } => {
                "Check the address, and that this computer is in the right network or VPN."
            }
            Self::Refused { .. } => {
                "Intel AMT may be unconfigured, or a firewall blocks these ports."
            }
            Self::Filtered { .. } => {
                "A firewall between here and the PC swallows these ports. Allow 16992 to 16995."
            }
            Self::NotAmt { who, .. } => match who {
                Stranger::Vnc => "Use vnc:// in front of the address to open it as a VNC server.",
                Stranger::Tls => "Use the port for encrypted connections, usually 16995.",
                Stranger::Http | Stranger::Ssh | Stranger::Text | Stranger::Unknown => {
                    "Check the address and the port."
                }
            },
            Self::NotVnc { .. } => "Check the address and the port.",
            Self::HungUp { ending, .. } => match ending {
                Ending::Silent(_) | Ending::Stuck => {
                    "Try again in a minute. If it stays, restart Intel AMT by taking the PC off \
                     power for some seconds."
                }
                Ending::Closed | Ending::Reset => {
                    "Newer firmware takes only encrypted connections. Otherwise check the port, \
                     and that no firewall stands between."
                }
            },
            Self::Busy(_) => "Ask the other person to close it, then try again.",
            Self::Unsupported(feature) => match feature {
                Feature::Screen => {
                    "Enable KVM in the settings of Intel AMT. If its edition has none, use Serial \
                     and Media, both work."
                }
                Feature::Serial | Feature::Media => {
                    "Enabling it changes a setting on the PC and is written to its log."
                }
            },
            Self::TypeUnknown(_) => "Update the firmware of the PC if its maker offers it.",
            Self::ConsentNeeded => "Call the user and ask for the six digits.",
            Self::NotStarted { .. } => {
                "Try again in a minute. If it stays, restart Intel AMT by taking the PC off power \
                 for some seconds."
            }
            Self::LoginRefused => "Check both. Capital letters matter in the user name too.",
            Self::NoLoginMethod { .. } => {
                "Update the firmware of the PC, or allow digest login in its settings."
            }
            Self::NoSecurityType { .. } => {
                "Allow VNC passwords on the server, best with a security type whose name begins \
                 with X509."
            }
            Self::LoginTooLong { .. } => "Check what was entered.",
            Self::NoPicture { .. } => {
                "Plug in a display or a dummy plug, or connect the display to the board."
            }
            Self::ScreenRefused { .. } => "Try again. If it stays, restart the PC.",
            Self::TooLarge { .. } => "Show it in 8-bit colour, or choose a smaller resolution.",
            Self::Lost { .. } => "Check network and power of the PC, then connect again.",
            Self::Unexpected { .. } => "Try again. If it stays, send the report to us.",
            Self::Overrun => "Connect again, and type or paste more slowly.",
            Self::FileUnreadable { .. } => "Check the path and your rights to read it.",
            Self::FileUnusable { .. } => "Choose another file.",
            Self::StoreNewer { .. } => "Update this program. Nothing was changed.",
            Self::SettingsDamaged { .. } => {
                "Mend the file in a text editor, or remove it to go back to the defaults."
            }
            Self::StoreDamaged { .. } => {
                "Mend the file in a text editor, or run “outband devices recover”: it keeps the \
                 file aside and goes back to the version before. Nothing was changed."
            }
            Self::FileUnwritable { .. } => {
                "Check that the folder exists, has space, and that you may write to it."
            }
            Self::Image { error, .. } => image::remedy(error),
            Self::PortTaken { .. } => "Choose another port, or 0 for any free one.",
            Self::System { .. } => "",
            Self::NoDisplay => {
                "Use the other commands, for example “outband screen”, or start from a desktop."
            }
            Self::NoWindow => "Use the other commands, or install the complete program.",
            Self::KeyStore(KeyStoreError::Locked) => {
                "Unlock it, or type the password for this time."
            }
            Self::KeyStore(KeyStoreError::Absent | KeyStoreError::Failed(_)) => {
                "Type the password for this time."
            }
            Self::Trust(fault) => fault.remedy(),
            Self::Consent(fault) => fault.remedy(),
            Self::Serial(fault) => fault.remedy(),
            Self::Device(fault) => fault.remedy(),
            Self::Boot(fault) => fault.remedy(),
            Self::Vm(fault) => fault.remedy(),
            Self::Vnc(fault) => fault.remedy(),
            Self::Internal { .. } => "Open it again. If it stays, send the report to us.",
        }
    }

    /// What we can do about it at the press of a button.
    #[must_use]
    pub const fn action(&self) -> Option<FaultAction> {
        match self {
            Self::NoAnswer { .. }
            | Self::NoRoute { .. }
            | Self::HungUp { .. }
            | Self::Busy(_)
            | Self::NotStarted { .. }
            | Self::NoPicture { .. }
            | Self::ScreenRefused { .. }
            | Self::Lost { .. }
            | Self::Overrun => Some(FaultAction::Retry),
            Self::UnknownName { .. } | Self::NotAmt { .. } | Self::NotVnc { .. } => {
                Some(FaultAction::EditAddress)
            }
            Self::Refused { .. } | Self::Filtered { .. } => Some(FaultAction::RunDoctor),
            Self::LoginRefused | Self::LoginTooLong { .. } => Some(FaultAction::EnterLogin),
            Self::TooLarge { .. } => Some(FaultAction::UseFewerColours),
            Self::Unexpected { .. } => Some(FaultAction::CopyReport),
            Self::ConsentNeeded => Some(FaultAction::AskForConsent),
            Self::KeyStore(_) => Some(FaultAction::TypePassword),
            Self::Trust(fault) => fault.action(),
            Self::Consent(fault) => fault.action(),
            Self::Serial(_) => Some(FaultAction::Retry),
            Self::Device(fault) => fault.action(),
            Self::Boot(fault) => fault.action(),
            Self::Vnc(fault) => fault.action(),
            Self::Internal { .. } => Some(FaultAction::OpenAgain),
            Self::Unsupported(_)
            | Self::TypeUnknown(_)
            | Self::NoLoginMethod { .. }
            | Self::NoSecurityType { .. }
            | Self::FileUnreadable { .. }
            | Self::FileUnusable { .. }
            | Self::StoreDamaged { .. }
            | Self::StoreNewer { .. }
            | Self::SettingsDamaged { .. }
            | Self::FileUnwritable { .. }
            | Self::Image { .. }
            | Self::PortTaken { .. }
            | Self::System { .. }
            | Self::NoDisplay
            | Self::Vm(_)
            | Self::NoWindow => None,
        }
    }

    /// Codes and bytes, which belong into a report and nowhere else.
    pub(super) fn facts(&self) -> Vec<String> {
        match self {
            Self::NotAmt { heard, .. } | Self::NotVnc { heard, .. } => {
                vec![format!("it sent {heard}")]
            }
            Self::HungUp { waiting_for, .. } => vec![format!("while waiting for {waiting_for}")],
            Self::NotStarted { status } => vec![format!("start status {status:#04x}")],
            Self::NoLoginMethod { offered } => vec![format!("methods offered: {offered:?}")],
            Self::NoSecurityType { offered } => {
                vec![format!("security types offered: {offered:?}")]
            }
            Self::Trust(fault) => fault.facts(),
            Self::Device(fault) => fault.facts(),
            Self::Vnc(fault) => fault.facts(),
            Self::Internal { task } => vec![task.clone()],
            _ => Vec::new(),
        }
    }
}

impl FaultAction {
    /// Text of the button.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Retry => "Try again",
            Self::EditAddress => "Edit address",
            Self::EnterLogin => "Enter again",
            Self::RunDoctor => "Run doctor",
            Self::CopyReport => "Copy report",
            Self::OpenAgain => "Open again",
            Self::UseFewerColours => "Use 8-bit colour",
            Self::TrustCertificate => "Trust and connect",
            Self::Compare => "Compare",
            Self::DoNotConnect => "Do not connect",
            Self::AllowForThisPc => "Allow for this PC…",
            Self::Enable(Feature::Screen) => "Enable screen",
            Self::Enable(Feature::Serial) => "Enable serial",
            Self::Enable(Feature::Media) => "Enable media",
            Self::OpenSerial => "Open serial",
            Self::OtherAccount => "Other account",
            Self::CloseAndTurnOff => "Close and turn off",
            Self::TurnOn => "Turn on",
            Self::Wake => "Wake",
            Self::AskForConsent => "Ask for consent",
            Self::ShowNewCode => "Show a new code",
            Self::TypePassword => "Type password",
        }
    }
}

impl Feature {
    /// As in "screen session".
    const fn as_adjective(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::Serial => "serial",
            Self::Media => "media",
        }
    }
}

impl Stranger {
    /// Who answers.
    const fn answers(self) -> &'static str {
        match self {
            Self::Http => "A web server answers",
            Self::Ssh => "An SSH server answers",
            Self::Vnc => "A VNC server answers",
            Self::Tls => "A port for encrypted connections answers",
            Self::Text => "A server of another kind answers in text",
            Self::Unknown => "Something else answers",
        }
    }
}

/// Title of [`Fault::Unsupported`].
pub(super) const fn unsupported(feature: Feature) -> &'static str {
    match feature {
        Feature::Screen => "This PC offers no remote screen",
        Feature::Serial => "Serial is switched off in Intel AMT",
        Feature::Media => "Media is switched off in Intel AMT",
    }
}

/// Title of [`Fault::KeyStore`].
pub(super) const fn key_store(error: &KeyStoreError) -> &'static str {
    match error {
        KeyStoreError::Absent => "This system has no key store",
        KeyStoreError::Locked => "The key store is locked",
        KeyStoreError::Failed(_) => "The key store does not work",
    }
}

/// Title of [`Fault::TypeUnknown`].
pub(super) const fn type_unknown(feature: Feature) -> &'static str {
    match feature {
        Feature::Screen => "This PC does not know screen sessions",
        Feature::Serial => "This PC does not know serial sessions",
        Feature::Media => "This PC does not know media sessions",
    }
}

/// Seconds for a sentence: never "0 s".
fn whole_secs(duration: std::time::Duration) -> u64 {
    duration
        .as_millis()
        .div_ceil(1000)
        .max(1)
        .try_into()
        .unwrap_or(u64::MAX)
}

/// Makes a fragment the beginning of a sentence.
pub(super) fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
