//! Faults that are no part of a larger family.

use std::io;
use std::time::Duration;

use super::not_found;
use crate::session::{Ending, Fault, Feature, Stranger};
use crate::store::secrets::KeyStoreError;

places! { check_faults: Fault {
    Fault::NoAnswer { .. } => 0,
    Fault::UnknownName { .. } => 1,
    Fault::NoRoute { .. } => 2,
    Fault::Refused { .. } => 3,
    Fault::Filtered { .. } => 4,
    Fault::NotAmt { .. } => 5,
    Fault::NotVnc { .. } => 6,
    Fault::HungUp { .. } => 7,
    Fault::Busy(_) => 8,
    Fault::Unsupported(_) => 9,
    Fault::TypeUnknown(_) => 10,
    Fault::ConsentNeeded => 11,
    Fault::NotStarted { .. } => 12,
    Fault::LoginRefused => 13,
    Fault::NoLoginMethod { .. } => 14,
    Fault::NoSecurityType { .. } => 15,
    Fault::LoginTooLong { .. } => 16,
    Fault::NoPicture { .. } => 17,
    Fault::ScreenRefused { .. } => 18,
    Fault::TooLarge { .. } => 19,
    Fault::Lost { .. } => 20,
    Fault::Unexpected { .. } => 21,
    Fault::Overrun => 22,
    Fault::FileUnreadable { .. } => 23,
    Fault::FileUnusable { .. } => 24,
    Fault::StoreDamaged { .. } => 25,
    Fault::StoreNewer { .. } => 26,
    Fault::SettingsDamaged { .. } => 27,
    Fault::FileUnwritable { .. } => 28,
    Fault::Image { .. } => 29,
    Fault::PortTaken { .. } => 30,
    Fault::System { .. } => 31,
    Fault::NoDisplay => 32,
    Fault::NoWindow => 33,
    Fault::KeyStore(_) => 34,
    Fault::Trust(_) => 35,
    Fault::Consent(_) => 36,
    Fault::Serial(_) => 37,
    Fault::Device(_) => 38,
    Fault::Boot(_) => 39,
    Fault::Vm(_) => 40,
    Fault::Vnc(_) => 41,
    Fault::Internal { .. } => 42,
} }

pub(super) fn own_faults() -> Vec<Fault> {
    let address = || "10.0.4.20:16992".to_owned();
    let path = || "/home/sam/a.iso".into();
    let mut all = vec![
        Fault::NoAnswer {
            address: address(),
            after: Duration::from_secs(10),
        },
        Fault::UnknownName {
            name: "lab-12".into(),
            cause: not_found(),
        },
        Fault::NoRoute {
            address: address(),
            cause: not_found(),
        },
        Fault::NoRoute {
            address: address(),
            cause: io::ErrorKind::HostUnreachable.into(),
        },
        Fault::Refused { address: address() },
        Fault::Filtered { address: address() },
        Fault::ConsentNeeded,
        Fault::NotStarted { status: 9 },
        Fault::LoginRefused,
        Fault::NoSecurityType { offered: vec![] },
        Fault::ScreenRefused {
            reason: "no".into(),
        },
        Fault::TooLarge {
            width: 3840,
            height: 2160,
        },
        Fault::Overrun,
        Fault::FileUnreadable {
            path: path(),
            cause: not_found(),
        },
        Fault::FileUnwritable {
            path: path(),
            cause: io::Error::from_raw_os_error(13),
        },
        Fault::StoreDamaged {
            path: path(),
            why: "PC 2 (lab-12): name is missing".into(),
        },
        Fault::StoreNewer { path: path() },
        Fault::SettingsDamaged {
            path: path(),
            why: "line 3: invalid type".into(),
        },
        Fault::PortTaken {
            address: address(),
            cause: io::Error::from_raw_os_error(98),
        },
        Fault::NoDisplay,
        Fault::NoWindow,
        Fault::Internal { task: "kvm".into() },
    ];
    for offered in [vec![], vec![1], vec![2], vec![1, 9]] {
        all.push(Fault::NoLoginMethod { offered });
    }
    for field in ["user name", "realm", "uri"] {
        all.push(Fault::LoginTooLong { field });
    }
    for tried_fewer_colours in [false, true] {
        all.push(Fault::NoPicture {
            tried_fewer_colours,
        });
    }
    for who in [
        Stranger::Http,
        Stranger::Ssh,
        Stranger::Vnc,
        Stranger::Tls,
        Stranger::Text,
        Stranger::Unknown,
    ] {
        let heard = String::new;
        all.push(Fault::NotAmt {
            address: address(),
            who,
            heard: heard(),
        });
        all.push(Fault::NotVnc {
            address: address(),
            who,
            heard: heard(),
        });
    }
    for ending in [
        Ending::Closed,
        Ending::Reset,
        Ending::Silent(Duration::from_secs(8)),
        Ending::Stuck,
    ] {
        all.push(Fault::Lost { ending });
        all.push(Fault::HungUp {
            address: address(),
            ending,
            waiting_for: "the login".into(),
        });
    }
    for feature in [Feature::Screen, Feature::Serial, Feature::Media] {
        all.push(Fault::Busy(feature));
        all.push(Fault::Unsupported(feature));
        all.push(Fault::TypeUnknown(feature));
    }
    for place in [
        "the screen session",
        "the serial console",
        "the lent disks",
        "the start of the session",
        "the login",
        "the description of the screen",
        "the picture",
        "the log",
        "WS-Management",
    ] {
        for what in ["tile sub-encoding 9 is not defined", "HTTP status 500"] {
            let what = what.to_owned();
            all.push(Fault::Unexpected { what, place });
        }
    }
    for why in [
        "no PEM text",
        "no certificate",
        "no private key",
        "it is no recording of a screen",
        "it was recorded by a newer version, whose form 9 is not known here",
        "a picture in it cannot be read",
        "this part has too many pictures for one animation",
        "there is no picture in this part of the recording",
        "it has no picture so early",
        "it is longer than 64 MiB",
        "it is empty",
        "line 3: a line of the recording cannot be read",
    ] {
        all.push(Fault::FileUnusable {
            path: path(),
            why: why.into(),
        });
    }
    for what in [
        "start a thread",
        "open its window",
        "go on drawing",
        "change the address book",
        "read the journal",
        "make a private folder",
        "start QEMU",
        "listen on a private socket",
        "connect to the serial port",
    ] {
        let cause = io::Error::from_raw_os_error(11);
        all.push(Fault::System { what, cause });
    }
    for error in [
        KeyStoreError::Absent,
        KeyStoreError::Locked,
        KeyStoreError::Failed("no".into()),
    ] {
        all.push(Fault::KeyStore(error));
    }
    all
}
