//! Namespace URIs, and the resource URI of a class.
//!
//! Source: `docs/protocol/wsman.md` § 1.5 (observed).

/// SOAP 1.2 envelope.
pub const ENVELOPE: &str = "http://www.w3.org/2003/05/soap-envelope";
/// WS-Addressing.
pub const ADDRESSING: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
/// WS-Man.
pub const WSMAN: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
/// WS-Enumeration.
pub const ENUMERATION: &str = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
/// WS-Transfer.
pub const TRANSFER: &str = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
/// WS-Eventing.
pub const EVENTING: &str = "http://schemas.xmlsoap.org/ws/2004/08/eventing";
/// CIM binding.
pub const CIM_BINDING: &str = "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd";
/// CIM common: `Datetime`, `Interval`.
pub const CIM_COMMON: &str = "http://schemas.dmtf.org/wbem/wscim/1/common";
/// WS-Trust.
pub const TRUST: &str = "http://schemas.xmlsoap.org/ws/2005/02/trust";
/// WS-Security extensions.
pub const SECURITY: &str =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
/// XML Schema instance, for `xsi:nil`.
pub const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// WS-Man Identify.
pub const IDENTITY: &str = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd";

/// The address that means "whoever asked", and, in a reference, nothing at all.
pub const ANONYMOUS: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";
/// Action of a fault that addressing raised.
pub const ADDRESSING_FAULT: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault";
/// Action of every other fault.
pub const WSMAN_FAULT: &str = "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault";

/// Resource URI of a class, which is also the namespace of its properties.
///
/// The prefix of the name decides: `AMT_`, `IPS_`, everything else is a CIM class.
#[must_use]
pub fn resource_uri(class: &str) -> String {
    let base = match class.split_once('_') {
        Some(("AMT", _)) => "http://intel.com/wbem/wscim/1/amt-schema/1/",
        Some(("IPS", _)) => "http://intel.com/wbem/wscim/1/ips-schema/1/",
        _ => "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/",
    };
    format!("{base}{class}")
}

/// Name of the class a resource URI stands for.
#[must_use]
pub fn class_name(resource_uri: &str) -> &str {
    resource_uri
        .rsplit_once('/')
        .map_or(resource_uri, |(_, class)| class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_of_a_class_decides_its_schema() {
        for uri in [
            "http://intel.com/wbem/wscim/1/amt-schema/1/AMT_RedirectionService",
            "http://intel.com/wbem/wscim/1/ips-schema/1/IPS_OptInService",
            "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_KVMRedirectionSAP",
        ] {
            assert_eq!(resource_uri(class_name(uri)), uri);
        }
    }
}
