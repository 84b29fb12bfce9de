//! Recordings: written by a session and by the program, through a lost connection, and played.

use std::fs;
use std::path::Path;
use std::time::Duration;

use outband::session::recording::{
    Animation, AnimationError, Condition, MarkKind, PlayCommand, PlayEvent, Playback, Player,
    RecordTo, Recording, RecordingEnd, RecordingState, animate,
};
use outband::session::{Command, Event, Fault, Handle, OpenOptions, Stage};
use serde_json::Value;

use crate::support::amt::{RED_TILE, open_here, opening, options, until};
use crate::support::device::{Act, Device, say};
use crate::support::program::run;

/// One update, one tile, solid blue (001F), as a stored block.
const BLUE_TILE: &[u8] = b"\0\0\0\x01\
    \0\0\0\0\0\x40\0\x40\0\0\0\x10\0\0\0\x08\0\x03\0\xFC\xFF\x01\x1F\0";

/// A device that shows red, is gone, and shows blue.
fn interrupted(ip: &str) -> Device {
    let mut first = opening();
    first.extend([
        say(RED_TILE),
        Act::Pause(Duration::from_millis(500)),
        Act::Reset,
    ]);
    let mut second = opening();
    second.extend([say(BLUE_TILE), Act::Wait]);
    Device::start(ip, vec![first, second])
}

async fn live(handle: &mut Handle) {
    until(handle, |e| matches!(e, Event::Stage(Stage::Live))).await;
}

async fn ended(handle: &mut Handle) -> RecordingEnd {
    let is_end = |e: &Event| matches!(e, Event::Recording(RecordingState::Ended(_)));
    match until(handle, is_end).await {
        Event::Recording(RecordingState::Ended(end)) => end,
        event => panic!("{event:?}"),
    }
}

fn to(path: &Path) -> RecordTo {
    RecordTo {
        path: path.to_owned(),
        about: "front-desk".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_goes_on_through_a_lost_connection_and_marks_the_gap() {
    let device = interrupted("127.0.97.1");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("screen.obr");
    let mut handle = open_here(OpenOptions {
        reconnect: Some(Duration::from_secs(600)),
        ..options(&device.target())
    });
    live(&mut handle).await;
    handle.send(Command::StartRecording(to(&path))).unwrap();
    let (kind, text) = (MarkKind::Power, "reset".to_owned());
    handle.send(Command::Mark { kind, text }).unwrap();
    live(&mut handle).await;
    handle.send(Command::StopRecording).unwrap();
    let end = ended(&mut handle).await;
    assert!(end.fault.is_none(), "{:?}", end.fault);
    assert_eq!(end.bytes, fs::metadata(&path).unwrap().len());

    let recording = Recording::open(&path).unwrap();
    let contents = recording.contents().clone();
    assert_eq!(contents.condition, Condition::Whole);
    assert_eq!(Some(contents.seal), end.seal);
    assert_eq!(contents.about, "front-desk");
    let kinds: Vec<_> = contents.marks.iter().map(|mark| mark.kind).collect();
    assert_eq!(kinds, [MarkKind::Power, MarkKind::Lost, MarkKind::Back]);
    let lost_at = contents.marks[1].at;
    assert!(contents.is_lost(lost_at));
    assert!(!contents.is_lost(contents.duration));

    let mut player = Player::new(recording);
    player.seek(lost_at).unwrap();
    assert_eq!(player.picture().unwrap().pixel(9, 9), 0xF800, "the last");
    player.seek(contents.duration).unwrap();
    assert_eq!(player.picture().unwrap().pixel(9, 9), 0x001F);
    player.seek(Duration::ZERO).unwrap();
    assert_eq!(player.picture().unwrap().pixel(9, 9), 0xF800);
    assert_eq!(
        player.next_at().unwrap(),
        contents.keys.get(1).map(|k| k.at)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_over_and_the_screen_goes_on() {
    let device = interrupted("127.0.97.2");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("evidence.obr");
    fs::write(&path, "precious").unwrap();
    let mut handle = open_here(options(&device.target()));
    live(&mut handle).await;
    handle.send(Command::StartRecording(to(&path))).unwrap();
    let end = ended(&mut handle).await;
    assert!(
        matches!(end.fault, Some(Fault::FileUnwritable { .. })),
        "{end:?}"
    );
    assert_eq!(fs::read(&path).unwrap(), b"precious");
    // Another one may begin at once; the end of the session ends it in order.
    let other = folder.path().join("other.obr");
    handle.send(Command::StartRecording(to(&other))).unwrap();
    let started = |e: &Event| matches!(e, Event::Recording(RecordingState::Started { .. }));
    until(&mut handle, started).await;
    handle.send(Command::Close).unwrap();
    let end = ended(&mut handle).await;
    assert!(end.seal.is_some(), "{end:?}");
    let recording = Recording::open(&other).unwrap();
    assert_eq!(recording.contents().condition, Condition::Whole);
}

/// The next event of this kind.
fn await_event(playback: &Playback, is_it: impl Fn(&PlayEvent) -> bool) -> PlayEvent {
    for _ in 0..6000 {
        match playback.poll_event() {
            Some(event) if is_it(&event) => return event,
            Some(_) => {}
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    }
    panic!("it never came");
}

/// Records 64 × 64 red pixels with the program.
fn record(device: &Device, path: &Path) -> Value {
    let out = path.to_str().unwrap();
    let target = device.target();
    let ended = run(&[
        "record", "--tls", "off", &target, "--out", out, "--for", "0.7", "--json",
    ]);
    assert_eq!(ended.code, Some(0), "{} {}", ended.stdout, ended.stderr);
    serde_json::from_str(&ended.stdout).unwrap()
}

fn red(ip: &str) -> Device {
    let mut script = opening();
    script.extend([say(RED_TILE), Act::Wait]);
    Device::start(ip, vec![script])
}

#[test]
fn the_program_records_and_replays_and_tells_damage_apart() {
    let device = red("127.0.97.3");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("screen.obr");
    let recorded = record(&device, &path);
    assert_eq!(recorded["consent"], "unknown");
    assert!(recorded["seconds"].as_f64().unwrap() >= 0.7);

    let (still, moving) = (folder.path().join("a.png"), folder.path().join("b.png"));
    let file = path.to_str().unwrap();
    let replayed = run(&[
        "replay",
        file,
        "--png-at",
        "0:00.5",
        still.to_str().unwrap(),
        "--animation",
        moving.to_str().unwrap(),
        "--json",
    ]);
    assert_eq!(replayed.code, Some(0), "{}", replayed.stderr);
    let told: Value = serde_json::from_str(&replayed.stdout).unwrap();
    assert_eq!(told["state"], "whole");
    assert_eq!(told["seal"], recorded["seal"]);
    assert_eq!(told["stills"][0]["pixel"], "rgb565");
    for picture in [&still, &moving] {
        let image = image::open(picture).unwrap().into_rgb8();
        assert_eq!(image.dimensions(), (64, 64));
        assert!(image.pixels().all(|pixel| pixel.0 == [255, 0, 0]));
    }
    let bytes = fs::read(&moving).unwrap();
    assert!(bytes.windows(4).any(|chunk| chunk == b"acTL"), "animated");

    let whole = fs::read(&path).unwrap();
    let damaged = folder.path().join("damaged.obr");
    let say = |bytes: &[u8]| {
        fs::write(&damaged, bytes).unwrap();
        let ended = run(&["replay", damaged.to_str().unwrap(), "--json"]);
        let first = ended.stdout.lines().next().unwrap_or_default();
        let told: Value = serde_json::from_str(first).unwrap();
        (ended.code, told["state"].clone())
    };
    let mut open = whole[..whole.len() - 3].to_vec();
    assert_eq!(say(&open), (Some(9), "cut-short".into()));
    open[40..48].fill(0);
    assert_eq!(say(&open), (Some(0), "unfinished".into()));
    let mut changed = whole.clone();
    let middle = whole.len() / 2;
    changed[middle] ^= 1;
    assert_eq!(say(&changed), (Some(9), "altered".into()));
    fs::write(&damaged, "GIF89a").unwrap();
    let ended = run(&["replay", damaged.to_str().unwrap()]);
    assert_eq!(ended.code, Some(9));
    assert!(
        ended.stderr.contains("no recording of a screen"),
        "{}",
        ended.stderr
    );
}

#[test]
fn to_play_a_recording_takes_a_file_and_a_display() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.obr");
    let kept = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/corpus/recording/short.obr"
    );
    let ended = run(&["replay", "--window", missing.to_str().unwrap()]);
    assert_eq!(ended.code, Some(9), "{}", ended.stderr);
    assert!(ended.stderr.contains("missing.obr"), "{}", ended.stderr);
    let ended = run(&["replay", "--window", kept]);
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    assert!(ended.stderr.contains("display"), "{}", ended.stderr);
    let picture = folder.path().join("still.png");
    let picture = picture.to_str().unwrap();
    for other in [
        &["--animation", picture][..],
        &["--png-at", "0:00", picture],
    ] {
        let ended = run(&[&["replay", "--window", kept], other].concat());
        assert_eq!(ended.code, Some(2), "{}", ended.stderr);
        assert!(!Path::new(picture).exists());
    }
}

#[test]
fn an_animation_tells_how_far_it_is_and_is_stopped_when_nobody_wants_it() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/recording/short.obr");
    let mut player = Player::new(Recording::open(&kept).unwrap());
    let (mut told, mut file) = (Vec::new(), Vec::new());
    let goes_on = |done| {
        told.push(done);
        true
    };
    animate(&mut player, Animation::default(), &mut file, goes_on).unwrap();
    assert!(file.starts_with(b"\x89PNG"));
    assert!(told.is_sorted() && told.iter().all(|done| (0.0..=1.0).contains(done)));
    assert!(!told.is_empty());
    let stopped = animate(&mut player, Animation::default(), Vec::new(), |_| false);
    assert!(matches!(stopped, Err(AnimationError::Stopped)));
}

#[test]
fn a_window_plays_it_and_goes_to_any_place() {
    let device = red("127.0.97.4");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("screen.obr");
    record(&device, &path);
    let playback = Playback::open(&path, || {});
    let opened = await_event(&playback, |e| matches!(e, PlayEvent::Opened(_)));
    let PlayEvent::Opened(contents) = opened else {
        panic!("{opened:?}");
    };
    playback.send(PlayCommand::Seek(contents.duration / 2));
    await_event(
        &playback,
        |e| matches!(e, PlayEvent::At { at, is_playing: false } if *at == contents.duration / 2),
    );
    assert_eq!(playback.picture.snapshot().unwrap().pixel(5, 5), 0xF800);
    playback.send(PlayCommand::Speed(6400));
    playback.send(PlayCommand::Play);
    await_event(
        &playback,
        |e| matches!(e, PlayEvent::At { at, is_playing: false } if *at == contents.duration),
    );
    let none = Playback::open(&folder.path().join("none"), || {});
    let failed = await_event(&none, |e| matches!(e, PlayEvent::Failed(_)));
    assert!(matches!(
        failed,
        PlayEvent::Failed(Fault::FileUnreadable { .. })
    ));
}
