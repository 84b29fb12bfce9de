//! What a host writes to a medium, kept in memory and apart from its file.
//!
//! The file is never touched: a technician decides afterwards whether the changed medium is worth
//! saving, and under which name.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::source::{Source, SourceError, read_padded};
use crate::limits;

/// Bytes of a block that can be written; only floppies can.
pub const BLOCK_BYTES: usize = 512;

/// Changed blocks of one medium. Bounded by [`limits::MEDIA_OVERLAY_BYTES`].
#[derive(Debug, Clone, Default)]
pub struct Overlay {
    blocks: BTreeMap<u64, Box<[u8; BLOCK_BYTES]>>,
}

/// More was written than is kept in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than {} MB were written", limits::MEDIA_OVERLAY_BYTES >> 20)]
pub struct OverlayFull;

impl Overlay {
    /// Stores whole blocks from `lba` on. A part of a block at the end is left out; drives write
    /// whole blocks.
    ///
    /// # Errors
    /// [`OverlayFull`]; nothing is stored then.
    pub fn write(&mut self, lba: u64, data: &[u8]) -> Result<(), OverlayFull> {
        let (blocks, _) = data.as_chunks::<BLOCK_BYTES>();
        let numbered = || (lba..).zip(blocks);
        let new = numbered()
            .filter(|(lba, _)| !self.blocks.contains_key(lba))
            .count();
        if (self.blocks.len() + new) * BLOCK_BYTES > limits::MEDIA_OVERLAY_BYTES {
            return Err(OverlayFull);
        }
        for (lba, block) in numbered() {
            self.blocks.insert(lba, Box::new(*block));
        }
        Ok(())
    }

    /// One of `count` blocks from `lba` on was written.
    #[must_use]
    pub fn touches(&self, lba: u64, count: u64) -> bool {
        let end = lba.saturating_add(count);
        self.blocks.range(lba..end).next().is_some()
    }

    /// Puts the changed blocks over `data`, which holds the blocks from `lba` on.
    pub fn apply(&self, lba: u64, data: &mut [u8]) {
        let (blocks, _) = data.as_chunks_mut::<BLOCK_BYTES>();
        let end = lba.saturating_add(blocks.len() as u64);
        for (changed, block) in self.blocks.range(lba..end) {
            let place = usize::try_from(changed - lba)
                .ok()
                .and_then(|index| blocks.get_mut(index));
            if let Some(place) = place {
                *place = **block;
            }
        }
    }

    /// Number of blocks that were changed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Nothing was changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Forgets all changes.
    pub fn clear(&mut self) {
        self.blocks.clear();
    }

    /// Writes the medium with its changes to a file, which appears whole or not at all. Blocks
    /// the calling thread for as long as that takes.
    ///
    /// # Errors
    /// [`SaveError`]; what stood under `path` before is untouched then.
    pub fn save(&self, base: &dyn Source, path: &Path) -> Result<(), SaveError> {
        const PIECE_BLOCKS: usize = 512;
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = Path::new(&partial);
        let result = (|| {
            let mut file = File::create_new(partial).map_err(SaveError::Write)?;
            let mut piece = vec![0; PIECE_BLOCKS * BLOCK_BYTES];
            let mut offset = 0;
            while offset < base.len() {
                let left = usize::try_from(base.len() - offset).unwrap_or(usize::MAX);
                let len = piece.len().min(left);
                let Some(part) = piece.get_mut(..len) else {
                    break;
                };
                read_padded(base, offset, part)?;
                self.apply(offset / BLOCK_BYTES as u64, part);
                file.write_all(part).map_err(SaveError::Write)?;
                offset += len as u64;
            }
            file.sync_all().map_err(SaveError::Write)?;
            fs::rename(partial, path).map_err(SaveError::Write)
        })();
        if result.is_err()
            && !matches!(&result, Err(SaveError::Write(error)) if error.kind() == io::ErrorKind::AlreadyExists)
        {
            // The first error is the one to report.
            let _removed = fs::remove_file(partial);
        }
        result
    }
}

/// Why a changed medium was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Its unchanged part cannot be read.
    #[error("the original image cannot be read")]
    Read(#[from] SourceError),
    /// The new file cannot be written.
    #[error("the new file cannot be written")]
    Write(#[source] io::Error),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::source::MemorySource;

    #[test]
    fn reads_show_what_was_written_and_the_base_stays() {
        let base = MemorySource::new(vec![1; 4 * BLOCK_BYTES]);
        let mut overlay = Overlay::default();
        assert!(!overlay.touches(0, 4));
        overlay.write(2, &[7; BLOCK_BYTES]).unwrap();
        assert!(overlay.touches(0, 3) && !overlay.touches(0, 2) && !overlay.touches(3, 1));
        let mut data = vec![1; 3 * BLOCK_BYTES];
        overlay.apply(1, &mut data);
        assert_eq!(data[..BLOCK_BYTES], [1; BLOCK_BYTES]);
        assert_eq!(data[BLOCK_BYTES..2 * BLOCK_BYTES], [7; BLOCK_BYTES]);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("changed.img");
        overlay.save(&base, &path).unwrap();
        let saved = fs::read(&path).unwrap();
        assert_eq!(saved.len(), 4 * BLOCK_BYTES);
        assert_eq!(saved[2 * BLOCK_BYTES..3 * BLOCK_BYTES], [7; BLOCK_BYTES]);
        assert_eq!(saved.iter().filter(|b| **b == 1).count(), 3 * BLOCK_BYTES);
    }

    #[test]
    fn a_save_that_fails_leaves_nothing_behind() {
        struct Broken;
        impl Source for Broken {
            fn len(&self) -> u64 {
                2048
            }
            fn read_at(&self, _: u64, _: &mut [u8]) -> Result<(), SourceError> {
                Err(SourceError::Changed)
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("image.img");
        fs::write(&path, b"before").unwrap();
        let error = Overlay::default().save(&Broken, &path).unwrap_err();
        assert!(matches!(error, SaveError::Read(SourceError::Changed)));
        assert_eq!(fs::read(&path).unwrap(), b"before");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    proptest::proptest! {
        #[test]
        fn an_overlay_behaves_like_a_writable_disk(
            writes in proptest::collection::vec((0u64..40, 1usize..9, 0u8..), 0..30),
        ) {
            let mut disk = vec![0u8; 64 * BLOCK_BYTES];
            let mut overlay = Overlay::default();
            for (lba, count, value) in writes {
                let data = vec![value; count * BLOCK_BYTES];
                let at = usize::try_from(lba).unwrap() * BLOCK_BYTES;
                disk[at..at + data.len()].copy_from_slice(&data);
                overlay.write(lba, &data).unwrap();
            }
            let mut seen = vec![0u8; 64 * BLOCK_BYTES];
            overlay.apply(0, &mut seen);
            proptest::prop_assert_eq!(seen, disk);
        }
    }
}
