//! What a key sends, for each kind of host.
//!
//! Source: `docs/protocol/redirection.md` § 4.10 (the key table: EDK2 as its parser accepts it
//! (spec), `MeshCommander`'s three modes (observed)); xterm's control sequences (spec).

//!
//! [`Key`] is what a person presses, [`Dialect`] the table of what hosts want for it, and
//! [`Keyboard`] everything chosen for one of them.

mod dialect;
mod key;
mod keyboard;

pub use dialect::Dialect;
pub use key::{Key, Modifiers};
pub use keyboard::{BackspaceSends, EnterSends, Keyboard};
