//! A PC made by hand: opens its drives, sends a READ and waits for the last byte of it.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

/// Answers to start, query, challenge request and proof, with the bytes of what they answer.
/// Source: `docs/protocol/redirection.md` § 8.1, § 3.4.
const LOGIN: [(usize, &[u8]); 4] = [
    (8, b"\x11\0\0\0\x01\0\x0F\0\x57\x01\0\0\0"),
    (9, b"\x14\0\0\0\0\x01\0\0\0\x04"),
    (
        41,
        b"\x14\x01\0\0\x04\x4E\0\0\0\
        \x27Digest:A4070000000000000000000000000000\
        \x20QqkLCwcAAAAAAAAAxlmI4kzPyQ2vHs7T\x04auth",
    ),
    (188, b"\x14\0\0\0\x04\0\0\0\0"),
];
/// Source: § 8.4.
pub(crate) const OPENED: &[u8] = b"\x41\0\0\0\0\0\0\0\x01\0\x10\x01\x02\x01\0\0\0\x20\0\x20\
    \x0C\0\0\0\0\x57\x01\0\0\0";
pub(crate) const ENABLED: &[u8] = b"\x49\0\0\0\x01\0\0\0\x03\x01\0\0\0";

/// READ(10) of the CD by DMA. Source: § 8.4.
pub(crate) fn read_10(sequence: u32, lba: u32, count: u32) -> Vec<u8> {
    let mut message = vec![0x50, 0, 0, 0];
    message.extend(sequence.to_le_bytes());
    message.extend([0, 1, 0, 0, 0, 0, 0x10, 0xA0, 0x28, 0]);
    message.extend(lba.to_be_bytes());
    message.push(0);
    message.extend(u16::try_from(count).unwrap().to_be_bytes());
    message.extend([0; 3]);
    message
}

/// One connection of a console.
pub(crate) struct Pc {
    stream: TcpStream,
    sequence: u32,
    buffer: Vec<u8>,
    /// What the last READ brought.
    pub(crate) data: Vec<u8>,
}

pub(crate) fn listen() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}

impl Pc {
    /// Lets a console log in and lend its drives.
    pub(crate) fn accept(listener: &TcpListener) -> Self {
        let mut pc = Self::listen_to(listener);
        for (heard, answer) in LOGIN {
            pc.answer(heard, answer);
        }
        pc.open();
        pc
    }

    /// Lets a channel open that needs no login.
    pub(crate) fn accept_channel(listener: &TcpListener) -> Self {
        let mut pc = Self::listen_to(listener);
        pc.open();
        pc
    }

    fn open(&mut self) {
        self.answer(18, OPENED);
        self.answer(13, ENABLED);
    }

    fn listen_to(listener: &TcpListener) -> Self {
        let (stream, _) = listener.accept().unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream,
            sequence: 2,
            buffer: vec![0; 4 << 20],
            data: Vec::new(),
        }
    }

    fn answer(&mut self, heard: usize, answer: &[u8]) {
        self.stream.read_exact(&mut self.buffer[..heard]).unwrap();
        self.stream.write_all(answer).unwrap();
    }

    /// Reads blocks of the CD into [`data`](Self::data).
    pub(crate) fn read(&mut self, lba: u32, count: u32) {
        let command = read_10(self.sequence, lba, count);
        self.sequence += 1;
        self.stream.write_all(&command).unwrap();
        self.data.clear();
        let mut filled = 0;
        loop {
            let len = self.stream.read(&mut self.buffer[filled..]).unwrap();
            assert!(len > 0, "the console closed");
            filled += len;
            let mut used = 0;
            let mut is_complete = false;
            while let Some((len, complete)) = self.message(used, filled) {
                used += len;
                is_complete |= complete;
            }
            self.buffer.copy_within(used..filled, 0);
            filled -= used;
            if is_complete {
                return;
            }
        }
    }

    /// Takes the message at `from` if it is whole: its length, and whether it completes the READ.
    fn message(&mut self, from: usize, filled: usize) -> Option<(usize, bool)> {
        let message = &self.buffer[from..filled];
        let len = match message.first()? {
            0x54 => 34 + usize::from(u16::from_le_bytes([*message.get(9)?, *message.get(10)?])),
            0x51 => 31,
            _ => 8,
        };
        let message = message.get(..len)?;
        let is_complete = match message[0] {
            0x54 => {
                self.data.extend_from_slice(&message[34..]);
                message[3] & 2 != 0
            }
            // "Medium may have changed", once: whoever reads it asks again.
            code => code == 0x51,
        };
        Some((len, is_complete))
    }
}
