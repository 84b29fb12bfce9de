//! The screen: its bar, its menus, what is typed, macros, recording, power.

use std::time::Duration;

use eframe::egui::{Event as Input, Key, ViewportEvent, ViewportId, ViewportInfo};
use egui_kittest::kittest::Queryable;
use outband::screen::{Framebuffer, PixelFormat};
use outband::session::flow::displays::Displays;
use outband::session::flow::power::{PowerAction, PowerStep};
use outband::session::flow::{PowerState, Screen};
use outband::session::macros::MacroState;
use outband::session::pc::{Deed, Outcome, PcEvent, Step};
use outband::session::recording::RecordingState;
use outband::session::{Command, DeviceFault, Event, Fault};
use outband::sim::font::glyph;
use outband::store::macros::{self, SavedMacro};
use outband::store::paths::Folder;

use super::{Canvas, go_live, key, live, on_each, press, type_into};
use crate::support::desk::{Desk, pc};
use crate::support::facts;
use crate::support::hands::wait_until;

fn displays() -> PcEvent {
    let screen = |index, width, height| Screen {
        index,
        is_active: true,
        x: 0,
        y: 0,
        width,
        height,
    };
    PcEvent::Done(Outcome::Displays(Displays {
        active: vec![screen(0, 1920, 1080), screen(1, 1280, 1024)],
        primary: Some(0),
        shown: Some(0),
        back_to_back: false,
    }))
}

/// What the system says about the window.
fn root(desk: &mut Desk) -> &mut ViewportInfo {
    let viewports = &mut desk.harness.input_mut().viewports;
    viewports.get_mut(&ViewportId::ROOT).unwrap()
}

#[test]
#[ignore = "draws for people"]
fn gallery_toolbar_and_menus() {
    on_each(|canvas| {
        let mut desk = live(canvas);
        canvas.shot(&mut desk, "screen-live");
        desk.pc_tells(displays());
        canvas.shot(&mut desk, "screen-two-displays");
        for (button, state) in [
            ("Scale Fit", "screen-scale-menu"),
            ("Keys", "screen-keys-menu"),
            ("Display 1", "screen-displays-menu"),
            ("More", "screen-more-menu"),
        ] {
            let mut desk = live(canvas);
            desk.pc_tells(displays());
            // A narrow bar has no room for it.
            if desk.harness.query_by_label(button).is_some() {
                press(&mut desk, button);
                canvas.shot(&mut desk, state);
            }
        }
        let mut desk = live(canvas);
        press(&mut desk, "More");
        press(&mut desk, "Colours");
        canvas.shot(&mut desk, "screen-picture-menu");

        let mut desk = live(canvas);
        press(&mut desk, "Keys");
        press(&mut desk, "Function keys");
        canvas.shot(&mut desk, "screen-function-keys");

        for (chip, state) in [
            ("Safety, TLS, pinned", "screen-safety-card"),
            ("Power, On", "screen-power-card"),
        ] {
            let mut desk = live(canvas);
            press(&mut desk, chip);
            canvas.shot(&mut desk, state);
        }
        let mut desk = live(canvas);
        press(&mut desk, "View only");
        canvas.shot(&mut desk, "screen-view-only");
        press(&mut desk, "Figures");
        canvas.shot(&mut desk, "screen-figures");
        let mut desk = live(canvas);
        key(&mut desk, Key::ControlRight);
        canvas.shot(&mut desk, "screen-keys-freed");
        root(&mut desk).fullscreen = Some(true);
        desk.settle();
        canvas.shot(&mut desk, "screen-full");

        let mut desk = live(canvas);
        root(&mut desk).events.push(ViewportEvent::Close);
        desk.settle();
        canvas.shot(&mut desk, "quit-asks");
    });
}

#[test]
#[ignore = "draws for people"]
fn gallery_paste() {
    on_each(|canvas| {
        let mut desk = live(canvas);
        press(&mut desk, "Paste");
        canvas.shot(&mut desk, "paste-empty");
        let text = "sudo systemctl restart ssh\nls -la /var/log | grep ñandú\nexit\n";
        desk.harness.event(Input::Paste(text.to_owned()));
        canvas.shot(&mut desk, "paste-preview");
        press(&mut desk, "Type");
        desk.network.last(|pc| {
            pc.tell(Event::Typing {
                done: 21,
                total: 60,
                skipped: 0,
            });
        });
        canvas.shot(&mut desk, "paste-running");

        let mut desk = live(canvas);
        press(&mut desk, "Paste");
        desk.harness.event(Input::Paste("Tr0ub4dor&3".to_owned()));
        canvas.shot(&mut desk, "paste-masked");
    });
}

/// A live PC with macros of its own.
fn with_macros(canvas: &Canvas) -> (Desk, tempfile::TempDir) {
    let keep = tempfile::tempdir().unwrap();
    let folder = Folder::new(keep.path().to_owned());
    for (name, script) in [
        ("Boot menu", "press f12\nwait 1 s"),
        ("Second console", "press ctrl+alt+f2\nwait 500 ms"),
    ] {
        let saved = SavedMacro {
            name: name.to_owned(),
            script: script.to_owned(),
            key: None,
        };
        macros::change(&folder, |macros| macros.push(saved)).unwrap();
    }
    let mut desk = Desk::with(canvas.look.clone(), |options| {
        options.pcs = vec![pc("lab-12", "10.0.4.17")];
        options.folder = Some(folder);
    });
    go_live(&mut desk);
    (desk, keep)
}

#[test]
#[ignore = "draws for people"]
fn gallery_macros() {
    on_each(|canvas| {
        let (mut desk, _keep) = with_macros(canvas);
        press(&mut desk, "Macros");
        wait_until(&mut desk, |desk| desk.shows("Run Boot menu"));
        canvas.shot(&mut desk, "macros-list");
        press(&mut desk, "Delete Boot menu");
        canvas.shot(&mut desk, "macros-delete");
        press(&mut desk, "Keep");
        press(&mut desk, "Run Boot menu");
        let at = MacroState::At { step: 1, of: 2 };
        desk.network.last(|pc| pc.tell(Event::Macro(at)));
        canvas.shot(&mut desk, "macros-running");
        let stuck = MacroState::NoChange { step: 1 };
        desk.network.last(|pc| pc.tell(Event::Macro(stuck)));
        canvas.shot(&mut desk, "macros-no-change");
        press(&mut desk, "Edit Boot menu");
        canvas.shot(&mut desk, "macros-steps");
        type_into(&mut desk, "Steps, one to a line", "\npress f99");
        canvas.shot(&mut desk, "macros-mistake");
    });
}

/// A screen of 640 × 480 with these lines in the cells of a text mode.
fn text_screen(lines: &[&str]) -> Framebuffer {
    let mut screen = Framebuffer::new(640, 480, PixelFormat::Rgb565).unwrap();
    for (row, line) in (0..).zip(lines) {
        for (column, c) in (0..).zip(line.chars()) {
            for (y, bits) in (0..).zip(glyph(c)) {
                for x in 0..8 {
                    let ink = match bits >> (7 - x) & 1 {
                        1 => 0xFFFF,
                        _ => 0x0015,
                    };
                    screen.set_pixel(column * 8 + x, row * 16 + y, ink);
                }
            }
        }
    }
    screen
}

#[test]
#[ignore = "draws for people"]
fn gallery_text_of_the_screen() {
    on_each(|canvas| {
        let mut desk = live(canvas);
        let lines = ["Aptio Setup", "Boot device not found, press F1"];
        desk.network.last(|pc| pc.show(&text_screen(&lines)));
        desk.settle();
        press(&mut desk, "Text");
        canvas.shot(&mut desk, "text-found");
        let mut desk = live(canvas);
        press(&mut desk, "Text");
        canvas.shot(&mut desk, "text-none");
    });
}

#[test]
#[ignore = "draws for people"]
fn gallery_recording() {
    on_each(|canvas| {
        let keep = tempfile::tempdir().unwrap();
        let folder = keep.path().to_owned();
        let mut desk = Desk::with(canvas.look.clone(), |options| {
            options.pcs = vec![pc("lab-12", "10.0.4.17")];
            options.recordings = Some(folder);
        });
        go_live(&mut desk);
        press(&mut desk, "Record");
        let is_asked = |desk: &Desk| {
            let heard = desk.network.last(|pc| pc.served.commands.try_recv());
            matches!(heard, Ok(Command::StartRecording(_)))
        };
        wait_until(&mut desk, is_asked);
        let path = std::path::PathBuf::from("/home/sam/Videos/Outband/lab-12 2026-11-22.obrec");
        let states = [
            RecordingState::Started { path },
            RecordingState::Going {
                bytes: 1_240_000,
                time: Duration::from_secs(70),
            },
        ];
        for state in states {
            desk.network.last(|pc| pc.tell(Event::Recording(state)));
        }
        canvas.shot(&mut desk, "recording");
        press(&mut desk, "Recording 1:10, 1.2 MB");
        canvas.shot(&mut desk, "recording-card");
    });
}

#[test]
#[ignore = "draws for people"]
fn gallery_power() {
    on_each(|canvas| {
        for (state, name) in [
            (PowerState::ON, "power-menu-on"),
            (PowerState::OFF, "power-menu-off"),
            (PowerState::SLEEP, "power-menu-asleep"),
        ] {
            let mut desk = live(canvas);
            desk.pc_tells(PcEvent::Power(facts::power(state)));
            press(&mut desk, "Power");
            canvas.shot(&mut desk, name);
        }
        let mut desk = live(canvas);
        press(&mut desk, "Power");
        press(&mut desk, "Start from");
        canvas.shot(&mut desk, "power-start-from");
        let mut desk = live(canvas);
        press(&mut desk, "Power");
        press(&mut desk, "Restart now…");
        canvas.shot(&mut desk, "power-question");

        let mut desk = live(canvas);
        let off = Deed::Power {
            action: PowerAction::Off,
            has_sessions: true,
        };
        desk.pc_tells(PcEvent::Began(off));
        desk.pc_tells(PcEvent::Step(Step::Power(PowerStep::ClosingSessions)));
        desk.pc_tells(PcEvent::CloseSessions);
        desk.network.last(|pc| pc.tell(Event::Closed(None)));
        let asks = PowerStep::Requesting(PowerAction::Off);
        desk.pc_tells(PcEvent::Step(Step::Power(asks)));
        canvas.shot(&mut desk, "power-acting");
        desk.pc_tells(PcEvent::Power(facts::power(PowerState::OFF)));
        desk.pc_tells(PcEvent::ReopenSessions { is_on: false });
        canvas.shot(&mut desk, "power-is-off");

        let mut desk = live(canvas);
        let doing = outband::session::pc::Doing::Deed(off);
        desk.pc_tells(PcEvent::Began(off));
        let fault = Fault::from(DeviceFault::SessionOpen);
        desk.pc_tells(PcEvent::Failed(doing, fault));
        canvas.shot(&mut desk, "power-refused");
        assert!(desk.harness.query_by_label("Power").is_some());
    });
}
