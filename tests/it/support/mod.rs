//! What several tests share.

pub(crate) mod amt;
pub(crate) mod certificates;
pub(crate) mod device;
#[cfg(all(feature = "gui", target_os = "linux"))]
pub(crate) mod display;
pub(crate) mod driver;
pub(crate) mod firmware;
#[cfg(target_os = "linux")]
pub(crate) mod guest;
pub(crate) mod http_device;
pub(crate) mod images;
pub(crate) mod kvm;
pub(crate) mod lent;
#[cfg(target_os = "linux")]
pub(crate) mod machine;
pub(crate) mod pair;
pub(crate) mod pc;
pub(crate) mod peer;
pub(crate) mod process;
pub(crate) mod program;
pub(crate) mod qemu;
pub(crate) mod range_server;
pub(crate) mod recording;
pub(crate) mod script;
pub(crate) mod tap;
#[cfg(target_os = "linux")]
pub(crate) mod terminal;
pub(crate) mod tiles;
pub(crate) mod transcript;
pub(crate) mod web;
pub(crate) mod xvnc;
