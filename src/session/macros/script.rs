//! Macros as text.

use std::str::FromStr;
use std::time::Duration;

use super::{Awaited, Macro, MacroStep, Until};
use crate::limits;
use crate::proto::kvm::keysym::Keysym;

/// Why a text is no macro.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct MacroError {
    /// From 1.
    pub line: usize,
    /// What is wrong there.
    pub why: String,
}

/// From one press to the next unless it is said.
const EVERY: Duration = Duration::from_millis(100);

/// How long the screen or a text is waited for unless it is said.
const WITHIN: Duration = Duration::from_secs(60);

/// Longest wait in one step.
const LONGEST: Duration = Duration::from_secs(3600);

/// Most repeats, of a key and of a macro.
const TIMES: u32 = 1000;

impl FromStr for Macro {
    type Err = MacroError;

    fn from_str(text: &str) -> Result<Self, MacroError> {
        let mut all = Self {
            steps: Vec::new(),
            times: 1,
        };
        for (index, line) in text.lines().enumerate() {
            let at = |why: String| MacroError {
                line: index + 1,
                why,
            };
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (verb, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            match verb {
                "repeat" if all.steps.is_empty() => all.times = times(rest).map_err(at)?,
                "repeat" => return Err(at("repeat is the first step or none".to_owned())),
                "press" => all.steps.push(press(rest).map_err(at)?),
                "type" if !rest.is_empty() => all.steps.push(MacroStep::Type(rest.to_owned())),
                "type" => return Err(at("there is nothing to type".to_owned())),
                "wait" => all.steps.push(wait(rest).map_err(at)?),
                _ => {
                    let why = format!("“{verb}” is none of press, type, wait and repeat");
                    return Err(at(why));
                }
            }
            if all.steps.len() > limits::MACRO_STEPS {
                let why = format!("a macro has at most {} steps", limits::MACRO_STEPS);
                return Err(at(why));
            }
        }
        if all.steps.is_empty() {
            let why = "there is no step in it".to_owned();
            return Err(MacroError { line: 1, why });
        }
        Ok(all)
    }
}

/// `2 s`, `for text Boot Menu within 10 s`.
fn wait(rest: &str) -> Result<MacroStep, String> {
    match behind(rest.trim_start(), "for text") {
        Some(text) => awaited(text).map(MacroStep::WaitForText),
        None => time(rest).map(MacroStep::Wait),
    }
}

/// What follows these words, if they are whole ones at the beginning.
fn behind<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(words)?;
    let ends = |c: char| c.is_whitespace() || c == '"';
    (rest.is_empty() || rest.starts_with(ends)).then_some(rest)
}

/// `Boot Menu`, `"Boot Menu" within 10 s`.
fn awaited(rest: &str) -> Result<Awaited, String> {
    let rest = rest.trim();
    let quoted = rest
        .strip_prefix('"')
        .and_then(|rest| rest.rsplit_once('"'));
    // Without quotes the text may have the word in it; a time does not.
    let (text, within) = match quoted {
        Some((text, "")) => (text, None),
        Some((text, rest)) => match behind(rest.trim_start(), "within") {
            Some(within) => (text, Some(within)),
            None => return Err(nonsense(rest.trim())),
        },
        None => match rest.rsplit_once(" within ") {
            Some((text, within)) => (text, Some(within)),
            None => (rest, None),
        },
    };
    let within = within.map_or(Ok(WITHIN), time)?;
    let awaited = Awaited::new(text, within);
    match awaited.text.is_empty() {
        true => Err("there is no text to wait for".to_owned()),
        false => Ok(awaited),
    }
}

fn nonsense(word: &str) -> String {
    format!("“{word}” makes no sense here")
}

/// `f12`, `f12 3 times every 200 ms`, `f12 every 200 ms until screen changes within 30 s`, `esc
/// until text Setup`.
fn press(rest: &str) -> Result<MacroStep, String> {
    let until = rest.split_once(" until ");
    let (rest, text) = match until.and_then(|(keys, until)| Some((keys, behind(until, "text")?))) {
        Some((keys, text)) => (keys, Some(awaited(text)?)),
        None => (rest, None),
    };
    let (rest, within) = match rest.split_once(" within ") {
        Some((rest, within)) => (rest, Some(time(within)?)),
        None => (rest, None),
    };
    let (rest, waits) = match rest.trim_end().strip_suffix("until screen changes") {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let (rest, every) = match rest.split_once(" every ") {
        Some((rest, every)) => (rest, time(every)?),
        None => (rest, EVERY),
    };
    if every.is_zero() {
        return Err("a key cannot be pressed every 0 ms".to_owned());
    }
    let mut words = rest.split_whitespace();
    let names = words.next().ok_or("there is no key to press")?;
    let keys: Result<Vec<Keysym>, String> = match names {
        "+" => Ok(Keysym::named("+").into_iter().collect()),
        names => names
            .split('+')
            .map(|name| Keysym::named(name).ok_or_else(|| format!("“{name}” is no key")))
            .collect(),
    };
    let count = match (words.next(), words.next(), words.next()) {
        (None, ..) => None,
        (Some(count), Some("times"), None) => Some(times(count)?),
        (Some(word), ..) => return Err(nonsense(word)),
    };
    let until = match (waits, text, count, within) {
        (true, None, None, within) => Until::ScreenChanges {
            within: within.unwrap_or(WITHIN),
        },
        (false, Some(text), None, None) => Until::Text(text),
        (false, None, _, Some(_)) => {
            return Err("within belongs to until screen changes or until text".to_owned());
        }
        (false, None, count, None) => Until::Times(count.unwrap_or(1)),
        _ => return Err("either so many times, or until one thing".to_owned()),
    };
    let keys = keys?;
    Ok(MacroStep::Press { keys, every, until })
}

fn times(text: &str) -> Result<u32, String> {
    let count: Option<u32> = text.trim().parse().ok();
    count
        .filter(|count| (1..=TIMES).contains(count))
        .ok_or_else(|| format!("“{}” is no number from 1 to {TIMES}", text.trim()))
}

/// `200 ms`, `2 s`, `1.5 s`, `3 min`.
fn time(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let wrong = || format!("“{text}” is no time up to an hour, such as 200 ms, 2 s or 3 min");
    let digits = text.find(|c: char| c.is_ascii_alphabetic() || c.is_whitespace());
    let (number, unit) = text.split_at(digits.unwrap_or(text.len()));
    let number: f64 = number.parse().map_err(|_| wrong())?;
    let secs = match unit.trim() {
        "ms" => number / 1000.0,
        "s" => number,
        "min" => number * 60.0,
        _ => return Err(wrong()),
    };
    (0.0..=LONGEST.as_secs_f64())
        .contains(&secs)
        .then(|| Duration::from_secs_f64(secs))
        .ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: fn(u64) -> Duration = Duration::from_millis;

    #[test]
    fn each_line_is_a_step() {
        let text = "# boot menu\nrepeat 2\n\npress f12 every 200 ms until screen changes within 30 s\n\
                    wait 1.5 s\npress ctrl+alt+del\npress + 3 times every 50ms\ntype a b \nwait for text  Boot  MENU\n\
                    press esc until text \"put it within reach\" within 3 s";
        let read: Macro = text.parse().unwrap();
        let key = |name: &str| Keysym::named(name).unwrap();
        let press = |keys: &[&str], every, until| MacroStep::Press {
            keys: keys.iter().map(|name| key(name)).collect(),
            every: MS(every),
            until,
        };
        let expected = [
            press(&["f12"], 200, Until::ScreenChanges { within: MS(30_000) }),
            MacroStep::Wait(MS(1500)),
            press(&["ctrl", "alt", "del"], 100, Until::Times(1)),
            press(&["+"], 50, Until::Times(3)),
            MacroStep::Type("a b".to_owned()),
            MacroStep::WaitForText(Awaited {
                text: "boot menu".to_owned(),
                within: MS(60_000),
            }),
            press(
                &["esc"],
                100,
                Until::Text(Awaited {
                    text: "put it within reach".to_owned(),
                    within: MS(3000),
                }),
            ),
        ];
        assert!(read.steps == expected && read.times == 2, "{read:?}");
    }

    #[test]
    fn quotes_keep_a_text_apart_from_the_time() {
        for (line, text, within) in [
            ("a within 3 s", "a", 3000),
            ("\"a within 3 s\"", "a within 3 s", 60_000),
            ("\"put it within reach\"", "put it within reach", 60_000),
            ("\"a\" within 5 s", "a", 5000),
            ("\"say \"yes\"\" within 5 s", "say \"yes\"", 5000),
            ("say \"yes\"", "say \"yes\"", 60_000),
        ] {
            let (text, within) = (text.to_owned(), MS(within));
            let step = MacroStep::WaitForText(Awaited { text, within });
            let read: Macro = format!("wait for text {line}").parse().unwrap();
            assert!(read.steps == [step], "{line}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_named_with_its_line() {
        for (text, line, word) in [
            ("", 1, "no step"),
            ("wait 1 s\npress f99", 2, "f99"),
            ("press", 1, "no key"),
            ("press a twice", 1, "twice"),
            ("press a 0 times", 1, "“0”"),
            ("press a every 0 ms", 1, "0 ms"),
            ("press a 2 times until screen changes", 1, "either"),
            ("press a 2 times until text b", 1, "either"),
            ("press a until text", 1, "no text"),
            ("press a until textual", 1, "until"),
            ("wait for text", 1, "no text"),
            ("wait for textual", 1, "for textual"),
            ("wait for text \"a\" b", 1, "“b”"),
            ("press a until screen changes until text b", 1, "until"),
            ("wait for text \"\" within 2 s", 1, "no text"),
            ("wait for text a within tomorrow", 1, "tomorrow"),
            ("press a within 2 s", 1, "within"),
            ("wait 2 h", 1, "2 h"),
            ("wait 61 min", 1, "an hour"),
            ("type", 1, "nothing"),
            ("press a\nrepeat 2", 2, "first"),
            ("jump", 1, "jump"),
        ] {
            let error = text.parse::<Macro>().unwrap_err();
            assert_eq!(error.line, line, "{text}");
            assert!(error.why.contains(word), "{text}: {}", error.why);
        }
        let long = "wait 1 s\n".repeat(limits::MACRO_STEPS + 1);
        assert!(long.parse::<Macro>().is_err());
    }
}
