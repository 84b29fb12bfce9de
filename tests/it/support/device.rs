//! A device of few words: plays a script on a real socket, right or wrong.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use socket2::SockRef;

/// What the device does next.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Waits until the console has said so many bytes in all.
    Hear(usize),
    /// Says something.
    Say(Vec<u8>),
    /// Says nothing for a while.
    Pause(Duration),
    /// Closes the connection.
    Close,
    /// Tears the connection off.
    Reset,
    /// Stays silent until the console closes.
    Wait,
}

/// Says `bytes`.
pub(crate) fn say(bytes: &[u8]) -> Act {
    Act::Say(bytes.to_vec())
}

/// Everything the console has said, per connection.
type Heard = Arc<(Mutex<Vec<Vec<u8>>>, Condvar)>;

/// A listening device; every connection plays the next script, the last one again and again.
pub(crate) struct Device {
    pub(crate) address: SocketAddr,
    heard: Heard,
}

/// A test that waits longer than this has failed.
const PATIENCE: Duration = Duration::from_secs(20);

impl Device {
    /// Listens on `ip`, any port.
    pub(crate) fn start(ip: &str, scripts: Vec<Vec<Act>>) -> Self {
        let listener = TcpListener::bind((ip, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Heard::default();
        let all = Arc::clone(&heard);
        std::thread::spawn(move || {
            for (index, stream) in listener.incoming().enumerate() {
                let script = scripts[index.min(scripts.len() - 1)].clone();
                all.0.lock().unwrap().push(Vec::new());
                let heard = Arc::clone(&all);
                std::thread::spawn(move || play(stream.unwrap(), index, &script, &heard));
            }
        });
        Self { address, heard }
    }

    /// As the console's user types it: `host:wsman:redirection`.
    pub(crate) fn target(&self) -> String {
        let SocketAddr::V4(address) = self.address else {
            panic!("IPv4 only");
        };
        format!("{}:16992:{}", address.ip(), address.port())
    }

    /// What the console said on its connection number `index`, once there is `len` of it.
    pub(crate) fn heard(&self, index: usize, len: usize) -> Vec<u8> {
        let (all, more) = &*self.heard;
        let enough = |all: &mut Vec<Vec<u8>>| all.get(index).is_none_or(|h| h.len() < len);
        let (all, _) = more
            .wait_timeout_while(all.lock().unwrap(), PATIENCE, enough)
            .unwrap();
        all.get(index).cloned().unwrap_or_default()
    }

    /// Connections so far.
    pub(crate) fn connections(&self) -> usize {
        self.heard.0.lock().unwrap().len()
    }
}

fn play(stream: TcpStream, index: usize, script: &[Act], heard: &Heard) {
    let mut ears = stream.try_clone().unwrap();
    let listening = Arc::clone(heard);
    let listener = std::thread::spawn(move || {
        let mut buffer = [0; 65536];
        while let Ok(len @ 1..) = ears.read(&mut buffer) {
            listening.0.lock().unwrap()[index].extend(&buffer[..len]);
            listening.1.notify_all();
        }
        listening.1.notify_all();
    });
    let mut mouth = &stream;
    for act in script {
        match act {
            Act::Hear(len) => {
                let enough = |all: &mut Vec<Vec<u8>>| all[index].len() < *len;
                let (_guard, result) = heard
                    .1
                    .wait_timeout_while(heard.0.lock().unwrap(), PATIENCE, enough)
                    .unwrap();
                if result.timed_out() {
                    return;
                }
            }
            // A console that has hung up is not our concern.
            Act::Say(bytes) => drop(mouth.write_all(bytes)),
            Act::Pause(time) => std::thread::sleep(*time),
            Act::Close => {
                drop(stream.shutdown(Shutdown::Write));
                break;
            }
            Act::Reset => {
                SockRef::from(&stream)
                    .set_linger(Some(Duration::ZERO))
                    .unwrap();
                // Both halves have to be gone before the kernel sends the reset.
                drop(SockRef::from(&stream).shutdown(Shutdown::Read));
                break;
            }
            Act::Wait => {
                drop(listener.join());
                return;
            }
        }
    }
}
