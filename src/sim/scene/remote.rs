//! The screen of a real computer, fetched from its VNC server, as the simulated PC's own.
//!
//! One task owns the VNC client and polls it: its `recv_event` would keep the client locked while
//! it waits. Task and scene share one picture; keys and pointer go the other way through a
//! bounded queue. A lost connection is made again.

use std::collections::VecDeque;
use std::fmt;
use std::future::ready;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};
use tracing::debug;
use vnc::{PixelFormat, VncClient, VncConnector, VncEncoding, VncError, VncEvent, X11Event};

use super::{Input, Pointer, Request, Scene};
use crate::screen::Rect;
use crate::sim::canvas::{Canvas, Rgb};
use crate::sim::grid::{Attribute, Grid, ROWS, SCREEN_PX};

/// The screen of another computer. Clones are the same screen.
#[derive(Debug, Clone)]
pub struct RemoteScreen(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    place: Place,
    state: Mutex<State>,
    /// Input waits in the queue.
    queued: Notify,
    /// The first whole picture has arrived.
    live: Notify,
}

/// Where a VNC server listens.
#[derive(Debug)]
enum Place {
    Port(String, u16),
    #[cfg_attr(not(unix), expect(dead_code, reason = "there are no such sockets"))]
    Socket(PathBuf),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port(host, port) => write!(f, "vnc://{host}:{port}"),
            Self::Socket(_) => f.write_str("virtual machine"),
        }
    }
}

#[derive(Debug)]
struct State {
    canvas: Canvas,
    /// Something was drawn that no scene has copied yet.
    changed: bool,
    is_live: bool,
    queue: VecDeque<ToServer>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ToServer {
    Key { keysym: u32, down: bool },
    Pointer(Pointer),
}

impl RemoteScreen {
    /// The screen behind the VNC server at `host` and `port`; [`run`](Self::run) fetches it.
    #[must_use]
    pub fn new(host: &str, port: u16) -> Self {
        Self::at(Place::Port(host.to_owned(), port))
    }

    /// The screen behind the VNC server on a Unix socket.
    #[cfg(unix)]
    #[must_use]
    pub fn at_socket(path: &Path) -> Self {
        Self::at(Place::Socket(path.to_owned()))
    }

    fn at(place: Place) -> Self {
        let screen = Self(Arc::new(Shared {
            place,
            state: Mutex::new(State {
                canvas: Canvas::new(SCREEN_PX.0, SCREEN_PX.1),
                changed: true,
                is_live: false,
                queue: VecDeque::new(),
            }),
            queued: Notify::new(),
            live: Notify::new(),
        }));
        screen.say("connecting");
        screen
    }

    /// A scene that shows it.
    #[must_use]
    pub fn scene(&self) -> Remote {
        Remote {
            size: self.state().canvas.size(),
            screen: self.clone(),
            seen: Vec::new(),
            started: None,
        }
    }

    /// Waits until a whole picture has arrived.
    pub async fn picture_arrived(&self) {
        loop {
            let arrived = self.0.live.notified();
            if self.state().is_live {
                return;
            }
            arrived.await;
        }
    }

    /// Fetches the picture until the end of time; calls `wake` when there is something new.
    pub async fn run(self, wake: impl Fn()) {
        loop {
            let reason = match self.serve(&wake).await {
                Ok(()) => "the server closed the connection".to_owned(),
                Err(error) => error.to_string(),
            };
            debug!(server = %self.0.place, reason, "VNC server lost");
            self.say(&reason);
            wake();
            sleep(RETRY).await;
        }
    }

    /// One connection, from its beginning to its end.
    async fn serve(&self, wake: &impl Fn()) -> Result<(), VncError> {
        let client = timeout(CONNECT_TIMEOUT, self.connect())
            .await
            .map_err(|_| VncError::General("no answer".into()))??;
        let (mut uncovered, mut ask_at) = (u64::MAX, Instant::now() + KEEP_ASKING);
        loop {
            let mut news = false;
            // Bounded, so that input is never kept waiting by a picture that does not end.
            for _ in 0..EVENTS_PER_TURN {
                let Some(event) = client.poll_event().await? else {
                    break;
                };
                match event {
                    VncEvent::SetResolution(size) => {
                        self.state().canvas.resize(size.width, size.height);
                        uncovered = u64::from(size.width) * u64::from(size.height);
                    }
                    VncEvent::RawImage(rect, data) => {
                        let rect = Rect::new(rect.x, rect.y, rect.width, rect.height);
                        let (pixels, _) = data.as_chunks::<4>();
                        let pixels: Vec<Rgb> =
                            pixels.iter().map(|[r, g, b, _]| [*r, *g, *b]).collect();
                        self.state().canvas.copy_pixels(rect, &pixels);
                        uncovered = uncovered.saturating_sub(rect.area());
                        news = true;
                    }
                    VncEvent::Error(text) => return Err(VncError::General(text)),
                    _ => {}
                }
            }
            if news {
                let mut state = self.state();
                state.changed = true;
                if uncovered == 0 && !state.is_live {
                    state.is_live = true;
                    self.0.live.notify_waiters();
                }
                drop(state);
                wake();
            }
            if news || ask_at <= Instant::now() {
                client.input(X11Event::Refresh).await?;
                ask_at = Instant::now() + KEEP_ASKING;
            }
            while let Some(input) = self.next_input() {
                client.input(input).await?;
            }
            tokio::select! {
                () = self.0.queued.notified() => {}
                () = sleep(POLL) => {}
            }
        }
    }

    async fn connect(&self) -> Result<VncClient, VncError> {
        match &self.0.place {
            Place::Port(host, port) => {
                let stream = TcpStream::connect((host.as_str(), *port)).await?;
                stream.set_nodelay(true)?;
                greet(stream).await
            }
            #[cfg(unix)]
            Place::Socket(path) => greet(tokio::net::UnixStream::connect(path).await?).await,
            #[cfg(not(unix))]
            Place::Socket(_) => Err(VncError::General("there are no such sockets".into())),
        }
    }

    /// Shows a text in place of the picture.
    fn say(&self, text: &str) {
        let mut grid = Grid::default();
        let address = self.0.place.to_string();
        grid.write(4, ROWS / 2 - 1, &address, Attribute::NORMAL);
        grid.write(4, ROWS / 2, text, Attribute::NORMAL);
        let mut state = self.state();
        state.canvas.resize(SCREEN_PX.0, SCREEN_PX.1);
        grid.draw(&mut state.canvas, None);
        state.changed = true;
        state.is_live = false;
        state.queue.clear();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        let lock = self.0.state.lock();
        lock.unwrap_or_else(PoisonError::into_inner)
    }

    /// Queues input for the server. Moves of the pointer give way to later ones, and key presses
    /// are dropped when the server does not keep up; what lets go of something never is.
    fn send(&self, input: ToServer) {
        let mut state = self.state();
        if !state.is_live {
            return;
        }
        let full = state.queue.len() >= INPUT_QUEUE;
        match (input, state.queue.back_mut()) {
            (ToServer::Pointer(new), Some(ToServer::Pointer(old)))
                if old.buttons == new.buttons =>
            {
                *old = new;
            }
            (ToServer::Key { down: true, .. }, _) if full => {}
            _ => state.queue.push_back(input),
        }
        drop(state);
        self.0.queued.notify_one();
    }

    fn next_input(&self) -> Option<X11Event> {
        Some(match self.state().queue.pop_front()? {
            ToServer::Key { keysym, down } => X11Event::KeyEvent((keysym, down).into()),
            ToServer::Pointer(Pointer { x, y, buttons }) => {
                X11Event::PointerEvent((x, y, buttons).into())
            }
        })
    }
}

/// Logs in without a password and asks for raw pixels.
async fn greet<S>(stream: S) -> Result<VncClient, VncError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + Sync + 'static,
{
    let no_password = || VncError::General("it asks for a password, which we do not have".into());
    VncConnector::new(stream)
        .set_auth_method(ready(Err(no_password())))
        .add_encoding(VncEncoding::Raw)
        .add_encoding(VncEncoding::DesktopSizePseudo)
        .allow_shared(true)
        .set_pixel_format(PixelFormat::rgba())
        .build()?
        .try_start()
        .await?
        .finish()
}

/// A scene that shows a [`RemoteScreen`].
#[derive(Debug)]
pub struct Remote {
    screen: RemoteScreen,
    size: (u16, u16),
    /// Version of each tile when it was copied.
    seen: Vec<u64>,
    started: Option<Instant>,
}

impl Remote {
    /// Copies the tiles that changed.
    fn copy(&mut self, to: &mut Canvas) {
        let mut state = self.screen.state();
        state.changed = false;
        let from = &state.canvas;
        for (index, version) in from.versions().iter().enumerate() {
            if self.seen.get(index) != Some(version) {
                let tile = from.tile(index);
                let pixels: Vec<Rgb> = from.rows(tile).flatten().copied().collect();
                to.copy_pixels(tile, &pixels);
            }
        }
        self.seen = from.versions().to_vec();
    }
}

impl Scene for Remote {
    fn size(&self) -> (u16, u16) {
        self.size
    }

    fn handle(&mut self, now: Instant, input: Input, canvas: &mut Canvas) -> Option<Request> {
        match input {
            Input::Start => {
                self.started = Some(now);
                self.seen.clear();
            }
            Input::Tick => {}
            Input::Keysym { keysym, down } => {
                let keysym = keysym.0;
                self.screen.send(ToServer::Key { keysym, down });
                return None;
            }
            Input::Pointer(pointer) => {
                self.screen.send(ToServer::Pointer(pointer));
                return None;
            }
            Input::Key(_) => return None,
        }
        let size = self.screen.state().canvas.size();
        if size != self.size {
            self.size = size;
            return Some(Request::Resize);
        }
        self.copy(canvas);
        None
    }

    fn next_tick(&self, _: bool) -> Option<Instant> {
        // At once: the picture is there. A time in the past says so.
        self.started.filter(|_| self.screen.state().changed)
    }
}

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const RETRY: Duration = Duration::from_secs(1);
/// The client cannot be waited for without locking it, so it is asked this often.
const POLL: Duration = Duration::from_millis(8);
/// Servers answer a request once; one that got lost in a change of size is made again.
const KEEP_ASKING: Duration = Duration::from_millis(500);
const EVENTS_PER_TURN: usize = 256;
const INPUT_QUEUE: usize = 1024;
