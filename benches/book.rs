//! What the thread of the window works for a frame with an address book of 10 000 PCs: at the
//! start, idle, after each letter of a search, and after turns of the wheel.
//!
//! Processor time of that thread, so that what else runs on the machine hardly shows. No GPU:
//! layout, shapes and their triangles, which is what the thread of the window does; reading the
//! file and preparing the search happen on another thread and are told as "reading". Median and
//! worst of the frames of each kind; a frame has 16 ms.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench that cannot run stops; its table is its result"
)]

#[path = "support/cpu_time.rs"]
mod cpu_time;

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use cpu_time::CpuTime;
use eframe::egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, pos2, vec2};
use egui_kittest::kittest::Queryable;
use egui_kittest::{Harness, HarnessBuilder};
use outband::session::Handle;
use outband::store::profile::{AddressBook, Index, Profile};
use outband::ui::{App, RunOptions};

type Window = Harness<'static, App>;

/// PCs as a large company has them: in groups, with tags.
fn book() -> AddressBook {
    let store = AddressBook::in_memory();
    store
        .edit(|book| {
            (0..10_000_u32).try_for_each(|n| {
                let (building, floor) = (n / 500, n / 50 % 10);
                book.add(Profile {
                    group: Some(format!("Building {building:02}/Floor {floor}")),
                    tags: vec![format!("batch-{}", n % 7), "windows".to_owned()],
                    ..Profile::new(
                        format!("desk-{building:02}-{floor}-{n:05}"),
                        format!("10.{building}.{}.{}", n / 250 % 256, n % 250 + 1),
                    )
                })
            })
        })
        .unwrap();
    store
}

/// What the frame of this window cost, with its triangles; in milliseconds.
fn frame(window: &mut Window) -> f64 {
    let began = CpuTime::now();
    window.step();
    let output = window.output();
    let triangles = window
        .ctx
        .tessellate(output.shapes.clone(), output.pixels_per_point);
    black_box(triangles);
    (CpuTime::now() - began) / 1e6
}

/// A window that has read the book, and what each of its first frames cost.
fn window(store: &AddressBook) -> (Window, Vec<f64>) {
    let mut options = RunOptions::new(Box::new(|_, _| Handle::new().0));
    (options.pictures, options.documents) = (None, None);
    options.book = Some(store.clone());
    let lost = Arc::new(AtomicBool::new(false));
    let mut window = HarnessBuilder::default()
        .with_size(vec2(1280.0, 800.0))
        .build_eframe(move |cc| App::new(cc, options, lost));
    let mut frames = Vec::new();
    while window.query_by_label("10000 PCs").is_none() {
        std::thread::sleep(Duration::from_millis(5));
        frames.push(frame(&mut window));
    }
    frames.extend((0..4).map(|_| frame(&mut window)));
    (window, frames)
}

/// A line of the table.
fn tell(name: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let median = times.get(times.len() / 2).unwrap();
    let worst = times.last().unwrap();
    println!("{name:<34} {:>7} {median:>9.2} {worst:>9.2}", times.len());
}

/// The frame after each letter of words that are typed one after the other.
fn letters(window: &mut Window, times: usize) -> Vec<f64> {
    let mut letters = "desk-07".chars().cycle();
    let mut one = |_| {
        let letter = letters.next().unwrap();
        if letter == 'd' {
            window.get_by_label("Search or address").focus();
            window.key_press_modifiers(Modifiers::COMMAND, eframe::egui::Key::A);
            window.step();
        }
        window.event(Event::Text(letter.to_string()));
        frame(window)
    };
    (0..times).map(&mut one).collect()
}

/// The frame after each turn of the wheel over the list.
fn wheel(window: &mut Window, times: usize) -> Vec<f64> {
    window.hover_at(pos2(100.0, 400.0));
    window.step();
    let mut one = |_| {
        window.event(Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: vec2(0.0, -40.0),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        frame(window)
    };
    (0..times).map(&mut one).collect()
}

fn main() {
    // Cargo says `--bench` where figures are wanted; without, it is enough that it runs.
    let is_bench = std::env::args().any(|arg| arg == "--bench");
    let (starts, frames) = if is_bench { (20, 300) } else { (1, 8) };
    let store = book();
    println!("processor time of the window's thread, 10 000 PCs");
    println!(
        "{:<34} {:>7} {:>9} {:>9}",
        "", "times", "median ms", "worst ms"
    );

    let begun: Vec<_> = (0..starts).map(|_| window(&store).1).collect();
    let whole = begun.iter().map(|frames| frames.iter().sum());
    tell("start, all frames until it is read", whole.collect());
    tell("start, each frame", begun.concat());

    let (mut idle, _) = window(&store);
    let still = (0..frames).map(|_| frame(&mut idle)).collect();
    tell("frame in which nothing moves", still);
    tell("search, each letter", letters(&mut idle, frames));
    for (name, height) in [
        ("scroll, each turn of the wheel", 28.0),
        ("the same with the roomy density", 34.0),
    ] {
        let (mut scrolled, _) = window(&store);
        let ctx = &scrolled.ctx;
        ctx.all_styles_mut(|style| style.spacing.interact_size.y = height);
        tell(name, wheel(&mut scrolled, frames));
    }

    let reads = (0..starts).map(|_| {
        let began = CpuTime::now();
        black_box(Index::new(&store.read().unwrap()));
        (CpuTime::now() - began) / 1e6
    });
    tell("reading, on another thread", reads.collect());
}
