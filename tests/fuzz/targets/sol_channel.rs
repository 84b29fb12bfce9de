#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| outband::oracles::sol_channel(data));
