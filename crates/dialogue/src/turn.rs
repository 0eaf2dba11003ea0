//! What the customer did, and what the bot remembers of a conversation.

use serde::{Deserialize, Serialize};
use yingda_model::FaqId;

/// The option that says that no candidate was meant.
pub const NONE_OF_THESE: &str = "none_of_these";
/// The option that asks for a person.
pub const HANDOFF: &str = "handoff";

/// One thing that a customer did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// Wrote something (empty for an attachment without words).
    Text(String),
    /// Chose an option that the bot had shown.
    Choice(Choice),
    /// Said whether an answer helped.
    Feedback { helpful: bool },
    /// Pressed the button for a person.
    Handoff,
}

/// An option that the bot had shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// An entry that can be answered now.
    Entry(FaqId),
    NoneOfThese,
    Handoff,
    /// What names nothing: a button may be older than the change that removed its entry.
    Unknown,
}

impl Choice {
    /// The choice that an option id stands for; `available` says whether an entry can be answered now.
    pub fn from_option(option_id: &str, available: impl Fn(FaqId) -> bool) -> Self {
        match option_id {
            NONE_OF_THESE => Self::NoneOfThese,
            HANDOFF => Self::Handoff,
            entry => entry.parse().ok().filter(|id| available(*id)).map_or(Self::Unknown, Self::Entry),
        }
    }
}

/// What the bot remembers between turns. Stored with the conversation; `default` for a new one, and again after a
/// handoff.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// What was asked last, in the customer's words.
    pub question: String,
    /// How many times the bot was unsure since it last answered.
    pub unsure_count: u32,
    /// How many times it offered candidates since it last answered.
    pub offer_count: u32,
    /// Candidates offered since it last answered.
    pub offered: Vec<FaqId>,
}
