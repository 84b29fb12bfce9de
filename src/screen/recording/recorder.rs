//! Pictures and marks in, bytes of a recording out.

use std::time::Duration;

use zstd::bulk::Compressor;

use super::block::{BlockKind, Header, Seal, append};
use super::{Mark, MarkKind};
use crate::limits;
use crate::screen::{Framebuffer, PixelFormat, Pixels, Rect};

/// How hard zstd tries. Level 1 keeps a 1080p desktop at some 10 ms per whole picture; higher
/// levels save little on screens (measured: 3 saves 6 % and takes half as long again).
const LEVEL: i32 = 1;

/// Longest time from one whole picture to the first change that follows it as a change.
const KEY_DISTANCE: Duration = Duration::from_secs(30);

/// Most bytes of changes between two whole pictures …
const KEY_BYTES: usize = 4 << 20;

/// … unless a whole one is so large that they would be most of the recording.
const KEY_SHARE: usize = 4;

/// Most changes between two whole pictures.
const KEY_CHANGES: u32 = 2000;

/// Writes one recording. What it appends is to be written in that order.
#[derive(Debug)]
pub struct Recorder {
    chain: Seal,
    /// Of the last block, so that time never goes back.
    micros: u64,
    /// Shape of the picture so far; `None` before the first, and after a loss.
    shape: Option<(u16, u16, PixelFormat)>,
    key: Key,
    /// Pixels to be compressed.
    raw: Vec<u8>,
}

/// The latest whole picture.
#[derive(Debug, Default)]
struct Key {
    micros: u64,
    /// Compressed bytes of it.
    bytes: usize,
    /// Changes since.
    changes: u32,
    /// Compressed bytes of those.
    change_bytes: usize,
}

impl Key {
    /// Whether the next change has to be a whole picture.
    fn is_due(&self, micros: u64) -> bool {
        u128::from(micros - self.micros) >= KEY_DISTANCE.as_micros()
            || self.changes >= KEY_CHANGES
            || self.change_bytes >= KEY_BYTES.max(self.bytes * KEY_SHARE)
    }
}

impl Recorder {
    /// Begins a recording. `about` says of what, in a line.
    #[must_use]
    pub fn new(header: Header, about: &str, out: &mut Vec<u8>) -> Self {
        let bytes = header.encode();
        out.extend(bytes);
        let mut recorder = Self {
            chain: Header::chain(bytes),
            micros: 0,
            shape: None,
            key: Key::default(),
            raw: Vec::new(),
        };
        recorder.append(BlockKind::About, Duration::ZERO, cut(about).as_bytes(), out);
        recorder
    }

    /// The picture is `framebuffer` now, and only `changed` of it is new. Returns the changed
    /// pixels written.
    pub fn picture(
        &mut self,
        at: Duration,
        framebuffer: &Framebuffer,
        changed: &[Rect],
        out: &mut Vec<u8>,
    ) {
        let bounds = framebuffer.bounds();
        let shape = (
            framebuffer.width(),
            framebuffer.height(),
            framebuffer.format(),
        );
        let micros = self.micros_at(at);
        let changed: Vec<Rect> = changed
            .iter()
            .map(|rect| rect.intersection(bounds))
            .filter(|rect| !rect.is_empty())
            .collect();
        let area: u64 = changed.iter().map(|rect| rect.area()).sum();
        let is_key = self.shape != Some(shape)
            || self.key.is_due(micros)
            || area >= bounds.area()
            || changed.len() > limits::RECORDING_RECTS;
        if changed.is_empty() && self.shape == Some(shape) {
            return;
        }
        let mut contents = Vec::new();
        self.raw.clear();
        if is_key {
            contents.extend(shape.0.to_le_bytes());
            contents.extend(shape.1.to_le_bytes());
            contents.extend([format_number(shape.2), 0, 0, 0]);
            copy_pixels(framebuffer, bounds, &mut self.raw);
        } else {
            let count = u16::try_from(changed.len()).unwrap_or(u16::MAX);
            contents.extend(count.to_le_bytes());
            for rect in &changed {
                for side in [rect.x, rect.y, rect.width, rect.height] {
                    contents.extend(side.to_le_bytes());
                }
                copy_pixels(framebuffer, *rect, &mut self.raw);
            }
        }
        let Some(packed) = pack(&self.raw) else {
            return;
        };
        contents.extend(packed);
        if is_key {
            self.shape = Some(shape);
            self.key = Key {
                micros,
                bytes: contents.len(),
                ..Key::default()
            };
            self.append(BlockKind::Picture, at, &contents, out);
        } else {
            self.key.changes += 1;
            self.key.change_bytes += contents.len();
            self.append(BlockKind::Change, at, &contents, out);
        }
    }

    /// Something happened. After [`MarkKind::Lost`] the next picture is a whole one.
    pub fn mark(&mut self, mark: &Mark, out: &mut Vec<u8>) {
        let mut contents = vec![mark.kind.number()];
        contents.extend(cut(&mark.text).as_bytes());
        self.append(BlockKind::Mark, mark.at, &contents, out);
        if mark.kind == MarkKind::Lost {
            self.shape = None;
        }
    }

    /// Ends the recording in order. What is returned stands for all of it: whoever keeps it can
    /// tell later whether the file is still the same.
    #[must_use]
    pub fn end(mut self, at: Duration, out: &mut Vec<u8>) -> Seal {
        self.append(BlockKind::End, at, &[], out);
        self.chain
    }

    /// Time of a block: never before that of the last one.
    fn micros_at(&self, at: Duration) -> u64 {
        u64::try_from(at.as_micros())
            .unwrap_or(u64::MAX)
            .max(self.micros)
    }

    fn append(&mut self, kind: BlockKind, at: Duration, contents: &[u8], out: &mut Vec<u8>) {
        self.micros = self.micros_at(at);
        self.chain = append(self.chain, kind, self.micros, contents, out);
    }
}

/// As much of a text as a mark may have.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(limits::MARK_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// One frame of zstd that says how long its contents are. Fails only without memory.
fn pack(raw: &[u8]) -> Option<Vec<u8>> {
    Compressor::new(LEVEL).ok()?.compress(raw).ok()
}

/// Number of a pixel format in a file.
pub(super) const fn format_number(format: PixelFormat) -> u8 {
    match format {
        PixelFormat::Rgb565 => 1,
        PixelFormat::Rgb332 => 2,
        PixelFormat::Gray8 => 3,
        PixelFormat::Gray4 => 4,
        PixelFormat::Rgbx => 5,
    }
}

/// Appends the pixels of `rect`, row by row, little-endian.
fn copy_pixels(framebuffer: &Framebuffer, rect: Rect, raw: &mut Vec<u8>) {
    fn rows<T>(pixels: &[T], stride: usize, rect: Rect) -> impl Iterator<Item = &[T]> {
        let columns = usize::from(rect.x)..usize::from(rect.x) + usize::from(rect.width);
        pixels
            .chunks_exact(stride)
            .skip(usize::from(rect.y))
            .take(usize::from(rect.height))
            .filter_map(move |row| row.get(columns.clone()))
    }
    let stride = usize::from(framebuffer.width());
    match framebuffer.pixels() {
        Pixels::U8(v) => rows(v, stride, rect).for_each(|row| raw.extend_from_slice(row)),
        Pixels::U16(v) => rows(v, stride, rect)
            .for_each(|row| raw.extend(row.iter().flat_map(|pixel| pixel.to_le_bytes()))),
        Pixels::U32(v) => rows(v, stride, rect)
            .for_each(|row| raw.extend(row.iter().flat_map(|pixel| pixel.to_le_bytes()))),
    }
}
