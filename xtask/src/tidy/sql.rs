//! SQL text and database libraries stand in `crates/store` alone, so that one crate knows both databases.

use super::{Finding, lexer, tree::Source};

/// The word that opens a statement and the one that makes it more than English.
const STATEMENTS: [(&str, &str); 8] = [
    ("SELECT", "FROM"),
    ("INSERT", "INTO"),
    ("UPDATE", "SET"),
    ("DELETE", "FROM"),
    ("CREATE", "TABLE"),
    ("ALTER", "TABLE"),
    ("DROP", "TABLE"),
    ("TRUNCATE", "TABLE"),
];
const LIBRARIES: [&str; 4] = ["rusqlite", "postgres", "tokio_postgres", "sqlx"];

pub fn check(source: &Source) -> Vec<Finding> {
    let elsewhere = source.path.starts_with("crates/") && !source.path.starts_with("crates/store/");
    if !elsewhere || !source.is_rust() {
        return Vec::new();
    }
    let parts = lexer::split(&source.text);
    let statements = parts.literals.iter().filter(|literal| is_sql(&literal.text)).map(|literal| {
        Finding::error(&source.path, "SQL outside `crates/store`: give the store a function for it")
            .at(literal.line)
    });
    let names = parts.code.lines().enumerate().filter_map(|(index, line)| {
        let library = LIBRARIES.into_iter().find(|library| names_library(line, library))?;
        Some(Finding::error(&source.path, format!("names `{library}` outside `crates/store`")).at(index + 1))
    });
    statements.chain(names).collect()
}

/// Upper case anywhere, or lower case when the literal opens with it: prose does neither.
fn is_sql(literal: &str) -> bool {
    let words: Vec<&str> =
        literal.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    STATEMENTS.into_iter().any(|(opening, second)| {
        let (low_opening, low_second) = (opening.to_lowercase(), second.to_lowercase());
        follows(&words, opening, second)
            || (words.first() == Some(&low_opening.as_str()) && follows(&words, &low_opening, &low_second))
    })
}

fn follows(words: &[&str], opening: &str, second: &str) -> bool {
    words.iter().position(|word| *word == opening).is_some_and(|at| words[at..].contains(&second))
}

/// `library::…` or `use library…`; a variable of that name is no use of the library.
fn names_library(line: &str, library: &str) -> bool {
    let opens = line.trim_start().trim_start_matches("pub ").strip_prefix("use ");
    if opens
        .is_some_and(|path| path.strip_prefix(library).is_some_and(|rest| rest.starts_with([':', ';', ' '])))
    {
        return true;
    }
    line.match_indices(library).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let begins = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':');
        begins && line[at + library.len()..].starts_with("::")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<Option<usize>> {
        check(&Source { path: path.to_owned(), text: text.to_owned() })
            .into_iter()
            .map(|finding| finding.line)
            .collect()
    }

    #[test]
    fn sql_and_libraries_belong_in_the_store() {
        let text = "use rusqlite::Row;\nlet q = \"SELECT id FROM queues\";";
        assert!(lines("crates/store/src/queues.rs", text).is_empty());
        assert_eq!(lines("crates/api/src/queues.rs", text), [Some(2), Some(1)]);
    }

    #[test]
    fn statements_are_found_over_several_lines_and_in_lower_case() {
        assert_eq!(lines("crates/api/src/a.rs", "f(\n  \"UPDATE members\n   SET name = $1\")"), [Some(2)]);
        assert_eq!(lines("crates/api/src/a.rs", "f(r#\"delete from members\"#)"), [Some(1)]);
    }

    #[test]
    fn english_is_not_sql() {
        let text = "log(\"cannot update the set\"); help(\"Select a channel from the list\"); // DELETE FROM members";
        assert!(lines("crates/api/src/a.rs", text).is_empty());
    }

    #[test]
    fn a_variable_may_be_called_postgres() {
        assert!(
            lines("crates/yingda/src/a.rs", "let postgres = Backend::Postgres; store::postgres::open()")
                .is_empty()
        );
        assert_eq!(lines("crates/yingda/src/a.rs", "let c = postgres::Client::connect()"), [Some(1)]);
    }
}
