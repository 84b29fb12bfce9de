//! Decoding of recorded streams into a framebuffer: `cargo bench --bench decode`.
//!
//! * `stream/…/outband` and `stream/…/vnc-rs`: the same bytes through both; the reported rate is
//!   input bytes per second. vnc-rs reads from memory and its events are painted into a buffer.
//! * `pieces/…`: our decoder with input cut as a network or a large read cuts it.
//!
//! Times are processor time of one thread. Each picture is compared with its recorded hash before
//! anything is timed.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench that cannot run stops"
)]

#[path = "support/cpu_time.rs"]
mod cpu_time;
#[path = "support/feed.rs"]
mod feed;
#[path = "../tests/it/support/peer.rs"]
mod peer;
#[path = "../tests/it/support/recording.rs"]
mod recording;

use std::time::Instant;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use outband::proto::kvm::KvmChannel;
use outband::screen::Rect;

use cpu_time::CpuTime;
use feed::feed;
use peer::PeerScreen;
use recording::{PRELUDE, Recording, picture_hash};

/// What a large socket read returns.
const PIECE: usize = 64 << 10;

/// Encodings that both decode to the same picture.
const ALIKE: [&str; 6] = ["amt16", "amt8", "amt16z", "raw", "zrle", "tight"];

/// Encodings that vnc-rs refuses, or hands on without decoding them (JPEG).
const OURS_ALONE: [&str; 3] = ["hextile", "tightjpeg", "mixed"];

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(CpuTime);
    targets = streams, pieces
}
criterion_main!(benches);

/// Both decoders on the same bytes.
fn streams(criterion: &mut Criterion<CpuTime>) {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.unwrap();
    for recording in Recording::load_all(&[&ALIKE[..], &OURS_ALONE].concat()) {
        verify(&recording);
        let name = recording.name.trim_end_matches(".rfb.zst");
        let mut group = criterion.benchmark_group(format!("stream/{name}"));
        group.throughput(Throughput::Bytes(recording.bytes.len() as u64));
        group.sample_size(20);
        group.bench_function("outband", |bencher| {
            bencher.iter_batched_ref(
                || open(&recording),
                |channel| decode(channel, body(&recording), PIECE),
                BatchSize::PerIteration,
            );
        });
        if !ALIKE.iter().any(|encoding| name.ends_with(encoding)) {
            continue;
        }
        let bytes = [PRELUDE, &recording.bytes].concat();
        let mut screen = PeerScreen {
            width: 0,
            pixels: Vec::new(),
        };
        group.bench_function("vnc-rs", |bencher| {
            bencher.iter_batched(
                || bytes.clone(),
                |bytes| runtime.block_on(peer::decode(bytes, recording.format, &mut screen)),
                BatchSize::PerIteration,
            );
        });
        group.finish();
    }
}

/// Our decoder with input in pieces of several sizes.
fn pieces(criterion: &mut Criterion<CpuTime>) {
    for recording in Recording::load_all(&["amt16", "amt16z", "raw", "hextile", "zrle"]) {
        let name = recording.name.trim_end_matches(".rfb.zst");
        if !name.starts_with("scroll") {
            continue;
        }
        let mut group = criterion.benchmark_group(format!("pieces/{name}"));
        group.throughput(Throughput::Bytes(recording.bytes.len() as u64));
        group.sample_size(20);
        for piece in [1460, 16 << 10, 64 << 10, 1 << 20] {
            group.bench_function(BenchmarkId::from_parameter(piece), |bencher| {
                bencher.iter_batched_ref(
                    || open(&recording),
                    |channel| decode(channel, body(&recording), piece),
                    BatchSize::PerIteration,
                );
            });
        }
        group.finish();
    }
}

/// Length of `ServerInit` at the front of a recording.
fn init_len(recording: &Recording) -> usize {
    let name_len = *recording.bytes[20..].first_chunk().unwrap();
    24 + usize::try_from(u32::from_be_bytes(name_len)).unwrap()
}

/// A recording without its `ServerInit`.
fn body(recording: &Recording) -> &[u8] {
    &recording.bytes[init_len(recording)..]
}

/// A channel at the first update, its framebuffer in memory.
fn open(recording: &Recording) -> KvmChannel {
    let mut channel = KvmChannel::new(Instant::now(), recording.options());
    decode(&mut channel, PRELUDE, PIECE);
    decode(&mut channel, &recording.bytes[..init_len(recording)], PIECE);
    // A Raw rectangle of the whole screen touches every page, as in a session that has begun.
    let screen = channel.framebuffer().unwrap().bounds();
    let len = screen.area() * recording.format.bytes_per_pixel() as u64;
    let pixels = vec![0; usize::try_from(len).unwrap()];
    decode(
        &mut channel,
        &[raw_header(screen), pixels].concat(),
        usize::MAX,
    );
    channel
}

/// An update of one Raw rectangle, up to its pixels.
fn raw_header(rect: Rect) -> Vec<u8> {
    let mut out = vec![0, 0, 0, 1];
    for side in [rect.x, rect.y, rect.width, rect.height] {
        out.extend(side.to_be_bytes());
    }
    out.extend([0; 4]);
    out
}

fn decode(channel: &mut KvmChannel, bytes: &[u8], piece: usize) {
    let left = feed(channel, bytes, piece);
    assert_eq!(left, 0, "the stream ends within a message");
}

/// Times of wrong pictures mean nothing.
fn verify(recording: &Recording) {
    let mut channel = open(recording);
    decode(&mut channel, body(recording), PIECE);
    let screen = channel.framebuffer().unwrap();
    // JPEG decoders differ by a few levels; the hash is another's.
    if !recording.lossy {
        assert_eq!(picture_hash(screen), recording.last_picture);
    }
    let updates = channel.counters().updates;
    assert_eq!(updates, recording.updates + 1, "and the one of `open`");
}
