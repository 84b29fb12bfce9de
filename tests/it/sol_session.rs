//! A serial console opened on the simulator over real sockets.

use std::time::Duration;

use outband::session::sol::{
    LogFormat, LogOptions, PortStatus, SerialCommand, SerialEvent, SerialHandle, SerialStage,
    open_serial,
};
use outband::session::{Ending, Fault, Feature};
use outband::sim::{DeviceOptions, Event, PowerState, SceneChoice, SimOptions, Simulator};
use outband::terminal::{Key, Modifiers};
use outband::wire::Secret;
use tokio::runtime::Handle;
use tokio::time::timeout;

use crate::support::pc::serial_options;

/// Long enough for any machine; no test waits that long when all is well.
const PATIENCE: Duration = Duration::from_secs(20);

async fn simulator() -> Simulator {
    let options = SimOptions {
        scene: SceneChoice::Text,
        ..SimOptions::default()
    };
    Simulator::start(options).await.unwrap()
}

fn open(simulator: &Simulator) -> SerialHandle {
    open_serial(
        &Handle::current(),
        serial_options(simulator, "P@ssw0rd"),
        || {},
    )
}

async fn next(handle: &mut SerialHandle) -> SerialEvent {
    let event = timeout(PATIENCE, handle.next_event()).await;
    event.expect("an event in time").expect("one more event")
}

/// Events until one of them is what `wanted` says.
async fn until<T>(
    handle: &mut SerialHandle,
    mut wanted: impl FnMut(&SerialEvent) -> Option<T>,
) -> T {
    loop {
        let event = next(handle).await;
        if let Some(found) = wanted(&event) {
            return found;
        }
        assert!(
            !matches!(event, SerialEvent::Closed(_)),
            "it ended: {event:?}"
        );
    }
}

async fn opened(simulator: &Simulator) -> SerialHandle {
    let mut handle = open(simulator);
    until(&mut handle, |event| {
        matches!(event, SerialEvent::Stage(SerialStage::Open)).then_some(())
    })
    .await;
    handle
}

async fn closed(handle: &mut SerialHandle) -> Option<Fault> {
    loop {
        if let SerialEvent::Closed(fault) = next(handle).await {
            assert!(handle.next_event().await.is_none());
            return fault;
        }
    }
}

/// Waits for a text on the screen.
async fn see(handle: &SerialHandle, text: &str) {
    let look = async {
        while !handle.terminal.lock().screen_text().contains(text) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let seen = timeout(PATIENCE, look).await;
    let screen = handle.terminal.lock().screen_text();
    assert!(seen.is_ok(), "no {text:?} on\n{screen}");
}

fn type_line(handle: &SerialHandle, text: &str) {
    for c in text.chars() {
        let key = SerialCommand::Key(Key::Char(c), Modifiers::default());
        handle.send(key).unwrap();
    }
    let enter = SerialCommand::Key(Key::Enter, Modifiers::default());
    handle.send(enter).unwrap();
}

async fn log_in(handle: &SerialHandle) {
    see(handle, "sim-1 login:").await;
    type_line(handle, "root");
    see(handle, "Password:").await;
    type_line(handle, "sim");
    see(handle, "sim-1>").await;
}

#[tokio::test]
async fn a_command_typed_at_the_prompt_is_answered_and_the_session_ends_in_order() {
    let mut simulator = simulator().await;
    let mut handle = open(&simulator);
    let mut stages = Vec::new();
    let mut firmware = None;
    until(&mut handle, |event| {
        match event {
            SerialEvent::Stage(stage) => stages.push(*stage),
            SerialEvent::LoggedIn { firmware: version } => firmware = *version,
            _ => {}
        }
        (stages.last() == Some(&SerialStage::Open)).then_some(())
    })
    .await;
    assert_eq!(
        stages,
        [
            SerialStage::Connecting,
            SerialStage::Starting,
            SerialStage::LoggingIn,
            SerialStage::Opening,
            SerialStage::Open
        ]
    );
    assert_eq!(firmware.map(|version| version.major), Some(16));
    log_in(&handle).await;
    type_line(&handle, "echo hello");
    see(&handle, "\nhello\n").await;
    handle.send(SerialCommand::Close).unwrap();
    assert!(closed(&mut handle).await.is_none());
    let reason = loop {
        if let Event::SessionClose { reason, .. } = simulator.next_event().await {
            break reason;
        }
    };
    assert_eq!(reason, "closed by the console");
}

#[tokio::test]
async fn a_wrong_password_is_a_refused_login() {
    let simulator = simulator().await;
    let options = serial_options(&simulator, "wrong");
    let mut handle = open_serial(&Handle::current(), options, || {});
    let fault = closed(&mut handle).await;
    assert!(matches!(fault, Some(Fault::LoginRefused)), "{fault:?}");
}

#[tokio::test]
async fn a_second_console_is_told_that_the_port_is_taken() {
    let simulator = simulator().await;
    let _first = opened(&simulator).await;
    let mut second = open(&simulator);
    let fault = closed(&mut second).await;
    assert!(
        matches!(fault, Some(Fault::Busy(Feature::Serial))),
        "{fault:?}"
    );
}

#[tokio::test]
async fn a_device_that_goes_away_is_a_lost_connection_and_its_text_stays() {
    let simulator = simulator().await;
    let mut handle = opened(&simulator).await;
    see(&handle, "sim-1 login:").await;
    simulator.stop().await;
    let fault = closed(&mut handle).await;
    assert!(
        matches!(
            fault,
            Some(Fault::Lost {
                ending: Ending::Closed | Ending::Reset
            })
        ),
        "{fault:?}"
    );
    assert!(
        handle
            .terminal
            .lock()
            .screen_text()
            .contains("sim-1 login:")
    );
}

#[tokio::test]
async fn the_pc_without_power_says_so() {
    let simulator = Simulator::start(SimOptions {
        device: DeviceOptions {
            power: PowerState::Off,
            ..DeviceOptions::default()
        },
        ..SimOptions::default()
    })
    .await
    .unwrap();
    let mut handle = open(&simulator);
    let status = until(&mut handle, |event| match event {
        SerialEvent::Controls { status, .. } => Some(*status),
        _ => None,
    })
    .await;
    assert!(!status.contains(PortStatus::POWER_ON));
}

#[tokio::test]
async fn dropping_the_handle_ends_the_session_on_the_device() {
    let mut simulator = simulator().await;
    drop(opened(&simulator).await);
    let ended =
        async { while !matches!(simulator.next_event().await, Event::SessionClose { .. }) {} };
    timeout(PATIENCE, ended).await.unwrap();
    opened(&simulator).await;
}

#[tokio::test]
async fn a_log_has_what_the_host_wrote_and_a_bad_path_is_told() {
    let simulator = simulator().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("console.log");
    let mut handle = opened(&simulator).await;
    let log = |path: &std::path::Path| {
        SerialCommand::StartLog(LogOptions {
            path: path.to_owned(),
            format: LogFormat::from_path(path),
            create_folder: false,
        })
    };
    handle
        .send(log(&folder.path().join("no/such/folder")))
        .unwrap();
    let kind = until(&mut handle, |event| match event {
        SerialEvent::LogFailed(fault) => Some(fault.kind()),
        _ => None,
    })
    .await;
    assert_eq!(kind, "file-unwritable");
    handle.send(log(&path)).unwrap();
    until(&mut handle, |event| {
        matches!(event, SerialEvent::LogStarted(_)).then_some(())
    })
    .await;
    log_in(&handle).await;
    type_line(&handle, "echo hello");
    see(&handle, "\nhello\n").await;
    handle.send(SerialCommand::Close).unwrap();
    closed(&mut handle).await;
    let wait = async {
        loop {
            let text = std::fs::read_to_string(&path).unwrap();
            if text.contains("Z hello\n") && text.ends_with("-- closed\n") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let complete = timeout(PATIENCE, wait).await;
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(complete.is_ok(), "{text}");
}

#[tokio::test]
async fn whoever_taps_the_bytes_gets_all_of_them_until_the_end() {
    let simulator = simulator().await;
    let mut options = serial_options(&simulator, "P@ssw0rd");
    options.tap = true;
    let mut handle = open_serial(&Handle::current(), options, || {});
    let tap = handle.tap().unwrap();
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"sim-1 login: ") {
        let more = timeout(PATIENCE, tap.take()).await.unwrap();
        bytes.extend(more.expect("more bytes"));
    }
    handle.send(SerialCommand::Close).unwrap();
    assert!(closed(&mut handle).await.is_none());
    assert_eq!(tap.take().await, None);
}

#[tokio::test]
async fn a_paste_becomes_lines_and_the_pc_is_not_reset_by_it() {
    let simulator = simulator().await;
    let mut handle = opened(&simulator).await;
    log_in(&handle).await;
    let text = "echo one\necho two\x1BR\x1Br\x1BR\n";
    let paste = SerialCommand::Paste(Secret::new(text.into()));
    handle.send(paste).unwrap();
    let skipped = until(&mut handle, |event| match event {
        SerialEvent::PasteSkipped { characters } => Some(*characters),
        _ => None,
    })
    .await;
    assert_eq!(skipped, 3);
    until(&mut handle, |event| {
        matches!(event, SerialEvent::PasteEnded { .. }).then_some(())
    })
    .await;
    see(&handle, "\none\n").await;
    see(&handle, "\ntwo\n").await;
}
