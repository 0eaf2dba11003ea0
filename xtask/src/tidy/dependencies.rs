//! A dependency that a manifest declares is named in that crate's sources. What is not used is not built.

use super::{
    Finding, lexer,
    metadata::{Dependency, Kind, Package},
    tree::Source,
};

pub fn check(package: &Package, sources: &[Source]) -> Vec<Finding> {
    let folder = format!("{}/", package.folder);
    let code: Vec<(&str, String)> = sources
        .iter()
        .filter(|source| source.is_rust())
        .filter_map(|source| Some((source.path.strip_prefix(&folder)?, lexer::split(&source.text).code)))
        .collect();
    package.dependencies.iter().filter_map(|dependency| complaint(package, dependency, &code)).collect()
}

fn complaint(package: &Package, dependency: &Dependency, code: &[(&str, String)]) -> Option<Finding> {
    let name = dependency.rename.as_ref().unwrap_or(&dependency.name);
    let identifier = name.replace('-', "_");
    let mut readers = code.iter().filter(|(path, _)| may_name(dependency.kind, path));
    if readers.any(|(_, code)| has_word(code, &identifier)) {
        return None;
    }
    let text = format!("`{name}` is declared and never named: remove it");
    Some(Finding::error(&format!("{}/Cargo.toml", package.folder), text))
}

fn may_name(kind: Kind, path: &str) -> bool {
    match kind {
        Kind::Normal => path.starts_with("src/"),
        Kind::Dev => true,
        Kind::Build => path == "build.rs",
    }
}

fn has_word(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
    })
}

#[cfg(test)]
mod tests {
    use super::{super::metadata::member, *};

    fn complaints(dependencies: &[(&str, Kind)], path: &str, text: &str) -> usize {
        let sources = [Source { path: path.to_owned(), text: text.to_owned() }];
        check(&member("yingda-api", "crates/api", dependencies), &sources).len()
    }

    #[test]
    fn a_named_dependency_passes() {
        assert_eq!(
            complaints(&[("tower-http", Kind::Normal)], "crates/api/src/lib.rs", "use tower_http::limit;"),
            0
        );
        assert_eq!(
            complaints(&[("serde", Kind::Normal)], "crates/api/src/lib.rs", "#[derive(serde::Serialize)]"),
            0
        );
        assert_eq!(complaints(&[("proptest", Kind::Dev)], "crates/api/tests/all.rs", "proptest! {}"), 0);
    }

    #[test]
    fn an_unnamed_dependency_is_refused() {
        assert_eq!(
            complaints(
                &[("serde", Kind::Normal)],
                "crates/api/src/lib.rs",
                "use serde_json::Value; // serde"
            ),
            1
        );
        assert_eq!(
            complaints(&[("serde", Kind::Normal)], "crates/store/src/lib.rs", "use serde::Serialize;"),
            1
        );
    }

    #[test]
    fn what_only_tests_name_is_a_dev_dependency() {
        assert_eq!(
            complaints(&[("tempfile", Kind::Normal)], "crates/api/tests/all.rs", "tempfile::tempdir()"),
            1
        );
    }
}
