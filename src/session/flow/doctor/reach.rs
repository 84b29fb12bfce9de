//! Is it there, is it Intel AMT, and can it be reached safely?

use super::{Check, Finding, Ledger};
use crate::net::connect::address_text;
use crate::net::secure::Opened;
use crate::net::trust::Safety;
use crate::session::access::{Access, Service};
use crate::session::fault::{DeviceFault, Fault, Feature, Stranger, TrustFault};
use crate::session::flow::enable::Switches;
use crate::session::flow::probe::{
    PortProbe, PortRole, PortState, Probe, ProbeOptions, SetupState, Speech, probe,
};

/// Name, host and ports. `None`: nothing further makes sense.
pub(super) async fn look(
    access: &Access,
    options: ProbeOptions,
    ledger: &mut Ledger<'_>,
) -> Option<Probe> {
    let found = match probe(access, options, |_| {}).await {
        Ok(found) => found,
        Err(fault) => {
            ledger.note(Check::Name, Finding::problem(fault));
            ledger.skip_rest(Check::Name);
            return None;
        }
    };
    let addresses: Vec<_> = found.addresses.iter().map(ToString::to_string).collect();
    ledger.note(Check::Name, Finding::fine(addresses.join(", ")));
    if !found.is_alive() {
        ledger.note(
            Check::Host,
            Finding::problem(silent(access, &found, options)),
        );
        ledger.skip_rest(Check::Host);
        return None;
    }
    ledger.note(Check::Host, Finding::FINE);
    let services: Vec<_> = found.ports.iter().filter(|p| is_service(p)).collect();
    if services.iter().any(|port| speaks_amt(port)) {
        let version = found.version();
        let version = version.map_or_else(|| "unknown release".into(), |v| format!("release {v}"));
        ledger.note(Check::Ports, Finding::fine(version));
        return Some(found);
    }
    // Something is open that could not be understood: the real connection says why.
    if services
        .iter()
        .any(|port| port.is_open() && (port.speech.is_none() || port.wants_identity()))
    {
        ledger.note(Check::Ports, Finding::FINE);
        return Some(found);
    }
    ledger.note(
        Check::Ports,
        Finding::problem(not_amt(access, &found, &services)),
    );
    ledger.skip_rest(Check::Ports);
    None
}

/// One of the four ports that matter.
const fn is_service(port: &PortProbe) -> bool {
    !matches!(port.role, PortRole::Vnc | PortRole::Dash)
}

const fn speaks_amt(port: &PortProbe) -> bool {
    matches!(
        port.speech,
        Some(Speech::Management { .. } | Speech::Redirection { .. })
    )
}

/// No port answers in any way.
fn silent(access: &Access, found: &Probe, options: ProbeOptions) -> Fault {
    let host = access.target().host();
    let why = found.ports.iter().find_map(|port| match &port.state {
        PortState::Unreachable(why) => Some(why.clone()),
        _ => None,
    });
    match why {
        Some(why) => Fault::NoRoute {
            address: host.to_owned(),
            cause: std::io::Error::new(std::io::ErrorKind::NetworkUnreachable, why),
        },
        None => Fault::NoAnswer {
            address: host.to_owned(),
            after: options.within,
        },
    }
}

/// The host is there, and Intel AMT does not answer.
fn not_amt(access: &Access, found: &Probe, services: &[&PortProbe]) -> Fault {
    let host = access.target().host();
    let strange = services.iter().find_map(|port| match port.speech {
        Some(Speech::Stranger(who)) => Some((port.port, who)),
        _ => None,
    });
    if let Some((port, who)) = strange {
        return Fault::NotAmt {
            address: address_text(host, port),
            who,
            heard: String::new(),
        };
    }
    // It is there and in its factory state: the ping says so, the ports stay closed.
    let is_raw = found
        .presence
        .is_some_and(|p| p.is_intel && p.state != SetupState::Configured);
    if is_raw {
        return DeviceFault::NotConfigured.into();
    }
    if let Some(port) = services.iter().find(|port| port.is_open()) {
        return Fault::NotAmt {
            address: address_text(host, port.port),
            who: Stranger::Unknown,
            heard: String::new(),
        };
    }
    let port = services.first().map_or(16992, |port| port.port);
    let address = address_text(host, port);
    if services.iter().any(|port| port.state == PortState::Closed) {
        Fault::Refused { address }
    } else {
        // Another port of the host answers, so it is no matter of power or cable.
        Fault::Filtered { address }
    }
}

/// Encryption and certificate of the management port, as a session would open it. `None`:
/// nothing secret may be sent.
pub(super) async fn trust(
    access: &Access,
    probe: &Probe,
    ledger: &mut Ledger<'_>,
) -> Option<Opened> {
    let opened = match access.open(Service::Wsman).await {
        // In TLS 1.3 the PC refuses a console without a certificate only after the handshake.
        Ok(Opened {
            safety: Safety::Pinned(_) | Safety::KnownIssuer(_),
            ..
        }) if access.security().identity.is_none() && wants_identity(probe) => {
            Err(TrustFault::WantsIdentity.into())
        }
        opened => opened,
    };
    let opened = opened.map(|opened| {
        let fact = match &opened.safety {
            Safety::Plain => Finding::fine("not encrypted, because the PC offers no encryption"),
            Safety::Pinned(_) if opened.is_first_use => {
                Finding::fine("encrypted; the certificate was taken at first use")
            }
            Safety::Pinned(_) => {
                Finding::fine("encrypted, with the certificate that is remembered")
            }
            Safety::KnownIssuer(_) => Finding::fine("encrypted, vouched for by a known issuer"),
        };
        let fact = match fact {
            Finding::Fine(Some(fact)) if is_tls_only(probe) => {
                Finding::fine(format!("{fact}; the PC takes nothing else"))
            }
            fact => fact,
        };
        (opened, fact)
    });
    let opened = ledger.take(Check::Trust, opened);
    if opened.is_none() {
        ledger.skip_rest(Check::Trust);
    }
    opened
}

fn wants_identity(probe: &Probe) -> bool {
    let port = probe.port(PortRole::WsmanTls);
    port.is_some_and(PortProbe::wants_identity)
}

fn is_tls_only(probe: &Probe) -> bool {
    let is_open = |role| probe.port(role).is_some_and(PortProbe::is_open);
    is_open(PortRole::WsmanTls) && !is_open(PortRole::Wsman)
}

/// The redirection port, as a session would open it.
pub(super) async fn redirection(
    access: &Access,
    switches: Option<&Switches>,
    ledger: &mut Ledger<'_>,
) {
    if let Some(switches) = switches.filter(|switches| !switches.listener) {
        // Switching on whatever is off opens the ports.
        let features = [Feature::Screen, Feature::Serial, Feature::Media];
        let off = features.into_iter().find(|f| !switches.of(*f).is_on());
        let fault = DeviceFault::SwitchedOff(off.unwrap_or(Feature::Screen));
        ledger.note(Check::Redirection, Finding::problem(fault));
        return;
    }
    let opened = access.open(Service::Redirection).await;
    let finding = opened.map(|_| ((), Finding::FINE));
    ledger.take(Check::Redirection, finding);
}
