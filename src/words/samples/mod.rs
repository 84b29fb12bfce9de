//! A sample of every fault that there is.

/// A number for each variant, from 0 and without a gap; the second is how many there are.
macro_rules! places {
    ($name:ident: $kind:ty { $($pattern:pat => $place:literal,)+ }) => {
        pub(super) fn $name(all: &[$kind]) {
            let place = |it: &$kind| match it { $($pattern => $place,)+ };
            let known: std::collections::BTreeSet<usize> = [$($place,)+].into();
            let shown: std::collections::BTreeSet<usize> = all.iter().map(place).collect();
            assert_eq!(shown, known, "a sample of each {}", stringify!($kind));
        }
    };
}

mod images;
mod own;
mod parts;
mod trust;

use std::io;

use self::images::{check_images, images};
use self::own::{check_faults, own_faults};
use self::parts::{
    boot, check_boot, check_consent, check_device, check_serial, check_vm, check_vnc, consent,
    device, serial, vnc,
};
use self::trust::{check_trust, trust};
use crate::proto::certificate::Certificate;
use crate::session::{Fault, VmFault};

/// As the library says it that reads certificates.
pub(super) const FLAW: &str = "invalid peer certificate: the certificate is not for servers";

fn not_found() -> io::Error {
    io::Error::from_raw_os_error(2)
}

fn certificate() -> Box<Certificate> {
    let mut certificate = Certificate::from_der(b"none");
    certificate.issuer = "CN=Lab".to_owned();
    certificate.names = vec!["lab-12".to_owned()];
    Box::new(certificate)
}

/// A sample of every fault that there is.
pub(super) fn faults() -> Vec<Fault> {
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
