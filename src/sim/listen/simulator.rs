//! Starting and stopping a simulated device.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep_until, timeout};
use tracing::{debug, warn};

use super::connection::Connection;
use super::options::{SimError, SimOptions};
use crate::limits;
use crate::sim::device::{Device, SharedDevice, Start};
use crate::sim::event::Event;
use crate::sim::kvm::Rfb;
use crate::sim::link::LinkSpeed;
use crate::sim::redir::{Redirection, SETUP_TIMEOUT};
use crate::sim::scene::remote::RemoteScreen;
use crate::sim::scene::{Picture, SceneChoice, SceneError, System, photo};
use crate::sim::trouble::{Port, Trouble};

/// Where a simulated device can be reached. `None`: closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports {
    /// The address.
    pub host: IpAddr,
    /// Plain redirection, ordinarily 16994.
    pub redir: Option<u16>,
    /// RFB, ordinarily 5900.
    pub rfb: Option<u16>,
}

/// A simulated device on real sockets. Dropping it stops it and closes its connections.
#[derive(Debug)]
pub struct Simulator {
    device: SharedDevice,
    ports: Ports,
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
        device_options.has_display &= !options.trouble.hides_display();
        let seed = device_options.seed;
        let plain = device_options.profile.has_plain_ports();

        // All ports first, so that a failure leaves nothing behind.
        let redir = listen(options.bind, options.redir_port.filter(|_| plain)).await?;
        let rfb = listen(options.bind, options.rfb_port.filter(|_| plain)).await?;
        let ports = Ports {
            host: options.bind,
            redir: redir.as_ref().map(|(_, port)| *port),
            rfb: rfb.as_ref().map(|(_, port)| *port),
        };

        let device = SharedDevice::new(Device::new(Instant::now(), device_options));
        let (change, changed) = watch::channel(());
        let change = Arc::new(change);
        device.on_change({
            let change = Arc::clone(&change);
            move || change.send_replace(())
        });
        tasks.spawn(keep_time(device.clone(), changed.clone()));
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
        let server = Server {
            device: device.clone(),
            changed: changed.clone(),
            speed: options.speed,
            trouble: options.trouble,
            seed,
        };
        if let Some((listener, _)) = redir {
            tasks.spawn(server.clone().serve(listener, Port::Redirection));
        }
        if let Some((listener, _)) = rfb {
            tasks.spawn(server.serve(listener, Port::Rfb));
        }
        Ok(Self {
            device,
            ports,
            changed,
            tasks,
        })
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
    /// Accepts connections, at most [`limits::SIM_CONNECTIONS`] at a time.
    async fn serve(self, listener: TcpListener, port: Port) {
        let places = Arc::new(Semaphore::new(limits::SIM_CONNECTIONS));
        // Dropped with this task, and with it every connection.
        let mut connections = JoinSet::new();
        let mut nth = 0;
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
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
                mischief: self.trouble.for_connection(self.seed, port, nth),
                changed: self.changed.clone(),
            };
            nth += 1;
            let device = self.device.clone();
            connections.spawn(async move {
                let now = Instant::now();
                match port {
                    Port::Redirection => {
                        let refusal = connection.mischief.refusal();
                        let machine = Redirection::new(&device, now, refusal);
                        connection.run(machine).await;
                    }
                    Port::Rfb => {
                        let machine = Rfb::on_port(&device, now + SETUP_TIMEOUT);
                        connection.run(machine).await;
                    }
                }
                drop(place);
            });
        }
    }
}

const FIRST_PICTURE: Duration = Duration::from_secs(5);
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
