//! From the first byte of the stream to the description of the screen.

use super::error::{HandshakeStep, KvmError};
use super::messages::vencrypt::{self, Subtype, Subtypes};
use super::messages::{
    ClientInit, ProtocolVersion, SecurityResult, SecurityType, SecurityTypes, ServerInit, StartKvm,
    StartKvmReply, handshake, vnc_auth,
};
use super::options::{Encryption, KvmOptions, Transport};
use crate::wire::{Reader, WireError};

/// The client's machine until `ServerInit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Handshake {
    wait: Wait,
    /// Agreed on with the versions.
    dialect: Dialect,
    /// A password was shown, so that a refusal concerns it.
    has_proved: bool,
    /// The server would have let us in without encryption too.
    could_be_plain: bool,
}

/// What is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wait {
    Start,
    Version,
    Security,
    VncChallenge,
    VeNCryptVersion,
    VeNCryptAgreement,
    VeNCryptSubtypes,
    /// The server's go-ahead for TLS.
    VeNCryptStart(Inside),
    /// The owner's word that the connection is inside TLS.
    Tls(Inside),
    SecurityResult,
    ServerInit,
}

/// Published versions differ in how security is agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Dialect {
    /// The server decides; no result without a login.
    V3_3,
    /// The client chooses; no result without a login, no reason for a refused one.
    V3_7,
    /// The client chooses; always a result, with a reason if it is a refusal.
    V3_8,
}

/// What happens inside TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    VncAuthentication,
    UserAndPassword,
}

/// What one message led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next<'a> {
    /// More of the handshake.
    Handshake,
    /// The connection has to go inside TLS before anything else is read.
    StartTls,
    /// The screen is described.
    Screen(ServerInit<'a>),
}

impl Handshake {
    /// Starts; what has to be said first is appended to `out`.
    pub(super) fn new(transport: Transport, out: &mut Vec<u8>) -> Self {
        let wait = match transport {
            Transport::Redirection => {
                StartKvm.encode(out);
                Wait::Start
            }
            Transport::Plain => Wait::Version,
        };
        Self {
            wait,
            dialect: Dialect::V3_8,
            has_proved: false,
            could_be_plain: false,
        }
    }

    /// What is awaited, in words for others.
    pub(super) const fn step(&self) -> HandshakeStep {
        match self.wait {
            Wait::Start => HandshakeStep::Start,
            Wait::Version => HandshakeStep::Version,
            Wait::Security => HandshakeStep::Security,
            Wait::VncChallenge
            | Wait::VeNCryptVersion
            | Wait::VeNCryptAgreement
            | Wait::VeNCryptSubtypes
            | Wait::VeNCryptStart(_) => HandshakeStep::Login,
            Wait::Tls(_) => HandshakeStep::Tls,
            Wait::SecurityResult => HandshakeStep::SecurityResult,
            Wait::ServerInit => HandshakeStep::ServerInit,
        }
    }

    /// Reads one message, appends the answer to `out` and moves on.
    ///
    /// # Errors
    /// [`WireError::Incomplete`], with nothing changed; everything else is final.
    pub(super) fn handle<'a>(
        &mut self,
        options: &KvmOptions,
        r: &mut Reader<'a>,
        out: &mut Vec<u8>,
    ) -> Result<Next<'a>, KvmError> {
        self.wait = match self.wait {
            Wait::Start => match r.u8()? {
                StartKvmReply::TYPE => match StartKvmReply::decode(r)?.status {
                    0 => Wait::Version,
                    status => return Err(KvmError::StartRefused { status }),
                },
                other => return Err(KvmError::UnknownMessage(other)),
            },
            Wait::Version => {
                let version = ProtocolVersion::decode(r).map_err(|error| match error {
                    WireError::Invalid { got, .. } => KvmError::NotRfb { got },
                    other => other.into(),
                })?;
                self.dialect = Dialect::answer_to(version, options.transport);
                self.dialect.version().encode(out);
                Wait::Security
            }
            Wait::Security if self.dialect == Dialect::V3_3 => Self::security_3_3(options, r, out)?,
            Wait::Security => match SecurityTypes::decode(r)? {
                SecurityTypes::Offered(offered) => self.choose(offered, options, out)?,
                SecurityTypes::Refused(reason) => return Err(refused(reason)),
            },
            Wait::VncChallenge => {
                let challenge = r.array()?;
                let password = options.password.as_ref().ok_or(KvmError::PasswordNeeded)?;
                out.extend(vnc_auth::response(password.expose(), &challenge));
                self.has_proved = true;
                Wait::SecurityResult
            }
            Wait::VeNCryptVersion => {
                let version = vencrypt::Version::decode(r)?;
                if version.major == 0 && version.minor < 2 {
                    return Err(self.no_subtype(Vec::new()));
                }
                vencrypt::Version::V0_2.encode(out);
                Wait::VeNCryptAgreement
            }
            Wait::VeNCryptAgreement => match r.u8()? {
                0 => Wait::VeNCryptSubtypes,
                _ => return Err(self.no_subtype(Vec::new())),
            },
            Wait::VeNCryptSubtypes => {
                let Subtypes(offered) = Subtypes::decode(r)?;
                let Some((subtype, inside)) = Inside::choose(&offered, options) else {
                    return Err(self.no_subtype(offered));
                };
                if inside != Inside::Nothing && options.password.is_none() {
                    return Err(KvmError::PasswordNeeded);
                }
                out.extend(subtype.0.to_be_bytes());
                Wait::VeNCryptStart(inside)
            }
            Wait::VeNCryptStart(inside) => match r.u8()? {
                1 => {
                    self.wait = Wait::Tls(inside);
                    return Ok(Next::StartTls);
                }
                _ => return Err(refused(b"")),
            },
            // Whatever the connection carries now is not for us.
            Wait::Tls(_) => return Err(WireError::Incomplete.into()),
            Wait::SecurityResult => {
                self.security_result(r)?;
                ClientInit { shared: true }.encode(out);
                Wait::ServerInit
            }
            Wait::ServerInit => return ServerInit::decode(r).map(Next::Screen).map_err(Into::into),
        };
        Ok(Next::Handshake)
    }

    /// The connection is inside TLS. Ignored unless that was asked for.
    pub(super) fn tls_started(&mut self, options: &KvmOptions, out: &mut Vec<u8>) {
        let Wait::Tls(inside) = self.wait else {
            return;
        };
        self.wait = match inside {
            Inside::Nothing => Wait::SecurityResult,
            Inside::VncAuthentication => Wait::VncChallenge,
            Inside::UserAndPassword => {
                let user = options.user.as_deref().unwrap_or_default();
                let password = options.password.as_ref().map(|p| p.expose().as_str());
                vencrypt::encode_plain(user, password.unwrap_or_default(), out);
                self.has_proved = true;
                Wait::SecurityResult
            }
        };
    }

    /// Chooses among the types a server offers.
    fn choose(
        &mut self,
        offered: &[u8],
        options: &KvmOptions,
        out: &mut Vec<u8>,
    ) -> Result<Wait, KvmError> {
        let offers = |wanted: SecurityType| offered.contains(&wanted.0);
        // On a redirection connection the login is over, and None is the only type of ours.
        let is_plain = options.transport == Transport::Plain;
        let vnc = is_plain && offers(SecurityType::VNC_AUTHENTICATION);
        let none = offers(SecurityType::NONE);
        let encrypted = is_plain && offers(SecurityType::VENCRYPT);
        if is_plain && !encrypted {
            forbid_plain(options)?;
        }
        let (chosen, next) = if encrypted && options.encryption != Encryption::Never {
            self.could_be_plain = vnc || none;
            (SecurityType::VENCRYPT, Wait::VeNCryptVersion)
        } else if vnc && options.password.is_some() {
            // Before None: on a port of its own None protects nothing.
            (SecurityType::VNC_AUTHENTICATION, Wait::VncChallenge)
        } else if none && self.dialect == Dialect::V3_8 {
            (SecurityType::NONE, Wait::SecurityResult)
        } else if none {
            (SecurityType::NONE, Wait::ServerInit)
        } else if vnc {
            return Err(KvmError::PasswordNeeded);
        } else {
            let offered = offered.to_vec();
            return Err(KvmError::NoSecurityType { offered });
        };
        out.push(chosen.0);
        if next == Wait::ServerInit {
            ClientInit { shared: true }.encode(out);
        }
        Ok(next)
    }

    /// Version 3.3: the server decides, in four bytes.
    fn security_3_3(
        options: &KvmOptions,
        r: &mut Reader<'_>,
        out: &mut Vec<u8>,
    ) -> Result<Wait, KvmError> {
        let mut ahead = *r;
        let decided = ahead.u32_be()?;
        if decided == 0 {
            return Err(refused(handshake::reason(&mut ahead)?));
        }
        forbid_plain(options)?;
        let next = match decided {
            1 => {
                ClientInit { shared: true }.encode(out);
                Wait::ServerInit
            }
            2 if options.password.is_some() => Wait::VncChallenge,
            2 => return Err(KvmError::PasswordNeeded),
            other => {
                let offered = vec![u8::try_from(other).unwrap_or(u8::MAX)];
                return Err(KvmError::NoSecurityType { offered });
            }
        };
        *r = ahead;
        Ok(next)
    }

    /// Reads whether the server lets us in.
    fn security_result(&self, r: &mut Reader<'_>) -> Result<(), KvmError> {
        let reason = match self.dialect {
            Dialect::V3_8 => match SecurityResult::decode(r)? {
                SecurityResult::Ok => return Ok(()),
                SecurityResult::Failed(reason) => printable(reason),
            },
            Dialect::V3_3 | Dialect::V3_7 => match r.u32_be()? {
                0 => return Ok(()),
                _ => String::new(),
            },
        };
        Err(if self.has_proved {
            KvmError::WrongPassword { reason }
        } else {
            KvmError::LoginRefused { reason }
        })
    }

    /// VeNCrypt leads nowhere.
    const fn no_subtype(&self, offered: Vec<Subtype>) -> KvmError {
        KvmError::NoSecuritySubtype {
            offered,
            could_be_plain: self.could_be_plain,
        }
    }
}

/// Refuses a server that offers no encryption, if there has to be some.
fn forbid_plain(options: &KvmOptions) -> Result<(), KvmError> {
    match (options.transport, options.encryption) {
        (Transport::Plain, Encryption::Always) => Err(KvmError::NotEncrypted),
        _ => Ok(()),
    }
}

/// The server does not want to talk, and says why.
fn refused(reason: &[u8]) -> KvmError {
    let reason = printable(reason);
    KvmError::Refused { reason }
}

impl Dialect {
    /// The dialect to answer a server's version with.
    ///
    /// Firmware gets 3.8 whatever it announces: 004.000 is RealVNC's dialect, which AMT only
    /// announces (`docs/protocol/redirection.md` § 5.2, observed). Ordinary servers get the best
    /// version that both speak; numbers nobody published come from servers that speak 3.8.
    fn answer_to(version: ProtocolVersion, transport: Transport) -> Self {
        match (transport, version.number()) {
            (Transport::Redirection, _) => Self::V3_8,
            (Transport::Plain, Some((3, 7))) => Self::V3_7,
            (Transport::Plain, Some(older)) if older < (3, 7) => Self::V3_3,
            (Transport::Plain, _) => Self::V3_8,
        }
    }

    const fn version(self) -> ProtocolVersion {
        match self {
            Self::V3_3 => ProtocolVersion::V3_3,
            Self::V3_7 => ProtocolVersion::V3_7,
            Self::V3_8 => ProtocolVersion::V3_8,
        }
    }
}

impl Inside {
    /// The best of the offered sub-types that we can use.
    ///
    /// Those without certificates need anonymous key exchange, which no current TLS library does
    /// and which would not tell a server from somebody in between.
    fn choose(offered: &[Subtype], options: &KvmOptions) -> Option<(Subtype, Self)> {
        let (password, user) = (options.password.is_some(), options.user.is_some());
        let wanted = [
            (Subtype::X509_PLAIN, Self::UserAndPassword, user && password),
            (Subtype::X509_VNC, Self::VncAuthentication, password),
            (Subtype::X509_NONE, Self::Nothing, true),
            // Usable once somebody has entered a login.
            (Subtype::X509_VNC, Self::VncAuthentication, !password),
            (Subtype::X509_PLAIN, Self::UserAndPassword, !password),
        ];
        let mut wanted = wanted.into_iter();
        wanted
            .find(|(subtype, _, usable)| *usable && offered.contains(subtype))
            .map(|(subtype, inside, _)| (subtype, inside))
    }
}

/// Text of a peer for people: UTF-8 where it is, without control characters.
pub(super) fn printable(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    text.chars().filter(|c| !c.is_control()).collect()
}
