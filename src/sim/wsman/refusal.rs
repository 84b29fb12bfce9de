//! Faults in the words of the firmware.
//!
//! Source: `docs/protocol/wsman.md` § 1.9; texts that no capture shows are those of the
//! standards (WS-Addressing, DSP0226), marked (spec).

use crate::proto::wsman::fault::{FaultCode, SoapFault, Subcode};

/// Class or instance is not there.
pub(crate) fn unreachable() -> SoapFault {
    sender(
        Subcode::DestinationUnreachable,
        "No route can be determined to reach the destination role defined by the WSAddressing To.",
    )
}

/// Operation or method unknown to this class or release (spec).
pub(crate) fn not_supported() -> SoapFault {
    sender(
        Subcode::ActionNotSupported,
        "The action is not supported by the service.",
    )
}

/// A value is wrong, doubled or unknown.
pub(crate) fn invalid() -> SoapFault {
    sender(
        Subcode::InvalidRepresentation,
        "The XML content is not valid.",
    )
}

/// A value is missing.
pub(crate) fn missing() -> SoapFault {
    SoapFault {
        detail: "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/MissingValues".into(),
        ..invalid()
    }
}

/// The account lacks a realm, or the user's consent is missing (spec).
pub(crate) fn denied() -> SoapFault {
    sender(
        Subcode::AccessDenied,
        "The sender was not authorized to access the resource.",
    )
}

/// Selectors that are unknown, or that do not single out one object (spec).
pub(crate) fn selectors() -> SoapFault {
    sender(
        Subcode::InvalidSelectors,
        "The Selectors for the resource were not valid.",
    )
}

/// The table is full.
pub(crate) fn quota() -> SoapFault {
    sender(
        Subcode::QuotaLimit,
        "The service is busy servicing other requests.",
    )
}

/// An enumeration context that is unknown or used up (spec).
pub(crate) fn context() -> SoapFault {
    SoapFault {
        code: FaultCode::Receiver,
        ..sender(
            Subcode::InvalidEnumerationContext,
            "The supplied enumeration context is invalid.",
        )
    }
}

/// The answer may not be as large as it has to be (spec).
pub(crate) fn too_large() -> SoapFault {
    sender(
        Subcode::EncodingLimit,
        "An internal encoding limit was exceeded in a request or would be violated if the \
         message were processed.",
    )
}

/// A header that is marked as one to understand, and that we do not.
pub(crate) fn not_understood() -> SoapFault {
    SoapFault {
        code: FaultCode::MustUnderstand,
        ..sender(
            Subcode::Other(String::new()),
            "SOAP header element must be understood.",
        )
    }
}

fn sender(subcode: Subcode, reason: &str) -> SoapFault {
    SoapFault {
        code: FaultCode::Sender,
        subcode,
        reason: reason.to_owned(),
        status: None,
        detail: String::new(),
    }
}
