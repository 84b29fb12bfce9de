//! What answers at an address, before anybody logs in: for whoever waits, or is asked for a login.

use eframe::egui::{RichText, Ui};
use egui_material_icons::MaterialIcon;

use super::parts;
use super::said::said;
use super::theme::{Palette, icon};
use crate::session::flow::probe::{Encryption, PortProbe, Probe, Standing};
use crate::ui::language::{t, w};

/// Draws a line for each finding.
pub(crate) fn findings_ui(ui: &mut Ui, probe: &Probe) {
    let palette = Palette::of(ui);
    for finding in findings(probe) {
        let (glyph, color): (MaterialIcon, _) = match finding.mark {
            Mark::Good => (icon::GOOD, palette.ok),
            Mark::NotOffered => (icon::LATER, palette.ctl),
            Mark::NeedsYou => (icon::WARNING, palette.warn),
        };
        parts::state_line(
            ui,
            glyph,
            color,
            RichText::new(finding.text).color(palette.t2),
        );
    }
}

/// How a finding is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Good,
    NotOffered,
    NeedsYou,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    mark: Mark,
    text: String,
}

impl Finding {
    fn new(mark: Mark, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { mark, text }
    }
}

/// What is worth a line: release, encrypted ports with their certificate, plain ports.
fn findings(probe: &Probe) -> Vec<Finding> {
    let mut lines = Vec::new();
    lines.push(match (probe.is_amt(), probe.version()) {
        (true, Some(version)) => Finding::new(
            Mark::Good,
            t!("findings-intel-amt-answers", version = version.to_string()),
        ),
        (true, None) => Finding::new(Mark::Good, w!("findings-intel-amt-answers-its")),
        (false, _) if probe.is_alive() => {
            Finding::new(Mark::NeedsYou, w!("findings-the-pc-answers-intel"))
        }
        (false, _) => Finding::new(Mark::NeedsYou, w!("findings-nothing-answers-yet")),
    });
    let open = |tls: bool| {
        let ports = probe.ports.iter().filter(move |port| {
            let is_tls = port.role.is_tls() || port.encryption.as_ref().is_some_and(works);
            port.is_open() && is_tls == tls
        });
        ports.collect::<Vec<_>>()
    };
    lines.push(match open(true).as_slice() {
        [] => Finding::new(Mark::NotOffered, w!("findings-no-encrypted-port-is")),
        ports => {
            let numbers = numbers(ports);
            let encryption = ports.iter().filter_map(|port| port.encryption.as_ref());
            match encryption.map(trouble).max().flatten() {
                Some(trouble) => {
                    let text = t!(
                        "findings-encrypted-ports",
                        numbers = numbers.to_string(),
                        trouble = trouble.to_string()
                    );
                    Finding::new(Mark::NeedsYou, text)
                }
                None => Finding::new(
                    Mark::Good,
                    t!("findings-encrypted-ports-5", numbers = numbers.to_string()),
                ),
            }
        }
    });
    lines.push(match open(false).as_slice() {
        [] => Finding::new(Mark::NotOffered, w!("findings-no-plain-port-is")),
        ports => Finding::new(
            Mark::Good,
            t!("findings-plain-ports", numbers = numbers(ports)),
        ),
    });
    lines
}

const fn works(encryption: &Encryption) -> bool {
    !matches!(encryption, Encryption::NotTls)
}

fn numbers(ports: &[&PortProbe]) -> String {
    let numbers: Vec<_> = ports.iter().map(|port| port.port.to_string()).collect();
    numbers.join(", ")
}

/// What a person should know about the encryption of a port.
fn trouble(encryption: &Encryption) -> Option<String> {
    match encryption {
        Encryption::Works { standing, .. } => match standing {
            Standing::Changed => Some(w!("findings-the-certificate-has-changed").to_owned()),
            Standing::New | Standing::Known => None,
        },
        Encryption::WantsIdentity => Some(w!("findings-a-certificate-of-yours").to_owned()),
        Encryption::Outdated(what) => Some(t!("findings-only-is-offered", what = said(what))),
        Encryption::NotTls => None,
        Encryption::Failed(_) => Some(w!("findings-encryption-fails").to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::flow::probe::{PortRole, PortState, Speech};

    fn port(port: u16, role: PortRole, state: PortState) -> PortProbe {
        PortProbe {
            port,
            role,
            state,
            encryption: None,
            speech: None,
        }
    }

    fn texts(ports: Vec<PortProbe>) -> Vec<(Mark, String)> {
        let probe = Probe {
            addresses: Vec::new(),
            ports,
            presence: None,
        };
        let lines = findings(&probe).into_iter();
        lines.map(|line| (line.mark, line.text)).collect()
    }

    #[test]
    fn release_and_both_kinds_of_ports_have_a_line() {
        let management = PortProbe {
            speech: Some(Speech::Management {
                version: None,
                realm: None,
                logins: Vec::new(),
            }),
            ..port(16992, PortRole::Wsman, PortState::Open)
        };
        let lines = texts(vec![
            management,
            port(16994, PortRole::Redirection, PortState::Open),
            port(16993, PortRole::WsmanTls, PortState::Closed),
        ]);
        let expected = [
            (Mark::Good, "Intel AMT answers, its release is unknown"),
            (Mark::NotOffered, "No encrypted port is open"),
            (Mark::Good, "Plain ports 16992, 16994"),
        ];
        assert_eq!(lines, expected.map(|(mark, text)| (mark, text.to_owned())));
    }

    #[test]
    fn encryption_that_is_too_old_is_said_beside_its_ports() {
        let old = PortProbe {
            encryption: Some(Encryption::Outdated("TLS 1.0".to_owned())),
            ..port(16993, PortRole::WsmanTls, PortState::Open)
        };
        let lines = texts(vec![old]);
        let text = "Encrypted ports 16993, only TLS 1.0 is offered";
        assert_eq!(lines[1], (Mark::NeedsYou, text.to_owned()));
    }

    #[test]
    fn silence_is_no_release() {
        let lines = texts(vec![port(16992, PortRole::Wsman, PortState::Silent)]);
        assert_eq!(lines[0], (Mark::NeedsYou, "Nothing answers yet".to_owned()));
        let lines = texts(vec![port(16992, PortRole::Wsman, PortState::Closed)]);
        let text = "The PC answers, Intel AMT does not";
        assert_eq!(lines[0], (Mark::NeedsYou, text.to_owned()));
    }
}
