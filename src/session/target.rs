//! Which device is meant: `[user@]host[:wsman-port[:redirection-port]]` or `vnc://host[:port]`.

use std::fmt;
use std::str::FromStr;

/// Why a text names no device.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// Nothing, or nothing where the host should stand.
    #[error("the address has no host name")]
    NoHost,
    /// A port is no number from 1 to 65535.
    #[error("{0} is not a port number from 1 to 65535")]
    Port(String),
    /// An IPv6 address without brackets, or brackets around something else.
    #[error("an IPv6 address stands in brackets, for example [fe80::1]:16992")]
    Brackets,
    /// A character that no host name has.
    #[error("a host name cannot contain {0:?}")]
    Character(char),
}

/// An address as the user gave it; nothing is resolved yet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// A PC with Intel AMT.
    Amt {
        /// Login name, if given in the address.
        user: Option<String>,
        /// Host name or address, IPv6 without brackets.
        host: String,
        /// WS-Management port, if not the standard one.
        wsman_port: Option<u16>,
        /// Redirection port, if not the standard one.
        redirection_port: Option<u16>,
    },
    /// An ordinary VNC server.
    Vnc {
        /// Host name or address, IPv6 without brackets.
        host: String,
        /// RFB port, 5900 unless given.
        port: u16,
    },
}

impl Target {
    /// Host name or address, IPv6 without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        match self {
            Self::Amt { host, .. } | Self::Vnc { host, .. } => host,
        }
    }

    /// The login name in the address, if there is one.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        match self {
            Self::Amt { user, .. } => user.as_deref(),
            Self::Vnc { .. } => None,
        }
    }
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix("vnc://") {
            let rest = rest.strip_suffix('/').unwrap_or(rest);
            let (host, ports) = host_and_ports(rest)?;
            return match ports.as_slice() {
                [] => Ok(Self::Vnc { host, port: 5900 }),
                [port] => Ok(Self::Vnc { host, port: *port }),
                _ => Err(TargetError::Port(rest.to_owned())),
            };
        }
        let (user, rest) = match text.rsplit_once('@') {
            Some((user, rest)) => (Some(user.to_owned()).filter(|u| !u.is_empty()), rest),
            None => (None, text),
        };
        let (host, ports) = host_and_ports(rest)?;
        let mut ports = ports.into_iter();
        let (wsman_port, redirection_port) = (ports.next(), ports.next());
        if ports.next().is_some() {
            return Err(TargetError::Port(rest.to_owned()));
        }
        Ok(Self::Amt {
            user,
            host,
            wsman_port,
            redirection_port,
        })
    }
}

/// Splits `host`, `host:1:2`, `[v6]` and `[v6]:1:2`.
fn host_and_ports(text: &str) -> Result<(String, Vec<u16>), TargetError> {
    let (host, ports) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, ports) = rest.split_once(']').ok_or(TargetError::Brackets)?;
            // A scope such as %eth0 is the operating system's business.
            let address = host.split('%').next().unwrap_or(host);
            address
                .parse::<std::net::Ipv6Addr>()
                .map_err(|_| TargetError::Brackets)?;
            let ports = match ports.strip_prefix(':') {
                Some(ports) => Some(ports),
                None if ports.is_empty() => None,
                None => return Err(TargetError::Brackets),
            };
            (host, ports)
        }
        None if text.parse::<std::net::Ipv6Addr>().is_ok() || text.matches(':').count() > 2 => {
            return Err(TargetError::Brackets);
        }
        None => match text.split_once(':') {
            Some((host, ports)) => (host, Some(ports)),
            None => (text, None),
        },
    };
    if host.is_empty() {
        return Err(TargetError::NoHost);
    }
    let odd = |c: &char| c.is_whitespace() || c.is_control() || "/\\@[]<>\"'?#".contains(*c);
    if let Some(c) = host.chars().find(odd) {
        return Err(TargetError::Character(c));
    }
    let parse = |p: &str| match p.parse::<u16>() {
        Ok(port @ 1..) => Ok(port),
        _ => Err(TargetError::Port(p.to_owned())),
    };
    let ports = ports.map_or(Ok(Vec::new()), |p| p.split(':').map(parse).collect())?;
    Ok((host.to_owned(), ports))
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.host();
        let (open, close) = if host.contains(':') {
            ("[", "]")
        } else {
            ("", "")
        };
        match self {
            Self::Vnc { port, .. } => write!(f, "vnc://{open}{host}{close}:{port}"),
            Self::Amt {
                user,
                wsman_port,
                redirection_port,
                ..
            } => {
                if let Some(user) = user {
                    write!(f, "{user}@")?;
                }
                write!(f, "{open}{host}{close}")?;
                match (wsman_port, redirection_port) {
                    (None, None) => Ok(()),
                    (wsman, None) => write!(f, ":{}", wsman.unwrap_or(16992)),
                    (wsman, Some(redir)) => write!(f, ":{}:{redir}", wsman.unwrap_or(16992)),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amt(user: Option<&str>, host: &str, ports: (Option<u16>, Option<u16>)) -> Target {
        Target::Amt {
            user: user.map(str::to_owned),
            host: host.to_owned(),
            wsman_port: ports.0,
            redirection_port: ports.1,
        }
    }

    #[test]
    fn every_form_of_the_grammar_parses_and_prints_back() {
        for (text, target) in [
            ("10.0.4.17", amt(None, "10.0.4.17", (None, None))),
            ("lab-12:16993", amt(None, "lab-12", (Some(16993), None))),
            ("admin@pc:1:2", amt(Some("admin"), "pc", (Some(1), Some(2)))),
            ("[fe80::1]:1:2", amt(None, "fe80::1", (Some(1), Some(2)))),
            ("me@[::1]", amt(Some("me"), "::1", (None, None))),
            (
                "vnc://pc:5901",
                Target::Vnc {
                    host: "pc".into(),
                    port: 5901,
                },
            ),
        ] {
            assert_eq!(text.parse(), Ok(target.clone()), "{text}");
            assert_eq!(target.to_string(), text);
        }
        assert_eq!(
            "vnc://pc".parse(),
            Ok(Target::Vnc {
                host: "pc".into(),
                port: 5900
            })
        );
    }

    #[test]
    fn nonsense_is_refused_with_its_reason() {
        let parse = |text: &str| text.parse::<Target>().unwrap_err();
        assert_eq!(parse(""), TargetError::NoHost);
        assert_eq!(parse("admin@"), TargetError::NoHost);
        assert_eq!(parse("pc:0"), TargetError::Port("0".into()));
        assert_eq!(parse("pc:70000"), TargetError::Port("70000".into()));
        assert_eq!(parse("fe80::1"), TargetError::Brackets);
        assert_eq!(parse("[pc]"), TargetError::Brackets);
        assert_eq!(parse("[::1"), TargetError::Brackets);
        assert_eq!(parse("a b"), TargetError::Character(' '));
    }
}
