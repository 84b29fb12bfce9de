//! SOAP envelopes, both directions: what a header says, and the one element in the body.
//!
//! Source: `docs/protocol/wsman.md` § 1.6, § 1.7, § 1.11a.

use super::instance::Reference;
use super::namespace as ns;
use super::xml::{Element, XmlError};

/// Why a document is no envelope.
#[derive(Debug, thiserror::Error)]
pub enum EnvelopeError {
    /// Not XML that we accept.
    #[error("the answer cannot be read")]
    Xml(#[from] XmlError),
    /// XML, but something else: an HTML page for example.
    #[error("a document {0:?} instead of a SOAP envelope")]
    NotSoap(String),
    /// An envelope without a body.
    #[error("the envelope has no body")]
    NoBody,
}

/// One key of a selector set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// Name of the key property.
    pub name: String,
    /// Its value.
    pub value: SelectorValue,
}

/// Value of a [`Selector`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SelectorValue {
    /// A plain value as text.
    Text(String),
    /// An association is selected by the objects at its ends.
    Reference(Box<Reference>),
}

impl Selector {
    /// A plain key.
    #[must_use]
    pub fn text(name: &str, value: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            value: SelectorValue::Text(value.into()),
        }
    }

    /// The plain value, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            SelectorValue::Text(text) => Some(text),
            SelectorValue::Reference(_) => None,
        }
    }
}

/// What a header says. Every field is optional on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// What is asked or answered.
    pub action: Option<String>,
    /// `/wsman` in requests, [`ns::ANONYMOUS`] in answers.
    pub to: Option<String>,
    /// Which class.
    pub resource_uri: Option<String>,
    /// Chosen by the sender; echoed verbatim in the answer's `relates_to`.
    pub message_id: Option<String>,
    /// Which request an answer belongs to.
    pub relates_to: Option<String>,
    /// Which instance; empty means the only one.
    pub selectors: Vec<Selector>,
    /// `OperationTimeout` as sent, for example `PT60S`.
    pub operation_timeout: Option<String>,
    /// `MaxEnvelopeSize`: the largest answer that the sender takes, in bytes.
    pub max_envelope_size: Option<u32>,
    /// Name of a header marked `mustUnderstand` that this table does not know.
    pub must_understand: Option<String>,
}

/// One SOAP message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Envelope {
    /// Addressing.
    pub header: Header,
    /// The element in the body; some answers have none.
    pub body: Option<Element>,
}

impl Envelope {
    /// Reads a request or an answer. Headers we do not know are ignored, but see
    /// [`Header::must_understand`].
    ///
    /// # Errors
    /// [`EnvelopeError`].
    pub fn decode(document: &[u8]) -> Result<Self, EnvelopeError> {
        let root = Element::parse(document)?;
        if !root.is(ns::ENVELOPE, "Envelope") {
            return Err(EnvelopeError::NotSoap(root.name));
        }
        let mut header = Header::default();
        let mut body = None;
        for part in root.children {
            if part.is(ns::ENVELOPE, "Header") {
                for element in part.children {
                    header.take(element);
                }
            } else if part.is(ns::ENVELOPE, "Body") && body.is_none() {
                body = Some(part.children.into_iter().next());
            }
        }
        Ok(Self {
            header,
            body: body.ok_or(EnvelopeError::NoBody)?,
        })
    }

    /// Writes a request; headers stand in the order that all tools send.
    ///
    /// Source: `docs/protocol/wsman.md` § 1.6 (observed).
    #[must_use]
    pub fn encode_request(&self) -> String {
        let h = &self.header;
        let mut header = Vec::with_capacity(7);
        push_text(&mut header, ns::ADDRESSING, "Action", h.action.as_deref());
        push_text(&mut header, ns::ADDRESSING, "To", h.to.as_deref());
        let uri = h.resource_uri.as_deref();
        push_text(&mut header, ns::WSMAN, "ResourceURI", uri);
        push_text(
            &mut header,
            ns::ADDRESSING,
            "MessageID",
            h.message_id.as_deref(),
        );
        header.push(Element::with_children(
            ns::ADDRESSING,
            "ReplyTo",
            vec![Element::with_text(ns::ADDRESSING, "Address", ns::ANONYMOUS)],
        ));
        let timeout = h.operation_timeout.as_deref();
        push_text(&mut header, ns::WSMAN, "OperationTimeout", timeout);
        if !h.selectors.is_empty() {
            header.push(selector_set(&h.selectors));
        }
        // Prefixes of `docs/protocol/wsman.md` § 7; any would do.
        let mut prefixes = vec![("s", ns::ENVELOPE), ("a", ns::ADDRESSING), ("w", ns::WSMAN)];
        match self.body.as_ref().map(|b| &*b.namespace) {
            Some(ns::ENUMERATION) => prefixes.push(("n", ns::ENUMERATION)),
            Some(uri) => prefixes.push(("r", uri)),
            None => {}
        }
        self.document(header, &prefixes)
    }

    /// Writes an answer as a device does: its order of headers, its prefixes, no white space.
    ///
    /// A fault deals its letters differently and names no resource.
    ///
    /// Source: `docs/protocol/wsman.md` § 1.5, § 1.7, § 1.9 (observed).
    #[must_use]
    pub fn encode_answer(&self) -> String {
        let h = &self.header;
        let mut header = Vec::with_capacity(5);
        push_text(&mut header, ns::ADDRESSING, "To", h.to.as_deref());
        push_text(
            &mut header,
            ns::ADDRESSING,
            "RelatesTo",
            h.relates_to.as_deref(),
        );
        if let Some(action) = &h.action {
            header.push(
                Element::with_text(ns::ADDRESSING, "Action", action).attribute(
                    ns::ENVELOPE,
                    "mustUnderstand",
                    "true",
                ),
            );
        }
        push_text(
            &mut header,
            ns::ADDRESSING,
            "MessageID",
            h.message_id.as_deref(),
        );
        let uri = h.resource_uri.as_deref();
        push_text(&mut header, ns::WSMAN, "ResourceURI", uri);

        let body = self.body.as_ref();
        if body.is_some_and(|b| b.is(ns::ENVELOPE, "Fault")) {
            return self.document(header, FAULT_PREFIXES);
        }
        let mut prefixes = ANSWER_PREFIXES.to_vec();
        let namespace = body.map(|b| &*b.namespace);
        if let Some(uri) = namespace {
            prefixes.push(("g", uri));
        }
        // The classes of pulled items come after the enumeration's own letter.
        let items = body.and_then(|b| b.child(ns::ENUMERATION, "Items"));
        let mut letters = ["h", "i", "j", "k", "l", "m", "n", "o", "p", "q"].into_iter();
        for item in items.map_or(&[][..], |items| &items.children) {
            if prefixes.iter().all(|(_, uri)| **uri != *item.namespace)
                && let Some(letter) = letters.next()
            {
                prefixes.push((letter, &item.namespace));
            }
        }
        if body.is_some_and(uses_common)
            && let Some(letter) = letters.next()
        {
            prefixes.push((letter, ns::CIM_COMMON));
        }
        prefixes.push(("xsi", ns::SCHEMA_INSTANCE));
        self.document(header, &prefixes)
    }

    fn document(&self, header: Vec<Element>, prefixes: &[(&str, &str)]) -> String {
        Element::with_children(
            ns::ENVELOPE,
            "Envelope",
            vec![
                Element::with_children(ns::ENVELOPE, "Header", header),
                Element::with_children(ns::ENVELOPE, "Body", self.body.iter().cloned().collect()),
            ],
        )
        .to_document(prefixes)
    }
}

impl Header {
    /// Files one header element under its field.
    fn take(&mut self, element: Element) {
        let field = match (&*element.namespace, element.name.as_str()) {
            (ns::ADDRESSING, "Action") => &mut self.action,
            (ns::ADDRESSING, "To") => &mut self.to,
            (ns::ADDRESSING, "MessageID") => &mut self.message_id,
            (ns::ADDRESSING, "RelatesTo") => &mut self.relates_to,
            (ns::WSMAN, "ResourceURI") => &mut self.resource_uri,
            (ns::WSMAN, "OperationTimeout") => &mut self.operation_timeout,
            (ns::WSMAN, "SelectorSet") => {
                self.selectors = selectors_from(&element);
                return;
            }
            (ns::WSMAN, "MaxEnvelopeSize") => {
                self.max_envelope_size = element.text.trim().parse().ok();
                return;
            }
            (ns::ADDRESSING, "ReplyTo" | "FaultTo" | "From") => return,
            _ => {
                let marked = element.attributes.iter().any(|a| {
                    *a.namespace == *ns::ENVELOPE
                        && a.name == "mustUnderstand"
                        && matches!(a.value.as_str(), "true" | "1")
                });
                if marked {
                    self.must_understand = Some(element.name);
                }
                return;
            }
        };
        *field = Some(element.text.trim().to_owned());
    }
}

/// Reads a `SelectorSet`. The name may stand in an attribute with or without prefix.
pub(super) fn selectors_from(set: &Element) -> Vec<Selector> {
    let one = |element: &Element| {
        let name = element.attribute_value("Name")?.to_owned();
        let reference = element.child(ns::ADDRESSING, "EndpointReference");
        let value = match reference {
            Some(reference) => {
                SelectorValue::Reference(Box::new(Reference::from_element(reference)))
            }
            None => SelectorValue::Text(element.text.clone()),
        };
        Some(Selector { name, value })
    };
    set.children.iter().filter_map(one).collect()
}

/// Writes a `SelectorSet`.
pub(super) fn selector_set(selectors: &[Selector]) -> Element {
    let one = |selector: &Selector| {
        let element = match &selector.value {
            SelectorValue::Text(text) => Element::with_text(ns::WSMAN, "Selector", text),
            SelectorValue::Reference(reference) => Element::with_children(
                ns::WSMAN,
                "Selector",
                vec![Element::with_children(
                    ns::ADDRESSING,
                    "EndpointReference",
                    reference.to_children(),
                )],
            ),
        };
        element.attribute("", "Name", &selector.name)
    };
    let selectors = selectors.iter().map(one).collect();
    Element::with_children(ns::WSMAN, "SelectorSet", selectors)
}

fn push_text(header: &mut Vec<Element>, namespace: &str, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        header.push(Element::with_text(namespace, name, text));
    }
}

/// A date or a duration is somewhere below.
fn uses_common(element: &Element) -> bool {
    *element.namespace == *ns::CIM_COMMON || element.children.iter().any(uses_common)
}

/// Letters that every answer declares before its own (observed).
const ANSWER_PREFIXES: &[(&str, &str)] = &[
    ("a", ns::ENVELOPE),
    ("b", ns::ADDRESSING),
    ("c", ns::WSMAN),
    ("d", ns::TRUST),
    ("e", ns::SECURITY),
    ("f", ns::CIM_BINDING),
];

/// Letters and order of declarations in a fault (observed).
const FAULT_PREFIXES: &[(&str, &str)] = &[
    ("g", ns::CIM_BINDING),
    ("f", ns::EVENTING),
    ("e", ns::WSMAN),
    ("d", ns::TRANSFER),
    ("c", ns::ENUMERATION),
    ("b", ns::ADDRESSING),
    ("a", ns::ENVELOPE),
    ("h", ns::TRUST),
    ("i", ns::SECURITY),
    ("xsi", ns::SCHEMA_INSTANCE),
];
