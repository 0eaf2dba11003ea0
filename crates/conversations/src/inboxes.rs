//! Inboxes: the lists of conversations that agents look at, and the counts above them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yingda_model::conversation::Counts;
use yingda_model::error::Checks;
use yingda_model::{
    Axes, Conversation, ConversationId, Ctx, CustomerId, MemberId, Page, PageRequest, Permission, Result,
};
use yingda_store::Store;
use yingda_store::inboxes::{self, Filter};

/// Which list an agent looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Those that I have.
    Mine,
    /// Those that wait for a person.
    Queue,
    /// All that I may see.
    All,
}

impl View {
    /// Whether a conversation that stands so belongs to this view of a member's.
    pub fn holds(self, axes: &Axes, me: Option<MemberId>) -> bool {
        match self {
            Self::Mine => axes.member_id.is_some() && axes.member_id == me,
            Self::Queue => axes.queue_id.is_some(),
            Self::All => true,
        }
    }
}

/// One page of a list.
pub async fn list(
    store: &Store,
    ctx: &Ctx,
    view: View,
    filter: Filter,
    page: PageRequest,
) -> Result<Page<Conversation>> {
    let reach = ctx.reach(Permission::ConversationRead)?;
    check_cursor(&page)?;
    let me = ctx.actor.member().map(|member| member.id);
    let limit = page.limit;
    let typed = filter.search.as_deref().is_some_and(|text| !text.trim().is_empty());
    let search = filter.search.map(|text| yingda_language::normalize::fold(&text));
    if typed && search.as_deref().is_some_and(str::is_empty) {
        // Signs alone stand in no name.
        return Ok(Page { items: Vec::new(), next: None });
    }
    let filter = Filter { search, ..filter };
    let items = store
        .read(move |tx| {
            Ok(match (view, me) {
                (View::Mine, Some(me)) => inboxes::list_of_member(tx, me, &filter, &page)?,
                (View::Mine, None) => Vec::new(),
                (View::Queue, _) => inboxes::list_queued(tx, &reach, &filter, &page)?,
                (View::All, _) => inboxes::list(tx, &reach, &filter, &page)?,
            })
        })
        .await?;
    Ok(Page::cut(items, limit, |c| {
        let at = if view == View::Queue { c.queued_at.unwrap_or(c.opened_at) } else { c.last_message_at };
        format!("{}.{}", at.millis(), c.id)
    }))
}

/// A cursor of these lists: a time and a conversation.
pub(crate) fn check_cursor(page: &PageRequest) -> Result<()> {
    let Some(cursor) = &page.cursor else { return Ok(()) };
    let valid = cursor
        .split_once('.')
        .is_some_and(|(at, id)| at.parse::<i64>().is_ok() && id.parse::<ConversationId>().is_ok());
    let mut checks = Checks::default();
    checks.check(valid, "cursor", "invalid", "must be the `next` of an earlier answer");
    checks.finish()
}

/// How many stand where.
pub async fn counts(store: &Store, ctx: &Ctx) -> Result<Counts> {
    let reach = ctx.reach(Permission::ConversationRead)?;
    store.read(move |tx| Ok(inboxes::counts(tx, &reach)?)).await
}

/// All conversations of a customer that the actor may see, newest first.
pub async fn of_customer(store: &Store, ctx: &Ctx, customer: CustomerId) -> Result<Page<Conversation>> {
    let reach = ctx.reach(Permission::ConversationRead)?;
    let items = store.read(move |tx| Ok(inboxes::of_customer(tx, customer, &reach, 200)?)).await?;
    Ok(Page::whole(items))
}
