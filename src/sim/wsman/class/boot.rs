//! The next boot: abilities, options, sources, order and role.
//!
//! Source: `docs/protocol/wsman.md` § 2.10, § 4.2–4.6.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Apply, Call, Class, Method, View, optional, parameter, returns};
use crate::proto::wsman::fault::SoapFault;
use crate::proto::wsman::instance::{Instance, Value};
use crate::sim::firmware::Firmware;
use crate::sim::firmware::boot::{BootRefusal, BootSettings, BootSource};
use crate::sim::firmware::features::Features;
use crate::sim::firmware::users::Realms;
use crate::sim::wsman::object::Object;
use crate::sim::wsman::put::Field;
use crate::sim::wsman::refusal;
use crate::wire::Secret;

/// The classes of this subject.
pub(super) const CLASSES: &[Class] = &[
    Class::new("AMT_BootCapabilities", READ, capabilities),
    Class::new("AMT_BootSettingData", READ, settings).with_put(
        Realms::REMOTE_CONTROL,
        FIELDS,
        Apply::Run(put),
    ),
    Class::new("CIM_BootSourceSetting", READ, sources),
    Class::new(CONFIG, READ, config).with_methods(&[Method::new(
        "ChangeBootOrder",
        Realms::REMOTE_CONTROL,
        change_order,
    )]),
    Class::new(SERVICE, READ, service).with_methods(&[
        Method::new("SetBootConfigRole", Realms::REMOTE_CONTROL, set_role),
        Method::new("RequestStateChange", Realms::REMOTE_CONTROL, request_state),
    ]),
];

const READ: Realms = Realms::REMOTE_CONTROL.or(Realms::GENERAL_INFO);
const CONFIG: &str = "CIM_BootConfigSetting";
const SERVICE: &str = "CIM_BootService";

/// What the simulated BIOS can do. Pausing, flashing and safe mode it cannot.
fn capabilities(view: &View<'_>) -> Vec<Object> {
    let features = view.features();
    let object = Object::new("AMT_BootCapabilities")
        .flag("BIOSPause", false)
        .flag("BIOSReflash", false)
        .flag("BIOSSecureBoot", features.major() >= 9)
        .flag("BIOSSetup", true)
        .flag("ConfigurationDataReset", features.has_platform_erase())
        .text("ElementName", "Intel(r) AMT: Boot Capabilities")
        .flag("ForceCDorDVDBoot", true)
        .flag("ForceDiagnosticBoot", has_diagnostic(features))
        .flag("ForceHardDriveBoot", true)
        .flag("ForceHardDriveSafeModeBoot", false)
        .flag("ForcePXEBoot", true)
        .flag("ForcedProgressEvents", true)
        .flag("IDER", true)
        .text("InstanceID", "Intel(r) AMT:BootCapabilities 0")
        .flag("KeyboardLock", true)
        .flag("PowerButtonLock", false)
        .flag("ResetButtonLock", false)
        .flag("SOL", true)
        .flag("SleepButtonLock", false)
        .flag("UserPasswordBypass", true)
        .flag("VerbosityQuiet", false)
        .flag("VerbosityScreenBlank", false)
        .flag("VerbosityVerbose", false)
        .when(features.has_secure_erase(), |o| o.flag("SecureErase", true))
        .when(features.has_recovery_boot(), |o| {
            o.flag("ForceUEFIHTTPSBoot", true)
                .flag("ForceUEFILocalPBABoot", true)
                .flag("ForceWinREBoot", true)
                .flag("AMTSecureBootControl", true)
        })
        .when(features.has_platform_erase(), |o| {
            // Supported at all, SSDs, TPM, BIOS variables, firmware unconfigured.
            o.number("PlatformErase", 0x8200_0045_u32)
                .flag("UEFIWiFiCoExistenceAndProfileShare", true)
        });
    vec![object]
}

const fn has_diagnostic(features: Features) -> bool {
    features.major() < 7
}

fn settings(view: &View<'_>) -> Vec<Object> {
    let features = view.features();
    let boot = &view.firmware.boot;
    let s = boot.settings();
    let object = Object::new("AMT_BootSettingData")
        .numbers("BIOSLastStatus", boot.last_status().wire())
        .flag("BIOSPause", s.bios_pause)
        .flag("BIOSSetup", s.bios_setup)
        .number("BootMediaIndex", s.boot_media_index)
        .flag("ConfigurationDataReset", s.configuration_data_reset)
        .text("ElementName", "Intel(r) AMT Boot Configuration Settings")
        .number("FirmwareVerbosity", s.firmware_verbosity)
        .flag("ForcedProgressEvents", s.forced_progress_events)
        .number("IDERBootDevice", s.ider_boot_device)
        .text("InstanceID", "Intel(r) AMT:BootSettingData 0")
        .flag("LockKeyboard", s.lock_keyboard)
        .flag("LockPowerButton", s.lock_power_button)
        .flag("LockResetButton", s.lock_reset_button)
        .flag("LockSleepButton", s.lock_sleep_button)
        .flag("OptionsCleared", boot.options_cleared())
        .text("OwningEntity", "Intel(r) AMT")
        .flag("ReflashBIOS", s.reflash_bios)
        .flag("UseIDER", s.use_ider)
        .flag("UseSOL", s.use_sol)
        .flag("UseSafeMode", s.use_safe_mode)
        .flag("UserPasswordBypass", s.user_password_bypass)
        // Which release brought which of these is inferred from what the sources date.
        .when(features.major() >= 9, |o| {
            o.number("BootguardStatus", 127)
                .flag("EnforceSecureBoot", s.enforce_secure_boot)
        })
        .when(features.has_secure_erase(), |o| {
            o.text("RSEPassword", "")
                .flag("SecureErase", s.secure_erase)
        })
        .when(features.has_recovery_boot(), |o| {
            o.flag("SecureBootControlEnabled", true)
                .flag("UEFIHTTPSBootEnabled", true)
                .flag("UEFILocalPBABootEnabled", true)
                .number("UefiBootNumberOfParams", s.uefi_param_count)
                .flag("WinREBootEnabled", true)
                .when(!s.uefi_params.is_empty(), |o| {
                    o.text("UefiBootParametersArray", &STANDARD.encode(&s.uefi_params))
                })
        })
        .when(features.has_platform_erase(), |o| {
            o.flag("PlatformErase", s.platform_erase)
                .flag("RPEEnabled", true)
        });
    vec![object]
}

/// Ignored by all: MPS and Console send them, and every device takes that.
const NOBODY: fn(Features) -> bool = |_| false;

const FIELDS: &[Field] = &[
    Field::read_only("BIOSLastStatus", NOBODY),
    Field::flag("BIOSPause"),
    Field::flag("BIOSSetup"),
    Field::number("BootMediaIndex", 2),
    Field::read_only("BootguardStatus", NOBODY),
    Field::flag("ConfigurationDataReset"),
    Field::flag("EnforceSecureBoot"),
    Field::number("FirmwareVerbosity", 3),
    Field::flag("ForcedProgressEvents"),
    Field::number("IDERBootDevice", 1),
    Field::flag("LockKeyboard"),
    Field::flag("LockPowerButton"),
    Field::flag("LockResetButton"),
    Field::flag("LockSleepButton"),
    Field::read_only("OptionsCleared", NOBODY),
    Field::flag("PlatformErase"),
    Field::read_only("RPEEnabled", Features::refuses_read_only_fields),
    Field::text("RSEPassword", 32),
    Field::flag("ReflashBIOS"),
    Field::read_only(
        "SecureBootControlEnabled",
        Features::refuses_read_only_fields,
    ),
    Field::flag("SecureErase"),
    Field::read_only("UEFIHTTPSBootEnabled", Features::refuses_read_only_fields),
    Field::read_only(
        "UEFILocalPBABootEnabled",
        Features::refuses_read_only_fields,
    ),
    Field::number("UefiBootNumberOfParams", 64),
    // 1024 bytes in base64.
    Field::text("UefiBootParametersArray", 1368),
    Field::flag("UseIDER"),
    Field::flag("UseSOL"),
    Field::flag("UseSafeMode"),
    Field::flag("UserPasswordBypass"),
    Field::read_only("WinREBootEnabled", Features::refuses_read_only_fields),
];

/// What exists only in newer objects is refused in older ones before this runs.
fn put(call: &mut Call<'_>, _: &Object, new: &Instance) -> Result<(), SoapFault> {
    needs_consent(call.firmware)?;
    let old = call.firmware.boot.settings().clone();
    let params = match new.text("UefiBootParametersArray") {
        Some(text) => STANDARD
            .decode(text.trim())
            .map_err(|_| refusal::invalid())?,
        None => old.uefi_params,
    };
    let password = new.text("RSEPassword").filter(|text| !text.is_empty());
    let settings = BootSettings {
        use_sol: or(new, "UseSOL", old.use_sol)?,
        use_ider: or(new, "UseIDER", old.use_ider)?,
        ider_boot_device: or(new, "IDERBootDevice", old.ider_boot_device)?,
        bios_setup: or(new, "BIOSSetup", old.bios_setup)?,
        bios_pause: or(new, "BIOSPause", old.bios_pause)?,
        boot_media_index: or(new, "BootMediaIndex", old.boot_media_index)?,
        use_safe_mode: or(new, "UseSafeMode", old.use_safe_mode)?,
        reflash_bios: or(new, "ReflashBIOS", old.reflash_bios)?,
        lock_keyboard: or(new, "LockKeyboard", old.lock_keyboard)?,
        lock_power_button: or(new, "LockPowerButton", old.lock_power_button)?,
        lock_reset_button: or(new, "LockResetButton", old.lock_reset_button)?,
        lock_sleep_button: or(new, "LockSleepButton", old.lock_sleep_button)?,
        user_password_bypass: or(new, "UserPasswordBypass", old.user_password_bypass)?,
        firmware_verbosity: or(new, "FirmwareVerbosity", old.firmware_verbosity)?,
        forced_progress_events: or(new, "ForcedProgressEvents", old.forced_progress_events)?,
        enforce_secure_boot: or(new, "EnforceSecureBoot", old.enforce_secure_boot)?,
        configuration_data_reset: or(new, "ConfigurationDataReset", old.configuration_data_reset)?,
        secure_erase: or(new, "SecureErase", old.secure_erase)?,
        platform_erase: or(new, "PlatformErase", old.platform_erase)?,
        rse_password: password.map(|text| Secret::new(text.to_owned())),
        uefi_param_count: or(new, "UefiBootNumberOfParams", old.uefi_param_count)?,
        uefi_params: params,
    };
    if settings.platform_erase && call.firmware.boot_service_state & 2 == 0 {
        // Has to be switched on at the boot service first.
        return Err(refusal::invalid());
    }
    if settings.bios_pause || settings.reflash_bios || settings.use_safe_mode {
        // Not among the capabilities of this BIOS.
        return Err(refusal::invalid());
    }
    call.firmware
        .boot
        .put(settings)
        .map_err(|_| refusal::invalid())
}

/// A field of a Put, or what it was.
fn or<T: Value>(new: &Instance, name: &'static str, old: T) -> Result<T, SoapFault> {
    Ok(optional(new, name)?.unwrap_or(old))
}

fn needs_consent(firmware: &Firmware) -> Result<(), SoapFault> {
    if firmware.consent.is_missing_for_boot() {
        return Err(refusal::denied());
    }
    Ok(())
}

/// Every source of this release, with what it tells about itself.
fn known_sources(features: Features) -> Vec<(BootSource, Option<&'static str>)> {
    let mut sources = vec![
        (BootSource::HardDrive, Some("CIM:Hard-Disk:1")),
        (BootSource::Pxe, Some("CIM:Network:1")),
        (BootSource::CdDvd, Some("CIM:CD/DVD:1")),
    ];
    if has_diagnostic(features) {
        sources.push((BootSource::Diagnostic, None));
    }
    if features.has_recovery_boot() {
        sources.push((BootSource::UefiHttps, None));
        sources.push((BootSource::UefiOption(1), None));
        sources.push((BootSource::UefiOption(2), None));
    }
    sources
}

fn sources(view: &View<'_>) -> Vec<Object> {
    let object = |(source, boot_string): (BootSource, Option<&str>)| {
        let object = Object::new("CIM_BootSourceSetting")
            .text("ElementName", "Intel(r) AMT: Boot Source")
            .number("FailThroughSupported", 2)
            .text("InstanceID", &source.instance_id());
        match (source, boot_string) {
            (_, Some(text)) => object.text("StructuredBootString", text),
            (BootSource::UefiOption(n), None) => {
                let (name, file) = UEFI_OPTIONS
                    .get(usize::from(n) - 1)
                    .copied()
                    .unwrap_or_default();
                object.text("BIOSBootString", name).text("BootString", file)
            }
            _ => object,
        }
    };
    known_sources(view.features())
        .into_iter()
        .map(object)
        .collect()
}

/// Recovery environments on the simulated disk: what the BIOS calls them, and their paths.
const UEFI_OPTIONS: [(&str, &str); 2] = [
    (
        "WinRe",
        r"PciRoot(0x0)/Pci(0x17,0x0)/Sata(0x0,0xFFFF,0x0)/\Recovery\WindowsRE\Winre.efi",
    ),
    (
        "PBA",
        r"PciRoot(0x0)/Pci(0x17,0x0)/Sata(0x0,0xFFFF,0x0)/\EFI\PBA\pba.efi",
    ),
];

fn config(_: &View<'_>) -> Vec<Object> {
    let config = Object::new(CONFIG)
        .text("ElementName", "Intel(r) AMT: Boot Configuration")
        .text("InstanceID", "Intel(r) AMT: Boot Configuration 0");
    vec![config]
}

/// Only the first source counts; none clears.
fn change_order(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let answer = |result: u8| Ok(returns(CONFIG, "ChangeBootOrder", result));
    let Some(wanted) = input.reference("Source") else {
        // Clearing needs no consent. It cannot clash either.
        let cleared = call.firmware.boot.set_source(None);
        return answer(if cleared.is_ok() { 0 } else { 2 });
    };
    needs_consent(call.firmware)?;
    let id = wanted.selector("InstanceID").unwrap_or_default();
    let known = known_sources(call.firmware.features());
    let Some((source, _)) = known.into_iter().find(|(s, _)| s.instance_id() == id) else {
        return answer(4);
    };
    let is_recovery = matches!(source, BootSource::UefiHttps | BootSource::UefiOption(_));
    if is_recovery && call.firmware.boot_service_state & 1 == 0 {
        return answer(1);
    }
    match call.firmware.boot.set_source(Some(source)) {
        Ok(()) => answer(0),
        Err(_) => answer(5),
    }
}

fn service(view: &View<'_>) -> Vec<Object> {
    // Recovery boot and platform erase are switched here; recorded older devices say 2.
    let enabled: i64 = if view.features().has_recovery_boot() {
        view.firmware.boot_service_state.into()
    } else {
        2
    };
    let service = Object::service(SERVICE, "Intel(r) AMT Boot Service")
        .number("EnabledState", enabled)
        .number("OperationalStatus", 0)
        .number("RequestedState", 12);
    vec![service]
}

fn set_role(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let role: u32 = parameter(input, "Role")?;
    let config = input
        .reference("BootConfigSetting")
        .ok_or_else(refusal::missing)?;
    needs_consent(call.firmware)?;
    let answer = |result: u8| Ok(returns(SERVICE, "SetBootConfigRole", result));
    let id = config.selector("InstanceID").unwrap_or_default();
    if id != "Intel(r) AMT: Boot Configuration 0" {
        return answer(4);
    }
    match call.firmware.set_boot_role(call.now, role, call.origin) {
        Ok(()) => answer(0),
        Err(BootRefusal::Role) => answer(1),
        Err(BootRefusal::Clash | BootRefusal::Value) => answer(5),
    }
}

fn request_state(call: &mut Call<'_>, _: &Object, input: &Instance) -> Result<Object, SoapFault> {
    let features = call.firmware.features();
    if !features.has_recovery_boot() {
        return Err(refusal::not_supported());
    }
    let highest = if features.has_platform_erase() {
        32_771
    } else {
        32_769
    };
    let state: u16 = parameter(input, "RequestedState")?;
    let known = (32_768..=highest).contains(&state);
    if known {
        call.firmware.boot_service_state = state;
    }
    let result = if known { 0 } else { 5 };
    Ok(returns(SERVICE, "RequestStateChange", result))
}
