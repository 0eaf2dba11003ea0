//! Logos: the pictures that channels show for a company. Everybody may see them, so they are no attachments.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use yingda_model::channel::logo_hash;
use yingda_model::{Ctx, Error, Permission, Result};
use yingda_store::logos::{self, Logo};
use yingda_store::{Store, Tx, Unit, channels};

use crate::media;

/// Bytes of the largest picture.
pub const MAX_BYTES: usize = 256 * 1024;
/// What every browser shows and nothing runs in.
const TYPES: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];
/// How long a picture is kept that no channel shows.
const KEPT: Duration = Duration::from_secs(24 * 3_600);

/// Where an uploaded picture is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogoOut {
    /// What to put into a channel's settings.
    pub path: String,
}

/// Takes a picture, to be shown by a channel whose settings name it.
///
/// # Errors
/// When it is no PNG, JPEG or WebP file, or too large.
pub async fn create(store: &Store, ctx: &Ctx, content: Vec<u8>) -> Result<LogoOut> {
    ctx.reach(Permission::ChannelManage)?;
    if content.len() > MAX_BYTES {
        return Err(Error::TooLarge { what: "the picture", limit: (MAX_BYTES / 1024) as u64, unit: "KiB" });
    }
    let kind = TYPES.into_iter().find(|kind| media::kind(kind, &content) == *kind);
    let kind = kind.ok_or_else(|| Error::invalid("", "not_an_image", "send a PNG, JPEG or WebP picture"))?;
    let hash: String = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
    let (now, logo) = (ctx.now, Logo { media_type: kind.to_owned(), content });
    store
        .write(ctx, Unit::on("logo_create", &hash), move |tx| {
            forget_unused(tx, now.minus(KEPT))?;
            logos::create(tx, &hash, &logo, now)?;
            Ok(LogoOut { path: yingda_model::channel::logo_path(&hash) })
        })
        .await
}

/// A picture by its hash.
pub async fn lookup(store: &Store, hash: String) -> Result<Logo> {
    let found = store.read({
        let hash = hash.clone();
        move |tx| Ok(logos::lookup(tx, &hash)?)
    });
    found.await?.ok_or_else(|| Error::not_found("logo", hash))
}

fn forget_unused(tx: &mut Tx<'_>, before: yingda_model::Timestamp) -> Result<()> {
    let shown: BTreeSet<String> = channels::list(tx)?
        .iter()
        .filter_map(|channel| channel.settings.logo.as_deref().and_then(logo_hash).map(str::to_owned))
        .collect();
    for hash in logos::list_before(tx, before)? {
        if !shown.contains(&hash) {
            logos::delete(tx, &hash)?;
        }
    }
    Ok(())
}
