//! Bytes into a screen channel, as a driver feeds them.

use std::time::Instant;

use outband::proto::Machine as _;
use outband::proto::kvm::KvmChannel;

/// Feeds `bytes` from a receive buffer that is refilled in pieces, and throws damage, events and
/// output away. Gives the bytes at the end that are no whole message.
pub(crate) fn feed(channel: &mut KvmChannel, bytes: &[u8], piece: usize) -> usize {
    let now = Instant::now();
    let mut buffer: Vec<u8> = Vec::with_capacity(2 << 20);
    let mut out = Vec::new();
    for piece in bytes.chunks(piece) {
        buffer.extend_from_slice(piece);
        let mut used = 0;
        loop {
            let rest = buffer.get(used..).unwrap_or_default();
            let more = channel.handle_input(now, rest).unwrap();
            channel.drain_output(&mut out);
            while channel.poll_event().is_some() {}
            if more == 0 {
                break;
            }
            used += more;
        }
        channel.damage_mut().clear();
        out.clear();
        buffer.drain(..used);
    }
    buffer.len()
}
