//! Everything that the session can say is told in every language of the window.
//!
//! Each kind of thing is listed by a `match` without a wildcard, so that a new one does not compile
//! before it stands here, and a sample of each is looked up in every language.

use std::collections::BTreeSet;
use std::io;
use std::time::Duration;

use time::OffsetDateTime;

use crate::media::folder::FolderError;
use crate::media::image_facts::ImageWarning;
use crate::media::looks_like::LooksLike;
use crate::media::progress::Stall;
use crate::media::{ImageError, SourceError};
use crate::net::range::RangeError;
use crate::net::tls::Outdated;
use crate::proto::certificate::{Certificate, Fingerprint};
use crate::proto::kvm::messages::vencrypt::Subtype;
use crate::proto::tls_hello::TlsVersion;
use crate::proto::wsman::class::{
    AuditInitiator, AuditRecord, ControlMode, EventRecord, OptInRequired, OptInState,
    OsPowerSaving, PowerState, SessionPort,
};
use crate::proto::wsman::exchange::ExchangeError;
use crate::proto::wsman::status::{ReturnValue, Returns};
use crate::session::flow::boot_image::PcWarning;
use crate::session::flow::doctor::Check;
use crate::session::flow::info::Part;
use crate::session::flow::scan::parse_range;
use crate::session::ider::words as media_words;
use crate::session::macros::Macro;
use crate::session::{
    BootFault, ConsentFault, DeviceFault, Ending, Fault, FaultAction, Feature, SerialFault,
    Stranger, Target, TrustFault, VmFault, VncFault,
};
use crate::store::journal::Kind;
use crate::store::profile::{self, Profile};
use crate::store::secrets::KeyStoreError;
use crate::store::settings::Language;
use crate::store::trusted::TrustStoreError;
use crate::ui::language::{find, speak};
use crate::ui::said::{Told as _, button, said, translated};

const LANGUAGES: [Language; 4] = [
    Language::German,
    Language::French,
    Language::Spanish,
    Language::Japanese,
];

/// Fails with every sentence that lacks a translation in some language.
fn told_everywhere(sentences: &[String]) {
    let mut missing = Vec::new();
    for language in LANGUAGES {
        speak(language);
        for english in sentences.iter().filter(|text| !text.is_empty()) {
            if translated(english).is_none() {
                missing.push(format!("{language:?}: {english}"));
            }
        }
    }
    speak(Language::English);
    assert!(missing.is_empty(), "nobody has translated {missing:#?}");
}

fn not_found() -> io::Error {
    io::Error::from_raw_os_error(2)
}

fn certificate() -> Box<Certificate> {
    let mut certificate = Certificate::from_der(b"none");
    certificate.issuer = "CN=Lab".to_owned();
    certificate.names = vec!["lab-12".to_owned()];
    Box::new(certificate)
}

/// A number for each variant, from 0 and without a gap; the second is how many there are.
macro_rules! places {
    ($name:ident: $kind:ty { $($pattern:pat => $place:literal,)+ }) => {
        fn $name(all: &[$kind]) {
            let place = |it: &$kind| match it { $($pattern => $place,)+ };
            let known: BTreeSet<usize> = [$($place,)+].into();
            let shown: BTreeSet<usize> = all.iter().map(place).collect();
            assert_eq!(shown, known, "a sample of each {}", stringify!($kind));
        }
    };
}

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

fn own_faults() -> Vec<Fault> {
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

places! { check_images: ImageError {
    ImageError::Unreadable(_) => 0,
    ImageError::Source(SourceError::Shrunk { .. }) => 1,
    ImageError::Source(SourceError::Changed) => 2,
    ImageError::Source(SourceError::Stalled) => 3,
    ImageError::Source(SourceError::Io(_)) => 4,
    ImageError::Source(SourceError::Remote(_)) => 5,
    ImageError::Empty => 6,
    ImageError::OddLength { .. } => 7,
    ImageError::Truncated { .. } => 8,
    ImageError::NotACd(_) => 9,
    ImageError::NotAnImage(_) => 10,
    ImageError::TooLarge => 11,
    ImageError::FolderAsFloppy => 12,
    ImageError::Folder(FolderError::Unreadable { .. }) => 13,
    ImageError::Folder(FolderError::TooMuch) => 14,
    ImageError::Folder(FolderError::TooLarge) => 15,
    ImageError::Folder(FolderError::Layout(_)) => 16,
} }

fn images() -> Vec<ImageError> {
    let mut all = vec![
        ImageError::Unreadable(not_found()),
        SourceError::Shrunk { at: 2048 }.into(),
        SourceError::Changed.into(),
        SourceError::Stalled.into(),
        SourceError::Io(io::Error::from_raw_os_error(5)).into(),
        ImageError::Empty,
        ImageError::OddLength {
            bytes: 1000,
            block_bytes: 512,
        },
        ImageError::Truncated {
            expected: 4096,
            got: 100,
        },
        ImageError::TooLarge,
        ImageError::FolderAsFloppy,
        FolderError::Unreadable {
            path: "boot".into(),
            cause: io::Error::from_raw_os_error(13),
        }
        .into(),
        FolderError::TooMuch.into(),
        FolderError::TooLarge.into(),
        FolderError::Layout(hadris_fs::PathError::new(
            hadris_fs::ErrorKind::InvalidInput,
            "too deep",
        ))
        .into(),
    ];
    for looks in [
        LooksLike::Compressed("gzip"),
        LooksLike::VirtualDisk("qcow2"),
        LooksLike::Disk,
        LooksLike::Text,
        LooksLike::Unknown,
    ] {
        all.extend([ImageError::NotACd(looks), ImageError::NotAnImage(looks)]);
    }
    for remote in [
        RangeError::Address("x".into()),
        RangeError::Login,
        RangeError::Tls {
            address: "images.example:443".into(),
            cause: not_found(),
        },
        RangeError::Roots(rustls::Error::DecryptError),
        RangeError::Status(hyper::StatusCode::NOT_FOUND),
        RangeError::Redirects,
        RangeError::Downgrade,
        RangeError::NoRanges,
        RangeError::Nonsense,
        RangeError::Changed,
        RangeError::Silent(Duration::from_secs(20)),
    ] {
        all.push(SourceError::Remote(Box::new(remote)).into());
    }
    all
}

places! { check_trust: TrustFault {
    TrustFault::Unknown { .. } => 0,
    TrustFault::Changed { .. } => 1,
    TrustFault::OutOfDate { .. } => 2,
    TrustFault::UnknownIssuer { .. } => 3,
    TrustFault::WrongName { .. } => 4,
    TrustFault::Flawed { .. } => 5,
    TrustFault::EncryptionGone { .. } => 6,
    TrustFault::PlainPort { .. } => 7,
    TrustFault::Outdated { .. } => 8,
    TrustFault::NotEncrypted => 9,
    TrustFault::OnlyEncrypted => 10,
    TrustFault::WantsIdentity => 11,
    TrustFault::Identity(_) => 12,
    TrustFault::NoTls(_) => 13,
    TrustFault::RealmChanged { .. } => 14,
    TrustFault::Store(_) => 15,
} }

/// As the library says it that reads certificates.
const FLAW: &str = "invalid peer certificate: the certificate is not for servers";

fn trust() -> Vec<TrustFault> {
    let device = || "lab-12".to_owned();
    let since = OffsetDateTime::UNIX_EPOCH;
    let mut all = vec![
        TrustFault::Unknown {
            device: device(),
            certificate: certificate(),
        },
        TrustFault::Changed {
            device: device(),
            known: Fingerprint::of(b"before"),
            since: None,
            offered: certificate(),
        },
        TrustFault::UnknownIssuer {
            offered: certificate(),
        },
        TrustFault::WrongName {
            device: device(),
            offered: certificate(),
        },
        TrustFault::Flawed {
            flaw: FLAW.to_owned(),
        },
        TrustFault::EncryptionGone { since },
        TrustFault::PlainPort { since },
        TrustFault::NotEncrypted,
        TrustFault::OnlyEncrypted,
        TrustFault::WantsIdentity,
        TrustFault::Identity(rustls::Error::DecryptError),
        TrustFault::NoTls(rustls::Error::DecryptError),
        TrustFault::RealmChanged {
            known: "a".into(),
            offered: "b".into(),
        },
        TrustFault::Store(TrustStoreError::Newer {
            path: "/home/sam/trusted.toml".into(),
        }),
        TrustFault::Store(TrustStoreError::File(crate::store::file::FileError {
            what: "read",
            path: "/home/sam/trusted.toml".into(),
            cause: not_found(),
        })),
    ];
    for now in [since - Duration::from_secs(9), OffsetDateTime::now_utc()] {
        all.push(TrustFault::OutOfDate {
            offered: certificate(),
            now,
        });
    }
    for offers in [
        Outdated::Version(TlsVersion::TLS10),
        Outdated::KeyExchange,
        Outdated::WeakKey("RSA 1024".into()),
    ] {
        all.push(TrustFault::Outdated { offers });
    }
    all
}

places! { check_consent: ConsentFault {
    ConsentFault::Wrong { .. } => 0,
    ConsentFault::Withdrawn => 1,
    ConsentFault::Expired { .. } => 2,
    ConsentFault::Blocked => 3,
    ConsentFault::Declined => 4,
    ConsentFault::NotAsked => 5,
    ConsentFault::NoCode => 6,
    ConsentFault::PcOff => 7,
} }

fn consent() -> Vec<ConsentFault> {
    let mut all = vec![
        ConsentFault::Withdrawn,
        ConsentFault::Blocked,
        ConsentFault::Declined,
        ConsentFault::NotAsked,
        ConsentFault::NoCode,
        ConsentFault::PcOff,
    ];
    for left in [None, Some(1), Some(2)] {
        all.push(ConsentFault::Wrong { left });
    }
    for after in [None, Some(Duration::from_secs(300))] {
        all.push(ConsentFault::Expired { after });
    }
    all
}

places! { check_serial: SerialFault {
    SerialFault::NotSeen { .. } => 0,
    SerialFault::Forbidden { .. } => 1,
    SerialFault::InputLost { .. } => 2,
    SerialFault::PowerOff => 3,
} }

fn serial() -> Vec<SerialFault> {
    let pattern = || "/login:/".to_owned();
    let mut all = vec![
        SerialFault::Forbidden {
            line: 3,
            pattern: pattern(),
        },
        SerialFault::InputLost { sent: 3, total: 9 },
        SerialFault::PowerOff,
    ];
    for line in [None, Some(4)] {
        all.push(SerialFault::NotSeen {
            line,
            pattern: pattern(),
            after: Duration::from_millis(2500),
        });
    }
    all
}

places! { check_device: DeviceFault {
    DeviceFault::SwitchedOff(_) => 0,
    DeviceFault::Forbidden(_) => 1,
    DeviceFault::NoScreen => 2,
    DeviceFault::NotConfigured => 3,
    DeviceFault::NotAllowed { .. } => 4,
    DeviceFault::Unknown { .. } => 5,
    DeviceFault::Refused { .. } => 6,
    DeviceFault::Unconfirmed { .. } => 7,
    DeviceFault::NotNow { .. } => 8,
    DeviceFault::SessionOpen => 9,
    DeviceFault::OtherSession { .. } => 10,
    DeviceFault::NothingLent => 11,
    DeviceFault::NotReached { .. } => 12,
    DeviceFault::ClockWrong { .. } => 13,
    DeviceFault::AuditLogFull => 14,
    DeviceFault::Off => 15,
    DeviceFault::Asleep => 16,
} }

fn device() -> Vec<DeviceFault> {
    let mut all = vec![
        DeviceFault::NoScreen,
        DeviceFault::NotConfigured,
        DeviceFault::Unknown {
            what: "tell its name",
        },
        DeviceFault::Unconfirmed {
            what: "turn on",
            how: "nothing came within 5s".into(),
        },
        DeviceFault::Unconfirmed {
            what: "turn on",
            how: "the connection failed".into(),
        },
        DeviceFault::SessionOpen,
        DeviceFault::OtherSession {
            kinds: vec!["screen", "serial", "media", "remote access"],
        },
        DeviceFault::NothingLent,
        DeviceFault::NotReached {
            request: PowerState::OFF_GRACEFUL,
            state: PowerState::ON,
            after: Duration::from_secs(60),
        },
        DeviceFault::AuditLogFull,
        DeviceFault::Off,
        DeviceFault::Asleep,
    ];
    for feature in [Feature::Screen, Feature::Serial, Feature::Media] {
        all.push(DeviceFault::SwitchedOff(feature));
        all.push(DeviceFault::Forbidden(feature));
    }
    for right in [None, Some("Remote control")] {
        let user = "sam".to_owned();
        all.push(DeviceFault::NotAllowed { user, right });
    }
    for available in [vec![], vec![PowerState::ON, PowerState::RESET]] {
        all.push(DeviceFault::NotNow {
            request: PowerState::SLEEP,
            state: PowerState::OFF,
            available,
        });
    }
    for fast_by_secs in [-4000, 4000] {
        all.push(DeviceFault::ClockWrong { fast_by_secs });
    }
    for (value, table) in [(2, Returns::OptIn), (6, Returns::Cim), (0x10, Returns::Amt)] {
        all.push(DeviceFault::Refused {
            what: "take the code",
            why: ExchangeError::Returned {
                method: "IPS_OptInService.SendOptInCode".into(),
                value: ReturnValue { value, table },
            },
        });
    }
    all
}

places! { check_boot: BootFault {
    BootFault::CannotStart { .. } => 0,
    BootFault::NotRead { .. } => 1,
    BootFault::NoReset { .. } => 2,
    BootFault::NotPutBack { .. } => 3,
} }

fn boot() -> Vec<BootFault> {
    let within = Duration::from_secs(90);
    vec![
        BootFault::CannotStart { is_damaged: false },
        BootFault::CannotStart { is_damaged: true },
        BootFault::NotRead { within },
        BootFault::NoReset { within },
        BootFault::NotPutBack {
            cause: Box::new(Fault::NoAnswer {
                address: "10.0.4.20:16992".into(),
                after: within,
            }),
        },
    ]
}

places! { check_vm: VmFault {
    VmFault::Missing { .. } => 0,
    VmFault::Unsupported => 1,
    VmFault::NotStarted { .. } => 2,
} }

places! { check_vnc: VncFault {
    VncFault::WrongPassword { .. } => 0,
    VncFault::PasswordNeeded => 1,
    VncFault::Refused { .. } => 2,
    VncFault::Encryption { .. } => 3,
} }

fn vnc() -> Vec<VncFault> {
    let mut all = vec![VncFault::PasswordNeeded];
    for reason in ["", "too many tries"] {
        let reason = || reason.to_owned();
        all.push(VncFault::WrongPassword { reason: reason() });
        all.push(VncFault::Refused { reason: reason() });
    }
    for offered in [vec![Subtype(999)], vec![Subtype::TLS_VNC]] {
        let could_be_plain = false;
        all.push(VncFault::Encryption {
            offered,
            could_be_plain,
        });
    }
    all
}

/// A sample of every fault that there is.
fn faults() -> Vec<Fault> {
    let (images, trust, device) = (images(), trust(), device());
    check_images(&images);
    check_trust(&trust);
    check_device(&device);
    let (consent, serial, boot, vnc) = (consent(), serial(), boot(), vnc());
    check_consent(&consent);
    check_serial(&serial);
    check_boot(&boot);
    check_vnc(&vnc);
    let vm = vec![
        VmFault::Missing {
            what: "QEMU (qemu-system-x86_64)",
            package: "Install the package qemu-system-x86.",
        },
        VmFault::Missing {
            what: "the UEFI firmware of virtual machines (OVMF)",
            package: "Install the package ovmf (Debian, Ubuntu) or edk2-ovmf (Fedora, Arch).",
        },
        VmFault::Unsupported,
        VmFault::NotStarted {
            said: String::new(),
        },
    ];
    check_vm(&vm);
    let mut all = own_faults();
    all.extend(images.into_iter().map(|error| Fault::Image {
        name: "a.iso".into(),
        error: Box::new(error),
    }));
    all.extend(trust.into_iter().map(Fault::from));
    all.extend(consent.into_iter().map(Fault::from));
    all.extend(serial.into_iter().map(Fault::from));
    all.extend(device.into_iter().map(Fault::from));
    all.extend(boot.into_iter().map(Fault::from));
    all.extend(vm.into_iter().map(Fault::from));
    all.extend(vnc.into_iter().map(Fault::from));
    check_faults(&all);
    all
}

#[test]
fn every_fault_is_told_in_every_language() {
    let sentences: Vec<_> = faults()
        .iter()
        .flat_map(|fault| [fault.title(), fault.cause(), fault.remedy().to_owned()])
        // It has a sentence of its own in place of these words.
        .filter(|text| !text.eq_ignore_ascii_case(FLAW))
        .collect();
    told_everywhere(&sentences);
}

#[test]
fn nothing_of_a_fault_stays_english_in_its_translation() {
    // Words that only English has, as they stand between spaces.
    let english = [
        " the ", " is ", " not ", " it ", " of ", " with ", " and ", " cannot ", " to ",
    ];
    for language in LANGUAGES {
        for fault in faults() {
            speak(language);
            for text in [fault.told_title(), fault.told_cause(), fault.told_remedy()] {
                let padded = format!(" {text} ");
                let left = english.iter().find(|word| padded.contains(**word));
                // A library's own words about a line of a file.
                let is_theirs = text.contains("invalid type") || text.contains("too many tries");
                assert!(left.is_none() || is_theirs, "{language:?}: {text}");
            }
        }
    }
    speak(Language::English);
}

#[test]
fn every_button_under_a_fault_has_a_name_in_every_language() {
    let all = faults();
    let actions = all.iter().filter_map(Fault::action);
    let more = [
        FaultAction::RunDoctor,
        FaultAction::CopyReport,
        FaultAction::Compare,
        FaultAction::TrustCertificate,
        FaultAction::DoNotConnect,
    ];
    for action in actions.chain(more) {
        told_everywhere(&[action.label().to_owned()]);
        speak(Language::Japanese);
        assert_ne!(button(action), action.label());
        speak(Language::English);
    }
}

#[test]
fn the_journal_has_words_for_the_outcome_of_every_fault() {
    for language in LANGUAGES.into_iter().chain([Language::English]) {
        speak(language);
        for fault in faults() {
            let id = format!("outcome-{}", fault.kind());
            assert!(find(&id, &[]).is_some(), "{id} in {language:?}");
        }
        for how in ["done", "interrupted"] {
            assert!(find(&format!("outcome-{how}"), &[]).is_some());
        }
    }
    speak(Language::English);
}

#[test]
fn every_deed_of_the_journal_has_a_word_of_its_own() {
    let kinds = [
        Kind::Screen,
        Kind::Serial,
        Kind::Media,
        Kind::Power,
        Kind::Consent,
        Kind::Enable,
        Kind::Disable,
        Kind::Info,
        Kind::Log,
        Kind::Trust,
        Kind::Other,
    ];
    for language in LANGUAGES {
        speak(language);
        let words: BTreeSet<_> = kinds
            .iter()
            .map(|kind| find(&format!("journal-kind-{}", kind.name()), &[]))
            .collect();
        assert_eq!(words.len(), kinds.len(), "{language:?}");
        assert!(!words.contains(&None));
    }
    speak(Language::English);
}

#[test]
fn checks_parts_and_states_are_told_in_every_language() {
    let mut all: Vec<String> = Check::ALL
        .iter()
        .map(|check| check.title().to_owned())
        .collect();
    all.extend(Part::ALL.iter().map(|part| part.name().to_owned()));
    for number in 0..20 {
        all.push(PowerState(number).to_string());
        all.push(OsPowerSaving(number).to_string());
        all.push(OptInState(number).to_string());
        all.push(ControlMode(number).to_string());
    }
    for required in [0, 1, u32::MAX, 77] {
        all.push(OptInRequired(required).to_string());
    }
    for port in [
        SessionPort::Kvm,
        SessionPort::Sol,
        SessionPort::Ider,
        SessionPort::RemoteAccess,
    ] {
        all.push(port.name().to_owned());
    }
    told_everywhere(&all);
}

#[test]
fn everything_about_disks_is_told_in_every_language() {
    let time = Duration::from_secs(12);
    let mut all: Vec<String> = [
        ImageWarning::NotBootable,
        ImageWarning::NotOnUefi,
        ImageWarning::NotOnBios,
        ImageWarning::BootCatalogueDamaged,
        ImageWarning::Padded,
        ImageWarning::TailMissing,
    ]
    .into_iter()
    .map(|warning| {
        match warning {
            ImageWarning::NotBootable
            | ImageWarning::NotOnUefi
            | ImageWarning::NotOnBios
            | ImageWarning::BootCatalogueDamaged
            | ImageWarning::Padded
            | ImageWarning::TailMissing => {}
        }
        media_words::warning_text(warning).to_owned()
    })
    .collect();
    for warning in [PcWarning::Wireless, PcWarning::SlowLink(10)] {
        match warning {
            PcWarning::Wireless | PcWarning::SlowLink(_) => {}
        }
        all.push(media_words::pc_warning_text(warning));
    }
    for stall in [
        Stall::HostIdle(time),
        Stall::DeviceSilent(time),
        Stall::SourceSlow(time),
        Stall::LinkSlow(time),
    ] {
        match stall {
            Stall::HostIdle(_)
            | Stall::DeviceSilent(_)
            | Stall::SourceSlow(_)
            | Stall::LinkSlow(_) => {}
        }
        all.push(media_words::stall_text(stall));
    }
    for secs in [0, 7, 240, 7200] {
        all.push(media_words::about_text(Duration::from_secs(secs)));
    }
    all.push(media_words::way_text(Duration::ZERO));
    told_everywhere(&all);
}

/// What is wrong with a text; it has to be wrong.
fn wrong<T, E: std::fmt::Display>(result: Result<T, E>) -> String {
    result.err().map_or_else(
        || "nothing is wrong with it".to_owned(),
        |error| error.to_string(),
    )
}

#[test]
fn everything_that_is_wrong_in_a_field_is_told_in_every_language() {
    let mut all = Vec::new();
    for text in ["", ":16992", "lab-12:70000", "fe80::1", "a b"] {
        all.push(wrong(text.parse::<Target>()));
    }
    for text in ["x", "fe80::/64", "10.0.4.9-10.0.4.1", "10.0.0.0/8"] {
        all.push(wrong(parse_range(text)));
    }
    for script in [
        "",
        "press f12\nrepeat 2",
        "repeat x\npress f1",
        "type",
        "wait long",
        "jump",
        "press",
        "press f99",
        "press f1 every 0 ms",
        "press f1 twice",
        "press f1 3 times until screen changes",
        "press f1 within 3 s",
        &"press f1\n".repeat(9999),
    ] {
        all.push(script.parse::<Macro>().err().unwrap().why);
    }
    for text in ["{", "{}", "a,b\n1,2", "address\n\"x"] {
        all.push(wrong(profile::import(text, None)));
    }
    let ok = || Profile::new("lab-12", "10.0.4.17");
    let long = "x".repeat(99_999);
    for pc in [
        Profile::new("-a", "10.0.4.17"),
        Profile::new("a\nb", "10.0.4.17"),
        Profile::new("lab-12", ""),
        Profile::new(long.clone(), "10.0.4.17"),
        Profile {
            notes: long.clone(),
            ..ok()
        },
        Profile {
            tags: vec![long],
            ..ok()
        },
    ] {
        all.push(wrong(pc.check()));
    }
    told_everywhere(&all);
}

#[test]
fn every_record_of_both_logs_is_told_in_every_language() {
    let mut all = BTreeSet::new();
    let record = |sensor_type, offset, data| EventRecord {
        seconds: 1,
        device_address: 0,
        sensor_type,
        event_type: 0x6F,
        offset,
        source_type: 0x68,
        severity: 1,
        sensor_number: 0,
        entity: 0,
        entity_instance: 0,
        data,
    };
    for entity in 0..=u8::MAX {
        let about = EventRecord {
            entity,
            ..record(30, 0, [0; 8])
        };
        all.extend(about.entity_name().map(str::to_owned));
    }
    // Only BIOS and firmware tell their events apart by the offset.
    let others = [5, 6, 18, 30, 32, 35, 36, 37, 192, 193].map(|sensor| (sensor, 0));
    let firmware = [0, 2, 3, 5].map(|offset| (15, offset));
    for (sensor, offset) in others.into_iter().chain(firmware) {
        for first in [0, 0x40, 235, 0xAA] {
            for second in (0..=30).chain([0x30, 0x40, 0xFF]) {
                for third in [0, 1, 2, 3, 4, 5, 6, 7, 8, 0xFF] {
                    for last in [0, 1, 2, 3, 4, 5, 8, 16, 0xFC] {
                        let data = [first, second, third, last, last, 0, 0, last];
                        all.extend(record(sensor, offset, data).text());
                    }
                }
            }
        }
    }
    for (application, event) in (0..64).flat_map(|a| (0..64).map(move |e| (a, e))) {
        for data in [vec![], vec![0; 16], vec![1; 16], vec![2; 16], vec![4, 0, 9]] {
            let record = AuditRecord {
                application,
                event,
                initiator: AuditInitiator::Local,
                seconds: 1,
                address: None,
                data,
            };
            all.extend(record.text());
            all.extend(record.application_name().map(str::to_owned));
        }
    }
    assert!(all.len() > 200, "{} texts", all.len());
    told_everywhere(&all.into_iter().collect::<Vec<_>>());
}

#[test]
fn every_reason_of_the_firmware_is_told_in_every_language() {
    let mut all = BTreeSet::new();
    for value in (0..0x900).chain(4090..4100) {
        for table in [Returns::Cim, Returns::Boot, Returns::OptIn, Returns::Amt] {
            all.insert(ReturnValue { value, table }.to_string());
        }
    }
    told_everywhere(&all.into_iter().collect::<Vec<_>>());
}

#[test]
fn numbers_choose_the_plural_of_what_the_session_says() {
    speak(Language::Spanish);
    assert_eq!(
        said("Wrong code, 1 try left"),
        "Código incorrecto, queda 1 intento"
    );
    assert_eq!(
        said("Wrong code, 2 tries left"),
        "Código incorrecto, quedan 2 intentos"
    );
    speak(Language::English);
}
