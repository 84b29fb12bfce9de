//! `outband probe`: what answers at an address, without logging in.

use serde::Serialize;

use super::control::Device;
use super::print::Printer;
use super::progress::Progress;
use super::words::{rfc3339, time_text};
use super::{Context, Exit, Failure, Outcome};
use crate::session::Certificate;
use crate::session::flow::probe::{
    self, Encryption, LoginMethod, PortProbe, PortState, Probe, ProbeOptions, SetupState, Speech,
    Standing, Start,
};

/// Options of `outband probe`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    device: Device,
}

/// Knocks on everything and prints what answers.
pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let device = &args.device;
    let access = device.reach.access(&device.target, context)?;
    let mut options = ProbeOptions::default();
    if let Some(within) = device.reach.timeout() {
        options.within = within;
    }
    let progress = Progress::for_printer(context.print);
    progress.say("Knocking on all ports");
    let found = context.block_on(async {
        let step = |port: &PortProbe| progress.say(format!("Port {} has been asked", port.port));
        Ok(probe::probe(&access, options, step).await?)
    });
    progress.done();
    let found = found?;
    let host = device.target.label();
    context
        .print
        .document(&Document::new(device.target.to_string(), &found));
    print_text(context.print, host, &found);
    Ok(Outcome::Exit(if found.is_amt() || is_vnc(&found) {
        Exit::Done
    } else if found.wants_identity() {
        Exit::NotTrusted
    } else {
        Exit::Unreachable
    }))
}

fn is_vnc(found: &Probe) -> bool {
    let [port] = found.ports.as_slice() else {
        return false;
    };
    matches!(port.speech, Some(Speech::Vnc(_)))
}

fn print_text(print: Printer, host: &str, found: &Probe) {
    let verdict = match (found.is_amt(), found.version()) {
        (true, Some(version)) => format!("Intel AMT {version}"),
        (true, None) => "Intel AMT of an unknown release".to_owned(),
        (false, _) if is_vnc(found) => "a VNC server".to_owned(),
        (false, _) if found.wants_identity() => {
            "wants to know this console first, use --cert-file".to_owned()
        }
        (false, _) if found.is_alive() => "answers, and Intel AMT does not".to_owned(),
        (false, _) => "nothing answers".to_owned(),
    };
    print.line(&format!("{host}: {verdict}"));
    for port in &found.ports {
        print.line(&format!(
            "{:>7}  {:<17} {}",
            port.port,
            port.role.name(),
            port_text(port)
        ));
    }
    let ping = match found.presence {
        None => "no answer, which many settings and networks explain".to_owned(),
        Some(pong) if !pong.is_intel => "another management controller answers".to_owned(),
        Some(pong) => format!("Intel AMT, {}", setup_text(pong.state)),
    };
    print.line(&format!("{:>7}  {:<17} {ping}", "ping", "presence"));
}

const fn setup_text(state: SetupState) -> &'static str {
    match state {
        SetupState::NotConfigured => "not set up",
        SetupState::InProgress => "being set up",
        SetupState::Configured => "set up",
        SetupState::Unknown => "in an unknown state",
    }
}

fn port_text(port: &PortProbe) -> String {
    let state = match &port.state {
        PortState::Open => "open",
        PortState::Closed => return "closed".to_owned(),
        PortState::Silent => return "no answer".to_owned(),
        PortState::Unreachable(why) => return why.clone(),
    };
    let mut parts = vec![state.to_owned()];
    match &port.encryption {
        None => {}
        Some(Encryption::Works {
            certificate,
            standing,
        }) => parts.push(format!(
            "{} certificate {} of {}, valid until {}",
            match standing {
                Standing::New => "new",
                Standing::Known => "known",
                Standing::Changed => "CHANGED",
            },
            certificate.fingerprint,
            certificate.subject,
            time_text(certificate.not_after)
        )),
        Some(Encryption::WantsIdentity) => {
            parts.push("wants a certificate of this console".to_owned());
        }
        Some(Encryption::Outdated(offers)) => {
            parts.push(format!("outdated encryption, only {offers}"));
        }
        Some(Encryption::NotTls) => parts.push("does not speak TLS".to_owned()),
        Some(Encryption::Failed(why)) => parts.push(why.clone()),
    }
    match &port.speech {
        None => {}
        Some(Speech::Management { logins, .. }) => parts.push(logins_text(logins)),
        Some(Speech::Redirection { start, logins, .. }) => match start {
            Start::Possible => parts.push(logins_text(logins)),
            Start::Busy => parts.push("serial is in use".to_owned()),
            Start::Unsupported => parts.push("serial is switched off".to_owned()),
            Start::ConsentNeeded => parts.push("the user has to consent first".to_owned()),
            Start::Unknown | Start::Refused(_) => parts.push("refuses serial".to_owned()),
        },
        Some(Speech::Vnc(version)) => parts.push(format!("VNC server, {version}")),
        Some(Speech::Stranger(_)) => parts.push("not Intel AMT".to_owned()),
        Some(Speech::Nothing) => parts.push("says nothing".to_owned()),
    }
    parts.join(", ")
}

fn logins_text(logins: &[LoginMethod]) -> String {
    if logins.is_empty() {
        return "no login".to_owned();
    }
    let names: Vec<_> = logins.iter().map(login_name).collect();
    format!("login by {}", names.join(", "))
}

fn login_name(login: &LoginMethod) -> String {
    match login {
        LoginMethod::ClearText => "clear-text".to_owned(),
        LoginMethod::Kerberos => "kerberos".to_owned(),
        LoginMethod::Digest => "digest".to_owned(),
        LoginMethod::DigestQop => "digest-qop".to_owned(),
        LoginMethod::Other(name) => name.clone(),
    }
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct Document {
    target: String,
    amt: bool,
    version: Option<String>,
    realm: Option<String>,
    addresses: Vec<String>,
    ports: Vec<Port>,
    presence: Option<Presence>,
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct Port {
    port: u16,
    service: &'static str,
    state: &'static str,
    tls: Option<Tls>,
    says: Option<&'static str>,
    logins: Vec<String>,
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct Tls {
    state: &'static str,
    offers: Option<String>,
    certificate: Option<Shown>,
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct Shown {
    fingerprint: String,
    standing: &'static str,
    subject: String,
    issuer: String,
    key: String,
    not_before: Option<String>,
    not_after: Option<String>,
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct Presence {
    intel: bool,
    version: Option<String>,
    setup: &'static str,
    port: Option<u16>,
}

impl Document {
    fn new(target: String, found: &Probe) -> Self {
        let realm = found.ports.iter().find_map(|port| match &port.speech {
            Some(Speech::Management { realm, .. }) => realm.clone(),
            _ => None,
        });
        Self {
            target,
            amt: found.is_amt(),
            version: found.version(),
            realm,
            addresses: found.addresses.iter().map(ToString::to_string).collect(),
            ports: found.ports.iter().map(Port::new).collect(),
            presence: found.presence.map(|pong| Presence {
                intel: pong.is_intel,
                version: pong
                    .version
                    .map(|(major, minor)| format!("{major}.{minor}")),
                setup: match pong.state {
                    SetupState::NotConfigured => "none",
                    SetupState::InProgress => "in-progress",
                    SetupState::Configured => "done",
                    SetupState::Unknown => "unknown",
                },
                port: pong.open_port,
            }),
        }
    }
}

impl Port {
    fn new(port: &PortProbe) -> Self {
        let (says, logins) = match &port.speech {
            None => (None, &[][..]),
            Some(Speech::Management { logins, .. }) => (Some("management"), logins.as_slice()),
            Some(Speech::Redirection { logins, .. }) => (Some("redirection"), logins.as_slice()),
            Some(Speech::Vnc(_)) => (Some("vnc"), &[][..]),
            Some(Speech::Stranger(_)) => (Some("stranger"), &[][..]),
            Some(Speech::Nothing) => (Some("nothing"), &[][..]),
        };
        Self {
            port: port.port,
            service: match port.role {
                probe::PortRole::Wsman | probe::PortRole::WsmanTls | probe::PortRole::Dash => {
                    "management"
                }
                probe::PortRole::Redirection | probe::PortRole::RedirectionTls => "redirection",
                probe::PortRole::Vnc => "vnc",
            },
            state: match port.state {
                PortState::Open => "open",
                PortState::Closed => "closed",
                PortState::Silent => "silent",
                PortState::Unreachable(_) => "unreachable",
            },
            tls: port.encryption.as_ref().map(Tls::new),
            says,
            logins: logins.iter().map(login_name).collect(),
        }
    }
}

impl Tls {
    fn new(encryption: &Encryption) -> Self {
        let plain = |state| Self {
            state,
            offers: None,
            certificate: None,
        };
        match encryption {
            Encryption::Works {
                certificate,
                standing,
            } => Self {
                certificate: Some(Shown::new(certificate, *standing)),
                ..plain("works")
            },
            Encryption::WantsIdentity => plain("wants-identity"),
            Encryption::Outdated(offers) => Self {
                offers: Some(offers.clone()),
                ..plain("outdated")
            },
            Encryption::NotTls => plain("none"),
            Encryption::Failed(_) => plain("failed"),
        }
    }
}

impl Shown {
    fn new(certificate: &Certificate, standing: Standing) -> Self {
        Self {
            fingerprint: certificate.fingerprint.to_string(),
            standing: match standing {
                Standing::New => "new",
                Standing::Known => "known",
                Standing::Changed => "changed",
            },
            subject: certificate.subject.clone(),
            issuer: certificate.issuer.clone(),
            key: certificate.key.clone(),
            not_before: rfc3339(certificate.not_before),
            not_after: rfc3339(certificate.not_after),
        }
    }
}
