//! A test: every statement of this crate is prepared on both databases, so that neither grows words that the other
//! does not know. Reads the sources; a literal that begins like a statement is one.

use std::path::{Path, PathBuf};

use yingda_model::Timestamp;

use crate::connection::{Backend, Connection};
use crate::postgresql::Postgresql;
use crate::scratch::ScratchDatabase;
use crate::sqlite::Sqlite;
use crate::{Address, migrations};

const BEGINNINGS: [&str; 5] = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "];

struct Found {
    place: String,
    sql: String,
    only: Option<Backend>,
}

/// String literals of a source file with what stands before each.
fn literals(source: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut before = String::new();
    let mut rest = source.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '/' if rest.peek() == Some(&'/') => while rest.next().is_some_and(|c| c != '\n') {},
            '\'' => {
                // A character literal or a lifetime: only the first can hold a quote.
                let ahead: String = rest.clone().take(3).collect();
                let length = if ahead.starts_with('\\') { 3 } else { 2 };
                if ahead.chars().nth(length - 1) == Some('\'') {
                    rest.by_ref().take(length).for_each(drop);
                }
            }
            '"' => {
                found.push((
                    before.trim_end().chars().rev().take(12).collect::<String>().chars().rev().collect(),
                    text(&mut rest),
                ));
                before.clear();
            }
            _ => before.push(c),
        }
    }
    found
}

fn text(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut text = String::new();
    while let Some(c) = rest.next() {
        match c {
            '"' => break,
            '\\' => match rest.next() {
                Some('\n') => while rest.next_if(|c| c.is_whitespace()).is_some() {},
                Some('n') => text.push('\n'),
                Some(other) => text.push(other),
                None => {}
            },
            _ => text.push(c),
        }
    }
    text
}

fn statements() -> Vec<Found> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    // The one macro that begins statements; what follows can stand in any file.
    let source = std::fs::read_to_string(folder.join("conversations.rs")).expect("a source file");
    let prefix = literals(&source).into_iter().find(|(before, _)| before.ends_with("concat!("));
    let prefix = prefix.map(|(_, sql)| sql).expect("the beginning of statements");
    for path in sources(&folder) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if path.extension().is_none_or(|ending| ending != "rs") || name == "statements.rs" {
            continue;
        }
        let source = std::fs::read_to_string(&path).expect("a source file");
        let source = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
        let mut either = false;
        for (before, sql) in literals(&source) {
            let place = format!("{name}: {}", sql.chars().take(80).collect::<String>());
            let begins = BEGINNINGS.iter().any(|word| sql.starts_with(word));
            if before.ends_with("concat!(") {
                continue;
            }
            if before.ends_with("select!(") {
                found.push(Found { place, sql: format!("{prefix}{sql}"), only: None });
            } else if begins {
                let first = before.ends_with("either(");
                let only = match (first, either) {
                    (true, _) => Some(Backend::Sqlite),
                    (false, true) => Some(Backend::Postgres),
                    (false, false) => None,
                };
                either = first;
                found.push(Found { place, sql, only });
            }
        }
    }
    found
}

/// All files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(folder).expect("the sources").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

fn check(connection: &mut dyn Connection) {
    migrations::run(connection, Timestamp::from_millis(0)).expect("the schema");
    let statements = statements();
    assert!(
        statements.len() > 150,
        "only {} statements found: is the reader of sources broken?",
        statements.len()
    );
    let mut wrong = Vec::new();
    for found in statements {
        if found.only.is_none_or(|only| only == connection.backend())
            && let Err(error) = connection.check(&found.sql)
        {
            let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            wrong.push(format!("{}: {error}: {cause}", found.place));
        }
    }
    assert!(wrong.is_empty(), "on {:?}:\n{}", connection.backend(), wrong.join("\n"));
}

#[test]
fn every_statement_is_understood_by_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    check(&mut Sqlite::open(&folder.path().join("yingda.db"), false).expect("a database"));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "where tests are told of a server; the product never reads it")]
fn every_statement_is_understood_by_postgresql() {
    let Ok(server) = std::env::var("YINGDA_TEST_POSTGRES") else { return };
    let database = ScratchDatabase::create(&server).expect("a database");
    let Address::Postgres(url) = database.address().expect("an address") else { panic!("not PostgreSQL") };
    check(&mut Postgresql::connect(&url).expect("a connection"));
}
