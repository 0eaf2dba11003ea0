//! The rules of the house that no lint knows: who may use whom, where SQL may stand, how long a file may be.
//! Each rule is a pure function over text with its own good and bad example; only this file reads the disk.

mod dependencies;
mod edges;
mod files;
mod lexer;
mod licences;
mod lockfiles;
mod metadata;
mod sql;
mod tree;

use std::{fmt, path::Path};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Warning,
    Error,
}

/// One broken rule, printed as `path:line: text`.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    pub path: String,
    pub line: Option<usize>,
    pub text: String,
}

impl Finding {
    fn error(path: &str, text: impl Into<String>) -> Self {
        Self { severity: Severity::Error, path: path.to_owned(), line: None, text: text.into() }
    }

    fn warning(path: &str, text: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(path, text) }
    }

    fn at(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.severity == Severity::Warning {
            write!(f, "warning: ")?;
        }
        write!(f, "{}", self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.text)
    }
}

/// Checks every rule over the repository at `root`.
///
/// # Errors
/// When the tree can't be read or `cargo metadata` fails: then nothing can be said about the rules.
pub fn run(root: &Path) -> Result<Vec<Finding>, String> {
    let packages = metadata::read(root)?;
    let sources = tree::sources(root)?;
    let mut findings = Vec::new();

    for package in packages.iter().filter(|package| package.member) {
        findings.extend(edges::check(package));
        findings.extend(dependencies::check(package, &sources));
    }
    for source in &sources {
        findings.extend(files::check(source));
        findings.extend(sql::check(source));
    }
    findings.extend(packages.iter().filter_map(licences::check_package));
    findings.extend(lockfiles::check_cargo(&tree::read(root, "Cargo.lock")?));
    for path in tree::package_locks(root)? {
        let text = tree::read(root, &path)?;
        findings.extend(lockfiles::check_npm(&path, &text));
        findings.extend(licences::check_npm(&path, &text)?);
    }
    Ok(findings)
}
