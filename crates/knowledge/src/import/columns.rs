//! Which column is which, by its heading in English or Chinese, and a row's cells put under them.

use std::collections::BTreeMap;

use yingda_language::normalize::fold;
use yingda_model::{Error, FieldError, Result};

use super::{Row, RowError};

/// A column that an import knows; others are left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Question,
    Answer,
    Similar,
    Category,
    Locale,
    Enabled,
}

impl Column {
    /// Headings in folded form; the first is the column's name in reports.
    const HEADINGS: [(Self, &'static [&'static str]); 6] = [
        (Self::Question, &["question", "standardquestion", "标准问", "标准问题", "问题"]),
        (Self::Answer, &["answer", "答案", "回答"]),
        (Self::Similar, &["similar", "similarquestions", "相似问", "相似问题", "相似问法"]),
        (Self::Category, &["category", "分类", "类别"]),
        (Self::Locale, &["locale", "language", "语言"]),
        (Self::Enabled, &["enabled", "启用", "是否启用"]),
    ];

    fn of(heading: &str) -> Option<Self> {
        let heading = fold(heading);
        Self::HEADINGS.iter().find(|(_, known)| known.contains(&heading.as_str())).map(|(column, _)| *column)
    }

    /// The name in reports and in JSON.
    pub fn name(self) -> &'static str {
        Self::HEADINGS[self as usize].1[0]
    }
}

/// The headings of a table.
#[derive(Debug)]
pub struct Columns {
    places: BTreeMap<Column, usize>,
    width: usize,
    /// Headings that mean nothing to an import.
    unknown: Vec<String>,
}

impl Columns {
    /// Reads the row of headings.
    pub fn new(line: usize, headings: &[String]) -> Result<Self> {
        let mut places = BTreeMap::new();
        let mut errors = Vec::new();
        let mut unknown = Vec::new();
        for (place, heading) in headings.iter().enumerate() {
            let Some(column) = Column::of(heading) else {
                unknown.extend(Some(heading.trim().to_owned()).filter(|heading| !heading.is_empty()));
                continue;
            };
            if places.insert(column, place).is_some() {
                errors.push(error(line, column, "duplicate", "there are two columns with this meaning"));
            }
        }
        for (column, chinese) in [(Column::Question, "问题"), (Column::Answer, "答案")] {
            if !places.contains_key(&column) {
                let detail = format!("the first row must name a column {} ({chinese})", column.name());
                errors.push(error(line, column, "missing_column", &detail));
            }
        }
        if errors.is_empty() {
            Ok(Self { places, width: headings.len(), unknown })
        } else {
            Err(Error::Invalid(errors))
        }
    }

    /// The headings that an import passes over.
    pub fn into_unknown(self) -> Vec<String> {
        self.unknown
    }

    /// Puts the cells of one row under the headings.
    pub fn row(&self, line: usize, mut cells: Vec<String>) -> Result<Row, RowError> {
        let superfluous = cells.iter().skip(self.width).any(|cell| !cell.trim().is_empty());
        if superfluous {
            let detail =
                "the row has more cells than the first row has headings: is a quotation mark missing?";
            return Err(RowError::new(line, "", "too_many_cells", detail));
        }
        cells.resize(self.width, String::new());
        let mut take =
            |column: Column| self.places.get(&column).map(|place| std::mem::take(&mut cells[*place]));
        Ok(Row {
            line,
            question: take(Column::Question).unwrap_or_default(),
            answer: take(Column::Answer).unwrap_or_default(),
            similar: take(Column::Similar).map(|cell| split(&cell)),
            category: take(Column::Category),
            locale: take(Column::Locale),
            enabled: take(Column::Enabled),
        })
    }
}

/// Similar questions in one cell: each in a line of its own, or with `|` between them.
pub fn split(cell: &str) -> Vec<String> {
    let between = if cell.contains('\n') { ['\n', '\r'] } else { ['|', '｜'] };
    cell.split(between).map(str::trim).filter(|part| !part.is_empty()).map(Into::into).collect()
}

fn error(line: usize, column: Column, code: &str, detail: &str) -> FieldError {
    RowError::new(line, column.name(), code, detail).into_field_error()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(list: &[&str]) -> Vec<String> {
        list.iter().map(|heading| (*heading).to_owned()).collect()
    }

    #[test]
    fn headings_in_both_languages_and_any_order() {
        let columns = Columns::new(1, &headings(&["编号", "答案", " 标准问 ", "相似问"])).unwrap();
        let cells = ["7", "可以", "能退吗", "退得了吗|可退吗"].map(Into::into).to_vec();
        let row = columns.row(2, cells).unwrap();
        assert_eq!((row.question.as_str(), row.answer.as_str()), ("能退吗", "可以"));
        assert_eq!(row.similar.unwrap(), ["退得了吗", "可退吗"]);
        assert_eq!(row.category, None);
        assert_eq!(columns.into_unknown(), ["编号"]);
    }

    #[test]
    fn missing_and_repeated_headings_are_all_told() {
        let Err(Error::Invalid(errors)) = Columns::new(1, &headings(&["问题", "question"])) else {
            panic!("two questions and no answer");
        };
        let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/1/question", "/1/answer"]);
    }

    #[test]
    fn lines_win_over_bars_between_similar_questions() {
        assert_eq!(split("a|b｜ c |"), ["a", "b", "c"]);
        assert_eq!(split("a|b\r\nc\n"), ["a|b", "c"]);
        assert!(split(" \n").is_empty());
    }
}
