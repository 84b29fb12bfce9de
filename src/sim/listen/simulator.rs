//! Starting and stopping a simulated device.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep_until, timeout};
use tracing::{debug, warn};

use super::certificate::{CertificateChoice, Identity};
use super::connection::Connection;
use super::options::{SimError, SimOptions};
use super::presence;
use super::tls::{self, Tls};
use crate::limits;
use crate::proto::Machine;
use crate::sim::device::{Device, SharedDevice, Start};
use crate::sim::event::Event;
use crate::sim::firmware::Firmware;
use crate::sim::firmware::features::{Features, TlsVersions};
use crate::sim::firmware::settings::TlsSettings;
use crate::sim::kvm::Rfb;
use crate::sim::link::LinkSpeed;
use crate::sim::redir::{Redirection, SETUP_TIMEOUT};
use crate::sim::scene::remote::RemoteScreen;
use crate::sim::scene::{Picture, SceneChoice, SceneError, System, photo};
use crate::sim::trouble::{Port, Trouble};
#[cfg(unix)]
use crate::sim::vm::VirtualMachine;
#[cfg(not(unix))]
use crate::sim::vm::VmError;
use crate::sim::{Nudge, wsman};

/// Where a simulated device can be reached. `None`: closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports {
    /// The address.
    pub host: IpAddr,
    /// Plain WS-Man, ordinarily 16992.
    pub wsman: Option<u16>,
    /// WS-Man with TLS, ordinarily 16993.
    pub wsman_tls: Option<u16>,
    /// Plain redirection, ordinarily 16994.
    pub redir: Option<u16>,
    /// Redirection with TLS, ordinarily 16995.
    pub redir_tls: Option<u16>,
    /// RFB, ordinarily 5900.
    pub rfb: Option<u16>,
    /// Presence pings over UDP, ordinarily 623.
    pub presence: Option<u16>,
}

/// A simulated device on real sockets. Dropping it stops it and closes its connections.
#[derive(Debug)]
pub struct Simulator {
    device: SharedDevice,
    ports: Ports,
    /// Of the certificate, if there are TLS ports.
    fingerprint: Option<String>,
    changed: watch::Receiver<()>,
    tasks: JoinSet<()>,
}

impl Simulator {
    /// Starts a device. With a `vnc://` scene it waits a few seconds for the first picture.
    ///
    /// Needs a tokio runtime with time and I/O.
    ///
    /// # Errors
    /// [`SimError`] if a port cannot be had or the scene cannot be shown.
    pub async fn start(options: SimOptions) -> Result<Self, SimError> {
        let mut tasks = JoinSet::new();
        let mut device_options = options.device;
        let (change, changed) = watch::channel(());
        let change = Arc::new(change);
        let remote = match &options.scene {
            SceneChoice::Vnc { host, port } => Some(RemoteScreen::new(host, *port)),
            _ => None,
        };
        device_options.system = match (&remote, options.scene) {
            (Some(screen), _) => System::Remote(screen.clone()),
            (None, SceneChoice::Text) => System::Text,
            (None, SceneChoice::Motion) => System::Motion,
            (None, SceneChoice::Photo) => System::Picture(photo(device_options.seed)),
            (None, SceneChoice::File(path)) => System::Picture(load(path).await?),
            (None, choice) => {
                device_options.start = match choice {
                    SceneChoice::Post => Start::Post,
                    SceneChoice::Setup => Start::Setup,
                    _ => Start::Running,
                };
                System::Desktop
            }
        };
        device_options.has_display &= !options.trouble.hides_display;
        let seed = device_options.seed;
        let profile = device_options.profile;
        let plain = profile.has_plain_ports();

        // All ports first, so that a failure leaves nothing behind.
        let wsman = listen(options.bind, options.wsman_port.filter(|_| plain)).await?;
        let wsman_tls = listen(options.bind, options.wsman_tls_port).await?;
        let redir = listen(options.bind, options.redir_port.filter(|_| plain)).await?;
        let redir_tls = listen(options.bind, options.redir_tls_port).await?;
        let rfb = listen(options.bind, options.rfb_port.filter(|_| plain)).await?;
        let presence = presence::bind(options.bind, options.presence).await?;
        let number = |listening: &Option<(TcpListener, u16)>| listening.as_ref().map(|(_, n)| *n);
        let ports = Ports {
            host: options.bind,
            wsman: number(&wsman),
            wsman_tls: number(&wsman_tls),
            redir: number(&redir),
            redir_tls: number(&redir_tls),
            rfb: number(&rfb),
            presence: presence.as_ref().map(|(_, port)| *port),
        };
        device_options.tls = TlsSettings {
            is_enabled: wsman_tls.is_some() || redir_tls.is_some(),
            accepts_plain: wsman.is_some() || redir.is_some(),
            is_mutual: !options.client_authorities.is_empty(),
        };
        device_options.serves_5900 = rfb.is_some();
        device_options.utc_secs = now_utc_secs();
        device_options.oddities = options.trouble.service;
        device_options.unplug_after = options.trouble.unplug_after;

        let (mut fingerprint, mut tls) = (None, None);
        if device_options.tls.is_enabled {
            let choice = if options.trouble.expired_certificate {
                CertificateChoice::Expired
            } else {
                options.certificate
            };
            let identity = Identity::new(seed, &device_options.name, options.bind, choice)?;
            fingerprint = Some(identity.fingerprint());
            let versions = Features::of(profile).tls_versions();
            let authorities = &options.client_authorities;
            tls = Some(tls::configuration(identity, versions, authorities)?);
        }

        // After everything else that may fail: starting it takes a while.
        #[cfg(unix)]
        let machine = match options.vm {
            Some(vm) => {
                let change = Arc::clone(&change);
                let machine = VirtualMachine::new(vm, move || change.send_replace(())).await?;
                device_options.system = System::Machine(machine.hardware());
                Some(machine)
            }
            None => None,
        };
        #[cfg(not(unix))]
        if options.vm.is_some() {
            return Err(VmError::Unsupported.into());
        }
        let device = SharedDevice::new(Device::new(Instant::now(), device_options));
        device.on_change({
            let change = Arc::clone(&change);
            move || change.send_replace(())
        });
        tasks.spawn(keep_time(device.clone(), changed.clone()));
        #[cfg(unix)]
        if let Some(machine) = machine {
            tasks.spawn(machine.run(device.clone(), changed.clone()));
        }
        if let Some(screen) = remote {
            let wake = move || change.send_replace(());
            tasks.spawn(screen.clone().run(wake));
            if timeout(FIRST_PICTURE, screen.picture_arrived())
                .await
                .is_err()
            {
                warn!("the VNC server has not delivered a picture yet");
            }
        }
        if let Some((socket, _)) = presence {
            tasks.spawn(presence::serve(socket, device.clone(), ports));
        }
        let server = Server {
            device: device.clone(),
            changed: changed.clone(),
            speed: options.speed,
            trouble: options.trouble,
            seed,
        };
        let doors = [
            (wsman, Port::Wsman, None),
            (wsman_tls, Port::Wsman, tls.clone()),
            (redir, Port::Redirection, None),
            (redir_tls, Port::Redirection, tls),
            (rfb, Port::Rfb, None),
        ];
        for (listening, port, tls) in doors {
            if let Some((listener, _)) = listening {
                tasks.spawn(server.clone().serve(listener, Door { port, tls }));
            }
        }
        Ok(Self {
            device,
            ports,
            fingerprint,
            changed,
            tasks,
        })
    }

    /// `sha256:` and the sum over the certificate of its TLS ports in hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self) -> Option<&str> {
        self.fingerprint.as_deref()
    }

    /// Which TLS versions its TLS ports offer; `None` without such ports.
    #[must_use]
    pub fn tls_versions(&self) -> Option<TlsVersions> {
        let profile = self.device.lock().profile();
        let versions = Features::of(profile).tls_versions();
        self.fingerprint.is_some().then_some(versions)
    }

    /// Where it can be reached.
    #[must_use]
    pub const fn ports(&self) -> Ports {
        self.ports
    }

    /// The device, for looking at it and for what happens to it other than over the wire.
    #[must_use]
    pub const fn device(&self) -> &SharedDevice {
        &self.device
    }

    /// Waits for the next event. Cancel-safe.
    pub async fn next_event(&mut self) -> Event {
        loop {
            // Looked at before it is taken: taking counts as a change and would wake us again.
            if !self.device.lock().is_quiet()
                && let Some(event) = self.device.lock().poll_event()
            {
                return event;
            }
            if self.changed.changed().await.is_err() {
                // Nobody is left who could change anything.
                std::future::pending::<()>().await;
            }
        }
    }

    /// Stops it and closes its ports and connections.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }
}

/// Reads a picture without keeping other tasks waiting.
async fn load(path: std::path::PathBuf) -> Result<Picture, SimError> {
    let name = path.display().to_string();
    let loaded = tokio::task::spawn_blocking(move || Picture::load(&path)).await;
    let loaded = loaded.map_err(|error| SceneError::File {
        path: name,
        cause: error.into(),
    })?;
    Ok(loaded?)
}

async fn listen(bind: IpAddr, port: Option<u16>) -> Result<Option<(TcpListener, u16)>, SimError> {
    let Some(port) = port else {
        return Ok(None);
    };
    let address = SocketAddr::new(bind, port);
    let failed = |cause| SimError::Listen { address, cause };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    Ok(Some((listener, port)))
}

/// Lets the device do what its clock says.
async fn keep_time(device: SharedDevice, mut changed: watch::Receiver<()>) {
    loop {
        let next = device.lock().poll_timeout();
        tokio::select! {
            result = changed.changed() => if result.is_err() { return },
            () = sleep_until(next.unwrap_or_else(Instant::now).into()), if next.is_some() => {
                device.lock().handle_timeout(Instant::now());
            }
        }
    }
}

/// What the connections of a device have in common.
#[derive(Clone)]
struct Server {
    device: SharedDevice,
    changed: watch::Receiver<()>,
    speed: LinkSpeed,
    trouble: Trouble,
    seed: u64,
}

impl Server {
    /// Accepts connections, at most [`limits::SIM_CONNECTIONS`] at a time, as long as the firmware
    /// has the port open. A closed port refuses connections: it is not listened on.
    async fn serve(mut self, listener: TcpListener, door: Door) {
        let Ok(address) = listener.local_addr() else {
            return;
        };
        let mut listener = Some(listener);
        let places = Arc::new(Semaphore::new(limits::SIM_CONNECTIONS));
        // Dropped with this task, and with it every connection.
        let mut connections = JoinSet::new();
        let mut nth = 0;
        loop {
            let is_open = door.port.is_open(self.device.lock().firmware());
            if !is_open {
                listener = None;
            } else if listener.is_none() {
                listener = match TcpListener::bind(address).await {
                    Ok(listener) => Some(listener),
                    Err(error) => {
                        debug!(%error, "cannot listen again");
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                        continue;
                    }
                };
            }
            let accepted = tokio::select! {
                accepted = accept(listener.as_ref()) => accepted,
                changed = self.changed.changed() => match changed {
                    Ok(()) => continue,
                    Err(_) => return,
                },
                Some(_) = connections.join_next() => continue,
            };
            let (stream, peer) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    debug!(%error, "accept failed");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            };
            let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
                debug!(%peer, "too many connections");
                continue;
            };
            // Small messages have to leave at once; failing to say so only costs time.
            drop(stream.set_nodelay(true));
            let connection = Connection {
                stream,
                speed: self.speed,
                mischief: self.trouble.for_connection(self.seed, door.port, nth),
                changed: self.changed.clone(),
            };
            nth += 1;
            let device = self.device.clone();
            let door = door.clone();
            connections.spawn(async move {
                door.serve(&device, connection, peer.ip()).await;
                drop(place);
            });
        }
    }
}

/// What lies behind a port.
#[derive(Clone)]
struct Door {
    port: Port,
    tls: Option<Arc<ServerConfig>>,
}

impl Door {
    async fn serve(self, device: &SharedDevice, connection: Connection, peer: IpAddr) {
        let now = Instant::now();
        match self.port {
            Port::Redirection => {
                let refusal = connection.mischief.refusal();
                let machine = Redirection::new(device, now, refusal).from_address(peer);
                self.run(connection, machine).await;
            }
            Port::Rfb => {
                let machine = Rfb::on_port(device, now + SETUP_TIMEOUT).from_address(peer);
                self.run(connection, machine).await;
            }
            Port::Wsman => {
                let machine = wsman::Connection::new(device, now, Some(peer));
                self.run(connection, machine).await;
            }
        }
    }

    async fn run<M: Machine<Command = Nudge>>(self, connection: Connection, machine: M) {
        match &self.tls {
            None => connection.run(machine).await,
            Some(config) => match Tls::new(config, machine) {
                Ok(machine) => connection.run(machine).await,
                Err(error) => warn!(%error, "no TLS"),
            },
        }
    }
}

impl Port {
    /// The firmware has it open.
    const fn is_open(self, firmware: &Firmware) -> bool {
        match self {
            Self::Wsman => true,
            Self::Redirection => firmware.redirection.is_listening(),
            Self::Rfb => firmware.kvm.is_5900_enabled,
        }
    }
}

/// The next connection; never one where nobody listens.
async fn accept(listener: Option<&TcpListener>) -> io::Result<(TcpStream, SocketAddr)> {
    match listener {
        Some(listener) => listener.accept().await,
        None => std::future::pending().await,
    }
}

/// The time of this computer, for the device's clock.
fn now_utc_secs() -> u32 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let secs = since.map_or(0, |since| since.as_secs());
    u32::try_from(secs).unwrap_or(u32::MAX)
}

const FIRST_PICTURE: Duration = Duration::from_secs(5);
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
