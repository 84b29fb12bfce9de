//! What a simulator is started with.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use rustls_pki_types::CertificateDer;

use super::certificate::{CertificateChoice, CertificateError};
use crate::sim::device::DeviceOptions;
use crate::sim::link::LinkSpeed;
use crate::sim::scene::{SceneChoice, SceneError};
use crate::sim::trouble::Trouble;
use crate::sim::vm::{VmError, VmOptions};

/// A device and the sockets it listens on.
#[derive(Debug, Clone)]
pub struct SimOptions {
    /// The device. Its `system` and `start` are what `scene` makes of them; its `tls`,
    /// `serves_5900` and `utc_secs` follow from ports and time.
    pub device: DeviceOptions,
    /// What the PC shows.
    pub scene: SceneChoice,
    /// A real machine in place of the PC, whatever the scene.
    pub vm: Option<VmOptions>,
    /// Address to listen on.
    pub bind: IpAddr,
    /// Plain WS-Man port: 0 for any free one, `None` for closed.
    pub wsman_port: Option<u16>,
    /// WS-Man port with TLS: 0 for any free one, `None` for closed.
    pub wsman_tls_port: Option<u16>,
    /// Plain redirection port: 0 for any free one, `None` for closed.
    pub redir_port: Option<u16>,
    /// Redirection port with TLS: 0 for any free one, `None` for closed.
    pub redir_tls_port: Option<u16>,
    /// RFB port: 0 for any free one, `None` for closed.
    pub rfb_port: Option<u16>,
    /// UDP port that answers presence pings.
    pub presence: Presence,
    /// What kind of certificate the TLS ports have.
    pub certificate: CertificateChoice,
    /// Authorities one of which has to have signed a console's certificate; without any, consoles
    /// need none.
    pub client_authorities: Vec<CertificateDer<'static>>,
    /// Of the line between it and its consoles, in each direction.
    pub speed: LinkSpeed,
    /// What goes wrong.
    pub trouble: Trouble,
}

/// Where presence pings are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Nowhere.
    Off,
    /// At this UDP port; 0 for any free one.
    Port(u16),
    /// At this UDP port if it can be had: ordinary users may not open the one of hardware, 623.
    IfPossible(u16),
}

impl Presence {
    /// Where hardware answers.
    pub const USUAL_PORT: u16 = crate::proto::rmcp::PORT;
}

impl Default for SimOptions {
    /// A desktop on loopback, on free ports.
    fn default() -> Self {
        Self {
            device: DeviceOptions::default(),
            scene: SceneChoice::Desktop,
            vm: None,
            bind: Ipv4Addr::LOCALHOST.into(),
            wsman_port: Some(0),
            wsman_tls_port: Some(0),
            redir_port: Some(0),
            redir_tls_port: Some(0),
            rfb_port: Some(0),
            presence: Presence::Off,
            certificate: CertificateChoice::default(),
            client_authorities: Vec::new(),
            speed: LinkSpeed::default(),
            trouble: Trouble::default(),
        }
    }
}

/// Why a simulator does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SimError {
    /// A port cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// What the operating system said.
        #[source]
        cause: io::Error,
    },
    /// The scene cannot be shown.
    #[error(transparent)]
    Scene(#[from] SceneError),
    /// There is no virtual machine to be had.
    #[error("cannot start a virtual machine")]
    Vm(#[from] VmError),
    /// The device's certificate cannot be made.
    #[error("cannot make a certificate")]
    Certificate(#[from] CertificateError),
    /// The TLS library does not take what it was given.
    #[error("cannot set up TLS")]
    Tls(#[from] rustls::Error),
    /// The authorities for consoles' certificates are of no use.
    #[error("cannot check certificates of consoles")]
    Authorities(#[from] rustls::server::VerifierBuilderError),
}
