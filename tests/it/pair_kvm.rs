//! The screen, from a simulated device to our client, over a line that is slow, cut or garbled.

use std::time::{Duration, Instant};

use outband::proto::kvm::keysym::Keysym;
use outband::proto::kvm::messages::Buttons;
use outband::proto::kvm::{Decimation, EncodingChoice, KvmChannel, KvmCommand, KvmOptions};
use outband::proto::redir::messages::SessionType;
use outband::proto::redir::{HandshakeOptions, RedirSession};
use outband::screen::PixelFormat;
use outband::sim::device::SharedDevice;
use outband::sim::link::LinkSpeed;
use outband::sim::redir::Redirection;
use outband::sim::{Event, PowerState, Profile};
use outband::wire::Secret;
use proptest::prelude::*;

use crate::support::firmware::{device, showing};
use crate::support::pair::Pair;

type Screen = Pair<RedirSession<KvmChannel>, Redirection>;

const MS: Duration = Duration::from_millis(1);
const LONG: Duration = Duration::from_secs(60);

fn connect(device: &SharedDevice, options: KvmOptions, speed: LinkSpeed, trouble: &str) -> Screen {
    let now = Instant::now();
    let login = HandshakeOptions {
        session_type: SessionType::Kvm,
        user: "admin".into(),
        password: Secret::new("P@ssw0rd".into()),
        cnonce: *b"0123456789abcdef0123456789abcdef",
        encrypted: false,
        clear_text: false,
        reply_timeout: Duration::from_secs(10),
    };
    let session = RedirSession::new(now, login, move |now, _| KvmChannel::new(now, options));
    let firmware = Redirection::new(device, now, None);
    Pair::new(now, device, session, firmware, speed, trouble)
}

fn fast(device: &SharedDevice) -> Screen {
    connect(device, KvmOptions::redirection(), LinkSpeed::default(), "")
}

fn latency(time: Duration) -> LinkSpeed {
    LinkSpeed {
        latency: time,
        rate: None,
    }
}

/// The client's picture is the device's, reduced to the client's format.
fn is_same_picture(pair: &mut Screen) -> bool {
    let device = pair.device.lock();
    let canvas = device.display().canvas();
    let channel = pair.console.machine.channel_mut();
    let Some(framebuffer) = channel.and_then(|c| c.framebuffer()) else {
        return false;
    };
    if (framebuffer.width(), framebuffer.height()) != canvas.size() {
        return false;
    }
    let mut place = 0;
    canvas.rows(canvas.bounds()).flatten().all(|colour| {
        let expected = framebuffer.format().from_rgb8(*colour);
        place += 1;
        framebuffer.pixels().at(place - 1) == expected
    })
}

/// The client's picture is every second pixel of every second row of the device's.
fn is_half_picture(pair: &mut Screen) -> bool {
    let device = pair.device.lock();
    let canvas = device.display().canvas();
    let channel = pair.console.machine.channel_mut();
    let Some(framebuffer) = channel.and_then(|c| c.framebuffer()) else {
        return false;
    };
    let (width, height) = canvas.size();
    let half = (width.div_ceil(2), height.div_ceil(2));
    (framebuffer.width(), framebuffer.height()) == half
        && (0..half.1).all(|y| {
            (0..half.0).all(|x| {
                let colour = canvas.pixel(x * 2, y * 2);
                framebuffer.pixel(x, y) == framebuffer.format().from_rgb8(colour)
            })
        })
}

fn press(pair: &mut Screen, keysym: u32) {
    for down in [true, false] {
        let keysym = Keysym(keysym);
        pair.command(KvmCommand::Key { keysym, down });
    }
}

#[test]
fn the_picture_arrives_on_every_release_that_has_one() {
    for profile in Profile::ALL.into_iter().filter(|p| p.has_kvm()) {
        let mut pair = fast(&device(profile));
        assert!(pair.run(LONG, is_same_picture), "{profile}");
        assert_eq!(pair.console.error, None);
    }
}

#[test]
fn every_format_and_encoding_gives_the_same_picture() {
    for format in [
        PixelFormat::Rgb565,
        PixelFormat::Rgb332,
        PixelFormat::Gray8,
        PixelFormat::Gray4,
    ] {
        for encoding in [EncodingChoice::Auto, EncodingChoice::Raw] {
            let options = KvmOptions {
                format,
                encoding,
                ..KvmOptions::redirection()
            };
            let device = device(Profile::Amt16);
            let mut pair = connect(&device, options, LinkSpeed::default(), "");
            assert!(pair.run(LONG, is_same_picture), "{format:?} {encoding:?}");
        }
    }
}

#[test]
fn a_halved_picture_is_exact_and_whole_again_afterwards() {
    let device = device(Profile::Amt16);
    let mut pair = connect(&device, KvmOptions::redirection(), latency(5 * MS), "");
    assert!(pair.run(LONG, is_same_picture));
    pair.command(KvmCommand::SetDecimation(Decimation::Always));
    assert!(pair.run(LONG, is_half_picture));
    // What changes goes on to come, and the pointer is told in the picture that is sent.
    press(&mut pair, u32::from('x'));
    let (x, y) = (30, 20);
    let buttons = Buttons::empty();
    pair.command(KvmCommand::Pointer { x, y, buttons });
    assert!(pair.run(LONG, is_half_picture));
    pair.command(KvmCommand::SetDecimation(Decimation::Never));
    assert!(pair.run(LONG, is_same_picture));
    let events = std::iter::from_fn(|| pair.device.lock().poll_event());
    let mut pointers = events.filter_map(|event| match event {
        Event::Pointer { x, y, .. } => Some((x, y)),
        _ => None,
    });
    assert_eq!(pointers.next(), Some((60, 40)));
}

#[test]
fn what_is_typed_far_away_stands_on_the_screen() {
    let device = device(Profile::Amt14);
    let options = KvmOptions::redirection();
    let mut pair = connect(&device, options, latency(50 * MS), "");
    assert!(pair.run(LONG, is_same_picture));
    for c in "echo Hello\r".chars() {
        press(&mut pair, if c == '\r' { 0xFF0D } else { u32::from(c) });
    }
    let shows_answer = |pair: &mut Screen| {
        let device = pair.device.lock();
        device.display().scene().text().unwrap().line(6) == "Hello"
    };
    assert!(pair.run(LONG, shows_answer));
    assert!(pair.run(LONG, is_same_picture));
}

#[test]
fn the_picture_is_right_again_after_every_change_of_its_size() {
    let device = device(Profile::Amt14);
    let mut pair = connect(&device, KvmOptions::redirection(), latency(20 * MS), "");
    assert!(pair.run(LONG, is_same_picture));
    for power in [
        PowerState::Off,
        PowerState::On,
        PowerState::Sleep,
        PowerState::On,
    ] {
        pair.on_device(|device, now| device.set_power(now, power));
        assert!(pair.run(LONG, is_same_picture), "{power:?}");
    }
    // A storm: sizes change faster than the line carries them.
    for _ in 0..20 {
        for power in [PowerState::Off, PowerState::On] {
            pair.on_device(|device, now| device.set_power(now, power));
            pair.run(3 * MS, |_| false);
        }
    }
    pair.on_device(|device, now| device.set_power(now, PowerState::Off));
    assert!(pair.run(LONG, is_same_picture));
    assert_eq!(pair.console.error, None);
}

#[test]
fn a_slow_line_falls_behind_and_catches_up() {
    let device = device(Profile::Amt14);
    let speed = LinkSpeed {
        latency: 30 * MS,
        rate: Some(20_000),
    };
    let mut pair = connect(&device, KvmOptions::redirection(), speed, "");
    assert!(pair.run(LONG, is_same_picture));
    for _ in 0..10 {
        for c in "help\r".chars() {
            press(&mut pair, if c == '\r' { 0xFF0D } else { u32::from(c) });
        }
        pair.run(50 * MS, |_| false);
    }
    assert!(pair.run(LONG, is_same_picture));
}

/// Many colours, so that no tile is small.
fn gradient(x: u16, y: u16) -> [u8; 3] {
    let [[x, _], [y, _]] = [x.to_le_bytes(), y.to_le_bytes()];
    [x, y, 0]
}

#[test]
fn the_device_may_be_cut_off_after_any_byte() {
    let whole = {
        let device = showing(Profile::Amt14, (130, 66), gradient);
        let mut pair = fast(&device);
        assert!(pair.run(LONG, is_same_picture));
        pair.delivered
    };
    for cut in (0..whole).step_by(7) {
        let device = showing(Profile::Amt14, (130, 66), gradient);
        let trouble = format!("cut={cut}");
        let mut pair = connect(
            &device,
            KvmOptions::redirection(),
            LinkSpeed::default(),
            &trouble,
        );
        let ended = |pair: &mut Screen| pair.console_ended;
        assert!(pair.run(LONG, ended), "cut after {cut}");
        assert!(pair.console.error.is_some(), "cut after {cut}");
        assert!(device.lock().sessions().all().is_empty(), "cut after {cut}");
    }
}

#[test]
fn a_device_that_falls_silent_is_noticed_and_never_waited_for_for_ever() {
    for stall in [0, 5, 13, 22, 30, 110, 130, 150, 200] {
        let device = device(Profile::Amt14);
        let trouble = format!("stall={stall}");
        let mut pair = connect(
            &device,
            KvmOptions::redirection(),
            LinkSpeed::default(),
            &trouble,
        );
        let gave_up = |pair: &mut Screen| pair.console.error.is_some();
        assert!(pair.run(LONG, gave_up), "silent after {stall}");
    }
}

#[test]
fn garbled_bytes_end_in_an_error_or_a_wrong_picture_but_never_in_a_panic() {
    for seed in 0..16 {
        let device = device(Profile::Amt14);
        let trouble = format!("garble={}", 230 + seed * 7);
        let mut pair = connect(
            &device,
            KvmOptions::redirection(),
            LinkSpeed::default(),
            &trouble,
        );
        pair.run(LONG, |pair| pair.console.error.is_some());
    }
}

#[test]
fn refusals_reach_the_client_with_their_status() {
    let device = device(Profile::Ism);
    let mut pair = fast(&device);
    assert!(pair.run(LONG, |pair| pair.console.error.is_some()));
    let error = pair.console.error.as_ref().unwrap().to_string();
    assert!(!error.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever the picture is made of, sub-encodings, tiles at the edge and both packings carry
    /// it exactly.
    #[test]
    fn any_picture_arrives_exactly(
        width in 1_u16..150,
        height in 1_u16..150,
        colours in 1_u16..300,
        run in 1_u16..40,
        seed: u32,
        format in prop_oneof![Just(PixelFormat::Rgb565), Just(PixelFormat::Rgb332)],
        latency_ms in 0_u32..50,
    ) {
        let paint = |x: u16, y: u16| {
            let at = u32::from(y) * u32::from(width) + u32::from(x);
            let index = (at / u32::from(run)).wrapping_mul(2_654_435_761).wrapping_add(seed) >> 8;
            let [a, b, ..] = (index % u32::from(colours)).wrapping_mul(40_503).to_le_bytes();
            [a, b, a ^ b]
        };
        let device = showing(Profile::Amt16, (width, height), paint);
        let options = KvmOptions { format, ..KvmOptions::redirection() };
        let mut pair = connect(&device, options, latency(latency_ms * MS), "");
        prop_assert!(pair.run(LONG, is_same_picture));
    }
}
