//! What the numbers of an audit record mean, in words.
//!
//! Source: `docs/protocol/wsman.md` § 6.2 (observed).

use super::AuditRecord;
use crate::wire::Reader;

/// Name of the part of the firmware.
pub(super) fn application(number: u16) -> Option<&'static str> {
    let at = APPLICATIONS
        .binary_search_by_key(&number, |row| row.0)
        .ok()?;
    APPLICATIONS.get(at).map(|row| row.1)
}

/// What happened; `None` for an event nobody described.
pub(super) fn describe(record: &AuditRecord) -> Option<String> {
    let key = (record.application, record.event);
    let at = EVENTS.binary_search_by_key(&key, |row| row.0).ok()?;
    let text = EVENTS.get(at)?.1;
    let detail = detail(record).unwrap_or_default();
    Some(format!("{text}{detail}"))
}

/// What the extended data adds, for the events whose layout is known.
fn detail(record: &AuditRecord) -> Option<String> {
    let mut r = Reader::new(&record.data);
    Some(match (record.application, record.event) {
        (16, 5) => match r.u8().ok()? {
            0 => " over the network".to_owned(),
            1 => " in the firmware setup".to_owned(),
            _ => return None,
        },
        (16, 7) => {
            let mode = |byte| match byte {
                0 => "none",
                1 => "server",
                2 => "mutual",
                _ => "unknown",
            };
            let [remote, local] = r.array().ok()?;
            format!(", network {}, local {}", mode(remote), mode(local))
        }
        (16, 19) => {
            let by = [
                "the BIOS",
                "the firmware setup",
                "a program on the PC",
                "local WS-Management",
                "remote WS-Management",
            ];
            format!(" by {}", by.get(usize::from(r.u8().ok()?))?)
        }
        (19, 0) => {
            let mut version = || {
                let mut part = || r.u16_be().ok();
                Some(format!("{}.{}.{}.{}", part()?, part()?, part()?, part()?))
            };
            format!(" from {} to {}", version()?, version()?)
        }
        (30, 0) => {
            let policy = |byte| match byte {
                0 => "never",
                1 => "for the screen",
                2 => "always",
                _ => "unknown",
            };
            let [from, to] = r.array().ok()?;
            format!(" from \"{}\" to \"{}\"", policy(from), policy(to))
        }
        (30, 1) => match r.u8().ok()? {
            0 => ", accepted".to_owned(),
            1 => ", wrong three times".to_owned(),
            _ => return None,
        },
        _ => return None,
    })
}

const APPLICATIONS: &[(u16, &str)] = &[
    (16, "Security administration"),
    (17, "Remote control"),
    (18, "Redirection"),
    (19, "Firmware update"),
    (20, "Audit log"),
    (21, "Network time"),
    (22, "Network administration"),
    (23, "Storage"),
    (24, "Event manager"),
    (25, "System Defense"),
    (26, "Agent presence"),
    (27, "Wireless"),
    (28, "Endpoint access control"),
    (29, "KVM"),
    (30, "User consent"),
    (32, "Screen blanking"),
    (33, "Watchdog"),
];

/// (application, event) → text, sorted.
const EVENTS: &[((u16, u16), &str)] = &[
    ((16, 0), "Provisioning started"),
    ((16, 1), "Provisioning completed"),
    ((16, 2), "Account added"),
    ((16, 3), "Account changed"),
    ((16, 4), "Account removed"),
    ((16, 5), "Access with a wrong password"),
    ((16, 6), "Account switched on or off"),
    ((16, 7), "TLS changed"),
    ((16, 8), "TLS server certificate set"),
    ((16, 9), "TLS server certificate removed"),
    ((16, 10), "Trusted root certificate added"),
    ((16, 11), "Trusted root certificate removed"),
    ((16, 12), "TLS pre-shared key set"),
    ((16, 13), "Kerberos settings changed"),
    ((16, 14), "Kerberos key changed"),
    ((16, 15), "Flash wear counters reset"),
    ((16, 16), "Power package changed"),
    ((16, 17), "Authentication of a realm changed"),
    ((16, 18), "Upgraded from client to admin control mode"),
    ((16, 19), "Unprovisioning started"),
    ((17, 0), "Turned on"),
    ((17, 1), "Turned off"),
    ((17, 2), "Turned off and on"),
    ((17, 3), "Reset"),
    ((17, 4), "Boot options set"),
    ((17, 5), "System asked to shut down"),
    ((17, 6), "System asked to restart"),
    ((17, 7), "Put to sleep"),
    ((17, 8), "Hibernated"),
    ((17, 9), "Diagnostic interrupt"),
    ((18, 0), "Storage session opened"),
    ((18, 1), "Storage session closed"),
    ((18, 2), "Storage redirection enabled"),
    ((18, 3), "Storage redirection disabled"),
    ((18, 4), "Serial session opened"),
    ((18, 5), "Serial session closed"),
    ((18, 6), "Serial redirection enabled"),
    ((18, 7), "Serial redirection disabled"),
    ((18, 8), "Screen session started"),
    ((18, 9), "Screen session ended"),
    ((18, 10), "Screen redirection enabled"),
    ((18, 11), "Screen redirection disabled"),
    ((18, 12), "VNC password wrong three times"),
    ((19, 0), "Firmware updated"),
    ((19, 1), "Firmware update failed"),
    ((20, 0), "Audit log cleared"),
    ((20, 1), "Audit policy changed"),
    ((20, 2), "Audit log disabled"),
    ((20, 3), "Audit log enabled"),
    ((20, 4), "Audit log exported"),
    ((20, 5), "Audit log recovered"),
    ((21, 0), "Clock set"),
    ((22, 0), "TCP/IP settings changed"),
    ((22, 1), "Host name changed"),
    ((22, 2), "Domain name changed"),
    ((22, 3), "VLAN settings changed"),
    ((22, 4), "Link policy changed"),
    ((22, 5), "IPv6 settings changed"),
    ((23, 0), "Storage attributes changed"),
    ((23, 1), "Storage enterprise access list changed"),
    ((23, 2), "Storage partner list changed"),
    ((23, 3), "Storage written"),
    ((24, 0), "Alert subscribed"),
    ((24, 1), "Alert unsubscribed"),
    ((24, 2), "Event log cleared"),
    ((24, 3), "Event log frozen"),
    ((25, 0), "System Defense filter added"),
    ((25, 1), "System Defense filter removed"),
    ((25, 2), "System Defense policy added"),
    ((25, 3), "System Defense policy removed"),
    ((25, 4), "Default System Defense policy set"),
    ((25, 5), "System Defense heuristics set"),
    ((25, 6), "System Defense heuristics cleared"),
    ((26, 0), "Agent watchdog added"),
    ((26, 1), "Agent watchdog removed"),
    ((26, 2), "Agent watchdog action set"),
    ((27, 0), "Wireless profile added"),
    ((27, 1), "Wireless profile removed"),
    ((27, 2), "Wireless profile changed"),
    ((27, 3), "Wireless profile synchronisation changed"),
    ((27, 4), "Wireless link preference changed"),
    ((27, 5), "Wireless sharing with UEFI changed"),
    ((28, 0), "Endpoint access control changed"),
    ((28, 1), "Endpoint access control changed"),
    ((28, 2), "Endpoint access control changed"),
    ((28, 3), "Endpoint access control changed"),
    ((28, 4), "Endpoint access control changed"),
    ((29, 0), "Consent for the screen switched on"),
    ((29, 1), "Consent for the screen switched off"),
    ((29, 2), "VNC password changed"),
    ((29, 3), "Consent for the screen given"),
    ((29, 4), "Consent for the screen failed"),
    ((30, 0), "Consent policy changed"),
    ((30, 1), "Consent code sent"),
    ((30, 2), "New consent codes blocked"),
    ((33, 1), "Watchdog action set"),
    ((33, 2), "Watchdog action taken"),
];

#[cfg(test)]
mod tests {
    use super::super::AuditInitiator;
    use super::*;

    fn text(application: u16, event: u16, data: &[u8]) -> Option<String> {
        describe(&AuditRecord {
            application,
            event,
            initiator: AuditInitiator::Local,
            seconds: 0,
            address: None,
            data: data.to_vec(),
        })
    }

    #[test]
    fn both_tables_are_sorted_and_every_event_has_an_application() {
        assert!(APPLICATIONS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(EVENTS.is_sorted_by(|a, b| a.0 < b.0));
        for ((app, _), _) in EVENTS {
            assert!(application(*app).is_some(), "{app}");
        }
    }

    #[test]
    fn details_are_added_where_their_layout_is_known_and_left_out_where_cut() {
        assert_eq!(
            text(16, 19, &[4]).as_deref(),
            Some("Unprovisioning started by remote WS-Management")
        );
        assert_eq!(
            text(16, 7, &[2, 0]).as_deref(),
            Some("TLS changed, network mutual, local none")
        );
        assert_eq!(
            text(30, 0, &[2, 0]).as_deref(),
            Some("Consent policy changed from \"always\" to \"never\"")
        );
        assert_eq!(
            text(30, 1, &[1]).as_deref(),
            Some("Consent code sent, wrong three times")
        );
        assert_eq!(text(30, 0, &[2]).as_deref(), Some("Consent policy changed"));
        assert_eq!(text(19, 0, &[0; 15]).as_deref(), Some("Firmware updated"));
        assert_eq!(text(99, 0, &[]), None);
    }
}
