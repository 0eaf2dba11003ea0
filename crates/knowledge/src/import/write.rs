//! Writing what an import has planned, in units of work that are short enough for nobody to wait for.

use yingda_model::{Conflict, Ctx, Event, Result};
use yingda_store::{Tx, Unit, faq as rows};

use super::plan::{Change, Plan};
use super::{FaqImportOut, ONE_UNIT};
use crate::{Knowledge, faq};

/// Writes all changes; the bot of this process knows them when this returns.
pub async fn all(knowledge: &Knowledge, ctx: &Ctx, plan: Plan, report: &mut FaqImportOut) -> Result<()> {
    (report.created, report.updated) = (0, 0);
    // A retried import finds its rows unchanged; one key can't stand for several units.
    let mut ctx = ctx.clone();
    ctx.idempotency = None;
    for changes in plan.changes.chunks(ONE_UNIT) {
        write(knowledge, &ctx, changes.to_vec()).await?;
        let ids = changes.iter().map(|change| change.faq.id).collect();
        knowledge.refresh(ids, ctx.now).await?;
        let created = changes.iter().filter(|change| change.is_new()).count();
        report.created += created;
        report.updated += changes.len() - created;
    }
    Ok(())
}

async fn write(knowledge: &Knowledge, ctx: &Ctx, changes: Vec<Change>) -> Result<()> {
    let Some(first) = changes.first() else { return Ok(()) };
    let unit = Unit::on("faq_import", first.faq.id);
    let unit = changes.iter().skip(1).fold(unit, |unit, change| unit.and(change.faq.id));
    let work = move |tx: &mut Tx<'_>| {
        for Change { faq, keys } in &changes {
            let event = if faq.version == 1 {
                rows::create(tx, faq, keys).map_err(faq::taken)?;
                Event::FaqCreated { faq_id: faq.id }
            } else {
                if !rows::update(tx, faq, keys).map_err(faq::taken)? {
                    return Err(Conflict::Other(
                        "somebody changed the same entries meanwhile: import again for the rest",
                    )
                    .into());
                }
                Event::FaqUpdated { faq_id: faq.id }
            };
            tx.append(faq::entry(faq, event))?;
        }
        Ok(())
    };
    knowledge.0.store.write(ctx, unit, work).await
}
