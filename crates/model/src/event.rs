//! What the journal says: one event for each change, in the past tense, with opaque ids only.
//!
//! What can be personal (words, names, addresses) travels as `Entry::personal`, which the journal commits to by a
//! salted hash and can forget without breaking its chain. The serialised form of an event is stored for ever: add
//! fields with defaults, never rename or remove.

use serde::{Deserialize, Serialize};

use crate::conversation::{Axes, Ending, HandoffReason, ReplacedRating};
pub use crate::faq::{EvidenceMatch, Thresholds};
use crate::{
    AlarmId, AlarmKind, AttachmentId, BotAction, BotReason, BrandId, CannedReplyId, ChannelId,
    ConversationId, CustomerId, ErasureReason, FaqId, InvitationId, MemberId, MessageId, Presence, QueueId,
    Role, SessionId, Severity, TeamId, TokenId, UnansweredId,
};

/// One line of the journal, before the journal gives it a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What happened.
    pub event: Event,
    /// The aggregate whose partition it goes to.
    pub subject: String,
    /// The brand it belongs to, if any.
    pub brand: Option<BrandId>,
    /// Content that can be personal, as JSON.
    pub personal: Option<String>,
}

impl Entry {
    /// An entry about an aggregate.
    pub fn new(subject: impl ToString, event: Event) -> Self {
        Self { event, subject: subject.to_string(), brand: None, personal: None }
    }

    /// Says which brand it belongs to.
    pub fn of_brand(mut self, brand: BrandId) -> Self {
        self.brand = Some(brand);
        self
    }

    /// Attaches what can be personal.
    pub fn with_personal(mut self, personal: &impl Serialize) -> Self {
        self.personal = serde_json::to_string(personal).ok();
        self
    }
}

macro_rules! events {
    ($($(#[$meta:meta])* $variant:ident = $name:literal { $($(#[$field_meta:meta])* $field:ident : $type:ty),* $(,)? }),+ $(,)?) => {
        /// Everything that can happen.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "name", content = "data")]
        pub enum Event {
            $($(#[$meta])* #[serde(rename = $name)] $variant { $($(#[$field_meta])* $field: $type),* }),+
        }

        impl Event {
            /// Names, fields and meanings, for the catalogue.
            pub const CATALOGUE: &'static [(&'static str, &'static [(&'static str, &'static str)])] = &[
                $(($name, &[$((stringify!($field), stringify!($type))),*])),+
            ];

            /// The name that stands in the journal, in webhooks and in the realtime feed.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $name),+ }
            }
        }
    };
}

events! {
    /// The journal goes on from another one, of this many entries, whose partitions ended with these hashes.
    /// Where that one had been archived, `origins` are the hashes before the first entries of its partitions.
    StoreCopied = "store.copied" {
        from: String, entries: i64, heads: Vec<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        origins: Vec<String>,
    },
    /// The oldest entries were written to a file, whose SHA-256 this is: they are older than `before`.
    JournalArchived = "journal.archived" { number: i64, entries: i64, before: i64, sha256: String },
    /// Everything that is sealed has been sealed anew under another key, by its id.
    VaultRotated = "vault.rotated" { from: String, to: String },
    /// A key was lost, and what was sealed under it was given up: secrets of these owners were made anew.
    VaultReset = "vault.reset" { to: String, lost: Vec<String> },
    /// A server logs at another level from now on, for so many minutes or until it starts again.
    LogLevelChanged = "server.log_level_changed" { server: String, level: String, minutes: Option<i64> },
    /// The first administrator set the company up.
    CompanySetUp = "company.set_up" { member_id: MemberId },
    BrandUpdated = "brand.updated" { brand_id: BrandId },
    TeamCreated = "team.created" { team_id: TeamId },
    TeamUpdated = "team.updated" { team_id: TeamId },
    TeamDeleted = "team.deleted" { team_id: TeamId },
    MemberCreated = "member.created" { member_id: MemberId, role: Role },
    MemberUpdated = "member.updated" { member_id: MemberId, fields: Vec<String> },
    PasswordUpdated = "member.password_updated" { member_id: MemberId },
    InvitationCreated = "invitation.created" { invitation_id: InvitationId, role: Role },
    InvitationDeleted = "invitation.deleted" { invitation_id: InvitationId },
    InvitationAccepted = "invitation.accepted" { invitation_id: InvitationId, member_id: MemberId },
    SessionCreated = "session.created" { session_id: SessionId, member_id: MemberId },
    SessionDeleted = "session.deleted" { session_id: SessionId, member_id: MemberId },
    TokenCreated = "token.created" { token_id: TokenId, role: Role },
    TokenDeleted = "token.deleted" { token_id: TokenId },
    ChannelCreated = "channel.created" { channel_id: ChannelId },
    ChannelUpdated = "channel.updated" { channel_id: ChannelId, fields: Vec<String> },
    QueueCreated = "queue.created" { queue_id: QueueId },
    QueueUpdated = "queue.updated" { queue_id: QueueId },
    QueueDeleted = "queue.deleted" { queue_id: QueueId },
    CannedReplyCreated = "canned_reply.created" { canned_reply_id: CannedReplyId },
    CannedReplyUpdated = "canned_reply.updated" { canned_reply_id: CannedReplyId },
    CannedReplyDeleted = "canned_reply.deleted" { canned_reply_id: CannedReplyId },
    PresenceChanged = "agent.presence_changed" { member_id: MemberId, presence: Presence },
    CustomerCreated = "customer.created" { customer_id: CustomerId, channel_id: Option<ChannelId> },
    CustomerIdentified = "customer.identified" { customer_id: CustomerId, channel_id: ChannelId },
    CustomerUpdated = "customer.updated" { customer_id: CustomerId, fields: Vec<String> },
    /// Everything about a customer was forgotten.
    CustomerErased = "customer.erased" { customer_id: CustomerId, reason: ErasureReason },
    CustomerConsented = "customer.consented" { channel_id: ChannelId, visitor: String },
    AttachmentCreated = "attachment.created" { attachment_id: AttachmentId, size: i64 },
    ConversationOpened = "conversation.opened" {
        conversation_id: ConversationId, customer_id: CustomerId, channel_id: ChannelId,
        previous_id: Option<ConversationId>, after: Axes,
    },
    /// An anonymous customer logged in and turned out to be another, who goes on with it.
    ConversationMoved = "conversation.moved" {
        conversation_id: ConversationId, customer_id: CustomerId, from_customer_id: CustomerId, before: Axes, after: Axes,
    },
    ConversationReopened = "conversation.reopened" {
        conversation_id: ConversationId, customer_id: CustomerId, before: Axes, after: Axes,
    },
    ConversationQueued = "conversation.queued" {
        conversation_id: ConversationId, customer_id: CustomerId, queue_id: QueueId, before: Axes, after: Axes,
        /// Why the bot has it no longer; none when a person had it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        handoff: Option<HandoffReason>,
    },
    ConversationAssigned = "conversation.assigned" {
        conversation_id: ConversationId, customer_id: CustomerId, member_id: MemberId, reasons: Vec<String>, before: Axes, after: Axes,
        /// Why the bot has it no longer; none when it waited in a queue or a person had it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        handoff: Option<HandoffReason>,
        /// How long it has waited in its queue; none when it was in none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waited_ms: Option<i64>,
    },
    ConversationHandedBack = "conversation.handed_back" {
        conversation_id: ConversationId, customer_id: CustomerId, before: Axes, after: Axes,
    },
    ConversationSnoozed = "conversation.snoozed" {
        conversation_id: ConversationId, customer_id: CustomerId, until: i64, before: Axes, after: Axes,
    },
    ConversationWoken = "conversation.woken" {
        conversation_id: ConversationId, customer_id: CustomerId, before: Axes, after: Axes,
    },
    ConversationResolved = "conversation.resolved" {
        conversation_id: ConversationId, customer_id: CustomerId, before: Axes, after: Axes,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ending: Option<Ending>,
    },
    ConversationRated = "conversation.rated" {
        conversation_id: ConversationId, customer_id: CustomerId, score: i64, after: Axes,
        /// The rating that this one takes the place of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaces: Option<ReplacedRating>,
    },
    ConversationRead = "conversation.read" {
        conversation_id: ConversationId, customer_id: CustomerId, by: String, seq: i64, after: Axes,
    },
    /// What was said, and the row itself, were forgotten.
    ConversationErased = "conversation.erased" {
        conversation_id: ConversationId, customer_id: CustomerId, messages: i64, attachments: i64, reason: ErasureReason,
    },
    /// Attachments of a conversation were forgotten because of their age.
    AttachmentsErased = "attachments.erased" { conversation_id: ConversationId, attachments: i64 },
    MessageReceived = "message.received" {
        message_id: MessageId, conversation_id: ConversationId, customer_id: CustomerId, seq: i64, before: Axes, after: Axes,
    },
    MessageSent = "message.sent" {
        message_id: MessageId, conversation_id: ConversationId, customer_id: CustomerId, seq: i64, before: Axes, after: Axes,
        /// How long a person's first word was awaited, when this is it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first_reply_ms: Option<i64>,
    },
    BotDecided = "bot.decided" {
        conversation_id: ConversationId, in_reply_to: i64, action: BotAction, reason: BotReason,
        matches: Vec<(FaqId, f64)>, thresholds: Thresholds, unsure_count: i64, index_revision: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        team_id: Option<TeamId>,
    },
    /// Something is not as it should be; `about` is the folder, consumer or limit.
    AlarmRaised = "alarm.raised" {
        alarm_id: AlarmId, kind: AlarmKind, about: String, server: String, severity: Severity,
    },
    AlarmCleared = "alarm.cleared" { alarm_id: AlarmId, kind: AlarmKind },
    AlarmAcknowledged = "alarm.acknowledged" { alarm_id: AlarmId },
    /// Until when; 0: no longer.
    AlarmMuted = "alarm.muted" { alarm_id: AlarmId, until: i64 },
    FaqCreated = "faq.created" { faq_id: FaqId },
    FaqUpdated = "faq.updated" { faq_id: FaqId },
    FaqDeleted = "faq.deleted" { faq_id: FaqId },
    UnansweredResolved = "unanswered.resolved" { unanswered_id: UnansweredId, faq_id: FaqId },
    UnansweredDismissed = "unanswered.dismissed" { unanswered_id: UnansweredId },
    UnansweredReopened = "unanswered.reopened" { unanswered_id: UnansweredId },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_past_tense_words() {
        let mut names: Vec<_> = Event::CATALOGUE.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Event::CATALOGUE.len());
        assert!(names.iter().all(|name| name.contains('.')));
    }

    #[test]
    fn an_event_survives_its_stored_form() {
        let event = Event::PresenceChanged {
            member_id: crate::Id::from_uuid(uuid::Uuid::from_u128(9)),
            presence: Presence::Away,
        };
        let stored = serde_json::to_string(&event).expect("serialises");
        assert!(stored.starts_with(r#"{"name":"agent.presence_changed""#));
        assert_eq!(serde_json::from_str::<Event>(&stored).expect("parses"), event);
    }
}
