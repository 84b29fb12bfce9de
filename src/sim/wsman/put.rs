//! What a Put may contain, and settings that are only kept.
//!
//! Source: `docs/protocol/wsman.md` § 1.9, § 4.2, § 5.4.

use std::collections::BTreeMap;

use super::object::Object;
use super::refusal;
use crate::proto::wsman::fault::SoapFault;
use crate::proto::wsman::instance::Instance;
use crate::sim::firmware::features::Features;

/// One property of a Put that has a meaning.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    /// Name of the property.
    pub name: &'static str,
    /// What its text must be.
    pub kind: Kind,
    /// What is done with it.
    pub access: Access,
}

/// What the text of a property must be.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// `true` or `false`.
    Flag,
    /// A number from `min` to `max`.
    Number {
        /// Smallest.
        min: u32,
        /// Largest.
        max: u32,
    },
    /// Numbers up to `max`, each in an element of its own.
    Numbers {
        /// Largest.
        max: u32,
    },
    /// At most `max` characters.
    Text {
        /// Most characters.
        max: usize,
    },
}

/// What is done with a property.
#[derive(Clone, Copy)]
pub(crate) enum Access {
    /// It is written.
    Write,
    /// It is read-only: releases for which this holds refuse it, others ignore it.
    RefusedBy(fn(Features) -> bool),
}

impl Field {
    /// A writable flag.
    pub(crate) const fn flag(name: &'static str) -> Self {
        Self::new(name, Kind::Flag)
    }

    /// A writable number, 0 up to `max`.
    pub(crate) const fn number(name: &'static str, max: u32) -> Self {
        Self::new(name, Kind::Number { min: 0, max })
    }

    /// A writable number.
    pub(crate) const fn range(name: &'static str, min: u32, max: u32) -> Self {
        Self::new(name, Kind::Number { min, max })
    }

    /// Writable numbers.
    pub(crate) const fn numbers(name: &'static str, max: u32) -> Self {
        Self::new(name, Kind::Numbers { max })
    }

    /// A writable text.
    pub(crate) const fn text(name: &'static str, max: usize) -> Self {
        Self::new(name, Kind::Text { max })
    }

    /// A read-only field that these releases do not want to see.
    pub(crate) const fn read_only(name: &'static str, refused_by: fn(Features) -> bool) -> Self {
        Self {
            name,
            kind: Kind::Text { max: usize::MAX },
            access: Access::RefusedBy(refused_by),
        }
    }

    const fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            access: Access::Write,
        }
    }

    fn accepts(&self, text: &str) -> bool {
        let number = || text.trim().parse::<u32>().ok();
        match self.kind {
            Kind::Flag => matches!(text.trim(), "true" | "false" | "1" | "0"),
            Kind::Number { min, max } => number().is_some_and(|n| (min..=max).contains(&n)),
            Kind::Numbers { max } => number().is_some_and(|n| n <= max),
            Kind::Text { max } => text.chars().count() <= max,
        }
    }
}

/// Checks a Put against the object it replaces.
///
/// Left-out properties are no mistake: the object keeps them. Unknown and doubled ones are, and
/// so are values out of range. With `strict_order` the properties must stand in the order in
/// which a Get returns them, as an AMT 14.1 was seen to demand.
///
/// # Errors
/// The fault to answer with.
pub(crate) fn check(
    stored: &Object,
    fields: &[Field],
    new: &Instance,
    features: Features,
    strict_order: bool,
) -> Result<(), SoapFault> {
    if new.class() != stored.class() {
        return Err(refusal::invalid());
    }
    let mut last = "";
    for (name, text) in new.properties() {
        let field = fields.iter().find(|field| field.name == name);
        let is_array = field.is_some_and(|f| matches!(f.kind, Kind::Numbers { .. }));
        let sound = match field {
            // Keys and other read-only fields are tolerated and change nothing.
            None => stored.has(name),
            Some(Field {
                access: Access::RefusedBy(refused),
                ..
            }) => !refused(features) && stored.has(name),
            Some(field) => field.accepts(&text) && (is_array || count(new, name) == 1),
        };
        if !sound || (strict_order && name < last) {
            return Err(refusal::invalid());
        }
        last = name;
    }
    Ok(())
}

fn count(instance: &Instance, name: &str) -> usize {
    instance.texts(name).count()
}

/// Settings that consoles wrote and nobody obeys, by class, object and property.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stored {
    values: BTreeMap<(String, String), BTreeMap<String, Vec<String>>>,
}

impl Stored {
    /// Keeps what a Put says about these fields.
    pub(crate) fn keep(&mut self, object: &Object, fields: &[Field], new: &Instance) {
        let values = self.values.entry(key(object)).or_default();
        for field in fields {
            let new: Vec<String> = new.texts(field.name).map(str::to_owned).collect();
            if !new.is_empty() {
                values.insert(field.name.to_owned(), new);
            }
        }
    }

    /// The object with what was kept in place of its own values.
    pub(crate) fn over(&self, mut object: Object) -> Object {
        if let Some(values) = self.values.get(&key(&object)) {
            for (name, values) in values {
                object.replace(name, values);
            }
        }
        object
    }
}

/// Classes with several objects tell them apart by `InstanceID`.
fn key(object: &Object) -> (String, String) {
    let id = object.value("InstanceID").unwrap_or_default();
    (object.class().to_owned(), id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::profile::Profile;

    const FIELDS: &[Field] = &[
        Field::flag("Enabled"),
        Field::range("Minutes", 1, 9),
        Field::numbers("Policy", 255),
        Field::text("Name", 4),
        Field::read_only("Status", Features::refuses_read_only_fields),
    ];

    fn stored() -> Object {
        Object::new("AMT_Thing")
            .flag("Enabled", true)
            .text("InstanceID", "1")
            .number("Minutes", 3)
            .text("Name", "abc")
            .numbers("Policy", [1, 2])
            .text("Status", "ok")
    }

    fn outcome(new: Object, profile: Profile, strict: bool) -> bool {
        let new = Instance::from_element(new.into_declared_order());
        let features = Features::of(profile);
        check(&stored(), FIELDS, &new, features, strict).is_ok()
    }

    #[test]
    fn sparse_puts_and_whole_ones_are_taken() {
        assert!(outcome(Object::new("AMT_Thing"), Profile::Amt16, false));
        assert!(outcome(stored(), Profile::Amt12, true));
        let sparse = Object::new("AMT_Thing").numbers("Policy", [7, 8, 9]);
        assert!(outcome(sparse, Profile::Amt16, false));
    }

    #[test]
    fn bad_doubled_unknown_and_foreign_ones_are_refused() {
        let thing = || Object::new("AMT_Thing");
        for bad in [
            thing().text("Enabled", "yes"),
            thing().number("Minutes", 10),
            thing().number("Minutes", 0),
            thing().number("Minutes", 3).number("Minutes", 3),
            thing().numbers("Policy", [1, 256]),
            thing().text("Name", "abcde"),
            thing().text("Unknown", ""),
            Object::new("AMT_Other").flag("Enabled", true),
        ] {
            assert!(!outcome(bad, Profile::Amt12, false));
        }
    }

    #[test]
    fn newer_releases_refuse_read_only_fields_and_strict_ones_any_other_order() {
        assert!(!outcome(stored(), Profile::Amt16, false));
        let turned = Object::new("AMT_Thing")
            .number("Minutes", 3)
            .flag("Enabled", true);
        assert!(outcome(turned.clone(), Profile::Amt14, false));
        assert!(!outcome(turned, Profile::Amt14, true));
    }

    #[test]
    fn what_was_kept_lies_over_the_object_it_belongs_to() {
        let mut kept = Stored::default();
        let new = Object::new("AMT_Thing").numbers("Policy", [5, 6, 7]);
        kept.keep(&stored(), FIELDS, &new.to_instance());
        let names = |object: Object| {
            let instance = object.to_instance();
            instance
                .texts("Policy")
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(kept.over(stored())), ["5", "6", "7"]);
        let other = Object::new("AMT_Thing")
            .text("InstanceID", "2")
            .numbers("Policy", [1]);
        assert_eq!(names(kept.over(other)), ["1"]);
    }
}
