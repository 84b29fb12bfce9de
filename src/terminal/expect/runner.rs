//! A script at work, without clock, port or screen of its own.

use std::time::{Duration, Instant};

use super::script::{Pattern, Place, Script, Statement, Step};
use super::stream::Stream;
use crate::terminal::{Charset, Key};
use crate::wire::Secret;

/// Runs a script: give it what the host writes, ask it what to do.
pub struct Runner {
    steps: std::vec::IntoIter<Step>,
    /// The statement that is waiting.
    waiting: Option<Waiting>,
    /// Presses left of a key.
    presses: Option<(Key, u32)>,
    timeout: Duration,
    forbidden: Vec<Forbidden>,
    stream: Stream,
    failed: Option<Failure>,
}

/// A pattern of a `fail` statement.
struct Forbidden {
    line: usize,
    pattern: Pattern,
    /// From where in the stream it counts.
    from: usize,
    /// How far the stream was searched for it.
    searched: usize,
}

impl Forbidden {
    /// The first `len` bytes of the stream are gone.
    fn shift(&mut self, len: usize) {
        self.from = self.from.saturating_sub(len);
        self.searched = self.searched.saturating_sub(len);
    }

    /// Looks at what is new in `text`, and back far enough for a match that began before.
    fn appears(&mut self, text: &str) -> bool {
        let from = self.searched.saturating_sub(LOOK_BACK).max(self.from);
        self.searched = text.len();
        let from = text.ceil_char_boundary(from);
        text.get(from..)
            .is_some_and(|text| self.pattern.regex.is_match(text))
    }
}

struct Waiting {
    line: usize,
    until: Instant,
    /// For what; nothing for `sleep`.
    expect: Option<(Pattern, Place, Duration)>,
}

/// What to do next.
#[derive(Debug)]
pub enum Progress {
    /// Carry this out, then ask again.
    Do(Action),
    /// Nothing before this time, or before the host writes more.
    Wait(Instant),
    /// The script is through.
    Done,
    /// The script has failed; it stays so.
    Failed(Failure),
}

/// Something to be carried out.
#[derive(Debug)]
pub enum Action {
    /// Type these bytes.
    Send(Secret<Vec<u8>>),
    /// Press this key once.
    Press(Key),
    /// Tell the user.
    Print(String),
    /// An expectation was met, by this text.
    Met {
        /// Line of the script.
        line: usize,
        /// What matched.
        text: String,
    },
}

/// Why a script failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// What was expected did not come.
    #[error("line {line}: {pattern} did not appear within {} ms", .after.as_millis())]
    Timeout {
        /// Line of the script.
        line: usize,
        /// What was expected, as written.
        pattern: String,
        /// How long it was waited for.
        after: Duration,
    },
    /// What must not come has come.
    #[error("line {line}: {pattern} appeared")]
    Forbidden {
        /// Line of the `fail` statement.
        line: usize,
        /// What came, as written there.
        pattern: String,
    },
}

impl Runner {
    /// A script at its beginning.
    #[must_use]
    pub fn new(script: Script, charset: Charset) -> Self {
        Self {
            steps: script.steps.into_iter(),
            waiting: None,
            presses: None,
            timeout: DEFAULT_TIMEOUT,
            forbidden: Vec::new(),
            stream: Stream::new(charset),
            failed: None,
        }
    }

    /// How long each expect may take unless the script says otherwise.
    #[must_use]
    pub const fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Decodes what follows with another character set.
    pub const fn set_charset(&mut self, charset: Charset) {
        self.stream.set_charset(charset);
    }

    /// The host wrote this.
    pub fn output(&mut self, bytes: &[u8]) {
        let dropped = self.stream.push(bytes);
        self.shift(dropped);
    }

    fn shift(&mut self, len: usize) {
        for forbidden in &mut self.forbidden {
            forbidden.shift(len);
        }
    }

    /// What to do at `now`. `screen` gives the text of the screen, if an expectation looks there.
    pub fn poll(&mut self, now: Instant, screen: impl Fn() -> String) -> Progress {
        if self.failed.is_none() {
            self.failed = self.find_forbidden();
        }
        loop {
            if let Some(failure) = &self.failed {
                return Progress::Failed(failure.clone());
            }
            if let Some((key, left)) = self.presses.take() {
                self.presses = left.checked_sub(1).filter(|n| *n > 0).map(|n| (key, n));
                return Progress::Do(Action::Press(key));
            }
            if let Some(waiting) = self.waiting.take() {
                match self.wait(now, waiting, &screen) {
                    Some(progress) => return progress,
                    None => continue,
                }
            }
            let Some(Step { line, statement }) = self.steps.next() else {
                return Progress::Done;
            };
            match statement {
                Statement::Timeout(timeout) => self.timeout = timeout,
                Statement::Fail(pattern) => {
                    let here = self.stream.text().len();
                    self.forbidden.push(Forbidden {
                        line,
                        pattern,
                        from: here,
                        searched: here,
                    });
                }
                Statement::Expect {
                    pattern,
                    place,
                    timeout,
                } => {
                    let timeout = timeout.unwrap_or(self.timeout);
                    self.waiting = Some(Waiting {
                        line,
                        until: now + timeout,
                        expect: Some((pattern, place, timeout)),
                    });
                }
                Statement::Sleep(time) => {
                    self.waiting = Some(Waiting {
                        line,
                        until: now + time,
                        expect: None,
                    });
                }
                Statement::Send(bytes) => return Progress::Do(Action::Send(bytes)),
                Statement::Press(key, count) => self.presses = Some((key, count)),
                Statement::Print(text) => return Progress::Do(Action::Print(text)),
            }
        }
    }

    /// Looks whether the wait is over. `None`: it is, and there is nothing to say about it.
    fn wait(
        &mut self,
        now: Instant,
        waiting: Waiting,
        screen: &impl Fn() -> String,
    ) -> Option<Progress> {
        let line = waiting.line;
        if let Some((pattern, place, after)) = &waiting.expect {
            let met = match place {
                Place::Output => {
                    let found = pattern.regex.find(self.stream.text());
                    found.map(|found| (found.end(), found.as_str().to_owned()))
                }
                Place::Screen => {
                    let screen = screen();
                    let found = pattern.regex.find(&screen);
                    found.map(|found| (0, found.as_str().to_owned()))
                }
            };
            if let Some((end, text)) = met {
                self.stream.consume(end);
                self.shift(end);
                return Some(Progress::Do(Action::Met { line, text }));
            }
            if waiting.until <= now {
                let failure = Failure::Timeout {
                    line,
                    pattern: pattern.shown.clone(),
                    after: *after,
                };
                self.failed = Some(failure.clone());
                return Some(Progress::Failed(failure));
            }
        } else if waiting.until <= now {
            return None;
        }
        let until = waiting.until;
        self.waiting = Some(waiting);
        Some(Progress::Wait(until))
    }

    fn find_forbidden(&mut self) -> Option<Failure> {
        let text = self.stream.text();
        let hit = self.forbidden.iter_mut().find_map(|forbidden| {
            let appears = forbidden.appears(text);
            appears.then_some(&*forbidden)
        })?;
        Some(Failure::Forbidden {
            line: hit.line,
            pattern: hit.pattern.shown.clone(),
        })
    }
}

/// What is in it may be confidential.
impl std::fmt::Debug for Runner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runner")
            .field("steps_left", &self.steps.len())
            .finish_non_exhaustive()
    }
}

/// How long an expect may take.
pub(super) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
/// Text searched again for what must not appear.
const LOOK_BACK: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays a script against a host that answers; returns what happened.
    struct Play {
        runner: Runner,
        now: Instant,
        screen: String,
        log: Vec<String>,
    }

    impl Play {
        fn new(script: &str) -> Self {
            let environment = |_: &str| Some(Secret::new("hunter2".to_owned()));
            let script = Script::parse(script, environment).unwrap();
            Self {
                runner: Runner::new(script, Charset::Utf8),
                now: Instant::now(),
                screen: String::new(),
                log: Vec::new(),
            }
        }

        fn host(&mut self, bytes: &[u8]) -> &mut Self {
            self.runner.output(bytes);
            self.go()
        }

        fn after(&mut self, time: Duration) -> &mut Self {
            self.now += time;
            self.go()
        }

        fn go(&mut self) -> &mut Self {
            loop {
                let screen = self.screen.clone();
                match self.runner.poll(self.now, || screen.clone()) {
                    Progress::Do(Action::Send(bytes)) => {
                        let text = String::from_utf8_lossy(bytes.expose()).into_owned();
                        self.log.push(format!("send {text:?}"));
                    }
                    Progress::Do(action) => self.log.push(format!("{action:?}")),
                    Progress::Wait(_) => break,
                    Progress::Done => {
                        self.log.push("done".into());
                        break;
                    }
                    Progress::Failed(failure) => {
                        self.log.push(failure.to_string());
                        break;
                    }
                }
            }
            self
        }

        fn log(&mut self) -> Vec<String> {
            std::mem::take(&mut self.log)
        }
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_login_is_played_step_by_step() {
        let mut play = Play::new(
            "expect \"login:\"\nline \"root\"\nexpect /[Pp]assword/\nsecret PW\nexpect /# $/\nprint \"in\"",
        );
        assert!(play.go().log().is_empty());
        assert!(play.host(b"\x1B[1mrigvm lo").log().is_empty());
        assert_eq!(
            play.host(b"gin\x1B[0m: ").log(),
            [
                "Met { line: 1, text: \"login:\" }",
                "send \"root\"",
                "Press(Enter)"
            ]
        );
        assert_eq!(
            play.host(b"root\r\nPassword: ").log(),
            [
                "Met { line: 3, text: \"Password\" }",
                "send \"hunter2\"",
                "Press(Enter)"
            ]
        );
        assert_eq!(
            play.host(b"\r\n~ # ").log(),
            ["Met { line: 5, text: \"# \" }", "Print(\"in\")", "done"]
        );
    }

    #[test]
    fn what_was_met_is_not_met_twice() {
        let mut play = Play::new("expect \"ok\"\nexpect \"ok\"");
        assert_eq!(play.host(b"ok").log(), ["Met { line: 1, text: \"ok\" }"]);
        assert_eq!(
            play.host(b" ok").log(),
            ["Met { line: 2, text: \"ok\" }", "done"]
        );
    }

    #[test]
    fn time_runs_out_as_the_script_says() {
        let mut play = Play::new("timeout 5s\nexpect \"a\" timeout 2s\nexpect /b/");
        play.go().host(b"a");
        assert_eq!(play.log(), ["Met { line: 2, text: \"a\" }"]);
        assert!(play.after(SECOND * 4).log().is_empty());
        let message = "line 3: /b/ did not appear within 5000 ms";
        assert_eq!(play.after(SECOND).log(), [message]);
        assert_eq!(play.host(b"b").log(), [message], "it stays failed");
        let mut play = Play::new("expect \"a\" timeout 2s");
        assert_eq!(
            play.go().after(SECOND * 2).log(),
            ["line 1: \"a\" did not appear within 2000 ms"]
        );
    }

    #[test]
    fn keys_are_pressed_one_by_one_and_sleep_waits() {
        let mut play = Play::new("key Down 2\nsleep 500ms\nkey Enter");
        assert_eq!(play.go().log(), ["Press(Down)", "Press(Down)"]);
        assert!(play.after(SECOND / 4).log().is_empty());
        assert_eq!(play.after(SECOND / 4).log(), ["Press(Enter)", "done"]);
    }

    #[test]
    fn menus_are_looked_for_on_the_screen() {
        let mut play = Play::new("expect screen /^> Boot/");
        assert!(play.host(b"> Boot").log().is_empty());
        play.screen = "Setup\n> Boot Manager\n".into();
        assert_eq!(
            play.go().log(),
            ["Met { line: 1, text: \"> Boot\" }", "done"]
        );
    }

    #[test]
    fn what_must_not_appear_fails_the_script_from_there_on() {
        let mut play = Play::new("expect \"go\"\nfail /panic/\nexpect \"end\"");
        play.host(b"panic go ");
        assert_eq!(play.log(), ["Met { line: 1, text: \"go\" }"]);
        play.host(b"kernel pa");
        assert_eq!(play.host(b"nic end").log(), ["line 2: /panic/ appeared"]);
    }

    #[test]
    fn a_flood_between_two_expectations_is_bounded_and_still_matched() {
        let mut play = Play::new("fail /never/\nexpect \"end of flood\"");
        play.go();
        for _ in 0..200 {
            play.host(&[b'x'; 1000]);
        }
        assert_eq!(
            play.host(b"end of flood").log(),
            ["Met { line: 2, text: \"end of flood\" }", "done"]
        );
    }
}
