//! TARGET: the name of a saved PC, or an address.

use std::convert::Infallible;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::OnceLock;

use super::{Context, Failure};
use crate::session::{Fault, Target};
use crate::store::profile::{AddressBook, BookError, FormatError, Profile};

/// TARGET as it was typed; what it means is looked up when it is needed.
#[derive(Debug, Clone)]
pub(super) struct TargetArg {
    text: String,
    pc: OnceLock<Pc>,
}

/// The PC that is meant.
#[derive(Debug, Clone)]
pub(super) struct Pc {
    /// Where it is, and who logs in if that is known.
    pub(super) target: Target,
    /// What the address book says about it.
    pub(super) profile: Option<Profile>,
}

impl FromStr for TargetArg {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self {
            text: text.to_owned(),
            pc: OnceLock::new(),
        })
    }
}

impl fmt::Display for TargetArg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TargetArg {
    /// The PC that is meant: the saved one of this name, perhaps with another user before an `@`,
    /// else the one at this address.
    ///
    /// A numeric address, and one with `vnc://`, is never looked up.
    pub(super) fn pc(&self, context: &Context) -> Result<&Pc, Failure> {
        if let Some(pc) = self.pc.get() {
            return Ok(pc);
        }
        let pc = find(&self.text, context)?;
        Ok(self.pc.get_or_init(|| pc))
    }

    /// What to call the PC: its saved name, else its host; as typed while nobody has asked.
    pub(super) fn label(&self) -> &str {
        match self.pc.get() {
            Some(Pc {
                profile: Some(profile),
                ..
            }) => &profile.name,
            Some(pc) => pc.target.host(),
            None => &self.text,
        }
    }

    /// Its entry in the address book; `None` too while nobody has asked for the PC.
    pub(super) fn profile(&self) -> Option<&Profile> {
        self.pc.get()?.profile.as_ref()
    }

    /// Where the PC is.
    pub(super) fn target(&self, context: &Context) -> Result<&Target, Failure> {
        Ok(&self.pc(context)?.target)
    }
}

fn find(text: &str, context: &Context) -> Result<Pc, Failure> {
    let address = text.parse::<Target>();
    let is_plain = match &address {
        Ok(Target::Vnc { .. }) => true,
        Ok(target) => {
            let host = target.host().split('%').next().unwrap_or_default();
            host.parse::<IpAddr>().is_ok()
        }
        Err(_) => false,
    };
    if !is_plain {
        let book = AddressBook::new(&context.folder()?);
        let book = book.read().map_err(book_failure)?;
        let (user, name) = match text.split_once('@') {
            _ if book.find(text).is_some() => (None, text),
            Some((user, name)) => (Some(user), name),
            None => (None, text),
        };
        if let Some(profile) = book.find(name) {
            return saved(profile, user);
        }
    }
    match address {
        Ok(target) => Ok(Pc {
            target,
            profile: None,
        }),
        Err(error) => Err(Failure::Usage(format!(
            "no saved PC is called “{text}”, and it is no address: {error}"
        ))),
    }
}

/// The address in the book with the user that counts.
fn saved(profile: &Profile, user: Option<&str>) -> Result<Pc, Failure> {
    let target = profile.address.parse().map_err(|error| {
        let name = &profile.name;
        Failure::Usage(format!(
            "the saved address of {name} cannot be used: {error}"
        ))
    })?;
    let user = user.or(profile.user.as_deref()).filter(|u| !u.is_empty());
    let target = match (target, user) {
        (
            Target::Amt {
                host,
                wsman_port,
                redirection_port,
                ..
            },
            Some(user),
        ) => Target::Amt {
            user: Some(user.to_owned()),
            host,
            wsman_port,
            redirection_port,
        },
        (target, _) => target,
    };
    Ok(Pc {
        target,
        profile: Some(profile.clone()),
    })
}

/// What an unusable address book means.
pub(super) fn book_failure(error: BookError) -> Failure {
    match error {
        BookError::File(error) => Fault::from(error).into(),
        BookError::Damaged {
            path,
            cause: FormatError::Newer,
        } => Fault::StoreNewer { path }.into(),
        BookError::Damaged { path, cause } => Fault::StoreDamaged {
            path,
            why: cause.to_string(),
        }
        .into(),
        BookError::Full
        | BookError::Taken { .. }
        | BookError::Unknown { .. }
        | BookError::Profile(_) => Failure::Usage(error.to_string()),
    }
}
