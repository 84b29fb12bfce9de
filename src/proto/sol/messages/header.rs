//! What every message begins with after its first byte.

use crate::wire::{Reader, WireError};

/// Status byte and sequence; the first byte is read already.
pub(super) fn header(r: &mut Reader<'_>) -> Result<(u8, u32), WireError> {
    let [status, _, _] = r.array()?;
    Ok((status, r.u32_le()?))
}
