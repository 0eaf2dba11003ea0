//! The list of the forgotten as a file beside the backups: a backup that is older than a customer's wish brings them back,
//! and the list forgets them again.
//!
//! A line for each, as JSON, with opaque ids only.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use yingda_model::{CustomerId, Result, Timestamp};
use yingda_store::{Store, Unit, erasures};

/// Its name, in the folder of the backups.
pub const NAME: &str = "erasures.jsonl";

/// A customer who was forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    customer_id: CustomerId,
    at: Timestamp,
}

/// Writes the list into a folder, when it is not there as it should be; whether it was written.
///
/// # Errors
/// When the store can't be read or the folder can't be written.
pub async fn write(store: &Store, folder: &Path) -> Result<bool> {
    let list = store.read(|tx| Ok(erasures::list(tx)?)).await?;
    let lines = list.into_iter().map(|(customer_id, at)| Line { customer_id, at });
    let mut text = Vec::new();
    for line in lines {
        serde_json::to_writer(&mut text, &line).map_err(yingda_model::Error::internal)?;
        text.push(b'\n');
    }
    let folder = folder.to_owned();
    let written = tokio::task::spawn_blocking(move || replace(&folder, &text)).await;
    written.map_err(yingda_model::Error::internal)?.map_err(yingda_model::Error::internal)
}

fn replace(folder: &Path, text: &[u8]) -> io::Result<bool> {
    let path = folder.join(NAME);
    match fs::read(&path) {
        Ok(known) if known == text => return Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound && text.is_empty() => return Ok(false),
        _ => {}
    }
    yingda_store::private_folder(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    File::open(folder)?.sync_all()?;
    Ok(true)
}

/// Takes the customers of a list over, so that `erasure::finish_all` forgets them; answers how many the list names.
///
/// # Errors
/// When the file can't be read, a line of it is none, or the store can't be written.
pub async fn take_over(store: &Store, ctx: &yingda_model::Ctx, path: PathBuf) -> Result<usize> {
    let text = tokio::task::spawn_blocking(move || fs::read_to_string(path)).await;
    let text = text.map_err(yingda_model::Error::internal)?.map_err(yingda_model::Error::internal)?;
    let lines = text.lines().map(serde_json::from_str::<Line>).collect::<Result<Vec<_>, _>>();
    let lines = lines.map_err(yingda_model::Error::internal)?;
    let count = lines.len();
    for some in lines.chunks(500) {
        let some = some.to_vec();
        store
            .write(ctx, Unit::quiet("erasures_take_over"), move |tx| {
                for line in &some {
                    erasures::note(tx, line.customer_id, line.at)?;
                }
                Ok(())
            })
            .await?;
    }
    Ok(count)
}
