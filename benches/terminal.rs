//! The terminal under a flood: `cargo bench --bench terminal`.
//!
//! * `feed/…`: decoding and interpreting what a host writes, in pieces as they come from a port.
//! * `frames/…`: the same, with the cells read for a frame after every 64 KiB, which at 60 frames
//!   each second is a flood of 4 MB/s.
//! * `draw/…`: one frame of the window: the cells read, drawn as shapes, and the shapes made
//!   triangles, for 80 × 25 and 100 × 31 cells. What the GPU does with them is not in it.
//! * `paste`: making a megabyte of clipboard text ready to be typed.
//!
//! Rates are input bytes per second of processor time of one thread.

#[path = "support/cpu_time.rs"]
mod cpu_time;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use outband::terminal::{Charset, Emulator, EnterSends, Screen, SizeMode, prepare_paste};

use cpu_time::CpuTime;

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(CpuTime);
    targets = floods, draw, paste
}
criterion_main!(benches);

/// Bytes of one stream.
const STREAM: usize = 4 << 20;
/// What one message of the device brings.
const PIECE: usize = 10_000;
/// Bytes from one frame to the next.
const FRAME: usize = 64 << 10;

fn floods(criterion: &mut Criterion<CpuTime>) {
    for (name, stream, charset) in [
        ("log", repeated(LOG), Charset::Utf8),
        ("menus", repeated(MENU), Charset::Cp437),
        (
            "utf8",
            repeated("ключ 鍵 ─│┌ naïve\r\n".as_bytes()),
            Charset::Utf8,
        ),
    ] {
        let mut group = criterion.benchmark_group("terminal");
        group.throughput(Throughput::Bytes(STREAM as u64));
        group.sample_size(10);
        group.bench_function(BenchmarkId::new("feed", name), |bencher| {
            let mut emulator = Emulator::new(SizeMode::Automatic, charset);
            bencher.iter(|| {
                stream
                    .chunks(PIECE)
                    .for_each(|piece| feed(&mut emulator, piece))
            });
        });
        group.bench_function(BenchmarkId::new("frames", name), |bencher| {
            let mut emulator = Emulator::new(SizeMode::Automatic, charset);
            let mut screen = Screen::default();
            bencher.iter(|| {
                for frame in stream.chunks(FRAME) {
                    frame
                        .chunks(PIECE)
                        .for_each(|piece| feed(&mut emulator, piece));
                    emulator.read(&mut screen);
                }
                screen.cells.len()
            });
        });
    }
}

/// A frame as the serial view makes it after new text.
#[cfg(feature = "gui")]
fn draw(criterion: &mut Criterion<CpuTime>) {
    use eframe::egui::{Context, RawInput, Rect, pos2, vec2};
    use outband::terminal::Size;
    use outband::ui::{paint_screen, theme};

    let ctx = Context::default();
    theme::install(&ctx);
    let mut group = criterion.benchmark_group("terminal");
    for (name, stream, charset, size) in [
        ("log", repeated(LOG), Charset::Utf8, Size::C80R25),
        ("menus", repeated(MENU), Charset::Cp437, Size::C80R25),
        ("large", repeated(LOG), Charset::Utf8, Size::C100R31),
    ] {
        let mut emulator = Emulator::new(SizeMode::Fixed(size), charset);
        feed(&mut emulator, stream.get(..FRAME).unwrap_or_default());
        let mut screen = Screen::default();
        group.throughput(Throughput::Elements(1));
        group.bench_function(BenchmarkId::new("draw", name), |bencher| {
            bencher.iter(|| {
                emulator.read(&mut screen);
                let stage = Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 700.0));
                let input = RawInput {
                    screen_rect: Some(stage),
                    ..RawInput::default()
                };
                let frame = ctx.run_ui(input, |ui| paint_screen(ui, &screen));
                ctx.tessellate(frame.shapes, frame.pixels_per_point).len()
            });
        });
    }
}

/// Without the window nothing is drawn.
#[cfg(not(feature = "gui"))]
const fn draw(_: &mut Criterion<CpuTime>) {}

fn paste(criterion: &mut Criterion<CpuTime>) {
    let text = "a line of text with ä and € in it\r\n".repeat((1 << 20) / 37);
    let mut group = criterion.benchmark_group("terminal");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("paste", |bencher| {
        bencher.iter(|| prepare_paste(&text, Charset::Cp437, EnterSends::Cr));
    });
}

fn feed(emulator: &mut Emulator, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        let used = emulator.feed(bytes);
        bytes = bytes.get(used..).unwrap_or_default();
    }
}

/// The pattern again and again, as long as a stream.
fn repeated(pattern: &[u8]) -> Vec<u8> {
    pattern.iter().copied().cycle().take(STREAM).collect()
}

/// A system starting: lines, now and then a colour.
const LOG: &[u8] = b"[    1.234567] usb 1-1: new high-speed USB device number 2 using xhci_hcd\r\n\
    [\x1B[0;32m  OK  \x1B[0m] Started \x1B[0;1;39mOpenBSD Secure Shell server\x1B[0m.\r\n";

/// Firmware drawing a menu: a colour and a place for every few characters.
const MENU: &[u8] = b"\x1B[2J\x1B[01;01H\x1B[0m\x1B[37m\x1B[44m\xDA\xC4\xC4\xC4\xC4\xC4\xC4\xBF\
    \x1B[02;01H\xB3\x1B[1m\x1B[33m\x1B[44m Boot \x1B[0m\x1B[37m\x1B[44m\xB3\
    \x1B[03;01H\xC0\xC4\xC4\xC4\xC4\xC4\xC4\xD9\x1B[05;10H\x1B[0m\x1B[30m\x1B[47m Quiet boot   \
    \x1B[05;40H[Disabled]\x1B[24;01H\x1B[1m\x1B[37m\x1B[44mF10 Save and restart";
