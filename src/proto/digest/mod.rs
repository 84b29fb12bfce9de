//! Digest login: the arithmetic, and its two forms on the wire.
//!
//! The redirection ports and WS-Management check the same password with the same sums (RFC 2617,
//! and RFC 2069 without `qop`) but carry the values differently: [`Challenge`] and [`Answer`] are
//! the length-prefixed fields of messages 0x13 and 0x14. Client and simulator both use them.
//!
//! Source: `docs/protocol/redirection.md` § 3; `docs/protocol/wsman.md` § 1.3.

mod fields;
mod sums;

pub use fields::{Answer, Challenge, FieldTooLong, Login, MAX_FIELD_BYTES};
pub use sums::{Ha1, HexDigest, Protection, Request, response};
