//! Which of the product's two languages a text is written in. Not a general language identifier.

use yingda_model::Locale;

/// The language in which somebody writes to us, or `None` when the text shows none: no letters, or Latin ones without a word
/// of English in them, such as a model name, an order number or fingers on the keyboard.
pub fn detect(text: &str) -> Option<Locale> {
    script(text).filter(|locale| *locale != Locale::En || is_english(text))
}

/// The language whose letters a text is written in, or `None` when it has no letters (digits, emoji, punctuation only). For
/// texts that were written with care, such as knowledge.
///
/// One Han character carries about as much as one English word, so characters are weighed against words:
/// "iPhone 15 Pro Max 保修多久" is Chinese, "what does 包邮 mean in your shop" is English.
pub fn script(text: &str) -> Option<Locale> {
    let mut han = 0_usize;
    let mut words = 0_usize;
    let mut inside_word = false;
    for character in text.chars() {
        let latin = character.is_alphabetic() && !is_han(character);
        han += usize::from(is_han(character));
        words += usize::from(latin && !inside_word);
        inside_word = latin;
    }
    match (han, words) {
        (0, 0) => None,
        (han, words) if han >= words => Some(Locale::ZhCn),
        _ => Some(Locale::En),
    }
}

/// Words that nearly every English sentence has one of, and what people say alone.
const ENGLISH: &[&str] = &[
    "about",
    "after",
    "again",
    "agent",
    "all",
    "am",
    "an",
    "and",
    "another",
    "any",
    "anyone",
    "are",
    "as",
    "ask",
    "at",
    "back",
    "be",
    "because",
    "been",
    "before",
    "broken",
    "but",
    "buy",
    "by",
    "can",
    "cancel",
    "cannot",
    "change",
    "could",
    "delivery",
    "did",
    "do",
    "does",
    "done",
    "down",
    "every",
    "exchange",
    "fine",
    "for",
    "from",
    "get",
    "give",
    "go",
    "good",
    "goodbye",
    "got",
    "great",
    "had",
    "has",
    "have",
    "he",
    "hello",
    "help",
    "her",
    "here",
    "hey",
    "hi",
    "him",
    "his",
    "how",
    "human",
    "if",
    "in",
    "into",
    "invoice",
    "is",
    "it",
    "its",
    "just",
    "know",
    "late",
    "like",
    "long",
    "make",
    "many",
    "may",
    "me",
    "more",
    "much",
    "must",
    "my",
    "need",
    "never",
    "new",
    "no",
    "nobody",
    "not",
    "now",
    "of",
    "off",
    "on",
    "one",
    "only",
    "open",
    "or",
    "order",
    "other",
    "our",
    "out",
    "over",
    "package",
    "parcel",
    "pay",
    "payment",
    "person",
    "please",
    "price",
    "problem",
    "put",
    "question",
    "receive",
    "received",
    "refund",
    "repair",
    "return",
    "right",
    "same",
    "send",
    "sent",
    "she",
    "ship",
    "shipping",
    "should",
    "so",
    "some",
    "someone",
    "something",
    "sorry",
    "still",
    "stop",
    "support",
    "sure",
    "take",
    "than",
    "thank",
    "thanks",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "thing",
    "this",
    "those",
    "time",
    "to",
    "today",
    "too",
    "under",
    "until",
    "up",
    "us",
    "use",
    "very",
    "want",
    "warranty",
    "was",
    "we",
    "well",
    "were",
    "what",
    "when",
    "where",
    "which",
    "who",
    "why",
    "will",
    "with",
    "without",
    "work",
    "working",
    "works",
    "would",
    "wrong",
    "yes",
    "yet",
    "you",
    "your",
];

/// Whether one of the words is English; `don't` counts as `don`, `t`, and neither, but what stands around it does.
fn is_english(text: &str) -> bool {
    text.split(|character: char| !character.is_alphabetic())
        .any(|word| ENGLISH.binary_search(&word.to_lowercase().as_str()).is_ok())
}

/// Whether `character` is a Chinese character (CJK unified ideographs with extensions A–H and compatibility forms).
pub(crate) fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_order_for_the_search() {
        assert!(ENGLISH.is_sorted());
    }

    #[test]
    fn tells_chinese_from_english() {
        for text in ["怎么退货", "iPhone 15 Pro Max 保修多久", "訂單還沒發貨", "ok 好的", "〇"]
        {
            assert_eq!(detect(text), Some(Locale::ZhCn), "{text}");
        }
        for text in
            ["How do I return this?", "what does 包邮 mean in your shop", "I don't know", "Refund!", "hi"]
        {
            assert_eq!(detect(text), Some(Locale::En), "{text}");
        }
        for text in ["", "  ", "12345", "😀👍", "？！", "asdf qwer", "iPhone 15 Pro Max", "XH20260817"]
        {
            assert_eq!(detect(text), None, "{text}");
        }
        assert_eq!((script("asdf qwer"), script("12345")), (Some(Locale::En), None));
    }
}
