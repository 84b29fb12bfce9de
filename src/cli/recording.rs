//! `outband record`: the screen of a PC as a recording.

use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;
use tokio::time::sleep;

use super::consent_code::{CodeArg, CodeSource, Gate, Standing};
use super::picture::PictureArgs;
use super::progress::Progress;
use super::reach::{Reach, parse_seconds, with_trust};
use super::record::Doing;
use super::run::interruption;
use super::safety::Encryption;
use super::screen;
use super::target::TargetArg;
use super::viewer::Viewer;
use super::{Context, Exit, Failure, Outcome, question};
use crate::session::recording::{RecordTo, RecordingEnd};
use crate::session::{Fault, OpenOptions, VncFault};
use crate::store::journal::Kind;

/// How long a screen that got lost is looked for: a PC that restarts, or takes updates.
const LOOK_AGAIN: Duration = Duration::from_secs(600);

/// Options of `outband record`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A name from the address book, [user@]host[:wsman-port[:redirection-port]] or
    /// vnc://host[:port]
    target: TargetArg,
    /// Where the recording goes; the file must not exist
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// End after so many seconds [default: when interrupted]
    #[arg(long = "for", value_name = "SECONDS", value_parser = parse_seconds)]
    time: Option<Duration>,
    #[command(flatten)]
    picture: PictureArgs,
    /// The six digits on the PC's display, where its user has to consent; - to be asked
    ///
    /// Without it they are asked for on a terminal, and nowhere else.
    #[arg(long, value_name = "CODE")]
    consent_code: Option<CodeArg>,
    #[command(flatten)]
    reach: Reach,
}

/// What came of it.
struct Recorded {
    end: RecordingEnd,
    consent: Standing,
    encryption: Encryption,
    /// Why it ended before its time; `None`: it did not.
    failure: Option<Failure>,
}

/// Opens the screen, records it, closes.
pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let access = args.reach.access(&args.target, context)?;
    let login = args.reach.credentials(&access)?;
    let defaults = OpenOptions::new(access.clone(), login);
    let or = |default| args.reach.timeout().unwrap_or(default);
    let mut options = OpenOptions {
        picture: args.picture.mode(&args.target, context)?,
        reply_timeout: or(defaults.reply_timeout),
        picture_timeout: or(defaults.picture_timeout),
        reconnect: Some(LOOK_AGAIN),
        ..defaults
    };
    let record = |options: &OpenOptions| {
        let work = || context.runtime.block_on(record(args, options, context));
        with_trust(&access, work)
    };
    let user = options.login.user.clone();
    let doing = Doing::new(Kind::Screen, &args.target, &user)
        .file(args.out.display())
        .detail("recorded");
    let recorded = doing.run(context, |found| {
        let recorded = match record(&options) {
            // Only now is it known that this server wants one.
            Err(Failure::Fault(Fault::Vnc(VncFault::PasswordNeeded))) if question::may_ask() => {
                options.login.password = args.reach.ask_password(&options)?;
                record(&options)
            }
            recorded => recorded,
        }?;
        found.encryption(&recorded.encryption);
        found.consent(recorded.consent.word());
        if let Some(seal) = recorded.end.seal {
            found.detail(seal.to_string());
        }
        Ok(recorded)
    })?;
    args.reach.accepted(&access, &options.login, context);
    report(args, context, &recorded);
    let fault = recorded.end.fault.map(Failure::Fault);
    match fault.or(recorded.failure) {
        Some(failure) => Err(failure),
        None => Ok(Outcome::Exit(Exit::Done)),
    }
}

async fn record(
    args: &Args,
    options: &OpenOptions,
    context: &Context,
) -> Result<Recorded, Failure> {
    let progress = match context.print.is_json() {
        true => Progress::hidden(),
        false => Progress::new(),
    };
    let (access, login) = (options.access.clone(), options.login.clone());
    let source = CodeSource::from(args.consent_code.clone());
    let mut gate = Gate::new(access, login, source, progress.clone());
    let mut viewer = Viewer::open(options.clone(), progress.clone());
    let to = RecordTo {
        path: args.out.clone(),
        about: args.target.label().to_owned(),
    };
    let begin = async {
        let consent = screen::open(&mut viewer, &mut gate).await?;
        if consent == Standing::GivenNow {
            // What is shown may still be the question for the code.
            viewer.reopen().await?;
        }
        if matches!(consent, Standing::GivenNow | Standing::GivenBefore) {
            viewer.consented();
        }
        viewer.record(to).await?;
        Ok(consent)
    };
    let consent = match super::run::interruptible(begin).await {
        Ok(consent) => consent,
        Err(failure) => {
            tokio::join!(gate.close(), viewer.close());
            return Err(failure);
        }
    };
    progress.say("Recording; Ctrl+C ends it");
    let over = async {
        match args.time {
            Some(time) => sleep(time).await,
            None => std::future::pending().await,
        }
    };
    let failure = tokio::select! {
        failure = viewer.recording_fails() => Some(failure),
        () = over => None,
        signal = interruption() => match signal {
            // Without a time that is how a recording is meant to end.
            Ok(()) => args.time.map(|_| Failure::Interrupted),
            Err(cause) => {
                let what = "wait for signals";
                Some(Fault::System { what, cause }.into())
            }
        },
    };
    progress.done();
    let encryption = viewer.encryption();
    let end = viewer.end_recording().await;
    tokio::join!(gate.close(), viewer.close());
    let (Some(end), failure) = (end, failure) else {
        let task = "the recording ended without a word".to_owned();
        return Err(Fault::Internal { task }.into());
    };
    Ok(Recorded {
        end,
        consent,
        encryption,
        failure,
    })
}

fn report(args: &Args, context: &Context, recorded: &Recorded) {
    let RecordingEnd {
        bytes, time, seal, ..
    } = &recorded.end;
    let seconds = (time.as_secs_f64() * 1e3).round() / 1e3;
    let print = context.print;
    print.line(&format!(
        "{}: {seconds} s, {bytes} bytes, from {}",
        args.out.display(),
        args.target.label()
    ));
    if let Some(seal) = seal {
        print.line(&format!("Seal: {seal}"));
    }
    print.document(&Document {
        target: args.target.to_string(),
        file: args.out.display().to_string(),
        seconds,
        bytes: *bytes,
        seal: seal.map(|seal| seal.to_string()),
        encryption: &recorded.encryption,
        consent: recorded.consent.given(),
    });
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct Document<'a> {
    target: String,
    file: String,
    seconds: f64,
    bytes: u64,
    seal: Option<String>,
    encryption: &'a Encryption,
    consent: &'static str,
}
