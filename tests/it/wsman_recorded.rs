//! Recorded answers of real devices. They are not part of this project: where the folder of
//! recordings does not lie beside it, these tests say so and prove nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use outband::proto::wsman::call::Call;
use outband::proto::wsman::class::*;
use outband::proto::wsman::envelope::Envelope;
use outband::proto::wsman::exchange::{Answer, Exchange, ExchangeError};
use outband::proto::wsman::fault::Subcode;
use outband::proto::wsman::instance::Instance;
use outband::proto::wsman::namespace as ns;
use outband::proto::wsman::status::Returns;

/// The folder, or `None` after saying that it is not there.
fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/wsman");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no recorded answers in {}", folder.display());
    None
}

/// The answer as exchanged: each file goes through the same machine as an answer from the network.
fn exchange(folder: &Path, class: &str, operation: &str) -> Result<Answer, ExchangeError> {
    let read = |operation: &str| {
        let path = folder.join(class).join(operation).with_extension("xml");
        fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    };
    let feed = |exchange: &mut Exchange, document: &[u8]| {
        let header = Envelope::decode(document).unwrap().header;
        // Our message has the number that the recorded one had.
        let id = header.relates_to.map_or(0, |id| id.parse().unwrap());
        exchange.request(id);
        exchange.handle_answer(200, document)
    };
    let document = read(operation);
    let mut exchange = match operation {
        "get" => Exchange::new(Call::get(class)),
        "put" => {
            let object = Instance::new(&ns::resource_uri(class), class);
            Exchange::new(Call::put(object))
        }
        "create" => {
            let object = Instance::new(&ns::resource_uri(class), class);
            Exchange::new(Call::create(object))
        }
        "delete" => Exchange::new(Call::delete(class)),
        "enumerate" | "pull" => Exchange::new(Call::enumerate(class)),
        _ => {
            let body = Envelope::decode(&document).unwrap().body.unwrap();
            let method = body.name.strip_suffix("_OUTPUT").unwrap();
            Exchange::new(Call::invoke(class, method))
        }
    };
    if operation == "pull" {
        assert_eq!(feed(&mut exchange, &read("enumerate"))?, None);
    }
    match feed(&mut exchange, &document)? {
        Some(answer) => Ok(answer),
        // An enumeration has only begun, or this page says that there is more.
        None => Ok(Answer::Nothing),
    }
}

fn get<C: Class>(folder: &Path) -> C {
    match exchange(folder, C::NAME, "get") {
        Ok(Answer::Object(instance)) => C::from_instance(&instance).unwrap(),
        other => panic!("{}: {other:?}", C::NAME),
    }
}

fn items(folder: &Path, class: &str) -> Vec<Instance> {
    match exchange(folder, class, "pull") {
        Ok(Answer::Items(items)) => items,
        other => panic!("{class}: {other:?}"),
    }
}

fn output(folder: &Path, class: &str, method: &str) -> Instance {
    match exchange(folder, class, method) {
        Ok(Answer::Output(output)) => output.success(Returns::Amt).unwrap(),
        other => panic!("{class}.{method}: {other:?}"),
    }
}

#[test]
fn every_recorded_answer_decodes() {
    let Some(folder) = folder() else { return };
    let mut counts = BTreeMap::new();
    for class in fs::read_dir(&folder).unwrap() {
        let class = class.unwrap();
        let name = class.file_name().into_string().unwrap();
        if !class.path().is_dir() || name == "_faults" {
            continue;
        }
        for file in fs::read_dir(class.path()).unwrap() {
            let path = file.unwrap().path();
            let operation = path.file_stem().unwrap().to_str().unwrap();
            let operation = operation.to_owned();
            exchange(&folder, &name, &operation)
                .unwrap_or_else(|e| panic!("{name}/{operation}: {e}"));
            *counts.entry(operation.clone()).or_insert(0) += 1;

            // Devices send one line; upstream indented it. Both read alike.
            let document = fs::read(&path).unwrap();
            let text = String::from_utf8(document.clone()).unwrap();
            let one_line: String = text
                .lines()
                .map(|l| l.trim_start().to_owned() + " ")
                .collect();
            let one_line = one_line.replace("> <", "><");
            assert_eq!(
                Envelope::decode(&document).unwrap(),
                Envelope::decode(one_line.as_bytes()).unwrap(),
                "{name}/{operation}"
            );
        }
    }
    eprintln!("{} recorded answers", counts.values().sum::<u32>());
    assert!(counts["get"] > 30 && counts["pull"] > 20, "{counts:?}");
}

#[test]
fn a_recorded_fault_is_typed() {
    let Some(folder) = folder() else { return };
    let document = fs::read(folder.join("_faults/destinationunreachable.xml")).unwrap();
    let mut exchange = Exchange::new(Call::get("CIM_KVMRedirectionSAP"));
    exchange.request(0);
    match exchange.handle_answer(400, &document) {
        Err(ExchangeError::Fault(f)) => assert_eq!(f.subcode, Subcode::DestinationUnreachable),
        other => panic!("{other:?}"),
    }
}

#[test]
fn version_identity_and_mode_have_the_recorded_values() {
    let Some(folder) = folder() else { return };
    let software = Software::from_items(&items(&folder, Software::CLASS));
    assert_eq!(software.version.unwrap().to_string(), "12.0.67.1579");
    assert_eq!((software.sku, software.items.len()), (Some(16392), 11));

    let settings: GeneralSettings = get(&folder);
    assert_eq!(
        settings.digest_realm.as_deref(),
        Some("Digest:F3EB554784E729164447A89F60B641C5")
    );
    assert_eq!(settings.host_name.as_deref(), Some("Test Host Name"));
    assert_eq!(settings.network_enabled, Some(true));
    assert_eq!(settings.privacy_level, Some(PrivacyLevel::DEFAULT));
    assert_eq!(settings.on_battery, Some(false));

    let package: ComputerSystemPackage = get(&folder);
    let uuid = package.uuid.unwrap();
    assert_eq!(uuid.to_string(), "55e3ae13-bfd2-61bb-17a0-88aedd7037ea");
    let same = output(&folder, "AMT_SetupAndConfigurationService", "getuuid");
    assert_eq!(Uuid::from_base64(same.text("UUID").unwrap()), Some(uuid));

    let setup: HostBasedSetup = get(&folder);
    assert_eq!(setup.current, ControlMode::ADMIN);
    assert_eq!(setup.allowed, [ControlMode::ADMIN, ControlMode::CLIENT]);
    let service: SetupService = get(&folder);
    assert_eq!(service.control_mode(), Some(ControlMode::ADMIN));
    assert_eq!(service.provisioning_state, Some(2));
}

#[test]
fn features_screens_and_consent_have_the_recorded_values() {
    let Some(folder) = folder() else { return };
    let service: RedirectionService = get(&folder);
    assert_eq!(service.state, RedirectionState::BOTH);
    assert!(service.listener_enabled);
    let sap: KvmRedirectionSap = get(&folder);
    assert_eq!(sap.state, KvmSapState::IDLE);
    assert!(sap.state.is_enabled());
    let settings: KvmSettings = get(&folder);
    assert_eq!(settings.enabled_by_mebx, Some(true));
    assert_eq!(settings.port_5900, Some(false));
    assert_eq!(settings.session_timeout_minutes, Some(3));
    assert_eq!(settings.opt_in_timeout_secs, Some(300));
    assert_eq!(settings.grayscale_supported, None);

    let screens: ScreenSettings = get(&folder);
    assert_eq!((screens.screens.len(), screens.primary), (4, Some(0)));
    let second = screens.active().nth(1).unwrap();
    assert_eq!(
        (second.index, second.x, second.width, second.height),
        (1, 1920, 1920, 1080)
    );
    let sec_io: SecIo = get(&folder);
    assert_eq!(sec_io.default_screen, Some(1));

    let opt_in: OptInService = get(&folder);
    assert_eq!(opt_in.required, OptInRequired::NONE);
    assert_eq!(opt_in.state, OptInState::NOT_STARTED);
    assert_eq!(opt_in.display_timeout.unwrap().as_secs(), 300);
    assert_eq!(opt_in.can_modify_policy, Some(true));
    for method in ["startoptin", "sendoptincode", "canceloptin"] {
        let Ok(Answer::Output(output)) = exchange(&folder, OptInService::NAME, method) else {
            panic!("{method}");
        };
        let error = output.success(Returns::OptIn).unwrap_err().to_string();
        assert!(
            error.ends_with("failed: not possible in this state"),
            "{error}"
        );
    }
}

#[test]
fn power_and_boot_have_the_recorded_values() {
    let Some(folder) = folder() else { return };
    let power: AssociatedPower = get(&folder);
    assert_eq!(power.state, PowerState::ON);
    let expected = [10, 8, 5, 11, 4, 7, 14, 12].map(PowerState);
    assert_eq!(power.available, expected);
    assert!(power.allows(PowerState::RESET) && !power.allows(PowerState::ON));
    // A superclass lists the subclass.
    let [item] = &items(&folder, "CIM_ServiceAvailableToElement")[..] else {
        panic!("not one item");
    };
    assert_eq!(item.class(), AssociatedPower::NAME);
    assert_eq!(AssociatedPower::from_instance(item).unwrap(), power);
    let service = item.reference("ServiceProvided").unwrap();
    assert_eq!(
        service.selector("Name"),
        Some("Intel(r) AMT Power Management Service")
    );
    let can: PowerCapabilities = get(&folder);
    assert!(can.requests.contains(&PowerState::NMI));
    let os: OsPower = get(&folder);
    assert_eq!(os.saving, OsPowerSaving::FULL_POWER);

    let can: BootCapabilities = get(&folder);
    assert!(can.ider && can.sol && can.bios_setup && can.pxe && can.cd && can.hard_drive);
    assert!(!can.secure_erase && !can.https && !can.diagnostic);
    let settings: BootSettingData = get(&folder);
    assert!(!settings.is_set());
    assert_eq!(settings.options_cleared, Some(true));
    assert_eq!(settings.last_status, [2, 0]);
    assert_eq!(settings.platform_erase_enabled, Some(true));
    let service: BootService = get(&folder);
    assert_eq!(service.state, Some(2));
    let sources: Vec<_> = items(&folder, BootSource::NAME)
        .iter()
        .map(|i| BootSource::from_instance(i).unwrap().instance_id)
        .collect();
    assert_eq!(
        sources,
        [BootSource::HARD_DRIVE, BootSource::PXE, BootSource::CD]
    );
}

#[test]
fn logs_have_the_recorded_values() {
    let Some(folder) = folder() else { return };
    let log: MessageLog = get(&folder);
    assert_eq!((log.records, log.capacity), (390, Some(390)));
    let first = output(&folder, MessageLog::NAME, "positiontofirstrecord");
    assert_eq!(LogPage::from_output(&first).unwrap().iteration, 1);
    let page = LogPage::from_output(&output(&folder, MessageLog::NAME, "getrecords")).unwrap();
    assert!(page.is_last);
    assert_eq!(
        (page.iteration, page.records.len(), page.unreadable),
        (3, 3, 0)
    );
    assert_eq!(
        page.records[0].text().as_deref(),
        Some("Login failed 10 times, possibly an attack")
    );

    let log: AuditLog = get(&folder);
    assert_eq!((log.records, log.percentage_free), (161, Some(92)));
    assert!(!log.blocks_actions());
    let page = AuditPage::from_output(&output(&folder, AuditLog::NAME, "readrecords")).unwrap();
    assert_eq!((page.total, page.returned, page.records.len()), (2, 2, 2));
    assert_eq!(
        page.records[1].text().as_deref(),
        Some("Firmware updated from 12.0.40.1433 to 12.0.36.1428")
    );
}

#[test]
fn hardware_network_clock_and_accounts_have_the_recorded_values() {
    let Some(folder) = folder() else { return };
    let chassis: Chassis = get(&folder);
    assert_eq!(chassis.model.as_deref(), Some("NUC9V7QNX"));
    assert_eq!(chassis.serial_number.as_deref(), Some("JRQN0243007J"));
    assert_eq!(chassis.tag, None);
    let bios: Bios = get(&folder);
    assert_eq!(
        bios.version.as_deref(),
        Some("QNCFLX70.0054.2020.0810.2227")
    );
    assert_eq!(bios.released.unwrap().date().to_string(), "2020-08-10");
    let cpu: Processor = get(&folder);
    assert_eq!(
        (cpu.family, cpu.max_mhz, cpu.current_mhz),
        (Some(198), Some(8300), Some(2400))
    );
    assert_eq!(cpu.status, Some(CpuStatus::ENABLED));
    let memory: Vec<_> = items(&folder, Memory::NAME)
        .iter()
        .map(|i| Memory::from_instance(i).unwrap())
        .collect();
    assert_eq!(memory.len(), 2);
    assert_eq!(memory[0].capacity_bytes, Some(16 << 30));
    assert_eq!(memory[0].kind, Some(MemoryType::DDR4));
    assert_eq!(memory[0].form_factor, Some(FormFactor::SODIMM));
    assert_eq!(
        memory[1].part_number.as_deref(),
        Some("CT16G4SFD824A.M16FE")
    );
    let drives: Vec<_> = items(&folder, MediaDevice::NAME)
        .iter()
        .map(|i| MediaDevice::from_instance(i).unwrap().size_bytes.unwrap())
        .collect();
    assert_eq!(drives, [960_197_124_000, 500_107_862_000]);

    let port: EthernetPort = get(&folder);
    assert_eq!(port.mac_address.as_deref(), Some("c8-d9-d2-7a-1e-33"));
    assert_eq!((port.dhcp, port.link_is_up), (Some(true), Some(true)));
    assert_eq!(port.gateway.unwrap().to_string(), "192.168.0.1");
    assert_eq!(port.ip_address, None);
    assert!(!port.is_wireless() && port.answers_when_off());
    let ipv6: Ipv6Port = get(&folder);
    assert!(ipv6.addresses.is_empty());

    let time = output(&folder, TimeService::CLASS, "getlowaccuracytimesynch");
    let time = TimeService::from_output(&time).unwrap().unwrap();
    assert_eq!(time.unix_timestamp(), 1_704_586_865);

    let service = "AMT_AuthorizationService";
    let handles = AclHandles::from_output(&output(&folder, service, "enumerateuseraclentries"));
    assert_eq!(handles.unwrap().handles, [1, 2]);
    let entry = AclEntry::from_output(&output(&folder, service, "getuseraclentryex")).unwrap();
    assert!(entry.is_system());
    assert_eq!(entry.realms.names(), ["Local user notification"]);

    let tls: Vec<_> = items(&folder, TlsSettings::NAME)
        .iter()
        .map(|i| TlsSettings::from_instance(i).unwrap())
        .collect();
    assert!(tls[0].is_network() && !tls[0].enabled && !tls[0].accepts_plain);
    assert!(!tls[1].is_network() && tls[1].accepts_plain);
}

#[test]
fn unknown_properties_and_unknown_numbers_of_a_recorded_object_survive_a_put() {
    let Some(folder) = folder() else { return };
    let text = fs::read_to_string(folder.join("AMT_RedirectionService/get.xml")).unwrap();
    let text = text.replace(
        "<g:EnabledState>32771</g:EnabledState>",
        "<g:EnabledState>40000</g:EnabledState><g:FutureThing unit=\"ms\">9</g:FutureThing>",
    );
    let body = Envelope::decode(text.as_bytes()).unwrap().body.unwrap();
    let service = RedirectionService::from_instance(&Instance::from_element(body)).unwrap();
    assert_eq!(service.state, RedirectionState(40000));
    assert_eq!(service.state.to_string(), "unknown (40000)");
    let document = service
        .put(RedirectionState::BOTH, true)
        .to_envelope("1")
        .encode_request();
    assert!(document.contains(
        "<r:EnabledState>32771</r:EnabledState><r:FutureThing unit=\"ms\">9</r:FutureThing>\
         <r:ListenerEnabled>true</r:ListenerEnabled>"
    ));
}
