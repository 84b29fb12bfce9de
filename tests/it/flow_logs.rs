//! Both logs as a technician reads them: complete, in order, in words.

use outband::session::flow::logs::{self, LogFilter};
use outband::session::flow::power::{self, NoSessions, PowerAction, PowerWait};
use outband::sim::Profile;

use crate::support::pc::{control, login, pc};

#[tokio::test]
async fn every_release_shows_both_logs_in_words_newest_first() {
    for (n, profile) in Profile::ALL.into_iter().enumerate() {
        let ip = format!("127.0.74.{}", n + 1);
        let sim = pc(&ip, profile, |_| {}).await;
        let mut control = control(&ip).await;
        let wait = PowerWait::default();
        for action in [PowerAction::Off, PowerAction::On] {
            power::perform(&mut control, action, wait, &mut NoSessions, &mut |_| {})
                .await
                .unwrap();
        }
        let mut heard = Vec::new();
        let events = logs::events(&mut control, |read, of| heard.push((read, of)));
        let events = events.await.unwrap();
        assert!(!events.entries.is_empty() && events.unreadable == 0);
        assert!(heard.len() >= 2 && heard[0].0 == 0, "{heard:?}");
        assert!(
            events
                .entries
                .is_sorted_by_key(|e| std::cmp::Reverse(e.time))
        );

        let audit = logs::audit(&mut control, u32::MAX, |_, _| {})
            .await
            .unwrap();
        assert!(audit.entries.iter().all(|e| !e.text.is_empty()));
        let off = audit.entries.iter().find(|e| e.contains("turned off"));
        let off = off.unwrap_or_else(|| panic!("{profile}: {:?}", audit.entries));
        assert_eq!(off.who.as_deref(), Some("admin"));
        assert_eq!(off.address.as_deref(), Some("127.0.0.1"));
        sim.stop().await;
    }
}

#[tokio::test]
async fn an_audit_log_of_many_pages_is_read_whole_or_from_its_newest() {
    let _sim = pc("127.0.74.21", Profile::Amt16, |_| {}).await;
    let mut control = control("127.0.74.21").await;
    let wait = PowerWait::default();
    for _ in 0..6 {
        for action in [PowerAction::Reset, PowerAction::Reset] {
            power::perform(&mut control, action, wait, &mut NoSessions, &mut |_| {})
                .await
                .unwrap();
        }
    }
    let whole = logs::audit(&mut control, u32::MAX, |_, _| {})
        .await
        .unwrap();
    assert!(whole.entries.len() > 10, "{}", whole.entries.len());
    assert_eq!(whole.entries.len(), usize::try_from(whole.total).unwrap());
    let newest = logs::audit(&mut control, 3, |_, _| {}).await.unwrap();
    assert_eq!(newest.entries[..], whole.entries[..3]);
}

#[tokio::test]
async fn an_attack_on_the_password_is_found_by_its_words() {
    let ip = "127.0.74.22";
    let _sim = pc(ip, Profile::Amt12, |_| {}).await;
    for _ in 0..10 {
        let mut control = login(ip, "Wr0ng!pass").await.unwrap();
        logs::events(&mut control, |_, _| {}).await.unwrap_err();
    }
    // Further logins are refused for 5 s (§ 1.3).
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    let events = loop {
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        let mut control = control(ip).await;
        match logs::events(&mut control, |_, _| {}).await {
            Ok(events) => break events,
            Err(fault) if std::time::Instant::now() < deadline => {
                assert_eq!(fault.kind(), "login-refused");
                // Asking again at once would make the pause longer.
                tokio::time::sleep(std::time::Duration::from_secs(6)).await;
            }
            Err(fault) => panic!("{fault:?}"),
        }
    };
    let filter = LogFilter {
        text: Some("attack".to_owned()),
        ..LogFilter::default()
    };
    assert!(events.entries.iter().any(|entry| filter.passes(entry)));
}
