//! One request to a device: what is asked of which object of which class.
//!
//! Source: `docs/protocol/wsman.md` § 1.6.

use super::envelope::{Envelope, Header, Selector};
use super::instance::{Instance, Reference};
use super::namespace as ns;
use super::xml::Element;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Reads one object.
    Get,
    /// Replaces one object.
    Put(Instance),
    /// Makes a new object.
    Create(Instance),
    /// Removes one object.
    Delete,
    /// Lists all objects; the first of several messages.
    Enumerate,
    /// Calls a method; the instance is its input.
    Invoke(Instance),
}

/// One operation on one class, not yet on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    resource_uri: String,
    selectors: Vec<Selector>,
    operation: Operation,
}

impl Call {
    fn new(resource_uri: String, operation: Operation) -> Self {
        Self {
            resource_uri,
            selectors: Vec::new(),
            operation,
        }
    }

    /// Reads the only object of `class`, or the one that [`select`](Self::select) names.
    #[must_use]
    pub fn get(class: &str) -> Self {
        Self::new(ns::resource_uri(class), Operation::Get)
    }

    /// Writes an object back as changed.
    #[must_use]
    pub fn put(instance: Instance) -> Self {
        Self::new(instance.resource_uri().to_owned(), Operation::Put(instance))
    }

    /// Makes a new object.
    #[must_use]
    pub fn create(instance: Instance) -> Self {
        let uri = instance.resource_uri().to_owned();
        Self::new(uri, Operation::Create(instance))
    }

    /// Removes the object that [`select`](Self::select) names.
    #[must_use]
    pub fn delete(class: &str) -> Self {
        Self::new(ns::resource_uri(class), Operation::Delete)
    }

    /// Lists all objects of `class` and of its subclasses.
    #[must_use]
    pub fn enumerate(class: &str) -> Self {
        Self::new(ns::resource_uri(class), Operation::Enumerate)
    }

    /// Calls `method` of the only object of `class`.
    #[must_use]
    pub fn invoke(class: &str, method: &str) -> Self {
        let uri = ns::resource_uri(class);
        let input = Instance::new(&uri, &format!("{method}_INPUT"));
        Self::new(uri, Operation::Invoke(input))
    }

    /// Adds a method parameter; they stand in declared order. Means nothing for other operations.
    #[must_use]
    pub fn with(mut self, parameter: &str, value: &str) -> Self {
        if let Operation::Invoke(input) = &mut self.operation {
            input.push(parameter, value);
        }
        self
    }

    /// Adds a method parameter that refers to an object.
    #[must_use]
    pub fn with_reference(mut self, parameter: &str, reference: &Reference) -> Self {
        if let Operation::Invoke(input) = &mut self.operation {
            input.push_reference(parameter, reference);
        }
        self
    }

    /// Names the instance by one more key.
    #[must_use]
    pub fn select(mut self, key: &str, value: &str) -> Self {
        self.selectors.push(Selector::text(key, value));
        self
    }

    /// What is asked.
    #[must_use]
    pub const fn operation(&self) -> &Operation {
        &self.operation
    }

    /// Resource URI of the class.
    #[must_use]
    pub fn resource_uri(&self) -> &str {
        &self.resource_uri
    }

    /// `Class` or `Class.Method`, for messages and logs.
    #[must_use]
    pub fn name(&self) -> String {
        let class = ns::class_name(&self.resource_uri);
        match self.method() {
            Some(method) => format!("{class}.{method}"),
            None => class.to_owned(),
        }
    }

    /// Name of the method that is called.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        match &self.operation {
            Operation::Invoke(input) => input.class().strip_suffix("_INPUT"),
            _ => None,
        }
    }

    /// May the same message be sent again when its answer never came? Only reading may: a power
    /// action or a creation might have happened.
    ///
    /// Source: `docs/protocol/wsman.md` § 1.9 (spec).
    #[must_use]
    pub const fn is_repeatable(&self) -> bool {
        matches!(self.operation, Operation::Get | Operation::Enumerate)
    }

    /// The message.
    #[must_use]
    pub fn to_envelope(&self, message_id: &str) -> Envelope {
        let transfer = |name| format!("{}/{name}", ns::TRANSFER);
        let (action, body) = match &self.operation {
            Operation::Get => (transfer("Get"), None),
            Operation::Put(instance) => (transfer("Put"), Some(instance.as_element().clone())),
            Operation::Create(instance) => {
                (transfer("Create"), Some(instance.as_element().clone()))
            }
            Operation::Delete => (transfer("Delete"), None),
            Operation::Enumerate => (
                format!("{}/Enumerate", ns::ENUMERATION),
                Some(Element::new(ns::ENUMERATION, "Enumerate")),
            ),
            Operation::Invoke(input) => (
                format!(
                    "{}/{}",
                    self.resource_uri,
                    self.method().unwrap_or_default()
                ),
                Some(input.as_element().clone()),
            ),
        };
        self.envelope(action, body, message_id)
    }

    /// The message that asks for the next items of an enumeration. The context goes back exactly
    /// as it came.
    ///
    /// Source: `docs/protocol/wsman.md` § 1.8 (observed).
    #[must_use]
    pub fn to_pull(&self, context: &str, message_id: &str) -> Envelope {
        let field = |name, text: &str| Element::with_text(ns::ENUMERATION, name, text);
        let pull = Element::with_children(
            ns::ENUMERATION,
            "Pull",
            vec![
                field("EnumerationContext", context),
                field("MaxElements", "999"),
                field("MaxCharacters", "99999"),
            ],
        );
        self.envelope(format!("{}/Pull", ns::ENUMERATION), Some(pull), message_id)
    }

    fn envelope(&self, action: String, body: Option<Element>, message_id: &str) -> Envelope {
        Envelope {
            header: Header {
                action: Some(action),
                to: Some("/wsman".to_owned()),
                resource_uri: Some(self.resource_uri.clone()),
                message_id: Some(message_id.to_owned()),
                // The tools send this; firmware takes at least 30 s whatever is asked.
                operation_timeout: Some("PT60S".to_owned()),
                selectors: self.selectors.clone(),
                ..Header::default()
            },
            body,
        }
    }
}
