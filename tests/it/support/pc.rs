//! A simulated PC on the ports where firmware has them, and a console that is logged in.

use std::time::Duration;

use outband::net::secure::Patience;
use outband::session::access::{Access, Security, TlsMode, TrustMode};
use outband::session::control::{Control, Credentials};
use outband::session::sol::SerialOptions;
use outband::session::{Fault, Target};
use outband::sim::Profile;
use outband::sim::listen::{SimOptions, Simulator};
use outband::store::trusted::TrustStore;
use outband::wire::Secret;

pub(crate) use super::program::PASSWORD;

/// A PC that listens on `ip` at the usual ports. Each test has an address of its own.
pub(crate) async fn pc(
    ip: &str,
    profile: Profile,
    change: impl FnOnce(&mut SimOptions),
) -> Simulator {
    let mut options = SimOptions {
        bind: ip.parse().unwrap(),
        wsman_port: Some(16992),
        wsman_tls_port: Some(16993),
        redir_port: Some(16994),
        redir_tls_port: Some(16995),
        rfb_port: Some(5900),
        ..SimOptions::default()
    };
    options.device.profile = profile;
    change(&mut options);
    Simulator::start(options).await.unwrap()
}

/// How to reach it; the first certificate is taken.
pub(crate) fn access(target: &str) -> Access {
    access_with(target, |_| {})
}

/// The same with changes.
pub(crate) fn access_with(target: &str, change: impl FnOnce(&mut Security)) -> Access {
    let mut security = Security::new(TrustStore::in_memory());
    security.trust = TrustMode::FirstUse;
    change(&mut security);
    let patience = Patience {
        connect: Duration::from_secs(10),
        handshake: Duration::from_secs(10),
    };
    Access::new(target.parse().unwrap(), security).with_patience(patience)
}

/// How to open the serial console of a simulator without encryption, as its administrator.
pub(crate) fn serial_options(simulator: &Simulator, password: &str) -> SerialOptions {
    let ports = simulator.ports();
    let target = Target::Amt {
        user: None,
        host: ports.host.to_string(),
        wsman_port: None,
        redirection_port: ports.redir,
    };
    let security = Security {
        tls: TlsMode::Off,
        ..Security::new(TrustStore::in_memory())
    };
    let login = Credentials {
        user: "admin".into(),
        password: Secret::new(password.into()),
    };
    SerialOptions::new(Access::new(target, security), login)
}

/// Logs in as the administrator.
pub(crate) async fn control(target: &str) -> Control {
    login(target, PASSWORD).await.unwrap()
}

/// Logs in with a password. Nothing is sent before the first call.
pub(crate) async fn login(target: &str, password: &str) -> Result<Control, Fault> {
    let credentials = Credentials {
        user: "admin".to_owned(),
        password: Secret::new(password.to_owned()),
    };
    Control::connect(access(target), credentials).await
}
