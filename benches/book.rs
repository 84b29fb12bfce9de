//! Time of a frame of the window with an address book of 10 000 PCs: idle, after a letter of a
//! search, and after a turn of the wheel. No GPU: layout and shapes, which is what the thread of
//! the window does.
#![expect(
    clippy::unwrap_used,
    reason = "a bench fails by panicking, and its numbers are its own"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use eframe::egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, pos2, vec2};
use egui_kittest::kittest::Queryable;
use egui_kittest::{Harness, HarnessBuilder};
use outband::session::Handle;
use outband::store::profile::{AddressBook, Profile};
use outband::ui::{App, RunOptions};

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

/// A window that has read the book.
fn window(store: &AddressBook) -> Harness<'static, App> {
    let mut options = RunOptions::new(Box::new(|_, _| Handle::new().0));
    (options.pictures, options.documents) = (None, None);
    options.book = Some(store.clone());
    let lost = Arc::new(AtomicBool::new(false));
    let mut harness = HarnessBuilder::default()
        .with_size(vec2(1280.0, 800.0))
        .build_eframe(move |cc| App::new(cc, options, lost));
    while harness.query_by_label("10000 PCs").is_none() {
        std::thread::sleep(Duration::from_millis(5));
        harness.step();
    }
    harness.run_steps(4);
    harness
}

/// How long a frame takes.
fn timed(harness: &mut Harness<'static, App>) -> Duration {
    let began = Instant::now();
    harness.step();
    began.elapsed()
}

fn frames(c: &mut Criterion) {
    let store = book();
    let mut group = c.benchmark_group("book");
    let mut harness = window(&store);
    group.bench_function("frame", |b| b.iter(|| harness.step()));

    group.bench_function("letter", |b| {
        let field = "Search or address";
        let mut letters = "desk-07".chars().cycle();
        b.iter_custom(|times| {
            let one = |_| {
                let letter = letters.next().unwrap();
                harness.get_by_label(field).focus();
                harness.step();
                harness.event(Event::Text(letter.to_string()));
                timed(&mut harness)
            };
            (0..times).map(one).sum()
        });
    });

    let mut harness = window(&store);
    harness.hover_at(pos2(100.0, 400.0));
    harness.step();
    group.bench_function("wheel", |b| {
        b.iter_custom(|times| {
            let one = |_| {
                harness.event(Event::MouseWheel {
                    unit: MouseWheelUnit::Line,
                    delta: vec2(0.0, -40.0),
                    phase: TouchPhase::Move,
                    source: MouseWheelSource::Wheel,
                    modifiers: Modifiers::NONE,
                });
                timed(&mut harness)
            };
            (0..times).map(one).sum()
        });
    });
    group.bench_function("start", |b| b.iter(|| black_box(window(&store))));
    group.finish();
}

criterion_group!(benches, frames);
criterion_main!(benches);
