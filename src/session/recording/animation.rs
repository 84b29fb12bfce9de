//! A part of a recording as an animated PNG, with every colour of it.

use std::io::{self, Write};
use std::time::Duration;

use png::{BitDepth, BlendOp, ColorType, Compression, DisposeOp, Encoder, EncodingError};

use super::Player;
use crate::limits;
use crate::screen::{Damage, Framebuffer, Rect};
use crate::session::Fault;

/// Which part, and how fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Animation {
    /// From this moment.
    pub from: Duration,
    /// To this one; `None` to the end.
    pub to: Option<Duration>,
    /// Least time from one picture to the next; changes in between are shown together.
    pub pace: Duration,
    /// Longest time for which a picture stays, so that nobody waits for a PC that did nothing.
    /// Up to 65 s.
    pub longest: Duration,
}

impl Default for Animation {
    fn default() -> Self {
        Self {
            from: Duration::ZERO,
            to: None,
            pace: Duration::from_millis(100),
            longest: Duration::from_secs(2),
        }
    }
}

/// Why an animation was not made.
#[derive(Debug, thiserror::Error)]
pub enum AnimationError {
    /// The recording cannot be read.
    #[error(transparent)]
    Recording(#[from] Fault),
    /// There is no picture in this part of it, or there are too many.
    #[error("{0}")]
    Part(&'static str),
    /// What is made cannot be written.
    #[error(transparent)]
    Write(#[from] io::Error),
    /// Nobody wants it any more.
    #[error("the animation was stopped")]
    Stopped,
}

/// Writes the animation. Where the screen changes its size, the largest counts and the others lie
/// in its left top corner, on black. Returns the number of pictures.
///
/// `goes_on` hears every now and then how much is done, from 0 to 1, and says whether to go on.
///
/// # Errors
/// [`AnimationError`]; what was written until then is of no use.
pub fn animate(
    player: &mut Player,
    part: Animation,
    out: impl Write,
    mut goes_on: impl FnMut(f32) -> bool,
) -> Result<u32, AnimationError> {
    let frames = Frames::find(player, part, |done| goes_on(done * FINDING))?;
    let (width, height) = (u32::from(frames.width), u32::from(frames.height));
    let mut encoder = Encoder::new(out, width, height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    let count = u32::try_from(frames.times.len()).unwrap_or(u32::MAX);
    encoder.set_animated(count, 0).map_err(write_error)?;
    encoder
        .set_dispose_op(DisposeOp::None)
        .map_err(write_error)?;
    encoder.set_blend_op(BlendOp::Source).map_err(write_error)?;
    let mut writer = encoder.write_header().map_err(write_error)?;
    let canvas = Rect::of_size(frames.width, frames.height);
    let mut shape = None;
    player.seek(part.from)?;
    for (index, at) in frames.times.iter().enumerate() {
        let done = index as f32 / frames.times.len() as f32;
        if !goes_on(FINDING + done * (1.0 - FINDING)) {
            return Err(AnimationError::Stopped);
        }
        let damage = player.seek(*at)?;
        let Some(picture) = player.picture() else {
            continue;
        };
        let is_new = shape != Some(picture.bounds());
        shape = Some(picture.bounds());
        let rect = if is_new { canvas } else { bounds(&damage) };
        let next = frames.times.get(index + 1).copied().unwrap_or(frames.end);
        let stays = next.saturating_sub(*at).clamp(part.pace, part.longest);
        let millis = u16::try_from(stays.as_millis()).unwrap_or(u16::MAX);
        writer.set_frame_delay(millis, 1000).map_err(write_error)?;
        writer
            .set_frame_dimension(rect.width.into(), rect.height.into())
            .map_err(write_error)?;
        writer
            .set_frame_position(rect.x.into(), rect.y.into())
            .map_err(write_error)?;
        writer
            .write_image_data(&rgb(picture, rect))
            .map_err(write_error)?;
    }
    writer.finish().map_err(write_error)?;
    Ok(count)
}

/// The part of the work that looks for what is there to be shown.
const FINDING: f32 = 0.3;

/// What is there to be shown.
struct Frames {
    width: u16,
    height: u16,
    /// Moments at which the picture has changed; the first is that of the whole picture.
    times: Vec<Duration>,
    end: Duration,
}

impl Frames {
    fn find(
        player: &mut Player,
        part: Animation,
        mut goes_on: impl FnMut(f32) -> bool,
    ) -> Result<Self, AnimationError> {
        let duration = player.recording().contents().duration;
        let end = part.to.unwrap_or(duration).min(duration);
        player.seek(part.from)?;
        let mut frames = Self {
            width: 0,
            height: 0,
            times: Vec::new(),
            end,
        };
        frames.see(player.picture());
        if player.picture().is_some() {
            frames.times.push(part.from);
        }
        // When the changes began that are shown together.
        let mut began: Option<Duration> = None;
        while let Some(next) = player.next_at()?
            && next <= end
        {
            let done = next.saturating_sub(part.from).as_secs_f32();
            let all = end.saturating_sub(part.from).as_secs_f32();
            if !goes_on(if all > 0.0 { done / all } else { 1.0 }) {
                return Err(AnimationError::Stopped);
            }
            player.step()?;
            frames.see(player.picture());
            let is_soon = began.is_some_and(|began| next < began.saturating_add(part.pace));
            match frames.times.last_mut() {
                // What stays is the last of them.
                Some(last) if is_soon => *last = next,
                _ => {
                    began = Some(next);
                    frames.times.push(next);
                }
            }
            if frames.times.len() > usize::try_from(limits::ANIMATION_FRAMES).unwrap_or(usize::MAX)
            {
                let why = "this part has too many pictures for one animation";
                return Err(AnimationError::Part(why));
            }
        }
        if frames.times.is_empty() {
            let why = "there is no picture in this part of the recording";
            return Err(AnimationError::Part(why));
        }
        Ok(frames)
    }

    fn see(&mut self, picture: Option<&Framebuffer>) {
        if let Some(picture) = picture {
            self.width = self.width.max(picture.width());
            self.height = self.height.max(picture.height());
        }
    }
}

/// What changed; a picture that did not still needs a pixel.
fn bounds(damage: &Damage) -> Rect {
    match damage.bounds() {
        rect if rect.is_empty() => Rect::of_size(1, 1),
        rect => rect,
    }
}

/// Red, green and blue of `rect`, row by row; black outside the picture.
fn rgb(picture: &Framebuffer, rect: Rect) -> Vec<u8> {
    let format = picture.format();
    let columns = u32::from(rect.x)..rect.right();
    let rows = u32::from(rect.y)..rect.bottom();
    let inside = |x: u32, y: u32| {
        let (x, y) = (u16::try_from(x).ok()?, u16::try_from(y).ok()?);
        (x < picture.width() && y < picture.height()).then_some((x, y))
    };
    let pixel = |x, y| match inside(x, y) {
        Some((x, y)) => format.rgb8(picture.pixel(x, y)),
        None => [0; 3],
    };
    rows.flat_map(|y| columns.clone().flat_map(move |x| pixel(x, y)))
        .collect()
}

fn write_error(error: EncodingError) -> AnimationError {
    AnimationError::Write(match error {
        EncodingError::IoError(error) => error,
        error => io::Error::other(error),
    })
}
