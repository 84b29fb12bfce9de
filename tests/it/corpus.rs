//! What holds for any input: on inputs that fuzzing found interesting, and on what chance makes.

use std::fs;
use std::path::Path;

use outband::oracles::{self, Oracle};
use proptest::prelude::*;

fn named(name: &str) -> Oracle {
    let found = oracles::ALL.iter().find(|(oracle, _)| *oracle == name);
    found
        .unwrap_or_else(|| panic!("no oracle is called {name}"))
        .1
}

#[test]
fn every_kept_input_is_survived() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut tried = Vec::new();
    for folder in fs::read_dir(corpus).unwrap() {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap();
        let check = named(name);
        for input in fs::read_dir(&folder).unwrap() {
            check(&fs::read(input.unwrap().path()).unwrap());
            tried.push(name.to_owned());
        }
    }
    for (name, _) in oracles::ALL {
        assert!(
            tried.iter().any(|tried| tried == name),
            "{name} has no inputs"
        );
    }
}

#[test]
fn every_oracle_has_a_fuzz_target() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    for (name, _) in oracles::ALL {
        let target = fs::read_to_string(fuzz.join(format!("targets/{name}.rs"))).unwrap();
        assert!(target.contains(&format!("outband::oracles::{name}(data)")));
        assert!(manifest.contains(&format!("name = \"{name}\"")));
    }
}

/// An input that was kept, with some bytes replaced, taken away and added.
fn changed() -> impl Strategy<Value = (usize, prop::sample::Index, Vec<Change>)> {
    let change = (any::<prop::sample::Index>(), 0..3_u8, any::<u8>());
    let changes = prop::collection::vec(change, 0..12);
    (0..oracles::ALL.len(), any::<prop::sample::Index>(), changes)
}

/// Where, how, and with which byte.
type Change = (prop::sample::Index, u8, u8);

proptest! {
    #[test]
    fn any_bytes_are_survived_by_all(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for (_, check) in oracles::ALL {
            check(&bytes);
        }
    }

    #[test]
    fn kept_inputs_with_changes_are_survived((which, input, changes) in changed()) {
        let (name, check) = oracles::ALL[which];
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
        let inputs: Vec<_> = fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
        let mut bytes = fs::read(input.get(&inputs)).unwrap();
        for (at, how, byte) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, byte),
            }
        }
        check(&bytes);
    }
}
