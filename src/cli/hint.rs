//! What the command line can do about a fault: the window has buttons, here are commands.

use crate::session::{DeviceFault, Fault, FaultAction, Feature, TrustFault};

/// A line beside the remedy of a fault, which names the command or option to try next.
///
/// * `takes_code`: the command that failed has `--consent-code`.
pub(super) fn hint(fault: &Fault, takes_code: bool) -> Option<String> {
    match fault {
        Fault::Trust(fault) => of_trust(fault),
        Fault::ConsentNeeded if takes_code => {
            Some("Pass them with --consent-code, or - to be asked for them".to_owned())
        }
        Fault::ConsentNeeded => Some(
            "To ask for them: outband consent TARGET request, then outband consent TARGET submit \
             CODE"
                .to_owned(),
        ),
        Fault::Unsupported(feature) | Fault::Device(DeviceFault::SwitchedOff(feature)) => Some(
            format!("To enable it: outband enable TARGET {}", name(*feature)),
        ),
        Fault::TooLarge { .. } => Some("For 8-bit colour: --pixel rgb332".to_owned()),
        Fault::Device(DeviceFault::NothingLent) => {
            Some("To lend one: outband media TARGET --cd FILE".to_owned())
        }
        _ => match fault.action()? {
            FaultAction::RunDoctor => Some("To find out why: outband doctor TARGET".to_owned()),
            FaultAction::TurnOn | FaultAction::Wake => {
                Some("To do that: outband power TARGET on".to_owned())
            }
            FaultAction::ShowNewCode => {
                Some("For a new one: outband consent TARGET request".to_owned())
            }
            _ => None,
        },
    }
}

fn of_trust(fault: &TrustFault) -> Option<String> {
    match fault {
        TrustFault::Unknown { certificate, .. } => Some(format!(
            "To trust it: --trust {}, or --trust first-use",
            certificate.fingerprint
        )),
        TrustFault::Changed { offered, .. } => Some(format!(
            "Only who knows why it has changed: --trust {}",
            offered.fingerprint
        )),
        TrustFault::RealmChanged { .. } => Some(
            "Only who knows why it has changed: remove its entry from trusted.toml, in the folder \
             of --config-dir"
                .to_owned(),
        ),
        TrustFault::UnknownIssuer { offered } => Some(format!(
            "To trust this very certificate: --trust {}",
            offered.fingerprint
        )),
        TrustFault::WantsIdentity => {
            Some("They are passed with --cert-file and --key-file".to_owned())
        }
        TrustFault::EncryptionGone { .. } => {
            Some("Only who knows why: --tls off goes without encryption".to_owned())
        }
        TrustFault::PlainPort { .. } => {
            Some("To go without encryption this time: --tls off".to_owned())
        }
        TrustFault::Outdated { .. } | TrustFault::NotEncrypted => {
            Some("To go without encryption: --tls off".to_owned())
        }
        TrustFault::OnlyEncrypted => Some("To allow it: --tls auto".to_owned()),
        _ => None,
    }
}

/// As `outband enable` takes it.
const fn name(feature: Feature) -> &'static str {
    match feature {
        Feature::Screen => "kvm",
        Feature::Serial => "sol",
        Feature::Media => "media",
    }
}
