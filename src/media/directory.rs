//! Which file a block of an image belongs to.
//!
//! The directory is read once, in the background, with the names a person knows: Rock Ridge, then
//! Joliet, then the plain ones; UDF where there is no ISO 9660 volume or its own tree is empty.
//! A damaged directory gives as many names as can be read.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use hadris_fs::sync::FileSystem;
use hadris_fs::{DirCursor, Error, ErrorKind, Extent, FileType, MountOptions, NodeId};
use hadris_io::ErrorType;
use hadris_iso::CacheOptions;
use hadris_iso::sync::IsoFs;
use hadris_storage::sync::BlockDevice;
use hadris_storage::{BlockIndex, BlockSize};
use hadris_udf::sync::UdfFs;

use super::iso9660::{self, BLOCK_BYTES};
use super::source::{Source, SourceError, read_padded};
use crate::limits;

/// The files of an image by the blocks they lie in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directory {
    files: Vec<FileEntry>,
    /// Extents in the order of their first block; they may overlap, since hard links and boot
    /// images share blocks.
    extents: Vec<FileExtent>,
    /// The same in the order of their files.
    by_file: Vec<FileExtent>,
    truncated: bool,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// Path from the root, without a leading slash, control characters replaced.
    pub path: String,
    /// Bytes.
    pub len: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct FileExtent {
    first: u64,
    /// Behind the last block.
    end: u64,
    file: usize,
}

impl Directory {
    /// Reads the directory of an image. Gives what was read so far when `stop` is set, when a
    /// limit is reached, or when something is damaged; see [`is_truncated`](Self::is_truncated).
    pub fn read(source: &dyn Source, stop: &AtomicBool) -> Self {
        let options = || MountOptions::new().read_only();
        let has_udf = iso9660::volume(source).is_ok_and(|volume| volume.has_udf);
        let mut directory = Self::default();
        if let Some(device) = Device::new(source)
            && let Ok(fs) = IsoFs::mount(device, options())
        {
            let mut fs = fs.with_cache(CacheOptions::new().with_blocks(64));
            directory.walk(&mut fs, stop);
        }
        // Discs for UDF systems often have an ISO tree with nothing but a "read me" in it.
        if has_udf
            && directory.files.len() <= 1
            && let Some(device) = Device::new(source)
            && let Ok(mut fs) = UdfFs::mount(device, options())
        {
            let mut udf = Self::default();
            udf.walk(&mut fs, stop);
            if udf.files.len() > directory.files.len() {
                directory = udf;
            }
        }
        directory.sorted()
    }

    /// Builds a directory from what is already known, such as the layout of a folder:
    /// path, first byte, number of bytes.
    pub fn from_files(files: impl IntoIterator<Item = (String, u64, u64)>) -> Self {
        let mut directory = Self::default();
        for (path, offset, len) in files {
            directory.push(path, len, &[Extent::new(offset, len)]);
        }
        directory.sorted()
    }

    fn sorted(mut self) -> Self {
        self.extents.sort_unstable();
        self.by_file.clone_from(&self.extents);
        self.by_file.sort_by_key(|extent| extent.file);
        self
    }

    /// The file that block `lba` (of 2048 bytes) belongs to, see [`index_at`](Self::index_at).
    #[must_use]
    pub fn file_at(&self, lba: u64) -> Option<&FileEntry> {
        self.files.get(self.index_at(lba)?)
    }

    /// Place in [`files`](Self::files) of the file that block `lba` (of 2048 bytes) belongs to.
    /// Of several, the one that starts last: a boot image inside a larger file is the better
    /// answer.
    #[must_use]
    pub fn index_at(&self, lba: u64) -> Option<usize> {
        let behind = self.extents.partition_point(|extent| extent.first <= lba);
        let before = self.extents.get(..behind)?;
        // Extents that overlap are rare and short-lived; the ones next to the block decide.
        let extent = before
            .iter()
            .rev()
            .take(32)
            .find(|extent| lba < extent.end)?;
        Some(extent.file)
    }

    /// All files, in the order of the directory.
    #[must_use]
    pub fn files(&self) -> &[FileEntry] {
        &self.files
    }

    /// Block ranges of a file, by its place in [`files`](Self::files).
    pub fn extents_of(&self, file: usize) -> impl Iterator<Item = std::ops::Range<u64>> + '_ {
        let first = self.by_file.partition_point(|extent| extent.file < file);
        self.by_file
            .iter()
            .skip(first)
            .take_while(move |extent| extent.file == file)
            .map(|extent| extent.first..extent.end)
    }

    /// Not everything could be read.
    #[must_use]
    pub const fn is_truncated(&self) -> bool {
        self.truncated
    }

    fn push(&mut self, path: String, len: u64, extents: &[Extent]) {
        let file = self.files.len();
        for extent in extents.iter().filter(|extent| !extent.is_empty()) {
            let end = extent.offset().saturating_add(extent.len());
            self.extents.push(FileExtent {
                first: extent.offset() / BLOCK_BYTES,
                end: end.div_ceil(BLOCK_BYTES),
                file,
            });
        }
        self.files.push(FileEntry { path, len });
    }

    /// Lists everything below the root. Directories are visited once each, whatever their
    /// entries claim.
    fn walk<F: Mapped>(&mut self, fs: &mut F, stop: &AtomicBool) {
        let mut seen = BTreeSet::from([fs.root()]);
        let mut pending = vec![(String::new(), fs.root(), 0)];
        let mut name_bytes = 0;
        while let Some((prefix, folder, depth)) = pending.pop() {
            let mut cursor = DirCursor::START;
            let mut folders = Vec::new();
            loop {
                if stop.load(Ordering::Relaxed) {
                    self.truncated = true;
                    return;
                }
                let entry = match fs.readdir(folder, cursor) {
                    Ok(Some(entry)) => entry,
                    Ok(None) => break,
                    Err(_) => {
                        self.truncated = true;
                        break;
                    }
                };
                cursor = entry.next_cursor();
                let path = join(&prefix, entry.name().as_bytes());
                name_bytes += path.len();
                if self.files.len() + seen.len() >= limits::MEDIA_FILES
                    || name_bytes > limits::MEDIA_NAME_BYTES
                {
                    self.truncated = true;
                    return;
                }
                match entry.file_type() {
                    FileType::Dir if depth >= limits::MEDIA_DEPTH => self.truncated = true,
                    FileType::Dir if seen.insert(entry.node()) => {
                        folders.push((path, entry.node(), depth + 1));
                    }
                    FileType::File => {
                        let mut extents = [Extent::new(0, 0); 64];
                        let count = fs.extents(entry.node(), &mut extents).unwrap_or_else(|_| {
                            self.truncated = true;
                            0
                        });
                        let extents = extents.get(..count).unwrap_or_default();
                        self.push(path, entry.metadata().len(), extents);
                    }
                    _ => {}
                }
            }
            pending.extend(folders.into_iter().rev());
        }
    }
}

/// A file system that can say where a file lies.
trait Mapped: FileSystem {
    fn extents(
        &mut self,
        node: NodeId,
        out: &mut [Extent],
    ) -> Result<usize, Error<Self::DeviceError>>;
}

impl Mapped for IsoFs<Device<'_>> {
    fn extents(&mut self, node: NodeId, out: &mut [Extent]) -> Result<usize, Error<SourceError>> {
        Self::extents(self, node, 0, out)
    }
}

impl Mapped for UdfFs<Device<'_>> {
    fn extents(&mut self, node: NodeId, out: &mut [Extent]) -> Result<usize, Error<SourceError>> {
        Self::extents(self, node, 0, out)
    }
}

/// A source as a device of 2048-byte blocks. Directories lie close together: the last few long
/// pieces are kept, so that a web server is not asked for every block.
struct Device<'a> {
    source: &'a dyn Source,
    block_size: BlockSize,
    /// Number and bytes of each piece, the one used last at the back.
    pieces: Vec<(u64, Box<[u8]>)>,
}

/// Bytes of a piece.
const PIECE_BYTES: usize = 64 << 10;
/// Pieces kept.
const PIECES: usize = 16;

impl<'a> Device<'a> {
    fn new(source: &'a dyn Source) -> Option<Self> {
        Some(Self {
            source,
            block_size: BlockSize::new(2048)?,
            pieces: Vec::new(),
        })
    }

    /// Reads from one piece.
    fn read(&mut self, offset: u64, buf: &mut [u8]) -> Result<(), SourceError> {
        let size = PIECE_BYTES as u64;
        let number = offset / size;
        let piece = match self.pieces.iter().position(|(kept, _)| *kept == number) {
            Some(index) => self.pieces.remove(index),
            None => {
                let mut bytes = vec![0; PIECE_BYTES].into_boxed_slice();
                read_padded(self.source, number * size, &mut bytes)?;
                (number, bytes)
            }
        };
        let within = usize::try_from(offset % size).unwrap_or(0);
        if let Some(bytes) = piece.1.get(within..within + buf.len()) {
            buf.copy_from_slice(bytes);
        }
        if self.pieces.len() >= PIECES {
            self.pieces.remove(0);
        }
        self.pieces.push(piece);
        Ok(())
    }
}

impl ErrorType for Device<'_> {
    type Error = SourceError;
}

impl BlockDevice for Device<'_> {
    fn block_size(&self) -> BlockSize {
        self.block_size
    }

    fn block_count(&self) -> u64 {
        self.source.len().div_ceil(BLOCK_BYTES)
    }

    fn read_blocks(&mut self, first: BlockIndex, buf: &mut [u8]) -> Result<(), Error<SourceError>> {
        let offset = first
            .get()
            .checked_mul(BLOCK_BYTES)
            .filter(|offset| {
                let end = offset.saturating_add(buf.len() as u64);
                end.div_ceil(BLOCK_BYTES) <= self.block_count()
            })
            .ok_or(ErrorKind::InvalidInput)?;
        let mut at = offset;
        let mut rest = buf;
        while !rest.is_empty() {
            let left = PIECE_BYTES - usize::try_from(at % PIECE_BYTES as u64).unwrap_or(0);
            let (part, behind) = rest.split_at_mut(left.min(rest.len()));
            self.read(at, part)
                .map_err(|error| Error::device(error, "reading the image failed"))?;
            at += part.len() as u64;
            rest = behind;
        }
        Ok(())
    }
}

/// Appends a name to a path, with everything that could disturb a terminal replaced.
fn join(prefix: &str, name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    let mut path = String::with_capacity(prefix.len() + name.len() + 1);
    if !prefix.is_empty() {
        path.push_str(prefix);
        path.push('/');
    }
    path.extend(
        name.chars()
            .map(|c| if c.is_control() { '\u{FFFD}' } else { c }),
    );
    path
}
