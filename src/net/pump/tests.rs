//! The driver against a machine that echoes lines, on an in-memory stream.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{DuplexStream, duplex};
use tokio::sync::mpsc;

use super::*;

/// Silence after which the machine speaks.
const SILENCE: Duration = Duration::from_millis(50);

/// Echoes lines; `!` fails, `.` finishes; after [`SILENCE`] it says `tick`.
#[derive(Default)]
struct Echo {
    out: Vec<u8>,
    events: VecDeque<String>,
    last: Option<Instant>,
    finished: bool,
    calls: usize,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
enum EchoError {
    #[error("a line says no")]
    Refused,
    #[error("closed in mid-conversation")]
    Closed,
}

impl Machine for Echo {
    type Command = Vec<u8>;
    type Event = String;
    type Error = EchoError;

    fn handle_input(&mut self, now: Instant, input: &[u8]) -> Result<usize, EchoError> {
        self.calls += 1;
        self.last = Some(now);
        let Some(end) = input.iter().position(|b| *b == b'\n') else {
            return Ok(0);
        };
        let line = &input[..=end];
        match line {
            b"!\n" => {
                self.out.extend(b"last words\n");
                return Err(EchoError::Refused);
            }
            b".\n" => self.finished = true,
            _ => self.out.extend(line),
        }
        self.events
            .push_back(String::from_utf8_lossy(line).trim().to_owned());
        Ok(line.len())
    }

    fn handle_end(&mut self, _now: Instant) -> Result<(), EchoError> {
        Err(EchoError::Closed)
    }

    fn handle_command(&mut self, now: Instant, command: Vec<u8>) -> Result<(), EchoError> {
        self.last = Some(now);
        self.out.extend(command);
        Ok(())
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), EchoError> {
        self.last = Some(now);
        self.out.extend(b"tick\n");
        Ok(())
    }

    fn drain_output(&mut self, out: &mut Vec<u8>) {
        out.append(&mut self.out);
    }

    fn poll_event(&mut self) -> Option<String> {
        self.events.pop_front()
    }

    fn poll_timeout(&self) -> Option<Instant> {
        self.last.map(|at| at + SILENCE)
    }

    fn is_finished(&self) -> bool {
        self.finished
    }
}

struct Commands {
    queue: mpsc::Receiver<Vec<u8>>,
    seen: Vec<String>,
    /// After so many events the owner takes no more until it is notified.
    room: Option<(Arc<AtomicUsize>, Arc<Notify>)>,
}

impl Owner<Echo> for Commands {
    async fn next_command(&mut self) -> Option<Vec<u8>> {
        self.queue.recv().await
    }

    fn observe(&mut self, _now: Instant, machine: &mut Echo) {
        while let Some(event) = machine.poll_event() {
            self.seen.push(event);
        }
    }

    fn full(&self) -> Option<Arc<Notify>> {
        let (room, space) = self.room.as_ref()?;
        let full = self.seen.len() >= room.load(Ordering::Relaxed);
        full.then(|| Arc::clone(space))
    }

    fn wants_connection(&self) -> bool {
        self.seen.last().is_some_and(|line| line == "mine")
    }
}

/// An owner without commands.
fn silent_owner() -> (mpsc::Sender<Vec<u8>>, Commands) {
    let (commands, queue) = mpsc::channel(8);
    let owner = Commands {
        queue,
        seen: Vec::new(),
        room: None,
    };
    (commands, owner)
}

type Ended = (Result<End, PumpError<EchoError>>, Vec<String>, usize);

/// Starts an echo on one end of a stream of `capacity` bytes and returns the other end.
fn start(
    capacity: usize,
) -> (
    DuplexStream,
    mpsc::Sender<Vec<u8>>,
    tokio::task::JoinHandle<Ended>,
) {
    let (ours, theirs) = duplex(capacity);
    let (sender, queue) = mpsc::channel(8);
    let task = tokio::spawn(async move {
        let mut machine = Echo::default();
        let mut owner = Commands {
            queue,
            seen: Vec::new(),
            room: None,
        };
        let result = run(&mut machine, ours, &mut owner).await;
        (result, owner.seen, machine.calls)
    });
    (theirs, sender, task)
}

#[tokio::test]
async fn lines_are_echoed_until_the_machine_is_finished() {
    let (mut peer, _commands, task) = start(64);
    peer.write_all(b"one\ntwo\n.\n").await.unwrap();
    let mut heard = String::new();
    peer.read_to_string(&mut heard).await.unwrap();
    assert_eq!(heard, "one\ntwo\n");
    let (result, seen, _) = task.await.unwrap();
    assert!(matches!(result, Ok(End::Finished)));
    assert_eq!(seen, ["one", "two", "."]);
}

#[tokio::test]
async fn last_words_are_sent_although_the_machine_failed() {
    let (mut peer, _commands, task) = start(64);
    peer.write_all(b"!\nignored\n").await.unwrap();
    let mut heard = String::new();
    peer.read_to_string(&mut heard).await.unwrap();
    assert_eq!(heard, "last words\n");
    let (result, ..) = task.await.unwrap();
    assert!(matches!(
        result,
        Err(PumpError::Machine(EchoError::Refused))
    ));
}

#[tokio::test]
async fn an_end_of_the_stream_is_for_the_machine_to_judge() {
    let (peer, _commands, task) = start(64);
    drop(peer);
    let (result, ..) = task.await.unwrap();
    assert!(matches!(result, Err(PumpError::Machine(EchoError::Closed))));
}

#[tokio::test]
async fn commands_and_deadlines_reach_the_machine_in_time() {
    let (mut peer, commands, task) = start(64);
    let begin = tokio::time::Instant::now();
    commands.send(b"hello\n".to_vec()).await.unwrap();
    let mut heard = [0; 11];
    peer.read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"hello\ntick\n");
    assert!(begin.elapsed() >= SILENCE);
    drop(commands);
    let (result, ..) = task.await.unwrap();
    assert!(matches!(result, Ok(End::Abandoned)));
}

#[tokio::test]
async fn reading_goes_on_while_the_peer_takes_nothing() {
    let (peer, _commands, task) = start(16);
    let (mut from_us, mut to_us) = tokio::io::split(peer);
    // Far more than the stream holds goes in before anything is taken out.
    for _ in 0..1000 {
        to_us.write_all(b"a line of twenty-one\n").await.unwrap();
    }
    to_us.write_all(b".\n").await.unwrap();
    let mut heard = Vec::new();
    from_us.read_to_end(&mut heard).await.unwrap();
    assert_eq!(heard.len(), 21_000);
    assert!(task.await.unwrap().0.is_ok());
}

#[tokio::test]
async fn a_peer_that_never_reads_is_given_up_before_memory_is() {
    let (mut peer, commands, task) = start(16);
    let chunk = vec![b'x'; 1 << 20];
    let limit = limits::SEND_BUFFER_BYTES / chunk.len();
    for _ in 0..=limit {
        if commands.send(chunk.clone()).await.is_err() {
            break;
        }
    }
    let (result, ..) = task.await.unwrap();
    assert!(matches!(result, Err(PumpError::Stalled)), "{result:?}");
    peer.write_all(b"late").await.unwrap_err();
}

#[tokio::test]
async fn a_unit_without_end_is_refused_at_the_limit() {
    let (mut peer, _commands, task) = start(1 << 20);
    let chunk = vec![b'x'; 1 << 20];
    while peer.write_all(&chunk).await.is_ok() {}
    let (result, ..) = task.await.unwrap();
    assert!(matches!(result, Err(PumpError::TooLarge)), "{result:?}");
}

#[tokio::test]
async fn single_bytes_cost_one_call_each_and_nothing_is_lost() {
    let (peer, _commands, task) = start(1);
    let text = b"cut at every byte\nand again\n.\n";
    let (mut from_us, mut to_us) = tokio::io::split(peer);
    let writing = async {
        for byte in text {
            to_us.write_all(&[*byte]).await.unwrap();
        }
    };
    let mut heard = Vec::new();
    let (_, read) = tokio::join!(writing, from_us.read_to_end(&mut heard));
    read.unwrap();
    assert_eq!(heard, text[..text.len() - 2]);
    let (_, _, calls) = task.await.unwrap();
    assert!(
        calls <= text.len() + 3,
        "{calls} calls for {} bytes",
        text.len()
    );
}

#[tokio::test]
async fn an_owner_that_is_full_holds_the_peer_back_until_it_is_notified() {
    let (ours, mut peer) = duplex(16);
    let (_commands, queue) = mpsc::channel(8);
    let (room, space) = (Arc::new(AtomicUsize::new(2)), Arc::new(Notify::new()));
    let mut owner = Commands {
        queue,
        seen: Vec::new(),
        room: Some((Arc::clone(&room), Arc::clone(&space))),
    };
    let mut machine = Echo::default();
    let mut lines = 2;
    let talk = async {
        peer.write_all(b"one\ntwo\n").await.unwrap();
        while let Ok(written) = timeout(4 * SILENCE, peer.write_all(b"more of it\n")).await {
            written.unwrap();
            lines += 1;
            assert!(lines < 100, "it reads although it is full");
        }
        room.store(usize::MAX, Ordering::Relaxed);
        space.notify_one();
        // The line that waited for room may be there in part.
        peer.write_all(b"\n.\n").await.unwrap();
        let mut heard = Vec::new();
        peer.read_to_end(&mut heard).await.unwrap();
    };
    let (result, ()) = tokio::join!(run(&mut machine, ours, &mut owner), talk);
    assert!(result.is_ok());
    assert!(owner.seen.len() > lines);
    assert_eq!(owner.seen[..2], ["one", "two"]);
    assert!(owner.seen[2..lines].iter().all(|line| line == "more of it"));
}

#[tokio::test]
async fn an_owner_may_take_the_connection_and_give_it_back() {
    let (mut ours, mut peer) = duplex(64);
    let (_commands, mut owner) = silent_owner();
    let mut machine = Echo::default();
    peer.write_all(b"one\nmine\n").await.unwrap();
    let result = run(&mut machine, &mut ours, &mut owner).await;
    assert!(matches!(result, Ok(End::Paused)), "{result:?}");

    // What was to be sent has been sent, and both directions are open.
    let mut heard = [0; 9];
    peer.read_exact(&mut heard).await.unwrap();
    assert_eq!(&heard, b"one\nmine\n");
    ours.write_all(b"hand").await.unwrap();
    peer.write_all(b"shake").await.unwrap();
    let (mut to_peer, mut to_us) = ([0; 4], [0; 5]);
    peer.read_exact(&mut to_peer).await.unwrap();
    ours.read_exact(&mut to_us).await.unwrap();
    assert_eq!((&to_peer, &to_us), (b"hand", b"shake"));

    owner.seen.clear();
    peer.write_all(b"two\n.\n").await.unwrap();
    let result = run(&mut machine, ours, &mut owner).await;
    assert!(matches!(result, Ok(End::Finished)), "{result:?}");
    assert_eq!(owner.seen, ["two", "."]);
}

#[tokio::test]
async fn what_is_sent_too_early_on_a_connection_to_be_taken_ends_it() {
    let (mut ours, mut peer) = duplex(64);
    let (_commands, mut owner) = silent_owner();
    peer.write_all(b"mine\ninjected").await.unwrap();
    let result = run(&mut Echo::default(), &mut ours, &mut owner).await;
    assert!(matches!(result, Err(PumpError::Premature)), "{result:?}");
}
