//! WS-Management: reading the largest answer and writing a request in processor time, and
//! everything that `outband info` asks for, on the clock, against a simulated PC in this process.
//!
//! `cargo bench --no-default-features --bench wsman`
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a bench that cannot run should say where"
)]

#[path = "support/cpu_time.rs"]
mod cpu_time;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use cpu_time::CpuTime;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use outband::proto::wsman::call::Call;
use outband::proto::wsman::class::{BootRole, BootService, EventRecord};
use outband::proto::wsman::envelope::Envelope;
use outband::proto::wsman::instance::Instance;
use outband::session::access::{Access, Security, TlsMode, TrustMode};
use outband::session::control::{Control, Credentials};
use outband::session::flow::info;
use outband::sim::link::LinkSpeed;
use outband::sim::listen::{SimOptions, Simulator};
use outband::store::trusted::TrustStore;
use outband::wire::Secret;

/// The largest recorded answer if the recordings are there, or one of the same kind: a page of
/// 390 events as a device with a full log sends it (docs/protocol/wsman.md § 6.1).
fn largest_answer() -> (String, Vec<u8>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/wsman");
    let mut largest: Option<(String, Vec<u8>)> = None;
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else {
            continue;
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "xml") {
                let bytes = std::fs::read(&path).unwrap_or_default();
                let is_larger = largest.as_ref().is_none_or(|(_, l)| l.len() < bytes.len());
                if is_larger && Envelope::decode(&bytes).is_ok() {
                    let name = path.file_name().unwrap_or_default();
                    largest = Some((name.to_string_lossy().into_owned(), bytes));
                }
            }
        }
    }
    largest.unwrap_or_else(|| ("390 events, made".to_owned(), full_log()))
}

fn full_log() -> Vec<u8> {
    let mut output = Instance::new(
        "http://intel.com/wbem/wscim/1/amt-schema/1/AMT_MessageLog",
        "GetRecords_OUTPUT",
    );
    for _ in 0..390 {
        output.push("RecordArray", "IgYBZf8PbwJoAf8iAEAHAAAAAAAA");
    }
    assert_eq!(EventRecord::LEN, 21);
    let envelope = Envelope {
        body: Some(output.as_element().clone()),
        ..Envelope::default()
    };
    envelope.encode_request().into_bytes()
}

fn documents(c: &mut Criterion<CpuTime>) {
    let (name, answer) = largest_answer();
    let mut group = c.benchmark_group("wsman");
    group.throughput(Throughput::Bytes(answer.len().try_into().unwrap()));
    group.bench_with_input(BenchmarkId::new("decode", name), &answer, |b, answer| {
        b.iter(|| Envelope::decode(black_box(answer)).unwrap());
    });
    let made = full_log();
    group.throughput(Throughput::Bytes(made.len().try_into().unwrap()));
    group.bench_with_input(
        BenchmarkId::new("decode", "390 events"),
        &made,
        |b, made| {
            b.iter(|| Envelope::decode(black_box(made)).unwrap());
        },
    );
    group.throughput(Throughput::Elements(1));
    group.bench_function("encode/Get", |b| {
        let call = Call::get("AMT_GeneralSettings");
        b.iter(|| black_box(&call).to_envelope("7").encode_request());
    });
    group.bench_function("encode/SetBootConfigRole", |b| {
        let call = BootService::set_role(BootRole::IS_NEXT_SINGLE_USE);
        b.iter(|| black_box(&call).to_envelope("7").encode_request());
    });
    group.finish();
}

fn flows(c: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut group = c.benchmark_group("info");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(12));
    for (name, latency_ms, tls) in [
        ("plain, 0 ms", 0, TlsMode::Off),
        ("TLS, 0 ms", 0, TlsMode::Require),
        ("TLS, 10 ms", 10, TlsMode::Require),
    ] {
        let options = SimOptions {
            speed: LinkSpeed {
                latency: Duration::from_millis(latency_ms) / 2,
                rate: None,
            },
            ..SimOptions::default()
        };
        let sim = runtime.block_on(Simulator::start(options)).unwrap();
        let ports = sim.ports();
        let port = match tls {
            TlsMode::Off => ports.wsman,
            _ => ports.wsman_tls,
        };
        let target = format!("127.0.0.1:{}", port.expect("an open port"));
        let mut security = Security::new(TrustStore::in_memory());
        security.trust = TrustMode::FirstUse;
        security.tls = tls;
        let access = Access::new(target.parse().unwrap(), security);
        let ask = || async {
            let login = Credentials {
                user: "admin".to_owned(),
                password: Secret::new("P@ssw0rd".to_owned()),
            };
            let mut control = Control::connect(access.clone(), login).await.unwrap();
            let info = info::read(&mut control, |_, _| {}).await.unwrap();
            assert!(info.missing.is_empty());
            control.trips()
        };
        let trips = runtime.block_on(ask());
        eprintln!("{name}: {trips} requests");
        group.bench_function(name, |b| {
            b.iter(|| runtime.block_on(ask()));
        });
        runtime.block_on(sim.stop());
    }
    group.finish();
}

criterion_group! {
    name = on_processor;
    config = Criterion::default().with_measurement(CpuTime);
    targets = documents
}
criterion_group!(on_clock, flows);
criterion_main!(on_processor, on_clock);
