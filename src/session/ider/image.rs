//! Opening what somebody named as an image: a file, a folder, or an address of a web server.

use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::{fmt, thread};

use tokio::runtime;
use tokio::sync::oneshot;

use super::{DiskImage, Drive};
use crate::media::{ImageError, Source, SourceError};
use crate::net::range::{RangeFile, RangeOptions};
use crate::session::Fault;

/// Where an image is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageLocation {
    /// On this computer: a file, a block device, or a folder.
    Path(PathBuf),
    /// On a web server.
    Url(String),
}

impl From<OsString> for ImageLocation {
    fn from(text: OsString) -> Self {
        match text.into_string() {
            Ok(text) => match text.parse() {
                Ok(location) => location,
                Err(never) => match never {},
            },
            Err(text) => Self::Path(text.into()),
        }
    }
}

impl FromStr for ImageLocation {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let lower = text.to_ascii_lowercase();
        Ok(
            if lower.starts_with("http://") || lower.starts_with("https://") {
                Self::Url(text.to_owned())
            } else {
                Self::Path(text.into())
            },
        )
    }
}

impl fmt::Display for ImageLocation {
    /// As it may be shown, logged and noted in the journal: a password in an address, or its
    /// query, which may be a key to what it names, is left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = match self {
            Self::Path(path) => return path.display().fmt(f),
            Self::Url(url) => url,
        };
        let end = url.find(['?', '#']).unwrap_or(url.len());
        let (place, rest) = url.split_at_checked(end).unwrap_or((url, ""));
        match place.split_once("://") {
            Some((scheme, place)) if place.contains('@') => {
                let host = place.rsplit('@').next().unwrap_or_default();
                write!(f, "{scheme}://…@{host}")?;
            }
            _ => f.write_str(place)?,
        }
        match rest.get(..1) {
            Some(sign) => write!(f, "{sign}…"),
            None => Ok(()),
        }
    }
}

/// Opens and checks an image for a drive. Takes as long as its disk or server takes; dropping
/// the future gives up. To be called in a runtime.
///
/// # Errors
/// [`Fault::Image`].
pub async fn open_image(
    location: &ImageLocation,
    drive: Drive,
    web: RangeOptions,
) -> Result<DiskImage, Fault> {
    let name = location.to_string();
    let failed = |error: ImageError| Fault::Image {
        name: name.clone(),
        error: Box::new(error),
    };
    match location {
        ImageLocation::Path(path) => {
            let path = path.clone();
            let opened = detached(move || DiskImage::open(&path, drive)).await?;
            opened.map_err(failed)
        }
        ImageLocation::Url(url) => {
            let file = RangeFile::open(url, web)
                .await
                .map_err(|error| failed(SourceError::Remote(Box::new(error)).into()))?;
            let source: Arc<dyn Source> = Arc::new(WebSource {
                file,
                runtime: runtime::Handle::current(),
            });
            let path = url.split(['?', '#']).next().unwrap_or(url);
            let last = path.rsplit('/').find(|part| !part.is_empty());
            let name = last.unwrap_or(url).to_owned();
            let opened = detached(move || DiskImage::from_source(name, source, drive)).await?;
            opened.map_err(failed)
        }
    }
}

/// Runs `work` on a thread of its own. Unlike the runtime's own, it keeps nobody waiting at the
/// end of the program if a dead network drive holds it for ever.
pub(super) async fn detached<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Fault> {
    let (done, result) = oneshot::channel();
    thread::Builder::new()
        .name("outband-disk".into())
        .spawn(move || drop(done.send(work())))
        .map_err(|cause| Fault::System {
            what: "start a thread",
            cause,
        })?;
    result.await.map_err(|_| Fault::Internal {
        task: "disk: a thread ended without a result".into(),
    })
}

/// A file on a web server as a source.
struct WebSource {
    file: RangeFile,
    /// Where its connections live.
    runtime: runtime::Handle,
}

impl Source for WebSource {
    fn len(&self) -> u64 {
        self.file.len()
    }

    /// Called on threads of its own only, never on those of the runtime.
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<(), SourceError> {
        use crate::net::range::RangeError;
        let end = offset.saturating_add(buf.len() as u64);
        if end > self.len() {
            return Err(SourceError::Shrunk { at: self.len() });
        }
        let read = self.runtime.block_on(self.file.read_at(offset, buf));
        read.map_err(|error| match error {
            RangeError::Changed => SourceError::Changed,
            RangeError::Silent(_) => SourceError::Stalled,
            error => SourceError::Remote(Box::new(error)),
        })
    }

    fn likes_long_reads(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_what_may_be_a_key() {
        for (address, shown) in [
            ("https://host/a.iso", "https://host/a.iso"),
            ("https://me:secret@host/a.iso", "https://…@host/a.iso"),
            ("https://me:se@cret@host/a.iso", "https://…@host/a.iso"),
            ("HTTP://host/a.iso?key=secret#x", "HTTP://host/a.iso?…"),
            ("https://host/a.iso#secret", "https://host/a.iso#…"),
            ("/images/a?b@c.iso", "/images/a?b@c.iso"),
        ] {
            let location: ImageLocation = address.parse().unwrap();
            assert_eq!(location.to_string(), shown);
        }
    }
}
