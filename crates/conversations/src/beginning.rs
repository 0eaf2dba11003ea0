//! The beginning of a conversation inside a unit of work. What is then said and done in it is a change.

use yingda_model::channel::ChannelName;
use yingda_model::customer::CustomerName;
use yingda_model::{
    BrandId, Conversation, ConversationId, Ctx, Entry, Event, Handler, Locale, Result, Status, TeamId, Turn,
};
use yingda_store::Tx;
use yingda_store::conversations::{self, Record};

use crate::change::empty_bot_state;

/// What a new conversation needs to know.
#[derive(Clone)]
pub(crate) struct Opening {
    pub brand_id: BrandId,
    pub team_id: TeamId,
    pub channel: ChannelName,
    pub customer: CustomerName,
    pub thread: String,
    pub locale: Locale,
    pub previous_id: Option<ConversationId>,
}

/// Begins a conversation; none when the customer's thread has one that is not resolved.
pub(crate) fn beginning(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    id: ConversationId,
    opening: Opening,
) -> Result<Option<Record>> {
    let record = Record {
        conversation: Conversation {
            id,
            brand_id: opening.brand_id,
            team_id: opening.team_id,
            channel: opening.channel,
            customer: opening.customer,
            status: Status::Open,
            handler: Handler::Bot,
            member: None,
            queue_id: None,
            turn: Turn::Us,
            last_seq: 0,
            read_seq: 0,
            customer_read_seq: 0,
            unread: 0,
            preview: None,
            opened_at: ctx.now,
            waiting_since: None,
            queued_at: None,
            resolved_at: None,
            snoozed_until: None,
            rating: None,
            previous_id: opening.previous_id,
            last_message_at: ctx.now,
            version: 1,
        },
        thread: opening.thread,
        locale: opening.locale,
        bot_seq: 0,
        bot_state: empty_bot_state(),
        assigned_at: None,
        awaited_since: None,
    };
    if !conversations::create(tx, &record)? {
        return Ok(None);
    }
    let c = &record.conversation;
    let event = Event::ConversationOpened {
        conversation_id: id,
        customer_id: c.customer.id,
        channel_id: c.channel.id,
        previous_id: c.previous_id,
        after: c.axes(),
    };
    tx.append(Entry::new(id, event).of_brand(c.brand_id))?;
    Ok(Some(record))
}
