//! The side that hears what other starts of the program were to show.

use std::io;
use std::time::Duration;

use interprocess::local_socket::ListenerOptions;
use interprocess::local_socket::tokio::{Listener, Stream, prelude::*};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{sleep, timeout};

use super::message::HandOver;
use super::place::{Place, check_owner};
use super::{Arrival, NOT_TAKEN, TAKEN, Wake};
use crate::store::paths::Folder;
use crate::store::profile::{AddressBook, Book};

/// How long one that hands over has to say it.
const HEARING: Duration = Duration::from_secs(2);

/// After a connection that did not come about: the system may be short of something.
const PAUSE: Duration = Duration::from_millis(100);

/// Begins to listen. Who holds the lock of the place may take over a socket that is still there:
/// whoever had it is gone. To be called in a runtime.
pub(super) fn listen(place: &Place) -> io::Result<Listener> {
    let options = ListenerOptions::new()
        .name(place.name()?)
        // Whoever comes next may have made theirs by the time that this one is gone.
        .reclaim_name(false)
        .try_overwrite(true)
        .max_spin_time(Duration::from_millis(100));
    #[cfg(target_os = "linux")]
    let options = {
        use interprocess::os::unix::local_socket::ListenerOptionsExt as _;
        options.mode(0o600)
    };
    options.create_tokio()
}

/// Hears one after the other, until nobody wants it any more.
pub(super) async fn serve(
    listener: Listener,
    folder: Folder,
    arrivals: mpsc::Sender<Arrival>,
    wake: Wake,
) {
    while !arrivals.is_closed() {
        let heard = match listener.accept().await {
            Ok(stream) => hear(stream, &folder, &arrivals, &wake).await,
            Err(cause) => {
                sleep(PAUSE).await;
                Err(cause)
            }
        };
        if let Err(cause) = heard {
            tracing::debug!(%cause, "another start of the program was not understood");
        }
    }
}

async fn hear(
    mut stream: Stream,
    folder: &Folder,
    arrivals: &mpsc::Sender<Arrival>,
    wake: &Wake,
) -> io::Result<()> {
    check_owner(&stream)?;
    let over = timeout(HEARING, HandOver::read(&mut stream)).await??;
    // A book that cannot be read says nothing of the PC; the window tells that itself.
    let book = AddressBook::new(folder).read();
    let (pc, recording) = over.shown(book.as_ref().unwrap_or(&Book::default()))?;
    let (taken, is_taken) = oneshot::channel();
    let arrival = Arrival {
        pc,
        recording,
        taken,
    };
    let answer = match arrivals.try_send(arrival) {
        Ok(()) => {
            if let Some(wake) = wake.get() {
                wake();
            }
            tokio::select! {
                taken = is_taken => if taken.is_ok() { TAKEN } else { NOT_TAKEN },
                // Whoever asked has given up; that `is_taken` goes tells the window so.
                _ = stream.read_u8() => return Ok(()),
            }
        }
        Err(_) => NOT_TAKEN,
    };
    timeout(HEARING, stream.write_all(&[answer])).await??;
    stream.flush().await
}
