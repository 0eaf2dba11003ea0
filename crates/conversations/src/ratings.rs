//! Ratings: what customers think of conversations that have ended.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingda_model::conversation::{Rating, ReplacedRating};
use yingda_model::error::{Checks, Conflict};
use yingda_model::{
    Conversation, ConversationId, Ctx, Customer, Entry, Event, NoticeCode, Page, PageRequest, Permission,
    Result, Status,
};
use yingda_store::{Store, inboxes};

use crate::inboxes::check_cursor;
use crate::visitor_conversations::command;

/// What a customer thinks of a conversation.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RatingIn {
    /// 1 to 5.
    pub score: i64,
    #[serde(default)]
    pub comment: Option<String>,
}

/// The customer rates a conversation; a later rating replaces an earlier one.
pub async fn create(
    store: &Store,
    ctx: &Ctx,
    customer: &Customer,
    id: ConversationId,
    input: RatingIn,
) -> Result<Conversation> {
    let mut checks = Checks::default();
    checks.check((1..=5).contains(&input.score), "/score", "out_of_range", "must be 1 to 5");
    let comment = input.comment.unwrap_or_default();
    checks.text(&comment, "/comment", 0, 1_000);
    checks.finish()?;
    let ctx_in = ctx.clone();
    command(store, ctx, "widget_rate", customer, id, move |tx, change| {
        if change.conversation().status != Status::Resolved {
            return Err(Conflict::Other("only a conversation that has ended can be rated").into());
        }
        let rating = Rating { score: input.score, comment: comment.trim().to_owned(), at: ctx_in.now };
        let same = change
            .conversation()
            .rating
            .as_ref()
            .is_some_and(|old| (old.score, &old.comment) == (rating.score, &rating.comment));
        if same {
            return Ok(());
        }
        let params = [("score".to_owned(), rating.score.to_string())].into();
        let replaced = change.conversation().rating.as_ref();
        let replaces = replaced.map(|old| ReplacedRating { score: old.score, at: old.at });
        change.record.conversation.rating = Some(rating);
        let c = change.conversation();
        let event = Event::ConversationRated {
            conversation_id: c.id,
            customer_id: c.customer.id,
            score: input.score,
            after: c.axes(),
            replaces,
        };
        let entry = Entry::new(c.id, event).of_brand(c.brand_id).with_personal(&comment);
        tx.append(entry)?;
        if replaces.is_none() { change.notice(tx, NoticeCode::Rating, params) } else { Ok(()) }
    })
    .await
}

/// Rated conversations, the newest rating first.
pub async fn list(store: &Store, ctx: &Ctx, page: PageRequest) -> Result<Page<Conversation>> {
    let reach = ctx.reach(Permission::ReportRead)?;
    check_cursor(&page)?;
    let limit = page.limit;
    let items = store.read(move |tx| Ok(inboxes::list_rated(tx, &reach, &page)?)).await?;
    Ok(Page::cut(items, limit, |c| {
        let at = c.rating.as_ref().map_or(c.last_message_at, |rating| rating.at);
        format!("{}.{}", at.millis(), c.id)
    }))
}
