//! Which of the saved PCs answer, looked at gently: a few at a time, and each only now and then.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::runtime;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};

use super::target::Target;

/// Whether a PC answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Its management engine takes connections; whether its system runs takes a login to know.
    Answers,
    /// Nothing came back.
    Silent,
}

/// A PC that somebody wants to know about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What the answer is told under.
    pub name: String,
    /// Where it is.
    pub target: Target,
}

/// How hard is looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresenceOptions {
    /// Least time from one PC to the next.
    pub gap: Duration,
    /// PCs waited for at the same time.
    pub at_once: usize,
    /// How long an answer counts.
    pub lasts: Duration,
    /// How long a PC may take to answer.
    pub within: Duration,
}

impl Default for PresenceOptions {
    /// Ten PCs a second at most, a screenful of a list each minute: no network minds it.
    fn default() -> Self {
        Self {
            gap: Duration::from_millis(100),
            at_once: 8,
            lasts: Duration::from_secs(60),
            within: Duration::from_millis(1500),
        }
    }
}

/// What a front end holds. Dropping it ends the looking.
#[derive(Debug)]
pub struct PresenceHandle {
    wanted: watch::Sender<Arc<[Asked]>>,
    seen: mpsc::Receiver<(String, Presence)>,
}

impl PresenceHandle {
    /// Says whose presence is wanted from now on, the most urgent first.
    pub fn want(&self, asked: Vec<Asked>) {
        self.wanted.send_replace(asked.into());
    }

    /// The next answer, if there is one.
    pub fn poll(&mut self) -> Option<(String, Presence)> {
        self.seen.try_recv().ok()
    }

    /// Waits for the next answer; `None` once nobody looks any more.
    pub async fn next(&mut self) -> Option<(String, Presence)> {
        self.seen.recv().await
    }
}

/// Begins to look. `wake` is called, from a task, with each answer.
pub fn watch_presence(
    runtime: &runtime::Handle,
    options: PresenceOptions,
    wake: impl Fn() + Send + Sync + 'static,
) -> PresenceHandle {
    let (wanted, asked) = watch::channel(Arc::from([]));
    let (answers, seen) = mpsc::channel(ANSWERS);
    runtime.spawn(look(asked, answers, options, wake));
    PresenceHandle { wanted, seen }
}

/// Answers that wait for the front end; looking waits when there are more.
const ANSWERS: usize = 64;

async fn look(
    mut wanted: watch::Receiver<Arc<[Asked]>>,
    answers: mpsc::Sender<(String, Presence)>,
    options: PresenceOptions,
    wake: impl Fn() + Send + Sync + 'static,
) {
    let mut due: HashMap<String, Instant> = HashMap::new();
    let mut looking = JoinSet::new();
    let mut next_begin = Instant::now();
    loop {
        let list = Arc::clone(&wanted.borrow_and_update());
        // Only what is wanted is remembered, so nothing grows.
        due.retain(|name, _| list.iter().any(|asked| asked.name == *name));
        let now = Instant::now();
        let due_at = |asked: &&Asked| due.get(&asked.name).copied().unwrap_or(now);
        let first = list.iter().min_by_key(due_at);
        let at = first.map(|asked| due_at(&asked).max(next_begin));
        let may_begin = looking.len() < options.at_once.max(1);
        tokio::select! {
            () = answers.closed() => return,
            changed = wanted.changed() => if changed.is_err() { return },
            Some(result) = looking.join_next() => {
                if let Ok(answer) = result {
                    if answers.send(answer).await.is_err() {
                        return;
                    }
                    wake();
                }
            }
            () = until(at), if may_begin => if let Some(asked) = first {
                next_begin = Instant::now() + options.gap;
                due.insert(asked.name.clone(), Instant::now() + options.lasts);
                let (asked, within) = (asked.clone(), options.within);
                looking.spawn(async move {
                    let presence = presence_of(&asked.target, within).await;
                    (asked.name, presence)
                });
            },
        }
    }
}

async fn until(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}

/// Tries the ports of the PC at the same time. Nobody logs in, and nothing is left open.
async fn presence_of(target: &Target, within: Duration) -> Presence {
    let open = |port: u16| async move {
        let connecting = TcpStream::connect((target.host(), port));
        timeout(within, connecting).await.is_ok_and(|c| c.is_ok())
    };
    let answers = match target {
        Target::Vnc { port, .. } => open(*port).await,
        Target::Amt {
            wsman_port: Some(port),
            ..
        } => open(*port).await,
        Target::Amt { .. } => {
            let (encrypted, plain) = tokio::join!(open(16993), open(16992));
            encrypted || plain
        }
    };
    if answers {
        Presence::Answers
    } else {
        Presence::Silent
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    fn asked(name: &str, port: u16) -> Asked {
        Asked {
            name: name.to_owned(),
            target: format!("127.0.83.1:{port}").parse().unwrap(),
        }
    }

    fn quick() -> PresenceOptions {
        PresenceOptions {
            gap: Duration::from_millis(1),
            ..PresenceOptions::default()
        }
    }

    #[tokio::test]
    async fn who_answers_and_who_does_not_is_told_by_name_and_once() {
        let listener = TcpListener::bind("127.0.83.1:0").await.unwrap();
        let open = listener.local_addr().unwrap().port();
        let closed = {
            let other = TcpListener::bind("127.0.83.1:0").await.unwrap();
            other.local_addr().unwrap().port()
        };
        let mut handle = watch_presence(&runtime::Handle::current(), quick(), || {});
        handle.want(vec![asked("here", open), asked("gone", closed)]);
        let mut told = [handle.next().await.unwrap(), handle.next().await.unwrap()];
        told.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(told[0], ("gone".to_owned(), Presence::Silent));
        assert_eq!(told[1], ("here".to_owned(), Presence::Answers));

        // The answer counts for a while: the same wish again asks nobody.
        handle.want(vec![asked("here", open)]);
        let again = timeout(Duration::from_millis(200), handle.next()).await;
        assert!(again.is_err(), "{again:?}");
    }

    #[tokio::test]
    async fn no_more_pcs_are_begun_than_the_gap_allows() {
        let options = PresenceOptions {
            gap: Duration::from_millis(50),
            ..PresenceOptions::default()
        };
        let mut handle = watch_presence(&runtime::Handle::current(), options, || {});
        let began = Instant::now();
        handle.want((0..5).map(|n| asked(&format!("pc-{n}"), 9)).collect());
        for _ in 0..5 {
            handle.next().await.unwrap();
        }
        assert!(began.elapsed() >= Duration::from_millis(200));
    }
}
