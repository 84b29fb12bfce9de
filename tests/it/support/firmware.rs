//! A simulated device on the table: its machines, fed with bytes written by hand.

use std::time::Instant;

use md5::{Digest as _, Md5};
use outband::proto::Machine;
use outband::proto::redir::messages::SessionType;
use outband::sim::device::{Device, SharedDevice};
use outband::sim::redir::Redirection;
use outband::sim::scene::{Picture, System};
use outband::sim::{DeviceOptions, Event, Nudge, Profile};
use outband::wire::hexdump::{hex, parse_hex};

use super::driver::Driver;

/// A device with a text console.
pub(crate) fn device(profile: Profile) -> SharedDevice {
    device_with(DeviceOptions {
        profile,
        system: System::Text,
        ..DeviceOptions::default()
    })
}

/// A device that shows a picture of this size, coloured by `paint(x, y)`.
pub(crate) fn showing(
    profile: Profile,
    (width, height): (u16, u16),
    paint: impl Fn(u16, u16) -> [u8; 3],
) -> SharedDevice {
    device_with(DeviceOptions {
        profile,
        system: System::Picture(Picture::painted(width, height, paint)),
        ..DeviceOptions::default()
    })
}

pub(crate) fn device_with(options: DeviceOptions) -> SharedDevice {
    SharedDevice::new(Device::new(Instant::now(), options))
}

/// Everything the device has to report except keys and pointer.
pub(crate) fn events(device: &SharedDevice) -> Vec<Event> {
    std::iter::from_fn(|| device.lock().poll_event())
        .filter(|event| !matches!(event, Event::Key { .. } | Event::Pointer { .. }))
        .collect()
}

/// A connection to the redirection port.
pub(crate) fn connect(device: &SharedDevice) -> Driver<Redirection> {
    let now = Instant::now();
    Driver::new(Redirection::new(device, now, None), now)
}

/// The bytes that hexadecimal text stands for.
pub(crate) fn bytes(text: &str) -> Vec<u8> {
    parse_hex(text).unwrap_or_else(|| panic!("{text} is no hexadecimal"))
}

/// Sends hexadecimal text and returns what comes back as hexadecimal text.
pub(crate) fn say<M: Machine>(connection: &mut Driver<M>, text: &str) -> String {
    connection.feed(&bytes(text));
    heard(connection)
}

/// What has come back since the last look, as hexadecimal text.
pub(crate) fn heard<M: Machine>(connection: &mut Driver<M>) -> String {
    let out = std::mem::take(&mut connection.out);
    hex(&out, usize::MAX).to_string()
}

/// Tells the machine that the device has changed, and returns what comes of it.
pub(crate) fn nudge<M: Machine<Command = Nudge>>(connection: &mut Driver<M>) -> String {
    connection.command(Nudge);
    heard(connection)
}

/// Start message of a kind of session.
pub(crate) const fn start(kind: SessionType) -> &'static str {
    match kind {
        SessionType::Kvm => "10 01 00 00 4B 56 4D 52",
        SessionType::Sol => "10 00 00 00 53 4F 4C 20",
        SessionType::Ider => "10 00 00 00 49 44 45 52",
    }
}

/// `13 00 00 00 type`, length and length-prefixed fields, put together here and not by our
/// encoder.
pub(crate) fn authenticate(auth_type: u8, fields: &[&[u8]]) -> Vec<u8> {
    let mut data = Vec::new();
    for field in fields {
        data.push(u8::try_from(field.len()).unwrap());
        data.extend_from_slice(field);
    }
    let length = u32::try_from(data.len()).unwrap().to_le_bytes();
    [&[0x13, 0, 0, 0, auth_type], &length[..], &data].concat()
}

/// A challenge taken apart: `14 01 00 00 type`, length, `lp(realm) lp(nonce) [lp(qop)]`.
pub(crate) struct Challenge {
    pub(crate) realm: Vec<u8>,
    pub(crate) nonce: Vec<u8>,
    pub(crate) qop: Option<Vec<u8>>,
}

/// Asks for a challenge of this type.
pub(crate) fn challenge(
    connection: &mut Driver<Redirection>,
    auth_type: u8,
    user: &[u8],
) -> Challenge {
    let uri = b"/RedirectionService";
    let mut fields: Vec<&[u8]> = vec![user, b"", b"", uri, b"", b"", b""];
    if auth_type == 4 {
        fields.push(b"");
    }
    connection.feed(&authenticate(auth_type, &fields));
    parse_challenge(&std::mem::take(&mut connection.out), auth_type)
}

pub(crate) fn parse_challenge(reply: &[u8], auth_type: u8) -> Challenge {
    assert_eq!(reply[..5], [0x14, 1, 0, 0, auth_type]);
    let length = u32::from_le_bytes(reply[5..9].try_into().unwrap());
    let mut data = &reply[9..];
    assert_eq!(data.len(), usize::try_from(length).unwrap());
    let mut field = || {
        let (field, rest) = data[1..].split_at(usize::from(data[0]));
        data = rest;
        field.to_vec()
    };
    let (realm, nonce) = (field(), field());
    let qop = (auth_type == 4).then(&mut field);
    assert!(data.is_empty());
    Challenge { realm, nonce, qop }
}

/// The fields of an answer, computed from RFC 2617 and RFC 2069 here.
pub(crate) fn answer(challenge: &Challenge, user: &str, password: &str, nc: &str) -> Vec<u8> {
    let md5 = |text: String| {
        let sum = Md5::digest(text.as_bytes());
        sum.iter().map(|b| format!("{b:02x}")).collect::<String>()
    };
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (realm, nonce) = (text(&challenge.realm), text(&challenge.nonce));
    let ha1 = md5(format!("{user}:{realm}:{password}"));
    let ha2 = md5("POST:/RedirectionService".into());
    let cnonce = "00112233445566778899aabbccddeeff";
    let (auth_type, response) = match &challenge.qop {
        Some(qop) => {
            let qop = text(qop);
            (4, md5(format!("{ha1}:{nonce}:{nc}:{cnonce}:{qop}:{ha2}")))
        }
        None => (3, md5(format!("{ha1}:{nonce}:{ha2}"))),
    };
    let mut fields: Vec<&[u8]> = vec![
        user.as_bytes(),
        &challenge.realm,
        &challenge.nonce,
        b"/RedirectionService",
        cnonce.as_bytes(),
        nc.as_bytes(),
        response.as_bytes(),
    ];
    if let Some(qop) = &challenge.qop {
        fields.push(qop);
    }
    authenticate(auth_type, &fields)
}

/// Starts and logs in, as far as the channel.
pub(crate) fn log_in(device: &SharedDevice, kind: SessionType) -> Driver<Redirection> {
    let mut connection = connect(device);
    let reply = say(&mut connection, start(kind));
    assert!(reply.starts_with("11 00"), "{reply}");
    let challenge = challenge(&mut connection, 4, b"admin");
    connection.feed(&answer(&challenge, "admin", "P@ssw0rd", "00000002"));
    assert_eq!(heard(&mut connection), "14 00 00 00 04 00 00 00 00");
    connection
}
