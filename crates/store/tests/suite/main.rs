//! What the store promises, on both databases.

mod consumers;
mod journal;
mod outbox;
mod units;
