//! Screens, where the consent sprite is drawn, local blanking.
//!
//! Source: `docs/protocol/wsman.md` § 2.9.

use super::{Apply, Call, Class, Method, View, parameter, returns};
use crate::proto::wsman::fault::SoapFault;
use crate::proto::wsman::instance::Instance;
use crate::sim::firmware::Firmware;
use crate::sim::firmware::consent::ConsentPolicy;
use crate::sim::firmware::settings::Screen;
use crate::sim::firmware::users::Realms;
use crate::sim::wsman::object::Object;
use crate::sim::wsman::put::Field;

/// The classes of this subject.
pub(super) const CLASSES: &[Class] = &[
    Class::new("IPS_ScreenSettingData", READ, screens).known_if(has_screens),
    Class::new("IPS_SecIOService", READ, sprite)
        .known_if(has_screens)
        .with_put(
            Realms::REDIRECTION,
            &[
                Field::number("DefaultScreen", 3),
                Field::number("RequestedLanguage", 0xFFFF),
                Field::number("zoom", 0xFFFF),
            ],
            Apply::Store,
        ),
    Class::new(BLANKING, READ, blanking)
        .known_if(|firmware| firmware.features().has_saving_states() && has_screens(firmware))
        .with_methods(&[Method::new(
            "SetSessionState",
            Realms::REDIRECTION,
            set_session_state,
        )]),
];

const READ: Realms = Realms::REDIRECTION.or(Realms::GENERAL_INFO);
const BLANKING: &str = "IPS_ScreenConfigurationService";

fn has_screens(firmware: &Firmware) -> bool {
    firmware.features().has_screen_classes() && firmware.redirection.permitted().has_kvm
}

/// Four places, one per pipe; those without a display are marked by an origin of -1 (observed).
fn screens(view: &View<'_>) -> Vec<Object> {
    let places: [Option<Screen>; 4] = view.firmware.screens;
    let origin = |place: Option<Screen>, of: fn(Screen) -> i32| place.map_or(-1, of);
    let size = |place: Option<Screen>, of: fn(Screen) -> u16| place.map_or(0, of);
    let settings = Object::new("IPS_ScreenSettingData")
        .text("ElementName", "Intel(r) Screen Settings")
        .text("InstanceID", "Intel(r) Screen Settings")
        .number("PrimaryIndex", 1)
        .number("SecondaryIndex", 2)
        .number("TertiaryIndex", 3)
        .number("QuadraryIndex", 4)
        .numbers("ResolutionX", places.map(|p| size(p, |s| s.width)))
        .numbers("ResolutionY", places.map(|p| size(p, |s| s.height)))
        .numbers("UpperLeftX", places.map(|p| origin(p, |s| s.x)))
        .numbers("UpperLeftY", places.map(|p| origin(p, |s| s.y)));
    let active = places.map(|p| if p.is_some() { "true" } else { "false" });
    vec![settings.texts("IsActive", active)]
}

fn sprite(view: &View<'_>) -> Vec<Object> {
    let service = Object::of_the_pc("IPS_SecIOService")
        .number("DefaultScreen", 0)
        .number("EnabledState", 2)
        .text("Name", "SecIO")
        .number("RequestedLanguage", 0)
        .flag("Started", true)
        .text("Status", "OK")
        .number("language", 0)
        .number("zoom", 0xFFFF);
    vec![view.stored.over(service)]
}

fn blanking(view: &View<'_>) -> Vec<Object> {
    let blanking = view.firmware.blanking;
    let name = "Intel(r) AMT Screen Configuration Service";
    let service = Object::service(BLANKING, name)
        .number("CurrentState", u8::from(blanking.is_open))
        .number("EnabledState", u8::from(blanking.is_supported))
        .number("RemainingConsecutiveRebootsNum", blanking.reboots);
    vec![service]
}

/// Blanking is for PCs whose user is not asked anyway: not permitted (0x10) where consent is
/// needed.
fn set_session_state(
    call: &mut Call<'_>,
    _: &Object,
    input: &Instance,
) -> Result<Object, SoapFault> {
    let state: u32 = parameter(input, "SessionState")?;
    let reboots: u8 = parameter(input, "ConsecutiveRebootsNum")?;
    let blanking = &mut call.firmware.blanking;
    let result = match (state, reboots) {
        (0 | 1, 0..=3) if call.firmware.consent.policy() != ConsentPolicy::None => 0x10,
        (0 | 1, 0..=3) => {
            blanking.is_open = state == 1;
            blanking.reboots = reboots;
            0
        }
        _ => 0x24,
    };
    Ok(returns(BLANKING, "SetSessionState", result))
}
