//! What the PC is made of.
//!
//! Source: `docs/protocol/wsman.md` § 2.4, § 2.12, § 6.3.

use super::{Class, View};
use crate::proto::wsman::class::Uuid;
use crate::proto::wsman::envelope::Selector;
use crate::proto::wsman::instance::Reference;
use crate::sim::firmware::users::Realms;
use crate::sim::wsman::object::{Object, managed_system};

/// The classes of this subject.
pub(super) const CLASSES: &[Class] = &[
    Class::new("CIM_ComputerSystemPackage", READ, system_package),
    Class::new("CIM_ComputerSystem", READ, computer_systems),
    Class::new("CIM_Chassis", READ, chassis).below(&["CIM_PhysicalPackage"]),
    Class::new("CIM_Card", READ, card).below(&["CIM_PhysicalPackage"]),
    Class::new("CIM_PhysicalPackage", READ, packages),
    Class::new("CIM_BIOSElement", READ, bios),
    Class::new("CIM_BIOSFeature", READ, bios_feature),
    Class::new("CIM_Processor", READ, processor),
    Class::new("CIM_Chip", READ, chip),
    Class::new("CIM_PhysicalMemory", READ, memory).below(&["CIM_Chip"]),
    Class::new("CIM_MediaAccessDevice", READ, media),
    Class::new("CIM_Sensor", READ, sensor),
    Class::new("CIM_Battery", READ, battery),
];

const READ: Realms = Realms::HARDWARE_ASSET.or(Realms::GENERAL_INFO);

/// Maker of every simulated PC.
const MAKER: &str = "Outband";

/// Twelve digits that differ from PC to PC.
fn serial_number(view: &View<'_>) -> String {
    let [a, b, c, d, e, f, ..] = view.firmware.options().uuid;
    [a, b, c, d, e, f]
        .map(|byte| format!("{byte:02X}"))
        .concat()
}

/// A notebook is what sleeps in Modern Standby.
fn is_notebook(view: &View<'_>) -> bool {
    view.firmware.power.abilities().modern_standby
}

fn system_package(view: &View<'_>) -> Vec<Object> {
    let guid = Uuid(view.firmware.options().uuid).to_smbios();
    let guid: String = guid.iter().map(|byte| format!("{byte:02X}")).collect();
    let chassis = Reference::new(
        "CIM_Chassis",
        vec![
            Selector::text("CreationClassName", "CIM_Chassis"),
            Selector::text("Tag", "CIM_Chassis"),
        ],
    );
    let package = Object::new("CIM_ComputerSystemPackage")
        .reference("Antecedent", &chassis)
        .reference("Dependent", &managed_system())
        .text("PlatformGUID", &guid);
    vec![package]
}

/// The PC and its management engine.
fn computer_systems(_: &View<'_>) -> Vec<Object> {
    let system = |name: &str, element: &str| {
        Object::new("CIM_ComputerSystem")
            .text("CreationClassName", "CIM_ComputerSystem")
            .number("Dedicated", 0)
            .text("ElementName", element)
            .number("EnabledState", 5)
            .text("Name", name)
            .number("RequestedState", 12)
    };
    vec![
        system("ManagedSystem", "Managed System"),
        system("Intel(r) AMT", "Intel(r) AMT Subsystem"),
    ]
}

fn chassis(view: &View<'_>) -> Vec<Object> {
    let shape = if is_notebook(view) { 9 } else { 3 };
    let model = format!("Simulated PC ({})", view.features().profile());
    let chassis = Object::new("CIM_Chassis")
        .number("ChassisPackageType", shape)
        .text("CreationClassName", "CIM_Chassis")
        .text("ElementName", "Managed System Chassis")
        .text("Manufacturer", MAKER)
        .text("Model", &model)
        .number("OperationalStatus", 0)
        .number("PackageType", 3)
        .text("SerialNumber", &serial_number(view))
        .text("Tag", "CIM_Chassis")
        .text("Version", "A1");
    vec![chassis]
}

fn card(view: &View<'_>) -> Vec<Object> {
    let card = Object::new("CIM_Card")
        .flag("CanBeFRUed", true)
        .text("CreationClassName", "CIM_Card")
        .text("ElementName", "Managed System Base Board")
        .text("Manufacturer", MAKER)
        .text("Model", "SIM-1")
        .number("OperationalStatus", 0)
        .number("PackageType", 9)
        .text("SerialNumber", &serial_number(view))
        .text("Tag", "CIM_Card")
        .text("Version", "A0");
    vec![card]
}

/// One package for each drive; a notebook's battery has one, too.
fn packages(view: &View<'_>) -> Vec<Object> {
    let package = |element: &str, tag: &str, kind: u8, model: &str| {
        Object::new("CIM_PhysicalPackage")
            .text("CreationClassName", "CIM_PhysicalPackage")
            .text("ElementName", element)
            .text("Manufacturer", MAKER)
            .text("Model", model)
            .number("OperationalStatus", 0)
            .number("PackageType", kind)
            .text("SerialNumber", &format!("{}-{tag}", serial_number(view)))
            .text("Tag", tag)
    };
    let drive = "Managed System Storage Media Package";
    let mut packages = vec![package(
        drive,
        "Storage Media Package 0",
        15,
        "SIM SSD 256 GB",
    )];
    if is_notebook(view) {
        packages.push(package(
            "Managed System Battery Package",
            "Battery 0",
            11,
            "SIM BAT 50",
        ));
    }
    packages
}

fn bios(view: &View<'_>) -> Vec<Object> {
    let version = format!("SIM{:02}.0001", view.features().major());
    let bios = Object::new("CIM_BIOSElement")
        .text("ElementName", "Primary BIOS")
        .text("Manufacturer", MAKER)
        .text("Name", "Primary BIOS")
        .number("OperationalStatus", 0)
        .flag("PrimaryBIOS", true)
        // 2026-01-01.
        .date("ReleaseDate", 1_767_225_600)
        .text("SoftwareElementID", &version)
        .number("SoftwareElementState", 2)
        .number("TargetOperatingSystem", 66)
        .text("Version", &version);
    vec![bios]
}

fn bios_feature(view: &View<'_>) -> Vec<Object> {
    let feature = Object::new("CIM_BIOSFeature")
        .numbers("Characteristics", [4, 6, 7, 9, 15, 24])
        .text("ElementName", "Managed System BIOS Feature")
        .text("IdentifyingNumber", &serial_number(view))
        .text("Name", "Managed System BIOS Feature")
        .text("ProductName", "Simulated BIOS")
        .text("Vendor", MAKER)
        .text(
            "Version",
            &format!("SIM{:02}.0001", view.features().major()),
        );
    vec![feature]
}

fn processor(view: &View<'_>) -> Vec<Object> {
    if !view.features().has_processor() {
        return Vec::new();
    }
    let processor = Object::of_the_pc("CIM_Processor")
        .number("CPUStatus", 1)
        .number("CurrentClockSpeed", 2400)
        .text("DeviceID", "CPU 0")
        .text("ElementName", "Managed System CPU")
        .number("EnabledState", 2)
        .number("ExternalBusClockSpeed", 100)
        .number("Family", 198)
        .number("HealthState", 0)
        .number("MaxClockSpeed", 4800)
        .number("OperationalStatus", 0)
        .text("OtherFamilyDescription", "")
        .number("RequestedState", 12)
        .text("Role", "Central")
        .text("Stepping", "1")
        .number("UpgradeMethod", 52);
    vec![processor]
}

fn chip(_: &View<'_>) -> Vec<Object> {
    let chip = Object::new("CIM_Chip")
        .text("CreationClassName", "CIM_Chip")
        .text("ElementName", "Managed System Processor Chip")
        .text("Manufacturer", "Intel(R) Corporation")
        .number("OperationalStatus", 0)
        .text("Tag", "CPU 0")
        .text("Version", "Simulated(R) Core(TM) CPU @ 2.40GHz");
    vec![chip]
}

fn memory(view: &View<'_>) -> Vec<Object> {
    // DDR3, DDR4 or DDR5 as the generation had it; speeds in MHz.
    let (kind, speed) = match view.features().major() {
        ..11 => (24, 1600),
        11..16 => (26, 2400),
        _ => (34, 4800),
    };
    let shape = if is_notebook(view) { 13 } else { 9 };
    let module = |bank: &str, serial: &str, tag: &str| {
        Object::new("CIM_PhysicalMemory")
            .text("BankLabel", bank)
            .text("Capacity", "8589934592")
            .number("ConfiguredMemoryClockSpeed", speed)
            .text("CreationClassName", "CIM_PhysicalMemory")
            .text("ElementName", "Managed System Memory Chip")
            .number("FormFactor", shape)
            .flag("IsSpeedInMhz", true)
            // Crucial's JEDEC code, as real devices have it; and part numbers end in spaces.
            .text("Manufacturer", "859B")
            .number("MaxMemorySpeed", speed)
            .number("MemoryType", kind)
            .text("PartNumber", "SIM8G.M16FE ")
            .text("SerialNumber", serial)
            .number("Speed", 0)
            .text("Tag", tag)
    };
    vec![
        module("BANK 0", "51300001", "9876543210"),
        module("BANK 2", "51300002", "9876543210 (#1)"),
    ]
}

fn media(_: &View<'_>) -> Vec<Object> {
    let drive = Object::of_the_pc("CIM_MediaAccessDevice")
        .number("Capabilities", 4)
        .text("DeviceID", "MEDIA DEV 0")
        .text("ElementName", "Managed System Media Access Device")
        .number("EnabledDefault", 2)
        .number("EnabledState", 0)
        // Thousands of bytes.
        .number("MaxMediaSize", 256_060_514)
        .number("OperationalStatus", 0)
        .number("RequestedState", 12)
        .number("Security", 2);
    vec![drive]
}

fn sensor(_: &View<'_>) -> Vec<Object> {
    let sensor = Object::of_the_pc("CIM_Sensor")
        .text("CurrentState", "Good")
        .text("DeviceID", "Sensor 1")
        .text("ElementName", "Sensor")
        .number("EnabledState", 5)
        .number("HealthState", 5)
        .number("OperationalStatus", 2)
        .texts("PossibleStates", ["Bad", "Good", "Unknown"])
        .number("RequestedState", 12)
        .number("SensorType", 0);
    vec![sensor]
}

/// None in a desktop PC: an empty set, and a fault on Get.
fn battery(view: &View<'_>) -> Vec<Object> {
    if !is_notebook(view) {
        return Vec::new();
    }
    let battery = Object::of_the_pc("CIM_Battery")
        .number("BatteryStatus", 2)
        .number("Chemistry", 6)
        .number("DesignCapacity", 50_000)
        .number("DesignVoltage", 11_400)
        .text("DeviceID", "Battery 0")
        .text("ElementName", "Managed System Battery")
        .number("EnabledState", 2)
        .number("HealthState", 5)
        .number("OperationalStatus", 2)
        .number("RequestedState", 12);
    vec![battery]
}
