//! What an operating system puts at a serial port: a login prompt, and behind it a command prompt.

use std::time::Duration;

use flate2::Crc;
use time::OffsetDateTime;

use super::scene::{Reply, Request, Shell};

/// A login prompt, waiting for somebody.
#[derive(Debug)]
pub struct Getty {
    name: String,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Asking for the user.
    Login(String),
    /// Asking for the password, which is not echoed.
    Password(String, String),
    /// Logged in.
    Shell(Shell),
    /// A command that sums up what is typed until Ctrl+D.
    Sum(Shell, Crc),
}

/// What came of a typed byte.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// To be written to the port; lines end with `\n`, and `\u{8}` takes back one character.
    pub text: String,
    /// The screen is to be wiped first.
    pub clear: bool,
    /// What else happens.
    pub action: Option<Action>,
}

/// What a command does beyond writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Something to ask of the PC.
    Request(Request),
    /// Writes the numbers from 1 on, one on each line, then the prompt.
    Count(u64),
    /// Reads nothing for so long; with the RTS line down, if it says so.
    Deaf {
        /// How long.
        time: Duration,
        /// The host says that it does not read.
        lowers_rts: bool,
    },
    /// Holds the line in the break state for a moment.
    Break,
}

impl Getty {
    /// A prompt on a PC called `name`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            state: State::Login(String::new()),
        }
    }

    /// What it writes when the line comes up.
    #[must_use]
    pub fn greeting(&self) -> String {
        let name = &self.name;
        format!("\nSimOS 4.2 {name} ttyS4 (log in as root, password sim)\n\n{name} login: ")
    }

    /// What the shell writes when a command that took its time is through.
    #[must_use]
    pub fn prompt(&self) -> String {
        match &self.state {
            State::Shell(shell) | State::Sum(shell, _) => shell.prompt(),
            State::Login(_) | State::Password(..) => String::new(),
        }
    }

    /// Takes one typed byte. `utc_secs` is what the PC's clock says.
    pub fn byte(&mut self, byte: u8, utc_secs: u32) -> Heard {
        match (&mut self.state, byte) {
            (State::Sum(shell, sum), 0x03 | 0x04) => {
                let text = format!("{:08x} {}\n{}", sum.sum(), sum.amount(), shell.prompt());
                self.state = State::Shell(shell.clone());
                Heard::text(text)
            }
            (State::Sum(_, sum), byte) => {
                sum.update(&[byte]);
                Heard::default()
            }
            (State::Shell(shell), b'\r') if shell.line().trim() == "cksum" => {
                shell.take_line();
                self.state = State::Sum(shell.clone(), Crc::new());
                Heard::text("\n".into())
            }
            (State::Shell(shell), b'\r') => match Self::own_command(shell, utc_secs) {
                Some(heard) => heard,
                None if shell.line().trim() == "exit" => self.log_out(),
                None => shell.enter().into(),
            },
            (State::Shell(shell), 0x08 | 0x7F) => shell.backspace().into(),
            (State::Shell(shell), 0x03) => shell.cancel().into(),
            (State::Shell(shell), 0x04) if shell.line().is_empty() => self.log_out(),
            (State::Shell(shell), b' '..=b'~') => shell.type_char(char::from(byte)).into(),
            (State::Shell(_), _) => Heard::default(),
            (State::Login(user), b'\r') if user.is_empty() => {
                Heard::text(format!("\n{} login: ", self.name))
            }
            (State::Login(user), b'\r') => {
                self.state = State::Password(std::mem::take(user), String::new());
                Heard::text("\nPassword: ".into())
            }
            (State::Password(user, password), b'\r') => {
                if user == "root" && password == "sim" {
                    let shell = Shell::new(&self.name);
                    let text = format!("\n{}", shell.greeting());
                    self.state = State::Shell(shell);
                    Heard::text(text)
                } else {
                    self.state = State::Login(String::new());
                    Heard::text(format!("\nLogin incorrect\n\n{} login: ", self.name))
                }
            }
            (State::Login(user), 0x08 | 0x7F) => match user.pop() {
                Some(_) => Heard::text("\u{8}".into()),
                None => Heard::default(),
            },
            (State::Password(_, password), 0x08 | 0x7F) => {
                password.pop();
                Heard::default()
            }
            (State::Login(user), b' '..=b'~') if user.len() < LOGIN_BYTES => {
                user.push(char::from(byte));
                Heard::text(char::from(byte).into())
            }
            (State::Password(_, password), b' '..=b'~') if password.len() < LOGIN_BYTES => {
                password.push(char::from(byte));
                Heard::default()
            }
            (State::Login(_) | State::Password(..), _) => Heard::default(),
        }
    }

    fn log_out(&mut self) -> Heard {
        *self = Self::new(&self.name);
        Heard::text(format!("\n{}", self.greeting()))
    }

    /// Commands that only the serial port has. `None`: the line is none of them.
    fn own_command(shell: &mut Shell, utc_secs: u32) -> Option<Heard> {
        let line = shell.line().trim();
        let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
        let number = rest.trim().parse::<u64>().ok();
        let seconds = number.filter(|secs| *secs <= 3600).map(Duration::from_secs);
        let mut action = None;
        let answer = match (command, number, seconds) {
            ("help", ..) => {
                let mut heard = Heard::from(shell.enter());
                let prompt = shell.prompt();
                let listed = heard.text.trim_end_matches(&prompt).len();
                heard.text.insert_str(listed, HELP);
                return Some(heard);
            }
            ("date", ..) => {
                let now = OffsetDateTime::from_unix_timestamp(i64::from(utc_secs));
                // INVARIANT: every 32-bit number of seconds is a date.
                let now = now.unwrap_or(OffsetDateTime::UNIX_EPOCH);
                let (date, time) = (now.date(), now.time());
                let (hour, minute, second) = time.as_hms();
                format!("{date} {hour:02}:{minute:02}:{second:02} UTC\n")
            }
            ("ls", ..) => LISTING.to_owned(),
            ("seq", Some(count), _) => {
                action = Some(Action::Count(count));
                String::new()
            }
            ("hang" | "pause", _, Some(time)) => {
                action = Some(Action::Deaf {
                    time,
                    lowers_rts: command == "pause",
                });
                String::new()
            }
            ("break", ..) => {
                action = Some(Action::Break);
                String::new()
            }
            ("seq", ..) => "usage: seq COUNT\n".to_owned(),
            ("hang" | "pause", ..) => format!("usage: {command} SECONDS\n"),
            _ => return None,
        };
        shell.take_line();
        let prompt = match action {
            // The prompt comes when the numbers are through.
            Some(Action::Count(_)) => String::new(),
            _ => shell.prompt(),
        };
        Some(Heard {
            text: format!("\n{answer}{prompt}"),
            clear: false,
            action,
        })
    }
}

impl Heard {
    fn text(text: String) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }
}

impl From<Reply> for Heard {
    fn from(reply: Reply) -> Self {
        Self {
            text: reply.text,
            clear: reply.clear,
            action: reply.request.map(Action::Request),
        }
    }
}

const HELP: &str = "  break      hold the line in the break state for a moment
  cksum      sum up what is typed until Ctrl+D: CRC-32 and count
  date       time of day
  exit       log out
  hang SECS  read nothing for a while
  ls         list the files
  pause SECS read nothing for a while, and say so with RTS
  seq COUNT  count, one number on each line
";

const LISTING: &str = "bin  boot  dev  etc  home  proc  root  sys  tmp  usr  var\n";

/// Characters of a user name or password.
const LOGIN_BYTES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: u32 = 1_795_348_800;

    fn type_text(getty: &mut Getty, text: &str) -> Vec<Heard> {
        text.bytes().map(|b| getty.byte(b, NOON)).collect()
    }

    fn answer(getty: &mut Getty, line: &str) -> String {
        type_text(getty, &format!("{line}\r")).pop().unwrap().text
    }

    fn logged_in() -> Getty {
        let mut getty = Getty::new("pc-1");
        answer(&mut getty, "root");
        assert!(answer(&mut getty, "sim").ends_with("pc-1> "));
        getty
    }

    #[test]
    fn the_right_password_leads_to_a_prompt_and_is_not_echoed() {
        let mut getty = Getty::new("pc-1");
        assert!(getty.greeting().ends_with("\npc-1 login: "));
        assert_eq!(answer(&mut getty, ""), "\npc-1 login: ");
        assert_eq!(answer(&mut getty, "root"), "\nPassword: ");
        let heard = type_text(&mut getty, "siX\x08m");
        assert!(heard.iter().all(|heard| heard.text.is_empty()));
        assert!(getty.byte(b'\r', NOON).text.ends_with("pc-1> "));
    }

    #[test]
    fn a_wrong_password_leads_back_to_the_login() {
        let mut getty = Getty::new("pc-1");
        for (user, password) in [("root", "wrong"), ("guest", "sim")] {
            answer(&mut getty, user);
            assert_eq!(
                answer(&mut getty, password),
                "\nLogin incorrect\n\npc-1 login: "
            );
        }
    }

    #[test]
    fn commands_of_the_port_and_of_the_shell_answer() {
        let mut getty = logged_in();
        assert_eq!(
            answer(&mut getty, "date"),
            "\n2026-11-22 12:00:00 UTC\npc-1> "
        );
        assert_eq!(answer(&mut getty, "echo hello"), "\nhello\npc-1> ");
        assert!(answer(&mut getty, "ls").contains("  etc  "));
        assert_eq!(answer(&mut getty, "seq"), "\nusage: seq COUNT\npc-1> ");
        assert_eq!(
            answer(&mut getty, "hang 9999"),
            "\nusage: hang SECONDS\npc-1> "
        );
        let help = answer(&mut getty, "help");
        assert!(help.contains("  echo TEXT") && help.contains("  seq COUNT"));
        assert!(help.ends_with("pc-1> "));
        assert!(answer(&mut getty, "exit").ends_with("pc-1 login: "));
    }

    #[test]
    fn every_command_of_the_help_text_exists() {
        for line in HELP.lines() {
            let command = line.split_whitespace().next().unwrap();
            let text = answer(&mut logged_in(), command);
            assert!(!text.contains("not found"), "{command}");
        }
    }

    #[test]
    fn commands_that_do_something_say_what() {
        for (line, action) in [
            ("seq 3", Action::Count(3)),
            (
                "pause 2",
                Action::Deaf {
                    time: Duration::from_secs(2),
                    lowers_rts: true,
                },
            ),
            ("break", Action::Break),
            ("reboot", Action::Request(Request::Reset)),
        ] {
            let mut getty = logged_in();
            let heard = type_text(&mut getty, &format!("{line}\r")).pop().unwrap();
            assert_eq!(heard.action, Some(action));
        }
    }

    #[test]
    fn what_is_typed_is_summed_up_until_the_end_of_file() {
        let mut getty = logged_in();
        assert_eq!(answer(&mut getty, "cksum"), "\n");
        let heard = type_text(&mut getty, "123456789");
        assert!(heard.iter().all(|heard| *heard == Heard::default()));
        // The check value of CRC-32.
        assert_eq!(getty.byte(4, NOON).text, "cbf43926 9\npc-1> ");
    }

    #[test]
    fn end_of_file_logs_out_and_names_are_bounded() {
        let mut getty = logged_in();
        assert!(getty.byte(4, NOON).text.ends_with("login: "));
        for _ in 0..1000 {
            getty.byte(b'a', NOON);
        }
        assert!(matches!(&getty.state, State::Login(user) if user.len() == LOGIN_BYTES));
    }
}
