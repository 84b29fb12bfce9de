//! One object of a class as it travelled: every property, in its order, known to us or not.
//!
//! A `Put` must send back what the `Get` gave, in the same order, or some releases refuse it;
//! so typed values are read from here and changes are written into here.
//!
//! Source: `docs/protocol/wsman.md` § 1.7, § 4.2.

use std::str::FromStr;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::envelope::{Selector, selector_set, selectors_from};
use super::namespace as ns;
use super::xml::Element;

/// A property that is missing or holds what its type cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PropertyError {
    /// The device did not send it.
    #[error("{class} has no {property}")]
    Missing {
        /// Name of the class as the device spelled it.
        class: String,
        /// Name of the property.
        property: &'static str,
    },
    /// Its text does not fit the type.
    #[error("{class}.{property} is {got:?}")]
    Invalid {
        /// Name of the class as the device spelled it.
        class: String,
        /// Name of the property.
        property: &'static str,
        /// Text on the wire, cut after 64 characters.
        got: String,
    },
}

/// One object: a class name and properties.
///
/// Names are matched without their namespace: a subclass in a superclass's enumeration has its
/// own, and what it inherits must still be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance(Element);

impl Instance {
    /// An object without properties, for `Create` and for method input.
    #[must_use]
    pub fn new(resource_uri: &str, name: &str) -> Self {
        Self(Element::new(resource_uri, name))
    }

    /// Takes the element as it came out of an envelope's body or a pull's items.
    #[must_use]
    pub const fn from_element(element: Element) -> Self {
        Self(element)
    }

    /// Gives the element back, for a body.
    #[must_use]
    pub fn into_element(self) -> Element {
        self.0
    }

    /// The element.
    #[must_use]
    pub const fn as_element(&self) -> &Element {
        &self.0
    }

    /// Name of the class, or `METHOD_OUTPUT`.
    #[must_use]
    pub fn class(&self) -> &str {
        &self.0.name
    }

    /// Resource URI of the class.
    #[must_use]
    pub fn resource_uri(&self) -> &str {
        &self.0.namespace
    }

    /// Every property with its text, in the device's order; arrays repeat their name. Properties
    /// that hold elements (references, dates) have the text of these in order.
    pub fn properties(&self) -> impl Iterator<Item = (&str, String)> {
        self.0
            .children
            .iter()
            .map(|p| (p.name.as_str(), flat_text(p)))
    }

    /// All elements of one property.
    fn all<'a>(&'a self, property: &'a str) -> impl Iterator<Item = &'a Element> {
        let present = move |p: &&Element| p.name == property && !is_nil(p);
        self.0.children.iter().filter(present)
    }

    /// The property as text; `None` if the device did not send it. An empty text is a value.
    #[must_use]
    pub fn text(&self, property: &str) -> Option<&str> {
        self.0
            .children
            .iter()
            .find(|p| p.name == property && !is_nil(p))
            .map(|p| p.text.as_str())
    }

    /// The property as text, without white space around it and only if something is left.
    #[must_use]
    pub fn label(&self, property: &str) -> Option<String> {
        let text = self.text(property)?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// All values of an array as text.
    pub fn texts<'a>(&'a self, property: &'a str) -> impl Iterator<Item = &'a str> {
        self.all(property).map(|p| p.text.as_str())
    }

    /// A value that every release sends.
    ///
    /// # Errors
    /// [`PropertyError`] if it is missing or does not parse.
    pub fn required<T: Value>(&self, property: &'static str) -> Result<T, PropertyError> {
        self.optional(property)?
            .ok_or_else(|| PropertyError::Missing {
                class: self.0.name.clone(),
                property,
            })
    }

    /// A value that some releases leave out. Empty text counts as left out.
    ///
    /// # Errors
    /// [`PropertyError::Invalid`] if it does not parse.
    pub fn optional<T: Value>(&self, property: &'static str) -> Result<Option<T>, PropertyError> {
        match self.text(property).map(str::trim) {
            None | Some("") => Ok(None),
            Some(text) => self.value(property, text).map(Some),
        }
    }

    /// All values of an array, empty if the device did not send it.
    ///
    /// # Errors
    /// [`PropertyError::Invalid`] if one does not parse.
    pub fn array<T: Value>(&self, property: &'static str) -> Result<Vec<T>, PropertyError> {
        self.texts(property)
            .map(|text| self.value(property, text.trim()))
            .collect()
    }

    fn value<T: Value>(&self, property: &'static str, text: &str) -> Result<T, PropertyError> {
        T::from_text(text).ok_or_else(|| PropertyError::Invalid {
            class: self.0.name.clone(),
            property,
            got: text.chars().take(64).collect(),
        })
    }

    /// A point in time: wrapped in `Datetime`, or bare. `None` if absent or no date.
    #[must_use]
    pub fn time(&self, property: &str) -> Option<OffsetDateTime> {
        let element = self.all(property).next()?;
        let wrapped = element.child(ns::CIM_COMMON, "Datetime");
        let text = wrapped.unwrap_or(element).text.trim();
        OffsetDateTime::parse(text, &Rfc3339).ok()
    }

    /// A reference to another object; `None` if absent or naming nothing.
    #[must_use]
    pub fn reference(&self, property: &str) -> Option<Reference> {
        let reference = Reference::from_element(self.all(property).next()?);
        (!reference.resource_uri.is_empty()).then_some(reference)
    }

    /// Replaces a property by one value; where it stood it stays, a new one is put in ASCII order,
    /// which is the order devices use.
    pub fn set(&mut self, property: &str, value: &str) {
        let new = Element::with_text(&self.0.namespace, property, value);
        match self.0.children.iter().position(|p| p.name == property) {
            Some(at) => {
                self.remove(property);
                self.0.children.insert(at, new);
            }
            None => {
                let after = |p: &Element| p.name.as_str() > property;
                let end = self.0.children.len();
                let at = self.0.children.iter().position(after).unwrap_or(end);
                self.0.children.insert(at, new);
            }
        }
    }

    /// Appends a value at the end: method parameters stand in declared order.
    pub fn push(&mut self, parameter: &str, value: &str) {
        let new = Element::with_text(&self.0.namespace, parameter, value);
        self.0.children.push(new);
    }

    /// Appends a reference at the end.
    pub fn push_reference(&mut self, parameter: &str, reference: &Reference) {
        self.0.children.push(Element::with_children(
            &self.0.namespace,
            parameter,
            reference.to_children(),
        ));
    }

    /// Takes a property out altogether.
    pub fn remove(&mut self, property: &str) {
        self.0.children.retain(|p| p.name != property);
    }
}

/// What the text of a property may stand for.
pub trait Value: Sized {
    /// Reads the text, already trimmed; `None` if it is something else.
    fn from_text(text: &str) -> Option<Self>;
}

impl Value for bool {
    fn from_text(text: &str) -> Option<Self> {
        match text {
            "1" => Some(true),
            "0" => Some(false),
            _ if text.eq_ignore_ascii_case("true") => Some(true),
            _ if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }
}

impl Value for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

macro_rules! number_values {
    ($($type:ty)*) => {$(
        impl Value for $type {
            fn from_text(text: &str) -> Option<Self> {
                Self::from_str(text).ok()
            }
        }
    )*};
}

number_values! { u8 u16 u32 u64 i32 }

/// A reference to one object (an endpoint reference).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Class of the object; empty if the device had nothing to refer to.
    pub resource_uri: String,
    /// Keys of the object.
    pub selectors: Vec<Selector>,
}

impl Reference {
    /// Refers to the object of `class` that has these keys.
    #[must_use]
    pub fn new(class: &str, selectors: Vec<Selector>) -> Self {
        Self {
            resource_uri: ns::resource_uri(class),
            selectors,
        }
    }

    /// The plain value of a key.
    #[must_use]
    pub fn selector(&self, name: &str) -> Option<&str> {
        let selector = self.selectors.iter().find(|s| s.name == name)?;
        selector.as_text()
    }

    /// Reads `Address` and `ReferenceParameters` from below `element`. The address is ignored:
    /// firmware sends several things there.
    #[must_use]
    pub fn from_element(element: &Element) -> Self {
        let parameters = element.child(ns::ADDRESSING, "ReferenceParameters");
        let uri = parameters.and_then(|p| p.child_text(ns::WSMAN, "ResourceURI"));
        let set = parameters.and_then(|p| p.child(ns::WSMAN, "SelectorSet"));
        Self {
            resource_uri: uri.unwrap_or_default().trim().to_owned(),
            selectors: set.map(selectors_from).unwrap_or_default(),
        }
    }

    /// What stands below an element that refers.
    #[must_use]
    pub fn to_children(&self) -> Vec<Element> {
        let mut parameters = vec![Element::with_text(
            ns::WSMAN,
            "ResourceURI",
            &self.resource_uri,
        )];
        parameters.push(selector_set(&self.selectors));
        vec![
            Element::with_text(ns::ADDRESSING, "Address", ns::ANONYMOUS),
            Element::with_children(ns::ADDRESSING, "ReferenceParameters", parameters),
        ]
    }
}

/// `xsi:nil="true"` says that a property has no value although its element is there.
fn is_nil(element: &Element) -> bool {
    element.attributes.iter().any(|a| {
        a.name == "nil" && *a.namespace == *ns::SCHEMA_INSTANCE && a.value.trim() == "true"
    })
}

/// Text of an element or, if it has children, of these, separated by spaces.
fn flat_text(element: &Element) -> String {
    if element.children.is_empty() {
        return element.text.clone();
    }
    let texts: Vec<_> = element.children.iter().map(flat_text).collect();
    texts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(properties: &str) -> Instance {
        let text = format!(
            "<g:AMT_Thing xmlns:g=\"urn:c\" xmlns:c=\"{}\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">{properties}</g:AMT_Thing>",
            ns::CIM_COMMON
        );
        Instance::from_element(Element::parse(text.as_bytes()).unwrap())
    }

    #[test]
    fn values_read_by_type_and_say_what_is_wrong_with_them() {
        let i = instance(
            "<g:A>4294967295</g:A><g:B>true</g:B><g:C> </g:C><g:D>1</g:D><g:D>2</g:D>\
             <g:E xsi:nil=\"true\"/>",
        );
        assert_eq!(i.required("A"), Ok(u32::MAX));
        assert_eq!(i.optional("B"), Ok(Some(true)));
        assert_eq!(i.optional::<u8>("C"), Ok(None));
        assert_eq!(i.array::<u8>("D"), Ok(vec![1, 2]));
        assert_eq!(i.text("E"), None);
        assert_eq!(
            i.required::<u8>("A").unwrap_err().to_string(),
            "AMT_Thing.A is \"4294967295\""
        );
        assert_eq!(
            i.required::<u8>("F").unwrap_err().to_string(),
            "AMT_Thing has no F"
        );
    }

    #[test]
    fn a_change_keeps_every_other_property_and_the_order() {
        let mut i =
            instance("<g:B>1</g:B><g:Odd x=\"y\">?</g:Odd><g:D>1</g:D><g:D>2</g:D><g:A>0</g:A>");
        i.set("D", "3");
        i.set("C", "new");
        i.remove("B");
        let names: Vec<_> = i.properties().collect();
        assert_eq!(
            names,
            [
                ("C", "new".into()),
                ("Odd", "?".into()),
                ("D", "3".into()),
                ("A", "0".into())
            ]
        );
        assert_eq!(i.as_element().children[1].attribute_value("x"), Some("y"));
    }

    #[test]
    fn dates_are_read_wrapped_or_bare() {
        let i = instance(
            "<g:A><c:Datetime>2020-08-10T00:00:00Z</c:Datetime></g:A><g:B>2020-08-10T00:00:01Z</g:B>\
             <g:C>soon</g:C>",
        );
        assert_eq!(
            i.time("A").map(OffsetDateTime::unix_timestamp),
            Some(1_597_017_600)
        );
        assert_eq!(
            i.time("B").map(OffsetDateTime::unix_timestamp),
            Some(1_597_017_601)
        );
        assert_eq!(i.time("C"), None);
    }

    #[test]
    fn references_round_trip_and_empty_ones_are_nothing() {
        let reference = Reference::new("CIM_Chassis", vec![Selector::text("Tag", "CIM_Chassis")]);
        let mut i = Instance::new("urn:c", "AMT_Thing");
        i.push_reference("Antecedent", &reference);
        assert_eq!(i.reference("Antecedent"), Some(reference.clone()));
        assert_eq!(reference.selector("Tag"), Some("CIM_Chassis"));
        let empty = instance("<g:A/>");
        assert_eq!(empty.reference("A"), None);
    }
}
