//! The smallest window, and twice the size of everything: controls stay inside and apart.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Rect, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable};
use outband::session::flow::PowerState;
use outband::session::flow::boot_image::{BootImageEvent, PcWarning};
use outband::session::ider::desk::DeskEvent;
use outband::session::pc::PcEvent;
use outband::session::sol::{Control, PortStatus, SerialEvent, SerialStage};
use outband::session::{BootFault, Ending, Fault};
use outband::store::profile::{AddressBook, Profile};
use outband::store::settings::Language;

use crate::media::cd;
use crate::support::consoles::Consoles;
use crate::support::desk::{Desk, Look, Tasks, pc, test_screen};
use crate::support::facts;
use crate::support::lending::{Lending, floppy};

/// What a person clicks or types into.
const CONTROLS: [Role; 7] = [
    Role::Button,
    Role::CheckBox,
    Role::ComboBox,
    Role::ListBoxOption,
    Role::PasswordInput,
    Role::Tab,
    Role::TextInput,
];

/// Every control with its name and where it is.
fn controls(desk: &Desk) -> Vec<(String, Rect)> {
    CONTROLS
        .into_iter()
        .flat_map(|role| desk.harness.query_all_by_role(role))
        .map(|node| {
            let name = node.accesskit_node().label().unwrap_or_default();
            (name, node.rect())
        })
        .filter(|(_, rect)| rect.is_positive())
        .collect()
}

/// No control leaves the window at its side, and none lies on another.
///
/// * `scrolls`: the page may be higher than the window.
fn check(desk: &Desk, look: &Look, page: &str, scrolls: bool) {
    let room = look.size / look.zoom;
    let all = controls(desk);
    assert!(all.len() > 3, "{page} has controls");
    for (place, (name, rect)) in all.iter().enumerate() {
        assert!(
            rect.left() >= -0.5 && rect.right() <= room.x + 0.5,
            "{page}: {name} lies at {rect:?} in {room:?}"
        );
        if !scrolls {
            assert!(
                rect.top() >= -0.5 && rect.bottom() <= room.y + 0.5,
                "{page}: {name} lies at {rect:?} in {room:?}"
            );
        }
        for (other, other_rect) in all.iter().skip(place + 1) {
            let holds = |a: &Rect, b: &Rect| a.expand(1.0).contains_rect(*b);
            let apart = !rect.shrink(1.0).intersects(other_rect.shrink(1.0));
            // A tab holds the button that closes it.
            let within = holds(rect, other_rect) || holds(other_rect, rect);
            assert!(
                apart || within,
                "{page}: {name} at {rect:?} and {other} at {other_rect:?}"
            );
        }
    }
}

/// Every language of the window; the letters of all of them are in our own fonts.
const LANGUAGES: [Language; 5] = [
    Language::English,
    Language::German,
    Language::French,
    Language::Spanish,
    Language::Japanese,
];

fn looks() -> [Look; 5] {
    let small = vec2(960.0, 600.0);
    let roomy = |look| Look {
        roomy: true,
        ..look
    };
    let with = |size, zoom| Look {
        size,
        zoom,
        ..Look::default()
    };
    [
        with(small, 1.0),
        with(small, 2.0),
        with(vec2(1280.0, 800.0), 2.0),
        roomy(with(small, 1.0)),
        roomy(with(small, 2.0)),
    ]
}

#[test]
fn a_live_screen_and_its_bars_fit_a_small_window_and_twice_the_size() {
    for look in looks() {
        let mut desk = Desk::served(look.clone(), true);
        desk.network.last(|pc| pc.show(&test_screen(640, 400)));
        desk.pc_tells(PcEvent::LoggedIn { version: None });
        desk.pc_tells(PcEvent::Power(facts::power(PowerState::ON)));
        check(&desk, &look, "screen", false);
        desk.click("Device");
        check(&desk, &look, "device", true);
    }
}

#[test]
fn the_bar_over_a_serial_console_fits_a_small_window_and_twice_the_size() {
    for look in looks() {
        let consoles = Consoles::default();
        let serial = consoles.open();
        let tasks = Tasks::default();
        let manage = tasks.manage();
        let mut desk = Desk::with(look.clone(), |options| {
            options.manage = Some(manage);
            options.serial = Some(serial);
            options.pcs = vec![pc("lab-12", "10.0.4.17")];
        });
        desk.tasks = tasks;
        desk.network.last(|pc| pc.show(&test_screen(640, 400)));
        desk.pc_tells(PcEvent::Power(facts::power(PowerState::ON)));
        desk.click("Serial");
        consoles.tell(SerialEvent::Stage(SerialStage::Open));
        desk.settle();
        check(&desk, &look, "serial", false);
    }
}

/// Tabs by their number, and the buttons beside them.
#[test]
fn many_tabs_leave_the_one_in_front_and_every_button_in_sight() {
    for look in looks() {
        let mut desk = Desk::with(look.clone(), |_| {});
        let press = |desk: &mut Desk, key| {
            desk.harness.key_press_modifiers(Modifiers::COMMAND, key);
            desk.settle();
        };
        for key in [Key::Comma, Key::H, Key::T, Key::T, Key::T] {
            press(&mut desk, key);
        }
        let room = look.size / look.zoom;
        let in_sight = |desk: &Desk, role, name: &str| {
            let mut found = desk.harness.query_all_by_role_and_label(role, name);
            found.any(|node| {
                let rect = node.rect();
                rect.left() >= -0.5 && rect.right() <= room.x + 0.5
            })
        };
        assert!(in_sight(&desk, Role::Tab, "New tab"));
        assert!(in_sight(&desk, Role::Button, "New tab"));
        let menu = desk.harness.query_by_label("Window menu").is_some();
        assert_eq!(menu, room.x < 560.0);
        if menu {
            desk.click("Window menu");
            desk.click("Wall");
        }
    }
}

#[test]
fn lists_forms_and_pages_fit_a_small_window_and_twice_the_size() {
    for look in looks() {
        let book = AddressBook::in_memory();
        book.edit(|book| book.add(Profile::new("lab-9", "10.0.5.9")))
            .unwrap();
        let mut desk = Desk::with(look.clone(), |options| options.book = Some(book));
        let press = |desk: &mut Desk, key| {
            desk.harness.key_press_modifiers(Modifiers::COMMAND, key);
            desk.settle();
        };
        for _ in 0..2000 {
            desk.harness.step();
            desk.harness
                .key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
            desk.settle();
            if desk.shows("lab-9") {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        assert!(desk.shows("lab-9"), "{look:?} shows the list");
        let room = look.size / look.zoom;
        let row = desk.harness.get_by_label_contains("lab-9").rect();
        assert!(row.is_positive() && row.right() <= room.x);
        for form in ["Add…", "Import…", "Scan…", "Export…"] {
            desk.click(form);
            for (name, rect) in controls(&desk) {
                assert!(
                    rect.left() >= -0.5 && rect.right() <= room.x + 0.5,
                    "{form}: {name} lies at {rect:?} in {room:?}"
                );
            }
            desk.harness.key_press(Key::Escape);
            desk.settle();
        }
        desk.harness.key_press(Key::Escape);
        desk.settle();
        for (key, page) in [(Key::Comma, "settings"), (Key::H, "journal")] {
            press(&mut desk, key);
            if room.x < 720.0 {
                check(&desk, &look, page, true);
            }
        }
    }
}

#[test]
fn the_words_of_every_language_fit() {
    for language in LANGUAGES {
        for look in looks() {
            let tasks = Tasks::default();
            let manage = tasks.manage();
            let mut desk = Desk::with(look.clone(), |options| {
                options.language = language;
                options.manage = Some(manage);
                options.pcs = vec![pc("lab-12", "10.0.4.17")];
            });
            desk.tasks = tasks;
            desk.network.last(|pc| pc.show(&test_screen(640, 400)));
            desk.pc_tells(PcEvent::LoggedIn { version: None });
            desk.pc_tells(PcEvent::Power(facts::power(PowerState::ON)));
            check(&desk, &look, &format!("screen in {language:?}"), false);
            desk.harness.key_press(Key::ControlRight);
            desk.settle();
            let press = |desk: &mut Desk, held, key| {
                desk.harness.key_press_modifiers(held, key);
                desk.settle();
            };
            press(&mut desk, Modifiers::ALT, Key::Num4);
            check(&desk, &look, &format!("device in {language:?}"), true);
            let mut desk = Desk::with(look.clone(), |options| options.language = language);
            check(&desk, &look, &format!("new tab in {language:?}"), true);
            press(&mut desk, Modifiers::COMMAND, Key::Comma);
            for number in 0..8 {
                // The tabs of the window lie above its pages.
                let tabs = desk.harness.query_all_by_role(Role::Tab);
                let mut pages = tabs.filter(|tab| tab.rect().top() > 64.0);
                pages.nth(number).unwrap().click_accesskit();
                drop(pages);
                desk.settle();
                let page = format!("page {number} of the settings in {language:?}");
                check(&desk, &look, &page, true);
            }
        }
    }
}

#[test]
fn a_question_fits_a_small_window_and_twice_the_size() {
    for look in looks() {
        let mut desk = Desk::served(look.clone(), false);
        desk.pc_tells(PcEvent::Reached(outband::session::Safety::Plain));
        desk.pc_tells(PcEvent::LoginWanted(None));
        assert!(desk.shows("Log in to lab-12"));
        check(&desk, &look, "login", true);
    }
}

#[test]
fn the_list_of_pcs_fits_beside_a_tab() {
    let look = Look {
        size: vec2(1280.0, 800.0),
        ..Look::default()
    };
    let book = AddressBook::in_memory();
    book.edit(|book| {
        let name = "Empfangsarbeitsplatzrechner-Erdgeschoss-Nord-04";
        book.add(Profile::new(name, "empfang-04.verwaltung.example.com"))
    })
    .unwrap();
    let mut desk = Desk::with(look.clone(), |options| options.book = Some(book));
    for _ in 0..2000 {
        desk.harness.step();
        if desk.shows("1 PC") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    check(&desk, &look, "list", false);
}

/// Every view of a tab at the normal size and at twice that size.
fn both_sizes() -> [Look; 2] {
    [(960.0, 600.0, 1.0), (1280.0, 800.0, 2.0)].map(|(width, height, zoom)| Look {
        size: vec2(width, height),
        zoom,
        ..Look::default()
    })
}

/// Shows the view of this number, whatever the language calls it.
fn show(desk: &mut Desk, view: Key) {
    desk.harness.key_press(Key::ControlRight);
    desk.settle();
    desk.harness.key_press_modifiers(Modifiers::ALT, view);
    desk.settle();
}

/// No text leaves the window at its side: it is wrapped or cut with an ellipsis.
fn check_texts(desk: &Desk, look: &Look, page: &str) {
    let room = look.size / look.zoom;
    let mut count = 0;
    for node in desk.harness.query_all_by_role(Role::Label) {
        let rect = node.rect();
        count += 1;
        assert!(
            !rect.is_positive() || (rect.left() >= -0.5 && rect.right() <= room.x + 0.5),
            "{page}: {:?} lies at {rect:?} in {room:?}",
            node.accesskit_node().value()
        );
    }
    assert!(count > 3, "{page} has texts");
}

#[test]
fn a_serial_console_fits_in_every_language() {
    for language in LANGUAGES {
        for look in both_sizes() {
            let consoles = Consoles::default();
            let serial = consoles.open();
            let mut desk = Desk::with(look.clone(), |options| {
                options.language = language;
                options.serial = Some(serial);
                options.pcs = vec![pc("lab-12", "10.0.4.17")];
            });
            desk.network.last(|pc| pc.show(&test_screen(64, 48)));
            desk.settle();
            show(&mut desk, Key::Num2);
            check(&desk, &look, &format!("waiting in {language:?}"), false);
            consoles.tell(SerialEvent::Stage(SerialStage::Open));
            consoles.tell(SerialEvent::Controls {
                control: Control::RTS | Control::DTR,
                status: PortStatus::LOOPBACK | PortStatus::TEST_MODE,
            });
            desk.settle();
            let page = format!("serial in {language:?}");
            check(&desk, &look, &page, false);
            check_texts(&desk, &look, &page);
            let after = std::time::Duration::from_secs(9);
            let ending = Ending::Silent(after);
            consoles.tell(SerialEvent::Closed(Some(Fault::Lost { ending })));
            desk.settle();
            let page = format!("closed serial in {language:?}");
            check(&desk, &look, &page, false);
            check_texts(&desk, &look, &page);
        }
    }
}

#[test]
fn lent_drives_and_a_start_from_them_fit_in_every_language() {
    for language in LANGUAGES {
        for look in both_sizes() {
            let mut view = Lending::new(
                look.clone(),
                |options| options.language = language,
                |desk| {
                    desk.network.last(|pc| pc.show(&test_screen(64, 48)));
                    desk.settle();
                    show(desk, Key::Num3);
                },
            );
            view.tell(DeskEvent::Opened(floppy()));
            view.tell(DeskEvent::Opened(cd()));
            let page = format!("media in {language:?}");
            check(&view.desk, &look, &page, true);
            check_texts(&view.desk, &look, &page);
            for warning in [PcWarning::Wireless, PcWarning::SlowLink(10)] {
                view.tell(DeskEvent::Boot(BootImageEvent::Warning(warning)));
            }
            let cause = Fault::NoAnswer {
                address: "10.0.4.17:16992".into(),
                after: std::time::Duration::from_secs(90),
            };
            let fault = BootFault::NotPutBack {
                cause: Box::new(cause),
            };
            view.tell(DeskEvent::Ended(Err(fault.into())));
            let page = format!("a failed start in {language:?}");
            check(&view.desk, &look, &page, true);
            check_texts(&view.desk, &look, &page);
        }
    }
}
