//! A command prompt: a few commands of a small operating system.
//!
//! The text console on the screen and the serial port run the same one.

use crate::limits;

use super::Request;

/// Reads lines and answers them.
#[derive(Debug, Clone)]
pub struct Shell {
    name: String,
    line: String,
}

/// What came of a typed character.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// To be shown; lines end with `\n`, and `\u{8}` takes back one character.
    pub text: String,
    /// The screen is to be wiped first.
    pub clear: bool,
    /// What the command asks of the PC.
    pub request: Option<Request>,
}

impl Shell {
    /// A prompt on a PC called `name`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            line: String::new(),
        }
    }

    /// What stands on the screen before anything is typed.
    #[must_use]
    pub fn greeting(&self) -> String {
        format!(
            "SimOS 4.2 on {}\nType help for a list of commands.\n\n{}",
            self.name,
            self.prompt()
        )
    }

    /// A printable character was typed.
    pub fn type_char(&mut self, c: char) -> Reply {
        if self.line.len() >= limits::SIM_COMMAND_LINE_BYTES {
            return Reply {
                request: Some(Request::Bell),
                ..Reply::default()
            };
        }
        self.line.push(c);
        Reply {
            text: c.to_string(),
            ..Reply::default()
        }
    }

    /// Backspace was pressed.
    pub fn backspace(&mut self) -> Reply {
        match self.line.pop() {
            Some(_) => Reply {
                text: '\u{8}'.into(),
                ..Reply::default()
            },
            None => Reply {
                request: Some(Request::Bell),
                ..Reply::default()
            },
        }
    }

    /// Ctrl+C: forgets the line.
    pub fn cancel(&mut self) -> Reply {
        self.line.clear();
        Reply {
            text: format!("^C\n{}", self.prompt()),
            ..Reply::default()
        }
    }

    /// Enter: carries out the line.
    pub fn enter(&mut self) -> Reply {
        let line = self.take_line();
        let (command, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        let mut reply = Reply::default();
        let answer = match command {
            "" => String::new(),
            "help" => HELP.to_owned(),
            "ver" => "SimOS 4.2\n".to_owned(),
            "hostname" => format!("{}\n", self.name),
            "echo" => format!("{}\n", rest.trim_start()),
            "mem" => "Memory: 16384 MB, 15021 MB free\n".to_owned(),
            "cls" => {
                reply.clear = true;
                String::new()
            }
            "beep" => {
                reply.request = Some(Request::Bell);
                String::new()
            }
            "reboot" => {
                reply.request = Some(Request::Reset);
                "Restarting\n".to_owned()
            }
            "poweroff" => {
                reply.request = Some(Request::PowerOff);
                "Switching off\n".to_owned()
            }
            unknown => format!("{unknown}: command not found\n"),
        };
        let newline = if reply.clear { "" } else { "\n" };
        reply.text = format!("{newline}{answer}{}", self.prompt());
        reply
    }

    /// The line typed so far; another command can be made of it.
    #[must_use]
    pub fn line(&self) -> &str {
        &self.line
    }

    /// Takes the line away without carrying it out.
    pub fn take_line(&mut self) -> String {
        std::mem::take(&mut self.line)
    }

    /// What stands in front of each line.
    #[must_use]
    pub fn prompt(&self) -> String {
        format!("{}> ", self.name)
    }
}

const HELP: &str = "  beep       ring the bell
  cls        wipe the screen
  echo TEXT  repeat a text
  help       this list
  hostname   name of this PC
  mem        memory of this PC
  poweroff   switch this PC off
  reboot     restart this PC
  ver        version of the system
";

#[cfg(test)]
mod tests {
    use super::*;

    fn type_line(shell: &mut Shell, line: &str) -> Reply {
        for c in line.chars() {
            assert_eq!(shell.type_char(c).text, c.to_string());
        }
        shell.enter()
    }

    #[test]
    fn commands_answer_and_return_to_the_prompt() {
        let mut shell = Shell::new("pc-1");
        assert_eq!(type_line(&mut shell, "ver").text, "\nSimOS 4.2\npc-1> ");
        assert_eq!(type_line(&mut shell, " echo  a b ").text, "\na b\npc-1> ");
        assert_eq!(type_line(&mut shell, "").text, "\npc-1> ");
        assert_eq!(
            type_line(&mut shell, "dir").text,
            "\ndir: command not found\npc-1> "
        );
        assert!(type_line(&mut shell, "cls").clear);
        assert_eq!(
            type_line(&mut shell, "reboot").request,
            Some(Request::Reset)
        );
    }

    #[test]
    fn every_command_of_the_help_text_exists() {
        for line in HELP.lines() {
            let command = line.split_whitespace().next().unwrap();
            let reply = type_line(&mut Shell::new("pc-1"), command);
            assert!(!reply.text.contains("not found"), "{command}");
        }
    }

    #[test]
    fn backspace_takes_back_and_a_line_cannot_grow_for_ever() {
        let mut shell = Shell::new("pc-1");
        assert_eq!(shell.backspace().request, Some(Request::Bell));
        shell.type_char('x');
        assert_eq!(shell.backspace().text, "\u{8}");
        for _ in 0..limits::SIM_COMMAND_LINE_BYTES {
            shell.type_char('a');
        }
        assert_eq!(shell.type_char('a').request, Some(Request::Bell));
        assert!(shell.cancel().text.starts_with("^C\n"));
    }
}
