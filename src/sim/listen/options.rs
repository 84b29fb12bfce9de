//! What a simulator is started with.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::sim::device::DeviceOptions;
use crate::sim::link::LinkSpeed;
use crate::sim::scene::{SceneChoice, SceneError};
use crate::sim::trouble::Trouble;

/// A device and the sockets it listens on.
#[derive(Debug, Clone)]
pub struct SimOptions {
    /// The device. Its `system` and `start` are what `scene` makes of them.
    pub device: DeviceOptions,
    /// What the PC shows.
    pub scene: SceneChoice,
    /// Address to listen on.
    pub bind: IpAddr,
    /// Plain redirection port: 0 for any free one, `None` for closed.
    pub redir_port: Option<u16>,
    /// RFB port: 0 for any free one, `None` for closed.
    pub rfb_port: Option<u16>,
    /// Of the line between it and its consoles, in each direction.
    pub speed: LinkSpeed,
    /// What goes wrong.
    pub trouble: Trouble,
}

impl Default for SimOptions {
    /// A desktop on loopback, on free ports.
    fn default() -> Self {
        Self {
            device: DeviceOptions::default(),
            scene: SceneChoice::Desktop,
            bind: Ipv4Addr::LOCALHOST.into(),
            redir_port: Some(0),
            rfb_port: Some(0),
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
}
