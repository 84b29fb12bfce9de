//! User name and password: from wherever they may come, which is never an argument.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use tracing::debug;

use super::print::Printer;
use super::{Failure, question};
use crate::session::{Access, Credentials, Fault, Target};
use crate::store::secrets::{KeyStoreError, SecretStore};
use crate::wire::Secret;

/// Longest password; what a line has beyond it is cut. Firmware takes 32 characters, VNC servers 8.
const PASSWORD_BYTES: usize = 4096;

/// Environment variable with the password.
const VARIABLE: &str = "OUTBAND_PASSWORD";

/// Options that say who logs in.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Login")]
pub(super) struct Login {
    /// Login name [default: the one in TARGET, else admin]
    #[arg(long = "user", value_name = "NAME")]
    user: Option<String>,
    /// Read the password from the first line of a file
    ///
    /// Without this or --password-stdin it is taken from OUTBAND_PASSWORD, from the key store of
    /// this system, or asked for.
    #[arg(long, value_name = "FILE", conflicts_with = "password_stdin")]
    password_file: Option<PathBuf>,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    /// Keep the password in the key store of this system once the PC has accepted it
    #[arg(long)]
    save_password: bool,
}

impl Login {
    /// The name to log in with, if one was given.
    pub(super) fn user(&self, target: &Target) -> Option<String> {
        let given = self.user.as_deref().or_else(|| target.user());
        given.map(str::to_owned)
    }

    /// The password, if one was given in any of the silent ways.
    pub(super) fn password_if_given(&self) -> Result<Option<Secret<String>>, Failure> {
        if let Some(path) = &self.password_file {
            return read_password_file(path).map(Some);
        }
        if self.password_stdin {
            let password = first_line(io::stdin().lock());
            return password.map(Some).map_err(|cause| {
                let path = PathBuf::from("standard input");
                Fault::FileUnreadable { path, cause }.into()
            });
        }
        match std::env::var(VARIABLE) {
            Ok(password) => Ok(Some(Secret::new(password))),
            Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => {
                Err(Failure::Usage(format!("{VARIABLE} is not UTF-8")))
            }
        }
    }

    /// Who logs in: with the password that was given, the stored one, or one asked for on the
    /// terminal.
    pub(super) fn credentials(
        &self,
        access: &Access,
        store: &SecretStore,
    ) -> Result<Credentials, Failure> {
        let target = access.target();
        let nobody = Secret::new(String::new());
        let mut login = Credentials::new(target, self.user.clone(), nobody);
        login.password = match self.password_if_given()? {
            Some(password) => password,
            None => match store.read(access.key(), &login.user) {
                Ok(Some(password)) => password,
                // Most VNC servers on a bench want none; those that do say so.
                Ok(None) | Err(_) if matches!(target, Target::Vnc { .. }) => {
                    Secret::new(String::new())
                }
                Ok(None) => asked(&login.user, target)?,
                // A system without a key store, and a locked one, are normal.
                Err(error) => {
                    debug!(%error, "the key store gives no password");
                    asked(&login.user, target).map_err(|failure| explained(failure, &error))?
                }
            },
        };
        Ok(login)
    }

    /// Keeps the password in the key store, if that was asked for.
    pub(super) fn keep(
        &self,
        access: &Access,
        login: &Credentials,
        store: &SecretStore,
        print: Printer,
    ) {
        if !self.save_password {
            return;
        }
        match store.write(access.key(), &login.user, &login.password) {
            Ok(()) => print.note(&format!(
                "The password of {} is kept in the key store",
                login.user
            )),
            // What was asked of the PC is done; this is no failure of it.
            Err(error) => print.note(&format!("The password was not kept: {error}")),
        }
    }
}

/// Says that a key store might have had the password.
fn explained(failure: Failure, error: &KeyStoreError) -> Failure {
    match (failure, error) {
        (Failure::Usage(text), KeyStoreError::Locked | KeyStoreError::Failed(_)) => {
            Failure::Usage(text.replacen("no password", &format!("no password, and {error}"), 1))
        }
        (failure, _) => failure,
    }
}

/// Asks on the terminal.
pub(super) fn asked(user: &str, target: &Target) -> Result<Secret<String>, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::Usage(format!(
            "no password: set {VARIABLE}, or use --password-file or --password-stdin"
        )));
    }
    let prompt = match user {
        "" => format!("Password at {}: ", target.host()),
        user => format!("Password of {user} at {}: ", target.host()),
    };
    question::password(prompt).map(Secret::new)
}

fn read_password_file(path: &Path) -> Result<Secret<String>, Failure> {
    let password = std::fs::File::open(path).and_then(first_line);
    password.map_err(|cause| {
        let path = path.to_owned();
        Fault::FileUnreadable { path, cause }.into()
    })
}

/// The first line without its end, LF or CR LF. Spaces belong to the password. What follows the
/// line is not read.
fn first_line(mut source: impl io::Read) -> io::Result<Secret<String>> {
    // Neither grown nor copied, so that no password stays behind in freed memory.
    let mut line = Vec::with_capacity(PASSWORD_BYTES);
    let mut byte = [0];
    while line.len() < PASSWORD_BYTES && source.read(&mut byte)? > 0 && byte != *b"\n" {
        line.extend(byte);
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    String::from_utf8(line)
        .map(Secret::new)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_line_is_the_password_and_its_spaces_count() {
        for (text, password) in [
            ("P@ssw0rd", "P@ssw0rd"),
            ("P@ssw0rd\n", "P@ssw0rd"),
            ("P@ssw0rd\r\nsecond\n", "P@ssw0rd"),
            (" with spaces \n", " with spaces "),
            ("", ""),
        ] {
            assert_eq!(first_line(text.as_bytes()).unwrap().expose(), password);
        }
    }
}
