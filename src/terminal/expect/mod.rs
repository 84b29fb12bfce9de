//! Scripts for serial consoles: type this, wait for that.
//!
//! One statement on each line; `#` starts a comment.
//!
//! ```text
//! timeout 60s                  how long each expect may take from here on; 30 s at first
//! fail /kernel panic/          from here on, the script fails when the host writes this
//! expect "login: "             waits until the host writes this text
//! expect /rig(vm)? login:/     … or something that matches this regular expression
//! expect /# $/ timeout 5s      … for at most this long
//! expect screen "Boot Manager" waits until the screen shows it: for menus
//! send "root\r"                types this; \r \n \t \e \\ \" \xHH
//! line "root"                  types this and presses Enter
//! secret DEVICE_PASSWORD       types what this environment variable says, then presses Enter
//! key F2                       presses a key that has a name
//! key Down 3                   … three times
//! sleep 500ms                  waits
//! print "in the setup"         tells the user
//! ```
//!
//! What `expect` looks at is what the host has written since the last `expect` was met: text
//! without escape sequences, where moving to another row counts as the end of a line. `^` and `$`
//! match at the ends of lines. Regular expressions are those of the `regex` crate.

mod runner;
mod script;
mod stream;

pub use runner::{Action, Failure, Progress, Runner};
pub use script::{Pattern, Place, Problem, Script, ScriptError, Statement, Step};
