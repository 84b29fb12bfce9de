//! Objects as firmware sends them: properties in ASCII order, arrays as repeated elements.
//!
//! Source: `docs/protocol/wsman.md` § 1.7.

use crate::proto::wsman::envelope::{Selector, SelectorValue};
#[cfg(test)]
use crate::proto::wsman::instance::Instance;
use crate::proto::wsman::instance::Reference;
use crate::proto::wsman::namespace as ns;
use crate::proto::wsman::xml::Element;
use crate::sim::firmware::date_time;

/// One object of a class, or the parameters of a method.
#[derive(Debug, Clone)]
pub(crate) struct Object {
    resource_uri: String,
    name: String,
    properties: Vec<Element>,
}

impl Object {
    /// An object without properties.
    pub(crate) fn new(class: &str) -> Self {
        Self {
            resource_uri: ns::resource_uri(class),
            name: class.to_owned(),
            properties: Vec::new(),
        }
    }

    /// The parameters that `method` of `class` returns.
    pub(crate) fn output(class: &str, method: &str) -> Self {
        Self {
            resource_uri: ns::resource_uri(class),
            name: format!("{method}_OUTPUT"),
            properties: Vec::new(),
        }
    }

    /// The keys that every service of the firmware has.
    pub(crate) fn service(class: &str, name: &str) -> Self {
        Self::new(class)
            .text("CreationClassName", class)
            .text("ElementName", name)
            .text("Name", name)
            .text("SystemCreationClassName", "CIM_ComputerSystem")
            .text("SystemName", "Intel(r) AMT")
    }

    /// The keys of something that belongs to the PC.
    pub(crate) fn of_the_pc(class: &str) -> Self {
        Self::new(class)
            .text("CreationClassName", class)
            .text("SystemCreationClassName", "CIM_ComputerSystem")
            .text("SystemName", "ManagedSystem")
    }

    /// Name of its class.
    pub(crate) fn class(&self) -> &str {
        &self.name
    }

    /// Adds or, for an array, repeats a property.
    pub(crate) fn text(mut self, name: &str, value: &str) -> Self {
        let property = Element::with_text(&self.resource_uri, name, value);
        self.properties.push(property);
        self
    }

    /// A number, decimal.
    pub(crate) fn number(self, name: &str, value: impl Into<i64>) -> Self {
        let value: i64 = value.into();
        self.text(name, &value.to_string())
    }

    /// `true` or `false`.
    pub(crate) fn flag(self, name: &str, value: bool) -> Self {
        self.text(name, if value { "true" } else { "false" })
    }

    /// An array of numbers.
    pub(crate) fn numbers<T: Into<i64>>(
        self,
        name: &str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        values
            .into_iter()
            .fold(self, |object, value| object.number(name, value))
    }

    /// An array of texts.
    pub(crate) fn texts<'a>(self, name: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        values
            .into_iter()
            .fold(self, |object, value| object.text(name, value))
    }

    /// A point in time, wrapped in `Datetime`; seconds since 1970.
    pub(crate) fn date(self, name: &str, utc_secs: u32) -> Self {
        let inner = Element::with_text(ns::CIM_COMMON, "Datetime", date_time(utc_secs));
        self.holding(name, vec![inner])
    }

    /// A duration, wrapped in `Interval`.
    pub(crate) fn interval(self, name: &str, text: &str) -> Self {
        let inner = Element::with_text(ns::CIM_COMMON, "Interval", text);
        self.holding(name, vec![inner])
    }

    /// A reference to another object.
    pub(crate) fn reference(self, name: &str, reference: &Reference) -> Self {
        self.holding(name, reference.to_children())
    }

    fn holding(mut self, name: &str, children: Vec<Element>) -> Self {
        let property = Element::with_children(&self.resource_uri, name, children);
        self.properties.push(property);
        self
    }

    /// Adds what `more` adds, if `condition` holds: fields that only some releases have.
    pub(crate) fn when(self, condition: bool, more: impl FnOnce(Self) -> Self) -> Self {
        if condition { more(self) } else { self }
    }

    /// The first value of a property.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let property = self.properties.iter().find(|p| p.name == name)?;
        Some(&property.text)
    }

    /// Replaces every value of a property, which is added if it is not there.
    pub(crate) fn replace(&mut self, name: &str, values: &[String]) {
        self.properties.retain(|p| p.name != name);
        let uri = &self.resource_uri;
        let new = values.iter().map(|v| Element::with_text(uri, name, v));
        self.properties.extend(new);
    }

    /// Every selector fits: as text, or as the object referred to.
    pub(crate) fn is_selected_by(&self, selectors: &[Selector]) -> bool {
        selectors.iter().all(|selector| {
            let mut properties = self.properties.iter().filter(|p| p.name == selector.name);
            properties.any(|property| match &selector.value {
                SelectorValue::Text(text) => property.text == *text,
                SelectorValue::Reference(wanted) => {
                    is_same(&Reference::from_element(property), wanted)
                }
            })
        })
    }

    /// The class has a property of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.properties.iter().any(|p| p.name == name)
    }

    /// As an element with the properties in ASCII order.
    pub(crate) fn into_element(mut self) -> Element {
        // Stable: the order within an array has a meaning.
        self.properties.sort_by(|a, b| a.name.cmp(&b.name));
        self.into_declared_order()
    }

    /// As an element with the properties as they were added: method parameters.
    pub(crate) fn into_declared_order(self) -> Element {
        Element::with_children(&self.resource_uri, &self.name, self.properties)
    }

    /// As a client reads it.
    #[cfg(test)]
    pub(crate) fn to_instance(&self) -> Instance {
        Instance::from_element(self.clone().into_element())
    }
}

/// Both refer to the same object, as far as the second one says.
fn is_same(have: &Reference, wanted: &Reference) -> bool {
    have.resource_uri == wanted.resource_uri
        && wanted
            .selectors
            .iter()
            .all(|s| have.selector(&s.name) == s.as_text())
}

/// The PC itself, as associations refer to it.
pub(crate) fn managed_system() -> Reference {
    Reference::new(
        "CIM_ComputerSystem",
        vec![
            Selector::text("CreationClassName", "CIM_ComputerSystem"),
            Selector::text("Name", "ManagedSystem"),
        ],
    )
}

/// A service of the firmware, as associations refer to it.
pub(crate) fn service_reference(class: &str, name: &str) -> Reference {
    Reference::new(
        class,
        vec![
            Selector::text("CreationClassName", class),
            Selector::text("Name", name),
            Selector::text("SystemCreationClassName", "CIM_ComputerSystem"),
            Selector::text("SystemName", "Intel(r) AMT"),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_leave_in_ascii_order_and_arrays_keep_theirs() {
        let object = Object::new("AMT_Thing")
            .text("localProfile", "x")
            .text("SystemName", "y")
            .numbers("Array", [3, 1, 2])
            .flag("BIOSPause", false)
            .flag("BIOSLastStatus", true);
        let names: Vec<_> = object.to_instance().properties().map(|p| p.1).collect();
        assert_eq!(names, ["3", "1", "2", "true", "false", "y", "x"]);
    }

    #[test]
    fn selectors_fit_by_text_and_by_the_object_referred_to() {
        let object = Object::new("AMT_Thing")
            .text("InstanceID", "1")
            .reference("Dependent", &managed_system());
        let partial = Reference::new(
            "CIM_ComputerSystem",
            vec![Selector::text("Name", "ManagedSystem")],
        );
        let by = |reference: Reference| Selector {
            name: "Dependent".into(),
            value: SelectorValue::Reference(Box::new(reference)),
        };
        assert!(object.is_selected_by(&[]));
        assert!(object.is_selected_by(&[Selector::text("InstanceID", "1"), by(partial)]));
        assert!(!object.is_selected_by(&[Selector::text("InstanceID", "2")]));
        assert!(!object.is_selected_by(&[Selector::text("Tag", "1")]));
        let other = Reference::new("CIM_Chassis", Vec::new());
        assert!(!object.is_selected_by(&[by(other)]));
    }
}
