//! One search: candidates by BM25, then the comparable score, then the best phrasing of each entry.

use std::collections::HashMap;
use std::hash::Hash;

use super::function_words;
use super::postings::{Count, DocumentId, TermId, count};
use super::score::{self, Importance};
use super::{Index, Match};
use crate::normalize;
use crate::normalize::fold;
use crate::tokenize::{Kind, Term, tokenize};

/// So many phrasings with the highest BM25 are scored; what comes after them can't come near the top.
const CANDIDATES: usize = 64;

/// The searched text, weighed against the index.
struct Query {
    terms: Vec<Term>,
    /// Terms that the index knows, by ascending number, and the weight of each.
    known: Vec<(Count, f64)>,
    /// The weight of all its terms, known or not.
    weight: f64,
    folded: String,
}

impl<I: Clone + Eq + Hash + Ord> Index<I> {
    /// The entries nearest to `text`, best first, at most `limit`, each with its best phrasing; ties by id.
    pub fn search(&self, text: &str, limit: usize) -> Vec<Match<I>> {
        let query = self.weigh(text);
        let mut best: HashMap<&I, (f64, DocumentId)> = HashMap::new();
        for document in self.candidates(&query) {
            let Some(stored) = &self.documents[document as usize] else { continue };
            let score = self.score(&query, document);
            let held = best.entry(&stored.entry).or_insert((score, document));
            if score > held.0 || (score.total_cmp(&held.0).is_eq() && document < held.1) {
                *held = (score, document);
            }
        }
        let mut ranked: Vec<(&I, f64, DocumentId)> = best
            .into_iter()
            .map(|(id, (score, document))| (id, score, document))
            .filter(|(_, score, _)| *score > 0.0)
            .collect();
        ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        ranked.truncate(limit);
        ranked
            .into_iter()
            .filter_map(|(id, score, document)| self.describe(&query, id, score, document))
            .collect()
    }

    fn weigh(&self, text: &str) -> Query {
        let terms = tokenize(&self.segmenter, &normalize(text));
        let mut known = Vec::with_capacity(terms.len());
        let mut weight = 0.0;
        for term in &terms {
            if let Some(id) = self.postings.lookup(term) {
                known.push(id);
            } else {
                weight += Importance::of(term).weight(0, self.phrasings());
            }
        }
        let known: Vec<(Count, f64)> =
            count(known).into_iter().map(|count| (count, self.term_weight(count.term))).collect();
        weight += known.iter().map(|(count, weight)| weight * f64::from(count.times)).sum::<f64>();
        Query { terms, known, weight, folded: fold(text) }
    }

    fn term_weight(&self, term: TermId) -> f64 {
        let known = self.postings.term(term);
        known.importance.weight(known.documents.len(), self.phrasings())
    }

    /// The phrasings worth scoring: equal ones, and those with the highest BM25.
    fn candidates(&self, query: &Query) -> Vec<DocumentId> {
        let mean_length = self.total_length as f64 / self.phrasings().max(1) as f64;
        let mut sums = vec![0.0_f64; self.documents.len()];
        for (count, weight) in &query.known {
            for (document, times) in &self.postings.term(count.term).documents {
                let length = f64::from(self.lengths[*document as usize]);
                sums[*document as usize] += weight * score::saturation(*times, length / mean_length);
            }
        }
        let mut found: Vec<DocumentId> =
            (0..sums.len() as DocumentId).filter(|one| sums[*one as usize] > 0.0).collect();
        let higher = |a: &DocumentId, b: &DocumentId| {
            sums[*b as usize].total_cmp(&sums[*a as usize]).then_with(|| a.cmp(b))
        };
        if found.len() > CANDIDATES {
            found.select_nth_unstable_by(CANDIDATES, higher);
            found.truncate(CANDIDATES);
        }
        found.extend(self.exact.get(query.folded.as_str()).into_iter().flatten());
        found
    }

    fn score(&self, query: &Query, document: DocumentId) -> f64 {
        let Some(stored) = &self.documents[document as usize] else { return 0.0 };
        if self.exact.get(query.folded.as_str()).is_some_and(|same| same.contains(&document)) {
            return 1.0;
        }
        let whole: f64 =
            stored.counts.iter().map(|one| self.term_weight(one.term) * f64::from(one.times)).sum();
        let mut shared = 0.0;
        for (count, weight) in &query.known {
            if let Ok(place) = stored.counts.binary_search_by_key(&count.term, |one| one.term) {
                shared += weight * f64::from(count.times.min(stored.counts[place].times));
            }
        }
        score::similarity(shared, query.weight, whole)
    }

    fn describe(&self, query: &Query, id: &I, score: f64, document: DocumentId) -> Option<Match<I>> {
        let stored = self.documents[document as usize].as_ref()?;
        let entry = &self.entries.get(id)?.entry;
        Some(Match {
            id: id.clone(),
            locale: entry.locale,
            question: entry.questions.first()?.clone(),
            matched: entry.questions.get(stored.question)?.clone(),
            score,
            terms: self.shared_terms(query, &stored.counts),
        })
    }

    /// Shared words, then shared characters that no shared word covers, each once. Function words only where there
    /// is nothing else: they explain little.
    fn shared_terms(&self, query: &Query, counts: &[Count]) -> Vec<String> {
        let shared = |term: &&Term| {
            let id = self.postings.lookup(term);
            id.is_some_and(|id| counts.binary_search_by_key(&id, |one| one.term).is_ok())
        };
        let of_kind = |kind: Kind| query.terms.iter().filter(move |term| term.kind == kind).filter(shared);
        let mut telling: Vec<String> = Vec::new();
        let mut function: Vec<String> = Vec::new();
        for term in of_kind(Kind::Word).chain(of_kind(Kind::Character)) {
            let terms = if function_words::contains(&term.key) { &mut function } else { &mut telling };
            if !terms.iter().any(|said| said.contains(term.surface.as_str())) {
                terms.push(term.surface.clone());
            }
        }
        if telling.is_empty() { function } else { telling }
    }
}
