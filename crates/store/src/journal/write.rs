//! Writing: entries get their places at the end of a transaction. Also how personal content is forgotten.

use crate::connection::Connection;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, Value};

use super::{Fields, Head, Pending, Recorded, chain, hash_of};

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

const INSERT_ONE: &str = "INSERT INTO journal (partition, position, at, name, subject, brand_id, actor, trace, data, \
    commitment, salt, personal, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const INSERT_TWO: &str = "INSERT INTO journal (partition, position, at, name, subject, brand_id, actor, trace, data, \
    commitment, salt, personal, hash) VALUES \
    ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13), ($14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26)";
const INSERT_FOUR: &str = "INSERT INTO journal (partition, position, at, name, subject, brand_id, actor, trace, data, \
    commitment, salt, personal, hash) VALUES \
    ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13), ($14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26), \
    ($27,$28,$29,$30,$31,$32,$33,$34,$35,$36,$37,$38,$39), ($40,$41,$42,$43,$44,$45,$46,$47,$48,$49,$50,$51,$52)";
pub(super) const COLUMNS: usize = 13;
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

pub(super) fn insert(connection: &mut dyn Connection, values: &[Value]) -> Result<()> {
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

/// Forgets the personal content of an aggregate's entries; the chain stays whole.
pub fn erase_personal(tx: &mut Tx<'_>, subject: &str) -> Result<u64> {
    tx.execute(
        "UPDATE journal SET salt = NULL, personal = NULL WHERE subject = $1 AND personal IS NOT NULL",
        params![subject],
    )
}
