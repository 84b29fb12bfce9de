//! When a simulator stops.

use std::io;

use tokio::io::AsyncReadExt as _;

/// When the simulator shall stop: SIGINT, SIGTERM, or the end of standard input.
pub(super) struct Stop {
    interrupted: Signal,
    terminated: Signal,
    until_eof: bool,
}

#[cfg(unix)]
type Signal = tokio::signal::unix::Signal;
#[cfg(windows)]
type Signal = tokio::signal::windows::CtrlC;

impl Stop {
    /// Catches signals from now on: whoever reads "ready" may send one at once.
    pub(super) fn prepare(until_eof: bool) -> io::Result<Self> {
        #[cfg(unix)]
        let [interrupted, terminated] = {
            use tokio::signal::unix::{SignalKind, signal};
            [
                signal(SignalKind::interrupt())?,
                signal(SignalKind::terminate())?,
            ]
        };
        #[cfg(windows)]
        let [interrupted, terminated] = {
            use tokio::signal::windows::ctrl_c;
            [ctrl_c()?, ctrl_c()?]
        };
        Ok(Self {
            interrupted,
            terminated,
            until_eof,
        })
    }

    pub(super) async fn wait(mut self) {
        let end_of_input = async {
            if !self.until_eof {
                std::future::pending::<()>().await;
            }
            let mut input = tokio::io::stdin();
            let mut buffer = [0; 1024];
            while matches!(input.read(&mut buffer).await, Ok(1..)) {}
        };
        tokio::select! {
            () = end_of_input => {}
            _ = self.interrupted.recv() => {}
            _ = self.terminated.recv() => {}
        }
    }
}
