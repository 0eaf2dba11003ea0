//! What SQLite itself can do with the rows of one message: the conversation's update, the message, its journal entry and
//! the journal's head, at the durability that the product promises. No network, no threads, no checks.

use std::time::{Duration, Instant};

use rusqlite::{Connection, params};
use yingda_model::Timestamp;
use yingda_store::{Address, Store};

/// Conversations that the messages go to.
const CONVERSATIONS: i64 = 400;
const CONTENT: &str =
    r#"{"kind":"text","text":"你好，我想问一下我的订单什么时候能到，已经三天没有更新物流了"}"#;

/// Units a second.
pub struct Units {
    pub grouped: f64,
    pub single: f64,
}

type Error = Box<dyn std::error::Error + Send + Sync>;

/// Measures both ways of committing.
pub fn measure(lasting: Duration) -> Result<Units, Error> {
    Ok(Units { grouped: units(64, lasting)?, single: units(1, lasting)? })
}

fn units(group: usize, lasting: Duration) -> Result<f64, Error> {
    let folder = tempfile::tempdir_in(".")?;
    let path = folder.path().join("limit.db");
    drop(Store::open(&Address::Sqlite(path.clone()), Timestamp::from_millis(0))?);
    let mut raw = Connection::open(&path)?;
    raw.pragma_update(None, "journal_mode", "WAL")?;
    raw.pragma_update(None, "synchronous", "FULL")?;
    raw.set_prepared_statement_cache_capacity(64);
    fill(&raw)?;
    let started = Instant::now();
    let mut done = 0_i64;
    while started.elapsed() < lasting {
        let transaction = raw.transaction()?;
        for _ in 0..group {
            unit(&transaction, done)?;
            done += 1;
        }
        transaction.commit()?;
    }
    Ok(done as f64 / started.elapsed().as_secs_f64())
}

fn fill(raw: &Connection) -> Result<(), Error> {
    raw.execute_batch("BEGIN")?;
    for n in 0..CONVERSATIONS {
        raw.execute(
            "INSERT INTO conversations (id, brand_id, team_id, channel_id, customer_id, thread, status, handler, turn, last_seq, \
             read_seq, customer_read_seq, bot_seq, bot_state, preview_author, preview_text, preview_at, opened_at, \
             last_message_at, locale, version) VALUES (?1, 'b', 't', 'c', ?1, '', 'open', 'queue', 'us', 0, 0, 0, 0, '{}', \
             'customer', '', 0, 0, 0, 'zh-CN', 1)",
            params![format!("cnv_{n:032x}")],
        )?;
    }
    raw.execute_batch("COMMIT")?;
    Ok(())
}

fn unit(transaction: &rusqlite::Transaction<'_>, n: i64) -> Result<(), Error> {
    let conversation = format!("cnv_{:032x}", n % CONVERSATIONS);
    let seq: i64 = transaction
        .prepare_cached(
            "UPDATE conversations SET last_seq = last_seq + 1, preview_text = ?2, preview_at = ?3, last_message_at = ?3, \
             version = version + 1 WHERE id = ?1 RETURNING last_seq",
        )?
        .query_row(params![conversation, CONTENT, n], |row| row.get(0))?;
    transaction
        .prepare_cached(
            "INSERT INTO messages (conversation_id, seq, id, author_kind, author_id, author_name, visibility, content, client_id, \
             evidence, created_at) VALUES (?1, ?2, ?3, 'customer', ?4, '访客', 'public', ?5, ?6, NULL, ?7)",
        )?
        .execute(params![conversation, seq, format!("msg_{n:032x}"), conversation, CONTENT, format!("c{n}"), n])?;
    transaction
        .prepare_cached(
            "INSERT INTO journal (partition, position, at, name, subject, brand_id, actor, trace, data, commitment, salt, \
             personal, hash) VALUES (0, ?1, ?2, 'message.received', ?3, 'b', ?3, 't', ?4, ?5, ?6, ?4, ?5)",
        )?
        .execute(params![n + 1, n, conversation, CONTENT, [0_u8; 32], [0_u8; 16]])?;
    transaction
        .prepare_cached("UPDATE journal_heads SET position = ?1, hash = ?2 WHERE partition = 0")?
        .execute(params![n + 1, [0_u8; 32]])?;
    Ok(())
}
