//! Every dependency comes under a licence that an Apache-2.0 product may ship. Reads SPDX expressions: of `OR` one
//! side must be allowed, of `AND` both.

use serde_json::Value;

use super::{Finding, metadata::Package};

const ALLOWED: [&str; 19] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];
/// Allowed for what only builds and tests: data and parsers that never leave the developer's machine.
const ALLOWED_FOR_DEVELOPMENT: [&str; 3] = ["CC-BY-4.0", "Python-2.0", "CC-BY-3.0"];

pub fn check_package(package: &Package) -> Option<Finding> {
    if package.member {
        return None;
    }
    let licence = package.licence.as_deref().unwrap_or("none named");
    (!allows(licence, &ALLOWED)).then(|| complaint("Cargo.lock", &package.name, licence))
}

pub fn check_npm(path: &str, text: &str) -> Result<Vec<Finding>, String> {
    let document: Value = serde_json::from_str(text).map_err(|error| format!("{path}: {error}"))?;
    let packages = document["packages"].as_object().into_iter().flatten();
    let judge = |(folder, package): (&String, &Value)| {
        let name = folder.strip_prefix("node_modules/")?;
        let licence = package["license"].as_str().unwrap_or("none named");
        let development = package["dev"] == true || package["devOptional"] == true;
        let allowed = allows(licence, &ALLOWED) || (development && allows(licence, &ALLOWED_FOR_DEVELOPMENT));
        (!allowed).then(|| complaint(path, name, licence))
    };
    Ok(packages.filter_map(judge).collect())
}

fn complaint(path: &str, name: &str, licence: &str) -> Finding {
    Finding::error(path, format!("`{name}` comes under `{licence}`, which is not in the list of licences.rs"))
}

fn allows(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    let verdict = any(&mut words, allowed);
    verdict && words.peek().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any(words: &mut Words<'_>, allowed: &[&str]) -> bool {
    let mut verdict = all(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        verdict |= all(words, allowed);
    }
    verdict
}

fn all(words: &mut Words<'_>, allowed: &[&str]) -> bool {
    let mut verdict = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        verdict &= one(words, allowed);
    }
    verdict
}

fn one(words: &mut Words<'_>, allowed: &[&str]) -> bool {
    if words.next_if_eq(&"(").is_some() {
        let verdict = any(words, allowed);
        return words.next_if_eq(&")").is_some() && verdict;
    }
    let Some(licence) = words.next() else { return false };
    if words.next_if_eq(&"WITH").is_none() {
        return allowed.contains(&licence);
    }
    words.next().is_some_and(|exception| allowed.contains(&format!("{licence} WITH {exception}").as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_as_spdx_means_them() {
        for good in ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR GPL-2.0) AND Unicode-3.0"] {
            assert!(allows(good, &ALLOWED), "{good}");
        }
        assert!(allows("Apache-2.0 WITH LLVM-exception OR GPL-2.0", &ALLOWED));
        for bad in ["GPL-3.0", "MIT AND GPL-3.0", "", "MIT)", "GPL-2.0 WITH Classpath-exception-2.0"] {
            assert!(!allows(bad, &ALLOWED), "{bad}");
        }
    }

    #[test]
    fn npm_packages_are_judged_by_what_the_lock_file_says() {
        let lock = |licence: &str, dev: bool| {
            let packages = serde_json::json!({ "packages": {
                "": { "name": "web" },
                "node_modules/a": { "license": licence, "dev": dev },
            }});
            check_npm("web/package-lock.json", &packages.to_string()).expect("readable").len()
        };
        assert_eq!(lock("MIT", false), 0);
        assert_eq!(lock("GPL-3.0", true), 1);
        assert_eq!((lock("CC-BY-4.0", true), lock("CC-BY-4.0", false)), (0, 1));
    }

    #[test]
    fn a_crate_without_a_licence_is_refused() {
        let mut package = super::super::metadata::member("stray", "", &[]);
        assert!(check_package(&package).is_none());
        package.member = false;
        assert!(check_package(&package).is_some());
    }
}
