//! Which phrasing has which term, kept in step one phrasing at a time. Knows nothing of entries.

use std::collections::HashMap;

use super::score::Importance;
use crate::tokenize::Term;

/// The number of a phrasing; reused after removal.
pub(super) type DocumentId = u32;
/// The number of a distinct term; never reused, so that it stays valid in what was computed before.
pub(super) type TermId = u32;

/// How often a term stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub term: TermId,
    pub times: u16,
}

/// A distinct term of the index.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub importance: Importance,
    /// By ascending document.
    pub documents: Vec<(DocumentId, u16)>,
}

/// The inverted file.
#[derive(Debug, Clone, Default)]
pub(super) struct Postings {
    /// One dictionary for each [`Kind`].
    ids: [HashMap<Box<str>, TermId>; 3],
    terms: Vec<Known>,
}

impl Postings {
    /// The known term of this number.
    pub fn term(&self, id: TermId) -> &Known {
        &self.terms[id as usize]
    }

    /// The number of a term, if any phrasing ever had it.
    pub fn lookup(&self, term: &Term) -> Option<TermId> {
        self.ids[term.kind as usize].get(term.key.as_str()).copied()
    }

    /// Records a phrasing's terms and returns them counted, by ascending number.
    pub fn add(&mut self, document: DocumentId, terms: &[Term]) -> Vec<Count> {
        let numbers = terms.iter().map(|term| self.intern(term)).collect();
        let counts = count(numbers);
        for Count { term, times } in &counts {
            let documents = &mut self.terms[*term as usize].documents;
            let place = documents.partition_point(|(other, _)| *other < document);
            documents.insert(place, (document, *times));
        }
        counts
    }

    /// Forgets a phrasing that was added with these counts.
    pub fn remove(&mut self, document: DocumentId, counts: &[Count]) {
        for Count { term, .. } in counts {
            let documents = &mut self.terms[*term as usize].documents;
            if let Ok(place) = documents.binary_search_by_key(&document, |(other, _)| *other) {
                documents.remove(place);
            }
        }
    }

    fn intern(&mut self, term: &Term) -> TermId {
        if let Some(id) = self.lookup(term) {
            return id;
        }
        let id = self.terms.len() as TermId;
        self.ids[term.kind as usize].insert(term.key.as_str().into(), id);
        self.terms.push(Known { importance: Importance::of(term), documents: Vec::new() });
        id
    }
}

/// Counts equal numbers; the result is sorted by them.
pub(super) fn count(mut numbers: Vec<TermId>) -> Vec<Count> {
    numbers.sort_unstable();
    let mut counts: Vec<Count> = Vec::with_capacity(numbers.len());
    for term in numbers {
        match counts.last_mut() {
            Some(last) if last.term == term => last.times = last.times.saturating_add(1),
            _ => counts.push(Count { term, times: 1 }),
        }
    }
    counts
}
