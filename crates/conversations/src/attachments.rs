//! Attachments: files of agents and customers. Sending one binds it to a conversation; from then on, whoever may read
//! the conversation may read the file.

use std::sync::Arc;

use yingda_model::context::CustomerActor;
use yingda_model::permission::Reach;
use yingda_model::{
    Actor, Attachment, AttachmentId, Ctx, Entry, Error, Event, Permission, Result, Unauthenticated,
};
use yingda_store::blobs::{self, Blob};
use yingda_store::{Store, Tx, Unit, conversations};

use crate::media;

/// Bytes of the largest file.
pub const MAX_SIZE: usize = 20 * 1024 * 1024;

/// A file and its bytes.
#[derive(Clone, Debug)]
pub struct File {
    pub attachment: Attachment,
    pub content: Vec<u8>,
    /// Whether a browser may show it in place.
    pub shown: bool,
}

/// Keeps a file for the actor, who may then send it. A customer must have been resolved before (`ctx.actor` names them),
/// because the file is theirs and not their device's.
///
/// # Errors
/// `TooLarge` above 20 MiB, `Invalid` when there is nothing in it.
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
    let (owner, now) = (ctx.actor.label(), ctx.now);
    let unit = Unit::on("attachment_create", attachment.id);
    let work = move |tx: &mut Tx<'_>| {
        blobs::create(tx, &attachment, &owner, &content, now)?;
        let event = Event::AttachmentCreated { attachment_id: attachment.id, size: attachment.size };
        tx.append(Entry::new(attachment.id, event).with_personal(&attachment.name))?;
        Ok(attachment.clone())
    };
    store.write(ctx, unit, work).await
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
