//! What is handed over: one document, and beside it the password, which is in no document.
//!
//! ```text
//! u32 length  JSON of that length  u32 length  password of that length
//! ```
//! Lengths are little-endian; without a password the second is [`NO_PASSWORD`].

use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt as _};

use crate::cli::WindowRequest;
use crate::cli::window::{WindowPc, WindowView};
use crate::limits;
use crate::session::Target;
use crate::session::access::TlsMode;
use crate::store::profile::{Book, TlsPolicy};
use crate::wire::Secret;

/// The length that stands where there is no password.
const NO_PASSWORD: u32 = u32::MAX;

/// What a window is to show.
#[derive(Debug)]
pub(super) struct HandOver {
    document: Document,
    password: Option<Secret<String>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    /// Programs of different versions do not know what the other one means.
    version: String,
    pc: Option<Pc>,
    recording: Option<PathBuf>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pc {
    /// The name it is saved under.
    name: Option<String>,
    target: String,
    user: Option<String>,
    tls: TlsPolicy,
    view: WindowView,
}

impl HandOver {
    /// What this request is about.
    ///
    /// # Errors
    /// If it cannot be said to another window.
    pub(super) fn new(request: &WindowRequest) -> io::Result<Self> {
        let pc = match request.pcs.as_slice() {
            [] => None,
            [pc] => Some(pc),
            _ => return Err(io::ErrorKind::Unsupported.into()),
        };
        let password = pc.and_then(|pc| pc.password.clone());
        // There nobody says whose window it is.
        if cfg!(not(unix)) && password.is_some() {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let usual = match request.security.tls {
            TlsMode::Auto => TlsPolicy::Auto,
            TlsMode::Require => TlsPolicy::Require,
            TlsMode::Off => TlsPolicy::Off,
        };
        let said = |pc: &WindowPc| Pc {
            name: pc.name.clone(),
            target: pc.target.to_string(),
            user: pc.user.clone(),
            tls: pc.profile.as_ref().and_then(|p| p.tls).unwrap_or(usual),
            view: pc.view,
        };
        let recording = request.recording.as_ref();
        // The other window was started in another folder.
        let recording = recording.map(std::path::absolute).transpose()?;
        Ok(Self {
            document: Document {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                pc: pc.map(said),
                recording,
            },
            password,
        })
    }

    /// As it is sent.
    ///
    /// # Errors
    /// If it is too long, or a path is no text.
    pub(super) fn bytes(&self) -> io::Result<Secret<Vec<u8>>> {
        let document = serde_json::to_vec(&self.document)?;
        let password = self.password.as_ref().map(|p| p.expose().as_bytes());
        let mut bytes = Vec::new();
        // In one piece from the beginning: what a vector leaves behind as it grows is not wiped.
        bytes.reserve_exact(8 + document.len() + password.map_or(0, <[u8]>::len));
        bytes.extend(length(&document)?.to_le_bytes());
        bytes.extend(document);
        match password {
            Some(password) => {
                bytes.extend(length(password)?.to_le_bytes());
                bytes.extend(password);
            }
            None => bytes.extend(NO_PASSWORD.to_le_bytes()),
        }
        Ok(Secret::new(bytes))
    }

    /// Reads what another program says.
    ///
    /// # Errors
    /// If it says something else, too much, or comes from another version.
    pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Self> {
        let len = stream.read_u32_le().await?;
        let document = piece(stream, len).await?;
        let document: Document = serde_json::from_slice(document.expose())?;
        if document.version != env!("CARGO_PKG_VERSION") {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let password = match stream.read_u32_le().await? {
            NO_PASSWORD => None,
            len => {
                let bytes = piece(stream, len).await?;
                let text = std::str::from_utf8(bytes.expose());
                let text = text.map_err(|_| io::ErrorKind::InvalidData)?;
                Some(Secret::new(text.to_owned()))
            }
        };
        Ok(Self { document, password })
    }

    /// What is to be shown, with what `book` says of it now.
    ///
    /// # Errors
    /// If there is no such address.
    pub(super) fn shown(self, book: &Book) -> io::Result<(Option<WindowPc>, Option<PathBuf>)> {
        let Some(pc) = self.document.pc else {
            return Ok((None, self.document.recording));
        };
        let target: Target = pc.target.parse().map_err(io::Error::other)?;
        let saved = pc.name.as_deref().and_then(|name| book.find(name));
        let mut profile = saved.cloned().unwrap_or_default();
        // What the command line said, or the book when it was asked.
        profile.tls = Some(pc.tls);
        let pc = WindowPc {
            name: pc.name,
            target,
            profile: Some(profile),
            user: pc.user,
            password: self.password,
            connect: true,
            view: pc.view,
        };
        Ok((Some(pc), self.document.recording))
    }
}

fn length(bytes: &[u8]) -> io::Result<u32> {
    let len = u32::try_from(bytes.len()).ok();
    len.filter(|_| bytes.len() <= limits::WINDOW_ARRIVAL_BYTES)
        .ok_or_else(|| io::ErrorKind::FileTooLarge.into())
}

/// The next `len` bytes, if that is no nonsense.
async fn piece(stream: &mut (impl AsyncRead + Unpin), len: u32) -> io::Result<Secret<Vec<u8>>> {
    let len = usize::try_from(len).unwrap_or(usize::MAX);
    if len > limits::WINDOW_ARRIVAL_BYTES {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = vec![0; len];
    stream.read_exact(&mut bytes).await?;
    Ok(Secret::new(bytes))
}
