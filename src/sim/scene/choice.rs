//! Which scene a simulated PC is to show, as a user names it.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::str::FromStr;

/// What the operating system of the simulated PC shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SceneChoice {
    /// Starts with the self-test, then the desktop.
    Post,
    /// Stops in the BIOS setup, then the desktop.
    Setup,
    /// A text console.
    Text,
    /// A graphical desktop.
    Desktop,
    /// A moving picture.
    Motion,
    /// A made-up photograph.
    Photo,
    /// A picture from a file.
    File(PathBuf),
    /// The screen of a real computer, fetched from its VNC server.
    Vnc {
        /// Name or address, IPv6 without brackets.
        host: String,
        /// RFB port.
        port: u16,
    },
}

/// Why a scene cannot be shown.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SceneError {
    /// The name is none that we know.
    #[error(
        "{0} is no scene: use post, setup, text, desktop, motion, photo, a .png or .jpg file, or \
         vnc://HOST:PORT"
    )]
    Unknown(String),
    /// `vnc://` is followed by something else than host and port.
    #[error("{0} is no address of a VNC server: use vnc://HOST:PORT")]
    Address(String),
    /// The file cannot be read.
    #[error("cannot read {path}")]
    File {
        /// The file.
        path: String,
        /// What the operating system said.
        #[source]
        cause: io::Error,
    },
    /// The file is no picture that we can show.
    #[error("{path} is no picture that fits a screen")]
    Image {
        /// The file.
        path: String,
        /// What the decoder said.
        #[source]
        cause: image::ImageError,
    },
}

impl FromStr for SceneChoice {
    type Err = SceneError;

    fn from_str(text: &str) -> Result<Self, SceneError> {
        if let Some(rest) = text.strip_prefix("vnc://") {
            let bad = || SceneError::Address(text.to_owned());
            let (host, port) = rest
                .trim_end_matches('/')
                .rsplit_once(':')
                .ok_or_else(bad)?;
            let host = host
                .strip_prefix('[')
                .and_then(|host| host.strip_suffix(']'))
                .unwrap_or(host);
            let port = port.parse().map_err(|_| bad())?;
            if host.is_empty() || port == 0 {
                return Err(bad());
            }
            return Ok(Self::Vnc {
                host: host.to_owned(),
                port,
            });
        }
        let path = PathBuf::from(text);
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        Ok(match text {
            "post" => Self::Post,
            "setup" => Self::Setup,
            "text" => Self::Text,
            "desktop" => Self::Desktop,
            "motion" => Self::Motion,
            "photo" => Self::Photo,
            _ if ["png", "jpg", "jpeg"].contains(&extension.to_ascii_lowercase().as_str()) => {
                Self::File(path)
            }
            unknown => return Err(SceneError::Unknown(unknown.to_owned())),
        })
    }
}

impl fmt::Display for SceneChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Post => f.write_str("post"),
            Self::Setup => f.write_str("setup"),
            Self::Text => f.write_str("text"),
            Self::Desktop => f.write_str("desktop"),
            Self::Motion => f.write_str("motion"),
            Self::Photo => f.write_str("photo"),
            Self::File(path) => path.display().fmt(f),
            Self::Vnc { host, port } if host.contains(':') => write!(f, "vnc://[{host}]:{port}"),
            Self::Vnc { host, port } => write!(f, "vnc://{host}:{port}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scene_parses_and_prints_back() {
        for text in [
            "post",
            "setup",
            "text",
            "desktop",
            "motion",
            "photo",
            "a/b.PNG",
            "x.jpeg",
            "vnc://lab:5901",
            "vnc://[::1]:5901",
        ] {
            let choice: SceneChoice = text.parse().unwrap();
            assert_eq!(choice.to_string(), text);
        }
    }

    #[test]
    fn anything_else_is_refused_with_what_would_do() {
        for (text, hint) in [
            ("movie", "desktop"),
            ("x.gif", ".png"),
            ("vnc://lab", "vnc://HOST:PORT"),
            ("vnc://:5900", "vnc://HOST:PORT"),
            ("vnc://lab:0", "vnc://HOST:PORT"),
        ] {
            let error = text.parse::<SceneChoice>().unwrap_err().to_string();
            assert!(error.contains(text) && error.contains(hint), "{error}");
        }
    }
}
