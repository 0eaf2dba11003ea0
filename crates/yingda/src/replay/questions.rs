//! The questions to play: JSONL rows with a text and perhaps what is expected. Every bad row is told with its line.

use serde_json::Value;
use yingda_model::message::MAX_TEXT;

/// What should become of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// This entry answers it.
    Entry(String),
    /// A person should take over.
    Handoff,
    /// The bot should not answer it.
    Nothing,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub line: usize,
    pub text: String,
    /// None where the row does not say.
    pub expect: Option<Expect>,
}

/// Reads all rows, or tells what is wrong with each that is bad.
pub fn read(name: &str, text: &str) -> Result<Vec<Question>, Vec<String>> {
    let rows = text.trim_start_matches('\u{FEFF}').lines().enumerate();
    let rows = rows.filter(|(_, row)| !row.trim().is_empty());
    let (mut questions, mut errors) = (Vec::new(), Vec::new());
    for (index, row) in rows {
        match question(index + 1, row) {
            Ok(question) => questions.push(question),
            Err(reason) => errors.push(format!("{name}:{}: {reason}", index + 1)),
        }
    }
    if errors.is_empty() && questions.is_empty() {
        errors.push(format!("{name}: there are no questions in it"));
    }
    if errors.is_empty() { Ok(questions) } else { Err(errors) }
}

fn question(line: usize, row: &str) -> Result<Question, String> {
    let row: Value = serde_json::from_str(row).map_err(|_| "not a JSON object")?;
    let text = row.get("text").and_then(Value::as_str).ok_or("text: must be a string")?.trim();
    if text.is_empty() || text.chars().count() > MAX_TEXT {
        return Err(format!("text: must have 1 to {MAX_TEXT} characters"));
    }
    let expect = match row.get("expect") {
        None => None,
        Some(Value::Null) => Some(Expect::Nothing),
        Some(Value::String(word)) if word == "handoff" => Some(Expect::Handoff),
        Some(Value::String(title)) => Some(Expect::Entry(title.clone())),
        Some(_) => return Err("expect: must be a string or null".into()),
    };
    Ok(Question { line, text: text.to_owned(), expect })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_expected_and_tells_apart_null_and_nothing() {
        let rows = "{\"text\":\" a \"}\n\n{\"text\":\"b\",\"expect\":null}\n{\"text\":\"c\",\"expect\":\"handoff\"}\n\
                    {\"text\":\"d\",\"expect\":\"Title\"}\n";
        let expects: Vec<_> =
            read("f", rows).unwrap().into_iter().map(|q| (q.line, q.text, q.expect)).collect();
        let expected = [
            (1, "a", None),
            (3, "b", Some(Expect::Nothing)),
            (4, "c", Some(Expect::Handoff)),
            (5, "d", Some(Expect::Entry("Title".into()))),
        ];
        assert_eq!(expects, expected.map(|(line, text, expect)| (line, text.to_owned(), expect)));
    }

    #[test]
    fn every_bad_row_is_told_with_its_line() {
        let errors =
            read("f", "{\n{\"text\":5}\n{\"text\":\"x\"}\n{\"text\":\"x\",\"expect\":1}\n{\"text\":\" \"}")
                .unwrap_err();
        let lines: Vec<_> = errors.iter().map(|error| &error[..4]).collect();
        assert_eq!(lines, ["f:1:", "f:2:", "f:4:", "f:5:"]);
        assert_eq!(read("f", "\n").unwrap_err().len(), 1);
    }
}
