//! The task that serves a tab, against a simulated PC: trust, login without a lock-out, consent,
//! power while the screen is open, facts and logs.

use std::sync::Arc;
use std::time::Duration;

use outband::session::consent::{ConsentCode, ConsentCommand, ConsentPhase, Purpose};
use outband::session::flow::power::PowerAction;
use outband::session::pc::{
    Deed, Doing, LogKind, Outcome, PasswordSource, PcCommand, PcEvent, PcHandle, PcOptions,
    ScreenLogin, open_pc,
};
use outband::session::{
    self, Access, Command, ConsentFault, Credentials, Event, Fault, Feature, Handle, OpenOptions,
    Safety, Stage, TrustFault, TrustMode,
};
use outband::sim::firmware::consent::ConsentPolicy;
use outband::sim::firmware::power::PowerState;
use outband::sim::{self, Profile, Simulator};
use outband::store::secrets::SecretStore;
use outband::wire::Secret;
use tokio::time::timeout;

use crate::support::pc::{PASSWORD, access, access_with, pc};

/// A test that waits longer than this has failed.
const LIMIT: Duration = Duration::from_secs(60);

fn serve(access: Access, password: Option<&str>, secrets: SecretStore) -> PcHandle {
    let options = PcOptions {
        access,
        user: "admin".to_owned(),
        password: password.map(|text| Secret::new(text.to_owned())),
        secrets: Arc::new(secrets),
    };
    open_pc(&tokio::runtime::Handle::current(), options, || {})
}

/// Logged in, with power and policy read.
async fn watched(ip: &str) -> PcHandle {
    let mut pc = serve(access(ip), Some(PASSWORD), SecretStore::nowhere());
    pc.send(PcCommand::Screen(ScreenLogin::Accepted)).unwrap();
    until(&mut pc, |event| {
        matches!(event, PcEvent::Policy(_)).then_some(())
    })
    .await;
    pc
}

/// Waits for an event that `wanted` takes; everything before is left out.
async fn until<T>(pc: &mut PcHandle, wanted: impl Fn(PcEvent) -> Option<T>) -> T {
    let wait = async {
        loop {
            let event = pc.next_event().await.expect("the task has ended");
            if let Some(result) = wanted(event) {
                return result;
            }
        }
    };
    timeout(LIMIT, wait).await.expect("an event in time")
}

async fn outcome(pc: &mut PcHandle, deed: Deed) -> Outcome {
    pc.send(PcCommand::Do(deed)).unwrap();
    until(pc, |event| match event {
        PcEvent::Done(outcome) => Some(outcome),
        PcEvent::Failed(doing, fault) => panic!("{doing:?}: {fault:?}"),
        _ => None,
    })
    .await
}

/// The next phase of consent.
async fn phase(pc: &mut PcHandle) -> (ConsentPhase, u8) {
    until(pc, |event| match event {
        PcEvent::Consent(now) => Some((now.phase, now.tries_left)),
        PcEvent::Failed(doing, fault) => panic!("{doing:?}: {fault:?}"),
        _ => None,
    })
    .await
}

/// How often somebody tried to log in until now.
fn logins(sim: &Simulator) -> Vec<bool> {
    let mut logins = Vec::new();
    while let Some(event) = sim.device().lock().poll_event() {
        if let sim::Event::Login { ok, .. } = event {
            logins.push(ok);
        }
    }
    logins
}

fn code(text: &str) -> PcCommand {
    PcCommand::Consent(ConsentCommand::Submit(ConsentCode::parse(text).unwrap()))
}

fn asks_all(options: &mut sim::SimOptions) {
    options.device.consent = ConsentPolicy::All;
    options.device.consent_code = Some(48_213);
}

#[tokio::test]
async fn nothing_is_sent_before_the_screen_has_logged_in_and_everything_is_told_after() {
    let sim = pc("127.0.95.1", Profile::Amt16, |_| {}).await;
    let mut served = serve(access("127.0.95.1"), Some(PASSWORD), SecretStore::nowhere());
    let source = until(&mut served, |event| match event {
        PcEvent::Login(login, source) => Some((login.user, source)),
        _ => None,
    });
    assert_eq!(source.await, ("admin".to_owned(), PasswordSource::Given));
    // What does not fit the state is ignored.
    served.send(PcCommand::Refresh).unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(logins(&sim), [true; 0], "no login of its own");

    served
        .send(PcCommand::Screen(ScreenLogin::Accepted))
        .unwrap();
    let mut told = Vec::new();
    while told.len() < 4 {
        let event = timeout(LIMIT, served.next_event()).await.unwrap().unwrap();
        told.push(match event {
            PcEvent::Reached(Safety::Pinned(_)) => "reached",
            PcEvent::LoggedIn { version } => {
                assert_eq!(version.unwrap().major, 16);
                "logged in"
            }
            PcEvent::Power(power) => {
                assert!(power.is_on());
                "power"
            }
            PcEvent::Policy(Some(policy)) => {
                assert_eq!(policy.required.0, 0);
                "policy"
            }
            other => panic!("{other:?}"),
        });
    }
    assert_eq!(told, ["reached", "logged in", "power", "policy"]);
}

#[tokio::test]
async fn a_password_that_was_refused_is_never_tried_again_by_itself() {
    let sim = pc("127.0.95.2", Profile::Amt12, |_| {}).await;
    let mut served = serve(access("127.0.95.2"), Some("wrong"), SecretStore::nowhere());
    served
        .send(PcCommand::Screen(ScreenLogin::Refused))
        .unwrap();
    served.send(PcCommand::Refresh).unwrap();
    served.send(PcCommand::Do(Deed::ReadFacts)).unwrap();
    let refused = until(&mut served, |event| match event {
        PcEvent::Failed(doing, fault) => Some((doing, fault)),
        _ => None,
    });
    let (doing, fault) = refused.await;
    assert_eq!(doing, Doing::Deed(Deed::ReadFacts));
    assert!(matches!(fault, Fault::LoginRefused), "{fault:?}");
    assert_eq!(logins(&sim), [true; 0], "the screen's try was the only one");

    // What the screen was told counts until there is another password.
    served
        .send(PcCommand::Screen(ScreenLogin::Untested))
        .unwrap();
    served.send(PcCommand::Refresh).unwrap();
    served.send(PcCommand::Do(Deed::ReadFacts)).unwrap();
    let is_refused =
        |event| matches!(event, PcEvent::Failed(Doing::Deed(_), Fault::LoginRefused)).then_some(());
    until(&mut served, is_refused).await;
    assert_eq!(logins(&sim), [true; 0]);

    // Where no screen could tell it is tried here, once.
    let mut served = serve(access("127.0.95.2"), Some("wrong"), SecretStore::nowhere());
    served
        .send(PcCommand::Screen(ScreenLogin::Untested))
        .unwrap();
    for _ in 0..3 {
        served.send(PcCommand::Refresh).unwrap();
    }
    served.send(PcCommand::Do(Deed::ReadFacts)).unwrap();
    until(&mut served, is_refused).await;
    assert_eq!(logins(&sim), [false]);

    // A better one is another thing.
    let password = Secret::new(PASSWORD.to_owned());
    let user = "admin".to_owned();
    let better = PcCommand::LogIn(Credentials { user, password });
    served.send(better).unwrap();
    served
        .send(PcCommand::Screen(ScreenLogin::Untested))
        .unwrap();
    until(&mut served, |e| {
        matches!(e, PcEvent::LoggedIn { .. }).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_key_store_is_asked_first_and_filled_only_when_asked() {
    let _sim = pc("127.0.95.3", Profile::Amt16, |_| {}).await;
    let way = access("127.0.95.3");
    let known = SecretStore::in_memory();
    let password = Secret::new(PASSWORD.to_owned());
    known.write(way.key(), "admin", &password).unwrap();
    let mut served = serve(way.clone(), None, known);
    let source = until(&mut served, |event| match event {
        PcEvent::Login(login, source) => Some((login.password.expose().clone(), source)),
        _ => None,
    });
    assert_eq!(
        source.await,
        (PASSWORD.to_owned(), PasswordSource::KeyStore)
    );

    let secrets = Arc::new(SecretStore::in_memory());
    let options = PcOptions {
        access: way.clone(),
        user: "admin".to_owned(),
        password: None,
        secrets: Arc::clone(&secrets),
    };
    let mut served = open_pc(&tokio::runtime::Handle::current(), options, || {});
    let reached = until(&mut served, |event| match event {
        PcEvent::Reached(safety) => Some(safety),
        _ => None,
    });
    assert!(matches!(reached.await, Safety::Pinned(_)));
    until(&mut served, |e| {
        matches!(e, PcEvent::LoginWanted(None)).then_some(())
    })
    .await;
    let user = "admin".to_owned();
    served
        .send(PcCommand::LogIn(Credentials { user, password }))
        .unwrap();
    served
        .send(PcCommand::Screen(ScreenLogin::Accepted))
        .unwrap();
    until(&mut served, |e| {
        matches!(e, PcEvent::Policy(_)).then_some(())
    })
    .await;
    assert_eq!(
        secrets.read(way.key(), "admin"),
        Ok(None),
        "nobody has asked for it"
    );
    served.send(PcCommand::Remember).unwrap();
    until(&mut served, |e| {
        matches!(e, PcEvent::Remembered).then_some(())
    })
    .await;
    let stored = secrets.read(way.key(), "admin").unwrap().unwrap();
    assert_eq!(stored.expose(), PASSWORD);
}

#[tokio::test]
async fn a_new_certificate_is_asked_about_before_anything_is_sent() {
    let sim = pc("127.0.95.4", Profile::Amt16, |_| {}).await;
    let way = access_with("127.0.95.4", |security| security.trust = TrustMode::Ask);
    let mut served = serve(way, None, SecretStore::nowhere());
    let fault = until(&mut served, |event| match event {
        PcEvent::Failed(Doing::Looking, fault) => Some(fault),
        PcEvent::Reached(safety) => panic!("{safety:?}"),
        _ => None,
    });
    let Fault::Trust(TrustFault::Unknown { certificate, .. }) = fault.await else {
        panic!("another question");
    };
    assert_eq!(
        certificate.fingerprint.to_string(),
        sim.fingerprint().unwrap()
    );
    assert_eq!(logins(&sim), [true; 0]);
    let trust = PcCommand::Trust {
        certificate,
        reason: None,
    };
    served.send(trust).unwrap();
    until(&mut served, |e| matches!(e, PcEvent::Trusted).then_some(())).await;
    served.send(PcCommand::Look).unwrap();
    let safety = until(&mut served, |event| match event {
        PcEvent::Reached(safety) => Some(safety),
        _ => None,
    });
    assert!(matches!(safety.await, Safety::Pinned(_)));
}

#[tokio::test]
async fn consent_is_asked_for_retried_in_place_and_given() {
    let sim = pc("127.0.95.5", Profile::Amt16, asks_all).await;
    let mut served = watched("127.0.95.5").await;
    served.send(PcCommand::AskConsent(Purpose::Screen)).unwrap();
    assert_eq!(phase(&mut served).await.0, ConsentPhase::Asking);
    let shown = ConsentPhase::CodeWanted { was_wrong: false };
    assert_eq!(phase(&mut served).await, (shown.clone(), 3));
    served.send(code("000000")).unwrap();
    let wrong = ConsentPhase::CodeWanted { was_wrong: true };
    let mut latest = phase(&mut served).await;
    while latest.0 == shown {
        latest = phase(&mut served).await;
    }
    assert_eq!(latest, (wrong, 2));
    served.send(code("048 213")).unwrap();
    while phase(&mut served).await.0 != ConsentPhase::Given {}
    let policy = until(&mut served, |event| match event {
        PcEvent::Policy(policy) => policy,
        _ => None,
    });
    assert!(policy.await.state.is_given(), "the chip can say so");

    // Ending it is told to the firmware.
    served
        .send(PcCommand::Consent(ConsentCommand::Cancel))
        .unwrap();
    let policy = until(&mut served, |event| match event {
        PcEvent::Policy(policy) => policy.filter(|policy| !policy.state.is_given()),
        _ => None,
    });
    policy.await;
    sim.stop().await;
}

#[tokio::test]
async fn three_wrong_codes_end_the_attempt_and_a_new_code_begins_another() {
    let _sim = pc("127.0.95.6", Profile::Amt16, asks_all).await;
    let mut served = watched("127.0.95.6").await;
    served.send(PcCommand::AskConsent(Purpose::Screen)).unwrap();
    while !matches!(phase(&mut served).await.0, ConsentPhase::CodeWanted { .. }) {}
    let mut tries = 3;
    while tries > 0 {
        served.send(code("111111")).unwrap();
        loop {
            match phase(&mut served).await {
                (ConsentPhase::CodeWanted { was_wrong: true }, left) => {
                    assert_eq!(left, tries - 1);
                    break;
                }
                (ConsentPhase::Failed(fault), _) => {
                    assert_eq!((fault, tries), (ConsentFault::Withdrawn, 1));
                    break;
                }
                _ => {}
            }
        }
        tries -= 1;
    }
}

#[tokio::test]
async fn closing_the_tab_takes_the_code_from_the_display() {
    let mut sim = pc("127.0.95.7", Profile::Amt16, asks_all).await;
    let mut served = watched("127.0.95.7").await;
    served.send(PcCommand::AskConsent(Purpose::Screen)).unwrap();
    while !matches!(phase(&mut served).await.0, ConsentPhase::CodeWanted { .. }) {}
    drop(served);
    let ended =
        async { while !matches!(sim.next_event().await, sim::Event::ConsentEnded { .. }) {} };
    timeout(LIMIT, ended).await.expect("the code is gone");
}

/// Opens the screen and waits for its picture.
async fn screen(way: Access) -> Handle {
    let user = "admin".to_owned();
    let password = Secret::new(PASSWORD.to_owned());
    let options = OpenOptions::new(way, Credentials { user, password });
    let mut screen = session::open(&tokio::runtime::Handle::current(), options, || {});
    let live = async {
        loop {
            match screen.next_event().await.expect("an open session") {
                Event::Stage(Stage::Live) => return,
                Event::Closed(fault) => panic!("{fault:?}"),
                _ => {}
            }
        }
    };
    timeout(LIMIT, live).await.expect("a picture in time");
    screen
}

#[tokio::test]
async fn turning_off_closes_the_screen_and_turning_on_lets_it_open_again() {
    let sim = pc("127.0.95.8", Profile::Amt16, |_| {}).await;
    let mut open = screen(access("127.0.95.8")).await;
    let mut served = watched("127.0.95.8").await;
    let off = Deed::Power {
        action: PowerAction::Off,
        has_sessions: true,
    };
    served.send(PcCommand::Do(off)).unwrap();
    until(&mut served, |e| {
        matches!(e, PcEvent::CloseSessions).then_some(())
    })
    .await;
    assert_eq!(sim.device().lock().power(), PowerState::On, "not before");
    open.send(Command::Close).unwrap();
    while let Some(event) = open.next_event().await {
        assert!(!matches!(event, Event::Closed(Some(_))), "{event:?}");
    }
    served.send(PcCommand::SessionsClosed).unwrap();
    let is_on = until(&mut served, |event| match event {
        PcEvent::ReopenSessions { is_on } => Some(is_on),
        PcEvent::Failed(doing, fault) => panic!("{doing:?}: {fault:?}"),
        _ => None,
    });
    assert!(!is_on.await, "the screen waits for power");
    until(&mut served, |e| {
        matches!(e, PcEvent::Done(Outcome::Power(_))).then_some(())
    })
    .await;
    assert_eq!(sim.device().lock().power(), PowerState::Off);

    let on = Deed::Power {
        action: PowerAction::On,
        has_sessions: false,
    };
    outcome(&mut served, on).await;
    drop(screen(access("127.0.95.8")).await);
}

#[tokio::test]
async fn facts_switches_and_logs_are_read_and_a_feature_switched() {
    let _sim = pc("127.0.95.9", Profile::Amt16, |_| {}).await;
    let mut served = watched("127.0.95.9").await;
    let Outcome::Facts(info) = outcome(&mut served, Deed::ReadFacts).await else {
        panic!("no facts");
    };
    assert_eq!(info.version().unwrap().major, 16);
    let feature = Feature::Serial;
    for on in [false, true] {
        let deed = Deed::Switch { feature, on };
        let Outcome::Switched(Feature::Serial, switched) = outcome(&mut served, deed).await else {
            panic!("nothing was switched");
        };
        assert_eq!(switched.after.serial.is_on(), on);
    }
    let reset = Deed::Power {
        action: PowerAction::Reset,
        has_sessions: false,
    };
    outcome(&mut served, reset).await;
    for kind in [LogKind::Audit, LogKind::Events] {
        // What a start writes into the log is written while the PC starts.
        let filled = async {
            loop {
                let read = outcome(&mut served, Deed::ReadLog(kind)).await;
                let Outcome::Log(read, log) = read else {
                    panic!("no log");
                };
                assert_eq!(read, kind);
                if !log.entries.is_empty() {
                    break;
                }
            }
        };
        timeout(LIMIT, filled).await.expect("a record");
    }
}

#[tokio::test]
async fn what_is_stopped_ends_and_leaves_the_task_ready() {
    let _sim = pc("127.0.95.10", Profile::Amt16, |_| {}).await;
    let mut served = watched("127.0.95.10").await;
    // Nobody answers that the sessions are closed, so it waits.
    let off = Deed::Power {
        action: PowerAction::Off,
        has_sessions: true,
    };
    served.send(PcCommand::Do(off)).unwrap();
    until(&mut served, |e| {
        matches!(e, PcEvent::CloseSessions).then_some(())
    })
    .await;
    served.send(PcCommand::Stop).unwrap();
    let stopped = until(&mut served, |event| match event {
        PcEvent::Stopped(deed) => Some(deed),
        PcEvent::Done(outcome) => panic!("{outcome:?}"),
        _ => None,
    });
    assert_eq!(stopped.await, off);
    let read = outcome(&mut served, Deed::ReadSwitches).await;
    assert!(matches!(read, Outcome::Switches(switches) if switches.screen.is_on()));
}
