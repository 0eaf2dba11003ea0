//! Chores of the repository that need more than a shell line: `cargo run -p xtask -- tidy`.
//! Not part of the product: nothing in `crates/` may depend on it.

mod tidy;

use std::{io::Write as _, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the repository");
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("tidy"), None) => report(&tidy::run(root)),
        _ => say_and_fail("usage: cargo run -p xtask -- tidy"),
    }
}

fn report(outcome: &Result<Vec<tidy::Finding>, String>) -> ExitCode {
    match outcome {
        Ok(findings) => {
            let mut out = std::io::stderr().lock();
            for finding in findings {
                let _ = writeln!(out, "{finding}");
            }
            ExitCode::from(u8::from(findings.iter().any(|finding| finding.severity == tidy::Severity::Error)))
        }
        Err(reason) => say_and_fail(&format!("tidy could not run: {reason}")),
    }
}

fn say_and_fail(text: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "{text}");
    ExitCode::from(2)
}
