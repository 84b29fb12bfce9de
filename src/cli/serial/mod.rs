//! `outband serial`: the text console of a PC, by hand, in pipes and by script.

mod by_hand;
mod by_script;
mod local_keys;
mod port;
mod raw_mode;
mod streams;

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use clap::ArgMatches;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::agreed::Agreed;
use super::progress::Progress;
use super::reach::{Reach, with_trust};
use super::record::{Doing, Found};
use super::run::interruptible;
use super::safety::Encryption;
use super::target::TargetArg;
use super::words::boot_step;
use super::{Context, Exit, Failure, Outcome};
use crate::session::control::Control;
use crate::session::flow::boot::{self, BootPlan, BootTarget};
use crate::session::flow::power::NoSessions;
use crate::session::sol::{LogFormat, LogOptions, Pace, SerialOptions};
use crate::session::{Access, Credentials, Fault};
use crate::store::journal::Kind;
use crate::store::profile::Console;
use crate::terminal::expect::{Pattern, Place, Runner, Script, Statement};
use crate::terminal::{
    BackspaceSends, Charset, Dialect, EnterSends, Keyboard, SIZE_NAMES, SizeMode,
};
use crate::wire::Secret;
use by_script::Task;
use local_keys::EscapeKey;
use port::Port;
use streams::{Input, Output};

/// Options of `outband serial`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = NOTES)]
pub(super) struct Args {
    /// A name from the address book, or [user@]host[:wsman-port[:redirection-port]]
    target: TargetArg,
    /// Type a text, for example 'root\r'; may be repeated and mixed with --expect
    ///
    /// \r is Enter, \n \t \e \\ \" and \xHH are understood. Everything happens in the order given.
    #[arg(long, value_name = "TEXT", value_parser = parse_text, allow_hyphen_values = true)]
    send: Vec<Secret<Vec<u8>>>,
    /// Wait until the PC writes something that matches
    #[arg(long, value_name = "REGEX", value_parser = parse_pattern, allow_hyphen_values = true)]
    expect: Vec<Pattern>,
    /// Type and wait as a script says
    #[arg(long, value_name = "FILE", conflicts_with_all = ["send", "expect"])]
    script: Option<PathBuf>,
    /// Also write what the PC writes to a file
    ///
    /// FILE.cast can be played back with asciinema; FILE.raw gets the bytes; any other FILE lines
    /// of text with the time of each. What is typed is never in it.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Restart the PC into its BIOS setup first, with the setup on this console
    ///
    /// A PC that is off is turned on. Unsaved work on it is lost.
    #[arg(long)]
    bios: bool,
    /// Do not take the terminal over: standard input and output are what they are
    #[arg(long)]
    no_tty: bool,
    /// What function and arrow keys send [default: what the address book says, else intel]
    #[arg(long, value_name = "KIND", value_parser = named(
        Dialect::ALL.map(Dialect::name), Dialect::from_name
    ))]
    dialect: Option<Dialect>,
    /// Characters of the PC [default: as for Enter, else the usual ones of the dialect]
    #[arg(long, value_name = "NAME", value_parser = named(
        Charset::ALL.map(Charset::name), Charset::from_name
    ))]
    charset: Option<Charset>,
    /// What Enter sends [default: what was chosen for this PC in the window, else cr]
    #[arg(long, value_name = "WHAT", value_parser = named(
        EnterSends::ALL.map(EnterSends::name), EnterSends::from_name
    ))]
    enter: Option<EnterSends>,
    /// What Backspace sends: 08h or 7Fh [default: as for Enter, else 08]
    #[arg(long, value_name = "CODE", value_parser = named(
        ["08", "7f"], BackspaceSends::from_name
    ))]
    backspace: Option<BackspaceSends>,
    /// Size of the screen that "expect screen" looks at [default: as for Enter, else auto]
    #[arg(long, value_name = "SIZE", value_parser = named(
        SIZE_NAMES, SizeMode::from_name
    ))]
    size: Option<SizeMode>,
    /// Bytes per second for long texts and pipes
    #[arg(long, value_name = "BYTES", default_value_t = Pace::NORMAL.bytes_per_second,
        value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pace: u32,
    /// The key that speaks to us instead of the PC: ctrl+ and a letter, ], \, ^ or _; or none
    #[arg(long, value_name = "KEY", default_value = "ctrl+]")]
    escape: EscapeKey,
    #[command(flatten)]
    reach: Reach,
}

/// Who types.
enum Typist {
    /// A person at this terminal.
    Person,
    /// Whatever is at our standard input.
    Pipe,
    /// Options or a script.
    Script,
}

impl Args {
    fn typist(&self, context: &Context) -> Result<Typist, Failure> {
        if self.script.is_some() || !self.send.is_empty() {
            return Ok(Typist::Script);
        }
        let by_hand = !self.no_tty && io::stdin().is_terminal() && io::stdout().is_terminal();
        if !by_hand || !self.expect.is_empty() {
            return Ok(Typist::Pipe);
        }
        if context.print.is_json() {
            return Err(Failure::Usage(
                "--json is not for consoles by hand: use --no-tty, --send or --script".into(),
            ));
        }
        Ok(Typist::Person)
    }

    /// What is to be typed and waited for, if anything.
    fn task(&self, matches: &ArgMatches) -> Result<Option<Task>, Failure> {
        let script = if let Some(path) = &self.script {
            read_script(path)?
        } else {
            let statements = self.statements(matches);
            if statements.is_empty() {
                return Ok(None);
            }
            Script::from_statements(statements)
        };
        let runner = Runner::new(script, self.keyboard().charset);
        Ok(Some(Task {
            runner: match self.reach.timeout() {
                Some(timeout) => runner.with_timeout(timeout),
                None => runner,
            },
            is_file: self.script.is_some(),
        }))
    }

    /// `--send` and `--expect` in the order of the command line.
    fn statements(&self, matches: &ArgMatches) -> Vec<Statement> {
        let places = |id| matches.indices_of(id).into_iter().flatten();
        let sends = self.send.iter().cloned().map(Statement::Send);
        let expects = self
            .expect
            .iter()
            .cloned()
            .map(|pattern| Statement::Expect {
                pattern,
                place: Place::Output,
                timeout: None,
            });
        let mut all: Vec<_> = places("send")
            .zip(sends)
            .chain(places("expect").zip(expects))
            .collect();
        all.sort_by_key(|(place, _)| *place);
        all.into_iter().map(|(_, statement)| statement).collect()
    }

    /// To be asked when the PC is known.
    fn keyboard(&self) -> Keyboard {
        let saved = self.target.profile().and_then(|pc| pc.terminal);
        let dialect = self.dialect.or(saved).unwrap_or_default();
        let console = self.saved();
        // What was chosen with other keys says nothing about these.
        let charset = console
            .charset
            .filter(|_| saved.unwrap_or_default() == dialect);
        Keyboard {
            dialect,
            enter: self.enter.or(console.enter).unwrap_or_default(),
            backspace: self.backspace.or(console.backspace).unwrap_or_default(),
            charset: self.charset.or(charset).unwrap_or(dialect.usual_charset()),
        }
    }

    /// What the address book says about the console of this PC.
    fn saved(&self) -> Console {
        let pc = self.target.profile();
        pc.map(|pc| pc.console.clone()).unwrap_or_default()
    }

    fn options(&self, context: &Context) -> Result<SerialOptions, Failure> {
        let access = self.reach.access(&self.target, context)?;
        let login = self.reach.credentials(&access)?;
        let defaults = SerialOptions::new(access, login);
        Ok(SerialOptions {
            reply_timeout: self.reach.timeout().unwrap_or(defaults.reply_timeout),
            pace: Pace {
                bytes_per_second: self.pace,
            },
            keyboard: self.keyboard(),
            size: self.size.or(self.saved().size).unwrap_or_default(),
            log: self.log.clone().map(|path| LogOptions {
                format: LogFormat::from_path(&path),
                path,
                create_folder: false,
            }),
            tap: true,
            ..defaults
        })
    }
}

/// Opens the console, serves it until its end, closes it in order.
pub(super) fn run(
    args: &Args,
    matches: &ArgMatches,
    context: &Context,
) -> Result<Outcome, Failure> {
    let typist = args.typist(context)?;
    let task = args.task(matches)?;
    let options = args.options(context)?;
    let mut doing = Doing::new(Kind::Serial, &args.target, &options.login.user);
    if let Some(log) = &args.log {
        doing = doing.file(log.display());
    }
    doing.run(context, |found| {
        serve(args, context, &options, (typist, task), found)
    })?;
    Ok(Outcome::Exit(Exit::Done))
}

fn serve(
    args: &Args,
    context: &Context,
    options: &SerialOptions,
    (typist, task): (Typist, Option<Task>),
    found: &mut Found,
) -> Result<(), Failure> {
    let (access, login) = (options.access.clone(), options.login.clone());
    let mut port = with_trust(&access, || {
        let progress = if context.print.is_json() {
            Progress::hidden()
        } else {
            Progress::new()
        };
        let opening = Port::open(options.clone(), context.print, progress);
        context.block_on(opening)
    })?;
    found.encryption(&Encryption::of(port.safety.as_ref()));
    args.reach.accepted(&access, &login, context);
    if args.bios
        && let Err(failure) = context.block_on(into_bios_setup(args, &access, &login, context))
    {
        // The port is closed with a word, so that it is not busy afterwards.
        context.runtime.block_on(port.close_unread());
        return Err(failure);
    }
    let agreed = context
        .runtime
        .block_on(async { Agreed::ask(access, login) });
    context.runtime.block_on(async {
        let start = |what| move |cause| Fault::System { what, cause };
        let output = Output::start().map_err(start("write to standard output"))?;
        let input = match typist {
            Typist::Script => None,
            Typist::Person | Typist::Pipe => {
                Some(Input::start().map_err(start("read standard input"))?)
            }
        };
        let work = async {
            match (typist, input) {
                (Typist::Person, Some(input)) => {
                    by_hand::serve(&mut port, input, &output, args.keyboard(), args.escape).await
                }
                (_, input) => {
                    let linger = args.reach.timeout();
                    by_script::serve(&mut port, input, &output, task, linger).await
                }
            }
        };
        let result = interruptible(work).await;
        let closed = port.close(&output).await;
        output.finish().await;
        if let Some(word) = agreed.word().await {
            found.consent(word);
        }
        result.and(closed)
    })
}

/// Restarts the PC into its BIOS setup, with the text of the BIOS on the port that is open.
async fn into_bios_setup(
    args: &Args,
    access: &Access,
    login: &Credentials,
    context: &Context,
) -> Result<(), Failure> {
    let progress = Progress::for_printer(context.print);
    let result = async {
        let mut control = Control::connect(access.clone(), login.clone()).await?;
        if let Some(within) = args.reach.timeout() {
            control = control.with_answer_within(within);
        }
        let plan = BootPlan::new(BootTarget::BiosSetup).with_sol(true);
        let mut step = |step| progress.say(boot_step(&step));
        boot::boot(&mut control, plan, &mut NoSessions, &mut step).await
    };
    let result = result.await;
    progress.done();
    result?;
    Ok(())
}

fn read_script(path: &PathBuf) -> Result<Script, Failure> {
    let text = std::fs::read_to_string(path).map_err(|cause| {
        let path = path.clone();
        Fault::FileUnreadable { path, cause }
    })?;
    let environment = |name: &str| std::env::var(name).ok().map(Secret::new);
    Script::parse(&text, environment).map_err(|error| {
        let path = path.clone();
        let why = error.to_string();
        Fault::FileUnusable { path, why }.into()
    })
}

fn parse_text(text: &str) -> Result<Secret<Vec<u8>>, String> {
    Statement::send(text).map_err(|problem| problem.to_string())
}

fn parse_pattern(text: &str) -> Result<Pattern, String> {
    Pattern::regex(text).map_err(|problem| problem.to_string())
}

/// An option that is one of some names.
fn named<T: Clone + Send + Sync + 'static, const N: usize>(
    names: [&'static str; N],
    value: fn(&str) -> Option<T>,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(names)
        .try_map(move |name| value(&name).ok_or("a name without a meaning"))
}

const NOTES: &str = "\
By hand: Ctrl+] and then a dot ends the session, Ctrl+] and then ? lists what else there is. \
Where standard input or output is no terminal, or with --no-tty, standard input is typed and \
standard output gets the bytes of the PC; after the end of standard input the session stays open for \
--timeout, or until it is interrupted. With --expect it ends when everything has been seen.";
