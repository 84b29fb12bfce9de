//! Recorded streams of pictures, `tests/data/rfb`.

use std::path::{Path, PathBuf};

use outband::proto::kvm::KvmOptions;
use outband::screen::{Framebuffer, PixelFormat};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// What a server says before `ServerInit`, without authentication.
pub(crate) const PRELUDE: &[u8] = b"RFB 003.008\n\x01\x01\0\0\0\0";

/// A recorded stream from `ServerInit` on.
pub(crate) struct Recording {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) format: PixelFormat,
    pub(crate) updates: u64,
    pub(crate) lossy: bool,
    pub(crate) last_picture: String,
}

impl Recording {
    /// All recordings whose name ends in `.{encoding}` for one of `encodings`.
    pub(crate) fn load_all(encodings: &[&str]) -> Vec<Self> {
        let index = std::fs::read_to_string(folder().join("index.json")).unwrap();
        let index: Value = serde_json::from_str(&index).unwrap();
        let all = index.as_array().unwrap().iter();
        let recordings: Vec<Self> = all
            .filter(|one| encodings.contains(&one["encoding"].as_str().unwrap()))
            .map(Self::load)
            .collect();
        assert!(!recordings.is_empty(), "no recordings of {encodings:?}");
        recordings
    }

    fn load(entry: &Value) -> Self {
        let name = entry["file"].as_str().unwrap().to_owned();
        let file = std::fs::File::open(folder().join(&name)).unwrap();
        let bytes = zstd::decode_all(file).unwrap();
        assert_eq!(Value::from(sha256(&bytes)), entry["sha256"], "{name}");
        let format = match entry["bits_per_pixel"].as_u64().unwrap() {
            8 => PixelFormat::Rgb332,
            16 => PixelFormat::Rgb565,
            _ => PixelFormat::Rgbx,
        };
        Self {
            bytes,
            format,
            updates: entry["updates"].as_u64().unwrap(),
            lossy: entry["last_picture"].get("lossy").is_some(),
            last_picture: entry["last_picture"]["sha256"].as_str().unwrap().to_owned(),
            name,
        }
    }

    /// Options that ask for the recording's format, on a connection of its own.
    pub(crate) fn options(&self) -> KvmOptions {
        KvmOptions {
            format: self.format,
            ..KvmOptions::plain()
        }
    }
}

/// The hash that the index has of a picture.
pub(crate) fn picture_hash(screen: &Framebuffer) -> String {
    match screen.format() {
        PixelFormat::Rgbx => sha256(&screen.to_rgb8()),
        // Native integers are the wire's bytes on little-endian machines only.
        PixelFormat::Rgb565 => {
            let count = usize::from(screen.width()) * usize::from(screen.height());
            let pixels = (0..count).flat_map(|i| {
                let [low, high, _, _] = screen.pixels().at(i).to_le_bytes();
                [low, high]
            });
            sha256(&pixels.collect::<Vec<u8>>())
        }
        _ => sha256(screen.pixels().as_bytes()),
    }
}

fn sha256(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/rfb")
}
