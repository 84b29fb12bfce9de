//! What several window tests need.

pub(crate) mod consoles;
pub(crate) mod desk;
pub(crate) mod facts;
pub(crate) mod gpu;
