//! What must hold for the simulator whatever arrives: it is made to be judged by strangers.

use std::time::{Duration, Instant};

use outband::proto::redir::messages::SessionType;
use outband::sim::device::SharedDevice;
use outband::sim::kvm::Rfb;
use outband::sim::redir::Redirection;
use outband::sim::trouble::Trouble;
use outband::sim::units::{parse_duration, parse_rate};
use outband::sim::{Nudge, Profile, SceneChoice};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::driver::Driver;
use crate::support::firmware::{connect, device, heard, log_in, say, showing};

/// A KVM session whose handshake is over.
fn running(device: &SharedDevice) -> Driver<Redirection> {
    let mut connection = log_in(device, SessionType::Kvm);
    say(&mut connection, "40 00 00 00 00 00 00 00");
    say(&mut connection, "52 46 42 20 30 30 33 2E 30 30 38 0A");
    say(&mut connection, "01 01");
    connection
}

fn small(profile: Profile) -> SharedDevice {
    showing(profile, (70, 65), |x, y| {
        [x.to_le_bytes()[0], y.to_le_bytes()[0], 9]
    })
}

/// A message that a viewer may send, with content from anywhere.
fn viewer_message() -> impl Strategy<Value = Vec<u8>> {
    let format = prop_oneof![
        Just(vec![
            0, 0, 0, 0, 16, 16, 0, 1, 0, 31, 0, 63, 0, 31, 11, 5, 0, 0, 0, 0
        ]),
        Just(vec![
            0, 0, 0, 0, 8, 8, 0, 1, 0, 7, 0, 7, 0, 3, 5, 2, 0, 0, 0, 0
        ]),
        Just(vec![
            0, 0, 0, 0, 8, 8, 0, 1, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
        ]),
    ];
    let encodings = vec(
        prop_oneof![Just(0_i32), Just(16), Just(-223), Just(1092), any::<i32>()],
        1..6,
    )
    .prop_map(|list| {
        let count = u16::try_from(list.len()).unwrap().to_be_bytes();
        let numbers = list.iter().flat_map(|n| n.to_be_bytes());
        [2, 0].into_iter().chain(count).chain(numbers).collect()
    });
    let request = (any::<bool>(), any::<[u8; 8]>())
        .prop_map(|(incremental, rect)| [&[3, u8::from(incremental)][..], &rect].concat());
    let whole = Just(vec![3, 0, 0, 0, 0, 0, 0, 70, 0, 65]);
    let key = (any::<bool>(), 0_u32..0x1_0000).prop_map(|(down, keysym)| {
        [&[4, u8::from(down), 0, 0][..], &keysym.to_be_bytes()].concat()
    });
    let pointer = any::<[u8; 5]>().prop_map(|rest| [&[5][..], &rest].concat());
    let text = vec(any::<u8>(), 0..40).prop_map(|text| {
        let length = u32::try_from(text.len()).unwrap().to_be_bytes();
        [&[6, 0, 0, 0][..], &length, &text].concat()
    });
    let command = (1_u8..6, 0_u8..4).prop_map(|(command, value)| {
        [&b"\x06\0\0\0\0\0\0\x0D\0KvmExtCmd\0"[..], &[command, value]].concat()
    });
    prop_oneof![
        format, encodings, request, whole, key, pointer, text, command
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_at_any_stage_are_survived(
        bytes in vec(any::<u8>(), 0..400),
        stage in 0..4,
    ) {
        let device = device(Profile::Amt16);
        let mut connection = match stage {
            0 => connect(&device),
            1 => log_in(&device, SessionType::Kvm),
            2 => log_in(&device, SessionType::Sol),
            _ => running(&device),
        };
        connection.feed(&bytes);
        connection.command(Nudge);
        connection.advance(Duration::from_secs(120));
        connection.end();
        prop_assert!(device.lock().sessions().all().is_empty());
    }

    #[test]
    fn any_bytes_on_port_5900_are_survived(bytes in vec(any::<u8>(), 0..200)) {
        let device = device(Profile::Amt11);
        let now = Instant::now();
        let rfb = Rfb::on_port(&device, now + Duration::from_secs(60));
        let mut connection = Driver::new(rfb, now);
        connection.feed(b"RFB 003.008\n\x02");
        connection.feed(&bytes);
        connection.end();
        prop_assert!(device.lock().sessions().all().is_empty());
    }

    #[test]
    fn it_never_matters_how_a_viewers_messages_are_cut(
        messages in vec(viewer_message(), 0..12),
        piece in 1_usize..30,
    ) {
        let whole = messages.concat();
        let answers = |piece: usize| {
            let device = small(Profile::Amt16);
            let mut connection = running(&device);
            whole.chunks(piece).for_each(|chunk| connection.feed(chunk));
            (heard(&mut connection), connection.error)
        };
        prop_assert_eq!(answers(piece), answers(whole.len().max(1)));
    }

    #[test]
    fn options_of_the_user_are_parsed_or_refused_and_nothing_else(text in ".{0,40}") {
        drop(text.parse::<Trouble>());
        drop(text.parse::<SceneChoice>());
        drop(text.parse::<Profile>());
        drop(parse_duration(&text));
        drop(parse_rate(&text));
    }
}
