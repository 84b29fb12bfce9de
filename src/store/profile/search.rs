//! Search as you type: every word of the query must occur somewhere in a PC's name, address,
//! group, tags, notes or UUID.

use super::{Book, Profile};

/// What is searched, prepared once for each version of a book.
#[derive(Debug, Clone, Default)]
pub struct Index {
    rows: Vec<Row>,
}

#[derive(Debug, Clone)]
struct Row {
    /// Lower-case name.
    name: String,
    /// Everything else, in lower case, a line for each field.
    rest: String,
    favourite: bool,
}

impl Index {
    /// Prepares a book.
    #[must_use]
    pub fn new(book: &Book) -> Self {
        Self {
            rows: book.pcs().iter().map(Row::new).collect(),
        }
    }

    /// Places in the book of the PCs that match, the best first: names that begin with the first
    /// word, then names that contain it, then the others; favourites first within each, then by
    /// name as a person sorts (`pc-9` before `pc-10`). Without a word all match.
    #[must_use]
    pub fn search(&self, query: &str) -> Vec<usize> {
        let query = query.to_lowercase();
        let words: Vec<_> = query.split_whitespace().collect();
        let mut found: Vec<(u8, usize, &Row)> = self
            .rows
            .iter()
            .enumerate()
            .filter_map(|(place, row)| Some((row.rank(&words)?, place, row)))
            .collect();
        found.sort_by(|(rank, place, row), (rank_b, place_b, row_b)| {
            rank.cmp(rank_b)
                .then(row_b.favourite.cmp(&row.favourite))
                .then_with(|| natural(&row.name, &row_b.name))
                .then(place.cmp(place_b))
        });
        found.into_iter().map(|(_, place, _)| place).collect()
    }
}

impl Row {
    fn new(pc: &Profile) -> Self {
        let mut rest = pc.address.to_lowercase();
        let tags = pc.tags.iter().map(String::as_str);
        let others = [
            pc.group.as_deref().unwrap_or_default(),
            pc.uuid.as_ref().map_or("", |uuid| uuid.as_str()),
            &pc.notes,
        ];
        for text in others.into_iter().chain(tags) {
            rest.push('\n');
            rest.push_str(&text.to_lowercase());
        }
        Self {
            name: pc.name.to_lowercase(),
            rest,
            favourite: pc.favourite,
        }
    }

    /// 0 is best; `None` if a word does not occur.
    fn rank(&self, words: &[&str]) -> Option<u8> {
        for word in words {
            if !self.name.contains(word) && !self.rest.contains(word) {
                return None;
            }
        }
        Some(match words.first() {
            None => 0,
            Some(first) if self.name.starts_with(first) => 0,
            Some(first) if self.name.contains(first) => 1,
            Some(_) => 2,
        })
    }
}

/// Order of names in which numbers count as numbers.
fn natural(a: &str, b: &str) -> std::cmp::Ordering {
    use std::cmp::Ordering;
    let (mut a, mut b) = (a, b);
    loop {
        let (Some(x), Some(y)) = (a.chars().next(), b.chars().next()) else {
            return a.len().cmp(&b.len());
        };
        let order = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (number_a, rest_a) = digits(a);
            let (number_b, rest_b) = digits(b);
            (a, b) = (rest_a, rest_b);
            // Without leading zeros the longer number is the larger one.
            let length = number_a.len().cmp(&number_b.len());
            length.then_with(|| number_a.cmp(number_b))
        } else {
            a = a.get(x.len_utf8()..).unwrap_or_default();
            b = b.get(y.len_utf8()..).unwrap_or_default();
            x.cmp(&y)
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// The number at the start without its leading zeros, and what follows it.
fn digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    (number.trim_start_matches('0'), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search<'a>(book: &'a Book, query: &str) -> Vec<&'a str> {
        let found = Index::new(book).search(query);
        found
            .into_iter()
            .map(|i| book.pcs()[i].name.as_str())
            .collect()
    }

    #[test]
    fn every_word_must_match_and_better_matches_stand_first() {
        let mut book = Book::default();
        for (name, group, favourite) in [
            ("old-lab-1", "Store", false),
            ("Lab-10", "Third floor", false),
            ("lab-9", "Third floor", false),
            ("desk", "Lab", false),
            ("lab-11", "Third floor", true),
            ("ÜBER", "Third floor", false),
        ] {
            let mut pc = Profile::new(name, "10.0.0.1");
            pc.group = Some(group.to_owned());
            pc.favourite = favourite;
            book.add(pc).unwrap();
        }
        let lab = ["lab-11", "lab-9", "Lab-10", "old-lab-1", "desk"];
        assert_eq!(search(&book, "lab"), lab);
        assert_eq!(search(&book, " floor LAB-1"), ["lab-11", "Lab-10"]);
        assert_eq!(search(&book, "über"), ["ÜBER"]);
        assert_eq!(search(&book, "10.0.0.1").len(), 6);
        assert_eq!(search(&book, "nothing"), Vec::<&str>::new());
        assert_eq!(search(&book, "")[0], "lab-11");
    }

    #[test]
    fn numbers_within_names_count_as_numbers() {
        let mut names = ["pc10", "pc9", "pc", "pc09a", "pc-2", "9", "010"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["9", "010", "pc", "pc-2", "pc9", "pc09a", "pc10"]);
    }
}
