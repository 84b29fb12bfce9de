//! `AMT_BootCapabilities`: which boots this PC can do.
//!
//! Source: `docs/protocol/wsman.md` § 2.10, § 8.3.

use super::Class;
use crate::proto::wsman::instance::{Instance, PropertyError};

bitflags::bitflags! {
    /// What Remote Platform Erase can erase.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
    pub struct EraseMeans: u32 {
        /// Remote Platform Erase is supported at all.
        const SUPPORTED = 1;
        /// Pyrite revert.
        const PYRITE = 1 << 1;
        /// Secure erase of all SSDs.
        const SSD = 1 << 2;
        /// Verify storage erase.
        const VERIFY = 1 << 3;
        /// Sanitisation report.
        const REPORT = 1 << 4;
        /// TPM clear.
        const TPM = 1 << 6;
        /// An action of the maker of the PC.
        const OEM = 1 << 16;
        /// Clear BIOS variables.
        const BIOS_VARIABLES = 1 << 25;
        /// Reload the BIOS golden configuration.
        const GOLDEN_CONFIGURATION = 1 << 26;
        /// Unconfigure Intel AMT itself.
        const UNCONFIGURE = 1 << 31;
    }
}

/// `AMT_BootCapabilities`. Absent properties count as "no".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BootCapabilities {
    /// Boot from lent media.
    pub ider: bool,
    /// BIOS text over serial.
    pub sol: bool,
    /// Enter BIOS setup.
    pub bios_setup: bool,
    /// BIOS pauses for input.
    pub bios_pause: bool,
    /// Boot from the network.
    pub pxe: bool,
    /// Boot from disk.
    pub hard_drive: bool,
    /// Boot from disk in safe mode.
    pub safe_mode: bool,
    /// Boot from the PC's own CD drive.
    pub cd: bool,
    /// Diagnostic boot; gone from AMT 7 on.
    pub diagnostic: bool,
    /// Lock the keyboard during boot.
    pub keyboard_lock: bool,
    /// Skip the BIOS user password.
    pub password_bypass: bool,
    /// BIOS sends every progress event.
    pub forced_progress_events: bool,
    /// Remote Secure Erase of drives.
    pub secure_erase: bool,
    /// Boot over HTTPS.
    pub https: bool,
    /// Boot Windows recovery.
    pub win_re: bool,
    /// Boot a local pre-boot application.
    pub pba: bool,
    /// Remote Platform Erase.
    pub platform_erase: EraseMeans,
}

impl Class for BootCapabilities {
    const NAME: &'static str = "AMT_BootCapabilities";

    fn from_instance(i: &Instance) -> Result<Self, PropertyError> {
        let can = |property| Ok::<bool, PropertyError>(i.optional(property)?.unwrap_or(false));
        Ok(Self {
            ider: can("IDER")?,
            sol: can("SOL")?,
            bios_setup: can("BIOSSetup")?,
            bios_pause: can("BIOSPause")?,
            pxe: can("ForcePXEBoot")?,
            hard_drive: can("ForceHardDriveBoot")?,
            safe_mode: can("ForceHardDriveSafeModeBoot")?,
            cd: can("ForceCDorDVDBoot")?,
            diagnostic: can("ForceDiagnosticBoot")?,
            keyboard_lock: can("KeyboardLock")?,
            password_bypass: can("UserPasswordBypass")?,
            forced_progress_events: can("ForcedProgressEvents")?,
            secure_erase: can("SecureErase")?,
            https: can("ForceUEFIHTTPSBoot")?,
            win_re: can("ForceWinREBoot")?,
            // Sources spell this one in two ways; both are read.
            pba: can("ForceUEFILocalPBABoot")? || can("ForceUEFIPBABoot")?,
            platform_erase: EraseMeans::from_bits_retain(
                i.optional("PlatformErase")?.unwrap_or_default(),
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::instance;
    use super::*;

    #[test]
    fn what_a_release_does_not_mention_it_cannot_do() {
        let i = instance(
            BootCapabilities::NAME,
            "IDER=true\nBIOSSetup=true\nForceUEFIPBABoot=true\nPlatformErase=2147483717",
        );
        let can = BootCapabilities::from_instance(&i).unwrap();
        assert!(can.ider && can.bios_setup && can.pba && !can.sol && !can.https);
        assert_eq!(
            can.platform_erase,
            EraseMeans::SUPPORTED | EraseMeans::SSD | EraseMeans::TPM | EraseMeans::UNCONFIGURE
        );
    }
}
