//! Knowledge in its first form: questions with answers, the bot's evidence, and what it could not answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text_enum::text_enum;
use crate::{BrandId, ConversationId, FaqId, Locale, MemberId, Timestamp, UnansweredId};

/// A standard question, its other wordings and the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FaqOut)]
pub struct Faq {
    pub id: FaqId,
    pub brand_id: BrandId,
    pub question: String,
    pub similar: Vec<String>,
    pub answer: String,
    pub category: String,
    pub locale: Locale,
    pub enabled: bool,
    /// How often the bot has answered with it.
    pub hits: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub updated_by: Option<MemberId>,
    pub version: i64,
}

text_enum! {
    /// What the bot did.
    BotAction {
        Greet = "greet",
        Answer = "answer",
        Offer = "offer",
        Clarify = "clarify",
        Handoff = "handoff",
        Decline = "decline",
    }
}

text_enum! {
    /// Why it did that.
    BotReason {
        Confident = "confident",
        CloseCandidates = "close_candidates",
        BelowThreshold = "below_threshold",
        AskedForHuman = "asked_for_human",
        UnsureTwice = "unsure_twice",
        NotHelpful = "not_helpful",
        Chosen = "chosen",
        Greeting = "greeting",
        NoneOfThese = "none_of_these",
    }
}

/// Why the bot said what it said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    pub action: BotAction,
    pub reason: BotReason,
    /// What was asked, as the bot understood it.
    pub question: String,
    pub matches: Vec<EvidenceMatch>,
    pub thresholds: Thresholds,
    /// How many times in a row the bot was unsure.
    pub unsure_count: i64,
    /// The state of knowledge at that moment.
    pub index_revision: i64,
}

/// One entry that came near.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EvidenceMatch {
    pub faq_id: FaqId,
    pub question: String,
    /// The stored wording that came nearest.
    pub matched: String,
    /// 0 to 1.
    pub score: f64,
    /// What they share.
    pub terms: Vec<String>,
}

/// From which score the bot does what.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Thresholds {
    pub answer: f64,
    pub offer: f64,
}

text_enum! {
    /// What became of an unanswered question.
    UnansweredState {
        Open = "open",
        Resolved = "resolved",
        Dismissed = "dismissed",
    }
}

/// A question that the bot could not answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = UnansweredOut)]
pub struct Unanswered {
    pub id: UnansweredId,
    pub brand_id: BrandId,
    /// With personal data masked.
    pub question: String,
    pub locale: Locale,
    pub count: i64,
    pub first_seen_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub last_conversation_id: Option<ConversationId>,
    pub state: UnansweredState,
    pub faq_id: Option<FaqId>,
}
