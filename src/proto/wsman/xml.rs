//! XML as a small tree: prefixes resolved to namespaces, sizes bounded, order kept.
//!
//! Firmware deals its prefixes differently in answers, pulls and faults, so nothing here ever
//! matches on one. Source: `docs/protocol/wsman.md` § 1.5, § 1.9.

use std::sync::Arc;

use quick_xml::escape;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use crate::limits;

/// Why bytes did not become a tree.
#[derive(Debug, thiserror::Error)]
pub enum XmlError {
    /// Not well-formed.
    #[error("not well-formed XML at byte {position}")]
    Syntax {
        /// Where the parser gave up.
        position: u64,
        /// What it found there.
        #[source]
        cause: quick_xml::Error,
    },
    /// More of something than [`limits`] allows.
    #[error("more than {limit} {what}")]
    TooMuch {
        /// What there is too much of, in the plural.
        what: &'static str,
        /// How much is accepted.
        limit: usize,
    },
    /// A prefix that no `xmlns` declares.
    #[error("the prefix {0:?} is not declared")]
    Prefix(String),
    /// An entity other than the five of XML itself.
    #[error("the entity {0:?} is not declared")]
    Entity(String),
    /// A document type declaration; SOAP forbids it, and it can be made to explode.
    #[error("a document type declaration")]
    Doctype,
    /// No element at all, or the text ends inside one, or a second one follows.
    #[error("not exactly one outermost element")]
    Root,
}

/// One attribute; declarations of namespaces are not attributes here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Namespace URI; empty for an attribute without prefix.
    pub namespace: Arc<str>,
    /// Name without prefix.
    pub name: String,
    /// Value with references resolved.
    pub value: String,
}

/// One element with everything below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Namespace URI; empty if it has none.
    pub namespace: Arc<str>,
    /// Name without prefix.
    pub name: String,
    /// Attributes in their order.
    pub attributes: Vec<Attribute>,
    /// Text directly inside, references resolved, otherwise exactly as sent: values may end in
    /// a space. White space between child elements is left out.
    pub text: String,
    /// Child elements in their order.
    pub children: Vec<Self>,
}

impl Element {
    /// An empty element.
    #[must_use]
    pub fn new(namespace: &str, name: &str) -> Self {
        Self {
            namespace: namespace.into(),
            name: name.to_owned(),
            attributes: Vec::new(),
            text: String::new(),
            children: Vec::new(),
        }
    }

    /// An element that holds `text`.
    #[must_use]
    pub fn with_text(namespace: &str, name: &str, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::new(namespace, name)
        }
    }

    /// An element that holds `children`.
    #[must_use]
    pub fn with_children(namespace: &str, name: &str, children: Vec<Self>) -> Self {
        Self {
            children,
            ..Self::new(namespace, name)
        }
    }

    /// The same element with one more attribute; `namespace` is empty for one without prefix.
    #[must_use]
    pub fn attribute(mut self, namespace: &str, name: &str, value: &str) -> Self {
        self.attributes.push(Attribute {
            namespace: namespace.into(),
            name: name.to_owned(),
            value: value.to_owned(),
        });
        self
    }

    /// Is this the element `name` of `namespace`?
    #[must_use]
    pub fn is(&self, namespace: &str, name: &str) -> bool {
        self.name == name && *self.namespace == *namespace
    }

    /// The first child `name` of `namespace`.
    #[must_use]
    pub fn child(&self, namespace: &str, name: &str) -> Option<&Self> {
        self.children.iter().find(|c| c.is(namespace, name))
    }

    /// Text of the first child `name` of `namespace`.
    #[must_use]
    pub fn child_text(&self, namespace: &str, name: &str) -> Option<&str> {
        self.child(namespace, name).map(|c| c.text.as_str())
    }

    /// Value of the attribute `name`, whatever namespace it is in.
    #[must_use]
    pub fn attribute_value(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|a| a.name == name)?;
        Some(&found.value)
    }

    /// Reads one document.
    ///
    /// Bytes that are no UTF-8 become U+FFFD: a serial number with garbage in it must not hide
    /// the device that has it. For the same reason a lone `&` is taken as text.
    ///
    /// # Errors
    /// [`XmlError`]; nothing more than the limits was allocated before.
    pub fn parse(document: &[u8]) -> Result<Self, XmlError> {
        if document.len() > limits::XML_BYTES {
            return Err(XmlError::TooMuch {
                what: "bytes",
                limit: limits::XML_BYTES,
            });
        }
        let text = String::from_utf8_lossy(document);
        let mut tree = Builder::default();
        let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        reader
            .resolver_mut()
            .set_max_namespace_bindings(limits::XML_NAMESPACES);
        loop {
            let event = reader.read_event().map_err(|cause| XmlError::Syntax {
                position: reader.error_position(),
                cause,
            })?;
            match event {
                Event::Start(start) => tree.open(&reader, &start)?,
                Event::End(_) => tree.close()?,
                Event::Text(text) => tree.text(&text.xml10_content()),
                Event::CData(data) => tree.text(&data.xml10_content()),
                Event::GeneralRef(reference) => tree.reference(&reference)?,
                Event::DocType(_) => return Err(XmlError::Doctype),
                Event::Eof => return tree.finish(),
                // `expand_empty_elements` leaves no `Empty`; the rest carries no content.
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    /// Writes the document on one line, with the XML declaration.
    ///
    /// `prefixes` (prefix, namespace) are declared on the outermost element, in this order;
    /// namespaces that are not among them are declared where they are used.
    #[must_use]
    pub fn to_document(&self, prefixes: &[(&str, &str)]) -> String {
        let mut scope = Scope {
            bindings: prefixes
                .iter()
                .map(|(prefix, uri)| ((*prefix).to_owned(), Arc::from(*uri)))
                .collect(),
        };
        let mut out = String::with_capacity(1024);
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        self.write(&mut scope, 0, &mut out);
        out
    }

    /// Writes this element; bindings from `declare` on are declared here.
    fn write(&self, scope: &mut Scope, declare: usize, out: &mut String) {
        let outer = scope.bindings.len();
        let name = scope.qualified(&self.namespace, &self.name);
        let attributes: Vec<_> = self
            .attributes
            .iter()
            .map(|a| (scope.qualified(&a.namespace, &a.name), a.value.as_str()))
            .collect();
        out.push('<');
        out.push_str(&name);
        for (prefix, uri) in scope.bindings.iter().skip(declare) {
            push_attribute(out, &format!("xmlns:{prefix}"), uri);
        }
        for (name, value) in &attributes {
            push_attribute(out, name, value);
        }
        out.push('>');
        push_text(out, &self.text);
        for child in &self.children {
            let known = scope.bindings.len();
            child.write(scope, known, out);
        }
        out.push_str("</");
        out.push_str(&name);
        out.push('>');
        // The outermost element keeps what it was given; everything else leaves with its element.
        scope.bindings.truncate(outer);
    }
}

/// Prefixes in force while writing.
struct Scope {
    bindings: Vec<(String, Arc<str>)>,
}

impl Scope {
    /// `prefix:name`, binding a new prefix if the namespace has none yet.
    fn qualified(&mut self, namespace: &Arc<str>, name: &str) -> String {
        if namespace.is_empty() {
            return name.to_owned();
        }
        if **namespace == *XML_NAMESPACE {
            return format!("xml:{name}");
        }
        let bound = self.bindings.iter().find(|(_, uri)| uri == namespace);
        let prefix = match bound {
            Some((prefix, _)) => prefix.clone(),
            None => {
                let prefix = format!("n{}", self.bindings.len());
                self.bindings.push((prefix.clone(), namespace.clone()));
                prefix
            }
        };
        format!("{prefix}:{name}")
    }
}

/// Appends ` name="value"`.
fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_text(out, value);
    out.push('"');
}

/// Appends escaped text. Control characters that XML 1.0 cannot express are left out.
fn push_text(out: &mut String, text: &str) {
    let legal =
        |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..) && !matches!(c, '\u{fffe}'..='\u{ffff}');
    if text.chars().all(legal) {
        out.push_str(&escape::escape(text));
    } else {
        let text: String = text.chars().filter(|c| legal(*c)).collect();
        out.push_str(&escape::escape(text));
    }
}

/// The tree as far as it was read.
#[derive(Default)]
struct Builder {
    /// Elements that are still open, outermost first.
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
    /// Namespaces seen, so that each is stored once.
    namespaces: Vec<Arc<str>>,
}

impl Builder {
    fn open(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Result<(), XmlError> {
        if self.root.is_some() {
            return Err(XmlError::Root);
        }
        if self.open.len() >= limits::XML_DEPTH {
            return Err(XmlError::TooMuch {
                what: "levels of elements",
                limit: limits::XML_DEPTH,
            });
        }
        self.elements += 1;
        if self.elements > limits::XML_ELEMENTS {
            return Err(XmlError::TooMuch {
                what: "elements",
                limit: limits::XML_ELEMENTS,
            });
        }
        let resolver = reader.resolver();
        let (namespace, local) = resolver.resolve_element(start.name());
        let mut element = Element {
            namespace: self.intern(namespace)?,
            name: local.as_ref().to_owned(),
            attributes: Vec::new(),
            text: String::new(),
            children: Vec::new(),
        };
        let mut attributes = start.attributes();
        // The check for duplicates is quadratic in the number of attributes.
        for attribute in attributes.with_checks(false) {
            let attribute = attribute.map_err(|cause| XmlError::Syntax {
                position: reader.buffer_position(),
                cause: cause.into(),
            })?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            if element.attributes.len() >= limits::XML_ATTRIBUTES {
                return Err(XmlError::TooMuch {
                    what: "attributes of one element",
                    limit: limits::XML_ATTRIBUTES,
                });
            }
            let (namespace, local) = resolver.resolve_attribute(attribute.key);
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_err(|cause| XmlError::Syntax {
                    position: reader.buffer_position(),
                    cause,
                })?;
            element.attributes.push(Attribute {
                namespace: self.intern(namespace)?,
                name: local.as_ref().to_owned(),
                value: value.into_owned(),
            });
        }
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self) -> Result<(), XmlError> {
        let mut element = self.open.pop().ok_or(XmlError::Root)?;
        if !element.children.is_empty() && element.text.trim().is_empty() {
            element.text.clear();
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    /// Text outside of the outermost element is white space or nobody's business.
    fn text(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(text);
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), XmlError> {
        let name = reference.xml10_content();
        if reference.is_char_ref() {
            let char = reference.resolve_char_ref().ok().flatten();
            self.text(
                char.unwrap_or(char::REPLACEMENT_CHARACTER)
                    .encode_utf8(&mut [0; 4]),
            );
            return Ok(());
        }
        match escape::resolve_predefined_entity(&name) {
            Some(text) => self.text(text),
            None => return Err(XmlError::Entity(name.into_owned())),
        }
        Ok(())
    }

    fn finish(self) -> Result<Element, XmlError> {
        if !self.open.is_empty() {
            return Err(XmlError::Root);
        }
        self.root.ok_or(XmlError::Root)
    }

    fn intern(&mut self, namespace: ResolveResult<'_>) -> Result<Arc<str>, XmlError> {
        let uri = match namespace {
            ResolveResult::Unbound => "",
            ResolveResult::Bound(uri) => uri.0,
            ResolveResult::Unknown(prefix) => return Err(XmlError::Prefix(prefix)),
        };
        // The resolver compares declarations as they are spelled and leaves references in them.
        let uri = escape::unescape(uri).unwrap_or(uri.into());
        if let Some(known) = self.namespaces.iter().find(|n| ***n == *uri) {
            return Ok(known.clone());
        }
        let new: Arc<str> = uri.into();
        // A document that invents one for each element pays for it alone.
        if self.namespaces.len() < limits::XML_NAMESPACES {
            self.namespaces.push(new.clone());
        }
        Ok(new)
    }
}

/// What the prefix `xml` always means.
const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Element, XmlError> {
        Element::parse(text.as_bytes())
    }

    #[test]
    fn any_prefix_and_the_default_namespace_give_the_same_tree() {
        let expected = Element::with_children(
            "urn:a",
            "Outer",
            vec![Element::with_text("urn:b", "Inner", "1")],
        );
        for text in [
            r#"<x:Outer xmlns:x="urn:a" xmlns:y="urn:b"><y:Inner>1</y:Inner></x:Outer>"#,
            r#"<Outer xmlns= "urn:a"><Inner xmlns='urn:b'>1</Inner></Outer>"#,
            "<?xml version=\"1.0\"?>\n<q:Outer xmlns:q=\"urn:a\">\n  <!-- c -->\n  \
             <q:Inner xmlns:q=\"urn:b\">1</q:Inner>\n</q:Outer>\n",
        ] {
            assert_eq!(parse(text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn text_keeps_its_spaces_and_resolves_references() {
        let e = parse("<a>AT&amp;T &#x41;<![CDATA[<b>]]> </a>").unwrap();
        assert_eq!(e.text, "AT&T A<b> ");
        let e = parse("<a>one & two &#0;</a>").unwrap();
        assert_eq!(e.text, "one & two \u{fffd}");
    }

    #[test]
    fn bytes_that_are_no_utf8_spoil_only_their_own_value() {
        let e = Element::parse(b"<a><b>\xff\xfe</b><c>1</c></a>").unwrap();
        assert_eq!(e.child_text("", "b"), Some("\u{fffd}\u{fffd}"));
        assert_eq!(e.child_text("", "c"), Some("1"));
    }

    #[test]
    fn attributes_are_resolved_and_declarations_are_not_attributes() {
        let e = parse(r#"<a xmlns:w="urn:w" w:Name="1" Other="&lt;2" xmlns="urn:1&amp;2"/>"#);
        let e = e.unwrap();
        assert_eq!(&*e.namespace, "urn:1&2");
        assert_eq!(e.attributes.len(), 2);
        assert_eq!(&*e.attributes[0].namespace, "urn:w");
        assert_eq!(e.attribute_value("Name"), Some("1"));
        assert_eq!(e.attribute_value("Other"), Some("<2"));
    }

    #[test]
    fn what_is_no_single_sound_document_is_refused() {
        assert!(matches!(parse(""), Err(XmlError::Root)));
        assert!(matches!(parse("<a>"), Err(XmlError::Root)));
        assert!(matches!(parse("<a/><b/>"), Err(XmlError::Root)));
        assert!(matches!(parse("<a></b>"), Err(XmlError::Syntax { .. })));
        assert!(matches!(parse("<x:a/>"), Err(XmlError::Prefix(_))));
        assert!(matches!(parse("<a>&boom;</a>"), Err(XmlError::Entity(_))));
        let doctype = "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>";
        assert!(matches!(parse(doctype), Err(XmlError::Doctype)));
    }

    #[test]
    fn depth_width_and_length_are_bounded() {
        let too_much = |text: String| match parse(&text) {
            Err(XmlError::TooMuch { what, .. }) => what,
            other => panic!("{other:?}"),
        };
        assert_eq!(too_much("<a>".repeat(100_000)), "levels of elements");
        let wide = format!("<a>{}</a>", "<b/>".repeat(limits::XML_ELEMENTS));
        assert_eq!(too_much(wide), "elements");
        let mut many = String::from("<a");
        for i in 0..=limits::XML_ATTRIBUTES {
            many.push_str(&format!(" b{i}=\"\""));
        }
        assert_eq!(too_much(many + "/>"), "attributes of one element");
        assert_eq!(too_much(" ".repeat(limits::XML_BYTES + 1)), "bytes");
        let mut bindings = String::from("<a");
        for i in 0..=limits::XML_NAMESPACES {
            bindings.push_str(&format!(" xmlns:b{i}=\"urn:{i}\""));
        }
        assert!(matches!(
            parse(&(bindings + "/>")),
            Err(XmlError::Syntax { .. })
        ));
    }

    #[test]
    fn writing_declares_given_prefixes_first_and_others_where_used() {
        let tree = Element::with_children(
            "urn:a",
            "Outer",
            vec![
                Element::with_text("urn:b", "Inner", "<1 & \u{1}2>").attribute("", "Name", "\"q\""),
                Element::new("urn:b", "Empty").attribute("urn:a", "must", "true"),
            ],
        );
        let text = tree.to_document(&[("s", "urn:a")]);
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Outer xmlns:s=\"urn:a\">\
             <n1:Inner xmlns:n1=\"urn:b\" Name=\"&quot;q&quot;\">&lt;1 &amp; 2&gt;</n1:Inner>\
             <n1:Empty xmlns:n1=\"urn:b\" s:must=\"true\"></n1:Empty></s:Outer>"
        );
        let mut expected = tree;
        expected.children[0].text = "<1 & 2>".into();
        assert_eq!(parse(&text).unwrap(), expected);
    }
}
