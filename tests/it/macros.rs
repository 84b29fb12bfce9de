//! Macros against the simulator: keys go to its screen, and texts come back from there.

use std::time::Duration;

use outband::screen::ScreenText;
use outband::session::macros::{Macro, MacroState};
use outband::session::{Command, Event, Handle, OpenOptions, Stage};

use crate::support::amt::{open_here, options, until};
use crate::support::process::Sim;

async fn open(sim: &Sim) -> Handle {
    let target = format!("127.0.0.1:16992:{}", sim.port("redir"));
    let patient = Duration::from_secs(15);
    let mut handle = open_here(OpenOptions {
        reply_timeout: patient,
        picture_timeout: patient,
        ..options(&target)
    });
    until(&mut handle, |e| matches!(e, Event::Stage(Stage::Live))).await;
    handle
}

/// Runs a macro to its end.
async fn run(handle: &mut Handle, script: &str) -> MacroState {
    let all: Macro = script.parse().unwrap();
    handle.send(Command::RunMacro(all)).unwrap();
    let mut end = None;
    until(handle, |event| match event {
        Event::Macro(MacroState::At { .. }) => false,
        Event::Macro(state) => {
            end = Some(*state);
            true
        }
        _ => false,
    })
    .await;
    end.unwrap()
}

fn text(handle: &Handle) -> String {
    let screen = handle.picture.snapshot().unwrap();
    ScreenText::read(&screen).unwrap().lines().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_macro_goes_on_when_its_text_is_on_the_screen_and_not_before() {
    let sim = Sim::start(&["--redir-port", "0", "--rfb-port", "off", "--scene", "text"]);
    let mut handle = open(&sim).await;
    let before = text(&handle);
    assert!(!before.contains("outband-7"), "{before}");
    let script = "wait 300 ms\ntype outband-7\nwait for text OUTBAND-7 within 30 s\ntype x";
    assert_eq!(run(&mut handle, script).await, MacroState::Done);
    assert!(text(&handle).contains("outband-7"), "{}", text(&handle));
    // It is there already: no key is pressed more than is needed to see so.
    let again = "press shift every 100 ms until text outband-7 within 30 s";
    assert_eq!(run(&mut handle, again).await, MacroState::Done);
    let never = "type y\nwait for text no such line within 1 s\ntype z";
    assert_eq!(
        run(&mut handle, never).await,
        MacroState::NoText { step: 2 }
    );
    handle.send(Command::Close).unwrap();
}
