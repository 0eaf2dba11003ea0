//! Knowledge in memory: one index for each brand and the answers behind it, kept in step with the store.
//!
//! A write in this process is visible when its call returns. Writes of other processes, and whatever else reaches the
//! journal, arrive by following `faq.*` entries. Holds enabled entries only.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::Mutex as AsyncMutex;
use yingda_dialogue::Policy;
use yingda_language::{Entry, Index, Match, Segmenter};
use yingda_model::{BrandId, Faq, FaqId, Result, Thresholds, Timestamp};
use yingda_store::Store;

/// Entries read at once.
const CHUNK: usize = 500;

/// What the bot knows. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub struct Knowledge(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub store: Store,
    segmenter: Segmenter,
    policy: Policy,
    memory: RwLock<Memory>,
    /// The newest change that is in memory, in epoch milliseconds.
    revision: AtomicI64,
    /// Answers given since they were last written down.
    hits: Mutex<BTreeMap<FaqId, i64>>,
    /// Held from reading rows to putting them into memory, so that an older row can't overtake a newer one.
    refreshing: AsyncMutex<()>,
    /// How far the journal is in memory already, by partition.
    pub positions: AsyncMutex<HashMap<i64, i64>>,
}

#[derive(Default)]
struct Memory {
    brands: HashMap<BrandId, Index<FaqId>>,
    entries: HashMap<FaqId, Arc<Faq>>,
}

impl Knowledge {
    /// Reads all enabled entries. Call [`Knowledge::follow`] in a task of its own to stay in step with other processes.
    pub async fn load(store: Store, segmenter: Segmenter, policy: Policy) -> Result<Self> {
        store.refresh().await?;
        // Read before the rows: what comes in between is followed, and doing it twice is harmless.
        let positions = store.positions().into_iter().collect();
        let knowledge = Self(Arc::new(Inner {
            store,
            segmenter,
            policy,
            memory: RwLock::default(),
            revision: AtomicI64::new(0),
            hits: Mutex::default(),
            refreshing: AsyncMutex::default(),
            positions: AsyncMutex::new(positions),
        }));
        let mut after = None;
        loop {
            let read = move |tx: &mut yingda_store::Tx<'_>| {
                Ok(yingda_store::faq::walk(tx, None, true, after, CHUNK)?)
            };
            let entries = knowledge.0.store.read(read).await?;
            let Some(last) = entries.last() else { break };
            after = Some(last.id);
            for entry in entries {
                knowledge.put(entry);
            }
        }
        Ok(knowledge)
    }

    /// The entries of a brand nearest to a text, best first.
    pub fn search(&self, brand: BrandId, text: &str, limit: usize) -> Vec<Match<FaqId>> {
        let memory = self.0.memory.read().unwrap_or_else(PoisonError::into_inner);
        memory.brands.get(&brand).map(|index| index.search(text, limit)).unwrap_or_default()
    }

    /// An entry that can be answered with now.
    pub fn entry(&self, id: FaqId) -> Option<Arc<Faq>> {
        let memory = self.0.memory.read().unwrap_or_else(PoisonError::into_inner);
        memory.entries.get(&id).cloned()
    }

    /// The state of knowledge: the time of the newest change that is in it, in epoch milliseconds, the same on every
    /// node that has it.
    pub fn revision(&self) -> u64 {
        u64::try_from(self.0.revision.load(Ordering::Relaxed)).unwrap_or(0)
    }

    /// The rules by which the bot decides.
    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// From which score the bot does what.
    pub fn thresholds(&self) -> Thresholds {
        self.0.policy.thresholds
    }

    /// What cuts text into words; shared, because its dictionary is large.
    pub fn segmenter(&self) -> &Segmenter {
        &self.0.segmenter
    }

    /// Counts an answer given with an entry. Written down every few seconds by [`Knowledge::follow`], outside of the
    /// bot's own unit: a popular entry's row would be a lock that all conversations wait for.
    pub fn count_hit(&self, id: FaqId) {
        let mut hits = self.0.hits.lock().unwrap_or_else(PoisonError::into_inner);
        *hits.entry(id).or_default() += 1;
    }

    pub(crate) fn take_hits(&self) -> BTreeMap<FaqId, i64> {
        std::mem::take(&mut *self.0.hits.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn give_hits_back(&self, taken: BTreeMap<FaqId, i64>) {
        let mut hits = self.0.hits.lock().unwrap_or_else(PoisonError::into_inner);
        for (id, count) in taken {
            *hits.entry(id).or_default() += count;
        }
    }

    /// Brings entries up to what the store has, after a change that the caller knows the time of.
    pub(crate) async fn refresh(&self, ids: Vec<FaqId>, changed_at: Timestamp) -> Result<()> {
        let _one_at_a_time = self.0.refreshing.lock().await;
        for chunk in ids.chunks(CHUNK) {
            let wanted = chunk.to_vec();
            let read = move |tx: &mut yingda_store::Tx<'_>| {
                let pairs = wanted.iter().map(|id| Ok((*id, yingda_store::faq::lookup(tx, *id)?)));
                pairs.collect::<Result<Vec<_>>>()
            };
            for (id, stored) in self.0.store.read(read).await? {
                match stored.filter(|entry| entry.enabled) {
                    Some(entry) => self.put(entry),
                    None => self.take(id),
                }
            }
        }
        self.0.revision.fetch_max(changed_at.millis(), Ordering::Relaxed);
        Ok(())
    }

    fn put(&self, entry: Faq) {
        let mut memory = self.0.memory.write().unwrap_or_else(PoisonError::into_inner);
        let known = memory.entries.get(&entry.id);
        if known.is_some_and(|known| known.version == entry.version) {
            return;
        }
        self.0.revision.fetch_max(entry.updated_at.millis(), Ordering::Relaxed);
        let index =
            memory.brands.entry(entry.brand_id).or_insert_with(|| Index::new(self.0.segmenter.clone()));
        let questions = std::iter::once(&entry.question).chain(&entry.similar).cloned().collect();
        index.upsert(Entry { id: entry.id, questions, locale: entry.locale });
        memory.entries.insert(entry.id, Arc::new(entry));
    }

    fn take(&self, id: FaqId) {
        let mut memory = self.0.memory.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = memory.entries.remove(&id)
            && let Some(index) = memory.brands.get_mut(&known.brand_id)
        {
            index.remove(&id);
        }
    }
}
