//! From the greeting to the description of the screen: versions, security, login.

use std::time::Instant;

use super::{Minor, Rfb, RfbError, State, shown};
use crate::proto::kvm::messages::{
    ProtocolVersion, SecurityResult, SecurityType, SecurityTypes, ServerInit,
};
use crate::proto::redir::messages::SessionType;
use crate::sim::firmware::KvmConsent;
use crate::sim::firmware::audit_log::{Initiator, Origin};
use crate::sim::lease::Lease;
use crate::sim::vnc_auth;
use crate::wire::Writer;

impl Rfb {
    /// What this connection offers. A redirection connection has logged in already.
    pub(super) fn security_types(&self) -> &'static [u8] {
        match self.lease {
            Some(_) => self.device.lock().profile().security_types(),
            None => &[SecurityType::VNC_AUTHENTICATION.0],
        }
    }

    pub(super) fn offer_security(&mut self, version: ProtocolVersion) -> Result<State, RfbError> {
        let minor = match version.number() {
            // RFC 6143 §7.1.1 has 3.5 mean 3.3.
            Some((3, 3 | 5)) => Minor::Three,
            Some((3, 7)) => Minor::Seven,
            Some((3, 8)) => Minor::Eight,
            _ => {
                let text = String::from_utf8_lossy(&version.0).trim_end().to_owned();
                return Err(RfbError::Version(text));
            }
        };
        let busy = self.lease.is_none() && self.device.lock().sessions().is_busy(SessionType::Kvm);
        if busy {
            let reason = b"a session may already be open";
            match minor {
                Minor::Three => {
                    Writer::new(&mut self.out)
                        .u32_be(0)
                        .with_u32_be_length(|w| {
                            w.bytes(reason);
                        });
                }
                _ => SecurityTypes::Refused(reason).encode(&mut self.out),
            }
            return Err(RfbError::Busy);
        }
        if minor > Minor::Three {
            SecurityTypes::Offered(self.security_types()).encode(&mut self.out);
            return Ok(State::Security(minor));
        }
        let decided = self.security_types().first().copied().unwrap_or(0);
        Writer::new(&mut self.out).u32_be(decided.into());
        Ok(match SecurityType(decided) {
            SecurityType::VNC_AUTHENTICATION => self.challenge(minor),
            _ => State::Init,
        })
    }

    pub(super) fn challenge(&mut self, minor: Minor) -> State {
        let challenge = self.device.lock().random();
        self.out.extend(challenge);
        State::Answer(minor, challenge)
    }

    pub(super) fn let_in(&mut self, minor: Minor) -> State {
        if minor == Minor::Eight {
            SecurityResult::Ok.encode(&mut self.out);
        }
        State::Init
    }

    pub(super) fn check_answer(
        &mut self,
        now: Instant,
        minor: Minor,
        challenge: &[u8; 16],
        answer: [u8; 16],
    ) -> Result<State, RfbError> {
        let mut device = self.device.lock();
        let password = device.firmware().kvm.rfb_password.as_ref();
        let expected = password.map(|p| vnc_auth::response(p.expose(), challenge));
        let ok = expected == Some(answer);
        device.vnc_login(now, self.address, ok);
        let is_enabled = device.firmware().redirection.is_enabled(SessionType::Kvm);
        drop(device);
        if !ok {
            self.refuse(minor, b"Authentication failure");
            return Err(RfbError::Password);
        }
        if !is_enabled {
            self.refuse(minor, b"KVM is switched off");
            return Err(RfbError::Disabled);
        }
        let origin = Origin {
            initiator: Initiator::KvmPort,
            address: self.address,
        };
        // Another console may have come in while this one was thinking.
        self.lease = Lease::open(&self.device, now, SessionType::Kvm, &origin);
        if self.lease.is_none() {
            self.refuse(minor, b"a session may already be open");
            return Err(RfbError::Busy);
        }
        SecurityResult::Ok.encode(&mut self.out);
        Ok(State::Init)
    }

    pub(super) fn refuse(&mut self, minor: Minor, reason: &[u8]) {
        if minor == Minor::Eight {
            SecurityResult::Failed(reason).encode(&mut self.out);
        } else {
            Writer::new(&mut self.out).u32_be(1);
        }
    }

    /// Answers `ClientInit`, unless nothing can be captured: firmware closes then.
    pub(super) fn initialise(&mut self, now: Instant) -> Result<State, RfbError> {
        let mut device = self.device.lock();
        if !device.options().has_display {
            return Err(RfbError::NoDisplay);
        }
        self.prompt = match device.kvm_consent(now) {
            KvmConsent::Granted => None,
            KvmConsent::Prompt => Some(Box::default()),
            KvmConsent::Blocked => return Err(RfbError::NoConsent),
        };
        let size = shown(&device, self.prompt.as_deref(), self.halved.as_deref()).size();
        drop(device);
        // The client may still choose the smallest format, so that one decides.
        self.check_framebuffer(size, 1)?;
        self.tiles.resize(size);
        let (width, height) = size;
        let init = ServerInit {
            width,
            height,
            format: self.format.wire(),
            name: b"Intel(r) AMT KVM",
        };
        init.encode(&mut self.out);
        Ok(State::Running)
    }

    pub(super) fn check_framebuffer(
        &self,
        (width, height): (u16, u16),
        bytes: usize,
    ) -> Result<(), RfbError> {
        let needed = usize::from(width) * usize::from(height) * bytes;
        let limit = self.device.lock().profile().framebuffer_limit_bytes();
        if needed > limit {
            return Err(RfbError::TooLarge { needed, limit });
        }
        Ok(())
    }
}
