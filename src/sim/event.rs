//! What a simulated device reports, one JSON object each.

use std::collections::VecDeque;

use serde::{Serialize, Serializer};

use super::firmware::consent::ConsentEnd;
use super::firmware::power::PowerState;
use super::ider::{BootFault, BootReport, Totals};
use crate::limits;
use crate::proto::ider::messages::Drive;
use crate::proto::redir::messages::{AuthType, SessionType};

/// Something that happened on a simulated device.
///
/// The JSON form is a contract (`docs/simulator.md`): names may be added, never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event")]
#[non_exhaustive]
pub enum Event {
    /// Somebody tried to log in.
    #[serde(rename = "login")]
    Login {
        /// User name as sent; empty on port 5900.
        user: String,
        /// How.
        method: Method,
        /// Whether it worked.
        ok: bool,
    },
    /// A redirection session began.
    #[serde(rename = "session.open")]
    SessionOpen {
        /// Which kind.
        #[serde(serialize_with = "kind_name")]
        kind: SessionType,
        /// Who.
        user: String,
    },
    /// A redirection session ended.
    #[serde(rename = "session.close")]
    SessionClose {
        /// Which kind.
        #[serde(serialize_with = "kind_name")]
        kind: SessionType,
        /// Why, in a few words.
        reason: String,
    },
    /// The power state changed.
    #[serde(rename = "power")]
    Power {
        /// The new state.
        state: PowerState,
    },
    /// The PC's screen shows a consent code.
    #[serde(rename = "consent.requested")]
    ConsentRequested {
        /// Its six digits.
        code: String,
    },
    /// The right code came.
    #[serde(rename = "consent.accepted")]
    ConsentAccepted,
    /// An attempt or granted consent is over.
    #[serde(rename = "consent.ended")]
    ConsentEnded {
        /// Why.
        reason: ConsentEnd,
    },
    /// The PC starts an operating system.
    #[serde(rename = "boot")]
    Boot {
        /// From what.
        source: String,
    },
    /// The PC started from a lent disk, or tried to.
    #[serde(rename = "ider.boot")]
    IderBoot {
        /// `cd` or `floppy`.
        drive: &'static str,
        /// Whether it did.
        ok: bool,
        /// Label of the volume.
        label: String,
        /// Names in its root directory.
        names: Vec<String>,
        /// Bytes of the boot image.
        image_bytes: usize,
        /// SHA-256 of the boot image in hexadecimal.
        image_sha256: String,
        /// Why not; empty if it did.
        fault: String,
    },
    /// What the PC read from and wrote to lent disks since the session began.
    #[serde(rename = "ider.read")]
    IderRead {
        /// Commands that brought blocks.
        reads: u64,
        /// Bytes of those.
        bytes: u64,
        /// Bytes per second while commands were waiting.
        bytes_per_second: u64,
        /// Commands that took blocks.
        writes: u64,
        /// Bytes of those.
        bytes_written: u64,
        /// Commands that ended with sense data.
        errors: u64,
        /// Resets of the bus.
        resets: u64,
    },
    /// The virtual machine in place of the PC is gone, or does not start.
    #[serde(rename = "vm.lost")]
    VmLost {
        /// Why, in a few words.
        reason: String,
    },
    /// A key arrived.
    #[serde(rename = "key")]
    Key {
        /// X11 keysym.
        keysym: u32,
        /// Pressed, else released.
        down: bool,
    },
    /// The pointer moved or a button changed.
    #[serde(rename = "pointer")]
    Pointer {
        /// Column.
        x: u16,
        /// Row.
        y: u16,
        /// Buttons as RFB counts them.
        buttons: u8,
    },
    /// Nobody read the events fast enough: this many were dropped.
    #[serde(rename = "lost")]
    Lost {
        /// How many.
        count: u64,
    },
}

impl Event {
    /// Totals of a storage session.
    #[must_use]
    pub fn ider_read(totals: &Totals) -> Self {
        Self::IderRead {
            reads: totals.reads,
            bytes: totals.bytes_read,
            bytes_per_second: totals.bytes_per_second(),
            writes: totals.writes,
            bytes_written: totals.bytes_written,
            errors: totals.errors,
            resets: totals.resets,
        }
    }

    /// How starting from a lent disk went.
    #[must_use]
    pub fn ider_boot(drive: Drive, result: &Result<BootReport, BootFault>) -> Self {
        let drive = match drive {
            Drive::Cd => "cd",
            Drive::Floppy => "floppy",
        };
        match result {
            Ok(report) => Self::IderBoot {
                drive,
                ok: true,
                label: report.label.clone(),
                names: report.names.clone(),
                image_bytes: report.image_bytes,
                image_sha256: report
                    .image_sha256
                    .iter()
                    .map(|b| format!("{b:02x}"))
                    .collect(),
                fault: String::new(),
            },
            Err(fault) => Self::IderBoot {
                drive,
                ok: false,
                label: String::new(),
                names: Vec::new(),
                image_bytes: 0,
                image_sha256: String::new(),
                fault: fault.to_string(),
            },
        }
    }
}

/// How somebody logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Type 1.
    Password,
    /// Type 3.
    Digest,
    /// Type 4.
    DigestQop,
    /// VNC authentication on port 5900.
    Vnc,
    /// Digest on the WS-Man ports.
    HttpDigest,
}

impl Method {
    /// The method behind a redirection login type, if it is one that logs in.
    #[must_use]
    pub const fn from_auth_type(auth_type: AuthType) -> Option<Self> {
        match auth_type {
            AuthType::PASSWORD => Some(Self::Password),
            AuthType::DIGEST => Some(Self::Digest),
            AuthType::DIGEST_QOP => Some(Self::DigestQop),
            _ => None,
        }
    }
}

fn kind_name<S: Serializer>(kind: &SessionType, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match kind {
        SessionType::Kvm => "kvm",
        SessionType::Sol => "sol",
        SessionType::Ider => "ider",
    })
}

/// Events waiting for a reader, at most [`limits::SIM_EVENTS`].
#[derive(Debug, Default)]
pub struct EventQueue {
    events: VecDeque<Event>,
    lost: u64,
}

impl EventQueue {
    /// Appends one; the oldest gives way if there are too many.
    pub fn push(&mut self, event: Event) {
        if self.events.len() >= limits::SIM_EVENTS {
            self.events.pop_front();
            self.lost += 1;
        }
        self.events.push_back(event);
    }

    /// The oldest; first of all, how many are missing.
    pub fn pop(&mut self) -> Option<Event> {
        match std::mem::take(&mut self.lost) {
            0 => self.events.pop_front(),
            count => Some(Event::Lost { count }),
        }
    }

    /// None waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_have_the_documented_form() {
        let json = |event: Event| serde_json::to_string(&event).unwrap();
        assert_eq!(
            json(Event::SessionOpen {
                kind: SessionType::Kvm,
                user: "admin".into()
            }),
            r#"{"event":"session.open","kind":"kvm","user":"admin"}"#
        );
        assert_eq!(
            json(Event::Login {
                user: "admin".into(),
                method: Method::DigestQop,
                ok: true
            }),
            r#"{"event":"login","user":"admin","method":"digest-qop","ok":true}"#
        );
        assert_eq!(
            json(Event::Power {
                state: PowerState::Off
            }),
            r#"{"event":"power","state":"off"}"#
        );
        assert_eq!(
            json(Event::Key {
                keysym: 65_293,
                down: true
            }),
            r#"{"event":"key","keysym":65293,"down":true}"#
        );
    }

    #[test]
    fn a_reader_who_sleeps_learns_how_much_he_missed() {
        let mut queue = EventQueue::default();
        for keysym in 0..limits::SIM_EVENTS + 3 {
            let keysym = u32::try_from(keysym).unwrap();
            queue.push(Event::Key { keysym, down: true });
        }
        assert_eq!(queue.pop(), Some(Event::Lost { count: 3 }));
        assert_eq!(
            queue.pop(),
            Some(Event::Key {
                keysym: 3,
                down: true
            })
        );
    }
}
