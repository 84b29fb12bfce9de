//! `outband screen`: the picture of a PC as a file, perhaps after some typing.

use std::path::PathBuf;
use std::pin::pin;
use std::time::Duration;

use clap::ArgMatches;
use serde::Serialize;
use tokio::time::timeout;

use super::consent_code::{ANSWER_WITHIN, Answer, CodeArg, CodeSource, Gate, Standing};
use super::keys::Chords;
use super::picture::{PictureArgs, pixel_name};
use super::png::PngFile;
use super::progress::Progress;
use super::reach::{Reach, parse_seconds, with_trust};
use super::record::Doing;
use super::run::interruptible;
use super::safety::Encryption;
use super::target::TargetArg;
use super::viewer::{ScreenFacts, Typed, Viewer, Wait};
use super::{Context, Exit, Failure, Outcome, question};
use crate::limits;
use crate::screen::Framebuffer;
use crate::session::{Fault, Layout, OpenOptions, Stats, VncFault};
use crate::store::journal::Kind;
use crate::wire::Secret;

/// Options of `outband screen`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = NOTES)]
pub(super) struct Args {
    /// A name from the address book, [user@]host[:wsman-port[:redirection-port]] or
    /// vnc://host[:port]
    target: TargetArg,
    /// Where the picture goes
    #[arg(long, value_name = "FILE")]
    png: PathBuf,
    #[command(flatten)]
    picture: PictureArgs,
    /// When to take the picture: first, stable or a number of seconds
    ///
    /// "first" is the first whole picture, or after --type and --keys the first change. "stable"
    /// is when nothing has changed for 1 second, or 10 seconds have passed. The default is first,
    /// with --type or --keys stable.
    #[arg(long, value_name = "WHEN", value_parser = parse_wait)]
    wait: Option<Wait>,
    /// Type a text first
    ///
    /// May be given several times and mixed with --keys; everything happens in the order given.
    #[arg(long = "type", value_name = "TEXT", value_parser = parse_text)]
    text: Vec<Secret<String>>,
    /// The keyboard layout that is set on the PC, for --type: us, uk, de, fr, es, it, pt or jp
    /// [default: what the address book says, else us]
    #[arg(long, value_name = "LAYOUT", value_parser = parse_layout)]
    layout: Option<Layout>,
    /// Press keys first, for example "ctrl+alt+del f12"
    #[arg(long, value_name = "KEYS")]
    keys: Vec<Chords>,
    /// The six digits on the PC's display, where its user has to consent; - to be asked
    ///
    /// Without it they are asked for on a terminal, and nowhere else.
    #[arg(long, value_name = "CODE")]
    consent_code: Option<CodeArg>,
    /// Print figures: bytes, updates, decoding time, round trip
    #[arg(long)]
    stats: bool,
    #[command(flatten)]
    reach: Reach,
}

/// One thing to do before the picture is taken.
#[derive(Debug, Clone, Copy)]
enum Input<'a> {
    Text(&'a Secret<String>),
    Keys(&'a Chords),
}

impl Args {
    /// Texts and keys in the order of the command line.
    fn inputs(&self, matches: &ArgMatches) -> Vec<Input<'_>> {
        let places = |id| matches.indices_of(id).into_iter().flatten();
        let texts = places("text").zip(self.text.iter().map(Input::Text));
        let keys = places("keys").zip(self.keys.iter().map(Input::Keys));
        let mut all: Vec<_> = texts.chain(keys).collect();
        all.sort_by_key(|(place, _)| *place);
        all.into_iter().map(|(_, input)| input).collect()
    }

    /// The layout that is set on the PC. A saved one that is none of ours says nothing.
    fn layout(&self, context: &Context) -> Result<Layout, Failure> {
        let profile = self.target.pc(context)?.profile.as_ref();
        let saved = profile
            .and_then(|pc| pc.layout.as_deref())
            .and_then(Layout::from_code);
        Ok(self.layout.or(saved).unwrap_or(Layout::Us))
    }

    fn options(&self, context: &Context) -> Result<OpenOptions, Failure> {
        let access = self.reach.access(&self.target, context)?;
        let login = self.reach.credentials(&access)?;
        let defaults = OpenOptions::new(access, login);
        let or = |default| self.reach.timeout().unwrap_or(default);
        Ok(OpenOptions {
            picture: self.picture.mode(&self.target, context)?,
            reply_timeout: or(defaults.reply_timeout),
            picture_timeout: or(defaults.picture_timeout),
            ..defaults
        })
    }
}

/// Opens the screen, types, waits, saves the picture, closes.
pub(super) fn run(
    args: &Args,
    matches: &ArgMatches,
    context: &Context,
) -> Result<Outcome, Failure> {
    let inputs = args.inputs(matches);
    let layout = args.layout(context)?;
    let mut options = args.options(context)?;
    let file = PngFile::prepare(&args.png)?;
    let access = options.access.clone();
    let look = |options: &OpenOptions| {
        with_trust(&access, || {
            context.runtime.block_on(async {
                let progress = if context.print.is_json() {
                    Progress::hidden()
                } else {
                    Progress::new()
                };
                let source = CodeSource::from(args.consent_code.clone());
                let login = options.login.clone();
                let mut gate = Gate::new(access.clone(), login, source, progress.clone());
                let mut viewer = Viewer::open(options.clone(), progress);
                let taking = take(&mut viewer, &mut gate, &inputs, layout, args);
                let result = interruptible(taking).await;
                let ((), stats) = tokio::join!(gate.close(), viewer.close());
                result.map(|taken| (taken, stats))
            })
        })
    };
    let user = options.login.user.clone();
    let mut doing = Doing::new(Kind::Screen, &args.target, &user).file(args.png.display());
    if !inputs.is_empty() {
        // What was typed is nobody's business.
        doing = doing.detail("with input");
    }
    let (taken, stats) = doing.run(context, |found| {
        let (taken, stats) = match look(&options) {
            // Only now is it known that this server wants one.
            Err(Failure::Fault(Fault::Vnc(VncFault::PasswordNeeded))) if question::may_ask() => {
                options.login.password = args.reach.ask_password(&options)?;
                look(&options)
            }
            looked => looked,
        }?;
        found.encryption(&Encryption::of(taken.facts.safety.as_ref()));
        found.consent(taken.consent.word());
        Ok((taken, stats))
    })?;
    args.reach.accepted(&access, &options.login, context);
    file.write(&taken.picture)?;
    report(args, context, &taken, stats);
    Ok(Outcome::Exit(Exit::Done))
}

async fn take(
    viewer: &mut Viewer,
    gate: &mut Gate,
    inputs: &[Input<'_>],
    layout: Layout,
    args: &Args,
) -> Result<Taken, Failure> {
    let consent = open(viewer, gate).await?;
    if consent == Standing::GivenNow {
        // What is shown may still be the question for the code.
        viewer.reopen().await?;
    }
    let mut typed = Typed::default();
    for input in inputs {
        match input {
            Input::Text(text) => {
                let more = viewer.type_text(text, layout).await?;
                typed.characters += more.characters;
                typed.skipped += more.skipped;
            }
            Input::Keys(chords) => viewer.press(chords).await?,
        }
    }
    let after_input = !inputs.is_empty();
    let default = if after_input {
        Wait::Stable
    } else {
        Wait::First
    };
    viewer
        .settle(args.wait.unwrap_or(default), after_input)
        .await?;
    let (picture, facts) = viewer.picture()?;
    Ok(Taken {
        picture,
        facts,
        typed,
        consent,
    })
}

/// Waits for the picture and, beside it, for the consent that it may need. Nothing waits for an
/// answer about consent but the decision that the picture is not the question for the code.
pub(super) async fn open(viewer: &mut Viewer, gate: &mut Gate) -> Result<Standing, Failure> {
    if !viewer.is_amt() {
        viewer.live().await?;
        return Ok(Standing::NotNeeded);
    }
    // Not before the login was accepted: a wrong password shall count once.
    viewer.logged_in().await?;
    let answer = {
        let mut asking = pin!(gate.ask());
        tokio::select! {
            biased;
            shown = viewer.live() => match (shown, timeout(ANSWER_WITHIN, &mut asking).await) {
                (_, Ok(Err(failure))) => return Err(failure),
                // The PC closes a screen to which its user does not consent.
                (Err(lost), _) => return Err(lost),
                (Ok(()), Ok(Ok(answer))) => answer,
                (Ok(()), Err(_)) => Answer::Settled(Standing::Unknown),
            },
            answer = &mut asking => answer?,
        }
    };
    let consent = match answer {
        Answer::Settled(consent) => consent,
        Answer::CodeWanted => {
            let mut getting = pin!(gate.get());
            tokio::select! {
                consent = &mut getting => consent?,
                lost = viewer.watch() => return match timeout(ANSWER_WITHIN, getting).await {
                    Ok(Err(failure)) => Err(failure),
                    _ => Err(lost),
                },
            }
        }
    };
    viewer.live().await?;
    Ok(consent)
}

/// What was taken, and what there is to say about it.
struct Taken {
    picture: Framebuffer,
    facts: ScreenFacts,
    typed: Typed,
    consent: Standing,
}

fn report(args: &Args, context: &Context, taken: &Taken, stats: Stats) {
    let Taken {
        picture,
        facts,
        typed,
        consent,
    } = taken;
    let print = context.print;
    let (width, height) = (picture.width(), picture.height());
    let pixel = pixel_name(facts.format);
    print.line(&format!(
        "{}: {width} × {height}, {pixel}, from {}",
        args.png.display(),
        args.target.label()
    ));
    if typed.skipped > 0 {
        print.note(&format!(
            "{} of {} characters have no key on this PC and were left out",
            typed.skipped, typed.characters
        ));
    }
    if args.consent_code.is_some() {
        match consent {
            Standing::GivenNow => {}
            Standing::NotNeeded => print.note("The PC asked for no consent, the code was not used"),
            Standing::GivenBefore => {
                print.note("The user had consented before, the code was not used");
            }
            Standing::Unknown => print
                .note("The PC does not say whether its user has to consent, the code was not used"),
        }
    }
    let figures = args.stats.then(|| Figures::new(stats));
    if let Some(figures) = &figures {
        print.line(&figures.to_string());
    }
    print.document(&Document {
        target: args.target.to_string(),
        png: args.png.display().to_string(),
        width,
        height,
        pixel,
        name: &facts.name,
        firmware: facts.firmware.map(|v| format!("{}.{}", v.major, v.minor)),
        encryption: Encryption::of(facts.safety.as_ref()),
        consent: consent.given(),
        typed: typed.characters - typed.skipped,
        skipped: typed.skipped,
        stats: figures,
    });
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct Document<'a> {
    target: String,
    png: String,
    width: u16,
    height: u16,
    pixel: &'static str,
    name: &'a str,
    firmware: Option<String>,
    encryption: Encryption,
    /// `not-needed`, `given` or `unknown`.
    consent: &'static str,
    typed: usize,
    skipped: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    stats: Option<Figures>,
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct Figures {
    bytes_received: u64,
    updates: u64,
    rects: u64,
    decoding_ms: f64,
    round_trip_ms: Option<f64>,
}

impl Figures {
    fn new(stats: Stats) -> Self {
        let ms = |time: Duration| (time.as_secs_f64() * 1e6).round() / 1e3;
        Self {
            bytes_received: stats.bytes_received,
            updates: stats.updates,
            rects: stats.rects,
            decoding_ms: ms(stats.decoding),
            round_trip_ms: stats.round_trip.map(ms),
        }
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} bytes received, {} updates, {} rectangles, {} ms decoding",
            self.bytes_received, self.updates, self.rects, self.decoding_ms
        )?;
        match self.round_trip_ms {
            Some(ms) => write!(f, ", {ms} ms round trip"),
            None => Ok(()),
        }
    }
}

fn parse_wait(text: &str) -> Result<Wait, String> {
    match text {
        "first" => Ok(Wait::First),
        "stable" => Ok(Wait::Stable),
        _ => parse_seconds(text)
            .map(Wait::For)
            .map_err(|_| format!("{text} is neither first nor stable nor a number of seconds")),
    }
}

fn parse_layout(code: &str) -> Result<Layout, String> {
    Layout::from_code(code).ok_or_else(|| {
        let known = Layout::ALL.map(Layout::code).join(", ");
        format!("{code} is none of {known}")
    })
}

fn parse_text(text: &str) -> Result<Secret<String>, String> {
    let limit = limits::TYPED_CHARS;
    if text.chars().count() > limit {
        return Err(format!("it has more than {limit} characters"));
    }
    Ok(Secret::new(text.to_owned()))
}

const NOTES: &str = "\
Keys: single characters, f1 to f12, ctrl, alt, altgr, shift, win, enter, esc, tab, space, backspace, \
ins, del, home, end, pgup, pgdn, up, down, left, right, print, pause, menu, capslock, numlock, \
scrolllock; r in front of ctrl, alt and shift means the right one. Keys joined by + are held \
together; spaces separate one press from the next.";
