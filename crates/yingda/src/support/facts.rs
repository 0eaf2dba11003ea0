//! The facts of a bundle: the configuration, the machine and the store, each as a text.

use std::fmt::Write as _;
use std::fs;
use std::thread::available_parallelism;

use yingda_store::{diagnosis, upgrade};

use crate::check::chain;
use crate::config::Config;
use crate::vault;

/// Every option with its value.
pub fn configuration(config: &Config) -> String {
    let mut text = String::new();
    for (name, value, said) in config.told() {
        // Writing to a String can't fail.
        _ = writeln!(text, "{name} = {value}{}", if said { "" } else { "   (default)" });
    }
    text
}

/// The program and what it runs on.
pub fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let line = |text: &str, name: &str| {
        text.lines().find(|line| line.starts_with(name)).map_or("unknown", str::trim).to_owned()
    };
    let memory = read("/proc/meminfo");
    format!(
        "yingda {}\nsystem {} {} {}\n{}\nprocessors {}\n{}\n{}\nuptime in seconds {}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        read("/proc/sys/kernel/osrelease").trim(),
        line(&read("/etc/os-release"), "PRETTY_NAME="),
        available_parallelism().map_or(0, usize::from),
        line(&memory, "MemTotal:"),
        line(&memory, "MemAvailable:"),
        read("/proc/uptime"),
    )
}

/// The database, how much is in it, and what its secrets need.
pub fn store(config: &Config) -> String {
    let address = config.address();
    let mut text = String::new();
    match upgrade::plan(&address) {
        Ok(plan) if plan.fresh => return "there is no store yet\n".into(),
        Ok(plan) => {
            let steps: Vec<_> = plan.steps.iter().map(|(number, name)| format!("{number} {name}")).collect();
            let missing = if steps.is_empty() { "none".into() } else { steps.join(", ") };
            _ = writeln!(text, "schema steps missing: {missing}");
        }
        Err(error) => return format!("{}\n", chain(&error)),
    }
    match diagnosis::look(&address, true) {
        Ok(found) => {
            _ = writeln!(text, "{}, {} bytes", found.product, found.bytes);
            for (name, value) in &found.settings {
                _ = writeln!(text, "setting {name} = {value}");
            }
            for (table, rows) in &found.rows {
                _ = writeln!(text, "rows {table} {rows}");
            }
        }
        Err(error) => _ = writeln!(text, "{}", chain(&error)),
    }
    match vault::look(&address, &config.vault()) {
        Ok((told, _)) => _ = writeln!(text, "vault: {}", told.replace('\n', "\nvault: ")),
        Err(error) => _ = writeln!(text, "vault: {error}"),
    }
    text
}
