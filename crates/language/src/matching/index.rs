//! The stored entries and their phrasings, kept in step one entry at a time. How they are searched: `search.rs`.

use std::collections::HashMap;
use std::hash::Hash;

use super::Entry;
use super::postings::{Count, DocumentId, Postings};
use crate::normalize::fold;
use crate::tokenize::tokenize;
use crate::{Segmenter, normalize};

/// Stored questions, searchable by what they share with a text.
///
/// Share it as `RwLock<Index<_>>`: `search` takes `&self` (a quarter of a millisecond over 10,000 phrasings), `upsert`
/// and `remove` change it in place (20 µs a phrasing). `Clone` copies everything (20 ms at 10,000 phrasings): fit for
/// `ArcSwap` only where changes come in bulk.
#[derive(Debug, Clone)]
pub struct Index<I> {
    pub(super) segmenter: Segmenter,
    pub(super) entries: HashMap<I, Stored>,
    pub(super) documents: Vec<Option<Document<I>>>,
    pub(super) postings: Postings,
    /// Phrasings by their folded text, for equality.
    pub(super) exact: HashMap<Box<str>, Vec<DocumentId>>,
    /// The phrasings' lengths in terms, apart because every search walks through them.
    pub(super) lengths: Vec<u32>,
    /// Their sum.
    pub(super) total_length: u64,
    free: Vec<DocumentId>,
    revision: u64,
}

/// An entry as it was put in, and its phrasings.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub entry: Entry<()>,
    documents: Vec<DocumentId>,
}

/// One phrasing of an entry.
#[derive(Debug, Clone)]
pub(super) struct Document<I> {
    pub entry: I,
    /// Its place among the entry's questions.
    pub question: usize,
    pub counts: Vec<Count>,
    folded: Box<str>,
}

impl<I: Clone + Eq + Hash + Ord> Index<I> {
    /// An empty index.
    pub fn new(segmenter: Segmenter) -> Self {
        Self {
            segmenter,
            entries: HashMap::new(),
            documents: Vec::new(),
            postings: Postings::default(),
            exact: HashMap::new(),
            lengths: Vec::new(),
            total_length: 0,
            free: Vec::new(),
            revision: 0,
        }
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Number of phrasings over all entries.
    pub fn phrasings(&self) -> usize {
        self.documents.len() - self.free.len()
    }

    /// Counts the changes since the index was made.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Puts an entry in, in place of the one with the same id. Phrasings without a letter or digit are kept for show
    /// but can't be found; one that another phrasing of the entry already says counts once.
    pub fn upsert(&mut self, entry: Entry<I>) {
        self.forget(&entry.id);
        self.revision += 1;
        let Entry { id, questions, locale } = entry;
        let mut documents: Vec<DocumentId> = Vec::with_capacity(questions.len());
        for (question, text) in questions.iter().enumerate() {
            let folded = fold(text);
            let said = self
                .exact
                .get(folded.as_str())
                .is_some_and(|same| same.iter().any(|one| documents.contains(one)));
            if !folded.is_empty() && !said {
                documents.push(self.add(&id, question, text, folded.into()));
            }
        }
        self.entries.insert(id, Stored { entry: Entry { id: (), questions, locale }, documents });
    }

    /// Takes an entry out; `false` when there was none with this id.
    pub fn remove(&mut self, id: &I) -> bool {
        let removed = self.forget(id);
        self.revision += u64::from(removed);
        removed
    }

    fn forget(&mut self, id: &I) -> bool {
        let Some(stored) = self.entries.remove(id) else { return false };
        for document in stored.documents {
            self.drop_document(document);
        }
        true
    }

    fn add(&mut self, entry: &I, question: usize, text: &str, folded: Box<str>) -> DocumentId {
        let number = self.free.pop().unwrap_or_else(|| {
            self.documents.push(None);
            self.lengths.push(0);
            (self.documents.len() - 1) as DocumentId
        });
        let terms = tokenize(&self.segmenter, &normalize(text));
        let counts = self.postings.add(number, &terms);
        self.lengths[number as usize] = terms.len() as u32;
        self.total_length += terms.len() as u64;
        self.exact.entry(folded.clone()).or_default().push(number);
        self.documents[number as usize] = Some(Document { entry: entry.clone(), question, counts, folded });
        number
    }

    fn drop_document(&mut self, number: DocumentId) {
        let Some(document) = self.documents[number as usize].take() else { return };
        self.postings.remove(number, &document.counts);
        self.total_length -= u64::from(std::mem::take(&mut self.lengths[number as usize]));
        if let Some(same) = self.exact.get_mut(&document.folded) {
            same.retain(|other| *other != number);
            if same.is_empty() {
                self.exact.remove(&document.folded);
            }
        }
        self.free.push(number);
    }
}
