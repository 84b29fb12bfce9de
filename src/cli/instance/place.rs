//! Where the windows of one person meet.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use interprocess::local_socket::tokio::Stream;
use interprocess::local_socket::{GenericFilePath, Name, prelude::*};
use sha2::{Digest as _, Sha256};

use crate::store::paths::Folder;

/// A lock, and a local socket beside it.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) lock: PathBuf,
    socket: PathBuf,
}

impl Place {
    /// The place of everybody who uses this folder on this display. Only the person themselves can
    /// reach it: it is where the system keeps such things of theirs, else in the folder itself.
    pub(super) fn of(folder: &Folder) -> io::Result<Self> {
        let path = folder.path();
        // The same folder by another way is the same folder.
        let whole = fs::canonicalize(path).or_else(|_| std::path::absolute(path))?;
        let system = directories::BaseDirs::new();
        let runtime = system.as_ref().and_then(|dirs| dirs.runtime_dir());
        let beside = runtime.filter(|dir| dir.is_dir()).unwrap_or(&whole);
        Ok(Self::within(beside, &key(&whole)))
    }

    /// One of this name in a folder that only the person may use.
    pub(super) fn within(folder: &Path, key: &str) -> Self {
        let socket = match cfg!(windows) {
            true => PathBuf::from(format!(r"\\.\pipe\outband-{key}")),
            false => folder.join(format!("outband-{key}.socket")),
        };
        Self {
            lock: folder.join(format!("outband-{key}.lock")),
            socket,
        }
    }

    /// The name of the socket.
    pub(super) fn name(&self) -> io::Result<Name<'_>> {
        self.socket.as_path().to_fs_name::<GenericFilePath>()
    }
}

/// The folder and the display as one short name: paths of sockets have some hundred bytes at most.
fn key(folder: &Path) -> String {
    let mut hash = Sha256::new();
    hash.update(folder.as_os_str().as_encoded_bytes());
    // A window on another display shows nothing to whoever sits at this one.
    for name in ["WAYLAND_DISPLAY", "DISPLAY"] {
        let value = env::var_os(name).unwrap_or_default();
        hash.update([0]);
        hash.update(value.as_encoded_bytes());
    }
    let digest = hash.finalize();
    digest.iter().take(8).map(|b| format!("{b:02x}")).collect()
}

/// Who is at the other end is the person themselves: a password may be handed over.
///
/// On Windows the system does not say it; there nothing secret is.
#[cfg(unix)]
pub(super) fn check_owner(stream: &Stream) -> io::Result<()> {
    let user = stream.peer_creds()?.euid();
    match user == Some(rustix::process::geteuid().as_raw()) {
        true => Ok(()),
        false => Err(io::ErrorKind::PermissionDenied.into()),
    }
}

#[cfg(not(unix))]
pub(super) fn check_owner(_stream: &Stream) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_folder_is_one_place_however_it_is_named() {
        let keep = tempfile::tempdir().unwrap();
        let (one, other) = (keep.path().join("one"), keep.path().join("other"));
        fs::create_dir(&one).unwrap();
        fs::create_dir(&other).unwrap();
        let place = |path: PathBuf| Place::of(&Folder::new(path)).unwrap();
        let (first, again) = (place(one.clone()), place(other.join("../one/.")));
        assert_eq!(first.lock, again.lock);
        assert_eq!(first.socket, again.socket);
        assert_ne!(first.lock, place(other).lock);
        let name = first.socket.file_name().unwrap().len();
        assert!(name < 40, "sockets have short paths: {name}");
    }
}
