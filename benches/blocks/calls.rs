//! What the driver asks of the operating system for each READ.

use std::future::pending;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Instant;

use outband::media::block_cache::BlockCache;
use outband::net::pump::{self, Owner};
use outband::proto::ider::{Command, IderChannel};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::pc::{self, Pc};
use super::{BLOCKS, SIZES, name, new_channel, serve_events, times};

/// What READs of each size cost.
pub(crate) fn table(reads: usize) {
    println!("\ncalls of the operating system, loopback, warm cache, {reads} reads each");
    println!(
        "{:>8} {:>10} {:>10} {:>12} {:>14}",
        "READ", "reads", "writes", "per message", "bytes/payload"
    );
    let image = super::image();
    let runtime = super::runtime();
    let listener = pc::listen();
    let calls = Arc::new(Calls::default());
    let address = listener.local_addr().unwrap();
    let lending = lend(
        address,
        new_channel(),
        Arc::clone(&image),
        Arc::clone(&calls),
    );
    let task = runtime.spawn(lending);
    let mut pc = Pc::accept_channel(&listener);
    for size in SIZES {
        // The first ones fill the cache.
        drop(times(&mut pc, &image, size, 1));
        let before = calls.now();
        let count = size / 2048;
        for turn in 0..u32::try_from(reads).unwrap() {
            pc.read(64 + turn.wrapping_mul(count) % (BLOCKS - count - 64), count);
        }
        let [read, written, bytes] = calls.now();
        let each = |now: u64, then: u64| (now - then) as f64 / reads as f64;
        let writes = each(written, before[1]);
        println!(
            "{:>8} {:>10.2} {:>10.2} {:>12.3} {:>14.4}",
            name(size),
            each(read, before[0]),
            writes,
            writes / f64::from(size.div_ceil(8 << 10)),
            each(bytes, before[2]) / f64::from(size),
        );
    }
    drop(pc);
    runtime.block_on(task).unwrap();
}

/// Calls and bytes so far.
#[derive(Default)]
struct Calls {
    reads: AtomicU64,
    writes: AtomicU64,
    written: AtomicU64,
}

impl Calls {
    /// Reads, writes, bytes written.
    fn now(&self) -> [u64; 3] {
        [&self.reads, &self.writes, &self.written].map(|count| count.load(Ordering::Relaxed))
    }
}

/// Serves READs at `address` from a cache until the other end hangs up.
async fn lend(address: SocketAddr, channel: IderChannel, image: Arc<[u8]>, calls: Arc<Calls>) {
    let stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let stream = Counted { stream, calls };
    let mut lender = Lender {
        cache: BlockCache::with_capacity(image.len() as u64, image.len()),
        image,
    };
    let mut channel = channel;
    channel.open(Instant::now());
    // It ends when the PC hangs up, which the machine minds.
    pump::run(&mut channel, stream, &mut lender).await.ok();
}

struct Lender {
    cache: BlockCache,
    image: Arc<[u8]>,
}

impl Owner<IderChannel> for Lender {
    async fn next_command(&mut self) -> Option<Command> {
        pending().await
    }

    fn observe(&mut self, now: Instant, machine: &mut IderChannel) {
        serve_events(machine, now, &mut self.cache, &self.image);
    }
}

/// A stream that counts the calls that came back with something.
struct Counted {
    stream: TcpStream,
    calls: Arc<Calls>,
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(cx, buf);
        if polled.is_ready() {
            self.calls.reads.fetch_add(1, Ordering::Relaxed);
        }
        polled
    }
}

impl Counted {
    fn wrote(&self, polled: &Poll<std::io::Result<usize>>) {
        if let Poll::Ready(Ok(len)) = polled {
            self.calls.writes.fetch_add(1, Ordering::Relaxed);
            self.calls.written.fetch_add(*len as u64, Ordering::Relaxed);
        }
    }
}

impl AsyncWrite for Counted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.wrote(&polled);
        polled
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.wrote(&polled);
        polled
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
