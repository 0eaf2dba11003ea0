//! Pages of messages: where one begins, and how long it may be, in messages and in bytes. What a page holds is read in
//! `messages`.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingda_model::{ConversationId, Message, Result};
use yingda_store::{Tx, messages};

/// Bytes of a page: as much as is kept in memory for somebody who does not read it. One message is always let through.
const PAGE: usize = 1024 * 1024;
/// Bytes of what is told at once to a connection: on a slow line it must leave within seconds.
const PORTION: usize = 256 * 1024;

/// Messages that are read at once.
const AT_ONCE: usize = 25;

/// Where a list of messages starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Those after a number, oldest first.
    After(i64),
    /// The last ones before a number.
    Before(i64),
    /// The last ones.
    Last,
}

/// Messages, oldest first, and whether there are more in the direction asked for: a page ends with its limit or with 1 MiB.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Messages {
    pub items: Vec<Message>,
    pub more: bool,
}

/// A page of a conversation, notes included.
pub(crate) fn page(tx: &mut Tx<'_>, id: ConversationId, place: Place, limit: usize) -> Result<Messages> {
    let end = match place {
        Place::After(seq) => {
            let after = |last: Option<&Message>, count| {
                Ok(messages::after(tx, id, last.map_or(seq, |last| last.seq), count)?)
            };
            return gather(limit, PAGE, after);
        }
        Place::Before(seq) => seq,
        Place::Last => i64::MAX,
    };
    backwards(limit, |last, count| Ok(messages::before(tx, id, last.map_or(end, |last| last.seq), count)?))
}

/// The page that ends where reading begins. `before` reads so many messages before one, oldest first.
pub(crate) fn backwards(
    limit: usize,
    mut before: impl FnMut(Option<&Message>, usize) -> Result<Vec<Message>>,
) -> Result<Messages> {
    let newest_first = |last: Option<&Message>, count| {
        let mut items = before(last, count)?;
        items.reverse();
        Ok(items)
    };
    let mut page = gather(limit, PAGE, newest_first)?;
    page.items.reverse();
    Ok(page)
}

/// What is told to a connection at once. `after` reads so many messages after one.
pub(crate) fn portion(
    limit: usize,
    after: impl FnMut(Option<&Message>, usize) -> Result<Vec<Message>>,
) -> Result<Messages> {
    gather(limit, PORTION, after)
}

/// Reads a few at a time: of long messages no more than belong to the page.
fn gather(
    limit: usize,
    bytes: usize,
    mut next: impl FnMut(Option<&Message>, usize) -> Result<Vec<Message>>,
) -> Result<Messages> {
    let (mut items, mut taken) = (Vec::new(), 0);
    loop {
        let count = AT_ONCE.min(limit + 1 - items.len());
        let read = next(items.last(), count)?;
        let ended = read.len() < count;
        for message in read {
            taken += size(&message);
            if items.len() == limit || (taken > bytes && !items.is_empty()) {
                return Ok(Messages { items, more: true });
            }
            items.push(message);
        }
        if ended {
            return Ok(Messages { items, more: false });
        }
    }
}

fn size(message: &Message) -> usize {
    let mut counter = Counter(0);
    // Nothing of a message fails to be written, and counting does not.
    _ = serde_json::to_writer(&mut counter, message);
    counter.0
}

/// Counts what is written to it.
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use yingda_model::{Author, Content, Timestamp, Visibility};

    use super::*;

    /// A conversation of so many messages, read from its end, in pages.
    fn read(count: i64, characters: usize, limit: usize) -> (Vec<i64>, bool) {
        let message = |seq| Message {
            id: "msg_00000000000070008000000000000000".parse().expect("an id"),
            conversation_id: "cnv_00000000000070008000000000000000".parse().expect("an id"),
            seq,
            author: Author::bot(),
            visibility: Visibility::Public,
            content: Content::text("x".repeat(characters)),
            client_id: None,
            evidence: None,
            created_at: Timestamp::from_millis(0),
        };
        let page = backwards(limit, |last, few| {
            let end = last.map_or(count + 1, |last: &Message| last.seq);
            let few = i64::try_from(few).expect("a few");
            Ok(((end - few).max(1)..end).map(message).collect())
        });
        let page = page.expect("a page");
        (page.items.iter().map(|message| message.seq).collect(), page.more)
    }

    #[test]
    fn a_page_ends_with_its_limit() {
        assert_eq!(read(4, 10, 3), (vec![2, 3, 4], true));
        assert_eq!(read(3, 10, 3), (vec![1, 2, 3], false));
        assert_eq!(read(0, 10, 3), (vec![], false));
        let many = i64::try_from(2 * AT_ONCE).expect("a few");
        assert_eq!(read(many, 10, 2 * AT_ONCE), ((1..=many).collect(), false));
        assert_eq!(read(many + 1, 10, 2 * AT_ONCE), ((2..=many + 1).collect(), true));
    }

    #[test]
    fn a_page_of_long_messages_ends_sooner_and_says_that_there_are_more() {
        assert_eq!(read(4, PAGE / 2 - 1_000, 100), (vec![3, 4], true));
    }

    #[test]
    fn a_message_longer_than_a_page_is_a_page() {
        assert_eq!(read(2, 2 * PAGE, 100), (vec![2], true));
        assert_eq!(read(1, 2 * PAGE, 100), (vec![1], false));
    }
}
