//! WS-Management as AMT speaks it: SOAP envelopes, exchanges, the classes behind them.
//!
//! `docs/protocol/wsman.md` is the hardware; every fact here cites it.

pub mod call;
pub mod challenge;
pub mod class;
pub mod envelope;
pub mod exchange;
pub mod fault;
pub mod instance;
pub mod login;
pub mod namespace;
pub mod status;
pub mod xml;
