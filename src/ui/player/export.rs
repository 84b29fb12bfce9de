//! Pictures of a recording as files: one moment, or what happens as an animated PNG.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use crate::session::Fault;
use crate::session::recording::{Animation, AnimationError, Player, Recording, animate};
use crate::ui::background::save_png;

/// What is made of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Part {
    /// The picture of this moment.
    Still(Duration),
    /// What happens from here to there, or to the end.
    Animation {
        from: Duration,
        to: Option<Duration>,
    },
}

/// An export under way, seen from both sides.
#[derive(Debug, Default)]
pub(in crate::ui) struct Exporting {
    /// The bits of a number from 0 to 1.
    done: AtomicU32,
    is_stopped: AtomicBool,
}

impl Exporting {
    /// How much is done, from 0 to 1.
    pub(super) fn done(&self) -> f32 {
        f32::from_bits(self.done.load(Ordering::Relaxed))
    }

    /// Nobody wants it any more; it ends within a picture.
    pub(super) fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    fn goes_on(&self, done: f32) -> bool {
        self.done.store(done.to_bits(), Ordering::Relaxed);
        !self.is_stopped.load(Ordering::Relaxed)
    }
}

/// Makes it, which may take a while; to be called on a thread of its own. `None`: it was stopped.
pub(super) fn export(
    recording: &Path,
    part: Part,
    to: PathBuf,
    exporting: &Exporting,
) -> Result<Option<PathBuf>, Fault> {
    let unusable = |why: &str| Fault::FileUnusable {
        path: recording.to_owned(),
        why: why.to_owned(),
    };
    let unwritable = |cause| Fault::FileUnwritable {
        path: to.clone(),
        cause,
    };
    let folder = to.parent().unwrap_or(Path::new("."));
    let mut player = Player::new(Recording::open(recording)?);
    match part {
        Part::Still(at) => {
            player.seek(at)?;
            let picture = player.picture();
            let picture = picture.ok_or_else(|| unusable("it has no picture so early"))?;
            save_png(picture, folder, &to).map_err(unwritable)?;
        }
        Part::Animation { from, to: end } => {
            let part = Animation {
                from,
                to: end,
                ..Animation::default()
            };
            fs::create_dir_all(folder).map_err(unwritable)?;
            // It appears under its name when it is whole.
            let unfinished = to.with_extension("png.part");
            let made = write(&unfinished, &mut player, part, exporting);
            let made = made.and_then(|()| Ok(fs::rename(&unfinished, &to)?));
            if let Err(error) = made {
                drop(fs::remove_file(&unfinished));
                return Err(match error {
                    AnimationError::Recording(fault) => fault,
                    AnimationError::Part(why) => unusable(why),
                    AnimationError::Write(cause) => unwritable(cause),
                    AnimationError::Stopped => return Ok(None),
                });
            }
        }
    }
    Ok(Some(to))
}

fn write(
    path: &Path,
    player: &mut Player,
    part: Animation,
    exporting: &Exporting,
) -> Result<(), AnimationError> {
    let mut out = BufWriter::new(File::create(path)?);
    animate(player, part, &mut out, |done| exporting.goes_on(done))?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    (&file).flush()?;
    file.sync_all()?;
    Ok(())
}
