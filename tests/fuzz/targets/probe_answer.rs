#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| outband::oracles::probe_answer(data));
