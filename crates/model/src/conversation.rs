//! Conversations and the three axes on which they move.
//!
//! Status, handler and turn are independent questions: is it open, who has it, and who is waiting for whom. Reports,
//! capacity and service levels each need one of them alone, so they are never folded into one list of states.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::channel::ChannelName;
use crate::customer::CustomerName;
use crate::member::MemberName;
use crate::queue::QueuePlace;
use crate::text_enum::text_enum;
use crate::{AuthorKind, BotReason, BrandId, ConversationId, MemberId, QueueId, Subject, TeamId, Timestamp};

text_enum! {
    /// Whether there is still something to do.
    Status {
        Open = "open",
        Snoozed = "snoozed",
        Resolved = "resolved",
    }
}

text_enum! {
    /// Who has it.
    Handler {
        Bot = "bot",
        Queue = "queue",
        Agent = "agent",
    }
}

text_enum! {
    /// Who is expected to speak next.
    Turn {
        Customer = "customer",
        Us = "us",
    }
}

text_enum! {
    /// Why the bot has a conversation no longer, but people.
    HandoffReason {
        /// The customer wanted a person.
        AskedForHuman = "asked_for_human",
        /// The bot was unsure twice in a row.
        UnsureTwice = "unsure_twice",
        /// The customer said that the answer did not help.
        NotHelpful = "not_helpful",
        /// A person took it from the bot or passed it on.
        TakenOver = "taken_over",
        /// The customer came back to what a person had had.
        Returned = "returned",
    }
}

impl HandoffReason {
    /// What the bot's own reason for handing off means here.
    pub fn of_bot(reason: BotReason) -> Self {
        match reason {
            BotReason::NotHelpful => Self::NotHelpful,
            BotReason::UnsureTwice => Self::UnsureTwice,
            _ => Self::AskedForHuman,
        }
    }
}

text_enum! {
    /// Who had a conversation when it ended.
    Ending {
        /// The bot; no agent has ever had it.
        BotOnly = "bot_only",
        /// An agent, now or before.
        Agent = "agent",
        /// Nobody yet: it waited in a queue.
        Abandoned = "abandoned",
        /// It goes on elsewhere: an anonymous customer turned out to be a known one who has another open.
        Continued = "continued",
    }
}

/// A rating that a later one of the same conversation took the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplacedRating {
    pub score: i64,
    pub at: Timestamp,
}

/// Where a conversation stands; journalled before and after each change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Axes {
    pub status: Status,
    pub handler: Handler,
    pub turn: Turn,
    pub team_id: TeamId,
    pub queue_id: Option<QueueId>,
    pub member_id: Option<MemberId>,
}

/// A conversation as agents see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ConversationOut)]
pub struct Conversation {
    pub id: ConversationId,
    pub brand_id: BrandId,
    pub team_id: TeamId,
    pub channel: ChannelName,
    pub customer: CustomerName,
    pub status: Status,
    pub handler: Handler,
    /// The agent who has it.
    pub member: Option<MemberName>,
    /// The queue in which it waits.
    pub queue_id: Option<QueueId>,
    pub turn: Turn,
    pub last_seq: i64,
    /// Up to where the agent has read.
    pub read_seq: i64,
    /// Up to where the customer has read.
    pub customer_read_seq: i64,
    /// Messages after `read_seq`.
    pub unread: i64,
    pub preview: Option<Preview>,
    pub opened_at: Timestamp,
    /// Since when the customer has been waiting for us.
    pub waiting_since: Option<Timestamp>,
    pub queued_at: Option<Timestamp>,
    pub resolved_at: Option<Timestamp>,
    pub snoozed_until: Option<Timestamp>,
    pub rating: Option<Rating>,
    /// The conversation that this one follows.
    pub previous_id: Option<ConversationId>,
    pub last_message_at: Timestamp,
    pub version: i64,
}

impl Conversation {
    /// Where it stands.
    pub fn axes(&self) -> Axes {
        Axes {
            status: self.status,
            handler: self.handler,
            turn: self.turn,
            team_id: self.team_id,
            queue_id: self.queue_id,
            member_id: self.member.as_ref().map(|member| member.id),
        }
    }

    /// Where it belongs, for permissions.
    pub fn subject(&self) -> Subject {
        Subject {
            brand: Some(self.brand_id),
            team: Some(self.team_id),
            owner: self.member.as_ref().map(|member| member.id),
        }
    }

    /// Whether it counts against its agent's capacity.
    pub fn occupies_agent(&self) -> bool {
        self.status == Status::Open && self.handler == Handler::Agent
    }
}

/// The last line, for lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Preview {
    pub author_kind: AuthorKind,
    pub text: String,
    pub at: Timestamp,
}

/// What the customer thought of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RatingOut)]
pub struct Rating {
    /// 1 to 5.
    pub score: i64,
    pub comment: String,
    pub at: Timestamp,
}

/// A conversation as its customer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VisitorConversation {
    pub id: ConversationId,
    pub status: Status,
    pub handler: Handler,
    pub member: Option<VisitorMember>,
    pub last_seq: i64,
    /// Up to where the customer has read.
    pub read_seq: i64,
    pub queue: Option<QueuePlace>,
    pub rating: Option<Rating>,
    pub can_rate: bool,
}

/// The agent, by the name that customers see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VisitorMember {
    pub name: String,
}

/// How many conversations stand where, within the reader's reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CountsOut)]
pub struct Counts {
    pub mine: i64,
    pub mine_unread: i64,
    pub queue: i64,
    pub bot: i64,
    pub open: i64,
    pub snoozed: i64,
}
