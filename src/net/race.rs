//! Encrypted or plain: which of the two ports of a service answers.
//!
//! Both are knocked on at the same time, because asking one after the other costs a round trip
//! where a port is closed and many seconds where a firewall swallows the question. If both
//! answer, the encrypted one wins.

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};

use super::connect::ConnectError;

/// The port that won, and the connection to it.
#[derive(Debug)]
pub enum Winner {
    /// The encrypted port answers. Whether the plain one does too is not known.
    Encrypted(TcpStream),
    /// Only the plain port answers.
    Plain(TcpStream),
}

/// Knocks on both ports of a service: `connect` opens a connection to a port. Once the plain one
/// has answered, the encrypted one has that time again to do so, and at least `GRACE`.
///
/// # Errors
/// [`ConnectError`] of the encrypted port; a refusal of either counts first, because it proves
/// that something is there.
pub async fn race<F>(
    encrypted: u16,
    plain: u16,
    connect: impl Fn(u16) -> F,
) -> Result<Winner, ConnectError>
where
    F: Future<Output = Result<TcpStream, ConnectError>>,
{
    let started = Instant::now();
    let encrypted = connect(encrypted);
    let plain = connect(plain);
    tokio::pin!(encrypted, plain);
    tokio::select! {
        biased;
        first = &mut encrypted => match first {
            Ok(stream) => Ok(Winner::Encrypted(stream)),
            Err(refused @ ConnectError::Refused { .. }) => match plain.await {
                Ok(stream) => Ok(Winner::Plain(stream)),
                Err(_) => Err(refused),
            },
            Err(error) => match plain.await {
                Ok(stream) => Ok(Winner::Plain(stream)),
                Err(refused @ ConnectError::Refused { .. }) => Err(refused),
                Err(_) => Err(error),
            },
        },
        first = &mut plain => match first {
            Ok(stream) => {
                let grace = GRACE.max(started.elapsed());
                tokio::select! {
                    biased;
                    Ok(better) = &mut encrypted => Ok(Winner::Encrypted(better)),
                    () = sleep(grace) => Ok(Winner::Plain(stream)),
                    else => Ok(Winner::Plain(stream)),
                }
            }
            Err(first) => match encrypted.await {
                Ok(stream) => Ok(Winner::Encrypted(stream)),
                Err(_) if matches!(first, ConnectError::Refused { .. }) => Err(first),
                Err(error) => Err(error),
            },
        },
    }
}

/// What the encrypted port gets at least after the plain one has answered: both lie in the same
/// machine, so the answers differ by little unless the second one never comes.
const GRACE: Duration = Duration::from_millis(250);

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;
    use crate::net::connect::connect;

    const PATIENCE: Duration = Duration::from_secs(5);

    fn listener(ip: &str) -> (TcpListener, u16) {
        let listener = TcpListener::bind((ip, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        (listener, port)
    }

    fn closed(ip: &str) -> u16 {
        listener(ip).1
    }

    /// A full backlog drops further SYNs on Linux, which looks like a firewall that swallows.
    async fn silent(ip: &str) -> (socket2::Socket, u16, Vec<TcpStream>) {
        let socket =
            socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
        let address: std::net::SocketAddr = format!("{ip}:0").parse().unwrap();
        socket.bind(&address.into()).unwrap();
        socket.listen(0).unwrap();
        let port = socket.local_addr().unwrap().as_socket().unwrap().port();
        let mut filling = Vec::new();
        while let Ok(stream) = connect(ip, port, Duration::from_millis(200)).await {
            filling.push(stream);
        }
        (socket, port, filling)
    }

    #[tokio::test]
    async fn the_encrypted_port_wins_when_both_answer() {
        for _ in 0..20 {
            let (_a, encrypted) = listener("127.0.92.1");
            let (_b, plain) = listener("127.0.92.1");
            let winner = race(encrypted, plain, |port| {
                connect("127.0.92.1", port, PATIENCE)
            })
            .await
            .unwrap();
            assert!(matches!(winner, Winner::Encrypted(_)));
        }
    }

    #[tokio::test]
    async fn the_plain_port_wins_when_the_other_is_closed_or_silent() {
        let (_a, plain) = listener("127.0.92.2");
        let encrypted = closed("127.0.92.2");
        let winner = race(encrypted, plain, |port| {
            connect("127.0.92.2", port, PATIENCE)
        })
        .await
        .unwrap();
        assert!(matches!(winner, Winner::Plain(_)));
        let (_b, encrypted, _filling) = silent("127.0.92.2").await;
        let winner = race(encrypted, plain, |port| {
            connect("127.0.92.2", port, PATIENCE)
        })
        .await
        .unwrap();
        assert!(matches!(winner, Winner::Plain(_)));
    }

    #[tokio::test]
    async fn a_refusal_of_either_port_is_what_is_reported() {
        let port = closed("127.0.92.3");
        let error = race(port, port, |port| connect("127.0.92.3", port, PATIENCE))
            .await
            .unwrap_err();
        assert!(matches!(error, ConnectError::Refused { .. }));
        let (_a, silent, _filling) = silent("127.0.92.3").await;
        let within = Duration::from_millis(300);
        for (encrypted, plain) in [(silent, port), (port, silent)] {
            let error = race(encrypted, plain, |port| connect("127.0.92.3", port, within))
                .await
                .unwrap_err();
            assert!(matches!(error, ConnectError::Refused { .. }), "{error}");
        }
        let error = race(silent, silent, |port| connect("127.0.92.3", port, within))
            .await
            .unwrap_err();
        assert!(matches!(error, ConnectError::TimedOut { .. }), "{error}");
    }
}
