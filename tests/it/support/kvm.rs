//! A KVM channel with the driver's receive buffer around it, and recorded streams to feed it.

use std::path::{Path, PathBuf};
use std::time::Instant;

use outband::proto::Machine;
use outband::proto::kvm::{KvmChannel, KvmCommand, KvmError, KvmEvent, KvmOptions};
use outband::screen::{Framebuffer, PixelFormat};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// What a driver does with a channel, without sockets.
pub(crate) struct Driven {
    pub(crate) channel: KvmChannel,
    pub(crate) now: Instant,
    pub(crate) sent: Vec<u8>,
    pub(crate) events: Vec<KvmEvent>,
    waiting: Vec<u8>,
}

impl Driven {
    pub(crate) fn new(options: KvmOptions) -> Self {
        let now = Instant::now();
        let mut driven = Self {
            channel: KvmChannel::new(now, options),
            now,
            sent: Vec::new(),
            events: Vec::new(),
            waiting: Vec::new(),
        };
        driven.drain();
        driven
    }

    /// Bytes arrive.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Result<(), KvmError> {
        self.waiting.extend(bytes);
        loop {
            let used = self.channel.handle_input(self.now, &self.waiting);
            self.drain();
            match used? {
                0 => return Ok(()),
                used => self.waiting.drain(..used),
            };
        }
    }

    /// Bytes arrive in pieces.
    pub(crate) fn feed_in_pieces(&mut self, bytes: &[u8], piece: usize) -> Result<(), KvmError> {
        bytes.chunks(piece).try_for_each(|piece| self.feed(piece))
    }

    /// The owner asks for something.
    pub(crate) fn command(&mut self, command: KvmCommand) {
        self.channel.handle_command(self.now, command).unwrap();
        self.drain();
    }

    /// Time passes until the channel's next deadline; `None` if it has none.
    pub(crate) fn wait(&mut self) -> Option<Result<(), KvmError>> {
        self.now = self.channel.poll_timeout()?.max(self.now);
        let result = self.channel.handle_timeout(self.now);
        self.drain();
        Some(result)
    }

    /// Everything sent since the last call.
    pub(crate) fn take_sent(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.sent)
    }

    /// Bytes that arrived and were not used.
    pub(crate) fn unused(&self) -> usize {
        self.waiting.len()
    }

    pub(crate) fn screen(&self) -> &Framebuffer {
        self.channel.framebuffer().expect("the screen is open")
    }

    fn drain(&mut self) {
        self.channel.drain_output(&mut self.sent);
        while let Some(event) = self.channel.poll_event() {
            // How often an update's end is reported depends on how bytes were cut.
            if event != KvmEvent::UpdateEnd || self.events.last() != Some(&event) {
                self.events.push(event);
            }
        }
    }
}

/// What a server says before `ServerInit`, without authentication.
pub(crate) const PRELUDE: &[u8] = b"RFB 003.008\n\x01\x01\0\0\0\0";

/// A recorded stream from `ServerInit` on.
pub(crate) struct Recording {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) format: PixelFormat,
    pub(crate) updates: u64,
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
            last_picture: entry["last_picture"]["sha256"].as_str().unwrap().to_owned(),
            name,
        }
    }

    /// A channel that has seen the prelude and asks for the recording's format.
    pub(crate) fn driven(&self) -> Driven {
        let mut driven = Driven::new(KvmOptions {
            format: self.format,
            ..KvmOptions::plain()
        });
        driven.feed(PRELUDE).unwrap();
        driven
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
