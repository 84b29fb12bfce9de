//! How pictures are asked for, from one attempt to the next and while a screen is open.
//!
//! Pure: wishes and what became of them go in, commands for the channel come out.

use super::automatic::Line;
use crate::proto::kvm::{EncodingChoice, KvmCommand, PictureSwitches};
use crate::proto::redir::messages::FirmwareVersion;
use crate::screen::PixelFormat;
use crate::session::{DeviceFault, PictureMode, PixelChoice};

/// First release that sends greys and knows commands about the picture.
///
/// Source: `docs/protocol/redirection.md` § 5.4, § 5.10 (spec).
const FIRST_WITH_SWITCHES: u8 = 16;

/// The mode of one session.
#[derive(Debug)]
pub(super) struct Mode {
    wanted: PictureMode,
    /// What was wanted before, until the first whole picture in the new format.
    before: Option<PictureMode>,
    /// Why there are fewer colours than there could be, while nobody has chosen.
    reduced: Option<Reduced>,
    greys: Greys,
}

/// What is known of the greys of a device that were asked for without being told to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Greys {
    Untried,
    Trying,
    Work,
    /// The screen was lost over them: not every device of a release that has them does.
    Fail,
}

/// A reason for fewer colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reduced {
    /// The device sends no picture in full colour.
    NoPicture,
    /// The line is slow.
    SlowLine,
    /// The line is so slow that greys have to do.
    CrawlingLine,
}

impl Reduced {
    const fn format(self) -> PixelFormat {
        match self {
            Self::NoPicture | Self::SlowLine => PixelFormat::Rgb332,
            Self::CrawlingLine => PixelFormat::Gray4,
        }
    }
}

impl Mode {
    pub(super) const fn new(wanted: PictureMode) -> Self {
        Self {
            wanted,
            before: None,
            reduced: None,
            greys: Greys::Untried,
        }
    }

    /// What is wanted now.
    pub(super) const fn wanted(&self) -> PictureMode {
        self.wanted
    }

    /// The pixel format to ask for; `None` for the best that fits.
    pub(super) fn format(&self) -> Option<PixelFormat> {
        let chosen = self.wanted.pixel.format();
        chosen.or(self.reduced.map(Reduced::format))
    }

    /// The device sent no picture. Says whether there is a mode that was not tried.
    pub(super) fn reduce(&mut self) -> bool {
        let may = self.format().is_none();
        if may {
            self.reduced = Some(Reduced::NoPicture);
        }
        may
    }

    /// Somebody wants another mode; `release`: what is known of the device. What the device does
    /// not know is not begun.
    pub(super) fn want(
        &mut self,
        wanted: PictureMode,
        release: Option<FirmwareVersion>,
    ) -> Result<(), DeviceFault> {
        let is_old = release.is_some_and(|release| release.major < FIRST_WITH_SWITCHES);
        if is_old && wanted.pixel.is_grey() {
            return Err(DeviceFault::Unknown { what: "send greys" });
        }
        if is_old && wanted.decimation.is_some() {
            let what = "halve its picture";
            return Err(DeviceFault::Unknown { what });
        }
        if wanted.pixel != self.wanted.pixel {
            self.before.get_or_insert(self.wanted);
            self.reduced = self.reduced.filter(|why| *why == Reduced::NoPicture);
        }
        self.wanted = wanted;
        Ok(())
    }

    /// What an open channel is told to get from `before` to what is wanted now.
    ///
    /// * `release`: of a device whose commands about the picture may be used.
    /// * `is_firmware`: the other end is Intel AMT.
    pub(super) fn commands(
        &self,
        before: PictureMode,
        release: Option<FirmwareVersion>,
        is_firmware: bool,
    ) -> Vec<KvmCommand> {
        let wanted = self.wanted;
        let mut commands = Vec::new();
        let switches = switches(wanted, release);
        if wanted.encoding != before.encoding {
            commands.push(KvmCommand::SetEncoding(wanted.encoding));
            // Deflated is what firmware does by itself.
            let by_itself = switches_are_known(release) && before.encoding == EncodingChoice::Rle;
            let zlib = switches.zlib.or(by_itself.then_some(true));
            commands.extend(zlib.map(KvmCommand::SetZlib));
        }
        if wanted.decimation != before.decimation {
            commands.extend(switches.decimation.map(KvmCommand::SetDecimation));
        }
        if wanted.pixel != before.pixel {
            commands.push(self.set_format(is_firmware));
        }
        commands
    }

    /// The line turned out to be like this. Says what the channel is told, if the choice is ours.
    ///
    /// * `release`: of the device, if it is known.
    pub(super) fn suit(
        &mut self,
        line: Line,
        release: Option<FirmwareVersion>,
    ) -> Option<KvmCommand> {
        use Reduced::{CrawlingLine, SlowLine};
        let has_greys = switches_are_known(release) && self.greys != Greys::Fail;
        let reduced = match (self.wanted.pixel, self.reduced, line) {
            (PixelChoice::Auto, None | Some(SlowLine), Line::Crawling) if has_greys => {
                Some(CrawlingLine)
            }
            (PixelChoice::Auto, None, Line::Slow | Line::Crawling)
            | (PixelChoice::Auto, Some(CrawlingLine), Line::Middling) => Some(SlowLine),
            (PixelChoice::Auto, Some(SlowLine | CrawlingLine), Line::Fast) => None,
            _ => return None,
        };
        self.reduced = reduced;
        if reduced == Some(CrawlingLine) && self.greys == Greys::Untried {
            self.greys = Greys::Trying;
        }
        Some(self.set_format(true))
    }

    fn set_format(&self, is_firmware: bool) -> KvmCommand {
        let chosen = self.format();
        let best = match is_firmware {
            true => PixelFormat::Rgb565,
            false => PixelFormat::Rgbx,
        };
        KvmCommand::SetFormat {
            format: chosen.unwrap_or(best),
            reduce_to_fit: chosen.is_none() && is_firmware,
        }
    }

    /// A whole picture came in the mode that is wanted.
    pub(super) fn worked(&mut self) {
        self.before = None;
        if self.greys == Greys::Trying {
            self.greys = Greys::Work;
        }
    }

    /// The screen was lost. If that came of a new mode, the one before is wanted again, and true
    /// is returned.
    pub(super) fn take_back(&mut self) -> bool {
        if self.greys == Greys::Trying {
            (self.greys, self.reduced) = (Greys::Fail, Some(Reduced::SlowLine));
        }
        match self.before.take() {
            Some(before) => {
                self.wanted = before;
                true
            }
            None => false,
        }
    }
}

const fn switches_are_known(release: Option<FirmwareVersion>) -> bool {
    matches!(release, Some(release) if release.major >= FIRST_WITH_SWITCHES)
}

/// The commands about the picture for a device of this release, as far as it knows them.
pub(super) fn switches(mode: PictureMode, release: Option<FirmwareVersion>) -> PictureSwitches {
    if !switches_are_known(release) {
        return PictureSwitches::default();
    }
    PictureSwitches {
        zlib: match mode.encoding {
            EncodingChoice::Rle => Some(false),
            EncodingChoice::Zlib => Some(true),
            EncodingChoice::Auto | EncodingChoice::Hextile | EncodingChoice::Raw => None,
        },
        decimation: mode.decimation,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::kvm::Decimation;

    const AUTO: PictureMode = PictureMode {
        pixel: PixelChoice::Auto,
        encoding: EncodingChoice::Auto,
        decimation: None,
    };

    const fn release(major: u8) -> Option<FirmwareVersion> {
        Some(FirmwareVersion { major, minor: 0 })
    }

    fn pixel(pixel: PixelChoice) -> PictureMode {
        PictureMode { pixel, ..AUTO }
    }

    #[test]
    fn a_slow_line_takes_colours_only_where_nobody_has_chosen_them() {
        let fewer = KvmCommand::SetFormat {
            format: PixelFormat::Rgb332,
            reduce_to_fit: false,
        };
        let all = KvmCommand::SetFormat {
            format: PixelFormat::Rgb565,
            reduce_to_fit: true,
        };
        let mut mode = Mode::new(AUTO);
        assert_eq!(
            mode.suit(Line::Fast, release(14)),
            None,
            "there is nothing to give back"
        );
        assert_eq!(mode.suit(Line::Slow, release(14)), Some(fewer));
        assert_eq!(mode.suit(Line::Slow, release(14)), None, "once");
        assert_eq!(
            mode.format(),
            Some(PixelFormat::Rgb332),
            "kept when reconnecting"
        );
        assert_eq!(mode.suit(Line::Fast, release(14)), Some(all));
        let mut chosen = Mode::new(pixel(PixelChoice::Rgb565));
        assert_eq!(chosen.suit(Line::Slow, release(14)), None);
    }

    #[test]
    fn a_line_that_crawls_gets_greys_from_a_device_that_has_them() {
        let asked = |mode: &mut Mode, line, major| {
            mode.suit(line, release(major))
                .map(|command| match command {
                    KvmCommand::SetFormat { format, .. } => format,
                    other => panic!("{other:?}"),
                })
        };
        let mut old = Mode::new(AUTO);
        let crawling = Line::Crawling;
        assert_eq!(asked(&mut old, crawling, 14), Some(PixelFormat::Rgb332));
        assert_eq!(asked(&mut old, crawling, 14), None, "nothing is less");

        let mut mode = Mode::new(AUTO);
        assert_eq!(asked(&mut mode, crawling, 16), Some(PixelFormat::Gray4));
        mode.worked();
        assert_eq!(asked(&mut mode, Line::Slow, 16), None, "it may waver");
        let middling = Line::Middling;
        assert_eq!(asked(&mut mode, middling, 16), Some(PixelFormat::Rgb332));
        assert_eq!(asked(&mut mode, middling, 16), None);
        assert_eq!(asked(&mut mode, crawling, 16), Some(PixelFormat::Gray4));
        assert!(!mode.take_back(), "lost for another reason");
        assert_eq!(mode.format(), Some(PixelFormat::Gray4));
        assert_eq!(
            asked(&mut mode, Line::Fast, 16),
            Some(PixelFormat::Rgb565),
            "everything at once"
        );
    }

    #[test]
    fn a_device_that_hangs_up_over_greys_is_not_asked_for_them_again() {
        let mut mode = Mode::new(AUTO);
        mode.suit(Line::Crawling, release(16)).unwrap();
        assert_eq!(mode.format(), Some(PixelFormat::Gray4));
        assert!(!mode.take_back(), "nobody asked for this mode");
        assert_eq!(mode.format(), Some(PixelFormat::Rgb332));
        assert_eq!(mode.suit(Line::Crawling, release(16)), None);
    }

    #[test]
    fn a_device_without_full_colour_is_not_asked_for_it_because_its_line_is_fast() {
        let mut mode = Mode::new(AUTO);
        assert!(mode.reduce());
        assert!(!mode.reduce(), "nothing is left to try");
        assert_eq!(mode.suit(Line::Fast, release(14)), None);
        assert_eq!(mode.format(), Some(PixelFormat::Rgb332));
    }

    #[test]
    fn what_a_release_does_not_know_is_not_begun() {
        let grey = pixel(PixelChoice::Gray8);
        let halved = PictureMode {
            decimation: Some(Decimation::Always),
            ..AUTO
        };
        for wanted in [grey, halved] {
            let mut mode = Mode::new(AUTO);
            assert!(mode.want(wanted, release(14)).is_err());
            assert_eq!(mode.wanted(), AUTO);
            assert!(mode.want(wanted, release(16)).is_ok());
            assert_eq!(mode.wanted(), wanted);
        }
    }

    #[test]
    fn a_format_that_loses_the_screen_is_taken_back_to_the_last_that_worked() {
        let mut mode = Mode::new(AUTO);
        mode.want(pixel(PixelChoice::Rgb332), None).unwrap();
        mode.want(pixel(PixelChoice::Gray8), None).unwrap();
        assert!(mode.take_back());
        assert_eq!(mode.wanted(), AUTO);
        assert!(!mode.take_back(), "once");
        mode.want(pixel(PixelChoice::Rgb332), None).unwrap();
        mode.worked();
        assert!(!mode.take_back());
        assert_eq!(mode.wanted(), pixel(PixelChoice::Rgb332));
    }

    #[test]
    fn only_what_changed_is_said_and_switches_only_to_those_who_know_them() {
        let raw = PictureMode {
            encoding: EncodingChoice::Raw,
            ..AUTO
        };
        let rle = PictureMode {
            encoding: EncodingChoice::Rle,
            decimation: Some(Decimation::Never),
            ..AUTO
        };
        let from_to = |before, wanted, release| Mode::new(wanted).commands(before, release, true);
        assert_eq!(from_to(AUTO, AUTO, release(16)), []);
        let format = |format, reduce_to_fit| KvmCommand::SetFormat {
            format,
            reduce_to_fit,
        };
        let narrow = pixel(PixelChoice::Rgb332);
        assert_eq!(
            from_to(AUTO, narrow, None),
            [format(PixelFormat::Rgb332, false)]
        );
        assert_eq!(
            from_to(narrow, AUTO, None),
            [format(PixelFormat::Rgb565, true)]
        );
        assert_eq!(
            Mode::new(AUTO).commands(narrow, None, false),
            [format(PixelFormat::Rgbx, false)],
            "an ordinary server has no framebuffer of firmware's"
        );
        let raw_only = [KvmCommand::SetEncoding(EncodingChoice::Raw)];
        assert_eq!(from_to(AUTO, raw, release(16)), raw_only);
        let set_rle = KvmCommand::SetEncoding(EncodingChoice::Rle);
        let told = from_to(AUTO, rle, None);
        assert_eq!(told, std::slice::from_ref(&set_rle));
        assert_eq!(
            from_to(AUTO, rle, release(16)),
            [
                set_rle,
                KvmCommand::SetZlib(false),
                KvmCommand::SetDecimation(Decimation::Never)
            ]
        );
        assert_eq!(
            from_to(rle, AUTO, release(16)),
            [
                KvmCommand::SetEncoding(EncodingChoice::Auto),
                KvmCommand::SetZlib(true)
            ]
        );
    }
}
