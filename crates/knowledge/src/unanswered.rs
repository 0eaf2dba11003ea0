//! What the bot could not answer: counted, listed, made into an entry or dismissed.

use serde::Deserialize;
use utoipa::IntoParams;
use yingda_language::{mask, normalize};
use yingda_model::{
    BrandId, Conflict, ConversationId, Ctx, Entry, Error, Event, FaqId, Locale, Page, PageRequest,
    Permission, Result, Subject, Unanswered, UnansweredId, UnansweredState,
};
use yingda_store::unanswered as rows;
use yingda_store::{Store, Tx, Unit};

use crate::reach;

/// The longest question that is kept; the rest of a long message says little about what was asked.
const MAX_QUESTION: usize = 200;

/// Which questions are wanted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UnansweredFilter {
    /// Only those in this state.
    pub state: Option<UnansweredState>,
}

/// What to write down about a question that the bot could not answer: masked, shortened, with its comparable form.
/// None when there is no word in it. Made outside of the unit that stores it.
pub fn seen(
    ctx: &Ctx,
    brand: BrandId,
    question: &str,
    locale: Locale,
    conversation: Option<ConversationId>,
) -> Option<rows::Seen> {
    let masked = mask(question).split_whitespace().collect::<Vec<_>>().join(" ");
    let question: String = masked.chars().take(MAX_QUESTION).collect();
    let key = normalize::fold(&question);
    (!key.is_empty()).then(|| rows::Seen {
        id: ctx.id(),
        brand_id: brand,
        question,
        key,
        locale,
        conversation_id: conversation,
        at: ctx.now,
    })
}

/// Counts questions, in a unit of their own: the same few come from many conversations, and their rows must not be
/// locked by units that hold other locks.
pub async fn record(store: &Store, ctx: &Ctx, mut seen: Vec<rows::Seen>) -> Result<()> {
    if seen.is_empty() {
        return Ok(());
    }
    // In one order everywhere, so that two of these units can't wait for each other.
    seen.sort_by(|a, b| {
        (a.brand_id, a.locale.as_str(), &a.key).cmp(&(b.brand_id, b.locale.as_str(), &b.key))
    });
    let work = move |tx: &mut Tx<'_>| Ok(seen.iter().try_for_each(|seen| rows::record(tx, seen))?);
    store.write(ctx, Unit::quiet("unanswered_record"), work).await
}

/// The list, most frequent first.
pub async fn list(
    store: &Store,
    ctx: &Ctx,
    filter: UnansweredFilter,
    page: PageRequest,
) -> Result<Page<Unanswered>> {
    let brands = reach::brands(&ctx.reach(Permission::FaqRead)?);
    let after = page.cursor.as_deref().map(reach::cursor::<UnansweredId>).transpose()?;
    let filter = rows::Filter { brands, state: filter.state };
    let items = store.read(move |tx| Ok(rows::list(tx, &filter, after, page.limit + 1)?)).await?;
    Ok(Page::cut(items, page.limit, |last| format!("{}.{}", last.count, last.id)))
}

/// Says that a question needs no answer. Dismissing it twice is harmless.
pub async fn dismiss(store: &Store, ctx: &Ctx, id: UnansweredId) -> Result<Unanswered> {
    let event = Event::UnansweredDismissed { unanswered_id: id };
    decide(store, ctx, "unanswered_dismiss", id, UnansweredState::Dismissed, event).await
}

/// Takes back that a question was dismissed. Harmless when it is open.
pub async fn reopen(store: &Store, ctx: &Ctx, id: UnansweredId) -> Result<Unanswered> {
    let event = Event::UnansweredReopened { unanswered_id: id };
    decide(store, ctx, "unanswered_reopen", id, UnansweredState::Open, event).await
}

async fn decide(
    store: &Store,
    ctx: &Ctx,
    name: &'static str,
    id: UnansweredId,
    state: UnansweredState,
    event: Event,
) -> Result<Unanswered> {
    ctx.reach(Permission::FaqWrite)?;
    let acting = ctx.clone();
    let work = move |tx: &mut Tx<'_>| {
        let mut found = writable(tx, &acting, id)?;
        if found.state == state {
            return Ok(found);
        }
        if found.state == UnansweredState::Resolved {
            return Err(Conflict::Other("the question has an answer already").into());
        }
        found.state = state;
        rows::update(tx, id, state, None)?;
        tx.append(Entry::new(id, event.clone()).of_brand(found.brand_id))?;
        Ok(found)
    };
    store.write(ctx, Unit::on(name, id), work).await
}

/// Marks a question as answered by an entry, as part of the unit that writes the entry. The unit must name both.
pub(crate) fn resolve(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    id: UnansweredId,
    faq: FaqId,
    brand: BrandId,
) -> Result<()> {
    let found = writable(tx, ctx, id)?;
    if found.brand_id != brand {
        return Err(Error::invalid("/unanswered_id", "invalid", "belongs to another brand"));
    }
    if found.state == UnansweredState::Resolved && found.faq_id == Some(faq) {
        return Ok(());
    }
    rows::update(tx, id, UnansweredState::Resolved, Some(faq))?;
    let event = Event::UnansweredResolved { unanswered_id: id, faq_id: faq };
    tx.append(Entry::new(id, event).of_brand(brand))
}

fn writable(tx: &mut Tx<'_>, ctx: &Ctx, id: UnansweredId) -> Result<Unanswered> {
    let missing = || Error::not_found("unanswered question", id);
    let found = rows::lookup(tx, id)?.ok_or_else(missing)?;
    ctx.require(Permission::FaqWrite, &Subject::brand(found.brand_id))?;
    Ok(found)
}
