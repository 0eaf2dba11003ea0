//! FAQ entries: a standard question, its other wordings, the answer. Not what the bot searches: that is an index in
//! memory, made from these rows.

use yingda_model::{BrandId, Faq, FaqId, Locale, Timestamp};

use crate::error::Result;
use crate::params;
use crate::tx::Tx;
use crate::value::{Row, Value, json, optional_word, word};

/// What is stored beside an entry so that SQL can find it without knowing any language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// The standard question, folded; unique within brand and locale.
    pub question: String,
    /// Everything that a search looks at, folded.
    pub search: String,
}

/// Which entries a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// None for every brand.
    pub brands: Option<Vec<BrandId>>,
    /// Folded: letters and digits only, so that LIKE finds no pattern in it.
    pub search: Option<String>,
    pub category: Option<String>,
    pub enabled: Option<bool>,
    pub locale: Option<Locale>,
}

/// How many entries a category has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryCount {
    pub category: String,
    pub count: i64,
}

/// Stores a new entry.
pub fn create(tx: &mut Tx<'_>, faq: &Faq, keys: &Keys) -> Result<()> {
    tx.execute(
        "INSERT INTO faq (id, brand_id, question, question_key, similar_questions, answer, category, locale, enabled, \
         search, hits, created_at, updated_at, updated_by, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        params![
            word(faq.id),
            word(faq.brand_id),
            &faq.question,
            &keys.question,
            json(&faq.similar)?,
            &faq.answer,
            &faq.category,
            word(faq.locale),
            faq.enabled,
            &keys.search,
            faq.hits,
            faq.created_at,
            faq.updated_at,
            optional_word(faq.updated_by),
            faq.version
        ],
    )?;
    Ok(())
}

/// Stores an entry's new content over the version before it; false when that is no longer what is stored.
pub fn update(tx: &mut Tx<'_>, faq: &Faq, keys: &Keys) -> Result<bool> {
    let touched = tx.execute(
        "UPDATE faq SET question = $3, question_key = $4, similar_questions = $5, answer = $6, category = $7, \
         locale = $8, enabled = $9, search = $10, updated_at = $11, updated_by = $12, version = $2 \
         WHERE id = $1 AND version = $2 - 1",
        params![
            word(faq.id),
            faq.version,
            &faq.question,
            &keys.question,
            json(&faq.similar)?,
            &faq.answer,
            &faq.category,
            word(faq.locale),
            faq.enabled,
            &keys.search,
            faq.updated_at,
            optional_word(faq.updated_by)
        ],
    )?;
    Ok(touched == 1)
}

/// Removes an entry; false when there was none.
pub fn delete(tx: &mut Tx<'_>, id: FaqId) -> Result<bool> {
    Ok(tx.execute("DELETE FROM faq WHERE id = $1", params![word(id)])? == 1)
}

/// One entry.
pub fn lookup(tx: &mut Tx<'_>, id: FaqId) -> Result<Option<Faq>> {
    let row = tx.row(
        "SELECT id, brand_id, question, similar_questions, answer, category, locale, enabled, hits, created_at, \
         updated_at, updated_by, version FROM faq WHERE id = $1",
        params![word(id)],
    )?;
    row.as_ref().map(read).transpose()
}

/// The last changed first. `after` is the place of the last row of the page before.
pub fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    after: Option<(Timestamp, FaqId)>,
    limit: usize,
) -> Result<Vec<Faq>> {
    tx.list(
        "SELECT id, brand_id, question, similar_questions, answer, category, locale, enabled, hits, created_at, \
         updated_at, updated_by, version FROM faq \
         WHERE (CAST($1 AS TEXT) IS NULL OR CAST($1 AS TEXT) LIKE '%' || brand_id || '%') \
         AND (CAST($2 AS TEXT) IS NULL OR search LIKE '%' || CAST($2 AS TEXT) || '%') \
         AND (CAST($3 AS TEXT) IS NULL OR category = $3) \
         AND (CAST($4 AS BOOLEAN) IS NULL OR enabled = $4) \
         AND (CAST($5 AS TEXT) IS NULL OR locale = $5) \
         AND (CAST($6 AS BIGINT) IS NULL OR updated_at < $6 OR (updated_at = $6 AND id < $7)) \
         ORDER BY updated_at DESC, id DESC LIMIT $8",
        params![
            brands(filter.brands.as_deref()),
            filter.search.clone(),
            filter.category.clone(),
            filter.enabled,
            optional_word(filter.locale),
            after.map(|(at, _)| at),
            optional_word(after.map(|(_, id)| id)),
            limit
        ],
        read,
    )
}

/// Entries by id, for walking over all of them: of one brand or of all, enabled ones only or all.
pub fn walk(
    tx: &mut Tx<'_>,
    brand: Option<BrandId>,
    enabled_only: bool,
    after: Option<FaqId>,
    limit: usize,
) -> Result<Vec<Faq>> {
    tx.list(
        "SELECT id, brand_id, question, similar_questions, answer, category, locale, enabled, hits, created_at, \
         updated_at, updated_by, version FROM faq \
         WHERE id > $1 AND (CAST($2 AS TEXT) IS NULL OR brand_id = $2) AND (enabled OR NOT $3) ORDER BY id LIMIT $4",
        params![
            after.map(|id| id.to_string()).unwrap_or_default(),
            optional_word(brand),
            enabled_only,
            limit
        ],
        read,
    )
}

/// The categories in use, by name.
pub fn categories(tx: &mut Tx<'_>, among: Option<&[BrandId]>) -> Result<Vec<CategoryCount>> {
    tx.list(
        "SELECT category, COUNT(*) AS n FROM faq \
         WHERE (CAST($1 AS TEXT) IS NULL OR CAST($1 AS TEXT) LIKE '%' || brand_id || '%') \
         GROUP BY category ORDER BY category",
        params![brands(among)],
        |row| Ok(CategoryCount { category: row.get("category")?, count: row.get("n")? }),
    )
}

/// Adds to the number of answers given with an entry. Not a change of the entry: no version, no journal.
pub fn add_hits(tx: &mut Tx<'_>, id: FaqId, hits: i64) -> Result<()> {
    tx.execute("UPDATE faq SET hits = hits + $2 WHERE id = $1", params![word(id), hits])?;
    Ok(())
}

/// Brands as one text in which SQL looks for each row's brand.
pub(crate) fn brands(among: Option<&[BrandId]>) -> Value {
    among.map_or(Value::Null, |list| {
        Value::Text(list.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    })
}

fn read(row: &Row) -> Result<Faq> {
    Ok(Faq {
        id: row.parse("id")?,
        brand_id: row.parse("brand_id")?,
        question: row.get("question")?,
        similar: row.json("similar_questions")?,
        answer: row.get("answer")?,
        category: row.get("category")?,
        locale: row.parse("locale")?,
        enabled: row.get("enabled")?,
        hits: row.get("hits")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        updated_by: row.parse_optional("updated_by")?,
        version: row.get("version")?,
    })
}
