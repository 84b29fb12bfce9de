//! When a part of the chain between console and machine dies, everything else says so and ends in
//! order.

use std::fs;
use std::path::Path;

use outband::proto::redir::messages::SessionType;
use outband::session::sol::SerialCommand;
use outband::sim::vm::VmFirmware;
use outband::sim::{Event, PowerState};

use crate::support::images::have;
use crate::support::machine::{
    Stand, end, eventually, kill, processes, qemus, text, turn, until_closed,
};
use crate::support::program::{Program, command, start};

/// A machine that starts from a disc and never gets through with it, and the console that lends it.
async fn in_mid_boot(stand: &mut Stand) -> Program {
    let disc = stand.folder.path().join("disc.iso");
    fs::write(&disc, endless_disc()).unwrap();
    let media = stand.program("media", &["--boot", "--json", "--cd", text(&disc)]);
    stand.until_boot("ider-cd").await;
    stand.until_it_reads().await;
    media
}

#[tokio::test(flavor = "multi_thread")]
async fn a_console_that_dies_in_mid_boot_takes_its_disk_with_it_and_nothing_else() {
    if !have(&["qemu-system-x86_64"]) {
        return;
    }
    let mut stand = Stand::new(VmFirmware::Bios).await;
    let serial = stand.serial().await;
    let media = in_mid_boot(&mut stand).await;
    media.kill();
    stand
        .until(|event| matches!(event, Event::SessionClose { kind: SessionType::Ider, reason } if reason.contains("console")))
        .await;
    stand.drives_are_empty().await;
    assert_eq!(stand.simulator.device().lock().power(), PowerState::On);
    assert!(stand.qemu().is_some(), "the machine runs on");
    serial
        .send(SerialCommand::Break)
        .expect("others are not disturbed");

    // The same command again: nothing that the first one left behind is in its way.
    let again = in_mid_boot(&mut stand).await;
    again.interrupt();
    let ended = end(again).await;
    assert_eq!(ended.code, Some(130), "{}", ended.stderr);
    stand.drives_are_empty().await;
    stand.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_dies_is_a_pc_without_power_and_can_be_switched_on_again() {
    if !have(&["qemu-system-x86_64"]) {
        return;
    }
    let mut stand = Stand::new(VmFirmware::Bios).await;
    stand.until_boot("disk").await;
    let mut serial = stand.serial().await;
    let mut media = in_mid_boot(&mut stand).await;
    kill(stand.qemu().unwrap());
    stand
        .until(|event| matches!(event, Event::VmLost { reason } if reason.contains("signal 9")))
        .await;
    until_closed(&mut serial).await;
    // It says so, makes its connection again, and ends when it is told to.
    media.until_it_says("\"lost\"");
    media.interrupt();
    let ended = end(media).await;
    assert_eq!(ended.code, Some(130), "{}", ended.stderr);
    assert!(ended.stderr.contains("Connection lost"), "{}", ended.stderr);
    assert_eq!(stand.simulator.device().lock().power(), PowerState::Off);
    assert_eq!(stand.qemu(), None);

    stand.run("power", &["on"]).await;
    stand.until_boot("disk").await;
    eventually("it runs again", || stand.qemu().is_some()).await;
    stand.run("power", &["off"]).await;
    assert_eq!(stand.simulator.device().lock().power(), PowerState::Off);
    stand.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_simulator_that_is_killed_in_mid_boot_leaves_no_machine_and_no_folder_behind() {
    if !have(&["qemu-system-x86_64"]) {
        return;
    }
    let _turn = turn().await;
    let folder = tempfile::tempdir().unwrap();
    let temporary = folder.path().join("tmp");
    let config = folder.path().join("config");
    let disc = folder.path().join("disc.iso");
    fs::create_dir(&temporary).unwrap();
    fs::write(&disc, endless_disc()).unwrap();
    let ip = "127.0.89.1";
    let simulator = ["sim", "--bind", ip, "--vm", "--vm-memory", "64"];
    let mut simulator = start(command(&simulator).env("TMPDIR", &temporary));
    simulator.until_it_says("\"ready\"");
    let ours = text(&temporary).to_owned();
    let machines = || processes(|arguments| arguments.contains(&ours));
    assert_eq!(qemus(&ours).len(), 1);
    let private = || fs::read_dir(&temporary).unwrap().flatten().count();
    assert_eq!(private(), 1);
    let mut media = vec!["media", ip, "--tls", "off", "--config-dir", text(&config)];
    media.extend(["--boot", "--json", "--cd", text(&disc)]);
    let mut media = start(&mut command(&media));
    simulator.until_it_says("\"ider-cd\"");

    simulator.kill();
    eventually("nothing runs any more", || machines().is_empty()).await;
    eventually("the folder is gone", || private() == 0).await;
    media.until_it_says("\"lost\"");
    media.interrupt();
    let ended = end(media).await;
    // Unless the setting for one start was gone already, it cannot be put back.
    assert!(matches!(ended.code, Some(1 | 130)), "{}", ended.stderr);
    assert!(ended.stderr.contains("Connection lost"), "{}", ended.stderr);
}

#[test]
fn without_qemu_the_package_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path(), Path::new("")] {
        let mut command = command(&["sim", "--bind", "127.0.89.2", "--vm"]);
        let ended = start(command.env("PATH", path)).wait();
        assert_eq!(ended.code, Some(1), "{}", ended.stderr);
        assert!(
            ended.stderr.contains("qemu-system-x86_64"),
            "{}",
            ended.stderr
        );
        assert!(
            ended
                .stderr
                .contains("Install the package qemu-system-x86."),
            "{}",
            ended.stderr
        );
    }
}

/// A disc whose boot program reads the same blocks for ever, made by hand.
fn endless_disc() -> Vec<u8> {
    // El Torito loads it to 7C00h and says in DL which drive it is.
    const CODE: &[u8] = &[
        0x31, 0xC0, 0x8E, 0xD8, // xor ax,ax; mov ds,ax
        0xBE, 0x10, 0x7C, // next: mov si,7C10h
        0xB4, 0x42, // mov ah,42h
        0xCD, 0x13, // int 13h
        0xEB, 0xF7, // jmp next
        0x90, 0x90, 0x90, // nop, up to 7C10h
        // Packet: size, 0, blocks, address, first block.
        0x10, 0, 1, 0, 0x00, 0x80, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0,
    ];
    let mut disc = vec![0; 64 * 2048];
    // Primary descriptor, boot record, terminator.
    disc[16 * 2048..][..7].copy_from_slice(b"\x01CD001\x01");
    disc[16 * 2048 + 80..][..8].copy_from_slice(&[64, 0, 0, 0, 0, 0, 0, 64]);
    disc[16 * 2048 + 128..][..4].copy_from_slice(&[0, 8, 8, 0]);
    disc[17 * 2048..][..7].copy_from_slice(b"\x00CD001\x01");
    disc[17 * 2048 + 7..][..23].copy_from_slice(b"EL TORITO SPECIFICATION");
    disc[17 * 2048 + 71..][..4].copy_from_slice(&[19, 0, 0, 0]);
    disc[18 * 2048..][..7].copy_from_slice(b"\xFFCD001\x01");
    // Validation entry: its 16-bit words add up to nothing. Default entry: bootable, no
    // emulation, four sectors at block 21.
    disc[19 * 2048..][..4].copy_from_slice(&[1, 0, 0, 0]);
    disc[19 * 2048 + 28..][..4].copy_from_slice(&[0xAA, 0x55, 0x55, 0xAA]);
    disc[19 * 2048 + 32..][..12].copy_from_slice(&[0x88, 0, 0, 0, 0, 0, 4, 0, 21, 0, 0, 0]);
    disc[21 * 2048..][..CODE.len()].copy_from_slice(CODE);
    disc
}
