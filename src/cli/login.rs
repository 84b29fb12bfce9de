//! User name and password: from wherever they may come, which is never an argument.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::Failure;
use crate::session::{Fault, Target};
use crate::wire::Secret;

/// Longest password file. Firmware takes 32 characters, VNC servers 8.
const PASSWORD_FILE_BYTES: usize = 4096;

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
    /// Without this or --password-stdin it is taken from OUTBAND_PASSWORD, or asked for.
    #[arg(long, value_name = "FILE", conflicts_with = "password_stdin")]
    password_file: Option<PathBuf>,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
}

impl Login {
    /// The name to log in with, if one was given.
    pub(super) fn user(&self, target: &Target) -> Option<String> {
        self.user.clone().or_else(|| match target {
            Target::Amt { user, .. } => user.clone(),
            Target::Vnc { .. } => None,
        })
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
}

fn read_password_file(path: &Path) -> Result<Secret<String>, Failure> {
    let password = std::fs::File::open(path).and_then(first_line);
    password.map_err(|cause| {
        let path = path.to_owned();
        Fault::FileUnreadable { path, cause }.into()
    })
}

/// The first line without its end, LF or CR LF. Spaces belong to the password.
fn first_line(source: impl io::Read) -> io::Result<Secret<String>> {
    // Filled without growing, so that no copy of the password stays behind in freed memory.
    let mut text = String::with_capacity(PASSWORD_FILE_BYTES + 1);
    source
        .take(PASSWORD_FILE_BYTES as u64)
        .read_to_string(&mut text)?;
    let text = Secret::new(text);
    let line = text.expose().split('\n').next().unwrap_or_default();
    Ok(Secret::new(
        line.strip_suffix('\r').unwrap_or(line).to_owned(),
    ))
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
