//! The TOML file. Every fault is told with file, line and key; an unknown key is a fault.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::options::OPTIONS;
use super::{Config, ConfigError, hint};

/// Reads a file into the configuration.
pub fn apply(config: &mut Config, path: &Path) -> Result<(), ConfigError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError::new(&name, error.to_string()))?;
    let source = Source { name, text: &text };
    let table = DeTable::parse(&text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        source.fault(at, error.message().to_owned())
    })?;
    source.table(config, "", table.get_ref())
}

struct Source<'a> {
    name: String,
    text: &'a str,
}

impl Source<'_> {
    fn fault(&self, at: usize, message: String) -> ConfigError {
        let line = self.text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        ConfigError::new(format!("{}:{line}", self.name), message)
    }

    fn table(&self, config: &mut Config, prefix: &str, table: &DeTable<'_>) -> Result<(), ConfigError> {
        // In the order of the file, so that the first fault is told first.
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let name = format!("{prefix}{}", key.get_ref());
            if let DeValue::Table(inner) = value.get_ref() {
                self.table(config, &format!("{name}."), inner)?;
                continue;
            }
            let Some(option) = OPTIONS.iter().find(|option| option.name == name) else {
                let hint = hint(&name, OPTIONS.iter().map(|option| option.name.to_owned()));
                return Err(self.fault(key.span().start, format!("unknown key `{name}`{hint}")));
            };
            let applied = plain(value.get_ref()).and_then(|text| config.take(option, &text));
            applied.map_err(|message| self.fault(value.span().start, format!("`{name}`: {message}")))?;
        }
        Ok(())
    }
}

/// A value as the text that a variable or flag would hold.
fn plain(value: &DeValue<'_>) -> Result<String, String> {
    match value {
        DeValue::String(text) => Ok(text.to_string()),
        DeValue::Integer(number) => Ok(number.to_string()),
        DeValue::Boolean(truth) => Ok(truth.to_string()),
        _ => Err("expected a text, a whole number, true or false".into()),
    }
}

/// How many letters must change (Levenshtein).
pub(super) fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for column in 0..other.len() {
            let changed = diagonal + usize::from(letter != other[column]);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}
