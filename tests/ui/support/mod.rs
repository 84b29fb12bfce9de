//! What several window tests need.

pub(crate) mod desk;
pub(crate) mod gpu;
