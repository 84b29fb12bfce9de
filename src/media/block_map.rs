//! Which blocks of an image were read: one bit each, or one bit for several on huge images.

/// A bounded map of blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockMap {
    block_count: u64,
    /// Blocks per bit; 1 below 128 GB.
    granularity: u64,
    bits: Vec<u64>,
    /// Bits that are set.
    set: u64,
}

/// 8 MiB of bits.
const MOST_BITS: u64 = 1 << 26;

impl BlockMap {
    /// Nothing was read of a medium with this many blocks.
    #[must_use]
    pub fn new(block_count: u64) -> Self {
        let granularity = block_count.div_ceil(MOST_BITS).max(1);
        let bits = block_count.div_ceil(granularity);
        let words = usize::try_from(bits.div_ceil(64)).unwrap_or(usize::MAX);
        Self {
            block_count,
            granularity,
            bits: vec![0; words],
            set: 0,
        }
    }

    /// Blocks of the medium.
    #[must_use]
    pub const fn block_count(&self) -> u64 {
        self.block_count
    }

    /// Marks `count` blocks from `lba` on; what lies beyond the medium is ignored.
    pub fn mark(&mut self, lba: u64, count: u64) {
        for (word, mask) in self.masks(lba, count) {
            if let Some(word) = self.bits.get_mut(word) {
                self.set += u64::from((mask & !*word).count_ones());
                *word |= mask;
            }
        }
    }

    /// Different blocks that were read, as far as the map can tell them apart.
    #[must_use]
    pub fn marked(&self) -> u64 {
        self.set
            .saturating_mul(self.granularity)
            .min(self.block_count)
    }

    /// How many of `count` blocks from `lba` on were read, as far as the map can tell.
    #[must_use]
    pub fn marked_in(&self, lba: u64, count: u64) -> u64 {
        let bits: u64 = self
            .masks(lba, count)
            .filter_map(|(word, mask)| Some(u64::from((self.bits.get(word)? & mask).count_ones())))
            .sum();
        bits.saturating_mul(self.granularity).min(count)
    }

    /// The map in `cells` parts of equal size: how much of each was read, 0.0..=1.0.
    pub fn cells(&self, cells: usize) -> impl Iterator<Item = f32> + '_ {
        let cells = cells as u64;
        (0..cells).map(move |cell| {
            let edge = |n: u64| {
                u64::try_from(u128::from(self.block_count) * u128::from(n) / u128::from(cells))
                    .unwrap_or(u64::MAX)
            };
            let (from, to) = (edge(cell), edge(cell + 1).max(edge(cell) + 1));
            #[expect(
                clippy::cast_precision_loss,
                reason = "a shade of a colour needs no more than 24 bits"
            )]
            let share = self.marked_in(from, to - from) as f32 / (to - from) as f32;
            share.min(1.0)
        })
    }

    /// The words that hold `count` blocks from `lba` on, with the bits that mean them.
    fn masks(&self, lba: u64, count: u64) -> impl Iterator<Item = (usize, u64)> + use<> {
        let end = lba.saturating_add(count).min(self.block_count);
        let (first, behind) = if lba < end {
            (lba / self.granularity, end.div_ceil(self.granularity))
        } else {
            (0, 0)
        };
        (first / 64..behind.div_ceil(64)).map(move |word| {
            let from = first.saturating_sub(word * 64).min(63);
            let to = (behind - word * 64).min(64);
            let mask = (u64::MAX << from) & (u64::MAX >> (64 - to));
            (usize::try_from(word).unwrap_or(usize::MAX), mask)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_of_a_huge_image_stays_small() {
        let mut map = BlockMap::new(1 << 32);
        assert!(map.bits.len() <= 1 << 20);
        map.mark((1 << 32) - 1, 10);
        assert_eq!(map.marked(), 64, "one bit stands for 64 blocks");
        assert_eq!(map.marked_in((1 << 32) - 64, 64), 64);
        let empty = BlockMap::new(0);
        assert_eq!((empty.marked(), empty.cells(4).count()), (0, 4));
    }

    #[test]
    fn cells_tell_how_much_of_each_part_was_read() {
        let mut map = BlockMap::new(1000);
        map.mark(0, 250);
        map.mark(375, 125);
        let cells: Vec<_> = map.cells(4).collect();
        assert_eq!(cells, [1.0, 0.5, 0.0, 0.0]);
        // More cells than blocks.
        assert_eq!(BlockMap::new(2).cells(8).count(), 8);
    }

    proptest::proptest! {
        #[test]
        fn the_map_counts_like_a_set(
            block_count in 1u64..700,
            marks in proptest::collection::vec((0u64..800, 0u64..300), 0..20),
            (at, len) in (0u64..800, 0u64..800),
        ) {
            let mut map = BlockMap::new(block_count);
            let mut set = std::collections::BTreeSet::new();
            for (lba, count) in marks {
                map.mark(lba, count);
                set.extend((lba..lba + count).filter(|b| *b < block_count));
            }
            proptest::prop_assert_eq!(map.marked(), set.len() as u64);
            let within = set.range(at..at + len).count();
            proptest::prop_assert_eq!(map.marked_in(at, len), within as u64);
        }
    }
}
