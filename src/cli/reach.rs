//! How a PC is reached, trusted and logged in to: the options that every command on a PC has.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::ValueEnum;

use super::login::{self, Login};
use super::target::TargetArg;
use super::{Context, Failure, question};
use crate::session::access::{Access, Authorities, Identity, Patience, Security};
use crate::session::access::{TlsMode, TrustMode};
use crate::session::{Credentials, Fault, Fingerprint, OpenOptions, TrustFault};
use crate::store::file::FileError;
use crate::store::profile::TlsPolicy;
use crate::store::secrets::SecretStore;
use crate::store::settings::{Settings, SettingsError};
use crate::store::trusted::TrustStore;
use crate::wire::Secret;

/// Options that say how a PC is reached, how safe that has to be, and who logs in.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Connection")]
pub(super) struct Reach {
    /// Encryption [default: what the address book or the settings say, else auto]
    #[arg(long, value_name = "WHEN")]
    tls: Option<Tls>,
    /// New certificates: ask, first-use or sha256:FINGERPRINT
    ///
    /// "ask" shows a certificate that was never seen before and asks on the terminal; in a script
    /// the command ends with code 5 and the fingerprint. "first-use" takes the first one and
    /// remembers it. With a fingerprint the PC must have exactly that certificate. One that has
    /// changed is never taken silently.
    #[arg(long, value_name = "HOW", default_value = "ask", value_parser = parse_trust)]
    trust: TrustMode,
    /// Issuers that may vouch for PCs, as a PEM file
    ///
    /// A certificate of another issuer is refused then, unless it is trusted by itself.
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// Our own certificate for PCs that ask for one (mutual TLS), as a PEM file
    #[arg(long, value_name = "FILE")]
    cert_file: Option<PathBuf>,
    /// The key of our own certificate, as a PEM file [default: in the file of --cert-file]
    #[arg(long, value_name = "FILE", requires = "cert_file")]
    key_file: Option<PathBuf>,
    /// Longest wait for the connection and for each answer
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds)]
    timeout: Option<Duration>,
    #[command(flatten)]
    login: Login,
}

/// `--tls`.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Tls {
    /// Where the PC offers it, and always once it has
    Auto,
    /// Always
    Require,
    /// Never
    Off,
}

impl Reach {
    /// How the PC that `target` names is reached and trusted.
    pub(super) fn access(&self, target: &TargetArg, context: &Context) -> Result<Access, Failure> {
        let security = self.security(target, context)?;
        let access = Access::new(target.target(context)?.clone(), security);
        Ok(match self.timeout {
            Some(within) => access.with_patience(Patience {
                connect: within,
                handshake: within,
            }),
            None => access,
        })
    }

    /// How safe connections to the PC have to be: as the options say, else as its entry in the
    /// address book.
    pub(super) fn security(
        &self,
        target: &TargetArg,
        context: &Context,
    ) -> Result<Security, Failure> {
        let profile = target.pc(context)?.profile.as_ref();
        let saved = match profile.and_then(|pc| pc.tls) {
            Some(tls) => Some(tls),
            None => settings(context)?.safety.tls,
        };
        self.security_where(saved, context)
    }

    /// The same for a window, whose PCs each bring what is saved for them: as the options say.
    pub(super) fn window_security(&self, context: &Context) -> Result<Security, Failure> {
        self.security_where(None, context)
    }

    /// What `--tls` says, if it was given.
    pub(super) fn tls_policy(&self) -> Option<TlsPolicy> {
        Some(match self.tls? {
            Tls::Auto => TlsPolicy::Auto,
            Tls::Require => TlsPolicy::Require,
            Tls::Off => TlsPolicy::Off,
        })
    }

    /// * `saved`: what counts where no option was given.
    fn security_where(
        &self,
        saved: Option<TlsPolicy>,
        context: &Context,
    ) -> Result<Security, Failure> {
        let authorities = match &self.ca_file {
            Some(path) => {
                let authorities = Authorities::from_pem_file(path).map_err(Fault::from)?;
                Some(Arc::new(authorities))
            }
            None => None,
        };
        let identity = match &self.cert_file {
            Some(chain) => {
                let key = self.key_file.as_ref().unwrap_or(chain);
                let identity = Identity::from_pem_files(chain, key).map_err(Fault::from)?;
                Some(Arc::new(identity))
            }
            None => None,
        };
        Ok(Security {
            tls: match (self.tls, saved) {
                (Some(Tls::Require), _) | (None, Some(TlsPolicy::Require)) => TlsMode::Require,
                (Some(Tls::Off), _) | (None, Some(TlsPolicy::Off)) => TlsMode::Off,
                (Some(Tls::Auto), _) | (None, Some(TlsPolicy::Auto) | None) => TlsMode::Auto,
            },
            trust: self.trust,
            authorities,
            identity,
            ..Security::new(TrustStore::new(&context.folder()?))
        })
    }

    /// Longest wait for each answer, if one was given.
    pub(super) const fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    /// Who logs in to the PC. Asks for the password if nothing else gives it.
    ///
    /// Not to be called from a task: it may wait for a person.
    pub(super) fn credentials(&self, access: &Access) -> Result<Credentials, Failure> {
        self.login
            .credentials(access, &SecretStore::of_the_system())
    }

    /// Asks for the password on the terminal.
    pub(super) fn ask_password(&self, options: &OpenOptions) -> Result<Secret<String>, Failure> {
        login::asked(&options.login.user, options.access.target())
    }

    /// The login name and the password as far as they were given; for the window, which asks.
    pub(super) const fn login(&self) -> &Login {
        &self.login
    }

    /// To be called once the PC has accepted the login: keeps the password in the key store if
    /// that was asked for.
    pub(super) fn accepted(&self, access: &Access, credentials: &Credentials, context: &Context) {
        let store = SecretStore::of_the_system();
        self.login.keep(access, credentials, &store, context.print);
    }
}

/// A damaged file is a failure: what it says about safety must not be lost.
fn settings(context: &Context) -> Result<Settings, Failure> {
    Settings::read(&context.folder()?).map_err(|error| {
        let why = error.to_string();
        match error {
            SettingsError::File(error) => Fault::from(error),
            SettingsError::Newer { path } => Fault::StoreNewer { path },
            SettingsError::Damaged { path, .. } | SettingsError::NoText(FileError { path, .. }) => {
                Fault::SettingsDamaged { path, why }
            }
        }
        .into()
    })
}

/// Runs `work` and, where it ends because the PC's certificate was never seen before and there is
/// somebody to ask, asks and runs it again. Nothing was sent to the PC then.
///
/// Not to be called from a task: it may wait for a person.
pub(super) fn with_trust<T>(
    access: &Access,
    mut work: impl FnMut() -> Result<T, Failure>,
) -> Result<T, Failure> {
    loop {
        let result = work();
        let Err(Failure::Fault(fault)) = &result else {
            return result;
        };
        let Fault::Trust(TrustFault::Unknown { certificate, .. }) = fault else {
            return result;
        };
        if !question::may_ask() || !question::trust(fault)? {
            return result;
        }
        access.trust(certificate, None)?;
    }
}

fn parse_trust(text: &str) -> Result<TrustMode, String> {
    match text {
        "ask" => Ok(TrustMode::Ask),
        "first-use" => Ok(TrustMode::FirstUse),
        _ => match text.parse::<Fingerprint>() {
            Ok(fingerprint) => Ok(TrustMode::Fingerprint(fingerprint)),
            Err(error) => Err(format!("neither ask nor first-use, and {error}")),
        },
    }
}

/// A number of seconds up to a day, fractions allowed.
pub(super) fn parse_seconds(text: &str) -> Result<Duration, String> {
    let secs: Option<f64> = text.parse().ok();
    secs.filter(|secs| (0.0..=86_400.0).contains(secs))
        .map(Duration::from_secs_f64)
        .ok_or_else(|| format!("{text} is no number of seconds from 0 to 86400"))
}
