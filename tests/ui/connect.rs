//! From an address to a picture, and every way in which that can fail.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use eframe::egui::Key;
use egui_kittest::kittest::Queryable;
use outband::session::{Ending, Event, Fault, Stage, Stranger, Target};
use outband::ui::Pc;

use crate::support::desk::{Desk, pc, test_screen};
use crate::support::hands::type_into;

fn press(desk: &mut Desk, key: Key) {
    desk.harness.key_press(key);
    desk.settle();
}

fn click(desk: &mut Desk, label: &str) {
    desk.harness.get_by_label(label).click();
    desk.settle();
}

#[test]
fn the_address_field_has_the_cursor_and_enter_connects() {
    let mut desk = Desk::new(|_| {});
    assert!(desk.harness.get_by_label("Name or address").is_focused());
    desk.harness
        .get_by_label("Name or address")
        .type_text("vnc://10.0.4.17");
    press(&mut desk, Key::Enter);
    let target = desk.network.last(|pc| pc.opening.target.clone());
    assert_eq!(target.to_string(), "vnc://10.0.4.17:5900");
}

#[test]
fn a_pc_without_a_known_password_asks_for_it_before_anything_is_opened() {
    let mut desk = Desk::new(|_| {});
    type_into(&mut desk, "Name or address", "helpdesk@lab-12");
    press(&mut desk, Key::Enter);
    assert_eq!(desk.network.count(), 0);
    assert!(desk.shows("Log in to lab-12"));
    assert!(desk.harness.get_by_label("Password").is_focused());

    desk.harness.get_by_label("Password").type_text("S3cret!");
    press(&mut desk, Key::Enter);
    assert_eq!(desk.network.count(), 1);
    desk.network.last(|pc| {
        assert_eq!(pc.opening.user.as_deref(), Some("helpdesk"));
        let password = pc.opening.password.as_ref().unwrap();
        assert_eq!(password.expose(), "S3cret!");
    });
    assert!(!desk.shows("Log in to"));
}

#[test]
fn user_and_password_beside_the_address_leave_nothing_to_ask() {
    let mut desk = Desk::new(|_| {});
    type_into(&mut desk, "Name or address", "[fe80::1]:16992:16994");
    type_into(&mut desk, "User name", "helpdesk");
    type_into(&mut desk, "Password", "S3cret!");
    click(&mut desk, "Connect");
    desk.network.last(|pc| {
        assert_eq!(pc.opening.user.as_deref(), Some("helpdesk"));
        assert_eq!(pc.opening.target.to_string(), "[fe80::1]:16992:16994");
    });
}

#[test]
fn without_a_name_the_usual_one_logs_in() {
    let mut desk = Desk::new(|_| {});
    type_into(&mut desk, "Name or address", "10.0.4.17");
    type_into(&mut desk, "Password", "S3cret!");
    press(&mut desk, Key::Enter);
    let user = desk.network.last(|pc| pc.opening.user.clone());
    assert_eq!(user.as_deref(), Some("admin"));
}

#[test]
fn a_wrong_address_is_said_in_place_until_it_is_changed() {
    let mut desk = Desk::new(|_| {});
    for (address, reason) in [
        ("", "The address has no host name"),
        ("pc:99999", "99999 is not a port number from 1 to 65535"),
        ("fe80::1", "An IPv6 address stands in brackets"),
        ("a b", "A host name cannot contain ' '"),
    ] {
        type_into(&mut desk, "Name or address", address);
        click(&mut desk, "Connect");
        assert!(desk.shows(reason), "{address}");
        assert_eq!(desk.network.count(), 0);
        desk.harness.get_by_label("Name or address").focus();
        desk.harness.run_steps(2);
        desk.harness
            .key_press_modifiers(eframe::egui::Modifiers::COMMAND, Key::A);
        desk.harness.run_steps(2);
        press(&mut desk, Key::Delete);
    }
    type_into(&mut desk, "Name or address", "x");
    assert!(!desk.shows("host name"));
}

#[test]
fn a_refused_login_is_asked_again_in_the_same_place_and_counted() {
    let mut desk = Desk::new(|options| options.pcs = vec![pc("lab-12", "lab-12")]);
    for (tries, counted) in [(1, "One try so far"), (2, "2 tries so far")] {
        desk.network
            .last(|pc| pc.tell(Event::Closed(Some(Fault::LoginRefused))));
        desk.settle();
        assert!(desk.shows("Login refused"));
        assert!(desk.shows("Capital letters matter"));
        assert!(desk.shows(counted));
        assert_eq!(desk.network.count(), tries, "nothing is tried by itself");
        let password = desk.harness.get_by_label("Password");
        assert!(password.is_focused());
        assert_eq!(password.value().unwrap_or_default(), "");
        password.type_text("other");
        press(&mut desk, Key::Enter);
        assert_eq!(desk.network.count(), tries + 1);
    }
    desk.network.last(|pc| {
        pc.tell(Event::LoggedIn { firmware: None });
        pc.show(&test_screen(64, 48));
    });
    desk.settle();
    assert!(!desk.shows("Login refused"));
    assert!(desk.shows("Screen of lab-12, 64 by 48, live"));
}

#[test]
fn giving_up_the_login_leads_back_to_the_address() {
    let mut desk = Desk::new(|_| {});
    type_into(&mut desk, "Name or address", "me@lab-12:16992");
    press(&mut desk, Key::Enter);
    press(&mut desk, Key::Escape);
    let field = desk.harness.get_by_label("Name or address");
    assert_eq!(field.value().as_deref(), Some("me@lab-12:16992"));
    assert!(field.is_focused());
}

#[test]
fn a_wait_names_its_stage_after_a_moment_and_its_length_after_five_seconds() {
    let mut desk = Desk::new(|options| options.pcs = vec![pc("lab-12", "lab-12")]);
    let desk_at_once = Desk::new(|options| options.pcs = vec![pc("lab-12", "lab-12")]);
    desk_at_once
        .network
        .last(|pc| pc.tell(Event::Stage(Stage::Connecting)));
    assert!(!desk_at_once.shows("Connecting to"));

    desk.network
        .last(|pc| pc.tell(Event::Stage(Stage::LoggingIn)));
    desk.harness.run_steps(6);
    assert!(desk.shows("Connecting to lab-12"));
    assert!(desk.shows("Login"));
    assert!((0..5).all(|n| !desk.shows(&format!("{n} s"))), "not yet");
    desk.harness.run_steps(125);
    assert!(desk.shows("5 s"));

    click(&mut desk, "Cancel");
    assert!(desk.network.last(|pc| pc.is_closed()));
    assert!(desk.shows("Name or address"));
}

/// Every fault that a session may end with, and the button its card has.
fn faults() -> Vec<(Fault, &'static str)> {
    let address = || "10.0.4.17:16994".to_owned();
    let cause = || io::Error::other("no such host");
    let secs = Duration::from_secs;
    vec![
        (
            Fault::NoAnswer {
                address: address(),
                after: secs(5),
            },
            "Try again",
        ),
        (
            Fault::UnknownName {
                name: "lab-12".into(),
                cause: cause(),
            },
            "Edit address",
        ),
        (Fault::Refused { address: address() }, "Try again"),
        (
            Fault::NotAmt {
                address: address(),
                who: Stranger::Ssh,
                heard: "53 53 48".into(),
            },
            "Edit address",
        ),
        (Fault::Busy(outband::session::Feature::Screen), "Try again"),
        (
            Fault::TooLarge {
                width: 3840,
                height: 2160,
            },
            "Use 8-bit colour",
        ),
        (
            Fault::Lost {
                ending: Ending::Silent(secs(12)),
            },
            "Try again",
        ),
        (
            Fault::Unexpected {
                what: "a run past the tile".into(),
                place: "the screen",
            },
            "Copy report",
        ),
        (
            Fault::Internal {
                task: "screen".into(),
            },
            "Open again",
        ),
    ]
}

#[test]
fn every_fault_shows_title_cause_remedy_and_a_button() {
    for (fault, button) in faults() {
        let (title, cause, remedy) = (fault.title(), fault.cause(), fault.remedy());
        let mut desk = Desk::new(|options| options.pcs = vec![pc("lab-12", "lab-12")]);
        desk.network.last(|pc| pc.tell(Event::Closed(Some(fault))));
        desk.settle();
        for text in [&title, &cause, remedy] {
            assert!(desk.shows(text), "{title} lacks “{text}”");
        }
        assert!(desk.harness.query_by_label(button).is_some(), "{title}");
    }
}

#[test]
fn trying_again_opens_the_same_once_more_and_editing_goes_back() {
    let open = |fault| {
        let mut desk = Desk::new(|options| options.pcs = vec![pc("lab-12", "me@lab-12")]);
        desk.network.last(|pc| pc.tell(Event::Closed(Some(fault))));
        desk.settle();
        desk
    };
    let mut desk = open(Fault::Busy(outband::session::Feature::Screen));
    click(&mut desk, "Try again");
    assert_eq!(desk.network.count(), 2);
    desk.network.last(|pc| {
        assert_eq!(pc.opening.user.as_deref(), Some("me"));
        assert!(!pc.opening.fewer_colours);
    });

    let mut desk = open(Fault::TooLarge {
        width: 3840,
        height: 2160,
    });
    click(&mut desk, "Use 8-bit colour");
    assert!(desk.network.last(|pc| pc.opening.fewer_colours));

    let mut desk = open(Fault::UnknownName {
        name: "lab-12".into(),
        cause: io::Error::other("no such host"),
    });
    click(&mut desk, "Edit address");
    let field = desk.harness.get_by_label("Name or address");
    assert_eq!(field.value().as_deref(), Some("me@lab-12"));
}

#[test]
fn a_report_goes_to_the_clipboard_without_secrets() {
    let mut desk = Desk::new(|options| options.pcs = vec![pc("lab-12", "lab-12")]);
    let fault = Fault::Unexpected {
        what: "a run past the tile".into(),
        place: "the screen",
    };
    desk.network.last(|pc| pc.tell(Event::Closed(Some(fault))));
    desk.settle();
    desk.harness.get_by_label("Copy report").click();
    let mut copied = Vec::new();
    for _ in 0..4 {
        desk.harness.step();
        let commands = &desk.harness.output().platform_output.commands;
        copied.extend(commands.iter().filter_map(|command| match command {
            eframe::egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        }));
    }
    let [report] = copied.as_slice() else {
        panic!("copied {copied:?}");
    };
    assert!(report.starts_with("The PC sent something unexpected\nA run past the tile"));
    assert!(!report.contains("P@ssw0rd"));
}

#[test]
fn a_simulated_pc_is_one_click_away() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let mut desk = Desk::new(|options| {
        options.simulate = Some(Arc::new(move || {
            count.fetch_add(1, Ordering::SeqCst);
            Ok(Pc {
                name: Some("Simulated PC".to_owned()),
                ..pc("", "127.0.91.1:16992:16994")
            })
        }));
    });
    click(&mut desk, "Try it with a simulated PC");
    for _ in 0..200 {
        if desk.network.count() > 0 {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
        desk.harness.step();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    let target = desk.network.last(|pc| pc.opening.target.clone());
    assert_eq!(target, "127.0.91.1:16992:16994".parse::<Target>().unwrap());
}

#[test]
fn a_simulator_that_does_not_start_says_why_and_can_be_tried_again() {
    let mut desk = Desk::new(|options| {
        options.simulate = Some(Arc::new(|| {
            Err(Fault::System {
                what: "start the simulator",
                cause: io::Error::other("address in use"),
            })
        }));
    });
    click(&mut desk, "Try it with a simulated PC");
    for _ in 0..200 {
        if desk.shows("Outband cannot start the simulator") {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
        desk.harness.step();
    }
    assert!(desk.shows("Address in use"));
    assert!(desk.shows("Try it with a simulated PC"));
    click(&mut desk, "Close notice");
    assert!(!desk.shows("Address in use"));
}

#[test]
fn a_listed_pc_connects_at_a_click() {
    let mut desk = Desk::new(|options| {
        options.pcs = vec![Pc {
            connect: false,
            view: outband::ui::Page::Screen,
            ..pc("FRONT-DESK-04", "10.0.4.17")
        }];
    });
    assert_eq!(desk.network.count(), 0);
    click(&mut desk, "FRONT-DESK-04");
    let name = desk.network.last(|pc| pc.opening.name.clone());
    assert_eq!(name.as_deref(), Some("FRONT-DESK-04"));
}

#[test]
fn without_a_simulator_none_is_offered() {
    let desk = Desk::new(|_| {});
    assert!(!desk.shows("simulated"));
}
