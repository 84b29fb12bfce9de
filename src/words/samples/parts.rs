//! Consent, serial console, the device itself, starting, virtual machines and VNC servers.

use std::time::Duration;

use crate::proto::kvm::messages::vencrypt::Subtype;
use crate::proto::wsman::class::PowerState;
use crate::proto::wsman::exchange::ExchangeError;
use crate::proto::wsman::status::{ReturnValue, Returns};
use crate::session::{
    BootFault, ConsentFault, DeviceFault, Fault, Feature, SerialFault, VmFault, VncFault,
};

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

pub(super) fn consent() -> Vec<ConsentFault> {
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

pub(super) fn serial() -> Vec<SerialFault> {
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

pub(super) fn device() -> Vec<DeviceFault> {
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

pub(super) fn boot() -> Vec<BootFault> {
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

pub(super) fn vnc() -> Vec<VncFault> {
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
