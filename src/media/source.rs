//! Where the bytes of a disk image come from.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes that can be read at any position.
///
/// Calls may block for as long as a disk or a network takes: they belong on threads that may.
/// Several may run at once.
pub trait Source: Send + Sync {
    /// Number of bytes, fixed when the source was opened.
    fn len(&self) -> u64;

    /// Fills `buf` with the bytes from `offset` on.
    ///
    /// # Errors
    /// [`SourceError`]; `buf` is unspecified then. Reading beyond [`len`](Self::len) is
    /// [`SourceError::Shrunk`].
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<(), SourceError>;

    /// No byte at all.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One long read is much cheaper than several short ones.
    fn likes_long_reads(&self) -> bool {
        false
    }
}

/// Why bytes could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// The source ends before the byte that was wanted: it was cut short after it was opened.
    #[error("it ends before byte {at}")]
    Shrunk {
        /// First byte that was wanted and is not there.
        at: u64,
    },
    /// The source is not the one that was opened.
    #[error("it has changed since it was opened")]
    Changed,
    /// It did not answer in time.
    #[error("it did not answer in time")]
    Stalled,
    /// The operating system refused.
    #[error("it cannot be read")]
    Io(#[from] io::Error),
    /// A server refused or misbehaved.
    #[error("the server does not deliver it")]
    Remote(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A file, or a block device.
#[derive(Debug)]
pub struct FileSource {
    file: File,
    len: u64,
}

impl FileSource {
    /// Opens a file or block device for reading.
    ///
    /// # Errors
    /// What the operating system says; [`io::ErrorKind::InvalidInput`] for what is neither, such
    /// as a pipe, on which opening would wait for ever.
    pub fn open(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !metadata.is_file() && !is_block_device(&metadata) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let file = File::open(path)?;
        let len = if metadata.is_file() {
            file.metadata()?.len()
        } else {
            io::Seek::seek(&mut &file, io::SeekFrom::End(0))?
        };
        Ok(Self { file, len })
    }
}

impl Source for FileSource {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<(), SourceError> {
        read_exact_at(&self.file, offset, buf)
    }
}

/// Reads exactly `buf.len()` bytes of a file at `offset`.
pub(super) fn read_exact_at(file: &File, offset: u64, buf: &mut [u8]) -> Result<(), SourceError> {
    let mut done = 0;
    while let Some(rest) = buf.get_mut(done..).filter(|rest| !rest.is_empty()) {
        let at = offset.saturating_add(done as u64);
        match read_some_at(file, at, rest) {
            Ok(0) => return Err(SourceError::Shrunk { at }),
            Ok(n) => done += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(unix)]
fn read_some_at(file: &File, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buf, offset)
}

#[cfg(windows)]
fn read_some_at(file: &File, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buf, offset)
}

#[cfg(unix)]
fn is_block_device(metadata: &fs::Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_block_device(&metadata.file_type())
}

#[cfg(not(unix))]
const fn is_block_device(_: &fs::Metadata) -> bool {
    false
}

/// Bytes in memory.
#[derive(Debug, Clone)]
pub struct MemorySource {
    bytes: Arc<[u8]>,
}

impl MemorySource {
    /// Takes the bytes.
    #[must_use]
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self {
            bytes: bytes.into(),
        }
    }
}

impl Source for MemorySource {
    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<(), SourceError> {
        let bytes = usize::try_from(offset)
            .ok()
            .and_then(|start| self.bytes.get(start..start.checked_add(buf.len())?))
            .ok_or(SourceError::Shrunk { at: self.len() })?;
        buf.copy_from_slice(bytes);
        Ok(())
    }
}

/// Fills `buf` from `offset`; what lies beyond the end of the source is zero. Drives have whole
/// blocks, images may end in the middle of one.
///
/// # Errors
/// As [`Source::read_at`].
pub fn read_padded(source: &dyn Source, offset: u64, buf: &mut [u8]) -> Result<(), SourceError> {
    let there = source.len().saturating_sub(offset);
    let there = usize::try_from(there).unwrap_or(usize::MAX).min(buf.len());
    let (bytes, padding) = buf.split_at_mut(there);
    padding.fill(0);
    if bytes.is_empty() {
        return Ok(());
    }
    source.read_at(offset, bytes)
}

/// A name for messages: the last part of a path.
#[must_use]
pub fn file_name(path: &Path) -> String {
    let name = path
        .file_name()
        .map_or_else(|| path.as_os_str().to_owned(), ToOwned::to_owned);
    PathBuf::from(name).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_file_is_read_at_any_position_and_its_loss_is_noticed() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(b"0123456789").unwrap();
        let source = FileSource::open(file.path()).unwrap();
        assert_eq!(source.len(), 10);
        let mut buf = [0; 4];
        source.read_at(3, &mut buf).unwrap();
        assert_eq!(&buf, b"3456");
        assert!(matches!(
            source.read_at(8, &mut buf),
            Err(SourceError::Shrunk { at: 10 })
        ));
        file.as_file().set_len(5).unwrap();
        assert!(matches!(
            source.read_at(3, &mut buf),
            Err(SourceError::Shrunk { at: 5 })
        ));
    }

    #[test]
    fn what_is_no_file_is_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let error = FileSource::open(folder.path()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
        let error = FileSource::open(&folder.path().join("none")).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        #[cfg(unix)]
        {
            let error = FileSource::open(Path::new("/dev/null")).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
        }
    }

    #[test]
    fn padding_is_zero_and_only_behind_the_end() {
        let source = MemorySource::new(*b"abc");
        let mut buf = [9; 4];
        read_padded(&source, 1, &mut buf).unwrap();
        assert_eq!(&buf, b"bc\0\0");
        read_padded(&source, 7, &mut buf).unwrap();
        assert_eq!(buf, [0; 4]);
        read_padded(&source, u64::MAX, &mut buf).unwrap();
        assert!(matches!(
            source.read_at(u64::MAX, &mut buf),
            Err(SourceError::Shrunk { at: 3 })
        ));
    }
}
