//! What several window tests need.

pub(crate) mod gpu;
