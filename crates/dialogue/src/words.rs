//! Word lists as values: what the recognisers compare texts with. Knows nothing of what the words mean.

/// A list of words, written as one text.
#[derive(Debug)]
pub(crate) struct Words(Vec<&'static str>);

impl Words {
    /// The words of `text`, which white space separates.
    pub fn new(text: &'static str) -> Self {
        let mut words: Vec<&'static str> = text.split_whitespace().collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self(words)
    }

    /// The words, the longest first.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }

    pub fn contains(&self, word: &str) -> bool {
        self.0.contains(&word)
    }

    /// Whether `text` begins with one of the words.
    pub fn begin(&self, text: &str) -> bool {
        self.iter().any(|word| text.starts_with(word))
    }

    /// Whether `text` ends with one of the words.
    pub fn end(&self, text: &str) -> bool {
        self.iter().any(|word| text.ends_with(word))
    }

    /// Whether one of the words stands anywhere in `text`.
    pub fn within(&self, text: &str) -> bool {
        self.iter().any(|word| text.contains(word))
    }

    /// What follows the longest word that `text` begins with.
    pub fn after<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.iter().find_map(|word| text.strip_prefix(word))
    }

    /// What precedes the longest word that `text` ends with.
    pub fn before<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.iter().find_map(|word| text.strip_suffix(word))
    }

    /// What is left of `text` when words are taken from its front for as long as there are any.
    pub fn trim_front<'a>(&self, mut text: &'a str) -> &'a str {
        while let Some(rest) = self.after(text) {
            text = rest;
        }
        text
    }

    /// What is left of `text` when words are taken from its back for as long as there are any.
    pub fn trim_back<'a>(&self, mut text: &'a str) -> &'a str {
        while let Some(rest) = self.before(text) {
            text = rest;
        }
        text
    }
}

/// Declares word lists: `words! { GREETINGS = "你好 hello"; }`.
macro_rules! words {
    ($($(#[$meta:meta])* $name:ident = $text:literal;)+) => {$(
        $(#[$meta])*
        static $name: std::sync::LazyLock<$crate::words::Words> =
            std::sync::LazyLock::new(|| $crate::words::Words::new($text));
    )+};
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_goes_first() {
        let words = Words::new("吗 好吗 好");
        assert_eq!(words.after("好吗我"), Some("我"));
        assert_eq!(words.trim_front("好吗好好我"), "我");
        assert_eq!(words.trim_back("我好吗"), "我");
        assert_eq!(words.trim_front(""), "");
        assert!(words.begin("吗啊") && words.end("啊好") && words.within("啊好啊") && !words.contains("啊"));
    }
}
