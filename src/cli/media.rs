//! `outband media`: lend a PC disks, perhaps start it from one.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use clap::builder::{OsStringValueParser, TypedValueParser as _};
use tokio::time::{Instant, sleep, timeout};

use super::agreed::Agreed;
use super::consent_code::CodeArg;
use super::media_boot;
use super::media_report::{End, MediaReport};
use super::reach::{Reach, parse_seconds, with_trust};
use super::record::{Doing, Found};
use super::run::interruption;
use super::safety::Encryption;
use super::target::TargetArg;
use super::{Context, Exit, Failure, Outcome};
use crate::net::range::RangeOptions;
use crate::session::ider::{
    Disk, DiskImage, Drive, ImageLocation, MediaCommand, MediaEvent, MediaHandle, MediaOptions,
    MediaStage, Pauses, Start, Until, open_image, open_media,
};
use crate::session::{Access, Credentials, Fault};
use crate::store::journal::Kind;

/// Options of `outband media`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = NOTES)]
pub(super) struct Args {
    /// A name from the address book, or [user@]host[:wsman-port[:redirection-port]]
    target: TargetArg,
    /// The image for the CD drive: an ISO file, a folder, or its address on a web server
    #[arg(long, value_name = "IMAGE", value_parser = location(), required_unless_present = "floppy")]
    cd: Option<ImageLocation>,
    /// The image for the floppy drive: a file of 1.44 MB or more, or its address
    ///
    /// Without one the drive holds an empty floppy, because some systems hang on an empty drive.
    #[arg(long, value_name = "IMAGE", value_parser = location())]
    floppy: Option<ImageLocation>,
    /// Let the PC write to the floppy
    ///
    /// The file stays as it is; what the PC writes is kept apart, for --save.
    #[arg(long, requires = "floppy")]
    writable: bool,
    /// At the end, save the floppy with what the PC wrote to FILE
    #[arg(long, value_name = "FILE", requires = "writable")]
    pub(super) save: Option<PathBuf>,
    /// When the PC sees the drives
    #[arg(long, value_name = "WHEN", default_value = "next-reset")]
    start: When,
    /// Start the PC from the image now: consent, settings, restart, and everything back at the end
    ///
    /// The PC is reset, or turned on if it is off; unsaved work on it is lost.
    #[arg(long)]
    boot: bool,
    /// With --boot: the six digits of the user's consent, or - to read them from standard input
    #[arg(long, value_name = "CODE", requires = "boot")]
    pub(super) consent_code: Option<CodeArg>,
    /// With --boot: how long the PC may take from its restart to reading the image
    #[arg(long, value_name = "SECONDS", requires = "boot", default_value = "300", value_parser = parse_seconds)]
    pub(super) within: Duration,
    /// With --boot: ask the system of a running PC to restart, instead of resetting it at once
    ///
    /// What is open on it is saved that way. A system that hangs does not follow.
    #[arg(long, requires = "boot")]
    pub(super) ask_system: bool,
    /// With --boot: press Enter when the loader waits for a key, as that of Windows does
    ///
    /// It is pressed on the PC's screen, which is opened for it, once a second while the PC has
    /// read its loader and reads nothing more.
    #[arg(long, requires = "boot")]
    pub(super) press_key: bool,
    /// How long they stay
    #[arg(long, value_name = "WHEN", default_value = "forever")]
    pub(super) until: How,
    #[command(flatten)]
    pub(super) reach: Reach,
}

/// `--start`.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum When {
    /// When it is reset or turned on
    NextReset,
    /// At once, if it is not using its drives
    Graceful,
    /// At once, whatever it is doing; its system may take that badly
    Now,
}

/// `--until`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum How {
    /// Until the PC has started from the disk and reads nothing for 5 s
    Boot,
    /// Until the PC has read something and then nothing for 60 s
    Idle,
    /// Until interrupted
    Forever,
}

impl From<When> for Start {
    fn from(when: When) -> Self {
        match when {
            When::NextReset => Self::NextReset,
            When::Graceful => Self::Graceful,
            When::Now => Self::Now,
        }
    }
}

impl From<How> for Until {
    fn from(how: How) -> Self {
        match how {
            How::Boot => Self::Boot,
            How::Idle => Self::Idle,
            How::Forever => Self::Forever,
        }
    }
}

/// Whatever the system allows as the name of a file, or an address.
fn location() -> impl clap::builder::TypedValueParser<Value = ImageLocation> {
    OsStringValueParser::new().map(|text: OsString| ImageLocation::from(text))
}

/// Opens the images, lends them, and takes them back at the end.
pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome, Failure> {
    let report = MediaReport::new(context.print);
    if let Some(path) = &args.save {
        check_place(path)?;
    }
    // The images first: nobody shall be asked for a password for a file that is not there.
    let (cd, floppy) = context.block_on(async {
        let cd = open(args.cd.as_ref(), Drive::Cd, &report).await?;
        let floppy = open(args.floppy.as_ref(), Drive::Floppy, &report).await?;
        Ok((cd, floppy))
    })?;
    report.pause();
    let options = MediaOptions {
        cd: cd.map(Disk::read_only),
        floppy: floppy.map(|image| Disk {
            image,
            writable: args.writable,
        }),
        ..args.options(context)?
    };
    let doing = args.doing(&options.login.user);
    if args.boot {
        let doing = doing.detail("boot");
        return doing.run(context, |found| {
            media_boot::run(args, options, context, found)
        });
    }
    let (access, login) = (options.access.clone(), options.login.clone());
    let mut was_lent = false;
    let result = doing.run(context, |found| {
        with_trust(&access, || {
            context.runtime.block_on(async {
                let mut lending = Lending::begin(args, options.clone(), context);
                let result = lending.serve(args.save.as_deref()).await;
                was_lent |= lending.is_lent;
                lending.tell(found).await;
                result
            })
        })
    });
    if was_lent {
        args.reach.accepted(&access, &login, context);
    }
    result?;
    Ok(Outcome::Exit(Exit::Done))
}

impl Args {
    /// The PC is to be started from the image.
    pub(super) const fn boots(&self) -> bool {
        self.boot
    }

    /// What the journal hears.
    fn doing(&self, login: &str) -> Doing<'_> {
        let mut doing = Doing::new(Kind::Media, &self.target, login);
        for image in [&self.cd, &self.floppy].into_iter().flatten() {
            doing = doing.file(image);
        }
        if let Some(file) = &self.save {
            doing = doing.file(file.display());
        }
        if self.writable {
            doing = doing.detail("floppy may be written to");
        }
        doing
    }

    fn options(&self, context: &Context) -> Result<MediaOptions, Failure> {
        let access = self.reach.access(&self.target, context)?;
        let login = self.reach.credentials(&access)?;
        let defaults = MediaOptions::new(access, login);
        Ok(MediaOptions {
            start: self.start.into(),
            reply_timeout: self.reach.timeout().unwrap_or(defaults.reply_timeout),
            ..defaults
        })
    }
}

/// The folder of a file that is to be written at the end is there. What the PC will have written by
/// then is nowhere else.
fn check_place(path: &Path) -> Result<(), Fault> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => return Ok(()),
    };
    std::fs::read_dir(folder)
        .map(drop)
        .map_err(|cause| Fault::FileUnwritable {
            path: path.to_owned(),
            cause,
        })
}

async fn open(
    location: Option<&ImageLocation>,
    drive: Drive,
    report: &MediaReport,
) -> Result<Option<DiskImage>, Failure> {
    let Some(location) = location else {
        return Ok(None);
    };
    report.opening(location);
    let image = open_image(location, drive, RangeOptions::default()).await?;
    report.image(&image);
    Ok(Some(image))
}

/// Disks that are lent.
struct Lending {
    handle: MediaHandle,
    report: MediaReport,
    /// The disk whose reading decides about the end.
    watched: Drive,
    until: Until,
    is_lent: bool,
    /// For the journal: how the connection is protected, and how the PC's user has agreed.
    encryption: Option<Encryption>,
    agreed: Option<Agreed>,
    who: (Access, Credentials),
}

impl Lending {
    /// Begins to lend. To be called in a runtime.
    fn begin(args: &Args, options: MediaOptions, context: &Context) -> Self {
        Self {
            who: (options.access.clone(), options.login.clone()),
            encryption: None,
            agreed: None,
            handle: open_media(&tokio::runtime::Handle::current(), options, || {}),
            report: MediaReport::new(context.print),
            watched: if args.cd.is_some() {
                Drive::Cd
            } else {
                Drive::Floppy
            },
            until: args.until.into(),
            is_lent: false,
        }
    }

    /// Serves until the end that was asked for, an interruption or a failure.
    async fn serve(&mut self, save: Option<&Path>) -> Result<(), Failure> {
        let end = tokio::select! {
            end = self.watch() => end?,
            signal = interruption() => match signal {
                Ok(()) => End::Interrupted,
                Err(cause) => return Err(Fault::System { what: "wait for signals", cause }.into()),
            },
        };
        let saved = match save {
            Some(path) => self.save(path).await,
            None => Ok(()),
        };
        let status = self.handle.status(now());
        self.close().await;
        saved?;
        self.report.end(end, &status);
        match end {
            End::Interrupted => Err(Failure::Interrupted),
            End::Reached => Ok(()),
        }
    }

    /// Reports what happens until the disk has served its time.
    async fn watch(&mut self) -> Result<End, Failure> {
        let mut look = Instant::now();
        loop {
            tokio::select! {
                event = self.handle.next_event() => self.take(event)?,
                () = tokio::time::sleep_until(look) => {
                    look = Instant::now() + LOOK;
                    let status = self.handle.status(now());
                    if self.is_lent {
                        self.report.progress(&status);
                    }
                    let disk = match self.watched {
                        Drive::Cd => &status.cd,
                        Drive::Floppy => &status.floppy,
                    };
                    let is_over = disk.as_ref().is_some_and(|disk| {
                        self.until.is_over(disk, now(), Pauses::default())
                    });
                    if is_over {
                        return Ok(End::Reached);
                    }
                }
            }
        }
    }

    fn take(&mut self, event: Option<MediaEvent>) -> Result<(), Failure> {
        let Some(event) = event else {
            let task = "media: it ended without a word".to_owned();
            return Err(Fault::Internal { task }.into());
        };
        self.report.event(&event);
        match event {
            MediaEvent::Stage(stage) => {
                self.is_lent |= stage == MediaStage::Lent;
                if self.is_lent && self.agreed.is_none() {
                    let (access, login) = self.who.clone();
                    self.agreed = Some(Agreed::ask(access, login));
                }
            }
            MediaEvent::Connected(safety) => {
                self.encryption = Some(Encryption::of(Some(&safety)));
            }
            MediaEvent::Closed(Some(fault)) => return Err(fault.into()),
            MediaEvent::Closed(None) => {
                let task = "media: it closed by itself".to_owned();
                return Err(Fault::Internal { task }.into());
            }
            _ => {}
        }
        Ok(())
    }

    /// What the journal shall know of it.
    async fn tell(self, found: &mut Found) {
        if let Some(encryption) = &self.encryption {
            found.encryption(encryption);
        }
        if let Some(agreed) = self.agreed
            && let Some(word) = agreed.word().await
        {
            found.consent(word);
        }
    }

    /// Saves the floppy and waits until that is done.
    async fn save(&mut self, path: &Path) -> Result<(), Failure> {
        let command = MediaCommand::SaveFloppy(path.to_owned());
        while self.handle.send(command.clone()) == Err(crate::session::SendError::Full) {
            sleep(LOOK).await;
        }
        loop {
            let event = self.handle.next_event().await;
            if let Some(event) = &event {
                self.report.event(event);
            }
            match event {
                Some(MediaEvent::FloppySaved(_)) => return Ok(()),
                Some(MediaEvent::FloppyNotSaved(fault) | MediaEvent::Closed(Some(fault))) => {
                    return Err(fault.into());
                }
                Some(MediaEvent::Closed(None)) | None => {
                    let task = "media: it ended before the floppy was saved".to_owned();
                    return Err(Fault::Internal { task }.into());
                }
                Some(_) => {}
            }
        }
    }

    /// Takes the disks back in order, as long as the PC takes part.
    async fn close(&mut self) {
        if self.handle.send(MediaCommand::Close).is_err() {
            return;
        }
        let closed = async {
            while let Some(event) = self.handle.next_event().await {
                if matches!(event, MediaEvent::Closed(_)) {
                    return;
                }
            }
        };
        if timeout(GOODBYE, closed).await.is_err() {
            tracing::debug!("the session did not end in time");
        }
    }
}

/// How often the progress is looked at.
pub(super) const LOOK: Duration = Duration::from_millis(250);
/// How long the session may take to say goodbye: longer than the PC may take to answer.
const GOODBYE: Duration = Duration::from_secs(5);

/// The clock of the session.
pub(super) fn now() -> std::time::Instant {
    Instant::now().into_std()
}

const NOTES: &str = "\
The drives appear together. On a terminal a line shows what is read; with --json every event is a \
line, see docs/cli.md. The disks stay lent until --until is reached or the command is interrupted, \
and are taken back in order in either case.";
