//! Pictures of a recording as files: one moment, or what happens as an animated PNG.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
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

/// Makes it, which may take a while; to be called on a thread of its own.
pub(super) fn export(recording: &Path, part: Part, to: PathBuf) -> Result<PathBuf, Fault> {
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
            let picture =
                picture.ok_or_else(|| unusable("it has no picture yet at this moment"))?;
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
            let made = write(&unfinished, &mut player, part);
            let made = made.and_then(|()| Ok(fs::rename(&unfinished, &to)?));
            if let Err(error) = made {
                drop(fs::remove_file(&unfinished));
                return Err(match error {
                    AnimationError::Recording(fault) => fault,
                    AnimationError::Part(why) => unusable(why),
                    AnimationError::Write(cause) => unwritable(cause),
                });
            }
        }
    }
    Ok(to)
}

fn write(path: &Path, player: &mut Player, part: Animation) -> Result<(), AnimationError> {
    let mut out = BufWriter::new(File::create(path)?);
    animate(player, part, &mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    (&file).flush()?;
    file.sync_all()?;
    Ok(())
}
