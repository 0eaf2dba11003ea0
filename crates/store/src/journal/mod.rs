//! The journal: every change in order, without gaps, each entry bound to the one before by a hash.
//!
//! Within a partition, positions are given under the lock of the partition's head in the transaction that carries the
//! change, so order is commit order and readers never see a gap. An entry's hash covers its canonical form and its
//! predecessor's hash. Content that can be personal is covered by a salted commitment only: removing salt and content
//! forgets a person and leaves the chain whole.

mod origin;
mod read;
mod rechain;
mod stored;
mod verify;
mod write;

use sha2::{Digest, Sha256};
use yingda_model::{BrandId, Ctx, Entry, Event, Result as ModelResult, Timestamp};

use crate::error::Result;
use crate::value::Row;

pub use origin::origin_of;
pub(crate) use origin::release;
pub(crate) use read::{after, positions};
pub use read::{head_of, of_subject};
pub(crate) use rechain::{Rechained, rechain};
pub(crate) use stored::Stored;
pub use verify::{Fault, verify};
pub use write::erase_personal;
pub(crate) use write::{lock_heads, write};

/// A hash of the chain.
pub type Hash = [u8; 32];

/// The partition to which an aggregate's entries go.
pub fn partition_of(subject: &str, partitions: i64) -> i64 {
    // FNV-1a: fixed for ever, because stored entries depend on it.
    let hash = subject.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    i64::try_from(hash % u64::try_from(partitions).unwrap_or(1)).unwrap_or(0)
}

/// An entry on its way into the journal.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    partition: i64,
    at: Timestamp,
    event: Event,
    data: String,
    subject: String,
    brand: Option<BrandId>,
    actor: String,
    trace: String,
    commitment: Vec<u8>,
    salt: Option<[u8; 16]>,
    personal: Option<String>,
}

impl Pending {
    pub(crate) fn new(ctx: &Ctx, partition: i64, entry: Entry) -> ModelResult<Self> {
        let data = serde_json::to_string(&entry.event).map_err(yingda_model::Error::internal)?;
        let salt = entry.personal.is_some().then(|| ctx.random());
        let commitment = match (&entry.personal, salt) {
            (Some(personal), Some(salt)) => commit(&salt, personal).to_vec(),
            _ => Vec::new(),
        };
        Ok(Self {
            partition,
            at: ctx.now,
            event: entry.event,
            data,
            subject: entry.subject,
            brand: entry.brand,
            actor: ctx.actor.label(),
            trace: ctx.trace.clone(),
            commitment,
            salt,
            personal: entry.personal,
        })
    }
}

fn commit(salt: &[u8], personal: &str) -> Hash {
    Sha256::new().chain_update(salt).chain_update(personal.as_bytes()).finalize().into()
}

/// An entry that has its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    pub partition: i64,
    /// From 1, without gaps.
    pub position: i64,
    pub at: Timestamp,
    pub event: Event,
    pub subject: String,
    pub brand: Option<BrandId>,
    pub actor: String,
    pub trace: String,
    /// None when there was none or it was erased.
    pub personal: Option<String>,
}

/// The end of a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub position: i64,
    pub hash: Hash,
}

fn hash_of(row: &Row, column: &str) -> Result<Hash> {
    let bytes: Vec<u8> = row.get(column)?;
    bytes.try_into().map_err(|_| crate::Error::Decode { column: column.into() })
}

/// What an entry's hash covers besides its predecessor's.
pub struct Fields<'a> {
    pub partition: i64,
    pub position: i64,
    /// Epoch milliseconds.
    pub at: i64,
    pub name: &'a str,
    pub subject: &'a str,
    /// Empty when it belongs to none.
    pub brand: &'a str,
    pub actor: &'a str,
    pub trace: &'a str,
    /// The event, as JSON.
    pub data: &'a str,
    pub commitment: &'a [u8],
}

/// The hash of an entry behind another, over its canonical form: numbers as 8 bytes, texts with their length before them.
pub fn chain(previous: &Hash, fields: &Fields<'_>) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    for number in [fields.partition, fields.position, fields.at] {
        hasher.update(number.to_be_bytes());
    }
    for text in [fields.name, fields.subject, fields.brand, fields.actor, fields.trace, fields.data] {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text);
    }
    hasher.update((fields.commitment.len() as u64).to_be_bytes());
    hasher.update(fields.commitment);
    hasher.finalize().into()
}
