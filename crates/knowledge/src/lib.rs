//! What the company knows: FAQ entries, their import, the index that the bot searches, and what it could not answer.
//!
//! Decides nothing about a conversation: it finds ([`Knowledge::search`]) and puts a decision into words
//! ([`reply::content`]). The bot's loop is in `conversations`.

mod draft;
mod follow;
mod index;
mod reach;

pub mod attempt;
pub mod export;
pub mod faq;
pub mod import;
pub mod reply;
pub mod unanswered;

pub use draft::{MAX_ANSWER, MAX_CATEGORY, MAX_QUESTION, MAX_SIMILAR};
pub use follow::MAX_UNANSWERED;
pub use index::Knowledge;
