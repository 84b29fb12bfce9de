//! The text of a script, understood.

use std::time::Duration;

use regex::{Regex, RegexBuilder};

use crate::terminal::Key;
use crate::wire::Secret;

/// A whole script.
#[derive(Debug, Default)]
pub struct Script {
    pub(super) steps: Vec<Step>,
}

/// One statement and where it stands.
#[derive(Debug)]
pub struct Step {
    /// Line of the script, from 1.
    pub line: usize,
    /// What to do.
    pub statement: Statement,
}

/// What a script can do.
#[derive(Debug)]
pub enum Statement {
    /// How long each further expect may take.
    Timeout(Duration),
    /// What must not appear from here on.
    Fail(Pattern),
    /// Waits for something to appear.
    Expect {
        /// What.
        pattern: Pattern,
        /// Where.
        place: Place,
        /// How long, if not as long as all.
        timeout: Option<Duration>,
    },
    /// Types bytes. May be a password.
    Send(Secret<Vec<u8>>),
    /// Presses a key so many times.
    Press(Key, u32),
    /// Waits.
    Sleep(Duration),
    /// Tells the user.
    Print(String),
}

/// Where an expectation looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At what the host has written since the last one was met.
    Output,
    /// At the screen as it is.
    Screen,
}

/// Text or a regular expression to look for.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As written in the script.
    pub(super) shown: String,
    pub(super) regex: Regex,
}

/// Why a script cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct ScriptError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a statement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The first word is no statement.
    #[error("unknown statement {0:?}")]
    Statement(String),
    /// Something else should stand here.
    #[error("expected {0}")]
    Expected(&'static str),
    /// A text or an expression has no end.
    #[error("the text has no end")]
    Unfinished,
    /// A backslash before something unknown.
    #[error("unknown escape \\{0}")]
    Escape(char),
    /// The regular expression is wrong or too large.
    #[error("the regular expression cannot be used")]
    Regex,
    /// No key has this name.
    #[error("no key is called {0:?}")]
    Key(String),
    /// The environment variable is not set.
    #[error("the environment variable {0} is not set")]
    Unset(String),
    /// Something is left over.
    #[error("{0:?} is too much here")]
    Rest(String),
    /// The script is longer than scripts are.
    #[error("the script is too long")]
    TooLong,
    /// More than `FORBIDDEN` texts must not appear.
    #[error("more than {FORBIDDEN} fail statements")]
    TooManyFails,
}

impl Pattern {
    /// A regular expression; `^` and `$` match at the ends of lines.
    ///
    /// # Errors
    /// [`Problem::Regex`].
    pub fn regex(expression: &str) -> Result<Self, Problem> {
        Self::compile(expression, format!("/{expression}/"))
    }

    /// A text to be found as it is.
    ///
    /// # Errors
    /// [`Problem::Regex`] if it is too long.
    pub fn text(text: &str) -> Result<Self, Problem> {
        Self::compile(&regex::escape(text), format!("{text:?}"))
    }

    fn compile(expression: &str, shown: String) -> Result<Self, Problem> {
        let regex = RegexBuilder::new(expression)
            .multi_line(true)
            .size_limit(PATTERN_BYTES)
            .build()
            .map_err(|_| Problem::Regex)?;
        Ok(Self { shown, regex })
    }
}

impl Statement {
    /// Types `text`, in which the escapes of [`expect`](super) are understood.
    ///
    /// # Errors
    /// [`Problem::Escape`] and [`Problem::Unfinished`].
    pub fn send(text: &str) -> Result<Secret<Vec<u8>>, Problem> {
        let mut bytes = Vec::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => bytes.push(escape(&mut chars)?),
                c => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        Ok(Secret::new(bytes))
    }
}

impl Script {
    /// A script made of statements; they count as its lines.
    #[must_use]
    pub fn from_statements(statements: impl IntoIterator<Item = Statement>) -> Self {
        Self {
            steps: (1..)
                .zip(statements)
                .map(|(line, statement)| Step { line, statement })
                .collect(),
        }
    }

    /// Parses a script. `environment` gives the values for `secret`.
    ///
    /// # Errors
    /// [`ScriptError`] for the first line that is wrong.
    pub fn parse(
        text: &str,
        environment: impl Fn(&str) -> Option<Secret<String>>,
    ) -> Result<Self, ScriptError> {
        let mut steps = Vec::new();
        let mut fails = 0;
        for (line, text) in (1..).zip(text.lines()) {
            if steps.len() >= STATEMENTS {
                return Err(ScriptError {
                    line,
                    problem: Problem::TooLong,
                });
            }
            let statements = Words { rest: text }
                .statements(&environment)
                .map_err(|problem| ScriptError { line, problem })?;
            let fail = |statement: &Statement| matches!(statement, Statement::Fail(_));
            fails += statements.iter().filter(|s| fail(s)).count();
            if fails > FORBIDDEN {
                return Err(ScriptError {
                    line,
                    problem: Problem::TooManyFails,
                });
            }
            let step = |statement| Step { line, statement };
            steps.extend(statements.into_iter().map(step));
        }
        Ok(Self { steps })
    }
}

/// What is left of a line.
struct Words<'a> {
    rest: &'a str,
}

impl<'a> Words<'a> {
    fn statements(
        mut self,
        environment: &impl Fn(&str) -> Option<Secret<String>>,
    ) -> Result<Vec<Statement>, Problem> {
        let Some(word) = self.word() else {
            return Ok(Vec::new());
        };
        let statements = match word {
            "timeout" => vec![Statement::Timeout(self.duration()?)],
            "fail" => vec![Statement::Fail(self.pattern()?)],
            "expect" => vec![self.expect()?],
            "send" => vec![Statement::Send(Secret::new(self.text()?))],
            "line" => {
                let text = Statement::Send(Secret::new(self.text()?));
                vec![text, Statement::Press(Key::Enter, 1)]
            }
            "secret" => {
                let name = self.word().ok_or(Problem::Expected("a name"))?;
                let value = environment(name).ok_or_else(|| Problem::Unset(name.to_owned()))?;
                let bytes = Secret::new(value.expose().as_bytes().to_vec());
                vec![Statement::Send(bytes), Statement::Press(Key::Enter, 1)]
            }
            "key" => {
                let name = self.word().ok_or(Problem::Expected("a key"))?;
                let key = Key::from_name(name).ok_or_else(|| Problem::Key(name.to_owned()))?;
                let count = match self.word() {
                    Some(word) => word
                        .parse()
                        .ok()
                        .filter(|count| (1..=100).contains(count))
                        .ok_or(Problem::Expected("a number from 1 to 100"))?,
                    None => 1,
                };
                vec![Statement::Press(key, count)]
            }
            "sleep" => vec![Statement::Sleep(self.duration()?)],
            "print" => {
                let text = self.text()?;
                vec![Statement::Print(
                    String::from_utf8_lossy(&text).into_owned(),
                )]
            }
            word => return Err(Problem::Statement(word.to_owned())),
        };
        match self.word() {
            Some(word) => Err(Problem::Rest(word.to_owned())),
            None => Ok(statements),
        }
    }

    fn expect(&mut self) -> Result<Statement, Problem> {
        let mut place = Place::Output;
        if self.peek().starts_with("screen") {
            self.word();
            place = Place::Screen;
        }
        let pattern = self.pattern()?;
        let timeout = match self.word() {
            Some("timeout") => Some(self.duration()?),
            Some(word) => return Err(Problem::Rest(word.to_owned())),
            None => None,
        };
        Ok(Statement::Expect {
            pattern,
            place,
            timeout,
        })
    }

    fn peek(&self) -> &'a str {
        self.rest.trim_start()
    }

    /// The next word; none at the end of the line or at a comment.
    fn word(&mut self) -> Option<&'a str> {
        let rest = self.peek();
        if rest.is_empty() || rest.starts_with('#') {
            self.rest = "";
            return None;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        self.rest = rest;
        Some(word)
    }

    fn pattern(&mut self) -> Result<Pattern, Problem> {
        let Some(rest) = self.peek().strip_prefix('/') else {
            let text = self
                .text()
                .map_err(|_| Problem::Expected("\"text\" or /expression/"))?;
            return Pattern::text(&String::from_utf8_lossy(&text));
        };
        let mut expression = String::new();
        let mut chars = rest.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '/' => {
                    self.rest = rest.get(at + 1..).unwrap_or_default();
                    return Pattern::regex(&expression);
                }
                '\\' => match chars.next() {
                    Some((_, '/')) => expression.push('/'),
                    Some((_, c)) => expression.extend(['\\', c]),
                    None => return Err(Problem::Unfinished),
                },
                c => expression.push(c),
            }
        }
        Err(Problem::Unfinished)
    }

    /// A text in double quotes, its escapes resolved. Bytes, because `\xHH` makes any.
    fn text(&mut self) -> Result<Vec<u8>, Problem> {
        let rest = self
            .peek()
            .strip_prefix('"')
            .ok_or(Problem::Expected("\"text\""))?;
        let mut bytes = Vec::new();
        let mut chars = rest.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.rest = rest.get(at + 1..).unwrap_or_default();
                    return Ok(bytes);
                }
                '\\' => bytes.push(escape(&mut chars.by_ref().map(|(_, c)| c))?),
                c => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        Err(Problem::Unfinished)
    }

    /// `500ms`, `30s`, `2m`; a day at most.
    fn duration(&mut self) -> Result<Duration, Problem> {
        const EXPECTED: Problem = Problem::Expected("a time such as 500ms, 30s or 2m");
        let word = self.word().ok_or(EXPECTED)?;
        let unit = word.find(|c: char| !c.is_ascii_digit()).ok_or(EXPECTED)?;
        let (number, unit) = word.split_at(unit);
        let number: u64 = number.parse().map_err(|_| EXPECTED)?;
        let millis = match unit {
            "ms" => Some(number),
            "s" => number.checked_mul(1000),
            "m" => number.checked_mul(60_000),
            _ => None,
        };
        millis
            .filter(|millis| *millis <= 86_400_000)
            .map(Duration::from_millis)
            .ok_or(EXPECTED)
    }
}

/// The byte that an escape means; what follows the backslash is taken.
fn escape(chars: &mut impl Iterator<Item = char>) -> Result<u8, Problem> {
    Ok(match chars.next().ok_or(Problem::Unfinished)? {
        'r' => b'\r',
        'n' => b'\n',
        't' => b'\t',
        'e' => 0x1B,
        '\\' => b'\\',
        '"' => b'"',
        'x' => {
            let mut digit = || chars.next().and_then(|c| c.to_digit(16));
            let (high, low) = (digit(), digit());
            high.zip(low)
                .and_then(|(high, low)| u8::try_from(high << 4 | low).ok())
                .ok_or(Problem::Escape('x'))?
        }
        other => return Err(Problem::Escape(other)),
    })
}

/// Memory a compiled expression may take.
const PATTERN_BYTES: usize = 1 << 20;
/// Texts that must not appear; each is looked for in everything the host writes.
const FORBIDDEN: usize = 16;
/// Statements of a script.
const STATEMENTS: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Vec<String>, String> {
        let environment = |name: &str| (name == "PW").then(|| Secret::new("hunter2".to_owned()));
        let script = Script::parse(text, environment).map_err(|error| error.to_string())?;
        Ok(script
            .steps
            .iter()
            .map(|step| {
                let what = match &step.statement {
                    Statement::Send(bytes) => format!("Send({:?})", bytes.expose()),
                    Statement::Fail(pattern) => format!("Fail({})", pattern.shown),
                    Statement::Expect {
                        pattern,
                        place,
                        timeout,
                    } => format!("Expect({}, {place:?}, {timeout:?})", pattern.shown),
                    other => format!("{other:?}"),
                };
                format!("{}: {what}", step.line)
            })
            .collect())
    }

    #[test]
    fn every_statement_of_the_manual_parses() {
        let manual = include_str!("mod.rs");
        let example: String = manual
            .lines()
            .skip_while(|line| !line.starts_with("//! ```text"))
            .skip(1)
            .take_while(|line| !line.starts_with("//! ```"))
            .map(|line| {
                // Statements stand in the first 29 columns, explanations behind.
                let line: String = line.trim_start_matches("//! ").chars().take(29).collect();
                format!("{}\n", line.replace("DEVICE_PASSWORD", "PW"))
            })
            .collect();
        let steps = parse(&example).unwrap();
        assert_eq!(
            steps,
            [
                "1: Timeout(60s)",
                "2: Fail(/kernel panic/)",
                "3: Expect(\"login: \", Output, None)",
                "4: Expect(/rig(vm)? login:/, Output, None)",
                "5: Expect(/# $/, Output, Some(5s))",
                "6: Expect(\"Boot Manager\", Screen, None)",
                "7: Send([114, 111, 111, 116, 13])",
                "8: Send([114, 111, 111, 116])",
                "8: Press(Enter, 1)",
                "9: Send([104, 117, 110, 116, 101, 114, 50])",
                "9: Press(Enter, 1)",
                "10: Press(F(2), 1)",
                "11: Press(Down, 3)",
                "12: Sleep(500ms)",
                "13: Print(\"in the setup\")",
            ]
        );
    }

    #[test]
    fn escapes_slashes_and_comments_are_understood() {
        assert_eq!(
            parse("  # nothing\n\nsend \"\\e[A\\x00\\xfF\\t\\\"#\" # up").unwrap(),
            ["3: Send([27, 91, 65, 0, 255, 9, 34, 35])"]
        );
        assert_eq!(
            parse(r"expect /a\/b\d#/").unwrap(),
            [r"1: Expect(/a/b\d#/, Output, None)"]
        );
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        for (text, message) in [
            ("\nfly", "line 2: unknown statement \"fly\""),
            ("send root", "line 1: expected \"text\""),
            ("send \"root", "line 1: the text has no end"),
            ("send \"\\q\"", "line 1: unknown escape \\q"),
            ("send \"\\x1\"", "line 1: unknown escape \\x"),
            ("expect root", "line 1: expected \"text\" or /expression/"),
            (
                "expect /(/",
                "line 1: the regular expression cannot be used",
            ),
            (
                "expect /a{1000}{1000}/",
                "line 1: the regular expression cannot be used",
            ),
            ("expect \"a\" 5s", "line 1: \"5s\" is too much here"),
            (
                "sleep 5",
                "line 1: expected a time such as 500ms, 30s or 2m",
            ),
            (
                "sleep 99999999999999999999s",
                "line 1: expected a time such as 500ms, 30s or 2m",
            ),
            (
                "timeout 25h",
                "line 1: expected a time such as 500ms, 30s or 2m",
            ),
            ("key F13", "line 1: no key is called \"F13\""),
            ("key Down 0", "line 1: expected a number from 1 to 100"),
            (
                "secret NONE",
                "line 1: the environment variable NONE is not set",
            ),
            ("key F2 1 more", "line 1: \"more\" is too much here"),
        ] {
            assert_eq!(parse(text).unwrap_err(), message, "{text}");
        }
    }

    #[test]
    fn a_secret_never_prints() {
        let environment = |_: &str| Some(Secret::new("hunter2".to_owned()));
        let script = Script::parse("secret PW", environment).unwrap();
        assert!(!format!("{script:?}").contains("hunter2"));
        assert!(!format!("{script:?}").contains("104"));
    }
}
