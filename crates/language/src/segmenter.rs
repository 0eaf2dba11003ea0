//! Cutting Chinese into words. A value to pass around, not a global: whoever builds the application makes one
//! and shares it.

use std::fmt;
use std::sync::{Arc, OnceLock};

use jieba_rs::Jieba;

/// A jieba segmenter that is loaded on first use (0.13 s, 33 MB); clones share it.
#[derive(Clone, Default)]
pub struct Segmenter(Arc<OnceLock<Jieba>>);

impl Segmenter {
    /// A segmenter with the standard dictionary, not loaded yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Loads the dictionary now rather than with the first text; for a server's start.
    pub fn warm(&self) {
        self.jieba();
    }

    /// The words of a run of Chinese text, in order; together they are the text.
    pub fn cut<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> {
        self.jieba().cut(text, true).into_iter().map(|token| token.word)
    }

    fn jieba(&self) -> &Jieba {
        self.0.get_or_init(Jieba::new)
    }
}

impl fmt::Debug for Segmenter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Segmenter").field("loaded", &self.0.get().is_some()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_words_and_shares_what_was_loaded() {
        let segmenter = Segmenter::new();
        let shared = segmenter.clone();
        assert_eq!(
            segmenter.cut("退货运费由谁承担").collect::<Vec<_>>(),
            ["退货", "运费", "由", "谁", "承担"]
        );
        assert_eq!(format!("{shared:?}"), "Segmenter { loaded: true }");
    }
}
