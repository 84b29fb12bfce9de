//! The redirection session layer on 16994/16995: start, authenticate, then one channel.

pub mod messages;
