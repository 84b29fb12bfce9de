//! A wire tap: passes everything on and keeps what the console said, turn by turn.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A port that passes connections on to another one.
pub(crate) struct Tap {
    pub(crate) port: u16,
    turns: Arc<Mutex<Turns>>,
}

/// What the console said each time before it heard something again.
#[derive(Default)]
struct Turns {
    said: Vec<Vec<u8>>,
    /// Something was heard since.
    heard: bool,
}

impl Tap {
    /// Listens on `ip` and `port` (0 for any) and passes on to `to`.
    pub(crate) fn start(ip: &str, port: u16, to: (&str, u16)) -> Self {
        let listener = TcpListener::bind((ip, port)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let turns = Arc::<Mutex<Turns>>::default();
        let all = Arc::clone(&turns);
        let to = (to.0.to_owned(), to.1);
        std::thread::spawn(move || {
            for console in listener.incoming() {
                let Ok(device) = TcpStream::connect((to.0.as_str(), to.1)) else {
                    continue;
                };
                let console = console.unwrap();
                for stream in [&console, &device] {
                    stream.set_nodelay(true).unwrap();
                }
                all.lock().unwrap().heard = true;
                let ends = [console.try_clone().unwrap(), device.try_clone().unwrap()];
                let said = Arc::clone(&all);
                std::thread::spawn(move || {
                    pass(ends, |bytes| {
                        let mut turns = said.lock().unwrap();
                        if std::mem::take(&mut turns.heard) {
                            turns.said.push(Vec::new());
                        }
                        turns.said.last_mut().unwrap().extend_from_slice(bytes);
                    });
                });
                let heard = Arc::clone(&all);
                std::thread::spawn(move || {
                    pass([device, console], |_| heard.lock().unwrap().heard = true);
                });
            }
        });
        Self { port, turns }
    }

    /// What the console has said so far, one text for each of its turns.
    pub(crate) fn turns(&self) -> Vec<Vec<u8>> {
        self.turns.lock().unwrap().said.clone()
    }

    /// All of it.
    pub(crate) fn said(&self) -> Vec<u8> {
        self.turns().concat()
    }
}

fn pass([mut from, mut to]: [TcpStream; 2], mut note: impl FnMut(&[u8])) {
    let mut buffer = [0; 16384];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        note(&buffer[..count]);
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    drop(to.shutdown(Shutdown::Write));
}
