//! Behaviour at the borders: one binary, no GPU, nothing beyond loopback.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "tests fail by panicking"
)]

mod access;
mod architecture;
mod canary;
mod cli_consent;
mod cli_contract;
mod cli_docs;
mod cli_doctor;
mod cli_login;
mod cli_media;
mod cli_media_boot;
#[cfg(target_os = "linux")]
mod cli_prompts;
mod cli_screen;
mod cli_serial;
mod cli_trust;
mod cli_trust_everywhere;
mod corpus;
mod demo;
mod devices;
mod devices_safety;
mod flow_boot;
mod flow_boot_image;
mod flow_boot_key;
mod flow_cli;
mod flow_doctor;
mod flow_enable;
mod flow_info;
mod flow_logs;
mod flow_power;
mod flow_probe;
mod hostile;
mod http_client;
mod ider_channel;
mod journal;
#[cfg(target_os = "linux")]
mod key_store;
mod kvm_channel;
mod kvm_displays;
mod kvm_extensions;
mod kvm_golden;
mod kvm_login;
mod kvm_properties;
mod kvm_recorded;
mod kvm_recording;
mod kvm_second_opinion;
mod kvm_silence;
mod macros;
mod media_images;
mod media_session;
mod pair_ider;
mod pair_kvm;
mod pair_sol;
mod pc_task;
mod peers_console;
mod peers_port_5900;
mod peers_screen;
mod peers_vnc_scene;
mod peers_vnc_servers;
mod redir_login;
mod round_trips;
mod said;
mod screen_modes;
mod screen_sizes;
mod screen_switches;
mod session_open;
mod session_reconnect;
mod shaders;
mod sim_cli;
mod sim_ider;
mod sim_kvm;
mod sim_listen;
mod sim_properties;
mod sim_redir;
mod sim_sol;
mod sim_wsman_consent;
mod sim_wsman_http;
mod sim_wsman_logs;
mod sim_wsman_objects;
mod sim_wsman_peers;
mod sim_wsman_power;
mod sim_wsman_properties;
mod sim_wsman_recorded;
mod sol_channel;
mod sol_session;
mod store_crash;
mod support;
mod terminal_emulator;
mod terminal_screens;
mod tls_client;
#[cfg(target_os = "linux")]
mod vm_boot;
#[cfg(target_os = "linux")]
mod vm_ends;
mod vm_power;
#[cfg(all(feature = "gui", target_os = "linux"))]
mod window;
#[cfg(all(feature = "gui", target_os = "linux"))]
mod window_notes;
#[cfg(all(feature = "gui", target_os = "linux"))]
mod window_one;
mod words;
mod wsman_golden;
mod wsman_properties;
mod wsman_recorded;
