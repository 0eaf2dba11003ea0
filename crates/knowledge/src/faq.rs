//! FAQ entries as people administer them. What the bot finds among them is in `index.rs`.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yingda_language::normalize::fold;
use yingda_model::error::Checks;
use yingda_model::{
    BrandId, Conflict, Ctx, Entry, Error, Event, Faq, FaqId, Locale, Page, PageRequest, Permission, Result,
    Subject, UnansweredId,
};
use yingda_store::faq as rows;
use yingda_store::{Tx, Unit};

use crate::draft::{Draft, MAX_CATEGORY};
use crate::{Knowledge, reach, unanswered};

/// A new entry.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FaqIn {
    pub brand_id: BrandId,
    /// The standard question, 1 to 200 characters.
    pub question: String,
    /// Other wordings, at most 100.
    #[serde(default)]
    pub similar: Vec<String>,
    /// 1 to 8,000 characters.
    pub answer: String,
    /// At most 50 characters; empty for none.
    #[serde(default)]
    pub category: String,
    pub locale: Locale,
    /// Whether the bot may answer with it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// The unanswered question that this entry answers; it is marked as resolved.
    #[serde(default)]
    pub unanswered_id: Option<UnansweredId>,
}

const fn enabled() -> bool {
    true
}

/// A change of an entry; what is left out stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FaqPatch {
    pub question: Option<String>,
    pub similar: Option<Vec<String>>,
    pub answer: Option<String>,
    pub category: Option<String>,
    pub locale: Option<Locale>,
    pub enabled: Option<bool>,
    /// The unanswered question that this entry now answers; it is marked as resolved.
    pub unanswered_id: Option<UnansweredId>,
    /// The version that was read.
    pub version: i64,
}

/// Which entries are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FaqFilter {
    /// Found in questions, answer and category; case, width, script, spacing and punctuation don't matter.
    #[param(max_length = 200)]
    pub q: Option<String>,
    #[param(max_length = 50)]
    pub category: Option<String>,
    pub enabled: Option<bool>,
    pub locale: Option<Locale>,
}

/// A category in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FaqCategoryOut)]
pub struct Category {
    pub category: String,
    /// Entries in it.
    pub count: i64,
}

/// The entries within reach, the last changed first.
pub async fn list(
    knowledge: &Knowledge,
    ctx: &Ctx,
    filter: FaqFilter,
    page: PageRequest,
) -> Result<Page<Faq>> {
    let brands = reach::brands(&ctx.reach(Permission::FaqRead)?);
    let after = page.cursor.as_deref().map(reach::cursor::<FaqId>).transpose()?;
    let after = after.map(|(at, id)| (yingda_model::Timestamp::from_millis(at), id));
    let mut checks = Checks::default();
    checks.text(filter.category.as_deref().unwrap_or_default(), "category", 0, MAX_CATEGORY);
    checks.finish()?;
    let filter = rows::Filter {
        brands,
        // A search for punctuation alone finds everything, as one for nothing does.
        search: filter.q.map(|text| fold(&text)).filter(|folded| !folded.is_empty()),
        category: filter.category,
        enabled: filter.enabled,
        locale: filter.locale,
    };
    let store = &knowledge.0.store;
    let items = store.read(move |tx| Ok(rows::list(tx, &filter, after, page.limit + 1)?)).await?;
    Ok(Page::cut(items, page.limit, |last| format!("{}.{}", last.updated_at.millis(), last.id)))
}

/// One entry.
pub async fn lookup(knowledge: &Knowledge, ctx: &Ctx, id: FaqId) -> Result<Faq> {
    ctx.reach(Permission::FaqRead)?;
    let found = knowledge.0.store.read(move |tx| found(tx, id)).await?;
    ctx.require(Permission::FaqRead, &Subject::brand(found.brand_id))?;
    Ok(found)
}

/// The categories in use, by name.
pub async fn categories(knowledge: &Knowledge, ctx: &Ctx) -> Result<Page<Category>> {
    let brands = reach::brands(&ctx.reach(Permission::FaqRead)?);
    let counts = knowledge.0.store.read(move |tx| Ok(rows::categories(tx, brands.as_deref())?)).await?;
    let category = |row: rows::CategoryCount| Category { category: row.category, count: row.count };
    Ok(Page::whole(counts.into_iter().map(category).collect()))
}

/// Adds an entry; the bot of this process knows it when this returns.
pub async fn create(knowledge: &Knowledge, ctx: &Ctx, input: FaqIn) -> Result<Faq> {
    ctx.require(Permission::FaqWrite, &Subject::brand(input.brand_id))?;
    let (brand_id, unanswered_id) = (input.brand_id, input.unanswered_id);
    let draft = Draft {
        question: input.question,
        similar: input.similar,
        answer: input.answer,
        category: input.category,
        locale: input.locale,
        enabled: input.enabled,
    }
    .trimmed();
    draft.check()?;
    let (keys, faq) = (draft.keys(), new(ctx, brand_id, draft));
    let unit = with(Unit::on("faq_create", faq.id), unanswered_id);
    let acting = ctx.clone();
    let work = move |tx: &mut Tx<'_>| {
        if yingda_store::brands::lookup(tx, brand_id)?.is_none() {
            return Err(Error::invalid("/brand_id", "unknown", "there is no such brand"));
        }
        rows::create(tx, &faq, &keys).map_err(taken)?;
        tx.append(entry(&faq, Event::FaqCreated { faq_id: faq.id }))?;
        if let Some(id) = unanswered_id {
            unanswered::resolve(tx, &acting, id, faq.id, brand_id)?;
        }
        Ok(faq.clone())
    };
    let created = knowledge.0.store.write(ctx, unit, work).await?;
    knowledge.refresh(vec![created.id], created.updated_at).await?;
    Ok(created)
}

/// Changes an entry; the bot of this process knows it when this returns.
pub async fn update(knowledge: &Knowledge, ctx: &Ctx, id: FaqId, patch: FaqPatch) -> Result<Faq> {
    ctx.reach(Permission::FaqWrite)?;
    let before = knowledge.0.store.read(move |tx| found(tx, id)).await?;
    ctx.require(Permission::FaqWrite, &Subject::brand(before.brand_id))?;
    let (version, unanswered_id) = (patch.version, patch.unanswered_id);
    let draft = patched(&before, patch);
    draft.check()?;
    let changed = draft != Draft::of(&before) || version != before.version;
    if !changed && unanswered_id.is_none() {
        return Ok(before);
    }
    let keys = draft.keys();
    // Built on the version that the caller has read: if that is not `before`, the statement below refuses it.
    let next = draft.onto(Faq {
        version: version.saturating_add(1),
        updated_at: ctx.now,
        updated_by: ctx.actor.member().map(|member| member.id),
        ..before.clone()
    });
    let unit = with(Unit::on("faq_update", id), unanswered_id);
    let acting = ctx.clone();
    let work = move |tx: &mut Tx<'_>| {
        if changed {
            if !rows::update(tx, &next, &keys).map_err(taken)? {
                return Err(Conflict::StaleVersion.into());
            }
            tx.append(entry(&next, Event::FaqUpdated { faq_id: id }))?;
        }
        if let Some(unanswered_id) = unanswered_id {
            unanswered::resolve(tx, &acting, unanswered_id, id, next.brand_id)?;
        }
        Ok(if changed { next.clone() } else { before.clone() })
    };
    let updated = knowledge.0.store.write(ctx, unit, work).await?;
    knowledge.refresh(vec![id], updated.updated_at).await?;
    Ok(updated)
}

/// Removes an entry; the bot of this process has forgotten it when this returns.
pub async fn delete(knowledge: &Knowledge, ctx: &Ctx, id: FaqId) -> Result<()> {
    ctx.reach(Permission::FaqWrite)?;
    let acting = ctx.clone();
    let work = move |tx: &mut Tx<'_>| {
        let found = found(tx, id)?;
        acting.require(Permission::FaqWrite, &Subject::brand(found.brand_id))?;
        rows::delete(tx, id)?;
        yingda_store::unanswered::forget_entry(tx, id)?;
        tx.append(Entry::new(id, Event::FaqDeleted { faq_id: id }).of_brand(found.brand_id))
    };
    knowledge.0.store.write(ctx, Unit::on("faq_delete", id), work).await?;
    knowledge.refresh(vec![id], ctx.now).await
}

/// A new entry of a brand from its content.
pub(crate) fn new(ctx: &Ctx, brand_id: BrandId, draft: Draft) -> Faq {
    draft.onto(Faq {
        id: ctx.id(),
        brand_id,
        question: String::new(),
        similar: Vec::new(),
        answer: String::new(),
        category: String::new(),
        locale: Locale::default(),
        enabled: true,
        hits: 0,
        created_at: ctx.now,
        updated_at: ctx.now,
        updated_by: ctx.actor.member().map(|member| member.id),
        version: 1,
    })
}

/// The journal's line about an entry, with its content, so that any answer can be traced to the words of its time.
pub(crate) fn entry(faq: &Faq, event: Event) -> Entry {
    Entry::new(faq.id, event).of_brand(faq.brand_id).with_personal(&Draft::of(faq))
}

/// A standard question that the brand has already in this language.
pub(crate) fn taken(error: yingda_store::Error) -> Error {
    error.taken("question", "question")
}

fn found(tx: &mut Tx<'_>, id: FaqId) -> Result<Faq> {
    rows::lookup(tx, id)?.ok_or_else(|| Error::not_found("FAQ entry", id))
}

fn patched(before: &Faq, patch: FaqPatch) -> Draft {
    let draft = Draft::of(before);
    Draft {
        question: patch.question.unwrap_or(draft.question),
        similar: patch.similar.unwrap_or(draft.similar),
        answer: patch.answer.unwrap_or(draft.answer),
        category: patch.category.unwrap_or(draft.category),
        locale: patch.locale.unwrap_or(draft.locale),
        enabled: patch.enabled.unwrap_or(draft.enabled),
    }
    .trimmed()
}

fn with(unit: Unit, unanswered: Option<UnansweredId>) -> Unit {
    match unanswered {
        Some(id) => unit.and(id),
        None => unit,
    }
}
