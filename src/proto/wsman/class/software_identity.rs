//! `CIM_SoftwareIdentity`: which firmware this is.
//!
//! Source: `docs/protocol/wsman.md` § 2.2, § 1.2 (observed).

use std::fmt;
use std::str::FromStr;

use crate::proto::wsman::instance::Instance;

/// Release of the firmware: `16.1.30` or, with a build, `15.0.23.1706`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AmtVersion {
    /// The release everything depends on.
    pub major: u16,
    /// Minor release.
    pub minor: u16,
    /// Hot fix.
    pub hotfix: u16,
    /// Build, where the device tells it.
    pub build: Option<u32>,
}

impl AmtVersion {
    /// Reads the version out of an HTTP `Server` header, which every answer carries, even the one
    /// that asks for a login. `None` if somebody else wrote the header.
    #[must_use]
    pub fn from_server_header(header: &str) -> Option<Self> {
        let rest = header.trim().strip_prefix(SERVER_PREFIX)?;
        rest.trim().parse().ok()
    }

    /// Is the header one of Intel AMT, whatever the version?
    #[must_use]
    pub fn is_amt_server(header: &str) -> bool {
        header.trim().starts_with(SERVER_PREFIX)
    }
}

impl FromStr for AmtVersion {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.trim().split('.');
        let mut number = || parts.next().map(str::parse::<u32>);
        let small = |n: Option<Result<u32, _>>| match n {
            None => Ok(0),
            Some(Ok(n)) => u16::try_from(n).map_err(|_| ()),
            Some(Err(_)) => Err(()),
        };
        let version = Self {
            major: match number() {
                None => return Err(()),
                some => small(some)?,
            },
            minor: small(number())?,
            hotfix: small(number())?,
            build: number().transpose().map_err(|_| ())?,
        };
        match parts.next() {
            None => Ok(version),
            Some(_) => Err(()),
        }
    }
}

impl fmt::Display for AmtVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.hotfix)?;
        match self.build {
            Some(build) => write!(f, ".{build}"),
            None => Ok(()),
        }
    }
}

/// All items of the enumeration together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Software {
    /// The item `AMT` joined with `Build Number`.
    pub version: Option<AmtVersion>,
    /// `Sku`, a bit field whose bits nobody published. Says nothing about KVM: ask its class.
    pub sku: Option<u32>,
    /// Every item as sent: `InstanceID` and `VersionString`.
    pub items: Vec<(String, String)>,
}

impl Software {
    /// Name of the class on the wire.
    pub const CLASS: &'static str = "CIM_SoftwareIdentity";

    /// Reads the items of the enumeration.
    #[must_use]
    pub fn from_items(items: &[Instance]) -> Self {
        let items: Vec<_> = items
            .iter()
            .filter_map(|item| Some((item.label("InstanceID")?, item.label("VersionString")?)))
            .collect();
        let find = |id: &str| items.iter().find(|(i, _)| i == id).map(|(_, v)| v);
        let version = find("AMT").and_then(|v| v.parse::<AmtVersion>().ok());
        let build = find("Build Number").and_then(|b| b.parse().ok());
        Self {
            version: version.map(|v| AmtVersion {
                build: v.build.or(build),
                ..v
            }),
            sku: find("Sku").and_then(|s| s.parse().ok()),
            items,
        }
    }
}

/// What stands before the version in the `Server` header.
const SERVER_PREFIX: &str = "Intel(R) Active Management Technology";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_have_one_to_four_parts() {
        let parse = |text: &str| text.parse::<AmtVersion>().map(|v| v.to_string());
        assert_eq!(parse("12.0.67"), Ok("12.0.67".into()));
        assert_eq!(parse("15.0.23.1706"), Ok("15.0.23.1706".into()));
        assert_eq!(parse("6.2"), Ok("6.2.0".into()));
        for text in ["", "x", "1.2.3.4.5", "70000.0", "-1", "1..2"] {
            assert_eq!(parse(text), Err(()), "{text}");
        }
        let [old, new] = ["9.5.35", "11.8.70"].map(|v| v.parse::<AmtVersion>().unwrap());
        assert!(old < new);
    }

    #[test]
    fn the_server_header_tells_the_version_before_any_login() {
        let header = "Intel(R) Active Management Technology 15.0.23.1706";
        let version = AmtVersion::from_server_header(header).unwrap();
        assert_eq!((version.major, version.build), (15, Some(1706)));
        assert_eq!(AmtVersion::from_server_header("nginx/1.2"), None);
        assert!(AmtVersion::is_amt_server(
            "Intel(R) Active Management Technology"
        ));
    }
}
