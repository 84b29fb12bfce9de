//! What several window tests need.

pub(crate) mod books;
pub(crate) mod consoles;
pub(crate) mod desk;
pub(crate) mod facts;
pub(crate) mod gpu;
pub(crate) mod hands;
pub(crate) mod lending;
pub(crate) mod recordings;

/// True in a process that runs the test called `name` and nothing else, which is what memory can be
/// measured in. Everywhere else it runs such a process and hands on its verdict.
#[cfg(target_os = "linux")]
pub(crate) fn is_alone(name: &str) -> bool {
    const ALONE: &str = "OUTBAND_TEST_ALONE";
    if std::env::var_os(ALONE).is_some_and(|alone| alone == name) {
        return true;
    }
    let test = std::process::Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact"])
        .env(ALONE, name)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&test.stdout);
    let ran = said.contains("1 passed");
    assert!(test.status.success() && ran, "{said}");
    false
}
