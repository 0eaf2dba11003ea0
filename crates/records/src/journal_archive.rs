//! Archiving the journal: what is older than a time is written to a file that still verifies, and then let go of, a little at
//! once, so that the journal stays small and nobody waits.

use std::path::Path;
use std::time::Duration;

use jiff::tz::TimeZone;
use yingda_model::{Ctx, Entry, Error, Event, Result, Timestamp};
use yingda_store::journal_archives::{self, JournalArchive};
use yingda_store::{Address, Store, Unit};

/// What was archived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archived {
    pub file: String,
    pub entries: i64,
}

/// Archives what is older than an age, by whole days of UTC; none when there is nothing, or today's was done. First it lets
/// the journal go of what an earlier file holds, should that have been cut off.
///
/// # Errors
/// When the store or the folder can't be used, or the journal is damaged: then the journal keeps everything.
pub async fn archive(
    store: &Store,
    ctx: &Ctx,
    address: &Address,
    folder: &Path,
    age: Duration,
) -> Result<Option<Archived>> {
    let known = store.read(|tx| Ok(journal_archives::list(tx)?)).await?;
    for unreleased in known.iter().filter(|archive| !archive.released) {
        release(store, ctx, unreleased).await?;
    }
    let before = beginning_of_day(ctx.now.minus(age))?;
    if known.last().is_some_and(|last| last.before >= before) {
        return Ok(None);
    }
    let (address, folder, now) = (address.clone(), folder.to_owned(), ctx.now);
    let made =
        tokio::task::spawn_blocking(move || journal_archives::make(&address, &folder, before, now)).await;
    let Some(made) = made.map_err(Error::internal)?? else { return Ok(None) };
    note(store, ctx, &made).await?;
    release(store, ctx, &made).await?;
    Ok(Some(Archived { file: made.file, entries: made.entries }))
}

async fn note(store: &Store, ctx: &Ctx, made: &JournalArchive) -> Result<()> {
    let made = made.clone();
    store
        .write(ctx, Unit::on("journal_archive", "store"), move |tx| {
            if !journal_archives::create(tx, &made)? {
                return Err(Error::internal("another process has archived the journal"));
            }
            let event = Event::JournalArchived {
                number: made.number,
                entries: made.entries,
                before: made.before.millis(),
                sha256: made.sha256(),
            };
            tx.append(Entry::new("store", event))
        })
        .await
}

async fn release(store: &Store, ctx: &Ctx, archive: &JournalArchive) -> Result<()> {
    loop {
        let some = archive.clone();
        let work = move |tx: &mut yingda_store::Tx<'_>| Ok(journal_archives::release(tx, &some)?);
        if store.write(ctx, Unit::quiet("journal_release"), work).await? {
            return Ok(());
        }
    }
}

fn beginning_of_day(time: Timestamp) -> Result<Timestamp> {
    let time = jiff::Timestamp::from_millisecond(time.millis()).map_err(Error::internal)?;
    let begin = time.to_zoned(TimeZone::UTC).start_of_day().map_err(Error::internal)?;
    Ok(Timestamp::from_millis(begin.timestamp().as_millisecond()))
}
