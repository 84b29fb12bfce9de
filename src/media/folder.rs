//! A folder of this computer presented as a CD.
//!
//! Only the directory is built, in memory; the files stay where they are and are read when the
//! host asks for them. The volume has ISO 9660, Joliet and Rock Ridge names, so that every
//! system sees the real ones; its structures come from `hadris-iso`.
//!
//! Layout: descriptors of an empty volume at the front, then the files, then the directories.
//! That order lets the directory writer point at files that "are already there" instead of
//! copying them.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs::{self, File};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use hadris_fs::{
    Content, DateTime, Error, ErrorKind, Extent, NoClock, Node, PathError, SetAttr, Tree,
};
use hadris_io::ErrorType;
use hadris_iso::sync::Session;
use hadris_iso::{IsoId, IsoLevel, IsoOptions, Relocation, SessionMode};
use hadris_storage::sync::BlockDevice;
use hadris_storage::{BlockIndex, BlockSize};

use super::source::{Source, SourceError, file_name, read_exact_at};
use crate::limits;

const BLOCK: u64 = 2048;
/// Most bytes of one extent: what a 32-bit length holds in whole blocks.
const MOST_EXTENT: u64 = u32::MAX as u64 / BLOCK * BLOCK;
/// First block of the files: behind everything an empty volume has.
const FIRST_FILE_BLOCK: u64 = 512;
/// Open files kept for the next read.
const OPEN_FILES: usize = 16;

/// Blocks of the CD by their number; the others are zero or belong to files.
type Blocks = BTreeMap<u64, Box<[u8; 2048]>>;

/// A folder as a CD.
pub struct Folder {
    len: u64,
    /// Descriptors and directories by block.
    metadata: Blocks,
    /// Files by their first byte on the CD.
    files: BTreeMap<u64, FileEntry>,
    /// Entries that were left out: links, devices, names that cannot be read.
    left_out: usize,
    open: Mutex<Vec<(u64, File)>>,
}

struct FileEntry {
    path: PathBuf,
    /// Path on the CD.
    name: String,
    len: u64,
    modified: Option<SystemTime>,
}

/// Why a folder cannot be a CD.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// It cannot be listed.
    #[error("{path} cannot be read")]
    Unreadable {
        /// Which part of it.
        path: String,
        /// What the operating system said.
        #[source]
        cause: io::Error,
    },
    /// It has more files, or deeper folders, than a CD should.
    #[error(
        "it has more than {} files or more than {} folders inside each other",
        limits::MEDIA_FILES,
        limits::MEDIA_DEPTH
    )]
    TooMuch,
    /// Its files do not fit on a CD.
    #[error("its files are larger than a CD can be")]
    TooLarge,
    /// Its directory cannot be laid out.
    #[error("its directory cannot be laid out")]
    Layout(#[source] PathError),
}

impl Folder {
    /// Lists a folder and lays out its directory. Blocks for as long as listing takes.
    ///
    /// Links and special files are left out; what they point at may lie anywhere.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let mut listing = Listing {
            tree: Tree::new(),
            files: BTreeMap::new(),
            next_block: FIRST_FILE_BLOCK,
            left_out: 0,
            count: 0,
        };
        listing.add_folder(path, &mut Vec::new())?;
        let label: String = file_name(path)
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() {
                    c.to_ascii_uppercase()
                } else {
                    '_'
                }
            })
            .take(32)
            .collect();
        let time = fs::metadata(path).ok().as_ref().and_then(modified);
        let options = IsoOptions::default()
            .with_time(time.unwrap_or(NoClock::TIME))
            .with_level(IsoLevel::L3)
            .with_joliet()
            .with_rock_ridge()
            // Folders deeper than ISO 9660 allows lie here, and Rock Ridge shows them in place.
            .with_relocation(Relocation::DotRrMoved)
            .with_id(IsoId::Volume, &label);
        let first_directory = listing.next_block;
        let device =
            Metadata::new(FIRST_FILE_BLOCK..first_directory).ok_or(FolderError::TooLarge)?;
        let (len, metadata) = lay_out(device, listing.tree, &options, first_directory)?;
        Ok(Self {
            len,
            metadata,
            files: listing.files,
            left_out: listing.left_out,
            open: Mutex::new(Vec::new()),
        })
    }

    /// Number of entries that were left out: links, devices, unreadable names.
    #[must_use]
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    /// Path on the CD, first byte and length of every file.
    pub fn files(&self) -> impl Iterator<Item = (&str, u64, u64)> {
        self.files
            .iter()
            .map(|(at, file)| (file.name.as_str(), *at, file.len))
    }

    /// Reads from the file that starts at byte `start` of the CD.
    fn read_file(
        &self,
        start: u64,
        entry: &FileEntry,
        offset: u64,
        buf: &mut [u8],
    ) -> Result<(), SourceError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = open.iter().position(|(at, _)| *at == start);
        let handle = match kept {
            Some(index) => open.remove(index),
            None => {
                let file = File::open(&entry.path)?;
                let metadata = file.metadata()?;
                if metadata.len() != entry.len || metadata.modified().ok() != entry.modified {
                    return Err(SourceError::Changed);
                }
                (start, file)
            }
        };
        let file = handle.1.try_clone();
        if open.len() >= OPEN_FILES {
            open.remove(0);
        }
        open.push(handle);
        drop(open);
        read_exact_at(&file?, offset, buf)
    }
}

impl Source for Folder {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<(), SourceError> {
        let end = offset.saturating_add(buf.len() as u64);
        if end > self.len {
            return Err(SourceError::Shrunk { at: self.len });
        }
        let mut at = offset;
        let mut rest = buf;
        while !rest.is_empty() {
            // Up to the end of the block, or of the file, whichever this is.
            let wanted = rest.len() as u64;
            let file = self
                .files
                .range(..=at)
                .next_back()
                .filter(|(start, file)| at < **start + file.len);
            let len = match file {
                Some((start, file)) => wanted.min(start + file.len - at),
                None => wanted.min(BLOCK - at % BLOCK),
            };
            let (part, behind) = rest.split_at_mut(usize::try_from(len).unwrap_or(usize::MAX));
            match file {
                Some((start, file)) => self.read_file(*start, file, at - start, part)?,
                None => {
                    let within = usize::try_from(at % BLOCK).unwrap_or(0);
                    let block = self.metadata.get(&(at / BLOCK));
                    match block.and_then(|block| block.get(within..within + part.len())) {
                        Some(bytes) => part.copy_from_slice(bytes),
                        None => part.fill(0),
                    }
                }
            }
            at += len;
            rest = behind;
        }
        Ok(())
    }
}

/// A folder being listed.
struct Listing {
    tree: Tree,
    files: BTreeMap<u64, FileEntry>,
    /// Where the next file goes.
    next_block: u64,
    left_out: usize,
    count: usize,
}

impl Listing {
    /// Adds everything in `folder`, which is `path` on the CD, in the order of names.
    fn add_folder(&mut self, folder: &Path, path: &mut Vec<String>) -> Result<(), FolderError> {
        if path.len() > limits::MEDIA_DEPTH {
            return Err(FolderError::TooMuch);
        }
        let unreadable = |cause| FolderError::Unreadable {
            path: folder.display().to_string(),
            cause,
        };
        let entries: Result<Vec<_>, _> = fs::read_dir(folder).map_err(unreadable)?.collect();
        let mut entries = entries.map_err(unreadable)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            self.count += 1;
            if self.count > limits::MEDIA_FILES {
                return Err(FolderError::TooMuch);
            }
            // The kind of the entry itself: links are not followed.
            let (Ok(kind), Ok(name)) = (entry.file_type(), entry.file_name().into_string()) else {
                self.left_out += 1;
                continue;
            };
            path.push(name);
            let on_cd = path.join("/");
            if kind.is_dir() {
                self.insert(&on_cd, Node::dir())?;
                self.add_folder(&entry.path(), path)?;
            } else if kind.is_file() {
                let metadata = entry.metadata().map_err(unreadable)?;
                self.add_file(entry.path(), on_cd, &metadata)?;
            } else {
                self.left_out += 1;
            }
            path.pop();
        }
        Ok(())
    }

    fn add_file(
        &mut self,
        path: PathBuf,
        name: String,
        metadata: &fs::Metadata,
    ) -> Result<(), FolderError> {
        let len = metadata.len();
        let start = self.next_block * BLOCK;
        self.next_block += len.div_ceil(BLOCK);
        if self.next_block > u64::from(u32::MAX) {
            return Err(FolderError::TooLarge);
        }
        let mut extents = Vec::new();
        let mut done = 0;
        while done < len {
            let part = MOST_EXTENT.min(len - done);
            extents.push(Extent::new(start + done, part).with_file_offset(done));
            done += part;
        }
        let content = Content::stored(extents).map_err(FolderError::Layout)?;
        let mut attrs = SetAttr::new();
        if let Some(time) = modified(metadata) {
            attrs = attrs.with_modified(time);
        }
        self.insert(&name, Node::file(content).with_attrs(attrs))?;
        if len > 0 {
            let entry = FileEntry {
                path,
                name,
                len,
                modified: metadata.modified().ok(),
            };
            self.files.insert(start, entry);
        }
        Ok(())
    }

    fn insert(&mut self, path: &str, node: Node) -> Result<(), FolderError> {
        self.tree.insert(path, node).map_err(FolderError::Layout)
    }
}

/// Writes the directory of `tree`, whose files lie in front of block `first_directory`; gives the
/// length of the CD and the blocks that are not files.
fn lay_out(
    mut device: Metadata,
    tree: Tree,
    options: &IsoOptions,
    first_directory: u64,
) -> Result<(u64, Blocks), FolderError> {
    let empty = options.clone().with_min_image_blocks(first_directory);
    hadris_iso::sync::write(&mut device, &Tree::new(), &empty).map_err(FolderError::Layout)?;
    let mut session = Session::open(device).map_err(|error| {
        FolderError::Layout(PathError::new(
            error.kind(),
            "the empty volume cannot be read",
        ))
    })?;
    *session.tree_mut() = tree;
    session
        .write(options, SessionMode::Rewrite)
        .map_err(FolderError::Layout)?;
    let len = session.volume_blocks() * BLOCK;
    Ok((len, session.into_inner().blocks))
}

/// The CD while its directory is written: keeps every block but those of the files.
struct Metadata {
    block_size: BlockSize,
    blocks: Blocks,
    files: Range<u64>,
    /// Behind the last block written.
    end: u64,
}

impl Metadata {
    fn new(files: Range<u64>) -> Option<Self> {
        Some(Self {
            block_size: BlockSize::new(2048)?,
            blocks: BTreeMap::new(),
            files,
            end: 0,
        })
    }
}

impl ErrorType for Metadata {
    type Error = Infallible;
}

impl BlockDevice for Metadata {
    fn block_size(&self) -> BlockSize {
        self.block_size
    }

    fn block_count(&self) -> u64 {
        self.end
    }

    fn max_block_count(&self) -> u64 {
        u64::from(u32::MAX)
    }

    fn writable(&self) -> bool {
        true
    }

    fn read_blocks(&mut self, first: BlockIndex, buf: &mut [u8]) -> Result<(), Error<Infallible>> {
        let (blocks, []) = buf.as_chunks_mut::<2048>() else {
            return Err(ErrorKind::InvalidInput.into());
        };
        for (lba, block) in (first.get()..).zip(blocks) {
            match self.blocks.get(&lba) {
                Some(bytes) => *block = **bytes,
                None => block.fill(0),
            }
        }
        Ok(())
    }

    fn write_blocks(&mut self, first: BlockIndex, buf: &[u8]) -> Result<(), Error<Infallible>> {
        let (blocks, []) = buf.as_chunks::<2048>() else {
            return Err(ErrorKind::InvalidInput.into());
        };
        self.end = self.end.max(first.get() + blocks.len() as u64);
        for (lba, block) in (first.get()..).zip(blocks) {
            if self.files.contains(&lba) {
                continue;
            }
            if block.iter().all(|byte| *byte == 0) {
                self.blocks.remove(&lba);
            } else {
                self.blocks.insert(lba, Box::new(*block));
            }
        }
        Ok(())
    }
}

/// When a file was changed, as the directory stores it.
fn modified(metadata: &fs::Metadata) -> Option<DateTime> {
    let since = metadata
        .modified()
        .ok()?
        .duration_since(SystemTime::UNIX_EPOCH)
        .ok()?;
    DateTime::from_unix_seconds(i64::try_from(since.as_secs()).ok()?).ok()
}
