//! A line that takes exactly so long from one end to the other, whatever is sent on it.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// A line to one address. It ends with the connections on it.
pub(crate) struct Line {
    /// Where it begins.
    pub(crate) address: SocketAddr,
}

/// Sleeping is exact to this; the rest is waited for with the processor.
const COARSE: Duration = Duration::from_micros(300);

impl Line {
    /// A line on which each byte takes `delay` to `to`, and back.
    pub(crate) fn to(to: SocketAddr, delay: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            let (near, _) = listener.accept().unwrap();
            let far = TcpStream::connect(to).unwrap();
            for stream in [&near, &far] {
                stream.set_nodelay(true).unwrap();
            }
            for (from, into) in [(&near, &far), (&far, &near)] {
                let (from, into) = (from.try_clone().unwrap(), into.try_clone().unwrap());
                let (sender, receiver) = sync_channel(4096);
                thread::spawn(move || take(from, &sender));
                thread::spawn(move || give(into, &receiver, delay));
            }
        });
        Self { address }
    }
}

fn take(mut from: TcpStream, sender: &SyncSender<(Instant, Vec<u8>)>) {
    let mut buffer = vec![0; 256 << 10];
    while let Ok(len @ 1..) = from.read(&mut buffer) {
        if sender
            .send((Instant::now(), buffer[..len].to_vec()))
            .is_err()
        {
            return;
        }
    }
}

fn give(mut into: TcpStream, receiver: &Receiver<(Instant, Vec<u8>)>, delay: Duration) {
    while let Ok((sent, bytes)) = receiver.recv() {
        let due = sent + delay;
        thread::sleep(due.saturating_duration_since(Instant::now() + COARSE));
        while Instant::now() < due {
            std::hint::spin_loop();
        }
        if into.write_all(&bytes).is_err() {
            return;
        }
    }
    drop(into.shutdown(Shutdown::Both));
}
