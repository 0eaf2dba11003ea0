//! Tables as text: RFC 4180 with a comma, a semicolon or a tab, whichever the first line uses.

use csv::{ErrorKind, ReaderBuilder, StringRecord};
use yingda_model::Result;

use super::columns::Columns;
use super::{RowError, Sheet, unusable};

/// Reads a table.
pub fn read(text: &str) -> Result<Sheet> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    let mut columns = None;
    let mut record = StringRecord::new();
    let mut lines = Lines::new(text);
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => return Err(unreadable(&error)),
        }
        let line = lines.at(record.position().map_or(0, csv::Position::byte) as usize);
        let cells: Vec<String> = record.iter().map(Into::into).collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let Some(columns) = &columns else {
            columns = Some(Columns::new(line, &cells)?);
            continue;
        };
        match columns.row(line, cells) {
            Ok(row) => sheet.push(row)?,
            Err(error) => sheet.refuse(error)?,
        }
    }
    let columns = columns.ok_or_else(|| unusable("empty", "the file is empty"))?;
    sheet.unknown = columns.into_unknown();
    Ok(sheet)
}

/// Counts lines up to where a row begins. (The reader's own count stops before empty lines that it passes over.)
struct Lines<'a> {
    bytes: &'a [u8],
    counted: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), counted: 0, line: 1 }
    }

    /// The line of the first row at or after a place; places must not go back.
    fn at(&mut self, place: usize) -> usize {
        while let Some(byte) = self.bytes.get(self.counted) {
            let ends = *byte == b'\n' || (*byte == b'\r' && self.bytes.get(self.counted + 1) != Some(&b'\n'));
            if self.counted >= place && !matches!(byte, b'\n' | b'\r') {
                break;
            }
            self.line += usize::from(ends);
            self.counted += 1;
        }
        self.line
    }
}

/// The sign that stands most often between the headings; a comma where there is none.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let (mut quoted, mut counts) = (false, [(b',', 0), (b'\t', 0), (b';', 0)]);
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        if let Some(found) = counts.iter_mut().find(|(sign, _)| *sign == byte && !quoted) {
            found.1 += 1;
        }
    }
    // The first of equals: max_by_key would take the last.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| sign)
}

fn unreadable(error: &csv::Error) -> yingda_model::Error {
    let line = error.position().map_or(0, csv::Position::line) as usize;
    let detail = match error.kind() {
        ErrorKind::Utf8 { .. } => "the row is not valid text".to_owned(),
        _ => "the row can't be read".to_owned(),
    };
    let error = RowError::new(line, "", "malformed", detail).into_field_error();
    yingda_model::Error::Invalid(vec![error])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_semicolons_tabs_quotes_and_lines() {
        for sign in [",", ";", "\t"] {
            let text = format!("question{sign}answer\n\nq1{sign}\"a,;\t\n\"\"1\"\"\"\r\nq2{sign}a2\n");
            let sheet = read(&text).unwrap();
            let rows: Vec<_> =
                sheet.rows.iter().map(|row| (row.line, &*row.question, &*row.answer)).collect();
            assert_eq!(rows, [(3, "q1", "a,;\t\n\"1\""), (5, "q2", "a2")], "{sign:?}");
        }
    }

    #[test]
    fn a_row_that_is_too_wide_is_refused_with_its_line() {
        let sheet = read("question,answer\nq1,a1,\nq2,a2,more\n").unwrap();
        assert_eq!(sheet.rows.len(), 1);
        assert_eq!((sheet.errors[0].line, &*sheet.errors[0].code), (3, "too_many_cells"));
    }

    #[test]
    fn an_empty_file_says_so() {
        assert!(read("\n \n").is_err());
    }
}
