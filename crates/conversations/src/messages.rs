//! Messages: what agents answer, and what agents and customers may read.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingda_model::error::{Checks, Conflict};
use yingda_model::member::MemberName;
use yingda_model::{
    Actor, Author, AuthorKind, Channel, Content, Conversation, ConversationId, Ctx, Customer, Error, Handler,
    Message, Permission, Result, Scope, Status, Visibility,
};
use yingda_store::{Store, Tx, Unit, blobs, conversations, messages};

use crate::change::{Change, Saying};
pub use crate::pages::{Messages, Place};
use crate::pages::{backwards, page, portion};

/// Characters of the longest client id.
const MAX_CLIENT_ID: usize = 64;
/// An option is good while it stands among so many of the customer's last messages.
const OFFERED_WITHIN: usize = 100;

/// What an agent sends.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageIn {
    /// The sender's own id for it, which makes a retry harmless.
    pub client_id: String,
    pub content: Content,
    /// `internal` is a note among colleagues.
    #[serde(default)]
    pub visibility: Visibility,
}

/// An agent's reply or note.
///
/// # Errors
/// When the actor may not reply here, has not claimed the conversation, or it is resolved.
pub async fn create(store: &Store, ctx: &Ctx, id: ConversationId, input: MessageIn) -> Result<Message> {
    ctx.reach(Permission::ConversationReply)?;
    check_client_id(&input.client_id)?;
    input.content.validate(false)?;
    let ctx_in = ctx.clone();
    store.write(ctx, Unit::on("message_create", id), move |tx| create_in(tx, &ctx_in, id, &input)).await
}

fn create_in(tx: &mut Tx<'_>, ctx: &Ctx, id: ConversationId, input: &MessageIn) -> Result<Message> {
    let mut change = Change::load(tx, ctx, id)?;
    ctx.require(Permission::ConversationRead, &change.conversation().subject())
        .map_err(|_| Error::not_found("conversation", id))?;
    if let Some(message) = messages::find_by_client_id(tx, id, &ctx.actor.label(), &input.client_id)? {
        return Ok(message);
    }
    if input.visibility == Visibility::Public {
        check_may_speak(ctx, &change)?;
        if change.conversation().status == Status::Snoozed {
            change.wake(tx)?;
        }
    }
    let content = settle_attachment(tx, id, &ctx.actor.label(), input.content.clone())?;
    let message = change.say(
        tx,
        Saying {
            author: agent_author(ctx),
            visibility: input.visibility,
            content,
            client_id: Some(input.client_id.clone()),
            evidence: None,
        },
    )?;
    change.save(tx)?;
    Ok(message)
}

fn check_may_speak(ctx: &Ctx, change: &Change<'_>) -> Result<()> {
    let conversation = change.conversation();
    if conversation.status == Status::Resolved {
        return Err(Conflict::AlreadyResolved.into());
    }
    let mine = conversation.handler == Handler::Agent
        && conversation.member.as_ref().map(|member| member.id) == ctx.actor.member().map(|member| member.id);
    // A supervisor may speak in a colleague's conversation, nobody over the bot's head or the queue's.
    let supervises = conversation.handler == Handler::Agent
        && ctx.reach(Permission::ConversationReply)?.scope.is_some_and(|scope| scope > Scope::Own);
    if mine || supervises { Ok(()) } else { Err(Conflict::NotAssigned.into()) }
}

/// The actor as an author.
pub(crate) fn agent_author(ctx: &Ctx) -> Author {
    let member = ctx.actor.member();
    Author {
        kind: AuthorKind::Agent,
        id: Some(member.map_or_else(|| ctx.actor.label(), |member| member.id.to_string())),
        name: member.map(|member| member.name.clone()),
    }
}

/// The member who acts, as conversations name them.
pub(crate) fn acting_member(ctx: &Ctx) -> Result<MemberName> {
    match &ctx.actor {
        Actor::Member(member) => Ok(MemberName { id: member.id, name: member.name.clone() }),
        _ => Err(Conflict::Other("only a member can take a conversation").into()),
    }
}

/// Messages of a conversation, notes included.
pub async fn list(
    store: &Store,
    ctx: &Ctx,
    id: ConversationId,
    place: Place,
    limit: usize,
) -> Result<Messages> {
    let reach = ctx.reach(Permission::ConversationRead)?;
    let limit = limit.clamp(1, 500);
    store
        .read(move |tx| {
            let record =
                conversations::lookup(tx, id)?.filter(|record| reach.covers(&record.conversation.subject()));
            if record.is_none() {
                return Err(Error::not_found("conversation", id));
            }
            page(tx, id, place, limit)
        })
        .await
}

/// What a customer sees of a message: no evidence.
pub fn for_customer(mut message: Message) -> Message {
    message.evidence = None;
    message
}

/// What a customer has missed of one of their conversations: public messages after a number, oldest first. Not all of them
/// when they are many or long: empty when there are no more.
pub async fn missed(
    store: &Store,
    ctx: &Ctx,
    customer: &Customer,
    id: ConversationId,
    after: i64,
    limit: usize,
) -> Result<Vec<Message>> {
    ctx.customer()?;
    let customer_id = customer.id;
    store
        .read(move |tx| {
            let own = conversations::lookup(tx, id)?
                .filter(|record| record.conversation.customer.id == customer_id);
            if own.is_none() {
                return Err(Error::not_found("conversation", id));
            }
            let missed = portion(limit, |last, count| {
                Ok(messages::public_after(tx, id, last.map_or(after, |last| last.seq), count)?)
            })?;
            Ok(missed.items.into_iter().map(for_customer).collect())
        })
        .await
}

/// A customer's public messages on a channel, over all their conversations, before a place.
pub async fn history(
    store: &Store,
    ctx: &Ctx,
    channel: &Channel,
    customer: &Customer,
    before: Option<(ConversationId, i64)>,
    limit: usize,
) -> Result<Messages> {
    ctx.customer()?;
    let (channel, customer, limit) = (channel.id, customer.id, limit.clamp(1, 200));
    let page = store
        .read(move |tx| {
            backwards(limit, |last, count| {
                let before = last.map(|last| (last.conversation_id, last.seq)).or(before);
                Ok(messages::history(tx, channel, customer, before, count)?)
            })
        })
        .await?;
    Ok(Messages { items: page.items.into_iter().map(for_customer).collect(), more: page.more })
}

/// Puts the stored facts of a file in place of what the sender claims, and binds it to the conversation.
pub(crate) fn settle_attachment(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    owner: &str,
    mut content: Content,
) -> Result<Content> {
    let Some(claimed) = content.attachment_mut() else { return Ok(content) };
    let blob = blobs::lookup(tx, claimed.id)?.filter(|blob| blob.owner == owner);
    let Some(blob) = blob else {
        return Err(Error::invalid("/content/attachment/id", "unknown", "upload the file first"));
    };
    if !blobs::bind(tx, blob.attachment.id, conversation)? {
        return Err(Error::invalid(
            "/content/attachment/id",
            "used",
            "the file was sent in another conversation",
        ));
    }
    *claimed = blob.attachment;
    if let Content::Image { attachment, .. } = &content
        && !attachment.media_type.starts_with("image/")
    {
        return Err(Error::invalid(
            "/content/kind",
            "not_an_image",
            "the file is no image: send it as a file",
        ));
    }
    Ok(content)
}

/// Puts the words of the option that was offered in place of what the sender calls it.
///
/// # Errors
/// When none of the last messages that the customer saw offers it.
pub(crate) fn settle_choice(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    content: Content,
) -> Result<Content> {
    let Content::Choice { option_id, .. } = content else { return Ok(content) };
    let seen =
        messages::history(tx, conversation.channel.id, conversation.customer.id, None, OFFERED_WITHIN)?;
    let offered = seen.into_iter().rev().find_map(|message| message.content.option(&option_id).cloned());
    match offered {
        Some(option) => Ok(Content::Choice { option_id, label: option.label }),
        None => Err(Error::invalid("/content/option_id", "not_offered", "this was not offered lately")),
    }
}

pub(crate) fn check_client_id(client_id: &str) -> Result<()> {
    let mut checks = Checks::default();
    checks.text(client_id, "/client_id", 1, MAX_CLIENT_ID);
    checks.finish()
}
