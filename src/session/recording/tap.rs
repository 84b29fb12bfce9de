//! What a screen's task gives to the thread that records it: one picture, latest wins, and marks.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Mark, MarkKind};
use crate::limits;
use crate::screen::{Damage, Framebuffer};

/// The place between the two. Neither waits for the other for longer than a copy of rows takes;
/// changes that come while the disk is busy become one.
#[derive(Debug, Default)]
pub(super) struct Tap {
    slot: Mutex<Slot>,
    news: Condvar,
}

#[derive(Debug, Default)]
struct Slot {
    picture: Option<Framebuffer>,
    /// What of it was not taken yet.
    damage: Damage,
    /// When it last changed.
    at: Duration,
    marks: VecDeque<Mark>,
    /// Marks that found no room.
    missed: usize,
    /// When the end was asked for.
    ending: Option<Duration>,
}

/// What there is to write, in this order: marks up to the picture, the picture, other marks.
#[derive(Debug)]
pub(super) struct News {
    pub(super) at: Duration,
    /// What changed in the picture that was handed to [`Tap::take`].
    pub(super) damage: Damage,
    pub(super) marks: VecDeque<Mark>,
    /// Nothing more comes.
    pub(super) ending: Option<Duration>,
}

impl Tap {
    /// A panic of the other side must not take this one with it; the slot is always valid.
    fn lock(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The picture has changed.
    pub(super) fn picture(&self, at: Duration, framebuffer: &Framebuffer, damage: &Damage) {
        let mut slot = self.lock();
        let shape = |f: &Framebuffer| (f.bounds(), f.format());
        let same = slot.picture.as_mut();
        match same.filter(|old| shape(old) == shape(framebuffer)) {
            Some(picture) => {
                for rect in damage.rects() {
                    picture.copy_rect_from(framebuffer, *rect);
                }
                slot.damage.add_all(damage);
            }
            None => {
                slot.picture = Some(framebuffer.clone());
                slot.damage.clear();
                slot.damage.add(framebuffer.bounds());
            }
        }
        slot.at = at;
        drop(slot);
        self.news.notify_one();
    }

    /// Something happened.
    pub(super) fn mark(&self, mark: Mark) {
        let mut slot = self.lock();
        if slot.marks.len() < limits::RECORDING_WAITING {
            slot.marks.push_back(mark);
        } else {
            slot.missed += 1;
        }
        drop(slot);
        self.news.notify_one();
    }

    /// Nothing more comes.
    pub(super) fn end(&self, at: Duration) {
        self.lock().ending.get_or_insert(at);
        self.news.notify_one();
    }

    /// Waits for news and brings `picture` up to date.
    pub(super) fn take(&self, picture: &mut Option<Framebuffer>) -> News {
        let idle = |slot: &mut Slot| {
            slot.damage.is_empty() && slot.marks.is_empty() && slot.ending.is_none()
        };
        let slot = self.lock();
        let slot = self.news.wait_while(slot, idle);
        let mut slot = slot.unwrap_or_else(PoisonError::into_inner);
        let at = slot.at;
        let mut damage = std::mem::take(&mut slot.damage);
        damage.compact();
        if let Some(new) = &slot.picture {
            let shape = |f: &Framebuffer| (f.bounds(), f.format());
            match picture.as_mut().filter(|old| shape(old) == shape(new)) {
                Some(old) => damage
                    .rects()
                    .iter()
                    .for_each(|rect| old.copy_rect_from(new, *rect)),
                None => *picture = Some(new.clone()),
            }
        }
        let mut marks = std::mem::take(&mut slot.marks);
        if let (missed @ 1.., Some(last)) = (std::mem::take(&mut slot.missed), marks.back()) {
            let text = format!("{missed} marks are missing here");
            let (at, kind) = (last.at, MarkKind::Note);
            marks.push_back(Mark { at, kind, text });
        }
        News {
            at,
            damage,
            marks,
            ending: slot.ending,
        }
    }
}
