//! Questions that the bot could not answer: one row for all that ask the same. Texts arrive masked.

use yingda_model::{
    BrandId, ConversationId, FaqId, Locale, Timestamp, Unanswered, UnansweredId, UnansweredState,
};

use crate::error::Result;
use crate::faq::brands;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, optional_word, word};

/// One time that a question went unanswered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The id of the row when it is the first time.
    pub id: UnansweredId,
    pub brand_id: BrandId,
    /// Masked.
    pub question: String,
    /// The same, folded: equal questions are counted together.
    pub key: String,
    pub locale: Locale,
    pub conversation_id: Option<ConversationId>,
    pub at: Timestamp,
}

/// Which questions a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// None for every brand.
    pub brands: Option<Vec<BrandId>>,
    pub state: Option<UnansweredState>,
}

/// Counts a question. One that was resolved is open again, because its answer was not found; one that was dismissed
/// stays so.
pub fn record(tx: &mut Tx<'_>, seen: &Seen) -> Result<()> {
    tx.send(
        "INSERT INTO unanswered (id, brand_id, question, question_key, locale, count, first_seen_at, last_seen_at, \
         last_conversation_id, state, faq_id) VALUES ($1, $2, $3, $4, $5, 1, $6, $6, $7, 'open', NULL) \
         ON CONFLICT (brand_id, locale, question_key) DO UPDATE SET \
         count = unanswered.count + 1, last_seen_at = EXCLUDED.last_seen_at, \
         last_conversation_id = EXCLUDED.last_conversation_id, \
         faq_id = CASE WHEN unanswered.state = 'resolved' THEN NULL ELSE unanswered.faq_id END, \
         state = CASE WHEN unanswered.state = 'resolved' THEN 'open' ELSE unanswered.state END",
        params![
            word(seen.id),
            word(seen.brand_id),
            &seen.question,
            &seen.key,
            word(seen.locale),
            seen.at,
            optional_word(seen.conversation_id)
        ],
    )?;
    Ok(())
}

/// One question.
pub fn lookup(tx: &mut Tx<'_>, id: UnansweredId) -> Result<Option<Unanswered>> {
    let row = tx.row(
        "SELECT id, brand_id, question, locale, count, first_seen_at, last_seen_at, last_conversation_id, state, faq_id \
         FROM unanswered WHERE id = $1",
        params![word(id)],
    )?;
    row.as_ref().map(read).transpose()
}

/// The most frequent first. `after` is the place of the last row of the page before.
pub fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    after: Option<(i64, UnansweredId)>,
    limit: usize,
) -> Result<Vec<Unanswered>> {
    tx.list(
        "SELECT id, brand_id, question, locale, count, first_seen_at, last_seen_at, last_conversation_id, state, faq_id \
         FROM unanswered \
         WHERE (CAST($1 AS TEXT) IS NULL OR CAST($1 AS TEXT) LIKE '%' || brand_id || '%') \
         AND (CAST($2 AS TEXT) IS NULL OR state = $2) \
         AND (CAST($3 AS BIGINT) IS NULL OR count < $3 OR (count = $3 AND id < $4)) \
         ORDER BY count DESC, id DESC LIMIT $5",
        params![
            brands(filter.brands.as_deref()),
            optional_word(filter.state),
            after.map(|(count, _)| count),
            optional_word(after.map(|(_, id)| id)),
            limit
        ],
        read,
    )
}

/// Says what became of a question.
pub fn update(tx: &mut Tx<'_>, id: UnansweredId, state: UnansweredState, faq: Option<FaqId>) -> Result<()> {
    tx.execute(
        "UPDATE unanswered SET state = $2, faq_id = $3 WHERE id = $1",
        params![word(id), word(state), optional_word(faq)],
    )?;
    Ok(())
}

/// Forgets which entry answered questions, because it is no more. The questions stay resolved until they are asked again.
pub fn forget_entry(tx: &mut Tx<'_>, faq: FaqId) -> Result<()> {
    tx.execute("UPDATE unanswered SET faq_id = NULL WHERE faq_id = $1", params![word(faq)])?;
    Ok(())
}

/// Brands with more open questions than a limit, and how many more.
pub fn excess(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<(BrandId, i64)>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    tx.list(
        "SELECT brand_id, COUNT(*) AS n FROM unanswered WHERE state = 'open' GROUP BY brand_id HAVING COUNT(*) > $1",
        params![limit],
        |row| Ok((row.parse("brand_id")?, row.get::<i64>("n")? - limit)),
    )
}

/// Forgets so many of a brand's open questions: the least frequent, and of these the oldest, go first.
pub fn forget(tx: &mut Tx<'_>, brand: BrandId, count: i64) -> Result<u64> {
    tx.execute(
        "DELETE FROM unanswered WHERE id IN (SELECT id FROM unanswered WHERE brand_id = $1 AND state = 'open' \
         ORDER BY count, last_seen_at, id LIMIT $2)",
        params![word(brand), count],
    )
}

fn read(row: &Row) -> Result<Unanswered> {
    Ok(Unanswered {
        id: row.parse("id")?,
        brand_id: row.parse("brand_id")?,
        question: row.get("question")?,
        locale: row.parse("locale")?,
        count: row.get("count")?,
        first_seen_at: row.get("first_seen_at")?,
        last_seen_at: row.get("last_seen_at")?,
        last_conversation_id: row.parse_optional("last_conversation_id")?,
        state: row.parse("state")?,
        faq_id: row.parse_optional("faq_id")?,
    })
}
