//! What must hold between rows, beyond what the database itself refuses: `yingda check` asks each question.
//!
//! Reads only. The chain of the journal and the bytes of attachments are verified where they are written, in
//! `journal` and `blobs`.

use crate::error::Result;
use crate::params;
use crate::tx::Tx;

/// Something that must hold, and the rows for which it does not.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    /// What is wrong with a row that the statement finds.
    pub fault: &'static str,
    sql: &'static str,
}

impl Fact {
    /// The ids of rows that break the rule, at most `limit`.
    pub fn broken(&self, tx: &mut Tx<'_>, limit: usize) -> Result<Vec<String>> {
        tx.list(self.sql, params![limit], |row| row.get("id"))
    }
}

/// Everything that is checked.
pub const FACTS: &[Fact] = &[
    Fact {
        fault: "messages of a conversation that is not there",
        sql: "SELECT DISTINCT m.conversation_id AS id FROM messages m \
              LEFT JOIN conversations c ON c.id = m.conversation_id WHERE c.id IS NULL ORDER BY 1 LIMIT $1",
    },
    Fact {
        fault: "last_seq is not the largest seq of the conversation's messages, or there are gaps",
        sql: "SELECT c.id FROM conversations c LEFT JOIN (SELECT conversation_id, MIN(seq) AS low, MAX(seq) AS high, \
              COUNT(*) AS n FROM messages GROUP BY conversation_id) m ON m.conversation_id = c.id \
              WHERE COALESCE(m.high, 0) <> c.last_seq OR COALESCE(m.n, 0) <> c.last_seq OR COALESCE(m.low, 1) <> 1 \
              ORDER BY c.id LIMIT $1",
    },
    Fact {
        fault: "read up to a message that is not there",
        sql: "SELECT id FROM conversations WHERE read_seq > last_seq OR customer_read_seq > last_seq \
              OR bot_seq > last_seq ORDER BY id LIMIT $1",
    },
    Fact {
        fault: "the channel has no identity secret",
        sql: "SELECT c.id FROM channels c LEFT JOIN secrets s ON s.owner = c.id AND s.kind = 'identity_secret' \
              WHERE s.owner IS NULL ORDER BY c.id LIMIT $1",
    },
    Fact {
        fault: "the conversation's brand is not there",
        sql: "SELECT c.id FROM conversations c LEFT JOIN brands x ON x.id = c.brand_id WHERE x.id IS NULL \
              ORDER BY c.id LIMIT $1",
    },
    Fact {
        fault: "the conversation's team is not there",
        sql: "SELECT c.id FROM conversations c LEFT JOIN teams x ON x.id = c.team_id WHERE x.id IS NULL \
              ORDER BY c.id LIMIT $1",
    },
    Fact {
        fault: "the conversation's channel is not there",
        sql: "SELECT c.id FROM conversations c LEFT JOIN channels x ON x.id = c.channel_id WHERE x.id IS NULL \
              ORDER BY c.id LIMIT $1",
    },
    Fact {
        fault: "the conversation's customer is not there",
        sql: "SELECT c.id FROM conversations c LEFT JOIN customers x ON x.id = c.customer_id WHERE x.id IS NULL \
              ORDER BY c.id LIMIT $1",
    },
    Fact {
        fault: "the conversation's member is not there",
        sql: "SELECT c.id FROM conversations c LEFT JOIN members x ON x.id = c.member_id \
              WHERE c.member_id IS NOT NULL AND x.id IS NULL ORDER BY c.id LIMIT $1",
    },
    Fact {
        fault: "the conversation's queue is not there",
        sql: "SELECT c.id FROM conversations c LEFT JOIN queues x ON x.id = c.queue_id \
              WHERE c.queue_id IS NOT NULL AND x.id IS NULL ORDER BY c.id LIMIT $1",
    },
    Fact {
        fault: "the conversation before this one is not there",
        sql: "SELECT c.id FROM conversations c LEFT JOIN conversations x ON x.id = c.previous_id \
              WHERE c.previous_id IS NOT NULL AND x.id IS NULL ORDER BY c.id LIMIT $1",
    },
    Fact {
        fault: "the conversation stands in a queue that does not handle it, or waits in none",
        sql: "SELECT id FROM conversations WHERE (handler = 'queue') <> (queue_id IS NOT NULL) \
              OR (queue_id IS NULL) <> (queued_at IS NULL) ORDER BY id LIMIT $1",
    },
    Fact {
        fault: "an agent has the conversation but none is named",
        sql: "SELECT id FROM conversations WHERE handler = 'agent' AND member_id IS NULL ORDER BY id LIMIT $1",
    },
    Fact {
        fault: "the member's load is not the number of open conversations that they hold",
        sql: "SELECT m.id FROM members m LEFT JOIN (SELECT member_id, COUNT(*) AS n FROM conversations \
              WHERE status = 'open' AND handler = 'agent' GROUP BY member_id) c ON c.member_id = m.id \
              WHERE COALESCE(c.n, 0) <> m.active ORDER BY m.id LIMIT $1",
    },
    Fact {
        fault: "the customer's brand is not there",
        sql: "SELECT c.id FROM customers c LEFT JOIN brands x ON x.id = c.brand_id WHERE x.id IS NULL \
              ORDER BY c.id LIMIT $1",
    },
    Fact {
        fault: "the device's customer is not there",
        sql: "SELECT v.id FROM visitors v LEFT JOIN customers x ON x.id = v.customer_id WHERE x.id IS NULL \
              ORDER BY v.id LIMIT $1",
    },
    Fact {
        fault: "the order's customer is not there",
        sql: "SELECT o.id FROM orders o LEFT JOIN customers x ON x.id = o.customer_id WHERE x.id IS NULL \
              ORDER BY o.id LIMIT $1",
    },
    Fact {
        fault: "the attachment's conversation is not there",
        sql: "SELECT b.id FROM blobs b LEFT JOIN conversations x ON x.id = b.conversation_id \
              WHERE b.conversation_id IS NOT NULL AND x.id IS NULL ORDER BY b.id LIMIT $1",
    },
    Fact {
        fault: "the team's brand is not there",
        sql: "SELECT t.id FROM teams t LEFT JOIN brands x ON x.id = t.brand_id WHERE x.id IS NULL ORDER BY t.id LIMIT $1",
    },
    Fact {
        fault: "the queue's team is not there or belongs to another brand",
        sql: "SELECT q.id FROM queues q LEFT JOIN teams x ON x.id = q.team_id AND x.brand_id = q.brand_id \
              WHERE x.id IS NULL ORDER BY q.id LIMIT $1",
    },
    Fact {
        fault: "the channel's queue is not there or belongs to another brand",
        sql: "SELECT c.id FROM channels c LEFT JOIN queues x ON x.id = c.queue_id AND x.brand_id = c.brand_id \
              WHERE x.id IS NULL ORDER BY c.id LIMIT $1",
    },
    Fact {
        fault: "the FAQ entry's brand is not there",
        sql: "SELECT f.id FROM faq f LEFT JOIN brands x ON x.id = f.brand_id WHERE x.id IS NULL ORDER BY f.id LIMIT $1",
    },
    Fact {
        fault: "the unanswered question's brand is not there",
        sql: "SELECT u.id FROM unanswered u LEFT JOIN brands x ON x.id = u.brand_id WHERE x.id IS NULL \
              ORDER BY u.id LIMIT $1",
    },
    Fact {
        fault: "the FAQ entry that answers the question is not there",
        sql: "SELECT u.id FROM unanswered u LEFT JOIN faq x ON x.id = u.faq_id \
              WHERE u.faq_id IS NOT NULL AND x.id IS NULL ORDER BY u.id LIMIT $1",
    },
    Fact {
        fault: "the canned reply's brand is not there",
        sql: "SELECT r.id FROM canned_replies r LEFT JOIN brands x ON x.id = r.brand_id WHERE x.id IS NULL \
              ORDER BY r.id LIMIT $1",
    },
];

/// How many attachments there are.
pub fn attachments(tx: &mut Tx<'_>) -> Result<i64> {
    tx.count("SELECT COUNT(*) AS n FROM blobs", &[])
}

#[cfg(test)]
mod tests {
    use yingda_model::{Actor, Environment};

    use super::*;
    use crate::{Address, Store, Unit};

    async fn broken(store: &Store) -> Vec<(String, &'static str)> {
        let work = |tx: &mut Tx<'_>| {
            let mut all = Vec::new();
            for fact in FACTS {
                all.extend(fact.broken(tx, 10)?.into_iter().map(|id| (id, fact.fault)));
            }
            Ok(all)
        };
        store.read(work).await.expect("the store answers")
    }

    #[tokio::test]
    async fn what_does_not_hold_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let environment = Environment::default();
        let ctx = environment.ctx(Actor::System);
        let address = Address::Sqlite(folder.path().join("yingda.db"));
        let store = Store::open(&address, ctx.now).expect("the store opens");
        assert_eq!(broken(&store).await, []);

        let damage = |tx: &mut Tx<'_>| {
            tx.execute(
                "INSERT INTO messages (conversation_id, seq, id, author_kind, visibility, content, created_at) \
                 VALUES ('lost', 1, 'm1', 'bot', 'public', '{}', 0), ('gap', 1, 'm2', 'bot', 'public', '{}', 0), \
                 ('gap', 3, 'm3', 'bot', 'public', '{}', 0)",
                &[],
            )?;
            tx.execute(
                "INSERT INTO conversations (id, brand_id, team_id, channel_id, customer_id, thread, status, handler, turn, \
                 queue_id, last_seq, read_seq, customer_read_seq, bot_seq, bot_state, preview_author, preview_text, \
                 preview_at, opened_at, last_message_at, locale, version) VALUES ('gap', 'b', 't', 'c', 'k', '', 'open', \
                 'bot', 'us', 'q', 3, 4, 0, 0, '{}', 'bot', '', 0, 0, 0, 'en', 1)",
                &[],
            )?;
            tx.execute(
                "INSERT INTO members (id, name, search, email, password_hash, role, state, locale, capacity, presence, active, \
                 created_at, version) VALUES ('busy', 'n', 'n', 'e', 'p', 'agent', 'active', 'en', 1, 'online', 1, 0, 1)",
                &[],
            )?;
            Ok(())
        };
        store.write(&ctx, Unit::quiet("damage"), damage).await.expect("damage is done");
        let found = broken(&store).await;
        let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(
            ids,
            ["lost", "gap", "gap", "gap", "gap", "gap", "gap", "gap", "gap", "busy"],
            "{found:#?}"
        );
    }
}
