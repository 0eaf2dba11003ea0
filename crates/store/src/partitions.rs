//! Stretches of the tables that grow without end, on PostgreSQL: messages by the month in which their conversation began,
//! the journal by position. Each is made before it is needed, and dropped when nothing is left in it. SQLite has none.

use yingda_model::Timestamp;

use crate::connection::{Backend, Connection};
use crate::error::Result;
use crate::tx::Tx;
use crate::value::Value;
use crate::{Address, connect, journal, params};

/// Milliseconds of a stretch of messages.
const MONTH: i64 = 30 * 86_400_000;
/// Positions of a stretch of the journal.
const POSITIONS: i64 = 1_000_000;
/// Stretches made ahead.
const AHEAD: i64 = 2;

/// A table that is kept in stretches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parent {
    Messages,
    Journal,
}

impl Parent {
    const ALL: [Self; 2] = [Self::Messages, Self::Journal];

    const fn name(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Journal => "journal",
        }
    }

    /// The column and the text of a value at which a stretch begins.
    fn begin(self, number: i64) -> String {
        match self {
            // Ids begin with the milliseconds of the moment at which they were given.
            Self::Messages => format!("'cnv_{:012x}'", number * MONTH),
            Self::Journal => (number * POSITIONS).to_string(),
        }
    }

    /// Whether what has no stretch of its own has rows that belong into one.
    fn is_begun(self, tx: &mut Tx<'_>, number: i64) -> Result<bool> {
        let found = match self {
            Self::Messages => tx.row(
                "SELECT seq FROM messages WHERE conversation_id >= $1 AND conversation_id < $2 LIMIT 1",
                params![format!("cnv_{:012x}", number * MONTH), format!("cnv_{:012x}", (number + 1) * MONTH)],
            )?,
            Self::Journal => tx.row(
                "SELECT position FROM journal WHERE position >= $1 AND position < $2 LIMIT 1",
                params![number * POSITIONS, (number + 1) * POSITIONS],
            )?,
        };
        Ok(found.is_some())
    }
}

/// Makes the stretches that will be needed next, and drops those that are behind and empty.
///
/// # Errors
/// When the database can't be reached or refuses.
pub fn keep(address: &Address, now: Timestamp) -> Result<()> {
    if matches!(address, Address::Sqlite(_)) {
        return Ok(());
    }
    let mut connection = connect(address, false)?;
    // Whoever works on the tables goes first.
    connection.batch("SET lock_timeout = '2s'")?;
    prepare(&mut *connection, now)?;
    drop_empty(&mut *connection, now)
}

/// Makes the stretches that will be needed next.
pub(crate) fn prepare(connection: &mut dyn Connection, now: Timestamp) -> Result<()> {
    if connection.backend() == Backend::Sqlite {
        return Ok(());
    }
    let month = now.millis() / MONTH;
    for number in month..=month + AHEAD {
        make(connection, Parent::Messages, number)?;
    }
    let newest = newest_position(connection)? / POSITIONS;
    for number in newest..newest + AHEAD {
        make(connection, Parent::Journal, number)?;
    }
    Ok(())
}

/// Makes the stretch into which an entry at a position belongs; answers the first position behind it.
pub(crate) fn make_journal_room(connection: &mut dyn Connection, position: i64) -> Result<i64> {
    let number = position / POSITIONS;
    if connection.backend() == Backend::Postgres {
        make(connection, Parent::Journal, number)?;
    }
    Ok((number + 1) * POSITIONS)
}

/// Makes the stretches into which rows of a table belong that are about to be stored. The first value of a message says when
/// its conversation began, the second of an entry where it stands.
pub(crate) fn make_room(connection: &mut dyn Connection, table: &str, rows: &[Vec<Value>]) -> Result<()> {
    let Some(parent) = Parent::ALL.into_iter().find(|parent| parent.name() == table) else { return Ok(()) };
    let mut numbers: Vec<i64> = rows
        .iter()
        .filter_map(|row| match (parent, row.first(), row.get(1)) {
            (Parent::Messages, Some(Value::Text(id)), _) => Some(begun_at(id)? / MONTH),
            (Parent::Journal, _, Some(Value::Integer(position))) => Some(position / POSITIONS),
            _ => None,
        })
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().try_for_each(|number| make(connection, parent, number))
}

/// When an id was given.
fn begun_at(id: &str) -> Option<i64> {
    i64::from_str_radix(id.get(4..16)?, 16).ok()
}

fn newest_position(connection: &mut dyn Connection) -> Result<i64> {
    let positions = journal::positions(&mut Tx::new(connection, None, &[]))?;
    Ok(positions.into_iter().map(|(_, position)| position).max().unwrap_or(0))
}

fn make(connection: &mut dyn Connection, parent: Parent, number: i64) -> Result<()> {
    let (table, name) = (parent.name(), format!("{}_{number}", parent.name()));
    let mut tx = Tx::new(connection, None, &[]);
    // Rows that were there before the stretch stay where they are.
    if exists(&mut tx, &name)? || parent.is_begun(&mut tx, number)? {
        return Ok(());
    }
    let (from, to) = (parent.begin(number), parent.begin(number + 1));
    let made = connection.batch(
        &[
            "CREATE TABLE",
            &name,
            "(LIKE",
            table,
            "); ALTER TABLE",
            table,
            "ATTACH PARTITION",
            &name,
            "FOR VALUES FROM (",
            &from,
            ") TO (",
            &to,
            ")",
        ]
        .join(" "),
    );
    // Another server may have been faster.
    if made.is_err() && exists(&mut Tx::new(connection, None, &[]), &name)? { Ok(()) } else { made }
}

fn exists(tx: &mut Tx<'_>, name: &str) -> Result<bool> {
    let sql = tx.backend().either(
        "SELECT COUNT(*) AS n FROM sqlite_schema WHERE name = $1",
        "SELECT COUNT(*) AS n FROM pg_class WHERE relnamespace = to_regnamespace(current_schema()) AND relname = $1",
    );
    Ok(tx.count(sql, params![name])? > 0)
}

fn drop_empty(connection: &mut dyn Connection, now: Timestamp) -> Result<()> {
    let newest = newest_position(connection)?;
    for parent in Parent::ALL {
        let current = match parent {
            Parent::Messages => now.millis() / MONTH,
            Parent::Journal => newest / POSITIONS,
        };
        let mut tx = Tx::new(connection, None, &[]);
        let sql = tx.backend().either(
            "SELECT name FROM sqlite_schema WHERE name = $1",
            "SELECT CAST(c.relname AS TEXT) AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid \
             WHERE i.inhparent = to_regclass($1)",
        );
        let names: Vec<String> = tx.list(sql, params![parent.name()], |row| row.get("name"))?;
        for name in names {
            let number = name.rsplit('_').next().and_then(|number| number.parse::<i64>().ok());
            let Some(number) = number.filter(|number| *number < current) else { continue };
            if parent.is_begun(&mut Tx::new(connection, None, &[]), number)? {
                continue;
            }
            // Nothing can come into it: what is said belongs to conversations of this month, entries to the newest places.
            connection.batch(&["DROP TABLE", &name].join(" "))?;
        }
    }
    Ok(())
}
