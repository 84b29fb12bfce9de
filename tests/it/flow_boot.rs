//! Starting a PC from somewhere else, once: options, source, consent, and putting back.

use outband::session::flow::IderDevice;
use outband::session::flow::boot::{self, BootOutcome, BootPlan, BootStart, BootStep, BootTarget};
use outband::session::flow::power::{Certainty, NoSessions, PowerAction};
use outband::session::{DeviceFault, Fault};
use outband::sim::firmware::ControlMode;
use outband::sim::firmware::power::PowerState;
use outband::sim::listen::Simulator;
use outband::sim::{Event, Profile};

use crate::support::pc::{control, pc};

async fn start(ip: &str, plan: BootPlan) -> Result<BootOutcome, Fault> {
    boot::boot(&mut control(ip).await, plan, &mut NoSessions, &mut |_| {}).await
}

/// Waits for the PC to start, and says from what.
async fn started_from(sim: &mut Simulator) -> String {
    let wait = async {
        loop {
            if let Event::Boot { source, .. } = sim.next_event().await {
                return source;
            }
        }
    };
    let patience = std::time::Duration::from_secs(60);
    tokio::time::timeout(patience, wait).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_release_starts_from_disk_network_and_cd_and_enters_its_setup() {
    // Each generation has rules of its own: when options are checked, whether a used source stays.
    let mut all = tokio::task::JoinSet::new();
    for (n, profile) in Profile::ALL.into_iter().enumerate() {
        all.spawn(starts_from_everywhere(
            format!("127.0.72.{}", n + 1),
            profile,
        ));
    }
    while let Some(done) = all.join_next().await {
        done.unwrap();
    }
}

async fn starts_from_everywhere(ip: String, profile: Profile) {
    let targets = [
        (BootTarget::Pxe, "pxe"),
        (BootTarget::Disk, "disk"),
        (BootTarget::Cd, "cd"),
        (BootTarget::BiosSetup, "setup"),
        (BootTarget::Normal, "disk"),
    ];
    let mut sim = pc(&ip, profile, |o| o.trouble = "strict-put".parse().unwrap()).await;
    for (target, source) in targets {
        let outcome = start(&ip, BootPlan::new(target)).await.unwrap();
        assert_eq!(outcome.power.action, PowerAction::Reset);
        assert_eq!(started_from(&mut sim).await, source, "{profile} {target:?}");
        // Once: the firmware has used them up.
        let mut control = control(&ip).await;
        let result = boot::result(&mut control).await.unwrap();
        assert!(!result.is_set, "{profile} {target:?}: {result:?}");
    }
    sim.stop().await;
}

#[tokio::test]
async fn a_pc_that_is_off_is_turned_on_and_a_running_one_left_alone_if_so_wanted() {
    let ip = "127.0.72.21";
    let mut sim = pc(ip, Profile::Amt12, |o| o.device.power = PowerState::Off).await;
    let plan = BootPlan {
        start: BootStart::TurnOn,
        ..BootPlan::new(BootTarget::BiosSetup).with_sol(true)
    };
    let outcome = start(ip, plan).await.unwrap();
    assert!(outcome.uses_sol);
    assert_eq!(outcome.power.action, PowerAction::On);
    assert_eq!(outcome.power.certainty, Certainty::Seen);
    assert_eq!(started_from(&mut sim).await, "setup");
    let fault = start(ip, plan).await.unwrap_err();
    assert!(
        matches!(fault, Fault::Device(DeviceFault::NotNow { .. })),
        "{fault:?}"
    );
    let result = boot::result(&mut control(ip).await).await.unwrap();
    assert!(!result.is_set, "nothing waits for the next start");
}

#[tokio::test]
async fn a_lent_drive_has_to_be_there_before_the_pc_is_reset() {
    let ip = "127.0.72.22";
    let _sim = pc(ip, Profile::Amt16, |_| {}).await;
    let plan = BootPlan::new(BootTarget::Lent(IderDevice::Cd));
    let fault = start(ip, plan).await.unwrap_err();
    assert_eq!(fault.kind(), "nothing-lent", "{fault:?}");
    let result = boot::result(&mut control(ip).await).await.unwrap();
    assert!(!result.is_set);
}

#[tokio::test]
async fn in_client_control_mode_consent_is_asked_for_before_anything_is_changed() {
    let ip = "127.0.72.23";
    let _sim = pc(ip, Profile::Amt16, |o| o.device.mode = ControlMode::Client).await;
    let mut steps = Vec::new();
    let mut control = control(ip).await;
    let plan = BootPlan::new(BootTarget::Pxe);
    let fault = boot::boot(&mut control, plan, &mut NoSessions, &mut |s| steps.push(s)).await;
    assert!(matches!(fault, Err(Fault::ConsentNeeded)));
    assert_eq!(steps, [BootStep::Checking]);
    // Starting as usual needs none, and neither does clearing.
    let plain = BootPlan::new(BootTarget::Normal);
    start(ip, plain).await.unwrap();
    boot::clear(&mut control).await.unwrap();
}

#[tokio::test]
async fn what_was_prepared_and_not_used_is_cleared_and_clearing_again_is_harmless() {
    for (ip, profile) in [
        ("127.0.72.24", Profile::Amt6),
        ("127.0.72.25", Profile::Amt16),
    ] {
        let mut sim = pc(ip, profile, |_| {}).await;
        let mut control = control(ip).await;
        let plan = BootPlan::new(BootTarget::BiosSetup);
        boot::prepare(&mut control, plan, &mut |_| {})
            .await
            .unwrap();
        assert!(boot::result(&mut control).await.unwrap().is_set);
        assert!(boot::clear(&mut control).await.unwrap().had_options);
        assert!(!boot::clear(&mut control).await.unwrap().had_options);
        assert!(!boot::result(&mut control).await.unwrap().is_set);
        // A source alone is cleared too.
        let plan = BootPlan::new(BootTarget::Pxe);
        boot::prepare(&mut control, plan, &mut |_| {})
            .await
            .unwrap();
        boot::clear(&mut control).await.unwrap();
        start(ip, BootPlan::new(BootTarget::Normal)).await.unwrap();
        assert_eq!(started_from(&mut sim).await, "disk", "{profile}");
    }
}

#[tokio::test]
async fn a_refused_power_change_takes_the_options_back() {
    // Asleep, and a session is not needed for the firmware to refuse: a reset is not possible.
    let ip = "127.0.72.26";
    let _sim = pc(ip, Profile::Amt12, |o| {
        o.device.power = PowerState::Hibernate
    })
    .await;
    let fault = start(ip, BootPlan::new(BootTarget::BiosSetup))
        .await
        .unwrap_err();
    assert_eq!(fault.kind(), "not-now", "{fault:?}");
    let result = boot::result(&mut control(ip).await).await.unwrap();
    assert!(!result.is_set);
}
