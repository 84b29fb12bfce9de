//! The power button of a real machine, what its firmware cannot ask of it, and the disk that stays.

use outband::sim::vm::VmFirmware;
use outband::sim::{Event, PowerState};

use crate::support::guest;
use crate::support::machine::{Stand, end, see, text, type_line};

/// A guest that was started from a CD; its serial console has a prompt.
async fn started(stand: &mut Stand, disc: &str) -> outband::session::sol::SerialHandle {
    let serial = stand.serial().await;
    let arguments = ["--boot", "--cd", disc, "--until", "boot"];
    let media = stand.program("media", &arguments);
    stand.until_boot("ider-cd").await;
    see(&serial, "guest#").await;
    let ended = end(media).await;
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    serial
}

#[tokio::test(flavor = "multi_thread")]
async fn a_system_follows_its_power_button_if_it_listens_and_its_disk_outlasts_the_simulator() {
    if !guest::is_available() || !guest::has_button_and_disk() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let disc = guest::linux_disc(folder.path());
    let disk = folder.path().join("machine.img");
    let mut stand = Stand::with_disk(VmFirmware::Bios, folder, disk.clone()).await;
    let serial = started(&mut stand, text(&disc)).await;
    type_line(
        &serial,
        "clear; echo kept for later | dd of=/dev/sda conv=fsync && echo writ'ten'",
    );
    see(&serial, "written").await;

    // Nobody in it listens to the button: it is said, and the PC stays as it is.
    let ended = end(stand.program("power", &["off-graceful", "--wait", "5"])).await;
    assert_ne!(ended.code, Some(0));
    assert!(ended.stderr.contains("does not follow"), "{}", ended.stderr);
    assert!(ended.stderr.contains("power button"), "{}", ended.stderr);
    // What nothing can ask of it is refused at once.
    for (action, words) in [
        ("sleep", "put its system to sleep"),
        ("hibernate", "let its system hibernate"),
    ] {
        let ended = end(stand.program("power", &[action])).await;
        assert_ne!(ended.code, Some(0), "{action}");
        assert!(ended.stderr.contains(words), "{}", ended.stderr);
    }
    stand.run("power", &["nmi"]).await;
    type_line(
        &serial,
        "clear; while ! dmesg | grep -q NMI.rec; do sleep 1; done; echo inter'rupted'",
    );
    see(&serial, "interrupted").await;
    assert_eq!(stand.simulator.device().lock().power(), PowerState::On);

    type_line(&serial, "clear; acpid && echo list'ens'");
    see(&serial, "listens").await;
    stand.run("power", &["off-graceful"]).await;
    see(&serial, "the button was pressed").await;
    let is_off = |event: &Event| {
        matches!(
            event,
            Event::Power {
                state: PowerState::Off
            }
        )
    };
    stand.until(is_off).await;
    let folder = stand.stop().await;

    let mut stand = Stand::with_disk(VmFirmware::Bios, folder, disk).await;
    let serial = started(&mut stand, text(&disc)).await;
    type_line(
        &serial,
        "clear; head -c 15 /dev/sda; acpid && echo list'ens'",
    );
    let screen = see(&serial, "listens").await;
    assert!(screen.contains("kept for later"), "{screen}");
    stand.run("power", &["reset-graceful"]).await;
    stand.until_boot("disk").await;
    assert_eq!(stand.simulator.device().lock().power(), PowerState::On);
    stand.stop().await;
}
