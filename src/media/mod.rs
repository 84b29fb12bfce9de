//! Disk images: where their bytes come from, what they are, and what is being read of them.
//!
//! * [`source`]: files and memory, read at any position, off the async threads
//! * [`disk_image`], [`image_facts`], [`looks_like`]: opening and checking; is it bootable, and how
//! * [`iso9660`], [`partition`]: what stands at the front of an image
//! * [`directory`]: which file a block belongs to
//! * [`folder`]: a folder presented as a CD
//! * [`block_cache`]: bounded cache with read-ahead, a pure state machine
//! * [`overlay`]: what a host writes to a floppy, kept apart from its file
//! * [`progress`]: totals, rates, time left, stalls, and the map of blocks read
//! * [`start_estimate`]: how much of an image a start reads, and how long that takes

pub mod blank;
pub mod block_cache;
pub mod block_map;
pub mod directory;
pub mod disk_image;
pub mod folder;
pub mod image_facts;
pub mod iso9660;
pub mod looks_like;
pub mod overlay;
pub mod partition;
pub mod progress;
pub mod source;
pub mod start_estimate;

pub use disk_image::{DiskImage, ImageError};
pub use image_facts::ImageFacts;
pub use source::{Source, SourceError};
pub use start_estimate::StartEstimate;
