//! Hand-over of pictures from a session to whoever shows them: one place, the latest wins.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Damage, Framebuffer};

/// The newest picture and what changed in it since it was last looked at.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The pixels.
    pub framebuffer: Framebuffer,
    /// Changes since the viewer's last [`Mailbox::look`]; the viewer clears what it has used.
    pub damage: Damage,
    /// Number of publications so far; a viewer compares it to know that something is new.
    pub updates: u64,
}

/// A slot for one picture between a session task and a viewer.
///
/// The writer copies damaged rows in, the viewer copies damaged rows out; neither ever waits for
/// more than such a copy, and a viewer that is slow simply misses intermediate states.
#[derive(Debug, Default)]
pub struct Mailbox {
    slot: Mutex<Option<Picture>>,
}

impl Mailbox {
    /// An empty slot: no picture yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            slot: Mutex::new(None),
        }
    }

    /// A panicking viewer must not take the session with it; the picture itself is always valid.
    fn lock(&self) -> MutexGuard<'_, Option<Picture>> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Copies the damaged parts of `framebuffer` into the slot and clears `damage`. The viewer
    /// finds at most [`Damage::COMPACT_RECTS`] rectangles.
    ///
    /// A framebuffer of another size or format replaces the picture whole. Returns whether the
    /// viewer has to be woken: true only if it had seen everything before.
    pub fn publish(&self, framebuffer: &Framebuffer, damage: &mut Damage) -> bool {
        let mut slot = self.lock();
        let same_shape = |p: &Picture| {
            (p.framebuffer.bounds(), p.framebuffer.format())
                == (framebuffer.bounds(), framebuffer.format())
        };
        match slot.as_mut().filter(|p| same_shape(p)) {
            Some(_) if damage.is_empty() => false,
            Some(picture) => {
                let wake = picture.damage.is_empty();
                for rect in damage.rects() {
                    picture.framebuffer.copy_rect_from(framebuffer, *rect);
                }
                picture.damage.add_all(damage);
                picture.damage.compact();
                picture.updates += 1;
                damage.clear();
                wake
            }
            None => {
                let updates = slot.as_ref().map_or(0, |p| p.updates) + 1;
                let wake = slot.as_ref().is_none_or(|p| p.damage.is_empty());
                let mut whole = Damage::new();
                whole.add(framebuffer.bounds());
                *slot = Some(Picture {
                    framebuffer: framebuffer.clone(),
                    damage: whole,
                    updates,
                });
                damage.clear();
                wake
            }
        }
    }

    /// Shows the picture to `view` under the lock: keep it to a copy or an upload.
    ///
    /// `None` while there is no picture.
    pub fn look<R>(&self, view: impl FnOnce(&mut Picture) -> R) -> Option<R> {
        self.lock().as_mut().map(view)
    }

    /// A copy of the whole picture, for files.
    #[must_use]
    pub fn snapshot(&self) -> Option<Framebuffer> {
        self.look(|picture| picture.framebuffer.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screen::{PixelFormat, Rect};

    #[test]
    fn only_damaged_rows_are_copied_and_the_viewer_is_woken_once() {
        let mailbox = Mailbox::new();
        let mut screen = Framebuffer::new(8, 4, PixelFormat::Rgb332).unwrap();
        let mut damage = Damage::new();
        assert!(
            mailbox.publish(&screen, &mut damage),
            "the first picture wakes"
        );

        screen.set_pixel(1, 1, 7);
        screen.set_pixel(5, 3, 9);
        damage.add(Rect::new(1, 1, 1, 1));
        assert!(!mailbox.publish(&screen, &mut damage), "not looked at yet");
        assert!(damage.is_empty());
        mailbox.look(|p| {
            assert_eq!(p.framebuffer.pixel(1, 1), 7);
            assert_eq!(
                p.framebuffer.pixel(5, 3),
                0,
                "undamaged pixels are not copied"
            );
            p.damage.clear();
        });

        assert!(
            !mailbox.publish(&screen, &mut damage),
            "nothing changed, nobody is woken"
        );
        damage.add(Rect::new(5, 3, 1, 1));
        assert!(mailbox.publish(&screen, &mut damage));
    }

    #[test]
    fn another_shape_replaces_the_picture_whole() {
        let mailbox = Mailbox::new();
        let small = Framebuffer::new(8, 4, PixelFormat::Rgb332).unwrap();
        let large = Framebuffer::new(16, 4, PixelFormat::Rgb332).unwrap();
        mailbox.publish(&small, &mut Damage::new());
        mailbox.look(|p| p.damage.clear());
        assert!(mailbox.publish(&large, &mut Damage::new()));
        mailbox.look(|p| {
            assert_eq!(p.framebuffer.bounds(), large.bounds());
            assert_eq!(p.damage.bounds(), large.bounds());
        });
    }
}
