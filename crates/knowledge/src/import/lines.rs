//! A JSON object in each line. Keys that an import doesn't know are left alone, as unknown columns are.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use yingda_model::Result;

use super::columns::split;
use super::{Row, RowError, Sheet, unusable};

#[derive(Deserialize)]
struct Line {
    question: Option<Value>,
    answer: Option<Value>,
    similar: Option<Value>,
    category: Option<Value>,
    locale: Option<Value>,
    enabled: Option<Value>,
    #[serde(flatten)]
    unknown: BTreeMap<String, Value>,
}

/// Unknown keys that are told; each line may have others.
const MAX_UNKNOWN: usize = 20;

/// Reads the lines.
pub fn read(text: &str) -> Result<Sheet> {
    let mut sheet = Sheet::default();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match parse(index + 1, line, &mut sheet.unknown) {
            Ok(row) => sheet.push(row)?,
            Err(error) => sheet.refuse(error)?,
        }
    }
    if sheet.rows.is_empty() && sheet.errors.is_empty() {
        return Err(unusable("empty", "the file is empty"));
    }
    Ok(sheet)
}

fn parse(number: usize, line: &str, unknown: &mut Vec<String>) -> Result<Row, RowError> {
    let line: Line = serde_json::from_str(line).map_err(|error| {
        let detail = format!("not a JSON object (character {})", error.column());
        RowError::new(number, "", "malformed", detail)
    })?;
    for key in line.unknown.into_keys() {
        if unknown.len() < MAX_UNKNOWN && !unknown.contains(&key) {
            unknown.push(key);
        }
    }
    Ok(Row {
        line: number,
        question: text(number, "question", line.question)?.unwrap_or_default(),
        answer: text(number, "answer", line.answer)?.unwrap_or_default(),
        similar: list(number, line.similar)?,
        category: text(number, "category", line.category)?,
        locale: text(number, "locale", line.locale)?,
        enabled: match line.enabled {
            Some(Value::Bool(enabled)) => Some(enabled.to_string()),
            other => text(number, "enabled", other)?,
        },
    })
}

fn text(number: usize, field: &str, value: Option<Value>) -> Result<Option<String>, RowError> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(RowError::new(number, field, "invalid", "must be a string")),
    }
}

fn list(number: usize, value: Option<Value>) -> Result<Option<Vec<String>>, RowError> {
    let wrong = || RowError::new(number, "similar", "invalid", "must be a list of strings");
    match value {
        Some(Value::Array(items)) => {
            let texts = items.into_iter().map(|item| item.as_str().map(Into::into).ok_or_else(wrong));
            texts.collect::<Result<Vec<String>, _>>().map(Some)
        }
        other => Ok(text(number, "similar", other).map_err(|_| wrong())?.map(|cell| split(&cell))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_and_bad_lines_keep_their_numbers() {
        let text = "{\"question\":\"q\",\"answer\":\"a\",\"similar\":[\"s|t\"],\"enabled\":false,\"extra\":1}\n\n[1]\n\
                    {\"question\":5}\n{\"question\":\"q\",\"similar\":[5]}\nnull";
        let sheet = read(text).unwrap();
        assert_eq!(sheet.rows[0].similar.as_ref().unwrap(), &["s|t"]);
        assert_eq!(sheet.rows[0].enabled.as_deref(), Some("false"));
        assert_eq!(sheet.unknown, ["extra"]);
        let errors: Vec<_> = sheet.errors.iter().map(|error| (error.line, &*error.field)).collect();
        assert_eq!(errors, [(3, ""), (4, "question"), (5, "similar"), (6, "")]);
    }
}
