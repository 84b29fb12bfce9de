//! The firmware's web server: WS-Management over HTTP.
//!
//! [`Connection`] is one HTTP connection, [`Service`] what all connections of a device share:
//! login and paths. [`Responder`] turns an envelope into an answer; it knows classes, not HTTP.

mod class;
mod connection;
mod http;
mod login;
mod object;
mod put;
mod refusal;
mod responder;
mod service;

pub use connection::Connection;
pub use http::BadRequest;
pub(crate) use http::HttpRequest;
pub use responder::{Answer, Caller, Oddities, Responder};
pub(crate) use service::Outcome;
pub use service::{Service, ServiceOddities};
