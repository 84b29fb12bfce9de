//! The hardware, as the BIOS told it to the management engine at the last start.
//!
//! Source: `docs/protocol/wsman.md` § 6.3.

use super::super::is_local;
use crate::proto::wsman::class::{
    Bios, Card, Chassis, Chip, Class, MediaDevice, Memory, PhysicalPackage, Processor,
};
use crate::session::Fault;
use crate::session::control::Control;

/// Chassis, board, BIOS, processors, memory, drives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inventory {
    /// The case: maker, model and serial number of the PC.
    pub chassis: Option<Chassis>,
    /// The main board.
    pub board: Option<Card>,
    /// The BIOS.
    pub bios: Option<Bios>,
    /// Processors with their names; none from AMT 21 on.
    pub processors: Vec<NamedProcessor>,
    /// Memory modules.
    pub memory: Vec<Memory>,
    /// Drives.
    pub drives: Vec<Drive>,
}

/// A processor and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedProcessor {
    /// Brand name, without the padding that some chips have.
    pub name: Option<String>,
    /// Clock, stepping, state.
    pub processor: Processor,
}

/// A drive and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drive {
    /// Model.
    pub model: Option<String>,
    /// Serial number.
    pub serial_number: Option<String>,
    /// Its size.
    pub size_bytes: Option<u64>,
}

impl Inventory {
    /// Memory of all modules together.
    #[must_use]
    pub fn memory_bytes(&self) -> u64 {
        let sizes = self
            .memory
            .iter()
            .filter_map(|module| module.capacity_bytes);
        sizes.fold(0, u64::saturating_add)
    }

    pub(super) async fn read(control: &mut Control) -> Result<Self, Fault> {
        let chassis = list(control).await?;
        let boards = list(control).await?;
        let bios = list(control).await?;
        let processors = list(control).await?;
        let chips = list(control).await?;
        let devices = list(control).await?;
        let packages = list(control).await?;
        Ok(Self {
            chassis: chassis.into_iter().next(),
            board: boards.into_iter().next(),
            bios: bios.into_iter().next(),
            processors: named(processors, &chips),
            memory: list(control).await?,
            drives: drives(&devices, packages),
        })
    }
}

/// All objects of a class; none where they cannot be had for a reason of their own.
async fn list<C: Class>(control: &mut Control) -> Result<Vec<C>, Fault> {
    match control.list("tell about its hardware").await {
        Err(fault) if is_local(&fault) => {
            tracing::debug!(class = C::NAME, error = %fault, "left out");
            Ok(Vec::new())
        }
        result => result,
    }
}

/// Chips of processors have the processor's identifier as tag; memory chips are in the list too.
fn named(processors: Vec<Processor>, chips: &[Chip]) -> Vec<NamedProcessor> {
    let name = |processor: &Processor| {
        let id = processor.device_id.as_ref()?;
        let chip = chips.iter().find(|chip| chip.tag.as_ref() == Some(id))?;
        let words: Vec<_> = chip.version.as_ref()?.split_whitespace().collect();
        Some(words.join(" "))
    };
    let named = processors.into_iter().map(|processor| NamedProcessor {
        name: name(&processor),
        processor,
    });
    named.collect()
}

/// Packages of drives, in the order of the drives (observed by other consoles).
fn drives(devices: &[MediaDevice], packages: Vec<PhysicalPackage>) -> Vec<Drive> {
    let mut packages = packages
        .into_iter()
        .filter(|p| p.class == PhysicalPackage::NAME && !NOT_DRIVES.contains(&p.kind));
    let drives = devices.iter().map(|device| {
        let package = packages.next();
        let (model, serial_number) = package.map_or((None, None), |p| (p.model, p.serial_number));
        Drive {
            model,
            serial_number,
            size_bytes: device.size_bytes,
        }
    });
    drives.collect()
}

/// Kinds of packages that are no drives: chassis, board, battery.
const NOT_DRIVES: [Option<u32>; 3] = [Some(3), Some(9), Some(11)];

#[cfg(test)]
mod tests {
    use super::*;

    fn package(class: &str, kind: u32, model: &str) -> PhysicalPackage {
        PhysicalPackage {
            model: Some(model.to_owned()),
            serial_number: None,
            kind: Some(kind),
            class: class.to_owned(),
        }
    }

    #[test]
    fn drives_are_paired_with_the_packages_that_are_drives() {
        let device = |size| MediaDevice {
            device_id: None,
            size_bytes: Some(size),
        };
        let packages = vec![
            package("CIM_Chassis", 3, "case"),
            package("CIM_PhysicalPackage", 11, "battery"),
            package("CIM_PhysicalPackage", 15, "first"),
            package("CIM_Card", 9, "board"),
            package("CIM_PhysicalPackage", 15, "second"),
        ];
        let drives = drives(&[device(1), device(2), device(3)], packages);
        let models: Vec<_> = drives.iter().map(|d| d.model.as_deref()).collect();
        assert_eq!(models, [Some("first"), Some("second"), None]);
    }

    #[test]
    fn a_processor_gets_the_name_of_its_own_chip() {
        let processor = Processor {
            device_id: Some("CPU 0".into()),
            family: None,
            max_mhz: None,
            current_mhz: None,
            stepping: None,
            status: None,
        };
        let chip = |tag: &str, version: &str| Chip {
            tag: Some(tag.into()),
            manufacturer: None,
            version: Some(version.into()),
        };
        let chips = [
            chip("DIMM 0", "x"),
            chip("CPU 0", "Intel(R)  i7   @ 2 GHz "),
        ];
        let [named] = &named(vec![processor], &chips)[..] else {
            panic!();
        };
        assert_eq!(named.name.as_deref(), Some("Intel(R) i7 @ 2 GHz"));
    }
}
