//! Messages: who says what to whom.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::Checks;
use crate::text_enum::text_enum;
use crate::{Attachment, ConversationId, Evidence, FaqId, MessageId, Result, Timestamp};

text_enum! {
    /// What kind of author.
    AuthorKind {
        Customer = "customer",
        Bot = "bot",
        Agent = "agent",
        System = "system",
    }
}

text_enum! {
    /// Who may read it.
    #[derive(Default)]
    Visibility {
        #[default]
        Public = "public",
        /// A note among colleagues.
        Internal = "internal",
    }
}

/// Who said it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Author {
    pub kind: AuthorKind,
    pub id: Option<String>,
    pub name: Option<String>,
}

impl Author {
    /// The bot.
    pub fn bot() -> Self {
        Self { kind: AuthorKind::Bot, id: None, name: None }
    }

    /// Yingda itself.
    pub fn system() -> Self {
        Self { kind: AuthorKind::System, id: None, name: None }
    }
}

/// A message of a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = MessageOut)]
pub struct Message {
    pub id: MessageId,
    pub conversation_id: ConversationId,
    /// Its place in the conversation, from 1, without gaps.
    pub seq: i64,
    pub author: Author,
    pub visibility: Visibility,
    pub content: Content,
    /// The author's own id for it, which makes retries harmless.
    pub client_id: Option<String>,
    /// Why the bot said it; never shown to customers.
    pub evidence: Option<Evidence>,
    pub created_at: Timestamp,
}

text_enum! {
    /// Something a customer asks for by a button.
    CustomerAction {
        Handoff = "handoff",
    }
}

text_enum! {
    /// What happened, told in the stream of messages; clients put it into words.
    NoticeCode {
        HandoffQueued = "handoff_queued",
        HandoffOffline = "handoff_offline",
        AgentJoined = "agent_joined",
        Transferred = "transferred",
        HandedBack = "handed_back",
        Resolved = "resolved",
        ResolvedByCustomer = "resolved_by_customer",
        Continued = "continued",
        Reopened = "reopened",
        Rating = "rating",
    }
}

/// One option of a menu or a list of candidates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContentOption {
    pub id: String,
    pub label: String,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = MessageContent)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Content {
    /// Words.
    Text { text: String },
    /// A picture, shown in place.
    Image { attachment: Attachment, text: Option<String> },
    /// Any other file.
    File { attachment: Attachment, text: Option<String> },
    /// The bot's answer from knowledge.
    Answer { text: String, faq_id: FaqId, title: String },
    /// Up to three questions that the customer may have meant.
    Candidates { text: String, options: Vec<ContentOption> },
    /// Buttons.
    Menu { text: String, options: Vec<ContentOption> },
    /// A click on a candidate or a menu button. What is stored as its label are the words that were offered.
    Choice { option_id: String, label: String },
    /// Whether an answer helped.
    Feedback { message_id: MessageId, helpful: bool },
    /// A button outside the messages.
    Action { action: CustomerAction },
    /// Something that happened.
    Notice { code: NoticeCode, params: BTreeMap<String, String> },
    /// Please rate.
    RatingRequest {},
}

/// Characters of the longest text.
pub const MAX_TEXT: usize = 8_000;

impl Content {
    /// Plain words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }

    /// A notice without parameters.
    pub fn notice(code: NoticeCode) -> Self {
        Self::Notice { code, params: BTreeMap::new() }
    }

    /// The words in it, for previews, search and the bot; empty where there are none.
    pub fn words(&self) -> &str {
        match self {
            Self::Text { text }
            | Self::Answer { text, .. }
            | Self::Candidates { text, .. }
            | Self::Menu { text, .. } => text,
            Self::Image { text, attachment } | Self::File { text, attachment } => {
                text.as_deref().unwrap_or(&attachment.name)
            }
            Self::Choice { label, .. } => label,
            Self::Feedback { .. } | Self::Action { .. } | Self::Notice { .. } | Self::RatingRequest {} => "",
        }
    }

    /// The option with this id, where it offers some.
    pub fn option(&self, id: &str) -> Option<&ContentOption> {
        match self {
            Self::Candidates { options, .. } | Self::Menu { options, .. } => {
                options.iter().find(|option| option.id == id)
            }
            _ => None,
        }
    }

    /// The file in it.
    pub fn attachment(&self) -> Option<&Attachment> {
        match self {
            Self::Image { attachment, .. } | Self::File { attachment, .. } => Some(attachment),
            _ => None,
        }
    }

    /// The same, to write the reader's address into it.
    pub fn attachment_mut(&mut self) -> Option<&mut Attachment> {
        match self {
            Self::Image { attachment, .. } | Self::File { attachment, .. } => Some(attachment),
            _ => None,
        }
    }

    /// Checks what somebody sent: `from_customer` decides which kinds may come.
    pub fn validate(&self, from_customer: bool) -> Result<()> {
        let mut checks = Checks::default();
        match self {
            Self::Text { text } => _ = checks.text(text, "/content/text", 1, MAX_TEXT),
            Self::Image { text, .. } | Self::File { text, .. } => {
                checks.text(text.as_deref().unwrap_or_default(), "/content/text", 0, MAX_TEXT);
            }
            Self::Choice { option_id, label } if from_customer => {
                checks.text(option_id, "/content/option_id", 1, 100);
                checks.text(label, "/content/label", 1, 500);
            }
            Self::Feedback { .. } | Self::Action { .. } if from_customer => {}
            _ => {
                checks.check(false, "/content/kind", "invalid", "this kind of message can't be sent here");
            }
        }
        checks.finish()
    }
}
