//! Blocks of a lent disk, from the PC's command to their last byte: `cargo bench --bench blocks`.
//!
//! * `machine/…`: the protocol machine and the cache alone, without a socket: what one READ costs
//!   in computing. The rate is payload bytes per second.
//! * `service/…` (a table): the whole session over loopback against a PC made by hand, which
//!   sends a READ and waits for its last byte: p50 and p99, from a warm cache.
//! * `line/…` (a table): the same over a line that is 1, 10 and 50 ms long (round trip), and what
//!   a READ takes beyond the round trip. The line is kept by threads that wait exactly, so that a
//!   second round trip or a late write shows.
//! * `calls/…` (a table): what one READ costs in calls of the operating system and in bytes put out,
//!   for the machine in its driver, and for each message (8 KiB) of it. Payload is copied once: from
//!   the lines of the cache into the driver's buffer, of which one write takes all.
//! * `copies/…` (a table): the least time of one READ in the machine beside that of one copy of as
//!   many bytes; about 1 for large READs means that the payload is copied once.
//! * `simulator/…` (a table): against our simulator with the same lines, which adds its own time
//!   and the coarse clock of its runtime.
//!
//! Bytes are compared before anything is timed. All of it takes some four minutes, and with
//! `-- --quick`, from fewer reads, less than two.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a bench that cannot run stops; its tables are its result"
)]

#[path = "blocks/calls.rs"]
mod calls;
#[path = "blocks/line.rs"]
mod line;
#[path = "blocks/pc.rs"]
mod pc;

use std::hint::black_box;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput};
use outband::media::block_cache::{BlockCache, LINE_BYTES};
use outband::media::source::MemorySource;
use outband::media::{DiskImage, Source};
use outband::proto::Machine as _;
use outband::proto::ider::atapi::Medium;
use outband::proto::ider::{Command, Event, IderChannel, Settings};
use outband::session::access::{Access, Security, TlsMode, TrustMode};
use outband::session::ider::{Disk, Drive, MediaHandle, MediaOptions, Start, open_media};
use outband::session::{Credentials, Target};
use outband::sim::ider::Report;
use outband::sim::ider::load::{Load, LoadOptions, Pattern};
use outband::sim::link::LinkSpeed;
use outband::sim::{SimOptions, Simulator};
use outband::store::trusted::TrustStore;
use outband::wire::Secret;

use line::Line;
use pc::{Pc, read_10};

/// Blocks of the image: 32 MiB, which the cache holds whole.
const BLOCKS: u32 = 16 << 10;
/// Sizes of one READ: a BIOS, one message, Linux, the most that USB asks for.
const SIZES: [u32; 5] = [2 << 10, 8 << 10, 64 << 10, 128 << 10, 1 << 20];

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    machine(&mut criterion);
    criterion.final_summary();
    // `cargo test --benches` and `cargo bench -- --test` only want to see that it runs.
    let is_test = std::env::args().any(|argument| argument == "--test")
        || !std::env::args().any(|argument| argument == "--bench");
    let is_quick = std::env::args().any(|argument| argument == "--quick");
    let (reads, simulated) = match (is_test, is_quick) {
        (true, _) => (20, 5),
        (false, true) => (200, 50),
        (false, false) => (2000, 200),
    };
    service(reads);
    lines(reads);
    calls::table(reads);
    copies(reads);
    simulator(simulated);
    if let Some(peak) = memory("VmHWM") {
        let images = (u64::from(BLOCKS) * 2048) >> 20;
        println!(
            "\npeak memory of this whole bench, images of {images} MiB included: {} MiB",
            peak >> 10
        );
    }
}

fn image() -> Arc<[u8]> {
    let mut bytes: Vec<u8> = (0..u64::from(BLOCKS) * 256)
        .flat_map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes())
        .collect();
    // As much of a volume descriptor as an image needs to pass for a disc.
    let head = &mut bytes[16 * 2048..18 * 2048];
    head.fill(0);
    head[..7].copy_from_slice(b"\x01CD001\x01");
    head[80..84].copy_from_slice(&BLOCKS.to_le_bytes());
    head[84..88].copy_from_slice(&BLOCKS.to_be_bytes());
    head[128..130].copy_from_slice(&2048u16.to_le_bytes());
    head[2048..2055].copy_from_slice(b"\xFFCD001\x01");
    bytes.into()
}

/// One READ in the machine: command in, blocks from the cache, all messages out.
fn machine(criterion: &mut Criterion) {
    let image = image();
    let mut group = criterion.benchmark_group("machine");
    for size in SIZES {
        let mut cache = BlockCache::with_capacity(image.len() as u64, image.len());
        let mut channel = open_channel();
        let mut out = Vec::new();
        let mut sequence = 2;
        group.throughput(Throughput::Bytes(u64::from(size)));
        group.bench_with_input(
            BenchmarkId::from_parameter(name(size)),
            &size,
            |b, &size| {
                b.iter(|| {
                    let command = read_10(sequence, 32, size / 2048);
                    sequence += 1;
                    out.clear();
                    serve(&mut channel, &mut cache, &image, &command);
                    channel.drain_output(&mut out);
                    black_box(out.len())
                });
            },
        );
    }
    group.finish();
}

fn open_channel() -> IderChannel {
    let mut channel = new_channel();
    let now = Instant::now();
    channel.open(now);
    for message in [pc::OPENED, pc::ENABLED] {
        assert_eq!(channel.handle_input(now, message).unwrap(), message.len());
    }
    while channel.poll_event().is_some() {}
    channel
}

fn new_channel() -> IderChannel {
    IderChannel::new(Settings {
        start: Start::Now,
        cd: Some(Medium {
            block_count: u64::from(BLOCKS),
            writable: false,
        }),
        ..Settings::default()
    })
}

fn serve(channel: &mut IderChannel, cache: &mut BlockCache, image: &Arc<[u8]>, command: &[u8]) {
    let now = Instant::now();
    channel.handle_input(now, command).unwrap();
    serve_events(channel, now, cache, image);
}

/// Answers all that the PC has asked for.
fn serve_events(
    channel: &mut IderChannel,
    now: Instant,
    cache: &mut BlockCache,
    image: &Arc<[u8]>,
) {
    while let Some(event) = channel.poll_event() {
        let Event::Read {
            ticket, lba, count, ..
        } = event
        else {
            continue;
        };
        let (offset, len) = (lba.0 * 2048, count as usize * 2048);
        let mut spans = cache.read(offset, len);
        while let Some(fetch) = cache.poll_fetch() {
            let at = usize::try_from(fetch.offset).unwrap();
            let lines = image[at..at + fetch.len].chunks(LINE_BYTES);
            cache.filled(fetch.id, lines.map(Arc::from).collect());
        }
        if spans.is_none() {
            spans = cache.get(offset, len);
        }
        let blocks = Ok(spans.unwrap());
        let answer = Command::BlocksReady { ticket, blocks };
        channel.handle_command(now, answer).unwrap();
    }
}

/// A session that lends the image to whoever listens at `address`.
fn lend(runtime: &tokio::runtime::Runtime, address: SocketAddr, image: &Arc<[u8]>) -> MediaHandle {
    let target = Target::Amt {
        user: None,
        host: address.ip().to_string(),
        wsman_port: None,
        redirection_port: Some(address.port()),
    };
    let security = Security {
        tls: TlsMode::Off,
        trust: TrustMode::FirstUse,
        ..Security::new(TrustStore::in_memory())
    };
    let login = Credentials::new(&target, None, Secret::new("P@ssw0rd".to_owned()));
    let source: Arc<dyn Source> = Arc::new(MemorySource::new(Arc::clone(image)));
    let image = DiskImage::from_source("bench.iso".into(), source, Drive::Cd).unwrap();
    let options = MediaOptions {
        start: Start::Now,
        cd: Some(Disk::read_only(image)),
        ..MediaOptions::new(Access::new(target, security), login)
    };
    open_media(runtime.handle(), options, || {})
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

/// Times of `reads` reads of this size, shortest first; the bytes are compared.
fn times(pc: &mut Pc, image: &[u8], size: u32, reads: usize) -> Vec<Duration> {
    let count = size / 2048;
    let places = BLOCKS - count - 64;
    // Everything is in the cache after this.
    for lba in (64..BLOCKS - 512).step_by(512) {
        pc.read(lba, 512);
    }
    let mut times: Vec<_> = (0..reads)
        .map(|turn| {
            let lba = 64 + u32::try_from(turn).unwrap().wrapping_mul(count) % places;
            let started = Instant::now();
            pc.read(lba, count);
            let time = started.elapsed();
            let at = lba as usize * 2048;
            assert!(pc.data == image[at..at + size as usize], "other bytes");
            time
        })
        .collect();
    times.sort_unstable();
    times
}

fn service(reads: usize) {
    println!("\nservice over loopback, warm cache, {reads} reads each");
    println!(
        "{:>8} {:>9} {:>9} {:>9} {:>9}",
        "READ", "p50 µs", "p99 µs", "max µs", "MB/s"
    );
    let image = image();
    let runtime = runtime();
    let listener = pc::listen();
    let before = memory("VmRSS");
    let handle = lend(&runtime, listener.local_addr().unwrap(), &image);
    let mut pc = Pc::accept(&listener);
    for size in SIZES {
        let times = times(&mut pc, &image, size, reads);
        println!(
            "{:>8} {:>9.0} {:>9.0} {:>9.0} {:>9.0}",
            name(size),
            micros(at(&times, 50)),
            micros(at(&times, 99)),
            micros(at(&times, 100)),
            rate(size, &times),
        );
    }
    if let (Some(before), Some(after)) = (before, memory("VmRSS")) {
        let more = after.saturating_sub(before) >> 10;
        println!("memory of the session with its cache, all blocks read: {more} MiB");
    }
    drop(handle);
}

/// Megabytes per second of reads one after the other.
fn rate(size: u32, times: &[Duration]) -> f64 {
    let sum: f64 = times.iter().map(Duration::as_secs_f64).sum();
    f64::from(size) * times.len() as f64 / sum / 1e6
}

fn lines(reads: usize) {
    println!("\nover a line, warm cache; beyond: what a READ takes more than the round trip");
    println!(
        "{:>8} {:>8} {:>12} {:>12} {:>9}",
        "RTT", "READ", "p50 beyond", "p99 beyond", "MB/s"
    );
    let image = image();
    let runtime = runtime();
    for trip in [1, 10, 50].map(Duration::from_millis) {
        let listener = pc::listen();
        let line = Line::to(listener.local_addr().unwrap(), trip / 2);
        let handle = lend(&runtime, line.address, &image);
        let mut pc = Pc::accept(&listener);
        let reads = reads
            .min(4000 / usize::try_from(trip.as_millis()).unwrap())
            .min(reads);
        for size in SIZES {
            let times = times(&mut pc, &image, size, reads);
            let beyond = |percent| micros(at(&times, percent).saturating_sub(trip));
            println!(
                "{:>5} ms {:>8} {:>9.0} µs {:>9.0} µs {:>9.2}",
                trip.as_millis(),
                name(size),
                beyond(50),
                beyond(99),
                rate(size, &times),
            );
        }
        drop(handle);
    }
}

/// What a READ costs in computing, in copies of its payload.
fn copies(reads: usize) {
    println!("\none READ in the machine and one copy of as much, the least of {reads}");
    println!(
        "{:>8} {:>10} {:>10} {:>8} {:>16}",
        "READ", "READ µs", "copy µs", "ratio", "buffer grew by"
    );
    let image = image();
    for size in SIZES {
        let mut cache = BlockCache::with_capacity(image.len() as u64, image.len());
        let mut channel = open_channel();
        let mut out = Vec::new();
        let mut copy = vec![0; size as usize];
        let mut least = [Duration::MAX; 2];
        let mut room = 0;
        for sequence in (2..).take(reads + 1) {
            let command = read_10(sequence, 32, size / 2048);
            out.clear();
            let started = Instant::now();
            serve(&mut channel, &mut cache, &image, &command);
            channel.drain_output(&mut out);
            let read = started.elapsed();
            let started = Instant::now();
            copy.copy_from_slice(black_box(&image[32 * 2048..][..size as usize]));
            black_box(&copy);
            let copied = started.elapsed();
            if sequence == 2 {
                // The first one fills the cache and makes the buffer as large as it gets.
                room = out.capacity();
                continue;
            }
            least = [least[0].min(read), least[1].min(copied)];
        }
        let [read, copied] = least.map(micros);
        println!(
            "{:>8} {read:>10.2} {copied:>10.2} {:>8.1} {:>10} bytes",
            name(size),
            read / copied.max(0.001),
            out.capacity() - room,
        );
    }
}

fn simulator(reads: u64) {
    println!("\nagainst the simulator (its own time and clock included)");
    println!(
        "{:>8} {:>8} {:>10} {:>10} {:>9}",
        "RTT", "READ", "p50 ms", "p99 ms", "MB/s"
    );
    let image = image();
    let runtime = runtime();
    for trip in [0, 1, 10, 50].map(Duration::from_millis) {
        let options = SimOptions {
            speed: LinkSpeed {
                latency: trip / 2,
                rate: None,
            },
            ..SimOptions::default()
        };
        let simulator = runtime.block_on(Simulator::start(options)).unwrap();
        let ports = simulator.ports();
        let handle = lend(&runtime, (ports.host, ports.redir.unwrap()).into(), &image);
        let device = simulator.device();
        for size in [2 << 10, 64 << 10, 128 << 10] {
            let blocks = u16::try_from(size / 2048).unwrap();
            let load = Load::new(LoadOptions {
                drive: Drive::Cd,
                pattern: Pattern::Sequential,
                blocks,
                bytes: Some(u64::from(size) * reads),
            });
            device.lock().storage_mut().run(Box::new(load));
            let report = loop {
                // Taken in a statement of its own: a lock held through the sleep would starve the PC.
                let report = device.lock().storage_mut().take_report();
                match report {
                    Some(Report::Loaded(report)) => break report,
                    _ => std::thread::sleep(Duration::from_millis(1)),
                }
            };
            assert_eq!(report.fault, None);
            println!(
                "{:>5} ms {:>8} {:>10.2} {:>10.2} {:>9.2}",
                trip.as_millis(),
                name(size),
                micros(report.percentile(50)) / 1e3,
                micros(report.percentile(99)) / 1e3,
                report.bytes_per_second() as f64 / 1e6,
            );
        }
        drop(handle);
        drop(simulator);
    }
}

/// A figure of this process in KiB; known on Linux only.
fn memory(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}

fn at(sorted: &[Duration], percent: usize) -> Duration {
    sorted[(sorted.len() - 1) * percent / 100]
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn name(size: u32) -> String {
    format!("{} KiB", size >> 10)
}
