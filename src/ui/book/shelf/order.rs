//! In which order PCs stand, and under which headings.

use std::collections::{BTreeMap, BTreeSet};

use super::Shelf;
use crate::session::presence::Presence;
use crate::store::profile::Profile;
use crate::ui::language::t;

/// In which order PCs stand while nothing is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Sort {
    /// In their groups, favourites first.
    #[default]
    Group,
    /// By name.
    Name,
    /// By address.
    Address,
    /// Those that answer first.
    Presence,
}

impl Sort {
    pub(crate) const ALL: [Self; 4] = [Self::Group, Self::Name, Self::Address, Self::Presence];

    pub(crate) fn label(self) -> String {
        match self {
            Self::Group => t!("book-by-group"),
            Self::Name => t!("book-by-name"),
            Self::Address => t!("book-by-address"),
            Self::Presence => t!("book-by-presence"),
        }
    }
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui::book) enum Row {
    /// A heading, with how many PCs it has.
    Group(String, usize, Home),
    /// A PC, by its place in the book.
    Pc(usize),
}

/// What PCs become members of that are dropped on a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui::book) enum Home {
    /// The list of favourites: of nothing.
    Nothing,
    /// A group.
    Group(String),
    /// No group.
    NoGroup,
}

impl Shelf {
    /// Works out the rows, if something has changed.
    pub(in crate::ui::book) fn arrange(&mut self) {
        if !std::mem::take(&mut self.is_stale) {
            return;
        }
        let found = self.content.index.search(&self.query);
        let pcs = self.content.book.pcs();
        if !self.query.trim().is_empty() {
            self.rows = found.into_iter().map(Row::Pc).collect();
            return;
        }
        let rank = |place: &usize| {
            let name = pcs.get(*place).map(|pc| &pc.name);
            match name.and_then(|name| self.presence.get(name)) {
                Some(Presence::Answers) => 0,
                None => 1,
                Some(Presence::Silent) => 2,
            }
        };
        let mut places = found;
        match self.sort {
            Sort::Group => {
                self.rows = grouped(&places, pcs, &self.folded);
                return;
            }
            Sort::Name => {}
            Sort::Address => places
                .sort_by_cached_key(|place| pcs.get(*place).map(|pc| address_order(&pc.address))),
            Sort::Presence => places.sort_by_key(rank),
        }
        self.rows = places.into_iter().map(Row::Pc).collect();
    }
}

/// IPv4 addresses by their numbers, everything else by its letters.
fn address_order(address: &str) -> (bool, u32, String) {
    let host = address.split(':').next().unwrap_or(address);
    match host.parse::<std::net::Ipv4Addr>() {
        Ok(v4) => (false, u32::from(v4), address.to_owned()),
        Err(_) => (true, 0, address.to_lowercase()),
    }
}

/// Favourites, then each group in alphabetical order, then PCs of none; folded ones without PCs.
fn grouped(places: &[usize], pcs: &[Profile], folded: &BTreeSet<String>) -> Vec<Row> {
    let no_group = t!("book-no-group");
    let mut favourites = Vec::new();
    let mut groups: BTreeMap<(bool, String), (String, Vec<usize>)> = BTreeMap::new();
    for place in places {
        let Some(pc) = pcs.get(*place) else { continue };
        if pc.favourite {
            favourites.push(*place);
        }
        let group = pc.group.as_deref().unwrap_or(&no_group);
        let key = (pc.group.is_none(), group.to_lowercase());
        let entry = groups.entry(key);
        let (_, members) = entry.or_insert_with(|| (group.to_owned(), Vec::new()));
        members.push(*place);
    }
    let alone = groups.len() == 1 && favourites.is_empty() && groups.keys().all(|(none, _)| *none);
    let mut rows = Vec::new();
    let groups = groups.into_iter().map(|((has_none, _), (name, members))| {
        let home = match has_none {
            true => Home::NoGroup,
            false => Home::Group(name.clone()),
        };
        (name, members, home)
    });
    let favourites = (t!("start-favourites"), favourites, Home::Nothing);
    let lists = std::iter::once(favourites).chain(groups);
    for (name, members, home) in lists.filter(|(_, members, _)| !members.is_empty()) {
        let is_folded = folded.contains(&name);
        if !alone {
            rows.push(Row::Group(name, members.len(), home));
        }
        if !is_folded || alone {
            rows.extend(members.into_iter().map(Row::Pc));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pc(name: &str, group: Option<&str>, favourite: bool) -> Profile {
        Profile {
            group: group.map(str::to_owned),
            favourite,
            ..Profile::new(name, "10.0.4.17")
        }
    }

    fn words(rows: &[Row], pcs: &[Profile]) -> Vec<String> {
        let word = |row: &Row| match row {
            Row::Group(name, count, _) => format!("{name} {count}"),
            Row::Pc(place) => pcs[*place].name.clone(),
        };
        rows.iter().map(word).collect()
    }

    #[test]
    fn favourites_stand_first_and_pcs_without_a_group_last() {
        let pcs = [
            pc("c", None, false),
            pc("b", Some("Lab"), true),
            pc("a", Some("front"), false),
        ];
        let rows = grouped(&[0, 1, 2], &pcs, &BTreeSet::new());
        let expected = [
            "Favourites 1",
            "b",
            "front 1",
            "a",
            "Lab 1",
            "b",
            "No group 1",
            "c",
        ];
        assert_eq!(words(&rows, &pcs), expected);

        let folded = BTreeSet::from(["Lab".to_owned(), "No group".to_owned()]);
        let rows = grouped(&[0, 1, 2], &pcs, &folded);
        let expected = ["Favourites 1", "b", "front 1", "a", "Lab 1", "No group 1"];
        assert_eq!(words(&rows, &pcs), expected);
    }

    #[test]
    fn a_book_without_groups_has_no_headings() {
        let pcs = [pc("a", None, false), pc("b", None, false)];
        let rows = grouped(&[0, 1], &pcs, &BTreeSet::new());
        assert_eq!(words(&rows, &pcs), ["a", "b"]);
    }

    #[test]
    fn addresses_count_as_numbers() {
        let mut list = ["pc-7", "10.0.4.17", "10.0.4.9:16993"];
        list.sort_by_cached_key(|address| address_order(address));
        assert_eq!(list, ["10.0.4.9:16993", "10.0.4.17", "pc-7"]);
    }
}
