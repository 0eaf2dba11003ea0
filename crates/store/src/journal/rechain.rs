//! Re-chaining: the entries of one journal written into another that has other partitions. What an entry says and what
//! it commits to stays; its place and its hash are new. Entries of one aggregate keep their order, because each comes from
//! one partition and goes to one.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap, VecDeque};

use yingda_model::Timestamp;

use super::{Head, Stored, origin_of, partition_of, write};
use crate::connection::Connection;
use crate::error::{Error, Result};
use crate::tx::Tx;
use crate::value::Value;
use crate::{journal_archives, params, partitions, tallies};

/// Entries read from a partition at once.
const READ: usize = 500;
/// Entries written at once.
const WRITTEN: usize = 64;

/// How far each consumer has read each partition.
type Cursors = HashMap<(String, i64), i64>;

/// What was written.
pub(crate) struct Rechained {
    pub entries: u64,
    /// Consumers that will see entries again, because before these stand others that they have not seen.
    pub torn: BTreeSet<String>,
}

/// Writes all entries of a journal into an empty one. Refuses a journal whose chain is broken.
pub(crate) fn rechain(from: &mut dyn Connection, to: &mut dyn Connection) -> Result<Rechained> {
    let partitions = to.backend().partitions();
    let cursors = cursors(from)?;
    let begins_at = journal_archives::begins_at(&mut Tx::new(from, None, &[]))?;
    let mut source = Source::open(from)?;
    let mut target = Target::new(partitions, &cursors, begins_at);
    let mut entries = 0;
    while let Some(entry) = source.next()? {
        target.add(to, &entry)?;
        entries += 1;
    }
    let torn = target.finish(to)?;
    Ok(Rechained { entries, torn })
}

fn cursors(from: &mut dyn Connection) -> Result<Cursors> {
    let rows = from.query("SELECT consumer, partition, position FROM cursors", &[])?;
    rows.iter().map(|row| Ok(((row.get("consumer")?, row.get("partition")?), row.get("position")?))).collect()
}

/// Reads all partitions at once, the oldest entry first.
struct Source<'a> {
    connection: &'a mut dyn Connection,
    partitions: HashMap<i64, Partition>,
    next: BinaryHeap<Reverse<(i64, i64)>>,
}

struct Partition {
    read: VecDeque<Stored>,
    last: Head,
}

impl<'a> Source<'a> {
    fn open(connection: &'a mut dyn Connection) -> Result<Self> {
        let count = connection.backend().partitions();
        let mut source = Self { connection, partitions: HashMap::new(), next: BinaryHeap::new() };
        for partition in 0..count {
            let (position, hash) = origin_of(&mut Tx::new(&mut *source.connection, None, &[]), partition)?;
            let last = Head { position, hash };
            source.partitions.insert(partition, Partition { read: VecDeque::new(), last });
            source.look(partition)?;
        }
        Ok(source)
    }

    /// Makes the partition's next entry known.
    fn look(&mut self, number: i64) -> Result<()> {
        let Some(partition) = self.partitions.get_mut(&number) else { return Ok(()) };
        if partition.read.is_empty() {
            let after = partition.last.position;
            partition.read = Stored::after(&mut *self.connection, number, after, READ)?.into();
        }
        if let Some(entry) = partition.read.front() {
            self.next.push(Reverse((entry.at, number)));
        }
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Stored>> {
        let Some(Reverse((_, number))) = self.next.pop() else { return Ok(None) };
        let Some(partition) = self.partitions.get_mut(&number) else { return Ok(None) };
        let Some(entry) = partition.read.pop_front() else { return Ok(None) };
        if !entry.follows(partition.last) {
            let place = format!("{number}/{}", entry.position);
            return Err(Error::Statement(
                format!("the journal is damaged at {place}: see `yingda check`").into(),
            ));
        }
        partition.last = Head { position: entry.position, hash: entry.hash };
        self.look(number)?;
        Ok(Some(entry))
    }
}

/// Gives entries their new places and writes them.
struct Target<'a> {
    heads: Vec<Head>,
    /// How far each consumer had read the entries of before.
    before: &'a Cursors,
    /// How far that is now, without a gap.
    after: Cursors,
    torn: BTreeSet<String>,
    values: Vec<Value>,
    /// The time before which no entry was there; none when all were.
    begins_at: Option<Timestamp>,
    /// The first position for which no room was made yet.
    room: i64,
}

impl<'a> Target<'a> {
    fn new(partitions: i64, before: &'a Cursors, begins_at: Option<Timestamp>) -> Self {
        let heads = (0..partitions).map(|_| Head { position: 0, hash: [0; 32] }).collect();
        Self {
            heads,
            before,
            after: Cursors::new(),
            torn: BTreeSet::new(),
            values: Vec::new(),
            begins_at,
            room: 0,
        }
    }

    fn add(&mut self, to: &mut dyn Connection, entry: &Stored) -> Result<()> {
        let [name, subject, brand, actor, trace, data] = &entry.texts;
        let count = i64::try_from(self.heads.len()).unwrap_or(i64::MAX);
        let partition = partition_of(subject, count);
        let Some(head) = usize::try_from(partition).ok().and_then(|index| self.heads.get_mut(index)) else {
            return Ok(());
        };
        head.position += 1;
        head.hash = entry.hash_at(&head.hash, partition, head.position);
        let head = *head;
        while self.room <= head.position {
            self.room = partitions::make_journal_room(to, self.room)?;
        }
        self.values.extend([
            Value::Integer(partition),
            Value::Integer(head.position),
            Value::Integer(entry.at),
            Value::from(name),
            Value::from(subject),
            Value::from(brand),
            Value::from(actor),
            Value::from(trace),
            Value::from(data),
            Value::Bytes(entry.commitment.clone()),
            Value::from(entry.salt.clone()),
            Value::from(entry.personal.clone()),
            Value::Bytes(head.hash.to_vec()),
        ]);
        self.follow(entry, partition, head.position);
        if self.values.len() >= WRITTEN * write::COLUMNS {
            self.write(to)?;
        }
        Ok(())
    }

    /// Moves the cursors of consumers that have seen this entry and everything before it.
    fn follow(&mut self, entry: &Stored, partition: i64, position: i64) {
        for ((consumer, of), seen) in self.before {
            if *of == entry.partition && entry.position <= *seen {
                let reached = self.after.entry((consumer.clone(), partition)).or_insert(0);
                if *reached == position - 1 {
                    *reached = position;
                } else {
                    self.torn.insert(consumer.clone());
                }
            }
        }
    }

    /// Whether a consumer has seen here just what it had seen there.
    fn is_exact(&self, consumer: &str) -> bool {
        let sum = |cursors: &Cursors| -> i64 {
            cursors.iter().filter(|((name, _), _)| name == consumer).map(|(_, position)| position).sum()
        };
        sum(self.before) == sum(&self.after)
    }

    fn write(&mut self, to: &mut dyn Connection) -> Result<()> {
        write::insert(to, &self.values)?;
        self.values.clear();
        Ok(())
    }

    fn finish(mut self, to: &mut dyn Connection) -> Result<BTreeSet<String>> {
        self.write(to)?;
        for (partition, head) in (0_i64..).zip(&self.heads) {
            to.execute(
                "UPDATE journal_heads SET position = $2, hash = $3 WHERE partition = $1",
                params![partition, head.position, head.hash],
            )?;
        }
        let counted = self.is_exact(tallies::CONSUMER);
        if !counted {
            // What adds up must not see an entry twice: it begins anew.
            tallies::clear(&mut Tx::new(to, None, &[]), self.begins_at)?;
        }
        for ((consumer, partition), position) in &self.after {
            if consumer == tallies::CONSUMER && !counted {
                continue;
            }
            to.execute(
                "INSERT INTO cursors (consumer, partition, position, fence) VALUES ($1, $2, $3, 0)",
                params![consumer, *partition, *position],
            )?;
        }
        Ok(self.torn)
    }
}
