//! RFB as AMT and ordinary VNC servers speak it.

pub mod keysym;
