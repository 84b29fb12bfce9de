//! What the next boot will be: one-shot options, a source, and the role that makes them count.
//!
//! Source: `docs/protocol/wsman.md` § 4.2–4.6; what it does not say is marked (inferred).

use std::fmt;

use crate::wire::{Reader, Secret, WireError};

/// The options of `AMT_BootSettingData` that a console may write.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BootSettings {
    /// The BIOS also shows its text on SOL.
    pub use_sol: bool,
    /// Boot from redirected storage.
    pub use_ider: bool,
    /// Which redirected device: 0 floppy, 1 CD.
    pub ider_boot_device: u16,
    /// Enter the BIOS setup.
    pub bios_setup: bool,
    /// The BIOS waits for input.
    pub bios_pause: bool,
    /// 0 default, 1 primary, 2 secondary; 0 for UEFI boots.
    pub boot_media_index: u16,
    /// Safe mode, with the hard drive as source.
    pub use_safe_mode: bool,
    /// BIOS flash mode.
    pub reflash_bios: bool,
    /// The keyboard is dead until the next boot.
    pub lock_keyboard: bool,
    /// The power button is.
    pub lock_power_button: bool,
    /// The reset button is.
    pub lock_reset_button: bool,
    /// The sleep button is.
    pub lock_sleep_button: bool,
    /// The BIOS user password is not asked for.
    pub user_password_bypass: bool,
    /// 0 default, 1 quiet, 2 verbose, 3 blank.
    pub firmware_verbosity: u16,
    /// The BIOS reports every step.
    pub forced_progress_events: bool,
    /// Secure Boot stays on for this boot.
    pub enforce_secure_boot: bool,
    /// BIOS settings are cleared.
    pub configuration_data_reset: bool,
    /// The drive is erased.
    pub secure_erase: bool,
    /// The platform is erased.
    pub platform_erase: bool,
    /// Password of the drive to erase.
    pub rse_password: Option<Secret<String>>,
    /// Number of parameters in `uefi_params`.
    pub uefi_param_count: u32,
    /// Parameters of a UEFI boot: `u16 vendor, u16 type, u32 length, value`, little-endian.
    pub uefi_params: Vec<u8>,
}

impl BootSettings {
    /// The options that cannot stand beside a boot source.
    const fn clashes_with_a_source(&self) -> bool {
        self.use_sol || self.use_ider || self.reflash_bios || self.bios_pause || self.bios_setup
    }
}

/// A `CIM_BootSourceSetting`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BootSource {
    /// The PC's own disk.
    HardDrive,
    /// The network.
    Pxe,
    /// The PC's own CD drive.
    CdDvd,
    /// A diagnostic partition (up to AMT 6).
    Diagnostic,
    /// A file over HTTPS (AMT 15 and later).
    UefiHttps,
    /// A boot option of the UEFI firmware, 1..=10: recovery environments (AMT 15 and later).
    UefiOption(u8),
}

impl BootSource {
    /// `InstanceID` of the source.
    #[must_use]
    pub fn instance_id(self) -> String {
        match self {
            Self::HardDrive => "Intel(r) AMT: Force Hard-drive Boot".into(),
            Self::Pxe => "Intel(r) AMT: Force PXE Boot".into(),
            Self::CdDvd => "Intel(r) AMT: Force CD/DVD Boot".into(),
            Self::Diagnostic => "Intel(r) AMT: Force Diagnostic Boot".into(),
            Self::UefiHttps => "Intel(r) AMT: Force OCR UEFI HTTPS Boot".into(),
            Self::UefiOption(n) => format!("Intel(r) AMT: Force OCR UEFI Boot Option {n}"),
        }
    }
}

/// What a release does about boot options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BootRules {
    /// A clash of options and source is found when the role is set, not before (AMT 6).
    pub checks_when_role_is_set: bool,
    /// The role `IsNotNext` exists (AMT 7 and later).
    pub has_not_next: bool,
    /// The source survives the boot it was used for ("some versions"; which ones is inferred).
    pub keeps_source: bool,
}

/// Why something was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BootRefusal {
    /// Options and source exclude each other.
    Clash,
    /// A value that is out of its range, or does not fit another one.
    Value,
    /// This release has no such role.
    Role,
}

/// How the last boot options fared; `BIOSLastStatus` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastStatus {
    /// The BIOS has not said anything yet.
    NotUpdated,
    /// The BIOS is at it.
    InProgress,
    /// Done.
    Success,
    /// The BIOS could not do it, for this reason.
    Failed(LastFailure),
}

/// Second word of `BIOSLastStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastFailure {
    /// The drive failed.
    Drive = 1,
    /// The password of the drive was wrong.
    Password = 2,
    /// The drive cannot do it.
    Unsupported = 3,
}

impl LastStatus {
    /// Both words.
    #[must_use]
    pub const fn wire(self) -> [u16; 2] {
        match self {
            Self::Success => [0, 0],
            Self::InProgress => [1, 0],
            Self::NotUpdated => [2, 0],
            Self::Failed(why) => [0xFFFF, why as u16],
        }
    }
}

/// What the PC is to do when it starts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BootPlan {
    /// From where, or into what.
    pub target: BootTarget,
    /// The BIOS also shows its text on SOL.
    pub use_sol: bool,
    /// The BIOS waits for input.
    pub pause: bool,
    /// The BIOS reports every step to the event log.
    pub every_progress_event: bool,
    /// The PC's own keyboard is dead.
    pub lock_keyboard: bool,
    /// 0 default, 1 quiet, 2 verbose, 3 blank.
    pub verbosity: u16,
    /// Options were consumed, so that [`Boot::finish`] has something to report.
    pub is_one_shot: bool,
}

/// Where a boot leads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum BootTarget {
    /// The order in the BIOS setup.
    #[default]
    Default,
    /// The BIOS setup.
    Setup,
    /// The PC's own disk, possibly in safe mode.
    HardDrive {
        /// Safe mode.
        safe_mode: bool,
    },
    /// The network.
    Pxe,
    /// The PC's own CD drive.
    CdDvd,
    /// The diagnostic partition.
    Diagnostic,
    /// The redirected floppy.
    IderFloppy,
    /// The redirected CD.
    IderCd,
    /// A file over HTTPS.
    UefiHttps {
        /// Its address, as far as it is text.
        uri: String,
    },
    /// A boot option of the UEFI firmware.
    UefiOption(u8),
    /// BIOS flash mode.
    Reflash,
    /// The drive is erased, then the default follows.
    SecureErase,
    /// The platform is erased, then the default follows.
    PlatformErase,
}

impl fmt::Display for BootTarget {
    /// The word that the event line of the simulator uses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Setup => f.write_str("setup"),
            Self::HardDrive { safe_mode: false } => f.write_str("disk"),
            Self::HardDrive { safe_mode: true } => f.write_str("disk-safe-mode"),
            Self::Pxe => f.write_str("pxe"),
            Self::CdDvd => f.write_str("cd"),
            Self::Diagnostic => f.write_str("diagnostic"),
            Self::IderFloppy => f.write_str("ider-floppy"),
            Self::IderCd => f.write_str("ider-cd"),
            Self::UefiHttps { .. } => f.write_str("https"),
            Self::UefiOption(n) => write!(f, "uefi-option-{n}"),
            Self::Reflash => f.write_str("reflash"),
            Self::SecureErase => f.write_str("secure-erase"),
            Self::PlatformErase => f.write_str("platform-erase"),
        }
    }
}

/// The boot machine of one device.
#[derive(Debug, Clone)]
pub struct Boot {
    rules: BootRules,
    settings: BootSettings,
    source: Option<BootSource>,
    is_next: bool,
    /// The firmware has consumed or dropped what was set.
    options_cleared: bool,
    last_status: LastStatus,
    /// What the options of the boot that is going on will fail with.
    failure: Option<LastFailure>,
}

impl Boot {
    /// Nothing set.
    #[must_use]
    pub fn new(rules: BootRules) -> Self {
        Self {
            rules,
            settings: BootSettings::default(),
            source: None,
            is_next: false,
            options_cleared: true,
            last_status: LastStatus::NotUpdated,
            failure: None,
        }
    }

    /// The options as stored.
    #[must_use]
    pub const fn settings(&self) -> &BootSettings {
        &self.settings
    }

    /// The source, if one is set.
    #[must_use]
    pub const fn source(&self) -> Option<BootSource> {
        self.source
    }

    /// Options and source count for the next boot.
    #[must_use]
    pub const fn is_next(&self) -> bool {
        self.is_next
    }

    /// `OptionsCleared`.
    #[must_use]
    pub const fn options_cleared(&self) -> bool {
        self.options_cleared
    }

    /// `BIOSLastStatus`.
    #[must_use]
    pub const fn last_status(&self) -> LastStatus {
        self.last_status
    }

    /// Stores options.
    ///
    /// # Errors
    /// [`BootRefusal`]; nothing is stored then.
    pub fn put(&mut self, settings: BootSettings) -> Result<(), BootRefusal> {
        let erases = settings.platform_erase || settings.secure_erase;
        let params = count_params(&settings.uefi_params).map_err(|_| BootRefusal::Value)?;
        let sound = settings.ider_boot_device <= 1
            && settings.boot_media_index <= 2
            && settings.firmware_verbosity <= 3
            && params == settings.uefi_param_count
            && (params == 0 || settings.boot_media_index == 0)
            && (!erases || !settings.clashes_with_a_source());
        if !sound {
            return Err(BootRefusal::Value);
        }
        let clash = self.source.is_some() && settings.clashes_with_a_source();
        if clash && !self.rules.checks_when_role_is_set {
            return Err(BootRefusal::Clash);
        }
        self.options_cleared = settings == BootSettings::default();
        self.settings = settings;
        Ok(())
    }

    /// `ChangeBootOrder`: sets the source, or clears it.
    ///
    /// # Errors
    /// [`BootRefusal::Clash`]; the old source stays then.
    pub fn set_source(&mut self, source: Option<BootSource>) -> Result<(), BootRefusal> {
        let clash = source.is_some() && self.settings.clashes_with_a_source();
        if clash && !self.rules.checks_when_role_is_set {
            return Err(BootRefusal::Clash);
        }
        self.source = source;
        Ok(())
    }

    /// `SetBootConfigRole`: 1 makes options and source count for the next boot, 32768 takes that
    /// back.
    ///
    /// # Errors
    /// [`BootRefusal`]; the old role stays then.
    pub fn set_role(&mut self, role: u32) -> Result<(), BootRefusal> {
        match role {
            1 if self.source.is_some() && self.settings.clashes_with_a_source() => {
                Err(BootRefusal::Clash)
            }
            1 => {
                self.is_next = true;
                Ok(())
            }
            32_768 if self.rules.has_not_next => {
                self.is_next = false;
                Ok(())
            }
            _ => Err(BootRefusal::Role),
        }
    }

    /// A boot that the firmware caused begins: says what it is to be, and forgets it.
    pub fn begin(&mut self) -> BootPlan {
        if !std::mem::take(&mut self.is_next) {
            return BootPlan::default();
        }
        let settings = std::mem::take(&mut self.settings);
        let source = self.source;
        if !self.rules.keeps_source {
            self.source = None;
        }
        self.options_cleared = true;
        self.last_status = LastStatus::InProgress;
        // The simulated drive has a password, so erasing it takes one.
        let unlocked = settings.rse_password.is_some();
        self.failure = (settings.secure_erase && !unlocked).then_some(LastFailure::Password);
        BootPlan {
            use_sol: settings.use_sol,
            pause: settings.bios_pause,
            every_progress_event: settings.forced_progress_events,
            lock_keyboard: settings.lock_keyboard,
            verbosity: settings.firmware_verbosity,
            is_one_shot: true,
            target: target(&settings, source),
        }
    }

    /// The BIOS is through with the options of the boot that is going on.
    pub fn finish(&mut self) {
        if self.last_status == LastStatus::InProgress {
            let failure = self.failure.take();
            self.last_status = failure.map_or(LastStatus::Success, LastStatus::Failed);
        }
    }

    /// Consent has lapsed: what it allowed to set is taken back.
    pub fn clear(&mut self) {
        self.settings = BootSettings::default();
        self.source = None;
        self.is_next = false;
        self.options_cleared = true;
    }
}

/// Where options and source lead, by precedence (inferred; sound options name one only).
fn target(settings: &BootSettings, source: Option<BootSource>) -> BootTarget {
    if settings.platform_erase {
        return BootTarget::PlatformErase;
    }
    if settings.secure_erase {
        return BootTarget::SecureErase;
    }
    match source {
        Some(BootSource::HardDrive) => BootTarget::HardDrive {
            safe_mode: settings.use_safe_mode,
        },
        Some(BootSource::Pxe) => BootTarget::Pxe,
        Some(BootSource::CdDvd) => BootTarget::CdDvd,
        Some(BootSource::Diagnostic) => BootTarget::Diagnostic,
        Some(BootSource::UefiHttps) => BootTarget::UefiHttps {
            uri: https_uri(&settings.uefi_params),
        },
        Some(BootSource::UefiOption(n)) => BootTarget::UefiOption(n),
        None if settings.bios_setup => BootTarget::Setup,
        None if settings.use_ider && settings.ider_boot_device == 1 => BootTarget::IderCd,
        None if settings.use_ider => BootTarget::IderFloppy,
        None if settings.reflash_bios => BootTarget::Reflash,
        None => BootTarget::Default,
    }
}

/// Reads one parameter; `None` at the end of the array.
fn next_param<'a>(r: &mut Reader<'a>) -> Result<Option<(u16, &'a [u8])>, WireError> {
    if r.remaining() == 0 {
        return Ok(None);
    }
    let _vendor = r.u16_le()?;
    let kind = r.u16_le()?;
    let length = r.u32_le()?;
    let value = r.bytes(usize::try_from(length).unwrap_or(usize::MAX))?;
    Ok(Some((kind, value)))
}

fn count_params(params: &[u8]) -> Result<u32, WireError> {
    let mut r = Reader::new(params);
    let mut count = 0;
    while next_param(&mut r)?.is_some() {
        count += 1;
    }
    Ok(count)
}

/// The parameter with the address; empty if there is none.
fn https_uri(params: &[u8]) -> String {
    let mut r = Reader::new(params);
    while let Ok(Some((kind, value))) = next_param(&mut r) {
        if kind == HTTPS_URI {
            return String::from_utf8_lossy(value).into_owned();
        }
    }
    String::new()
}

/// Parameter type of the HTTPS address.
const HTTPS_URI: u16 = 1;

#[cfg(test)]
mod tests;
