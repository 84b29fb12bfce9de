//! SOAP faults, typed.
//!
//! Source: `docs/protocol/wsman.md` § 1.9.

use super::namespace as ns;
use super::status::AmtStatus;
use super::xml::Element;

/// What a device refused, and why. Unknown kinds keep their name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the device answered {subcode}: {reason}")]
pub struct SoapFault {
    /// Whose mistake it is.
    pub code: FaultCode,
    /// The kind of fault.
    pub subcode: Subcode,
    /// The device's own words, in English.
    pub reason: String,
    /// `AMT-STATUS` of an internal error.
    pub status: Option<AmtStatus>,
    /// Any other text in the detail, for example a fault-detail URI.
    pub detail: String,
}

/// `Code/Value`: whose mistake a fault is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultCode {
    /// The request's.
    Sender,
    /// The device's.
    Receiver,
    /// A header marked `mustUnderstand` was not understood; has no subcode.
    MustUnderstand,
    /// Something else, as spelled by the device.
    Other(String),
}

macro_rules! subcodes {
    ($($name:ident = $text:literal in $prefix:literal, $doc:literal;)*) => {
        /// `Code/Subcode/Value` without its prefix.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Subcode {
            $(
                #[doc = $doc]
                $name,
            )*
            /// Something else, as spelled by the device; empty if there was none.
            Other(String),
        }

        impl Subcode {
            fn from_name(name: &str) -> Self {
                match name {
                    $($text => Self::$name,)*
                    other => Self::Other(other.to_owned()),
                }
            }

            /// Its name on the wire.
            #[must_use]
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$name => $text,)*
                    Self::Other(name) => name,
                }
            }

            /// The letter a device's faults give its namespace.
            const fn prefix(&self) -> &'static str {
                match self {
                    $(Self::$name => $prefix,)*
                    Self::Other(_) => "e",
                }
            }
        }
    };
}

subcodes! {
    DestinationUnreachable = "DestinationUnreachable" in "b", "Class or instance is not there.";
    ActionNotSupported = "ActionNotSupported" in "b", "This release does not know the method.";
    EndpointUnavailable = "EndpointUnavailable" in "b", "The device cannot answer now.";
    InvalidRepresentation = "InvalidRepresentation" in "d", "A value is wrong, doubled or missing.";
    InvalidEnumerationContext = "InvalidEnumerationContext" in "c", "The context has ended.";
    QuotaLimit = "QuotaLimit" in "e", "The device is busy, or holds as many as it can.";
    AlreadyExists = "AlreadyExists" in "e", "What should be created is there already.";
    AccessDenied = "AccessDenied" in "e", "The account lacks a realm, or consent is missing.";
    InternalError = "InternalError" in "e", "The firmware failed; see the status.";
    InvalidSelectors = "InvalidSelectors" in "e", "No such instance.";
    InvalidResourceUri = "InvalidResourceURI" in "e", "No such class.";
    UnsupportedFeature = "UnsupportedFeature" in "e", "This release does not know what was asked.";
    TimedOut = "TimedOut" in "e", "The operation took longer than its time-out.";
    EncodingLimit = "EncodingLimit" in "e", "The answer does not fit an envelope.";
    SchemaValidationError = "SchemaValidationError" in "e", "The request does not fit the schema.";
}

impl std::fmt::Display for Subcode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.name() {
            "" => "a fault",
            name => name,
        })
    }
}

impl SoapFault {
    /// Reads the `Fault` element of a body; `None` if it is something else.
    #[must_use]
    pub fn from_element(element: &Element) -> Option<Self> {
        if !element.is(ns::ENVELOPE, "Fault") {
            return None;
        }
        let code = element.child(ns::ENVELOPE, "Code");
        let value = |e: &Element| Some(local_name(e.child_text(ns::ENVELOPE, "Value")?).to_owned());
        let subcode = code
            .and_then(|c| c.child(ns::ENVELOPE, "Subcode"))
            .and_then(value);
        let code = code.and_then(value).unwrap_or_default();
        let reason = element
            .child(ns::ENVELOPE, "Reason")
            .and_then(|r| r.child_text(ns::ENVELOPE, "Text"));
        let mut detail = String::new();
        if let Some(element) = element.child(ns::ENVELOPE, "Detail") {
            collect_text(element, &mut detail);
        }
        let status = detail
            .split_once("AMT-STATUS")
            .and_then(|(_, rest)| rest.split_whitespace().next())
            .and_then(|number| number.parse().ok())
            .map(AmtStatus);
        Some(Self {
            code: match code.as_str() {
                "Sender" => FaultCode::Sender,
                "Receiver" => FaultCode::Receiver,
                "MustUnderstand" => FaultCode::MustUnderstand,
                _ => FaultCode::Other(code),
            },
            subcode: Subcode::from_name(&subcode.unwrap_or_default()),
            reason: reason.unwrap_or_default().trim().to_owned(),
            status,
            detail,
        })
    }

    /// The `Fault` element as devices write it, and the action that goes with it.
    #[must_use]
    pub fn to_element(&self) -> (Element, &'static str) {
        let value = |text: &str| Element::with_text(ns::ENVELOPE, "Value", text);
        let code = match &self.code {
            FaultCode::Sender => "Sender",
            FaultCode::Receiver => "Receiver",
            FaultCode::MustUnderstand => "MustUnderstand",
            FaultCode::Other(name) => name,
        };
        let mut codes = vec![value(&format!("a:{code}"))];
        if !self.subcode.name().is_empty() {
            let name = format!("{}:{}", self.subcode.prefix(), self.subcode.name());
            let subcode = vec![value(&name)];
            codes.push(Element::with_children(ns::ENVELOPE, "Subcode", subcode));
        }
        let text = |text: &str| {
            Element::with_text(ns::ENVELOPE, "Text", text).attribute(XML, "lang", "en-US")
        };
        let detail = match self.status {
            Some(status) => vec![text(&format!("AMT-STATUS {}", status.0))],
            None if self.detail.is_empty() => Vec::new(),
            None => vec![Element::with_text(ns::WSMAN, "FaultDetail", &self.detail)],
        };
        let fault = Element::with_children(
            ns::ENVELOPE,
            "Fault",
            vec![
                Element::with_children(ns::ENVELOPE, "Code", codes),
                Element::with_children(ns::ENVELOPE, "Reason", vec![text(&self.reason)]),
                Element::with_children(ns::ENVELOPE, "Detail", detail),
            ],
        );
        let action = match self.subcode.prefix() {
            "b" => ns::ADDRESSING_FAULT,
            _ => ns::WSMAN_FAULT,
        };
        (fault, action)
    }

    /// Does it mean that this release or part does not have what was asked for?
    ///
    /// Source: `docs/protocol/wsman.md` § 1.9 (observed).
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(
            self.subcode,
            Subcode::DestinationUnreachable
                | Subcode::ActionNotSupported
                | Subcode::InvalidResourceUri
                | Subcode::InvalidSelectors
                | Subcode::UnsupportedFeature
        ) || {
            let name = self.subcode.name().to_ascii_lowercase();
            name.contains("notsupported")
        }
    }

    /// Does it mean that the account or the missing consent forbids it?
    #[must_use]
    pub fn is_denied(&self) -> bool {
        self.subcode == Subcode::AccessDenied
            || matches!(
                self.status,
                Some(AmtStatus::NOT_PERMITTED | AmtStatus::USER_CONSENT_REQUIRED)
            )
    }
}

/// `prefix:name` → `name`. The prefix lies in a text, where namespaces cannot be resolved after
/// the fact; the names are unique without it.
fn local_name(text: &str) -> &str {
    let text = text.trim();
    text.rsplit_once(':').map_or(text, |(_, name)| name)
}

/// All text below an element, separated by spaces.
fn collect_text(element: &Element, out: &mut String) {
    let text = element.text.trim();
    if !text.is_empty() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(text);
    }
    for child in &element.children {
        collect_text(child, out);
    }
}

/// Namespace of `xml:lang`.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

#[cfg(test)]
mod tests {
    use super::super::envelope::{Envelope, Header};
    use super::*;

    /// `docs/protocol/wsman.md` § 7.10, on one line as devices send it.
    const UNREACHABLE: &str = concat!(
        r#"<?xml version="1.0" encoding="UTF-8"?><a:Envelope "#,
        r#"xmlns:g="http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd" "#,
        r#"xmlns:f="http://schemas.xmlsoap.org/ws/2004/08/eventing" "#,
        r#"xmlns:e="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" "#,
        r#"xmlns:d="http://schemas.xmlsoap.org/ws/2004/09/transfer" "#,
        r#"xmlns:c="http://schemas.xmlsoap.org/ws/2004/09/enumeration" "#,
        r#"xmlns:b="http://schemas.xmlsoap.org/ws/2004/08/addressing" "#,
        r#"xmlns:a="http://www.w3.org/2003/05/soap-envelope" "#,
        r#"xmlns:h="http://schemas.xmlsoap.org/ws/2005/02/trust" "#,
        r#"xmlns:i="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" "#,
        r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><a:Header>"#,
        r#"<b:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</b:To>"#,
        r#"<b:RelatesTo>9</b:RelatesTo>"#,
        r#"<b:Action a:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2004/08/addressing/fault</b:Action>"#,
        r#"<b:MessageID>uuid:00000000-8086-8086-8086-00000000006A</b:MessageID></a:Header>"#,
        r#"<a:Body><a:Fault><a:Code><a:Value>a:Sender</a:Value>"#,
        r#"<a:Subcode><a:Value>b:DestinationUnreachable</a:Value></a:Subcode></a:Code>"#,
        r#"<a:Reason><a:Text xml:lang="en-US">No route can be determined to reach the "#,
        r#"destination role defined by the WSAddressing To.</a:Text></a:Reason>"#,
        r#"<a:Detail></a:Detail></a:Fault></a:Body></a:Envelope>"#
    );

    #[test]
    fn a_fault_reads_and_writes_back_byte_for_byte() {
        let envelope = Envelope::decode(UNREACHABLE.as_bytes()).unwrap();
        let fault = SoapFault::from_element(envelope.body.as_ref().unwrap()).unwrap();
        assert_eq!(fault.code, FaultCode::Sender);
        assert_eq!(fault.subcode, Subcode::DestinationUnreachable);
        assert!(fault.is_absent() && !fault.is_denied());
        assert_eq!(
            envelope.header.action.as_deref(),
            Some(ns::ADDRESSING_FAULT)
        );

        let (body, action) = fault.to_element();
        let again = Envelope {
            header: Header {
                action: Some(action.to_owned()),
                ..envelope.header
            },
            body: Some(body),
        };
        assert_eq!(again.encode_answer(), UNREACHABLE);
    }

    #[test]
    fn an_internal_error_carries_its_amt_status() {
        let text = format!(
            "<x:Fault xmlns:x=\"{}\"><x:Code><x:Value>x:Receiver</x:Value><x:Subcode>\
             <x:Value>e:InternalError</x:Value></x:Subcode></x:Code><x:Reason><x:Text>busy\
             </x:Text></x:Reason><x:Detail><x:Text>AMT-STATUS 2081</x:Text></x:Detail></x:Fault>",
            ns::ENVELOPE
        );
        let fault = SoapFault::from_element(&Element::parse(text.as_bytes()).unwrap()).unwrap();
        assert_eq!(fault.status, Some(AmtStatus::USER_CONSENT_REQUIRED));
        assert!(fault.is_denied());
        assert_eq!(fault.to_element().1, ns::WSMAN_FAULT);
    }

    #[test]
    fn kinds_nobody_knows_keep_their_name() {
        let text = format!(
            "<x:Fault xmlns:x=\"{}\"><x:Code><x:Value>x:Odd</x:Value><x:Subcode>\
             <x:Value>z:MethodNotSupported</x:Value></x:Subcode></x:Code></x:Fault>",
            ns::ENVELOPE
        );
        let fault = SoapFault::from_element(&Element::parse(text.as_bytes()).unwrap()).unwrap();
        assert_eq!(fault.code, FaultCode::Other("Odd".into()));
        assert_eq!(fault.subcode, Subcode::Other("MethodNotSupported".into()));
        assert!(fault.is_absent());
        assert_eq!(
            fault.to_string(),
            "the device answered MethodNotSupported: "
        );
    }
}
