//! Boot options: used once, checked, and taken back.

use super::*;

const AMT16: BootRules = BootRules {
    checks_when_role_is_set: false,
    has_not_next: true,
    keeps_source: false,
};

fn ider(device: u16) -> BootSettings {
    BootSettings {
        use_ider: true,
        ider_boot_device: device,
        ..BootSettings::default()
    }
}

#[test]
fn options_are_used_once_and_cleared() {
    let mut boot = Boot::new(AMT16);
    boot.put(ider(1)).unwrap();
    assert!(!boot.options_cleared());
    boot.set_role(1).unwrap();
    let plan = boot.begin();
    assert_eq!(plan.target, BootTarget::IderCd);
    assert!(plan.is_one_shot);
    assert_eq!(boot.last_status().wire(), [1, 0]);
    assert!(boot.options_cleared() && !boot.is_next());
    assert_eq!(boot.settings(), &BootSettings::default());
    boot.finish();
    assert_eq!(boot.last_status().wire(), [0, 0]);
    assert_eq!(boot.begin(), BootPlan::default());
}

#[test]
fn without_the_role_nothing_counts_and_nothing_is_consumed() {
    let mut boot = Boot::new(AMT16);
    boot.put(ider(0)).unwrap();
    assert_eq!(boot.begin(), BootPlan::default());
    boot.set_role(1).unwrap();
    boot.set_role(32_768).unwrap();
    assert_eq!(boot.begin(), BootPlan::default());
    assert!(boot.settings().use_ider);
    assert_eq!(boot.set_role(2), Err(BootRefusal::Role));
}

#[test]
fn a_source_and_these_options_exclude_each_other_both_ways() {
    let clashing = [
        ider(1),
        BootSettings {
            use_sol: true,
            ..BootSettings::default()
        },
        BootSettings {
            bios_setup: true,
            ..BootSettings::default()
        },
        BootSettings {
            bios_pause: true,
            ..BootSettings::default()
        },
        BootSettings {
            reflash_bios: true,
            ..BootSettings::default()
        },
    ];
    for settings in clashing {
        let mut boot = Boot::new(AMT16);
        boot.set_source(Some(BootSource::Pxe)).unwrap();
        assert_eq!(boot.put(settings.clone()), Err(BootRefusal::Clash));
        assert_eq!(boot.settings(), &BootSettings::default());
        boot.set_source(None).unwrap();
        boot.put(settings.clone()).unwrap();
        let set = boot.set_source(Some(BootSource::CdDvd));
        assert_eq!(set, Err(BootRefusal::Clash));
        assert_eq!(boot.source(), None);

        let mut old = Boot::new(BootRules {
            checks_when_role_is_set: true,
            has_not_next: false,
            keeps_source: true,
        });
        old.set_source(Some(BootSource::Pxe)).unwrap();
        old.put(settings).unwrap();
        assert_eq!(old.set_role(1), Err(BootRefusal::Clash));
        assert_eq!(old.set_role(32_768), Err(BootRefusal::Role));
    }
}

#[test]
fn some_releases_keep_the_source_for_the_next_one_to_stumble_over() {
    let mut boot = Boot::new(BootRules {
        keeps_source: true,
        ..AMT16
    });
    boot.set_source(Some(BootSource::Pxe)).unwrap();
    boot.set_role(1).unwrap();
    assert_eq!(boot.begin().target, BootTarget::Pxe);
    assert_eq!(boot.begin().target, BootTarget::Default);
    assert_eq!(boot.put(ider(1)), Err(BootRefusal::Clash));
}

#[test]
fn lapsed_consent_takes_everything_back() {
    let mut boot = Boot::new(AMT16);
    boot.put(ider(1)).unwrap();
    boot.set_role(1).unwrap();
    boot.clear();
    assert!(boot.options_cleared());
    assert_eq!(boot.begin(), BootPlan::default());
}

#[test]
fn values_out_of_range_are_refused() {
    let mut boot = Boot::new(AMT16);
    for settings in [
        ider(2),
        BootSettings {
            boot_media_index: 3,
            ..BootSettings::default()
        },
        BootSettings {
            firmware_verbosity: 4,
            ..BootSettings::default()
        },
        BootSettings {
            uefi_param_count: 1,
            ..BootSettings::default()
        },
        BootSettings {
            uefi_params: vec![0x86, 0x80, 1, 0, 9, 0, 0, 0, b'x'],
            uefi_param_count: 1,
            ..BootSettings::default()
        },
        BootSettings {
            platform_erase: true,
            use_ider: true,
            ..BootSettings::default()
        },
    ] {
        assert_eq!(boot.put(settings), Err(BootRefusal::Value));
    }
}

#[test]
fn erasing_a_drive_needs_its_password() {
    for (password, status) in [(None, [0xFFFF, 2]), (Some("Secret1!"), [0, 0])] {
        let mut boot = Boot::new(AMT16);
        boot.put(BootSettings {
            secure_erase: true,
            rse_password: password.map(|p| Secret::new(p.to_owned())),
            ..BootSettings::default()
        })
        .unwrap();
        boot.set_role(1).unwrap();
        assert_eq!(boot.begin().target, BootTarget::SecureErase);
        boot.finish();
        assert_eq!(boot.last_status().wire(), status);
    }
}

#[test]
fn an_https_boot_carries_its_address() {
    let mut params = b"\x86\x80\x14\0\x01\0\0\0\x01".to_vec();
    params.extend(b"\x86\x80\x01\0\x0B\0\0\0https://x/y");
    let mut boot = Boot::new(AMT16);
    boot.put(BootSettings {
        uefi_param_count: 2,
        uefi_params: params,
        ..BootSettings::default()
    })
    .unwrap();
    boot.set_source(Some(BootSource::UefiHttps)).unwrap();
    boot.set_role(1).unwrap();
    let BootTarget::UefiHttps { uri } = boot.begin().target else {
        panic!("not an HTTPS boot");
    };
    assert_eq!(uri, "https://x/y");
}
