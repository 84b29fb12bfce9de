//! `AMT_BootSettingData`: what the next boot shall do, once.
//!
//! Source: `docs/protocol/wsman.md` § 4.2, § 4.4, § 8.3.

use super::Class;
use crate::proto::wsman::call::Call;
use crate::proto::wsman::instance::{Instance, PropertyError};

/// Which lent drive to boot from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IderDevice {
    /// The floppy.
    Floppy,
    /// The CD.
    Cd,
}

/// `AMT_BootSettingData`: the flags we use, and the object they stand in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootSettingData {
    /// BIOS text goes to serial.
    pub use_sol: bool,
    /// Boot from lent media.
    pub use_ider: bool,
    /// Enter BIOS setup.
    pub bios_setup: bool,
    /// BIOS pauses for input.
    pub bios_pause: bool,
    /// The firmware has consumed the options.
    pub options_cleared: Option<bool>,
    /// Result of the last boot options: 0 success, 1 in progress, 2 not updated, 0xFFFF failed;
    /// then 0 ok, 1 drive failure, 2 password failure, 3 unsupported.
    pub last_status: Vec<u32>,
    /// BIOS allows HTTPS boot.
    pub https_enabled: Option<bool>,
    /// BIOS allows Windows recovery boot.
    pub win_re_enabled: Option<bool>,
    /// BIOS allows Remote Platform Erase.
    pub platform_erase_enabled: Option<bool>,
    instance: Instance,
}

impl BootSettingData {
    /// Does it ask for anything at the next boot?
    #[must_use]
    pub const fn is_set(&self) -> bool {
        self.use_sol || self.use_ider || self.bios_setup || self.bios_pause
    }

    /// The object to write back: everything off, then as wanted.
    ///
    /// Order and unknown properties stay as they came. Read-only properties are dropped, and so
    /// are the UEFI parameters and the erase password, which belong to boots we do not start:
    /// newer firmware refuses the rest otherwise.
    #[must_use]
    pub fn put(&self, wanted: BootFlags) -> Call {
        let mut instance = self.instance.clone();
        for property in DROPPED {
            instance.remove(property);
        }
        for property in SWITCHES {
            if instance.text(property).is_some() {
                instance.set(property, "false");
            }
        }
        for property in NUMBERS {
            if instance.text(property).is_some() {
                instance.set(property, "0");
            }
        }
        let flag = |on: bool| if on { "true" } else { "false" };
        instance.set("UseSOL", flag(wanted.use_sol));
        instance.set("UseIDER", flag(wanted.ider.is_some()));
        instance.set("BIOSSetup", flag(wanted.bios_setup));
        let device = match wanted.ider {
            Some(IderDevice::Cd) => "1",
            Some(IderDevice::Floppy) | None => "0",
        };
        instance.set("IDERBootDevice", device);
        Call::put(instance)
    }
}

/// What the next boot shall do; the rest is off. A boot source excludes all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BootFlags {
    /// Send BIOS text to serial.
    pub use_sol: bool,
    /// Boot from this lent drive.
    pub ider: Option<IderDevice>,
    /// Enter BIOS setup.
    pub bios_setup: bool,
}

impl Class for BootSettingData {
    const NAME: &'static str = "AMT_BootSettingData";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            use_sol: i.optional("UseSOL")?.unwrap_or(false),
            use_ider: i.optional("UseIDER")?.unwrap_or(false),
            bios_setup: i.optional("BIOSSetup")?.unwrap_or(false),
            bios_pause: i.optional("BIOSPause")?.unwrap_or(false),
            options_cleared: i.optional("OptionsCleared")?,
            last_status: i.array("BIOSLastStatus")?,
            https_enabled: i.optional("UEFIHTTPSBootEnabled")?,
            win_re_enabled: i.optional("WinREBootEnabled")?,
            platform_erase_enabled: i.optional("RPEEnabled")?,
            instance: i.clone(),
        })
    }
}

/// Properties that do not go back. Source: § 4.2, column "In Put" (observed).
const DROPPED: &[&str] = &[
    "BIOSLastStatus",
    "BootguardStatus",
    "OptionsCleared",
    "RPEEnabled",
    "RSEPassword",
    "SecureBootControlEnabled",
    "UEFIHTTPSBootEnabled",
    "UEFILocalPBABootEnabled",
    "UefiBootNumberOfParams",
    "UefiBootParametersArray",
    "WinREBootEnabled",
];

/// Switches that are off unless wanted.
const SWITCHES: &[&str] = &[
    "BIOSPause",
    "BIOSSetup",
    "ConfigurationDataReset",
    "EnforceSecureBoot",
    "ForcedProgressEvents",
    "LockKeyboard",
    "LockPowerButton",
    "LockResetButton",
    "LockSleepButton",
    "PlatformErase",
    "ReflashBIOS",
    "SecureErase",
    "UseIDER",
    "UseSOL",
    "UseSafeMode",
    "UserPasswordBypass",
];

/// Choices that are default unless wanted.
const NUMBERS: &[&str] = &["BootMediaIndex", "FirmwareVerbosity", "IDERBootDevice"];

#[cfg(test)]
mod tests {
    use super::super::test_support::instance;
    use super::*;
    use crate::proto::wsman::call::Operation;

    fn put(properties: &str, wanted: BootFlags) -> Vec<String> {
        let i = instance(BootSettingData::NAME, properties);
        let settings = BootSettingData::from_instance(&i).unwrap();
        let call = settings.put(wanted);
        let Operation::Put(put) = call.operation() else {
            panic!("{call:?}");
        };
        put.properties().map(|(n, v)| format!("{n}={v}")).collect()
    }

    #[test]
    fn put_drops_read_only_properties_and_keeps_order_and_the_unknown() {
        let got = put(
            "BIOSLastStatus=2\nBIOSLastStatus=0\nBIOSPause=true\nBIOSSetup=false\n\
             BootMediaIndex=1\nBootguardStatus=127\nFutureThing=abc\nIDERBootDevice=0\n\
             LockKeyboard=true\nOptionsCleared=true\nRPEEnabled=true\nRSEPassword=\n\
             UefiBootNumberOfParams=0\nUseIDER=false\nUseSOL=false\nWinREBootEnabled=true",
            BootFlags {
                ider: Some(IderDevice::Cd),
                ..BootFlags::default()
            },
        );
        assert_eq!(
            got,
            [
                "BIOSPause=false",
                "BIOSSetup=false",
                "BootMediaIndex=0",
                "FutureThing=abc",
                "IDERBootDevice=1",
                "LockKeyboard=false",
                "UseIDER=true",
                "UseSOL=false"
            ]
        );
    }

    #[test]
    fn a_device_that_lists_its_properties_in_another_order_gets_them_back_so() {
        let got = put(
            "UseSOL=true\nUseIDER=true\nIDERBootDevice=1\nBIOSSetup=false",
            BootFlags {
                bios_setup: true,
                use_sol: true,
                ider: None,
            },
        );
        assert_eq!(
            got,
            [
                "UseSOL=true",
                "UseIDER=false",
                "IDERBootDevice=0",
                "BIOSSetup=true"
            ]
        );
    }
}
