//! A device that follows a script: for peers that are broken on purpose.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// One line of a script.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Reads exactly so many bytes.
    Take(usize),
    /// Reads one `AuthenticateSession`, whatever its length.
    TakeLogin,
    /// Writes.
    Send(Vec<u8>),
    /// Reads and throws away until the other side closes or half a minute has passed.
    Hold,
    /// Takes nothing for half a minute.
    Ignore,
}

/// A listener that plays the same script on every connection, then hangs up.
#[derive(Debug)]
pub(crate) struct Scripted {
    /// Its port.
    pub(crate) port: u16,
    connections: Arc<AtomicUsize>,
}

impl Scripted {
    /// Listens on `host`, an address of its own in 127/8.
    pub(crate) fn start(host: &str, script: Vec<Step>) -> Self {
        let listener = TcpListener::bind((host, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                count.fetch_add(1, Ordering::Relaxed);
                let script = script.clone();
                thread::spawn(move || play(stream, &script));
            }
        });
        Self { port, connections }
    }

    /// How often somebody connected.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}

/// Plays until the script or the patience of the other side ends.
fn play(mut stream: TcpStream, script: &[Step]) {
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    for step in script {
        let result = match step {
            Step::Take(len) => stream.read_exact(&mut vec![0; *len]),
            Step::TakeLogin => take_login(&mut stream),
            Step::Send(bytes) => stream.write_all(bytes),
            Step::Ignore => {
                thread::sleep(Duration::from_secs(30));
                Ok(())
            }
            Step::Hold => {
                let mut buffer = [0; 4096];
                while stream.read(&mut buffer).is_ok_and(|n| n > 0) {}
                Ok(())
            }
        };
        if result.is_err() {
            return;
        }
    }
}

fn take_login(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut header = [0; 9];
    stream.read_exact(&mut header)?;
    assert_eq!(header[0], 0x13, "only a login is expected here");
    let len = u32::from_le_bytes(header[5..9].try_into().unwrap());
    stream.read_exact(&mut vec![0; len as usize])
}
