//! Attachments: files of agents and customers. Sending one binds it to a conversation; from then on, whoever may read
//! the conversation may read the file.

use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use yingda_model::context::CustomerActor;
use yingda_model::permission::Reach;
use yingda_model::{
    Actor, Attachment, AttachmentId, Ctx, Entry, Error, Event, Limit, Permission, Result, Unauthenticated,
};
use yingda_store::blobs::{self, Blob, CHUNK};
use yingda_store::{Store, Tx, Unit, conversations};

use crate::media;

/// Bytes of the largest file.
pub const MAX_SIZE: usize = 20 * 1024 * 1024;
const DAY: Duration = Duration::from_hours(24);
/// Chunks written in one unit of work: everybody's messages wait for it.
const CHUNKS: usize = 2;

/// A file and its bytes.
#[derive(Clone, Debug)]
pub struct File {
    pub attachment: Attachment,
    pub content: Vec<u8>,
    /// Whether a browser may show it in place.
    pub shown: bool,
}

/// Keeps a file for the actor, who may then send it within a day. A customer must have been resolved before (`ctx.actor`
/// names them), because the file is theirs and not their device's.
///
/// # Errors
/// `TooLarge` above 20 MiB, `Invalid` when there is nothing in it, `RateLimited` when the customer has uploaded too much
/// today.
pub async fn create(
    store: &Store,
    ctx: &Ctx,
    name: &str,
    media_type: &str,
    content: Arc<[u8]>,
) -> Result<Attachment> {
    check_may_send(ctx)?;
    if content.len() > MAX_SIZE {
        return Err(Error::TooLarge { what: "the file", limit: 20, unit: "MiB" });
    }
    if content.is_empty() {
        return Err(Error::invalid("", "required", "the file is empty"));
    }
    let mut attachment = Attachment {
        id: ctx.id(),
        name: media::name(name),
        media_type: media::kind(media_type, &content).into(),
        size: i64::try_from(content.len()).map_err(Error::internal)?,
        url: String::new(),
    };
    attachment.url = url(ctx, attachment.id);
    // A retry under the same key goes on with the file that it began the first time.
    let attachment = begin(store, ctx, attachment, Sha256::digest(&content).into()).await?;
    let id = attachment.id;
    let chunks = content.len().div_ceil(CHUNK);
    let mut chunk_ctx = ctx.clone();
    chunk_ctx.idempotency = None;
    for first in (0..chunks).step_by(CHUNKS) {
        let content = Arc::clone(&content);
        let work = move |tx: &mut Tx<'_>| {
            for (sequence, chunk) in content.chunks(CHUNK).enumerate().skip(first).take(CHUNKS) {
                blobs::add_chunk(tx, id, sequence, chunk)?;
            }
            Ok(())
        };
        store.write(&chunk_ctx, Unit::quiet("attachment_add_chunks"), work).await?;
    }
    let work = move |tx: &mut Tx<'_>| {
        if !blobs::complete(tx, id)? {
            return Err(Error::not_found("attachment", id));
        }
        let event = Event::AttachmentCreated { attachment_id: id, size: attachment.size };
        tx.append(Entry::new(id, event).with_personal(&attachment.name))?;
        Ok(attachment.clone())
    };
    store.write(ctx, Unit::on("attachment_create", id), work).await
}

async fn begin(store: &Store, ctx: &Ctx, attachment: Attachment, hash: [u8; 32]) -> Result<Attachment> {
    let (owner, now) = (ctx.actor.label(), ctx.now);
    let limited = matches!(ctx.actor, Actor::Customer(_));
    let work = move |tx: &mut Tx<'_>| {
        if limited {
            let (files, bytes) = blobs::made_since(tx, &owner, now.minus(DAY))?;
            if files.unsigned_abs() >= Limit::CustomerFiles.most() {
                return Err(Error::rate_limited(Limit::CustomerFiles, DAY));
            }
            if (bytes + attachment.size).unsigned_abs() > Limit::CustomerFileBytes.most() {
                return Err(Error::rate_limited(Limit::CustomerFileBytes, DAY));
            }
        }
        blobs::create(tx, &attachment, &owner, hash, now)?;
        Ok(attachment.clone())
    };
    store.write(ctx, Unit::quiet("attachment_begin"), work).await
}

/// Forgets files that nobody has sent within a day.
pub async fn forget_unsent(store: &Store, ctx: &Ctx) -> Result<()> {
    let before = ctx.now.minus(DAY);
    let work = move |tx: &mut Tx<'_>| Ok(blobs::forget_unsent(tx, before)?);
    while store.write(ctx, Unit::quiet("attachment_forget"), work).await? {}
    Ok(())
}

/// A file that the actor sent or may see in a conversation.
pub async fn lookup(store: &Store, ctx: &Ctx, id: AttachmentId) -> Result<File> {
    let reader = Reader::of(ctx)?;
    let label = ctx.actor.label();
    let (blob, content) = store
        .read(move |tx| {
            let blob = blobs::lookup(tx, id)?.ok_or_else(|| Error::not_found("attachment", id))?;
            if blob.owner != label && !reader.sees(tx, &blob)? {
                return Err(Error::not_found("attachment", id));
            }
            let content = blobs::content(tx, id)?;
            Ok((blob, content))
        })
        .await?;
    let shown = media::is_shown(&blob.attachment.media_type);
    Ok(File { attachment: Attachment { url: url(ctx, id), ..blob.attachment }, content, shown })
}

/// Where the actor gets a file, relative to the server.
fn url(ctx: &Ctx, id: AttachmentId) -> String {
    match ctx.actor {
        Actor::Customer(_) => format!("/widget/v1/attachments/{id}"),
        _ => format!("/api/v1/attachments/{id}"),
    }
}

fn check_may_send(ctx: &Ctx) -> Result<()> {
    match &ctx.actor {
        Actor::Customer(CustomerActor { customer: Some(_), .. }) => Ok(()),
        Actor::Customer(_) => Err(Unauthenticated::Missing.into()),
        _ => ctx.reach(Permission::ConversationReply).map(drop),
    }
}

/// Who wants to read a file.
enum Reader {
    Customer(CustomerActor),
    Member(Reach),
}

impl Reader {
    fn of(ctx: &Ctx) -> Result<Self> {
        match &ctx.actor {
            Actor::Customer(customer) => Ok(Self::Customer(customer.clone())),
            _ => Ok(Self::Member(ctx.reach(Permission::ConversationRead)?)),
        }
    }

    /// Whether the file was sent in a conversation that the reader sees; customers don't see notes.
    fn sees(&self, tx: &mut Tx<'_>, blob: &Blob) -> Result<bool> {
        let Some(id) = blob.conversation_id else {
            return Ok(false);
        };
        let Some(record) = conversations::lookup(tx, id)? else {
            return Ok(false);
        };
        match self {
            Self::Member(reach) => Ok(reach.covers(&record.conversation.subject())),
            Self::Customer(customer) => Ok(customer.customer == Some(record.conversation.customer.id)
                && blobs::is_public(tx, blob.attachment.id, id)?),
        }
    }
}
