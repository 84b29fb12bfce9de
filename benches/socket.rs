//! From a socket to a framebuffer: `cargo bench --bench socket`.
//!
//! `…/alone` is the decoder on bytes in memory, `…/loopback` the same bytes read from a TCP
//! connection by `net::pump`; the quotient is what sockets, wake-ups and buffers cost. Times are
//! processor time of the reading thread, system calls included; the writer is a thread of its own.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench that cannot run stops"
)]

#[path = "support/cpu_time.rs"]
mod cpu_time;
#[path = "support/feed.rs"]
mod feed;
#[path = "../tests/it/support/recording.rs"]
mod recording;

use std::future::pending;
use std::io::Write as _;
use std::net::TcpListener;
use std::thread;
use std::time::Instant;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use outband::net::pump::{self, Owner};
use outband::proto::Machine as _;
use outband::proto::kvm::{KvmChannel, KvmCommand};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};

use cpu_time::CpuTime;
use feed::feed;
use recording::{PRELUDE, Recording, picture_hash};

/// What one read of the driver returns at most.
const PIECE: usize = 128 << 10;

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(CpuTime);
    targets = streams
}
criterion_main!(benches);

fn streams(criterion: &mut Criterion<CpuTime>) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    for recording in Recording::load_all(&["amt16", "amt8", "amt16z"]) {
        let name = recording.name.trim_end_matches(".rfb.zst");
        let bytes = [PRELUDE, &recording.bytes].concat();
        let mut group = criterion.benchmark_group(format!("socket/{name}"));
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.sample_size(20);
        group.bench_function("alone", |bencher| {
            bencher.iter_batched_ref(
                || channel(&recording),
                |channel| feed(channel, &bytes, PIECE),
                BatchSize::PerIteration,
            );
        });
        group.bench_function("loopback", |bencher| {
            bencher.iter_batched_ref(
                || {
                    let stream = connection(&runtime, bytes.clone());
                    (channel(&recording), Some(stream))
                },
                |(channel, stream)| {
                    let stream = stream.take().unwrap();
                    watch(&runtime, channel, stream, &mut Spectator);
                },
                BatchSize::PerIteration,
            );
        });
        group.finish();
        assert!(!recording.lossy, "{}", recording.name);
        let mut channel = channel(&recording);
        let mut witness = Witness::of_update(recording.updates);
        watch(
            &runtime,
            &mut channel,
            connection(&runtime, bytes),
            &mut witness,
        );
        assert_eq!(channel.counters().updates, recording.updates);
        assert_eq!(
            witness.picture,
            Some(recording.last_picture),
            "{}",
            recording.name
        );
    }
}

fn channel(recording: &Recording) -> KvmChannel {
    KvmChannel::new(Instant::now(), recording.options())
}

/// A connection whose other end says `bytes` and hangs up. Nobody reads what we say, which is
/// little.
fn connection(runtime: &Runtime, bytes: Vec<u8>) -> TcpStream {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(&bytes).unwrap();
        // What was said to us unread would make a reset of the end.
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        std::io::copy(&mut stream, &mut std::io::sink()).ok();
    });
    runtime.block_on(TcpStream::connect(address)).unwrap()
}

/// Runs the driver to the end of the connection. The recording ends where its server hung up,
/// which the machine minds.
fn watch(
    runtime: &Runtime,
    channel: &mut KvmChannel,
    stream: TcpStream,
    owner: &mut impl Owner<KvmChannel>,
) {
    runtime.block_on(pump::run(channel, stream, owner)).ok();
}

/// An owner that has nothing to say and throws damage and events away.
struct Spectator;

impl Owner<KvmChannel> for Spectator {
    async fn next_command(&mut self) -> Option<KvmCommand> {
        pending().await
    }

    fn observe(&mut self, _now: Instant, machine: &mut KvmChannel) {
        while machine.poll_event().is_some() {}
        machine.damage_mut().clear();
    }
}

/// Keeps the hash of the picture after one update: the machine has none any more once the
/// connection is over.
struct Witness {
    update: u64,
    picture: Option<String>,
}

impl Witness {
    fn of_update(update: u64) -> Self {
        Self {
            update,
            picture: None,
        }
    }
}

impl Owner<KvmChannel> for Witness {
    async fn next_command(&mut self) -> Option<KvmCommand> {
        pending().await
    }

    fn observe(&mut self, now: Instant, machine: &mut KvmChannel) {
        Spectator.observe(now, machine);
        if machine.counters().updates == self.update && self.picture.is_none() {
            self.picture = machine.framebuffer().map(picture_hash);
        }
    }
}
