//! Size and place of a window, as X has always written them.

use std::fmt;

/// Size and place of a window in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    /// Width and height of its inside.
    pub size: [u16; 2],
    /// Its left upper corner on the desktop; Wayland tells no window where it is.
    pub at: Option<[i16; 2]>,
}

impl Geometry {
    /// From `1280x800`, `1280x800+1920+0`, `1280x800+-200+40`; `None` of anything else, and of sizes
    /// that no window has.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (size, at) = match text.split_once('+') {
            Some((size, at)) => (size, Some(at)),
            None => (text, None),
        };
        let (width, height) = size.split_once('x')?;
        let at = match at {
            Some(at) => {
                let (x, y) = at.split_once('+')?;
                Some([x.parse().ok()?, y.parse().ok()?])
            }
            None => None,
        };
        let size = [width.parse().ok()?, height.parse().ok()?];
        size.iter()
            .all(|side| (100..=16_384).contains(side))
            .then_some(Self { size, at })
    }
}

impl fmt::Display for Geometry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [width, height] = self.size;
        write!(f, "{width}x{height}")?;
        match self.at {
            Some([x, y]) => write!(f, "+{x}+{y}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_places_are_written_and_read_back() {
        for text in ["1280x800", "960x600+1920+0", "1280x800+-200+40"] {
            assert_eq!(Geometry::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "x",
            "1280",
            "5x5",
            "70000x800",
            "1280x800+1",
            "1280x800+a+b",
        ] {
            assert_eq!(Geometry::parse(text), None, "{text}");
        }
    }
}
