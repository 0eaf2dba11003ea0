//! The content of a FAQ entry before it is stored: what must hold for it, whichever way it came, and its keys.

use std::collections::HashMap;

use serde::Serialize;
use yingda_language::normalize::fold;
use yingda_model::error::Checks;
use yingda_model::{Faq, Locale, Result};
use yingda_store::faq::Keys;

/// Characters of the longest question.
pub const MAX_QUESTION: usize = 200;
/// Characters of the longest answer.
pub const MAX_ANSWER: usize = 8_000;
/// Characters of the longest category.
pub const MAX_CATEGORY: usize = 50;
/// Similar questions of one entry.
pub const MAX_SIMILAR: usize = 100;

/// What a person wrote, trimmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Draft {
    pub question: String,
    pub similar: Vec<String>,
    pub answer: String,
    pub category: String,
    pub locale: Locale,
    pub enabled: bool,
}

impl Draft {
    /// The content of a stored entry.
    pub fn of(faq: &Faq) -> Self {
        Self {
            question: faq.question.clone(),
            similar: faq.similar.clone(),
            answer: faq.answer.clone(),
            category: faq.category.clone(),
            locale: faq.locale,
            enabled: faq.enabled,
        }
    }

    /// Without the white space around its texts.
    pub fn trimmed(self) -> Self {
        let trim = |text: String| text.trim().to_owned();
        Self {
            question: trim(self.question),
            similar: self.similar.into_iter().map(trim).collect(),
            answer: trim(self.answer),
            category: trim(self.category),
            ..self
        }
    }

    /// Puts this content into an entry.
    pub fn onto(self, faq: Faq) -> Faq {
        Faq {
            question: self.question,
            similar: self.similar,
            answer: self.answer,
            category: self.category,
            locale: self.locale,
            enabled: self.enabled,
            ..faq
        }
    }

    /// Everything that is wrong with it, at once.
    pub fn check(&self) -> Result<()> {
        let mut checks = Checks::default();
        check_question(&mut checks, &self.question, "/question");
        checks.text(&self.answer, "/answer", 1, MAX_ANSWER);
        checks.text(&self.category, "/category", 0, MAX_CATEGORY);
        let count = self.similar.len();
        checks.check(count <= MAX_SIMILAR, "/similar", "too_many", "must have at most 100 similar questions");
        let mut said: HashMap<String, usize> = HashMap::from([(fold(&self.question), usize::MAX)]);
        for (place, similar) in self.similar.iter().enumerate().take(MAX_SIMILAR) {
            let pointer = format!("/similar/{place}");
            check_question(&mut checks, similar, &pointer);
            let key = fold(similar);
            let earlier = if key.is_empty() { None } else { said.insert(key, place) };
            let detail = match earlier {
                Some(usize::MAX) => "says the same as the standard question".to_owned(),
                Some(other) => format!("says the same as similar question {}", other + 1),
                None => String::new(),
            };
            checks.check(earlier.is_none(), &pointer, "duplicate", &detail);
        }
        checks.finish()
    }

    /// What SQL finds it by.
    pub fn keys(&self) -> Keys {
        let question = fold(&self.question);
        let others = self.similar.iter().chain([&self.answer, &self.category]);
        let search = std::iter::once(question.clone()).chain(others.map(|text| fold(text)));
        Keys { search: search.collect::<Vec<_>>().join("\n"), question }
    }
}

fn check_question(checks: &mut Checks, text: &str, pointer: &str) {
    checks.text(text, pointer, 1, MAX_QUESTION);
    checks.check(!text.contains(['\n', '\r']), pointer, "invalid", "must be a single line");
    let empty = text.is_empty() || text.chars().any(char::is_alphanumeric);
    checks.check(empty, pointer, "invalid", "must have a letter or digit");
}

#[cfg(test)]
mod tests {
    use super::*;
    use yingda_model::Error;

    fn draft(question: &str, similar: &[&str]) -> Draft {
        Draft {
            question: question.into(),
            similar: similar.iter().map(|text| (*text).into()).collect(),
            answer: "七天内可以退货。".into(),
            category: "售后".into(),
            locale: Locale::ZhCn,
            enabled: true,
        }
    }

    fn complaints(draft: &Draft) -> Vec<(String, String)> {
        match draft.check() {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|e| (e.pointer, e.code)).collect(),
            other => panic!("expected field errors, got {other:?}"),
        }
    }

    #[test]
    fn tells_everything_that_is_wrong_at_once() {
        let mut bad = draft("怎么退货？", &["怎样退货", "怎么 退货", "？？", "怎样退货！", "两\n行"]);
        bad.answer.clear();
        let expected = [
            ("/answer", "required"),
            ("/similar/1", "duplicate"),
            ("/similar/2", "invalid"),
            ("/similar/3", "duplicate"),
            ("/similar/4", "invalid"),
        ];
        let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
        assert_eq!(complaints(&bad), expected);
    }

    #[test]
    fn limits_are_the_largest_that_pass() {
        let many: Vec<String> = (0..MAX_SIMILAR).map(|n| format!("问题{n}")).collect();
        let mut full = draft(&"问".repeat(MAX_QUESTION), &[]);
        full.similar.clone_from(&many);
        full.answer = "答".repeat(MAX_ANSWER);
        full.category = "类".repeat(MAX_CATEGORY);
        assert!(full.check().is_ok());
        full.similar.push("还有一个".into());
        full.question.push('问');
        full.answer.push('答');
        full.category.push('类');
        let codes: Vec<String> = complaints(&full).into_iter().map(|(_, code)| code).collect();
        assert_eq!(codes, ["too_long", "too_long", "too_long", "too_many"]);
    }

    #[test]
    fn keys_ignore_spacing_width_and_script() {
        let keys = draft("怎麼退貨？", &["Ｈow do I return it"]).keys();
        assert_eq!(keys.question, draft(" 怎么 退货", &[]).keys().question);
        assert!(keys.search.contains("howdoireturnit") && keys.search.contains("七天内可以退货"));
    }
}
