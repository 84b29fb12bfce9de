//! The window: panels that read what sessions publish and return wishes, and an application that
//! alone carries them out.
//!
//! [`run`] shows it until it is closed. Sessions are opened through [`Connect`], so that tests
//! (and nothing else here) can put something other than a network behind a tab.

mod action;
mod alerts;
mod app;
mod arrivals;
mod background;
mod bell;
mod book;
mod command_palette;
mod connect;
mod consent;
mod deeds;
mod desk;
mod device;
mod files;
mod findings;
mod header;
mod help;
mod journal;
mod journal_words;
mod key_owner;
mod keymap;
mod kvm;
pub(crate) mod language;
mod last_tabs;
mod layers;
mod layouts;
mod login;
mod macros;
mod media;
mod notice;
mod own_window;
mod page;
mod pane;
mod parts;
mod past_notes;
mod pc;
mod player;
mod power;
mod preferences;
mod progress;
mod quit;
mod rates;
mod record;
mod recordings;
mod release_key;
pub(crate) mod said;
mod serial;
mod session;
mod shortcuts;
mod start;
mod status;
mod steps;
mod system_keys;
mod system_note;
mod tab_life;
mod tabs;
pub mod theme;
mod trust;
mod unspoken;
mod wall;
mod window;
mod window_keys;

pub use alerts::{Clicked, Notify, SystemNote};
pub use app::App;
pub use bell::Sound;
pub use files::{Choose, FileAnswer, FileQuestion, choose_file};
pub use language::of_the_system as system_language;
pub use page::Page;
pub use serial::ConsoleMemory;
#[doc(hidden)]
pub use serial::paint_screen;
pub use start::{
    Arrival, Arrivals, Connect, Hear, Lend, Manage, Opening, Pc, PcSettings, RunOptions, Scan,
    SerialConsole, Simulate, Wake, Watch, local_time,
};
pub use system_keys::{Offer as SystemKeysOffer, Refused as SystemKeysRefused, SystemKeys};
pub use system_note::system_notes;
pub use window::run;
