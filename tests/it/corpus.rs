//! Inputs that fuzzing found interesting, once more.

use std::fs;
use std::path::Path;

use outband::oracles;

#[test]
fn every_kept_input_is_survived() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut count = 0;
    for folder in fs::read_dir(corpus).unwrap() {
        let folder = folder.unwrap().path();
        let check = match folder.file_name().unwrap().to_str().unwrap() {
            "kvm_channel" => oracles::kvm_channel,
            other => panic!("no oracle is called {other}"),
        };
        for input in fs::read_dir(folder).unwrap() {
            check(&fs::read(input.unwrap().path()).unwrap());
            count += 1;
        }
    }
    assert!(count > 0, "the corpus is empty");
}
