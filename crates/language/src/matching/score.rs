//! What a term weighs, and how two texts' shared weight becomes a score from 0 to 1.
//!
//! The constants were chosen by coordinate search over round values on development sets made from the *training*
//! parts of CLINC150, BANKING77 and MASSIVE zh-CN (ten phrasings an entry, a fifth of the entries left out) and of the
//! AFQMC and ATEC pairs (one question of each group held out), by the mean of top-1 and best F1. LCQMC and BQ, on
//! which results are reported, took no part in it.

use super::function_words;
use crate::tokenize::{Kind, Term};

/// Term frequency saturation of BM25. Questions are short and rarely repeat a term.
const K1: f64 = 1.2;
/// Length normalisation of BM25 when candidates are collected.
const B: f64 = 0.75;
/// As many phrasings as the index is taken to have beside its own, none of them with any of its terms: in a small
/// index a term that every entry has would otherwise weigh nothing.
const BACKGROUND: f64 = 1000.0;
/// What is left of a function word's weight.
const FUNCTION: f64 = 0.3;
/// How much of the score comes from how well the text is covered; the rest from how well the phrasing is. A stored
/// phrasing may say more than a hurried customer does.
const TEXT_SHARE: f64 = 0.6;
/// The highest score short of equality.
const NEARLY: f64 = 0.99;

/// A term's weight before its rarity in the index is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Importance(f64);

impl Importance {
    pub fn of(term: &Term) -> Self {
        let kind = match term.kind {
            Kind::Character | Kind::Word => 1.0,
            Kind::Piece => 0.4,
        };
        Self(if function_words::contains(&term.key) { kind * FUNCTION } else { kind })
    }

    /// The weight of a term that `with` of `all` phrasings have: the root of the Robertson–Spärck Jones weight. The
    /// root, because one rare word shared or missing may not settle the meaning of a short question.
    pub fn weight(self, with: usize, all: usize) -> f64 {
        let (with, all) = (with as f64, all as f64 + BACKGROUND);
        self.0 * (1.0 + (all - with + 0.5) / (with + 0.5)).ln().sqrt()
    }
}

/// BM25's saturation of a term that stands `times` in a phrasing `length` times as long as the mean.
pub(super) fn saturation(times: u16, length: f64) -> f64 {
    let times = f64::from(times);
    times * (K1 + 1.0) / (times + K1 * (1.0 - B + B * length))
}

/// The score of two unequal texts that share `shared` of their own weights `text` and `phrasing`: the weighted
/// geometric mean of how much of each is covered, so that neither a part of the question nor a question with
/// much else in it passes for the question.
pub(super) fn similarity(shared: f64, text: f64, phrasing: f64) -> f64 {
    if shared <= 0.0 {
        return 0.0;
    }
    let covered = |whole: f64| (shared / whole).min(1.0);
    (covered(text).powf(TEXT_SHARE) * covered(phrasing).powf(1.0 - TEXT_SHARE)).min(NEARLY)
}
