//! PCs that stand in the book twice.

use std::collections::{BTreeMap, HashMap};

use super::{Book, Profile, Uuid, exchange};

/// Several entries for what is one PC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// What they have in common.
    pub by: DuplicateBy,
    /// The UUID or address.
    pub value: String,
    /// Their names, in the order of the book; at least two.
    pub names: Vec<String>,
}

/// What makes two entries one PC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DuplicateBy {
    /// The board is the same.
    Uuid,
    /// They are reached in the same way.
    Address,
}

/// An address in the form in which equal ones are equal: case, brackets of IPv6, zeros of IPv6
/// and the usual ports do not count.
#[must_use]
pub fn address_key(address: &str) -> String {
    let text = address.trim().to_lowercase();
    let (scheme, rest) = match text.strip_prefix("vnc://") {
        Some(rest) => ("vnc://", rest.strip_suffix(":5900").unwrap_or(rest)),
        None => ("", text.as_str()),
    };
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let host = exchange::name_of(rest);
    let after = rest
        .trim_start_matches('[')
        .strip_prefix(host.as_str())
        .unwrap_or_default();
    let ports = after.trim_start_matches(']');
    let usual = ["", ":16992", ":16993", ":16992:16994", ":16993:16995"];
    let ports = if usual.contains(&ports) { "" } else { ports };
    let host = match host.parse::<std::net::IpAddr>() {
        Ok(address) => address.to_string(),
        Err(_) => host.trim_end_matches('.').to_owned(),
    };
    format!("{scheme}{host}{ports}")
}

impl Book {
    /// Every UUID and every address that more than one PC has. A group that is the same by UUID
    /// is not told again by address.
    #[must_use]
    pub fn duplicates(&self) -> Vec<Duplicate> {
        let mut found = Vec::new();
        for by in [DuplicateBy::Uuid, DuplicateBy::Address] {
            let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for pc in self.pcs() {
                let value = match by {
                    DuplicateBy::Uuid => pc.uuid.as_ref().map(ToString::to_string),
                    DuplicateBy::Address => Some(address_key(&pc.address)),
                };
                if let Some(value) = value {
                    groups.entry(value).or_default().push(pc.name.clone());
                }
            }
            for (value, names) in groups {
                let is_told = |other: &Duplicate| other.names == names;
                if names.len() > 1 && !found.iter().any(is_told) {
                    found.push(Duplicate { by, value, names });
                }
            }
        }
        found
    }

    /// A PC of the book that `pc` would be a second entry of. For many, prepare [`Book::twins`].
    #[must_use]
    pub fn same_as(&self, pc: &Profile) -> Option<(DuplicateBy, &Profile)> {
        let twins = self.twins();
        let (by, name) = twins.find(pc)?;
        Some((by, self.find(name)?))
    }

    /// Prepares the search for second entries.
    #[must_use]
    pub fn twins(&self) -> Twins {
        let mut twins = Twins::default();
        for pc in self.pcs() {
            twins.add(pc);
        }
        twins
    }
}

/// Finds second entries among many PCs, each in the time of one look-up.
#[derive(Debug, Clone, Default)]
pub struct Twins {
    by_uuid: HashMap<Uuid, String>,
    /// Names, and the UUID if it is known.
    by_address: HashMap<String, (String, Option<Uuid>)>,
}

impl Twins {
    /// Counts a PC among those that are there. Of several alike the first one stays.
    pub fn add(&mut self, pc: &Profile) {
        if let Some(uuid) = &pc.uuid {
            let entry = self.by_uuid.entry(uuid.clone());
            entry.or_insert_with(|| pc.name.clone());
        }
        let entry = self.by_address.entry(address_key(&pc.address));
        entry.or_insert_with(|| (pc.name.clone(), pc.uuid.clone()));
    }

    /// The name of the PC that `pc` is.
    #[must_use]
    pub fn of(&self, pc: &Profile) -> Option<&str> {
        self.find(pc).map(|(_, name)| name)
    }

    fn find(&self, pc: &Profile) -> Option<(DuplicateBy, &str)> {
        let by_uuid = pc.uuid.as_ref().and_then(|uuid| self.by_uuid.get(uuid));
        if let Some(name) = by_uuid {
            return Some((DuplicateBy::Uuid, name));
        }
        let (name, uuid) = self.by_address.get(&address_key(&pc.address))?;
        // Another board at the same address is another PC.
        let differs = matches!((&pc.uuid, uuid), (Some(a), Some(b)) if a != b);
        (!differs).then_some((DuplicateBy::Address, name))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Uuid;
    use super::*;

    #[test]
    fn addresses_that_lead_to_the_same_place_are_equal() {
        for (a, b) in [
            ("PC7.Example.com", "pc7.example.com."),
            ("10.0.0.1:16992", "10.0.0.1"),
            ("[FE80::0:1]:16993", "[fe80::1]"),
            ("vnc://pc:5900", "vnc://PC"),
        ] {
            assert_eq!(address_key(a), address_key(b));
        }
        for (a, b) in [
            ("10.0.0.1:1234", "10.0.0.1"),
            ("vnc://pc", "pc"),
            ("10.0.0.1", "10.0.0.11"),
        ] {
            assert_ne!(address_key(a), address_key(b));
        }
    }

    #[test]
    fn entries_of_one_board_or_one_address_are_found_once() {
        let uuid = |n: u32| Uuid::parse(&format!("{n:032x}1").as_str()[1..]);
        let mut book = Book::default();
        for (name, address, n) in [
            ("a", "10.0.0.1", Some(1)),
            ("b", "10.0.0.2", Some(1)),
            ("c", "10.0.0.3", None),
            ("d", "10.0.0.3:16993", None),
            ("e", "10.0.0.5", Some(2)),
        ] {
            let mut pc = Profile::new(name, address);
            pc.uuid = n.and_then(uuid);
            book.add(pc).unwrap();
        }
        let found = book.duplicates();
        let names: Vec<_> = found.iter().map(|d| (d.by, d.names.join(" "))).collect();
        assert_eq!(
            names,
            [
                (DuplicateBy::Uuid, "a b".to_owned()),
                (DuplicateBy::Address, "c d".to_owned())
            ]
        );
        let mut new = Profile::new("f", "10.0.0.5");
        assert_eq!(book.same_as(&new).unwrap().0, DuplicateBy::Address);
        new.uuid = uuid(3);
        assert_eq!(book.same_as(&new), None, "another board took the address");
    }
}
