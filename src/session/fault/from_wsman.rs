//! From what WS-Management and its connections report to what it means for a person.

use std::io;

use super::{Ending, Fault, Stranger};
use crate::net::tls::TlsError;
use crate::proto::wsman::challenge::ChallengeError;
use crate::proto::wsman::class::AmtVersion;

impl Fault {
    /// A port that should speak TLS did not get through the handshake.
    pub(in crate::session) fn no_tls_answer(address: String, error: &TlsError) -> Self {
        let ending = match error {
            TlsError::TimedOut(after) => Ending::Silent(*after),
            TlsError::Io(error) if error.kind() == io::ErrorKind::ConnectionReset => Ending::Reset,
            TlsError::Io(_) => Ending::Closed,
            _ => {
                return Self::NotAmt {
                    address,
                    who: Stranger::Unknown,
                    heard: "no TLS".to_owned(),
                };
            }
        };
        Self::HungUp {
            address,
            ending,
            waiting_for: "the encryption".to_owned(),
        }
    }

    /// The device takes connections and ends them.
    pub(in crate::session) fn hung_up(address: String) -> Self {
        Self::HungUp {
            address,
            ending: Ending::Closed,
            waiting_for: "the login".to_owned(),
        }
    }

    /// A 401 that offers no login we can use.
    pub(in crate::session) fn no_http_login(
        address: String,
        server: Option<&str>,
        error: &ChallengeError,
    ) -> Self {
        if !server.is_some_and(AmtVersion::is_amt_server) {
            return Self::web_server(address, server);
        }
        let offered = match error {
            // The number that Kerberos has on the redirection ports.
            ChallengeError::NoDigest(schemes) => schemes
                .iter()
                .filter(|s| s.eq_ignore_ascii_case("negotiate"))
                .map(|_| 2)
                .collect(),
            _ => Vec::new(),
        };
        Self::NoLoginMethod { offered }
    }

    /// An HTTP status that no device sends to a well-formed request.
    pub(in crate::session) fn odd_http_status(
        address: String,
        server: Option<&str>,
        status: u16,
    ) -> Self {
        if server.is_some_and(AmtVersion::is_amt_server) {
            return Self::Unexpected {
                what: format!("HTTP status {status}"),
                place: "WS-Management",
            };
        }
        Self::web_server(address, server)
    }

    fn web_server(address: String, server: Option<&str>) -> Self {
        Self::NotAmt {
            address,
            who: Stranger::Http,
            heard: format!("Server: {}", server.unwrap_or("nothing")),
        }
    }

    /// An answer that does not fit the question.
    pub(in crate::session) fn unexpected_answer(class: &str) -> Self {
        Self::Unexpected {
            what: format!("an answer of another kind for {class}"),
            place: "WS-Management",
        }
    }

    /// A breach of the protocol.
    pub(in crate::session) fn unexpected(what: &impl ToString, place: &'static str) -> Self {
        Self::Unexpected {
            what: what.to_string(),
            place,
        }
    }
}
