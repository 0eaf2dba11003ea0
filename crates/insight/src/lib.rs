//! Insight: what happened, in numbers. Follows the journal, adds up what it tells by the quarter of an hour, and answers
//! what a day was like and how things stand now.
//!
//! What a number means is decided here and told in `docs/numbers.md`. Draws nothing and knows no HTTP.

mod counter;
mod day;
mod fold;
mod histogram;
mod tally;

pub mod export;
pub mod figures;
pub mod numbers;
pub mod present;

pub use counter::Counter;
