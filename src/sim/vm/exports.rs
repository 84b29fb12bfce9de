//! The drives as network block devices on a private socket.

use std::io;
use std::path::Path;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tracing::debug;

use super::drives::{Access, Drives};
use super::nbd::{Export, NbdErrno, NbdRequest, NbdServer};
use crate::proto::ider::messages::Drive;

/// Serves drives on a socket until dropped.
pub(super) async fn serve(listener: UnixListener, drives: Drives) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) if connections.len() < CONNECTIONS => {
                    connections.spawn(connection(stream, drives.clone()));
                }
                Ok(_) => debug!("too many connections of the virtual machine"),
                Err(error) => {
                    debug!(%error, "the virtual machine's drives are not served any more");
                    return;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Binds the socket.
pub(super) fn listen(path: &Path) -> io::Result<UnixListener> {
    UnixListener::bind(path)
}

/// One connection from its beginning to its end. What is wrong on it ends it: the machine's block
/// layer reports input/output errors to its guest then.
async fn connection(mut stream: UnixStream, drives: Drives) {
    // What lies in the drives now is all that this connection can open.
    let media: Vec<_> = Drive::ALL
        .into_iter()
        .filter_map(|drive| Some((drive, drives.medium(drive)?)))
        .collect();
    let exports: Vec<Export> = media.iter().map(|(d, medium)| medium.export(*d)).collect();
    let mut server = NbdServer::new(exports);
    let (answer, mut answers) = mpsc::channel(ANSWERS);
    let mut asked = JoinSet::new();
    let mut input = Vec::new();
    let mut output = Vec::new();
    loop {
        server.drain_output(&mut output);
        if !output.is_empty() {
            if stream.write_all(&output).await.is_err() {
                return;
            }
            output.clear();
        }
        if server.is_finished() {
            return;
        }
        tokio::select! {
            read = stream.read_buf(&mut input) => match read {
                Ok(1..) => match server.handle_input(&input) {
                    Ok(used) => drop(input.drain(..used)),
                    Err(error) => {
                        debug!(%error, "a drive of the virtual machine");
                        return;
                    }
                },
                Ok(0) | Err(_) => return,
            },
            Some((cookie, result)) = answers.recv() => {
                let result: Result<Vec<u8>, NbdErrno> = result;
                server.complete(cookie, result.as_deref().map_err(|errno| *errno));
            }
            Some(_) = asked.join_next() => {}
        }
        while let Some(request) = server.poll_request() {
            let name = server.opened().map(|export| export.name.as_str());
            let opened = media
                .iter()
                .find(|(d, _)| Some(super::drives::name(*d)) == name);
            let Some((drive, medium)) = opened.copied() else {
                return;
            };
            let (cookie, access) = access_of(drive, request);
            let (drives, answer) = (drives.clone(), answer.clone());
            asked.spawn(async move {
                let result = match access {
                    Ok(access) => drives.ask(drive, medium.serial, access).await,
                    Err(errno) => Err(errno),
                };
                // The connection may have ended meanwhile.
                drop(answer.send((cookie, result)).await);
            });
        }
    }
}

/// A request in blocks of the drive, with its name.
fn access_of(drive: Drive, request: NbdRequest) -> (u64, Result<Access, NbdErrno>) {
    let block = u64::from(drive.block_bytes());
    let blocks = |offset: u64, len: u64| {
        let whole = offset.is_multiple_of(block) && len.is_multiple_of(block);
        let lba = u32::try_from(offset / block).ok().filter(|_| whole);
        let count = u32::try_from(len / block).ok();
        lba.zip(count).ok_or(NbdErrno::Invalid)
    };
    match request {
        NbdRequest::Read {
            cookie,
            offset,
            len,
        } => {
            let access = blocks(offset, len.into());
            (
                cookie,
                access.map(|(lba, count)| Access::Read { lba, count }),
            )
        }
        NbdRequest::Write {
            cookie,
            offset,
            data,
        } => {
            let access = blocks(offset, data.len() as u64);
            (cookie, access.map(|(lba, _)| Access::Write { lba, data }))
        }
        NbdRequest::Flush { cookie } => (cookie, Ok(Access::Flush)),
    }
}

/// QEMU opens one connection per drive, and a new one before it closes the old one.
const CONNECTIONS: usize = 8;
/// Answers that wait to be written.
const ANSWERS: usize = 16;
