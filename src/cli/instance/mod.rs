//! One window for one person: whoever starts a second one hands over what it was to show.
//!
//! The first window of a folder, on its display, holds a lock and listens on a local socket beside
//! it. Whoever finds the lock held says there what it was asked for, and ends. A window that a
//! command line made safer, or less safe, than usual stands alone: what was said for one must not
//! count for what others open.
//!
//! Nothing of this may keep somebody from a window: whatever fails, the second one opens.

mod listener;
mod message;
mod place;

use std::fmt;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use interprocess::local_socket::tokio::Stream;
use interprocess::local_socket::tokio::prelude::*;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use self::message::HandOver;
use self::place::Place;
use super::WindowRequest;
use super::window::WindowPc;
use crate::limits;
use crate::session::Security;
use crate::session::access::{TlsMode, TrustMode};
use crate::store::file;
use crate::store::paths::Folder;

/// How long the other window has to take what is handed over. It may be starting, or busy with a
/// large picture; one that hangs is not waited for much longer than anybody would.
const PATIENCE: Duration = Duration::from_secs(10);

/// The other window has taken what was handed over.
const TAKEN: u8 = 1;

/// It has not.
const NOT_TAKEN: u8 = 0;

/// What another start of the program was to show; nothing at all if it was to show the window.
#[derive(Debug)]
pub struct Arrival {
    pc: Option<WindowPc>,
    recording: Option<PathBuf>,
    taken: oneshot::Sender<()>,
}

impl Arrival {
    /// The PC or the recording, which the caller now has to show. `None` if whoever asked has given
    /// up waiting, and shows it itself.
    #[must_use]
    pub fn take(self) -> Option<(Option<WindowPc>, Option<PathBuf>)> {
        let is_awaited = self.taken.send(()).is_ok();
        is_awaited.then_some((self.pc, self.recording))
    }
}

/// What to call when something has arrived.
type Wake = Arc<OnceLock<Box<dyn Fn() + Send + Sync>>>;

/// The window that stands for its folder on its display, until this is dropped.
pub struct Instance {
    arrivals: mpsc::Receiver<Arrival>,
    wake: Wake,
    listening: Option<Runtime>,
    _lock: File,
}

impl Instance {
    /// Names what is to be called, on another thread, whenever something has arrived; what arrived
    /// before waits.
    pub fn wake_with(&self, wake: impl Fn() + Send + Sync + 'static) {
        // Called twice, the first one stays.
        drop(self.wake.set(Box::new(wake)));
    }

    /// What has arrived. Does not wait.
    pub fn poll(&mut self) -> Option<Arrival> {
        self.arrivals.try_recv().ok()
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        if let Some(runtime) = self.listening.take() {
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance").finish_non_exhaustive()
    }
}

/// What becomes of a window that was asked for.
#[derive(Debug)]
pub(super) enum Standing {
    /// It is the first, and hears what comes later.
    First(Instance),
    /// Another one shows what it was to show.
    HandedOver,
    /// It stands for itself.
    Alone,
}

/// Finds the window that stands for the folder of `request`, and hands over what that names; or lets
/// this one stand for it.
pub(super) fn meet(request: &WindowRequest) -> Standing {
    match try_to_meet(request) {
        Ok(standing) => standing,
        Err(cause) => {
            tracing::debug!(%cause, "no other window can be reached");
            Standing::Alone
        }
    }
}

fn try_to_meet(request: &WindowRequest) -> io::Result<Standing> {
    match &request.folder {
        Some(folder) => meet_at(&Place::of(folder)?, folder, request, PATIENCE),
        None => Ok(Standing::Alone),
    }
}

fn meet_at(
    place: &Place,
    folder: &Folder,
    request: &WindowRequest,
    patience: Duration,
) -> io::Result<Standing> {
    if !is_usual_trust(&request.security) {
        return Ok(Standing::Alone);
    }
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let Some(lock) = file::hold(&place.lock).map_err(|error| error.cause)? else {
        let over = HandOver::new(request)?;
        let handed = runtime.block_on(async { timeout(patience, hand_over(place, &over)).await });
        runtime.shutdown_background();
        return Ok(match handed?? {
            true => Standing::HandedOver,
            false => Standing::Alone,
        });
    };
    // What was said of one PC, another window would say of all.
    if request.security.tls != TlsMode::Auto {
        return Ok(Standing::Alone);
    }
    let (send, arrivals) = mpsc::channel(limits::WINDOW_ARRIVALS);
    let wake = Wake::default();
    let inside = runtime.enter();
    let listener = listener::listen(place)?;
    drop(inside);
    let serving = listener::serve(listener, folder.clone(), send, Arc::clone(&wake));
    runtime.spawn(serving);
    Ok(Standing::First(Instance {
        arrivals,
        wake,
        listening: Some(runtime),
        _lock: lock,
    }))
}

/// Nobody said who decides about certificates: every window decides alike. What was said of TLS
/// goes along with the PC that it was said of.
const fn is_usual_trust(security: &Security) -> bool {
    matches!(security.trust, TrustMode::Ask)
        && security.authorities.is_none()
        && security.identity.is_none()
}

/// True if the other window has taken it.
async fn hand_over(place: &Place, over: &HandOver) -> io::Result<bool> {
    let mut stream = Stream::connect(place.name()?).await?;
    place::check_owner(&stream)?;
    stream.write_all(over.bytes()?.expose()).await?;
    stream.flush().await?;
    Ok(stream.read_u8().await? == TAKEN)
}

#[cfg(test)]
mod tests;
