//! The classes that the firmware serves, one file per subject.
//!
//! A [`Class`] is a row of a table: who may read it, which objects it has now, what may be
//! written and called. The rows know the firmware; XML, faults and enumerations are the
//! responder's.

mod alarms;
mod boot;
mod consent;
mod general;
mod inventory;
mod kvm;
mod logs;
mod network;
mod power;
mod redirection;
mod remote;
mod screen;
mod setup;
mod users;

use std::time::Instant;

use super::object::Object;
use super::put::{Field, Stored};
use super::refusal;
use crate::proto::wsman::fault::SoapFault;
use crate::proto::wsman::instance::{Instance, PropertyError, Value};
use crate::sim::firmware::Firmware;
use crate::sim::firmware::audit_log::Origin;
use crate::sim::firmware::features::Features;
use crate::sim::firmware::users::Realms;

/// One class.
pub(crate) struct Class {
    /// Name without its schema.
    pub name: &'static str,
    /// Superclasses whose enumeration has its objects too.
    pub parents: &'static [&'static str],
    /// Any of these realms may read it.
    pub read: Realms,
    /// This release and platform has it.
    pub is_known: fn(&Firmware) -> bool,
    /// The objects it has now.
    pub objects: fn(&View<'_>) -> Vec<Object>,
    /// What a Put may change; `None` if nothing.
    pub put: Option<Put>,
    /// Methods.
    pub methods: &'static [Method],
    /// Removes an object; `None` if none can be.
    pub delete: Option<Delete>,
}

/// Removes an object.
pub(crate) type Delete = fn(&mut Call<'_>, &Object) -> Result<(), SoapFault>;

/// What a Put may change.
pub(crate) struct Put {
    /// Any of these realms may write.
    pub write: Realms,
    /// Fields with a meaning beyond being there; every other field of the object is ignored.
    pub fields: &'static [Field],
    /// What happens to them.
    pub apply: Apply,
}

/// What happens to the fields of a Put.
pub(crate) enum Apply {
    /// They are kept as they are, nobody obeys them.
    Store,
    /// The firmware acts on them.
    Run(fn(&mut Call<'_>, &Object, &Instance) -> Result<(), SoapFault>),
}

/// One method.
pub(crate) struct Method {
    /// Name without `_INPUT`.
    pub name: &'static str,
    /// Any of these realms may call it.
    pub realms: Realms,
    /// Carries it out on the selected object.
    pub run: fn(&mut Call<'_>, &Object, &Instance) -> Result<Object, SoapFault>,
}

/// What reading an object may look at.
pub(crate) struct View<'a> {
    /// The firmware.
    pub firmware: &'a Firmware,
    /// What consoles have stored.
    pub stored: &'a Stored,
}

impl View<'_> {
    /// What the release has.
    pub(crate) const fn features(&self) -> Features {
        self.firmware.features()
    }
}

/// What writing and calling may touch.
pub(crate) struct Call<'a> {
    /// The time.
    pub now: Instant,
    /// The firmware.
    pub firmware: &'a mut Firmware,
    /// Who asks.
    pub origin: &'a Origin,
    /// What he may.
    pub realms: Realms,
}

impl Class {
    /// A class with one or more objects that can only be read.
    const fn new(name: &'static str, read: Realms, objects: fn(&View<'_>) -> Vec<Object>) -> Self {
        Self {
            name,
            parents: &[],
            read,
            is_known: |_| true,
            objects,
            put: None,
            methods: &[],
            delete: None,
        }
    }

    const fn known_if(mut self, is_known: fn(&Firmware) -> bool) -> Self {
        self.is_known = is_known;
        self
    }

    const fn below(mut self, parents: &'static [&'static str]) -> Self {
        self.parents = parents;
        self
    }

    const fn with_put(mut self, write: Realms, fields: &'static [Field], apply: Apply) -> Self {
        self.put = Some(Put {
            write,
            fields,
            apply,
        });
        self
    }

    const fn with_methods(mut self, methods: &'static [Method]) -> Self {
        self.methods = methods;
        self
    }

    const fn with_delete(mut self, delete: Delete) -> Self {
        self.delete = Some(delete);
        self
    }
}

impl Method {
    const fn new(
        name: &'static str,
        realms: Realms,
        run: fn(&mut Call<'_>, &Object, &Instance) -> Result<Object, SoapFault>,
    ) -> Self {
        Self { name, realms, run }
    }
}

/// A parameter that a method cannot do without.
fn parameter<T: Value>(input: &Instance, name: &'static str) -> Result<T, SoapFault> {
    input.required(name).map_err(|error| match error {
        PropertyError::Missing { .. } => refusal::missing(),
        PropertyError::Invalid { .. } => refusal::invalid(),
    })
}

/// A parameter that may be left out.
fn optional<T: Value>(input: &Instance, name: &'static str) -> Result<Option<T>, SoapFault> {
    input.optional(name).map_err(|_| refusal::invalid())
}

/// The answer of a method that returns nothing but a number.
fn returns(class: &str, method: &str, value: impl Into<i64>) -> Object {
    Object::output(class, method).number("ReturnValue", value)
}

/// Every class, by subject.
pub(crate) fn all() -> impl Iterator<Item = &'static Class> {
    [
        general::CLASSES,
        setup::CLASSES,
        redirection::CLASSES,
        kvm::CLASSES,
        screen::CLASSES,
        consent::CLASSES,
        power::CLASSES,
        boot::CLASSES,
        logs::CLASSES,
        inventory::CLASSES,
        network::CLASSES,
        users::CLASSES,
        alarms::CLASSES,
        remote::CLASSES,
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_class_and_every_method_of_a_class_is_there_once() {
        let names: Vec<_> = all().map(|class| class.name).collect();
        let unique: BTreeSet<_> = names.iter().collect();
        assert_eq!(names.len(), unique.len());
        for class in all() {
            let methods: BTreeSet<_> = class.methods.iter().map(|m| m.name).collect();
            assert_eq!(methods.len(), class.methods.len(), "{}", class.name);
        }
    }
}
