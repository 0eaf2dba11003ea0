//! The journal: every change in order, without gaps, each entry bound to the one before by a hash.
//!
//! Within a partition, positions are given under the lock of the partition's head in the transaction that carries the
//! change, so order is commit order and readers never see a gap. An entry's hash covers its canonical form and its
//! predecessor's hash. Content that can be personal is covered by a salted commitment only: removing salt and content
//! forgets a person and leaves the chain whole.

use sha2::{Digest, Sha256};
use yingda_model::{BrandId, Ctx, Entry, Event, Result as ModelResult, Timestamp};

use crate::connection::Connection;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, Value};

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

/// Reads and locks the heads of partitions, in order, for the transaction at hand. Answers also the transaction's number,
/// by which it can be asked later whether it was committed; 0 on SQLite, where nobody asks.
pub(crate) fn lock_heads(
    connection: &mut dyn Connection,
    partitions: &[i64],
) -> Result<(Vec<(i64, Head)>, i64)> {
    let sql = connection.backend().either(
        "SELECT position, hash, 0 AS transaction_id FROM journal_heads WHERE partition = $1",
        "SELECT position, hash, txid_current() AS transaction_id FROM journal_heads WHERE partition = $1 FOR UPDATE",
    );
    let mut transaction = 0;
    if partitions.is_empty() {
        let sql = connection
            .backend()
            .either("SELECT 0 AS transaction_id", "SELECT txid_current() AS transaction_id");
        transaction = connection.query(sql, &[])?.first().map_or(Ok(0), |row| row.get("transaction_id"))?;
    }
    let mut heads = Vec::with_capacity(partitions.len());
    let sets: Vec<_> = partitions.iter().map(|partition| vec![Value::Integer(*partition)]).collect();
    for (partition, row) in partitions.iter().zip(connection.query_each(sql, &sets)?) {
        let head = row.as_ref().map(head).transpose()?.unwrap_or(Head { position: 0, hash: [0; 32] });
        transaction = row.map_or(Ok(0), |row| row.get("transaction_id"))?;
        heads.push((*partition, head));
    }
    Ok((heads, transaction))
}

fn head(row: &Row) -> Result<Head> {
    Ok(Head { position: row.get("position")?, hash: hash_of(row, "hash")? })
}

fn hash_of(row: &Row, column: &str) -> Result<Hash> {
    let bytes: Vec<u8> = row.get(column)?;
    bytes.try_into().map_err(|_| crate::Error::Decode { column: column.into() })
}

struct Fields<'a> {
    partition: i64,
    position: i64,
    at: i64,
    name: &'a str,
    subject: &'a str,
    brand: &'a str,
    actor: &'a str,
    trace: &'a str,
    data: &'a str,
    commitment: &'a [u8],
}

/// The canonical form: numbers as 8 bytes, texts with their length before them.
fn chain(previous: &Hash, fields: &Fields<'_>) -> Hash {
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

const INSERT_ONE: &str = "INSERT INTO journal (partition, position, at, name, subject, brand_id, actor, trace, data, \
    commitment, salt, personal, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const INSERT_TWO: &str = "INSERT INTO journal (partition, position, at, name, subject, brand_id, actor, trace, data, \
    commitment, salt, personal, hash) VALUES \
    ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13), ($14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26)";
const INSERT_FOUR: &str = "INSERT INTO journal (partition, position, at, name, subject, brand_id, actor, trace, data, \
    commitment, salt, personal, hash) VALUES \
    ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13), ($14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26), \
    ($27,$28,$29,$30,$31,$32,$33,$34,$35,$36,$37,$38,$39), ($40,$41,$42,$43,$44,$45,$46,$47,$48,$49,$50,$51,$52)";
const COLUMNS: usize = 13;
const INSERT_SIXTEEN: &str = "INSERT INTO journal (partition, position, at, name, subject, brand_id, actor, trace, data, \
    commitment, salt, personal, hash) VALUES \
    ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13), ($14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26), \
    ($27,$28,$29,$30,$31,$32,$33,$34,$35,$36,$37,$38,$39), ($40,$41,$42,$43,$44,$45,$46,$47,$48,$49,$50,$51,$52), \
    ($53,$54,$55,$56,$57,$58,$59,$60,$61,$62,$63,$64,$65), ($66,$67,$68,$69,$70,$71,$72,$73,$74,$75,$76,$77,$78), \
    ($79,$80,$81,$82,$83,$84,$85,$86,$87,$88,$89,$90,$91), ($92,$93,$94,$95,$96,$97,$98,$99,$100,$101,$102,$103,$104), \
    ($105,$106,$107,$108,$109,$110,$111,$112,$113,$114,$115,$116,$117), ($118,$119,$120,$121,$122,$123,$124,$125,$126,$127,$128,$129,$130), \
    ($131,$132,$133,$134,$135,$136,$137,$138,$139,$140,$141,$142,$143), ($144,$145,$146,$147,$148,$149,$150,$151,$152,$153,$154,$155,$156), \
    ($157,$158,$159,$160,$161,$162,$163,$164,$165,$166,$167,$168,$169), ($170,$171,$172,$173,$174,$175,$176,$177,$178,$179,$180,$181,$182), \
    ($183,$184,$185,$186,$187,$188,$189,$190,$191,$192,$193,$194,$195), ($196,$197,$198,$199,$200,$201,$202,$203,$204,$205,$206,$207,$208)";

/// Gives entries their places, writes them and moves the heads; the last thing a transaction does before COMMIT.
pub(crate) fn write(
    connection: &mut dyn Connection,
    heads: &mut [(i64, Head)],
    pending: Vec<Pending>,
) -> Result<Vec<Recorded>> {
    let mut recorded = Vec::with_capacity(pending.len());
    let mut values: Vec<Value> = Vec::with_capacity(pending.len() * COLUMNS);
    let mut moved = vec![false; heads.len()];
    for entry in pending {
        let Some(index) = heads.iter().position(|(partition, _)| *partition == entry.partition) else {
            return Err(crate::Error::Statement("a journal partition was not locked".into()));
        };
        let head = &mut heads[index].1;
        moved[index] = true;
        head.position += 1;
        let brand = entry.brand.map(|brand| brand.to_string()).unwrap_or_default();
        head.hash = chain(
            &head.hash,
            &Fields {
                partition: entry.partition,
                position: head.position,
                at: entry.at.millis(),
                name: entry.event.name(),
                subject: &entry.subject,
                brand: &brand,
                actor: &entry.actor,
                trace: &entry.trace,
                data: &entry.data,
                commitment: &entry.commitment,
            },
        );
        values.extend([
            Value::Integer(entry.partition),
            Value::Integer(head.position),
            Value::from(entry.at),
            Value::from(entry.event.name()),
            Value::from(&entry.subject),
            Value::Text(brand),
            Value::from(&entry.actor),
            Value::from(&entry.trace),
            Value::Text(entry.data),
            Value::Bytes(entry.commitment),
            Value::from(entry.salt.map(|salt| salt.to_vec())),
            Value::from(entry.personal.clone()),
            Value::Bytes(head.hash.to_vec()),
        ]);
        recorded.push(Recorded {
            partition: entry.partition,
            position: head.position,
            at: entry.at,
            event: entry.event,
            subject: entry.subject,
            brand: entry.brand,
            actor: entry.actor,
            trace: entry.trace,
            personal: entry.personal,
        });
    }
    insert(connection, &values)?;
    for ((partition, head), moved) in heads.iter().zip(moved) {
        if moved {
            connection.send(
                "UPDATE journal_heads SET position = $2, hash = $3 WHERE partition = $1",
                params![*partition, head.position, head.hash],
            )?;
        }
    }
    Ok(recorded)
}

fn insert(connection: &mut dyn Connection, values: &[Value]) -> Result<()> {
    let mut rest = values;
    for (rows, sql) in [(16, INSERT_SIXTEEN), (4, INSERT_FOUR), (2, INSERT_TWO), (1, INSERT_ONE)] {
        let chunks = rest.chunks_exact(COLUMNS * rows);
        rest = chunks.remainder();
        for chunk in chunks {
            connection.send(sql, chunk)?;
        }
    }
    Ok(())
}

/// The last position of each partition.
pub(crate) fn positions(tx: &mut Tx<'_>) -> Result<Vec<(i64, i64)>> {
    tx.list("SELECT partition, position FROM journal_heads ORDER BY partition", &[], |row| {
        Ok((row.get("partition")?, row.get("position")?))
    })
}

/// Entries after a position, in order.
pub(crate) fn after(tx: &mut Tx<'_>, partition: i64, position: i64, limit: usize) -> Result<Vec<Recorded>> {
    tx.list(
        "SELECT partition, position, at, subject, brand_id, actor, trace, data, personal FROM journal \
         WHERE partition = $1 AND position > $2 ORDER BY position LIMIT $3",
        params![partition, position, limit],
        recorded,
    )
}

/// Entries about one aggregate, oldest first: its history.
pub fn of_subject(tx: &mut Tx<'_>, subject: &str, after: i64, limit: usize) -> Result<Vec<Recorded>> {
    let partition = partition_of(subject, tx.backend().partitions());
    tx.list(
        "SELECT partition, position, at, subject, brand_id, actor, trace, data, personal FROM journal \
         WHERE partition = $1 AND position > $3 AND subject = $2 ORDER BY position LIMIT $4",
        params![partition, subject, after, limit],
        recorded,
    )
}

fn recorded(row: &Row) -> Result<Recorded> {
    let brand: String = row.get("brand_id")?;
    Ok(Recorded {
        partition: row.get("partition")?,
        position: row.get("position")?,
        at: row.get("at")?,
        event: row.json("data")?,
        subject: row.get("subject")?,
        brand: if brand.is_empty() { None } else { Some(row.parse("brand_id")?) },
        actor: row.get("actor")?,
        trace: row.get("trace")?,
        personal: row.get("personal")?,
    })
}

/// A place where the journal is not what it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub partition: i64,
    pub position: i64,
    pub what: &'static str,
}

/// Verifies a stretch of a partition after `position`, whose entry has the hash `previous`; answers the last position
/// and hash seen, how many entries were read, and the faults.
pub fn verify(
    tx: &mut Tx<'_>,
    partition: i64,
    from: (i64, Hash),
    limit: usize,
) -> Result<(i64, Hash, usize, Vec<Fault>)> {
    let rows = tx.rows(
        "SELECT position, at, name, subject, brand_id, actor, trace, data, commitment, salt, personal, hash FROM journal \
         WHERE partition = $1 AND position > $2 ORDER BY position LIMIT $3",
        params![partition, from.0, limit],
    )?;
    let (mut last, mut previous) = from;
    let mut faults = Vec::new();
    for row in &rows {
        let position: i64 = row.get("position")?;
        let mut fault = |what| faults.push(Fault { partition, position, what });
        if position != last + 1 {
            fault("a position is missing before this one");
        }
        let texts: [String; 6] = [
            row.get("name")?,
            row.get("subject")?,
            row.get("brand_id")?,
            row.get("actor")?,
            row.get("trace")?,
            row.get("data")?,
        ];
        let commitment: Vec<u8> = row.get("commitment")?;
        let expected = chain(
            &previous,
            &Fields {
                partition,
                position,
                at: row.get("at")?,
                name: &texts[0],
                subject: &texts[1],
                brand: &texts[2],
                actor: &texts[3],
                trace: &texts[4],
                data: &texts[5],
                commitment: &commitment,
            },
        );
        let stored = hash_of(row, "hash")?;
        if stored != expected {
            fault("the hash does not fit the entry and its predecessor");
        }
        let (salt, personal): (Option<Vec<u8>>, Option<String>) = (row.get("salt")?, row.get("personal")?);
        match (salt, personal) {
            (Some(salt), Some(personal)) if commit(&salt, &personal).as_slice() != commitment => {
                fault("the content does not fit its commitment");
            }
            (Some(_), None) | (None, Some(_)) => fault("salt and content must be erased together"),
            _ => {}
        }
        (last, previous) = (position, stored);
    }
    Ok((last, previous, rows.len(), faults))
}

/// The head of a partition as it is stored.
pub fn head_of(tx: &mut Tx<'_>, partition: i64) -> Result<Option<(i64, Hash)>> {
    tx.row("SELECT position, hash FROM journal_heads WHERE partition = $1", params![partition])?
        .map(|row| Ok((row.get("position")?, hash_of(&row, "hash")?)))
        .transpose()
}

/// Forgets the personal content of an aggregate's entries; the chain stays whole.
pub fn erase_personal(tx: &mut Tx<'_>, subject: &str) -> Result<u64> {
    let partition = partition_of(subject, tx.backend().partitions());
    tx.execute(
        "UPDATE journal SET salt = NULL, personal = NULL WHERE partition = $1 AND subject = $2 AND personal IS NOT NULL",
        params![partition, subject],
    )
}
