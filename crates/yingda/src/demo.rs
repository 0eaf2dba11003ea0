//! The demo company: fills an empty store from the files in `demo/`, through the same services that people use.
//!
//! What has happened in the past days is acted out again under a clock that stands in the past: customers write, the
//! real bot answers, agents take over. Nothing is written that the product could not have written itself.

mod acting;
mod clock;
mod company;
mod shop;

use std::sync::Arc;
use std::time::Duration;

use serde_json::Error as JsonError;
use yingda_dialogue::Policy;
use yingda_knowledge::Knowledge;
use yingda_knowledge::import::{self, FaqImportIn, Format};
use yingda_language::Segmenter;
use yingda_model::{Actor, Conflict, Ctx, Environment, Error, Result};
use yingda_store::{Store, Unit, facts, members};
use yingda_vault::Vault;

use clock::PastClock;
pub use company::PASSWORD;

/// How long ago the company began.
const AGE: Duration = Duration::from_hours(14 * 24);
/// Says that the making of the demo has begun, and that it has ended.
const FACTS: (&str, &str) = ("demo_begun", "demo_made");

const COMPANY: &str = include_str!("../../../demo/company.json");
const SHOP: &str = include_str!("../../../demo/shop.json");
const FAQ: &str = include_str!("../../../demo/faq.jsonl");
const CONVERSATIONS: &str = include_str!("../../../demo/conversations.json");

/// Makes the demo company when there is no company yet; answers whether it did. Must run before the bot does.
///
/// # Errors
/// When an earlier run broke off half-way.
pub async fn seed(
    store: &Store,
    vault: &Vault,
    environment: &Environment,
    segmenter: &Segmenter,
) -> Result<bool> {
    let state = store
        .read(|tx| {
            let (begun, made) = (facts::lookup(tx, FACTS.0)?, facts::lookup(tx, FACTS.1)?);
            Ok((begun.is_some(), made.is_some(), members::count(tx)? > 0))
        })
        .await?;
    match state {
        (true, false, _) => return Err(HALF_MADE.into()),
        (_, true, _) | (_, _, true) => return Ok(false),
        (false, false, false) => {}
    }
    let clock = Arc::new(PastClock::new(environment.clock.now().minus(AGE)));
    let past = Environment { clock: clock.clone(), ..environment.clone() };
    let ctx = past.ctx(Actor::CommandLine);
    remember(store, &ctx, FACTS.0).await?;
    let company = company::make(store, vault, &ctx).await?;
    let knowledge = Knowledge::load(store.clone(), segmenter.clone(), Policy::default()).await?;
    let order =
        FaqImportIn { brand_id: company.brand, format: Format::Jsonl, skip_bad: false, dry_run: false };
    import::run(&knowledge, &ctx, order, FAQ.into()).await?;
    knowledge.catch_up().await?;
    let people = shop::make(store, &ctx, company.brand, environment.clock.now()).await?;
    acting::Stage::new(store, &knowledge, &past, &clock, &company, people)
        .play(environment.clock.now())
        .await?;
    knowledge.write_hits(environment).await?;
    remember(store, &ctx, FACTS.1).await?;
    tracing::info!("made the demo company");
    Ok(true)
}

const HALF_MADE: Conflict = Conflict::Other(
    "the demo company was left half-made: remove the data of this installation and start again",
);

async fn remember(store: &Store, ctx: &Ctx, name: &'static str) -> Result<()> {
    let at = ctx.now.millis().to_string();
    let unit = Unit::quiet("demo_remember");
    store.write(ctx, unit, move |tx| Ok(facts::remember(tx, name, &at).map(drop)?)).await
}

/// The files are part of the program: what is wrong with them is a fault of ours.
fn broken(error: JsonError) -> Error {
    Error::internal(error)
}

/// A key that one of the files uses and no other explains.
fn unknown(what: &str, key: &str) -> Error {
    Error::internal(format!("the demo company has no {what} {key}"))
}

#[cfg(test)]
mod tests {
    use yingda_model::PageRequest;
    use yingda_model::permission::Reach;
    use yingda_store::{customers, inboxes};
    use yingda_testkit::for_each_database;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn an_empty_store_becomes_the_demo_company_once() {
        for_each_database(async |store, environment| {
            let segmenter = Segmenter::new();
            let vault = yingda_testkit::vault(&store, &environment).await;
            assert!(seed(&store, &vault, &environment.environment(), &segmenter).await.expect("seeds"));
            assert!(!seed(&store, &vault, &environment.environment(), &segmenter).await.expect("looks"));
            let everything = Reach::everything();
            let (people, rated, open) = store
                .read(move |tx| {
                    let rated = inboxes::list_rated(tx, &everything, &PageRequest::default())?;
                    let counts = inboxes::counts(tx, &everything)?;
                    Ok((customers::count(tx)?, rated, counts))
                })
                .await
                .expect("reads");
            assert!(people > 14, "strangers came too");
            assert!(
                rated.len() >= 7
                    && rated.iter().all(|conversation| conversation.opened_at < environment.now())
            );
            assert_eq!((open.open, open.queue), (2, 0));
        })
        .await;
    }
}
