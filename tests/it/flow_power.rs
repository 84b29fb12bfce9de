//! Switching a PC: what is asked, what is watched, what is said when it does not happen.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use outband::session::flow::PowerState as Cim;
use outband::session::flow::power::{
    self, Certainty, NoSessions, OpenSessions, PowerAction, PowerOutcome, PowerStep, PowerWait,
};
use outband::session::{DeviceFault, Event, Fault, Handle, Stage};
use outband::sim::Profile;
use outband::sim::firmware::power::PowerState;

use crate::support::amt::{open_here, options, until};
use crate::support::pc::{control, pc};

/// Acts without sessions of our own.
async fn act(ip: &str, action: PowerAction) -> Result<PowerOutcome, Fault> {
    let wait = PowerWait {
        within: Some(Duration::from_secs(60)),
    };
    let mut control = control(ip).await.with_answer_within(Duration::from_secs(8));
    power::perform(&mut control, action, wait, &mut NoSessions, &mut |_| {}).await
}

#[tokio::test]
async fn every_release_is_turned_off_on_and_reset() {
    for (n, profile) in Profile::ALL.into_iter().enumerate() {
        let ip = format!("127.0.71.{}", n + 1);
        let sim = pc(&ip, profile, |_| {}).await;
        let off = act(&ip, PowerAction::Off).await.unwrap();
        assert!(off.before.is_on() && off.after.is_off(), "{profile}");
        assert_eq!(off.certainty, Certainty::Seen, "{profile}");
        assert_eq!(sim.device().lock().power(), PowerState::Off);

        let again = act(&ip, PowerAction::Off).await.unwrap();
        assert_eq!(again.certainty, Certainty::AlreadyThere);

        let fault = act(&ip, PowerAction::Reset).await.unwrap_err();
        let Fault::Device(DeviceFault::NotNow { state, .. }) = &fault else {
            panic!("{profile}: {fault:?}");
        };
        assert_eq!(*state, Cim::OFF, "{profile}");

        let on = act(&ip, PowerAction::On).await.unwrap();
        assert!(on.after.is_on() && on.certainty == Certainty::Seen);
        let reset = act(&ip, PowerAction::Reset).await.unwrap();
        assert_eq!(reset.certainty, Certainty::Accepted, "{profile}");
        sim.stop().await;
    }
}

#[tokio::test]
async fn a_power_cycle_is_over_when_the_pc_is_back() {
    let _sim = pc("127.0.71.21", Profile::Amt12, |_| {}).await;
    let mut states = Vec::new();
    let mut control = control("127.0.71.21").await;
    let outcome = power::perform(
        &mut control,
        PowerAction::Cycle,
        PowerWait::default(),
        &mut NoSessions,
        &mut |step| {
            if let PowerStep::Changed(status) = step {
                states.push(status.state);
            }
        },
    )
    .await;
    let outcome = outcome.unwrap();
    assert!(outcome.after.is_on());
    assert_eq!(outcome.certainty, Certainty::Seen);
    assert_eq!(states, [Cim::OFF, Cim::ON]);
}

#[tokio::test]
async fn a_request_right_after_another_waits_until_the_device_is_ready() {
    let _sim = pc("127.0.71.22", Profile::Amt16, |_| {}).await;
    act("127.0.71.22", PowerAction::Reset).await.unwrap();
    let off = act("127.0.71.22", PowerAction::Off).await.unwrap();
    assert!(off.after.is_off());
}

#[tokio::test]
async fn sleep_and_wake_work_in_both_kinds() {
    // S3 through the agent, and Modern Standby, where the state by CIM stays "on".
    for (ip, profile) in [
        ("127.0.71.23", Profile::Amt12),
        ("127.0.71.24", Profile::Amt18),
    ] {
        let sim = pc(ip, profile, |_| {}).await;
        let asleep = act(ip, PowerAction::Sleep).await.unwrap();
        assert!(
            asleep.after.is_asleep() && !asleep.after.is_on(),
            "{profile}"
        );
        let woken = act(ip, PowerAction::On).await.unwrap();
        assert!(woken.after.is_on(), "{profile}: {woken:?}");
        sim.stop().await;
    }
}

#[tokio::test]
async fn what_a_release_cannot_do_is_told_from_what_is_not_possible_now() {
    let _old = pc("127.0.71.25", Profile::Amt6, |_| {}).await;
    let fault = act("127.0.71.25", PowerAction::OffGraceful)
        .await
        .unwrap_err();
    assert_eq!(fault.kind(), "not-known", "{fault:?}");
    let _off = pc("127.0.71.26", Profile::Amt16, |o| {
        o.device.power = PowerState::Off
    })
    .await;
    let fault = act("127.0.71.26", PowerAction::OffGraceful).await;
    assert_eq!(fault.unwrap().certainty, Certainty::AlreadyThere);
    let fault = act("127.0.71.26", PowerAction::ResetGraceful)
        .await
        .unwrap_err();
    assert_eq!(fault.kind(), "not-now", "{fault:?}");
}

#[tokio::test]
async fn an_answer_that_never_comes_is_made_up_for_by_looking_where_that_is_possible() {
    let _sim = pc("127.0.71.27", Profile::Amt16, |o| {
        o.trouble = "no-power-answers".parse().unwrap();
    })
    .await;
    let off = act("127.0.71.27", PowerAction::Off).await.unwrap();
    assert_eq!(off.certainty, Certainty::Seen);
    act("127.0.71.27", PowerAction::On).await.unwrap();
    // Whether a reset has happened nobody can see.
    let fault = act("127.0.71.27", PowerAction::Reset).await.unwrap_err();
    assert_eq!(fault.kind(), "unconfirmed", "{fault:?}");
}

/// A screen session as a front end has it.
struct Screen {
    target: String,
    handle: Option<Handle>,
    log: Arc<Mutex<Vec<&'static str>>>,
}

impl Screen {
    async fn open(&mut self) {
        let mut handle = open_here(options(&self.target));
        until(&mut handle, |e| matches!(e, Event::Stage(Stage::Live))).await;
        self.handle = Some(handle);
    }
}

impl OpenSessions for Screen {
    fn is_open(&self) -> bool {
        self.handle.is_some()
    }

    async fn close(&mut self) {
        self.log.lock().unwrap().push("close");
        self.handle = None;
    }

    async fn reopen(&mut self, is_on: bool) {
        self.log
            .lock()
            .unwrap()
            .push(if is_on { "reopen" } else { "wait" });
        if is_on {
            self.open().await;
        }
    }
}

#[tokio::test]
async fn with_the_screen_open_off_closes_it_and_on_brings_it_back() {
    let ip = "127.0.71.28";
    let sim = pc(ip, Profile::Amt16, |_| {}).await;
    let log = Arc::new(Mutex::new(Vec::new()));
    let mut screen = Screen {
        target: format!("{ip}:16992:16994"),
        handle: None,
        log: Arc::clone(&log),
    };
    screen.open().await;
    // Somebody else's session refuses it: it is not ours to close.
    let fault = act(ip, PowerAction::Off).await.unwrap_err();
    let Fault::Device(DeviceFault::OtherSession { kinds }) = &fault else {
        panic!("{fault:?}");
    };
    assert_eq!(kinds, &["screen"]);

    let mut control = control(ip).await;
    let wait = PowerWait::default();
    let off = power::perform(
        &mut control,
        PowerAction::Off,
        wait,
        &mut screen,
        &mut |_| {},
    )
    .await;
    assert!(off.unwrap().after.is_off());
    assert_eq!(sim.device().lock().power(), PowerState::Off);
    assert_eq!(*log.lock().unwrap(), ["close", "wait"]);

    let on = power::perform(
        &mut control,
        PowerAction::On,
        wait,
        &mut screen,
        &mut |_| {},
    )
    .await;
    assert!(on.unwrap().after.is_on());
    screen.open().await;
    let cycle = power::perform(
        &mut control,
        PowerAction::Cycle,
        wait,
        &mut screen,
        &mut |_| {},
    )
    .await;
    assert!(cycle.unwrap().after.is_on());
    assert_eq!(*log.lock().unwrap(), ["close", "wait", "close", "reopen"]);
    assert!(screen.is_open());
}

#[tokio::test]
async fn a_system_that_does_not_follow_is_said_after_the_time_given() {
    // Its screen is the firmware's setup: no system runs that could shut down.
    let ip = "127.0.71.29";
    let _sim = pc(ip, Profile::Amt16, |o| {
        o.scene = outband::sim::scene::SceneChoice::Setup;
    })
    .await;
    let mut control = control(ip).await;
    let wait = PowerWait {
        within: Some(Duration::from_secs(2)),
    };
    let result = power::perform(
        &mut control,
        PowerAction::OffGraceful,
        wait,
        &mut NoSessions,
        &mut |_| {},
    )
    .await;
    let fault = result.unwrap_err();
    assert_eq!(fault.kind(), "not-reached", "{fault:?}");
}
