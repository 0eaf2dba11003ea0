//! The lock files: how many packages a build may pull in, and that they name no registry host, so that the same
//! lock file installs from any mirror.

use super::Finding;

const MOST_PACKAGES: usize = 450;

pub fn check_cargo(text: &str) -> Option<Finding> {
    let packages = text.lines().filter(|line| *line == "[[package]]").count();
    (packages > MOST_PACKAGES).then(|| {
        Finding::error(
            "Cargo.lock",
            format!("{packages} packages; the limit is {MOST_PACKAGES}, a decision may raise it"),
        )
    })
}

pub fn check_npm(path: &str, text: &str) -> Vec<Finding> {
    let says_where = |line: &str| line.trim_start().starts_with("\"resolved\":") && line.contains("://");
    let named = text.lines().enumerate().filter(|(_, line)| says_where(line));
    let advice = "names a registry: set omit-lockfile-registry-resolved=true in .npmrc and install again";
    named.map(|(index, _)| Finding::error(path, advice).at(index + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_stays_under_its_limit() {
        assert!(check_cargo(&"[[package]]\nname = \"a\"\n".repeat(MOST_PACKAGES)).is_none());
        assert!(check_cargo(&"[[package]]\nname = \"a\"\n".repeat(MOST_PACKAGES + 1)).is_some());
    }

    #[test]
    fn an_npm_lock_file_names_no_registry() {
        let good =
            "{\n \"version\": \"1.0.0\",\n \"integrity\": \"sha512-x\",\n \"resolved\": \"../widget\"\n}";
        assert!(check_npm("web/package-lock.json", good).is_empty());
        let bad = "{\n \"resolved\": \"https://registry.example/a.tgz\"\n}";
        assert_eq!(check_npm("web/package-lock.json", bad)[0].line, Some(2));
    }
}
