//! From a normalised text to the terms it is compared by. Not a tokeniser for language models.

use crate::Segmenter;
use crate::detect::is_han;

/// What a term is; each kind is weighed on its own by the matcher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// One Han character.
    Character,
    /// Two neighbouring Han characters, or three neighbouring letters of a word in another script with its
    /// edges marked (`^re`, `nd$`): what survives a different cut or a typing error.
    Piece,
    /// A Chinese word as jieba cuts it, or an English word, folded (`charging`, `charges` → `charg`), or a number.
    Word,
}

/// One term of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub kind: Kind,
    /// The form in which terms are compared.
    pub key: String,
    /// The form in which the term stood in the normalised text.
    pub surface: String,
}

/// All terms of a normalised text, in order of kind within each run, repeats included.
pub fn tokenize(segmenter: &Segmenter, normalized: &str) -> Vec<Term> {
    let mut terms = Vec::with_capacity(normalized.len());
    for run in runs(normalized) {
        match run {
            Run::Han(text) => push_chinese(segmenter, text, &mut terms),
            Run::Other(text) => push_word(text, &mut terms),
        }
    }
    terms
}

/// The words alone, as they stood in the text: what a person is shown as "understood".
pub fn words(segmenter: &Segmenter, normalized: &str) -> Vec<String> {
    let terms = tokenize(segmenter, normalized);
    terms.into_iter().filter(|term| term.kind == Kind::Word).map(|term| term.surface).collect()
}

fn push_chinese(segmenter: &Segmenter, text: &str, terms: &mut Vec<Term>) {
    let same = |kind, text: &str| Term { kind, key: text.to_owned(), surface: text.to_owned() };
    let starts: Vec<usize> = text.char_indices().map(|(start, _)| start).chain([text.len()]).collect();
    terms.extend(starts.windows(2).map(|edge| same(Kind::Character, &text[edge[0]..edge[1]])));
    terms.extend(starts.windows(3).map(|edge| same(Kind::Piece, &text[edge[0]..edge[2]])));
    terms.extend(segmenter.cut(text).map(|word| same(Kind::Word, word)));
}

fn push_word(text: &str, terms: &mut Vec<Term>) {
    let marked: Vec<char> = ['^'].into_iter().chain(text.chars()).chain(['$']).collect();
    if !text.starts_with(char::is_numeric) {
        terms.extend(marked.windows(3).map(|piece| {
            let piece: String = piece.iter().collect();
            Term { kind: Kind::Piece, key: piece.clone(), surface: piece }
        }));
    }
    terms.push(Term { kind: Kind::Word, key: stem(text), surface: text.to_owned() });
}

enum Run<'a> {
    Han(&'a str),
    Other(&'a str),
}

/// Cuts a text into runs of Han characters, of letters (with inner apostrophes) and of digits; the rest separates.
fn runs(text: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut current = Class::Separator;
    for (position, character) in text.char_indices().chain([(text.len(), ' ')]) {
        let class = Class::of(character, current);
        if class == current {
            continue;
        }
        match current {
            Class::Han => runs.push(Run::Han(&text[start..position])),
            Class::Letter | Class::Digit => {
                runs.push(Run::Other(text[start..position].trim_end_matches('\'')));
            }
            Class::Separator => {}
        }
        (start, current) = (position, class);
    }
    runs
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Han,
    Letter,
    Digit,
    Separator,
}

impl Class {
    fn of(character: char, before: Self) -> Self {
        match character {
            character if is_han(character) => Self::Han,
            character if character.is_numeric() => Self::Digit,
            character if character.is_alphabetic() => Self::Letter,
            '\'' if before == Self::Letter => Self::Letter,
            _ => Self::Separator,
        }
    }
}

/// Folds an English word lightly, so that the forms of one word meet: possessives, plurals, -ing, -ed, a final e.
/// Weaker than Porter's stemmer on purpose: it may not make two different words one.
fn stem(word: &str) -> String {
    if !word.is_ascii() {
        return word.to_owned();
    }
    let word = word.strip_suffix("'s").unwrap_or(word);
    let word = match word.len() {
        5.. if word.ends_with("ies") => return format!("{}y", &word[..word.len() - 3]),
        5.. if ["sses", "shes", "ches", "xes", "zes"].iter().any(|end| word.ends_with(end)) => {
            &word[..word.len() - 2]
        }
        4.. if word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) => {
            &word[..word.len() - 1]
        }
        6.. if word.ends_with("ing") => undouble(&word[..word.len() - 3]),
        5.. if word.ends_with("ed") && !word.ends_with("eed") => undouble(&word[..word.len() - 2]),
        _ => word,
    };
    if word.len() >= 5 { word.strip_suffix('e').unwrap_or(word).to_owned() } else { word.to_owned() }
}

/// `shipp` → `ship`, but `refill` and `process` keep their double letter.
fn undouble(stem: &str) -> &str {
    let bytes = stem.as_bytes();
    match bytes {
        [.., a, b] if a == b && !matches!(b, b'l' | b's' | b'e') => &stem[..stem.len() - 1],
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(text: &str, kind: Kind) -> Vec<String> {
        let terms = tokenize(&Segmenter::new(), text);
        terms.into_iter().filter(|term| term.kind == kind).map(|term| term.key).collect()
    }

    #[test]
    fn chinese_gives_characters_pairs_and_words() {
        assert_eq!(keys("退货运费", Kind::Character), ["退", "货", "运", "费"]);
        assert_eq!(keys("退货运费", Kind::Piece), ["退货", "货运", "运费"]);
        assert_eq!(keys("退货运费", Kind::Word), ["退货", "运费"]);
    }

    #[test]
    fn mixed_text_is_cut_where_the_script_changes() {
        assert_eq!(keys("iphone15pro保修多久", Kind::Word), ["iphon", "15", "pro", "保修", "多久"]);
        assert_eq!(words(&Segmenter::new(), "charging 我的手机!"), ["charging", "我", "的", "手机"]);
    }

    #[test]
    fn forms_of_an_english_word_meet() {
        for forms in [
            &["charge", "charges", "charged", "charging"][..],
            &["ship", "ships", "shipped", "shipping"],
            &["refund", "refunds", "refunded", "refunding", "refund's"],
            &["battery", "batteries"],
            &["cancel", "cancels", "canceled"],
            &["box", "boxes"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.iter().all(|one| *one == stems[0]), "{forms:?} → {stems:?}");
        }
        assert_ne!(stem("policy"), stem("police"));
        assert_ne!(stem("use"), stem("us"));
        assert_eq!(stem("this"), "this");
    }

    #[test]
    fn pieces_survive_a_typing_error() {
        let right = keys("refund", Kind::Piece);
        let wrong = keys("refundd", Kind::Piece);
        assert!(right.iter().filter(|piece| wrong.contains(piece)).count() >= 5);
    }

    proptest! {
        #[test]
        fn any_text_is_cut_without_panic(text in any::<String>()) {
            let segmenter = Segmenter::new();
            for term in tokenize(&segmenter, &crate::normalize(&text)) {
                prop_assert!(!term.key.is_empty());
            }
        }
    }
}
