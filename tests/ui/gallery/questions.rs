//! The strip between a PC and its picture: certificate, login, consent.

use std::time::Duration;

use eframe::egui::Event as Input;
use outband::session::consent::ConsentPhase;
use outband::session::pc::{ConsentNow, PcEvent};
use outband::session::{ConsentFault, Event, Fault, Fingerprint, Safety, TrustFault};
use outband::store::secrets::KeyStoreError;
use time::macros::datetime;

use super::{on_each, press, type_into};
use crate::support::desk::Desk;
use crate::support::facts;

#[test]
#[ignore = "draws for people"]
fn gallery_trust() {
    on_each(|canvas| {
        let shows = |fault: TrustFault| {
            let desk = Desk::served(canvas.look.clone(), true);
            desk.network
                .last(|pc| pc.tell(Event::Closed(Some(fault.into()))));
            desk
        };
        let mut desk = shows(TrustFault::Unknown {
            device: "10.0.4.17".to_owned(),
            certificate: facts::certificate(0x4B),
        });
        canvas.shot(&mut desk, "trust-first");
        press(&mut desk, "Details");
        canvas.shot(&mut desk, "trust-first-details");

        let mut desk = shows(TrustFault::Changed {
            device: "10.0.4.17".to_owned(),
            known: Fingerprint([0x9F; 32]),
            since: Some(datetime!(2025-11-03 12:00 UTC)),
            offered: facts::certificate(0x4B),
        });
        canvas.shot(&mut desk, "trust-changed");
        press(&mut desk, "Compare");
        canvas.shot(&mut desk, "trust-changed-compare");
        // In the smallest window the strip is higher than the stage.
        super::scroll(&mut desk, 400.0);
        press(&mut desk, "Trust the new one…");
        canvas.shot(&mut desk, "trust-changed-reason");
        type_into(
            &mut desk,
            "Why may it replace the known one?",
            "Board replaced on Monday, ticket 4711",
        );
        canvas.shot(&mut desk, "trust-changed-reason-given");

        let since = datetime!(2025-11-03 12:00 UTC);
        let mut desk = shows(TrustFault::EncryptionGone { since });
        canvas.shot(&mut desk, "trust-encryption-gone");
        let mut desk = shows(TrustFault::Outdated {
            offers: outband::net::tls::Outdated::KeyExchange,
        });
        canvas.shot(&mut desk, "trust-outdated");
        let mut desk = shows(TrustFault::OutOfDate {
            offered: facts::certificate(0x4B),
            now: datetime!(2032-01-01 00:00 UTC),
        });
        canvas.shot(&mut desk, "trust-out-of-date");
        let mut desk = shows(TrustFault::OnlyEncrypted);
        canvas.shot(&mut desk, "trust-only-encrypted");
    });
}

#[test]
#[ignore = "draws for people"]
fn gallery_login() {
    on_each(|canvas| {
        let asked = |fault| {
            let mut desk = Desk::served(canvas.look.clone(), false);
            desk.pc_tells(PcEvent::Reached(Safety::Pinned(facts::certificate(0x4B))));
            desk.pc_tells(PcEvent::LoginWanted(fault));
            desk
        };
        let mut desk = asked(None);
        canvas.shot(&mut desk, "login-asked");
        type_into(&mut desk, "Password", "P@ssw0rd");
        canvas.shot(&mut desk, "login-typed");
        let locked = Fault::KeyStore(KeyStoreError::Locked);
        let mut desk = asked(Some(locked));
        canvas.shot(&mut desk, "login-key-store-locked");

        let mut desk = Desk::served(canvas.look.clone(), true);
        desk.network
            .last(|pc| pc.tell(Event::Closed(Some(Fault::LoginRefused))));
        canvas.shot(&mut desk, "login-refused");
    });
}

#[test]
#[ignore = "draws for people"]
fn gallery_consent() {
    on_each(|canvas| {
        let now = |phase, secs: u64, tries_left| {
            PcEvent::Consent(ConsentNow {
                phase,
                left: Some(Duration::from_secs(secs)),
                tries_left,
            })
        };
        let wanted = |was_wrong| ConsentPhase::CodeWanted { was_wrong };
        let mut desk = Desk::served(canvas.look.clone(), true);
        let reached = PcEvent::Reached(Safety::Pinned(facts::certificate(0x4B)));
        desk.pc_tells(reached);
        desk.network
            .last(|pc| pc.tell(Event::Closed(Some(Fault::ConsentNeeded))));
        canvas.shot(&mut desk, "consent-asking");
        desk.pc_tells(now(ConsentPhase::PcOff, 0, 3));
        canvas.shot(&mut desk, "consent-pc-off");
        desk.pc_tells(now(wanted(false), 277, 3));
        canvas.shot(&mut desk, "consent-digits-none");
        desk.harness.event(Input::Text("481".to_owned()));
        canvas.shot(&mut desk, "consent-digits");
        desk.harness.event(Input::Text("302".to_owned()));
        canvas.shot(&mut desk, "consent-checking");
        desk.pc_tells(now(wanted(true), 212, 2));
        canvas.shot(&mut desk, "consent-wrong");
        desk.pc_tells(now(wanted(false), 24, 2));
        canvas.shot(&mut desk, "consent-hurry");
        for (fault, state) in [
            (
                ConsentFault::Expired {
                    after: Some(Duration::from_secs(300)),
                },
                "consent-expired",
            ),
            (ConsentFault::Withdrawn, "consent-third-wrong"),
            (ConsentFault::Blocked, "consent-blocked"),
            (ConsentFault::Declined, "consent-declined"),
        ] {
            desk.pc_tells(now(ConsentPhase::Failed(fault), 0, 0));
            canvas.shot(&mut desk, state);
        }
        desk.pc_tells(now(ConsentPhase::Cancelled, 0, 3));
        canvas.shot(&mut desk, "consent-cancelled");

        let mut desk = Desk::served(canvas.look.clone(), true);
        desk.network
            .last(|pc| pc.tell(Event::Closed(Some(Fault::ConsentNeeded))));
        desk.settle();
        desk.pc_tells(now(wanted(false), 277, 3));
        desk.pc_tells(now(ConsentPhase::Given, 0, 3));
        canvas.shot(&mut desk, "consent-given");
        super::go_live(&mut desk);
        canvas.shot(&mut desk, "consent-given-live");
    });
}
