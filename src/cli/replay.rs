//! `outband replay`: what is in a recording, whether it is all there, and pictures of it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::picture::pixel_name;
use super::png::PngFile;
use super::progress::Progress;
use super::window::has_display;
use super::{Context, Exit, Failure, Outcome, WindowRequest};
use crate::session::recording::{
    Animation, AnimationError, Condition, Contents, Mark, Player, Recording, animate,
};
use crate::session::{Fault, Security};
use crate::store::trusted::TrustStore;

/// Options of `outband replay`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = NOTES)]
pub(super) struct Args {
    /// The recording
    file: PathBuf,
    /// Play it in the window
    #[arg(long, conflicts_with_all = ["png_at", "animation"])]
    window: bool,
    /// Save the picture of a moment; may be given several times
    #[arg(long, num_args = 2, value_names = ["TIME", "FILE"])]
    png_at: Vec<String>,
    /// Save what happens as an animated PNG
    #[arg(long, value_name = "FILE")]
    animation: Option<PathBuf>,
    /// Where the animation begins
    #[arg(long, value_name = "TIME", requires = "animation", value_parser = parse_time)]
    from: Option<Duration>,
    /// Where the animation ends
    #[arg(long, value_name = "TIME", requires = "animation", value_parser = parse_time)]
    to: Option<Duration>,
    /// Most pictures in a second of the animation
    #[arg(long, value_name = "RATE", default_value_t = 10, requires = "animation",
          value_parser = clap::value_parser!(u16).range(1..=50))]
    rate: u16,
}

/// Checks a recording, tells what is in it, and saves pictures of it.
pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    if args.window {
        return window(&args.file, context);
    }
    let stills: Vec<(Duration, &Path)> = args
        .png_at
        .chunks_exact(2)
        .filter_map(|pair| match pair {
            [time, file] => Some(parse_time(time).map(|time| (time, Path::new(file)))),
            _ => None,
        })
        .collect::<Result<_, _>>()
        .map_err(Failure::Usage)?;
    let mut player = Player::new(Recording::open(&args.file)?);
    let mut made = Vec::new();
    for (at, path) in stills {
        made.push(still(&mut player, at, path, &args.file)?);
    }
    let mut animation = None;
    if let Some(path) = &args.animation {
        let frames = animated(
            &mut player,
            args,
            path,
            &Progress::for_printer(context.print),
        )?;
        animation = Some(Animated {
            file: path.display().to_string(),
            pictures: frames,
        });
    }
    tell(player.recording(), &made, animation, context);
    match player.recording().contents().condition {
        Condition::Whole | Condition::Unfinished => Ok(Outcome::Exit(Exit::Done)),
        condition @ (Condition::CutShort { .. } | Condition::Altered { .. }) => {
            Err(Fault::FileUnusable {
                path: args.file.clone(),
                why: condition_words(condition),
            }
            .into())
        }
    }
}

/// Hands the recording to the window, which says itself what is wrong with it.
fn window(file: &Path, context: &Context) -> Result<Outcome, Failure> {
    // A file that is not there is said here, where it was named; the window reads it.
    let unreadable = |cause| {
        let path = file.to_owned();
        Fault::FileUnreadable { path, cause }
    };
    drop(File::open(file).map_err(unreadable)?);
    if !has_display() {
        return Err(Fault::NoDisplay.into());
    }
    let folder = context.folder()?;
    let security = Security::new(TrustStore::new(&folder));
    Ok(Outcome::Window(Box::new(WindowRequest {
        recording: Some(file.to_owned()),
        folder: Some(folder),
        ..WindowRequest::new(security)
    })))
}

/// Saves the picture of one moment.
fn still(player: &mut Player, at: Duration, path: &Path, from: &Path) -> Result<Still, Failure> {
    let duration = player.recording().contents().duration;
    let nothing = |why: &str| Fault::FileUnusable {
        path: from.to_owned(),
        why: why.to_owned(),
    };
    if at > duration {
        let why = format!("it ends at {}", clock(duration));
        return Err(nothing(&why).into());
    }
    player.seek(at)?;
    let Some(picture) = player.picture() else {
        return Err(nothing("it has no picture yet at this moment").into());
    };
    let still = Still {
        seconds: seconds(at),
        file: path.display().to_string(),
        width: picture.width(),
        height: picture.height(),
        pixel: pixel_name(picture.format()),
        lost: player.recording().contents().is_lost(at),
    };
    PngFile::prepare(path)?.write(picture)?;
    Ok(still)
}

fn animated(
    player: &mut Player,
    args: &Args,
    path: &Path,
    progress: &Progress,
) -> Result<u32, Failure> {
    let part = Animation {
        from: args.from.unwrap_or_default(),
        to: args.to,
        pace: Duration::from_secs(1) / u32::from(args.rate.max(1)),
        ..Animation::default()
    };
    let mut frames = Ok(0);
    PngFile::prepare(path)?
        .write_with(|out| {
            frames = animate(player, part, out, |done| {
                progress.say(format!("{:.0} % of the animation", done * 100.0));
                true
            });
            match &frames {
                Err(AnimationError::Write(error)) => Err(error.kind().into()),
                // What is wrong is told below; nothing is put in place.
                Err(_) => Err(std::io::ErrorKind::InvalidData.into()),
                Ok(_) => Ok(()),
            }
        })
        .or_else(|fault| match frames.as_ref() {
            Err(AnimationError::Recording(_) | AnimationError::Part(_)) => Ok(()),
            _ => Err(fault),
        })?;
    progress.done();
    frames.map_err(|error| match error {
        AnimationError::Recording(fault) => fault.into(),
        AnimationError::Part(why) => Fault::FileUnusable {
            path: args.file.clone(),
            why: why.to_owned(),
        }
        .into(),
        AnimationError::Write(cause) => Fault::FileUnwritable {
            path: path.to_owned(),
            cause,
        }
        .into(),
        AnimationError::Stopped => Failure::Interrupted,
    })
}

fn tell(recording: &Recording, stills: &[Still], animation: Option<Animated>, context: &Context) {
    let contents = recording.contents();
    let print = context.print;
    let started = recording.started();
    print.line(&format!(
        "{}: {}, {}, {} pictures",
        recording.path().display(),
        contents.about,
        clock(contents.duration),
        contents.pictures
    ));
    print.line(&format!("Recorded: {}", date(started)));
    print.line(&format!("State: {}", condition_words(contents.condition)));
    if contents.condition == Condition::Whole {
        print.line(&format!("Seal: {}", contents.seal));
    }
    for mark in &contents.marks {
        let Mark { at, kind, text } = mark;
        let line = format!("{}  {}  {text}", clock(*at), kind.name());
        print.line(line.trim_end());
    }
    if contents.more_marks > 0 {
        print.line(&format!("and {} more", contents.more_marks));
    }
    for still in stills {
        let (file, at) = (&still.file, still.seconds);
        let lost = match still.lost {
            true => ", the last before the connection was lost",
            false => "",
        };
        print.line(&format!(
            "{file}: {} × {}, at {at} s{lost}",
            still.width, still.height
        ));
    }
    if let Some(animation) = &animation {
        print.line(&format!(
            "{}: {} pictures",
            animation.file, animation.pictures
        ));
    }
    print.document(&Document::new(recording, contents, stills, animation));
}

/// What a condition means, as a sentence without its full stop.
fn condition_words(condition: Condition) -> String {
    match condition {
        Condition::Whole => "it is whole, as it was written".to_owned(),
        Condition::Unfinished => "it has no end, because the program that wrote it was stopped; \
                                  everything up to there is as it was written"
            .to_owned(),
        Condition::CutShort { missing_bytes } => format!(
            "its last {missing_bytes} bytes are missing; everything before them is as it was written"
        ),
        Condition::Altered { offset } => format!(
            "it was changed after it was written, from byte {offset} on; everything before that is \
             as it was written"
        ),
    }
}

/// Field names are a contract: `docs/cli.md`.
#[derive(Serialize)]
struct Document<'a> {
    file: String,
    about: &'a str,
    started: String,
    seconds: f64,
    pictures: u64,
    /// `whole`, `unfinished`, `cut-short` or `altered`.
    state: &'static str,
    /// Bytes that are as they were written.
    intact_bytes: u64,
    seal: Option<String>,
    marks: Vec<MarkDocument<'a>>,
    stills: &'a [Still],
    #[serde(skip_serializing_if = "Option::is_none")]
    animation: Option<Animated>,
}

#[derive(Serialize)]
struct MarkDocument<'a> {
    seconds: f64,
    kind: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
struct Still {
    seconds: f64,
    file: String,
    width: u16,
    height: u16,
    pixel: &'static str,
    /// The connection was lost at this moment.
    lost: bool,
}

#[derive(Serialize)]
struct Animated {
    file: String,
    pictures: u32,
}

impl<'a> Document<'a> {
    fn new(
        recording: &Recording,
        contents: &'a Contents,
        stills: &'a [Still],
        animation: Option<Animated>,
    ) -> Self {
        Self {
            file: recording.path().display().to_string(),
            about: &contents.about,
            started: date(recording.started()),
            seconds: seconds(contents.duration),
            pictures: contents.pictures,
            state: contents.condition.name(),
            intact_bytes: contents.intact_bytes,
            seal: (contents.condition == Condition::Whole).then(|| contents.seal.to_string()),
            marks: contents
                .marks
                .iter()
                .map(|mark| MarkDocument {
                    seconds: seconds(mark.at),
                    kind: mark.kind.name(),
                    text: &mark.text,
                })
                .collect(),
            stills,
            animation,
        }
    }
}

fn seconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e3).round() / 1e3
}

fn date(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}

/// `0:07.250`, `1:02:03.000`.
fn clock(time: Duration) -> String {
    let (secs, millis) = (time.as_secs(), time.subsec_millis());
    let (hours, minutes, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
    match hours {
        0 => format!("{minutes}:{secs:02}.{millis:03}"),
        _ => format!("{hours}:{minutes:02}:{secs:02}.{millis:03}"),
    }
}

/// Seconds, or minutes and seconds, or hours, minutes and seconds, with a fraction or without.
fn parse_time(text: &str) -> Result<Duration, String> {
    let wrong = || format!("{text} is no time; write 90, 90.5, 1:30 or 1:02:30");
    let mut parts = text.rsplit(':');
    let last: f64 = parts
        .next()
        .and_then(|secs| secs.parse().ok())
        .ok_or_else(wrong)?;
    let mut total = last;
    let mut unit = 60.0;
    let mut is_first = true;
    for part in parts {
        let number: u32 = part.parse().map_err(|_| wrong())?;
        if is_first && last >= 60.0 || unit > 3600.0 {
            return Err(wrong());
        }
        total += f64::from(number) * unit;
        unit *= 60.0;
        is_first = false;
    }
    match (0.0..=1e7).contains(&total) {
        true => Ok(Duration::from_secs_f64(total)),
        false => Err(wrong()),
    }
}

const NOTES: &str = "\
TIME is a number of seconds, or minutes and seconds, or hours, minutes and seconds: 90.5, 1:30.5, \
1:02:30. What of a damaged recording is intact is played in any case; the exit code is 9 then.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_people_write_them() {
        for (text, millis) in [
            ("0", 0),
            ("12.5", 12_500),
            ("90", 90_000),
            ("1:30", 90_000),
            ("1:02:03.25", 3_723_250),
        ] {
            assert_eq!(
                parse_time(text),
                Ok(Duration::from_millis(millis)),
                "{text}"
            );
        }
        for text in [
            "", "a", "-1", "1:60", "1:2:3:4", "1e9", "inf", "NaN", ":", "1:",
        ] {
            assert!(parse_time(text).is_err(), "{text}");
        }
        assert_eq!(clock(Duration::from_millis(3_723_250)), "1:02:03.250");
        assert_eq!(clock(Duration::from_millis(7_250)), "0:07.250");
    }
}
