//! Finding the stored question that a customer's question means.
//!
//! One small interface, [`Index`]: entries in, scored matches out. No thresholds and no decision: those belong to
//! the `dialogue` crate. Lexical: Okapi BM25 (Robertson & Zaragoza, *The Probabilistic Relevance Framework: BM25
//! and Beyond*, 2009) over characters, pieces and words finds candidates; their score is then put on a scale
//! from 0 to 1 that means the same for every query, see `score.rs`.

mod function_words;
mod index;
mod postings;
mod score;
mod search;

use yingda_model::Locale;

pub use index::Index;

/// A question with its other phrasings, under the id of what answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<I> {
    pub id: I,
    /// The standard question first, similar ones after it.
    pub questions: Vec<String>,
    /// The language of the entry, given back with a match.
    pub locale: Locale,
}

/// An entry that shares something with the searched text.
#[derive(Debug, Clone, PartialEq)]
pub struct Match<I> {
    pub id: I,
    pub locale: Locale,
    /// The entry's standard question.
    pub question: String,
    /// The stored phrasing that came nearest.
    pub matched: String,
    /// From 0 (nothing in common) to 1 (equal but for spacing, punctuation, case, width and script).
    /// Comparable between queries and between states of the index.
    pub score: f64,
    /// What text and phrasing share: words, then characters outside shared words.
    pub terms: Vec<String>,
}

#[cfg(test)]
mod tests;
