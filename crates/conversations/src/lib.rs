//! Conversations from the first word to the rating: what customers and agents say, the bot's loop, the router's loop,
//! presence, and the feed that shows it all live.
//!
//! Checks every permission itself. Knows no channel's wire format and no HTTP.

mod beginning;
mod change;
mod media;
mod pages;
mod waits;

pub mod attachments;
pub mod bot;
pub mod canned_replies;
pub mod channels;
pub mod conversations;
pub mod doors;
pub mod feed;
pub mod inboxes;
pub mod logos;
pub mod messages;
pub mod presence;
pub mod queues;
pub mod ratings;
pub mod receiving;
pub mod router;
pub mod snoozes;
pub mod transcript;
pub mod visitor_conversations;
pub mod visitors;

pub use bot::Bot;
pub use doors::Doors;
pub use feed::Feed;
pub use router::Router;
