//! `IPS_KVMRedirectionSettingData`: how a screen session behaves.
//!
//! Source: `docs/protocol/wsman.md` § 2.8, § 5.4, § 8.3.

use super::Class;
use crate::proto::wsman::call::Call;
use crate::proto::wsman::instance::{Instance, PropertyError};

/// `IPS_KVMRedirectionSettingData`. Older releases leave out the later fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KvmSettings {
    /// False: switched off in the firmware setup, nothing else can switch it on.
    pub enabled_by_mebx: Option<bool>,
    /// The device sends the next picture without being asked.
    pub back_to_back: Option<bool>,
    /// The plain VNC port answers.
    pub port_5900: Option<bool>,
    /// A screen session needs the user's consent.
    pub opt_in_policy: Option<bool>,
    /// Seconds between request and consent.
    pub opt_in_timeout_secs: Option<u32>,
    /// Minutes without input after which the device ends a session; 0 never.
    pub session_timeout_minutes: Option<u32>,
    /// 0-based screen shown first; 255 unset.
    pub default_screen: Option<u8>,
    /// 2:1 down-sampling: 0 unsupported, 1 off, 2 automatic, 3 always.
    pub decimation: Option<u8>,
    /// Double-buffered capture is wanted.
    pub double_buffer: Option<bool>,
    /// 8- and 4-bit grey pixels are offered.
    pub grayscale_supported: Option<bool>,
    /// A console may switch zlib on and off.
    pub zlib_control_supported: Option<bool>,
    /// The object as it came, for `Put`.
    pub instance: Instance,
}

impl KvmSettings {
    /// Shows another screen, 0-based. Read-only properties are left out: some devices refuse them.
    #[must_use]
    pub fn put_default_screen(&self, screen: u8) -> Call {
        self.put("DefaultScreen", &screen.to_string())
    }

    /// Has the next picture sent without being asked for, or not; taken during a session only.
    #[must_use]
    pub fn put_back_to_back(&self, on: bool) -> Call {
        self.put("BackToBackFbMode", if on { "true" } else { "false" })
    }

    fn put(&self, name: &str, value: &str) -> Call {
        let mut instance = self.instance.clone();
        for read_only in READ_ONLY {
            instance.remove(read_only);
        }
        instance.set(name, value);
        Call::put(instance)
    }
}

impl Class for KvmSettings {
    const NAME: &'static str = "IPS_KVMRedirectionSettingData";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        Ok(Self {
            enabled_by_mebx: i.optional("EnabledByMEBx")?,
            back_to_back: i.optional("BackToBackFbMode")?,
            port_5900: i.optional("Is5900PortEnabled")?,
            opt_in_policy: i.optional("OptInPolicy")?,
            opt_in_timeout_secs: i.optional("OptInPolicyTimeout")?,
            session_timeout_minutes: i.optional("SessionTimeout")?,
            default_screen: i.optional("DefaultScreen")?,
            decimation: i.optional("InitialDecimationModeForLowRes")?,
            double_buffer: i.optional("DoubleBufferEnabled")?,
            grayscale_supported: i.optional("GrayscalePixelFormatSupported")?,
            zlib_control_supported: i.optional("ZlibControlSupported")?,
            instance: i.clone(),
        })
    }
}

/// Source: § 5.4 (spec). The password reads back empty and empty means "keep".
const READ_ONLY: &[&str] = &[
    "DoubleBufferActive",
    "EnabledByMEBx",
    "GrayscalePixelFormatSupported",
    "RFBPassword",
    "ZlibControlSupported",
];

#[cfg(test)]
mod tests {
    use super::super::test_support::instance;
    use super::*;
    use crate::proto::wsman::call::Operation;

    #[test]
    fn another_screen_is_put_without_the_read_only_properties() {
        let i = instance(
            KvmSettings::NAME,
            "BackToBackFbMode=false\nDefaultScreen=0\nEnabledByMEBx=true\nOptInPolicy=true\n\
             RFBPassword=\nSessionTimeout=3\nZlibControlSupported=true",
        );
        let settings = KvmSettings::from_instance(&i).unwrap();
        assert_eq!(settings.zlib_control_supported, Some(true));
        assert_eq!(settings.grayscale_supported, None);
        let call = settings.put_default_screen(2);
        let Operation::Put(put) = call.operation() else {
            panic!("{call:?}");
        };
        let values: Vec<_> = put.properties().map(|(n, v)| format!("{n}={v}")).collect();
        assert_eq!(
            values,
            [
                "BackToBackFbMode=false",
                "DefaultScreen=2",
                "OptInPolicy=true",
                "SessionTimeout=3"
            ]
        );
    }
}
