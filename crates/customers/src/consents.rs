//! Consents: what a visitor agreed to before they wrote. A new wording asks again.

use sha2::{Digest, Sha256};
use yingda_model::{Channel, Ctx, Entry, Event, Result, VisitorId};
use yingda_store::{Store, Tx, Unit, visitors};

/// Whether a visitor may write: the channel asks for no consent, or they gave it to the present wording.
pub fn given(tx: &mut Tx<'_>, channel: &Channel, visitor: VisitorId) -> Result<bool> {
    match hash(channel) {
        Some(hash) => Ok(visitors::find_consent(tx, channel.id, visitor, &hash)?.is_some()),
        None => Ok(true),
    }
}

/// Records that the visitor agrees to the present wording; harmless when they did before or nothing is asked.
pub async fn create(store: &Store, ctx: &Ctx, channel: &Channel, visitor: VisitorId) -> Result<()> {
    let Some(hash) = hash(channel) else {
        return Ok(());
    };
    let (id, brand, now) = (channel.id, channel.brand_id, ctx.now);
    let unit = Unit::on("consent_create", visitor);
    let work = move |tx: &mut Tx<'_>| {
        if visitors::create_consent(tx, id, visitor, &hash, now)? {
            let event = Event::CustomerConsented { channel_id: id, visitor: visitor.to_string() };
            tx.append(Entry::new(visitor, event).of_brand(brand))?;
        }
        Ok(())
    };
    store.write(ctx, unit, work).await
}

fn hash(channel: &Channel) -> Option<String> {
    let text = channel.settings.consent.as_ref()?;
    let mut hash = Sha256::new();
    for part in [&text.zh_cn, &text.en] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    Some(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
